//! Products as staff list them: in every state, filtered, sorted, a page by key. Without words to look for, a page
//! walks an index; with words, what the search index and the beginnings of codes find is read, up to 1,000 products.

use super::staff_find::{Narrowed, fits, tags};
use super::store::with_ids;
use crate::access::Staff;
use crate::args;
use crate::ids50;
use crate::platform::db::{DbError, FromRow, Row, Val, View};
use crate::platform::list::{Ask, Asked, Cursor, Key, Listing, Page, Paging, Sort};
use portico_types::{Currency, Day, Moment, Quantity, UnitPrice};

/// What staff may ask of the products.
pub static PRODUCTS: Listing = Listing {
    name: "staff-products",
    path: "/staff/products",
    sorts: &[Sort::up("sku"), Sort::up("name"), Sort::down("listed")],
    asks: &[
        Ask::search("staff-products-search"),
        Ask::choice("state", "product-state", STATES),
        Ask::choice("stock", "stock-title", STOCK),
        Ask::choice("without", "staff-products-lacking", LACKING),
        Ask::text("category", "product-category"),
        Ask::text("brand", "product-brand"),
        Ask::text("tag", "product-tag"),
        Ask::text("assortment", "product-assortment"),
    ],
};

const STATES: &[(&str, &str)] = &[
    ("active", "product-state-active"),
    ("sellable", "product-state-sellable"),
    ("visible", "product-state-visible"),
    ("hidden", "product-state-hidden"),
    ("closed", "product-state-closed"),
];
const STOCK: &[(&str, &str)] =
    &[("in", "staff-products-in-stock"), ("out", "staff-products-out-of-stock")];
const LACKING: &[(&str, &str)] = &[
    ("picture", "staff-products-no-picture"),
    ("price", "staff-products-no-price"),
    ("category", "staff-products-no-category"),
    ("brand", "staff-products-no-brand"),
    ("tag", "staff-products-no-tag"),
    ("description", "staff-products-no-description"),
    ("ean", "staff-products-no-ean"),
];

/// Which products, which page of them.
#[derive(Clone, Debug)]
pub struct Filter {
    /// What narrows the list.
    pub narrowed: Narrowed,
    /// `in`: something is free; `out`: nothing is; blank: all.
    pub stock: String,
    /// What they lack: `picture`, `price`, `category` …; blank: all.
    pub without: String,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`PRODUCTS`], but for its words: [`super::staff_find::found`] says what these find.
    #[must_use]
    pub fn asked(asked: &Asked) -> Filter {
        Filter {
            narrowed: Narrowed::asked(asked),
            stock: asked.text("stock").to_owned(),
            without: asked.text("without").to_owned(),
            paging: asked.paging.clone(),
        }
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Filter {
        Filter { paging: paging.clone(), ..self.clone() }
    }
}

/// A product in the list.
#[derive(Clone, Debug)]
pub struct StaffCard {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Its brand.
    pub brand: Option<String>,
    /// Its category.
    pub category: Option<String>,
    /// Names of its tags.
    pub tags: Vec<String>,
    /// `sellable`, `visible`, `hidden`, `closed`.
    pub state: String,
    /// Whether stock is counted.
    pub tracked: bool,
    /// Free stock where orders are served from.
    pub free: Quantity,
    /// What a quantity of it counts.
    pub unit: String,
    /// The base price.
    pub base: UnitPrice,
    /// Its VAT class.
    pub vat_class: String,
    /// EAN and the maker's code.
    pub codes: [Option<String>; 2],
    /// What joins variants.
    pub group: Option<String>,
    /// File name of its picture.
    pub image: Option<String>,
    /// The first day it was listed.
    pub listed_day: Option<Day>,
    /// When it was changed last.
    pub changed_at: Moment,
    keys: [String; 3],
}

impl StaffCard {
    /// Its place in an order of [`PRODUCTS`].
    fn cursor(&self, sort: &str) -> Cursor {
        let at = match sort {
            "name" => 1,
            "listed" => 2,
            _ => 0,
        };
        Cursor::text(&self.keys[at], self.id)
    }
}

impl FromRow for StaffCard {
    fn from_row(r: &mut Row<'_>) -> Result<StaffCard, DbError> {
        let (id, sku, name) = (r.next()?, r.next()?, r.next()?);
        let (brand, category, state) = (r.next()?, r.next()?, r.next()?);
        let tracked = r.next::<String>()? == "tracked";
        let decimals = u8::try_from(r.next::<i64>()?).unwrap_or(0);
        let (price, per, currency): (i64, i64, String) = (r.next()?, r.next()?, r.next()?);
        let currency = Currency::from_code(&currency)
            .ok_or_else(|| DbError::Failed("a product has an unknown currency".into()))?;
        let (unit, vat_class, codes) = (r.next()?, r.next()?, [r.next()?, r.next()?]);
        let (group, image, changed_at) = (r.next()?, r.next()?, Moment(r.next()?));
        let keys: [String; 3] = [r.next()?, r.next()?, r.next()?];
        Ok(StaffCard {
            id,
            sku,
            name,
            brand,
            category,
            tags: Vec::new(),
            state,
            tracked,
            free: Quantity::steps(r.next()?, decimals),
            unit,
            base: UnitPrice::new(price, per, currency),
            vat_class,
            codes,
            group,
            image,
            listed_day: Day::parse(&keys[2]),
            changed_at,
            keys,
        })
    }
}

macro_rules! staff_card_columns {
    () => {
        "select p.id, p.sku, p.name, p.brand, p.category, p.state, p.stock_kind, p.quantity_decimals, p.base_price,
             p.base_per, p.currency, p.unit, p.vat_class, p.ean, p.maker_code, p.product_group, p.image, p.changed_at,
             p.sku_key, p.name_key, p.listed_day,
             coalesce((select s.on_hand - s.allocated from stock s
                       where s.product_id = p.id and s.location = 'main'), 0)
         from products p where "
    };
}

/// The conditions of free stock and of what a product lacks.
macro_rules! stocked_and_lacking {
    ($stock:literal, $without:literal) => {
        concat!(
            "(", $stock, " = '' or (", $stock, " = 'in') = exists (select 1 from stock s
                  where s.product_id = p.id and s.location = 'main' and s.on_hand > s.allocated))
             and (", $without, " = ''
                  or (", $without, " = 'picture' and p.image is null)
                  or (", $without, " = 'price' and p.base_price = 0)
                  or (", $without, " = 'category' and p.category_id is null)
                  or (", $without, " = 'brand' and p.brand_id is null)
                  or (", $without, " = 'description' and p.description = '')
                  or (", $without, " = 'ean' and p.ean is null)
                  or (", $without, " = 'tag' and not exists (select 1 from product_tags x where x.product_id = p.id)))"
        )
    };
}

macro_rules! walked {
    ($key:literal, $compare:literal, $direction:literal) => {
        concat!(
            staff_card_columns!(),
            fits!("$1", "$2", "$3", "$4", "$5", "$6", "$7"),
            " and ",
            stocked_and_lacking!("$8", "$9"),
            " and (",
            $key,
            ", p.id) ",
            $compare,
            " ($10, $11) order by ",
            $key,
            $direction,
            ", p.id",
            $direction,
            " limit $12"
        )
    };
}

const SKU_UP: &str = walked!("p.sku_key", ">", "");
const SKU_DOWN: &str = walked!("p.sku_key", "<", " desc");
const NAME_UP: &str = walked!("p.name_key", ">", "");
const NAME_DOWN: &str = walked!("p.name_key", "<", " desc");
const LISTED_UP: &str = walked!("p.listed_day", ">", "");
const LISTED_DOWN: &str = walked!("p.listed_day", "<", " desc");

const BY_IDS: &str = concat!(
    staff_card_columns!(),
    "p.id in (",
    ids50!(),
    ") and ",
    fits!("$51", "$52", "$53", "$54", "$55", "$56", "$57"),
    " and ",
    stocked_and_lacking!("$58", "$59")
);

/// A page of products; `found`: only of these, which words have found.
///
/// # Errors
/// What the database says.
pub fn list(
    view: &mut View,
    _: &Staff,
    filter: &Filter,
    found: Option<&[i64]>,
) -> Result<Page<StaffCard>, DbError> {
    let paging = &filter.paging;
    let rows = match found {
        Some(ids) => of_found(view, filter, ids)?,
        None => walk(view, filter)?,
    };
    let mut page = paging.page(rows, |card| card.cursor(paging.sort));
    let ids: Vec<i64> = page.rows.iter().map(|card| card.id).collect();
    let mut tags = tags(view, &ids)?;
    for card in &mut page.rows {
        card.tags = tags.remove(&card.id).unwrap_or_default();
    }
    Ok(page)
}

fn walk(view: &mut View, filter: &Filter) -> Result<Vec<StaffCard>, DbError> {
    let paging = &filter.paging;
    let sql = match (paging.sort, paging.is_read_down()) {
        ("name", false) => NAME_UP,
        ("name", true) => NAME_DOWN,
        ("listed", false) => LISTED_UP,
        ("listed", true) => LISTED_DOWN,
        (_, false) => SKU_UP,
        (_, true) => SKU_DOWN,
    };
    let (key, id) = paging.from_text();
    let keys = filter.narrowed.keys();
    let end = args![&filter.stock, &filter.without, key, id, paging.limit + 1];
    let all: Vec<Val<'_>> = keys.vals().into_iter().chain(end).collect();
    view.all(sql, &all)
}

/// What fits of these products, in the list's order, from the page's place on.
fn of_found(view: &mut View, filter: &Filter, ids: &[i64]) -> Result<Vec<StaffCard>, DbError> {
    let (paging, keys) = (&filter.paging, filter.narrowed.keys());
    let also: Vec<Val<'_>> =
        keys.vals().into_iter().chain(args![&filter.stock, &filter.without]).collect();
    let read = view.all_many::<StaffCard>(BY_IDS, &with_ids(ids, &also))?;
    Ok(from_place(paging, read.into_iter().flatten().collect(), |card| card.cursor(paging.sort)))
}

/// Rows that were read whole, as a statement would have read them: in order, from the page's place on, one more than
/// it holds.
pub(super) fn from_place<T>(
    paging: &Paging,
    mut rows: Vec<T>,
    cursor: impl Fn(&T) -> Cursor,
) -> Vec<T> {
    let place = |row: &T| {
        let Cursor { key, id, .. } = cursor(row);
        let key = if let Key::Text(key) = key { key } else { String::new() };
        (key, id)
    };
    let (from, down) = (paging.from_text(), paging.is_read_down());
    let behind = |(key, id): (String, i64)| match down {
        true => (key.as_str(), id) < from,
        false => (key.as_str(), id) > from,
    };
    rows.retain(|row| behind(place(row)));
    rows.sort_by_cached_key(place);
    if down {
        rows.reverse();
    }
    rows.truncate(usize::try_from(paging.limit + 1).unwrap_or(rows.len()));
    rows
}
