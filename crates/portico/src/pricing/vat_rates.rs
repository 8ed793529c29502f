//! The VAT rates that staff keep, by country and class: a rate holds from its first day until the next one begins. A new
//! rate begins today or later, and one that has begun is never touched again: what was sold under it stays explained.

use crate::access::{Staff, StaffRole};
use crate::args;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, FromRow, Row, Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::{Country, Day, Rate, Taxed, VatCategory};

/// Most rates that are read: every country of the world with a few classes and changes.
const MOST: i64 = 5_000;
/// The longest name of a class, in characters.
const CLASS_LONGEST: usize = 40;
/// The categories that a class of goods can be in; the others follow from customer and country.
pub const CATEGORIES: [VatCategory; 4] =
    [VatCategory::Standard, VatCategory::Zero, VatCategory::Exempt, VatCategory::OutOfScope];

/// A rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VatRate {
    /// Country of delivery.
    pub country: Country,
    /// The class of goods.
    pub class: String,
    /// First day; empty: since ever.
    pub from: String,
    /// Last day: as stored, or the day before the next rate of this class begins.
    pub until: Option<String>,
    /// Rate and category.
    pub taxed: Taxed,
}

impl FromRow for VatRate {
    fn from_row(r: &mut Row<'_>) -> Result<VatRate, DbError> {
        let unknown = |what| move || DbError::Failed(format!("a stored VAT {what} is unknown"));
        let country = Country::from_code(&r.next::<String>()?).ok_or_else(unknown("country"))?;
        let (class, from, until) = (r.next()?, r.next()?, r.next()?);
        let rate = Rate::new(r.next()?);
        let category = VatCategory::from_code(&r.next::<String>()?);
        let category = category.ok_or_else(unknown("category"))?;
        Ok(VatRate { country, class, from, until, taxed: Taxed { rate, category } })
    }
}

/// All rates, by country, class and first day.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff) -> Result<Vec<VatRate>, DbError> {
    let mut rates = view.all::<VatRate>(
        "select country, vat_class, valid_from, valid_until, rate, category from vat_rates
         order by country, vat_class, valid_from limit $1",
        args![MOST],
    )?;
    for at in 1..rates.len() {
        let (before, after) = rates.split_at_mut(at);
        let (Some(one), Some(next)) = (before.last_mut(), after.first()) else { continue };
        let is_followed = (one.country, &one.class) == (next.country, &next.class);
        let last = Day::parse(&next.from).map(|day| day.plus_days(-1).text());
        if let Some(last) = last.filter(|_| is_followed)
            && one.until.as_ref().is_none_or(|until| *until > last)
        {
            one.until = Some(last);
        }
    }
    Ok(rates)
}

/// A rate as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Code of the country.
    pub country: String,
    /// The class of goods.
    pub class: String,
    /// Percent.
    pub rate: String,
    /// Code of the category.
    pub category: String,
    /// First day.
    pub from: String,
}

/// Why a rate is not added or taken away; fields that are wrong are told one by one beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// A rate of this class begins on the same day.
    Begins,
    /// There is no such rate that has yet to begin.
    NotComing,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::Begins => Problem::invalid(vec![FieldProblem::new(
                "from",
                "taken",
                Text::plain("vat-begins-then"),
            )]),
            Refusal::NotComing => Problem::new(409, "begun", Text::plain("vat-has-begun")),
        }
        .into()
    }
}

/// What was typed, as a rate that begins on `today` or later. Pure.
///
/// # Errors
/// Every field that is wrong.
pub fn read(typed: &Typed, today: Day) -> Result<VatRate, Vec<FieldProblem>> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, key| {
        faults.push(FieldProblem::new(field, "invalid", Text::plain(key)));
    };
    let country = Country::from_code(&typed.country.trim().to_uppercase());
    if country.is_none() {
        fault("country", "vat-bad-country");
    }
    let class = typed.class.trim();
    if !(1..=CLASS_LONGEST).contains(&class.chars().count()) || class.chars().any(char::is_control)
    {
        fault("class", "vat-bad-class");
    }
    let rate = Rate::parse(typed.rate.trim().trim_end_matches('%').trim_end()).ok();
    let rate = rate.filter(|rate| (0..=10_000).contains(&rate.basis_points));
    if rate.is_none() {
        fault("rate", "vat-bad-rate");
    }
    let category = CATEGORIES.into_iter().find(|category| category.code() == typed.category);
    match (category, rate) {
        (None, _) => fault("category", "vat-bad-category"),
        (Some(VatCategory::Standard), Some(Rate::ZERO)) => fault("category", "vat-nought"),
        (Some(VatCategory::Standard), _) | (_, None | Some(Rate::ZERO)) => {}
        (Some(_), Some(_)) => fault("rate", "vat-not-nought"),
    }
    let from = Day::parse(typed.from.trim());
    match from {
        None => fault("from", "check-no-day"),
        Some(day) if day < today => fault("from", "vat-past"),
        Some(_) => {}
    }
    match (country, rate, category, from) {
        (Some(country), Some(rate), Some(category), Some(from)) if faults.is_empty() => {
            let (class, taxed) = (class.to_owned(), Taxed { rate, category });
            Ok(VatRate { country, class, from: from.text(), until: None, taxed })
        }
        _ => Err(faults),
    }
}

/// Adds a rate. The one before it is left as it is: it holds until this one begins.
///
/// # Errors
/// A [`Refusal`], or 422 with every field that is wrong.
pub fn add(tx: &mut Tx, staff: &Staff, typed: &Typed, today: Day) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let rate = read(typed, today).map_err(Problem::invalid)?;
    let added = tx.exec(
        "insert into vat_rates (country, vat_class, valid_from, rate, category)
         values ($1, $2, $3, $4, $5)
         on conflict (country, vat_class, valid_from) do nothing",
        args![
            rate.country.code(),
            &rate.class,
            &rate.from,
            rate.taxed.rate.basis_points,
            rate.taxed.category.code()
        ],
    )?;
    if added != 1 {
        return Err(Refusal::Begins.into());
    }
    let facts = serde_json::json!({ "rate": rate.taxed.rate.text(), "from": rate.from });
    note(tx, staff, "vat_rate_added", (&rate.country, &rate.class), facts)
}

/// Takes away a rate that has yet to begin.
///
/// # Errors
/// A [`Refusal`].
pub fn take_away(
    tx: &mut Tx,
    staff: &Staff,
    (country, class): (Country, &str),
    (from, today): (&str, Day),
) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    let taken = tx.exec(
        "delete from vat_rates
         where country = $1 and vat_class = $2 and valid_from = $3 and valid_from > $4",
        args![country.code(), class, from, &today.text()],
    )?;
    if taken != 1 {
        return Err(Refusal::NotComing.into());
    }
    note(tx, staff, "vat_rate_taken_away", (&country, class), serde_json::json!({ "from": from }))
}

fn note(
    tx: &mut Tx,
    staff: &Staff,
    verb: &'static str,
    (country, class): (&Country, &str),
    facts: serde_json::Value,
) -> Result<(), AppError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb,
        object: &format!("vat_rate:{} {class}", country.code()),
        facts,
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}

#[cfg(test)]
#[path = "vat_rates_tests.rs"]
mod tests;
