//! HTML of lists: the form above, what is chosen, the table, its pages, and the buttons for columns and files.

use super::asked::{sort_text, with_query};
use super::columns::name_of_rows;
use super::{Ask, AskKind, Asked, Column, Kept, Listing, Page};
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, csrf, error_line, inline_select};
use crate::platform::web::icons::{Icon, icon};
use crate::platform::web::lists::{Pager, chip, nothing_here, pager};
use crate::platform::web::table::{self, Sort, Sorted, Table, cell, row, row_head};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Day;

/// What a page shows of a list.
pub struct ListView<'a, 'c, R> {
    /// What may be asked of it.
    pub listing: &'a Listing,
    /// What was asked.
    pub asked: &'a Asked,
    /// The reader's words.
    pub words: &'a Language,
    /// All its columns that this person may see; the first that stands in files too names the row.
    pub columns: &'a [Column<'c, R>],
    /// Which of them this login wants.
    pub kept: &'a Kept,
    /// The rows.
    pub page: &'a Page<R>,
    /// What its forms carry.
    pub csrf: &'a str,
    /// Class of the table ("orders"), which places cells on narrow screens.
    pub class: &'a str,
    /// What the table holds, and the label of its search.
    pub caption: &'a str,
    /// What there is to choose in fields of [`Ask::given`], and what is offered in those of [`Ask::text`]: name of the
    /// field, then value and words of each.
    pub given: &'a [(&'static str, Vec<(String, String)>)],
    /// Class of a row: "", "tint-wait", "tint-bad".
    pub tint: &'a dyn Fn(&R) -> &'static str,
    /// What is said where nothing is filtered and there are no rows.
    pub nothing: Markup,
}

/// The form, what is chosen, the table, its pages. The title above, with [`buttons`] as its actions, is the page's own.
#[must_use]
pub fn list<R>(view: &ListView<'_, '_, R>) -> Markup {
    let (asked, words) = (view.asked, view.words);
    let bare = view.page.rows.is_empty() && !asked.is_filtered() && asked.wrong.is_empty();
    html! {
        @if let Some(key) = asked.wrong_with("page") { (flash(&Flash::new(FlashKind::Look, words.say(key)))) }
        @if bare && view.page.previous.is_none() { (view.nothing) } @else {
            (bar(view))
            (chips(view))
            @if view.page.rows.is_empty() { (not_found(view)) } @else { (rows(view)) }
            (steps(view))
        }
    }
}

/// Buttons for the title: columns and files.
#[must_use]
pub fn buttons<R>(view: &ListView<'_, '_, R>) -> Markup {
    html! { (columns_button(view)) (export_button(view.listing, view.asked, view.words)) }
}

/// The button that opens the two kinds of file.
#[must_use]
pub fn export_button(listing: &Listing, asked: &Asked, words: &Language) -> Markup {
    let path = format!("{}/export", asked.path(listing));
    let href = |kind: &str| with_query(&path, &asked.query(listing, &[("as", kind)]));
    html! {
        details.list-pop data-pop {
            summary.button { (icon(Icon::Download)) (words.say("list-export")) }
            div.pop {
                p { (words.say("list-export-what")) }
                ul.rows {
                    li { a href=(href("xlsx")) download { (words.say("list-export-xlsx")) } }
                    li { a href=(href("csv")) download { (words.say("list-export-csv")) } }
                }
            }
        }
    }
}

/// The form that chooses columns: a tick and a place for each.
fn columns_button<R>(view: &ListView<'_, '_, R>) -> Markup {
    let words = view.words;
    let all = view.kept.arranged(view.columns);
    let named = name_of_rows(view.columns);
    let free = all.iter().filter(|c| c.is_chosen() && Some(c.name) != named).enumerate();
    let back = view.asked.href(view.listing, &[]);
    html! {
        details.list-pop data-pop {
            summary.button { (words.say("list-columns")) }
            form.pop method="post" action={ "/lists/" (view.listing.name) "/columns" } {
                (csrf(view.csrf))
                input type="hidden" name="back" value=(back);
                fieldset {
                    legend { (words.say("list-columns-what")) }
                    @for (at, column) in free {
                        div.column-choice {
                            input type="hidden" name="column" value=(column.name);
                            label.tick { input type="checkbox" name="show" value=(column.name) checked[view.kept.shows(column)]; span { (column.heading) } }
                            input.input.place type="number" name="place" value=(at + 1) min="1" max="99" aria-label=(words.fill("list-column-place", &[("column", &column.heading)]));
                        }
                    }
                }
                div.pop-foot {
                    button.button.small type="submit" { (words.say("list-columns-keep")) }
                    button.link type="submit" name="own" value="yes" { (words.say("list-columns-own")) }
                }
            }
        }
    }
}

/// Search and filters: a GET form, with the order as it is.
#[must_use]
pub fn bar<R>(view: &ListView<'_, '_, R>) -> Markup {
    let (asked, words) = (view.asked, view.words);
    let sort = sort_text(view.listing, asked.paging.sort, asked.paging.down);
    html! {
        form.list-bar.no-print method="get" action=(asked.path(view.listing)) role="search" aria-label=(view.caption) {
            @for ask in view.listing.asks { (field(view, ask)) }
            @if !sort.is_empty() { input type="hidden" name="sort" value=(sort); }
            @if !view.listing.asks.is_empty() { button.button.small type="submit" { (words.say("list-show")) } }
            @for wrong in asked.wrong.iter().filter(|wrong| wrong.field != "page") {
                (error_line(&format!("wrong-{}", wrong.field), html! { (words.say(wrong.key)) }))
            }
        }
    }
}

fn field<R>(view: &ListView<'_, '_, R>, ask: &Ask) -> Markup {
    let (asked, words) = (view.asked, view.words);
    let label = words.say(ask.label);
    let value = asked.text(ask.name);
    match ask.kind {
        AskKind::Search => html! {
            input.input.grow type="search" name=(ask.name) value=(value) placeholder=(label) aria-label=(label) aria-invalid=[invalid(asked, ask.name)] aria-describedby=[described(asked, ask.name)];
        },
        AskKind::Text => {
            let all = given(view, ask.name);
            let offered = (!all.is_empty()).then(|| format!("offered-{}", ask.name));
            html! {
                input.input.code type="text" name=(ask.name) value=(value) placeholder=(label) aria-label=(label) maxlength="200" list=[offered.as_deref()];
                @if let Some(id) = &offered { datalist id=(id) { @for (value, _) in all { option value=(value) {} } } }
            }
        }
        AskKind::Choice(choices) => {
            let said: Vec<(&str, &str)> =
                choices.iter().map(|(v, key)| (*v, words.say(key))).collect();
            choice(view, ask, &said)
        }
        AskKind::Given => {
            let all = given(view, ask.name).iter();
            let said: Vec<(&str, &str)> =
                all.map(|(v, said)| (v.as_str(), said.as_str())).collect();
            choice(view, ask, &said)
        }
        AskKind::Days => {
            html! { (day(view, "from", "list-from", label)) (day(view, "to", "list-to", label)) }
        }
        AskKind::Yes => html! {
            label.tick { input type="checkbox" name=(ask.name) value="yes" checked[asked.yes(ask.name)]; span { (label) } }
        },
    }
}

/// What the page offers in this field.
fn given<'a, R>(view: &ListView<'a, '_, R>, name: &str) -> &'a [(String, String)] {
    let of_field = view.given.iter().find(|(field, _)| *field == name);
    of_field.map_or(&[], |(_, all)| all.as_slice())
}

fn choice<R>(view: &ListView<'_, '_, R>, ask: &Ask, said: &[(&str, &str)]) -> Markup {
    let label = view.words.say(ask.label);
    let chosen = view.asked.text(ask.name);
    let any = view.words.fill("list-any", &[("what", label)]);
    let one = |value, label| Choice { value, label, chosen: value == chosen, ..Choice::default() };
    let mut choices = vec![one("", any.as_str())];
    choices.extend(said.iter().map(|(value, label)| one(value, label)));
    inline_select(ask.name, label, &choices)
}

fn day<R>(view: &ListView<'_, '_, R>, name: &'static str, key: &str, of: &str) -> Markup {
    let (asked, words) = (view.asked, view.words);
    // What a date field cannot show is shown as text, so that it is not lost.
    let typed = asked.text(name);
    let kind = if typed.is_empty() || Day::parse(typed).is_some() { "date" } else { "text" };
    html! {
        label.day {
            span { (words.say(key)) }
            input.input type=(kind) name=(name) value=(typed) aria-label={ (of) ", " (words.say(key)) } aria-invalid=[invalid(asked, name)] aria-describedby=[described(asked, name)];
        }
    }
}

fn invalid(asked: &Asked, name: &str) -> Option<&'static str> {
    asked.wrong_with(name).map(|_| "true")
}

fn described(asked: &Asked, name: &str) -> Option<String> {
    asked.wrong_with(name).map(|_| format!("wrong-{name}"))
}

/// What narrows the list, each with the address that takes it away, and Clear.
fn chips<R>(view: &ListView<'_, '_, R>) -> Markup {
    let (asked, words) = (view.asked, view.words);
    let chosen: Vec<(&str, String)> =
        view.listing.asks.iter().flat_map(|ask| said(view, ask)).collect();
    let names: Vec<(&str, &str)> = chosen.iter().map(|(name, _)| (*name, "")).collect();
    html! {
        @if !chosen.is_empty() {
            div.chips.list-chips.no-print {
                @for (name, label) in &chosen {
                    (chip(label, &asked.href(view.listing, &[(name, "")]), &words.fill("list-chip-remove", &[("what", label)])))
                }
                a href=(asked.href(view.listing, &names)) { (words.say("list-clear")) }
            }
        }
    }
}

/// Names in the address and words of what is chosen in one field.
fn said<R>(view: &ListView<'_, '_, R>, ask: &Ask) -> Vec<(&'static str, String)> {
    let (asked, words) = (view.asked, view.words);
    let value = asked.text(ask.name);
    let of_day = |name: &'static str, key: &str| {
        let day = Day::parse(asked.text(name))?;
        Some((name, words.fill(key, &[("day", &dates::long(words, day))])))
    };
    match ask.kind {
        AskKind::Days => [of_day("from", "list-from-day"), of_day("to", "list-to-day")]
            .into_iter()
            .flatten()
            .collect(),
        _ if value.is_empty() => Vec::new(),
        AskKind::Search => vec![(ask.name, format!("“{value}”"))],
        AskKind::Text => vec![(ask.name, format!("{} {value}", words.say(ask.label)))],
        AskKind::Choice(choices) => {
            let key = choices.iter().find(|(known, _)| *known == value).map_or("", |(_, key)| key);
            vec![(ask.name, words.say(key).to_owned())]
        }
        AskKind::Given => {
            let known = given(view, ask.name).iter().find(|(known, _)| known == value);
            vec![(ask.name, known.map_or(value, |(_, said)| said).to_owned())]
        }
        AskKind::Yes => vec![(ask.name, words.say(ask.label).to_owned())],
    }
}

/// The table.
#[must_use]
pub fn rows<R>(view: &ListView<'_, '_, R>) -> Markup {
    let shown = view.kept.on_page(view.columns);
    let hrefs: Vec<Option<(String, Sorted)>> =
        shown.iter().map(|column| column.sort.and_then(|name| turned(view, name))).collect();
    let heads: Vec<table::Column<'_>> = shown
        .iter()
        .zip(&hrefs)
        .map(|(column, sort)| table::Column {
            class: column.class,
            label: &column.heading,
            hidden: !column.is_in_files(),
            sort: sort.as_ref().map(|(href, now)| Sort { href, now: *now }),
        })
        .collect();
    let named = name_of_rows(view.columns);
    let body = html! {
        @for one in &view.page.rows {
            (row((view.tint)(one), html! {
                @for column in &shown {
                    @if Some(column.name) == named { (row_head(column.class, column.cell(one))) }
                    @else { (cell(column.class, column.cell(one))) }
                }
            }))
        }
    };
    table::table(Table { class: view.class, caption: view.caption, columns: &heads }, body, None)
}

/// A few rows as a table of their own, without form and pages: the columns that a list has for whoever chose nothing.
#[must_use]
pub fn plain<R>(class: &str, caption: &str, columns: &[Column<'_, R>], rows: &[R]) -> Markup {
    let shown = Kept::none().on_page(columns);
    let head = |column: &&Column<'_, R>| table::Column {
        class: column.class,
        label: "",
        hidden: !column.is_in_files(),
        sort: None,
    };
    let mut heads: Vec<table::Column<'_>> = shown.iter().map(head).collect();
    for (head, column) in heads.iter_mut().zip(&shown) {
        head.label = &column.heading;
    }
    let body = html! {
        @for one in rows {
            (row("", html! {
                @for (at, column) in shown.iter().enumerate() {
                    @if at == 0 { (row_head(column.class, column.cell(one))) }
                    @else { (cell(column.class, column.cell(one))) }
                }
            }))
        }
    };
    table::table(Table { class, caption, columns: &heads }, body, None)
}

/// The address that sorts by this order or turns it, and how it is sorted now.
fn turned<R>(view: &ListView<'_, '_, R>, name: &str) -> Option<(String, Sorted)> {
    let sort = view.listing.sorts.iter().find(|sort| sort.name == name)?;
    let paging = &view.asked.paging;
    let (now, down) = match (paging.sort == name, paging.down) {
        (false, _) => (Sorted::Not, sort.down),
        (true, true) => (Sorted::Down, false),
        (true, false) => (Sorted::Up, true),
    };
    let text = sort_text(view.listing, name, down);
    Some((view.asked.href(view.listing, &[("sort", &text)]), now))
}

/// Previous and next page.
#[must_use]
pub fn steps<R>(view: &ListView<'_, '_, R>) -> Markup {
    let of = view.asked.order(view.listing);
    let href = |name: &str, cursor: &super::Cursor| {
        view.asked.href(view.listing, &[(name, &cursor.encoded(&of))])
    };
    let previous = view.page.previous.as_ref().map(|cursor| href("before", cursor));
    let next = view.page.next.as_ref().map(|cursor| href("after", cursor));
    pager(Pager {
        label: view.words.say("pages-label"),
        shown: "",
        previous: previous.as_deref().map(|href| (view.words.say("pages-previous"), href)),
        next: next.as_deref().map(|href| (view.words.say("pages-next"), href)),
    })
}

/// Nothing fits what was asked.
fn not_found<R>(view: &ListView<'_, '_, R>) -> Markup {
    let words = view.words;
    nothing_here(
        words.say("list-not-found"),
        html! { (words.say("list-not-found-what")) },
        Some((words.say("list-show-all"), view.asked.path(view.listing))),
    )
}
