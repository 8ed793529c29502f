//! Two people, or a person and a program, at the same note or order at once.

use super::pick::{self, Scanned, Typed};
use super::release::{Wanted, release};
use super::{dispatch, pack};
use crate::args;
use crate::doctor;
use crate::orders::shipping::ship::NewParcel;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::AppError;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;

async fn is_sound(world: &World) {
    let found = world.db.read(doctor::examine).await.unwrap();
    assert!(found.is_ok(), "{}", found.text());
}

/// Everything reserved of an order on a note; its number.
async fn released(world: &World, order: &'static str) -> String {
    let will = world.staff("will@");
    let deed = move |tx: &mut Tx| release(tx, &will, &[(order.to_owned(), Wanted::All)]);
    let mut answers = world.db.write(deed).await.unwrap();
    answers.remove(0).note.unwrap()
}

async fn picked(world: &World) -> (i64, i64) {
    let read = |view: &mut View| -> Result<_, DbError> {
        view.one::<(i64, i64)>(
            "select cast(sum(g.picked) as bigint),
                 (select cast(sum(s.quantity) as bigint) from goods_out_scans s where not s.undone)
             from goods_out_lines g",
            args![],
        )
    };
    world.db.read(read).await.unwrap().unwrap()
}

in_world!(of_two_people_at_one_line_the_second_is_told, |world| {
    let note = released(&world, "P-100012").await;
    let (db, staff) = (world.db.clone(), [world.staff("will@"), world.staff("olive@")]);
    let answers = race(20, move |i| {
        let (db, who, note) = (db.clone(), staff[i % 2].clone(), note.clone());
        let typed = Typed { code: "MUG-SAND".to_owned(), form: format!("form-{i}") };
        async move { db.write(move |tx| pick::scan(tx, &who, &note, &typed)).await.unwrap() }
    })
    .await;
    let counted = answers.iter().filter(|a| matches!(a, Scanned::Counted { .. })).count();
    let told = answers.iter().filter(|a| matches!(a, Scanned::TooMany { by: Some(_), .. })).count();
    assert_eq!((counted, told), (12, 8), "{answers:?}");
    assert_eq!(picked(&world).await, (12, 12));
});

in_world!(nothing_is_taken_back_from_a_note_that_is_being_closed, |world| {
    let note = released(&world, "P-100012").await;
    let (will, of) = (world.staff("will@"), note.clone());
    world.db.write(move |tx| pick::all(tx, &will, &of, "all")).await.unwrap();
    let (db, will) = (world.db.clone(), world.staff("will@"));
    let answers = race(20, move |i| {
        let (db, who, note) = (db.clone(), will.clone(), note.clone());
        async move {
            db.write(move |tx| -> Result<bool, AppError> {
                if i % 2 == 0 {
                    pack::close(tx, &who, &note)?;
                    return Ok(true);
                }
                let typed = Typed { code: "/".to_owned(), form: String::new() };
                Ok(!matches!(pick::scan(tx, &who, &note, &typed)?, Scanned::Undone { .. }))
            })
            .await
        }
    })
    .await;
    let state = |view: &mut View| -> Result<_, DbError> {
        view.one::<(String, i64)>(
            "select n.state, (select cast(sum(g.picked) as bigint) from goods_out_lines g)
             from goods_out_notes n",
            args![],
        )
    };
    let (state, picked) = world.db.read(state).await.unwrap().unwrap();
    assert!(
        (state == "packed" && picked == 12) || (state == "open" && picked == 0),
        "{state} {picked} {answers:?}"
    );
});

in_world!(an_order_is_released_once, |world| {
    let (db, will) = (world.db.clone(), world.staff("will@"));
    let answers = race(20, move |_| {
        let (db, who) = (db.clone(), will.clone());
        async move {
            db.write(move |tx| release(tx, &who, &[("P-100003".to_owned(), Wanted::All)])).await
        }
    })
    .await;
    let answers: Vec<_> = answers.into_iter().flat_map(|answer| answer.unwrap()).collect();
    assert_eq!(answers.len(), 20);
    let made = answers.iter().filter(|answer| answer.note.is_ok()).count();
    let late = answers.iter().filter_map(|answer| answer.note.as_ref().err());
    assert!(late.clone().all(|problem| problem.code == "nothing_allocated"), "{answers:?}");
    assert_eq!((made, late.count()), (1, 19));
    is_sound(&world).await;
});

in_world!(a_note_leaves_once, |world| {
    let note = released(&world, "P-100012").await;
    let (will, of) = (world.staff("will@"), note.clone());
    let ready = move |tx: &mut Tx| {
        pick::all(tx, &will, &of, "all")?;
        pack::close(tx, &will, &of)
    };
    world.db.write(ready).await.unwrap();
    let before = world.stock_of("MUG-SAND").await;
    let (db, will) = (world.db.clone(), world.staff("will@"));
    let answers = race(20, move |_| {
        let (db, who, note) = (db.clone(), will.clone(), note.clone());
        async move {
            db.write(move |tx| dispatch::of_note(tx, &who, &note, &[NewParcel::default()])).await
        }
    })
    .await;
    let left = answers.iter().filter(|answer| answer.is_ok()).count();
    let late = answers.iter().filter_map(|answer| answer.as_ref().err());
    assert!(late.clone().all(|error| error.problem().code == "note_not_open"), "{answers:?}");
    assert_eq!((left, late.count()), (1, 19));
    assert_eq!(world.stock_of("MUG-SAND").await, (before.0 - 12, before.1 - 12));
    is_sound(&world).await;
    world.work().await;
});
