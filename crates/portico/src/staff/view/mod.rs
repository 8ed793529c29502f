//! HTML of the staff's pages.

pub mod settings;

use crate::backoffice::review::REASON_LONGEST;
use crate::orders::staff_store::{CustomerName, StaffRow};
use crate::orders::store::{Filter, Page};
use crate::orders::view::detail::{self, Detail};
use crate::orders::view::list::{filters, steps};
use crate::orders::view::{bar_key, pieces, pieces_in_words, state_of};
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Field, csrf, textarea};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::ledger::ledger_bar;
use crate::platform::web::lists::nothing_here;
use crate::platform::web::path_segment;
use crate::platform::web::table::{self, Column, Table, cell, row, row_head};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Day;

/// What the work page shows.
pub struct Work<'a> {
    /// How many orders wait for a decision.
    pub waiting: i64,
    /// The oldest of those that were not confirmed yet.
    pub to_review: &'a [StaffRow],
    /// The newest orders.
    pub newest: &'a [StaffRow],
    /// The day it is.
    pub today: Day,
}

/// The work page.
#[must_use]
pub fn work(words: &Language, work: &Work<'_>) -> Markup {
    let context = words.fill("staff-work-context", &[("count", &work.waiting.to_string())]);
    let all = html! { a href="/staff/orders" { (words.say("staff-all-orders")) } };
    html! {
        (title(Head { title: words.say("staff-work"), context: Some(html! { (context) }), ..Head::default() }))
        @if !work.to_review.is_empty() {
            (section("to-review", words.say("staff-to-review"), None, orders_table(words, words.say("staff-to-review"), work.to_review, work.today)))
        }
        @if work.newest.is_empty() {
            (nothing_here(words.say("staff-no-orders"), html! { (words.say("staff-no-orders-what")) }, None))
        } @else {
            (section("newest", words.say("staff-newest"), Some(all), orders_table(words, words.say("staff-newest"), work.newest, work.today)))
        }
    }
}

/// The list of orders.
#[must_use]
pub fn orders(words: &Language, filter: &Filter, page: &Page<StaffRow>, today: Day) -> Markup {
    html! {
        (title(Head { title: words.say("orders-title"), ..Head::default() }))
        (filters(words, "/staff/orders", filter, words.say("staff-search")))
        @if page.rows.is_empty() {
            (nothing_here(words.say("orders-not-found"), html! { (words.say("staff-not-found-what")) }, Some((words.say("orders-show-all"), "/staff/orders"))))
        } @else {
            (orders_table(words, words.say("orders-title"), &page.rows, today))
            (bar_key(words, true))
        }
        (steps(words, "/staff/orders", filter, page))
    }
}

fn orders_table(words: &Language, caption: &str, rows: &[StaffRow], today: Day) -> Markup {
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let columns = [
        column("code strong", "order-number"),
        column("c-day", "order-placed"),
        column("c-customer", "staff-customer"),
        column("c-pieces", "order-pieces"),
        column("c-state", "order-state"),
        column("num strong", "order-total"),
    ];
    let body = html! { @for order in rows { (order_row(words, order, today)) } };
    table::table(Table { class: "orders", caption, columns: &columns }, body, None)
}

fn order_row(words: &Language, order: &StaffRow, today: Day) -> Markup {
    let head = &order.order.head;
    let name = pieces_in_words(words, &order.order.stages, 4);
    row(
        "",
        html! {
            (row_head("code strong", html! { a href={ "/staff/orders/" (path_segment(&head.number)) } { (head.number) } }))
            (cell("c-day dim", html! { (dates::short(words, head.placed_day, today)) }))
            (cell("c-customer", html! { (order.customer.name) " " span.ink-2 { (order.customer.number) } }))
            (cell("c-pieces", ledger_bar(pieces(&order.order.stages), &name)))
            (cell("c-state", state_of(words, head, false)))
            (cell("num strong", html! { (head.total.with_sign()) }))
        },
    )
}

/// One order, for staff.
pub struct StaffOrder<'a> {
    /// The order.
    pub detail: &'a Detail<'a>,
    /// Whose it is.
    pub customer: &'a CustomerName,
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person is to decide on it.
    pub decides: bool,
    /// The reason as typed.
    pub reason: &'a str,
    /// Why the decision was not taken.
    pub error: &'a str,
}

/// The page of one order.
#[must_use]
pub fn order(words: &Language, page: &StaffOrder<'_>) -> Markup {
    let head = &page.detail.order.head;
    let crumbs = [(words.say("orders-title"), "/staff/orders")];
    let day = dates::long(words, head.placed_day);
    let context = html! { (page.customer.name) ", " (page.customer.number) " · " (day) @if let Some(name) = &head.placed_by { ", " (name) } };
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &head.number,
            state: Some(state_of(words, head, false)),
            context: Some(context),
            actions: None,
        }))
        @if let Some(why) = &head.refused_why { (flash(&Flash::new(FlashKind::Refused, why.clone()))) }
        @if !page.decides && !page.error.is_empty() { (flash(&Flash::new(FlashKind::Refused, page.error))) }
        @if page.decides { (decision(words, page)) }
        (detail::body(words, page.detail))
    }
}

fn decision(words: &Language, page: &StaffOrder<'_>) -> Markup {
    let action = format!("/staff/orders/{}/decision", path_segment(&page.detail.order.head.number));
    let reason = Field {
        name: "reason",
        label: words.say("staff-reason"),
        need: words.say("staff-reason-need"),
        value: page.reason,
        error: page.error,
        ..Field::default()
    };
    let open = !page.error.is_empty();
    let content = html! {
        div.box.gap-above {
            p { (words.fill("staff-decide-what", &[("most", &REASON_LONGEST.to_string())])) }
            div.decision {
                form method="post" action=(action) {
                    (csrf(page.csrf))
                    button.button.main type="submit" name="decision" value="confirm" data-sending=(words.say("staff-confirming")) { (words.say("staff-confirm")) }
                }
                details open[open] {
                    summary.button { (words.say("staff-refuse")) }
                    form.gap-above method="post" action=(action) {
                        (csrf(page.csrf))
                        (textarea(reason, 2))
                        button.button type="submit" name="decision" value="refuse" { (words.say("staff-refuse-now")) }
                    }
                }
            }
        }
    };
    section("decide", words.say("staff-decide"), None, content)
}
