//! The current order, on both databases: set, add, keep, place once.

use super::*;
use crate::access::Buyer;
use crate::orders::{Asked, ProductRef};
use crate::platform::db::{Db, Tx, View, args};
use crate::platform::idempotency::{self, Answer, Done, Key};
use crate::platform::problem::AppError;
use crate::testkit::race::race;
use crate::testkit::world::in_world;

async fn put(db: &Db, buyer: &Buyer, code: &str, quantity: &str) -> Result<(), AppError> {
    let (buyer, code) = (buyer.clone(), ProductRef::Code(code.to_owned()));
    let asked = Asked::Text(quantity.to_owned());
    db.write(move |tx| set(tx, &buyer, &code, &asked).map(|_| ())).await
}

async fn seen(db: &Db, buyer: &Buyer) -> CartView {
    let buyer = buyer.clone();
    db.read(move |view: &mut View| view_with_draft(view, &buyer)).await.unwrap()
}

fn states(view: &CartView) -> Vec<(String, String, &'static str)> {
    let line = |(kept, drafted): (&CartLine, &crate::orders::DraftLine)| {
        (kept.sku.clone(), kept.quantity.text(), state(drafted.refusal.as_ref()))
    };
    view.lines.iter().zip(&view.draft.lines).map(line).collect()
}

in_world!(setting_twice_changes_nothing_and_zero_removes, |world| {
    let anna = world.buyer("anna@");
    for quantity in ["24", "24"] {
        put(&world.db, &anna, "mug-sand", quantity).await.unwrap();
    }
    put(&world.db, &anna, "TEAPOT-IRON", "2").await.unwrap();
    let view = seen(&world.db, &anna).await;
    let line = |sku: &str, n: &str| (sku.to_owned(), n.to_owned(), "ok");
    assert_eq!(states(&view), [line("MUG-SAND", "24"), line("TEAPOT-IRON", "2")]);
    let reader = anna.clone();
    let panel = world.db.read(move |v: &mut View| panel(v, &reader)).await.unwrap();
    assert_eq!((panel.line_count, panel.goods_minor), (2, view.draft.goods.minor));
    put(&world.db, &anna, "MUG-SAND", "0").await.unwrap();
    assert_eq!(states(&seen(&world.db, &anna).await), [line("TEAPOT-IRON", "2")]);
});

in_world!(wrong_quantities_are_refused_with_their_code, |world| {
    let anna = world.buyer("anna@");
    for (sku, quantity, code) in [
        ("MUG-SAND", "13", "not_a_multiple"),
        ("TIN-MIN6", "5", "below_minimum"),
        ("TEAPOT-IRON", "1.5", "too_many_decimals"),
        ("TEAPOT-IRON", "-1", "not_positive"),
        ("TEAPOT-IRON", "１", "not_a_number"),
        ("TEAPOT-IRON", "2147483648", "too_large"),
    ] {
        let problem = put(&world.db, &anna, sku, quantity).await.unwrap_err().problem();
        assert_eq!((problem.status, problem.errors[0].code), (422, code), "{quantity}");
    }
    let foreign = put(&world.db, &world.buyer("bella@"), "TRADE-ONLY", "1").await.unwrap_err();
    let absent = put(&world.db, &world.buyer("bella@"), "NO-SUCH", "1").await.unwrap_err();
    assert_eq!(foreign.problem(), absent.problem());
    assert_eq!(
        put(&world.db, &world.buyer("vera@"), "TEAPOT-IRON", "1")
            .await
            .unwrap_err()
            .problem()
            .status,
        403
    );
});

in_world!(every_row_is_added_or_named, |world| {
    let anna = world.buyer("anna@");
    let rows: Vec<(String, Asked)> =
        [("LL-MUG-S", "12"), ("5012345104208", "12"), ("XX-1", "3"), ("TIN-MIN6", "2")]
            .map(|(code, n)| (code.to_owned(), Asked::Text(n.to_owned())))
            .to_vec();
    let buyer = anna.clone();
    let (added, not_added) =
        world.db.write(move |tx: &mut Tx| add(tx, &buyer, &rows)).await.unwrap();
    assert_eq!(
        added.iter().map(|a| (a.index, a.sku.as_str())).collect::<Vec<_>>(),
        [(0, "MUG-SAND"), (1, "MUG-SAND")]
    );
    assert_eq!(
        not_added.iter().map(|n| (n.index, n.reason.code())).collect::<Vec<_>>(),
        [(2, "unknown_code"), (3, "below_minimum")]
    );
    assert_eq!(
        states(&seen(&world.db, &anna).await),
        [("MUG-SAND".to_owned(), "24".to_owned(), "ok")]
    );
});

in_world!(a_closed_product_or_a_new_price_is_shown_never_dropped, |world| {
    let anna = world.buyer("anna@");
    put(&world.db, &anna, "TEAPOT-IRON", "2").await.unwrap();
    put(&world.db, &anna, "CANDLE-FIG", "6").await.unwrap();
    let change = |tx: &mut Tx| -> Result<(), AppError> {
        let _ =
            tx.exec("update products set state = 'closed' where sku_key = 'TEAPOT-IRON'", args![])?;
        let _ = tx.exec("update prices set price = price + 100 where product_id in (select id from products where sku_key = 'CANDLE-FIG')", args![])?;
        let _ = tx.exec(
            "update products set base_price = base_price + 100 where sku_key = 'CANDLE-FIG'",
            args![],
        )?;
        Ok(())
    };
    world.db.write(change).await.unwrap();
    let view = seen(&world.db, &anna).await;
    let found: Vec<_> = states(&view).into_iter().map(|s| (s.0, s.2)).collect();
    assert_eq!(
        found,
        [("TEAPOT-IRON".to_owned(), "unavailable"), ("CANDLE-FIG".to_owned(), "price_changed")]
    );
    let candle = world.product("CANDLE-FIG");
    let buyer = anna.clone();
    world.db.write(move |tx: &mut Tx| accept_price(tx, &buyer, candle)).await.unwrap();
    assert_eq!(states(&seen(&world.db, &anna).await)[1].2, "ok");
});

in_world!(twenty_clicks_on_place_order_make_one, |world| {
    world.leave_unhandled();
    let anna = world.buyer("anna@");
    put(&world.db, &anna, "TEAPOT-IRON", "2").await.unwrap();
    let key = seen(&world.db, &anna).await.cart.place_key;
    let (db, buyer) = (world.db.clone(), anna.clone());
    let answers = race(20, move |_| {
        let (db, buyer, key) = (db.clone(), buyer.clone(), key.clone());
        async move { click(&db, &buyer, &key).await.unwrap() }
    })
    .await;
    let first = answers.iter().filter(|done| matches!(done, Done::First(_))).count();
    let numbers: std::collections::BTreeSet<_> =
        answers.iter().map(|done| done.answer().body.clone()).collect();
    assert_eq!((first, numbers.len()), (1, 1));
    let placed = world.db.read(|view: &mut View| {
        view.one::<i64>(
            "select count(*) from orders where placed_at = (select max(placed_at) from orders)",
            args![],
        )
    });
    assert_eq!(placed.await.unwrap(), Some(1));
    assert!(seen(&world.db, &anna).await.lines.is_empty());
});

async fn click(db: &Db, buyer: &Buyer, place_key: &str) -> Result<Done, AppError> {
    let buyer = buyer.clone();
    let key = Key {
        scope: format!("customer:{}", buyer.customer.id),
        key: place_key.to_owned(),
        route: "POST /orders".to_owned(),
        content_hash: Vec::new(),
    };
    db.write(move |tx: &mut Tx| {
        idempotency::once(tx, &key, |tx| {
            let placed = place(tx, &buyer, &PlaceCart { source: "cart", ..PlaceCart::default() })?;
            Ok(Answer { status: 303, body: placed.number, location: None })
        })
    })
    .await
}
