//! What goes over the wire, between two transactions: a payment is started at its gateway, asked about, ended, given back. Every
//! step may be done twice: a crash between is mended by doing it again with the same key.

use super::back::{self, Back};
use super::book::{self, Booked};
use super::hooks::A_SECOND_MOST;
use super::start::Way;
use super::{Payment, Status, start, store};
use crate::app::App;
use crate::config::Config;
use crate::platform::db::{Db, DbError, Tx, View, args};
use crate::platform::problem::AppError;
use crate::platform::standby;
use crate::platform::web::path_segment;
use portico_pay::{Gateway, GatewayError, Key, Mollie, Refund, StartPayment, Started, Stripe};
use portico_types::{Currency, Money};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Payments that the repair asks about at a time.
const AT_A_TIME: i64 = 20;
/// Keys that are tried where a gateway keeps answering one with the same fault.
const KEYS_MOST: usize = 3;
/// How long a gateway that is busy is left alone.
const BUSY_MS: i64 = 10_000;

/// The gateways that are configured.
#[derive(Clone, Default)]
pub struct Gateways {
    all: Vec<(Arc<dyn Gateway>, Way)>,
    /// The second that messages are counted in, and how many came in it.
    heard: Arc<Mutex<(i64, u32)>>,
}

impl Gateways {
    /// Those of the configuration, and the demo's own where it is allowed.
    ///
    /// # Errors
    /// A key that is none of theirs.
    pub fn of(config: &Config, db: &Db) -> anyhow::Result<Gateways> {
        let mut all = Gateways::default();
        let payments = &config.payments;
        if let Some(stripe) = &payments.stripe {
            let secrets = stripe.signing_secrets.iter().map(|text| Key::new(text)).collect();
            let stripe = Stripe::new(Key::new(&stripe.key), secrets, stripe.address.as_deref())?;
            all.add(stripe, Stripe::takes_currency);
        }
        if let Some(mollie) = &payments.mollie {
            let mollie = Mollie::new(Key::new(&mollie.key), mollie.address.as_deref())?;
            all.add(mollie, Mollie::takes_currency);
        }
        if payments.demo {
            all.add(super::demo::Demo::new(db.clone()), |_| true);
        }
        Ok(all)
    }

    fn add(&mut self, gateway: impl Gateway + 'static, takes: fn(Currency) -> bool) {
        let name = gateway.name();
        self.all.push((Arc::new(gateway), Way { name, takes }));
    }

    /// Whether one more message may be read in this second.
    #[must_use]
    pub fn has_room(&self, now_ms: i64) -> bool {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let second = now_ms / 1_000;
        if heard.0 != second {
            *heard = (second, 0);
        }
        heard.1 = heard.1.saturating_add(1);
        heard.1 <= A_SECOND_MOST
    }

    /// The gateway of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Arc<dyn Gateway>> {
        self.all.iter().find(|(_, way)| way.name == name).map(|(gateway, _)| gateway.clone())
    }

    /// The same, as far as starting needs to know it.
    #[must_use]
    pub fn way(&self, name: &str) -> Option<Way> {
        self.all.iter().find(|(_, way)| way.name == name).map(|(_, way)| *way)
    }
}

/// The gateway that customers pay at now.
///
/// # Errors
/// What the database says.
pub async fn in_use(app: &App) -> Result<Option<Way>, DbError> {
    let wanted: Result<String, DbError> = app.db.read(start::gateway_wanted).await;
    Ok(app.gateways.way(&wanted?))
}

/// Starts a payment at its gateway where that has not been done, and keeps the page to go to.
///
/// # Errors
/// What the database says; a gateway's fault is kept for the repair.
pub async fn carry(app: &App, id: i64) -> Result<(), AppError> {
    for _ in 0..KEYS_MOST {
        let Some((payment, asked)) = to_start(app, id).await? else {
            return Ok(());
        };
        let Some(gateway) = app.gateways.get(&payment.gateway) else {
            return Ok(());
        };
        match gateway.start(&asked).await {
            Ok(started) => return keep(app, gateway.as_ref(), id, started).await,
            Err(GatewayError::TryLater { with_a_new_key: true, .. }) => {
                app.db.write(move |tx| next_key(tx, id, payment.attempt)).await?;
            }
            Err(GatewayError::TryLater { why, .. }) => {
                tracing::warn!(
                    payment = payment.number,
                    why,
                    "the gateway is busy; it is asked again"
                );
                return Ok(());
            }
            Err(GatewayError::Refused { why }) => {
                app.db.write(move |tx| book::refused(tx, id, &why)).await?;
                return Ok(());
            }
            Err(GatewayError::Broken(error)) => return broken(app, &payment, &error).await,
        }
    }
    Ok(())
}

async fn to_start(app: &App, id: i64) -> Result<Option<(Payment, StartPayment)>, AppError> {
    let read = move |view: &mut View| -> Result<_, DbError> {
        let Some(payment) = store::by_id(view, id)? else {
            return Ok(None);
        };
        let email = match payment.login_id {
            Some(login) => {
                view.one::<String>("select email from logins where id = $1", args![login])?
            }
            None => None,
        };
        Ok(Some((store::parts(view, &payment)?, payment, email)))
    };
    let Some((parts, payment, email)) = app.db.read(read).await? else {
        return Ok(None);
    };
    if payment.status != Status::Pending || payment.gateway_id.is_some() {
        return Ok(None);
    }
    let numbers: Vec<&str> = parts.iter().map(|part| part.number.as_str()).collect();
    let base = app.config.base_url.trim_end_matches('/');
    let page = format!("{base}/payments/{}", path_segment(&payment.number));
    let asked = StartPayment {
        reference: payment.number.clone(),
        key: format!("portico:{}:start:{}", payment.id, payment.attempt),
        amount: payment.amount,
        description: format!("{}: {}", payment.number, numbers.join(", ")),
        return_url: format!("{page}?back=1"),
        cancel_url: format!("{page}?given-up=1"),
        // Gateways reach no address of this machine alone, and Mollie refuses such.
        hook_url: app.config.is_https().then(|| format!("{base}/hooks/{}", payment.gateway)),
        email,
    };
    Ok(Some((payment, asked)))
}

async fn keep(app: &App, gateway: &dyn Gateway, id: i64, started: Started) -> Result<(), AppError> {
    let kept = started.clone();
    let known = app.db.write(move |tx| remember(tx, id, &kept)).await?;
    if !known {
        // Given up meanwhile: nobody was sent there, and nobody shall be.
        let _ = gateway.end(&started.gateway_id).await;
    }
    Ok(())
}

fn remember(tx: &mut Tx, id: i64, started: &Started) -> Result<bool, DbError> {
    let next_ask_at = tx.now() + start::REPAIR_AFTER_MS;
    let changed = tx.exec(
        "update payments set gateway_id = $2, redirect_url = $3, next_ask_at = $4, trouble = null
         where id = $1 and status = 'pending' and (gateway_id is null or gateway_id = $2)",
        args![id, started.gateway_id.as_str(), started.redirect_url.as_str(), next_ask_at],
    )?;
    Ok(changed == 1)
}

fn next_key(tx: &mut Tx, id: i64, attempt: i64) -> Result<(), DbError> {
    let _ = tx.exec(
        "update payments set attempt = attempt + 1 where id = $1 and attempt = $2 and gateway_id is null",
        args![id, attempt],
    )?;
    Ok(())
}

async fn broken(app: &App, payment: &Payment, error: &anyhow::Error) -> Result<(), AppError> {
    tracing::error!(
        payment = payment.number,
        error = format!("{error:#}"),
        "a gateway cannot be used"
    );
    let id = payment.id;
    let mark = move |tx: &mut Tx| -> Result<(), DbError> {
        let later = tx.now() + 6 * BUSY_MS;
        tx.exec_each_one(
            "update payments set trouble = 'broken', next_ask_at = $2 where id = $1",
            &[args![id, later]],
        )
    };
    Ok(app.db.write(mark).await?)
}

/// Asks how a payment stands, and books it. Refunds that staff asked for are carried out first.
///
/// # Errors
/// What the database says; a gateway's fault is kept for the repair.
pub async fn ask(app: &App, id: i64) -> Result<Booked, AppError> {
    let read = move |view: &mut View| -> Result<_, DbError> {
        Ok((store::by_id(view, id)?, back::of(view, id)?))
    };
    let (payment, backs) = app.db.read(read).await?;
    let Some(payment) = payment else {
        return Ok(Booked::Nothing);
    };
    let (Some(gateway_id), Some(gateway)) =
        (payment.gateway_id.clone(), app.gateways.get(&payment.gateway))
    else {
        return Ok(Booked::Nothing);
    };
    for asked in backs.iter().filter(|back| back.state == "asked") {
        give_back(app, gateway.as_ref(), &payment, asked).await?;
    }
    match gateway.status(&gateway_id).await {
        Ok(state) => Ok(app.db.write(move |tx| book::book(tx, id, payment.told, &state)).await?),
        Err(GatewayError::TryLater { after, .. }) => {
            later(app, id, after).await?;
            Ok(Booked::Nothing)
        }
        Err(GatewayError::Refused { why }) => {
            broken(app, &payment, &anyhow::anyhow!(why)).await?;
            Ok(Booked::Nothing)
        }
        Err(GatewayError::Broken(error)) => {
            broken(app, &payment, &error).await?;
            Ok(Booked::Nothing)
        }
    }
}

async fn later(app: &App, id: i64, after: Duration) -> Result<(), DbError> {
    let pause = i64::try_from(after.as_millis()).unwrap_or(BUSY_MS).max(1_000);
    let put_off = move |tx: &mut Tx| -> Result<(), DbError> {
        let at = tx.now() + pause;
        tx.exec_each_one("update payments set next_ask_at = $2 where id = $1", &[args![id, at]])
    };
    app.db.write(put_off).await
}

async fn give_back(
    app: &App,
    gateway: &dyn Gateway,
    payment: &Payment,
    asked: &Back,
) -> Result<(), AppError> {
    let (Some(gateway_id), Some(reference)) = (payment.gateway_id.clone(), asked.reference.clone())
    else {
        return Ok(());
    };
    let refund = Refund {
        gateway_id,
        key: format!("portico:{}:refund:{}", payment.id, asked.id),
        amount: Money::new(asked.minor, payment.currency()),
        description: format!("{reference}: {}", asked.reason.as_deref().unwrap_or("refund")),
        reference,
    };
    let id = asked.id;
    match gateway.refund(&refund).await {
        Ok(_) => Ok(()),
        Err(GatewayError::Refused { why }) => {
            tracing::warn!(payment = payment.number, why, "the gateway gives nothing back");
            Ok(app.db.write(move |tx| back::refused(tx, id)).await?)
        }
        Err(error) => {
            tracing::warn!(payment = payment.number, %error, "a refund waits");
            Ok(())
        }
    }
}

/// The payer gives up: the payment is ended at its gateway, and what it held is free again. One that is paid stays paid.
///
/// # Errors
/// What the database says.
pub async fn give_up(app: &App, payment: &Payment) -> Result<(), AppError> {
    let id = payment.id;
    let Some(gateway_id) = &payment.gateway_id else {
        let end = move |tx: &mut Tx| -> Result<(), DbError> {
            match book::lock(tx, id)? {
                Some(payment)
                    if payment.status == Status::Pending && payment.gateway_id.is_none() =>
                {
                    book::over(tx, &payment, Status::Cancelled)
                }
                _ => Ok(()),
            }
        };
        return Ok(app.db.write(end).await?);
    };
    if let Some(gateway) = app.gateways.get(&payment.gateway)
        && let Err(error) = gateway.end(gateway_id).await
    {
        tracing::info!(payment = payment.number, %error, "a payment cannot be ended");
    }
    ask(app, id).await.map(drop)
}

/// Everything that is due: payments that were never started because we were killed, those that a message named, those that
/// nobody told about. Says how many.
///
/// # Errors
/// What the database says.
pub async fn repair(app: &App) -> Result<usize, AppError> {
    let due = move |view: &mut View| -> Result<Vec<Payment>, DbError> {
        if standby::since(view)?.is_some() {
            return Ok(Vec::new());
        }
        store::to_ask(view, AT_A_TIME)
    };
    let due = app.db.read(due).await?;
    for payment in &due {
        if payment.gateway_id.is_none() {
            later(app, payment.id, Duration::from_secs(30)).await?;
            carry(app, payment.id).await?;
        } else {
            ask(app, payment.id).await?;
        }
    }
    Ok(due.len())
}
