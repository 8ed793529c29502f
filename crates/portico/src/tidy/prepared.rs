//! Every SQL literal of the program, prepared on both databases against the migrated schema: wrong names, a missing cast
//! and a type that only one of them has are found without running anything.

use tokio_postgres::NoTls;
use tokio_postgres::types::Type;

use super::literals::{self, Statement};
use super::source;
use crate::platform::db::Kind;
use crate::testkit::db::{TestDb, run};

/// The layer itself speaks to one database at a time; its statements for both stand in `feed.rs`.
const OF_ONE_DATABASE: [&str; 2] = ["src/platform/db/", "src/testkit/db"];

fn statements(kind: Kind) -> Vec<Statement> {
    let other = match kind {
        Kind::Sqlite => "_POSTGRES",
        Kind::Postgres => "_SQLITE",
    };
    let mut all = literals::all(&source::all());
    all.retain(|statement| {
        let ours = OF_ONE_DATABASE.iter().any(|folder| statement.place.contains(folder));
        let for_other = statement.constant.as_ref().is_some_and(|name| name.ends_with(other));
        let program = statement.place.starts_with("crates/portico/src/");
        program && (!ours || statement.place.contains("/feed.rs")) && !for_other
    });
    all
}

fn none_refused(refused: Vec<String>, asked: usize) {
    assert!(asked > 20, "only {asked} statements were found: the search for them is broken");
    assert!(
        refused.is_empty(),
        "{} of {asked} statements are refused:\n{}",
        refused.len(),
        refused.join("\n")
    );
}

#[test]
fn every_statement_can_be_prepared_on_sqlite() {
    run(Kind::Sqlite, TestDb::new, async |test_db| {
        let connection = rusqlite::Connection::open(test_db.address()).unwrap();
        let all = statements(Kind::Sqlite);
        let refused = all.iter().filter_map(|statement| {
            let complaint = match connection.prepare(&statement.text) {
                Err(error) => error.to_string(),
                Ok(prepared) => placeholders(&prepared)?,
            };
            Some(format!("{}: {complaint}", statement.place))
        });
        none_refused(refused.collect(), all.len());
    });
}

/// What is wrong with the placeholders, if anything: they are `$1`, `$2`, … without a gap.
fn placeholders(prepared: &rusqlite::Statement<'_>) -> Option<String> {
    let names =
        (1..=prepared.parameter_count()).map(|place| prepared.parameter_name(place).unwrap_or("?"));
    let mut numbers: Vec<usize> =
        names.filter_map(|name| name.strip_prefix('$')?.parse().ok()).collect();
    numbers.sort();
    let whole = numbers.iter().copied().eq(1..=prepared.parameter_count());
    (!whole).then(|| format!("its placeholders are {numbers:?}"))
}

#[test]
fn every_statement_can_be_prepared_on_postgres() {
    run(Kind::Postgres, TestDb::new, async |test_db| {
        let (client, connection) = tokio_postgres::connect(test_db.address(), NoTls).await.unwrap();
        tokio::spawn(connection);
        let all = statements(Kind::Postgres);
        let mut refused = Vec::new();
        for statement in &all {
            let complaint = match client.prepare(&statement.text).await {
                Err(error) => {
                    error.as_db_error().map_or(error.to_string(), |e| e.message().to_owned())
                }
                Ok(prepared) => match foreign_types(&prepared) {
                    None => continue,
                    Some(complaint) => complaint,
                },
            };
            refused.push(format!("{}: {complaint}", statement.place));
        }
        none_refused(refused, all.len());
    });
}

/// A parameter or a column of a type that SQLite does not have: most often a sum without a cast.
fn foreign_types(prepared: &tokio_postgres::Statement) -> Option<String> {
    let known = |ty: &Type| [Type::INT8, Type::TEXT, Type::BOOL, Type::BYTEA].contains(ty);
    let params = (1..).zip(prepared.params()).map(|(number, ty)| (format!("${number}"), ty));
    let columns = prepared
        .columns()
        .iter()
        .map(|column| (format!("column {}", column.name()), column.type_()));
    params
        .chain(columns)
        .find(|(_, ty)| !known(ty))
        .map(|(what, ty)| format!("{what} is {ty}, not bigint, text, boolean or bytea"))
}
