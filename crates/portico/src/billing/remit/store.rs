//! Reading announced transfers.

use super::{Remittance, Status};
use crate::access::{Buyer, Staff};
use crate::billing::kept::currency;
use crate::billing::pay::Part;
use crate::billing::pay::store::parts_of;
use crate::orders::place::own_only;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Moment, Money};

/// Announced transfers on a page, at most.
pub const SHOWN_MOST: i64 = 50;

/// The columns of a [`Remittance`].
macro_rules! remittance_columns {
    () => {
        "r.id, r.number, r.customer_id, r.login_id, r.currency, r.amount_minor, r.status, p.number, r.created_at"
    };
}

impl FromRow for Remittance {
    fn from_row(r: &mut Row<'_>) -> Result<Remittance, DbError> {
        let (id, number, customer_id, login_id) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let currency = currency(&r.next::<String>()?)?;
        let amount = Money::new(r.next()?, currency);
        let status = r.next::<String>()?;
        let status = Status::from_text(&status)
            .ok_or_else(|| DbError::Failed(format!("no such status: {status}")))?;
        let (payment, created_at) = (r.next()?, Moment(r.next()?));
        Ok(Remittance { id, number, customer_id, login_id, amount, status, payment, created_at })
    }
}

/// A transfer of the customer by its number. Whoever sees only own orders sees only what they announced.
///
/// # Errors
/// What the database says.
pub fn get(view: &mut View, buyer: &Buyer, number: &str) -> Result<Option<Remittance>, DbError> {
    view.one(
        concat!(
            "select ",
            remittance_columns!(),
            " from remittances r left join payments p on p.id = r.payment_id
             where r.number_key = $1 and r.customer_id = $2 and (cast($3 as bigint) is null or r.login_id = $3)"
        ),
        args![&number.to_lowercase(), buyer.customer.id, own_only(buyer)],
    )
}

/// Any announced transfer by its number, for the work behind the pages.
pub(super) fn by_number(view: &mut View, number: &str) -> Result<Option<Remittance>, DbError> {
    view.one(
        concat!(
            "select ",
            remittance_columns!(),
            " from remittances r left join payments p on p.id = r.payment_id where r.number_key = $1"
        ),
        args![&number.to_lowercase()],
    )
}

/// What this customer announced and is not booked yet, newest first: as the person sees it.
///
/// # Errors
/// What the database says.
pub fn awaited(view: &mut View, buyer: &Buyer) -> Result<Vec<Remittance>, DbError> {
    view.all(
        concat!(
            "select ",
            remittance_columns!(),
            " from remittances r left join payments p on p.id = r.payment_id
             where r.customer_id = $1 and r.status = 'announced' and (cast($2 as bigint) is null or r.login_id = $2)
             order by r.id desc limit $3"
        ),
        args![buyer.customer.id, own_only(buyer), SHOWN_MOST],
    )
}

/// What a transfer is for: debits as they are due, then credit that it takes into account.
///
/// # Errors
/// What the database says.
pub fn parts(view: &mut View, remittance: &Remittance) -> Result<Vec<Part>, DbError> {
    let rows = view.all::<(i64, String, i64)>(
        "select d.id, d.number, x.amount_minor from remittance_parts x
         join documents d on d.id = x.document_id
         where x.remittance_id = $1
         order by x.amount_minor < 0, coalesce(d.due_day, d.issued_day), d.id limit 5000",
        args![remittance.id],
    )?;
    Ok(parts_of(rows, remittance.amount.currency))
}

/// An announced transfer with whose it is.
#[derive(Clone, Debug)]
pub struct Awaited {
    /// The transfer.
    pub remittance: Remittance,
    /// Number of the customer.
    pub customer_number: String,
    /// Its name.
    pub customer: String,
}

impl FromRow for Awaited {
    fn from_row(r: &mut Row<'_>) -> Result<Awaited, DbError> {
        let remittance = Remittance::from_row(r)?;
        Ok(Awaited { remittance, customer_number: r.next()?, customer: r.next()? })
    }
}

/// What staff wait for: announced transfers, oldest first, and how many there are.
///
/// # Errors
/// What the database says.
pub fn awaited_of_all(view: &mut View, _: &Staff) -> Result<(Vec<Awaited>, i64), DbError> {
    let all = view.all(
        concat!(
            "select ",
            remittance_columns!(),
            ", c.number, c.name from remittances r left join payments p on p.id = r.payment_id
             join customers c on c.id = r.customer_id
             where r.status = 'announced' order by r.id limit $1"
        ),
        args![SHOWN_MOST],
    )?;
    let count =
        view.one::<i64>("select count(*) from remittances where status = 'announced'", args![])?;
    Ok((all, count.unwrap_or(0)))
}
