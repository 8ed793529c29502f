//! HTML of approvals: the orders that wait, and the box in which somebody decides on one.

use super::{order_href, shows_prices};
use crate::access::visit::Visit;
use crate::orders::approvals::Tally;
use crate::orders::approve::{REASON_LONGEST, check, may_withdraw};
use crate::orders::happened::{Event, What};
use crate::orders::{Draft, OrderDetail, OrderHead, Status};
use crate::platform::problem::Problem;
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Field, csrf, error_line, textarea};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::marks::{Shape, Tone};
use crate::platform::web::path_segment;
use crate::platform::web::table::{self, Column, Table, cell, row, row_head, told};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Zone};

/// The page of orders that wait for this person.
#[must_use]
pub fn list(visit: &Visit, heads: &[OrderHead], zone: &Zone, today: Day) -> Markup {
    let words = &visit.words;
    let head = Head {
        title: words.say("approvals-title"),
        context: Some(html! { (words.say("approvals-what")) }),
        ..Head::default()
    };
    if heads.is_empty() {
        let none = nothing_here(
            words.say("approvals-none"),
            html! { (words.say("approvals-none-what")) },
            Some((words.say("orders-title"), "/orders")),
        );
        return html! { (title(head)) (none) };
    }
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let sign = visit.buyer.customer.currency.sign();
    let total = words.fill("order-total-in", &[("sign", &sign)]);
    let mut columns = vec![
        column("code strong", "order-number"),
        column("c-day dim", "approvals-since"),
        column("", "order-by"),
        column("c-reference", "order-reference"),
        column("num", "approvals-lines"),
    ];
    let prices = shows_prices(&visit.buyer);
    if prices {
        columns.push(Column { class: "num strong", label: &total, ..Column::default() });
    }
    let rows = html! {
        @for one in heads {
            (row("", html! {
                (row_head("code strong", html! { a href=(order_href(&one.number)) { (one.number) } }))
                (cell("c-day dim", html! { (dates::moment(words, one.placed_at, zone, today)) }))
                (cell("", html! { (one.placed_by.as_deref().unwrap_or_default()) }))
                (cell("c-reference", html! { (one.reference.as_deref().unwrap_or_default()) }))
                (told("num", words.say("approvals-lines"), html! { (one.line_count) }))
                @if prices { (cell("num strong", html! { (one.total.grouped()) })) }
            }))
        }
    };
    let caption = words.say("approvals-title");
    html! {
        (title(head))
        (table::table(Table { class: "approvals", caption, columns: &columns }, rows, None))
    }
}

/// What is known of an order that may wait for colleagues.
pub struct Asked {
    /// How many said yes, and how many must; none where it does not wait.
    pub tally: Option<Tally>,
    /// As it would be placed now, for whoever may decide.
    pub fresh: Option<Draft>,
}

/// What stands above an order that waits: for whoever may decide, or for whoever asked.
#[must_use]
pub fn box_of(
    visit: &Visit,
    order: &OrderDetail,
    asked: &Asked,
    problem: Option<&Problem>,
) -> Markup {
    let words = &visit.words;
    let head = &order.head;
    let content = match &asked.fresh {
        Some(fresh) if check(&visit.buyer, head).is_ok() => Some(section(
            "decide",
            words.say("approvals-title"),
            None,
            html! {
                (far(words, asked))
                (decision(visit, order, fresh, problem))
            },
        )),
        _ if may_withdraw(&visit.buyer, head) => Some(html! {
            (far(words, asked))
            (withdrawal(visit, head))
        }),
        _ if head.status == Status::AwaitingApproval => {
            let said = words.say("approval-waits");
            Some(html! {
                (far(words, asked))
                (flash(&Flash::new(FlashKind::Info, said)))
            })
        }
        _ => None,
    };
    html! { @if let Some(content) = content { (content) } }
}

/// How many of several colleagues have approved; nothing where one is enough.
fn far(words: &Language, asked: &Asked) -> Markup {
    let several = asked.tally.filter(|tally| tally.needed > 1);
    let said = several.map(|Tally { given, needed }| {
        let (given, needed) = (given.to_string(), needed.to_string());
        words.fill("approval-tally", &[("given", &given), ("needed", &needed)])
    });
    html! { @if let Some(said) = said { p.gap-above { (said) } } }
}

fn decision(
    visit: &Visit,
    order: &OrderDetail,
    fresh: &Draft,
    problem: Option<&Problem>,
) -> Markup {
    let words = &visit.words;
    let head = &order.head;
    let action = format!("/orders/{}/approval", path_segment(&head.number));
    let fault = problem.and_then(|p| p.errors.iter().find(|error| error.field == "/reason"));
    let fault = fault.map(|error| words.sentence(&error.text)).unwrap_or_default();
    let reason = Field {
        name: "reason",
        label: words.say("approval-reason"),
        error: &fault,
        longest: REASON_LONGEST,
        ..Field::default()
    };
    let who = head.placed_by.clone().unwrap_or_default();
    let blocked = !fresh.refused_lines().is_empty();
    let changed = changes(words, order, fresh, shows_prices(&visit.buyer));
    let button = match shows_prices(&visit.buyer) {
        true => words.fill("approval-approve-total", &[("total", &fresh.total.with_sign())]),
        false => words.say("approval-approve").to_owned(),
    };
    html! {
        div.box.gap-above {
            p { (words.fill("approval-asks", &[("name", &who)])) }
            (changed)
            div.decision {
                @if !blocked {
                    form method="post" action=(action) {
                        (csrf(&visit.csrf))
                        input type="hidden" name="expected_total" value=(fresh.total.amount());
                        button.button.main type="submit" name="decision" value="approve" data-sending=(words.say("approval-approving")) { (button) }
                    }
                }
                details open[!fault.is_empty()] {
                    summary.button { (words.say("staff-refuse")) }
                    form.gap-above method="post" action=(action) {
                        (csrf(&visit.csrf))
                        (textarea(reason, 2))
                        button.button type="submit" name="decision" value="refuse" { (words.say("staff-refuse-now")) }
                    }
                }
            }
        }
    }
}

/// What is not as it was when it was asked for: prices, the total, lines that cannot be ordered any more.
fn changes(words: &Language, order: &OrderDetail, fresh: &Draft, prices: bool) -> Markup {
    let both = || order.lines.iter().zip(&fresh.lines);
    let dearer = both().filter(|(was, now)| now.price.is_some_and(|price| price != was.price));
    let refused: Vec<_> =
        both().filter_map(|(was, now)| Some((was, now.refusal.as_ref()?))).collect();
    let short = both().filter(|(_, now)| now.short > 0 && now.refusal.is_none()).count();
    let total = (order.head.total != fresh.total && prices).then(|| {
        let (old, new) = (order.head.total.with_sign(), fresh.total.with_sign());
        words.fill("approval-total-changed", &[("old", &old), ("new", &new)])
    });
    html! {
        @if let Some(total) = total { p.gap-above { strong { (total) } } }
        ul.changes {
            @if prices {
                @for (was, now) in dearer {
                    @if let Some(price) = now.price {
                        li { (was.sku) " " (was.name) ": " (was.price.grouped()) " → " strong { (price.grouped()) } }
                    }
                }
            }
            @for (was, refusal) in &refused {
                li { (error_line("", html! { (was.sku) " " (was.name) ": " (words.sentence(&refusal.text())) })) }
            }
            @if short > 0 { li { (words.fill("cart-later", &[("count", &short.to_string())])) } }
        }
        @if !refused.is_empty() { p { (words.say("approval-blocked")) } }
    }
}

fn withdrawal(visit: &Visit, head: &OrderHead) -> Markup {
    let words = &visit.words;
    let action = format!("/orders/{}/withdrawal", path_segment(&head.number));
    html! {
        (flash(&Flash::new(FlashKind::Info, words.say("approval-yours-waits"))))
        details.confirm.gap-above data-pop {
            summary.button { (words.say("approval-withdraw")) }
            form.pop method="post" action=(action) {
                (csrf(&visit.csrf))
                p { (words.say("approval-withdraw-sure")) }
                button.button.small type="submit" { (words.say("approval-withdraw-yes")) }
            }
        }
    }
}

/// What a colleague said to an order above a limit, or whoever asked did with it.
pub(super) fn by_colleague(
    words: &Language,
    verb: &str,
    (by, why): (Option<&str>, Option<&str>),
) -> (Shape, Tone, String) {
    let (shape, tone, key) = match verb {
        "order_approved" => (Shape::Disc, Tone::Good, "happened-approved"),
        "order_disapproved" => (Shape::Triangle, Tone::Bad, "happened-disapproved"),
        _ => (Shape::Dash, Tone::Plain, "happened-withdrawn"),
    };
    let args = [("name", by.unwrap_or_default()), ("why", why.unwrap_or_default())];
    (shape, tone, words.fill(key, &args))
}

/// The colleague who refused it, where it was none of the wholesaler's.
pub(super) fn colleague(events: &[Event]) -> Option<&str> {
    events.iter().find_map(|event| match &event.what {
        What::Deed { verb, .. } if verb == "order_disapproved" => event.by.as_deref(),
        _ => None,
    })
}
