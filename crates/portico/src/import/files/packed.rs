//! The bytes of a file, unpacked if it is gzip (known by its content), and never more than the limits.

use super::super::limits::Limits;
use anyhow::{Context, ensure};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

/// The file's bytes. What goes wrong on the way is a sentence in the error of `read`.
///
/// # Errors
/// The file cannot be opened, or is too large.
pub fn open(path: &Path, name: &str, limits: &Limits) -> anyhow::Result<Box<dyn Read>> {
    let opened = || format!("{name} cannot be opened");
    let mut file = File::open(path).with_context(opened)?;
    let size = file.metadata().with_context(opened)?;
    ensure!(!size.is_dir(), "{name} is a folder, not a file.");
    ensure!(size.len() <= limits.bytes_max, "{name} is too large: {}.", most_bytes(limits));
    let mut magic = Vec::new();
    file.by_ref()
        .take(2)
        .read_to_end(&mut magic)
        .with_context(|| format!("{name} cannot be read"))?;
    let whole = io::Cursor::new(magic.clone()).chain(file);
    let limits = *limits;
    if magic != [0x1f, 0x8b] {
        return Ok(Box::new(Bounded { inner: whole, packed: None, read: 0, limits }));
    }
    let inner = MultiGzDecoder::new(BufReader::with_capacity(1 << 16, whole));
    let packed = Some(size.len());
    Ok(Box::new(BufReader::with_capacity(1 << 16, Bounded { inner, packed, read: 0, limits })))
}

/// The first bytes, by which a file is known.
///
/// # Errors
/// As `open`.
pub fn first_bytes(path: &Path, name: &str, limits: &Limits) -> anyhow::Result<Vec<u8>> {
    let mut first = Vec::new();
    let read = open(path, name, limits)?.take(64).read_to_end(&mut first);
    read.with_context(|| format!("{name} cannot be read"))?;
    Ok(first)
}

/// What is said where a file is too large.
#[must_use]
pub fn most_bytes(limits: &Limits) -> String {
    format!("a file may have {} MB at most; cut it into several", limits.bytes_max >> 20)
}

struct Bounded<R> {
    inner: R,
    /// The size before unpacking.
    packed: Option<u64>,
    read: u64,
    limits: Limits,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer).map_err(|error| match self.packed {
            Some(_) if error.kind() == io::ErrorKind::UnexpectedEof => io::Error::other(
                "it cannot be unpacked: the gzip file is cut short. Copy it again.",
            ),
            Some(_) => {
                io::Error::other("it cannot be unpacked: the gzip file is damaged. Copy it again.")
            }
            None => error,
        })?;
        self.read += got as u64;
        if self.read > self.limits.bytes_max {
            return Err(io::Error::other(format!(
                "it is too large: {}.",
                most_bytes(&self.limits)
            )));
        }
        let grown = self.packed.is_some_and(|packed| {
            self.read > self.limits.ratio_from && self.read / self.limits.ratio_max > packed
        });
        if grown {
            let times = self.limits.ratio_max;
            return Err(io::Error::other(format!(
                "it grows more than {times} times when unpacked, which no table does."
            )));
        }
        Ok(got)
    }
}
