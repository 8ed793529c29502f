//! A customer's shipments across its orders, newest first, found by number, order, reference or tracking number.

use super::Parcel;
use crate::access::Buyer;
use crate::orders::place::own_only;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort, contains};
use portico_types::{Day, Moment};
use std::collections::HashMap;

/// What may be asked of a customer's shipments.
pub static SHIPMENTS: Listing = Listing {
    name: "shipments",
    path: "/shipments",
    sorts: &[Sort::down("shipped")],
    asks: &[Ask::search("shipments-search"), Ask::days("shipment-day")],
};

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
    /// When it left.
    pub shipped_at: Moment,
    /// The same as a day at the wholesaler's.
    pub shipped_day: Day,
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

    /// Its tracking numbers, in the order of the parcels.
    #[must_use]
    pub fn trackings(&self) -> String {
        let all: Vec<&str> = self.parcels.iter().filter_map(|p| p.tracking.as_deref()).collect();
        all.join(", ")
    }
}

impl FromRow for ShipmentRow {
    fn from_row(r: &mut Row<'_>) -> Result<ShipmentRow, DbError> {
        let (id, number, order, reference) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let shipped_at = Moment(r.next()?);
        let shipped_day = Day::parse(&r.next::<String>()?)
            .ok_or_else(|| DbError::Failed("a shipment with an unknown day".to_owned()))?;
        let lines = r.next()?;
        let parcels = Vec::new();
        Ok(ShipmentRow { id, number, order, reference, shipped_at, shipped_day, lines, parcels })
    }
}

/// What is asked of the shipments.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Part of a number, an order's number or reference, or a tracking number; blank: all.
    pub q: String,
    /// Only left on this day or later.
    pub from: Option<Day>,
    /// Only left on this day or earlier.
    pub to: Option<Day>,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`SHIPMENTS`].
    #[must_use]
    pub fn asked(asked: &Asked) -> Filter {
        let (from, to) = (asked.from(), asked.to());
        Filter { q: asked.text("q").to_owned(), from, to, paging: asked.paging.clone() }
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Filter {
        Filter { paging: paging.clone(), ..self.clone() }
    }
}

macro_rules! shipments_sql {
    ($compare:literal, $direction:literal) => {
        concat!(
            "select s.id, s.number, o.number, o.reference, s.shipped_at, s.shipped_day,
                 (select count(distinct i.order_line_id) from shipment_lines i where i.shipment_id = s.id)
             from shipments s join orders o on o.id = s.order_id
             where s.customer_id = $1 and (cast($2 as bigint) is null or o.login_id = $2)
               and (cast($3 as text) is null or s.find_key like $3 escape '!')
               and (cast($4 as text) is null or s.shipped_day >= $4)
               and (cast($5 as text) is null or s.shipped_day <= $5)
               and (s.shipped_at, s.id) ",
            $compare,
            " ($6, $7) order by s.shipped_at",
            $direction,
            ", s.id",
            $direction,
            " limit $8"
        )
    };
}

const NEWEST: &str = shipments_sql!("<", " desc");
const OLDEST: &str = shipments_sql!(">", " asc");

/// A page of the customer's shipments: two statements, however many.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, buyer: &Buyer, filter: &Filter) -> Result<Page<ShipmentRow>, DbError> {
    let q = Some(filter.q.trim().to_lowercase()).filter(|q| !q.is_empty());
    let q = q.map(|q| contains(&q));
    let (from, to) = (filter.from.map(Day::text), filter.to.map(Day::text));
    let (key, id) = filter.paging.from_number();
    let sql = if filter.paging.is_read_down() { NEWEST } else { OLDEST };
    let rows = view.all::<ShipmentRow>(
        sql,
        args![
            buyer.customer.id,
            own_only(buyer),
            q.as_deref(),
            from.as_deref(),
            to.as_deref(),
            key,
            id,
            filter.paging.limit + 1
        ],
    )?;
    let mut page = filter.paging.page(rows, ShipmentRow::cursor);
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
