//! The invoice and the credit note: one set of facts, named by the business terms (BT) of EN 16931, that every writer reads.
//!
//! What is issued is kept as the JSON of this struct beside the document's row, so that the paper can be written again, the same to
//! the byte, in ten years. Therefore fields are only ever added, with `#[serde(default)]`, and never renamed.

use crate::frozen;
use portico_types::{Address, Country, Currency, Day, Quantity, Taxed, UnitPrice};
use serde::{Deserialize, Serialize};

/// The version that [`Invoice::version`] gets today.
pub const VERSION: u32 = 1;

/// Unit code of UN/ECE Recommendation 20 for "one" of something that is counted.
pub const UNIT_ONE: &str = "C62";

/// What kind of document it is (BT-3). Amounts are positive in both: the kind gives the direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 380: the buyer owes it.
    Invoice,
    /// 381: the seller owes it.
    CreditNote,
}

/// An invoice or a credit note, whole: nothing else is read to write it.
///
/// Fill in the facts, call [`Invoice::sum_up`], and issue it only if [`crate::check()`] finds nothing of
/// [`crate::Layer::Core`]. Amounts are minor units of [`Invoice::currency`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// Version of this form; [`VERSION`] when written today.
    #[serde(default = "first_version")]
    pub version: u32,
    /// Invoice or credit note (BT-3).
    pub kind: Kind,
    /// The document's number (BT-1).
    pub number: String,
    /// Day of issue (BT-2).
    #[serde(with = "frozen::day")]
    pub issued: Day,
    /// Day until which it is to be paid (BT-9).
    #[serde(default, with = "frozen::day_if_any")]
    pub due: Option<Day>,
    /// Currency of all amounts (BT-5).
    #[serde(with = "frozen::currency")]
    pub currency: Currency,
    /// The VAT in the currency of the seller's VAT return, where that is another one (BT-6, BT-111).
    #[serde(default)]
    pub vat_elsewhere: Option<VatElsewhere>,
    /// Language of the paper, `en`, `nl-BE`: for hyphens and quotes; the words come from the caller.
    #[serde(default = "english")]
    pub language: String,
    /// What the buyer asked to be named: a cost centre, a person, a German `Leitweg-ID` (BT-10).
    #[serde(default)]
    pub buyer_reference: Option<String>,
    /// The orders it charges. A single one is also written as BT-13 and BT-14.
    #[serde(default)]
    pub orders: Vec<OrderReference>,
    /// The documents that it corrects (BG-3): a credit note names its invoice.
    #[serde(default)]
    pub corrects: Vec<Corrected>,
    /// Who sells (BG-4).
    pub seller: Party,
    /// Who buys (BG-7).
    pub buyer: Party,
    /// Where the goods went, and when (BG-13).
    #[serde(default)]
    pub delivery: Option<Delivery>,
    /// What is charged (BG-25), in the order of the paper.
    pub lines: Vec<Line>,
    /// Carriage, fees and discounts on the whole document (BG-20, BG-21).
    #[serde(default)]
    pub charges: Vec<Charge>,
    /// VAT once per category and rate (BG-23).
    #[serde(default)]
    pub vat: Vec<VatPart>,
    /// The sums (BG-22).
    #[serde(default)]
    pub totals: Totals,
    /// Payment terms in words (BT-20).
    #[serde(default)]
    pub terms: Option<String>,
    /// Ways to pay (BG-16).
    #[serde(default)]
    pub means: Vec<PaymentMeans>,
    /// What is to be read beside the figures, one text a paragraph (BT-22).
    #[serde(default)]
    pub notes: Vec<String>,
}

fn first_version() -> u32 {
    1
}

fn english() -> String {
    "en".to_owned()
}

/// An order that the document charges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderReference {
    /// Our number of it (BT-14).
    pub number: String,
    /// The buyer's own number (BT-13); where the buyer gave none, ours stands in its place.
    #[serde(default)]
    pub reference: Option<String>,
}

/// A document that this one corrects (BG-3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// Its number (BT-25).
    pub number: String,
    /// Its day of issue (BT-26).
    #[serde(default, with = "frozen::day_if_any")]
    pub issued: Option<Day>,
}

/// A number with the list it is of: `0106` and a Dutch chamber of commerce number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// Scheme: of ISO 6523 for legal numbers, of the EAS list for endpoints.
    pub scheme: String,
    /// The number itself.
    pub value: String,
}

impl Identifier {
    /// `0106:12345678` as scheme and number; nothing where one of them is not there.
    #[must_use]
    pub fn parse(text: &str) -> Option<Identifier> {
        let (scheme, value) = text.trim().split_once(':')?;
        let (scheme, value) = (scheme.trim(), value.trim());
        let whole = !scheme.is_empty() && !value.is_empty() && !value.chars().any(char::is_control);
        whole.then(|| Identifier { scheme: scheme.to_owned(), value: value.to_owned() })
    }

    /// As it is typed.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}:{}", self.scheme, self.value)
    }
}

/// Seller or buyer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Registered name (BT-27, BT-44).
    pub name: String,
    /// The name it trades under, where another (BT-28, BT-45).
    #[serde(default)]
    pub trading_name: Option<String>,
    /// The number that the other one knows it by: the customer's number (BT-29, BT-46).
    #[serde(default)]
    pub number: Option<String>,
    /// Number in the register of companies (BT-30, BT-47).
    #[serde(default)]
    pub legal_id: Option<Identifier>,
    /// VAT number with its country's letters, `NL123456789B01` (BT-31, BT-48).
    #[serde(default)]
    pub vat_number: Option<String>,
    /// Where e-invoices are received (BT-34, BT-49). Peppol asks it of both.
    #[serde(default)]
    pub endpoint: Option<Identifier>,
    /// Registered address (BG-5, BG-8).
    pub address: Place,
    /// Whom to ask (BG-6, BG-9).
    #[serde(default)]
    pub contact: Option<Contact>,
}

/// Whom to ask at a party.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// A person or a desk (BT-41, BT-56).
    #[serde(default)]
    pub name: Option<String>,
    /// Telephone (BT-42, BT-57).
    #[serde(default)]
    pub phone: Option<String>,
    /// E-mail (BT-43, BT-58).
    #[serde(default)]
    pub email: Option<String>,
}

/// A postal address, without the name on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Street and number (BT-35).
    pub line1: String,
    /// Further line (BT-36).
    #[serde(default)]
    pub line2: Option<String>,
    /// Postcode (BT-38).
    #[serde(default)]
    pub postcode: Option<String>,
    /// Town (BT-37).
    pub city: String,
    /// County, state or province (BT-39).
    #[serde(default)]
    pub region: Option<String>,
    /// Country (BT-40).
    #[serde(with = "frozen::country")]
    pub country: Country,
}

impl From<&Address> for Place {
    fn from(address: &Address) -> Place {
        Place {
            line1: address.line1.clone(),
            line2: address.line2.clone(),
            postcode: address.postcode.clone(),
            city: address.city.clone(),
            region: address.region.clone(),
            country: address.country,
        }
    }
}

/// Where the goods went, and when (BG-13).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The day they were handed over or left (BT-72).
    #[serde(default, with = "frozen::day_if_any")]
    pub day: Option<Day>,
    /// The name on the parcel (BT-70).
    #[serde(default)]
    pub name: Option<String>,
    /// The address (BG-15). Category K must say its country.
    #[serde(default)]
    pub place: Option<Place>,
}

/// A line (BG-25).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number on the paper, from 1 (BT-126).
    pub position: u32,
    /// Our code (BT-155); none for a free line such as a price correction.
    #[serde(default)]
    pub sku: Option<String>,
    /// The buyer's own code (BT-156).
    #[serde(default)]
    pub buyer_sku: Option<String>,
    /// GTIN (BT-157).
    #[serde(default)]
    pub gtin: Option<String>,
    /// What it is, in the words of the day of issue (BT-153).
    pub name: String,
    /// Something to read below the name: the batch, the reason of a correction (BT-127).
    #[serde(default)]
    pub note: Option<String>,
    /// How much of it (BT-129).
    #[serde(with = "frozen::quantity")]
    pub quantity: Quantity,
    /// Unit code of UN/ECE Recommendation 20 or 21 (BT-130); see [`crate::units`].
    #[serde(default = "unit_one")]
    pub unit: String,
    /// Net price of [`Line::price_per`] units, in ten-thousandths (BT-146).
    pub price_ten_thousandths: i64,
    /// For how many units the price is (BT-149).
    #[serde(default = "one")]
    pub price_per: i64,
    /// Quantity × price ÷ per, rounded once (BT-131).
    pub net_minor: i64,
    /// VAT category and rate (BT-151, BT-152).
    #[serde(with = "frozen::taxed")]
    pub vat: Taxed,
    /// Our number of the order it was ordered with.
    #[serde(default)]
    pub order: Option<String>,
    /// The line of that order (BT-132).
    #[serde(default)]
    pub order_line: Option<String>,
}

fn unit_one() -> String {
    UNIT_ONE.to_owned()
}

fn one() -> i64 {
    1
}

impl Line {
    /// The price as a value of its own.
    #[must_use]
    pub fn price(&self, currency: Currency) -> UnitPrice {
        UnitPrice::new(self.price_ten_thousandths, self.price_per, currency)
    }
}

/// Whether an amount on the whole document is added or taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeKind {
    /// Added: carriage, a fee (BG-21).
    Charge,
    /// Taken off: a discount on everything (BG-20).
    Allowance,
}

/// An amount on the whole document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Added or taken off.
    pub kind: ChargeKind,
    /// What for, in words (BT-97, BT-104).
    pub name: String,
    /// Code of UNCL 7161 for a charge (`FC` freight), of UNCL 5189 for an allowance (`95` discount) (BT-98, BT-105).
    #[serde(default)]
    pub code: Option<String>,
    /// The amount, never negative (BT-92, BT-99).
    pub net_minor: i64,
    /// VAT category and rate.
    #[serde(with = "frozen::taxed")]
    pub vat: Taxed,
}

impl Charge {
    /// What it adds to the net of the document: negative for an allowance.
    #[must_use]
    pub fn signed_minor(&self) -> i64 {
        match self.kind {
            ChargeKind::Charge => self.net_minor,
            ChargeKind::Allowance => -self.net_minor,
        }
    }
}

/// The VAT of one category and rate (BG-23).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatPart {
    /// Category and rate (BT-118, BT-119).
    #[serde(with = "frozen::taxed")]
    pub vat: Taxed,
    /// Sum of its lines and charges, less its allowances (BT-116).
    pub taxable_minor: i64,
    /// VAT on that sum, rounded once, half away from zero (BT-117).
    pub vat_minor: i64,
    /// Why nothing is charged (BT-120, BT-121); never for the categories S and Z.
    #[serde(default)]
    pub exemption: Option<Exemption>,
}

/// Why no VAT is charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// Code of the VATEX list (BT-121).
    #[serde(default)]
    pub code: Option<String>,
    /// In words, as the law asks it on the paper (BT-120).
    pub text: String,
}

/// The VAT in the currency of the seller's VAT return (BT-6, BT-111).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatElsewhere {
    /// That currency; another than the document's.
    #[serde(with = "frozen::currency")]
    pub currency: Currency,
    /// The document's VAT in minor units of it.
    pub vat_minor: i64,
}

/// The sums of a document (BG-22), in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Sum of the lines (BT-106).
    pub lines_minor: i64,
    /// Sum of the allowances on the document (BT-107).
    pub allowances_minor: i64,
    /// Sum of the charges on the document (BT-108).
    pub charges_minor: i64,
    /// Lines less allowances plus charges (BT-109).
    pub net_minor: i64,
    /// Sum of the VAT parts (BT-110).
    pub vat_minor: i64,
    /// Net plus VAT (BT-112): what stands in the ledger.
    pub gross_minor: i64,
    /// Paid before it was issued (BT-113).
    pub prepaid_minor: i64,
    /// What is still to be paid (BT-115).
    pub payable_minor: i64,
}

/// A way to pay (BG-16).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentMeans {
    /// Code of UNCL 4461: 30 credit transfer, 58 SEPA credit transfer, 48 card (BT-81).
    #[serde(default = "credit_transfer")]
    pub code: String,
    /// IBAN, or the account number where there are none (BT-84).
    #[serde(default)]
    pub account: Option<String>,
    /// Whose account it is, where not the seller's (BT-85).
    #[serde(default)]
    pub account_name: Option<String>,
    /// BIC (BT-86).
    #[serde(default)]
    pub bic: Option<String>,
    /// What the payment is to quote (BT-83).
    #[serde(default)]
    pub reference: Option<String>,
}

fn credit_transfer() -> String {
    "30".to_owned()
}
