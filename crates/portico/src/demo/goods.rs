//! Made-up products with their prices, packs, stock and assortments.

use super::families::{ABOUT, COMES, DESIGNS, FAMILIES, Family};
use super::figures::{self, BREAK_FROM, ONE_PRICE, PRICES, REDUCED, TWO_PRICES, draw, whole};
use super::pictures::PALETTES;
use crate::testkit::builders::product;
use crate::testkit::company::{COUNTER, GIFTS, GROUP, HOTELS, TRADE};
use crate::testkit::rows::{Price, PriceList, Product, Rows};
use portico_types::Day;
use rand::Rng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;
use std::collections::HashSet;

/// Ids and codes of made-up products begin behind those of the company all tests know.
const FIRST_ID: i64 = 1_001;
/// Further price lists: name, and what of the base price they ask for.
const LISTS: [(&str, f64); 12] = [
    ("Museums", 0.90),
    ("Garden centres", 0.88),
    ("Farm shops", 0.92),
    ("Department stores", 0.84),
    ("Online shops", 0.91),
    ("Florists", 0.93),
    ("Booksellers", 0.92),
    ("Cathedral shops", 0.94),
    ("Seaside", 0.90),
    ("Ireland", 0.95),
    ("Continent", 0.96),
    ("Friends of the house", 0.82),
];
/// Further assortments, and their share of all products.
const ASSORTMENTS: [(&str, f64); 3] =
    [("Home and garden", 0.55), ("Table and kitchen", 0.45), ("Season and paper", 0.45)];

/// What the sales need to know of a product beside its row.
pub(crate) struct Goods {
    /// Products; price and codes stand in them.
    pub(crate) products: Vec<Product>,
    /// Trade price from a quantity on, if there is one: both in the units of the row.
    pub(crate) breaks: Vec<Option<(i64, i64)>>,
    /// Indexes of products that sell, the best first.
    pub(crate) popular: Vec<usize>,
    /// Stock that nobody has reserved.
    pub(crate) free: Vec<i64>,
}

/// This many products, with their prices and assortments in `rows`.
pub(crate) fn make(rng: &mut ChaCha8Rng, count: usize, today: Day, rows: &mut Rows) -> Goods {
    let mut goods = Goods {
        products: Vec::with_capacity(count),
        breaks: Vec::new(),
        popular: Vec::new(),
        free: Vec::new(),
    };
    let mut names = HashSet::new();
    while goods.products.len() < count {
        design(rng, count, today, &mut goods, &mut names);
    }
    for index in 0..count {
        goods.breaks.push(None);
        goods.free.push(free_stock(rng, &goods.products[index]));
    }
    prices(rng, &mut goods, rows);
    assortments(rng, &goods, rows);
    goods.popular = (0..count).filter(|i| goods.products[*i].state == "sellable").collect();
    goods.popular.shuffle(rng);
    goods
}

fn pick<'a, T>(rng: &mut ChaCha8Rng, from: &'a [T]) -> &'a T {
    from.choose(rng).expect("no list of words is empty")
}

/// One design in one to five colours.
fn design(
    rng: &mut ChaCha8Rng,
    count: usize,
    today: Day,
    goods: &mut Goods,
    names: &mut HashSet<String>,
) {
    let wanted = draw(rng, PRICES);
    let believable: Vec<&Family> =
        FAMILIES.iter().filter(|f| f.price.0 <= wanted && wanted <= f.price.1).collect();
    let family = *believable.choose(rng).unwrap_or(&&FAMILIES[0]);
    let pence = ((wanted * 20.0).round() as i64).max(3) * 5;
    let (design, kind, noun) =
        (pick(rng, &DESIGNS), pick(rng, family.kinds), pick(rng, family.nouns));
    let size = pick(rng, family.sizes);
    let colours = [1, 1, 2, 3, 4, 5].choose(rng).copied().unwrap_or(1);
    let mut palettes = PALETTES;
    palettes.shuffle(rng);
    let number = FIRST_ID + i64::try_from(goods.products.len()).unwrap_or(0);
    let sample = dressed(rng, product(""), family, today);
    for palette in &palettes[..colours] {
        let mut name = format!("{design} {kind} {noun}, {}", palette.name);
        if !size.is_empty() {
            name = format!("{name}, {size}");
        }
        if goods.products.len() >= count {
            return;
        }
        let id = FIRST_ID + i64::try_from(goods.products.len()).unwrap_or(0);
        if !names.insert(name.clone()) {
            name = format!("{name} ({id})");
        }
        let mut row = sample.clone();
        (row.id, row.sku, row.name) = (id, format!("{}-{}", family.code, 10_000 + id), name);
        row.base_price = pence * 100;
        row.group = (colours > 1).then(|| format!("{}-{}", family.code, 10_000 + number));
        row.ean = Some(ean(id));
        row.maker_code = Some(format!("{}{id}", initials(row.brand.as_deref().unwrap_or("HP"))));
        row.images = vec![format!("{}-{}.svg", family.shape, palette.name)];
        row.attributes = facts(palette.name, size, family);
        goods.products.push(row);
    }
}

fn facts(colour: &str, size: &str, family: &Family) -> Vec<(&'static str, String)> {
    let mut facts = vec![("Colour", capital(colour)), ("Material", family.material.to_owned())];
    if !size.is_empty() {
        facts.push(("Size", size.to_owned()));
    }
    facts
}

/// What all colours of a design have in common.
fn dressed(rng: &mut ChaCha8Rng, mut row: Product, family: &Family, today: Day) -> Product {
    row.brand = Some((*pick(rng, family.brands)).to_owned());
    row.category = Some(format!("{} > {}", family.category, capital(family.nouns[0])));
    row.description = format!("{} {}", pick(rng, &ABOUT), pick(rng, &COMES));
    let size = *pick(rng, family.packs);
    if size > 1 {
        (row.pack_size, row.multiple, row.minimum) = (size, size, size);
        row.pack_name = Some(if size >= 24 { "box" } else { "pack" });
    } else if rng.random_bool(0.08) {
        row.minimum = 3;
    }
    if family.category == "Tea and pantry" && family.code == "TE"
        || family.nouns[0] == "notebook" && rng.random_bool(0.2)
    {
        row.vat_class = "zero";
    }
    row.when_out = match rng.random_range(0..100) {
        0..68 => "backorder",
        68..92 => "show",
        _ => "hide",
    };
    row.stock_kind = match rng.random_range(0..100) {
        0..94 => "tracked",
        94..97 => "untracked",
        _ => "supplier",
    };
    row.state = match rng.random_range(0..100) {
        0..96 => "sellable",
        96..98 => "visible",
        98 => "hidden",
        _ => "closed",
    };
    row.listed_day = today.plus_days(-rng.random_range(5..1_100)).text();
    row
}

fn free_stock(rng: &mut ChaCha8Rng, row: &Product) -> i64 {
    match rng.random_range(0..100) {
        _ if row.stock_kind != "tracked" || row.state == "closed" => 0,
        0..11 => 0,
        11..17 => rng.random_range(1..8),
        17..86 => rng.random_range(8..=500),
        _ => rng.random_range(501..4_000),
    }
}

/// Base price times this, to the penny.
fn part(base: i64, share: f64) -> i64 {
    whole(base as f64 * share / 100.0) * 100
}

/// What the trade pays for a design from some quantities on.
#[derive(Clone, Copy)]
struct Trade {
    from: i64,
    low: i64,
    lowest: Option<i64>,
}

impl Trade {
    /// Two fifths of all designs have one price for everybody.
    fn drawn(rng: &mut ChaCha8Rng, row: &Product) -> Option<Trade> {
        let levels = rng.random::<f64>();
        if levels <= ONE_PRICE {
            return None;
        }
        let packs = (*pick(rng, &BREAK_FROM) + row.multiple - 1) / row.multiple;
        let low = part(row.base_price, draw(rng, REDUCED));
        let lowest = (levels > TWO_PRICES).then(|| part(low, 0.93));
        Some(Trade { from: packs.max(2) * row.multiple, low, lowest })
    }
}

fn prices(rng: &mut ChaCha8Rng, goods: &mut Goods, rows: &mut Rows) {
    let lists = LISTS.iter().zip(10_i64..);
    for ((name, _), id) in lists.clone() {
        rows.price_lists.push(PriceList {
            id,
            code: name.to_uppercase().replace(' ', "-"),
            name: (*name).to_owned(),
            ..PriceList::default()
        });
    }
    let mut trade: Option<Trade> = None;
    for index in 0..goods.products.len() {
        let row = &goods.products[index];
        let (product_id, base) = (row.id, row.base_price);
        // All colours of a design cost the same.
        let same = index > 0 && row.group.is_some() && row.group == goods.products[index - 1].group;
        if !same {
            trade = Trade::drawn(rng, row);
        }
        let mut put = |list_id, from, price| {
            rows.prices.push(Price { product_id, list_id, from, price, per: 1 });
        };
        if let Some(Trade { from, low, lowest }) = trade {
            put(TRADE, 1, part(base, 0.96));
            put(TRADE, from, low);
            goods.breaks[index] = Some((from, low));
            if let Some(lowest) = lowest {
                put(TRADE, from * 4, lowest);
            }
        }
        if rng.random_bool(0.5) {
            put(GROUP, 1, part(base, 0.88));
        }
        if rng.random_bool(0.1) {
            put(HOTELS, 1, part(base, 0.9));
        }
        if rng.random_bool(0.2) {
            put(COUNTER, 1, part(base, 1.14));
        }
        for ((_, share), id) in lists.clone() {
            if rng.random_bool(0.25) {
                put(id, 1, part(base, *share));
            }
        }
    }
}

fn assortments(rng: &mut ChaCha8Rng, goods: &Goods, rows: &mut Rows) {
    for ((name, _), id) in ASSORTMENTS.iter().zip(10_i64..) {
        rows.assortments.push((id, name.to_uppercase().replace(' ', "-"), (*name).to_owned()));
    }
    for row in &goods.products {
        if rng.random_bool(0.75) {
            rows.assortment_products.push((GIFTS, row.id));
        }
        for ((_, share), id) in ASSORTMENTS.iter().zip(10_i64..) {
            if rng.random_bool(*share) {
                rows.assortment_products.push((id, row.id));
            }
        }
    }
}

/// Ids of the further assortments.
pub(crate) fn assortment_ids() -> impl Iterator<Item = i64> + Clone {
    10..10 + ASSORTMENTS.len() as i64
}

/// Ids of the further price lists.
pub(crate) fn list_ids() -> impl Iterator<Item = i64> + Clone {
    10..10 + LISTS.len() as i64
}

/// Prices for one customer alone: this many products, a little below the base price.
pub(crate) fn own_prices(rng: &mut ChaCha8Rng, goods: &Goods, count: usize) -> Vec<(i64, i64)> {
    let mut found: Vec<(i64, i64)> = (0..count)
        .map(|_| {
            let rank =
                figures::at(figures::POPULARITY, rng.random::<f64>()) * goods.popular.len() as f64;
            let index = goods.popular[(rank as usize).min(goods.popular.len() - 1)];
            let row = &goods.products[index];
            (row.id, part(row.base_price, draw(rng, REDUCED)))
        })
        .collect();
    found.sort_unstable();
    found.dedup_by_key(|(product, _)| *product);
    found
}

/// A number of thirteen digits with a right check digit, from the range for use inside a house.
fn ean(id: i64) -> String {
    let digits = format!("29{id:010}");
    let sum: u32 = digits
        .chars()
        .filter_map(|c| c.to_digit(10))
        .zip([1, 3].into_iter().cycle())
        .map(|(d, by)| d * by)
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

fn initials(brand: &str) -> String {
    brand
        .split(' ')
        .filter_map(|word| word.chars().next())
        .filter(char::is_ascii_alphabetic)
        .collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn the_check_digit_is_right() {
        // 4006381333931 is the usual worked example of GS1; here the same sum over our own range.
        assert_eq!(ean(1_001), "2900000010017");
        let digits: Vec<u32> = ean(123_456).chars().filter_map(|c| c.to_digit(10)).collect();
        let sum: u32 = digits.iter().zip([1, 3].into_iter().cycle()).map(|(d, by)| d * by).sum();
        assert_eq!((digits.len(), sum % 10), (13, 0));
    }

    #[test]
    fn every_assortment_has_enough_to_order_and_prices_spread_as_measured() {
        let mut rows = Rows::default();
        let today = Day::parse("2026-03-31").unwrap();
        let goods = make(&mut ChaCha8Rng::seed_from_u64(1), 3_400, today, &mut rows);
        for assortment in assortment_ids().chain([GIFTS]) {
            let ids: HashSet<i64> = rows
                .assortment_products
                .iter()
                .filter(|(a, _)| *a == assortment)
                .map(|(_, p)| *p)
                .collect();
            let here = || {
                goods
                    .products
                    .iter()
                    .zip(&goods.free)
                    .filter(|(p, _)| ids.contains(&p.id) && p.state == "sellable")
            };
            assert!(here().count() >= 1_100, "{assortment}: {}", here().count());
            let stocked =
                here().filter(|(p, free)| (1..=500).contains(*free) && p.when_out == "backorder");
            assert!(stocked.count() >= 450, "{assortment}");
        }
        let mut all: Vec<i64> = goods.products.iter().map(|p| p.base_price).collect();
        all.sort_unstable();
        assert!((15_000..=25_000).contains(&all[1_700]), "median {}", all[1_700]);
        let skus: HashSet<&str> = goods.products.iter().map(|p| p.sku.as_str()).collect();
        let names: HashSet<&str> = goods.products.iter().map(|p| p.name.as_str()).collect();
        assert_eq!((skus.len(), names.len()), (3_400, 3_400));
    }
}
