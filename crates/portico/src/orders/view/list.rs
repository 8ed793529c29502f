//! The list of orders: search, filters, table, pages.

use super::{Shown, bar_key, table};
use crate::access::Buyer;
use crate::orders::store::{Filter, Page, Sort};
use crate::orders::{Delivery, OrderRow, Status};
use crate::platform::web::forms::{Choice, inline_select};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::{Pager, nothing_here, pager};
use crate::platform::web::table::{Sort as ColumnSort, Sorted};
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
    pub filter: &'a Filter,
    /// What was found.
    pub page: &'a Page<OrderRow>,
}

/// The states of the filter, with their words.
const STATES: [(&str, &str); 7] = [
    ("", "orders-any-state"),
    ("awaiting_approval", "order-state-approval"),
    ("awaiting_payment", "order-state-payment"),
    ("placed", "order-state-placed"),
    ("confirmed", "order-state-confirmed"),
    ("refused", "order-state-refused"),
    ("cancelled", "order-state-cancelled"),
];
const DELIVERIES: [(&str, &str); 4] = [
    ("", "orders-any-delivery"),
    ("none", "orders-delivery-none"),
    ("part", "orders-delivery-part"),
    ("all", "orders-delivery-all"),
];

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, list: &List<'_>) -> Markup {
    let own = matches!(list.buyer.sees, crate::access::Sees::Own);
    let context = words.say(if own { "orders-context-own" } else { "orders-context" });
    html! {
        (title(Head { title: words.say("orders-title"), context: Some(html! { (context) }), ..Head::default() }))
        (filters(words, "/orders", list.filter, words.say("orders-search")))
        @if list.page.rows.is_empty() { (nothing(words, list.filter)) } @else { (found(words, list)) }
    }
}

fn found(words: &Language, list: &List<'_>) -> Markup {
    let (newest, oldest) =
        (sorted_by(list.filter, Sort::Newest), sorted_by(list.filter, Sort::Oldest));
    let largest = sorted_by(list.filter, Sort::Total);
    let (by_day, now) = match list.filter.sort {
        Sort::Newest => (&oldest, Sorted::Down),
        Sort::Oldest => (&newest, Sorted::Up),
        Sort::Total => (&newest, Sorted::Not),
    };
    let by_total = if list.filter.sort == Sort::Total { Sorted::Down } else { Sorted::Not };
    let shown = Shown {
        buyer: list.buyer,
        today: list.today,
        caption: words.say("orders-title"),
        sorts: Some((
            ColumnSort { href: by_day, now },
            ColumnSort { href: &largest, now: by_total },
        )),
    };
    html! {
        (table(words, &shown, &list.page.rows))
        (bar_key(words, false))
        (steps(words, "/orders", list.filter, list.page))
    }
}

/// Previous and next page.
pub fn steps<T>(words: &Language, path: &str, filter: &Filter, page: &Page<T>) -> Markup {
    let previous =
        page.previous.map(|c| format!("{path}?{}", query(filter, &[("before", &c.text())])));
    let next = page.next.map(|c| format!("{path}?{}", query(filter, &[("after", &c.text())])));
    pager(Pager {
        label: words.say("pages-label"),
        shown: "",
        previous: previous.as_deref().map(|href| (words.say("pages-previous"), href)),
        next: next.as_deref().map(|href| (words.say("pages-next"), href)),
    })
}

fn sorted_by(filter: &Filter, sort: Sort) -> String {
    format!("/orders?{}", query(&Filter { sort, ..filter.clone() }, &[]))
}

/// A filter as the query of an address; where it begins is left to `more`.
#[must_use]
pub fn query(filter: &Filter, more: &[(&str, &str)]) -> String {
    let (from, to) = (filter.from.map(Day::text), filter.to.map(Day::text));
    let sort = match filter.sort {
        Sort::Newest => "",
        Sort::Oldest => "oldest",
        Sort::Total => "total",
    };
    let pairs = [
        ("q", filter.q.as_str()),
        ("status", filter.status.map_or("", Status::text)),
        ("delivery", filter.delivery.map_or("", Delivery::text)),
        ("reference", filter.reference.as_deref().unwrap_or("")),
        ("from", from.as_deref().unwrap_or("")),
        ("to", to.as_deref().unwrap_or("")),
        ("sort", sort),
    ];
    let all: Vec<_> = pairs.iter().chain(more).filter(|(_, value)| !value.is_empty()).collect();
    serde_urlencoded::to_string(all).unwrap_or_default()
}

/// Search and filters above the table; also for staff.
#[must_use]
pub fn filters(words: &Language, path: &str, filter: &Filter, placeholder: &str) -> Markup {
    let (from, to) = (filter.from.map(Day::text), filter.to.map(Day::text));
    let choices = |all: &[(&'static str, &'static str)], chosen: &str| -> Vec<Choice<'_>> {
        let choice = |(value, key): &(&'static str, &'static str)| Choice {
            value,
            label: words.say(key),
            chosen: *value == chosen,
            ..Choice::default()
        };
        all.iter().map(choice).collect()
    };
    let states = choices(&STATES, filter.status.map_or("", Status::text));
    let deliveries = choices(&DELIVERIES, filter.delivery.map_or("", Delivery::text));
    html! {
        form.list-bar.no-print method="get" action=(path) role="search" aria-label=(placeholder) {
            input.input.grow type="search" name="q" value=(filter.q) placeholder=(placeholder) aria-label=(placeholder) maxlength="200";
            (inline_select("status", words.say("order-state"), &states))
            (inline_select("delivery", words.say("orders-delivery"), &deliveries))
            label.day { span { (words.say("orders-from")) } input.input type="date" name="from" value=(from.unwrap_or_default()); }
            label.day { span { (words.say("orders-to")) } input.input type="date" name="to" value=(to.unwrap_or_default()); }
            @if filter.sort != Sort::Newest { input type="hidden" name="sort" value=(if filter.sort == Sort::Total { "total" } else { "oldest" }); }
            button.button.small type="submit" { (words.say("orders-show")) }
        }
    }
}

fn nothing(words: &Language, filter: &Filter) -> Markup {
    if query(filter, &[]).is_empty() {
        let button = (words.say("orders-none-button"), "/products");
        return nothing_here(
            words.say("orders-none"),
            html! { (words.say("orders-none-what")) },
            Some(button),
        );
    }
    let button = (words.say("orders-show-all"), "/orders");
    nothing_here(
        words.say("orders-not-found"),
        html! { (words.say("orders-not-found-what")) },
        Some(button),
    )
}
