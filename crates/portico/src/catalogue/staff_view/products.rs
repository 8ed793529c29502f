//! The list of products, as HTML and as columns of files.

use super::batches;
use crate::catalogue::json::image_url;
use crate::catalogue::staff_find::{FOUND, Offered};
use crate::catalogue::staff_list::{PRODUCTS, StaffCard};
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Page, Value};
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::{empty, with_minus};
use crate::platform::web::path_segment;
use crate::platform::web::picture::picture;
use crate::platform::web::table::name;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Quantity, UnitPrice, Zone};

/// A state of a product: its shape and its word.
pub(super) fn state_of(words: &Language, stored: &str) -> Markup {
    let (shape, tone, key) = state_words(stored);
    state(shape, tone, words.say(key))
}

/// Shape, tone and the key of the word.
fn state_words(stored: &str) -> (Shape, Tone, &'static str) {
    match stored {
        "sellable" => (Shape::Disc, Tone::Good, "product-state-sellable"),
        "visible" => (Shape::Half, Tone::Plain, "product-state-visible"),
        "hidden" => (Shape::Ring, Tone::Plain, "product-state-hidden"),
        _ => (Shape::Dash, Tone::Plain, "product-state-closed"),
    }
}

/// What the page shows.
pub struct List<'a> {
    /// What was asked for.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<StaffCard>,
    /// How many products the words found, before anything narrowed them.
    pub found: Option<usize>,
    /// What forms carry.
    pub csrf: &'a str,
    /// Categories, brands, tags and assortments to choose from.
    pub offered: &'a Offered,
    /// The wholesaler's zone and day.
    pub when: (&'a Zone, Day),
    /// Whether this person may change products.
    pub edits: bool,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, shown: &List<'_>) -> Markup {
    let nothing = nothing_here(
        words.say("staff-products-none"),
        html! { (words.say("staff-products-none-what")) },
        shown.edits.then(|| (words.say("product-new"), "/staff/products/new")),
    );
    let columns = columns(words, shown.when, shown.edits);
    let view = ListView {
        listing: &PRODUCTS,
        asked: shown.asked,
        words,
        columns: &columns,
        kept: shown.kept,
        page: shown.page,
        csrf: shown.csrf,
        class: "staff-products",
        caption: words.say("staff-products-title"),
        given: shown.offered,
        tint: &|_| "",
        nothing,
    };
    let actions = html! {
        (buttons(&view))
        @if shown.edits { a.button.main href="/staff/products/new" { (words.say("product-new")) } }
    };
    html! {
        (title(Head { title: words.say("staff-products-title"), actions: Some(actions), ..Head::default() }))
        (at_most(words, shown.found))
        (list(&view))
        @if shown.edits && !shown.page.rows.is_empty() { (batches::bar(words, &shown.asked.query(&PRODUCTS, &[]))) }
    }
}

/// A count as people read it: 1,000.
pub(super) fn thousands(count: usize) -> String {
    Quantity::steps(i64::try_from(count).unwrap_or(i64::MAX), 0).grouped()
}

/// Words find so many products and no more: said where that is what happened.
pub(super) fn at_most(words: &Language, found: Option<usize>) -> Markup {
    let said = || words.fill("staff-products-most", &[("most", &thousands(FOUND))]);
    let cut = found.is_some_and(|found| found >= FOUND);
    html! { @if cut { (flash(&Flash::new(FlashKind::Look, said()))) } }
}

/// The columns of the list; `ticks`: each product has a tick of the form below the list.
#[must_use]
pub fn columns<'a>(
    words: &'a Language,
    when: (&'a Zone, Day),
    ticks: bool,
) -> Vec<Column<'a, StaffCard>> {
    let mut columns = what_it_is(words, ticks);
    columns.extend(how_it_is_sold(words));
    columns.extend(the_rest(words, when));
    columns
}

fn what_it_is(words: &Language, ticks: bool) -> Vec<Column<'_, StaffCard>> {
    let say = |key| words.say(key);
    vec![
        Column::new("sku", say("stock-code"), |c: &StaffCard| Value::text(&c.sku))
            .class("code")
            .sorted("sku")
            .wide(18)
            .draw(move |c| html! {
                @if ticks {
                    input type="checkbox" name="product" value=(c.sku) form="batch" aria-label=(words.fill("batch-tick", &[("sku", &c.sku)]));
                    " "
                }
                a href={ "/staff/products/" (path_segment(&c.sku)) } { (c.sku) }
            }),
        Column::new("picture", say("staff-picture"), |_: &StaffCard| Value::Empty)
            .class("c-picture")
            .only_on_pages()
            .draw(|c| picture(c.image.as_deref().map(image_url).as_deref(), &c.name)),
        Column::new("name", say("stock-product"), |c: &StaffCard| Value::text(&c.name))
            .class("c-name")
            .sorted("name")
            .wide(40)
            .draw(|c| {
                let second: Vec<&str> =
                    [&c.brand, &c.category].into_iter().filter_map(Option::as_deref).collect();
                let second = second.join(" · ");
                name(html! { (c.name) }, (!second.is_empty()).then_some(second.as_str()))
            }),
        Column::new("brand", say("product-brand"), |c: &StaffCard| {
            Value::maybe(c.brand.as_deref())
        })
        .only_in_files(),
        Column::new("category", say("product-category"), |c: &StaffCard| {
            Value::maybe(c.category.as_deref())
        })
        .wide(24)
        .only_in_files(),
        Column::new("tags", say("product-tags"), |c: &StaffCard| Value::own(c.tags.join("; ")))
            .class("c-tags")
            .wide(24)
            .hidden(),
    ]
}

fn how_it_is_sold(words: &Language) -> Vec<Column<'_, StaffCard>> {
    let say = |key| words.say(key);
    vec![
        Column::new("state", say("product-state"), move |c: &StaffCard| {
            Value::word(say(state_words(&c.state).2))
        })
        .class("c-state")
        .draw(move |c| state_of(words, &c.state)),
        Column::new("free", say("stock-free"), |c: &StaffCard| {
            c.tracked.then_some(c.free).into()
        })
        .class("num c-free")
        .draw(|c| html! {
            @if c.tracked { a href={ "/staff/stock/" (path_segment(&c.sku)) } { (with_minus(&c.free.grouped())) } }
            @else { (empty()) }
        }),
        Column::new("price", say("product-price"), |c: &StaffCard| c.base.into())
            .class("num")
            .draw(move |c| html! { (price(words, c.base)) }),
        Column::new("per", say("product-per"), |c: &StaffCard| Value::count(c.base.per))
            .class("num")
            .only_in_files(),
        Column::new("currency", say("order-currency"), |c: &StaffCard| {
            Value::text(c.base.currency.code())
        })
        .only_in_files(),
        Column::new("unit", say("product-unit-sold"), |c: &StaffCard| Value::text(&c.unit))
            .hidden(),
        Column::new("vat", say("product-vat-class"), |c: &StaffCard| Value::text(&c.vat_class))
            .hidden(),
    ]
}

fn the_rest<'a>(words: &'a Language, (zone, today): (&'a Zone, Day)) -> Vec<Column<'a, StaffCard>> {
    let say = |key| words.say(key);
    vec![
        Column::new("ean", say("product-ean"), |c: &StaffCard| Value::maybe(c.codes[0].as_deref()))
            .hidden(),
        Column::new("maker-code", say("product-maker-code"), |c: &StaffCard| {
            Value::maybe(c.codes[1].as_deref())
        })
        .hidden(),
        Column::new("group", say("product-group"), |c: &StaffCard| {
            Value::maybe(c.group.as_deref())
        })
        .hidden(),
        Column::new("listed", say("product-listed-day"), |c: &StaffCard| c.listed_day.into())
            .class("c-day dim wide-only")
            .sorted("listed"),
        Column::new("changed", say("product-changed-last"), move |c: &StaffCard| {
            Value::time(c.changed_at, zone)
        })
        .class("c-day dim")
        .hidden()
        .draw(move |c| html! { (dates::moment(words, c.changed_at, zone, today)) }),
    ]
}

/// A price as it is read: with what it is for, where that is not one.
fn price(words: &Language, price: UnitPrice) -> String {
    match price.per {
        1 => price.grouped(),
        per => words.fill("price-per", &[("price", &price.grouped()), ("per", &per.to_string())]),
    }
}
