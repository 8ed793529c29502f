//! What the made-up shelf has beside its products: tags, assortments by rules, gift sets made of others, favourites.

use super::goods::Goods;
use crate::testkit::rows::{Product, Rows};
use crate::testkit::shelf_rows::SavedListRow;
use rand::Rng;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

/// A throw of its own, so that products, customers and orders are the same with and without all this.
const SEED: u64 = 1_853;
/// Assortments by rules; ids behind those by name.
const TEA_ROOMS: i64 = 20;
const GARDENERS: i64 = 21;
const LAST_PIECES: i64 = 22;
/// Of so many customers without an assortment, one buys by rules.
const ONE_OF: usize = 25;
/// Of so many products, one is a gift set.
const SET_OF: usize = 120;

const GIFT: i64 = 1;
const BESTSELLER: i64 = 2;
const OUTDOOR: i64 = 3;
const FRAGILE: i64 = 4;
const CLEARANCE: i64 = 5;

/// All of it, in `rows`; some products become gift sets.
pub(crate) fn make(goods: &mut Goods, rows: &mut Rows) {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    gift_sets(&mut rng, goods, rows);
    tags(&mut rng, goods, rows);
    rules(rows);
    favourites(&mut rng, goods, rows);
}

fn is_of(product: &Product, category: &str) -> bool {
    product.category.as_deref().is_some_and(|path| path.starts_with(category))
}

fn tags(rng: &mut ChaCha8Rng, goods: &Goods, rows: &mut Rows) {
    let shelf = &mut rows.shelf;
    let names = [(GIFT, "Gift"), (BESTSELLER, "Bestseller"), (OUTDOOR, "Outdoor")];
    shelf.tags.extend(names);
    shelf.tags.extend([(FRAGILE, "Fragile"), (CLEARANCE, "Clearance")]);
    let best: Vec<i64> = goods.popular.iter().take(60).map(|at| goods.products[*at].id).collect();
    for product in rows.products.iter().chain(&goods.products) {
        let gift =
            ["Candles", "Paper and cards", "Toys", "Gifts"].iter().any(|c| is_of(product, c));
        let tagged = [
            (GIFT, gift && rng.random_bool(0.5)),
            (BESTSELLER, best.contains(&product.id)),
            (OUTDOOR, is_of(product, "Garden") || product.sku.starts_with("LN-")),
            (FRAGILE, is_of(product, "Glass") || is_of(product, "Tableware")),
            (CLEARANCE, rng.random_bool(0.03)),
        ];
        let tagged = tagged.into_iter().filter(|(_, is)| *is);
        shelf.product_tags.extend(tagged.map(|(tag, _)| (product.id, tag)));
    }
}

/// Three assortments by rules, and a few customers that buy by them.
fn rules(rows: &mut Rows) {
    let shelf = &mut rows.shelf;
    let categories = ["Tableware", "Tea and pantry", "Garden", "Seasonal"];
    shelf.categories.extend((1..).zip(categories));
    shelf.brands.push((1, "Kuroda"));
    shelf.rules.extend([
        (TEA_ROOMS, "category", 1, false),
        (TEA_ROOMS, "category", 2, false),
        (TEA_ROOMS, "brand", 1, true),
        (GARDENERS, "category", 3, false),
        (GARDENERS, "tag", OUTDOOR, false),
        (GARDENERS, "category", 4, true),
        (LAST_PIECES, "tag", CLEARANCE, false),
        (LAST_PIECES, "tag", BESTSELLER, true),
    ]);
    for (id, code, name) in [
        (TEA_ROOMS, "TEA-ROOMS", "Tea rooms"),
        (GARDENERS, "GARDENERS", "Gardeners"),
        (LAST_PIECES, "LAST-PIECES", "Last pieces"),
    ] {
        rows.assortments.push((id, code.to_owned(), name.to_owned()));
    }
    let made = rows.customers.iter_mut().filter(|customer| customer.id >= super::buyers::FIRST_ID);
    let free = made.filter(|customer| customer.assortment_id.is_none());
    for (at, customer) in free.enumerate().filter(|(at, _)| at % ONE_OF == ONE_OF - 1) {
        let turn = at / ONE_OF % 2;
        customer.assortment_id = Some([TEA_ROOMS, GARDENERS][turn]);
    }
}

/// Some products become sets of two or three others.
fn gift_sets(rng: &mut ChaCha8Rng, goods: &mut Goods, rows: &mut Rows) {
    let plain = |product: &Product| {
        product.state == "sellable" && product.stock_kind == "tracked" && product.decimals == 0
    };
    let from: Vec<usize> = (0..goods.products.len())
        .filter(|at| at % SET_OF != 0 && plain(&goods.products[*at]))
        .collect();
    if from.len() < 3 {
        return;
    }
    for at in (0..goods.products.len()).step_by(SET_OF) {
        let count = rng.random_range(2..=3);
        // What a set costs is more than any part of it.
        let most = goods.products[at].base_price / 2;
        let mut parts: Vec<usize> = Vec::new();
        while parts.len() < count {
            let tries: Vec<usize> = from.choose_multiple(rng, 40).copied().collect();
            let fits = |part: &usize| goods.products[*part].base_price <= most;
            let found = tries.iter().find(|part| fits(part) && !parts.contains(part));
            let any = tries.iter().find(|part| !parts.contains(part));
            parts.extend(found.or(any));
        }
        let first = goods.products[parts[0]].name.clone();
        let id = goods.products[at].id;
        rows.components.extend(parts.iter().map(|part| (id, goods.products[*part].id, 1)));
        let set = &mut goods.products[at];
        set.name = format!("Gift set {}: {first} and more", id - 1_000);
        set.category = Some("Gifts > Gift set".to_owned());
        set.brand = Some("Hartwell & Pike".to_owned());
        set.description = "Packed by hand in our own gift box.".to_owned();
        (set.group, set.attributes) = (None, vec![("Material", "Mixed".to_owned())]);
    }
}

/// Every customer that people know, and some others, marked a few products.
fn favourites(rng: &mut ChaCha8Rng, goods: &Goods, rows: &mut Rows) {
    let known = |id: i64| id < super::buyers::FIRST_ID;
    let mut found: Vec<(i64, i64)> = Vec::new();
    for customer in rows.customers.iter().filter(|c| known(c.id) || c.id % 10 == 0) {
        let marked = goods.popular.choose_multiple(rng, 6).map(|at| goods.products[*at].id);
        found.extend(marked.map(|product| (customer.id, product)));
        if known(customer.id) {
            let own = rows.products.iter().filter(|p| p.state == "sellable").take(3);
            found.extend(own.map(|product| (customer.id, product.id)));
        }
    }
    rows.shelf.favourites = found;
}

/// Two lists that people of Larch & Lime order from: what they need every week, and a shelf for the season.
pub(super) fn saved_lists(rows: &mut Rows, now: i64) {
    const DAY: i64 = 24 * 60 * 60 * 1_000;
    let lists = [("Every week", "anna@", 3, 0, 7), ("Christmas shelf", "mona@", 40, 7, 5)];
    for (place, (name, by, days, skipped, taken)) in (1_i64..).zip(lists) {
        let by = rows.logins.iter().find(|login| login.email.starts_with(by)).map(|login| login.id);
        let made_by = by.unwrap_or_default();
        let of = rows.memberships.iter().find(|member| member.login_id == made_by);
        let Some(customer_id) = of.and_then(|member| member.customer_id) else { continue };
        let sellable = rows.products.iter().filter(|product| product.state == "sellable");
        let lines = sellable.skip(skipped).take(taken).map(|product| {
            let step = product.multiple.max(1);
            (product.id, (product.minimum.max(1) + step - 1) / step * step * (1 + product.id % 3))
        });
        let lines = lines.collect();
        let list =
            SavedListRow { id: place, customer_id, made_by, name, at: now - days * DAY, lines };
        rows.shelf.saved_lists.push(list);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::goods;
    use portico_types::Day;
    use std::collections::HashSet;

    fn made() -> (Goods, Rows) {
        let (mut rows, today) = (Rows::default(), Day::parse("2026-03-31").unwrap());
        let mut goods = goods::make(&mut ChaCha8Rng::seed_from_u64(1), 1_200, today, &mut rows);
        make(&mut goods, &mut rows);
        (goods, rows)
    }

    #[test]
    fn the_same_shelf_comes_of_the_same_seed() {
        let (one, other) = (made(), made());
        assert_eq!(one.1.components, other.1.components);
        assert_eq!(one.1.shelf.product_tags, other.1.shelf.product_tags);
        assert_eq!(one.1.components.iter().map(|(kit, ..)| kit).collect::<HashSet<_>>().len(), 10);
        let names: HashSet<&str> = one.0.products.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names.len(), 1_200);
    }

    #[test]
    fn every_tag_marks_some_products_and_no_set_holds_a_set() {
        let (_, rows) = made();
        for tag in [GIFT, BESTSELLER, OUTDOOR, FRAGILE, CLEARANCE] {
            assert!(
                rows.shelf.product_tags.iter().filter(|(_, t)| *t == tag).count() > 10,
                "{tag}"
            );
        }
        let kits: HashSet<i64> = rows.components.iter().map(|(kit, ..)| *kit).collect();
        assert!(rows.components.iter().all(|(_, part, _)| !kits.contains(part)));
    }
}
