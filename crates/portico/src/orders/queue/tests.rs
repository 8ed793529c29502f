//! The queue: its order under changes with a reason, releases, and what holds others up.

use super::{
    Release, Reprioritise, STAFF_BACKORDERS, Waiting, holding, list, of_product, release,
    reprioritise,
};
use crate::args;
use crate::backoffice::review::{self, Decision};
use crate::backoffice::{REVIEW, Review};
use crate::orders::allocate_tests::{
    came_in, four_each, is_sound, placed, short_of, standing, wish,
};
use crate::orders::reservation::{RESERVATION, Reservation};
use crate::orders::{Placed, Wish, place};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::list::Paging;
use crate::platform::problem::AppError;
use crate::platform::settings;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use axum::http::StatusCode;

fn moved(order: &Placed, line: Option<i64>, priority: i64) -> Reprioritise {
    Reprioritise { order: order.number.clone(), line, priority, reason: "A shop opens".to_owned() }
}

async fn change(world: &World, wish: Reprioritise) -> Result<(), AppError> {
    let will = world.staff("will@");
    world.db.write(move |tx| reprioritise(tx, &will, &wish)).await
}

async fn let_go(world: &World, order: &Placed) -> Result<usize, AppError> {
    let will = world.staff("will@");
    let wish = Release { order: order.number.clone(), line: 1, reason: "More urgent".to_owned() };
    world.db.write(move |tx| release(tx, &will, &wish).map(|covered| covered.lines.len())).await
}

fn code(error: AppError) -> &'static str {
    match error {
        AppError::Refused(problem) => problem.errors.first().map_or(problem.code, |e| e.code),
        other => panic!("{other:?}"),
    }
}

in_world!(staff_say_who_is_first_and_what_is_reserved_stays, |world| {
    let id = short_of(&mut world, "K-1").await;
    let orders = four_each(&world, "K-1", 4).await;
    came_in(&world, "K-1", id, "4").await;
    change(&world, moved(&orders[3], None, 1)).await.unwrap();
    change(&world, moved(&orders[1], Some(1), 9)).await.unwrap();
    assert_eq!(standing(&world.db, &orders).await, [(0, 4), (4, 0), (4, 0), (4, 0)]);
    came_in(&world, "K-1", id, "6").await;
    assert_eq!(standing(&world.db, &orders).await, [(0, 4), (4, 0), (2, 2), (0, 4)]);
    is_sound(&world).await;
    let ruth = world.staff("ruth@");
    let theirs = moved(&orders[1], None, 1);
    let refused = world.db.write(move |tx| reprioritise(tx, &ruth, &theirs)).await.unwrap_err();
    assert_eq!(code(refused), "not_allowed");
    let refused = change(&world, moved(&orders[1], None, 10)).await.unwrap_err();
    assert_eq!(code(refused), "invalid");
    let bare = Reprioritise { reason: "  ".to_owned(), ..moved(&orders[1], None, 2) };
    assert_eq!(code(change(&world, bare).await.unwrap_err()), "invalid");
    let refused = change(&world, moved(&orders[1], Some(7), 2)).await.unwrap_err();
    assert_eq!(code(refused), "nothing_waits");
    let gone = Reprioritise { order: "P-9".to_owned(), ..moved(&orders[1], None, 2) };
    assert_eq!(code(change(&world, gone).await.unwrap_err()), "not_found");
});

in_world!(what_is_released_goes_to_the_next_and_its_line_behind_all, |world| {
    let id = short_of(&mut world, "K-2").await;
    let orders = four_each(&world, "K-2", 3).await;
    came_in(&world, "K-2", id, "4").await;
    assert_eq!(let_go(&world, &orders[0]).await.unwrap(), 1);
    assert_eq!(standing(&world.db, &orders).await, [(4, 0), (0, 4), (4, 0)]);
    let refused = let_go(&world, &orders[0]).await.unwrap_err();
    assert_eq!(code(refused), "nothing_held");
    came_in(&world, "K-2", id, "4").await;
    assert_eq!(standing(&world.db, &orders).await, [(4, 0), (0, 4), (0, 4)]);
    assert_eq!(let_go(&world, &orders[2]).await.unwrap(), 1, "even one that was last gets it");
    assert_eq!(standing(&world.db, &orders).await, [(0, 4), (0, 4), (4, 0)]);
    came_in(&world, "K-2", id, "4").await;
    let refused = let_go(&world, &orders[2]).await.unwrap_err();
    assert_eq!(code(refused), "nobody_else");
    is_sound(&world).await;
});

in_world!(another_erps_order_is_left_to_it, |world| {
    let id = short_of(&mut world, "K-3").await;
    let orders = four_each(&world, "K-3", 2).await;
    came_in(&world, "K-3", id, "4").await;
    let order_id = orders[0].id;
    let put = move |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec(
            "insert into order_erp_refs (erp_ref, order_id) values ('picqer:3', $1)",
            args![order_id],
        )
    };
    world.db.write(put).await.unwrap();
    assert_eq!(code(let_go(&world, &orders[0]).await.unwrap_err()), "at_erp");
    let refused = change(&world, moved(&orders[0], None, 1)).await.unwrap_err();
    assert_eq!(code(refused), "at_erp");
});

in_world!(two_release_the_same_and_one_does_it, |world| {
    let id = short_of(&mut world, "K-4").await;
    let orders = four_each(&world, "K-4", 9).await;
    came_in(&world, "K-4", id, "4").await;
    let done = race(8, |_| {
        let (db, will, order) = (world.db.clone(), world.staff("will@"), orders[0].number.clone());
        let wish = Release { order, line: 1, reason: "More urgent".to_owned() };
        async move { db.write(move |tx| release(tx, &will, &wish).map(drop)).await.is_ok() }
    })
    .await;
    assert_eq!(done.into_iter().filter(|done| *done).count(), 1);
    assert_eq!(world.stock_of("K-4").await, (4, 4));
    is_sound(&world).await;
});

/// Two whole orders that hold each other up: each has what the other lacks.
async fn locked_in_each_other(world: &mut World) -> [Placed; 2] {
    let (a, b) = (short_of(world, "K-A").await, short_of(world, "K-B").await);
    let anna = world.buyer("anna@");
    let whole = |lines: &[(&str, i64)]| Wish { part_deliveries: Some(false), ..wish(lines) };
    let (first, second) = (whole(&[("K-A", 4), ("K-B", 4)]), whole(&[("K-B", 4), ("K-A", 4)]));
    let by = anna.clone();
    let first = world.db.write(move |tx| place(tx, &by, &first)).await.unwrap();
    came_in(world, "K-A", a, "4").await;
    world.clock.advance(1_000);
    let second = world.db.write(move |tx| place(tx, &anna, &second)).await.unwrap();
    change(world, moved(&second, None, 1)).await.unwrap();
    came_in(world, "K-B", b, "4").await;
    [first, second]
}

in_world!(whole_orders_that_hold_each_other_up_are_named_until_one_lets_go, |world| {
    let orders = locked_in_each_other(&mut world).await;
    let olive = world.staff("olive@");
    let read = move |view: &mut View| holding(view, &olive, &Paging::first("placed", false, 50));
    let page = world.db.read(read.clone()).await.unwrap();
    let named = |order: &Placed| page.rows.iter().find(|row| row.order == order.number).unwrap();
    let wanted = |order| named(order).wanted.iter().map(|w| w.sku.as_str()).collect::<Vec<_>>();
    assert_eq!((wanted(&orders[0]), wanted(&orders[1])), (vec!["K-A"], vec!["K-B"]));
    let mut will = world.sign_in("will@").await;
    let seen = will.get("/staff/backorders/holding").await;
    assert!(seen.says(&orders[0].number) && seen.says("K-A"), "{}", seen.text());
    let to = "/staff/stock/K-A/queue/release";
    will.get("/staff/stock/K-A/queue").await;
    let of = format!("{}:1", orders[0].number);
    let bare = will.post(to, &[("held_by", &of), ("release_reason", "")]).await;
    assert!(bare.status == StatusCode::UNPROCESSABLE_ENTITY && bare.says("Give a reason"));
    let done = will.post(to, &[("held_by", &of), ("release_reason", "The other can go")]).await;
    assert_eq!(done.location(), Some("/staff/stock/K-A/queue"), "{}", done.text());
    assert_eq!(standing(&world.db, &orders).await, [(4, 0), (0, 4)]);
    let page = world.db.read(read).await.unwrap();
    assert!(page.rows.iter().all(|row| orders.iter().all(|o| o.number != row.order)));
    is_sound(&world).await;
});

in_world!(staff_see_who_waits_and_export_it, |world| {
    let id = short_of(&mut world, "K-5").await;
    let orders = four_each(&world, "K-5", 3).await;
    came_in(&world, "K-5", id, "6").await;
    let olive = world.staff("olive@");
    let by = olive.clone();
    let queue = world.db.read(move |view| of_product(view, &by, id)).await.unwrap();
    let row = |w: &Waiting| (w.order.clone(), w.lacking.units, w.held.units, w.position);
    let waiting: Vec<_> = queue.waiting.iter().map(row).collect();
    let (second, third) = (orders[1].number.clone(), orders[2].number.clone());
    assert_eq!(waiting, [(second.clone(), 2, 2, 1), (third.clone(), 4, 0, 2)]);
    assert_eq!(queue.holding.len(), 2);
    for (which, expected) in [("", 2), ("part", 1), ("nothing", 1), ("whole", 0)] {
        let asked = STAFF_BACKORDERS.asked(
            &[("product".to_owned(), "k-5".to_owned()), ("which".to_owned(), which.to_owned())],
            50,
        );
        let (by, filter) = (olive.clone(), asked.clone());
        let page = world.db.read(move |view| list(view, &by, &filter)).await.unwrap();
        assert_eq!(page.rows.len(), expected, "{which}");
    }
    let mut ruth = world.sign_in("ruth@").await;
    let page = ruth.get("/staff/backorders?q=K-5").await;
    assert!(
        page.says(&second) && page.says("A part could go") && page.says("Larch"),
        "{}",
        page.text()
    );
    let file = ruth.get("/staff/backorders/export?as=csv&product=K-5").await;
    assert!(file.html.contains(&third) && !file.html.contains("MUG-SLATE"), "{}", file.html);
    let page = ruth.get("/staff/stock/K-5/queue").await;
    assert!(page.says("Who holds stock") && !page.says("Change the queue"), "{}", page.text());
});

in_world!(what_goes_back_to_the_line_that_gave_it_up_is_told_to_nobody, |world| {
    let id = short_of(&mut world, "K-8").await;
    let orders = four_each(&world, "K-8", 2).await;
    came_in(&world, "K-8", id, "6").await;
    world.work().await;
    let before = world.mails().len();
    assert_eq!(let_go(&world, &orders[0]).await.unwrap(), 1);
    assert_eq!(standing(&world.db, &orders).await, [(2, 2), (0, 4)]);
    world.work().await;
    let mails = world.mails().split_off(before);
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains(&orders[1].number), "{}", mails[0]);
    is_sound(&world).await;
});

in_world!(staff_read_on_the_order_why_it_moved_in_the_queue_and_customers_do_not, |world| {
    let id = short_of(&mut world, "K-9").await;
    let orders = four_each(&world, "K-9", 3).await;
    came_in(&world, "K-9", id, "4").await;
    change(&world, moved(&orders[0], Some(1), 2)).await.unwrap();
    change(&world, moved(&orders[0], None, 9)).await.unwrap();
    let_go(&world, &orders[0]).await.unwrap();
    let mut ruth = world.sign_in("ruth@").await;
    let page = ruth.get(&format!("/staff/orders/{}", orders[0].number)).await;
    for sentence in [
        "Line 1 has priority 2 in the queue for stock: A shop opens",
        "Its open lines have priority 9 in the queue for stock: A shop opens",
        "What line 1 held was released to the next in the queue: More urgent",
    ] {
        assert!(page.says(sentence), "{}", page.text());
    }
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get(&format!("/orders/{}", orders[0].number)).await;
    assert!(page.says(&orders[0].number), "{}", page.text());
    for hidden in ["A shop opens", "More urgent", "in the queue for stock"] {
        assert!(!page.says(hidden), "{}", page.text());
    }
});

/// What is confirmed first, of two orders after the same four pieces, ends with.
async fn after_confirming_the_second(
    world: &mut World,
    reservation: Reservation,
) -> Vec<(i64, i64)> {
    let set = move |tx: &mut Tx| {
        settings::set(tx, &REVIEW, &Review::Always)?;
        settings::set(tx, &RESERVATION, &reservation)
    };
    world.db.write(set).await.unwrap();
    let id = short_of(world, "K-6").await;
    let anna = world.buyer("anna@");
    let mut orders = vec![placed(&world.db, &anna, &[("K-6", 3)]).await];
    world.clock.advance(1_000);
    orders.push(placed(&world.db, &anna, &[("K-6", 2), ("K-6", 2)]).await);
    came_in(world, "K-6", id, "3").await;
    world.work().await;
    let (will, second) = (world.staff("will@"), orders[1].number.clone());
    let confirm = move |tx: &mut Tx| review::decide(tx, &will, &second, &Decision::Confirm);
    world.db.write(confirm).await.unwrap();
    is_sound(world).await;
    standing(&world.db, &orders).await
}

in_world!(a_reservation_is_kept_when_another_order_is_confirmed, |world| {
    let after = after_confirming_the_second(&mut world, Reservation::Strict).await;
    assert_eq!(after, [(0, 3), (2, 0)]);
});

in_world!(where_the_first_processed_is_served_a_confirmed_order_takes, |world| {
    let after = after_confirming_the_second(&mut world, Reservation::FirstProcessed).await;
    assert_eq!(after, [(3, 0), (0, 2)]);
    assert_eq!(world.stock_of("K-6").await, (3, 3), "the third piece went to its second line");
});

/// Confirms these orders at once, the last of the queue named first; answers with how often the database was asked.
async fn confirm_together(world: &World, orders: &[Placed]) -> u64 {
    let numbers: Vec<String> = orders.iter().rev().map(|order| order.number.clone()).collect();
    let will = world.staff("will@");
    let confirm = move |tx: &mut Tx| -> Result<u64, AppError> {
        let keys: Vec<_> = numbers.iter().map(|number| args![number.as_str()]).collect();
        let seen = tx.all_many::<(String, i64)>(
            "select number, version from orders where number = $1",
            &keys,
        )?;
        let seen: Vec<_> = seen.into_iter().flatten().collect();
        let before = tx.round_trips();
        review::confirm_all(tx, &will, &seen)?;
        Ok(tx.round_trips() - before)
    };
    world.db.write(confirm).await.unwrap()
}

in_world!(orders_confirmed_together_take_in_queue_order_in_one_pass, |world| {
    let set = |tx: &mut Tx| {
        settings::set(tx, &REVIEW, &Review::Always)?;
        settings::set(tx, &RESERVATION, &Reservation::FirstProcessed)
    };
    world.db.write(set).await.unwrap();
    let anna = world.buyer("anna@");
    let mut asked = Vec::new();
    for (sku, many) in [("K-7", 2), ("K-8", 4), ("K-9", 9)] {
        let id = short_of(&mut world, sku).await;
        let holder = placed(&world.db, &anna, &[(sku, 6)]).await;
        came_in(&world, sku, id, "6").await;
        world.clock.advance(1_000);
        let orders = four_each(&world, sku, many).await;
        world.work().await;
        change(&world, moved(&orders[many - 1], None, 1)).await.unwrap();
        asked.push(confirm_together(&world, &orders).await);
        let mut ends = vec![(4, 0); many];
        (ends[many - 1], ends[0]) = ((0, 4), (2, 2));
        assert_eq!(standing(&world.db, &orders).await, ends, "in the order of the queue");
        assert_eq!(standing(&world.db, &[holder]).await, [(6, 0)]);
        is_sound(&world).await;
    }
    println!("{:?}: {asked:?} round trips for 2, 4 and 9 orders", world.db.kind());
    assert_eq!(asked[1], asked[2]);
    world.work().await;
});
