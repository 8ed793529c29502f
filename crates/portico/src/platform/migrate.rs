//! Brings the schema up to date: numbered files, one text for both databases, each in one transaction.

use std::collections::BTreeMap;
use std::fmt;

use sha2::{Digest, Sha256};

use super::db::{Db, DbError, Kind, Tx, View};
use crate::args;

/// Every migration, in order. Files are never edited after a release.
const FILES: &[(&str, &str)] = &[
    ("0001_platform", include_str!("../../migrations/0001_platform.sql")),
    ("0002_platform_records", include_str!("../../migrations/0002_platform_records.sql")),
    ("0003_customers", include_str!("../../migrations/0003_customers.sql")),
    ("0004_access", include_str!("../../migrations/0004_access.sql")),
    ("0005_catalogue", include_str!("../../migrations/0005_catalogue.sql")),
    ("0006_orders", include_str!("../../migrations/0006_orders.sql")),
    ("0007_cart", include_str!("../../migrations/0007_cart.sql")),
    ("0008_backoffice", include_str!("../../migrations/0008_backoffice.sql")),
    ("0009_upkeep", include_str!("../../migrations/0009_upkeep.sql")),
    ("0010_imports", include_str!("../../migrations/0010_imports.sql")),
    ("0011_catalogue", include_str!("../../migrations/0011_catalogue.sql")),
    ("0012_pictures", include_str!("../../migrations/0012_pictures.sql")),
    ("0013_staff", include_str!("../../migrations/0013_staff.sql")),
    ("0014_goods", include_str!("../../migrations/0014_goods.sql")),
    ("0015_lists", include_str!("../../migrations/0015_lists.sql")),
    ("0015_lists_activity", include_str!("../../migrations/0015_lists_activity.sql")),
    ("0016_login", include_str!("../../migrations/0016_login.sql")),
    ("0017_running", include_str!("../../migrations/0017_running.sql")),
    ("0018_plans", include_str!("../../migrations/0018_plans.sql")),
    ("0020_product_batches", include_str!("../../migrations/0020_product_batches.sql")),
    ("0020_product_views", include_str!("../../migrations/0020_product_views.sql")),
    ("0021_announcements", include_str!("../../migrations/0021_announcements.sql")),
    ("0021_staff_mails", include_str!("../../migrations/0021_staff_mails.sql")),
    ("0021_stock_label", include_str!("../../migrations/0021_stock_label.sql")),
    ("0022_plans", include_str!("../../migrations/0022_plans.sql")),
    ("0023_queue", include_str!("../../migrations/0023_queue.sql")),
    ("0024_shipments", include_str!("../../migrations/0024_shipments.sql")),
    ("0025_pasted_lists", include_str!("../../migrations/0025_pasted_lists.sql")),
    ("0026_comments", include_str!("../../migrations/0026_comments.sql")),
    ("0027_backorder_lists", include_str!("../../migrations/0027_backorder_lists.sql")),
    ("0027_incoming", include_str!("../../migrations/0027_incoming.sql")),
    ("0028_goods_in", include_str!("../../migrations/0028_goods_in.sql")),
    ("0028_returns", include_str!("../../migrations/0028_returns.sql")),
    ("0028_stock_counts", include_str!("../../migrations/0028_stock_counts.sql")),
    ("0029_order_approvals", include_str!("../../migrations/0029_order_approvals.sql")),
    ("0030_review", include_str!("../../migrations/0030_review.sql")),
    ("0030_wishes", include_str!("../../migrations/0030_wishes.sql")),
    ("0031_by_hand", include_str!("../../migrations/0031_by_hand.sql")),
    ("0032_shipment_arrivals", include_str!("../../migrations/0032_shipment_arrivals.sql")),
    ("0033_usual", include_str!("../../migrations/0033_usual.sql")),
    ("0035_approvals_of_customer", include_str!("../../migrations/0035_approvals_of_customer.sql")),
    ("0037_largest_order", include_str!("../../migrations/0037_largest_order.sql")),
    ("0038_saved_lists", include_str!("../../migrations/0038_saved_lists.sql")),
    ("0039_documents", include_str!("../../migrations/0039_documents.sql")),
    ("0040_customer_papers", include_str!("../../migrations/0040_customer_papers.sql")),
    ("0041_quotes", include_str!("../../migrations/0041_quotes.sql")),
    ("0043_own_details", include_str!("../../migrations/0043_own_details.sql")),
    ("0044_credit_over", include_str!("../../migrations/0044_credit_over.sql")),
    ("0046_payments", include_str!("../../migrations/0046_payments.sql")),
    ("0047_bank", include_str!("../../migrations/0047_bank.sql")),
    ("0049_settled_before", include_str!("../../migrations/0049_settled_before.sql")),
    ("0050_to_invoice", include_str!("../../migrations/0050_to_invoice.sql")),
    ("0053_documents_covered", include_str!("../../migrations/0053_documents_covered.sql")),
    ("0054_pays_online", include_str!("../../migrations/0054_pays_online.sql")),
    ("0055_remittances", include_str!("../../migrations/0055_remittances.sql")),
];

/// The record of what was applied; the only table that no file makes.
const RECORD: &str = "create table if not exists schema_migrations (name text primary key, \
     checksum text not null, applied_at bigint not null) strict;";
const APPLIED: &str = "select name, checksum from schema_migrations order by name limit 10000";
/// One server migrates at a time; the others wait for as long as it takes.
const LOCK: &str = "set local lock_timeout = 0; set local statement_timeout = 0; \
     select pg_advisory_xact_lock(7021130121);";

/// Why the schema could not be brought up to date.
#[derive(Debug)]
pub enum MigrateError {
    /// The database was migrated by a newer program.
    Newer {
        /// The first migration that this program does not know.
        name: String,
    },
    /// A file that was applied has been edited since.
    Changed {
        /// Its name.
        name: String,
    },
    /// The database refused.
    Db(DbError),
}

impl From<DbError> for MigrateError {
    fn from(error: DbError) -> MigrateError {
        MigrateError::Db(error)
    }
}

impl fmt::Display for MigrateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MigrateError::Newer { name } => {
                write!(
                    f,
                    "the database is newer than this program: it has {name}; install the newer version"
                )
            }
            MigrateError::Changed { name } => {
                write!(f, "migration {name} was edited after it was applied")
            }
            MigrateError::Db(error) => {
                write!(f, "the schema cannot be brought up to date: {error}")
            }
        }
    }
}

impl std::error::Error for MigrateError {}

/// Applies the missing files and says which. Servers starting together take turns.
pub async fn run(db: &Db) -> Result<Vec<&'static str>, MigrateError> {
    run_files(db, FILES).await
}

/// The same with one more file at the end: how `cargo xtask crash` kills a long migration.
pub async fn run_with(
    db: &Db,
    also: (&'static str, &'static str),
) -> Result<Vec<&'static str>, MigrateError> {
    let files: Vec<_> = FILES.iter().copied().chain([also]).collect();
    run_files(db, files.leak()).await
}

/// What was applied to this database: name and checksum of each file. Nothing, where there is no schema yet.
pub fn applied(view: &mut View) -> Result<BTreeMap<String, String>, DbError> {
    if view.tables()?.iter().all(|table| table.name != "schema_migrations") {
        return Ok(BTreeMap::new());
    }
    let rows = view.all::<(String, String)>(APPLIED, args![])?;
    Ok(rows.into_iter().collect())
}

/// The files that are still to be applied to this database.
pub fn pending(view: &mut View) -> Result<Vec<&'static str>, MigrateError> {
    let applied = applied(view)?;
    known(FILES, &applied)?;
    Ok(FILES.iter().map(|(name, _)| *name).filter(|name| !applied.contains_key(*name)).collect())
}

/// Whether this program knows all of these files, as they are.
pub fn check_known(applied: &BTreeMap<String, String>) -> Result<(), MigrateError> {
    known(FILES, applied)
}

/// Gives an empty database the schema that these files make, and no more. Nobody else migrates it meanwhile.
pub fn apply_only(tx: &mut Tx, wanted: &BTreeMap<String, String>) -> Result<(), MigrateError> {
    known(FILES, wanted)?;
    tx.batch(&text_for(tx.kind(), RECORD))?;
    for (name, source) in FILES.iter().filter(|(name, _)| wanted.contains_key(*name)) {
        apply(tx, name, source)?;
    }
    Ok(())
}

/// Waits until no other server migrates this database; until this transaction ends, none will. On SQLite the one writer
/// is alone anyway.
pub fn lock(tx: &mut Tx) -> Result<(), DbError> {
    if tx.kind() == Kind::Postgres { tx.batch(LOCK) } else { Ok(()) }
}

fn known(
    files: &[(&'static str, &'static str)],
    applied: &BTreeMap<String, String>,
) -> Result<(), MigrateError> {
    for (name, checksum) in applied {
        match files.iter().find(|file| file.0 == name) {
            None => return Err(MigrateError::Newer { name: name.clone() }),
            Some((_, source)) if checksum_of(source) != *checksum => {
                return Err(MigrateError::Changed { name: name.clone() });
            }
            Some(_) => {}
        }
    }
    Ok(())
}

async fn run_files(
    db: &Db,
    files: &'static [(&'static str, &'static str)],
) -> Result<Vec<&'static str>, MigrateError> {
    let mut applied = Vec::new();
    while let Some(name) = db.write(move |tx| apply_next(tx, files)).await? {
        applied.push(name);
    }
    Ok(applied)
}

/// A short text that changes with every change of the schema; test databases carry it in their names.
pub fn fingerprint() -> String {
    let mut hash = Sha256::new();
    for text in FILES.iter().flat_map(|(name, source)| [name, source]).chain([&RECORD]) {
        hash.update(text);
        hash.update([0]);
    }
    hex(&hash.finalize()[..6])
}

/// Applies the first file that is missing, if any.
fn apply_next(
    tx: &mut Tx,
    files: &'static [(&'static str, &'static str)],
) -> Result<Option<&'static str>, MigrateError> {
    lock(tx)?;
    tx.batch(&text_for(tx.kind(), RECORD))?;
    let applied: BTreeMap<String, String> =
        tx.all::<(String, String)>(APPLIED, args![])?.into_iter().collect();
    known(files, &applied)?;
    let missing = files.iter().find(|(name, _)| !applied.contains_key(*name));
    let Some((name, source)) = missing else {
        return Ok(None);
    };
    apply(tx, name, source)?;
    Ok(Some(name))
}

fn apply(tx: &mut Tx, name: &str, source: &str) -> Result<(), DbError> {
    tx.batch(&text_for(tx.kind(), source))?;
    let (checksum, now) = (checksum_of(source), tx.now());
    tx.exec_each_one(
        "insert into schema_migrations (name, checksum, applied_at) values ($1, $2, $3)",
        &[args![name, checksum, now]],
    )
}

fn checksum_of(source: &str) -> String {
    hex(&Sha256::digest(source))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The text of a file for one database: four words replaced, and lines left out that are marked for the other one.
/// `-- only: sqlite` stands at the end of a line or, alone, on the line before.
fn text_for(kind: Kind, source: &str) -> String {
    let (wanted, unwanted) = match kind {
        Kind::Sqlite => ("-- only: sqlite", "-- only: postgres"),
        Kind::Postgres => ("-- only: postgres", "-- only: sqlite"),
    };
    let mut text = String::with_capacity(source.len());
    let mut skip_next = false;
    for line in source.lines() {
        let alone = line.trim();
        let skip = std::mem::replace(&mut skip_next, alone == unwanted);
        if skip || alone == wanted || alone.ends_with(unwanted) {
            continue;
        }
        text.push_str(line);
        text.push('\n');
    }
    match kind {
        Kind::Sqlite => text.replace(" bigint", " integer").replace(" boolean", " integer"),
        Kind::Postgres => text.replace(" blob", " bytea").replace(") strict;", ");"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::on_both;

    on_both!(running_again_does_nothing, |db| {
        assert_eq!(run(&db).await.unwrap(), Vec::<&str>::new());
    });

    on_both!(scratch a_newer_database_is_refused, |test_db| { let db = test_db.db();
        let older = &FILES[..1];
        let refused = run_files(&db, older).await;
        assert!(matches!(&refused, Err(MigrateError::Newer { name }) if name == "0002_platform_records"), "{refused:?}");
    });

    on_both!(scratch an_edited_file_is_refused, |test_db| { let db = test_db.db();
        const EDITED: &[(&str, &str)] = &[("0001_platform", "select 1;")];
        db.write(|tx| tx.batch("delete from schema_migrations where name <> '0001_platform'")).await.unwrap();
        let refused = run_files(&db, EDITED).await;
        assert!(matches!(&refused, Err(MigrateError::Changed { name }) if name == "0001_platform"), "{refused:?}");
    });

    on_both!(scratch a_file_that_fails_leaves_nothing, |test_db| { let db = test_db.db();
        const BROKEN: &[(&str, &str)] =
            &[("0001_platform", FILES[0].1), ("0002_broken", "create table t (id bigint primary key) strict; select broken;")];
        db.write(|tx| tx.batch("delete from schema_migrations where name <> '0001_platform'")).await.unwrap();
        for _ in 0..2 {
            let failed = run_files(&db, BROKEN).await;
            assert!(matches!(&failed, Err(MigrateError::Db(DbError::Failed(_)))), "{failed:?}");
        }
        let table = db.write(|tx| tx.one::<i64>("select count(*) from t", args![])).await;
        assert!(matches!(table, Err(DbError::Failed(_))));
    });

    #[test]
    fn every_file_is_listed_in_order() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let entries = std::fs::read_dir(folder).unwrap();
        let mut there: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        there.sort();
        let listed: Vec<String> = FILES.iter().map(|(name, _)| format!("{name}.sql")).collect();
        assert_eq!(listed, there);
    }

    #[test]
    fn lines_for_one_database_only() {
        let source = "a bigint\nb -- only: sqlite\nc blob -- only: postgres\n-- only: postgres\nd\ne\n) strict;\n";
        assert_eq!(text_for(Kind::Sqlite, source), "a integer\nb -- only: sqlite\ne\n) strict;\n");
        assert_eq!(
            text_for(Kind::Postgres, source),
            "a bigint\nc bytea -- only: postgres\nd\ne\n);\n"
        );
    }

    /// What a column is, on both databases: name, type, whether it may be null.
    type Column = (String, String, String, bool);

    const SQLITE_COLUMNS: &str = "select t.name, c.name, c.type, c.\"notnull\" = 0 and c.pk = 0
         from sqlite_schema t, pragma_table_info(t.name) c
        where t.type = 'table' and t.name not like 'sqlite%' order by t.name, c.name";
    const POSTGRES_COLUMNS: &str = "select cast(table_name as text), cast(column_name as text),
            cast(data_type as text), is_nullable = 'YES'
         from information_schema.columns where table_schema = 'public' order by 1, 2";
    const SQLITE_INDEXES: &str = "select l.name, t.name, l.\"unique\" = 1,
            (select group_concat(i.name, ', ' order by i.seqno) from pragma_index_info(l.name) i)
         from sqlite_schema t, pragma_index_list(t.name) l
        where t.type = 'table' and l.origin = 'c' order by l.name";
    const POSTGRES_INDEXES: &str = "select cast(i.relname as text), cast(t.relname as text), x.indisunique,
            (select string_agg(a.attname, ', ' order by k.place) from pg_attribute a,
                unnest(x.indkey) with ordinality k (number, place)
              where a.attrelid = t.oid and a.attnum = k.number)
         from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
         join pg_namespace n on n.oid = t.relnamespace
        where n.nspname = 'public' and not x.indisprimary order by 1";

    async fn columns(kind: Kind, sql: &'static str) -> Vec<Column> {
        let test_db = crate::testkit::db::TestDb::new(kind);
        test_db
            .db()
            .read(move |view| view.all(sql, args![]))
            .await
            .unwrap_or_else(|e: DbError| panic!("{e}"))
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn both_schemas_have_the_same_columns() {
        let wanted: Vec<Column> = columns(Kind::Sqlite, SQLITE_COLUMNS).await;
        let found = columns(Kind::Postgres, POSTGRES_COLUMNS).await.into_iter().map(
            |(table, column, ty, null)| {
                let ty = match ty.as_str() {
                    "bigint" | "boolean" => "INTEGER",
                    "bytea" => "BLOB",
                    "text" => "TEXT",
                    other => panic!("{table}.{column} is {other}"),
                };
                (table, column, ty.to_owned(), null)
            },
        );
        let wanted: Vec<Column> =
            wanted.into_iter().map(|(t, c, ty, null)| (t, c, ty.to_uppercase(), null)).collect();
        assert!(wanted.len() > 50);
        assert_eq!(found.collect::<Vec<_>>(), wanted);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn both_schemas_have_the_same_named_indexes() {
        type Index = (String, String, bool, Option<String>);
        let [sqlite, postgres] =
            [(Kind::Sqlite, SQLITE_INDEXES), (Kind::Postgres, POSTGRES_INDEXES)];
        let mut found: Vec<Vec<Index>> = Vec::new();
        for (kind, sql) in [sqlite, postgres] {
            let test_db = crate::testkit::db::TestDb::new(kind);
            let indexes = test_db.db().read(move |view| view.all(sql, args![])).await;
            found.push(indexes.unwrap_or_else(|e: DbError| panic!("{e}")));
        }
        assert!(found[0].len() > 10);
        assert_eq!(found[0], found[1]);
    }
}
