//! The sessions of a login: where it is signed in, ending one of them, ending all others, signing out.

use super::deeds;
use super::session::{self, How};
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};

/// Sessions shown at most.
const LISTED_MOST: i64 = 100;

/// A session as its person sees it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its id.
    pub id: i64,
    /// What the browser calls itself.
    pub user_agent: Option<String>,
    /// When it was begun, Unix milliseconds.
    pub since: i64,
    /// When it was last seen, to the minute.
    pub seen_at: i64,
}

impl FromRow for Listed {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Listed {
            id: row.next()?,
            user_agent: row.next()?,
            since: row.next()?,
            seen_at: row.next()?,
        })
    }
}

/// The living sessions of a login, last seen first, 100 at most.
pub fn list(view: &mut View, login_id: i64) -> Result<Vec<Listed>, DbError> {
    let now = view.now();
    let (buyers, staff) = (session::lives(view, false)?, session::lives(view, true)?);
    view.all::<Listed>(
        "select s.id, s.user_agent, s.created_at, s.seen_at
         from sessions s join memberships m on m.id = s.membership_id
         where s.login_id = $1 and s.ended_at is null and s.ends_at > $2 and not s.awaits_code
         and s.seen_at > case when m.kind = 'staff' then cast($5 as bigint) else cast($3 as bigint) end
         and s.created_at > case when m.kind = 'staff' then cast($6 as bigint) else cast($4 as bigint) end
         order by s.seen_at desc, s.id desc limit $7",
        args![
            login_id,
            now,
            now - buyers.idle_ms,
            now - buyers.longest_ms,
            now - staff.idle_ms,
            now - staff.longest_ms,
            LISTED_MOST
        ],
    )
}

/// Signs out: recorded.
pub fn sign_out(tx: &mut Tx, login_id: i64, session_id: i64) -> Result<(), DbError> {
    if session::end(tx, login_id, session_id, How::Out)? {
        let facts = serde_json::json!({ "session": session_id });
        deeds::of_login(tx, "signed_out", Some(login_id), login_id, facts)?;
    }
    Ok(())
}

/// Ends one of the login's own sessions; `false`: there is none of theirs with this id that lives.
pub fn end_one(tx: &mut Tx, login_id: i64, session_id: i64) -> Result<bool, DbError> {
    let ended = session::end(tx, login_id, session_id, How::Elsewhere)?;
    if ended {
        let facts = serde_json::json!({ "session": session_id });
        deeds::of_login(tx, "session_ended", Some(login_id), login_id, facts)?;
    }
    Ok(ended)
}

/// Ends all sessions of the login but this one; says how many.
pub fn end_all_others(tx: &mut Tx, login_id: i64, kept_id: i64) -> Result<u64, DbError> {
    let ended = session::end_others(tx, login_id, Some(kept_id), How::Elsewhere)?;
    if ended > 0 {
        let facts = serde_json::json!({ "sessions_ended": ended });
        deeds::of_login(tx, "sessions_ended", Some(login_id), login_id, facts)?;
    }
    Ok(ended)
}
