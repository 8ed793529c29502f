//! The only way a person's wish becomes an order: current order, quotation, reorder, API, agent.
//! Assortment, prices, quantities, address, minimum, credit, approval, stock; then order, ledger,
//! allocation, command and mail in the caller's one transaction.

use super::draft::{Draft, DraftLine, clean, draft, may_be_backordered};
use super::refusal::{LINES_MOST, LineRefusal, REFERENCE_LONGEST, REMARK_LONGEST, Refusal};
use super::wish::{DeliverTo, Wish};
use super::{Stage, Status, approvals, credit, exceptions, mail, write};
use crate::access::notices::Notice;
use crate::access::staff_mails::tell_staff;
use crate::access::{Buyer, Sees};
use crate::catalogue::{StockKind, stock};
use crate::customers::addresses;
use crate::customers::credit::Posting;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Text};
use crate::platform::settings::{self, Setting, SettingValue};
use crate::platform::{counters, outbox, wholesaler};
use portico_types::{Address, Day, Money};
use std::collections::HashMap;

/// How the numbers of the portal's own series begin; digits follow. An import must not use them.
pub const OWN_SERIES: &str = "P-";

/// Whether this is, or could become, a number of the portal's own series.
#[must_use]
pub fn is_own_number(number: &str) -> bool {
    let (start, digits) = number.split_at_checked(OWN_SERIES.len()).unwrap_or_default();
    let all_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    start.eq_ignore_ascii_case(OWN_SERIES) && all_digits
}

/// What the customer's own reference is to the wholesaler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceField {
    /// Not asked for.
    Hidden,
    /// May be given.
    Optional,
    /// Must be given.
    Required,
}

impl SettingValue for ReferenceField {
    fn read(text: &str) -> Option<ReferenceField> {
        match text {
            "hidden" => Some(ReferenceField::Hidden),
            "optional" => Some(ReferenceField::Optional),
            "required" => Some(ReferenceField::Required),
            _ => None,
        }
    }
    fn write(&self) -> String {
        match self {
            ReferenceField::Hidden => "hidden",
            ReferenceField::Optional => "optional",
            ReferenceField::Required => "required",
        }
        .to_owned()
    }
}

/// Whether the customer's own reference is asked for.
pub const REFERENCE: Setting<ReferenceField> =
    Setting { key: "orders.reference", default: || ReferenceField::Optional };

/// An order that was placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its id.
    pub id: i64,
    /// Its number, which never changes.
    pub number: String,
    /// `Placed`, or `AwaitingApproval` above the login's limit.
    pub status: Status,
}

/// The head of a wish once it has been checked.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) address_id: Option<i64>,
    pub(super) address: Address,
    pub(super) reference: Option<String>,
    pub(super) remarks: Option<String>,
    pub(super) requested_day: Option<Day>,
    pub(super) part_deliveries: bool,
    pub(super) source: String,
}

/// What of a line is taken from stock and what waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Split {
    pub(super) allocated: i64,
    pub(super) backordered: i64,
    pub(super) pending: i64,
}

/// Places a wish. All or nothing: a refusal leaves no trace once it leaves the transaction.
///
/// # Errors
/// A `Refusal` as a problem, or what the database says.
pub fn place(tx: &mut Tx, buyer: &Buyer, wish: &Wish) -> Result<Placed, AppError> {
    exceptions::check(tx, buyer, wish)?;
    let head = check_head(tx, buyer, wish)?;
    let mut drafted = draft(tx, buyer, wish, head.address.country)?;
    check(buyer, wish, &drafted)?;
    let status = check_approval(tx, buyer, drafted.total)?;
    let splits = match status {
        Status::AwaitingApproval => pending(&drafted),
        _ => allocate(tx, &mut drafted)?,
    };
    let taken = match status {
        Status::AwaitingApproval => None,
        _ => Some(credit::take(tx, buyer, drafted.total)?),
    };
    let passed = wish.exceptions.credit && taken.is_some_and(|taken| taken.stops());
    if let Some(taken) = taken.filter(|_| !passed) {
        taken.check(buyer)?;
    }
    let number = next_number(tx)?;
    let order = write::NewOrder { buyer, head: &head, draft: &drafted, splits: &splits, status };
    let id = write::order(tx, &number, &order)?;
    match taken {
        Some(taken) => {
            if !passed {
                taken.note(tx, id)?;
            }
            accepted(tx, taken.payer, &number, drafted.total)?;
        }
        None => approvals::ask(tx, buyer, &number, drafted.total)?,
    }
    announce(tx, buyer, &number, &drafted)?;
    let placed = Placed { id, number, status };
    exceptions::record(tx, buyer, &placed, (wish, &drafted), passed)?;
    Ok(placed)
}

/// An order holds stock: its total counts against the credit, and the ERP and the staff hear of it.
pub(super) fn accepted(
    tx: &mut Tx,
    payer: i64,
    number: &str,
    total: Money,
) -> Result<(), AppError> {
    crate::customers::credit::post(tx, &credit_posting(payer, number, total))?;
    outbox::enqueue(tx, "erp", "place_order", number, &format!(r#"{{"order":"{number}"}}"#))?;
    mail::copies::send(tx, number)?;
    Ok(tell_staff(tx, Notice::StaffOrderPlaced, number)?)
}

fn credit_posting(payer: i64, number: &str, total: Money) -> Posting {
    Posting {
        customer_id: payer,
        reason: "order",
        source: format!("order:{number}"),
        owed_minor: 0,
        ordered: total,
    }
}

fn announce(tx: &mut Tx, buyer: &Buyer, number: &str, drafted: &Draft) -> Result<(), AppError> {
    let reader = buyer.orders_login().map_or_else(|| "null".to_owned(), |id| id.to_string());
    let mail = format!(r#"{{"order":"{number}","login":{reader}}}"#);
    outbox::enqueue(tx, "mail", "order_placed", &format!("order_placed:{number}"), &mail)?;
    let facts = serde_json::json!({
        "lines": drafted.lines.len(),
        "total_minor": drafted.total.minor,
        "currency": drafted.total.currency.code(),
        "by_staff": buyer.view_as.is_some(),
    });
    activity::record(
        tx,
        &Deed {
            login_id: Some(buyer.login.id),
            customer_id: Some(buyer.customer.id),
            verb: "order_placed",
            object: &format!("order:{number}"),
            facts,
            free_text: None,
        },
    )?;
    Ok(())
}

/// Everything about the draft that can be refused before stock is touched. Pure, but for what it is given.
pub fn check(buyer: &Buyer, wish: &Wish, draft: &Draft) -> Result<(), Refusal> {
    if !buyer.may_order() {
        return Err(Refusal::NotAllowed);
    }
    if buyer.customer.on_hold {
        return Err(Refusal::OnHold);
    }
    if draft.lines.is_empty() {
        return Err(Refusal::Empty);
    }
    if draft.lines.len() > LINES_MOST {
        return Err(Refusal::TooManyLines);
    }
    let refused = draft.refused_lines();
    if !refused.is_empty() {
        return Err(Refusal::Lines(refused));
    }
    if let Some(seen) = wish.expected_total
        && seen != draft.total
    {
        return Err(Refusal::TotalChanged { old: seen, new: draft.total });
    }
    match draft.value_fault() {
        Some(fault) if !wish.exceptions.value && wish.agreed.is_none() => Err(fault.into()),
        _ => Ok(()),
    }
}

fn check_head(tx: &mut Tx, buyer: &Buyer, wish: &Wish) -> Result<Head, AppError> {
    if !buyer.may_order() {
        return Err(Refusal::NotAllowed.into());
    }
    if wish.lines.len() > LINES_MOST {
        return Err(Refusal::TooManyLines.into());
    }
    let mut fields = Vec::new();
    let reference = checked_reference(tx, wish, &mut fields)?;
    if wish.remarks.as_deref().is_some_and(|r| r.chars().count() > REMARK_LONGEST) {
        fields.push(too_long("/remarks", REMARK_LONGEST));
    }
    let requested_day = requested_day(wish, wholesaler::today(tx)?, &mut fields);
    let destination = destination(tx, buyer, &wish.deliver_to, &mut fields)?;
    let Some((address_id, address)) = destination.filter(|_| fields.is_empty()) else {
        return Err(Refusal::Fields(fields).into());
    };
    Ok(Head {
        address_id,
        address,
        reference,
        remarks: wish.remarks.as_deref().and_then(clean),
        requested_day,
        part_deliveries: wish.part_deliveries.unwrap_or(buyer.customer.part_deliveries),
        source: wish.source.clone(),
    })
}

fn too_long(field: &str, most: usize) -> FieldProblem {
    FieldProblem::new(field, "too_long", Text::plain("field-too-long").with("most", most))
}

fn checked_reference(
    view: &mut View,
    wish: &Wish,
    fields: &mut Vec<FieldProblem>,
) -> Result<Option<String>, DbError> {
    let reference = wish.reference.as_deref().and_then(clean);
    let needed = settings::get(view, &REFERENCE)? == ReferenceField::Required;
    match &reference {
        None if needed => {
            let text = Text::plain("field-required");
            fields.push(FieldProblem::new("/reference", "required", text));
        }
        Some(text) if text.chars().count() > REFERENCE_LONGEST => {
            fields.push(too_long("/reference", REFERENCE_LONGEST));
        }
        _ => {}
    }
    Ok(reference)
}

/// The day as a day; a wish without one, or with blanks, has none.
fn requested_day(wish: &Wish, today: Day, fields: &mut Vec<FieldProblem>) -> Option<Day> {
    let typed = wish.requested_day.as_deref().map(str::trim).filter(|t| !t.is_empty())?;
    let Some(day) = Day::parse(typed) else {
        fields.push(FieldProblem::new("/requested_day", "invalid", Text::plain("field-bad-day")));
        return None;
    };
    if day < today {
        let text = Text::plain("field-day-in-past");
        fields.push(FieldProblem::new("/requested_day", "day_in_past", text));
    }
    Some(day)
}

/// Where the wish is to go: the id of the customer's address it is a copy of, and the address.
/// A fault goes into `fields`.
pub fn destination(
    view: &mut View,
    buyer: &Buyer,
    deliver_to: &DeliverTo,
    fields: &mut Vec<FieldProblem>,
) -> Result<Option<(Option<i64>, Address)>, DbError> {
    let found = match deliver_to {
        DeliverTo::Other(address) => {
            for fault in address.faults() {
                fields.push(address_problem(fault));
            }
            return Ok(Some((None, (**address).clone())));
        }
        DeliverTo::Unreadable(fault) => {
            fields.push(address_problem(*fault));
            return Ok(None);
        }
        DeliverTo::Default => addresses::default_delivery(view, buyer)?,
        DeliverTo::Number(number) => addresses::by_number(view, buyer, number)?,
    };
    if found.is_none() {
        let (code, key) = match deliver_to {
            DeliverTo::Default => ("required", "field-no-address"),
            _ => ("unknown_address", "field-unknown-address"),
        };
        fields.push(FieldProblem::new("/delivery_address", code, Text { key, args: Vec::new() }));
    }
    Ok(found.map(|found| (Some(found.id), found.address)))
}

/// A fault of an address as a field of the request.
#[must_use]
pub fn address_problem(fault: portico_types::AddressFault) -> FieldProblem {
    let text = match fault.code {
        "too_long" => Text::plain("field-too-long").with("most", Address::LONGEST),
        "bad_postcode" => Text::plain("field-bad-postcode"),
        "bad_country" => Text::plain("field-bad-country"),
        _ => Text::plain("field-required"),
    };
    FieldProblem::new(format!("/delivery_address/{}", fault.field), fault.code, text)
}

/// The approval hook: above the login's limit a colleague must say yes, if there is one who may.
fn check_approval(view: &mut View, buyer: &Buyer, total: Money) -> Result<Status, AppError> {
    let Some(limit) = buyer.order_limit.filter(|limit| total.minor > limit.minor) else {
        return Ok(Status::Placed);
    };
    if !approvals::could_be_given(view, buyer, total)? {
        return Err(Refusal::OrderLimit { limit }.into());
    }
    Ok(Status::AwaitingApproval)
}

fn pending(draft: &Draft) -> Vec<Split> {
    let units = |line: &DraftLine| line.quantity.map_or(0, |q| q.units);
    let split = |line| Split { allocated: 0, backordered: 0, pending: units(line) };
    draft.lines.iter().map(split).collect()
}

/// Shares out the stock and takes it.
fn allocate(tx: &mut Tx, draft: &mut Draft) -> Result<Vec<Split>, AppError> {
    let (splits, given) = shares(tx, draft)?;
    // Taking leaves nothing free.
    let _ = stock::change_allocated(tx, &given)?;
    Ok(splits)
}

/// What each line gets, and what that takes of each product: id and quantity.
pub(super) type Shares = (Vec<Split>, Vec<(i64, i64)>);

/// Locks the stock of every line, shares out what is free in the order of the lines, and refuses what is
/// short and may not be backordered. What the draft thought was free no longer matters here. Takes nothing yet.
pub(super) fn shares(tx: &mut Tx, draft: &mut Draft) -> Result<Shares, AppError> {
    let shows_number = draft.shows_number;
    let tracked: Vec<i64> = draft
        .lines
        .iter()
        .filter_map(|line| line.card.as_ref())
        .filter(|card| card.stock_kind == StockKind::Tracked)
        .map(|card| card.id)
        .collect();
    let locked = stock::lock(tx, &tracked)?;
    let mut free: HashMap<i64, i64> = locked.iter().map(|(id, row)| (*id, row.free())).collect();
    let mut splits = Vec::with_capacity(draft.lines.len());
    let mut refused = Vec::new();
    for (index, line) in draft.lines.iter_mut().enumerate() {
        let split = split_line(line, &mut free);
        let card = line.card.as_ref();
        if split.backordered > 0 && card.is_some_and(|card| !may_be_backordered(card)) {
            refused.push((index, short_refusal(shows_number, line, split)));
        }
        line.short = split.backordered;
        splits.push(split);
    }
    if !refused.is_empty() {
        return Err(Refusal::Lines(refused).into());
    }
    let given = locked.iter().map(|(id, row)| (*id, row.free() - free[id])).collect();
    Ok((splits, given))
}

fn short_refusal(shows_number: bool, line: &DraftLine, split: Split) -> LineRefusal {
    let shown = line.card.as_ref().filter(|_| shows_number);
    let available = shown.map(|card| card.quantity(split.allocated));
    LineRefusal::InsufficientStock { available }
}

/// Takes what is free for a line. Untracked products need no stock; what a supplier sends never has any.
fn split_line(line: &DraftLine, free: &mut HashMap<i64, i64>) -> Split {
    let units = line.quantity.map_or(0, |q| q.units);
    let Some(card) = &line.card else {
        return Split { allocated: 0, backordered: units, pending: 0 };
    };
    if card.stock_kind == StockKind::Untracked {
        return Split { allocated: units, backordered: 0, pending: 0 };
    }
    let left = free.entry(card.id).or_insert(0);
    let allocated = if card.stock_kind == StockKind::Tracked { units.min(*left) } else { 0 };
    *left -= allocated;
    Split { allocated, backordered: units - allocated, pending: 0 }
}

/// The next number of the portal's own series. The row is locked until the commit, so it is drawn late;
/// an order that fails afterwards leaves a gap, which order numbers may have.
fn next_number(tx: &mut Tx) -> Result<String, DbError> {
    Ok(format!("{OWN_SERIES}{}", counters::next(tx, "orders", 100_001)?))
}

/// Which orders of the customer this person may see, as an argument of the store's statements:
/// the login's id, or nothing for all.
#[must_use]
pub fn own_only(buyer: &Buyer) -> Option<i64> {
    match buyer.sees {
        Sees::Own => Some(buyer.orders_login().unwrap_or(buyer.login.id)),
        Sees::All => None,
    }
}

impl Split {
    /// Every stage with a quantity, for the ledger.
    pub(super) fn stages(self) -> impl Iterator<Item = (Stage, i64)> {
        [
            (Stage::Pending, self.pending),
            (Stage::Backordered, self.backordered),
            (Stage::Allocated, self.allocated),
        ]
        .into_iter()
        .filter(|(_, quantity)| *quantity > 0)
    }
}
