//! The list of customers, as HTML and as columns of files.

use crate::customers::staff_store::{CUSTOMERS, Listed};
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Page, Value};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Country;

/// What the page shows.
pub struct List<'a> {
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<Listed>,
    /// What forms carry.
    pub csrf: &'a str,
    /// Codes of the countries that customers are in.
    pub countries: &'a [String],
    /// Whether this person may make one.
    pub may_make: bool,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, shown: &List<'_>) -> Markup {
    let none = nothing_here(
        words.say("customers-none"),
        html! { (words.say("customers-none-what")) },
        shown.may_make.then(|| (words.say("customer-new"), "/staff/customers/new")),
    );
    let named = |code: &String| {
        let country = Country::from_code(code)?;
        Some((country.code().to_owned(), country.name().to_owned()))
    };
    let mut countries: Vec<(String, String)> = shown.countries.iter().filter_map(named).collect();
    countries.sort_by(|a, b| a.1.cmp(&b.1));
    let invites = shown.may_make && shown.asked.text("logins") == "without";
    let columns = columns(words, invites);
    let given = [("country", countries)];
    let view = ListView {
        listing: &CUSTOMERS,
        asked: shown.asked,
        words,
        columns: &columns,
        kept: shown.kept,
        page: shown.page,
        csrf: shown.csrf,
        class: "customers",
        caption: words.say("customers-title"),
        given: &given,
        tint: &|_| "",
        nothing: none,
    };
    let actions = html! {
        (buttons(&view))
        @if shown.may_make { a.button.main href="/staff/customers/new" { (words.say("customer-new")) } }
    };
    let invites = invites && !shown.page.rows.is_empty();
    html! {
        (title(Head { title: words.say("customers-title"), actions: Some(actions), ..Head::default() }))
        (list(&view))
        @if invites {
            form.gap-above.no-print id="invite" method="get" action="/staff/logins/several" {
                button.button type="submit" { (words.say("customers-invite-ticked")) }
            }
        }
    }
}

/// The columns of the list; `invites`: each open customer has a tick of the form `invite` below the list.
#[must_use]
pub fn columns(words: &Language, invites: bool) -> Vec<Column<'_, Listed>> {
    let say = |key| words.say(key);
    vec![
        Column::new("number", say("customer-number"), |c: &Listed| Value::text(&c.number))
            .class("code strong")
            .draw(move |c| {
                let href = format!("/staff/customers/{}", path_segment(&c.number));
                html! {
                    @if invites && !c.closed {
                        input type="checkbox" name="customer" value=(c.number) form="invite" aria-label=(words.fill("customers-tick", &[("name", &c.name)]));
                        " "
                    }
                    a href=(href) { (c.number) }
                }
            }),
        Column::new("name", say("customer-name"), |c: &Listed| Value::text(&c.name))
            .class("c-name")
            .sorted("name")
            .wide(34),
        Column::new("contact", say("customer-contact"), |c: &Listed| {
            Value::maybe(c.contact[0].as_deref())
        })
        .class("c-contact")
        .wide(24),
        Column::new("email", say("logins-email"), |c: &Listed| {
            Value::maybe(c.contact[1].as_deref())
        })
        .class("dim c-email")
        .wide(30),
        Column::new("country", say("customer-country"), |c: &Listed| {
            Value::word(Country::from_code(&c.country).map_or("", Country::name))
        })
        .class("c-country"),
        Column::new("vat", say("customer-vat-number"), |c: &Listed| {
            Value::maybe(c.vat_number.as_deref())
        })
        .hidden(),
        Column::new("logins", say("logins-title"), |c: &Listed| Value::count(c.logins))
            .class("num c-logins"),
        Column::new("state", say("logins-state"), move |c: &Listed| {
            Value::word(say(state_words(c.closed, c.on_hold).2))
        })
        .class("c-state")
        .draw(move |c| state_of(words, c.closed, c.on_hold)),
        Column::new("pays_online", say("customer-pays-online"), move |c: &Listed| {
            Value::word(say(if c.pays_online { "customer-yes" } else { "customer-no" }))
        })
        .hidden(),
    ]
}

fn state_words(closed: bool, on_hold: bool) -> (Shape, Tone, &'static str) {
    match (closed, on_hold) {
        (true, _) => (Shape::Dash, Tone::Plain, "customer-is-closed"),
        (false, true) => (Shape::Square, Tone::Bad, "customer-is-on-hold"),
        (false, false) => (Shape::Disc, Tone::Good, "customer-is-open"),
    }
}

/// Whether it is open, on hold or closed: shape and word.
#[must_use]
pub fn state_of(words: &Language, closed: bool, on_hold: bool) -> Markup {
    let (shape, tone, key) = state_words(closed, on_hold);
    state(shape, tone, words.say(key))
}
