//! The contract between Portico and a payment gateway, and two that keep it: Stripe and Mollie.
//!
//! A gateway is told to start a payment and answers with the page that the payer goes to. Whatever it says by itself
//! afterwards (a message to a hook, the payer's browser coming back) only names a payment to ask about: what
//! [`Gateway::status`] answers is what counts.

pub mod contract;
mod error;
mod form;
mod mollie;
mod signature;
mod stripe;
mod wire;

pub use error::{GatewayError, MessageError};
pub use mollie::Mollie;
pub use signature::{TOLERANCE_S, sign, verify};
pub use stripe::Stripe;
pub use wire::Key;

use async_trait::async_trait;
use portico_types::{Currency, Moment, Money};
pub use reqwest::header::HeaderMap;

/// A gateway: takes a payer to a page where money is paid, and knows what became of it.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// Its name in settings, routes and rows: `stripe`.
    fn name(&self) -> &'static str;

    /// Whether it takes amounts of this currency.
    fn takes(&self, currency: Currency) -> bool;

    /// Starts a payment. The same key gives the same payment, as long as the gateway remembers keys.
    ///
    /// # Errors
    /// Nothing is said about whether it was started with `TryLater`; the same call mends it.
    async fn start(&self, payment: &StartPayment) -> Result<Started, GatewayError>;

    /// How a payment stands, by the gateway's id.
    ///
    /// # Errors
    /// `Refused` where the gateway does not know it.
    async fn status(&self, gateway_id: &str) -> Result<PaymentState, GatewayError>;

    /// Which payments a message is about: ids of the gateway's payments, or of what was charged for them. Believes
    /// nothing else of it.
    ///
    /// # Errors
    /// The message is not the gateway's, or not for us.
    fn read_message(&self, message: &Message<'_>) -> Result<Told, MessageError>;

    /// Gives money back, whole or in part. Looks for our reference first, so that a repeated call gives it back once.
    ///
    /// # Errors
    /// As `start`.
    async fn refund(&self, refund: &Refund) -> Result<MoneyBack, GatewayError>;

    /// Ends a payment that nobody has paid yet, so that nobody can. One that is over already stays as it is.
    ///
    /// # Errors
    /// `Refused` where it cannot be ended any more: ask for its status.
    async fn end(&self, gateway_id: &str) -> Result<(), GatewayError>;
}

/// What is to be paid.
#[derive(Clone, Debug)]
pub struct StartPayment {
    /// Our number, `PAY-77`: it comes back with every answer and is compared.
    pub reference: String,
    /// Makes it happen once.
    pub key: String,
    /// How much, more than nothing.
    pub amount: Money,
    /// What the payer reads: `INV-2026-0042, INV-2026-0043`.
    pub description: String,
    /// Where the browser goes afterwards, however it ended.
    pub return_url: String,
    /// Where it goes when the payer gives up.
    pub cancel_url: String,
    /// Where messages about it go, for gateways that are told so with each payment.
    pub hook_url: Option<String>,
    /// The payer's address.
    pub email: Option<String>,
}

/// A payment that was started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// The gateway's id.
    pub gateway_id: String,
    /// The page to go to.
    pub redirect_url: String,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nobody has paid; somebody still can.
    Open,
    /// Paid by a slow method: the money is on its way.
    Pending,
    /// The money is there.
    Paid,
    /// It will not come.
    Failed,
    /// The payer gave up, or we ended it.
    Cancelled,
    /// Nobody paid in time.
    Expired,
}

impl Phase {
    /// Whether nothing will come of it any more.
    #[must_use]
    pub fn is_dead(self) -> bool {
        matches!(self, Phase::Failed | Phase::Cancelled | Phase::Expired)
    }
}

/// How a payment stands at the gateway, as it says when asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentState {
    /// The gateway's id.
    pub gateway_id: String,
    /// What was charged, once there is something: refunds and disputes name it.
    pub charge_id: Option<String>,
    /// Our number as the gateway kept it.
    pub reference: Option<String>,
    /// What was asked for.
    pub amount: Money,
    /// Where it stands.
    pub phase: Phase,
    /// The page to pay at, while there is one.
    pub redirect_url: Option<String>,
    /// Money that went back, or is about to.
    pub back: Vec<MoneyBack>,
}

/// Why money goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackKind {
    /// We gave it back.
    Refund,
    /// The payer's bank took it back.
    Dispute,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackState {
    /// On its way: nothing is booked yet.
    Pending,
    /// It left us.
    Done,
    /// It will not happen, or it came back to us: a refund that failed, a dispute that was won.
    Undone,
}

/// Money that went back to the payer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyBack {
    /// The gateway's id.
    pub id: String,
    /// Our number of the refund, where it was us.
    pub reference: Option<String>,
    /// Why.
    pub kind: BackKind,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub state: BackState,
}

/// Money to give back.
#[derive(Clone, Debug)]
pub struct Refund {
    /// The gateway's id of the payment.
    pub gateway_id: String,
    /// Our number of the refund.
    pub reference: String,
    /// Makes it happen once.
    pub key: String,
    /// How much.
    pub amount: Money,
    /// For the payer.
    pub description: String,
}

/// What came to a hook.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    /// Its headers.
    pub headers: &'a HeaderMap,
    /// Its body, byte for byte.
    pub body: &'a [u8],
    /// When it came.
    pub now: Moment,
}

/// What a message is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The gateway's id of the message, where it has one; the same message has the same.
    pub event_id: Option<String>,
    /// Payments to ask about, or what was charged for them; nothing where it does not concern us.
    pub about: Vec<String>,
}
