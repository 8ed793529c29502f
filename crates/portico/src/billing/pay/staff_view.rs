//! HTML of payments for staff.

use super::back::{Back, REASON_LONGEST};
use super::list::PaymentRow;
use super::transfer::REFERENCE_LONGEST;
use super::view::{back_word, status};
use super::{Part, Payment, Status};
use crate::access::StaffRole;
use crate::access::form::Fields;
use crate::access::visit::StaffVisit;
use crate::app::list_page::Sight;
use crate::catalogue::staff_view::{column, fault, refused};
use crate::platform::list::{Column, Value};
use crate::platform::problem::{FieldProblem, Problem};
use crate::platform::web::dates;
use crate::platform::web::forms::{Field, csrf, field};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Fact, facts};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Money, Zone};

/// The columns of all payments.
#[must_use]
pub fn columns<'a>(words: &'a Language, sight: &'a Sight) -> Vec<Column<'a, PaymentRow>> {
    let (say, zone, today) = (|key| words.say(key), &sight.zone, sight.today);
    vec![
        Column::new("number", say("payment-number"), |r: &PaymentRow| Value::text(&r.payment.number))
            .class("code strong")
            .draw(|r| html! { a href={ "/staff/payments/" (path_segment(&r.payment.number)) } { (r.payment.number) } }),
        Column::new("started", say("payment-started"), move |r: &PaymentRow| Value::time(r.payment.created_at, zone))
            .class("c-day dim")
            .sorted("started")
            .draw(move |r| html! { (dates::moment(words, r.payment.created_at, zone, today)) }),
        Column::new("customer", say("staff-customer"), |r: &PaymentRow| Value::text(&r.customer))
            .class("c-customer")
            .wide(30)
            .draw(|r| html! { (r.customer) " " span.ink-2 { (r.customer_number) } }),
        Column::new("gateway", say("payment-gateway"), |r: &PaymentRow| Value::text(&r.payment.gateway)),
        Column::new("state", say("order-state"), move |r: &PaymentRow| Value::word(words.say(r.payment.status.word())))
            .class("c-state")
            .draw(move |r| html! {
                @if r.is_stuck() { (state(Shape::Triangle, Tone::Bad, words.say("payment-stuck"))) } @else { (status(words, r.payment.status)) }
            }),
        Column::new("amount", say("payment-amount"), |r: &PaymentRow| r.payment.amount.into())
            .class("num")
            .draw(|r| html! { (r.payment.amount.with_sign()) }),
    ]
}

/// What the page of one payment shows.
pub(super) struct One<'a> {
    /// The own key of its form.
    pub(super) form: &'a str,
    /// The payment.
    pub(super) payment: &'a Payment,
    /// Number and name of its customer.
    pub(super) customer: &'a (String, String),
    /// What it goes to.
    pub(super) parts: &'a [Part],
    /// What went back.
    pub(super) backs: &'a [Back],
    /// What can still go back, in minor units.
    pub(super) left: i64,
    /// Where it is what day.
    pub(super) told: (&'a Zone, Day),
    /// What was typed.
    pub(super) typed: &'a Fields,
    /// Why it was refused.
    pub(super) problem: Option<&'a Problem>,
}

fn typed<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
}

fn errors(problem: Option<&Problem>) -> &[FieldProblem] {
    problem.map_or(&[], |problem| problem.errors.as_slice())
}

/// The page of one payment.
pub(super) fn one(visit: &StaffVisit, page: &One<'_>) -> Markup {
    let (words, payment) = (&visit.words, page.payment);
    let crumbs = [(words.say("payments-title"), "/staff/payments")];
    let when = dates::moment(words, payment.created_at, page.told.0, page.told.1);
    let (number, name) = page.customer;
    let writes = visit.staff.role >= StaffRole::Write;
    let own = format!("/staff/payments/{}", path_segment(&payment.number));
    let left = Money::new(page.left, payment.currency());
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &payment.number,
            state: Some(status(words, payment.status)),
            context: Some(html! { (name) ", " (number) " · " (words.fill("payment-context", &[("when", &when)])) }),
            actions: (writes && !payment.gateway.is_empty() && payment.gateway != "bank").then(|| html! {
                form method="post" action={ (own) "/question" } { (csrf(&visit.csrf)) button.button type="submit" { (words.say("payment-ask")) } }
            }),
        }))
        (refused(words, page.problem))
        @if let Some(trouble) = &payment.trouble { p { (state(Shape::Triangle, Tone::Bad, &words.fill("payment-trouble", &[("why", trouble)]))) } }
        (facts(&[
            Fact { label: words.say("payment-amount"), figure: html! { (payment.amount.with_sign()) }, second: "", tone: Tone::Plain },
            Fact { label: words.say("payment-gateway"), figure: html! { (payment.gateway) }, second: payment.gateway_id.as_deref().unwrap_or(""), tone: Tone::Plain },
            Fact { label: words.say("payment-can-go-back"), figure: html! { (left.with_sign()) }, second: "", tone: Tone::Plain },
        ]))
        @if !page.parts.is_empty() { (section("goes-to", words.say("pay-goes-to"), None, parts(words, page.parts))) }
        @if !page.backs.is_empty() { (section("back", words.say("payment-back"), None, backs(words, page))) }
        @if writes && payment.status == Status::Paid && payment.gateway_id.is_some() && page.left > 0 {
            (section("refund", words.say("refund-title"), None, refund_form(visit, page, &own)))
        }
    }
}

fn parts(words: &Language, all: &[Part]) -> Markup {
    let columns = [column(words, "code", "document-number"), column(words, "num", "pay-amount")];
    let shown = Table { class: "pay-parts", caption: words.say("pay-goes-to"), columns: &columns };
    let rows = html! {
        @for part in all {
            (row("", html! { (row_head("code", html! { (part.number) })) (cell("num", html! { (part.amount.grouped()) })) }))
        }
    };
    table(shown, rows, None)
}

fn backs(words: &Language, page: &One<'_>) -> Markup {
    let columns = [
        column(words, "code", "back-kind"),
        column(words, "c-state", "order-state"),
        column(words, "c-reason", "return-reason"),
        column(words, "num", "pay-amount"),
    ];
    let shown = Table { class: "pay-backs", caption: words.say("payment-back"), columns: &columns };
    let rows = html! {
        @for back in page.backs {
            (row("", html! {
                (row_head("code", html! { (words.say(if back.kind == "dispute" { "document-chargeback" } else { "document-refund" })) }))
                (cell("c-state", html! { (words.say(back_word(&back.state))) }))
                (cell("c-reason", html! { (back.reason.as_deref().unwrap_or("")) }))
                (cell("num", html! { (Money::new(back.minor, page.payment.currency()).grouped()) }))
            }))
        }
    };
    table(shown, rows, None)
}

fn refund_form(visit: &StaffVisit, page: &One<'_>, own: &str) -> Markup {
    let (words, faults) = (&visit.words, errors(page.problem));
    let (amount, reason) = (fault(words, faults, "amount"), fault(words, faults, "reason"));
    html! {
        form.form method="post" action={ (own) "/refunds" } {
            (csrf(&visit.csrf))
            input type="hidden" name="form" value=(page.form);
            (field(Field { name: "amount", label: words.say("pay-amount"), value: typed(page.typed, "amount"), error: &amount, autocomplete: "off", required: true, ..Field::default() }))
            (field(Field { name: "reason", label: words.say("refund-reason"), value: typed(page.typed, "reason"), error: &reason, longest: REASON_LONGEST, autocomplete: "off", required: true, ..Field::default() }))
            button.button type="submit" data-sending=(words.say("refund-sending")) { (words.say("refund-do")) }
        }
    }
}

/// The form of a bank transfer.
pub(super) fn transfer(
    visit: &StaffVisit,
    form: &str,
    fields: &Fields,
    problem: Option<&Problem>,
) -> Markup {
    let (words, faults) = (&visit.words, errors(problem));
    let crumbs = [(words.say("payments-title"), "/staff/payments")];
    let line = |name: &'static str, label: &'static str, hint: &'static str, needed: bool| {
        let error = fault(words, faults, name);
        let hint = if hint.is_empty() { "" } else { words.say(hint) };
        let longest = if name == "reference" { REFERENCE_LONGEST } else { 0 };
        field(Field {
            name,
            label: words.say(label),
            hint,
            value: typed(fields, name),
            error: &error,
            longest,
            autocomplete: "off",
            required: needed,
            kind: if name == "day" { "date" } else { "text" },
            ..Field::default()
        })
    };
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("transfer-title"),
            context: Some(html! { (words.say("transfer-context")) }),
            ..Head::default()
        }))
        (refused(words, problem))
        form.form method="post" action="/staff/payments" {
            (csrf(&visit.csrf))
            input type="hidden" name="form" value=(form);
            (line("customer-number", "transfer-customer", "", true))
            (line("amount", "pay-amount", "", true))
            (line("day", "transfer-day", "transfer-day-hint", false))
            (line("reference", "transfer-reference", "", false))
            (line("documents", "transfer-documents", "transfer-documents-hint", false))
            button.button.main type="submit" data-sending=(words.say("transfer-sending")) { (words.say("transfer-do")) }
        }
    }
}
