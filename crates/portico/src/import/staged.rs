//! Reading whole files before anything is written: every row is read, given the key of the thing it
//! is about, and sorted by it. What comes back are the rows of one thing together, in the order of
//! the files, with bounded memory.

use super::cells::Cell;
use super::files::Sheet;
use super::kinds::{Place, Reading};
use super::limits::Limits;
use super::map::Repeats;
use super::map::layout::{Layout, Read, Taken};
use super::progress::Progress;
use super::refused::Refusals;
use super::sorted::{Sorted, Sorter};
use anyhow::Context;
use csv::StringRecord;
use std::ops::ControlFlow;

/// A row with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Where it stands.
    pub place: Place,
    /// What it says, in our columns.
    pub read: Read,
}

/// All rows about one thing.
pub type Group = Vec<Row>;

/// What was read.
#[derive(Debug)]
pub struct Staged {
    groups: Sorted,
    next: Option<(Vec<u8>, Row)>,
    /// Rows below the headers.
    pub rows: u64,
    /// Rows that are wrong in themselves.
    pub refused: Refusals,
    /// Rows that a rule of the mapping left out: its name, how many.
    pub left_out: Vec<(String, u64)>,
}

/// Reads the files to their ends.
///
/// # Errors
/// A sentence for the person: a file is broken, or the disk is full.
pub fn stage<R: Reading>(
    kind: &mut R,
    files: (&[Sheet], &[Layout]),
    limits: &Limits,
    progress: &Progress,
) -> anyhow::Result<Staged> {
    let mut sorter = Sorter::new(limits.sort_bytes);
    let (mut rows, mut refused) = (0, Refusals::new(limits));
    let mut left_out: Vec<(String, u64)> = Vec::new();
    for (number, (sheet, layout)) in files.0.iter().zip(files.1).enumerate() {
        let mut left = vec![0; layout.left_out_by().count()];
        sheet.each(limits, &mut |row| {
            rows += 1;
            progress.read(rows)?;
            let place = Place { sheet: number, line: row.line };
            let read = match layout.take(&row) {
                Taken::LeftOut(by) => {
                    left[by] += 1;
                    return Ok(ControlFlow::Continue(()));
                }
                Taken::Row(read) => read,
            };
            match kind.key(place, layout, &read) {
                Ok(key) => sorter
                    .push(key.into_bytes(), packed(place, &read))
                    .context("temporary files cannot be written")?,
                Err(why) => refused.push(place, &why)?,
            }
            Ok(ControlFlow::Continue(()))
        })?;
        for (name, count) in layout.left_out_by().zip(left) {
            count_left_out(&mut left_out, name, count);
        }
    }
    let groups = sorter.sorted().context("temporary files cannot be read")?;
    let mut staged = Staged { groups, next: None, rows, refused, left_out };
    staged.next = staged.pull()?;
    Ok(staged)
}

/// Adds to what is left out by this rule.
pub fn count_left_out(all: &mut Vec<(String, u64)>, name: &str, count: u64) {
    match all.iter_mut().find(|(other, _)| other == name) {
        Some((_, sum)) => *sum += count,
        None => all.push((name.to_owned(), count)),
    }
}

impl Staged {
    fn pull(&mut self) -> anyhow::Result<Option<(Vec<u8>, Row)>> {
        let next = self.groups.next().transpose().context("temporary files cannot be read")?;
        next.map(|(key, value)| Ok((key, unpacked(&value)?))).transpose()
    }

    /// The rows of the next things, about so many rows.
    ///
    /// # Errors
    /// Temporary files cannot be read.
    pub fn groups(&mut self, rows: usize) -> anyhow::Result<Vec<Group>> {
        let (mut groups, mut count) = (Vec::new(), 0);
        while count < rows
            && let Some((key, first)) = self.next.take()
        {
            let mut group = vec![first];
            self.next = self.pull()?;
            while let Some((_, row)) = self.next.take_if(|(next, _)| *next == key) {
                group.push(row);
                self.next = self.pull()?;
            }
            count += group.len();
            groups.push(group);
        }
        Ok(groups)
    }
}

/// One row about each thing: which of several counts, and what becomes of the others.
#[derive(Debug)]
pub struct Counted {
    /// The row that counts.
    pub row: Row,
    /// Rows that say the same thing again and are refused.
    pub refused: Vec<Place>,
    /// How many are left out instead.
    pub left_out: u64,
}

/// Chooses among the rows of one thing.
#[must_use]
pub fn counted(mut group: Group, repeats: Repeats) -> Counted {
    let at = if repeats == Repeats::Last { group.len() - 1 } else { 0 };
    let row = group.remove(at);
    if repeats == Repeats::Refuse {
        let refused = group.into_iter().map(|row| row.place).collect();
        return Counted { row, refused, left_out: 0 };
    }
    Counted { row, refused: Vec::new(), left_out: group.len() as u64 }
}

fn packed(place: Place, read: &Read) -> Vec<u8> {
    let fault = read.fault.as_deref();
    let texts = [fault.unwrap_or_default()].into_iter().chain(&read.cells);
    let mut bytes = Vec::with_capacity(24 + read.cells.as_slice().len() + 4 * read.cells.len());
    bytes.extend_from_slice(&(place.sheet as u64).to_le_bytes());
    bytes.extend_from_slice(&place.line.to_le_bytes());
    bytes.push(u8::from(fault.is_some()));
    for text in texts {
        bytes.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}

fn unpacked(bytes: &[u8]) -> anyhow::Result<Row> {
    let mut rest = bytes;
    let mut take = |count: usize| {
        let part = rest.split_at_checked(count);
        let (part, tail) = part.context("a temporary file was changed")?;
        rest = tail;
        anyhow::Ok((part, tail.is_empty()))
    };
    let sheet = u64::from_le_bytes(take(8)?.0.try_into()?);
    let line = u64::from_le_bytes(take(8)?.0.try_into()?);
    let is_wrong = take(1)?.0 == [1];
    let mut texts = Vec::new();
    loop {
        let length = u32::from_le_bytes(take(4)?.0.try_into()?);
        let (text, is_last) = take(length as usize)?;
        texts.push(std::str::from_utf8(text)?);
        if is_last {
            break;
        }
    }
    let fault = is_wrong.then(|| texts[0].to_owned());
    let cells = StringRecord::from(texts[1..].to_vec());
    Ok(Row { place: Place { sheet: usize::try_from(sheet)?, line }, read: Read { cells, fault } })
}

/// The row's own reason, or what `parse` makes of it.
pub fn checked<T>(read: &Read, parse: impl FnOnce() -> Cell<T>) -> Cell<T> {
    read.fault.clone().map_or_else(parse, Err)
}
