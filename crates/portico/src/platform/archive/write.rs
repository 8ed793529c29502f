//! Writing an archive: under a temporary name, to the disk, read back, and only then under its own name.

use super::{FORMAT, FileEntry, HEAD, Head, MANIFEST, Manifest, SEAL, TableEntry, hex};
use crate::platform::db::{DbError, Kind, Table, View};
use crate::platform::migrate;
use anyhow::Context;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// What an archive gets beside the rows.
pub struct Beside<'a> {
    /// Other files: name and content.
    pub files: &'a [(String, Vec<u8>)],
    /// What is counted over the rows, and how many breaches were found; asked in the same view.
    pub count: &'a dyn Fn(&mut View) -> Counted,
}

/// Totals as JSON, and the number of breaches.
pub type Counted = Result<(Value, usize), DbError>;

/// Archives everything that this view of the database holds, as `place`.
///
/// # Errors
/// A file of that name, a full disk, or what the database says; then nothing is left.
pub fn write(view: &mut View, place: &Path, beside: &Beside<'_>) -> anyhow::Result<Manifest> {
    view.take_time()?;
    let database = match view.kind() {
        Kind::Sqlite => "SQLite",
        Kind::Postgres => "PostgreSQL",
    };
    let head = Head {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        taken_at: view.now(),
        database: database.to_owned(),
        migrations: migrate::applied(view)?,
    };
    anyhow::ensure!(!head.migrations.is_empty(), "there is nothing in the database yet");
    let mut writer = Writer::create(place, &head)?;
    for (name, bytes) in beside.files {
        writer.file(name, bytes)?;
    }
    for table in super::kept_tables(view)? {
        writer.table(view, &table)?;
    }
    let (totals, breaches) = (beside.count)(view)?;
    writer.finish(totals, breaches)
}

/// The hash of every archived table as it is now, by its name: what an archive of it would say.
///
/// # Errors
/// What the database says.
pub fn hashes(view: &mut View) -> Result<BTreeMap<String, String>, DbError> {
    view.take_time()?;
    let mut hashes = BTreeMap::new();
    for table in super::kept_tables(view)? {
        let mut hash = Sha256::new();
        view.lines_out::<DbError>(&table, &mut |lines| {
            hash.update(lines);
            Ok(())
        })?;
        hashes.insert(table.name, hex(&hash.finalize()));
    }
    Ok(hashes)
}

/// Bytes of lines in one part of a table.
const PART_BYTES: usize = 4 * 1024 * 1024;

/// An archive that is being written. Dropped before its end, it leaves nothing.
struct Writer {
    tar: tar::Builder<BufWriter<NamedTempFile>>,
    place: PathBuf,
    head_sha256: String,
    tables: Vec<TableEntry>,
    files: Vec<FileEntry>,
    taken_at: i64,
}

impl Writer {
    /// Begins an archive that will be called `place`; nothing of that name may be there.
    fn create(place: &Path, head: &Head) -> anyhow::Result<Writer> {
        anyhow::ensure!(!place.exists(), "{} is there already", place.display());
        let folder = folder_of(place);
        let file = tempfile::Builder::new()
            .prefix(".portico-backup-")
            .tempfile_in(folder)
            .with_context(|| format!("{} cannot be written to", folder.display()))?;
        let mut writer = Writer {
            tar: tar::Builder::new(BufWriter::with_capacity(1 << 20, file)),
            place: place.to_owned(),
            head_sha256: String::new(),
            tables: Vec::new(),
            files: Vec::new(),
            taken_at: head.taken_at,
        };
        let text = serde_json::to_vec_pretty(&Head { format: FORMAT, ..head.clone() })?;
        writer.head_sha256 = hex(&Sha256::digest(&text));
        writer.entry(HEAD, &text)?;
        Ok(writer)
    }

    /// Archives all rows of a table.
    fn table(&mut self, view: &mut View, table: &Table) -> anyhow::Result<()> {
        let columns = table.columns.iter().map(|column| column.name.clone()).collect();
        let mut entry = TableEntry { name: table.name.clone(), columns, ..TableEntry::default() };
        let mut hash = Sha256::new();
        let mut part = Vec::with_capacity(PART_BYTES + 128 * 1024);
        view.lines_out::<anyhow::Error>(table, &mut |lines| {
            entry.rows += lines.iter().filter(|byte| **byte == b'\n').count() as u64;
            part.extend_from_slice(lines);
            if part.len() >= PART_BYTES {
                self.part(&mut entry, &mut hash, &part)?;
                part.clear();
            }
            Ok(())
        })?;
        if !part.is_empty() {
            self.part(&mut entry, &mut hash, &part)?;
        }
        entry.sha256 = hex(&hash.finalize());
        self.tables.push(entry);
        Ok(())
    }

    fn part(
        &mut self,
        entry: &mut TableEntry,
        hash: &mut Sha256,
        lines: &[u8],
    ) -> anyhow::Result<()> {
        entry.parts += 1;
        entry.bytes += lines.len() as u64;
        hash.update(lines);
        let mut packed = GzEncoder::new(Vec::with_capacity(lines.len() / 4), Compression::fast());
        packed.write_all(lines)?;
        let name = format!("tables/{}/{:06}.gz", entry.name, entry.parts);
        self.entry(&name, &packed.finish()?)
    }

    /// Adds a file under this name.
    fn file(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let sha256 = hex(&Sha256::digest(bytes));
        self.files.push(FileEntry { name: name.to_owned(), bytes: bytes.len() as u64, sha256 });
        self.entry(name, bytes)
    }

    fn entry(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(u64::try_from(self.taken_at / 1_000).unwrap_or(0));
        self.tar
            .append_data(&mut header, name, bytes)
            .with_context(|| format!("{} cannot be written", self.place.display()))
    }

    /// Writes the manifest, brings all to the disk, reads it back, and gives the archive its name.
    fn finish(mut self, totals: Value, breaches: usize) -> anyhow::Result<Manifest> {
        let manifest = Manifest {
            head_sha256: std::mem::take(&mut self.head_sha256),
            tables: std::mem::take(&mut self.tables),
            files: std::mem::take(&mut self.files),
            totals,
            breaches,
        };
        let text = serde_json::to_vec_pretty(&manifest)?;
        self.entry(MANIFEST, &text)?;
        self.entry(SEAL, hex(&Sha256::digest(&text)).as_bytes())?;
        let Writer { tar, place, .. } = self;
        let file = tar.into_inner()?.into_inner().map_err(|error| error.into_error())?;
        file.as_file().sync_all()?;
        let found = super::check(file.path()).context("the archive does not read back")?;
        anyhow::ensure!(
            found.manifest.tables == manifest.tables && found.manifest.files == manifest.files,
            "the archive does not read back as it was written"
        );
        file.persist_noclobber(&place)
            .map_err(|error| error.error)
            .with_context(|| format!("{} cannot be written", place.display()))?;
        // The name is on the disk when the folder is.
        File::open(folder_of(&place))?.sync_all()?;
        Ok(manifest)
    }
}

fn folder_of(place: &Path) -> &Path {
    place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
