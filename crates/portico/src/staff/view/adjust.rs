//! HTML of adjusting an order: every line with its quantity and price, charges, day, address, and the reason.

use crate::customers::keep_address::Kept;
use crate::orders::adjust::{Adjustment, stands};
use crate::orders::cancel::REASON_LONGEST;
use crate::orders::{OrderDetail, OrderLine, Stage};
use crate::platform::problem::Problem;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, field, select, textarea, tick};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Column, Table, cell, name, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};

/// What the page shows.
pub struct Page<'a> {
    /// The order as it stands.
    pub order: &'a OrderDetail,
    /// Whose it is.
    pub customer: &'a str,
    /// The customer's addresses.
    pub addresses: &'a [Kept],
    /// What was typed; at first what stands, or what the customer asks for.
    pub typed: &'a Adjustment,
    /// Why nothing was done.
    pub problem: Option<&'a Problem>,
    /// Whether staff may let an order pass over the credit limit.
    pub may_pass: bool,
    /// What forms carry.
    pub csrf: &'a str,
}

impl Page<'_> {
    fn error(&self, words: &Language, field: &str) -> String {
        let errors = self.problem.map(|problem| problem.errors.as_slice()).unwrap_or_default();
        let fault = errors.iter().find(|fault| fault.field == field);
        fault.map(|fault| words.sentence(&fault.text)).unwrap_or_default()
    }
}

/// The whole content.
#[must_use]
pub fn content(words: &Language, page: &Page<'_>) -> Markup {
    let number = &page.order.head.number;
    let href = format!("/staff/orders/{}", path_segment(number));
    let crumbs = [(words.say("orders-title"), "/staff/orders"), (number, href.as_str())];
    let said = page.problem.map(|problem| words.sentence(&problem.text));
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &words.fill("adjust-title", &[("number", number)]),
            context: Some(html! { (page.customer) }),
            ..Head::default()
        }))
        @if let Some(said) = said { (flash(&Flash::new(FlashKind::Refused, said))) }
        form method="post" action={ (href) "/adjustments" } {
            (csrf(page.csrf))
            input type="hidden" name="version" value=(page.typed.version);
            @if let Some(change) = page.typed.change_id { input type="hidden" name="change" value=(change); }
            (lines(words, page))
            @if !page.order.charges.is_empty() { (charges(words, page)) }
            (section("where", words.say("order-delivery"), None, delivery(words, page)))
            (section("why", words.say("adjust-why"), None, why(words, page)))
            div.actions.gap-above {
                button.button.main type="submit" data-sending=(words.say("adjust-saving")) { (words.say("adjust-save")) }
                a.button href=(href) { (words.say("adjust-back")) }
            }
        }
    }
}

fn lines(words: &Language, page: &Page<'_>) -> Markup {
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let sign = page.order.head.total.currency.sign();
    let price = words.fill("adjust-price-in", &[("sign", &sign)]);
    let columns = [
        column("code", "order-code"),
        column("c-name", "order-product"),
        column("num c-stands", "adjust-stands"),
        column("c-quantity", "adjust-quantity"),
        Column { class: "c-price", label: &price, ..Column::default() },
    ];
    let rows = html! { @for line in &page.order.lines { (line_row(words, page, line)) } };
    let caption = words.fill("order-lines-of", &[("number", &page.order.head.number)]);
    table(Table { class: "adjust", caption: &caption, columns: &columns }, rows, None)
}

fn line_row(words: &Language, page: &Page<'_>, line: &OrderLine) -> Markup {
    let typed = page.typed.lines.iter().find(|typed| typed.line == line.line);
    let number = line.line.to_string();
    let input = |what: &str, key: &'static str, value: &str| {
        let field = format!("{what}-{number}");
        let error = page.error(words, &field);
        let label = words.fill(key, &[("code", &line.sku)]);
        let described = (!error.is_empty()).then(|| format!("{field}-error"));
        html! {
            input.input.short inputmode="decimal" autocomplete="off" name=(field) value=(value) aria-label=(label)
                aria-invalid=[described.as_ref().map(|_| "true")] aria-describedby=[described.as_deref()];
            @if let Some(id) = &described { (crate::platform::web::forms::error_line(id, html! { (error) })) }
        }
    };
    let stands = stands(line);
    let waits = line.stages.of(Stage::Backordered);
    let second = (waits > 0)
        .then(|| words.fill("pieces-awaiting", &[("quantity", &line.steps(waits).grouped())]));
    let (quantity, price) = typed.map_or_else(
        || (stands.text(), line.price.amount()),
        |typed| {
            let price = Some(typed.price.clone()).filter(|price| !price.is_empty());
            (typed.quantity.clone(), price.unwrap_or_else(|| line.price.amount()))
        },
    );
    row(
        "",
        html! {
            (row_head("code", html! { (line.sku) }))
            (cell("c-name", name(html! { (line.name) }, second.as_deref())))
            (cell("num c-stands", html! { (stands.grouped()) }))
            (cell("c-quantity", input("quantity", "adjust-quantity-of", &quantity)))
            (cell("c-price", html! { (input("price", "adjust-price-of", &price)) @if line.price.per != 1 { span.second { (words.fill("adjust-per", &[("per", &line.price.per.to_string())])) } } }))
        },
    )
}

fn charges(words: &Language, page: &Page<'_>) -> Markup {
    let content = html! {
        div.form.gap-above {
            @for (charge, position) in page.order.charges.iter().zip(1_i64..) {
                @let name = format!("charge-{position}");
                @let typed = page.typed.charges.iter().find(|(at, _)| *at == position);
                @let value = typed.map_or_else(|| charge.net.amount(), |(_, text)| text.clone());
                @let error = page.error(words, &name);
                (field(Field { name: &name, label: &charge.name, hint: words.say("adjust-charge-hint"), value: &value, error: &error, ..Field::default() }))
            }
        }
    };
    section("charges", words.say("adjust-charges"), None, content)
}

fn delivery(words: &Language, page: &Page<'_>) -> Markup {
    let head = &page.order.head;
    let day = page.typed.requested_day.clone();
    let day = day.unwrap_or_else(|| head.requested_day.map(|d| d.text()).unwrap_or_default());
    let (of_day, of_address) = (page.error(words, "requested_day"), page.error(words, "address"));
    let chosen = page.typed.address.as_deref().or(head.address_number.as_deref()).unwrap_or("");
    let labels: Vec<(String, String)> = page
        .addresses
        .iter()
        .filter(|kept| kept.address.address.country == head.address.country)
        .map(|kept| (kept.address.number.clone(), kept.address.address.one_line()))
        .collect();
    let stays = head.address.one_line();
    let mut choices = vec![];
    if head.address_number.is_none()
        || !labels.iter().any(|(n, _)| Some(n) == head.address_number.as_ref())
    {
        choices.push(Choice {
            value: "",
            label: &stays,
            chosen: chosen.is_empty(),
            ..Choice::default()
        });
    }
    choices.extend(labels.iter().map(|(number, label)| Choice {
        value: number,
        label,
        chosen: chosen == number,
        ..Choice::default()
    }));
    html! {
        div.form.gap-above {
            (field(Field { name: "requested_day", label: words.say("order-day"), kind: "date", value: &day, error: &of_day, ..Field::default() }))
            (select(Field { name: "address", label: words.say("order-delivers-to"), error: &of_address, ..Field::default() }, &choices))
        }
    }
}

fn why(words: &Language, page: &Page<'_>) -> Markup {
    let error = page.error(words, "adjust_reason");
    let reason = Field {
        name: "adjust_reason",
        label: words.say("staff-reason"),
        need: words.say("staff-reason-need"),
        value: &page.typed.reason,
        error: &error,
        longest: REASON_LONGEST,
        ..Field::default()
    };
    html! {
        div.form.gap-above {
            (textarea(reason, 2))
            @if page.may_pass { div.field { (tick("pass_credit", "yes", words.say("adjust-pass-credit"), page.typed.pass_credit)) } }
            p.hint { (words.say("adjust-what")) }
        }
    }
}
