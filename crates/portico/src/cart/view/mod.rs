//! HTML of the current order: lines, where to, for the books, totals.

pub mod again;
pub(in crate::cart) mod head;
pub(in crate::cart) mod lines;
pub mod panel;
pub mod paste;
pub mod pieces;
pub mod quick;
pub(in crate::cart) mod totals;

pub use totals::terms;

use super::keep::Faults;
use super::pages::CartPage;
use super::typed::Typed;
use crate::access::{Buyer, PricesShown};
use crate::catalogue::view::RowWords;
use crate::platform::problem::Problem;
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::csrf;
use crate::platform::web::icons::{Icon, icon};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Moment;

/// What the page shows, and to whom.
pub struct Shown<'a> {
    /// The reader's words.
    pub words: &'a Language,
    /// How stock is said, as in the list of products.
    pub stock: RowWords<'a>,
    /// Who reads.
    pub buyer: &'a Buyer,
    /// What forms carry.
    pub csrf: &'a str,
    /// The current order and what belongs to it.
    pub page: &'a CartPage,
    /// What was typed, where some of it was refused.
    pub typed: &'a Typed,
    /// What of it could not be kept.
    pub faults: &'a Faults,
    /// Why the order was not placed.
    pub problem: Option<&'a Problem>,
    /// Whether staff enter it on their own page.
    pub for_staff: bool,
}

impl Shown<'_> {
    /// Whether this person sees prices.
    fn prices(&self) -> bool {
        self.buyer.customer.prices_shown != PricesShown::Hidden
    }

    /// The sentence about a field of the head, where something is wrong with it.
    pub(in crate::cart) fn fault(&self, field: &str) -> String {
        let of_problem = self.problem.into_iter().flat_map(|problem| &problem.errors);
        let mut all = self.faults.head.iter().chain(of_problem);
        let found = all.find(|fault| fault.field == field);
        found.map(|fault| self.words.sentence(&fault.text)).unwrap_or_default()
    }

    /// How many lines need a look.
    fn lines_to_look_at(&self) -> usize {
        lines::to_look_at(self).len()
    }

    /// Whether there is nothing to show but what could be done.
    fn is_empty(&self) -> bool {
        self.page.view.lines.is_empty() && self.faults.quantities.is_empty()
    }
}

/// The whole content of the page.
#[must_use]
pub fn content(shown: &Shown<'_>) -> Markup {
    let words = shown.words;
    html! {
        (title(Head {
            title: words.say("cart-title"),
            context: Some(html! { (context(shown)) }),
            actions: (shown.buyer.may_order() && !shown.page.view.lines.is_empty()).then(|| html! { @if !shown.for_staff { a.button href="/lists/new?from=cart" { (words.say("saved-save-as")) } } (exporting(words)) (emptying(shown)) }),
            ..Head::default()
        }))
        (look(shown))
        @if !shown.buyer.may_order() {
            (nothing_here(words.say("cart-viewer"), html! { (words.say("cart-viewer-what")) }, Some((words.say("orders-none-button"), "/products"))))
        } @else {
            form.cart id="cart" method="post" action="/cart/lines" data-saves="/cart/head" {
                (csrf(shown.csrf))
                input type="hidden" name="from" value="/cart";
                input type="hidden" name="place_key" value=(shown.page.view.cart.place_key);
                button.hidden type="submit" tabindex="-1" aria-hidden="true" { (words.say("cart-save")) }
                @if shown.is_empty() {
                    (nothing_here(words.say("cart-empty"), html! { (words.say("cart-empty-what")) }, Some((words.say("orders-none-button"), "/products"))))
                    (lines::add_line(shown))
                } @else {
                    (lines::table(shown))
                    (lines::add_line(shown))
                    div.three { (head::deliver_to(shown)) (head::books(shown)) (totals::boxed(shown)) }
                }
            }
        }
    }
}

fn context(shown: &Shown<'_>) -> String {
    let cart = &shown.page.view.cart;
    if cart.changed_at == 0 {
        return shown.words.say("cart-context-new").to_owned();
    }
    let when =
        dates::moment(shown.words, Moment(cart.changed_at), &shown.page.zone, shown.page.today);
    let args = [("when", when.as_str()), ("name", shown.buyer.login.name.as_str())];
    shown.words.fill("cart-context", &args)
}

/// The current order as a file.
fn exporting(words: &Language) -> Markup {
    html! {
        details.list-pop data-pop {
            summary.button { (icon(Icon::Download)) (words.say("list-export")) }
            div.pop {
                ul.rows {
                    li { a href="/cart/export?as=xlsx" download { (words.say("list-export-xlsx")) } }
                    li { a href="/cart/export?as=csv" download { (words.say("list-export-csv")) } }
                }
            }
        }
    }
}

/// The button that empties, asked twice.
fn emptying(shown: &Shown<'_>) -> Markup {
    let words = shown.words;
    html! {
        details.confirm data-pop {
            summary.button { (words.say("cart-empty-it")) }
            form.pop method="post" action="/cart/empty" {
                (csrf(shown.csrf))
                p { (words.say("cart-empty-sure")) }
                button.button.small type="submit" { (words.say("cart-empty-yes")) }
            }
        }
    }
}

/// The line above everything: what was refused, or what needs a look.
fn look(shown: &Shown<'_>) -> Markup {
    html! { div id="cart-look" { (look_line(shown)) } }
}

fn look_line(shown: &Shown<'_>) -> Markup {
    let words = shown.words;
    let lines = lines::to_look_at(shown);
    let first = lines.first().map(|id| (words.say("cart-first").to_owned(), format!("#{id}")));
    let fields = head::first_fault(shown);
    let link = first.or(fields.map(|id| (words.say("cart-first").to_owned(), format!("#{id}"))));
    if let Some(problem) = shown.problem {
        let sentence = words.sentence(&problem.text);
        return flash(&Flash { link, ..Flash::new(FlashKind::Refused, sentence) });
    }
    if !shown.faults.is_empty() {
        let count = shown.faults.count().to_string();
        let sentence = words.fill("cart-faults", &[("count", &count)]);
        return flash(&Flash { link, ..Flash::new(FlashKind::Refused, sentence) });
    }
    if lines.is_empty() {
        return html! {};
    }
    let lead = words.fill("cart-look-lead", &[("count", &lines.len().to_string())]);
    flash(&Flash { lead, link, ..Flash::new(FlashKind::Look, words.say("cart-look")) })
}

/// The bar at the bottom of narrow screens: what it comes to, and Place order.
#[must_use]
pub fn bottom_bar(shown: &Shown<'_>) -> Option<Markup> {
    if !shown.buyer.may_order() || shown.page.view.lines.is_empty() {
        return None;
    }
    let words = shown.words;
    Some(html! {
        div {
            small { (totals::to_pay(shown)) }
            @if shown.prices() { div.amount id="cart-bar-total" { (shown.page.view.draft.total.with_sign()) } }
        }
        @if shown.page.offers.orders() {
            button.button.main type="submit" form="cart" formaction="/orders" data-sending=(words.say("cart-placing")) { (words.say("cart-place")) }
        } @else {
            button.button.main type="submit" form="cart" formaction="/quotes" { (words.say("cart-ask-quote")) }
        }
    })
}
