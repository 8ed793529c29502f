//! Who changed which price when: written by every verb that changes a price, never changed afterwards. Ids and numbers
//! only; names are looked up when it is read.

use crate::access::Staff;
use crate::args;
use crate::platform::db::{DbError, Tx};

/// Whose price it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The base price of the product.
    Base,
    /// The price list with this id.
    List(i64),
    /// The own price of the customer with this id.
    Customer(i64),
}

impl Of {
    /// Id of the list or the customer; 0 of base prices.
    #[must_use]
    pub fn id(self) -> i64 {
        match self {
            Of::Base => 0,
            Of::List(id) | Of::Customer(id) => id,
        }
    }
}

/// A price as it was, or is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Ten-thousandths.
    pub price: i64,
    /// For so many units.
    pub per: i64,
    /// Last day, if it has one.
    pub until: Option<String>,
}

/// A change of a price.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The product.
    pub product_id: i64,
    /// Whose price.
    pub of: Of,
    /// From how many units, in the product's smallest step.
    pub from_quantity: i64,
    /// First day; empty: since ever.
    pub valid_from: &'a str,
    /// What it was; `None`: there was none.
    pub old: Option<Amount>,
    /// What it is now; `None`: there is none any more.
    pub new: Option<Amount>,
    /// ISO code.
    pub currency: &'a str,
}

/// Where changes come from.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// A person of the staff.
    Staff(&'a Staff),
    /// A file.
    Import,
}

/// Writes what changed.
pub fn write(tx: &mut Tx, by: By<'_>, changes: &[Change<'_>]) -> Result<(), DbError> {
    let now = tx.now();
    let (source, login_id) = match by {
        By::Staff(staff) => ("staff", Some(staff.login.id)),
        By::Import => ("import", None),
    };
    let rows: Vec<_> = changes
        .iter()
        .filter(|change| change.old != change.new)
        .map(|change| {
            let (kind, list, customer) = match change.of {
                Of::Base => ("base", None, None),
                Of::List(id) => ("list", Some(id), None),
                Of::Customer(id) => ("own", None, Some(id)),
            };
            let (old, new) = (change.old.as_ref(), change.new.as_ref());
            args![
                tx.new_id(),
                change.product_id,
                kind,
                list,
                customer,
                change.from_quantity,
                change.valid_from,
                old.map(|a| a.price),
                old.map(|a| a.per),
                old.and_then(|a| a.until.as_deref()),
                new.map(|a| a.price),
                new.map(|a| a.per),
                new.and_then(|a| a.until.as_deref()),
                change.currency,
                source,
                login_id,
                now
            ]
        })
        .collect();
    tx.exec_each_one(
        "insert into price_changes (id, product_id, kind, price_list_id, customer_id, from_quantity,
             valid_from, old_price, old_per, old_until, new_price, new_per, new_until, currency,
             source, login_id, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        &rows,
    )
}
