//! HTML of the carriers that staff keep.

use super::carriers::{Carrier, NAME_LONGEST, URL_LONGEST};
use crate::catalogue::staff_view::{column, fault, refused};
use crate::platform::problem::Problem;
use crate::platform::web::forms::{Field, csrf, field};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::numbers::empty;
use crate::platform::web::table::{Table, cell, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use serde::Deserialize;

/// A carrier as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The one that was to be changed; none for a new one.
    pub carrier: Option<i64>,
    /// Its name.
    pub name: String,
    /// Where its parcels are followed.
    pub tracking_url: String,
}

/// What the page of carriers shows.
pub struct Carriers<'a> {
    /// The open ones.
    pub all: &'a [Carrier],
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person keeps them.
    pub edits: bool,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was not done.
    pub problem: Option<&'a Problem>,
}

/// The carriers.
#[must_use]
pub fn carriers(words: &Language, page: &Carriers<'_>) -> Markup {
    let crumbs = [(words.say("work-title"), "/staff/work")];
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("carriers-title"),
            context: Some(html! { (words.say("carriers-context")) }),
            ..Head::default()
        }))
        (refused(words, page.problem))
        @if page.all.is_empty() { p.gap-below { (words.say("carriers-none")) } } @else { (all(words, page)) }
        @if page.edits {
            @match page.all.iter().find(|carrier| Some(carrier.id) == page.typed.carrier) {
                Some(carrier) => (section("form", &words.fill("carrier-change-this", &[("name", &carrier.name)]), None, form(words, page, Some(carrier)))),
                None => (section("form", words.say("carrier-new"), None, form(words, page, None))),
            }
        }
    }
}

fn all(words: &Language, page: &Carriers<'_>) -> Markup {
    let columns = [
        column(words, "strong", "shipment-carrier"),
        column(words, "c-address", "carrier-url"),
        column(words, "c-action", "carrier-change"),
    ];
    let body = html! { @for carrier in page.all { (carrier_row(words, page, carrier)) } };
    let shown =
        Table { class: "carriers", caption: words.say("carriers-title"), columns: &columns };
    table(shown, body, None)
}

fn carrier_row(words: &Language, page: &Carriers<'_>, carrier: &Carrier) -> Markup {
    let named = |key| words.fill(key, &[("name", &carrier.name)]);
    row(
        "",
        html! {
            (row_head("strong", html! { (carrier.name) }))
            (cell("c-address", html! { @match &carrier.tracking_url { Some(url) => (url), None => (empty()) } }))
            (cell("c-action", html! {
                @if page.edits {
                    form method="post" action={ "/staff/carriers/" (carrier.id) "/removal" } {
                        (csrf(page.csrf))
                        a.button.small href={ "/staff/carriers?carrier=" (carrier.id) "#field-name" } aria-label=(named("carrier-change-this")) { (words.say("carrier-change")) }
                        " "
                        button.button.small type="submit" aria-label=(named("carrier-take-out-this")) { (words.say("carrier-take-out")) }
                    }
                }
            }))
        },
    )
}

/// The form of a new carrier, or of the one that is changed, with what was typed into it.
fn form(words: &Language, page: &Carriers<'_>, carrier: Option<&Carrier>) -> Markup {
    let faults = page.problem.map_or(&[][..], |p| p.errors.as_slice());
    let (name_fault, url_fault) =
        (fault(words, faults, "name"), fault(words, faults, "tracking_url"));
    let (name, url) = match carrier {
        Some(carrier) if page.problem.is_none() => {
            (carrier.name.as_str(), carrier.tracking_url.as_deref().unwrap_or(""))
        }
        _ => (page.typed.name.as_str(), page.typed.tracking_url.as_str()),
    };
    let action = match carrier {
        Some(carrier) => format!("/staff/carriers/{}", carrier.id),
        None => "/staff/carriers".to_owned(),
    };
    let save = if carrier.is_some() { "carrier-change-save" } else { "carrier-add" };
    html! {
        form.form method="post" action=(action) {
            (csrf(page.csrf))
            (field(Field { name: "name", label: words.say("shipment-carrier"), value: name, error: &name_fault, longest: NAME_LONGEST, required: true, ..Field::default() }))
            (field(Field { name: "tracking_url", label: words.say("carrier-url"), need: words.say("field-optional"), hint: words.say("carrier-url-hint"), value: url, error: &url_fault, longest: URL_LONGEST, ..Field::default() }))
            button.button type="submit" { (words.say(save)) }
            @if carrier.is_some() { " " a href="/staff/carriers" { (words.say("carrier-change-not")) } }
        }
    }
}
