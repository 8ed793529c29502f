//! Price points (sku, price charged, smallest quantity it was charged at, by how many customers) as
//! price lists. Every point becomes a price of exactly one list:
//!
//! `QUANTITY`, given to all customers: from the dearest price down, a price that at least two
//! customers paid becomes a break from its smallest quantity, if that is above the smallest quantity
//! of the dearer break before it. What does not fit depends on the customer, not on the quantity: it
//! goes by the same rule to `QUANTITY-2`, `QUANTITY-3` …, which nobody buys by until staff say so.
//! Price 0 is no price but a gift: list `FREE`, given to nobody.

use super::{Context, Place};
use crate::import::cells::{Cell, Cells, Column, Shape};
use crate::import::files::Sheet;
use crate::import::map::Map;
use crate::import::map::layout::Layout;
use crate::import::staged::Row;
use crate::pricing::import::ListSaid;
use portico_types::Sku;

const COLUMNS: &[Column] = &[
    Column::new("sku").needed(),
    Column::new("unit_price").needed().of(Shape::Number),
    Column::new("lowest_quantity").needed().of(Shape::Number),
    Column::new("customers").of(Shape::Number),
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
pub fn is_one(sheet: &Sheet, map: Option<&Map>) -> bool {
    let named = sheet.header.iter().any(|name| name.eq_ignore_ascii_case("lowest_quantity"));
    map.map_or(named, |map| map.columns.contains_key("lowest_quantity") || (map.by_name && named))
}

/// Our columns in such a file.
///
/// # Errors
/// A needed column is missing.
pub fn layout(sheet: &Sheet, map: Option<&Map>) -> anyhow::Result<Layout> {
    Layout::new(sheet, map, COLUMNS, IGNORED)
}

/// The product that a row is about.
///
/// # Errors
/// The reason for which the row cannot be taken.
pub fn sku(cells: &Cells<'_>, context: &Context) -> Cell<Sku> {
    let nowhere = Place { sheet: 0, line: 0 };
    parse(cells, nowhere, context).map(|charged| charged.sku)
}

/// The points of one sku, each with the list it goes to.
#[must_use]
pub fn points(layouts: &[Layout], group: &[Row], context: &Context) -> Vec<(Place, Point)> {
    let charged = group.iter().filter_map(|row| {
        let cells = layouts[row.place.sheet].cells(&row.read);
        parse(&cells, row.place, context).ok()
    });
    layered(charged.collect())
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
        let charged = (0..).zip(points).map(|(row, (price, from, customers))| Charged {
            place: Place { sheet: 0, line: row },
            sku: Sku::new("A").unwrap(),
            price: *price,
            from: *from,
            customers: *customers,
        });
        let mut points = layered(charged.collect());
        points.sort_by_key(|(place, _)| place.line);
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
