//! Who carries an order out. Deeds of the built-in back office act only on orders that are its own; what another ERP
//! carries out is changed there.

use super::Status;
use super::store::number_key;
use crate::platform::db::{DbError, View, args};

/// An order as far as it matters for who may act on it.
#[derive(Clone, Debug)]
pub struct Carried {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// The customer.
    pub customer_id: i64,
    /// Where it stands.
    pub status: Option<Status>,
    /// Name of the other ERP that carries it out, if one does.
    pub elsewhere: Option<String>,
}

impl Carried {
    /// The order with this number.
    ///
    /// # Errors
    /// What the database says.
    pub fn find(view: &mut View, number: &str) -> Result<Option<Carried>, DbError> {
        let row = view.one::<(i64, String, i64, String)>(
            "select id, number, customer_id, status from orders where number_key = $1",
            args![&number_key(number)],
        )?;
        let Some((id, number, customer_id, status)) = row else {
            return Ok(None);
        };
        let status = Status::from_text(&status);
        Ok(Some(Carried { id, number, customer_id, status, elsewhere: elsewhere(view, id)? }))
    }
}

/// Name of the ERP, other than the built-in back office, that carries this order out.
///
/// # Errors
/// What the database says.
pub fn elsewhere(view: &mut View, order_id: i64) -> Result<Option<String>, DbError> {
    let found = view.all::<String>(
        "select erp_ref from order_erp_refs where order_id = $1 and erp_ref not like 'backoffice:%'
         order by erp_ref limit 1",
        args![order_id],
    )?;
    Ok(found.first().map(|erp| erp.split(':').next().unwrap_or_default().to_owned()))
}
