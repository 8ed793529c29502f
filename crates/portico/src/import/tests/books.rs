//! Spreadsheets: sheets, formulas, errors, days of both counts, and files that grow without end.

use super::*;
use crate::args;
use crate::testkit::on_both;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

/// A spreadsheet written by hand: properties of the workbook, rows of its sheet, further parts.
pub(super) fn by_hand(properties: &str, rows: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let book = format!(
        r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{properties}<sheets><sheet name="Goods" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    for (name, content) in parts.iter().chain(more) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A row of cells; `t` is their type (`inlineStr`, `n`, `e`).
fn row(number: usize, cells: &[(&str, &str)]) -> String {
    let mut text = format!(r#"<row r="{number}">"#);
    for (column, (kind, value)) in ('A'..).zip(cells) {
        let cell = match *kind {
            "inlineStr" => {
                format!(r#"<c r="{column}{number}" t="inlineStr"><is><t>{value}</t></is></c>"#)
            }
            "day" => format!(r#"<c r="{column}{number}" s="1"><v>{value}</v></c>"#),
            "formula" => format!(r#"<c r="{column}{number}"><f>1+1</f>{value}</c>"#),
            kind => format!(r#"<c r="{column}{number}" t="{kind}"><v>{value}</v></c>"#),
        };
        text.push_str(&cell);
    }
    text + "</row>"
}

const HEADER: [(&str, &str); 4] = [
    ("inlineStr", "sku"),
    ("inlineStr", "name"),
    ("inlineStr", "price"),
    ("inlineStr", "listed_day"),
];

async fn products(db: &Db) -> Vec<String> {
    let sql = "select sku || ' ' || name || ' ' || cast(base_price as text) || ' ' || listed_day
         from products order by sku_key limit 20";
    db.read(move |view| view.all::<String>(sql, args![])).await.unwrap()
}

on_both!(a_sheet_comes_in_with_its_codes_numbers_and_days_as_they_are_shown, |db| {
    let folder = Folder::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    sheet.write_row(0, 0, ["sku", "name", "price", "listed_day", "note"]).unwrap();
    let at = ExcelDateTime::from_ymd(2011, 3, 15).unwrap();
    sheet.write(1, 0, "00123").unwrap();
    sheet.write(1, 1, "Apple").unwrap();
    sheet.write(1, 2, 1.1).unwrap();
    sheet.write_with_format(1, 3, &at, &day).unwrap();
    sheet.write(3, 0, 21_889).unwrap();
    sheet.write(3, 1, "=1+1").unwrap();
    sheet.write_formula(3, 2, Formula::new("=1.1+2.2").set_result("3.3000000000000003")).unwrap();
    sheet.write(3, 3, 40_617).unwrap();
    sheet.merge_range(4, 0, 4, 4, "", &Format::new()).unwrap();
    let path = folder.file("goods.xlsx", book.save_to_buffer().unwrap());
    let report = bring(&db, Kind::Products, &[&path]).await;
    assert_eq!(
        (counts(&report), report.unread.as_slice()),
        ([2, 0, 0, 0], &["note".to_owned()][..])
    );
    assert_eq!(
        products(&db).await,
        ["00123 Apple 11000 2011-03-15", "21889 =1+1 33000 2011-03-15"]
    );
    assert_eq!(counts(&bring(&db, Kind::Products, &[&path]).await), [0, 0, 2, 0]);
});

on_both!(of_several_sheets_one_is_named, |db| {
    let folder = Folder::new();
    let mut book = Workbook::new();
    for (name, sku) in [("Notes", "N1"), ("Goods", "G1")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, ["Our goods"]).unwrap();
        sheet.write_row(2, 0, ["sku", "name", "price"]).unwrap();
        sheet.write_row(3, 0, [sku, "Name", "1"]).unwrap();
    }
    let path = folder.file("goods.xlsx", book.save_to_buffer().unwrap());
    let error = try_bring(&db, Kind::Products, &[&path], Mode::Real).await.unwrap_err();
    assert!(format!("{error:#}").contains("several sheets: `Notes`, `Goods`"), "{error:#}");
    let map = Map::parse("by_name = true\nsheet = 'Nothing'").unwrap();
    let error = mapped(&db, Kind::Products, &map, &[&path]).await.unwrap_err();
    assert!(format!("{error:#}").contains("no sheet `Nothing`"), "{error:#}");
    let map = Map::parse("by_name = true\nsheet = 'goods'\nheader_row = 3").unwrap();
    assert_eq!(counts(&mapped(&db, Kind::Products, &map, &[&path]).await.unwrap()), [1, 0, 0, 0]);
    assert!(products(&db).await[0].starts_with("G1 Name 10000"));
});

on_both!(an_error_is_refused_on_its_cell_and_a_formula_needs_its_value, |db| {
    let folder = Folder::new();
    let text = |text| ("inlineStr", text);
    let rows = [
        row(1, &HEADER),
        row(2, &[text("A1"), text("Apple"), ("e", "#REF!"), text("")]),
        row(3, &[text("A2"), text("Pear"), ("formula", ""), text("")]),
        row(4, &[text("A3"), text("Plum"), ("formula", "<v>2</v>"), ("day", "40617")]),
        row(5, &[text("A4"), text("Fig"), ("n", "2"), text(""), text("beyond")]),
    ];
    let path = folder.file("goods.xlsx", by_hand("", &rows.concat(), &[]));
    let report = bring(&db, Kind::Products, &[&path]).await;
    assert_eq!(counts(&report), [1, 0, 0, 3]);
    let refused = folder.refused("goods.xlsx");
    let lines: Vec<&str> = refused.lines().skip(1).collect();
    assert_eq!(lines[0], "2,`price` is #REF!,A1,Apple,#REF!,");
    assert!(lines[1].starts_with("3,`price` is a formula without its value,A2"), "{}", lines[1]);
    assert!(lines[2].starts_with("5,has a cell right of the last column,A4"), "{}", lines[2]);
    assert_eq!(products(&db).await, ["A3 Plum 20000 2011-03-15"]);
});

on_both!(days_are_counted_from_1904_where_the_file_says_so, |db| {
    let folder = Folder::new();
    let text = |text| ("inlineStr", text);
    let rows = [
        row(1, &HEADER),
        row(2, &[text("A1"), text("Apple"), ("n", "1.1"), ("day", "39155")]),
        row(3, &[text("A2"), text("Pear"), ("n", "1.1"), ("n", "39155")]),
    ];
    let bytes = by_hand(r#"<workbookPr date1904="1"/>"#, &rows.concat(), &[]);
    let path = folder.file("goods.xlsx", bytes);
    assert_eq!(counts(&bring(&db, Kind::Products, &[&path]).await), [2, 0, 0, 0]);
    assert_eq!(products(&db).await, ["A1 Apple 11000 2011-03-15", "A2 Pear 11000 2011-03-15"]);
});

on_both!(a_spreadsheet_that_grows_without_end_is_refused_before_it_is_read, |db| {
    let folder = Folder::new();
    let good = row(1, &HEADER);
    let blanks = vec![b' '; 24 << 20];
    let padded: Vec<u8> = b"<x>".repeat(8 << 20);
    let claims = br#"<?xml version="1.0"?><sst count="9" uniqueCount="900000000000"><si><t>a</t></si></sst>"#;
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("grows", by_hand("", &good, &[("xl/media/a.bin", &blanks)]), "grows to more than"),
        ("tags", by_hand("", &good, &[("xl/worksheets/b.xml", &padded)]), "grows to more than"),
        (
            "claims",
            by_hand("", &good, &[("xl/sharedStrings.xml", claims)]),
            "cannot hold 900000000000 texts",
        ),
        (
            "long",
            by_hand("", &format!("{good}<row><c><v>{}</v></c></row>", "1".repeat(1 << 21)), &[]),
            "million characters",
        ),
        ("empty", by_hand("", "", &[]), "the sheet `Goods` is empty"),
    ];
    for (name, bytes, sentence) in cases {
        let path = folder.file("bomb.xlsx", bytes);
        let error = try_bring(&db, Kind::Products, &[&path], Mode::Real).await.unwrap_err();
        assert!(format!("{error:#}").contains(sentence), "{name}: {error:#}");
    }
    let few = Limits { parts_max: 3, ..Limits::COMMAND };
    let path = folder.file("parts.xlsx", by_hand("", &good, &[]));
    let error = import(&db, Kind::Products, &[path], Mode::Real, &few).await.unwrap_err();
    assert!(format!("{error:#}").contains("more than 3 parts"), "{error:#}");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.csv", SimpleFileOptions::default()).unwrap();
    let path = folder.file("a.zip", zip.finish().unwrap().into_inner());
    let error = try_bring(&db, Kind::Products, &[&path], Mode::Real).await.unwrap_err();
    assert!(format!("{error:#}").contains("zip file and no spreadsheet"), "{error:#}");
});
