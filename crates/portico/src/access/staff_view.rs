//! The staff's page of logins, as HTML.

use super::StaffRole;
use super::logins::{LOGINS, Member};
use super::logins_staff_view::role_word;
use super::names::{EMAIL_MAX, NAME_MAX};
use super::visit::StaffVisit;
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Page};
use crate::platform::problem::FieldProblem;
use crate::platform::web::forms::{Choice, Field, csrf, field, select};
use crate::platform::web::layout::{Head, title};
use crate::platform::words::Language;
use maud::{Markup, html};
use serde::Deserialize;

/// What was typed into the form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// E-mail address.
    pub email: String,
    /// Name of the person.
    pub name: String,
    /// Username, or nothing.
    pub username: String,
    /// Number of the customer.
    pub customer_number: String,
    /// Code of the role.
    pub role: String,
}

/// The list of logins, as the page has it.
pub struct List<'a> {
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<Member>,
    /// All its columns.
    pub columns: &'a [Column<'a, Member>],
}

/// The list of logins, and the form for who may invite.
pub fn logins(
    visit: &StaffVisit,
    shown: &List<'_>,
    form: Option<(&Typed, &[FieldProblem])>,
) -> Markup {
    let words: &Language = &visit.words;
    let view = ListView {
        listing: &LOGINS,
        asked: shown.asked,
        words,
        columns: shown.columns,
        kept: shown.kept,
        page: shown.page,
        csrf: &visit.csrf,
        class: "logins",
        caption: words.say("logins-title"),
        given: &[],
        tint: &|_| "",
        nothing: html! { p { (words.say("logins-none")) } },
    };
    let open = |typed: &Typed, faults: &[FieldProblem]| {
        !faults.is_empty() || !typed.customer_number.is_empty()
    };
    let actions = html! {
        (buttons(&view))
        @if visit.staff.role >= StaffRole::Owner { a.button href="/staff/tokens" { (words.say("logins-tokens")) } }
        @if form.is_some() { a.button href="/staff/logins/several" { (words.say("logins-several")) } }
    };
    html! {
        (title(Head { title: words.say("logins-title"), actions: Some(actions), ..Head::default() }))
        @if let Some((typed, faults)) = form {
            details.gap-below id="invite" open[open(typed, faults)] {
                summary.button { (words.say("logins-invite")) }
                div.gap-above { (invite_form(words, &visit.csrf, typed, faults)) }
            }
        }
        (list(&view))
    }
}

fn invite_form(words: &Language, token: &str, typed: &Typed, faults: &[FieldProblem]) -> Markup {
    let said = |name: &str| {
        faults.iter().find(|f| f.field == name).map(|f| words.sentence(&f.text)).unwrap_or_default()
    };
    let (email, name, username) = (said("email"), said("name"), said("username"));
    let (customer, role) = (said("customer_number"), said("role"));
    let one = |name, label, value, error, longest| Field {
        name,
        label,
        value,
        error,
        longest,
        ..Field::default()
    };
    let roles =
        ["viewer", "buyer", "approver", "manager"].map(|code| (code, role_word(words, code)));
    let chosen = if typed.role.is_empty() { "buyer" } else { &typed.role };
    let choices = roles.map(|(code, label)| Choice {
        value: code,
        label,
        chosen: code == chosen,
        ..Choice::default()
    });
    html! {
        form.form method="post" action="/staff/logins" {
            (csrf(token))
            (field(Field { required: true, ..one("name", words.say("logins-name"), &typed.name, &name, NAME_MAX) }))
            (field(Field { required: true, kind: "email", ..one("email", words.say("logins-email"), &typed.email, &email, EMAIL_MAX) }))
            (field(Field { need: words.say("logins-optional"), ..one("username", words.say("logins-username"), &typed.username, &username, NAME_MAX) }))
            (field(Field { required: true, ..one("customer_number", words.say("logins-customer"), &typed.customer_number, &customer, 50) }))
            (select(one("role", words.say("logins-role"), "", &role, 0), &choices))
            button.button.main type="submit" { (words.say("logins-send")) }
        }
    }
}
