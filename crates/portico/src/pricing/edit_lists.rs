//! Staff make price lists, change and copy them. Code, currency and whether prices include VAT stay as they were made:
//! every price in the list means what they say.

use super::price_lists::PriceList;
use crate::access::{Staff, StaffRole};
use crate::args;
use crate::platform::activity::{self, Deed};
use crate::platform::db::Tx;
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::{Currency, Day};

/// The longest code, in characters.
pub const CODE_LONGEST: usize = 50;
/// The longest name, in characters.
pub const NAME_LONGEST: usize = 100;
/// Addresses below `/staff/price-lists` that are no list.
const RESERVED: [&str; 2] = ["EXPORT", "NEW"];

/// Whether no list may have this code, in any case: its page would be another's.
#[must_use]
pub fn is_reserved(code: &str) -> bool {
    RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(code))
}

/// A list as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Its code; only read when it is made.
    pub code: String,
    /// Its name.
    pub name: String,
    /// ISO code of its currency; only read when it is made.
    pub currency: String,
    /// Whether its prices include VAT; only read when it is made.
    pub includes_vat: bool,
    /// Whether it hides other lists and the base price.
    pub exclusive: bool,
    /// First day, or blank.
    pub valid_from: String,
    /// Last day, or blank.
    pub valid_until: String,
}

impl Typed {
    /// The list as its form shows it.
    #[must_use]
    pub fn of(list: &PriceList) -> Typed {
        let day = |day: Option<Day>| day.map(Day::text).unwrap_or_default();
        Typed {
            code: list.code.clone(),
            name: list.name.clone(),
            currency: list.currency.code().to_owned(),
            includes_vat: list.includes_vat,
            exclusive: list.exclusive,
            valid_from: day(list.valid_from),
            valid_until: day(list.valid_until),
        }
    }
}

/// Why a price list is not made or changed; fields that are wrong are told one by one beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// An ERP owns it.
    OwnedElsewhere,
    /// Somebody changed it since the form was opened.
    Changed,
    /// There is one with this code.
    Taken,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::OwnedElsewhere => {
                Problem::new(409, "owned_elsewhere", Text::plain("list-owned-elsewhere"))
            }
            Refusal::Changed => Problem::new(409, "changed", Text::plain("list-changed")),
            Refusal::Taken => Problem::invalid(vec![FieldProblem::new(
                "code",
                "taken",
                Text::plain("list-taken"),
            )]),
        }
        .into()
    }
}

/// Every field that is wrong. Pure.
#[must_use]
pub fn faults(typed: &Typed, is_new: bool) -> Vec<FieldProblem> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, key, most: usize| {
        let text = Text::plain(key).with("most", most);
        faults.push(FieldProblem::new(field, "invalid", text));
    };
    let is_written = |text: &str, most: usize| {
        (1..=most).contains(&text.trim().chars().count()) && !text.chars().any(char::is_control)
    };
    if is_new && !is_written(&typed.code, CODE_LONGEST) {
        fault("code", "list-bad-code", CODE_LONGEST);
    } else if is_new && is_reserved(typed.code.trim()) {
        fault("code", "list-reserved", 0);
    }
    if !is_written(&typed.name, NAME_LONGEST) {
        fault("name", "list-bad-name", NAME_LONGEST);
    }
    if is_new && currency(typed).is_none() {
        fault("currency", "list-bad-currency", 0);
    }
    match (day(&typed.valid_from), day(&typed.valid_until)) {
        (Err(()), _) => fault("valid_from", "check-no-day", 0),
        (_, Err(())) => fault("valid_until", "check-no-day", 0),
        (Ok(Some(from)), Ok(Some(until))) if until < from => {
            fault("valid_until", "price-ends-before", 0);
        }
        _ => {}
    }
    faults
}

fn currency(typed: &Typed) -> Option<Currency> {
    Currency::from_code(&typed.currency.trim().to_uppercase())
}

/// A day, or none where nothing is typed.
fn day(text: &str) -> Result<Option<Day>, ()> {
    match text.trim() {
        "" => Ok(None),
        text => Day::parse(text).map(Some).ok_or(()),
    }
}

/// A day as stored; what could not be read was refused before.
fn stored_day(text: &str) -> Option<String> {
    day(text).ok().flatten().map(Day::text)
}

/// Makes a list; answers its id.
///
/// # Errors
/// A [`Refusal`], or 422 with every field that is wrong.
pub fn create(tx: &mut Tx, staff: &Staff, typed: &Typed) -> Result<i64, AppError> {
    let id = insert(tx, staff, typed)?;
    note(tx, staff, "price_list_made", typed.code.trim(), serde_json::json!({}))?;
    Ok(id)
}

fn insert(tx: &mut Tx, staff: &Staff, typed: &Typed) -> Result<i64, AppError> {
    needs_write(staff)?;
    let faults = faults(typed, true);
    let currency = currency(typed).filter(|_| faults.is_empty());
    let currency = currency.ok_or_else(|| AppError::from(Problem::invalid(faults)))?;
    let (id, code) = (tx.new_id(), typed.code.trim());
    let made = tx.exec(
        "insert into price_lists (id, code, code_key, name, currency, includes_vat, exclusive,
             valid_from, valid_until)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (code_key) do nothing",
        args![
            id,
            code,
            &code.to_uppercase(),
            typed.name.trim(),
            currency.code(),
            typed.includes_vat,
            typed.exclusive,
            stored_day(&typed.valid_from),
            stored_day(&typed.valid_until)
        ],
    )?;
    if made == 1 { Ok(id) } else { Err(Refusal::Taken.into()) }
}

/// Changes name, exclusiveness and validity of a list that is still as the person saw it.
///
/// # Errors
/// A [`Refusal`], or 422 with every field that is wrong.
pub fn change(
    tx: &mut Tx,
    staff: &Staff,
    list: &PriceList,
    (seen, typed): (&Typed, &Typed),
) -> Result<(), AppError> {
    needs_write(staff)?;
    if list.erp_ref.is_some() {
        return Err(Refusal::OwnedElsewhere.into());
    }
    let faults = faults(typed, false);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    let changed = tx.exec(
        "update price_lists set name = $2, exclusive = $3, valid_from = $4, valid_until = $5
         where id = $1 and name = $6 and exclusive = $7
             and coalesce(valid_from, '') = $8 and coalesce(valid_until, '') = $9",
        args![
            list.id,
            typed.name.trim(),
            typed.exclusive,
            stored_day(&typed.valid_from),
            stored_day(&typed.valid_until),
            &seen.name,
            seen.exclusive,
            &seen.valid_from,
            &seen.valid_until
        ],
    )?;
    if changed != 1 {
        return Err(Refusal::Changed.into());
    }
    note(tx, staff, "price_list_changed", &list.code, serde_json::json!({}))
}

/// Makes a list like this one, with all its prices, under another code and name; its customers stay where they are.
/// Answers how many prices it has.
///
/// # Errors
/// A [`Refusal`], or 422 with every field that is wrong.
pub fn copy(
    tx: &mut Tx,
    staff: &Staff,
    from: &PriceList,
    (code, name): (&str, &str),
) -> Result<u64, AppError> {
    let typed = Typed { code: code.to_owned(), name: name.to_owned(), ..Typed::of(from) };
    let id = insert(tx, staff, &typed)?;
    let copied = tx.exec(
        "insert into prices (product_id, price_list_id, from_quantity, valid_from, valid_until, price, per)
         select product_id, $2, from_quantity, valid_from, valid_until, price, per
         from prices where price_list_id = $1",
        args![from.id, id],
    )?;
    let facts = serde_json::json!({ "of": from.code, "prices": copied });
    note(tx, staff, "price_list_copied", typed.code.trim(), facts)?;
    Ok(copied)
}

fn needs_write(staff: &Staff) -> Result<(), Refusal> {
    if staff.role >= StaffRole::Write { Ok(()) } else { Err(Refusal::NotAllowed) }
}

fn note(
    tx: &mut Tx,
    staff: &Staff,
    verb: &'static str,
    code: &str,
    facts: serde_json::Value,
) -> Result<(), AppError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb,
        object: &format!("price_list:{code}"),
        facts,
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}

#[cfg(test)]
#[path = "edit_lists_tests.rs"]
mod tests;
