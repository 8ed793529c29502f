// Says beforehand that the session ends, and keeps it when asked. Looking costs the session nothing: a script's GET is
// no visit. Staying is a form like any other. Another tab may have kept the session meanwhile, so it looks first.

const ending = document.querySelector("dialog[data-ends-in]");

const startEnding = () => {
  const say = ending.querySelector("[data-soon]");
  const stay = ending.querySelector("form[action]");
  const early = Number(ending.dataset.early) * 1000;
  let ends = Date.now() + Number(ending.dataset.endsIn) * 1000;
  let last = false;
  let timer = 0;

  const heard = (answer) => {
    ends = Date.now() + answer.ends_in_s * 1000;
    last = answer.last;
  };
  const show = (words) => {
    const time = new Date(ends).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    say.textContent = words.replace("{time}", time);
    if (!ending.open) ending.showModal();
  };
  const wait = (until) => {
    clearTimeout(timer);
    timer = setTimeout(look, Math.min(Math.max(0, until - Date.now()), 2 ** 30));
  };
  const look = async () => {
    try {
      const answer = await fetch("/session", { credentials: "same-origin", redirect: "error" });
      if (answer.ok) heard(await answer.json());
    } catch {
      // Without an answer the last one holds.
    }
    const left = ends - Date.now();
    stay.hidden = last || left <= 0;
    if (left > early + 1000) {
      ending.close();
      wait(ends - early);
    } else if (left > 0) {
      show(last ? say.dataset.last : say.dataset.soon);
      wait(ends + 1000);
    } else {
      show(say.dataset.over);
    }
  };

  stay.addEventListener("submit", async (event) => {
    event.preventDefault();
    const headers = { "X-Requested-With": "portico" };
    const body = new URLSearchParams(new FormData(stay));
    try {
      const answer = await fetch(stay.action, { method: "POST", headers, body, credentials: "same-origin" });
      if (answer.ok) heard(await answer.json());
    } finally {
      ending.close();
      wait(ends - early);
    }
  });
  wait(ends - early);
};

if (ending) startEnding();
