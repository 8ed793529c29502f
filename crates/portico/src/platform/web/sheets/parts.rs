//! The sheet of parts: every state once.

use maud::{Markup, html};

use super::super::flash::{Flash, FlashKind, flash};
use super::super::forms::{Choice, Field, field, select, tick};
use super::super::frame::Frame;
use super::super::layout::{self, Head};
use super::super::ledger::{Pieces, ledger_bar, ledger_key};
use super::super::lists::nothing_here;
use super::super::marks::{CheckMark, Shape, Stock, Tone, check_mark, state, stock};
use super::super::stepper::{Saves, Stepper, stepper};

pub fn page(frame: &Frame) -> String {
    let content = html! {
        (layout::title(Head {
            title: "Parts",
            context: Some(html! { "Every state once. The same sheet is the first thing to look at after changing a token." }),
            ..Head::default()
        }))
        div.two {
            (layout::section("s-buttons", "Buttons", None, buttons()))
            (layout::section("s-quantity", "Quantity", None, quantities()))
            (layout::section("s-stock", "Stock", None, stocks()))
            (layout::section("s-order", "Order", None, orders()))
            (layout::section("s-document", "Document", None, documents()))
            (layout::section("s-ledger", "Ledger bar", None, ledgers()))
            (layout::section("s-field", "Field", None, fields()))
            (layout::section("s-messages", "Messages", None, messages()))
            (layout::section("s-nothing", "Nothing here", None, nothing()))
            (layout::section("s-loading", "Loading", None, loading()))
        }
    };
    layout::page(frame, content).into_string()
}

fn buttons() -> Markup {
    html! {
        div.chips.loose.gap-above {
            button.button.main type="button" { "Place order" }
            button.button.main.spinner type="button" { "Placing the order" }
            button.button type="button" { "Print" }
            button.button.quiet type="button" { "Quiet" }
            button.button type="button" disabled { "Nothing to pay" }
            button.link type="button" { "A link that posts" }
        }
    }
}

fn quantities() -> Markup {
    let one = |id: &'static str, value: &'static str, error: Option<&'static str>, saves: Saves| {
        stepper(Stepper {
            field: id,
            id,
            value,
            step: 12,
            least: 12,
            label: "Quantity",
            less: "Less",
            more: "More",
            hidden: &[],
            error,
            saves,
        })
    };
    html! {
        form.chips.loose.gap-above method="post" action="/cart/quantities" {
            (one("q1", "0", None, Saves::AtOnce))
            (one("q2", "24", None, Saves::AtOnce))
            (one("q3", "65", Some("q3-error"), Saves::AtOnce))
            (one("q4", "24", None, Saves::ByButton))
            (check_mark(CheckMark { id: "in-q", quantity: Some(("24", "24 in order")), long: false, replaces: false }))
            span.hidden id="q3-error" { "Sold in packs of 10." }
        }
    }
}

fn stocks() -> Markup {
    html! {
        div.chips.loose.gap-above {
            (stock(Stock::Here, "412 in stock")) (stock(Stock::Few, "8 left")) (stock(Stock::Expected, "Expected 19 Dec"))
            (stock(Stock::OnRequest, "On request")) (stock(Stock::NotOrderable, "Not orderable"))
            (check_mark(CheckMark { id: "in-s", quantity: Some(("24", "24 in current order")), long: true, replaces: false }))
        }
    }
}

fn orders() -> Markup {
    html! {
        div.chips.loose.gap-above {
            (state(Shape::Triangle, Tone::Wait, "Needs your approval")) (state(Shape::Ring, Tone::Plain, "Placed"))
            (state(Shape::Ring, Tone::Info, "Confirmed")) (state(Shape::Half, Tone::Info, "Shipped in part"))
            (state(Shape::Disc, Tone::Good, "Delivered")) (state(Shape::Dash, Tone::Plain, "Cancelled"))
            (state(Shape::Triangle, Tone::Bad, "Refused")) (state(Shape::Diamond, Tone::Wait, "Moved 3 weeks"))
            (state(Shape::Square, Tone::Bad, "On hold"))
        }
    }
}

fn documents() -> Markup {
    html! {
        div.chips.loose.gap-above {
            (state(Shape::Ring, Tone::Plain, "Due in 7 days")) (state(Shape::Triangle, Tone::Bad, "21 days overdue"))
            (state(Shape::Half, Tone::Info, "Part paid")) (state(Shape::Disc, Tone::Good, "Paid")) (state(Shape::Ring, Tone::Info, "Open credit"))
        }
    }
}

fn ledgers() -> Markup {
    html! {
        div.chips.loose.gap-above {
            (ledger_bar(Pieces { delivered: 24, ..Pieces::default() }, "24 delivered"))
            (ledger_bar(Pieces { delivered: 6, on_the_way: 14, awaiting: 4, ..Pieces::default() }, "6 delivered, 14 on the way, 4 awaiting stock"))
            (ledger_bar(Pieces { reserved: 20, awaiting: 4, ..Pieces::default() }, "20 reserved, 4 awaiting stock"))
            (ledger_bar(Pieces { awaiting: 4, ..Pieces::default() }, "4 awaiting stock"))
            (ledger_bar(Pieces::default(), "Nothing yet"))
        }
        div.gap-above { (ledger_key(["Delivered", "On the way", "Reserved for you", "Awaiting stock"])) }
    }
}

fn fields() -> Markup {
    let place = |value, label, chosen| Choice { value, label, chosen, ..Choice::default() };
    html! {
        div.pair.gap-above {
            (field(Field { name: "ref", label: "Your reference", need: "needed", error: "Write your reference; it is printed on the invoice.", ..Field::default() }))
            (field(Field { name: "day", label: "Deliver on", need: "if you mind", value: "Thu 26 November 2026", hint: "We deliver in Leeds on weekdays.", ..Field::default() }))
            (select(Field { name: "to", label: "Deliver to", ..Field::default() }, &[place("1", "Canal Wharf, Leeds LS11 5PS", true), place("2", "Roastery", false)]))
            div { (tick("a", "1", "In stock", true)) (tick("b", "1", "Few left", false)) }
        }
    }
}

fn messages() -> Markup {
    let placed = Flash {
        kind: FlashKind::Done,
        lead: "SO-10492 is placed.".into(),
        sentence: "We confirm it within the hour.".into(),
        link: Some(("View".into(), "/orders/SO-10492".into())),
    };
    html! {
        div.gap-above {
            (flash(&placed))
            (flash(&Flash::new(FlashKind::Look, "Prices are from 09:12; our stock system does not answer. You can order.")))
            (flash(&Flash::new(FlashKind::Refused, "The card was refused. Nothing was paid. Try another card or a bank transfer.")))
        }
    }
}

fn nothing() -> Markup {
    let sentence = html! { "Did you mean " a href="/products?q=stoneware+mug" { "stoneware mug" } "? You can also drop the filter “In stock”, or ask us: 01632 960 143." };
    nothing_here(
        "No product fits “stonewear mug 500”.",
        sentence,
        Some(("Drop the filter", "/products")),
    )
}

fn loading() -> Markup {
    html! { div.loading aria-hidden="true" { @for _ in 0..3 { div { i.short {} i.square {} i {} i.short {} } } } }
}
