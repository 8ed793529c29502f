//! The shapes of what the warehouse answers to programs (api.md §3).

use super::goods_in::store::{CoveredRow, NoteDetail};
use crate::catalogue::correct_stock::Done;
use crate::catalogue::stock::Levels;
use crate::orders::refusal::number;
use portico_types::Quantity;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A goods-in note.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GoodsIn)]
pub struct GoodsInJson {
    /// Our number: `G-12`.
    pub number: String,
    /// When it was booked.
    pub received_at: String,
    /// The supplier's delivery note, or what else it is known by.
    pub reference: Option<String>,
    /// Number of the purchase order.
    pub purchase_order: Option<String>,
    /// What came, each product once.
    pub lines: Vec<GoodsInLineJson>,
    /// Which lines of orders got something of it.
    pub covered: Vec<CoveredJson>,
}

/// A product that came in.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GoodsInLine)]
pub struct GoodsInLineJson {
    /// The product's code.
    pub sku: String,
    /// How many.
    #[schema(value_type = f64)]
    pub quantity: Value,
    /// What was on hand afterwards.
    #[schema(value_type = f64)]
    pub on_hand: Value,
}

/// A line of an order that got something.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CoveredLine)]
pub struct CoveredJson {
    /// Number of the order.
    pub order: String,
    /// Number of its line.
    pub line: i64,
    /// What it got.
    #[schema(value_type = f64)]
    pub quantity: Value,
}

impl GoodsInJson {
    /// This note in the API's shape.
    #[must_use]
    pub fn of(detail: &NoteDetail) -> GoodsInJson {
        let note = &detail.note;
        let line = |line: &super::goods_in::store::Line| GoodsInLineJson {
            sku: line.sku.clone(),
            quantity: number(line.quantity),
            on_hand: number(line.on_hand),
        };
        let covered = |row: &CoveredRow| CoveredJson {
            order: row.order.clone(),
            line: row.line,
            quantity: number(row.quantity),
        };
        GoodsInJson {
            number: note.number.clone(),
            received_at: note.received_at.text(),
            reference: note.reference.clone(),
            purchase_order: note.purchase_order.clone(),
            lines: detail.lines.iter().map(line).collect(),
            covered: detail.covered.iter().map(covered).collect(),
        }
    }
}

/// A change of stock that was made.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = StockMovement)]
pub struct MovementJson {
    /// The product's code.
    pub sku: String,
    /// How much came; went, if negative.
    #[schema(value_type = f64)]
    pub change: Value,
    /// Why.
    pub reason: String,
    /// What is on hand now, where orders are served from.
    #[schema(value_type = f64)]
    pub on_hand: Value,
    /// On hand less allocated, over all places; never below nought.
    #[schema(value_type = f64)]
    pub free: Value,
}

impl MovementJson {
    /// This change in the API's shape.
    #[must_use]
    pub fn of(levels: &Levels, done: Done, reason: &str) -> MovementJson {
        let free: i64 = levels.locations.iter().map(|l| l.on_hand - l.allocated).sum();
        MovementJson {
            sku: levels.sku.clone(),
            change: number(done.by),
            reason: reason.trim().to_owned(),
            on_hand: number(done.on_hand),
            free: number(Quantity::steps(free.max(0), levels.quantity_decimals)),
        }
    }
}
