//! Approvals on both databases: no door leads past them, nothing is held until then, the guard runs again, one decision
//! is taken.

use super::approve::{self, Approved};
use super::*;
use crate::access::Buyer;
use crate::cart;
use crate::platform::db::{Db, DbError, Tx, View, args};
use crate::platform::problem::{AppError, Problem};
use crate::platform::settings;
use crate::testkit::race::{overlap, race};
use crate::testkit::world::{World, in_world};
use portico_types::{Currency, Money, UnitPrice};
use serde_json::json;

/// Ten iron teapots: £380 and VAT, above Otto's £250.
fn wish(quantity: &str) -> Wish {
    Wish {
        lines: vec![WishLine {
            product: ProductRef::Code("TEAPOT-IRON".to_owned()),
            quantity: Asked::Text(quantity.to_owned()),
            remarks: None,
            price_seen: None,
            set_price: None,
        }],
        deliver_to: DeliverTo::Default,
        reference: Some("PO 1".to_owned()),
        remarks: None,
        requested_day: None,
        part_deliveries: None,
        expected_total: None,
        source: "api".to_owned(),
        exceptions: Exceptions::default(),
        agreed: None,
    }
}

async fn do_as<T: Send + 'static>(
    db: &Db,
    buyer: impl std::borrow::Borrow<Buyer>,
    deed: impl Fn(&mut Tx, &Buyer) -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let buyer = buyer.borrow().clone();
    db.write(move |tx: &mut Tx| deed(tx, &buyer)).await
}

async fn asked(world: &World) -> String {
    let placed = do_as(&world.db, world.buyer("otto@"), |tx, otto| place(tx, otto, &wish("10")));
    let placed = placed.await.unwrap();
    assert_eq!(placed.status, Status::AwaitingApproval);
    placed.number
}

async fn approve_as(world: &World, who: &str, number: &str) -> Result<Approved, AppError> {
    let number = number.to_owned();
    do_as(&world.db, world.buyer(who), move |tx, b| approve::approve(tx, b, &number, None)).await
}

fn code(problem: Problem) -> (u16, &'static str) {
    (problem.status, problem.code)
}

/// Status of the order, its quantities by stage, what the credit journal holds for it, commands to the ERP.
type State = (String, [i64; 3], i64, i64);

async fn state(db: &Db, number: &str) -> State {
    let number = number.to_owned();
    let read = move |view: &mut View| {
        view.one::<(String, i64, i64, i64, i64, i64)>(
            "select o.status, cast(sum(l.pending) as bigint),
                 cast(sum(l.allocated + l.backordered) as bigint), cast(sum(l.cancelled) as bigint),
                 coalesce((select j.ordered_minor from credit_journal j where j.source = 'order:' || $1), 0),
                 (select count(*) from outbox x where x.idempotency_key = $1 and x.kind = 'place_order')
             from orders o join order_lines l on l.order_id = o.id where o.number = $1
             group by o.status",
            args![&number],
        )
    };
    let (status, p, held, c, credit, told) = db.read(read).await.unwrap().unwrap();
    (status, [p, held, c], credit, told)
}

fn waits(units: i64) -> State {
    ("awaiting_approval".to_owned(), [units, 0, 0], 0, 0)
}

in_world!(no_door_leads_past_an_approval, |world| {
    world.leave_unhandled();
    let otto = world.buyer("otto@");
    let before = world.stock_of("TEAPOT-IRON").await;
    let mut numbers = vec![asked(&world).await];
    // A program, with lines.
    let mut program = world.program("otto@").await;
    let lines = json!({ "lines": [{ "code": "TEAPOT-IRON", "quantity": 10 }] });
    let key = |key| [("Idempotency-Key", key)];
    let page = program.json(("POST", "/api/v1/orders"), &key("a"), &lines).await;
    assert_eq!(page.status, 201, "{}", page.html);
    numbers.push(page.json()["number"].as_str().unwrap().to_owned());
    // A program, with the current order.
    let row = json!([{ "code": "TEAPOT-IRON", "quantity": 10 }]);
    program.json(("POST", "/api/v1/cart/lines"), &[], &row).await;
    let page = program.json(("POST", "/api/v1/orders"), &key("b"), &json!({})).await;
    numbers.push(page.json()["number"].as_str().unwrap().to_owned());
    // A pasted list and the page's button.
    let paste = |tx: &mut Tx, otto: &Buyer| -> Result<String, AppError> {
        cart::paste::keep(tx, otto, &cart::paste::Source::Text("10 x TEAPOT-IRON".to_owned()))?;
        cart::paste::put_in(tx, otto)?;
        Ok(cart::load(tx, otto)?.0.place_key)
    };
    let place_key = do_as(&world.db, &otto, paste).await.unwrap();
    let mut person = world.sign_in("otto@").await;
    let page = person.post("/orders", &[("place_key", &place_key)]).await;
    let to = page.location().unwrap_or_else(|| panic!("{}", page.html)).to_owned();
    numbers.push(to.trim_start_matches("/orders/").split('?').next().unwrap().to_owned());
    for number in &numbers {
        assert_eq!(state(&world.db, number).await, waits(10), "{number}");
    }
    assert_eq!(world.stock_of("TEAPOT-IRON").await, before, "nothing is held");
    // What is within the limit needs nobody.
    let small = do_as(&world.db, &otto, |tx, otto| place(tx, otto, &wish("1"))).await.unwrap();
    assert_eq!(small.status, Status::Placed);
});

in_world!(an_approval_takes_stock_and_credit_and_tells_the_wholesaler, |world| {
    let (on_hand, before) = world.stock_of("TEAPOT-IRON").await;
    let number = asked(&world).await;
    world.work().await;
    let asks = |to: &str, mails: &[String]| {
        mails
            .iter()
            .filter(|mail| mail.contains(to) && mail.contains("needs your approval"))
            .count()
    };
    assert_eq!((asks("arthur@", &world.mails()), asks("mona@", &world.mails())), (1, 1));
    assert_eq!(asks("anna@", &world.mails()), 0, "a buyer is not asked");
    assert_eq!(approve_as(&world, "arthur@", &number).await.unwrap(), Approved::Placed);
    let (status, stages, credit, told) = state(&world.db, &number).await;
    assert_eq!((status.as_str(), stages, told), ("placed", [0, 10, 0], 1));
    assert!(credit > 25_000, "{credit}");
    assert_eq!(world.stock_of("TEAPOT-IRON").await, (on_hand, before + 10));
    let again = approve_as(&world, "mona@", &number).await.unwrap_err().problem();
    assert_eq!(code(again), (409, "already_decided"));
    world.work().await;
    let is_back = |mail: &&String| mail.contains("otto@") && mail.contains("is approved");
    assert_eq!(world.mails().iter().filter(is_back).count(), 1);
});

in_world!(who_may_not_decide_is_told_so, |world| {
    world.leave_unhandled();
    let number = asked(&world).await;
    let refusal = |error: AppError| code(error.problem());
    assert_eq!(
        refusal(approve_as(&world, "anna@", &number).await.unwrap_err()),
        (403, "not_allowed")
    );
    assert_eq!(
        refusal(approve_as(&world, "vera@", &number).await.unwrap_err()),
        (403, "not_allowed")
    );
    assert_eq!(
        refusal(approve_as(&world, "april@", &number).await.unwrap_err()),
        (404, "not_found")
    );
    let own = Buyer {
        role: crate::access::CustomerRole::Manager,
        order_limit: None,
        ..world.buyer("otto@")
    };
    let wanted = number.clone();
    let own = do_as(&world.db, &own, move |tx, b| approve::approve(tx, b, &wanted, None)).await;
    assert_eq!(refusal(own.unwrap_err()), (403, "not_allowed"), "nobody approves an own order");
    let limit = Some(Money::new(30_000, Currency::GBP));
    let small = Buyer { order_limit: limit, ..world.buyer("arthur@") };
    let wanted = number.clone();
    let small = do_as(&world.db, &small, move |tx, b| approve::approve(tx, b, &wanted, None)).await;
    assert_eq!(refusal(small.unwrap_err()), (403, "not_allowed"), "above the approver's own limit");
    let theirs = number.clone();
    let other =
        do_as(&world.db, world.buyer("anna@"), move |tx, b| approve::withdraw(tx, b, &theirs))
            .await;
    assert_eq!(refusal(other.unwrap_err()), (403, "not_allowed"));
    assert_eq!(state(&world.db, &number).await, waits(10));
});

in_world!(where_nobody_could_approve_the_order_is_refused, |world| {
    let alone = |tx: &mut Tx| -> Result<(), DbError> {
        let none = "update memberships set sees = 'own' where role in ('approver', 'manager')";
        tx.exec(none, args![]).map(|_| ())
    };
    world.db.write(alone).await.unwrap();
    let placed = do_as(&world.db, world.buyer("otto@"), |tx, otto| place(tx, otto, &wish("10")));
    assert_eq!(code(placed.await.unwrap_err().problem()), (403, "order_limit"));
});

in_world!(what_changed_is_asked_about_and_what_was_seen_is_what_is_placed, |world| {
    world.leave_unhandled();
    let number = asked(&world).await;
    let dearer = |tx: &mut Tx| -> Result<u64, DbError> {
        let sql = "update customer_prices set price = price + 10000
            where product_id = (select id from products where sku = 'TEAPOT-IRON')";
        tx.exec(sql, args![])
    };
    world.db.write(dearer).await.unwrap();
    let refused = approve_as(&world, "arthur@", &number).await.unwrap_err().problem();
    assert_eq!(code(refused), (409, "price_changed"));
    assert_eq!(state(&world.db, &number).await, waits(10));
    let arthur = world.buyer("arthur@");
    let wanted = number.clone();
    let fresh = do_as(&world.db, &arthur, move |tx, arthur| {
        let head = store::head(tx, arthur, &wanted)?.unwrap();
        Ok(approve::fresh(tx, arthur, &head)?.total)
    });
    let fresh = fresh.await.unwrap();
    let wanted = number.clone();
    let given =
        do_as(&world.db, &arthur, move |tx, b| approve::approve(tx, b, &wanted, Some(fresh)));
    assert_eq!(given.await.unwrap(), Approved::Placed);
    let wanted = number.clone();
    let read = do_as(&world.db, &arthur, move |tx, b| Ok(store::get(tx, b, &wanted)?.unwrap()));
    let order = read.await.unwrap();
    let parts = order.head.goods.minor + order.head.charges.minor + order.head.vat.minor;
    assert_eq!((order.head.total, parts), (fresh, fresh.minor));
    assert_eq!(order.lines.iter().map(|l| l.net.minor).sum::<i64>(), order.head.goods.minor);
    let (_, _, credit, _) = state(&world.db, &number).await;
    assert_eq!(credit, fresh.minor);
});

in_world!(stock_and_credit_that_went_meanwhile_are_not_there_for_an_approval, |world| {
    world.leave_unhandled();
    let number = asked(&world).await;
    let gone = |tx: &mut Tx| -> Result<(), DbError> {
        let sold_out = "update products set when_out = 'show' where sku = 'TEAPOT-IRON'";
        let _ = tx.exec(sold_out, args![])?;
        tx.exec(
            "update stock set allocated = on_hand - 4 where product_id =
            (select id from products where sku = 'TEAPOT-IRON')",
            args![],
        )
        .map(|_| ())
    };
    world.db.write(gone).await.unwrap();
    let refused = approve_as(&world, "arthur@", &number).await.unwrap_err().problem();
    assert_eq!(code(refused), (409, "insufficient_stock"));
    assert_eq!(state(&world.db, &number).await, waits(10), "it goes on waiting");
    let broke = |tx: &mut Tx| -> Result<(), DbError> {
        let back = "update products set when_out = 'backorder' where sku = 'TEAPOT-IRON'";
        let _ = tx.exec(back, args![])?;
        settings::set(
            tx,
            &crate::customers::credit::CHECK,
            &crate::customers::credit::CreditCheck::Refuse,
        )?;
        tx.exec("update customers set credit_limit_minor = 1", args![]).map(|_| ())
    };
    world.db.write(broke).await.unwrap();
    let refused = approve_as(&world, "arthur@", &number).await.unwrap_err().problem();
    assert_eq!(code(refused), (409, "credit_exceeded"));
    assert_eq!(state(&world.db, &number).await, waits(10));
});

in_world!(a_refusal_and_a_withdrawal_leave_nothing_open, |world| {
    let (on_hand, before) = world.stock_of("TEAPOT-IRON").await;
    let (first, second) = (asked(&world).await, asked(&world).await);
    let refused = first.clone();
    let refuse = do_as(&world.db, world.buyer("mona@"), move |tx, b| {
        approve::refuse(tx, b, &refused, "Not this quarter")
    });
    refuse.await.unwrap();
    let withdrawn = second.clone();
    let withdraw =
        do_as(&world.db, world.buyer("otto@"), move |tx, b| approve::withdraw(tx, b, &withdrawn));
    withdraw.await.unwrap();
    assert_eq!(state(&world.db, &first).await, ("refused".to_owned(), [0, 0, 10], 0, 0));
    assert_eq!(state(&world.db, &second).await, ("cancelled".to_owned(), [0, 0, 10], 0, 0));
    assert_eq!(world.stock_of("TEAPOT-IRON").await, (on_hand, before));
    world.work().await;
    assert!(world.mails().iter().any(|m| m.contains("otto@") && m.contains("Not this quarter")));
    let mut otto = world.sign_in("otto@").await;
    let page = otto.get(&format!("/orders/{first}")).await;
    assert!(page.says("Mona Lindqvist did not approve this order."), "{}", page.text());
});

in_world!(two_approvals_are_two_people, |world| {
    world.leave_unhandled();
    let two = |tx: &mut Tx| settings::set(tx, &approvals::NEEDED, &2);
    world.db.write(two).await.unwrap();
    let number = asked(&world).await;
    assert_eq!(approve_as(&world, "arthur@", &number).await.unwrap(), Approved::MoreNeeded(1));
    assert_eq!(state(&world.db, &number).await, waits(10), "one of two holds nothing yet");
    let again = approve_as(&world, "arthur@", &number).await.unwrap_err().problem();
    assert_eq!(code(again), (409, "already_decided"), "the same person counts once");
    let path = format!("/orders/{number}");
    let arthurs = world.sign_in("arthur@").await.get(&path).await;
    assert!(arthurs.says("This order waits for a colleague's approval."), "{}", arthurs.text());
    assert!(!arthurs.html.contains("value=\"approve\""), "{}", arthurs.text());
    let monas = world.sign_in("mona@").await.get(&path).await;
    assert!(monas.html.contains("value=\"approve\""), "{}", monas.text());
    assert_eq!(approve_as(&world, "mona@", &number).await.unwrap(), Approved::Placed);
});

in_world!(a_customer_may_need_more_colleagues_than_the_setting_says, |world| {
    world.leave_unhandled();
    let own = |needed: Option<i64>| {
        move |tx: &mut Tx| {
            tx.exec(
                "update customers set approvals_needed = $1 where number_key = 'c-1001'",
                args![needed],
            )
        }
    };
    assert_eq!(world.db.write(own(Some(2))).await.unwrap(), 1);
    let number = asked(&world).await;
    let mut arthur = world.sign_in("arthur@").await;
    let page = arthur.get(&format!("/orders/{number}")).await;
    assert!(page.says("0 of 2 colleagues have approved."), "{}", page.text());
    assert_eq!(approve_as(&world, "arthur@", &number).await.unwrap(), Approved::MoreNeeded(1));
    assert_eq!(state(&world.db, &number).await, waits(10), "one of two holds nothing yet");
    let mut otto = world.sign_in("otto@").await;
    let page = otto.get(&format!("/orders/{number}")).await;
    assert!(page.says("1 of 2 colleagues have approved."), "{}", page.text());
    assert_eq!(approve_as(&world, "mona@", &number).await.unwrap(), Approved::Placed);
    // Its own number beats a larger one of the setting, too, and more than there are approvers refuses the order.
    let three = |tx: &mut Tx| settings::set(tx, &approvals::NEEDED, &3);
    world.db.write(three).await.unwrap();
    world.db.write(own(Some(1))).await.unwrap();
    let number = asked(&world).await;
    assert_eq!(approve_as(&world, "arthur@", &number).await.unwrap(), Approved::Placed);
    world.db.write(own(Some(5))).await.unwrap();
    let refused =
        do_as(&world.db, world.buyer("otto@"), |tx, otto| place(tx, otto, &wish("10"))).await;
    assert_eq!(code(refused.unwrap_err().problem()), (403, "order_limit"));
    world.db.write(own(None)).await.unwrap();
    world.db.write(|tx: &mut Tx| settings::set(tx, &approvals::NEEDED, &1)).await.unwrap();
    let number = asked(&world).await;
    assert_eq!(approve_as(&world, "arthur@", &number).await.unwrap(), Approved::Placed);
});

in_world!(prices_that_staff_set_by_hand_stand_when_a_colleague_approves, |world| {
    world.leave_unhandled();
    let anna = world.buyer("anna@");
    let mut entered = world.staff("will@").ordering_for(anna.customer.clone()).unwrap();
    entered.order_limit = Some(Money::new(10_000, Currency::GBP));
    let mut order = wish("10");
    let price = UnitPrice::new(330_000, 1, Currency::GBP);
    order.lines[0].set_price = Some(SetPrice { price, reason: "As agreed".to_owned() });
    let placed = do_as(&world.db, &entered, move |tx, by| place(tx, by, &order)).await.unwrap();
    assert_eq!(placed.status, Status::AwaitingApproval);
    assert_eq!(
        approve_as(&world, "mona@", &placed.number).await.unwrap(),
        Approved::Placed,
        "the price given by hand is no change of price"
    );
    let kept = move |view: &mut View| {
        view.one::<i64>("select price from order_lines where order_id = $1", args![placed.id])
    };
    assert_eq!(world.db.read(kept).await.unwrap(), Some(330_000));
});

in_world!(an_approval_and_a_refusal_at_once_are_one_decision, |world| {
    world.leave_unhandled();
    let (yes, no) = (world.buyer("arthur@"), world.buyer("mona@"));
    for approval_first in [true, false] {
        let number = asked(&world).await;
        let (a, b) = (number.clone(), number.clone());
        let (arthur, mona) = (yes.clone(), no.clone());
        let approves = move |tx: &mut Tx| approve::approve(tx, &arthur, &a, None).map(|_| ());
        let refuses = move |tx: &mut Tx| approve::refuse(tx, &mona, &b, "no");
        let (first, second) = match approval_first {
            true => overlap(&world.db, approves, refuses).await,
            false => overlap(&world.db, refuses, approves).await,
        };
        first.unwrap();
        assert_eq!(code(second.unwrap_err().problem()), (409, "already_decided"));
        let expected =
            if approval_first { ("placed", [0, 10, 0]) } else { ("refused", [0, 0, 10]) };
        let (status, stages, ..) = state(&world.db, &number).await;
        assert_eq!((status.as_str(), stages), expected);
    }
});

in_world!(twenty_words_at_once_are_one_decision, |world| {
    world.leave_unhandled();
    let number = asked(&world).await;
    let done = race(20, |i| {
        let (db, number) = (world.db.clone(), number.clone());
        let who = world.buyer(if i % 2 == 0 { "arthur@" } else { "mona@" });
        async move {
            db.write(move |tx: &mut Tx| match i % 4 {
                0 | 1 => approve::approve(tx, &who, &number, None).map(|_| ()),
                _ => approve::refuse(tx, &who, &number, "no"),
            })
            .await
        }
    })
    .await;
    assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1);
    for error in done.into_iter().filter_map(Result::err) {
        assert_eq!(code(error.problem()), (409, "already_decided"));
    }
});

in_world!(the_api_and_the_pages_decide, |world| {
    world.leave_unhandled();
    let (first, second) = (asked(&world).await, asked(&world).await);
    let mut program = world.program("arthur@").await;
    let path = format!("/api/v1/orders/{first}/approval");
    let page = program.json(("POST", &path), &[], &json!({ "decision": "maybe" })).await;
    assert_eq!((page.status.as_u16(), page.json()["code"].as_str()), (422, Some("invalid")));
    let approve = json!({ "decision": "approve" });
    let page = program.json(("POST", &path), &[], &approve).await;
    assert_eq!(
        (page.status.as_u16(), page.json()["status"].as_str()),
        (200, Some("placed")),
        "{}",
        page.html
    );
    let page = program.json(("POST", &path), &[], &approve).await;
    assert_eq!(
        (page.status.as_u16(), page.json()["code"].as_str()),
        (409, Some("already_decided"))
    );
    let mut arthur = world.sign_in("arthur@").await;
    let page = arthur.get("/approvals").await;
    assert!(page.says(&second) && !page.says(&first), "{}", page.text());
    let page = arthur.get(&format!("/orders/{second}")).await;
    assert!(page.says("Otto Reyes may not order so much alone."), "{}", page.text());
    let path = format!("/orders/{second}/approval");
    let page = arthur.post(&path, &[("decision", "refuse"), ("reason", " ")]).await;
    assert_eq!(page.status, 422);
    let total = page.hidden("expected_total").unwrap();
    let page = arthur.post(&path, &[("decision", "approve"), ("expected_total", &total)]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let page = arthur.post(&path, &[("decision", "approve"), ("expected_total", &total)]).await;
    assert_eq!(page.status, 409);
    assert!(page.says("This order is decided on already."), "{}", page.text());
});
