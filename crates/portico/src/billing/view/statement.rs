//! HTML of the statement of account.

use super::super::statement::{Entry, Statement};
use crate::platform::list::{Column, Value};
use crate::platform::web::dates;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::numbers::{empty, with_minus};
use crate::platform::web::path_segment;
use crate::platform::web::table::{self, Table, cell, row, row_head, wide_cell};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Currency, Day, Money};

use super::{by_age, document_href};

/// The columns of a statement's entries in files.
#[must_use]
pub fn entry_columns<'a>(words: &'a Language, currency: Currency) -> Vec<Column<'a, Entry>> {
    let headed = |key: &str| format!("{} {}", words.say(key), currency.sign());
    let side = |entry: &Entry, debit: bool| {
        (entry.document.kind.is_debit() == debit).then_some(entry.document.counted())
    };
    vec![
        Column::new("number", words.say("transactions-number"), |entry: &Entry| {
            Value::text(&entry.document.number)
        }),
        Column::new("issued", words.say("transactions-issued"), |entry: &Entry| {
            entry.document.issued_day.into()
        }),
        Column::new("kind", words.say("transactions-type"), move |entry: &Entry| {
            Value::word(words.say(entry.document.kind.word()))
        }),
        Column::new("reference", words.say("order-reference"), |entry: &Entry| {
            Value::maybe(entry.document.reference.as_deref())
        }),
        Column::new("due", words.say("transactions-due"), |entry: &Entry| {
            entry.document.due_day.into()
        }),
        Column::new("debit", headed("statement-debit"), move |entry: &Entry| {
            side(entry, true).into()
        }),
        Column::new("credit", headed("statement-credit"), move |entry: &Entry| {
            side(entry, false).into()
        }),
        Column::new("balance", headed("transactions-balance"), |entry: &Entry| {
            entry.balance.into()
        }),
        Column::new("open", headed("document-open"), |entry: &Entry| {
            entry.document.signed(entry.document.open).into()
        }),
    ]
}

/// What the statement's page shows.
pub struct StatementShown<'a> {
    /// The statement; none where the days typed make none.
    pub statement: Option<&'a Statement>,
    /// The days as typed.
    pub typed: (&'a str, &'a str),
    /// Why there is none.
    pub problem: Option<String>,
    /// The day it is at the wholesaler's.
    pub today: Day,
    /// Whether the reader may pay.
    pub pays: bool,
    /// Address of the page.
    pub path: &'a str,
    /// Whose it is, for staff.
    pub of: Option<&'a str>,
}

/// The statement of account.
#[must_use]
pub fn statement(words: &Language, shown: &StatementShown<'_>) -> Markup {
    let (from, to) = shown.typed;
    let query = format!("from={from}&to={to}");
    let back = [(words.say("transactions-title"), "/transactions")];
    let owes = shown.statement.is_some_and(|statement| statement.ageing.balance() > 0);
    let actions = html! {
        button.button.script-only type="button" data-print { (words.say("order-print")) }
        @if shown.statement.is_some() {
            a.button href={ (shown.path) "/export?as=csv&" (query) } download { "CSV" }
        }
        @if shown.pays && owes { a.button.main href="/payments/new" { (words.say("pay-off-balance")) } }
    };
    html! {
        (title(Head {
            crumbs: if shown.of.is_none() { &back } else { &[] },
            crumbs_label: words.say("crumbs-label"),
            title: words.say("statement-title"),
            context: Some(html! { @if let Some(name) = shown.of { (name) } @else { (words.say("statement-context")) } }),
            actions: Some(actions),
            ..Head::default()
        }))
        form.list-bar.no-print method="get" action=(shown.path) {
            label.day { span { (words.say("list-from")) } input.input type="date" name="from" value=(from) required; }
            label.day { span { (words.say("list-to")) } input.input type="date" name="to" value=(to) required; }
            button.button.small type="submit" { (words.say("list-show")) }
            @if let Some(problem) = &shown.problem { (crate::platform::web::forms::error_line("wrong-days", html! { (problem) })) }
        }
        @if let Some(statement) = shown.statement { (entries(words, statement, shown)) }
    }
}

fn entries(words: &Language, statement: &Statement, shown: &StatementShown<'_>) -> Markup {
    let currency = statement.currency;
    let amount = |money: Money| with_minus(&money.grouped());
    let headed = |key: &str| format!("{} {}", words.say(key), currency.sign());
    let (debit, credit) = (headed("statement-debit"), headed("statement-credit"));
    let (balance, open) = (headed("transactions-balance"), headed("document-open"));
    let column = |class, label| table::Column { class, label, ..table::Column::default() };
    let columns = [
        column("code strong", words.say("transactions-number")),
        column("c-day wide-only", words.say("transactions-issued")),
        column("c-kind wide-only", words.say("transactions-type")),
        column("c-day wide-only", words.say("transactions-due")),
        column("num", &debit),
        column("num", &credit),
        column("num strong", &balance),
        column("num wide-only", &open),
    ];
    let link = |number: &str| {
        if shown.of.is_some() {
            format!("/staff/documents/{}", path_segment(number))
        } else {
            document_href(number)
        }
    };
    let day = |day: Day| dates::short(words, day, shown.today);
    let rows = html! {
        (row("", html! { (wide_cell("", 6, html! { (words.fill("statement-opening", &[("day", &dates::long(words, statement.period.from))])) })) (cell("num strong", html! { (amount(statement.opening)) })) (cell("num wide-only", html! {})) }))
        @for entry in &statement.entries {
            @let document = &entry.document;
            (row("", html! {
                (row_head("code strong", html! { a href=(link(&document.number)) { (document.number) } span.second.narrow-only { (day(document.issued_day)) } }))
                (cell("c-day wide-only", html! { (day(document.issued_day)) }))
                (cell("c-kind wide-only", html! { (words.say(document.kind.word())) }))
                (cell("c-day wide-only", match document.due_day { Some(due) => html! { (day(due)) }, None => empty() }))
                (cell("num", if document.kind.is_debit() { html! { (amount(document.counted())) } } else { empty() }))
                (cell("num", if document.kind.is_debit() { empty() } else { html! { (amount(document.counted())) } }))
                (cell("num strong", html! { (amount(entry.balance)) }))
                (cell("num wide-only", if document.open.minor == 0 { empty() } else { html! { (amount(document.signed(document.open))) } }))
            }))
        }
    };
    let foot = row(
        "total",
        html! { (wide_cell("", 6, html! { (words.fill("statement-closing", &[("day", &dates::long(words, statement.period.to))])) })) (cell("num strong", html! { (with_minus(&statement.closing.with_sign())) })) (cell("num wide-only", html! {})) },
    );
    let table =
        Table { class: "statement keep", caption: words.say("statement-title"), columns: &columns };
    html! {
        (by_age(words, &statement.ageing, currency))
        @if statement.ageing.unapplied_credit > 0 {
            p.small { (words.fill("statement-unapplied", &[("amount", &Money::new(statement.ageing.unapplied_credit, currency).with_sign())])) }
        }
        (table::table(table, rows, Some(foot)))
    }
}
