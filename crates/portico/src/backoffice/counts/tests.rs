//! A count is looked at before it is booked, books exactly that, and says whose reserved goods are not there.

use super::book::book;
use super::open::{enter, open};
use super::store;
use crate::backoffice::entered::{look, read, sums};
use crate::doctor;
use crate::platform::db::Tx;
use crate::platform::problem::AppError;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use axum::http::StatusCode;

async fn is_sound(world: &World) {
    let found = world.db.read(doctor::examine).await.unwrap();
    assert!(found.is_ok(), "{}", found.text());
}

in_world!(what_is_counted_is_looked_at_and_then_booked, |world| {
    // 48 MUG-SLATE are reserved for P-100002, which waits for 24 more.
    let (slate, sand) = (world.stock_of("MUG-SLATE").await, world.stock_of("MUG-SAND").await);
    let mut will = world.sign_in("will@").await;
    will.get("/staff/counts/new").await;
    let none =
        will.post("/staff/counts", &[("q", "no such thing at all"), ("label", "Mugs")]).await;
    assert!(none.status == 422 && none.html.contains("Mugs"), "{}", none.text());
    let made = will.post("/staff/counts", &[("location", "main"), ("label", "Mugs")]).await;
    assert_eq!(made.location(), Some("/staff/counts/SC-1"), "{}", made.text());
    let count = "/staff/counts/SC-1";
    will.get(count).await;
    let wrong = will.post(count, &[("lines", "MUG-SLATE;x\nMUG-SAND")]).await;
    assert!(wrong.status == 422 && wrong.says("One line cannot be counted"), "{}", wrong.text());
    let mugs = (sand.0 + 2).to_string();
    let lines = format!("30*MUG-SLATE\nmug-slate;10\nMUG-SAND;{mugs}");
    assert_eq!(will.post(count, &[("lines", &lines)]).await.status, StatusCode::SEE_OTHER);
    let page = will.get(count).await;
    assert!(page.says("+2") && page.says("40"), "{}", page.text());
    assert_eq!(world.stock_of("MUG-SLATE").await, slate, "nothing is changed before it is booked");
    let seen = page.hidden("seen").unwrap();
    will.post(count, &[("lines", "MUG-SLATE;41"), ("instead", "yes")]).await;
    let booking = format!("{count}/booking");
    let changed = will.post(&booking, &[("seen", &seen)]).await;
    assert!(
        changed.status == StatusCode::CONFLICT && changed.says("Something changed"),
        "{}",
        changed.text()
    );
    let seen = will.get(count).await.hidden("seen").unwrap();
    let booked = will.post(&booking, &[("seen", &seen)]).await;
    assert_eq!(booked.location(), Some(count), "{}", booked.text());
    assert_eq!(
        world.stock_of("MUG-SLATE").await,
        (41, 41),
        "seven are missing to what is reserved"
    );
    assert_eq!(world.stock_of("MUG-SAND").await.0, sand.0 + 2);
    let page = will.get(count).await;
    assert!(page.says("P-100002") && page.says("\u{2212}7"), "{}", page.text());
    is_sound(&world).await;
    assert_eq!(will.post(&booking, &[("seen", &seen)]).await.status, StatusCode::CONFLICT);
});

in_world!(a_count_is_booked_once, |world| {
    let will = world.staff("will@");
    let ids = [world.product("MUG-SAND")];
    let deed = move |tx: &mut Tx| -> Result<String, AppError> {
        let number = open(tx, &will, ("main", ""), &ids)?;
        let looked = look(tx, &will, read("MUG-SAND;500"), 0)?;
        enter(tx, &will, &number, (&sums(&looked).unwrap(), false))?;
        Ok(store::shown(&store::get(tx, &will, &number)?.unwrap()))
    };
    let seen = world.db.write(deed).await.unwrap();
    let (db, will) = (world.db.clone(), world.staff("will@"));
    let answers = race(20, move |_| {
        let (db, will, seen) = (db.clone(), will.clone(), seen.clone());
        async move { db.write(move |tx| book(tx, &will, "SC-1", &seen)).await }
    })
    .await;
    let done = answers.iter().filter(|answer| answer.is_ok()).count();
    let late = answers.iter().filter_map(|answer| answer.as_ref().err());
    assert!(late.clone().all(|error| error.problem().status == 409), "{answers:?}");
    assert_eq!((done, late.count()), (1, 19));
    assert_eq!(world.stock_of("MUG-SAND").await.0, 500);
    is_sound(&world).await;
});
