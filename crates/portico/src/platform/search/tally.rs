//! Counting the tags of all documents that fit: what a facet says beside each of its choices.

use super::Sets;
use super::facts::{Kept, SegmentTags};
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// How many documents fit, and how many of them carry each tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents.
    pub total: usize,
    /// Documents by tag; the most frequent first, equal ones in the order of the tags.
    pub tags: Vec<(Arc<str>, usize)>,
    /// Documents that are among each of the sets that were asked about.
    pub among: Vec<usize>,
}

impl Tally {
    /// Documents with this tag.
    #[must_use]
    pub fn of(&self, tag: &str) -> usize {
        self.tags.iter().find(|(name, _)| &**name == tag).map_or(0, |(_, count)| *count)
    }
}

/// Counts tags.
pub(super) struct Counter<'a> {
    pub kept: &'a Kept,
    pub among: Sets,
}

/// What one part of the index gives.
pub(super) struct CounterOfSegment {
    tags: Arc<SegmentTags>,
    ids: Column<i64>,
    column: Option<StrColumn>,
    among: Sets,
    total: usize,
    counts: Vec<u32>,
    inside: Vec<usize>,
}

impl Collector for Counter<'_> {
    type Fruit = Tally;
    type Child = CounterOfSegment;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<CounterOfSegment> {
        let tags = self.kept.segment(segment)?;
        let counts = vec![0; tags.names.len()];
        Ok(CounterOfSegment {
            ids: segment.fast_fields().i64("id")?,
            column: segment.fast_fields().str("tags")?,
            among: self.among.clone(),
            inside: vec![0; self.among.len()],
            total: 0,
            tags,
            counts,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<Tally>) -> tantivy::Result<Tally> {
        let mut sum = Tally { among: vec![0; self.among.len()], ..Tally::default() };
        let mut tags: HashMap<Arc<str>, usize> = HashMap::new();
        for part in parts {
            sum.total += part.total;
            for (name, count) in part.tags {
                *tags.entry(name).or_default() += count;
            }
            for (all, one) in sum.among.iter_mut().zip(part.among) {
                *all += one;
            }
        }
        sum.tags = tags.into_iter().collect();
        sum.tags.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(sum)
    }
}

impl SegmentCollector for CounterOfSegment {
    type Fruit = Tally;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.total += 1;
        if let Some(column) = &self.column {
            for at in column.ords().values_for_doc(doc) {
                self.counts[at as usize] += 1;
            }
        }
        if !self.among.is_empty() {
            let id = self.ids.first(doc).unwrap_or(-1);
            for (set, inside) in self.among.iter().zip(&mut self.inside) {
                *inside += usize::from(set.contains(&id));
            }
        }
    }

    fn harvest(self) -> Tally {
        let counted = self.tags.names.iter().zip(&self.counts).filter(|(_, count)| **count > 0);
        let tags = counted.map(|(name, count)| (name.clone(), *count as usize)).collect();
        Tally { total: self.total, tags, among: self.inside }
    }
}
