//! State is a shape and a word, never a colour alone; stock and the check mark are states too.

use maud::{Markup, html};

use super::icons::{Icon, icon};

/// The shape of a state, ten pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Done.
    Disc,
    /// In part, under way.
    Half,
    /// Waiting its turn, nothing wrong.
    Ring,
    /// Someone must act.
    Triangle,
    /// Changed.
    Diamond,
    /// Stopped by us.
    Square,
    /// Closed, not for sale.
    Dash,
}

/// The colour of a state. Only `Wait` and `Bad` colour the word as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Grey, dim word.
    #[default]
    Plain,
    /// Green.
    Good,
    /// Amber: look at this.
    Wait,
    /// Red: refused, overdue.
    Bad,
    /// Blue, rare.
    Info,
}

impl Shape {
    fn class(self) -> &'static str {
        match self {
            Shape::Disc => "disc",
            Shape::Half => "half",
            Shape::Ring => "ring",
            Shape::Triangle => "triangle",
            Shape::Diamond => "diamond",
            Shape::Square => "square",
            Shape::Dash => "dash",
        }
    }
}

impl Tone {
    /// The class that carries this tone.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Plain => "plain",
            Tone::Good => "good",
            Tone::Wait => "wait",
            Tone::Bad => "bad",
            Tone::Info => "info",
        }
    }
}

/// The shape alone, for lists whose text says the rest.
pub fn mark(shape: Shape, tone: Tone) -> Markup {
    html! { span class={ "mark " (shape.class()) " " (tone.class()) } aria-hidden="true" {} }
}

/// A state: its shape and its word.
pub fn state(shape: Shape, tone: Tone, word: &str) -> Markup {
    html! { span class={ "state " (tone.class()) } { (mark(shape, tone)) span { (word) } } }
}

/// How much of a product there is, as the customer may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stock {
    /// Enough.
    Here,
    /// A few are left.
    Few,
    /// None, but some are expected.
    Expected,
    /// Bought when asked for.
    OnRequest,
    /// Not for sale.
    NotOrderable,
}

/// The stock of a product in words ("412 in stock", "Expected 19 Dec").
pub fn stock(stock: Stock, words: &str) -> Markup {
    match stock {
        Stock::Here => state(Shape::Disc, Tone::Good, words),
        Stock::Few => state(Shape::Half, Tone::Wait, words),
        Stock::Expected | Stock::OnRequest => state(Shape::Ring, Tone::Plain, words),
        Stock::NotOrderable => state(Shape::Dash, Tone::Plain, words),
    }
}

/// What a check mark says.
#[derive(Clone, Copy, Debug)]
pub struct CheckMark<'a> {
    /// Its id, so that a saved quantity can replace it; see [`super::dom_id`].
    pub id: &'a str,
    /// "24" and "24 in order"; nothing when the product is not in the current order.
    pub quantity: Option<(&'a str, &'a str)>,
    /// Whether the long words are shown on wide screens too.
    pub long: bool,
    /// Whether this is a piece of an answer that replaces the one on the page.
    pub replaces: bool,
}

/// The green check with the quantity in the current order. Present but empty when there is none.
pub fn check_mark(check: CheckMark<'_>) -> Markup {
    let (id, replace) =
        if check.replaces { (None, Some(check.id)) } else { (Some(check.id), None) };
    html! {
        span.check-mark.full[check.long] id=[id] data-replace=[replace] {
            @if let Some((short, long)) = check.quantity {
                span.disc aria-hidden="true" { (icon(Icon::Check)) }
                span.short aria-hidden="true" { (short) }
                span.long { (long) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_a_shape_and_a_word() {
        let html = state(Shape::Triangle, Tone::Bad, "21 days overdue").into_string();
        assert!(html.contains("mark triangle bad") && html.contains("21 days overdue"));
    }

    #[test]
    fn an_answer_replaces_the_check_mark_by_its_id() {
        let none = CheckMark { id: "in-FS-1042", quantity: None, long: false, replaces: false };
        assert_eq!(
            check_mark(none).into_string(),
            r#"<span class="check-mark" id="in-FS-1042"></span>"#
        );
        let saved =
            check_mark(CheckMark { quantity: Some(("24", "24 in order")), replaces: true, ..none });
        assert!(saved.into_string().contains(r#"data-replace="in-FS-1042""#));
    }
}
