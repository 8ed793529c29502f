//! Columns of `portico import customers`.

use super::Context;
use super::single::Single;
use crate::customers::change::APPROVALS_MOST;
use crate::customers::import::CustomerRow;
use crate::import::cells::{Cell, Cells, Column, Shape};
use portico_types::Country;

/// The columns.
pub const COLUMNS: &[Column] = &[
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
    Column::new("discount").of(Shape::Number),
    Column::new("minimum_order").of(Shape::Number),
    Column::new("maximum_order").of(Shape::Number),
    Column::new("approvals_needed").of(Shape::Number),
    Column::new("payment_days").of(Shape::Number),
    Column::new("payment_end_of_month").of(Shape::YesNo),
    Column::new("credit_limit").of(Shape::Number),
    Column::new("on_hold").of(Shape::YesNo),
    Column::new("pays_online").of(Shape::YesNo),
    Column::new("part_deliveries").of(Shape::YesNo),
    Column::new("contact_name"),
    Column::new("contact_email"),
    Column::new("contact_phone"),
];

const IGNORED: &[&str] = &["first_seen", "last_seen", "orders", "credit_notes", "other_countries"];

/// Reads customers.
#[must_use]
pub fn reading(context: Context) -> Single<CustomerRow> {
    Single {
        columns: COLUMNS,
        ignored: IGNORED,
        key: |row| row.number.to_lowercase(),
        parse,
        context,
    }
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
        stock_shown: cells.word("stock_shown", &["number", "capped", "indicator", "none"])?,
        discount: cells.percent("discount")?,
        minimum_order: cells.amount("minimum_order", money)?,
        maximum_order: cells.amount("maximum_order", money)?,
        approvals_needed: cells.whole("approvals_needed", 1, APPROVALS_MOST)?,
        payment_days: cells.whole("payment_days", 0, 3_650)?,
        payment_end_of_month: cells.yes_no("payment_end_of_month")?,
        credit_limit: cells.amount("credit_limit", money)?,
        on_hold: cells.yes_no("on_hold")?,
        pays_online: cells.yes_no("pays_online")?,
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
