//! Pages of the staff about goods-out notes.

mod deeds;
mod list;
mod note;
mod orders;
mod sheets;

use crate::app::Routes;

/// The routes for staff.
#[must_use]
pub fn routes() -> Routes {
    list::LIST
        .routes()
        .post("/staff/goods-out", orders::release_several)
        .get("/staff/goods-out/{number}", note::one)
        .post("/staff/goods-out/{number}", note::scan)
        .post("/staff/goods-out/{number}/picking", deeds::pick_all)
        .post("/staff/goods-out/{number}/packing", deeds::pack)
        .post("/staff/goods-out/{number}/opening", deeds::open_again)
        .post("/staff/goods-out/{number}/withdrawal", deeds::withdraw)
        .post("/staff/goods-out/{number}/shipment", deeds::ship)
        .get("/staff/goods-out/{number}/sheet", sheets::sheet)
        .get("/staff/goods-out/{number}/slip", sheets::slip)
        .get("/staff/goods-out/{number}/sheet.pdf", sheets::sheet_pdf)
        .get("/staff/goods-out/{number}/slip.pdf", sheets::slip_pdf)
}
