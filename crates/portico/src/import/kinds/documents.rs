//! Puts heads and lines together to whole documents. One wrong row keeps its whole document out.

use super::document_columns::{self as columns, Form, Head, Line, Role};
use super::orders::rounded;
use super::whole::{Faults, Whole, Wholes};
use super::{Context, Known, Place};
use crate::billing::import::{DocumentRow, Sums};
use crate::billing::{DocumentLine, DocumentType};
use crate::import::cells::{Cell, Cells};
use crate::import::files::Sheet;
use crate::import::map::Map;
use crate::import::map::layout::Layout;
use portico_types::{Currency, Money, Quantity, Rate, UnitPrice};
use std::collections::HashSet;

/// Of the rows of one document, what they say.
#[derive(Debug, Default)]
pub struct Gathered {
    head: Option<(Place, Head)>,
    lines: Vec<(Place, Line)>,
}

/// Reads documents: all rows that name one document come together.
#[must_use]
pub fn reading(context: Context) -> Wholes<Gathered> {
    Wholes::reading(context)
}

impl Whole for Gathered {
    const NAME: &'static str = "document";
    type Form = Form;
    type Row = DocumentRow;

    fn form(sheet: &Sheet, map: Option<&Map>) -> anyhow::Result<(Form, Layout)> {
        columns::form(sheet, map)
    }

    fn take(
        &mut self,
        (place, form): (Place, Form),
        cells: &Cells<'_>,
        context: &Context,
    ) -> Cell<()> {
        if form.role == Role::Heads && self.head.is_some() {
            return Err("the document's head stands there twice".to_owned());
        }
        if form.role != Role::Lines {
            let head = columns::head(cells, form.kind, context)?;
            match &self.head {
                None => self.head = Some((place, head)),
                Some((_, first)) if *first == head => {}
                Some(_) => {
                    return Err(
                        "says something else about the document than its first row".to_owned()
                    );
                }
            }
        }
        if form.role != Role::Heads {
            match columns::line(cells, context)? {
                Some(line) => self.lines.push((place, line)),
                None if form.role == Role::All => {}
                None => return Err("`quantity` and `price` are empty".to_owned()),
            }
        }
        Ok(())
    }

    fn assemble(
        self,
        (first, mut faults): (Place, Faults),
        known: &Known,
        context: &Context,
    ) -> Result<DocumentRow, Faults> {
        let Some((place, head)) = self.head else {
            if faults.is_empty() {
                let why = "the document has no head: its customer and day are unknown";
                faults.push((first, why.to_owned()));
            }
            return Err(faults);
        };
        let Some(customer) = known.customers.get(&head.customer.to_lowercase()) else {
            faults.push((place, format!("there is no customer `{}`", head.customer)));
            return Err(faults);
        };
        let currency = head.currency.or_else(|| Currency::from_code(&customer.currency));
        let currency = currency.unwrap_or(context.currency);
        let mut lines = Vec::with_capacity(self.lines.len());
        let mut taken = HashSet::new();
        for (position, (place, line)) in (1_i64..).zip(self.lines) {
            let number = line.line.unwrap_or(position);
            match document_line(line, number, known, currency) {
                Ok(_) if !taken.insert(number) => {
                    faults.push((
                        place,
                        format!("line {number} stands there twice in this document"),
                    ));
                }
                Ok(row) => lines.push(row),
                Err(why) => faults.push((place, why)),
            }
        }
        lines.sort_by_key(|line| line.line);
        if faults.is_empty() {
            let row = whole(head, lines, customer.id, currency);
            return row.map_err(|why| vec![(place, why)]);
        }
        Err(faults)
    }
}

/// A document that lost rows on the way is not taken for a smaller one.
fn whole(
    head: Head,
    lines: Vec<DocumentLine>,
    customer_id: i64,
    currency: Currency,
) -> Cell<DocumentRow> {
    if let Some(count) = head.line_count.filter(|count| *count != lines.len() as i64) {
        return Err(format!("its head says {count} lines, but {} were found", lines.len()));
    }
    if head.kind == DocumentType::Payment && !lines.is_empty() {
        return Err("a payment has no lines".to_owned());
    }
    let amount = |name: &str, text: &Option<String>| {
        let minor = text.as_deref().map(|text| {
            let wrong = || format!("`{name}` is not an amount from 0 on with 4 decimals at most");
            rounded(text, currency).filter(|minor| *minor >= 0).ok_or_else(wrong)
        });
        minor.transpose()
    };
    let total = amount("total", &head.total)?;
    let sums = Sums::of(&lines, total, currency)?;
    let settled = match (amount("open", &head.open)?, amount("settled", &head.settled)?) {
        (None, None) => 0,
        (Some(open), None) => sums.total.minor - open,
        (None, Some(settled)) => settled,
        (Some(open), Some(settled)) if open + settled == sums.total.minor => settled,
        (Some(_), Some(_)) => return Err("`open` and `settled` do not make the total".to_owned()),
    };
    if !(0..=sums.total.minor).contains(&settled) {
        return Err(format!(
            "more than its total of {} is open or settled",
            sums.total.with_sign()
        ));
    }
    Ok(DocumentRow {
        number: head.number,
        kind: head.kind,
        customer_id,
        issued_day: head.issued_day,
        due_day: head.due_day,
        reference: head.reference,
        reason: head.reason,
        corrects: head.corrects,
        settled_before: Money::new(settled, currency),
        lines,
        sums,
    })
}

fn document_line(line: Line, number: i64, known: &Known, currency: Currency) -> Cell<DocumentLine> {
    let product = line.sku.as_ref().filter(|_| !line.is_no_product);
    let product = product.and_then(|sku| known.products.get(&sku.key()));
    // A code we do not know may have decimals: those that are written.
    let written = line.quantity.trim_end_matches('0').split_once('.').map_or(0, |(_, d)| d.len());
    let decimals = product.map_or(written.min(4) as u8, |product| product.decimals);
    let quantity = Quantity::parse(&line.quantity, decimals).map_err(|fault| {
        let code = fault.code().replace('_', " ");
        format!("`quantity` is {code}: above 0, at most 1,000,000, with the product's decimals")
    })?;
    let price = UnitPrice::new(line.price, line.per, currency);
    let net = price.net(quantity).map_err(|error| format!("its sum cannot be told: {error}"))?;
    let name = line.name.or_else(|| Some(product?.name.clone()));
    let sku = line.sku.map_or_else(String::new, |sku| sku.as_str().to_owned());
    let name = name.or_else(|| (!sku.is_empty()).then(|| sku.clone()));
    Ok(DocumentLine {
        line: number,
        order_line_id: None,
        of_order: line.of_order,
        product_id: product.map(|product| product.id),
        sku: product.map_or(sku, |product| product.sku.clone()),
        name: name.ok_or("`sku` and `name` are empty")?,
        unit: product.map_or_else(|| "piece".to_owned(), |product| product.unit.clone()),
        quantity,
        price,
        discount: Rate::ZERO,
        net,
        taxed: line.taxed,
        of_line: None,
        credited: 0,
    })
}
