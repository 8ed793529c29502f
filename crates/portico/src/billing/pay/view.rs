//! HTML of the customer's pages of paying.

use super::back::Back;
use super::plan::Rules;
use super::{Part, Payment, Status};
use crate::access::form::Fields;
use crate::access::visit::Visit;
use crate::billing::kept::Document;
use crate::billing::remit::Remittance;
use crate::billing::remit::view::{announced_already, awaited};
use crate::billing::settle::Locked;
use crate::catalogue::staff_view::column;
use crate::platform::problem::{FieldProblem, Problem};
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Field, csrf, error_line, field, tick};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Fact, facts, nothing_here};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, row, row_head, table, told, wide_cell};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Money, Zone};

/// What the page of a new payment shows.
pub(super) struct New<'a> {
    /// The documents that were chosen.
    pub(super) documents: &'a [Document],
    /// What is owed, oldest due first.
    pub(super) due: &'a [Locked],
    /// What a sum would go to, and what is over.
    pub(super) preview: Option<&'a (Vec<Part>, Money)>,
    /// What was typed.
    pub(super) fields: &'a Fields,
    /// What the wholesaler allows.
    pub(super) rules: Rules,
    /// Whether this person can pay at a gateway.
    pub(super) can_pay: bool,
    /// Whether they can announce a bank transfer.
    pub(super) can_announce: bool,
    /// What they announced already.
    pub(super) announced: &'a [Remittance],
    /// Whether this person sees the whole balance.
    pub(super) sees_all: bool,
    /// The day it is.
    pub(super) today: Day,
    /// The form's own key.
    pub(super) form: &'a str,
    /// Why it was refused.
    pub(super) problem: Option<&'a Problem>,
}

impl New<'_> {
    fn typed(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }

    /// Whether a document has to wait for a payment that is under way.
    fn waits(&self, document: &Document) -> bool {
        self.rules.one_at_a_time && document.pending.minor > 0
    }

    fn error(&self, name: &str) -> Option<&FieldProblem> {
        self.problem?.errors.iter().find(|error| error.field == name)
    }
}

/// The page of a new payment.
pub(super) fn new(visit: &Visit, page: &New<'_>) -> Markup {
    let words = &visit.words;
    let crumbs = [(words.say("payments-title"), "/payments")];
    let shown = |field: &str| field == "/amount" || field.starts_with("/documents/");
    let above = page.problem.filter(|p| !p.errors.iter().any(|error| shown(&error.field)));
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say(if page.documents.is_empty() { "pay-balance-title" } else { "pay-title" }),
            context: Some(html! { (words.say(if page.can_pay { "pay-context" } else { "pay-context-transfer" })) }),
            ..Head::default()
        }))
        @if let Some(problem) = above { (flash(&Flash::new(FlashKind::Refused, words.sentence(&problem.text)))) }
        @if !page.can_pay && !page.can_announce { p.note { (words.say(if visit.buyer.customer.pays_online { "pay-no-gateway" } else { "pay-not-online" })) } }
        (announced_already(words, page.announced))
        @if !page.documents.is_empty() {
            (documents(visit, page))
        } @else if !page.sees_all {
            (nothing_here(words.say("pay-own-only"), html! { (words.say("pay-own-only-what")) }, None))
        } @else if page.due.is_empty() && page.preview.is_none() && page.problem.is_none() {
            (nothing_here(words.say("pay-nothing-due"), html! { (words.say("pay-nothing-due-what")) }, None))
        } @else {
            (balance(visit, page))
        }
    }
}

/// Chosen documents with an amount each.
fn documents(visit: &Visit, page: &New<'_>) -> Markup {
    let words = &visit.words;
    let columns = [
        column(words, "code", "document-number"),
        column(words, "c-kind", "document-type"),
        column(words, "c-day", "document-due"),
        column(words, "num c-open", "document-open-amount"),
        column(words, "num c-pay", "pay-amount"),
    ];
    let shown =
        Table { class: "pay-documents", caption: words.say("pay-title"), columns: &columns };
    let rows = html! { @for (index, one) in page.documents.iter().enumerate() { (document_row(words, page, index, one)) } };
    html! {
        form.form method="post" action="/payments" {
            (csrf(&visit.csrf))
            input type="hidden" name="form" value=(page.form);
            (section("documents", words.say("pay-what"), None, table(shown, rows, Some(total(words, page)))))
            p.note { (words.say(if page.rules.in_part { "pay-in-part-hint" } else { "pay-whole-hint" })) }
            div.gap-above { (tick("keep_rest", "yes", words.say("pay-keep-rest"), page.typed("keep_rest") == "yes")) }
            @if page.documents.iter().all(|one| page.waits(one)) {
                p.note { (words.say("pay-all-wait")) }
            } @else if sum(page) <= 0 {
                (buttons(words, true, false))
            } @else {
                (buttons(words, page.can_pay, page.can_announce))
            }
        }
    }
}

/// The ways to pay, of one form.
fn buttons(words: &Language, online: bool, transfer: bool) -> Markup {
    html! {
        div.actions.gap-above {
            @if online { button.button.main type="submit" data-sending=(words.say("pay-going")) { (words.say("pay-now")) } }
            @if transfer { button.button.main[!online] type="submit" formaction="/remittances" { (words.say("pay-by-transfer")) } }
        }
    }
}

/// What all of the chosen come to, as they were before anything was typed.
fn sum(page: &New<'_>) -> i64 {
    page.documents
        .iter()
        .filter(|one| !page.waits(one))
        .map(|one| one.signed(one.free()).minor)
        .sum()
}

fn total(words: &Language, page: &New<'_>) -> Markup {
    let currency = page.documents.first().map(|one| one.open.currency);
    let sum = currency.map(|currency| Money::new(sum(page).max(0), currency).with_sign());
    row(
        "total",
        html! {
            (wide_cell("", 4, html! { (words.say("pay-if-all")) }))
            (cell("num", html! { span data-pay-sum data-digits=[currency.map(|c| c.digits())] data-sign=[currency.map(|c| c.sign())] { (sum.unwrap_or_default()) } }))
        },
    )
}

fn document_row(words: &Language, page: &New<'_>, index: usize, one: &Document) -> Markup {
    let name = format!("amount-{}", one.number);
    let error = page.error(&format!("/documents/{index}/amount"));
    let error = error.map(|error| words.sentence(&error.text));
    let typed = page.fields.iter().find(|(n, _)| *n == name).map(|(_, v)| v.clone());
    let free = one.free().amount();
    let label = words.fill("pay-amount-of", &[("number", &one.number)]);
    let due = one.due_day.map(|day| dates::short(words, day, page.today)).unwrap_or_default();
    let invalid = error.as_ref().map(|_| "true");
    let waits = page.waits(one);
    let amount = html! {
        @if waits {
            (state(Shape::Half, Tone::Info, words.say("document-under-way")))
        } @else {
            input.in-cell type="text" inputmode="decimal" data-arrow data-pay-part=(if one.kind.is_debit() { "1" } else { "-1" }) name=(name) value=(typed.unwrap_or(free)) aria-label=(label) aria-invalid=[invalid];
        }
    };
    row(
        if error.is_some() { "tint-bad" } else { "" },
        html! {
            (row_head("code", html! { (one.number) @if !waits { input type="hidden" name="document" value=(one.number); } }))
            (cell("c-kind", html! { (words.say(one.kind.word())) @if let Some(error) = &error { (error_line(&format!("wrong-{index}"), html! { (error) })) } }))
            (told("c-day", words.say("document-due"), html! { (due) @if one.is_overdue(page.today) { " " (state(Shape::Triangle, Tone::Bad, words.say("document-overdue"))) } }))
            (told("num c-open", words.say("document-open-amount"), html! { (one.signed(one.free()).grouped()) }))
            (cell("num c-pay", amount))
        },
    )
}

/// Pay off Balance: a sum, then what it goes to, then the button.
fn balance(visit: &Visit, page: &New<'_>) -> Markup {
    let words = &visit.words;
    let currency = visit.buyer.customer.currency;
    let free = |one: &Locked| match one.pending.minor > 0 && page.rules.one_at_a_time {
        true => 0,
        false => one.free().minor,
    };
    let all = Money::new(page.due.iter().map(free).sum(), currency);
    let error = page.error("/amount").or_else(|| page.error("/documents/0/amount"));
    let error = error.map(|error| words.sentence(&error.text)).unwrap_or_default();
    let amount = all.amount();
    let typed = page.typed("balance");
    let value = if typed.is_empty() { amount.as_str() } else { typed };
    let hint = words.fill("pay-balance-hint", &[("due", &all.with_sign())]);
    html! {
        form.form.pay-balance method="get" action="/payments/new" {
            (field(Field { name: "balance", label: words.say("pay-balance-amount"), hint: &hint, value, error: &error, autocomplete: "off", ..Field::default() }))
            (tick("keep_rest", "yes", words.say("pay-keep-rest"), page.typed("keep_rest") == "yes"))
            div.gap-above { button.button type="submit" { (words.say("pay-show")) } }
        }
        @if let Some((parts, rest)) = page.preview { (preview(visit, page, (parts, *rest))) }
    }
}

fn preview(visit: &Visit, page: &New<'_>, (parts, rest): (&[Part], Money)) -> Markup {
    let words = &visit.words;
    html! {
        (section("goes-to", words.say("pay-goes-to"), None, parts_table(words, parts, "pay-goes-to")))
        @if rest.minor > 0 { p.note { (words.fill("pay-rest-kept", &[("rest", &rest.with_sign())])) } }
        @if page.can_pay || page.can_announce {
            form.form method="post" action="/payments" {
                (csrf(&visit.csrf))
                input type="hidden" name="form" value=(page.form);
                input type="hidden" name="balance" value=(page.typed("balance"));
                input type="hidden" name="keep_rest" value=(page.typed("keep_rest"));
                (buttons(words, page.can_pay, page.can_announce))
            }
        }
    }
}

/// What a payment or a transfer goes to.
pub(in crate::billing) fn parts_table(
    words: &Language,
    parts: &[Part],
    caption: &'static str,
) -> Markup {
    let columns = [column(words, "code", "document-number"), column(words, "num", "pay-amount")];
    let shown = Table { class: "pay-parts", caption: words.say(caption), columns: &columns };
    let rows = html! {
        @for part in parts {
            (row("", html! {
                (row_head("code", html! { a href={ "/transactions/" (path_segment(&part.number)) } { (part.number) } }))
                (cell("num", html! { (part.amount.grouped()) }))
            }))
        }
    };
    table(shown, rows, None)
}

/// What the page of one payment shows.
pub(super) struct Shown<'a> {
    /// The payment.
    pub(super) payment: &'a Payment,
    /// What it goes to.
    pub(super) parts: &'a [Part],
    /// What went back of it.
    pub(super) backs: &'a [Back],
    /// Whether the payer just turned away from the gateway's page.
    pub(super) gave_up: bool,
    /// Where it is what day.
    pub(super) told: (&'a Zone, Day),
}

/// A payment's state: shape and word.
pub(super) fn status(words: &Language, status: Status) -> Markup {
    let (shape, tone) = match status {
        Status::Pending => (Shape::Ring, Tone::Wait),
        Status::Paid => (Shape::Disc, Tone::Good),
        Status::Failed => (Shape::Triangle, Tone::Bad),
        Status::Cancelled | Status::Expired => (Shape::Dash, Tone::Plain),
        Status::Refunded => (Shape::Diamond, Tone::Plain),
    };
    state(shape, tone, words.say(status.word()))
}

/// The page of one payment.
pub(super) fn one(visit: &Visit, page: &Shown<'_>) -> Markup {
    let (words, payment) = (&visit.words, page.payment);
    let crumbs = [(words.say("payments-title"), "/payments")];
    let when = dates::moment(words, payment.created_at, page.told.0, page.told.1);
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &payment.number,
            state: Some(status(words, payment.status)),
            context: Some(html! { (words.fill("payment-context", &[("when", &when)])) }),
            ..Head::default()
        }))
        p.gap-below { (words.say(said(page))) }
        @if payment.status == Status::Pending { (way_on(visit, payment)) }
        (facts(&[
            Fact { label: words.say("payment-amount"), figure: html! { (payment.amount.with_sign()) }, second: "", tone: Tone::Plain },
            Fact { label: words.say("payment-documents"), figure: html! { (page.parts.len()) }, second: "", tone: Tone::Plain },
        ]))
        @if !page.parts.is_empty() { (section("goes-to", words.say("pay-goes-to"), None, parts_table(words, page.parts, "pay-goes-to"))) }
        @if !page.backs.is_empty() { (section("back", words.say("payment-back"), None, backs(words, page))) }
    }
}

/// The sentence for the state it is in.
fn said(page: &Shown<'_>) -> &'static str {
    match page.payment.status {
        Status::Pending if page.gave_up => "payment-said-turned-away",
        Status::Pending if page.payment.redirect_url.is_none() => "payment-said-preparing",
        Status::Pending => "payment-said-pending",
        Status::Paid if page.payment.amount.minor == 0 => "payment-said-settled",
        Status::Paid => "payment-said-paid",
        Status::Failed => "payment-said-failed",
        Status::Cancelled => "payment-said-cancelled",
        Status::Expired => "payment-said-expired",
        Status::Refunded => "payment-said-refunded",
    }
}

fn way_on(visit: &Visit, payment: &Payment) -> Markup {
    let words = &visit.words;
    let own = format!("/payments/{}", path_segment(&payment.number));
    html! {
        div.actions.gap-above.gap-below {
            @if let Some(url) = &payment.redirect_url { a.button.main href=(url) { (words.say("payment-go")) } }
            a.button href={ (own) "?back=1" } { (words.say("payment-look-again")) }
            @if visit.buyer.may_order() {
                form method="post" action={ (own) "/end" } {
                    (csrf(&visit.csrf))
                    button.button type="submit" { (words.say("payment-give-up")) }
                }
            }
        }
    }
}

fn backs(words: &Language, page: &Shown<'_>) -> Markup {
    html! {
        ul.plain-list {
            @for back in page.backs {
                li {
                    (words.say(if back.kind == "dispute" { "document-chargeback" } else { "document-refund" })) ", "
                    (Money::new(back.minor, page.payment.currency()).with_sign()) ": "
                    (words.say(back_word(&back.state)))
                    @if let Some(reason) = &back.reason { " (" (reason) ")" }
                }
            }
        }
    }
}

/// Key of the words for the state of money that goes back.
pub(super) fn back_word(state: &str) -> &'static str {
    match state {
        "done" => "back-done",
        "undone" => "back-undone",
        _ => "back-pending",
    }
}

/// What is announced, and the latest payments of the customer; the way to a new one where paying is offered.
pub(super) fn latest(
    visit: &Visit,
    (announced, payments): (&[Remittance], &[Payment]),
    (zone, today): (&Zone, Day),
    offered: bool,
) -> Markup {
    let words = &visit.words;
    let columns = [
        column(words, "code", "payment-number"),
        column(words, "c-day", "payment-started"),
        column(words, "c-state", "order-state"),
        column(words, "num", "payment-amount"),
    ];
    let shown =
        Table { class: "payments", caption: words.say("payments-title"), columns: &columns };
    let rows = html! {
        @for payment in payments {
            (row("", html! {
                (row_head("code", html! { a href={ "/payments/" (path_segment(&payment.number)) } { (payment.number) } }))
                (cell("c-day dim", html! { (dates::moment(words, payment.created_at, zone, today)) }))
                (cell("c-state", status(words, payment.status)))
                (cell("num", html! { (payment.amount.with_sign()) }))
            }))
        }
    };
    html! {
        (title(Head {
            title: words.say("payments-title"),
            context: Some(html! { (words.say("payments-context")) }),
            actions: offered.then(|| html! { a.button.main href="/payments/new" { (words.say("pay-balance-title")) } }),
            ..Head::default()
        }))
        (awaited(words, announced, (zone, today)))
        @if payments.is_empty() {
            (nothing_here(words.say("payments-none"), html! { (words.say("payments-none-what")) }, None))
        } @else {
            (table(shown, rows, None))
        }
    }
}
