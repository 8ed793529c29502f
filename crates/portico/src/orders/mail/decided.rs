//! The mails of what became of an order: confirmed, refused, goods that were on backorder reserved.

use super::super::kept::OrderDetail;
use super::placed::whole_order;
use super::{Letter, read, read_body};
use crate::access::notices::Notice;
use crate::platform::db::{DbError, View, args};
use crate::platform::mail::{Desk, Mail};
use portico_types::Quantity;

/// The order as it was confirmed.
pub(super) fn order_confirmed(
    view: &mut View,
    desk: &Desk,
    body: &str,
) -> Result<Option<Mail>, DbError> {
    let body = read_body(body)?;
    let Some((order, reader)) = read(view, &body, Notice::OrderConfirmed)? else {
        return Ok(None);
    };
    let letter = Letter::to(view, desk, &order.head.number, reader)?;
    let (first, after) = (letter.say("mail-confirmed"), whole_order(&letter, &order));
    Ok(Some(letter.mail("mail-confirmed-subject", vec![first], after)))
}

/// That the order was refused, and why.
pub(super) fn order_refused(
    view: &mut View,
    desk: &Desk,
    body: &str,
) -> Result<Option<Mail>, DbError> {
    let body = read_body(body)?;
    let Some((order, reader)) = read(view, &body, Notice::OrderRefused)? else {
        return Ok(None);
    };
    let letter = Letter::to(view, desk, &order.head.number, reader)?;
    let why = order.head.refused_why.clone().filter(|why| !why.is_empty());
    let why = why.unwrap_or_else(|| letter.say("order-refused-why"));
    let before = vec![letter.say("mail-refused"), why];
    Ok(Some(letter.mail("mail-refused-subject", before, Vec::new())))
}

/// What of the order is reserved now, and what of it still waits.
pub(super) fn backorder_covered(
    view: &mut View,
    desk: &Desk,
    body: &str,
) -> Result<Option<Mail>, DbError> {
    let body = read_body(body)?;
    let Some((order, reader)) = read(view, &body, Notice::BackorderCovered)? else {
        return Ok(None);
    };
    let (at, source) = body.about.split_once(':').unwrap_or_default();
    let covered = view.all::<(i64, i64)>(
        "select order_line_id, cast(sum(quantity) as bigint) from line_moves
         where order_id = $1 and at = $2 and source = $3 and from_stage = 'backordered'
             and to_stage = 'allocated'
         group by order_line_id order by order_line_id limit 5000",
        args![order.head.id, at.parse::<i64>().unwrap_or_default(), source],
    )?;
    let letter = Letter::to(view, desk, &order.head.number, reader)?;
    let lines = covered_lines(&letter, &order, &covered);
    if lines.is_empty() {
        return Ok(None);
    }
    let mut before = vec![letter.say("mail-covered"), lines];
    if !order.head.part_deliveries && lacking(&order) {
        before.push(letter.say("mail-covered-whole"));
    }
    Ok(Some(letter.mail("mail-covered-subject", before, Vec::new())))
}

fn lacking(order: &OrderDetail) -> bool {
    order.lines.iter().any(|line| line.stages.of(super::super::Stage::Backordered) > 0)
}

fn covered_lines(letter: &Letter<'_>, order: &OrderDetail, covered: &[(i64, i64)]) -> String {
    let row = |(line_id, units): &(i64, i64)| {
        let line = order.lines.iter().find(|line| line.id == *line_id)?;
        let steps = |units: i64| Quantity::steps(units, line.quantity.decimals).grouped();
        let mut text = format!("{} × {} {}", steps(*units), line.sku, line.name);
        let later = line.stages.of(super::super::Stage::Backordered);
        if later > 0 {
            let waits = letter.words.fill("pieces-awaiting", &[("quantity", &steps(later))]);
            text = format!("{text} ({waits})");
        }
        Some(text)
    };
    covered.iter().filter_map(row).collect::<Vec<_>>().join("\n")
}
