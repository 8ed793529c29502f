//! Placing, on both databases: every refusal, what is written, and the races.

use super::*;
use crate::access::Buyer;
use crate::customers::credit;
use crate::platform::db::{Db, Tx, View, args};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::settings;
use crate::testkit::race::race;
use crate::testkit::world::in_world;
use portico_types::{AddressFault, Currency, Money, UnitPrice};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn line(code: &str, quantity: &str) -> WishLine {
    WishLine {
        product: ProductRef::Code(code.to_owned()),
        quantity: Asked::Text(quantity.to_owned()),
        remarks: None,
        price_seen: None,
        set_price: None,
    }
}

pub(super) fn wish(lines: &[(&str, &str)]) -> Wish {
    Wish {
        lines: lines.iter().map(|(code, quantity)| line(code, quantity)).collect(),
        deliver_to: DeliverTo::Default,
        reference: Some("PO 7781".to_owned()),
        remarks: None,
        requested_day: None,
        part_deliveries: None,
        expected_total: None,
        source: "api".to_owned(),
        exceptions: Exceptions::default(),
        agreed: None,
    }
}

pub(super) async fn try_place(db: &Db, buyer: &Buyer, wish: &Wish) -> Result<Placed, AppError> {
    let (buyer, wish) = (buyer.clone(), wish.clone());
    db.write(move |tx| place(tx, &buyer, &wish)).await
}

async fn refused(db: &Db, buyer: &Buyer, wish: &Wish) -> Problem {
    let before = counts(db).await;
    let problem = match try_place(db, buyer, wish).await {
        Err(AppError::Refused(problem)) => *problem,
        other => panic!("not refused: {other:?}"),
    };
    assert_eq!(counts(db).await, before, "a refusal leaves no trace");
    problem
}

async fn counts(db: &Db) -> (i64, i64, i64, i64) {
    let read = |view: &mut View| {
        view.one::<(i64, i64, i64, i64)>(
            "select (select count(*) from orders), (select count(*) from outbox),
                 (select count(*) from line_moves),
                 (select cast(sum(allocated) as bigint) from stock)",
            args![],
        )
    };
    db.read(read).await.unwrap().unwrap()
}

fn codes(problem: &Problem) -> Vec<(&str, &str)> {
    problem.errors.iter().map(|e| (e.field.as_str(), e.code)).collect()
}

async fn stages(db: &Db, order_id: i64) -> Vec<[i64; 6]> {
    let read = move |tx: &mut Tx| ledger::lock(tx, order_id);
    db.write(read).await.unwrap().into_iter().map(|line| line.stages).collect()
}

in_world!(an_order_is_written_whole, |world| {
    world.leave_unhandled();
    let anna = world.buyer("anna@");
    let (on_hand, before) = world.stock_of("MUG-SAND").await;
    let placed =
        try_place(&world.db, &anna, &wish(&[("mug-sand", "24"), ("OUT-BACK", "5")])).await.unwrap();
    assert!(placed.number.starts_with("P-1000"), "{}", placed.number);
    assert_eq!(placed.status, Status::Placed);
    assert_eq!(world.stock_of("MUG-SAND").await, (on_hand, before + 24));
    assert_eq!(stages(&world.db, placed.id).await, [[0, 0, 24, 0, 0, 0], [0, 5, 0, 0, 0, 0]]);
    let number = placed.number.clone();
    let read = move |view: &mut View| {
        view.one::<(i64, i64, i64, i64)>(
            "select o.goods_minor + o.charges_minor + o.vat_minor - o.total_minor,
                 (select cast(sum(net_minor) as bigint) from order_lines l where l.order_id = o.id)
                     - o.goods_minor,
                 (select count(*) from outbox where idempotency_key = $1 and kind = 'place_order'),
                 (select ordered_minor from credit_journal where source = 'order:' || $1)
                     - o.total_minor
             from orders o where o.number = $1",
            args![&number],
        )
    };
    assert_eq!(world.db.read(read).await.unwrap(), Some((0, 0, 1, 0)));
});

in_world!(every_wrong_line_is_named_with_its_code, |world| {
    let anna = world.buyer("anna@");
    let lines = [
        ("MUG-SAND", "13"),
        ("TIN-MIN6", "5"),
        ("NO-SUCH", "1"),
        ("MUG-MOSS", "-1"),
        ("TEAPOT-IRON", "1.5"),
        ("TEAPOT-IRON", "x"),
        ("CANDLE-FIG", "1000001"),
        ("LAST-20", "21"),
    ];
    let problem = refused(&world.db, &anna, &wish(&lines)).await;
    assert_eq!((problem.status, problem.code), (422, "lines_refused"));
    assert_eq!(
        codes(&problem),
        [
            ("/lines/0/quantity", "not_a_multiple"),
            ("/lines/1/quantity", "below_minimum"),
            ("/lines/2/code", "unknown_code"),
            ("/lines/3/quantity", "not_positive"),
            ("/lines/4/quantity", "too_many_decimals"),
            ("/lines/5/quantity", "not_a_number"),
            ("/lines/6/quantity", "too_large"),
            ("/lines/7/quantity", "insufficient_stock"),
        ]
    );
    assert_eq!(problem.errors[0].more, [("multiple", serde_json::json!(12))]);
});

in_world!(limits_breaks_and_stock_go_by_the_sum_of_a_product, |world| {
    world.leave_unhandled();
    let anna = world.buyer("anna@");
    let twice = wish(&[("LAST-20", "15"), ("LAST-20", "6")]);
    let problem = refused(&world.db, &anna, &twice).await;
    assert_eq!((problem.status, problem.code), (409, "insufficient_stock"));
    assert_eq!(codes(&problem), [("/lines/1/quantity", "insufficient_stock")]);
    assert_eq!(problem.errors[0].more, [("available", serde_json::json!(20))]);
    let packs = wish(&[("MUG-SAND", "5"), ("MUG-SAND", "7")]);
    let placed = try_place(&world.db, &anna, &packs).await.unwrap();
    assert_eq!(stages(&world.db, placed.id).await.len(), 2);
});

in_world!(what_the_assortment_hides_is_unknown, |world| {
    let bella = world.buyer("bella@");
    let hidden = refused(&world.db, &bella, &wish(&[("TRADE-ONLY", "1")])).await;
    let absent = refused(&world.db, &bella, &wish(&[("TRADE-ONLX", "1")])).await;
    assert_eq!(codes(&hidden), codes(&absent));
    assert_eq!(codes(&hidden), [("/lines/0/code", "unknown_code")]);
});

in_world!(a_price_or_total_that_changed_is_asked_again, |world| {
    let anna = world.buyer("anna@");
    let mut stale = wish(&[("TEAPOT-IRON", "1")]);
    let old = UnitPrice::parse("29.00", 1, Currency::GBP).unwrap();
    stale.lines[0].price_seen = Some(old);
    let problem = refused(&world.db, &anna, &stale).await;
    assert_eq!((problem.status, problem.code), (409, "price_changed"));
    assert_eq!(problem.errors[0].more[1].1["amount"], "30.00");
    let mut stale = wish(&[("TEAPOT-IRON", "1")]);
    stale.expected_total = Some(Money::new(1, Currency::GBP));
    let problem = refused(&world.db, &anna, &stale).await;
    assert_eq!((problem.status, problem.code, problem.errors.len()), (409, "price_changed", 1));
});

in_world!(heads_are_checked, |world| {
    let anna = world.buyer("anna@");
    let of = |change: fn(&mut Wish)| {
        let mut wish = wish(&[("TEAPOT-IRON", "1")]);
        change(&mut wish);
        wish
    };
    for (wish, field, code) in [
        (of(|w| w.remarks = Some("x".repeat(1_000_000))), "/remarks", "too_long"),
        (of(|w| w.reference = Some("x".repeat(101))), "/reference", "too_long"),
        (of(|w| w.requested_day = Some("2020-01-01".into())), "/requested_day", "day_in_past"),
        (of(|w| w.requested_day = Some("soon".into())), "/requested_day", "invalid"),
        (
            of(|w| w.deliver_to = DeliverTo::Number("A-999".into())),
            "/delivery_address",
            "unknown_address",
        ),
    ] {
        let problem = refused(&world.db, &anna, &wish).await;
        assert_eq!((problem.status, problem.code), (422, "invalid"));
        assert_eq!(codes(&problem), [(field, code)]);
    }
    let problem = refused(&world.db, &anna, &wish(&[])).await;
    assert_eq!(problem.code, "cart_empty");
});

in_world!(another_customers_address_is_unknown, |world| {
    let bella = world.buyer("bella@");
    let foreign = world
        .db
        .read(|view| {
            view.one::<String>(
                "select number from addresses where customer_id = 1001 order by id desc limit 1",
                args![],
            )
        })
        .await
        .unwrap()
        .unwrap();
    let mut wish = wish(&[("TEAPOT-IRON", "1")]);
    wish.deliver_to = DeliverTo::Number(format!("{foreign}9"));
    assert_eq!(codes(&refused(&world.db, &bella, &wish).await)[0].1, "unknown_address");
});

in_world!(an_address_that_is_none_is_refused_by_its_country, |world| {
    for code in ["required", "bad_country"] {
        let mut wish = wish(&[("TEAPOT-IRON", "1")]);
        wish.deliver_to = DeliverTo::Unreadable(AddressFault { field: "country", code });
        let refused = refused(&world.db, &world.buyer("anna@"), &wish).await;
        assert_eq!(codes(&refused), [("/delivery_address/country", code)]);
    }
});

#[test]
fn the_portals_own_numbers_are_known() {
    use super::place::is_own_number;
    for own in ["P-1", "p-100001", "P-000"] {
        assert!(is_own_number(own), "{own}");
    }
    for other in ["", "P", "P-", "P-1a", "SO-1", "PO-1", "1", "é-1", "P-１"] {
        assert!(!is_own_number(other), "{other}");
    }
}

in_world!(who_may_not_order_is_refused, |world| {
    let of = |email: &str| world.buyer(email);
    let order = wish(&[("TEAPOT-IRON", "1")]);
    assert_eq!(refused(&world.db, &of("vera@"), &order).await.code, "not_allowed");
    assert_eq!(refused(&world.db, &of("hugh@"), &order).await.code, "account_on_hold");
    let small = refused(&world.db, &of("dee@"), &order).await;
    assert_eq!((small.status, small.code), (422, "below_minimum_order"));
    assert_eq!(refused(&world.db, &of("tilly@"), &order).await.code, "credit_exceeded");
});

in_world!(the_largest_order_is_the_customers_own_or_the_settings, |world| {
    world.leave_unhandled();
    // Two iron teapots are £60.00 of goods to Larch & Lime.
    let order = wish(&[("TEAPOT-IRON", "2")]);
    let mut anna = world.buyer("anna@");
    let goods = |problem: &Problem| (problem.status, problem.code, problem.text.clone());
    let of_all = |minor| move |tx: &mut Tx| settings::set(tx, &charges::MAXIMUM_ORDER, &minor);
    world.db.write(of_all(Some(5_999))).await.unwrap();
    let expected = Text::plain("order-above-maximum").with("maximum", "£59.99");
    let expected = (422, "above_maximum_order", expected.with("excess", "£0.01"));
    assert_eq!(goods(&refused(&world.db, &anna, &order).await), expected);
    anna.customer.maximum_order = Some(Money::new(6_000, Currency::GBP));
    try_place(&world.db, &anna, &order).await.expect("its own beats the setting, and is included");
    world.db.write(of_all(None)).await.unwrap();
    anna.customer.maximum_order = Some(Money::new(5_000, Currency::GBP));
    assert_eq!(refused(&world.db, &anna, &order).await.code, "above_maximum_order");
});

in_world!(lines_that_come_to_nothing_are_taken_where_the_setting_says_so, |world| {
    world.leave_unhandled();
    let free = |tx: &mut Tx| {
        tx.exec("update products set base_price = 0 where sku = 'TEAPOT-IRON'", args![])
    };
    assert_eq!(world.db.write(free).await.unwrap(), 1);
    let order = wish(&[("MUG-SAND", "24"), ("TEAPOT-IRON", "2")]);
    let bella = world.buyer("bella@");
    try_place(&world.db, &bella, &order).await.expect("as it always was");
    let no = |tx: &mut Tx| settings::set(tx, &charges::ZERO_PRICED, &false);
    world.db.write(no).await.unwrap();
    let problem = refused(&world.db, &bella, &order).await;
    assert_eq!((problem.status, problem.code), (422, "lines_refused"));
    assert_eq!(codes(&problem), [("/lines/1/price", "comes_to_nothing")]);
    let will = world.staff("will@").ordering_for(bella.customer.clone()).unwrap();
    try_place(&world.db, &will, &order).await.expect("the staff may give things away");
});

in_world!(only_staff_who_order_for_a_customer_set_a_price, |world| {
    world.leave_unhandled();
    let mut order = wish(&[("TEAPOT-IRON", "2")]);
    let set = UnitPrice::new(12_345, 1, Currency::GBP);
    order.lines[0].set_price = Some(SetPrice { price: set, reason: "Fair price".to_owned() });
    let anna = world.buyer("anna@");
    assert_eq!(refused(&world.db, &anna, &order).await.code, "not_allowed");
    assert!(
        world.staff("ruth@").ordering_for(anna.customer.clone()).is_none(),
        "she may only read"
    );
    let will = world.staff("will@").ordering_for(anna.customer.clone()).unwrap();
    let placed = try_place(&world.db, &will, &order).await.unwrap();
    let read = move |view: &mut View| {
        view.one::<(i64, i64, String)>(
            "select l.price, l.net_minor, o.source from order_lines l join orders o on o.id = l.order_id
             where o.id = $1",
            args![placed.id],
        )
    };
    let (price, net, source) = world.db.read(read).await.unwrap().unwrap();
    assert_eq!((price, net, source.as_str()), (12_345, 247, "staff"));
});

in_world!(above_the_limit_an_order_waits_and_holds_nothing, |world| {
    world.leave_unhandled();
    let otto = world.buyer("otto@");
    let stock = world.stock_of("TEAPOT-IRON").await;
    let placed = try_place(&world.db, &otto, &wish(&[("TEAPOT-IRON", "10")])).await.unwrap();
    assert_eq!(placed.status, Status::AwaitingApproval);
    assert_eq!(stages(&world.db, placed.id).await, [[10, 0, 0, 0, 0, 0]]);
    assert_eq!(world.stock_of("TEAPOT-IRON").await, stock);
    let number = placed.number.clone();
    let told = world.db.read(move |view: &mut View| {
        view.one::<i64>(
            "select count(*) from outbox where idempotency_key = $1 and queue = 'erp'",
            args![&number],
        )
    });
    assert_eq!(told.await.unwrap(), Some(0));
});

in_world!(fifty_people_after_the_last_twenty, |world| {
    world.leave_unhandled();
    let (db, anna) = (world.db.clone(), world.buyer("anna@"));
    let answers = race(50, move |_| {
        let (db, anna) = (db.clone(), anna.clone());
        async move { try_place(&db, &anna, &wish(&[("LAST-20", "1")])).await }
    })
    .await;
    let sold = answers.iter().filter(|answer| answer.is_ok()).count();
    for answer in &answers {
        if let Err(error) = answer {
            assert_eq!(error.problem().code, "insufficient_stock");
        }
    }
    assert_eq!((sold, world.stock_of("LAST-20").await), (20, (20, 20)));
});

// The layer tries a deadlocked job again by itself, so the test counts how often the jobs ran.
in_world!(the_same_skus_in_opposite_order_do_not_deadlock, |world| {
    world.leave_unhandled();
    let (db, anna) = (world.db.clone(), world.buyer("anna@"));
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = runs.clone();
    let answers = race(20, move |i| {
        let (db, anna, runs) = (db.clone(), anna.clone(), counted.clone());
        async move {
            let (a, b) = (("CANDLE-FIG", "6"), ("MUG-MOSS", "12"));
            let lines = wish(&if i % 2 == 0 { [a, b] } else { [b, a] });
            db.write(move |tx| {
                runs.fetch_add(1, Ordering::SeqCst);
                place(tx, &anna, &lines)
            })
            .await
        }
    })
    .await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(runs.load(Ordering::SeqCst), 20, "no job had to be run again");
});

// A product without stock, so that no lock but the credit row's is in play.
in_world!(the_last_of_the_credit_is_spent_once, |world| {
    world.leave_unhandled();
    let db = world.db.clone();
    let deed = |tx: &mut Tx| -> Result<(), AppError> {
        settings::set(tx, &credit::CHECK, &credit::CreditCheck::Refuse)?;
        let _ = tx.exec(
            "update customers set credit_limit_minor =
                 (select owed_minor + ordered_minor + 1000 from credit where customer_id = 1001)
             where id = 1001",
            args![],
        )?;
        Ok(())
    };
    db.write(deed).await.unwrap();
    let anna = world.buyer("anna@");
    let answers = race(20, move |_| {
        let (db, anna) = (db.clone(), anna.clone());
        async move { try_place(&db, &anna, &wish(&[("GIFT-WRAPPING", "1")])).await }
    })
    .await;
    let placed = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(placed, 3, "3 × 3.00 fit into 10.00");
});

in_world!(an_erp_that_confirms_or_refuses_is_believed_once, |world| {
    world.leave_unhandled();
    let anna = world.buyer("anna@");
    let before = world.stock_of("TEAPOT-IRON").await;
    let placed = try_place(&world.db, &anna, &wish(&[("TEAPOT-IRON", "4")])).await.unwrap();
    let record = portico_erp::OrderRecord {
        number: placed.number.clone(),
        erp_id: "9".to_owned(),
        wholesaler_number: Some("SO-9".to_owned()),
        state: portico_erp::OrderState::Refused { why: "Not this week".to_owned() },
    };
    for _ in 0..2 {
        let record = record.clone();
        world.db.write(move |tx| erp::apply(tx, "backoffice", &record)).await.unwrap();
    }
    assert_eq!(stages(&world.db, placed.id).await, [[0, 0, 0, 0, 0, 4]]);
    assert_eq!(world.stock_of("TEAPOT-IRON").await, before);
    let number = placed.number.clone();
    let credit = world.db.read(move |view: &mut View| {
        view.one::<i64>(
            "select cast(sum(ordered_minor) as bigint) from credit_journal
             where source in ('order:' || $1, 'refused:' || $1)",
            args![&number],
        )
    });
    assert_eq!(credit.await.unwrap(), Some(0));
});

/// What it takes to place so many lines, in questions to the database.
async fn round_trips(
    world: &crate::testkit::world::World,
    (lines, quantity): (usize, &str),
) -> u64 {
    let anna = world.buyer("anna@");
    let will = world.staff("will@").ordering_for(anna.customer).unwrap();
    let mut order = wish(&vec![("TEAPOT-IRON", quantity); lines]);
    for line in &mut order.lines {
        let price = UnitPrice::new(100, 1, Currency::GBP);
        line.set_price = Some(SetPrice { price, reason: "As agreed".to_owned() });
    }
    let placing = move |tx: &mut Tx| -> Result<u64, AppError> {
        let before = tx.round_trips();
        place(tx, &will, &order)?;
        Ok(tx.round_trips() - before)
    };
    world.db.write(placing).await.unwrap()
}

in_world!(a_thousand_lines_are_placed_with_as_many_questions_as_ten, |world| {
    world.leave_unhandled();
    let minimum = |tx: &mut Tx| {
        tx.exec(
            "update customers set minimum_order_minor = null where number_key = 'c-1001'",
            args![],
        )
    };
    world.db.write(minimum).await.unwrap();
    // Each wants a thousand pieces of what is short, and the first is there to fill what is kept in memory.
    let _ = round_trips(&world, (1, "1000")).await;
    let ten = round_trips(&world, (10, "100")).await;
    let thousand = round_trips(&world, (1000, "1")).await;
    println!("{:?}: {ten} round trips for 10 lines, {thousand} for 1,000", world.db.kind());
    assert_eq!(ten, thousand);
});
