//! Reading products for one customer. Every statement carries its assortment; nothing here reads a
//! product without a buyer.

use super::indicator::{LAST_PIECES, MORE_THAN_FREE, STOCK_CAP};
use super::rows::CardRow;
use super::{Card, ClosedCard, LOW_STOCK, STOCK_SHOWN, Showing, StockShown, code_key};
use crate::access::{Buyer, CustomerHead};
use crate::args;
use crate::ids50;
use crate::platform::db::{DbError, Val, View, chunks50};
use crate::platform::settings::{self, SettingValue};
use crate::platform::wholesaler;
use crate::pricing::{self, Base, Tariff};
use portico_types::{Currency, Day, UnitPrice};
use std::collections::HashMap;

/// The columns of a card; `p` is products.
macro_rules! card_columns {
    () => {
        "p.id, p.sku, p.name, p.brand, p.category, p.unit, p.quantity_decimals, p.pack_size, p.pack_name, p.minimum,
         p.multiple, p.vat_class, p.stock_kind, p.when_out, p.state, p.product_group, p.image, p.listed_day, p.stock_label,
         (select cast(sum(s.on_hand - s.allocated) as bigint) from stock s
           where s.product_id = p.id and s.location = 'main'),
         p.base_price, p.base_per, p.currency"
    };
}

/// Inside the assortment `$n`; no assortment means every product. `p` is products.
macro_rules! in_assortment {
    ($n:literal) => {
        concat!(
            "(cast(",
            $n,
            " as bigint) is null or exists (select 1 from assortment_products a
               where a.assortment_id = ",
            $n,
            " and a.product_id = p.id))"
        )
    };
}

pub(super) use {card_columns, in_assortment};

const CARDS: &str = concat!(
    "select ",
    card_columns!(),
    " from products p where p.id in (",
    ids50!(),
    ") and p.state in ('sellable', 'visible') and ",
    in_assortment!("$51")
);

const CLOSED_CARDS: &str =
    concat!("select id, sku, name from products where id in (", ids50!(), ")");

const IN_CART: &str = concat!(
    "select l.product_id, l.quantity from carts c join cart_lines l on l.cart_id = c.id
      where c.login_id = $51 and c.customer_id = $52 and l.product_id in (",
    ids50!(),
    ")"
);

/// Those of these products that this buyer may see, in the order asked for, each once: inside the
/// assortment, neither hidden nor closed. A product that is sold out and hidden then is among them:
/// it vanishes from lists, not from orders.
///
/// # Errors
/// What the database says.
pub fn cards(view: &mut View, buyer: &Buyer, product_ids: &[i64]) -> Result<Vec<Card>, DbError> {
    let assortment = [buyer.customer.assortment_id.map_or(Val::Null, Val::Int)];
    let rows = view.all_many::<CardRow>(CARDS, &with_ids(product_ids, &assortment))?;
    let mut found: HashMap<i64, CardRow> =
        rows.into_iter().flatten().map(|row| (row.card.id, row)).collect();
    let in_order = product_ids.iter().filter_map(|id| found.remove(id)).collect();
    complete(view, buyer, in_order)
}

/// Code and name of products in this buyer's current order that can no longer be ordered.
///
/// # Errors
/// What the database says.
pub fn closed_cards(
    view: &mut View,
    _: &Buyer,
    product_ids: &[i64],
) -> Result<Vec<ClosedCard>, DbError> {
    let rows = view.all_many(CLOSED_CARDS, &with_ids(product_ids, &[]))?;
    Ok(rows.into_iter().flatten().collect())
}

/// Adds prices and what is in the current order: three statements, however many cards.
pub(super) fn complete(
    view: &mut View,
    buyer: &Buyer,
    rows: Vec<CardRow>,
) -> Result<Vec<Card>, DbError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let more_than_free = settings::get(view, &MORE_THAN_FREE)?;
    let settled = |row: CardRow| (row.card.settled(more_than_free), row.base);
    let (mut cards, bases): (Vec<Card>, Vec<_>) = rows.into_iter().map(settled).unzip();
    let mut tariffs = pricing::tariffs(view, &buyer.customer, &bases)?;
    let mut in_cart = in_cart(view, buyer, &cards)?;
    for card in &mut cards {
        card.tariff = tariffs.remove(&card.id).unwrap_or_default();
        card.in_cart = in_cart.remove(&card.id).unwrap_or(0);
    }
    Ok(cards)
}

const BASES: &str = concat!(
    "select id, base_price, base_per, currency, vat_class from products where id in (",
    ids50!(),
    ")"
);

/// The tariff of each of these products for this customer today, also of those it may not see:
/// for lines that are on an order already.
///
/// # Errors
/// What the database says.
pub fn tariffs(
    view: &mut View,
    customer: &CustomerHead,
    product_ids: &[i64],
) -> Result<HashMap<i64, Tariff>, DbError> {
    let today = wholesaler::today(view)?;
    tariffs_on(view, customer, product_ids, today)
}

/// The same on any day.
pub(super) fn tariffs_on(
    view: &mut View,
    customer: &CustomerHead,
    product_ids: &[i64],
    day: Day,
) -> Result<HashMap<i64, Tariff>, DbError> {
    let rows =
        view.all_many::<(i64, i64, i64, String, String)>(BASES, &with_ids(product_ids, &[]))?;
    let base = |(product_id, price, per, currency, vat_class): (i64, i64, i64, String, String)| {
        let currency = Currency::from_code(&currency)
            .ok_or_else(|| DbError::Failed("a product has an unknown currency".into()))?;
        Ok(Base { product_id, price: UnitPrice::new(price, per, currency), vat_class })
    };
    let bases = rows.into_iter().flatten().map(base).collect::<Result<Vec<Base>, DbError>>()?;
    pricing::tariffs_on(view, customer, &bases, day)
}

fn in_cart(view: &mut View, buyer: &Buyer, cards: &[Card]) -> Result<HashMap<i64, i64>, DbError> {
    let ids: Vec<i64> = cards.iter().map(|card| card.id).collect();
    let whose = args![buyer.login.id, buyer.customer.id];
    let rows = view.all_many::<(i64, i64)>(IN_CART, &with_ids(&ids, &whose))?;
    Ok(rows.into_iter().flatten().collect())
}

/// Arguments for statements over lists of 50 ids followed by others.
pub(super) fn with_ids<'v>(ids: &[i64], others: &[Val<'v>]) -> Vec<Vec<Val<'v>>> {
    let set = |chunk: &[i64; 50]| {
        chunk.iter().map(|id| Val::Int(*id)).chain(others.iter().copied()).collect()
    };
    chunks50(ids).iter().map(set).collect()
}

/// What this buyer is shown of the stock.
///
/// # Errors
/// What the database says.
pub fn showing(view: &mut View, buyer: &Buyer) -> Result<Showing, DbError> {
    let own = buyer.customer.stock_shown.as_deref().and_then(StockShown::read);
    let stock = match own {
        Some(own) => own,
        None => settings::get(view, &STOCK_SHOWN)?,
    };
    Ok(Showing {
        stock,
        low: settings::get(view, &LOW_STOCK)?,
        last: settings::get(view, &LAST_PIECES)?,
        cap: settings::get(view, &STOCK_CAP)?,
    })
}

const BY_SKU: &str = concat!(
    "select p.sku_key, p.id from products p where p.sku_key in (",
    ids50!(),
    ") and p.state <> 'hidden' and ",
    in_assortment!("$51")
);
const BY_EAN: &str = concat!(
    "select p.ean, p.id from products p where p.ean in (",
    ids50!(),
    ") and p.state <> 'hidden' and ",
    in_assortment!("$51")
);
const BY_MAKER_CODE: &str = concat!(
    "select p.maker_code_key, p.id from products p where p.maker_code_key in (",
    ids50!(),
    ") and p.state <> 'hidden' and ",
    in_assortment!("$51")
);
const BY_OWN_CODE: &str = concat!(
    "select c.code_key, p.id from customer_codes c join products p on p.id = c.product_id where c.code_key in (",
    ids50!(),
    ") and c.customer_id = $52 and p.state <> 'hidden' and ",
    in_assortment!("$51")
);

/// The product that each code means to this buyer: tried as our code, then as EAN, as the maker's code
/// and as the customer's own. A code of two products means neither. Closed products are found too (then
/// `cards` leaves them out: they are "not available"); hidden ones and those outside the assortment
/// are not.
///
/// # Errors
/// What the database says.
pub fn resolve(
    view: &mut View,
    buyer: &Buyer,
    codes: &[String],
) -> Result<Vec<Option<i64>>, DbError> {
    let all = meanings(view, buyer, codes)?;
    let only = |ids: Vec<i64>| ids.first().copied().filter(|_| ids.len() == 1);
    Ok(all.into_iter().map(only).collect())
}

/// All products that each code may mean, in the same order of trying: more than one where a code stands at several.
///
/// # Errors
/// What the database says.
pub fn meanings(
    view: &mut View,
    buyer: &Buyer,
    codes: &[String],
) -> Result<Vec<Vec<i64>>, DbError> {
    let keys: Vec<String> = codes.iter().map(|code| code_key(code)).collect();
    let mut known: HashMap<&str, Vec<i64>> = HashMap::with_capacity(keys.len());
    let of = &buyer.customer;
    for (sql, has_customer) in
        [(BY_SKU, false), (BY_EAN, false), (BY_MAKER_CODE, false), (BY_OWN_CODE, true)]
    {
        let mut open: Vec<&str> = keys.iter().map(String::as_str).collect();
        open.retain(|key| !key.is_empty() && !key.contains('\0') && !known.contains_key(key));
        open.sort_unstable();
        open.dedup();
        let others = args![of.assortment_id, of.id];
        let others = if has_customer { &others[..] } else { &others[..1] };
        let found = view.all_many::<(String, i64)>(sql, &with_texts(&open, others))?;
        let mut ids: HashMap<String, Vec<i64>> = HashMap::new();
        for (key, id) in found.into_iter().flatten() {
            ids.entry(key).or_default().push(id);
        }
        for key in open {
            if let Some(ids) = ids.remove(key) {
                known.insert(key, ids);
            }
        }
    }
    Ok(keys.iter().map(|key| known.get(key.as_str()).cloned().unwrap_or_default()).collect())
}

/// Arguments for statements over lists of 50 texts followed by others; the last list is filled up
/// with empty texts, which are no code.
fn with_texts<'v>(texts: &[&'v str], others: &[Val<'v>]) -> Vec<Vec<Val<'v>>> {
    let set = |chunk: &[&'v str]| {
        let filled = chunk.iter().copied().chain(std::iter::repeat("")).take(50);
        filled.map(Val::Text).chain(others.iter().copied()).collect()
    };
    texts.chunks(50).map(set).collect()
}
