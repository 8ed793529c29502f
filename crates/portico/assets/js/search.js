// Search as you type ([data-suggest="URL"] on the form): a combobox over the server's list of options.
// The answer is HTML with [role=option] elements (data-href opens, a form[data-add] inside adds one pack).

const startSearch = (form) => {
  const input = form.querySelector("input[type=search]");
  const whole = form.parentElement;
  const pop = whole.querySelector("[data-suggestions]");
  let timer = 0;
  let asked = 0;
  let chosen = -1;

  const options = () => [...pop.querySelectorAll("[role=option]")];
  const close = () => {
    asked += 1;
    clearTimeout(timer);
    pop.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    chosen = -1;
  };
  const choose = (index) => {
    const all = options();
    if (all.length === 0) return;
    chosen = (index + all.length) % all.length;
    all.forEach((option, at) => {
      option.id ||= `option-${at}`;
      option.setAttribute("aria-selected", String(at === chosen));
    });
    input.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    const query = input.value.trim();
    if (query === "") return close();
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: query })}`, {
        headers: { "X-Requested-With": "portico" },
        credentials: "same-origin",
        redirect: "error",
      });
      const html = await answer.text();
      if (mine !== asked || !answer.ok) return;
      pop.innerHTML = html;
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      pop.hidden = pop.childElementCount === 0;
      input.setAttribute("aria-expanded", String(!pop.hidden));
    } catch {
      // Without an answer the field stays a plain search field: Enter opens the page of results.
    }
  };
  const addOnePack = async (option) => {
    const add = option.querySelector("form[data-add]");
    if (!add) return;
    try {
      if (!(await send(add.action, [...new FormData(add)]))) add.submit();
    } catch {
      add.submit();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !pop.hidden;
    if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) ask();
      else if (event.key === "ArrowDown") choose(chosen + 1);
      else choose(chosen < 0 ? -1 : chosen - 1);
    } else if (event.key === "Enter" && open && chosen >= 0) {
      event.preventDefault();
      const option = options()[chosen];
      if (event.altKey) addOnePack(option);
      else if (option.dataset.href) location.assign(option.dataset.href);
    }
  });
  pop.addEventListener("mousedown", (event) => event.target.closest("a") || event.preventDefault());
  pop.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option?.dataset.href) location.assign(option.dataset.href);
  });
  whole.addEventListener("focusout", (event) => whole.contains(event.relatedTarget) || close());
  document.addEventListener("keydown", (event) => {
    if (document.body.hasAttribute("data-no-shortcuts")) return;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    if (input.offsetParent === null) location.hash = whole.id;
    input.focus();
    input.select();
  });
  addEventListener("hashchange", () => location.hash === `#${whole.id}` && input.focus());
};

document.querySelectorAll("form[data-suggest]").forEach(startSearch);
