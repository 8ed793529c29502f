//! Comments from both sides: who may write and read, who is told, what waits, what is not lost.

use super::comment::{self, LONGEST, MOST};
use crate::args;
use crate::platform::db::{DbError, Tx};
use crate::testkit::in_world;
use crate::testkit::world::World;
use axum::http::StatusCode;
use serde_json::{Value, json};

const PAGE: &str = "/orders/P-100001";
const STAFF: &str = "/staff/orders/P-100001";
const API: &str = "/api/v1/orders/P-100001/comments";

/// Somebody of the staff asks for mails about comments.
async fn asks_for_comments(world: &World, email: &str) {
    let mut person = world.sign_in(email).await;
    let page = person.get("/me/mails").await;
    let name = page.html.split("name=\"").filter_map(|rest| rest.split('"').next());
    let name = name.filter(|name| name.ends_with(".staff_order_comment")).last();
    let name = name.expect("it can be asked for").to_owned();
    person.post("/me/mails", &[(&name, "yes")]).await;
}

/// Mails to this person since `before`.
fn to(world: &World, before: usize, email: &str) -> Vec<String> {
    let mails = world.mails().split_off(before);
    mails.into_iter().filter(|mail| mail.contains(&format!("<{email}"))).collect()
}

in_world!(customer_and_staff_write_to_each_other_and_are_told_by_mail, |world| {
    asks_for_comments(&world, "will@").await;
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get(PAGE).await;
    assert!(page.says("Write to") && page.says("Send comment"), "{}", page.text());
    let text = "Side door <b>only</b>,\nring twice";
    let sent = anna.post("/orders/P-100001/comments", &[("text", text)]).await;
    assert_eq!(sent.location(), Some(PAGE), "{}", sent.text());
    let before = world.mails().len();
    world.work().await;
    let told = to(&world, before, "will@");
    assert!(told.len() == 1 && to(&world, before, "ruth@").is_empty(), "only who asked");
    assert!(told[0].contains("Side door &lt;b&gt;only&lt;/b&gt;,<br>ring twice"), "{}", told[0]);
    let mut will = world.sign_in("will@").await;
    assert!(will.get("/staff").await.says("Comments to answer"));
    let page = will.get(STAFF).await;
    assert!(page.says("Waits for an answer") && page.says("ring twice"), "{}", page.text());
    let read = page.hidden("read").expect("the comment is named");
    let answer = [("text", "We will."), ("read", read.as_str())];
    let sent = will.post(&format!("{STAFF}/comments"), &answer).await;
    assert_eq!(sent.location(), Some(STAFF), "{}", sent.text());
    assert!(!will.get("/staff").await.says("Comments to answer"));
    let before = world.mails().len();
    world.work().await;
    let told = to(&world, before, "anna@");
    assert!(told.len() == 1 && told[0].contains("We will."), "{told:?}");
    assert!(told[0].contains(PAGE) && told[0].contains("/me/mails"), "{}", told[0]);
    let page = anna.get(PAGE).await;
    assert!(page.says("We will.") && !page.says("Will Pike"), "staff go by the company's name");
    assert!(page.html.contains("only&lt;/b&gt;") && !page.html.contains("only</b>"));
    assert!(page.says("answered: “We will.”"), "it stands in what happened: {}", page.text());
    assert!(will.get(STAFF).await.says("Will Pike"));
});

in_world!(a_comment_is_absent_for_whoever_does_not_see_the_order, |world| {
    let mut bella = world.program("bella@").await;
    let body = json!({ "text": "Not mine" });
    let other = bella.json(("POST", API), &[], &body).await;
    let none = bella.json(("POST", "/api/v1/orders/P-999999/comments"), &[], &body).await;
    assert_eq!((other.status.as_u16(), &other.html), (404, &none.html), "the same bytes");
    let mut otto = world.program("otto@").await;
    let own_only = otto.json(("POST", API), &[], &body).await;
    assert_eq!(own_only.status, StatusCode::NOT_FOUND, "who sees only own orders");
    let mut vera = world.program("vera@").await;
    assert_eq!(vera.json(("POST", API), &[], &body).await.status, StatusCode::FORBIDDEN);
    assert!(!world.sign_in("vera@").await.get(PAGE).await.says("Send comment"));
    let mut anna = world.program("anna@").await;
    let written = anna.json(("POST", API), &[], &json!({ "text": " =1+1 \u{7}\n" })).await;
    assert_eq!(written.status, StatusCode::CREATED, "{}", written.html);
    assert_eq!(written.json()["text"], "=1+1");
    assert_eq!(
        (&written.json()["side"], &written.json()["by"]),
        (&json!("customer"), &json!("Anna Kay"))
    );
    let order = anna.get("/api/v1/orders/P-100001").await.json();
    assert_eq!(order["comments"].as_array().map(Vec::len), Some(1), "{order}");
    let seen = world.program("ruth@").await.get("/api/v1/staff/orders/P-100001").await.json();
    assert_eq!(seen["comments"][0]["text"], "=1+1");
    for text in [Value::String(" \n".into()), Value::String("x".repeat(LONGEST + 1))] {
        let refused = anna.json(("POST", API), &[], &json!({ "text": text })).await;
        assert_eq!(refused.json()["errors"][0]["field"], "/text", "{}", refused.html);
    }
    assert_eq!(anna.json(("POST", API), &[], &json!({})).await.status, 422);
});

in_world!(what_is_typed_is_kept_and_what_came_meanwhile_waits_on, |world| {
    let mut anna = world.sign_in("anna@").await;
    let long = format!("{}end", "word ".repeat(500));
    let refused = anna.post("/orders/P-100001/comments", &[("text", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.html.contains("word end") && refused.says("2000 characters"),
        "{}",
        refused.text()
    );
    anna.post("/orders/P-100001/comments", &[("text", "First")]).await;
    let mut will = world.sign_in("will@").await;
    let page = will.get(STAFF).await;
    let read = page.hidden("read").expect("the comment is named");
    anna.post("/orders/P-100001/comments", &[("text", "Second, meanwhile")]).await;
    let done = will.post(&format!("{STAFF}/comments/read"), &[("read", &read)]).await;
    assert_eq!(done.location(), Some(STAFF));
    let work = will.get("/staff").await;
    assert!(work.says("Second, meanwhile") && !work.says("First"), "{}", work.text());
    let bare = will.post(&format!("{STAFF}/comments"), &[("text", "  ")]).await;
    assert!(bare.status == StatusCode::UNPROCESSABLE_ENTITY && bare.says("Write a comment of"));
    let mut ruth = world.sign_in("ruth@").await;
    ruth.get(STAFF).await;
    let refused = ruth.post(&format!("{STAFF}/comments"), &[("text", "No")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
});

in_world!(an_order_has_so_many_comments_and_no_more, |world| {
    let fill = |tx: &mut Tx| -> Result<(), DbError> {
        let order = tx.one::<i64>("select id from orders where number = 'P-100001'", args![])?;
        let login = tx.one::<i64>("select min(id) from logins", args![])?;
        let rows: Vec<_> = (1..=MOST).map(|id| args![id, order, login]).collect();
        tx.exec_each_one(
            "insert into order_comments (id, order_id, side, login_id, at, body, seen_at)
             values ($1, $2, 'customer', $3, 1, 'One of many', 1)",
            &rows,
        )
    };
    world.db.write(fill).await.unwrap();
    let anna = world.buyer("anna@");
    let more = move |tx: &mut Tx| comment::write(tx, &anna, "P-100001", "One more");
    let refused = world.db.write(more).await.unwrap_err().problem();
    assert_eq!((refused.status, refused.code), (422, "out_of_range"));
});

in_world!(staff_who_look_as_the_customer_do_not_write_in_its_name, |world| {
    let mut will = world.sign_in("will@").await;
    will.get("/staff/customers/C-1001").await;
    will.post("/staff/customers/C-1001/view-as", &[]).await;
    will.get("/").await;
    will.post("/view-as/mode", &[("mode", "order")]).await;
    let page = will.get(PAGE).await;
    assert!(page.status.is_success() && !page.says("Send comment"), "{}", page.text());
    let refused = will.post("/orders/P-100001/comments", &[("text", "As Anna")]).await;
    assert!(refused.status == StatusCode::FORBIDDEN && refused.says("in the customer's name"));
});
