//! Which orders the warehouse may act on: confirmed ones that the built-in back office carries out, or that were
//! entered by import or by hand; never those of another ERP.

use crate::access::{Staff, StaffRole};
use crate::orders::{HandOver, Status};
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::problem::{AppError, Problem, Text};

/// The head of an order, as far as the warehouse goes by it.
#[derive(Clone, Debug)]
pub struct Handled {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub customer_id: i64,
    /// Where it stands.
    pub status: Option<Status>,
    /// The state of telling the ERP.
    pub hand_over: String,
    /// Whether part deliveries are welcome; else it goes out whole.
    pub part_deliveries: bool,
    /// The customer's reference.
    pub reference: Option<String>,
    /// Postcode of where it goes.
    pub postcode: Option<String>,
    /// The other ERP that carries it out.
    pub elsewhere: Option<String>,
}

impl FromRow for Handled {
    fn from_row(r: &mut Row<'_>) -> Result<Handled, DbError> {
        Ok(Handled {
            id: r.next()?,
            number: r.next()?,
            customer_id: r.next()?,
            status: Status::from_text(&r.next::<String>()?),
            hand_over: r.next()?,
            part_deliveries: r.next()?,
            reference: r.next()?,
            postcode: r.next()?,
            elsewhere: r.next()?,
        })
    }
}

/// Why the warehouse does nothing with an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such order.
    NotFound,
    /// It is on its way to the back office: in a moment.
    UnderWay,
    /// Nobody confirmed it yet, or it was refused or cancelled.
    NotConfirmed,
    /// Another ERP carries it out.
    AtErp(String),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let conflict = |code, text| Problem::new(409, code, text);
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::UnderWay => Problem::try_later(),
            Refusal::NotConfirmed => conflict("not_confirmed", Text::plain("ship-not-confirmed")),
            Refusal::AtErp(erp) => conflict("at_erp", Text::plain("ship-at-erp").with("erp", erp)),
        }
        .into()
    }
}

/// The heads of these orders, by id.
///
/// # Errors
/// What the database says.
pub fn heads(view: &mut View, _: &Staff, ids: &[i64]) -> Result<Vec<Handled>, DbError> {
    let keys: Vec<_> = ids.iter().map(|id| args![*id]).collect();
    let rows = view.all_many::<Handled>(
        "select o.id, o.number, o.customer_id, o.status, o.hand_over, o.part_deliveries, o.reference,
             o.address_postcode,
             (select min(r.erp_ref) from order_erp_refs r
              where r.order_id = o.id and r.erp_ref not like 'backoffice:%')
         from orders o where o.id = $1",
        &keys,
    )?;
    Ok(rows.into_iter().flatten().collect())
}

/// Whether this person may send this order's goods on their way. Pure.
///
/// # Errors
/// What is against it.
pub fn check(staff: &Staff, head: &Handled) -> Result<(), Refusal> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed);
    }
    if let Some(erp) = &head.elsewhere {
        let name = erp.split(':').next().unwrap_or_default();
        return Err(Refusal::AtErp(name.to_owned()));
    }
    let on_its_way =
        [HandOver::Waiting, HandOver::Sent].iter().any(|state| state.text() == head.hand_over);
    match head.status {
        Some(Status::Confirmed) => Ok(()),
        Some(Status::Placed) if on_its_way => Err(Refusal::UnderWay),
        _ => Err(Refusal::NotConfirmed),
    }
}
