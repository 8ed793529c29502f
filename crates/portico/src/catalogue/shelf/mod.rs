//! The shelf: what follows from a product's own facts and stands beside it, so that lists need not work it out:
//! whether it is listed and available, its category and brand, the assortments it stands in. Whoever writes a product,
//! its tags, its stock or a rule calls `refresh` in the same transaction.

mod groups;
mod membership;
pub mod walk;

use super::store::with_ids;
use super::{brand_key, path_key};
use crate::args;
use crate::ids50;
use crate::platform::changes;
use crate::platform::db::{DbError, FromRow, Row, Tx};
use groups::Groups;
pub use membership::count_of_rules;
use membership::{Members, Rules};

/// What decides about a product's place.
struct Facts {
    id: i64,
    sku_key: String,
    name_key: String,
    listed_day: String,
    category: Option<String>,
    brand: Option<String>,
    state: String,
    when_out: String,
    stock_kind: String,
    label: String,
    stored: Derived,
    free: i64,
}

/// What is derived of a product and stands in its row.
#[derive(Clone, Copy, PartialEq)]
struct Derived {
    category_id: Option<i64>,
    brand_id: Option<i64>,
    listed: bool,
    available: bool,
}

impl FromRow for Facts {
    fn from_row(r: &mut Row<'_>) -> Result<Facts, DbError> {
        Ok(Facts {
            id: r.next()?,
            sku_key: r.next()?,
            name_key: r.next()?,
            listed_day: r.next()?,
            category: r.next()?,
            brand: r.next()?,
            state: r.next()?,
            when_out: r.next()?,
            stock_kind: r.next()?,
            label: r.next()?,
            stored: Derived {
                category_id: r.next()?,
                brand_id: r.next()?,
                listed: r.next()?,
                available: r.next()?,
            },
            free: r.next()?,
        })
    }
}

const FACTS: &str = concat!(
    "select p.id, p.sku_key, p.name_key, p.listed_day, p.category, p.brand, p.state, p.when_out, p.stock_kind,
         p.stock_label,
         p.category_id, p.brand_id, p.listed, p.available,
         coalesce((select cast(sum(s.on_hand - s.allocated) as bigint) from stock s
           where s.product_id = p.id and s.location = 'main'), 0)
       from products p where p.id in (",
    ids50!(),
    ") order by p.id"
);

impl Facts {
    /// Free, or not counted at all; never what is called sold out by hand.
    fn available(&self) -> bool {
        self.label != "sold_out" && (self.stock_kind != "tracked" || self.free > 0)
    }

    /// Whether it stands in lists.
    fn listed(&self) -> bool {
        matches!(self.state.as_str(), "sellable" | "visible")
            && (self.when_out != "hide" || self.available())
    }

    fn derived(&self, groups: &Groups) -> Derived {
        Derived {
            category_id: self.category.as_deref().and_then(|path| groups.category(path)),
            brand_id: self.brand.as_deref().and_then(|name| groups.brand(name)),
            listed: self.listed(),
            available: self.available(),
        }
    }
}

/// Brings everything derived of these products up to date, and notes them for the search index. Ids in any order.
///
/// # Errors
/// What the database says.
pub fn refresh(tx: &mut Tx, product_ids: &[i64]) -> Result<(), DbError> {
    let mut ids = product_ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(());
    }
    let facts: Vec<Facts> =
        tx.all_many(FACTS, &with_ids(&ids, &[]))?.into_iter().flatten().collect();
    let groups = Groups::of(tx, &facts)?;
    let derived: Vec<Derived> = facts.iter().map(|facts| facts.derived(&groups)).collect();
    keep(tx, &facts, &derived)?;
    let rules = Rules::about(tx, &ids)?;
    Members::read(tx, &ids)?.settle(tx, &facts, &derived, &rules, &groups)?;
    changes::note_many(tx, super::follow::TOPIC, &ids)
}

/// The same where only the stock of these products changed: nothing is written but where one came to be available, or
/// is no longer.
///
/// # Errors
/// What the database says.
pub fn refresh_stock(tx: &mut Tx, product_ids: &[i64]) -> Result<(), DbError> {
    if product_ids.is_empty() {
        return Ok(());
    }
    let facts = tx.all_many::<Facts>(FACTS, &with_ids(product_ids, &[]))?;
    let turned = facts.iter().flatten().filter(|facts| {
        facts.stored.available != facts.available() || facts.stored.listed != facts.listed()
    });
    let ids: Vec<i64> = turned.map(|facts| facts.id).collect();
    refresh(tx, &ids)
}

fn keep(tx: &mut Tx, facts: &[Facts], derived: &[Derived]) -> Result<(), DbError> {
    let changed = facts.iter().zip(derived).filter(|(facts, derived)| facts.stored != **derived);
    let sets: Vec<_> = changed
        .map(|(facts, d)| args![facts.id, d.category_id, d.brand_id, d.listed, d.available])
        .collect();
    tx.exec_each_one(
        "update products set category_id = $2, brand_id = $3, listed = $4, available = $5 where id = $1",
        &sets,
    )
}
