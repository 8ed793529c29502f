//! Runs the imports of the staff's page behind the pages. An import is a row in the database: after a
//! crash the next server that has its files goes on with it, and since importing the same rows again
//! changes nothing, it ends as if nothing had happened.

use super::bring::{self, File, Report, Wish};
use super::limits::Limits;
use super::map::Map;
use super::progress::Progress;
use super::refused;
use super::run::Mode;
use super::store::{self, Job, Status};
use super::turn::Turn;
use crate::platform::db::{Db, DbError};
use futures_util::StreamExt;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::watch;

/// How often progress is noted.
const BEAT: Duration = Duration::from_millis(500);
/// How long files lie that nobody asks for: an upload that was not started, refused rows, what a crash left.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3_600);
/// Imports looked at together.
const LOOKED_AT: i64 = 50;

/// Where uploaded files lie.
#[must_use]
pub fn folder(data: &Path) -> PathBuf {
    data.join("imports")
}

/// Where the files of an import lie, with their names.
#[must_use]
pub fn files(data: &Path, job: &Job) -> Vec<File> {
    let at = |number: usize| folder(data).join(format!("{}-{number}", job.id));
    let names = job.file_names.iter().enumerate();
    names.map(|(number, name)| File { path: at(number), name: name.clone() }).collect()
}

/// What the import is, for `bring`.
///
/// # Errors
/// The mapping cannot be read.
pub fn wish(data: &Path, job: &Job, mode: Mode) -> anyhow::Result<Wish> {
    let map = Some(Map::parse(&job.mapping)?);
    let (kind, limits, login_id) = (job.kind, Limits::COMMAND, Some(job.login_id));
    Ok(Wish { kind, files: files(data, job), map, mode, limits, login_id })
}

/// Runs the first import that nobody runs; says whether there was one. Ends early, leaving it to be
/// gone on with, as soon as `stopped` is true.
///
/// # Errors
/// Only what the database says.
pub async fn run_next(
    db: &Db,
    data: &Path,
    stopped: &watch::Receiver<bool>,
) -> Result<bool, DbError> {
    for job in db.read(|view| store::to_do(view, LOOKED_AT)).await? {
        // Its files may lie at another server.
        if !files(data, &job).iter().all(|file| file.path.exists()) {
            continue;
        }
        let progress = Arc::new(Progress::silent());
        let Some(turn) = Turn::take(db, job.kind, &progress).await? else { continue };
        let id = job.id;
        if db.write(move |tx| store::run(tx, id)).await? {
            let outcome = run(db, data, &job, &progress, stopped).await;
            settle(db, data, &job, outcome, &progress).await?;
        }
        turn.give_back().await?;
        return Ok(true);
    }
    Ok(false)
}

async fn run(
    db: &Db,
    data: &Path,
    job: &Job,
    progress: &Arc<Progress>,
    stopped: &watch::Receiver<bool>,
) -> anyhow::Result<Report> {
    let wish = wish(data, job, Mode::Real)?;
    let mut work = {
        let (db, progress) = (db.clone(), progress.clone());
        tokio::spawn(async move { bring::bring(&db, &wish, &progress).await })
    };
    let id = job.id;
    loop {
        tokio::select! {
            done = &mut work => return done?,
            () = tokio::time::sleep(BEAT) => {}
        }
        let (read, done) = progress.counts();
        let rows = (i64::try_from(read)?, i64::try_from(done)?);
        // A beat that cannot be noted is no reason to end: the next one may be.
        let stop = db.write(move |tx| store::beat(tx, id, rows)).await.unwrap_or(false);
        if stop || *stopped.borrow() {
            progress.stop();
        }
    }
}

async fn settle(
    db: &Db,
    data: &Path,
    job: &Job,
    outcome: anyhow::Result<Report>,
    progress: &Progress,
) -> Result<(), DbError> {
    let (id, kind) = (job.id, job.kind);
    match outcome {
        Ok(report) => {
            let told = report.notes();
            db.write(move |tx| store::finish(tx, id, Status::Done, Some(&report), &told)).await?;
        }
        Err(error) => {
            let wanted = db.read(move |view| store::is_stop_wanted(view, id)).await?;
            if progress.is_stopped() && !wanted {
                // This server ends, or lost its turn: the import is gone on with.
                return Ok(());
            }
            tracing::warn!(import.kind = kind.text(), import.id = id, "an import ended early");
            let status = if wanted { Status::Stopped } else { Status::Failed };
            let told = format!("{error:#}");
            db.write(move |tx| store::finish(tx, id, status, None, &told)).await?;
        }
    }
    for file in files(data, job) {
        // The file is of no use any more; if it cannot be removed, it only takes room.
        let _ = std::fs::remove_file(&file.path);
    }
    Ok(())
}

/// Ends what cannot go on: uploads that nobody started, and imports whose files are at no server (a restored database
/// has none). Then removes files that belong to nothing that may still run. All of it after a week; says how many files.
///
/// # Errors
/// Only what the database says; files that cannot be removed only take room.
pub async fn sweep(db: &Db, data: &Path) -> Result<usize, DbError> {
    let Some(before) = SystemTime::now().checked_sub(KEPT) else { return Ok(0) };
    let moving = db.read(|view| store::to_do(view, LOOKED_AT)).await?;
    let here = |job: &&Job| files(data, job).iter().any(|file| file.path.exists());
    let lost: Vec<i64> = moving.iter().filter(|job| !here(job)).map(|job| job.id).collect();
    db.write(move |tx| store::give_up(tx, &lost, KEPT)).await?;
    let Ok(entries) = std::fs::read_dir(folder(data)) else { return Ok(0) };
    let of_moving = |name: &str| {
        moving.iter().any(|job| name.split('-').next() == Some(job.id.to_string().as_str()))
    };
    let old = |entry: &std::fs::DirEntry| {
        entry.metadata().and_then(|data| data.modified()).is_ok_and(|changed| changed < before)
    };
    let gone = entries.filter_map(Result::ok).filter(|entry| {
        !of_moving(&entry.file_name().to_string_lossy())
            && old(entry)
            && std::fs::remove_file(entry.path()).is_ok()
    });
    Ok(gone.count())
}

/// Where the refused rows of one of its files lie, if there are some at this server.
#[must_use]
pub fn refused_path(data: &Path, job: &Job, number: usize) -> Option<PathBuf> {
    let path = refused::path_for(&files(data, job).get(number)?.path);
    path.exists().then_some(path)
}

/// A file, a piece at a time.
pub fn chunks(
    file: std::fs::File,
) -> impl futures_util::Stream<Item = std::io::Result<bytes::Bytes>> {
    let pieces = futures_util::stream::unfold(file, async |mut file| {
        let mut chunk = vec![0; 1 << 16];
        match file.read(&mut chunk) {
            Ok(0) => None,
            Ok(got) => {
                chunk.truncate(got);
                Some((Ok(bytes::Bytes::from(chunk)), file))
            }
            Err(error) => Some((Err(error), file)),
        }
    });
    // Compression asks once more after the end.
    pieces.fuse()
}
