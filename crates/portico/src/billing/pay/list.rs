//! Payments of all customers as a list for staff, newest first; those that are stuck by a filter.

use super::{Payment, Status, store::payment_columns};
use crate::access::Staff;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Sort, by_number};

/// What staff may ask of all payments.
pub static STAFF_PAYMENTS: Listing = Listing {
    name: "staff-payments",
    path: "/staff/payments",
    sorts: &[Sort::down("started")],
    asks: &[Ask::search("staff-payments-search"), Ask::choice("state", "order-state", STATES)],
};

const STATES: &[(&str, &str)] = &[
    ("stuck", "payment-stuck"),
    ("pending", "payment-pending"),
    ("paid", "payment-paid"),
    ("failed", "payment-failed"),
    ("cancelled", "payment-cancelled"),
    ("expired", "payment-expired"),
    ("refunded", "payment-refunded"),
];

/// A payment in the list.
#[derive(Clone, Debug)]
pub struct PaymentRow {
    /// The payment.
    pub payment: Payment,
    /// Number of the customer.
    pub customer_number: String,
    /// Name of the customer.
    pub customer: String,
}

impl PaymentRow {
    fn cursor(&self) -> Cursor {
        Cursor::number(self.payment.created_at.0, self.payment.id)
    }

    /// Whether somebody should look at it.
    #[must_use]
    pub fn is_stuck(&self) -> bool {
        self.payment.status == Status::Pending && self.payment.trouble.is_some()
    }
}

impl FromRow for PaymentRow {
    fn from_row(r: &mut Row<'_>) -> Result<PaymentRow, DbError> {
        let payment = Payment::from_row(r)?;
        Ok(PaymentRow { payment, customer_number: r.next()?, customer: r.next()? })
    }
}

macro_rules! payments_sql {
    ($compare:literal, $direction:literal) => {
        by_number!(
            concat!(
                "select ",
                payment_columns!(),
                ", c.number, c.name from payments p join customers c on c.id = p.customer_id
                 where (cast($4 as text) is null or p.number_key like $4 escape '!' or c.name_key like $4 escape '!')
                   and (cast($5 as text) is null or p.status = $5
                       or ($5 = 'stuck' and p.status = 'pending' and p.trouble is not null))"
            ),
            "p.created_at",
            "p.id",
            $compare,
            $direction
        )
    };
}

/// A page of the payments of all customers.
///
/// # Errors
/// What the database says.
pub fn all(view: &mut View, _: &Staff, asked: &Asked) -> Result<Page<PaymentRow>, DbError> {
    let q = asked.pattern();
    let given = args![q.as_deref(), asked.some("state")];
    let sql = (payments_sql!("<", " desc"), payments_sql!(">", " asc"));
    asked.paging.read(view, sql, &given, PaymentRow::cursor)
}
