//! What may be set beside what, and that nobody replaces a price they did not see.

use super::*;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;

fn amount(price: i64, until: Option<&str>) -> Amount {
    Amount { price, per: 1, until: until.map(str::to_owned) }
}

fn stored(from: &str, until: Option<&str>) -> Stored {
    let amount = amount(10_000, until);
    Stored { from_quantity: 1, from: from.to_owned(), amount, includes_vat: false }
}

fn wish(from: &str, until: &str) -> Wish {
    Wish {
        product_id: 1,
        from_quantity: 1,
        valid_from: Day::parse(from),
        valid_until: Day::parse(until),
        price: UnitPrice::new(20_000, 1, Currency::GBP),
        ends_earlier: false,
        seen: None,
    }
}

in_world!(prices_of_one_quantity_never_meet_on_a_day, |world| {
    let (will, ruth) = (world.staff("will@"), world.staff("ruth@"));
    let told = |kept: &[&Stored], wish: &Wish| {
        let kept: Vec<Stored> = kept.iter().map(|price| (*price).clone()).collect();
        let answer = check(&will, &kept, wish, Currency::GBP);
        answer.map(|ends| ends.iter().map(|price| price.from.clone()).collect::<Vec<_>>())
    };
    let price = UnitPrice::new(10_000, 1, Currency::GBP);
    let overlaps = |other: &Stored| Err(Refusal::Overlaps(price, other.clone()));
    let (always, spring) = (stored("", None), stored("2026-03-01", Some("2026-05-31")));
    let summer = wish("2026-06-01", "2026-08-31");

    assert_eq!(check(&ruth, &[], &summer, Currency::GBP), Err(Refusal::NotAllowed));
    assert_eq!(told(&[], &summer), Ok(vec![]));
    assert_eq!(told(&[&spring], &summer), Ok(vec![]));
    assert_eq!(told(&[&spring], &wish("2026-05-31", "")), overlaps(&spring));
    assert_eq!(told(&[&spring], &wish("", "2026-03-01")), overlaps(&spring));
    assert_eq!(told(&[&spring], &wish("", "2026-02-28")), Ok(vec![]));
    assert_eq!(told(&[&always], &summer), overlaps(&always));
    assert_eq!(told(&[], &wish("2026-06-01", "2026-05-31")), Err(Refusal::EndsBeforeItBegins));
    assert_eq!(told(&[&always], &wish("", "")), Err(Refusal::Begins(price)));

    let ending = |wish: Wish| Wish { ends_earlier: true, ..wish };
    assert_eq!(told(&[&always], &ending(summer.clone())), Ok(vec![String::new()]));
    let before = ending(wish("2026-02-01", ""));
    assert_eq!(told(&[&always, &spring], &before), overlaps(&spring), "a later one stays");

    let seen =
        |from: &str, until: &str, seen: Amount| Wish { seen: Some(seen), ..wish(from, until) };
    let same = seen("2026-03-01", "2026-05-31", spring.amount.clone());
    assert_eq!(told(&[&always, &spring], &same), Ok(vec![]), "its days were there before");
    let longer = seen("2026-03-01", "2026-06-01", spring.amount.clone());
    assert_eq!(told(&[&always, &spring], &longer), overlaps(&always));
    let other = seen("2026-03-01", "2026-05-31", amount(9_999, Some("2026-05-31")));
    assert_eq!(told(&[&spring], &other), Err(Refusal::Changed));
    assert_eq!(told(&[], &same), Err(Refusal::Changed), "it was taken away");
});

const TRADE: Whose = Whose { of: Of::List(1), currency: Currency::GBP };

/// The prices of a product in the trade list: first day, last day, ten-thousandths.
async fn kept(world: &World, product_id: i64) -> Vec<(String, Option<String>, i64)> {
    let staff = world.staff("will@");
    let read = move |view: &mut View| of_product(view, &staff, TRADE, product_id);
    let rows = world.db.read(read).await.expect("they are read");
    rows.into_iter().map(|row| (row.from, row.amount.until, row.amount.price)).collect()
}

async fn changes(world: &World, product_id: i64) -> i64 {
    let read = move |view: &mut View| -> Result<Option<i64>, DbError> {
        view.one("select count(*) from price_changes where product_id = $1", args![product_id])
    };
    world.db.read(read).await.expect("it is counted").unwrap_or(0)
}

async fn set_once(world: &World, wish: Wish) -> Result<(), AppError> {
    let staff = world.staff("will@");
    world.db.write(move |tx: &mut Tx| set(tx, &staff, TRADE, &wish)).await
}

in_world!(a_price_is_set_changed_and_ended_with_its_history, |world| {
    let id = world.add_product(crate::testkit::builders::product("SET-1"), 1).await;
    let new = |from: &str, until: &str| Wish { product_id: id, ..wish(from, until) };
    set_once(&world, new("", "")).await.expect("it is set");
    let later = Wish { ends_earlier: true, ..new("2099-01-01", "") };
    set_once(&world, later).await.expect("the earlier one ends");
    let until = Some("2098-12-31".to_owned());
    let expected = vec![(String::new(), until, 20_000), ("2099-01-01".to_owned(), None, 20_000)];
    assert_eq!(kept(&world, id).await, expected);
    assert_eq!(changes(&world, id).await, 3);

    let staff = world.staff("will@");
    let (seen, begun) = (amount(20_000, None), amount(20_000, Some("2098-12-31")));
    let today = Day::parse("2026-06-15").expect("a day");
    let end = |from: &'static str, seen: Amount| {
        let staff = staff.clone();
        move |tx: &mut Tx| end(tx, &staff, TRADE, (id, 1, from), (&seen, today))
    };
    let wrong: Result<(), AppError> = world.db.write(end("2099-01-01", begun.clone())).await;
    assert!(wrong.is_err(), "it is not as it was seen");
    world.db.write(end("2099-01-01", seen)).await.expect("it is taken away");
    world.db.write(end("", begun.clone())).await.expect("it is ended");
    let ended = Some("2026-06-14".to_owned());
    assert_eq!(kept(&world, id).await, vec![(String::new(), ended.clone(), 20_000)]);
    let over = Amount { until: ended, ..begun };
    let again: Result<(), AppError> = world.db.write(end("", over)).await;
    assert!(again.is_err(), "it is over already");
    assert_eq!(changes(&world, id).await, 5);
});

in_world!(of_twenty_who_set_meeting_prices_one_does, |world| {
    let id = world.add_product(crate::testkit::builders::product("RACE-1"), 1).await;
    let staff = world.staff("will@");
    let set = race(20, |i| {
        let (db, staff) = (world.db.clone(), staff.clone());
        let first =
            Day::parse("2090-01-01").map(|day| day.plus_days(i32::try_from(i).unwrap_or(0)));
        let wish = Wish { product_id: id, valid_from: first, ..wish("", "") };
        async move { db.write(move |tx: &mut Tx| set(tx, &staff, TRADE, &wish)).await.is_ok() }
    })
    .await;
    assert_eq!(set.iter().filter(|set| **set).count(), 1, "{set:?}");
    assert_eq!(kept(&world, id).await.len(), 1);
});

in_world!(of_twenty_who_change_the_same_price_one_does, |world| {
    let id = world.add_product(crate::testkit::builders::product("RACE-2"), 1).await;
    set_once(&world, Wish { product_id: id, ..wish("", "") }).await.expect("it is set");
    let staff = world.staff("will@");
    let changed = race(20, |i| {
        let (db, staff) = (world.db.clone(), staff.clone());
        let price = UnitPrice::new(30_000 + i64::try_from(i).unwrap_or(0), 1, Currency::GBP);
        let seen = Some(amount(20_000, None));
        let wish = Wish { product_id: id, price, seen, ..wish("", "") };
        async move { db.write(move |tx: &mut Tx| set(tx, &staff, TRADE, &wish)).await.is_ok() }
    })
    .await;
    assert_eq!(changed.iter().filter(|changed| **changed).count(), 1, "{changed:?}");
    assert_eq!(changes(&world, id).await, 2, "one was set, one was changed");
});

in_world!(a_list_that_an_erp_owns_is_changed_there, |world| {
    let id = world.add_product(crate::testkit::builders::product("ERP-1"), 1).await;
    let owned = |tx: &mut Tx| {
        tx.exec(
            "update price_lists set erp_ref = 'L-1' where id = 1",
            &[] as &[crate::platform::db::Val<'_>],
        )
    };
    assert_eq!(world.db.write(owned).await.expect("it is owned"), 1);
    let refused = set_once(&world, Wish { product_id: id, ..wish("", "") }).await;
    let Err(AppError::Refused(problem)) = refused else { panic!("it was set") };
    assert_eq!(problem.code, "owned_elsewhere");
});
