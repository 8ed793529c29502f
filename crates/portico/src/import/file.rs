//! Reading a file: plain or gzip (known by content), UTF-8, commas. A file that is broken, huge,
//! binary or in another encoding is refused as a whole, with a sentence; a row that does not fit
//! its header is kept apart with its reason.

use super::limits::Limits;
use anyhow::{Context, bail, ensure};
use csv::StringRecord;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A file as a table.
#[derive(Debug)]
pub struct Sheet {
    /// Where it came from.
    pub path: PathBuf,
    /// Column names as they stand in the first row.
    pub header: Vec<String>,
    /// Everything below.
    pub rows: Vec<SheetRow>,
}

/// A row of a file.
#[derive(Debug)]
pub struct SheetRow {
    /// The line of the file at which it starts; the header is line 1.
    pub line: u64,
    /// Its cells.
    pub cells: StringRecord,
    /// Why it cannot be read, if it cannot.
    pub fault: Option<String>,
}

/// Reads a whole file, so that nothing is written before it is known to be sound to its end.
///
/// # Errors
/// A sentence for the person: what is wrong with the file and what to do about it.
pub fn read(path: &Path, limits: &Limits) -> anyhow::Result<Sheet> {
    let name = path.display();
    let bytes = unpacked(path, limits)?;
    ensure!(!bytes.is_empty(), "{name} is empty.");
    let text = text(bytes).with_context(|| format!("{name} cannot be read"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    table(path, text, limits)
}

fn unpacked(path: &Path, limits: &Limits) -> anyhow::Result<Vec<u8>> {
    let name = path.display();
    let file = File::open(path).with_context(|| format!("{name} cannot be opened"))?;
    let size = file.metadata().with_context(|| format!("{name} cannot be opened"))?;
    ensure!(!size.is_dir(), "{name} is a folder, not a file.");
    ensure!(size.len() <= limits.bytes_max, "{name} is too large: {}.", most_bytes(limits));
    let mut packed = Vec::new();
    file.take(limits.bytes_max + 1)
        .read_to_end(&mut packed)
        .with_context(|| format!("{name} cannot be read"))?;
    if packed.starts_with(&[0x1f, 0x8b]) {
        return unpack(&packed, limits).with_context(|| format!("{name} cannot be unpacked"));
    }
    ensure!(
        packed.len() as u64 <= limits.bytes_max,
        "{name} is too large: {}.",
        most_bytes(limits)
    );
    Ok(packed)
}

fn most_bytes(limits: &Limits) -> String {
    format!("a file may have {} MB at most; cut it into several", limits.bytes_max >> 20)
}

fn unpack(packed: &[u8], limits: &Limits) -> anyhow::Result<Vec<u8>> {
    let mut decoder = MultiGzDecoder::new(packed);
    let mut bytes = Vec::new();
    let mut chunk = vec![0; 1 << 16];
    loop {
        let got = match decoder.read(&mut chunk) {
            Ok(0) => return Ok(bytes),
            Ok(got) => got,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                bail!("the gzip file is cut short. Copy it again.")
            }
            Err(_) => bail!("the gzip file is damaged. Copy it again."),
        };
        bytes.extend_from_slice(&chunk[..got]);
        let size = bytes.len() as u64;
        ensure!(size <= limits.bytes_max, "it is too large: {}.", most_bytes(limits));
        ensure!(
            size <= limits.ratio_from || size / limits.ratio_max <= packed.len() as u64,
            "it grows more than {} times when unpacked, which no table does.",
            limits.ratio_max
        );
    }
}

/// The bytes as text, or why they are none.
fn text(bytes: Vec<u8>) -> anyhow::Result<String> {
    let advice = "Save the table as CSV in UTF-8.";
    ensure!(!bytes.starts_with(b"PK\x03\x04"), "it is a spreadsheet or a zip file. {advice}");
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    ensure!(!utf16, "it is in UTF-16. {advice}");
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        bail!(
            "it holds a NUL character in line {}, so it is no text. {advice}",
            line_at(&bytes, at)
        );
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = line_at(error.as_bytes(), at);
        anyhow::anyhow!("it is not in UTF-8 (line {line}). {advice}")
    })
}

fn line_at(bytes: &[u8], at: usize) -> usize {
    1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count()
}

fn table(path: &Path, text: &str, limits: &Limits) -> anyhow::Result<Sheet> {
    let name = path.display();
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut records = reader.records();
    let first = records.next().transpose().context("the header cannot be read")?;
    let Some(first) = first else { bail!("{name} is empty.") };
    let header = header(&first, limits).with_context(|| format!("{name} cannot be read"))?;
    let mut rows = Vec::new();
    let mut last = 0;
    for record in records {
        let cells = record.with_context(|| format!("{name} cannot be read"))?;
        let (line, byte) = cells.position().map_or((0, 0), |p| (p.line(), p.byte()));
        last = usize::try_from(byte).unwrap_or(0);
        ensure!(
            rows.len() < limits.rows_max,
            "{name} has more than {} rows; cut it into several.",
            limits.rows_max
        );
        let fault = fault(&cells, &header, limits);
        rows.push(SheetRow { line, cells, fault });
    }
    let tail = &text.as_bytes()[last..];
    let open = tail.iter().filter(|byte| **byte == b'"').count() % 2 == 1;
    ensure!(
        !open || !tail.trim_ascii_end().contains(&b'\n'),
        "{name} cannot be read: a quotation mark opened in line {} is never closed.",
        line_at(text.as_bytes(), last)
    );
    Ok(Sheet { path: path.to_owned(), header, rows })
}

fn header(first: &StringRecord, limits: &Limits) -> anyhow::Result<Vec<String>> {
    ensure!(first.len() <= limits.columns_max, "it has more than {} columns.", limits.columns_max);
    if let [only] = first.iter().collect::<Vec<_>>()[..] {
        let other = [';', '\t', '|'].into_iter().find(|c| only.contains(*c));
        if other.is_some() {
            bail!("its cells are not separated by commas. Save it with commas.");
        }
    }
    let header: Vec<String> = first.iter().map(|name| name.trim().to_owned()).collect();
    for (index, name) in header.iter().enumerate() {
        ensure!(
            name.chars().count() <= 100,
            "a column's name is longer than 100 characters: is the first row the header?"
        );
        let twice = header[..index].iter().any(|other| other.eq_ignore_ascii_case(name));
        ensure!(name.is_empty() || !twice, "the column `{name}` stands there twice.");
    }
    Ok(header)
}

fn fault(cells: &StringRecord, header: &[String], limits: &Limits) -> Option<String> {
    if cells.len() != header.len() {
        return Some(format!("has {} cells where the header has {}", cells.len(), header.len()));
    }
    let long = cells
        .iter()
        .position(|c| c.len() > limits.cell_max && c.chars().count() > limits.cell_max)?;
    Some(format!("`{}` has more than {} characters", header[long], limits.cell_max))
}
