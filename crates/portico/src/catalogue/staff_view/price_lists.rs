//! HTML of price lists: all of them, and the forms that make, change and copy one.

use super::{fault, refused};
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Page, Value};
use crate::platform::problem::Problem;
use crate::platform::web::dates;
use crate::platform::web::forms::{Field, csrf, field, tick};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use crate::pricing::edit_lists::{CODE_LONGEST, NAME_LONGEST, Typed};
use crate::pricing::price_lists::{Counted, PRICE_LISTS, PriceList};
use maud::{Markup, html};
use portico_types::Day;

/// Address of a list's page, or of what stands below it.
pub fn href(code: &str, below: &str) -> String {
    format!("/staff/price-lists/{}{below}", path_segment(code))
}

/// Where these days stand to today: key of [`crate::pricing::price_lists::WHEN`].
pub fn when(from: Option<Day>, until: Option<Day>, today: Day) -> &'static str {
    if from.is_some_and(|from| from > today) {
        "later"
    } else if until.is_some_and(|until| until < today) {
        "over"
    } else {
        "now"
    }
}

/// Whether something holds today, later, or no longer: shape and word.
pub fn state_of(words: &Language, when: &str) -> Markup {
    match when {
        "later" => state(Shape::Ring, Tone::Plain, words.say("price-later")),
        "over" => state(Shape::Dash, Tone::Plain, words.say("price-over")),
        _ => state(Shape::Disc, Tone::Good, words.say("price-holds")),
    }
}

/// The word of [`state_of`].
pub fn state_word<'a>(words: &'a Language, when: &str) -> &'a str {
    match when {
        "later" => words.say("price-later"),
        "over" => words.say("price-over"),
        _ => words.say("price-holds"),
    }
}

/// From when until when, in words.
pub fn days(words: &Language, (from, until): (Option<Day>, Option<Day>), today: Day) -> String {
    let short = |day: Day| dates::short(words, day, today);
    match (from, until) {
        (None, None) => words.say("price-always").to_owned(),
        (Some(from), None) => words.fill("price-since", &[("day", &short(from))]),
        (None, Some(until)) => words.fill("price-until", &[("day", &short(until))]),
        (Some(from), Some(until)) => {
            words.fill("price-between", &[("from", &short(from)), ("until", &short(until))])
        }
    }
}

/// "GBP, without VAT, exclusive".
pub fn kind_of(words: &Language, list: &PriceList) -> String {
    let vat = words.say(if list.includes_vat { "list-with-vat" } else { "list-without-vat" });
    let kind = format!("{}, {vat}", list.currency.code());
    if list.exclusive { format!("{kind}, {}", words.say("list-is-exclusive")) } else { kind }
}

/// What the page of all lists shows.
pub struct Lists<'a> {
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<Counted>,
    /// The day it is.
    pub today: Day,
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person makes lists.
    pub edits: bool,
}

/// All lists.
#[must_use]
pub fn all(words: &Language, shown: &Lists<'_>) -> Markup {
    let columns = columns(words, shown.today);
    let new = (words.say("list-new"), "/staff/price-lists/new");
    let view = ListView {
        listing: &PRICE_LISTS,
        asked: shown.asked,
        words,
        columns: &columns,
        kept: shown.kept,
        page: shown.page,
        csrf: shown.csrf,
        class: "price-lists",
        caption: words.say("menu-price-lists"),
        given: &[],
        tint: &|_| "",
        nothing: nothing_here(
            words.say("lists-none"),
            html! { (words.say("lists-none-what")) },
            shown.edits.then_some(new),
        ),
    };
    let actions = html! {
        (buttons(&view))
        @if shown.edits { a.button.main href=(new.1) { (new.0) } }
    };
    html! {
        (title(Head {
            title: words.say("menu-price-lists"),
            context: Some(html! { (words.say("lists-context")) }),
            actions: Some(actions),
            ..Head::default()
        }))
        (list(&view))
    }
}

/// The columns of the lists.
#[must_use]
pub fn columns(words: &Language, today: Day) -> Vec<Column<'_, Counted>> {
    let say = |key| words.say(key);
    let when = move |row: &Counted| when(row.list.valid_from, row.list.valid_until, today);
    let yes = move |flag: bool| Value::word(say(if flag { "customer-yes" } else { "customer-no" }));
    vec![
        Column::new("code", say("list-code"), |row: &Counted| Value::text(&row.list.code))
            .class("code strong")
            .sorted("code")
            .draw(|row| html! { a href=(href(&row.list.code, "")) { (row.list.code) } }),
        Column::new("name", say("list-name"), |row: &Counted| Value::text(&row.list.name))
            .class("c-name")
            .wide(34),
        Column::new("currency", say("customer-currency"), |row: &Counted| {
            Value::text(row.list.currency.code())
        })
        .class("c-kind")
        .draw(move |row| html! { (kind_of(words, &row.list)) }),
        Column::new("vat", say("list-includes-vat-short"), move |row: &Counted| {
            yes(row.list.includes_vat)
        })
        .only_in_files(),
        Column::new("exclusive", say("list-is-exclusive"), move |row: &Counted| {
            yes(row.list.exclusive)
        })
        .only_in_files(),
        Column::new("customers", say("menu-customers"), |row: &Counted| {
            Value::count(row.customers)
        })
        .class("num wide-only")
        .draw(|row| html! { a href=(href(&row.list.code, "/customers")) { (row.customers) } }),
        Column::new("prices", say("list-prices"), |row: &Counted| Value::count(row.prices))
            .class("num wide-only"),
        Column::new("from", say("price-valid-from"), |row: &Counted| row.list.valid_from.into())
            .only_in_files(),
        Column::new("until", say("price-valid-until"), |row: &Counted| row.list.valid_until.into())
            .only_in_files(),
        Column::new("state", say("price-state"), move |row: &Counted| {
            Value::word(state_word(words, when(row)))
        })
        .class("c-state")
        .draw(move |row| {
            let list = &row.list;
            let limited = list.valid_from.is_some() || list.valid_until.is_some();
            html! {
                (state_of(words, when(row)))
                @if limited { span.second { (days(words, (list.valid_from, list.valid_until), today)) } }
            }
        }),
    ]
}

/// A form of a list: what was typed, and why it was not taken.
pub struct Form<'a> {
    /// What forms carry.
    pub csrf: &'a str,
    /// What is in it.
    pub typed: &'a Typed,
    /// Why it was not taken.
    pub problem: Option<&'a Problem>,
}

impl Form<'_> {
    fn said(&self, words: &Language, field: &str) -> String {
        fault(words, self.problem.map_or(&[][..], |p| p.errors.as_slice()), field)
    }

    fn text(&self, words: &Language, (name, key, longest): (&str, &str, usize)) -> Markup {
        let value = match name {
            "code" => &self.typed.code,
            "currency" => &self.typed.currency,
            "valid_from" => &self.typed.valid_from,
            "valid_until" => &self.typed.valid_until,
            _ => &self.typed.name,
        };
        let hint = format!("{key}-hint");
        let is_day = name.starts_with("valid_");
        // What a date field cannot show is shown as text, so that it is not lost.
        let kind =
            if is_day && (value.is_empty() || Day::parse(value).is_some()) { "date" } else { "" };
        field(Field {
            name,
            label: words.say(key),
            kind,
            value,
            hint: if words.has(&hint) { words.say(&hint) } else { "" },
            error: &self.said(words, name),
            longest,
            required: matches!(name, "code" | "name" | "currency"),
            ..Field::default()
        })
    }
}

fn headed(
    words: &Language,
    form: &Form<'_>,
    key: &'static str,
    list: Option<&PriceList>,
) -> Markup {
    let path = list.map(|list| href(&list.code, "")).unwrap_or_default();
    let mut crumbs = vec![(words.say("menu-price-lists"), "/staff/price-lists")];
    crumbs.extend(list.map(|list| (list.name.as_str(), path.as_str())));
    let hint = format!("{key}-what");
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say(key),
            context: Some(html! { (words.say(&hint)) }),
            ..Head::default()
        }))
        (refused(words, form.problem))
    }
}

/// The form of a new list.
#[must_use]
pub fn new(words: &Language, form: &Form<'_>, for_everybody: bool) -> Markup {
    html! {
        (headed(words, form, "list-new", None))
        form.form method="post" action="/staff/price-lists" {
            (csrf(form.csrf))
            (form.text(words, ("code", "list-code", CODE_LONGEST)))
            (form.text(words, ("name", "list-name", NAME_LONGEST)))
            (form.text(words, ("currency", "list-currency", 3)))
            (form.text(words, ("valid_from", "list-valid-from", 0)))
            (form.text(words, ("valid_until", "list-valid-until", 0)))
            (tick("includes_vat", "yes", words.say("list-includes-vat"), form.typed.includes_vat))
            (tick("exclusive", "yes", words.say("list-exclusive"), form.typed.exclusive))
            (tick("for_everybody", "yes", words.say("list-for-everybody"), for_everybody))
            button.button.main.gap-above type="submit" { (words.say("list-make")) }
        }
    }
}

/// The form of a list's name, exclusiveness and validity; `seen` is the list as stored.
#[must_use]
pub fn details(words: &Language, form: &Form<'_>, list: &PriceList) -> Markup {
    let seen = Typed::of(list);
    html! {
        (headed(words, form, "list-details", Some(list)))
        form.form method="post" action=(href(&list.code, "/details")) {
            (csrf(form.csrf))
            input type="hidden" name="seen_name" value=(seen.name);
            input type="hidden" name="seen_exclusive" value=(if seen.exclusive { "yes" } else { "" });
            input type="hidden" name="seen_from" value=(seen.valid_from);
            input type="hidden" name="seen_until" value=(seen.valid_until);
            (form.text(words, ("name", "list-name", NAME_LONGEST)))
            (form.text(words, ("valid_from", "list-valid-from", 0)))
            (form.text(words, ("valid_until", "list-valid-until", 0)))
            (tick("exclusive", "yes", words.say("list-exclusive"), form.typed.exclusive))
            button.button.main.gap-above type="submit" { (words.say("product-save")) }
        }
    }
}

/// The form that copies a list.
#[must_use]
pub fn copy(words: &Language, form: &Form<'_>, list: &PriceList) -> Markup {
    html! {
        (headed(words, form, "list-copy", Some(list)))
        form.form method="post" action=(href(&list.code, "/copy")) {
            (csrf(form.csrf))
            (form.text(words, ("code", "list-copy-code", CODE_LONGEST)))
            (form.text(words, ("name", "list-copy-name", NAME_LONGEST)))
            button.button.main.gap-above type="submit" { (words.say("list-copy-do")) }
        }
    }
}
