//! What staff typed, against the order as it stands: what is to become of each line and charge. Pure.

use super::super::{OrderDetail, OrderLine, Stage};
use super::{Adjustment, LineTyped};
use crate::platform::problem::{FieldProblem, Text};
use portico_types::{Money, Quantity, QuantityFault, UnitPrice};

/// What is to become of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LinePlan {
    /// Id of the line.
    pub(super) id: i64,
    /// Its number.
    pub(super) line: i64,
    /// How many stand, and how many shall, in the smallest step.
    pub(super) quantity: (i64, i64),
    /// The price, and what it shall be.
    pub(super) price: (UnitPrice, UnitPrice),
    /// Quantity × price as it shall be.
    pub(super) net: Money,
}

impl LinePlan {
    pub(super) fn changes(&self) -> bool {
        self.quantity.0 != self.quantity.1 || self.price.0 != self.price.1
    }
}

/// How many of a line stand: ordered, and not cancelled.
#[must_use]
pub fn stands(line: &OrderLine) -> Quantity {
    line.steps(line.quantity.units - line.stages.of(Stage::Cancelled))
}

/// How many must stay: in the warehouse's hands, gone, or on an invoice.
#[must_use]
pub fn stays(line: &OrderLine) -> i64 {
    let gone = line.stages.of(Stage::Released) + line.stages.of(Stage::Shipped);
    gone.max(line.invoiced)
}

/// What is to become of every line; faults at their fields.
pub(super) fn lines(
    order: &OrderDetail,
    adjustment: &Adjustment,
    faults: &mut Vec<FieldProblem>,
) -> Vec<LinePlan> {
    let plan = |line: &OrderLine| {
        let typed = adjustment.lines.iter().find(|typed| typed.line == line.line);
        let old = stands(line);
        let units = typed.map_or(old.units, |typed| units(line, typed, faults));
        let price = typed.map_or(line.price, |typed| price(line, typed, faults));
        let net = price.net(line.steps(units)).unwrap_or_else(|_| {
            blame(faults, "quantity", line, ("too_large", Text::plain("quantity-too-large")));
            Money::zero(price.currency)
        });
        let (quantity, price) = ((old.units, units), (line.price, price));
        LinePlan { id: line.id, line: line.line, quantity, price, net }
    };
    order.lines.iter().map(plan).collect()
}

fn blame(
    faults: &mut Vec<FieldProblem>,
    field: &str,
    line: &OrderLine,
    (code, text): (&'static str, Text),
) {
    faults.push(FieldProblem::new(format!("{field}-{}", line.line), code, text));
}

fn units(line: &OrderLine, typed: &LineTyped, faults: &mut Vec<FieldProblem>) -> i64 {
    let old = stands(line).units;
    if typed.quantity.trim().is_empty() {
        return old;
    }
    match Quantity::parse_or_zero(&typed.quantity, line.quantity.decimals) {
        Ok(quantity) if quantity.units < stays(line) => {
            let least = line.steps(stays(line)).grouped();
            let text = Text::plain("adjust-already-sent").with("quantity", least);
            blame(faults, "quantity", line, ("too_late_to_change", text));
            old
        }
        Ok(quantity) => quantity.units,
        Err(fault) => {
            let key = match fault {
                QuantityFault::TooManyDecimals => "quantity-too-many-decimals",
                QuantityFault::TooLarge => "quantity-too-large",
                _ => "quantity-not-a-number",
            };
            blame(faults, "quantity", line, (fault.code(), Text::plain(key)));
            old
        }
    }
}

fn price(line: &OrderLine, typed: &LineTyped, faults: &mut Vec<FieldProblem>) -> UnitPrice {
    if typed.price.trim().is_empty() {
        return line.price;
    }
    match UnitPrice::parse(typed.price.trim(), line.price.per, line.price.currency) {
        Ok(price) if price.ten_thousandths >= 0 => price,
        _ => {
            blame(faults, "price", line, ("not_a_number", Text::plain("setting-no-amount")));
            line.price
        }
    }
}

/// A charge: its position, the amount, and what it shall be; nought takes it away.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ChargePlan {
    pub(super) position: i64,
    pub(super) name: String,
    pub(super) net: (Money, Money),
}

/// What is to become of every charge. They are read in the order of their positions, which count from one.
pub(super) fn charges(
    order: &OrderDetail,
    positions: &[i64],
    adjustment: &Adjustment,
    faults: &mut Vec<FieldProblem>,
) -> Vec<ChargePlan> {
    let all = order.charges.iter().zip(positions);
    let plan = |(charge, position): (&super::super::OrderCharge, &i64)| {
        let typed = adjustment.charges.iter().find(|(at, _)| at == position);
        let typed = typed.map_or("", |(_, text)| text.trim());
        let new = match Money::parse(typed, charge.net.currency) {
            _ if typed.is_empty() => charge.net,
            Ok(money) if money.minor >= 0 => money,
            _ => {
                let text = Text::plain("setting-no-amount");
                let field = format!("charge-{position}");
                faults.push(FieldProblem::new(field, "not_a_number", text));
                charge.net
            }
        };
        ChargePlan { position: *position, name: charge.name.clone(), net: (charge.net, new) }
    };
    all.map(plan).collect()
}
