// Picking (form[data-scan]): what is scanned is sent without leaving the page, one after the other, and the field keeps the
// cursor. Each scan has a key of its own, so that sending one twice counts once. Without a script the form does the same.

const scans = [];
let picking = false;

// What could not be sent is said, and goes with the next one.
const notSent = (form) => {
  const said = document.getElementById("scanned");
  if (said) said.textContent = `${form.dataset.lost} ${scans.map(({ code }) => code).join(", ")}`;
};

const sendScans = async (form) => {
  if (picking) return;
  picking = true;
  try {
    for (; scans.length > 0; scans.shift()) {
      const { code, key } = scans[0];
      const own = { code, form: key };
      const fields = [...new FormData(form)].map(([name, value]) => [name, own[name] ?? value]);
      if (!(await send(form.action, fields))) return location.assign(form.action);
    }
  } catch {
    notSent(form);
  }
  picking = false;
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-scan]")) return;
  event.preventDefault();
  const { code, form: key } = form.elements;
  scans.push({ code: code.value, key: `${key.value}.${Date.now()}` });
  code.value = "";
  code.focus();
  sendScans(form);
});
