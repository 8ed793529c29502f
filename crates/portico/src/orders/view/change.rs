//! Asking for a change of a placed order, as HTML: the page, and what was asked on the order's page.

use super::detail::Detail;
use super::order_href;
use crate::customers::addresses::DeliveryAddress;
use crate::orders::adjust::{stands, stays};
use crate::orders::cancel::REASON_LONGEST;
use crate::orders::change::{Change, State, Wanted};
use crate::orders::{OrderDetail, OrderLine};
use crate::platform::problem::Problem;
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, error_line, field, select, textarea};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Column, Table, cell, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};

/// What the page shows.
pub struct Page<'a> {
    /// The order as it stands.
    pub order: &'a OrderDetail,
    /// The customer's addresses.
    pub addresses: &'a [DeliveryAddress],
    /// What was typed.
    pub typed: &'a Wanted,
    /// Why it was not taken.
    pub problem: Option<&'a Problem>,
    /// Whether anything can still be asked for.
    pub open: bool,
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
    let href = order_href(number);
    let crumbs = [(words.say("orders-title"), "/orders"), (number, href.as_str())];
    let said = page.problem.map(|problem| words.sentence(&problem.text));
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &words.fill("change-title", &[("number", number)]),
            context: Some(html! { (words.say("change-what")) }),
            ..Head::default()
        }))
        @if let Some(said) = said { (flash(&Flash::new(FlashKind::Refused, said))) }
        @if page.open {
            form method="post" action={ (href) "/changes" } {
                (csrf(page.csrf))
                (lines(words, page))
                (section("where", words.say("order-delivery"), None, delivery(words, page)))
                div.actions.gap-above {
                    button.button.main type="submit" { (words.say("change-send")) }
                    a.button href=(href) { (words.say("adjust-back")) }
                }
            }
        }
    }
}

fn lines(words: &Language, page: &Page<'_>) -> Markup {
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let columns = [
        column("code", "order-code"),
        column("c-name", "order-product"),
        column("num c-stands", "order-ordered"),
        column("c-quantity", "change-quantity"),
    ];
    let rows = html! {
        @for (index, line) in page.order.lines.iter().enumerate() { (line_row(words, page, (index, line))) }
    };
    let caption = words.fill("order-lines-of", &[("number", &page.order.head.number)]);
    table(Table { class: "adjust", caption: &caption, columns: &columns }, rows, None)
}

fn line_row(words: &Language, page: &Page<'_>, (index, line): (usize, &OrderLine)) -> Markup {
    let name = format!("quantity-{}", line.line);
    let typed = page.typed.lines.iter().find(|(number, _)| *number == line.line);
    let value = typed.map_or_else(|| stands(line).text(), |(_, text)| text.clone());
    let error = page.error(words, &format!("/lines/{index}/quantity"));
    let described = (!error.is_empty()).then(|| format!("{name}-error"));
    let label = words.fill("adjust-quantity-of", &[("code", &line.sku)]);
    let fixed = stands(line).units <= stays(line);
    row(
        "",
        html! {
            (row_head("code", html! { (line.sku) }))
            (cell("c-name", html! { (line.name) }))
            (cell("num c-stands", html! { (stands(line).grouped()) }))
            (cell("c-quantity", html! {
                @if fixed { span.ink-2 { (words.say("change-gone")) } input type="hidden" name=(name) value=(value); }
                @else {
                    input.input.short inputmode="decimal" autocomplete="off" name=(name) value=(value) aria-label=(label)
                        aria-invalid=[described.as_ref().map(|_| "true")] aria-describedby=[described.as_deref()];
                }
                @if let Some(id) = &described { (error_line(id, html! { (error) })) }
            }))
        },
    )
}

fn delivery(words: &Language, page: &Page<'_>) -> Markup {
    let head = &page.order.head;
    let day = page.typed.requested_day.clone();
    let day = day.unwrap_or_else(|| head.requested_day.map(|d| d.text()).unwrap_or_default());
    let (of_day, of_address) =
        (page.error(words, "/requested_day"), page.error(words, "/delivery_address"));
    let of_reason = page.error(words, "/reason");
    let chosen = page.typed.address.as_deref().or(head.address_number.as_deref()).unwrap_or("");
    let same = |one: &&DeliveryAddress| one.address.country == head.address.country;
    let labels: Vec<(&str, String)> = page
        .addresses
        .iter()
        .filter(same)
        .map(|one| (one.number.as_str(), one.address.one_line()))
        .collect();
    let stays = head.address.one_line();
    let mut choices = Vec::new();
    if !labels.iter().any(|(number, _)| Some(*number) == head.address_number.as_deref()) {
        let chosen = chosen.is_empty();
        choices.push(Choice { value: "", label: &stays, chosen, ..Choice::default() });
    }
    choices.extend(labels.iter().map(|(number, label)| Choice {
        value: number,
        label,
        chosen: chosen == *number,
        ..Choice::default()
    }));
    let reason = Field {
        name: "reason",
        label: words.say("change-reason"),
        value: &page.typed.reason,
        error: &of_reason,
        longest: REASON_LONGEST,
        ..Field::default()
    };
    html! {
        div.form.gap-above {
            (field(Field { name: "requested_day", label: words.say("order-day"), kind: "date", value: &day, error: &of_day, ..Field::default() }))
            (select(Field { name: "address", label: words.say("order-delivers-to"), error: &of_address, ..Field::default() }, &choices))
            (textarea(reason, 2))
        }
    }
}

/// On the order's page: what was asked, newest first; nothing where nothing was. Staff decide here.
pub(super) fn asked(words: &Language, detail: &Detail<'_>) -> Markup {
    if detail.changes.is_empty() {
        return html! {};
    }
    let key = if detail.for_staff { "changes-title-staff" } else { "changes-title" };
    let content = html! {
        ol.rows { @for change in detail.changes { li { (one(words, detail, change)) } } }
    };
    section("changes", words.say(key), None, content)
}

fn one(words: &Language, detail: &Detail<'_>, change: &Change) -> Markup {
    let (shape, tone, key) = match change.state {
        State::Open => (Shape::Triangle, Tone::Wait, "change-open"),
        State::Accepted => (Shape::Disc, Tone::Good, "change-accepted"),
        State::Declined => (Shape::Dash, Tone::Bad, "change-declined"),
        State::Replaced => (Shape::Dash, Tone::Plain, "change-replaced"),
    };
    let when = dates::moment(words, change.at, detail.zone, detail.today);
    html! {
        div.changed {
            p { (state(shape, tone, words.say(key))) }
            @if let Some(reason) = &change.reason { p.lines { (reason) } }
            ul {
                @for line in &change.lines { li { (line.product.0) " " (line.product.1) ": " (line.old.grouped()) " → " strong { (line.new.grouped()) } } }
                @if let Some(day) = change.requested_day { li { (words.say("order-day")) ": " strong { (dates::long(words, day)) } } }
                @if let Some((_, address)) = &change.address { li { (words.say("order-delivers-to")) ": " strong { (address) } } }
            }
            @if let Some(answer) = &change.answer { p.lines { (words.fill("change-answer", &[("wholesaler", detail.wholesaler), ("text", answer)])) } }
            p.second { (change.by) ", " (when) }
            @if let Some(decide) = detail.decides_changes.as_ref().filter(|_| change.state == State::Open) { (deciding(words, detail, (change, decide))) }
        }
    }
}

/// What staff need to decide on a wish.
#[derive(Clone, Debug)]
pub struct DecideForm<'a> {
    /// What forms carry.
    pub csrf: &'a str,
    /// The reason as typed.
    pub typed: &'a str,
    /// Why it was not taken.
    pub error: &'a str,
}

fn deciding(
    words: &Language,
    detail: &Detail<'_>,
    (change, form): (&Change, &DecideForm<'_>),
) -> Markup {
    let href = format!("/staff/orders/{}", path_segment(&detail.order.head.number));
    let reason = Field {
        name: "decline_reason",
        label: words.say("staff-reason"),
        need: words.say("staff-reason-need"),
        value: form.typed,
        error: form.error,
        longest: REASON_LONGEST,
        ..Field::default()
    };
    html! {
        div.decision.gap-above {
            a.button.main href={ (href) "/adjust?change=" (change.id) } { (words.say("change-grant")) }
            details open[!form.error.is_empty()] {
                summary.button { (words.say("change-decline")) }
                form.gap-above method="post" action={ (href) "/changes/" (change.id) "/refusal" } {
                    (csrf(form.csrf))
                    (textarea(reason, 2))
                    button.button type="submit" { (words.say("change-decline-now")) }
                }
            }
        }
    }
}
