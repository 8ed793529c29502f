//! HTML of the statement of account.

use super::super::statement::{Entry, Statement};
use super::super::statement_pages::Found;
use super::super::statement_paper::SHEET_MOST;
use crate::platform::list::{Column, Value};
use crate::platform::web::dates;
use crate::platform::web::forms::error_line;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::{Pager, pager};
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

/// Entries on a page; the rest of a long statement stands on pages of its own.
pub const STATEMENT_PAGE: usize = 500;

/// Whose statement staff look at.
pub struct OfCustomer<'a> {
    /// Its number.
    pub number: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Number of the customer that gets its invoices instead.
    pub invoiced_to: Option<&'a str>,
}

/// What the statement's page shows.
pub struct StatementShown<'a> {
    /// What was asked for and found.
    pub found: &'a Found,
    /// Whether the reader may pay.
    pub pays: bool,
    /// Address of the page.
    pub path: &'a str,
    /// Whose it is, for staff.
    pub of: Option<OfCustomer<'a>>,
}

/// The statement of account.
#[must_use]
pub fn statement(words: &Language, shown: &StatementShown<'_>) -> Markup {
    let (from, to) = (&shown.found.typed.0, &shown.found.typed.1);
    html! {
        (heading(words, shown))
        form.list-bar.no-print method="get" action=(shown.path) {
            label.day { span { (words.say("list-from")) } input.input type="date" name="from" value=(from) required; }
            label.day { span { (words.say("list-to")) } input.input type="date" name="to" value=(to) required; }
            button.button.small type="submit" { (words.say("list-show")) }
            @if let Err(problem) = &shown.found.statement { (error_line("wrong-days", html! { (words.sentence(problem)) })) }
        }
        @if let Ok(statement) = &shown.found.statement { (entries(words, statement, shown)) }
    }
}

fn heading(words: &Language, shown: &StatementShown<'_>) -> Markup {
    let query = format!("from={}&to={}", shown.found.typed.0, shown.found.typed.1);
    let above = |number: &str| format!("/staff/customers/{}", path_segment(number));
    let back = match &shown.of {
        None => vec![(words.say("transactions-title"), "/transactions".to_owned())],
        Some(of) => vec![
            (words.say("customers-title"), "/staff/customers".to_owned()),
            (of.name, above(of.number)),
        ],
    };
    let back: Vec<(&str, &str)> = back.iter().map(|(said, href)| (*said, href.as_str())).collect();
    let elsewhere = shown.of.as_ref().and_then(|of| of.invoiced_to);
    let context = html! {
        @match elsewhere {
            Some(number) => { (words.say("statement-elsewhere")) " " a href={ (above(number)) "/statement" } { (number) } }
            None => { (words.say("statement-context")) }
        }
    };
    let owes = |statement: &Statement| shown.pays && statement.ageing.balance() > 0;
    let owes = shown.found.statement.as_ref().is_ok_and(owes);
    let entries = shown.found.statement.as_ref().map_or(0, |statement| statement.entries.len());
    let actions = html! {
        button.button.script-only type="button" data-print { (words.say("order-print")) }
        @if shown.found.statement.is_ok() {
            @if entries <= SHEET_MOST { a.button href={ (shown.path) ".pdf?" (query) } download { (words.say("document-pdf")) } }
            a.button href={ (shown.path) "/export?as=csv&" (query) } download { "CSV" }
        }
        @if owes { a.button.main href="/payments/new" { (words.say("pay-off-balance")) } }
    };
    let title_text = match &shown.of {
        None => words.say("statement-title").to_owned(),
        Some(of) => words.fill("statement-of", &[("customer", of.name)]),
    };
    title(Head {
        crumbs: &back,
        crumbs_label: words.say("crumbs-label"),
        title: &title_text,
        context: Some(context),
        actions: Some(actions),
        ..Head::default()
    })
}

/// What was or is open at an end of the period. It reaches over as many columns as a narrow screen shows before the balance; the
/// three it hides are cells of their own.
fn edge(words: &Language, (key, at): (&str, Day), amount: &str) -> Markup {
    html! {
        (wide_cell("", 3, html! { (words.fill(key, &[("day", &dates::long(words, at))])) }))
        @for _ in 0..3 { (cell("wide-only", html! {})) }
        (cell("num strong", html! { (amount) }))
        (cell("num wide-only", html! {}))
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
    let (before, all) = (shown.found.before, statement.entries.len());
    let here =
        statement.entries.get(before..(before + STATEMENT_PAGE).min(all)).unwrap_or_default();
    let brought = before.checked_sub(1).and_then(|last| statement.entries.get(last));
    let rows = html! {
        @match brought {
            Some(last) => { (row("", edge(words, ("statement-brought", last.document.issued_day), &amount(last.balance)))) }
            None => { (row("", edge(words, ("statement-opening", statement.period.from), &amount(statement.opening)))) }
        }
        @for entry in here {
            (entry_row(words, shown, entry))
        }
    };
    let foot = match here.last().filter(|_| before + STATEMENT_PAGE < all) {
        Some(last) => {
            edge(words, ("statement-carried", last.document.issued_day), &amount(last.balance))
        }
        None => {
            let closing = with_minus(&statement.closing.with_sign());
            edge(words, ("statement-closing", statement.period.to), &closing)
        }
    };
    let foot = row("total", foot);
    let table =
        Table { class: "statement keep", caption: words.say("statement-title"), columns: &columns };
    html! {
        (by_age(words, &statement.ageing, currency))
        @if statement.ageing.unapplied_credit > 0 {
            p.small { (words.fill("statement-unapplied", &[("amount", &Money::new(statement.ageing.unapplied_credit, currency).with_sign())])) }
        }
        (table::table(table, rows, Some(foot)))
        (pages(words, shown, all))
    }
}

fn entry_row(words: &Language, shown: &StatementShown<'_>, entry: &Entry) -> Markup {
    let document = &entry.document;
    let amount = |money: Money| with_minus(&money.grouped());
    let link = |number: &str| {
        if shown.of.is_some() {
            format!("/staff/documents/{}", path_segment(number))
        } else {
            document_href(number)
        }
    };
    let day = |day: Day| dates::short(words, day, shown.found.today);
    row(
        "",
        html! {
            (row_head("code strong", html! { a href=(link(&document.number)) { (document.number) } span.second.narrow-only { (day(document.issued_day)) } }))
            (cell("c-day wide-only", html! { (day(document.issued_day)) }))
            (cell("c-kind wide-only", html! { (words.say(document.kind.word())) }))
            (cell("c-day wide-only", match document.due_day { Some(due) => html! { (day(due)) }, None => empty() }))
            (cell("num", if document.kind.is_debit() { html! { (amount(document.counted())) } } else { empty() }))
            (cell("num", if document.kind.is_debit() { empty() } else { html! { (amount(document.counted())) } }))
            (cell("num strong", html! { (amount(entry.balance)) }))
            (cell("num wide-only", if document.open.minor == 0 { empty() } else { html! { (amount(document.signed(document.open))) } }))
        },
    )
}

/// The way to the entries before and after.
fn pages(words: &Language, shown: &StatementShown<'_>, all: usize) -> Markup {
    let (from, to) = &shown.found.typed;
    let before = shown.found.before;
    let href = |before: usize| format!("{}?from={from}&to={to}&before={before}", shown.path);
    let previous = before.checked_sub(STATEMENT_PAGE).map(href);
    let after = before + STATEMENT_PAGE;
    let next = (after < all).then(|| href(after));
    let said = words.fill(
        "pages-shown",
        &[
            ("first", &(before + 1).min(all).to_string()),
            ("last", &after.min(all).to_string()),
            ("total", &all.to_string()),
        ],
    );
    let is_long = all > STATEMENT_PAGE;
    html! {
        @if is_long {
            (pager(Pager {
                label: words.say("pages-label"),
                shown: &said,
                previous: previous.as_deref().map(|href| (words.say("pages-previous"), href)),
                next: next.as_deref().map(|href| (words.say("pages-next"), href)),
            }))
        }
    }
}
