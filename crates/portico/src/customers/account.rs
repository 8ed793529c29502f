//! What a customer is told of its own account: credit, terms, whom we know there.

use crate::access::Buyer;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::Money;

/// A customer's account.
#[derive(Clone, Debug)]
pub struct Account {
    /// VAT number.
    pub vat_number: Option<String>,
    /// Limit of the credit; `None`: none set. Zero: pay in advance.
    pub credit_limit: Option<Money>,
    /// What is owed.
    pub balance: Money,
    /// What is on order.
    pub open_orders: Money,
    /// Days until an invoice is due.
    pub payment_days: i64,
    /// Counted from the end of the month.
    pub payment_end_of_month: bool,
    /// Name, e-mail and telephone of the contact.
    pub contact: [Option<String>; 3],
}

impl Account {
    /// Limit less balance and open orders; `None` where there is no limit.
    #[must_use]
    pub fn available_credit(&self) -> Option<Money> {
        let limit = self.credit_limit?;
        let used = self.balance.minor.saturating_add(self.open_orders.minor);
        Some(Money::new(limit.minor.saturating_sub(used), limit.currency))
    }
}

struct AccountRow {
    vat_number: Option<String>,
    limit: Option<i64>,
    days: i64,
    end_of_month: bool,
    contact: [Option<String>; 3],
    owed: i64,
    ordered: i64,
}

impl FromRow for AccountRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(AccountRow {
            vat_number: row.next()?,
            limit: row.next()?,
            days: row.next()?,
            end_of_month: row.next()?,
            contact: [row.next()?, row.next()?, row.next()?],
            owed: row.next()?,
            ordered: row.next()?,
        })
    }
}

/// Reads the account of the customer acted for. Credit is the head office's, where there is one.
pub fn account(view: &mut View, buyer: &Buyer) -> Result<Account, DbError> {
    let currency = buyer.customer.currency;
    let row = view.one::<AccountRow>(
        "select c.vat_number, p.credit_limit_minor, c.payment_days, c.payment_end_of_month,
             c.contact_name, c.contact_email, c.contact_phone, coalesce(k.owed_minor, 0),
             coalesce(k.ordered_minor, 0)
         from customers c
         join customers p on p.id = coalesce(c.invoiced_to, c.id)
         left join credit k on k.customer_id = p.id and k.currency = $2
         where c.id = $1",
        args![buyer.customer.id, currency.code()],
    )?;
    let row = row.ok_or_else(|| DbError::Failed("customer vanished".to_owned()))?;
    Ok(Account {
        vat_number: row.vat_number,
        credit_limit: row.limit.map(|minor| Money::new(minor, currency)),
        balance: Money::new(row.owed, currency),
        open_orders: Money::new(row.ordered, currency),
        payment_days: row.days,
        payment_end_of_month: row.end_of_month,
        contact: row.contact,
    })
}
