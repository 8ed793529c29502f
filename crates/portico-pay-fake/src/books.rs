//! What the fake gateways know: payments, money that went back, keys, messages.

use crate::hooks::Outgoing;
use crate::{Reply, facts};
use portico_types::{Moment, Zone};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::{SystemTime, UNIX_EPOCH};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum House {
    Stripe,
    Mollie,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody paid yet.
    Open,
    /// Paid by a slow method.
    Pending,
    /// The money is there.
    Paid,
    /// It will not come.
    Failed,
    /// Given up.
    Cancelled,
    /// Nobody paid in time.
    Expired,
}

/// What somebody does with a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The payer pays by card.
    Pay,
    /// The payer pays by a slow method.
    PayLater,
    /// The slow money arrives.
    Arrives,
    /// The slow money does not.
    Bounces,
    /// The payer's card is declined.
    Decline,
    /// The payer gives up.
    Cancel,
    /// Time is over.
    Expire,
    /// Refunds under way reach the payer.
    RefundArrives,
    /// The newest refund fails, even if it had arrived.
    RefundFails,
    /// The payer's bank takes all of it back.
    Dispute,
    /// The dispute is won: the money comes back.
    DisputeWon,
}

impl Act {
    /// By its name in addresses.
    #[must_use]
    pub fn named(name: &str) -> Option<Act> {
        let all = [
            ("pay", Act::Pay),
            ("pay-later", Act::PayLater),
            ("arrives", Act::Arrives),
            ("bounces", Act::Bounces),
            ("decline", Act::Decline),
            ("cancel", Act::Cancel),
            ("expire", Act::Expire),
            ("refund-arrives", Act::RefundArrives),
            ("refund-fails", Act::RefundFails),
            ("dispute", Act::Dispute),
            ("dispute-won", Act::DisputeWon),
        ];
        all.iter().find(|(known, _)| *known == name).map(|(_, act)| *act)
    }
}

/// Money that went back.
#[derive(Clone, Debug)]
pub(crate) struct Back {
    pub(crate) id: String,
    pub(crate) is_dispute: bool,
    pub(crate) amount: i64,
    /// In Stripe's words; Mollie's are told from them.
    pub(crate) status: &'static str,
    pub(crate) metadata: Value,
    pub(crate) created: i64,
}

impl Back {
    /// Whether the money is away.
    pub(crate) fn is_away(&self) -> bool {
        matches!(self.status, "succeeded" | "needs_response" | "lost")
    }

    /// Whether it counts against what can still go back.
    fn holds(&self) -> bool {
        self.is_away() || self.status == "pending"
    }
}

/// A payment.
#[derive(Clone, Debug)]
pub(crate) struct Pay {
    pub(crate) id: String,
    pub(crate) house: House,
    pub(crate) intent: String,
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) description: String,
    pub(crate) reference: Option<String>,
    pub(crate) metadata: Value,
    pub(crate) email: Option<String>,
    pub(crate) return_url: String,
    pub(crate) cancel_url: Option<String>,
    pub(crate) hook_url: Option<String>,
    pub(crate) created: i64,
    pub(crate) is_slow: bool,
    pub(crate) state: State,
    pub(crate) back: Vec<Back>,
}

impl Pay {
    /// What can still go back.
    pub(crate) fn left(&self) -> i64 {
        self.amount - self.back.iter().filter(|b| b.holds()).map(|b| b.amount).sum::<i64>()
    }

    /// What the wholesaler has of it: the truth that books are compared with.
    pub(crate) fn kept(&self) -> i64 {
        if self.state != State::Paid {
            return 0;
        }
        self.amount - self.back.iter().filter(|b| b.is_away()).map(|b| b.amount).sum::<i64>()
    }
}

/// Everything.
#[derive(Default)]
pub(crate) struct Books {
    pub(crate) pays: Vec<Pay>,
    pub(crate) messages: Vec<Outgoing>,
    pub(crate) faults: VecDeque<String>,
    at: HashMap<String, usize>,
    keys: HashMap<String, (String, u16, Value)>,
    counter: u64,
}

impl Books {
    /// A new id: `cs_test_0000000001`.
    pub(crate) fn id(&mut self, prefix: &str) -> String {
        self.counter += 1;
        format!("{prefix}{:010}", self.counter)
    }

    pub(crate) fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
        i64::try_from(since.as_secs()).expect("before the end of time")
    }

    /// A payment by its id, or by what was charged for it.
    pub(crate) fn pay(&self, id: &str) -> Option<&Pay> {
        self.at.get(id).map(|at| &self.pays[*at])
    }

    pub(crate) fn pay_mut(&mut self, id: &str) -> Option<&mut Pay> {
        let at = *self.at.get(id)?;
        self.pays.get_mut(at)
    }

    pub(crate) fn add(&mut self, pay: Pay) {
        self.at.insert(pay.id.clone(), self.pays.len());
        self.at.insert(pay.intent.clone(), self.pays.len());
        self.pays.push(pay);
    }

    /// The next fault that was asked for, unless it comes after the work.
    pub(crate) fn fault_before(&mut self) -> Option<String> {
        match self.faults.front().map(String::as_str) {
            None | Some("500-after") => None,
            Some(_) => self.faults.pop_front(),
        }
    }

    pub(crate) fn fault_after(&mut self) -> bool {
        let now = self.faults.front().is_some_and(|fault| fault == "500-after");
        if now {
            self.faults.pop_front();
        }
        now
    }

    /// What a key was answered, unless it was for something else.
    pub(crate) fn replay(&self, key: &str, fingerprint: &str) -> Option<Result<Reply, ()>> {
        let (before, status, body) = self.keys.get(key)?;
        if before != fingerprint {
            return Some(Err(()));
        }
        Some(Ok(Reply { status: *status, body: body.clone(), replayed: true }))
    }

    pub(crate) fn keep(&mut self, key: &str, fingerprint: &str, reply: &Reply) {
        let kept = (fingerprint.to_owned(), reply.status, reply.body.clone());
        self.keys.insert(key.to_owned(), kept);
    }

    /// What somebody does with a payment, and the messages that it causes.
    pub(crate) fn act(&mut self, id: &str, act: Act) -> Result<(), String> {
        let (now, dispute) = (self.now(), self.id("dp_"));
        let pay = self.pay_mut(id).ok_or("no such payment")?;
        let kinds = acted(pay, act, now, dispute)?;
        let pay = pay.clone();
        for kind in kinds {
            self.tell(&pay, kind);
        }
        Ok(())
    }

    /// A message about a payment as it stands.
    pub(crate) fn tell(&mut self, pay: &Pay, kind: &str) {
        let message = match pay.house {
            House::Mollie if kind.starts_with('-') => return,
            House::Mollie => Outgoing::mollie(pay),
            House::Stripe => {
                let kind = kind.trim_start_matches('-');
                let (id, now) = (self.id("evt_"), self.now());
                let object = crate::stripe::object_of(pay, kind);
                let event = json!({
                    "id": id, "object": "event", "api_version": crate::stripe::VERSION, "created": now,
                    "livemode": false, "pending_webhooks": 1, "type": kind,
                    "request": { "id": null, "idempotency_key": null }, "data": { "object": object },
                });
                facts::answer("event", &event);
                Outgoing::stripe(&event)
            }
        };
        self.messages.push(message);
    }
}

/// What is done to a payment, and the kinds of messages that it causes; those that begin with `-` Mollie has none for.
fn acted(pay: &mut Pay, act: Act, now: i64, dispute: String) -> Result<Vec<&'static str>, String> {
    let stripe = pay.house == House::Stripe;
    let (state, kinds): (State, &[&'static str]) = match (act, pay.state) {
        (Act::Pay, State::Open) => (State::Paid, &["checkout.session.completed"]),
        (Act::PayLater, State::Open) => {
            pay.is_slow = true;
            (State::Pending, &["-checkout.session.completed"])
        }
        (Act::Arrives, State::Pending) => {
            (State::Paid, &["checkout.session.async_payment_succeeded"])
        }
        (Act::Bounces, State::Pending) => {
            (State::Failed, &["checkout.session.async_payment_failed"])
        }
        (Act::Decline, State::Open) if stripe => (State::Open, &["payment_intent.payment_failed"]),
        (Act::Decline, State::Open) => (State::Failed, &["failed"]),
        (Act::Cancel, State::Open) if stripe => (State::Open, &[]),
        (Act::Cancel, State::Open) => (State::Cancelled, &["canceled"]),
        (Act::Expire, State::Open) => (State::Expired, &["checkout.session.expired"]),
        (Act::RefundArrives, State::Paid) => (State::Paid, refund_arrives(pay)),
        (Act::RefundFails, State::Paid) => (State::Paid, refund_fails(pay)?),
        (Act::Dispute, State::Paid) => {
            let amount = pay.left();
            if amount <= 0 {
                return Err("nothing is left to dispute".to_owned());
            }
            let metadata = Value::Null;
            let status = "needs_response";
            pay.back.push(Back {
                id: dispute,
                is_dispute: true,
                amount,
                status,
                metadata,
                created: now,
            });
            (State::Paid, &["charge.dispute.created", "-charge.dispute.funds_withdrawn"])
        }
        (Act::DisputeWon, State::Paid) => {
            let open = pay.back.iter_mut().find(|b| b.is_dispute && b.status == "needs_response");
            open.ok_or("no dispute is open")?.status = "won";
            (State::Paid, &["charge.dispute.closed", "-charge.dispute.funds_reinstated"])
        }
        (act, state) => return Err(format!("{act:?} of a payment that is {state:?}")),
    };
    pay.state = state;
    Ok(kinds.to_vec())
}

fn refund_arrives(pay: &mut Pay) -> &'static [&'static str] {
    for back in pay.back.iter_mut().filter(|b| b.status == "pending") {
        back.status = "succeeded";
    }
    &["refund.updated"]
}

fn refund_fails(pay: &mut Pay) -> Result<&'static [&'static str], String> {
    let newest = pay.back.iter_mut().rev().find(|b| !b.is_dispute && b.holds());
    newest.ok_or("no refund that could fail")?.status = "failed";
    Ok(&["refund.failed"])
}

/// Seconds as a moment of text.
pub(crate) fn moment(seconds: i64) -> String {
    Moment(seconds * 1000).text()
}

/// Checks an address as a gateway would.
pub(crate) fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && text.len() <= 2000
}

/// Metadata of a request as an object of texts, or nothing.
pub(crate) fn texts(pairs: BTreeMap<String, String>) -> Value {
    json!(pairs)
}

/// The day of a moment, for descriptions on the hosted page.
pub(crate) fn day(seconds: i64) -> String {
    Moment(seconds * 1000).day(&Zone::utc()).text()
}
