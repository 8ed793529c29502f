//! Adjusting orders, on both databases: what is written anew, what is refused, two people at once.

use super::{Adjustment, LineTyped, adjust, kept};
use crate::args;
use crate::customers::credit;
use crate::doctor;
use crate::orders::exceptions::{PASS_CREDIT, Whom};
use crate::orders::{OrderDetail, Stage, staff_store};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, Problem};
use crate::platform::settings;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use serde_json::json;

/// Anna's new order of these, handed over and confirmed as it arrived; its number.
async fn placed(world: &World, key: &str, lines: &[(&str, i64)]) -> String {
    let mut anna = world.program("anna@").await;
    let lines: Vec<_> =
        lines.iter().map(|(code, n)| json!({ "code": code, "quantity": n })).collect();
    let body = json!({ "lines": lines });
    let answer = anna.json(("POST", "/api/v1/orders"), &[("Idempotency-Key", key)], &body).await;
    let number = answer.json()["number"].as_str().expect("a number").to_owned();
    world.work().await;
    number
}

async fn order(world: &World, number: &str) -> OrderDetail {
    let (will, number) = (world.staff("will@"), number.to_owned());
    let read = move |view: &mut View| staff_store::get_any(view, &will, &number);
    world.db.read(read).await.unwrap().expect("it was placed").0
}

/// So many of a line, at this price.
fn line(line: i64, quantity: &str, price: &str) -> LineTyped {
    LineTyped { line, quantity: quantity.to_owned(), price: price.to_owned() }
}

fn of(order: &OrderDetail, lines: Vec<LineTyped>) -> Adjustment {
    let reason = "As we said on the phone.".to_owned();
    Adjustment { version: order.head.version, lines, reason, ..Adjustment::default() }
}

async fn deed(world: &World, number: &str, how: Adjustment) -> Result<i64, AppError> {
    let (will, number) = (world.staff("will@"), number.to_owned());
    world.db.write(move |tx| adjust(tx, &will, &number, &how)).await
}

async fn refused(world: &World, number: &str, how: Adjustment) -> Problem {
    let before = order(world, number).await;
    let problem = deed(world, number, how).await.expect_err("it is refused").problem();
    let after = order(world, number).await;
    assert_eq!(before.head.total, after.head.total);
    assert_eq!(before.head.version, after.head.version, "a refusal leaves no trace");
    problem
}

/// What all customers have on order, in minor units.
async fn on_order(world: &World) -> i64 {
    let read = |view: &mut View| -> Result<_, DbError> {
        view.one::<i64>("select cast(sum(ordered_minor) as bigint) from credit", args![])
    };
    world.db.read(read).await.unwrap().unwrap()
}

async fn is_sound(world: &World) {
    let found = world.db.read(doctor::examine).await.unwrap();
    assert!(found.is_ok(), "{}", found.text());
}

in_world!(lines_go_up_and_down_at_other_prices_and_the_sums_follow, |world| {
    let number = placed(&world, "sums", &[("TEAPOT-IRON", 2), ("MUG-SAND", 24)]).await;
    let before = order(&world, &number).await;
    let (credit, mugs) = (on_order(&world).await, world.stock_of("MUG-SAND").await);
    let teapots = world.stock_of("TEAPOT-IRON").await;
    let how = Adjustment {
        requested_day: Some("2099-03-31".to_owned()),
        ..of(&before, vec![line(1, "3", "30.00"), line(2, "12", "")])
    };
    deed(&world, &number, how).await.unwrap();
    let after = order(&world, &number).await;
    assert_eq!(after.lines[0].net.minor, 9_000);
    assert_eq!(after.lines[1].net.minor * 2, before.lines[1].net.minor, "half the mugs");
    assert_eq!(after.lines[1].stages.of(Stage::Cancelled), 12);
    assert_eq!(after.lines[0].quantity.units, 3);
    let goods: i64 = after.lines.iter().map(|line| line.net.minor).sum();
    assert_eq!(
        (after.head.goods.minor, after.head.requested_day.map(|d| d.text())),
        (goods, Some("2099-03-31".to_owned()))
    );
    assert_eq!(world.stock_of("MUG-SAND").await.1, mugs.1 - 12);
    assert_eq!(world.stock_of("TEAPOT-IRON").await.1, teapots.1 + 1);
    let more = after.head.total.minor - before.head.total.minor;
    assert_eq!(on_order(&world).await, credit + more, "the credit follows the total");
    is_sound(&world).await;
    let seen =
        world.db.read(move |view: &mut View| kept::adjusted(view, &after.head)).await.unwrap();
    let pairs: Vec<_> =
        seen[0].lines.iter().map(|l| (l.quantity.0.units, l.quantity.1.units)).collect();
    assert_eq!((seen.len(), pairs), (1, vec![(2, 3), (24, 12)]));
    let mails = world.mails().len();
    world.work().await;
    let mail = world.mails().split_off(mails);
    assert_eq!(mail.len(), 1, "{mail:?}");
    assert!(
        mail[0].contains("As we said on the phone.") && mail[0].contains("/me/mails"),
        "{}",
        mail[0]
    );
    for said in ["24 =E2=86=92 12", "31 March 2099"] {
        assert!(mail[0].contains(said), "{said}: {}", mail[0]);
    }
    let mut will = world.sign_in("will@").await;
    let to = format!("/staff/orders/{number}/cancellation");
    will.get("/staff").await;
    will.post(&to, &[("cancel_reason", "All of it after all")]).await;
    is_sound(&world).await;
    assert_eq!(on_order(&world).await, credit - before.head.total.minor, "all of it is given back");
    world.work().await;
});

in_world!(of_two_people_who_adjust_at_once_the_second_is_told, |world| {
    let number = placed(&world, "race", &[("MUG-SAND", 24)]).await;
    let before = order(&world, &number).await;
    let (db, will) = (world.db.clone(), world.staff("will@"));
    let answers = race(8, move |i| {
        let (db, will, number) = (db.clone(), will.clone(), number.clone());
        let how = of(&before, vec![line(1, ["12", "18"][i % 2], "")]);
        async move { db.write(move |tx: &mut Tx| adjust(tx, &will, &number, &how)).await }
    })
    .await;
    let done = answers.iter().filter(|answer| answer.is_ok()).count();
    let told = answers.iter().filter_map(|answer| answer.as_ref().err());
    assert!(told.clone().all(|error| error.problem().code == "changed_meanwhile"), "{answers:?}");
    assert_eq!((done, told.count()), (1, 7));
    is_sound(&world).await;
    world.leave_unhandled();
});

in_world!(what_is_added_passes_the_guards_of_placing, |world| {
    let number = placed(&world, "guards", &[("LAST-20", 12), ("MUG-SAND", 12)]).await;
    let now = order(&world, &number).await;
    let short = refused(&world, &number, of(&now, vec![line(1, "21", "")])).await;
    assert_eq!(short.errors[0].field, "quantity-1");
    assert_eq!(short.errors[0].code, "insufficient_stock", "{short:?}");
    let steps = refused(&world, &number, of(&now, vec![line(2, "13", "")])).await;
    assert_eq!(steps.errors[0].code, "not_a_multiple", "{steps:?}");
    for (quantity, price, code) in
        [("x", "", "not_a_number"), ("", "-1", "not_a_number"), ("1.5", "", "too_many_decimals")]
    {
        let problem = refused(&world, &number, of(&now, vec![line(1, quantity, price)])).await;
        assert_eq!(problem.errors[0].code, code, "{quantity} {price}");
    }
    let bare = Adjustment { reason: " ".to_owned(), ..of(&now, vec![line(1, "6", "")]) };
    assert_eq!(refused(&world, &number, bare).await.errors[0].field, "adjust_reason");
    assert_eq!(refused(&world, &number, of(&now, vec![])).await.text.key, "adjust-nothing");
    let gone = of(&now, vec![line(1, "0", ""), line(2, "0", "")]);
    assert_eq!(refused(&world, &number, gone).await.text.key, "adjust-all-gone");
    let past = Adjustment { requested_day: Some("2001-01-01".to_owned()), ..of(&now, vec![]) };
    assert_eq!(refused(&world, &number, past).await.errors[0].code, "day_in_past");
    let ruth = world.staff("ruth@");
    let (how, of_it) = (of(&now, vec![line(1, "6", "")]), number.clone());
    let looks = world.db.write(move |tx: &mut Tx| adjust(tx, &ruth, &of_it, &how)).await;
    assert_eq!(looks.unwrap_err().problem().status, 403);
    deed(&world, &number, of(&now, vec![line(1, "20", "")])).await.unwrap();
    assert_eq!(world.stock_of("LAST-20").await, (20, 20));
    is_sound(&world).await;
    world.leave_unhandled();
});

in_world!(more_credit_is_checked_and_staff_may_let_it_pass_where_they_may, |world| {
    let number = placed(&world, "credit", &[("MUG-SAND", 12)]).await;
    let tight = |tx: &mut Tx| -> Result<(), DbError> {
        settings::set(tx, &credit::CHECK, &credit::CreditCheck::Refuse)?;
        let _ = tx
            .exec("update customers set credit_limit_minor = 1 where number = 'C-1001'", args![])?;
        Ok(())
    };
    world.db.write(tight).await.unwrap();
    let now = order(&world, &number).await;
    let more = |pass| Adjustment { pass_credit: pass, ..of(&now, vec![line(1, "24", "")]) };
    assert_eq!(refused(&world, &number, more(true)).await.code, "credit_exceeded");
    let may = |tx: &mut Tx| settings::set(tx, &PASS_CREDIT, &Whom::Write);
    world.db.write(may).await.unwrap();
    let problem = refused(&world, &number, more(false)).await;
    assert_eq!(problem.text.key, "adjust-credit-may-pass", "it must be said");
    deed(&world, &number, more(true)).await.unwrap();
    let now = order(&world, &number).await;
    let fewer = of(&now, vec![line(1, "12", "")]);
    deed(&world, &number, fewer).await.expect("less is never refused for credit");
    is_sound(&world).await;
    world.leave_unhandled();
});

in_world!(what_is_taken_away_goes_to_whoever_waits, |world| {
    let first = placed(&world, "first", &[("OUT-BACK", 5)]).await;
    let got = |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec("update products set when_out = 'backorder' where sku = 'LAST-20'", args![])
    };
    assert_eq!(world.db.write(got).await.unwrap(), 1);
    let holds = placed(&world, "holds", &[("LAST-20", 20)]).await;
    let waits = placed(&world, "waits", &[("LAST-20", 4)]).await;
    assert_eq!(order(&world, &waits).await.lines[0].stages.of(Stage::Backordered), 4);
    let now = order(&world, &holds).await;
    let mails = world.mails().len();
    deed(&world, &holds, of(&now, vec![line(1, "15", "")])).await.unwrap();
    assert_eq!(order(&world, &waits).await.lines[0].stages.of(Stage::Allocated), 4);
    world.work().await;
    let mails = world.mails().split_off(mails);
    let told = |number: &str, word: &str| {
        mails.iter().filter(|m| m.contains(number) && m.contains(word)).count()
    };
    assert_eq!((told(&waits, "backorder"), told(&holds, "changed")), (1, 1), "{mails:?}");
    assert_eq!(mails.len(), 2);
    is_sound(&world).await;
    let now = order(&world, &first).await;
    deed(&world, &first, of(&now, vec![line(1, "9", "")])).await.unwrap();
    assert_eq!(order(&world, &first).await.lines[0].stages.of(Stage::Backordered), 9);
    is_sound(&world).await;
    world.leave_unhandled();
});
