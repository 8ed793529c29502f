//! Changing the head of the current order: address, reference, remarks, day. What was typed is kept
//! even where it is not good yet; `orders::place` refuses it with its reason.

use super::lines::lock;
use super::store::TypedAddress;
use crate::access::Buyer;
use crate::customers::addresses;
use crate::orders::refusal::{REFERENCE_LONGEST, REMARK_LONGEST};
use crate::platform::db::{Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};

/// What is to change; `None` leaves a field as it is, `Some(None)` clears it.
#[derive(Clone, Debug, Default)]
pub struct HeadChange {
    /// One of the customer's addresses by number; clears a typed one.
    pub delivery_address: Option<Option<String>>,
    /// An address typed for this order.
    pub other_address: Option<Option<TypedAddress>>,
    /// The customer's own reference.
    pub reference: Option<Option<String>>,
    /// For people at the wholesaler.
    pub remarks: Option<Option<String>>,
    /// Day wished for, as typed.
    pub requested_day: Option<Option<String>>,
    /// Whether part deliveries are welcome.
    pub part_deliveries: Option<bool>,
}

/// Texts longer than these are refused, so that nothing is cut silently.
pub(super) fn too_long(change: &HeadChange) -> Vec<FieldProblem> {
    let fields = [
        ("/reference", change.reference.as_ref(), REFERENCE_LONGEST),
        ("/remarks", change.remarks.as_ref(), REMARK_LONGEST),
        ("/requested_day", change.requested_day.as_ref(), 40),
    ];
    let fault = |(field, text, most): (&str, Option<&Option<String>>, usize)| {
        let length = text.and_then(Option::as_ref).map_or(0, |text| text.chars().count());
        let text = Text::plain("field-too-long").with("most", most);
        (length > most).then(|| FieldProblem::new(field, "too_long", text))
    };
    fields.into_iter().filter_map(fault).collect()
}

/// Changes the head.
pub fn set_head(tx: &mut Tx, buyer: &Buyer, change: &HeadChange) -> Result<(), AppError> {
    let faults = too_long(change);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    let cart_id = lock(tx, buyer)?;
    if let Some(number) = &change.delivery_address {
        choose_address(tx, buyer, cart_id, number.as_deref())?;
    }
    if let Some(typed) = &change.other_address {
        let json = typed.as_ref().map(|t| serde_json::to_string(t).unwrap_or_default());
        let _ = tx.exec(
            "update carts set other_address = $2 where id = $1",
            args![cart_id, json.as_deref()],
        )?;
    }
    set_texts(tx, cart_id, change)
}

fn choose_address(
    tx: &mut Tx,
    buyer: &Buyer,
    cart_id: i64,
    number: Option<&str>,
) -> Result<(), AppError> {
    let id = match number {
        None => None,
        Some(number) => match addresses::by_number(tx, buyer, number)? {
            Some(address) => Some(address.id),
            None => {
                let text = Text::plain("field-unknown-address");
                let field = FieldProblem::new("/delivery_address", "unknown_address", text);
                return Err(Problem::invalid(vec![field]).into());
            }
        },
    };
    let _ = tx.exec(
        "update carts set address_id = $2, other_address = null where id = $1",
        args![cart_id, id],
    )?;
    Ok(())
}

fn set_texts(tx: &mut Tx, cart_id: i64, change: &HeadChange) -> Result<(), AppError> {
    if let Some(text) = &change.reference {
        let kept = text.as_deref().and_then(crate::orders::draft::clean);
        let _ = tx.exec(
            "update carts set reference = $2 where id = $1",
            args![cart_id, kept.as_deref()],
        )?;
    }
    if let Some(text) = &change.remarks {
        let kept = text.as_deref().and_then(crate::orders::draft::clean);
        let _ = tx
            .exec("update carts set remarks = $2 where id = $1", args![cart_id, kept.as_deref()])?;
    }
    if let Some(text) = &change.requested_day {
        let kept = text.as_deref().and_then(crate::orders::draft::clean);
        let _ = tx.exec(
            "update carts set requested_day = $2 where id = $1",
            args![cart_id, kept.as_deref()],
        )?;
    }
    if let Some(part) = change.part_deliveries {
        let _ =
            tx.exec("update carts set part_deliveries = $2 where id = $1", args![cart_id, part])?;
    }
    Ok(())
}
