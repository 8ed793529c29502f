//! Keeping the search index up to date: it is filled from the products once, then follows their changes, also those
//! that another server or an import has made.

use super::category_steps;
use super::narrow::{STOCK, assortment_tag, attribute_tag, brand_tag, category_tag, day_tag};
use super::rows::{Indexed, indexed_columns};
use super::store::with_ids;
use crate::args;
use crate::ids50;
use crate::platform::changes::{self, Cursor};
use crate::platform::db::{Db, DbError, View};
use crate::platform::search::{Change, Doc, Search};
use crate::platform::settings::{self, Setting};
use anyhow::Context;
use std::time::Duration;

/// The topic of the change feed that every write of a product, its codes and its assortments is noted under.
pub const TOPIC: &str = "product";

/// What makes this database another one than any other: an index of another database is of no use here.
pub const DATABASE_NAME: Setting<String> =
    Setting { key: "catalogue.index_source", default: String::new };

/// How often changes of other servers are looked for.
const EVERY: Duration = Duration::from_secs(1);
/// Changes taken at a time.
const CHANGES_MOST: i64 = 1_000;
/// Products read at a time while the index is filled.
const FILL_MOST: i64 = 1_000;

const CHANGED: &str = concat!(
    "select ",
    indexed_columns!(),
    " from products p where p.id in (",
    ids50!(),
    ") and p.listed"
);
const ALL: &str = concat!(
    "select ",
    indexed_columns!(),
    " from products p where p.id > $1 and p.listed order by p.id limit $2"
);
const ASSORTMENTS: &str = concat!(
    "select product_id, assortment_id from assortment_products where product_id in (",
    ids50!(),
    ")"
);

const ATTRIBUTES: &str = concat!(
    "select product_id, name, value from product_attributes where product_id in (",
    ids50!(),
    ")"
);

/// Brings the index up to date, then waits until somebody calls `wake` on it, or a second.
pub async fn follow_once(db: &Db, search: &Search) {
    if let Err(error) = catch_up(db, search).await {
        tracing::warn!(
            error = format!("{error:#}"),
            "the search index could not follow the products"
        );
    }
    // Woken or not, the next round looks: a time-out is the usual case.
    let _ = tokio::time::timeout(EVERY, search.woken()).await;
}

/// Brings the index up to everything that is committed now.
///
/// # Errors
/// What the database or the index says.
pub async fn catch_up(db: &Db, search: &Search) -> anyhow::Result<()> {
    let source = source(db).await?;
    let Some(mut at) = search.cursor_of(&source) else {
        return fill(db, search, &source).await;
    };
    loop {
        let from: Cursor = at.parse()?;
        let (ids, next) =
            db.read(move |view| changes::read(view, TOPIC, from, CHANGES_MOST)).await?;
        if next == from {
            return Ok(());
        }
        let asked = ids.clone();
        let docs = db.report(move |view| changed(view, &asked)).await?;
        let change = Pending {
            gone: ids,
            docs,
            source: source.clone(),
            cursor: next.to_string(),
            anew: false,
        };
        if !change.apply(search).await? {
            // Another process is writing this index; it follows the same changes.
            return Ok(());
        }
        at = next.to_string();
    }
}

/// The name of this database, made when first asked for.
/// Brings the index up to the last change there is. On PostgreSQL a transaction of another database
/// that ends just now may hold a change back for one more look; tests want to see it all the same.
#[cfg(test)]
pub(crate) async fn catch_up_fully(db: &Db, search: &Search) -> anyhow::Result<()> {
    for _ in 0..5_000 {
        catch_up(db, search).await?;
        let read_to = search.cursor_of(&source(db).await?).unwrap_or_default();
        let newest = db.read(|view| {
            view.one::<(i64, i64)>(
                "select xid, seq from changes where topic = $1 order by xid desc, seq desc limit 1",
                args![TOPIC],
            )
        });
        match newest.await? {
            Some((xid, seq)) if read_to != format!("{xid}:{seq}") => {}
            _ => return Ok(()),
        }
    }
    anyhow::bail!("the index never caught up")
}

async fn source(db: &Db) -> Result<String, DbError> {
    let known = db.read(|view| settings::get(view, &DATABASE_NAME)).await?;
    if !known.is_empty() {
        return Ok(known);
    }
    db.write(|tx| {
        let stored = tx
            .one::<String>("select value from settings where key = $1", args![DATABASE_NAME.key])?;
        if let Some(stored) = stored.filter(|name| !name.is_empty()) {
            return Ok(stored);
        }
        let name = format!("{:x}", tx.new_id());
        settings::set(tx, &DATABASE_NAME, &name)?;
        Ok(name)
    })
    .await
}

/// Fills the index anew. Changes made meanwhile are noted behind the cursor that is read first.
async fn fill(db: &Db, search: &Search, source: &str) -> anyhow::Result<()> {
    let cursor = db.read(|view| changes::latest(view, TOPIC)).await?.to_string();
    let mut docs: Vec<Doc> = Vec::new();
    let mut last = i64::MIN;
    loop {
        let batch = db.report(move |view| batch(view, last)).await?;
        let Some(end) = batch.last() else { break };
        last = end.id;
        docs.extend(batch);
        if docs.len() % 50_000 < FILL_MOST as usize {
            tracing::info!(products = docs.len(), "the search index is being filled");
        }
    }
    let products = docs.len();
    let change = Pending { gone: Vec::new(), docs, source: source.to_owned(), cursor, anew: true };
    if change.apply(search).await? {
        tracing::info!(products, "the search index is filled");
    }
    Ok(())
}

struct Pending {
    gone: Vec<i64>,
    docs: Vec<Doc>,
    source: String,
    cursor: String,
    anew: bool,
}

impl Pending {
    /// Writing an index blocks: it has a thread of its own.
    async fn apply(self, search: &Search) -> anyhow::Result<bool> {
        let search = search.clone();
        let applied = tokio::task::spawn_blocking(move || {
            search.apply(Change {
                gone: &self.gone,
                docs: &self.docs,
                source: &self.source,
                cursor: &self.cursor,
                anew: self.anew,
            })
        });
        applied.await?.context("the search index could not be written")
    }
}

fn changed(view: &mut View, ids: &[i64]) -> Result<Vec<Doc>, DbError> {
    let rows = view.all_many::<Indexed>(CHANGED, &with_ids(ids, &[]))?;
    documents(view, rows.into_iter().flatten().collect())
}

fn batch(view: &mut View, after: i64) -> Result<Vec<Doc>, DbError> {
    let rows = view.all::<Indexed>(ALL, args![after, FILL_MOST])?;
    documents(view, rows)
}

fn documents(view: &mut View, rows: Vec<Indexed>) -> Result<Vec<Doc>, DbError> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let pairs = view.all_many::<(i64, i64)>(ASSORTMENTS, &with_ids(&ids, &[]))?;
    let mut docs: Vec<Doc> = rows.into_iter().map(document).collect();
    let at: std::collections::HashMap<i64, usize> =
        docs.iter().enumerate().map(|(at, doc)| (doc.id, at)).collect();
    for (product, assortment) in pairs.into_iter().flatten() {
        if let Some(at) = at.get(&product) {
            docs[*at].tags.push(assortment_tag(assortment));
        }
    }
    let pairs = view.all_many::<(i64, String, String)>(ATTRIBUTES, &with_ids(&ids, &[]))?;
    for (product, name, value) in pairs.into_iter().flatten() {
        if let Some(at) = at.get(&product) {
            docs[*at].tags.push(attribute_tag(&name, &value));
        }
    }
    for doc in &mut docs {
        doc.tags.sort_unstable();
        doc.tags.dedup();
    }
    Ok(docs)
}

/// A product as it stands in the index.
fn document(row: Indexed) -> Doc {
    let codes = [Some(row.sku), row.ean, row.maker_code];
    let steps = row.category.as_deref().map(category_steps).unwrap_or_default();
    let mut tags: Vec<String> = steps.iter().map(|path| category_tag(path)).collect();
    tags.extend(row.brand.as_deref().map(brand_tag));
    tags.extend(row.available.then(|| STOCK.to_owned()));
    tags.push(day_tag(&row.listed_day));
    let groups = [row.brand.as_deref(), row.category.as_deref()].into_iter().flatten();
    Doc {
        id: row.id,
        codes: codes.into_iter().flatten().collect(),
        title: row.name,
        groups: groups.collect::<Vec<_>>().join(" "),
        body: row.description,
        tags,
        keys: [row.sku_key, row.name_key, row.listed_day],
    }
}
