//! Made-up customers: where they are, what they may see, at which prices, and who orders there.

use super::figures::COUNTRIES;
use super::goods::{Goods, assortment_ids, list_ids, own_prices};
use crate::testkit::builders::customer;
use crate::testkit::company::{GIFTS, GROUP, TRADE};
use crate::testkit::rows::{
    AddressRow, Customer, CustomerPrice, LoginRow, Membership, Price, PriceList, Rows,
};
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

/// Ids and numbers of made-up customers begin here.
pub(crate) const FIRST_ID: i64 = 2_001;
/// Customers that have a price list of their own; from the reference size on, everybody has.
const CONTRACTS: usize = 1_200;
const REFERENCE: usize = 33_000;
/// Products on such a list.
const ON_CONTRACT: usize = 40;

#[rustfmt::skip]
const PLACES: [(&str, &str, &str); 36] = [
    ("Whitby", "YO21", "GB"), ("Ludlow", "SY8", "GB"), ("Hexham", "NE46", "GB"), ("Totnes", "TQ9", "GB"), ("Rye", "TN31", "GB"),
    ("Frome", "BA11", "GB"), ("Kendal", "LA9", "GB"), ("Stamford", "PE9", "GB"), ("Hay-on-Wye", "HR3", "GB"), ("Holt", "NR25", "GB"),
    ("Skipton", "BD23", "GB"), ("Malvern", "WR14", "GB"), ("Ely", "CB7", "GB"), ("Tenby", "SA70", "GB"), ("Oban", "PA34", "GB"),
    ("Kelso", "TD5", "GB"), ("Bakewell", "DE45", "GB"), ("Lewes", "BN7", "GB"), ("Southwold", "IP18", "GB"), ("Conwy", "LL32", "GB"),
    ("Freiburg", "79098", "DE"), ("Münster", "48143", "DE"), ("Rouen", "76000", "FR"), ("Angers", "49000", "FR"), ("Gent", "9000", "BE"),
    ("Girona", "17001", "ES"), ("Thun", "3600", "CH"), ("Évora", "7000-841", "PT"), ("Lucca", "55100", "IT"), ("Delft", "2611", "NL"),
    ("Graz", "8010", "AT"), ("Bergen", "5013", "NO"), ("Kinsale", "", "IE"), ("Ennis", "", "IE"), ("Sligo", "", "IE"), ("Westport", "", "IE"),
];
#[rustfmt::skip]
const STREETS: [&str; 14] = [
    "High Street", "Market Place", "Bridge Street", "Castle Street", "Mill Lane", "Station Road", "Church Walk", "The Shambles",
    "Quay Street", "Sheep Street", "North Gate", "Corn Hill", "Silver Street", "Abbey Yard",
];
#[rustfmt::skip]
const TRADES: [&str; 16] = [
    "Gift Rooms", "Garden Centre", "Farm Shop", "Tea Rooms", "Gallery", "Trading Post", "Stores", "Home & Gift", "Emporium",
    "Bookshop", "Deli", "Interiors", "Museum Shop", "Corner Shop", "Kitchen Shop", "Post Office Stores",
];
#[rustfmt::skip]
const FIRST_NAMES: [&str; 24] = [
    "Alice", "Amir", "Beth", "Callum", "Chiara", "Daniel", "Elena", "Ewan", "Fatima", "Grace", "Hamish", "Ines", "Jonas", "Kavita",
    "Lena", "Marek", "Nia", "Oscar", "Priya", "Rhys", "Sofia", "Tom", "Ursula", "Zoë",
];
#[rustfmt::skip]
const LAST_NAMES: [&str; 24] = [
    "Abbott", "Barlow", "Carver", "Dunne", "Ellery", "Frost", "Garner", "Hobbs", "Ingram", "Joyce", "Keane", "Lister", "Mercer",
    "Nolan", "Osborne", "Prior", "Quill", "Rowe", "Sayer", "Thorne", "Underhill", "Vance", "Webb", "Yates",
];

/// This many customers with addresses, prices and a login each, in `rows`.
pub(crate) fn make(rng: &mut ChaCha8Rng, count: usize, goods: &Goods, rows: &mut Rows) {
    let hash = rows.logins.iter().find_map(|l| l.password_hash.clone());
    let lists: Vec<i64> = list_ids().chain([TRADE, TRADE, TRADE, TRADE, GROUP, GROUP]).collect();
    let contracts = if count >= REFERENCE { count } else { CONTRACTS };
    for index in 0..count {
        let id = FIRST_ID + i64::try_from(index).unwrap_or(0);
        let mut made = company(rng, id);
        if index < contracts {
            // Who has a contract is trusted; and load tests order without end.
            made.credit_limit_minor = None;
        }
        addresses(rng, &made, rows);
        rows.customer_price_lists.push((made.id, *pick(rng, &lists)));
        match index {
            _ if index < contracts => contract(rng, &made, goods, rows),
            _ if index.is_multiple_of(3) => single_prices(rng, &made, goods, rows),
            _ => {}
        }
        login(rng, &made, hash.as_ref(), rows);
        rows.customers.push(made);
    }
}

fn pick<'a, T>(rng: &mut ChaCha8Rng, from: &'a [T]) -> &'a T {
    from.choose(rng).expect("no list of words is empty")
}

fn company(rng: &mut ChaCha8Rng, id: i64) -> Customer {
    let mut share = rng.random::<f64>();
    let home = COUNTRIES.iter().find(|(_, part, _)| {
        share -= part;
        share <= 0.0
    });
    let &(country, _, in_eu) = home.unwrap_or(&COUNTRIES[0]);
    let (first, last) = (pick(rng, &FIRST_NAMES), pick(rng, &LAST_NAMES));
    let place = town(rng, country).0;
    let name = if rng.random_bool(0.6) {
        format!("{place} {}", pick(rng, &TRADES))
    } else {
        format!("{last}’s {}", pick(rng, &TRADES))
    };
    let base = customer(&format!("C-{id}"), &name);
    let mut made = match (country, in_eu) {
        ("GB", _) => base,
        (_, true) => base.abroad(
            country,
            Some(&format!("{country}{:09}", id * 7_919 % 1_000_000_000)),
            "reverse_charge",
        ),
        _ => base.abroad(country, None, "export"),
    };
    made =
        made.contact(&format!("{first} {last}"), &format!("office@c{id}.example"), "01632 960 000");
    made.id = id;
    made.credit_limit_minor = [None, None, Some(500_000), Some(1_500_000), Some(5_000_000)]
        .choose(rng)
        .copied()
        .flatten();
    made.payment_days = *pick(rng, &[14, 30, 30, 30, 60]);
    made.discount = *pick(rng, &[0, 0, 0, 0, 500, 1_000]);
    let assortments: Vec<i64> = assortment_ids().chain([GIFTS]).collect();
    made.assortment_id = rng.random_bool(0.4).then(|| *pick(rng, &assortments));
    made.prices_shown = if rng.random_bool(0.04) { "gross" } else { "net" };
    made.part_deliveries = rng.random_bool(0.85);
    made.on_hold = rng.random_bool(0.01);
    made
}

/// A town in this country and its postcode.
fn town(rng: &mut ChaCha8Rng, country: &str) -> (&'static str, &'static str) {
    let here: Vec<_> = PLACES.iter().filter(|(_, _, c)| *c == country).collect();
    here.choose(rng).map_or(("Leeds", "LS1"), |(name, code, _)| (name, code))
}

fn addresses(rng: &mut ChaCha8Rng, made: &Customer, rows: &mut Rows) {
    for branch in 0..[1, 1, 1, 2, 3].choose(rng).copied().unwrap_or(1) {
        let (city, code) = town(rng, made.country);
        let ending =
            format!(" {}{}{}", rng.random_range(1..9), *pick(rng, &["AB", "DX", "HQ", "PL"]), "");
        let postcode = match made.country {
            "GB" => Some(format!("{code}{ending}")),
            "NL" => Some(format!("{code} AB")),
            _ => (!code.is_empty()).then(|| code.to_owned()),
        };
        let id = 1_001 + i64::try_from(rows.addresses.len()).unwrap_or(0);
        rows.addresses.push(AddressRow {
            id,
            customer_id: made.id,
            number: format!("A-{id}"),
            name: made.name.clone(),
            line1: format!("{} {}", rng.random_range(1..120), pick(rng, &STREETS)),
            postcode,
            city: city.to_owned(),
            country: made.country,
            default: branch == 0,
            ..AddressRow::default()
        });
    }
}

/// A list of the trade for everybody, a contract or prices of their own for many.
/// A price list of its own.
fn contract(rng: &mut ChaCha8Rng, made: &Customer, goods: &Goods, rows: &mut Rows) {
    rows.price_lists.push(PriceList {
        id: made.id,
        code: format!("K-{}", made.id),
        name: format!("Contract {}", made.number),
        ..PriceList::default()
    });
    rows.customer_price_lists.push((made.id, made.id));
    for (product_id, price) in own_prices(rng, goods, ON_CONTRACT) {
        rows.prices.push(Price { product_id, list_id: made.id, from: 1, price, per: 1 });
    }
}

/// A few prices of its own.
fn single_prices(rng: &mut ChaCha8Rng, made: &Customer, goods: &Goods, rows: &mut Rows) {
    for (product_id, price) in own_prices(rng, goods, 6) {
        let customer_id = made.id;
        rows.customer_prices.push(CustomerPrice {
            customer_id,
            product_id,
            from: 1,
            price,
            per: 1,
        });
    }
}

fn login(rng: &mut ChaCha8Rng, made: &Customer, hash: Option<&String>, rows: &mut Rows) {
    let id = made.id;
    let (first, last) = (pick(rng, &FIRST_NAMES), pick(rng, &LAST_NAMES));
    rows.logins.push(LoginRow {
        id,
        username: None,
        email: format!("buyer@c{id}.example"),
        name: format!("{first} {last}"),
        password_hash: hash.cloned(),
        created_at: made.created_at,
    });
    rows.memberships.push(Membership {
        id,
        login_id: id,
        customer_id: Some(id),
        role: "buyer",
        created_at: made.created_at,
        ..Membership::default()
    });
}
