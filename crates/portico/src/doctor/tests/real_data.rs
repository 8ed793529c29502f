//! The real data of `../shared/data`, imported whole: totals as `counts.json` says them.

use crate::args;
use crate::doctor::examine;
use crate::import::Kind;
use crate::import::bring::Report;
use crate::import::cli::import;
use crate::import::limits::Limits;
use crate::import::run::Mode;
use crate::platform::db::Db;
use crate::testkit::on_both;
use std::path::{Path, PathBuf};

async fn bring(db: &Db, kind: Kind, files: &[PathBuf]) -> Report {
    import(db, kind, files, Mode::Real, &Limits::COMMAND).await.unwrap()
}

/// New, changed, same, refused.
fn counts(report: &Report) -> [u64; 4] {
    [report.new, report.changed, report.same, report.refused]
}

/// The folder of the real data (`PORTICO_REAL_DATA`, else `../shared/data` beside the repository), or
/// `None` after saying plainly that the test was not run.
fn real_data() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("PORTICO_REAL_DATA").map_or_else(beside, PathBuf::from);
    if folder.join("counts.json").exists() {
        return Some(folder);
    }
    println!("not run: {} is absent", folder.display());
    None
}

on_both!(the_online_retail_year_comes_in_whole_and_once, |db| {
    let Some(data) = real_data() else { return };
    let told = std::fs::read_to_string(data.join("counts.json")).unwrap();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let told = &told["online_retail_dev"];
    let number = |name: &str| told[name].as_u64().unwrap();
    let file = |name: &str| data.join(format!("online_retail/{name}.csv.gz"));
    let products = bring(&db, Kind::Products, &[file("products")]).await;
    assert_eq!(counts(&products), [number("products"), 0, 0, 0]);
    let customers = bring(&db, Kind::Customers, &[file("customers")]).await;
    assert_eq!(counts(&customers), [number("customers"), 0, 0, 0]);
    let points = bring(&db, Kind::PriceLists, &[file("price_points")]).await;
    assert_eq!(counts(&points), [number("price_points"), 0, 0, 0]);
    let files = [file("orders"), file("order_lines"), file("order_charges")];
    let began = std::time::Instant::now();
    let orders = bring(&db, Kind::Orders, &files).await;
    let took = began.elapsed();
    assert_eq!(counts(&orders), [number("orders"), 0, 0, 0]);
    let lines = number("order_lines");
    println!(
        "{:?}: {lines} lines in {took:?}, {:.0} a second",
        db.kind(),
        lines as f64 / took.as_secs_f64()
    );
    assert_eq!(orders.rows, number("orders") + lines + number("order_charges"));
    let findings = db.report(examine).await.unwrap();
    assert!(findings.is_ok(), "{:?}", findings.breaches);
    let totals = &findings.json()["totals"];
    assert_eq!(totals["orders"].as_u64(), told["orders"].as_u64());
    assert_eq!(totals["order_lines"].as_u64(), told["order_lines"].as_u64());
    // The source adds up unrounded prices; two lines have three decimals.
    assert_eq!(told["goods_total"], "5159146.742");
    assert_eq!(
        (&totals["goods_exact"], &totals["goods_booked"]),
        (&"5159146.7420".into(), &"5159146.74".into())
    );
    assert_eq!(totals["charges"], told["charges_total"]);
    let differing = "select count(*) from orders where total_minor <> source_total_minor";
    let differing = db.read(move |view| view.one::<i64>(differing, args![])).await;
    assert_eq!(differing.unwrap(), Some(0));
    let again = bring(&db, Kind::Orders, &files).await;
    assert_eq!(counts(&again), [0, 0, number("orders"), 0]);
    credit_notes(&db, &data, told).await;
});

/// The year's credit notes: all of them, with the lines of orders that they give back, and their total to the cent.
async fn credit_notes(db: &Db, data: &Path, told: &serde_json::Value) {
    let file = |name: &str| data.join(format!("online_retail/{name}.csv.gz"));
    let files = [file("credit_notes"), file("credit_note_lines")];
    let notes = told["credit_notes"].as_u64().unwrap();
    let report = bring(db, Kind::Documents, &files).await;
    assert_eq!(counts(&report), [notes, 0, 0, 0], "{:?}", report.reasons);
    let findings = db.report(examine).await.unwrap();
    assert!(findings.is_ok(), "{:?}", findings.breaches);
    let totals = &findings.json()["totals"];
    assert_eq!(totals["documents"].as_u64(), Some(notes));
    assert_eq!(totals["credit_notes_total"], told["credit_total"]);
    let count = |sql: &'static str| async move {
        let count = db.read(move |view| view.one::<i64>(sql, args![])).await;
        count.unwrap().unwrap().unsigned_abs()
    };
    let lines = count("select count(*) from document_lines").await;
    assert_eq!(lines, told["credit_note_lines"].as_u64().unwrap());
    let matched = "select count(*) from document_lines where order_line_id is not null";
    assert_eq!(count(matched).await, told["credit_lines_matched"].as_u64().unwrap());
    let products = "select count(*) from document_lines where product_id is not null";
    assert_eq!(count(products).await, told["credit_lines_product"].as_u64().unwrap());
    let owed = count("select cast(sum(owed_minor) as bigint) from credit").await;
    let (whole, part) = (owed / 100, owed % 100);
    assert_eq!(told["credit_total"].as_str(), Some(&*format!("{whole}.{part:02}")));
    let again = bring(db, Kind::Documents, &files).await;
    assert_eq!(counts(&again), [0, 0, notes, 0]);
}
