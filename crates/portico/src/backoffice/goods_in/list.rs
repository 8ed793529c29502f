//! The list of goods-in notes.

use super::store::{Note, from_receipts, receipt_columns};
use crate::access::Staff;
use crate::platform::db::{DbError, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Sort, by_number};

/// What staff may ask of the notes.
pub static GOODS_IN: Listing = Listing {
    name: "goods-in",
    path: "/staff/goods-in",
    sorts: &[Sort::down("received")],
    asks: &[Ask::search("goods-in-search"), Ask::text("sku", "order-code")],
};

macro_rules! notes_sql {
    ($compare:literal, $direction:literal) => {
        by_number!(
            concat!(
                "select ",
                receipt_columns!(),
                from_receipts!(),
                " where (cast($4 as text) is null or n.find_key like $4 escape '!')
                   and (cast($5 as text) is null or exists
                       (select 1 from goods_in_lines l join products x on x.id = l.product_id
                        where l.note_id = n.id and x.sku_key = $5))"
            ),
            "n.received_at",
            "n.id",
            $compare,
            $direction
        )
    };
}

const NEWEST: &str = notes_sql!("<", " desc");
const OLDEST: &str = notes_sql!(">", " asc");

/// A page of the notes.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, asked: &Asked) -> Result<Page<Note>, DbError> {
    let q = asked.pattern();
    let sku = asked.some("sku").map(str::to_uppercase);
    let given = args![q.as_deref(), sku.as_deref()];
    let place = |note: &Note| Cursor::number(note.received_at.0, note.id);
    asked.paging.read(view, (NEWEST, OLDEST), &given, place)
}
