//! The first owner: while the wholesaler has no staff, every start of a server makes a link that opens the first login
//! of an owner, once. Whoever reads the server's terminal may use it, nobody else.

use super::invite::{self, Invitation};
use super::memberships::{self, For};
use super::session::{self, NewSession};
use super::{StaffRole, deeds, links};
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::AppError;
use crate::platform::settings::{self, Setting};

/// Hashes of the links that are open, one for each start of a server, newest last.
const OPEN: Setting<String> = Setting { key: "access.first_owner_links", default: String::new };
/// Links that are kept open; the older ones end.
const OPEN_MAX: usize = 5;

/// Opens a link for the first owner; `false`: the wholesaler has staff already.
pub fn open_link(tx: &mut Tx, secret: &Secret) -> Result<bool, DbError> {
    if has_staff(tx)? {
        return Ok(false);
    }
    let known = settings::stored(tx, &OPEN)?.unwrap_or_default();
    let mut hashes: Vec<String> = known.split_whitespace().map(str::to_owned).collect();
    hashes.push(hash_of(secret));
    let old = hashes.len().saturating_sub(OPEN_MAX);
    settings::set(tx, &OPEN, &hashes[old..].join(" "))?;
    Ok(true)
}

/// Whether this link still opens the first login.
pub fn is_open(view: &mut View, secret: &Secret) -> Result<bool, DbError> {
    let known = settings::stored(view, &OPEN)?.unwrap_or_default();
    Ok(known.split_whitespace().any(|hash| hash == hash_of(secret)) && !has_staff(view)?)
}

/// Makes the first owner and signs them in; answers the cookie's seconds. `None`: the link has ended, or somebody else
/// was first.
///
/// # Errors
/// A `Problem` with the fields to blame; then the link can still be used.
pub fn make(
    tx: &mut Tx,
    secret: &Secret,
    (name, email): (&str, &str),
    password_hash: &str,
    new: &NewSession,
) -> Result<Option<i64>, AppError> {
    if !is_open(tx, secret)? {
        return Ok(None);
    }
    // The guard of "first": of all who try, one takes the links away.
    if settings::take(tx, &OPEN)?.is_none() {
        return Ok(None);
    }
    let wish = Invitation {
        email: email.to_owned(),
        name: name.to_owned(),
        username: None,
        language: "en".to_owned(),
        acts_for: For::Staff(StaffRole::Owner),
        by: None,
    };
    let login_id = invite::open_checked(tx, &wish)?;
    let membership_id = memberships::add(tx, login_id, &wish.acts_for)?.unwrap_or_default();
    links::set_password(tx, login_id, password_hash)?;
    let facts = serde_json::json!({ "membership": membership_id });
    deeds::of_login(tx, "first_owner_made", Some(login_id), login_id, facts)?;
    Ok(Some(session::begin(tx, login_id, membership_id, new)?))
}

fn has_staff(view: &mut View) -> Result<bool, DbError> {
    let count =
        view.one::<i64>("select count(*) from memberships where kind = 'staff'", args![])?;
    Ok(count.unwrap_or(0) > 0)
}

fn hash_of(secret: &Secret) -> String {
    secret.hash().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::in_world;
    use crate::testkit::race::race;
    use crate::testkit::world::World;
    use axum::http::StatusCode;

    /// As in a place where nobody is yet.
    async fn nobody_yet(world: &World) {
        let clear = |tx: &mut Tx| -> Result<(), DbError> {
            tx.exec("delete from api_tokens", args![])?;
            tx.exec("delete from sessions", args![])?;
            tx.exec("delete from memberships where kind = 'staff'", args![])?;
            Ok(())
        };
        world.db.write(clear).await.unwrap();
    }

    async fn opened(world: &World, bytes: u8) -> (Secret, bool) {
        let secret = Secret::of([bytes; 32]);
        let kept = secret.clone();
        (secret, world.db.write(move |tx| open_link(tx, &kept)).await.unwrap())
    }

    fn form(email: &'static str) -> [(&'static str, &'static str); 4] {
        [
            ("name", "First Owner"),
            ("email", email),
            ("password", "quite long enough"),
            ("password_again", "quite long enough"),
        ]
    }

    in_world!(the_printed_link_makes_one_owner_and_signs_in, |world| {
        assert!(!opened(&world, 1).await.1, "there is staff already");
        nobody_yet(&world).await;
        let (first, made) = opened(&world, 2).await;
        let (second, _) = opened(&world, 3).await;
        assert!(made, "two servers have started");
        let (path, other) =
            (format!("/first-owner/{}", first.text()), format!("/first-owner/{}", second.text()));
        let mut client = world.anybody();
        assert_eq!(client.get("/first-owner/guess").await.status, StatusCode::GONE);
        let page = client.get(&path).await;
        assert!(page.status == StatusCode::OK && page.text().contains("owner"), "{}", page.text());
        let mut short = form("first@hartwellpike.example");
        short[2].1 = "short";
        let refused = client.post(&path, &short).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("first@hartwellpike.example"), "what was typed is kept");
        let refused = client.post(&path, &form("no address")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = client.post(&path, &form("first@hartwellpike.example")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        assert_eq!(
            client.get("/staff/settings").await.status,
            StatusCode::OK,
            "signed in as owner"
        );
        for used in [&path, &other] {
            assert_eq!(world.anybody().get(used).await.status, StatusCode::GONE);
        }
        assert!(!opened(&world, 4).await.1, "no start makes another link");
    });

    in_world!(of_many_at_once_one_becomes_the_first_owner, |world| {
        nobody_yet(&world).await;
        let (one, _) = opened(&world, 5).await;
        let (two, _) = opened(&world, 6).await;
        let made = race(20, |number| {
            let (db, secret) =
                (world.db.clone(), if number % 2 == 0 { &one } else { &two }.clone());
            async move {
                let email = format!("owner{number}@hartwellpike.example");
                let new = NewSession {
                    secret: Secret::of([number as u8; 32]),
                    csrf: Secret::of([7; 32]),
                    user_agent: None,
                };
                let make = move |tx: &mut Tx| make(tx, &secret, ("One", &email), "hash", &new);
                db.write(make).await.ok().flatten().is_some()
            }
        })
        .await;
        assert_eq!(made.into_iter().filter(|one| *one).count(), 1);
        let count = |view: &mut View| {
            view.one::<i64>("select count(*) from memberships where kind = 'staff'", args![])
        };
        assert_eq!(world.db.read(count).await, Ok(Some(1)));
    });
}
