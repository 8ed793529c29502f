//! Charges by rule: carriage, free from an amount of goods on, and a fee on small orders.

use crate::platform::db::{DbError, View};
use crate::platform::settings::{self, Setting};
use portico_types::Money;

/// Carriage in minor units; none by default.
pub const CARRIAGE: Setting<Option<i64>> =
    Setting { key: "orders.carriage_minor", default: || None };
/// Goods value from which carriage is free, in minor units.
pub const CARRIAGE_FREE_FROM: Setting<Option<i64>> =
    Setting { key: "orders.carriage_free_from_minor", default: || None };
/// Fee on small orders in minor units; none by default.
pub const SMALL_ORDER_FEE: Setting<Option<i64>> =
    Setting { key: "orders.small_order_fee_minor", default: || None };
/// Goods value below which an order is small, in minor units.
pub const SMALL_ORDER_BELOW: Setting<Option<i64>> =
    Setting { key: "orders.small_order_below_minor", default: || None };
/// Least goods value of an order in minor units; none by default.
pub const MINIMUM_ORDER: Setting<Option<i64>> =
    Setting { key: "orders.minimum_minor", default: || None };
/// Largest goods value of an order in minor units; no limit by default.
pub const MAXIMUM_ORDER: Setting<Option<i64>> =
    Setting { key: "orders.maximum_minor", default: || None };
/// Whether customers may order lines that come to nothing.
pub const ZERO_PRICED: Setting<bool> = Setting { key: "orders.zero_priced", default: || true };
/// VAT class of charges.
pub const VAT_CLASS: Setting<String> =
    Setting { key: "orders.charges_vat_class", default: || "standard".to_owned() };
/// What carriage is called on orders and papers.
pub const CARRIAGE_NAME: Setting<String> =
    Setting { key: "orders.carriage_name", default: || "Carriage".to_owned() };
/// What the fee on small orders is called.
pub const SMALL_ORDER_NAME: Setting<String> =
    Setting { key: "orders.small_order_name", default: || "Small order fee".to_owned() };

/// A charge of an order, before VAT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// `carriage` or `small_order`.
    pub kind: &'static str,
    /// What people read.
    pub name: String,
    /// Net amount.
    pub net: Money,
}

/// The rules as set.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    carriage: Option<i64>,
    free_from: Option<i64>,
    fee: Option<i64>,
    small_below: Option<i64>,
    carriage_name: String,
    fee_name: String,
}

/// Reads the rules.
pub fn rules(view: &mut View) -> Result<Rules, DbError> {
    Ok(Rules {
        carriage: settings::get(view, &CARRIAGE)?,
        free_from: settings::get(view, &CARRIAGE_FREE_FROM)?,
        fee: settings::get(view, &SMALL_ORDER_FEE)?,
        small_below: settings::get(view, &SMALL_ORDER_BELOW)?,
        carriage_name: settings::get(view, &CARRIAGE_NAME)?,
        fee_name: settings::get(view, &SMALL_ORDER_NAME)?,
    })
}

/// The kind of a charge as it is kept; one that is none of ours is a fee.
#[must_use]
pub fn kind(text: &str) -> &'static str {
    match text {
        "carriage" => "carriage",
        "small_order" => "small_order",
        _ => "fee",
    }
}

impl Rules {
    /// What an order with goods of this value is charged. Nothing ordered, nothing charged.
    #[must_use]
    pub fn charges(&self, goods: Money) -> Vec<Charge> {
        let mut charges = Vec::new();
        if goods.minor == 0 {
            return charges;
        }
        if let Some(carriage) = self.carriage
            && self.free_from.is_none_or(|from| goods.minor < from)
        {
            let net = Money::new(carriage, goods.currency);
            charges.push(Charge { kind: "carriage", name: self.carriage_name.clone(), net });
        }
        if let (Some(fee), Some(below)) = (self.fee, self.small_below)
            && goods.minor < below
        {
            let net = Money::new(fee, goods.currency);
            charges.push(Charge { kind: "small_order", name: self.fee_name.clone(), net });
        }
        charges
    }

    /// How much more goods make carriage free; `None` where it is free already or never.
    #[must_use]
    pub fn missing_for_free_carriage(&self, goods: Money) -> Option<Money> {
        let from = self.carriage.and(self.free_from)?;
        (goods.minor < from).then(|| Money::new(from - goods.minor, goods.currency))
    }

    /// The goods value from which carriage is free, where there is such a rule.
    #[must_use]
    pub fn carriage_free_from(&self) -> Option<i64> {
        self.carriage.and(self.free_from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_types::Currency;

    #[test]
    fn carriage_is_free_from_an_amount_and_small_orders_pay_a_fee() {
        let gbp = |minor| Money::new(minor, Currency::GBP);
        let rules = Rules {
            carriage: Some(850),
            free_from: Some(35_000),
            fee: Some(500),
            small_below: Some(5_000),
            carriage_name: "Carriage".to_owned(),
            fee_name: "Fee".to_owned(),
        };
        let kinds = |minor| rules.charges(gbp(minor)).iter().map(|c| c.kind).collect::<Vec<_>>();
        assert_eq!(kinds(0), Vec::<&str>::new());
        assert_eq!(kinds(4_999), ["carriage", "small_order"]);
        assert_eq!(kinds(5_000), ["carriage"]);
        assert_eq!(kinds(35_000), Vec::<&str>::new());
        assert_eq!(rules.missing_for_free_carriage(gbp(30_000)), Some(gbp(5_000)));
        assert!(Rules::default().charges(gbp(1)).is_empty());
    }
}
