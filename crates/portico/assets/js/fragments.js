// Fragments: sends a form without leaving the page and puts the pieces of the answer where they belong.
// Contract: a POST with `X-Requested-With: portico` answers HTML; each element in it with
// `data-replace="ID"` takes the place of the element with that id. Anything else: the page is loaded as usual.

const replacePieces = (html) => {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const pieces = answer.querySelectorAll("[data-replace]");
  for (const piece of pieces) {
    const old = document.getElementById(piece.dataset.replace);
    if (!old) continue;
    piece.id = piece.dataset.replace;
    piece.removeAttribute("data-replace");
    old.replaceWith(document.adoptNode(piece));
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
