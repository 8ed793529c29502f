//! Every setting as it is kept, with who set it: past the cache, for the page on which they are changed.

use super::Staff;
use crate::args;
use crate::platform::db::{DbError, FromRow, Row, View};
use portico_types::Moment;

/// A setting that was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSetting {
    /// Its key.
    pub key: String,
    /// The stored text.
    pub value: String,
    /// When it was set.
    pub at: Moment,
    /// Name of who did; none where the program or a command did.
    pub by: Option<String>,
}

impl FromRow for KeptSetting {
    fn from_row(row: &mut Row<'_>) -> Result<KeptSetting, DbError> {
        let (key, value, at) = (row.next()?, row.next()?, row.next::<i64>()?);
        Ok(KeptSetting { key, value, at: Moment(at), by: row.next()? })
    }
}

/// All of them; there are as many as settings.
///
/// # Errors
/// What the database says.
pub fn settings_kept(view: &mut View, _: &Staff) -> Result<Vec<KeptSetting>, DbError> {
    view.all(
        "select s.key, s.value, s.changed_at, l.name from settings s
         left join logins l on l.id = s.changed_by",
        args![],
    )
}
