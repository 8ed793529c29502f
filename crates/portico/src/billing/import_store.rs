//! The statements of an import of documents: what is there, and writing documents that are there already anew.

use super::DocumentType;
use super::import::{Deed, DocumentRow};
use super::kept::{DocumentLine, currency, day};
use super::store::lines_of;
use super::write::{self, NewDocument, Texts};
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use portico_types::{Day, Money, Quantity};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the database knows of what the rows name.
pub(super) struct Found {
    /// Documents by their numbers in lower case.
    pub(super) was: HashMap<String, Was>,
    /// Who pays for a customer, where that is another one.
    pub(super) payers: HashMap<i64, i64>,
    /// Invoices by their numbers in lower case: id, number, whose.
    pub(super) invoices: HashMap<String, (i64, String, i64)>,
    /// Lines by the order's number in lower case, and theirs.
    pub(super) order_lines: HashMap<(String, i64), OfLine>,
}

/// A document as stored, as far as an import says anything about it.
pub(super) struct Was {
    pub(super) id: i64,
    number_key: String,
    pub(super) source: String,
    pub(super) kind: DocumentType,
    pub(super) payer: i64,
    ordered_by: i64,
    issued_day: Day,
    due_day: Option<Day>,
    total: Money,
    settled_before: Money,
    /// What was owed by it when it came.
    pub(super) open: Money,
    reference: Option<String>,
    reason: Option<String>,
    corrects: Option<i64>,
    pub(super) version: i64,
    /// Whether something of it was settled or is under way.
    pub(super) is_settled: bool,
    lines: Vec<DocumentLine>,
    /// Ids of the orders it is about.
    pub(super) orders: Vec<i64>,
    /// How much of orders' lines it charges or credits.
    pub(super) of_lines: BTreeMap<i64, i64>,
}

impl FromRow for Was {
    fn from_row(r: &mut Row<'_>) -> Result<Was, DbError> {
        let (id, number_key, source) = (r.next()?, r.next()?, r.next()?);
        let kind = r.next::<String>()?;
        let kind = DocumentType::from_text(&kind)
            .ok_or_else(|| DbError::Failed(format!("no such type of document: {kind}")))?;
        let (payer, ordered_by) = (r.next()?, r.next()?);
        let issued_day = day(&r.next::<String>()?)?;
        let due_day = r.next::<Option<String>>()?.as_deref().map(day).transpose()?;
        let code = currency(&r.next::<String>()?)?;
        let (total, before): (i64, i64) = (r.next()?, r.next()?);
        Ok(Was {
            id,
            number_key,
            source,
            kind,
            payer,
            ordered_by,
            issued_day,
            due_day,
            total: Money::new(total, code),
            settled_before: Money::new(before, code),
            open: Money::new(total - before, code),
            reference: r.next()?,
            reason: r.next()?,
            corrects: r.next()?,
            version: r.next()?,
            is_settled: r.next()?,
            lines: Vec::new(),
            orders: Vec::new(),
            of_lines: BTreeMap::new(),
        })
    }
}

impl Was {
    /// Whether it says just what this deed says.
    pub(super) fn is(&self, deed: &Deed) -> bool {
        let row = &deed.row;
        let head = self.kind == row.kind
            && self.ordered_by == row.customer_id
            && self.payer == deed.payer
            && self.issued_day == row.issued_day
            && self.due_day == row.due_day
            && self.total == row.sums.total
            && self.settled_before == row.settled_before
            && self.reference == row.reference
            && self.reason == row.reason
            && self.corrects == deed.corrects.as_ref().map(|(id, _)| *id);
        let same = |was: &DocumentLine, line: &DocumentLine| {
            let unnamed = DocumentLine { of_order: None, credited: was.credited, ..line.clone() };
            DocumentLine { of_order: None, ..was.clone() } == unnamed
        };
        head && self.lines.len() == row.lines.len()
            && self.lines.iter().zip(&row.lines).all(|(was, line)| same(was, line))
    }
}

/// The line of an order.
pub(super) struct OfLine {
    pub(super) id: i64,
    pub(super) order_id: i64,
    pub(super) order: String,
    pub(super) customer_id: i64,
    pub(super) is_imported: bool,
    decimals: i64,
    /// How much may still be charged, in its steps.
    pub(super) to_charge: i64,
    /// How much may still be credited.
    pub(super) to_credit: i64,
}

impl FromRow for OfLine {
    fn from_row(r: &mut Row<'_>) -> Result<OfLine, DbError> {
        Ok(OfLine {
            id: r.next()?,
            order_id: r.next()?,
            order: r.next()?,
            customer_id: r.next()?,
            is_imported: r.next()?,
            decimals: r.next()?,
            to_charge: r.next()?,
            to_credit: r.next()?,
        })
    }
}

impl OfLine {
    /// This quantity in steps of the line; `None` where it has more decimals.
    pub(super) fn steps(&self, quantity: Quantity) -> Option<i64> {
        let less = self.decimals - i64::from(quantity.decimals);
        let factor = 10_i64.checked_pow(u32::try_from(less.unsigned_abs()).ok()?)?;
        if less >= 0 {
            return quantity.units.checked_mul(factor);
        }
        (quantity.units % factor == 0).then_some(quantity.units / factor)
    }
}

/// Looks up what the rows name.
pub(super) fn find(view: &mut View, rows: &[DocumentRow]) -> Result<Found, DbError> {
    let numbers: BTreeSet<String> = rows.iter().map(|row| row.number.to_lowercase()).collect();
    let customers: BTreeSet<i64> = rows.iter().map(|row| row.customer_id).collect();
    let sets: Vec<_> = customers.iter().map(|id| args![*id]).collect();
    let payers = view.all_many::<(i64, i64)>(
        "select id, invoiced_to from customers where id = $1 and invoiced_to is not null",
        &sets,
    )?;
    Ok(Found {
        was: was(view, &numbers)?,
        payers: payers.into_iter().flatten().collect(),
        invoices: invoices(view, rows)?,
        order_lines: order_lines(view, rows)?,
    })
}

fn was(view: &mut View, numbers: &BTreeSet<String>) -> Result<HashMap<String, Was>, DbError> {
    let sets: Vec<_> = numbers.iter().map(|number| args![number]).collect();
    let heads = view.all_many::<Was>(
        "select d.id, d.number_key, d.source, d.type, d.customer_id, d.ordered_by, d.issued_day,
             d.due_day, d.currency, d.total_minor, d.settled_before_minor, d.reference, d.reason,
             d.corrects, d.version, d.pending_minor > 0 or exists
                 (select 1 from settlements s where s.credit_id = d.id or s.debit_id = d.id)
         from documents d where d.number_key = $1",
        &sets,
    )?;
    let mut heads: Vec<Was> = heads.into_iter().flatten().collect();
    let ids: Vec<_> = heads.iter().map(|was| (was.id, was.total.currency)).collect();
    let lines = lines_of(view, &ids)?;
    let sets: Vec<_> = ids.iter().map(|(id, _)| args![*id]).collect();
    let orders = view.all_many::<i64>(
        "select order_id from document_orders where document_id = $1 limit 5000",
        &sets,
    )?;
    let steps = view.all_many::<(i64, i64, i64, i64)>(
        "select l.order_line_id, l.quantity, l.quantity_decimals, i.quantity_decimals
         from document_lines l join order_lines i on i.id = l.order_line_id
         where l.document_id = $1 limit 5000",
        &sets,
    )?;
    for (was, ((lines, orders), steps)) in
        heads.iter_mut().zip(lines.into_iter().zip(orders).zip(steps))
    {
        (was.lines, was.orders) = (lines, orders);
        for (id, units, decimals, of) in steps {
            let steps = units * 10_i64.pow((of - decimals).max(0).unsigned_abs() as u32)
                / 10_i64.pow((decimals - of).max(0).unsigned_abs() as u32);
            *was.of_lines.entry(id).or_default() += steps;
        }
    }
    Ok(heads.into_iter().map(|was| (was.number_key.clone(), was)).collect())
}

fn invoices(
    view: &mut View,
    rows: &[DocumentRow],
) -> Result<HashMap<String, (i64, String, i64)>, DbError> {
    let named: BTreeSet<String> =
        rows.iter().filter_map(|row| Some(row.corrects.as_ref()?.to_lowercase())).collect();
    let sets: Vec<_> = named.iter().map(|number| args![number]).collect();
    let found = view.all_many::<(i64, String, i64)>(
        "select id, number, customer_id from documents where number_key = $1 and type = 'invoice'",
        &sets,
    )?;
    Ok(found.into_iter().flatten().map(|found| (found.1.to_lowercase(), found)).collect())
}

fn order_lines(
    view: &mut View,
    rows: &[DocumentRow],
) -> Result<HashMap<(String, i64), OfLine>, DbError> {
    let named = rows.iter().flat_map(|row| &row.lines).filter_map(|line| line.of_order.as_ref());
    let named: BTreeSet<(String, i64)> =
        named.map(|(order, line)| (order.to_lowercase(), *line)).collect();
    let sets: Vec<_> = named.iter().map(|(order, line)| args![order, *line]).collect();
    let found = view.all_many::<OfLine>(
        "select l.id, o.id, o.number, o.customer_id, o.source = 'import', l.quantity_decimals,
             l.quantity - l.cancelled - l.invoiced, l.shipped - l.credited
         from orders o join order_lines l on l.order_id = o.id and l.line = $2
         where o.number_key = $1 limit 2",
        &sets,
    )?;
    let found = found.into_iter().map(|rows| rows.into_iter().next());
    Ok(named.into_iter().zip(found).filter_map(|(key, of)| Some((key, of?))).collect())
}

/// Writes them; answers their ids.
pub(super) fn write(tx: &mut Tx, deeds: &[Deed]) -> Result<Vec<i64>, DbError> {
    let sources: Vec<String> = deeds.iter().map(|deed| deed.row.source()).collect();
    let documents: Vec<_> =
        deeds.iter().zip(&sources).map(|(deed, source)| deed.new_document(source)).collect();
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for (deed, document) in deeds.iter().zip(&documents) {
        let settled_before = deed.row.settled_before.minor;
        match &deed.was {
            None => new.push((document, settled_before)),
            Some(was) => changed.push((document, settled_before, was)),
        }
    }
    let mut ids = write::write_all(tx, &new)?.into_iter();
    rewrite(tx, &changed)?;
    let was = |deed: &Deed| deed.was.as_ref().map(|was| was.id);
    Ok(deeds.iter().filter_map(|deed| was(deed).or_else(|| ids.next())).collect())
}

/// Writes documents anew of which nothing is settled.
fn rewrite(tx: &mut Tx, changed: &[(&NewDocument<'_>, i64, &Was)]) -> Result<(), DbError> {
    let texts: Vec<_> = changed.iter().map(|(new, ..)| Texts::of(new)).collect();
    let rows: Vec<_> = changed
        .iter()
        .zip(&texts)
        .map(|((new, settled_before, was), texts)| {
            let vat_minor: i64 = new.vat.iter().map(|part| part.vat.minor).sum();
            args![
                was.id,
                new.kind.text(),
                new.customer_id,
                new.ordered_by,
                new.total.currency.code(),
                texts.issued_day,
                texts.due_day,
                new.total.minor - vat_minor,
                vat_minor,
                new.total.minor,
                *settled_before,
                new.reference,
                new.corrects.map(|(id, _)| id),
                new.reason,
                texts.find_key
            ]
        })
        .collect();
    tx.exec_each_one(
        "update documents set type = $2, customer_id = $3, ordered_by = $4, currency = $5,
             issued_day = $6, due_day = $7, net_minor = $8, vat_minor = $9, total_minor = $10,
             settled_before_minor = $11, open_minor = cast($10 as bigint) - cast($11 as bigint), reference = $12, corrects = $13,
             reason = $14, find_key = $15, version = version + 1
         where id = $1 and open_minor = total_minor - settled_before_minor and pending_minor = 0",
        &rows,
    )?;
    let ids: Vec<_> = changed.iter().map(|(.., was)| args![was.id]).collect();
    let _ = tx.exec_many("delete from document_lines where document_id = $1", &ids)?;
    let _ = tx.exec_many("delete from document_charges where document_id = $1", &ids)?;
    let _ = tx.exec_many("delete from document_vat where document_id = $1", &ids)?;
    let _ = tx.exec_many("delete from document_orders where document_id = $1", &ids)?;
    let parts: Vec<_> = changed.iter().map(|(new, _, was)| (was.id, *new)).collect();
    write::write_parts(tx, &parts)
}
