//! For whom a login acts: the list to choose from, the choice, and switching.

use super::{CustomerRole, StaffRole};
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};

/// One company, or the wholesaler's staff, that a login acts for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Its id.
    pub id: i64,
    /// `customer`, `supplier` or `staff`.
    pub kind: String,
    /// Code of the role.
    pub role: String,
    /// Number of the customer.
    pub customer_number: Option<String>,
    /// Name of the customer.
    pub customer_name: Option<String>,
}

impl FromRow for Membership {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Membership {
            id: row.next()?,
            kind: row.next()?,
            role: row.next()?,
            customer_number: row.next()?,
            customer_name: row.next()?,
        })
    }
}

impl Membership {
    /// What forms name it by: the customer's number, else `staff` or `supplier`.
    #[must_use]
    pub fn tag(&self) -> &str {
        self.customer_number.as_deref().unwrap_or(&self.kind)
    }
}

/// All that a login acts for, customers by number, at most 200.
pub fn list(view: &mut View, login_id: i64) -> Result<Vec<Membership>, DbError> {
    view.all::<Membership>(
        "select m.id, m.kind, m.role, c.number, c.name from memberships m
         left join customers c on c.id = m.customer_id
         where m.login_id = $1 and m.ended_at is null and c.closed_at is null
         order by c.number_key, m.id limit 200",
        args![login_id],
    )
}

/// The one to begin with: the one acted for last, if it is still there, else the first.
pub fn first(view: &mut View, login_id: i64) -> Result<Option<i64>, DbError> {
    let last = view.one::<Option<i64>>(
        "select membership_id from sessions where login_id = $1 order by id desc limit 1",
        args![login_id],
    )?;
    let all = list(view, login_id)?;
    let same = all.iter().find(|m| Some(m.id) == last.flatten());
    Ok(same.or(all.first()).map(|m| m.id))
}

/// Lets a session act for another company of its login; `false`: it may not.
pub fn switch(tx: &mut Tx, session_id: i64, login_id: i64, tag: &str) -> Result<bool, DbError> {
    let Some(wanted) = list(tx, login_id)?.into_iter().find(|m| m.tag() == tag) else {
        return Ok(false);
    };
    let count = tx.exec(
        "update sessions set membership_id = $3 where id = $1 and login_id = $2 and ended_at is null",
        args![session_id, login_id, wanted.id],
    )?;
    Ok(count == 1)
}

/// What a new membership is for.
#[derive(Clone, Debug)]
pub enum For {
    /// A customer, in this role.
    Customer(i64, CustomerRole),
    /// A supplier.
    Supplier(i64),
    /// The wholesaler's staff, in this role.
    Staff(StaffRole),
}

/// Lets a login act for somebody; `None` if it already does (an ended membership is opened again).
pub fn add(tx: &mut Tx, login_id: i64, wanted: &For) -> Result<Option<i64>, DbError> {
    let (kind, customer_id, supplier_id, role) = match wanted {
        For::Customer(id, role) => ("customer", Some(*id), None, role.code()),
        For::Supplier(id) => ("supplier", None, Some(*id), "supplier"),
        For::Staff(role) => ("staff", None, None, role.code()),
    };
    let (id, now) = (tx.new_id(), tx.now());
    let there = tx.one::<(i64, Option<i64>)>(
        "select id, ended_at from memberships
         where login_id = $1 and kind = $2 and coalesce(customer_id, 0) = $3 and coalesce(supplier_id, 0) = $4",
        args![login_id, kind, customer_id.unwrap_or(0), supplier_id.unwrap_or(0)],
    )?;
    match there {
        Some((_, None)) => Ok(None),
        Some((id, Some(_))) => {
            let _ = tx.exec(
                "update memberships set ended_at = null, role = $2 where id = $1",
                args![id, role],
            )?;
            Ok(Some(id))
        }
        None => {
            let _ = tx.exec(
                "insert into memberships (id, login_id, kind, customer_id, supplier_id, role, sees, created_at)
                 values ($1, $2, $3, $4, $5, $6, 'all', $7)",
                args![id, login_id, kind, customer_id, supplier_id, role, now],
            )?;
            Ok(Some(id))
        }
    }
}

/// Ends a membership: sessions and tokens that act by it are dead at once.
pub fn end(tx: &mut Tx, membership_id: i64) -> Result<(), DbError> {
    let now = tx.now();
    let _ = tx.exec(
        "update memberships set ended_at = $2 where id = $1 and ended_at is null",
        args![membership_id, now],
    )?;
    Ok(())
}
