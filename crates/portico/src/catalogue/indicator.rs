//! What a customer is told of the stock: how much, in which words, and what a word given by hand means for ordering.

use super::{Card, ProductState, StockKind, StockState, WhenOut};
use crate::platform::settings::{Setting, SettingValue};

/// How stock is shown to customers for whom nothing else is said: `number`, `capped`, `indicator` or `none`.
pub const STOCK_SHOWN: Setting<StockShown> =
    Setting { key: "catalogue.stock_shown", default: || StockShown::Number };
/// Free stock of so many units or fewer counts as low.
pub const LOW_STOCK: Setting<i64> = Setting { key: "catalogue.low_stock", default: || 10 };
/// An indicator tells the number all the same when so many units or fewer are left; 0: never.
pub const LAST_PIECES: Setting<i64> = Setting { key: "catalogue.last_pieces", default: || 3 };
/// The largest number that is told where numbers are capped: "50+".
pub const STOCK_CAP: Setting<i64> = Setting { key: "catalogue.stock_cap", default: || 50 };
/// Whether the page of a product says what is free at each location.
pub const LOCATIONS_SHOWN: Setting<bool> =
    Setting { key: "catalogue.locations_shown", default: || false };
/// Whether more than is free may be ordered, where the product allows it.
pub const MORE_THAN_FREE: Setting<bool> =
    Setting { key: "orders.more_than_free", default: || true };

/// How much of the stock a customer is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockShown {
    /// The free stock as a number.
    Number,
    /// The same up to a cap, then "50+".
    Capped,
    /// In stock, low or out; the number of the last pieces.
    Indicator,
    /// Nothing.
    None,
}

const SHOWN: [(StockShown, &str); 4] = [
    (StockShown::Number, "number"),
    (StockShown::Capped, "capped"),
    (StockShown::Indicator, "indicator"),
    (StockShown::None, "none"),
];

impl SettingValue for StockShown {
    fn read(text: &str) -> Option<StockShown> {
        SHOWN.iter().find(|(_, code)| *code == text).map(|(shown, _)| *shown)
    }

    fn write(&self) -> String {
        SHOWN.iter().find(|(shown, _)| shown == self).map_or("", |(_, code)| code).to_owned()
    }
}

/// What one customer is shown of the stock, and from where on it is low.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Showing {
    /// How much is told.
    pub stock: StockShown,
    /// Free stock of so many units or fewer is low.
    pub low: i64,
    /// See [`LAST_PIECES`].
    pub last: i64,
    /// See [`STOCK_CAP`].
    pub cap: i64,
}

/// A number that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// In the smallest step.
    pub units: i64,
    /// Whether there is more than that.
    pub more: bool,
}

impl Showing {
    /// The number that is told of so much free stock of this product; none where only words are.
    #[must_use]
    pub fn told(&self, card: &Card, free: i64) -> Option<Told> {
        if card.always_there() {
            return None;
        }
        let one = 10_i64.pow(u32::from(card.quantity_decimals));
        let whole = |units: i64| units.max(0).saturating_mul(one);
        match self.stock {
            StockShown::Number => Some(Told { units: free, more: false }),
            StockShown::Capped if free > whole(self.cap) => {
                Some(Told { units: whole(self.cap), more: true })
            }
            StockShown::Capped => Some(Told { units: free, more: false }),
            StockShown::Indicator if free > 0 && free <= whole(self.last) => {
                Some(Told { units: free, more: false })
            }
            StockShown::Indicator | StockShown::None => None,
        }
    }
}

/// What a product's stock is called by hand: it beats what the numbers say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockLabel {
    /// There is not much of it. A word only.
    Limited,
    /// It can be ordered before it is there. A word only.
    PreOrder,
    /// Sold while it lasts: no more than is free is ordered.
    Discontinued,
    /// Not ordered, whatever is free.
    SoldOut,
}

/// All labels with their codes, as stored and as the API spells them.
pub const LABELS: [(StockLabel, &str); 4] = [
    (StockLabel::Limited, "limited"),
    (StockLabel::PreOrder, "pre_order"),
    (StockLabel::Discontinued, "discontinued"),
    (StockLabel::SoldOut, "sold_out"),
];

impl StockLabel {
    /// The label with this code; `rule` and anything else is none.
    #[must_use]
    pub fn from_code(code: &str) -> Option<StockLabel> {
        LABELS.iter().find(|(_, other)| *other == code).map(|(label, _)| *label)
    }

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        LABELS.iter().find(|(label, _)| *label == self).map_or("", |(_, code)| code)
    }
}

impl Card {
    /// The card as customers order from it: with what its label means, and whether more than is free may be ordered at
    /// all. Everything that shows or takes an order of a product reads the card after this.
    #[must_use]
    pub(super) fn settled(mut self, more_than_free: bool) -> Card {
        if self.label == Some(StockLabel::SoldOut) && self.state == ProductState::Sellable {
            self.state = ProductState::Visible;
        }
        let lasts_only = !more_than_free || self.label == Some(StockLabel::Discontinued);
        if lasts_only && self.when_out == WhenOut::Backorder {
            self.when_out = WhenOut::Show;
        }
        self
    }
}

/// What is said of a product's stock, before words and shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// By hand.
    Label(StockLabel),
    /// Shown, not for sale.
    NotOrderable,
    /// Comes from the supplier.
    OnRequest,
    /// Enough is free, or nobody counts.
    Here,
    /// Little is free.
    Few,
    /// Nothing is free, and it is ordered all the same.
    Backorder,
    /// Nothing is free.
    Out,
}

/// What is said of this product; pure.
#[must_use]
pub fn said(card: &Card, showing: &Showing) -> Said {
    if let Some(label) = card.label {
        return Said::Label(label);
    }
    if card.state == ProductState::Visible {
        return Said::NotOrderable;
    }
    match (card.stock_state(showing.low), card.stock_kind) {
        (StockState::NotTracked, StockKind::Supplier) => Said::OnRequest,
        (StockState::NotTracked | StockState::InStock, _) => Said::Here,
        (StockState::Low, _) => Said::Few,
        (StockState::Out, _) if card.when_out == WhenOut::Backorder => Said::Backorder,
        (StockState::Out, _) => Said::Out,
    }
}
