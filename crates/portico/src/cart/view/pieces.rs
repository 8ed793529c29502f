//! Pieces of HTML for a page with scripts: what a changed quantity or field changes on it.
//!
//! Any page may hold, for a product: the check mark `in-CODE`, the sentence `wrong-CODE` (a `span.said`, empty while all is
//! well). The page of the current order holds the line `line-CODE`, `cart-totals`, `cart-tail`, `cart-look`, `cart-bar-total`.

use super::{Shown, lines, look_line, totals};
use crate::orders::LineRefusal;
use crate::platform::web::dom_id;
use crate::platform::web::flash::{Flash, FlashKind};
use crate::platform::web::forms::error_line;
use crate::platform::web::frame::{CartPanel, FrameWords};
use crate::platform::web::layout::{cart_pieces, flash_piece};
use crate::platform::web::marks::{CheckMark, check_mark};
use maud::{Markup, html};

/// The whole answer.
#[must_use]
pub fn answer(shown: &Shown<'_>, panel: Option<&CartPanel>, frame_words: &FrameWords) -> Markup {
    if shown.typed.from == "/cart" {
        return cart_page(shown);
    }
    html! {
        @if let Some(panel) = panel { (cart_pieces(panel, frame_words)) }
        @for (sku, _) in &shown.typed.quantities { (product(shown, sku)) }
        @if let Some((_, _, refusal)) = shown.faults.quantities.first() {
            (flash_piece(&Flash::new(FlashKind::Refused, not_changed(shown, refusal))))
        }
    }
}

fn not_changed(shown: &Shown<'_>, refusal: &LineRefusal) -> String {
    let why = shown.words.sentence(&refusal.text());
    shown.words.fill("cart-not-changed", &[("why", &why)])
}

/// Check mark and sentence of one product, on a page of products.
fn product(shown: &Shown<'_>, sku: &str) -> Markup {
    let kept = shown.page.view.lines.iter().find(|line| line.sku.eq_ignore_ascii_case(sku.trim()));
    let quantity = kept.map(|line| line.quantity.grouped());
    let long = quantity.as_ref().map(|q| shown.words.fill("cart-in-order", &[("quantity", q)]));
    let code = kept.map_or(sku, |line| line.sku.as_str());
    let fault = shown.faults.quantities.iter().find(|(of, _, _)| of == sku);
    let wrong = dom_id("wrong", code);
    let said = fault.map(|(_, _, refusal)| shown.words.sentence(&refusal.text()));
    html! {
        (check_mark(CheckMark {
            id: &dom_id("in", code),
            quantity: quantity.as_deref().zip(long.as_deref()),
            long: false,
            replaces: true,
        }))
        @match &said {
            Some(said) => span.said.bad data-replace=(wrong) { (error_line("", html! { (said) })) },
            None => span.said data-replace=(wrong) {},
        }
    }
}

/// What changes on the page of the current order.
fn cart_page(shown: &Shown<'_>) -> Markup {
    let changed =
        |sku: &str| shown.typed.quantities.iter().any(|(of, _)| of.eq_ignore_ascii_case(sku));
    let gone = shown.typed.quantities.iter().filter(|(sku, _)| {
        !shown.page.view.lines.iter().any(|line| line.sku.eq_ignore_ascii_case(sku))
    });
    html! {
        table { tbody {
            @for (kept, drafted) in lines::lines(shown) { @if changed(&kept.sku) { (lines::line(shown, kept, drafted, true)) } }
            @for (sku, _) in gone { tr data-replace=(dom_id("line", sku)) hidden {} }
        } }
        div.box data-replace="cart-totals" { (totals::inside(shown)) }
        div data-replace="cart-look" { (look_line(shown)) }
        span.tail data-replace="cart-tail" { (lines::later(shown)) }
        div.amount data-replace="cart-bar-total" { (shown.page.view.draft.total.with_sign()) }
    }
}
