// A field with a list of what the server suggests: a combobox. The answer is HTML with [role=option] elements.
// What an option is good for is its owner's: `take(option, event)` on Enter or a click, `enter(event)` on Enter with none chosen.

const startCombo = ({ input, pop, whole, url, take, enter }) => {
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
      const answer = await fetch(`${url}?${new URLSearchParams({ q: query })}`, {
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
      // Without an answer the field stays a plain one.
    }
  };
  const arrow = (step) => {
    if (pop.hidden) ask();
    else choose(step < 0 && chosen < 0 ? -1 : chosen + step);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !pop.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      arrow(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      if (pop.hidden || chosen < 0) return enter?.(event);
      event.preventDefault();
      take(options()[chosen], event);
    }
  });
  pop.addEventListener("mousedown", (event) => event.target.closest("a") || event.preventDefault());
  pop.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option, event);
  });
  whole.addEventListener("focusout", (event) => whole.contains(event.relatedTarget) || close());
  return { close };
};
