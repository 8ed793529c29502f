//! What came back is credited: the form is filled in by the return, and a return is credited once.

use super::credit_note::{Asked, CreditLine, credit_note};
use super::issue_tests::{code, raise, with_seller};
use crate::platform::db::Tx;
use crate::testkit::race::overlap;
use crate::testkit::world::{World, in_world};

/// Four of the 24 mugs of P-100001 came back: R-1.
async fn four_came_back(world: &World) {
    let mut will = world.sign_in("will@").await;
    let back = [
        ("form", "a"),
        ("quantity-1", "4"),
        ("fate-1", "stock"),
        ("reason", "Chipped <b>rims</b>"),
    ];
    will.get("/staff/orders/P-100001/returns").await;
    let done = will.post("/staff/orders/P-100001/returns", &back).await;
    assert_eq!(done.status, 303, "{}", done.text());
}

in_world!(a_return_fills_in_its_credit_note, |world| {
    with_seller(&world).await;
    four_came_back(&world).await;
    let mut will = world.sign_in("will@").await;
    let path = "/staff/credit-notes/new?of_return=r-1";
    let early = will.get(path).await;
    assert!(early.status == 409 && early.says("Nothing of this return is on an invoice"));
    let invoice = raise(&world, Vec::new()).await.unwrap();
    assert!(will.get("/staff/returns").await.html.contains("new?of_return=R-1"));
    assert!(!world.sign_in("ruth@").await.get("/staff/returns").await.html.contains("of_return"));
    let form = will.get(path).await;
    assert!(form.says(&format!("Corrects {invoice} · return R-1")), "{}", form.text());
    assert!(form.says("Chipped <b>rims</b>") && !form.html.contains("<b>rims"));
    assert_eq!(form.html.matches("value=\"4\"").count(), 1, "{}", form.html);
    let fields = [
        ("form", "b"),
        ("of_return", "R-1"),
        ("corrects", invoice.as_str()),
        ("quantity-1", "4"),
        ("reason", "Chipped"),
    ];
    let mut other = fields;
    other[1] = ("of_return", "R-7");
    assert_eq!(will.post("/staff/credit-notes", &other).await.status, 404, "no such return");
    let given = will.post("/staff/credit-notes", &fields).await;
    let number = given.location().unwrap().rsplit('/').next().unwrap().to_owned();
    assert!(will.get("/staff/returns").await.says(&number));
    assert!(!will.get("/staff/returns").await.html.contains("of_return"), "not offered twice");
    assert!(will.get(path).await.says(&format!("{number} was given for this return already.")));
    let mut again = fields;
    (again[0], again[1]) = (("form", "c"), ("of_return", "r-1"));
    assert_eq!(will.post("/staff/credit-notes", &again).await.status, 409);
    world.work().await;
});

in_world!(two_credit_notes_for_one_return_are_one, |world| {
    world.leave_unhandled();
    with_seller(&world).await;
    let invoice = raise(&world, Vec::new()).await.unwrap();
    four_came_back(&world).await;
    let asked = Asked {
        customer: String::new(),
        corrects: Some(invoice),
        lines: vec![CreditLine::OfInvoice { line: 1, quantity: "4".to_owned() }],
        reason: "Chipped".to_owned(),
        of_return: Some("R-1".to_owned()),
    };
    let (one, two, too) = (world.staff("will@"), world.staff("olive@"), asked.clone());
    let (first, second) = overlap(
        &world.db,
        move |tx: &mut Tx| credit_note(tx, &one, &asked),
        move |tx: &mut Tx| credit_note(tx, &two, &too),
    )
    .await;
    assert_eq!((first.is_ok(), code(second)), (true, (409, "already_credited")));
});
