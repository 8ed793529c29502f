//! Reading the shipments of one order whose head was read for the person who asks.

use super::{Parcel, Shipment, ShippedLine};
use crate::access::{Buyer, Staff};
use crate::orders::kept::OrderHead;
use crate::orders::store::number_key;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Day, Quantity};

/// Shipments of one order at most.
const MOST: i64 = 500;

struct Line(i64, ShippedLine);

impl FromRow for Line {
    fn from_row(r: &mut Row<'_>) -> Result<Line, DbError> {
        let shipment = r.next()?;
        let (parcel, line, sku, name, unit) =
            (r.next()?, r.next()?, r.next()?, r.next()?, r.next()?);
        let units = r.next()?;
        let decimals = u8::try_from(r.next::<i64>()?).unwrap_or(0);
        let quantity = Quantity::steps(units, decimals);
        Ok(Line(shipment, ShippedLine { parcel, line, sku, name, unit, quantity }))
    }
}

type Head = (i64, String, String, Option<String>);
type Packed = (i64, i64, Option<String>, Option<String>, Option<String>);

/// The shipments of an order, oldest first, with their parcels and what is in them: three statements.
///
/// # Errors
/// What the database says.
pub fn of_order(view: &mut View, order: &OrderHead) -> Result<Vec<Shipment>, DbError> {
    let heads = view.all::<Head>(
        "select id, number, shipped_day, arrived_day from shipments
         where order_id = $1 order by id limit $2",
        args![order.id, MOST],
    )?;
    if heads.is_empty() {
        return Ok(Vec::new());
    }
    let parcels = view.all::<Packed>(
        "select p.shipment_id, p.parcel, p.carrier, p.tracking, p.tracking_url
         from shipment_parcels p join shipments s on s.id = p.shipment_id
         where s.order_id = $1 order by p.shipment_id, p.parcel limit 100000",
        args![order.id],
    )?;
    let lines = view.all::<Line>(
        "select i.shipment_id, i.parcel, l.line, l.sku, l.name, l.unit, i.quantity, l.quantity_decimals
         from shipments s
         join shipment_lines i on i.shipment_id = s.id
         join order_lines l on l.id = i.order_line_id
         where s.order_id = $1 order by i.shipment_id, i.parcel, l.line limit 100000",
        args![order.id],
    )?;
    let shipment = |(id, number, shipped, arrived): Head| -> Result<Shipment, DbError> {
        let shipped_day = Day::parse(&shipped)
            .ok_or_else(|| DbError::Failed("a shipment with an unknown day".to_owned()))?;
        let own = parcels.iter().filter(|parcel| parcel.0 == id);
        let parcel = |(_, parcel, carrier, tracking, tracking_url): &Packed| Parcel {
            parcel: *parcel,
            carrier: carrier.clone(),
            tracking: tracking.clone(),
            tracking_url: tracking_url.clone(),
        };
        let inside = lines.iter().filter(|line| line.0 == id);
        Ok(Shipment {
            id,
            number,
            shipped_day,
            arrived_day: arrived.as_deref().and_then(Day::parse),
            parcels: own.map(parcel).collect(),
            lines: inside.map(|line| line.1.clone()).collect(),
        })
    };
    heads.into_iter().map(shipment).collect()
}

/// Number of the order of which this shipment of the customer is.
///
/// # Errors
/// What the database says.
pub fn order_of(view: &mut View, buyer: &Buyer, number: &str) -> Result<Option<String>, DbError> {
    view.one::<String>(
        "select o.number from shipments s join orders o on o.id = s.order_id
         where s.number_key = $1 and s.customer_id = $2",
        args![&number_key(number), buyer.customer.id],
    )
}

/// The same of any shipment, for staff.
///
/// # Errors
/// What the database says.
pub fn order_of_any(view: &mut View, _: &Staff, number: &str) -> Result<Option<String>, DbError> {
    view.one::<String>(
        "select o.number from shipments s join orders o on o.id = s.order_id where s.number_key = $1",
        args![&number_key(number)],
    )
}
