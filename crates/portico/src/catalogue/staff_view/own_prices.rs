//! HTML of the prices of one customer: the lists it buys by, and its own prices.

use super::list_prices::{Prices, columns, hidden};
use super::price_lists::href;
use super::{column, fault, history, refused};
use crate::access::CustomerHead;
use crate::catalogue::price_history::Changed;
use crate::platform::list::view::{buttons, list};
use crate::platform::problem::Problem;
use crate::platform::web::forms::{Choice, Field, csrf, field, select};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Column, Table, cell, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Zone;

/// As many price lists as this are too many to choose from: their code is asked for.
const CHOICES_MOST: usize = 200;

/// The price lists of a customer, with the forms that give one and take one away.
pub struct Lists<'a> {
    /// Number of the customer.
    pub number: &'a str,
    /// Code and name of those it buys by.
    pub given: &'a [(String, String)],
    /// Code and name of those there are in its currency.
    pub all: &'a [(String, String)],
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person gives and takes.
    pub edits: bool,
    /// What was typed, and why it was not done.
    pub failed: Option<(&'a str, &'a Problem)>,
}

/// The lists it buys by, and the forms.
#[must_use]
pub fn lists(words: &Language, lists: &Lists<'_>) -> Markup {
    let path = format!("/staff/customers/{}/price-lists", path_segment(lists.number));
    let (typed, problem) = lists.failed.unzip();
    let error = fault(words, problem.map_or(&[][..], |p| p.errors.as_slice()), "list");
    let columns = [
        column(words, "code", "list-code"),
        column(words, "c-name", "list-name"),
        Column { hidden: true, ..column(words, "c-action", "price-change") },
    ];
    let rows = html! { @for (code, name) in lists.given {
        (row("", html! {
            (row_head("code", html! { a href=(href(code, "")) { (code) } }))
            (cell("c-name", html! { (name) }))
            (cell("c-action", html! {
                @if lists.edits {
                    form method="post" action={ (path) "/removal" } {
                        (hidden(lists.csrf, &[("list", code)]))
                        button.button.small type="submit" aria-label=(words.fill("own-prices-take", &[("name", name)])) { (words.say("list-take")) }
                    }
                }
            }))
        }))
    } };
    let caption = words.say("own-prices-lists");
    html! {
        @if lists.given.is_empty() { p.gap-above { (words.say("own-prices-no-lists")) } }
        @else { (table(Table { class: "keep", caption, columns: &columns }, rows, None)) }
        @if lists.edits {
            form.in-row.gap-above.no-print method="post" action=(path) {
                (csrf(lists.csrf))
                (choose(words, lists, typed.unwrap_or(""), &error))
                button.button type="submit" { (words.say("list-give")) }
            }
        }
    }
}

/// The lists there are to give, to choose from; where they are too many, a field for the code.
fn choose(words: &Language, lists: &Lists<'_>, typed: &str, error: &str) -> Markup {
    let of = Field {
        name: "list",
        label: words.say("own-prices-list"),
        value: typed,
        error,
        longest: 50,
        required: true,
        ..Field::default()
    };
    let is_known = lists.all.iter().any(|(code, _)| code == typed);
    if lists.all.len() >= CHOICES_MOST || !(typed.is_empty() || is_known) {
        return field(Field { label: words.say("own-prices-list-code"), ..of });
    }
    let free = lists.all.iter().filter(|list| !lists.given.contains(list));
    let named: Vec<(&str, String)> =
        free.map(|(code, name)| (code.as_str(), format!("{name} ({code})"))).collect();
    let mut choices = vec![Choice::default()];
    choices.extend(named.iter().map(|(value, label)| Choice {
        value,
        label,
        chosen: *value == typed,
        ..Choice::default()
    }));
    select(of, &choices)
}

/// What the page shows.
pub struct OfCustomer<'a> {
    /// The customer.
    pub customer: &'a CustomerHead,
    /// The lists it buys by.
    pub lists: &'a Lists<'a>,
    /// Its own prices.
    pub prices: &'a Prices<'a>,
    /// The newest changes of them.
    pub changes: &'a [Changed],
    /// The wholesaler's zone.
    pub zone: &'a Zone,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, page: &OfCustomer<'_>) -> Markup {
    let (customer, today) = (page.customer, page.prices.today);
    let above = format!("/staff/customers/{}", path_segment(&customer.number));
    let crumbs = [
        (words.say("customers-title"), "/staff/customers"),
        (customer.name.as_str(), above.as_str()),
    ];
    let discount = words.fill("own-prices-discount", &[("discount", &customer.discount.text())]);
    let check = format!("/staff/price-check?customer={}", path_segment(&customer.number));
    let columns = columns(words, (page.prices.currency, today), page.prices.product);
    let view = page.prices.view(words, &columns);
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("own-prices-title"),
            context: Some(html! { (customer.name) ", " (customer.number) " · " (customer.currency.code()) " · " (discount) }),
            actions: Some(html! { (buttons(&view)) a.button href=(check) { (words.say("check-title")) } }),
            ..Head::default()
        }))
        (refused(words, page.lists.failed.map(|(_, problem)| problem)))
        (section("lists", words.say("own-prices-lists"), None, lists(words, page.lists)))
        (section("prices", words.say("own-prices-own"), None, html! { (page.prices.jump(words)) (list(&view)) }))
        (section("changes", words.say("product-price-history"), None, history(words, page.changes, (page.zone, today))))
    }
}
