//! HTML of the staff pages of pictures.

use super::by_name::Report;
use super::{ALT_LONGEST, Of, PICTURES_MAX};
use crate::catalogue::Image;
use crate::catalogue::json::image_url;
use crate::platform::problem::{FieldProblem, Text};
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Field, csrf, error_line, tick};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Fact, facts, nothing_here};
use crate::platform::web::marks::Tone;
use crate::platform::web::path_segment;
use crate::platform::web::picture::{PictureSize, picture_of};
use crate::platform::web::table::{self, Column, Table, cell, row};
use crate::platform::web::uploads::file_field;
use crate::platform::words::Language;
use maud::{Markup, html};

const KINDS: &str = "image/jpeg,image/png,image/webp,image/gif";

/// What the page of one product shows.
pub(super) struct Page<'a> {
    pub(super) of: &'a Of,
    pub(super) images: &'a [Image],
    /// Megabytes that a file may have.
    pub(super) most: i64,
    pub(super) csrf: &'a str,
    /// Whether this person changes them.
    pub(super) edits: bool,
    /// How many were just taken beside those refused.
    pub(super) taken: usize,
    pub(super) refused: &'a [(String, Text)],
    pub(super) faults: &'a [FieldProblem],
    pub(super) typed: &'a [(String, String)],
}

/// The pictures of one product.
pub(super) fn one(words: &Language, page: &Page<'_>) -> Markup {
    let product = format!("/staff/products/{}", path_segment(&page.of.sku));
    let crumbs = [(page.of.sku.as_str(), product.as_str())];
    let heading = words.fill("pictures-title", &[("name", &page.of.name)]);
    let count = page.images.len();
    let context = words.fill("pictures-context", &[("count", &count.to_string())]);
    html! {
        (title(Head { crumbs: &crumbs, crumbs_label: words.say("crumbs-label"), title: &heading, context: Some(html! { (context) }), ..Head::default() }))
        (refusals(words, page))
        @if page.images.is_empty() {
            (nothing_here(words.say("pictures-none"), html! { (words.say(if page.edits { "pictures-none-what" } else { "pictures-none-read" })) }, None))
        } @else { (listed(words, page)) }
        @if page.edits && count < PICTURES_MAX { (section("add", words.say("pictures-add"), None, upload(words, page))) }
    }
}

fn refusals(words: &Language, page: &Page<'_>) -> Markup {
    if page.refused.is_empty() {
        return html! {};
    }
    let lead = words.fill(
        "pictures-refused",
        &[("taken", &page.taken.to_string()), ("count", &page.refused.len().to_string())],
    );
    html! { (flash(&Flash::new(FlashKind::Refused, lead))) (reasons(words, page.refused)) }
}

fn reasons(words: &Language, refused: &[(String, Text)]) -> Markup {
    html! {
        ul.rows { @for (name, why) in refused { li { div { span.what { (name) } span.second { (words.sentence(why)) } } } } }
    }
}

fn upload(words: &Language, page: &Page<'_>) -> Markup {
    let action = format!("/staff/products/{}/pictures", path_segment(&page.of.sku));
    let most = words.fill("pictures-kinds", &[("most", &page.most.to_string())]);
    let fault = page.faults.iter().find(|fault| fault.field == "picture");
    let error = fault.map(|fault| words.sentence(&fault.text)).unwrap_or_default();
    let field = Field {
        name: "picture",
        label: words.say("pictures-files"),
        hint: &most,
        error: &error,
        ..Field::default()
    };
    html! {
        form.gap-above method="post" action=(action) enctype="multipart/form-data" {
            (csrf(page.csrf))
            (file_field(&field, KINDS, true))
            button.button.main type="submit" data-sending=(words.say("pictures-sending")) { (words.say("pictures-add-button")) }
        }
    }
}

fn listed(words: &Language, page: &Page<'_>) -> Markup {
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let mut columns = vec![
        Column { hidden: true, ..column("c-shown", "order-picture") },
        column("c-words", "pictures-alt"),
    ];
    if page.edits {
        columns.push(Column { hidden: true, ..column("c-deeds", "pictures-order") });
    }
    let body = html! { @for at in 0..page.images.len() { (picture_row(words, page, at)) } };
    let caption = words.say("pictures-caption");
    let table =
        table::table(Table { class: "pictures keep", caption, columns: &columns }, body, None);
    if !page.edits {
        return table;
    }
    let action = format!("/staff/products/{}/pictures/changes", path_segment(&page.of.sku));
    html! {
        form method="post" action=(action) {
            (csrf(page.csrf))
            (table)
            button.button type="submit" name="deed" value="words" { (words.say("pictures-save-words")) }
        }
    }
}

fn picture_row(words: &Language, page: &Page<'_>, at: usize) -> Markup {
    let image = &page.images[at];
    let (number, name) = ((at + 1).to_string(), format!("alt-{}", image.file));
    let typed =
        page.typed.iter().find(|(field, _)| *field == name).map(|(_, value)| value.as_str());
    let fault = page.faults.iter().find(|fault| fault.field == name);
    let label = words.fill("pictures-alt-of", &[("number", &number)]);
    let (error_id, first) = (format!("alt-{number}-error"), at == 0);
    let shown = words.fill("product-picture", &[("number", &number)]);
    let url = image_url(&image.file);
    row(
        "",
        html! {
            (cell("c-shown", html! { a href=(url) { (picture_of(Some(&url), &page.of.name, PictureSize::Middle, &shown)) } }))
            (cell("c-words", html! {
                @if page.edits {
                    input.input type="text" name=(name) value=(typed.unwrap_or(&image.alt)) maxlength=(ALT_LONGEST) aria-label=(label)
                        aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| &error_id)];
                    @if let Some(fault) = fault { (error_line(&error_id, html! { (words.sentence(&fault.text)) })) }
                } @else { (image.alt) }
                @if first { span.second { (words.say("pictures-in-lists")) } }
            }))
            @if page.edits { (cell("c-deeds nowrap", deeds(words, &image.file, &number, at, page.images.len()))) }
        },
    )
}

fn deeds(words: &Language, file: &str, number: &str, at: usize, count: usize) -> Markup {
    let button = |deed: &str, key: &'static str| {
        let label =
            format!("{}: {}", words.fill("product-picture", &[("number", number)]), words.say(key));
        html! { button.button.small type="submit" name="deed" value={ (deed) ":" (file) } aria-label=(label) { (words.say(key)) } " " }
    };
    html! {
        @if at > 1 { (button("first", "pictures-first")) }
        @if at > 0 { (button("up", "pictures-up")) }
        @if at + 1 < count { (button("down", "pictures-down")) }
        (button("remove", "pictures-remove"))
    }
}

/// Many pictures by their names: the form for who may, and what came of the last archive.
pub(super) fn by_name(
    words: &Language,
    form: Option<&str>,
    report: Option<&Report>,
    error: &'static str,
) -> Markup {
    let context =
        words.say(if form.is_some() { "pictures-by-name-context" } else { "staff-may-read" });
    html! {
        (title(Head { title: words.say("pictures-by-name"), context: Some(html! { (context) }), ..Head::default() }))
        @if let Some(report) = report { (came(words, report)) }
        @if let Some(token) = form { (archive_form(words, token, error)) }
    }
}

fn archive_form(words: &Language, token: &str, error: &'static str) -> Markup {
    let field = Field {
        name: "archive",
        label: words.say("pictures-archive"),
        hint: words.say("pictures-archive-hint"),
        error: if error.is_empty() { "" } else { words.say(error) },
        ..Field::default()
    };
    html! {
        form.gap-above method="post" action="/staff/pictures" enctype="multipart/form-data" {
            (csrf(token))
            (tick("replace", "yes", words.say("pictures-replace"), false))
            (file_field(&field, ".zip,application/zip", false))
            button.button.main type="submit" data-sending=(words.say("pictures-sending")) { (words.say("pictures-take")) }
        }
    }
}

fn came(words: &Language, report: &Report) -> Markup {
    let left = report.refused_count + report.unmatched_count;
    let fact = |key: &'static str, count: usize, tone: Tone| Fact {
        label: words.say(key),
        figure: html! { (count) },
        second: "",
        tone,
    };
    let warn = |count| if count > 0 { Tone::Wait } else { Tone::Plain };
    let all = [
        fact("pictures-taken", report.taken, Tone::Plain),
        fact("pictures-same", report.same, Tone::Plain),
        fact("pictures-products", report.products, Tone::Plain),
        fact("pictures-unmatched", report.unmatched_count, warn(report.unmatched_count)),
        fact("pictures-not-taken", report.refused_count, warn(report.refused_count)),
    ];
    let kind = if left > 0 { FlashKind::Look } else { FlashKind::Done };
    let lead = words.say(if left > 0 { "pictures-came-left" } else { "pictures-came" });
    html! {
        (flash(&Flash::new(kind, lead)))
        (facts(&all))
        @if !report.refused.is_empty() {
            (section("refused", words.say("pictures-not-taken"), None, html! { (reasons(words, &report.refused)) (rest(words, report.refused_count, report.refused.len())) }))
        }
        @if !report.unmatched.is_empty() {
            (section("unmatched", words.say("pictures-unmatched"), None, html! {
                ul.rows { @for name in &report.unmatched { li { (name) } } }
                (rest(words, report.unmatched_count, report.unmatched.len()))
            }))
        }
    }
}

fn rest(words: &Language, all: usize, spelled: usize) -> Markup {
    html! { @if all > spelled { p.ink-2 { (words.fill("pictures-and-more", &[("count", &(all - spelled).to_string())])) } } }
}
