//! What a customer owes and has on order. One row per customer and currency is the lock of the
//! credit race; the journal beside it says how it came about, and doctor adds it up again.

use crate::platform::db::{DbError, Tx, args};
use crate::platform::settings::{self, Setting, SettingValue};
use portico_types::Money;

/// What happens to an order over the credit limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditCheck {
    /// Nothing: the limit is for information.
    Off,
    /// The order is refused.
    Refuse,
}

impl SettingValue for CreditCheck {
    fn read(text: &str) -> Option<CreditCheck> {
        match text {
            "off" => Some(CreditCheck::Off),
            "refuse" => Some(CreditCheck::Refuse),
            _ => None,
        }
    }
    fn write(&self) -> String {
        match self {
            CreditCheck::Off => "off",
            CreditCheck::Refuse => "refuse",
        }
        .to_owned()
    }
}

/// Whether orders over the credit limit are refused.
pub const CHECK: Setting<CreditCheck> =
    Setting { key: "customers.credit_check", default: || CreditCheck::Off };

/// One change of what a customer owes or has on order.
#[derive(Clone, Debug)]
pub struct Posting {
    /// The customer whose credit counts: the head office, where there is one.
    pub customer_id: i64,
    /// Why: `order`, `order_refused` …
    pub reason: &'static str,
    /// What it comes from, once: `order:P-100234`.
    pub source: String,
    /// Added to what is owed, in minor units of `ordered`'s currency.
    pub owed_minor: i64,
    /// Added to what is on order.
    pub ordered: Money,
}

/// The customer whose credit counts for this one.
pub fn payer(tx: &mut Tx, customer_id: i64) -> Result<(i64, Option<i64>), DbError> {
    let row = tx.one::<(i64, Option<i64>)>(
        "select p.id, p.credit_limit_minor from customers c
         join customers p on p.id = coalesce(c.invoiced_to, c.id) where c.id = $1",
        args![customer_id],
    )?;
    row.ok_or_else(|| DbError::Failed("customer vanished".to_owned()))
}

/// The credit limit of whoever pays, in minor units; none: none set.
pub fn limit(tx: &mut Tx, payer: i64) -> Result<Option<i64>, DbError> {
    let limit = tx.one::<Option<i64>>(
        "select credit_limit_minor from customers where id = $1",
        args![payer],
    )?;
    Ok(limit.flatten())
}

/// Locks the customer's credit row until the transaction ends and says what stands in it:
/// owed and on order, in minor units.
pub fn lock(tx: &mut Tx, customer_id: i64, currency: &str) -> Result<(i64, i64), DbError> {
    let row = tx.one::<(i64, i64)>(
        "insert into credit (customer_id, currency, owed_minor, ordered_minor, version)
         values ($1, $2, 0, 0, 1)
         on conflict (customer_id, currency) do update set version = credit.version + 1
         returning owed_minor, ordered_minor",
        args![customer_id, currency],
    )?;
    row.ok_or_else(|| DbError::Failed("credit row vanished".to_owned()))
}

/// Whether an order of this total is within the limit, as the setting wants it checked. The row
/// must be locked: `standing` is what `lock` said.
pub fn allows(
    tx: &mut Tx,
    limit_minor: Option<i64>,
    standing: (i64, i64),
    total: Money,
) -> Result<bool, DbError> {
    if settings::get(tx, &CHECK)? == CreditCheck::Off {
        return Ok(true);
    }
    let after = standing.0.saturating_add(standing.1).saturating_add(total.minor);
    Ok(limit_minor.is_none_or(|limit| after <= limit))
}

/// Posts a change into the journal and the row, once for its source.
pub fn post(tx: &mut Tx, posting: &Posting) -> Result<(), DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let currency = posting.ordered.currency.code();
    let written = tx.exec(
        "insert into credit_journal (id, customer_id, currency, reason, source, owed_minor,
             ordered_minor, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (source) do nothing",
        args![
            id,
            posting.customer_id,
            currency,
            posting.reason,
            &posting.source,
            posting.owed_minor,
            posting.ordered.minor,
            now
        ],
    )?;
    if written == 0 {
        return Ok(());
    }
    let _ = tx.exec(
        "insert into credit (customer_id, currency, owed_minor, ordered_minor, version)
         values ($1, $2, $3, $4, 1)
         on conflict (customer_id, currency) do update set
             owed_minor = credit.owed_minor + excluded.owed_minor,
             ordered_minor = credit.ordered_minor + excluded.ordered_minor,
             version = credit.version + 1",
        args![posting.customer_id, currency, posting.owed_minor, posting.ordered.minor],
    )?;
    Ok(())
}
