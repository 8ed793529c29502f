//! The papers of a note as the facts of sheets: what it is picked by, and what goes into its parcels.

use super::store::{self, NoteDetail};
use super::{NoteLine, State};
use crate::access::Staff;
use crate::app::App;
use crate::app::papers::Paper;
use crate::billing::papers::parties;
use crate::orders::OrderDetail;
use crate::orders::shipping::slip_view::{self, Packed, receiver};
use crate::platform::db::View;
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use crate::platform::words::Language;
use portico_documents::{PickLine, PickingSheet, SlipParcel, UNIT_ONE, units};
use std::collections::BTreeMap;

/// The picking sheet, in the language of whoever prints it.
///
/// # Errors
/// What the database says.
pub(super) fn picking_sheet(
    view: &mut View,
    words: &Language,
    (note, order): (&NoteDetail, &OrderDetail),
) -> Result<Paper, AppError> {
    let parties = parties(view, order.head.customer_id)?;
    let head = &order.head;
    let line = |line: &NoteLine| PickLine {
        place: note.note.location.clone(),
        sku: line.sku.clone(),
        name: line.name.clone(),
        note: line.remarks.clone(),
        unit: units::code(&line.unit).unwrap_or(UNIT_ONE).to_owned(),
        quantity: line.quantity,
    };
    Ok(Paper::PickingSheet(Box::new(PickingSheet {
        number: note.note.number.clone(),
        day: wholesaler::today(view)?,
        language: words.code().to_owned(),
        seller: parties.seller,
        receiver: receiver(parties.customer, &head.address),
        order: head.number.clone(),
        placed: head.placed_day,
        wanted: head.requested_day,
        reference: head.reference.clone(),
        whole: !head.part_deliveries,
        remarks: head.remarks.clone(),
        lines: note.lines.iter().map(line).collect(),
    })))
}

/// The packing slip, in the customer's language; once the goods left, that of their shipment.
///
/// # Errors
/// What the database says.
pub(super) fn packing_slip(
    view: &mut View,
    app: &App,
    staff: &Staff,
    (note, order): (&NoteDetail, &OrderDetail),
) -> Result<Paper, AppError> {
    if let Some(shipment) = store::shipment(view, staff, &note.note)? {
        return slip_view::of_shipment(view, app, order, &shipment);
    }
    let inside = inside(note);
    let numbers: Vec<i64> = inside.values().flat_map(|parcels| parcels.keys().copied()).collect();
    let last = numbers.into_iter().max().unwrap_or(1);
    let parcel = |number| SlipParcel { number, carrier: None, tracking: None };
    let packed = Packed {
        number: note.note.number.clone(),
        day: wholesaler::today(view)?,
        inside,
        parcels: (1..=last).map(parcel).collect(),
        has_left: false,
        left_after: BTreeMap::new(),
    };
    slip_view::paper(view, app, order, packed)
}

/// What is in the parcels by line and parcel, these numbered without those that hold nothing; until a note is packed,
/// all that is to be picked, in one.
fn inside(note: &NoteDetail) -> BTreeMap<i64, BTreeMap<i64, i64>> {
    if note.note.state == State::Open {
        let whole = |line: &NoteLine| (line.line, BTreeMap::from([(1, line.quantity.units)]));
        return note.lines.iter().map(whole).collect();
    }
    let mut anew: BTreeMap<i64, i64> = note.scans.iter().map(|scan| (scan.parcel, 0)).collect();
    for (number, parcel) in (1..).zip(anew.values_mut()) {
        *parcel = number;
    }
    let lines: BTreeMap<i64, i64> = note.lines.iter().map(|l| (l.position, l.line)).collect();
    let mut inside: BTreeMap<i64, BTreeMap<i64, i64>> = BTreeMap::new();
    for scan in &note.scans {
        let Some(line) = lines.get(&scan.position) else { continue };
        let parcels = inside.entry(*line).or_default();
        *parcels.entry(anew[&scan.parcel]).or_default() += scan.quantity;
    }
    inside
}
