//! HTML of stock: one product, the locations.

use super::incoming::{self, Incoming};
use super::{column, fault, refused};
use crate::catalogue::correct_stock::REASON_LONGEST;
use crate::catalogue::kept_product::KeptProduct;
use crate::catalogue::locations::{CODE_LONGEST, Location, NAME_LONGEST};
use crate::catalogue::movements::{Kind, Moved, SHOWN};
use crate::catalogue::stock_list::StockRow;
use crate::platform::problem::Problem;
use crate::platform::web::dates;
use crate::platform::web::forms::{Choice, Field, csrf, field, select};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Pager, nothing_here, pager};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::{empty, with_minus};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, num, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Moment, Quantity, Zone};
use serde::Deserialize;

/// A quantity with its sign: `+12`, `−3`.
#[must_use]
pub fn signed(quantity: Quantity) -> String {
    let text = with_minus(&quantity.grouped());
    if quantity.units > 0 { format!("+{text}") } else { text }
}

/// What was typed into one of the forms of a product's stock.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// Code of the location.
    pub location: String,
    /// `correction`, `count` or `move`.
    pub kind: String,
    /// How much.
    pub quantity: String,
    /// Where to, of a move.
    pub to: String,
    /// Why.
    pub reason: String,
    /// The newest movement that the page showed.
    pub seen: String,
}

/// What the page of a product's stock shows.
pub struct OfProduct<'a> {
    /// The product.
    pub product: &'a KeptProduct,
    /// Its stock by location.
    pub rows: &'a [StockRow],
    /// Its movements, newest first.
    pub history: &'a [Moved],
    /// The newest of all its movements, 0 where there is none.
    pub newest: i64,
    /// Open locations.
    pub places: &'a [Location],
    /// The wholesaler's zone.
    pub zone: &'a Zone,
    /// The day it is.
    pub today: Day,
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person changes stock.
    pub edits: bool,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was not done.
    pub problem: Option<&'a Problem>,
    /// Goods that are expected.
    pub incoming: Incoming<'a>,
}

/// The stock of one product.
#[must_use]
pub fn one(words: &Language, page: &OfProduct<'_>) -> Markup {
    let product = page.product;
    let crumbs = [(words.say("stock-title"), "/staff/stock")];
    let path = path_segment(&product.sku);
    let actions = html! {
        @if product.stock_kind == "tracked" { a.button href={ "/staff/stock/" (path) "/queue" } { (words.say("queue-link")) } }
        a.button href={ "/staff/products/" (path) } { (words.say("stock-to-product")) }
    };
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &product.sku,
            state: None,
            context: Some(html! { (product.name) " · " (product.unit) }),
            actions: Some(actions),
        }))
        (refused(words, page.problem.or(page.incoming.problem)))
        @if product.stock_kind != "tracked" {
            (nothing_here(words.say("stock-not-kept"), html! { (words.say("stock-not-tracked")) }, None))
        } @else {
            (section("levels", words.say("stock-where"), None, levels(words, page.rows)))
            @if page.edits { (section("change", words.say("stock-change"), None, form(words, page))) }
            (incoming::part(words, &page.incoming))
        }
        (section("history", words.say("stock-history"), None, history(words, page)))
    }
}

fn levels(words: &Language, rows: &[StockRow]) -> Markup {
    if rows.is_empty() {
        return html! { p.gap-above { (words.say("stock-never")) } };
    }
    let columns = [
        column(words, "", "stock-location"),
        column(words, "num", "stock-on-hand"),
        column(words, "num", "stock-allocated"),
        column(words, "num strong", "stock-free"),
        column(words, "c-state", "stock-state"),
    ];
    let body = html! {
        @for stock in rows {
            (row("", html! {
                (row_head("", html! { (stock.location_name) }))
                (num(&stock.on_hand.grouped()))
                (num(&stock.allocated.grouped()))
                (cell("num strong", html! { (with_minus(&stock.free().grouped())) }))
                (cell("c-state", super::stock_list::state_of(words, stock)))
            }))
        }
    };
    table(Table { class: "keep", caption: words.say("stock-where"), columns: &columns }, body, None)
}

/// One form: where, what, how much, why.
fn form(words: &Language, page: &OfProduct<'_>) -> Markup {
    let typed = page.typed;
    let faults = page.problem.map_or(&[][..], |p| p.errors.as_slice());
    let said = |name| fault(words, faults, name);
    let (at, quantity, to, reason) =
        (said("location"), said("quantity"), said("to"), said("reason"));
    let choice = |value, key| Choice {
        value,
        label: words.say(key),
        chosen: typed.kind == value,
        ..Choice::default()
    };
    let mut kinds =
        vec![choice("correction", "stock-kind-by"), choice("count", "stock-kind-count")];
    if page.places.len() > 1 {
        kinds.push(choice("move", "stock-kind-move"));
    }
    let places = |chosen: &str| -> Vec<Choice<'_>> {
        let place = |p: &'_ Location| p.code == chosen;
        let choice = page.places.iter().map(|p| Choice {
            value: &p.code,
            label: &p.name,
            chosen: place(p),
            ..Choice::default()
        });
        choice.collect()
    };
    let of = |name, key, error| Field { name, label: words.say(key), error, ..Field::default() };
    let action = format!("/staff/stock/{}/corrections", path_segment(&page.product.sku));
    html! {
        form.form method="post" action=(action) {
            (csrf(page.csrf))
            input type="hidden" name="seen" value=(page.newest);
            div.pair {
                (select(of("kind", "stock-kind", ""), &kinds))
                (field(Field { value: &typed.quantity, hint: words.say("stock-quantity-hint"), longest: 20, required: true, ..of("quantity", "stock-quantity", &quantity) }))
                @if page.places.len() > 1 {
                    (select(of("location", "stock-location", &at), &places(&typed.location)))
                    (select(Field { need: words.say("stock-to-need"), ..of("to", "stock-to", &to) }, &places(&typed.to)))
                } @else { input type="hidden" name="location" value="main"; }
            }
            (field(Field { value: &typed.reason, longest: REASON_LONGEST, required: true, ..of("reason", "stock-reason", &reason) }))
            button.button type="submit" data-sending=(words.say("stock-changing")) { (words.say("stock-do")) }
        }
    }
}

fn history(words: &Language, page: &OfProduct<'_>) -> Markup {
    let shown = usize::try_from(SHOWN).unwrap_or(page.history.len());
    let rows = &page.history[..page.history.len().min(shown)];
    if rows.is_empty() {
        return html! { p.gap-above { (words.say("stock-no-history")) } };
    }
    let columns = [
        column(words, "c-day", "stock-when"),
        column(words, "c-place", "stock-location"),
        column(words, "c-what", "stock-kind"),
        column(words, "num c-change", "stock-by"),
        column(words, "num strong c-after", "stock-after"),
        column(words, "c-reason", "stock-reason"),
        column(words, "dim c-who", "stock-who"),
    ];
    let body = html! { @for moved in rows { (history_row(words, page, moved)) } };
    let older = (page.history.len() > shown).then(|| rows.last()).flatten();
    let href = older
        .map(|last| format!("/staff/stock/{}?before={}", path_segment(&page.product.sku), last.id));
    html! {
        (table(Table { class: "history", caption: words.say("stock-history"), columns: &columns }, body, None))
        (pager(Pager {
            label: words.say("pages-label"),
            next: href.as_deref().map(|href| (words.say("pages-older"), href)),
            ..Pager::default()
        }))
    }
}

fn history_row(words: &Language, page: &OfProduct<'_>, moved: &Moved) -> Markup {
    let steps = |units| Quantity::steps(units, page.product.quantity_decimals);
    let when = if moved.at == 0 {
        words.say("stock-before-history").to_owned()
    } else {
        dates::moment(words, Moment(moved.at), page.zone, page.today)
    };
    let kind = match moved.kind {
        Kind::Opening => "movement-opening",
        Kind::Import => "movement-import",
        Kind::Correction => "movement-correction",
        Kind::Count => "movement-count",
        Kind::Move => "movement-move",
        Kind::Shipment => "movement-shipment",
        Kind::GoodsIn => "movement-goods-in",
        Kind::Return => "movement-return",
    };
    row(
        "",
        html! {
            (row_head("c-day", html! { (when) }))
            (cell("c-place", html! { (moved.location) }))
            (cell("c-what", html! { (words.say(kind)) }))
            (cell("num c-change", html! { (signed(steps(moved.quantity))) }))
            (cell("num strong c-after", html! { (with_minus(&steps(moved.on_hand).grouped())) }))
            (cell("c-reason", html! { @if let Some(reason) = &moved.reason { (reason) } @else { (empty()) } }))
            (cell("dim c-who", html! { @if let Some(by) = &moved.by { (by) } @else { (empty()) } }))
        },
    )
}

/// What the page of locations shows.
pub struct Locations<'a> {
    /// Open ones.
    pub all: &'a [Location],
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person opens and closes them.
    pub edits: bool,
    /// The code as typed.
    pub code: &'a str,
    /// The name as typed.
    pub name: &'a str,
    /// Why it was not done.
    pub problem: Option<&'a Problem>,
}

/// The locations.
#[must_use]
pub fn locations(words: &Language, page: &Locations<'_>) -> Markup {
    let crumbs = [(words.say("stock-title"), "/staff/stock")];
    let columns = [
        column(words, "code", "location-code"),
        column(words, "", "location-name"),
        column(words, "c-state", "stock-state"),
        column(words, "c-action", "location-close"),
    ];
    let body = html! { @for place in page.all { (location_row(words, page, place)) } };
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("locations-title"),
            context: Some(html! { (words.say("locations-context")) }),
            ..Head::default()
        }))
        (refused(words, page.problem))
        (table(Table { class: "keep", caption: words.say("locations-title"), columns: &columns }, body, None))
        @if page.edits { (section("open", words.say("location-open"), None, open_form(words, page))) }
    }
}

fn location_row(words: &Language, page: &Locations<'_>, place: &Location) -> Markup {
    let shown = match (place.code.as_str(), place.holds_stock) {
        ("main", _) => state(Shape::Disc, Tone::Good, words.say("location-serves")),
        (_, true) => state(Shape::Ring, Tone::Plain, words.say("location-holds")),
        (_, false) => state(Shape::Dash, Tone::Plain, words.say("location-empty")),
    };
    let closes = page.edits && !place.holds_stock && place.code != "main";
    row(
        "",
        html! {
            (row_head("code", html! { (place.code) }))
            (cell("", html! { (place.name) }))
            (cell("c-state", shown))
            (cell("c-action", html! {
                @if closes {
                    form method="post" action={ "/staff/locations/" (path_segment(&place.code)) "/closing" } {
                        (csrf(page.csrf))
                        button.button.small type="submit" aria-label=(words.fill("location-close-this", &[("name", &place.name)])) { (words.say("location-close")) }
                    }
                }
            }))
        },
    )
}

fn open_form(words: &Language, page: &Locations<'_>) -> Markup {
    let faults = page.problem.map_or(&[][..], |p| p.errors.as_slice());
    let (code, name) = (fault(words, faults, "code"), fault(words, faults, "name"));
    html! {
        form.form method="post" action="/staff/locations" {
            (csrf(page.csrf))
            (field(Field { name: "code", label: words.say("location-code"), value: page.code, error: &code, hint: words.say("location-code-hint"), longest: CODE_LONGEST, required: true, ..Field::default() }))
            (field(Field { name: "name", label: words.say("location-name"), value: page.name, error: &name, longest: NAME_LONGEST, required: true, ..Field::default() }))
            button.button type="submit" { (words.say("location-open")) }
        }
    }
}
