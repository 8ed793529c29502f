//! HTML of finding the customer that an order is for.

use super::staff_view::{column, href};
use super::store::Begun;
use crate::customers::staff_store::Listed;
use crate::platform::web::dates;
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::table::{self, Table, cell, num, row, row_head};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Zone};

/// What the page shows on which the customer is found.
pub struct Find<'a> {
    /// What was looked for.
    pub q: &'a str,
    /// Who was found.
    pub found: &'a [Listed],
    /// Whether there may be more of them.
    pub is_full: bool,
    /// What this person began and has not placed.
    pub begun: &'a [Begun],
    /// The clock on the wholesaler's wall, and the day it is there.
    pub clock: (&'a Zone, Day),
}

/// Whom the order is for.
#[must_use]
pub fn find(words: &Language, page: &Find<'_>) -> Markup {
    let crumbs = [(words.say("orders-title"), "/staff/orders")];
    let nothing = || {
        let what = html! { (words.say("entry-nobody-what")) };
        nothing_here(
            words.say("entry-nobody"),
            what,
            Some((words.say("menu-customers"), "/staff/customers")),
        )
    };
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("entry-find-title"),
            context: Some(html! { (words.say("entry-find-what")) }),
            ..Head::default()
        }))
        form.entry-find method="get" action="/staff/orders/new" {
            label for="entry-q" { (words.say("entry-find-label")) }
            span.in-row {
                input.input.grow type="search" id="entry-q" name="q" value=(page.q) maxlength="200" autocomplete="off" autofocus;
                button.button.main type="submit" { (words.say("entry-find")) }
            }
        }
        @if !page.q.is_empty() && page.found.is_empty() { (nothing()) }
        @if !page.found.is_empty() {
            (customers(words, page.found))
            @if page.is_full { p.hint { (words.say("entry-more")) } }
        }
        @if !page.begun.is_empty() { (section("begun", words.say("entry-begun"), None, begun(words, page))) }
    }
}

fn customers(words: &Language, found: &[Listed]) -> Markup {
    let columns = [
        column(words, "c-name", "staff-customer"),
        column(words, "code", "customer-number"),
        column(words, "c-contact", "customer-contact"),
        column(words, "c-state", "logins-state"),
    ];
    let rows = html! {
        @for customer in found {
            (row("", html! {
                (row_head("c-name strong", html! { a href=(href(&customer.number)) { (customer.name) } }))
                (cell("code", html! { (customer.number) }))
                (cell("c-contact", html! {
                    @if let Some(name) = &customer.contact[0] { (name) }
                    @if let Some(email) = &customer.contact[1] { span.second { (email) } }
                }))
                (cell("c-state", html! { @if customer.on_hold { (state(Shape::Dash, Tone::Wait, words.say("customers-hold"))) } }))
            }))
        }
    };
    let caption = words.say("entry-found");
    table::table(Table { class: "entry-customers", caption, columns: &columns }, rows, None)
}

fn begun(words: &Language, page: &Find<'_>) -> Markup {
    let columns = [
        column(words, "c-name", "staff-customer"),
        column(words, "code", "customer-number"),
        column(words, "num", "order-lines"),
        column(words, "num", "entry-goods"),
        column(words, "c-day dim", "entry-changed"),
    ];
    let rows = html! {
        @for order in page.begun {
            (row("", html! {
                (row_head("c-name strong", html! { a href=(href(&order.number)) { (order.name) } }))
                (cell("code", html! { (order.number) }))
                (num(&order.lines.to_string()))
                (num(&order.goods.with_sign()))
                (cell("c-day dim", html! { (dates::moment(words, order.changed_at, page.clock.0, page.clock.1)) }))
            }))
        }
    };
    let caption = words.say("entry-begun");
    table::table(Table { class: "entry-begun", caption, columns: &columns }, rows, None)
}
