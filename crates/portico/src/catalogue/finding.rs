//! Finding products by words and by what narrows: a page of them, how many there are, and what could be narrowed
//! further. A list that nothing narrows walks an index of the database; everything else comes from the search index.

use super::bought::{self, Known};
use super::facets::{self, Facets};
use super::list::{turns, walk};
use super::narrow::{base_tags, new_days};
use super::search::{SPARE, meant, order, own_codes, read, shown};
use super::store::complete;
use super::{Card, Cursor, ListWish, Listed, Sort, Turn};
use crate::access::{Buyer, PricesShown};
use crate::platform::db::View;
use crate::platform::problem::AppError;
use crate::platform::search::{Counting, Hit, Mode, Order, Place, Search, Sets, Tally, Wish};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Prices are compared in lists of so many products at most.
pub const BY_PRICE_MOST: usize = 1_000;
/// Stock is looked for along the whole list where one of so many products has some.
const DENSE: usize = 8;

/// What was found, and how it was meant.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    /// A page of products.
    pub listed: Listed,
    /// How freely the words had to be taken.
    pub mode: Mode,
    /// In which order they came.
    pub sort: Sort,
    /// So many fit, as the index knows it.
    pub total: usize,
    /// What was perhaps meant, where nothing fits what was typed.
    pub meant: Option<String>,
    /// What the list can be narrowed by; `None` where it was not asked for.
    pub facets: Option<Facets>,
    /// What this buyer's company has to do with products: read with the facets.
    pub known: HashMap<i64, Known>,
    /// Tags counted along with finding, until the facets are made of them.
    pub(super) tally: Option<Tally>,
    /// Whether the list is too long to be sorted by price, as was wished.
    pub too_long_for_prices: bool,
}

/// What is wanted beside the products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Nothing.
    Products,
    /// Also what the list can be narrowed by.
    Facets,
}

/// What narrows a list, as the index understands it.
pub(super) struct Tags {
    /// What everything carries that this buyer may see.
    pub(super) base: Vec<String>,
    /// One of each, by kind of choice.
    pub(super) groups: Vec<(super::narrow::Kind, Vec<String>)>,
    /// Days whose products are new.
    pub(super) new_days: Vec<String>,
    /// Only these, where marks are chosen.
    pub(super) only: Option<Vec<i64>>,
    /// What this buyer's company bought, and what it marked.
    pub(super) marked: Sets,
}

/// Products that fit the wish: best first or in the order wanted. The customer's own codes come before all.
///
/// # Errors
/// What the database or the index says.
pub fn find(
    view: &mut View,
    search: &Search,
    buyer: &Buyer,
    wish: &ListWish,
    want: Want,
) -> Result<Finding, AppError> {
    let narrow = wish.narrow.as_written(view)?;
    let mut wish = ListWish { narrow, ..wish.clone() };
    let known = match want == Want::Facets || wish.narrow.by_marks() {
        true => bought::known(view, buyer)?,
        false => HashMap::new(),
    };
    let tags = tags(view, buyer, &wish, &known)?;
    let pinned = own_codes(view, buyer, &wish.q)?;
    let mut found = Finding { known, ..Finding::default() };
    if wish.sort == Sort::Price {
        let all = all_of(search, &wish, &tags, &pinned)?;
        match all {
            Some((mode, hits)) if buyer.customer.prices_shown != PricesShown::Hidden => {
                (found.mode, found.total) = (mode, hits.len());
                found.listed = by_price(view, buyer, &wish, &hits)?;
            }
            all => {
                found.too_long_for_prices = all.is_none();
                wish.sort = if wish.q.is_empty() { Sort::Sku } else { Sort::Relevance };
                wish.turn = Turn::First;
                page(view, search, buyer, &wish, &tags, (&pinned, &mut found))?;
            }
        }
    } else if wish.sort == Sort::Bought {
        by_last_day(view, search, buyer, &wish, &tags, &mut found)?;
    } else {
        page(view, search, buyer, &wish, &tags, (&pinned, &mut found))?;
    }
    found.sort = wish.sort;
    if found.mode != Mode::Strict {
        found.meant = meant(&wish.q, &found.listed);
    }
    if want == Want::Facets {
        found.facets = Some(facets::of(search, &wish, &tags, &pinned, &mut found)?);
    }
    Ok(found)
}

fn tags(
    view: &mut View,
    buyer: &Buyer,
    wish: &ListWish,
    known: &HashMap<i64, Known>,
) -> Result<Tags, AppError> {
    let ids = |of: fn(&Known) -> bool| -> HashSet<i64> {
        known.iter().filter(|(_, known)| of(known)).map(|(id, _)| *id).collect()
    };
    let bought = ids(|known| known.last_day.is_some());
    let favourite = ids(|known| known.favourite);
    let mut only: Option<HashSet<i64>> = wish.narrow.bought.then(|| bought.clone());
    if wish.narrow.favourite {
        only = Some(match only {
            Some(only) => only.intersection(&favourite).copied().collect(),
            None => favourite.clone(),
        });
    }
    if !wish.narrow.list.is_empty() {
        let listed: HashSet<i64> = wish.listed.iter().copied().collect();
        only = Some(match only {
            Some(only) => only.intersection(&listed).copied().collect(),
            None => listed,
        });
    }
    let new_days = new_days(view)?;
    Ok(Tags {
        base: base_tags(buyer),
        groups: wish.narrow.groups(&new_days),
        new_days,
        only: only.map(|only| only.into_iter().collect()),
        marked: Arc::new(vec![bought, favourite]),
    })
}

impl Tags {
    /// The groups of tags, but for one kind of choice.
    pub(super) fn any(&self, without: Option<&super::narrow::Kind>) -> Vec<Vec<String>> {
        let groups = self.groups.iter().filter(|(kind, _)| Some(kind) != without);
        groups.map(|(_, tags)| tags.clone()).collect()
    }
}

/// A page in an order that the index or the database can walk.
fn page(
    view: &mut View,
    search: &Search,
    buyer: &Buyer,
    wish: &ListWish,
    tags: &Tags,
    (pinned, found): (&[i64], &mut Finding),
) -> Result<(), AppError> {
    if wish.q.is_empty() && wish.narrow.only_by_stock() {
        let wanted = Wish { tags: &tags.base, ..Wish::default() };
        let all = search.counts(&wanted).map_err(anyhow::Error::new)?;
        let stocked = all.of(super::narrow::STOCK);
        // While the index is empty, it knows nothing better than the walk.
        if !wish.narrow.in_stock || stocked * DENSE >= all.total {
            found.total = if wish.narrow.in_stock { stocked } else { all.total };
            found.listed = walk(view, buyer, wish)?;
            return Ok(());
        }
    }
    let order = order(wish.sort);
    let cursor = wish.turn.cursor();
    let place = cursor.and_then(|cursor| Place::read(&cursor.key, cursor.id, order));
    let limit = wish.limit * SPARE + 1;
    let any = tags.any(None);
    let asked = Wish {
        typed: &wish.q,
        tags: &tags.base,
        any: &any,
        only: tags.only.as_deref(),
        pinned,
        order,
        from: place.as_ref(),
        back: matches!(wish.turn, Turn::Before(_)),
        limit,
        count: if wish.q.is_empty() { Counting::No } else { Counting::With(tags.marked.clone()) },
    };
    let hits = match wish.q.is_empty() {
        true => search.browse(&asked),
        false => search.find(&asked),
    };
    let hits = hits.map_err(anyhow::Error::new)?;
    found.listed = read(view, buyer, wish, &hits, limit)?;
    (found.mode, found.total, found.tally) = (hits.mode, hits.total, hits.tally);
    Ok(())
}

/// Everything that fits, if it is not too much.
fn all_of(
    search: &Search,
    wish: &ListWish,
    tags: &Tags,
    pinned: &[i64],
) -> Result<Option<(Mode, Vec<Hit>)>, AppError> {
    let any = tags.any(None);
    let asked = Wish {
        typed: &wish.q,
        tags: &tags.base,
        any: &any,
        only: tags.only.as_deref(),
        pinned,
        order: Order::Up(0),
        limit: BY_PRICE_MOST + 1,
        ..Wish::default()
    };
    let hits = if wish.q.is_empty() { search.browse(&asked) } else { search.find(&asked) };
    let found = hits.map_err(anyhow::Error::new)?;
    Ok((found.total <= BY_PRICE_MOST).then_some((found.mode, found.hits)))
}

/// The customer's own prices are nowhere in an order: they are all read and compared.
fn by_price(
    view: &mut View,
    buyer: &Buyer,
    wish: &ListWish,
    hits: &[Hit],
) -> Result<Listed, AppError> {
    let hits: Vec<&Hit> = hits.iter().collect();
    let rows = shown(view, buyer, wish, &hits)?.into_iter().map(|(_, row)| row).collect();
    let mut cards = complete(view, buyer, rows)?;
    // Products without a price come last.
    let key = |card: &Card| {
        let each = card.price().map_or(i128::MAX, |price| {
            i128::from(price.ten_thousandths) * 1_000_000 / i128::from(price.per.max(1))
        });
        format!("{each:039}")
    };
    cards.sort_by_cached_key(|card| (key(card), card.id));
    let places: Vec<(String, i64)> = cards.iter().map(|card| (key(card), card.id)).collect();
    let (range, mut listed) = cut(&places, wish);
    listed.cards = cards.drain(range).collect();
    Ok(listed)
}

/// What was bought before, bought last first.
fn by_last_day(
    view: &mut View,
    search: &Search,
    buyer: &Buyer,
    wish: &ListWish,
    tags: &Tags,
    found: &mut Finding,
) -> Result<(), AppError> {
    let any = tags.any(None);
    let asked = Wish { tags: &tags.base, any: &any, ..Wish::default() };
    let only = tags.only.as_deref().unwrap_or(&[]);
    let ids = search.among(&asked, only).map_err(anyhow::Error::new)?;
    let day = |id: &i64| found.known.get(id).and_then(|known| known.last_day.clone());
    let mut places: Vec<(String, i64)> =
        ids.iter().map(|id| (day(id).unwrap_or_default(), *id)).collect();
    places.sort_unstable_by(|a, b| b.cmp(a));
    let (range, mut listed) = cut(&places, wish);
    let hits: Vec<Hit> =
        places[range].iter().map(|(key, id)| Hit { id: *id, key: key.clone() }).collect();
    let hits: Vec<&Hit> = hits.iter().collect();
    let rows = shown(view, buyer, wish, &hits)?.into_iter().map(|(_, row)| row).collect();
    listed.cards = complete(view, buyer, rows)?;
    (found.listed, found.total) = (listed, places.len());
    Ok(())
}

/// The page of a list whose places are all known, in order; its cards are still to come.
fn cut(places: &[(String, i64)], wish: &ListWish) -> (std::ops::Range<usize>, Listed) {
    let falling = wish.sort == Sort::Bought;
    let at = |cursor: &Cursor| {
        let place = (cursor.key.clone(), cursor.id);
        let is_before =
            |other: &&(String, i64)| if falling { **other > place } else { **other < place };
        let before = places.iter().take_while(is_before).count();
        (before, places.get(before) == Some(&place))
    };
    let range = match &wish.turn {
        Turn::First => 0..wish.limit.min(places.len()),
        Turn::After(cursor) => {
            let (before, there) = at(cursor);
            let from = before + usize::from(there);
            from..(from + wish.limit).min(places.len())
        }
        Turn::Before(cursor) => {
            let (to, _) = at(cursor);
            to.saturating_sub(wish.limit)..to
        }
    };
    let more = match wish.turn {
        Turn::Before(_) => range.start > 0,
        _ => range.end < places.len(),
    };
    let (before, after) = turns(&wish.turn, more);
    let cursor = |index: usize, at| {
        let (key, id) = places.get(index)?.clone();
        Some(Cursor { key, id, at })
    };
    let listed = Listed {
        cards: Vec::new(),
        before: cursor(range.start, range.start).filter(|_| before),
        after: range.end.checked_sub(1).and_then(|last| cursor(last, range.end)).filter(|_| after),
        from: range.start,
    };
    (range, listed)
}
