//! What changed of prices, as staff read it: of a product, of a price list, of a customer.

use crate::access::Staff;
use crate::args;
use crate::platform::db::{DbError, FromRow, Row, View};
use crate::pricing::history::Amount;

/// A change as it is read.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Its id: later ones are greater.
    pub id: i64,
    /// Code of the product.
    pub sku: String,
    /// Decimals of its quantities.
    pub decimals: u8,
    /// `base`, `list`, `own`.
    pub kind: String,
    /// Name of the price list, or of the customer.
    pub of: Option<String>,
    /// From how many units.
    pub from_quantity: i64,
    /// First day; empty: since ever.
    pub valid_from: String,
    /// What it was.
    pub old: Option<Amount>,
    /// What it became.
    pub new: Option<Amount>,
    /// ISO code.
    pub currency: String,
    /// `staff` or `import`.
    pub source: String,
    /// Name of the person.
    pub by: Option<String>,
    /// When.
    pub at: i64,
}

fn amount(r: &mut Row<'_>) -> Result<Option<Amount>, DbError> {
    let (price, per): (Option<i64>, Option<i64>) = (r.next()?, r.next()?);
    let until: Option<String> = r.next()?;
    Ok(price.zip(per).map(|(price, per)| Amount { price, per, until }))
}

impl FromRow for Changed {
    fn from_row(r: &mut Row<'_>) -> Result<Changed, DbError> {
        Ok(Changed {
            id: r.next()?,
            sku: r.next()?,
            decimals: u8::try_from(r.next::<i64>()?).unwrap_or(0),
            kind: r.next()?,
            of: r.next()?,
            from_quantity: r.next()?,
            valid_from: r.next()?,
            old: amount(r)?,
            new: amount(r)?,
            currency: r.next()?,
            source: r.next()?,
            by: r.next()?,
            at: r.next()?,
        })
    }
}

/// Changes shown at a time.
pub const SHOWN: i64 = 30;

macro_rules! changes {
    ($of:literal) => {
        concat!(
            "select h.id, p.sku, p.quantity_decimals, h.kind, coalesce(l.name, c.name), h.from_quantity,
                 h.valid_from, h.old_price, h.old_per, h.old_until, h.new_price, h.new_per, h.new_until,
                 h.currency, h.source, w.name, h.at
             from price_changes h
             join products p on p.id = h.product_id
             left join price_lists l on l.id = h.price_list_id
             left join customers c on c.id = h.customer_id
             left join logins w on w.id = h.login_id
             where ",
            $of,
            " = $1 order by h.id desc limit $2"
        )
    };
}

/// The newest changes of a product's prices, wherever they stand.
///
/// # Errors
/// What the database says.
pub fn of_product(view: &mut View, _: &Staff, product_id: i64) -> Result<Vec<Changed>, DbError> {
    view.all(changes!("h.product_id"), args![product_id, SHOWN])
}

/// The newest changes of a price list.
///
/// # Errors
/// What the database says.
pub fn of_list(view: &mut View, _: &Staff, list_id: i64) -> Result<Vec<Changed>, DbError> {
    view.all(changes!("h.price_list_id"), args![list_id, SHOWN])
}

/// The newest changes of a customer's own prices.
///
/// # Errors
/// What the database says.
pub fn of_customer(view: &mut View, _: &Staff, customer_id: i64) -> Result<Vec<Changed>, DbError> {
    view.all(changes!("h.customer_id"), args![customer_id, SHOWN])
}
