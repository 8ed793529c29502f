//! Who gets stock that comes free: through every door, in the order of the queue, and with many at once.

use super::allocate::{Covered, allocate_backorders, give_on};
use super::ledger::{self, Cause, Move};
use super::{
    Asked, DeliverTo, Exceptions, Placed, ProductRef, Stage, Wish, WishLine, cancel, erp, place,
};
use crate::access::{Buyer, Staff};
use crate::args;
use crate::catalogue::correct_stock::{Change, Wish as Correction, correct};
use crate::catalogue::import_stock::StockRow;
use crate::catalogue::movements;
use crate::doctor;
use crate::platform::db::{Db, DbError, Tx, View};
use crate::platform::importing::{Imported, Planned};
use crate::platform::problem::AppError;
use crate::testkit::builders::product;
use crate::testkit::in_world;
use crate::testkit::race::{overlap, race};
use crate::testkit::world::World;
use portico_types::Sku;

pub(super) fn wish(lines: &[(&str, i64)]) -> Wish {
    let line = |(code, quantity): &(&str, i64)| WishLine {
        product: ProductRef::Code((*code).to_owned()),
        quantity: Asked::Text(quantity.to_string()),
        remarks: None,
        price_seen: None,
        set_price: None,
    };
    Wish {
        lines: lines.iter().map(line).collect(),
        deliver_to: DeliverTo::Default,
        reference: None,
        remarks: None,
        requested_day: None,
        part_deliveries: None,
        expected_total: None,
        source: "api".to_owned(),
        exceptions: Exceptions::default(),
        agreed: None,
    }
}

pub(super) async fn placed(db: &Db, buyer: &Buyer, lines: &[(&str, i64)]) -> Placed {
    let (buyer, wish) = (buyer.clone(), wish(lines));
    db.write(move |tx| place(tx, &buyer, &wish)).await.unwrap()
}

/// A product of which nothing is there and that may be backordered.
pub(super) async fn short_of(world: &mut World, sku: &str) -> i64 {
    world.leave_unhandled();
    world.add_product(product(sku).named(sku).price("2.00").when_out("backorder"), 0).await
}

/// Orders of four of a product, one second after another.
pub(super) async fn four_each(world: &World, sku: &str, orders: usize) -> Vec<Placed> {
    let anna = world.buyer("anna@");
    let mut made = Vec::new();
    for _ in 0..orders {
        made.push(placed(&world.db, &anna, &[(sku, 4)]).await);
        world.clock.advance(1_000);
    }
    made
}

/// Backordered and allocated of the first line of each order.
pub(super) async fn standing(db: &Db, orders: &[Placed]) -> Vec<(i64, i64)> {
    let ids: Vec<i64> = orders.iter().map(|order| order.id).collect();
    let read = move |view: &mut View| {
        let ids: Vec<_> = ids.iter().map(|id| args![*id]).collect();
        view.all_many::<(i64, i64)>(
            "select backordered, allocated from order_lines where order_id = $1 and line = 1",
            &ids,
        )
    };
    let rows: Result<_, DbError> = db.read(read).await;
    rows.unwrap().into_iter().flatten().collect()
}

fn corrected(
    tx: &mut Tx,
    staff: &Staff,
    (sku, id): (&str, i64),
    by: &str,
) -> Result<Covered, AppError> {
    let wish = Correction {
        sku: sku.to_owned(),
        location: "main".to_owned(),
        change: Change::By(by.to_owned()),
        reason: "Came in".to_owned(),
        seen: Some(movements::newest(tx, id)?),
    };
    let (_, freed) = correct(tx, staff, &wish)?;
    Ok(give_on(tx, freed, Cause { source: "goods_in:G-1", login_id: Some(staff.login.id) })?)
}

pub(super) async fn came_in(
    world: &World,
    sku: &'static str,
    id: i64,
    by: &'static str,
) -> Covered {
    let will = world.staff("will@");
    world.db.write(move |tx| corrected(tx, &will, (sku, id), by)).await.unwrap()
}

pub(super) async fn is_sound(world: &World) {
    let found = world.db.report(doctor::examine).await.unwrap();
    assert!(found.is_ok(), "{}", found.text());
}

in_world!(what_comes_in_goes_to_the_longest_waiting_first, |world| {
    let id = short_of(&mut world, "Q-1").await;
    let orders = four_each(&world, "Q-1", 3).await;
    let covered = came_in(&world, "Q-1", id, "6").await;
    assert_eq!(standing(&world.db, &orders).await, [(0, 4), (2, 2), (4, 0)]);
    let got: Vec<_> = covered.lines.iter().map(|l| (l.order_id, l.quantity, l.lacking)).collect();
    assert_eq!(got, [(orders[0].id, 4, 0), (orders[1].id, 2, 2)]);
    is_sound(&world).await;
    came_in(&world, "Q-1", id, "100").await;
    assert_eq!(standing(&world.db, &orders).await, [(0, 4), (0, 4), (0, 4)]);
    assert_eq!(world.stock_of("Q-1").await, (106, 12));
    is_sound(&world).await;
});

in_world!(what_a_cancelled_or_refused_order_held_goes_to_the_next, |world| {
    let id = short_of(&mut world, "Q-2").await;
    let orders = four_each(&world, "Q-2", 4).await;
    came_in(&world, "Q-2", id, "8").await;
    let (will, first) = (world.staff("will@"), orders[0].number.clone());
    world.db.write(move |tx| cancel::cancel(tx, &will, &first, (&[], "Gone"))).await.unwrap();
    assert_eq!(standing(&world.db, &orders).await, [(0, 0), (0, 4), (0, 4), (4, 0)]);
    let second = orders[1].number.clone();
    let refuse = move |tx: &mut Tx| erp::hand_over_refused(tx, &second, "No");
    world.db.write(refuse).await.unwrap();
    assert_eq!(standing(&world.db, &orders).await, [(0, 0), (0, 0), (0, 4), (0, 4)]);
    is_sound(&world).await;
});

in_world!(an_import_and_the_page_for_corrections_give_to_who_waits, |world| {
    short_of(&mut world, "Q-3").await;
    let orders = four_each(&world, "Q-3", 2).await;
    let import = |tx: &mut Tx| -> Result<(), DbError> {
        let rows = [StockRow { sku: Sku::new("Q-3").unwrap(), on_hand: "3".to_owned() }];
        let deeds =
            <StockRow as Imported>::plan(tx, &rows)?.into_iter().map(|planned| match planned {
                Planned::New(deed) | Planned::Changed(deed) => deed,
                other => panic!("{:?}", std::mem::discriminant(&other)),
            });
        let deeds = deeds.collect();
        <StockRow as Imported>::keep(tx, deeds)
    };
    world.db.write(import).await.unwrap();
    assert_eq!(standing(&world.db, &orders).await, [(1, 3), (4, 0)]);
    let id = world.product("Q-3");
    let newest = world.db.read(move |view| movements::newest(view, id)).await.unwrap().to_string();
    let mut will = world.sign_in("will@").await;
    will.get("/staff/stock/Q-3").await;
    let form = [
        ("location", "main"),
        ("kind", "count"),
        ("quantity", "5"),
        ("reason", "Counted"),
        ("seen", &newest),
    ];
    let done = will.post("/staff/stock/Q-3/corrections", &form).await;
    assert!(done.location().is_some(), "{}", done.text());
    assert_eq!(standing(&world.db, &orders).await, [(0, 4), (3, 1)]);
    is_sound(&world).await;
});

in_world!(a_whole_order_holds_and_another_erps_order_gets_nothing, |world| {
    let id = short_of(&mut world, "Q-4").await;
    let anna = world.buyer("anna@");
    let whole = Wish { part_deliveries: Some(false), ..wish(&[("Q-4", 4), ("OUT-BACK", 1)]) };
    let whole = world.db.write(move |tx| place(tx, &anna, &whole)).await.unwrap();
    let orders = [vec![whole], four_each(&world, "Q-4", 2).await].concat();
    let elsewhere = orders[1].id;
    let put = move |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec(
            "insert into order_erp_refs (erp_ref, order_id) values ('picqer:9', $1)",
            args![elsewhere],
        )
    };
    world.db.write(put).await.unwrap();
    came_in(&world, "Q-4", id, "20").await;
    assert_eq!(standing(&world.db, &orders).await, [(0, 4), (4, 0), (0, 4)]);
    is_sound(&world).await;
});

in_world!(more_lines_than_a_page_are_all_served, |world| {
    let id = short_of(&mut world, "Q-5").await;
    let many = vec![("Q-5", 1); 1_203];
    placed(&world.db, &world.buyer("anna@"), &many).await;
    let covered = came_in(&world, "Q-5", id, "1201").await;
    assert_eq!(covered.lines.len(), 1_201);
    assert!(covered.lines.is_sorted_by_key(|line| line.line_id), "in the order of the lines");
    is_sound(&world).await;
});

in_world!(no_more_moves_than_stands_there, |world| {
    let id = short_of(&mut world, "Q-6").await;
    let orders = four_each(&world, "Q-6", 1).await;
    came_in(&world, "Q-6", id, "10").await;
    let order_id = orders[0].id;
    let step = move |from, to, quantity| {
        move |tx: &mut Tx| -> Result<(), DbError> {
            let line_id = ledger::lock_with_stock(tx, &[order_id])?[&order_id][0].line_id;
            let moves = [(order_id, Move { line_id, from, to, quantity })];
            let _ = ledger::apply(tx, &moves, Cause { source: "note:N-1", login_id: None })?;
            Ok(())
        }
    };
    let db = &world.db;
    use Stage::{Allocated, Backordered, Released, Shipped};
    assert!(db.write(step(Allocated, Released, 5)).await.is_err(), "five of four");
    assert!(db.write(step(Backordered, Allocated, 1)).await.is_err(), "none is backordered");
    assert!(db.write(step(Allocated, Released, 0)).await.is_err(), "nought is no move");
    db.write(step(Allocated, Released, 3)).await.unwrap();
    db.write(step(Released, Shipped, 2)).await.unwrap();
    assert!(db.write(step(Released, Shipped, 2)).await.is_err(), "one is left");
    assert_eq!(world.stock_of("Q-6").await, (8, 2), "what left is off the shelf");
    is_sound(&world).await;
});

in_world!(two_goods_ins_while_fifty_orders_are_placed, |world| {
    let (a, b) = (short_of(&mut world, "Q-A").await, short_of(&mut world, "Q-B").await);
    let (anna, will) = (world.buyer("anna@"), world.staff("will@"));
    let first = placed(&world.db, &anna, &[("Q-A", 1), ("Q-B", 1)]).await;
    race(53, |i| {
        let (db, anna, will, first) =
            (world.db.clone(), anna.clone(), will.clone(), first.number.clone());
        async move {
            let (cross, straight) = ([("Q-B", 2), ("Q-A", 1)], [("Q-A", 1), ("Q-B", 2)]);
            match i {
                0 => {
                    drop(db.write(move |tx| corrected(tx, &will, ("Q-A", a), "30")).await.unwrap())
                }
                25 => {
                    drop(db.write(move |tx| corrected(tx, &will, ("Q-B", b), "70")).await.unwrap())
                }
                40 => {
                    let gone = move |tx: &mut Tx| cancel::cancel(tx, &will, &first, (&[], "Gone"));
                    db.write(gone).await.unwrap();
                }
                i if i % 2 == 0 => drop(placed(&db, &anna, &cross).await),
                _ => drop(placed(&db, &anna, &straight).await),
            }
        }
    })
    .await;
    assert_eq!(world.stock_of("Q-A").await, (30, 30));
    assert_eq!(world.stock_of("Q-B").await, (70, 70));
    is_sound(&world).await;
});

in_world!(a_line_that_begins_to_wait_as_stock_comes_in_is_seen, |world| {
    let id = short_of(&mut world, "Q-8").await;
    let bare = move |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec("delete from stock where product_id = $1", args![id])
    };
    world.db.write(bare).await.unwrap();
    let (anna, will, wish) = (world.buyer("anna@"), world.staff("will@"), wish(&[("Q-8", 4)]));
    let waits = move |tx: &mut Tx| place(tx, &anna, &wish).map(|placed| vec![placed]);
    let comes = move |tx: &mut Tx| corrected(tx, &will, ("Q-8", id), "9");
    let (orders, came) = overlap(&world.db, waits, comes).await;
    came.unwrap();
    assert_eq!(standing(&world.db, &orders.unwrap()).await, [(0, 4)]);
    is_sound(&world).await;
});

in_world!(an_order_cancelled_as_stock_comes_in_gets_none, |world| {
    let id = short_of(&mut world, "Q-9").await;
    let orders = four_each(&world, "Q-9", 2).await;
    let (will, by, first) = (world.staff("will@"), world.staff("will@"), orders[0].number.clone());
    let gone = move |tx: &mut Tx| cancel::cancel(tx, &by, &first, (&[], "Gone"));
    let comes = move |tx: &mut Tx| corrected(tx, &will, ("Q-9", id), "4").map(drop);
    let (gone, came) = overlap(&world.db, gone, comes).await;
    gone.and(came).unwrap();
    assert_eq!(standing(&world.db, &orders).await, [(0, 0), (0, 4)]);
    is_sound(&world).await;
});

in_world!(nothing_is_given_twice, |world| {
    let id = short_of(&mut world, "Q-7").await;
    let orders = four_each(&world, "Q-7", 1).await;
    came_in(&world, "Q-7", id, "9").await;
    let again = move |tx: &mut Tx| -> Result<Covered, DbError> {
        allocate_backorders(tx, &[id], Cause { source: "again", login_id: None })
    };
    assert_eq!(world.db.write(again).await.unwrap(), Covered::default());
    assert_eq!(standing(&world.db, &orders).await, [(0, 4)]);
});
