//! The pages about signing in, as HTML.

use super::carried::Carried;
use super::links::{Open, Purpose};
use super::refused::list;
use super::second_factor::Refusal as CodeRefusal;
use super::sign_in::Refusal;
use super::visit::Signed;
use crate::platform::auth::passwords::LENGTH_MAX;
use crate::platform::db::{DbError, View};
use crate::platform::settings;
use crate::platform::web::forms::{Field, csrf as token, field, field_with};
use crate::platform::web::layout::{Head, title};
use crate::platform::wholesaler;
use crate::platform::words::Language;
use maud::{Markup, html};

/// How to reach the wholesaler.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// Telephone number, or nothing.
    pub phone: String,
    /// E-mail address, or nothing.
    pub email: String,
}

/// Reads how to reach the wholesaler.
pub fn contact(view: &mut View) -> Result<Contact, DbError> {
    Ok(Contact {
        phone: settings::get(view, &wholesaler::PHONE)?,
        email: settings::get(view, &wholesaler::EMAIL)?,
    })
}

/// What the sign-in page shows.
#[derive(Clone, Debug, Default)]
pub struct SignInPage<'a> {
    /// Where to go afterwards.
    pub to: &'a str,
    /// The name that was typed.
    pub name: &'a str,
    /// What is wrong.
    pub error: &'a str,
    /// Whether a pause is on.
    pub paused: bool,
    /// Why somebody is here who was signed in: "You were signed out after …"
    pub said: &'a str,
    /// That the portal is closed for customers, if it is.
    pub closed: Option<Markup>,
    /// What they had typed, sealed and plain.
    pub carried: Option<(&'a str, &'a Carried)>,
}

/// The sign-in form.
pub fn sign_in(words: &Language, csrf: &str, page: &SignInPage, contact: &Contact) -> Markup {
    let name = Field {
        name: "name",
        label: words.say("sign-in-name"),
        value: page.name,
        autocomplete: "username",
        required: true,
        focus: page.name.is_empty(),
        ..Field::default()
    };
    let password = Field {
        name: "password",
        label: words.say("sign-in-password"),
        kind: "password",
        error: page.error,
        autocomplete: "current-password",
        required: true,
        focus: !page.name.is_empty() && !page.paused,
        ..Field::default()
    };
    html! {
        h1 { (words.say("sign-in-title")) }
        p.context { (if page.said.is_empty() { words.say("sign-in-context") } else { page.said }) }
        @if let Some(closed) = &page.closed { (closed) }
        @if let Some((_, carried)) = page.carried {
            p { (words.say("late-kept")) }
            (list(words, &carried.typed))
        }
        form method="post" action="/sign-in" {
            (token(csrf))
            @if let Some((sealed, _)) = page.carried { input type="hidden" name="carried" value=(sealed); }
            input type="hidden" name="to" value=(page.to);
            (field(name))
            (field_with(password, Some((words.say("sign-in-forgotten"), "/forgotten"))))
            button.button.main type="submit" { (words.say("sign-in-button")) }
        }
        p.after { (reach(words, "sign-in-no-login", contact)) }
    }
}

/// What the page for the second factor's code shows.
#[derive(Clone, Copy, Debug)]
pub struct CodePage<'a> {
    /// Where to go afterwards.
    pub to: &'a str,
    /// What they had typed before, sealed.
    pub carried: &'a str,
    /// What is wrong.
    pub error: &'a str,
}

/// The form for the second factor's code.
pub fn code(words: &Language, csrf: &str, page: &CodePage) -> Markup {
    html! {
        h1 { (words.say("sign-in-code-title")) }
        p.context { (words.say("sign-in-code-context")) }
        form method="post" action="/sign-in/code" {
            (token(csrf))
            input type="hidden" name="to" value=(page.to);
            @if !page.carried.is_empty() { input type="hidden" name="carried" value=(page.carried); }
            (field(code_field(words, page.error)))
            button.button.main type="submit" { (words.say("sign-in-button")) }
        }
        p.after { (words.say("sign-in-code-lost")) " " a href="/sign-in" { (words.say("forgotten-back")) } }
    }
}

/// The field for a code of the app, or a recovery code.
pub fn code_field<'a>(words: &'a Language, error: &'a str) -> Field<'a> {
    Field {
        name: "one_time_code",
        label: words.say("code-label"),
        error,
        autocomplete: "one-time-code",
        longest: 50,
        required: true,
        focus: true,
        ..Field::default()
    }
}

/// Why a code is not taken, as a sentence.
#[must_use]
pub fn code_refusal(words: &Language, refusal: CodeRefusal, now_ms: i64) -> String {
    match refusal {
        CodeRefusal::NoMatch { left: 0 } => words.say("code-no-match-last").to_owned(),
        CodeRefusal::NoMatch { .. } => words.say("code-no-match").to_owned(),
        CodeRefusal::Paused { until } => {
            let minutes = ((until - now_ms).max(0) + 59_999) / 60_000;
            words.fill("code-paused", &[("minutes", &minutes.to_string())])
        }
    }
}

/// A sentence that ends with how to reach the wholesaler.
pub(super) fn reach(words: &Language, key: &'static str, contact: &Contact) -> Markup {
    let (phone, email) = (contact.phone.as_str(), contact.email.as_str());
    html! {
        (words.say(key)) " "
        @match (phone.is_empty(), email.is_empty()) {
            (false, false) => (words.fill("contact-both", &[("phone", phone), ("email", email)])),
            (false, true) => (words.fill("contact-phone", &[("phone", phone)])),
            (true, false) => (words.fill("contact-email", &[("email", email)])),
            (true, true) => (words.say("contact-none")),
        }
    }
}

/// Why somebody is not signed in, as a sentence.
#[must_use]
pub fn refusal(words: &Language, refusal: Refusal, now_ms: i64) -> String {
    match refusal {
        Refusal::NoMatch { left: 0 } => words.say("sign-in-no-match-last").to_owned(),
        Refusal::NoMatch { left } => words.fill("sign-in-no-match", &[("left", &left.to_string())]),
        Refusal::Paused { until } => {
            let minutes = ((until - now_ms).max(0) + 59_999) / 60_000;
            words.fill("sign-in-paused", &[("minutes", &minutes.to_string())])
        }
        Refusal::ActsForNobody => words.say("sign-in-acts-for-nobody").to_owned(),
    }
}

/// The form for a forgotten password.
pub fn forgotten(words: &Language, csrf: &str) -> Markup {
    let name = Field {
        name: "name",
        label: words.say("sign-in-name"),
        autocomplete: "username",
        required: true,
        focus: true,
        ..Field::default()
    };
    html! {
        h1 { (words.say("forgotten-title")) }
        p.context { (words.say("forgotten-context")) }
        form method="post" action="/forgotten" {
            (token(csrf))
            (field(name))
            button.button.main type="submit" { (words.say("forgotten-button")) }
        }
        p.after { a href="/sign-in" { (words.say("forgotten-back")) } }
    }
}

/// The same answer for every name.
pub fn forgotten_sent(words: &Language) -> Markup {
    html! {
        h1 { (words.say("forgotten-title")) }
        p.context { (words.say("forgotten-sent")) }
        p.after { a href="/sign-in" { (words.say("forgotten-back")) } }
    }
}

/// What the page of a link shows.
#[derive(Clone, Copy, Debug)]
pub struct LinkPage<'a> {
    /// The link.
    pub open: &'a Open,
    /// What is wrong with the password.
    pub error: &'a str,
}

/// The key of the title of a link's page.
#[must_use]
pub fn link_title(open: &Open) -> &'static str {
    match open.purpose {
        Purpose::Invite => "link-invite-title",
        Purpose::Reset => "link-reset-title",
    }
}

/// The page that a link leads to: looking at it uses nothing up, its button does.
pub fn link(words: &Language, csrf: &str, page: &LinkPage) -> Markup {
    let context = match page.open.purpose {
        Purpose::Invite => words.fill("link-invite-context", &[("name", &page.open.name)]),
        Purpose::Reset => words.fill("link-reset-context", &[("name", &page.open.name)]),
    };
    html! {
        h1 { (words.say(link_title(page.open))) }
        p.context { (context) }
        // No action: the form goes to the address of the page, whose secret stands nowhere else.
        form method="post" {
            (token(csrf))
            // Password managers keep the name with the password.
            input type="hidden" name="username" value=(page.open.email) autocomplete="username";
            (new_password(words, page.error))
            button.button.main type="submit" { (words.say("link-button")) }
        }
    }
}

/// What the page of the first owner shows.
#[derive(Clone, Debug, Default)]
pub struct FirstOwnerPage<'a> {
    /// The name that was typed.
    pub name: &'a str,
    /// The address that was typed.
    pub email: &'a str,
    /// What is wrong with the name.
    pub name_fault: String,
    /// What is wrong with the address.
    pub email_fault: String,
    /// What is wrong with the password.
    pub password_fault: &'a str,
}

/// The form that opens the login of the first owner.
pub fn first_owner(words: &Language, csrf: &str, page: &FirstOwnerPage) -> Markup {
    let name = Field {
        name: "name",
        label: words.say("first-owner-name"),
        value: page.name,
        error: &page.name_fault,
        autocomplete: "name",
        required: true,
        focus: true,
        ..Field::default()
    };
    let email = Field {
        name: "email",
        label: words.say("first-owner-email"),
        value: page.email,
        error: &page.email_fault,
        kind: "email",
        autocomplete: "username",
        required: true,
        ..Field::default()
    };
    html! {
        h1 { (words.say("first-owner-title")) }
        p.context { (words.say("first-owner-context")) }
        // No action: the form goes to the address of the page, whose secret stands nowhere else.
        form method="post" {
            (token(csrf))
            (field(name))
            (field(email))
            (new_password(words, page.password_fault))
            button.button.main type="submit" { (words.say("link-button")) }
        }
    }
}

/// The two fields of a new password.
fn new_password(words: &Language, error: &str) -> Markup {
    let base = Field {
        kind: "password",
        autocomplete: "new-password",
        required: true,
        longest: LENGTH_MAX,
        ..Field::default()
    };
    let hint = words.say("password-hint");
    html! {
        (field(Field { name: "password", label: words.say("password-new"), hint, error, ..base }))
        (field(Field { name: "password_again", label: words.say("password-again"), ..base }))
    }
}

/// A link that was used or whose time is up.
pub fn link_ended(words: &Language, contact: &Contact) -> Markup {
    html! {
        h1 { (words.say("link-ended-title")) }
        p.context { (words.say("link-ended-what")) }
        p { a.button.main href="/sign-in" { (words.say("sign-in-title")) } }
        p { a.button href="/forgotten" { (words.say("forgotten-button")) } }
        p.after { (reach(words, "link-ended-invite", contact)) }
    }
}

/// The form for one's own password.
pub fn password(words: &Language, signed: &Signed, wrong: &str, fault: &str) -> Markup {
    let must = signed.session.password_must_change;
    let context = words.say(if must { "password-must-change" } else { "password-context" });
    let current = Field {
        name: "current_password",
        label: words.say("password-current"),
        kind: "password",
        error: wrong,
        autocomplete: "current-password",
        required: true,
        ..Field::default()
    };
    html! {
        (title(Head { title: words.say("password-title"), context: Some(html! { (context) }), ..Head::default() }))
        form.form method="post" action="/password" {
            (token(&signed.csrf))
            (field(current))
            (new_password(words, fault))
            button.button.main type="submit" { (words.say("password-button")) }
        }
    }
}
