//! Products as staff list them: in every state, filtered, sorted, a page by key. Without words to look for, a page
//! walks an index; with words, what the search index and the beginnings of codes find is read, up to 1,000 products.

use super::{AFTER_ALL, code_key, name_key};
use crate::access::Staff;
use crate::args;
use crate::ids50;
use crate::platform::db::{DbError, FromRow, Row, Val, View, chunks50};
use crate::platform::problem::AppError;
use crate::platform::search::{Search, Wish};
use portico_types::{Currency, Quantity, UnitPrice};

/// Rows of a page.
pub const SHOWN: usize = 50;
/// The most products that words find.
pub const FOUND: usize = 1_000;

/// How the list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By code.
    #[default]
    Sku,
    /// By name.
    Name,
    /// The newest first.
    Newest,
}

impl Sort {
    /// As it stands in an address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Sort::Sku => "",
            Sort::Name => "name",
            Sort::Newest => "newest",
        }
    }

    /// What this code means; anything else: by code.
    #[must_use]
    pub fn from_code(code: &str) -> Sort {
        [Sort::Name, Sort::Newest].into_iter().find(|s| s.code() == code).unwrap_or_default()
    }
}

/// Which products, in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words, a code, an EAN, the maker's code, or a beginning of one.
    pub q: String,
    /// Only in this state; blank: all.
    pub state: String,
    /// Only of this brand.
    pub brand: String,
    /// Only of this category, or of one below it.
    pub category: String,
    /// Only in the assortment with this code.
    pub assortment: String,
    /// `in`: something is free; `out`: nothing is.
    pub stock: String,
    /// How sorted.
    pub sort: Sort,
    /// The page follows the product with this key and id.
    pub after: Option<(String, i64)>,
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
    /// `sellable`, `visible`, `hidden`, `closed`.
    pub state: String,
    /// Whether stock is counted.
    pub tracked: bool,
    /// Free stock where orders are served from.
    pub free: Quantity,
    /// The base price.
    pub base: UnitPrice,
    /// File name of its picture.
    pub image: Option<String>,
    /// The first day it was listed.
    pub listed_day: String,
    sku_key: String,
    name_key: String,
}

impl StaffCard {
    /// What the next page goes on from.
    #[must_use]
    pub fn key(&self, sort: Sort) -> &str {
        match sort {
            Sort::Sku => &self.sku_key,
            Sort::Name => &self.name_key,
            Sort::Newest => &self.listed_day,
        }
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
        let (image, listed_day, sku_key, name_key) = (r.next()?, r.next()?, r.next()?, r.next()?);
        Ok(StaffCard {
            id,
            sku,
            name,
            brand,
            category,
            state,
            tracked,
            free: Quantity::steps(r.next()?, decimals),
            base: UnitPrice::new(price, per, currency),
            image,
            listed_day,
            sku_key,
            name_key,
        })
    }
}

macro_rules! columns {
    () => {
        "select p.id, p.sku, p.name, p.brand, p.category, p.state, p.stock_kind, p.quantity_decimals, p.base_price,
             p.base_per, p.currency, p.image, p.listed_day, p.sku_key, p.name_key,
             coalesce((select s.on_hand - s.allocated from stock s
                       where s.product_id = p.id and s.location = 'main'), 0)
         from products p where "
    };
}

macro_rules! walked {
    ($key:literal, $compare:literal, $direction:literal) => {
        concat!(
            columns!(),
            "(cast($1 as text) is null or p.state = $1)
             and (cast($2 as text) is null
                  or p.brand_id = (select b.id from brands b where b.name_key = $2))
             and (cast($3 as text) is null
                  or p.category_id in (select c.id from categories c
                                       where c.path_key = $3 or (c.path_key > $4 and c.path_key < $5)))
             and (cast($6 as text) is null
                  or exists (select 1 from assortment_products x join assortments a on a.id = x.assortment_id
                             where x.product_id = p.id and a.code_key = $6))
             and ($7 = '' or ($7 = 'in') = exists (select 1 from stock s
                  where s.product_id = p.id and s.location = 'main' and s.on_hand > s.allocated))
             and (",
            $key,
            ", p.id) ",
            $compare,
            " ($8, $9) order by ",
            $key,
            $direction,
            ", p.id",
            $direction,
            " limit $10"
        )
    };
}

const BY_SKU: &str = walked!("p.sku_key", ">", "");
const BY_NAME: &str = walked!("p.name_key", ">", "");
const BY_NEWEST: &str = walked!("p.listed_day", "<", " desc");

const BY_IDS: &str = concat!(
    columns!(),
    "p.id in (",
    ids50!(),
    ")
     and (cast($51 as text) is null or p.state = $51)
     and (cast($52 as text) is null
          or p.brand_id = (select b.id from brands b where b.name_key = $52))
     and (cast($53 as text) is null
          or p.category_id in (select c.id from categories c
                               where c.path_key = $53 or (c.path_key > $54 and c.path_key < $55)))
     and (cast($56 as text) is null
          or exists (select 1 from assortment_products x join assortments a on a.id = x.assortment_id
                     where x.product_id = p.id and a.code_key = $56))
     and ($57 = '' or ($57 = 'in') = exists (select 1 from stock s
          where s.product_id = p.id and s.location = 'main' and s.on_hand > s.allocated))"
);

/// A filter as statements take it.
struct Keys {
    state: Option<String>,
    brand: Option<String>,
    category: Option<String>,
    below: String,
    below_end: String,
    assortment: Option<String>,
    stock: String,
}

impl Keys {
    fn of(filter: &Filter) -> Keys {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let category = said(&filter.category).map(|text| super::path_key(&text));
        let below = format!("{} > ", category.as_deref().unwrap_or_default());
        Keys {
            state: said(&filter.state),
            brand: said(&filter.brand).map(|text| super::brand_key(&text)),
            below_end: format!("{below}{AFTER_ALL}"),
            below,
            category,
            assortment: said(&filter.assortment).map(|text| code_key(&text)),
            stock: filter.stock.clone(),
        }
    }

    fn vals(&self) -> [Val<'_>; 7] {
        args![
            self.state.as_deref(),
            self.brand.as_deref(),
            self.category.as_deref(),
            &self.below,
            &self.below_end,
            self.assortment.as_deref(),
            &self.stock
        ]
    }
}

/// A page of products, one more than [`SHOWN`] where there are more.
///
/// # Errors
/// What the database or the index says.
pub fn list(
    view: &mut View,
    search: &Search,
    staff: &Staff,
    filter: &Filter,
) -> Result<Vec<StaffCard>, AppError> {
    if filter.q.trim().is_empty() {
        return Ok(walk(view, staff, filter, SHOWN + 1)?);
    }
    let mut found = of_words(view, search, filter)?;
    if let Some((key, id)) = &filter.after {
        let after = (key.as_str(), *id);
        found.retain(|card| match filter.sort {
            Sort::Newest => (card.key(filter.sort), card.id) < after,
            _ => (card.key(filter.sort), card.id) > after,
        });
    }
    found.truncate(SHOWN + 1);
    Ok(found)
}

/// The first so many products behind the filter's place, by its order; words are not looked at.
///
/// # Errors
/// What the database says.
pub fn walk(
    view: &mut View,
    _: &Staff,
    filter: &Filter,
    limit: usize,
) -> Result<Vec<StaffCard>, DbError> {
    let first = match filter.sort {
        Sort::Newest => (AFTER_ALL.to_string(), i64::MAX),
        _ => (String::new(), 0),
    };
    let (key, id) = filter.after.clone().unwrap_or(first);
    let keys = Keys::of(filter);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let end = args![&key, id, limit];
    let all: Vec<Val<'_>> = keys.vals().into_iter().chain(end).collect();
    let sql = match filter.sort {
        Sort::Sku => BY_SKU,
        Sort::Name => BY_NAME,
        Sort::Newest => BY_NEWEST,
    };
    view.all(sql, &all)
}

/// Everything that the words find, up to [`FOUND`], in the filter's order.
///
/// # Errors
/// What the database or the index says.
pub fn of_words(
    view: &mut View,
    search: &Search,
    filter: &Filter,
) -> Result<Vec<StaffCard>, AppError> {
    let mut ids = by_codes(view, &filter.q)?;
    let wish = Wish { typed: &filter.q, limit: FOUND, ..Wish::default() };
    let hits = search.find(&wish).map_err(anyhow::Error::new)?;
    ids.extend(hits.hits.iter().map(|hit| hit.id));
    ids.sort_unstable();
    ids.dedup();
    ids.truncate(FOUND);
    let keys = Keys::of(filter);
    let sets: Vec<Vec<Val<'_>>> = chunks50(&ids)
        .iter()
        .map(|chunk| chunk.iter().map(|id| Val::Int(*id)).chain(keys.vals()).collect())
        .collect();
    let found = view.all_many::<StaffCard>(BY_IDS, &sets)?;
    let mut found: Vec<StaffCard> = found.into_iter().flatten().collect();
    found.sort_by(|a, b| {
        let order = (a.key(filter.sort), a.id).cmp(&(b.key(filter.sort), b.id));
        if filter.sort == Sort::Newest { order.reverse() } else { order }
    });
    Ok(found)
}

/// Products whose code, name or maker's code begins so, or whose EAN it is: also those that no customer finds.
fn by_codes(view: &mut View, q: &str) -> Result<Vec<i64>, DbError> {
    const MOST: i64 = 300;
    let (code, name) = (code_key(q), name_key(q));
    let (code_end, name_end) = (format!("{code}{AFTER_ALL}"), format!("{name}{AFTER_ALL}"));
    let mut ids: Vec<i64> = view.all(
        "select id from products where sku_key >= $1 and sku_key < $2 order by sku_key limit $3",
        args![&code, &code_end, MOST],
    )?;
    ids.extend(view.all::<i64>(
        "select id from products where name_key >= $1 and name_key < $2 order by name_key, id limit $3",
        args![&name, &name_end, MOST],
    )?);
    ids.extend(view.all::<i64>(
        "select id from products where maker_code_key >= $1 and maker_code_key < $2
         order by maker_code_key limit $3",
        args![&code, &code_end, MOST],
    )?);
    ids.extend(
        view.all::<i64>("select id from products where ean = $1 limit $2", args![q.trim(), MOST])?,
    );
    Ok(ids)
}
