//! Price points (sku, price charged, smallest quantity it was charged at, by how many customers) as
//! price lists. Every point becomes a price of exactly one list:
//!
//! `QUANTITY`, given to all customers: from the dearest price down, a price that at least two
//! customers paid becomes a break from its smallest quantity, if that is above the smallest quantity
//! of the dearer break before it. What does not fit depends on the customer, not on the quantity: it
//! goes by the same rule to `QUANTITY-2`, `QUANTITY-3` …, which nobody buys by until staff say so.
//! Price 0 is no price but a gift: list `FREE`, given to nobody.

use super::{Context, Place, Reading};
use crate::import::cells::{Cell, Cells, Column, Found};
use crate::import::file::Sheet;
use crate::pricing::import::{ListSaid, PriceRow};
use portico_types::Sku;
use std::collections::BTreeMap;

const COLUMNS: &[Column] = &[
    Column::new("sku").needed(),
    Column::new("unit_price").needed(),
    Column::new("lowest_quantity").needed(),
    Column::new("customers"),
];

const IGNORED: &[&str] = &["times_charged", "highest_quantity"];

/// How many customers must have paid a price before it counts for everybody.
const CUSTOMERS_LEAST: i64 = 2;

/// A price point with the list it goes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The list.
    pub list: ListSaid,
    /// The product.
    pub sku: Sku,
    /// The break.
    pub from_quantity: i64,
    /// Ten-thousandths.
    pub price: i64,
}

struct Charged {
    place: Place,
    sku: Sku,
    price: i64,
    from: i64,
    customers: i64,
}

/// Whether a file holds price points.
#[must_use]
pub fn is_one(sheet: &Sheet) -> bool {
    sheet.header.iter().any(|name| name.eq_ignore_ascii_case("lowest_quantity"))
}

/// Reads the points of one file and says to which list each goes.
///
/// # Errors
/// A needed column is missing.
pub fn read(
    sheet: &Sheet,
    number: usize,
    context: &Context,
    reading: &mut Reading<PriceRow>,
) -> anyhow::Result<Vec<(Place, Point)>> {
    let found = Found::new(sheet, COLUMNS, IGNORED)?;
    let mut of_sku: BTreeMap<String, Vec<Charged>> = BTreeMap::new();
    for (row, data) in sheet.rows.iter().enumerate() {
        let place = Place { sheet: number, row };
        let parsed =
            data.fault.clone().map_or_else(|| parse(&found.cells(data), place, context), Err);
        match parsed {
            Ok(point) => of_sku.entry(point.sku.key()).or_default().push(point),
            Err(why) => reading.refused.push((place, why)),
        }
    }
    reading.unread.extend(found.unread);
    let mut points: Vec<(Place, Point)> = of_sku.into_values().flat_map(layered).collect();
    points.sort_by_key(|(place, _)| place.row);
    Ok(points)
}

fn parse(cells: &Cells<'_>, place: Place, context: &Context) -> Cell<Charged> {
    Ok(Charged {
        place,
        sku: cells.sku("sku")?.ok_or("`sku` is empty")?,
        price: cells.price("unit_price", context.currency)?.ok_or("`unit_price` is empty")?,
        from: cells.whole("lowest_quantity", 1, 1_000_000)?.ok_or("`lowest_quantity` is empty")?,
        customers: cells.whole("customers", 0, i64::MAX)?.unwrap_or(CUSTOMERS_LEAST),
    })
}

/// The points of one sku, each with its list.
fn layered(mut charged: Vec<Charged>) -> Vec<(Place, Point)> {
    charged.sort_by_key(|point| std::cmp::Reverse(point.price));
    // The largest quantity with which each list goes on for this sku.
    let mut reached: Vec<i64> = vec![0];
    let points = charged.into_iter().map(|point| {
        let Charged { place, sku, price, from, customers } = point;
        if price == 0 {
            return (place, Point { list: list(None), sku, from_quantity: from, price });
        }
        let first = usize::from(customers < CUSTOMERS_LEAST);
        let fits = (first..reached.len()).find(|layer| reached[*layer] < from);
        let layer = fits.unwrap_or_else(|| {
            reached.resize((reached.len() + 1).max(first + 1), 0);
            reached.len() - 1
        });
        reached[layer] = from;
        (place, Point { list: list(Some(layer)), sku, from_quantity: from, price })
    });
    points.collect()
}

fn list(layer: Option<usize>) -> ListSaid {
    let (code, name) = match layer {
        None => ("FREE".to_owned(), "Free of charge".to_owned()),
        Some(0) => ("QUANTITY".to_owned(), "Quantity prices".to_owned()),
        Some(n) => (format!("QUANTITY-{}", n + 1), format!("Quantity prices {}", n + 1)),
    };
    let for_everybody = layer == Some(0);
    ListSaid { code, name: Some(name), for_everybody, ..ListSaid::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(points: &[(i64, i64, i64)]) -> Vec<String> {
        let charged = points.iter().enumerate().map(|(row, (price, from, customers))| Charged {
            place: Place { sheet: 0, row },
            sku: Sku::new("A").unwrap(),
            price: *price,
            from: *from,
            customers: *customers,
        });
        let mut points = layered(charged.collect());
        points.sort_by_key(|(place, _)| place.row);
        points.into_iter().map(|(_, point)| point.list.code).collect()
    }

    #[test]
    fn cheaper_from_more_is_a_break_and_all_else_depends_on_the_customer() {
        assert_eq!(lists(&[(39, 12, 5), (85, 2, 9)]), ["QUANTITY", "QUANTITY"]);
        assert_eq!(lists(&[(42, 1, 9), (85, 1, 9)]), ["QUANTITY-2", "QUANTITY"]);
        assert_eq!(
            lists(&[(42, 20, 9), (106, 100, 2), (125, 1, 9)]),
            ["QUANTITY-2", "QUANTITY", "QUANTITY"]
        );
        assert_eq!(lists(&[(42, 20, 1), (125, 1, 9)]), ["QUANTITY-2", "QUANTITY"]);
        assert_eq!(lists(&[(0, 500, 9), (125, 1, 9)]), ["FREE", "QUANTITY"]);
        assert_eq!(lists(&[(5, 1, 1), (4, 1, 1)]), ["QUANTITY-2", "QUANTITY-3"]);
    }
}
