//! A manager's colleagues: nobody gives more than they have, nobody leaves the company without a manager.

use crate::access::colleagues::{self, NewColleague};
use crate::access::manage::Rights;
use crate::access::{Buyer, Sees};
use crate::args;
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::AppError;
use crate::testkit::race::overlap;
use crate::testkit::world::{World, in_world};
use portico_types::{Currency, Money};

fn rights(role: &str, sees: &str, limit: &str) -> Rights {
    Rights { role: role.to_owned(), sees: sees.to_owned(), order_limit: limit.to_owned() }
}

async fn membership(world: &World, email: &str) -> i64 {
    world.buyer(email).membership_id
}

async fn run<T: Send + 'static>(
    world: &World,
    manager: Buyer,
    deed: impl Fn(&mut Tx, &Buyer) -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    world.db.write(move |tx: &mut Tx| deed(tx, &manager)).await
}

fn said(error: AppError) -> (u16, Vec<String>) {
    let problem = error.problem();
    (problem.status, problem.errors.iter().map(|e| e.field.clone()).collect())
}

in_world!(a_manager_lets_in_changes_and_takes_out, |world| {
    let mut mona = world.sign_in("mona@").await;
    let new = [
        ("name", "Nell Fox"),
        ("email", "nell@larchlime.example"),
        ("role", "buyer"),
        ("sees", "own"),
        ("order_limit", "300"),
    ];
    let page = mona.post("/colleagues", &new).await;
    assert_eq!(page.status, 303, "{}", page.text());
    world.work().await;
    assert!(world.mails().iter().any(|mail| mail.contains("nell@larchlime.example")));
    let read = |view: &mut View| {
        view.one::<(i64, String, String, i64)>(
            "select m.id, m.role, m.sees, m.order_limit_minor from memberships m
             join logins l on l.id = m.login_id where l.email = 'nell@larchlime.example'",
            args![],
        )
    };
    let (id, role, sees, limit) = world.db.read(read).await.unwrap().unwrap();
    assert_eq!((role.as_str(), sees.as_str(), limit), ("buyer", "own", 30_000));
    let (role, sees, limit) =
        (format!("role-{id}"), format!("sees-{id}"), format!("order_limit-{id}"));
    let change = [(role.as_str(), "approver"), (sees.as_str(), "all"), (limit.as_str(), "")];
    let page = mona.post(&format!("/colleagues/{id}"), &change).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let page = mona.post("/colleagues", &[("name", ""), ("email", "x"), ("role", "king")]).await;
    assert_eq!(page.status, 422);
    let page = mona.post(&format!("/colleagues/{id}/end"), &[]).await;
    assert_eq!(page.status, 303);
    assert!(!mona.get("/colleagues").await.says("Nell Fox"));
});

in_world!(nobody_gives_more_than_they_have_nor_touches_another_company, |world| {
    let mona = world.buyer("mona@");
    let small = Buyer {
        sees: Sees::Own,
        order_limit: Some(Money::new(10_000, Currency::GBP)),
        ..mona.clone()
    };
    let anna = membership(&world, "anna@").await;
    for (typed, field) in [
        (rights("buyer", "all", "100"), "sees"),
        (rights("buyer", "own", ""), "order_limit"),
        (rights("buyer", "own", "100.01"), "order_limit"),
        (rights("owner", "own", "100"), "role"),
        (rights("buyer", "own", "-1"), "order_limit"),
    ] {
        let wished = typed.clone();
        let change =
            run(&world, small.clone(), move |tx, b| colleagues::change(tx, b, anna, &wished));
        let (status, fields) = said(change.await.unwrap_err());
        assert_eq!(status, 422, "{typed:?}");
        assert!(fields.contains(&field.to_owned()), "{typed:?}: {fields:?}");
        let new = NewColleague { name: "N".into(), email: "n@x.example".into(), rights: typed };
        let secret = Secret::of([7; 32]);
        let let_in =
            run(&world, small.clone(), move |tx, b| colleagues::let_in(tx, b, &new, &secret));
        assert_eq!(said(let_in.await.unwrap_err()).0, 422);
    }
    let theirs = membership(&world, "bella@").await;
    let all = rights("manager", "all", "");
    let change = run(&world, mona.clone(), move |tx, b| colleagues::change(tx, b, theirs, &all));
    assert_eq!(said(change.await.unwrap_err()).0, 404);
    let out = run(&world, mona.clone(), move |tx, b| colleagues::take_out(tx, b, theirs));
    assert_eq!(said(out.await.unwrap_err()).0, 404);
    let own = mona.membership_id;
    let out = run(&world, mona.clone(), move |tx, b| colleagues::take_out(tx, b, own));
    assert_eq!(said(out.await.unwrap_err()).0, 409, "the company would have no manager");
    let buyer = rights("buyer", "all", "");
    let change = run(&world, mona, move |tx, b| colleagues::change(tx, b, own, &buyer));
    assert_eq!(said(change.await.unwrap_err()).0, 409);
    let arthur =
        run(&world, world.buyer("arthur@"), move |tx, b| colleagues::take_out(tx, b, anna));
    assert_eq!(said(arthur.await.unwrap_err()).0, 403);
});

in_world!(two_managers_who_take_each_other_out_at_once_leave_one, |world| {
    let both = |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec("update memberships set role = 'manager' where role = 'approver'", args![])
    };
    world.db.write(both).await.unwrap();
    let (mona, arthur) = (world.buyer("mona@"), world.buyer("arthur@"));
    let arthur = Buyer { role: mona.role, ..arthur };
    let (first, second) = (mona.membership_id, arthur.membership_id);
    let (one, other) = overlap(
        &world.db,
        move |tx: &mut Tx| colleagues::take_out(tx, &mona, second),
        move |tx: &mut Tx| colleagues::take_out(tx, &arthur, first),
    )
    .await;
    one.unwrap();
    assert_eq!(said(other.unwrap_err()).0, 403, "who was taken out takes nobody out");
});
