//! HTML of the bank's page.

use super::propose::Proposal;
use super::store::{OpenEntry, SHOWN_MOST};
use crate::access::form::Fields;
use crate::access::visit::StaffVisit;
use crate::billing::remit::store::Awaited;
use crate::billing::remit::view::for_staff;
use crate::platform::problem::Text;
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{csrf, error_line};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::table::{self, Table, cell, row, row_head, told};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Zone};

/// What the page shows.
pub(super) struct Bank<'a> {
    /// The oldest open entries with what they are probably for.
    pub(super) rows: &'a [(OpenEntry, Proposal)],
    /// How many are open in all.
    pub(super) count: i64,
    /// Transfers that customers announced, the oldest, and how many there are.
    pub(super) announced: (&'a [Awaited], i64),
    /// Where it is what day.
    pub(super) when: (&'a Zone, Day),
    /// Why a file was not read, or what was done.
    pub(super) told: Option<&'a (FlashKind, Text)>,
    /// Why entries were not booked.
    pub(super) faults: &'a [(i64, Text)],
    /// What was typed.
    pub(super) typed: &'a Fields,
    /// Whether the reader may book.
    pub(super) may: bool,
}

impl Bank<'_> {
    fn typed(&self, name: &str) -> Option<&str> {
        self.typed.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    fn is_ticked(&self, id: i64, proposal: &Proposal) -> bool {
        match self.typed.is_empty() {
            true => proposal.fits,
            false => {
                self.typed.iter().any(|(name, value)| name == "entry" && *value == id.to_string())
            }
        }
    }
}

/// The page.
pub(super) fn content(visit: &StaffVisit, page: &Bank<'_>) -> Markup {
    let words = &visit.words;
    let crumbs = [(words.say("payments-title"), "/staff/payments")];
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("bank-title"),
            context: Some(html! { (words.say("bank-context")) }),
            ..Head::default()
        }))
        @if let Some((kind, text)) = page.told { (flash(&Flash::new(*kind, words.sentence(text)))) }
        @if page.may { (bring(visit)) }
        @if page.rows.is_empty() {
            (nothing_here(words.say("bank-nothing"), html! { (words.say("bank-nothing-what")) }, None))
        } @else {
            (entries(visit, page))
        }
        (for_staff(visit, page.announced, page.when))
    }
}

fn bring(visit: &StaffVisit) -> Markup {
    let words = &visit.words;
    html! {
        form.bank-file method="post" action="/staff/bank" enctype="multipart/form-data" {
            (csrf(&visit.csrf))
            label for="field-file" { (words.say("bank-file")) }
            input.file #field-file type="file" name="files" accept=".xml,.csv,.txt" required;
            button.button type="submit" data-sending=(words.say("bank-sending")) { (words.say("bank-bring")) }
        }
    }
}

fn entries(visit: &StaffVisit, page: &Bank<'_>) -> Markup {
    let words = &visit.words;
    let column =
        |class, key| table::Column { class, label: words.say(key), ..table::Column::default() };
    let columns = [
        column("c-tick", "bank-tick"),
        column("c-day", "bank-day"),
        column("c-name", "bank-payer"),
        column("num", "bank-amount"),
        column("c-customer", "bank-customer"),
        column("c-documents", "bank-documents"),
    ];
    let rows = html! { @for (entry, proposal) in page.rows { (entry_row(words, page, (entry, proposal))) } };
    let shown =
        Table { class: "bank-entries", caption: words.say("bank-title"), columns: &columns };
    html! {
        form method="post" action="/staff/bank/entries" {
            (csrf(&visit.csrf))
            (table::table(shown, rows, None))
            @if page.count > SHOWN_MOST { p.note { (words.fill("bank-more", &[("count", &page.count.to_string())])) } }
            p.note { (words.say("bank-hint")) }
            @if page.may {
                div.actions.gap-above {
                    button.button.main type="submit" name="deed" value="book" data-sending=(words.say("bank-booking")) { (words.say("bank-book")) }
                    button.button type="submit" name="deed" value="set-aside" { (words.say("bank-set-aside")) }
                }
            }
        }
    }
}

fn entry_row(
    words: &Language,
    page: &Bank<'_>,
    (entry, proposal): (&OpenEntry, &Proposal),
) -> Markup {
    let id = entry.id;
    let fault = page.faults.iter().find(|(of, _)| *of == id).map(|(_, why)| words.sentence(why));
    let label = |key: &str| {
        words.fill(key, &[("payer", &entry.payer), ("amount", &entry.amount.with_sign())])
    };
    let (customer, documents) = (format!("customer-{id}"), format!("documents-{id}"));
    let proposed = proposal.customer.as_ref().map_or("", |(number, _)| number.as_str());
    let name = proposal.customer.as_ref().map_or("", |(_, name)| name.as_str());
    let numbers = proposal.documents.join(" ");
    let invalid = fault.as_ref().map(|_| "true");
    row(
        if fault.is_some() { "tint-bad" } else { "" },
        html! {
            (cell("c-tick", html! { input type="checkbox" name="entry" value=(id) checked[page.is_ticked(id, proposal)] disabled[!page.may] aria-label=(label("bank-tick-of")); }))
            (told("c-day", words.say("bank-day"), html! { (dates::short(words, entry.day, page.when.1)) }))
            (row_head("c-name", html! {
                (entry.payer) span.second { (entry.reference) }
                @if let Some(fault) = &fault { (error_line(&format!("wrong-{id}"), html! { (fault) })) }
            }))
            (told("num", words.say("bank-amount"), html! { (entry.amount.with_sign()) }))
            (told("c-customer", words.say("bank-customer"), html! {
                input.in-cell type="text" name=(customer) value=(page.typed(&customer).unwrap_or(proposed)) autocomplete="off" disabled[!page.may] aria-label=(label("bank-customer-of")) aria-invalid=[invalid];
                @if !name.is_empty() { span.second { (name) } }
            }))
            (told("c-documents", words.say("bank-documents"), html! {
                input.in-cell type="text" name=(documents) value=(page.typed(&documents).unwrap_or(&numbers)) autocomplete="off" disabled[!page.may] aria-label=(label("bank-documents-of"));
                @if proposal.fits { (state(Shape::Disc, Tone::Good, words.say("bank-fits"))) }
                @else if !proposal.documents.is_empty() { (state(Shape::Half, Tone::Wait, words.say("bank-differs"))) }
            }))
        },
    )
}
