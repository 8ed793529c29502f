//! Columns of `portico import addresses`.

use super::{Context, Place, Reading, row_by_row, told};
use crate::customers::import_addresses::AddressRow;
use crate::import::cells::{Cell, Cells, Column};
use crate::import::file::Sheet;
use portico_types::Address;
use std::collections::HashMap;

const COLUMNS: &[Column] = &[
    Column::new("customer").also(&["customer_id"]).needed(),
    Column::new("number").needed(),
    Column::new("name").needed(),
    Column::new("contact"),
    Column::new("line1").needed(),
    Column::new("line2"),
    Column::new("postcode"),
    Column::new("city").needed(),
    Column::new("region"),
    Column::new("country"),
    Column::new("phone"),
    Column::new("default_delivery"),
    Column::new("default_invoice"),
];

/// Reads addresses. A second default of one customer is refused.
///
/// # Errors
/// A file lacks a needed column.
pub fn read(sheets: &[Sheet], context: &Context) -> anyhow::Result<Reading<AddressRow>> {
    let key = |row: &AddressRow| format!("{}\n{}", row.customer.to_lowercase(), row.number);
    let mut reading = row_by_row(sheets, (COLUMNS, &[]), key, |cells| parse(cells, context))?;
    let mut defaults: HashMap<(String, &str), Place> = HashMap::new();
    let mut items = Vec::with_capacity(reading.items.len());
    for (places, row) in reading.items {
        let kinds =
            [("default_delivery", row.default_delivery), ("default_invoice", row.default_invoice)];
        let taken =
            kinds.into_iter().filter(|(_, is_default)| *is_default).find_map(|(kind, _)| {
                let key = (row.customer.to_lowercase(), kind);
                let first = *defaults.entry(key).or_insert(places[0]);
                (first != places[0]).then_some((kind, first))
            });
        match taken {
            None => items.push((places, row)),
            Some((kind, first)) => {
                let why =
                    format!("the customer has its `{kind}` already in {}", told(sheets, first));
                reading.refused.push((places[0], why));
            }
        }
    }
    Ok(Reading { items, refused: reading.refused, unread: reading.unread })
}

fn parse(cells: &Cells<'_>, context: &Context) -> Cell<AddressRow> {
    let longest = Address::LONGEST;
    let address = Address {
        name: cells.needed("name", longest)?,
        contact: cells.text("contact", longest)?,
        line1: cells.needed("line1", longest)?,
        line2: cells.text("line2", longest)?,
        postcode: cells.text("postcode", longest)?,
        city: cells.needed("city", longest)?,
        region: cells.text("region", longest)?,
        country: cells.country("country")?.unwrap_or(context.country),
        phone: cells.text("phone", longest)?,
    };
    if let Some(fault) = address.faults().first() {
        return Err(format!("`{}` is {}", fault.field, fault.code.replace('_', " ")));
    }
    Ok(AddressRow {
        customer: cells.needed("customer", 50)?,
        number: cells.needed("number", 20)?,
        address,
        default_delivery: cells.yes_no("default_delivery")?.unwrap_or(false),
        default_invoice: cells.yes_no("default_invoice")?.unwrap_or(false),
    })
}
