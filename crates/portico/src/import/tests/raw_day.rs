//! A raw day of Online Retail by the mappings that the manual prints, in four forms that differ in
//! delimiter, encoding, order of days and decimal mark: each makes the same database.

use super::*;
use crate::args;
use crate::doctor::examine;
use crate::testkit::db::TestDb;
use crate::testkit::on_both;
use csv::StringRecord;
use flate2::read::GzDecoder;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::collections::BTreeMap;
use std::fs::File as Opened;

const MANUAL: &str = include_str!("../../../../../docs/manual/import.md");

/// A day in small, with everything that the real one has: blanks, lower case, a charge, a credit
/// note, a row without a customer, a thing sold for nothing, an order that must be refused.
const SAMPLE: &str =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
546552,21889,WOODEN BOX OF DOMINOES,12,2011-03-15 08:18:00,1.25,13082.0,United Kingdom
546552,21915,RED  HARMONICA IN BOX ,1200,2011-03-15 08:18:00,1234.5,13082.0,United Kingdom
546553,84997b,CAFÉ – 5 € \"À LA CARTE\",6,2011-03-15 09:05:00,0.42,12681.0,France
546553,POST,POSTAGE,3,2011-03-15 09:05:00,18.0,12681.0,France
C546559,84978,HANGING HEART,-12,2011-03-15 10:02:00,1.06,12727.0,EIRE
546560,22180,RETRO LAMP,1,2011-03-15 11:00:00,9.95,,United Kingdom
546561,84997B,CAFÉ AGAIN,4,2011-03-15 12:30:00,0,12727.0,EIRE
546562,21889,WOODEN BOX OF DOMINOES,-5,2011-03-15 13:00:00,1.25,13082.0,United Kingdom
546562,21915,RED HARMONICA IN BOX,1,2011-03-15 13:00:00,1.25,13082.0,United Kingdom
";

/// The mapping with this name, as the manual prints it.
fn printed(name: &str) -> Map {
    let begin = format!("```toml\n# {name}\n");
    let block = MANUAL.split(&begin).nth(1).and_then(|rest| rest.split("```").next());
    Map::parse(block.unwrap_or_else(|| panic!("the manual prints {name}"))).unwrap()
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Quirk {
    Plain,
    German,
    American,
    Book,
}

type Day = Vec<StringRecord>;

fn records(text: impl std::io::Read) -> Day {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(Result::unwrap).collect()
}

/// The day written in this form.
fn written(day: &Day, quirk: Quirk) -> Vec<u8> {
    if quirk == Quirk::Book {
        return book(day);
    }
    let delimiter = match quirk {
        Quirk::German => b';',
        Quirk::American => b'\t',
        _ => b',',
    };
    let mut out = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    for (index, row) in day.iter().enumerate() {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            if index == 0 { cell.to_owned() } else { quirky(column, cell, quirk) }
        });
        out.write_record(cells).unwrap();
    }
    let text = String::from_utf8(out.into_inner().unwrap()).unwrap();
    match quirk {
        Quirk::German => {
            let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(&text);
            assert!(!lost);
            bytes.into_owned()
        }
        Quirk::American => {
            let units = ["\u{feff}", &text].concat();
            units.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }
        _ => text.into_bytes(),
    }
}

fn quirky(column: usize, cell: &str, quirk: Quirk) -> String {
    let (day, time) = cell.split_once(' ').unwrap_or((cell, ""));
    let part = |at: usize| day.split('-').nth(at).unwrap_or_default();
    match (column, quirk) {
        (3, Quirk::German) if cell.len() == 4 && !cell.starts_with('-') => {
            format!("{}.{}", &cell[..1], &cell[1..])
        }
        (4, Quirk::German) => format!("{}.{}.{} {}", part(2), part(1), part(0), &time[..5]),
        (4, Quirk::American) => {
            let hour: u8 = time[..2].parse().unwrap();
            let (half, hour) = (if hour < 12 { "AM" } else { "PM" }, (hour + 11) % 12 + 1);
            format!(
                "{}/{}/{} {hour}{} {half}",
                part(1).trim_start_matches('0'),
                part(2),
                part(0),
                &time[2..]
            )
        }
        (5, Quirk::German) => cell.replace('.', ","),
        (6, Quirk::German) => cell.trim_end_matches(".0").to_owned(),
        _ => cell.to_owned(),
    }
}

/// As a spreadsheet has it: numbers and times are numbers, codes are numbers where they can be.
fn book(day: &Day) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let format = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    for (row, cells) in (0..).zip(day) {
        for (column, cell) in (0..).zip(cells) {
            let number = cell.parse::<f64>().ok().filter(|_| row > 0);
            if column == 4 && row > 0 {
                let at = ExcelDateTime::parse_from_str(cell).unwrap();
                sheet.write_with_format(row, column, &at, &format).unwrap();
            } else if let Some(number) = number {
                sheet.write(row, column, number).unwrap();
            } else {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// The printed mapping, with the form of this quirk.
fn mapping(name: &str, quirk: Quirk) -> Map {
    use crate::import::files::form::Encoding;
    use crate::import::map::values::DayOrder;
    let map = printed(name);
    match quirk {
        Quirk::Plain | Quirk::Book => map,
        Quirk::German => Map {
            delimiter: Some(';'),
            encoding: Some(Encoding::Windows1252),
            decimal: Some(','),
            grouping: Some('.'),
            day_order: Some(DayOrder::Dmy),
            ..map
        },
        Quirk::American => Map { delimiter: Some('\t'), day_order: Some(DayOrder::Mdy), ..map },
    }
}

/// Imports the day in this form and tells every row of every table that came of it.
async fn come_in(db: &Db, day: &Day, quirk: Quirk) -> (Vec<Report>, Vec<String>) {
    let folder = Folder::new();
    let path = folder.file("day", written(day, quirk));
    let mut reports = Vec::new();
    for kind in [Kind::Products, Kind::Customers, Kind::Orders] {
        let map = mapping(&format!("{}.toml", kind.text()), quirk);
        let report = mapped(db, kind, &map, &[&path]).await.unwrap();
        let left_out = report.left_out_rows();
        let lines = report
            .refused_files
            .first()
            .map_or(0, |path| std::fs::read_to_string(path).unwrap().lines().count() as u64 - 1);
        assert_eq!(lines, report.refused, "{quirk:?}: every refused row is in the report");
        if kind == Kind::Orders {
            let rows = "select cast(coalesce(sum(line_count), 0) as bigint) from orders";
            let charges = count(db, "select count(*) from order_charges").await as u64;
            let taken = count(db, rows).await as u64 + charges;
            assert_eq!(report.rows, taken + left_out + report.refused, "{quirk:?}: none is lost");
        }
        reports.push(report);
    }
    let mut all = Vec::new();
    for sql in TABLES {
        let rows = db.report(move |view| view.all::<String>(sql, args![])).await;
        all.extend(rows.unwrap());
    }
    (reports, all)
}

const TABLES: [&str; 6] = [
    "select 'product|' || sku || '|' || name || '|' || description || '|' || unit || '|' || cast(base_price as text)
     || '|' || cast(base_per as text) || '|' || currency || '|' || listed_day || '|' || state
     from products order by sku_key limit 100000",
    "select 'customer|' || number || '|' || name || '|' || country || '|' || currency || '|' || language
     from customers order by number_key limit 100000",
    "select 'order|' || o.number || '|' || c.number || '|' || o.source || '|' || o.status || '|' || o.hand_over || '|' ||
     o.currency || '|' || o.address_name || '|' || o.address_country || '|' || cast(o.placed_at as text) || '|' ||
     o.placed_day || '|' || cast(o.line_count as text) || '|' || cast(o.goods_minor as text) || '|' ||
     cast(o.charges_minor as text) || '|' || cast(o.total_minor as text)
     from orders o join customers c on c.id = o.customer_id order by o.number_key limit 100000",
    "select 'line|' || o.number || '|' || cast(l.line as text) || '|' || l.sku || '|' || l.name || '|' ||
     coalesce(p.sku, '-') || '|' || l.unit || '|' || cast(l.quantity as text) || '|' || cast(l.price as text) || '|' ||
     cast(l.per as text) || '|' || cast(l.net_minor as text) || '|' || cast(l.vat_rate as text) || '|' ||
     l.vat_category || '|' || cast(l.shipped as text)
     from order_lines l join orders o on o.id = l.order_id left join products p on p.id = l.product_id
     order by o.number_key, l.line limit 100000",
    "select 'move|' || o.number || '|' || cast(l.line as text) || '|' || cast(m.at as text) || '|' || m.from_stage ||
     '|' || m.to_stage || '|' || cast(m.quantity as text) || '|' || m.source
     from line_moves m join order_lines l on l.id = m.order_line_id join orders o on o.id = m.order_id
     order by o.number_key, l.line limit 100000",
    "select 'charge|' || o.number || '|' || cast(c.position as text) || '|' || c.kind || '|' || c.name || '|' ||
     cast(c.net_minor as text) || '|' || c.vat_category
     from order_charges c join orders o on o.id = c.order_id order by o.number_key, c.position limit 100000",
];

/// Every form makes the same database; answers what the plain one came to.
async fn same_in_every_form(db: &Db, day: &Day) -> (Vec<Report>, Vec<String>) {
    let (plain, expected) = come_in(db, day, Quirk::Plain).await;
    let findings = db.report(examine).await.unwrap();
    assert!(findings.is_ok(), "{:?}", findings.breaches);
    for quirk in [Quirk::German, Quirk::American, Quirk::Book] {
        let kind = db.kind();
        let other = tokio::task::spawn_blocking(move || TestDb::new(kind)).await.unwrap();
        let (reports, rows) = come_in(&other.db(), day, quirk).await;
        for (report, first) in reports.iter().zip(&plain) {
            assert_eq!(counts(report), counts(first), "{quirk:?}");
            assert_eq!(report.left_out, first.left_out, "{quirk:?}");
            let why = |report: &Report| {
                let only_why = report.reasons.iter().filter_map(|r| r.split_once(": "));
                only_why.map(|(_, why)| why.replace(char::is_numeric, "")).collect::<Vec<_>>()
            };
            assert_eq!(why(report), why(first), "{quirk:?}");
        }
        for (row, first) in rows.iter().zip(&expected) {
            assert_eq!(row, first, "{quirk:?}");
        }
        assert_eq!(rows.len(), expected.len(), "{quirk:?}");
        tokio::task::spawn_blocking(move || drop(other)).await.unwrap();
    }
    (plain, expected)
}

on_both!(four_quirky_forms_of_a_small_day_give_the_same_database, |db| {
    let day = records(SAMPLE.as_bytes());
    let (reports, rows) = same_in_every_form(&db, &day).await;
    assert_eq!(counts(&reports[0]), [3, 0, 0, 0], "{:?}", reports[0].reasons);
    assert_eq!(counts(&reports[1]), [3, 0, 0, 0], "{:?}", reports[1].reasons);
    assert_eq!(counts(&reports[2]), [3, 0, 0, 2], "{:?}", reports[2].reasons);
    let left_out = [("credit note".to_owned(), 1), ("without customer".to_owned(), 1)];
    assert_eq!(reports[2].left_out, left_out);
    let has = |row: &str| assert!(rows.iter().any(|r| r.starts_with(row)), "{row}: {rows:#?}");
    has("product|84997B|CAFÉ – 5 € \"À LA CARTE\"||piece|4200|1|GBP|2011-03-15");
    has("product|21915|RED HARMONICA IN BOX|");
    has("customer|12681|12681|FR|");
    has("line|546552|2|21915|RED HARMONICA IN BOX|21915|piece|1200|12345000|1|148140000|");
    has("charge|546553|1|post|POSTAGE|5400|O");
    has(
        "order|546561|12727|import|confirmed|by_hand|GBP|12727|IE|1300192200000|2011-03-15|1|0|0|0",
    );
});

/// The raw sample beside the repository, or where `PORTICO_REAL_DATA` says; else it is said that the
/// test was not run.
fn real_data() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("PORTICO_REAL_DATA").map_or_else(beside, PathBuf::from);
    if folder.join("raw_sample/2011-03-15.csv.gz").exists() {
        return Some(folder);
    }
    println!("not run: {} is absent", folder.display());
    None
}

on_both!(the_real_raw_day_comes_in_as_the_cleaned_files_have_it, |db| {
    let Some(data) = real_data() else { return };
    let unpack = |name: &str| GzDecoder::new(Opened::open(data.join(name)).unwrap());
    let day = records(unpack("raw_sample/2011-03-15.csv.gz"));
    let (reports, rows) = same_in_every_form(&db, &day).await;
    assert_eq!(reports[2].rows, 1_292);
    let cleaned = records(unpack("online_retail/orders.csv.gz"));
    let of_day: BTreeMap<String, String> = cleaned
        .iter()
        .filter(|row| row[2].starts_with("2011-03-15"))
        .map(|row| (row[0].to_owned(), row[4].to_owned() + " " + &row[7].replace('.', "")))
        .collect();
    let came: BTreeMap<String, String> = rows
        .iter()
        .filter(|row| row.starts_with("order|"))
        .map(|row| {
            let cells: Vec<&str> = row.split('|').collect();
            (cells[1].to_owned(), format!("{} {}", cells[11], cells[14]))
        })
        .collect();
    assert_eq!(counts(&reports[2]), [of_day.len() as u64, 0, 0, 0], "{:?}", reports[2].reasons);
    assert_eq!(reports.iter().map(|report| report.refused).sum::<u64>(), 0);
    assert_eq!(came, of_day);
});
