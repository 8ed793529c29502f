//! One order: facts, lines with their ledger, sums, where it goes, what happened.

use super::adjusted::adjusted;
use super::change::{DecideForm, asked};
use super::comments::{CommentForm, Talk, comments};
use super::happened::happened;
use super::{
    approval, key_of_bars, may_approve, order_href, picture_href, pieces, pieces_in_words,
    promised, shows_prices, state_of,
};
use crate::access::Buyer;
use crate::backoffice::returns::{self, store::Return};
use crate::billing::{self, Document};
use crate::orders::adjust::kept::Adjusted;
use crate::orders::approve::QUOTE_SOURCE;
use crate::orders::change::Change;
use crate::orders::comment::Comment;
use crate::orders::happened::Event;
use crate::orders::to_charge::to_charge;
use crate::orders::{HandOver, OrderDetail, OrderHead, OrderLine, Stage, Status, shipping};
use crate::platform::problem::Problem;
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::csrf;
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::ledger::{Pieces, ledger_bar};
use crate::platform::web::lists::{Fact, address, calm_facts};
use crate::platform::web::marks::Tone;
use crate::platform::web::numbers::{ledger_number, with_minus};
use crate::platform::web::path_segment;
use crate::platform::web::picture::picture;
use crate::platform::web::table::{self, Column, Table, cell, row, row_head, wide_cell};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Address, Day, Money, UnitPrice, VatCategory, VatPart, Zone};

/// What the page shows.
pub struct Detail<'a> {
    /// The order.
    pub order: &'a OrderDetail,
    /// What came back of it.
    pub returns: &'a [Return],
    /// What charges it, and what was credited of it.
    pub documents: &'a [Document],
    /// What happened to it.
    pub events: &'a [Event],
    /// What the wholesaler adjusted of it, newest first.
    pub adjusted: &'a [Adjusted],
    /// What the customer asked to be changed, newest first.
    pub changes: &'a [Change],
    /// For staff who decide on that.
    pub decides_changes: Option<DecideForm<'a>>,
    /// Whether the reader may ask for a change.
    pub may_ask: bool,
    /// What was written about it.
    pub comments: &'a [Comment],
    /// The form for one more; none for whoever may not write.
    pub comment_form: Option<CommentForm<'a>>,
    /// The wholesaler's name.
    pub wholesaler: &'a str,
    /// The wholesaler's zone.
    pub zone: &'a Zone,
    /// The day it is there.
    pub today: Day,
    /// Whether prices are shown.
    pub prices: bool,
    /// Whether the wholesaler's staff read it, not the customer.
    pub for_staff: bool,
    /// What forms carry, where the reader may cancel what waits.
    pub cancels: Option<&'a str>,
    /// Why something was not done.
    pub problem: Option<&'a Problem>,
}

/// The whole content of a customer's page; `placed`: it was placed just now; `asks`: what it asks of the reader.
#[must_use]
pub fn content(
    words: &Language,
    buyer: &Buyer,
    detail: &Detail<'_>,
    (placed, asks): (bool, Markup),
) -> Markup {
    let head = &detail.order.head;
    let crumbs = [(words.say("orders-title"), "/orders")];
    let crumbs = if buyer.sections.orders { &crumbs[..] } else { &[] };
    let print = html! { @if detail.may_ask { a.button href={ (order_href(&head.number)) "/change" } { (words.say("change-button")) } } button.button.script-only type="button" data-print { (words.say("order-print")) } };
    html! {
        (title(Head {
            crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &head.number,
            state: Some(state_of(words, head, may_approve(buyer, head), detail.today)),
            context: Some(html! { (placed_line(words, head, detail.wholesaler)) @if let Some(quote) = head.source.strip_prefix(QUOTE_SOURCE) { " · " a href={ "/quotes/" (path_segment(quote)) } { (words.fill("order-of-quote", &[("number", quote)])) } } }),
            actions: Some(html! { (print) @if buyer.may_order() { a.button href={ "/lists/new?order=" (head.number) } { (words.say("saved-save-as")) } a.button href={ (order_href(&head.number)) "/reorder" } { (words.say("reorder-title")) } } }),
        }))
        @if let Some(problem) = detail.problem { (flash(&Flash::new(FlashKind::Refused, words.sentence(&problem.text)))) }
        @if placed { (just_placed(words, buyer, detail)) }
        (said(words, detail))
        (asks)
        (body(words, detail))
    }
}

/// Facts, lines, sums and the rest: the same for customer and staff.
#[must_use]
pub fn body(words: &Language, detail: &Detail<'_>) -> Markup {
    let shipments = &detail.order.shipments;
    let under_way = shipments.iter().any(|shipment| shipment.is_on_its_way(detail.today));
    let lines = html! {
        section.section aria-labelledby="lines" {
            div.section-head.no-rule { h2 id="lines" { (words.say("order-lines")) } div.aside.wide-only { (key_of_bars(words, detail.for_staff, under_way)) } }
            (lines(words, detail))
        }
    };
    html! {
        (facts(words, detail))
        (lines)
        (shipping::view::of_order(words, shipments, (detail.today, detail.for_staff)))
        (returns::view::of_order(words, detail.returns, detail.today))
        (billing::view::of_order(words, detail.documents, (detail.today, detail.for_staff)))
        div.with-side {
            div { (asked(words, detail)) (adjusted(words, detail)) (delivery(words, &detail.order.head)) (remarks(words, &detail.order.head)) (comments(words, &talk(detail))) }
            (happened(words, detail))
        }
    }
}

/// What was written about the order.
fn talk<'a>(detail: &'a Detail<'_>) -> Talk<'a> {
    Talk {
        comments: detail.comments,
        form: detail.comment_form.as_ref(),
        wholesaler: detail.wholesaler,
        zone: detail.zone,
        today: detail.today,
        for_staff: detail.for_staff,
    }
}

pub(super) fn placed_line(words: &Language, head: &OrderHead, wholesaler: &str) -> String {
    let day = dates::long(words, head.placed_day);
    match (&head.placed_by, head.source.as_str()) {
        (Some(name), _) => words.fill("order-placed-by", &[("day", &day), ("name", name)]),
        (None, _) if head.staff_login_id.is_some() => {
            words.fill("order-placed-by", &[("day", &day), ("name", wholesaler)])
        }
        (None, "import" | "erp") => words.fill("order-placed-import", &[("day", &day)]),
        (None, _) => words.fill("order-placed-staff", &[("day", &day)]),
    }
}

/// What the buyer reads right after Place order.
fn just_placed(words: &Language, buyer: &Buyer, detail: &Detail<'_>) -> Markup {
    let head = &detail.order.head;
    let waits = head.status == Status::AwaitingApproval;
    let backordered =
        detail.order.lines.iter().filter(|l| l.stages.of(Stage::Backordered) > 0).count();
    let lacks = if head.part_deliveries { "placed-backorders" } else { "placed-backorders-whole" };
    let lead = words.fill("placed-lead", &[("number", &head.number)]);
    let mailed = match &buyer.view_as {
        Some(_) => words.fill("placed-for", &[("name", &buyer.customer.name)]),
        None => words.fill("placed-mailed", &[("email", &buyer.login.email)]),
    };
    let done = Flash {
        lead,
        link: Some((words.say("placed-go-on").to_owned(), "/products".to_owned())),
        ..Flash::new(FlashKind::Done, mailed)
    };
    let next = html! {
        ol.steps {
            @if waits {
                li { (words.say("placed-approval")) }
                li { (words.say("placed-approval-then")) }
            } @else {
                li { (words.fill("placed-check", &[("wholesaler", detail.wholesaler)])) }
                @if backordered > 0 { li { (words.fill(lacks, &[("count", &backordered.to_string())])) @if buyer.sections.backorders { " " a href="/backorders" { (words.say("backorders-title")) } } } }
                li { (words.say("placed-follow")) }
            }
        }
    };
    html! {
        (flash(&done))
        (section("next", words.say("placed-next"), None, next))
    }
}

/// What needs to be said first: refused, and why.
fn said(words: &Language, detail: &Detail<'_>) -> Markup {
    let head = &detail.order.head;
    if head.status != Status::Refused {
        return html! {};
    }
    let lead = match approval::colleague(detail.events) {
        Some(name) => words.fill("order-disapproved-by", &[("name", name)]),
        None => words.fill("order-refused-by", &[("wholesaler", detail.wholesaler)]),
    };
    let why = head.refused_why.clone().unwrap_or_else(|| words.say("order-refused-why").to_owned());
    flash(&Flash { lead, ..Flash::new(FlashKind::Refused, why) })
}

fn facts(words: &Language, detail: &Detail<'_>) -> Markup {
    let head = &detail.order.head;
    let fact = |label, figure, second| Fact { label, figure, second, tone: Tone::Plain };
    let reference =
        head.reference.clone().unwrap_or_else(|| words.say("order-no-reference").to_owned());
    let their_number = head.wholesaler_number.as_ref().filter(|n| **n != head.number);
    let their_number = their_number.map(|n| words.fill("order-their-number", &[("number", n)]));
    let wished = head
        .requested_day
        .map(|day| words.fill("order-wished", &[("day", &dates::weekday(words, day))]));
    let whose = if detail.for_staff { "order-customers-reference" } else { "order-reference" };
    let mut all = vec![
        fact(words.say(whose), html! { (reference) }, ""),
        fact(
            words.say("order-delivers-to"),
            html! { (head.address.one_line()) },
            wished.as_deref().unwrap_or(""),
        ),
        fact(
            words.say("order-hand-over"),
            html! { (words.say(hand_over(head))) },
            their_number.as_deref().unwrap_or(""),
        ),
    ];
    if detail.prices {
        all.push(fact(words.say("order-total-with-vat"), html! { (head.total.with_sign()) }, ""));
    }
    calm_facts(&all)
}

/// Where the order stands with the wholesaler, in words.
fn hand_over(head: &OrderHead) -> &'static str {
    match (head.status, head.hand_over) {
        (Status::AwaitingApproval | Status::AwaitingPayment, _) => "hand-over-not-yet",
        (_, HandOver::Waiting) => "hand-over-waiting",
        (_, HandOver::Sent) => "hand-over-sent",
        (_, HandOver::Received) => "hand-over-received",
        (_, HandOver::Refused) => "hand-over-refused",
        (_, HandOver::ByHand) => "hand-over-by-hand",
    }
}

fn lines(words: &Language, detail: &Detail<'_>) -> Markup {
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let sign = detail.order.head.total.currency.sign();
    let sum = words.fill("order-line-in", &[("sign", &sign)]);
    let mut columns = vec![
        column("code", "order-code"),
        Column { hidden: true, ..column("c-picture", "order-picture") },
        column("c-name", "order-product"),
        column("num c-ordered", "order-ordered"),
        column("num c-cell", "order-reserved"),
        column("num c-cell", "order-delivered"),
        column("num c-cell", "order-backorder"),
    ];
    if detail.prices {
        columns.push(Column { class: "num c-sum", label: &sum, ..Column::default() });
    }
    let rows = html! { @for line in &detail.order.lines { (line_row(words, detail, line)) } };
    let caption = words.fill("order-lines-of", &[("number", &detail.order.head.number)]);
    table::table(
        Table { class: "lines order-lines", caption: &caption, columns: &columns },
        rows,
        Some(foot(words, detail)),
    )
}

fn line_row(words: &Language, detail: &Detail<'_>, line: &OrderLine) -> Markup {
    let decimals = line.quantity.decimals;
    let number = |units: i64| ledger_number(units, &line.steps(units).grouped());
    let (delivered, awaiting) =
        (line.stages.of(Stage::Shipped), line.stages.of(Stage::Backordered));
    let in_words = pieces_in_words(words, &line.stages, decimals);
    let way = shipping::on_its_way(&detail.order.shipments, line.line, detail.today);
    let bar = Pieces { delivered: delivered - way, on_the_way: way, ..pieces(&line.stages) };
    let (packed, ended) = (line.stages.of(Stage::Released), line.stages.of(Stage::Cancelled));
    row(
        "",
        html! {
            (row_head("code", html! { @if line.product_shown { a href={ "/products/" (path_segment(&line.sku)) } { (line.sku) } } @else { (line.sku) } }))
            (cell("c-picture", picture(picture_href(line.image.as_deref()).as_deref(), &line.name)))
            (cell("c-name", html! {
                span.name { (line.name) }
                (ledger_bar(bar, &in_words))
                span.in-words { (in_words) }
                @if way > 0 { span.second { a href="#shipments" { (words.fill("order-on-its-way", &[("quantity", &line.steps(way).grouped())])) } } }
                @if packed > 0 { span.second.wide-only { (words.fill("pieces-packed", &[("quantity", &line.steps(packed).grouped())])) } }
                @for text in waits(words, detail, line) { span.second { (text) } }
                (cancel_button(words, detail, line))
                @if ended > 0 { span.second.wide-only { (words.fill("pieces-cancelled", &[("quantity", &line.steps(ended).grouped())])) } }
                @if let Some(text) = &line.remarks { span.second { (words.fill("order-line-remark", &[("text", text)])) } }
            }))
            (cell("num c-ordered strong", html! { (line.quantity.grouped()) }))
            (cell("num c-cell", number(line.stages.reserved())))
            (cell("num c-cell", number(delivered)))
            (cell(if awaiting > 0 { "num c-cell lacking" } else { "num c-cell" }, number(awaiting)))
            @if detail.prices { (cell("num c-sum", html! { (line.net.grouped()) span.second { (each(words, line.price)) } })) }
        },
    )
}

/// Why a line, or a part of it, has not gone: when the rest is expected, or that it waits for the whole order.
fn waits(words: &Language, detail: &Detail<'_>, line: &OrderLine) -> Vec<String> {
    let lacks = |line: &OrderLine| line.stages.of(Stage::Backordered) > 0;
    let mut said: Vec<String> =
        line.promises.iter().map(|promise| promised(words, promise, detail.today)).collect();
    let held = line.stages.of(Stage::Allocated);
    let whole = !detail.order.head.part_deliveries && detail.order.lines.iter().any(lacks);
    if held > 0 && whole {
        let quantity = line.steps(held).grouped();
        said.push(words.fill("order-waits-for-whole", &[("quantity", &quantity)]));
    }
    said
}

/// Where the customer may cancel what waits: one button for the part of this line.
fn cancel_button(words: &Language, detail: &Detail<'_>, line: &OrderLine) -> Markup {
    let lacking = line.stages.of(Stage::Backordered);
    let Some(token) = detail.cancels.filter(|_| lacking > 0) else {
        return html! {};
    };
    let quantity = line.steps(lacking).grouped();
    let label = words.fill("backorder-cancel", &[("quantity", &quantity)]);
    let named = words.fill("backorder-cancel-of", &[("quantity", &quantity), ("name", &line.name)]);
    html! {
        form.second method="post" action={ (order_href(&detail.order.head.number)) "/cancellation" } {
            (csrf(token))
            button.button.small type="submit" name="line" value=(line.line) aria-label=(named) { (label) }
        }
    }
}

/// "5.92 each", "3.99 per 100".
#[must_use]
pub fn each(words: &Language, price: UnitPrice) -> String {
    if price.per == 1 {
        return words.fill("price-each", &[("price", &price.grouped())]);
    }
    words.fill("price-per", &[("price", &price.grouped()), ("per", &price.per.to_string())])
}

fn foot(words: &Language, detail: &Detail<'_>) -> Markup {
    let order = detail.order;
    let count = words.fill("lines-count", &[("count", &order.lines.len().to_string())]);
    html! {
        (row("", html! {
            (wide_cell("", 3, html! { (count) }))
            @for sum in sums(order) { (cell("num wide-only", sum)) }
            @if detail.prices { (table::num(&order.head.goods.grouped())) }
        }))
        @if detail.prices {
            @for charge in &order.charges { (row("", html! { (wide_cell("", 7, html! { (charge.name) })) (table::num(&charge.net.grouped())) })) }
            @for part in &order.vat { (row("", html! { (wide_cell("", 7, html! { (vat_label(words, part)) })) (table::num(&part.vat.grouped())) })) }
            (row("total", html! { (wide_cell("", 7, html! { (words.say("order-total")) })) (table::num(&order.head.total.with_sign())) }))
            (left_to_charge(words, order))
        }
    }
}

/// Below the total, where something was cancelled: how much of it falls away, and what is left.
fn left_to_charge(words: &Language, order: &OrderDetail) -> Markup {
    let total = order.head.total;
    let left = to_charge(order);
    if left.total == total {
        return html! {};
    }
    let away = Money::new(left.total.minor - total.minor, total.currency);
    html! {
        (row("", html! { (wide_cell("", 7, html! { (words.say("order-falls-away")) })) (table::num(&with_minus(&away.grouped()))) }))
        (row("total", html! { (wide_cell("", 7, html! { (words.say("order-to-charge")) })) (table::num(&left.total.with_sign())) }))
    }
}

/// Sums of the ledger's columns; blank where pieces and metres would be added up.
fn sums(order: &OrderDetail) -> [Markup; 4] {
    if order.lines.iter().any(|line| line.quantity.decimals > 0) {
        return std::array::from_fn(|_| html! {});
    }
    let sum = |of: &dyn Fn(&OrderLine) -> i64| {
        let units: i64 = order.lines.iter().map(of).sum();
        ledger_number(units, &portico_types::Quantity::whole(units).grouped())
    };
    [
        sum(&|line| line.quantity.units),
        sum(&|line| line.stages.reserved()),
        sum(&|line| line.stages.of(Stage::Shipped)),
        sum(&|line| line.stages.of(Stage::Backordered)),
    ]
}

/// "VAT 20 % on 1,216.73", or why there is none.
#[must_use]
pub fn vat_label(words: &Language, part: &VatPart) -> String {
    let taxable = part.taxable.grouped();
    match part.taxed.category {
        VatCategory::ReverseCharge => words.fill("vat-reverse-charge", &[("taxable", &taxable)]),
        VatCategory::Export => words.fill("vat-export", &[("taxable", &taxable)]),
        _ => words.fill("vat-on", &[("rate", &part.taxed.rate.text()), ("taxable", &taxable)]),
    }
}

fn delivery(words: &Language, head: &OrderHead) -> Markup {
    let lines = address_lines(&head.address);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let part = if head.part_deliveries { "order-part-deliveries" } else { "order-whole-delivery" };
    let content = html! {
        dl.pairs {
            dt { (words.say("order-delivers-to")) } dd { (address(&lines)) }
            @if let Some(day) = head.requested_day { dt { (words.say("order-day")) } dd { (dates::weekday(words, day)) } }
            dt { (words.say("order-deliveries")) } dd { (words.say(part)) }
        }
    };
    section("delivery", words.say("order-delivery"), None, content)
}

/// An address, a line each.
#[must_use]
pub fn address_lines(address: &Address) -> Vec<String> {
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        address.name.clone(),
        some(&address.contact),
        address.line1.clone(),
        some(&address.line2),
        address.town(),
        some(&address.region),
        address.country.name().to_owned(),
        some(&address.phone),
    ]
}

fn remarks(words: &Language, head: &OrderHead) -> Markup {
    let Some(text) = &head.remarks else {
        return html! {};
    };
    let by = head.placed_by.clone().unwrap_or_default();
    let content = html! {
        div.prose.gap-above { @for line in text.lines() { p { (line) } } p.ink-2 { (by) } }
    };
    section("remarks", words.say("order-remarks"), None, content)
}

/// A link to an order, for other slices' sentences.
#[must_use]
pub fn link(number: &str) -> Markup {
    html! { a href=(order_href(number)) { (number) } }
}

/// Whether prices are shown to this customer; staff always see them.
#[must_use]
pub fn prices_for(buyer: &Buyer) -> bool {
    shows_prices(buyer)
}
