//! HTML of the orders to invoice, and of what became of those that were ticked.

use super::list::ToInvoice;
use super::staff::{Answer, ORDERS_MOST};
use crate::app::list_page::Sight;
use crate::billing::staff::document_href;
use crate::catalogue::staff_view::column;
use crate::platform::list::{Column, Value};
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::csrf;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};

/// The columns of the orders to invoice.
#[must_use]
pub fn columns<'a>(words: &'a Language, sight: &'a Sight) -> Vec<Column<'a, ToInvoice>> {
    let (say, today) = (|key| words.say(key), sight.today);
    let number = move |o: &ToInvoice| {
        html! {
            @if sight.acts { input type="checkbox" name="order" value=(o.number) form="invoices" aria-label=(words.fill("to-invoice-tick", &[("number", &o.number)])); }
            a href={ "/staff/orders/" (path_segment(&o.number)) } { (o.number) }
        }
    };
    vec![
        Column::new("number", say("order-number"), |o: &ToInvoice| Value::text(&o.number))
            .class("code strong")
            .draw(number),
        Column::new("placed", say("order-placed"), |o: &ToInvoice| o.placed_day.into())
            .class("c-day dim")
            .sorted("placed")
            .draw(move |o| html! { (dates::short(words, o.placed_day, today)) }),
        Column::new("customer", say("staff-customer"), |o: &ToInvoice| Value::text(&o.customer))
            .class("c-customer")
            .wide(30)
            .draw(|o| html! { (o.customer) " " span.ink-2 { (o.customer_number) } }),
        Column::new("left", say("to-invoice-left"), |o: &ToInvoice| o.left_day.into())
            .class("c-left")
            .draw(move |o| html! { @if let Some(day) = o.left_day { (dates::short(words, day, today)) } }),
        Column::new("lines", say("work-lines"), |o: &ToInvoice| Value::count(o.lines))
            .class("num c-lines")
            .draw(move |o| html! { (words.fill("note-picked-of", &[("picked", &o.lines.to_string()), ("lines", &o.of_lines.to_string())])) }),
    ]
}

/// The button below the rows.
#[must_use]
pub fn below(words: &Language, token: &str) -> Markup {
    html! {
        form.release-ticked #invoices method="post" action="/staff/to-invoice" {
            (csrf(token))
            button.button.main type="submit" data-sending=(words.say("invoice-sending")) { (words.say("to-invoice-ticked")) }
            p.hint { (words.fill("to-invoice-ticked-what", &[("most", &ORDERS_MOST.to_string())])) }
        }
    }
}

/// The page after several orders were ticked, where some got no invoice.
#[must_use]
pub fn outcome(words: &Language, answers: &[Answer]) -> Markup {
    let made = answers.iter().filter(|answer| answer.invoice.is_ok()).count();
    let left = (answers.len() - made).to_string();
    let said = match answers.len() {
        0 => words.say("to-invoice-none-ticked").to_owned(),
        _ => words.fill("to-invoice-outcome", &[("made", &made.to_string()), ("left", &left)]),
    };
    let kind = if made > 0 { FlashKind::Look } else { FlashKind::Refused };
    let columns =
        [column(words, "code", "order-number"), column(words, "c-name", "release-came-of-it")];
    let rows = html! {
        @for answer in answers {
            (row("", html! {
                (row_head("code", html! { a href={ "/staff/orders/" (path_segment(&answer.order)) } { (answer.order) } }))
                (cell("c-name", html! {
                    @match &answer.invoice {
                        Ok(number) => a href=(document_href(number)) { (number) },
                        Err(problem) => (words.sentence(&problem.text)),
                    }
                }))
            }))
        }
    };
    html! {
        (title(Head {
            crumbs: &[(words.say("to-invoice-title"), "/staff/to-invoice")],
            crumbs_label: words.say("crumbs-label"),
            title: words.say("to-invoice-outcome-title"),
            ..Head::default()
        }))
        (flash(&Flash::new(kind, said)))
        @if !answers.is_empty() {
            (table(Table { class: "released", caption: words.say("to-invoice-outcome-title"), columns: &columns }, rows, None))
        }
    }
}
