//! Restoring: an archive that is whole goes into a database in which there is nothing, in one transaction. What must not
//! come alive twice is not in the archive (see `platform::archive::LEFT_OUT`) or waits until somebody releases it.

use super::connect;
use crate::catalogue::follow;
use crate::doctor::{self, Findings};
use crate::platform::activity::{self, Deed};
use crate::platform::archive::{self, Checked};
use crate::platform::db::{Db, DbConfig, Tx};
use crate::platform::{migrate, settings, standby};
use anyhow::{Context, bail, ensure};
use std::path::{Path, PathBuf};

/// What is wished of a restored database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Mails and orders for the ERP wait until somebody releases them: the original may still live.
    StandBy,
    /// It takes the place of the original at once.
    Release,
}

/// A database that was restored.
pub struct Restored {
    /// The database, its schema up to date.
    pub db: Db,
    /// The archive it was made of.
    pub archive: Checked,
    /// What the doctor finds in it.
    pub findings: Findings,
}

/// Restores an archive into the database at `url`.
///
/// # Errors
/// A damaged archive, one of a newer program, a database that is not empty; then nothing was changed. Totals that are not
/// those of the archive.
pub async fn restore(file: &Path, url: &str, wish: Wish) -> anyhow::Result<Restored> {
    let place = file.to_owned();
    let archive = tokio::task::spawn_blocking(move || archive::check(&place)).await??;
    migrate::check_known(&archive.head.migrations).context("the backup cannot be restored")?;
    let made = Made::at(url)?;
    let db = connect(url).await?;
    let (file, checked) = (file.to_owned(), archive.clone());
    let filled = db.write(move |tx| fill(tx, &file, &checked, wish)).await;
    if let Err(error) = filled {
        db.close();
        made.remove();
        return Err(error);
    }
    migrate::run(&db).await.context("restored, but the schema cannot be brought up to date")?;
    db.count_rows().await?;
    let findings = db.report(doctor::examine).await?;
    let totals = &archive.manifest.totals;
    ensure!(
        totals.is_null() || *totals == findings.totals.json(),
        "the totals are not those of the backup: {} and {totals}",
        findings.totals.json()
    );
    Ok(Restored { db, archive, findings })
}

fn fill(tx: &mut Tx, file: &Path, archive: &Checked, wish: Wish) -> anyhow::Result<()> {
    migrate::lock(tx)?;
    if !archive::is_fresh(tx)? {
        bail!("the database is not empty: a backup is only restored into a fresh one");
    }
    migrate::apply_only(tx, &archive.head.migrations)?;
    archive::load(tx, file, &archive.manifest)?;
    if wish == Wish::StandBy {
        standby::begin(tx)?;
    }
    // An index of the original is of no use here.
    settings::set(tx, &follow::DATABASE_NAME, &String::new())?;
    let facts =
        serde_json::json!({ "taken_at": archive.head.taken_at, "rows": archive.manifest.rows() });
    let deed = Deed {
        login_id: None,
        customer_id: None,
        verb: "backup_restored",
        object: "database",
        facts,
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}

/// A SQLite file that was not there before; it goes when nothing comes of it.
struct Made(Option<PathBuf>);

impl Made {
    fn at(url: &str) -> anyhow::Result<Made> {
        let place = DbConfig::parse(url)?;
        Ok(Made(place.file().filter(|file| !file.exists()).map(Path::to_owned)))
    }

    fn remove(self) {
        for end in ["", "-wal", "-shm"] {
            if let Some(file) = &self.0 {
                let _ = std::fs::remove_file(format!("{}{end}", file.display()));
            }
        }
    }
}
