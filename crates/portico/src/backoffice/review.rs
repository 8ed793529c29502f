//! Staff look at an order and confirm or refuse it. The decision is told through the same records
//! as any ERP's, in the same transaction.

use super::connector::NAME;
use crate::access::{Staff, StaffRole};
use crate::orders::erp::Seen;
use crate::orders::{self, Status, store, version};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_erp::{OrderRecord, OrderState};

/// The longest reason, in characters.
pub const REASON_LONGEST: usize = 500;

/// What staff say of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is accepted.
    Confirm,
    /// It is not, and the customer reads why.
    Refuse {
        /// A sentence for the customer.
        reason: String,
    },
}

/// Why a decision is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such order at the back office.
    NotFound,
    /// It was placed, and is on its way to the back office.
    UnderWay,
    /// Somebody decided before.
    AlreadyDecided,
    /// Somebody changed the order since it was looked at.
    ChangedMeanwhile,
    /// A refusal without a reason, or with one that is too long.
    BadReason,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let problem = match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::UnderWay => Problem::try_later(),
            Refusal::AlreadyDecided => {
                Problem::new(409, "already_decided", Text::plain("review-already-decided"))
            }
            Refusal::ChangedMeanwhile => version::changed_meanwhile(),
            Refusal::BadReason => {
                let text = Text::plain("review-reason-needed").with("most", REASON_LONGEST);
                Problem::invalid(vec![FieldProblem::new("/reason", "required", text)])
            }
        };
        problem.into()
    }
}

/// Whether this person may decide, and the decision is well formed. Pure.
pub fn check(staff: &Staff, decision: &Decision) -> Result<(), Refusal> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed);
    }
    match decision {
        Decision::Refuse { reason } => {
            let length = reason.trim().chars().count();
            if (1..=REASON_LONGEST).contains(&length) { Ok(()) } else { Err(Refusal::BadReason) }
        }
        Decision::Confirm => Ok(()),
    }
}

/// Takes the decision once: the guarded update claims the order.
pub fn decide(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    decision: &Decision,
) -> Result<(), AppError> {
    decide_as_seen(tx, staff, (number, None), decision)
}

/// The same, if the order still has this version: who decides knows what they decide on.
///
/// # Errors
/// A [`Refusal`] as a problem.
pub fn decide_as_seen(
    tx: &mut Tx,
    staff: &Staff,
    (number, seen): (&str, Option<i64>),
    decision: &Decision,
) -> Result<(), AppError> {
    check(staff, decision)?;
    let (state, reason, order_state) = match decision {
        Decision::Confirm => ("confirmed", None, OrderState::Confirmed),
        Decision::Refuse { reason } => {
            let why = reason.trim().to_owned();
            ("refused", Some(why.clone()), OrderState::Refused { why })
        }
    };
    let found = tx.one::<(i64, String, String)>(
        "select id, number, status from orders where number_key = $1",
        args![&store::number_key(number)],
    )?;
    let (order_id, number, status) = found.ok_or(Refusal::NotFound)?;
    let number = number.as_str();
    let now = tx.now();
    let decided = tx.exec(
        "update backoffice_orders set state = $2, reason = $3, decided_at = $4, decided_by = $5
         where order_number = $1 and state = 'to_review'",
        args![number, state, reason.as_deref(), now, staff.login.id],
    )?;
    let id =
        tx.one::<i64>("select id from backoffice_orders where order_number = $1", args![number])?;
    let Some(id) = id else {
        return Err(not_here(&status).into());
    };
    if decided != 1 {
        return Err(Refusal::AlreadyDecided.into());
    }
    orders::erp::make_ready(tx, &[(number, state == "refused")])?;
    if let Some(seen) = seen
        && !version::claim(tx, order_id, seen)?
    {
        return Err(Refusal::ChangedMeanwhile.into());
    }
    let record = OrderRecord {
        number: number.to_owned(),
        erp_id: id.to_string(),
        wholesaler_number: None,
        state: order_state,
    };
    orders::erp::apply_by(tx, NAME, &record, Some(staff.login.id))
}

/// What became of a selection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confirmed {
    /// Numbers of the orders that were confirmed.
    pub done: Vec<String>,
    /// Those that were not, in the order of the selection, and why.
    pub left: Vec<(String, Left)>,
}

/// Why an order of a selection was left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It does not wait for a review any more: somebody decided on it, or it was cancelled.
    Gone,
    /// It was changed since it was looked at, and waits on.
    Changed,
}

/// Confirms exactly these orders, as they were looked at: number and version. A constant number of round trips.
///
/// # Errors
/// 403 for whoever may only look.
pub fn confirm_all(
    tx: &mut Tx,
    staff: &Staff,
    seen: &[(String, i64)],
) -> Result<Confirmed, AppError> {
    check(staff, &Decision::Confirm)?;
    let selected = seen;
    let seen = by_order(tx, selected)?;
    let now = tx.now();
    let claims: Vec<_> =
        seen.iter().map(|one| args![one.number.as_str(), now, staff.login.id]).collect();
    let claimed = tx.exec_many(
        "update backoffice_orders set state = 'confirmed', decided_at = $2, decided_by = $3
         where order_number = $1 and state = 'to_review'",
        &claims,
    )?;
    let ours: Vec<Seen> =
        seen.iter().zip(claimed).filter(|(_, n)| *n == 1).map(|(one, _)| one.clone()).collect();
    let told: Vec<(&str, bool)> = ours.iter().map(|one| (one.number.as_str(), false)).collect();
    orders::erp::make_ready(tx, &told)?;
    let done = orders::erp::confirm_all(tx, NAME, staff, &ours)?;
    // Those that somebody changed since they were looked at wait on.
    let back: Vec<_> = ours.iter().filter(|one| !done.contains(&one.number)).collect();
    let back: Vec<_> = back.into_iter().map(|one| args![one.number.as_str()]).collect();
    tx.exec_each_one(
        "update backoffice_orders set state = 'to_review', decided_at = null, decided_by = null
         where order_number = $1",
        &back,
    )?;
    let why = |number: &String| {
        if ours.iter().any(|one| one.number == *number) { Left::Changed } else { Left::Gone }
    };
    let left = selected.iter().map(|(number, _)| number).filter(|number| !done.contains(number));
    let left = left.map(|number| (number.clone(), why(number))).collect();
    Ok(Confirmed { done, left })
}

/// What was looked at, each order once, in the order in which all who touch several orders touch them.
fn by_order(tx: &mut Tx, seen: &[(String, i64)]) -> Result<Vec<Seen>, DbError> {
    let rows: Vec<_> = seen.iter().map(|(number, _)| args![number.as_str()]).collect();
    let ids = tx.all_many::<i64>("select id from orders where number_key = lower($1)", &rows)?;
    let found = seen.iter().zip(ids).filter_map(|((number, version), ids)| {
        let id = ids.into_iter().next()?;
        Some(Seen { id, number: number.clone(), version: *version })
    });
    let mut all: Vec<Seen> = found.collect();
    all.sort_by_key(|one| one.id);
    all.dedup_by_key(|one| one.id);
    Ok(all)
}

/// The order is cancelled: nobody decides on it any more. Call it before `orders::cancel`, in the same transaction.
pub fn withdraw(tx: &mut Tx, staff: &Staff, number: &str) -> Result<(), DbError> {
    let now = tx.now();
    let _ = tx.exec(
        "update backoffice_orders set state = 'cancelled', decided_at = $2, decided_by = $3
         where state = 'to_review' and order_number =
             (select number from orders where number_key = $1)",
        args![&store::number_key(number), now, staff.login.id],
    )?;
    Ok(())
}

/// Whether this order waits for a decision.
pub fn is_open(
    view: &mut crate::platform::db::View,
    _staff: &Staff,
    number: &str,
) -> Result<bool, DbError> {
    let state = view.one::<String>(
        "select state from backoffice_orders where order_number = $1",
        args![number],
    )?;
    Ok(state.as_deref() == Some("to_review"))
}

/// Why there is nothing to decide of an order that the back office does not have.
fn not_here(status: &str) -> Refusal {
    match Status::from_text(status) {
        Some(Status::Placed) => Refusal::UnderWay,
        Some(Status::AwaitingApproval | Status::AwaitingPayment) | None => Refusal::NotFound,
        Some(Status::Confirmed | Status::Refused | Status::Cancelled) => Refusal::AlreadyDecided,
    }
}

/// How many orders wait for a decision.
pub fn waiting(view: &mut crate::platform::db::View, _staff: &Staff) -> Result<i64, DbError> {
    let count = view
        .one::<i64>("select count(*) from backoffice_orders where state = 'to_review'", args![])?;
    Ok(count.unwrap_or(0))
}
