//! What of an order staff settled by hand, as the trace of it.

use super::StaffOrder;
use crate::orders::exceptions::Exception;
use crate::platform::web::dates;
use crate::platform::web::layout::section;
use crate::platform::web::table::{Column, Table, cell, row, row_head, table, told};
use crate::platform::words::Language;
use maud::{Markup, html};

/// The section; nothing where nothing was settled by hand.
pub(super) fn content(words: &Language, page: &StaffOrder<'_>) -> Markup {
    if page.exceptions.is_empty() {
        return html! {};
    }
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let columns = [
        column("c-name", "by-hand-what"),
        column("num", "by-hand-usual"),
        column("num strong", "by-hand-now"),
        column("c-why", "by-hand-why"),
        column("c-by dim", "note-made-by"),
    ];
    let rows = html! { @for one in page.exceptions { (line(words, page, one)) } };
    let caption = words.say("by-hand-title");
    let content = table(Table { class: "by-hand", caption, columns: &columns }, rows, None);
    section("by-hand", words.say("by-hand-title"), None, content)
}

fn line(words: &Language, page: &StaffOrder<'_>, one: &Exception) -> Markup {
    let order = &page.detail.order;
    let of_line = order.lines.iter().find(|line| one.line > 0 && line.line == one.line);
    let now = match (of_line, one.kind.as_str()) {
        (Some(line), _) => line.price.grouped(),
        (None, "value") => order.head.goods.with_sign(),
        _ => order.head.total.with_sign(),
    };
    let usual = one.usual_text(order.head.total.currency).unwrap_or_default();
    let when = dates::moment(words, one.at, page.detail.zone, page.detail.today);
    row(
        "",
        html! {
            (row_head("c-name", html! {
                @match of_line {
                    Some(line) => { (words.fill("by-hand-price", &[("line", &one.line.to_string()), ("code", &line.sku)])) }
                    None => { (words.say(if one.kind == "value" { "by-hand-value" } else { "by-hand-credit" })) }
                }
            }))
            (told("num", words.say("by-hand-usual"), html! { (usual) }))
            (told("num strong", words.say("by-hand-now"), html! { (now) }))
            (cell("c-why", html! { (one.reason) }))
            (cell("c-by dim", html! { (one.by) ", " (when) }))
        },
    )
}
