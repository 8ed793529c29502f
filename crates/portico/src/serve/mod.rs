//! From a configuration to a program that answers: opens the database, brings its schema up to
//! date, starts the work that goes on behind the pages, listens, and stops gracefully.

pub mod health;
pub mod metrics;
pub mod upkeep;
pub mod work;

use crate::access::first_owner;
use crate::app::{App, Parts, router};
use crate::backup;
use crate::config::Config;
use crate::platform::auth::Secret;
use crate::platform::clock::Clock;
use crate::platform::db::{Db, DbConfig, DbError};
use crate::platform::ids::Ids;
use crate::platform::{migrate, outbox};
use anyhow::{Context, anyhow, bail};
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use work::Work;

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

/// Makes the data folder, and sees whether it can be written to.
///
/// # Errors
/// A sentence that names the folder.
pub fn make_data_folder(config: &Config) -> anyhow::Result<()> {
    let folder = config.data.display();
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("the data folder {folder} cannot be made"))?;
    tempfile::tempfile_in(&config.data)
        .with_context(|| format!("the data folder {folder} cannot be written to"))?;
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
    let listener = listen(&app.config.listen).await?;
    let address = listener.local_addr()?;
    println!("Portico answers at http://{address}");
    tell_first_owner(&app).await?;
    println!("On this machine, {}", app.mailer.place());
    tracing::info!(%address, "listening");
    let Work { tasks, stop, worker } = work::start(&app).await?;
    let service = router::router(&app).into_make_service_with_connect_info::<SocketAddr>();
    let (asked, was_asked) = watch::channel(false);
    let state = app.clone();
    let stopped = async move {
        asked_to_stop().await;
        state.stopping.store(true, Ordering::SeqCst);
        let _ = asked.send(true);
    };
    let answering = axum::serve(listener, service).with_graceful_shutdown(stopped);
    tokio::select! {
        ended = answering.into_future() => ended?,
        () = too_long(was_asked, Duration::from_secs(app.config.stop_within_s)) => {
            tracing::warn!("some requests did not end in time and are left");
        }
    }
    tracing::info!("stopping: what was begun is ended");
    let _ = stop.send(true);
    let ended = async {
        for task in tasks {
            let _ = task.await;
        }
    };
    let within = Duration::from_secs(app.config.stop_within_s);
    if tokio::time::timeout(within, ended).await.is_err() {
        tracing::warn!("some work did not end in time: another server takes it over");
    }
    app.db.write(move |tx| outbox::give_back(tx, &worker).map(|_| ())).await?;
    Ok(())
}

/// Ends so long after the server was asked to stop.
async fn too_long(mut was_asked: watch::Receiver<bool>, within: Duration) {
    if was_asked.wait_for(|asked| *asked).await.is_err() {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(within).await;
}

async fn listen(address: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow!(
            "another program listens on {address} already: end it, or set `listen` to another port"
        ),
        ErrorKind::PermissionDenied => anyhow!(
            "this user may not listen on {address}: ports below 1024 are for a proxy in front"
        ),
        _ => anyhow!("cannot listen on {address}: {error}"),
    })
}

/// While the wholesaler has no staff, says how the first owner comes in.
async fn tell_first_owner(app: &App) -> anyhow::Result<()> {
    let secret = Secret::of(app.ids.secret());
    let kept = secret.clone();
    let opened: Result<bool, DbError> =
        app.db.write(move |tx| first_owner::open_link(tx, &kept)).await;
    if opened? {
        let base_url = app.config.base_url.trim_end_matches('/');
        println!("Nobody of the wholesaler has a login yet. Make the first owner, once, at");
        println!("  {base_url}/first-owner/{}", secret.text());
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
