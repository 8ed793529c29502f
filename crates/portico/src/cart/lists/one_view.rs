//! HTML of one saved list: its lines, one more by its code, its name.

use super::make::NAME_LONGEST;
use super::pages::Refused;
use super::{Line, SavedList};
use crate::access::PricesShown;
use crate::access::visit::Visit;
use crate::cart::view::quick::{Quick, field as code_field};
use crate::catalogue::view::RowWords;
use crate::catalogue::{Card, Showing, StockShown, encoded};
use crate::platform::problem::FieldProblem;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Field, csrf, error_line, field, row_tick};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::table::{self, Column, Table, cell, row, row_head};
use crate::platform::web::{dates, dom_id, path_segment};
use maud::{Markup, html};
use portico_types::{Day, Zone};

/// What the page shows.
pub(super) struct One<'a> {
    /// The list.
    pub(super) list: &'a SavedList,
    /// Its lines.
    pub(super) lines: &'a [Line],
    /// What may have been meant by a code that is none.
    pub(super) offered: &'a [Card],
    /// What this customer is shown of the stock.
    pub(super) showing: &'a Showing,
    /// Where it is what day.
    pub(super) told: (&'a Zone, Day),
    /// What was refused.
    pub(super) refused: &'a Refused,
}

impl One<'_> {
    fn error(&self, field: &str) -> Option<&FieldProblem> {
        let problem = self.refused.problem.as_ref()?;
        problem.errors.iter().find(|error| error.field == field)
    }

    fn typed(&self, name: &str) -> Option<&str> {
        let found = self.refused.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, text)| text.as_str())
    }

    fn ticked(&self, sku: &str) -> bool {
        self.refused.fields.iter().any(|(name, value)| name == "tick" && value == sku)
    }

    fn href(&self) -> String {
        format!("/lists/{}", self.list.id)
    }
}

/// The whole content of the page.
pub(super) fn content(visit: &Visit, one: &One<'_>) -> Markup {
    let words = &visit.words;
    let may = visit.buyer.may_order();
    let (zone, today) = one.told;
    let when = dates::moment(words, one.list.changed_at, zone, today);
    let context = [("name", one.list.made_by.as_str()), ("when", when.as_str())];
    let crumbs = [(words.say("saved-title"), "/lists")];
    let products = format!("/products?list={}", encoded(&one.list.name));
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &one.list.name,
            context: Some(html! { (words.fill("saved-context", &context)) }),
            actions: Some(html! {
                @if !one.lines.is_empty() { a.button href=(products) { (words.say("saved-products")) } }
                @if may { (naming(visit, one)) (deleting(visit, one)) }
            }),
            ..Head::default()
        }))
        @if let Some(said) = refused(visit, one) { (flash(&Flash::new(FlashKind::Refused, said))) }
        @if may { (code_field(visit, (&format!("{}/lines", one.href()), false), &quick(one))) }
        @if one.lines.is_empty() {
            (nothing_here(words.say("saved-empty"), html! { (words.say(if may { "saved-empty-what" } else { "saved-empty-viewer" })) }, None))
        } @else {
            (lines(visit, one))
        }
    }
}

/// The sentence above everything, where nothing else says what was refused at once.
fn refused(visit: &Visit, one: &One<'_>) -> Option<String> {
    if one.refused.none_ticked {
        return Some(visit.words.say("saved-none-ticked").to_owned());
    }
    let errors = one.refused.problem.iter().flat_map(|problem| &problem.errors);
    let count = errors.clone().filter(|error| error.field.starts_with("quantity.")).count();
    if count > 0 {
        return Some(visit.words.fill("saved-faults", &[("count", &count.to_string())]));
    }
    let shown = ["name", "/code", "/add_quantity"];
    match one.refused.problem.as_ref() {
        Some(problem) if !errors.clone().any(|error| shown.contains(&error.field.as_str())) => {
            Some(visit.words.sentence(&problem.text))
        }
        _ => None,
    }
}

fn quick<'a>(one: &'a One<'_>) -> Quick<'a> {
    let of_code = ["/code", "/add_quantity"].iter().any(|field| one.error(field).is_some());
    Quick {
        lines: &[],
        offered: one.offered,
        typed: (&one.refused.code.0, &one.refused.code.1),
        problem: one.refused.problem.as_ref().filter(|_| of_code),
    }
}

/// Another name; open where it was refused.
fn naming(visit: &Visit, one: &One<'_>) -> Markup {
    let words = &visit.words;
    let error = one.error("name").map(|error| words.sentence(&error.text)).unwrap_or_default();
    html! {
        details.confirm data-pop open[one.refused.name.is_some()] {
            summary.button { (words.say("saved-rename")) }
            form.pop.list-name method="post" action={ (one.href()) "/name" } {
                (csrf(&visit.csrf))
                (field(Field {
                    name: "name",
                    label: words.say("saved-name"),
                    value: one.refused.name.as_deref().unwrap_or(&one.list.name),
                    error: &error,
                    longest: NAME_LONGEST,
                    autocomplete: "off",
                    ..Field::default()
                }))
                button.button.small type="submit" { (words.say("saved-rename-it")) }
            }
        }
    }
}

/// The button that deletes, asked twice.
fn deleting(visit: &Visit, one: &One<'_>) -> Markup {
    let words = &visit.words;
    html! {
        details.confirm data-pop {
            summary.button { (words.say("saved-delete")) }
            form.pop method="post" action={ (one.href()) "/delete" } {
                (csrf(&visit.csrf))
                p { (words.say("saved-delete-sure")) }
                button.button.small type="submit" { (words.say("saved-delete-it")) }
            }
        }
    }
}

fn lines(visit: &Visit, one: &One<'_>) -> Markup {
    let words = &visit.words;
    let may = visit.buyer.may_order();
    let prices = visit.buyer.customer.prices_shown != PricesShown::Hidden;
    let stock = one.showing.stock != StockShown::None;
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let sign = visit.buyer.customer.currency.sign();
    let price = words.fill("cart-price-in", &[("sign", &sign)]);
    let mut columns = Vec::new();
    if may {
        columns.push(Column { hidden: true, ..column("c-tick", "saved-tick") });
    }
    columns.extend([column("code", "order-code"), column("c-name", "order-product")]);
    if stock {
        columns.push(column("c-stock", "cart-stock"));
    }
    if prices {
        columns.push(Column { class: "c-price num", label: &price, ..Column::default() });
    }
    columns.push(column("c-quantity num", "cart-quantity"));
    let stock_words = RowWords::new(words);
    let shown = Shown { visit, one, stock: stock.then_some(&stock_words), prices };
    let rows = html! { @for line in one.lines { (line_row(&shown, line)) } };
    let table = Table { class: "saved-list", caption: &one.list.name, columns: &columns };
    if !may {
        return table::table(table, rows, None);
    }
    html! {
        form method="post" action=(one.href()) {
            (csrf(&visit.csrf))
            // Enter in a field is its first button.
            button.hidden type="submit" name="do" value="save" tabindex="-1" aria-hidden="true" { (words.say("saved-save")) }
            (table::table(table, rows, None))
            div.list-deeds {
                button.button.main type="submit" name="do" value="all" { (words.say("saved-all-in")) }
                button.button type="submit" name="do" value="ticked" { (words.say("saved-ticked-in")) }
                span.apart {}
                button.button type="submit" name="do" value="save" { (words.say("saved-save")) }
                button.button type="submit" name="do" value="remove" { (words.say("saved-remove")) }
            }
            p.hint { (words.say("saved-hint")) }
        }
    }
}

struct Shown<'a> {
    visit: &'a Visit,
    one: &'a One<'a>,
    stock: Option<&'a RowWords<'a>>,
    prices: bool,
}

fn line_row(shown: &Shown<'_>, line: &Line) -> Markup {
    let (words, one) = (&shown.visit.words, shown.one);
    let may = shown.visit.buyer.may_order();
    let code = [("code", line.sku.as_str())];
    let in_cart = line.card.as_ref().filter(|card| card.in_cart > 0);
    let in_cart = in_cart.map(|card| card.quantity(card.in_cart).grouped());
    let price = line.card.as_ref().and_then(|card| card.tariff.at(line.quantity.units));
    row(
        "",
        html! {
            @if may { (cell("c-tick", row_tick("tick", &line.sku, &words.fill("saved-tick-of", &code), one.ticked(&line.sku)))) }
            (row_head("code", html! { @if line.card.is_some() { a href={ "/products/" (path_segment(&line.sku)) } { (line.sku) } } @else { (line.sku) } }))
            (cell("c-name", html! {
                span.name { (line.name) }
                @if line.card.is_none() { span.second { (words.say("bought-gone")) } }
                @if let Some(quantity) = in_cart { span.second { (words.fill("cart-in-order", &[("quantity", &quantity)])) } }
            }))
            @if let Some(stock) = shown.stock {
                (cell("c-stock nowrap", html! { @if let Some(card) = &line.card { (stock.stock(card, one.showing)) } }))
            }
            @if shown.prices { (cell("c-price num", html! { @if let Some(price) = price { (price.grouped()) } })) }
            (cell("c-quantity num", html! { @if may { (quantity(shown, line)) } @else { (line.quantity.grouped()) } }))
        },
    )
}

/// The quantity, to be typed over, and what is wrong with what was typed.
fn quantity(shown: &Shown<'_>, line: &Line) -> Markup {
    let (words, one) = (&shown.visit.words, shown.one);
    let name = format!("quantity.{}", line.sku);
    let error = one.error(&name);
    let id = dom_id("wrong", &line.sku);
    let described = error.map(|_| id.as_str());
    let label = words.fill("cart-quantity-of", &[("code", &line.sku)]);
    let kept = line.quantity.text();
    html! {
        input.in-cell data-arrow name=(name) value=(one.typed(&name).unwrap_or(&kept)) aria-label=(label) inputmode="decimal" maxlength="12" autocomplete="off"
            aria-invalid=[error.map(|_| "true")] aria-describedby=[described];
        @if let Some(error) = error { (error_line(&id, html! { (words.sentence(&error.text)) })) }
    }
}
