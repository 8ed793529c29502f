// Filters the rows of a page as one types: form[data-filter=NAME] over [data-row]s in [data-rows=NAME].

const rowText = (row) => [row.textContent, row.dataset.key, ...[...row.querySelectorAll("input, textarea")].map((one) => one.value)].join(" ").toLowerCase();

const filterRows = (form) => {
  const wanted = form.querySelector("[type=search]").value.toLowerCase().split(/\s+/);
  let shown = 0;
  for (const rows of document.querySelectorAll(`[data-rows="${form.dataset.filter}"]`)) {
    for (const row of rows.querySelectorAll("[data-row]")) {
      const text = rowText(row);
      row.hidden = !wanted.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    for (const part of document.querySelectorAll("main section")) {
      if (part.querySelector("[data-row]")) part.hidden = !part.querySelector("[data-row]:not([hidden])");
    }
  }
  const said = form.querySelector("[role=status]");
  said.textContent = shown ? "" : said.dataset.none;
};

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-filter]");
  if (form && target.type === "search") filterRows(form);
});
