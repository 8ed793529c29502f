//! The customer asks.

use super::super::adjust::{may_adjust, stands, stays};
use super::super::cancel::REASON_LONGEST;
use super::super::draft::{clean, quantity_refusal};
use super::super::{OrderDetail, OrderLine, store};
use super::{Refusal, Wanted};
use crate::access::Buyer;
use crate::access::notices::Notice;
use crate::access::staff_mails::tell_staff;
use crate::catalogue::{self, Card};
use crate::customers::addresses;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Text};
use crate::platform::wholesaler;
use portico_types::{Day, Quantity, QuantityFault};
use std::collections::HashMap;

/// Whether this person may ask for a change of this order.
///
/// # Errors
/// A [`Refusal`] as a problem.
pub fn may_ask(view: &mut View, buyer: &Buyer, order: &OrderDetail) -> Result<(), AppError> {
    match buyer.view_as {
        Some(_) => return Err(Refusal::AsCustomer.into()),
        None if !buyer.may_order() => return Err(Refusal::NotAllowed.into()),
        None => {}
    }
    match may_adjust(view, order) {
        Ok(()) => {}
        Err(AppError::Refused(problem)) if problem.code == "under_way" => {
            return Err(Refusal::UnderWay.into());
        }
        Err(AppError::Refused(_)) => return Err(Refusal::TooLate.into()),
        Err(other) => return Err(other),
    }
    let open = |line: &OrderLine| stands(line).units > stays(line);
    if order.lines.iter().any(open) { Ok(()) } else { Err(Refusal::TooLate.into()) }
}

/// Everything that is asked for, checked.
struct Checked {
    lines: Vec<(i64, i64, i64)>,
    day: Option<Day>,
    address_id: Option<i64>,
    reason: Option<String>,
}

/// Asks for a change; one that is still open is replaced. Staff who asked for such mails are told. Answers with its id.
///
/// # Errors
/// A [`Refusal`] as a problem; somebody else's order is absent.
pub fn ask(tx: &mut Tx, buyer: &Buyer, number: &str, wanted: &Wanted) -> Result<i64, AppError> {
    let order = store::get(tx, buyer, number)?.ok_or(Refusal::NotFound)?;
    let _ = super::super::ledger::lock(tx, order.head.id)?;
    let order = store::get(tx, buyer, number)?.ok_or(Refusal::NotFound)?;
    may_ask(tx, buyer, &order)?;
    let checked = check(tx, buyer, &order, wanted)?;
    let id = write(tx, buyer, &order, &checked)?;
    let deed = Deed {
        login_id: Some(buyer.login.id),
        customer_id: Some(buyer.customer.id),
        verb: "order_change_asked",
        object: &format!("order:{}", order.head.number),
        facts: serde_json::json!({ "change": id }),
        free_text: checked.reason.as_deref(),
    };
    activity::record(tx, &deed)?;
    tell_staff(tx, Notice::StaffChangeAsked, &id.to_string())?;
    Ok(id)
}

fn check(
    tx: &mut Tx,
    buyer: &Buyer,
    order: &OrderDetail,
    wanted: &Wanted,
) -> Result<Checked, AppError> {
    let mut faults = Vec::new();
    let cards = cards(tx, buyer, order)?;
    let mut lines = Vec::new();
    for (index, (number, typed)) in wanted.lines.iter().enumerate() {
        let field = format!("/lines/{index}/quantity");
        let line = order.lines.iter().find(|line| line.line == *number);
        match line.map(|line| units(line, typed, cards.get(&line.id))) {
            None => {
                faults.push(fault(&format!("/lines/{index}/line"), "invalid", "change-no-line"))
            }
            Some(Err((code, text))) => faults.push(FieldProblem::new(field, code, text)),
            Some(Ok(Some(change))) => lines.push(change),
            Some(Ok(None)) => {}
        }
    }
    let day = day(order, wanted, wholesaler::today(tx)?, &mut faults);
    let address_id = address(tx, buyer, (order, wanted), &mut faults)?;
    let reason = clean(&wanted.reason);
    if reason.as_deref().is_some_and(|text| text.chars().count() > REASON_LONGEST) {
        let text = Text::plain("field-too-long").with("most", REASON_LONGEST);
        faults.push(FieldProblem::new("/reason", "too_long", text));
    }
    if !faults.is_empty() {
        return Err(Refusal::Fields(faults).into());
    }
    if lines.is_empty() && day.is_none() && address_id.is_none() {
        return Err(Refusal::Nothing.into());
    }
    let left = |line: &OrderLine| {
        let wanted = lines.iter().find(|(id, ..)| *id == line.id);
        wanted.map_or(stands(line).units, |(_, _, new)| *new)
    };
    if order.lines.iter().map(left).sum::<i64>() == 0 {
        return Err(Refusal::AllGone.into());
    }
    Ok(Checked { lines, day, address_id, reason })
}

fn fault(field: &str, code: &'static str, key: &'static str) -> FieldProblem {
    FieldProblem::new(field, code, Text::plain(key))
}

/// The card of each line's product, by the id of the line.
fn cards(
    view: &mut View,
    buyer: &Buyer,
    order: &OrderDetail,
) -> Result<HashMap<i64, Card>, DbError> {
    let products = view.all::<(i64, i64)>(
        "select id, product_id from order_lines
         where order_id = $1 and customer_id = $2 and product_id is not null
         order by line limit 5000",
        args![order.head.id, buyer.customer.id],
    )?;
    let ids: Vec<i64> = products.iter().map(|(_, product)| *product).collect();
    let cards = catalogue::cards(view, buyer, &ids)?;
    let of = |(line, product): (i64, i64)| {
        cards.iter().find(|card| card.id == product).map(|card| (line, card.clone()))
    };
    Ok(products.into_iter().filter_map(of).collect())
}

/// A line by its id, with its old and new quantity.
type LineChange = (i64, i64, i64);

/// What is to become of a line, where it is to be other.
fn units(
    line: &OrderLine,
    typed: &str,
    card: Option<&Card>,
) -> Result<Option<LineChange>, (&'static str, Text)> {
    let old = stands(line).units;
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let new = Quantity::parse_or_zero(typed, line.quantity.decimals).map_err(|fault| {
        let key = match fault {
            QuantityFault::TooManyDecimals => "quantity-too-many-decimals",
            QuantityFault::TooLarge => "quantity-too-large",
            _ => "quantity-not-a-number",
        };
        (fault.code(), Text::plain(key))
    })?;
    if new.units == old {
        return Ok(None);
    }
    if new.units < stays(line) {
        let least = line.steps(stays(line)).grouped();
        let text = Text::plain("adjust-already-sent").with("quantity", least);
        return Err(("too_late_to_change", text));
    }
    let refusal = match card {
        _ if new.units == 0 => None,
        None if new.units > old => Some(super::super::LineRefusal::NotAvailable),
        None => None,
        Some(card) => quantity_refusal(card, new.units),
    };
    match refusal {
        Some(refusal) => Err((refusal.code(), refusal.text())),
        None => Ok(Some((line.id, old, new.units))),
    }
}

fn day(
    order: &OrderDetail,
    wanted: &Wanted,
    today: Day,
    faults: &mut Vec<FieldProblem>,
) -> Option<Day> {
    let typed = wanted.requested_day.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
    let Some(day) = Day::parse(typed) else {
        faults.push(fault("/requested_day", "invalid", "field-bad-day"));
        return None;
    };
    if Some(day) == order.head.requested_day {
        return None;
    }
    if day < today {
        faults.push(fault("/requested_day", "day_in_past", "field-day-in-past"));
    }
    Some(day)
}

fn address(
    view: &mut View,
    buyer: &Buyer,
    (order, wanted): (&OrderDetail, &Wanted),
    faults: &mut Vec<FieldProblem>,
) -> Result<Option<i64>, DbError> {
    let typed = wanted.address.as_deref().map(str::trim).filter(|number| !number.is_empty());
    let Some(number) = typed.filter(|n| order.head.address_number.as_deref() != Some(n)) else {
        return Ok(None);
    };
    match addresses::by_number(view, buyer, number)? {
        None => faults.push(fault("/delivery_address", "unknown_address", "field-unknown-address")),
        Some(found) if found.address.country != order.head.address.country => {
            faults.push(fault("/delivery_address", "bad_country", "change-other-country"));
        }
        Some(found) => return Ok(Some(found.id)),
    }
    Ok(None)
}

fn write(
    tx: &mut Tx,
    buyer: &Buyer,
    order: &OrderDetail,
    checked: &Checked,
) -> Result<i64, DbError> {
    let (id, now, order_id) = (tx.new_id(), tx.now(), order.head.id);
    let _ = tx.exec(
        "update order_changes set state = 'replaced', decided_at = $2
         where order_id = $1 and state = 'open'",
        args![order_id, now],
    )?;
    let day = checked.day.map(|day| day.text());
    tx.exec_each_one(
        "insert into order_changes (id, order_id, login_id, at, reason, requested_day, address_id,
             state)
         values ($1, $2, $3, $4, $5, $6, $7, 'open')",
        &[args![
            id,
            order_id,
            buyer.login.id,
            now,
            checked.reason.as_deref(),
            day.as_deref(),
            checked.address_id
        ]],
    )?;
    let rows: Vec<_> =
        checked.lines.iter().map(|(line, old, new)| args![id, *line, *old, *new]).collect();
    tx.exec_each_one(
        "insert into order_change_lines (change_id, order_line_id, old_quantity, quantity)
         values ($1, $2, $3, $4)",
        &rows,
    )?;
    Ok(id)
}
