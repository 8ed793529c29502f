//! Which orders wait and why, what changed since, and confirming several at once.

use super::reasons::{ABOVE, FIRST_ORDERS};
use super::review::{self, Confirmed};
use super::{REVIEW, Review};
use crate::args;
use crate::customers::credit;
use crate::orders::adjust::{Adjustment, LineTyped, adjust};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::settings;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use serde_json::json;

/// Anna places an order of mugs; its number.
async fn placed(world: &World, key: &str) -> String {
    let mut anna = world.program("anna@").await;
    let body = json!({ "lines": [{ "code": "MUG-SAND", "quantity": 12 }] });
    let answer = anna.json(("POST", "/api/v1/orders"), &[("Idempotency-Key", key)], &body).await;
    let number = answer.json()["number"].as_str().expect("a number").to_owned();
    world.work().await;
    number
}

async fn status(world: &World, number: &str) -> String {
    let number = number.to_owned();
    let read = move |view: &mut View| -> Result<_, DbError> {
        view.one::<String>("select status from orders where number = $1", args![&number])
    };
    world.db.read(read).await.unwrap().expect("it was placed")
}

async fn version(world: &World, number: &str) -> i64 {
    let number = number.to_owned();
    let read = move |view: &mut View| -> Result<_, DbError> {
        view.one::<i64>("select version from orders where number = $1", args![&number])
    };
    world.db.read(read).await.unwrap().expect("it was placed")
}

async fn set_review(world: &World, review: Review) {
    world.db.write(move |tx: &mut Tx| settings::set(tx, &REVIEW, &review)).await.unwrap();
}

in_world!(by_rule_only_what_a_rule_names_waits_and_staff_read_why, |world| {
    set_review(&world, Review::Rules).await;
    let first = placed(&world, "plain").await;
    assert_eq!(status(&world, &first).await, "confirmed", "no rule names it");
    let mut will = world.sign_in("will@").await;
    let page = will.get("/staff/customers/C-1001").await;
    let version = page.hidden("version").expect("the version of the customer");
    let fields = [("version", version.as_str()), ("always", "yes")];
    will.post("/staff/customers/C-1001/review", &fields).await;
    let rules = |tx: &mut Tx| -> Result<(), DbError> {
        settings::set(tx, &ABOVE, &Some(5_000))?;
        settings::set(tx, &FIRST_ORDERS, &1_000)?;
        let limit = "update customers set credit_limit_minor = 1000 where number = 'C-1001'";
        let _ = tx.exec(limit, args![])?;
        settings::set(tx, &credit::CHECK, &credit::CreditCheck::Off)
    };
    world.db.write(rules).await.unwrap();
    let second = placed(&world, "named").await;
    assert_eq!(status(&world, &second).await, "placed");
    let page = will.get(&format!("/staff/orders/{second}")).await;
    for why in
        ["over the credit limit", "every order of this customer", "earlier orders", "above £50.00"]
    {
        assert!(page.says(why), "{why}: {}", page.text());
    }
    assert!(will.get("/staff/review").await.says(&second));
    let ruth = world.sign_in("ruth@").await.get("/staff/review").await;
    assert!(ruth.says(&second) && !ruth.says("Confirm the ticked orders"), "{}", ruth.text());
});

in_world!(staff_read_what_changed_since_the_order_was_placed, |world| {
    set_review(&world, Review::Always).await;
    let number = placed(&world, "since").await;
    let mut will = world.sign_in("will@").await;
    let path = format!("/staff/orders/{number}");
    assert!(will.get(&path).await.says("neither prices nor stock"), "nothing changed yet");
    let change = |tx: &mut Tx| -> Result<(), DbError> {
        let _ = tx.exec("update customers set on_hold = true where number = 'C-1001'", args![])?;
        let closed = "update products set state = 'visible' where sku = 'MUG-SAND'";
        let _ = tx.exec(closed, args![])?;
        Ok(())
    };
    world.db.write(change).await.unwrap();
    let page = will.get(&path).await;
    assert!(
        page.says("on hold: no new order") && page.says("not sold any more"),
        "{}",
        page.text()
    );
});

in_world!(a_selection_is_said_first_and_exactly_those_are_confirmed, |world| {
    set_review(&world, Review::Always).await;
    let mut numbers = Vec::new();
    for key in ["a", "b", "c"] {
        numbers.push(placed(&world, key).await);
    }
    let mut will = world.sign_in("will@").await;
    let page = will.get("/staff/review").await;
    let none = will.post("/staff/review", &[("step", "look")]).await;
    assert!(none.status == 422 && none.says("Tick the orders"), "{}", none.text());
    let values: Vec<String> = page
        .html
        .split("name=\"order\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next().map(str::to_owned))
        .filter(|value| numbers.iter().any(|number| value.starts_with(number.as_str())))
        .collect();
    assert_eq!(values.len(), 3, "{}", page.html);
    let two = [("order", values[0].as_str()), ("order", values[1].as_str())];
    let looked = will.post("/staff/review", &[two[0], two[1], ("step", "look")]).await;
    assert!(looked.says("These 2 orders will be confirmed") && looked.says("Confirm 2 orders"));
    assert!(!looked.says(&numbers[2]), "{}", looked.text());
    // Somebody changes one of the two meanwhile.
    let (staff, of) = (world.staff("olive@"), numbers[1].clone());
    let how = Adjustment {
        version: version(&world, &of).await,
        lines: vec![LineTyped { line: 1, price: "5.00".to_owned(), ..LineTyped::default() }],
        reason: "Promised".to_owned(),
        ..Adjustment::default()
    };
    world.db.write(move |tx: &mut Tx| adjust(tx, &staff, &of, &how)).await.unwrap();
    let done = will.post("/staff/review", &[two[0], two[1], ("step", "confirm")]).await;
    assert_eq!(done.location(), Some("/staff/review"));
    let said = will.get("/staff/review").await;
    let left = format!("One order is confirmed. {} was changed meanwhile: it waits on", numbers[1]);
    assert!(said.says(&left), "{}", said.text());
    // The same ticks once more: one of them is gone, the other is not as it was ticked.
    let again = will.post("/staff/review", &[two[0], two[1], ("step", "look")]).await;
    let gone = format!("{} does not wait any more", numbers[0]);
    let changed = format!("{} was changed since you ticked it", numbers[1]);
    assert!(again.says(&gone) && again.says(&changed), "{}", again.text());
    assert!(again.says("This order will be confirmed, and no other."), "{}", again.text());
    let late = will.post("/staff/review", &[two[0], ("step", "confirm")]).await;
    assert_eq!(late.status, 303);
    let said = will.get("/staff/review").await;
    assert!(said.says(&format!("No order was confirmed. {gone}")), "{}", said.text());
    let mut all = Vec::new();
    for number in &numbers {
        all.push(status(&world, number).await);
    }
    assert_eq!(all, ["confirmed", "placed", "placed"]);
    let mails = world.mails().len();
    world.work().await;
    let told = world.mails().split_off(mails);
    let told = told.iter().filter(|mail| mail.contains("confirmed your order")).count();
    assert_eq!(told, 1, "who was confirmed hears it");
});

in_world!(of_twenty_who_confirm_the_same_selection_one_does, |world| {
    set_review(&world, Review::Always).await;
    let mut seen = Vec::new();
    for key in ["a", "b", "c"] {
        let number = placed(&world, key).await;
        let version = version(&world, &number).await;
        seen.push((number, version));
    }
    let (db, will) = (world.db.clone(), world.staff("will@"));
    let mut turned = seen.clone();
    turned.reverse();
    let answers = race(20, move |i| {
        let (db, will) = (db.clone(), will.clone());
        let seen = if i % 2 == 0 { seen.clone() } else { turned.clone() };
        async move { db.write(move |tx: &mut Tx| review::confirm_all(tx, &will, &seen)).await }
    })
    .await;
    let answers: Vec<Confirmed> =
        answers.into_iter().map(|a| a.expect("nobody is refused")).collect();
    let done: usize = answers.iter().map(|answer| answer.done.len()).sum();
    let left: usize = answers.iter().map(|answer| answer.left.len()).sum();
    assert_eq!((done, left), (3, 57), "each order is confirmed once");
    let ruth = world.staff("ruth@");
    let looks = move |tx: &mut Tx| review::confirm_all(tx, &ruth, &[]);
    assert_eq!(world.db.write(looks).await.unwrap_err().problem().status, 403);
    world.leave_unhandled();
});

in_world!(who_decides_on_an_order_that_was_changed_meanwhile_is_told, |world| {
    set_review(&world, Review::Always).await;
    let number = placed(&world, "seen").await;
    let mut will = world.sign_in("will@").await;
    let path = format!("/staff/orders/{number}");
    let seen = will.get(&path).await.hidden("version").expect("the version");
    let mut olive = world.sign_in("olive@").await;
    let page = olive.get(&format!("{path}/adjust")).await;
    let version = page.hidden("version").expect("the version");
    let fields = [
        ("version", version.as_str()),
        ("quantity-1", "24"),
        ("price-1", "5.00"),
        ("adjust_reason", "As agreed"),
    ];
    let saved = olive.post(&format!("{path}/adjustments"), &fields).await;
    assert_eq!(saved.location(), Some(path.as_str()), "{}", saved.text());
    for decision in
        [[("decision", "confirm"), ("reason", "")], [("decision", "refuse"), ("reason", "No")]]
    {
        let fields = [("version", seen.as_str()), decision[0], decision[1]];
        let told = will.post(&format!("{path}/decision"), &fields).await;
        assert!(told.status == 409 && told.says("Somebody changed this order"), "{}", told.text());
    }
    assert_eq!(status(&world, &number).await, "placed");
    let again = will.post(&format!("{path}/adjustments"), &fields).await;
    assert!(again.status == 409 && again.html.contains("As agreed"), "nothing typed is lost");
    let mut anna = world.sign_in("anna@").await;
    let seen = anna.get(&format!("/orders/{number}")).await;
    assert!(seen.says("Changes by the wholesaler") && seen.says("As agreed"), "{}", seen.text());
    assert!(!seen.says("Olive Hartwell"), "staff go by the company's name");
    world.work().await;
});
