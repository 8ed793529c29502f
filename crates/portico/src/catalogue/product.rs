//! One product with all there is to say about it.

use super::places::places;
use super::rows::CardRow;
use super::store::{card_columns, complete, in_assortment};
use super::{Image, Product, code_key};
use crate::access::Buyer;
use crate::args;
use crate::platform::db::{DbError, FromRow, Row, View};
use portico_types::Quantity;

const BY_SKU: &str = concat!(
    "select ",
    card_columns!(),
    ", p.description, p.ean, p.maker_code from products p
      where p.sku_key = $2 and p.state in ('sellable', 'visible') and ",
    in_assortment!("$1")
);

/// What else there is: kind, position, text, value, number, decimals. $1 product, $2 customer, $3 assortment.
const PARTS: &str = concat!(
    "select 'image', i.position, i.file_name, i.alt, cast(0 as bigint), cast(0 as bigint)
       from product_images i where i.product_id = $1
     union all
     select 'attribute', t.position, t.name, t.value, cast(0 as bigint), cast(0 as bigint)
       from product_attributes t where t.product_id = $1
     union all
     select 'own', cast(0 as bigint), c.code, '', cast(0 as bigint), cast(0 as bigint)
       from customer_codes c where c.product_id = $1 and c.customer_id = $2
     union all
     select 'component', cast(0 as bigint), p.sku, '', k.quantity, p.quantity_decimals
       from components k join products p on p.id = k.component_id
      where k.product_id = $1 and p.state in ('sellable', 'visible') and ",
    in_assortment!("$3"),
    " order by 1, 2, 3"
);

struct Detailed(CardRow, String, Option<String>, Option<String>);

impl FromRow for Detailed {
    fn from_row(r: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Detailed(CardRow::from_row(r)?, r.next()?, r.next()?, r.next()?))
    }
}

/// The product with this code, in any case; `None` where this buyer may not see it or it does not exist.
/// Parts of a kit that this buyer may not see are left out.
///
/// # Errors
/// What the database says.
pub fn product(view: &mut View, buyer: &Buyer, sku: &str) -> Result<Option<Product>, DbError> {
    let of = &buyer.customer;
    let key = code_key(sku);
    if key.contains('\0') {
        return Ok(None);
    }
    let found = view.one::<Detailed>(BY_SKU, args![of.assortment_id, &key])?;
    let Some(Detailed(row, description, ean, maker_code)) = found else {
        return Ok(None);
    };
    let parts = view.all::<(String, i64, String, String, i64, i64)>(
        PARTS,
        args![row.card.id, of.id, of.assortment_id],
    )?;
    let Some(card) = complete(view, buyer, vec![row])?.pop() else {
        return Ok(None);
    };
    let places = places(view, buyer, card.id)?;
    let mut product = Product {
        card,
        places,
        description,
        ean,
        maker_code,
        own_code: None,
        images: Vec::new(),
        attributes: Vec::new(),
        components: Vec::new(),
    };
    for (kind, _, text, value, number, decimals) in parts {
        match kind.as_str() {
            "image" => product.images.push(Image { file: text, alt: value }),
            "attribute" => product.attributes.push((text, value)),
            "own" => product.own_code = Some(text),
            _ => {
                let quantity = Quantity::steps(number, u8::try_from(decimals).unwrap_or(0));
                product.components.push((text, quantity));
            }
        }
    }
    if product.images.is_empty() {
        let only = product.card.image.clone();
        product.images.extend(only.map(|file| Image { file, alt: String::new() }));
    }
    Ok(Some(product))
}

const VISIBLE: &str = concat!(
    "select p.id from products p where p.sku_key = $2 and p.state in ('sellable', 'visible') and ",
    in_assortment!("$1")
);

/// The id of the product with this code, if this buyer may see it.
pub(super) fn visible_id(
    view: &mut View,
    buyer: &Buyer,
    sku: &str,
) -> Result<Option<i64>, DbError> {
    let key = code_key(sku);
    if key.contains('\0') {
        return Ok(None);
    }
    view.one(VISIBLE, args![buyer.customer.assortment_id, &key])
}
