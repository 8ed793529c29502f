//! Staff write a quotation: begin one for a customer, say what is offered, begin the next revision of one that was sent.

use super::kept::{QuoteHead, State};
use super::priced::{Priced, Typed, priced};
use super::staff_store;
use super::{NEEDS_RELEASE, Refusal, SERIES, TERMS, VALID_DAYS};
use crate::access::{Buyer, Staff, StaffRole};
use crate::cart::entry::orders_for;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::AppError;
use crate::platform::{counters, settings, wholesaler};

/// What a new quotation begins with.
pub(super) struct Begun<'a> {
    /// Whose it is.
    pub(super) buyer: &'a Buyer,
    /// The login that asked for it.
    pub(super) login_id: Option<i64>,
    /// What was said then; none where nobody asked.
    pub(super) asked: Option<&'a str>,
}

/// Begins a quotation for a customer and answers its number.
///
/// # Errors
/// 403 for whoever may only read, 404 for a customer that is not there or closed.
pub fn begin(tx: &mut Tx, staff: &Staff, customer: &str) -> Result<String, AppError> {
    let buyer = orders_for(tx, staff, customer)?;
    let (_, number) = insert(tx, &Begun { buyer: &buyer, login_id: None, asked: None })?;
    record(tx, staff, (&number, buyer.customer.id), "quote_begun")?;
    Ok(number)
}

/// Writes the head, an empty revision 0 and an empty first one to be written. Answers id and number.
pub(super) fn insert(tx: &mut Tx, begun: &Begun<'_>) -> Result<(i64, String), AppError> {
    let (id, now, today) = (tx.new_id(), tx.now(), wholesaler::today(tx)?);
    let days = settings::get(tx, &VALID_DAYS)?.and_then(|days| i32::try_from(days).ok());
    let until = days.map(|days| today.plus_days(days).text());
    let terms = settings::get(tx, &TERMS)?;
    let country = super::priced::country(tx, begun.buyer)?;
    let number = format!("{SERIES}{}", counters::next(tx, "quotes", 1_001)?);
    let customer = &begun.buyer.customer;
    let _ = tx.exec(
        "insert into quotes (id, number, number_key, customer_id, login_id, status, revision,
             has_draft, version, currency, asked_at, asked_remarks, promotable, created_by,
             created_at, dated_at)
         values ($1, $2, $3, $4, $5, 'draft', 0, true, 1, $6, $7, $8, false, $9, $10, $10)",
        args![
            id,
            &number,
            &number.to_lowercase(),
            customer.id,
            begun.login_id,
            customer.currency.code(),
            begun.asked.map(|_| now),
            begun.asked.filter(|text| !text.is_empty()),
            begun.buyer.login.id,
            now
        ],
    )?;
    let key = number.to_lowercase();
    let rows = [
        args![id, 0, "", None::<&str>, country.code(), &key],
        args![id, 1, &terms, until.as_deref(), country.code(), &key],
    ]
    .map(Vec::from);
    tx.exec_each_one(
        "insert into quote_revisions (quote_id, revision, title, terms, valid_until, country,
             line_count, goods_minor, charges_minor, vat_minor, total_minor, find_key)
         values ($1, $2, '', $3, $4, $5, 0, 0, 0, 0, 0, $6)",
        &rows,
    )?;
    Ok((id, number))
}

/// Keeps what staff typed in the revision that is being written. `seen`: the version they had before them.
///
/// # Errors
/// A [`Refusal`]; 422 with every field that is wrong, and nothing is written.
pub fn write(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (typed, seen): (&Typed, i64),
) -> Result<(), AppError> {
    let (head, customer) = writable(tx, staff, number)?;
    if !head.has_draft {
        return Err(Refusal::NotOpen.into());
    }
    claim(tx, &head, seen)?;
    let buyer = orders_for(tx, staff, &customer)?;
    let priced = priced(tx, &buyer, typed)?;
    replace(tx, &head, (head.revision + 1, Some(staff.login.id)), &priced)?;
    record(tx, staff, (&head.number, head.customer_id), "quote_written")
}

/// Writes a revision anew: its lines, charges and sums.
pub(super) fn replace(
    tx: &mut Tx,
    head: &QuoteHead,
    (revision, by): (i64, Option<i64>),
    priced: &Priced,
) -> Result<(), AppError> {
    let at = (head.id, revision);
    for sql in [
        "delete from quote_lines where quote_id = $1 and revision = $2",
        "delete from quote_charges where quote_id = $1 and revision = $2",
    ] {
        let _ = tx.exec(sql, args![at.0, at.1])?;
    }
    insert_lines(tx, at, priced)?;
    insert_charges(tx, at, priced)?;
    let draft = &priced.draft;
    let find_key = format!("{} {}", head.number, priced.title).to_lowercase();
    let written = tx.exec(
        "update quote_revisions set title = $3, terms = $4, valid_until = $5, country = $6,
             carriage_minor = $7, line_count = $8, goods_minor = $9, charges_minor = $10,
             vat_minor = $11, total_minor = $12, written_by = $13, find_key = $14
         where quote_id = $1 and revision = $2 and sent_at is null",
        args![
            at.0,
            at.1,
            &priced.title,
            &priced.terms,
            priced.valid_until.map(|day| day.text()).as_deref(),
            priced.country.code(),
            priced.carriage.map(|carriage| carriage.minor),
            i64::try_from(draft.lines.len()).unwrap_or(i64::MAX),
            draft.goods.minor,
            draft.charges_total().minor,
            draft.vat_total().minor,
            draft.total.minor,
            by,
            &find_key
        ],
    )?;
    if written == 1 { Ok(()) } else { Err(DbError::Failed("a revision vanished".into()).into()) }
}

fn insert_lines(tx: &mut Tx, at: (i64, i64), priced: &Priced) -> Result<(), AppError> {
    let mut rows = Vec::with_capacity(priced.draft.lines.len());
    for (number, line) in (1_i64..).zip(&priced.draft.lines) {
        let (Some(card), Some(quantity), Some(price)) = (&line.card, line.quantity, line.price)
        else {
            return Err(DbError::Failed("a quotation's line without a price".into()).into());
        };
        rows.push(args![
            at.0,
            at.1,
            number,
            card.id,
            &card.sku,
            &card.name,
            &card.unit,
            quantity.units,
            i64::from(quantity.decimals),
            price.ten_thousandths,
            price.per,
            line.usual.filter(|usual| usual.per == price.per).map(|usual| usual.ten_thousandths),
            line.net.minor,
            line.taxed.rate.basis_points,
            line.taxed.category.code(),
            line.remarks.as_deref()
        ]);
    }
    Ok(tx.exec_each_one(
        "insert into quote_lines (quote_id, revision, line, product_id, sku, name, unit, quantity,
             quantity_decimals, price, per, usual, net_minor, vat_rate, vat_category, remarks)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        &rows,
    )?)
}

fn insert_charges(tx: &mut Tx, at: (i64, i64), priced: &Priced) -> Result<(), DbError> {
    let rows: Vec<_> = (1_i64..)
        .zip(&priced.draft.charges)
        .map(|(position, (charge, taxed))| {
            let (rate, category) = (taxed.rate.basis_points, taxed.category.code());
            let (kind, name, net) = (charge.kind, &charge.name, charge.net.minor);
            args![at.0, at.1, position, kind, name, net, rate, category]
        })
        .collect();
    tx.exec_each_one(
        "insert into quote_charges (quote_id, revision, position, kind, name, net_minor, vat_rate,
             vat_category)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &rows,
    )
}

/// Begins the next revision of a quotation: a copy of the one that was sent, which holds until the next is sent. One that is
/// over, declined or withdrawn can be offered anew; one that became an order cannot.
///
/// # Errors
/// A [`Refusal`].
pub fn revise(tx: &mut Tx, staff: &Staff, number: &str, seen: i64) -> Result<(), AppError> {
    let (head, _) = writable(tx, staff, number)?;
    if let (State::Converted, Some(order)) = (head.state, head.order.clone()) {
        return Err(Refusal::AlreadyConverted { order }.into());
    }
    if head.has_draft || head.revision == 0 {
        return Err(Refusal::NotOpen.into());
    }
    claim(tx, &head, seen)?;
    let (id, from) = (head.id, head.revision);
    for sql in [
        "insert into quote_revisions (quote_id, revision, title, terms, valid_until, country,
             carriage_minor, line_count, goods_minor, charges_minor, vat_minor, total_minor,
             find_key)
         select quote_id, revision + 1, title, terms, valid_until, country, carriage_minor,
             line_count, goods_minor, charges_minor, vat_minor, total_minor, find_key
         from quote_revisions where quote_id = $1 and revision = $2",
        "insert into quote_lines (quote_id, revision, line, product_id, sku, name, unit, quantity,
             quantity_decimals, price, per, usual, net_minor, vat_rate, vat_category, remarks)
         select quote_id, revision + 1, line, product_id, sku, name, unit, quantity,
             quantity_decimals, price, per, usual, net_minor, vat_rate, vat_category, remarks
         from quote_lines where quote_id = $1 and revision = $2",
        "insert into quote_charges (quote_id, revision, position, kind, name, net_minor, vat_rate,
             vat_category)
         select quote_id, revision + 1, position, kind, name, net_minor, vat_rate, vat_category
         from quote_charges where quote_id = $1 and revision = $2",
        "update quotes set has_draft = true where id = $1 and revision = $2",
    ] {
        let _ = tx.exec(sql, args![id, from])?;
    }
    record(tx, staff, (&head.number, head.customer_id), "quote_revised")
}

/// Throws the revision away that is being written; the one that was sent stands as it is.
///
/// # Errors
/// A [`Refusal`].
pub fn throw_away(tx: &mut Tx, staff: &Staff, number: &str, seen: i64) -> Result<(), AppError> {
    let (head, _) = writable(tx, staff, number)?;
    if !head.has_draft || head.revision == 0 {
        return Err(Refusal::NotOpen.into());
    }
    claim(tx, &head, seen)?;
    let (id, revision) = (head.id, head.revision + 1);
    for sql in [
        "delete from quote_lines where quote_id = $1 and revision = $2",
        "delete from quote_charges where quote_id = $1 and revision = $2",
        "delete from quote_revisions where quote_id = $1 and revision = $2 and sent_at is null",
        "update quotes set has_draft = false where id = $1 and revision + 1 = $2",
    ] {
        let _ = tx.exec(sql, args![id, revision])?;
    }
    record(tx, staff, (&head.number, head.customer_id), "quote_draft_thrown_away")
}

/// Staff release a quotation for ordering, or take that back.
///
/// # Errors
/// A [`Refusal`]; where no release is asked for, there is nothing to give.
pub fn release(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (given, seen): (bool, i64),
) -> Result<(), AppError> {
    let (head, _) = writable(tx, staff, number)?;
    if head.state != State::Sent || !settings::get(tx, &NEEDS_RELEASE)? {
        return Err(Refusal::NotOpen.into());
    }
    claim(tx, &head, seen)?;
    let _ = tx.exec("update quotes set promotable = $2 where id = $1", args![head.id, given])?;
    let verb = if given { "quote_released" } else { "quote_release_taken_back" };
    record(tx, staff, (&head.number, head.customer_id), verb)
}

/// The quotation for somebody who may write, and the number of its customer.
pub(super) fn writable(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
) -> Result<(QuoteHead, String), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let found = staff_store::head(tx, staff, number)?.ok_or(Refusal::NotFound)?;
    Ok((found.head, found.customer_number))
}

/// Counts the version up, if the quotation is still as somebody saw it: its head is locked from then on, and whoever
/// comes second is told.
pub(super) fn claim(tx: &mut Tx, head: &QuoteHead, seen: i64) -> Result<(), AppError> {
    let claimed = tx.exec(
        "update quotes set version = version + 1 where id = $1 and version = $2",
        args![head.id, seen],
    )?;
    if claimed == 1 { Ok(()) } else { Err(Refusal::ChangedMeanwhile.into()) }
}

/// What staff did with a quotation.
pub(super) fn record(
    tx: &mut Tx,
    staff: &Staff,
    (number, customer_id): (&str, i64),
    verb: &'static str,
) -> Result<(), AppError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: Some(customer_id),
        verb,
        object: &format!("quote:{number}"),
        facts: serde_json::json!({}),
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}
