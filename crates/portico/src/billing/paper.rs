//! The facts of a document as they are frozen when it is issued: who sells, who buys, where the goods went, what is charged.
//! Every paper of it, PDF and XML, is made of these facts alone, today and in ten years.

use super::kept::{DocumentCharge, DocumentLine};
use super::seller::{CREDIT_TERMS, NOTE, means, seller, some};
use super::{DocumentType, issue::Issue};
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::settings;
use portico_documents::{
    Charge, ChargeKind, Contact, Corrected, Identifier, Invoice, Kind, Line, OrderReference, Party,
    Place, Totals, UNIT_ONE, VERSION, units,
};
use portico_types::{Country, Day};
use std::collections::HashMap;

/// Who buys, as invoices name the customer that pays.
struct Buys {
    party: Party,
    language: String,
    buyer_reference: Option<String>,
}

impl FromRow for Buys {
    fn from_row(r: &mut Row<'_>) -> Result<Buys, DbError> {
        let (number, name, language) = (r.next()?, r.next::<String>()?, r.next()?);
        let country: String = r.next()?;
        let country = Country::from_code(&country)
            .ok_or_else(|| DbError::Failed(format!("no such country: {country}")))?;
        let vat_number = r.next::<Option<String>>()?.and_then(some).map(|n| n.replace(' ', ""));
        let contact = Contact { name: r.next()?, email: r.next()?, phone: r.next()? };
        let legal_id = r.next::<Option<String>>()?.as_deref().and_then(Identifier::parse);
        let endpoint = r.next::<Option<String>>()?.as_deref().and_then(Identifier::parse);
        let buyer_reference = r.next()?;
        let address = Place {
            line1: r.next::<Option<String>>()?.unwrap_or_default(),
            line2: r.next()?,
            postcode: r.next()?,
            city: r.next::<Option<String>>()?.unwrap_or_default(),
            region: r.next()?,
            country: r
                .next::<Option<String>>()?
                .as_deref()
                .and_then(Country::from_code)
                .unwrap_or(country),
        };
        let party = Party {
            name,
            trading_name: None,
            number: Some(number),
            legal_id,
            vat_number,
            endpoint,
            address,
            contact: Some(contact),
        };
        Ok(Buys { party, language, buyer_reference })
    }
}

fn buys(view: &mut View, customer_id: i64) -> Result<Buys, DbError> {
    let found = view.one::<Buys>(
        "select c.number, c.name, c.language, c.country, c.vat_number, c.contact_name,
             c.contact_email, c.contact_phone, c.registration, c.endpoint, c.buyer_reference,
             a.line1, a.line2, a.postcode, a.city, a.region, a.country
         from customers c
         left join addresses a on a.id = (
             select b.id from addresses b where b.customer_id = c.id and b.closed_at is null
             order by b.default_invoice desc, b.default_delivery desc, b.id limit 1)
         where c.id = $1",
        args![customer_id],
    )?;
    found.ok_or_else(|| DbError::Failed("a customer vanished".to_owned()))
}

/// The customer as papers name it, and its language.
///
/// # Errors
/// What the database says.
pub(super) fn customer(view: &mut View, customer_id: i64) -> Result<(Party, String), DbError> {
    let Buys { party, language, .. } = buys(view, customer_id)?;
    Ok((party, language))
}

/// The customer's own code and the GTIN of a product.
type Codes = HashMap<i64, (Option<String>, Option<String>)>;

/// What the customer and the world call these products.
fn codes(view: &mut View, customer_id: i64, lines: &[DocumentLine]) -> Result<Codes, DbError> {
    let mut ids: Vec<i64> = lines.iter().filter_map(|line| line.product_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let keys: Vec<_> = ids.iter().map(|id| args![*id, customer_id]).collect();
    let rows = view.all_many::<(Option<String>, Option<String>)>(
        "select (select min(k.code) from customer_codes k
                 where k.customer_id = $2 and k.product_id = p.id), p.ean
         from products p where p.id = $1",
        &keys,
    )?;
    Ok(ids
        .into_iter()
        .zip(rows)
        .filter_map(|(id, row)| Some((id, row.into_iter().next()?)))
        .collect())
}

/// The facts of a document to be issued under this number on this day.
///
/// # Errors
/// What the database says.
pub(super) fn facts(
    view: &mut View,
    issue: &Issue<'_>,
    (number, today, due): (&str, Day, Option<Day>),
) -> Result<Invoice, DbError> {
    let buys = buys(view, issue.customer_id)?;
    let codes = codes(view, issue.ordered_by, &issue.lines)?;
    let note = some(settings::get(view, &NOTE)?);
    let charged = issue.kind == DocumentType::Invoice;
    let means = if charged { means(view, issue.currency, number)? } else { Vec::new() };
    let terms = if charged { None } else { some(settings::get(view, &CREDIT_TERMS)?) };
    let references = issue.orders.iter().map(|(_, number)| OrderReference {
        number: number.clone(),
        reference: issue.reference.clone().filter(|_| issue.orders.len() == 1),
    });
    Ok(Invoice {
        version: VERSION,
        kind: if charged { Kind::Invoice } else { Kind::CreditNote },
        number: number.to_owned(),
        issued: today,
        due,
        currency: issue.currency,
        vat_elsewhere: None,
        language: buys.language,
        buyer_reference: buys.buyer_reference.or_else(|| issue.reference.clone()),
        orders: references.collect(),
        corrects: issue.corrects.iter().map(|(_, number, day)| corrected(number, *day)).collect(),
        seller: seller(view)?,
        buyer: buys.party,
        delivery: issue.delivery.clone(),
        lines: (1_u32..).zip(&issue.lines).map(|(at, line)| of_line(at, line, &codes)).collect(),
        charges: issue.charges.iter().map(of_charge).collect(),
        vat: Vec::new(),
        totals: Totals::default(),
        terms,
        means,
        notes: issue.reason.iter().cloned().chain(note).collect(),
    })
}

fn corrected(number: &str, issued: Day) -> Corrected {
    Corrected { number: number.to_owned(), issued: Some(issued) }
}

fn of_line(position: u32, line: &DocumentLine, codes: &Codes) -> Line {
    let (buyer_sku, gtin) =
        line.product_id.and_then(|id| codes.get(&id)).cloned().unwrap_or_default();
    Line {
        position,
        sku: some(line.sku.clone()),
        buyer_sku,
        gtin: gtin.filter(|code| is_gtin(code)),
        name: line.name.clone(),
        note: None,
        quantity: line.quantity,
        unit: units::code(&line.unit).unwrap_or(UNIT_ONE).to_owned(),
        price_ten_thousandths: line.price.ten_thousandths,
        price_per: line.price.per,
        net_minor: line.net.minor,
        vat: line.taxed,
        order: line.of_order.as_ref().map(|(number, _)| number.clone()),
        order_line: line.of_order.as_ref().map(|(_, line)| line.to_string()),
    }
}

/// Whether these are the digits of a GTIN, with the right one at its end; what else products have is not printed as one.
fn is_gtin(code: &str) -> bool {
    let digits: Vec<u32> = code.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let weighed = |(at, digit): (usize, &u32)| digit * if at % 2 == 0 { 1 } else { 3 };
    let sum: u32 = digits.iter().rev().enumerate().map(weighed).sum();
    digits.len() == code.chars().count()
        && matches!(digits.len(), 8 | 12 | 13 | 14)
        && sum.is_multiple_of(10)
}

fn of_charge(charge: &DocumentCharge) -> Charge {
    let taken_off = charge.net.minor < 0;
    let code = match (taken_off, charge.kind.as_str()) {
        (true, _) => Some("95".to_owned()),
        (false, "carriage" | "postage") => Some("FC".to_owned()),
        (false, _) => None,
    };
    Charge {
        kind: if taken_off { ChargeKind::Allowance } else { ChargeKind::Charge },
        name: charge.name.clone(),
        code,
        net_minor: charge.net.minor.abs(),
        vat: charge.taxed,
    }
}
