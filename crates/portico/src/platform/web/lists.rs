//! Small pieces of pages: facts, pager, tabs, chips, facets, time line, address, nothing here.

use maud::{Markup, html};

use super::icons::{Icon, icon};
use super::marks::{Shape, Tone, mark};

/// One figure of the facts.
#[derive(Clone, Debug)]
pub struct Fact<'a> {
    /// Words above.
    pub label: &'a str,
    /// The figure; may hold a link.
    pub figure: Markup,
    /// Words beneath; may be empty.
    pub second: &'a str,
    /// Red only for money overdue, amber for what is missing.
    pub tone: Tone,
}

/// Two to four figures between two hairlines.
pub fn facts(facts: &[Fact<'_>]) -> Markup {
    facts_in("facts", facts)
}

/// The same in the size of text, for words rather than figures.
pub fn calm_facts(facts: &[Fact<'_>]) -> Markup {
    facts_in("facts calm", facts)
}

fn facts_in(class: &str, facts: &[Fact<'_>]) -> Markup {
    html! {
        dl class=(class) {
            @for fact in facts {
                div {
                    dt { (fact.label) }
                    dd class={ "figure " (fact.tone.class()) } { (fact.figure) }
                    @if !fact.second.is_empty() { dd.second { (fact.second) } }
                }
            }
        }
    }
}

/// Previous and next page by key.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pager<'a> {
    /// Name of its landmark.
    pub label: &'a str,
    /// "1 to 16 of 1,359"; may be empty.
    pub shown: &'a str,
    /// Word and address of the page before.
    pub previous: Option<(&'a str, &'a str)>,
    /// Word and address of the page after.
    pub next: Option<(&'a str, &'a str)>,
}

/// The pager; nothing at all when there is nothing to say.
pub fn pager(pager: Pager<'_>) -> Markup {
    let steps = pager.previous.is_some() || pager.next.is_some();
    html! {
        @if steps || !pager.shown.is_empty() {
            div.pager {
                span { (pager.shown) }
                @if steps {
                    nav.steps aria-label=(pager.label) {
                        @if let Some((word, href)) = pager.previous { a.button.small rel="prev" href=(href) { (word) } }
                        @if let Some((word, href)) = pager.next { a.button.small rel="next" href=(href) { (word) } }
                    }
                }
            }
        }
    }
}

/// A tab: one view of a list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tab<'a> {
    /// Its word.
    pub label: &'a str,
    /// How many there are; may be empty.
    pub count: &'a str,
    /// Its address.
    pub href: &'a str,
    /// Whether it is shown.
    pub current: bool,
}

/// Views of a list, side by side.
pub fn tabs(label: &str, tabs: &[Tab<'_>]) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            ul {
                @for tab in tabs {
                    li { a href=(tab.href) aria-current=[tab.current.then_some("page")] { (tab.label) @if !tab.count.is_empty() { " " span.count { (tab.count) } } } }
                }
            }
        }
    }
}

/// A chosen filter, with the address that takes it away and that link's accessible name.
pub fn chip(label: &str, href: &str, remove: &str) -> Markup {
    html! { a.chip href=(href) aria-label=(remove) { (label) (icon(Icon::Close)) } }
}

/// A group of filters.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facet<'a> {
    /// Its heading.
    pub legend: &'a str,
    /// Name in the form.
    pub name: &'a str,
    /// Value, words, count, ticked.
    pub options: &'a [(&'a str, &'a str, &'a str, bool)],
    /// "11 more" and where they are.
    pub more: Option<(&'a str, &'a str)>,
}

/// The facets' column: a GET form that sends itself when something is ticked, or by its button without scripts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facets<'a> {
    /// Where the form goes.
    pub action: &'a str,
    /// What goes along (the search, the sorting, the view).
    pub kept: &'a [(&'a str, &'a str)],
    /// Word of the narrow button, with the number chosen: "Filter (3)".
    pub open: &'a str,
    /// Word of the button.
    pub apply: &'a str,
    /// Groups.
    pub groups: &'a [Facet<'a>],
}

/// The column of filters; on narrow screens behind a button.
pub fn facets(facets: Facets<'_>) -> Markup {
    html! {
        details.facets-box data-wide-open {
            summary.button { (icon(Icon::Filter)) (facets.open) }
            form.facets action=(facets.action) method="get" data-auto {
                @for (name, value) in facets.kept { input type="hidden" name=(name) value=(value); }
                @for group in facets.groups {
                    fieldset {
                        legend { (group.legend) }
                        @for (value, label, count, ticked) in group.options {
                            label.tick { input type="checkbox" name=(group.name) value=(value) checked[*ticked]; span { (label) } span.count { (count) } }
                        }
                        @if let Some((word, href)) = group.more { a.more href=(href) { (word) } }
                    }
                }
                button.button.small.apply type="submit" { (facets.apply) }
            }
        }
    }
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Happened<'a> {
    /// Its shape.
    pub shape: Shape,
    /// Its colour.
    pub tone: Tone,
    /// The sentence.
    pub sentence: Markup,
    /// When, and where we know it from.
    pub when: &'a str,
}

/// What happened, newest first.
pub fn time_line(events: &[Happened<'_>]) -> Markup {
    html! {
        ol.time-line {
            @for event in events { li { (mark(event.shape, event.tone)) (event.sentence) span.when { (event.when) } } }
        }
    }
}

/// An address, a line each.
pub fn address(lines: &[&str]) -> Markup {
    html! {
        address.address { @for (at, line) in lines.iter().filter(|line| !line.is_empty()).enumerate() { @if at > 0 { br; } (line) } }
    }
}

/// Nothing to show: what is so, what could be done, one small button.
pub fn nothing_here(heading: &str, sentence: Markup, button: Option<(&str, &str)>) -> Markup {
    html! {
        div.nothing {
            h2 { (heading) }
            p { (sentence) }
            @if let Some((word, href)) = button { a.button.small href=(href) { (word) } }
        }
    }
}
