//! Mails to the staff about what happens in the portal: each asks for those they want. The outbox holds ids; who reads it,
//! and in which language, is looked up when it is sent.

use super::notices::Notice;
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::outbox;
use serde::{Deserialize, Serialize};

/// What the outbox holds of such a mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StaffMail {
    /// The membership of whoever asked for it.
    pub membership: i64,
    /// What it is about: the number of an order, the id of a login.
    pub about: String,
}

/// Somebody of the staff as a mail needs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their language.
    pub language: String,
}

/// Tells everybody of the staff who asked for this; once for each thing it is about.
///
/// # Errors
/// What the database says.
pub fn tell_staff(tx: &mut Tx, notice: Notice, about: &str) -> Result<(), DbError> {
    let kind = notice.code();
    let asked = tx.all::<i64>(
        "select w.membership_id from staff_mails w
         join memberships m on m.id = w.membership_id
         join logins l on l.id = m.login_id
         where w.notice = $1 and m.kind = 'staff' and m.ended_at is null and l.closed_at is null
         order by w.membership_id limit 1000",
        args![kind],
    )?;
    let mut wishes = Vec::new();
    for membership in asked {
        let mail = StaffMail { membership, about: about.to_owned() };
        let body = serde_json::to_string(&mail).map_err(|e| DbError::Failed(e.to_string()))?;
        wishes.push((format!("{kind}:{about}:{membership}"), body));
    }
    outbox::enqueue_many(tx, "mail", kind, &wishes)
}

/// The mail's body, and who reads it; `None` where they left, were closed, or do not want it any more.
///
/// # Errors
/// What the database says, or a body that is none.
pub fn reader(
    view: &mut View,
    notice: Notice,
    body: &str,
) -> Result<Option<(StaffMail, Reader)>, DbError> {
    let mail: StaffMail = serde_json::from_str(body).map_err(|e| DbError::Failed(e.to_string()))?;
    let found = view.one::<(String, String, String)>(
        "select l.name, l.email, l.language from staff_mails w
         join memberships m on m.id = w.membership_id
         join logins l on l.id = m.login_id
         where w.membership_id = $1 and w.notice = $2 and m.kind = 'staff' and m.ended_at is null
           and l.closed_at is null",
        args![mail.membership, notice.code()],
    )?;
    Ok(found.map(|(name, email, language)| (mail, Reader { name, email, language })))
}
