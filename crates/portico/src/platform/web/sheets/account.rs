//! Sheets of transactions, backorders, sign-in, an error and an empty list.

use std::sync::Arc;

use maud::{Markup, html};

use super::super::assets::Assets;
use super::super::bare::{BareFrame, bare, error_page};
use super::super::forms::{Field, csrf, field, field_with, row_tick};
use super::super::frame::{BottomBar, Frame, Theme};
use super::super::icons::{Icon, icon};
use super::super::layout::{self, Head};
use super::super::ledger::{Age, AgePart, LaneDot, ageing, date_lane};
use super::super::lists::{Fact, Tab, facts, nothing_here, tabs};
use super::super::marks::{Shape, Tone, state};
use super::super::numbers::{empty as no_value, ledger_number};
use super::super::picture::picture;
use super::super::table::{self, Column, Table};
use super::world::{self, Thing};

pub fn transactions(frame: &Frame) -> String {
    let frame = &Frame { bottom: BottomBar::None, ..frame.clone() };
    let fact = |label, figure: &str, second, tone| Fact {
        label,
        figure: html! { (figure) },
        second,
        tone,
    };
    let age = |part, label, minor, amount| Age { part, label, minor, amount };
    let tab = |label, count, current| Tab { label, count, href: "/transactions?type=x", current };
    let content = html! {
        (layout::title(Head {
            title: "Transactions",
            context: Some(html! { "Invoices, credit notes and payments. Tick what you want to pay; amounts can be changed." }),
            actions: Some(html! { a.button href="/transactions/statement" { "Statement" } a.button.wide-only href="/transactions.csv" { (icon(Icon::Download)) "Export" } button.button type="submit" form="pay" { "Pay off Balance" } }),
            ..Head::default()
        }))
        (facts(&[
            fact("Balance", "£6,412.18", "7 open documents", Tone::Plain), fact("Overdue", "£1,284.60", "2 invoices", Tone::Bad),
            fact("Open credit", "£96.00", "1 credit note", Tone::Plain), fact("Available credit", "£5,064.86", "of £15,000.00", Tone::Plain),
        ]))
        (ageing(&[
            age(AgePart::NotDue, "Not due", 438_148, "4,381.48"), age(AgePart::ThisWeek, "Due this week", 84_210, "842.10"),
            age(AgePart::Late, "1 to 30 days late", 128_460, "1,284.60"), age(AgePart::Late, "31 to 60", 0, "0.00"), age(AgePart::Late, "Over 60", 0, "0.00"),
        ], "Balance by age: 4,381.48 not due, 842.10 due this week, 1,284.60 late"))
        (tabs("Show", &[tab("All", "361", true), tab("Open", "7", false), tab("Invoices", "188", false), tab("Credit notes", "9", false), tab("Payments", "164", false)]))
        form id="pay" method="post" action="/transactions/pay" {
            (documents())
            div.pay-bar {
                span.what { strong { "3 documents ticked" } "1,042.30 less credit 96.00" }
                a href="/transactions" { "Untick all" }
                span.sum { "Pay now" strong { "£946.30" } }
                button.button.main.tall type="submit" { "Continue to pay" }
            }
        }
    };
    layout::page(frame, content).into_string()
}

fn documents() -> Markup {
    let column = |class, label| Column { class, label, ..Column::default() };
    let hidden = |class, label| Column { class, label, hidden: true, ..Column::default() };
    #[rustfmt::skip]
    let columns = [
        hidden("c-tick", "Ticked"),
        column("code strong", "Document"),
        column("c-kind", "Kind"),
        column("c-day", "Due"),
        column("c-reference", "Reference"),
        column("c-state", "State"),
        column("num c-amount", "Amount £"),
        column("num c-open", "Open £"),
        column("num c-pay", "Pay now £"),
        hidden("c-action", "Files"),
    ];
    #[rustfmt::skip]
    let rows = [
        ("SI-20877", true, "Invoice", "2 Nov", "PO 7660", state(Shape::Triangle, Tone::Bad, "21 days overdue"), "642.30", "642.30"),
        ("SI-20884", true, "Invoice", "4 Nov", "PO 7664", state(Shape::Triangle, Tone::Bad, "19 days overdue"), "642.30", "642.30"),
        ("SI-20902", false, "Invoice", "30 Nov", "PO 7688", state(Shape::Ring, Tone::Plain, "Due in 7 days"), "842.10", "842.10"),
        ("SC-3127", true, "Credit note", "", "SI-20877", state(Shape::Ring, Tone::Info, "Open credit"), "−96.00", "−96.00"),
        ("SI-20915", false, "Invoice", "9 Dec", "PO 7702", state(Shape::Half, Tone::Info, "Part paid"), "1,521.30", "1,021.30"),
    ];
    let body = html! {
        @for (number, ticked, kind, due, reference, state, amount, open) in rows {
            (table::row("", html! {
                (table::cell("c-tick", row_tick("document", number, &format!("Pay {number}"), ticked)))
                (table::row_head("code strong", html! { a href={ "/transactions/" (number) } { (number) } }))
                (table::cell("c-kind", html! { (kind) }))
                (table::cell("c-day", if due.is_empty() { no_value() } else { html! { (due) } }))
                (table::cell("c-reference", html! { (reference) }))
                (table::cell("c-state", state))
                (table::cell("num c-amount", html! { (amount) }))
                (table::cell("num strong c-open", html! { (open) }))
                (table::cell("num c-pay", html! { @if ticked && kind == "Invoice" { input.in-cell name={ "amount[" (number) "]" } value=(open) inputmode="decimal" data-arrow aria-label={ "Pay now for " (number) }; } }))
                (table::cell("c-action", html! { a href={ "/transactions/" (number) ".pdf" } { "PDF" } a href={ "/transactions/" (number) ".xml" } { "UBL" } }))
            }))
        }
    };
    table::table(Table { class: "documents", caption: "Documents", columns: &columns }, body, None)
}

pub fn backorders(frame: &Frame) -> String {
    let column = |class, label| Column { class, label, ..Column::default() };
    #[rustfmt::skip]
    let columns = [
        column("code", "Code"),
        Column { class: "c-picture", label: "Picture", hidden: true, ..Column::default() },
        column("c-name", "Product"),
        column("c-order", "Order"),
        column("num c-waiting", "Waiting"),
        column("num c-reserved", "Reserved"),
        column("c-lane", "Next eight weeks"),
        column("c-promised", "Promised"),
    ];
    let dot = |day, quantity, tone| LaneDot { day, quantity, tone };
    #[rustfmt::skip]
    let rows = [
        ("FS-1188", "SO-10437", 18, 0, vec![dot(26, "12", Tone::Info), dot(54, "6", Tone::Info)], state(Shape::Ring, Tone::Info, "Promised"), "12 on 19 Dec, 6 on 16 Jan"),
        ("FS-2207", "SO-10466", 8, 0, vec![dot(25, "", Tone::Plain), dot(46, "8", Tone::Wait)], state(Shape::Diamond, Tone::Wait, "Moved 3 weeks"), "8 on 8 Jan, was 18 Dec"),
        ("FS-4101", "SO-10377", 16, 0, vec![], state(Shape::Triangle, Tone::Wait, "No date yet"), "We asked the supplier on 20 Nov"),
        ("FS-3009", "SO-10482", 0, 6, vec![dot(2, "6", Tone::Good)], state(Shape::Disc, Tone::Good, "Reserved"), "All here, leaves us 25 Nov"),
    ];
    let body = html! {
        @for (code, order, waiting, reserved, dots, state, words) in rows {
            @let thing = Thing::by_code(code);
            (table::row("", html! {
                (table::row_head("code", html! { a href={ "/products/" (code) } { (code) } }))
                (table::cell("c-picture", picture(thing.picture_url().as_deref(), thing.name)))
                (table::cell("c-name", table::name(html! { (thing.name) }, None)))
                (table::cell("c-order", html! { a href={ "/orders/" (order) } { (order) } span.second { "3 Nov" } }))
                (table::cell("num c-waiting strong", ledger_number(waiting, &waiting.to_string())))
                (table::cell("num c-reserved", ledger_number(reserved, &reserved.to_string())))
                (table::cell("c-lane", date_lane(&dots)))
                (table::cell("c-promised", html! { (state) span.second { (words) } }))
            }))
        }
    };
    let content = html! {
        (layout::title(Head { title: "Backorders", context: Some(html! { "What you ordered and we could not send yet. Dates come from what our suppliers confirmed to us." }), ..Head::default() }))
        (table::table(Table { class: "backorders", caption: "Backorders", columns: &columns }, body, None))
    };
    layout::page(frame, content).into_string()
}

fn bare_frame(assets: &Arc<Assets>, title: &str, still_life: bool) -> BareFrame {
    BareFrame {
        title: title.into(),
        lang: "en-GB".into(),
        theme: Theme::System,
        assets: assets.clone(),
        brand: world::brand(),
        foot: vec![
            ("Terms of trade".into(), "/terms".into()),
            ("Privacy".into(), "/privacy".into()),
        ],
        language: "English (UK)".into(),
        still_life,
    }
}

pub fn sign_in(assets: &Arc<Assets>, error: &str) -> String {
    let content = html! {
        h1 { "Sign in" }
        p.context { "Your prices, our stock, your orders and invoices." }
        form method="post" action="/sign-in" {
            (csrf("token"))
            (field(Field { name: "email", label: "E-mail address", kind: "email", value: "anna@acmecafes.example", autocomplete: "username", required: true, ..Field::default() }))
            (field_with(Field { name: "password", label: "Password", kind: "password", value: "", error, autocomplete: "current-password", required: true, ..Field::default() }, Some(("Forgotten?", "/forgotten"))))
            button.button.main type="submit" data-sending="Signing in" { "Sign in" }
            p.or { "or" }
            button.button type="submit" formaction="/sign-in/link" formnovalidate { "Send me a sign-in link" }
        }
        p.after { "No login yet? Logins are opened by us: call 01632 960 143 or write to trade@fennel.example." }
    };
    bare(&bare_frame(assets, "Sign in", true), content).into_string()
}

pub fn error(assets: &Arc<Assets>) -> String {
    let content = error_page(
        404,
        "There is nothing at this address.",
        "It may have moved, or it belongs to someone else.",
        Some(("Go to the dashboard", "/")),
    );
    bare(&bare_frame(assets, "Not found", false), content).into_string()
}

pub fn empty(frame: &Frame) -> String {
    let sentence = html! { "Did you mean " a href="/products?q=stoneware+mug" { "stoneware mug" } "? You can also drop the filter “In stock”, or ask us: 01632 960 143." };
    let content = html! {
        (layout::title(Head { title: "Products", ..Head::default() }))
        (nothing_here("No product fits “stonewear mug 500”.", sentence, Some(("Drop the filter", "/products"))))
    };
    layout::page(frame, content).into_string()
}
