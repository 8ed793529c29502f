//! The command line: `portico serve`, `demo`, `import`, `user`, `migrate`, `backup`, `restore`, `copy`, `release`, `ready`,
//! `doctor`, `audit`, `openapi`.
//! Exit 0 done · 1 failed, nothing changed · 2 wrong use · 3 done with refused rows.

mod ready;
mod upgrade;

use crate::access::{self, cli::UserCommand};
use crate::backup::{
    self,
    cli::{BackupArgs, CopyArgs, RestoreArgs},
};
use crate::catalogue::pictures::cli::{self, PicturesArgs};
use crate::catalogue::pictures::take::Workshop;
use crate::config::{self, Config};
use crate::demo;
use crate::doctor::cli::{self as doctor, AuditCommand, DoctorArgs};
use crate::import::cli::{self as import, ImportArgs};
use crate::platform::clock::Clock;
use crate::platform::files::Store;
use crate::platform::ids::Ids;
use crate::platform::pictures::Darkroom;
use crate::platform::words::Words;
use crate::serve;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// A self-hosted portal that a wholesaler puts in front of its ERP.
#[derive(Parser)]
#[command(name = "portico", version, about)]
struct Cli {
    /// The configuration file; `portico.toml` here, if there is one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A path, `sqlite:PATH` or `postgres://…`; overrides the configuration.
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// Address and port to listen on; overrides the configuration.
    #[arg(long, global = true, value_name = "ADDR")]
    listen: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answers requests until asked to stop.
    Serve(upgrade::UpgradeArgs),
    /// Builds a made-up company in a fresh place and shows it.
    Demo(demo::Options),
    /// Brings the database's schema up to date, after a backup.
    Migrate(upgrade::UpgradeArgs),
    /// Takes a backup of everything, also while people work, and reads it back.
    Backup(BackupArgs),
    /// Restores a backup into an empty database of either kind.
    Restore(RestoreArgs),
    /// Copies everything from one database into another, empty one.
    Copy(CopyArgs),
    /// Prints a configuration in which every key is explained.
    Config,
    /// Asks the running server whether it can answer: exit 0 or 1.
    Ready,
    /// Says that a restored database is the one in use: what waited is sent.
    Release,
    /// Brings a wholesaler's data in from CSV files.
    Import(ImportArgs),
    /// Takes pictures named by the products they show: MUG-SAND.jpg, MUG-SAND_2.jpg.
    Pictures(PicturesArgs),
    /// Looks whether everything that must always hold does hold.
    Doctor(DoctorArgs),
    /// Looks after the record of who did what.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Logins: invitations, tokens, first passwords.
    #[command(subcommand)]
    User(UserCommand),
    /// Prints the description of the API, as `/api/openapi.json` answers it.
    Openapi,
}

/// Reads the command line and does what it says.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    if matches!(cli.command, Command::Serve(_)) {
        first_config(&cli);
    }
    let config = match configured(&cli) {
        Ok(config) => config,
        Err(error) => return failed(&error),
    };
    watch(&config.log);
    let named = cli.database.clone().or_else(|| std::env::var("PORTICO_DATABASE").ok());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(carry_out(cli.command, config, named)),
        Err(error) => Err(error.into()),
    };
    done.unwrap_or_else(|error| failed(&error))
}

/// A server that finds no configuration writes one that explains every key. Where it may not, it goes on without.
fn first_config(cli: &Cli) {
    let path = cli.config.clone().unwrap_or_else(|| PathBuf::from("portico.toml"));
    match config::write_template(&path) {
        Ok(true) => println!("{} was written; every key is explained in it.", path.display()),
        Ok(false) => {}
        Err(error) => eprintln!("portico: {} cannot be written: {error}", path.display()),
    }
}

fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("portico: {error:#}");
    ExitCode::from(1)
}

fn configured(cli: &Cli) -> anyhow::Result<Config> {
    let mut config = Config::load(cli.config.as_deref(), |name| std::env::var(name).ok())?;
    if let Some(database) = &cli.database {
        config.database.clone_from(database);
    }
    if let Some(listen) = &cli.listen {
        config.listen.clone_from(listen);
    }
    Ok(config)
}

fn watch(format: &str) {
    let filter = EnvFilter::try_from_env("PORTICO_LOG_FILTER")
        .unwrap_or_else(|_| EnvFilter::new("warn,portico=warn"));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let set = if format == "json" { subscriber.json().try_init() } else { subscriber.try_init() };
    if set.is_err() {
        eprintln!("portico: logs were set up before");
    }
}

async fn carry_out(
    command: Command,
    config: Config,
    named: Option<String>,
) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(args) => {
            serve::make_data_folder(&config)?;
            let db = serve::connect(&config).await?;
            let _ = backup::prepare(&db, &config, args.before(&config)).await?;
            serve::serve(serve::app(config, db)?).await?;
        }
        Command::Demo(options) => show(config, named, &options).await?,
        Command::Openapi => print!("{}", crate::api::openapi::text()),
        Command::Migrate(args) => return upgrade::migrate(&config, &args).await,
        Command::Backup(args) => return backup::cli::backup(&config, &args).await,
        Command::Restore(args) => return backup::cli::restore_file(&config, &args).await,
        Command::Copy(args) => return backup::cli::copy_all(&config, &args).await,
        Command::Config => print!("{}", config::TEMPLATE),
        Command::Ready => return ready::ready(&config),
        Command::Release => {
            return backup::cli::release(&serve::open_existing(&config).await?).await;
        }
        Command::Import(args) => return Ok(import::run(&serve::open(&config).await?, &args).await),
        Command::Pictures(args) => return pictures(config, &args).await,
        Command::Doctor(args) => {
            return doctor::doctor(&serve::open_existing(&config).await?, &args).await;
        }
        Command::Audit(command) => {
            return doctor::audit(&serve::open_existing(&config).await?, &command).await;
        }
        Command::User(command) => {
            let db = serve::open(&config).await?;
            println!(
                "{}",
                access::cli::run(&db, &Ids::system(), config.password_cost(), command).await?
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Pictures by their names, into the place that the configuration names.
async fn pictures(config: Config, args: &PicturesArgs) -> anyhow::Result<ExitCode> {
    let db = serve::open(&config).await?;
    let workshop = Workshop {
        darkroom: Darkroom::default(),
        store: Store::of(&config.files)?,
        ids: Ids::system(),
    };
    cli::run(&db, &workshop, Words::load()?.language("en"), args).await
}

/// The demo: a world in the database that was named, else in a fresh folder; then requests are answered.
async fn show(
    config: Config,
    named: Option<String>,
    options: &demo::Options,
) -> anyhow::Result<()> {
    let place = demo::place(config, named)?;
    let db = serve::connect(&place.config).await?;
    demo::refuse_used(&db).await?;
    serve::migrated(&db).await?;
    demo::build(&db, Clock::system().now_ms(), options).await?;
    serve::serve(serve::app(place.config.clone(), db)?).await
}
