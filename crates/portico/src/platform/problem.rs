//! What a person or a program is told when something is refused: one shape for pages (sentences)
//! and for the API (problem+json). Every slice maps its `Refusal` to a `Problem`, once.

use super::db::DbError;
use serde_json::Value;

/// A text by its key in the words file, with what is to be filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Key in `assets/words/*.ftl`.
    pub key: &'static str,
    /// Values for the placeables, ready to be read.
    pub args: Vec<(&'static str, String)>,
}

impl Text {
    /// A text with nothing to fill in.
    #[must_use]
    pub fn plain(key: &'static str) -> Text {
        Text { key, args: Vec::new() }
    }

    /// The same with one more value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Text {
        self.args.push((name, value.to_string()));
        self
    }
}

/// What is wrong with one field or line.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldProblem {
    /// JSON pointer of the field (`/lines/3/quantity`), or the form field's name.
    pub field: String,
    /// Code of api.md.
    pub code: &'static str,
    /// The sentence.
    pub text: Text,
    /// Further members of the JSON object: `multiple`, `available`, `old`, `new` …
    pub more: Vec<(&'static str, Value)>,
}

impl FieldProblem {
    /// A problem of one field.
    #[must_use]
    pub fn new(field: impl Into<String>, code: &'static str, text: Text) -> FieldProblem {
        FieldProblem { field: field.into(), code, text, more: Vec::new() }
    }

    /// The same with one more member.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> FieldProblem {
        self.more.push((name, value.into()));
        self
    }
}

/// A refusal as it leaves the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// Code of api.md; never changes with the language.
    pub code: &'static str,
    /// The sentence.
    pub text: Text,
    /// Fields to blame; empty where no single one is.
    pub errors: Vec<FieldProblem>,
    /// Seconds after which to try again.
    pub retry_after: Option<u32>,
    /// Further members of the JSON object.
    pub more: Vec<(&'static str, Value)>,
}

impl Problem {
    /// A problem without fields.
    #[must_use]
    pub fn new(status: u16, code: &'static str, text: Text) -> Problem {
        Problem { status, code, text, errors: Vec::new(), retry_after: None, more: Vec::new() }
    }

    /// The same with these fields to blame.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldProblem>) -> Problem {
        self.errors = errors;
        self
    }

    /// The one answer for everything absent or somebody else's.
    #[must_use]
    pub fn not_found() -> Problem {
        Problem::new(404, "not_found", Text::plain("problem-not-found"))
    }

    /// The role does not allow it.
    #[must_use]
    pub fn not_allowed() -> Problem {
        Problem::new(403, "not_allowed", Text::plain("problem-not-allowed"))
    }

    /// Fields are wrong.
    #[must_use]
    pub fn invalid(errors: Vec<FieldProblem>) -> Problem {
        Problem::new(422, "invalid", Text::plain("problem-invalid")).with_errors(errors)
    }

    /// The database is busy: nothing was done.
    #[must_use]
    pub fn try_later() -> Problem {
        let problem = Problem::new(503, "try_later", Text::plain("problem-try-later"));
        Problem { retry_after: Some(2), ..problem }
    }

    /// Something we did not expect.
    #[must_use]
    pub fn unexpected() -> Problem {
        Problem::new(500, "unexpected", Text::plain("problem-unexpected"))
    }
}

/// What a handler or a verb fails with: a refusal for the person, or a surprise for the staff.
#[derive(Debug)]
pub enum AppError {
    /// Expected: said to the person.
    Refused(Box<Problem>),
    /// The database would not, or could not.
    Db(DbError),
    /// A surprise; logged with its context, answered as `unexpected`.
    Surprise(anyhow::Error),
}

impl AppError {
    /// What the person is told.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            AppError::Refused(problem) => (**problem).clone(),
            AppError::Db(DbError::Busy) => Problem::try_later(),
            AppError::Db(DbError::Unsure(_)) => {
                let text = Text::plain("problem-unsure");
                Problem { text, ..Problem::try_later() }
            }
            AppError::Db(DbError::Lost(_)) => {
                let text = Text::plain("problem-no-database");
                Problem { text, ..Problem::try_later() }
            }
            AppError::Db(_) | AppError::Surprise(_) => Problem::unexpected(),
        }
    }
}

impl From<Problem> for AppError {
    fn from(problem: Problem) -> AppError {
        AppError::Refused(Box::new(problem))
    }
}

impl From<DbError> for AppError {
    fn from(error: DbError) -> AppError {
        AppError::Db(error)
    }
}

impl From<anyhow::Error> for AppError {
    fn from(error: anyhow::Error) -> AppError {
        AppError::Surprise(error)
    }
}

impl From<portico_types::MoneyError> for AppError {
    fn from(error: portico_types::MoneyError) -> AppError {
        AppError::Surprise(anyhow::Error::new(error))
    }
}
