//! The mail of goods that left: what is in each parcel, who brings it, and where it is followed.

use super::super::store::number_key;
use super::super::{OrderDetail, Stage};
use super::{Letter, read, read_body};
use crate::access::notices::Notice;
use crate::platform::db::{DbError, View, args};
use crate::platform::mail::{Desk, Mail};
use portico_types::Quantity;

/// To the customer: the shipment, and what of the order still waits.
pub(super) fn order_shipped(
    view: &mut View,
    desk: &Desk,
    body: &str,
) -> Result<Option<Mail>, DbError> {
    let body = read_body(body)?;
    let Some((order, reader)) = read(view, &body, Notice::OrderShipped)? else { return Ok(None) };
    let letter = Letter::to(view, desk, &order.head.number, reader)?;
    let parcels = parcels(view, &letter, (&order, &body.about))?;
    if parcels.is_empty() {
        return Ok(None);
    }
    let mut before = vec![letter.say("mail-shipped")];
    before.extend(parcels);
    let rest = rest(&letter, &order);
    let after = if rest.is_empty() { Vec::new() } else { vec![rest] };
    Ok(Some(letter.mail("mail-shipped-subject", before, after)))
}

type ParcelRow = (i64, Option<String>, Option<String>, Option<String>);

/// A paragraph a parcel: carrier and tracking, then its lines.
fn parcels(
    view: &mut View,
    letter: &Letter<'_>,
    (order, shipment): (&OrderDetail, &str),
) -> Result<Vec<String>, DbError> {
    let key = number_key(shipment);
    let rows = view.all::<ParcelRow>(
        "select p.parcel, p.carrier, p.tracking, p.tracking_url
         from shipment_parcels p join shipments s on s.id = p.shipment_id
         where s.number_key = $1 and s.order_id = $2 order by p.parcel limit 500",
        args![&key, order.head.id],
    )?;
    let lines = view.all::<(i64, i64, i64)>(
        "select l.parcel, l.order_line_id, l.quantity
         from shipment_lines l join shipments s on s.id = l.shipment_id
         where s.number_key = $1 and s.order_id = $2
         order by l.parcel, l.order_line_id limit 5000",
        args![&key, order.head.id],
    )?;
    let said = |(parcel, carrier, tracking, url): &ParcelRow| {
        let mut rows = vec![heading(letter, *parcel, (carrier, tracking))];
        rows.extend(url.clone());
        let inside = lines.iter().filter(|(of, ..)| of == parcel);
        rows.extend(inside.filter_map(|(_, id, units)| line(order, *id, *units)));
        rows.join("\n")
    };
    Ok(rows.iter().map(said).collect())
}

fn heading(
    letter: &Letter<'_>,
    parcel: i64,
    (carrier, tracking): (&Option<String>, &Option<String>),
) -> String {
    let name = letter.words.fill("mail-parcel", &[("parcel", &parcel.to_string())]);
    let known = [carrier, tracking].into_iter().flatten();
    std::iter::once(&name).chain(known).cloned().collect::<Vec<_>>().join(", ")
}

fn line(order: &OrderDetail, line_id: i64, units: i64) -> Option<String> {
    let line = order.lines.iter().find(|line| line.id == line_id)?;
    let quantity = Quantity::steps(units, line.quantity.decimals).grouped();
    Some(format!("{quantity} × {} {}", line.sku, line.name))
}

/// What has not left yet, line by line.
fn rest(letter: &Letter<'_>, order: &OrderDetail) -> String {
    let open = [Stage::Backordered, Stage::Allocated, Stage::Released];
    let waits = order.lines.iter().filter_map(|one| {
        let units: i64 = open.iter().map(|stage| one.stages.of(*stage)).sum();
        (units > 0).then(|| line(order, one.id, units)).flatten()
    });
    let mut rows: Vec<String> = waits.collect();
    if !rows.is_empty() {
        rows.insert(0, letter.say("mail-shipped-rest"));
    }
    rows.join("\n")
}
