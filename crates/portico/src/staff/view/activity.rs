//! The list of who did what.

use crate::customers::activity::{ACTIVITY, DeedRow};
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Page, Value};
use crate::platform::web::dates;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::numbers::empty;
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Zone};

/// What the page shows.
pub struct Activity<'a> {
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<DeedRow>,
    /// The kinds of deeds that there are.
    pub kinds: &'a [String],
    /// What forms carry.
    pub csrf: &'a str,
    /// The clock on the wholesaler's wall, and the day it is there.
    pub clock: (&'a Zone, Day),
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, shown: &Activity<'_>) -> Markup {
    let none =
        nothing_here(words.say("activity-none"), html! { (words.say("activity-none-what")) }, None);
    let columns = columns(words, shown.clock.0, shown.clock.1);
    let kinds = shown.kinds.iter().map(|verb| (verb.clone(), deed(words, verb))).collect();
    let given = [("kind", kinds)];
    let view = ListView {
        listing: &ACTIVITY,
        asked: shown.asked,
        words,
        columns: &columns,
        kept: shown.kept,
        page: shown.page,
        csrf: shown.csrf,
        class: "activity",
        caption: words.say("activity-title"),
        given: &given,
        tint: &|_| "",
        nothing: none,
    };
    let head = Head {
        title: words.say("activity-title"),
        context: Some(html! { (words.say("activity-context")) }),
        actions: Some(buttons(&view)),
        ..Head::default()
    };
    html! { (title(head)) (list(&view)) }
}

/// A deed in words; one that has none yet by its name.
fn deed(words: &Language, verb: &str) -> String {
    let key = format!("deed-{verb}");
    if words.has(&key) { words.say(&key).to_owned() } else { verb.replace('_', " ") }
}

/// The columns of activity.
#[must_use]
pub fn columns<'a>(words: &'a Language, zone: &'a Zone, today: Day) -> Vec<Column<'a, DeedRow>> {
    let say = |key| words.say(key);
    vec![
        Column::new("at", say("activity-at"), |row: &DeedRow| Value::time(row.at, zone))
            .class("c-when nowrap")
            .sorted("at")
            .wide(17)
            .draw(move |row| html! { (dates::moment(words, row.at, zone, today)) }),
        Column::new("by", say("activity-person"), |row: &DeedRow| Value::maybe(row.by.as_deref()))
            .class("c-who")
            .wide(22)
            .draw(|row| who(words, row)),
        Column::new("deed", say("activity-kind"), |row: &DeedRow| {
            Value::own(deed(words, &row.verb))
        })
        .class("c-deed strong")
        .wide(26),
        Column::new("object", say("activity-object"), |row: &DeedRow| {
            Value::text(row.object_name.as_deref().unwrap_or(row.object_parts().1))
        })
        .class("c-object")
        .wide(22)
        .draw(|row| object(words, row)),
        Column::new("company", say("activity-company"), |row: &DeedRow| {
            Value::maybe(row.company.as_ref().map(|(_, name)| name.as_str()))
        })
        .class("c-company")
        .wide(30),
        Column::new("details", say("activity-details"), |row: &DeedRow| {
            Value::own(row.facts_in_words())
        })
        .class("c-details dim")
        .wide(40),
        Column::new("text", say("activity-text"), |row: &DeedRow| {
            Value::maybe(row.text.as_deref())
        })
        .class("c-more")
        .wide(40)
        .hidden(),
        Column::new("as-staff", say("activity-as-staff"), |row: &DeedRow| {
            Value::maybe(row.as_staff.as_deref())
        })
        .only_in_files(),
        Column::new("company-number", say("order-customer-number"), |row: &DeedRow| {
            Value::maybe(row.company.as_ref().map(|(number, _)| number.as_str()))
        })
        .only_in_files(),
        Column::new("object-key", say("activity-object-key"), |row: &DeedRow| {
            Value::text(&row.object)
        })
        .only_in_files(),
    ]
}

fn who(words: &Language, row: &DeedRow) -> Markup {
    html! {
        @match &row.by {
            Some(name) => (name),
            None => span.ink-2 { (words.say("activity-by-itself")) },
        }
        @if let Some(staff) = &row.as_staff { span.second { (words.fill("activity-through", &[("name", staff)])) } }
    }
}

/// What it was done to: what has a page is a link, what has a name is called by it; our own numbers say nothing to people.
fn object(words: &Language, row: &DeedRow) -> Markup {
    let (kind, name) = row.object_parts();
    let key = format!("object-{kind}");
    let said = if words.has(&key) { words.say(&key) } else { kind };
    html! {
        @match (kind, &row.object_name) {
            _ if name.is_empty() => (empty()),
            ("order", _) => a href={ "/staff/orders/" (path_segment(name)) } { (name) },
            ("product", Some(sku)) => a href={ "/staff/products/" (path_segment(sku)) } { (sku) },
            ("customer", Some(number)) => a href={ "/staff/customers/" (path_segment(number)) } { (number) },
            ("login", Some(called)) => a href={ "/staff/logins/" (name) } { (called) },
            ("import", _) => a href={ "/staff/import/" (name) } { (said) },
            (_, Some(called)) => (called),
            _ if is_ours(name) => (said),
            _ => (name),
        }
        @if is_told(row) { span.second { (said) } }
    }
}

/// Whether the kind is said beneath: orders and imports say it themselves, and so does what has no other name.
fn is_told(row: &DeedRow) -> bool {
    let (kind, name) = row.object_parts();
    let nameless = row.object_name.is_none() && is_ours(name);
    !["", "order", "import"].contains(&kind) && !nameless
}

/// Whether it is a number that the program gave and no person reads.
fn is_ours(name: &str) -> bool {
    name.len() > 12 && name.bytes().all(|byte| byte.is_ascii_digit())
}
