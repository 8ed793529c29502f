// Quick order ([data-quick="URL"] on the form): a combobox for the code; Enter takes it, then the quantity, then the next.
// Its options carry data-code and data-quantity. Without scripts the form sends what was typed.

const startQuick = (form) => {
  const [code, quantity] = [form.elements.namedItem("code"), form.elements.namedItem("quantity")];
  const next = () => {
    combo.close();
    quantity.focus();
    quantity.select();
  };
  const combo = startCombo({
    input: code,
    pop: form.querySelector(".suggestions"),
    whole: form,
    url: form.dataset.quick,
    take: (option) => {
      code.value = option.dataset.code;
      if (quantity.value.trim() === "") quantity.value = option.dataset.quantity;
      next();
    },
    // A scanner ends a code with Enter: the quantity comes next.
    enter: (event) => {
      if (code.value.trim() === "") return;
      event.preventDefault();
      next();
    },
  });
};

document.querySelectorAll("form[data-quick]").forEach(startQuick);
