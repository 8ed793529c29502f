//! Backups: everything the portal holds in one archive, taken while people work; put back into a fresh database of
//! either kind; and the same for moving from one database to another.

pub mod cli;
mod config_file;
mod copy;
pub mod daily;
mod restore;
mod take;
#[cfg(test)]
mod tests;
mod upgrade;

pub use copy::copy;
pub use restore::{Restored, Wish, restore};
pub use take::{Cause, Taken, take};
pub use upgrade::{Before, open, prepare};

use crate::platform::clock::Clock;
use crate::platform::db::{Db, DbConfig, Lanes};
use crate::platform::ids::Ids;
use anyhow::Context;

/// Opens a database with connections of its own, so that nobody else waits for a long job.
///
/// # Errors
/// A database that cannot be reached.
pub async fn connect(url: &str) -> anyhow::Result<Db> {
    let mut place = DbConfig::parse(url)?;
    place.lanes = Lanes { read: 1, write: 1, report: 1 };
    tokio::task::spawn_blocking(move || Db::open(&place, Clock::system(), Ids::system()))
        .await?
        .context("the database cannot be opened")
}
