//! Sorting more than fits into memory: what is pushed comes back by its key, and in the order in
//! which it was pushed where keys are the same. Runs of bounded size are sorted in memory, written to
//! temporary files that have no name, and merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

/// A key and what belongs to it.
pub type Entry = (Vec<u8>, Vec<u8>);

/// Collects entries.
#[derive(Debug)]
pub struct Sorter {
    entries: Vec<Entry>,
    bytes: usize,
    bytes_max: usize,
    runs: Vec<File>,
}

/// What an entry costs in memory beside its bytes.
const OVERHEAD: usize = 64;

impl Sorter {
    /// Keeps about so many bytes in memory.
    #[must_use]
    pub fn new(bytes_max: usize) -> Sorter {
        Sorter { entries: Vec::new(), bytes: 0, bytes_max, runs: Vec::new() }
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// A temporary file cannot be written.
    pub fn push(&mut self, key: Vec<u8>, value: Vec<u8>) -> io::Result<()> {
        self.bytes += key.len() + value.len() + OVERHEAD;
        self.entries.push((key, value));
        if self.bytes > self.bytes_max { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> io::Result<()> {
        self.entries.sort_by(|one, other| one.0.cmp(&other.0));
        let mut out = BufWriter::with_capacity(1 << 16, tempfile::tempfile()?);
        for (key, value) in self.entries.drain(..) {
            for part in [&key, &value] {
                let length = u32::try_from(part.len()).map_err(io::Error::other)?;
                out.write_all(&length.to_le_bytes())?;
                out.write_all(part)?;
            }
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(file);
        self.bytes = 0;
        Ok(())
    }

    /// Everything, by key.
    ///
    /// # Errors
    /// A temporary file cannot be written or read.
    pub fn sorted(mut self) -> io::Result<Sorted> {
        self.entries.sort_by(|one, other| one.0.cmp(&other.0));
        let mut sources: Vec<Source> = Vec::with_capacity(self.runs.len() + 1);
        for run in self.runs {
            sources.push(Source::Run(BufReader::with_capacity(1 << 15, run)));
        }
        sources.push(Source::Memory(self.entries.into_iter()));
        let mut sorted = Sorted { sources, next: BinaryHeap::new() };
        for index in 0..sorted.sources.len() {
            sorted.advance(index)?;
        }
        Ok(sorted)
    }
}

#[derive(Debug)]
enum Source {
    Run(BufReader<File>),
    Memory(std::vec::IntoIter<Entry>),
}

impl Source {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        match self {
            Source::Memory(entries) => Ok(entries.next()),
            Source::Run(file) => {
                let Some(key) = part(file)? else { return Ok(None) };
                let value = part(file)?.ok_or(io::ErrorKind::UnexpectedEof)?;
                Ok(Some((key, value)))
            }
        }
    }
}

fn part(file: &mut BufReader<File>) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match file.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
    file.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}

/// Key, source and value of an entry.
type Next = (Vec<u8>, usize, Vec<u8>);

/// Entries by key.
#[derive(Debug)]
pub struct Sorted {
    sources: Vec<Source>,
    /// The next entry of each source. Earlier runs hold what was pushed earlier.
    next: BinaryHeap<Reverse<Next>>,
}

impl Sorted {
    fn advance(&mut self, index: usize) -> io::Result<()> {
        if let Some((key, value)) = self.sources[index].next()? {
            self.next.push(Reverse((key, index, value)));
        }
        Ok(())
    }
}

impl Iterator for Sorted {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<io::Result<Entry>> {
        let Reverse((key, index, value)) = self.next.pop()?;
        Some(self.advance(index).map(|()| (key, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_spills_comes_back_in_the_same_order_as_what_does_not() {
        let sort = |bytes_max: usize| {
            let mut sorter = Sorter::new(bytes_max);
            for number in 0..5_000_u32 {
                let key = format!("{:03}", number * 7_919 % 251);
                sorter.push(key.into_bytes(), number.to_be_bytes().to_vec()).unwrap();
            }
            let spilled = sorter.runs.len();
            (spilled, sorter.sorted().unwrap().map(Result::unwrap).collect::<Vec<Entry>>())
        };
        let (none, in_memory) = sort(1 << 20);
        let (many, merged) = sort(1 << 14);
        assert!(none == 0 && many > 5);
        assert_eq!(in_memory, merged);
        assert!(merged.is_sorted(), "by key, and numbers of one key as they were pushed");
        assert_eq!(merged.len(), 5_000);
    }
}
