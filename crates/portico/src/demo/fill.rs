//! Puts the whole demo world into an empty database, a batch at a time.

use super::cli::Size;
use super::goods::Goods;
use super::sales::Sales;
use super::{books, buyers, goods, money, pictures, quotes, shelf, warehouse};
use crate::catalogue::shelf::walk;
use crate::platform::auth::{Cost, hash_password};
use crate::platform::db::{Db, DbError, Tx};
use crate::testkit::company::{Company, Owed, PASSWORD, company, write_postings};
use crate::testkit::order_rows::{Order, write_bought, write_orders, write_shipments};
use crate::testkit::rows::{Rows, Stock};
use portico_types::{Moment, Zone};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use tokio::sync::mpsc::{Receiver, channel};
use tokio::task::JoinHandle;

/// Orders written in one transaction; about twenty lines each.
const BATCH: usize = 500;
/// Customers whose purchases are summed up in one transaction.
const CUSTOMERS_AT_ONCE: usize = 500;
/// Batches that may be under way at once; SQLite takes them one by one anyway.
const UNDER_WAY: usize = 3;
/// The same world in every run, but for the days.
const SEED: u64 = 1_851;

/// What the wholesaler has to say on everybody's front page.
const NOTICE: &str = "## This week at Hartwell & Pike

Orders placed **before noon** leave Leeds the same day. Carriage is on us from £250 of goods.

* The new *Heron* and *Tarn* stoneware is in.
* Storm lanterns in brass are down to the last few.

Questions? Ring us on 0113 496 0143 or write to [trade@hartwellpike.example](mailto:trade@hartwellpike.example).
";

/// The trade around the company: what was thought up before anything is written.
struct Trade {
    goods: Goods,
    rows: Rows,
}

/// Writes the company all tests know and a trade of this size around it. Answers with the company, whose people can
/// sign in.
///
/// # Errors
/// What the database says.
pub(super) async fn fill(db: &Db, now: i64, size: Size) -> anyhow::Result<Company> {
    let mut company = company(now, &hash_password(PASSWORD, Cost::default()));
    settings(&mut company);
    let trade = Arc::new(think_up(&company, now, size));
    write_rows(db, &trade).await?;
    let orders = company.orders.clone();
    db.write(move |tx| {
        write_orders(tx, &orders)?;
        write_shipments(tx, &orders)
    })
    .await?;
    let (stock, mut postings) = write_sales(db, &trade, size, now).await?;
    postings.extend(company.postings.iter().cloned());
    let stock = Rows { stock, ..Rows::default() };
    db.write(move |tx| {
        stock.write(tx)?;
        write_postings(tx, &postings)
    })
    .await?;
    let customers: Vec<i64> = trade.rows.customers.iter().map(|customer| customer.id).collect();
    derive(db, customers, &trade).await?;
    warehouse::work(db, &company).await?;
    quotes::make(db, &company).await?;
    money::book(db, &company).await?;
    if size.books {
        books::of_everybody(db, &company).await?;
    }
    Ok(company)
}

/// What follows from all that: what customers bought, and where products stand.
async fn derive(db: &Db, mut customers: Vec<i64>, trade: &Arc<Trade>) -> Result<(), DbError> {
    customers.sort_unstable();
    for piece in customers.chunks(CUSTOMERS_AT_ONCE) {
        let (Some(first), Some(last)) = (piece.first().copied(), piece.last().copied()) else {
            continue;
        };
        db.write(move |tx| write_bought(tx, first, last)).await?;
    }
    let marked = trade.clone();
    db.write(move |tx| marked.rows.write_favourites(tx)).await?;
    db.write(walk::begin).await?;
    while walk::piece(db).await? {}
    Ok(())
}

fn settings(company: &mut Company) {
    let mut set =
        |key: &str, value: &str| company.rows.settings.push((key.to_owned(), value.to_owned()));
    set("orders.carriage_minor", "850");
    set("orders.carriage_free_from_minor", "25000");
    set("backoffice.review", "always");
    set("dashboard.text", NOTICE);
    set("wholesaler.legal_name", "Hartwell & Pike Ltd");
    set("wholesaler.street", "4 Quay Street");
    set("wholesaler.postcode", "BS1 4DJ");
    set("wholesaler.city", "Bristol");
    set("wholesaler.vat_number", "GB123456782");
    set("wholesaler.endpoint", "9932:GB123456782");
    set("wholesaler.iban", "GB29NWBK60161331926819");
    set("wholesaler.bic", "NWBKGB2L");
}

fn think_up(company: &Company, now: i64, size: Size) -> Trade {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let today = Moment(now).day(&Zone::named("Europe/London").unwrap_or_else(Zone::utc));
    let mut rows = company.rows.clone();
    let mut goods = goods::make(&mut rng, size.products, today, &mut rows);
    buyers::make(&mut rng, size.customers, &goods, &mut rows);
    shelf::make(&mut goods, &mut rows);
    rows.products.extend(goods.products.iter().cloned());
    shelf::saved_lists(&mut rows, now);
    rows.files = files(&rows);
    Trade { goods, rows }
}

/// Every picture that a product names, once.
fn files(rows: &Rows) -> Vec<(String, &'static str, Vec<u8>)> {
    let names: BTreeSet<&String> = rows.products.iter().flat_map(|p| &p.images).collect();
    let drawn = names.into_iter().filter_map(|name| {
        Some((name.clone(), "image/svg+xml", pictures::svg(name)?.into_bytes()))
    });
    drawn.collect()
}

/// Everything but orders, table by table, so that no transaction grows too long.
async fn write_rows(db: &Db, trade: &Arc<Trade>) -> Result<(), DbError> {
    type Step = fn(&Rows, &mut Tx) -> Result<(), DbError>;
    let steps: [Step; 8] = [
        Rows::write_house,
        Rows::write_customers,
        Rows::write_products,
        Rows::write_product_parts,
        Rows::write_shelf,
        Rows::write_prices,
        Rows::write_people,
        Rows::write_saved_lists,
    ];
    for step in steps {
        let trade = trade.clone();
        db.write(move |tx| step(&trade.rows, tx)).await?;
    }
    Ok(())
}

/// Orders are thought up on a thread of their own while those before them are written.
async fn write_sales(
    db: &Db,
    trade: &Arc<Trade>,
    size: Size,
    now: i64,
) -> anyhow::Result<(Vec<Stock>, Vec<Owed>)> {
    let (give, orders) = channel(UNDER_WAY);
    let trade = trade.clone();
    let thinking = tokio::task::spawn_blocking(move || {
        let rng = ChaCha8Rng::seed_from_u64(SEED + 1);
        let mut sales = Sales::new(rng, size, &trade.goods, &trade.rows, now);
        loop {
            let batch = sales.next(BATCH);
            if batch.is_empty() || give.blocking_send(batch).is_err() {
                break;
            }
        }
        let promised = sales.reserved.iter().zip(&sales.waited_for);
        let on_shelf = trade.goods.products.iter().zip(&trade.goods.free).zip(promised);
        let tracked = on_shelf.filter(|((product, _), _)| product.stock_kind == "tracked");
        let stock = tracked.map(|((p, free), (reserved, waited_for))| Stock {
            product_id: p.id,
            on_hand: if *waited_for { 0 } else { *free } + reserved,
            allocated: *reserved,
        });
        (stock.collect::<Vec<_>>(), sales.postings)
    });
    write_batches(db, orders).await?;
    Ok(thinking.await?)
}

async fn write_batches(db: &Db, mut orders: Receiver<Vec<Order>>) -> anyhow::Result<()> {
    let mut under_way: VecDeque<JoinHandle<Result<(), DbError>>> = VecDeque::new();
    while let Some(batch) = orders.recv().await {
        if under_way.len() == UNDER_WAY
            && let Some(oldest) = under_way.pop_front()
        {
            oldest.await??;
        }
        let db = db.clone();
        under_way.push_back(tokio::spawn(async move {
            db.write(move |tx| {
                write_orders(tx, &batch)?;
                write_shipments(tx, &batch)
            })
            .await
        }));
    }
    for last in under_way {
        last.await??;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;
    use crate::testkit::db::TEST_NOW_MS;
    use crate::testkit::on_both;

    on_both!(a_small_world_is_whole_and_adds_up, |db| {
        let size = Size { books: true, ..Size::scaled(0.05) };
        let company = fill(&db, TEST_NOW_MS, size).await.unwrap();
        let findings = db.report(crate::doctor::examine).await.unwrap();
        assert!(findings.is_ok(), "{}", findings.text());
        // One quotation became an order.
        let known = company.orders.len() as i64 + 1;
        let orders = "select count(*) from orders";
        assert_eq!(
            db.read(move |v| v.one::<i64>(orders, args![])).await.unwrap(),
            Some(known + 550)
        );
        let kinds = "select cast(sum(case when type = 'invoice' and open_minor = 0 then 1 else 0 end) as bigint),
             cast(sum(case when open_minor > 0 and open_minor < total_minor then 1 else 0 end) as bigint),
             cast(sum(case when type = 'credit_note' then 1 else 0 end) as bigint)
             from documents where customer_id >= $1";
        let first = buyers::FIRST_ID;
        let (paid, part, credited) =
            db.read(move |v| v.one::<(i64, i64, i64)>(kinds, args![first])).await.unwrap().unwrap();
        assert!(
            paid > 50 && part > 0 && credited > 0,
            "{paid} paid, {part} part, {credited} notes"
        );
        let pictures = "select count(*) from products p where p.image is not null
             and not exists (select 1 from files f where f.name = p.image)";
        assert_eq!(db.read(move |v| v.one::<i64>(pictures, args![])).await.unwrap(), Some(0));
    });
}
