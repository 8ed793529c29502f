//! What settles what: the only writer of what is open of a document. Every change is a row of `settlements` and moves the
//! open amounts of both documents alike, so that what a customer owes never changes by settling.

use super::DocumentType;
use super::kept::{currency, day};
use super::write::{NewDocument, owe, write};
use crate::orders::invoiced::{self, Payment};
use crate::platform::db::{DbError, Tx, Val, View, args};
use portico_types::{Currency, Day, Money};
use std::collections::{BTreeMap, BTreeSet};

/// A document whose row is locked until the transaction ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// What it is.
    pub kind: DocumentType,
    /// Who pays.
    pub customer_id: i64,
    /// The day it is due.
    pub due_day: Option<Day>,
    /// What is open of it.
    pub open: Money,
    /// Of that, what is under way at a gateway.
    pub pending: Money,
}

impl Locked {
    /// What is open and not under way.
    #[must_use]
    pub fn free(&self) -> Money {
        Money::new(self.open.minor - self.pending.minor, self.open.currency)
    }
}

/// So much of a credit note or payment settles so much of an invoice, refund or chargeback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settling {
    /// Id of the credit note or payment.
    pub credit: i64,
    /// Id of what is owed.
    pub debit: i64,
    /// How much, in minor units, above nought.
    pub minor: i64,
    /// Which of the two were under way at a gateway with so much, and no longer are.
    pub pending: Pending,
}

/// Which sides of a settlement were reserved for a payment under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pending {
    /// Neither.
    Neither,
    /// What is paid: the money itself just came in.
    Debit,
    /// Both: a credit note that a payment under way used.
    Both,
}

/// Locks these documents in the order of their ids and reads what stands of them, by id. What does not exist is left out.
///
/// # Errors
/// What the database says.
pub fn lock(tx: &mut Tx, ids: &[i64]) -> Result<BTreeMap<i64, Locked>, DbError> {
    let ids: BTreeSet<i64> = ids.iter().copied().collect();
    let rows: Vec<_> = ids.iter().map(|id| args![*id]).collect();
    let _ = tx.exec_many("update documents set version = version + 1 where id = $1", &rows)?;
    type Row = (i64, String, String, i64, String, Option<String>, i64, i64);
    let read = tx.all_many::<Row>(
        "select id, number, type, customer_id, currency, due_day, open_minor, pending_minor
         from documents where id = $1",
        &rows,
    )?;
    let mut locked = BTreeMap::new();
    for (id, number, kind, customer_id, code, due, open, pending) in read.into_iter().flatten() {
        let kind = DocumentType::from_text(&kind)
            .ok_or_else(|| DbError::Failed(format!("no such type of document: {kind}")))?;
        let currency = currency(&code)?;
        let (open, pending) = (Money::new(open, currency), Money::new(pending, currency));
        let due_day = due.as_deref().map(day).transpose()?;
        let _ = locked.insert(id, Locked { id, number, kind, customer_id, due_day, open, pending });
    }
    Ok(locked)
}

/// Settles, once for its source. The documents must be locked, belong to one customer and have so much open: whoever asks
/// has looked, so that less is a mistake of the program and nothing is written.
///
/// # Errors
/// More than is open; what the database says.
pub fn settle(tx: &mut Tx, settlings: &[Settling], day: Day, source: &str) -> Result<(), DbError> {
    let (now, day) = (tx.now(), day.text());
    let rows: Vec<Vec<Val<'_>>> = settlings
        .iter()
        .map(|s| {
            let id = tx.new_id();
            args![id, s.credit, s.debit, s.minor, &day, source, now].to_vec()
        })
        .collect();
    tx.exec_each_one(
        "insert into settlements (id, credit_id, debit_id, amount_minor, day, source, at)
         select $1, c.id, d.id, $4, $5, $6, $7 from documents c
         join documents d on d.customer_id = c.customer_id and d.currency = c.currency
         where c.id = $2 and d.id = $3 and c.type in ('credit_note', 'payment')
             and d.type in ('invoice', 'refund', 'chargeback') and cast($4 as bigint) > 0",
        &rows,
    )?;
    let mut changes: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for s in settlings {
        let sides =
            [(s.credit, s.pending == Pending::Both), (s.debit, s.pending != Pending::Neither)];
        for (id, was_pending) in sides {
            let (open, pending) = changes.entry(id).or_default();
            *open += s.minor;
            *pending += if was_pending { s.minor } else { 0 };
        }
    }
    let rows: Vec<_> =
        changes.iter().map(|(id, (open, pending))| args![*id, *open, *pending]).collect();
    tx.exec_each_one(
        "update documents set open_minor = open_minor - $2, pending_minor = pending_minor - $3
         where id = $1 and open_minor - $2 >= pending_minor - $3 and pending_minor >= $3",
        &rows,
    )?;
    tell_orders(tx, &settlings.iter().map(|s| s.debit).collect::<Vec<_>>())
}

/// Orders are told how they stand with money, after something of their invoices was issued, settled or taken back.
pub(super) fn tell_orders(tx: &mut Tx, debits: &[i64]) -> Result<(), DbError> {
    let ids: BTreeSet<i64> = debits.iter().copied().collect();
    let keys: Vec<_> = ids.iter().map(|id| args![*id]).collect();
    let sums = tx.all_many::<(i64, i64, i64)>(
        "select y.order_id, cast(sum(d.total_minor) as bigint), cast(sum(d.open_minor) as bigint)
         from document_orders x
         join document_orders y on y.order_id = x.order_id
         join documents d on d.id = y.document_id and d.type = 'invoice'
         where x.document_id = $1 group by y.order_id order by y.order_id limit 500",
        &keys,
    )?;
    let state = |(order, total, open): (i64, i64, i64)| {
        let payment = match open {
            0 => Payment::Paid,
            open if open == total => Payment::Open,
            _ => Payment::Part,
        };
        (order, payment)
    };
    let states: BTreeMap<i64, Payment> = sums.into_iter().flatten().map(state).collect();
    invoiced::tell_payments(tx, &states.into_iter().collect::<Vec<_>>())
}

/// Takes a settlement back, whole or in part: both documents are open again by so much. Once for its source.
///
/// # Errors
/// More than was settled between the two; what the database says.
pub fn take_back(
    tx: &mut Tx,
    (credit, debit): (i64, i64),
    minor: i64,
    (day, source): (Day, &str),
) -> Result<(), DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.exec_each_one(
        "insert into settlements (id, credit_id, debit_id, amount_minor, day, source, at)
         select $1, $2, $3, - cast($4 as bigint), $5, $6, $7
         where cast($4 as bigint) > 0 and cast($4 as bigint) <=
             (select cast(coalesce(sum(s.amount_minor), 0) as bigint) from settlements s
              where s.credit_id = $2 and s.debit_id = $3)",
        &[args![id, credit, debit, minor, &day.text(), source, now]],
    )?;
    let mut ids = [credit, debit];
    ids.sort_unstable();
    tx.exec_each_one(
        "update documents set open_minor = open_minor + $2
         where id = $1 and open_minor + $2 <= total_minor",
        &ids.map(|id| args![id, minor]),
    )?;
    tell_orders(tx, &[debit])
}

/// So much of a document is under way at a gateway from now on: false, and nothing done, where less is free.
///
/// # Errors
/// What the database says.
pub fn reserve(tx: &mut Tx, id: i64, minor: i64) -> Result<bool, DbError> {
    let changed = tx.exec(
        "update documents set pending_minor = pending_minor + $2
         where id = $1 and open_minor - pending_minor >= $2 and cast($2 as bigint) > 0",
        args![id, minor],
    )?;
    Ok(changed == 1)
}

/// So much of a document is no longer under way.
///
/// # Errors
/// Less is under way; what the database says.
pub fn release(tx: &mut Tx, id: i64, minor: i64) -> Result<(), DbError> {
    tx.exec_each_one(
        "update documents set pending_minor = pending_minor - $2
         where id = $1 and pending_minor >= $2",
        &[args![id, minor]],
    )
}

/// Money that came in or went back, as it becomes a document.
#[derive(Clone, Debug)]
pub struct NewPayment<'a> {
    /// `Payment`, `Refund` or `Chargeback`.
    pub kind: DocumentType,
    /// `PAY-77`.
    pub number: &'a str,
    /// Who paid, or was paid.
    pub customer_id: i64,
    /// How much, above nought.
    pub amount: Money,
    /// The day it counts.
    pub day: Day,
    /// What people read beside it: `Card`, `Bank transfer 4711`.
    pub reference: Option<&'a str>,
    /// Why money went back.
    pub reason: Option<&'a str>,
    /// What it comes from, once: `payment:PAY-77`.
    pub source: &'a str,
    /// Who entered it, where a person did.
    pub login_id: Option<i64>,
}

/// Books money: the document, all of it open, and what the customer owes. Locks the credit row.
///
/// # Errors
/// What the database says: among it a number or source that was used before.
pub fn record_payment(tx: &mut Tx, new: &NewPayment<'_>) -> Result<i64, DbError> {
    owe(tx, new.kind, new.customer_id, new.source, new.amount)?;
    write(
        tx,
        &NewDocument {
            kind: new.kind,
            number: new.number,
            customer_id: new.customer_id,
            ordered_by: new.customer_id,
            issued_day: new.day,
            due_day: None,
            total: new.amount,
            vat: &[],
            lines: &[],
            charges: &[],
            orders: &[],
            reference: new.reference,
            corrects: None,
            reason: new.reason,
            source: new.source,
            paper: None,
            login_id: new.login_id,
        },
    )
}

/// Ids of what a customer owes in this currency and could pay now, oldest due first. Lock them before anything is decided.
///
/// # Errors
/// What the database says.
pub fn oldest_due(
    view: &mut View,
    customer_id: i64,
    currency: Currency,
) -> Result<Vec<i64>, DbError> {
    view.all::<i64>(
        "select id from documents
         where customer_id = $1 and open_minor > 0 and currency = $2 and open_minor > pending_minor
             and type in ('invoice', 'refund', 'chargeback')
         order by coalesce(due_day, issued_day), id limit 5000",
        args![customer_id, currency.code()],
    )
}

/// Ids of credit notes and payments of a customer with something left to use, oldest first.
///
/// # Errors
/// What the database says.
pub fn unused(view: &mut View, customer_id: i64, currency: Currency) -> Result<Vec<i64>, DbError> {
    view.all::<i64>(
        "select id from documents
         where customer_id = $1 and open_minor > 0 and currency = $2 and open_minor > pending_minor
             and type in ('credit_note', 'payment')
         order by issued_day, id limit 5000",
        args![customer_id, currency.code()],
    )
}
