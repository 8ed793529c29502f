//! Drawn figures of quantities and money: the ledger bar and its key, the ageing of a balance, the date lane.

use maud::{Markup, html};

use super::marks::Tone;

const WIDTH: f64 = 88.0;
const HEIGHT: f64 = 8.0;
const GAP: f64 = 1.0;

/// Where the pieces of an order or line are. What is left of the ordered quantity is drawn grey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pieces {
    /// Delivered.
    pub delivered: i64,
    /// On the way.
    pub on_the_way: i64,
    /// Reserved for the customer.
    pub reserved: i64,
    /// Awaiting stock.
    pub awaiting: i64,
    /// Nothing decided yet (awaits approval or payment).
    pub pending: i64,
}

/// The bar: shares by piece, with the numbers in words as its name.
pub fn ledger_bar(pieces: Pieces, name: &str) -> Markup {
    html! {
        svg.ledger width=(WIDTH) height=(HEIGHT) viewBox="0 0 88 8" role="img" aria-label=(name) {
            @for (class, x, width) in segments(pieces) { (segment(class, x, width)) }
        }
    }
}

/// The key of all bars on a page; words in the order delivered, on the way, reserved, awaiting.
/// A word left empty is left out (no "On the way" where arrivals are not recorded).
pub fn ledger_key(words: [&str; 4]) -> Markup {
    let classes = ["delivered", "shipped", "reserved", "awaiting"];
    html! {
        ul.key {
            @for (class, word) in classes.into_iter().zip(words).filter(|(_, word)| !word.is_empty()) {
                li { svg.ledger width="10" height="8" viewBox="0 0 10 8" aria-hidden="true" { (segment(class, 0.0, 10.0)) } (word) }
            }
        }
    }
}

/// The hatching of "awaiting stock"; stands once in every page, see [`super::layout::page`].
pub fn hatch() -> Markup {
    html! {
        svg.defs width="0" height="0" aria-hidden="true" focusable="false" {
            defs {
                pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    line.hatch x1="1" y1="0" x2="1" y2="4" {}
                }
            }
        }
    }
}

fn segment(class: &str, x: f64, width: f64) -> Markup {
    // An edge is drawn inside its piece, so that neighbours keep their gap.
    let inset = if class == "reserved" { 0.5 } else { 0.0 };
    let fill = (class == "awaiting").then_some("url(#hatch)");
    html! {
        rect class=(class) x=(round(x + inset)) y=(inset) width=(round((width - 2.0 * inset).max(0.5))) height=(HEIGHT - 2.0 * inset) rx="1" fill=[fill] {}
    }
}

fn segments(pieces: Pieces) -> Vec<(&'static str, f64, f64)> {
    let all = [
        ("delivered", pieces.delivered),
        ("shipped", pieces.on_the_way),
        ("reserved", pieces.reserved),
        ("awaiting", pieces.awaiting),
        ("nothing", pieces.pending),
    ];
    let shown: Vec<_> = all.into_iter().filter(|(_, quantity)| *quantity > 0).collect();
    if shown.is_empty() {
        return vec![("nothing", 0.0, WIDTH)];
    }
    let total: i64 = shown.iter().map(|(_, quantity)| quantity).sum();
    let free = WIDTH - GAP * (shown.len() - 1) as f64;
    let mut x = 0.0;
    let mut segments = Vec::with_capacity(shown.len());
    for (class, quantity) in shown {
        let width = free * quantity as f64 / total as f64;
        segments.push((class, x, width));
        x += width + GAP;
    }
    segments
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A part of the balance by age.
#[derive(Clone, Copy, Debug)]
pub struct Age<'a> {
    /// Which part.
    pub part: AgePart,
    /// Its words ("1 to 30 days late").
    pub label: &'a str,
    /// Amount in minor units, for the width.
    pub minor: i64,
    /// Amount as text.
    pub amount: &'a str,
}

/// Which part of a balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgePart {
    /// Not due.
    NotDue,
    /// Due this week.
    ThisWeek,
    /// Late by any number of days.
    Late,
}

/// One bar of a balance by age, figures beneath in the same order.
pub fn ageing(ages: &[Age<'_>], name: &str) -> Markup {
    html! {
        div.ageing {
            svg viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label=(name) {
                @for (part, x, width) in age_parts(ages) { rect class=(part.class()) x=(round(x)) y="0" width=(round(width)) height="10" {} }
            }
            dl {
                @for age in ages { div class={ (age.part.class()) @if age.minor <= 0 { " empty" } } { dt { (age.label) } dd { (age.amount) } } }
            }
        }
    }
}

/// Part, start and width of what is more than nothing, in thousandths of the whole, three apart.
fn age_parts(ages: &[Age<'_>]) -> Vec<(AgePart, f64, f64)> {
    let total = ages.iter().map(|age| age.minor.max(0)).sum::<i64>().max(1) as f64;
    let mut x = 0.0;
    let mut parts = Vec::with_capacity(ages.len());
    for age in ages.iter().filter(|age| age.minor > 0) {
        let width = age.minor as f64 / total * 1000.0;
        parts.push((age.part, x, (width - 3.0).max(1.0)));
        x += width;
    }
    parts
}

impl AgePart {
    fn class(self) -> &'static str {
        match self {
            AgePart::NotDue => "not-due",
            AgePart::ThisWeek => "this-week",
            AgePart::Late => "late",
        }
    }
}

/// A promised quantity on the date lane.
#[derive(Clone, Copy, Debug)]
pub struct LaneDot<'a> {
    /// Days from the lane's first day, 0 to 56; what lies beyond stands at the end.
    pub day: i64,
    /// The quantity; empty for a former date, which is a dashed ring.
    pub quantity: &'a str,
    /// Blue promised, amber later than said, green here or sooner.
    pub tone: Tone,
}

/// Eight weeks as ticks with a dot per promised quantity; silent, for the words stand beside it.
pub fn date_lane(dots: &[LaneDot<'_>]) -> Markup {
    html! {
        svg.lane viewBox="0 0 220 32" width="220" height="32" aria-hidden="true" {
            line.axis x1="2" y1="22.5" x2="218" y2="22.5" {}
            @for week in 0..=8 { line.axis x1=(2 + week * 27) y1="19" x2=(2 + week * 27) y2="26" {} }
            @for dot in dots {
                @let x = round(2.0 + dot.day.clamp(0, 56) as f64 * 216.0 / 56.0);
                @if dot.quantity.is_empty() {
                    circle.was cx=(x) cy="22.5" r="3.5" {}
                } @else {
                    circle class=(dot.tone.class()) cx=(x) cy="22.5" r="4" {}
                    text x=(x) y="13" { (dot.quantity) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fill_the_bar_with_a_gap_between() {
        let parts = segments(Pieces { delivered: 12, awaiting: 18, ..Pieces::default() });
        assert_eq!((parts[0].0, parts[0].1), ("delivered", 0.0));
        assert!((parts[0].2 - 87.0 * 0.4).abs() < 1e-9);
        let (_, x, width) = parts[1];
        assert!((x + width - WIDTH).abs() < 1e-9 && (x - 87.0 * 0.4 - GAP).abs() < 1e-9);
    }

    #[test]
    fn nothing_decided_is_one_grey_bar() {
        assert_eq!(segments(Pieces::default()), vec![("nothing", 0.0, WIDTH)]);
        assert_eq!(
            segments(Pieces { pending: 4, ..Pieces::default() }),
            vec![("nothing", 0.0, WIDTH)]
        );
    }

    #[test]
    fn the_numbers_are_its_name() {
        let html =
            ledger_bar(Pieces { delivered: 24, ..Pieces::default() }, "24 delivered").into_string();
        assert!(html.contains(r#"role="img" aria-label="24 delivered""#));
    }
}
