//! The portal closed for customers: with a text, and an end at which it opens by itself if one was said. Staff go on, and
//! so does the work behind the pages.

use super::db::{DbError, Tx, View};
use super::problem::{Problem, Text};
use super::settings::{self, Setting};
use portico_types::Moment;

/// Since when it is closed, Unix milliseconds.
const SINCE: Setting<Option<i64>> = Setting { key: "running.closed_since", default: || None };
/// When it opens by itself, Unix milliseconds.
const UNTIL: Setting<Option<i64>> = Setting { key: "running.closed_until", default: || None };
/// What customers read.
const TEXT: Setting<String> = Setting { key: "running.closed_text", default: String::new };

/// Seconds after which a program tries again where no end was said.
const TRY_AGAIN_S: i64 = 300;
/// The longest a program is told to wait, in seconds.
const TRY_AGAIN_MOST_S: i64 = 86_400;

/// That the portal is closed for customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Since when.
    pub since: Moment,
    /// When it opens by itself.
    pub until: Option<Moment>,
    /// What customers read; may be blank.
    pub text: String,
}

/// Whether it is closed now. From the settings' cache: pages pay no statement for it.
///
/// # Errors
/// What the database says.
pub fn now(view: &mut View) -> Result<Option<Closing>, DbError> {
    let Some(since) = settings::get(view, &SINCE)? else { return Ok(None) };
    let until = settings::get(view, &UNTIL)?.map(Moment);
    if until.is_some_and(|until| until.0 <= view.now()) {
        return Ok(None);
    }
    Ok(Some(Closing { since: Moment(since), until, text: settings::get(view, &TEXT)? }))
}

/// Closes it; where it is closed already, text and end are the new ones.
///
/// # Errors
/// What the database says.
pub fn begin(tx: &mut Tx, by: i64, text: &str, until: Option<Moment>) -> Result<(), DbError> {
    let since = now(tx)?.map_or_else(|| tx.now(), |closing| closing.since.0);
    let until = until.map_or_else(String::new, |until| until.0.to_string());
    settings::set_by(tx, Some(by), SINCE.key, &since.to_string())?;
    settings::set_by(tx, Some(by), UNTIL.key, &until)?;
    settings::set_by(tx, Some(by), TEXT.key, text)
}

/// Opens it again; `false`: it was open.
///
/// # Errors
/// What the database says.
pub fn end(tx: &mut Tx, by: i64) -> Result<bool, DbError> {
    let was_closed = now(tx)?.is_some();
    settings::set_by(tx, Some(by), SINCE.key, "")?;
    Ok(was_closed)
}

impl Closing {
    /// After how many seconds a program may try again.
    #[must_use]
    pub fn retry_after_s(&self, now: i64) -> u32 {
        let left = self.until.map_or(TRY_AGAIN_S, |until| (until.0 - now) / 1_000 + 1);
        u32::try_from(left.clamp(1, TRY_AGAIN_MOST_S)).unwrap_or(1)
    }

    /// What a program is told: 503 `closed`, with the text, and the end if there is one.
    #[must_use]
    pub fn problem(&self, now: i64) -> Problem {
        let mut problem = Problem::new(503, "closed", Text::plain("problem-closed"));
        problem.retry_after = Some(self.retry_after_s(now));
        problem.more.push(("message", self.text.clone().into()));
        problem.more.push(("until", self.until.map(|until| until.text()).into()));
        problem
    }
}
