//! Shipments as lists: a customer's own across its orders, and those to all customers for staff; newest first, found by
//! number, order, reference or tracking number.

use super::Parcel;
use crate::access::{Buyer, Staff};
use crate::orders::place::own_only;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Sort, by_number};
use portico_types::{Day, Moment};
use std::collections::HashMap;

/// What may be asked of a customer's shipments.
pub static SHIPMENTS: Listing = Listing {
    name: "shipments",
    path: "/shipments",
    sorts: &[Sort::down("shipped")],
    asks: &[
        Ask::search("shipments-search"),
        Ask::choice("state", "order-state", STATES),
        Ask::days("shipment-day"),
    ],
};

/// What staff may ask of all shipments.
pub static STAFF_SHIPMENTS: Listing = Listing {
    name: "staff-shipments",
    path: "/staff/shipments",
    sorts: &[Sort::down("shipped")],
    asks: &[
        Ask::search("staff-shipments-search"),
        Ask::given("carrier", "shipment-carrier"),
        Ask::choice("state", "order-state", STATES),
        Ask::days("shipment-day"),
    ],
};

/// Where a shipment is, as addresses and people say it.
const STATES: &[(&str, &str)] =
    &[("on_the_way", "shipment-on-the-way"), ("delivered", "shipment-delivered")];

/// A shipment in the list.
#[derive(Clone, Debug)]
pub struct ShipmentRow {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Number of its order.
    pub order: String,
    /// The customer's reference of that order.
    pub reference: Option<String>,
    /// Number of the customer.
    pub customer_number: String,
    /// Name of the customer.
    pub customer: String,
    /// When it left.
    pub shipped_at: Moment,
    /// The same as a day at the wholesaler's.
    pub shipped_day: Day,
    /// The day it arrived, where that is recorded.
    pub arrived_day: Option<Day>,
    /// How many lines are in it.
    pub lines: i64,
    /// Its parcels.
    pub parcels: Vec<Parcel>,
}

impl ShipmentRow {
    fn cursor(&self) -> Cursor {
        Cursor::number(self.shipped_at.0, self.id)
    }

    /// Its carriers, each once, in the order of the parcels.
    #[must_use]
    pub fn carriers(&self) -> String {
        let mut named: Vec<&str> = Vec::new();
        for carrier in self.parcels.iter().filter_map(|parcel| parcel.carrier.as_deref()) {
            if !named.contains(&carrier) {
                named.push(carrier);
            }
        }
        named.join(", ")
    }

    /// Its tracking numbers, in the order of the parcels; each with its carrier, where there are several.
    #[must_use]
    pub fn trackings(&self) -> String {
        let tracked = self.parcels.iter().filter_map(|p| Some((p, p.tracking.as_deref()?)));
        let said = tracked.map(|(parcel, tracking)| match self.carrier_of(parcel) {
            Some(carrier) => format!("{carrier} {tracking}"),
            None => tracking.to_owned(),
        });
        said.collect::<Vec<_>>().join(", ")
    }

    /// Who brings one of its parcels, where not all come by the same.
    #[must_use]
    pub fn carrier_of<'a>(&self, parcel: &'a Parcel) -> Option<&'a str> {
        let differs = self.parcels.iter().any(|other| other.carrier != parcel.carrier);
        parcel.carrier.as_deref().filter(|_| differs)
    }
}

impl FromRow for ShipmentRow {
    fn from_row(r: &mut Row<'_>) -> Result<ShipmentRow, DbError> {
        let (id, number, order, reference) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let (customer_number, customer) = (r.next()?, r.next()?);
        let shipped_at = Moment(r.next()?);
        let shipped_day = Day::parse(&r.next::<String>()?)
            .ok_or_else(|| DbError::Failed("a shipment with an unknown day".to_owned()))?;
        let arrived_day = r.next::<Option<String>>()?.as_deref().and_then(Day::parse);
        let (lines, parcels) = (r.next()?, Vec::new());
        Ok(ShipmentRow {
            id,
            number,
            order,
            reference,
            customer_number,
            customer,
            shipped_at,
            shipped_day,
            arrived_day,
            lines,
            parcels,
        })
    }
}

macro_rules! shipments_sql {
    ($whose:literal, $compare:literal, $direction:literal) => {
        by_number!(
            concat!(
                "select s.id, s.number, o.number, o.reference, c.number, c.name, s.shipped_at,
                     s.shipped_day, s.arrived_day,
                     (select count(distinct i.order_line_id) from shipment_lines i where i.shipment_id = s.id)
                 from shipments s
                 join orders o on o.id = s.order_id
                 join customers c on c.id = s.customer_id
                 where (cast($5 as text) is null or s.shipped_day >= $5)
                   and (cast($6 as text) is null or s.shipped_day <= $6)
                   and (cast($7 as boolean) is null or (s.arrived_day is not null) = $7)
                   and (cast($4 as text) is null or s.find_key like $4 escape '!'",
                $whose
            ),
            "s.shipped_at",
            "s.id",
            $compare,
            $direction
        )
    };
}

macro_rules! own_sql {
    ($compare:literal, $direction:literal) => {
        shipments_sql!(
            ") and s.customer_id = $8 and (cast($9 as bigint) is null or o.login_id = $9)",
            $compare,
            $direction
        )
    };
}

macro_rules! all_sql {
    ($compare:literal, $direction:literal) => {
        shipments_sql!(
            " or c.name_key like $4 escape '!')
             and (cast($8 as text) is null or exists
                 (select 1 from shipment_parcels p where p.shipment_id = s.id and p.carrier = $8))",
            $compare,
            $direction
        )
    };
}

const OWN_NEWEST: &str = own_sql!("<", " desc");
const OWN_OLDEST: &str = own_sql!(">", " asc");
const NEWEST: &str = all_sql!("<", " desc");
const OLDEST: &str = all_sql!(">", " asc");

/// A page of the customer's shipments: two statements, however many.
///
/// # Errors
/// What the database says.
pub fn own(view: &mut View, buyer: &Buyer, asked: &Asked) -> Result<Page<ShipmentRow>, DbError> {
    let (q, (from, to)) = (asked.pattern(), asked.days());
    let (from, to) = (from.as_deref(), to.as_deref());
    let whose = args![buyer.customer.id, own_only(buyer)];
    let given = args![q.as_deref(), from, to, arrived(asked)];
    let given = [&given[..], &whose].concat();
    let page = asked.paging.read(view, (OWN_NEWEST, OWN_OLDEST), &given, ShipmentRow::cursor)?;
    with_parcels(view, page)
}

/// A page of the shipments to all customers: two statements, however many.
///
/// # Errors
/// What the database says.
pub fn all(view: &mut View, _: &Staff, asked: &Asked) -> Result<Page<ShipmentRow>, DbError> {
    let (q, (from, to)) = (asked.pattern(), asked.days());
    let (from, to) = (from.as_deref(), to.as_deref());
    let given = args![q.as_deref(), from, to, arrived(asked), asked.some("carrier")];
    let page = asked.paging.read(view, (NEWEST, OLDEST), &given, ShipmentRow::cursor)?;
    with_parcels(view, page)
}

/// Whether only what arrived is asked for, or only what did not.
fn arrived(asked: &Asked) -> Option<bool> {
    asked.some("state").map(|state| state == "delivered")
}

fn with_parcels(
    view: &mut View,
    mut page: Page<ShipmentRow>,
) -> Result<Page<ShipmentRow>, DbError> {
    let ids: Vec<i64> = page.rows.iter().map(|row| row.id).collect();
    let mut parcels = parcels_of(view, &ids)?;
    for row in &mut page.rows {
        row.parcels = parcels.remove(&row.id).unwrap_or_default();
    }
    Ok(page)
}

/// The parcels of these shipments, which were read for the person who asks.
fn parcels_of(view: &mut View, ids: &[i64]) -> Result<HashMap<i64, Vec<Parcel>>, DbError> {
    type Row = (i64, Option<String>, Option<String>, Option<String>);
    let keys: Vec<_> = ids.iter().map(|id| args![*id]).collect();
    let rows = view.all_many::<Row>(
        "select parcel, carrier, tracking, tracking_url from shipment_parcels
         where shipment_id = $1 order by parcel limit 500",
        &keys,
    )?;
    let parcel = |(parcel, carrier, tracking, tracking_url): Row| Parcel {
        parcel,
        carrier,
        tracking,
        tracking_url,
    };
    let of = |rows: Vec<Row>| rows.into_iter().map(parcel).collect();
    Ok(ids.iter().copied().zip(rows.into_iter().map(of)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracking_numbers_name_their_carriers_where_parcels_have_several() {
        let parcel = |parcel, carrier: &str| Parcel {
            parcel,
            carrier: Some(carrier.to_owned()),
            tracking: Some(format!("15-{parcel}")),
            tracking_url: None,
        };
        let row = |parcels| ShipmentRow {
            id: 1,
            number: "S-1".to_owned(),
            order: "P-1".to_owned(),
            reference: None,
            customer_number: String::new(),
            customer: String::new(),
            shipped_at: Moment(0),
            shipped_day: Day::parse("2026-04-01").unwrap(),
            arrived_day: None,
            lines: 1,
            parcels,
        };
        let one = row(vec![parcel(1, "DPD"), parcel(2, "DPD")]);
        assert_eq!((one.carriers(), one.trackings()), ("DPD".into(), "15-1, 15-2".into()));
        let two = row(vec![parcel(1, "DPD"), parcel(2, "Northway")]);
        assert_eq!(two.trackings(), "DPD 15-1, Northway 15-2");
    }
}
