//! The credit that an order takes: who pays, whether it goes over the limit, what happens then, and what is said of it.

use super::refusal::Refusal;
use crate::access::{Buyer, PricesShown};
use crate::customers::credit::{self, CreditCheck, Over};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::Text;
use portico_types::Money;

/// What an order takes of a customer's credit. The credit row stays locked until the transaction ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    /// Who pays: the head office, where there is one.
    pub(super) payer: i64,
    /// How it is over the limit, and what happens then.
    over: Option<(Over, CreditCheck)>,
    limit_minor: Option<i64>,
}

/// Locks the credit of whoever pays, so that of many orders at once none is counted by another's old sum, and looks at the
/// limit.
///
/// # Errors
/// What the database says.
pub(super) fn take(tx: &mut Tx, buyer: &Buyer, total: Money) -> Result<Taken, DbError> {
    let (payer, limit_minor) = credit::payer(tx, buyer.customer.id)?;
    let standing = credit::lock(tx, payer, total.currency.code())?;
    let over = credit::checked(tx, limit_minor, standing, total)?;
    Ok(Taken { payer, over, limit_minor })
}

impl Taken {
    /// Whether the order is kept up by it: refused, or held for a review. Staff may let such an order pass.
    pub(super) fn stops(&self) -> bool {
        self.over.is_some_and(|(_, check)| check.refuses() || check == CreditCheck::Review)
    }

    /// Why the order is not taken, where it is refused.
    ///
    /// # Errors
    /// The refusal.
    pub(super) fn check(&self, buyer: &Buyer) -> Result<(), Refusal> {
        let refused = self.over.filter(|(_, check)| check.refuses());
        let (Some((over, _)), Some(limit)) = (refused, self.limit_minor) else { return Ok(()) };
        let limit = Money::new(limit, over.by().currency);
        Err(Refusal::Credit { over, limit, shown: shows(buyer) })
    }

    /// Keeps with the order by how much it went over, so that staff see it and a review can wait for it.
    pub(super) fn note(&self, tx: &mut Tx, order_id: i64) -> Result<(), DbError> {
        let Some((over, _)) = self.over else { return Ok(()) };
        let noted = tx.exec(
            "update orders set credit_over_minor = $2 where id = $1",
            args![order_id, over.by().minor],
        )?;
        if noted == 1 { Ok(()) } else { Err(DbError::Failed("order vanished".to_owned())) }
    }
}

/// Whether amounts are told to this person.
#[must_use]
pub fn shows(buyer: &Buyer) -> bool {
    buyer.customer.prices_shown != PricesShown::Hidden
}

/// What is wrong with the credit, as people read it: another sentence for each way. `shown`: with the amounts.
#[must_use]
pub fn said(over: Over, limit: Money, shown: bool) -> Text {
    let key = match (over, shown) {
        (Over::PayFirst { .. }, _) => "credit-pay-first",
        (Over::Already { .. }, true) => "credit-over-already",
        (Over::Already { .. }, false) => "credit-over-already-plain",
        (Over::WithThis { .. }, true) => "credit-over-with-this",
        (Over::WithThis { .. }, false) => "credit-over-with-this-plain",
    };
    let left = match over {
        Over::WithThis { left, .. } => left,
        _ => Money::zero(limit.currency),
    };
    Text::plain(key)
        .with("limit", limit.with_sign())
        .with("by", over.by().with_sign())
        .with("left", left.with_sign())
}

/// The code of api.md.
#[must_use]
pub fn code(over: Over) -> &'static str {
    match over {
        Over::PayFirst { .. } => "pay_first",
        Over::Already { .. } | Over::WithThis { .. } => "credit_exceeded",
    }
}
