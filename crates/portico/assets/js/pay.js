// Sums on the way to a payment, while one ticks and types; without scripts the next page says them.

const inMoney = ({ digits, sign }) => {
  const format = new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (amount) => sign + format.format(Math.max(amount, 0));
};

// The pay bar below documents: how many are ticked and what those of them come to that can be paid.
const bar = document.querySelector("[data-pay-bar]");
if (bar) {
  const money = inMoney(bar.dataset);
  const boxes = () => [...document.querySelectorAll(`input[form="${bar.id}"][type="checkbox"]`)];
  const show = () => {
    const ticked = boxes().filter((box) => box.checked);
    const minor = ticked.reduce((all, box) => all + Number(box.dataset.minor ?? 0), 0);
    bar.hidden = ticked.length === 0;
    bar.querySelector("[data-count]").textContent = ticked.length;
    const pays = ticked.some((box) => box.name === "document");
    for (const part of bar.querySelectorAll("[data-pays]")) part.hidden = !pays;
    bar.querySelector("[data-sum]").textContent = money(minor / 10 ** Number(bar.dataset.digits));
    for (const box of boxes()) box.closest("tr").classList.toggle("ticked", box.checked);
  };
  document.addEventListener("change", ({ target }) => target.matches?.(".c-tick input") && show());
  bar.querySelector("[data-untick]").addEventListener("click", (event) => {
    event.preventDefault();
    for (const box of boxes()) box.checked = false;
    show();
  });
  show();
}

// The page of a payment: what the amounts come to.
const total = document.querySelector("[data-pay-sum]");
if (total) {
  const money = inMoney(total.dataset);
  const parts = [...document.querySelectorAll("input[data-pay-part]")];
  const show = () => {
    const amount = (part) => Number(part.dataset.payPart) * Number(part.value.replaceAll(",", ""));
    const sum = parts.reduce((all, part) => all + amount(part), 0);
    if (Number.isFinite(sum)) total.textContent = money(sum);
  };
  for (const part of parts) part.addEventListener("input", show);
}
