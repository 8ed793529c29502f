//! The index on disk: opened or made anew, written by one process at a time, read by all.

use super::collect::Best;
use super::facts::Kept;
use super::query::{Fields, Typed, narrowed, near_code};
use super::tally::{Counter, Tally};
use super::text::{PARTS, PartsTokenizer, WORDS, squashed, words_analyzer, words_of};
use super::{Counting, Doc, Found, Hit, KEYS, Mode, SearchError, Sets, Wish};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::directory::MmapDirectory;
use tantivy::directory::error::LockError;
use tantivy::query::Query;
use tantivy::schema::{
    FAST, INDEXED, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};
use tokio::sync::Notify;

/// Raised whenever the fields or the way of cutting texts change: an older index is made anew.
const FORMAT: u32 = 2;
/// Memory of a writer while it writes.
const WRITER_BYTES: usize = 32_000_000;

/// The search. Clones share one index.
#[derive(Clone)]
pub struct Search(Arc<Parts>);

struct Parts {
    index: Index,
    reader: IndexReader,
    fields: Fields,
    /// How far the index has followed its source, as read or written last.
    followed: Mutex<Followed>,
    wake: Notify,
    kept: Kept,
}

/// What is written with each commit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Followed {
    format: u32,
    source: String,
    cursor: String,
}

impl Search {
    /// Opens the index in this folder; one that is missing, broken or of another format is made anew and empty.
    ///
    /// # Errors
    /// Where the folder cannot be made or written.
    pub fn open(folder: &Path) -> Result<Search, SearchError> {
        std::fs::create_dir_all(folder)?;
        let directory = MmapDirectory::open(folder)?;
        let (schema, fields) = schema();
        let index = match Index::open_or_create(directory, schema.clone()) {
            Ok(index) if follows(&index).is_none_or(|followed| followed.format == FORMAT) => index,
            // The error says too little to tell a foreign schema from a broken file; both are made anew.
            _ => {
                tracing::warn!("the search index cannot be used and is made anew");
                std::fs::remove_dir_all(folder)?;
                std::fs::create_dir_all(folder)?;
                Index::open_or_create(MmapDirectory::open(folder)?, schema)?
            }
        };
        Search::new(index, fields)
    }

    /// An index in memory, for tests.
    ///
    /// # Errors
    /// None that is known.
    pub fn in_memory() -> Result<Search, SearchError> {
        let (schema, fields) = schema();
        Search::new(Index::create_in_ram(schema), fields)
    }

    fn new(index: Index, fields: Fields) -> Result<Search, SearchError> {
        index.tokenizers().register(WORDS, words_analyzer());
        index.tokenizers().register(PARTS, PartsTokenizer);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let followed = Mutex::new(follows(&index).unwrap_or_default());
        let search = Search(Arc::new(Parts {
            index,
            reader,
            fields,
            followed,
            wake: Notify::new(),
            kept: Kept::default(),
        }));
        search.0.kept.follow(&search.searcher())?;
        Ok(search)
    }

    /// How far this index has followed the source with this name; `None`: it has to be filled anew.
    #[must_use]
    pub fn cursor_of(&self, source: &str) -> Option<String> {
        let followed = self.0.followed.lock().unwrap_or_else(PoisonError::into_inner);
        let ours = followed.format == FORMAT && followed.source == source;
        ours.then(|| followed.cursor.clone())
    }

    /// How far this index has followed whatever it follows; `None`: it has to be filled anew.
    #[must_use]
    pub fn position(&self) -> Option<String> {
        let followed = self.0.followed.lock().unwrap_or_else(PoisonError::into_inner);
        (followed.format == FORMAT).then(|| followed.cursor.clone())
    }

    /// Takes away the documents in `gone`, puts those of `docs` in place of older ones, and remembers how far the
    /// source was followed: all or nothing. With `anew` everything else goes first. Answers false where another
    /// process is writing; then what that one wrote is read.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn apply(&self, change: Change<'_>) -> Result<bool, SearchError> {
        let writer = self.0.index.writer_with_num_threads::<TantivyDocument>(1, WRITER_BYTES);
        let mut writer: IndexWriter = match writer {
            Err(SearchError::LockFailure(LockError::LockBusy, _)) => {
                self.refresh()?;
                return Ok(false);
            }
            writer => writer?,
        };
        if change.anew {
            writer.delete_all_documents()?;
        }
        let fields = &self.0.fields;
        for id in change.gone.iter().chain(change.docs.iter().map(|doc| &doc.id)) {
            writer.delete_term(Term::from_field_i64(fields.id, *id));
        }
        for doc in change.docs {
            writer.add_document(document(fields, doc))?;
        }
        let followed = Followed {
            format: FORMAT,
            source: change.source.to_owned(),
            cursor: change.cursor.to_owned(),
        };
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&serde_json::to_string(&followed).map_err(std::io::Error::other)?);
        commit.commit()?;
        writer.wait_merging_threads()?;
        *self.0.followed.lock().unwrap_or_else(PoisonError::into_inner) = followed;
        self.0.reader.reload()?;
        self.0.kept.follow(&self.searcher())?;
        Ok(true)
    }

    /// Reads what another process has written.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn refresh(&self) -> Result<(), SearchError> {
        self.0.reader.reload()?;
        self.0.kept.follow(&self.searcher())?;
        if let Some(followed) = follows(&self.0.index) {
            *self.0.followed.lock().unwrap_or_else(PoisonError::into_inner) = followed;
        }
        Ok(())
    }

    /// Tells whoever keeps the index up to date that there is something new.
    pub fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// Waits until somebody calls `wake`.
    pub async fn woken(&self) {
        self.0.wake.notified().await;
    }

    /// How many documents there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.reader.searcher().num_docs()
    }

    pub(super) fn searcher(&self) -> Searcher {
        self.0.reader.searcher()
    }

    pub(super) fn kept(&self) -> &Kept {
        &self.0.kept
    }

    /// A page of what fits: all words as typed; where nothing does, with typing errors forgiven; where still nothing
    /// does, some of the words.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn find(&self, wish: &Wish<'_>) -> Result<Found, SearchError> {
        let typed = Typed::new(wish.typed);
        let mut found = Found { mode: Mode::Strict, hits: Vec::new(), total: 0, tally: None };
        if typed.is_empty() {
            return Ok(found);
        }
        let searcher = self.searcher();
        let wanted = wish.from.map(|place| place.mode);
        let modes =
            Mode::ALL.into_iter().filter(|mode| wanted.is_none_or(|wanted| wanted == *mode));
        for mode in modes.filter(|mode| *mode != Mode::Fewer || typed.has_several()) {
            let words = typed.query(&self.0.fields, mode, wish.pinned);
            found = self.best(&searcher, Some(words), wish)?;
            found.mode = mode;
            if found.total > 0 {
                break;
            }
        }
        Ok(found)
    }

    /// Documents with a code that is nearly this one, nearest first: letters swapped, left out, put in or wrong, the
    /// beginning or an inner part of a code. Where no code comes near, documents that fit the text by its words.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn near_code(
        &self,
        code: &str,
        tags: &[String],
        limit: usize,
    ) -> Result<Vec<i64>, SearchError> {
        let wish = Wish { typed: code, tags, limit, ..Wish::default() };
        let ids = |hits: Vec<Hit>| hits.into_iter().map(|hit| hit.id).collect();
        if let Some(near) = near_code(&self.0.fields, &squashed(code)) {
            let found = self.best(&self.searcher(), Some(near), &wish)?;
            if found.total > 0 {
                return Ok(ids(found.hits));
            }
        }
        Ok(ids(self.find(&wish)?.hits))
    }

    /// A page of all documents that fit but for what was typed: by a key only.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn browse(&self, wish: &Wish<'_>) -> Result<Found, SearchError> {
        self.best(&self.searcher(), None, wish)
    }

    fn best(
        &self,
        searcher: &Searcher,
        words: Option<Box<dyn Query>>,
        wish: &Wish<'_>,
    ) -> Result<Found, SearchError> {
        let query = narrowed(&self.0.fields, words, wish);
        let best = Best { order: wish.order, from: wish.from, back: wish.back, limit: wish.limit };
        let ((total, hits), tally) = match &wish.count {
            Counting::No => (searcher.search(&*query, &best)?, None),
            Counting::With(sets) => {
                let (best, tally) = searcher.search(&*query, &(best, self.counter(sets)))?;
                (best, Some(tally))
            }
        };
        Ok(Found { mode: Mode::Strict, hits, total, tally })
    }

    fn counter(&self, among: &Sets) -> Counter<'_> {
        Counter { kept: &self.0.kept, among: among.clone() }
    }

    /// Counts what fits the wish, but for what was typed.
    pub(super) fn tally(&self, searcher: &Searcher, wish: &Wish<'_>) -> Result<Tally, SearchError> {
        searcher.search(&*narrowed(&self.0.fields, None, wish), &self.counter(&Sets::default()))
    }

    /// Counts the tags of what fits the wish: with words, in a mode that `find` has chosen.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn count_found(&self, wish: &Wish<'_>, mode: Mode) -> Result<Tally, SearchError> {
        let typed = Typed::new(wish.typed);
        let words = (!typed.is_empty()).then(|| typed.query(&self.0.fields, mode, wish.pinned));
        let query = narrowed(&self.0.fields, words, wish);
        self.searcher().search(&*query, &self.counter(&Sets::default()))
    }
}

/// What is to be written.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Ids of documents that go.
    pub gone: &'a [i64],
    /// Documents that come, or take the place of older ones.
    pub docs: &'a [Doc],
    /// Name of the source that is followed.
    pub source: &'a str,
    /// How far it was followed.
    pub cursor: &'a str,
    /// Whether everything there is goes first.
    pub anew: bool,
}

fn follows(index: &Index) -> Option<Followed> {
    serde_json::from_str(&index.load_metas().ok()?.payload?).ok()
}

fn document(fields: &Fields, doc: &Doc) -> TantivyDocument {
    let mut made = TantivyDocument::new();
    made.add_i64(fields.id, doc.id);
    for code in doc.codes.iter().map(|code| squashed(code)).filter(|code| !code.is_empty()) {
        made.add_text(fields.codes, &code);
        made.add_text(fields.parts, &code);
    }
    made.add_text(fields.title, &doc.title);
    made.add_text(fields.groups, &doc.groups);
    made.add_text(fields.body, &doc.body);
    for tag in &doc.tags {
        made.add_text(fields.tags, tag);
    }
    made.add_u64(fields.weight, words_of(&doc.title).len() as u64);
    for (field, key) in fields.keys.iter().zip(&doc.keys) {
        made.add_text(*field, key);
    }
    made
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexed = |tokenizer: &str, option: IndexRecordOption| {
        let indexing = TextFieldIndexing::default();
        let indexing =
            indexing.set_tokenizer(tokenizer).set_fieldnorms(false).set_index_option(option);
        TextOptions::default().set_indexing_options(indexing)
    };
    let raw = indexed("raw", IndexRecordOption::Basic);
    let words = indexed(WORDS, IndexRecordOption::Basic);
    let parts = indexed(PARTS, IndexRecordOption::WithFreqsAndPositions);
    let numbers: NumericOptions = (FAST | INDEXED).into();
    let fields = Fields {
        id: builder.add_i64_field("id", numbers),
        codes: builder.add_text_field("codes", raw.clone()),
        parts: builder.add_text_field("parts", parts),
        title: builder.add_text_field("title", words.clone()),
        groups: builder.add_text_field("groups", words.clone()),
        body: builder.add_text_field("body", words),
        tags: builder.add_text_field("tags", raw.set_fast("raw")),
        weight: builder.add_u64_field("weight", FAST),
        keys: std::array::from_fn::<_, KEYS, _>(|key| {
            builder.add_text_field(&format!("key{key}"), TextOptions::default().set_fast("raw"))
        }),
    };
    (builder.build(), fields)
}
