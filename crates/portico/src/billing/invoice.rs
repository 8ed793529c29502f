//! Staff raise an invoice: for what of an order has left and is on no invoice yet, or for what they say.

use super::DocumentType;
use super::issue::{self, Issue, issue, on_paper};
use super::kept::{DocumentCharge, DocumentLine};
use super::settle::tell_orders;
use crate::access::{Staff, StaffRole};
use crate::orders::invoiced::{self, Charged};
use crate::orders::store::number_key;
use crate::orders::{OrderCharge, OrderDetail, OrderLine, Stage, Status, ledger, staff_store};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use crate::pricing::in_european_union;
use portico_documents::{Breach, Delivery, Place};
use portico_types::{Day, Quantity, Rate};

/// A quantity of an order's line to be charged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Number of the line in the order.
    pub line: i64,
    /// How much, as typed.
    pub quantity: String,
}

/// Why nothing is charged.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such order.
    NotFound,
    /// Not confirmed yet, refused or cancelled.
    NotOpen,
    /// All that left is on an invoice.
    Nothing,
    /// Fields are wrong.
    Fields(Vec<FieldProblem>),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::NotOpen => Problem::new(409, "not_open", Text::plain("invoice-not-open")),
            Refusal::Nothing => {
                Problem::new(409, "nothing_to_charge", Text::plain("invoice-nothing"))
            }
            Refusal::Fields(fields) => Problem::invalid(fields),
        }
        .into()
    }
}

/// What of a line could go on an invoice: `(left us, not cancelled)` and on none yet, in its smallest step.
#[must_use]
pub fn chargeable(line: &OrderLine) -> (i64, i64) {
    let stands = line.quantity.units - line.stages.of(Stage::Cancelled);
    let left = |of: i64| (of - line.invoiced).max(0);
    (left(line.stages.of(Stage::Shipped)), left(stands))
}

/// Which quantities would be charged: what left us where nothing is wanted, else exactly that. Pure.
///
/// # Errors
/// A [`Refusal`].
pub fn check(order: &OrderDetail, wanted: &[Wanted]) -> Result<Vec<Charged>, Refusal> {
    if order.head.status != Status::Confirmed {
        return Err(Refusal::NotOpen);
    }
    if wanted.is_empty() {
        let shipped = order.lines.iter().map(|line| (line, chargeable(line).0));
        let charged = shipped.filter(|(_, units)| *units > 0);
        let charged: Vec<Charged> =
            charged.map(|(line, quantity)| Charged { line_id: line.id, quantity }).collect();
        return if charged.is_empty() { Err(Refusal::Nothing) } else { Ok(charged) };
    }
    let (mut charged, mut faults) = (Vec::new(), Vec::new());
    for (at, one) in wanted.iter().enumerate() {
        match check_one(order, one, &charged) {
            Ok(Some(good)) => charged.push(good),
            Ok(None) => {}
            Err((member, code, text)) => {
                faults.push(FieldProblem::new(format!("/lines/{at}/{member}"), code, text));
            }
        }
    }
    match (faults.is_empty(), charged.is_empty()) {
        (false, _) => Err(Refusal::Fields(faults)),
        (true, true) => Err(Refusal::Nothing),
        (true, false) => Ok(charged),
    }
}

type Fault = (&'static str, &'static str, Text);

fn check_one(
    order: &OrderDetail,
    wanted: &Wanted,
    before: &[Charged],
) -> Result<Option<Charged>, Fault> {
    let line = order.lines.iter().find(|line| line.line == wanted.line);
    let line = line.ok_or_else(|| ("line", "not_found", Text::plain("invoice-no-such-line")))?;
    let quantity = Quantity::parse_or_zero(&wanted.quantity, line.quantity.decimals)
        .map_err(|fault| ("quantity", fault.code(), Text::plain("invoice-bad-quantity")))?;
    let most = line.steps(chargeable(line).1);
    if quantity.units > most.units || before.iter().any(|one| one.line_id == line.id) {
        let text = Text::plain("invoice-too-much").with("most", most.grouped());
        return Err(("quantity", "too_many", text));
    }
    let charged = Charged { line_id: line.id, quantity: quantity.units };
    Ok((quantity.units > 0).then_some(charged))
}

/// Raises an invoice for an order; answers its number. Charges of the order come with its first invoice.
///
/// # Errors
/// A [`Refusal`], or one of `issue`.
pub fn invoice(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    wanted: &[Wanted],
) -> Result<String, AppError> {
    let today = wholesaler::today(tx)?;
    invoice_on(tx, staff, number, (wanted, today))
}

/// The same as if it were issued on this day: for the demo's past.
///
/// # Errors
/// The same.
pub fn invoice_on(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (wanted, day): (&[Wanted], Day),
) -> Result<String, AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let found =
        tx.one::<i64>("select id from orders where number_key = $1", args![&number_key(number)])?;
    let order_id = found.ok_or(Refusal::NotFound)?;
    let _ = ledger::lock(tx, order_id)?;
    let (order, _) = staff_store::get_any(tx, staff, number)?.ok_or(Refusal::NotFound)?;
    let charged = check(&order, wanted)?;
    let source = format!("invoice:{}:{}", order.head.number, tx.new_id());
    let what = what(tx, (&order, &charged), (&source, day))?;
    let charges = !what.charges.is_empty();
    invoiced::charge(tx, staff, &order.head.number, (&charged, charges))?;
    let (id, number) = issue(tx, staff, &what)?;
    tell_orders(tx, &[id])?;
    Ok(number)
}

/// The rules beyond EN 16931 that an invoice of all that left of an order would break; none where there is nothing to charge.
///
/// # Errors
/// What the database says.
pub fn foresee(view: &mut View, order: &OrderDetail) -> Result<Vec<Breach>, AppError> {
    let Ok(charged) = check(order, &[]) else { return Ok(Vec::new()) };
    let day = wholesaler::today(view)?;
    let what = what(view, (order, &charged), ("", day))?;
    issue::foresee(view, &what)
}

/// What an invoice of these quantities says.
fn what<'a>(
    view: &mut View,
    (order, charged): (&OrderDetail, &[Charged]),
    (source, day): (&'a str, Day),
) -> Result<Issue<'a>, AppError> {
    let payer = view.one::<i64>(
        "select coalesce(invoiced_to, id) from customers where id = $1",
        args![order.head.customer_id],
    )?;
    let intra = intra_community(view, order)?;
    let charge = |charge: &OrderCharge| DocumentCharge {
        kind: charge.kind.clone(),
        name: charge.name.clone(),
        net: charge.net,
        taxed: on_paper(charge.taxed, intra),
    };
    Ok(Issue {
        kind: DocumentType::Invoice,
        customer_id: payer.ok_or_else(|| DbError::Failed("a customer vanished".to_owned()))?,
        ordered_by: order.head.customer_id,
        currency: order.head.total.currency,
        lines: lines(order, charged, intra)?,
        charges: order.charges.iter().filter(|one| !one.invoiced).map(charge).collect(),
        orders: vec![(order.head.id, order.head.number.clone())],
        reference: order.head.reference.clone(),
        delivery: Some(delivery(order)),
        corrects: None,
        reason: None,
        source,
        day,
    })
}

fn lines(
    order: &OrderDetail,
    charged: &[Charged],
    intra: bool,
) -> Result<Vec<DocumentLine>, AppError> {
    let by_id = |id: i64| order.lines.iter().find(|line| line.id == id);
    let lines = charged.iter().filter_map(|one| Some((by_id(one.line_id)?, one.quantity)));
    let line = |(at, (line, units)): (i64, (&OrderLine, i64))| -> Result<DocumentLine, AppError> {
        let quantity = line.steps(units);
        let whole = units == line.quantity.units;
        let net = if whole { line.net } else { line.price.net(quantity)? };
        Ok(DocumentLine {
            line: at,
            order_line_id: Some(line.id),
            of_order: Some((order.head.number.clone(), line.line)),
            product_id: line.product_id,
            sku: line.sku.clone(),
            name: line.name.clone(),
            unit: line.unit.clone(),
            quantity,
            price: line.price,
            discount: Rate::new(line.discount.basis_points),
            net,
            taxed: on_paper(line.taxed, intra),
            of_line: None,
            credited: 0,
        })
    };
    (1_i64..).zip(lines).map(line).collect()
}

fn intra_community(view: &mut View, order: &OrderDetail) -> Result<bool, DbError> {
    let home = crate::platform::settings::get(view, &wholesaler::COUNTRY)?;
    let there = order.head.address.country;
    Ok(home != there && in_european_union(home) && in_european_union(there))
}

/// Where the goods went, and the day the last of them left.
fn delivery(order: &OrderDetail) -> Delivery {
    let last = order.shipments.iter().map(|shipment| shipment.shipped_day).max();
    let address = &order.head.address;
    Delivery { day: last, name: Some(address.name.clone()), place: Some(Place::from(address)) }
}
