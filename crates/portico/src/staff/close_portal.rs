//! Owners close the portal for customers, with a text and an end if they like, and open it again.

use crate::access::{Staff, StaffRole};
use crate::platform::activity::{self, Deed};
use crate::platform::closing;
use crate::platform::db::Tx;
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use portico_types::{Moment, Zone};

/// The longest text, in characters.
pub const LONGEST: usize = 1_000;

/// A closing as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    /// What customers read.
    pub text: String,
    /// `2026-11-23T14:00`, at the wholesaler's; blank: until somebody opens it.
    pub until: String,
}

/// What was typed, as it is kept. Pure.
///
/// # Errors
/// What is no value, at its field.
pub fn check(
    typed: &Typed,
    zone: &Zone,
    now: Moment,
) -> Result<(String, Option<Moment>), Vec<FieldProblem>> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, text| faults.push(FieldProblem::new(field, "invalid", text));
    let text = typed.text.replace("\r\n", "\n").trim().to_owned();
    if text.chars().count() > LONGEST {
        fault("text", Text::plain("field-too-long").with("most", LONGEST));
    }
    let wanted = typed.until.trim().replace(' ', "T");
    let until = zone.moment_of(&wanted);
    match until {
        _ if wanted.is_empty() => {}
        None => fault("until", Text::plain("closing-no-moment")),
        Some(until) if until <= now => fault("until", Text::plain("closing-over")),
        Some(_) => {}
    }
    if faults.is_empty() { Ok((text, until)) } else { Err(faults) }
}

/// Closes it; where it is closed, text and end become these.
///
/// # Errors
/// Only owners may; what is no value, at its field.
pub fn close(tx: &mut Tx, staff: &Staff, typed: &Typed) -> Result<(), AppError> {
    owner(staff)?;
    let (zone, now) = (wholesaler::zone(tx)?, Moment(tx.now()));
    let (text, until) = check(typed, &zone, now).map_err(Problem::invalid)?;
    closing::begin(tx, staff.login.id, &text, until)?;
    let facts = serde_json::json!({ "until": until.map(|until| until.text()) });
    note(tx, staff, "portal_closed", facts)
}

/// Opens it; `false`: it was open.
///
/// # Errors
/// Only owners may.
pub fn open(tx: &mut Tx, staff: &Staff) -> Result<bool, AppError> {
    owner(staff)?;
    let was_closed = closing::end(tx, staff.login.id)?;
    if was_closed {
        note(tx, staff, "portal_opened", serde_json::json!({}))?;
    }
    Ok(was_closed)
}

fn owner(staff: &Staff) -> Result<(), AppError> {
    if staff.role >= StaffRole::Owner { Ok(()) } else { Err(Problem::not_allowed().into()) }
}

fn note(
    tx: &mut Tx,
    staff: &Staff,
    verb: &'static str,
    facts: serde_json::Value,
) -> Result<(), AppError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb,
        object: "portal",
        facts,
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_a_moment_to_come_at_the_wholesalers_or_none() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let now = Moment::parse("2026-11-23T12:00:00Z").unwrap();
        let until = |text: &str| {
            let typed = Typed { until: text.to_owned(), ..Typed::default() };
            check(&typed, &zone, now).map(|(_, until)| until.map(|until| until.text()))
        };
        assert_eq!(until(""), Ok(None));
        let said = until("2026-11-23T14:30").unwrap().unwrap();
        assert_eq!(Moment::parse(&said), Moment::parse("2026-11-23T13:30:00Z"));
        assert!(until("2026-11-23 14:30").is_ok());
        for wrong in ["2026-11-23T12:30", "tomorrow", "2026-11-23T25:00", "23.11.2026"] {
            assert_eq!(until(wrong).unwrap_err()[0].field, "until", "{wrong}");
        }
        let long = Typed { text: "x".repeat(LONGEST + 1), ..Typed::default() };
        assert_eq!(check(&long, &zone, now).unwrap_err()[0].field, "text");
    }
}
