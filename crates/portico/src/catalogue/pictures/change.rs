//! The pictures of a product in another order, with other words, or fewer of them.

use super::take::note;
use super::{ALT_LONGEST, Kept, held, write};
use crate::access::Staff;
use crate::platform::db::Tx;
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};

/// What is done to one picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only the words.
    Words,
    /// One place towards the start.
    Up(String),
    /// One place towards the end.
    Down(String),
    /// To the start: the picture of lists.
    First(String),
    /// Away.
    Remove(String),
}

impl Change {
    /// Reads `up:FILE`, `down:FILE`, `first:FILE`, `remove:FILE`; anything else changes words only.
    #[must_use]
    pub fn read(text: &str) -> Change {
        match text.split_once(':') {
            Some(("up", file)) => Change::Up(file.to_owned()),
            Some(("down", file)) => Change::Down(file.to_owned()),
            Some(("first", file)) => Change::First(file.to_owned()),
            Some(("remove", file)) => Change::Remove(file.to_owned()),
            _ => Change::Words,
        }
    }

    fn verb(&self) -> &'static str {
        match self {
            Change::Words => "picture_described",
            Change::Remove(_) => "picture_removed",
            Change::Up(_) | Change::Down(_) | Change::First(_) => "picture_moved",
        }
    }
}

/// Changes the pictures of a product: `words` holds the name of a file and what is said about it.
///
/// # Errors
/// Words that are too long, at the field `alt-FILE`; 404 for a picture that is gone.
pub fn change(
    tx: &mut Tx,
    staff: &Staff,
    product_id: i64,
    change: &Change,
    words: &[(String, String)],
) -> Result<(), AppError> {
    let long = |alt: &str| alt.chars().count() > ALT_LONGEST;
    let fault = |(file, _): &(String, String)| {
        let text = Text::plain("field-too-long").with("most", ALT_LONGEST);
        FieldProblem::new(format!("alt-{file}"), "too_long", text)
    };
    let faults: Vec<_> = words.iter().filter(|(_, alt)| long(alt.trim())).map(fault).collect();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    let before = held(tx, product_id)?;
    let mut after = before.clone();
    for (file, alt) in words {
        for one in after.iter_mut().filter(|one| one.image.file == *file) {
            one.image.alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
        }
    }
    if !moved(&mut after, change) {
        return Err(Problem::not_found().into());
    }
    if after == before {
        return Ok(());
    }
    write(tx, product_id, &before, &after)?;
    Ok(note(tx, Some(staff.login.id), product_id, change.verb(), after.len())?)
}

/// Moves or drops the picture meant; `false` where it is gone. At an end, a further step changes nothing.
fn moved(all: &mut Vec<Kept>, change: &Change) -> bool {
    let (Change::Up(file) | Change::Down(file) | Change::First(file) | Change::Remove(file)) =
        change
    else {
        return true;
    };
    let Some(at) = all.iter().position(|one| one.image.file == *file) else {
        return false;
    };
    let one = all.remove(at);
    match change {
        Change::Up(_) => all.insert(at.saturating_sub(1), one),
        Change::Down(_) => all.insert((at + 1).min(all.len()), one),
        Change::First(_) => all.insert(0, one),
        Change::Words | Change::Remove(_) => {}
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Image;

    fn after(change: &str) -> Option<String> {
        let one = |file: &str| Kept {
            image: Image { file: file.to_owned(), alt: String::new() },
            source_hash: None,
        };
        let mut all: Vec<Kept> = ["a", "b", "c"].map(one).into();
        let found = moved(&mut all, &Change::read(change));
        found.then(|| all.iter().map(|one| one.image.file.as_str()).collect())
    }

    #[test]
    fn pictures_move_by_one_place_to_the_start_or_away() {
        let cases = [
            ("up:b", Some("bac")),
            ("up:a", Some("abc")),
            ("down:b", Some("acb")),
            ("down:c", Some("abc")),
            ("first:c", Some("cab")),
            ("remove:b", Some("ac")),
            ("remove:z", None),
            ("save", Some("abc")),
        ];
        for (change, wanted) in cases {
            assert_eq!(after(change).as_deref(), wanted, "{change}");
        }
    }
}
