//! The price lists of a customer, as staff see them: the lowest price of them counts.

use crate::access::Staff;
use crate::platform::db::{DbError, View, args};

/// Codes and names of the price lists a customer has, by code; 200 at most.
///
/// # Errors
/// What the database says.
pub fn lists_of_customer(
    view: &mut View,
    _: &Staff,
    customer_id: i64,
) -> Result<Vec<(String, String)>, DbError> {
    view.all(
        "select p.code, p.name from customer_price_lists c
         join price_lists p on p.id = c.price_list_id
         where c.customer_id = $1 order by p.code_key limit 200",
        args![customer_id],
    )
}
