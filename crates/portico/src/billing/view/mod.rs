//! HTML of transactions: the list with what is owed above it; beside it one document, and the statement of account.

mod document;
mod statement;

pub use document::{Shown, document, of_order};
pub use statement::{OfCustomer, STATEMENT_PAGE, StatementShown, entry_columns, statement};

use super::kept::Document;
use super::list::{DocumentRow, TRANSACTIONS};
use super::papers::ARCHIVE_MOST;
use super::statement::Ageing;
use super::{DocumentType, State};
use crate::app::list_page::Sight;
use crate::customers::account::Account;
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Page, Value};
use crate::platform::web::dates;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::ledger::{Age, AgePart, ageing};
use crate::platform::web::lists::{Fact, Tab, facts, nothing_here, tabs};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::{empty, with_minus};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Currency, Day, Money};
use std::collections::HashMap;

/// Address of a document's page.
#[must_use]
pub fn document_href(number: &str) -> String {
    format!("/transactions/{}", path_segment(number))
}

/// What stands above the list for whoever sees all of the company's documents.
pub struct Standing<'a> {
    /// Balance and credit.
    pub account: &'a Account,
    /// What is open, by age.
    pub ageing: Ageing,
    /// How many documents there are of each type, and how many are not settled.
    pub counts: &'a HashMap<String, (i64, i64)>,
}

/// What the page shows.
pub struct Transactions<'a> {
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<DocumentRow>,
    /// By what the columns are drawn; `acts`: the reader may pay.
    pub sight: &'a Sight,
    /// What is owed in all; none for whoever sees own orders only.
    pub standing: Option<Standing<'a>>,
    /// The customer's currency.
    pub currency: Currency,
    /// What forms carry.
    pub csrf: &'a str,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, shown: &Transactions<'_>) -> Markup {
    let columns = columns(words, shown.sight, shown.currency);
    let none = nothing_here(
        words.say("transactions-none"),
        html! { (words.say("transactions-none-what")) },
        None,
    );
    let view = ListView {
        listing: &TRANSACTIONS,
        asked: shown.asked,
        words,
        columns: &columns,
        kept: shown.kept,
        page: shown.page,
        csrf: shown.csrf,
        class: "documents",
        caption: words.say("transactions-title"),
        given: &[],
        tint: &|_| "",
        nothing: none,
    };
    let pays = shown.sight.acts;
    let owes = shown.standing.as_ref().is_some_and(|standing| standing.ageing.balance() > 0);
    let actions = html! {
        @if shown.standing.is_some() { a.button href="/statement" { (words.say("statement-button")) } }
        (buttons(&view))
        @if pays && owes { a.button href="/payments/new" { (words.say("pay-off-balance")) } }
    };
    let context = if pays { "transactions-context" } else { "transactions-context-looks" };
    html! {
        (title(Head {
            title: words.say("transactions-title"),
            context: Some(html! { (words.say(context)) }),
            actions: Some(actions),
            ..Head::default()
        }))
        @if let Some(standing) = &shown.standing {
            (owed(words, standing))
            (by_age(words, &standing.ageing, shown.currency))
            (views(words, shown.asked, standing.counts))
        }
        (list(&view))
        @if shown.page.rows.iter().any(|row| can_tick(&row.head, pays)) {
            (ticked_bar(words, "/transactions/archive", pays.then_some(shown.currency)))
        }
    }
}

/// The bar that comes once something is ticked: its papers as an archive; for whoever pays, what is ticked to be paid. Its
/// sum is worked out by the page's script, and again by the next page.
#[must_use]
pub fn ticked_bar(words: &Language, archive: &str, pays: Option<Currency>) -> Markup {
    let action = if pays.is_some() { "/payments/new" } else { archive };
    html! {
        form.pay-bar.ticked-bar #ticked method="get" action=(action) data-pay-bar[pays.is_some()] data-digits=[pays.map(Currency::digits)] data-sign=[pays.map(Currency::sign)] {
            @if let Some(currency) = pays {
                span.what { strong { span.script-only data-count { "0" } " " (words.say("pay-ticked")) } }
                a.script-only href="" data-untick { (words.say("pay-untick")) }
                (download(words, archive))
                span.sum.script-only data-pays { (words.say("pay-now")) strong data-sum { (Money::zero(currency).with_sign()) } }
                button.button.main.tall type="submit" data-pays { (words.say("pay-continue")) }
            } @else {
                span.what { (words.fill("archive-what", &[("most", &ARCHIVE_MOST.to_string())])) }
                (download(words, archive))
            }
        }
    }
}

fn download(words: &Language, archive: &str) -> Markup {
    html! { button.button type="submit" formaction=(archive) { (words.say("archive-download")) } }
}

/// The column of ticks, on pages alone: fields of the form `ticked`, called `document`; for whoever pays, `paper` where there
/// is nothing to pay.
#[must_use]
pub fn tick_column<'a>(words: &'a Language, pays: bool) -> Column<'a, DocumentRow> {
    Column::new("tick", words.say("transactions-tick"), |_: &DocumentRow| Value::Empty)
        .class("c-tick")
        .only_on_pages()
        .draw(move |row| tick_box(words, &row.head, pays))
}

/// Whether a row can be ticked: it has papers, or whoever reads may pay it.
fn can_tick(document: &Document, pays: bool) -> bool {
    document.has_paper || (pays && payable(document))
}

fn tick_box(words: &Language, document: &Document, pays: bool) -> Markup {
    let label = words.fill("transactions-tick-of", &[("number", &document.number)]);
    let may = can_tick(document, pays);
    let to_pay = pays && payable(document);
    let name = if pays && !to_pay { "paper" } else { "document" };
    let free = to_pay.then(|| document.signed(document.free()).minor);
    html! {
        input type="checkbox" name=(name) value=(document.number) form=[may.then_some("ticked")] disabled[!may] data-minor=[free] aria-label=(label);
    }
}

/// The tabs: all, open, each type, with how many.
fn views(words: &Language, asked: &Asked, counts: &HashMap<String, (i64, i64)>) -> Markup {
    let of = |kind: &str| counts.get(kind).copied().unwrap_or_default();
    let sum = |pick: fn((i64, i64)) -> i64| counts.values().map(|both| pick(*both)).sum::<i64>();
    let texts = [
        sum(|both| both.0),
        sum(|both| both.1),
        of("invoice").0,
        of("credit_note").0,
        of("payment").0,
    ]
    .map(|count| count.to_string());
    let (kind, state) = (asked.text("type"), asked.text("state"));
    let tab = |key, at: usize, href, current| Tab {
        label: words.say(key),
        count: &texts[at],
        href,
        current,
    };
    let all = [
        tab("transactions-all", 0, "/transactions", kind.is_empty() && state.is_empty()),
        tab(
            "transactions-open",
            1,
            "/transactions?state=unsettled",
            kind.is_empty() && state == "unsettled",
        ),
        tab("document-invoices", 2, "/transactions?type=invoice", kind == "invoice"),
        tab("document-credit-notes", 3, "/transactions?type=credit_note", kind == "credit_note"),
        tab("document-payments", 4, "/transactions?type=payment", kind == "payment"),
    ];
    tabs(words.say("transactions-show"), &all)
}

fn owed(words: &Language, standing: &Standing<'_>) -> Markup {
    let currency = standing.account.balance.currency;
    let money = |minor: i64| with_minus(&Money::new(minor, currency).with_sign());
    let open: i64 = standing.counts.values().map(|(_, open)| *open).sum();
    let documents = words.fill("transactions-open-count", &[("count", &open.to_string())]);
    let late = standing.ageing.overdue();
    let limit = standing.account.credit_limit.map(|limit| limit.with_sign());
    let of = limit.map_or_else(
        || words.say("transactions-no-limit-what").to_owned(),
        |limit| words.fill("transactions-of-limit", &[("limit", &limit)]),
    );
    let available = standing.account.available_credit();
    let available = available.map_or_else(
        || words.say("transactions-no-limit").to_owned(),
        |left| Money::new(left.minor.max(0), currency).with_sign(),
    );
    let tone = if late > 0 { Tone::Bad } else { Tone::Plain };
    let fact = |key, figure: String, second, tone| Fact {
        label: words.say(key),
        figure: html! { (figure) },
        second,
        tone,
    };
    facts(&[
        fact("transactions-balance", money(standing.ageing.balance()), &documents, Tone::Plain),
        fact("document-overdue", money(late), words.say("transactions-overdue-what"), tone),
        fact(
            "transactions-open-credit",
            money(standing.ageing.unapplied_credit),
            words.say("transactions-open-credit-what"),
            Tone::Plain,
        ),
        fact("transactions-available", available, &of, Tone::Plain),
    ])
}

/// The bar of what is owed, by age, with its figures.
#[must_use]
pub fn by_age(words: &Language, parts: &Ageing, currency: Currency) -> Markup {
    let all = [
        (AgePart::NotDue, "ageing-not-due", parts.not_due),
        (AgePart::Late, "ageing-1-30", parts.days_1_30),
        (AgePart::Late, "ageing-31-60", parts.days_31_60),
        (AgePart::Late, "ageing-61-90", parts.days_61_90),
        (AgePart::Late, "ageing-over-90", parts.days_over_90),
    ];
    let amounts = all.map(|(_, _, minor)| Money::new(minor, currency).grouped());
    let ages: Vec<Age<'_>> = all
        .iter()
        .zip(&amounts)
        .map(|((part, key, minor), amount)| Age {
            part: *part,
            label: words.say(key),
            minor: *minor,
            amount,
        })
        .collect();
    ageing(&ages, words.say("ageing-name"))
}

/// Whether a row can be ticked: something of it is open, and no payment is under way. One that is under way in part is paid
/// from its own page, where the wholesaler allows it.
fn payable(document: &Document) -> bool {
    document.open.minor > 0 && document.pending.minor == 0
}

/// The columns of the list, on the page and in files.
#[must_use]
pub fn columns<'a>(
    words: &'a Language,
    sight: &'a Sight,
    currency: Currency,
) -> Vec<Column<'a, DocumentRow>> {
    let today = sight.today;
    let mut columns = vec![tick_column(words, sight.acts)];
    columns.extend([Column::new(
        "number",
        words.say("transactions-number"),
        |row: &DocumentRow| Value::text(&row.head.number),
    )
    .class("code strong")
    .draw(|row| html! { a href=(document_href(&row.head.number)) { (row.head.number) } })]);
    columns.extend(of_kind_and_day(words, today));
    columns.extend([
        Column::new("reference", words.say("order-reference"), |row: &DocumentRow| {
            Value::maybe(row.head.reference.as_deref().or(row.head.corrects.as_deref()))
        })
        .class("c-reference"),
        Column::new("orders", words.say("transactions-orders"), |row: &DocumentRow| {
            Value::own(row.orders.join(", "))
        })
        .class("c-order")
        .hidden(),
        Column::new("state", words.say("order-state"), move |row: &DocumentRow| {
            Value::own(said(words, &row.head, today))
        })
        .class("c-state")
        .wide(18)
        .draw(move |row| state_of(words, &row.head, today)),
    ]);
    columns.extend(amounts(words, currency));
    columns
}

/// What a document is, when it was issued, when it is due.
pub(super) fn of_kind_and_day<'a>(words: &'a Language, today: Day) -> [Column<'a, DocumentRow>; 3] {
    [
        Column::new("kind", words.say("transactions-type"), move |row: &DocumentRow| {
            Value::word(words.say(row.head.kind.word()))
        })
        .class("c-kind"),
        Column::new("issued", words.say("transactions-issued"), |row: &DocumentRow| {
            row.head.issued_day.into()
        })
        .class("c-placed dim")
        .sorted("issued")
        .draw(move |row| html! { (dates::short(words, row.head.issued_day, today)) }),
        Column::new("due", words.say("transactions-due"), |row: &DocumentRow| {
            row.head.due_day.into()
        })
        .class("c-day")
        .sorted("due")
        .draw(move |row| match row.head.due_day {
            Some(day) => html! { (dates::short(words, day, today)) },
            None => empty(),
        }),
    ]
}

/// What it comes to, what is open of it, and its papers.
fn amounts<'a>(words: &'a Language, currency: Currency) -> [Column<'a, DocumentRow>; 3] {
    let named = |key: &str| format!("{} {}", words.say(key), currency.sign());
    let minus = |money: Money| with_minus(&money.grouped());
    [
        Column::new("amount", named("transactions-amount"), |row: &DocumentRow| {
            row.head.signed(row.head.total).into()
        })
        .class("num c-amount")
        .draw(move |row| html! { (minus(row.head.signed(row.head.total))) }),
        Column::new("open", named("document-open"), |row: &DocumentRow| {
            row.head.signed(row.head.open).into()
        })
        .class("num strong c-open")
        .draw(move |row| match row.head.open.minor {
            0 => empty(),
            _ => html! { (minus(row.head.signed(row.head.open))) },
        }),
        Column::new("files", words.say("transactions-files"), |_: &DocumentRow| Value::Empty)
            .class("c-action")
            .only_on_pages()
            .draw(move |row| files(words, &row.head)),
    ]
}

/// Links to the papers of a document that has some.
fn files(words: &Language, document: &Document) -> Markup {
    let href = document_href(&document.number);
    let named = |key: &str| words.fill(key, &[("number", &document.number)]);
    html! {
        @if document.has_paper {
            a href={ (href) ".pdf" } aria-label=(named("document-pdf-of")) { "PDF" }
            " "
            a href={ (href) ".xml" } aria-label=(named("document-xml-of")) { "UBL" }
        }
    }
}

/// The state in words: what is late, what is due, what is settled.
fn said(words: &Language, document: &Document, today: Day) -> String {
    let days = |from: Day, to: Day| (1..=3_650).find(|n| from.plus_days(*n) >= to).unwrap_or(3_650);
    let word = |key: &str| words.say(key).to_owned();
    match (document.state(), document.kind.is_debit(), document.due_day) {
        (State::Settled, ..) if document.kind == DocumentType::Invoice => word("document-paid"),
        (State::Settled, ..) => word("document-settled"),
        _ if document.pending.minor > 0 => word("document-under-way"),
        (_, true, Some(due)) if due < today => {
            words.fill("document-days-late", &[("days", &days(due, today).to_string())])
        }
        (State::Part, true, _) => word("document-part-paid"),
        (State::Open, true, Some(due)) if due == today => word("document-due-today"),
        (State::Open, true, Some(due)) => {
            words.fill("document-due-in", &[("days", &days(today, due).to_string())])
        }
        (State::Open, true, None) => word("document-open"),
        (_, false, _) => word("document-open-credit"),
    }
}

/// The state as shape and words.
#[must_use]
pub fn state_of(words: &Language, document: &Document, today: Day) -> Markup {
    let (shape, tone) = match (document.state(), document.kind.is_debit()) {
        (State::Settled, _) => (Shape::Disc, Tone::Good),
        _ if document.pending.minor > 0 => (Shape::Half, Tone::Info),
        _ if document.is_overdue(today) => (Shape::Triangle, Tone::Bad),
        (State::Part, _) => (Shape::Half, Tone::Info),
        (State::Open, true) => (Shape::Ring, Tone::Plain),
        (State::Open, false) => (Shape::Ring, Tone::Info),
    };
    state(shape, tone, &said(words, document, today))
}
