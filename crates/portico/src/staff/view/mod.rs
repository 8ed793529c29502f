//! HTML of the staff's pages.

pub mod activity;
pub mod adjust;
pub mod closing;
mod comments;
mod exceptions;
pub mod hand_over;
mod order_deeds;
pub mod review;
pub mod running;
mod setting;
pub mod settings;

use crate::backoffice::reasons::Reason;
use crate::backoffice::since::Since;
use crate::backoffice::work::Queue;
use crate::backoffice::work::staff_view::queues;
use crate::billing::invoice::chargeable;
use crate::orders::Stage;
use crate::orders::change::kept::OpenChange;
use crate::orders::comment::WaitingOrder;
use crate::orders::exceptions::Exception;
use crate::orders::note::Note;
use crate::orders::staff_store::{CustomerName, STAFF_ORDERS, StaffRow};
use crate::orders::view::detail::{self, Detail};
use crate::orders::view::{bar_key, pieces, pieces_in_words, state_of, state_words};
use crate::orders::{Delivery, OrderHead, Status};
use crate::platform::list::view::{ListView, buttons, list, plain};
use crate::platform::list::{Asked, Column, Kept, Page, Value};
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::ledger::ledger_bar;
use crate::platform::web::lists::nothing_here;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use crate::quotes;
use maud::{Markup, html};
use portico_types::{Day, Money, Zone};

/// What the work page shows.
pub struct Work<'a> {
    /// How much there is in each queue of work.
    pub counts: &'a [(Queue, i64)],
    /// The oldest of those that were not confirmed yet.
    pub to_review: &'a [StaffRow],
    /// Orders with comments that wait for an answer, the longest waiting first.
    pub comments: &'a [WaitingOrder],
    /// How many of those there are.
    pub commented: i64,
    /// Orders whose customers ask for a change, the longest waiting first.
    pub changes: &'a [OpenChange],
    /// What waits of the quotations.
    pub quotes: quotes::staff_store::Waiting,
    /// The newest orders.
    pub newest: &'a [StaffRow],
    /// The wholesaler's zone.
    pub zone: &'a Zone,
    /// The day it is.
    pub today: Day,
}

/// The work page.
#[must_use]
pub fn work(words: &Language, work: &Work<'_>) -> Markup {
    let waiting = work.counts.iter().find(|(queue, _)| *queue == Queue::ToReview);
    let waiting = waiting.map_or(0, |(_, count)| *count).to_string();
    let context = words.fill("staff-work-context", &[("count", &waiting)]);
    let all = html! { a href="/staff/orders" { (words.say("staff-all-orders")) } };
    html! {
        (title(Head { title: words.say("staff-work"), context: Some(html! { (context) }), ..Head::default() }))
        (queues(words, work.counts, None))
        @if !work.to_review.is_empty() {
            (section("to-review", words.say("staff-to-review"), Some(html! { a href="/staff/review" { (words.say("review-title")) } }), orders_table(words, words.say("staff-to-review"), work.to_review, work.today)))
        }
        @if !work.changes.is_empty() { (comments::changes(words, work)) }
        @if !work.comments.is_empty() { (comments::waiting(words, work)) }
        (quotes::waiting_view::waiting(words, work.quotes))
        @if work.newest.is_empty() {
            (nothing_here(words.say("staff-no-orders"), html! { (words.say("staff-no-orders-what")) }, None))
        } @else {
            (section("newest", words.say("staff-newest"), Some(all), orders_table(words, words.say("staff-newest"), work.newest, work.today)))
        }
    }
}

/// What the list of orders shows.
pub struct Orders<'a> {
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<StaffRow>,
    /// What forms carry.
    pub csrf: &'a str,
    /// The day it is.
    pub today: Day,
    /// Whether this person may enter one.
    pub writes: bool,
}

/// The list of orders.
#[must_use]
pub fn orders(words: &Language, shown: &Orders<'_>) -> Markup {
    let none = nothing_here(
        words.say("staff-no-orders"),
        html! { (words.say("staff-no-orders-what")) },
        None,
    );
    let columns = orders_columns(words, shown.today);
    let view = ListView {
        listing: &STAFF_ORDERS,
        asked: shown.asked,
        words,
        columns: &columns,
        kept: shown.kept,
        page: shown.page,
        csrf: shown.csrf,
        class: "orders",
        caption: words.say("orders-title"),
        given: &[],
        tint: &|_| "",
        nothing: none,
    };
    let actions = html! {
        (buttons(&view))
        @if shown.writes { a.button.main href="/staff/orders/new" { (words.say("entry-find-title")) } }
    };
    let title_row =
        Head { title: words.say("orders-title"), actions: Some(actions), ..Head::default() };
    html! {
        (title(title_row))
        (list(&view))
        @if !shown.page.rows.is_empty() { (bar_key(words, true)) }
    }
}

fn orders_table(words: &Language, caption: &str, rows: &[StaffRow], today: Day) -> Markup {
    plain("orders", caption, &orders_columns(words, today), rows)
}

/// The columns of the orders of all customers.
#[must_use]
pub fn orders_columns(words: &Language, today: Day) -> Vec<Column<'_, StaffRow>> {
    let say = |key| words.say(key);
    let mut columns = vec![
        Column::new("number", say("order-number"), |o: &StaffRow| {
            Value::text(&o.order.head.number)
        })
        .class("code strong")
        .draw(|o| {
            let number = &o.order.head.number;
            html! { a href={ "/staff/orders/" (path_segment(number)) } { (number) } }
        }),
        Column::new("placed", say("order-placed"), |o: &StaffRow| o.order.head.placed_day.into())
            .class("c-day dim")
            .sorted("placed")
            .draw(move |o| html! { (dates::short(words, o.order.head.placed_day, today)) }),
        Column::new("customer", say("staff-customer"), |o: &StaffRow| {
            Value::text(&o.customer.name)
        })
        .class("c-customer")
        .wide(30)
        .draw(|o| html! { (o.customer.name) " " span.ink-2 { (o.customer.number) } }),
        Column::new("pieces", say("order-pieces"), |o: &StaffRow| {
            Value::own(pieces_in_words(words, &o.order.stages, 4))
        })
        .class("c-pieces")
        .wide(34)
        .draw(|o| {
            let stages = &o.order.stages;
            ledger_bar(pieces(stages), &pieces_in_words(words, stages, 4))
        }),
        Column::new("state", say("order-state"), move |o: &StaffRow| {
            Value::word(say(state_words(&o.order.head, false, today).2))
        })
        .class("c-state")
        .wide(20)
        .draw(
            move |o| html! { (state_of(words, &o.order.head, false, today)) (over_mark(words, o)) },
        ),
    ];
    columns.extend(more_columns(words));
    columns
}

/// The mark of an order that is still to be delivered and went over the credit limit as it was placed.
fn over_mark(words: &Language, row: &StaffRow) -> Markup {
    let Some(by) = row.credit_over.filter(|_| adjustable(&row.order.head)) else {
        return Markup::default();
    };
    let said = words.fill("staff-over-credit", &[("by", &by.with_sign())]);
    html! { span.second { (state(Shape::Triangle, Tone::Wait, &said)) } }
}

/// What is there for whoever ticks it, the total, and what files need beside.
fn more_columns(words: &Language) -> Vec<Column<'_, StaffRow>> {
    let say = |key| words.say(key);
    vec![
        Column::new("reference", say("order-reference"), |o: &StaffRow| {
            Value::maybe(o.order.head.reference.as_deref())
        })
        .class("c-more")
        .wide(22)
        .hidden(),
        Column::new("placed-by", say("order-by"), |o: &StaffRow| {
            Value::maybe(o.order.head.placed_by.as_deref())
        })
        .class("c-more")
        .wide(20)
        .hidden(),
        Column::new("lines", say("order-lines"), |o: &StaffRow| {
            Value::count(o.order.head.line_count)
        })
        .class("num c-more")
        .hidden(),
        Column::new("over-credit", say("staff-over-credit-column"), |o: &StaffRow| {
            o.credit_over.map_or_else(|| Value::text(""), Into::into)
        })
        .class("num c-more")
        .hidden(),
        Column::new("total", say("order-total"), |o: &StaffRow| o.order.head.total.into())
            .class("num strong")
            .sorted("total")
            .draw(|o| html! { (o.order.head.total.with_sign()) }),
        Column::new("currency", say("order-currency"), |o: &StaffRow| {
            Value::text(o.order.head.total.currency.code())
        })
        .only_in_files(),
        Column::new("customer-number", say("order-customer-number"), |o: &StaffRow| {
            Value::text(&o.customer.number)
        })
        .only_in_files(),
    ]
}

/// One order, for staff.
pub struct StaffOrder<'a> {
    /// The order.
    pub detail: &'a Detail<'a>,
    /// Whose it is.
    pub customer: &'a CustomerName,
    /// Who of the staff placed it for the customer.
    pub placed_for: Option<&'a str>,
    /// By how much it went over the customer's credit limit as it was placed.
    pub credit_over: Option<Money>,
    /// What of it staff settled by hand.
    pub exceptions: &'a [Exception],
    /// Its goods-out notes, and what can be released.
    pub warehouse: Markup,
    /// What forms carry.
    pub csrf: &'a str,
    /// Notes of staff on it.
    pub notes: &'a [Note],
    /// Whether this person may change things.
    pub writes: bool,
    /// The reason of a cancellation, as typed.
    pub cancel_reason: &'a str,
    /// A note, as typed.
    pub note: &'a str,
    /// Whether this person is to decide on it.
    pub decides: bool,
    /// Why it waits.
    pub reasons: &'a [Reason],
    /// What changed since it was placed, where somebody is to decide.
    pub since: Option<&'a Since>,
    /// The reason as typed.
    pub reason: &'a str,
    /// Why the decision was not taken.
    pub error: &'a str,
}

/// Whether there is something to adjust as far as the head says; the deed says the rest.
fn adjustable(head: &OrderHead) -> bool {
    matches!(head.status, Status::Placed | Status::Confirmed) && head.delivery != Delivery::All
}

/// What staff are told of an order that was taken though it went over the credit limit.
fn over_credit(words: &Language, page: &StaffOrder<'_>) -> Markup {
    let over = page.credit_over.map(|by| {
        let said = words.fill("staff-order-over-credit", &[("by", &by.with_sign())]);
        flash(&Flash::new(FlashKind::Look, said))
    });
    over.unwrap_or_default()
}

/// The page of one order.
#[must_use]
pub fn order(words: &Language, page: &StaffOrder<'_>) -> Markup {
    let head = &page.detail.order.head;
    let crumbs = [(words.say("orders-title"), "/staff/orders")];
    let day = dates::long(words, head.placed_day);
    let placed_for = page.placed_for.map(|name| {
        words.fill("staff-order-for", &[("name", name), ("customer", &page.customer.name)])
    });
    let sent =
        page.detail.order.lines.iter().any(|line| line.stages.of(Stage::Shipped) > line.returned);
    let comes_back = page.writes && sent;
    let charges = page.writes && page.detail.order.lines.iter().any(|line| chargeable(line).0 > 0);
    let context = html! {
        (page.customer.name) ", " (page.customer.number) " · " (day)
        @if let Some(name) = &head.placed_by { ", " (name) }
        @if let Some(said) = &placed_for { ", " (said) }
    };
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &head.number,
            state: Some(state_of(words, head, false, page.detail.today)),
            context: Some(context),
            actions: Some(html! {
                @if page.writes && adjustable(head) { a.button href={ "/staff/orders/" (path_segment(&head.number)) "/adjust" } { (words.say("adjust-button")) } }
                @if charges { a.button href={ "/staff/orders/" (path_segment(&head.number)) "/invoice" } { (words.say("invoice-new")) } }
                @if comes_back { a.button href={ "/staff/orders/" (path_segment(&head.number)) "/returns" } { (words.say("return-new")) } }
            }),
        }))
        @if let Some(why) = &head.refused_why { (flash(&Flash::new(FlashKind::Refused, why.clone()))) }
        @if !page.decides && !page.error.is_empty() { (flash(&Flash::new(FlashKind::Refused, page.error))) }
        @if page.decides { (review::decision(words, page)) } @else { (over_credit(words, page)) }
        (detail::body(words, page.detail))
        (exceptions::content(words, page))
        (page.warehouse)
        (order_deeds::content(words, page))
    }
}
