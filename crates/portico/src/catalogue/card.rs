//! A product as one customer sees it.

use super::StockLabel;
use super::places::Place;
use crate::pricing::Tariff;
use portico_types::{Quantity, UnitPrice};

/// Whether a product is shown and sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductState {
    /// Shown, and can be ordered.
    Sellable,
    /// Shown, cannot be ordered.
    Visible,
    /// Not shown.
    Hidden,
    /// No longer sold; kept for the orders that name it.
    Closed,
}

/// Whether there is stock of a product at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockKind {
    /// Counted, and allocated to orders.
    Tracked,
    /// Never counted: a service, something always there.
    Untracked,
    /// Comes from the supplier for each order; never allocated.
    Supplier,
}

/// What happens when nothing is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenOut {
    /// It vanishes from lists.
    Hide,
    /// It is shown and cannot be ordered.
    Show,
    /// It can be ordered, and becomes a backorder.
    Backorder,
}

/// What the stock is called where no number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockState {
    /// Enough is free.
    InStock,
    /// Little is free.
    Low,
    /// Nothing is free.
    Out,
    /// Stock is not counted.
    NotTracked,
}

impl StockState {
    /// As the API spells it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            StockState::InStock => "in_stock",
            StockState::Low => "low",
            StockState::Out => "out",
            StockState::NotTracked => "not_tracked",
        }
    }
}

/// Why a quantity cannot be ordered, with what could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongQuantity {
    /// Fewer than the least: `nearest` is the least that can be ordered.
    BelowMinimum {
        /// The product's minimum, in units.
        minimum: i64,
        /// The least quantity that can be ordered, in units.
        nearest: i64,
    },
    /// Not a multiple of the step.
    NotAMultiple {
        /// The step, in units.
        multiple: i64,
        /// The nearest right quantity below, if there is one.
        below: Option<i64>,
        /// The nearest right quantity above.
        above: i64,
    },
}

/// A product in a list, on an order form, in a search. Quantities are in the smallest step of
/// `quantity_decimals`.
#[derive(Clone, Debug)]
pub struct Card {
    /// Id of the product.
    pub id: i64,
    /// Its code as written.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Who makes it.
    pub brand: Option<String>,
    /// The group it stands in.
    pub category: Option<String>,
    /// What is counted: `piece`, `metre`.
    pub unit: String,
    /// Decimals of a quantity.
    pub quantity_decimals: u8,
    /// How many units a pack holds.
    pub pack_size: i64,
    /// What a pack is called.
    pub pack_name: Option<String>,
    /// Least quantity of an order.
    pub minimum: i64,
    /// Step of quantities.
    pub multiple: i64,
    /// Class that decides about VAT.
    pub vat_class: String,
    /// Whether stock is counted.
    pub stock_kind: StockKind,
    /// What happens when nothing is free.
    pub when_out: WhenOut,
    /// Whether it is sold.
    pub state: ProductState,
    /// What its stock is called by hand, if anything.
    pub label: Option<StockLabel>,
    /// What joins the variants of one product.
    pub group: Option<String>,
    /// File name of its picture.
    pub image: Option<String>,
    /// The day since which it is listed, as `2026-03-31`.
    pub listed_day: String,
    /// Free stock; never below nought.
    pub free: i64,
    /// Its prices for this customer.
    pub tariff: Tariff,
    /// How many are in the current order of this login and customer.
    pub in_cart: i64,
}

impl Card {
    /// The least quantity that can be ordered: the first multiple that reaches the minimum.
    #[must_use]
    pub fn least_quantity(&self) -> i64 {
        let step = self.multiple.max(1);
        let minimum = self.minimum.max(1);
        let steps = minimum / step + i64::from(minimum % step != 0);
        steps.saturating_mul(step)
    }

    /// Whether it can be put on an order: sold, priced, and in stock or orderable without.
    #[must_use]
    pub fn orderable(&self) -> bool {
        self.state == ProductState::Sellable
            && self.tariff.at(self.least_quantity()).is_some()
            && (self.always_there()
                || self.when_out == WhenOut::Backorder
                || self.free >= self.least_quantity())
    }

    /// Whether nobody counts its stock.
    #[must_use]
    pub fn always_there(&self) -> bool {
        self.stock_kind != StockKind::Tracked
    }

    /// What is wrong with ordering so many units in all.
    #[must_use]
    pub fn quantity_fault(&self, units: i64) -> Option<WrongQuantity> {
        let least = self.least_quantity();
        if units < self.minimum {
            return Some(WrongQuantity::BelowMinimum { minimum: self.minimum, nearest: least });
        }
        let step = self.multiple.max(1);
        let over = units % step;
        if over == 0 {
            return None;
        }
        let below = Some(units - over).filter(|units| *units >= least);
        Some(WrongQuantity::NotAMultiple { multiple: step, below, above: units - over + step })
    }

    /// What its stock is called when `low` whole units or fewer count as low.
    #[must_use]
    pub fn stock_state(&self, low: i64) -> StockState {
        if self.always_there() {
            StockState::NotTracked
        } else if self.free <= 0 {
            StockState::Out
        } else if self.free <= low.saturating_mul(10_i64.pow(u32::from(self.quantity_decimals))) {
            StockState::Low
        } else {
            StockState::InStock
        }
    }

    /// So many units of it as a quantity.
    #[must_use]
    pub fn quantity(&self, units: i64) -> Quantity {
        Quantity::steps(units, self.quantity_decimals)
    }

    /// The price at the least orderable quantity.
    #[must_use]
    pub fn price(&self) -> Option<UnitPrice> {
        self.tariff.at(self.least_quantity())
    }
}

/// What remains to be said of a product that can no longer be ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedCard {
    /// Id of the product.
    pub id: i64,
    /// Its code as written.
    pub sku: String,
    /// Its name.
    pub name: String,
}

/// A picture of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Name of its file, in the large size.
    pub file: String,
    /// What is seen on it, for who does not see it; empty where nobody wrote it.
    pub alt: String,
}

/// All there is to say about one product.
#[derive(Clone, Debug)]
pub struct Product {
    /// What lists show of it.
    pub card: Card,
    /// Text for people.
    pub description: String,
    /// EAN (GTIN).
    pub ean: Option<String>,
    /// The maker's code.
    pub maker_code: Option<String>,
    /// The customer's own code.
    pub own_code: Option<String>,
    /// Its pictures, the first one being the card's.
    pub images: Vec<Image>,
    /// Names and values.
    pub attributes: Vec<(String, String)>,
    /// What is free at each location, where the wholesaler tells.
    pub places: Vec<Place>,
    /// Parts of a kit: code and quantity.
    pub components: Vec<(String, Quantity)>,
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use portico_types::{Currency, Rate};

    pub(in crate::catalogue) fn card() -> Card {
        let base = UnitPrice::parse("7.40", 1, Currency::GBP).ok();
        Card {
            id: 1,
            sku: "FS-1042".into(),
            name: "Stoneware mug".into(),
            brand: None,
            category: None,
            unit: "piece".into(),
            quantity_decimals: 0,
            pack_size: 6,
            pack_name: None,
            minimum: 10,
            multiple: 6,
            vat_class: "standard".into(),
            stock_kind: StockKind::Tracked,
            when_out: WhenOut::Show,
            state: ProductState::Sellable,
            label: None,
            group: None,
            image: None,
            listed_day: "2026-01-05".into(),
            free: 100,
            tariff: Tariff::new(Vec::new(), base, Rate::ZERO),
            in_cart: 0,
        }
    }

    #[test]
    fn the_least_quantity_is_a_multiple_that_reaches_the_minimum() {
        for (minimum, multiple, least) in
            [(10, 6, 12), (12, 12, 12), (1, 1, 1), (0, 0, 1), (1, 12, 12), (13, 12, 24)]
        {
            assert_eq!(
                Card { minimum, multiple, ..card() }.least_quantity(),
                least,
                "{minimum} {multiple}"
            );
        }
    }

    #[test]
    fn a_wrong_quantity_comes_with_the_nearest_right_ones() {
        use WrongQuantity::{BelowMinimum, NotAMultiple};
        for (units, expected) in [
            (12, None),
            (60, None),
            (9, Some(BelowMinimum { minimum: 10, nearest: 12 })),
            (65, Some(NotAMultiple { multiple: 6, below: Some(60), above: 66 })),
            (11, Some(NotAMultiple { multiple: 6, below: None, above: 12 })),
        ] {
            assert_eq!(card().quantity_fault(units), expected, "{units}");
        }
    }

    #[test]
    fn what_can_be_ordered() {
        use ProductState::{Closed, Hidden, Visible};
        assert!(card().orderable());
        for (what, card) in [
            ("only shown", Card { state: Visible, ..card() }),
            ("hidden", Card { state: Hidden, ..card() }),
            ("closed", Card { state: Closed, ..card() }),
            ("without a price", Card { tariff: Tariff::default(), ..card() }),
            ("out, may not be backordered", Card { free: 0, ..card() }),
            ("less than the least quantity is there", Card { free: 11, ..card() }),
        ] {
            assert!(!card.orderable(), "{what}");
        }
        assert!(Card { free: 0, when_out: WhenOut::Backorder, ..card() }.orderable());
        assert!(Card { free: 0, stock_kind: StockKind::Supplier, ..card() }.orderable());
    }

    #[test]
    fn stock_has_four_names() {
        for (free, expected) in
            [(0, StockState::Out), (10, StockState::Low), (11, StockState::InStock)]
        {
            assert_eq!(Card { free, ..card() }.stock_state(10), expected);
        }
        let metres = Card { quantity_decimals: 2, free: 1_000, ..card() };
        assert_eq!(metres.stock_state(10), StockState::Low);
        assert_eq!(
            Card { stock_kind: StockKind::Untracked, ..card() }.stock_state(10).code(),
            "not_tracked"
        );
    }
}
