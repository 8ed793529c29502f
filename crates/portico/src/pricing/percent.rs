//! Many prices of a list changed by percent: shown first, then done for exactly what was shown, or not at all.

use super::edit_prices::{self, Whose};
use super::history::{self, Amount, By, Change, Of};
use crate::access::{Staff, StaffRole};
use crate::args;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, FromRow, Row, Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::{Currency, Day, UnitPrice};
use sha2::{Digest, Sha256};

/// The most prices that hold on the day.
pub const MOST: usize = 50_000;
/// What prices can be rounded to, in ten-thousandths; the first is usual.
pub const STEPS: [i64; 5] = [100, 1, 500, 1_000, 10_000];

/// A change of many prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent {
    /// Hundredths of a percent, added: -250 makes everything 2.5 % cheaper.
    pub hundredths: i64,
    /// Rounded to so many ten-thousandths, of [`STEPS`].
    pub step: i64,
    /// From this day on.
    pub day: Day,
}

impl Percent {
    /// Reads `-2.5` as hundredths; between -99 and 1,000, at most two decimals, not 0.
    #[must_use]
    pub fn parse(text: &str) -> Option<i64> {
        let text = text.trim().trim_end_matches('%').trim_end();
        let (minus, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let value = UnitPrice::parse(digits, 1, Currency::GBP).ok()?.ten_thousandths;
        let hundredths = if minus { -value / 100 } else { value / 100 };
        let good = value % 100 == 0 && value > 0 && (-9_900..=100_000).contains(&hundredths);
        good.then_some(hundredths)
    }

    /// A price after the change, in ten-thousandths, rounded half up to the step.
    #[must_use]
    pub fn of(self, price: i64) -> i64 {
        let step = i128::from(self.step.max(1));
        let raised = i128::from(price) * i128::from(10_000 + self.hundredths);
        let by = 10_000 * step;
        let steps = (raised + by / 2).div_euclid(by);
        i64::try_from(steps * step).unwrap_or(i64::MAX)
    }
}

/// A price that is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// The product.
    pub product_id: i64,
    /// From how many units, in the product's smallest step.
    pub from_quantity: i64,
    /// First day; empty: since ever.
    pub from: String,
    /// The price as it is.
    pub amount: Amount,
}

impl FromRow for Met {
    fn from_row(r: &mut Row<'_>) -> Result<Met, DbError> {
        let (product_id, from_quantity, from) = (r.next()?, r.next()?, r.next()?);
        let amount = Amount { price: r.next()?, per: r.next()?, until: r.next()? };
        Ok(Met { product_id, from_quantity, from, amount })
    }
}

/// Everything that a change does: what a person is shown, and what is done.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The prices, by product and quantity.
    pub met: Vec<Met>,
    /// Names exactly these prices and this change of them.
    pub seen: String,
}

/// Why many prices are not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// More than [`MOST`] prices hold on the day.
    TooMany,
    /// So many would cost nothing.
    Nought(usize),
    /// Prices changed since they were shown: so many would be changed now.
    Changed(usize),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let percent = |text| Problem::invalid(vec![FieldProblem::new("percent", "invalid", text)]);
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::TooMany => percent(Text::plain("percent-too-many").with("most", MOST)),
            Refusal::Nought(count) => percent(Text::plain("percent-nought").with("count", count)),
            Refusal::Changed(count) => {
                Problem::new(409, "changed", Text::plain("percent-changed").with("count", count))
            }
        }
        .into()
    }
}

/// What a change would do to the prices of a list that hold on its day; of these products only, where they are named, in
/// ascending order.
///
/// # Errors
/// A [`Refusal`].
pub fn plan(
    view: &mut View,
    _: &Staff,
    list_id: i64,
    percent: Percent,
    only: Option<&[i64]>,
) -> Result<Plan, AppError> {
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    let mut met = view.all::<Met>(
        "select product_id, from_quantity, valid_from, price, per, valid_until from prices
         where price_list_id = $1 and valid_from <= $2 and (valid_until is null or valid_until >= $2)
         order by product_id, from_quantity, valid_from desc limit $3",
        args![list_id, &percent.day.text(), most + 1],
    )?;
    if met.len() > MOST {
        return Err(Refusal::TooMany.into());
    }
    // Where files brought prices that overlap, the one that began last is the one that counts.
    met.dedup_by_key(|met| (met.product_id, met.from_quantity));
    met.retain(|met| {
        only.is_none_or(|ids| ids.binary_search(&met.product_id).is_ok())
            && percent.of(met.amount.price) != met.amount.price
    });
    let nought = met.iter().filter(|met| percent.of(met.amount.price) == 0).count();
    if nought > 0 {
        return Err(Refusal::Nought(nought).into());
    }
    let seen = fingerprint(percent, &met);
    Ok(Plan { met, seen })
}

fn fingerprint(percent: Percent, met: &[Met]) -> String {
    let mut sum = Sha256::new();
    sum.update(format!("{} {} {}", percent.hundredths, percent.step, percent.day.text()));
    for Met { product_id, from_quantity, from, amount: Amount { price, per, until } } in met {
        sum.update(format!("\n{product_id} {from_quantity} {from} {price} {per} {until:?}"));
    }
    sum.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Changes the prices that were shown, all or none: each ends the day before, and the new one begins. Answers how many.
///
/// # Errors
/// A [`Refusal`].
pub fn change(
    tx: &mut Tx,
    staff: &Staff,
    whose: Whose,
    (percent, only): (Percent, Option<&[i64]>),
    seen: &str,
) -> Result<usize, AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let object = edit_prices::claim(tx, whose)?;
    let plan = plan(tx, staff, whose.of.id(), percent, only)?;
    if plan.seen != seen {
        return Err(Refusal::Changed(plan.met.len()).into());
    }
    if !write(tx, whose.of.id(), percent, &plan.met)? {
        return Err(Refusal::Changed(plan.met.len()).into());
    }
    remember(tx, staff, whose, percent, &plan.met)?;
    let facts = serde_json::json!({
        "prices": plan.met.len(), "hundredths": percent.hundredths, "day": percent.day.text()
    });
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb: "prices_changed_by_percent",
        object: &object,
        facts,
        free_text: None,
    };
    activity::record(tx, &deed)?;
    Ok(plan.met.len())
}

/// Ends each price the day before and begins the new one; one that begins on the day itself is changed. Whether all were
/// still what they were: a file may have come in between.
fn write(tx: &mut Tx, list_id: i64, percent: Percent, met: &[Met]) -> Result<bool, DbError> {
    let (first, before) = (percent.day.text(), percent.day.plus_days(-1).text());
    let (begins, goes_on): (Vec<&Met>, Vec<&Met>) = met.iter().partition(|met| met.from == first);
    let until = |met: &Met| met.amount.until.clone().unwrap_or_default();
    let ended: Vec<_> = goes_on.iter().map(|met| (*met, until(met))).collect();
    let ended: Vec<_> = ended
        .iter()
        .map(|(met, until)| {
            let Met { product_id, from_quantity, from, amount } = met;
            args![
                *product_id,
                list_id,
                *from_quantity,
                from,
                amount.price,
                amount.per,
                until,
                &before
            ]
        })
        .collect();
    let ended = tx.exec_many(
        "update prices set valid_until = $8
         where product_id = $1 and price_list_id = $2 and from_quantity = $3 and valid_from = $4
             and price = $5 and per = $6 and coalesce(valid_until, '') = $7",
        &ended,
    )?;
    let begun: Vec<_> = goes_on
        .iter()
        .map(|met| {
            let (until, price) = (met.amount.until.as_deref(), percent.of(met.amount.price));
            args![met.product_id, list_id, met.from_quantity, &first, until, price, met.amount.per]
        })
        .collect();
    let begun = tx.exec_many(
        "insert into prices (product_id, price_list_id, from_quantity, valid_from, valid_until, price, per)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (product_id, price_list_id, from_quantity, valid_from) do nothing",
        &begun,
    )?;
    let changed: Vec<_> = begins
        .iter()
        .map(|met| {
            let (old, new) = (met.amount.price, percent.of(met.amount.price));
            args![met.product_id, list_id, met.from_quantity, &first, old, met.amount.per, new]
        })
        .collect();
    let changed = tx.exec_many(
        "update prices set price = $7
         where product_id = $1 and price_list_id = $2 and from_quantity = $3 and valid_from = $4
             and price = $5 and per = $6",
        &changed,
    )?;
    Ok([ended, begun, changed].iter().flatten().all(|count| *count == 1))
}

fn remember(
    tx: &mut Tx,
    staff: &Staff,
    whose: Whose,
    percent: Percent,
    met: &[Met],
) -> Result<(), DbError> {
    let first = percent.day.text();
    let change = |met: &Met| Change {
        product_id: met.product_id,
        of: Of::List(whose.of.id()),
        from_quantity: met.from_quantity,
        valid_from: &first,
        old: Some(met.amount.clone()),
        new: Some(Amount { price: percent.of(met.amount.price), ..met.amount.clone() }),
        currency: whose.currency.code(),
    };
    let told: Vec<Change<'_>> = met.iter().map(change).collect();
    history::write(tx, By::Staff(staff), &told)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(text: &str, step: i64) -> Percent {
        let day = Day::parse("2026-06-15").unwrap();
        Percent { hundredths: Percent::parse(text).unwrap(), step, day }
    }

    #[test]
    fn percents_round_half_up_to_the_step() {
        for (text, step, price, expected) in [
            ("3.5", 100, 55_500, 57_400),
            ("3.5", 1, 55_500, 57_443),
            ("-10", 500, 59_200, 53_500),
            ("+100 %", 1, 125, 250),
            ("\u{2212}99", 100, 100, 0),
            ("0.01", 100, 55_500, 55_500),
        ] {
            assert_eq!(percent(text, step).of(price), expected, "{text} of {price}");
        }
        for bad in ["", "0", "1.234", "-100", "1001", "a bit", "--1", "-+1"] {
            assert_eq!(Percent::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_fingerprint_names_the_change_and_every_price() {
        let met = |price| Met {
            product_id: 1,
            from_quantity: 1,
            from: String::new(),
            amount: Amount { price, per: 1, until: None },
        };
        let all = [
            fingerprint(percent("1", 100), &[met(1)]),
            fingerprint(percent("2", 100), &[met(1)]),
            fingerprint(percent("1", 1), &[met(1)]),
            fingerprint(percent("1", 100), &[met(2)]),
            fingerprint(percent("1", 100), &[met(1), met(1)]),
        ];
        let unique: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(unique.len(), all.len());
        assert_eq!(all[0], fingerprint(percent("1", 100), &[met(1)]));
    }
}
