//! The list of products with the pictures first.

use super::{Priced, RowWords, href, picture_url, priced};
use crate::access::visit::Visit;
use crate::catalogue::asked::Asked;
use crate::catalogue::pages::ListPage;
use crate::catalogue::{Card, StockShown};
use crate::platform::web::numbers::struck;
use crate::platform::web::picture::{PictureSize, picture_of};
use maud::{Markup, html};

/// The products as a grid.
#[must_use]
pub fn rows(visit: &Visit, _: &Asked, page: &ListPage) -> Markup {
    let words = RowWords::new(&visit.words);
    html! {
        ul.product-grid data-arrows {
            @for card in &page.found.listed.cards { li { (item(visit, &words, card, page)) } }
        }
    }
}

fn item(visit: &Visit, words: &RowWords<'_>, card: &Card, page: &ListPage) -> Markup {
    let Priced { list, own, next } = priced(card, &page.shown);
    let note = page.notes.get(&card.id);
    html! {
        (picture_of(picture_url(card).as_deref(), &card.name, PictureSize::Card, ""))
        div.code-row {
            span { (card.sku) }
            @if page.shown.showing.stock != StockShown::None { (words.stock(card, &page.shown.showing)) }
        }
        div { a.name href=(href(&card.sku)) { (card.name) } (words.new_mark(note)) }
        div.price-row {
            span.second {
                @if let Some((from, price)) = next { (words.from.with_two(&card.quantity(from).grouped(), &words.price(price))) }
            }
            span {
                @if let Some(list) = list { (struck(&words.price(list), words.list_price)) " " }
                @if let Some(own) = own { strong.price { (words.price(own)) } }
            }
        }
        div.order-row { (words.quantity(card, &visit.buyer)) (words.check(card, false)) (words.star(card, note, &visit.buyer)) }
    }
}
