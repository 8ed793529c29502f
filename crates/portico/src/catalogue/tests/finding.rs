//! Searching on both databases: the index follows, nothing leaks, own codes come first, pages turn.

use super::shop::{Sold, add, buyer, fill, in_assortment};
use super::*;
use crate::access::Buyer;
use crate::catalogue::follow::catch_up_fully;
use crate::platform::db::Db;
use crate::platform::search::{Mode, Search};
use crate::testkit::on_both;

async fn searched(db: &Db, search: &Search, buyer: Buyer, wish: ListWish) -> Finding {
    let search = search.clone();
    db.read(move |view| find(view, &search, &buyer, &wish, Want::Facets)).await.unwrap()
}

fn wish(q: &str) -> ListWish {
    ListWish { q: q.to_owned(), sort: Sort::Relevance, limit: 20, ..ListWish::default() }
}

async fn skus(db: &Db, search: &Search, buyer: Buyer, q: &str) -> Vec<String> {
    let found = searched(db, search, buyer, wish(q)).await;
    found.listed.cards.into_iter().map(|card| card.sku).collect()
}

async fn ready(db: &Db) -> Search {
    fill(db).await;
    let search = Search::in_memory().unwrap();
    catch_up_fully(db, &search).await.unwrap();
    search
}

on_both!(what_is_found_stays_inside_the_assortment, |db| {
    let search = ready(&db).await;
    let acme = || in_assortment(buyer(), 7);
    for (q, all, inside) in [
        ("apron", &["B-1"][..], &[][..]),
        ("arpon", &["B-1"], &[]),
        ("B-1", &["B-1"], &[]),
        ("mug", &["A-1", "B-1"], &["A-1"]),
        ("501234500", &["A-1"], &["A-1"]),
        ("mk-2", &["A-2"], &["A-2"]),
        ("secret", &[], &[]),
        ("gone", &[], &[]),
        ("sold out", &[], &[]),
        ("soon to", &["SEEN-1"], &[]),
    ] {
        assert_eq!(skus(&db, &search, buyer(), q).await, all, "{q}");
        assert_eq!(skus(&db, &search, acme(), q).await, inside, "{q} inside");
    }
    // The index may be a moment behind: the database has the last word.
    db.write(|tx| tx.exec("delete from assortment_products where product_id = 1", []))
        .await
        .unwrap();
    assert!(skus(&db, &search, acme(), "mug").await.is_empty());
    let hint = searched(&db, &search, acme(), wish("arpon")).await.meant;
    assert_eq!(hint, None, "nothing outside the assortment is hinted at");
});

on_both!(the_index_follows_every_change_and_another_databases_is_made_anew, |db| {
    let search = ready(&db).await;
    add(&db, vec![Sold::new(90, "NEW-90").named("Gravy boat")]).await;
    assert!(skus(&db, &search, buyer(), "gravy").await.is_empty(), "not yet");
    catch_up_fully(&db, &search).await.unwrap();
    assert_eq!(skus(&db, &search, buyer(), "gravy").await, ["NEW-90"]);
    db.write(|tx| {
        let changed =
            tx.exec("update products set name = 'Sauce boat', state = 'hidden' where id = 90", [])?;
        assert_eq!(changed, 1);
        crate::catalogue::shelf::refresh(tx, &[90])
    })
    .await
    .unwrap();
    catch_up_fully(&db, &search).await.unwrap();
    assert!(skus(&db, &search, buyer(), "boat").await.is_empty());
    let before = search.count();
    db.write(|tx| {
        let other = "another".to_owned();
        crate::platform::settings::set(tx, &crate::catalogue::follow::DATABASE_NAME, &other)
    })
    .await
    .unwrap();
    catch_up_fully(&db, &search).await.unwrap();
    assert_eq!(search.count(), before, "filled anew");
});

on_both!(own_codes_come_first_and_only_ones_own, |db| {
    let search = ready(&db).await;
    assert_eq!(skus(&db, &search, buyer(), "my-a").await, ["A-2"]);
    let mut other = buyer();
    other.customer.id = 12;
    assert!(skus(&db, &search, other, "my-a2").await.is_empty());
});

on_both!(errors_are_forgiven_and_the_word_meant_is_told, |db| {
    let search = ready(&db).await;
    let found = searched(&db, &search, buyer(), wish("stonewear mug")).await;
    assert_eq!((found.mode, found.meant.as_deref()), (Mode::Fuzzy, Some("stoneware mug")));
    let found = searched(&db, &search, buyer(), wish("stonewear mug 725")).await;
    assert_eq!((found.mode, found.meant.as_deref()), (Mode::Fewer, Some("stoneware mug")));
    let found = searched(&db, &search, buyer(), wish("stoneware")).await;
    assert_eq!((found.mode, found.meant), (Mode::Strict, None));
    for q in ["''", "%", "\u{0}", "no such thing at all", &"x".repeat(200)] {
        assert!(skus(&db, &search, buyer(), q).await.is_empty(), "{q:?}");
    }
});

on_both!(searches_can_be_paged_in_every_order, |db| {
    let search = ready(&db).await;
    let many = (0..30).map(|i| {
        let hidden = i % 7 == 3;
        let when_out = if hidden { "hide" } else { "backorder" };
        let stock = Some(if hidden { 0 } else { 5 });
        Sold {
            when_out,
            stock,
            ..Sold::new(100 + i, &format!("T-{i:02}")).named(&format!("Tea tin {}", i % 4))
        }
    });
    add(&db, many.collect()).await;
    catch_up_fully(&db, &search).await.unwrap();
    for sort in [Sort::Relevance, Sort::Sku, Sort::Name, Sort::Newest] {
        let whole = ListWish { sort, limit: 100, ..wish("tea tin") };
        let whole = searched(&db, &search, buyer(), whole).await.listed;
        assert_eq!(whole.cards.len(), 26, "four are hidden while they are out");
        let ids = |listed: &Listed| listed.cards.iter().map(|card| card.id).collect::<Vec<_>>();
        let (mut seen, mut turn) = (Vec::new(), Turn::First);
        let mut previous: Option<Listed> = None;
        loop {
            let page = ListWish { sort, limit: 4, turn, ..wish("tea tin") };
            let page = searched(&db, &search, buyer(), page).await.listed;
            if let (Some(previous), Some(before)) = (&previous, page.before.clone()) {
                let back =
                    ListWish { sort, limit: 4, turn: Turn::Before(before), ..wish("tea tin") };
                let back = searched(&db, &search, buyer(), back).await.listed;
                assert_eq!(ids(&back), ids(previous), "{sort:?} back");
            }
            seen.extend(ids(&page));
            let Some(after) = page.after.clone() else {
                break;
            };
            let after = Cursor::read(&after.write(sort), sort).unwrap();
            assert!(crate::catalogue::search::fits(&after, sort));
            turn = Turn::After(after);
            previous = Some(page);
        }
        assert_eq!(seen, ids(&whole), "{sort:?}");
    }
    let stocked =
        ListWish { narrow: Narrow { in_stock: true, ..Narrow::default() }, ..wish("jug") };
    assert!(searched(&db, &search, buyer(), stocked).await.listed.cards.is_empty());
});
