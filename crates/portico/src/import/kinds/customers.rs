//! Columns of `portico import customers`.

use super::{Context, Reading, row_by_row};
use crate::customers::import::CustomerRow;
use crate::import::cells::{Cell, Cells, Column};
use crate::import::file::Sheet;
use portico_types::Country;

const COLUMNS: &[Column] = &[
    Column::new("number").also(&["customer_id"]).needed(),
    Column::new("name"),
    Column::new("country"),
    Column::new("country_code"),
    Column::new("currency"),
    Column::new("language"),
    Column::new("vat_number"),
    Column::new("vat_treatment"),
    Column::new("assortment"),
    Column::new("prices_shown"),
    Column::new("stock_shown"),
    Column::new("discount"),
    Column::new("minimum_order"),
    Column::new("payment_days"),
    Column::new("payment_end_of_month"),
    Column::new("credit_limit"),
    Column::new("on_hold"),
    Column::new("part_deliveries"),
    Column::new("contact_name"),
    Column::new("contact_email"),
    Column::new("contact_phone"),
];

const IGNORED: &[&str] = &["first_seen", "last_seen", "orders", "credit_notes", "other_countries"];

/// Reads customers.
///
/// # Errors
/// A file lacks a needed column.
pub fn read(sheets: &[Sheet], context: &Context) -> anyhow::Result<Reading<CustomerRow>> {
    let key = |row: &CustomerRow| row.number.to_lowercase();
    row_by_row(sheets, (COLUMNS, IGNORED), key, |cells| parse(cells, context))
}

fn parse(cells: &Cells<'_>, context: &Context) -> Cell<CustomerRow> {
    let currency = cells.currency("currency")?;
    let money = currency.unwrap_or(context.currency);
    Ok(CustomerRow {
        number: cells.needed("number", 50)?,
        name: cells.text("name", 200)?,
        country: country(cells)?.map(|country| country.code().to_owned()),
        currency: currency.map(|currency| currency.code().to_owned()),
        language: cells.text("language", 10)?,
        vat_number: cells.text("vat_number", 40)?,
        vat_treatment: cells.word("vat_treatment", &["normal", "reverse_charge", "export"])?,
        assortment: cells.text("assortment", 50)?,
        prices_shown: cells.word("prices_shown", &["net", "gross", "hidden"])?,
        stock_shown: cells.word("stock_shown", &["number", "indicator", "none"])?,
        discount: cells.percent("discount")?,
        minimum_order: cells.amount("minimum_order", money)?,
        payment_days: cells.whole("payment_days", 0, 3_650)?,
        payment_end_of_month: cells.yes_no("payment_end_of_month")?,
        credit_limit: cells.amount("credit_limit", money)?,
        on_hold: cells.yes_no("on_hold")?,
        part_deliveries: cells.yes_no("part_deliveries")?,
        contact_name: cells.text("contact_name", 200)?,
        contact_email: cells.text("contact_email", 254)?,
        contact_phone: cells.text("contact_phone", 50)?,
    })
}

/// The country by its code. Where a file has it twice, as a name and as a code, the code is read.
fn country(cells: &Cells<'_>) -> Cell<Option<Country>> {
    if cells.has("country_code") { cells.country("country_code") } else { cells.country("country") }
}
