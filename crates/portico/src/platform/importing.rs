//! What the import asks of a slice: look at rows and say what each would do, then do it. The two
//! are apart so that a dry run says exactly what a real one does.

use super::db::{DbError, Tx, View};

/// What a row of a file comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Planned<D> {
    /// Something that is not there yet.
    New(D),
    /// Something that is there and differs.
    Changed(D),
    /// It is there already, just so.
    Same,
    /// It cannot be taken; the sentence says why.
    Refused(String),
}

/// A row of a file, already read and right in itself.
pub trait Imported: Sized + Send + Sync + 'static {
    /// What is written for it.
    type Deed: Send + 'static;

    /// What each of these rows would do; one answer for each, in their order. Writes nothing.
    ///
    /// # Errors
    /// Only what the database says.
    fn plan(view: &mut View, rows: &[Self]) -> Result<Vec<Planned<Self::Deed>>, DbError>;

    /// Does it, in the transaction that planned it.
    ///
    /// # Errors
    /// Only what the database says; then nothing of the batch is kept.
    fn keep(tx: &mut Tx, deeds: Vec<Self::Deed>) -> Result<(), DbError>;

    /// How many database rows it stands for, so that batches take about the same time.
    fn weight(&self) -> usize {
        1
    }
}
