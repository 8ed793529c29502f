//! HTML of the review of orders: the queue, a selection of it before it is confirmed, and the box on an order's page.

use super::StaffOrder;
use crate::backoffice::queue::ToReview;
use crate::backoffice::reasons::Reason;
use crate::backoffice::review::{Left, REASON_LONGEST};
use crate::backoffice::since::{LineNow, Since};
use crate::platform::web::dates;
use crate::platform::web::forms::{Field, csrf, row_tick, textarea};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::marks::{Shape, Tone, mark};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Column, Table, cell, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Currency, Day, Money};

/// What the queue shows.
pub struct Queue<'a> {
    /// The orders that wait.
    pub all: &'a [ToReview],
    /// Of a selection, those that are gone, or are not as they were when they were ticked.
    pub left: &'a [(String, Left)],
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person decides.
    pub writes: bool,
    /// The day it is.
    pub today: Day,
    /// Why nothing was done.
    pub error: &'a str,
}

/// The queue, with a form to confirm several.
#[must_use]
pub fn queue(words: &Language, queue: &Queue<'_>) -> Markup {
    let count = queue.all.len().to_string();
    let context = words.fill("staff-work-context", &[("count", &count)]);
    let table = listed(words, queue, queue.writes);
    html! {
        (head(words, "review-title", &context))
        @if !queue.error.is_empty() { p.said.bad role="alert" { (mark(Shape::Triangle, Tone::Bad)) " " (queue.error) } }
        @if queue.all.is_empty() {
            (nothing_here(words.say("review-nothing"), html! { (words.say("review-nothing-what")) }, None))
        } @else if queue.writes {
            form method="post" action="/staff/review" {
                (csrf(queue.csrf))
                (table)
                div.actions.gap-above { button.button type="submit" name="step" value="look" { (words.say("review-confirm-ticked")) } }
            }
        } @else { (table) }
    }
}

fn head(words: &Language, key: &'static str, context: &str) -> Markup {
    let crumbs = [(words.say("staff-work"), "/staff")];
    title(Head {
        crumbs: &crumbs,
        crumbs_label: words.say("crumbs-label"),
        title: words.say(key),
        context: Some(html! { (context) }),
        ..Head::default()
    })
}

/// The orders that were ticked, and the button that confirms exactly these.
#[must_use]
pub fn selection(words: &Language, queue: &Queue<'_>) -> Markup {
    let count = queue.all.len().to_string();
    let context = words.fill("review-selected", &[("count", &count)]);
    html! {
        (head(words, "review-confirm-several", &context))
        @for one in queue.left { p.said role="alert" { (mark(Shape::Triangle, Tone::Wait)) " " (not_as_ticked(words, one)) } }
        (listed(words, queue, false))
        form.gap-above method="post" action="/staff/review" {
            (csrf(queue.csrf))
            @for one in queue.all { input type="hidden" name="order" value=(value(one)); }
            div.actions {
                @if !queue.all.is_empty() {
                    button.button.main type="submit" name="step" value="confirm" data-sending=(words.say("staff-confirming")) { (words.fill("review-confirm-count", &[("count", &count)])) }
                }
                a.button href="/staff/review" { (words.say("review-back")) }
            }
        }
    }
}

/// Before a selection is confirmed: an order of it that is not as it was.
fn not_as_ticked(words: &Language, (number, why): &(String, Left)) -> String {
    let key = match why {
        Left::Gone => "review-gone",
        Left::Changed => "review-look-again",
    };
    words.fill(key, &[("number", number)])
}

/// After a selection was confirmed: an order of it that was left alone.
#[must_use]
pub fn left_alone(words: &Language, (number, why): &(String, Left)) -> String {
    let key = match why {
        Left::Gone => "review-gone",
        Left::Changed => "review-left-changed",
    };
    words.fill(key, &[("number", number)])
}

/// An order as the form names it: with the version that was looked at.
fn value(one: &ToReview) -> String {
    format!("{}:{}", one.number, one.version)
}

fn listed(words: &Language, queue: &Queue<'_>, ticks: bool) -> Markup {
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let mut columns = Vec::new();
    if ticks {
        columns.push(Column { hidden: true, ..column("c-tick", "review-tick") });
    }
    columns.extend([
        column("code", "order-number"),
        column("c-day", "order-placed"),
        column("c-customer", "staff-customer"),
        column("c-reasons", "review-why"),
        column("num c-lines", "order-lines"),
        column("num c-total", "order-total"),
    ]);
    let rows = html! {
        @for one in queue.all {
            (row("", html! {
                @if ticks { (cell("c-tick", row_tick("order", &value(one), &words.fill("review-tick-order", &[("number", &one.number)]), false))) }
                (row_head("code strong", html! { a href={ "/staff/orders/" (path_segment(&one.number)) } { (one.number) } }))
                (cell("c-day dim", html! { (dates::short(words, one.placed_day, queue.today)) }))
                (cell("c-customer", html! { (one.customer.1) " " span.ink-2 { (one.customer.0) } }))
                (cell("c-reasons", reasons(words, &one.reasons, one.total.currency)))
                (cell("num c-lines", html! { (one.line_count) }))
                (cell("num strong c-total", html! { (one.total.with_sign()) }))
            }))
        }
    };
    let caption = words.say("review-title");
    table(Table { class: "review", caption, columns: &columns }, rows, None)
}

fn reasons(words: &Language, reasons: &[Reason], currency: Currency) -> Markup {
    // Orders that waited before there were rules: every order did.
    let reasons = if reasons.is_empty() { &[Reason::Always][..] } else { reasons };
    let said: Vec<String> = reasons.iter().map(|one| reason(words, *one, currency)).collect();
    html! { (said.join(" · ")) }
}

/// Why an order waits, in words.
fn reason(words: &Language, reason: Reason, currency: Currency) -> String {
    let money = |minor| Money::new(minor, currency).with_sign();
    match reason {
        Reason::OverCredit(by) => words.fill("review-over-credit", &[("amount", &money(by))]),
        Reason::Customer => words.say("review-customer").to_owned(),
        Reason::FirstOrders(earlier) => {
            words.fill("review-first-orders", &[("count", &earlier.to_string())])
        }
        Reason::Above(limit) => words.fill("review-above", &[("amount", &money(limit))]),
        Reason::Remarks => words.say("review-remarks").to_owned(),
        Reason::Always => words.say("review-always").to_owned(),
    }
}

/// On an order's page: why it waits, what changed since, and the decision.
pub(super) fn decision(words: &Language, page: &StaffOrder<'_>) -> Markup {
    let action = format!("/staff/orders/{}/decision", path_segment(&page.detail.order.head.number));
    let head = &page.detail.order.head;
    let field = Field {
        name: "reason",
        label: words.say("staff-reason"),
        need: words.say("staff-reason-need"),
        value: page.reason,
        error: page.error,
        ..Field::default()
    };
    let hidden =
        html! { (csrf(page.csrf)) input type="hidden" name="version" value=(head.version); };
    let open = !page.error.is_empty();
    let content = html! {
        div.box.gap-above {
            p { strong { (words.say("review-waits-because")) } " " (reasons(words, page.reasons, head.total.currency)) }
            @if let Some(since) = page.since { (changed_since(words, since)) }
            p { (words.fill("staff-decide-what", &[("most", &REASON_LONGEST.to_string())])) }
            div.decision {
                form method="post" action=(action) {
                    (hidden)
                    button.button.main type="submit" name="decision" value="confirm" data-sending=(words.say("staff-confirming")) { (words.say("staff-confirm")) }
                }
                details open[open] {
                    summary.button { (words.say("staff-refuse")) }
                    form.gap-above method="post" action=(action) {
                        (hidden)
                        (textarea(field, 2))
                        button.button type="submit" name="decision" value="refuse" { (words.say("staff-refuse-now")) }
                    }
                }
            }
        }
    };
    section("decide", words.say("staff-decide"), None, content)
}

fn changed_since(words: &Language, since: &Since) -> Markup {
    if since.is_nothing() {
        return html! { p.ink-2 { (words.say("since-nothing")) } };
    }
    let mut said: Vec<(Shape, Tone, String)> = Vec::new();
    if since.closed {
        said.push((Shape::Triangle, Tone::Bad, words.say("since-closed").to_owned()));
    }
    if since.on_hold {
        said.push((Shape::Triangle, Tone::Bad, words.say("since-on-hold").to_owned()));
    }
    if let Some(over) = since.over_credit {
        let text = words.fill("review-over-credit", &[("amount", &over.with_sign())]);
        said.push((Shape::Triangle, Tone::Wait, text));
    }
    said.extend(since.lines.iter().map(|(_, name, now)| line_now(words, name, now)));
    html! {
        p { strong { (words.say("since-title")) } }
        ul.since { @for (shape, tone, text) in &said { li { (mark(*shape, *tone)) " " (text) } } }
    }
}

fn line_now(words: &Language, name: &str, now: &LineNow) -> (Shape, Tone, String) {
    match now {
        LineNow::Price { old, new } => {
            let args = [("name", name), ("old", &old.grouped()), ("new", &new.grouped())];
            (Shape::Diamond, Tone::Info, words.fill("since-price", &args))
        }
        LineNow::NotSold => {
            (Shape::Dash, Tone::Plain, words.fill("since-not-sold", &[("name", name)]))
        }
        LineNow::Free { lacking, free } => {
            let (lacking, free) = (lacking.grouped(), free.grouped());
            let args = [("name", name), ("lacking", lacking.as_str()), ("free", &free)];
            (Shape::Disc, Tone::Good, words.fill("since-free", &args))
        }
        LineNow::Lacking { lacking } => {
            let lacking = lacking.grouped();
            let args = [("name", name), ("lacking", lacking.as_str())];
            (Shape::Ring, Tone::Plain, words.fill("since-lacking", &args))
        }
    }
}
