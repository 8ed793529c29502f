//! Prices of a list page by page, whether it has few or many.

use super::*;
use crate::platform::db::Tx;
use crate::platform::list::{At, Pairs};
use crate::testkit::in_world;
use crate::testkit::world::World;

const LIST: i64 = 77;
const WHOSE: Whose = Whose { of: Of::List(LIST), currency: Currency::GBP };

/// A list with so many prices: three of each product, of which one begins later.
async fn fill(world: &World, most: i64) {
    let made = |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec(
            "insert into price_lists (id, code, code_key, name, currency, includes_vat, exclusive)
             values ($1, 'LONG', 'LONG', 'Long', 'GBP', false, false) on conflict (code_key) do nothing",
            args![LIST],
        )
    };
    let _ = world.db.write(made).await.expect("the list is made");
    let ids: Vec<i64> = world.company.rows.products.iter().map(|product| product.id).collect();
    let fill = move |tx: &mut Tx| -> Result<(), DbError> {
        let mut rows = Vec::new();
        for (at, n) in (0..most).enumerate() {
            let quantity = 1 + n / i64::try_from(ids.len()).unwrap_or(1);
            let from = if quantity % 3 == 0 { "2099-01-01" } else { "" };
            rows.push(args![ids[at % ids.len()], LIST, quantity, from, 10_000 + n]);
        }
        let _ = tx.exec_many(
            "insert into prices (product_id, price_list_id, from_quantity, valid_from, price, per)
             values ($1, $2, $3, $4, $5, 1)
             on conflict (product_id, price_list_id, from_quantity, valid_from) do nothing",
            &rows,
        )?;
        Ok(())
    };
    world.db.write(fill).await.expect("it is filled");
}

/// What names a price: its product's key, its quantity, its first day.
fn name(row: &PriceRow) -> (String, i64, String) {
    (row.sku_key.clone(), row.from.units, row.valid_from.clone())
}

async fn page(world: &World, filter: &Filter) -> Page<PriceRow> {
    let (staff, filter) = (world.staff("ruth@"), filter.clone());
    world.db.read(move |view| list(view, &staff, WHOSE, &filter)).await.expect("it is read")
}

/// All prices by turning the pages, this way and back.
async fn walked(world: &World, filter: Filter) -> Vec<(String, i64, String)> {
    let (mut seen, mut at) = (Vec::new(), At::Start);
    let mut last = page(world, &filter).await;
    loop {
        seen.extend(last.rows.iter().map(name));
        let Some(next) = last.next.clone() else { break };
        at = At::After(next);
        let paging = Paging { at: at.clone(), ..filter.paging.clone() };
        last = page(world, &Filter { paging, ..filter.clone() }).await;
    }
    if at != At::Start {
        let before = At::Before(last.previous.clone().expect("there is a page before"));
        let paging = Paging { at: before, ..filter.paging.clone() };
        let back = page(world, &Filter { paging, ..filter.clone() }).await;
        let end = seen.len() - last.rows.len();
        let names: Vec<_> = back.rows.iter().map(name).collect();
        assert_eq!(names, seen[end - names.len()..end], "the page before");
    }
    seen
}

async fn pages_hold_all(world: &World, most: i64) {
    fill(world, most).await;
    let today = Day::parse("2026-06-15").expect("a day");
    let asked = |query: &[(&str, &str)]| {
        let pairs: Pairs = query.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Filter::asked(&LIST_PRICES.asked(&pairs, 190), today)
    };
    let all = walked(world, asked(&[])).await;
    let mut sorted = all.clone();
    sorted.sort();
    assert_eq!(all, sorted);
    assert_eq!(i64::try_from(all.len()), Ok(most));
    let (now, later) = (
        walked(world, asked(&[("state", "now")])).await,
        walked(world, asked(&[("state", "later")])).await,
    );
    assert!(!later.is_empty() && later.iter().all(|(_, _, from)| from == "2099-01-01"));
    assert_eq!(now.len() + later.len(), all.len());
    let mugs = walked(world, asked(&[("q", "mug-s")])).await;
    let expected: Vec<_> = all.iter().filter(|(key, ..)| key.contains("MUG-S")).cloned().collect();
    assert_eq!(mugs, expected);
    assert!(!mugs.is_empty());
}

in_world!(a_list_of_few_prices_is_paged_whole, |world| {
    pages_hold_all(&world, 600).await;
});

in_world!(a_list_of_many_prices_is_paged_whole, |world| {
    pages_hold_all(&world, MANY + 300).await;
});
