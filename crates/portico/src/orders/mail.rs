//! The mail to whoever placed an order. The outbox holds ids only; everything is looked up when it is sent.

use super::kept::{OrderDetail, OrderHead, OrderLine};
use super::store::{below, from_heads, head_columns, number_key};
use super::view::detail::{address_lines, vat_label};
use super::{Stage, Status};
use crate::access::mails::choose;
use crate::platform::db::{DbError, View, args};
use crate::platform::mail::{Desk, Kinds, Mail};
use crate::platform::settings;
use crate::platform::web::path_segment;
use crate::platform::wholesaler;
use crate::platform::words::Language;
use serde::Deserialize;

/// Lines listed in a mail at most.
const LINES_MOST: usize = 100;

/// Adds this slice's kinds of mail.
#[must_use]
pub fn kinds(kinds: Kinds) -> Kinds {
    let kinds = super::approval_mail::kinds(kinds);
    kinds.with("order_placed", order_placed).with("order_cancelled", order_cancelled)
}

/// What the outbox holds.
#[derive(Deserialize)]
struct Body {
    order: String,
    login: Option<i64>,
}

/// Whom it goes to.
struct Reader {
    name: String,
    email: String,
    language: String,
    prices: bool,
}

fn order_placed(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let body: Body = serde_json::from_str(body).map_err(|e| DbError::Failed(e.to_string()))?;
    let Some((order, reader)) = read(view, &body)? else {
        return Ok(None);
    };
    let words = desk.language(&reader.language);
    let wholesaler = settings::get(view, &wholesaler::NAME)?;
    let number = order.head.number.as_str();
    let waits = order.head.status == Status::AwaitingApproval;
    let first = words.fill(
        if waits { "mail-order-waits" } else { "mail-order-placed" },
        &[("number", number), ("wholesaler", &wholesaler)],
    );
    let link = format!("{}/orders/{}", desk.base_url, path_segment(number));
    let mut after = vec![lines(words, &order, reader.prices)];
    if reader.prices {
        after.push(totals(words, &order));
    }
    after.extend(head(words, &order.head));
    if body.login.is_some() {
        after.push(choose(desk, words));
    }
    Ok(Some(Mail {
        subject: words
            .fill("mail-order-subject", &[("number", number), ("wholesaler", &wholesaler)]),
        before: vec![words.fill("mail-hello", &[("name", &reader.name)]), first],
        link: Some((words.say("mail-order-link").to_owned(), link)),
        after,
        sign_off: words.fill("mail-sign-off", &[("wholesaler", &wholesaler)]),
        to_name: reader.name,
        to_email: reader.email,
    }))
}

/// Staff cancelled an order, or some of its lines: what is left, and why.
fn order_cancelled(view: &mut View, desk: &Desk, body: &str) -> Result<Option<Mail>, DbError> {
    let body: Body = serde_json::from_str(body).map_err(|e| DbError::Failed(e.to_string()))?;
    let Some((order, reader)) = read(view, &body)? else {
        return Ok(None);
    };
    let words = desk.language(&reader.language);
    let wholesaler = settings::get(view, &wholesaler::NAME)?;
    let number = order.head.number.as_str();
    let why = view.all::<Option<String>>(
        "select free_text from activity
         where object = $1 and verb in ('order_cancelled', 'order_lines_cancelled')
         order by id desc limit 1",
        args![&format!("order:{number}")],
    )?;
    let why = why.into_iter().next().flatten().unwrap_or_default();
    let whole = order.head.status == Status::Cancelled;
    let first = words.fill(
        if whole { "mail-order-cancelled" } else { "mail-lines-cancelled" },
        &[("number", number), ("wholesaler", &wholesaler)],
    );
    let link = format!("{}/orders/{}", desk.base_url, path_segment(number));
    Ok(Some(Mail {
        subject: words
            .fill("mail-cancelled-subject", &[("number", number), ("wholesaler", &wholesaler)]),
        before: vec![words.fill("mail-hello", &[("name", &reader.name)]), first, why],
        link: Some((words.say("mail-order-link").to_owned(), link)),
        after: Vec::new(),
        sign_off: words.fill("mail-sign-off", &[("wholesaler", &wholesaler)]),
        to_name: reader.name,
        to_email: reader.email,
    }))
}

/// Whom it goes to: the login whose order it is, while it may still see it; where staff ordered for the customer, its first
/// contact.
fn reader(view: &mut View, body: &Body) -> Result<Option<Reader>, DbError> {
    type Row = (Option<String>, Option<String>, String, String);
    let row = match body.login {
        Some(_) => view.one::<Row>(OF_LOGIN, args![&number_key(&body.order), body.login])?,
        None => view.one::<Row>(OF_CUSTOMER, args![&number_key(&body.order)])?,
    };
    let Some((name, Some(email), language, prices)) = row else { return Ok(None) };
    let name = name.unwrap_or_else(|| email.clone());
    Ok(Some(Reader { name, email, language, prices: prices != "hidden" }))
}

const OF_LOGIN: &str = "select l.name, l.email, l.language, c.prices_shown
     from orders o
     join memberships m on m.customer_id = o.customer_id and m.login_id = $2
     join logins l on l.id = m.login_id
     join customers c on c.id = o.customer_id
     where o.number_key = $1 and o.login_id = $2 and m.ended_at is null and l.closed_at is null
     and not exists (select 1 from mails_unwanted u
         where u.login_id = $2 and u.membership_id = m.id and u.notice = 'order_placed')";

const OF_CUSTOMER: &str = "select c.contact_name, c.contact_email, c.language, c.prices_shown
     from orders o join customers c on c.id = o.customer_id
     where o.number_key = $1 and o.login_id is null and c.closed_at is null";

/// The order with everything below it, and whom the mail goes to.
fn read(view: &mut View, body: &Body) -> Result<Option<(OrderDetail, Reader)>, DbError> {
    let Some(reader) = reader(view, body)? else { return Ok(None) };
    let head = view.one::<OrderHead>(
        concat!("select ", head_columns!(), from_heads!(), " where o.number_key = $1"),
        args![&number_key(&body.order)],
    )?;
    let Some(head) = head else { return Ok(None) };
    let lines = view.all::<OrderLine>(
        "select l.id, l.line, l.parent_line, l.sku, l.name, l.unit, l.quantity, l.quantity_decimals,
             l.price, l.per, l.discount, l.net_minor, l.vat_rate, l.vat_category, l.remarks,
             l.supplied_from, l.pending, l.backordered, l.allocated, l.released, l.shipped,
             l.cancelled, l.returned, l.invoiced, null, false, o.currency, l.product_id
         from order_lines l join orders o on o.id = l.order_id
         where l.order_id = $1 order by l.line limit 5000",
        args![head.id],
    )?;
    let order = below(view, head, lines)?;
    Ok(Some((order, reader)))
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
