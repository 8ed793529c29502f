//! The demo gateway: a gateway like others, with books of its own in this database, so that paying can be tried without an account
//! anywhere. Its payers can pay, be late, fail, give up; its bank can take money back. There only where the configuration allows.

use crate::platform::db::{Db, DbError, Tx, View, args};
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portico_pay::{
    BackKind, BackState, Gateway, GatewayError, Message, MessageError, MoneyBack, PaymentState,
    Phase, Refund, StartPayment, Started, Told,
};
use portico_types::{Currency, Money};
use std::time::Duration;

/// What somebody does at the demo gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Pays at once.
    Pay,
    /// Pays by a slow method.
    PayLater,
    /// The slow money arrives.
    Arrives,
    /// Is declined, or the slow money does not arrive.
    Fail,
    /// Gives up.
    Cancel,
    /// The payer's bank takes all of it back.
    Dispute,
    /// It gives it to us again.
    DisputeWon,
}

impl Deed {
    /// By its name in forms.
    #[must_use]
    pub fn named(name: &str) -> Option<Deed> {
        let all = [
            ("pay", Deed::Pay),
            ("pay-later", Deed::PayLater),
            ("arrives", Deed::Arrives),
            ("fail", Deed::Fail),
            ("cancel", Deed::Cancel),
            ("dispute", Deed::Dispute),
            ("dispute-won", Deed::DisputeWon),
        ];
        all.iter().find(|(known, _)| *known == name).map(|(_, deed)| *deed)
    }
}

/// A payment in the demo gateway's books.
#[derive(Clone, Debug)]
pub struct DemoPayment {
    /// Its secret id.
    pub id: String,
    /// Our number.
    pub reference: String,
    /// What the payer reads.
    pub description: String,
    /// How much.
    pub amount: Money,
    /// Where the browser goes afterwards.
    pub return_url: String,
    /// Where it stands: `open`, `pending`, `paid`, `failed`, `cancelled`.
    pub phase: String,
}

/// A payment by its id.
///
/// # Errors
/// What the database says.
pub fn get(view: &mut View, id: &str) -> Result<Option<DemoPayment>, DbError> {
    type Row = (String, String, String, String, i64, String, String);
    let row = view.one::<Row>(
        "select id, reference, description, currency, amount_minor, return_url, phase from demo_payments where id = $1",
        args![id],
    )?;
    let read = |(id, reference, description, code, minor, return_url, phase): Row| {
        let currency = Currency::from_code(&code)?;
        let amount = Money::new(minor, currency);
        Some(DemoPayment { id, reference, description, amount, return_url, phase })
    };
    Ok(row.and_then(read))
}

/// Does something with a payment; false where it cannot be done as it stands.
///
/// # Errors
/// What the database says.
pub fn does(tx: &mut Tx, id: &str, deed: Deed) -> Result<bool, DbError> {
    let (from, to) = match deed {
        Deed::Pay => ("open", "paid"),
        Deed::PayLater => ("open", "pending"),
        Deed::Arrives => ("pending", "paid"),
        Deed::Fail => return fails(tx, id),
        Deed::Cancel => ("open", "cancelled"),
        Deed::Dispute => return dispute(tx, id),
        Deed::DisputeWon => {
            let won = tx.exec(
                "update demo_backs set state = 'undone' where demo_id = $1 and kind = 'dispute' and state = 'done'",
                args![id],
            )?;
            return Ok(won > 0);
        }
    };
    let changed = tx.exec(
        "update demo_payments set phase = $3 where id = $1 and phase = $2",
        args![id, from, to],
    )?;
    Ok(changed == 1)
}

fn fails(tx: &mut Tx, id: &str) -> Result<bool, DbError> {
    let changed = tx.exec(
        "update demo_payments set phase = 'failed' where id = $1 and phase in ('open', 'pending')",
        args![id],
    )?;
    Ok(changed == 1)
}

fn dispute(tx: &mut Tx, id: &str) -> Result<bool, DbError> {
    let Some(payment) = locked(tx, id)?.filter(|payment| payment.phase == "paid") else {
        return Ok(false);
    };
    let left = left(tx, &payment)?;
    if left == 0 {
        return Ok(false);
    }
    write_back(tx, &payment, ("dispute", None), left)?;
    Ok(true)
}

fn locked(tx: &mut Tx, id: &str) -> Result<Option<DemoPayment>, DbError> {
    let _ = tx.exec("update demo_payments set at = at where id = $1", args![id])?;
    get(tx, id)
}

fn left(view: &mut View, payment: &DemoPayment) -> Result<i64, DbError> {
    let gone = view.one::<i64>(
        "select cast(coalesce(sum(amount_minor), 0) as bigint) from demo_backs where demo_id = $1 and state <> 'undone'",
        args![payment.id.as_str()],
    )?;
    Ok((payment.amount.minor - gone.unwrap_or(0)).max(0))
}

fn write_back(
    tx: &mut Tx,
    payment: &DemoPayment,
    (kind, reference): (&str, Option<&str>),
    minor: i64,
) -> Result<String, DbError> {
    let (id, now) = (format!("demo_back_{}", tx.new_id()), tx.now());
    tx.exec_each_one(
        "insert into demo_backs (id, demo_id, reference, kind, amount_minor, state, at)
         values ($1, $2, $3, $4, $5, 'done', $6)",
        &[args![id.as_str(), payment.id.as_str(), reference, kind, minor, now]],
    )?;
    Ok(id)
}

fn backs(view: &mut View, payment: &DemoPayment) -> Result<Vec<MoneyBack>, DbError> {
    let rows = view.all::<(String, Option<String>, String, i64, String)>(
        "select id, reference, kind, amount_minor, state from demo_backs where demo_id = $1 order by at, id limit 500",
        args![payment.id.as_str()],
    )?;
    let back =
        |(id, reference, kind, minor, state): (String, Option<String>, String, i64, String)| {
            MoneyBack {
                id,
                reference,
                kind: if kind == "dispute" { BackKind::Dispute } else { BackKind::Refund },
                amount: Money::new(minor, payment.amount.currency),
                state: if state == "undone" { BackState::Undone } else { BackState::Done },
            }
        };
    Ok(rows.into_iter().map(back).collect())
}

/// The demo gateway over this database.
#[derive(Clone)]
pub struct Demo {
    db: Db,
}

impl Demo {
    /// The demo gateway of this database.
    #[must_use]
    pub fn new(db: Db) -> Demo {
        Demo { db }
    }
}

fn busy(error: DbError) -> GatewayError {
    GatewayError::later(Duration::from_secs(1), format!("{error:?}"))
}

fn unknown() -> GatewayError {
    GatewayError::Refused { why: "no such payment".to_owned() }
}

#[async_trait]
impl Gateway for Demo {
    fn name(&self) -> &'static str {
        "demo"
    }

    fn takes(&self, _: Currency) -> bool {
        true
    }

    async fn start(&self, payment: &StartPayment) -> Result<Started, GatewayError> {
        let new = payment.clone();
        let write = move |tx: &mut Tx| -> Result<String, DbError> {
            let (id, now) = (URL_SAFE_NO_PAD.encode(&tx.secret()[..18]), tx.now());
            let _ = tx.exec(
                "insert into demo_payments (id, start_key, reference, description, currency, amount_minor, return_url, phase, at)
                 values ($1, $2, $3, $4, $5, $6, $7, 'open', $8) on conflict (start_key) do nothing",
                args![id.as_str(), new.key.as_str(), new.reference.as_str(), new.description.as_str(), new.amount.currency.code(), new.amount.minor, new.return_url.as_str(), now],
            )?;
            let kept = tx.one::<String>(
                "select id from demo_payments where start_key = $1 and amount_minor = $2",
                args![new.key.as_str(), new.amount.minor],
            )?;
            Ok(kept.unwrap_or_default())
        };
        let id = self.db.write(write).await.map_err(busy)?;
        if id.is_empty() {
            return Err(GatewayError::Refused { why: "the key was for something else".to_owned() });
        }
        Ok(Started { redirect_url: format!("/demo-gateway/{id}"), gateway_id: id })
    }

    async fn status(&self, gateway_id: &str) -> Result<PaymentState, GatewayError> {
        let id = gateway_id.to_owned();
        let read = move |view: &mut View| -> Result<_, DbError> {
            let Some(payment) = get(view, &id)? else {
                return Ok(None);
            };
            Ok(Some((backs(view, &payment)?, payment)))
        };
        let (back, payment) = self.db.read(read).await.map_err(busy)?.ok_or_else(unknown)?;
        let phase = match payment.phase.as_str() {
            "open" => Phase::Open,
            "pending" => Phase::Pending,
            "paid" => Phase::Paid,
            "failed" => Phase::Failed,
            _ => Phase::Cancelled,
        };
        let redirect_url = (phase == Phase::Open).then(|| format!("/demo-gateway/{}", payment.id));
        Ok(PaymentState {
            gateway_id: payment.id,
            charge_id: None,
            reference: Some(payment.reference),
            amount: payment.amount,
            phase,
            redirect_url,
            back,
        })
    }

    /// Nobody sends it messages: its pages tell by themselves.
    fn read_message(&self, _: &Message<'_>) -> Result<Told, MessageError> {
        Err(MessageError::Unreadable)
    }

    async fn refund(&self, refund: &Refund) -> Result<MoneyBack, GatewayError> {
        let asked = refund.clone();
        let write = move |tx: &mut Tx| -> Result<Option<MoneyBack>, DbError> {
            let Some(payment) = locked(tx, &asked.gateway_id)?.filter(|p| p.phase == "paid") else {
                return Ok(None);
            };
            let ours =
                |back: &MoneyBack| back.reference.as_deref() == Some(asked.reference.as_str());
            if let Some(done) = backs(tx, &payment)?.into_iter().find(ours) {
                return Ok((done.amount == asked.amount).then_some(done));
            }
            if asked.amount.currency != payment.amount.currency
                || asked.amount.minor > left(tx, &payment)?
            {
                return Ok(None);
            }
            let id =
                write_back(tx, &payment, ("refund", Some(&asked.reference)), asked.amount.minor)?;
            Ok(backs(tx, &payment)?.into_iter().find(|back| back.id == id))
        };
        let done = self.db.write(write).await.map_err(busy)?;
        done.ok_or_else(|| GatewayError::Refused { why: "that cannot go back".to_owned() })
    }

    async fn end(&self, gateway_id: &str) -> Result<(), GatewayError> {
        let id = gateway_id.to_owned();
        let write = move |tx: &mut Tx| -> Result<Option<String>, DbError> {
            let _ = does(tx, &id, Deed::Cancel)?;
            Ok(get(tx, &id)?.map(|payment| payment.phase))
        };
        match self.db.write(write).await.map_err(busy)?.as_deref() {
            Some("cancelled" | "failed") => Ok(()),
            Some(phase) => Err(GatewayError::Refused { why: format!("it is {phase}") }),
            None => Err(unknown()),
        }
    }
}
