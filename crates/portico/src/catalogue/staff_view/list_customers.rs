//! HTML of who buys by a price list.

use super::list_prices::hidden;
use super::price_lists::href;
use super::{fault, refused};
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Page, Value};
use crate::platform::problem::Problem;
use crate::platform::web::forms::{Field, csrf, field};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use crate::pricing::give_list::{Given, LIST_CUSTOMERS};
use crate::pricing::price_lists::PriceList;
use maud::{Markup, html};

/// What the page shows.
pub struct Customers<'a> {
    /// The list.
    pub list: &'a PriceList,
    /// What was asked.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<Given>,
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person gives and takes.
    pub edits: bool,
    /// What was typed, and why it was not done.
    pub failed: Option<(&'a str, &'a Problem)>,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, page: &Customers<'_>) -> Markup {
    let above = href(&page.list.code, "");
    let crumbs = [
        (words.say("menu-price-lists"), "/staff/price-lists"),
        (page.list.name.as_str(), above.as_str()),
    ];
    let mut columns = columns(words, page.list);
    if page.edits {
        columns.push(take(words, page));
    }
    let view = ListView {
        listing: &LIST_CUSTOMERS,
        asked: page.asked,
        words,
        columns: &columns,
        kept: page.kept,
        page: page.page,
        csrf: page.csrf,
        class: "list-customers",
        caption: words.say("list-customers"),
        given: &[],
        tint: &|_| "",
        nothing: nothing_here(
            words.say("list-nobody"),
            html! { (words.say("list-nobody-what")) },
            None,
        ),
    };
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("list-customers"),
            context: Some(html! { (words.say("list-customers-what")) }),
            actions: Some(buttons(&view)),
            ..Head::default()
        }))
        (refused(words, page.failed.map(|(_, problem)| problem)))
        @if page.edits { (give(words, page)) }
        (list(&view))
    }
}

fn give(words: &Language, page: &Customers<'_>) -> Markup {
    let path = href(&page.list.code, "/customers");
    let (typed, problem) = page.failed.unzip();
    let error = fault(words, problem.map_or(&[][..], |p| p.errors.as_slice()), "number");
    html! {
        div.in-row.give.no-print {
            form.in-row method="post" action=(path) {
                (csrf(page.csrf))
                (field(Field { name: "number", label: words.say("list-customer-number"), value: typed.unwrap_or(""), error: &error, longest: 50, required: true, ..Field::default() }))
                button.button type="submit" { (words.say("list-give")) }
            }
            form method="post" action={ (path) "/everybody" } {
                (csrf(page.csrf))
                button.button type="submit" { (words.say("list-give-all")) }
            }
        }
    }
}

/// The columns of the customers of a list.
#[must_use]
pub fn columns<'a>(words: &'a Language, list: &PriceList) -> Vec<Column<'a, Given>> {
    let say = |key| words.say(key);
    let currency = list.currency.code();
    let key = move |c: &Given| match c.closed {
        true => "customer-is-closed",
        false if c.currency != currency => "list-in-other-currency",
        false => "customer-is-open",
    };
    vec![
        Column::new("number", say("customer-number"), |c: &Given| Value::text(&c.number))
            .class("code strong")
            .draw(|c| html! { a href={ "/staff/customers/" (path_segment(&c.number)) } { (c.number) } }),
        Column::new("name", say("customer-name"), |c: &Given| Value::text(&c.name))
            .class("c-name")
            .sorted("name")
            .wide(34),
        Column::new("currency", say("customer-currency"), |c: &Given| Value::text(&c.currency))
            .class("wide-only"),
        Column::new("state", say("price-state"), move |c: &Given| Value::word(say(key(c))))
            .class("c-state")
            .draw(move |c| {
                let (shape, tone) = match key(c) {
                    "customer-is-open" => (Shape::Disc, Tone::Good),
                    _ => (Shape::Dash, Tone::Plain),
                };
                state(shape, tone, say(key(c)))
            }),
    ]
}

/// The button that takes the list away.
fn take<'a>(words: &'a Language, page: &Customers<'a>) -> Column<'a, Given> {
    let (token, path) = (page.csrf, href(&page.list.code, "/customers/removal"));
    Column::new("take", words.say("price-change"), |_: &Given| Value::Empty)
        .class("c-action")
        .only_on_pages()
        .draw(move |c| {
            html! {
                form method="post" action=(path) {
                    (hidden(token, &[("number", &c.number)]))
                    button.button.small type="submit" aria-label=(words.fill("list-take-from", &[("name", &c.name)])) { (words.say("list-take")) }
                }
            }
        })
}
