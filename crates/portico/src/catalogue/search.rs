//! Searching products: the index follows the change feed of products; what it finds is read from the database inside
//! the assortment, so that nothing leaks and nothing is shown that is no longer there.

use super::list::{FOUND, turns};
use super::rows::CardRow;
use super::store::{complete, with_ids};
use super::{Cursor, ListWish, Listed, Sort, Turn, code_key};
use crate::access::Buyer;
use crate::args;
use crate::platform::db::{DbError, Val, View};
use crate::platform::search::{Found, Hit, Order, Place, words_of};
use std::collections::{HashMap, HashSet};

/// The longest text that is searched for, in characters.
pub const LONGEST: usize = 200;
/// Own codes that are looked at.
const OWN_MOST: i64 = 50;
/// How many hits are read for one place on a page, where some of them may have to be left out.
pub(super) const SPARE: usize = 4;

pub(super) fn order(sort: Sort) -> Order {
    match sort {
        Sort::Relevance => Order::Rank,
        Sort::Sku | Sort::Price | Sort::Bought => Order::Up(0),
        Sort::Name => Order::Up(1),
        Sort::Newest => Order::Down(2),
    }
}

/// Whether a cursor was made for this order.
#[must_use]
pub fn fits(cursor: &Cursor, sort: Sort) -> bool {
    let listed_whole = matches!(sort, Sort::Price | Sort::Bought);
    listed_whole || Place::read(&cursor.key, cursor.id, order(sort)).is_some()
}

/// Reads the hits from the database, which has the last word on what may be shown. As many as the page holds at
/// first; the spare ones only where some of those had to be left out.
pub(super) fn read(
    view: &mut View,
    buyer: &Buyer,
    wish: &ListWish,
    found: &Found,
    limit: usize,
) -> Result<Listed, DbError> {
    let back = matches!(wish.turn, Turn::Before(_));
    let mut hits: Vec<&Hit> = found.hits.iter().collect();
    if back {
        // Going back, the hits nearest to the place are the last ones.
        hits.reverse();
    }
    let (first, spare) = hits.split_at(hits.len().min(wish.limit));
    let mut shown = shown(view, buyer, wish, first)?;
    let mut seen: Option<&Hit> = first.last().copied();
    if shown.len() < first.len() && !spare.is_empty() {
        let missing = wish.limit - shown.len();
        let more = self::shown(view, buyer, wish, spare)?;
        seen = if more.len() > missing {
            more.get(missing - 1).map(|(hit, _)| *hit)
        } else {
            spare.last().copied()
        };
        shown.extend(more.into_iter().take(missing));
    }
    let more = seen != hits.last().copied() || found.hits.len() == limit;
    let from = wish.turn.before(shown.len());
    let place = |hit: &Hit, at: usize| {
        let key = Place { mode: found.mode, key: hit.key.clone(), id: hit.id }.write();
        Cursor { key, id: hit.id, at }
    };
    let (first, last) = match back {
        true => (seen, hits.first().copied()),
        false => (hits.first().copied(), seen),
    };
    let (before, after) = turns(&wish.turn, more);
    let before = first.map(|hit| place(hit, from)).filter(|_| before);
    let after = last.map(|hit| place(hit, from + shown.len())).filter(|_| after);
    if back {
        shown.reverse();
    }
    let rows = shown.into_iter().map(|(_, row)| row).collect();
    Ok(Listed { cards: complete(view, buyer, rows)?, before, after, from })
}

/// Those of the hits that may be shown, in their order.
pub(super) fn shown<'h>(
    view: &mut View,
    buyer: &Buyer,
    wish: &ListWish,
    hits: &[&'h Hit],
) -> Result<Vec<(&'h Hit, CardRow)>, DbError> {
    let ids: Vec<i64> = hits.iter().map(|hit| hit.id).collect();
    let assortment = buyer.customer.assortment_id.map_or(Val::Null, Val::Int);
    let rows = view.all_many::<CardRow>(
        FOUND,
        &with_ids(&ids, &[assortment, Val::Bool(wish.narrow.in_stock)]),
    )?;
    let mut by_id: HashMap<i64, CardRow> =
        rows.into_iter().flatten().map(|row| (row.card.id, row)).collect();
    Ok(hits.iter().filter_map(|hit| Some((*hit, by_id.remove(&hit.id)?))).collect())
}

/// Products whose code with this customer is what was typed, or begins with it.
pub(super) fn own_codes(view: &mut View, buyer: &Buyer, typed: &str) -> Result<Vec<i64>, DbError> {
    let key = code_key(typed);
    if key.chars().count() < 2 || key.contains('\0') {
        return Ok(Vec::new());
    }
    let end = format!("{key}\u{10FFFF}");
    let found = view.all::<i64>(
        "select product_id from customer_codes where customer_id = $1 and code_key >= $2 and code_key <= $3
          order by code_key limit $4",
        args![buyer.customer.id, &key, &end, OWN_MOST],
    )?;
    let mut seen = HashSet::new();
    Ok(found.into_iter().filter(|id| seen.insert(*id)).collect())
}

/// Own codes that begin with what was typed, with their product, for the search pop-up.
///
/// # Errors
/// What the database says.
pub fn own_codes_like(
    view: &mut View,
    buyer: &Buyer,
    typed: &str,
    limit: i64,
) -> Result<Vec<(String, i64)>, DbError> {
    let key = code_key(typed);
    if key.is_empty() || key.contains('\0') {
        return Ok(Vec::new());
    }
    view.all(
        "select code, product_id from customer_codes where customer_id = $1 and code_key >= $2 and code_key <= $3
          order by code_key limit $4",
        args![buyer.customer.id, &key, &format!("{key}\u{10FFFF}"), limit],
    )
}

/// What was typed with each word replaced by the nearest one in the products found; words that nothing comes near
/// are left out. Only words of products that this buyer may see are told.
pub(super) fn meant(typed: &str, listed: &Listed) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for card in listed.cards.iter().take(10) {
        words.extend(words_of(&card.name));
        words.extend(card.brand.iter().flat_map(|brand| words_of(brand)));
        words.extend(words_of(&card.sku));
    }
    let asked = words_of(typed);
    let nearest = |word: &String| {
        let near = |other: &&String| distance(word, other) <= 2 || other.starts_with(word.as_str());
        let near = words.iter().filter(near).min_by_key(|other| distance(word, other));
        near.map(
            |other| {
                if other.starts_with(word.as_str()) { word.clone() } else { other.clone() }
            },
        )
    };
    let meant: Vec<String> = asked.iter().filter_map(nearest).collect();
    (!meant.is_empty() && meant != asked).then(|| meant.join(" "))
}

/// How many letters must be put in, left out, changed or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) =
        (a.chars().take(60).collect(), b.chars().take(60).collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let swapped = if swap { rows[i - 2][j - 2] + 1 } else { usize::MAX };
                change.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(swapped)
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_letters_are_one_error() {
        for (a, b, expected) in [
            ("mug", "mug", 0),
            ("mgu", "mug", 1),
            ("stonewear", "stoneware", 2),
            ("lantren", "lantern", 1),
            ("", "ab", 2),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }
}
