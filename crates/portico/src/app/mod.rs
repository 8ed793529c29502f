//! What the program is made of at run time: `App` holds everything that reaches outside, and the
//! router has one line for each slice.

pub mod errors;
pub mod frame;
pub mod headers;
pub mod list_page;
pub mod lists;
pub mod look;
pub mod menu;
#[cfg(test)]
mod outage_tests;
pub mod papers;
#[cfg(test)]
mod papers_tests;
pub mod router;

use crate::billing::pay::carry::Gateways;
use crate::config::Config;
use crate::platform::auth::Auth;
use crate::platform::clock::Clock;
use crate::platform::db::Db;
use crate::platform::export::Exports;
use crate::platform::files::Store;
use crate::platform::ids::Ids;
use crate::platform::mail::Mailer;
use crate::platform::metrics::Metrics;
use crate::platform::pictures::Darkroom;
use crate::platform::search::Search;
use crate::platform::words::Words;
use look::Look;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Routes of a slice, over this program.
pub type Routes = crate::platform::routes::Routes<App>;

/// Everything a handler needs; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of an `App`.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Ids and secrets.
    pub ids: Ids,
    /// Texts in all languages.
    pub words: Words,
    /// The configuration, read once.
    pub config: Config,
    /// Hashing of passwords, rates of tokens.
    pub auth: Auth,
    /// Where mails go.
    pub mailer: Mailer,
    /// Where files are kept.
    pub files: Store,
    /// Makes pictures of what is uploaded, one at a time.
    pub darkroom: Darkroom,
    /// The search index of products; `catalogue::follow` keeps it up to date.
    pub search: Search,
    /// Where lists become files.
    pub exports: Exports,
    /// Stylesheet, script and name of the wholesaler.
    pub look: Look,
    /// Where customers pay.
    pub gateways: Gateways,
    /// What this process counts.
    pub metrics: Metrics,
    /// Whether it was asked to stop: then it is not ready for more.
    pub stopping: AtomicBool,
}

impl App {
    /// An app of these parts.
    #[must_use]
    pub fn new(parts: Parts) -> App {
        App(Arc::new(parts))
    }
}

impl std::ops::Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Parts {
    /// The parts that follow from these four: words, mails by SMTP or into `data/mail`, hashing at the configured cost.
    ///
    /// # Errors
    /// Where the mail server's address or the place of files cannot be read, or the search index cannot be opened.
    pub fn of(config: Config, db: Db, clock: Clock, ids: Ids) -> anyhow::Result<Parts> {
        let search = Search::open(&config.data.join("search"))?;
        Parts::with_search(search, config, db, clock, ids)
    }

    /// The same with a search index that is open already.
    ///
    /// # Errors
    /// Where the mail server's address or the place of files cannot be read.
    pub fn with_search(
        search: Search,
        config: Config,
        db: Db,
        clock: Clock,
        ids: Ids,
    ) -> anyhow::Result<Parts> {
        let words = Words::load()?;
        let mailer = match &config.smtp {
            Some(smtp) => Mailer::smtp(&smtp.url, &smtp.from)?,
            None => Mailer::folder(config.data.join("mail")),
        };
        let auth = Auth::new(config.password_cost());
        let look = Look::new(&words);
        let exports = Exports::new(config.data.join("exports"));
        let (files, darkroom) = (Store::of(&config.files)?, Darkroom::default());
        let metrics = Metrics::new(clock.now_ms());
        let gateways = Gateways::of(&config, &db)?;
        let parts = Parts {
            db,
            clock,
            ids,
            words,
            config,
            auth,
            mailer,
            files,
            darkroom,
            search,
            exports,
            look,
            gateways,
            metrics,
            stopping: AtomicBool::new(false),
        };
        Ok(parts)
    }
}
