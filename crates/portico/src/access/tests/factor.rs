//! The second factor end to end: set up, asked for, once, slowed down, lost.

use super::new_mails;
use crate::access::second_factor::{self, code_at};
use crate::access::session;
use crate::args;
use crate::platform::db::{Db, DbError, Tx, View};
use crate::platform::settings;
use crate::testkit::client::Client;
use crate::testkit::in_world;
use crate::testkit::page::Page;
use crate::testkit::race::race;
use crate::testkit::world::World;
use axum::http::StatusCode;

const STEP: i64 = 30_000;

/// Gives a login a second factor; its secret and recovery codes.
pub(super) async fn with_factor(world: &World, email: &str) -> (Vec<u8>, Vec<String>) {
    let (login_id, now) = (world.login(email).id, world.clock.now_ms());
    let set = move |tx: &mut Tx| -> Result<(Vec<u8>, Vec<String>), DbError> {
        let secret = second_factor::prepare(tx, login_id)?;
        let codes = second_factor::confirm(tx, login_id, 0, &code_at(&secret, now))?;
        Ok((secret, codes.unwrap()))
    };
    world.db.write(set).await.unwrap()
}

/// Signs in by password; the page that asks for the code.
async fn at_the_code(world: &World, name: &str) -> (Client, Page) {
    let mut client = world.anybody();
    client.get("/sign-in").await;
    let page = client.post("/sign-in", &[("name", name), ("password", "kettle-and-spoon")]).await;
    (client, page)
}

async fn send(client: &mut Client, code: &str) -> Page {
    client.post("/sign-in/code", &[("one_time_code", code)]).await
}

in_world!(asvs_6_3_3_a_factor_is_set_up_by_a_code_and_asked_for_at_the_next_sign_in, |world| {
    let mut anna = world.sign_in("anna@").await;
    let mut other = world.sign_in("anna@").await;
    let page = anna.get("/me/second-factor").await;
    assert!(page.html.contains("<svg class=\"qr\"") && page.says("Scan this picture"));
    let again = anna.get("/me/second-factor").await;
    let secret_of = |page: &Page| {
        let rest = page.html.split("secret-text\">").nth(1).unwrap().to_owned();
        rest.split('<').next().unwrap().replace(' ', "")
    };
    assert_eq!(secret_of(&page), secret_of(&again), "opening the page twice changes nothing");
    let secret = totp_rs::Secret::try_from_base32(secret_of(&page)).unwrap();
    let page = anna.post("/me/second-factor", &[("one_time_code", "000000")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = code_at(secret.as_bytes(), world.clock.now_ms());
    let page = anna.post("/me/second-factor", &[("one_time_code", &code)]).await;
    assert!(page.says("shown only now"), "{}", page.text());
    assert_eq!(
        page.html.matches("<li>").count() - page.html.matches("<li><a").count(),
        10 + page.html.matches("<li><form").count()
    );
    assert_eq!(other.get("/me").await.status, StatusCode::SEE_OTHER, "asvs 7.4.3");
    let (mut client, page) = at_the_code(&world, "anna@larchlime.example").await;
    assert!(page.says("One code more"), "{}", page.text());
    for path in ["/", "/me", "/orders", "/me/second-factor", "/password"] {
        assert_eq!(
            client.get(path).await.status,
            StatusCode::SEE_OTHER,
            "{path}: not signed in yet"
        );
    }
    client.get("/sign-in/code").await;
    assert_eq!(send(&mut client, &code).await.status, StatusCode::UNPROCESSABLE_ENTITY, "replayed");
    world.clock.advance(STEP);
    let code = code_at(secret.as_bytes(), world.clock.now_ms());
    let halfway = client.cookie("portico").unwrap().to_owned();
    assert_eq!(send(&mut client, &code).await.location(), Some("/"));
    assert_ne!(client.cookie("portico"), Some(halfway.as_str()), "asvs 7.2.4: another secret");
    assert_eq!(client.get("/me").await.status, StatusCode::OK);
});

in_world!(asvs_6_5_1_a_code_sent_to_two_servers_at_once_counts_once, |world| {
    let (secret, codes) = with_factor(&world, "anna@").await;
    let login_id = world.login("anna@").id;
    world.clock.advance(STEP);
    let totp = code_at(&secret, world.clock.now_ms());
    for code in [totp, codes[0].clone()] {
        let ids = crate::platform::ids::Ids::seeded(9);
        let second = Db::open(&world.config(), world.clock.clone(), ids).unwrap();
        let db = world.db.clone();
        let taken = race(4, |at| {
            let (db, code) = (if at % 2 == 0 { db.clone() } else { second.clone() }, code.clone());
            async move {
                let done: Result<_, DbError> =
                    db.write(move |tx| second_factor::take(tx, login_id, &code)).await;
                done.unwrap().is_ok()
            }
        })
        .await;
        assert_eq!(taken.iter().filter(|taken| **taken).count(), 1, "{taken:?}");
        let forget: Result<u64, DbError> =
            world.db.write(|tx| tx.exec("delete from throttle", args![])).await;
        let _ = forget.unwrap();
    }
});

in_world!(asvs_6_5_5_old_codes_are_not_taken_and_tries_are_slowed_down, |world| {
    let (secret, _) = with_factor(&world, "anna@").await;
    let old = code_at(&secret, world.clock.now_ms());
    world.clock.advance(3 * STEP);
    let (mut client, _) = at_the_code(&world, "anna@larchlime.example").await;
    for (code, status) in [
        (old.as_str(), StatusCode::UNPROCESSABLE_ENTITY),
        ("", StatusCode::UNPROCESSABLE_ENTITY),
        ("123", StatusCode::UNPROCESSABLE_ENTITY),
        ("999999999", StatusCode::UNPROCESSABLE_ENTITY),
        ("AAAA AAAA", StatusCode::UNPROCESSABLE_ENTITY),
        ("000000", StatusCode::TOO_MANY_REQUESTS),
    ] {
        assert_eq!(send(&mut client, code).await.status, status, "{code}");
    }
    let right = code_at(&secret, world.clock.now_ms());
    let page = send(&mut client, &right).await;
    assert!(page.status == StatusCode::TOO_MANY_REQUESTS && page.says("Too many tries"));
    let (mut elsewhere, _) = at_the_code(&world, "anna@larchlime.example").await;
    assert_eq!(send(&mut elsewhere, &right).await.status, StatusCode::TOO_MANY_REQUESTS);
    world.clock.advance(11 * 60_000);
    let (mut client, _) = at_the_code(&world, "anna@larchlime.example").await;
    let right = code_at(&secret, world.clock.now_ms());
    assert_eq!(send(&mut client, &right).await.location(), Some("/"));
});

in_world!(a_recovery_code_signs_in_once_and_the_mailbox_alone_does_not, |world| {
    let (_, codes) = with_factor(&world, "anna@").await;
    let (mut client, _) = at_the_code(&world, "anna@larchlime.example").await;
    assert_eq!(send(&mut client, &codes[3].to_lowercase()).await.location(), Some("/"));
    let (mut client, _) = at_the_code(&world, "anna@larchlime.example").await;
    assert_eq!(send(&mut client, &codes[3]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let hashes: Result<Vec<Vec<u8>>, DbError> = world
        .db
        .read(|view: &mut View| view.all("select code_hash from recovery_codes", args![]))
        .await;
    assert!(hashes.unwrap().iter().all(|hash| hash.len() == 32), "asvs 6.5.2");
    let mut client = world.anybody();
    client.get("/forgotten").await;
    client.post("/forgotten", &[("name", "anna@larchlime.example")]).await;
    let mail = new_mails(&world).await.pop().unwrap();
    let secret = mail.split("/link/").nth(1).unwrap().split_whitespace().next().unwrap();
    let link = format!("/link/{secret}");
    client.get(&link).await;
    let new = [("password", "seven green bottles"), ("password_again", "seven green bottles")];
    assert_eq!(client.post(&link, &new).await.location(), Some("/sign-in/code"));
    assert_eq!(client.get("/me").await.status, StatusCode::SEE_OTHER, "asvs 6.4.3");
    assert_eq!(new_mails(&world).await.len(), 1);
});

in_world!(staff_must_set_one_up_where_the_setting_says_so, |world| {
    let mut olive = world.sign_in("olive@").await;
    let mut anna = world.sign_in("anna@").await;
    let set: Result<(), DbError> =
        world.db.write(|tx| settings::set(tx, &session::FACTOR_OF_STAFF, &true)).await;
    set.unwrap();
    for path in ["/staff", "/staff/settings", "/me", "/me/tokens"] {
        assert_eq!(olive.get(path).await.location(), Some("/me/second-factor"), "{path}");
    }
    assert_eq!(anna.get("/me").await.status, StatusCode::OK, "customers need none");
    let page = olive.get("/me/second-factor").await;
    assert!(page.says("Set yours up to go on"), "{}", page.text());
    let posted = olive.post("/staff/settings", &[("wholesaler.phone", "1")]).await;
    assert_eq!(posted.location(), Some("/me/second-factor"));
    with_factor(&world, "olive@").await;
    let mut olive = world.sign_in("olive@").await;
    assert_eq!(olive.get("/staff").await.status, StatusCode::OK);
});

in_world!(asvs_7_5_1_switching_it_off_asks_for_the_password_again_and_is_told, |world| {
    with_factor(&world, "anna@").await;
    let mut anna = world.sign_in("anna@").await;
    world.clock.advance(11 * 60_000);
    let page = anna.get("/me/second-factor").await;
    assert!(page.says("Your password once more") && !page.says("Turn it off"), "{}", page.text());
    let stale = anna.post("/me/second-factor/off", &[]).await;
    assert_eq!(stale.location(), Some("/me/second-factor"));
    let wrong = anna.post("/me/proof", &[("current_password", "no")]).await;
    assert!(wrong.says("That is not your password."), "{}", wrong.text());
    let right = anna.post("/me/proof", &[("current_password", "kettle-and-spoon")]).await;
    assert_eq!(right.location(), Some("/me/second-factor"));
    let off = anna.post("/me/second-factor/off", &[]).await;
    assert_eq!(off.location(), Some("/me"));
    let mails = new_mails(&world).await;
    assert!(mails.len() == 1 && mails[0].contains("no second factor"), "{mails:?}");
    let (_, page) = at_the_code(&world, "anna@larchlime.example").await;
    assert_eq!(page.location(), Some("/"));
});

in_world!(a_lost_factor_is_reset_from_outside_which_ends_the_sessions, |world| {
    with_factor(&world, "olive@").await;
    let mut olive = world.sign_in("olive@").await;
    let login_id = world.login("olive@").id;
    let reset: Result<bool, DbError> =
        world.db.write(move |tx| second_factor::reset(tx, login_id, None)).await;
    assert_eq!(reset, Ok(true));
    assert_eq!(olive.get("/staff").await.status, StatusCode::SEE_OTHER);
    assert!(new_mails(&world).await[0].contains("no second factor"));
});
