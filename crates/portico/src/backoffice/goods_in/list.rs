//! The list of goods-in notes.

use super::store::{Note, from_receipts, receipt_columns};
use crate::access::Staff;
use crate::platform::db::{DbError, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort, contains};

/// What staff may ask of the notes.
pub static GOODS_IN: Listing = Listing {
    name: "goods-in",
    path: "/staff/goods-in",
    sorts: &[Sort::down("received")],
    asks: &[Ask::search("goods-in-search"), Ask::text("sku", "order-code")],
};

/// What is asked of the notes.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Part of a number, reference or purchase order; blank: all.
    pub q: String,
    /// Only with this product; blank: all.
    pub sku: String,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`GOODS_IN`].
    #[must_use]
    pub fn asked(asked: &Asked) -> Filter {
        Filter {
            q: asked.text("q").to_owned(),
            sku: asked.text("sku").to_owned(),
            paging: asked.paging.clone(),
        }
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Filter {
        Filter { paging: paging.clone(), ..self.clone() }
    }
}

macro_rules! notes_sql {
    ($compare:literal, $direction:literal) => {
        concat!(
            "select ",
            receipt_columns!(),
            from_receipts!(),
            " where (cast($1 as text) is null or n.find_key like $1 escape '!')
               and (cast($2 as text) is null or exists
                   (select 1 from goods_in_lines l join products x on x.id = l.product_id
                    where l.note_id = n.id and x.sku_key = $2))
               and (n.received_at, n.id) ",
            $compare,
            " ($3, $4) order by n.received_at",
            $direction,
            ", n.id",
            $direction,
            " limit $5"
        )
    };
}

const NEWEST: &str = notes_sql!("<", " desc");
const OLDEST: &str = notes_sql!(">", " asc");

/// A page of the notes.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, filter: &Filter) -> Result<Page<Note>, DbError> {
    let q = Some(filter.q.trim().to_lowercase()).filter(|q| !q.is_empty());
    let q = q.map(|q| contains(&q));
    let sku = Some(filter.sku.trim().to_uppercase()).filter(|sku| !sku.is_empty());
    let (key, id) = filter.paging.from_number();
    let sql = if filter.paging.is_read_down() { NEWEST } else { OLDEST };
    let limit = filter.paging.limit + 1;
    let rows = view.all::<Note>(sql, args![q.as_deref(), sku.as_deref(), key, id, limit])?;
    Ok(filter.paging.page(rows, |note| Cursor::number(note.received_at.0, note.id)))
}
