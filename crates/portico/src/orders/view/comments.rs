//! What customer and wholesaler wrote to each other about an order or a quotation, and the form for one more.

use crate::orders::comment::{Comment, LONGEST};
use crate::platform::web::dates;
use crate::platform::web::forms::{Field, csrf, textarea};
use crate::platform::web::layout::section;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Zone};

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

/// What the section shows.
pub struct Talk<'a> {
    /// What was written.
    pub comments: &'a [Comment],
    /// The form for one more; none for whoever may not write.
    pub form: Option<&'a CommentForm<'a>>,
    /// The wholesaler's name.
    pub wholesaler: &'a str,
    /// The wholesaler's zone.
    pub zone: &'a Zone,
    /// The day it is there.
    pub today: Day,
    /// Whether the wholesaler's staff read it, not the customer.
    pub for_staff: bool,
}

/// The section: all comments, oldest first, and the form. Nothing where there is neither.
#[must_use]
pub fn comments(words: &Language, talk: &Talk<'_>) -> Markup {
    if talk.comments.is_empty() && talk.form.is_none() {
        return html! {};
    }
    let content = html! {
        @if !talk.comments.is_empty() {
            ol.comments { @for comment in talk.comments { (one(words, talk, comment)) } }
        }
        @if let Some(form) = talk.form { (the_form(words, talk, form)) }
    };
    section("comments", words.say("comments-title"), None, content)
}

fn one(words: &Language, talk: &Talk<'_>, comment: &Comment) -> Markup {
    let when = dates::moment(words, comment.at, talk.zone, talk.today);
    let initials: String =
        comment.by.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    html! {
        li {
            span.initials aria-hidden="true" { (initials) }
            span { strong { (comment.by) } @if comment.waits && talk.for_staff { " " (state(Shape::Triangle, Tone::Wait, words.say("comment-waits"))) } }
            time datetime=(comment.at.text()) { (when) }
            p.lines { (comment.text) }
        }
    }
}

fn the_form(words: &Language, talk: &Talk<'_>, form: &CommentForm<'_>) -> Markup {
    let (label, hint, button) = if talk.for_staff {
        (words.say("comment-answer").to_owned(), "comment-answer-hint", "comment-send-answer")
    } else {
        let label = words.fill("comment-write", &[("wholesaler", talk.wholesaler)]);
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
    let waiting = || talk.comments.iter().filter(|comment| comment.waits && talk.for_staff);
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
