//! Imports of the staff's page and saved mappings, as rows.

use super::Kind;
use super::bring::Report;
use crate::access::Staff;
use crate::args;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, FromRow, Row, Tx, View};
use serde_json::json;
use std::time::Duration;

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Uploaded; its mapping is being looked at.
    Draft,
    /// To be run.
    Waiting,
    /// Being run, or interrupted and soon to go on.
    Running,
    /// Ended.
    Done,
    /// Ended with a sentence.
    Failed,
    /// Stopped by a person.
    Stopped,
}

impl Status {
    const ALL: [(Status, &'static str); 6] = [
        (Status::Draft, "draft"),
        (Status::Waiting, "waiting"),
        (Status::Running, "running"),
        (Status::Done, "done"),
        (Status::Failed, "failed"),
        (Status::Stopped, "stopped"),
    ];

    /// As stored.
    #[must_use]
    pub fn text(self) -> &'static str {
        Status::ALL.iter().find(|(status, _)| *status == self).map_or("", |(_, text)| text)
    }

    fn read(text: &str) -> Option<Status> {
        Status::ALL.iter().find(|(_, other)| *other == text).map(|(status, _)| *status)
    }

    /// Whether it goes on by itself.
    #[must_use]
    pub fn is_moving(self) -> bool {
        matches!(self, Status::Waiting | Status::Running)
    }
}

/// An import.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id, which stands in its address.
    pub id: i64,
    /// What the files hold.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// Who began it.
    pub login_id: i64,
    /// Their name.
    pub by: String,
    /// What the files are called.
    pub file_names: Vec<String>,
    /// Their bytes, as uploaded.
    pub file_bytes: i64,
    /// The mapping, as TOML.
    pub mapping: String,
    /// Somebody wants it to stop.
    pub stop_wanted: bool,
    /// How often it was begun.
    pub attempts: i64,
    /// Rows read and rows done.
    pub rows: (i64, i64),
    /// New, changed, same, refused, left out.
    pub counts: [i64; 5],
    /// Sentences about it: why it failed, what was left out, first reasons.
    pub told: String,
    /// When it was uploaded.
    pub created_at: i64,
    /// When it ended.
    pub finished_at: Option<i64>,
}

impl FromRow for Job {
    fn from_row(r: &mut Row<'_>) -> Result<Self, DbError> {
        let id = r.next()?;
        let (kind, status): (String, String) = (r.next()?, r.next()?);
        let wrong = || DbError::Failed(format!("import {id} is {kind}, {status}"));
        let kind = Kind::read(&kind).ok_or_else(wrong)?;
        let status = Status::read(&status).ok_or_else(wrong)?;
        let (login_id, by) = (r.next()?, r.next()?);
        let names: String = r.next()?;
        Ok(Job {
            id,
            kind,
            status,
            login_id,
            by,
            file_names: names.lines().map(str::to_owned).collect(),
            file_bytes: r.next()?,
            mapping: r.next()?,
            stop_wanted: r.next()?,
            attempts: r.next()?,
            rows: (r.next()?, r.next()?),
            counts: [r.next()?, r.next()?, r.next()?, r.next()?, r.next()?],
            told: r.next()?,
            created_at: r.next()?,
            finished_at: r.next()?,
        })
    }
}

macro_rules! select_jobs {
    ($rest:literal) => {
        concat!(
            "select i.id, i.kind, i.status, i.login_id, l.name, i.file_names, i.file_bytes, i.mapping,
                 i.stop_wanted, i.attempts, i.rows_read, i.rows_done, i.new_count, i.changed_count,
                 i.same_count, i.refused_count, i.left_out_count, i.told, i.created_at, i.finished_at
             from imports i join logins l on l.id = i.login_id ",
            $rest
        )
    };
}

/// One import.
///
/// # Errors
/// Only what the database says.
pub fn get(view: &mut View, _by: &Staff, id: i64) -> Result<Option<Job>, DbError> {
    view.one::<Job>(select_jobs!("where i.id = $1"), args![id])
}

/// The newest imports before this id, at most so many.
///
/// # Errors
/// Only what the database says.
pub fn list(
    view: &mut View,
    _by: &Staff,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Job>, DbError> {
    let before = before.unwrap_or(i64::MAX);
    view.all::<Job>(
        select_jobs!("where i.id < $1 order by i.id desc limit $2"),
        args![before, limit],
    )
}

/// Imports that are to go on, oldest first: what was begun comes before what waits.
///
/// # Errors
/// Only what the database says.
pub fn to_do(view: &mut View, limit: i64) -> Result<Vec<Job>, DbError> {
    view.all::<Job>(
        select_jobs!("where i.status in ('running', 'waiting') order by i.status, i.id limit $1"),
        args![limit],
    )
}

/// What a new import is made of.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Its id.
    pub id: i64,
    /// What the files hold.
    pub kind: Kind,
    /// What they are called.
    pub file_names: Vec<String>,
    /// Their bytes.
    pub file_bytes: i64,
    /// The mapping.
    pub mapping: String,
}

/// Notes an upload.
///
/// # Errors
/// Only what the database says.
pub fn begin(tx: &mut Tx, by: &Staff, begun: &Begun) -> Result<(), DbError> {
    let names = begun.file_names.join("\n");
    let now = tx.now();
    let added = tx.exec(
        "insert into imports (id, kind, status, login_id, file_names, file_bytes, mapping,
             stop_wanted, attempts, rows_read, rows_done, new_count, changed_count, same_count,
             refused_count, left_out_count, told, created_at, finished_at)
         values ($1, $2, 'draft', $3, $4, $5, $6, false, 0, 0, 0, 0, 0, 0, 0, 0, '', $7, null)",
        args![
            begun.id,
            begun.kind.text(),
            by.login.id,
            &names,
            begun.file_bytes,
            &begun.mapping,
            now
        ],
    )?;
    noted(tx, by.login.id, begun.id, "import_uploaded", added)
}

/// Changes the mapping of a draft; `false` if it is none any more.
///
/// # Errors
/// Only what the database says.
pub fn map(tx: &mut Tx, _by: &Staff, id: i64, mapping: &str) -> Result<bool, DbError> {
    let changed = tx.exec(
        "update imports set mapping = $2 where id = $1 and status = 'draft'",
        args![id, mapping],
    )?;
    Ok(changed == 1)
}

/// Lets a draft run; `false` if it is none any more.
///
/// # Errors
/// Only what the database says.
pub fn start(tx: &mut Tx, by: &Staff, id: i64) -> Result<bool, DbError> {
    let started = tx.exec(
        "update imports set status = 'waiting' where id = $1 and status = 'draft'",
        args![id],
    )?;
    noted(tx, by.login.id, id, "import_started", started)?;
    Ok(started == 1)
}

/// Stops an import: at once if nothing runs, else at its next batch; `false` if it had ended.
///
/// # Errors
/// Only what the database says.
pub fn stop(tx: &mut Tx, by: &Staff, id: i64) -> Result<bool, DbError> {
    let now = tx.now();
    let stopped = tx.exec(
        "update imports set stop_wanted = true,
             status = case when status = 'running' then status else 'stopped' end,
             finished_at = case when status = 'running' then finished_at else $2 end
         where id = $1 and status in ('draft', 'waiting', 'running')",
        args![id, now],
    )?;
    noted(tx, by.login.id, id, "import_stopped", stopped)?;
    Ok(stopped == 1)
}

/// Ends what is older than this: uploads that were never started, and of these imports, whose files nobody finds, all.
///
/// # Errors
/// Only what the database says.
pub fn give_up(tx: &mut Tx, lost: &[i64], after: Duration) -> Result<(), DbError> {
    let now = tx.now();
    let before = now - i64::try_from(after.as_millis()).unwrap_or(i64::MAX);
    let _ = tx.exec(
        "update imports set status = 'stopped', finished_at = $2
         where status = 'draft' and created_at < $1",
        args![before, now],
    )?;
    let told = "Its files are at no server: it has to be uploaded again.";
    let rows: Vec<_> = lost.iter().map(|id| args![*id, before, now, told]).collect();
    let _ = tx.exec_many(
        "update imports set status = 'failed', told = $4, finished_at = $3
         where id = $1 and status in ('waiting', 'running') and created_at < $2",
        &rows,
    )?;
    Ok(())
}

fn noted(
    tx: &mut Tx,
    login_id: i64,
    id: i64,
    verb: &'static str,
    changed: u64,
) -> Result<(), DbError> {
    if changed == 0 {
        return Ok(());
    }
    let object = format!("import:{id}");
    let (login_id, customer_id, facts, free_text) = (Some(login_id), None, json!({}), None);
    activity::record(tx, &Deed { login_id, customer_id, verb, object: &object, facts, free_text })
}

/// Marks it as running; `false` if it was stopped meanwhile.
///
/// # Errors
/// Only what the database says.
pub fn run(tx: &mut Tx, id: i64) -> Result<bool, DbError> {
    let running = tx.exec(
        "update imports set status = 'running', attempts = attempts + 1, rows_read = 0, rows_done = 0
         where id = $1 and status in ('waiting', 'running')",
        args![id],
    )?;
    Ok(running == 1)
}

/// Notes how far it is; says whether somebody wants it to stop.
///
/// # Errors
/// Only what the database says.
pub fn beat(tx: &mut Tx, id: i64, rows: (i64, i64)) -> Result<bool, DbError> {
    let _ = tx.exec(
        "update imports set rows_read = $2, rows_done = $3 where id = $1 and status = 'running'",
        args![id, rows.0, rows.1],
    )?;
    is_stop_wanted(tx, id)
}

/// Whether a person wants it to stop.
///
/// # Errors
/// Only what the database says.
pub fn is_stop_wanted(view: &mut View, id: i64) -> Result<bool, DbError> {
    let wanted = view.one::<bool>("select stop_wanted from imports where id = $1", args![id])?;
    Ok(wanted.unwrap_or(true))
}

/// Notes what it came to.
///
/// # Errors
/// Only what the database says.
pub fn finish(
    tx: &mut Tx,
    id: i64,
    status: Status,
    report: Option<&Report>,
    told: &str,
) -> Result<(), DbError> {
    let now = tx.now();
    let count =
        |of: fn(&Report) -> u64| report.map_or(0, |r| i64::try_from(of(r)).unwrap_or(i64::MAX));
    let _ = tx.exec(
        "update imports set status = $2, rows_read = $3, rows_done = $3, new_count = $4,
             changed_count = $5, same_count = $6, refused_count = $7, left_out_count = $8, told = $9,
             finished_at = $10
         where id = $1 and status = 'running'",
        args![
            id,
            status.text(),
            count(|r| r.rows),
            count(|r| r.new),
            count(|r| r.changed),
            count(|r| r.same),
            count(|r| r.refused),
            count(Report::left_out_rows),
            told,
            now
        ],
    )?;
    Ok(())
}

/// A mapping under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it is for, as a word.
    pub kind: String,
}

impl FromRow for Saved {
    fn from_row(r: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Saved { id: r.next()?, name: r.next()?, kind: r.next()? })
    }
}

/// All saved mappings, by name; at most 200.
///
/// # Errors
/// Only what the database says.
pub fn mappings(view: &mut View, _by: &Staff) -> Result<Vec<Saved>, DbError> {
    view.all::<Saved>(
        "select id, name, kind from import_mappings order by kind, name_key limit 200",
        args![],
    )
}

/// The saved mapping with this id: its kind and text.
///
/// # Errors
/// Only what the database says.
pub fn mapping(view: &mut View, _by: &Staff, id: i64) -> Result<Option<(String, String)>, DbError> {
    view.one::<(String, String)>(
        "select kind, mapping from import_mappings where id = $1",
        args![id],
    )
}

/// Keeps a mapping under a name; one of the same name is replaced.
///
/// # Errors
/// Only what the database says.
pub fn save_mapping(
    tx: &mut Tx,
    by: &Staff,
    (kind, name): (Kind, &str),
    mapping: &str,
) -> Result<(), DbError> {
    let (id, now, key) = (tx.new_id(), tx.now(), name.to_lowercase());
    let saved = tx.exec(
        "insert into import_mappings (id, kind, name, name_key, mapping, login_id, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (kind, name_key) do update set name = excluded.name, mapping = excluded.mapping,
             login_id = excluded.login_id, changed_at = excluded.changed_at",
        args![id, kind.text(), name, &key, mapping, by.login.id, now],
    )?;
    noted(tx, by.login.id, id, "import_mapping_saved", saved)
}
