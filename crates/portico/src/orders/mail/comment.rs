//! The mail with what the wholesaler wrote on an order.

use super::{Letter, read_body, reader};
use crate::access::notices::Notice;
use crate::platform::db::{DbError, View, args};
use crate::platform::mail::{Desk, Mail};

/// To the customer: a comment of the wholesaler, in full.
pub(super) fn order_comment(
    view: &mut View,
    desk: &Desk,
    body: &str,
) -> Result<Option<Mail>, DbError> {
    let body = read_body(body)?;
    let Some(reader) = reader(view, &body, Notice::OrderComment)? else { return Ok(None) };
    let comment = body.about.parse::<i64>().unwrap_or_default();
    let found = view.one::<(String, String)>(
        "select o.number, c.body from order_comments c join orders o on o.id = c.order_id
         where c.id = $1",
        args![comment],
    )?;
    let Some((number, text)) = found else { return Ok(None) };
    let letter = Letter::to(view, desk, &number, reader)?;
    let first = letter.say("mail-comment");
    Ok(Some(letter.mail("mail-comment-subject", vec![first, text], Vec::new())))
}
