//! A product as staff see it: every field, in every state, for no customer in particular.

use super::{code_key, staff_find};
use crate::access::Staff;
use crate::platform::db::{DbError, FromRow, Row, View, args, ids50};
use portico_types::{Currency, UnitPrice};

/// Ids and codes of products of 50 ids.
pub const SKUS_BY_ID: &str =
    concat!("select id, sku from products where id in (", ids50!(), ") limit 50");

/// A product with all its fields, as stored.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the column of the same name")]
pub struct KeptProduct {
    pub id: i64,
    pub sku: String,
    pub name: String,
    pub description: String,
    pub brand: Option<String>,
    pub category: Option<String>,
    pub unit: String,
    pub quantity_decimals: u8,
    pub pack_size: i64,
    pub pack_name: Option<String>,
    pub minimum: i64,
    pub multiple: i64,
    pub base: UnitPrice,
    pub vat_class: String,
    pub stock_kind: String,
    pub when_out: String,
    pub state: String,
    pub stock_label: String,
    pub group: Option<String>,
    pub ean: Option<String>,
    pub maker_code: Option<String>,
    pub image: Option<String>,
    pub listed_day: String,
    pub created_at: i64,
    pub changed_at: i64,
    pub erp_ref: Option<String>,
}

impl KeptProduct {
    /// The least quantity that can be ordered: the first multiple that reaches the minimum.
    #[must_use]
    pub fn least(&self) -> i64 {
        let (step, minimum) = (self.multiple.max(1), self.minimum.max(1));
        (minimum + step - 1) / step * step
    }
}

impl FromRow for KeptProduct {
    fn from_row(r: &mut Row<'_>) -> Result<KeptProduct, DbError> {
        Ok(KeptProduct {
            id: r.next()?,
            sku: r.next()?,
            name: r.next()?,
            description: r.next()?,
            brand: r.next()?,
            category: r.next()?,
            unit: r.next()?,
            quantity_decimals: u8::try_from(r.next::<i64>()?).unwrap_or(0),
            pack_size: r.next()?,
            pack_name: r.next()?,
            minimum: r.next()?,
            multiple: r.next()?,
            base: {
                let (price, per, currency): (i64, i64, String) = (r.next()?, r.next()?, r.next()?);
                UnitPrice::new(price, per, known(&currency)?)
            },
            vat_class: r.next()?,
            stock_kind: r.next()?,
            when_out: r.next()?,
            state: r.next()?,
            stock_label: r.next()?,
            group: r.next()?,
            ean: r.next()?,
            maker_code: r.next()?,
            image: r.next()?,
            listed_day: r.next()?,
            created_at: r.next()?,
            changed_at: r.next()?,
            erp_ref: r.next()?,
        })
    }
}

fn known(currency: &str) -> Result<Currency, DbError> {
    Currency::from_code(currency)
        .ok_or_else(|| DbError::Failed("a product has an unknown currency".into()))
}

/// The product with this code, whatever its state.
///
/// # Errors
/// What the database says.
pub fn get(view: &mut View, _: &Staff, sku: &str) -> Result<Option<KeptProduct>, DbError> {
    view.one(
        "select id, sku, name, description, brand, category, unit, quantity_decimals, pack_size,
             pack_name, minimum, multiple, base_price, base_per, currency, vat_class, stock_kind,
             when_out, state, stock_label, product_group, ean, maker_code, image, listed_day, created_at,
             changed_at, erp_ref
         from products where sku_key = $1",
        args![&code_key(sku)],
    )
}

/// What hangs on a product: attributes, tags, assortments, components of a kit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Names and values, in order.
    pub attributes: Vec<(String, String)>,
    /// Names of its tags, in order.
    pub tags: Vec<String>,
    /// Codes of the assortments it stands in.
    pub assortments: Vec<String>,
    /// Code of each component, how many of it, its decimals.
    pub components: Vec<(String, i64, i64)>,
}

/// What hangs on this product.
///
/// # Errors
/// What the database says.
pub fn parts(view: &mut View, _: &Staff, product_id: i64) -> Result<Parts, DbError> {
    let attributes = view.all(
        "select name, value from product_attributes where product_id = $1 order by position limit 200",
        args![product_id],
    )?;
    let assortments = view.all(
        "select a.code from assortment_products s join assortments a on a.id = s.assortment_id
         where s.product_id = $1 order by a.code_key limit 1000",
        args![product_id],
    )?;
    let components = view.all(
        "select p.sku, c.quantity, p.quantity_decimals
         from components c join products p on p.id = c.component_id
         where c.product_id = $1 order by p.sku_key limit 200",
        args![product_id],
    )?;
    let tags = staff_find::tags(view, &[product_id])?.remove(&product_id).unwrap_or_default();
    Ok(Parts { attributes, tags, assortments, components })
}
