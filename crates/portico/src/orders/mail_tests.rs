//! The mails of what becomes of an order: who gets them, what they say, and each on its switch.

use crate::args;
use crate::backoffice::{REVIEW, Review};
use crate::orders::mail::switches;
use crate::platform::db::{DbError, Tx};
use crate::platform::settings;
use crate::testkit::in_world;
use crate::testkit::world::World;
use serde_json::json;

/// Anna places an order that waits for a review; its number.
async fn placed(world: &World, key: &str) -> String {
    let mut anna = world.program("anna@").await;
    let body = json!({ "lines": [{ "code": "MUG-SAND", "quantity": 12 }] });
    let answer = anna.json(("POST", "/api/v1/orders"), &[("Idempotency-Key", key)], &body).await;
    let number = answer.json()["number"].as_str().expect("a number").to_owned();
    world.work().await;
    number
}

async fn always_reviewed(world: &World) {
    world.db.write(|tx: &mut Tx| settings::set(tx, &REVIEW, &Review::Always)).await.unwrap();
}

/// Will decides; the mails that follow.
async fn decided(world: &World, number: &str, fields: &[(&str, &str)]) -> Vec<String> {
    let mut will = world.sign_in("will@").await;
    let page = will.get(&format!("/staff/orders/{number}")).await;
    let version = page.hidden("version").expect("the version that was looked at");
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    let answer = will.post(&format!("/staff/orders/{number}/decision"), &all).await;
    assert_eq!(answer.location(), Some("/staff"), "{}", answer.text());
    let before = world.mails().len();
    world.work().await;
    world.mails().split_off(before)
}

in_world!(whoever_ordered_hears_that_it_was_confirmed_or_refused, |world| {
    always_reviewed(&world).await;
    let first = placed(&world, "first").await;
    let mails = decided(&world, &first, &[("decision", "confirm")]).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains("<anna@") && mails[0].contains(&format!("Subject: {first}: ")));
    assert!(mails[0].contains("MUG-SAND") && mails[0].contains("/me/mails"), "{}", mails[0]);
    let second = placed(&world, "second").await;
    let why = "We no longer <b>make</b> it.";
    let mails = decided(&world, &second, &[("decision", "refuse"), ("reason", why)]).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains("We no longer <b>make</b> it."), "in plain text: {}", mails[0]);
    assert!(mails[0].contains("&lt;b&gt;make"), "escaped in HTML: {}", mails[0]);
});

in_world!(an_order_confirmed_as_it_arrives_makes_one_mail, |world| {
    let before = world.mails().len();
    placed(&world, "one").await;
    assert_eq!(world.mails().len(), before + 1, "received, and nothing more");
});

in_world!(the_wholesaler_and_every_login_have_a_switch_for_each_mail, |world| {
    always_reviewed(&world).await;
    let off = |tx: &mut Tx| settings::set(tx, &switches::CONFIRMED, &false);
    world.db.write(off).await.unwrap();
    let first = placed(&world, "first").await;
    assert!(decided(&world, &first, &[("decision", "confirm")]).await.is_empty());
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/me/mails").await;
    let names = page.html.split("name=\"").filter_map(|rest| rest.split('"').next());
    let names: Vec<&str> = names.filter(|name| name.contains('.')).collect();
    let kept: Vec<(&str, &str)> =
        names.iter().filter(|n| !n.ends_with(".order_refused")).map(|n| (*n, "yes")).collect();
    assert_eq!(kept.len() + 1, names.len(), "{names:?}");
    anna.post("/me/mails", &kept).await;
    let second = placed(&world, "second").await;
    let fields = [("decision", "refuse"), ("reason", "No")];
    assert!(decided(&world, &second, &fields).await.is_empty(), "she does not want it");
});

in_world!(who_sees_no_prices_reads_none, |world| {
    always_reviewed(&world).await;
    let hide = |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec("update customers set prices_shown = 'hidden' where number = 'C-1001'", args![])
    };
    let number = placed(&world, "hidden").await;
    assert_eq!(world.db.write(hide).await.unwrap(), 1);
    let mails = decided(&world, &number, &[("decision", "confirm")]).await;
    assert!(mails.len() == 1 && !mails[0].contains("=C2=A3"), "{mails:?}");
});

in_world!(staff_who_asked_are_told_what_waits, |world| {
    let mut will = world.sign_in("will@").await;
    let page = will.get("/me/mails").await;
    let name = page.html.split("name=\"").filter_map(|rest| rest.split('"').next());
    let name = name.filter(|name| name.ends_with(".staff_order_review")).last();
    let name = name.expect("it can be asked for").to_owned();
    will.post("/me/mails", &[(&name, "yes")]).await;
    placed(&world, "confirmed").await;
    assert!(world.mails().iter().all(|mail| !mail.contains("<will@")), "nothing waits");
    always_reviewed(&world).await;
    let number = placed(&world, "waits").await;
    let told: Vec<String> =
        world.mails().into_iter().filter(|mail| mail.contains("<will@")).collect();
    assert!(told.len() == 1 && told[0].contains(&number), "{told:?}");
    assert!(told[0].contains(&format!("/staff/orders/{number}")), "{}", told[0]);
});
