//! Inviting several people, as HTML.

use super::logins_staff_view::role_word;
use super::several::{self, Answered, Looked, Verdict};
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Field, csrf, textarea};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Column, Table, cell, num, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};

/// Keys of the headings of the file of links.
pub const HEADS: [&str; 7] = [
    "several-line",
    "logins-customer",
    "logins-name",
    "logins-email",
    "logins-role",
    "several-result",
    "several-link",
];

/// The form, with what was typed.
#[must_use]
pub fn form(words: &Language, token: &str, typed: &str, wrong: &str) -> Markup {
    html! {
        (heading(words, None))
        (list_form(words, token, typed, wrong))
    }
}

fn heading(words: &Language, context: Option<&str>) -> Markup {
    let crumbs = [(words.say("logins-title"), "/staff/logins")];
    title(Head {
        crumbs: &crumbs,
        crumbs_label: words.say("crumbs-label"),
        title: words.say("several-title"),
        context: context.map(|said| html! { (said) }),
        ..Head::default()
    })
}

fn list_form(words: &Language, token: &str, typed: &str, wrong: &str) -> Markup {
    let lines = Field {
        name: "lines",
        label: words.say("several-lines"),
        hint: words.say("several-what"),
        value: typed,
        error: wrong,
        placeholder: words.say("several-example"),
        ..Field::default()
    };
    html! {
        form.form method="post" action="/staff/logins/several" enctype="multipart/form-data" {
            (csrf(token))
            (textarea(lines, 12))
            div.field {
                div.field-head { label for="file" { (words.say("several-file")) } }
                input.file type="file" id="file" name="file" accept=".csv,.txt,.tsv" aria-describedby="file-hint";
                p.hint id="file-hint" { (words.say("several-file-hint")) }
            }
            button.button.main type="submit" { (words.say("several-look")) }
        }
    }
}

/// How many lines are good, each line with what is wrong with it, and the buttons that do exactly that.
#[must_use]
pub fn preview(words: &Language, token: &str, looked: &[Looked], text: &str) -> Markup {
    let good = looked.iter().filter(|one| one.verdict.is_good());
    let (count, all) = (good.clone().count().to_string(), looked.len().to_string());
    let said = words.fill("several-count", &[("good", &count), ("all", &all)]);
    let only = several::text(good.map(|one| &one.line));
    let rows = html! {
        @for one in looked { (line(words, one, verdict(words, one.verdict))) }
    };
    html! {
        (heading(words, Some(&said)))
        @if only.is_empty() { (flash(&Flash::new(FlashKind::Look, words.say("several-none-good")))) }
        @else {
            form.gap-below method="post" action="/staff/logins/several/invitations" {
                (csrf(token))
                input type="hidden" name="lines" value=(only);
                p.ink-2 { (words.say("several-how")) }
                div.actions.gap-above {
                    button.button.main type="submit" name="by" value="mail" { (words.fill("several-send", &[("count", &count)])) }
                    button.button type="submit" name="by" value="link" { (words.fill("several-links", &[("count", &count)])) }
                }
            }
        }
        (lines(words, rows))
        (section("mend", words.say("several-mend"), None, list_form(words, token, text, "")))
    }
}

/// What came of each line.
#[must_use]
pub fn done(words: &Language, answered: &[Answered]) -> Markup {
    let good = answered.iter().filter(|one| one.looked.verdict.is_good()).count().to_string();
    let said = words.fill("several-done", &[("good", &good), ("all", &answered.len().to_string())]);
    let rows = html! {
        @for one in answered {
            @let (shape, tone, _) = verdict_words(one.looked.verdict);
            (line(words, &one.looked, state(shape, tone, &answer_words(words, one))))
        }
    };
    html! {
        (heading(words, Some(&said)))
        (lines(words, rows))
        p.gap-above { a href="/staff/logins?state=invited" { (words.say("several-pending")) } }
    }
}

fn lines(words: &Language, rows: Markup) -> Markup {
    let columns: Vec<Column<'_>> = HEADS[..6]
        .iter()
        .map(|key| Column {
            class: if *key == "several-line" { "num" } else { "" },
            label: words.say(key),
            ..Column::default()
        })
        .collect();
    table(
        Table { class: "several", caption: words.say("several-title"), columns: &columns },
        rows,
        None,
    )
}

fn line(words: &Language, one: &Looked, how: Markup) -> Markup {
    let line = &one.line;
    let href = format!("/staff/customers/{}", path_segment(&line.customer));
    let tint = if one.verdict.is_good() { "" } else { "tint-wait" };
    row(
        tint,
        html! {
            (num(&line.at.to_string()))
            (cell("code", html! { @if one.customer_id.is_some() { a href=(href) { (line.customer) } } @else { (line.customer) } }))
            (row_head("c-who", html! { (line.name) }))
            (cell("c-email", html! { (line.email) }))
            (cell("c-role", html! { (role_of(words, one)) }))
            (cell("c-state", how))
        },
    )
}

/// The role that is meant, in words; what was typed where it is none.
#[must_use]
pub fn role_of<'a>(words: &'a Language, one: &'a Looked) -> &'a str {
    one.role.map_or(one.line.role.as_str(), |role| role_word(words, role.code()))
}

fn verdict_words(verdict: Verdict) -> (Shape, Tone, &'static str) {
    let wait = |key| (Shape::Triangle, Tone::Wait, key);
    match verdict {
        Verdict::New => (Shape::Disc, Tone::Good, "several-new"),
        Verdict::Adds => (Shape::Disc, Tone::Good, "several-adds"),
        Verdict::ActsAlready => (Shape::Dash, Tone::Plain, "several-acts-already"),
        Verdict::Twice(_) => (Shape::Dash, Tone::Plain, "several-twice"),
        Verdict::Closed => wait("several-closed"),
        Verdict::BadEmail => wait("several-bad-email"),
        Verdict::BadName => wait("several-bad-name"),
        Verdict::NoCustomer => wait("several-no-customer"),
        Verdict::NoRole => wait("several-no-role"),
    }
}

fn said(words: &Language, verdict: Verdict) -> String {
    let (_, _, key) = verdict_words(verdict);
    match verdict {
        Verdict::Twice(first) => words.fill(key, &[("first", &first.to_string())]),
        _ => words.say(key).to_owned(),
    }
}

fn verdict(words: &Language, verdict: Verdict) -> Markup {
    let (shape, tone, _) = verdict_words(verdict);
    state(shape, tone, &said(words, verdict))
}

/// What came of a line, in words.
#[must_use]
pub fn answer_words(words: &Language, one: &Answered) -> String {
    let key = match (one.looked.verdict, one.by, &one.secret) {
        (Verdict::New | Verdict::Adds, several::By::Link, Some(_)) => "several-linked",
        (Verdict::New | Verdict::Adds, several::By::Link, None) => "several-has-password",
        (Verdict::New | Verdict::Adds, several::By::Mail, _) => "several-mailed",
        (verdict, ..) => return said(words, verdict),
    };
    words.say(key).to_owned()
}
