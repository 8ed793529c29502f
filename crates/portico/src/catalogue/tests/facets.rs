//! What lists can be narrowed by: every number is what one finds by making the choice.

use super::shop::{Sold, add, buyer, fill, in_assortment};
use super::*;
use crate::access::Buyer;
use crate::args;
use crate::catalogue::bought::{Bought, mark_favourite, note};
use crate::catalogue::facets::{Choice, Facets};
use crate::catalogue::follow::catch_up_fully;
use crate::platform::db::{Db, DbError};
use crate::platform::search::Search;
use crate::testkit::on_both;

const BRANDS: [&str; 3] = ["Harrow", "Kuroda", "Tea Row"];
const CATEGORIES: [&str; 4] = ["Kitchen > Mugs", "Kitchen > Pots > Small", "Garden", "Kitchen"];
const COLOURS: [&str; 3] = ["Blue", "Red", "Sand"];

async fn ready(db: &Db) -> Search {
    fill(db).await;
    let many = (0..60_usize).map(|i| Sold {
        brand: Some(BRANDS[i % 3]),
        category: Some(CATEGORIES[i % 4]),
        stock: Some(if i % 5 == 0 { 0 } else { 7 }),
        listed_day: if i % 7 == 0 { "2026-03-28" } else { "2025-01-01" },
        ..Sold::new(200 + i as i64, &format!("F-{i:02}")).named(&format!("Tea tin {i}"))
    });
    add(db, many.collect()).await;
    db.write(|tx| {
        for i in 0..60_usize {
            let colour = COLOURS[i * 7 % 3 % 2 + i % 2];
            tx.exec_each_one(
                "insert into product_attributes (product_id, position, name, value) values ($1, 1, 'Colour', $2)",
                &[args![200 + i as i64, colour]],
            )?;
        }
        for i in (0..60).filter(|i| i % 2 == 0) {
            tx.exec_each_one(
                "insert into assortment_products (assortment_id, product_id) values (7, $1)",
                &[args![200 + i]],
            )?;
        }
        let line = |i: i64| Bought { customer_id: 11, product_id: 200 + i, day: "2026-03-01", quantity: 3 };
        note(tx, &(0..20).map(line).collect::<Vec<_>>())?;
        for sku in ["F-04", "F-05", "F-06"] {
            assert!(mark_favourite(tx, &buyer(), sku, true)?);
        }
        shelf::refresh(tx, &(200..260).collect::<Vec<i64>>())
    })
    .await
    .unwrap();
    let search = Search::in_memory().unwrap();
    catch_up_fully(db, &search).await.unwrap();
    search
}

async fn found(db: &Db, search: &Search, buyer: &Buyer, q: &str, narrow: &Narrow) -> Finding {
    let (search, buyer) = (search.clone(), buyer.clone());
    let sort = if q.is_empty() { Sort::Sku } else { Sort::Relevance };
    let wish = ListWish {
        q: q.to_owned(),
        narrow: narrow.clone(),
        sort,
        limit: 100,
        ..ListWish::default()
    };
    db.read(move |view| find(view, &search, &buyer, &wish, Want::Facets)).await.unwrap()
}

/// The list with just this choice of its kind.
fn instead(narrow: &Narrow, kind: &str, choice: &Choice) -> Narrow {
    let mut narrow = narrow.clone();
    match kind {
        "category" => narrow.categories = vec![choice.value.clone()],
        "brand" => narrow.brands = vec![choice.value.clone()],
        _ => narrow.attributes = vec![("Colour".into(), choice.value.clone())],
    }
    narrow
}

async fn every_number_is_right(db: &Db, search: &Search, buyer: &Buyer, q: &str, narrow: &Narrow) {
    let all = found(db, search, buyer, q, narrow).await;
    assert_eq!(all.total, all.listed.cards.len(), "{q} {narrow:?}");
    let facets: Facets = all.facets.unwrap();
    let colours = facets.attributes.first().map(|(_, values)| values.clone()).unwrap_or_default();
    let kinds = [("category", facets.categories), ("brand", facets.brands), ("colour", colours)];
    for (kind, choices) in kinds {
        for choice in choices {
            let there = found(db, search, buyer, q, &instead(narrow, kind, &choice)).await.total;
            assert_eq!(choice.count, there, "{kind} {} in {q} {narrow:?}", choice.value);
        }
    }
    let marks = [
        (facets.bought, Narrow { bought: true, ..narrow.clone() }),
        (facets.favourites, Narrow { favourite: true, ..narrow.clone() }),
        (facets.new, Narrow { new: true, ..narrow.clone() }),
        (facets.in_stock, Narrow { in_stock: true, ..narrow.clone() }),
    ];
    for (count, narrow) in marks {
        assert_eq!(count, found(db, search, buyer, q, &narrow).await.total, "{q} {narrow:?}");
    }
}

on_both!(every_choice_leaves_as_many_as_it_says, |db| {
    let search = ready(&db).await;
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let narrows = [
        Narrow::default(),
        Narrow { in_stock: true, ..Narrow::default() },
        Narrow { brands: named(&["Harrow", "Kuroda"]), ..Narrow::default() },
        Narrow {
            categories: named(&["Kitchen"]),
            brands: named(&["Tea Row"]),
            ..Narrow::default()
        },
        Narrow { categories: named(&["Kitchen > Pots", "Garden"]), new: true, ..Narrow::default() },
        Narrow {
            attributes: vec![("Colour".into(), "Blue".into())],
            bought: true,
            ..Narrow::default()
        },
        Narrow { favourite: true, bought: true, ..Narrow::default() },
        Narrow { brands: named(&["Nobody"]), ..Narrow::default() },
    ];
    for buyer in [buyer(), in_assortment(buyer(), 7)] {
        for q in ["", "tea tin"] {
            for narrow in &narrows {
                every_number_is_right(&db, &search, &buyer, q, narrow).await;
            }
        }
    }
});

on_both!(the_tree_opens_where_something_is_chosen, |db| {
    let search = ready(&db).await;
    let tree = |narrow: Narrow| {
        let (db, search) = (db.clone(), search.clone());
        async move {
            let facets = found(&db, &search, &buyer(), "", &narrow).await.facets.unwrap();
            let shown = facets.categories.iter();
            shown.map(|c| (c.label.clone(), c.depth, c.ticked)).collect::<Vec<_>>()
        }
    };
    let one = |label: &str, depth, ticked| (label.to_owned(), depth, ticked);
    let closed = [one("Garden", 0, false), one("Kitchen", 0, false), one("mugs", 0, false)];
    assert_eq!(tree(Narrow::default()).await, closed);
    let pots = Narrow { categories: vec!["Kitchen > Pots".into()], ..Narrow::default() };
    let open = [
        one("Garden", 0, false),
        one("Kitchen", 0, false),
        one("Mugs", 1, false),
        one("Pots", 1, true),
        one("Small", 2, false),
        one("mugs", 0, false),
    ];
    assert_eq!(tree(pots).await, open);
});

on_both!(bought_ones_come_by_day_and_prices_by_price, |db| {
    let search = ready(&db).await;
    db.write(|tx| {
        let line = Bought { customer_id: 11, product_id: 203, day: "2026-03-20", quantity: 9 };
        note(tx, &[line])
    })
    .await
    .unwrap();
    let wish = |narrow: Narrow, sort, turn| ListWish {
        narrow,
        sort,
        turn,
        limit: 7,
        ..ListWish::default()
    };
    let bought = Narrow { bought: true, ..Narrow::default() };
    for (sort, narrow, all) in [(Sort::Bought, bought, 20), (Sort::Price, Narrow::default(), 64)] {
        let (mut seen, mut turn): (Vec<i64>, Turn) = (Vec::new(), Turn::First);
        loop {
            let (search, wish) = (search.clone(), wish(narrow.clone(), sort, turn));
            let read = move |view: &mut crate::platform::db::View| {
                find(view, &search, &buyer(), &wish, Want::Products)
            };
            let page = db.read(read).await.unwrap().listed;
            assert_eq!(page.from, seen.len(), "{sort:?}");
            let prices: Vec<_> = page.cards.iter().filter_map(|card| card.price()).collect();
            if sort == Sort::Price {
                assert!(prices.is_sorted_by(|a, b| !b.is_below(*a)), "{prices:?}");
            }
            seen.extend(page.cards.iter().map(|card| card.id));
            let Some(after) = page.after else { break };
            turn = Turn::After(Cursor::read(&after.write(sort), sort).unwrap());
        }
        assert_eq!(seen.len(), all, "{sort:?}");
        if sort == Sort::Bought {
            assert_eq!(seen[0], 203, "bought last");
        }
    }
    let count = "select count(*) from customer_products where times <> 1";
    let count = db.read(move |view| view.one::<i64>(count, [])).await;
    assert_eq!(count, Ok::<_, DbError>(Some(1)), "one was bought twice");
});
