//! What the search field suggests while somebody types.

use super::{RowWords, href, picture_url, priced};
use crate::access::visit::Visit;
use crate::catalogue::pages::Suggested;
use crate::catalogue::{Card, StockShown, encoded};
use crate::platform::web::search::{
    SuggestFoot, SuggestGroup, SuggestRest, Suggestion, marked, suggestions,
};
use maud::{Markup, html};

/// What each product's suggestion borrows.
struct Ready<'a> {
    card: &'a Card,
    picture: Option<String>,
    second: String,
    price: String,
    fields: Vec<(&'static str, String)>,
}

/// The content of the pop-up.
#[must_use]
pub fn content(visit: &Visit, q: &str, found: &Suggested) -> Markup {
    let words = &visit.words;
    let row_words = RowWords::new(words);
    let ready: Vec<Ready<'_>> =
        found.cards.iter().map(|card| ready(visit, &row_words, card, found)).collect();
    let fields: Vec<Vec<(&str, &str)>> = ready
        .iter()
        .map(|one| one.fields.iter().map(|(name, value)| (*name, value.as_str())).collect())
        .collect();
    let products = ready.iter().zip(&fields).map(|(one, fields)| Suggestion {
        href: href(&one.card.sku),
        code: marked(&one.card.sku, q),
        what: marked(&one.card.name, q),
        rest: SuggestRest::Product {
            picture: one.picture.as_deref(),
            name: &one.card.name,
            second: &one.second,
            stock: stock(&row_words, one.card, found),
            price: &one.price,
            add: (!fields.is_empty()).then_some(("/cart/lines", fields.as_slice())),
        },
    });
    let own = found.own.iter().map(|(code, card)| Suggestion {
        href: href(&card.sku),
        code: marked(code, q),
        what: html! { (card.name) },
        rest: SuggestRest::Words(html! { (card.sku) }),
    });
    let groups = [
        SuggestGroup { name: words.say("products-title"), options: products.collect() },
        SuggestGroup { name: words.say("products-own-codes"), options: own.collect() },
    ];
    let total = found.total.to_string();
    let all = words.fill("products-all-results", &[("count", &total), ("q", q)]);
    let keys: &[(&[&str], &str)] = &[
        (&["↑", "↓"], words.say("products-keys-choose")),
        (&["Enter"], words.say("products-keys-open")),
        (&["Alt", "Enter"], words.say("products-keys-add")),
    ];
    let may_add = if visit.buyer.may_order() { 3 } else { 2 };
    let foot = SuggestFoot {
        keys: &keys[..may_add],
        all: (&all, &format!("/products?q={}", encoded(q))),
        label: words.say("products-suggestions"),
    };
    suggestions(&groups, foot)
}

fn stock(words: &RowWords<'_>, card: &Card, found: &Suggested) -> Markup {
    if found.shown.showing.stock == StockShown::None {
        return html! { span {} };
    }
    words.stock(card, &found.shown.showing)
}

fn ready<'a>(visit: &Visit, words: &RowWords<'_>, card: &'a Card, found: &Suggested) -> Ready<'a> {
    let own = priced(card, &found.shown).own;
    // One pack more than there is.
    let more = card.quantity((card.in_cart + card.multiple.max(1)).max(card.least_quantity()));
    let (token, customer) = visit.csrf.split_once(' ').unwrap_or((&visit.csrf, ""));
    let fields = vec![
        ("csrf", token.to_owned()),
        ("customer", customer.to_owned()),
        ("from", href(&card.sku)),
        ("sku", card.sku.clone()),
        ("quantity", more.text()),
    ];
    let may_add = visit.buyer.may_order() && card.orderable();
    Ready {
        card,
        picture: picture_url(card),
        second: words.second(card),
        price: own.map(|price| words.price(price)).unwrap_or_default(),
        fields: if may_add { fields } else { Vec::new() },
    }
}
