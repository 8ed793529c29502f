//! The list of orders: search, filters, table, pages.

use super::lines::views;
use super::{bar_key, columns};
use crate::access::Buyer;
use crate::orders::OrderRow;
use crate::orders::store::ORDERS;
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Kept, Page};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Day;

/// What the page shows.
pub struct List<'a> {
    /// Who reads it.
    pub buyer: &'a Buyer,
    /// The day it is at the wholesaler's.
    pub today: Day,
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<OrderRow>,
    /// What forms carry.
    pub csrf: &'a str,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, shown: &List<'_>) -> Markup {
    let own = matches!(shown.buyer.sees, crate::access::Sees::Own);
    let context = words.say(if own { "orders-context-own" } else { "orders-context" });
    let none = nothing_here(
        words.say("orders-none"),
        html! { (words.say("orders-none-what")) },
        Some((words.say("orders-none-button"), "/products")),
    );
    let columns = columns(words, shown.buyer, shown.today);
    let view = ListView {
        listing: &ORDERS,
        asked: shown.asked,
        words,
        columns: &columns,
        kept: shown.kept,
        page: shown.page,
        csrf: shown.csrf,
        class: "orders",
        caption: words.say("orders-title"),
        given: &[],
        tint: &|_| "",
        nothing: none,
    };
    let head = Head {
        title: words.say("orders-title"),
        context: Some(html! { (context) }),
        actions: Some(buttons(&view)),
        ..Head::default()
    };
    html! {
        (title(head))
        (views(words, ORDERS.path))
        (list(&view))
        @if !shown.page.rows.is_empty() { (bar_key(words, false)) }
    }
}
