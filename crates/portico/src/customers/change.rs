//! Staff change a customer: its details, its terms, whether it is open. Each form is saved whole, and only where nobody else
//! changed the customer since it was opened.

use super::sheet::{self, Sheet, changed_meanwhile, find_key, number_key};
use crate::access::{Staff, StaffRole, VatTreatment};
use crate::platform::activity::{self, Deed};
use crate::platform::changes;
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_documents::{IdFault, Identifier, endpoint, legal_id};
use portico_types::{Country, Currency, Money, Rate};
use serde_json::json;

/// The longest name or VAT number, in characters.
pub const LINE_LONGEST: usize = 200;
/// The longest number of a customer, in characters.
pub const NUMBER_LONGEST: usize = 50;
/// The longest reference that a customer wants to read on its invoices, in characters.
pub const REFERENCE_LONGEST: usize = 100;

/// The most colleagues who must approve an order.
pub const APPROVALS_MOST: i64 = 5;

/// Who a customer is, as typed.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each field is the field of the form with this name")]
pub struct Details {
    pub name: String,
    pub country: String,
    pub language: String,
    pub vat_number: String,
    pub vat_treatment: String,
    pub invoiced_to: String,
    pub registration: String,
    pub endpoint: String,
    pub buyer_reference: String,
}

/// What holds for a customer, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each field is the field of the form with this name")]
pub struct Terms {
    pub payment_days: String,
    pub payment_end_of_month: String,
    pub credit_limit: String,
    pub discount: String,
    pub minimum_order: String,
    pub maximum_order: String,
    pub approvals_needed: String,
    pub assortment: String,
    pub currency: String,
    pub prices_shown: String,
    pub stock_shown: String,
    pub part_deliveries: String,
    pub on_hold: String,
    pub pays_online: String,
}

impl Terms {
    /// Of these, what is the portal's own, also where an ERP keeps the customer.
    fn own(&self) -> Terms {
        Terms {
            maximum_order: self.maximum_order.clone(),
            approvals_needed: self.approvals_needed.clone(),
            pays_online: self.pays_online.clone(),
            ..Terms::default()
        }
    }
}

/// Faults of a form, collected field by field.
#[derive(Default)]
pub(super) struct Faults(Vec<FieldProblem>);

impl Faults {
    pub(super) fn blame(&mut self, field: &str, key: &'static str) {
        self.0.push(FieldProblem::new(field, "invalid", Text::plain(key)));
    }

    /// The same with a code of api.md.
    pub(super) fn blame_as(&mut self, field: &str, code: &'static str, key: &'static str) {
        self.0.push(FieldProblem::new(field, code, Text::plain(key)));
    }

    pub(super) fn too_long(&mut self, field: &str, text: &str, most: usize) {
        if text.trim().chars().count() > most {
            let text = Text::plain("field-too-long").with("most", most);
            self.0.push(FieldProblem::new(field, "too_long", text));
        }
    }

    /// An amount of at least nought, or nothing where it was left blank.
    fn amount(&mut self, field: &str, typed: &str, currency: Currency) -> Option<i64> {
        if typed.trim().is_empty() {
            return None;
        }
        match Money::parse(typed.trim(), currency) {
            Ok(money) if money.minor >= 0 => Some(money.minor),
            _ => {
                self.blame(field, "setting-no-amount");
                None
            }
        }
    }

    pub(super) fn end(self) -> Result<(), AppError> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::invalid(self.0).into()) }
    }
}

/// Refuses whoever may only read, and edits of what an ERP keeps.
pub(super) fn may_edit(staff: &Staff, sheet: &Sheet) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    match sheet.kept_by() {
        None => Ok(()),
        Some(erp) => {
            let text = Text::plain("customer-kept-by").with("erp", erp);
            Err(Problem::new(409, "kept_elsewhere", text).into())
        }
    }
}

fn blank(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// Finds everything wrong with details. Pure.
pub(super) fn check_details(details: &Details, faults: &mut Faults) {
    if details.name.trim().is_empty() {
        faults.blame("name", "field-required");
    }
    faults.too_long("name", &details.name, LINE_LONGEST);
    faults.too_long("vat_number", &details.vat_number, LINE_LONGEST);
    if Country::from_code(&details.country).is_none() {
        faults.blame("country", "field-bad-country");
    }
    let language = details.language.trim();
    if !(2..=5).contains(&language.len()) || !language.is_ascii() {
        faults.blame("language", "customer-bad-language");
    }
    if VatTreatment::from_code(&details.vat_treatment).is_none() {
        faults.blame("vat_treatment", "setting-no-value");
    }
    faults.too_long("buyer_reference", &details.buyer_reference, REFERENCE_LONGEST);
}

/// A number of the company with its list, or nothing where it was left blank. Pure.
fn identifier(
    (field, typed): (&str, &str),
    read: fn(&str) -> Result<Identifier, IdFault>,
    faults: &mut Faults,
) -> Option<String> {
    faults.too_long(field, typed, LINE_LONGEST);
    match read(blank(typed)?) {
        Ok(id) => Some(id.text()),
        Err(fault) => {
            faults.blame(
                field,
                match fault {
                    IdFault::Shape => "customer-id-shape",
                    IdFault::Scheme => "customer-id-scheme",
                    IdFault::CheckDigit => "customer-id-digit",
                },
            );
            None
        }
    }
}

/// The customer that gets the invoices: another one, open, that itself pays its own.
fn payer(tx: &mut Tx, of: i64, typed: &str, faults: &mut Faults) -> Result<Option<i64>, DbError> {
    let Some(number) = blank(typed) else { return Ok(None) };
    let found = tx.one::<i64>(
        "select p.id from customers p where p.number_key = $1 and p.id <> $2
         and p.closed_at is null and p.invoiced_to is null
         and not exists (select 1 from customers c where c.invoiced_to = $2)",
        args![&number_key(number), of],
    )?;
    if found.is_none() {
        faults.blame("invoiced_to", "customer-bad-payer");
    }
    Ok(found)
}

/// Changes who a customer is.
///
/// # Errors
/// What is wrong, field by field; 409 where somebody else changed it, or an ERP keeps it.
pub fn change_details(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (version, typed): (i64, &Details),
) -> Result<(), AppError> {
    let sheet = sheet::sheet(tx, staff, number)?;
    may_edit(staff, &sheet)?;
    let mut faults = Faults::default();
    check_details(typed, &mut faults);
    let payer = payer(tx, sheet.id, &typed.invoiced_to, &mut faults)?;
    let registration = identifier(("registration", &typed.registration), legal_id, &mut faults);
    let endpoint = identifier(("endpoint", &typed.endpoint), endpoint, &mut faults);
    faults.end()?;
    let (name, vat, now) = (typed.name.trim(), blank(&typed.vat_number), tx.now());
    let changed = tx.exec(
        "update customers set name = $3, name_key = $4, find_key = $5, country = $6, language = $7,
             vat_number = $8, vat_treatment = $9, invoiced_to = $10, changed_at = $11,
             registration = $12, endpoint = $13, buyer_reference = $14, version = version + 1
         where id = $1 and version = $2",
        args![
            sheet.id,
            version,
            name,
            &name.to_lowercase(),
            &find_key(&sheet.number, name, sheet.contact[1].as_deref(), vat),
            &typed.country.trim().to_uppercase(),
            typed.language.trim(),
            vat,
            &typed.vat_treatment,
            payer,
            now,
            registration,
            endpoint,
            blank(&typed.buyer_reference)
        ],
    )?;
    written(tx, staff, &sheet, changed, "customer_details_changed")
}

/// The code, where it is one of these.
fn one_of(
    field: &str,
    typed: &str,
    codes: &[&'static str],
    faults: &mut Faults,
) -> Option<&'static str> {
    let found = codes.iter().find(|code| **code == typed).copied();
    if found.is_none() {
        faults.blame(field, "setting-no-value");
    }
    found
}

/// Changes what holds for a customer. The currency only while nothing is kept in it; where an ERP keeps the customer, only
/// what is the portal's own may be sent.
///
/// # Errors
/// What is wrong, field by field; 409 where somebody else changed it, or an ERP keeps it.
pub fn change_terms(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (version, typed): (i64, &Terms),
) -> Result<(), AppError> {
    let sheet = sheet::sheet(tx, staff, number)?;
    if sheet.kept_by().is_some() && *typed == typed.own() {
        return change_own_terms(tx, staff, &sheet, (version, typed));
    }
    may_edit(staff, &sheet)?;
    let mut faults = Faults::default();
    let currency = new_currency(tx, &sheet, &typed.currency, &mut faults)?;
    let days = payment_days(&typed.payment_days, &mut faults);
    let discount = Rate::parse(typed.discount.trim()).ok();
    let discount = discount.filter(|rate| (0..=10_000).contains(&rate.basis_points));
    if discount.is_none() {
        faults.blame("discount", "customer-bad-discount");
    }
    let limit = faults.amount("credit_limit", &typed.credit_limit, currency);
    let (minimum, maximum) = value_limits(typed, currency, &mut faults);
    let approvals = approvals(&typed.approvals_needed, &mut faults);
    let prices =
        one_of("prices_shown", &typed.prices_shown, &["net", "gross", "hidden"], &mut faults);
    let stock = stock_shown(&typed.stock_shown, &mut faults);
    let assortment = assortment(tx, &typed.assortment, &mut faults)?;
    faults.end()?;
    let now = tx.now();
    let changed = tx.exec(
        "update customers set payment_days = $3, payment_end_of_month = $4, credit_limit_minor = $5,
             discount = $6, minimum_order_minor = $7, assortment_id = $8, currency = $9,
             prices_shown = $10, stock_shown = $11, part_deliveries = $12, on_hold = $13,
             approvals_needed = $14, changed_at = $15, maximum_order_minor = $16, pays_online = $17,
             version = version + 1
         where id = $1 and version = $2",
        args![
            sheet.id,
            version,
            days,
            typed.payment_end_of_month == "yes",
            limit,
            discount.map(|rate| rate.basis_points),
            minimum,
            assortment,
            currency.code(),
            prices,
            stock,
            typed.part_deliveries == "yes",
            typed.on_hold == "yes",
            approvals,
            now,
            maximum,
            typed.pays_online == "yes"
        ],
    )?;
    written(tx, staff, &sheet, changed, "customer_terms_changed")
}

/// The largest order, how many approve and whether people pay online, of a customer that an ERP keeps.
fn change_own_terms(
    tx: &mut Tx,
    staff: &Staff,
    sheet: &Sheet,
    (version, typed): (i64, &Terms),
) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    let mut faults = Faults::default();
    let largest = faults.amount("maximum_order", &typed.maximum_order, sheet.currency()?);
    largest_fits(sheet.minimum_order_minor, largest, &mut faults);
    let approvals = approvals(&typed.approvals_needed, &mut faults);
    faults.end()?;
    let changed = tx.exec(
        "update customers set maximum_order_minor = $3, approvals_needed = $4, pays_online = $5,
             version = version + 1
         where id = $1 and version = $2",
        args![sheet.id, version, largest, approvals, typed.pays_online == "yes"],
    )?;
    written(tx, staff, sheet, changed, "customer_terms_changed")
}

/// The least and the largest goods value of an order, or nothing where they were left blank. Pure.
fn value_limits(
    typed: &Terms,
    currency: Currency,
    faults: &mut Faults,
) -> (Option<i64>, Option<i64>) {
    let least = faults.amount("minimum_order", &typed.minimum_order, currency);
    let largest = faults.amount("maximum_order", &typed.maximum_order, currency);
    largest_fits(least, largest, faults);
    (least, largest)
}

fn largest_fits(least: Option<i64>, largest: Option<i64>, faults: &mut Faults) {
    if least.zip(largest).is_some_and(|(least, largest)| largest < least) {
        faults.blame("maximum_order", "customer-maximum-below");
    }
}

/// How stock is shown, or nothing where it is as the setting says. Pure.
fn stock_shown(typed: &str, faults: &mut Faults) -> Option<&'static str> {
    if typed.is_empty() {
        return None;
    }
    one_of("stock_shown", typed, &["number", "capped", "indicator", "none"], faults)
}

/// Days until an invoice is due. Pure.
fn payment_days(typed: &str, faults: &mut Faults) -> Option<i64> {
    let days = typed.trim().parse::<u16>().ok().filter(|days| *days <= 365);
    if days.is_none() {
        faults.blame("payment_days", "customer-bad-days");
    }
    days.map(i64::from)
}

/// So many colleagues, or nothing where it was left blank. Pure.
fn approvals(typed: &str, faults: &mut Faults) -> Option<i64> {
    let typed = blank(typed)?;
    let number = typed.parse::<i64>().ok().filter(|number| (1..=APPROVALS_MOST).contains(number));
    if number.is_none() {
        faults.blame("approvals_needed", "customer-bad-approvals");
    }
    number
}

fn new_currency(
    tx: &mut Tx,
    sheet: &Sheet,
    typed: &str,
    faults: &mut Faults,
) -> Result<Currency, DbError> {
    let now = sheet.currency()?;
    let Some(wanted) = blank(typed) else { return Ok(now) };
    let Some(wanted) = Currency::from_code(wanted) else {
        faults.blame("currency", "customer-bad-currency");
        return Ok(now);
    };
    if wanted != now && sheet::currency_is_used(tx, sheet)? {
        faults.blame("currency", "customer-currency-used");
    }
    Ok(wanted)
}

fn assortment(tx: &mut Tx, typed: &str, faults: &mut Faults) -> Result<Option<i64>, DbError> {
    let Some(code) = blank(typed) else { return Ok(None) };
    let found = tx.one::<i64>(
        "select id from assortments where code_key = $1",
        args![&code.to_uppercase()],
    )?;
    if found.is_none() {
        faults.blame("assortment", "setting-no-value");
    }
    Ok(found)
}

/// Closes a customer, or opens it again. It is never deleted: its orders and documents stay. While it is closed, nobody
/// signs in for it.
///
/// # Errors
/// 409 where somebody else changed it.
pub fn set_open(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (version, open): (i64, bool),
) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    let sheet = sheet::sheet(tx, staff, number)?;
    let now = tx.now();
    let closed_at = (!open).then_some(now);
    let changed = tx.exec(
        "update customers set closed_at = $3, changed_at = $4, version = version + 1
         where id = $1 and version = $2",
        args![sheet.id, version, closed_at, now],
    )?;
    let verb = if open { "customer_reopened" } else { "customer_closed" };
    written(tx, staff, &sheet, changed, verb)
}

/// Says whether staff look at every order of this customer. It is the portal's own, also where an ERP keeps the customer.
///
/// # Errors
/// 409 where somebody else changed it.
pub fn set_review(
    tx: &mut Tx,
    staff: &Staff,
    number: &str,
    (version, always): (i64, bool),
) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    let sheet = sheet::sheet(tx, staff, number)?;
    let changed = tx.exec(
        "update customers set review_always = $3, version = version + 1
         where id = $1 and version = $2",
        args![sheet.id, version, always],
    )?;
    let verb = if always { "customer_reviewed_always" } else { "customer_reviewed_by_rule" };
    written(tx, staff, &sheet, changed, verb)
}

/// After the guarded update: it must have hit, and is recorded.
pub(super) fn written(
    tx: &mut Tx,
    staff: &Staff,
    sheet: &Sheet,
    changed: u64,
    verb: &'static str,
) -> Result<(), AppError> {
    if changed != 1 {
        return Err(changed_meanwhile());
    }
    changes::note(tx, "customer", sheet.id)?;
    Ok(note(tx, staff, sheet.id, verb)?)
}

/// Records a deed of staff on a customer.
pub(super) fn note(
    tx: &mut Tx,
    staff: &Staff,
    customer_id: i64,
    verb: &'static str,
) -> Result<(), DbError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: Some(customer_id),
        verb,
        object: &format!("customer:{customer_id}"),
        facts: json!({}),
        free_text: None,
    };
    activity::record(tx, &deed)
}
