//! A first mapping for a foreign file: how it is written, and which of its columns are which of ours
//! by what people call them in English, German, Dutch and French. A person looks at it before
//! anything is imported.

use super::Kind;
use super::bring::File;
use super::called::called;
use super::cells::{ATTRIBUTE, Column, Shape};
use super::files::form::Encoding;
use super::files::{self, Sheet, packed, workbook};
use super::kinds;
use super::limits::Limits;
use super::map::values::DayOrder;
use super::map::{Fed, Map, Some1};
use anyhow::Context;
use csv::StringRecord;
use std::io::Read;
use std::ops::ControlFlow;

/// Bytes that are looked at.
const LOOKED_AT: u64 = 256 << 10;
/// Rows that are looked at.
const ROWS: usize = 200;

/// What a file looks like.
///
/// # Errors
/// A sentence: the file cannot be read at all.
pub fn guess(kind: Kind, file: &File, limits: &Limits) -> anyhow::Result<Map> {
    let first = packed::first_bytes(&file.path, &file.name, limits)?;
    let mut map = Map::default();
    if first.starts_with(b"PK\x03\x04") {
        let sheets = workbook::sheets(&file.path, limits);
        map.sheet =
            sheets.with_context(|| format!("{} cannot be read", file.name))?.into_iter().next();
    } else {
        let mut bytes = Vec::new();
        packed::open(&file.path, &file.name, limits)?.take(LOOKED_AT).read_to_end(&mut bytes)?;
        map.encoding = encoding(&bytes);
        let text = map.encoding.unwrap_or(Encoding::Utf8).codec_text(&bytes);
        map.delimiter = delimiter(&text);
    }
    let sheet = files::open(&file.path, &file.name, &map.form(), limits)?;
    let rows = rows(&sheet, limits)?;
    let columns = kinds::columns(kind);
    for (column, at) in matched(kind, &columns, &sheet.header) {
        map.columns
            .insert(column.name.to_owned(), Fed::Names(Some1::One(sheet.header[at].clone())));
        look_at_values(&mut map, column.shape, rows.iter().filter_map(|row| row.get(at)));
    }
    if kind == Kind::Products {
        let is_one = |name: &&String| name.to_lowercase().starts_with(ATTRIBUTE);
        for name in sheet.header.iter().filter(is_one) {
            let ours = format!("{ATTRIBUTE}{}", &name[ATTRIBUTE.len()..]);
            map.columns.insert(ours, Fed::Names(Some1::One(name.clone())));
        }
    }
    map.collapse_blanks = true;
    Ok(map)
}

/// The first rows, as far as they can be read.
fn rows(sheet: &Sheet, limits: &Limits) -> anyhow::Result<Vec<StringRecord>> {
    let mut rows = Vec::new();
    let read = sheet.each(limits, &mut |row| {
        rows.push(row.cells);
        Ok(if rows.len() < ROWS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    });
    read.map(|()| rows)
}

/// The encoding, where it is not plain UTF-8 or said by the file's mark.
fn encoding(bytes: &[u8]) -> Option<Encoding> {
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    if marks.iter().any(|mark| bytes.starts_with(mark)) {
        let utf16 = !bytes.starts_with(marks[0]);
        let big = bytes.starts_with(marks[2]);
        return utf16.then_some(if big { Encoding::Utf16Be } else { Encoding::Utf16Le });
    }
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (even, odd) if even > odd && even * 4 > bytes.len() / 2 => Some(Encoding::Utf16Be),
        (_, odd) if odd * 4 > bytes.len() / 2 => Some(Encoding::Utf16Le),
        _ => match std::str::from_utf8(bytes) {
            Ok(_) => None,
            // What was looked at may end within a character.
            Err(error) if error.error_len().is_none() => None,
            Err(_) => Some(Encoding::Windows1252),
        },
    }
}

/// What stands most often in the first line that has any of them.
fn delimiter(text: &str) -> Option<char> {
    let marks = [',', ';', '\t', '|'];
    let line = text.lines().find(|line| line.contains(marks))?;
    let most = marks.into_iter().rev().max_by_key(|mark| line.matches(*mark).count())?;
    (most != ',').then_some(most)
}

/// Our columns, each with the place of the file's column that it is.
fn matched<'a>(kind: Kind, columns: &'a [Column], header: &[String]) -> Vec<(&'a Column, usize)> {
    let plain: Vec<String> = header.iter().map(|name| letters_only(name)).collect();
    let mut taken = vec![false; header.len()];
    let mut found = Vec::new();
    for pass in 0..2 {
        for column in columns {
            if found.iter().any(|(other, _): &(&Column, usize)| other.name == column.name) {
                continue;
            }
            let mut names = vec![column.name];
            if pass == 0 {
                names.extend(column.also);
            } else {
                names = called(kind, column.name).to_vec();
            }
            let at = names.into_iter().map(letters_only).find_map(|name| {
                plain.iter().enumerate().position(|(at, other)| !taken[at] && *other == name)
            });
            if let Some(at) = at {
                taken[at] = true;
                found.push((column, at));
            }
        }
    }
    found
}

fn letters_only(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Decimal mark, grouping and order of days, by the values of one column.
fn look_at_values<'a>(map: &mut Map, shape: Shape, values: impl Iterator<Item = &'a str>) {
    match shape {
        Shape::Number => {
            for value in values {
                look_at_number(map, value.trim());
            }
        }
        Shape::Day | Shape::Time => {
            let values: Vec<&str> = values.map(str::trim).filter(|v| !v.is_empty()).collect();
            let fits = |order: DayOrder| {
                values.iter().filter(|v| super::map::values::moment(v, order).is_ok()).count()
            };
            // Where days fit in several orders, the one that most of the world writes.
            let orders = [DayOrder::Mdy, DayOrder::Ymd, DayOrder::Dmy];
            let best = orders.into_iter().max_by_key(|order| fits(*order));
            let is_foreign = values.iter().any(|v| v.get(4..5) != Some("-"));
            if is_foreign && map.day_order.is_none() {
                map.day_order = best;
            } else if !values.is_empty() && map.day_order.is_none() {
                map.day_order = Some(DayOrder::Ymd);
            }
        }
        Shape::Text | Shape::YesNo => {}
    }
}

fn look_at_number(map: &mut Map, value: &str) {
    let (comma, point) = (value.rfind(','), value.rfind('.'));
    let decimal = match (comma, point) {
        (Some(comma), Some(point)) => Some(if comma > point { ',' } else { '.' }),
        // 1.234 may be a thousand: only what cannot be a group tells the mark.
        (Some(at), None) if value.len() - at - 1 != 3 => Some(','),
        (None, Some(at)) if value.len() - at - 1 != 3 => Some('.'),
        _ => None,
    };
    if decimal == Some(',') {
        map.decimal = Some(',');
        if map.grouping.is_none() {
            map.grouping = Some('.');
        }
    }
    if decimal == Some('.') && comma.is_some() {
        map.grouping = Some(',');
    }
}

impl Encoding {
    /// The bytes as text, well enough to guess by.
    fn codec_text(self, bytes: &[u8]) -> String {
        self.codec().decode_with_bom_removal(bytes).0.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(kind: Kind, bytes: &[u8]) -> Map {
        use std::io::Write;
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        guess(kind, &File::at(file.path()), &Limits::COMMAND).unwrap()
    }

    fn from<'a>(map: &'a Map, ours: &str) -> Option<&'a str> {
        match map.columns.get(ours)? {
            Fed::Names(Some1::One(name)) => Some(name),
            _ => None,
        }
    }

    #[test]
    fn a_german_file_is_known_by_its_words_marks_and_days() {
        let text = "Artikel-Nr.;Bezeichnung;VK netto;VE;gelistet\nA1;Käse;1.234,50;12;15.03.2011\n";
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        let map = guessed(Kind::Products, &bytes);
        assert_eq!(map.encoding, Some(Encoding::Windows1252));
        assert_eq!((map.delimiter, map.decimal, map.grouping), (Some(';'), Some(','), Some('.')));
        assert_eq!(from(&map, "sku"), Some("Artikel-Nr."));
        assert_eq!(
            (from(&map, "name"), from(&map, "price")),
            (Some("Bezeichnung"), Some("VK netto"))
        );
        assert_eq!(from(&map, "pack_size"), Some("VE"));
    }

    #[test]
    fn dutch_and_french_files_and_utf_16_are_known() {
        let map = guessed(Kind::Stock, "Artikelcode|Voorraad\nA1|5\n".as_bytes());
        assert_eq!(map.delimiter, Some('|'));
        assert_eq!(
            (from(&map, "sku"), from(&map, "on_hand")),
            (Some("Artikelcode"), Some("Voorraad"))
        );
        let text = "N° client\tRaison sociale\tPays\nC1\tÉtoile\tFR\n";
        for big in [false, true] {
            let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            let bytes: Vec<u8> = text.encode_utf16().flat_map(unit).collect();
            let map = guessed(Kind::Customers, &bytes);
            let expected = if big { Encoding::Utf16Be } else { Encoding::Utf16Le };
            assert_eq!((map.encoding, map.delimiter), (Some(expected), Some('\t')));
            assert_eq!(
                (from(&map, "number"), from(&map, "name")),
                (Some("N° client"), Some("Raison sociale"))
            );
            assert_eq!(from(&map, "country"), Some("Pays"));
        }
    }

    #[test]
    fn days_and_numbers_are_read_as_most_of_them_fit() {
        let text = |day: &str, price: &str| {
            format!(
                "Order no,Customer no,Order date,Sku,Qty,Unit price\n1,C1,{day},A,1,\"{price}\"\n"
            )
        };
        let of = |day: &str, price: &str| {
            let map = guessed(Kind::Orders, text(day, price).as_bytes());
            (map.day_order, map.decimal, map.grouping)
        };
        assert_eq!(of("3/31/2011", "1,234.5"), (Some(DayOrder::Mdy), None, Some(',')));
        assert_eq!(of("31/3/2011", "12,5"), (Some(DayOrder::Dmy), Some(','), Some('.')));
        assert_eq!(of("3/4/2011", "12.5"), (Some(DayOrder::Dmy), None, None));
        assert_eq!(of("2011-03-31 08:15", "1"), (Some(DayOrder::Ymd), None, None));
    }
}
