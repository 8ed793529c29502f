//! HTML of the front page.

use super::announce::{Announcement, Kind};
use super::pages::{FrontPage, first_of_month};
use super::store::{Usual, Waiting};
use super::text;
use crate::access::{Buyer, CustomerRole};
use crate::cart::view::terms;
use crate::catalogue::Card;
use crate::orders::Status;
use crate::orders::view::{bar_key, columns, order_href, picture_href, shows_prices};
use crate::platform::list::view::plain;
use crate::platform::web::dates;
use crate::platform::web::forms::csrf;
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Fact, facts, nothing_here};
use crate::platform::web::marks::{Shape, Tone, mark};
use crate::platform::web::numbers::with_minus;
use crate::platform::web::picture::picture;
use crate::platform::web::plot::{Bar, Bars, bars};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Money};

/// What the page shows, and to whom.
pub struct Front<'a> {
    /// The reader's words.
    pub words: &'a Language,
    /// Who reads.
    pub buyer: &'a Buyer,
    /// What forms carry.
    pub csrf: &'a str,
    /// What is shown.
    pub page: &'a FrontPage,
}

/// The whole content of the page.
#[must_use]
pub fn content(front: &Front<'_>) -> Markup {
    let words = front.words;
    let prices = shows_prices(front.buyer);
    let today = dates::weekday(words, front.page.today);
    let year = front.page.today.parts().0.to_string();
    html! {
        (title(Head { title: words.say("dashboard-title"), context: Some(html! { (today) " " (year) }), actions: pay_off(front), ..Head::default() }))
        @for one in &front.page.announcements { (announcement(words, one, front.csrf, "/")) }
        @if !front.page.text.trim().is_empty() {
            div.notice.prose { (text::markup(&front.page.text)) span.second { (front.page.wholesaler[0]) } }
        }
        @if prices { (sums(front)) }
        div.with-side {
            div { (needs_you(front)) @if prices { (spend(front)) } }
            div { (details(front)) (usual(front)) }
        }
        (recent(front))
    }
}

/// An announcement; who may put it away gets a button, and comes back to this path.
#[must_use]
pub fn announcement(words: &Language, one: &Announcement, token: &str, path: &str) -> Markup {
    let (class, shape, tone) = match one.kind {
        Kind::Info => ("flash info announcement", Shape::Ring, Tone::Info),
        Kind::Attention => ("flash wait announcement", Shape::Triangle, Tone::Wait),
    };
    html! {
        section class=(class) aria-label=(words.say("announcement")) {
            (mark(shape, tone))
            div.sentence.prose { (text::markup(&one.body)) }
            @if one.dismissable && one.id != 0 {
                form method="post" action={ "/announcements/" (one.id) "/dismissal" } {
                    (csrf(token))
                    input type="hidden" name="from" value=(path);
                    button.button.small type="submit" { (words.say("announcement-dismiss")) }
                }
            }
        }
    }
}

/// Pay off Balance, where something is owed and can be paid here.
fn pay_off(front: &Front<'_>) -> Option<Markup> {
    let owes = front.page.ageing.is_some_and(|ageing| ageing.balance() > 0);
    let may = owes && front.page.pays && shows_prices(front.buyer);
    may.then(|| html! { a.button href="/payments/new" { (front.words.say("pay-off-balance")) } })
}

fn sums(front: &Front<'_>) -> Markup {
    let (words, account) = (front.words, &front.page.account);
    let signed = |money: Money| with_minus(&money.with_sign());
    let fact = |label, figure: String, second| Fact {
        label,
        figure: html! { (figure) },
        second,
        tone: Tone::Plain,
    };
    let limit = account
        .credit_limit
        .map(|limit| words.fill("dashboard-of-limit", &[("limit", &limit.with_sign())]));
    let mut all = vec![
        fact(
            words.say("dashboard-balance"),
            signed(account.balance),
            words.say("dashboard-balance-what"),
        ),
        fact(
            words.say("dashboard-on-order"),
            signed(account.open_orders),
            words.say("dashboard-on-order-what"),
        ),
    ];
    if let Some(available) = account.available_credit() {
        let over = if available.minor < 0 { Tone::Wait } else { Tone::Plain };
        let figure = html! { (signed(available)) };
        all.push(Fact {
            label: words.say("dashboard-available"),
            figure,
            second: limit.as_deref().unwrap_or(""),
            tone: over,
        });
    }
    let late = front.page.ageing.map_or(0, |ageing| ageing.overdue());
    if late > 0 {
        let figure = signed(Money::new(late, account.balance.currency));
        let said = words.say("transactions-overdue-what");
        let href = "/transactions?state=overdue";
        let figure = html! { a href=(href) { (figure) } };
        let label = words.say("document-overdue");
        all.insert(1, Fact { label, figure, second: said, tone: Tone::Bad });
    }
    facts(&all)
}

/// One thing that needs somebody: shape, what, second line, word and address of the link.
struct Thing {
    shape: (Shape, Tone),
    what: String,
    second: String,
    link: (String, String),
}

fn things(front: &Front<'_>) -> Vec<Thing> {
    let words = front.words;
    let mut things: Vec<Thing> =
        front.page.waiting.iter().filter_map(|order| waiting(front, order)).collect();
    if let Some(cart) = &front.page.cart {
        let refused = cart.draft.refused_lines().len();
        if refused > 0 {
            things.push(Thing {
                shape: (Shape::Diamond, Tone::Wait),
                what: words.fill("cart-look-lead", &[("count", &refused.to_string())]),
                second: words.say("dashboard-cart-what").to_owned(),
                link: (words.say("frame-cart-view").to_owned(), "/cart".to_owned()),
            });
        }
    }
    if front.page.quotes > 0 {
        things.push(Thing {
            shape: (Shape::Ring, Tone::Info),
            what: words.fill("dashboard-quotes", &[("count", &front.page.quotes.to_string())]),
            second: words.say("dashboard-quotes-what").to_owned(),
            link: (words.say("dashboard-see-quotes").to_owned(), "/quotes".to_owned()),
        });
    }
    if front.page.backorders > 0 && front.buyer.sections.backorders {
        things.push(Thing {
            shape: (Shape::Ring, Tone::Info),
            what: words
                .fill("dashboard-backorders", &[("count", &front.page.backorders.to_string())]),
            second: words.say("dashboard-backorders-what").to_owned(),
            link: (words.say("dashboard-see-backorders").to_owned(), "/backorders".to_owned()),
        });
    }
    things
}

fn waiting(front: &Front<'_>, order: &Waiting) -> Option<Thing> {
    let words = front.words;
    let number = [("number", order.number.as_str())];
    let day = dates::weekday(words, order.day);
    let mut parts: Vec<String> = order.by.iter().cloned().collect();
    if shows_prices(front.buyer) {
        parts.push(order.total.with_sign());
    }
    parts.push(day);
    let mine = order.login_id == Some(front.buyer.login.id);
    let approves = front.buyer.role >= CustomerRole::Approver && !mine;
    let (shape, what, second) = match order.status {
        Status::AwaitingApproval if approves => (
            (Shape::Triangle, Tone::Wait),
            words.fill("dashboard-approve", &number),
            parts.join(", "),
        ),
        Status::AwaitingApproval => return None,
        _ => {
            let why = order.why.clone().unwrap_or_else(|| parts.join(", "));
            ((Shape::Triangle, Tone::Bad), words.fill("dashboard-refused", &number), why)
        }
    };
    let link = (words.say("dashboard-view").to_owned(), order_href(&order.number));
    Some(Thing { shape, what, second, link })
}

fn needs_you(front: &Front<'_>) -> Markup {
    let words = front.words;
    let things = things(front);
    let count = words.fill("dashboard-things", &[("count", &things.len().to_string())]);
    let list = html! {
        @if things.is_empty() { p.gap-above.ink-2 { (words.say("dashboard-nothing")) } } @else {
            ul.rows.marked {
                @for thing in &things {
                    li {
                        (mark(thing.shape.0, thing.shape.1))
                        div { span.what { (thing.what) } span.second { (thing.second) } }
                        a.link href=(thing.link.1) { (thing.link.0) }
                    }
                }
            }
        }
    };
    section("needs-you", words.say("dashboard-needs-you"), Some(html! { (count) }), list)
}

fn details(front: &Front<'_>) -> Markup {
    let (words, customer, page) = (front.words, &front.buyer.customer, front.page);
    let [name, phone, email] = &page.wholesaler;
    let contact: Vec<&str> =
        page.account.contact.parts.iter().flatten().map(String::as_str).collect();
    let list = html! {
        dl.pairs {
            dt { (words.say("dashboard-customer")) } dd { (customer.name) ", " (customer.number) }
            @if let Some(address) = &page.address { dt { (words.say("order-delivers-to")) } dd { (address.address.one_line()) } }
            dt { (words.say("dashboard-terms")) } dd { (terms(words, &page.account)) }
            @if !contact.is_empty() { dt { (words.say("dashboard-contact")) } dd { (contact.join(", ")) } }
            dt { (words.say("dashboard-ask")) } dd { (name) @if !phone.is_empty() { ", " (phone) } @if !email.is_empty() { br; a href={ "mailto:" (email) } { (email) } } }
        }
    };
    section("account-details", words.say("dashboard-account"), None, list)
}

fn usual(front: &Front<'_>) -> Markup {
    let words = front.words;
    if front.page.usual.is_empty() {
        return html! {};
    }
    let list = html! { ul.rows.pictured { @for (usual, card) in &front.page.usual { (usual_row(front, *usual, card)) } } };
    section(
        "usually",
        words.say("dashboard-usually"),
        Some(html! { (words.say("dashboard-not-in-order")) }),
        list,
    )
}

fn usual_row(front: &Front<'_>, usual: Usual, card: &Card) -> Markup {
    let words = front.words;
    let units = snapped(card, usual.units);
    let quantity = card.quantity(units);
    let mut second = words.fill("dashboard-in-orders", &[("count", &usual.orders.to_string())]);
    if let Some(price) = card.tariff.at(units).filter(|_| shows_prices(front.buyer)) {
        second = format!("{second}, {}", crate::orders::view::detail::each(words, price));
    }
    let add = words.fill("dashboard-add", &[("quantity", &quantity.grouped())]);
    html! {
        li {
            (picture(picture_href(card.image.as_deref()).as_deref(), &card.name))
            div { a.what href={ "/products/" (crate::platform::web::path_segment(&card.sku)) } { (card.name) } span.second { (second) } }
            form method="post" action="/cart/lines" {
                (csrf(front.csrf))
                input type="hidden" name="sku" value=(card.sku);
                input type="hidden" name="quantity" value=(quantity.text());
                input type="hidden" name="from" value="/";
                button.button.small type="submit" aria-label={ (add) ": " (card.name) } { (add) }
            }
        }
    }
}

/// The nearest quantity that can be ordered.
fn snapped(card: &Card, units: i64) -> i64 {
    let step = card.multiple.max(1);
    (units - units.rem_euclid(step)).max(card.least_quantity())
}

fn spend(front: &Front<'_>) -> Markup {
    let words = front.words;
    let currency = front.buyer.customer.currency;
    let goods = |day: Day| {
        let month = &day.text()[..7];
        front.page.months.iter().find(|m| m.month == month).map_or(0, |m| m.goods_minor)
    };
    let days: Vec<Day> =
        (0..12).rev().map(|before| first_of_month(front.page.today, before)).collect();
    let values: Vec<(i64, i64)> =
        days.iter().map(|day| (goods(*day), goods(first_of_month(*day, 12)))).collect();
    let text = |minor| Money::new(minor, currency).grouped();
    let texts: Vec<(String, String)> =
        values.iter().map(|(now, before)| (text(*now), text(*before))).collect();
    let names: Vec<[String; 3]> = days.iter().map(|day| names(words, *day)).collect();
    let had_before = values.iter().any(|(_, before)| *before > 0);
    let all: Vec<Bar<'_>> = (0..12)
        .map(|at| Bar {
            label: &names[at][0],
            short: &names[at][1],
            name: &names[at][2],
            value: values[at].0,
            text: &texts[at].0,
            before: had_before.then_some((values[at].1, texts[at].1.as_str())),
            running: at == 11,
        })
        .collect();
    plot(front, &all, &most(front, &days, &values))
}

/// The plot of these bars; `name` says what is seen.
fn plot(front: &Front<'_>, all: &[Bar<'_>], name: &str) -> Markup {
    let words = front.words;
    let currency = front.buyer.customer.currency;
    let sign = currency.sign();
    let one = 10_i64.pow(currency.digits());
    let unit = words.fill("dashboard-spend-unit", &[("sign", &sign)]);
    let plot = bars(Bars {
        name,
        bars: all,
        tick: &|minor| tick(minor, one),
        key: [
            words.say("dashboard-key-months"),
            words.say("dashboard-key-running"),
            words.say("dashboard-key-before"),
        ],
        as_table: words.say("dashboard-as-table"),
        columns: [words.say("dashboard-month"), &sign, words.say("dashboard-year-before")],
    });
    html! {
        section.section aria-labelledby="spend" {
            div.section-head.no-rule { h2 id="spend" { (words.say("dashboard-spend")) } span.aside { (unit) } }
            (plot)
        }
    }
}

/// "Nov", "N", "November 2026".
fn names(words: &Language, day: Day) -> [String; 3] {
    let (year, month, _) = day.parts();
    let short = dates::month_short(words, month).to_owned();
    let letter = short.chars().take(1).collect();
    [short, letter, format!("{} {year}", dates::month(words, month))]
}

/// What the plot shows, for who does not see it.
fn most(front: &Front<'_>, days: &[Day], values: &[(i64, i64)]) -> String {
    let words = front.words;
    let Some((day, (minor, _))) = days.iter().zip(values).max_by_key(|(_, (minor, _))| *minor)
    else {
        return words.say("dashboard-spend").to_owned();
    };
    let money = Money::new(*minor, front.buyer.customer.currency).with_sign();
    words.fill(
        "dashboard-spend-most",
        &[("month", dates::month(words, day.parts().1)), ("money", &money)],
    )
}

/// An axis value: "3k", "250", "0.50".
fn tick(minor: i64, one: i64) -> String {
    match minor {
        0 => "0".to_owned(),
        minor if minor % (1_000 * one) == 0 => format!("{}k", minor / (1_000 * one)),
        minor if minor > 1_000 * one && minor % (100 * one) == 0 => {
            format!("{:.1}k", minor as f64 / (1_000 * one) as f64)
        }
        minor if minor % one == 0 => (minor / one).to_string(),
        minor => format!("{:.2}", minor as f64 / one as f64),
    }
}

fn recent(front: &Front<'_>) -> Markup {
    let words = front.words;
    let caption = words.say("dashboard-recent");
    let columns = columns(words, front.buyer, front.page.today);
    html! {
        section.section aria-labelledby="recent" {
            div.section-head.no-rule { h2 id="recent" { (caption) } @if front.page.more && front.buyer.sections.orders { span.aside { a href="/orders" { (words.say("dashboard-all-orders")) } } } }
            @if front.page.recent.is_empty() {
                (nothing_here(words.say("orders-none"), html! { (words.say("orders-none-what")) }, Some((words.say("orders-none-button"), "/products"))))
            } @else {
                (plain("orders", caption, &columns, &front.page.recent))
                (bar_key(words, false))
            }
        }
    }
}
