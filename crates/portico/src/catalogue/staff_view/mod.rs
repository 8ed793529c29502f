//! HTML of the staff's pages about goods.

pub(super) mod stock;

use crate::platform::problem::{FieldProblem, Problem};
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::table::Column;
use crate::platform::words::Language;
use maud::{Markup, html};

/// A column with a class and the words of its heading.
pub(super) fn column<'a>(words: &'a Language, class: &'a str, key: &'a str) -> Column<'a> {
    Column { class, label: words.say(key), ..Column::default() }
}

/// What is wrong with a field, as a sentence; empty where nothing is.
pub(super) fn fault(words: &Language, faults: &[FieldProblem], field: &str) -> String {
    let found = faults.iter().find(|fault| fault.field == field);
    found.map(|fault| words.sentence(&fault.text)).unwrap_or_default()
}

/// A refusal that no field is to blame for, above the page's content.
pub(super) fn refused(words: &Language, problem: Option<&Problem>) -> Markup {
    match problem {
        Some(problem) if problem.errors.is_empty() => {
            flash(&Flash::new(FlashKind::Refused, words.sentence(&problem.text)))
        }
        Some(_) => flash(&Flash::new(FlashKind::Refused, words.say("nothing-saved"))),
        None => html! {},
    }
}
