//! Lines of a pasted text or a file, each with the ways it can be read: a code and a quantity in any order, with anything
//! between them. Pure: which reading is right, the codes decide.

use super::numbers::{Decimals, alternatives, decimals_of, is_unit, number_in};
use crate::platform::search::words_of;
use portico_types::Quantity;

/// Ways of reading that are tried for one line.
const READINGS: usize = 8;
/// The longest code that is looked for, and the longest line that is kept, in characters.
const CODE_LONGEST: usize = 100;
const LINE_LONGEST: usize = 500;

/// A line as written, and how it can be read, the likeliest way first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its place in the list; the first is 1.
    pub line: i64,
    /// The line itself.
    pub text: String,
    /// At least one way of reading it.
    pub readings: Vec<Reading>,
}

/// One way of reading a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What would be the code; empty where there is none.
    pub code: String,
    /// What would be the quantity, as plain text; several where it could be any of them, none where there is no number.
    pub quantities: Vec<String>,
}

/// What the columns of a table hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Columns {
    code: Option<usize>,
    other_code: Option<usize>,
    quantity: Option<usize>,
}

/// Names of columns of codes, of other codes, and of quantities: English, German, Dutch, French.
const CODES: [&str; 27] = [
    "sku",
    "code",
    "item",
    "item no",
    "item code",
    "item number",
    "article",
    "article no",
    "product",
    "product code",
    "part no",
    "part number",
    "stock code",
    "stockcode",
    "ref",
    "reference",
    "artikelnummer",
    "artikel nr",
    "art nr",
    "artikel",
    "bestellnummer",
    "artikelcode",
    "productcode",
    "code article",
    "code produit",
    "your code",
    "our code",
];
const OTHER_CODES: [&str; 9] = [
    "ean",
    "gtin",
    "barcode",
    "ean13",
    "ean code",
    "ean 13",
    "strichcode",
    "code barres",
    "gencod",
];
const QUANTITIES: [&str; 16] = [
    "qty",
    "quantity",
    "amount",
    "order qty",
    "order quantity",
    "number",
    "menge",
    "anzahl",
    "bestellmenge",
    "stuck",
    "aantal",
    "bestelaantal",
    "quantite",
    "qte",
    "nombre",
    "pieces",
];

/// Reads a pasted text: one product a line. Empty lines are none.
#[must_use]
pub fn text(text: &str) -> Vec<Written> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let rows: Vec<(String, Vec<String>)> =
        lines.map(|line| (line.trim().to_owned(), cells_of(line))).collect();
    read(&rows)
}

/// Reads the rows of a spreadsheet. Empty rows are none.
#[must_use]
pub fn table(rows: &[Vec<String>]) -> Vec<Written> {
    let rows = rows.iter().map(|cells| {
        let said: Vec<&str> = cells.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).collect();
        (said.join("  "), cells.iter().map(|cell| cell.trim().to_owned()).collect())
    });
    let rows: Vec<(String, Vec<String>)> = rows.filter(|(text, _)| !text.is_empty()).collect();
    read(&rows)
}

fn read(rows: &[(String, Vec<String>)]) -> Vec<Written> {
    let columns = rows.first().map(|(_, cells)| header(cells)).unwrap_or_default();
    let has_header = columns != Columns::default();
    let body = &rows[usize::from(has_header)..];
    let decimals = decimals(body);
    let counted = counting_column(body);
    let written = |(at, (text, cells)): (usize, &(String, Vec<String>))| {
        let readings = match cells.as_slice() {
            [] | [_] => free(text, decimals),
            cells
                if columns.quantity.is_some() && columns.code.or(columns.other_code).is_some() =>
            {
                by_header(cells, columns, decimals)
            }
            cells => by_cells(cells, (columns, counted), decimals),
        };
        let line = i64::try_from(at + 1 + usize::from(has_header)).unwrap_or(i64::MAX);
        Written { line, text: text.chars().take(LINE_LONGEST).collect(), readings }
    };
    body.iter().enumerate().map(written).collect()
}

/// The cells of a line: by tab, semicolon, bar, or by commas that are no decimal commas.
fn cells_of(line: &str) -> Vec<String> {
    let cut = |mark: char| quoted(line, |at, c| c == mark && at < line.len());
    if line.contains('\t') {
        return cut('\t');
    }
    if let Some(mark) = [';', '|'].into_iter().find(|mark| line.contains(*mark)) {
        return cut(mark);
    }
    if !line.contains(',') {
        return vec![line.trim().to_owned()];
    }
    // A comma between two digits is a decimal comma, unless nothing else parts code and quantity.
    let bytes = line.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let inside = |at: usize| at > 0 && digit(at - 1) && digit(at + 1);
    let has_others = line.trim().contains(char::is_whitespace)
        || line.char_indices().any(|(at, c)| c == ',' && !inside(at));
    quoted(line, |at, c| c == ',' && !(has_others && inside(at)))
}

/// Cuts a line where `cuts` says, but not within quotation marks.
fn quoted(line: &str, cuts: impl Fn(usize, char) -> bool) -> Vec<String> {
    let (mut cells, mut cell, mut within) = (Vec::new(), String::new(), false);
    for (at, c) in line.char_indices() {
        match c {
            '"' if within || cell.trim().is_empty() => within = !within,
            c if !within && cuts(at, c) => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            c => cell.push(c),
        }
    }
    cells.push(cell.trim().to_owned());
    cells
}

/// Which columns are which, where the first row names them; a row with a number in it is no header.
fn header(cells: &[String]) -> Columns {
    if cells.len() < 2 || cells.iter().any(|cell| number_in(cell).is_some()) {
        return Columns::default();
    }
    let names: Vec<String> = cells.iter().map(|cell| words_of(cell).join(" ")).collect();
    let at = |known: &[&str]| {
        let place = |word: &&str| names.iter().position(|name| name == word);
        known.iter().find_map(place)
    };
    Columns { code: at(&CODES), other_code: at(&OTHER_CODES), quantity: at(&QUANTITIES) }
}

/// How the list writes decimals, where any of its numbers tells and none says otherwise.
fn decimals(rows: &[(String, Vec<String>)]) -> Option<Decimals> {
    let words = rows.iter().flat_map(|(_, cells)| cells.iter().flat_map(|c| c.split_whitespace()));
    let mut told = words.filter_map(|word| decimals_of(number_in(word)?.0));
    let first = told.next()?;
    told.all(|other| other == first).then_some(first)
}

/// The column that only counts the rows: 1, 2, 3 …
fn counting_column(rows: &[(String, Vec<String>)]) -> Option<usize> {
    if rows.len() < 3 {
        return None;
    }
    let starts = |at: usize| rows[0].1.get(at).and_then(|cell| cell.parse::<usize>().ok());
    let counts = |at: &usize| {
        let Some(first) = starts(*at) else { return false };
        let next = |(row, (_, cells)): (usize, &(String, Vec<String>))| {
            cells.get(*at).and_then(|cell| cell.parse::<usize>().ok()) == Some(first + row)
        };
        rows.iter().enumerate().all(next)
    };
    (0..rows[0].1.len()).find(counts)
}

/// A row of a table with a header: its cells say what they are.
fn by_header(cells: &[String], columns: Columns, decimals: Option<Decimals>) -> Vec<Reading> {
    let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", String::as_str);
    let typed = cell(columns.quantity);
    let quantities = match quantities_in(typed, decimals) {
        Some((quantities, _)) => quantities,
        // An order form names every product; what has no quantity in it is not ordered.
        None if typed.is_empty() => vec!["0".to_owned()],
        None => Vec::new(),
    };
    let codes = [columns.code, columns.other_code].map(cell).into_iter();
    let mut readings: Vec<Reading> = codes
        .filter(|code| !code.is_empty())
        .map(|code| reading(code, quantities.clone()))
        .collect();
    if readings.is_empty() {
        readings.push(Reading { code: String::new(), quantities });
    }
    readings
}

/// A row of a table that does not say what its cells are.
fn by_cells(
    cells: &[String],
    (columns, counted): (Columns, Option<usize>),
    decimals: Option<Decimals>,
) -> Vec<Reading> {
    let numbers: Vec<Option<(Vec<String>, bool)>> =
        cells.iter().map(|cell| quantities_in(cell, decimals)).collect();
    let is_code = |at: &usize| {
        let cell = &cells[*at];
        !cell.is_empty() && !is_unit(cell) && Some(*at) != counted && Some(*at) != columns.quantity
    };
    let mut codes: Vec<usize> = (0..cells.len()).filter(is_code).collect();
    // What has letters and digits is likelier a code than a name or a number.
    codes.sort_by_key(|at| {
        let has = |test: fn(char) -> bool| cells[*at].chars().any(test);
        let blank = has(char::is_whitespace);
        (columns.code != Some(*at), blank, numbers[*at].is_some() && !is_long(&cells[*at]))
    });
    let mut readings: Vec<Reading> = Vec::new();
    for at in codes.into_iter().take(READINGS) {
        let others = |other: &usize| *other != at && Some(*other) != counted;
        let candidates: Vec<&(Vec<String>, bool)> = match columns.quantity {
            Some(quantity) => numbers.get(quantity).into_iter().flatten().collect(),
            None => (0..cells.len()).filter(others).filter_map(|o| numbers[o].as_ref()).collect(),
        };
        readings.push(reading(&cells[at], likeliest(&candidates)));
    }
    if readings.is_empty() {
        readings.push(Reading::default());
    }
    readings
}

/// Of several numbers those that are quantities: one that says so, else the whole ones; several stay several.
fn likeliest(candidates: &[&(Vec<String>, bool)]) -> Vec<String> {
    let marked: Vec<_> = candidates.iter().filter(|(_, marked)| *marked).collect();
    let is_whole = |(numbers, _): &&&&(Vec<String>, bool)| numbers.iter().all(|n| !n.contains('.'));
    let chosen: Vec<&&(Vec<String>, bool)> = match marked.as_slice() {
        [] => {
            let whole: Vec<_> = candidates.iter().filter(|c| is_whole(&c)).collect();
            if whole.is_empty() { candidates.iter().collect() } else { whole }
        }
        _ => marked,
    };
    let mut all: Vec<String> = Vec::new();
    for number in chosen.into_iter().flat_map(|(numbers, _)| numbers) {
        if !all.contains(number) {
            all.push(number.clone());
        }
    }
    all.truncate(4);
    all
}

/// A line without anything between its cells but blanks: `12 x ABC`, `ABC 12 pcs`, `AB 12 C 3`.
fn free(text: &str, decimals: Option<Decimals>) -> Vec<Reading> {
    let all: Vec<&str> = text.split_whitespace().collect();
    let number = |at: usize| quantities_in(all[at], decimals);
    let unit = |at: Option<usize>| at.and_then(|at| all.get(at)).is_some_and(|word| is_unit(word));
    let is_filler = |word: &str| is_unit(word) || word.chars().all(|c| !c.is_alphanumeric());
    let words: Vec<usize> = (0..all.len()).filter(|at| !is_filler(all[*at])).collect();
    let rest = |without: usize| -> Vec<&str> {
        words.iter().filter(|at| **at != without).map(|at| all[*at]).collect()
    };
    let mut readings: Vec<Reading> = Vec::new();
    let mut add = |code: &str, quantities: &[String]| {
        let new = reading(code, quantities.to_vec());
        if !new.code.is_empty() && !readings.contains(&new) {
            readings.push(new);
        }
    };
    let marked = words.iter().copied().find(|at| {
        number(*at).is_some_and(|(_, glued)| glued || unit(Some(at + 1)) || unit(at.checked_sub(1)))
    });
    let ends = [words.last().copied(), words.first().copied()];
    for at in marked.into_iter().chain(ends.into_iter().flatten()) {
        let Some((quantities, _)) = number(at).filter(|_| words.len() > 1) else { continue };
        let rest = rest(at);
        add(&rest.join(" "), &quantities);
        rest.first().into_iter().chain(rest.last()).for_each(|code| add(code, &quantities));
    }
    let whole: Vec<&str> = words.iter().map(|at| all[*at]).collect();
    add(&whole.join(" "), &[]);
    whole.first().into_iter().for_each(|code| add(code, &[]));
    if readings.is_empty() {
        readings.push(reading(text, Vec::new()));
    }
    readings.truncate(READINGS);
    readings
}

fn reading(code: &str, quantities: Vec<String>) -> Reading {
    let code = code.trim().trim_matches(['"', '\'', ',', ';', ':']);
    Reading { code: code.trim().chars().take(CODE_LONGEST).collect(), quantities }
}

/// A number so long that it is a code and no quantity.
fn is_long(cell: &str) -> bool {
    cell.len() > 6
}

/// The quantities a cell may hold, and whether it says that it holds one; more than may be ordered is a code.
fn quantities_in(cell: &str, decimals: Option<Decimals>) -> Option<(Vec<String>, bool)> {
    let words: Vec<&str> = cell.split_whitespace().collect();
    let (number, glued) = match words.as_slice() {
        [word] => number_in(word)?,
        [word, unit] if is_unit(unit) => (number_in(word)?.0, true),
        [unit, word] if is_unit(unit) => (number_in(word)?.0, true),
        _ => return None,
    };
    let mut numbers = alternatives(number, decimals);
    numbers.retain(|number| {
        number
            .split('.')
            .next()
            .is_some_and(|whole| whole.parse::<i64>().is_ok_and(|whole| whole <= Quantity::MOST))
    });
    (!numbers.is_empty()).then_some((numbers, glued))
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
