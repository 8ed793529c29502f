//! The list of goods-out notes.

use super::store::{from_notes, note_columns};
use super::{Note, State};
use crate::access::Staff;
use crate::platform::db::{DbError, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Sort, by_number};

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

macro_rules! notes_sql {
    ($compare:literal, $direction:literal) => {
        by_number!(
            concat!(
                "select ",
                note_columns!(),
                from_notes!(),
                " where (cast($4 as text) is null or n.number_key like $4 escape '!'
                         or o.find_key like $4 escape '!' or c.name_key like $4 escape '!')
                   and (cast($5 as text) is null or n.state = $5)"
            ),
            "n.created_at",
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
    let given = args![q.as_deref(), asked.some("state")];
    let place = |note: &Note| Cursor::number(note.created_at.0, note.id);
    asked.paging.read(view, (NEWEST, OLDEST), &given, place)
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
