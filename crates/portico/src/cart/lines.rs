//! Changing the lines of the current order: set, add, remove, accept a price, empty.

use crate::access::Buyer;
use crate::catalogue::{self, Card, ProductState};
use crate::orders::refusal::{LINES_MOST, REMARK_LONGEST};
use crate::orders::{Asked, LineRefusal, ProductRef, Refusal};
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::{AppError, Problem};
use portico_types::{Money, Quantity};
use std::collections::HashMap;

/// A row that went in.
#[derive(Clone, Debug)]
pub struct Added {
    /// Its place in what was asked.
    pub index: usize,
    /// The code as typed.
    pub code: String,
    /// The product's code.
    pub sku: String,
    /// How many were added.
    pub quantity: Quantity,
}

/// A row that did not, and why.
#[derive(Clone, Debug)]
pub struct NotAdded {
    /// Its place in what was asked.
    pub index: usize,
    /// The code as typed.
    pub code: String,
    /// The quantity as typed.
    pub quantity: String,
    /// Why not.
    pub reason: LineRefusal,
}

/// Locks this person's current order, making one where there is none, and answers with its id.
pub fn lock(tx: &mut Tx, buyer: &Buyer) -> Result<i64, AppError> {
    if !buyer.may_order() {
        return Err(Refusal::NotAllowed.into());
    }
    let (id, now) = (tx.new_id(), tx.now());
    let place_key = format!("cart-{id}");
    let row = tx.one::<i64>(
        "insert into carts (id, login_id, customer_id, place_key, line_count, goods_minor, version,
             changed_at)
         values ($1, $2, $3, $4, 0, 0, 1, $5)
         on conflict (login_id, customer_id) do update set
             version = carts.version + 1, changed_at = excluded.changed_at
         returning id",
        args![id, buyer.login.id, buyer.customer.id, &place_key, now],
    )?;
    row.ok_or_else(|| DbError::Failed("current order vanished".to_owned()).into())
}

/// Sets the quantity of one product: what the field holds is the order. 0 removes the line.
/// Setting it twice changes nothing.
///
/// # Errors
/// A product outside the assortment is absent (404); a wrong quantity is refused with its code.
pub fn set(
    tx: &mut Tx,
    buyer: &Buyer,
    product: &ProductRef,
    asked: &Asked,
) -> Result<Option<i64>, AppError> {
    let cart_id = lock(tx, buyer)?;
    let card = one_card(tx, buyer, product)?;
    let Some(card) = card else {
        return remove_unseen(tx, cart_id, product, asked);
    };
    let quantity = read(asked, card.quantity_decimals).map_err(refused)?;
    if quantity.units == 0 {
        delete(tx, cart_id, card.id)?;
        sum_up(tx, cart_id)?;
        return Ok(None);
    }
    check(&card, quantity.units).map_err(refused)?;
    write(tx, buyer, cart_id, &[(&card, quantity.units)])?;
    Ok(Some(card.id))
}

/// A line whose product this customer no longer sees can still be taken out by id.
fn remove_unseen(
    tx: &mut Tx,
    cart_id: i64,
    product: &ProductRef,
    asked: &Asked,
) -> Result<Option<i64>, AppError> {
    let zero = matches!(read(asked, 0), Ok(quantity) if quantity.units == 0);
    let removed = match product {
        ProductRef::Id(id) if zero => delete(tx, cart_id, *id)?,
        ProductRef::Code(code) if zero => tx.exec(
            "delete from cart_lines where cart_id = $1 and product_id in
                 (select id from products where sku_key = $2)",
            args![cart_id, &code.trim().to_uppercase()],
        )?,
        _ => 0,
    };
    if removed == 0 {
        return Err(Problem::not_found().into());
    }
    sum_up(tx, cart_id)?;
    Ok(None)
}

fn refused(refusal: LineRefusal) -> AppError {
    let mut field = refusal.field(0);
    field.field = "/quantity".to_owned();
    Problem::invalid(vec![field]).into()
}

pub(super) fn read(asked: &Asked, decimals: u8) -> Result<Quantity, LineRefusal> {
    match asked {
        Asked::Text(text) => Quantity::parse_or_zero(text, decimals).map_err(LineRefusal::Quantity),
        Asked::Units(units) => Ok(Quantity::steps(*units, decimals)),
    }
}

/// Whether so many of this product may stand in a current order. Pure.
pub(super) fn check(card: &Card, units: i64) -> Result<(), LineRefusal> {
    if card.state != ProductState::Sellable || card.tariff.at(units).is_none() {
        return Err(LineRefusal::NotAvailable);
    }
    let most = Quantity::MOST * 10_i64.pow(u32::from(card.quantity_decimals));
    if units > most {
        return Err(LineRefusal::Quantity(portico_types::QuantityFault::TooLarge));
    }
    crate::orders::draft::quantity_refusal(card, units).map_or(Ok(()), Err)
}

pub(super) fn one_card(
    tx: &mut Tx,
    buyer: &Buyer,
    product: &ProductRef,
) -> Result<Option<Card>, DbError> {
    let id = match product {
        ProductRef::Id(id) => Some(*id),
        ProductRef::Code(code) => {
            catalogue::resolve(tx, buyer, std::slice::from_ref(code))?.into_iter().next().flatten()
        }
    };
    let Some(id) = id else { return Ok(None) };
    Ok(catalogue::cards(tx, buyer, &[id])?.into_iter().next())
}

/// Adds to what is there. Each row is in one of the two answers; nothing is dropped silently.
pub fn add(
    tx: &mut Tx,
    buyer: &Buyer,
    rows: &[(String, Asked)],
) -> Result<(Vec<Added>, Vec<NotAdded>), AppError> {
    if rows.len() > LINES_MOST {
        return Err(Refusal::TooManyLines.into());
    }
    let cart_id = lock(tx, buyer)?;
    let codes: Vec<String> = rows.iter().map(|(code, _)| code.clone()).collect();
    let ids = catalogue::resolve(tx, buyer, &codes)?;
    let mut wanted: Vec<i64> = ids.iter().flatten().copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let cards = catalogue::cards(tx, buyer, &wanted)?;
    let cards: HashMap<i64, Card> = cards.into_iter().map(|card| (card.id, card)).collect();
    let mut sums: HashMap<i64, i64> = quantities(tx, cart_id)?;
    let (mut added, mut not_added) = (Vec::new(), Vec::new());
    let mut touched = Vec::new();
    for (index, ((code, asked), id)) in rows.iter().zip(ids).enumerate() {
        match add_one(&cards, &mut sums, code, asked, id) {
            Ok((id, quantity)) => {
                let sku = cards[&id].sku.clone();
                added.push(Added { index, code: code.clone(), sku, quantity });
                touched.push(id);
            }
            Err(reason) => {
                let quantity = match asked {
                    Asked::Text(text) => text.clone(),
                    Asked::Units(units) => units.to_string(),
                };
                not_added.push(NotAdded { index, code: code.clone(), quantity, reason });
            }
        }
    }
    touched.sort_unstable();
    touched.dedup();
    let lines: Vec<(&Card, i64)> = touched.iter().map(|id| (&cards[id], sums[id])).collect();
    write(tx, buyer, cart_id, &lines)?;
    Ok((added, not_added))
}

fn add_one(
    cards: &HashMap<i64, Card>,
    sums: &mut HashMap<i64, i64>,
    code: &str,
    asked: &Asked,
    id: Option<i64>,
) -> Result<(i64, Quantity), LineRefusal> {
    let card = id.and_then(|id| cards.get(&id));
    let Some(card) = card else {
        // A code that resolves but has no card means a product that is closed.
        return Err(match id {
            Some(_) => LineRefusal::NotAvailable,
            None => LineRefusal::UnknownCode { code: code.to_owned() },
        });
    };
    let quantity = read(asked, card.quantity_decimals)?;
    if quantity.units == 0 {
        return Err(LineRefusal::Quantity(portico_types::QuantityFault::NotPositive));
    }
    let sum = sums.get(&card.id).copied().unwrap_or(0).saturating_add(quantity.units);
    check(card, sum)?;
    sums.insert(card.id, sum);
    Ok((card.id, quantity))
}

/// How many of each product are in this person's current order, in smallest steps.
pub(super) fn quantities_in_cart(
    view: &mut View,
    buyer: &Buyer,
) -> Result<HashMap<i64, i64>, DbError> {
    let rows = view.all::<(i64, i64)>(
        "select l.product_id, l.quantity from cart_lines l join carts c on c.id = l.cart_id
         where c.login_id = $1 and c.customer_id = $2 limit 10000",
        args![buyer.login.id, buyer.customer.id],
    )?;
    Ok(rows.into_iter().collect())
}

fn quantities(tx: &mut Tx, cart_id: i64) -> Result<HashMap<i64, i64>, DbError> {
    let rows = tx.all::<(i64, i64)>(
        "select product_id, quantity from cart_lines where cart_id = $1 limit 10000",
        args![cart_id],
    )?;
    Ok(rows.into_iter().collect())
}

/// Writes lines with the price that is shown now.
pub(super) fn write(
    tx: &mut Tx,
    buyer: &Buyer,
    cart_id: i64,
    lines: &[(&Card, i64)],
) -> Result<(), AppError> {
    let now = tx.now();
    let first = tx.new_id();
    let mut rows = Vec::with_capacity(lines.len());
    for ((card, units), offset) in lines.iter().zip(0_i64..) {
        let Some(price) = card.tariff.at(*units) else {
            continue;
        };
        let net = price.net(Quantity::steps(*units, card.quantity_decimals))?;
        debug_assert_eq!(net.currency, buyer.customer.currency);
        rows.push(args![
            cart_id,
            card.id,
            first + offset,
            *units,
            price.ten_thousandths,
            price.per,
            net.minor,
            now
        ]);
    }
    tx.exec_each_one(
        "insert into cart_lines (cart_id, product_id, position, quantity, price_seen, per_seen,
             net_minor, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (cart_id, product_id) do update set quantity = excluded.quantity,
             price_seen = excluded.price_seen, per_seen = excluded.per_seen,
             net_minor = excluded.net_minor, changed_at = excluded.changed_at",
        &rows,
    )?;
    sum_up(tx, cart_id)
}

/// Keeps the figures of the panel true, and the lines no more than one order may have.
pub(super) fn sum_up(tx: &mut Tx, cart_id: i64) -> Result<(), AppError> {
    let lines = tx.one::<i64>(
        "update carts set
             line_count = (select count(*) from cart_lines l where l.cart_id = carts.id),
             goods_minor = (select cast(coalesce(sum(l.net_minor), 0) as bigint)
                 from cart_lines l where l.cart_id = carts.id)
         where id = $1 returning line_count",
        args![cart_id],
    )?;
    let most = i64::try_from(LINES_MOST).unwrap_or(i64::MAX);
    if lines.is_some_and(|lines| lines > most) {
        return Err(Refusal::TooManyLines.into());
    }
    Ok(())
}

fn delete(tx: &mut Tx, cart_id: i64, product_id: i64) -> Result<u64, DbError> {
    tx.exec(
        "delete from cart_lines where cart_id = $1 and product_id = $2",
        args![cart_id, product_id],
    )
}

/// Takes a line out; absent is fine.
pub fn remove(tx: &mut Tx, buyer: &Buyer, product_id: i64) -> Result<(), AppError> {
    let cart_id = lock(tx, buyer)?;
    let _ = delete(tx, cart_id, product_id)?;
    sum_up(tx, cart_id)
}

/// Takes every line out; head fields stay.
pub fn empty(tx: &mut Tx, buyer: &Buyer) -> Result<(), AppError> {
    let cart_id = lock(tx, buyer)?;
    let _ = tx.exec("delete from cart_lines where cart_id = $1", args![cart_id])?;
    sum_up(tx, cart_id)
}

/// The person has seen the new price of a line and agrees.
pub fn accept_price(tx: &mut Tx, buyer: &Buyer, product_id: i64) -> Result<(), AppError> {
    let cart_id = lock(tx, buyer)?;
    let units = quantities(tx, cart_id)?.get(&product_id).copied();
    let card = one_card(tx, buyer, &ProductRef::Id(product_id))?;
    let (Some(units), Some(card)) = (units, card) else {
        return Err(Problem::not_found().into());
    };
    write(tx, buyer, cart_id, &[(&card, units)])
}

/// Sets the remark of a line.
pub fn set_remarks(
    tx: &mut Tx,
    buyer: &Buyer,
    product_id: i64,
    remarks: Option<&str>,
) -> Result<(), AppError> {
    let remarks = remarks.and_then(crate::orders::draft::clean);
    if remarks.as_deref().is_some_and(|text| text.chars().count() > REMARK_LONGEST) {
        let mut field = LineRefusal::RemarkTooLong.field(0);
        field.field = "/remarks".to_owned();
        return Err(Problem::invalid(vec![field]).into());
    }
    let cart_id = lock(tx, buyer)?;
    let updated = tx.exec(
        "update cart_lines set remarks = $3 where cart_id = $1 and product_id = $2",
        args![cart_id, product_id, remarks.as_deref()],
    )?;
    if updated == 1 { Ok(()) } else { Err(Problem::not_found().into()) }
}

/// The goods value of the current order as of its last change.
#[must_use]
pub fn goods(buyer: &Buyer, goods_minor: i64) -> Money {
    Money::new(goods_minor, buyer.customer.currency)
}
