//! What to do when the ERP tells us about an order. Safe to repeat: the same record twice changes nothing.

use super::held::held;
use super::ledger::{self, Cause};
use super::reservation::{self, RESERVATION, Reservation};
use super::{Status, allocate, mail};
use crate::access::Staff;
use crate::customers::credit;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::AppError;
use crate::platform::settings;
use portico_erp::{OrderRecord, OrderState};
use portico_types::{Currency, Money};

/// Applies a record of the connector with this name. An order we do not know is left alone.
pub fn apply(tx: &mut Tx, connector: &str, record: &OrderRecord) -> Result<(), AppError> {
    apply_by(tx, connector, record, None)
}

/// The same where somebody of the staff decided: the deed is theirs, and the customer hears of it.
pub fn apply_by(
    tx: &mut Tx,
    connector: &str,
    record: &OrderRecord,
    login_id: Option<i64>,
) -> Result<(), AppError> {
    let found = tx.one::<(i64, i64, String)>(
        "select id, customer_id, status from orders where number_key = $1",
        args![&record.number.to_lowercase()],
    )?;
    let Some((id, customer_id, status)) = found else {
        return Ok(());
    };
    if moves_stock(tx, matches!(record.state, OrderState::Refused { .. }))? {
        let _ = ledger::lock_with_stock(tx, &[id])?;
    }
    let erp_ref = format!("{connector}:{}", record.erp_id);
    let _ = tx.exec(
        "insert into order_erp_refs (erp_ref, order_id) values ($1, $2)
         on conflict (erp_ref) do nothing",
        args![&erp_ref, id],
    )?;
    let found_by = record.wholesaler_number.as_ref().map(|n| format!(" {}", n.to_lowercase()));
    let found_by = found_by.unwrap_or_default();
    let first_news = tx.exec(
        "update orders set hand_over = 'received', wholesaler_number = coalesce($2, wholesaler_number),
             find_key = find_key || $3
         where id = $1 and hand_over in ('waiting', 'sent')",
        args![id, record.wholesaler_number.as_deref(), &found_by],
    )?;
    let Some(Status::Placed) = Status::from_text(&status) else {
        return Ok(());
    };
    match &record.state {
        OrderState::Received => Ok(()),
        OrderState::Confirmed => {
            confirm(tx, id, (customer_id, login_id), record)?;
            // Confirmed as it arrived: the mail that it was received said all there is to say.
            let as_it_arrived = first_news == 1 && login_id.is_none();
            if as_it_arrived { Ok(()) } else { Ok(mail::confirmed(tx, &[id])?) }
        }
        OrderState::Refused { why } => refuse(tx, id, (customer_id, login_id), record, why),
    }
}

/// The hand-over itself was refused: the order is refused with the ERP's reason.
pub fn hand_over_refused(tx: &mut Tx, number: &str, why: &str) -> Result<(), AppError> {
    make_ready(tx, &[(number, true)])?;
    let _ = tx.exec(
        "update orders set hand_over = 'refused' where number_key = $1",
        args![&number.to_lowercase()],
    )?;
    let found = tx.one::<(i64, i64)>(
        "select id, customer_id from orders where number_key = $1 and status = 'placed'",
        args![&number.to_lowercase()],
    )?;
    let Some((id, customer_id)) = found else {
        return Ok(());
    };
    let record = OrderRecord {
        number: number.to_owned(),
        erp_id: String::new(),
        wholesaler_number: None,
        state: OrderState::Refused { why: why.to_owned() },
    };
    refuse(tx, id, (customer_id, None), &record, why)
}

/// Whether what is told moves stock: a refusal gives it back; an order that is confirmed may take it from others.
fn moves_stock(tx: &mut Tx, refused: bool) -> Result<bool, DbError> {
    Ok(refused || settings::get(tx, &RESERVATION)? == Reservation::FirstProcessed)
}

/// Before several orders are told about in one transaction: locks the stock of those whose stock moves (number, whether it
/// is refused), then the heads of all that may change, by id.
///
/// # Errors
/// What the database says.
pub fn make_ready(tx: &mut Tx, told: &[(&str, bool)]) -> Result<(), DbError> {
    let numbers: Vec<&str> = told.iter().map(|(number, _)| *number).collect();
    let ids = ids(tx, &numbers)?;
    let all_move = moves_stock(tx, false)?;
    let pairs = ids.iter().zip(told).filter(|(_, (_, refused))| *refused || all_move);
    let moving: Vec<i64> = pairs.filter_map(|(id, _)| *id).collect();
    let _ = ledger::lock_stock(tx, &moving)?;
    let mut all: Vec<i64> = ids.into_iter().flatten().collect();
    all.sort_unstable();
    let rows: Vec<_> = all.iter().map(|id| args![*id]).collect();
    let _ = tx.exec_many(
        "update orders set changed_at = changed_at
         where id = $1 and (status = 'placed' or hand_over in ('waiting', 'sent'))",
        &rows,
    )?;
    Ok(())
}

/// The ids of the orders with these numbers, where there are such.
fn ids(tx: &mut Tx, numbers: &[&str]) -> Result<Vec<Option<i64>>, DbError> {
    let keys: Vec<String> = numbers.iter().map(|number| number.to_lowercase()).collect();
    let rows: Vec<_> = keys.iter().map(|key| args![key]).collect();
    let found = tx.all_many::<i64>("select id from orders where number_key = $1", &rows)?;
    Ok(found.into_iter().map(|rows| rows.first().copied()).collect())
}

/// A try to hand these over is under way; in the order of their ids, as all who touch several orders.
pub fn sent(tx: &mut Tx, numbers: &[String]) -> Result<(), DbError> {
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let mut ids: Vec<i64> = ids(tx, &numbers)?.into_iter().flatten().collect();
    ids.sort_unstable();
    let rows: Vec<_> = ids.iter().map(|id| args![*id]).collect();
    let _ = tx.exec_many(
        "update orders set hand_over = 'sent'
         where id = $1 and hand_over = 'waiting' and status in ('placed', 'confirmed')",
        &rows,
    )?;
    Ok(())
}

/// An order as somebody saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Its version then.
    pub version: i64,
}

/// Staff confirm these orders at once, as they saw them, in the order of their ids. Answers with the numbers of those that
/// were confirmed; the others were changed or decided meanwhile. A constant number of round trips.
///
/// # Errors
/// What the database says.
pub fn confirm_all(
    tx: &mut Tx,
    connector: &str,
    staff: &Staff,
    seen: &[Seen],
) -> Result<Vec<String>, DbError> {
    let now = tx.now();
    let takes = settings::get(tx, &RESERVATION)? == Reservation::FirstProcessed;
    if takes {
        // Stock before heads, as every deed.
        let ids: Vec<i64> = seen.iter().map(|one| one.id).collect();
        let _ = ledger::lock_stock(tx, &ids)?;
    }
    let rows: Vec<_> = seen.iter().map(|one| args![one.id, one.version, now]).collect();
    let confirmed = tx.all_many::<(i64, i64, String)>(
        "update orders set status = 'confirmed', changed_at = $3, version = version + 1,
             hand_over = case when hand_over in ('waiting', 'sent') then 'received' else hand_over end
         where id = $1 and version = $2 and status = 'placed'
         returning id, customer_id, number",
        &rows,
    )?;
    let confirmed: Vec<(i64, i64, String)> = confirmed.into_iter().flatten().collect();
    if takes {
        let source = format!("processed:{}", tx.new_id());
        let ids: Vec<i64> = confirmed.iter().map(|(id, ..)| *id).collect();
        reservation::take(tx, &ids, Cause { source: &source, login_id: Some(staff.login.id) })?;
    }
    let refs: Vec<(String, i64)> =
        confirmed.iter().map(|(id, _, number)| (format!("{connector}:{number}"), *id)).collect();
    let rows: Vec<_> = refs.iter().map(|(erp_ref, id)| args![erp_ref.as_str(), *id]).collect();
    let _ = tx.exec_many(
        "insert into order_erp_refs (erp_ref, order_id)
         select cast($1 as text), o.id from orders o where o.id = $2
             and not exists (select 1 from order_erp_refs r where r.order_id = o.id)",
        &rows,
    )?;
    let objects: Vec<String> =
        confirmed.iter().map(|(_, _, number)| format!("order:{number}")).collect();
    let deeds: Vec<Deed<'_>> = confirmed
        .iter()
        .zip(&objects)
        .map(|((_, customer_id, _), object)| Deed {
            login_id: Some(staff.login.id),
            customer_id: Some(*customer_id),
            verb: "order_confirmed",
            object,
            facts: serde_json::json!({}),
            free_text: None,
        })
        .collect();
    activity::record_all(tx, &deeds)?;
    let ids: Vec<i64> = confirmed.iter().map(|(id, ..)| *id).collect();
    mail::confirmed(tx, &ids)?;
    Ok(confirmed.into_iter().map(|(_, _, number)| number).collect())
}

fn confirm(
    tx: &mut Tx,
    id: i64,
    whose: (i64, Option<i64>),
    record: &OrderRecord,
) -> Result<(), AppError> {
    let now = tx.now();
    let changed = tx.exec(
        "update orders set status = 'confirmed', changed_at = $2, version = version + 1
         where id = $1 and status = 'placed'",
        args![id, now],
    )?;
    if changed != 1 {
        return Ok(());
    }
    if settings::get(tx, &RESERVATION)? == Reservation::FirstProcessed {
        let source = format!("processed:{}", record.number);
        reservation::take(tx, &[id], Cause { source: &source, login_id: whose.1 })?;
    }
    note(tx, whose, record, "order_confirmed", None)
}

fn refuse(
    tx: &mut Tx,
    id: i64,
    whose: (i64, Option<i64>),
    record: &OrderRecord,
    why: &str,
) -> Result<(), AppError> {
    let lines = ledger::lock_with_stock(tx, &[id])?.remove(&id).unwrap_or_default();
    let now = tx.now();
    let changed = tx.exec(
        "update orders set status = 'refused', refused_why = $2, changed_at = $3,
             version = version + 1
         where id = $1 and status = 'placed'",
        args![id, why, now],
    )?;
    if changed != 1 {
        return Ok(());
    }
    let source = format!("refused:{}", record.number);
    let cause = Cause { source: &source, login_id: whose.1 };
    let freed = ledger::cancel_open(tx, id, &lines, cause)?;
    let _ = allocate::give_on(tx, freed, cause)?;
    give_credit_back(tx, id, &record.number)?;
    mail::refused(tx, id)?;
    note(tx, whose, record, "order_refused", Some(why))
}

/// All that the order still holds: what was cancelled before was given back then.
fn give_credit_back(tx: &mut Tx, id: i64, number: &str) -> Result<(), AppError> {
    let Some((payer, held)) = held(tx, number)? else {
        return Ok(());
    };
    let code = tx.one::<String>("select currency from orders where id = $1", args![id])?;
    let currency = code.as_deref().and_then(Currency::from_code);
    let currency = currency.ok_or_else(|| DbError::Failed("no such currency".to_owned()))?;
    let posting = credit::Posting {
        customer_id: payer,
        reason: "order_refused",
        source: format!("refused:{number}"),
        owed_minor: 0,
        ordered: Money::new(-held, currency),
    };
    Ok(credit::post(tx, &posting)?)
}

fn note(
    tx: &mut Tx,
    (customer, login_id): (i64, Option<i64>),
    record: &OrderRecord,
    verb: &'static str,
    why: Option<&str>,
) -> Result<(), AppError> {
    let deed = Deed {
        login_id,
        customer_id: Some(customer),
        verb,
        object: &format!("order:{}", record.number),
        facts: serde_json::json!({ "erp_id": record.erp_id }),
        free_text: why,
    };
    Ok(activity::record(tx, &deed)?)
}
