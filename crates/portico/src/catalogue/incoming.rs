//! Goods that are expected of a product: day, quantity, how sure, where we know it from. Staff type them; what customers who
//! wait are promised follows from them.

use super::correct_stock::words_of;
use crate::access::{Staff, StaffRole};
use crate::args;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, FromRow, Row, Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use portico_types::{Day, Quantity, QuantityFault};

/// The longest source, in characters.
pub const SOURCE_LONGEST: usize = 100;
/// The most that can be expected of one product at a time.
pub const MOST: i64 = 50;

/// Goods that are expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Its id.
    pub id: i64,
    /// When.
    pub day: Day,
    /// How much, in the product's smallest step.
    pub units: i64,
    /// Whether the supplier confirmed the day.
    pub sure: bool,
    /// Where we know it from.
    pub source: String,
}

impl FromRow for Expected {
    fn from_row(r: &mut Row<'_>) -> Result<Expected, DbError> {
        let (id, day) = (r.next()?, r.next::<String>()?);
        let day = Day::parse(&day)
            .ok_or_else(|| DbError::Failed("goods are expected on no day".to_owned()))?;
        Ok(Expected { id, day, units: r.next()?, sure: r.next()?, source: r.next()? })
    }
}

/// What is expected, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The product's code.
    pub sku: String,
    /// The day.
    pub day: String,
    /// How much.
    pub quantity: String,
    /// Whether the supplier confirmed the day.
    pub sure: bool,
    /// Where we know it from; needed.
    pub source: String,
}

/// Why nothing is noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such product, or nothing with this id is expected of it.
    NotFound,
    /// Its stock is not counted.
    NotTracked,
    /// No day.
    BadDay,
    /// The day has passed.
    DayInPast,
    /// That is no quantity.
    BadQuantity(QuantityFault),
    /// No source, or one that is too long.
    BadSource,
    /// [`MOST`] are expected already.
    TooMany,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let field = |name: &str, code: &'static str, text| {
            Problem::invalid(vec![FieldProblem::new(name, code, text)])
        };
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::NotTracked => {
                Problem::new(409, "not_tracked", Text::plain("stock-not-tracked"))
            }
            Refusal::BadDay => field("day", "invalid", Text::plain("field-bad-day")),
            Refusal::DayInPast => field("day", "day_in_past", Text::plain("field-day-in-past")),
            Refusal::BadQuantity(fault) => {
                field("expected", "invalid", Text::plain(words_of(fault)))
            }
            Refusal::BadSource => field(
                "source",
                "invalid",
                Text::plain("incoming-bad-source").with("most", SOURCE_LONGEST),
            ),
            Refusal::TooMany => {
                Problem::new(409, "too_many", Text::plain("incoming-too-many").with("most", MOST))
            }
        }
        .into()
    }
}

/// What was typed, read: day and units. Pure.
///
/// # Errors
/// What is against it.
pub fn check(wish: &Wish, decimals: u8, today: Day) -> Result<(Day, i64), Refusal> {
    let day = Day::parse(wish.day.trim()).ok_or(Refusal::BadDay)?;
    if day < today {
        return Err(Refusal::DayInPast);
    }
    let quantity = Quantity::parse(&wish.quantity, decimals).map_err(Refusal::BadQuantity)?;
    let length = wish.source.trim().chars().count();
    if !(1..=SOURCE_LONGEST).contains(&length) {
        return Err(Refusal::BadSource);
    }
    Ok((day, quantity.units))
}

/// Notes that goods are expected.
///
/// # Errors
/// A [`Refusal`].
pub fn expect(tx: &mut Tx, staff: &Staff, wish: &Wish) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let product = tx.one::<(i64, i64, String)>(
        "select id, quantity_decimals, stock_kind from products where sku_key = $1",
        args![&super::code_key(&wish.sku)],
    )?;
    let (product_id, decimals, stock_kind) = product.ok_or(Refusal::NotFound)?;
    if stock_kind != "tracked" {
        return Err(Refusal::NotTracked.into());
    }
    let today = wholesaler::today(tx)?;
    let (day, units) = check(wish, u8::try_from(decimals).unwrap_or(0), today)?;
    let (id, now) = (tx.new_id(), tx.now());
    let noted = tx.exec(
        "insert into incoming (id, product_id, day, quantity, sure, source, login_id, made_at)
         select $1, $2, $3, $4, $5, $6, $7, $8
         where (select count(*) from incoming where product_id = $2 and ended_at is null) < $9",
        args![
            id,
            product_id,
            &day.text(),
            units,
            wish.sure,
            wish.source.trim(),
            staff.login.id,
            now,
            MOST
        ],
    )?;
    if noted != 1 {
        return Err(Refusal::TooMany.into());
    }
    note(tx, staff, "goods_expected", (product_id, id))
}

/// They came, or are no longer expected.
///
/// # Errors
/// A [`Refusal`].
pub fn end(tx: &mut Tx, staff: &Staff, sku: &str, id: i64) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let product_id = tx.one::<i64>(
        "select i.product_id from incoming i join products p on p.id = i.product_id
         where i.id = $1 and p.sku_key = $2 and i.ended_at is null",
        args![id, &super::code_key(sku)],
    )?;
    let product_id = product_id.ok_or(Refusal::NotFound)?;
    // What comes in meanwhile may end it too.
    let now = tx.now();
    let ended = tx.exec(
        "update incoming set ended_at = $2 where id = $1 and ended_at is null",
        args![id, now],
    )?;
    if ended != 1 {
        return Err(Refusal::NotFound.into());
    }
    note(tx, staff, "goods_no_longer_expected", (product_id, id))
}

/// So much of these products came in (product, units): what was expected first is over; a part of a delivery that did not come
/// stays expected. What somebody else ends at the same moment is over, whole. A product comes once.
///
/// # Errors
/// What the database says.
pub fn came(tx: &mut Tx, arrived: &[(i64, i64)]) -> Result<(), DbError> {
    let keys: Vec<_> = arrived.iter().map(|(product_id, _)| args![*product_id, MOST]).collect();
    let expected = tx.all_many::<Expected>(
        "select id, day, quantity, sure, source from incoming
         where product_id = $1 and ended_at is null order by day, id limit $2",
        &keys,
    )?;
    // What is over, and how much of it did not come.
    let mut over: Vec<(i64, i64)> = Vec::new();
    for ((_, units), expected) in arrived.iter().zip(expected) {
        let mut left = *units;
        for goods in &expected {
            if left <= 0 {
                break;
            }
            over.push((goods.id, (goods.units - left).max(0)));
            left -= goods.units;
        }
    }
    over.sort_unstable();
    let now = tx.now();
    let rows: Vec<_> = over.iter().map(|(id, _)| args![*id, now]).collect();
    let ended = tx
        .exec_many("update incoming set ended_at = $2 where id = $1 and ended_at is null", &rows)?;
    let rests = over.iter().zip(ended).filter(|((_, rest), ended)| *rest > 0 && *ended == 1);
    let rows: Vec<_> = rests.map(|((id, rest), _)| args![tx.new_id(), *id, *rest, now]).collect();
    tx.exec_each_one(
        "insert into incoming (id, product_id, day, quantity, sure, source, login_id, made_at)
         select $1, product_id, day, $3, sure, source, login_id, $4 from incoming where id = $2",
        &rows,
    )
}

fn note(
    tx: &mut Tx,
    staff: &Staff,
    verb: &'static str,
    (product_id, id): (i64, i64),
) -> Result<(), AppError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb,
        object: &format!("product:{product_id}"),
        facts: serde_json::json!({ "incoming": id }),
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}

/// What is expected of a product, also what is overdue, for staff.
///
/// # Errors
/// What the database says.
pub fn of_product(view: &mut View, _: &Staff, product_id: i64) -> Result<Vec<Expected>, DbError> {
    view.all::<Expected>(
        "select id, day, quantity, sure, source from incoming
         where product_id = $1 and ended_at is null order by day, id limit $2",
        args![product_id, MOST],
    )
}

/// What may be promised of each of these products, the earliest first: what is overdue is promised to nobody.
///
/// # Errors
/// What the database says.
pub fn promised(view: &mut View, product_ids: &[i64]) -> Result<Vec<Vec<Expected>>, DbError> {
    let today = wholesaler::today(view)?.text();
    let keys: Vec<_> = product_ids.iter().map(|id| args![*id, &today, MOST]).collect();
    view.all_many::<Expected>(
        "select id, day, quantity, sure, source from incoming
         where product_id = $1 and ended_at is null and day >= $2 order by day, id limit $3",
        &keys,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_has_its_case() {
        let today = Day::parse("2026-03-31").unwrap();
        let good = Wish {
            sku: "A".to_owned(),
            day: "2026-04-02".to_owned(),
            quantity: "24".to_owned(),
            sure: true,
            source: "PO 8812".to_owned(),
        };
        let day = Day::parse("2026-04-02").unwrap();
        assert_eq!(check(&good, 0, today), Ok((day, 24)));
        let with = |change: fn(&mut Wish)| {
            let mut wish = good.clone();
            change(&mut wish);
            check(&wish, 0, today).unwrap_err()
        };
        assert_eq!(with(|w| w.day = "soon".to_owned()), Refusal::BadDay);
        assert_eq!(with(|w| w.day = "2026-03-30".to_owned()), Refusal::DayInPast);
        let none = Refusal::BadQuantity(QuantityFault::NotANumber);
        assert_eq!(with(|w| w.quantity = "x".to_owned()), none);
        assert_eq!(with(|w| w.source = " ".to_owned()), Refusal::BadSource);
        assert_eq!(with(|w| w.source = "x".repeat(101)), Refusal::BadSource);
    }
}
