//! What can go wrong with a database, in words that are the same for both.

use std::fmt;

/// Why a statement or a job did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DbError {
    /// A unique index refused a row; a primary key is called `{table}_pkey`. The verb maps it to a refusal.
    Conflict {
        /// The name of the index, the same on both databases.
        index: String,
    },
    /// A foreign key points to nothing.
    Reference,
    /// The queue is full or something was locked for too long. Nothing was done: "try again".
    Busy,
    /// COMMIT was sent and no answer came: it may or may not have happened. Retry with the same idempotency key.
    Unsure(String),
    /// The database cannot be reached. Nothing was done.
    Lost(String),
    /// Wrong SQL, a wrong type, a full disk: something for staff. Nothing was done.
    Failed(String),
}

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DbError::Conflict { index } => write!(f, "the unique index {index} refused a row"),
            DbError::Reference => write!(f, "a foreign key points to nothing"),
            DbError::Busy => write!(f, "the database is busy"),
            DbError::Unsure(why) => {
                write!(f, "it is not known whether the transaction was committed: {why}")
            }
            DbError::Lost(why) => write!(f, "the database cannot be reached: {why}"),
            DbError::Failed(why) => write!(f, "the database refused: {why}"),
        }
    }
}

impl std::error::Error for DbError {}

impl DbError {
    /// Whether a unique index of this name refused the row.
    pub fn is_conflict(&self, name: &str) -> bool {
        matches!(self, DbError::Conflict { index } if index == name)
    }
}
