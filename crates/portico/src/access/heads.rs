//! A customer for staff who look at what it would see or pay.

use super::codes::read_customer;
use super::view_as::{Mode, ViewAs};
use super::{Buyer, CustomerHead, CustomerRole, Sections, Sees, Staff, StaffRole};
use crate::args;
use crate::platform::db::{DbError, FromRow, Row, View};

struct Head(CustomerHead);

impl FromRow for Head {
    fn from_row(row: &mut Row<'_>) -> Result<Head, DbError> {
        let head = read_customer(row)?;
        head.map(Head).ok_or_else(|| DbError::Failed("a customer without an id".into()))
    }
}

/// The customer with this number.
///
/// # Errors
/// What the database says.
pub fn customer_head(
    view: &mut View,
    _: &Staff,
    number: &str,
) -> Result<Option<CustomerHead>, DbError> {
    let found = view.one::<Head>(
        "select c.id, c.number, c.name, c.currency, c.language, c.country, c.assortment_id,
             c.prices_shown, c.stock_shown, c.discount, c.minimum_order_minor,
             c.maximum_order_minor, c.vat_treatment, c.part_deliveries, c.on_hold, c.pays_online
         from customers c where c.number_key = $1",
        args![&number.trim().to_lowercase()],
    )?;
    Ok(found.map(|head| head.0))
}

impl Staff {
    /// They order for this customer with a manager's rights, as an order by telephone or from a file needs it; nothing
    /// where their role may only look.
    #[must_use]
    pub fn ordering_for(&self, customer: CustomerHead) -> Option<Buyer> {
        (self.role >= StaffRole::Write).then(|| Buyer {
            login: self.login.clone(),
            membership_id: self.membership_id,
            role: CustomerRole::Manager,
            sees: Sees::All,
            order_limit: None,
            sections: Sections::default(),
            view_as: Some(Box::new(ViewAs {
                mode: Mode::Order,
                may_order_for: true,
                staff_role: self.role,
                login_id: None,
                tag: format!("view-as:{}", customer.number),
            })),
            customer,
        })
    }

    /// What somebody of this customer would see who may only look. It is given to reads alone: no verb takes an order
    /// from a viewer.
    #[must_use]
    pub fn as_viewer_of(&self, customer: CustomerHead) -> Buyer {
        Buyer {
            login: self.login.clone(),
            membership_id: self.membership_id,
            role: CustomerRole::Viewer,
            sees: Sees::All,
            order_limit: None,
            customer,
            sections: Sections::default(),
            view_as: None,
        }
    }
}
