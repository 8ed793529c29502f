//! HTML of the shipments to all customers.

use super::list::ShipmentRow;
use super::slip_view::number_with_slip;
use super::view::{left, of_parcels};
use crate::app::list_page::Sight;
use crate::catalogue::staff_view::{fault, refused};
use crate::platform::list::{Column, Value};
use crate::platform::problem::Problem;
use crate::platform::web::forms::{Field, csrf, field};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};

/// The columns of all shipments.
#[must_use]
pub fn columns<'a>(words: &'a Language, sight: &'a Sight) -> Vec<Column<'a, ShipmentRow>> {
    let say = |key| words.say(key);
    let acts = sight.acts;
    let number = move |s: &ShipmentRow| {
        html! {
            @if acts { input type="checkbox" name="shipment" value=(s.number) form="arrived" aria-label=(words.fill("arrival-tick", &[("number", &s.number)])); " " }
            (number_with_slip(words, &s.number, true))
        }
    };
    let mut all = vec![
        Column::new("number", say("shipment-number"), |s: &ShipmentRow| Value::text(&s.number))
            .class("code strong")
            .draw(number),
        left(words, sight),
        Column::new("order", say("order-number"), |s: &ShipmentRow| Value::text(&s.order))
            .class("c-order")
            .draw(|s| html! { a href={ "/staff/orders/" (path_segment(&s.order)) } { (s.order) } }),
        Column::new("customer", say("staff-customer"), |s: &ShipmentRow| Value::text(&s.customer))
            .class("c-customer")
            .wide(30)
            .draw(|s| html! { (s.customer) " " span.ink-2 { (s.customer_number) } }),
        Column::new("reference", say("order-reference"), |s: &ShipmentRow| {
            Value::maybe(s.reference.as_deref())
        })
        .class("c-reference")
        .wide(22)
        .hidden(),
    ];
    all.extend(of_parcels(words, sight));
    all
}

/// The form below the rows: the ticked ones arrived on a day.
#[must_use]
pub fn arrived_form(words: &Language, token: &str) -> Markup {
    html! {
        form.form.gap-above method="post" action="/staff/shipments/arrivals" id="arrived" {
            (csrf(token))
            (day_field(words, "", ""))
            button.button.main type="submit" { (words.say("arrival-record")) }
            p.hint { (words.say("arrival-record-what")) }
        }
    }
}

fn day_field(words: &Language, value: &str, error: &str) -> Markup {
    field(Field {
        name: "day",
        label: words.say("arrival-day"),
        kind: "date",
        value,
        error,
        ..Field::default()
    })
}

/// What was asked for and is refused.
pub struct Arrivals<'a> {
    /// The shipments that were ticked.
    pub ticked: &'a [String],
    /// The day as typed.
    pub day: &'a str,
    /// Why it was not recorded.
    pub problem: &'a Problem,
    /// What forms carry.
    pub csrf: &'a str,
}

/// The same form with the ticked shipments, and why it was not recorded.
#[must_use]
pub fn arrivals(words: &Language, page: &Arrivals<'_>) -> Markup {
    let crumbs = [(words.say("shipments-title"), "/staff/shipments")];
    let error = fault(words, &page.problem.errors, "day");
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("arrival-title"),
            context: Some(html! { (page.ticked.join(", ")) }),
            ..Head::default()
        }))
        (refused(words, Some(page.problem)))
        @if !page.ticked.is_empty() {
            form.form method="post" action="/staff/shipments/arrivals" {
                (csrf(page.csrf))
                @for number in page.ticked { input type="hidden" name="shipment" value=(number); }
                (day_field(words, page.day, &error))
                button.button.main type="submit" { (words.say("arrival-record")) }
            }
        } @else { p { a href="/staff/shipments" { (words.say("arrival-to-list")) } } }
    }
}
