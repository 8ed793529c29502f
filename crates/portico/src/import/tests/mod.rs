//! Imports on both databases, from small texts and from the real data.

mod books;
mod documents;
mod files;
mod maps;
mod orders;
mod pages;
mod prices;
mod raw_day;
mod rows;
mod tagged;

use super::Kind;
use super::bring::{self, File, Report, Wish};
use super::cli::import;
use super::limits::Limits;
use super::map::Map;
use super::progress::Progress;
use super::run::Mode;
use crate::platform::db::Db;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("portico-import-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The file of refused rows, as text.
    fn refused(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(format!("{name}.refused.csv"))).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn bring(db: &Db, kind: Kind, files: &[&Path]) -> Report {
    try_bring(db, kind, files, Mode::Real).await.unwrap()
}

async fn try_bring(db: &Db, kind: Kind, files: &[&Path], mode: Mode) -> anyhow::Result<Report> {
    let files: Vec<PathBuf> = files.iter().map(|path| path.to_path_buf()).collect();
    import(db, kind, &files, mode, &Limits::COMMAND).await
}

/// With a mapping.
async fn mapped(db: &Db, kind: Kind, map: &Map, files: &[&Path]) -> anyhow::Result<Report> {
    let files = files.iter().map(|path| File::at(path)).collect();
    let (mode, limits, map) = (Mode::Real, Limits::COMMAND, Some(map.clone()));
    let wish = Wish { kind, files, map, mode, limits, login_id: None };
    bring::bring(db, &wish, &Arc::new(Progress::silent())).await
}

/// New, changed, same, refused.
fn counts(report: &Report) -> [u64; 4] {
    [report.new, report.changed, report.same, report.refused]
}

async fn count(db: &Db, sql: &'static str) -> i64 {
    db.read(move |view| view.one::<i64>(sql, crate::args![])).await.unwrap().unwrap()
}
