//! Invitations and forgotten passwords: the mail, its link, used once.

use super::new_mails;
use crate::access::invite::{self, invite};
use crate::access::{CustomerRole, For, Invitation};
use crate::args;
use crate::platform::auth::Secret;
use crate::platform::db::DbError;
use crate::platform::problem::AppError;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use axum::http::StatusCode;

const DAY: i64 = 24 * 3_600_000;
pub(super) const NEW: [(&str, &str); 2] =
    [("password", "seven green bottles"), ("password_again", "seven green bottles")];

/// Invites Nell to Larch & Lime; answers the path of the link in the mail.
pub(super) async fn nell_is_invited(world: &World) -> String {
    let customer_id = world.buyer("anna@").customer.id;
    let wish = Invitation {
        email: "Nell@LarchLime.example".to_owned(),
        name: "Nell Quick <script>".to_owned(),
        username: None,
        language: "en".to_owned(),
        acts_for: For::Customer(customer_id, CustomerRole::Buyer),
        by: None,
    };
    let done: Result<_, AppError> =
        world.db.write(move |tx| invite(tx, &wish, &Secret::of([9; 32]))).await;
    done.unwrap();
    link_in(new_mails(world).await.last().unwrap())
}

fn link_in(mail: &str) -> String {
    let at = mail.find("http://127.0.0.1:8080/link/").expect("the mail holds a link");
    let rest = &mail[at + "http://127.0.0.1:8080".len()..];
    rest.split(|c: char| c.is_whitespace() || c == '"').next().unwrap().to_owned()
}

async fn outbox_bodies(world: &World) -> Vec<String> {
    let read: Result<_, DbError> =
        world.db.read(|view| view.all("select body from outbox order by id", args![])).await;
    read.unwrap()
}

in_world!(an_invitation_is_accepted_once_and_looking_does_not_use_it_up, |world| {
    let link = nell_is_invited(&world).await;
    assert_eq!(outbox_bodies(&world).await, ["{}"], "the secret is nowhere but in the mail");
    let mail = new_mails(&world).await;
    assert!(mail.is_empty(), "sent once");
    let mut scanner = world.anybody();
    for _ in 0..3 {
        let page = scanner.get(&link).await;
        assert!(
            page.status == StatusCode::OK && page.says("Welcome, Nell Quick <script>."),
            "{}",
            page.text()
        );
        assert!(!page.html.contains("<script>."));
    }
    let mut nell = world.anybody();
    nell.get(&link).await;
    let page =
        nell.post(&link, &[("password", "too short"), ("password_again", "too short")]).await;
    assert!(
        page.status == StatusCode::UNPROCESSABLE_ENTITY && page.says("10 characters at least"),
        "{}",
        page.text()
    );
    assert_eq!(nell.post(&link, &NEW).await.location(), Some("/"));
    assert!(nell.get("/password").await.says("Larch & Lime Cafés"));
    for page in [scanner.get(&link).await, scanner.post(&link, &NEW).await] {
        assert!(
            page.status == StatusCode::GONE && page.says("This link has ended"),
            "{}",
            page.text()
        );
    }
    let mut again = world.anybody();
    again.get("/sign-in").await;
    let fields = [("name", "nell@larchlime.example"), ("password", NEW[0].1)];
    assert_eq!(again.post("/sign-in", &fields).await.status, StatusCode::SEE_OTHER);
});

in_world!(an_invitation_ends_after_seven_days, |world| {
    let link = nell_is_invited(&world).await;
    let mut nell = world.anybody();
    world.clock.advance(7 * DAY - 1);
    assert_eq!(nell.get(&link).await.status, StatusCode::OK);
    world.clock.advance(1);
    assert_eq!(nell.post(&link, &NEW).await.status, StatusCode::GONE);
    assert_eq!(nell.get(&link).await.status, StatusCode::GONE);
});

in_world!(of_twenty_clicks_on_one_link_one_wins, |world| {
    let link = nell_is_invited(&world).await;
    let mut nell = world.anybody();
    nell.get(&link).await;
    let statuses = race(20, |_| {
        let (mut nell, link) = (nell.clone(), link.clone());
        async move { nell.post(&link, &NEW).await.status }
    })
    .await;
    let won = statuses.iter().filter(|s| **s == StatusCode::SEE_OTHER).count();
    let ended = statuses.iter().filter(|s| **s == StatusCode::GONE).count();
    assert_eq!((won, ended), (1, 19), "{statuses:?}");
    let read: Result<Option<i64>, DbError> =
        world.db.read(|view| view.one("select count(*) from sessions", args![])).await;
    assert_eq!(read.unwrap(), Some(1));
});

in_world!(somebody_with_a_password_is_told_without_a_link, |world| {
    let customer_id = world.buyer("bella@").customer.id;
    let wish = Invitation {
        email: "anna@larchlime.example".to_owned(),
        name: "Anna Kay".to_owned(),
        username: None,
        language: "en".to_owned(),
        acts_for: For::Customer(customer_id, CustomerRole::Viewer),
        by: None,
    };
    let twice = wish.clone();
    let done: Result<_, AppError> =
        world.db.write(move |tx| invite(tx, &wish, &Secret::of([3; 32]))).await;
    done.unwrap();
    let mails = new_mails(&world).await;
    assert!(
        mails.len() == 1
            && mails[0].contains("http://127.0.0.1:8080/sign-in")
            && !mails[0].contains("/link/"),
        "{mails:?}"
    );
    let again: Result<_, AppError> =
        world.db.write(move |tx| invite(tx, &twice, &Secret::of([3; 32]))).await;
    assert!(
        matches!(again, Err(AppError::Refused(problem)) if problem.errors[0].text.key == "invite-acts-already")
    );
});

in_world!(a_forgotten_password_is_set_anew_and_nobody_learns_who_is_known, |world| {
    let mut old = world.sign_in("anna@").await;
    let mut client = world.anybody();
    client.get("/forgotten").await;
    let known = client.post("/forgotten", &[("name", "anna.kay")]).await;
    let unknown = client.post("/forgotten", &[("name", "hanna.kay")]).await;
    assert_eq!((known.status, &known.html), (unknown.status, &unknown.html));
    assert!(known.says("If we know that name, a link is on its way."), "{}", known.text());
    let mails = new_mails(&world).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("To: \"Anna Kay\" <anna@larchlime.example>"), "{}", mails[0]);
    let link = link_in(&mails[0]);
    assert_eq!(old.get("/password").await.status, StatusCode::OK);
    client.get(&link).await;
    assert_eq!(client.post(&link, &NEW).await.location(), Some("/"));
    assert_eq!(
        old.get("/password").await.status,
        StatusCode::SEE_OTHER,
        "signed out everywhere else"
    );
    assert_eq!(client.get("/password").await.status, StatusCode::OK);
    assert!(new_mails(&world).await.last().unwrap().contains("was changed"));
});

in_world!(a_newer_link_replaces_the_older_and_three_an_hour_are_sent, |world| {
    let mut client = world.anybody();
    client.get("/forgotten").await;
    for _ in 0..5 {
        let page = client.post("/forgotten", &[("name", "anna@larchlime.example")]).await;
        assert_eq!(page.status, StatusCode::OK);
    }
    let mails = new_mails(&world).await;
    assert_eq!(mails.len(), 3, "the fourth and fifth were not sent, and nobody is told");
    let links: Vec<String> = mails.iter().map(|m| link_in(m)).collect();
    assert_eq!(client.get(&links[0]).await.status, StatusCode::GONE);
    assert_eq!(client.get(&links[1]).await.status, StatusCode::GONE);
    assert_eq!(client.get(&links[2]).await.status, StatusCode::OK);
    world.clock.advance(2 * 3_600_000);
    assert_eq!(client.get(&links[2]).await.status, StatusCode::GONE);
});

in_world!(a_link_of_a_closed_login_is_dead, |world| {
    let link = nell_is_invited(&world).await;
    let done: Result<_, DbError> = world
        .db
        .write(|tx| {
            let id = invite::login_with(tx, "nell@larchlime.example")?.unwrap_or(0);
            invite::close_login(tx, id)
        })
        .await;
    done.unwrap();
    let mut nell = world.anybody();
    assert_eq!(nell.get(&link).await.status, StatusCode::GONE);
    assert_eq!(nell.get("/link/nothing-of-the-kind").await.status, StatusCode::GONE);
});
