//! One setting on its page: the field, its explanation, whether the default holds, and the way back to it.

use super::settings::Settings;
use crate::platform::web::dates;
use crate::platform::web::forms::{Choice, Field, field, select, textarea};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::words::Language;
use crate::staff::change_settings::{Changed, SEEN, Shown};
use crate::staff::registry::Form;
use maud::{Markup, html};

/// Everything that can be looked for of it.
pub(super) fn text(words: &Language, shown: &Shown) -> String {
    let entry = &shown.entry;
    let value = value_word(words, entry.form, &shown.typed);
    format!("{} {} {value}", words.say(&entry.words_key()), entry.key)
}

/// Label and explanation: the first sentence of its words, and the others.
fn label(words: &Language, shown: &Shown) -> (String, String) {
    let said = words.say(&shown.entry.words_key()).to_owned();
    let (label, hint) = said.split_once(". ").unwrap_or((said.trim_end_matches('.'), ""));
    (label.to_owned(), hint.to_owned())
}

/// The setting: to be changed by owners, to be read by others.
pub(super) fn one(words: &Language, page: &Settings<'_>, shown: &Shown) -> Markup {
    let (label, hint) = label(words, shown);
    if !page.edits {
        let value = value_word(words, shown.entry.form, &shown.typed);
        return html! {
            dl.pairs.setting data-row data-key=(shown.entry.key) {
                dt { (label) @if !hint.is_empty() { span.hint { (hint) } } }
                dd { (value) div.setting-foot { (holds(words, page, shown)) } }
            }
        };
    }
    html! {
        div.setting data-row data-key=(shown.entry.key) {
            (input(words, page, shown, (&label, &hint)))
            input type="hidden" name={ (SEEN) (shown.entry.key) } value=(shown.typed);
            div.setting-foot {
                (holds(words, page, shown))
                @if shown.changed.is_some() {
                    button.link type="submit" name="default" value=(shown.entry.key) formaction="/staff/settings/default" formnovalidate
                        aria-label=(words.fill("setting-back-of", &[("setting", &label)])) { (words.say("setting-back")) }
                }
            }
        }
    }
}

fn input(
    words: &Language,
    page: &Settings<'_>,
    shown: &Shown,
    (label, hint): (&str, &str),
) -> Markup {
    let entry = &shown.entry;
    let typed = page.typed.iter().find(|(key, _)| key == entry.key).map(|(_, text)| text.as_str());
    let fault = page.faults.iter().find(|fault| fault.field == entry.key);
    let error = fault.map(|fault| said(words, shown, fault)).unwrap_or_default();
    let sign = page.currency.sign();
    let need = if entry.form == Form::Amount { sign.as_str() } else { "" };
    let value = typed.unwrap_or(&shown.typed);
    let of = Field { name: entry.key, label, need, value, hint, error: &error, ..Field::default() };
    match entry.form {
        Form::LongText => textarea(of, 6),
        Form::Choice(values) => choice(words, of, values),
        Form::Text | Form::Number | Form::Amount => field(of),
    }
}

/// What is wrong; of a change by somebody else also what they made of it.
fn said(words: &Language, shown: &Shown, fault: &crate::platform::problem::FieldProblem) -> String {
    if fault.code != "changed_meanwhile" {
        return words.sentence(&fault.text);
    }
    let now = value_word(words, shown.entry.form, &shown.typed);
    words.fill("setting-changed-meanwhile", &[("now", &now)])
}

/// Whether the default holds; who changed it and when, where it does not.
fn holds(words: &Language, page: &Settings<'_>, shown: &Shown) -> Markup {
    let Some(Changed { by, at }) = &shown.changed else {
        return html! { span.ink-2 { (words.say("setting-default")) } };
    };
    let default = value_word(words, shown.entry.form, &shown.default);
    let when = dates::moment(words, *at, page.clock.0, page.clock.1);
    let who = match by {
        Some(by) => words.fill("setting-changed-by", &[("who", by), ("when", &when)]),
        None => words.fill("setting-changed-at", &[("when", &when)]),
    };
    html! {
        (state(Shape::Diamond, Tone::Info, &who))
        span.ink-2 { (words.fill("setting-default-is", &[("default", &default)])) }
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
        _ if value.is_empty() => words.say("setting-none").to_owned(),
        Form::Choice(_) => words.say(&format!("setting-value-{value}")).to_owned(),
        _ => value.to_owned(),
    }
}
