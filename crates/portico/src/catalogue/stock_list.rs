//! Stock for staff: a list by product and location that walks an index, and all of one product.

use super::staff_find::{Narrowed, fits};
use super::staff_list::from_place;
use super::store::with_ids;
use crate::access::Staff;
use crate::args;
use crate::ids50;
use crate::platform::db::{DbError, FromRow, Row, Val, View};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort};
use portico_types::Quantity;

/// What staff may ask of the stock.
pub static STOCK: Listing = Listing {
    name: "staff-stock",
    path: "/staff/stock",
    sorts: &[Sort::up("sku"), Sort::up("name")],
    asks: &[
        Ask::search("staff-products-search"),
        Ask::given("location", "stock-location"),
        Ask::choice("which", "stock-which", WHICH),
        Ask::text("category", "product-category"),
        Ask::text("brand", "product-brand"),
        Ask::text("tag", "product-tag"),
    ],
};

const WHICH: &[(&str, &str)] =
    &[("free", "stock-free-only"), ("out", "stock-out"), ("lacking", "stock-lacking")];

/// What is listed.
#[derive(Clone, Debug)]
pub struct Filter {
    /// What narrows the products.
    pub narrowed: Narrowed,
    /// Code of the location; none: every one.
    pub location: Option<String>,
    /// `free`: something is; `out`: nothing is; `lacking`: more is promised than is there; blank: all.
    pub which: String,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`STOCK`], but for its words: [`super::staff_find::found`] says what these find.
    #[must_use]
    pub fn asked(asked: &Asked) -> Filter {
        Filter {
            narrowed: Narrowed::asked(asked),
            location: asked.some("location").map(str::to_owned),
            which: asked.text("which").to_owned(),
            paging: asked.paging.clone(),
        }
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Filter {
        Filter { paging: paging.clone(), ..self.clone() }
    }
}

/// Stock of a product at a location.
#[derive(Clone, Debug)]
pub struct StockRow {
    /// Id of the product.
    pub product_id: i64,
    /// The product's code.
    pub sku: String,
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
    /// What codes and names are sorted by.
    keys: [String; 2],
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
        let (product_id, sku, keys) = (r.next()?, r.next()?, [r.next()?, r.next()?]);
        let (name, unit) = (r.next()?, r.next()?);
        let decimals = u8::try_from(r.next::<i64>()?).unwrap_or(0);
        let (location, location_name) = (r.next()?, r.next()?);
        let on_hand = Quantity::steps(r.next()?, decimals);
        let allocated = Quantity::steps(r.next()?, decimals);
        Ok(StockRow {
            product_id,
            sku,
            name,
            unit,
            location,
            location_name,
            on_hand,
            allocated,
            keys,
        })
    }
}

macro_rules! stock_columns {
    () => {
        "select p.id, p.sku, p.sku_key, p.name_key, p.name, p.unit, p.quantity_decimals, s.location,
             coalesce(l.name, s.location), s.on_hand, s.allocated
         from products p
         join stock s on s.product_id = p.id
         left join locations l on l.code = s.location
         where "
    };
}

/// The conditions of a location and of how much is free.
macro_rules! at_and_free {
    ($location:literal, $which:literal) => {
        concat!(
            "(cast(",
            $location,
            " as text) is null or s.location = ",
            $location,
            ")
             and (",
            $which,
            " = '' or (",
            $which,
            " = 'free' and s.on_hand > s.allocated)
                  or (",
            $which,
            " = 'out' and s.on_hand <= s.allocated)
                  or (",
            $which,
            " = 'lacking' and s.on_hand < s.allocated))"
        )
    };
}

macro_rules! stock_walked {
    ($key:literal, $compare:literal, $direction:literal) => {
        concat!(
            stock_columns!(),
            fits!("$1", "$2", "$3", "$4", "$5", "$6", "$7"),
            " and ",
            at_and_free!("$8", "$9"),
            " and ",
            $key,
            " ",
            $compare,
            "= $10 and (",
            $key,
            ", p.id, s.location) ",
            $compare,
            " ($10, $11, $12) order by ",
            $key,
            $direction,
            ", p.id",
            $direction,
            ", s.location",
            $direction,
            " limit $13"
        )
    };
}

const SKU_UP: &str = stock_walked!("p.sku_key", ">", "");
const SKU_DOWN: &str = stock_walked!("p.sku_key", "<", " desc");
const NAME_UP: &str = stock_walked!("p.name_key", ">", "");
const NAME_DOWN: &str = stock_walked!("p.name_key", "<", " desc");

const BY_IDS: &str = concat!(
    stock_columns!(),
    "p.id in (",
    ids50!(),
    ") and ",
    fits!("$51", "$52", "$53", "$54", "$55", "$56", "$57"),
    " and ",
    at_and_free!("$58", "$59")
);

/// A page of stock; `found`: only of these products, which words have found.
///
/// # Errors
/// What the database says.
pub fn list(
    view: &mut View,
    _: &Staff,
    filter: &Filter,
    found: Option<&[i64]>,
) -> Result<Page<StockRow>, DbError> {
    let paging = &filter.paging;
    let of_name = usize::from(paging.sort == "name");
    // A product lies at several locations: the location is the end of the key.
    let cursor = |row: &StockRow| {
        Cursor::text(&format!("{}\n{}", row.keys[of_name], row.location), row.product_id)
    };
    let keys = filter.narrowed.keys();
    let also = args![filter.location.as_deref(), &filter.which];
    let also: Vec<Val<'_>> = keys.vals().into_iter().chain(also).collect();
    if let Some(ids) = found {
        let read = view.all_many::<StockRow>(BY_IDS, &with_ids(ids, &also))?;
        let rows = from_place(paging, read.into_iter().flatten().collect(), cursor);
        return Ok(paging.page(rows, cursor));
    }
    let sql = match (paging.sort, paging.is_read_down()) {
        ("name", false) => NAME_UP,
        ("name", true) => NAME_DOWN,
        (_, false) => SKU_UP,
        (_, true) => SKU_DOWN,
    };
    let (from, id) = paging.from_text();
    let (key, location) = from.rsplit_once('\n').unwrap_or((from, ""));
    let place = args![key, id, location, paging.limit + 1];
    let all: Vec<Val<'_>> = also.into_iter().chain(place).collect();
    let rows = view.all::<StockRow>(sql, &all)?;
    Ok(paging.page(rows, cursor))
}

/// Stock of one product at every location; empty where none was ever kept.
///
/// # Errors
/// What the database says.
pub fn of_product(view: &mut View, _: &Staff, product_id: i64) -> Result<Vec<StockRow>, DbError> {
    view.all(
        concat!(
            stock_columns!(),
            "p.id = $1
         order by case when s.location = 'main' then 0 else 1 end, s.location limit 100"
        ),
        args![product_id],
    )
}
