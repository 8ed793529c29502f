//! What is noted beside the products of a list: the customer's own codes, marks, how many variants there are.

use super::narrow::new_from;
use super::store::{in_assortment, with_ids};
use super::{Card, Finding};
use crate::access::Buyer;
use crate::args;
use crate::ids50;
use crate::platform::db::{DbError, Val, View};
use crate::platform::wholesaler;
use portico_types::Day;
use std::collections::HashMap;

/// What is noted beside one product.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Note {
    /// The customer's own code.
    pub own_code: Option<String>,
    /// Whether it was listed a short while ago.
    pub new: bool,
    /// Whether somebody at the customer marked it.
    pub favourite: bool,
    /// The day it was bought last, and today.
    pub bought: Option<(Day, Day)>,
    /// How many variants of it this buyer may see, itself among them; 0 where it stands alone.
    pub variants: i64,
}

/// Notes by product.
pub type Notes = HashMap<i64, Note>;

const OWN_CODES: &str = concat!(
    "select product_id, code from customer_codes where customer_id = $51 and product_id in (",
    ids50!(),
    ")"
);
const VARIANTS: &str = concat!(
    "select g.id, (select count(*) from products p
         where p.product_group = g.product_group and p.listed and ",
    in_assortment!("$51"),
    ") from products g where g.product_group is not null and g.id in (",
    ids50!(),
    ")"
);

/// What is noted beside the products of this page.
///
/// # Errors
/// What the database says.
pub fn of(view: &mut View, buyer: &Buyer, found: &Finding) -> Result<Notes, DbError> {
    let cards = &found.listed.cards;
    let ids: Vec<i64> = cards.iter().map(|card| card.id).collect();
    let today = wholesaler::today(view)?;
    let since = new_from(view)?;
    let note = |card: &Card| {
        let known = found.known.get(&card.id);
        let last = known.and_then(|known| Day::parse(known.last_day.as_deref()?));
        Note {
            new: card.listed_day >= since,
            favourite: known.is_some_and(|known| known.favourite),
            bought: last.map(|last| (last, today)),
            ..Note::default()
        }
    };
    let mut notes: Notes = cards.iter().map(|card| (card.id, note(card))).collect();
    let own =
        view.all_many::<(i64, String)>(OWN_CODES, &with_ids(&ids, &args![buyer.customer.id]))?;
    for (id, code) in own.into_iter().flatten() {
        notes.entry(id).or_default().own_code = Some(code);
    }
    let grouped: Vec<i64> = cards.iter().filter(|c| c.group.is_some()).map(|c| c.id).collect();
    let assortment = [buyer.customer.assortment_id.map_or(Val::Null, Val::Int)];
    let variants = view.all_many::<(i64, i64)>(VARIANTS, &with_ids(&grouped, &assortment))?;
    for (id, count) in variants.into_iter().flatten() {
        notes.entry(id).or_default().variants = if count > 1 { count } else { 0 };
    }
    Ok(notes)
}
