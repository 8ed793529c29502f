//! The mails of signing in: invitation and new password. Name and address are looked up when they are sent.

use super::links::LinkMail;
use crate::platform::db::{DbError, View, args};
use crate::platform::mail::{Desk, Kinds, Mail};
use crate::platform::settings;
use crate::platform::wholesaler;

/// Adds this slice's kinds of mail.
#[must_use]
pub fn kinds(kinds: Kinds) -> Kinds {
    kinds.with("invitation", invitation).with("password_reset", password_reset)
}

/// A first link, or, to somebody who has a password already, the news.
fn invitation(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let Some((mail, secret)) = start(view, body, "mail-invitation-subject")? else {
        return Ok(None);
    };
    let words = desk.language(&mail.language);
    let wholesaler = [("wholesaler", mail.wholesaler.as_str())];
    let (first, link) = match secret {
        Some(secret) => (
            words.fill("mail-invitation", &wholesaler),
            (words.say("mail-invitation-link"), link(desk, &secret)),
        ),
        None => (
            words.fill("mail-invitation-again", &wholesaler),
            (words.say("mail-invitation-sign-in"), format!("{}/sign-in", desk.base_url)),
        ),
    };
    let last = words.say("mail-invitation-ends").to_owned();
    Ok(Some(mail.finish(desk, [first, last], link)))
}

fn password_reset(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let Some((mail, Some(secret))) = start(view, body, "mail-reset-subject")? else {
        return Ok(None);
    };
    let words = desk.language(&mail.language);
    let first = words.say("mail-reset").to_owned();
    let last = words.say("mail-reset-ends").to_owned();
    Ok(Some(mail.finish(desk, [first, last], (words.say("mail-reset-link"), link(desk, &secret)))))
}

fn link(desk: &Desk, secret: &str) -> String {
    format!("{}/link/{secret}", desk.base_url)
}

/// A mail begun: who it is for.
struct Begun {
    name: String,
    email: String,
    language: String,
    wholesaler: String,
    subject: &'static str,
}

/// Looks the person up; a login closed meanwhile gets no mail.
fn start(
    view: &mut View,
    body: &str,
    subject: &'static str,
) -> Result<Option<(Begun, Option<String>)>, DbError> {
    let read: LinkMail = serde_json::from_str(body).map_err(|e| DbError::Failed(e.to_string()))?;
    let wholesaler = settings::get(view, &wholesaler::NAME)?;
    let found = view.one::<(String, String, String)>(
        "select name, email, language from logins where id = $1 and closed_at is null",
        args![read.login],
    )?;
    Ok(found.map(|(name, email, language)| {
        (Begun { name, email, language, wholesaler, subject }, read.secret)
    }))
}

impl Begun {
    fn finish(
        self,
        desk: &Desk,
        [first, last]: [String; 2],
        (link_words, url): (&str, String),
    ) -> Mail {
        let words = desk.language(&self.language);
        let hello = words.fill("mail-hello", &[("name", &self.name)]);
        Mail {
            subject: words.fill(self.subject, &[("wholesaler", &self.wholesaler)]),
            sign_off: words.fill("mail-sign-off", &[("wholesaler", &self.wholesaler)]),
            to_name: self.name,
            to_email: self.email,
            before: vec![hello, first],
            link: Some((link_words.to_owned(), url)),
            after: vec![last],
        }
    }
}
