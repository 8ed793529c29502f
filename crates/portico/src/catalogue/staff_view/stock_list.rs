//! The list of stock, as HTML and as columns of files.

use super::products::at_most;
use crate::catalogue::locations::Location;
use crate::catalogue::staff_find::Offered;
use crate::catalogue::stock_list::{STOCK, StockRow};
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Page, Value};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::with_minus;
use crate::platform::web::path_segment;
use crate::platform::web::table::name;
use crate::platform::words::Language;
use maud::{Markup, html};

/// What the page shows.
pub struct List<'a> {
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<StockRow>,
    /// How many products the words found, before anything narrowed them.
    pub found: Option<usize>,
    /// What forms carry.
    pub csrf: &'a str,
    /// Categories, brands and tags to choose from.
    pub offered: &'a Offered,
    /// Locations to choose from.
    pub places: &'a [Location],
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, shown: &List<'_>) -> Markup {
    let nothing =
        nothing_here(words.say("stock-none"), html! { (words.say("stock-none-what")) }, None);
    let place = |l: &Location| (l.code.clone(), l.name.clone());
    let mut given = shown.offered.clone();
    given.push(("location", shown.places.iter().map(place).collect()));
    let columns = columns(words);
    let view = ListView {
        listing: &STOCK,
        asked: shown.asked,
        words,
        columns: &columns,
        kept: shown.kept,
        page: shown.page,
        csrf: shown.csrf,
        class: "stock",
        caption: words.say("stock-title"),
        given: &given,
        tint: &|row| if row.free().units < 0 { "tint-bad" } else { "" },
        nothing,
    };
    let actions = html! {
        (buttons(&view))
        a.button href="/staff/locations" { (words.say("locations-title")) }
    };
    html! {
        (title(Head {
            title: words.say("stock-title"),
            context: Some(html! { (words.say("stock-context")) }),
            actions: Some(actions),
            ..Head::default()
        }))
        (at_most(words, shown.found))
        (list(&view))
    }
}

/// The columns of the list.
#[must_use]
pub fn columns(words: &Language) -> Vec<Column<'_, StockRow>> {
    let say = |key| words.say(key);
    vec![
        Column::new("sku", say("stock-code"), |s: &StockRow| Value::text(&s.sku))
            .class("code")
            .sorted("sku")
            .wide(18)
            .draw(|s| html! { a href={ "/staff/stock/" (path_segment(&s.sku)) } { (s.sku) } }),
        Column::new("name", say("stock-product"), |s: &StockRow| Value::text(&s.name))
            .class("c-name")
            .sorted("name")
            .wide(40)
            .draw(|s| name(html! { (s.name) }, None)),
        Column::new("location", say("stock-location"), |s: &StockRow| {
            Value::text(&s.location_name)
        })
        .class("c-place"),
        Column::new("location-code", say("stock-location-code"), |s: &StockRow| {
            Value::text(&s.location)
        })
        .only_in_files(),
        Column::new("on-hand", say("stock-on-hand"), |s: &StockRow| s.on_hand.into())
            .class("num c-figure")
            .draw(|s| html! { (s.on_hand.grouped()) }),
        Column::new("allocated", say("stock-allocated"), |s: &StockRow| s.allocated.into())
            .class("num c-figure")
            .draw(|s| html! { (s.allocated.grouped()) }),
        Column::new("free", say("stock-free"), |s: &StockRow| s.free().into())
            .class("num strong")
            .draw(|s| html! { (with_minus(&s.free().grouped())) }),
        Column::new("unit", say("product-unit-sold"), |s: &StockRow| Value::text(&s.unit)).hidden(),
        Column::new("state", say("stock-state"), move |s: &StockRow| {
            Value::word(words.say(state_words(s).2))
        })
        .class("c-state")
        .draw(move |s| state_of(words, s)),
    ]
}

/// Whether something is free: shape and word.
pub(super) fn state_of(words: &Language, stock: &StockRow) -> Markup {
    let (shape, tone, key) = state_words(stock);
    state(shape, tone, words.say(key))
}

fn state_words(stock: &StockRow) -> (Shape, Tone, &'static str) {
    match stock.free().units {
        free if free < 0 => (Shape::Triangle, Tone::Bad, "stock-state-lacking"),
        0 => (Shape::Ring, Tone::Plain, "stock-state-out"),
        _ => (Shape::Disc, Tone::Good, "stock-state-free"),
    }
}
