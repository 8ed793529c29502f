//! HTML of assortments: the list, one with its rules.

use super::{column, fault, refused};
use crate::catalogue::assortments::{Assortment, CODE_LONGEST, Opened, Rule};
use crate::catalogue::shelf::walk::Underway;
use crate::platform::problem::Problem;
use crate::platform::web::forms::{Choice, Field, csrf, field, inline_select};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::whole_number;
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, name, num, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use serde::Deserialize;

/// What the page of the list shows.
pub struct List<'a> {
    /// The assortments.
    pub rows: &'a [Assortment],
    /// How far the last change of a rule is carried out.
    pub underway: Option<Underway>,
    /// Token of forms.
    pub csrf: &'a str,
    /// Whether this person may change them.
    pub edits: bool,
    /// What was typed as the code of a new one.
    pub code: &'a str,
    /// Why that was refused.
    pub problem: Option<&'a Problem>,
}

fn count(number: i64) -> String {
    whole_number(usize::try_from(number).unwrap_or(0))
}

fn href(code: &str) -> String {
    format!("/staff/assortments/{}", path_segment(code))
}

/// The list.
#[must_use]
pub fn list(words: &Language, page: &List<'_>) -> Markup {
    let columns = [
        column(words, "", "assortments-name"),
        column(words, "num", "assortments-products"),
        column(words, "num", "assortments-rules"),
        column(words, "num", "assortments-customers"),
    ];
    let rows = html! {
        @for one in page.rows {
            (row("", html! {
                (row_head("", html! { a href=(href(&one.code)) { (one.name) } @if one.name != one.code { span.second { (one.code) } } }))
                (num(&count(one.products)))
                (num(&count(one.rules)))
                (num(&count(one.customers)))
            }))
        }
    };
    let caption = words.say("assortments-title");
    html! {
        (title(Head { title: caption, context: Some(html! { (words.say("assortments-context")) }), ..Head::default() }))
        (refused(words, page.problem))
        (under_way(words, page.underway))
        @if page.rows.is_empty() {
            (nothing_here(words.say("assortments-none"), html! { (words.say("assortments-none-what")) }, None))
        } @else { div.section { (table(Table { class: "keep", caption, columns: &columns }, rows, None)) } }
        @if page.edits { (new_one(words, page)) }
    }
}

fn new_one(words: &Language, page: &List<'_>) -> Markup {
    let faults = page.problem.map(|problem| problem.errors.as_slice()).unwrap_or_default();
    let wrong = fault(words, faults, "code");
    section(
        "new",
        words.say("assortments-new"),
        None,
        html! {
            form.form method="post" action="/staff/assortments" {
                (csrf(page.csrf))
                (field(Field {
                    name: "code",
                    label: words.say("assortments-code"),
                    value: page.code,
                    error: &wrong,
                    required: true,
                    longest: CODE_LONGEST,
                    ..Field::default()
                }))
                button.button.main type="submit" { (words.say("assortments-make")) }
            }
        },
    )
}

/// Says how far a change is, while it is.
fn under_way(words: &Language, underway: Option<Underway>) -> Markup {
    html! {
        @if let Some(underway) = underway {
            p.list-bar role="status" {
                (state(Shape::Half, Tone::Wait, &words.fill("assortments-under-way", &[("percent", &underway.percent.to_string())])))
            }
        }
    }
}

/// A rule as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// `include` or `exclude`.
    pub way: String,
    /// `category`, `brand`, `tag` or `product`.
    pub kind: String,
    /// Path, name or code.
    pub subject: String,
}

/// What the page of one assortment shows.
pub struct One<'a> {
    /// The assortment.
    pub opened: &'a Opened,
    /// Token of forms.
    pub csrf: &'a str,
    /// Whether this person may change it.
    pub edits: bool,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why that was refused.
    pub problem: Option<&'a Problem>,
}

/// One assortment with its rules.
#[must_use]
pub fn one(words: &Language, page: &One<'_>) -> Markup {
    let opened = page.opened;
    let of = &opened.assortment;
    let crumbs = [(words.say("assortments-title"), "/staff/assortments")];
    let context = words.fill(
        "assortment-context",
        &[
            ("products", &count(of.products)),
            ("named", &count(opened.named)),
            ("customers", &count(of.customers)),
        ],
    );
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &of.name,
            context: Some(html! { (context) }),
            ..Head::default()
        }))
        (refused(words, page.problem))
        (under_way(words, opened.underway))
        (section("rules", words.say("assortment-rules"), None, html! {
            @if opened.rules.is_empty() { p.note.ink-2.gap-above { (words.say("assortment-no-rules")) } } @else { (rules(words, page)) }
            @if page.edits { (add(words, page)) }
        }))
        (section("customers", words.say("assortments-customers"), None, customers(words, opened)))
    }
}

fn rules(words: &Language, page: &One<'_>) -> Markup {
    let mut columns = vec![
        column(words, "", "assortment-way"),
        column(words, "", "assortment-subject"),
        column(words, "num", "assortments-products"),
    ];
    if page.edits {
        columns.push(crate::platform::web::table::Column {
            hidden: true,
            ..column(words, "num", "assortment-remove")
        });
    }
    let rows = html! {
        @for rule in &page.opened.rules {
            (row("", html! {
                (cell("nowrap", way(words, rule)))
                (row_head("", name(html! { (rule.subject) }, Some(words.say(kind_word(&rule.kind))))))
                (num(&count(rule.products)))
                @if page.edits { (cell("num", remove(words, page, rule))) }
            }))
        }
    };
    let caption = words.say("assortment-rules");
    table(Table { class: "keep", caption, columns: &columns }, rows, None)
}

fn way(words: &Language, rule: &Rule) -> Markup {
    match rule.excluded {
        true => state(Shape::Diamond, Tone::Bad, words.say("assortment-excluded")),
        false => state(Shape::Disc, Tone::Good, words.say("assortment-included")),
    }
}

fn kind_word(kind: &str) -> &'static str {
    match kind {
        "category" => "facets-category",
        "brand" => "facets-brand",
        "tag" => "assortment-tag",
        _ => "products-product",
    }
}

fn remove(words: &Language, page: &One<'_>, rule: &Rule) -> Markup {
    let action = format!("{}/rules/removal", href(&page.opened.assortment.code));
    let label = words.fill("assortment-remove-rule", &[("name", &rule.subject)]);
    html! {
        form method="post" action=(action) {
            (csrf(page.csrf))
            input type="hidden" name="kind" value=(rule.kind);
            input type="hidden" name="subject_id" value=(rule.subject_id);
            button.button.small type="submit" aria-label=(label) { (words.say("assortment-remove")) }
        }
    }
}

fn add(words: &Language, page: &One<'_>) -> Markup {
    let typed = page.typed;
    let faults = page.problem.map(|problem| problem.errors.as_slice()).unwrap_or_default();
    let wrong = fault(words, faults, "subject");
    let choice = |value: &'static str, key: &'static str, now: &str| Choice {
        value,
        label: words.say(key),
        chosen: value == now,
        ..Choice::default()
    };
    let ways = [("include", "assortment-include"), ("exclude", "assortment-exclude")];
    let ways = ways.map(|(value, key)| choice(value, key, &typed.way));
    let kinds = ["category", "brand", "tag", "product"];
    let kinds = kinds.map(|kind| choice(kind, kind_word(kind), &typed.kind));
    html! {
        form.gap-above method="post" action={ (href(&page.opened.assortment.code)) "/rules" } {
            (csrf(page.csrf))
            div.list-bar {
                (inline_select("way", words.say("assortment-way"), &ways))
                (inline_select("kind", words.say("assortment-kind"), &kinds))
                input.input.grow type="text" id="subject" name="subject" list="subjects" required value=(typed.subject)
                    aria-label=(words.say("assortment-subject")) placeholder=(words.say("assortment-subject-hint"))
                    aria-invalid=[(!wrong.is_empty()).then_some("true")] aria-describedby=[(!wrong.is_empty()).then_some("subject-error")];
                button.button.main type="submit" { (words.say("assortment-add")) }
            }
            @if !wrong.is_empty() { (crate::platform::web::forms::error_line("subject-error", html! { (wrong) })) }
            datalist id="subjects" { @for name in &page.opened.offered { option value=(name) {} } }
        }
    }
}

fn customers(words: &Language, opened: &Opened) -> Markup {
    let more = opened.assortment.customers - i64::try_from(opened.customers.len()).unwrap_or(0);
    html! {
        @if opened.customers.is_empty() { p.note.ink-2.gap-above { (words.say("assortment-no-customers")) } } @else {
            ul.rows {
                @for (number, name) in &opened.customers { li { span { (name) } span.ink-2 { (number) } } }
            }
        }
        @if more > 0 { p.small.ink-2.gap-above { (words.fill("facets-more", &[("count", &count(more))])) } }
    }
}
