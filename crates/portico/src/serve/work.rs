//! The work that goes on behind the pages: handing orders over, sending mails, sealing activity,
//! keeping the search up to date, throwing away what is long over.
//! Each kind has its own loop; every one looks at the database, so that several servers share the
//! work by leases and nothing is lost with a process.

use super::upkeep;
use crate::access;
use crate::app::App;
use crate::backoffice::BackOffice;
use crate::backup::daily;
use crate::billing::{self, pay::carry};
use crate::catalogue::follow;
use crate::catalogue::shelf::walk;
use crate::import;
use crate::orders;
use crate::platform::activity_chain;
use crate::platform::db::{DbError, Tx};
use crate::platform::files;
use crate::platform::mail::{self, Desk, Kinds};
use crate::platform::outbox::{self, Outcome, Waiting};
use crate::platform::problem::AppError;
use crate::platform::standby;
use crate::platform::worker;
use crate::quotes;
use crate::sync::{self, Connectors};
use futures_util::future::join_all;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long a loop sleeps when there was nothing to do and nobody woke it.
const IDLE: Duration = Duration::from_millis(500);
/// How long committed activity waits for its seal.
const SEAL_EVERY: Duration = Duration::from_secs(2);
/// How often the ERP is asked what it has to tell.
const PULL_EVERY: Duration = Duration::from_secs(60);
/// How often it is looked for a change of rules that is to be carried out.
const WALK_EVERY: Duration = Duration::from_secs(1);
/// How long it waits after a fault of the database.
const AFTER_FAULT: Duration = Duration::from_secs(2);
/// How often it is looked for what is long over.
const SWEEP_EVERY: Duration = Duration::from_secs(600);
/// How often it is looked whether the daily backup is due, and how long to wait when it failed.
const BACKUP_EVERY: Duration = Duration::from_secs(60);
const AFTER_BACKUP_FAULT: Duration = Duration::from_secs(900);
/// Mails taken from the outbox at a time.
const MAILS: i64 = 20;

/// The connectors in use: the built-in back office.
#[must_use]
pub fn connectors(app: &App) -> Connectors {
    Connectors { orders: Arc::new(BackOffice::new(app.db.clone())) }
}

/// Every kind of mail there is.
#[must_use]
pub fn mail_kinds() -> Kinds {
    let of_orders = orders::staff_mail::kinds(orders::mail::kinds(Kinds::new()));
    let of_quotes = quotes::mail::kinds(access::mails::kinds(of_orders));
    let of_documents = billing::mail::kinds(of_quotes);
    billing::remit::mail::kinds(billing::pay::mail::kinds(of_documents))
}

/// The loops that were started.
pub struct Work {
    /// One for each loop.
    pub tasks: Vec<JoinHandle<()>>,
    /// They end soon after `true` is sent.
    pub stop: watch::Sender<bool>,
    /// The name they work under.
    pub worker: String,
}

/// Starts all loops. What a server that was killed on this machine had begun is taken over first.
///
/// # Errors
/// What the database says.
pub async fn start(app: &App) -> Result<Work, DbError> {
    let (stop, stopped) = watch::channel(false);
    let name = worker::name(&app.ids, app.clock.now_ms());
    let own = name.clone();
    let freed = app.db.write(move |tx| outbox::take_back_from_dead(tx, &own)).await?;
    if freed > 0 {
        tracing::warn!(freed, "a server was killed here: what it had begun is taken over");
    }
    let (worker, backup_worker) = (name.clone(), name.clone());
    let tasks = vec![
        tokio::spawn(hand_over_loop(app.clone(), worker.clone(), stopped.clone())),
        tokio::spawn(pull_loop(app.clone(), stopped.clone())),
        tokio::spawn(mail_loop(app.clone(), worker.clone(), stopped.clone())),
        tokio::spawn(seal_loop(app.clone(), worker, stopped.clone())),
        tokio::spawn(payments_loop(app.clone(), stopped.clone())),
        tokio::spawn(search_loop(app.clone(), stopped.clone())),
        tokio::spawn(shelf_loop(app.clone(), stopped.clone())),
        tokio::spawn(import_loop(app.clone(), stopped.clone())),
        tokio::spawn(upkeep_loop(app.clone(), stopped.clone())),
        tokio::spawn(backup_loop(app.clone(), backup_worker, stopped)),
    ];
    Ok(Work { tasks, stop, worker: name })
}

async fn hand_over_loop(app: App, worker: String, stopped: watch::Receiver<bool>) {
    let connectors = connectors(&app);
    while !*stopped.borrow() {
        match sync::push_due(&app.db, &connectors, &worker).await {
            Ok(0) => rest(&stopped, IDLE).await,
            Ok(_) => {}
            Err(error) => fault("hand-over", &error, &stopped).await,
        }
    }
}

/// What the ERP tells by itself. Receipts bring most of it at once; this brings the rest.
async fn pull_loop(app: App, stopped: watch::Receiver<bool>) {
    let connectors = connectors(&app);
    while !*stopped.borrow() {
        rest(&stopped, PULL_EVERY).await;
        if !*stopped.borrow()
            && app.db.read(standby::since).await == Ok(None)
            && let Err(error) = sync::pull_all(&app.db, &connectors).await
        {
            fault("pull", &error, &stopped).await;
        }
    }
}

async fn mail_loop(app: App, worker: String, stopped: watch::Receiver<bool>) {
    let kinds = Arc::new(mail_kinds());
    while !*stopped.borrow() {
        match send_due(&app, &kinds, &worker).await {
            Ok(0) => rest(&stopped, IDLE).await,
            Ok(_) => {}
            Err(error) => fault("mail", &error, &stopped).await,
        }
    }
}

/// Payments whose gateway is to be asked: because a message named them, or because nobody told.
async fn payments_loop(app: App, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match carry::repair(&app).await {
            Ok(0) => rest(&stopped, IDLE).await,
            Ok(_) => {}
            Err(error) => fault("payments", &error, &stopped).await,
        }
    }
}

/// The search index follows the products, also those that imports and other servers change.
async fn search_loop(app: App, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        follow::follow_once(&app.db, &app.search).await;
    }
}

/// After a change of rules every product's place is looked at anew, a piece at a time.
async fn shelf_loop(app: App, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match walk::piece(&app.db).await {
            Ok(true) => {}
            Ok(false) => rest(&stopped, WALK_EVERY).await,
            Err(error) => fault("shelf", &error.into(), &stopped).await,
        }
    }
}

/// Imports of the staff's page, one at a time at this server.
async fn import_loop(app: App, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match import::job::run_next(&app.db, &app.config.data, &stopped).await {
            Ok(true) => {}
            Ok(false) => rest(&stopped, IDLE).await,
            Err(error) => fault("import", &error.into(), &stopped).await,
        }
    }
}

async fn seal_loop(app: App, worker: String, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match activity_chain::seal(&app.db, &worker).await {
            Ok(_) => rest(&stopped, SEAL_EVERY).await,
            Err(error) => fault("seal", &error.into(), &stopped).await,
        }
    }
}

async fn upkeep_loop(app: App, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match upkeep::sweep(&app.db).await {
            Ok(_) => {}
            Err(error) => fault("upkeep", &error.into(), &stopped).await,
        }
        if let Err(error) = files::sweep(&app.db, &app.files).await {
            fault("files", &error, &stopped).await;
        }
        if let Err(error) = import::job::sweep(&app.db, &app.config.data).await {
            fault("imports", &error.into(), &stopped).await;
        }
        rest(&stopped, SWEEP_EVERY).await;
    }
}

/// The backup of every day, where a folder is set for it.
async fn backup_loop(app: App, worker: String, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match daily::take_if_due(&app.db, &app.config, &worker).await {
            Ok(Some(place)) => {
                tracing::info!(place = %place.display(), "the daily backup is taken")
            }
            Ok(None) => {}
            Err(error) => {
                tracing::error!(
                    error = format!("{error:#}"),
                    "the daily backup could not be taken"
                );
                rest(&stopped, AFTER_BACKUP_FAULT).await;
            }
        }
        rest(&stopped, BACKUP_EVERY).await;
    }
}

async fn fault(work: &'static str, error: &AppError, stopped: &watch::Receiver<bool>) {
    tracing::warn!(work, ?error, "work failed; it is tried again");
    rest(stopped, AFTER_FAULT).await;
}

async fn rest(stopped: &watch::Receiver<bool>, time: Duration) {
    let mut stopped = stopped.clone();
    let _ = tokio::time::timeout(time, stopped.wait_for(|stop| *stop)).await;
}

/// Sends every mail that is due; says how many there were.
///
/// # Errors
/// What the database says; a mail that cannot be sent goes back to the outbox.
pub async fn send_due(app: &App, kinds: &Arc<Kinds>, worker: &str) -> Result<usize, AppError> {
    let due = outbox::lease(&app.db, "mail", worker, MAILS).await?;
    let sending = due.into_iter().map(|waiting| send(app, kinds, waiting));
    let sent = join_all(sending).await;
    let count = sent.len();
    let settle = move |tx: &mut Tx| -> Result<(), DbError> {
        sent.iter().try_for_each(|(waiting, outcome)| outbox::settle(tx, waiting, outcome))
    };
    if count > 0 {
        app.db.write(settle).await?;
    }
    Ok(count)
}

/// What became of one mail: a fault keeps it for later, and must not lose what became of the others.
async fn send(app: &App, kinds: &Arc<Kinds>, waiting: Waiting) -> (Waiting, Outcome) {
    let built = {
        let (app, kinds, waiting) = (app.clone(), kinds.clone(), waiting.clone());
        let db = app.db.clone();
        db.read(move |view| {
            let base_url = app.config.base_url.trim_end_matches('/');
            let desk = Desk { words: &app.words, base_url };
            kinds.build(view, &desk, &waiting)
        })
        .await
    };
    let outcome = match built {
        Ok(Some(mail)) => mail::outcome(app.mailer.send(&mail, waiting.id).await),
        Ok(None) => Outcome::Done,
        Err(AppError::Db(error)) => Outcome::Later(Duration::from_secs(5), format!("{error:?}")),
        Err(error) => {
            Outcome::Later(Duration::from_secs(60), format!("{:?}", error.problem().code))
        }
    };
    (waiting, outcome)
}
