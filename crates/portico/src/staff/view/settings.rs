//! The page of settings.

use crate::platform::problem::FieldProblem;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, field, select, textarea};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::words::Language;
use crate::staff::change_settings::Shown;
use crate::staff::registry::Form;
use maud::{Markup, html};
use portico_types::Currency;

/// What the page shows.
pub struct Settings<'a> {
    /// All settings with their values.
    pub all: &'a [Shown],
    /// The wholesaler's currency.
    pub currency: Currency,
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person changes them.
    pub edits: bool,
    /// What was typed, where some of it is no value.
    pub typed: &'a [(String, String)],
    /// What is wrong with it.
    pub faults: &'a [FieldProblem],
}

/// Headings by the first word of the keys.
const GROUPS: [(&str, &str); 8] = [
    ("wholesaler", "settings-wholesaler"),
    ("backoffice", "settings-backoffice"),
    ("orders", "settings-orders"),
    ("catalogue", "settings-catalogue"),
    ("customers", "settings-customers"),
    ("import", "settings-import"),
    ("access", "settings-access"),
    ("running", "settings-running"),
];

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, page: &Settings<'_>) -> Markup {
    let context = words.say(if page.edits { "settings-context" } else { "settings-context-read" });
    let groups = html! {
        @for (start, heading) in GROUPS {
            @let of_group: Vec<&Shown> = page.all.iter().filter(|s| group(s.entry.key) == start).collect();
            @if !of_group.is_empty() { (section(start, words.say(heading), None, rows(words, page, &of_group))) }
        }
    };
    html! {
        (title(Head { title: words.say("settings-title"), context: Some(html! { (context) }), ..Head::default() }))
        @if !page.faults.is_empty() { (flash(&Flash::new(FlashKind::Refused, words.say("settings-not-saved")))) }
        @if page.edits {
            form.settings method="post" action="/staff/settings" {
                (csrf(page.csrf)) (groups)
                button.button.main type="submit" { (words.say("settings-save")) }
            }
        } @else { (groups) }
    }
}

/// The group of a key; what no heading is for stands with the last one.
fn group(key: &str) -> &str {
    let start = key.split('.').next().unwrap_or(key);
    let known = GROUPS.iter().any(|(group, _)| *group == start);
    if known { start } else { "access" }
}

fn rows(words: &Language, page: &Settings<'_>, all: &[&Shown]) -> Markup {
    html! { div.gap-above { @for shown in all { (one(words, page, shown)) } } }
}

fn one(words: &Language, page: &Settings<'_>, shown: &Shown) -> Markup {
    let entry = &shown.entry;
    let said = words.say(&entry.words_key()).to_owned();
    let (label, hint) = said.split_once(". ").unwrap_or((said.trim_end_matches('.'), ""));
    let typed = page.typed.iter().find(|(key, _)| key == entry.key).map(|(_, text)| text.as_str());
    let value = typed.unwrap_or(&shown.typed);
    if !page.edits {
        let shown = if value.is_empty() { words.say("setting-none") } else { value };
        return html! { dl.pairs.setting { dt { (label) } dd { (value_word(words, entry.form, shown)) } } };
    }
    let fault = page.faults.iter().find(|fault| fault.field == entry.key);
    let error = fault.map(|fault| words.sentence(&fault.text)).unwrap_or_default();
    let sign = page.currency.sign();
    let need = if entry.form == Form::Amount { sign.as_str() } else { "" };
    let of = Field { name: entry.key, label, need, value, hint, error: &error, ..Field::default() };
    match entry.form {
        Form::LongText => textarea(of, 6),
        Form::Choice(values) => choice(words, of, values),
        Form::Text | Form::Number | Form::Amount => field(of),
    }
}

/// A setting that is one of these values.
fn choice(words: &Language, of: Field<'_>, values: &[&str]) -> Markup {
    let label = |value: &&str| words.say(&format!("setting-value-{value}")).to_owned();
    let labels: Vec<String> = values.iter().map(label).collect();
    let choices: Vec<Choice<'_>> = values
        .iter()
        .zip(&labels)
        .map(|(value, label)| Choice {
            value,
            label,
            chosen: *value == of.value,
            ..Choice::default()
        })
        .collect();
    select(of, &choices)
}

fn value_word(words: &Language, form: Form, value: &str) -> String {
    match form {
        Form::Choice(_) => words.say(&format!("setting-value-{value}")).to_owned(),
        _ => value.to_owned(),
    }
}
