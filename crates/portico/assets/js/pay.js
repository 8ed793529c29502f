// The pay bar below documents: how many are ticked and what they come to; without scripts the next page says it.

const bar = document.querySelector("[data-pay-bar]");
if (bar) {
  const digits = Number(bar.dataset.digits);
  const money = new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const boxes = () => [...document.querySelectorAll(`input[form="${bar.id}"][name="document"]`)];
  const show = () => {
    const ticked = boxes().filter((box) => box.checked);
    const sum = ticked.reduce((all, box) => all + Number(box.dataset.minor), 0);
    const amount = Math.max(sum, 0) / 10 ** digits;
    bar.hidden = ticked.length === 0;
    bar.querySelector("[data-count]").textContent = ticked.length;
    bar.querySelector("[data-sum]").textContent = bar.dataset.sign + money.format(amount);
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
