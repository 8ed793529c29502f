//! Runs the connectors: pushes commands from the outbox, exactly once, and applies what they tell.
//! The only place that holds a connector; no page ever calls one.

pub mod hand_over;

use crate::access::notices::Notice;
use crate::access::staff_mails::tell_staff;
use crate::customers;
use crate::customers::erp::Ready;
use crate::orders;
use crate::platform::db::{Db, Tx, View, args};
use crate::platform::outbox::{self, Outcome, Waiting};
use crate::platform::problem::AppError;
use futures_util::future::join_all;
use portico_erp::{Command, Cursor, Erp, ErpError, Feed, IdempotencyKey, OrderState, Record};
use std::sync::Arc;
use std::time::Duration;

/// Commands taken from the outbox at a time.
const BATCH: i64 = 48;
/// Commands pushed at once.
const AT_ONCE: usize = 8;
/// How long a command waits after a fault that nobody understood.
const AFTER_FAULT: Duration = Duration::from_secs(30);
/// How long a command waits for an older one about the same thing.
const AFTER_OLDER: Duration = Duration::from_secs(1);
/// The kind of a command that makes an order; its key is the order's number.
const PLACE_ORDER: &str = "place_order";

/// The connectors in use and what is routed to them.
#[derive(Clone)]
pub struct Connectors {
    /// Takes orders and tells what becomes of them.
    pub orders: Arc<dyn Erp>,
}

/// Pushes every command that is due, a few at once, and writes down what became of all of them together: an order
/// costs two shared transactions instead of several of its own. Says how many there were.
///
/// # Errors
/// What the database says when it fails as a whole. A command that fails alone waits for its next try.
pub async fn push_due(db: &Db, connectors: &Connectors, worker: &str) -> Result<usize, AppError> {
    let due = outbox::lease(db, "erp", worker, BATCH).await?;
    for some in due.chunks(AT_ONCE) {
        let orders = some.iter().filter(|waiting| waiting.kind == PLACE_ORDER);
        let mut numbers: Vec<String> = orders.map(|waiting| waiting.key.clone()).collect();
        numbers.sort();
        db.write(move |tx| orders::erp::sent(tx, &numbers)).await?;
        let pushes = some.iter().map(|waiting| push(db, connectors, waiting));
        let mut pushed: Vec<Pushed> = join_all(pushes).await;
        pushed.sort_by(|one, other| one.waiting.key.cmp(&other.waiting.key));
        write_down(db, connectors.orders.name(), pushed).await?;
    }
    Ok(due.len())
}

/// What became of a command, still to be written down.
#[derive(Clone)]
struct Pushed {
    waiting: Waiting,
    answer: Answer,
}

#[derive(Clone)]
enum Answer {
    /// Carried out; or there was nothing to carry out.
    Done(Option<Record>),
    /// Not now.
    Later(Duration, String),
    /// Never.
    Refused(String),
}

async fn push(db: &Db, connectors: &Connectors, waiting: &Waiting) -> Pushed {
    let wanted = waiting.clone();
    let takes_details = connectors.orders.can().keeps_details;
    let ready = db.read(move |view| command(view, &wanted)).await;
    let answer = match ready {
        Err(error) => Answer::Later(AFTER_FAULT, format!("{error:?}")),
        Ok(Ready::Nothing) => Answer::Done(None),
        Ok(Ready::NotYet) => Answer::Later(AFTER_OLDER, "an older one is under way".to_owned()),
        Ok(Ready::Send(_)) if waiting.kind != PLACE_ORDER && !takes_details => {
            Answer::Refused(format!("{} does not take this from here.", connectors.orders.name()))
        }
        Ok(Ready::Send(command)) => {
            let key = IdempotencyKey(waiting.key.clone());
            match connectors.orders.push(&key, &command).await {
                Ok(receipt) => Answer::Done(Some(receipt.record)),
                Err(error) => failed(&waiting.key, error),
            }
        }
    };
    Pushed { waiting: waiting.clone(), answer }
}

/// The command of a wish, as things are now.
fn command(view: &mut View, waiting: &Waiting) -> Result<Ready, AppError> {
    if waiting.kind != PLACE_ORDER {
        return Ok(customers::erp::command(view, waiting)?);
    }
    let order = orders::command::place_order(view, &waiting.key)?;
    Ok(order.map_or(Ready::Nothing, |order| Ready::Send(Command::PlaceOrder(Box::new(order)))))
}

fn failed(key: &str, error: ErpError) -> Answer {
    tracing::warn!(wish.key = key, %error, "a wish could not be handed over");
    match error {
        ErpError::TryLater { after } => Answer::Later(after, "the ERP asked to wait".to_owned()),
        ErpError::Broken(error) => Answer::Later(AFTER_FAULT, format!("{error:#}")),
        ErpError::Refused { why } => Answer::Refused(why),
    }
}

/// In one transaction; where that fails, each in its own, so that one bad record does not hold up the others.
async fn write_down(db: &Db, connector: &'static str, pushed: Vec<Pushed>) -> Result<(), AppError> {
    let all = pushed.clone();
    let together = move |tx: &mut Tx| -> Result<(), AppError> {
        orders::erp::make_ready(tx, &all.iter().filter_map(Pushed::told).collect::<Vec<_>>())?;
        all.iter().try_for_each(|one| settle(tx, connector, one))
    };
    if db.write(together).await.is_ok() {
        return Ok(());
    }
    for one in pushed {
        let again = Pushed {
            waiting: one.waiting.clone(),
            answer: Answer::Later(AFTER_FAULT, "its receipt could not be applied".to_owned()),
        };
        if let Err(error) = db.write(move |tx| settle(tx, connector, &one)).await {
            tracing::warn!(wish.key = again.waiting.key, ?error, "a receipt could not be applied");
            db.write(move |tx| settle(tx, connector, &again)).await?;
        }
    }
    Ok(())
}

impl Pushed {
    /// The order that changes, and whether it is refused.
    fn told(&self) -> Option<(&str, bool)> {
        match &self.answer {
            Answer::Done(record) => record.as_ref().and_then(told),
            Answer::Later(..) => None,
            Answer::Refused(_) => self.is_order().then_some((&self.waiting.key, true)),
        }
    }

    fn is_order(&self) -> bool {
        self.waiting.kind == PLACE_ORDER
    }
}

/// The order that a record tells about, and whether it is refused.
fn told(record: &Record) -> Option<(&str, bool)> {
    match record {
        Record::Order(order) => {
            Some((&order.number, matches!(order.state, OrderState::Refused { .. })))
        }
        Record::Address(_) | Record::Contact(_) => None,
    }
}

fn settle(tx: &mut Tx, connector: &str, pushed: &Pushed) -> Result<(), AppError> {
    let waiting = &pushed.waiting;
    let outcome = match &pushed.answer {
        Answer::Done(record) => {
            match record {
                Some(Record::Order(order)) => orders::erp::apply(tx, connector, order)?,
                Some(record) => customers::erp::taken(tx, connector, (waiting, record))?,
                None => {}
            }
            Outcome::Done
        }
        Answer::Later(after, why) => {
            if waiting.is_last_try() && pushed.is_order() {
                tell_staff(tx, Notice::StaffHandOverFailed, &waiting.key)?;
            }
            Outcome::Later(*after, why.clone())
        }
        Answer::Refused(why) if pushed.is_order() => {
            orders::erp::hand_over_refused(tx, &waiting.key, why)?;
            tell_staff(tx, Notice::StaffHandOverFailed, &waiting.key)?;
            Outcome::Refused(why.clone())
        }
        Answer::Refused(why) => {
            customers::erp::refused(tx, waiting, why)?;
            Outcome::Refused(why.clone())
        }
    };
    Ok(outbox::settle(tx, waiting, &outcome)?)
}

fn apply(tx: &mut Tx, connector: &str, record: &Record) -> Result<(), AppError> {
    match record {
        Record::Order(order) => orders::erp::apply(tx, connector, order),
        // No feed tells of them.
        Record::Address(_) | Record::Contact(_) => Ok(()),
    }
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
        let told: Vec<_> = page.records.iter().filter_map(told).collect();
        orders::erp::make_ready(tx, &told)?;
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

#[cfg(test)]
mod tests;
