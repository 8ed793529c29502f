//! On the work page: orders whose customers wait for an answer: to a comment, or to a change that they ask for.

use super::Work;
use crate::orders::comment::WaitingOrder;
use crate::platform::web::dates;
use crate::platform::web::layout::section;
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};

/// Characters of a comment that are quoted.
const QUOTED: usize = 160;

/// The section, the longest waiting first, with how many there are.
pub(super) fn waiting(words: &Language, work: &Work<'_>) -> Markup {
    let count = words.fill("comments-waiting-count", &[("count", &work.commented.to_string())]);
    let content = html! {
        ul.rows { @for order in work.comments { (row(words, work, order)) } }
    };
    section("comments", words.say("comments-waiting"), Some(html! { (count) }), content)
}

fn row(words: &Language, work: &Work<'_>, order: &WaitingOrder) -> Markup {
    let since = dates::moment(words, order.since, work.zone, work.today);
    let text: String = order.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().take(QUOTED).collect();
    html! {
        li {
            div {
                span.what { (order.customer) " · " (order.number) }
                span.second.body { (text) }
                span.second { (since) @if order.count > 1 { " · " (words.fill("comments-waiting-more", &[("count", &(order.count - 1).to_string())])) } }
            }
            a.link href={ "/staff/orders/" (path_segment(&order.number)) "#comments" } { (words.say("comment-answer")) }
        }
    }
}

/// Orders whose customers ask for a change, the longest waiting first.
pub(super) fn changes(words: &Language, work: &Work<'_>) -> Markup {
    let content = html! {
        ul.rows {
            @for order in work.changes {
                li {
                    div {
                        span.what { (order.customer) " · " (order.number) }
                        span.second { (dates::moment(words, order.since, work.zone, work.today)) }
                    }
                    a.link href={ "/staff/orders/" (path_segment(&order.number)) "#changes" } { (words.say("change-decide")) }
                }
            }
        }
    };
    section("changes", words.say("changes-waiting"), None, content)
}
