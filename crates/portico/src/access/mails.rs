//! The mails of signing in: invitation and new password. Name and address are looked up when they are sent.

use super::links::LinkMail;
use super::notices::Notice;
use super::staff_mails::reader;
use crate::platform::db::{DbError, View, args};
use crate::platform::mail::{Desk, Kinds, Mail};
use crate::platform::settings;
use crate::platform::wholesaler;
use crate::platform::words::Language;

/// Adds this slice's kinds of mail.
#[must_use]
pub fn kinds(kinds: Kinds) -> Kinds {
    kinds
        .with("invitation", invitation)
        .with("password_reset", password_reset)
        .with("new_device", |view, desk, body| told(view, desk, body, &NEW_DEVICE))
        .with("password_changed", |view, desk, body| told(view, desk, body, &PASSWORD_CHANGED))
        .with("factor_off", |view, desk, body| told(view, desk, body, &FACTOR_OFF))
        .with("email_confirm", email_confirm)
        .with("email_changed", email_changed)
        .with("email_wished", |view, desk, body| told(view, desk, body, &EMAIL_WISHED))
        .with(Notice::StaffLoginAccepted.code(), login_accepted)
        .with("token_made", |view, desk, body| told(view, desk, body, &TOKEN_MADE))
}

/// News about the login itself: keys of subject, sentence and advice, and the page to look at.
struct News {
    subject: &'static str,
    sentence: &'static str,
    advice: &'static str,
    path: &'static str,
    /// Whether it can be switched off.
    optional: bool,
}

const NEW_DEVICE: News = News {
    subject: "mail-new-device-subject",
    sentence: "mail-new-device",
    advice: "mail-new-device-advice",
    path: "/me/sessions",
    optional: true,
};
const PASSWORD_CHANGED: News = News {
    subject: "mail-password-changed-subject",
    sentence: "mail-password-changed",
    advice: "mail-not-you",
    path: "/forgotten",
    optional: false,
};
const FACTOR_OFF: News = News {
    subject: "mail-factor-off-subject",
    sentence: "mail-factor-off",
    advice: "mail-not-you",
    path: "/me/second-factor",
    optional: false,
};
const TOKEN_MADE: News = News {
    subject: "mail-token-made-subject",
    sentence: "mail-token-made",
    advice: "mail-not-you",
    path: "/me/tokens",
    optional: false,
};

const EMAIL_WISHED: News = News {
    subject: "mail-email-wished-subject",
    sentence: "mail-email-wished",
    advice: "mail-not-you",
    path: "/me/email",
    optional: false,
};

/// To the new address: the link that confirms it, or, where another login has the address, that it has.
fn email_confirm(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let Some((mail, email, _, secret)) = of_change(view, body, "mail-email-confirm-subject")?
    else {
        return Ok(None);
    };
    let words = desk.language(&mail.language);
    let others = view.one::<i64>(
        "select count(*) from logins where email_key = $1",
        args![super::names::key(&email)],
    )?;
    let wholesaler = [("wholesaler", mail.wholesaler.as_str())];
    let (first, link) = match secret.filter(|_| others == Some(0)) {
        Some(secret) => (
            words.fill("mail-email-confirm", &wholesaler),
            (words.say("mail-email-confirm-link"), format!("{}/email/{secret}", desk.base_url)),
        ),
        None => (
            words.fill("mail-email-has-login", &wholesaler),
            (words.say("mail-invitation-sign-in"), format!("{}/sign-in", desk.base_url)),
        ),
    };
    let last = words.say("mail-email-ends").to_owned();
    Ok(Some(Begun { email, ..mail }.finish(desk, [first, last], link)))
}

/// To the old address: it is no longer the login's.
fn email_changed(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let Some((mail, _, Some(old), _)) = of_change(view, body, "mail-email-changed-subject")? else {
        return Ok(None);
    };
    let words = desk.language(&mail.language);
    let first = words.fill("mail-email-changed", &[("wholesaler", &mail.wholesaler)]);
    let last = words.say("mail-email-changed-not-you").to_owned();
    let link = (words.say("mail-look"), format!("{}/sign-in", desk.base_url));
    Ok(Some(Begun { email: old, ..mail }.finish(desk, [first, last], link)))
}

/// What a mail about a change of address needs.
type OfChange = (Begun, String, Option<String>, Option<String>);

/// A mail about a change of address begun, with the new address, the old one and the secret; the command names the change.
fn of_change(
    view: &mut View,
    body: &str,
    subject: &'static str,
) -> Result<Option<OfChange>, DbError> {
    let read: LinkMail = serde_json::from_str(body).map_err(|e| DbError::Failed(e.to_string()))?;
    let wholesaler = settings::get(view, &wholesaler::NAME)?;
    let found = view.one::<(String, String, String, Option<String>)>(
        "select l.name, l.language, e.email, e.old_email from email_changes e
         join logins l on l.id = e.login_id where e.id = $1 and l.closed_at is null",
        args![read.login],
    )?;
    Ok(found.map(|(name, language, email, old)| {
        let begun = Begun { name, email: email.clone(), language, wholesaler, subject };
        (begun, email, old, read.secret)
    }))
}

fn told(view: &mut View, desk: &Desk, body: &str, news: &News) -> Result<Option<Mail>, DbError> {
    let Some((mail, _)) = start(view, body, news.subject)? else {
        return Ok(None);
    };
    let words = desk.language(&mail.language);
    let first = words.fill(news.sentence, &[("wholesaler", &mail.wholesaler)]);
    let link = (words.say(news.sentence_link()), format!("{}{}", desk.base_url, news.path));
    let mut mail = mail.finish(desk, [first, words.say(news.advice).to_owned()], link);
    if news.optional {
        mail.after.push(choose(desk, words));
    }
    Ok(Some(mail))
}

impl News {
    fn sentence_link(&self) -> &'static str {
        if self.path == "/forgotten" { "mail-reset-link" } else { "mail-look" }
    }
}

/// The last line of a mail that can be switched off: where.
#[must_use]
pub fn choose(desk: &Desk, words: &Language) -> String {
    words.fill("mail-choose", &[("url", &format!("{}/me/mails", desk.base_url))])
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

/// To staff who asked: somebody accepted an invitation.
fn login_accepted(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let Some((mail, reader)) = reader(view, Notice::StaffLoginAccepted, body)? else {
        return Ok(None);
    };
    let login_id = mail.about.parse::<i64>().unwrap_or_default();
    let login = view.one::<(String, String)>(
        "select l.name, coalesce((select c.name from memberships m
             join customers c on c.id = m.customer_id
             where m.login_id = l.id and m.ended_at is null order by c.number_key limit 1), '')
         from logins l where l.id = $1",
        args![login_id],
    )?;
    let Some((person, company)) = login else { return Ok(None) };
    let words = desk.language(&reader.language);
    let wholesaler = settings::get(view, &wholesaler::NAME)?;
    let sentence = if company.is_empty() { "mail-staff-login" } else { "mail-staff-login-of" };
    let said = [("person", person.as_str()), ("company", &company)];
    Ok(Some(Mail {
        subject: words.fill("mail-staff-login-subject", &said),
        before: vec![
            words.fill("mail-hello", &[("name", &reader.name)]),
            words.fill(sentence, &said),
        ],
        link: Some((
            words.say("mail-staff-look").to_owned(),
            format!("{}/staff/logins/{login_id}", desk.base_url),
        )),
        after: vec![choose(desk, words)],
        sign_off: words.fill("mail-sign-off", &[("wholesaler", &wholesaler)]),
        to_name: reader.name,
        to_email: reader.email,
    }))
}
