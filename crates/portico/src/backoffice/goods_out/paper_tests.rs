//! The papers of a note, from its making until its goods left.

use super::{paper_view, store};
use crate::app::papers::Paper;
use crate::orders::staff_store;
use crate::platform::db::View;
use crate::platform::problem::AppError;
use crate::testkit::in_world;
use crate::testkit::world::World;
use portico_documents::{PackingSlip, PickingSheet};

/// Both papers of N-1 as they would be set now.
async fn papers(world: &World) -> (PickingSheet, PackingSlip) {
    let (app, ruth) = (world.app.clone(), world.staff("ruth@"));
    let read = move |view: &mut View| -> Result<_, AppError> {
        let note = store::get(view, &ruth, "N-1")?.expect("a note");
        let (order, _) = staff_store::get_any(view, &ruth, &note.note.order)?.expect("an order");
        let of = (&note, &order);
        let sheet = paper_view::picking_sheet(view, app.words.language("en"), of)?;
        Ok((sheet, paper_view::packing_slip(view, &app, &ruth, of)?))
    };
    match world.db.read(read).await.unwrap() {
        (Paper::PickingSheet(sheet), Paper::PackingSlip(slip)) => (*sheet, *slip),
        other => panic!("{other:?}"),
    }
}

/// Number of the slip; of its only line what was ordered, is inside and follows; and how much is in which parcel.
fn said(slip: &PackingSlip) -> (&str, [i64; 3], Vec<(i64, i64)>) {
    let line = &slip.lines[0];
    let units = [line.ordered, line.quantity, line.to_follow].map(|quantity| quantity.units);
    let parcels = line.parcels.iter().map(|(parcel, quantity)| (*parcel, quantity.units));
    (&slip.number, units, parcels.collect())
}

in_world!(the_papers_of_a_note_follow_its_goods, |world| {
    let mut will = world.sign_in("will@").await;
    will.get("/staff/orders/P-100002").await;
    will.post("/staff/orders/P-100002/release", &[("release-1", "48")]).await;
    let (sheet, slip) = papers(&world).await;
    assert_eq!((sheet.number.as_str(), sheet.order.as_str()), ("N-1", "P-100002"));
    assert_eq!(sheet.remarks.as_deref(), Some("Ring the bell at the side door."));
    let lines: Vec<_> = sheet.lines.iter().map(|l| (l.sku.as_str(), l.quantity.units)).collect();
    assert_eq!(lines, [("MUG-SLATE", 48)]);
    assert!(!sheet.lines[0].place.is_empty(), "where it lies");
    assert_eq!(said(&slip), ("N-1", [168, 48, 24], Vec::new()), "all that is to be picked");
    let note = "/staff/goods-out/N-1";
    will.get(note).await;
    for (code, form) in [("3*MUG-SLATE", "a"), ("+", "b"), ("2*MUG-SLATE", "c")] {
        will.post(note, &[("code", code), ("form", form)]).await;
    }
    will.post(&format!("{note}/packing"), &[("short", "yes")]).await;
    let (_, slip) = papers(&world).await;
    assert_eq!(said(&slip), ("N-1", [168, 5, 67], vec![(1, 3), (2, 2)]), "what was picked");
    let carriers =
        [("carrier-1", "DPD"), ("tracking-1", "1"), ("carrier-2", "GLS"), ("tracking-2", "2")];
    let sent = will.post(&format!("{note}/shipment"), &carriers).await;
    assert_eq!(sent.location(), Some(note), "{}", sent.text());
    let (_, slip) = papers(&world).await;
    assert_eq!(said(&slip), ("S-1", [168, 5, 67], vec![(1, 3), (2, 2)]), "that of the shipment");
    let carriers: Vec<_> = slip.parcels.iter().map(|p| p.carrier.as_deref()).collect();
    assert_eq!(carriers, [Some("DPD"), Some("GLS")]);
    world.work().await;
});

in_world!(the_papers_of_a_note_are_for_staff, |world| {
    let mut will = world.sign_in("will@").await;
    will.get("/staff/orders/P-100002").await;
    will.post("/staff/orders/P-100002/release", &[("release-1", "48")]).await;
    let mut ruth = world.sign_in("ruth@").await;
    for (page, named) in [("sheet", "picking-sheet-N-1.pdf"), ("slip", "packing-slip-N-1.pdf")] {
        let path = format!("/staff/goods-out/N-1/{page}.pdf");
        let shown = ruth.get(&format!("/staff/goods-out/N-1/{page}")).await;
        assert!(shown.html.contains(&path), "{page}");
        let file = ruth.get(&path).await;
        assert!(file.status == 200 && file.html.starts_with("%PDF-"), "{}", file.html);
        let header = format!("attachment; filename=\"{named}\"");
        assert_eq!(file.headers["content-disposition"], header.as_str());
        assert_eq!(world.sign_in("anna@").await.get(&path).await.status, 403);
    }
    world.work().await;
});
