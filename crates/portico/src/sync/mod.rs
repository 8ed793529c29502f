//! Runs the connectors: pushes commands from the outbox, exactly once, and applies what they tell.
//! The only place that holds a connector; no page ever calls one.

use crate::orders;
use crate::platform::db::{Db, Tx, args};
use crate::platform::outbox::{self, Outcome, Waiting};
use crate::platform::problem::AppError;
use portico_erp::{Command, Cursor, Erp, ErpError, Feed, IdempotencyKey, Record};
use std::sync::Arc;
use std::time::Duration;

/// Commands taken from the outbox at a time.
const BATCH: i64 = 50;

/// The connectors in use and what is routed to them.
#[derive(Clone)]
pub struct Connectors {
    /// Takes orders and tells what becomes of them.
    pub orders: Arc<dyn Erp>,
}

/// Pushes every command that is due; says how many there were.
pub async fn push_due(db: &Db, connectors: &Connectors, worker: &str) -> Result<usize, AppError> {
    let due = outbox::lease(db, "erp", worker, BATCH).await?;
    for waiting in &due {
        push_one(db, connectors, waiting).await?;
    }
    Ok(due.len())
}

async fn push_one(db: &Db, connectors: &Connectors, waiting: &Waiting) -> Result<(), AppError> {
    let number = waiting.key.clone();
    let command = {
        let number = number.clone();
        db.write(move |tx| {
            orders::erp::sent(tx, &number)?;
            orders::command::place_order(tx, &number)
        })
        .await?
    };
    let Some(order) = command else {
        return settle(db, waiting, Outcome::Done).await;
    };
    let key = IdempotencyKey(number.clone());
    let connector = connectors.orders.clone();
    match connector.push(&key, &Command::PlaceOrder(Box::new(order))).await {
        Ok(receipt) => {
            let (waiting, name) = (waiting.clone(), connector.name());
            let applied = move |tx: &mut Tx| -> Result<(), AppError> {
                apply(tx, name, &receipt.record)?;
                Ok(outbox::settle(tx, &waiting, &Outcome::Done)?)
            };
            db.write(applied).await
        }
        Err(error) => failed(db, waiting, &number, error).await,
    }
}

async fn failed(db: &Db, waiting: &Waiting, number: &str, error: ErpError) -> Result<(), AppError> {
    tracing::warn!(order.number = number, %error, "an order could not be handed over");
    match error {
        ErpError::TryLater { after } => {
            settle(db, waiting, Outcome::Later(after, "the ERP asked to wait".to_owned())).await
        }
        ErpError::Broken(error) => {
            let later = Outcome::Later(Duration::from_secs(30), format!("{error:#}"));
            settle(db, waiting, later).await
        }
        ErpError::Refused { why } => {
            let (waiting, number) = (waiting.clone(), number.to_owned());
            let refuse = move |tx: &mut Tx| -> Result<(), AppError> {
                orders::erp::hand_over_refused(tx, &number, &why)?;
                Ok(outbox::settle(tx, &waiting, &Outcome::Refused(why.clone()))?)
            };
            db.write(refuse).await
        }
    }
}

async fn settle(db: &Db, waiting: &Waiting, outcome: Outcome) -> Result<(), AppError> {
    let waiting = waiting.clone();
    Ok(db.write(move |tx| outbox::settle(tx, &waiting, &outcome)).await?)
}

fn apply(tx: &mut Tx, connector: &str, record: &Record) -> Result<(), AppError> {
    let Record::Order(order) = record;
    orders::erp::apply(tx, connector, order)
}

/// Pulls what the connectors have to tell since the last time; rows and cursor in one transaction.
pub async fn pull_all(db: &Db, connectors: &Connectors) -> Result<usize, AppError> {
    let connector = connectors.orders.clone();
    let feed_name = format!("{}:{}", connector.name(), Feed::Orders.name());
    let mut told = 0;
    loop {
        let name = feed_name.clone();
        let cursor = db
            .read(move |view| {
                view.one::<String>("select cursor from feed_cursors where feed = $1", args![&name])
            })
            .await?
            .map(Cursor);
        let Ok(page) = connector.pull(Feed::Orders, cursor.as_ref()).await else {
            return Ok(told);
        };
        if page.records.is_empty() {
            return Ok(told);
        }
        told += page.records.len();
        apply_page(db, connector.name(), feed_name.clone(), page).await?;
    }
}

async fn apply_page(
    db: &Db,
    connector: &'static str,
    feed: String,
    page: portico_erp::Pulled,
) -> Result<(), AppError> {
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        for record in &page.records {
            apply(tx, connector, record)?;
        }
        if let Some(next) = &page.next {
            let now = tx.now();
            let _ = tx.exec(
                "insert into feed_cursors (feed, cursor, read_at) values ($1, $2, $3)
                 on conflict (feed) do update set cursor = excluded.cursor, read_at = excluded.read_at",
                args![&feed, &next.0, now],
            )?;
        }
        Ok(())
    };
    db.write(deed).await
}
