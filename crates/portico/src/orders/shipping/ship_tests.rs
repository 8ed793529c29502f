//! Every reason not to send, by table; and what programs of the staff tell.

use super::arrive;
use super::handled::{self, Handled};
use super::ship::{Leaving, NewParcel, Refusal, check};
use crate::access::{Staff, StaffRole};
use crate::doctor;
use crate::orders::ledger::Standing;
use crate::orders::mail::switches::SHIPPED;
use crate::orders::{Stage, Status};
use crate::platform::db::{Tx, args};
use crate::platform::settings;
use crate::platform::wholesaler;
use crate::testkit::in_world;
use portico_types::Quantity;
use serde_json::{Value, json};

fn head(part_deliveries: bool) -> Handled {
    Handled {
        id: 1,
        number: "P-1".to_owned(),
        customer_id: 1,
        status: Some(Status::Confirmed),
        hand_over: "received".to_owned(),
        part_deliveries,
        reference: None,
        postcode: None,
        elsewhere: None,
    }
}

fn leaving(quantity: i64) -> Leaving {
    Leaving { line_id: 1, from: Stage::Released, quantity, decimals: 0, parcel: 1 }
}

#[test]
fn every_reason_not_to_send() {
    let line = |stages| Standing {
        line_id: 1,
        product_id: None,
        supplied_from: "stock".to_owned(),
        stages,
    };
    let standing = [line([0, 2, 0, 6, 4, 0])];
    let parcel = [NewParcel::default()];
    let part = head(true);
    assert_eq!(check(&part, &standing, &[leaving(6)], &parcel), Ok(()));
    assert_eq!(check(&part, &standing, &[], &parcel), Err(Refusal::Empty));
    assert_eq!(check(&part, &standing, &[leaving(0)], &parcel), Err(Refusal::Empty));
    let available = Quantity::whole(2);
    let twice = check(&part, &standing, &[leaving(4), leaving(4)], &parcel);
    assert_eq!(twice, Err(Refusal::NotReady { index: 1, available }));
    let whole = check(&head(false), &standing, &[leaving(6)], &parcel);
    assert_eq!(whole, Err(Refusal::GoesOutWhole));
    assert_eq!(check(&head(false), &[line([0, 0, 0, 6, 4, 0])], &[leaving(6)], &parcel), Ok(()));
    let long = NewParcel { tracking: "x".repeat(101), ..NewParcel::default() };
    assert_eq!(check(&part, &standing, &[leaving(6)], &[long]), Err(Refusal::BadParcel(0)));
}

in_world!(the_warehouse_acts_on_confirmed_orders_of_its_own, |world| {
    let staff = |role| Staff { role, ..world.staff("will@") };
    let will = staff(StaffRole::Write);
    assert_eq!(handled::check(&will, &head(true)), Ok(()));
    let looks = handled::check(&staff(StaffRole::Read), &head(true));
    assert_eq!(looks, Err(handled::Refusal::NotAllowed));
    let elsewhere = Handled { elsewhere: Some("brightpearl:9".to_owned()), ..head(true) };
    let at_erp = handled::Refusal::AtErp("brightpearl".to_owned());
    assert_eq!(handled::check(&will, &elsewhere), Err(at_erp));
    let placed = Handled { status: Some(Status::Placed), ..head(true) };
    assert_eq!(handled::check(&will, &placed), Err(handled::Refusal::NotConfirmed));
    let on_its_way = Handled { hand_over: "sent".to_owned(), ..placed };
    assert_eq!(handled::check(&will, &on_its_way), Err(handled::Refusal::UnderWay));
});

in_world!(programs_of_the_staff_send_what_is_reserved_once_for_each_key, |world| {
    let mut will = world.program("will@").await;
    let path = "/api/v1/staff/orders/P-100003/shipments";
    let body = |line: i64, quantity: Value| json!({ "lines": [{ "line": line, "quantity": quantity }], "carrier": "DPD", "tracking": "1550" });
    let bare = will.json(("POST", path), &[], &body(1, json!(36))).await;
    assert_eq!(bare.json()["code"], "idempotency_key_required");
    let key = |key: &'static str| [("Idempotency-Key", key)];
    let much = will.json(("POST", path), &key("a"), &body(2, json!(61))).await.json();
    assert_eq!((&much["status"], &much["code"]), (&json!(409), &json!("insufficient_stock")));
    assert_eq!(much["errors"][0]["field"], "/lines/0/quantity");
    assert_eq!(much["errors"][0]["available"], 60);
    let text = will.json(("POST", path), &key("a"), &body(2, json!("6"))).await.json();
    assert_eq!(text["errors"][0]["code"], "not_a_number");
    let unknown = will.json(("POST", path), &key("a"), &body(9, json!(1))).await.json();
    assert_eq!(unknown["errors"][0]["field"], "/lines/0/line");
    // Released without a note, and allocated: both leave.
    let sent = json!({ "lines": [{ "line": 1, "quantity": 36 }, { "line": 2, "quantity": 60 }] });
    let first = will.json(("POST", path), &key("b"), &sent).await;
    assert_eq!(first.status, 201, "{}", first.html);
    assert_eq!(
        first.json()["lines"],
        json!([{ "line": 1, "quantity": 36 }, { "line": 2, "quantity": 60 }])
    );
    let again = will.json(("POST", path), &key("b"), &sent).await;
    assert_eq!(again.html, first.html);
    assert_eq!(will.json(("POST", path), &key("c"), &sent).await.status, 409);
    let order = will.json(("GET", "/api/v1/staff/orders/P-100003"), &[], &Value::Null).await.json();
    assert_eq!((&order["delivery"], &order["lines"][1]["shipped"]), (&json!("all"), &json!(60)));
    let found = world.db.read(doctor::examine).await.unwrap();
    assert!(found.is_ok(), "{}", found.text());
    world.work().await;
    // All of it has left; delivered it is when it arrived.
    let title = async || {
        let page = world.sign_in("anna@").await.get("/orders/P-100003").await;
        let (_, title) = page.html.split_once("</h1>").expect("a title");
        title.split_once("</div>").expect("its state").0.to_owned()
    };
    let head = title().await;
    assert!(head.contains("On its way") && !head.contains("Delivered"), "{head}");
    let staff = world.staff("will@");
    let arrived = move |tx: &mut Tx| {
        let today = wholesaler::today(tx)?;
        let sent = tx.all::<String>("select number from shipments where order_id in (select id from orders where number = 'P-100003') limit 9", args![])?;
        arrive::arrive(tx, &staff, &sent, &today.text())
    };
    world.db.write(arrived).await.unwrap();
    let head = title().await;
    assert!(head.contains("Delivered") && !head.contains("On its way"), "{head}");
});

in_world!(who_ordered_reads_which_parcel_is_on_its_way_and_what_is_still_to_come, |world| {
    let mut will = world.program("will@").await;
    let path = "/api/v1/staff/orders/P-100003/shipments";
    let mut send = async |key: &'static str, line: i64| {
        let body = json!({ "lines": [{ "line": line, "quantity": 12 }], "carrier": "DPD", "tracking": "1550-77" });
        let sent = will.json(("POST", path), &[("Idempotency-Key", key)], &body).await;
        assert_eq!(sent.status, 201, "{}", sent.html);
        sent.json()["number"].as_str().unwrap().to_owned()
    };
    world.work().await;
    let before = world.mails().len();
    send("a", 1).await;
    world.work().await;
    let mails = world.mails();
    assert_eq!(mails.len(), before + 1, "one mail for one shipment");
    let told =
        mails.iter().find(|mail| mail.contains("1550-77")).expect("the tracking number is told");
    for said in ["P-100003", "DPD", "Still to come"] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let off = |tx: &mut Tx| settings::set(tx, &SHIPPED, &false);
    world.db.write(off).await.unwrap();
    send("b", 1).await;
    world.work().await;
    assert_eq!(world.mails().len(), before + 1, "the wholesaler switched this mail off");
});
