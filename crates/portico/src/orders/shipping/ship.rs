//! Goods leave for an order: its stages go to shipped, the stock that lay reserved goes, and a shipment says what is in
//! which parcel. What is not in it stays where it stands.

use super::carriers;
use super::handled::{self, Handled};
use crate::access::Staff;
use crate::orders::Stage;
use crate::orders::ledger::{self, Cause, Move, Standing};
use crate::orders::mail;
use crate::platform::activity::{self, Deed};
use crate::platform::counters;
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use portico_types::Quantity;
use std::collections::BTreeMap;

/// The longest name of a carrier and tracking number, in characters.
pub const TEXT_LONGEST: usize = 100;
/// Parcels of one shipment at most.
pub const PARCELS_MOST: i64 = 200;

/// A quantity that leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// Id of the order's line.
    pub line_id: i64,
    /// The stage it leaves: released, or allocated where there was no goods-out note.
    pub from: Stage,
    /// How much, in the smallest step.
    pub quantity: i64,
    /// Decimals of its product.
    pub decimals: u8,
    /// In which parcel, from 1.
    pub parcel: i64,
}

/// A parcel as somebody says it; blank: nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewParcel {
    /// Who brings it.
    pub carrier: String,
    /// What the carrier knows it by.
    pub tracking: String,
}

/// What is to leave.
#[derive(Clone, Copy, Debug)]
pub struct Dispatch<'a> {
    /// The order.
    pub order_id: i64,
    /// What is in the parcels.
    pub lines: &'a [Leaving],
    /// The parcels, one at least.
    pub parcels: &'a [NewParcel],
    /// Where it comes from: `note:N-7`, `api`.
    pub source: &'a str,
}

/// Why nothing leaves. What belongs to the order itself is a [`handled::Refusal`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing would be in it.
    Empty,
    /// Less than that lies reserved for a line: its place among the lines that leave, and what there is.
    NotReady {
        /// Place in [`Dispatch::lines`].
        index: usize,
        /// What could leave.
        available: Quantity,
    },
    /// The order goes out whole, and this is not all of it.
    GoesOutWhole,
    /// The name of a carrier or a tracking number is too long, or holds what cannot be read: which parcel, from 0.
    BadParcel(usize),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        match refusal {
            Refusal::Empty => {
                let text = Text::plain("ship-empty");
                Problem::invalid(vec![FieldProblem::new("/lines", "required", text)])
            }
            Refusal::NotReady { index, available } => {
                let text = Text::plain("ship-not-ready").with("available", available.grouped());
                let field = format!("/lines/{index}/quantity");
                let number = crate::orders::refusal::number(available);
                let error = FieldProblem::new(field, "insufficient_stock", text.clone());
                let errors = vec![error.with("available", number)];
                Problem::new(409, "insufficient_stock", text).with_errors(errors)
            }
            Refusal::GoesOutWhole => {
                Problem::new(409, "goes_out_whole", Text::plain("ship-goes-out-whole"))
            }
            Refusal::BadParcel(at) => {
                let text = Text::plain("ship-bad-parcel").with("most", TEXT_LONGEST);
                let field = format!("tracking-{}", at + 1);
                Problem::invalid(vec![FieldProblem::new(field, "too_long", text)])
            }
        }
        .into()
    }
}

/// Whether these quantities may leave an order that stands like this. Pure.
///
/// # Errors
/// What is against it.
pub fn check(
    head: &Handled,
    standing: &[Standing],
    lines: &[Leaving],
    parcels: &[NewParcel],
) -> Result<(), Refusal> {
    if lines.is_empty() || lines.iter().any(|line| line.quantity <= 0) {
        return Err(Refusal::Empty);
    }
    let bad = |text: &str| {
        text.trim().chars().count() > TEXT_LONGEST || text.chars().any(char::is_control)
    };
    if let Some(at) = parcels.iter().position(|p| bad(&p.carrier) || bad(&p.tracking)) {
        return Err(Refusal::BadParcel(at));
    }
    let mut taken: BTreeMap<(i64, Stage), i64> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        let stands = standing.iter().find(|s| s.line_id == line.line_id);
        let there = stands.map_or(0, |s| s.stages[line.from as usize]);
        let taken = taken.entry((line.line_id, line.from)).or_default();
        if *taken + line.quantity > there {
            let available = Quantity::steps((there - *taken).max(0), line.decimals);
            return Err(Refusal::NotReady { index, available });
        }
        *taken += line.quantity;
    }
    let leaves: i64 = taken.values().sum();
    let open: i64 = standing.iter().flat_map(|s| &s.stages[..4]).sum();
    if !head.part_deliveries && leaves < open { Err(Refusal::GoesOutWhole) } else { Ok(()) }
}

/// Lets the goods leave; answers with the shipment's number. Locks stock, then the order.
///
/// # Errors
/// A [`Refusal`], or a [`handled::Refusal`].
pub fn ship(tx: &mut Tx, staff: &Staff, dispatch: &Dispatch<'_>) -> Result<String, AppError> {
    let mut standing = ledger::lock_with_stock(tx, &[dispatch.order_id])?;
    let standing = standing.remove(&dispatch.order_id).ok_or(handled::Refusal::NotFound)?;
    let head = handled::heads(tx, staff, &[dispatch.order_id])?;
    let head = head.first().ok_or(handled::Refusal::NotFound)?;
    handled::check(staff, head)?;
    check(head, &standing, dispatch.lines, dispatch.parcels)?;
    let number = format!("S-{}", counters::next(tx, "shipments", 1)?);
    move_out(tx, staff, dispatch, &format!("shipment:{number}"))?;
    keep(tx, staff, head, (dispatch, &number))?;
    note(tx, staff, head, &number)?;
    mail::shipped(tx, dispatch.order_id, &number)?;
    Ok(number)
}

/// The ledger's part: one move for each line and stage.
fn move_out(
    tx: &mut Tx,
    staff: &Staff,
    dispatch: &Dispatch<'_>,
    source: &str,
) -> Result<(), DbError> {
    let mut sums: BTreeMap<(i64, Stage), i64> = BTreeMap::new();
    for line in dispatch.lines {
        *sums.entry((line.line_id, line.from)).or_default() += line.quantity;
    }
    let moves: Vec<(i64, Move)> = sums
        .into_iter()
        .map(|((line_id, from), quantity)| {
            (dispatch.order_id, Move { line_id, from, to: Stage::Shipped, quantity })
        })
        .collect();
    let cause = Cause { source, login_id: Some(staff.login.id) };
    let _ = ledger::apply(tx, &moves, cause)?;
    Ok(())
}

fn keep(
    tx: &mut Tx,
    staff: &Staff,
    head: &Handled,
    (dispatch, number): (&Dispatch<'_>, &str),
) -> Result<(), AppError> {
    let (id, now, today) = (tx.new_id(), tx.now(), wholesaler::today(tx)?);
    let parcels = parcels(tx, staff, head, dispatch.parcels)?;
    let mut find_key = format!("{number} {} ", head.number);
    find_key.extend(head.reference.iter().map(|r| format!("{r} ")));
    for (_, tracking, _) in &parcels {
        find_key.extend(tracking.iter().map(|t| format!("{t} ")));
    }
    tx.exec_each_one(
        "insert into shipments (id, number, number_key, order_id, customer_id, source, shipped_at,
             shipped_day, login_id, find_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[args![
            id,
            number,
            &number.to_lowercase(),
            head.id,
            head.customer_id,
            dispatch.source,
            now,
            &today.text(),
            staff.login.id,
            &find_key.to_lowercase()
        ]],
    )?;
    let rows: Vec<_> = (1_i64..)
        .zip(&parcels)
        .map(|(n, (carrier, tracking, url))| {
            args![id, n, carrier.as_deref(), tracking.as_deref(), url.as_deref()]
        })
        .collect();
    tx.exec_each_one(
        "insert into shipment_parcels (shipment_id, parcel, carrier, tracking, tracking_url)
         values ($1, $2, $3, $4, $5)",
        &rows,
    )?;
    write_lines(tx, id, dispatch.lines)
}

fn write_lines(tx: &mut Tx, shipment_id: i64, lines: &[Leaving]) -> Result<(), AppError> {
    let mut sums: BTreeMap<(i64, i64), i64> = BTreeMap::new();
    for line in lines {
        *sums.entry((line.parcel, line.line_id)).or_default() += line.quantity;
    }
    let rows: Vec<_> = sums
        .iter()
        .map(|((parcel, line_id), quantity)| args![shipment_id, *parcel, *line_id, *quantity])
        .collect();
    tx.exec_each_one(
        "insert into shipment_lines (shipment_id, parcel, order_line_id, quantity)
         values ($1, $2, $3, $4)",
        &rows,
    )?;
    Ok(())
}

type Known = (Option<String>, Option<String>, Option<String>);

/// Carrier, tracking number and link of each parcel, the carrier spelled as we keep it.
fn parcels(
    tx: &mut Tx,
    staff: &Staff,
    head: &Handled,
    new: &[NewParcel],
) -> Result<Vec<Known>, DbError> {
    let carriers = carriers::list(tx, staff)?;
    let postcode = head.postcode.as_deref().unwrap_or_default();
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let known = |parcel: &NewParcel| {
        let kept =
            carriers.iter().find(|c| carriers::key(&c.name) == carriers::key(&parcel.carrier));
        let tracking = some(&parcel.tracking);
        let template = kept.and_then(|carrier| carrier.tracking_url.as_deref());
        let url = template.zip(tracking.as_deref());
        let url = url.map(|(template, t)| carriers::tracking_url(template, t, postcode));
        (kept.map(|c| c.name.clone()).or_else(|| some(&parcel.carrier)), tracking, url)
    };
    Ok(new.iter().map(known).collect())
}

fn note(tx: &mut Tx, staff: &Staff, head: &Handled, number: &str) -> Result<(), AppError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: Some(head.customer_id),
        verb: "order_shipped",
        object: &format!("order:{}", head.number),
        facts: serde_json::json!({ "shipment": number }),
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}
