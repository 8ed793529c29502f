//! Mails about an order to the customer. The outbox holds ids only; who reads it, and what it says, is looked up when it
//! is sent. It goes to whose order it is; where no login of the customer's placed it, to the customer's first contact.

mod changed;
mod comment;
pub mod copies;
mod decided;
mod placed;
mod shipped;
pub mod switches;

use super::kept::{OrderDetail, OrderHead, OrderLine};
use super::store::{below, from_heads, head_columns, number_key};
use crate::access::mails::choose;
use crate::access::notices::Notice;
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::mail::{Desk, Kinds, Mail};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use crate::platform::{outbox, settings, wholesaler};
use serde::{Deserialize, Serialize};

/// Adds this slice's kinds of mail to customers.
#[must_use]
pub fn kinds(kinds: Kinds) -> Kinds {
    super::approval_mail::kinds(kinds)
        .with(Notice::OrderPlaced.code(), placed::order_placed)
        .with(copies::KIND, copies::order_copy)
        .with("order_cancelled", placed::order_cancelled)
        .with(Notice::OrderConfirmed.code(), decided::order_confirmed)
        .with(Notice::OrderChanged.code(), changed::order_changed)
        .with("change_declined", changed::change_declined)
        .with(Notice::OrderRefused.code(), decided::order_refused)
        .with(Notice::OrderShipped.code(), shipped::order_shipped)
        .with(Notice::BackorderCovered.code(), decided::backorder_covered)
        .with(Notice::OrderComment.code(), comment::order_comment)
}

/// What the outbox holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Body {
    /// Number of the order.
    order: String,
    /// The login it goes to; none: the customer's first contact.
    login: Option<i64>,
    /// What of the order it is about: id of a comment or an adjustment, number of a shipment, moment and source of the ledger's moves.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    about: String,
}

fn read_body(body: &str) -> Result<Body, DbError> {
    serde_json::from_str(body).map_err(|e| DbError::Failed(e.to_string()))
}

/// Whom it goes to.
struct Reader {
    name: String,
    email: String,
    language: String,
    prices: bool,
    /// Whether it is a login, which chooses its mails.
    chooses: bool,
}

/// Staff wrote this comment: whose order it is, and everybody of the customer's who wrote on it, hears.
pub(super) fn comment(tx: &mut Tx, order_id: i64, comment_id: i64) -> Result<(), DbError> {
    let order = tx.one::<(String, Option<i64>)>(
        "select number, login_id from orders where id = $1",
        args![order_id],
    )?;
    let Some((number, login)) = order else { return Ok(()) };
    let mut readers = vec![login];
    let wrote = tx.all::<i64>(
        "select distinct login_id from order_comments
         where order_id = $1 and side = 'customer' order by login_id limit 100",
        args![order_id],
    )?;
    readers.extend(wrote.into_iter().map(Some).filter(|one| *one != login));
    let about = comment_id.to_string();
    let news: Vec<_> = readers.into_iter().map(|login| (number.clone(), login)).collect();
    enqueue(tx, Notice::OrderComment.code(), &about, news)
}

/// The wholesaler confirmed these orders.
pub(super) fn confirmed(tx: &mut Tx, order_ids: &[i64]) -> Result<(), DbError> {
    tell(tx, Notice::OrderConfirmed, "", order_ids)
}

/// Staff adjusted the order: this is what is kept of it.
pub(super) fn changed(tx: &mut Tx, order_id: i64, adjustment: i64) -> Result<(), DbError> {
    tell(tx, Notice::OrderChanged, &adjustment.to_string(), &[order_id])
}

/// Staff declined what was asked for by this wish: whoever asked hears why.
pub(super) fn declined(tx: &mut Tx, order_id: i64, change_id: i64) -> Result<(), DbError> {
    let asked = tx.one::<(String, i64)>(
        "select o.number, c.login_id from order_changes c join orders o on o.id = c.order_id
         where c.id = $1 and o.id = $2",
        args![change_id, order_id],
    )?;
    let Some((number, login)) = asked else { return Ok(()) };
    enqueue(tx, "change_declined", &change_id.to_string(), vec![(number, Some(login))])
}

/// The wholesaler, or its ERP, refused the order.
pub(super) fn refused(tx: &mut Tx, order_id: i64) -> Result<(), DbError> {
    tell(tx, Notice::OrderRefused, "", &[order_id])
}

/// Goods left for the order in the shipment of this number. Call it in the transaction of the shipment.
///
/// # Errors
/// What the database says.
pub fn shipped(tx: &mut Tx, order_id: i64, shipment: &str) -> Result<(), DbError> {
    tell(tx, Notice::OrderShipped, shipment, &[order_id])
}

/// Lines of these orders that were on backorder got stock by the deed of this source, now: one mail an order and deed.
/// Called in the transaction of the moves.
pub(super) fn backorders_covered(
    tx: &mut Tx,
    source: &str,
    order_ids: &[i64],
) -> Result<(), DbError> {
    let about = format!("{}:{source}", tx.now());
    tell(tx, Notice::BackorderCovered, &about, order_ids)
}

/// Tells whoever these orders are for; once for each thing it is about.
fn tell(tx: &mut Tx, notice: Notice, about: &str, order_ids: &[i64]) -> Result<(), DbError> {
    let mut ids = order_ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<_> = ids.iter().map(|id| args![*id]).collect();
    let news = tx.all_many::<(String, Option<i64>)>(
        "select number, login_id from orders where id = $1",
        &rows,
    )?;
    enqueue(tx, notice.code(), about, news.into_iter().flatten().collect())
}

/// Writes the wishes: of each order its number and whom it goes to. Once for each thing it is about, order and reader.
fn enqueue(
    tx: &mut Tx,
    kind: &'static str,
    about: &str,
    news: Vec<(String, Option<i64>)>,
) -> Result<(), DbError> {
    let mut wishes = Vec::with_capacity(news.len());
    for (order, login) in news {
        let key = format!("{kind}:{order}:{about}:{}", login.unwrap_or(0));
        let body = Body { order, login, about: about.to_owned() };
        let body = serde_json::to_string(&body).map_err(|e| DbError::Failed(e.to_string()))?;
        wishes.push((key, body));
    }
    outbox::enqueue_many(tx, "mail", kind, &wishes)
}

/// Whom it goes to: a login while it may still see the order and wants such mails, or the customer's first contact. Nobody
/// where the wholesaler switched such mails off.
fn reader(view: &mut View, body: &Body, notice: Notice) -> Result<Option<Reader>, DbError> {
    if !switches::is_on(view, notice)? {
        return Ok(None);
    }
    type Row = (Option<String>, Option<String>, String, String);
    let key = number_key(&body.order);
    let row = match body.login {
        Some(login) => view.one::<Row>(OF_LOGIN, args![&key, login, notice.code()])?,
        None => view.one::<Row>(OF_CUSTOMER, args![&key])?,
    };
    let Some((name, Some(email), language, prices)) = row else { return Ok(None) };
    let name = name.unwrap_or_else(|| email.clone());
    let (prices, chooses) = (prices != "hidden", body.login.is_some());
    Ok(Some(Reader { name, email, language, prices, chooses }))
}

const OF_LOGIN: &str = "select l.name, l.email, l.language, c.prices_shown
     from orders o
     join memberships m on m.customer_id = o.customer_id and m.login_id = $2
     join logins l on l.id = m.login_id
     join customers c on c.id = o.customer_id
     where o.number_key = $1 and (o.login_id = $2 or m.sees = 'all')
     and m.ended_at is null and l.closed_at is null
     and not exists (select 1 from mails_unwanted u
         where u.login_id = $2 and u.membership_id = m.id and u.notice = $3)";

const OF_CUSTOMER: &str = "select c.contact_name, c.contact_email, c.language, c.prices_shown
     from orders o join customers c on c.id = o.customer_id
     where o.number_key = $1 and o.login_id is null and c.closed_at is null";

/// The order with everything below it, and whom the mail goes to.
fn read(
    view: &mut View,
    body: &Body,
    notice: Notice,
) -> Result<Option<(OrderDetail, Reader)>, DbError> {
    let Some(reader) = reader(view, body, notice)? else { return Ok(None) };
    Ok(order_of(view, &body.order)?.map(|order| (order, reader)))
}

/// The order of this number with everything below it.
fn order_of(view: &mut View, number: &str) -> Result<Option<OrderDetail>, DbError> {
    let head = view.one::<OrderHead>(
        concat!("select ", head_columns!(), from_heads!(), " where o.number_key = $1"),
        args![&number_key(number)],
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
    Ok(Some(below(view, head, lines)?))
}

/// A mail about an order being written.
struct Letter<'a> {
    desk: &'a Desk<'a>,
    words: &'a Language,
    wholesaler: String,
    number: String,
    reader: Reader,
}

impl<'a> Letter<'a> {
    fn to(
        view: &mut View,
        desk: &'a Desk<'a>,
        number: &str,
        reader: Reader,
    ) -> Result<Letter<'a>, DbError> {
        let words = desk.language(&reader.language);
        let wholesaler = settings::get(view, &wholesaler::NAME)?;
        Ok(Letter { desk, words, wholesaler, number: number.to_owned(), reader })
    }

    /// A sentence that may name the order and the wholesaler.
    fn say(&self, key: &str) -> String {
        self.words.fill(key, &[("number", &self.number), ("wholesaler", &self.wholesaler)])
    }

    /// The mail: a greeting and `before`, the link to the order, `after`.
    fn mail(self, subject: &str, before: Vec<String>, after: Vec<String>) -> Mail {
        let link = format!("{}/orders/{}", self.desk.base_url, path_segment(&self.number));
        let mut all = vec![self.words.fill("mail-hello", &[("name", &self.reader.name)])];
        all.extend(before);
        let mut after = after;
        if self.reader.chooses {
            after.push(choose(self.desk, self.words));
        }
        Mail {
            subject: self.say(subject),
            before: all,
            link: Some((self.words.say("mail-order-link").to_owned(), link)),
            after,
            sign_off: self.say("mail-sign-off"),
            to_name: self.reader.name,
            to_email: self.reader.email,
        }
    }
}
