//! The quantity field: how many are in the current order, not how many to add.
//!
//! It stands in a form that posts quantities (hidden fields: the csrf token and context; the answer to
//! `X-Requested-With: portico` is pieces of HTML, see `assets/js/fragments.js`). Without scripts minus
//! and plus are absent and the form's own button, [`save_all`], saves every quantity at once.

use maud::{Markup, html};

use super::icons::{Icon, icon};

/// What a stepper needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Stepper<'a> {
    /// Name of the form field.
    pub field: &'a str,
    /// Id of the field; see [`super::dom_id`].
    pub id: &'a str,
    /// The quantity as text; "0" when none.
    pub value: &'a str,
    /// The pack: what minus and plus step by.
    pub step: i64,
    /// The least quantity that can be ordered.
    pub least: i64,
    /// Accessible name of the field ("Quantity of FS-1042").
    pub label: &'a str,
    /// Accessible name of minus.
    pub less: &'a str,
    /// Accessible name of plus.
    pub more: &'a str,
    /// More context for the form, sent along without scripts.
    pub hidden: &'a [(&'a str, &'a str)],
    /// Id of the sentence that says what is wrong; sets the red frame.
    pub error: Option<&'a str>,
    /// When it is saved.
    pub saves: Saves,
}

/// When a stepper is saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Saves {
    /// By Enter, by leaving the field and a moment after minus or plus.
    #[default]
    AtOnce,
    /// Only by the button of its form; larger, for the product page.
    ByButton,
}

/// The stepper itself.
pub fn stepper(stepper: Stepper<'_>) -> Markup {
    let by_button = stepper.saves == Saves::ByButton;
    html! {
        span.stepper.large[by_button] data-stepper data-step=(stepper.step) data-min=(stepper.least) data-by-button[by_button] {
            button type="button" value="-1" tabindex="-1" aria-label=(stepper.less) { (icon(Icon::Minus)) }
            input.nought[stepper.value == "0"] type="text" inputmode="numeric" autocomplete="off" maxlength="9"
                id=(stepper.id) name=(stepper.field) value=(stepper.value) aria-label=(stepper.label)
                aria-invalid=[stepper.error.map(|_| "true")] aria-describedby=[stepper.error];
            button type="button" value="1" tabindex="-1" aria-label=(stepper.more) { (icon(Icon::Plus)) }
        }
        @for (name, value) in stepper.hidden { input type="hidden" name=(name) value=(value); }
    }
}

/// The button that saves all quantities of a table; seen only without scripts.
pub fn save_all(word: &str) -> Markup {
    html! { p.save-all { button.button type="submit" { (word) } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_quantity_is_tied_to_its_sentence() {
        let html = stepper(Stepper {
            field: "quantity[FS-3002]",
            id: "quantity-FS-3002",
            value: "65",
            step: 10,
            least: 10,
            label: "Quantity of FS-3002",
            less: "Less of FS-3002",
            more: "More of FS-3002",
            hidden: &[("was[FS-3002]", "60")],
            error: Some("wrong-FS-3002"),
            saves: Saves::AtOnce,
        })
        .into_string();
        assert!(html.contains(r#"aria-invalid="true" aria-describedby="wrong-FS-3002""#));
        assert!(html.contains(r#"name="was[FS-3002]" value="60""#));
    }
}
