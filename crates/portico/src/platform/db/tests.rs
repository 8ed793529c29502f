//! What the layer promises, tried on both databases.

use super::{Db, DbError, Tx};
use crate::args;
use crate::testkit::on_both;

/// A test on both databases with two tables of its own; see [`shelves`].
macro_rules! on_shelves {
    ($name:ident, |$db:ident| $body:block) => {
        on_both!(scratch $name, |test_db| {
            let $db = test_db.db();
            shelves(&$db).await;
            $body
        });
    };
}

mod jobs;
mod many;
mod postgres;
mod sqlite;
mod values;

/// Two tables of our own, with every kind of rule.
async fn shelves(db: &Db) {
    let (integer, blob, end) = match db.kind() {
        super::Kind::Sqlite => ("integer", "blob", ") strict;"),
        super::Kind::Postgres => ("bigint", "bytea", ");"),
    };
    let sql = format!(
        "create table shelves (id {integer} primary key, code text not null, version {integer} not null {end}
         create unique index shelves_code on shelves (code);
         create table boxes (id {integer} primary key, shelf_id {integer} not null references shelves (id),
             name text not null, weight {integer} not null, note text, raw {blob} {end}
         create unique index boxes_name on boxes (shelf_id, name);
         create index boxes_weight on boxes (weight);"
    );
    db.write(move |tx| tx.batch(&sql)).await.unwrap();
    shelf(db, 1, "first").await.unwrap();
}

async fn shelf(db: &Db, id: i64, code: &'static str) -> Result<(), DbError> {
    db.write(move |tx| insert_shelf(tx, id, code)).await
}

fn insert_shelf(tx: &mut Tx, id: i64, code: &str) -> Result<(), DbError> {
    tx.exec_each_one(
        "insert into shelves (id, code, version) values ($1, $2, 0)",
        &[args![id, code]],
    )
}

fn insert_box(tx: &mut Tx, id: i64, shelf_id: i64, name: &str) -> Result<(), DbError> {
    let row = args![id, shelf_id, name];
    tx.exec_each_one(
        "insert into boxes (id, shelf_id, name, weight) values ($1, $2, $3, 1)",
        &[row],
    )
}

async fn box_ids(db: &Db) -> Vec<i64> {
    let sql = "select id from boxes order by id limit 1000";
    db.read(move |view| view.all(sql, args![])).await.unwrap_or_else(|e: DbError| panic!("{e}"))
}

fn conflict(index: &str) -> DbError {
    DbError::Conflict { index: index.into() }
}
