//! Quotations on both databases: what is written, sent and revised; converting, once, at the promised prices; who reads
//! what; two people at once.

use super::convert::{Convert, convert};
use super::priced::{Typed, TypedLine};
use super::share::{self, open, revoke};
use super::{
    NEEDS_RELEASE, State, comment, decline, note, request, send, staff_store, store, write,
};
use crate::access::{Buyer, Staff};
use crate::args;
use crate::cart::checkout::Said;
use crate::orders::{self, Placed, Status};
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Kind, Tx, View};
use crate::platform::problem::AppError;
use crate::platform::settings;
use crate::testkit::race::{overlap, race};
use crate::testkit::world::{World, in_world};
use portico_types::Currency;

pub(super) fn line(code: &str, quantity: &str, price: &str) -> TypedLine {
    let text = str::to_owned;
    TypedLine {
        code: text(code),
        quantity: text(quantity),
        price: text(price),
        ..TypedLine::default()
    }
}

/// Two teapots below their price, and 24 mugs at the customer's own.
fn teapots() -> Typed {
    Typed {
        title: "Spring counter".to_owned(),
        terms: "Prices hold if the quantities stay as they are.".to_owned(),
        lines: vec![line("TEAPOT-IRON", "2", "27.50"), line("MUG-SAND", "24", "")],
        ..Typed::default()
    }
}

/// Writes a quotation for Larch & Lime and sends it.
pub(super) async fn sent(world: &World, typed: Typed) -> String {
    let will = world.staff("will@");
    let deed = move |tx: &mut Tx| -> Result<String, AppError> {
        let number = write::begin(tx, &will, "C-1001")?;
        write_now(tx, &will, &number, &typed)?;
        send_now(tx, &will, &number)?;
        Ok(number)
    };
    world.db.write(deed).await.unwrap()
}

fn version(view: &mut View, number: &str) -> Result<i64, DbError> {
    let key = store::number_key(number);
    let found = view.one::<i64>("select version from quotes where number_key = $1", args![&key])?;
    Ok(found.unwrap_or(0))
}

fn write_now(tx: &mut Tx, by: &Staff, number: &str, typed: &Typed) -> Result<(), AppError> {
    let seen = version(tx, number)?;
    write::write(tx, by, number, (typed, seen))
}

fn revise_now(tx: &mut Tx, by: &Staff, number: &str) -> Result<(), AppError> {
    let seen = version(tx, number)?;
    write::revise(tx, by, number, seen)
}

fn send_now(tx: &mut Tx, by: &Staff, number: &str) -> Result<(), AppError> {
    let seen = version(tx, number)?;
    send::send(tx, by, number, seen)
}

async fn head(world: &World, number: &str) -> super::QuoteHead {
    let (anna, number) = (world.buyer("anna@"), number.to_owned());
    let read = move |view: &mut View| store::head(view, &anna, &number);
    world.db.read(read).await.unwrap().expect("anna sees it")
}

fn converting(
    buyer: Buyer,
    number: &str,
    how: Convert,
) -> impl Fn(&mut Tx) -> Result<Placed, AppError> + Clone + use<> {
    let number = number.to_owned();
    move |tx: &mut Tx| convert(tx, &buyer, &number, &how)
}

fn code<T>(result: &Result<T, AppError>) -> String {
    match result {
        Ok(_) => "done".to_owned(),
        Err(error) => error.problem().code.to_owned(),
    }
}

async fn count(world: &World, sql: &'static str) -> i64 {
    let read = move |view: &mut View| view.one::<i64>(sql, args![]);
    world.db.read(read).await.unwrap().unwrap_or(0)
}

async fn run(world: &World, sql: &'static str) {
    world.db.write(move |tx: &mut Tx| tx.exec(sql, args![])).await.unwrap();
}

in_world!(a_quotation_becomes_an_order_at_the_prices_it_promised, |world| {
    let number = sent(&world, teapots()).await;
    assert_eq!(number, "Q-1001");
    // Prices go up, packs and least order change: what was promised holds.
    run(&world, "update products set base_price = base_price * 2, multiple = 7").await;
    run(&world, "update customers set minimum_order_minor = 9900000").await;
    let quote = head(&world, &number).await;
    let order = world.db.write(converting(world.buyer("anna@"), &number, Convert::default())).await;
    let order = order.unwrap();
    let anna = world.buyer("anna@");
    let placed = order.number.clone();
    let read = move |view: &mut View| orders::store::get(view, &anna, &placed);
    let detail = world.db.read(read).await.unwrap().unwrap();
    assert_eq!(detail.head.source, "quote:Q-1001");
    assert_eq!(detail.head.total, quote.total, "to the last unit");
    assert_eq!(detail.lines[0].price.amount(), "27.50");
    let head = head(&world, &number).await;
    assert_eq!((head.state, head.order), (State::Converted, Some(order.number.clone())));
    let findings = world.db.report(crate::doctor::examine).await.unwrap();
    assert!(findings.is_ok(), "{}", findings.text());
    let again = world.db.write(converting(world.buyer("mona@"), &number, Convert::default())).await;
    let problem = again.unwrap_err().problem();
    assert_eq!(problem.code, "quote_already_converted");
    assert_eq!(problem.more, [("order", serde_json::Value::from(order.number))]);
    world.work().await;
});

in_world!(what_is_over_withdrawn_or_of_others_is_not_converted, |world| {
    let number = sent(&world, teapots()).await;
    let bella = world.buyer("bella@");
    let theirs = world.db.write(converting(bella.clone(), &number, Convert::default())).await;
    assert_eq!(code(&theirs), "not_found");
    let of = number.clone();
    let seen = world.db.read(move |view: &mut View| store::get(view, &bella, &of)).await.unwrap();
    assert!(seen.is_none());
    let vera = world.db.write(converting(world.buyer("vera@"), &number, Convert::default())).await;
    assert_eq!(code(&vera), "not_allowed");
    let stale = Convert { revision: Some(2), ..Convert::default() };
    let stale = world.db.write(converting(world.buyer("anna@"), &number, stale)).await;
    assert_eq!(code(&stale), "changed_meanwhile");
    run(&world, "update quote_revisions set valid_until = '2020-01-01' where revision = 1").await;
    let late = world.db.write(converting(world.buyer("anna@"), &number, Convert::default())).await;
    assert_eq!(code(&late), "quote_expired");
    run(&world, "update quote_revisions set valid_until = null").await;
    assert_eq!(head(&world, &number).await.state, State::Sent, "without a day it never expires");
    let (will, of) = (world.staff("will@"), number.clone());
    let back = move |tx: &mut Tx| {
        let seen = version(tx, &of)?;
        send::withdraw(tx, &will, &of, ("Sold out", seen))
    };
    world.db.write(back).await.unwrap();
    let gone = world.db.write(converting(world.buyer("anna@"), &number, Convert::default())).await;
    assert_eq!(code(&gone), "quote_not_open");
    assert_eq!(count(&world, "select count(*) from orders where source like 'quote:%'").await, 0);
    world.work().await;
});

in_world!(a_revision_holds_until_the_next_is_sent_and_all_are_kept, |world| {
    let number = sent(&world, teapots()).await;
    let first = head(&world, &number).await;
    let (will, of) = (world.staff("will@"), number.clone());
    let revise = move |tx: &mut Tx| -> Result<(), AppError> {
        revise_now(tx, &will, &of)?;
        let typed = Typed { lines: vec![line("TEAPOT-IRON", "3", "26")], ..teapots() };
        write_now(tx, &will, &of, &typed)
    };
    world.db.write(revise).await.unwrap();
    let held = head(&world, &number).await;
    assert_eq!((held.revision, held.total), (1, first.total), "the customer reads what was sent");
    let (will, of) = (world.staff("will@"), number.clone());
    let stale = move |tx: &mut Tx| send::send(tx, &will, &of, 1);
    assert_eq!(code(&world.db.write(stale).await), "changed_meanwhile");
    let (will, of) = (world.staff("will@"), number.clone());
    let send = move |tx: &mut Tx| {
        let seen = version(tx, &of)?;
        send::send(tx, &will, &of, seen)
    };
    world.db.write(send).await.unwrap();
    let second = head(&world, &number).await;
    assert_eq!((second.revision, second.line_count), (2, 1));
    let (will, of) = (world.staff("ruth@"), number.clone());
    let read = move |view: &mut View| -> Result<_, DbError> {
        let old = staff_store::get(view, &will, &of, Some(1))?.expect("it is kept");
        let all = staff_store::revisions(view, &will, old.0.head.id, Currency::GBP)?;
        Ok((old.0.lines.len(), all.len()))
    };
    assert_eq!(world.db.read(read).await.unwrap(), (2, 2));
    world.work().await;
    let told: Vec<_> = world.mails().into_iter().filter(|m| m.contains("Q-1001")).collect();
    assert_eq!(told.len(), 2, "one mail for each revision: {told:?}");
});

in_world!(what_is_wrong_stands_at_its_field_and_nothing_is_written, |world| {
    let will = world.staff("will@");
    let begin = {
        let will = will.clone();
        move |tx: &mut Tx| write::begin(tx, &will, "C-1001")
    };
    let number = world.db.write(begin).await.unwrap();
    let typed = Typed {
        valid_until: "soon".to_owned(),
        carriage: "-3".to_owned(),
        lines: vec![
            line("NO-SUCH", "1", ""),
            TypedLine::default(),
            line("TEAPOT-IRON", "two", ""),
            line("MUG-SAND", "5", "cheap"),
        ],
        ..Typed::default()
    };
    let of = number.clone();
    let wrong = move |tx: &mut Tx| write::write(tx, &will, &of, (&typed, 1));
    let problem = world.db.write(wrong).await.unwrap_err().problem();
    let mut fields: Vec<&str> = problem.errors.iter().map(|e| e.field.as_str()).collect();
    fields.sort_unstable();
    let expected =
        ["/carriage", "/lines/0/code", "/lines/2/quantity", "/lines/3/price", "/valid_until"];
    assert_eq!(fields, expected);
    assert_eq!(count(&world, "select count(*) from quote_lines").await, 0);
    let (ruth, of) = (world.staff("ruth@"), number.clone());
    let reads = move |tx: &mut Tx| write::write(tx, &ruth, &of, (&teapots(), 1));
    assert_eq!(code(&world.db.write(reads).await), "not_allowed");
    let will = world.staff("will@");
    let empty = move |tx: &mut Tx| send::send(tx, &will, &number, 1);
    assert_eq!(code(&world.db.write(empty).await), "quote_not_open");
    // Five mugs are no pack: a quotation may offer them all the same.
    sent(&world, Typed { lines: vec![line("MUG-SAND", "5", "5")], ..Typed::default() }).await;
    world.work().await;
});

in_world!(twenty_at_once_make_one_order, |world| {
    let number = sent(&world, teapots()).await;
    let answers = race(20, |at| {
        let buyer = world.buyer(if at % 2 == 0 { "anna@" } else { "mona@" });
        let (db, deed) = (world.db.clone(), converting(buyer, &number, Convert::default()));
        async move { db.write(deed).await }
    })
    .await;
    let done = answers.iter().filter(|answer| answer.is_ok()).count();
    let codes: Vec<String> = answers.iter().map(code).filter(|code| code != "done").collect();
    assert_eq!(done, 1, "{codes:?}");
    assert!(codes.iter().all(|code| code == "quote_already_converted"), "{codes:?}");
    assert_eq!(count(&world, "select count(*) from orders where source like 'quote:%'").await, 1);
    world.work().await;
});

in_world!(staff_withdraw_while_the_customer_converts_and_one_of_them_wins, |world| {
    let withdrawing = |number: &str| {
        let (will, of) = (world.staff("will@"), number.to_owned());
        move |tx: &mut Tx| -> Result<(), AppError> {
            let seen = version(tx, &of)?;
            send::withdraw(tx, &will, &of, ("Sold out", seen))
        }
    };
    let number = sent(&world, teapots()).await;
    let convert = converting(world.buyer("anna@"), &number, Convert::default());
    let (first, second) = overlap(&world.db, withdrawing(&number), convert).await;
    assert_eq!((code(&first), code(&second)), ("done".to_owned(), "quote_not_open".to_owned()));
    let number = sent(&world, teapots()).await;
    let convert = converting(world.buyer("anna@"), &number, Convert::default());
    let (first, second) = overlap(&world.db, convert, withdrawing(&number)).await;
    assert_eq!(code(&first), "done");
    let refused = if world.db.kind() == Kind::Postgres {
        "changed_meanwhile"
    } else {
        "quote_already_converted"
    };
    assert_eq!(code(&second), refused);
    assert_eq!(head(&world, &number).await.state, State::Converted);
    assert_eq!(count(&world, "select count(*) from orders where source like 'quote:%'").await, 1);
    world.work().await;
});

in_world!(a_revision_sent_while_the_customer_converts_the_old_one_is_asked_about, |world| {
    let number = sent(&world, teapots()).await;
    let (will, of) = (world.staff("will@"), number.clone());
    let revise = move |tx: &mut Tx| -> Result<(), AppError> { revise_now(tx, &will, &of) };
    world.db.write(revise).await.unwrap();
    let (will, of) = (world.staff("will@"), number.clone());
    let send = move |tx: &mut Tx| -> Result<(), AppError> {
        let seen = version(tx, &of)?;
        send::send(tx, &will, &of, seen)
    };
    let how = Convert { revision: Some(1), ..Convert::default() };
    let convert = converting(world.buyer("anna@"), &number, how);
    let (first, second) = overlap(&world.db, send, convert).await;
    assert_eq!((code(&first), code(&second)), ("done".to_owned(), "changed_meanwhile".to_owned()));
    world.work().await;
});

in_world!(limits_hold_for_quotations_and_a_refused_order_gives_its_quotation_back, |world| {
    run(&world, "update memberships set order_limit_minor = 1000 where role = 'buyer'").await;
    let number = sent(&world, teapots()).await;
    let anna = Buyer {
        order_limit: Some(portico_types::Money::new(1_000, Currency::GBP)),
        ..world.buyer("anna@")
    };
    let order =
        world.db.write(converting(anna.clone(), &number, Convert::default())).await.unwrap();
    assert_eq!(order.status, Status::AwaitingApproval);
    assert_eq!(head(&world, &number).await.state, State::Converted);
    let (mona, of) = (world.buyer("mona@"), order.number.clone());
    let refuse = move |tx: &mut Tx| orders::approve::refuse(tx, &mona, &of, "Not this month");
    world.db.write(refuse).await.unwrap();
    let back = head(&world, &number).await;
    assert_eq!((back.state, back.order), (State::Sent, None), "it is open again");
    let order = world.db.write(converting(anna, &number, Convert::default())).await.unwrap();
    run(&world, "update products set base_price = base_price * 2").await;
    let (mona, of) = (world.buyer("mona@"), order.number.clone());
    let approve = move |tx: &mut Tx| orders::approve::approve(tx, &mona, &of, None);
    let approved = world.db.write(approve).await.unwrap();
    assert_eq!(approved, orders::approve::Approved::Placed, "at the promised prices");
    assert_eq!(head(&world, &number).await.order, Some(order.number));
    world.work().await;
});

in_world!(a_quotation_waits_for_its_release_where_a_setting_asks_for_that, |world| {
    world.db.write(|tx: &mut Tx| settings::set(tx, &NEEDS_RELEASE, &true)).await.unwrap();
    let number = sent(&world, teapots()).await;
    let early = world.db.write(converting(world.buyer("anna@"), &number, Convert::default())).await;
    assert_eq!(code(&early), "quote_not_open");
    let (will, of) = (world.staff("will@"), number.clone());
    let release = move |tx: &mut Tx| {
        let seen = version(tx, &of)?;
        write::release(tx, &will, &of, (true, seen))
    };
    world.db.write(release).await.unwrap();
    let said = Said { reference: Some("PO 7".to_owned()), ..Said::default() };
    let how = Convert { said, ..Convert::default() };
    assert_eq!(code(&world.db.write(converting(world.buyer("anna@"), &number, how)).await), "done");
    world.work().await;
});

in_world!(a_customer_asks_staff_answer_and_notes_stay_with_staff, |world| {
    let anna = world.buyer("anna@");
    let asked = {
        let anna = anna.clone();
        move |tx: &mut Tx| -> Result<String, AppError> {
            let mugs = [("MUG-SAND".to_owned(), orders::Asked::Text("24".to_owned()))];
            crate::cart::add(tx, &anna, &mugs)?;
            request::request(tx, &anna, (None, "For four shops"))
        }
    };
    let number = world.db.write(asked).await.unwrap();
    let quote = head(&world, &number).await;
    assert_eq!((quote.state, quote.revision), (State::Draft, 0));
    assert_eq!(count(&world, "select line_count from carts").await, 0);
    let (of, by) = (number.clone(), world.staff("will@"));
    let talk = move |tx: &mut Tx| -> Result<(), AppError> {
        let one = comment::write(tx, &anna, &of, "By Friday?")?;
        note::add(tx, &by, &of, "They always ask")?;
        comment::answer(tx, &by, &of, ("Yes", &[one.id]))?;
        send_now(tx, &by, &of)
    };
    world.db.write(talk).await.unwrap();
    let (anna, of) = (world.buyer("anna@"), number.clone());
    let no = move |tx: &mut Tx| decline::decline(tx, &anna, &of, "Too dear");
    world.db.write(no).await.unwrap();
    assert_eq!(head(&world, &number).await.state, State::Declined);
    let again = world.db.write(converting(world.buyer("anna@"), &number, Convert::default())).await;
    assert_eq!(code(&again), "quote_not_open");
    world.work().await;
    let all = world.mails().join("\n");
    assert!(all.contains("Yes") && !all.contains("They always ask"), "{all}");
});

in_world!(a_link_opens_one_quotation_until_it_ends_is_revoked_or_guessed_at, |world| {
    let number = sent(&world, teapots()).await;
    let secret = Secret::of([7; 32]);
    let (anna, of, key) = (world.buyer("anna@"), number.clone(), secret.clone());
    let typed = share::Typed { email: "marta@cafes.example".to_owned(), ..share::Typed::default() };
    let send = move |tx: &mut Tx| share::share(tx, &anna, &of, (&typed, &key));
    let shared = world.db.write(send).await.unwrap();
    world.work().await;
    assert!(world.mails().iter().any(|mail| mail.contains("marta@cafes.example")));
    let opening = |secret: &Secret, from: &'static str| {
        let (db, secret) = (world.db.clone(), secret.clone());
        async move { db.write(move |tx: &mut Tx| open(tx, &secret, from)).await }
    };
    for _ in 0..2 {
        let seen = opening(&secret, "1.2.3").await.unwrap().expect("it opens");
        assert_eq!((seen.quote.head.number.as_str(), seen.quote.lines.len()), ("Q-1001", 2));
    }
    assert_eq!(count(&world, "select views from quote_shares").await, 2);
    assert!(opening(&Secret::shown("guess"), "1.2.3").await.unwrap().is_none());
    for _ in 0..40 {
        let _ = opening(&Secret::shown("guess"), "9.9.9").await;
    }
    let paused = opening(&secret, "9.9.9").await;
    assert_eq!(code(&paused), "too_many_requests", "whoever guesses waits, right or wrong");
    assert!(opening(&secret, "1.2.3").await.unwrap().is_some(), "others do not");
    let (bella, of, id) = (world.buyer("bella@"), number.clone(), shared.id);
    let theirs = world.db.write(move |tx: &mut Tx| revoke(tx, &bella, &of, id)).await;
    assert_eq!(code(&theirs), "not_found");
    let (mona, of) = (world.buyer("mona@"), number.clone());
    world.db.write(move |tx: &mut Tx| revoke(tx, &mona, &of, id)).await.unwrap();
    assert!(opening(&secret, "1.2.3").await.unwrap().is_none());
    run(&world, "update quote_shares set revoked_at = null, ends_at = 5").await;
    assert!(opening(&secret, "1.2.3").await.unwrap().is_none());
});

in_world!(the_doctor_sees_sums_that_are_none_and_a_quotation_without_its_order, |world| {
    sent(&world, teapots()).await;
    run(&world, "update quote_lines set net_minor = net_minor + 1 where line = 1").await;
    run(&world, "update quotes set status = 'converted'").await;
    let findings = world.db.report(crate::doctor::examine).await.unwrap();
    let text = findings.text();
    assert!(text.contains("quote_sums") && text.contains("quote_order"), "{text}");
    world.work().await;
});
