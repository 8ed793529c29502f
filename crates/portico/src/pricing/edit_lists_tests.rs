//! Making, changing and copying price lists.

use super::*;
use crate::platform::db::View;
use crate::pricing::price_lists;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;

fn typed(code: &str, name: &str) -> Typed {
    let currency = "gbp".to_owned();
    Typed { code: code.to_owned(), name: name.to_owned(), currency, ..Typed::default() }
}

async fn list(world: &World, code: &'static str) -> PriceList {
    let staff = world.staff("will@");
    let read = move |view: &mut View| price_lists::get(view, &staff, code);
    world.db.read(read).await.expect("it is read").expect("it is there")
}

#[test]
fn every_field_that_is_wrong_is_said() {
    let said = |typed: &Typed, is_new| -> Vec<String> {
        faults(typed, is_new).into_iter().map(|fault| fault.field).collect()
    };
    assert_eq!(said(&typed("A", "A"), true), Vec::<String>::new());
    assert_eq!(said(&Typed::default(), true), ["code", "name", "currency"]);
    assert_eq!(said(&Typed::default(), false), ["name"]);
    assert_eq!(said(&typed("export", "A"), true), ["code"]);
    let days = |from: &str, until: &str| Typed {
        valid_from: from.to_owned(),
        valid_until: until.to_owned(),
        ..typed("A", "A")
    };
    assert_eq!(said(&days("soon", ""), true), ["valid_from"]);
    assert_eq!(said(&days("", "2026-02-30"), true), ["valid_until"]);
    assert_eq!(said(&days("2026-02-02", "2026-02-01"), false), ["valid_until"]);
    assert_eq!(said(&days("2026-02-02", "2026-02-02"), false), Vec::<String>::new());
}

in_world!(a_list_is_made_once_changed_and_copied, |world| {
    let (will, ruth) = (world.staff("will@"), world.staff("ruth@"));
    let by = ruth.clone();
    let refused: Result<i64, AppError> =
        world.db.write(move |tx: &mut Tx| create(tx, &by, &typed("R", "R"))).await;
    assert!(matches!(refused, Err(AppError::Refused(problem)) if problem.status == 403));
    let by = will.clone();
    let make = move |tx: &mut Tx| create(tx, &by, &typed("Summer", "Summer prices"));
    let _ = world.db.write(make.clone()).await.expect("it is made");
    let Err(AppError::Refused(problem)) = world.db.write(make).await else { panic!("made twice") };
    assert_eq!(problem.errors[0].code, "taken");
    let made = list(&world, "SUMMER").await;
    assert_eq!((made.name.as_str(), made.currency), ("Summer prices", Currency::GBP));

    let trade = list(&world, "TRADE").await;
    let by = will.clone();
    let from = trade.clone();
    let copied = world.db.write(move |tx: &mut Tx| copy(tx, &by, &from, ("T2", "Trade 2"))).await;
    let copied = copied.expect("it is copied");
    let t2 = list(&world, "T2").await;
    let staff = will.clone();
    let counted = move |view: &mut View| price_lists::count(view, &staff, &t2);
    let (prices, customers, _) = world.db.read(counted).await.expect("they are counted");
    assert_eq!((u64::try_from(prices), customers), (Ok(copied), 0));
    assert!(copied > 0, "the trade list has prices");
});

in_world!(of_twenty_who_change_a_list_as_they_saw_it_one_does, |world| {
    let (staff, trade) = (world.staff("will@"), list(&world, "TRADE").await);
    let changed = race(20, |i| {
        let (db, staff, trade) = (world.db.clone(), staff.clone(), trade.clone());
        async move {
            let (seen, name) = (Typed::of(&trade), format!("Trade {i}"));
            let typed = Typed { name, ..seen.clone() };
            let change = move |tx: &mut Tx| change(tx, &staff, &trade, (&seen, &typed));
            let done: Result<(), AppError> = db.write(change).await;
            done.is_ok()
        }
    })
    .await;
    assert_eq!(changed.iter().filter(|changed| **changed).count(), 1, "{changed:?}");
});
