//! Quotations as people and programs meet them: pages, forms, the link, the API.

use super::priced::Typed;
use super::tests::{line, sent};
use crate::args;
use crate::cart::offers::{OFFERS, Offers};
use crate::platform::db::{DbError, Tx};
use crate::platform::settings;
use crate::testkit::page::Page;
use crate::testkit::world::{World, in_world};
use axum::http::StatusCode;
use serde_json::json;

fn teapots() -> Typed {
    Typed {
        title: "Spring counter".to_owned(),
        lines: vec![line("TEAPOT-IRON", "2", "27.50")],
        ..Typed::default()
    }
}

in_world!(staff_write_and_send_and_the_customer_converts, |world| {
    let mut will = world.sign_in("will@").await;
    let page = will.get("/staff/customers/C-1001").await;
    assert!(page.says("Write a quotation"), "{}", page.text());
    let begun = will.post("/staff/quotes", &[("number", "C-1001")]).await;
    let edit = begun.location().expect("it is begun").to_owned();
    assert_eq!(edit, "/staff/quotes/Q-1001/edit");
    will.get(&edit).await;
    let wrong = [
        ("version", "1"),
        ("code.0", "TEAPOT-IRON"),
        ("quantity.0", "2"),
        ("price.0", "cheap"),
        ("title", "Spring <counter>"),
    ];
    let refused = will.post(&edit, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in ["value=\"cheap\"", "value=\"TEAPOT-IRON\"", "Spring &lt;counter&gt;"] {
        assert!(refused.html.contains(kept), "{kept}");
    }
    let good = [
        ("version", "1"),
        ("code.0", "TEAPOT-IRON"),
        ("quantity.0", "2"),
        ("price.0", "27.50"),
        ("title", "Spring counter"),
        ("deed", "save"),
    ];
    assert_eq!(will.post(&edit, &good).await.location(), Some(edit.as_str()));
    let mut anna = world.sign_in("anna@").await;
    assert_eq!(anna.get("/quotes/Q-1001").await.status, StatusCode::NOT_FOUND, "not sent yet");
    assert!(anna.get("/quotes").await.says("No quotation is open"));
    will.get("/staff/quotes/Q-1001").await;
    let done = will.post("/staff/quotes/Q-1001/send", &[("version", "2")]).await;
    assert_eq!(done.location(), Some("/staff/quotes/Q-1001"), "{}", done.text());
    let late = will.post("/staff/quotes/Q-1001/withdraw", &[("version", "2")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "it was sent meanwhile");
    let list = anna.get("/quotes").await;
    assert!(list.says("Q-1001") && list.says("Spring counter"), "{}", list.text());
    assert!(anna.get("/").await.says("One quotation is open"));
    let page = anna.get("/quotes/Q-1001").await;
    for said in ["27.50", "Convert to Order, £", "Share Quote", "Decline this quotation"] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    let vera = world.sign_in("vera@").await.get("/quotes/Q-1001").await;
    assert!(vera.says("27.50") && !vera.says("Convert to Order"), "who looks cannot convert");
    let mut bella = world.sign_in("bella@").await;
    assert_eq!(bella.get("/quotes/Q-1001").await.status, StatusCode::NOT_FOUND);
    let past = [("revision", "1"), ("requested_day", "2020-01-01"), ("reference", "PO 9")];
    let refused = anna.post("/quotes/Q-1001/order", &past).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("value=\"PO 9\"") && refused.says("That day is over"));
    let placed =
        anna.post("/quotes/Q-1001/order", &[("revision", "1"), ("reference", "PO 9")]).await;
    let order = placed.location().expect("it is placed").to_owned();
    assert!(order.starts_with("/orders/P-"), "{order}");
    assert!(anna.get(&order).await.says("55.00"));
    let again = anna.post("/quotes/Q-1001/order", &[("revision", "1")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.says("This quotation is order P-"), "{}", again.text());
    assert!(anna.get("/quotes").await.says("No quotation is open"));
    assert!(anna.get("/quotes?status=converted").await.says("Q-1001"));
    world.work().await;
});

in_world!(the_link_in_the_mail_opens_one_quotation_signed_out, |world| {
    sent(&world, teapots()).await;
    let mut anna = world.sign_in("anna@").await;
    anna.get("/quotes/Q-1001").await;
    let wrong =
        anna.post("/quotes/Q-1001/shares", &[("email", "nobody"), ("message", "Look")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.says("That is not an e-mail address.") && wrong.html.contains("value=\"nobody\"")
    );
    anna.post("/quotes/Q-1001/comments", &[("text", "Between us")]).await;
    let shared = anna.post("/quotes/Q-1001/shares", &[("email", "marta@cafes.example")]).await;
    assert_eq!(shared.location(), Some("/quotes/Q-1001"), "{}", shared.text());
    world.work().await;
    let mail = world.mails().into_iter().find(|mail| mail.contains("marta@cafes.example")).unwrap();
    let mail = mail.replace("=\r\n", "");
    let at = mail.find("/shared/").expect("the mail has the link");
    let path: String = mail[at..].chars().take_while(|c| !c.is_whitespace()).collect();
    let page = world.anybody().get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    assert!(page.says("Q-1001") && page.says("27.50"), "{}", page.text());
    for secret in ["Between us", "Convert to Order", "anna@", "/quotes/Q-1001"] {
        assert!(!page.html.contains(secret), "{secret}");
    }
    let page = anna.get("/quotes/Q-1001").await;
    assert!(page.says("opened once"), "{}", page.text());
    let sheet = world.anybody().get(&format!("{path}.pdf")).await;
    assert!(sheet.status == 200 && sheet.html.starts_with("%PDF-"), "{}", sheet.html);
    assert_eq!(sheet.headers["x-robots-tag"], "noindex, nofollow");
    assert!(anna.get("/quotes/Q-1001").await.says("opened 2 times"));
    let at = page.html.find("/revocation").expect("a button to revoke");
    let action = page.html[..at].rsplit('"').next().unwrap().to_owned() + "/revocation";
    assert_eq!(anna.post(&action, &[]).await.status, StatusCode::SEE_OTHER);
    let ended = world.anybody().get(&path).await;
    let guessed = world.anybody().get("/shared/guessed").await;
    assert_eq!((ended.status, guessed.status), (StatusCode::GONE, StatusCode::GONE));
    assert_eq!(ended.text(), guessed.text(), "nobody learns why");
    let sheet = world.anybody().get(&format!("{path}.pdf")).await;
    assert_eq!((sheet.status, sheet.text()), (StatusCode::GONE, guessed.text()));
    world.work().await;
});

in_world!(staff_end_a_link_that_a_customer_sent, |world| {
    sent(&world, teapots()).await;
    let mut anna = world.sign_in("anna@").await;
    anna.post("/quotes/Q-1001/shares", &[("email", "marta@cafes.example")]).await;
    world.work().await;
    let mails = world.mails();
    let mail = mails.iter().find(|mail| mail.contains("marta@")).unwrap().replace("=\r\n", "");
    let at = mail.find("/shared/").expect("the mail has the link");
    let path: String = mail[at..].chars().take_while(|c| !c.is_whitespace()).collect();
    let mut will = world.sign_in("will@").await;
    let page = will.get("/staff/quotes/Q-1001").await;
    let at = page.html.find("/revocation").expect("a button to revoke");
    let action = page.html[..at].rsplit('"').next().unwrap().to_owned() + "/revocation";
    assert!(!world.sign_in("ruth@").await.get("/staff/quotes/Q-1001").await.html.contains(&action));
    assert_eq!(world.sign_in("ruth@").await.post(&action, &[]).await.status, 403);
    assert_eq!(world.anybody().get(&path).await.status, 200);
    assert_eq!(will.post(&action, &[]).await.status, 303);
    assert_eq!(world.anybody().get(&path).await.status, StatusCode::GONE);
    assert_eq!(will.post(&action, &[]).await.status, 404, "it is over");
    world.work().await;
});

in_world!(a_quotation_is_a_sheet_for_whoever_reads_it, |world| {
    sent(&world, teapots()).await;
    let is_sheet = |page: &Page| page.status == 200 && page.html.starts_with("%PDF-");
    let mut anna = world.sign_in("anna@").await;
    assert!(anna.get("/quotes/Q-1001").await.html.contains("/quotes/Q-1001.pdf"));
    let sheet = anna.get("/quotes/Q-1001.pdf").await;
    assert!(is_sheet(&sheet), "{}", sheet.html);
    assert_eq!(sheet.headers["content-disposition"], "attachment; filename=\"Q-1001.pdf\"");
    assert_eq!(world.sign_in("bella@").await.get("/quotes/Q-1001.pdf").await.status, 404);
    let mut will = world.sign_in("will@").await;
    assert!(is_sheet(&will.get("/staff/quotes/Q-1001.pdf").await));
    assert!(is_sheet(&will.get("/staff/quotes/Q-1001.pdf?revision=1").await));
    assert_eq!(will.get("/staff/quotes/Q-1001.pdf?revision=7").await.status, 404);
    let begun = will.post("/staff/quotes", &[("number", "C-1001")]).await;
    assert_eq!(begun.location(), Some("/staff/quotes/Q-1002/edit"));
    assert_eq!(will.get("/staff/quotes/Q-1002.pdf").await.status, 404, "never sent");
    hide_prices(&world).await;
    assert_eq!(anna.get("/quotes/Q-1001.pdf").await.status, 404, "prices are hidden");
    world.work().await;
});

/// Larch & Lime see no prices from now on.
async fn hide_prices(world: &World) {
    let hide = |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec("update customers set prices_shown = 'hidden' where number = 'C-1001'", args![])
    };
    assert_eq!(world.db.write(hide).await.unwrap(), 1);
}

in_world!(programs_read_convert_once_share_decline_and_ask, |world| {
    sent(&world, teapots()).await;
    let mut anna = world.program("anna@").await;
    let list = anna.get("/api/v1/quotes").await.json();
    assert_eq!(list["items"][0]["number"], "Q-1001");
    let one = anna.get("/api/v1/quotes/q-1001").await.json();
    assert_eq!((&one["status"], &one["revision"]), (&json!("sent"), &json!(1)));
    assert_eq!(one["lines"][0]["price"], json!({ "amount": "27.50", "currency": "GBP", "per": 1 }));
    assert_eq!(one["totals"], list["items"][0]["totals"]);
    let post = |path: &'static str| ("POST", path);
    let share = json!({ "email": "marta@cafes.example", "ends": "2000-01-01" });
    let late = anna.json(post("/api/v1/quotes/Q-1001/shares"), &[], &share).await;
    assert_eq!(late.json()["errors"][0]["code"], "day_in_past");
    let share = json!({ "email": "marta@cafes.example" });
    let made = anna.json(post("/api/v1/quotes/Q-1001/shares"), &[], &share).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/quotes/Q-1001/shares/{id}");
    assert_eq!(
        anna.json(("DELETE", &path), &[], &json!(null)).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(anna.json(("DELETE", &path), &[], &json!(null)).await.status, StatusCode::NOT_FOUND);
    let order = post("/api/v1/quotes/Q-1001/order");
    let no_key = anna.json(order, &[], &json!({})).await;
    assert_eq!(no_key.json()["code"], "idempotency_key_required");
    let stale = anna.json(order, &[("Idempotency-Key", "a")], &json!({ "revision": 7 })).await;
    assert_eq!(stale.json()["code"], "changed_meanwhile");
    let placed = anna.json(order, &[("Idempotency-Key", "b")], &json!({ "revision": 1 })).await;
    assert_eq!(placed.status, StatusCode::CREATED);
    assert_eq!(placed.json()["source"], "quote:Q-1001");
    assert_eq!(placed.json()["totals"], one["totals"], "at the quotation's prices");
    let again = anna.json(order, &[("Idempotency-Key", "b")], &json!({ "revision": 1 })).await;
    assert_eq!(again.json()["number"], placed.json()["number"], "the same key, the same order");
    let other = anna.json(order, &[("Idempotency-Key", "c")], &json!({})).await;
    assert_eq!(other.json()["code"], "quote_already_converted");
    assert_eq!(other.json()["order"], placed.json()["number"]);
    let ask = json!({ "lines": [{ "code": "MUG-SAND", "quantity": 5 }], "remarks": "Soon" });
    let asked = anna.json(post("/api/v1/quotes"), &[("Idempotency-Key", "d")], &ask).await;
    assert_eq!(asked.status, StatusCode::CREATED, "five are no pack: {:?}", asked.json());
    assert_eq!((&asked.json()["status"], &asked.json()["revision"]), (&json!("draft"), &json!(0)));
    let open = anna.get("/api/v1/quotes").await.json();
    assert_eq!(open["items"], json!([]), "only what is open");
    let declined = anna.json(post("/api/v1/quotes/Q-1002/decline"), &[], &json!({})).await;
    assert_eq!(declined.json()["status"], "declined");
    let bad = anna.get("/api/v1/quotes?status=odd").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    world.work().await;
});

in_world!(a_setting_says_what_may_become_of_a_current_order, |world| {
    let set = |offers: Offers| move |tx: &mut Tx| settings::set(tx, &OFFERS, &offers);
    let mut anna = world.sign_in("anna@").await;
    anna.post("/cart/lines", &[("sku", "MUG-SAND"), ("quantity", "24")]).await;
    let both = anna.get("/cart").await;
    assert!(both.says("Place order") && both.says("Ask for a quotation"), "{}", both.text());
    world.db.write(set(Offers::Orders)).await.unwrap();
    assert!(!anna.get("/cart").await.says("Ask for a quotation"));
    assert_eq!(anna.post("/quotes", &[]).await.status, StatusCode::FORBIDDEN);
    world.db.write(set(Offers::Quotes)).await.unwrap();
    let page = anna.get("/cart").await;
    assert!(page.says("Ask for a quotation") && !page.says("Place order"), "{}", page.text());
    let body = json!({ "lines": [{ "code": "MUG-SAND", "quantity": 12 }] });
    let mut program = world.program("anna@").await;
    let order = program.json(("POST", "/api/v1/orders"), &[("Idempotency-Key", "x")], &body).await;
    assert_eq!(order.status, StatusCode::FORBIDDEN, "no door leads past the setting");
    let form = [("remarks", "For four shops"), ("place_key", "cart-1")];
    let asked = anna.post("/quotes", &form).await;
    assert_eq!(asked.location(), Some("/quotes/Q-1001"), "{}", asked.text());
    let again = anna.post("/quotes", &form).await;
    assert_eq!(again.location(), Some("/quotes/Q-1001"), "a second click gets the first");
    let page = anna.get("/quotes/Q-1001").await;
    assert!(page.says("Asked for") && page.says("For four shops"), "{}", page.text());
    let cart = program.get("/api/v1/cart").await.json();
    assert_eq!(cart["lines"], json!([]), "it went into the request");
    let mut will = world.sign_in("will@").await;
    assert!(will.get("/staff").await.says("A customer asks for a quotation"));
    world.work().await;
});
