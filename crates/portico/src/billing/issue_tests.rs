//! Issuing on both databases: what is charged, what is given back, what cannot be, two at once.

use super::credit_note::{Asked, CreditLine, credit_note};
use super::invoice::{Wanted, invoice};
use super::kept::DocumentDetail;
use super::seller::{CITY, ENDPOINT, LEGAL_NAME, POSTCODE, STREET, VAT_NUMBER};
use super::store;
use crate::args;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::AppError;
use crate::platform::settings;
use crate::testkit::race::overlap;
use crate::testkit::world::{World, in_world};
use portico_documents::Invoice;

/// The wholesaler says who it is, as invoices need it.
pub(crate) async fn with_seller(world: &World) {
    let said = |tx: &mut Tx| -> Result<(), DbError> {
        settings::set(tx, &LEGAL_NAME, &"Hartwell & Pike Ltd".to_owned())?;
        settings::set(tx, &STREET, &"4 Quay Street".to_owned())?;
        settings::set(tx, &POSTCODE, &"BS1 4DJ".to_owned())?;
        settings::set(tx, &CITY, &"Bristol".to_owned())?;
        settings::set(tx, &VAT_NUMBER, &"GB 123 4567 82".to_owned())
    };
    world.db.write(said).await.unwrap();
}

pub(super) fn some(line: i64, quantity: &str) -> Wanted {
    Wanted { line, quantity: quantity.to_owned() }
}

/// An invoice of P-100001 (24 mugs, 6 tins, 12.5 m of ribbon, all shipped), or why there is none.
pub(crate) async fn raise(world: &World, wanted: Vec<Wanted>) -> Result<String, AppError> {
    let will = world.staff("will@");
    world.db.write(move |tx: &mut Tx| invoice(tx, &will, "P-100001", &wanted)).await
}

async fn read(world: &World, number: &str) -> DocumentDetail {
    let (ruth, number) = (world.staff("ruth@"), number.to_owned());
    let read = move |view: &mut View| store::get_any(view, &ruth, &number);
    world.db.read(read).await.unwrap().expect("a document")
}

async fn facts(world: &World, detail: &DocumentDetail) -> Invoice {
    let head = detail.head.clone();
    let paper = world.db.read(move |view: &mut View| store::paper(view, &head)).await.unwrap();
    serde_json::from_str(&paper.expect("frozen facts")).unwrap()
}

async fn give(world: &World, asked: Asked) -> Result<String, AppError> {
    let will = world.staff("will@");
    world.db.write(move |tx: &mut Tx| credit_note(tx, &will, &asked)).await
}

fn correcting(number: &str, lines: Vec<CreditLine>) -> Asked {
    Asked {
        customer: String::new(),
        corrects: Some(number.to_owned()),
        lines,
        reason: "Two arrived chipped".to_owned(),
        of_return: None,
    }
}

fn of_line(line: i64, quantity: &str) -> CreditLine {
    CreditLine::OfInvoice { line, quantity: quantity.to_owned() }
}

pub(super) fn code<T: std::fmt::Debug>(result: Result<T, AppError>) -> (u16, &'static str) {
    let problem = result.expect_err("a refusal").problem();
    (problem.status, problem.code)
}

in_world!(what_left_is_charged_once, |world| {
    with_seller(&world).await;
    let first = raise(&world, vec![some(1, "10"), some(3, "2.5")]).await.unwrap();
    let invoice = read(&world, &first).await;
    assert_eq!(invoice.lines.len(), 2);
    assert_eq!(invoice.orders, ["P-100001"]);
    assert_eq!(invoice.head.open, invoice.head.total);
    let net: i64 = invoice.lines.iter().map(|l| l.net.minor).sum::<i64>()
        + invoice.charges.iter().map(|c| c.net.minor).sum::<i64>();
    assert_eq!(net, invoice.head.net.minor);
    let facts = facts(&world, &invoice).await;
    assert_eq!(facts.totals.gross_minor, invoice.head.total.minor, "to the cent");
    assert_eq!(facts.seller.name, "Hartwell & Pike Ltd");
    assert!(
        portico_documents::check(&facts).iter().all(|b| b.layer != portico_documents::Layer::Core)
    );
    // Nothing twice: the rest comes with the next one, and then there is none.
    assert_eq!(code(raise(&world, vec![some(1, "14.5")]).await).0, 422, "no half mugs");
    assert_eq!(code(raise(&world, vec![some(1, "15")]).await).0, 422);
    assert_eq!(code(raise(&world, vec![some(1, "1"), some(1, "1")]).await).0, 422);
    let second = raise(&world, Vec::new()).await.unwrap();
    let rest = read(&world, &second).await;
    let units: Vec<i64> = rest.lines.iter().map(|l| l.quantity.units).collect();
    assert_eq!(units, [14, 6, 100]);
    assert!(rest.charges.is_empty(), "charges come once, with the first");
    assert_eq!(code(raise(&world, Vec::new()).await), (409, "nothing_to_charge"));
    let (a, b) = (&first[first.len() - 4..], &second[second.len() - 4..]);
    assert_eq!((a, b), ("0001", "0002"));
    let order = world.program("anna@").await.get("/api/v1/orders/P-100001").await.json();
    assert_eq!(order["payment"], "open");
    world.work().await;
    let mails = world.mails();
    let told = |number: &str| mails.iter().filter(|mail| mail.contains(number)).count();
    assert_eq!((told(&first), told(&second)), (1, 1), "whoever pays hears of each once");
});

in_world!(an_invoice_that_breaks_the_rules_is_not_issued_and_leaves_no_gap, |world| {
    world.leave_unhandled();
    let refused = code(raise(&world, Vec::new()).await);
    assert_eq!(refused, (409, "document_incomplete"));
    with_seller(&world).await;
    let number = raise(&world, Vec::new()).await.unwrap();
    assert!(number.ends_with("-0001"), "{number}");
});

in_world!(what_peppol_would_miss_is_said_and_stops_nothing, |world| {
    with_seller(&world).await;
    let mut will = world.sign_in("will@").await;
    let form = will.get("/staff/orders/P-100001/invoice").await;
    let missing = "Customer: The address at which e-invoices are received is needed.";
    assert!(form.says(missing) && form.says("PEPPOL-EN16931-R010"), "{}", form.text());
    let number = raise(&world, Vec::new()).await.unwrap();
    let path = format!("/staff/documents/{number}");
    assert!(will.get(&path).await.says(missing), "as it was issued");
    let credit = format!("/staff/credit-notes/new?corrects={number}");
    assert!(will.get(&credit).await.says(missing));
    let mut anna = world.sign_in("anna@").await;
    assert!(!anna.get(&format!("/transactions/{number}")).await.says("PEPPOL"), "for staff alone");
    let known = |tx: &mut Tx| -> Result<(), DbError> {
        let sql = "update customers set endpoint = '9932:GB123456782' where number = 'C-1001'";
        tx.exec(sql, args![]).map(drop)?;
        settings::set(tx, &ENDPOINT, &"9932:GB123456782".to_owned())
    };
    world.db.write(known).await.unwrap();
    assert!(!will.get(&credit).await.says("PEPPOL"), "nothing is missing any more");
    assert!(will.get(&path).await.says(missing), "what was issued stays as it was");
    world.work().await;
});

in_world!(two_invoices_at_once_charge_each_piece_once, |world| {
    world.leave_unhandled();
    with_seller(&world).await;
    let (one, two) = (world.staff("will@"), world.staff("olive@"));
    let (first, second) = overlap(
        &world.db,
        move |tx: &mut Tx| invoice(tx, &one, "P-100001", &[]),
        move |tx: &mut Tx| invoice(tx, &two, "P-100001", &[]),
    )
    .await;
    assert_eq!((first.is_ok(), code(second)), (true, (409, "nothing_to_charge")));
});

in_world!(a_credit_note_gives_back_no_more_than_was_charged, |world| {
    world.leave_unhandled();
    with_seller(&world).await;
    let number = raise(&world, Vec::new()).await.unwrap();
    let credit = give(&world, correcting(&number, vec![of_line(1, "2")])).await.unwrap();
    let note = read(&world, &credit).await;
    assert_eq!(note.head.corrects.as_deref(), Some(number.as_str()));
    assert_eq!(note.lines[0].net.minor, note.head.net.minor);
    let paper = facts(&world, &note).await;
    assert_eq!(paper.corrects[0].number, number);
    assert_eq!(paper.totals.gross_minor, note.head.total.minor);
    let again = give(&world, correcting(&number, vec![of_line(1, "23")])).await;
    assert_eq!(code(again), (422, "invalid"), "22 are left");
    let free = |price: &str| CreditLine::Free {
        name: "Price correction".to_owned(),
        quantity: "1".to_owned(),
        price: price.to_owned(),
        vat_rate: String::new(),
    };
    let over = give(&world, correcting(&number, vec![free("99999")])).await;
    assert_eq!(code(over), (409, "over_invoice"));
    let _ = give(&world, correcting(&number, vec![free("0.5050")])).await.unwrap();
    let bare = Asked { reason: " ".to_owned(), ..correcting(&number, vec![of_line(1, "1")]) };
    assert_eq!(code(give(&world, bare).await).0, 422);
    let ruth = world.staff("ruth@");
    let asked = correcting(&number, vec![of_line(1, "1")]);
    let read_only = world.db.write(move |tx: &mut Tx| credit_note(tx, &ruth, &asked)).await;
    assert_eq!(code(read_only).0, 403);
    let owed =
        "select cast(sum(total_minor * case when type = 'invoice' then 1 else -1 end) as bigint)
         from documents where customer_id = $1";
    let whose = world.buyer("anna@").customer.id;
    let sums = move |view: &mut View| -> Result<_, DbError> {
        let documents = view.one::<Option<i64>>(owed, args![whose])?.flatten();
        let journal = view.one::<Option<i64>>(
            "select cast(sum(owed_minor) as bigint) from credit_journal
             where customer_id = $1 and source like 'document:%'",
            args![whose],
        )?;
        Ok((documents, journal.flatten()))
    };
    let (documents, journal) = world.db.read(sums).await.unwrap();
    assert_eq!(documents, journal, "what is owed is what the documents come to");
});

in_world!(two_credit_notes_at_once_give_each_piece_back_once, |world| {
    world.leave_unhandled();
    with_seller(&world).await;
    let number = raise(&world, Vec::new()).await.unwrap();
    let asked = correcting(&number, vec![of_line(1, "24")]);
    let (one, two) = (world.staff("will@"), world.staff("olive@"));
    let (also, asked) = (asked.clone(), asked);
    let (first, second) = overlap(
        &world.db,
        move |tx: &mut Tx| credit_note(tx, &one, &asked),
        move |tx: &mut Tx| credit_note(tx, &two, &also),
    )
    .await;
    assert_eq!((first.is_ok(), code(second).0), (true, 422));
});
