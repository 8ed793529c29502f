//! From a configuration to a program that answers: opens the database, brings its schema up to
//! date, starts the work that goes on behind the pages, listens, and stops gracefully.

pub mod health;
pub mod upkeep;
pub mod work;

use crate::app::{App, Parts, router};
use crate::backup;
use crate::config::Config;
use crate::platform::clock::Clock;
use crate::platform::db::{Db, DbConfig};
use crate::platform::ids::Ids;
use crate::platform::migrate;
use anyhow::{Context, bail};
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Opens the database that the configuration names and brings its schema up to date.
///
/// # Errors
/// A database that cannot be reached, or is newer than the program.
pub async fn open(config: &Config) -> anyhow::Result<Db> {
    backup::open(config).await
}

/// Opens a database that must be there already: nothing is to be told of one that was made just now.
///
/// # Errors
/// A SQLite file that does not exist; else as [`open`].
pub async fn open_existing(config: &Config) -> anyhow::Result<Db> {
    if let Some(file) = DbConfig::parse(&config.database)?.file().filter(|file| !file.exists()) {
        bail!("there is no database at {}", file.display());
    }
    open(config).await
}

/// Opens the database that the configuration names, as it is.
///
/// # Errors
/// A database that cannot be reached.
pub async fn connect(config: &Config) -> anyhow::Result<Db> {
    let place = DbConfig::parse(&config.database)?;
    tokio::task::spawn_blocking(move || Db::open(&place, Clock::system(), Ids::system()))
        .await?
        .context("the database cannot be opened")
}

/// Brings the schema up to date.
///
/// # Errors
/// A database that is newer than the program.
pub async fn migrated(db: &Db) -> anyhow::Result<()> {
    migrate::run(db).await.context("the database's schema cannot be brought up to date")?;
    Ok(())
}

/// The program over an open database.
///
/// # Errors
/// A mail server's address that cannot be read, or a search index that cannot be opened.
pub fn app(config: Config, db: Db) -> anyhow::Result<App> {
    let parts = Parts::of(config, db, Clock::system(), Ids::system())?;
    Ok(App::new(parts))
}

/// Listens and answers until asked to stop; then ends what was begun.
///
/// # Errors
/// An address that cannot be listened on, or plain HTTP beyond this machine without `insecure_http`.
pub async fn serve(app: App) -> anyhow::Result<()> {
    refuse_open_http(&app.config)?;
    let listener = TcpListener::bind(&app.config.listen)
        .await
        .with_context(|| format!("cannot listen on {}", app.config.listen))?;
    let address = listener.local_addr()?;
    println!("Portico answers at http://{address}");
    println!("On this machine, {}", app.mailer.place());
    tracing::info!(%address, "listening");
    let (work, stop) = work::start(&app);
    let service = router::router(&app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(asked_to_stop()).await?;
    tracing::info!("stopping: what was begun is ended");
    let _ = stop.send(true);
    for task in work {
        let _ = task.await;
    }
    Ok(())
}

/// Passwords must not cross a network in the clear: beyond loopback only with https in front, or when
/// the wholesaler says so.
fn refuse_open_http(config: &Config) -> anyhow::Result<()> {
    let loopback = match config.listen.parse::<SocketAddr>() {
        Ok(address) => address.ip().is_loopback(),
        Err(_) => config.listen.starts_with("localhost:"),
    };
    if loopback || config.is_https() || config.insecure_http {
        return Ok(());
    }
    bail!(
        "{} is open to the network while base_url ({}) is not https: passwords would travel in the \
         clear. Put a proxy with https in front and set base_url, or set insecure_http = true.",
        config.listen,
        config.base_url
    )
}

async fn asked_to_stop() {
    let interrupted = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                let _ = signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_database_that_is_not_there_is_told_and_not_made() {
        let name = format!("portico-absent-{}.sqlite", std::process::id());
        let path = std::env::temp_dir().join(name);
        let database = format!("sqlite:{}", path.display());
        let config = Config { database, ..Config::default() };
        let told = open_existing(&config).await.err().map(|error| error.to_string());
        assert_eq!(told, Some(format!("there is no database at {}", path.display())));
        assert!(!path.exists());
        drop(open(&config).await.unwrap());
        assert!(open_existing(&config).await.is_ok(), "one that is there is opened");
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", path.display()));
        }
    }

    #[test]
    fn plain_http_beyond_this_machine_is_refused_unless_wanted() {
        let of = |listen: &str, base_url: &str, insecure_http| Config {
            listen: listen.to_owned(),
            base_url: base_url.to_owned(),
            insecure_http,
            ..Config::default()
        };
        assert!(refuse_open_http(&of("127.0.0.1:80", "http://x", false)).is_ok());
        assert!(refuse_open_http(&of("0.0.0.0:80", "http://x", false)).is_err());
        assert!(refuse_open_http(&of("0.0.0.0:80", "https://x", false)).is_ok());
        assert!(refuse_open_http(&of("0.0.0.0:80", "http://x", true)).is_ok());
    }
}
