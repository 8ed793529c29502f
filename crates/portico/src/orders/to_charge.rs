//! What an order comes to: the sums of its lines and charges, and what is left of them to deliver and to charge once
//! something was cancelled. What was ordered stays as it was agreed; only an adjustment changes it.

use super::{OrderCharge, OrderDetail, OrderLine, Stage, Status};
use crate::platform::problem::AppError;
use portico_types::{Money, VatPart, vat_by_rate};

/// Sums of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    /// Sum of the lines' nets.
    pub goods: Money,
    /// Sum of the charges' nets.
    pub charges: Money,
    /// VAT once per rate.
    pub vat: Vec<VatPart>,
    /// Net and VAT.
    pub total: Money,
}

/// Goods, charges, VAT once per rate, total, of these nets of its lines and charges, in their order: as `draft` makes them
/// of an order being placed.
///
/// # Errors
/// A sum that is too large.
pub(super) fn sums(
    order: &OrderDetail,
    lines: &[Money],
    charges: &[Money],
) -> Result<Sums, AppError> {
    let currency = order.head.total.currency;
    let goods = Money::sum(lines.iter().copied(), currency)?;
    let charged = Money::sum(charges.iter().copied(), currency)?;
    let of_lines = order.lines.iter().zip(lines).map(|(line, net)| (line.taxed, *net));
    let of_charges = order.charges.iter().zip(charges).map(|(c, net)| (c.taxed, *net));
    let nets = of_lines.chain(of_charges).filter(|(_, net)| net.minor != 0);
    let vat = vat_by_rate(nets, currency)?;
    let with_charges = goods.plus(charged)?;
    let total = Money::sum(vat.iter().map(|part| part.vat), currency)?.plus(with_charges)?;
    Ok(Sums { goods, charges: charged, vat, total })
}

/// What is left to deliver and to charge: each line for what stands of it, at its price; the charges as they are, until
/// nothing stands at all. Of an order that was refused or cancelled it is nought.
#[must_use]
pub fn to_charge(order: &OrderDetail) -> Sums {
    let nought = Money::zero(order.head.total.currency);
    let over = matches!(order.head.status, Status::Refused | Status::Cancelled);
    let stands = !over && order.lines.iter().any(|line| standing(line) > 0);
    let net = |line: &OrderLine| if over { nought } else { net(line) };
    let lines: Vec<Money> = order.lines.iter().map(net).collect();
    let charges: Vec<Money> =
        order.charges.iter().map(|charge| if stands { charge.net } else { nought }).collect();
    sums(order, &lines, &charges).expect("no part is more than the order, which was summed up")
}

/// What is left to charge and is on no invoice yet: the credit that the order holds.
#[must_use]
pub fn uncharged(order: &OrderDetail) -> Sums {
    let currency = order.head.total.currency;
    let nought = Money::zero(currency);
    let over = matches!(order.head.status, Status::Refused | Status::Cancelled);
    let stands = !over && order.lines.iter().any(|line| standing(line) > 0);
    let left = |line: &OrderLine| match standing(line) - line.invoiced {
        _ if over => nought,
        left if left <= 0 => nought,
        _ if line.invoiced == 0 => net(line),
        left => line.price.net(line.steps(left)).unwrap_or(line.net),
    };
    let lines: Vec<Money> = order.lines.iter().map(left).collect();
    let charge =
        |charge: &OrderCharge| if stands && !charge.invoiced { charge.net } else { nought };
    let charges: Vec<Money> = order.charges.iter().map(charge).collect();
    sums(order, &lines, &charges).expect("no part is more than the order, which was summed up")
}

fn standing(line: &OrderLine) -> i64 {
    line.quantity.units - line.stages.of(Stage::Cancelled)
}

/// What a line is worth without what was cancelled of it: never more than was agreed, and of a whole line exactly that.
fn net(line: &OrderLine) -> Money {
    let whole = line.stages.of(Stage::Cancelled) == 0;
    match line.price.net(line.steps(standing(line))) {
        Ok(left) if !whole && left.minor.abs() <= line.net.minor.abs() => left,
        _ => line.net,
    }
}
