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
    let (id, now) = (tx.new_id(), tx.now());
    let vat_minor: i64 = new.vat.iter().map(|part| part.vat.minor).sum();
    let mut find_key = new.number.to_owned();
    let orders = new.orders.iter().map(|(_, number)| number.as_str());
    for word in orders.chain(new.reference).chain(new.corrects.map(|(_, number)| number)) {
        find_key.push(' ');
        find_key.push_str(word);
    }
    tx.exec_each_one(
        "insert into documents (id, number, number_key, type, customer_id, ordered_by, currency,
             issued_day, due_day, net_minor, vat_minor, total_minor, open_minor, pending_minor,
             reference, corrects, reason, source, find_key, paper, version, login_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, 0, $13, $14, $15, $16, $17,
             $18, 1, $19, $20)",
        &[args![
            id,
            new.number,
            &new.number.to_lowercase(),
            new.kind.text(),
            new.customer_id,
            new.ordered_by,
            new.total.currency.code(),
            &new.issued_day.text(),
            new.due_day.map(Day::text).as_deref(),
            new.total.minor - vat_minor,
            vat_minor,
            new.total.minor,
            new.reference,
            new.corrects.map(|(id, _)| id),
            new.reason,
            new.source,
            &find_key.to_lowercase(),
            new.paper,
            new.login_id,
            now
        ]],
    )?;
    write_lines(tx, id, new.lines)?;
    write_sums(tx, id, new)?;
    let rows: Vec<_> = new.orders.iter().map(|(order_id, _)| args![id, *order_id]).collect();
    tx.exec_each_one("insert into document_orders (document_id, order_id) values ($1, $2)", &rows)?;
    Ok(id)
}

fn write_lines(tx: &mut Tx, id: i64, lines: &[DocumentLine]) -> Result<(), DbError> {
    let rows: Vec<_> = lines
        .iter()
        .map(|line| {
            args![
                id,
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
        .collect();
    tx.exec_each_one(
        "insert into document_lines (document_id, line, order_line_id, product_id, sku, name, unit,
             quantity, quantity_decimals, price, per, discount, net_minor, vat_rate, vat_category,
             of_line, credited)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0)",
        &rows,
    )
}

fn write_sums(tx: &mut Tx, id: i64, new: &NewDocument<'_>) -> Result<(), DbError> {
    let rows: Vec<_> = (1_i64..)
        .zip(new.charges)
        .map(|(position, c)| {
            let (rate, category) = (c.taxed.rate.basis_points, c.taxed.category.code());
            args![id, position, &c.kind, &c.name, c.net.minor, rate, category]
        })
        .collect();
    tx.exec_each_one(
        "insert into document_charges (document_id, position, kind, name, net_minor, vat_rate,
             vat_category)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &rows,
    )?;
    let rows: Vec<_> = new
        .vat
        .iter()
        .map(|part| {
            let (rate, category) = (part.taxed.rate.basis_points, part.taxed.category.code());
            args![id, rate, category, part.taxable.minor, part.vat.minor]
        })
        .collect();
    tx.exec_each_one(
        "insert into document_vat (document_id, vat_rate, vat_category, taxable_minor, vat_minor)
         values ($1, $2, $3, $4, $5)",
        &rows,
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
