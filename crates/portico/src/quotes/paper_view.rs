//! A quotation as the facts of a sheet: what was sent, as it was sent.

use super::kept::{Quote, QuoteCharge, QuoteLine, State};
use super::view::state_words;
use crate::app::App;
use crate::app::papers::Paper;
use crate::billing::papers::parties;
use crate::platform::db::View;
use crate::platform::problem::{AppError, Problem};
use crate::platform::wholesaler;
use crate::platform::words::Language;
use portico_documents::{Charge, ChargeKind, Line, Quotation, UNIT_ONE, units};
use portico_types::Day;

/// The sheet of a revision that was read for the person who asks; what was never sent has none.
///
/// # Errors
/// 404; what the database says.
pub(super) fn paper(view: &mut View, app: &App, quote: &Quote) -> Result<Paper, AppError> {
    let head = &quote.head;
    let sent_at = head.sent_at.ok_or_else(Problem::not_found)?;
    let (zone, today) = (wholesaler::zone(view)?, wholesaler::today(view)?);
    let mut parties = parties(view, head.customer_id)?;
    if let Some(contact) = parties.seller.contact.as_mut() {
        contact.name = head.written_by.clone();
    }
    let words = app.words.language(&parties.language);
    Ok(Paper::Quotation(Box::new(Quotation {
        number: head.number.clone(),
        issued: sent_at.day(&zone),
        valid_until: head.valid_until,
        reference: None,
        seller: parties.seller,
        buyer: parties.customer,
        currency: head.total.currency,
        language: words.code().to_owned(),
        lines: quote.lines.iter().map(line).collect(),
        charges: quote.charges.iter().map(charge).collect(),
        introduction: Some(head.title.clone())
            .filter(|title| !title.is_empty())
            .into_iter()
            .collect(),
        terms: Some(head.terms.clone()).filter(|terms| !terms.is_empty()),
        notes: notes(words, quote, today),
    })))
}

/// Where the VAT is as for, and what became of a quotation that is not open.
fn notes(words: &Language, quote: &Quote, today: Day) -> Vec<String> {
    let head = &quote.head;
    let vat = words.fill("quote-vat-as-for", &[("country", head.country.name())]);
    let over = !matches!(head.state, State::Sent | State::Draft);
    let became = over.then(|| state_words(words, head, today).2);
    std::iter::once(vat).chain(became).collect()
}

fn line(line: &QuoteLine) -> Line {
    Line {
        position: u32::try_from(line.line).unwrap_or(0),
        sku: Some(line.sku.clone()),
        buyer_sku: None,
        gtin: None,
        name: line.name.clone(),
        note: line.remarks.clone(),
        quantity: line.quantity,
        unit: units::code(&line.unit).unwrap_or(UNIT_ONE).to_owned(),
        price_ten_thousandths: line.price.ten_thousandths,
        price_per: line.price.per,
        net_minor: line.net.minor,
        vat: line.taxed,
        order: None,
        order_line: None,
    }
}

fn charge(charge: &QuoteCharge) -> Charge {
    let taken_off = charge.net.minor < 0;
    Charge {
        kind: if taken_off { ChargeKind::Allowance } else { ChargeKind::Charge },
        name: charge.name.clone(),
        code: None,
        net_minor: charge.net.minor.abs(),
        vat: charge.taxed,
    }
}
