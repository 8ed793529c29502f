//! Columns of `portico import products`.

use super::Context;
use super::single::Single;
use crate::catalogue::import::ProductRow;
use crate::catalogue::import_attributes::{Pair, Said};
use crate::catalogue::tags;
use crate::import::cells::{ATTRIBUTE, ATTRIBUTE_MARKS, ATTRIBUTES, Cell, Cells, Column, Shape};

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
    Column::new("tags"),
    Column::new(ATTRIBUTES),
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
        tags: tags_of(cells)?,
        attributes: attributes(cells)?,
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

/// Names between `;` or `|`, each once. An empty cell names none; without the column nothing is said.
fn tags_of(cells: &Cells<'_>) -> Cell<Option<Vec<String>>> {
    if !cells.has("tags") {
        return Ok(None);
    }
    let names = tags::read(&cells.text("tags", 10_000)?.unwrap_or_default());
    if tags::unfit(&names).is_some() {
        return Err(format!("`tags` holds a tag of more than {} characters", tags::LONGEST));
    }
    if names.len() > tags::MOST {
        return Err(format!("`tags` holds more than {} tags", tags::MOST));
    }
    Ok(Some(names))
}

/// Most attributes of one product.
const ATTRIBUTES_MOST: usize = 100;

fn attributes(cells: &Cells<'_>) -> Cell<Said> {
    let mut said = Said::default();
    if cells.has(ATTRIBUTES) {
        let text = cells.text(ATTRIBUTES, 10_000)?.unwrap_or_default();
        let pairs = text.split([';', '|']).map(str::trim).filter(|pair| !pair.is_empty());
        said.all = Some(pairs.map(pair).collect::<Cell<_>>()?);
    }
    let (between, behind) = ATTRIBUTE_MARKS;
    for one in cells.raw(ATTRIBUTE).unwrap_or_default().split_terminator(behind) {
        let (name, value) = one.split_once(between).unwrap_or((one, ""));
        said.each.push(fitting(name, value)?);
    }
    let all = said.all.as_ref().map_or(0, Vec::len);
    if all > ATTRIBUTES_MOST || said.each.len() > ATTRIBUTES_MOST {
        return Err(format!("there are more than {ATTRIBUTES_MOST} attributes"));
    }
    Ok(said)
}

/// `Colour: sand`.
fn pair(text: &str) -> Cell<Pair> {
    match text.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() && !value.trim().is_empty() => {
            fitting(name.trim(), value.trim())
        }
        _ => Err(format!("`{ATTRIBUTES}`: `{text}` is not a name, a colon and a value")),
    }
}

fn fitting(name: &str, value: &str) -> Cell<Pair> {
    const LONGEST: usize = 400;
    if name.chars().count() > 100 || value.chars().count() > LONGEST {
        return Err(format!("`{ATTRIBUTE}{name}` has more than {LONGEST} characters"));
    }
    if value.chars().any(char::is_control) {
        return Err(format!("`{ATTRIBUTE}{name}` holds a line break or another control character"));
    }
    Ok((name.to_owned(), value.to_owned()))
}
