//! What is recorded of access: each deed once, with ids only.

use crate::access::bearer::revoke_token;
use crate::access::invite::{Invitation, invite};
use crate::access::links::set_password_by_link;
use crate::access::memberships::For;
use crate::access::session::NewSession;
use crate::access::{CustomerRole, Scope};
use crate::args;
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::AppError;
use crate::testkit::in_world;
use crate::testkit::world::World;

async fn deeds(world: &World) -> Vec<(String, String, Option<i64>, String)> {
    let read = |view: &mut View| {
        view.all::<(String, String, Option<i64>, String)>(
            "select verb, object, login_id, facts from activity order by id limit 100",
            args![],
        )
    };
    let all: Result<_, DbError> = world.db.read(read).await;
    all.unwrap()
}

in_world!(invitations_passwords_tokens_and_sign_ins_are_recorded, |world| {
    let (anna, mona) = (world.login("anna@").id, world.login("mona@").id);
    let customer_id = world.buyer("anna@").customer.id;
    let invited = move |tx: &mut Tx| -> Result<i64, AppError> {
        let wish = Invitation {
            email: "nell@larchlime.example".to_owned(),
            name: "Nell Quick".to_owned(),
            username: None,
            language: "en".to_owned(),
            acts_for: For::Customer(customer_id, CustomerRole::Buyer),
            by: Some(mona),
        };
        let nell = invite(tx, &wish, &Secret::of([7; 32]))?.login_id;
        let (secret, csrf) = (Secret::of([8; 32]), Secret::of([9; 32]));
        let session = NewSession { secret, csrf, user_agent: None };
        for is_first in [true, false] {
            let set = set_password_by_link(tx, &Secret::of([7; 32]), "hash", &session)?;
            assert_eq!(set.is_ok(), is_first, "a used link does nothing");
        }
        Ok(nell)
    };
    let nell = world.db.write(invited).await.unwrap();
    let (_, token) = world.program_with_token("anna@", &[Scope::Read]).await;
    for is_first in [true, false] {
        let done: Result<bool, DbError> = world.db.write(move |tx| revoke_token(tx, token)).await;
        assert_eq!(done, Ok(is_first));
    }
    let mut client = world.anybody();
    client.get("/sign-in").await;
    let right = [("name", "anna@larchlime.example"), ("password", "kettle-and-spoon")];
    client.post("/sign-in", &right).await;
    for name in ["anna@larchlime.example", "nobody@larchlime.example"] {
        for _ in 0..6 {
            client = world.anybody();
            client.get("/sign-in").await;
            client.post("/sign-in", &[("name", name), ("password", "wrong password")]).await;
        }
    }
    let recorded = deeds(&world).await;
    let short: Vec<(&str, &str, Option<i64>)> = recorded
        .iter()
        .map(|(verb, object, by, _)| (verb.as_str(), object.as_str(), *by))
        .collect();
    let (of_nell, of_anna) = (format!("login:{nell}"), format!("login:{anna}"));
    let of_token = format!("token:{token}");
    let expected = [
        ("login_invited", of_nell.as_str(), Some(mona)),
        ("password_set", &of_nell, Some(nell)),
        ("signed_in", &of_nell, Some(nell)),
        ("token_made", &of_token, None),
        ("token_revoked", &of_token, None),
        ("signed_in", &of_anna, Some(anna)),
        ("sign_in_blocked", &of_anna, None),
        ("sign_in_blocked", "login:unknown", None),
    ];
    assert_eq!(short, expected);
    for (.., facts) in &recorded {
        assert!(!facts.contains('@') && !facts.contains("Nell"), "ids only: {facts}");
    }
    world.leave_unhandled();
});
