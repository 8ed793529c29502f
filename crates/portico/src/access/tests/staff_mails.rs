//! Staff choose which news of the portal they get by mail.

use super::links::{NEW, nell_is_invited};
use super::new_mails;
use crate::testkit::in_world;
use crate::testkit::world::World;
use serde_json::json;

const PAGE: &str = "/me/mails";

/// Somebody of the staff ticks these and nothing else.
async fn ask_for(world: &World, email: &str, kinds: &[&str]) {
    let mut person = world.sign_in(email).await;
    let page = person.get(PAGE).await;
    let names: Vec<String> = page
        .html
        .split("name=\"")
        .filter_map(|rest| rest.split('"').next())
        .filter(|name| kinds.iter().any(|kind| name.ends_with(&format!(".{kind}"))))
        .map(str::to_owned)
        .collect();
    assert_eq!(names.len(), kinds.len(), "{}", page.html);
    let fields: Vec<_> = names.iter().map(|name| (name.as_str(), "yes")).collect();
    assert_eq!(person.post(PAGE, &fields).await.location(), Some(PAGE));
}

async fn order(world: &World, key: &str) -> String {
    let mut anna = world.program("anna@").await;
    let wish = json!({ "lines": [{ "code": "MUG-SAND", "quantity": 12 }] });
    let placed = anna.json(("POST", "/api/v1/orders"), &[("idempotency-key", key)], &wish).await;
    placed.json()["number"].as_str().unwrap().to_owned()
}

fn to(mails: &[String], email: &str) -> Vec<String> {
    let whom = format!("<{email}@hartwellpike.example>");
    mails.iter().filter(|mail| mail.contains(&whom)).cloned().collect()
}

in_world!(staff_are_told_of_new_orders_only_if_they_asked, |world| {
    order(&world, "before").await;
    assert!(to(&new_mails(&world).await, "will").is_empty(), "nobody asked");
    ask_for(&world, "will@", &["staff_order_placed"]).await;
    let number = order(&world, "after").await;
    let mails = new_mails(&world).await;
    let (will, ruth) = (to(&mails, "will"), to(&mails, "ruth"));
    assert_eq!((will.len(), ruth.len()), (1, 0));
    assert!(will[0].contains(&format!("Subject: New order {number} of Larch")), "{}", will[0]);
    assert!(will[0].contains(&format!("/staff/orders/{number}")) && will[0].contains(PAGE));
    let mut page = world.sign_in("will@").await;
    let shown = page.get(PAGE).await;
    assert!(shown.says("What happens in the portal") && shown.html.contains("checked"));
    ask_for(&world, "will@", &[]).await;
    order(&world, "later").await;
    assert!(to(&new_mails(&world).await, "will").is_empty(), "switched off again");
    let mut anna = world.sign_in("anna@").await;
    assert!(!anna.get(PAGE).await.says("What happens in the portal"), "not for customers");
});

in_world!(staff_are_told_who_accepted_an_invitation_once, |world| {
    ask_for(&world, "olive@", &["staff_login_accepted", "staff_order_placed"]).await;
    let link = nell_is_invited(&world).await;
    let mut nell = world.anybody();
    nell.get(&link).await;
    nell.post(&link, &NEW).await;
    let told = to(&new_mails(&world).await, "olive");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("Larch") && told[0].contains("chose a password"), "{}", told[0]);
    assert!(told[0].contains("Nell Quick &lt;script&gt;"), "escaped in HTML");
});

in_world!(who_left_the_staff_gets_no_more_of_their_mails, |world| {
    ask_for(&world, "will@", &["staff_order_placed"]).await;
    order(&world, "one").await;
    let will = world.login("will@").id;
    let left =
        move |tx: &mut crate::platform::db::Tx| -> Result<u64, crate::platform::db::DbError> {
            let sql = "update memberships set ended_at = 1 where login_id = $1";
            tx.exec(sql, crate::args![will])
        };
    assert_eq!(world.db.write(left).await.unwrap(), 1);
    assert!(to(&new_mails(&world).await, "will").is_empty(), "also what waited");
});
