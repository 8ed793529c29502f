//! Who changes what a customer keeps about itself: one of its own people, where the wholesaler lets them, or staff. One verb
//! for both; whoever holds a `Keeper` was let through.

use super::sheet;
use crate::access::{Buyer, CustomerRole, Staff, StaffRole};
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::outbox;
use crate::platform::problem::{AppError, Problem};
use crate::platform::settings::{self, Setting, SettingValue};
use serde_json::json;

/// Who of a customer's people changes its addresses and its contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnDetails {
    /// Nobody; staff do.
    Nobody,
    /// Managers.
    Managers,
    /// Everybody who may order.
    Orderers,
}

impl SettingValue for OwnDetails {
    fn read(text: &str) -> Option<OwnDetails> {
        match text {
            "no" => Some(OwnDetails::Nobody),
            "manager" => Some(OwnDetails::Managers),
            "buyer" => Some(OwnDetails::Orderers),
            _ => None,
        }
    }
    fn write(&self) -> String {
        match self {
            OwnDetails::Nobody => "no",
            OwnDetails::Managers => "manager",
            OwnDetails::Orderers => "buyer",
        }
        .to_owned()
    }
}

/// Who of a customer's people changes its addresses and its contact.
pub const OWN_DETAILS: Setting<OwnDetails> =
    Setting { key: "customers.own_details", default: || OwnDetails::Orderers };

/// Somebody who may change a customer's addresses and contact.
#[derive(Clone, Debug)]
pub struct Keeper {
    pub(super) customer_id: i64,
    login_id: i64,
    /// Whether an ERP keeps the customer, so that it has to hear of every change.
    kept_by_erp: bool,
}

/// Whether this person changes the own company's addresses and contact.
///
/// # Errors
/// What the database says.
pub fn may_keep(view: &mut View, buyer: &Buyer) -> Result<bool, DbError> {
    Ok(match settings::get(view, &OWN_DETAILS)? {
        OwnDetails::Nobody => false,
        OwnDetails::Managers => buyer.role >= CustomerRole::Manager,
        OwnDetails::Orderers => buyer.role >= CustomerRole::Buyer,
    })
}

impl Keeper {
    /// One of the customer's own people.
    ///
    /// # Errors
    /// 403 for whoever may not.
    pub fn of_buyer(view: &mut View, buyer: &Buyer) -> Result<Keeper, AppError> {
        if !may_keep(view, buyer)? {
            return Err(Problem::not_allowed().into());
        }
        let erp_ref = view.one::<Option<String>>(
            "select erp_ref from customers where id = $1",
            args![buyer.customer.id],
        )?;
        let kept_by_erp = erp_ref.flatten().is_some();
        Ok(Keeper { customer_id: buyer.customer.id, login_id: buyer.login.id, kept_by_erp })
    }

    /// One of the staff, for the customer with this number.
    ///
    /// # Errors
    /// 403 for whoever may only read, 404 where there is no such customer.
    pub fn of_staff(view: &mut View, staff: &Staff, customer: &str) -> Result<Keeper, AppError> {
        if staff.role < StaffRole::Write {
            return Err(Problem::not_allowed().into());
        }
        let sheet = sheet::sheet(view, staff, customer)?;
        let kept_by_erp = sheet.erp_ref.is_some();
        Ok(Keeper { customer_id: sheet.id, login_id: staff.login.id, kept_by_erp })
    }

    /// Whether a change waits until an ERP has it.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.kept_by_erp
    }

    /// What a change is from now on: so, or waiting until the ERP has it.
    pub(super) fn state(&self) -> &'static str {
        if self.kept_by_erp { "waiting" } else { "ok" }
    }

    /// Lets nobody else change the customer's addresses or contact until the transaction ends.
    pub(super) fn lock(&self, tx: &mut Tx) -> Result<(), DbError> {
        let locked = tx.exec(
            "update customers set changed_at = changed_at where id = $1",
            args![self.customer_id],
        )?;
        if locked == 1 { Ok(()) } else { Err(DbError::Failed("customer vanished".to_owned())) }
    }

    /// Writes the command that tells the ERP, where one keeps the customer. `object`: `address:12`.
    pub(super) fn tell_erp(
        &self,
        tx: &mut Tx,
        kind: &'static str,
        (object, version): (&str, i64),
    ) -> Result<(), DbError> {
        if self.kept_by_erp {
            let _ = outbox::enqueue(tx, "erp", kind, &format!("{object}:{version}"), "{}")?;
        }
        Ok(())
    }

    /// Records the deed: ids only.
    pub(super) fn note(&self, tx: &mut Tx, verb: &'static str) -> Result<(), DbError> {
        let deed = Deed {
            login_id: Some(self.login_id),
            customer_id: Some(self.customer_id),
            verb,
            object: &format!("customer:{}", self.customer_id),
            facts: json!({}),
            free_text: None,
        };
        activity::record(tx, &deed)
    }
}
