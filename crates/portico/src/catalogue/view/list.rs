//! The list of products: what narrows it, the table, the pager, and what is said when nothing fits.

use super::{Priced, RowWords, facets, href, picture_url, priced, vat_word};
use crate::access::PricesShown;
use crate::access::visit::Visit;
use crate::catalogue::asked::Asked;
use crate::catalogue::drawn::{Drawn, LIST};
use crate::catalogue::facets::Facets;
use crate::catalogue::finding::BY_PRICE_MOST;
use crate::catalogue::pages::{ListPage, Reach};
use crate::catalogue::search::LONGEST;
use crate::catalogue::{Card, Sort, StockShown};
use crate::platform::search::Mode;
use crate::platform::web::forms::{Choice, csrf, inline_select};
use crate::platform::web::icons::{Icon, icon};
use crate::platform::web::layout::{self, Head};
use crate::platform::web::lists::{Pager, nothing_here, pager};
use crate::platform::web::numbers::{price, struck, whole_number};
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
        (layout::title(Head { title: words.say("products-title"), actions: download(visit), ..Head::default() }))
        @if empty && !asked.is_narrowed() {
            (nothing_here(words.say("products-none"), html! { (words.say("products-none-what")) " " (reach(words, &page.reach)) }, None))
        } @else if let Some(facets) = narrowing(asked, page) {
            div.with-facets {
                (facets::column(visit, asked, page, facets))
                div { (listed(visit, asked, page, rows)) }
            }
        } @else {
            (listed(visit, asked, page, rows))
        }
    }
}

/// What the list can be narrowed by; nothing where the words alone found nothing.
fn narrowing<'a>(asked: &Asked, page: &'a ListPage) -> Option<&'a Facets> {
    let some = page.found.total > 0 || !asked.narrow.is_empty();
    page.found.facets.as_ref().filter(|_| some)
}

fn listed(visit: &Visit, asked: &Asked, page: &ListPage, rows: Rows) -> Markup {
    let words: &Language = &visit.words;
    html! {
        (bar(visit, asked, page))
        @if page.found.listed.cards.is_empty() { (nothing(words, asked, &page.reach)) } @else {
            (how_found(words, asked, page))
            (form(visit, asked, rows(visit, asked, page)))
            (turn(words, asked, page))
        }
    }
}

/// The way to the own price list, for those who are shown prices.
fn download(visit: &Visit) -> Option<Markup> {
    let hidden = visit.buyer.customer.prices_shown == PricesShown::Hidden;
    if hidden || !visit.buyer.sections.price_list {
        return None;
    }
    let words: &Language = &visit.words;
    Some(html! {
        details.actions-box {
            summary.button { (icon(Icon::Download)) (words.say("products-price-list")) }
            ul {
                li { a href="/products/price-list.xlsx" { (words.say("products-price-list-xlsx")) } }
                li { a href="/products/price-list.csv" { (words.say("products-price-list-csv")) } }
            }
        }
    })
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

/// How many there are, what narrows them, how prices are meant, and in which order they come.
fn bar(visit: &Visit, asked: &Asked, page: &ListPage) -> Markup {
    let words: &Language = &visit.words;
    let sign = visit.buyer.customer.currency.sign();
    let total = page.found.total;
    html! {
        div.list-bar {
            @if total > 0 { strong { (words.fill("products-count", &[("count", &whole_number(total))])) } }
            (facets::chips(words, asked))
            @if let Some(vat) = vat_word(words, &page.shown) {
                span.note { (words.fill("products-prices-are", &[("sign", &sign), ("vat", &vat)])) }
            } @else { span.note {} }
            (order(words, asked, page))
            (other_view(visit, asked, page.drawn.other()))
        }
        @if page.found.too_long_for_prices {
            p.note.ink-2 role="status" { (words.fill("products-too-long-for-prices", &[("most", &whole_number(BY_PRICE_MOST))])) }
        }
    }
}

/// The button that draws the list the other way, from now on.
fn other_view(visit: &Visit, asked: &Asked, other: Drawn) -> Markup {
    let key = match other {
        Drawn::Table => "products-as-table",
        Drawn::Grid => "products-as-grid",
    };
    html! {
        form.no-print method="post" action={ "/lists/" (LIST) "/view" } {
            (csrf(&visit.csrf))
            input type="hidden" name="back" value=(asked.href(&[("view", "")]));
            button.button.small type="submit" name="view" value=(other.code()) { (visit.words.say(key)) }
        }
    }
}

/// In which order the products come; a choice sends itself, or by its button without scripts.
fn order(words: &Language, asked: &Asked, page: &ListPage) -> Markup {
    let chosen = page.found.sort;
    let (searching, bought) = (!asked.q.trim().is_empty(), asked.narrow.bought);
    let priced = page.shown.prices != PricesShown::Hidden;
    let orders = [
        (Sort::Relevance, "products-by-relevance", searching),
        (Sort::Bought, "products-by-bought", bought && !searching),
        (Sort::Sku, "products-by-code", true),
        (Sort::Name, "products-by-name", true),
        (Sort::Newest, "products-newest", true),
        (Sort::Price, "products-by-price", priced),
    ];
    let orders = orders.into_iter().filter(|(.., offered)| *offered);
    let choices: Vec<Choice<'_>> = orders
        .map(|(sort, key, _)| Choice {
            value: sort.code(),
            label: words.say(key),
            second: "",
            chosen: sort == chosen,
        })
        .collect();
    html! {
        form.sort method="get" action="/products" data-auto {
            @for (name, value) in asked.pairs().iter().filter(|(name, _)| name != "sort") { input type="hidden" name=(name) value=(value); }
            (inline_select("sort", words.say("products-sort"), &choices))
            button.button.small.apply type="submit" { (words.say("products-sort")) }
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
    let all = Some((words.say("products-all"), "/products"));
    if asked.narrow.favourite && asked.q.is_empty() {
        let how = html! { (words.say("products-no-favourites-what")) };
        return nothing_here(words.say("products-no-favourites"), how, all);
    }
    let too_long = asked.q.trim().chars().count() > LONGEST;
    let heading = if too_long {
        words.fill("field-too-long", &[("most", &LONGEST.to_string())])
    } else if asked.q.is_empty() {
        words.say("products-nothing").to_owned()
    } else {
        words.fill("products-nothing-for", &[("q", &asked.q)])
    };
    let sentence = html! { (words.say("products-nothing-what")) " " (reach(words, ways)) };
    nothing_here(&heading, sentence, all)
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
    let sort = page.found.sort;
    let listed = &page.found.listed;
    let (first, last) = (listed.from + 1, listed.from + listed.cards.len());
    let total = page.found.total.max(last);
    let shown = words.fill(
        "pages-shown",
        &[
            ("first", &whole_number(first)),
            ("last", &whole_number(last)),
            ("total", &whole_number(total)),
        ],
    );
    let before = listed.before.as_ref().map(|at| asked.href(&[("before", &at.write(sort))]));
    let after = listed.after.as_ref().map(|at| asked.href(&[("after", &at.write(sort))]));
    pager(Pager {
        label: words.say("pages-label"),
        shown: &shown,
        previous: before.as_deref().map(|href| (words.say("pages-previous"), href)),
        next: after.as_deref().map(|href| (words.say("pages-next"), href)),
    })
}

/// The products as a table.
#[must_use]
pub fn rows(visit: &Visit, asked: &Asked, page: &ListPage) -> Markup {
    let words: &Language = &visit.words;
    let row_words = RowWords::new(words);
    let sort = page.found.sort;
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
        @for card in &page.found.listed.cards { (table::row("", cells(visit, &row_words, card, page))) }
    };
    let table =
        Table { class: "products", caption: words.say("products-title"), columns: &columns };
    table::table(table, rows, None)
}

fn cells(visit: &Visit, words: &RowWords<'_>, card: &Card, page: &ListPage) -> Markup {
    let shown = &page.shown;
    let Priced { list, own, next } = priced(card, shown);
    let next = next.map(|(from, price)| {
        words.from.with_two(&card.quantity(from).grouped(), &words.price(price))
    });
    let note = page.notes.get(&card.id);
    html! {
        (table::row_head("code", html! { a href=(href(&card.sku)) { (card.sku) } }))
        (table::cell("c-picture", picture(picture_url(card).as_deref(), &card.name)))
        (table::cell("c-name", html! {
            span.name { (card.name) } (words.new_mark(note))
            span.second { (words.second(card)) (words.noted(note)) }
        }))
        @if shown.showing.stock != StockShown::None { (table::cell("c-stock nowrap", words.stock(card, &shown.showing))) }
        @if shown.prices != PricesShown::Hidden {
            (table::cell("c-list num", html! { @if let Some(list) = list { (struck(&words.price(list), words.list_price)) } }))
            (table::cell("c-price num", html! { @if let Some(own) = own { (price(&words.price(own), next.as_deref())) } }))
        }
        @if visit.buyer.may_order() { (table::cell("c-quantity num", words.quantity(card, &visit.buyer))) }
        (table::cell("c-mark", html! { (words.check(card, false)) (words.star(card, note, &visit.buyer)) }))
    }
}
