//! Reading batches: what is wished for, and every product of it as it is now.

use super::{Becomes, Fields, Verdict, Wish, check};
use crate::access::Staff;
use crate::args;
use crate::catalogue::staff_find;
use crate::catalogue::store::with_ids;
use crate::catalogue::tags;
use crate::ids50;
use crate::platform::db::{DbError, FromRow, Row, View};
use portico_types::Moment;
use std::collections::HashMap;

/// Several products, and what is to be changed of them.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Its id.
    pub id: i64,
    /// What is wished for.
    pub wish: Wish,
    /// When it was done, if it was.
    pub done_at: Option<Moment>,
    /// Its products, by code.
    pub lines: Vec<Line>,
}

impl Batch {
    /// How many products it is so with.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.lines.iter().filter(|line| line.verdict == verdict).count()
    }
}

/// A product of a batch.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id.
    pub product_id: i64,
    /// Its code.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Its fields as they are now.
    pub now: Fields,
    /// How it is with it; once the batch is done, what came of it.
    pub verdict: Verdict,
}

impl FromRow for Batch {
    fn from_row(r: &mut Row<'_>) -> Result<Batch, DbError> {
        let (id, category, brand, state) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let (added, removed): (String, String) = (r.next()?, r.next()?);
        let wish = Wish {
            category: Becomes::of_kept(category),
            brand: Becomes::of_kept(brand),
            state,
            added: tags::read(&added),
            removed: tags::read(&removed),
        };
        Ok(Batch { id, wish, done_at: r.next::<Option<i64>>()?.map(Moment), lines: Vec::new() })
    }
}

/// A product as a batch needs to know it.
#[derive(Clone, Debug)]
pub struct Of {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Whether an ERP owns it.
    pub owned: bool,
    /// The fields that a batch may change.
    pub fields: Fields,
}

impl FromRow for Of {
    fn from_row(r: &mut Row<'_>) -> Result<Of, DbError> {
        Ok(Of {
            id: r.next()?,
            sku: r.next()?,
            name: r.next()?,
            owned: r.next()?,
            fields: Fields {
                category: r.next()?,
                brand: r.next()?,
                state: r.next()?,
                tags: Vec::new(),
            },
        })
    }
}

const PRODUCTS: &str = concat!(
    "select id, sku, name, erp_ref is not null, category, brand, state from products where id in (",
    ids50!(),
    ")"
);

/// These products, by code.
///
/// # Errors
/// What the database says.
pub fn of(view: &mut View, _: &Staff, ids: &[i64]) -> Result<Vec<Of>, DbError> {
    let mut tags = staff_find::tags(view, ids)?;
    let read = view.all_many::<Of>(PRODUCTS, &with_ids(ids, &[]))?;
    let mut all: Vec<Of> = read.into_iter().flatten().collect();
    for one in &mut all {
        one.fields.tags = tags.remove(&one.id).unwrap_or_default();
    }
    all.sort_by(|a, b| a.sku.cmp(&b.sku));
    Ok(all)
}

/// A batch with its products; none where there is none with this id.
///
/// # Errors
/// What the database says.
pub fn get(view: &mut View, staff: &Staff, id: i64) -> Result<Option<Batch>, DbError> {
    let batch = view.one::<Batch>(
        "select id, category, brand, state, tags_added, tags_removed, done_at
         from product_batches where id = $1",
        args![id],
    )?;
    let Some(mut batch) = batch else { return Ok(None) };
    let kept = view.all::<(i64, String, Option<String>)>(
        "select product_id, seen, outcome from product_batch_lines where batch_id = $1
         order by product_id limit 2000",
        args![id],
    )?;
    let ids: Vec<i64> = kept.iter().map(|(id, ..)| *id).collect();
    let kept: HashMap<i64, (String, Option<String>)> =
        kept.into_iter().map(|(id, seen, outcome)| (id, (seen, outcome))).collect();
    for one in of(view, staff, &ids)? {
        let Some((seen, outcome)) = kept.get(&one.id) else { continue };
        let came = outcome.as_deref().and_then(Verdict::from_code);
        let verdict = came.unwrap_or_else(|| check(&batch.wish, seen, &one.fields, one.owned));
        let Of { id: product_id, sku, name, fields: now, .. } = one;
        batch.lines.push(Line { product_id, sku, name, now, verdict });
    }
    Ok(Some(batch))
}
