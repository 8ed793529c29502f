//! What customer and wholesaler wrote to each other about an order, and the form for one more.

use super::detail::Detail;
use crate::orders::comment::{Comment, LONGEST};
use crate::platform::web::dates;
use crate::platform::web::forms::{Field, csrf, textarea};
use crate::platform::web::layout::section;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::words::Language;
use maud::{Markup, html};

/// The form for a comment.
#[derive(Clone, Debug)]
pub struct CommentForm<'a> {
    /// Where it goes: `/orders/P-100234/comments`.
    pub action: String,
    /// What forms carry.
    pub csrf: &'a str,
    /// The text as typed.
    pub typed: &'a str,
    /// Why it was not written.
    pub error: &'a str,
}

/// The section: all comments, oldest first, and the form. Nothing where there is neither.
pub(super) fn comments(words: &Language, detail: &Detail<'_>) -> Markup {
    if detail.comments.is_empty() && detail.comment_form.is_none() {
        return html! {};
    }
    let content = html! {
        @if !detail.comments.is_empty() {
            ol.comments { @for comment in detail.comments { (one(words, detail, comment)) } }
        }
        @if let Some(form) = &detail.comment_form { (the_form(words, detail, form)) }
    };
    section("comments", words.say("comments-title"), None, content)
}

fn one(words: &Language, detail: &Detail<'_>, comment: &Comment) -> Markup {
    let when = dates::moment(words, comment.at, detail.zone, detail.today);
    let initials: String =
        comment.by.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    html! {
        li {
            span.initials aria-hidden="true" { (initials) }
            span { strong { (comment.by) } @if comment.waits && detail.for_staff { " " (state(Shape::Triangle, Tone::Wait, words.say("comment-waits"))) } }
            time datetime=(comment.at.text()) { (when) }
            p.lines { (comment.text) }
        }
    }
}

fn the_form(words: &Language, detail: &Detail<'_>, form: &CommentForm<'_>) -> Markup {
    let (label, hint, button) = if detail.for_staff {
        (words.say("comment-answer").to_owned(), "comment-answer-hint", "comment-send-answer")
    } else {
        let label = words.fill("comment-write", &[("wholesaler", detail.wholesaler)]);
        (label, "comment-hint", "comment-send")
    };
    let field = Field {
        name: "text",
        label: &label,
        hint: words.say(hint),
        value: form.typed,
        error: form.error,
        longest: LONGEST,
        required: true,
        ..Field::default()
    };
    let waiting = || detail.comments.iter().filter(|comment| comment.waits && detail.for_staff);
    let read =
        html! { @for comment in waiting() { input type="hidden" name="read" value=(comment.id); } };
    html! {
        form.form.gap-above method="post" action=(form.action) {
            (csrf(form.csrf))
            (read)
            (textarea(field, 2))
            button.button type="submit" { (words.say(button)) }
        }
        @if waiting().next().is_some() {
            form.gap-above method="post" action={ (form.action) "/read" } {
                (csrf(form.csrf))
                (read)
                button.link type="submit" { (words.say("comment-no-answer")) }
            }
        }
    }
}
