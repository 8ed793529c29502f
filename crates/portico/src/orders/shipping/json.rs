//! The shape of shipments in the API (api.md §2).

use super::{Parcel, Shipment, ShippedLine};
use crate::orders::refusal::number;
use portico_types::Quantity;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Something that left us.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Shipment)]
pub struct ShipmentJson {
    /// Our number.
    pub number: String,
    /// The day it left.
    pub shipped_day: String,
    /// Who brings the first parcel.
    pub carrier: Option<String>,
    /// What the carrier knows the first parcel by.
    pub tracking: Option<String>,
    /// Where the first parcel is followed.
    pub tracking_url: Option<String>,
    /// The day it arrived, where that is recorded.
    pub arrived_day: Option<String>,
    /// All its parcels.
    pub parcels: Vec<ParcelJson>,
    /// What is in it, each line of the order once.
    pub lines: Vec<ShippedLineJson>,
}

/// A parcel of a shipment.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Parcel)]
pub struct ParcelJson {
    /// Who brings it.
    pub carrier: Option<String>,
    /// What the carrier knows it by.
    pub tracking: Option<String>,
    /// Where it is followed.
    pub tracking_url: Option<String>,
}

/// A quantity of an order line that left.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ShippedLine)]
pub struct ShippedLineJson {
    /// Number of the order's line.
    pub line: i64,
    /// How many.
    #[schema(value_type = f64)]
    pub quantity: Value,
}

impl ShipmentJson {
    /// This shipment in the API's shape.
    #[must_use]
    pub fn of(shipment: &Shipment) -> ShipmentJson {
        let first = shipment.parcels.first();
        let of_first = |of: fn(&Parcel) -> &Option<String>| first.and_then(|p| of(p).clone());
        ShipmentJson {
            number: shipment.number.clone(),
            shipped_day: shipment.shipped_day.text(),
            carrier: of_first(|p| &p.carrier),
            tracking: of_first(|p| &p.tracking),
            tracking_url: of_first(|p| &p.tracking_url),
            arrived_day: shipment.arrived_day.map(|day| day.text()),
            parcels: shipment.parcels.iter().map(parcel).collect(),
            lines: lines(&shipment.lines),
        }
    }
}

fn parcel(parcel: &Parcel) -> ParcelJson {
    ParcelJson {
        carrier: parcel.carrier.clone(),
        tracking: parcel.tracking.clone(),
        tracking_url: parcel.tracking_url.clone(),
    }
}

/// A line that is in two parcels stands once, with the sum.
fn lines(inside: &[ShippedLine]) -> Vec<ShippedLineJson> {
    let mut sums: BTreeMap<i64, Quantity> = BTreeMap::new();
    for line in inside {
        let sum = sums.entry(line.line).or_insert(Quantity::steps(0, line.quantity.decimals));
        sum.units += line.quantity.units;
    }
    let line = |(line, quantity)| ShippedLineJson { line, quantity: number(quantity) };
    sums.into_iter().map(line).collect()
}
