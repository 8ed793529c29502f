//! What forms about a customer send beside their own fields, and what becomes of what was refused.

use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use axum::http::StatusCode;
use serde::Deserialize;

/// A form's own fields beside the version that it was opened with.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Versioned<T: Default> {
    version: String,
    /// Whether only the form's fields are to suit what was chosen; nothing is written.
    look: String,
    #[serde(flatten)]
    pub(super) typed: T,
}

impl<T: Default> Versioned<T> {
    pub(super) fn version(&self) -> i64 {
        self.version.parse().unwrap_or(0)
    }

    pub(super) fn looks(&self) -> bool {
        !self.look.is_empty()
    }
}

/// Why a form was not taken, as its page says it.
#[derive(Clone, Debug, Default)]
pub(super) struct Refused {
    pub(super) status: StatusCode,
    /// Above the form.
    pub(super) problem: Option<Text>,
    /// At the fields.
    pub(super) faults: Vec<FieldProblem>,
}

impl Refused {
    /// What the form's page can say; anything else is an answer of its own.
    pub(super) fn of(error: AppError) -> Result<Refused, AppError> {
        match error {
            AppError::Refused(problem) if matches!(problem.status, 409 | 422) => {
                let Problem { status, text, errors, .. } = *problem;
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::CONFLICT);
                let problem = errors.is_empty().then_some(text);
                Ok(Refused { status, problem, faults: errors })
            }
            other => Err(other),
        }
    }
}
