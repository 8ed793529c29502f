//! HTML of one price list: what it is, its prices by product, what changed in it.

use super::history;
use super::price_lists::{days, href, kind_of, state_of, state_word, when};
use crate::catalogue::price_history::Changed;
use crate::catalogue::price_rows::PriceRow;
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Listing, Page, Value};
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::csrf;
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Fact, calm_facts, nothing_here};
use crate::platform::web::marks::Tone;
use crate::platform::web::numbers::whole_number;
use crate::platform::words::Language;
use crate::pricing::price_lists::PriceList;
use maud::{Markup, html};
use portico_types::{Currency, Day, Zone};

/// A table of prices that staff set, of a list or of a customer.
pub struct Prices<'a> {
    /// What may be asked of it.
    pub listing: &'static Listing,
    /// What was asked.
    pub asked: &'a Asked,
    /// The columns this login wants.
    pub kept: &'a Kept,
    /// What was found.
    pub page: &'a Page<PriceRow>,
    /// Address of the page of one product's prices.
    pub product: &'a str,
    /// Their currency.
    pub currency: Currency,
    /// The day it is.
    pub today: Day,
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person sets prices.
    pub edits: bool,
}

impl<'a> Prices<'a> {
    /// The table as a list; its columns are [`columns`].
    pub(super) fn view<'c>(
        &'c self,
        words: &'c Language,
        columns: &'c [Column<'c, PriceRow>],
    ) -> ListView<'c, 'c, PriceRow>
    where
        'a: 'c,
    {
        ListView {
            listing: self.listing,
            asked: self.asked,
            words,
            columns,
            kept: self.kept,
            page: self.page,
            csrf: self.csrf,
            class: "price-rows",
            caption: words.say("list-prices"),
            given: &[],
            tint: &|_| "",
            nothing: nothing_here(
                words.say("price-none"),
                html! { (words.say("price-none-what")) },
                None,
            ),
        }
    }

    /// The field that leads to the prices of a product, whether it has some or not.
    pub(super) fn jump(&self, words: &Language) -> Markup {
        jump(words, self.product, self.edits)
    }
}

/// The field that leads to the prices of a product.
pub(super) fn jump(words: &Language, path: &str, edits: bool) -> Markup {
    let label = words.say("price-product-code");
    html! {
        form.list-bar.no-print method="get" action=(path) aria-label=(words.say("price-of-product")) {
            input.input.code.sku type="text" name="sku" placeholder=(label) aria-label=(label) maxlength="100" required;
            button.button.small type="submit" { (words.say(if edits { "price-set-of" } else { "price-of-product" })) }
        }
    }
}

/// The columns of prices; `product` is the address of the page of one product's prices.
#[must_use]
pub fn columns<'a>(
    words: &'a Language,
    (currency, today): (Currency, Day),
    product: &str,
) -> Vec<Column<'a, PriceRow>> {
    let say = |key| words.say(key);
    let price = words.fill("price-in", &[("sign", &currency.sign())]);
    let product = product.to_owned();
    let held = move |row: &PriceRow| when(Day::parse(&row.valid_from), until(row), today);
    vec![
        Column::new("code", say("stock-code"), |row: &PriceRow| Value::text(&row.sku))
            .class("code strong")
            .sorted("code")
            .draw(move |row| {
                let query = serde_urlencoded::to_string([("sku", &row.sku)]).unwrap_or_default();
                html! { a href={ (product) "?" (query) } { (row.sku) } }
            }),
        Column::new("name", say("stock-product"), |row: &PriceRow| Value::text(&row.name))
            .class("c-name")
            .wide(40),
        Column::new("from", say("price-from-quantity"), |row: &PriceRow| row.from.into())
            .class("num c-from")
            .draw(move |row| from_quantity(words, &row.from.grouped())),
        Column::new("price", price, |row: &PriceRow| row.price.into())
            .class("num strong c-price")
            .draw(move |row| amount(words, row)),
        Column::new("per", say("price-list-per"), |row: &PriceRow| Value::count(row.price.per))
            .only_in_files(),
        Column::new("vat", say("list-includes-vat-short"), move |row: &PriceRow| {
            Value::word(say(if row.includes_vat { "customer-yes" } else { "customer-no" }))
        })
        .only_in_files(),
        Column::new("currency", say("customer-currency"), move |_: &PriceRow| {
            Value::own(currency.code().to_owned())
        })
        .only_in_files(),
        Column::new("since", say("price-valid-from"), |row: &PriceRow| {
            Day::parse(&row.valid_from).into()
        })
        .class("c-day")
        .draw(move |row| day(words, Day::parse(&row.valid_from), today, "price-always")),
        Column::new("until", say("price-valid-until"), |row: &PriceRow| until(row).into())
            .class("c-day c-until")
            .draw(move |row| day(words, until(row), today, "price-no-end")),
        Column::new("state", say("price-state"), move |row: &PriceRow| {
            Value::word(state_word(words, held(row)))
        })
        .class("c-state")
        .draw(move |row| state_of(words, held(row))),
    ]
}

fn until(row: &PriceRow) -> Option<Day> {
    row.valid_until.as_deref().and_then(Day::parse)
}

/// "48"; "from 48" where the table has no headings.
pub(super) fn from_quantity(words: &Language, quantity: &str) -> Markup {
    html! { span.narrow-only { (words.say("price-from-word")) " " } (quantity) }
}

/// A price with what it is for, and that it includes VAT.
fn amount(words: &Language, row: &PriceRow) -> Markup {
    let per = row.price.per.to_string();
    html! {
        (row.price.grouped())
        @if row.price.per != 1 { span.second { (words.fill("price-for", &[("per", &per)])) } }
        @if row.includes_vat { span.second { (words.say("list-with-vat")) } }
    }
}

pub(super) fn day(words: &Language, day: Option<Day>, today: Day, none: &str) -> Markup {
    match day {
        Some(day) => html! { (dates::short(words, day, today)) },
        None => html! { span.dim.wide-only { (words.say(none)) } },
    }
}

/// What the page of one list shows.
pub struct OfList<'a> {
    /// The list.
    pub list: &'a PriceList,
    /// Its prices.
    pub prices: &'a Prices<'a>,
    /// How many prices, customers of it, and open customers in its currency.
    pub counts: (i64, i64, i64),
    /// The newest changes of its prices.
    pub changes: &'a [Changed],
    /// The wholesaler's zone.
    pub zone: &'a Zone,
    /// Whether this person keeps lists.
    pub writes: bool,
}

/// One list.
#[must_use]
pub fn one(words: &Language, page: &OfList<'_>) -> Markup {
    let (shown, today) = (page.list, page.prices.today);
    let crumbs = [(words.say("menu-price-lists"), "/staff/price-lists")];
    let columns = columns(words, (page.prices.currency, today), page.prices.product);
    let view = page.prices.view(words, &columns);
    let below = |path: &str| href(&shown.code, path);
    let actions = html! {
        (buttons(&view))
        @if page.writes { a.button href=(below("/copy")) { (words.say("list-copy")) } }
        @if page.prices.edits {
            a.button href=(below("/percent")) { (words.say("percent-title")) }
            a.button href=(below("/details")) { (words.say("customer-edit")) }
        }
    };
    let held = when(shown.valid_from, shown.valid_until, today);
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &shown.name,
            state: Some(state_of(words, held)),
            context: Some(html! { (shown.code) " · " (kind_of(words, shown)) }),
            actions: Some(actions),
        }))
        @if shown.erp_ref.is_some() { (flash(&Flash::new(FlashKind::Info, words.say("list-owned-elsewhere")))) }
        (figures(words, page))
        (section("prices", words.say("list-prices"), None, html! { (page.prices.jump(words)) (list(&view)) }))
        (section("changes", words.say("product-price-history"), None, history(words, page.changes, (page.zone, today))))
    }
}

fn figures(words: &Language, page: &OfList<'_>) -> Markup {
    let (prices, customers, open) = page.counts;
    let count = |count: i64| whole_number(usize::try_from(count).unwrap_or(0));
    let of_all = words.fill("list-of-open", &[("open", &count(open))]);
    let everybody = customers >= open && open > 0;
    let held = (page.list.valid_from, page.list.valid_until);
    calm_facts(&[
        Fact {
            label: words.say("list-prices"),
            figure: html! { (count(prices)) },
            second: page.list.currency.code(),
            tone: Tone::Plain,
        },
        Fact {
            label: words.say("menu-customers"),
            figure: html! { a href=(href(&page.list.code, "/customers")) { (count(customers)) } },
            second: if everybody { words.say("list-everybody") } else { &of_all },
            tone: Tone::Plain,
        },
        Fact {
            label: words.say("price-holds"),
            figure: html! { (days(words, held, page.prices.today)) },
            second: words.say(if page.list.exclusive {
                "list-exclusive-what"
            } else {
                "list-lowest"
            }),
            tone: Tone::Plain,
        },
    ])
}

/// The token a form of one line carries, with its hidden fields.
pub(super) fn hidden(token: &str, fields: &[(&str, &str)]) -> Markup {
    html! {
        (csrf(token))
        @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
    }
}
