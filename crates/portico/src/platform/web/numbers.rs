//! Figures: tabular, on the right; a nought in a ledger is a dim middle dot that is read out as 0.

use maud::{Markup, html};
use portico_types::Quantity;

/// A quantity in a ledger's cell: the text, or the dim dot when it is nought.
pub fn ledger_number(quantity: i64, text: &str) -> Markup {
    if quantity != 0 {
        return html! { (text) };
    }
    html! { span.nought aria-hidden="true" { "·" } span.hidden { "0" } }
}

/// A cell that is empty by its nature (no due day, no reference): a dim dot, silent.
pub fn empty() -> Markup {
    html! { span.nought aria-hidden="true" { "·" } }
}

/// An own price, bold, with the quantity break beneath ("from 48: 5.55").
pub fn price(price: &str, quantity_break: Option<&str>) -> Markup {
    html! {
        strong.price { (price) }
        @if let Some(words) = quantity_break { span.second { (words) } }
    }
}

/// A list price, struck; the word before it is for people who do not see the line.
pub fn struck(price: &str, label: &str) -> Markup {
    html! { s { span.hidden { (label) " " } (price) } }
}

/// Minus as it is set here, for negative amounts: `-96.00` becomes `−96.00`.
pub fn with_minus(amount: &str) -> String {
    match amount.strip_prefix('-') {
        Some(rest) => format!("\u{2212}{rest}"),
        None => amount.to_owned(),
    }
}

/// A count as people read it: `1,359`.
pub fn whole_number(count: usize) -> String {
    Quantity::steps(i64::try_from(count).unwrap_or(i64::MAX), 0).grouped()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nought_is_read_out() {
        assert!(ledger_number(0, "0").into_string().contains(r#"<span class="hidden">0</span>"#));
        assert_eq!(ledger_number(24, "24").into_string(), "24");
    }

    #[test]
    fn minus_is_a_minus() {
        assert_eq!(with_minus("-96.00"), "−96.00");
        assert_eq!(with_minus("96.00"), "96.00");
    }
}
