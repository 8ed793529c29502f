//! Lists: what is in them, and paging while rows change.

use super::shop::{Sold, add, buyer, fill, in_assortment};
use super::*;
use crate::access::Buyer;
use crate::catalogue::follow::catch_up_fully;
use crate::platform::db::{Db, DbError, View};
use crate::platform::search::Search;
use crate::testkit::on_both;

async fn page(db: &Db, buyer: Buyer, wish: ListWish) -> Listed {
    let search = Search::in_memory().unwrap();
    catch_up_fully(db, &search).await.unwrap();
    let found = move |view: &mut View| find(view, &search, &buyer, &wish, Want::Products);
    db.read(found).await.unwrap().listed
}

fn skus(listed: &Listed) -> Vec<&str> {
    listed.cards.iter().map(|card| card.sku.as_str()).collect()
}

on_both!(lists_show_what_may_be_seen, |db| {
    fill(&db).await;
    let wish = ListWish { limit: 50, ..ListWish::default() };
    assert_eq!(
        skus(&page(&db, buyer(), wish.clone()).await),
        ["A-1", "A-2", "B-1", "SEEN-1"],
        "OUT-1 hides when out"
    );
    let acme = in_assortment(buyer(), 7);
    assert_eq!(skus(&page(&db, acme, wish.clone()).await), ["A-1", "A-2"]);
    let in_stock = Narrow { in_stock: true, ..Narrow::default() };
    let in_stock = ListWish { narrow: in_stock, ..wish.clone() };
    assert_eq!(
        skus(&page(&db, buyer(), in_stock).await),
        ["A-1", "SEEN-1"],
        "A-2 is out, B-1 has no stock row"
    );
    let mugs = Narrow {
        categories: vec!["MUGS".into()],
        brands: vec!["harrow".into()],
        ..Narrow::default()
    };
    let mugs = ListWish { narrow: mugs, ..wish.clone() };
    assert_eq!(skus(&page(&db, buyer(), mugs).await), ["A-1"]);
    let by_name = ListWish { sort: Sort::Name, ..wish.clone() };
    assert_eq!(skus(&page(&db, buyer(), by_name).await), ["B-1", "A-2", "SEEN-1", "A-1"]);
    let newest = ListWish { sort: Sort::Newest, ..wish };
    assert_eq!(skus(&page(&db, buyer(), newest).await), ["SEEN-1", "B-1", "A-2", "A-1"]);
});

on_both!(pages_neither_repeat_nor_skip_while_rows_change, |db| {
    fill(&db).await;
    let even: Vec<Sold> =
        (0..40).map(|i| Sold::new(1_000 + i, &format!("P-{:02}", i * 2))).collect();
    add(&db, even).await;
    for (sort, round) in [(Sort::Sku, 1), (Sort::Name, 2), (Sort::Newest, 3)] {
        let mut wish = ListWish { sort, limit: 7, ..ListWish::default() };
        let mut seen: Vec<String> = Vec::new();
        let mut pages = Vec::new();
        loop {
            let found = page(&db, buyer(), wish.clone()).await;
            seen.extend(found.cards.iter().map(|card| card.sku.clone()));
            pages.push(seen.len());
            // Somebody adds a product between the pages, before and behind this place.
            let at = 2_000 + round * 1_000 + i64::try_from(pages.len()).unwrap() * 2;
            add(
                &db,
                vec![Sold::new(at, &format!("P-{at}")), Sold::new(at + 1, &format!("@-{at}"))],
            )
            .await;
            let Some(after) = found.after else { break };
            wish.turn = Turn::After(Cursor::read(&after.write(sort), sort).unwrap());
        }
        for i in 0..40 {
            let sku = format!("P-{:02}", i * 2);
            assert_eq!(seen.iter().filter(|other| **other == sku).count(), 1, "{sku} in {sort:?}");
        }
    }
});

on_both!(one_can_turn_back, |db| {
    fill(&db).await;
    for sort in [Sort::Sku, Sort::Name, Sort::Newest] {
        let mut wish = ListWish { sort, limit: 2, ..ListWish::default() };
        let first = page(&db, buyer(), wish.clone()).await;
        assert!(first.before.is_none());
        wish.turn = Turn::After(first.after.clone().unwrap());
        let second = page(&db, buyer(), wish.clone()).await;
        assert!(second.after.is_none());
        wish.turn = Turn::Before(second.before.clone().unwrap());
        let again = page(&db, buyer(), wish.clone()).await;
        assert_eq!(skus(&again), skus(&first), "{sort:?}");
        assert!(again.before.is_none());
        assert!(again.after.is_some());
    }
});

on_both!(a_cursor_of_anything_is_no_danger, |db| {
    fill(&db).await;
    for key in ["'; drop table products --", "\u{10FFFF}", "%"] {
        let turn = Turn::After(Cursor { key: key.into(), id: 0, at: 0 });
        let wish = ListWish { limit: 5, turn, ..ListWish::default() };
        let _ = page(&db, buyer(), wish).await;
    }
    let count = db.read(|view| view.one::<i64>("select count(*) from products", [])).await;
    assert_eq!(count, Ok::<_, DbError>(Some(8)));
});
