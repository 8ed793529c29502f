//! What an adjusted order comes to, written: lines, charges, VAT and head; and the credit it holds from then on.

use super::super::held::held;
use super::Refusal;
use super::plan::{ChargePlan, LinePlan};
use crate::access::StaffRole;
use crate::customers::credit;
use crate::orders::OrderDetail;
use crate::orders::exceptions::PASS_CREDIT;
use crate::orders::to_charge::{self, Sums};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::AppError;
use crate::platform::settings;
use portico_types::Money;

/// The new sums.
pub(super) fn sums(
    order: &OrderDetail,
    lines: &[LinePlan],
    charges: &[ChargePlan],
) -> Result<Sums, AppError> {
    let lines: Vec<Money> = lines.iter().map(|line| line.net).collect();
    let charges: Vec<Money> = charges.iter().map(|charge| charge.net.1).collect();
    to_charge::sums(order, &lines, &charges)
}

/// Writes them. Quantities are the ledger's.
pub(super) fn write(
    tx: &mut Tx,
    order: &OrderDetail,
    (lines, charges): (&[LinePlan], &[ChargePlan]),
    sums: &Sums,
) -> Result<(), DbError> {
    let (id, now) = (order.head.id, tx.now());
    let other = order
        .lines
        .iter()
        .zip(lines)
        .filter(|(line, plan)| line.net != plan.net || line.price != plan.price.1);
    let rows: Vec<_> = other
        .map(|(_, plan)| {
            let price = plan.price.1;
            args![plan.id, id, price.ten_thousandths, price.per, plan.net.minor]
        })
        .collect();
    tx.exec_each_one(
        "update order_lines set price = $3, per = $4, net_minor = $5
         where id = $1 and order_id = $2",
        &rows,
    )?;
    let changed: Vec<_> = charges.iter().filter(|charge| charge.net.0 != charge.net.1).collect();
    let rows: Vec<_> =
        changed.iter().map(|charge| args![id, charge.position, charge.net.1.minor]).collect();
    tx.exec_each_one(
        "update order_charges set net_minor = $3 where order_id = $1 and position = $2",
        &rows,
    )?;
    let gone: Vec<_> = changed.iter().filter(|charge| charge.net.1.minor == 0).collect();
    let rows: Vec<_> = gone.iter().map(|charge| args![id, charge.position]).collect();
    let _ =
        tx.exec_many("delete from order_charges where order_id = $1 and position = $2", &rows)?;
    let _ = tx.exec("delete from order_vat where order_id = $1", args![id])?;
    let rows: Vec<_> = sums
        .vat
        .iter()
        .map(|part| {
            let (rate, code) = (part.taxed.rate.basis_points, part.taxed.category.code());
            args![id, rate, code, part.taxable.minor, part.vat.minor]
        })
        .collect();
    tx.exec_each_one(
        "insert into order_vat (order_id, vat_rate, vat_category, taxable_minor, vat_minor)
         values ($1, $2, $3, $4, $5)",
        &rows,
    )?;
    let vat: i64 = sums.vat.iter().map(|part| part.vat.minor).sum();
    let (goods, charged, total) = (sums.goods.minor, sums.charges.minor, sums.total.minor);
    tx.exec_each_one(
        "update orders set goods_minor = $2, charges_minor = $3, vat_minor = $4, total_minor = $5,
             changed_at = $6
         where id = $1
             and cast($5 as bigint) = cast($2 as bigint) + cast($3 as bigint) + cast($4 as bigint)",
        &[args![id, goods, charged, vat, total, now]],
    )
}

/// The order holds credit for its new total from now on. Only more of it is checked against the limit.
pub(super) fn take_credit(
    tx: &mut Tx,
    order: &OrderDetail,
    total: Money,
    (pass, role, source): (bool, StaffRole, &str),
) -> Result<(), AppError> {
    let Some((payer, held)) = held(tx, &order.head.number)? else { return Ok(()) };
    let more = Money::new(total.minor - held, total.currency);
    if more.minor == 0 {
        return Ok(());
    }
    let limit = credit::limit(tx, payer)?;
    let standing = credit::lock(tx, payer, total.currency.code())?;
    let over = credit::checked(tx, limit, standing, more)?;
    if over.is_some_and(|(_, check)| check.refuses()) {
        let may_pass = settings::get(tx, &PASS_CREDIT)?.has(role);
        if !(may_pass && pass) {
            return Err(Refusal::CreditExceeded { may_pass }.into());
        }
    }
    let posting = credit::Posting {
        customer_id: payer,
        reason: "order_adjusted",
        source: source.to_owned(),
        owed_minor: 0,
        ordered: more,
    };
    Ok(credit::post(tx, &posting)?)
}
