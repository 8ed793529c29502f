//! Sheets of an order and of the list of orders.

use maud::{Markup, html};

use super::super::frame::Frame;
use super::super::icons::{Icon, icon};
use super::super::layout::{self, Head};
use super::super::ledger::{Pieces, ledger_bar, ledger_key};
use super::super::lists::{Fact, Happened, Pager, Tab, calm_facts, pager, tabs, time_line};
use super::super::marks::{Shape, Tone, state};
use super::super::numbers::ledger_number;
use super::super::picture::picture;
use super::super::table::{self, Column, Table};
use super::dashboard::orders_table;
use super::world::Thing;

const KEY: [&str; 4] = ["Delivered", "On the way", "Reserved for you", "Awaiting stock"];

pub fn list_page(frame: &Frame) -> String {
    let tab = |label, count, current| Tab { label, count, href: "/orders?show=x", current };
    let content = html! {
        (layout::title(Head { title: "Orders", actions: Some(html! { a.button href="/orders.csv" { (icon(Icon::Download)) "Export" } }), ..Head::default() }))
        (tabs("Show", &[tab("All", "214", true), tab("Open", "5", false), tab("Needs approval", "1", false)]))
        (orders_table())
        (ledger_key(KEY))
        (pager(Pager { label: "Pages", shown: "1 to 6 of 214", previous: None, next: Some(("Next", "/orders?after=x")) }))
    };
    layout::page(frame, content).into_string()
}

pub fn page(frame: &Frame) -> String {
    let calm = |label, figure| Fact { label, figure, second: "", tone: Tone::Plain };
    let content = html! {
        (layout::title(Head {
            crumbs: &[("Orders", "/orders")],
            crumbs_label: "Where you are",
            title: "SO-10466",
            state: Some(state(Shape::Half, Tone::Info, "Shipped in part")),
            context: Some(html! { "Placed 12 November 2026 by Anna Bell" }),
            actions: Some(html! { a.button href="?print" { "Print" } a.button.wide-only href="/orders/SO-10466.csv" { (icon(Icon::Download)) "Export" } a.button href="/cart" { "Order again" } }),
        }))
        (calm_facts(&[
            calm("Your reference", html! { "PO 7718" }),
            calm("Delivers to", html! { "Canal Wharf, Leeds LS11 5PS" }),
            calm("Invoice", html! { a href="/transactions/SI-20931" { "SI-20931" } ", £864.00, due 18 Dec" }),
            calm("Total with VAT", html! { "£1,846.66" }),
        ]))
        section.section aria-labelledby="lines" {
            div.section-head.no-rule { h2 id="lines" { "Lines" } div.aside.wide-only { (ledger_key(KEY)) } }
            (lines())
        }
        div.with-side { div { (shipments()) (remarks()) } (happened()) }
    };
    layout::page(frame, content).into_string()
}

fn lines() -> Markup {
    let column = |class, label| Column { class, label, ..Column::default() };
    #[rustfmt::skip]
    let columns = [
        column("code", "Code"),
        Column { class: "c-picture", label: "Picture", hidden: true, ..Column::default() },
        column("c-name", "Product"),
        column("num c-ordered", "Ordered"),
        column("num c-cell", "Reserved"),
        column("num c-cell", "On the way"),
        column("num c-cell", "Delivered"),
        column("num c-cell", "Backorder"),
        column("c-promised", "Promised"),
        column("num c-sum", "Line £"),
    ];
    let pieces = |delivered, on_the_way, reserved, awaiting| Pieces {
        delivered,
        on_the_way,
        reserved,
        awaiting,
        pending: 0,
    };
    let none = || html! {};
    #[rustfmt::skip]
    let rows = [
        ("FS-1042", pieces(24, 0, 0, 0), none(), "142.08", "24 delivered"),
        ("FS-2014", pieces(36, 0, 0, 0), none(), "297.00", "36 delivered"),
        ("FS-3002", pieces(0, 60, 0, 0), none(), "297.00", "60 on the way"),
        ("FS-3310", pieces(0, 72, 0, 0), none(), "205.20", "72 on the way"),
        ("FS-1188", pieces(12, 0, 0, 18), html! { span.promise { "12 on " b { "19 Dec" } } span.promise { "6 on " b { "16 Jan" } } }, "348.00", "12 delivered · 18 awaiting stock"),
        ("FS-2207", pieces(0, 0, 4, 8), html! { span.promise { "8 on " b { "8 Jan" } span.was { "was 18 Dec" } } }, "249.60", "4 reserved · 8 awaiting stock"),
    ];
    let body = html! { @for (code, pieces, promised, sum, words) in rows { (line(Thing::by_code(code), pieces, promised, sum, words)) } };
    table::table(
        Table { class: "lines order-lines", caption: "Lines of SO-10466", columns: &columns },
        body,
        Some(foot()),
    )
}

fn line(thing: &Thing, pieces: Pieces, promised: Markup, sum: &str, words: &str) -> Markup {
    let ordered = pieces.delivered + pieces.on_the_way + pieces.reserved + pieces.awaiting;
    let number = |quantity: i64| ledger_number(quantity, &quantity.to_string());
    let short = if pieces.awaiting > 0 { "num c-cell lacking" } else { "num c-cell" };
    table::row(
        "",
        html! {
            (table::row_head("code", html! { a href={ "/products/" (thing.code) } { (thing.code) } }))
            (table::cell("c-picture", picture(thing.picture_url().as_deref(), thing.name)))
            (table::cell("c-name", html! { span.name { (thing.name) } (ledger_bar(pieces, words)) }))
            (table::cell("num c-ordered strong", number(ordered)))
            (table::cell("num c-cell", number(pieces.reserved)))
            (table::cell("num c-cell", number(pieces.on_the_way)))
            (table::cell("num c-cell", number(pieces.delivered)))
            (table::cell(short, number(pieces.awaiting)))
            (table::cell("c-promised", html! { span.in-words { (words) } (promised) }))
            (table::cell("num c-sum", html! { (sum) }))
        },
    )
}

fn foot() -> Markup {
    html! {
        (table::row("", html! {
            (table::wide_cell("", 3, html! { "6 lines" }))
            @for sum in ["234", "4", "132", "72", "26"] { (table::cell("num wide-only", html! { (sum) })) }
            (table::cell("", html! {})) (table::num("1,538.88"))
        }))
        (table::row("", html! { (table::wide_cell("", 9, html! { "VAT 20 %" })) (table::num("307.78")) }))
        (table::row("total", html! { (table::wide_cell("", 9, html! { "Total" })) (table::num("£1,846.66")) }))
    }
}

fn shipments() -> Markup {
    let column = |class, label| Column { class, label, hidden: true, ..Column::default() };
    #[rustfmt::skip]
    let columns = [
        column("", "Parcel"),
        column("c-state", "State"),
        column("", "Carrier"),
        column("dim", "Content"),
        column("c-action", "Papers"),
    ];
    let row = |parcel: &str, state: Markup, tracking: &str, content: &str| {
        table::row(
            "",
            html! {
                (table::row_head("strong", html! { (parcel) }))
                (table::cell("c-state", state))
                (table::cell("", html! { "Parcelway " a href="/orders/SO-10466/track" { (tracking) } }))
                (table::cell("dim wide-only", html! { (content) }))
                (table::cell("c-action", html! { a href="/orders/SO-10466/packing-list" { "Packing list" } }))
            },
        )
    };
    let body = html! {
        (row("Parcel 2", state(Shape::Half, Tone::Info, "Out for delivery, by 14:00"), "PW 8841 2207 31", "132 pieces, 21.4 kg"))
        (row("Parcel 1", state(Shape::Disc, Tone::Good, "Delivered 18 Nov"), "PW 8839 1140 02", "72 pieces, 18.9 kg"))
    };
    let list = table::table(
        Table { class: "shipments no-head", caption: "Shipments", columns: &columns },
        body,
        None,
    );
    layout::section("shipments", "Shipments", Some(html! { "2 parcels" }), list)
}

fn remarks() -> Markup {
    let list = html! {
        p.gap-above { "“Side door, please ring. Stairs on the left.” " span.ink-2 { "Anna Bell, 12 November" } }
        form.in-row.gap-above method="post" action="/orders/SO-10466/comments" {
            input.input.grow name="text" aria-label="Comment" placeholder="Write to Fennel & Sons about this order" maxlength="2000";
            button.button type="submit" { "Add Comment" }
        }
    };
    layout::section("remarks", "Remarks", None, list)
}

fn happened() -> Markup {
    let event = |shape, tone, sentence: &str, when| Happened {
        shape,
        tone,
        sentence: html! { (sentence) },
        when,
    };
    let list = time_line(&[
        event(
            Shape::Disc,
            Tone::Good,
            "4 storm lanterns reserved for you",
            "Today, 08:12, from goods-in note 3381",
        ),
        event(
            Shape::Diamond,
            Tone::Wait,
            "Promise date of 8 storm lanterns moved: 18 December → 8 January",
            "Friday, 16:40, Ironside confirmed later",
        ),
        event(Shape::Disc, Tone::Good, "Parcel 2 left us, 132 pieces", "Friday, 15:05"),
        event(
            Shape::Disc,
            Tone::Good,
            "Parcel 1 delivered, signed by M. Ruiz",
            "18 November, 11:20",
        ),
        event(Shape::Ring, Tone::Plain, "Placed by Anna Bell", "12 November, 14:02"),
    ]);
    layout::section(
        "happened",
        "What happened",
        Some(html! { a href="?by=line" { "By line" } }),
        list,
    )
}
