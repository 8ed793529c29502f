//! The real year, done again by the verbs that people use: every order with lines is placed through `orders::place` at
//! the source's prices, its goods come in before it or after it, the back office takes it, and everything leaves. Then a
//! checker that shares no code with the verbs walks every line and compares it with the source.

use super::entered::Entered;
use super::goods_in::book::{Arrival, book};
use crate::access::{self, Buyer, CustomerHead, Staff};
use crate::args;
use crate::doctor::examine;
use crate::import::Kind;
use crate::import::cli::import;
use crate::import::limits::Limits;
use crate::import::run::Mode;
use crate::orders::shipping::ship::{Dispatch, Leaving, NewParcel, ship};
use crate::orders::{
    Asked, DeliverTo, Exceptions, ProductRef, SetPrice, Stage, Wish, WishLine, place,
};
use crate::platform::db::{Db, Tx, View};
use crate::platform::problem::AppError;
use crate::serve::work;
use crate::sync;
use crate::testkit::in_world;
use crate::testkit::world::World;
use portico_types::{Address, Country, Currency, UnitPrice};
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Goods of every so many-th order come in after it was placed: it waits, and is covered.
const LATE: usize = 5;
/// Orders after which the hand-over is done.
const TOGETHER: usize = 200;

/// An order of the source.
struct Source {
    number: String,
    customer: String,
    lines: Vec<SourceLine>,
}

/// A line of it: code, pieces, price in ten-thousandths.
#[derive(Clone)]
struct SourceLine {
    sku: String,
    quantity: i64,
    price: i64,
}

fn rows(file: &Path) -> csv::Reader<flate2::read::GzDecoder<File>> {
    csv::Reader::from_reader(flate2::read::GzDecoder::new(File::open(file).unwrap()))
}

/// A decimal of at most four places, in ten-thousandths.
fn ten_thousandths(text: &str) -> i64 {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let rest: i64 = format!("{rest:0<4}").parse().unwrap();
    whole.parse::<i64>().unwrap() * 10_000 + rest
}

/// The orders that have lines, in the order of the source.
fn source(folder: &Path) -> Vec<Source> {
    let mut lines: HashMap<String, Vec<SourceLine>> = HashMap::new();
    for row in rows(&folder.join("order_lines.csv.gz")).records() {
        let row = row.unwrap();
        lines.entry(row[0].to_owned()).or_default().push(SourceLine {
            sku: row[2].to_owned(),
            quantity: row[4].parse().unwrap(),
            price: ten_thousandths(&row[5]),
        });
    }
    let orders = rows(&folder.join("orders.csv.gz")).into_records().filter_map(|row| {
        let row = row.unwrap();
        let lines = lines.remove(&row[0])?;
        Some(Source { number: row[0].to_owned(), customer: row[1].to_owned(), lines })
    });
    orders.collect()
}

/// Where everything of this customer goes; the source has no streets.
fn address(customer: &CustomerHead) -> Address {
    Address {
        name: customer.number.clone(),
        contact: None,
        line1: "1 High Street".to_owned(),
        line2: None,
        postcode: Some("LS1 4AP".to_owned()),
        city: "Leeds".to_owned(),
        region: None,
        country: Country::from_code("GB").unwrap(),
        phone: None,
    }
}

fn wish(buyer: &Buyer, order: &Source) -> Wish {
    let line = |line: &SourceLine| WishLine {
        product: ProductRef::Code(line.sku.clone()),
        quantity: Asked::Units(line.quantity),
        remarks: None,
        price_seen: None,
        set_price: Some(SetPrice {
            price: UnitPrice::new(line.price, 1, Currency::GBP),
            reason: "as in the source".to_owned(),
        }),
    };
    Wish {
        lines: order.lines.iter().map(line).collect(),
        deliver_to: DeliverTo::Other(Box::new(address(&buyer.customer))),
        reference: Some(order.number.clone()),
        remarks: None,
        requested_day: None,
        part_deliveries: None,
        expected_total: None,
        source: "import".to_owned(),
        exceptions: Exceptions::default(),
        agreed: None,
    }
}

/// What of an order is to come in.
fn arrival(order: &Source) -> Arrival {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for line in &order.lines {
        *sums.entry(&line.sku).or_default() += line.quantity;
    }
    let entered = |(sku, quantity): (&str, i64)| Entered {
        code: sku.to_owned(),
        quantity: quantity.to_string(),
    };
    Arrival {
        lines: sums.into_iter().map(entered).collect(),
        location: "main".to_owned(),
        reference: order.number.clone(),
        purchase_order: String::new(),
    }
}

/// Receives and places one order, in two transactions; answers with its id.
async fn order(db: &Db, staff: &Staff, buyer: Buyer, at: usize, order: &Source) -> i64 {
    let (wish, arrival) = (wish(&buyer, order), arrival(order));
    let placing = move |tx: &mut Tx| -> Result<i64, AppError> { Ok(place(tx, &buyer, &wish)?.id) };
    let receiver = staff.clone();
    let receiving = move |tx: &mut Tx| -> Result<(), AppError> {
        book(tx, &receiver, &arrival, "replay").map(drop)
    };
    if at.is_multiple_of(LATE) {
        let id = db.write(placing).await.unwrap();
        db.write(receiving).await.unwrap();
        return id;
    }
    db.write(receiving).await.unwrap();
    db.write(placing).await.unwrap()
}

/// Everything that lies reserved for an order leaves in one parcel.
async fn send(db: &Db, staff: &Staff, order_id: i64) {
    let staff = staff.clone();
    let sending = move |tx: &mut Tx| -> Result<(), AppError> {
        let held = tx.all::<(i64, i64)>(
            "select id, allocated from order_lines where order_id = $1 and allocated > 0 limit 5000",
            args![order_id],
        )?;
        let leaving = |(line_id, quantity)| Leaving {
            line_id,
            from: Stage::Allocated,
            quantity,
            decimals: 0,
            parcel: 1,
        };
        let lines: Vec<Leaving> = held.into_iter().map(leaving).collect();
        let parcels = [NewParcel::default()];
        let (lines, parcels) = (lines.as_slice(), parcels.as_slice());
        let dispatch = Dispatch { order_id, lines, parcels, source: "replay" };
        ship(tx, &staff, &dispatch).map(drop)
    };
    db.write(sending).await.unwrap();
}

/// Walks every line of what was placed beside its line in the source: pieces, price, stages, moves, allocations.
async fn check(db: &Db, orders: Vec<(i64, Source)>) -> (usize, i64) {
    type Line = (i64, String, i64, i64, i64, i64, i64);
    let walk = move |view: &mut View| {
        let (mut walked, mut goods) = (0, 0);
        for (id, order) in &orders {
            let lines = view.all::<Line>(
                "select l.id, l.sku, l.quantity, l.price, l.net_minor, l.shipped,
                     (select coalesce(cast(sum(case when m.to_stage = 'shipped' then m.quantity
                                  when m.from_stage = 'shipped' then -m.quantity else 0 end) as bigint), 0)
                      from line_moves m where m.order_line_id = l.id and m.order_id = l.order_id)
                 from order_lines l where l.order_id = $1 order by l.line limit 5000",
                args![*id],
            )?;
            assert_eq!(lines.len(), order.lines.len(), "{}", order.number);
            for (line, from) in lines.iter().zip(&order.lines) {
                let (_, sku, quantity, price, net, shipped, moved) = line;
                assert_eq!((sku, quantity, price), (&from.sku, &from.quantity, &from.price));
                assert_eq!((shipped, moved), (quantity, quantity), "{} {sku}", order.number);
                assert_eq!(*net, (quantity * price + 50) / 100, "{} {sku}", order.number);
                goods += net;
                walked += 1;
            }
        }
        Ok::<_, crate::platform::db::DbError>((walked, goods))
    };
    db.report(walk).await.unwrap()
}

/// The folder of the real year, or `None` after saying plainly that the test was not run.
fn real_year() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("PORTICO_REAL_DATA").map_or_else(beside, PathBuf::from);
    let folder = folder.join("online_retail");
    if folder.exists() {
        return Some(folder);
    }
    println!("not run: {} is absent", folder.display());
    None
}

async fn people(world: &World, staff: &Staff, orders: &[Source]) -> HashMap<String, Buyer> {
    let mut found = HashMap::new();
    for number in orders.iter().map(|order| &order.customer) {
        if !found.contains_key(number) {
            let (by, wanted) = (staff.clone(), number.clone());
            let read = move |view: &mut View| access::customer_head(view, &by, &wanted);
            let head = world.db.read(read).await.unwrap().expect("every customer was imported");
            let buyer = staff.ordering_for(head).expect("will may write");
            found.insert(number.clone(), buyer);
        }
    }
    found
}

/// Every order of the year with `PORTICO_REPLAY=all`; else each fortieth, which a usual run has time for.
fn chosen(orders: Vec<Source>) -> Vec<Source> {
    let all = std::env::var("PORTICO_REPLAY").is_ok_and(|wish| wish == "all");
    let every = if all { 1 } else { 40 };
    orders.into_iter().step_by(every).collect()
}

in_world!(the_years_orders_are_placed_received_and_sent_again, |world| {
    let Some(folder) = real_year() else { return };
    world.leave_unhandled();
    for (kind, name) in [(Kind::Products, "products"), (Kind::Customers, "customers")] {
        let files = [folder.join(format!("{name}.csv.gz"))];
        import(&world.db, kind, &files, Mode::Real, &Limits::COMMAND).await.unwrap();
    }
    let staff = world.staff("will@");
    let orders = chosen(source(&folder));
    let people = people(&world, &staff, &orders).await;
    let connectors = work::connectors(&world.app);
    let began = Instant::now();
    let mut placed = Vec::new();
    for (at, from) in orders.into_iter().enumerate() {
        let buyer = people[&from.customer].clone();
        placed.push((order(&world.db, &staff, buyer, at, &from).await, from));
        if placed.len().is_multiple_of(TOGETHER) {
            while sync::push_due(&world.db, &connectors, "replay").await.unwrap() > 0 {}
        }
    }
    while sync::push_due(&world.db, &connectors, "replay").await.unwrap() > 0 {}
    let placing = began.elapsed();
    for (id, _) in &placed {
        send(&world.db, &staff, *id).await;
    }
    let (count, took) = (placed.len(), began.elapsed());
    let wanted: usize = placed.iter().map(|(_, order)| order.lines.len()).sum();
    let (walked, goods) = check(&world.db, placed).await;
    assert_eq!(walked, wanted);
    println!(
        "{:?}: {count} orders, {walked} lines, goods {goods}; received and placed in {placing:?}, sent by {took:?}",
        world.db.kind()
    );
    let findings = world.db.report(examine).await.unwrap();
    assert!(findings.is_ok(), "{:?}", findings.breaches);
    let left = "select count(*) from stock s join products p on p.id = s.product_id
                join order_lines l on l.product_id = p.id join orders o on o.id = l.order_id
                where o.reference like '5_____' and (s.on_hand <> 0 or s.allocated <> 0)";
    let left = world.db.read(move |view| view.one::<i64>(left, args![])).await.unwrap();
    assert_eq!(left, Some(0), "what came in for an order left with it");
});
