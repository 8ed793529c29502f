//! A customer's people and staff look after its addresses.

use crate::args;
use crate::customers::keep_address::{self, Refusal, Typed, check_close};
use crate::customers::keeper::{Keeper, OWN_DETAILS, OwnDetails};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::settings;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Number, whether it is open, default for goods, default for invoices, state.
type Row = (String, bool, bool, bool, String);

async fn rows(world: &World) -> Vec<Row> {
    let read = |view: &mut View| -> Result<Vec<Row>, DbError> {
        view.all(
            "select number, closed_at is null, default_delivery, default_invoice, state
             from addresses where customer_id = 1001 order by id limit 200",
            args![],
        )
    };
    world.db.read(read).await.unwrap()
}

/// Which open address is the default for goods, and which for invoices; two of one kind, or none, is a breach.
async fn defaults(world: &World) -> (String, String) {
    let open: Vec<Row> = rows(world).await.into_iter().filter(|row| row.1).collect();
    let one = |which: fn(&Row) -> bool| {
        let found: Vec<&Row> = open.iter().filter(|row| which(row)).collect();
        assert_eq!(found.len(), 1, "{open:?}");
        found[0].0.clone()
    };
    (one(|row| row.2), one(|row| row.3))
}

const CORK: [(&str, &str); 4] =
    [("name", "Larch"), ("line1", "9 Quay"), ("city", "Cork"), ("country", "IE")];

fn with<'a>(fields: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more).copied().collect()
}

in_world!(exactly_one_address_is_each_default_whatever_is_done, |world| {
    assert_eq!(defaults(&world).await, ("A-1".to_owned(), "A-1".to_owned()));
    let mut anna = world.sign_in("anna@").await;
    anna.get("/addresses/new").await;
    let added = anna.post("/addresses", &with(&CORK, &[("default_invoice", "yes")])).await;
    assert_eq!(added.location(), Some("/addresses"), "{}", added.text());
    let number = rows(&world).await.last().unwrap().0.clone();
    assert_eq!(defaults(&world).await, ("A-1".to_owned(), number.clone()));
    let path = format!("/addresses/{number}");
    let form = anna.get(&path).await;
    assert!(form.says("9 Quay") || form.html.contains("value=\"9 Quay\""));
    let version = form.hidden("version").unwrap();
    // Nobody ticks anything: what is the default stays it.
    anna.post(&path, &with(&CORK, &[("version", &version), ("line1", "10 Quay")])).await;
    assert_eq!(defaults(&world).await, ("A-1".to_owned(), number.clone()));
    let version = anna.get(&path).await.hidden("version").unwrap();
    anna.post(&path, &with(&CORK, &[("version", &version), ("default_delivery", "yes")])).await;
    assert_eq!(defaults(&world).await, (number.clone(), number.clone()));
    let page = anna.get("/addresses").await;
    assert!(page.says("Delivery and invoices") && page.says("In use"), "{}", page.text());
    assert!(anna.get("/").await.says("9 Quay"), "the default is shown where goods go");
    let stays = anna.post(&format!("{path}/removal"), &[]).await;
    assert_eq!(stays.status, StatusCode::CONFLICT);
    assert!(stays.says("Make another address the default first."), "{}", stays.text());
    assert_eq!(defaults(&world).await, (number.clone(), number));
});

in_world!(the_first_address_is_both_defaults_and_the_last_can_go, |world| {
    let none = |tx: &mut Tx| {
        tx.exec(
            "update addresses set closed_at = 1, default_delivery = false, default_invoice = false
             where customer_id = 1001",
            args![],
        )
    };
    let _ = world.db.write(none).await.unwrap();
    let mut anna = world.sign_in("anna@").await;
    assert!(anna.get("/addresses").await.says("No address yet"));
    anna.get("/addresses/new").await;
    anna.post("/addresses", &CORK).await;
    let number = rows(&world).await.last().unwrap().0.clone();
    assert_eq!(defaults(&world).await, (number.clone(), number.clone()));
    let gone = anna.post(&format!("/addresses/{number}/removal"), &[]).await;
    assert_eq!(gone.location(), Some("/addresses"), "{}", gone.text());
    let again = anna.post(&format!("/addresses/{number}/removal"), &[]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
});

in_world!(an_address_says_what_its_country_needs_and_keeps_what_was_typed, |world| {
    let mut anna = world.sign_in("anna@").await;
    anna.get("/addresses/new").await;
    let texas = with(&CORK, &[("country", "US"), ("city", "Austin"), ("postcode", "SW1A 1AA")]);
    let looked = anna.post("/addresses", &with(&texas, &[("look", "yes")])).await;
    assert_eq!(looked.status, StatusCode::OK);
    for said in ["ZIP code", "State"] {
        assert!(looked.says(said), "{said}: {}", looked.text());
    }
    assert!(looked.html.contains("<option value=\"TX\">") && !looked.html.contains("aria-invalid"));
    let before = rows(&world).await.len();
    let refused = anna.post("/addresses", &texas).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.html.matches("aria-invalid").count(), 2, "{}", refused.text());
    for kept in ["value=\"Austin\"", "value=\"SW1A 1AA\"", "value=\"9 Quay\""] {
        assert!(refused.html.contains(kept), "{kept}");
    }
    let unknown = anna.post("/addresses", &with(&CORK, &[("country", "XX")])).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(rows(&world).await.len(), before, "nothing was kept");
    let good = with(&texas, &[("postcode", "78701"), ("region", "TX")]);
    assert_eq!(anna.post("/addresses", &good).await.status, StatusCode::SEE_OTHER);
});

in_world!(the_second_of_two_who_edit_an_address_is_told_and_shown_it, |world| {
    let (mut anna, mut will) = (world.sign_in("anna@").await, world.sign_in("will@").await);
    let version = anna.get("/addresses/A-2").await.hidden("version").unwrap();
    let staff = "/staff/customers/C-1001/addresses/A-2";
    assert_eq!(will.get(staff).await.hidden("version").as_deref(), Some(version.as_str()));
    let theirs = with(&CORK, &[("version", &version), ("line1", "1 Staff Lane")]);
    assert_eq!(will.post(staff, &theirs).await.status, StatusCode::SEE_OTHER);
    let ours = with(&CORK, &[("version", &version), ("line1", "1 Own Lane")]);
    let late = anna.post("/addresses/A-2", &ours).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.says("Somebody changed this") && late.says("1 Staff Lane"), "{}", late.text());
    assert!(late.html.contains("value=\"1 Own Lane\""), "what was typed stays");
    let version = late.hidden("version").unwrap();
    let knowing = with(&CORK, &[("version", &version), ("line1", "1 Own Lane")]);
    assert_eq!(anna.post("/addresses/A-2", &knowing).await.status, StatusCode::SEE_OTHER);
    assert!(will.get("/staff/customers/C-1001").await.says("1 Own Lane"));
});

in_world!(whoever_may_not_sees_and_does_not_change, |world| {
    let mut vera = world.sign_in("vera@").await;
    let page = vera.get("/addresses").await;
    assert!(
        page.says("12 Canal Wharf") && !page.html.contains("/addresses/A-1"),
        "{}",
        page.text()
    );
    assert_eq!(vera.post("/addresses", &CORK).await.status, StatusCode::FORBIDDEN);
    let mut bella = world.sign_in("bella@").await;
    assert_eq!(bella.get("/addresses/A-1").await.status, StatusCode::NOT_FOUND);
    bella.get("/addresses/new").await;
    let foreign = with(&CORK, &[("version", "1")]);
    assert_eq!(bella.post("/addresses/A-1", &foreign).await.status, StatusCode::NOT_FOUND);
    assert_eq!(bella.post("/addresses/A-1/removal", &[]).await.status, StatusCode::NOT_FOUND);
    let only = |tx: &mut Tx| settings::set(tx, &OWN_DETAILS, &OwnDetails::Managers);
    world.db.write(only).await.unwrap();
    let (mut anna, mut mona) = (world.sign_in("anna@").await, world.sign_in("mona@").await);
    assert_eq!(anna.get("/addresses/new").await.status, StatusCode::FORBIDDEN);
    assert_eq!(mona.get("/addresses/new").await.status, StatusCode::OK);
    let nobody = |tx: &mut Tx| settings::set(tx, &OWN_DETAILS, &OwnDetails::Nobody);
    world.db.write(nobody).await.unwrap();
    assert_eq!(mona.get("/addresses/new").await.status, StatusCode::FORBIDDEN);
});

#[test]
fn an_address_in_use_stays() {
    let order = Some("P-1".to_owned());
    assert_eq!(
        check_close((false, 3), order.clone()),
        Err(Refusal::OnTheWay { order: "P-1".to_owned() })
    );
    assert_eq!(check_close((true, 0), None), Ok(()), "nothing else could be the default");
    assert_eq!(check_close((true, 1), None), Err(Refusal::IsDefault));
    assert_eq!(check_close((false, 1), None), Ok(()));
}

in_world!(an_order_keeps_its_address_and_the_address_stays_while_it_is_under_way, |world| {
    world.leave_unhandled();
    let mut anna = world.program("anna@").await;
    let order =
        json!({ "lines": [{ "code": "TEAPOT-IRON", "quantity": 1 }], "delivery_address": "A-2" });
    let key = [("Idempotency-Key", "to-a-2")];
    let placed = anna.json(("POST", "/api/v1/orders"), &key, &order).await.json();
    let number = placed["number"].as_str().unwrap().to_owned();
    let path = "/api/v1/addresses/A-2";
    let mut kept = anna.get("/api/v1/addresses").await.json()["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["id"] == "A-2")
        .unwrap()
        .clone();
    kept["line1"] = "4 Otley Road".into();
    let put = anna.json(("PUT", path), &[], &kept).await;
    assert_eq!((put.status, put.json()), (StatusCode::OK, kept));
    let order = anna.get(&format!("/api/v1/orders/{number}")).await.json();
    assert_eq!(order["delivery_address"]["line1"], "3 Otley Road");
    let stays = anna.json(("DELETE", path), &[], &Value::Null).await;
    assert_eq!(
        (stays.status, stays.json()["code"].clone()),
        (StatusCode::CONFLICT, json!("address_in_use"))
    );
    let delivered = |tx: &mut Tx| tx.exec("update orders set delivery = 'all'", args![]);
    let _ = world.db.write(delivered).await.unwrap();
    let gone = anna.json(("DELETE", path), &[], &Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.html);
    let order = anna.get(&format!("/api/v1/orders/{number}")).await.json();
    assert_eq!(order["delivery_address"]["line1"], "3 Otley Road", "the order keeps it");
});

in_world!(a_current_order_whose_address_is_gone_asks_for_another, |world| {
    world.leave_unhandled();
    let delivered = |tx: &mut Tx| tx.exec("update orders set delivery = 'all'", args![]);
    let _ = world.db.write(delivered).await.unwrap();
    let mut anna = world.program("anna@").await;
    anna.json(("PATCH", "/api/v1/cart"), &[], &json!({ "delivery_address": "A-2" })).await;
    let lines = json!([{ "code": "TEAPOT-IRON", "quantity": 1 }]);
    anna.json(("POST", "/api/v1/cart/lines"), &[], &lines).await;
    let gone = anna.json(("DELETE", "/api/v1/addresses/A-2"), &[], &Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(anna.get("/api/v1/cart").await.json()["delivery_address"], Value::Null);
    let key = [("Idempotency-Key", "nowhere")];
    let refused = anna.json(("POST", "/api/v1/orders"), &key, &json!({})).await.json();
    assert_eq!(refused["errors"][0]["code"], "unknown_address", "{refused}");
    let to = json!({ "delivery_address": "A-1" });
    let placed = anna.json(("POST", "/api/v1/orders"), &key, &to).await;
    assert_eq!(placed.status, StatusCode::CREATED, "{}", placed.html);
});

in_world!(programs_add_and_are_told_every_fault, |world| {
    let mut anna = world.program("anna@").await;
    let refused =
        anna.json(("POST", "/api/v1/addresses"), &[], &json!({ "country": "US" })).await.json();
    let faults: Vec<(&str, &str)> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["field"].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect();
    let needed = ["/name", "/line1", "/city", "/postcode", "/region"].map(|at| (at, "required"));
    assert_eq!(faults, needed, "{refused}");
    let odd = json!({ "town": "Leeds" });
    let unknown = anna.json(("POST", "/api/v1/addresses"), &[], &odd).await.json();
    assert_eq!(unknown["code"], "unknown_field");
    let body = json!({ "name": "Larch <b>", "line1": "9 Quay", "city": "Cork", "country": "ie" });
    let made = anna.json(("POST", "/api/v1/addresses"), &[], &body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.html);
    let made_at = made.location().unwrap().to_owned();
    let made = made.json();
    assert_eq!(made_at, format!("/api/v1/addresses/{}", made["id"].as_str().unwrap()));
    let said = ["country", "state", "default_delivery", "postcode"].map(|name| made[name].clone());
    assert_eq!(said, [json!("IE"), json!("ok"), json!(false), Value::Null]);
});

in_world!(twenty_new_addresses_at_once_have_numbers_of_their_own_and_one_default, |world| {
    let (db, anna) = (world.db.clone(), world.buyer("anna@"));
    let made = race(20, move |at| {
        let (db, anna) = (db.clone(), anna.clone());
        let typed = Typed {
            name: format!("Stall {at}"),
            line1: "Market".to_owned(),
            city: "Cork".to_owned(),
            country: "IE".to_owned(),
            default_delivery: "yes".to_owned(),
            ..Typed::default()
        };
        async move {
            let deed = move |tx: &mut Tx| {
                let keeper = Keeper::of_buyer(tx, &anna)?;
                keep_address::keep(tx, &keeper, None, &typed)
            };
            db.write(deed).await
        }
    })
    .await;
    let mut numbers: Vec<String> = made.into_iter().map(Result::unwrap).collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 20);
    let (delivery, invoice) = defaults(&world).await;
    assert!(numbers.contains(&delivery) && invoice == "A-1", "{delivery} {invoice}");
});

in_world!(where_an_erp_keeps_the_customer_a_change_waits_until_it_is_taken_there, |world| {
    world.leave_unhandled();
    let owned = |tx: &mut Tx| {
        tx.exec("update customers set erp_ref = 'backoffice:7' where number = 'C-1001'", args![])
    };
    assert_eq!(world.db.write(owned).await.unwrap(), 1);
    let mut anna = world.sign_in("anna@").await;
    anna.get("/addresses/new").await;
    anna.post("/addresses", &CORK).await;
    let page = anna.get("/addresses").await;
    assert!(page.says("Waits for our system") && page.says("waits until"), "{}", page.text());
    let added = rows(&world).await.last().unwrap().clone();
    assert_eq!(added.4, "waiting");
    let mut program = world.program("anna@").await;
    assert_eq!(program.get("/api/v1/addresses").await.json()["items"][0]["state"], "waiting");
    world.work().await;
    assert_eq!(rows(&world).await.last().unwrap().4, "ok");
    assert!(!anna.get("/addresses").await.says("Waits for our system"));
});

in_world!(the_contact_is_changed_at_once_or_waits_for_the_erp, |world| {
    world.leave_unhandled();
    let mut anna = world.program("anna@").await;
    let path = ("PATCH", "/api/v1/account");
    let phone = json!({ "contact": { "phone": "0113 496 0000" } });
    let account = anna.json(path, &[], &phone).await.json();
    assert_eq!(account["contact"]["phone"], "0113 496 0000", "{account}");
    assert_eq!(
        (&account["contact"]["name"], &account["waiting"]),
        (&json!("Mona Lindqvist"), &json!([]))
    );
    for (wrong, field, code) in [
        (json!({ "contact": { "email": "nobody" } }), "/contact/email", "bad_email"),
        (json!({ "contact": { "name": null } }), "/contact/name", "required"),
    ] {
        let refused = anna.json(path, &[], &wrong).await.json();
        let error = &refused["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!(field), &json!(code)), "{refused}");
    }
    let unknown = anna.json(path, &[], &json!({ "name": "Other" })).await.json();
    assert_eq!(unknown["code"], "unknown_field");
    let owned = |tx: &mut Tx| {
        tx.exec("update customers set erp_ref = 'backoffice:7' where id = 1001", args![])
    };
    assert_eq!(world.db.write(owned).await.unwrap(), 1);
    let other = json!({ "contact": { "phone": "0113 496 0001" } });
    let account = anna.json(path, &[], &other).await.json();
    assert_eq!(account["waiting"], json!(["contact.phone"]));
    assert_eq!(account["contact"]["phone"], "0113 496 0001");
    let mut page = world.sign_in("mona@").await;
    assert!(page.get("/account").await.says("Waits for our system"));
    world.work().await;
    let account = anna.get("/api/v1/account").await.json();
    assert_eq!(
        (&account["waiting"], &account["contact"]["phone"]),
        (&json!([]), &json!("0113 496 0001"))
    );
});

in_world!(the_account_page_tells_credit_terms_people_and_conflicts, |world| {
    let (mut anna, mut mona) = (world.sign_in("anna@").await, world.sign_in("mona@").await);
    let page = mona.get("/account").await;
    for said in [
        "Credit limit",
        "Credit balance",
        "Available credit",
        "Contact details",
        "Vera",
        "12 Canal Wharf",
    ] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    let version = anna.get("/account/contact").await.hidden("version").unwrap();
    mona.get("/account/contact").await;
    let hers =
        [("version", version.as_str()), ("name", "Mona L"), ("email", "m@larchlime.example")];
    assert_eq!(mona.post("/account/contact", &hers).await.location(), Some("/account"));
    let late =
        anna.post("/account/contact", &[("version", version.as_str()), ("name", "Anna K")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.html.contains("value=\"Anna K\""), "what was typed stays");
    let mut vera = world.sign_in("vera@").await;
    let page = vera.get("/account").await;
    assert!(page.says("Mona L") && !page.html.contains("/account/contact"), "{}", page.text());
    let mut tilly = world.sign_in("tilly@").await;
    let page = tilly.get("/account").await;
    assert!(page.says("£620.00") && page.says("−£120.00"), "{}", page.text());
});
