//! HTML of returns for staff: the list, and the form that receives what came back.

use super::list::ReturnRow;
use super::receive::REASON_LONGEST;
use super::store::Return;
use super::view::of_order;
use crate::app::list_page::Sight;
use crate::catalogue::staff_view::{column, fault, refused};
use crate::orders::staff_store::CustomerName;
use crate::orders::{OrderDetail, OrderLine, Stage};
use crate::platform::list::{Column, Value};
use crate::platform::problem::Problem;
use crate::platform::web::dates;
use crate::platform::web::forms::{Choice, Field, csrf, error_line, inline_select, textarea};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, row, row_head, table, told};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Day;

/// The columns of all returns.
#[must_use]
pub fn columns<'a>(words: &'a Language, sight: &'a Sight) -> Vec<Column<'a, ReturnRow>> {
    let (say, today) = (|key| words.say(key), sight.today);
    vec![
        Column::new("number", say("return-number"), |r: &ReturnRow| Value::text(&r.number))
            .class("code strong"),
        Column::new("received", say("return-received"), |r: &ReturnRow| r.received_day.into())
            .class("c-day dim")
            .sorted("received")
            .draw(move |r| html! { (dates::short(words, r.received_day, today)) }),
        Column::new("order", say("order-number"), |r: &ReturnRow| Value::text(&r.order))
            .class("c-order")
            .draw(|r| html! { a href={ "/staff/orders/" (path_segment(&r.order)) } { (r.order) } }),
        Column::new("customer", say("staff-customer"), |r: &ReturnRow| Value::text(&r.customer))
            .class("c-customer")
            .wide(30)
            .draw(|r| html! { (r.customer) " " span.ink-2 { (r.customer_number) } }),
        Column::new("reason", say("return-reason"), |r: &ReturnRow| Value::text(&r.reason))
            .class("c-reason")
            .wide(40),
        Column::new("lines", say("order-lines"), |r: &ReturnRow| Value::count(r.lines))
            .class("num"),
        Column::new("written-off", say("return-lines-written-off"), |r: &ReturnRow| {
            Value::count(r.written_off)
        })
        .class("num"),
        Column::new("credit-note", say("document-credit-note"), |r: &ReturnRow| {
            Value::maybe(r.credit_note.as_deref())
        })
        .class("c-credit")
        .draw(move |r| credited(words, sight, r)),
    ]
}

/// The credit note that was given for a return, or the way to give one.
fn credited(words: &Language, sight: &Sight, row: &ReturnRow) -> Markup {
    html! {
        @match &row.credit_note {
            Some(number) => { a href={ "/staff/documents/" (path_segment(number)) } { (number) } }
            None if sight.acts => { a href={ "/staff/credit-notes/new?of_return=" (row.number) } { (words.say("credit-new")) } }
            None => {}
        }
    }
}

/// What the form shows.
pub struct Form<'a> {
    /// The order.
    pub order: &'a OrderDetail,
    /// Whose it is.
    pub customer: &'a CustomerName,
    /// What came back of it before.
    pub returns: &'a [Return],
    /// The day it is.
    pub today: Day,
    /// What forms carry.
    pub csrf: &'a str,
    /// The form's own key.
    pub form: &'a str,
    /// What was typed.
    pub typed: &'a [(String, String)],
    /// Why it was not received.
    pub problem: Option<&'a Problem>,
}

impl Form<'_> {
    fn typed(&self, name: &str) -> &str {
        self.typed.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str())
    }
}

/// The form: what can come back of each line, how much did, and what becomes of it.
#[must_use]
pub fn form(words: &Language, page: &Form<'_>) -> Markup {
    let number = page.order.head.number.as_str();
    let href = format!("/staff/orders/{}", path_segment(number));
    let crumbs = [(words.say("orders-title"), "/staff/orders"), (number, href.as_str())];
    let sent: Vec<&OrderLine> = page.order.lines.iter().filter(|line| left(line) > 0).collect();
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("return-new"),
            context: Some(html! { (page.customer.name) ", " (page.customer.number) " · " (number) }),
            ..Head::default()
        }))
        (refused(words, page.problem))
        @if sent.is_empty() {
            (nothing_here(words.say("return-nothing-sent"), html! { (words.say("return-nothing-sent-what")) }, Some((words.say("return-to-order"), &href))))
        } @else {
            (lines(words, page, &sent))
        }
        (of_order(words, page.returns, page.today))
    }
}

/// What can still come back of a line.
fn left(line: &OrderLine) -> i64 {
    line.stages.of(Stage::Shipped) - line.returned
}

fn lines(words: &Language, page: &Form<'_>, sent: &[&OrderLine]) -> Markup {
    let faults = page.problem.map_or(&[][..], |problem| problem.errors.as_slice());
    let columns = [
        column(words, "code", "order-code"),
        column(words, "c-name", "order-product"),
        column(words, "num c-can", "return-can-come"),
        column(words, "num c-came", "return-came"),
        column(words, "c-fate", "return-fate"),
    ];
    let rows = html! { @for line in sent { (line_row(words, page, line)) } };
    let reason = fault(words, faults, "reason");
    let action = format!("/staff/orders/{}/returns", path_segment(&page.order.head.number));
    let shown = Table { class: "return", caption: words.say("return-new"), columns: &columns };
    html! {
        form.form method="post" action=(action) {
            (csrf(page.csrf))
            input type="hidden" name="form" value=(page.form);
            (section("lines", words.say("order-lines"), None, table(shown, rows, None)))
            div.gap-above { (textarea(Field { name: "reason", label: words.say("return-reason"), hint: words.say("return-reason-hint"), value: page.typed("reason"), error: &reason, longest: REASON_LONGEST, required: true, ..Field::default() }, 2)) }
            button.button.main type="submit" data-sending=(words.say("return-receiving")) { (words.say("return-receive")) }
        }
    }
}

fn line_row(words: &Language, page: &Form<'_>, line: &OrderLine) -> Markup {
    let faults = page.problem.map_or(&[][..], |problem| problem.errors.as_slice());
    let (quantity, fate) = (format!("quantity-{}", line.line), format!("fate-{}", line.line));
    let error = fault(words, faults, &quantity);
    let chosen = page.typed(&fate);
    let choice = |value, key| Choice {
        value,
        label: words.say(key),
        chosen: chosen == value,
        ..Choice::default()
    };
    let fates = [choice("stock", "return-to-stock"), choice("written_off", "return-written-off")];
    let (of, becomes) = (
        words.fill("return-came-of", &[("sku", &line.sku)]),
        words.fill("return-fate-of", &[("sku", &line.sku)]),
    );
    let invalid = (!error.is_empty()).then_some("true");
    row(
        if error.is_empty() { "" } else { "tint-bad" },
        html! {
            (row_head("code", html! { (line.sku) }))
            (cell("c-name", html! { (line.name) @if !error.is_empty() { (error_line(&format!("wrong-{}", line.line), html! { (error) })) } }))
            (told("num c-can", words.say("return-can-come"), html! { (line.steps(left(line)).grouped()) }))
            (cell("num c-came", html! { input.in-cell type="text" inputmode="decimal" data-arrow name=(quantity) value=(page.typed(&quantity)) aria-label=(of) aria-invalid=[invalid]; }))
            (cell("c-fate", inline_select(&fate, &becomes, &fates)))
        },
    )
}
