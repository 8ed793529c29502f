// Arrows ([data-arrows]): Up and Down move between the quantity fields of a table or grid.

document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const input = event.target.closest?.("[data-stepper] input, input[data-arrow]");
  const within = input?.closest("[data-arrows]");
  if (!within) return;
  const all = [...within.querySelectorAll("[data-stepper] input, input[data-arrow]")];
  const next = all[all.indexOf(input) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
});
