//! One login for staff, and the columns of the list, as HTML.

use super::logins::Member;
use super::manage::Rights;
use super::proof;
use super::second_factor::Standing;
use super::visit::Signed;
use crate::platform::list::{Column, Value};
use crate::platform::problem::FieldProblem;
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
    /// Its second factor.
    pub factor: Option<Standing>,
    /// The wholesaler's zone.
    pub zone: &'a Zone,
    /// The day it is.
    pub today: Day,
    /// Who looks.
    pub signed: &'a Signed,
    /// Whether this person may manage it.
    pub may: bool,
    /// Whether this person is an owner.
    pub owner: bool,
    /// Why something was refused.
    pub error: Option<&'a str>,
    /// A membership whose form was refused, and what was typed.
    pub typed: Option<&'a (i64, Rights)>,
    /// What is wrong with it, field by field.
    pub faults: &'a [FieldProblem],
    /// What is wrong with a password: of which membership's form, 0 for the reset.
    pub password: Option<&'a (i64, String)>,
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
        @if one.owner { (section("second-factor", words.say("logins-factor"), None, factor(words, one))) }
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
            form method="post" action=(at("invitation")) { (csrf(&one.signed.csrf)) button.button type="submit" { (words.say("logins-resend")) } }
            @if login.invited_until.is_some() {
                form method="post" action=(at("revocation")) { (csrf(&one.signed.csrf)) button.button type="submit" { (words.say("logins-revoke")) } }
            }
        }
        form method="post" action=(at("state")) {
            (csrf(&one.signed.csrf))
            input type="hidden" name="open" value=(if login.closed { "yes" } else { "no" });
            button.button type="submit" { (words.say(if login.closed { "logins-reopen" } else { "logins-deactivate" })) }
        }
    }
}

/// How the second factor stands, and the button for who lost app and codes.
fn factor(words: &Language, one: &One<'_>) -> Markup {
    let Some(standing) = one.factor else {
        return html! { p.ink-2 { (words.say("logins-no-factor")) } };
    };
    let since = dates::moment(words, Moment(standing.since), one.zone, one.today);
    let left = standing.codes_left.to_string();
    let wrong = one.password.filter(|(form, _)| *form == 0).map_or("", |(_, said)| said);
    html! {
        p { (words.fill("logins-factor-since", &[("since", &since), ("left", &left)])) }
        form.form.gap-above method="post" action={ "/staff/logins/" (one.first.login_id) "/second-factor-reset" } {
            (csrf(&one.signed.csrf))
            p.ink-2 { (words.say("logins-factor-what")) }
            (proof::ask(one.signed, wrong))
            button.button type="submit" { (words.say("logins-factor-reset")) }
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
    let typed = one.typed.filter(|(id, _)| *id == member.id).map(|(_, rights)| rights);
    let said = |name: &str| {
        let fault = one.faults.iter().find(|fault| typed.is_some() && fault.field == name);
        fault.map(|fault| words.sentence(&fault.text)).unwrap_or_default()
    };
    let (role_said, limit_said) = (said("role"), said("order_limit"));
    let wrong = one.password.filter(|(form, _)| *form == member.id).map_or("", |(_, said)| said);
    let chosen_role = typed.map_or(&member.role, |typed| &typed.role);
    let chosen_sees = typed.map_or(&member.sees, |typed| &typed.sees);
    let choice = |value, label, chosen| Choice { value, label, chosen, ..Choice::default() };
    let roles: Vec<Choice<'_>> = roles
        .iter()
        .map(|code| choice(code, role_word(words, code), code == chosen_role))
        .collect();
    let sees = [
        choice("all", words.say("logins-sees-all"), chosen_sees != "own"),
        choice("own", words.say("logins-sees-own"), chosen_sees == "own"),
    ];
    let limit = typed.map_or_else(|| limit_text(member), |typed| typed.order_limit.clone());
    let action = format!("/staff/memberships/{}", member.id);
    // Several forms stand on the page: ids are made of the fields' names.
    let named = |name: &str| format!("{name}-{}", member.id);
    let (role, sees_name, order_limit) = (named("role"), named("sees"), named("order_limit"));
    html! {
        @if let Some(number) = &member.customer[0] {
            p { a href={ "/staff/customers/" (path_segment(number)) } { (number) } }
        }
        form.form method="post" action=(action) {
            (csrf(&one.signed.csrf))
            (select(Field { name: &role, label: words.say("logins-role"), error: &role_said, ..Field::default() }, &roles))
            @if member.kind == "customer" {
                (select(Field { name: &sees_name, label: words.say("logins-sees"), ..Field::default() }, &sees))
                (field(Field { name: &order_limit, label: words.say("logins-limit"), hint: words.say("logins-limit-hint"), value: &limit, error: &limit_said, ..Field::default() }))
            }
            @if member.kind == "staff" { (proof::ask_as(one.signed, &named("current_password"), wrong)) }
            button.button.main type="submit" { (words.say("customer-save")) }
        }
        form.gap-above method="post" action={ (action) "/end" } {
            (csrf(&one.signed.csrf))
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
