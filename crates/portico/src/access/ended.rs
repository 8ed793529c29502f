//! A session that is over, known by the cookie its browser still sends: how it ended, and whose it was.

use super::session;
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, View, args};

/// A session that is over.
#[derive(Clone, Debug)]
pub struct EndedSession {
    /// Whose it was.
    pub login_id: i64,
    /// The token its forms carried.
    pub csrf: String,
    /// Key of the sentence that says how it ended; nothing for who signed out.
    pub sentence: Option<&'static str>,
}

/// The session with this secret where it lives no longer.
pub fn find(view: &mut View, secret: &Secret) -> Result<Option<EndedSession>, DbError> {
    let now = view.now();
    let found = view.one::<(i64, String, Option<String>, bool, bool, i64)>(
        "select s.login_id, s.csrf, s.ended_how, s.ended_at is not null, coalesce(m.kind, '') = 'staff', s.seen_at
         from sessions s left join memberships m on m.id = s.membership_id
         where s.secret_hash = $1 and not s.awaits_code",
        args![secret.hash()],
    )?;
    let Some((login_id, csrf, how, ended, staff, seen_at)) = found else {
        return Ok(None);
    };
    let idle = now - seen_at >= session::lives(view, staff)?.idle_ms;
    let sentence = match how.as_deref() {
        Some("out") => None,
        Some("elsewhere") => Some("ended-elsewhere"),
        Some("password") => Some("ended-password"),
        Some(_) => Some("ended-safety"),
        None if ended => None,
        None if idle => Some("ended-idle"),
        None => Some("ended-longest"),
    };
    Ok(Some(EndedSession { login_id, csrf, sentence }))
}
