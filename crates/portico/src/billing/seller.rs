//! The wholesaler as invoices name it: what the law asks of whoever sells, typed once in the settings.

use crate::platform::db::{DbError, View};
use crate::platform::settings::{self, Setting};
use crate::platform::wholesaler;
use portico_documents::{Contact, Identifier, Party, PaymentMeans, Place};
use portico_types::Currency;

/// Registered name; blank: the name on pages.
pub const LEGAL_NAME: Setting<String> =
    Setting { key: "wholesaler.legal_name", default: String::new };
/// Street and number of the registered address.
pub const STREET: Setting<String> = Setting { key: "wholesaler.street", default: String::new };
/// Postcode of the registered address.
pub const POSTCODE: Setting<String> = Setting { key: "wholesaler.postcode", default: String::new };
/// Town of the registered address.
pub const CITY: Setting<String> = Setting { key: "wholesaler.city", default: String::new };
/// VAT number with its country's letters.
pub const VAT_NUMBER: Setting<String> =
    Setting { key: "wholesaler.vat_number", default: String::new };
/// Number in the register of companies, as scheme and number: `0106:12345678`.
pub const REGISTRATION: Setting<String> =
    Setting { key: "wholesaler.registration", default: String::new };
/// Where e-invoices reach the wholesaler, as scheme and number.
pub const ENDPOINT: Setting<String> = Setting { key: "wholesaler.endpoint", default: String::new };
/// The account that customers pay into.
pub const IBAN: Setting<String> = Setting { key: "wholesaler.iban", default: String::new };
/// Its bank.
pub const BIC: Setting<String> = Setting { key: "wholesaler.bic", default: String::new };
/// What stands before the numbers of invoices.
pub const INVOICE_PREFIX: Setting<String> =
    Setting { key: "documents.invoice_prefix", default: || "INV-".to_owned() };
/// What stands before the numbers of credit notes.
pub const CREDIT_NOTE_PREFIX: Setting<String> =
    Setting { key: "documents.credit_note_prefix", default: || "CN-".to_owned() };
/// What credit notes say about being used.
pub const CREDIT_TERMS: Setting<String> = Setting {
    key: "documents.credit_terms",
    default: || "To be set off against what is owed, or paid back.".to_owned(),
};
/// What every invoice says below its figures.
pub const NOTE: Setting<String> = Setting { key: "documents.note", default: String::new };

/// The text, where there is some.
#[must_use]
pub(super) fn some(text: String) -> Option<String> {
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// The wholesaler as the seller of a document issued now.
///
/// # Errors
/// What the database says.
pub fn seller(view: &mut View) -> Result<Party, DbError> {
    let name = settings::get(view, &wholesaler::NAME)?;
    let legal = some(settings::get(view, &LEGAL_NAME)?);
    let contact = Contact {
        name: Some(name.clone()),
        phone: some(settings::get(view, &wholesaler::PHONE)?),
        email: some(settings::get(view, &wholesaler::EMAIL)?),
    };
    Ok(Party {
        trading_name: legal.as_ref().filter(|legal| **legal != name).map(|_| name.clone()),
        name: legal.unwrap_or(name),
        number: None,
        legal_id: Identifier::parse(&settings::get(view, &REGISTRATION)?),
        vat_number: some(settings::get(view, &VAT_NUMBER)?.replace(' ', "")),
        endpoint: Identifier::parse(&settings::get(view, &ENDPOINT)?),
        address: Place {
            line1: settings::get(view, &STREET)?,
            line2: None,
            postcode: some(settings::get(view, &POSTCODE)?),
            city: settings::get(view, &CITY)?,
            region: None,
            country: settings::get(view, &wholesaler::COUNTRY)?,
        },
        contact: Some(contact),
    })
}

/// How the customer may pay by bank; nothing where no account is known.
///
/// # Errors
/// What the database says.
pub fn means(
    view: &mut View,
    currency: Currency,
    reference: &str,
) -> Result<Vec<PaymentMeans>, DbError> {
    let Some(account) = some(settings::get(view, &IBAN)?.replace(' ', "")) else {
        return Ok(Vec::new());
    };
    let code = if currency.code() == "EUR" { "58" } else { "30" };
    Ok(vec![PaymentMeans {
        code: code.to_owned(),
        account: Some(account),
        account_name: None,
        bic: some(settings::get(view, &BIC)?),
        reference: Some(reference.to_owned()),
    }])
}
