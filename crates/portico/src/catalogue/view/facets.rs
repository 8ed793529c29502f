//! The column beside the list: what it can be narrowed by, with numbers; behind a button where it is narrow.

use crate::access::visit::Visit;
use crate::catalogue::StockShown;
use crate::catalogue::asked::{Asked, attribute};
use crate::catalogue::facets::{Choice, Facets};
use crate::catalogue::pages::ListPage;
use crate::platform::web::icons::{Icon, icon};
use crate::platform::web::lists::chip;
use crate::platform::web::numbers::whole_number;
use crate::platform::words::Language;
use maud::{Markup, html};

/// Values of a kind that are seen at once; the rest open.
const SEEN: usize = 6;

/// The column.
pub(super) fn column(visit: &Visit, asked: &Asked, page: &ListPage, facets: &Facets) -> Markup {
    let words: &Language = &visit.words;
    let chosen = asked.narrow.chosen();
    let open = match chosen {
        0 => words.say("facets-open").to_owned(),
        _ => words.fill("facets-open-chosen", &[("count", &chosen.to_string())]),
    };
    let kept = asked
        .pairs()
        .into_iter()
        .filter(|(name, _)| matches!(name.as_str(), "q" | "view" | "sort" | "list"));
    html! {
        details.facets-box data-wide-open {
            summary.button { (icon(Icon::Filter)) (open) }
            form.facets action="/products" method="get" data-auto {
                @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
                (show(words, asked, facets))
                @if page.shown.showing.stock != StockShown::None {
                    fieldset {
                        legend { (words.say("products-stock")) }
                        (tick("in_stock", "true", words.say("facets-in-stock"), facets.in_stock, asked.narrow.in_stock, 0))
                    }
                }
                (group(words, words.say("facets-category"), "category", &facets.categories))
                (group(words, words.say("facets-brand"), "brand", &facets.brands))
                @for (name, values) in &facets.attributes { (group(words, name, &attribute(name), values)) }
                button.button.small.apply type="submit" { (words.say("facets-apply")) }
            }
        }
    }
}

fn show(words: &Language, asked: &Asked, facets: &Facets) -> Markup {
    let narrow = &asked.narrow;
    let marks = [
        ("bought", "facets-bought", facets.bought, narrow.bought),
        ("favourite", "facets-favourite", facets.favourites, narrow.favourite),
        ("new", "facets-new", facets.new, narrow.new),
    ];
    html! {
        fieldset {
            legend { (words.say("facets-show")) }
            @for (name, key, count, ticked) in marks { (tick(name, "true", words.say(key), count, ticked, 0)) }
        }
    }
}

fn group(words: &Language, legend: &str, name: &str, choices: &[Choice]) -> Markup {
    // A tree is only as long as its open branches; it is never cut.
    let seen = if name == "category" { choices.len() } else { SEEN };
    let (seen, rest): (Vec<_>, Vec<_>) =
        choices.iter().enumerate().partition(|(at, choice)| *at < seen || choice.ticked);
    let one = |choice: &Choice| {
        tick(name, &choice.value, &choice.label, choice.count, choice.ticked, choice.depth)
    };
    html! {
        @if !choices.is_empty() {
            fieldset {
                legend { (legend) }
                @for (_, choice) in &seen { (one(choice)) }
                @if !rest.is_empty() {
                    details.more {
                        summary { (words.fill("facets-more", &[("count", &rest.len().to_string())])) }
                        @for (_, choice) in &rest { (one(choice)) }
                    }
                }
            }
        }
    }
}

fn tick(name: &str, value: &str, label: &str, count: usize, ticked: bool, depth: usize) -> Markup {
    let class = match depth {
        0 => "tick",
        1 => "tick below-1",
        2 => "tick below-2",
        _ => "tick below-3",
    };
    html! {
        label class=(class) {
            input type="checkbox" name=(name) value=(value) checked[ticked];
            span { (label) }
            span.count { (whole_number(count)) }
        }
    }
}

/// Everything that is chosen, each with its way out, and a way out of all.
pub(super) fn chips(words: &Language, asked: &Asked) -> Markup {
    let narrow = &asked.narrow;
    let remove = |what: &str| words.fill("products-remove", &[("what", what)]);
    let flags = [
        ("bought", "facets-bought", narrow.bought),
        ("favourite", "facets-favourite", narrow.favourite),
        ("new", "facets-new", narrow.new),
        ("in_stock", "facets-in-stock", narrow.in_stock),
    ];
    let last = |path: &str| path.rsplit(" > ").next().unwrap_or(path).to_owned();
    html! {
        @if !asked.q.is_empty() { (chip(&format!("“{}”", asked.q), &asked.href(&[("q", ""), ("sort", "")]), &remove(&asked.q))) }
        @for (name, key, on) in flags {
            @if on { (chip(words.say(key), &asked.href(&[(name, "")]), &remove(words.say(key)))) }
        }
        @if !narrow.list.is_empty() { (chip(&narrow.list, &asked.href(&[("list", "")]), &remove(&narrow.list))) }
        @for path in &narrow.categories { (chip(&last(path), &asked.without("category", path), &remove(&last(path)))) }
        @for brand in &narrow.brands { (chip(brand, &asked.without("brand", brand), &remove(brand))) }
        @for (name, value) in &narrow.attributes { (chip(value, &asked.without(&attribute(name), value), &remove(&format!("{name} {value}")))) }
        @if !narrow.is_empty() { a href=(asked.cleared()) { (words.say("facets-clear")) } }
    }
}
