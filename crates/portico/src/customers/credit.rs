//! What a customer owes and has on order. One row per customer and currency is the lock of the
//! credit race; the journal beside it says how it came about, and doctor adds it up again.

use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::settings::{self, Setting, SettingValue};
use portico_types::Money;

/// What happens to an order over the credit limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditCheck {
    /// Nothing: the limit is for information.
    Off,
    /// Whoever orders is told before, and the order stands.
    Warn,
    /// It is placed, and waits for a review.
    Review,
    /// The order is refused.
    Refuse,
    /// The order is refused until what is over was paid online.
    Pay,
}

impl CreditCheck {
    /// As in settings and in the API.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            CreditCheck::Off => "off",
            CreditCheck::Warn => "warn",
            CreditCheck::Review => "review",
            CreditCheck::Refuse => "refuse",
            CreditCheck::Pay => "pay",
        }
    }

    /// Whether an order over the limit is not taken.
    #[must_use]
    pub fn refuses(self) -> bool {
        matches!(self, CreditCheck::Refuse | CreditCheck::Pay)
    }
}

impl SettingValue for CreditCheck {
    fn read(text: &str) -> Option<CreditCheck> {
        use CreditCheck::{Off, Pay, Refuse, Review, Warn};
        [Off, Warn, Review, Refuse, Pay].into_iter().find(|check| check.code() == text)
    }
    fn write(&self) -> String {
        self.code().to_owned()
    }
}

/// What happens to orders over the credit limit.
pub const CHECK: Setting<CreditCheck> =
    Setting { key: "customers.credit_check", default: || CreditCheck::Off };

/// What counts against the limit, beside the order in question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditCounts {
    /// What is owed.
    Owed,
    /// What is owed and what is on order.
    OwedAndOrdered,
}

impl CreditCounts {
    /// Of what is owed and on order, what counts, in minor units.
    #[must_use]
    pub fn used(self, owed_minor: i64, ordered_minor: i64) -> i64 {
        match self {
            CreditCounts::Owed => owed_minor,
            CreditCounts::OwedAndOrdered => owed_minor.saturating_add(ordered_minor),
        }
    }
}

impl SettingValue for CreditCounts {
    fn read(text: &str) -> Option<CreditCounts> {
        match text {
            "owed" => Some(CreditCounts::Owed),
            "owed_and_ordered" => Some(CreditCounts::OwedAndOrdered),
            _ => None,
        }
    }
    fn write(&self) -> String {
        match self {
            CreditCounts::Owed => "owed",
            CreditCounts::OwedAndOrdered => "owed_and_ordered",
        }
        .to_owned()
    }
}

/// What counts against the limit.
pub const COUNTS: Setting<CreditCounts> =
    Setting { key: "customers.credit_counts", default: || CreditCounts::OwedAndOrdered };

/// How an order is over the limit. Amounts are above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The limit is zero: such a customer pays in advance. By how much the order is more than was paid.
    PayFirst {
        /// By so much.
        by: Money,
    },
    /// More is used already than the limit, before this order.
    Already {
        /// By so much, with the order.
        by: Money,
    },
    /// The order would go over; a smaller one would not.
    WithThis {
        /// By so much.
        by: Money,
        /// What is left of the limit before it.
        left: Money,
    },
}

impl Over {
    /// By how much.
    #[must_use]
    pub fn by(self) -> Money {
        match self {
            Over::PayFirst { by } | Over::Already { by } | Over::WithThis { by, .. } => by,
        }
    }
}

/// How an order of this total is over the limit; nothing: it is not, or there is none. `used` is what counts already, in
/// minor units. An order of nothing is never over. Pure.
#[must_use]
pub fn over(limit_minor: Option<i64>, used_minor: i64, total: Money) -> Option<Over> {
    let limit = limit_minor?;
    let money = |minor: i64| Money::new(minor, total.currency);
    let by = money(used_minor.saturating_add(total.minor).saturating_sub(limit));
    if by.minor <= 0 || total.minor <= 0 {
        return None;
    }
    Some(match limit.saturating_sub(used_minor) {
        _ if limit == 0 => Over::PayFirst { by },
        left if left < 0 => Over::Already { by },
        left => Over::WithThis { by, left: money(left) },
    })
}

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

/// How an order of this total is over the limit, as the setting counts, and what happens then; nothing while the limit is
/// for information. The row must be locked: `standing` is what `lock` said.
///
/// # Errors
/// What the database says.
pub fn checked(
    view: &mut View,
    limit_minor: Option<i64>,
    standing: (i64, i64),
    total: Money,
) -> Result<Option<(Over, CreditCheck)>, DbError> {
    let check = settings::get(view, &CHECK)?;
    if check == CreditCheck::Off {
        return Ok(None);
    }
    let used = settings::get(view, &COUNTS)?.used(standing.0, standing.1);
    Ok(over(limit_minor, used, total).map(|over| (over, check)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use portico_types::Currency;

    #[test]
    fn each_way_of_being_over_begins_at_its_edge() {
        let gbp = |minor| Money::new(minor, Currency::GBP);
        let cases = [
            (None, 9_999, 9_999, None),
            (Some(1_000), 400, 600, None),
            (Some(1_000), 400, 601, Some(Over::WithThis { by: gbp(1), left: gbp(600) })),
            (Some(1_000), 1_000, 1, Some(Over::WithThis { by: gbp(1), left: gbp(0) })),
            (Some(1_000), 1_001, 5, Some(Over::Already { by: gbp(6) })),
            (Some(1_000), 1_001, 0, None),
            (Some(0), 0, 5, Some(Over::PayFirst { by: gbp(5) })),
            // Paid in advance: the customer's credit note or payment covers the order.
            (Some(0), -500, 500, None),
            (Some(0), -500, 501, Some(Over::PayFirst { by: gbp(1) })),
            (Some(i64::MAX), i64::MAX, i64::MAX, None),
        ];
        for (limit, used, total, expected) in cases {
            assert_eq!(over(limit, used, gbp(total)), expected, "{limit:?} {used} {total}");
        }
        assert_eq!(CreditCounts::Owed.used(3, 4), 3);
        assert_eq!(CreditCounts::OwedAndOrdered.used(3, 4), 7);
    }
}
