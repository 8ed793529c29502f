//! HTML of one document: facts, lines, sums, what settled it; and of an order's documents.

use super::super::kept::{Document, DocumentDetail, DocumentLine, Settled};
use crate::orders::view::detail::{each, vat_label};
use crate::orders::view::order_href;
use crate::platform::web::dates;
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::Fact;
use crate::platform::web::marks::Tone;
use crate::platform::web::numbers::{empty, with_minus};
use crate::platform::web::path_segment;
use crate::platform::web::table::{self, Table, cell, row, row_head, wide_cell};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Day;

use super::{document_href, state_of};

/// The section of an order's page: what charges it, and what was credited; nothing where nothing did.
#[must_use]
pub fn of_order(
    words: &Language,
    documents: &[Document],
    (today, for_staff): (Day, bool),
) -> Markup {
    if documents.is_empty() {
        return html! {};
    }
    let prefix = if for_staff { "/staff/documents/" } else { "/transactions/" };
    let column = |class, label| table::Column { class, label, ..table::Column::default() };
    let columns = [
        column("code strong", words.say("transactions-number")),
        column("c-kind", words.say("transactions-type")),
        column("c-day", words.say("transactions-issued")),
        column("c-state", words.say("order-state")),
        column("num", words.say("transactions-amount")),
    ];
    let rows = html! {
        @for document in documents {
            (row("", html! {
                (row_head("code strong", html! { a href={ (prefix) (path_segment(&document.number)) } { (document.number) } }))
                (cell("c-kind", html! { (words.say(document.kind.word())) }))
                (cell("c-day", html! { (dates::short(words, document.issued_day, today)) }))
                (cell("c-state", state_of(words, document, today)))
                (table::num(&with_minus(&document.signed(document.total).grouped())))
            }))
        }
    };
    let table =
        Table { class: "settled keep", caption: words.say("order-documents"), columns: &columns };
    section("documents", words.say("order-documents"), None, table::table(table, rows, None))
}

/// What a document's page shows.
pub struct Shown<'a> {
    /// The document.
    pub detail: &'a DocumentDetail,
    /// The day it is at the wholesaler's.
    pub today: Day,
    /// Whether the reader may pay.
    pub pays: bool,
    /// Where the list is that it came from: words and address.
    pub back: (&'a str, &'a str),
    /// Buttons of the staff's page.
    pub staff: Option<Markup>,
    /// Where the other documents and orders are: below `/staff` or not.
    pub for_staff: bool,
    /// What is good to know before anything else.
    pub notice: Option<Markup>,
}

/// One document: facts, lines, sums, what settled it.
#[must_use]
pub fn document(words: &Language, shown: &Shown<'_>) -> Markup {
    let head = &shown.detail.head;
    let href = document_href(&head.number);
    let base = if shown.for_staff {
        format!("/staff/documents/{}", path_segment(&head.number))
    } else {
        href
    };
    let pays = shown.pays && head.kind.is_debit() && head.free().minor > 0;
    let actions = html! {
        button.button.script-only type="button" data-print { (words.say("order-print")) }
        @if head.has_paper {
            a.button href={ (base) ".pdf" } { (words.say("document-pdf")) }
            a.button href={ (base) ".xml" } { (words.say("document-xml")) }
        }
        @if let Some(staff) = &shown.staff { (staff) }
        @if pays { a.button.main href={ "/payments/new?document=" (path_segment(&head.number)) } { (words.say("document-pay")) } }
    };
    html! {
        (title(Head {
            crumbs: &[shown.back],
            crumbs_label: words.say("crumbs-label"),
            title: &words.fill("document-title", &[("kind", words.say(head.kind.word())), ("number", &head.number)]),
            state: Some(state_of(words, head, shown.today)),
            context: Some(html! { (dates::long(words, head.issued_day)) }),
            actions: Some(actions),
        }))
        @if let Some(notice) = &shown.notice { (notice) }
        (document_facts(words, shown))
        @if !shown.detail.lines.is_empty() || !shown.detail.charges.is_empty() { (lines(words, shown)) }
        @if let Some(reason) = &head.reason { (section("reason", words.say("document-reason"), None, html! { p { (reason) } })) }
        (applied(words, shown))
    }
}

fn document_facts(words: &Language, shown: &Shown<'_>) -> Markup {
    let head = &shown.detail.head;
    let fact = |key, figure: Markup, second| Fact {
        label: words.say(key),
        figure,
        second,
        tone: Tone::Plain,
    };
    let due = head.due_day.map(|day| dates::day(words, day, shown.today));
    let tone = if head.is_overdue(shown.today) { Tone::Bad } else { Tone::Plain };
    let open = if head.kind.is_debit() { "document-open" } else { "document-left" };
    let before = if head.settled_before.minor > 0 {
        words.fill("document-settled-before", &[("amount", &head.settled_before.with_sign())])
    } else {
        String::new()
    };
    let mut all = vec![
        fact("transactions-amount", html! { (head.total.with_sign()) }, ""),
        Fact { tone, second: &before, ..fact(open, html! { (head.open.with_sign()) }, "") },
    ];
    if let Some(due) = due {
        all.push(fact("transactions-due", html! { (due) }, ""));
    }
    if let Some(number) = &head.corrects {
        let prefix = if shown.for_staff { "/staff/documents/" } else { "/transactions/" };
        all.push(fact(
            "document-corrects",
            html! { a href={ (prefix) (path_segment(number)) } { (number) } },
            "",
        ));
    } else if let Some(reference) = &head.reference {
        all.push(fact("order-reference", html! { (reference) }, ""));
    }
    if !shown.detail.orders.is_empty() && all.len() < 4 {
        let order = |number: &str| {
            if shown.for_staff {
                format!("/staff{}", order_href(number))
            } else {
                order_href(number)
            }
        };
        all.push(fact("transactions-orders", html! { @for (at, number) in shown.detail.orders.iter().take(3).enumerate() { @if at > 0 { ", " } a href=(order(number)) { (number) } } }, ""));
    }
    crate::platform::web::lists::calm_facts(&all)
}

fn lines(words: &Language, shown: &Shown<'_>) -> Markup {
    let detail = shown.detail;
    let currency = detail.head.total.currency;
    let sum = format!("{} {}", words.say("document-net"), currency.sign());
    let column = |class, label| table::Column { class, label, ..table::Column::default() };
    let columns = [
        column("code", words.say("document-code")),
        column("c-name", words.say("document-product")),
        column("num c-quantity", words.say("document-quantity")),
        column("num c-price", words.say("document-price")),
        column("num c-vat", words.say("document-vat")),
        column("num c-sum", &sum),
    ];
    let rows = html! {
        @for line in &detail.lines { (line_row(words, line)) }
    };
    let foot = html! {
        @for charge in &detail.charges { (row("", html! { (wide_cell("", 5, html! { (charge.name) })) (table::num(&with_minus(&charge.net.grouped()))) })) }
        @for part in &detail.vat { (row("", html! { (wide_cell("", 5, html! { (vat_label(words, part)) })) (table::num(&part.vat.grouped())) })) }
        (row("total", html! { (wide_cell("", 5, html! { (words.say("order-total")) })) (table::num(&detail.head.total.with_sign())) }))
    };
    let shown = Table {
        class: "lines document-lines",
        caption: words.say("document-lines"),
        columns: &columns,
    };
    section("lines", words.say("document-lines"), None, table::table(shown, rows, Some(foot)))
}

fn line_row(words: &Language, line: &DocumentLine) -> Markup {
    let of = line.of_order.as_ref().map(|(order, at)| {
        words.fill("document-of-order", &[("order", order), ("line", &at.to_string())])
    });
    row(
        "",
        html! {
            (row_head("code", if line.sku.is_empty() { empty() } else { html! { (line.sku) } }))
            (cell("c-name", table::name(html! { (line.name) }, of.as_deref())))
            (cell("num c-quantity", html! { (line.quantity.grouped()) }))
            (cell("num c-price", html! { (each(words, line.price)) }))
            (cell("num c-vat", html! { (line.taxed.rate.text()) " %" }))
            (cell("num c-sum", html! { (line.net.grouped()) }))
        },
    )
}

/// What settled it, or what it settled.
fn applied(words: &Language, shown: &Shown<'_>) -> Markup {
    let head = &shown.detail.head;
    if shown.detail.applied.is_empty() {
        return html! {};
    }
    let prefix = if shown.for_staff { "/staff/documents/" } else { "/transactions/" };
    let amount = format!("{} {}", words.say("transactions-amount"), head.total.currency.sign());
    let column = |class, label| table::Column { class, label, ..table::Column::default() };
    let columns = [
        column("code strong", words.say("transactions-number")),
        column("c-day", words.say("transactions-issued")),
        column("num", &amount),
    ];
    let one = |settled: &Settled| {
        row(
            "",
            html! {
                (row_head("code strong", html! { a href={ (prefix) (path_segment(&settled.number)) } { (settled.number) } }))
                (cell("c-day", html! { (dates::short(words, settled.day, shown.today)) }))
                (table::num(&with_minus(&settled.amount.grouped())))
            },
        )
    };
    let rows = html! { @for settled in &shown.detail.applied { (one(settled)) } };
    let key = if head.kind.is_debit() { "document-settled-by" } else { "document-settles" };
    let table = Table { class: "settled keep", caption: words.say(key), columns: &columns };
    section("settled", words.say(key), None, table::table(table, rows, None))
}
