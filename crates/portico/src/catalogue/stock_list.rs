//! Stock for staff: a list by code and location that walks its index, and all of one product.

use super::{AFTER_ALL, code_key};
use crate::access::Staff;
use crate::args;
use crate::platform::db::{DbError, FromRow, Row, View};
use portico_types::Quantity;

/// Rows of a page.
pub const SHOWN: i64 = 50;

/// Which rows of stock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// All.
    #[default]
    All,
    /// Nothing is free.
    Out,
    /// More is promised than is there: a count said so.
    Lacking,
}

impl Which {
    /// As it stands in an address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Which::All => "",
            Which::Out => "out",
            Which::Lacking => "lacking",
        }
    }

    /// What this code means; anything else means all.
    #[must_use]
    pub fn from_code(code: &str) -> Which {
        [Which::Out, Which::Lacking].into_iter().find(|w| w.code() == code).unwrap_or_default()
    }
}

/// What is listed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// How the code begins.
    pub q: String,
    /// Code of the location; empty: every one.
    pub location: String,
    /// Which rows.
    pub which: Which,
    /// The page follows this product's key and location.
    pub after: Option<(String, String)>,
}

/// Stock of a product at a location.
#[derive(Clone, Debug)]
pub struct StockRow {
    /// The product's code.
    pub sku: String,
    /// What codes are sorted by.
    pub sku_key: String,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Code of the location.
    pub location: String,
    /// Name of the location.
    pub location_name: String,
    /// On hand.
    pub on_hand: Quantity,
    /// Promised to orders.
    pub allocated: Quantity,
}

impl StockRow {
    /// On hand less allocated; negative where a count found less than is promised.
    #[must_use]
    pub fn free(&self) -> Quantity {
        Quantity::steps(self.on_hand.units - self.allocated.units, self.on_hand.decimals)
    }
}

impl FromRow for StockRow {
    fn from_row(r: &mut Row<'_>) -> Result<StockRow, DbError> {
        let (sku, sku_key, name, unit) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let decimals = u8::try_from(r.next::<i64>()?).unwrap_or(0);
        let (location, location_name) = (r.next()?, r.next()?);
        let on_hand = Quantity::steps(r.next()?, decimals);
        let allocated = Quantity::steps(r.next()?, decimals);
        Ok(StockRow { sku, sku_key, name, unit, location, location_name, on_hand, allocated })
    }
}

/// A page of stock, by code and location; one row more than [`SHOWN`] where there are more.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, filter: &Filter) -> Result<Vec<StockRow>, DbError> {
    let from = code_key(&filter.q);
    let until = format!("{from}{AFTER_ALL}");
    let (key, location) = filter.after.clone().unwrap_or_else(|| (from.clone(), String::new()));
    let wanted = (!filter.location.is_empty()).then_some(filter.location.as_str());
    view.all(
        "select p.sku, p.sku_key, p.name, p.unit, p.quantity_decimals, s.location,
             coalesce(l.name, s.location), s.on_hand, s.allocated
         from products p
         join stock s on s.product_id = p.id
         left join locations l on l.code = s.location
         where p.sku_key >= $1 and p.sku_key < $2 and (p.sku_key > $1 or s.location > $3)
             and (cast($4 as text) is null or s.location = $4)
             and ($5 = '' or ($5 = 'out' and s.on_hand <= s.allocated)
                  or ($5 = 'lacking' and s.on_hand < s.allocated))
         order by p.sku_key, s.location limit $6",
        args![&key, &until, &location, wanted, filter.which.code(), SHOWN + 1],
    )
}

/// Stock of one product at every location; empty where none was ever kept.
///
/// # Errors
/// What the database says.
pub fn of_product(view: &mut View, _: &Staff, product_id: i64) -> Result<Vec<StockRow>, DbError> {
    view.all(
        "select p.sku, p.sku_key, p.name, p.unit, p.quantity_decimals, s.location,
             coalesce(l.name, s.location), s.on_hand, s.allocated
         from products p
         join stock s on s.product_id = p.id
         left join locations l on l.code = s.location
         where p.id = $1
         order by case when s.location = 'main' then 0 else 1 end, s.location limit 100",
        args![product_id],
    )
}
