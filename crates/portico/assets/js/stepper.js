// Stepper ([data-stepper]): minus and plus step by the pack, Enter or leaving the field saves.
// Sends the hidden fields of its form and this one quantity to the form's action; if that fails, submits the form.

const quantityOf = (input) => {
  const value = Number.parseFloat(input.value.replaceAll(/[^\d.]/g, ""));
  return Number.isNaN(value) ? 0 : value;
};

const nextQuantity = (quantity, step, least, direction) => {
  if (direction > 0) return quantity < least ? least : Math.floor(quantity / step) * step + step;
  const lower = Math.ceil(quantity / step) * step - step;
  return lower < least ? 0 : lower;
};

const saveQuantity = async (stepper) => {
  const input = stepper.querySelector("input");
  if (input.value.trim() === stepper.dataset.saved) return;
  const form = input.form;
  if (!form) return;
  const sent = input.value.trim();
  stepper.dataset.saved = sent;
  stepper.classList.add("saving");
  const fields = [...form.elements]
    .filter((field) => field.type === "hidden" && field.name)
    .map((field) => [field.name, field.value]);
  fields.push([input.name, sent]);
  try {
    if (!(await send(form.action, fields))) form.submit();
  } catch {
    form.submit();
  } finally {
    stepper.classList.remove("saving");
  }
};

const showNought = (input) => input.classList.toggle("nought", quantityOf(input) === 0);

document.addEventListener("focusin", ({ target }) => {
  const stepper = target.closest?.("[data-stepper]");
  if (stepper && stepper.dataset.saved === undefined) stepper.dataset.saved = stepper.querySelector("input").defaultValue.trim();
  if (stepper && target.matches("input")) target.select();
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-stepper] button");
  if (!button) return;
  const stepper = button.closest("[data-stepper]");
  const input = stepper.querySelector("input");
  if (stepper.dataset.saved === undefined) stepper.dataset.saved = input.defaultValue.trim();
  const step = Number(stepper.dataset.step) || 1;
  const least = Number(stepper.dataset.min) || step;
  input.value = nextQuantity(quantityOf(input), step, least, Number(button.value));
  showNought(input);
  if (stepper.hasAttribute("data-by-button")) return;
  clearTimeout(stepper.waiting);
  stepper.waiting = setTimeout(() => saveQuantity(stepper), 400);
});

document.addEventListener("change", ({ target }) => {
  const stepper = target.closest?.("[data-stepper]");
  if (!stepper) return;
  showNought(target);
  if (!stepper.hasAttribute("data-by-button")) saveQuantity(stepper);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  const stepper = event.target.closest?.("[data-stepper]");
  if (!stepper || !event.target.matches("input") || stepper.hasAttribute("data-by-button")) return;
  event.preventDefault();
  clearTimeout(stepper.waiting);
  saveQuantity(stepper);
});
