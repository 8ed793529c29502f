//! Every setting that staff see: its key, how it is typed, what holds where nothing is set. Explanations stand in the
//! words' file as `setting-KEY`.

use crate::access::{sections, session, view_as};
use crate::backoffice::{self, reasons};
use crate::billing::{self, pay, seller};
use crate::cart::offers::OFFERS;
use crate::catalogue::{self, indicator};
use crate::customers::{credit, keeper};
use crate::orders::mail::{copies, switches};
use crate::orders::{approvals, cancel, charges, exceptions, place, reservation};
use crate::platform::settings::{Setting, SettingValue};
use crate::platform::wholesaler;
use crate::platform::{idempotency, outbox};
use crate::quotes;

/// The largest file that staff may upload for an import, in MB.
pub const IMPORT_UPLOAD_MB: Setting<i64> = Setting { key: "import.upload_mb", default: || 512 };

/// How a setting is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One line of text.
    Text,
    /// Several lines.
    LongText,
    /// A whole number.
    Number,
    /// An amount of the wholesaler's currency, or nothing.
    Amount,
    /// One of these.
    Choice(&'static [&'static str]),
}

/// A setting as staff see it.
pub struct Entry {
    /// Its key.
    pub key: &'static str,
    /// How it is typed.
    pub form: Form,
    /// What holds where nothing is set, as stored.
    pub default: String,
    /// Whether a stored text is one of its values.
    pub reads: fn(&str) -> bool,
}

impl Entry {
    /// Key of its explanation in the words' file.
    #[must_use]
    pub fn words_key(&self) -> String {
        format!("setting-{}", self.key.replace(['.', '_'], "-"))
    }
}

fn reads<T: SettingValue>(text: &str) -> bool {
    T::read(text).is_some()
}

fn entry<T: SettingValue>(setting: &Setting<T>, form: Form) -> Entry {
    Entry { key: setting.key, form, default: (setting.default)().write(), reads: reads::<T> }
}

/// Who the wholesaler is, and what its documents say.
fn of_wholesaler() -> Vec<Entry> {
    vec![
        entry(&IMPORT_UPLOAD_MB, Form::Number),
        entry(&wholesaler::NAME, Form::Text),
        entry(&wholesaler::ADDRESS, Form::LongText),
        entry(&wholesaler::PHONE, Form::Text),
        entry(&wholesaler::EMAIL, Form::Text),
        entry(&seller::LEGAL_NAME, Form::Text),
        entry(&seller::STREET, Form::Text),
        entry(&seller::POSTCODE, Form::Text),
        entry(&seller::CITY, Form::Text),
        entry(&seller::VAT_NUMBER, Form::Text),
        entry(&seller::REGISTRATION, Form::Text),
        entry(&seller::ENDPOINT, Form::Text),
        entry(&seller::IBAN, Form::Text),
        entry(&seller::BIC, Form::Text),
        entry(&seller::INVOICE_PREFIX, Form::Text),
        entry(&seller::CREDIT_NOTE_PREFIX, Form::Text),
        entry(&seller::CREDIT_TERMS, Form::Text),
        entry(&seller::NOTE, Form::LongText),
        entry(&billing::mail::ISSUED, Form::Choice(&["yes", "no"])),
        entry(&billing::pay::mail::RECEIVED, Form::Choice(&["yes", "no"])),
        entry(&billing::remit::mail::ADVICE, Form::Choice(&["yes", "no"])),
    ]
}

/// Every setting, in the order of the page.
#[must_use]
pub fn all() -> Vec<Entry> {
    let mut all = of_wholesaler();
    all.extend([
        entry(&backoffice::REVIEW, Form::Choice(&["off", "always", "rules"])),
        entry(&reasons::FIRST_ORDERS, Form::Number),
        entry(&reasons::ABOVE, Form::Amount),
        entry(&reasons::OVER_CREDIT, Form::Choice(&["yes", "no"])),
        entry(&reasons::REMARKS, Form::Choice(&["yes", "no"])),
        entry(&place::REFERENCE, Form::Choice(&["hidden", "optional", "required"])),
        entry(&reservation::RESERVATION, Form::Choice(&["strict", "first_processed"])),
        entry(&cancel::CUSTOMER_CANCELS, Form::Choice(&["yes", "no"])),
        entry(&pay::GATEWAY, Form::Choice(&["off", "demo", "mollie", "stripe"])),
        entry(&pay::IN_PART, Form::Choice(&["yes", "no"])),
        entry(&pay::ONE_AT_A_TIME, Form::Choice(&["yes", "no"])),
        entry(&approvals::NEEDED, Form::Number),
        entry(&exceptions::SET_PRICE, Form::Choice(&["no", "owner", "write"])),
        entry(&exceptions::WAIVE_VALUE, Form::Choice(&["no", "owner", "write"])),
        entry(&exceptions::PASS_CREDIT, Form::Choice(&["no", "owner", "write"])),
    ]);
    all.extend(of_charges());
    all.extend(of_quotes());
    all.extend([
        entry(&catalogue::STOCK_SHOWN, Form::Choice(&["number", "capped", "indicator", "none"])),
        entry(&indicator::STOCK_CAP, Form::Number),
        entry(&catalogue::LOW_STOCK, Form::Number),
        entry(&catalogue::drawn::VIEW, Form::Choice(&["table", "grid"])),
        entry(&indicator::LAST_PIECES, Form::Number),
        entry(&indicator::LOCATIONS_SHOWN, Form::Choice(&["yes", "no"])),
        entry(&indicator::MORE_THAN_FREE, Form::Choice(&["yes", "no"])),
        entry(&catalogue::pictures::MEGABYTES, Form::Number),
        entry(&catalogue::narrow::NEW_DAYS, Form::Number),
        entry(&switches::PLACED, Form::Choice(&["yes", "no"])),
        entry(&copies::COPIES, Form::Text),
        entry(&switches::CONFIRMED, Form::Choice(&["yes", "no"])),
        entry(&switches::CHANGED, Form::Choice(&["yes", "no"])),
        entry(&switches::REFUSED, Form::Choice(&["yes", "no"])),
        entry(&switches::SHIPPED, Form::Choice(&["yes", "no"])),
        entry(&switches::COVERED, Form::Choice(&["yes", "no"])),
        entry(&switches::COMMENT, Form::Choice(&["yes", "no"])),
        entry(&sections::ORDERS, Form::Choice(&["yes", "no"])),
        entry(&sections::BACKORDERS, Form::Choice(&["yes", "no"])),
        entry(&sections::PRICE_LIST, Form::Choice(&["yes", "no"])),
        entry(&sections::ACCOUNT, Form::Choice(&["yes", "no"])),
        entry(&keeper::OWN_DETAILS, Form::Choice(&["buyer", "manager", "no"])),
        entry(&credit::CHECK, Form::Choice(&["off", "warn", "review", "refuse", "pay"])),
        entry(&credit::COUNTS, Form::Choice(&["owed_and_ordered", "owed"])),
        entry(&session::IDLE_MINUTES, Form::Number),
        entry(&session::HOURS, Form::Number),
        entry(&session::STAFF_IDLE_MINUTES, Form::Number),
        entry(&session::STAFF_HOURS, Form::Number),
        entry(&session::FACTOR_OF_STAFF, Form::Choice(&["no", "yes"])),
        entry(&view_as::MINUTES, Form::Number),
        entry(&session::KEPT_DAYS, Form::Number),
        entry(&idempotency::KEPT_DAYS, Form::Number),
        entry(&outbox::KEPT_DAYS, Form::Number),
    ]);
    all
}

/// Quotations.
fn of_quotes() -> Vec<Entry> {
    vec![
        entry(&quotes::QUOTE_SENT, Form::Choice(&["yes", "no"])),
        entry(&quotes::mail::QUOTE_COMMENT, Form::Choice(&["yes", "no"])),
        entry(&OFFERS, Form::Choice(&["orders", "quotes", "both"])),
        entry(&quotes::VALID_DAYS, Form::Text),
        entry(&quotes::TERMS, Form::LongText),
        entry(&quotes::NEEDS_RELEASE, Form::Choice(&["yes", "no"])),
        entry(&quotes::REMIND_DAYS, Form::Number),
        entry(&quotes::share::SHARE_DAYS, Form::Number),
    ]
}

/// Charges of orders, and what an order may come to.
fn of_charges() -> Vec<Entry> {
    vec![
        entry(&charges::CARRIAGE, Form::Amount),
        entry(&charges::CARRIAGE_FREE_FROM, Form::Amount),
        entry(&charges::CARRIAGE_NAME, Form::Text),
        entry(&charges::SMALL_ORDER_FEE, Form::Amount),
        entry(&charges::SMALL_ORDER_BELOW, Form::Amount),
        entry(&charges::SMALL_ORDER_NAME, Form::Text),
        entry(&charges::MINIMUM_ORDER, Form::Amount),
        entry(&charges::MAXIMUM_ORDER, Form::Amount),
        entry(&charges::ZERO_PRICED, Form::Choice(&["yes", "no"])),
        entry(&charges::VAT_CLASS, Form::Text),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::words::Words;

    #[test]
    fn every_setting_is_explained_and_every_choice_named() {
        let all_words = Words::load().unwrap();
        for code in all_words.codes() {
            let words = all_words.language(code);
            for entry in all() {
                assert!(words.has(&entry.words_key()), "{} in {code}", entry.words_key());
                let said = words.say(&entry.words_key()).to_owned();
                assert!(said.contains(". "), "{}: a name and an explanation", entry.words_key());
                assert!(
                    (entry.reads)(&entry.default),
                    "{}: its default is none of its values",
                    entry.key
                );
                if let Form::Choice(values) = entry.form {
                    for value in values {
                        assert!(words.has(&format!("setting-value-{value}")), "{value} in {code}");
                        assert!((entry.reads)(value), "{value} is no value of {}", entry.key);
                    }
                }
            }
        }
    }
}
