//! The staff's page of logins, as HTML.

use super::invite::Listed;
use super::names::{EMAIL_MAX, NAME_MAX};
use super::visit::StaffVisit;
use crate::platform::problem::FieldProblem;
use crate::platform::web::forms::{Choice, Field, csrf, field, select};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::table::{Column, Table, cell, row, row_head, table};
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

/// The list of logins, and the form for who may invite.
pub fn logins(
    visit: &StaffVisit,
    list: &[Listed],
    form: Option<(&Typed, &[FieldProblem])>,
) -> Markup {
    let words: &Language = &visit.words;
    html! {
        (title(Head { title: words.say("logins-title"), ..Head::default() }))
        @if let Some((typed, faults)) = form {
            (section("invite", words.say("logins-invite"), None, invite_form(words, &visit.csrf, typed, faults)))
        }
        (section("newest", words.say("logins-newest"), None, newest(words, list)))
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

fn role_word<'a>(words: &'a Language, code: &str) -> &'a str {
    match code {
        "viewer" => words.say("role-viewer"),
        "buyer" => words.say("role-buyer"),
        "approver" => words.say("role-approver"),
        "manager" => words.say("role-manager"),
        "supplier" => words.say("role-supplier"),
        "read" => words.say("role-read"),
        "write" => words.say("role-write"),
        _ => words.say("role-owner"),
    }
}

fn newest(words: &Language, list: &[Listed]) -> Markup {
    let column = |label| Column { label, ..Column::default() };
    let columns = [
        column(words.say("logins-name")),
        column(words.say("logins-email")),
        column(words.say("logins-for")),
        column(words.say("logins-role")),
        column(words.say("logins-state")),
    ];
    let rows = html! { @for login in list { (login_row(words, login)) } };
    table(Table { class: "", caption: words.say("logins-newest"), columns: &columns }, rows, None)
}

fn login_row(words: &Language, login: &Listed) -> Markup {
    let company = match (&login.customer_number, &login.customer_name) {
        (Some(number), Some(name)) => format!("{number} {name}"),
        _ if login.kind == "staff" => words.say("frame-staff").to_owned(),
        _ => words.say("frame-supplier").to_owned(),
    };
    let shown = if login.has_password {
        state(Shape::Disc, Tone::Good, words.say("logins-active"))
    } else {
        state(Shape::Ring, Tone::Plain, words.say("logins-pending"))
    };
    row(
        "",
        html! {
            (row_head("", html! { (login.name) }))
            (cell("", html! { (login.email) }))
            (cell("", html! { (company) }))
            (cell("", html! { (role_word(words, &login.role)) }))
            (cell("", shown))
        },
    )
}
