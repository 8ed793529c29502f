//! Taking the best hits of a query behind a place, and counting all.

use super::{Hit, Order, Place};
use std::cmp::Ordering;
use std::ops::Bound;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Takes `limit` hits in this order behind a place.
pub(super) struct Best<'a> {
    pub order: Order,
    pub from: Option<&'a Place>,
    pub back: bool,
    pub limit: usize,
}

/// What one part of the index gives.
pub(super) struct BestOfSegment {
    ids: Column<i64>,
    weights: Column<u64>,
    by: By,
    /// Where to start in this part: what hits are ordered by there, and an id; `None`: from the beginning.
    from: Option<(u64, Edge)>,
    back: bool,
    limit: usize,
    total: usize,
    kept: Vec<(u64, i64)>,
}

enum By {
    Rank,
    Key(StrColumn, Way),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// How the place lies to the hits with its own order value in this part of the index.
enum Edge {
    /// Among them, at this id.
    At(i64),
    /// Before all of them: no key here is the place's own, this is the next larger one.
    BelowAll,
}

impl Collector for Best<'_> {
    type Fruit = (usize, Vec<Hit>);
    type Child = BestOfSegment;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<BestOfSegment> {
        let fast = segment.fast_fields();
        let by = match self.order {
            Order::Rank => By::Rank,
            Order::Up(key) => By::Key(key_column(segment, key)?, Way::Up),
            Order::Down(key) => By::Key(key_column(segment, key)?, Way::Down),
        };
        let from = match (self.from, &by) {
            (None, _) => None,
            (Some(place), By::Rank) => Some((place.key.parse().unwrap_or(0), Edge::At(place.id))),
            (Some(place), By::Key(column, _)) => Some(edge(column, place)?),
        };
        Ok(BestOfSegment {
            ids: fast.i64("id")?,
            weights: fast.u64("weight")?,
            by,
            from,
            back: self.back,
            limit: self.limit,
            total: 0,
            kept: Vec::with_capacity(self.limit * 2),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.order == Order::Rank
    }

    fn merge_fruits(&self, parts: Vec<(usize, Vec<Hit>)>) -> tantivy::Result<Self::Fruit> {
        let total = parts.iter().map(|(total, _)| total).sum();
        let mut hits: Vec<Hit> = parts.into_iter().flat_map(|(_, hits)| hits).collect();
        let falling = matches!(self.order, Order::Rank | Order::Down(_));
        hits.sort_by(|a, b| {
            let keys = if falling { b.key.cmp(&a.key) } else { a.key.cmp(&b.key) };
            let ids = if matches!(self.order, Order::Down(_)) {
                b.id.cmp(&a.id)
            } else {
                a.id.cmp(&b.id)
            };
            if self.back { keys.then(ids).reverse() } else { keys.then(ids) }
        });
        hits.truncate(self.limit);
        if self.back {
            hits.reverse();
        }
        Ok((total, hits))
    }
}

fn key_column(segment: &SegmentReader, key: usize) -> tantivy::Result<StrColumn> {
    let name = format!("key{key}");
    let missing = || tantivy::TantivyError::SchemaError(format!("{name} is no key"));
    segment.fast_fields().str(&name)?.ok_or_else(missing)
}

/// The place in the numbering of this part of the index.
fn edge(column: &StrColumn, place: &Place) -> tantivy::Result<(u64, Edge)> {
    let key = place.key.as_bytes();
    let (lower, _) =
        column.dictionary().term_bounds_to_ord(Bound::Included(key), Bound::Unbounded)?;
    let at = match lower {
        Bound::Included(at) | Bound::Excluded(at) => at,
        Bound::Unbounded => 0,
    };
    let mut there = String::new();
    let known = column.ord_to_str(at, &mut there)? && there == place.key;
    Ok((at, if known { Edge::At(place.id) } else { Edge::BelowAll }))
}

impl BestOfSegment {
    /// How two hits lie to each other in the order wanted, not yet turned back.
    fn order(&self, a: (u64, i64), b: (u64, i64)) -> Ordering {
        match &self.by {
            By::Rank => b.0.cmp(&a.0).then(a.1.cmp(&b.1)),
            By::Key(_, Way::Up) => a.cmp(&b),
            By::Key(_, Way::Down) => b.cmp(&a),
        }
    }

    /// Whether a hit lies behind the place, in the direction wanted.
    fn is_behind(&self, hit: (u64, i64)) -> bool {
        let Some((value, edge)) = &self.from else {
            return true;
        };
        let lies = match edge {
            Edge::At(id) => self.order(hit, (*value, *id)),
            Edge::BelowAll => {
                let above = hit.0 >= *value;
                let up = if above { Ordering::Greater } else { Ordering::Less };
                if matches!(self.by, By::Key(_, Way::Down)) { up.reverse() } else { up }
            }
        };
        lies == if self.back { Ordering::Less } else { Ordering::Greater }
    }

    fn shrink(&mut self) {
        let mut kept = std::mem::take(&mut self.kept);
        kept.sort_unstable_by(|a, b| {
            let order = self.order(*a, *b);
            if self.back { order.reverse() } else { order }
        });
        kept.truncate(self.limit);
        self.kept = kept;
    }

    fn value(&self, doc: DocId, score: Score) -> u64 {
        match &self.by {
            // Of two that fit alike the one with fewer words is nearer to what was meant.
            By::Rank => score as u64 * 64 + 63 - self.weights.first(doc).unwrap_or(63).min(63),
            By::Key(column, _) => column.ords().first(doc).unwrap_or(0),
        }
    }
}

impl SegmentCollector for BestOfSegment {
    type Fruit = (usize, Vec<Hit>);

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        let hit = (self.value(doc, score), self.ids.first(doc).unwrap_or(-1));
        if !self.is_behind(hit) {
            return;
        }
        self.kept.push(hit);
        if self.kept.len() >= self.limit.max(32) * 2 {
            self.shrink();
        }
    }

    fn harvest(mut self) -> Self::Fruit {
        self.shrink();
        let mut hits = Vec::with_capacity(self.kept.len());
        for (value, id) in &self.kept {
            let mut key = String::new();
            match &self.by {
                By::Rank => key = format!("{value:010}"),
                By::Key(column, _) => {
                    // A key that cannot be read sorts first; the hit is not lost.
                    let _ = column.ord_to_str(*value, &mut key);
                }
            }
            hits.push(Hit { id: *id, key });
        }
        (self.total, hits)
    }
}
