//! Packing slips: what is in the parcels of a shipment, as the facts of a sheet, and what is to follow. No prices.

use super::{Shipment, ShippedLine, store};
use crate::access::{Buyer, Staff};
use crate::app::App;
use crate::app::papers::Paper;
use crate::billing::papers::parties;
use crate::orders::store::get;
use crate::orders::{OrderDetail, OrderLine, Stage, staff_store};
use crate::platform::db::View;
use crate::platform::problem::{AppError, Problem};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_documents::{
    Contact, PackingSlip, Party, SlipLine, SlipParcel, UNIT_ONE, units as unit_codes,
};
use portico_types::{Address, Day};
use std::collections::BTreeMap;

/// What is packed of an order.
#[derive(Clone, Debug)]
pub struct Packed {
    /// Number of the shipment or note.
    pub number: String,
    /// The day it left; until then today.
    pub day: Day,
    /// By number of the order's line and by parcel: how much, in the line's smallest step.
    pub inside: BTreeMap<i64, BTreeMap<i64, i64>>,
    /// The parcels.
    pub parcels: Vec<SlipParcel>,
    /// Whether it left.
    pub has_left: bool,
    /// By number of the order's line: how much left after it, in the line's smallest step.
    pub left_after: BTreeMap<i64, i64>,
}

/// The slip of a shipment to the customer acted for.
///
/// # Errors
/// 404 where this person sees none; what the database says.
pub fn own(view: &mut View, app: &App, buyer: &Buyer, number: &str) -> Result<Paper, AppError> {
    let order = store::order_of(view, buyer, number)?.ok_or_else(Problem::not_found)?;
    let order = get(view, buyer, &order)?.ok_or_else(Problem::not_found)?;
    of_shipment(view, app, &order, number)
}

/// The slip of any shipment, for staff.
///
/// # Errors
/// 404; what the database says.
pub fn any(view: &mut View, app: &App, staff: &Staff, number: &str) -> Result<Paper, AppError> {
    let order = store::order_of_any(view, staff, number)?.ok_or_else(Problem::not_found)?;
    let found = staff_store::get_any(view, staff, &order)?;
    let (order, _) = found.ok_or_else(Problem::not_found)?;
    of_shipment(view, app, &order, number)
}

/// The slip of one of an order's shipments.
///
/// # Errors
/// 404 where it is none of them; what the database says.
pub fn of_shipment(
    view: &mut View,
    app: &App,
    order: &OrderDetail,
    number: &str,
) -> Result<Paper, AppError> {
    let is_it = |shipment: &&Shipment| shipment.number.eq_ignore_ascii_case(number.trim());
    let shipment = order.shipments.iter().find(is_it).ok_or_else(Problem::not_found)?;
    let later = order.shipments.iter().filter(|other| other.id > shipment.id);
    let mut left_after = BTreeMap::new();
    for line in later.flat_map(|shipment| &shipment.lines) {
        *left_after.entry(line.line).or_default() += line.quantity.units;
    }
    let parcel = |parcel: &super::Parcel| SlipParcel {
        number: parcel.parcel,
        carrier: parcel.carrier.clone(),
        tracking: parcel.tracking.clone(),
    };
    let packed = Packed {
        number: shipment.number.clone(),
        day: shipment.shipped_day,
        inside: inside(&shipment.lines),
        parcels: shipment.parcels.iter().map(parcel).collect(),
        has_left: true,
        left_after,
    };
    paper(view, app, order, packed)
}

fn inside(lines: &[ShippedLine]) -> BTreeMap<i64, BTreeMap<i64, i64>> {
    let mut inside: BTreeMap<i64, BTreeMap<i64, i64>> = BTreeMap::new();
    for line in lines {
        let parcels = inside.entry(line.line).or_default();
        *parcels.entry(line.parcel).or_default() += line.quantity.units;
    }
    inside
}

/// The slip of what is packed of an order that was read for the person who asks.
///
/// # Errors
/// What the database says.
pub fn paper(
    view: &mut View,
    app: &App,
    order: &OrderDetail,
    packed: Packed,
) -> Result<Paper, AppError> {
    let head = &order.head;
    let parties = parties(view, head.customer_id)?;
    let line = |line: &OrderLine| line_of(line, &packed);
    let says = |parcel: &&SlipParcel| parcel.carrier.is_some() || parcel.tracking.is_some();
    let several = packed.parcels.len() > 1;
    Ok(Paper::PackingSlip(Box::new(PackingSlip {
        language: app.words.language(&parties.language).code().to_owned(),
        seller: parties.seller,
        receiver: receiver(parties.customer, &head.address),
        order: head.number.clone(),
        reference: head.reference.clone(),
        lines: order.lines.iter().filter_map(line).collect(),
        parcels: packed.parcels.iter().filter(|p| several || says(p)).cloned().collect(),
        notes: head.remarks.clone().into_iter().collect(),
        day: packed.day,
        number: packed.number,
    })))
}

fn line_of(line: &OrderLine, packed: &Packed) -> Option<SlipLine> {
    let parcels = packed.inside.get(&line.line)?;
    let units: i64 = parcels.values().sum();
    let gone = line.stages.of(Stage::Cancelled) + line.stages.of(Stage::Shipped);
    let after = packed.left_after.get(&line.line).copied().unwrap_or(0);
    let still_here = if packed.has_left { 0 } else { units };
    let to_follow = line.quantity.units - gone + after - still_here;
    let of_parcel = |(parcel, units): (&i64, &i64)| (*parcel, line.steps(*units));
    Some(SlipLine {
        sku: line.sku.clone(),
        name: line.name.clone(),
        note: line.remarks.clone(),
        unit: unit_codes::code(&line.unit).unwrap_or(UNIT_ONE).to_owned(),
        quantity: line.steps(units),
        parcels: match packed.parcels.len() {
            0 | 1 => Vec::new(),
            _ => parcels.iter().map(of_parcel).collect(),
        },
        ordered: line.quantity,
        to_follow: line.steps(to_follow.max(0)),
    })
}

/// The customer at the address of delivery, and whom to ask for there.
#[must_use]
pub fn receiver(customer: Party, address: &Address) -> Party {
    let contact =
        Contact { name: address.contact.clone(), phone: address.phone.clone(), email: None };
    Party {
        name: address.name.clone(),
        address: address.into(),
        contact: Some(contact),
        ..customer
    }
}

/// The number of a shipment, and its packing slip below it.
#[must_use]
pub fn number_with_slip(words: &Language, number: &str, for_staff: bool) -> Markup {
    let base = if for_staff { "/staff/shipments" } else { "/shipments" };
    let href = format!("{base}/{}/slip.pdf", path_segment(number));
    let label = words.fill("note-slip-of", &[("number", number)]);
    html! { (number) span.second { a href=(href) download aria-label=(label) { (words.say("note-slip")) } } }
}
