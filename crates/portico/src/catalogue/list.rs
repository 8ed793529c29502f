//! Lists of products, paged by the key they are sorted by: nothing is repeated or skipped while rows change.

use super::Card;
use super::narrow::Narrow;
use super::rows::CardRow;
use super::search::order;
use super::store::{card_columns, complete, in_assortment};
use crate::access::Buyer;
use crate::ids50;
use crate::platform::db::{DbError, FromRow, Row, Val, View};
use crate::platform::search::{Mode, Place};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Code, ascending.
    #[default]
    Sku,
    /// Name, ascending.
    Name,
    /// Listed last, first.
    Newest,
    /// Best match first; only where something is searched for.
    Relevance,
    /// The customer's own price, ascending; only in lists that are short enough.
    Price,
    /// Bought last, first; only among what was bought before.
    Bought,
}

/// A place in a sorted list: the key of a row and its id. Opaque outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// What the row is sorted by.
    pub key: String,
    /// Its id, where keys may be equal.
    pub id: i64,
    /// How many rows stood before the page that begins here, or ended here, as far as anybody knew.
    pub at: usize,
}

/// Which way to go on from a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// From the beginning.
    #[default]
    First,
    /// The rows behind it.
    After(Cursor),
    /// The rows before it.
    Before(Cursor),
}

/// Which products are wanted.
#[derive(Clone, Debug, Default)]
pub struct ListWish {
    /// Words to search for; empty: all products.
    pub q: String,
    /// What narrows the list.
    pub narrow: Narrow,
    /// The products of the saved list by which it is narrowed, as its owner answers.
    pub listed: Vec<i64>,
    /// In which order.
    pub sort: Sort,
    /// Where to go on.
    pub turn: Turn,
    /// So many at most.
    pub limit: usize,
}

/// A page of products.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// The products.
    pub cards: Vec<Card>,
    /// Where the page before this one ends, if there is one.
    pub before: Option<Cursor>,
    /// Where the next page begins, if there is one.
    pub after: Option<Cursor>,
    /// How many products stand before these, as far as anybody knows.
    pub from: usize,
}

impl Cursor {
    /// As text for links and the API; it names its order, so that it fits no other.
    #[must_use]
    pub fn write(&self, sort: Sort) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}{}.{}:{}", sort.letter(), self.id, self.at, self.key))
    }

    /// Reads what `write` wrote for this order.
    #[must_use]
    pub fn read(text: &str, sort: Sort) -> Option<Cursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (place, key) = text.strip_prefix(sort.letter())?.split_once(':')?;
        let (id, at) = place.split_once('.')?;
        let clean = !key.contains('\0') && key.len() <= 2_000;
        let cursor = Cursor { key: key.to_owned(), id: id.parse().ok()?, at: at.parse().ok()? };
        Some(cursor).filter(|_| clean)
    }
}

impl Turn {
    /// The place, if it is not the beginning.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        match self {
            Turn::First => None,
            Turn::After(cursor) | Turn::Before(cursor) => Some(cursor),
        }
    }

    /// How many rows stand before a page of so many rows.
    #[must_use]
    pub fn before(&self, rows: usize) -> usize {
        match self {
            Turn::First => 0,
            Turn::After(cursor) => cursor.at,
            Turn::Before(cursor) => cursor.at.saturating_sub(rows),
        }
    }
}

impl Sort {
    const ALL: [Sort; 6] =
        [Sort::Sku, Sort::Name, Sort::Newest, Sort::Relevance, Sort::Price, Sort::Bought];

    fn letter(self) -> char {
        match self {
            Sort::Sku => 's',
            Sort::Name => 'n',
            Sort::Newest => 'd',
            Sort::Relevance => 'r',
            Sort::Price => 'p',
            Sort::Bought => 'b',
        }
    }

    /// The word in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Sort::Sku => "sku",
            Sort::Name => "name",
            Sort::Newest => "newest",
            Sort::Relevance => "relevance",
            Sort::Price => "price",
            Sort::Bought => "bought",
        }
    }

    /// The order with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.code() == code)
    }
}

/// A page of everything that is listed: walks the keys of all products.
macro_rules! page {
    ($key:literal, $($rest:literal),+) => {
        concat!("select ", card_columns!(), ", p.", $key, " from products p where p.listed", $($rest),+)
    };
}

/// The same inside the assortment $3: walks the keys that stand with its members.
macro_rules! page_inside {
    ($key:literal, $($rest:literal),+) => {
        concat!(
            "select ",
            card_columns!(),
            ", a.",
            $key,
            " from assortment_products a join products p on p.id = a.product_id where a.assortment_id = $3",
            $($rest),+
        )
    };
}

/// Statements for one order: on and back; of everything and inside an assortment; listed and also available. Each has
/// a text of its own, so that its plan fits whatever is asked.
struct Pages {
    all: [&'static str; 2],
    inside: [&'static str; 2],
    all_available: [&'static str; 2],
    inside_available: [&'static str; 2],
}

macro_rules! pages {
    ($key:literal, [$on:literal, $back:literal], [$inside_on:literal, $inside_back:literal]) => {
        Pages {
            all: [page!($key, $on), page!($key, $back)],
            inside: [page_inside!($key, $inside_on), page_inside!($key, $inside_back)],
            all_available: [
                page!($key, " and p.available", $on),
                page!($key, " and p.available", $back),
            ],
            inside_available: [
                page_inside!($key, " and p.available", $inside_on),
                page_inside!($key, " and p.available", $inside_back),
            ],
        }
    };
}

const SKU: Pages = pages!(
    "sku_key",
    [
        " and p.sku_key > $1 order by p.sku_key limit $2",
        " and p.sku_key < $1 order by p.sku_key desc limit $2"
    ],
    [
        " and a.sku_key > $1 order by a.sku_key limit $2",
        " and a.sku_key < $1 order by a.sku_key desc limit $2"
    ]
);
const NAME: Pages = pages!(
    "name_key",
    [
        " and (p.name_key, p.id) > ($1, $3) order by p.name_key, p.id limit $2",
        " and (p.name_key, p.id) < ($1, $3) order by p.name_key desc, p.id desc limit $2"
    ],
    [
        " and (a.name_key, a.product_id) > ($1, $4) order by a.name_key, a.product_id limit $2",
        " and (a.name_key, a.product_id) < ($1, $4) order by a.name_key desc, a.product_id desc limit $2"
    ]
);
const NEWEST: Pages = pages!(
    "listed_day",
    [
        " and (p.listed_day, p.id) < ($1, $3) order by p.listed_day desc, p.id desc limit $2",
        " and (p.listed_day, p.id) > ($1, $3) order by p.listed_day, p.id limit $2"
    ],
    [
        " and (a.listed_day, a.product_id) < ($1, $4) order by a.listed_day desc, a.product_id desc limit $2",
        " and (a.listed_day, a.product_id) > ($1, $4) order by a.listed_day, a.product_id limit $2"
    ]
);

/// Those of these products that may stand in a list; $51 assortment, $52 only available ones.
pub(super) const FOUND: &str = concat!(
    "select ",
    card_columns!(),
    " from products p where p.id in (",
    ids50!(),
    ") and p.listed and (not $52 or p.available) and ",
    in_assortment!("$51")
);

struct Keyed(CardRow, String);

impl FromRow for Keyed {
    fn from_row(r: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Keyed(CardRow::from_row(r)?, r.next()?))
    }
}

/// A page of all products this buyer may see, or all that are available: walks an index by its key and reads no more
/// than the page. Nothing else that narrows is looked at: `find` does that.
///
/// # Errors
/// What the database says.
pub fn walk(view: &mut View, buyer: &Buyer, wish: &ListWish) -> Result<Listed, DbError> {
    let back = matches!(wish.turn, Turn::Before(_));
    let (pages, with_id) = match wish.sort {
        Sort::Name => (&NAME, true),
        Sort::Newest => (&NEWEST, true),
        _ => (&SKU, false),
    };
    let assortment = buyer.customer.assortment_id;
    let texts = match (assortment, wish.narrow.in_stock) {
        (None, false) => pages.all,
        (None, true) => pages.all_available,
        (Some(_), false) => pages.inside,
        (Some(_), true) => pages.inside_available,
    };
    let (key, id) = start(&wish.turn, wish.sort);
    let key = key.as_str();
    let limit = i64::try_from(wish.limit).unwrap_or(i64::MAX - 1);
    let mut args = vec![Val::Text(key), Val::Int(limit + 1)];
    args.extend(assortment.map(Val::Int));
    if with_id {
        args.push(Val::Int(id));
    }
    let mut rows = view.all::<Keyed>(texts[usize::from(back)], args)?;
    let more = rows.len() > wish.limit;
    rows.truncate(wish.limit);
    if back {
        rows.reverse();
    }
    let from = wish.turn.before(rows.len());
    let place = |row: Option<&Keyed>, at| {
        row.map(|Keyed(row, key)| {
            let id = row.card.id;
            let key = Place { mode: Mode::Strict, key: key.clone(), id }.write();
            Cursor { key, id, at }
        })
    };
    let (before, after) = turns(&wish.turn, more);
    let before = place(rows.first(), from).filter(|_| before);
    let after = place(rows.last(), from + rows.len()).filter(|_| after);
    let rows = rows.into_iter().map(|Keyed(row, _)| row).collect();
    Ok(Listed { cards: complete(view, buyer, rows)?, before, after, from })
}

/// Where to start reading: behind everything that can be there.
fn start(turn: &Turn, sort: Sort) -> (String, i64) {
    // The index writes the same places, so that a list may change from the one to the other between two pages.
    let place = turn.cursor().and_then(|cursor| Place::read(&cursor.key, cursor.id, order(sort)));
    match place {
        Some(place) => (place.key, place.id),
        None if sort == Sort::Newest => ("9999-12-31".to_owned(), i64::MAX),
        None => (String::new(), i64::MIN),
    }
}

/// Whether there is a page before and one after, if there was more in the direction that was read.
pub(super) fn turns(turn: &Turn, more: bool) -> (bool, bool) {
    match turn {
        Turn::First => (false, more),
        Turn::After(_) => (true, more),
        Turn::Before(_) => (more, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_fits_only_the_order_it_was_made_for() {
        let cursor = Cursor { key: "käse:mug".into(), id: 7, at: 48 };
        let text = cursor.write(Sort::Name);
        assert_eq!(Cursor::read(&text, Sort::Name), Some(cursor));
        assert_eq!(Cursor::read(&text, Sort::Sku), None);
        for bad in ["", "x", "czc", "!!!", &"a".repeat(10_000)] {
            assert_eq!(Cursor::read(bad, Sort::Sku), None, "{bad}");
        }
    }
}
