//! One import of a kind at a time, on all servers and command lines together: a lease in the
//! database, kept while the import runs. Who dies loses it after some seconds (at once, if the next one
//! stands on the same machine and sees that it is dead), and the next goes on.

use super::Kind;
use super::progress::Progress;
use crate::platform::db::{Db, DbError};
use crate::platform::leases;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

/// How long a lease lasts without being kept.
const LEASE_MS: i64 = 6_000;
/// How often it is kept.
const KEEP_EVERY: Duration = Duration::from_millis(1_000);
/// How often somebody who waits asks again.
const ASK_EVERY: Duration = Duration::from_millis(250);

/// How long the command line waits for another import of the same kind: a little longer than a dead
/// one holds its lease.
pub const PATIENCE: Duration = Duration::from_millis(7_500);

/// The right to import one kind.
pub struct Turn {
    db: Db,
    name: String,
    holder: String,
    keeper: JoinHandle<()>,
    ended: bool,
}

/// What is said to whom the turn is not given.
#[must_use]
pub fn taken(kind: Kind) -> String {
    format!(
        "Another import of {} is running. Only one may at a time; try again when it is done.",
        kind.text()
    )
}

impl Turn {
    /// Takes the turn if it is free. Whoever loses it (a database that did not answer for seconds) is
    /// stopped at the next batch.
    ///
    /// # Errors
    /// Only what the database says.
    pub async fn take(
        db: &Db,
        kind: Kind,
        progress: &Arc<Progress>,
    ) -> Result<Option<Turn>, DbError> {
        let name = format!("import:{}", kind.text());
        let lease = name.clone();
        let holder = db
            .write(move |tx| -> Result<Option<String>, DbError> {
                let holder = format!("{}/{}/{:x}", here(), std::process::id(), tx.new_id());
                if leases::take(tx, &lease, &holder, LEASE_MS)? {
                    return Ok(Some(holder));
                }
                match leases::holder(tx, &lease)? {
                    Some(dead) if is_dead(&dead) => leases::give_back(tx, &lease, &dead)?,
                    _ => return Ok(None),
                }
                Ok(leases::take(tx, &lease, &holder, LEASE_MS)?.then_some(holder))
            })
            .await?;
        let Some(holder) = holder else { return Ok(None) };
        let keeper = tokio::spawn(keep(db.clone(), name.clone(), holder.clone(), progress.clone()));
        Ok(Some(Turn { db: db.clone(), name, holder, keeper, ended: false }))
    }

    /// Waits for the turn, but not for ever.
    ///
    /// # Errors
    /// Only what the database says.
    pub async fn wait(
        db: &Db,
        kind: Kind,
        progress: &Arc<Progress>,
        patience: Duration,
    ) -> Result<Option<Turn>, DbError> {
        let began = Instant::now();
        loop {
            let turn = Turn::take(db, kind, progress).await?;
            if turn.is_some() || began.elapsed() >= patience {
                return Ok(turn);
            }
            tokio::time::sleep(ASK_EVERY).await;
        }
    }

    /// Gives the turn back.
    ///
    /// # Errors
    /// Only what the database says; the lease then ends by itself.
    pub async fn give_back(mut self) -> Result<(), DbError> {
        self.ended = true;
        self.keeper.abort();
        let (name, holder) = (self.name.clone(), self.holder.clone());
        self.db.write(move |tx| leases::give_back(tx, &name, &holder)).await
    }
}

/// An import that is broken off gives its turn back, too: soon, or by the lease's end where the process ends with it.
impl Drop for Turn {
    fn drop(&mut self) {
        self.keeper.abort();
        if let (false, Ok(runtime)) = (self.ended, tokio::runtime::Handle::try_current()) {
            let (db, name, holder) = (self.db.clone(), self.name.clone(), self.holder.clone());
            runtime.spawn(async move {
                let given = db.write(move |tx| leases::give_back(tx, &name, &holder)).await;
                if let Err(error) = given {
                    tracing::warn!(?error, "an import's turn ends by itself in some seconds");
                }
            });
        }
    }
}

/// What this process shares with all whose process numbers it can judge: one start of one machine,
/// and one space of process numbers. Empty where the system does not say.
fn here() -> String {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id");
    let space = std::fs::read_link("/proc/self/ns/pid");
    match (boot, space) {
        (Ok(boot), Ok(space)) => format!("{} {}", boot.trim(), space.display()),
        _ => String::new(),
    }
}

/// Whether the holder was a process of this machine that is no more.
fn is_dead(holder: &str) -> bool {
    let mut parts = holder.split('/');
    let (place, pid) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let here = here();
    !here.is_empty()
        && here == place
        && pid
            .parse::<u32>()
            .is_ok_and(|pid| !std::path::Path::new(&format!("/proc/{pid}")).exists())
}

async fn keep(db: Db, name: String, holder: String, progress: Arc<Progress>) {
    let mut kept = Instant::now();
    loop {
        tokio::time::sleep(KEEP_EVERY).await;
        let (lease, by) = (name.clone(), holder.clone());
        match db.write(move |tx| leases::take(tx, &lease, &by, LEASE_MS)).await {
            Ok(true) => kept = Instant::now(),
            Ok(false) => return progress.stop(),
            Err(_) if kept.elapsed().as_millis() as i64 >= LEASE_MS => return progress.stop(),
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_process_of_this_machine_is_known_to_be_dead() {
        let holder = |place: &str, pid: u32| format!("{place}/{pid}/1f");
        assert!(!is_dead(&holder(&here(), std::process::id())));
        assert!(!is_dead(&holder("elsewhere", 4_194_304)));
        assert!(!is_dead("") && !is_dead("a/b/c"));
        // One above the largest number that Linux gives out.
        assert_eq!(is_dead(&holder(&here(), 4_194_304)), !here().is_empty());
    }
}
