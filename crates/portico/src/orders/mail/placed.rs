//! The mails that carry a whole order: received, and cancelled.

use super::super::kept::{OrderDetail, OrderHead, OrderLine};
use super::super::to_charge::to_charge;
use super::super::view::detail::{address_lines, vat_label};
use super::super::{Stage, Status};
use super::{Letter, read, read_body};
use crate::access::notices::Notice;
use crate::platform::db::{DbError, View, args};
use crate::platform::mail::{Desk, Mail};
use crate::platform::words::Language;

/// Lines listed in a mail at most.
const LINES_MOST: usize = 100;

/// To whoever placed an order: what we received.
pub(super) fn order_placed(
    view: &mut View,
    desk: &Desk,
    body: &str,
) -> Result<Option<Mail>, DbError> {
    let body = read_body(body)?;
    let Some((order, reader)) = read(view, &body, Notice::OrderPlaced)? else {
        return Ok(None);
    };
    let letter = Letter::to(view, desk, &order.head.number, reader)?;
    let waits = order.head.status == Status::AwaitingApproval;
    let first = letter.say(if waits { "mail-order-waits" } else { "mail-order-placed" });
    let after = whole_order(&letter, &order);
    Ok(Some(letter.mail("mail-order-subject", vec![first], after)))
}

/// Lines, sums and where it goes; without money for whoever sees no prices.
pub(super) fn whole_order(letter: &Letter<'_>, order: &OrderDetail) -> Vec<String> {
    let (words, prices) = (letter.words, letter.reader.prices);
    let mut all = vec![lines(words, order, prices)];
    if prices {
        all.push(totals(words, order));
    }
    all.extend(head(words, &order.head));
    all
}

/// Staff cancelled an order, or some of its lines: what is left, and why.
pub(super) fn order_cancelled(
    view: &mut View,
    desk: &Desk,
    body: &str,
) -> Result<Option<Mail>, DbError> {
    let body = read_body(body)?;
    let Some((order, reader)) = read(view, &body, Notice::OrderChanged)? else {
        return Ok(None);
    };
    let number = order.head.number.as_str();
    let why = view.all::<Option<String>>(
        "select free_text from activity
         where object = $1 and verb in ('order_cancelled', 'order_lines_cancelled')
         order by id desc limit 1",
        args![&format!("order:{number}")],
    )?;
    let why = why.into_iter().next().flatten().unwrap_or_default();
    let letter = Letter::to(view, desk, number, reader)?;
    let whole = order.head.status == Status::Cancelled;
    let first = letter.say(if whole { "mail-order-cancelled" } else { "mail-lines-cancelled" });
    let mut after = vec![cancelled(letter.words, &order)];
    if letter.reader.prices {
        let left = to_charge(&order).total.with_sign();
        after.push(format!("{}: {left}", letter.words.say("order-to-charge")));
    }
    Ok(Some(letter.mail("mail-cancelled-subject", vec![first, why], after)))
}

/// What of each line is cancelled by now.
fn cancelled(words: &Language, order: &OrderDetail) -> String {
    let gone = order.lines.iter().filter(|line| line.stages.of(Stage::Cancelled) > 0);
    let one = |line: &OrderLine| {
        let quantity = line.steps(line.stages.of(Stage::Cancelled)).grouped();
        let said = words.fill("pieces-cancelled", &[("quantity", &quantity)]);
        format!("{} {}: {said}", line.sku, line.name)
    };
    gone.take(LINES_MOST).map(one).collect::<Vec<_>>().join("\n")
}

fn lines(words: &Language, order: &OrderDetail, prices: bool) -> String {
    let mut said: Vec<String> =
        order.lines.iter().take(LINES_MOST).map(|line| one_line(words, line, prices)).collect();
    if order.lines.len() > LINES_MOST {
        let more = order.lines.len() - LINES_MOST;
        said.push(words.fill("mail-order-more", &[("count", &more.to_string())]));
    }
    said.join("\n")
}

fn one_line(words: &Language, line: &OrderLine, prices: bool) -> String {
    let mut text = format!("{} × {} {}", line.quantity.grouped(), line.sku, line.name);
    if prices {
        text = format!("{text}: {}", line.net.with_sign());
    }
    let later = line.stages.of(Stage::Backordered);
    if later > 0 {
        let quantity = line.steps(later).grouped();
        text = format!("{text} ({})", words.fill("pieces-awaiting", &[("quantity", &quantity)]));
    }
    text
}

fn totals(words: &Language, order: &OrderDetail) -> String {
    let mut rows =
        vec![format!("{}: {}", words.say("mail-order-goods"), order.head.goods.with_sign())];
    rows.extend(
        order.charges.iter().map(|charge| format!("{}: {}", charge.name, charge.net.with_sign())),
    );
    rows.extend(
        order
            .vat
            .iter()
            .map(|part| format!("{}: {}", vat_label(words, part), part.vat.with_sign())),
    );
    rows.push(format!("{}: {}", words.say("order-total"), order.head.total.with_sign()));
    let left = to_charge(order).total;
    if left != order.head.total {
        rows.push(format!("{}: {}", words.say("order-to-charge"), left.with_sign()));
    }
    rows.join("\n")
}

fn head(words: &Language, head: &OrderHead) -> Vec<String> {
    let lines: Vec<String> =
        address_lines(&head.address).into_iter().filter(|line| !line.is_empty()).collect();
    let mut all = vec![format!("{}:\n{}", words.say("order-delivers-to"), lines.join("\n"))];
    if let Some(reference) = &head.reference {
        all.push(format!("{}: {reference}", words.say("order-reference")));
    }
    if let Some(remarks) = &head.remarks {
        all.push(format!("{}:\n{remarks}", words.say("order-remarks")));
    }
    all
}
