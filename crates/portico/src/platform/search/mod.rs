//! Full-text search over documents of any kind, in a folder of its own: typing errors forgiven, prefixes, parts of
//! codes. The index is only a copy: it says how far it has followed its source, and is made anew when it is missing,
//! broken or another database's.

mod collect;
mod engine;
mod facts;
mod query;
mod tally;
mod text;

pub use engine::{Change, Search};
pub use tally::Tally;
pub use text::{squashed, words_of};

use std::collections::HashSet;
use std::sync::Arc;

/// How many different ways there are to sort documents by a key.
pub const KEYS: usize = 3;

/// One document. What is indexed is found; nothing of it can be read back but its id and its keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doc {
    /// Its identity; adding a document replaces the one with the same id.
    pub id: i64,
    /// Codes: found whole, by their beginning and by any inner part of three characters or more.
    pub codes: Vec<String>,
    /// Words that weigh most.
    pub title: String,
    /// Words that weigh less: makers, groups.
    pub groups: String,
    /// Words that weigh least.
    pub body: String,
    /// Marks to filter by, compared as they are.
    pub tags: Vec<String>,
    /// What it may be sorted by.
    pub keys: [String; KEYS],
}

/// What is wanted.
#[derive(Clone, Debug, Default)]
pub struct Wish<'a> {
    /// What somebody typed.
    pub typed: &'a str,
    /// Only documents with all of these tags.
    pub tags: &'a [String],
    /// Only documents with one tag at least of each of these groups.
    pub any: &'a [Vec<String>],
    /// Only these documents, if given.
    pub only: Option<&'a [i64]>,
    /// Documents that fit whatever was typed, best ones first: they come before all others.
    pub pinned: &'a [i64],
    /// In which order.
    pub order: Order,
    /// Behind this place; in the other direction where `back`.
    pub from: Option<&'a Place>,
    /// Whether to go backwards from the place.
    pub back: bool,
    /// So many at most.
    pub limit: usize,
    /// Whether the tags of all documents that fit are counted.
    pub count: Counting,
}

/// Whether tags are counted along with finding.
#[derive(Clone, Debug, Default)]
pub enum Counting {
    /// No.
    #[default]
    No,
    /// Yes, and how many are among each of these.
    With(Sets),
}

/// Sets of documents.
pub type Sets = Arc<Vec<HashSet<i64>>>;

/// In which order hits come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Best first.
    #[default]
    Rank,
    /// By the key with this number, smallest first.
    Up(usize),
    /// By the key with this number, largest first.
    Down(usize),
}

/// How freely the words were taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// All words, as typed.
    #[default]
    Strict,
    /// All words, typing errors forgiven.
    Fuzzy,
    /// Some of the words, typing errors forgiven.
    Fewer,
}

/// A place in a list of hits: the mode it was made in, what hits are ordered by there, and an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// How freely the words were taken.
    pub mode: Mode,
    /// The rank as text, or the key.
    pub key: String,
    /// The document.
    pub id: i64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How freely the words had to be taken to find something.
    pub mode: Mode,
    /// The hits of this page, in order.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
    /// Tags of all that fit, where they were asked for.
    pub tally: Option<Tally>,
}

/// One hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The document.
    pub id: i64,
    /// What it is ordered by.
    pub key: String,
}

impl Mode {
    /// All of them, strictest first.
    pub const ALL: [Mode; 3] = [Mode::Strict, Mode::Fuzzy, Mode::Fewer];

    fn letter(self) -> char {
        match self {
            Mode::Strict => 's',
            Mode::Fuzzy => 'f',
            Mode::Fewer => 'w',
        }
    }
}

impl Place {
    /// As text, for a cursor: the mode's letter and the key.
    #[must_use]
    pub fn write(&self) -> String {
        format!("{}{}", self.mode.letter(), self.key)
    }

    /// Reads what `write` wrote for this order.
    #[must_use]
    pub fn read(text: &str, id: i64, order: Order) -> Option<Place> {
        let mode = Mode::ALL.into_iter().find(|mode| text.starts_with(mode.letter()))?;
        let key = &text[1..];
        let fits = order != Order::Rank || (key.len() == 10 && key.parse::<u32>().is_ok());
        fits.then(|| Place { mode, key: key.to_owned(), id })
    }
}

/// Why the index could not be read or written.
pub type SearchError = tantivy::TantivyError;

#[cfg(test)]
mod tests;
