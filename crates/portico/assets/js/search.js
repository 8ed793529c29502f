// Search as you type ([data-suggest="URL"] on the form): a combobox over the server's list of options.
// data-href opens an option, a form[data-add] inside it adds one pack; Enter with none chosen opens the page of results.

const startSearch = (form) => {
  const input = form.querySelector("input[type=search]");
  const whole = form.parentElement;

  const addOnePack = async (option) => {
    const add = option.querySelector("form[data-add]");
    if (!add) return;
    try {
      if (!(await send(add.action, [...new FormData(add)]))) add.submit();
    } catch {
      add.submit();
    }
  };
  startCombo({
    input,
    pop: whole.querySelector("[data-suggestions]"),
    whole,
    url: form.dataset.suggest,
    take: (option, event) => {
      if (event.type === "keydown" && event.altKey) addOnePack(option);
      else if (option.dataset.href) location.assign(option.dataset.href);
    },
  });
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
