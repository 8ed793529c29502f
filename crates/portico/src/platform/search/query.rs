//! From what somebody typed to a query. Every clause has a fixed weight, so that the rank of a document depends on
//! nothing but itself and the words: pages stay in order while others are added.

use super::Mode;
use super::text::{PART, parts_of, squashed, words_of};
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery,
    InvertedIndexRangeQuery, Occur, PhraseQuery, Query, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// Weight of the best pinned document.
const PINNED: f32 = 100_000.0;
const WHOLE_CODE: f32 = 20_000.0;
const WHOLE_CODE_BEGINS: f32 = 10_000.0;
const CODE: f32 = 200.0;
const CODE_BEGINS: f32 = 100.0;
const CODE_PART: f32 = 30.0;

/// The fields of the index.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub id: Field,
    pub codes: Field,
    pub parts: Field,
    pub title: Field,
    pub groups: Field,
    pub body: Field,
    pub tags: Field,
    pub weight: Field,
    pub keys: [Field; super::KEYS],
}

/// What a word weighs in a field: as typed, as the beginning of a word, with typing errors.
struct Weights {
    field: Field,
    word: f32,
    begins: f32,
    nearly: f32,
}

/// What somebody typed, cut up: pieces between blanks, each with its words.
pub(super) struct Typed {
    pieces: Vec<Piece>,
    whole: String,
}

struct Piece {
    code: String,
    words: Vec<String>,
}

impl Typed {
    pub(super) fn new(text: &str) -> Typed {
        let piece = |text: &str| Piece { code: squashed(text), words: words_of(text) };
        let pieces: Vec<Piece> =
            text.split_whitespace().map(piece).filter(|piece| !piece.words.is_empty()).collect();
        Typed { pieces, whole: squashed(text) }
    }

    /// Whether nothing that could be searched for was typed.
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether some of the words can be left out.
    pub(super) fn has_several(&self) -> bool {
        self.pieces.len() > 1
    }

    /// The query for documents that fit what was typed.
    pub(super) fn query(&self, fields: &Fields, mode: Mode, pinned: &[i64]) -> Box<dyn Query> {
        let last = self.pieces.len() - 1;
        let pieces: Vec<Box<dyn Query>> = self
            .pieces
            .iter()
            .enumerate()
            .map(|(at, piece)| piece.query(fields, mode, at == last))
            .collect();
        let words: Box<dyn Query> = match mode {
            Mode::Fewer => {
                let least = pieces.len().div_ceil(2).max(1);
                Box::new(BooleanQuery::union_with_minimum_required_clauses(pieces, least))
            }
            _ => Box::new(BooleanQuery::intersection(pieces)),
        };
        let mut any = vec![
            words,
            weighing(exactly(fields.codes, &self.whole), WHOLE_CODE),
            weighing(beginning(fields.codes, &self.whole), WHOLE_CODE_BEGINS),
        ];
        for (at, id) in pinned.iter().enumerate() {
            let term = Term::from_field_i64(fields.id, *id);
            any.push(weighing(
                Box::new(TermQuery::new(term, IndexRecordOption::Basic)),
                PINNED - at as f32,
            ));
        }
        Box::new(DisjunctionMaxQuery::new(any))
    }
}

/// Documents that fit `words` (all, if none) and everything that the wish says beside.
pub(super) fn narrowed(
    fields: &Fields,
    words: Option<Box<dyn Query>>,
    wish: &super::Wish<'_>,
) -> Box<dyn Query> {
    let tag = |tag: &String| weighing(exactly(fields.tags, tag), 0.0);
    let mut all: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    all.extend(words.map(|words| (Occur::Must, words)));
    all.extend(wish.tags.iter().map(|name| (Occur::Must, tag(name))));
    for group in wish.any {
        let one: Box<dyn Query> = match group.as_slice() {
            [single] => tag(single),
            several => {
                weighing(Box::new(BooleanQuery::union(several.iter().map(tag).collect())), 0.0)
            }
        };
        all.push((Occur::Must, one));
    }
    if let Some(only) = wish.only {
        let terms = only.iter().map(|id| Term::from_field_i64(fields.id, *id));
        all.push((Occur::Must, weighing(Box::new(TermSetQuery::new(terms)), 0.0)));
    }
    if all.is_empty() {
        return Box::new(AllQuery);
    }
    Box::new(BooleanQuery::new(all))
}

/// Codes that are nearly this one; none for what is too short to be near anything.
pub(super) fn near_code(fields: &Fields, code: &str) -> Option<Box<dyn Query>> {
    let letters = code.chars().count();
    if letters < 3 {
        return None;
    }
    let term = Term::from_field_text(fields.codes, code);
    let within = |errors| Box::new(FuzzyTermQuery::new(term.clone(), errors, true));
    let mut ways =
        vec![weighing(within(1), CODE), weighing(beginning(fields.codes, code), CODE_PART)];
    if letters >= 6 {
        ways.push(weighing(within(2), CODE_BEGINS));
    }
    ways.extend(part(fields.parts, code).map(|part| weighing(part, CODE_PART - 1.0)));
    Some(Box::new(DisjunctionMaxQuery::new(ways)))
}

impl Piece {
    /// As a code, or by its words.
    fn query(&self, fields: &Fields, mode: Mode, last: bool) -> Box<dyn Query> {
        let end = self.words.len() - 1;
        let words = self.words.iter().enumerate();
        let words: Vec<Box<dyn Query>> =
            words.map(|(at, word)| word_query(fields, mode, word, last && at == end)).collect();
        let mut ways = vec![weighing(exactly(fields.codes, &self.code), CODE)];
        if self.code.chars().count() >= 2 {
            ways.push(weighing(beginning(fields.codes, &self.code), CODE_BEGINS));
        }
        if let Some(part) = part(fields.parts, &self.code) {
            ways.push(weighing(part, CODE_PART));
        }
        match <[Box<dyn Query>; 1]>::try_from(words) {
            Ok([word]) => ways.push(word),
            Err(words) => ways.push(Box::new(BooleanQuery::intersection(words))),
        }
        Box::new(DisjunctionMaxQuery::new(ways))
    }
}

fn word_query(fields: &Fields, mode: Mode, word: &str, last: bool) -> Box<dyn Query> {
    let weights = [
        Weights { field: fields.title, word: 20.0, begins: 14.0, nearly: 8.0 },
        Weights { field: fields.groups, word: 10.0, begins: 7.0, nearly: 4.0 },
        Weights { field: fields.body, word: 3.0, begins: 2.0, nearly: 1.0 },
    ];
    let errors = if mode == Mode::Strict { 0 } else { errors_forgiven(word) };
    let mut ways: Vec<Box<dyn Query>> = Vec::with_capacity(12);
    for weights in weights {
        ways.push(weighing(exactly(weights.field, word), weights.word));
        for other in singular_or_plural(word) {
            ways.push(weighing(exactly(weights.field, &other), weights.word - 1.0));
        }
        if last {
            ways.push(weighing(beginning(weights.field, word), weights.begins));
        }
        // Typing errors are forgiven where they cost little: long descriptions would let anything through.
        if errors > 0 && weights.nearly > 1.0 {
            let term = Term::from_field_text(weights.field, word);
            ways.push(weighing(
                Box::new(FuzzyTermQuery::new(term.clone(), errors, true)),
                weights.nearly,
            ));
            if last {
                let begins = FuzzyTermQuery::new_prefix(term, errors, true);
                ways.push(weighing(Box::new(begins), weights.nearly - 2.0));
            }
        }
    }
    Box::new(DisjunctionMaxQuery::new(ways))
}

/// How many typing errors a word may hold: none in short words and in numbers.
pub(super) fn errors_forgiven(word: &str) -> u8 {
    match word.chars().count() {
        _ if word.chars().any(|c| c.is_ascii_digit()) => 0,
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// The English plural of a word, or the singular it may be the plural of.
fn singular_or_plural(word: &str) -> Vec<String> {
    if word.len() < 3 || !word.chars().all(|c| c.is_ascii_lowercase()) {
        return Vec::new();
    }
    let mut others = Vec::new();
    if word.ends_with("ss") || !word.ends_with('s') {
        others.push(format!("{word}s"));
        others.push(format!("{word}es"));
    } else {
        others.push(word[..word.len() - 1].to_owned());
        if let Some(stem) = word.strip_suffix("es") {
            others.push(stem.to_owned());
        }
    }
    others
}

fn weighing(query: Box<dyn Query>, weight: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, weight))
}

fn exactly(field: Field, word: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::Basic))
}

/// Terms that begin so: from the word to the word followed by the last character there is.
fn beginning(field: Field, word: &str) -> Box<dyn Query> {
    let first = Term::from_field_text(field, word);
    let last = Term::from_field_text(field, &format!("{word}\u{10FFFF}"));
    Box::new(InvertedIndexRangeQuery::new(Bound::Included(first), Bound::Included(last)))
}

/// Codes with this inner part, of three characters at least.
fn part(field: Field, code: &str) -> Option<Box<dyn Query>> {
    let terms: Vec<Term> =
        parts_of(code).iter().map(|part| Term::from_field_text(field, part)).collect();
    match terms.len() {
        0 => None,
        1 => Some(exactly(field, &code.chars().take(PART).collect::<String>())),
        _ => Some(Box::new(PhraseQuery::new(terms))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_forgiven_by_length_and_never_in_numbers() {
        for (word, errors) in
            [("mug", 0), ("mugs", 1), ("stoneware", 2), ("85123a", 0), ("lantern", 1)]
        {
            assert_eq!(errors_forgiven(word), errors, "{word}");
        }
    }

    #[test]
    fn plurals_go_both_ways() {
        assert_eq!(singular_or_plural("mug"), ["mugs", "muges"]);
        assert_eq!(singular_or_plural("boxes"), ["boxe", "box"]);
        assert_eq!(singular_or_plural("glass"), ["glasss", "glasses"]);
        assert!(singular_or_plural("350").is_empty());
    }
}
