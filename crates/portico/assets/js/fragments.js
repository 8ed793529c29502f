// Fragments: sends a form without leaving the page and puts the pieces of the answer where they belong.
// Contract: a POST with `X-Requested-With: portico` answers HTML; each element in it with
// `data-replace="ID"` takes the place of the element with that id. Anything else: the page is loaded as usual.

// Somebody went on typing while the piece was under way: what they typed stays, and is saved.
const goOn = ({ id, value }) => {
  const input = document.getElementById(id);
  if (!input) return;
  input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};

const replacePieces = (html) => {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const pieces = answer.querySelectorAll("[data-replace]");
  for (const piece of pieces) {
    const old = document.getElementById(piece.dataset.replace);
    if (!old) continue;
    piece.id = piece.dataset.replace;
    piece.removeAttribute("data-replace");
    const focus = old.contains(document.activeElement) ? document.activeElement.id : "";
    const typed = [...old.querySelectorAll("[data-stepper]")].filter(
      ({ dataset, children }) => dataset.saved !== undefined && children[1].value.trim() !== dataset.saved,
    );
    old.replaceWith(document.adoptNode(piece));
    if (focus) document.getElementById(focus)?.focus();
    for (const stepper of typed) goOn(stepper.querySelector("input"));
  }
  return pieces.length > 0;
};

const send = async (action, fields) => {
  const answer = await fetch(action, {
    method: "POST",
    headers: { "X-Requested-With": "portico", Accept: "text/html" },
    body: new URLSearchParams(fields),
    credentials: "same-origin",
    redirect: "manual",
  });
  if (answer.type === "opaqueredirect") return false;
  return replacePieces(await answer.text());
};
