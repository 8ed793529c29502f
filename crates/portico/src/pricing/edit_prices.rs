//! Staff set prices: of a list, or of one customer alone; from a quantity on, from a day on, until a day. Of one
//! product and quantity no two prices of theirs hold on the same day, and nobody replaces a price they did not see.

use super::history::{self, Amount, By, Change, Of};
use crate::access::{Staff, StaffRole};
use crate::args;
use crate::customers::credit;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, FromRow, Row, Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::{Currency, Day, UnitPrice};

/// Most prices of one product in a list, or for a customer, that are read: more quantity breaks and days than anybody
/// looks after by hand.
const MOST: i64 = 1_000;

/// Whose prices are set.
#[derive(Clone, Copy, Debug)]
pub struct Whose {
    /// The list or the customer.
    pub of: Of,
    /// Their currency.
    pub currency: Currency,
}

/// A price to be set.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The product.
    pub product_id: i64,
    /// From how many units, in the product's smallest step.
    pub from_quantity: i64,
    /// First day; `None`: since ever.
    pub valid_from: Option<Day>,
    /// Last day; `None`: no end.
    pub valid_until: Option<Day>,
    /// The price.
    pub price: UnitPrice,
    /// Whether prices that hold before it end the day before it begins.
    pub ends_earlier: bool,
    /// The price with this quantity and first day, as the person saw it; `None`: a new one is wished for.
    pub seen: Option<Amount>,
}

/// A price as stored: from which quantity, since which day, how much and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// From how many units, in the product's smallest step.
    pub from_quantity: i64,
    /// First day; empty: since ever.
    pub from: String,
    /// The price and its last day.
    pub amount: Amount,
    /// Whether it includes VAT.
    pub includes_vat: bool,
}

impl FromRow for Stored {
    fn from_row(r: &mut Row<'_>) -> Result<Stored, DbError> {
        let (from_quantity, from) = (r.next()?, r.next()?);
        let amount = Amount { price: r.next()?, per: r.next()?, until: r.next()? };
        Ok(Stored { from_quantity, from, amount, includes_vat: r.next()? })
    }
}

/// After every last day: what has no end is compared by it.
const NO_END: &str = "9999-12-31";

fn last(until: Option<&str>) -> &str {
    until.unwrap_or(NO_END)
}

impl Stored {
    /// Whether it holds on one of these days.
    fn overlaps(&self, from: &str, until: Option<&str>) -> bool {
        self.from.as_str() <= last(until) && last(self.amount.until.as_deref()) >= from
    }
}

/// Why a price is not set or ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such list, or no such price.
    NotFound,
    /// An ERP owns the list.
    OwnedElsewhere,
    /// Its last day is before its first.
    EndsBeforeItBegins,
    /// This price of the same quantity begins on the same day.
    Begins(UnitPrice),
    /// This price of the same quantity holds on one of its days.
    Overlaps(UnitPrice, Stored),
    /// Somebody changed the price since the person saw it.
    Changed,
    /// It is over already.
    IsOver,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let field =
            |name: &str, text| Problem::invalid(vec![FieldProblem::new(name, "invalid", text)]);
        let conflict = |code: &'static str, key| Problem::new(409, code, Text::plain(key));
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::OwnedElsewhere => conflict("owned_elsewhere", "list-owned-elsewhere"),
            Refusal::EndsBeforeItBegins => field("valid_until", Text::plain("price-ends-before")),
            Refusal::Begins(price) => {
                field("valid_from", Text::plain("price-begins-then").with("price", price.grouped()))
            }
            Refusal::Overlaps(price, other) => field("valid_from", overlap(price, &other)),
            Refusal::Changed => conflict("changed", "price-changed"),
            Refusal::IsOver => conflict("over", "price-is-over"),
        }
        .into()
    }
}

/// "A price of 5.92 holds from 2026-01-01 on."
fn overlap(price: UnitPrice, other: &Stored) -> Text {
    let until = other.amount.until.as_deref();
    let key = match (other.from.is_empty(), until.is_none()) {
        (true, true) => "price-overlaps-always",
        (true, false) => "price-overlaps-until",
        (false, true) => "price-overlaps-from",
        (false, false) => "price-overlaps-between",
    };
    Text::plain(key)
        .with("price", price.grouped())
        .with("from", other.from.as_str())
        .with("until", last(until))
}

/// Which prices of the same quantity end the day before, if this one may be set. Pure.
///
/// # Errors
/// What is against it.
pub fn check<'a>(
    staff: &Staff,
    stored: &'a [Stored],
    wish: &Wish,
    currency: Currency,
) -> Result<Vec<&'a Stored>, Refusal> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed);
    }
    let from = wish.valid_from.map(Day::text).unwrap_or_default();
    let until = wish.valid_until.map(Day::text);
    if last(until.as_deref()) < from.as_str() {
        return Err(Refusal::EndsBeforeItBegins);
    }
    let price = |other: &Stored| UnitPrice::new(other.amount.price, other.amount.per, currency);
    let same = stored.iter().find(|other| other.from == from);
    match (same, &wish.seen) {
        (Some(other), None) => return Err(Refusal::Begins(price(other))),
        (Some(other), Some(seen)) if other.amount != *seen => return Err(Refusal::Changed),
        (None, Some(_)) => return Err(Refusal::Changed),
        // Days that it had already are not judged again: files may bring prices that overlap.
        (Some(other), Some(_)) if last(until.as_deref()) <= last(other.amount.until.as_deref()) => {
            return Ok(Vec::new());
        }
        _ => {}
    }
    let others = stored.iter().filter(|other| other.from != from);
    let met: Vec<&Stored> =
        others.filter(|other| other.overlaps(&from, until.as_deref())).collect();
    match met.iter().find(|other| !wish.ends_earlier || other.from > from) {
        Some(other) => Err(Refusal::Overlaps(price(other), (**other).clone())),
        None => Ok(met),
    }
}

/// Sets a price: a new one, or the one that was seen anew.
///
/// # Errors
/// A [`Refusal`].
pub fn set(tx: &mut Tx, staff: &Staff, whose: Whose, wish: &Wish) -> Result<(), AppError> {
    let object = claim(tx, whose)?;
    let mut stored = of_product(tx, staff, whose, wish.product_id)?;
    stored.retain(|other| other.from_quantity == wish.from_quantity);
    let ends = check(staff, &stored, wish, whose.currency)?;
    let mut write = Writing { tx, staff, whose, product_id: wish.product_id };
    if let Some(first) = wish.valid_from {
        let day_before = Some(first.plus_days(-1).text());
        for other in ends {
            let ended = Amount { until: day_before.clone(), ..other.amount.clone() };
            write.put((other.from_quantity, &other.from), Some(&other.amount), Some(&ended))?;
        }
    }
    let from = wish.valid_from.map(Day::text).unwrap_or_default();
    let new = Amount {
        price: wish.price.ten_thousandths,
        per: wish.price.per,
        until: wish.valid_until.map(Day::text),
    };
    write.put((wish.from_quantity, &from), wish.seen.as_ref(), Some(&new))?;
    note(tx, staff, "price_set", (&object, whose.of, wish.product_id))
}

/// Ends a price as it was seen: it held until yesterday. One that begins today or later is taken away.
///
/// # Errors
/// A [`Refusal`].
pub fn end(
    tx: &mut Tx,
    staff: &Staff,
    whose: Whose,
    (product_id, from_quantity, from): (i64, i64, &str),
    (seen, today): (&Amount, Day),
) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let object = claim(tx, whose)?;
    let (now, yesterday) = (today.text(), today.plus_days(-1).text());
    if last(seen.until.as_deref()) < now.as_str() {
        return Err(Refusal::IsOver.into());
    }
    let ended = Amount { until: Some(yesterday), ..seen.clone() };
    let ended = Some(&ended).filter(|_| from < now.as_str());
    Writing { tx, staff, whose, product_id }.put((from_quantity, from), Some(seen), ended)?;
    note(tx, staff, "price_ended", (&object, whose.of, product_id))
}

/// The prices of a product in a list, or for a customer, by quantity and first day.
///
/// # Errors
/// What the database says.
pub fn of_product(
    view: &mut View,
    _: &Staff,
    whose: Whose,
    product_id: i64,
) -> Result<Vec<Stored>, DbError> {
    match whose.of {
        Of::Customer(id) => view.all(
            "select from_quantity, valid_from, price, per, valid_until, includes_vat
             from customer_prices where customer_id = $1 and product_id = $2 and currency = $3
             order by from_quantity, valid_from limit $4",
            args![id, product_id, whose.currency.code(), MOST],
        ),
        Of::List(id) => view.all(
            "select p.from_quantity, p.valid_from, p.price, p.per, p.valid_until, l.includes_vat
             from prices p join price_lists l on l.id = p.price_list_id
             where p.price_list_id = $1 and p.product_id = $2
             order by p.from_quantity, p.valid_from limit $3",
            args![id, product_id, MOST],
        ),
        Of::Base => Ok(Vec::new()),
    }
}

/// Whoever sets prices of a list, or of a customer, comes one after the other. Answers what activity calls them.
pub(super) fn claim(tx: &mut Tx, whose: Whose) -> Result<String, AppError> {
    match whose.of {
        Of::List(id) => {
            let held = tx.all::<(String, Option<String>)>(
                "update price_lists set name = name where id = $1 returning code, erp_ref",
                args![id],
            )?;
            match held.as_slice() {
                [(code, None)] => Ok(format!("price_list:{code}")),
                [(_, Some(_))] => Err(Refusal::OwnedElsewhere.into()),
                _ => Err(Refusal::NotFound.into()),
            }
        }
        // Its row of credit is the lock of a customer: prices are part of what it owes.
        Of::Customer(id) => {
            let _ = credit::lock(tx, id, whose.currency.code())?;
            Ok(format!("customer:{id}"))
        }
        Of::Base => Err(Refusal::NotFound.into()),
    }
}

/// Prices of one product being written, each with its line in the history.
struct Writing<'a> {
    tx: &'a mut Tx,
    staff: &'a Staff,
    whose: Whose,
    product_id: i64,
}

impl Writing<'_> {
    /// Makes, changes or takes away the price of this quantity and first day, if it is still what it was: a file may
    /// have come in between.
    fn put(
        &mut self,
        place: (i64, &str),
        old: Option<&Amount>,
        new: Option<&Amount>,
    ) -> Result<(), AppError> {
        let done = match (old, new) {
            (None, Some(new)) => self.make(place, new)?,
            (Some(old), Some(new)) => self.change(place, old, new)?,
            (Some(old), None) => self.take_away(place, old)?,
            (None, None) => return Ok(()),
        };
        if done != 1 {
            return Err(Refusal::Changed.into());
        }
        let change = Change {
            product_id: self.product_id,
            of: self.whose.of,
            from_quantity: place.0,
            valid_from: place.1,
            old: old.cloned(),
            new: new.cloned(),
            currency: self.whose.currency.code(),
        };
        Ok(history::write(self.tx, By::Staff(self.staff), &[change])?)
    }

    fn make(&mut self, (quantity, from): (i64, &str), new: &Amount) -> Result<u64, DbError> {
        let until = new.until.as_deref();
        match self.whose.of {
            Of::List(id) => self.tx.exec(
                "insert into prices (product_id, price_list_id, from_quantity, valid_from,
                     valid_until, price, per)
                 values ($1, $2, $3, $4, $5, $6, $7)
                 on conflict (product_id, price_list_id, from_quantity, valid_from) do nothing",
                args![self.product_id, id, quantity, from, until, new.price, new.per],
            ),
            Of::Customer(id) => self.tx.exec(
                "insert into customer_prices (product_id, customer_id, from_quantity, valid_from,
                     valid_until, price, per, currency, includes_vat)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, false)
                 on conflict (customer_id, product_id, from_quantity, valid_from) do nothing",
                args![
                    self.product_id,
                    id,
                    quantity,
                    from,
                    until,
                    new.price,
                    new.per,
                    self.whose.currency.code()
                ],
            ),
            Of::Base => Ok(0),
        }
    }

    fn change(
        &mut self,
        (quantity, from): (i64, &str),
        old: &Amount,
        new: &Amount,
    ) -> Result<u64, DbError> {
        let (was, until) = (old.until.as_deref().unwrap_or(""), new.until.as_deref());
        let id = self.whose.of.id();
        let args = args![
            self.product_id,
            id,
            quantity,
            from,
            old.price,
            old.per,
            was,
            until,
            new.price,
            new.per
        ];
        match self.whose.of {
            Of::List(_) => self.tx.exec(
                "update prices set valid_until = $8, price = $9, per = $10
                 where product_id = $1 and price_list_id = $2 and from_quantity = $3 and valid_from = $4
                     and price = $5 and per = $6 and coalesce(valid_until, '') = $7",
                args,
            ),
            Of::Customer(_) => self.tx.exec(
                "update customer_prices set valid_until = $8, price = $9, per = $10
                 where product_id = $1 and customer_id = $2 and from_quantity = $3 and valid_from = $4
                     and price = $5 and per = $6 and coalesce(valid_until, '') = $7",
                args,
            ),
            Of::Base => Ok(0),
        }
    }

    fn take_away(&mut self, (quantity, from): (i64, &str), old: &Amount) -> Result<u64, DbError> {
        let was = old.until.as_deref().unwrap_or("");
        let id = self.whose.of.id();
        let args = args![self.product_id, id, quantity, from, old.price, old.per, was];
        match self.whose.of {
            Of::List(_) => self.tx.exec(
                "delete from prices
                 where product_id = $1 and price_list_id = $2 and from_quantity = $3 and valid_from = $4
                     and price = $5 and per = $6 and coalesce(valid_until, '') = $7",
                args,
            ),
            Of::Customer(_) => self.tx.exec(
                "delete from customer_prices
                 where product_id = $1 and customer_id = $2 and from_quantity = $3 and valid_from = $4
                     and price = $5 and per = $6 and coalesce(valid_until, '') = $7",
                args,
            ),
            Of::Base => Ok(0),
        }
    }
}

fn note(
    tx: &mut Tx,
    staff: &Staff,
    verb: &'static str,
    (object, of, product_id): (&str, Of, i64),
) -> Result<(), AppError> {
    let customer_id = if let Of::Customer(id) = of { Some(id) } else { None };
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id,
        verb,
        object,
        facts: serde_json::json!({ "product": product_id }),
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}

#[cfg(test)]
#[path = "edit_prices_tests.rs"]
mod tests;
