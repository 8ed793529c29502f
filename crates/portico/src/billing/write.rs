//! A document comes to be: head, lines, charges, VAT and what the customer owes by it, in one go. What is issued never
//! changes again, but for what is open of it.

use super::DocumentType;
use super::kept::{DocumentCharge, DocumentLine};
use crate::customers::credit::{self, Posting};
use crate::platform::db::{DbError, Tx, args};
use portico_types::{Currency, Day, Money, VatPart};

/// A document to be written.
#[derive(Clone, Debug)]
pub struct NewDocument<'a> {
    /// What it is.
    pub kind: DocumentType,
    /// Its number: drawn last, just before.
    pub number: &'a str,
    /// Who pays.
    pub customer_id: i64,
    /// Whose orders they are: the same customer, or one whose invoices go there.
    pub ordered_by: i64,
    /// The day it is issued.
    pub issued_day: Day,
    /// The day it is due.
    pub due_day: Option<Day>,
    /// What is charged, given back or paid; each with VAT once per rate.
    pub total: Money,
    /// VAT once per rate.
    pub vat: &'a [VatPart],
    /// Its lines.
    pub lines: &'a [DocumentLine],
    /// Its charges.
    pub charges: &'a [DocumentCharge],
    /// Ids and numbers of the orders it charges.
    pub orders: &'a [(i64, String)],
    /// The customer's own reference, or what a payment says.
    pub reference: Option<&'a str>,
    /// Id and number of the invoice it corrects.
    pub corrects: Option<(i64, &'a str)>,
    /// Why it was given.
    pub reason: Option<&'a str>,
    /// What it comes from, once: `payment:PAY-77`.
    pub source: &'a str,
    /// The facts of which its papers are made, frozen.
    pub paper: Option<&'a str>,
    /// Who issued it.
    pub login_id: Option<i64>,
}

/// Posts what the customer owes by a document of this total; takes the credit row's lock.
///
/// # Errors
/// What the database says.
pub fn owe(
    tx: &mut Tx,
    kind: DocumentType,
    whose: i64,
    source: &str,
    total: Money,
) -> Result<(), DbError> {
    let owed_minor = if kind.is_debit() { total.minor } else { -total.minor };
    let posting = Posting {
        customer_id: whose,
        reason: kind.text(),
        source: format!("document:{source}"),
        owed_minor,
        ordered: Money::zero(total.currency),
    };
    credit::post(tx, &posting)
}

/// Writes the document; answers its id. What is owed by it is posted before (`owe`), for credit is locked before numbers.
///
/// # Errors
/// What the database says: among it a number or source that was used before.
pub fn write(tx: &mut Tx, new: &NewDocument<'_>) -> Result<i64, DbError> {
    let ids = write_all(tx, &[(new, 0)])?;
    Ok(ids[0])
}

/// Writes several documents, each with what of it was settled before it came here, in minor units; answers their ids.
///
/// # Errors
/// As for [`write()`].
pub(super) fn write_all(tx: &mut Tx, all: &[(&NewDocument<'_>, i64)]) -> Result<Vec<i64>, DbError> {
    let ids: Vec<i64> = all.iter().map(|_| tx.new_id()).collect();
    write_heads(tx, &ids, all)?;
    let parts: Vec<_> = ids.iter().copied().zip(all.iter().map(|(new, _)| *new)).collect();
    write_parts(tx, &parts)?;
    Ok(ids)
}

/// Texts of a document's row that are made of it.
pub(super) struct Texts {
    number_key: String,
    pub(super) issued_day: String,
    pub(super) due_day: Option<String>,
    /// What it is found by, in lower case: its number, those of its orders and of what it corrects, and its reference.
    pub(super) find_key: String,
}

impl Texts {
    pub(super) fn of(new: &NewDocument<'_>) -> Texts {
        Texts {
            number_key: new.number.to_lowercase(),
            issued_day: new.issued_day.text(),
            due_day: new.due_day.map(Day::text),
            find_key: find_key(new),
        }
    }
}

fn find_key(new: &NewDocument<'_>) -> String {
    let mut find_key = new.number.to_owned();
    let orders = new.orders.iter().map(|(_, number)| number.as_str());
    for word in orders.chain(new.reference).chain(new.corrects.map(|(_, number)| number)) {
        find_key.push(' ');
        find_key.push_str(word);
    }
    find_key.to_lowercase()
}

fn write_heads(tx: &mut Tx, ids: &[i64], all: &[(&NewDocument<'_>, i64)]) -> Result<(), DbError> {
    let now = tx.now();
    let texts: Vec<Texts> = all.iter().map(|(new, _)| Texts::of(new)).collect();
    let rows: Vec<_> = ids
        .iter()
        .zip(all.iter().zip(&texts))
        .map(|(id, ((new, settled_before), texts))| {
            let vat_minor: i64 = new.vat.iter().map(|part| part.vat.minor).sum();
            args![
                *id,
                new.number,
                texts.number_key,
                new.kind.text(),
                new.customer_id,
                new.ordered_by,
                new.total.currency.code(),
                texts.issued_day,
                texts.due_day,
                new.total.minor - vat_minor,
                vat_minor,
                new.total.minor,
                new.total.minor - settled_before,
                new.reference,
                new.corrects.map(|(id, _)| id),
                new.reason,
                new.source,
                texts.find_key,
                new.paper,
                new.login_id,
                now,
                *settled_before
            ]
        })
        .collect();
    tx.exec_each_one(
        "insert into documents (id, number, number_key, type, customer_id, ordered_by, currency,
             issued_day, due_day, net_minor, vat_minor, total_minor, open_minor, pending_minor,
             reference, corrects, reason, source, find_key, paper, version, login_id, created_at,
             settled_before_minor)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, $15, $16, $17, $18,
             $19, 1, $20, $21, $22)",
        &rows,
    )
}

/// Writes what hangs on these heads: lines, charges, VAT, orders.
pub(super) fn write_parts(tx: &mut Tx, parts: &[(i64, &NewDocument<'_>)]) -> Result<(), DbError> {
    write_lines(tx, parts)?;
    write_sums(tx, parts)?;
    let orders = parts
        .iter()
        .flat_map(|(id, new)| new.orders.iter().map(move |(order_id, _)| args![*id, *order_id]));
    tx.exec_each_one(
        "insert into document_orders (document_id, order_id) values ($1, $2)",
        &orders.collect::<Vec<_>>(),
    )
}

fn write_lines(tx: &mut Tx, parts: &[(i64, &NewDocument<'_>)]) -> Result<(), DbError> {
    let lines = parts.iter().flat_map(|(id, new)| {
        new.lines.iter().map(move |line| {
            args![
                *id,
                line.line,
                line.order_line_id,
                line.product_id,
                &line.sku,
                &line.name,
                &line.unit,
                line.quantity.units,
                i64::from(line.quantity.decimals),
                line.price.ten_thousandths,
                line.price.per,
                line.discount.basis_points,
                line.net.minor,
                line.taxed.rate.basis_points,
                line.taxed.category.code(),
                line.of_line
            ]
        })
    });
    tx.exec_each_one(
        "insert into document_lines (document_id, line, order_line_id, product_id, sku, name, unit,
             quantity, quantity_decimals, price, per, discount, net_minor, vat_rate, vat_category,
             of_line, credited)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0)",
        &lines.collect::<Vec<_>>(),
    )
}

fn write_sums(tx: &mut Tx, parts: &[(i64, &NewDocument<'_>)]) -> Result<(), DbError> {
    let charges = parts.iter().flat_map(|(id, new)| {
        (1_i64..).zip(new.charges).map(move |(position, c)| {
            let (rate, category) = (c.taxed.rate.basis_points, c.taxed.category.code());
            args![*id, position, &c.kind, &c.name, c.net.minor, rate, category]
        })
    });
    tx.exec_each_one(
        "insert into document_charges (document_id, position, kind, name, net_minor, vat_rate,
             vat_category)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &charges.collect::<Vec<_>>(),
    )?;
    let vat = parts.iter().flat_map(|(id, new)| {
        new.vat.iter().map(move |part| {
            let (rate, category) = (part.taxed.rate.basis_points, part.taxed.category.code());
            args![*id, rate, category, part.taxable.minor, part.vat.minor]
        })
    });
    tx.exec_each_one(
        "insert into document_vat (document_id, vat_rate, vat_category, taxable_minor, vat_minor)
         values ($1, $2, $3, $4, $5)",
        &vat.collect::<Vec<_>>(),
    )
}

/// The day an invoice of this day is due: so many days later, or so many after the end of its month.
#[must_use]
pub fn due(issued: Day, days: i64, end_of_month: bool) -> Day {
    let from = if end_of_month { last_of_month(issued) } else { issued };
    from.plus_days(i32::try_from(days.clamp(0, 3_650)).unwrap_or(0))
}

fn last_of_month(day: Day) -> Day {
    let mut last = day;
    while last.plus_days(1).parts().1 == day.parts().1 {
        last = last.plus_days(1);
    }
    last
}

/// Net, VAT and total of what is charged, VAT once per rate.
///
/// # Errors
/// A sum that is too large.
pub fn sums(
    lines: &[DocumentLine],
    charges: &[DocumentCharge],
    currency: Currency,
) -> Result<(Vec<VatPart>, Money), portico_types::MoneyError> {
    let of_lines = lines.iter().map(|line| (line.taxed, line.net));
    let of_charges = charges.iter().map(|charge| (charge.taxed, charge.net));
    let vat = portico_types::vat_by_rate(of_lines.chain(of_charges), currency)?;
    let net = Money::sum(vat.iter().map(|part| part.taxable), currency)?;
    let total = Money::sum(vat.iter().map(|part| part.vat), currency)?.plus(net)?;
    Ok((vat, total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_count_from_the_day_or_from_the_end_of_its_month() {
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(due(day("2026-01-31"), 30, false), day("2026-03-02"));
        assert_eq!(due(day("2026-02-03"), 30, true), day("2026-03-30"));
        assert_eq!(due(day("2028-02-29"), 0, true), day("2028-02-29"));
        assert_eq!(due(day("2026-12-31"), 14, true), day("2027-01-14"));
    }
}
