//! The contract between Portico and an ERP. Two verbs: `pull` tells facts in our words (records),
//! `push` carries out a wish (command) exactly once. Connectors know nothing else of Portico.

pub mod contract;

use portico_types::{Address, Day, Moment, Quantity, UnitPrice};
use std::fmt;
use std::time::Duration;

/// A kind of facts an ERP can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Feed {
    /// What became of orders.
    Orders,
}

impl Feed {
    /// The name used in settings and cursors.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Feed::Orders => "orders",
        }
    }
}

/// Where a feed was read up to; only the connector that made it knows what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub String);

/// One fact the ERP tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// What became of one of our orders.
    Order(OrderRecord),
    /// A customer's address as the ERP has it now. Told as a receipt only.
    Address(AddressRecord),
    /// A customer's contact as the ERP has it now. Told as a receipt only.
    Contact(ContactRecord),
}

/// What the ERP says about an address that it got from us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressRecord {
    /// The customer's number.
    pub customer: String,
    /// Our number of the address.
    pub number: String,
    /// The ERP's own identity for it, without the connector's name.
    pub erp_id: String,
}

/// What the ERP says about a contact that it got from us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactRecord {
    /// The customer's number.
    pub customer: String,
}

/// What the ERP says about an order that it got from us.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderRecord {
    /// Our number.
    pub number: String,
    /// The ERP's own identity for it, without the connector's name.
    pub erp_id: String,
    /// The number the ERP shows people, if it gives one.
    pub wholesaler_number: Option<String>,
    /// Where it stands there.
    pub state: OrderState,
}

/// Where an order stands at the ERP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderState {
    /// Arrived; somebody there has yet to check it.
    Received,
    /// Checked and accepted.
    Confirmed,
    /// Not accepted; the reason is shown to the customer.
    Refused {
        /// A sentence for people.
        why: String,
    },
}

/// One page of a feed.
#[derive(Clone, Debug)]
pub struct Pulled {
    /// Facts, oldest first.
    pub records: Vec<Record>,
    /// Where to go on; equal to the one given if there was nothing.
    pub next: Option<Cursor>,
}

/// The key that makes a command happen once, however often it is sent: our own number for the deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(pub String);

/// A wish that we send to the ERP.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Make this order.
    PlaceOrder(Box<PlaceOrder>),
    /// Make this address, or make it so. The same address is never sent twice at once, and never an older state of it after
    /// a newer one.
    KeepAddress(Box<KeepAddress>),
    /// Take this address out of use. Orders that go there stay as they are.
    CloseAddress(CloseAddress),
    /// Make this the customer's contact.
    KeepContact(KeepContact),
}

/// An address as the ERP gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepAddress {
    /// The customer's number.
    pub customer: String,
    /// Our number of the address.
    pub number: String,
    /// The ERP's identity for it; none: the ERP has yet to hear of it.
    pub erp_id: Option<String>,
    /// The whole address.
    pub address: Address,
    /// Goods go there unless said otherwise; no other address of the customer is that any more.
    pub default_delivery: bool,
    /// Invoices go there unless said otherwise; no other address of the customer is that any more.
    pub default_invoice: bool,
}

/// An address that is used no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseAddress {
    /// The customer's number.
    pub customer: String,
    /// Our number of the address.
    pub number: String,
    /// The ERP's identity for it; none: the ERP never heard of it.
    pub erp_id: Option<String>,
}

/// A customer's contact as the ERP gets it; `None`: nothing is to stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepContact {
    /// The customer's number.
    pub customer: String,
    /// Name of the person.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// An order as the ERP gets it: all it needs, nothing to look up.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceOrder {
    /// Our number; the ERP can be searched by it.
    pub number: String,
    /// The customer's number.
    pub customer: String,
    /// When it was placed.
    pub placed_at: Moment,
    /// ISO code of the currency of all prices.
    pub currency: String,
    /// The customer's own reference.
    pub reference: Option<String>,
    /// For people at the wholesaler.
    pub remarks: Option<String>,
    /// The day the customer wishes for.
    pub requested_day: Option<Day>,
    /// Whether part deliveries are welcome.
    pub part_deliveries: bool,
    /// Where it goes.
    pub delivery_address: Address,
    /// What was ordered, in the order of the page.
    pub lines: Vec<PlaceOrderLine>,
    /// Carriage and fees.
    pub charges: Vec<PlaceOrderCharge>,
}

/// A line of an order for the ERP.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceOrderLine {
    /// 1, 2, 3 …
    pub line: i64,
    /// The product's code.
    pub sku: String,
    /// How many.
    pub quantity: Quantity,
    /// At which price.
    pub price: UnitPrice,
    /// VAT rate in hundredths of a percent.
    pub vat_rate: i64,
    /// For people.
    pub remarks: Option<String>,
}

/// A charge of an order for the ERP.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceOrderCharge {
    /// What it is for.
    pub name: String,
    /// Net amount in minor units of the order's currency.
    pub net_minor: i64,
    /// VAT rate in hundredths of a percent.
    pub vat_rate: i64,
}

/// The ERP's answer to a command it carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    /// What is known of the thing right away.
    pub record: Record,
}

/// What a connector can tell and carry out. Pages hide what is not there.
#[derive(Clone, Debug, Default)]
pub struct Abilities {
    /// Feeds it can be asked for.
    pub feeds: Vec<Feed>,
    /// Whether it takes `PlaceOrder`.
    pub places_orders: bool,
    /// Whether it takes `KeepAddress`, `CloseAddress` and `KeepContact`.
    pub keeps_details: bool,
}

/// Why the ERP did not do what it was asked.
#[derive(Debug)]
pub enum ErpError {
    /// Down, throttled or busy: ask again after this long. Nothing is said about whether it was done.
    TryLater {
        /// How long to wait at least.
        after: Duration,
    },
    /// It will not do it, and says why in a sentence for people.
    Refused {
        /// The sentence.
        why: String,
    },
    /// Something is wrong that staff must look at.
    Broken(anyhow::Error),
}

impl fmt::Display for ErpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ErpError::TryLater { after } => write!(f, "try later, after {} ms", after.as_millis()),
            ErpError::Refused { why } => write!(f, "refused: {why}"),
            ErpError::Broken(error) => write!(f, "broken: {error:#}"),
        }
    }
}

impl std::error::Error for ErpError {}

/// An ERP, or the built-in back office of a wholesaler who has none.
#[async_trait::async_trait]
pub trait Erp: Send + Sync {
    /// Its name in settings and in `erp_ref`: `backoffice`, `brightpearl`, `picqer`.
    fn name(&self) -> &'static str;

    /// Which records it can tell and which commands it can carry out.
    fn can(&self) -> Abilities;

    /// Facts that changed since `since`, oldest first; an empty page means "you have everything".
    /// Safe to repeat. Never writes.
    ///
    /// # Errors
    /// `TryLater` or `Broken`; a feed it cannot tell is `Refused`.
    async fn pull(&self, feed: Feed, since: Option<&Cursor>) -> Result<Pulled, ErpError>;

    /// Carries out one command exactly once: with the same key it answers with the same receipt.
    ///
    /// # Errors
    /// `TryLater` (send again), `Refused` (tell the person), `Broken` (tell the staff).
    async fn push(&self, key: &IdempotencyKey, command: &Command) -> Result<Receipt, ErpError>;
}
