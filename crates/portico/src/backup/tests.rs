//! Backups and restores, from each database into each.

use super::*;
use crate::args;
use crate::config::Config;
use crate::platform::archive;
use crate::platform::backups;
use crate::platform::db::{DbError, Kind, Tx, View};
use crate::platform::{migrate, outbox, standby};
use crate::testkit::db::TestDb;
use crate::testkit::world::World;
use crate::testkit::{in_world, on_both};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An empty place for a restore: nothing in it, not even a schema.
struct Fresh {
    url: String,
    _kept: Option<TestDb>,
}

async fn fresh(kind: Kind, folder: &Path) -> Fresh {
    if kind == Kind::Sqlite {
        let url = folder.join("restored.sqlite").display().to_string();
        return Fresh { url, _kept: None };
    }
    let scratch = TestDb::scratch(kind);
    let (client, connection) =
        tokio_postgres::connect(scratch.address(), tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute("drop schema public cascade; create schema public").await.unwrap();
    Fresh { url: scratch.address().to_owned(), _kept: Some(scratch) }
}

fn config(folder: &Path) -> Config {
    Config { data: folder.to_owned(), ..Config::default() }
}

async fn hashes(db: &Db) -> BTreeMap<String, String> {
    let read = |view: &mut View| -> Result<_, DbError> { archive::hashes(view) };
    db.report(read).await.unwrap()
}

/// Texts and bytes that are easily misread.
fn nasty(tx: &mut Tx) -> Result<(), DbError> {
    let bytes: Vec<u8> = (0..=255).collect();
    let texts = ["a\tb\nc\rd\\e\u{b}f\u{c}g\u{8}h", "\\N", "", "\u{1f}\u{7f} café 漢字", "\\."];
    for (number, text) in (0_i64..).zip(texts) {
        let name = format!("nasty-{number}");
        tx.exec_each_one(
            "insert into files (name, content_type, bytes, created_at) values ($1, $2, $3, $4)",
            &[args![
                &name,
                text,
                &bytes[..bytes.len() * usize::from(number != 3)],
                i64::MIN + number
            ]],
        )?;
    }
    Ok(())
}

async fn waiting_mail(world: &World) {
    let write = |tx: &mut Tx| outbox::enqueue(tx, "mail", "test", "test:1", "{}").map(|_| ());
    world.db.write(write).await.unwrap();
}

in_world!(a_backup_restores_into_either_database_and_nothing_leaves_it, |world| {
    let folder = tempfile::tempdir().unwrap();
    world.db.write(nasty).await.unwrap();
    drop(world.sign_in("anna@").await);
    waiting_mail(&world).await;
    let file = folder.path().join("one.portico");
    let taken = take(&world.db, &config(folder.path()), &file, Cause::Command).await.unwrap();
    let original = hashes(&world.db).await;
    assert_eq!(taken.manifest.tables.len(), original.len());
    assert!(taken.manifest.rows() > 100, "{}", taken.manifest.rows());
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let place = fresh(kind, folder.path()).await;
        let restored = restore(&file, &place.url, Wish::StandBy).await.unwrap();
        assert_eq!(restored.findings.totals.json(), taken.manifest.totals, "{kind:?}");
        for (table, hash) in hashes(&restored.db).await {
            let written = ["settings", "activity"].contains(&table.as_str());
            assert_eq!(hash == original[&table], !written, "{table} on {kind:?}");
        }
        let read = |view: &mut View| -> Result<(i64, i64), DbError> {
            let sql = "select (select count(*) from sessions), (select count(*) from outbox where state = 'waiting')";
            Ok(view.one::<(i64, i64)>(sql, args![])?.unwrap_or_default())
        };
        assert_eq!(restored.db.read(read).await, Ok((0, 1)), "sessions have ended, the mail waits");
        let due =
            |db: Db| async move { outbox::lease(&db, "mail", "test", 10).await.unwrap().len() };
        assert_eq!(due(restored.db.clone()).await, 0, "it stands by");
        assert_eq!(restored.db.write(|tx| standby::release(tx, None)).await, Ok(true));
        assert_eq!(due(restored.db.clone()).await, 1, "and goes when released");
        let again = restore(&file, &place.url, Wish::StandBy).await.err().unwrap().to_string();
        assert!(again.contains("not empty"), "{again}");
    }
    world.leave_unhandled();
});

in_world!(the_doctor_says_when_the_newest_backup_is_old, |world| {
    let warned = async |db: &Db| -> String {
        let findings = db.report(crate::doctor::examine).await.unwrap();
        assert!(findings.is_ok(), "a warning is no breach");
        findings.warnings.join("; ")
    };
    assert!(warned(&world.db).await.contains("no backup"));
    let now = world.clock.now_ms();
    let note = move |tx: &mut Tx| {
        let place = "/backups/one.portico".to_owned();
        let cause = "daily".to_owned();
        backups::note(
            tx,
            &backups::Backup { taken_at: now, cause, place, bytes: 1, rows: 1, took_ms: 1 },
        )
    };
    world.db.write(note).await.unwrap();
    assert_eq!(warned(&world.db).await, "");
    let mut owner = world.sign_in("olive@").await;
    assert!(owner.get("/staff/running").await.says("/backups/one.portico"));
    world.clock.advance(2 * 86_400_000 + 1);
    assert!(warned(&world.db).await.contains("two days ago"));
    world.db.write(standby::begin).await.unwrap();
    assert!(warned(&world.db).await.contains("stands by"));
    let mut owner = world.sign_in("olive@").await;
    let page = owner.get("/staff/running").await;
    assert!(page.says("stands by") && page.says("older than two days"), "{}", page.text());
    let released = owner.post("/staff/running/release", &[]).await;
    assert_eq!(released.status, 303);
    assert!(owner.get("/staff/running").await.says("sent from now on"));
    assert_eq!(world.db.read(standby::since).await, Ok(None));
});

in_world!(what_must_be_there_is_put_back, |world| {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.portico");
    let _ = take(&world.db, &config(folder.path()), &file, Cause::Command).await.unwrap();
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let place = fresh(kind, folder.path()).await;
        let restored = restore(&file, &place.url, Wish::Release).await.unwrap();
        assert_eq!(restored.db.read(standby::since).await, Ok(None), "released at once");
        let orphan = |tx: &mut Tx| {
            tx.exec("insert into order_erp_refs (erp_ref, order_id) values ('x', 1)", args![])
                .map(|_| ())
        };
        assert_eq!(
            restored.db.write(orphan).await,
            Err(DbError::Reference),
            "foreign keys are back"
        );
        let twice =
            |tx: &mut Tx| tx.exec("update orders set number_key = 'one'", args![]).map(|_| ());
        let refused = restored.db.write(twice).await.unwrap_err();
        assert!(refused.is_conflict("orders_number"), "indexes are back: {refused}");
    }
    world.leave_unhandled();
});

in_world!(a_copy_is_compared_and_its_source_untouched, |world| {
    let folder = tempfile::tempdir().unwrap();
    let before = hashes(&world.db).await;
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let place = fresh(kind, folder.path()).await;
        let copied = copy(&config(folder.path()), world.address(), &place.url, Wish::StandBy).await;
        assert!(copied.is_ok(), "{:?}", copied.err());
        let again = copy(&config(folder.path()), world.address(), &place.url, Wish::StandBy).await;
        assert!(again.err().unwrap().to_string().contains("not empty"));
    }
    assert_eq!(hashes(&world.db).await, before);
    world.leave_unhandled();
});

/// A file with one byte altered, or cut.
fn altered(original: &[u8], folder: &Path, at: usize, cut: bool) -> PathBuf {
    let mut bytes = original.to_vec();
    if cut {
        bytes.truncate(at);
    } else {
        bytes[at] ^= 1;
    }
    let file = folder.join("altered.portico");
    std::fs::write(&file, bytes).unwrap();
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_that_is_cut_or_altered_is_refused_and_leaves_nothing() {
    let mut world = World::on(Kind::Sqlite).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.portico");
    let whole = take(&world.db, &config(folder.path()), &file, Cause::Command).await.unwrap();
    let bytes = std::fs::read(&file).unwrap();
    let target = folder.path().join("target.sqlite").display().to_string();
    for step in 0..40 {
        let cut = altered(&bytes, folder.path(), bytes.len() * step / 40, true);
        assert!(restore(&cut, &target, Wish::StandBy).await.is_err(), "cut at {step}/40");
    }
    let mut harmless = 0;
    for at in (0..bytes.len()).step_by(bytes.len() / 400 + 1) {
        let flipped = altered(&bytes, folder.path(), at, false);
        match archive::check(&flipped) {
            // Fillings between entries mean nothing.
            Ok(found) => {
                assert_eq!(found.manifest.tables, whole.manifest.tables, "{at}");
                harmless += 1;
            }
            Err(error) => assert!(error.to_string().contains("damaged"), "{error:#}"),
        }
    }
    assert!(harmless < 200, "{harmless} of 400 altered bytes were not seen");
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".portico"))
        .collect();
    assert_eq!(left, Vec::<String>::new(), "nothing is left behind");
    let refused = take(&world.db, &config(folder.path()), &file, Cause::Command).await;
    assert!(refused.unwrap_err().to_string().contains("there already"), "never over another one");
    world.leave_unhandled();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_fails_on_its_way_into_the_database_leaves_nothing() {
    let mut world = World::on(Kind::Sqlite).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.portico");
    // An order of a customer that is not there: the archive is whole, its rows are not.
    let raw = rusqlite::Connection::open(world.address()).unwrap();
    raw.execute_batch("pragma foreign_keys = off; update orders set customer_id = 1").unwrap();
    let _ = take(&world.db, &config(folder.path()), &file, Cause::Command).await.unwrap();
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let place = fresh(kind, folder.path()).await;
        assert!(restore(&file, &place.url, Wish::StandBy).await.is_err(), "{kind:?}");
        if kind == Kind::Sqlite {
            assert!(!Path::new(&place.url).exists());
        } else {
            let db = connect(&place.url).await.unwrap();
            assert!(db.read(archive::is_fresh).await.unwrap(), "nothing is left behind");
        }
    }
    world.leave_unhandled();
}

in_world!(a_restore_onto_a_database_in_use_is_refused_and_changes_nothing, |world| {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.portico");
    let _ = take(&world.db, &config(folder.path()), &file, Cause::Command).await.unwrap();
    let before = hashes(&world.db).await;
    let refused = restore(&file, world.address(), Wish::StandBy).await.err().unwrap();
    assert!(refused.to_string().contains("the database is not empty"), "{refused:#}");
    assert_eq!(hashes(&world.db).await, before);
    let mut anna = world.sign_in("anna@").await;
    assert_eq!(anna.get("/orders").await.status, axum::http::StatusCode::OK, "it goes on serving");
});

on_both!(scratch an_older_schema_is_restored_and_brought_up_to_date, |test_db| {
    let folder = tempfile::tempdir().unwrap();
    let place = fresh(test_db.db().kind(), folder.path()).await;
    let old = connect(&place.url).await.unwrap();
    let mut names = test_db.db().read(migrate::applied).await.unwrap();
    let newest = names.pop_last().unwrap().0;
    old.write(move |tx| -> Result<(), migrate::MigrateError> { migrate::apply_only(tx, &names) }).await.unwrap();
    let file = folder.path().join("old.portico");
    let taken = take(&old, &config(folder.path()), &file, Cause::BeforeMigration).await.unwrap();
    assert!(taken.manifest.totals.is_null() && !archive::check(&file).unwrap().head.migrations.contains_key(&newest));
    let other = tempfile::tempdir().unwrap();
    let place = fresh(test_db.db().kind(), other.path()).await;
    let restored = restore(&file, &place.url, Wish::StandBy).await.unwrap();
    let pending = restored.db.read(migrate::pending).await.unwrap();
    assert_eq!(pending, Vec::<&str>::new());
});

on_both!(scratch a_backup_comes_before_a_migration, |test_db| {
    let folder = tempfile::tempdir().unwrap();
    let place = fresh(test_db.db().kind(), folder.path()).await;
    let config = Config { database: place.url.clone(), ..config(folder.path()) };
    let db = connect(&place.url).await.unwrap();
    let mut names = test_db.db().read(migrate::applied).await.unwrap();
    let newest = names.pop_last().unwrap().0;
    db.write(move |tx| -> Result<(), migrate::MigrateError> { migrate::apply_only(tx, &names) }).await.unwrap();
    assert_eq!(prepare(&db, &config, Before::Backup).await.unwrap(), [newest.as_str()]);
    let last = db.read(backups::last).await.unwrap().unwrap();
    assert_eq!(last.cause, "before_migration");
    assert!(!archive::check(Path::new(&last.place)).unwrap().head.migrations.contains_key(&newest));
    assert_eq!(prepare(&db, &config, Before::Backup).await.unwrap(), Vec::<&str>::new());
});

on_both!(scratch a_backup_of_a_newer_program_is_refused, |test_db| {
    let folder = tempfile::tempdir().unwrap();
    let newer = |tx: &mut Tx| {
        tx.exec("insert into schema_migrations (name, checksum, applied_at) values ('9000_x', 'x', 1)", args![]).map(|_| ())
    };
    test_db.db().write(newer).await.unwrap();
    let file = folder.path().join("newer.portico");
    let _ = take(&test_db.db(), &config(folder.path()), &file, Cause::Command).await.unwrap();
    let place = fresh(test_db.db().kind(), folder.path()).await;
    let refused = format!("{:#}", restore(&file, &place.url, Wish::StandBy).await.err().unwrap());
    assert!(refused.contains("9000_x") && refused.contains("newer"), "{refused}");
});

in_world!(the_daily_backup_is_taken_once_and_old_ones_go, |world| {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config { database: world.address().to_owned(), ..config(folder.path()) };
    assert_eq!(
        daily::take_if_due(&world.db, &config, "a").await.unwrap(),
        None,
        "no folder is set"
    );
    config.backup.folder = Some(folder.path().to_owned());
    config.backup.keep = 1;
    config.backup.at = "23:59".to_owned();
    assert_eq!(daily::take_if_due(&world.db, &config, "a").await.unwrap(), None, "it is too early");
    config.backup.at = "00:00".to_owned();
    for name in ["portico-daily-2020-01-01T000000Z.portico", "other.portico"] {
        std::fs::write(folder.path().join(name), "x").unwrap();
    }
    let at_once = tokio::join!(
        daily::take_if_due(&world.db, &config, "a"),
        daily::take_if_due(&world.db, &config, "b")
    );
    let taken = [at_once.0.unwrap(), at_once.1.unwrap()];
    assert_eq!(taken.iter().flatten().count(), 1, "{taken:?}");
    let place = taken.into_iter().flatten().next().unwrap();
    assert!(archive::check(&place).is_ok());
    let names = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 2, "the new one and the one of somebody else");
    assert_eq!(daily::take_if_due(&world.db, &config, "a").await.unwrap(), None, "once a day");
    world.leave_unhandled();
});

#[test]
fn every_table_left_out_is_there_and_no_other_numbers_its_rows_by_itself() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let text: String = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    for (table, _) in archive::LEFT_OUT.iter().filter(|(table, _)| *table != "schema_migrations") {
        assert!(text.contains(&format!("create table {table} (")), "{table}");
    }
    assert_eq!(text.matches("generated always as identity").count(), 1, "only changes");
}

#[test]
fn the_configuration_in_a_backup_holds_no_secret() {
    let mut secret = Config { database: "postgres://u:geheim@h/d".to_owned(), ..Config::default() };
    secret.smtp = Some(crate::config::Smtp {
        url: "smtp://u:geheim@h".to_owned(),
        from: "P <p@x.example>".to_owned(),
    });
    let text = config_file::without_secrets(&secret);
    assert!(!text.contains("geheim") && text.contains("p@x.example"), "{text}");
    assert!(toml::from_str::<toml::Value>(&text).is_ok(), "{text}");
}
