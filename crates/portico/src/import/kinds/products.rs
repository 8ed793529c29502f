//! Columns of `portico import products`.

use super::Context;
use super::single::Single;
use crate::catalogue::import::ProductRow;
use crate::import::cells::{Cell, Cells, Column, Shape};

/// The columns.
pub const COLUMNS: &[Column] = &[
    Column::new("sku").needed(),
    Column::new("name"),
    Column::new("description"),
    Column::new("brand"),
    Column::new("category"),
    Column::new("unit"),
    Column::new("quantity_decimals").of(Shape::Number),
    Column::new("pack_size").of(Shape::Number),
    Column::new("pack_name"),
    Column::new("minimum").of(Shape::Number),
    Column::new("multiple").of(Shape::Number),
    Column::new("price").also(&["unit_price"]).of(Shape::Number),
    Column::new("per").of(Shape::Number),
    Column::new("currency"),
    Column::new("vat_class"),
    Column::new("stock_kind"),
    Column::new("when_out"),
    Column::new("state"),
    Column::new("group"),
    Column::new("ean"),
    Column::new("maker_code"),
    Column::new("listed_day").also(&["first_sold"]).of(Shape::Day),
    Column::new("assortments"),
];

const IGNORED: &[&str] = &["lowest_price", "highest_price", "last_sold", "other_names"];

/// Reads products.
#[must_use]
pub fn reading(context: Context) -> Single<ProductRow> {
    Single { columns: COLUMNS, ignored: IGNORED, key: |row| row.sku.key(), parse, context }
}

fn parse(cells: &Cells<'_>, context: &Context) -> Cell<ProductRow> {
    let currency = cells.currency("currency")?;
    Ok(ProductRow {
        sku: cells.sku("sku")?.ok_or("`sku` is empty")?,
        name: cells.text("name", 200)?,
        description: cells.lines("description", 10_000)?,
        brand: cells.text("brand", 100)?,
        category: cells.text("category", 100)?,
        unit: cells.text("unit", 40)?,
        quantity_decimals: cells.whole("quantity_decimals", 0, 4)?,
        pack_size: cells.whole("pack_size", 1, 1_000_000)?,
        pack_name: cells.text("pack_name", 40)?,
        minimum: cells.whole("minimum", 1, 1_000_000)?,
        multiple: cells.whole("multiple", 1, 1_000_000)?,
        price: cells.price("price", currency.unwrap_or(context.currency))?,
        per: cells.whole("per", 1, 1_000_000)?,
        currency: currency.map(|currency| currency.code().to_owned()),
        vat_class: cells.text("vat_class", 40)?,
        stock_kind: cells.word("stock_kind", &["tracked", "untracked", "supplier"])?,
        when_out: cells.word("when_out", &["hide", "show", "backorder"])?,
        state: cells.word("state", &["sellable", "visible", "hidden", "closed"])?,
        group: cells.text("group", 100)?,
        ean: cells.text("ean", 40)?,
        maker_code: cells.text("maker_code", 100)?,
        listed_day: cells.day("listed_day")?.map(|day| day.text()),
        assortments: assortments(cells)?,
    })
}

/// Codes between semicolons, each once. An empty cell names none; without the column nothing is said.
fn assortments(cells: &Cells<'_>) -> Cell<Option<Vec<String>>> {
    if !cells.has("assortments") {
        return Ok(None);
    }
    let text = cells.text("assortments", 10_000)?.unwrap_or_default();
    let codes = text.split(';').map(str::trim).filter(|code| !code.is_empty());
    let codes: Vec<String> = codes.map(str::to_owned).collect();
    if codes.iter().any(|code| code.chars().count() > 50) {
        return Err("`assortments` holds a code of more than 50 characters".to_owned());
    }
    Ok(Some(codes))
}
