//! The mail that goes with an issued document, to whoever pays: what it is, what it comes to, when it is due, where it is.

use super::kept::Document;
use super::{DocumentType, store};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::mail::{self, Desk, Kinds, Mail};
use crate::platform::outbox;
use crate::platform::settings::{self, Setting};
use crate::platform::web::dates;
use crate::platform::web::path_segment;
use crate::platform::wholesaler;

/// Whether customers get a mail with each invoice and credit note that is issued.
pub const ISSUED: Setting<bool> = Setting { key: "mails.document_issued", default: || true };
/// The kind of the mail in the outbox.
const KIND: &str = "document_issued";

/// Adds this slice's mails.
#[must_use]
pub fn kinds(kinds: Kinds) -> Kinds {
    kinds.with(KIND, document_issued)
}

/// A document was issued; called in its transaction. The outbox holds its number only.
///
/// # Errors
/// What the database says.
pub(super) fn issued(tx: &mut Tx, number: &str) -> Result<(), DbError> {
    let body = serde_json::json!({ "document": number }).to_string();
    outbox::enqueue_many(tx, "mail", KIND, &[(format!("{KIND}:{number}"), body)])
}

fn document_issued(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let number = mail::about(body, "document")?;
    if !settings::get(view, &ISSUED)? {
        return Ok(None);
    }
    let Some(document) = store::by_key(view, &number)? else { return Ok(None) };
    type Row = (Option<String>, Option<String>, String);
    let reader = view.one::<Row>(
        "select contact_name, contact_email, language from customers
         where id = $1 and closed_at is null",
        args![document.customer_id],
    )?;
    let Some((name, Some(email), language)) = reader else { return Ok(None) };
    letter(view, desk, &document, (name, email, &language)).map(Some)
}

fn letter(
    view: &mut View,
    desk: &Desk,
    document: &Document,
    (name, email, language): (Option<String>, String, &str),
) -> Result<Mail, DbError> {
    let words = desk.language(language);
    let name = name.unwrap_or_else(|| email.clone());
    let company = settings::get(view, &wholesaler::NAME)?;
    let total = document.total.with_sign();
    let due = document.due_day.map(|day| dates::long(words, day)).unwrap_or_default();
    let given = [
        ("number", document.number.as_str()),
        ("wholesaler", company.as_str()),
        ("total", total.as_str()),
        ("due", due.as_str()),
    ];
    let (subject, first) = match document.kind {
        DocumentType::Invoice => ("mail-invoice-subject", "mail-invoice"),
        _ => ("mail-credit-note-subject", "mail-credit-note"),
    };
    let mut before = vec![words.fill("mail-hello", &[("name", &name)]), words.fill(first, &given)];
    before.extend(document.reason.clone());
    let link = format!("{}/transactions/{}", desk.base_url, path_segment(&document.number));
    Ok(Mail {
        subject: words.fill(subject, &given),
        before,
        link: Some((words.say("mail-document-link").to_owned(), link)),
        after: Vec::new(),
        sign_off: words.fill("mail-sign-off", &given),
        to_name: name,
        to_email: email,
    })
}
