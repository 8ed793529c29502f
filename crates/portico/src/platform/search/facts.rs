//! What is kept ready of each part of the index, and of counts that were made: parts never change once they are
//! written, so most of it outlives many writes.

use super::engine::Search;
use super::tally::Tally;
use super::{SearchError, Wish};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

/// Counts that are kept at most; then all go.
const COUNTS_MOST: usize = 500;
/// Counts that took less are made anew whenever the index changed.
const CHEAP: Duration = Duration::from_millis(5);
/// Counts that took longer may be told for this many times as long after the index changed: counting a million
/// products takes no more than a small part of a processor, whatever is written meanwhile.
const PATIENCE: u32 = 20;

/// The tags and ids of one part of the index.
pub(super) struct SegmentTags {
    /// All tags, in the order of their numbers.
    pub names: Vec<Arc<str>>,
    /// Every document by its id.
    ids: Vec<(i64, DocId)>,
}

impl SegmentTags {
    fn read(segment: &SegmentReader) -> tantivy::Result<SegmentTags> {
        let mut names = Vec::new();
        if let Some(column) = segment.fast_fields().str("tags")? {
            let mut stream = column.dictionary().stream()?;
            while stream.advance() {
                names.push(String::from_utf8_lossy(stream.key()).into());
            }
        }
        let column = segment.fast_fields().i64("id")?;
        let mut ids: Vec<(i64, DocId)> =
            (0..segment.max_doc()).filter_map(|doc| Some((column.first(doc)?, doc))).collect();
        ids.sort_unstable();
        Ok(SegmentTags { names, ids })
    }

    /// The number of a tag here.
    fn number(&self, tag: &str) -> Option<u64> {
        self.names.binary_search_by(|name| (**name).cmp(tag)).ok().map(|at| at as u64)
    }
}

#[derive(Default)]
pub(super) struct Kept {
    segments: Mutex<HashMap<SegmentId, Arc<SegmentTags>>>,
    counts: Mutex<HashMap<String, Counted>>,
}

struct Counted {
    generation: u64,
    made: Instant,
    took: Duration,
    tally: Arc<Tally>,
}

impl Kept {
    /// The tags of this part, read when first asked for.
    pub(super) fn segment(&self, segment: &SegmentReader) -> tantivy::Result<Arc<SegmentTags>> {
        let id = segment.segment_id();
        if let Some(known) = self.segments.lock().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return Ok(known.clone());
        }
        let read = Arc::new(SegmentTags::read(segment)?);
        let mut segments = self.segments.lock().unwrap_or_else(PoisonError::into_inner);
        segments.insert(id, read.clone());
        Ok(read)
    }

    /// Reads the parts of a new generation, so that no page has to, and lets go of those that are no longer in use.
    pub(super) fn follow(&self, searcher: &Searcher) -> tantivy::Result<()> {
        for segment in searcher.segment_readers() {
            let _ = self.segment(segment)?;
        }
        let used =
            |id: &SegmentId| searcher.segment_readers().iter().any(|s| s.segment_id() == *id);
        let mut segments = self.segments.lock().unwrap_or_else(PoisonError::into_inner);
        segments.retain(|id, _| used(id));
        Ok(())
    }
}

impl Search {
    /// Counts all documents with the wish's tags, whatever was typed; kept until the index changes.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn counts(&self, wish: &Wish<'_>) -> Result<Arc<Tally>, SearchError> {
        let searcher = self.searcher();
        let generation = searcher.generation().generation_id();
        let key = format!("{:?}{:?}", wish.tags, wish.any);
        {
            let counts = self.kept().counts.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = counts.get(&key) {
                let patient = known.took > CHEAP && known.made.elapsed() < known.took * PATIENCE;
                if known.generation == generation || patient {
                    return Ok(known.tally.clone());
                }
            }
        }
        let made = Instant::now();
        let tally = Arc::new(self.tally(&searcher, wish)?);
        let counted = Counted { generation, made, took: made.elapsed(), tally: tally.clone() };
        let mut counts = self.kept().counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= COUNTS_MOST {
            counts.clear();
        }
        counts.insert(key, counted);
        Ok(tally)
    }

    /// Those of these documents that carry the wish's tags, whatever was typed, in their order.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn among(&self, wish: &Wish<'_>, ids: &[i64]) -> Result<Vec<i64>, SearchError> {
        let searcher = self.searcher();
        let mut fitting = vec![false; ids.len()];
        for segment in searcher.segment_readers() {
            let tags = self.kept().segment(segment)?;
            let all: Vec<Option<u64>> = wish.tags.iter().map(|tag| tags.number(tag)).collect();
            let numbers = |group: &Vec<String>| -> Vec<u64> {
                group.iter().filter_map(|tag| tags.number(tag)).collect()
            };
            let any: Vec<Vec<u64>> = wish.any.iter().map(numbers).collect();
            let column = segment.fast_fields().str("tags")?;
            for (id, fits) in ids.iter().zip(&mut fitting) {
                let from = tags.ids.partition_point(|(other, _)| other < id);
                let docs = tags.ids[from..].iter().take_while(|(other, _)| other == id);
                let here = docs.map(|(_, doc)| *doc).find(|doc| !segment.is_deleted(*doc));
                let Some(doc) = here else { continue };
                let of = |number: u64| {
                    column
                        .as_ref()
                        .is_some_and(|c| c.ords().values_for_doc(doc).any(|n| n == number))
                };
                *fits = all.iter().all(|tag| tag.is_some_and(of))
                    && any.iter().all(|group| group.iter().any(|number| of(*number)));
            }
        }
        Ok(ids.iter().zip(fitting).filter(|(_, fits)| *fits).map(|(id, _)| *id).collect())
    }
}
