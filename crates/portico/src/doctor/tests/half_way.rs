//! An import that is stopped half-way, and people who go on working beside it.

use crate::args;
use crate::doctor::examine;
use crate::import::Kind;
use crate::import::cli::import;
use crate::import::limits::Limits;
use crate::import::run::Mode;
use crate::platform::db::{Db, DbError};
use crate::testkit::on_both;
use std::fmt::Write as _;
use std::path::PathBuf;

const ORDERS: usize = 3_000;

fn file(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("portico-half-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

/// Orders of five lines and a charge each.
fn orders() -> String {
    let mut text = "order,customer,placed_at,sku,quantity,price,charge,amount\n".to_owned();
    for order in 0..ORDERS {
        for sku in 0..5 {
            writeln!(text, "N{order},C1,2011-01-01,S{sku},3,1.005,,").unwrap();
        }
        writeln!(text, "N{order},C1,2011-01-01,,,,postage,4.50").unwrap();
    }
    text
}

async fn count(db: &Db) -> usize {
    let sql = "select count(*) from orders";
    let count = db.read(move |view| view.one::<i64>(sql, args![])).await.unwrap().unwrap();
    usize::try_from(count).unwrap()
}

on_both!(stopped_half_way_whole_orders_are_there_and_again_completes, |db| {
    let customers = file("customers.csv", "number\nC1\n");
    import(&db, Kind::Customers, std::slice::from_ref(&customers), Mode::Real, &Limits::COMMAND)
        .await
        .unwrap();
    let path = file(&format!("{:?}.csv", db.kind()), &orders());
    let running = {
        let (db, files) = (db.clone(), [path.clone()]);
        tokio::spawn(async move {
            import(&db, Kind::Orders, &files, Mode::Real, &Limits::COMMAND).await
        })
    };
    while count(&db).await == 0 {
        tokio::task::yield_now().await;
    }
    // Somebody else writes meanwhile, and does not wait for the end.
    let other = "insert into settings (key, value, changed_at) values ('k', 'v', 0)";
    let written = db.write(move |tx| tx.exec(other, args![])).await;
    assert_eq!(written, Ok::<u64, DbError>(1));
    assert!(!running.is_finished(), "the import was over before anybody could write");
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    let findings = db.report(examine).await.unwrap();
    assert!(findings.is_ok(), "{:?}", findings.breaches);
    let turns = "select count(*) from leases where name like 'import:%'";
    while db.read(move |view| view.one::<i64>(turns, args![])).await.unwrap() != Some(0) {
        tokio::task::yield_now().await;
    }
    let files = [path];
    let again = import(&db, Kind::Orders, &files, Mode::Real, &Limits::COMMAND).await.unwrap();
    assert!(again.same > 0 && again.new > 0);
    assert_eq!((again.new + again.same, again.refused), (ORDERS as u64, 0));
    let findings = db.report(examine).await.unwrap();
    assert!(findings.is_ok(), "{:?}", findings.breaches);
    assert_eq!(findings.json()["totals"]["goods_booked"], "45300.00");
    assert_eq!(findings.json()["totals"]["goods_exact"], "45225.0000");
    for file in files.iter().chain([&customers]) {
        std::fs::remove_file(file).unwrap();
    }
});
