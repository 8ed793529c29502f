//! HTML of the staff pages of what the wholesaler says.

use super::announce::{AUDIENCES, Announcement, Typed};
use super::text::markup;
use super::view::announcement;
use super::write_text::Version;
use crate::platform::problem::FieldProblem;
use crate::platform::web::dates;
use crate::platform::web::forms::{Choice, Field, csrf, field, select, textarea, tick};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::table::{self, Column, Table, cell, row};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Zone};

/// What the page of the text shows.
pub(super) struct TextPage<'a> {
    pub(super) versions: &'a [Version],
    pub(super) typed: &'a str,
    pub(super) preview: bool,
    pub(super) fault: Option<&'a FieldProblem>,
    pub(super) zone: &'a Zone,
    pub(super) today: Day,
    pub(super) csrf: &'a str,
    pub(super) edits: bool,
}

/// The text of the dashboard.
pub(super) fn text(words: &Language, page: &TextPage<'_>) -> Markup {
    let context = words.say(if page.edits { "dashboard-text-context" } else { "staff-may-read" });
    let crumbs = [(words.say("announcements-title"), "/staff/announcements")];
    let error = page.fault.map(|fault| words.sentence(&fault.text)).unwrap_or_default();
    let of = Field {
        name: "text",
        label: words.say("dashboard-text-label"),
        value: page.typed,
        hint: words.say("dashboard-text-hint"),
        error: &error,
        ..Field::default()
    };
    html! {
        (title(Head { crumbs: &crumbs, crumbs_label: words.say("crumbs-label"), title: words.say("dashboard-text-title"), context: Some(html! { (context) }), ..Head::default() }))
        @if page.preview || !page.edits {
            (section("preview", words.say("dashboard-text-preview"), None, html! { div.notice.prose { (markup(page.typed)) } }))
        }
        @if page.edits {
            form.form method="post" action="/staff/dashboard-text" {
                (csrf(page.csrf))
                (textarea(of, 10))
                button.button type="submit" name="deed" value="preview" { (words.say("dashboard-text-look")) } " "
                button.button.main type="submit" name="deed" value="save" { (words.say("dashboard-text-save")) }
            }
        }
        @if !page.versions.is_empty() { (section("versions", words.say("dashboard-text-versions"), None, older(words, page))) }
    }
}

fn older(words: &Language, page: &TextPage<'_>) -> Markup {
    html! {
        ul.rows {
            @for one in page.versions {
                li {
                    div {
                        span.what { (dates::moment(words, one.at, page.zone, page.today)) @if let Some(by) = &one.by { ", " (by) } }
                        span.second { (one.body.chars().take(120).collect::<String>()) }
                    }
                    @if page.edits { a.link href={ "/staff/dashboard-text?version=" (one.id) } { (words.say("dashboard-text-bring-back")) } }
                }
            }
        }
    }
}

/// What the page of announcements shows.
pub(super) struct AnnouncementsPage<'a> {
    pub(super) all: &'a [Announcement],
    pub(super) today: Day,
    pub(super) typed: &'a Typed,
    pub(super) preview: Option<&'a Announcement>,
    pub(super) faults: &'a [FieldProblem],
    pub(super) csrf: &'a str,
    pub(super) edits: bool,
}

/// What the page of one announcement shows.
pub(super) struct OnePage<'a> {
    pub(super) id: i64,
    pub(super) now: &'a Announcement,
    pub(super) typed: &'a Typed,
    pub(super) preview: Option<&'a Announcement>,
    pub(super) faults: &'a [FieldProblem],
    pub(super) csrf: &'a str,
}

/// One announcement: as readers see it, or would, and the form that changes it.
pub(super) fn one(words: &Language, page: &OnePage<'_>) -> Markup {
    let crumbs = [(words.say("announcements-title"), "/staff/announcements")];
    let (heading, shown) = match page.preview {
        Some(preview) => ("dashboard-text-preview", preview),
        None => ("announcement-now", page.now),
    };
    let shown = Announcement { id: 0, ..shown.clone() };
    html! {
        (title(Head { crumbs: &crumbs, crumbs_label: words.say("crumbs-label"), title: words.say("announcement-edit"), context: Some(html! { (words.say("announcement-edit-context")) }), ..Head::default() }))
        (section("preview", words.say(heading), None, html! { div.gap-above { (announcement(words, &shown, page.csrf, "/")) } }))
        form.form.gap-above method="post" action={ "/staff/announcements/" (page.id) } {
            (csrf(page.csrf))
            input type="hidden" name="version" value=(page.typed.version);
            (fields(words, page.typed, page.faults))
            (tick("again", "yes", words.say("announcement-again"), page.typed.again == "yes"))
            (buttons(words, "save", words.say("announcement-save")))
        }
        form method="post" action={ "/staff/announcements/" (page.id) "/end" } { (csrf(page.csrf)) button.link type="submit" { (words.say("announcement-end")) } }
    }
}

fn buttons(words: &Language, deed: &str, word: &str) -> Markup {
    html! {
        p.gap-above {
            button.button type="submit" name="deed" value="preview" { (words.say("dashboard-text-look")) } " "
            button.button.main type="submit" name="deed" value=(deed) { (word) }
        }
    }
}

/// Announcements, and the form for one more.
pub(super) fn announcements(words: &Language, page: &AnnouncementsPage<'_>) -> Markup {
    let context = words.say(if page.edits { "announcements-context" } else { "staff-may-read" });
    let actions =
        html! { a.button href="/staff/dashboard-text" { (words.say("dashboard-text-title")) } };
    html! {
        (title(Head { title: words.say("announcements-title"), context: Some(html! { (context) }), actions: Some(actions), ..Head::default() }))
        @if let Some(one) = page.preview {
            (section("preview", words.say("dashboard-text-preview"), None, html! { div.gap-above { (announcement(words, one, page.csrf, "/")) } }))
        }
        @if !page.all.is_empty() { (section("all", words.say("announcements-all"), None, listed(words, page))) }
        @if page.edits { (section("new", words.say("announcement-new"), None, form(words, page))) }
    }
}

fn listed(words: &Language, page: &AnnouncementsPage<'_>) -> Markup {
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let columns = [
        column("c-text", "announcement"),
        column("c-days", "announcement-days"),
        column("c-audience", "announcement-audience"),
        Column { hidden: true, ..column("c-deeds", "announcement-end") },
    ];
    let days = |one: &Announcement| {
        format!(
            "{} – {}",
            dates::short(words, one.from, page.today),
            dates::short(words, one.until, page.today)
        )
    };
    let body = html! {
        @for one in page.all {
            @let over = one.ended || one.until < page.today;
            (row("", html! {
                (cell("c-text", html! { (one.body.chars().take(120).collect::<String>()) }))
                (cell("c-days nowrap", html! { (days(one)) @if over { span.second { (words.say("announcement-is-over")) } } }))
                (cell("c-audience", html! { (words.say(&format!("audience-{}", one.audience.replace('_', "-")))) " " (one.audience_code) }))
                (cell("c-deeds", html! {
                    @if !one.ended && page.edits {
                        a.link href={ "/staff/announcements/" (one.id) } { (words.say("announcement-edit-link")) } " "
                    }
                    @if !over && page.edits {
                        form method="post" action={ "/staff/announcements/" (one.id) "/end" } { (csrf(page.csrf)) button.button.small type="submit" { (words.say("announcement-end")) } }
                    }
                }))
            }))
        }
    };
    table::table(
        Table { class: "keep", caption: words.say("announcements-all"), columns: &columns },
        body,
        None,
    )
}

fn form(words: &Language, page: &AnnouncementsPage<'_>) -> Markup {
    html! {
        form.form.gap-above method="post" action="/staff/announcements" {
            (csrf(page.csrf))
            (fields(words, page.typed, page.faults))
            (buttons(words, "publish", words.say("announcement-publish")))
        }
    }
}

/// The fields of an announcement, with what was typed and what is wrong.
fn fields(words: &Language, typed: &Typed, faults: &[FieldProblem]) -> Markup {
    let errors: Vec<(&str, String)> =
        faults.iter().map(|f| (f.field.as_str(), words.sentence(&f.text))).collect();
    let of = |name: &'static str, label: &'static str, value| Field {
        name,
        label: words.say(label),
        value,
        error: errors
            .iter()
            .find(|(field, _)| *field == name)
            .map_or("", |(_, text)| text.as_str()),
        ..Field::default()
    };
    let choice = |value: &'static str, key: &'static str, now: &str| Choice {
        value,
        label: words.say(key),
        chosen: value == now,
        ..Choice::default()
    };
    let kinds = [
        choice("info", "announcement-info", &typed.kind),
        choice("attention", "announcement-attention", &typed.kind),
    ];
    let keys = ["audience-all", "audience-country", "audience-assortment", "audience-price-list"];
    let audiences: Vec<Choice<'_>> = AUDIENCES
        .iter()
        .zip(keys)
        .map(|(value, key)| choice(value, key, &typed.audience))
        .collect();
    html! {
        (textarea(Field { hint: words.say("dashboard-text-hint"), ..of("body", "announcement-text", &typed.body) }, 4))
        (select(of("kind", "announcement-kind", ""), &kinds))
        (field(Field { kind: "date", hint: words.say("announcement-from-hint"), ..of("from", "announcement-from", &typed.from) }))
        (field(Field { kind: "date", ..of("until", "announcement-until", &typed.until) }))
        (select(of("audience", "announcement-audience", ""), &audiences))
        (field(Field { hint: words.say("announcement-code-hint"), ..of("audience_code", "announcement-code", &typed.audience_code) }))
        (tick("everywhere", "yes", words.say("announcement-everywhere"), typed.everywhere == "yes"))
        (tick("dismissable", "yes", words.say("announcement-dismissable"), typed.dismissable == "yes"))
    }
}
