//! Lists of products, paged by the key they are sorted by: nothing is repeated or skipped while rows change.

use super::Card;
use super::rows::CardRow;
use super::store::{card_columns, complete, in_assortment};
use crate::access::Buyer;
use crate::ids50;
use crate::platform::db::{DbError, FromRow, Row, Val, View};
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
}

/// A place in a sorted list: the key of a row and its id. Opaque outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// What the row is sorted by.
    pub key: String,
    /// Its id, where keys may be equal.
    pub id: i64,
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
    /// Only what is free now, or not counted.
    pub in_stock: bool,
    /// Only this category.
    pub category: Option<String>,
    /// Only this brand.
    pub brand: Option<String>,
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
}

impl Cursor {
    /// As text for links and the API; it names its order, so that it fits no other.
    #[must_use]
    pub fn write(&self, sort: Sort) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}{}:{}", sort.letter(), self.id, self.key))
    }

    /// Reads what `write` wrote for this order.
    #[must_use]
    pub fn read(text: &str, sort: Sort) -> Option<Cursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (id, key) = text.strip_prefix(sort.letter())?.split_once(':')?;
        let clean = !key.contains('\0') && key.len() <= 2_000;
        Some(Cursor { key: key.to_owned(), id: id.parse().ok()? }).filter(|_| clean)
    }
}

impl Sort {
    fn letter(self) -> char {
        match self {
            Sort::Sku => 's',
            Sort::Name => 'n',
            Sort::Newest => 'd',
            Sort::Relevance => 'r',
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
        }
    }

    /// The order with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Sort> {
        [Sort::Sku, Sort::Name, Sort::Newest, Sort::Relevance]
            .into_iter()
            .find(|sort| sort.code() == code)
    }
}

macro_rules! free {
    () => {
        "coalesce((select sum(s.on_hand - s.allocated) from stock s where s.product_id = p.id and s.location = 'main'), 0) > 0"
    };
}

/// A page: the columns of a card and the sort key; $1 assortment, $2 only in stock, $3 category, $4 brand.
macro_rules! page {
    ($key:literal, $rest:literal) => {
        concat!(
            "select ",
            card_columns!(),
            ", ",
            $key,
            " from products p where p.state in ('sellable', 'visible') and ",
            in_assortment!("$1"),
            " and (p.when_out <> 'hide' or p.stock_kind <> 'tracked' or ",
            free!(),
            ") and (not $2 or p.stock_kind <> 'tracked' or ",
            free!(),
            ") and (cast($3 as text) is null or p.category = $3) and (cast($4 as text) is null or p.brand = $4)",
            $rest
        )
    };
}

const SKU_ON: &str = page!("p.sku_key", " and p.sku_key > $5 order by p.sku_key limit $6");
const SKU_BACK: &str = page!("p.sku_key", " and p.sku_key < $5 order by p.sku_key desc limit $6");
const NAME_ON: &str =
    page!("p.name_key", " and (p.name_key, p.id) > ($5, $7) order by p.name_key, p.id limit $6");
const NAME_BACK: &str = page!(
    "p.name_key",
    " and (p.name_key, p.id) < ($5, $7) order by p.name_key desc, p.id desc limit $6"
);
const NEWEST_ON: &str = page!(
    "p.listed_day",
    " and (p.listed_day, p.id) < ($5, $7) order by p.listed_day desc, p.id desc limit $6"
);
const NEWEST_BACK: &str = page!(
    "p.listed_day",
    " and (p.listed_day, p.id) > ($5, $7) order by p.listed_day, p.id limit $6"
);

/// Those of these products that may stand in a list; $51 assortment, $52 only in stock.
pub(super) const FOUND: &str = concat!(
    "select ",
    card_columns!(),
    " from products p where p.id in (",
    ids50!(),
    ") and p.state in ('sellable', 'visible') and ",
    in_assortment!("$51"),
    " and (p.when_out <> 'hide' or p.stock_kind <> 'tracked' or ",
    free!(),
    ") and (not $52 or p.stock_kind <> 'tracked' or ",
    free!(),
    ")"
);

struct Keyed(CardRow, String);

impl FromRow for Keyed {
    fn from_row(r: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Keyed(CardRow::from_row(r)?, r.next()?))
    }
}

/// A page of all products this buyer may see. What is searched for (`wish.q`) is not looked at:
/// `find` does that.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, buyer: &Buyer, wish: &ListWish) -> Result<Listed, DbError> {
    let back = matches!(wish.turn, Turn::Before(_));
    let (sql, with_id) = match (wish.sort, back) {
        (Sort::Name, false) => (NAME_ON, true),
        (Sort::Name, true) => (NAME_BACK, true),
        (Sort::Newest, false) => (NEWEST_ON, true),
        (Sort::Newest, true) => (NEWEST_BACK, true),
        (_, false) => (SKU_ON, false),
        (_, true) => (SKU_BACK, false),
    };
    let (key, id) = start(&wish.turn, wish.sort);
    let limit = i64::try_from(wish.limit).unwrap_or(i64::MAX - 1);
    let mut args = vec![
        buyer.customer.assortment_id.map_or(Val::Null, Val::Int),
        Val::Bool(wish.in_stock),
        wish.category.as_deref().map_or(Val::Null, Val::Text),
        wish.brand.as_deref().map_or(Val::Null, Val::Text),
        Val::Text(key),
        Val::Int(limit + 1),
    ];
    if with_id {
        args.push(Val::Int(id));
    }
    let mut rows = view.all::<Keyed>(sql, args)?;
    let more = rows.len() > wish.limit;
    rows.truncate(wish.limit);
    if back {
        rows.reverse();
    }
    let (before, after) = ends(&rows, &wish.turn, more);
    let rows = rows.into_iter().map(|Keyed(row, _)| row).collect();
    Ok(Listed { cards: complete(view, buyer, rows)?, before, after })
}

/// Where to start reading: behind everything that can be there.
fn start(turn: &Turn, sort: Sort) -> (&str, i64) {
    match turn {
        Turn::After(cursor) | Turn::Before(cursor) => (&cursor.key, cursor.id),
        Turn::First if sort == Sort::Newest => ("9999-12-31", i64::MAX),
        Turn::First => ("", i64::MIN),
    }
}

fn ends(rows: &[Keyed], turn: &Turn, more: bool) -> (Option<Cursor>, Option<Cursor>) {
    let at = |row: Option<&Keyed>| {
        row.map(|Keyed(row, key)| Cursor { key: key.clone(), id: row.card.id })
    };
    let (before, after) = match turn {
        Turn::First => (false, more),
        Turn::After(_) => (true, more),
        Turn::Before(_) => (more, true),
    };
    (at(rows.first()).filter(|_| before), at(rows.last()).filter(|_| after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_fits_only_the_order_it_was_made_for() {
        let cursor = Cursor { key: "käse:mug".into(), id: 7 };
        let text = cursor.write(Sort::Name);
        assert_eq!(Cursor::read(&text, Sort::Name), Some(cursor));
        assert_eq!(Cursor::read(&text, Sort::Sku), None);
        for bad in ["", "x", "czc", "!!!", &"a".repeat(10_000)] {
            assert_eq!(Cursor::read(bad, Sort::Sku), None, "{bad}");
        }
    }
}
