//! Staff's lists of activity and hand-over.

use crate::args;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::outbox;
use crate::testkit::in_world;
use crate::testkit::world::World;
use axum::http::StatusCode;

in_world!(activity_says_who_did_what_and_is_narrowed_by_person_kind_and_day, |world| {
    let anna = world.buyer("anna@");
    let write = move |tx: &mut Tx| -> Result<(), DbError> {
        let deed = Deed {
            login_id: Some(anna.login.id),
            customer_id: Some(anna.customer.id),
            verb: "signed_in",
            object: &format!("login:{}", anna.login.id),
            facts: serde_json::json!({ "way": "password", "tries": 2 }),
            free_text: None,
        };
        activity::record(tx, &deed)
    };
    world.db.write(write).await.unwrap();
    let mut olive = world.sign_in("olive@").await;
    let all = olive.get("/staff/activity").await;
    assert!(all.says("Signed in") && all.says("Anna Kay"), "{}", all.text());
    let hers = olive.get("/staff/activity?person=anna@&kind=signed_in").await;
    let rows = |page: &crate::testkit::page::Page| {
        page.html.matches("c-deed strong\" role=\"cell\"").count()
    };
    assert_eq!(rows(&hers), 1, "{}", hers.text());
    assert!(hers.html.contains("<option value=\"signed_in\" selected>Signed in</option>"));
    let nobody = olive.get("/staff/activity?person=anna@&kind=token_made").await;
    assert!(nobody.says("Nothing fits."));
    let before = olive.get("/staff/activity?to=2020-01-01").await;
    assert!(before.says("Nothing fits."));
    assert!(hers.says("Larch & Lime Cafés") && hers.says("tries 2 · way password"));
    let theirs = olive.get("/staff/activity?company=c-1001").await;
    assert_eq!(rows(&theirs), 1, "{}", theirs.text());
    let wild = olive.get("/staff/activity?person=%25").await;
    assert!(wild.says("Nothing fits."), "a percent sign is no wildcard: {}", wild.text());
    let file = olive.get("/staff/activity/export?person=anna@").await;
    assert!(file.html.contains(",Anna Kay,Signed in,"), "{}", file.html);
    assert!(olive.get("/staff/activity?kind=list_exported").await.says("List exported"));
});

/// Writes a wish as a worker would have left it, and answers its id.
async fn left(world: &World, queue: &'static str, key: &'static str, state: &'static str) -> i64 {
    let write = move |tx: &mut Tx| -> Result<i64, DbError> {
        assert!(outbox::enqueue(tx, queue, "place_order", key, "{}")?);
        let id = tx.one::<i64>(
            "update outbox set state = $2, attempts = 40, last_error = 'the ERP says no'
             where idempotency_key = $1 returning id",
            args![key, state],
        )?;
        Ok(id.expect("it was written"))
    };
    world.db.write(write).await.unwrap()
}

/// Has a worker hold the wish, as if it were being tried at this moment.
async fn hold(world: &World, id: i64) {
    let hold = move |tx: &mut Tx| -> Result<u64, DbError> {
        let until = tx.now() + 60_000;
        tx.exec("update outbox set lease_until = $2 where id = $1", args![id, until])
    };
    assert_eq!(world.db.write(hold).await, Ok(1));
}

async fn state(world: &World, id: i64) -> (String, i64) {
    let read = move |view: &mut View| {
        view.one::<(String, i64)>("select state, attempts from outbox where id = $1", args![id])
    };
    let found: Result<_, DbError> = world.db.read(read).await;
    found.unwrap().expect("it is there")
}

in_world!(what_was_given_up_is_shown_with_its_reason_and_tried_again, |world| {
    world.leave_unhandled();
    let dead = left(&world, "erp", "P-900001", "dead").await;
    let refused = left(&world, "erp", "P-900002", "refused").await;
    let mail = left(&world, "mail", "invitation:9", "dead").await;
    let held = left(&world, "erp", "P-900003", "waiting").await;
    hold(&world, held).await;
    let mut ruth = world.sign_in("ruth@").await;
    let page = ruth.get("/staff/hand-over?state=dead").await;
    assert!(page.says("P-900001") && page.says("the ERP says no"), "{}", page.text());
    assert!(!page.says("P-900002") && !page.html.contains("/try\""), "who reads tries nothing");
    let path = |id: i64| format!("/staff/hand-over/{id}/try");
    assert_eq!(ruth.post(&path(dead), &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(state(&world, dead).await, ("dead".to_owned(), 40));
    let mut will = world.sign_in("will@").await;
    assert!(will.get("/staff/hand-over").await.html.contains(&path(dead)));
    will.post(&path(dead), &[]).await;
    assert_eq!(state(&world, dead).await, ("waiting".to_owned(), 0));
    assert!(will.get("/staff/hand-over").await.says("It is tried again now."));
    for (id, was) in [(refused, "refused"), (mail, "dead"), (held, "waiting")] {
        will.post(&path(id), &[]).await;
        assert_eq!(state(&world, id).await, (was.to_owned(), 40), "it is not for another try");
    }
    assert!(will.get("/staff/activity").await.says("Hand-over tried again"));
    assert_eq!(will.post("/staff/hand-over/x/try", &[]).await.status, StatusCode::NOT_FOUND);
});
