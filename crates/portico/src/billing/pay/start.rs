//! A payment begins: its documents are locked, the plan is checked, what it is for is held, and the payment is written. Only
//! after that is committed the gateway hears of it (`carry`). Where credit notes are enough it is paid at once.

use super::book;
use super::plan::{self, DOCUMENTS_MOST, Plan, Refusal, Rules, Wish};
use super::{GATEWAY, IN_PART, ONE_AT_A_TIME, Part, Payment, Status, store};
use crate::access::Buyer;
use crate::billing::seller::IBAN;
use crate::billing::settle::{self, Locked};
use crate::orders::place::own_only;
use crate::platform::activity::{self, Deed};
use crate::platform::counters;
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::AppError;
use crate::platform::settings;
use portico_types::{Currency, Money};

/// How long after it was written the repair may look at a payment: its own request is still at it.
pub const REPAIR_AFTER_MS: i64 = 30_000;

/// What a person wants, and which gateways there are.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is to be paid.
    pub wish: Wish,
    /// What is over the open amount is kept as credit.
    pub keeps_rest: bool,
    /// The gateway in use, with the currencies it takes; none where nobody can pay in money.
    pub gateway: Option<Way>,
}

/// A gateway as far as starting needs to know it.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// Its name.
    pub name: &'static str,
    /// Whether it takes this currency.
    pub takes: fn(Currency) -> bool,
}

/// What the wholesaler allows, and this person said.
///
/// # Errors
/// What the database says.
pub fn rules(view: &mut View, keeps_rest: bool) -> Result<Rules, DbError> {
    Ok(Rules {
        in_part: settings::get(view, &IN_PART)?,
        one_at_a_time: settings::get(view, &ONE_AT_A_TIME)?,
        keeps_rest,
    })
}

/// The name of the gateway that the setting wants.
///
/// # Errors
/// What the database says.
pub fn gateway_wanted(view: &mut View) -> Result<String, DbError> {
    settings::get(view, &GATEWAY)
}

/// How somebody may pay here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways {
    /// At a gateway, where the wholesaler lets this customer.
    pub online: bool,
    /// By a bank transfer that they announce: the wholesaler has named an account.
    pub transfer: bool,
}

/// How this person may pay: nobody who may not order, and no branch whose invoices go to its head office.
///
/// # Errors
/// What the database says.
pub fn ways(view: &mut View, buyer: &Buyer) -> Result<Ways, DbError> {
    let pays_itself = view.one::<bool>(
        "select invoiced_to is null from customers where id = $1",
        args![buyer.customer.id],
    )?;
    if !buyer.may_order() || pays_itself != Some(true) {
        return Ok(Ways { online: false, transfer: false });
    }
    let online = buyer.customer.pays_online && gateway_wanted(view)? != "off";
    Ok(Ways { online, transfer: !settings::get(view, &IBAN)?.trim().is_empty() })
}

/// Whether paying is offered to this person.
///
/// # Errors
/// What the database says.
pub fn is_offered(view: &mut View, buyer: &Buyer) -> Result<bool, DbError> {
    let ways = ways(view, buyer)?;
    Ok(ways.online || ways.transfer)
}

/// Begins a payment.
///
/// # Errors
/// A [`Refusal`].
pub fn start(tx: &mut Tx, buyer: &Buyer, asked: &Asked) -> Result<Payment, AppError> {
    let rules = rules(tx, asked.keeps_rest)?;
    let plan = planned(tx, buyer, &asked.wish, rules)?;
    let needs_money = plan.amount.minor > 0;
    let takes = asked.gateway.filter(|way| (way.takes)(plan.amount.currency));
    if needs_money && (takes.is_none() || !ways(tx, buyer)?.online) {
        let open = buyer.customer.pays_online;
        return Err(if open { Refusal::NoGateway } else { Refusal::NotOnline }.into());
    }
    let gateway = takes.filter(|_| needs_money).map_or("", |way| way.name);
    for (id, _, amount) in &plan.parts {
        if !settle::reserve(tx, *id, amount.minor.abs())? {
            return Err(
                DbError::Failed("a locked document had less than was read".to_owned()).into()
            );
        }
    }
    let id = write(tx, buyer, &plan, gateway)?;
    if !needs_money {
        book::settle_without_money(tx, id)?;
    }
    let payment = store::by_id(tx, id)?;
    payment.ok_or_else(|| DbError::Failed("the payment vanished".to_owned()).into())
}

/// The plan over locked documents.
///
/// # Errors
/// A [`Refusal`].
pub(in crate::billing) fn planned(
    tx: &mut Tx,
    buyer: &Buyer,
    wish: &Wish,
    rules: Rules,
) -> Result<Plan, AppError> {
    match wish {
        Wish::Documents(wanted) => {
            let ids = ids(tx, buyer, wanted)?;
            let locked = settle::lock(tx, &ids)?;
            let with = |(id, (_, amount)): (&i64, &(String, Option<Money>))| {
                locked.get(id).map(|one| (one.clone(), *amount))
            };
            let found: Option<Vec<_>> = ids.iter().zip(wanted).map(with).collect();
            Ok(plan::of_documents(&found.ok_or(Refusal::Unknown(0))?, rules)?)
        }
        Wish::Balance(amount) => {
            let due = if own_only(buyer).is_some() {
                Vec::new()
            } else {
                settle::oldest_due(tx, buyer.customer.id, amount.currency)?
            };
            let mut locked = settle::lock(tx, &due)?;
            let due: Vec<Locked> = due.iter().filter_map(|id| locked.remove(id)).collect();
            Ok(plan::of_balance(&due, *amount, rules)?)
        }
    }
}

/// Ids of the documents of a wish, in its order.
fn ids(
    view: &mut View,
    buyer: &Buyer,
    wanted: &[(String, Option<Money>)],
) -> Result<Vec<i64>, AppError> {
    if wanted.len() > DOCUMENTS_MOST {
        return Err(Refusal::TooMany.into());
    }
    let keys: Vec<String> = wanted.iter().map(|(number, _)| number.trim().to_lowercase()).collect();
    let own = own_only(buyer);
    let rows: Vec<_> = keys.iter().map(|key| args![key, buyer.customer.id, own]).collect();
    let found = view.all_many::<i64>(
        "select d.id from documents d
         where d.number_key = $1 and d.customer_id = $2 and (cast($3 as bigint) is null
             or exists (select 1 from document_orders x join orders o on o.id = x.order_id
                 where x.document_id = d.id and o.login_id = $3))",
        &rows,
    )?;
    let id = |(index, ids): (usize, Vec<i64>)| ids.first().copied().ok_or(Refusal::Unknown(index));
    Ok(found.into_iter().enumerate().map(id).collect::<Result<Vec<i64>, Refusal>>()?)
}

fn write(tx: &mut Tx, buyer: &Buyer, plan: &Plan, gateway: &str) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    let number = format!("PAY-{}", counters::next(tx, "payments", 1)?);
    let next_ask_at = (!gateway.is_empty()).then_some(now + REPAIR_AFTER_MS);
    tx.exec_each_one(
        "insert into payments (id, number, number_key, customer_id, login_id, currency, amount_minor, status, gateway,
             attempt, told, next_ask_at, created_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, 0, $10, $11, 1)",
        &[args![
            id,
            &number,
            &number.to_lowercase(),
            buyer.customer.id,
            buyer.login.id,
            plan.amount.currency.code(),
            plan.amount.minor,
            Status::Pending.text(),
            gateway,
            next_ask_at,
            now
        ]],
    )?;
    let rows: Vec<_> =
        plan.parts.iter().map(|(document, _, amount)| args![id, *document, amount.minor]).collect();
    tx.exec_each_one(
        "insert into payment_parts (payment_id, document_id, amount_minor) values ($1, $2, $3)",
        &rows,
    )?;
    let deed = Deed {
        login_id: Some(buyer.login.id),
        customer_id: Some(buyer.customer.id),
        verb: "payment_started",
        object: &format!("payment:{number}"),
        facts: serde_json::json!({ "minor": plan.amount.minor, "documents": plan.parts.len() }),
        free_text: None,
    };
    activity::record(tx, &deed)?;
    Ok(id)
}

/// The plan as it would be now, for showing it before it is done. Nothing is locked, nothing is held.
///
/// # Errors
/// A [`Refusal`].
pub fn preview(
    view: &mut View,
    buyer: &Buyer,
    amount: Money,
    keeps_rest: bool,
) -> Result<(Vec<Part>, Money), AppError> {
    let rules = rules(view, keeps_rest)?;
    let due = store::due(view, buyer, amount.currency)?;
    let plan = plan::of_balance(&due, amount, rules)?;
    let part =
        |(document_id, number, amount): (i64, String, Money)| Part { document_id, number, amount };
    Ok((plan.parts.into_iter().map(part).collect(), plan.rest))
}
