//! Packing slips of shipments: what they say, and who reads them.

use super::slip_view;
use crate::app::papers::Paper;
use crate::platform::db::View;
use crate::testkit::in_world;
use crate::testkit::world::World;
use portico_documents::PackingSlip;

async fn slip(world: &World, number: &'static str) -> PackingSlip {
    let (app, anna) = (world.app.clone(), world.buyer("anna@"));
    let read = move |view: &mut View| slip_view::own(view, &app, &anna, number);
    match world.db.read(read).await.unwrap() {
        Paper::PackingSlip(slip) => *slip,
        other => panic!("{other:?}"),
    }
}

/// Sends so many slate mugs of P-100002, of which 168 were ordered, 96 left before and 48 are reserved: the note's number.
pub(crate) async fn send_mugs(world: &World, quantity: &str) -> String {
    let mut will = world.sign_in("will@").await;
    will.get("/staff/orders/P-100002").await;
    let made = will.post("/staff/orders/P-100002/release", &[("release-1", quantity)]).await;
    let note = made.location().expect("a note").to_owned();
    for deed in ["picking", "packing", "shipment"] {
        will.get(&note).await;
        let done = will.post(&format!("{note}/{deed}"), &[("form", "x")]).await;
        assert_eq!(done.location(), Some(note.as_str()), "{deed}: {}", done.text());
    }
    note.replace("/staff/goods-out/", "")
}

in_world!(a_slip_says_what_is_inside_and_what_follows, |world| {
    send_mugs(&world, "30").await;
    send_mugs(&world, "18").await;
    let first = slip(&world, "s-1").await;
    assert_eq!((first.number.as_str(), first.order.as_str()), ("S-1", "P-100002"));
    assert_eq!(first.reference.as_deref(), Some("PO 7781"));
    assert_eq!(first.notes, ["Ring the bell at the side door."]);
    assert_eq!(first.receiver.number.as_deref(), Some("C-1001"));
    let second = slip(&world, "S-2").await;
    for (slip, expected) in [(first, [168, 30, 42]), (second, [168, 18, 24])] {
        assert_eq!(slip.lines.len(), 1, "what is not inside is not on it");
        let line = &slip.lines[0];
        let said = [line.ordered, line.quantity, line.to_follow].map(|quantity| quantity.units);
        assert_eq!((line.sku.as_str(), said), ("MUG-SLATE", expected), "{}", slip.number);
        assert!(line.parcels.is_empty(), "one parcel needs no telling");
    }
    world.work().await;
});

in_world!(a_slip_is_read_by_whoever_reads_its_order, |world| {
    send_mugs(&world, "48").await;
    let path = "/shipments/S-1/slip.pdf";
    let mut anna = world.sign_in("anna@").await;
    for page in ["/orders/P-100002", "/shipments"] {
        assert!(anna.get(page).await.html.contains(path), "{page}");
    }
    let file = anna.get(path).await;
    assert!(file.status == 200 && file.html.starts_with("%PDF-"), "{}", file.html);
    let named = "attachment; filename=\"packing-slip-S-1.pdf\"";
    assert_eq!(file.headers["content-disposition"], named);
    for other in ["bella@", "otto@"] {
        assert_eq!(world.sign_in(other).await.get(path).await.status, 404, "{other}");
    }
    assert_eq!(anna.get("/shipments/S-0/slip.pdf").await.status, 404);
    let mut ruth = world.sign_in("ruth@").await;
    let of_staff = format!("/staff{path}");
    for page in ["/staff/orders/P-100002", "/staff/shipments"] {
        assert!(ruth.get(page).await.html.contains(&of_staff), "{page}");
    }
    let file = ruth.get(&of_staff).await;
    assert!(file.status == 200 && file.html.starts_with("%PDF-"), "{}", file.html);
    world.work().await;
});
