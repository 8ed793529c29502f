//! What the current order comes to, and Place order.

use super::Shown;
use crate::access::Buyer;
use crate::customers::credit::CreditCheck;
use crate::orders::credit;
use crate::orders::view::detail::vat_label;
use crate::orders::{Draft, Refusal};
use crate::platform::web::marks::{Shape, Tone, mark};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Money;

/// The box that ends the page.
pub(super) fn boxed(shown: &Shown<'_>) -> Markup {
    html! { div.box id="cart-totals" { (inside(shown)) } }
}

/// What stands in the box.
pub(super) fn inside(shown: &Shown<'_>) -> Markup {
    let words = shown.words;
    let draft = &shown.page.view.draft;
    let wrong = shown.lines_to_look_at();
    html! {
        input type="hidden" name="expected_total" value=(draft.total.amount());
        @if shown.prices() { (sums(shown)) }
        (over_credit(shown))
        (pay_first(shown))
        @if shown.page.offers.orders() { button.button.main type="submit" formaction="/orders" data-sending=(words.say("cart-placing")) { (words.say("cart-place")) } }
        @if shown.page.offers.quotes() { (asking(shown)) }
        p.below {
            @if !shown.page.offers.orders() { (words.say("cart-quote-then")) } @else if wrong > 0 { (words.fill("cart-lines-first", &[("count", &wrong.to_string())])) } @else { (words.say("cart-then")) }
        }
        @let hints = hints(shown);
        @if !hints.is_empty() { hr; @for hint in &hints { p.small { (hint) } } }
    }
}

/// The button that asks for a quotation instead; the main one where nothing can be ordered.
fn asking(shown: &Shown<'_>) -> Markup {
    let class = if shown.page.offers.orders() { "button wide" } else { "button main" };
    html! { button class=(class) type="submit" formaction="/quotes" { (shown.words.say("cart-ask-quote")) } }
}

pub(in crate::cart) fn sums(shown: &Shown<'_>) -> Markup {
    let words = shown.words;
    let draft = &shown.page.view.draft;
    let lines = words.fill("lines-count", &[("count", &draft.lines.len().to_string())]);
    html! {
        dl.totals {
            dt { (words.fill("cart-goods", &[("lines", &lines)])) } dd { (draft.goods.grouped()) }
            @for (charge, _) in &draft.charges { dt { (charge.name) } dd { (charge.net.grouped()) } }
            @if let Some(from) = carriage_paid_from(draft) { dt { (words.fill("cart-carriage-paid", &[("from", &from.with_sign())])) } dd { (Money::zero(from.currency).grouped()) } }
            @for part in &draft.vat { dt { (vat_label(words, part)) } dd { (part.vat.grouped()) } }
            div.grand { dt { (to_pay(shown)) } dd { (draft.total.with_sign()) } }
        }
    }
}

/// "To pay, 30 days".
pub(in crate::cart) fn to_pay(shown: &Shown<'_>) -> String {
    if !shown.prices() {
        let lines = shown.page.view.lines.len().to_string();
        return shown.words.fill("lines-count", &[("count", &lines)]);
    }
    shown.words.fill("cart-to-pay", &[("terms", &terms(shown.words, &shown.page.account))])
}

/// That the order is on hold or over the credit limit, and what happens if it is placed like this: said before.
pub(in crate::cart) fn over_credit(shown: &Shown<'_>) -> Markup {
    let (words, account) = (shown.words, &shown.page.account);
    let on_hold = shown.buyer.customer.on_hold;
    let (Some(over), Some(limit)) =
        (account.over(shown.page.view.draft.total), account.credit_limit)
    else {
        return html! { @if on_hold { p.said.bad { (mark(Shape::Triangle, Tone::Bad)) " " (words.say("order-on-hold")) } } };
    };
    let (tone, then) = match account.check {
        CreditCheck::Refuse => (Tone::Bad, "credit-then-refused"),
        CreditCheck::Pay => (Tone::Bad, "credit-then-pay"),
        CreditCheck::Review => (Tone::Wait, "credit-then-review"),
        _ => (Tone::Wait, "credit-then-warn"),
    };
    let said = words.sentence(&credit::said(over, limit, shown.prices()));
    html! {
        @if on_hold { p.said.bad { (mark(Shape::Triangle, Tone::Bad)) " " (words.say("order-on-hold")) } }
        p.said.(tone.class()) { (mark(Shape::Triangle, tone)) " " (said) " " (words.say(then)) }
    }
}

/// The way to pay what the order is over the limit, where that lets it be placed. A branch's credit is its head office's.
fn pay_first(shown: &Shown<'_>) -> Markup {
    let account = &shown.page.account;
    let over = account.over(shown.page.view.draft.total);
    let pays = account.check == CreditCheck::Pay && account.payer.is_none();
    let Some(over) = over.filter(|_| pays && shown.prices() && shown.buyer.may_order()) else {
        return html! {};
    };
    let by = over.by();
    let href = format!("/payments/new?balance={}&keep_rest=yes", by.amount());
    html! { a.button.wide href=(href) { (shown.words.fill("credit-pay-over", &[("by", &by.with_sign())])) } }
}

/// "30 days", "30 days from the end of the month", "at once", "in advance".
#[must_use]
pub fn terms(words: &Language, account: &crate::customers::Account) -> String {
    if account.pays_in_advance() {
        return words.say("terms-in-advance").to_owned();
    }
    let days = account.payment_days.to_string();
    match (account.payment_days, account.payment_end_of_month) {
        (0, false) => words.say("terms-at-once").to_owned(),
        (_, false) => words.fill("terms-days", &[("days", &days)]),
        (_, true) => words.fill("terms-end-of-month", &[("days", &days)]),
    }
}

/// The amount from which carriage is free, where the order has reached it.
fn carriage_paid_from(draft: &Draft) -> Option<Money> {
    let from = Money::new(draft.rules.carriage_free_from()?, draft.goods.currency);
    (draft.goods.minor >= from.minor && draft.goods.minor > 0).then_some(from)
}

/// What is worth knowing before placing.
pub(in crate::cart) fn hints(shown: &Shown<'_>) -> Vec<String> {
    let (words, draft, buyer) = (shown.words, &shown.page.view.draft, shown.buyer);
    let mut hints = Vec::new();
    if !shown.prices() {
        return hints;
    }
    hints.extend(
        draft.value_fault().map(|fault| words.sentence(&Refusal::from(fault).problem().text)),
    );
    // Who orders too much already is not told to order more.
    let above = draft.maximum.is_some_and(|maximum| draft.goods.minor > maximum.minor);
    if let Some(missing) = draft.rules.missing_for_free_carriage(draft.goods).filter(|_| !above) {
        hints.push(words.fill("cart-carriage-missing", &[("missing", &missing.with_sign())]));
    }
    if let Some(hint) = approval(words, buyer, draft.total) {
        hints.push(hint);
    }
    let account = &shown.page.account;
    if let (Some(limit), Some(available), None) =
        (account.credit_limit, account.available_credit(), account.over(draft.total))
    {
        let after = Money::new(available.minor - draft.total.minor, draft.total.currency);
        let after = crate::platform::web::numbers::with_minus(&after.with_sign());
        hints.push(words.fill("cart-credit", &[("after", &after), ("limit", &limit.with_sign())]));
    }
    hints
}

fn approval(words: &Language, buyer: &Buyer, total: Money) -> Option<String> {
    let limit = buyer.order_limit?;
    let key = if total.minor > limit.minor { "cart-needs-approval" } else { "cart-approval-above" };
    Some(words.fill(key, &[("limit", &limit.with_sign())]))
}
