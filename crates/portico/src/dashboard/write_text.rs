//! Staff write the text of the dashboard; every version is kept and can be brought back.

use super::TEXT;
use super::text::LONGEST;
use crate::access::{Staff, StaffRole};
use crate::args;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::settings;
use portico_types::Moment;

/// Versions shown.
const SHOWN: i64 = 20;
/// The text is in one language: that of the portal.
const LANGUAGE: &str = "en";

/// A text that was shown once.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its id.
    pub id: i64,
    /// The text.
    pub body: String,
    /// Since when.
    pub at: Moment,
    /// Who wrote it.
    pub by: Option<String>,
}

/// The newest versions, the one that holds first.
///
/// # Errors
/// What the database says.
pub fn versions(view: &mut View, _: &Staff) -> Result<Vec<Version>, DbError> {
    let rows = view.all::<(i64, String, i64, Option<String>)>(
        "select t.id, t.body, t.written_at, l.name from dashboard_texts t
         left join logins l on l.id = t.login_id
         where t.language = $1 order by t.id desc limit $2",
        args![LANGUAGE, SHOWN],
    )?;
    let version = |(id, body, at, by)| Version { id, body, at: Moment(at), by };
    Ok(rows.into_iter().map(version).collect())
}

/// The text as it is stored. Pure.
///
/// # Errors
/// One that is too long.
pub fn check(typed: &str) -> Result<String, FieldProblem> {
    let body = typed.replace("\r\n", "\n").trim().to_owned();
    if body.chars().count() <= LONGEST {
        return Ok(body);
    }
    let text = Text::plain("field-too-long").with("most", LONGEST);
    Err(FieldProblem::new("text", "too_long", text))
}

/// Shows this text from now on; blank: none.
///
/// # Errors
/// Only who may write; a text that is too long.
pub fn write_text(tx: &mut Tx, staff: &Staff, typed: &str) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    let body = check(typed).map_err(|fault| Problem::invalid(vec![fault]))?;
    let (id, now, by) = (tx.new_id(), tx.now(), staff.login.id);
    tx.exec_each_one(
        "insert into dashboard_texts (id, language, body, written_at, login_id)
         values ($1, $2, $3, $4, $5)",
        &[args![id, LANGUAGE, &body, now, by]],
    )?;
    settings::set_by(tx, Some(by), TEXT.key, &body)?;
    let facts = serde_json::json!({ "version": id });
    let deed = Deed {
        login_id: Some(by),
        customer_id: None,
        verb: "dashboard_text_changed",
        object: "dashboard",
        facts,
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}
