//! The dashboard's sheet.

use maud::{Markup, html};

use super::super::frame::Frame;
use super::super::layout::{self, Head};
use super::super::ledger::{Pieces, ledger_bar, ledger_key};
use super::super::lists::{Fact, facts};
use super::super::marks::{Shape, Tone, mark, state};
use super::super::picture::picture;
use super::super::plot::{Bar, Bars, bars};
use super::super::table::{self, Column, Table};

pub fn page(frame: &Frame) -> String {
    let content = html! {
        (layout::title(Head {
            title: "Dashboard",
            context: Some(html! { "Monday 23 November 2026" }),
            actions: Some(html! { a.button.main href="/transactions" { "Pay off Balance" } }),
            ..Head::default()
        }))
        div.notice {
            p { strong { "Christmas deliveries." } " Order by Friday 11 December, noon, for delivery before Christmas. We are closed from 24 December to 3 January; orders placed then go out on the 4th." }
            p.second { "Fennel & Sons, 16 November" }
        }
        (facts(&[
            Fact { label: "Balance", figure: html! { "£6,412.18" }, second: "7 open documents", tone: Tone::Plain },
            Fact { label: "Overdue", figure: html! { "£1,284.60" }, second: "2 invoices, up to 21 days", tone: Tone::Bad },
            Fact { label: "Next due", figure: html! { "£842.10" }, second: "on 30 November", tone: Tone::Plain },
            Fact { label: "Available credit", figure: html! { "£5,064.86" }, second: "of £15,000.00, open orders counted", tone: Tone::Plain },
        ]))
        div.with-side {
            div { (needs_you()) (spend()) }
            div { (on_the_way()) (details()) (usual()) }
        }
        (recent())
    };
    layout::page(frame, content).into_string()
}

fn needs_you() -> Markup {
    let row = |shape, tone, what: &str, second: &str, link: &str| {
        html! { li { (mark(shape, tone)) div { span.what { (what) } span.second { (second) } } a.link href="/orders" { (link) } } }
    };
    let list = html! {
        ul.rows.marked {
            (row(Shape::Triangle, Tone::Bad, "2 invoices are overdue, £1,284.60", "Oldest: SI-20877, due 2 November", "See both"))
            (row(Shape::Triangle, Tone::Wait, "Order SO-10482 needs your approval", "Marta Ruiz, Leeds, £2,318.40, since Wednesday", "Review"))
            (row(Shape::Diamond, Tone::Wait, "A promise date moved", "Storm lantern, brass, 8 pieces: 18 December → 8 January", "See backorders"))
            (row(Shape::Ring, Tone::Info, "Quotation Q-2207 ends on Friday 27 November", "Spring counter display, £3,140.00", "View"))
        }
    };
    layout::section("needs-you", "Needs you", Some(html! { "4 things" }), list)
}

fn on_the_way() -> Markup {
    let row = |what: &str, second: &str, link: &str| html! { li { div { span.what { (what) } span.second { (second) } } a.link href="/orders" { (link) } } };
    let list = html! {
        ul.rows {
            (row("Today, by 14:00", "SO-10466, 2 parcels, Parcelway", "Track"))
            (row("Wednesday 25 November", "SO-10491, 1 pallet, Northline", "Track"))
            (row("Leaves us 19 December", "SO-10437, enamel jugs, 18 pieces", "View"))
        }
    };
    layout::section(
        "on-the-way",
        "On the way",
        Some(html! { a href="/orders" { "3 shipments" } }),
        list,
    )
}

fn details() -> Markup {
    let list = html! {
        dl.pairs {
            dt { "Customer" } dd { "Acme Cafés Ltd, C-0418" }
            dt { "Delivers to" } dd { "12 Canal Wharf, Leeds LS11 5PS" br; a href="/addresses" { "4 delivery addresses" } }
            dt { "Terms" } dd { "30 days, price list Trade B" }
            dt { "Ask" } dd { "Priya Shah, 01632 960 147" }
        }
    };
    layout::section(
        "account-details",
        "Account details",
        Some(html! { a href="/account" { "Edit" } }),
        list,
    )
}

fn usual() -> Markup {
    let row = |picture_of: &str, what: &str, second: &str, quantity: &str| {
        html! {
            li {
                (picture(Some(&format!("/pictures/{picture_of}.svg")), what))
                div { span.what { (what) } span.second { (second) } }
                form method="post" action="/cart/lines" { button.button.small type="submit" aria-label={ "Add " (quantity) " " (what) } { "Add " (quantity) } }
            }
        }
    };
    let list = html! {
        ul.rows.pictured {
            (row("candle", "Soy candle, sea salt, 220 g", "every 3 weeks, last at 8.80", "36"))
            (row("apron", "Cotton apron, ink blue", "every 2 months, last at 15.30", "4"))
            (row("cards", "Greetings cards, winter birds, box of 8", "each November, last at 4.16", "48"))
        }
    };
    layout::section("usually", "You usually order", Some(html! { "not in this order yet" }), list)
}

fn spend() -> Markup {
    #[rustfmt::skip]
    let months = [
        ("Dec", 1480, 1220),
        ("Jan", 1130, 1190),
        ("Feb", 1770, 1430),
        ("Mar", 1390, 1310),
        ("Apr", 1610, 1530),
        ("May", 1990, 1640),
        ("Jun", 1530, 1490),
        ("Jul", 1290, 1350),
        ("Aug", 2150, 1830),
        ("Sep", 2470, 2220),
        ("Oct", 3320, 2900),
        ("Nov", 1890, 3050),
    ];
    let texts: Vec<_> = months
        .iter()
        .map(|(_, value, before)| (format!("{value}.00"), format!("{before}.00")))
        .collect();
    let list: Vec<_> = months
        .iter()
        .zip(&texts)
        .map(|((label, value, before), (text, then))| Bar {
            label,
            short: &label[..1],
            name: label,
            value: *value,
            text,
            before: Some((*before, then)),
            running: *label == "Nov",
        })
        .collect();
    let plot = bars(Bars {
        name: "Spend by month, most in October: £3,320",
        bars: &list,
        tick: &|value| {
            if value == 0 { "0".into() } else { format!("{}k", value / 1000) }
        },
        key: ["Last 12 months", "This month so far", "Same month a year before"],
        as_table: "As a table",
        columns: ["Month", "£", "A year before"],
    });
    html! {
        section.section aria-labelledby="spend" {
            div.section-head.no-rule { h2 id="spend" { "Spend by month" } span.aside { "£, goods without VAT" } }
            (plot)
        }
    }
}

fn recent() -> Markup {
    let list = html! { (orders_table()) (ledger_key(["Delivered", "On the way", "Reserved for you", "Awaiting stock"])) };
    html! {
        section.section aria-labelledby="recent" {
            div.section-head.no-rule { h2 id="recent" { "Recent orders" } span.aside { a href="/orders" { "All 214 orders" } } }
            (list)
        }
    }
}

/// The list of orders, here and on its own page.
pub fn orders_table() -> Markup {
    let column = |class, label| Column { class, label, ..Column::default() };
    #[rustfmt::skip]
    let columns = [
        column("code strong", "Order"),
        column("c-day", "Placed"),
        column("c-reference", "Your reference"),
        column("c-pieces", "Pieces"),
        column("c-state", "State"),
        column("num strong", "Total £"),
    ];
    let pieces = |delivered, on_the_way, reserved, awaiting| Pieces {
        delivered,
        on_the_way,
        reserved,
        awaiting,
        pending: 0,
    };
    #[rustfmt::skip]
    let rows = [
        ("SO-10491", "20 Nov", "PO 7731", pieces(0, 0, 60, 12), state(Shape::Ring, Tone::Info, "Confirmed"), "1,204.56"),
        ("SO-10482", "18 Nov", "Leeds reopening", pieces(0, 0, 0, 0), state(Shape::Triangle, Tone::Wait, "Needs your approval"), "2,318.40"),
        ("SO-10466", "12 Nov", "PO 7718", pieces(72, 132, 4, 26), state(Shape::Half, Tone::Info, "Shipped in part"), "864.00"),
        ("SO-10437", "3 Nov", "PO 7702", pieces(100, 0, 0, 18), state(Shape::Half, Tone::Info, "Delivered in part"), "1,521.30"),
        ("SO-10402", "22 Oct", "PO 7688", pieces(80, 0, 0, 0), state(Shape::Disc, Tone::Good, "Delivered"), "1,088.22"),
        ("SO-10377", "14 Oct", "Christmas fill", pieces(200, 0, 0, 0), state(Shape::Disc, Tone::Good, "Delivered"), "2,221.80"),
    ];
    let body = html! {
        @for (number, day, reference, pieces, state, total) in rows {
            (table::row("", html! {
                (table::row_head("code strong", html! { a href={ "/orders/" (number) } { (number) } }))
                (table::cell("c-day dim", html! { (day) }))
                (table::cell("c-reference", html! { (reference) }))
                (table::cell("c-pieces", ledger_bar(pieces, &format!("{} delivered, {} on the way, {} reserved, {} awaiting stock", pieces.delivered, pieces.on_the_way, pieces.reserved, pieces.awaiting))))
                (table::cell("c-state", state))
                (table::cell("num strong", html! { (total) }))
            }))
        }
    };
    table::table(Table { class: "orders", caption: "Recent orders", columns: &columns }, body, None)
}
