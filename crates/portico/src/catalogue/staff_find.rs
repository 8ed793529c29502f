//! What staff find products by: words, codes and what narrows a list, the same for products and for their stock.

use super::store::with_ids;
use super::{AFTER_ALL, code_key, name_key};
use crate::access::Staff;
use crate::args;
use crate::ids50;
use crate::platform::db::{DbError, Val, View};
use crate::platform::list::Asked;
use crate::platform::problem::AppError;
use crate::platform::search::{Search, Wish};
use std::collections::HashMap;

/// The most products that words find.
pub const FOUND: usize = 1_000;
/// How many categories, brands, tags and assortments each are offered while one is typed.
const OFFERED: i64 = 300;

/// What narrows a list of products, as it was asked; empty: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// Only in this state; `active`: in one that customers see.
    pub state: String,
    /// Only of this brand.
    pub brand: String,
    /// Only with this tag.
    pub tag: String,
    /// Only in the assortment with this code.
    pub assortment: String,
    /// Only of this category, or of one below it.
    pub category: String,
}

impl Narrowed {
    /// What an address asks.
    #[must_use]
    pub fn asked(asked: &Asked) -> Narrowed {
        let of = |name: &str| asked.text(name).to_owned();
        Narrowed {
            state: of("state"),
            brand: of("brand"),
            tag: of("tag"),
            assortment: of("assortment"),
            category: of("category"),
        }
    }

    /// As the seven places of `fits!`.
    pub(super) fn keys(&self) -> Keys {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let category = said(&self.category).map(|text| super::path_key(&text));
        let below = format!("{} > ", category.as_deref().unwrap_or_default());
        Keys {
            state: said(&self.state),
            brand: said(&self.brand).map(|text| super::brand_key(&text)),
            tag: said(&self.tag).map(|text| super::brand_key(&text)),
            assortment: said(&self.assortment).map(|text| code_key(&text)),
            below_end: format!("{below}{AFTER_ALL}"),
            below,
            category,
        }
    }
}

/// What narrows a list, as the seven places of `fits!`.
pub(super) struct Keys {
    state: Option<String>,
    brand: Option<String>,
    tag: Option<String>,
    assortment: Option<String>,
    category: Option<String>,
    below: String,
    below_end: String,
}

impl Keys {
    pub(super) fn vals(&self) -> [Val<'_>; 7] {
        args![
            self.state.as_deref(),
            self.brand.as_deref(),
            self.tag.as_deref(),
            self.assortment.as_deref(),
            self.category.as_deref(),
            &self.below,
            &self.below_end
        ]
    }
}

/// The condition that a product `p` fits what narrows: state, brand, tag, assortment, category, the paths below it and
/// their end, each a place of the statement.
macro_rules! fits {
    ($state:literal, $brand:literal, $tag:literal, $assortment:literal, $category:literal, $below:literal, $end:literal) => {
        concat!(
            "(cast(", $state, " as text) is null or p.state = ", $state,
            " or (", $state, " = 'active' and p.state in ('sellable', 'visible')))
             and (cast(", $brand, " as text) is null
                  or p.brand_id = (select b.id from brands b where b.name_key = ", $brand, "))
             and (cast(", $tag, " as text) is null
                  or exists (select 1 from product_tags x join tags t on t.id = x.tag_id
                             where x.product_id = p.id and t.name_key = ", $tag, "))
             and (cast(", $assortment, " as text) is null
                  or exists (select 1 from assortment_products x join assortments a on a.id = x.assortment_id
                             where x.product_id = p.id and a.code_key = ", $assortment, "))
             and (cast(", $category, " as text) is null
                  or p.category_id in (select c.id from categories c where c.path_key = ", $category,
            "                              or (c.path_key > ", $below, " and c.path_key < ", $end, ")))"
        )
    };
}
pub(super) use fits;

/// Ids of the products that words find, at most [`FOUND`]; `None` where there are no words. Products that no customer
/// finds are found by the beginning of their codes and names.
///
/// # Errors
/// What the database or the index says.
pub fn found(
    view: &mut View,
    search: &Search,
    _: &Staff,
    q: &str,
) -> Result<Option<Vec<i64>>, AppError> {
    if q.trim().is_empty() {
        return Ok(None);
    }
    let mut ids = by_codes(view, q)?;
    let wish = Wish { typed: q, limit: FOUND, ..Wish::default() };
    let hits = search.find(&wish).map_err(anyhow::Error::new)?;
    ids.extend(hits.hits.iter().map(|hit| hit.id));
    ids.sort_unstable();
    ids.dedup();
    ids.truncate(FOUND);
    Ok(Some(ids))
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

const TAGS: &str = concat!(
    "select x.product_id, t.name from product_tags x join tags t on t.id = x.tag_id
      where x.product_id in (",
    ids50!(),
    ") order by t.name_key"
);

/// Names of the tags of these products, each product's in order.
///
/// # Errors
/// What the database says.
pub fn tags(view: &mut View, ids: &[i64]) -> Result<HashMap<i64, Vec<String>>, DbError> {
    let rows = view.all_many::<(i64, String)>(TAGS, &with_ids(ids, &[]))?;
    let mut tags: HashMap<i64, Vec<String>> = HashMap::new();
    for (id, name) in rows.into_iter().flatten() {
        tags.entry(id).or_default().push(name);
    }
    Ok(tags)
}

/// What is offered while a field of the form above a list is typed: its name, then value and words.
pub type Offered = Vec<(&'static str, Vec<(String, String)>)>;

/// The first categories, brands, tags and assortments, by name.
///
/// # Errors
/// What the database says.
pub fn offered(view: &mut View, _: &Staff) -> Result<Offered, DbError> {
    let mut all = Vec::new();
    for (field, sql) in [
        ("category", "select path from categories order by path_key limit $1"),
        ("brand", "select name from brands order by name_key limit $1"),
        ("tag", "select name from tags order by name_key limit $1"),
        ("assortment", "select code from assortments order by code_key limit $1"),
    ] {
        let names = view.all::<String>(sql, args![OFFERED])?;
        all.push((field, names.into_iter().map(|name| (name.clone(), name)).collect()));
    }
    Ok(all)
}
