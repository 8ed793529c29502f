//! Staff manage logins: invitations again and revoked, closed and opened, rights, the last owner; two at once.

use super::factor::with_factor;
use super::new_mails;
use crate::access::{Staff, links, manage, second_factor};
use crate::args;
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::AppError;
use crate::testkit::in_world;
use crate::testkit::race::{overlap, race};
use crate::testkit::world::World;
use axum::http::StatusCode;

const NELL: [(&str, &str); 4] = [
    ("name", "Nell Quick"),
    ("email", "nell@larchlime.example"),
    ("customer_number", "C-1001"),
    ("role", "buyer"),
];

/// Nell, invited by Will; the id of her login.
async fn invited(world: &World) -> i64 {
    let mut will = world.sign_in("will@").await;
    will.get("/staff/logins").await;
    assert_eq!(will.post("/staff/logins", &NELL).await.status, StatusCode::SEE_OTHER);
    new_mails(world).await;
    let read = |view: &mut View| -> Result<_, DbError> {
        view.one::<i64>("select id from logins where email_key = $1", args![NELL[1].1])
    };
    world.db.read(read).await.unwrap().unwrap()
}

/// How many links of this login are good.
async fn links_of(world: &World, login_id: i64) -> i64 {
    let read = move |view: &mut View| -> Result<_, DbError> {
        let now = view.now();
        view.one::<i64>(
            "select count(*) from login_links where login_id = $1 and used_at is null and ends_at > $2",
            args![login_id, now],
        )
    };
    world.db.read(read).await.unwrap().unwrap()
}

in_world!(an_invitation_is_sent_again_or_revoked, |world| {
    let nell = invited(&world).await;
    let mut will = world.sign_in("will@").await;
    let page = will.get(&format!("/staff/logins/{nell}")).await;
    assert!(page.says("Nell Quick") && page.says("invited until"), "{}", page.text());
    let path = format!("/staff/logins/{nell}");
    for _ in 0..5 {
        let sent = will.post(&format!("{path}/invitation"), &[]).await;
        assert_eq!(sent.location(), Some(path.as_str()), "{}", sent.text());
        assert_eq!(links_of(&world, nell).await, 1, "the link before is dead");
    }
    let more = will.post(&format!("{path}/invitation"), &[]).await;
    assert!(more.status.as_u16() == 429 && more.says("five mails"), "{}", more.text());
    assert_eq!(new_mails(&world).await.len(), 5);
    assert_eq!(will.post(&format!("{path}/revocation"), &[]).await.location(), Some(path.as_str()));
    assert_eq!(links_of(&world, nell).await, 0);
    assert!(new_mails(&world).await.is_empty(), "nobody is told of a revocation");
    let again = will.post(&format!("{path}/revocation"), &[]).await;
    assert!(
        again.status == StatusCode::CONFLICT && again.says("No invitation"),
        "{}",
        again.text()
    );
    assert!(will.get("/staff/logins?state=invited").await.says("Invitation ended"));
});

in_world!(of_two_who_send_again_at_once_one_link_is_good, |world| {
    let nell = invited(&world).await;
    let (db, will) = (world.db.clone(), world.staff("will@"));
    let sent = race(4, move |i| {
        let (db, will) = (db.clone(), will.clone());
        let secret = Secret::of([u8::try_from(i).unwrap_or(0) + 7; 32]);
        async move { db.write(move |tx| manage::resend(tx, &will, nell, &secret)).await }
    })
    .await;
    assert!(sent.iter().all(Result::is_ok), "{sent:?}");
    assert_eq!(links_of(&world, nell).await, 1);
    let look = |view: &mut View| -> Result<_, DbError> {
        let mut good = 0;
        for i in 0..4 {
            good += usize::from(links::look(view, &Secret::of([i + 7; 32]))?.is_some());
        }
        Ok(good)
    };
    assert_eq!(world.db.read(look).await.unwrap(), 1);
    world.leave_unhandled();
});

type Deed = fn(&mut Tx, &Staff, i64) -> Result<(), AppError>;

/// What becomes of a deed of staff that comes while the invited person sets a password.
async fn while_accepting(world: &World, deed: Deed) -> Result<(), AppError> {
    let (nell, will) = (invited(world).await, world.staff("will@"));
    let accept =
        move |tx: &mut Tx| -> Result<(), AppError> { Ok(links::set_password(tx, nell, "a hash")?) };
    let deed = move |tx: &mut Tx| deed(tx, &will, nell);
    let (accepted, done) = overlap(&world.db, accept, deed).await;
    accepted.unwrap();
    done
}

in_world!(an_invitation_is_not_sent_again_while_it_is_accepted, |world| {
    let send: Deed = |tx, by, id| manage::resend(tx, by, id, &Secret::of([7; 32]));
    let refused = while_accepting(&world, send).await;
    assert_eq!(refused.unwrap_err().problem().code, "not_invited");
});

in_world!(an_invitation_is_not_revoked_while_it_is_accepted, |world| {
    let refused = while_accepting(&world, manage::revoke).await;
    assert_eq!(refused.unwrap_err().problem().code, "not_invited");
});

in_world!(a_closed_login_is_out_at_once_and_opens_without_its_tokens, |world| {
    let anna_id = world.login("anna@").id;
    let mut anna = world.sign_in("anna@").await;
    let mut program = world.program("anna@").await;
    let mut will = world.sign_in("will@").await;
    will.get("/staff/logins").await;
    let path = format!("/staff/logins/{anna_id}/state");
    assert_eq!(will.post(&path, &[("open", "no")]).await.status, StatusCode::SEE_OTHER);
    assert!(anna.get("/orders").await.location().is_some());
    assert_eq!(program.get("/api/v1/orders").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(will.post(&path, &[("open", "yes")]).await.status, StatusCode::SEE_OTHER);
    assert!(anna.get("/orders").await.location().is_some(), "her session stays ended");
    assert_eq!(program.get("/api/v1/orders").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(world.sign_in("anna@").await.get("/orders").await.status, StatusCode::OK);
});

/// Id of somebody's first membership.
async fn membership(world: &World, email: &str) -> i64 {
    let login_id = world.login(email).id;
    let read = move |view: &mut View| -> Result<_, DbError> {
        view.all::<i64>(
            "select id from memberships where login_id = $1 order by id limit 1",
            args![login_id],
        )
    };
    world.db.read(read).await.unwrap()[0]
}

in_world!(rights_change_at_once_and_only_owners_manage_staff, |world| {
    let anna = membership(&world, "anna@").await;
    let mut will = world.sign_in("will@").await;
    will.get("/staff/logins").await;
    let path = format!("/staff/memberships/{anna}");
    let wrong = will.post(&path, &[("role", "owner"), ("order_limit", "a lot")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text());
    let right = [("role", "viewer"), ("sees", "own"), ("order_limit", "250")];
    assert_eq!(will.post(&path, &right).await.status, StatusCode::SEE_OTHER);
    let mut client = world.sign_in("anna@").await;
    let denied = client.post("/cart/add", &[("code", "MUG-SAND"), ("quantity", "12")]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN, "she only looks now");
    let ruth = membership(&world, "ruth@").await;
    let staff = format!("/staff/memberships/{ruth}");
    assert_eq!(will.post(&staff, &[("role", "owner")]).await.status, StatusCode::FORBIDDEN);
    let olive = membership(&world, "olive@").await;
    let mut owner = world.sign_in("olive@").await;
    owner.get("/staff/logins").await;
    let own = format!("/staff/memberships/{olive}");
    for (path, fields) in [(own.clone(), [("role", "read")]), (format!("{own}/end"), [("x", "")])] {
        let kept = owner.post(&path, &fields).await;
        assert!(
            kept.status == StatusCode::CONFLICT && kept.says("need an owner"),
            "{}",
            kept.text()
        );
    }
    assert_eq!(owner.post(&staff, &[("role", "owner")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(owner.post(&own, &[("role", "read")]).await.status, StatusCode::SEE_OTHER);
});

in_world!(two_owners_cannot_remove_each_other, |world| {
    let (olive, will) = (world.staff("olive@"), world.staff("will@"));
    let made = {
        let (olive, id) = (olive.clone(), will.membership_id);
        let rights = manage::Rights { role: "owner".to_owned(), ..manage::Rights::default() };
        move |tx: &mut Tx| manage::change_rights(tx, &olive, id, &rights)
    };
    let made: Result<i64, AppError> = world.db.write(made).await;
    made.unwrap();
    let mut owner = will.clone();
    owner.role = crate::access::StaffRole::Owner;
    let end = |id: i64| {
        let by = owner.clone();
        move |tx: &mut Tx| manage::end_membership(tx, &by, id)
    };
    let (first, second) =
        overlap(&world.db, end(olive.membership_id), end(will.membership_id)).await;
    assert!(first.is_ok(), "{first:?}");
    assert_eq!(second.unwrap_err().problem().code, "last_owner");
});

in_world!(only_owners_take_a_second_factor_away_with_their_password, |world| {
    with_factor(&world, "anna@").await;
    let anna = world.login("anna@").id;
    let path = format!("/staff/logins/{anna}");
    let reset = format!("{path}/second-factor-reset");
    let mut will = world.sign_in("will@").await;
    assert!(!will.get(&path).await.says("Reset second factor"));
    assert_eq!(will.post(&reset, &[]).await.status, StatusCode::FORBIDDEN);
    let mut olive = world.sign_in("olive@").await;
    world.clock.advance(11 * 60_000);
    let page = olive.get(&path).await;
    assert!(page.says("Reset second factor") && page.says("10 recovery codes"), "{}", page.text());
    let without = olive.post(&reset, &[("current_password", "guessed-wrongly")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", without.text());
    let kept = move |view: &mut View| second_factor::is_on(view, anna);
    let kept: Result<bool, DbError> = world.db.read(kept).await;
    assert!(kept.unwrap(), "a wrong password took it away");
    let with = [("current_password", "kettle-and-spoon")];
    assert_eq!(olive.post(&reset, &with).await.location(), Some(path.as_str()));
    assert!(world.sign_in("anna@").await.get("/orders").await.status == StatusCode::OK);
    assert_eq!(olive.post(&reset, &[]).await.status, StatusCode::CONFLICT);
    world.leave_unhandled();
});

in_world!(rights_of_staff_ask_for_the_password_and_keep_what_was_chosen, |world| {
    let ruth = membership(&world, "ruth@").await;
    let path = format!("/staff/memberships/{ruth}");
    let mut olive = world.sign_in("olive@").await;
    olive.get("/staff/logins").await;
    world.clock.advance(11 * 60_000);
    let role = format!("role-{ruth}");
    let refused = olive.post(&path, &[(role.as_str(), "owner")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert!(refused.html.contains("value=\"owner\" selected"), "what was chosen stays");
    let read = move |view: &mut View| -> Result<_, DbError> {
        view.one::<String>("select role from memberships where id = $1", args![ruth])
    };
    assert_eq!(world.db.read(read).await.unwrap().unwrap(), "read");
    let password = format!("current_password-{ruth}");
    let full = [(role.as_str(), "owner"), (password.as_str(), "kettle-and-spoon")];
    assert_eq!(olive.post(&path, &full).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.db.read(read).await.unwrap().unwrap(), "owner");
});
