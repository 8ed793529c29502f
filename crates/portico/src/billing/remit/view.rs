//! HTML of announced transfers.

use super::store::Awaited;
use super::{Remittance, Status};
use crate::access::visit::{StaffVisit, Visit};
use crate::billing::pay::Part;
use crate::billing::pay::view::parts_table;
use crate::catalogue::staff_view::column;
use crate::platform::web::dates;
use crate::platform::web::forms::csrf;
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Fact, facts};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Zone};

/// What the page of one shows.
pub(super) struct Shown<'a> {
    /// The transfer.
    pub(super) remittance: &'a Remittance,
    /// What it is for.
    pub(super) parts: &'a [Part],
    /// Where to, as lines.
    pub(super) account: &'a [String],
    /// Where it is what day.
    pub(super) told: (&'a Zone, Day),
}

fn status(words: &Language, status: Status) -> Markup {
    let (shape, tone) = match status {
        Status::Announced => (Shape::Ring, Tone::Wait),
        Status::Received => (Shape::Disc, Tone::Good),
        Status::Withdrawn => (Shape::Dash, Tone::Plain),
    };
    state(shape, tone, words.say(status.word()))
}

/// The page of an announced transfer.
pub(super) fn one(visit: &Visit, page: &Shown<'_>) -> Markup {
    let (words, one) = (&visit.words, page.remittance);
    let crumbs = [(words.say("payments-title"), "/payments")];
    let when = dates::moment(words, one.created_at, page.told.0, page.told.1);
    let said = match one.status {
        Status::Announced => "remittance-said-announced",
        Status::Received => "remittance-said-received",
        Status::Withdrawn => "remittance-said-withdrawn",
    };
    let account =
        html! { @for (at, line) in page.account.iter().enumerate() { @if at > 0 { br; } (line) } };
    let own = format!("/remittances/{}", path_segment(&one.number));
    let withdraws = one.status == Status::Announced && visit.buyer.may_order();
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &one.number,
            state: Some(status(words, one.status)),
            context: Some(html! { (words.fill("remittance-context", &[("when", &when)])) }),
            actions: Some(html! { button.button.script-only type="button" data-print { (words.say("order-print")) } }),
        }))
        p.gap-below { (words.say(said)) @if let Some(payment) = &one.payment { " " a href={ "/transactions/" (path_segment(payment)) } { (payment) } } }
        (facts(&[
            Fact { label: words.say("remittance-amount"), figure: html! { (one.amount.with_sign()) }, second: "", tone: Tone::Plain },
            Fact { label: words.say("remittance-names"), figure: html! { (one.number) }, second: "", tone: Tone::Plain },
        ]))
        @if one.status == Status::Announced { (section("to", words.say("remittance-to"), None, html! { p { (account) } })) }
        @if !page.parts.is_empty() { (section("goes-to", words.say("pay-goes-to"), None, parts_table(words, page.parts, "pay-goes-to"))) }
        @if withdraws {
            form.gap-above.no-print method="post" action={ (own) "/withdraw" } {
                (csrf(&visit.csrf))
                button.button type="submit" { (words.say("remittance-withdraw")) }
            }
        }
    }
}

/// What the customer announced and is not here yet, above the payments.
pub(in crate::billing) fn awaited(
    words: &Language,
    all: &[Remittance],
    (zone, today): (&Zone, Day),
) -> Markup {
    let columns = [
        column(words, "code", "remittance-number"),
        column(words, "c-day", "remittance-day"),
        column(words, "c-state", "order-state"),
        column(words, "num", "payment-amount"),
    ];
    let shown =
        Table { class: "remittances", caption: words.say("remittances-title"), columns: &columns };
    let rows = html! {
        @for one in all {
            (row("", html! {
                (row_head("code", html! { a href={ "/remittances/" (path_segment(&one.number)) } { (one.number) } }))
                (cell("c-day dim", html! { (dates::moment(words, one.created_at, zone, today)) }))
                (cell("c-state", status(words, one.status)))
                (cell("num", html! { (one.amount.with_sign()) }))
            }))
        }
    };
    html! { @if !all.is_empty() { (section("announced", words.say("remittances-title"), None, table(shown, rows, None))) } }
}

/// What of the customer's is announced already, said before more is paid.
pub(in crate::billing) fn announced_already(words: &Language, all: &[Remittance]) -> Markup {
    html! {
        @if !all.is_empty() {
            p.note {
                (words.say("remittance-already")) " "
                @for (at, one) in all.iter().enumerate() {
                    @if at > 0 { ", " }
                    a.nowrap href={ "/remittances/" (path_segment(&one.number)) } { (one.number) } " " (one.amount.with_sign())
                }
            }
        }
    }
}

/// What staff wait for, below the entries of the bank.
pub(in crate::billing) fn for_staff(
    visit: &StaffVisit,
    (all, count): (&[Awaited], i64),
    (zone, today): (&Zone, Day),
) -> Markup {
    let words = &visit.words;
    let columns = [
        column(words, "code", "remittance-number"),
        column(words, "c-day", "remittance-day"),
        column(words, "c-customer", "staff-customer"),
        column(words, "num", "payment-amount"),
    ];
    let shown =
        Table { class: "remittances", caption: words.say("remittances-title"), columns: &columns };
    let entry = |one: &Awaited| {
        let (customer, amount) =
            (path_segment(&one.customer_number), one.remittance.amount.amount());
        let number = path_segment(&one.remittance.number);
        format!("/staff/payments/new?customer-number={customer}&amount={amount}&documents={number}")
    };
    let rows = html! {
        @for one in all {
            (row("", html! {
                (row_head("code", html! { a href=(entry(one)) { (one.remittance.number) } }))
                (cell("c-day dim", html! { (dates::moment(words, one.remittance.created_at, zone, today)) }))
                (cell("c-customer", html! { (one.customer) " " span.ink-2 { (one.customer_number) } }))
                (cell("num", html! { (one.remittance.amount.with_sign()) }))
            }))
        }
    };
    let more = i64::try_from(all.len()).is_ok_and(|shown| count > shown);
    html! {
        @if !all.is_empty() {
            (section("announced", words.say("remittances-title"), None, html! {
                (table(shown, rows, None))
                @if more { p.note { (words.fill("bank-more", &[("count", &count.to_string())])) } }
            }))
        }
    }
}
