//! The list of products: what narrows it, the table, the pager, and what is said when nothing fits.

use super::{Priced, RowWords, href, picture_url, priced, vat_word};
use crate::access::PricesShown;
use crate::access::visit::Visit;
use crate::catalogue::json::Shown;
use crate::catalogue::pages::{Asked, ListPage, Reach};
use crate::catalogue::search::LONGEST;
use crate::catalogue::{Card, Sort, StockShown};
use crate::platform::search::Mode;
use crate::platform::web::forms::csrf;
use crate::platform::web::layout::{self, Head};
use crate::platform::web::lists::{Pager, chip, nothing_here, pager};
use crate::platform::web::numbers::{price, struck};
use crate::platform::web::picture::picture;
use crate::platform::web::stepper::save_all;
use crate::platform::web::table::{self, Column, Sorted, Table};
use crate::platform::words::Language;
use maud::{Markup, html};

/// Draws the products themselves: as a table or as a grid.
pub type Rows = fn(&Visit, &Asked, &ListPage) -> Markup;

/// The content of the page.
#[must_use]
pub fn content(visit: &Visit, asked: &Asked, page: &ListPage, rows: Rows) -> Markup {
    let words: &Language = &visit.words;
    let empty = page.found.listed.cards.is_empty();
    html! {
        (layout::title(Head { title: words.say("products-title"), ..Head::default() }))
        @if empty && !asked.is_narrowed() {
            (nothing_here(words.say("products-none"), html! { (words.say("products-none-what")) " " (reach(words, &page.reach)) }, None))
        } @else {
            (bar(visit, asked, page))
            @if empty { (nothing(words, asked, &page.reach)) } @else {
                (how_found(words, asked, page))
                (form(visit, asked, rows(visit, asked, page)))
                (turn(words, asked, page))
            }
        }
    }
}

/// The table or grid in the form that saves all quantities; only for those who may order.
fn form(visit: &Visit, asked: &Asked, rows: Markup) -> Markup {
    if !visit.buyer.may_order() {
        return rows;
    }
    html! {
        form method="post" action="/cart/lines" {
            (csrf(&visit.csrf))
            input type="hidden" name="from" value=(asked.href(&[("after", &asked.after), ("before", &asked.before)]));
            (rows)
            (save_all(visit.words.say("products-save")))
        }
    }
}

/// What narrows the list, each with its way out, and how prices are meant.
fn bar(visit: &Visit, asked: &Asked, page: &ListPage) -> Markup {
    let words: &Language = &visit.words;
    let remove = |what: &str| words.fill("products-remove", &[("what", what)]);
    let in_stock = words.say("products-only-in-stock");
    let other =
        if asked.is_grid() { ("table", "products-as-table") } else { ("grid", "products-as-grid") };
    let newest = asked.wish().sort == Sort::Newest;
    let sign = visit.buyer.customer.currency.sign();
    html! {
        div.list-bar {
            @if !asked.q.is_empty() { (chip(&format!("“{}”", asked.q), &asked.href(&[("q", ""), ("sort", "")]), &remove(&asked.q))) }
            @for (name, value) in [("category", &asked.category), ("brand", &asked.brand)] {
                @if !value.is_empty() { (chip(value, &asked.href(&[(name, "")]), &remove(value))) }
            }
            @if asked.in_stock == "true" { (chip(in_stock, &asked.href(&[("in_stock", "")]), &remove(in_stock))) }
            @else if page.shown.showing.stock != StockShown::None { a.ink-2 href=(asked.href(&[("in_stock", "true")])) { (in_stock) } }
            @if !newest { a.ink-2 href=(asked.href(&[("sort", "newest")])) { (words.say("products-newest")) } }
            @else { (chip(words.say("products-newest"), &asked.href(&[("sort", "")]), &remove(words.say("products-newest")))) }
            @if let Some(vat) = vat_word(words, &page.shown) {
                span.note { (words.fill("products-prices-are", &[("sign", &sign), ("vat", &vat)])) }
            } @else { span.note {} }
            a.button.small href=(asked.href(&[("view", other.0)])) { (words.say(other.1)) }
        }
    }
}

/// Says so where not everything typed was found as it was typed.
fn how_found(words: &Language, asked: &Asked, page: &ListPage) -> Markup {
    if page.found.mode == Mode::Strict {
        return html! {};
    }
    html! {
        p.list-bar role="status" {
            span { (words.fill("products-near", &[("q", &asked.q)])) }
            @if let Some(meant) = &page.found.meant {
                span { (words.say("products-meant")) " " a href=(asked.href(&[("q", meant)])) { (meant) } "?" }
            }
        }
    }
}

fn nothing(words: &Language, asked: &Asked, ways: &Reach) -> Markup {
    let too_long = asked.q.trim().chars().count() > LONGEST;
    let heading = if too_long {
        words.fill("field-too-long", &[("most", &LONGEST.to_string())])
    } else if asked.q.is_empty() {
        words.say("products-nothing").to_owned()
    } else {
        words.fill("products-nothing-for", &[("q", &asked.q)])
    };
    let sentence = html! { (words.say("products-nothing-what")) " " (reach(words, ways)) };
    nothing_here(&heading, sentence, Some((words.say("products-all"), "/products")))
}

/// How to reach the wholesaler.
fn reach(words: &Language, reach: &Reach) -> Markup {
    html! {
        @match (reach.phone.is_empty(), reach.email.is_empty()) {
            (true, true) => (words.say("products-ask")),
            (false, true) => { (words.say("products-call")) " " a href={ "tel:" (reach.phone.replace(' ', "")) } { (reach.phone) } "." },
            (true, false) => { (words.say("products-write")) " " a href={ "mailto:" (reach.email) } { (reach.email) } "." },
            (false, false) => {
                (words.say("products-call")) " " a href={ "tel:" (reach.phone.replace(' ', "")) } { (reach.phone) } " "
                (words.say("products-or-write")) " " a href={ "mailto:" (reach.email) } { (reach.email) } "."
            },
        }
    }
}

fn turn(words: &Language, asked: &Asked, page: &ListPage) -> Markup {
    let sort = asked.wish().sort;
    let listed = &page.found.listed;
    let before = listed.before.as_ref().map(|at| asked.href(&[("before", &at.write(sort))]));
    let after = listed.after.as_ref().map(|at| asked.href(&[("after", &at.write(sort))]));
    pager(Pager {
        label: words.say("pages-label"),
        shown: "",
        previous: before.as_deref().map(|href| (words.say("pages-previous"), href)),
        next: after.as_deref().map(|href| (words.say("pages-next"), href)),
    })
}

/// The products as a table.
#[must_use]
pub fn rows(visit: &Visit, asked: &Asked, page: &ListPage) -> Markup {
    let words: &Language = &visit.words;
    let row_words = RowWords::new(words);
    let sort = asked.wish().sort;
    let (by_sku, by_name) = (asked.href(&[("sort", "sku")]), asked.href(&[("sort", "name")]));
    let sorted = |by| if sort == by { Sorted::Up } else { Sorted::Not };
    let plain = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let sortable = |class, key, href, by| Column {
        sort: Some(table::Sort { href, now: sorted(by) }),
        ..plain(class, key)
    };
    let mut columns = vec![
        sortable("code", "products-code", &by_sku, Sort::Sku),
        Column { hidden: true, ..plain("c-picture", "products-picture") },
        sortable("c-name", "products-product", &by_name, Sort::Name),
    ];
    if page.shown.showing.stock != StockShown::None {
        columns.push(plain("c-stock", "products-stock"));
    }
    if page.shown.prices != PricesShown::Hidden {
        columns.push(plain("c-list num", "products-list"));
        columns.push(plain("c-price num", "products-your-price"));
    }
    if visit.buyer.may_order() {
        columns.push(plain("c-quantity num", "products-quantity"));
    }
    columns.push(plain("c-mark", "products-in-order"));
    let rows = html! {
        @for card in &page.found.listed.cards { (table::row("", cells(visit, &row_words, card, &page.shown))) }
    };
    let table =
        Table { class: "products", caption: words.say("products-title"), columns: &columns };
    table::table(table, rows, None)
}

fn cells(visit: &Visit, words: &RowWords<'_>, card: &Card, shown: &Shown) -> Markup {
    let Priced { list, own, next } = priced(card, shown);
    let next = next.map(|(from, price)| {
        words.from.with_two(&card.quantity(from).grouped(), &words.price(price))
    });
    html! {
        (table::row_head("code", html! { a href=(href(&card.sku)) { (card.sku) } }))
        (table::cell("c-picture", picture(picture_url(card).as_deref(), &card.name)))
        (table::cell("c-name", table::name(html! { (card.name) }, Some(&words.second(card)))))
        @if shown.showing.stock != StockShown::None { (table::cell("c-stock nowrap", words.stock(card, shown))) }
        @if shown.prices != PricesShown::Hidden {
            (table::cell("c-list num", html! { @if let Some(list) = list { (struck(&words.price(list), words.list_price)) } }))
            (table::cell("c-price num", html! { @if let Some(own) = own { (price(&words.price(own), next.as_deref())) } }))
        }
        @if visit.buyer.may_order() { (table::cell("c-quantity num", words.quantity(card, &visit.buyer))) }
        (table::cell("c-mark", words.check(card, false)))
    }
}
