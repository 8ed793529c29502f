//! HTML of all saved lists.

use super::SavedList;
use crate::access::visit::Visit;
use crate::platform::web::dates;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::table::{self, Column, Table, cell, row, row_head};
use maud::{Markup, html};
use portico_types::{Day, Zone};

/// The whole content of the page.
#[must_use]
pub fn content(visit: &Visit, lists: &[SavedList], told: (&Zone, Day)) -> Markup {
    let words = &visit.words;
    let may = visit.buyer.may_order();
    let head = Head {
        title: words.say("saved-title"),
        context: Some(html! { (words.say("saved-what")) }),
        actions: may.then(|| html! { a.button href="/lists/new" { (words.say("saved-new")) } }),
        ..Head::default()
    };
    if lists.is_empty() {
        let (what, button) = match may {
            true => ("saved-none-what", ("saved-new", "/lists/new")),
            false => ("saved-none-viewer", ("orders-none-button", "/products")),
        };
        let button = (words.say(button.0), button.1);
        let none = nothing_here(words.say("saved-none"), html! { (words.say(what)) }, Some(button));
        return html! { (title(Head { actions: None, ..head })) (none) };
    }
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let columns = [
        column("c-name", "saved-name"),
        column("num c-lines", "saved-lines"),
        column("c-by", "saved-made-by"),
        column("c-day dim", "saved-changed"),
    ];
    let rows = html! { @for list in lists { (list_row(visit, list, told)) } };
    let table =
        Table { class: "saved-lists", caption: words.say("saved-title"), columns: &columns };
    html! { (title(head)) (table::table(table, rows, None)) }
}

fn list_row(visit: &Visit, list: &SavedList, (zone, today): (&Zone, Day)) -> Markup {
    let words = &visit.words;
    row(
        "",
        html! {
            (row_head("c-name", html! { a href={ "/lists/" (list.id) } { (list.name) } }))
            (cell("num c-lines", html! { (words.fill("saved-count", &[("lines", &list.line_count.to_string())])) }))
            (cell("c-by", html! { (list.made_by) }))
            (cell("c-day dim", html! { (dates::short(words, list.changed_at.day(zone), today)) }))
        },
    )
}
