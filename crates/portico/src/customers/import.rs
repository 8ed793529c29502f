//! Customers as an import brings them: an empty cell leaves what is there, or takes the default.

use super::sheet;
use crate::args;
use crate::platform::changes;
use crate::platform::db::{DbError, FromRow, Row, Tx, View};
use crate::platform::importing::{Imported, Planned};
use crate::platform::settings;
use crate::platform::wholesaler;
use std::collections::{HashMap, HashSet};

/// A row of a customers file. `None`: the file does not say.
#[derive(Clone, Debug, Default)]
#[expect(
    missing_docs,
    reason = "each field is the column of the same name, told in docs/manual/import.md"
)]
pub struct CustomerRow {
    pub number: String,
    pub name: Option<String>,
    pub country: Option<String>,
    pub currency: Option<String>,
    pub language: Option<String>,
    pub vat_number: Option<String>,
    pub vat_treatment: Option<&'static str>,
    pub assortment: Option<String>,
    pub prices_shown: Option<&'static str>,
    pub stock_shown: Option<&'static str>,
    pub discount: Option<i64>,
    pub minimum_order: Option<i64>,
    pub maximum_order: Option<i64>,
    pub approvals_needed: Option<i64>,
    pub payment_days: Option<i64>,
    pub payment_end_of_month: Option<bool>,
    pub credit_limit: Option<i64>,
    pub on_hold: Option<bool>,
    pub pays_online: Option<bool>,
    pub part_deliveries: Option<bool>,
    pub contact_name: Option<String>,
    pub contact_email: Option<String>,
    pub contact_phone: Option<String>,
}

/// A customer as stored, as far as an import says anything about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    number: String,
    name: String,
    country: String,
    currency: String,
    language: String,
    vat_number: Option<String>,
    vat_treatment: String,
    assortment: Option<String>,
    prices_shown: String,
    stock_shown: Option<String>,
    discount: i64,
    minimum_order: Option<i64>,
    maximum_order: Option<i64>,
    approvals_needed: Option<i64>,
    payment_days: i64,
    payment_end_of_month: bool,
    credit_limit: Option<i64>,
    on_hold: bool,
    pays_online: bool,
    part_deliveries: bool,
    contact_name: Option<String>,
    contact_email: Option<String>,
    contact_phone: Option<String>,
}

impl FromRow for Stored {
    fn from_row(r: &mut Row<'_>) -> Result<Stored, DbError> {
        Ok(Stored {
            number: r.next()?,
            name: r.next()?,
            country: r.next()?,
            currency: r.next()?,
            language: r.next()?,
            vat_number: r.next()?,
            vat_treatment: r.next()?,
            assortment: r.next()?,
            prices_shown: r.next()?,
            stock_shown: r.next()?,
            discount: r.next()?,
            minimum_order: r.next()?,
            maximum_order: r.next()?,
            approvals_needed: r.next()?,
            payment_days: r.next()?,
            payment_end_of_month: r.next()?,
            credit_limit: r.next()?,
            on_hold: r.next()?,
            pays_online: r.next()?,
            part_deliveries: r.next()?,
            contact_name: r.next()?,
            contact_email: r.next()?,
            contact_phone: r.next()?,
        })
    }
}

/// What holds for a new customer where the file says nothing. The number stands in for a name.
fn fresh(row: &CustomerRow, currency: &str, country: &str) -> Stored {
    Stored {
        number: row.number.clone(),
        name: row.number.clone(),
        country: country.to_owned(),
        currency: currency.to_owned(),
        language: "en".to_owned(),
        vat_number: None,
        vat_treatment: "normal".to_owned(),
        assortment: None,
        prices_shown: "net".to_owned(),
        stock_shown: None,
        discount: 0,
        minimum_order: None,
        maximum_order: None,
        approvals_needed: None,
        payment_days: 30,
        payment_end_of_month: false,
        credit_limit: None,
        on_hold: false,
        pays_online: true,
        part_deliveries: true,
        contact_name: None,
        contact_email: None,
        contact_phone: None,
    }
}

impl Stored {
    /// The same with everything that the row says.
    fn with(&self, row: &CustomerRow) -> Stored {
        let text =
            |said: &Option<String>, kept: &Option<String>| said.clone().or_else(|| kept.clone());
        let full =
            |said: &Option<String>, kept: &String| said.clone().unwrap_or_else(|| kept.clone());
        let word = |said: Option<&'static str>, kept: &String| {
            said.map_or_else(|| kept.clone(), str::to_owned)
        };
        Stored {
            number: self.number.clone(),
            name: full(&row.name, &self.name),
            country: full(&row.country, &self.country),
            currency: full(&row.currency, &self.currency),
            language: full(&row.language, &self.language),
            vat_number: text(&row.vat_number, &self.vat_number),
            vat_treatment: word(row.vat_treatment, &self.vat_treatment),
            assortment: text(&row.assortment, &self.assortment),
            prices_shown: word(row.prices_shown, &self.prices_shown),
            stock_shown: row.stock_shown.map(str::to_owned).or_else(|| self.stock_shown.clone()),
            discount: row.discount.unwrap_or(self.discount),
            minimum_order: row.minimum_order.or(self.minimum_order),
            maximum_order: row.maximum_order.or(self.maximum_order),
            approvals_needed: row.approvals_needed.or(self.approvals_needed),
            payment_days: row.payment_days.unwrap_or(self.payment_days),
            payment_end_of_month: row.payment_end_of_month.unwrap_or(self.payment_end_of_month),
            credit_limit: row.credit_limit.or(self.credit_limit),
            on_hold: row.on_hold.unwrap_or(self.on_hold),
            pays_online: row.pays_online.unwrap_or(self.pays_online),
            part_deliveries: row.part_deliveries.unwrap_or(self.part_deliveries),
            contact_name: text(&row.contact_name, &self.contact_name),
            contact_email: text(&row.contact_email, &self.contact_email),
            contact_phone: text(&row.contact_phone, &self.contact_phone),
        }
    }
}

impl Stored {
    fn largest_is_below_least(&self) -> bool {
        self.minimum_order.zip(self.maximum_order).is_some_and(|(least, largest)| largest < least)
    }
}

/// A customer to be written.
pub struct Deed {
    id: Option<i64>,
    customer: Stored,
}

impl Imported for CustomerRow {
    type Deed = Deed;

    fn plan(view: &mut View, rows: &[CustomerRow]) -> Result<Vec<Planned<Deed>>, DbError> {
        let currency = wholesaler::currency(view)?;
        let country = settings::get(view, &wholesaler::COUNTRY)?;
        let numbers: Vec<&str> = rows.iter().map(|row| row.number.as_str()).collect();
        let ids = ids(view, &numbers)?;
        let keys: Vec<String> = numbers.iter().map(|number| number.to_lowercase()).collect();
        let sets: Vec<_> = keys.iter().map(|key| args![key]).collect();
        let found = view.all_many::<Stored>(
            "select c.number, c.name, c.country, c.currency, c.language, c.vat_number,
                 c.vat_treatment, a.code, c.prices_shown, c.stock_shown, c.discount,
                 c.minimum_order_minor, c.maximum_order_minor, c.approvals_needed,
                 c.payment_days, c.payment_end_of_month, c.credit_limit_minor, c.on_hold,
                 c.pays_online, c.part_deliveries, c.contact_name, c.contact_email, c.contact_phone
             from customers c
             left join assortments a on a.id = c.assortment_id
             where c.number_key = $1
             limit 2",
            &sets,
        )?;
        let planned = rows.iter().zip(keys).zip(found).map(|((row, key), found)| {
            let stored = found.into_iter().next();
            let fresh = || fresh(row, currency.code(), country.code());
            let customer = stored.clone().unwrap_or_else(fresh).with(row);
            match stored {
                Some(stored) if stored == customer => Planned::Same,
                _ if customer.largest_is_below_least() => {
                    Planned::Refused("`maximum_order` is below `minimum_order`".to_owned())
                }
                Some(_) => Planned::Changed(Deed { id: ids.get(&key).copied(), customer }),
                None => Planned::New(Deed { id: None, customer }),
            }
        });
        Ok(planned.collect())
    }

    fn keep(tx: &mut Tx, deeds: Vec<Deed>) -> Result<(), DbError> {
        let codes: HashSet<&str> =
            deeds.iter().filter_map(|deed| deed.customer.assortment.as_deref()).collect();
        let assortments = assortments(tx, codes)?;
        let (old, new): (Vec<Deed>, Vec<Deed>) = deeds.into_iter().partition(|d| d.id.is_some());
        let mut changed: Vec<i64> = old.iter().filter_map(|deed| deed.id).collect();
        update(tx, &old, &assortments)?;
        changed.extend(insert(tx, &new, &assortments)?);
        changes::note_many(tx, "customer", &changed)
    }
}

/// Ids of customers by their lower-cased numbers; absent ones are left out.
///
/// # Errors
/// Only what the database says.
pub fn ids(view: &mut View, numbers: &[&str]) -> Result<HashMap<String, i64>, DbError> {
    let mut keys: Vec<String> = numbers.iter().map(|number| number.to_lowercase()).collect();
    keys.sort_unstable();
    keys.dedup();
    let sets: Vec<_> = keys.iter().map(|key| args![key]).collect();
    let found =
        view.all_many::<i64>("select id from customers where number_key = $1 limit 2", &sets)?;
    let found = found.into_iter().map(|rows| rows.first().copied());
    Ok(keys.iter().cloned().zip(found).filter_map(|(key, id)| Some((key, id?))).collect())
}

/// Ids of assortments by their codes in capitals; those that are not there are made, empty.
///
/// # Errors
/// Only what the database says.
pub fn assortments(tx: &mut Tx, codes: HashSet<&str>) -> Result<HashMap<String, i64>, DbError> {
    let mut codes: Vec<(String, &str)> = codes.into_iter().map(|c| (c.to_uppercase(), c)).collect();
    codes.sort_unstable();
    codes.dedup_by(|a, b| a.0 == b.0);
    let ids: Vec<i64> = codes.iter().map(|_| tx.new_id()).collect();
    let sets: Vec<_> =
        codes.iter().zip(&ids).map(|((key, code), id)| args![*id, code, key]).collect();
    let _ = tx.exec_many(
        "insert into assortments (id, code, code_key, name) values ($1, $2, $3, $2)
         on conflict (code_key) do nothing",
        &sets,
    )?;
    let keys: Vec<_> = codes.iter().map(|(key, _)| args![key]).collect();
    let found =
        tx.all_many::<i64>("select id from assortments where code_key = $1 limit 2", &keys)?;
    let found = found.into_iter().map(|rows| rows.first().copied());
    Ok(codes.iter().zip(found).filter_map(|((key, _), id)| Some((key.clone(), id?))).collect())
}

fn assortment_of(deed: &Deed, assortments: &HashMap<String, i64>) -> Option<i64> {
    let code = deed.customer.assortment.as_ref()?;
    assortments.get(&code.to_uppercase()).copied()
}

/// What staff find it by.
fn find_key_of(c: &Stored) -> String {
    sheet::find_key(&c.number, &c.name, c.contact_email.as_deref(), c.vat_number.as_deref())
}

/// A new id, and what a new customer is found by: number, name, all of it.
fn keys_of(tx: &mut Tx, c: &Stored) -> (i64, String, String, String) {
    (tx.new_id(), c.number.to_lowercase(), c.name.to_lowercase(), find_key_of(c))
}

fn insert(
    tx: &mut Tx,
    deeds: &[Deed],
    assortments: &HashMap<String, i64>,
) -> Result<Vec<i64>, DbError> {
    let now = tx.now();
    let keyed: Vec<_> = deeds.iter().map(|deed| keys_of(tx, &deed.customer)).collect();
    let sets: Vec<_> = deeds
        .iter()
        .zip(&keyed)
        .map(|(deed, (id, number_key, name_key, find_key))| {
            let c = &deed.customer;
            args![
                *id,
                c.number,
                number_key,
                c.name,
                name_key,
                c.country,
                c.currency,
                c.language,
                c.vat_number,
                c.vat_treatment,
                assortment_of(deed, assortments),
                c.prices_shown,
                c.stock_shown,
                c.discount,
                c.minimum_order,
                c.maximum_order,
                c.approvals_needed,
                c.payment_days,
                c.payment_end_of_month,
                c.credit_limit,
                c.on_hold,
                c.part_deliveries,
                c.contact_name,
                c.contact_email,
                c.contact_phone,
                now,
                find_key,
                c.pays_online
            ]
        })
        .collect();
    tx.exec_each_one(
        "insert into customers (id, number, number_key, name, name_key, country, currency,
             language, vat_number, vat_treatment, assortment_id, prices_shown, stock_shown,
             discount, minimum_order_minor, maximum_order_minor, approvals_needed, payment_days,
             payment_end_of_month, credit_limit_minor, on_hold, part_deliveries, contact_name,
             contact_email, contact_phone, created_at, changed_at, find_key, pays_online)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
             $19, $20, $21, $22, $23, $24, $25, $26, $26, $27, $28)",
        &sets,
    )?;
    Ok(keyed.iter().map(|(id, ..)| *id).collect())
}

fn update(tx: &mut Tx, deeds: &[Deed], assortments: &HashMap<String, i64>) -> Result<(), DbError> {
    let now = tx.now();
    let keys: Vec<(String, String)> = deeds
        .iter()
        .map(|deed| (deed.customer.name.to_lowercase(), find_key_of(&deed.customer)))
        .collect();
    let sets: Vec<_> = deeds
        .iter()
        .zip(&keys)
        .map(|(deed, (name_key, find_key))| {
            let c = &deed.customer;
            args![
                deed.id,
                c.name,
                name_key,
                c.country,
                c.currency,
                c.language,
                c.vat_number,
                c.vat_treatment,
                assortment_of(deed, assortments),
                c.prices_shown,
                c.stock_shown,
                c.discount,
                c.minimum_order,
                c.maximum_order,
                c.approvals_needed,
                c.payment_days,
                c.payment_end_of_month,
                c.credit_limit,
                c.on_hold,
                c.part_deliveries,
                c.contact_name,
                c.contact_email,
                c.contact_phone,
                now,
                find_key,
                c.pays_online
            ]
        })
        .collect();
    tx.exec_each_one(
        "update customers set name = $2, name_key = $3, country = $4, currency = $5,
             language = $6, vat_number = $7, vat_treatment = $8, assortment_id = $9,
             prices_shown = $10, stock_shown = $11, discount = $12, minimum_order_minor = $13,
             maximum_order_minor = $14, approvals_needed = $15, payment_days = $16,
             payment_end_of_month = $17, credit_limit_minor = $18, on_hold = $19,
             part_deliveries = $20, contact_name = $21, contact_email = $22, contact_phone = $23,
             changed_at = $24, find_key = $25, pays_online = $26, version = version + 1
         where id = $1",
        &sets,
    )
}

/// What an imported order needs to know of a customer.
#[derive(Clone, Debug)]
pub struct Brief {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its country's code.
    pub country: String,
    /// Its currency's code.
    pub currency: String,
}

impl FromRow for Brief {
    fn from_row(r: &mut Row<'_>) -> Result<Brief, DbError> {
        Ok(Brief { id: r.next()?, name: r.next()?, country: r.next()?, currency: r.next()? })
    }
}

/// Customers by their lower-cased numbers; absent ones are left out.
///
/// # Errors
/// Only what the database says.
pub fn briefs(view: &mut View, keys: &[String]) -> Result<HashMap<String, Brief>, DbError> {
    let mut found = HashMap::new();
    for keys in keys.chunks(2_000) {
        let sets: Vec<_> = keys.iter().map(|key| args![key]).collect();
        let rows = view.all_many::<Brief>(
            "select id, name, country, currency from customers where number_key = $1 limit 2",
            &sets,
        )?;
        let rows = rows.into_iter().map(|rows| rows.into_iter().next());
        found.extend(keys.iter().cloned().zip(rows).filter_map(|(key, row)| Some((key, row?))));
    }
    Ok(found)
}
