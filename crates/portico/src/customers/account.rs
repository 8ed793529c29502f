//! What a customer is told of its own account: credit, terms, whom we know there.

use super::credit::{self, CreditCheck, CreditCounts, Over};
use super::wish_contact::{self, OwnContact};
use crate::access::Buyer;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::settings;
use portico_types::Money;

/// A customer's account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Id of whoever pays: the head office, where there is one.
    pub payer_id: i64,
    /// Number and name of whoever pays, where it is another company.
    pub payer: Option<(String, String)>,
    /// VAT number.
    pub vat_number: Option<String>,
    /// Limit of the credit; `None`: none set. Zero: pay in advance.
    pub credit_limit: Option<Money>,
    /// What is owed.
    pub balance: Money,
    /// What is on order.
    pub open_orders: Money,
    /// What counts against the limit.
    pub counts: CreditCounts,
    /// What happens to an order over the limit.
    pub check: CreditCheck,
    /// Days until an invoice is due.
    pub payment_days: i64,
    /// Counted from the end of the month.
    pub payment_end_of_month: bool,
    /// Name, e-mail and telephone of the contact, with what of it waits.
    pub contact: OwnContact,
}

impl Account {
    /// Of balance and open orders what counts against the limit, in minor units.
    fn used_minor(&self) -> i64 {
        self.counts.used(self.balance.minor, self.open_orders.minor)
    }

    /// Limit less what counts against it; `None` where there is no limit.
    #[must_use]
    pub fn available_credit(&self) -> Option<Money> {
        let limit = self.credit_limit?;
        Some(Money::new(limit.minor.saturating_sub(self.used_minor()), limit.currency))
    }

    /// How an order of this total would be over the limit now; nothing while the limit is for information.
    #[must_use]
    pub fn over(&self, total: Money) -> Option<Over> {
        let limit = self.credit_limit.filter(|_| self.check != CreditCheck::Off)?;
        credit::over(Some(limit.minor), self.used_minor(), total)
    }

    /// Whether orders are paid before they are delivered.
    #[must_use]
    pub fn pays_in_advance(&self) -> bool {
        self.credit_limit.is_some_and(|limit| limit.minor == 0)
    }
}

struct AccountRow {
    payer_id: i64,
    payer: Option<(String, String)>,
    vat_number: Option<String>,
    limit: Option<i64>,
    days: i64,
    end_of_month: bool,
    owed: i64,
    ordered: i64,
}

impl FromRow for AccountRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let payer_id = row.next()?;
        let (number, name): (Option<String>, Option<String>) = (row.next()?, row.next()?);
        Ok(AccountRow {
            payer_id,
            payer: number.zip(name),
            vat_number: row.next()?,
            limit: row.next()?,
            days: row.next()?,
            end_of_month: row.next()?,
            owed: row.next()?,
            ordered: row.next()?,
        })
    }
}

/// Reads the account of the customer acted for. Credit is the head office's, where there is one.
pub fn account(view: &mut View, buyer: &Buyer) -> Result<Account, DbError> {
    let currency = buyer.customer.currency;
    let row = view.one::<AccountRow>(
        "select p.id, case when p.id <> c.id then p.number end,
             case when p.id <> c.id then p.name end, c.vat_number, p.credit_limit_minor, c.payment_days, c.payment_end_of_month,
             coalesce(k.owed_minor, 0), coalesce(k.ordered_minor, 0)
         from customers c
         join customers p on p.id = coalesce(c.invoiced_to, c.id)
         left join credit k on k.customer_id = p.id and k.currency = $2
         where c.id = $1",
        args![buyer.customer.id, currency.code()],
    )?;
    let row = row.ok_or_else(|| DbError::Failed("customer vanished".to_owned()))?;
    Ok(Account {
        payer_id: row.payer_id,
        payer: row.payer,
        vat_number: row.vat_number,
        credit_limit: row.limit.map(|minor| Money::new(minor, currency)),
        balance: Money::new(row.owed, currency),
        open_orders: Money::new(row.ordered, currency),
        counts: settings::get(view, &credit::COUNTS)?,
        check: settings::get(view, &credit::CHECK)?,
        payment_days: row.days,
        payment_end_of_month: row.end_of_month,
        contact: wish_contact::of(view, buyer.customer.id)?,
    })
}
