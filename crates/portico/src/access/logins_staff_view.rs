//! One login for staff, and the columns of the list, as HTML.

use super::logins::Member;
use crate::platform::list::{Column, Value};
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, field, select};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Currency, Day, Moment, Money, Zone};

/// What the page of one login shows.
pub struct One<'a> {
    /// Everything the login does.
    pub all: &'a [Member],
    /// The first of it, for what is the login's own.
    pub first: &'a Member,
    /// The wholesaler's zone.
    pub zone: &'a Zone,
    /// The day it is.
    pub today: Day,
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person may manage it.
    pub may: bool,
    /// Why something was refused.
    pub error: Option<&'a str>,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, one: &One<'_>) -> Markup {
    let crumbs = [(words.say("logins-title"), "/staff/logins")];
    let login = one.first;
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &login.name,
            state: Some(state_of(words, login)),
            context: Some(html! { (login.email) @if let Some(until) = until(words, one) { " · " (until) } }),
            actions: one.may.then(|| actions(words, one)),
        }))
        @if let Some(error) = one.error { (flash(&Flash::new(FlashKind::Refused, error))) }
        @for member in one.all {
            (section(&format!("membership-{}", member.id), &company(words, member), None, rights(words, one, member)))
        }
    }
}

fn until(words: &Language, one: &One<'_>) -> Option<String> {
    let at = one.first.invited_until.filter(|_| !one.first.has_password)?;
    let until = dates::moment(words, Moment(at), one.zone, one.today);
    Some(words.fill("logins-invited-until", &[("until", &until)]))
}

fn actions(words: &Language, one: &One<'_>) -> Markup {
    let login = one.first;
    let at = |below: &str| format!("/staff/logins/{}/{below}", login.login_id);
    html! {
        @if !login.has_password && !login.closed {
            form method="post" action=(at("invitation")) { (csrf(one.csrf)) button.button type="submit" { (words.say("logins-resend")) } }
            @if login.invited_until.is_some() {
                form method="post" action=(at("revocation")) { (csrf(one.csrf)) button.button type="submit" { (words.say("logins-revoke")) } }
            }
        }
        form method="post" action=(at("state")) {
            (csrf(one.csrf))
            input type="hidden" name="open" value=(if login.closed { "yes" } else { "no" });
            button.button type="submit" { (words.say(if login.closed { "logins-reopen" } else { "logins-deactivate" })) }
        }
    }
}

/// The company that a login acts for, as a heading.
#[must_use]
pub fn company(words: &Language, member: &Member) -> String {
    match (&member.customer[0], &member.customer[1]) {
        (Some(number), Some(name)) => format!("{name} {number}"),
        _ if member.kind == "staff" => words.say("frame-staff").to_owned(),
        _ => words.say("frame-supplier").to_owned(),
    }
}

fn limit_text(member: &Member) -> String {
    let currency = member.customer[2].as_deref().and_then(Currency::from_code);
    member
        .order_limit_minor
        .zip(currency)
        .map(|(minor, currency)| Money::new(minor, currency).amount())
        .unwrap_or_default()
}

fn rights(words: &Language, one: &One<'_>, member: &Member) -> Markup {
    if !one.may || member.kind == "supplier" {
        return html! { p { (role_word(words, &member.role)) } };
    }
    let roles: &[&str] = match member.kind.as_str() {
        "staff" => &["read", "write", "owner"],
        _ => &["viewer", "buyer", "approver", "manager"],
    };
    let choice = |value, label, chosen| Choice { value, label, chosen, ..Choice::default() };
    let roles: Vec<Choice<'_>> = roles
        .iter()
        .map(|code| choice(code, role_word(words, code), *code == member.role))
        .collect();
    let sees = [
        choice("all", words.say("logins-sees-all"), member.sees == "all"),
        choice("own", words.say("logins-sees-own"), member.sees == "own"),
    ];
    let limit = limit_text(member);
    let action = format!("/staff/memberships/{}", member.id);
    // Several forms stand on the page: ids are made of the fields' names.
    let named = |name: &str| format!("{name}-{}", member.id);
    let (role, sees_name, order_limit) = (named("role"), named("sees"), named("order_limit"));
    html! {
        @if let Some(number) = &member.customer[0] {
            p { a href={ "/staff/customers/" (path_segment(number)) } { (number) } }
        }
        form.form method="post" action=(action) {
            (csrf(one.csrf))
            (select(Field { name: &role, label: words.say("logins-role"), ..Field::default() }, &roles))
            @if member.kind == "customer" {
                (select(Field { name: &sees_name, label: words.say("logins-sees"), ..Field::default() }, &sees))
                (field(Field { name: &order_limit, label: words.say("logins-limit"), hint: words.say("logins-limit-hint"), value: &limit, ..Field::default() }))
            }
            button.button.main type="submit" { (words.say("customer-save")) }
        }
        form.gap-above method="post" action={ (action) "/end" } {
            (csrf(one.csrf))
            button.button type="submit" { (words.fill("logins-end", &[("company", &company(words, member))])) }
        }
    }
}

/// The word of a role.
#[must_use]
pub fn role_word<'a>(words: &'a Language, code: &str) -> &'a str {
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

fn state_words(member: &Member) -> (Shape, Tone, &'static str) {
    match (member.closed, member.has_password, member.invited_until) {
        (true, ..) => (Shape::Dash, Tone::Plain, "logins-closed"),
        (_, true, _) => (Shape::Disc, Tone::Good, "logins-active"),
        (_, false, Some(_)) => (Shape::Ring, Tone::Plain, "logins-pending"),
        (_, false, None) => (Shape::Triangle, Tone::Wait, "logins-lapsed"),
    }
}

/// How a login stands: shape and word.
#[must_use]
pub fn state_of(words: &Language, member: &Member) -> Markup {
    let (shape, tone, key) = state_words(member);
    state(shape, tone, words.say(key))
}

/// The columns of the list.
#[must_use]
pub fn columns<'a>(words: &'a Language, zone: &'a Zone, today: Day) -> Vec<Column<'a, Member>> {
    let say = |key| words.say(key);
    vec![
        Column::new("name", say("logins-name"), |m: &Member| Value::text(&m.name))
            .wide(24)
            .draw(|m| html! { a href={ "/staff/logins/" (m.login_id) } { (m.name) } }),
        Column::new("email", say("logins-email"), |m: &Member| Value::text(&m.email)).wide(30),
        Column::new("company", say("logins-for"), move |m: &Member| Value::own(company(words, m)))
            .wide(30),
        Column::new("role", say("logins-role"), move |m: &Member| {
            Value::word(role_word(words, &m.role))
        }),
        Column::new("state", say("logins-state"), move |m: &Member| {
            Value::word(say(state_words(m).2))
        })
        .draw(move |m| state_of(words, m)),
        Column::new("until", say("logins-until"), move |m: &Member| {
            let until = m.invited_until.filter(|_| !m.has_password).map(Moment);
            until.map_or(Value::Empty, |at| Value::time(at, zone))
        })
        .draw(move |m| {
            let until = m.invited_until.filter(|_| !m.has_password).map(Moment);
            html! { @if let Some(at) = until { (dates::moment(words, at, zone, today)) } }
        }),
    ]
}
