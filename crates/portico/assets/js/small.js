// Small conveniences: [data-auto] forms and selects submit when changed; pop-ups close by Escape or a press outside.

document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("form[data-auto]");
  if (form) form.requestSubmit();
});

const closePops = (except) => {
  for (const open of document.querySelectorAll("details[data-pop][open]")) {
    if (!open.contains(except)) open.open = false;
  }
};

document.addEventListener("click", ({ target }) => closePops(target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details[data-pop][open]");
  closePops(null);
  open?.querySelector("summary").focus();
});

for (const box of document.querySelectorAll("details[data-wide-open]")) {
  const wide = matchMedia("(min-width: 72.01rem)");
  const follow = () => (box.open = wide.matches || box.hasAttribute("data-keep"));
  wide.addEventListener("change", follow);
  follow();
}

const tickAll = (box) => {
  for (const one of box.closest("table").querySelectorAll("tbody .c-tick input:enabled")) one.checked = box.checked;
};
document.addEventListener("change", ({ target }) => target.matches?.("[data-tick-all]") && tickAll(target));

document.addEventListener("click", ({ target }) => target.closest?.("[data-print]") && print());
