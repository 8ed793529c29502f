//! Leases nobody holds any more, and activity that nobody seals.

use super::Findings;
use crate::args;
use crate::platform::activity_chain::UNSEALED_MOST_MS;
use crate::platform::db::{DbError, View};

/// A lease that ended longer ago than this is stale, in milliseconds: its work has stopped.
const STALE_MS: i64 = 24 * 60 * 60 * 1_000;

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
