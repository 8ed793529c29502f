//! Comments on a quotation: as those on an order (`orders::comment`), in a table of their own.

use super::kept::QuoteHead;
use super::write::{record, writable};
use super::{Refusal, decline, mail, store};
use crate::access::notices::Notice;
use crate::access::staff_mails::tell_staff;
use crate::access::{Buyer, Staff};
use crate::orders::comment::{self, Comment, Side, Thread};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::AppError;
use portico_types::Moment;

static ON_QUOTES: Thread = Thread {
    count: "select count(*) from quote_comments where quote_id = $1",
    insert: "insert into quote_comments (id, quote_id, side, login_id, at, body, seen_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    settle: "update quote_comments set seen_at = $3, seen_by = $4
         where quote_id = $1 and id = $2 and seen_at is null",
    list: "select c.id, c.at, c.side, l.name, c.body, c.seen_at is null
         from quote_comments c join logins l on l.id = c.login_id
         where c.quote_id = $1 order by c.id limit $2",
};

/// The customer writes on a quotation. Staff who asked for such mails are told.
///
/// # Errors
/// A refusal as a problem; somebody else's quotation is absent.
pub fn write(tx: &mut Tx, buyer: &Buyer, number: &str, text: &str) -> Result<Comment, AppError> {
    let head = store::head(tx, buyer, number)?.ok_or(Refusal::NotFound)?;
    comment::may_write(buyer)?;
    let text = comment::check(text)?;
    let by = (Side::Customer, buyer.login.id);
    let id = comment::insert(tx, &ON_QUOTES, head.id, by, &text)?;
    decline::record(tx, buyer, &head, "quote_commented")?;
    tell_staff(tx, Notice::StaffQuoteComment, &id.to_string())?;
    let (at, by) = (Moment(tx.now()), buyer.login.name.clone());
    Ok(Comment { id, at, side: Side::Customer, by, text, waits: true })
}

/// Staff write on a quotation; what they had before them waits no longer. The customer gets a mail.
///
/// # Errors
/// A refusal as a problem.
pub fn answer(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (text, read): (&str, &[i64]),
) -> Result<(), AppError> {
    let (head, _) = writable(tx, staff, number)?;
    let text = comment::check(text)?;
    let by = (Side::Wholesaler, staff.login.id);
    let id = comment::insert(tx, &ON_QUOTES, head.id, by, &text)?;
    let _ = comment::settle(tx, &ON_QUOTES, staff, head.id, read)?;
    record(tx, staff, (&head.number, head.customer_id), "quote_answered")?;
    Ok(mail::tell(tx, &head, mail::COMMENT, &id.to_string())?)
}

/// Staff say that these comments of the customer need no answer. Says whether one of them still waited.
///
/// # Errors
/// A refusal as a problem.
pub fn needs_no_answer(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    read: &[i64],
) -> Result<bool, AppError> {
    let (head, _) = writable(tx, staff, number)?;
    let settled = comment::settle(tx, &ON_QUOTES, staff, head.id, read)?.is_some();
    if settled {
        record(tx, staff, (&head.number, head.customer_id), "quote_comment_read")?;
    }
    Ok(settled)
}

/// The comments on a quotation that was read for the person who asks, oldest first.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, head: &QuoteHead) -> Result<Vec<Comment>, DbError> {
    comment::all_of(view, &ON_QUOTES, head.id)
}
