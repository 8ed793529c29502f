//! What is read of orders, and by whom.

use super::store::Filter;
use super::{Delivery, Stage, Status, backorders, happened, staff_store, store};
use crate::access::Buyer;
use crate::platform::db::{DbError, View};
use crate::platform::list::{At, Cursor, Paging};
use crate::testkit::in_world;
use crate::testkit::world::World;
use portico_types::Day;

async fn numbers(world: &World, buyer: &Buyer, filter: Filter) -> Vec<String> {
    let buyer = buyer.clone();
    let read = move |view: &mut View| store::list(view, &buyer, &filter);
    let page: Result<_, DbError> = world.db.read(read).await;
    page.unwrap().rows.into_iter().map(|row| row.head.number).collect()
}

fn waiting(q: &str, at: At, limit: i64) -> backorders::Filter {
    let paging = Paging { at, ..Paging::first("placed", false, limit) };
    backorders::Filter { q: q.to_owned(), from: None, to: None, paging }
}

in_world!(a_customer_sees_all_its_orders_and_nobody_elses, |world| {
    let anna = world.buyer("anna@");
    let all = numbers(&world, &anna, Filter::default()).await;
    assert!(all.contains(&"SO-9001".to_owned()), "imported orders are there too: {all:?}");
    assert!(!all.contains(&"P-100009".to_owned()), "another customer's is absent");
    assert_eq!(all.first().map(String::as_str), Some("P-100004"), "the newest first");
    let bella = world.buyer("bella@");
    let read = move |view: &mut View| -> Result<_, DbError> {
        Ok((
            store::get(view, &anna, "P-100009")?.is_none(),
            store::get(view, &bella, "p-100009")?.is_some(),
            store::get(view, &bella, "P-100001")?.is_none(),
        ))
    };
    assert_eq!(world.db.read(read).await.unwrap(), (true, true, true));
});

in_world!(who_sees_own_orders_sees_no_other, |world| {
    let otto = world.buyer("otto@");
    assert_eq!(numbers(&world, &otto, Filter::default()).await, ["P-100005"]);
    let read = move |view: &mut View| -> Result<_, DbError> {
        Ok((
            store::get(view, &otto, "P-100004")?.is_none(),
            store::count(view, &otto)?,
            backorders::count(view, &otto)?,
            backorders::list(view, &otto, &waiting("", At::Start, 50))?.rows.len(),
        ))
    };
    assert_eq!(world.db.read(read).await.unwrap(), (true, 1, 0, 0));
});

in_world!(search_and_filters_find_what_they_say, |world| {
    let anna = world.buyer("anna@");
    let q = |q: &str| Filter { q: q.to_owned(), ..Filter::default() };
    assert_eq!(numbers(&world, &anna, q("po 7701")).await, ["P-100001"]);
    assert_eq!(numbers(&world, &anna, q("100002")).await, ["P-100002"]);
    assert_eq!(numbers(&world, &anna, q("ribbon")).await, ["P-100001"], "by a line's name");
    assert_eq!(numbers(&world, &anna, q("glass-step4")).await, ["P-100004"], "by a line's code");
    assert_eq!(
        numbers(&world, &anna, q("%")).await,
        Vec::<String>::new(),
        "no wildcard of the reader's"
    );
    let refused = Filter { status: Some(Status::Refused), ..Filter::default() };
    assert_eq!(numbers(&world, &anna, refused).await, ["P-100007"]);
    let part = Filter { delivery: Some(Delivery::Part), ..Filter::default() };
    assert_eq!(numbers(&world, &anna, part).await, ["P-100002"]);
    let reference = Filter { reference: Some("PO 7781".to_owned()), ..Filter::default() };
    assert_eq!(numbers(&world, &anna, reference).await, ["P-100002"]);
    let long_ago = Filter { to: Day::parse("2000-01-01"), ..Filter::default() };
    assert_eq!(numbers(&world, &anna, long_ago).await, Vec::<String>::new());
});

in_world!(pages_neither_repeat_nor_skip_in_any_sorting, |world| {
    let anna = world.buyer("anna@");
    for (sort, down) in [("placed", true), ("placed", false), ("total", true), ("total", false)] {
        let of = |at: At, limit: i64| Filter {
            paging: Paging { at, ..Paging::first(sort, down, limit) },
            ..Filter::default()
        };
        let whole = numbers(&world, &anna, of(At::Start, 50)).await;
        let (mut at, mut seen, mut pages) = (At::Start, Vec::new(), Vec::new());
        loop {
            let (buyer, filter) = (anna.clone(), of(at, 2));
            let read = move |view: &mut View| store::list(view, &buyer, &filter);
            let page: Result<_, DbError> = world.db.read(read).await;
            let page = page.unwrap();
            seen.extend(page.rows.iter().map(|r| r.head.number.clone()));
            pages.push(page.rows.len());
            let Some(next) = page.next else { break };
            at = At::After(Cursor::decoded("orders", &next.encoded("orders")).unwrap());
        }
        assert_eq!(seen, whole, "{sort} {down}");
        let (buyer, last) = (anna.clone(), whole.len() - 1);
        let (all, backwards) = (of(At::Start, 50), of(At::Start, 2));
        let back = move |view: &mut View| -> Result<_, DbError> {
            let all = store::list(view, &buyer, &all)?;
            let before = At::Before(store::cursor(&all.rows[last].head, &backwards.paging));
            let paging = Paging { at: before, ..backwards.paging.clone() };
            store::list(view, &buyer, &backwards.on(&paging))
        };
        let page = world.db.read(back).await.unwrap();
        let back: Vec<_> = page.rows.iter().map(|r| r.head.number.clone()).collect();
        assert_eq!(back, whole[last - 2..last], "backwards, {sort} {down}");
        assert!(page.next.is_some() && page.previous.is_some());
    }
});

in_world!(an_order_is_read_whole, |world| {
    let anna = world.buyer("anna@");
    let read = move |view: &mut View| -> Result<_, DbError> {
        let order = store::get(view, &anna, "P-100002")?.expect("it is there");
        let events = happened::happened(view, &order.head, &[])?;
        Ok((order, events))
    };
    let (order, events) = world.db.read(read).await.unwrap();
    assert_eq!(order.lines.len(), 2);
    let first = &order.lines[0];
    assert_eq!(first.stages.of(Stage::Shipped), 96);
    assert_eq!(first.stages.of(Stage::Backordered), 24);
    assert_eq!(first.stages.reserved(), 48);
    assert!(first.product_shown);
    let sum: i64 = order.lines.iter().map(|l| l.net.minor).sum();
    assert_eq!(sum, order.head.goods.minor);
    let parts: i64 = order.vat.iter().map(|v| v.vat.minor).sum();
    assert_eq!(order.head.goods.minor + order.head.charges.minor + parts, order.head.total.minor);
    assert!(events.len() >= 4 && events.is_sorted_by(|a, b| a.at.0 >= b.at.0));
});

in_world!(backorders_come_in_the_order_of_ordering, |world| {
    let anna = world.buyer("anna@");
    let read = move |view: &mut View| -> Result<_, DbError> {
        let all = backorders::list(view, &anna, &waiting("", At::Start, 50))?;
        let (all, none) = (all.rows, all.next);
        let first = backorders::list(view, &anna, &waiting("", At::Start, 1))?;
        let after = At::After(first.next.clone().expect("a second"));
        let second = backorders::list(view, &anna, &waiting("", after, 1))?;
        let before = At::Before(second.previous.clone().expect("the first"));
        let back = backorders::list(view, &anna, &waiting("", before, 1))?;
        assert_eq!(back.rows[0].line, first.rows[0].line);
        let (first, second) = (first.rows, second.rows);
        let found = backorders::list(view, &anna, &waiting("jug", At::Start, 50))?.rows;
        let count = backorders::count(view, &anna)?;
        Ok((all, none, first, second, found, count))
    };
    let (all, none, first, second, found, count) = world.db.read(read).await.unwrap();
    assert_eq!((all.len(), count, none), (2, 2, None));
    let skus: Vec<_> = all.iter().map(|b| (b.sku.as_str(), b.quantity.units)).collect();
    assert_eq!(skus, [("MUG-SLATE", 24), ("OUT-BACK", 12)]);
    assert_eq!((first[0].line, second[0].line), (1, 2));
    assert_eq!(found[0].sku, "OUT-BACK");
});

in_world!(staff_see_the_orders_of_all_customers, |world| {
    let ruth = world.staff("ruth@");
    let read = move |view: &mut View| -> Result<_, DbError> {
        let all = staff_store::list_all(view, &ruth, &Filter::default())?;
        let filter = Filter { q: "moorland".to_owned(), ..Filter::default() };
        let found = staff_store::list_all(view, &ruth, &filter)?;
        let one = staff_store::get_any(view, &ruth, "P-100010")?;
        Ok((all.rows.len(), found.rows, one))
    };
    let (all, found, one) = world.db.read(read).await.unwrap();
    assert_eq!(all, world.company.orders.len());
    assert!(found.iter().all(|r| r.customer.name == "Moorland Gift Rooms") && !found.is_empty());
    assert_eq!(one.unwrap().1.name, "Fjord & Form AS");
});
