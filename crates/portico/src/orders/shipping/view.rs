//! HTML of shipments for customers, and for staff on an order's page.

use super::list::ShipmentRow;
use super::slip_view::number_with_slip;
use super::{Parcel, Shipment, ShippedLine};
use crate::app::list_page::Sight;
use crate::orders::view::order_href;
use crate::platform::list::{Column, Value};
use crate::platform::web::dates;
use crate::platform::web::layout::section;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::empty;
use crate::platform::web::table::{self, Table, cell, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Day;

/// Lines of a parcel that are written out; the others open behind how many they are.
const WRITTEN_OUT: usize = 4;

/// The section of an order's page: its parcels, where they are, what is in them; nothing where nothing left us yet.
#[must_use]
pub fn of_order(
    words: &Language,
    shipments: &[Shipment],
    (today, for_staff): (Day, bool),
) -> Markup {
    if shipments.is_empty() {
        return html! {};
    }
    let column =
        |class, key| table::Column { class, label: words.say(key), ..table::Column::default() };
    let columns = [
        column("code", "shipment-number"),
        column("c-day", "shipment-day"),
        column("c-carrier", "shipment-parcel"),
        column("c-tracking", "shipment-tracking"),
        column("c-inside", "shipment-inside"),
        column("c-state", "order-state"),
    ];
    let rows = html! {
        @for shipment in shipments {
            @for parcel in &shipment.parcels { (parcel_row(words, (shipment, parcel), today, for_staff)) }
        }
    };
    let shown = Table {
        class: "shipments of-order",
        caption: words.say("shipments-title"),
        columns: &columns,
    };
    section("shipments", words.say("shipments-title"), None, table(shown, rows, None))
}

fn parcel_row(
    words: &Language,
    (shipment, parcel): (&Shipment, &Parcel),
    today: Day,
    for_staff: bool,
) -> Markup {
    let inside: Vec<&ShippedLine> =
        shipment.lines.iter().filter(|line| line.parcel == parcel.parcel).collect();
    let count = shipment.parcels.len();
    let place = words.fill(
        "shipment-parcel-of",
        &[("parcel", &parcel.parcel.to_string()), ("count", &count.to_string())],
    );
    row(
        "",
        html! {
            (row_head("code", html! { (number_with_slip(words, &shipment.number, for_staff)) }))
            (cell("c-day", html! { (dates::short(words, shipment.shipped_day, today)) }))
            (cell("c-carrier", html! {
                @match (&parcel.carrier, count) {
                    (Some(carrier), 1) => (carrier),
                    (Some(carrier), _) => { (carrier) span.second { (place) } }
                    (None, 1) => (empty()),
                    (None, _) => (place),
                }
            }))
            (cell("c-tracking", tracking(words, parcel)))
            (cell("c-inside", contents(words, &inside)))
            (cell("c-state", whereabouts(words, shipment.arrived_day, today)))
        },
    )
}

/// The tracking number, a link where the carrier's address is known.
#[must_use]
pub fn tracking(words: &Language, parcel: &Parcel) -> Markup {
    html! {
        @match (&parcel.tracking, &parcel.tracking_url) {
            (Some(tracking), Some(url)) => a href=(url) rel="noopener noreferrer external" aria-label=(words.fill("shipment-follow", &[("tracking", tracking)])) { (tracking) },
            (Some(tracking), None) => (tracking),
            (None, _) => (empty()),
        }
    }
}

fn contents(words: &Language, inside: &[&ShippedLine]) -> Markup {
    let lines = html! { ul.plain { @for line in inside { li { (content_line(line)) } } } };
    if inside.len() <= WRITTEN_OUT {
        return lines;
    }
    let count = words.fill("lines-count", &[("count", &inside.len().to_string())]);
    html! { details { summary { (count) } (lines) } }
}

fn content_line(line: &ShippedLine) -> Markup {
    html! { (line.quantity.grouped()) " × " (line.sku) " " span.ink-2 { (line.name) } }
}

/// The columns of a customer's shipments.
#[must_use]
pub fn columns<'a>(words: &'a Language, sight: &'a Sight) -> Vec<Column<'a, ShipmentRow>> {
    let say = |key| words.say(key);
    let mut all = vec![
        Column::new("number", say("shipment-number"), |s: &ShipmentRow| Value::text(&s.number))
            .class("code strong")
            .draw(|s| number_with_slip(words, &s.number, false)),
        left(words, sight),
        Column::new("order", say("order-number"), |s: &ShipmentRow| Value::text(&s.order))
            .class("c-order")
            .draw(|s| html! { a href=(order_href(&s.order)) { (s.order) } }),
        Column::new("reference", say("order-reference"), |s: &ShipmentRow| {
            Value::maybe(s.reference.as_deref())
        })
        .class("c-reference")
        .wide(22),
    ];
    all.extend(of_parcels(words, sight));
    all
}

/// When it left.
pub(super) fn left<'a>(words: &'a Language, sight: &'a Sight) -> Column<'a, ShipmentRow> {
    let today = sight.today;
    Column::new("day", words.say("shipment-day"), |s: &ShipmentRow| s.shipped_day.into())
        .class("c-day dim")
        .sorted("shipped")
        .draw(move |s| html! { (dates::short(words, s.shipped_day, today)) })
}

/// Who brings it, what it is followed by, how much it is, where it is: for customers and staff.
pub(super) fn of_parcels<'a>(
    words: &'a Language,
    sight: &'a Sight,
) -> Vec<Column<'a, ShipmentRow>> {
    let (say, today) = (|key| words.say(key), sight.today);
    vec![
        Column::new("carrier", say("shipment-carrier"), |s: &ShipmentRow| Value::own(s.carriers()))
            .class("c-carrier")
            .wide(18),
        Column::new("tracking", say("shipment-tracking"), |s: &ShipmentRow| {
            Value::own(s.trackings())
        })
        .class("c-tracking")
        .wide(30)
        .draw(move |s| trackings(words, s)),
        Column::new("parcels", say("shipment-parcels"), |s: &ShipmentRow| {
            Value::count(i64::try_from(s.parcels.len()).unwrap_or(i64::MAX))
        })
        .class("num"),
        Column::new("lines", say("order-lines"), |s: &ShipmentRow| Value::count(s.lines))
            .class("num"),
        Column::new("state", say("order-state"), move |s: &ShipmentRow| {
            let arrived = s.arrived_day.is_some();
            Value::word(say(if arrived { "shipment-delivered" } else { "shipment-on-the-way" }))
        })
        .class("c-state")
        .draw(move |s| whereabouts(words, s.arrived_day, today)),
        Column::new("arrived", say("shipment-arrived-day"), |s: &ShipmentRow| s.arrived_day.into())
            .only_in_files(),
    ]
}

/// On its way, or delivered with its day.
#[must_use]
pub fn whereabouts(words: &Language, arrived: Option<Day>, today: Day) -> Markup {
    match arrived {
        Some(day) => {
            let day = dates::short(words, day, today);
            let said = words.fill("shipment-delivered-on", &[("day", &day)]);
            state(Shape::Disc, Tone::Good, &said)
        }
        None => state(Shape::Half, Tone::Info, words.say("shipment-on-the-way")),
    }
}

fn trackings(words: &Language, shipment: &ShipmentRow) -> Markup {
    let tracked: Vec<&Parcel> =
        shipment.parcels.iter().filter(|parcel| parcel.tracking.is_some()).collect();
    html! {
        @if tracked.is_empty() { (empty()) }
        @for (at, parcel) in tracked.iter().enumerate() { @if at > 0 { ", " } @if let Some(carrier) = shipment.carrier_of(parcel) { (carrier) " " } (tracking(words, parcel)) }
    }
}
