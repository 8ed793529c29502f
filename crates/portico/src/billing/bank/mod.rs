//! Bank files: what came in at the bank is read from a CAMT.053 or CSV file (`camt`, `columns`), kept once (`bring`), proposed
//! a customer and documents by what its text names (`propose`), and booked as a transfer when staff say so (`book`).

pub(super) mod book;
mod bring;
mod camt;
mod columns;
pub mod pages;
mod propose;
mod store;
#[cfg(test)]
mod tests;
mod view;

use portico_types::{Day, Money};

/// The longest file, in bytes.
pub const BYTES_MOST: u64 = 5 * 1024 * 1024;
/// Entries of a file, at most.
pub const ENTRIES_MOST: usize = 5_000;

/// Money that came in, as a bank's file says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    /// The bank's own reference of it, where it gives one.
    own: Option<String>,
    /// The day it was booked at the bank.
    day: Day,
    /// How much came.
    amount: Money,
    /// Who paid, as the bank calls them.
    payer: String,
    /// The payer's account: an IBAN, or what the bank gives in place of it.
    account: String,
    /// What the payer wrote.
    reference: String,
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Statement {
    /// What came in, in the file's order.
    entries: Vec<Entry>,
    /// Entries that are not money that came in and stays: what went out, what was taken back, what is not booked yet.
    others: usize,
}

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    /// Neither CAMT.053 nor CSV.
    Unknown,
    /// No XML that can be read.
    Broken(String),
    /// No column of this kind: key of its name.
    NoColumn(&'static str),
    /// What stands in a row of the file, counted from 1, is no day or no amount.
    Row(usize, &'static str),
    /// Nothing in it.
    Empty,
    /// More entries than are taken at a time.
    TooMany,
}

/// Reads a file as what it is.
fn read(bytes: &[u8], usual: portico_types::Currency) -> Result<Statement, Fault> {
    let text = decoded(bytes);
    let start = text.trim_start();
    let statement = match start.starts_with('<') {
        true => camt::read(start)?,
        false => columns::read(start, usual)?,
    };
    match statement.entries.len() {
        0 if statement.others == 0 => Err(Fault::Empty),
        many if many > ENTRIES_MOST => Err(Fault::TooMany),
        _ => Ok(statement),
    }
}

/// UTF-8 or what its mark says, else the code page of Windows in the west.
fn decoded(bytes: &[u8]) -> String {
    let marked = encoding_rs::Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let (text, _, broken) = marked.unwrap_or(encoding_rs::UTF_8).decode(bytes);
    match broken {
        true => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
        false => text.into_owned(),
    }
}
