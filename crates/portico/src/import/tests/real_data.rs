//! The real data of `../shared/data`, whole: totals as `counts.json` says them.

use super::*;
use crate::args;
use crate::testkit::on_both;

/// The folder of the real data (`PORTICO_DATA`, else `../shared/data` beside the repository), or
/// `None` after saying plainly that the test was not run.
fn real_data() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("PORTICO_DATA").map_or_else(beside, PathBuf::from);
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
    let number = |name: &str| told[name].as_u64().unwrap() as usize;
    let file = |name: &str| data.join(format!("online_retail/{name}.csv.gz"));
    let products = bring(&db, Kind::Products, &[&file("products")]).await;
    assert_eq!(counts(&products), [number("products"), 0, 0, 0]);
    let customers = bring(&db, Kind::Customers, &[&file("customers")]).await;
    assert_eq!(counts(&customers), [number("customers"), 0, 0, 0]);
    let points = bring(&db, Kind::PriceLists, &[&file("price_points")]).await;
    assert_eq!(counts(&points), [number("price_points"), 0, 0, 0]);
    let files = [file("orders"), file("order_lines"), file("order_charges")];
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
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
    assert_eq!(
        orders.rows,
        number("orders") + lines + number("order_charges")
    );
    assert_eq!(
        count(&db, "select count(*) from order_lines").await as usize,
        lines
    );
    assert_eq!(
        count(&db, "select count(*) from order_charges").await as usize,
        number("order_charges")
    );
    let sql = "select cast(sum(quantity * price) as bigint), cast(sum(net_minor) as bigint) from order_lines";
    let goods = db
        .report(move |view| view.one::<(i64, i64)>(sql, args![]))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(told["goods_total"], "5159146.742");
    assert_eq!(goods, (51_591_467_420, 515_914_674));
    let charges = count(
        &db,
        "select cast(sum(net_minor) as bigint) from order_charges",
    )
    .await;
    assert_eq!(
        told["charges_total"],
        format!("{}.{}", charges / 100, charges % 100)
    );
    let differing = "select count(*) from orders where total_minor <> source_total_minor";
    assert_eq!(count(&db, differing).await, 0);
    let again = bring(&db, Kind::Orders, &files).await;
    assert_eq!(counts(&again), [0, 0, number("orders"), 0]);
});
