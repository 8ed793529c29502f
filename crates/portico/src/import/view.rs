//! Imports as HTML: the list with the form that uploads, and one import that runs or has ended.

use super::Kind;
use super::store::{Job, Saved, Status};
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, select};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Fact, Pager, facts, nothing_here, pager};
use crate::platform::web::marks::{Shape, Tone, mark, state};
use crate::platform::web::numbers::empty;
use crate::platform::web::table::{Column, Table, cell, row, row_head, table, told};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Moment, Zone};

/// What the list shows.
pub struct List<'a> {
    /// Imports, the newest first.
    pub jobs: &'a [Job],
    /// Older ones follow.
    pub more: bool,
    /// Saved mappings.
    pub saved: &'a [Saved],
    /// The largest upload in MB.
    pub most_mb: i64,
    /// Whether this person imports.
    pub edits: bool,
    /// What forms carry.
    pub csrf: &'a str,
    /// The kind that was chosen.
    pub kind: &'a str,
    /// What is wrong with the files.
    pub wrong: &'a str,
    /// The wholesaler's zone, and today.
    pub when: (Zone, Day),
}

/// The word for a kind.
#[must_use]
pub fn kind_word(words: &Language, kind: Kind) -> &str {
    words.say(match kind {
        Kind::Products => "import-products",
        Kind::Customers => "import-customers",
        Kind::Addresses => "import-addresses",
        Kind::PriceLists => "import-price-lists",
        Kind::Stock => "import-stock",
        Kind::Orders => "import-orders",
        Kind::Documents => "import-documents",
    })
}

/// The state of an import, as shape and word.
#[must_use]
pub fn status(words: &Language, job: &Job) -> Markup {
    let (shape, tone, key) = match job.status {
        Status::Draft => (Shape::Ring, Tone::Plain, "import-draft"),
        Status::Waiting => (Shape::Ring, Tone::Wait, "import-waiting"),
        Status::Running => (Shape::Half, Tone::Wait, "import-running"),
        Status::Done if job.counts[3] > 0 => (Shape::Half, Tone::Wait, "import-done-refused"),
        Status::Done => (Shape::Disc, Tone::Good, "import-done"),
        Status::Failed => (Shape::Triangle, Tone::Bad, "import-failed"),
        Status::Stopped => (Shape::Dash, Tone::Plain, "import-stopped"),
    };
    state(shape, tone, words.say(key))
}

/// The list.
#[must_use]
pub fn list(words: &Language, page: &List<'_>) -> Markup {
    html! {
        (title(Head { title: words.say("import-title"), context: Some(html! { (words.say("import-context")) }), ..Head::default() }))
        @if page.edits { (section("upload", words.say("import-new"), None, upload(words, page))) }
        @if page.jobs.is_empty() {
            (nothing_here(words.say("import-none"), html! { (words.say("import-none-what")) }, None))
        } @else {
            (section("past", words.say("import-past"), None, past(words, page)))
        }
    }
}

fn upload(words: &Language, page: &List<'_>) -> Markup {
    let kinds = Kind::ALL.map(|kind| Choice {
        value: kind.text(),
        label: kind_word(words, kind),
        chosen: kind.text() == page.kind,
        ..Choice::default()
    });
    let labels: Vec<(String, String)> = page
        .saved
        .iter()
        .map(|saved| {
            let kind = Kind::read(&saved.kind).map_or("", |kind| kind_word(words, kind));
            (saved.id.to_string(), format!("{kind}: {}", saved.name))
        })
        .collect();
    let mut mappings = vec![Choice {
        value: "",
        label: words.say("import-guess"),
        chosen: true,
        ..Choice::default()
    }];
    mappings.extend(labels.iter().map(|(id, label)| Choice {
        value: id,
        label,
        ..Choice::default()
    }));
    let most = words.fill("import-most", &[("most", &page.most_mb.to_string())]);
    let wrong = (!page.wrong.is_empty()).then_some("files-said");
    html! {
        form.form method="post" action="/staff/import" enctype="multipart/form-data" {
            (csrf(page.csrf))
            (select(Field { name: "kind", label: words.say("import-kind"), ..Field::default() }, &kinds))
            @if !labels.is_empty() {
                (select(Field { name: "mapping", label: words.say("import-mapping"), ..Field::default() }, &mappings))
            }
            div.field {
                div.field-head { label for="files" { (words.say("import-files")) } }
                input.file type="file" id="files" name="files" multiple required accept=".csv,.txt,.tsv,.gz,.xlsx"
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=(wrong.unwrap_or("files-hint"));
                @if wrong.is_some() { p.error id="files-said" { (mark(Shape::Triangle, Tone::Bad)) span { (page.wrong) } } }
                p.hint id="files-hint" { (most) }
            }
            button.button.main type="submit" { (words.say("import-upload")) }
        }
    }
}

/// What an import came to, in the order of its counts.
const FIGURES: [&str; 4] =
    ["import-new-count", "import-changed-count", "import-same-count", "import-refused-count"];

fn past(words: &Language, page: &List<'_>) -> Markup {
    let named = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let columns = [
        named("", "import-when"),
        named("", "import-what"),
        named("", "import-state"),
        named("num", FIGURES[0]),
        named("num", FIGURES[1]),
        named("num", FIGURES[2]),
        named("num", FIGURES[3]),
        named("c-by", "import-by"),
    ];
    let rows = html! {
        @for job in page.jobs {
            (row("", html! {
                (row_head("", html! { a href={ "/staff/import/" (job.id) } { (at(words, job.created_at, &page.when)) } }))
                (cell("", html! { span.name { (kind_word(words, job.kind)) } span.second { (job.file_names.join(", ")) } }))
                (cell("whole", status(words, job)))
                @for (count, key) in job.counts.iter().zip(FIGURES) {
                    @if job.status == Status::Done { (told("num", words.say(key), html! { (count) })) }
                    @else { (cell("num wide-only", empty())) }
                }
                (cell("c-by", html! { (job.by) }))
            }))
        }
    };
    let last = page.jobs.last().map_or(0, |job| job.id);
    let older = format!("/staff/import?before={last}");
    html! {
        (table(Table { class: "imports", caption: words.say("import-past"), columns: &columns }, rows, None))
        (pager(Pager { label: words.say("import-past"), next: page.more.then_some((words.say("import-older"), older.as_str())), ..Pager::default() }))
    }
}

fn at(words: &Language, ms: i64, (zone, today): &(Zone, Day)) -> String {
    dates::moment(words, Moment(ms), zone, *today)
}

/// What the page of one import shows.
pub struct Ended<'a> {
    /// The import.
    pub job: &'a Job,
    /// Which of its files have refused rows to be fetched here.
    pub refused: &'a [usize],
    /// Whether this person may stop it.
    pub edits: bool,
    /// What forms carry.
    pub csrf: &'a str,
    /// The wholesaler's zone, and today.
    pub when: (Zone, Day),
}

/// One import that waits, runs or has ended.
#[must_use]
pub fn one(words: &Language, page: &Ended<'_>) -> Markup {
    let job = page.job;
    let when = at(words, job.created_at, &page.when);
    let context = html! {
        a href="/staff/import" { (words.say("import-all")) } " · " (job.file_names.join(", ")) " · " (job.by) " · " (when)
    };
    html! {
        (title(Head { title: kind_word(words, job.kind), context: Some(context), ..Head::default() }))
        p.import-space { (status(words, job)) }
        @if job.status == Status::Failed { (flash(&Flash::new(FlashKind::Refused, job.told.clone()))) }
        @if job.status.is_moving() { (running(words, page)) }
        @else if job.status == Status::Done { (done(words, page)) }
        @else if matches!(job.status, Status::Stopped | Status::Failed) {
            p.note.import-space { (words.say("import-ended-early")) }
            p { a.button href="/staff/import" { (words.say("import-new")) } }
        }
    }
}

fn running(words: &Language, page: &Ended<'_>) -> Markup {
    let job = page.job;
    let (read, done) = job.rows;
    html! {
        div.import-progress role="status" {
            @if read > 0 {
                progress max=(read) value=(done) aria-label=(words.say("import-progress")) {}
                p { (words.fill("import-rows-done", &[("done", &done.to_string()), ("rows", &read.to_string())])) }
            } @else { p { (words.say("import-soon")) } }
        }
        p.dim { (words.say("import-leave")) }
        @if job.attempts > 1 { p { (words.say("import-went-on")) } }
        @if page.edits {
            form method="post" action={ "/staff/import/" (job.id) "/stop" } {
                (csrf(page.csrf))
                button.button type="submit" disabled[job.stop_wanted] { (words.say("import-stop")) }
            }
        }
    }
}

fn done(words: &Language, page: &Ended<'_>) -> Markup {
    let job = page.job;
    let [new, changed, same, refused, left_out] = job.counts;
    html! {
        (counts(words, [new, changed, same, refused]))
        p.import-space { (words.fill("import-read", &[("rows", &job.rows.0.to_string()), ("left", &left_out.to_string())])) }
        @if job.attempts > 1 { p { (words.say("import-went-on")) } }
        @if !job.told.is_empty() {
            (section("told", words.say("import-told"), None, html! { ul { @for line in job.told.lines() { li { (line) } } } }))
        }
        @for number in page.refused {
            p { a href={ "/staff/import/" (job.id) "/refused/" (number) } {
                (words.fill("import-fetch-refused", &[("file", job.file_names.get(*number).map_or("", String::as_str))]))
            } }
        }
        @if !page.refused.is_empty() { p.dim { (words.say("import-mend")) } }
    }
}

/// New, changed, the same, refused, as figures.
#[must_use]
pub fn counts(words: &Language, [new, changed, same, refused]: [i64; 4]) -> Markup {
    let fact = |key, figure: i64, tone| Fact {
        label: words.say(key),
        figure: html! { (figure) },
        second: "",
        tone,
    };
    let tone = if refused > 0 { Tone::Wait } else { Tone::Plain };
    facts(&[
        fact(FIGURES[0], new, Tone::Plain),
        fact(FIGURES[1], changed, Tone::Plain),
        fact(FIGURES[2], same, Tone::Plain),
        fact(FIGURES[3], refused, tone),
    ])
}
