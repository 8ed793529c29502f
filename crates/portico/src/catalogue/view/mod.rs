//! HTML of products.

mod around;
mod facets;
pub mod grid;
pub mod list;
pub mod product;
pub mod suggest;

use super::indicator::{LABELS, Said, said};
use super::json::{Shown, image_url};
use super::notes::Note;
use super::{Card, ProductState, Showing, StockLabel, encoded};
use crate::access::{Buyer, PricesShown};
use crate::platform::web::icons::{Icon, icon};
use crate::platform::web::marks::{CheckMark, Stock, check_mark, stock};
use crate::platform::web::stepper::{Saves, Stepper, stepper};
use crate::platform::web::{dates, dom_id};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::UnitPrice;

/// A sentence with a gap, read from the words once a page and filled for each row.
pub struct Phrase(String);

/// What stands in a gap until it is filled; no word of ours contains it.
const GAPS: [&str; 2] = ["\u{1}", "\u{2}"];

impl Phrase {
    /// The sentence with this key and these gaps.
    fn new(words: &Language, key: &str, gaps: &[&'static str]) -> Phrase {
        let args: Vec<(&'static str, &str)> = gaps.iter().copied().zip(GAPS).collect();
        Phrase(words.fill(key, &args))
    }

    fn with(&self, text: &str) -> String {
        self.0.replace(GAPS[0], text)
    }

    fn with_two(&self, first: &str, second: &str) -> String {
        self.0.replace(GAPS[0], first).replace(GAPS[1], second)
    }
}

/// The words of all rows of a page.
pub struct RowWords<'a> {
    language: &'a Language,
    in_stock: Phrase,
    left: Phrase,
    from: Phrase,
    pack: Phrase,
    per: Phrase,
    quantity_of: Phrase,
    less_of: Phrase,
    more_of: Phrase,
    in_order: Phrase,
    variants: Phrase,
    own_code: Phrase,
    bought: Phrase,
    mark: Phrase,
    unmark: Phrase,
    new: &'a str,
    favourite: &'a str,
    some: &'a str,
    few: &'a str,
    on_request: &'a str,
    backorder: &'a str,
    sold_out: &'a str,
    not_orderable: &'a str,
    labels: [String; 4],
    list_price: &'a str,
    single: &'a str,
}

impl<'a> RowWords<'a> {
    /// Reads them.
    #[must_use]
    pub fn new(words: &'a Language) -> RowWords<'a> {
        RowWords {
            language: words,
            in_stock: Phrase::new(words, "products-in-stock", &["quantity"]),
            left: Phrase::new(words, "products-left", &["quantity"]),
            from: Phrase::new(words, "products-from", &["quantity", "price"]),
            pack: Phrase::new(words, "products-pack-of", &["pack", "size"]),
            per: Phrase::new(words, "price-per", &["price", "per"]),
            quantity_of: Phrase::new(words, "products-quantity-of", &["sku"]),
            less_of: Phrase::new(words, "products-less-of", &["sku"]),
            more_of: Phrase::new(words, "products-more-of", &["sku"]),
            in_order: Phrase::new(words, "products-count-in-order", &["quantity"]),
            variants: Phrase::new(words, "products-variants", &["count"]),
            own_code: Phrase::new(words, "products-own-code", &["code"]),
            bought: Phrase::new(words, "products-bought-on", &["day"]),
            mark: Phrase::new(words, "products-mark", &["sku"]),
            unmark: Phrase::new(words, "products-unmark", &["sku"]),
            new: words.say("products-new"),
            favourite: words.say("products-favourite"),
            some: words.say("products-some"),
            few: words.say("products-few"),
            on_request: words.say("products-on-request"),
            backorder: words.say("products-backorder"),
            sold_out: words.say("products-sold-out"),
            not_orderable: words.say("products-not-orderable"),
            labels: LABELS.map(|(_, code)| words.say(&format!("stock-label-{code}")).to_owned()),
            list_price: words.say("products-list-price"),
            single: words.say("products-single"),
        }
    }

    /// The stock of a product, as this customer may see it.
    #[must_use]
    pub fn stock(&self, card: &Card, showing: &Showing) -> Markup {
        let (shape, said) = self.stock_said(card, showing);
        stock(shape, &said)
    }

    /// The shape and the words of a product's stock: the same in lists, on its page, in the current order, in files.
    #[must_use]
    pub fn stock_said(&self, card: &Card, showing: &Showing) -> (Stock, String) {
        let told = showing.told(card, card.free).map(|told| {
            let more = if told.more { "+" } else { "" };
            format!("{}{more}", card.quantity(told.units).grouped())
        });
        let plain = |shape, word: &str| (shape, word.to_owned());
        match (said(card, showing), told) {
            (Said::Here, Some(number)) => (Stock::Here, self.in_stock.with(&number)),
            (Said::Here, None) => plain(Stock::Here, self.some),
            (Said::Few, Some(number)) => (Stock::Few, self.left.with(&number)),
            (Said::Few, None) => plain(Stock::Few, self.few),
            (Said::OnRequest, _) => plain(Stock::OnRequest, self.on_request),
            (Said::Backorder, _) => plain(Stock::OnRequest, self.backorder),
            (Said::Out, _) => plain(Stock::NotOrderable, self.sold_out),
            (Said::NotOrderable, _) => plain(Stock::NotOrderable, self.not_orderable),
            (Said::Label(label), told) => self.labelled(label, card, told),
        }
    }

    /// What is free at one location: the numbers alone, whatever the product is called by hand.
    fn stock_at(&self, card: &Card, free: i64, showing: &Showing) -> Markup {
        let there = Card { free, label: None, state: ProductState::Sellable, ..card.clone() };
        self.stock(&there, showing)
    }

    /// A word given by hand; how many are left is told of what is sold while it lasts.
    fn labelled(&self, label: StockLabel, card: &Card, told: Option<String>) -> (Stock, String) {
        let word = &self.labels[label as usize];
        match label {
            StockLabel::Limited => (Stock::Few, word.to_owned()),
            StockLabel::PreOrder => (Stock::Expected, word.to_owned()),
            StockLabel::SoldOut => (Stock::NotOrderable, word.to_owned()),
            StockLabel::Discontinued if card.free <= 0 && !card.always_there() => {
                (Stock::NotOrderable, word.to_owned())
            }
            StockLabel::Discontinued => match told {
                Some(number) => (Stock::Few, format!("{word}, {}", self.left.with(&number))),
                None => (Stock::Few, word.to_owned()),
            },
        }
    }

    /// Maker and pack.
    fn second(&self, card: &Card) -> String {
        let pack = if card.pack_size > 1 {
            let size = card.quantity(card.pack_size).grouped();
            self.pack.with_two(card.pack_name.as_deref().unwrap_or("pack"), &size)
        } else {
            self.single.to_owned()
        };
        match &card.brand {
            Some(brand) => format!("{brand} · {pack}"),
            None => pack,
        }
    }

    /// What is noted of a product, behind maker and pack; a line breaks only between two notes.
    fn noted(&self, note: Option<&Note>) -> String {
        let Some(note) = note else {
            return String::new();
        };
        let variants = (note.variants > 0).then(|| self.variants.with(&note.variants.to_string()));
        let own = note.own_code.as_ref().map(|code| self.own_code.with(code));
        let bought = note.bought;
        let bought =
            bought.map(|(day, today)| self.bought.with(&dates::short(self.language, day, today)));
        [variants, own, bought]
            .into_iter()
            .flatten()
            .map(|text| format!("\u{a0}· {}", text.replace(' ', "\u{a0}")))
            .collect()
    }

    /// A word behind the name of what was listed a short while ago.
    fn new_mark(&self, note: Option<&Note>) -> Markup {
        html! { @if note.is_some_and(|note| note.new) { " " span.new { (self.new) } } }
    }

    /// The star that marks a product for the company, as a button for those who may order; it goes with the form of
    /// quantities to an address of its own.
    fn star(&self, card: &Card, note: Option<&Note>, buyer: &Buyer) -> Markup {
        let marked = note.is_some_and(|note| note.favourite);
        let (name, sentence) = match marked {
            true => ("unmark", self.unmark.with(&card.sku)),
            false => ("mark", self.mark.with(&card.sku)),
        };
        let drawn = icon(if marked { Icon::StarFull } else { Icon::Star });
        html! {
            @if buyer.may_order() {
                button.star type="submit" formaction="/products/favourites" name=(name) value=(card.sku) aria-label=(sentence) { (drawn) }
            } @else if marked {
                span.star role="img" aria-label=(self.favourite) { (drawn) }
            }
        }
    }

    /// A price, with what it is for where that is not one unit.
    fn price(&self, price: UnitPrice) -> String {
        match price.per {
            1 => price.grouped(),
            per => self.per.with_two(&price.grouped(), &per.to_string()),
        }
    }

    /// The quantity field of a list; nothing where this person or product cannot order.
    fn quantity(&self, card: &Card, buyer: &Buyer) -> Markup {
        if !buyer.may_order() || !(card.orderable() || card.in_cart > 0) {
            return html! {};
        }
        stepper(Stepper {
            field: &format!("quantity.{}", card.sku),
            id: &dom_id("quantity", &card.sku),
            value: &card.quantity(card.in_cart).text(),
            step: whole(card, card.multiple),
            least: whole(card, card.least_quantity()),
            label: &self.quantity_of.with(&card.sku),
            less: &self.less_of.with(&card.sku),
            more: &self.more_of.with(&card.sku),
            hidden: &[],
            error: None,
            saves: Saves::AtOnce,
        })
    }

    /// The green check with what is in the current order.
    fn check(&self, card: &Card, long: bool) -> Markup {
        let quantity = card.quantity(card.in_cart).grouped();
        let sentence = self.in_order.with(&quantity);
        check_mark(CheckMark {
            id: &dom_id("in", &card.sku),
            quantity: (card.in_cart > 0).then_some((&quantity, &sentence)),
            long,
            replaces: false,
        })
    }
}

/// So many units in whole ones, as scripts step.
fn whole(card: &Card, units: i64) -> i64 {
    (units / 10_i64.pow(u32::from(card.quantity_decimals))).max(1)
}

/// What a row shows of prices.
struct Priced {
    /// The list price, where the customer pays less.
    list: Option<UnitPrice>,
    /// The customer's price at the least quantity.
    own: Option<UnitPrice>,
    /// The next lower price and from which quantity it holds.
    next: Option<(i64, UnitPrice)>,
}

fn priced(card: &Card, shown: &Shown) -> Priced {
    let as_shown = |price: UnitPrice| shown.price(price, &card.vat_class);
    let own = card.price();
    let base = card.tariff.base();
    let list = base.filter(|base| own.is_some_and(|own| own.is_below(*base))).and_then(as_shown);
    let next = card.tariff.next_break(card.least_quantity());
    let next = next.and_then(|(from, price)| Some((from, as_shown(price)?)));
    Priced { list, own: own.and_then(as_shown), next }
}

/// Address of a product's page.
#[must_use]
pub fn href(sku: &str) -> String {
    format!("/products/{}", encoded(sku))
}

fn picture_url(card: &Card) -> Option<String> {
    card.image.as_deref().map(image_url)
}

/// "without VAT" or "with VAT"; nothing where prices are hidden.
fn vat_word(words: &Language, shown: &Shown) -> Option<String> {
    match shown.prices {
        PricesShown::Hidden => None,
        PricesShown::Net => Some(words.say("products-without-vat").to_owned()),
        PricesShown::Gross => Some(words.say("products-with-vat").to_owned()),
    }
}
