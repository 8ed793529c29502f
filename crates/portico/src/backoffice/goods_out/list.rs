//! The list of goods-out notes.

use super::store::{from_notes, note_columns};
use super::{Note, State};
use crate::access::Staff;
use crate::platform::db::{DbError, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort, contains};

/// What staff may ask of the notes.
pub static NOTES: Listing = Listing {
    name: "goods-out",
    path: "/staff/goods-out",
    sorts: &[Sort::down("made")],
    asks: &[Ask::search("notes-search"), Ask::choice("state", "note-state", STATES)],
};

/// States of a note, as addresses and people say them.
const STATES: &[(&str, &str)] = &[
    ("open", "note-state-open"),
    ("packed", "note-state-packed"),
    ("shipped", "note-state-shipped"),
    ("withdrawn", "note-state-withdrawn"),
];

/// What is asked of the notes.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Part of a number, an order's number or reference, or a customer's name; blank: all.
    pub q: String,
    /// Only in this state.
    pub state: Option<State>,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`NOTES`].
    #[must_use]
    pub fn asked(asked: &Asked) -> Filter {
        Filter {
            q: asked.text("q").to_owned(),
            state: State::from_text(asked.text("state")),
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
            note_columns!(),
            from_notes!(),
            " where (cast($1 as text) is null or n.number_key like $1 escape '!'
                     or o.find_key like $1 escape '!' or c.name_key like $1 escape '!')
               and (cast($2 as text) is null or n.state = $2)
               and (n.created_at, n.id) ",
            $compare,
            " ($3, $4) order by n.created_at",
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
    let (key, id) = filter.paging.from_number();
    let sql = if filter.paging.is_read_down() { NEWEST } else { OLDEST };
    let state = filter.state.map(State::text);
    let rows =
        view.all::<Note>(sql, args![q.as_deref(), state, key, id, filter.paging.limit + 1])?;
    Ok(filter.paging.page(rows, |note| Cursor::number(note.created_at.0, note.id)))
}

/// How many notes stand in this state.
///
/// # Errors
/// What the database says.
pub fn count(view: &mut View, _: &Staff, state: State) -> Result<i64, DbError> {
    let count = view
        .one::<i64>("select count(*) from goods_out_notes where state = $1", args![state.text()])?;
    Ok(count.unwrap_or(0))
}
