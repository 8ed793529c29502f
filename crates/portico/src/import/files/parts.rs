//! Looks at the parts of a spreadsheet file before anything reads them. A file of a few kilobytes can
//! claim to hold gigabytes; here its parts are counted, unpacked into nothing and measured.

use super::super::limits::Limits;
use anyhow::{Context, bail, ensure};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use zip::ZipArchive;

/// Bytes without a tag between them: a cell of a sheet is never that long.
const UNBROKEN_MAX: u64 = 1 << 20;

/// What was learnt on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Days count from 1904, as old Macintosh files have it.
    pub from_1904: bool,
}

/// Checks the parts.
///
/// # Errors
/// A sentence: it is no spreadsheet, is damaged, or grows too large.
pub fn check(path: &Path, limits: &Limits) -> anyhow::Result<Seen> {
    let damaged = "the spreadsheet is damaged. Save it again";
    let file = File::open(path).context("it cannot be opened")?;
    let most = (file.metadata()?.len().saturating_mul(limits.ratio_max)).max(limits.ratio_from);
    let mut archive = ZipArchive::new(BufReader::new(file)).context(damaged)?;
    ensure!(
        archive.len() <= limits.parts_max,
        "the spreadsheet has more than {} parts.",
        limits.parts_max
    );
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.map(|name| name.to_lowercase()))
        .collect::<Result<_, _>>()
        .context(damaged)?;
    if !names.iter().any(|name| name == "xl/workbook.xml") {
        if names.iter().any(|name| name == "content.xml" || name == "xl/workbook.bin") {
            bail!("it is a spreadsheet of another kind. Save it as XLSX or as CSV in UTF-8.");
        }
        bail!("it is a zip file and no spreadsheet. Unpack it, or save the table as XLSX.");
    }
    let (mut all, mut kept) = (0, 0);
    let mut seen = Seen::default();
    for index in 0..archive.len() {
        let part = archive.by_index(index).context(damaged)?;
        let name = part.name().context(damaged)?.to_lowercase();
        let declared = part.size();
        let part = Part::measure(part, most.min(limits.bytes_max), &mut all)?;
        part.agrees(declared, &name)?;
        if !name.starts_with("xl/worksheets/") && !name.starts_with("xl/media/") {
            kept += part.bytes;
            ensure!(
                kept <= limits.kept_max,
                "the spreadsheet holds more than {} MB of texts and formats. Save it as CSV in UTF-8.",
                limits.kept_max >> 20
            );
        }
        if name == "xl/workbook.xml" {
            seen.from_1904 =
                ["date1904=\"1\"", "date1904=\"true\""].iter().any(|on| part.head.contains(on));
        }
        if name.ends_with("sharedstrings.xml") {
            part.count_is_possible()?;
        }
    }
    Ok(seen)
}

/// A part, measured.
struct Part {
    bytes: u64,
    /// Its beginning.
    head: String,
}

impl Part {
    fn measure(mut part: impl Read, most: u64, all: &mut u64) -> anyhow::Result<Part> {
        let mut chunk = vec![0; 1 << 16];
        let mut head = Vec::new();
        let (mut bytes, mut unbroken) = (0, 0);
        loop {
            let got = part.read(&mut chunk).context("the spreadsheet is damaged. Save it again")?;
            if got == 0 {
                let head = String::from_utf8_lossy(&head).into_owned();
                return Ok(Part { bytes, head });
            }
            let chunk = &chunk[..got];
            head.extend_from_slice(&chunk[..got.min((1_usize << 16).saturating_sub(head.len()))]);
            bytes += got as u64;
            *all += got as u64;
            ensure!(
                *all <= most,
                "it grows to more than {} MB when unpacked, which no table of its size does.",
                most >> 20
            );
            match chunk.iter().rposition(|byte| *byte == b'<') {
                Some(at) => unbroken = (got - at) as u64,
                None => unbroken += got as u64,
            }
            let is_xml = head.trim_ascii_start().first().is_some_and(|b| *b == b'<' || *b == 0xef);
            ensure!(
                !is_xml || unbroken <= UNBROKEN_MAX,
                "a cell holds more than a million characters."
            );
        }
    }

    /// What a part claims must be what it is: readers make room for what it claims.
    fn agrees(&self, declared: u64, name: &str) -> anyhow::Result<()> {
        ensure!(
            self.bytes == declared,
            "the spreadsheet is damaged: {name} is not as long as it says."
        );
        Ok(())
    }

    /// The reader makes room for as many texts as the part says it has.
    fn count_is_possible(&self) -> anyhow::Result<()> {
        let said =
            self.head.split("uniqueCount").nth(1).and_then(|rest| rest.split(['"', '\'']).nth(1));
        let count: u64 = said.and_then(|count| count.parse().ok()).unwrap_or(0);
        ensure!(count <= self.bytes, "the spreadsheet is damaged: it cannot hold {count} texts.");
        Ok(())
    }
}
