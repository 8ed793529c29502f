//! What may have been meant by codes that are none: products of this buyer's assortment whose codes or words come near.

use super::narrow::base_tags;
use super::search::LONGEST;
use super::{Card, cards};
use crate::access::Buyer;
use crate::platform::db::View;
use crate::platform::problem::AppError;
use crate::platform::search::Search;
use std::collections::HashMap;

/// For each of these codes the products it comes near to, nearest first, `most` at most. The index is in memory; the
/// database is asked once for all of them together.
///
/// # Errors
/// What the index or the database says.
pub fn near(
    view: &mut View,
    search: &Search,
    buyer: &Buyer,
    codes: &[String],
    most: usize,
) -> Result<Vec<Vec<Card>>, AppError> {
    let tags = base_tags(buyer);
    let short = |code: &String| code.chars().take(LONGEST).collect::<String>();
    let ids = codes.iter().map(|code| search.near_code(&short(code), &tags, most));
    let ids: Vec<Vec<i64>> = ids.collect::<Result<_, _>>().map_err(anyhow::Error::new)?;
    let mut wanted: Vec<i64> = ids.iter().flatten().copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let found: HashMap<i64, Card> =
        cards(view, buyer, &wanted)?.into_iter().map(|card| (card.id, card)).collect();
    let cards = |ids: Vec<i64>| ids.iter().filter_map(|id| found.get(id).cloned()).collect();
    Ok(ids.into_iter().map(cards).collect())
}
