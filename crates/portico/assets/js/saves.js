// Saves ([data-saves] on a form, [data-part] on parts of it): when a field of a part changes, the form's hidden fields and
// that part are sent to the address in data-saves; pieces of the answer bring the page up to date. Sending the whole form
// keeps the same fields, so nothing depends on this.

document.addEventListener("change", async ({ target }) => {
  const part = target.closest?.("[data-part]");
  const form = target.form;
  if (!part || !form?.dataset.saves) return;
  const fields = [...form.elements]
    .filter((field) => field.name && (field.type === "hidden" || part.contains(field)))
    .filter((field) => field.type !== "radio" || field.checked)
    .map((field) => [field.name, field.value]);
  try {
    await send(form.dataset.saves, fields);
  } catch {
    // The form itself still holds everything.
  }
});
