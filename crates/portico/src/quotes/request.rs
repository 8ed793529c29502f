//! A customer asks for a quotation: the lines of its current order, or those that a program sends. What was asked for is
//! kept as revision 0; staff begin with a copy of it at the customer's own prices.

use super::priced::{self, Priced, of_lines};
use super::write::{Begun, insert, replace};
use super::{Refusal, decline, store};
use crate::access::Buyer;
use crate::access::notices::Notice;
use crate::access::staff_mails::tell_staff;
use crate::cart::{self, offers};
use crate::orders::draft::clean;
use crate::orders::refusal::REMARK_LONGEST;
use crate::orders::{LineRefusal, WishLine, draft};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, Problem, Text};

/// Asks for a quotation of these lines; without lines, of the current order, which is emptied. Answers its number.
///
/// # Errors
/// A [`Refusal`]; 422 for lines that are none.
pub fn request(
    tx: &mut Tx,
    buyer: &Buyer,
    (lines, remarks): (Option<&[WishLine]>, &str),
) -> Result<String, AppError> {
    let remarks = check(tx, buyer, remarks)?;
    let lines = match lines {
        Some(lines) => lines.to_vec(),
        None => of_cart(tx, buyer)?,
    };
    let asked = asked_for(tx, buyer, lines)?;
    let begun = Begun { buyer, login_id: buyer.orders_login(), asked: Some(&remarks) };
    let (_, number) = insert(tx, &begun)?;
    let head = store::head(tx, buyer, &number)?;
    let head = head.ok_or_else(|| DbError::Failed("a quotation vanished".to_owned()))?;
    replace(tx, &head, (0, None), &asked)?;
    fill_draft(tx, head.id)?;
    decline::record(tx, buyer, &head, "quote_asked")?;
    tell_staff(tx, Notice::StaffQuoteAsked, &number)?;
    Ok(number)
}

fn check(tx: &mut Tx, buyer: &Buyer, remarks: &str) -> Result<String, AppError> {
    if !buyer.may_order() || !offers::offers(tx)?.quotes() {
        return Err(Refusal::NotAllowed.into());
    }
    let remarks = clean(remarks).unwrap_or_default();
    if remarks.chars().count() > REMARK_LONGEST {
        return Err(Refusal::BadText { field: "/remarks", most: REMARK_LONGEST }.into());
    }
    Ok(remarks)
}

/// The lines of the current order, which is empty afterwards. What staff set by hand is not asked for.
fn of_cart(tx: &mut Tx, buyer: &Buyer) -> Result<Vec<WishLine>, AppError> {
    cart::lines::lock(tx, buyer)?;
    let (kept, lines) = cart::load(tx, buyer)?;
    let wish = cart::store::wish(&kept, &lines, None);
    cart::checkout::start_anew(tx, kept.id)?;
    let as_asked = |line| WishLine { set_price: None, price_seen: None, ..line };
    Ok(wish.lines.into_iter().map(as_asked).collect())
}

/// The lines at the customer's own prices. Packs, minimum and stock are for the wholesaler to settle; what is no product of
/// the customer's, or no quantity, is refused.
fn asked_for(tx: &mut Tx, buyer: &Buyer, lines: Vec<WishLine>) -> Result<Priced, AppError> {
    if lines.is_empty() {
        return Err(Problem::new(422, "cart_empty", Text::plain("order-empty")).into());
    }
    if lines.len() > super::LINES_MOST {
        let text = Text::plain("quote-too-many-lines").with("most", super::LINES_MOST);
        return Err(Problem::new(422, "invalid", text).into());
    }
    let country = priced::country(tx, buyer)?;
    let draft = draft(tx, buyer, &of_lines(lines), country)?;
    let stops = |refusal: &LineRefusal| {
        !matches!(refusal, LineRefusal::InsufficientStock { .. } | LineRefusal::PriceChanged { .. })
    };
    let refused: Vec<_> =
        draft.refused_lines().into_iter().filter(|(_, refusal)| stops(refusal)).collect();
    if !refused.is_empty() {
        return Err(crate::orders::Refusal::Lines(refused).into());
    }
    let (title, terms) = (String::new(), String::new());
    Ok(Priced { draft, country, valid_until: None, carriage: None, title, terms })
}

/// Staff begin with what was asked for.
fn fill_draft(tx: &mut Tx, quote_id: i64) -> Result<(), DbError> {
    for sql in [
        "insert into quote_lines (quote_id, revision, line, product_id, sku, name, unit, quantity,
             quantity_decimals, price, per, usual, net_minor, vat_rate, vat_category, remarks)
         select quote_id, 1, line, product_id, sku, name, unit, quantity, quantity_decimals, price,
             per, usual, net_minor, vat_rate, vat_category, remarks
         from quote_lines where quote_id = $1 and revision = 0",
        "update quote_revisions set (line_count, goods_minor, charges_minor, vat_minor, total_minor) =
             (select z.line_count, z.goods_minor, z.charges_minor, z.vat_minor, z.total_minor
              from quote_revisions z where z.quote_id = $1 and z.revision = 0)
         where quote_id = $1 and revision = 1",
    ] {
        let _ = tx.exec(sql, args![quote_id])?;
    }
    Ok(())
}
