//! HTML of one product for staff: each section its own form; and of a new one.

use super::products::state_of;
use super::{fault, history, refused};
use crate::catalogue::kept_product::{KeptProduct, Parts};
use crate::catalogue::price_history::Changed;
use crate::catalogue::product_sections::{
    SECTIONS, STATES, STOCK_KINDS, STOCK_LABELS, Section, WHEN_OUT,
};
use crate::catalogue::stock_list::StockRow;
use crate::platform::problem::{FieldProblem, Problem};
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, field, select, textarea};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Currency, Day, Moment, Zone};

/// Names and values as typed.
type Typed<'a> = &'a [(String, String)];

/// What the page of a product shows.
pub struct OfProduct<'a> {
    /// The product.
    pub product: &'a KeptProduct,
    /// What hangs on it.
    pub parts: &'a Parts,
    /// Its stock by location.
    pub stock: &'a [StockRow],
    /// The newest changes of its prices.
    pub prices: &'a [Changed],
    /// The wholesaler's zone.
    pub zone: &'a Zone,
    /// The day it is.
    pub today: Day,
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person changes it.
    pub edits: bool,
    /// The section that was not saved, and what was typed into it.
    pub typed: Option<(Section, Typed<'a>)>,
    /// Why it was not saved.
    pub problem: Option<&'a Problem>,
}

/// The page of one product.
#[must_use]
pub fn one(words: &Language, page: &OfProduct<'_>) -> Markup {
    let product = page.product;
    let crumbs = [(words.say("staff-products-title"), "/staff/products")];
    let changed = dates::moment(words, Moment(product.changed_at), page.zone, page.today);
    let owned = product.erp_ref.is_some();
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &product.sku,
            state: Some(state_of(words, &product.state)),
            context: Some(html! { (product.name) " · " (words.fill("product-changed-at", &[("when", &changed)])) }),
            actions: Some(actions(words, product)),
        }))
        (refused(words, page.problem))
        @if owned { (flash(&Flash::new(FlashKind::Info, words.say("product-owned-elsewhere")))) }
        (price_question(words, product))
        div.sections {
            @for (part, _) in SECTIONS {
                (section(part.code(), words.say(heading(part)), aside(words, page, part), of_section(words, page, part)))
            }
        }
        (section("prices", words.say("product-price-history"), None, history(words, page.prices, (page.zone, page.today))))
    }
}

fn actions(words: &Language, product: &KeptProduct) -> Markup {
    let sku = path_segment(&product.sku);
    html! {
        a.button href={ "/staff/stock/" (sku) } { (words.say("stock-title")) }
        a.button href={ "/staff/products/" (sku) "/pictures" } { (words.say("product-pictures")) }
    }
}

/// "What does a customer pay?": the way to the price check.
fn price_question(words: &Language, product: &KeptProduct) -> Markup {
    html! {
        form.list-bar.no-print method="get" action="/staff/price-check" aria-label=(words.say("check-title")) {
            input type="hidden" name="sku" value=(product.sku);
            input.input.grow type="text" name="customer" placeholder=(words.say("check-customer")) aria-label=(words.say("check-customer")) maxlength="100";
            input.input type="text" name="quantity" placeholder=(words.say("check-quantity")) aria-label=(words.say("check-quantity")) maxlength="20" size="8";
            button.button.small type="submit" { (words.say("check-do")) }
        }
    }
}

fn heading(part: Section) -> &'static str {
    match part {
        Section::Texts => "section-texts",
        Section::Codes => "section-codes",
        Section::Selling => "section-selling",
        Section::Price => "section-price",
        Section::State => "section-state",
        Section::Tags => "section-tags",
        Section::Attributes => "section-attributes",
        Section::Assortments => "section-assortments",
        Section::Components => "section-components",
    }
}

/// The free stock, beside how stock is kept.
fn aside(words: &Language, page: &OfProduct<'_>, part: Section) -> Option<Markup> {
    let free = page.stock.iter().find(|stock| stock.location == "main").map(StockRow::free)?;
    let told = words.fill("product-free", &[("quantity", &free.grouped())]);
    (part == Section::State)
        .then(|| html! { a href={ "/staff/stock/" (path_segment(&page.product.sku)) } { (told) } })
}

fn of_section(words: &Language, page: &OfProduct<'_>, part: Section) -> Markup {
    let stored = part.fields(page.product, page.parts);
    let mine = page.typed.filter(|(section, _)| *section == part);
    let may = page.edits && (page.product.erp_ref.is_none() || part.is_ours());
    if !may {
        return read_only(words, &stored);
    }
    let faults = page.problem.filter(|_| mine.is_some()).map_or(&[][..], |p| p.errors.as_slice());
    let value = |name: &str, kept: &str| {
        let typed = mine.and_then(|(_, typed)| typed.iter().find(|(n, _)| n == name));
        typed.map_or_else(|| kept.to_owned(), |(_, value)| value.clone())
    };
    // After somebody else's change the form goes on from what is there now, with what was typed still in it.
    let seen = part.seen(page.product, page.parts);
    let action =
        format!("/staff/products/{}/sections/{}", path_segment(&page.product.sku), part.code());
    html! {
        form.form method="post" action=(action) {
            (csrf(page.csrf))
            input type="hidden" name="seen" value=(seen);
            @if mine.is_some() && faults.is_empty() { (now(words, &stored, mine)) }
            @for (name, kept) in &stored { (input(words, page.product, name, &value(name, kept), faults)) }
            button.button type="submit" { (words.say("product-save")) }
        }
    }
}

/// What is stored now, where it differs from what was typed before somebody else saved.
fn now(
    words: &Language,
    stored: &[(&'static str, String)],
    mine: Option<(Section, Typed<'_>)>,
) -> Markup {
    let typed = mine.map_or(&[][..], |(_, typed)| typed);
    let differs = |name: &str, kept: &str| {
        typed.iter().any(|(n, v)| n == name && v.replace("\r\n", "\n").trim() != kept)
    };
    html! {
        dl.pairs {
            @for (name, kept) in stored.iter().filter(|(name, kept)| differs(name, kept)) {
                dt { (words.fill("product-now", &[("field", words.say(&label(name)))])) } dd { (kept) }
            }
        }
    }
}

fn label(name: &str) -> String {
    format!("product-{}", name.replace('_', "-"))
}

fn read_only(words: &Language, stored: &[(&'static str, String)]) -> Markup {
    html! {
        dl.pairs.gap-above {
            @for (name, value) in stored {
                dt { (words.say(&label(name))) }
                dd { @if value.is_empty() { (words.say("setting-none")) } @else { (shown(words, name, value)) } }
            }
        }
    }
}

/// A stored value in words.
fn shown(words: &Language, name: &str, value: &str) -> String {
    match choices_of(name) {
        Some((prefix, _)) => words.say(&format!("{prefix}-{value}")).to_owned(),
        None => value.to_owned(),
    }
}

/// The choices of a field that has some, and how the keys of their words begin.
fn choices_of(name: &str) -> Option<(&'static str, &'static [&'static str])> {
    match name {
        "state" => Some(("product-state", &STATES)),
        "stock_kind" => Some(("product-kept", &STOCK_KINDS)),
        "when_out" => Some(("product-out", &WHEN_OUT)),
        "stock_label" => Some(("stock-label", &STOCK_LABELS)),
        _ => None,
    }
}

fn input(
    words: &Language,
    product: &KeptProduct,
    name: &'static str,
    value: &str,
    faults: &[FieldProblem],
) -> Markup {
    let error = fault(words, faults, name);
    let (key, hint_key) = (label(name), format!("{}-hint", label(name)));
    let hint = if words.has(&hint_key) { words.say(&hint_key) } else { "" };
    let need = match name {
        "price" => product.base.currency.code(),
        "pack_size" | "minimum" | "multiple" => product.unit.as_str(),
        _ => "",
    };
    let of = Field {
        name,
        label: words.say(&key),
        need,
        value,
        hint,
        error: &error,
        ..Field::default()
    };
    if let Some((prefix, all)) = choices_of(name) {
        let labels: Vec<String> =
            all.iter().map(|code| words.say(&format!("{prefix}-{code}")).to_owned()).collect();
        let choices = all.iter().zip(&labels);
        let choices: Vec<Choice<'_>> = choices
            .map(|(code, label)| Choice {
                value: code,
                label,
                chosen: *code == value,
                ..Choice::default()
            })
            .collect();
        return select(of, &choices);
    }
    match name {
        "description" => textarea(Field { longest: 10_000, ..of }, 6),
        "attributes" | "assortments" | "components" => textarea(of, 5),
        "listed_day" => field(Field { kind: "date", ..of }),
        "tags" => field(Field { longest: 5_000, ..of }),
        "name" => field(Field { longest: 200, required: true, ..of }),
        _ => field(Field { longest: 100, ..of }),
    }
}

/// What the page of a new product shows.
pub struct NewProduct<'a> {
    /// The wholesaler's currency.
    pub currency: Currency,
    /// What forms carry.
    pub csrf: &'a str,
    /// What was typed.
    pub typed: Typed<'a>,
    /// Why it was not made.
    pub problem: Option<&'a Problem>,
}

/// The page of a new product: what must be known of it; the rest is on its own page afterwards.
#[must_use]
pub fn new(words: &Language, page: &NewProduct<'_>) -> Markup {
    let crumbs = [(words.say("staff-products-title"), "/staff/products")];
    let faults = page.problem.map_or(&[][..], |p| p.errors.as_slice());
    let one = |name: &'static str, usual: &'static str, need: &str, longest: usize| {
        let typed = page.typed.iter().find(|(n, _)| n == name).map_or(usual, |(_, v)| v.as_str());
        let error = fault(words, faults, name);
        let (key, hint_key) = (label(name), format!("{}-hint", label(name)));
        let hint = if words.has(&hint_key) { words.say(&hint_key) } else { "" };
        field(Field {
            name,
            label: words.say(&key),
            need,
            value: typed,
            hint,
            error: &error,
            longest,
            ..Field::default()
        })
    };
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("product-new"),
            context: Some(html! { (words.say("product-new-context")) }),
            ..Head::default()
        }))
        (refused(words, page.problem))
        form.form method="post" action="/staff/products" {
            (csrf(page.csrf))
            (one("sku", "", "", 100)) (one("name", "", "", 200))
            (one("price", "", page.currency.code(), 20)) (one("per", "1", "", 10))
            (one("vat_class", "standard", "", 40)) (one("unit", "piece", "", 40))
            (one("quantity_decimals", "0", "", 1)) (one("brand", "", "", 100))
            (one("category", "", "", 100))
            button.button.main type="submit" { (words.say("product-make")) }
        }
    }
}
