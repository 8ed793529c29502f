//! The staff's page of logins: who may look, who may invite, what is refused.

use super::new_mails;
use crate::args;
use crate::platform::db::DbError;
use crate::testkit::in_world;
use axum::http::StatusCode;

const NELL: [(&str, &str); 5] = [
    ("name", "Nell <b>Quick</b>"),
    ("email", "nell@larchlime.example"),
    ("username", "nell"),
    ("customer_number", "c-1001"),
    ("role", "approver"),
];

in_world!(staff_who_write_invite_and_readers_look, |world| {
    let mut will = world.sign_in("will@").await;
    let page = will.get("/staff/logins").await;
    assert!(page.says("Let somebody in") && page.says("Anna Kay"), "{}", page.text());
    assert_eq!(will.post("/staff/logins", &NELL).await.location(), Some("/staff/logins"));
    let page = will.get("/staff/logins").await;
    assert!(
        page.says("The invitation to Nell <b>Quick</b> is on its way.") && page.says("Invited"),
        "{}",
        page.text()
    );
    assert!(!page.html.contains("<b>Quick"));
    let mails = new_mails(&world).await;
    assert!(mails.len() == 1 && mails[0].contains("nell@larchlime.example"), "{mails:?}");
    let mut ruth = world.sign_in("ruth@").await;
    let page = ruth.get("/staff/logins").await;
    assert!(page.says("Anna Kay") && !page.says("Let somebody in"), "{}", page.text());
    assert_eq!(ruth.post("/staff/logins", &NELL).await.status, StatusCode::FORBIDDEN);
    let mut anna = world.sign_in("anna@").await;
    assert_eq!(anna.get("/staff/logins").await.status, StatusCode::FORBIDDEN);
    anna.get("/password").await;
    assert_eq!(anna.post("/staff/logins", &NELL).await.status, StatusCode::FORBIDDEN);
});

in_world!(a_bad_invitation_says_what_is_wrong_and_keeps_what_was_typed, |world| {
    let mut will = world.sign_in("will@").await;
    will.get("/staff/logins").await;
    let bad = [
        ("name", ""),
        ("email", "nell@larchlime.example\r\nBcc: all@larchlime.example"),
        ("username", "two words"),
        ("customer_number", "C-1011"),
        ("role", "owner"),
    ];
    let page = will.post("/staff/logins", &bad).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "We need a name.",
        "not an e-mail address",
        "no blanks and no @",
        "No customer has this number",
        "Choose a role",
    ] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert!(page.html.contains("value=\"two words\"") && page.html.contains("value=\"C-1011\""));
    let taken = [
        ("name", "N"),
        ("email", "n@larchlime.example"),
        ("username", "ANNA.KAY"),
        ("customer_number", "C-1001"),
        ("role", "buyer"),
    ];
    assert!(will.post("/staff/logins", &taken).await.says("Somebody else has this username."));
    let there = [
        ("name", "Anna"),
        ("email", "ANNA@larchlime.example"),
        ("customer_number", "C-1001"),
        ("role", "manager"),
    ];
    assert!(will.post("/staff/logins", &there).await.says("acts for them already"));
});

in_world!(no_form_gives_more_than_its_fields_say, |world| {
    let mut will = world.sign_in("will@").await;
    will.get("/staff/logins").await;
    let mut fields = NELL.to_vec();
    let columns = [
        "id",
        "login_id",
        "kind",
        "password_hash",
        "sees",
        "order_limit_minor",
        "ended_at",
        "by",
        "acts_for",
    ];
    fields.extend(columns.map(|column| (column, "staff")));
    assert_eq!(will.post("/staff/logins", &fields).await.status, StatusCode::SEE_OTHER);
    type Row = (String, String, String, Option<i64>, Option<String>);
    let read: Result<Option<Row>, DbError> = world
        .db
        .read(|view| {
            view.one(
                "select m.kind, m.role, m.sees, m.order_limit_minor, l.password_hash
                 from memberships m join logins l on l.id = m.login_id where l.email_key = $1",
                args!["nell@larchlime.example"],
            )
        })
        .await;
    let wanted = ("customer".to_owned(), "approver".to_owned(), "all".to_owned(), None, None);
    assert_eq!(read.unwrap(), Some(wanted));
    new_mails(&world).await;
});
