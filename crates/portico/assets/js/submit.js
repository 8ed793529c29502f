// Submit guard (every form that posts): a second press is ignored; the button says what goes on
// (its data-sending), with a spinner after 300 ms; all is as before when the page is shown again.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again")) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  const button = event.submitter;
  if (!button) return;
  if (button.dataset.sending) {
    button.dataset.before = button.textContent;
    button.textContent = button.dataset.sending;
  }
  button.setAttribute("aria-busy", "true");
  setTimeout(() => form.dataset.sent !== undefined && button.classList.add("spinner"), 300);
});

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) {
      if (button.dataset.before) button.textContent = button.dataset.before;
      button.removeAttribute("aria-busy");
      button.classList.remove("spinner");
    }
  }
});
