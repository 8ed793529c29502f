//! Staff cancel orders and lines; what is free again; two deeds at once; notes that never leave staff.

use super::adjust::{Adjustment, LineTyped, adjust};
use super::cancel;
use super::staff_store;
use crate::args;
use crate::backoffice::review::{self, Decision};
use crate::backoffice::{REVIEW, Review};
use crate::doctor;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::settings;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use axum::http::StatusCode;
use serde_json::json;

/// Anna's new order of two products, handed over; its number.
async fn placed(world: &World) -> String {
    let mut anna = world.program("anna@").await;
    let lines = [("TEAPOT-IRON", 1), ("MUG-SAND", 12)];
    let lines =
        lines.map(|(code, quantity)| serde_json::json!({ "code": code, "quantity": quantity }));
    let body = serde_json::json!({ "lines": lines });
    let answer =
        anna.json(("POST", "/api/v1/orders"), &[("Idempotency-Key", "cancel")], &body).await;
    let number = answer.json()["number"].as_str().expect("a number").to_owned();
    world.work().await;
    number
}

/// Sum of what all customers have on order.
async fn on_order(world: &World) -> i64 {
    let read = |view: &mut View| -> Result<_, DbError> {
        view.one::<i64>("select cast(sum(ordered_minor) as bigint) from credit", args![])
    };
    world.db.read(read).await.unwrap().unwrap()
}

async fn is_sound(world: &World) {
    let found = world.db.read(doctor::examine).await.unwrap();
    assert!(found.is_ok(), "{}", found.text());
}

in_world!(a_cancelled_order_gives_stock_and_credit_back_and_says_why, |world| {
    let (stock, credit) = (world.stock_of("MUG-SAND").await, on_order(&world).await);
    let number = placed(&world).await;
    assert!(world.stock_of("MUG-SAND").await != stock && on_order(&world).await > credit);
    let mut will = world.sign_in("will@").await;
    let path = format!("/staff/orders/{number}");
    assert!(will.get(&path).await.says("Cancel order or lines"));
    let to = format!("{path}/cancellation");
    let bare = will.post(&to, &[("cancel_reason", " ")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let first = will.post(&to, &[("cancel_reason", "One line <b>less</b>"), ("line", "1")]).await;
    assert_eq!(first.location(), Some(path.as_str()), "{}", first.text());
    is_sound(&world).await;
    let part = on_order(&world).await;
    assert!(part > credit, "the other line still counts");
    let second = will.post(&to, &[("cancel_reason", "The kiln broke.")]).await;
    assert_eq!(second.status, StatusCode::SEE_OTHER, "{}", second.text());
    assert_eq!((world.stock_of("MUG-SAND").await, on_order(&world).await), (stock, credit));
    is_sound(&world).await;
    let again = will.post(&to, &[("cancel_reason", "Again")]).await;
    assert!(again.status == StatusCode::CONFLICT && again.says("Nothing of this is left"));
    let before = world.mails().len();
    world.work().await;
    let mails = world.mails().split_off(before);
    assert!(mails.len() == 2 && mails[1].contains("The kiln broke."), "{mails:?}");
    let mut anna = world.sign_in("anna@").await;
    let seen = anna.get(&format!("/orders/{number}")).await;
    assert!(seen.says("cancelled the order: The kiln broke."), "{}", seen.text());
    assert!(seen.says("One line <b>less</b>") && !seen.html.contains("<b>less"));
    let mut ruth = world.sign_in("ruth@").await;
    ruth.get("/staff").await;
    assert_eq!(ruth.post(&to, &[("cancel_reason", "No")]).await.status, StatusCode::FORBIDDEN);
});

in_world!(the_agreed_total_stays_and_credit_is_held_for_what_is_left_to_charge, |world| {
    let credit = on_order(&world).await;
    let number = placed(&world).await;
    let mut ruth = world.program("ruth@").await;
    let path = format!("/api/v1/staff/orders/{number}");
    let agreed = ruth.json(("GET", &path), &[], &json!(null)).await.json();
    assert_eq!(agreed["totals"], agreed["to_charge"]);
    // An adjustment writes the agreed sums anew, so that what stands of a line is not a share of what was ordered.
    let (will, of) = (world.staff("will@"), number.clone());
    let fewer = move |tx: &mut Tx| {
        let read = staff_store::get_any(tx, &will, &of)?.expect("it was placed");
        let lines = vec![LineTyped { line: 2, quantity: "6".to_owned(), price: String::new() }];
        let reason = "As we said.".to_owned();
        let version = read.0.head.version;
        adjust(tx, &will, &of, &Adjustment { version, lines, reason, ..Adjustment::default() })
    };
    world.db.write(fewer).await.unwrap();
    let adjusted = ruth.json(("GET", &path), &[], &json!(null)).await.json();
    assert_eq!(adjusted["totals"], adjusted["to_charge"]);
    assert_ne!(adjusted["totals"], agreed["totals"]);
    let (will, of) = (world.staff("will@"), number.clone());
    let less = move |tx: &mut Tx| cancel::cancel(tx, &will, &of, (&[2], "The kiln broke."));
    world.db.write(less).await.unwrap();
    let left = ruth.json(("GET", &path), &[], &json!(null)).await.json();
    assert_eq!(left["totals"], adjusted["totals"]);
    assert_eq!(left["to_charge"]["goods"], left["lines"][0]["net"]);
    let total = left["to_charge"]["total"]["amount"].as_str().expect("an amount");
    let held = on_order(&world).await - credit;
    assert_eq!(total.replace('.', ""), held.to_string(), "to the penny");
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get(&format!("/orders/{number}")).await;
    assert!(page.says("To deliver and charge") && page.says(total), "{}", page.text());
    is_sound(&world).await;
    world.work().await;
});

in_world!(of_cancel_and_confirm_at_once_one_holds, |world| {
    let set = |tx: &mut Tx| settings::set(tx, &REVIEW, &Review::Always);
    world.db.write(set).await.unwrap();
    let credit = on_order(&world).await;
    let number = placed(&world).await;
    let (db, will, of) = (world.db.clone(), world.staff("will@"), number.clone());
    let answers = race(20, move |i| {
        let (db, will, of) = (db.clone(), will.clone(), of.clone());
        async move {
            db.write(move |tx| {
                if i % 2 == 0 {
                    return review::decide(tx, &will, &of, &Decision::Confirm);
                }
                review::withdraw(tx, &will, &of)?;
                cancel::cancel(tx, &will, &of, (&[], "No longer made"))
            })
            .await
        }
    })
    .await;
    let confirmed = answers.iter().step_by(2).filter(|answer| answer.is_ok()).count();
    let cancelled = answers.iter().skip(1).step_by(2).filter(|answer| answer.is_ok()).count();
    assert!(cancelled == 1 && confirmed <= 1, "{answers:?}");
    assert_eq!(on_order(&world).await, credit, "credit is given back once");
    is_sound(&world).await;
    world.leave_unhandled();
});

in_world!(what_is_refused_after_a_line_was_cancelled_gives_credit_back_once, |world| {
    let set = |tx: &mut Tx| settings::set(tx, &REVIEW, &Review::Always);
    world.db.write(set).await.unwrap();
    let credit = on_order(&world).await;
    let number = placed(&world).await;
    let will = world.staff("will@");
    let deed = move |tx: &mut Tx| {
        cancel::cancel(tx, &will, &number, (&[1], "No longer made"))?;
        let refuse = Decision::Refuse { reason: "Nor the other".to_owned() };
        review::decide(tx, &will, &number, &refuse)
    };
    world.db.write(deed).await.unwrap();
    assert_eq!(on_order(&world).await, credit);
    is_sound(&world).await;
    world.leave_unhandled();
});

in_world!(what_another_erp_carries_out_is_cancelled_there, |world| {
    let number = placed(&world).await;
    let of = number.clone();
    let put = move |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec(
            "insert into order_erp_refs (erp_ref, order_id)
             select 'brightpearl:9', id from orders where number = $1",
            args![&of],
        )
    };
    assert_eq!(world.db.write(put).await.unwrap(), 1);
    let mut will = world.sign_in("will@").await;
    will.get(&format!("/staff/orders/{number}")).await;
    let path = format!("/staff/orders/{number}/cancellation");
    let refused = will.post(&path, &[("cancel_reason", "No")]).await;
    assert!(
        refused.status == StatusCode::CONFLICT
            && refused.says("brightpearl carries this order out")
    );
});

in_world!(the_form_offers_what_can_still_be_cancelled, |world| {
    let mut will = world.sign_in("will@").await;
    let page = will.get("/staff/orders/P-100002").await;
    let (_, form) = page.html.split_once("/cancellation").expect("a form");
    assert!(form.contains("72 MUG-SLATE") && !form.contains("168 MUG-SLATE"), "{form}");
    assert!(form.contains("12 OUT-BACK"), "{form}");
});

in_world!(a_note_never_leaves_staff, |world| {
    let number = placed(&world).await;
    let mut will = world.sign_in("will@").await;
    let path = format!("/staff/orders/{number}");
    will.get(&path).await;
    let secret = "Zebra-note: pays late <i>often</i>";
    let written = will.post(&format!("{path}/notes"), &[("note", secret)]).await;
    assert_eq!(written.location(), Some(path.as_str()), "{}", written.text());
    let page = will.get(&path).await;
    assert!(page.says(secret) && !page.html.contains("<i>often"), "{}", page.text());
    will.post(&format!("{path}/cancellation"), &[("cancel_reason", "Gone")]).await;
    world.work().await;
    let mut mona = world.sign_in("mona@").await;
    let order = format!("/orders/{number}");
    for path in
        ["/", "/orders", "/orders/export?as=csv", "/backorders", "/cart", "/products", &order]
    {
        assert!(!mona.get(path).await.html.contains("Zebra"), "{path}");
    }
    let mut program = world.program("mona@").await;
    let one = format!("/api/v1/orders/{number}");
    for path in ["/api/v1/orders", &one, "/api/v1/me", "/api/v1/account"] {
        assert!(!program.get(path).await.html.contains("Zebra"), "{path}");
    }
    assert!(world.mails().iter().all(|mail| !mail.contains("Zebra")));
    assert!(will.get("/staff/customers/C-1001").await.says("wrote a note on order"));
});
