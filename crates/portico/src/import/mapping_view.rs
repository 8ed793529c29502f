//! A draft of an import as HTML: what would happen, the first rows as they would be read, and the
//! mapping to mend.

use super::bring::Report;
use super::cells::Column as Ours;
use super::files::form::Encoding;
use super::kinds;
use super::map::values::DayOrder;
use super::map::{Map, Repeats};
use super::map_form::{first, is_more};
use super::preview::{Preview, PreviewRow};
use super::store::{Job, Saved};
use super::view::{counts, kind_word};
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{
    Choice, Field, csrf, error_line, field, inline_select, select, textarea,
};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::table::{Column, Table, cell, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};

/// What the page shows.
pub struct Draft<'a> {
    /// The import.
    pub job: &'a Job,
    /// How its files are read.
    pub map: &'a Map,
    /// The first rows of each file.
    pub previews: &'a [Preview],
    /// What a dry run came to, if the files are small.
    pub counted: Option<&'a Result<Report, String>>,
    /// Saved mappings of this kind.
    pub saved: &'a [Saved],
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person imports.
    pub edits: bool,
    /// The mapping as text, or what was typed instead.
    pub text: &'a str,
    /// What is wrong with what was sent.
    pub wrong: &'a str,
}

/// The whole content of the page.
#[must_use]
pub fn draft(words: &Language, page: &Draft<'_>) -> Markup {
    let job = page.job;
    let context = html! {
        a href="/staff/import" { (words.say("import-all")) } " · " (job.file_names.join(", ")) " · "
        (words.fill("import-kilobytes", &[("size", &(job.file_bytes / 1024 + 1).to_string())]))
    };
    let heading = kind_word(words, job.kind);
    html! {
        (title(Head { title: heading, context: Some(context), ..Head::default() }))
        @if !page.wrong.is_empty() { (flash(&Flash::new(FlashKind::Refused, page.wrong.to_owned()))) }
        (would(words, page))
        @for (preview, name) in page.previews.iter().zip(&job.file_names) {
            @if !preview.rows.is_empty() { (section("rows", &words.fill("import-first-rows", &[("file", name)]), None, rows(words, preview))) }
        }
        @if page.edits { (section("mapping", words.say("import-mapping"), None, mapping(words, page))) }
    }
}

/// Why it cannot be read, or what an import would do.
fn would(words: &Language, page: &Draft<'_>) -> Markup {
    let wrong = page.previews.iter().find_map(|preview| preview.wrong.as_ref());
    html! {
        @if let Some(wrong) = wrong {
            p { (state(Shape::Triangle, Tone::Bad, words.say("import-cannot"))) }
            p.import-space { (wrong) }
        } @else {
            @match page.counted {
                None => p { (words.say("import-not-counted")) },
                Some(Err(error)) => p { (state(Shape::Triangle, Tone::Bad, error)) },
                Some(Ok(report)) => {
                    p.import-space { (words.say("import-would")) }
                    (counts(words, [report.new, report.changed, report.same, report.refused].map(|n| i64::try_from(n).unwrap_or(i64::MAX))))
                    ul.import-space { @for line in report.notes().lines() { li { (line) } } }
                },
            }
        }
    }
}

fn rows(words: &Language, preview: &Preview) -> Markup {
    let mut columns = vec![Column { label: words.say("import-line"), ..Column::default() }];
    columns.extend(preview.columns.iter().map(|name| Column { label: name, ..Column::default() }));
    columns.push(Column { label: words.say("import-problem"), ..Column::default() });
    let all = html! { @for row in &preview.rows { (one_row(words, preview, row)) } };
    html! {
        div.import-preview tabindex="0" role="region" aria-label=(words.say("import-preview")) {
            (table(Table { class: "keep import-rows", caption: words.say("import-preview"), columns: &columns }, all, None))
        }
    }
}

fn one_row(words: &Language, preview: &Preview, shown: &PreviewRow) -> Markup {
    let wrong = shown.wrong_column();
    let class = if shown.fault.is_some() { "tint-bad" } else { "" };
    row(
        class,
        html! {
            (row_head("num", html! { (shown.line) }))
            @for (at, name) in preview.columns.iter().enumerate() {
                @let text = shown.cells.get(at).map_or("", String::as_str);
                (cell(if wrong == Some(*name) { "import-wrong" } else { "" }, html! { (text.chars().take(60).collect::<String>()) }))
            }
            (cell("", html! {
                @if let Some(fault) = &shown.fault { (state(Shape::Triangle, Tone::Bad, fault)) }
                @if let Some(rule) = &shown.left_out { (state(Shape::Dash, Tone::Plain, &words.fill("import-left-out", &[("rule", rule)]))) }
            }))
        },
    )
}

fn mapping(words: &Language, page: &Draft<'_>) -> Markup {
    let action = format!("/staff/import/{}", page.job.id);
    let header = page.previews.first().map(|preview| preview.header.as_slice()).unwrap_or_default();
    html! {
        form.import-mapping method="post" action=(action) {
            (csrf(page.csrf))
            @if !header.is_empty() { (columns(words, page, header)) }
            fieldset.import-form {
                legend { (words.say("import-written")) }
                (form(words, page))
            }
            (field(Field { name: "name", label: words.say("import-save-as"), need: words.say("import-save-hint"), longest: 60, ..Field::default() }))
            div.buttons {
                button.button type="submit" name="do" value="look" { (words.say("import-look")) }
                @if page.previews.iter().all(|preview| preview.wrong.is_none()) {
                    button.button.main type="submit" name="do" value="start" { (words.say("import-start")) }
                }
            }
        }
        details.import-space open[!page.wrong.is_empty()] {
            summary { (words.say("import-as-text")) }
            form.form method="post" action=(action) {
                (csrf(page.csrf))
                (textarea(Field { name: "text", label: words.say("import-text"), value: page.text, error: page.wrong, ..Field::default() }, 16))
                button.button type="submit" name="do" value="text" { (words.say("import-use-text")) }
            }
        }
        form method="post" action={ (action) "/stop" } {
            (csrf(page.csrf))
            button.button type="submit" { (words.say("import-discard")) }
        }
    }
}

/// A row for each of our columns, with the column of the file that feeds it.
fn columns(words: &Language, page: &Draft<'_>, header: &[(String, String)]) -> Markup {
    let headings = ["import-ours", "import-theirs", "import-values"]
        .map(|key| Column { label: words.say(key), ..Column::default() });
    let ours = kinds::columns(page.job.kind);
    let rows = html! { @for column in &ours { (one_column(words, page, column, header)) } };
    table(
        Table { class: "import-columns", caption: words.say("import-mapping"), columns: &headings },
        rows,
        None,
    )
}

fn one_column(
    words: &Language,
    page: &Draft<'_>,
    column: &Ours,
    header: &[(String, String)],
) -> Markup {
    let now = first(page.map, column.name);
    let none = Choice { value: "", label: words.say("import-nothing"), ..Choice::default() };
    let mut choices = vec![Choice { chosen: now.is_empty(), ..none }];
    let is = |name: &str| name.to_lowercase() == now.to_lowercase();
    choices.extend(header.iter().map(|(name, _)| Choice {
        value: if is(name) { now } else { name },
        label: name,
        chosen: !now.is_empty() && is(name),
        ..Choice::default()
    }));
    let sample = header.iter().find(|(name, _)| is(name)).map_or("", |(_, sample)| sample.as_str());
    let is_lacking = !now.is_empty() && !header.iter().any(|(name, _)| is(name));
    let label = words.fill("import-feeds", &[("column", column.name)]);
    let id = format!("lacking-{}", column.name);
    row(
        "",
        html! {
            (row_head("", html! { (column.name) @if column.needed { span.second { (words.say("import-needed")) } } }))
            (cell("", html! {
                (inline_select(&format!("column-{}", column.name), &label, &choices))
                @if is_more(page.map, column.name) { span.second { (words.say("import-more")) } }
                @if is_lacking { (error_line(&id, html! { (words.fill("import-lacking", &[("column", now)])) })) }
            }))
            (cell("dim", html! { (sample) }))
        },
    )
}

/// How the file is written.
fn form(words: &Language, page: &Draft<'_>) -> Markup {
    let map = page.map;
    let sheets = page.previews.first().map(|preview| preview.sheets.as_slice()).unwrap_or_default();
    let choose = |name, key, choices: &[(&str, &str)], now: &str| {
        let choices: Vec<Choice<'_>> = choices
            .iter()
            .map(|(value, label)| Choice {
                value,
                label,
                chosen: *value == now,
                ..Choice::default()
            })
            .collect();
        select(Field { name, label: words.say(key), ..Field::default() }, &choices)
    };
    let mark = |mark: Option<char>| match mark {
        Some('\t') => "tab".to_owned(),
        Some(' ') => "blank".to_owned(),
        Some(mark) => mark.to_string(),
        None => String::new(),
    };
    let encodings: Vec<(&str, &str)> =
        Encoding::ALL.iter().map(|encoding| (encoding.text(), encoding.text())).collect();
    let encoding = map.encoding.unwrap_or(Encoding::Utf8).text();
    let [comma, semicolon, tab, bar] =
        ["import-comma", "import-semicolon", "import-tab", "import-bar"].map(|key| words.say(key));
    let orders = DayOrder::ALL.map(|order| (order.text(), order_example(order)));
    let header_row = map.header_row.unwrap_or(1).to_string();
    let repeats = match map.repeats {
        Repeats::Refuse => "refuse",
        Repeats::First => "first",
        Repeats::Last => "last",
    };
    html! {
        @if sheets.is_empty() {
            (choose("encoding", "import-encoding", &encodings, encoding))
            (choose("delimiter", "import-delimiter", &[(",", comma), (";", semicolon), ("tab", tab), ("|", bar)], &mark(map.delimiter.or(Some(',')))))
        } @else {
            @let names: Vec<(&str, &str)> = sheets.iter().map(|name| (name.as_str(), name.as_str())).collect();
            (choose("sheet", "import-sheet", &names, map.sheet.as_deref().unwrap_or_default()))
        }
        (field(Field { name: "header_row", label: words.say("import-header-row"), value: &header_row, need: words.say("import-header-hint"), longest: 6, ..Field::default() }))
        (choose("decimal", "import-decimal", &[(".", "1.50"), (",", "1,50")], &mark(map.decimal.or(Some('.')))))
        (choose("grouping", "import-grouping", &[("", "1000"), (".", "1.000"), (",", "1,000"), ("blank", "1 000"), ("'", "1'000")], &mark(map.grouping)))
        (choose("day_order", "import-day-order", &orders, map.day_order.unwrap_or(DayOrder::Ymd).text()))
        (choose("repeats", "import-repeats", &[("refuse", words.say("import-repeats-refuse")), ("first", words.say("import-repeats-first")), ("last", words.say("import-repeats-last"))], repeats))
    }
}

fn order_example(order: DayOrder) -> &'static str {
    match order {
        DayOrder::Ymd => "2026-03-31",
        DayOrder::Dmy => "31.03.2026",
        DayOrder::Mdy => "03/31/2026",
    }
}
