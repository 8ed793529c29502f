//! The verb: stock, order and credit are locked in this order, then everything is checked against what stands.

use super::super::allocate;
use super::super::carried::elsewhere;
use super::super::change;
use super::super::draft::{may_be_backordered, quantity_refusal};
use super::super::ledger::{self, Cause, Move, Standing};
use super::super::refusal::LineRefusal;
use super::super::{HandOver, OrderDetail, OrderLine, Stage, Status, mail, staff_store, version};
use super::plan::{self, ChargePlan, LinePlan};
use super::{Adjustment, Refusal, money, reason};
use crate::access::{Buyer, Staff, StaffRole, customer_head};
use crate::catalogue::{self, Card, ProductState, StockKind};
use crate::customers::addresses;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Text};
use crate::platform::wholesaler;
use portico_types::{Address, Day};
use std::collections::HashMap;

/// Everything that is to be other.
struct Plan {
    lines: Vec<LinePlan>,
    charges: Vec<ChargePlan>,
    /// The wished day as it shall be, where it shall be another.
    day: Option<Option<Day>>,
    /// The address as it shall be, where it shall be another.
    address: Option<(i64, Address)>,
}

/// Adjusts an order: all or nothing. Answers with the id of what is kept of it.
///
/// # Errors
/// A [`Refusal`] as a problem, with the fields to blame.
pub fn adjust(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    adjustment: &Adjustment,
) -> Result<i64, AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let key = super::super::store::number_key(number);
    let id = tx.one::<i64>("select id from orders where number_key = $1", args![&key])?;
    let id = id.ok_or(Refusal::NotFound)?;
    let standing = ledger::lock_with_stock(tx, &[id])?.remove(&id).unwrap_or_default();
    if !version::claim(tx, id, adjustment.version)? {
        return Err(Refusal::ChangedMeanwhile.into());
    }
    let (order, customer) = staff_store::get_any(tx, staff, number)?.ok_or(Refusal::NotFound)?;
    may_adjust(tx, &order)?;
    if let Some(change) = adjustment.change_id {
        change::grant(tx, staff, id, change)?;
    }
    let head = customer_head(tx, staff, &customer.number)?.ok_or(Refusal::NotFound)?;
    let buyer = staff.as_viewer_of(head);
    let (why, plan) = planned(tx, &buyer, &order, adjustment)?;
    let cards = check_more(tx, &buyer, (&plan.lines, &standing))?;
    let kept = tx.new_id();
    let source = format!("adjusted:{}:{kept}", order.head.number);
    let cause = Cause { source: &source, login_id: Some(staff.login.id) };
    let more = Quantities { order: &order, lines: &plan.lines, standing: &standing };
    more.fewer(tx, cause)?;
    more.more(tx, &cards, cause)?;
    let sums = money::sums(&order, &plan.lines, &plan.charges)?;
    money::write(tx, &order, (&plan.lines, &plan.charges), &sums)?;
    write_head(tx, &order, &plan)?;
    money::take_credit(tx, &order, sums.total, (adjustment.pass_credit, staff.role, &source))?;
    keep(tx, (kept, staff), &order, (&plan, sums.total.minor, &why, adjustment.change_id))?;
    mail::changed(tx, id, kept)?;
    record(tx, staff, &order, (&why, sums.total.minor))?;
    Ok(kept)
}

/// Whether this order can be adjusted here at all.
pub(in crate::orders) fn may_adjust(view: &mut View, order: &OrderDetail) -> Result<(), AppError> {
    match order.head.status {
        Status::Placed | Status::Confirmed => {}
        _ => return Err(Refusal::NotOpen.into()),
    }
    if order.head.hand_over == HandOver::Sent {
        return Err(Refusal::UnderWay.into());
    }
    if order.lines.iter().any(|line| line.invoiced > 0) {
        return Err(Refusal::Invoiced.into());
    }
    match elsewhere(view, order.head.id)? {
        Some(erp) => Err(Refusal::AtErp(erp).into()),
        None => Ok(()),
    }
}

/// What is typed against what stands; with the reason.
fn planned(
    tx: &mut Tx,
    buyer: &Buyer,
    order: &OrderDetail,
    adjustment: &Adjustment,
) -> Result<(String, Plan), AppError> {
    let mut faults = Vec::new();
    let positions = tx.all::<i64>(
        "select position from order_charges where order_id = $1 order by position limit 100",
        args![order.head.id],
    )?;
    let lines = plan::lines(order, adjustment, &mut faults);
    let charges = plan::charges(order, &positions, adjustment, &mut faults);
    let day = day(order, adjustment, wholesaler::today(tx)?, &mut faults);
    let address = address(tx, buyer, (order, adjustment), &mut faults)?;
    let why = reason(&adjustment.reason).map_err(|fault| faults.push(fault));
    let Ok(why) = why else { return Err(Refusal::Fields(faults).into()) };
    if !faults.is_empty() {
        return Err(Refusal::Fields(faults).into());
    }
    let same = !lines.iter().any(LinePlan::changes) && charges.iter().all(|c| c.net.0 == c.net.1);
    if same && day.is_none() && address.is_none() {
        return Err(Refusal::Nothing.into());
    }
    if lines.iter().all(|line| line.quantity.1 == 0) {
        return Err(Refusal::AllGone.into());
    }
    Ok((why, Plan { lines, charges, day, address }))
}

fn day(
    order: &OrderDetail,
    adjustment: &Adjustment,
    today: Day,
    faults: &mut Vec<FieldProblem>,
) -> Option<Option<Day>> {
    let typed = adjustment.requested_day.as_deref()?.trim();
    let new = if typed.is_empty() { None } else { Some(Day::parse(typed)) };
    let new = match new {
        None => None,
        Some(Some(day)) => Some(day),
        Some(None) => {
            let text = Text::plain("field-bad-day");
            faults.push(FieldProblem::new("requested_day", "invalid", text));
            return None;
        }
    };
    if new == order.head.requested_day {
        return None;
    }
    if new.is_some_and(|day| day < today) {
        let text = Text::plain("field-day-in-past");
        faults.push(FieldProblem::new("requested_day", "day_in_past", text));
    }
    Some(new)
}

/// Another address of the customer, in the same country: another one would be another VAT.
fn address(
    view: &mut View,
    buyer: &Buyer,
    (order, adjustment): (&OrderDetail, &Adjustment),
    faults: &mut Vec<FieldProblem>,
) -> Result<Option<(i64, Address)>, DbError> {
    let typed = adjustment.address.as_deref().map(str::trim).filter(|number| !number.is_empty());
    let Some(number) = typed.filter(|n| order.head.address_number.as_deref() != Some(n)) else {
        return Ok(None);
    };
    let found = addresses::by_number(view, buyer, number)?;
    let fault = match &found {
        None => Some(("unknown_address", "field-unknown-address")),
        Some(found) if found.address.country != order.head.address.country => {
            Some(("bad_country", "adjust-other-country"))
        }
        Some(_) => None,
    };
    if let Some((code, key)) = fault {
        faults.push(FieldProblem::new("address", code, Text::plain(key)));
    }
    Ok(found.map(|found| (found.id, found.address)))
}

fn product_of(standing: &[Standing], line_id: i64) -> Option<i64> {
    standing.iter().find(|line| line.line_id == line_id).and_then(|line| line.product_id)
}

/// More of a line is ordered like a line being placed: sold to this customer, in whole steps.
fn check_more(
    view: &mut View,
    buyer: &Buyer,
    (lines, standing): (&[LinePlan], &[Standing]),
) -> Result<HashMap<i64, Card>, AppError> {
    let mut sums: HashMap<i64, i64> = HashMap::new();
    for line in lines {
        if let Some(product) = product_of(standing, line.id) {
            *sums.entry(product).or_default() += line.quantity.1;
        }
    }
    let more: Vec<&LinePlan> = lines.iter().filter(|l| l.quantity.1 > l.quantity.0).collect();
    let ids: Vec<i64> = more.iter().filter_map(|line| product_of(standing, line.id)).collect();
    let cards: HashMap<i64, Card> =
        catalogue::cards(view, buyer, &ids)?.into_iter().map(|card| (card.id, card)).collect();
    let mut faults = Vec::new();
    for line in more {
        let product = product_of(standing, line.id);
        let card = product.and_then(|id| cards.get(&id));
        let refusal = match card.filter(|card| card.state == ProductState::Sellable) {
            None => Some(LineRefusal::NotAvailable),
            Some(card) => quantity_refusal(card, sums.get(&card.id).copied().unwrap_or(0)),
        };
        faults.extend(refusal.map(|refusal| fault(line.line, &refusal)));
    }
    if faults.is_empty() { Ok(cards) } else { Err(Refusal::Fields(faults).into()) }
}

fn fault(line: i64, refusal: &LineRefusal) -> FieldProblem {
    FieldProblem::new(format!("quantity-{line}"), refusal.code(), refusal.text())
}

/// The quantities that move.
struct Quantities<'a> {
    order: &'a OrderDetail,
    lines: &'a [LinePlan],
    standing: &'a [Standing],
}

impl Quantities<'_> {
    /// What is taken away is cancelled: first what lacks stock, then what is reserved. What comes free is given on.
    fn fewer(&self, tx: &mut Tx, cause: Cause<'_>) -> Result<(), DbError> {
        let mut moves = Vec::new();
        for (line, plan) in self.order.lines.iter().zip(self.lines) {
            let mut left = plan.quantity.0 - plan.quantity.1;
            for from in [Stage::Backordered, Stage::Allocated] {
                let quantity = left.min(line.stages.of(from)).max(0);
                left -= quantity;
                if quantity > 0 {
                    let step = Move { line_id: line.id, from, to: Stage::Cancelled, quantity };
                    moves.push((self.order.head.id, step));
                }
            }
        }
        let freed = ledger::apply(tx, &moves, cause)?;
        let _ = allocate::give_on(tx, freed, cause)?;
        Ok(())
    }

    /// What is added waits for stock and gets what is free, like everything that waits; what may not wait is refused.
    fn more(
        &self,
        tx: &mut Tx,
        cards: &HashMap<i64, Card>,
        cause: Cause<'_>,
    ) -> Result<(), AppError> {
        let grown: Vec<(&OrderLine, i64)> = self
            .order
            .lines
            .iter()
            .zip(self.lines)
            .map(|(line, plan)| (line, plan.quantity.1 - plan.quantity.0))
            .filter(|(_, more)| *more > 0)
            .collect();
        let row = |(line, more): &(&OrderLine, i64)| {
            let waits = line.supplied_from != "none";
            (line.id, if waits { Stage::Backordered } else { Stage::Allocated }, *more)
        };
        let rows: Vec<_> = grown.iter().map(row).collect();
        ledger::grow(tx, self.order.head.id, &rows, cause)?;
        let card = |line: &OrderLine| cards.get(&product_of(self.standing, line.id)?);
        let tracked = grown.iter().filter_map(|(line, _)| card(line));
        let tracked = tracked.filter(|card| card.stock_kind == StockKind::Tracked);
        let products: Vec<i64> = tracked.map(|card| card.id).collect();
        let _ = allocate::share(tx, &products, cause)?;
        let ids: Vec<_> = grown.iter().map(|(line, _)| args![line.id]).collect();
        let lacking =
            tx.all_many::<i64>("select backordered from order_lines where id = $1", &ids)?;
        let mut faults = Vec::new();
        for ((line, more), lacking) in grown.iter().zip(lacking.into_iter().flatten()) {
            let short = lacking - line.stages.of(Stage::Backordered);
            if short > 0 && card(line).is_some_and(|card| !may_be_backordered(card)) {
                let available = Some(line.steps(more - short));
                faults.push(fault(line.line, &LineRefusal::InsufficientStock { available }));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(Refusal::Fields(faults).into()) }
    }
}

fn write_head(tx: &mut Tx, order: &OrderDetail, plan: &Plan) -> Result<(), DbError> {
    let id = order.head.id;
    if let Some(day) = plan.day {
        let day = day.map(|day| day.text());
        let _ = tx.exec(
            "update orders set requested_day = $2 where id = $1",
            args![id, day.as_deref()],
        )?;
    }
    let Some((address_id, to)) = &plan.address else { return Ok(()) };
    let _ = tx.exec(
        "update orders set address_id = $2, address_name = $3, address_contact = $4,
             address_line1 = $5, address_line2 = $6, address_postcode = $7, address_city = $8,
             address_region = $9, address_phone = $10
         where id = $1 and address_country = $11",
        args![
            id,
            *address_id,
            &to.name,
            to.contact.as_deref(),
            &to.line1,
            to.line2.as_deref(),
            to.postcode.as_deref(),
            &to.city,
            to.region.as_deref(),
            to.phone.as_deref(),
            to.country.code()
        ],
    )?;
    Ok(())
}

/// What was other before, kept for customer and staff to read.
fn keep(
    tx: &mut Tx,
    (id, staff): (i64, &Staff),
    order: &OrderDetail,
    (plan, total, why, change): (&Plan, i64, &str, Option<i64>),
) -> Result<(), DbError> {
    let (now, head) = (tx.now(), &order.head);
    let days = plan.day.map(|new| (head.requested_day.map(|d| d.text()), new.map(|d| d.text())));
    let (old_day, new_day) = days.unwrap_or_default();
    let places = plan.address.as_ref().map(|(_, to)| (head.address.one_line(), to.one_line()));
    let (old_address, new_address) = places.unzip();
    tx.exec_each_one(
        "insert into order_adjustments (id, order_id, login_id, at, reason,
             old_total_minor, new_total_minor, old_day, new_day, old_address, new_address,
             change_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[args![
            id,
            head.id,
            staff.login.id,
            now,
            why,
            head.total.minor,
            total,
            old_day.as_deref(),
            new_day.as_deref(),
            old_address.as_deref(),
            new_address.as_deref(),
            change
        ]],
    )?;
    let changed: Vec<&LinePlan> = plan.lines.iter().filter(|line| line.changes()).collect();
    let row = |line: &&LinePlan| {
        let (old, new) = line.price;
        let quantity = line.quantity;
        let prices = (old.ten_thousandths, old.per, new.ten_thousandths, new.per);
        args![id, line.id, quantity.0, quantity.1, prices.0, prices.1, prices.2, prices.3]
    };
    let rows: Vec<_> = changed.iter().map(row).collect();
    tx.exec_each_one(
        "insert into order_adjustment_lines (adjustment_id, order_line_id, old_quantity,
             new_quantity, old_price, old_per, new_price, new_per)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &rows,
    )?;
    let charges = plan.charges.iter().filter(|charge| charge.net.0 != charge.net.1);
    let charges: Vec<&ChargePlan> = charges.collect();
    let rows: Vec<_> = charges
        .iter()
        .map(|c| args![id, c.position, c.name.as_str(), c.net.0.minor, c.net.1.minor])
        .collect();
    tx.exec_each_one(
        "insert into order_adjustment_charges (adjustment_id, position, name, old_minor, new_minor)
         values ($1, $2, $3, $4, $5)",
        &rows,
    )
}

fn record(
    tx: &mut Tx,
    staff: &Staff,
    order: &OrderDetail,
    (why, total): (&str, i64),
) -> Result<(), AppError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: Some(order.head.customer_id),
        verb: "order_adjusted",
        object: &format!("order:{}", order.head.number),
        facts: serde_json::json!({ "old_total_minor": order.head.total.minor, "new_total_minor": total }),
        free_text: Some(why),
    };
    Ok(activity::record(tx, &deed)?)
}
