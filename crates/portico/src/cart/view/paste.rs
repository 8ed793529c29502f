//! HTML of pasted lines: the field, and the lines looked at before they go in.

use crate::access::PricesShown;
use crate::access::visit::Visit;
use crate::cart::paste::{Judged, Look, State, Why};
use crate::catalogue::view::RowWords;
use crate::catalogue::{Showing, StockShown};
use crate::platform::problem::Problem;
use crate::platform::web::dom_id;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Field, csrf, error_line, textarea};
use crate::platform::web::icons::{Icon, icon};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::path_segment;
use crate::platform::web::table::{self, Column, Table, cell, row, row_head};
use crate::platform::web::uploads::file_field;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Quantity;

/// The page that takes lines.
#[must_use]
pub fn form(visit: &Visit, kept: i64, typed: &str, problem: Option<&Problem>) -> Markup {
    let words = &visit.words;
    let error = problem.map(|problem| {
        let said = problem.errors.first().map_or(&problem.text, |error| &error.text);
        words.sentence(said)
    });
    let head = Head {
        title: words.say("paste-title"),
        context: Some(html! { (words.say("paste-what")) }),
        ..Head::default()
    };
    if !visit.buyer.may_order() {
        let none = nothing_here(
            words.say("cart-viewer"),
            html! { (words.say("cart-viewer-what")) },
            Some((words.say("orders-none-button"), "/products")),
        );
        return html! { (title(head)) (none) };
    }
    let field = Field {
        name: "lines",
        label: words.say("paste-field"),
        value: typed,
        hint: words.say("paste-hint"),
        placeholder: words.say("paste-example"),
        error: error.as_deref().unwrap_or_default(),
        ..Field::default()
    };
    let file = Field {
        name: "file",
        label: words.say("paste-file"),
        need: words.say("paste-file-need"),
        hint: words.say("paste-file-hint"),
        ..Field::default()
    };
    let waiting = (kept > 0).then(|| Flash {
        lead: words.fill("paste-waiting", &[("count", &kept.to_string())]),
        link: Some((words.say("paste-go-on").to_owned(), "/cart/paste/lines".to_owned())),
        ..Flash::new(FlashKind::Look, words.say("paste-waiting-what"))
    });
    html! {
        (title(head))
        @if let Some(waiting) = &waiting { (flash(waiting)) }
        form.paste method="post" action="/cart/paste" enctype="multipart/form-data" {
            (csrf(&visit.csrf))
            (textarea(field, 12))
            (file_field(&file, ".csv,.tsv,.txt,.xlsx,text/csv,text/plain", false))
            button.button.main type="submit" { (words.say("paste-look")) }
        }
    }
}

/// What the page of lines shows.
pub struct LookPage<'a> {
    /// The list.
    pub found: &'a Look,
    /// What this customer is shown of the stock.
    pub showing: &'a Showing,
    /// The line at which the part that goes in begins.
    pub from: i64,
    /// Lines that need somebody, and lines that go in, at once.
    pub most: (usize, usize),
}

/// The page of lines: what needs somebody first, then what goes in.
#[must_use]
pub fn lines(visit: &Visit, page: &LookPage<'_>) -> Markup {
    let words = &visit.words;
    let found = page.found;
    let head = Head {
        crumbs: &[(words.say("paste-title"), "/cart/paste")],
        crumbs_label: words.say("paste-crumbs"),
        title: words.say("paste-look-title"),
        context: Some(html! { (summary(words, found)) }),
        actions: Some(
            html! { (throw_away(visit)) @if found.ready() > 0 { (put_in(visit, found)) } },
        ),
        ..Head::default()
    };
    let count = |n: usize| n.to_string();
    html! {
        (title(head))
        @if found.needing() > 0 {
            (section("needing", &words.fill("paste-needing", &[("count", &count(found.needing()))]), None, needing(visit, page)))
        }
        @if found.ready() > 0 {
            (section("ready", &words.fill("paste-ready", &[("count", &count(found.ready()))]), None, ready(visit, page)))
        }
        @if found.out() > 0 { p.paste-out { (words.fill("paste-out", &[("count", &count(found.out()))])) } }
    }
}

/// The bar at the bottom of narrow screens.
#[must_use]
pub fn bottom_bar(visit: &Visit, found: &Look) -> Option<Markup> {
    (found.ready() > 0)
        .then(|| html! { div { small { (summary(&visit.words, found)) } } (put_in(visit, found)) })
}

/// "These 190 go in, these 10 need you."
fn summary(words: &Language, found: &Look) -> String {
    let (ready, needing) = (found.ready(), found.needing());
    let key = match (ready, needing) {
        (_, 0) => "paste-all-go-in",
        (0, _) => "paste-all-need",
        _ => "paste-some-need",
    };
    words.fill(key, &[("ready", &ready.to_string()), ("needing", &needing.to_string())])
}

fn put_in(visit: &Visit, found: &Look) -> Markup {
    let count = found.ready().to_string();
    html! {
        form method="post" action="/cart/paste/order" {
            (csrf(&visit.csrf))
            button.button.main type="submit" { (visit.words.fill("paste-put-in-button", &[("count", &count)])) }
        }
    }
}

/// The button that throws the list away, asked twice.
fn throw_away(visit: &Visit) -> Markup {
    let words = &visit.words;
    html! {
        details.confirm data-pop {
            summary.button { (words.say("paste-throw-away")) }
            form.pop method="post" action="/cart/paste/throw-away" {
                (csrf(&visit.csrf))
                p { (words.say("paste-throw-away-sure")) }
                button.button.small type="submit" { (words.say("paste-throw-away-yes")) }
            }
        }
    }
}

fn needing(visit: &Visit, page: &LookPage<'_>) -> Markup {
    let words = &visit.words;
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let columns = [
        column("code", "paste-line"),
        column("c-written", "paste-written"),
        column("c-typed", "paste-code"),
        column("c-typed num", "cart-quantity"),
        column("c-name", "paste-why"),
        Column { hidden: true, ..column("c-action", "paste-leave") },
    ];
    let needs = |line: &&Judged| matches!(line.state, State::Needs { .. });
    let shown: Vec<&Judged> = page.found.lines.iter().filter(needs).take(page.most.0).collect();
    let more = page.found.needing() - shown.len();
    let rows = html! { @for line in &shown { (needing_row(words, line, "")) } };
    html! {
        form method="post" action="/cart/paste/lines" data-again {
            (csrf(&visit.csrf))
            button.hidden type="submit" tabindex="-1" aria-hidden="true" { (words.say("paste-check")) }
            (table::table(Table { class: "paste-lines", caption: words.say("paste-needing-caption"), columns: &columns }, rows, None))
            p.paste-check {
                button.button type="submit" { (words.say("paste-check")) }
                @if more > 0 { span { (words.fill("paste-more-needing", &[("count", &more.to_string())])) } }
            }
        }
    }
}

/// A line that needs somebody; `prefix` begins the names of its fields and buttons.
pub(in crate::cart) fn needing_row(words: &Language, line: &Judged, prefix: &str) -> Markup {
    let State::Needs { why, .. } = &line.state else { return html! {} };
    let number = line.line.to_string();
    let of_code = matches!(why, Why::NoCode | Why::Unknown | Why::Several)
        || matches!(why, Why::Wrong(refusal, _) if refusal.code() == "not_available");
    let wrong = dom_id("wrong-line", &number);
    let bad = |is: bool| is.then_some("true");
    let several = line.quantity.contains('|');
    let quantity = if several { "" } else { line.quantity.as_str() };
    let label = |key: &str| words.fill(key, &[("line", &number)]);
    row(
        "tint-bad",
        html! {
            (row_head("code", html! { (number) }))
            (cell("c-written", html! { span.written { (line.written) } }))
            (cell("c-typed", html! {
                input.in-cell name={ (prefix) "code." (number) } value=(line.code) aria-label=(label("paste-code-of")) maxlength="100" autocomplete="off" aria-invalid=[bad(of_code)] aria-describedby=(wrong);
            }))
            (cell("c-typed num", html! {
                input.in-cell data-arrow name={ (prefix) "quantity." (number) } value=(quantity) aria-label=(label("paste-quantity-of")) inputmode="decimal" maxlength="12" autocomplete="off" aria-invalid=[bad(!of_code)] aria-describedby=(wrong);
            }))
            (cell("c-name", html! { (error_line(&wrong, html! { (because(words, line, why)) })) (mends(words, line, prefix)) }))
            (cell("c-action", html! { button.icon-button.small type="submit" name={ (prefix) "leave" } value=(number) aria-label=(label("paste-leave-of")) { (icon(Icon::Close)) } }))
        },
    )
}

/// Why a line does not go in by itself.
fn because(words: &Language, line: &Judged, why: &Why) -> String {
    match why {
        Why::NoCode => words.say("paste-no-code").to_owned(),
        Why::Unknown => words.fill("paste-unknown", &[("code", &line.code)]),
        Why::Several => words.fill("paste-several", &[("code", &line.code)]),
        Why::NoQuantity { .. } => words.say("paste-no-quantity").to_owned(),
        Why::Quantities(_) => words.say("paste-quantities").to_owned(),
        Why::Wrong(refusal, _) => words.sentence(&refusal.text()),
    }
}

/// What mends it with one press: products that may be meant, or quantities that fit.
fn mends(words: &Language, line: &Judged, prefix: &str) -> Markup {
    let State::Needs { why, offered } = &line.state else { return html! {} };
    let quantities: Vec<(String, String)> = match why {
        Why::NoQuantity { least } => vec![shown(*least)],
        Why::Quantities(all) => all.iter().map(|one| (one.clone(), one.clone())).collect(),
        Why::Wrong(_, nearest) => nearest.iter().map(|one| shown(*one)).collect(),
        _ => Vec::new(),
    };
    let product = offered.first().filter(|_| !matches!(why, Why::Unknown | Why::Several));
    html! {
        @if let Some(card) = product { span.second { (card.sku) " " (card.name) } }
        @if !quantities.is_empty() {
            span.offers {
                @for (value, said) in &quantities {
                    button.link type="submit" name={ (prefix) "make" } value={ (line.line) ":" (value) } { (words.fill("cart-make-it", &[("quantity", said)])) }
                }
            }
        }
        @if product.is_none() && !offered.is_empty() {
            span.offers {
                @for card in offered {
                    button.link type="submit" name={ (prefix) "take" } value={ (line.line) ":" (card.sku) } { (words.fill("paste-take", &[("code", &card.sku)])) " " span.second { (card.name) } }
                }
            }
        }
        @if product.is_none() && offered.is_empty() && !line.code.trim().is_empty() {
            a href={ "/products?" (serde_urlencoded::to_string([("q", line.code.as_str())]).unwrap_or_default()) } { (words.fill("cart-search-for", &[("text", &line.code)])) }
        }
    }
}

fn shown(quantity: Quantity) -> (String, String) {
    (quantity.text(), quantity.grouped())
}

fn ready(visit: &Visit, page: &LookPage<'_>) -> Markup {
    let words = &visit.words;
    let prices = visit.buyer.customer.prices_shown != PricesShown::Hidden;
    let stock = page.showing.stock != StockShown::None;
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let sign = visit.buyer.customer.currency.sign();
    let price = words.fill("cart-price-in", &[("sign", &sign)]);
    let mut columns = vec![
        column("code", "paste-line"),
        column("c-written", "order-code"),
        column("c-name", "order-product"),
    ];
    if stock {
        columns.push(column("c-stock nowrap", "cart-stock"));
    }
    if prices {
        columns.push(Column { class: "c-price num", label: &price, ..Column::default() });
    }
    columns.push(column("c-quantity num strong", "cart-quantity"));
    let is_ready = |line: &&Judged| matches!(line.state, State::Ready { .. });
    let all: Vec<&Judged> = page.found.lines.iter().filter(is_ready).collect();
    let start = all.partition_point(|line| line.line < page.from);
    let shown = &all[start..all.len().min(start + page.most.1)];
    let stock_words = RowWords::new(words);
    let rows = html! {
        @for line in shown { (ready_row(visit, line, (page, &stock_words), (stock, prices))) }
    };
    let before = (start > 0).then(|| all[start.saturating_sub(page.most.1)].line);
    let after = all.get(start + page.most.1).map(|line| line.line);
    let turn = |key: &str, from: i64| html! { a.button.small href={ "/cart/paste/lines?from=" (from) "#ready" } { (words.say(key)) } };
    html! {
        form method="post" action="/cart/paste/lines" data-again {
            (csrf(&visit.csrf))
            (table::table(Table { class: "paste-ready", caption: words.say("paste-ready-caption"), columns: &columns }, rows, None))
        }
        @if before.is_some() || after.is_some() {
            p.paste-check { @if let Some(from) = before { (turn("paste-before", from)) } @if let Some(from) = after { (turn("paste-after", from)) } }
        }
    }
}

fn ready_row(
    visit: &Visit,
    line: &Judged,
    (page, stock_words): (&LookPage<'_>, &RowWords<'_>),
    (stock, prices): (bool, bool),
) -> Markup {
    let State::Ready { card, quantity, remembered } = &line.state else { return html! {} };
    let words = &visit.words;
    let price = card.tariff.at(quantity.units.saturating_add(card.in_cart));
    row(
        "",
        html! {
            (row_head("code", html! { (line.line) }))
            (cell("c-written", html! { a href={ "/products/" (path_segment(&card.sku)) } { (card.sku) } }))
            (cell("c-name", html! {
                span.name { (card.name) }
                @if *remembered {
                    span.second { (words.fill("paste-remembered", &[("code", &line.code)])) " " button.link type="submit" name="forget" value=(line.code) { (words.say("paste-forget")) } }
                } @else if !line.code_read.eq_ignore_ascii_case(&card.sku) && !line.code_read.is_empty() {
                    span.second { (words.fill("paste-from", &[("code", &line.code_read)])) }
                }
            }))
            @if stock { (cell("c-stock nowrap", stock_words.stock(card, page.showing))) }
            @if prices { (cell("c-price num", html! { @if let Some(price) = price { (price.grouped()) } })) }
            (cell("c-quantity num strong", html! { (quantity.grouped()) }))
        },
    )
}
