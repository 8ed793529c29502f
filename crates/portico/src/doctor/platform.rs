//! Leases nobody holds any more, activity that nobody seals, backups that nobody takes.

use super::Findings;
use crate::args;
use crate::platform::activity_chain::UNSEALED_MOST_MS;
use crate::platform::db::{DbError, View};
use crate::platform::{backups, standby};
use portico_types::Moment;

/// A lease that ended longer ago than this is stale, in milliseconds: its work has stopped.
const STALE_MS: i64 = 24 * 60 * 60 * 1_000;
/// The newest backup should not be older than this, in milliseconds.
const BACKUP_OLD_MS: i64 = 2 * STALE_MS;

pub(super) fn examine(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let now = view.now();
    // An ended lease is harmless while nothing waits for it; work left undone is named by its own check.
    let leases = view.all::<(String, String)>(
        "select name, holder from leases where ends_at > $1 order by name limit 1000",
        args![now + STALE_MS],
    )?;
    for (name, holder) in leases {
        let detail = format!("is held by {holder} for more than a day to come");
        findings.breach("lease", name, detail);
    }
    match backups::last(view)? {
        None => findings.warnings.push("no backup was taken of this database yet".to_owned()),
        Some(backup) if now - backup.taken_at > BACKUP_OLD_MS => {
            let taken = Moment(backup.taken_at).text();
            findings
                .warnings
                .push(format!("the newest backup is of {taken}, more than two days ago"));
        }
        Some(_) => {}
    }
    if standby::since(view)?.is_some() {
        let said =
            "the database was restored and stands by: nothing goes out until `portico release`";
        findings.warnings.push(said.to_owned());
    }
    let (unsealed, oldest) = view
        .one::<(i64, Option<i64>)>(
            "select count(*), min(at) from activity where sealed = false",
            args![],
        )?
        .unwrap_or((0, None));
    if oldest.is_some_and(|at| now - at > UNSEALED_MOST_MS) {
        let detail =
            format!("{unsealed} rows wait for their seal, the oldest for more than 10 minutes");
        findings.breach("activity", "the chain".to_owned(), detail);
    }
    Ok(())
}
