//! Columns of `portico import orders`, and reading one row of each role: a head, a line, a charge,
//! or all of them on one row.

use super::Context;
use crate::import::cells::{self, Cell, Cells, Column, Shape};
use crate::import::files::Sheet;
use crate::import::map::Map;
use crate::import::map::layout::Layout;
use crate::orders::import::{AddressRow, UNTAXED};
use anyhow::bail;
use portico_types::{Currency, Moment, Rate, Sku, Taxed, VatCategory};

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Heads of orders.
    Heads,
    /// Lines.
    Lines,
    /// Charges.
    Charges,
    /// Lines and charges, with the head on each row.
    All,
}

const ORDER: &[Column] = &[Column::new("order").also(&["order_no"]).needed()];

const HEAD: &[Column] = &[
    Column::new("customer").also(&["customer_id"]).needed(),
    Column::new("placed_at").also(&["ordered_at"]).needed().of(Shape::Time),
    Column::new("currency"),
    Column::new("reference"),
    Column::new("order_remarks"),
    Column::new("requested_day").of(Shape::Day),
    Column::new("total").of(Shape::Number),
    Column::new("line_count").also(&["lines"]).of(Shape::Number),
    Column::new("delivery_name"),
    Column::new("delivery_contact"),
    Column::new("delivery_line1"),
    Column::new("delivery_line2"),
    Column::new("delivery_postcode"),
    Column::new("delivery_city"),
    Column::new("delivery_region"),
    Column::new("delivery_country"),
    Column::new("delivery_phone"),
    Column::new("country"),
];

const LINE: &[Column] = &[
    Column::new("line").also(&["line_no"]).of(Shape::Number),
    Column::new("sku").needed(),
    Column::new("name"),
    Column::new("quantity").needed().of(Shape::Number),
    Column::new("price").also(&["unit_price"]).needed().of(Shape::Number),
    Column::new("per").of(Shape::Number),
    Column::new("remarks"),
    Column::new("vat_rate").of(Shape::Number),
    Column::new("vat_category"),
];

const CHARGE: &[Column] = &[
    Column::new("charge").also(&["kind"]).needed(),
    Column::new("charge_name").also(&["description"]),
    Column::new("amount").needed().of(Shape::Number),
    Column::new("vat_rate").of(Shape::Number),
    Column::new("vat_category"),
];

const IGNORED: &[&str] = &["goods_total", "charges_total", "line_total"];
const IGNORED_OF_CHARGES: &[&str] = &["code", "quantity", "unit_price"];

/// Columns of files in which each row is a line or a charge, with the head's columns repeated.
#[must_use]
pub fn all() -> Vec<Column> {
    let optional = |column: &Column| Column { needed: false, ..*column };
    let rest = LINE.iter().chain(&CHARGE[..3]).map(optional);
    ORDER.iter().chain(HEAD).copied().chain(rest).collect()
}

/// What a file holds, by its header, and which column is which.
///
/// # Errors
/// It is none of the files that make orders, or lacks a needed column.
pub fn role(sheet: &Sheet, map: Option<&Map>) -> anyhow::Result<(Role, Layout)> {
    let mapped = |name: &str| map.is_some_and(|map| map.columns.contains_key(name));
    let by_name = map.is_none_or(|map| map.by_name);
    let named = |name: &str| by_name && sheet.header.iter().any(|h| name.eq_ignore_ascii_case(h));
    let has = |names: &[&str]| names.iter().any(|name| mapped(name) || named(name));
    let (sku, customer) = (has(&["sku"]), has(&["customer", "customer_id"]));
    let role = match (customer, sku) {
        (true, true) => Role::All,
        (true, false) => Role::Heads,
        (false, true) => Role::Lines,
        (false, false) if has(&["amount"]) => Role::Charges,
        (false, false) => bail!(
            "{}: neither heads (`customer`), nor lines (`sku`), nor charges (`amount`) of orders.",
            sheet.name
        ),
    };
    let optional = |column: &Column| Column { needed: false, ..*column };
    let (mut columns, mut ignored) = (ORDER.to_vec(), IGNORED.to_vec());
    match role {
        Role::Heads => columns.extend(HEAD),
        Role::Lines => columns.extend(LINE),
        Role::Charges => {
            columns.extend(CHARGE);
            ignored.extend(IGNORED_OF_CHARGES);
        }
        Role::All => {
            columns.extend(HEAD);
            columns.extend(LINE);
            columns.extend(CHARGE[..3].iter().map(optional));
        }
    }
    Ok((role, Layout::new(sheet, map, &columns, &ignored)?))
}

/// What a file says about an order as a whole.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the columns of a head")]
pub struct Head {
    pub number: String,
    pub customer: String,
    pub placed_at: Moment,
    pub currency: Option<Currency>,
    pub reference: Option<String>,
    pub remarks: Option<String>,
    pub requested_day: Option<String>,
    pub total: Option<String>,
    pub line_count: Option<i64>,
    pub address: Option<AddressRow>,
    pub country: Option<String>,
}

/// A line as the file says it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the columns of a line")]
pub struct Line {
    pub line: Option<i64>,
    pub sku: Sku,
    pub name: Option<String>,
    pub quantity: String,
    pub price: i64,
    pub per: i64,
    pub remarks: Option<String>,
    pub taxed: Taxed,
}

/// A charge as the file says it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the columns of a charge")]
pub struct Charge {
    pub kind: String,
    pub name: String,
    pub amount: String,
    pub taxed: Taxed,
}

/// Reads what stands about the head.
///
/// # Errors
/// The reason for which the row cannot be taken.
pub fn head(c: &Cells<'_>, context: &Context) -> Cell<Head> {
    let wrong = "is not a time like 2026-03-31T08:15:30, in the wholesaler's zone";
    let placed_at = c.parsed("placed_at", wrong, |text| moment(text, context))?;
    let known = |text: &str| cells::country(text).map(|country| country.code().to_owned());
    Ok(Head {
        number: c.needed("order", 50)?,
        customer: c.needed("customer", 50)?,
        placed_at: placed_at.ok_or("`placed_at` is empty")?,
        currency: c.currency("currency")?,
        reference: c.text("reference", 200)?,
        remarks: c.lines("order_remarks", 2_000)?,
        requested_day: c.day("requested_day")?.map(|day| day.text()),
        total: c.text("total", 40)?,
        line_count: c.whole("line_count", 0, 1_000_000)?,
        address: address(c)?,
        // As written at the source; where it is no country of ISO 3166 the customer's counts.
        country: c.raw("country").and_then(known),
    })
}

pub(super) fn moment(text: &str, context: &Context) -> Option<Moment> {
    let local = text.replacen(' ', "T", 1);
    let moment = Moment::parse(text).or_else(|| context.zone.moment_of(&local))?;
    // 1900 to 2200: anything else is a slip of the pen.
    (-2_208_988_800_000..7_258_118_400_000).contains(&moment.0).then_some(moment)
}

fn address(c: &Cells<'_>) -> Cell<Option<AddressRow>> {
    let address = AddressRow {
        name: c.text("delivery_name", 200)?.unwrap_or_default(),
        contact: c.text("delivery_contact", 200)?,
        line1: c.text("delivery_line1", 200)?.unwrap_or_default(),
        line2: c.text("delivery_line2", 200)?,
        postcode: c.text("delivery_postcode", 200)?,
        city: c.text("delivery_city", 200)?.unwrap_or_default(),
        region: c.text("delivery_region", 200)?,
        country: c.country("delivery_country")?.map_or_else(String::new, |c| c.code().to_owned()),
        phone: c.text("delivery_phone", 200)?,
    };
    Ok((address != AddressRow::default()).then_some(address))
}

/// Reads a line; `None` on a row without a sku.
///
/// # Errors
/// The reason for which the row cannot be taken.
pub fn line(c: &Cells<'_>, context: &Context) -> Cell<Option<Line>> {
    let Some(sku) = c.sku("sku")? else {
        return Ok(None);
    };
    Ok(Some(Line {
        line: c.whole("line", 1, 1_000_000)?,
        sku,
        name: c.text("name", 200)?,
        quantity: c.needed("quantity", 40)?,
        price: c.price("price", context.currency)?.ok_or("`price` is empty")?,
        per: c.whole("per", 1, 1_000_000)?.unwrap_or(1),
        remarks: c.text("remarks", 1_000)?,
        taxed: taxed(c)?,
    }))
}

/// Reads a charge; `None` on a row without one.
///
/// # Errors
/// The reason for which the row cannot be taken.
pub fn charge(c: &Cells<'_>) -> Cell<Option<Charge>> {
    let Some(kind) = c.text("charge", 40)? else {
        return Ok(None);
    };
    let name = c.text("charge_name", 200)?.unwrap_or_else(|| kind.clone());
    let kind = kind.to_lowercase().replace(' ', "_");
    Ok(Some(Charge { kind, name, amount: c.needed("amount", 40)?, taxed: taxed(c)? }))
}

/// VAT of a line or charge. Where the file does not say, prices are net and none is known.
pub(super) fn taxed(c: &Cells<'_>) -> Cell<Taxed> {
    let wrong = "is not one of: S, Z, E, AE, K, G, O";
    let category =
        c.parsed("vat_category", wrong, |text| VatCategory::from_code(&text.to_uppercase()))?;
    let taxed = match (c.percent("vat_rate")?.map(Rate::new), category) {
        (None, None) => UNTAXED,
        (None, Some(category)) => Taxed { rate: Rate::ZERO, category },
        (Some(rate), Some(category)) => Taxed { rate, category },
        (Some(Rate::ZERO), None) => Taxed { rate: Rate::ZERO, category: VatCategory::Zero },
        (Some(rate), None) => Taxed { rate, category: VatCategory::Standard },
    };
    if (taxed.rate == Rate::ZERO) == (taxed.category == VatCategory::Standard) {
        return Err(
            "`vat_rate` and `vat_category` do not fit: S has a rate, all others have 0".to_owned()
        );
    }
    Ok(taxed)
}
