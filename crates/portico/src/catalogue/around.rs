//! What stands around one product on its page: the parts of a kit, its variants, others of its category.

use super::bought::Known;
use super::store::{cards, in_assortment};
use super::{Card, Product};
use crate::access::Buyer;
use crate::args;
use crate::platform::db::{DbError, View};
use crate::platform::wholesaler;
use portico_types::{Day, Quantity};
use std::collections::{BTreeSet, HashMap};

/// Variants that are shown.
const VARIANTS_MOST: i64 = 60;
/// Products of the same category that are shown, and that are looked at for them.
const LIKE_MOST: usize = 4;
const LIKE_AMONG: i64 = 300;

/// A part of a kit.
#[derive(Clone, Debug)]
pub struct Part {
    /// The part.
    pub card: Card,
    /// How much of it one kit holds.
    pub quantity: Quantity,
}

/// A variant of the product, itself among them.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The variant.
    pub card: Card,
    /// Its values of the attributes in which they differ, in the order of these.
    pub values: Vec<String>,
}

/// Everything around a product.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Parts that this buyer may see.
    pub parts: Vec<Part>,
    /// So many kits can be made of what is free of the parts; `None` where that limits nothing.
    pub parts_suffice: Option<i64>,
    /// Names of the attributes in which variants differ.
    pub differing: Vec<String>,
    /// Variants; none where the product stands alone.
    pub variants: Vec<Variant>,
    /// Others of its category.
    pub like: Vec<Card>,
    /// Path of its category, as it is written.
    pub category: Option<String>,
    /// What this buyer's company has to do with it.
    pub known: Option<Known>,
    /// How much was bought on which day, and today.
    pub last: Option<(Quantity, Day, Day)>,
}

const VARIANTS: &str = concat!(
    "select p.id from products p where p.product_group = $2 and p.listed and ",
    in_assortment!("$1"),
    " order by p.id limit $3"
);

const CATEGORY: &str = "select p.category_id, (select c.path from categories c where c.id = p.category_id) from products p where p.id = $1";

/// The next ones of the category, in order of their ids by the inner limit: so many are looked at and no more, however
/// few this buyer may see, and the outer limit stops at the first that suffice.
const LIKE: &str = concat!(
    "select p.id from (select o.id, o.category_id from products o
         where (o.category_id, o.id) > ($2, $3) and o.listed order by o.category_id, o.id limit $4) p
      where p.category_id = $2 and ",
    in_assortment!("$1"),
    " limit $5"
);

/// By their ids: in the order of their codes PostgreSQL, which is told to avoid sorts, would walk all codes there are.
const PARTS: &str = concat!(
    "select k.component_id, k.quantity, p.quantity_decimals
       from components k join products p on p.id = k.component_id
      where k.product_id = $2 and p.state in ('sellable', 'visible') and ",
    in_assortment!("$1"),
    " order by k.component_id limit 200"
);

/// Reads what stands around this product.
///
/// # Errors
/// What the database says.
pub fn around(view: &mut View, buyer: &Buyer, product: &Product) -> Result<Around, DbError> {
    let (id, inside) = (product.card.id, buyer.customer.assortment_id);
    let parts = view.all::<(i64, i64, i64)>(PARTS, args![inside, id])?;
    let variants = match &product.card.group {
        Some(group) => view.all::<i64>(VARIANTS, args![inside, group, VARIANTS_MOST])?,
        None => Vec::new(),
    };
    let enough = LIKE_MOST as i64 + i64::try_from(variants.len()).unwrap_or(VARIANTS_MOST);
    let (category_id, category) =
        view.one::<(Option<i64>, Option<String>)>(CATEGORY, args![id])?.unwrap_or_default();
    let mut like = match category_id {
        Some(of) => view.all::<i64>(LIKE, args![inside, of, id, LIKE_AMONG, enough])?,
        None => Vec::new(),
    };
    like.sort_unstable();
    let like: Vec<i64> =
        like.into_iter().filter(|other| !variants.contains(other)).take(LIKE_MOST).collect();
    let ids: BTreeSet<i64> = parts
        .iter()
        .map(|(id, ..)| *id)
        .chain(variants.iter().copied())
        .chain(like.iter().copied())
        .collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let cards: HashMap<i64, Card> =
        cards(view, buyer, &ids)?.into_iter().map(|card| (card.id, card)).collect();
    let part = |(id, units, decimals): &(i64, i64, i64)| {
        let quantity = Quantity::steps(*units, u8::try_from(*decimals).unwrap_or(0));
        Some(Part { card: cards.get(id)?.clone(), quantity })
    };
    let mut parts: Vec<Part> = parts.iter().filter_map(part).collect();
    parts.sort_by(|a, b| a.card.sku.cmp(&b.card.sku));
    let mut found = Around {
        parts,
        like: like.iter().filter_map(|id| cards.get(id).cloned()).collect(),
        ..Around::default()
    };
    found.parts_suffice = suffice(&found.parts);
    if variants.len() > 1 {
        let cards = variants.iter().filter_map(|id| cards.get(id).cloned()).collect();
        (found.differing, found.variants) = differing(view, cards)?;
    }
    found.category = category;
    marks(view, buyer, product, &mut found)?;
    Ok(found)
}

fn marks(
    view: &mut View,
    buyer: &Buyer,
    product: &Product,
    found: &mut Around,
) -> Result<(), DbError> {
    let row = view.one::<(Option<String>, i64, bool)>(
        "select last_day, last_quantity, favourite from customer_products where customer_id = $1 and product_id = $2",
        args![buyer.customer.id, product.card.id],
    )?;
    let Some((last_day, quantity, favourite)) = row else {
        return Ok(());
    };
    let today = wholesaler::today(view)?;
    let day = last_day.as_deref().and_then(Day::parse);
    found.last = day.map(|day| (product.card.quantity(quantity), day, today));
    found.known = Some(Known { last_day, favourite });
    Ok(())
}

/// How many kits the free stock of their parts makes. Pure.
fn suffice(parts: &[Part]) -> Option<i64> {
    let counted = parts.iter().filter(|part| !part.card.always_there() && part.quantity.units > 0);
    counted.map(|part| part.card.free / part.quantity.units).min()
}

/// The attributes in which variants differ, and the values of each variant.
fn differing(view: &mut View, cards: Vec<Card>) -> Result<(Vec<String>, Vec<Variant>), DbError> {
    let sets: Vec<_> = cards.iter().map(|card| args![card.id]).collect();
    let found = view.all_many::<(String, String)>(
        "select name, value from product_attributes where product_id = $1 order by position limit 50",
        &sets,
    )?;
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in found.iter().flatten() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let value = |pairs: &[(String, String)], name: &String| {
        pairs
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    };
    names.retain(|name| {
        let values: BTreeSet<String> = found.iter().map(|pairs| value(pairs, name)).collect();
        values.len() > 1
    });
    let values =
        |pairs: &Vec<(String, String)>| names.iter().map(|name| value(pairs, name)).collect();
    let variants =
        cards.into_iter().zip(&found).map(|(card, pairs)| Variant { card, values: values(pairs) });
    let variants = variants.collect();
    Ok((names.into_iter().cloned().collect(), variants))
}
