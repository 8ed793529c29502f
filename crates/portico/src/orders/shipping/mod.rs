//! Shipments: what left us for an order, in which parcels, by which carrier.
//! Reading order: the nouns here, `carriers` (who brings parcels), `ship` and `arrive` (the verbs), `store` (reading),
//! `list` (a customer's shipments, and all for staff).

pub mod arrive;
pub mod carriers;
pub mod handled;
pub mod json;
pub mod list;
pub mod pages;
pub mod ship;
#[cfg(test)]
mod ship_tests;
#[cfg(test)]
pub(crate) mod slip_tests;
pub mod slip_view;
pub mod staff;
pub mod staff_list;
mod staff_list_view;
mod staff_view;
pub mod store;
pub mod view;

use portico_types::{Day, Quantity};

/// Something that left us.
#[derive(Clone, Debug)]
pub struct Shipment {
    /// Its id.
    pub id: i64,
    /// Its number: `S-88`.
    pub number: String,
    /// The day it left, at the wholesaler's.
    pub shipped_day: Day,
    /// The day it arrived, where that is recorded.
    pub arrived_day: Option<Day>,
    /// Its parcels, one at least.
    pub parcels: Vec<Parcel>,
    /// What is in them.
    pub lines: Vec<ShippedLine>,
}

/// Days after which a shipment counts as delivered though nobody recorded its arrival.
const ARRIVES_WITHIN_DAYS: i32 = 14;

impl Shipment {
    /// Whether it is still with the carrier, as far as can be known. Pure.
    #[must_use]
    pub fn is_on_its_way(&self, today: Day) -> bool {
        self.arrived_day.is_none() && is_under_way(self.shipped_day, today)
    }
}

/// Whether what left on this day, and is not known to have arrived, counts as on its way. Pure.
#[must_use]
pub fn is_under_way(left: Day, today: Day) -> bool {
    today <= left.plus_days(ARRIVES_WITHIN_DAYS)
}

/// How much of an order's line is still with carriers, in the line's smallest step. Pure.
#[must_use]
pub fn on_its_way(shipments: &[Shipment], line: i64, today: Day) -> i64 {
    let under_way = shipments.iter().filter(|shipment| shipment.is_on_its_way(today));
    let inside = under_way.flat_map(|shipment| &shipment.lines);
    inside.filter(|inside| inside.line == line).map(|inside| inside.quantity.units).sum()
}

/// A parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// 1, 2, 3 … in its shipment.
    pub parcel: i64,
    /// Who brings it.
    pub carrier: Option<String>,
    /// What the carrier knows it by.
    pub tracking: Option<String>,
    /// Where it is followed.
    pub tracking_url: Option<String>,
}

/// A quantity of an order line in a parcel.
#[derive(Clone, Debug)]
pub struct ShippedLine {
    /// Which parcel of the shipment.
    pub parcel: i64,
    /// Number of the line in its order.
    pub line: i64,
    /// The product's code, as ordered.
    pub sku: String,
    /// Its name, as ordered.
    pub name: String,
    /// What is counted.
    pub unit: String,
    /// How many are in the parcel.
    pub quantity: Quantity,
}
