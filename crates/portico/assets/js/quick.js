// Quick order ([data-quick="URL"] on the form): a combobox for the code; Enter takes it, then the quantity, then the next.
// The answer is HTML with [role=option] elements (data-code, data-quantity). Without scripts the form sends what was typed.

const startQuick = (form) => {
  const [code, quantity] = [form.elements.namedItem("code"), form.elements.namedItem("quantity")];
  const pop = form.querySelector(".suggestions");
  let timer = 0;
  let asked = 0;
  let chosen = -1;

  const options = () => [...pop.querySelectorAll("[role=option]")];
  const close = () => {
    asked += 1;
    clearTimeout(timer);
    pop.hidden = true;
    code.setAttribute("aria-expanded", "false");
    code.removeAttribute("aria-activedescendant");
    chosen = -1;
  };
  const choose = (index) => {
    const all = options();
    if (all.length === 0) return;
    chosen = (index + all.length) % all.length;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    code.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  };
  const take = (option) => {
    code.value = option.dataset.code;
    if (quantity.value.trim() === "") quantity.value = option.dataset.quantity;
    close();
    quantity.focus();
    quantity.select();
  };
  const ask = async () => {
    const query = code.value.trim();
    if (query === "") return close();
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(`${form.dataset.quick}?${new URLSearchParams({ q: query })}`, {
        headers: { "X-Requested-With": "portico" },
        credentials: "same-origin",
        redirect: "error",
      });
      const html = await answer.text();
      if (mine !== asked || !answer.ok) return;
      pop.innerHTML = html;
      chosen = -1;
      code.removeAttribute("aria-activedescendant");
      pop.hidden = pop.childElementCount === 0;
      code.setAttribute("aria-expanded", String(!pop.hidden));
    } catch {
      // Without an answer the field stays a plain one.
    }
  };

  code.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  code.addEventListener("keydown", (event) => {
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
    } else if (event.key === "Enter" && code.value.trim() !== "") {
      // A scanner ends a code with Enter: the quantity comes next.
      event.preventDefault();
      if (open && chosen >= 0) return take(options()[chosen]);
      close();
      quantity.focus();
      quantity.select();
    }
  });
  pop.addEventListener("mousedown", (event) => event.preventDefault());
  pop.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  code.parentElement.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
};

document.querySelectorAll("form[data-quick]").forEach(startQuick);
