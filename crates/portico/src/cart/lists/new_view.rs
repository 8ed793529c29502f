//! HTML of a new saved list.

use super::Source;
use super::make::NAME_LONGEST;
use super::pages::Of;
use crate::access::visit::Visit;
use crate::platform::problem::Problem;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Field, csrf, field};
use crate::platform::web::layout::{Head, title};
use maud::{Markup, html};

/// What the page shows.
pub(super) struct New<'a> {
    /// What was asked for and typed.
    pub(super) of: &'a Of,
    /// What it is made of.
    pub(super) source: &'a Source,
    /// How many lines that has.
    pub(super) count: usize,
    /// Why it was not made.
    pub(super) problem: Option<&'a Problem>,
}

/// The whole content of the page.
pub(super) fn content(visit: &Visit, new: &New<'_>) -> Markup {
    let words = &visit.words;
    let count = new.count.to_string();
    let context = match new.source {
        Source::Nothing => words.say("saved-of-nothing").to_owned(),
        Source::Cart => words.fill("saved-of-cart", &[("lines", &count)]),
        Source::Order(number) => {
            words.fill("saved-of-order", &[("lines", &count), ("number", number)])
        }
    };
    let errors = || new.problem.iter().flat_map(|problem| &problem.errors);
    let of_name = errors().find(|error| error.field == "name");
    let of_name = of_name.map(|error| words.sentence(&error.text)).unwrap_or_default();
    let other = errors().find(|error| error.field != "name");
    let crumbs = [(words.say("saved-title"), "/lists")];
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("saved-new"),
            context: Some(html! { (context) }),
            ..Head::default()
        }))
        @if let Some(other) = other { (flash(&Flash::new(FlashKind::Refused, words.sentence(&other.text)))) }
        form.new-list method="post" action="/lists" {
            (csrf(&visit.csrf))
            input type="hidden" name="from" value=(new.of.from);
            input type="hidden" name="order" value=(new.of.order);
            (field(Field {
                name: "name",
                label: words.say("saved-name"),
                value: &new.of.name,
                hint: words.say("saved-name-hint"),
                error: &of_name,
                longest: NAME_LONGEST,
                autocomplete: "off",
                focus: true,
                ..Field::default()
            }))
            button.button.main type="submit" { (words.say("saved-make")) }
        }
    }
}
