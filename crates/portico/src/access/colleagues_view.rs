//! HTML of a customer's colleagues.

use super::colleagues::{Colleague, NewColleague};
use super::logins_staff_view::role_word;
use super::manage::Rights;
use super::visit::Visit;
use crate::platform::problem::Problem;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, field, select};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::table::{self, Column, Table, cell, row, row_head, told};
use maud::{Markup, html};
use portico_types::Money;

const ROLES: [&str; 4] = ["viewer", "buyer", "approver", "manager"];

/// What was typed into a form that was refused.
pub(super) enum Typed {
    Nothing,
    New(NewColleague),
    Change(i64, Rights),
}

/// What the page shows.
pub(super) struct Page<'a> {
    pub(super) visit: &'a Visit,
    pub(super) all: &'a [Colleague],
    pub(super) problem: Option<&'a Problem>,
    pub(super) typed: &'a Typed,
}

impl Page<'_> {
    /// The sentence about a field of the form that was refused.
    fn fault(&self, field: &str) -> String {
        let found = self.problem.and_then(|p| p.errors.iter().find(|error| error.field == field));
        found.map(|error| self.visit.words.sentence(&error.text)).unwrap_or_default()
    }
}

/// The whole content of the page.
pub(super) fn content(page: &Page<'_>) -> Markup {
    let words = &page.visit.words;
    let above = page.problem.filter(|problem| problem.errors.is_empty());
    html! {
        (title(Head {
            title: words.say("colleagues-title"),
            context: Some(html! { (words.say("colleagues-what")) }),
            ..Head::default()
        }))
        @if let Some(problem) = above { (flash(&Flash::new(FlashKind::Refused, words.sentence(&problem.text)))) }
        (people(page))
        (section("let-in", words.say("colleagues-invite"), None, let_in(page)))
    }
}

fn people(page: &Page<'_>) -> Markup {
    let words = &page.visit.words;
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let columns = [
        column("c-name", "logins-name"),
        column("c-email", "logins-email"),
        column("", "logins-role"),
        column("", "logins-sees"),
        column("num", "logins-limit"),
        column("c-state", "logins-state"),
        Column { hidden: true, ..column("c-action", "colleagues-change") },
    ];
    let rows = html! { @for one in page.all { (person(page, one)) } };
    let caption = words.say("colleagues-title");
    table::table(Table { class: "colleagues", caption, columns: &columns }, rows, None)
}

fn person(page: &Page<'_>, one: &Colleague) -> Markup {
    let words = &page.visit.words;
    let own = one.membership_id == page.visit.buyer.membership_id;
    let currency = page.visit.buyer.customer.currency;
    let limit = one.order_limit_minor.map(|minor| Money::new(minor, currency).with_sign());
    let (shape, tone, key) = match (one.closed, one.has_password) {
        (true, _) => (Shape::Dash, Tone::Plain, "logins-closed"),
        (_, true) => (Shape::Disc, Tone::Good, "logins-active"),
        _ => (Shape::Ring, Tone::Plain, "logins-pending"),
    };
    let sees = if one.sees == "own" { "logins-sees-own" } else { "logins-sees-all" };
    row(
        "",
        html! {
            (row_head("c-name", html! { span.name { (one.name) } @if own { span.second { (words.say("colleagues-you")) } } }))
            (cell("c-email", html! { (one.email) }))
            (told("", words.say("logins-role"), html! { (role_word(words, &one.role)) }))
            (told("", words.say("logins-sees"), html! { (words.say(sees)) }))
            (told("num", words.say("logins-limit"), html! { (limit.as_deref().unwrap_or(words.say("colleagues-no-limit"))) }))
            (cell("c-state", state(shape, tone, words.say(key))))
            (cell("c-action", html! { @if !own { (changing(page, one)) } }))
        },
    )
}

/// The form behind "Change".
fn changing(page: &Page<'_>, one: &Colleague) -> Markup {
    let words = &page.visit.words;
    let typed = match page.typed {
        Typed::Change(id, rights) if *id == one.membership_id => Some(rights),
        _ => None,
    };
    let currency = page.visit.buyer.customer.currency;
    let kept = Rights {
        role: one.role.clone(),
        sees: one.sees.clone(),
        order_limit: one
            .order_limit_minor
            .map(|minor| Money::new(minor, currency).amount())
            .unwrap_or_default(),
    };
    let action = format!("/colleagues/{}", one.membership_id);
    let suffix = format!("-{}", one.membership_id);
    let name = [("name", one.name.as_str())];
    html! {
        details.confirm data-pop open[typed.is_some()] {
            summary.button.small aria-label=(words.fill("colleagues-change-of", &name)) { (words.say("colleagues-change")) }
            div.pop.colleague {
                form method="post" action=(action) {
                    (csrf(&page.visit.csrf))
                    (rights(page, typed.unwrap_or(&kept), (&suffix, typed.is_some())))
                    button.button.small type="submit" { (words.say("customer-save")) }
                }
                @if !one.has_password && !one.closed {
                    form method="post" action={ (action) "/invitation" } {
                        (csrf(&page.visit.csrf))
                        button.link type="submit" { (words.say("colleagues-send-again")) }
                    }
                }
                form method="post" action={ (action) "/end" } {
                    (csrf(&page.visit.csrf))
                    button.link type="submit" { (words.fill("colleagues-take-out", &name)) }
                }
            }
        }
    }
}

/// Role, what is seen, and the limit; `suffix` stands behind the names, and faults only where the form was refused.
fn rights(page: &Page<'_>, typed: &Rights, (suffix, refused): (&str, bool)) -> Markup {
    let words = &page.visit.words;
    let choice = |value, label, chosen| Choice { value, label, chosen, ..Choice::default() };
    let roles: Vec<Choice<'_>> = ROLES
        .iter()
        .map(|code| choice(code, role_word(words, code), *code == typed.role))
        .collect();
    let sees = [
        choice("all", words.say("logins-sees-all"), typed.sees != "own"),
        choice("own", words.say("logins-sees-own"), typed.sees == "own"),
    ];
    let said = |name| if refused { page.fault(name) } else { String::new() };
    let (role_said, sees_said, limit_said) = (said("role"), said("sees"), said("order_limit"));
    let named = |name: &str| format!("{name}{suffix}");
    let (role, sees_name, limit) = (named("role"), named("sees"), named("order_limit"));
    html! {
        (select(Field { name: &role, label: words.say("logins-role"), error: &role_said, ..Field::default() }, &roles))
        (select(Field { name: &sees_name, label: words.say("logins-sees"), error: &sees_said, ..Field::default() }, &sees))
        (field(Field { name: &limit, label: words.say("logins-limit"), hint: words.say("logins-limit-hint"), value: &typed.order_limit, error: &limit_said, ..Field::default() }))
    }
}

fn let_in(page: &Page<'_>) -> Markup {
    let words = &page.visit.words;
    let none = NewColleague::default();
    let (typed, refused) = match page.typed {
        Typed::New(typed) => (typed, true),
        _ => (&none, false),
    };
    let said = |name| if refused { page.fault(name) } else { String::new() };
    let (name_said, email_said) = (said("name"), said("email"));
    let start = Rights { role: "buyer".to_owned(), ..Rights::default() };
    let chosen = if refused { &typed.rights } else { &start };
    html! {
        form.form method="post" action="/colleagues" {
            (csrf(&page.visit.csrf))
            (field(Field { name: "name", label: words.say("logins-name"), value: &typed.name, error: &name_said, autocomplete: "off", longest: 100, ..Field::default() }))
            (field(Field { name: "email", label: words.say("logins-email"), kind: "email", value: &typed.email, error: &email_said, autocomplete: "off", longest: 200, ..Field::default() }))
            (rights(page, chosen, ("", refused)))
            button.button.main type="submit" { (words.say("colleagues-send")) }
        }
    }
}
