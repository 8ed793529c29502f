//! Staff make products and change them, a section at a time. The code of a product never changes: orders, files and
//! programs know it by that. A product that gets another code is a new one, and the old one is closed.

use super::kept_product::{self, KeptProduct, Parts};
use super::product_sections::{Reader, Section};
use super::{code_key, import_assortments, name_key, shelf, tags};
use crate::access::{Staff, StaffRole};
use crate::args;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::wholesaler;
use crate::pricing::history::{self, Amount, By, Change, Of};
use portico_types::{Quantity, Sku, UnitPrice};

/// Names and values as typed.
type Typed = [(String, String)];

/// Why a product is not changed; fields that are wrong are told one by one beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such product.
    NotFound,
    /// An ERP owns it.
    OwnedElsewhere,
    /// Somebody changed the section since the form was opened.
    Changed,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::OwnedElsewhere => {
                Problem::new(409, "owned_elsewhere", Text::plain("product-owned-elsewhere"))
            }
            Refusal::Changed => Problem::new(409, "changed", Text::plain("product-changed")),
        }
        .into()
    }
}

/// Whether this person may change this section, as seen, of this product. Pure.
///
/// # Errors
/// What is against it.
pub fn check(
    staff: &Staff,
    section: Section,
    (product, parts): (&KeptProduct, &Parts),
    seen: &str,
) -> Result<(), Refusal> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed);
    }
    if product.erp_ref.is_some() && !section.is_ours() {
        return Err(Refusal::OwnedElsewhere);
    }
    if section.seen(product, parts) == seen { Ok(()) } else { Err(Refusal::Changed) }
}

/// Saves a section of a product.
///
/// # Errors
/// A [`Refusal`], or 422 with every field that is wrong.
pub fn change(
    tx: &mut Tx,
    staff: &Staff,
    sku: &str,
    (section, seen): (Section, &str),
    typed: &Typed,
) -> Result<(), AppError> {
    let product_id = claim(tx, sku)?.ok_or(Refusal::NotFound)?;
    let kept = kept_product::get(tx, staff, sku)?.ok_or(Refusal::NotFound)?;
    let parts = kept_product::parts(tx, staff, product_id)?;
    check(staff, section, (&kept, &parts), seen)?;
    let mut reader = Reader::new(typed);
    let mut product = kept.clone();
    reader.read(section, &mut product);
    match section {
        Section::Attributes => keep_attributes(tx, product_id, &mut reader)?,
        Section::Tags => keep_tags(tx, product_id, &mut reader)?,
        Section::Assortments => keep_assortments(tx, product_id, &mut reader)?,
        Section::Components => keep_components(tx, product_id, &mut reader)?,
        _ => known_class(tx, &product, &mut reader)?,
    }
    stays_counted(tx, &kept, &product, &mut reader)?;
    if !reader.faults.is_empty() {
        return Err(Problem::invalid(reader.faults).into());
    }
    write(tx, &product)?;
    note_price(tx, staff, &product, Some(kept.base))?;
    shelf::refresh(tx, &[product_id])?;
    note(tx, staff, "product_changed", product_id, section.code())
}

/// Makes a product; answers its code.
///
/// # Errors
/// [`Refusal::NotAllowed`], or 422 with every field that is wrong, also where the code is taken.
pub fn create(tx: &mut Tx, staff: &Staff, typed: &Typed) -> Result<String, AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let mut reader = Reader::new(typed);
    let mut product = fresh(tx, typed, &mut reader)?;
    for section in [Section::Texts, Section::Price, Section::Selling, Section::State] {
        reader.read(section, &mut product);
    }
    if product.name.is_empty() && !reader.faults.iter().any(|fault| fault.field == "name") {
        reader.wrong("name", "product-needed", "");
    }
    known_class(tx, &product, &mut reader)?;
    if claim(tx, &product.sku)?.is_some() {
        reader.wrong("sku", "product-sku-taken", &product.sku);
    }
    if !reader.faults.is_empty() {
        return Err(Problem::invalid(reader.faults).into());
    }
    let made = tx.exec(
        "insert into products (id, sku, sku_key, name, name_key, description, unit, quantity_decimals,
             pack_size, minimum, multiple, base_price, base_per, currency, vat_class, stock_kind,
             when_out, state, listed_day, created_at, changed_at)
         values ($1, $2, $3, '', '', '', '', $4, 1, 1, 1, 0, 1, $5, '', '', '', '', '', $6, $6)
         on conflict (sku_key) do nothing",
        args![
            product.id,
            &product.sku,
            &code_key(&product.sku),
            i64::from(product.quantity_decimals),
            product.base.currency.code(),
            product.created_at
        ],
    )?;
    if made != 1 {
        reader.wrong("sku", "product-sku-taken", &product.sku);
        return Err(Problem::invalid(reader.faults).into());
    }
    write(tx, &product)?;
    note_price(tx, staff, &product, None)?;
    shelf::refresh(tx, &[product.id])?;
    note(tx, staff, "product_created", product.id, "")?;
    Ok(product.sku)
}

/// What holds for a new product where nothing is typed.
fn fresh(tx: &mut Tx, typed: &Typed, reader: &mut Reader<'_>) -> Result<KeptProduct, DbError> {
    let of = |name: &str| typed.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim());
    let sku = Sku::new(of("sku"));
    if sku.is_none() {
        reader.wrong("sku", "product-bad-sku", "");
    }
    let decimals = match of("quantity_decimals") {
        "" => 0,
        text => text.parse().ok().filter(|d: &u8| *d <= 4).unwrap_or_else(|| {
            reader.wrong("quantity_decimals", "product-bad-decimals", text);
            0
        }),
    };
    let one = 10_i64.pow(u32::from(decimals));
    let currency = wholesaler::currency(tx)?;
    Ok(KeptProduct {
        id: tx.new_id(),
        sku: sku.map(|sku| sku.as_str().to_owned()).unwrap_or_default(),
        name: String::new(),
        description: String::new(),
        brand: None,
        category: None,
        unit: "piece".to_owned(),
        quantity_decimals: decimals,
        pack_size: one,
        pack_name: None,
        minimum: one,
        multiple: if decimals == 0 { 1 } else { one },
        base: UnitPrice::new(0, 1, currency),
        vat_class: "standard".to_owned(),
        stock_kind: "tracked".to_owned(),
        when_out: "backorder".to_owned(),
        state: "sellable".to_owned(),
        stock_label: "rule".to_owned(),
        group: None,
        ean: None,
        maker_code: None,
        image: None,
        listed_day: wholesaler::today(tx)?.text(),
        created_at: tx.now(),
        changed_at: tx.now(),
        erp_ref: None,
    })
}

/// Takes the product for this transaction: two people who save at once come one after the other.
pub(super) fn claim(tx: &mut Tx, sku: &str) -> Result<Option<i64>, DbError> {
    let now = tx.now();
    let found = tx.all::<i64>(
        "update products set changed_at = $2 where sku_key = $1 returning id",
        args![&code_key(sku), now],
    )?;
    Ok(found.into_iter().next())
}

fn write(tx: &mut Tx, p: &KeptProduct) -> Result<(), DbError> {
    let now = tx.now();
    tx.exec_each_one(
        "update products set name = $2, name_key = $3, description = $4, brand = $5,
             category = $6, unit = $7, pack_size = $8, pack_name = $9, minimum = $10,
             multiple = $11, base_price = $12, base_per = $13, vat_class = $14, stock_kind = $15,
             when_out = $16, state = $17, product_group = $18, ean = $19, maker_code = $20,
             maker_code_key = $21, listed_day = $22, changed_at = $23,
             stock_label = $24
         where id = $1",
        &[args![
            p.id,
            &p.name,
            &name_key(&p.name),
            &p.description,
            &p.brand,
            &p.category,
            &p.unit,
            p.pack_size,
            &p.pack_name,
            p.minimum,
            p.multiple,
            p.base.ten_thousandths,
            p.base.per,
            &p.vat_class,
            &p.stock_kind,
            &p.when_out,
            &p.state,
            &p.group,
            &p.ean,
            &p.maker_code,
            p.maker_code.as_deref().map(code_key),
            &p.listed_day,
            now,
            &p.stock_label
        ]],
    )
}

/// A VAT class that no rate knows would be taxed at the highest one: a slip of the hand is told instead.
fn known_class(tx: &mut Tx, product: &KeptProduct, reader: &mut Reader<'_>) -> Result<(), DbError> {
    let known = tx.one::<bool>(
        "select exists (select 1 from vat_rates where vat_class = $1)",
        args![&product.vat_class],
    )?;
    if known != Some(true) {
        reader.wrong("vat_class", "product-no-vat-class", &product.vat_class);
    }
    Ok(())
}

/// Stock that is promised stays counted.
fn stays_counted(
    tx: &mut Tx,
    kept: &KeptProduct,
    product: &KeptProduct,
    reader: &mut Reader<'_>,
) -> Result<(), DbError> {
    if kept.stock_kind != "tracked" || product.stock_kind == "tracked" {
        return Ok(());
    }
    let promised = tx.one::<bool>(
        "select exists (select 1 from stock where product_id = $1 and allocated > 0)",
        args![kept.id],
    )?;
    if promised == Some(true) {
        reader.wrong("stock_kind", "product-stock-promised", "");
    }
    Ok(())
}

fn keep_attributes(tx: &mut Tx, id: i64, reader: &mut Reader<'_>) -> Result<(), DbError> {
    let pairs = reader.attributes();
    let _ = tx.exec("delete from product_attributes where product_id = $1", args![id])?;
    let rows = (1_i64..).zip(&pairs);
    let rows: Vec<_> = rows.map(|(at, (name, value))| args![id, at, name, value]).collect();
    tx.exec_each_one(
        "insert into product_attributes (product_id, position, name, value) values ($1, $2, $3, $4)",
        &rows,
    )
}

fn keep_tags(tx: &mut Tx, id: i64, reader: &mut Reader<'_>) -> Result<(), DbError> {
    let names = reader.tags();
    if reader.faults.is_empty() { tags::keep(tx, &[(id, names.as_slice())]) } else { Ok(()) }
}

fn keep_assortments(tx: &mut Tx, id: i64, reader: &mut Reader<'_>) -> Result<(), DbError> {
    let codes = reader.assortments();
    let keys: Vec<String> = codes.iter().map(|code| code_key(code)).collect();
    let rows: Vec<_> = keys.iter().map(|key| args![key]).collect();
    let found =
        tx.all_many::<i64>("select id from assortments where code_key = $1 limit 2", &rows)?;
    for (code, found) in codes.iter().zip(found) {
        if found.is_empty() {
            reader.wrong("assortments", "product-no-assortment", code);
        }
    }
    if !reader.faults.is_empty() {
        return Ok(());
    }
    import_assortments::keep(tx, &[(id, codes.as_slice())])
}

fn keep_components(tx: &mut Tx, id: i64, reader: &mut Reader<'_>) -> Result<(), DbError> {
    let typed = reader.components();
    let keys: Vec<String> = typed.iter().map(|(_, sku)| code_key(sku)).collect();
    let rows: Vec<_> = keys.iter().map(|key| args![key]).collect();
    let found = tx.all_many::<(i64, i64)>(
        "select id, quantity_decimals from products where sku_key = $1 limit 2",
        &rows,
    )?;
    let mut parts: Vec<(i64, i64)> = Vec::new();
    for ((quantity, sku), found) in typed.iter().zip(found) {
        let Some((part, decimals)) = found.into_iter().next() else {
            reader.no_component(&format!("{quantity} {sku}"));
            continue;
        };
        let decimals = u8::try_from(decimals).unwrap_or(0);
        match Quantity::parse(quantity, decimals) {
            Ok(q) if part != id && !parts.iter().any(|(p, _)| *p == part) => {
                parts.push((part, q.units));
            }
            _ => reader.no_component(&format!("{quantity} {sku}")),
        }
    }
    let _ = tx.exec("delete from components where product_id = $1", args![id])?;
    let rows: Vec<_> = parts.iter().map(|(part, units)| args![id, *part, *units]).collect();
    tx.exec_each_one(
        "insert into components (product_id, component_id, quantity) values ($1, $2, $3)",
        &rows,
    )
}

fn note_price(
    tx: &mut Tx,
    staff: &Staff,
    product: &KeptProduct,
    old: Option<UnitPrice>,
) -> Result<(), DbError> {
    let amount =
        |price: UnitPrice| Amount { price: price.ten_thousandths, per: price.per, until: None };
    let change = Change {
        product_id: product.id,
        of: Of::Base,
        from_quantity: 1,
        valid_from: "",
        old: old.map(amount),
        new: Some(amount(product.base)),
        currency: product.base.currency.code(),
    };
    history::write(tx, By::Staff(staff), &[change])
}

fn note(
    tx: &mut Tx,
    staff: &Staff,
    verb: &'static str,
    product_id: i64,
    section: &str,
) -> Result<(), AppError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb,
        object: &format!("product:{product_id}"),
        facts: serde_json::json!({ "section": section }),
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}

#[cfg(test)]
#[path = "edit_product_tests.rs"]
mod tests;
