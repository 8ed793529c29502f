//! Staff change an announcement that was published: its text, days and readers. What somebody else changed since the form
//! was opened is not overwritten unseen.

use super::announce::{
    Announcement, Typed, audience_exists, note, stands_everywhere, unknown_audience,
};
use crate::access::{Staff, StaffRole};
use crate::args;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};

/// An announcement with the version that a form of it carries; `None` where there is none, or it has ended.
///
/// # Errors
/// What the database says.
pub fn get(view: &mut View, _: &Staff, id: i64) -> Result<Option<(Announcement, i64)>, DbError> {
    let one = view.one::<Announcement>(
        "select id, kind, body, from_day, until_day, audience, audience_code, everywhere,
             dismissable, ended_at is not null
         from announcements where id = $1 and ended_at is null",
        args![id],
    )?;
    let version = view.one::<i64>("select version from announcements where id = $1", args![id])?;
    Ok(one.zip(version))
}

/// What its form holds at first.
#[must_use]
pub fn as_typed(one: &Announcement) -> Typed {
    let yes = |on: bool| if on { "yes" } else { "" }.to_owned();
    Typed {
        body: one.body.clone(),
        kind: one.kind.code().to_owned(),
        from: one.from.text(),
        until: one.until.text(),
        audience: one.audience.clone(),
        audience_code: one.audience_code.clone(),
        everywhere: yes(one.everywhere),
        dismissable: yes(one.dismissable),
        ..Typed::default()
    }
}

/// Puts this in the place of the announcement with the id, if it still has this version. `again`: also for those who put
/// it away.
///
/// # Errors
/// Only who may write; 404 where it is gone or ended; 422 with `changed_meanwhile` at the text where somebody else was
/// first, or with the code that nothing has.
pub fn change(
    tx: &mut Tx,
    staff: &Staff,
    (id, version): (i64, i64),
    (now, again): (&Announcement, bool),
) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    if get(tx, staff, id)?.is_none() {
        return Err(Problem::not_found().into());
    }
    if !audience_exists(tx, now)? {
        return Err(unknown_audience(now).into());
    }
    let (from, until) = (now.from.text(), now.until.text());
    let changed = tx.exec(
        "update announcements set kind = $3, body = $4, from_day = $5, until_day = $6, audience = $7,
             audience_code = $8, everywhere = $9, dismissable = $10, version = version + 1
         where id = $1 and version = $2 and ended_at is null",
        args![
            id,
            version,
            now.kind.code(),
            &now.body,
            &from,
            &until,
            &now.audience,
            &now.audience_code,
            now.everywhere,
            now.dismissable
        ],
    )?;
    if changed == 0 {
        let text = Text::plain("announcement-changed-meanwhile");
        let fault = FieldProblem::new("body", "changed_meanwhile", text);
        return Err(Problem::invalid(vec![fault]).into());
    }
    if again {
        let _ =
            tx.exec("delete from announcement_dismissals where announcement_id = $1", args![id])?;
    }
    stands_everywhere(tx, staff, now)?;
    Ok(note(tx, staff, id, "announcement_changed")?)
}
