//! Comments on an order: customer and wholesaler write to each other, both read all of them. What the customer wrote
//! waits until staff answer it, or say that it needs no answer. Notes that never leave staff stand in `note`. Quotations
//! have comments of the same kind in a table of their own: a [`Thread`] says where.

use super::kept::OrderHead;
use super::mail;
use super::store::{self, number_key};
use crate::access::notices::Notice;
use crate::access::staff_mails::tell_staff;
use crate::access::{Buyer, Staff, StaffRole};
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::Moment;

/// The longest comment, in characters.
pub const LONGEST: usize = 2_000;
/// Comments of one order at most.
pub const MOST: i64 = 500;

/// Who wrote a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Somebody of the customer's.
    Customer,
    /// Somebody of the wholesaler's staff.
    Wholesaler,
}

impl Side {
    /// As stored and as in the API.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Side::Customer => "customer",
            Side::Wholesaler => "wholesaler",
        }
    }
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its id; later ones are larger.
    pub id: i64,
    /// When it was written.
    pub at: Moment,
    /// Whose it is.
    pub side: Side,
    /// Name of the person. Customers hear the wholesaler's name instead of a name of the staff.
    pub by: String,
    /// The text.
    pub text: String,
    /// Whether it waits for an answer of the staff.
    pub waits: bool,
}

impl FromRow for Comment {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (id, at, side) = (row.next()?, Moment(row.next()?), row.next::<String>()?);
        let side = if side == "customer" { Side::Customer } else { Side::Wholesaler };
        Ok(Comment { id, at, side, by: row.next()?, text: row.next()?, waits: row.next()? })
    }
}

/// Where the comments on one kind of thing stand: statements over its table.
pub struct Thread {
    /// How many comments a thing has: `$1`.
    pub count: &'static str,
    /// Writes one: id `$1`, thing, side, login, moment, text, moment it was seen `$7`.
    pub insert: &'static str,
    /// One waits no longer: thing `$1`, comment, moment, login `$4`.
    pub settle: &'static str,
    /// The comments on a thing `$1`, oldest first, `$2` at most.
    pub list: &'static str,
}

static ON_ORDERS: Thread = Thread {
    count: "select count(*) from order_comments where order_id = $1",
    insert: "insert into order_comments (id, order_id, side, login_id, at, body, seen_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    settle: "update order_comments set seen_at = $3, seen_by = $4
         where order_id = $1 and id = $2 and seen_at is null",
    list: "select c.id, c.at, c.side, l.name, c.body, c.seen_at is null
         from order_comments c join logins l on l.id = c.login_id
         where c.order_id = $1 order by c.id limit $2",
};

/// Why a comment is not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// Staff who see the portal as the customer would write in its name.
    AsCustomer,
    /// No such order, or somebody else's.
    NotFound,
    /// No text, or one that is too long.
    BadText,
    /// The order has as many as it may have.
    Full,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::AsCustomer => {
                Problem::new(403, "not_allowed", Text::plain("comment-as-customer"))
            }
            Refusal::NotFound => Problem::not_found(),
            Refusal::BadText => {
                let text = Text::plain("comment-needed").with("most", LONGEST);
                Problem::invalid(vec![FieldProblem::new("/text", "required", text)])
            }
            Refusal::Full => {
                Problem::new(422, "out_of_range", Text::plain("comment-full").with("most", MOST))
            }
        }
        .into()
    }
}

/// The text as it is kept. Pure.
///
/// # Errors
/// [`Refusal::BadText`].
pub fn check(text: &str) -> Result<String, Refusal> {
    let kept = super::draft::clean(text).ok_or(Refusal::BadText)?;
    if kept.chars().count() > LONGEST { Err(Refusal::BadText) } else { Ok(kept) }
}

/// Whether this person may write in the customer's name. Pure.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::AsCustomer`].
pub fn may_write(buyer: &Buyer) -> Result<(), Refusal> {
    match buyer.view_as {
        Some(_) => Err(Refusal::AsCustomer),
        None if buyer.may_order() => Ok(()),
        None => Err(Refusal::NotAllowed),
    }
}

/// The customer writes on an order it sees. Staff who asked for such mails are told.
///
/// # Errors
/// A [`Refusal`] as a problem; somebody else's order is absent.
pub fn write(tx: &mut Tx, buyer: &Buyer, number: &str, text: &str) -> Result<Comment, AppError> {
    let head = store::head(tx, buyer, number)?.ok_or(Refusal::NotFound)?;
    may_write(buyer)?;
    let text = check(text)?;
    let (id, now) =
        (insert(tx, &ON_ORDERS, head.id, (Side::Customer, buyer.login.id), &text)?, tx.now());
    record(tx, (buyer.login.id, head.customer_id), "order_commented", (&head.number, id))?;
    tell_staff(tx, Notice::StaffOrderComment, &id.to_string())?;
    let by = buyer.login.name.clone();
    Ok(Comment { id, at: Moment(now), side: Side::Customer, by, text, waits: true })
}

/// Staff write on an order; of what the customer wrote, that which they had before them waits no longer: what came while
/// they were typing waits on. Whoever the order is for, and everybody of the customer's who wrote on it, gets a mail.
///
/// # Errors
/// A [`Refusal`] as a problem.
pub fn answer(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (text, read): (&str, &[i64]),
) -> Result<Comment, AppError> {
    let (order_id, customer_id, number) = for_staff(tx, staff, number)?;
    let text = check(text)?;
    let id = insert(tx, &ON_ORDERS, order_id, (Side::Wholesaler, staff.login.id), &text)?;
    let _ = settle(tx, &ON_ORDERS, staff, order_id, read)?;
    record(tx, (staff.login.id, customer_id), "order_answered", (&number, id))?;
    mail::comment(tx, order_id, id)?;
    let (at, by) = (Moment(tx.now()), staff.login.name.clone());
    Ok(Comment { id, at, side: Side::Wholesaler, by, text, waits: false })
}

/// Staff say that these comments of the customer need no answer. Says whether one of them still waited.
///
/// # Errors
/// A [`Refusal`] as a problem.
pub fn needs_no_answer(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    read: &[i64],
) -> Result<bool, AppError> {
    let (order_id, customer_id, number) = for_staff(tx, staff, number)?;
    let settled = settle(tx, &ON_ORDERS, staff, order_id, read)?;
    if let Some(last) = settled {
        record(tx, (staff.login.id, customer_id), "order_comment_read", (&number, last))?;
    }
    Ok(settled.is_some())
}

fn for_staff(tx: &mut Tx, staff: &Staff, number: &str) -> Result<(i64, i64, String), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let found = tx.one::<(i64, i64, String)>(
        "select id, customer_id, number from orders where number_key = $1",
        args![&number_key(number)],
    )?;
    found.ok_or_else(|| Refusal::NotFound.into())
}

/// Writes a comment that was looked at, and answers its id.
///
/// # Errors
/// [`Refusal::Full`].
pub fn insert(
    tx: &mut Tx,
    thread: &Thread,
    on: i64,
    (side, login_id): (Side, i64),
    text: &str,
) -> Result<i64, AppError> {
    let count = tx.one::<i64>(thread.count, args![on])?;
    if count.unwrap_or(0) >= MOST {
        return Err(Refusal::Full.into());
    }
    let (id, now) = (tx.new_id(), tx.now());
    let seen_at = (side == Side::Wholesaler).then_some(now);
    let _ = tx.exec(thread.insert, args![id, on, side.text(), login_id, now, text, seen_at])?;
    Ok(id)
}

/// Staff read these comments: the last of them that waits no longer by this.
///
/// # Errors
/// What the database says.
pub fn settle(
    tx: &mut Tx,
    thread: &Thread,
    staff: &Staff,
    on: i64,
    read: &[i64],
) -> Result<Option<i64>, DbError> {
    let now = tx.now();
    let mut read = read.to_vec();
    read.sort_unstable();
    read.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    let rows: Vec<_> = read.iter().map(|id| args![on, *id, now, staff.login.id]).collect();
    let settled = tx.exec_many(thread.settle, &rows)?;
    Ok(read.into_iter().zip(settled).filter(|(_, count)| *count == 1).map(|(id, _)| id).max())
}

fn record(
    tx: &mut Tx,
    (login_id, customer_id): (i64, i64),
    verb: &'static str,
    (number, comment): (&str, i64),
) -> Result<(), DbError> {
    let deed = Deed {
        login_id: Some(login_id),
        customer_id: Some(customer_id),
        verb,
        object: &format!("order:{number}"),
        facts: serde_json::json!({ "comment": comment }),
        free_text: None,
    };
    activity::record(tx, &deed)
}

/// The comments on an order, oldest first. The head was read for the person who asks.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, head: &OrderHead) -> Result<Vec<Comment>, DbError> {
    all_of(view, &ON_ORDERS, head.id)
}

/// The comments on a thing, oldest first; it was read for the person who asks.
///
/// # Errors
/// What the database says.
pub fn all_of(view: &mut View, thread: &Thread, on: i64) -> Result<Vec<Comment>, DbError> {
    view.all::<Comment>(thread.list, args![on, MOST])
}

/// The same as the customer may read them: staff go by the wholesaler's name.
///
/// # Errors
/// What the database says.
pub fn list_for_customer(
    view: &mut View,
    head: &OrderHead,
    wholesaler: &str,
) -> Result<Vec<Comment>, DbError> {
    Ok(as_customer(list(view, head)?, wholesaler))
}

/// Comments as the customer may read them: staff go by the wholesaler's name. Pure.
#[must_use]
pub fn as_customer(mut all: Vec<Comment>, wholesaler: &str) -> Vec<Comment> {
    for comment in all.iter_mut().filter(|comment| comment.side == Side::Wholesaler) {
        wholesaler.clone_into(&mut comment.by);
    }
    all
}

/// An order on which something a customer wrote waits for staff.
#[derive(Clone, Debug)]
pub struct WaitingOrder {
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub customer: String,
    /// How many comments wait.
    pub count: i64,
    /// When the first of them was written.
    pub since: Moment,
    /// What it says.
    pub text: String,
}

impl FromRow for WaitingOrder {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (number, customer, count) = (row.next()?, row.next()?, row.next()?);
        Ok(WaitingOrder { number, customer, count, since: Moment(row.next()?), text: row.next()? })
    }
}

/// How many orders have comments that wait.
///
/// # Errors
/// What the database says.
pub fn waiting_count(view: &mut View, _: &Staff) -> Result<i64, DbError> {
    let count = view.one::<i64>(
        "select count(distinct order_id) from order_comments where seen_at is null",
        args![],
    )?;
    Ok(count.unwrap_or(0))
}

/// Orders whose comments wait, the longest waiting first, this many at most.
///
/// # Errors
/// What the database says.
pub fn waiting(view: &mut View, _: &Staff, limit: i64) -> Result<Vec<WaitingOrder>, DbError> {
    view.all::<WaitingOrder>(
        "select o.number, c.name, w.count, f.at, f.body
         from (select order_id, count(*) as count, min(id) as first from order_comments
               where seen_at is null group by order_id) w
         join order_comments f on f.id = w.first
         join orders o on o.id = w.order_id
         join customers c on c.id = o.customer_id
         order by w.first limit $1",
        args![limit],
    )
}
