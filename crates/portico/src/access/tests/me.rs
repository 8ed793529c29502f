//! "Your login": details, address, mails, tokens.

use super::new_mails;
use crate::access::{NewToken, Scope, tokens};
use crate::args;
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Tx, View};
use crate::testkit::in_world;
use crate::testkit::race::{overlap, race};
use crate::testkit::world::World;
use axum::http::StatusCode;

const DETAILS: [(&str, &str); 4] =
    [("username", "anna.kay"), ("language", "en"), ("theme", "dark"), ("shortcuts", "yes")];

fn link_in(mail: &str) -> String {
    let rest = mail.split("http://127.0.0.1:8080/email/").nth(1).expect("the mail holds a link");
    format!("/email/{}", rest.split(|c: char| c.is_whitespace() || c == '"').next().unwrap())
}

in_world!(details_are_changed_and_what_is_wrong_keeps_what_was_typed, |world| {
    let mut anna = world.sign_in("anna@").await;
    anna.get("/me").await;
    let mut fields = vec![("name", "Anna <b>Kay</b>")];
    fields.extend(DETAILS);
    assert_eq!(anna.post("/me", &fields).await.location(), Some("/me"));
    let page = anna.get("/me").await;
    assert!(page.says("Saved.") && page.html.contains("data-theme=\"dark\""), "{}", page.html);
    assert!(page.html.contains("Anna &lt;b&gt;Kay") && !page.html.contains("data-no-shortcuts"));
    let keys_off = [("name", "Anna"), ("username", ""), ("language", "en"), ("theme", "system")];
    anna.post("/me", &keys_off).await;
    assert!(anna.get("/me").await.html.contains("<body data-no-shortcuts"));
    for (name, username, theme, says) in [
        ("", "x", "dark", "Write your name."),
        ("Anna", "a b", "dark", "no blanks"),
        ("Anna", "a@b", "dark", "no blanks"),
        ("Anna", "", "pink", "value"),
    ] {
        let fields = [("name", name), ("username", username), ("language", "en"), ("theme", theme)];
        let page = anna.post("/me", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {username} {theme}");
        assert!(page.says(says) || theme == "pink", "{}", page.text());
        assert!(page.html.contains(&format!("value=\"{username}\"")), "kept");
    }
});

in_world!(case_11_mass_assignment_only_listed_fields_change, |world| {
    let mut vera = world.sign_in("vera@").await;
    vera.get("/me").await;
    let mut fields = vec![
        ("name", "Vera"),
        ("id", "1"),
        ("role", "owner"),
        ("kind", "staff"),
        ("email", "evil@x.example"),
        ("email_key", "evil@x.example"),
        ("password_hash", "x"),
        ("closed_at", "1"),
    ];
    fields.extend([("username", ""), ("language", "en"), ("theme", "system")]);
    assert_eq!(vera.post("/me", &fields).await.status, StatusCode::SEE_OTHER);
    let page = vera.get("/me").await;
    assert!(page.says("vera@larchlime.example") && !page.says("evil@"), "{}", page.text());
    assert_eq!(vera.get("/staff/logins").await.status, StatusCode::FORBIDDEN);
});

in_world!(of_two_who_take_one_username_at_once_one_gets_it, |world| {
    let clients = [world.sign_in("anna@").await, world.sign_in("bella@").await];
    let answers = race(2, |at| {
        let mut client = clients[at].clone();
        async move {
            client.get("/me").await;
            let fields = [
                ("name", "Somebody"),
                ("username", "The.Same"),
                ("language", "en"),
                ("theme", "system"),
            ];
            client.post("/me", &fields).await.status
        }
    })
    .await;
    let mut codes = answers.map_codes();
    codes.sort_unstable();
    assert_eq!(codes, [303, 422]);
});

trait Codes {
    fn map_codes(&self) -> Vec<u16>;
}

impl Codes for Vec<StatusCode> {
    fn map_codes(&self) -> Vec<u16> {
        self.iter().map(|status| status.as_u16()).collect()
    }
}

in_world!(another_address_holds_once_it_is_confirmed_and_the_old_one_is_told, |world| {
    let mut anna = world.sign_in("anna@").await;
    anna.get("/me/email").await;
    for (email, says) in
        [("none", "not an e-mail address"), ("ANNA@larchlime.example", "the address you have")]
    {
        let page = anna.post("/me/email", &[("email", email)]).await;
        assert!(page.says(says) && page.html.contains(email), "{}", page.text());
    }
    anna.post("/me/email", &[("email", "kay@new.example")]).await;
    assert!(anna.get("/me/email").await.says("kay@new.example is still to be confirmed"));
    let mails = new_mails(&world).await;
    assert_eq!(mails.len(), 2);
    let (to_new, to_old): (Vec<_>, Vec<_>) =
        mails.into_iter().partition(|mail| mail.contains("/email/"));
    assert!(to_new[0].contains("kay@new.example"), "{}", to_new[0]);
    assert!(to_old[0].contains("To: ") && to_old[0].contains("anna@larchlime.example"));
    let link = link_in(&to_new[0]);
    let mut scanner = world.anybody();
    assert!(scanner.get(&link).await.says("kay@new.example becomes"));
    assert!(anna.get("/me").await.says("anna@larchlime.example"), "looking changes nothing");
    assert!(scanner.post(&link, &[]).await.says("Your address is changed"));
    assert_eq!(scanner.post(&link, &[]).await.status, StatusCode::GONE, "once");
    assert!(anna.get("/me").await.says("kay@new.example"));
    let told = new_mails(&world).await;
    assert!(told.len() == 1 && told[0].contains("anna@larchlime.example"), "{told:?}");
});

in_world!(nobody_learns_that_an_address_has_a_login_nor_takes_it, |world| {
    let mut anna = world.sign_in("anna@").await;
    anna.get("/me/email").await;
    let page = anna.post("/me/email", &[("email", "bella@moorland.example")]).await;
    assert_eq!(page.location(), Some("/me/email"), "the same answer as for any address");
    let mails = new_mails(&world).await;
    assert!(mails.iter().all(|mail| !mail.contains("/email/")), "{mails:?}");
    assert!(mails.iter().any(|mail| mail.contains("It has a login already")));
});

in_world!(of_two_who_confirm_one_address_at_once_one_gets_it, |world| {
    let mut links = Vec::new();
    for email in ["anna@", "bella@"] {
        let mut client = world.sign_in(email).await;
        client.get("/me/email").await;
        client.post("/me/email", &[("email", "shared@new.example")]).await;
        let mails = new_mails(&world).await;
        links.push(link_in(mails.iter().find(|mail| mail.contains("/email/")).unwrap()));
    }
    let clients = [world.anybody(), world.anybody()];
    let answers = race(2, |at| {
        let (mut client, link) = (clients[at].clone(), links[at].clone());
        async move {
            client.get(&link).await;
            client.post(&link, &[]).await.status
        }
    })
    .await;
    let mut codes = answers.map_codes();
    codes.sort_unstable();
    assert_eq!(codes, [200, 410]);
    new_mails(&world).await;
});

in_world!(mails_are_switched_off_by_login_and_company, |world| {
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/me/mails").await;
    assert!(page.says("We received your order"), "{}", page.text());
    let membership = world.buyer("anna@").membership_id;
    assert!(
        page.html.contains(&format!("name=\"{membership}.order_placed\" value=\"yes\" checked"))
    );
    assert_eq!(
        anna.post("/me/mails", &[("0.new_device", "yes")]).await.location(),
        Some("/me/mails")
    );
    let page = anna.get("/me/mails").await;
    assert!(!page.html.contains("order_placed\" value=\"yes\" checked"), "{}", page.html);
    assert!(page.html.contains("new_device\" value=\"yes\" checked"));
    let off = unwanted(&world).await;
    assert!(off > 1, "all that was not ticked");
    anna.post("/me/mails", &[("99999.order_placed", "yes"), ("0.password_changed", "")]).await;
    assert_eq!(unwanted(&world).await, off + 1, "only what can be chosen");
});

async fn unwanted(world: &World) -> i64 {
    let read = |view: &mut View| view.one::<i64>("select count(*) from mails_unwanted", args![]);
    let count: Result<_, DbError> = world.db.read(read).await;
    count.unwrap().unwrap()
}

in_world!(a_token_is_shown_once_works_and_is_revoked, |world| {
    let mut anna = world.sign_in("anna@").await;
    anna.get("/me/tokens").await;
    for (name, ends, says) in [
        ("", "2099-01-01", "Give it a name"),
        ("ERP", "2000-01-01", "Choose a day"),
        ("ERP", "2099-01-01", "Choose a day"),
        ("ERP", "soon", "Choose a day"),
    ] {
        let page = anna.post("/me/tokens", &[("name", name), ("ends", ends)]).await;
        assert!(page.says(says) && page.says("Tick at least one"), "{}", page.text());
    }
    let page = anna.get("/me/tokens").await;
    let ends = page.html.split("name=\"ends\" value=\"").nth(1).unwrap()[..10].to_owned();
    let wish = [
        ("name", "ERP <at> night"),
        ("ends", ends.as_str()),
        ("scope.read", "yes"),
        ("scope.manage", "yes"),
    ];
    let page = anna.post("/me/tokens", &wish).await;
    assert!(page.says("it is never shown again"), "{}", page.text());
    let secret = page.html.split("secret-text\">").nth(1).unwrap()[..43].to_owned();
    let mut program = world.anybody().with_token(&secret);
    let (me, _) = (program.get("/api/v1/me").await, ());
    assert_eq!(me.json()["scopes"], serde_json::json!(["read"]), "no more than the role allows");
    let page = anna.get("/me/tokens").await;
    assert!(!page.html.contains(&secret) && page.says("ERP <at> night"), "{}", page.text());
    let id = page.html.split("name=\"token\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap().to_owned();
    let mut bella = world.sign_in("bella@").await;
    bella.get("/me/tokens").await;
    let theirs = bella.post("/me/tokens/revoke", &[("token", &id)]).await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    assert_eq!(program.get("/api/v1/me").await.status, StatusCode::OK);
    assert!(world.sign_in("olive@").await.get("/staff/tokens").await.says("ERP <at> night"));
    assert_eq!(
        anna.post("/me/tokens/revoke", &[("token", &id)]).await.location(),
        Some("/me/tokens")
    );
    assert_eq!(program.get("/api/v1/me").await.json()["code"], "token_revoked");
    assert!(new_mails(&world).await[0].contains("A token was made"));
});

in_world!(a_token_asks_for_the_password_again_after_ten_minutes, |world| {
    let mut anna = world.sign_in("anna@").await;
    world.clock.advance(11 * 60_000);
    let page = anna.get("/me/tokens").await;
    let ends = page.html.split("name=\"ends\" value=\"").nth(1).unwrap()[..10].to_owned();
    let wish = [("name", "ERP"), ("ends", ends.as_str()), ("scope.read", "yes")];
    let page = anna.post("/me/tokens", &wish).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("That is not your password.") && page.html.contains("value=\"ERP\""));
    let mut again = wish.to_vec();
    again.push(("current_password", "kettle-and-spoon"));
    assert!(anna.post("/me/tokens", &again).await.says("never shown again"));
    new_mails(&world).await;
});

in_world!(a_login_has_twenty_tokens_at_most_however_fast_they_are_made, |world| {
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/me/tokens").await;
    let ends = page.html.split("name=\"ends\" value=\"").nth(1).unwrap()[..10].to_owned();
    let made = race(24, |_| {
        let (mut client, ends) = (anna.clone(), ends.clone());
        async move {
            let wish = [("name", "ERP"), ("ends", ends.as_str()), ("scope.read", "yes")];
            client.post("/me/tokens", &wish).await.status
        }
    })
    .await;
    assert_eq!(made.iter().filter(|status| **status == StatusCode::OK).count(), 20);
    world.leave_unhandled();
});

in_world!(of_two_who_make_the_twentieth_token_one_does, |world| {
    let anna = world.buyer("anna@");
    let make = |n: u8| {
        let (login_id, membership_id) = (anna.login.id, anna.membership_id);
        move |tx: &mut Tx| -> Result<Option<i64>, DbError> {
            let ends_at = tx.now() + 86_400_000;
            let scopes = &[Scope::Read];
            let new = NewToken { login_id, membership_id, name: "ERP", scopes, ends_at };
            tokens::make(tx, &new, &Secret::of([n; 32]))
        }
    };
    for n in 1..20 {
        assert!(world.db.write(make(n)).await.unwrap().is_some());
    }
    let (first, second) = overlap(&world.db, make(20), make(21)).await;
    assert!(first.unwrap().is_some() && second.unwrap().is_none());
    world.leave_unhandled();
});
