//! Plots: bars by month as inline SVG, a wide and a narrow drawing, and the same figures as a table.

use maud::{Markup, html};

/// One bar.
#[derive(Clone, Copy, Debug)]
pub struct Bar<'a> {
    /// Its word on wide screens ("Nov").
    pub label: &'a str,
    /// Its letter on narrow screens ("N").
    pub short: &'a str,
    /// Its whole name in the table ("November 2026").
    pub name: &'a str,
    /// Its value in any unit.
    pub value: i64,
    /// The value as text.
    pub text: &'a str,
    /// The same month a year before: value and text.
    pub before: Option<(i64, &'a str)>,
    /// Whether the month still runs.
    pub running: bool,
}

/// A plot with its words.
#[derive(Clone, Copy)]
pub struct Bars<'a> {
    /// What is seen, for people who do not see it ("Spend by month, most in October: £3,310").
    pub name: &'a str,
    /// The bars, oldest first.
    pub bars: &'a [Bar<'a>],
    /// Words of an axis value ("3k").
    pub tick: &'a dyn Fn(i64) -> String,
    /// Words of the key: bars, running month, year before.
    pub key: [&'a str; 3],
    /// "As a table".
    pub as_table: &'a str,
    /// Headings of the table: month, value, year before.
    pub columns: [&'a str; 3],
}

/// Size of one drawing.
struct Size {
    class: &'static str,
    width: f64,
    height: f64,
    left: f64,
}

/// The place of one bar.
struct Slot {
    x: f64,
    width: f64,
}

const WIDE: Size = Size { class: "wide", width: 780.0, height: 200.0, left: 32.0 };
const NARROW: Size = Size { class: "narrow", width: 343.0, height: 150.0, left: 28.0 };
const LINES: i64 = 4;

/// The plot: drawings, key, table.
pub fn bars(plot: Bars<'_>) -> Markup {
    let step = step(
        plot.bars
            .iter()
            .map(|bar| bar.value.max(bar.before.map_or(0, |(value, _)| value)))
            .max()
            .unwrap_or(0),
    );
    html! {
        div.plot {
            (drawing(&plot, &WIDE, step))
            (drawing(&plot, &NARROW, step))
            div.plot-foot {
                ul.key {
                    li { span.swatch {} (plot.key[0]) }
                    @if plot.bars.iter().any(|bar| bar.running) { li { span.swatch.running {} (plot.key[1]) } }
                    @if plot.bars.iter().any(|bar| bar.before.is_some()) { li { span.swatch.before {} (plot.key[2]) } }
                }
                details { summary { (plot.as_table) } (as_table(&plot)) }
            }
        }
    }
}

/// Small bars without an axis: pieces bought by month, beside a product.
pub fn small_bars(name: &str, bars: &[(i64, &str)]) -> Markup {
    let most = bars.iter().map(|(value, _)| *value).max().unwrap_or(0).max(1) as f64;
    let slot = 336.0 / bars.len().max(1) as f64;
    html! {
        div.plot {
            svg viewBox="0 0 336 80" role="img" aria-label=(name) {
                @for (at, (value, letter)) in bars.iter().enumerate() {
                    @let (x, width, height) = (at as f64 * slot, slot * 0.68, *value as f64 / most * 56.0);
                    @if *value > 0 {
                        rect.bar x=(round(x)) y=(round(60.0 - height)) width=(round(width)) height=(round(height)) rx="1" {}
                    } @else {
                        line.none x1=(round(x)) y1="59.5" x2=(round(x + width)) y2="59.5" {}
                    }
                    text.middle x=(round(x + width / 2.0)) y="75" { (letter) }
                }
            }
        }
    }
}

fn drawing(plot: &Bars<'_>, size: &Size, step: i64) -> Markup {
    let (top, bottom) = (8.0, size.height - 20.0);
    let y = |value: i64| bottom - (bottom - top) * value.max(0) as f64 / (step * LINES) as f64;
    let slot = (size.width - size.left) / plot.bars.len().max(1) as f64;
    html! {
        svg class=(size.class) viewBox={ "0 0 " (size.width) " " (size.height) } role="img" aria-label=(plot.name) {
            @for line in 0..=LINES {
                line.grid x1=(size.left) x2=(size.width) y1=(round(y(line * step))) y2=(round(y(line * step))) {}
                text.end x=(size.left - 8.0) y=(round(y(line * step) + 4.0)) { ((plot.tick)(line * step)) }
            }
            @for (at, bar) in plot.bars.iter().enumerate() {
                (column(bar, size, Slot { x: size.left + at as f64 * slot, width: slot }, &y))
            }
        }
    }
}

fn column(bar: &Bar<'_>, size: &Size, slot: Slot, y: &dyn Fn(i64) -> f64) -> Markup {
    let width = slot.width * 0.6;
    let left = slot.x + (slot.width - width) / 2.0;
    let over = slot.width * 0.07;
    let label = if size.class == "wide" { bar.label } else { bar.short };
    html! {
        @if bar.value > 0 {
            rect.bar.running[bar.running] x=(round(left)) y=(round(y(bar.value))) width=(round(width)) height=(round(y(0) - y(bar.value))) rx="1" {}
        }
        @if let Some((before, _)) = bar.before {
            line.before x1=(round(left - over)) x2=(round(left + width + over)) y1=(round(y(before))) y2=(round(y(before))) {}
        }
        text.middle.now[bar.running] x=(round(slot.x + slot.width / 2.0)) y=(size.height - 4.0) { (label) }
    }
}

fn as_table(plot: &Bars<'_>) -> Markup {
    html! {
        table.table.keep {
            caption.hidden { (plot.name) }
            thead { tr { th scope="col" { (plot.columns[0]) } th.num scope="col" { (plot.columns[1]) } th.num scope="col" { (plot.columns[2]) } } }
            tbody {
                @for bar in plot.bars {
                    tr { th scope="row" { (bar.name) } td.num { (bar.text) } td.num { @if let Some((_, text)) = bar.before { (text) } } }
                }
            }
        }
    }
}

/// The least round step (1, 2 or 5 times a power of ten) whose fourth multiple covers the most.
fn step(most: i64) -> i64 {
    let mut power = 1;
    loop {
        for factor in [1, 2, 5] {
            if power * factor * LINES >= most {
                return power * factor;
            }
        }
        power *= 10;
    }
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_is_round_and_covers_the_most() {
        assert_eq!(step(3310), 1000);
        assert_eq!(step(4000), 1000);
        assert_eq!(step(4001), 2000);
        assert_eq!(step(0), 1);
        assert_eq!(step(1_700_000_000), 500_000_000);
    }

    #[test]
    fn every_figure_is_in_the_table() {
        let one = Bar {
            label: "Nov",
            short: "N",
            name: "November 2026",
            value: 1880,
            text: "1,880.00",
            before: Some((3040, "3,040.00")),
            running: true,
        };
        let html = bars(Bars {
            name: "Spend by month",
            bars: &[one],
            tick: &|value| value.to_string(),
            key: ["Last 12 months", "This month so far", "Same month a year before"],
            as_table: "As a table",
            columns: ["Month", "£", "A year before"],
        })
        .into_string();
        assert!(
            html.contains("1,880.00")
                && html.contains("3,040.00")
                && html.contains("November 2026")
        );
    }
}
