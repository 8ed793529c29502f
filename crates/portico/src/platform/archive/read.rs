//! Reading an archive: first all of it, to see that it is whole; then again, to fill a database.

use super::{FORMAT, HEAD, Head, MANIFEST, Manifest, SEAL, TableEntry, hex};
use crate::platform::db::Tx;
use anyhow::{Context, bail, ensure};
use flate2::read::GzDecoder;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// Bytes that a part, or a text of the archive's own, may have.
const PART_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// An archive that is whole.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What it says at its start.
    pub head: Head,
    /// What it says at its end.
    pub manifest: Manifest,
    /// Bytes of the file.
    pub bytes: u64,
}

/// What was found on the way through an archive.
#[derive(Default)]
struct Found {
    head: Option<(Head, String)>,
    tables: Vec<(TableEntry, Sha256)>,
    files: HashMap<String, (u64, String)>,
    manifest: Option<(Manifest, String)>,
    sealed: bool,
}

/// Reads all of an archive and compares it with its manifest.
///
/// # Errors
/// A sentence that says what is damaged or missing; an archive of a newer program.
pub fn check(place: &Path) -> anyhow::Result<Checked> {
    let bytes = std::fs::metadata(place)
        .with_context(|| format!("{} cannot be read", place.display()))?
        .len();
    let mut found = Found::default();
    let read = each_entry(place, &mut |name, bytes| found.take(name, bytes));
    read.with_context(|| format!("{} is damaged", place.display()))?;
    let (head, manifest) =
        found.agreed().with_context(|| format!("{} is damaged", place.display()))?;
    Ok(Checked { head, manifest, bytes })
}

/// Fills the tables of an empty schema, which has the archive's migrations.
///
/// # Errors
/// What the database says; a number of rows that is not the manifest's.
pub fn load(tx: &mut Tx, place: &Path, manifest: &Manifest) -> anyhow::Result<()> {
    tx.take_time()?;
    let tables = tx.tables()?;
    let mut rows: HashMap<&str, u64> = HashMap::new();
    let taken_off = tx.take_off()?;
    for table in &tables {
        // A migration may have written rows of its own.
        if manifest.tables.iter().any(|entry| entry.name == table.name) {
            tx.empty(table)?;
        }
    }
    each_entry(place, &mut |name, bytes| {
        let Some(table) = table_of(name) else { return Ok(()) };
        let entry = manifest.tables.iter().find(|entry| entry.name == table);
        let into = tables.iter().find(|into| into.name == table);
        let (Some(entry), Some(into)) = (entry, into) else {
            bail!("the schema has no table {table}");
        };
        *rows.entry(&entry.name).or_default() +=
            tx.lines_in(into, &entry.columns, unpacked(bytes)?)?;
        Ok(())
    })?;
    for entry in &manifest.tables {
        let found = rows.get(entry.name.as_str()).copied().unwrap_or(0);
        ensure!(found == entry.rows, "{} got {found} rows of {}", entry.name, entry.rows);
    }
    Ok(tx.put_back(&taken_off)?)
}

fn each_entry(
    place: &Path,
    take: &mut dyn FnMut(&str, &[u8]) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let file = File::open(place).with_context(|| format!("{} cannot be read", place.display()))?;
    let mut archive = tar::Archive::new(BufReader::with_capacity(1 << 20, file));
    let mut bytes = Vec::new();
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = entry.path()?.to_string_lossy().into_owned();
        ensure!(entry.size() <= PART_BYTES_MAX, "{name} is too large");
        let size = entry.size();
        bytes.clear();
        entry.read_to_end(&mut bytes)?;
        ensure!(bytes.len() as u64 == size, "{name} is cut");
        take(&name, &bytes)?;
    }
    Ok(())
}

impl Found {
    fn take(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        ensure!(!self.sealed, "{name} stands behind the end");
        let sha256 = || hex(&Sha256::digest(bytes));
        match name {
            HEAD => {
                let head: Head = parsed(HEAD, bytes)?;
                ensure!(
                    head.format <= FORMAT,
                    "it was written by a newer program ({})",
                    head.program
                );
                self.head = Some((head, sha256()));
            }
            MANIFEST => self.manifest = Some((parsed(MANIFEST, bytes)?, sha256())),
            SEAL => {
                let manifest = self.manifest.as_ref().map(|(_, sha256)| sha256.as_bytes());
                ensure!(manifest == Some(bytes), "the manifest was altered");
                self.sealed = true;
            }
            _ => match table_of(name) {
                Some(table) => self.take_part(table, name, bytes)?,
                None => {
                    let seen = (bytes.len() as u64, sha256());
                    ensure!(
                        self.files.insert(name.to_owned(), seen).is_none(),
                        "{name} is there twice"
                    );
                }
            },
        }
        Ok(())
    }

    fn take_part(&mut self, table: &str, name: &str, packed: &[u8]) -> anyhow::Result<()> {
        let lines = unpacked(packed).with_context(|| format!("{name} does not unpack"))?;
        if self.tables.last().is_none_or(|(entry, _)| entry.name != table) {
            let entry = TableEntry { name: table.to_owned(), ..TableEntry::default() };
            self.tables.push((entry, Sha256::new()));
        }
        let (entry, hash) = self.tables.last_mut().expect("one was pushed above");
        entry.parts += 1;
        entry.bytes += lines.len() as u64;
        entry.rows += lines.iter().filter(|byte| **byte == b'\n').count() as u64;
        hash.update(&lines);
        Ok(())
    }

    /// Head and manifest, when everything between them is as the manifest says.
    fn agreed(self) -> anyhow::Result<(Head, Manifest)> {
        let (head, head_sha256) =
            self.head.context("it has no head: it is no backup of Portico")?;
        let (manifest, _) = self.manifest.context("its end is missing")?;
        ensure!(self.sealed, "its end is missing");
        ensure!(manifest.head_sha256 == head_sha256, "the head was altered");
        let mut tables: HashMap<String, TableEntry> = HashMap::new();
        for (entry, hash) in self.tables {
            let entry = TableEntry { sha256: hex(&hash.finalize()), ..entry };
            ensure!(!tables.contains_key(&entry.name), "{} is there twice", entry.name);
            tables.insert(entry.name.clone(), entry);
        }
        for wanted in &manifest.tables {
            let empty = TableEntry { sha256: hex(&Sha256::digest(b"")), ..TableEntry::default() };
            let found = tables.remove(&wanted.name).unwrap_or(empty);
            let found =
                TableEntry { name: wanted.name.clone(), columns: wanted.columns.clone(), ..found };
            ensure!(found == *wanted, "table {} is not whole", wanted.name);
        }
        ensure!(tables.is_empty(), "it holds tables that its manifest does not name");
        for wanted in &manifest.files {
            let found = self.files.get(&wanted.name);
            let whole = found
                .is_some_and(|(bytes, sha256)| *bytes == wanted.bytes && *sha256 == wanted.sha256);
            ensure!(whole, "{} is not whole", wanted.name);
        }
        ensure!(
            self.files.len() == manifest.files.len(),
            "it holds files that its manifest does not name"
        );
        Ok((head, manifest))
    }
}

fn parsed<T: DeserializeOwned>(name: &str, bytes: &[u8]) -> anyhow::Result<T> {
    serde_json::from_slice(bytes).with_context(|| format!("{name} cannot be read"))
}

/// The table that a part belongs to: `tables/orders/000001.gz`.
fn table_of(name: &str) -> Option<&str> {
    name.strip_prefix("tables/")?.split_once('/').map(|(table, _)| table)
}

fn unpacked(packed: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut lines = Vec::with_capacity(packed.len() * 4);
    let mut unpacking = GzDecoder::new(packed).take(PART_BYTES_MAX);
    unpacking.read_to_end(&mut lines)?;
    Ok(lines)
}
