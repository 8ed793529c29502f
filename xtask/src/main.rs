//! Portico's own chores: `cargo xtask ci` is what the CI runs and what you run before you push.

mod browser;
mod ci;
mod licences;
mod postgres;
mod shell;
mod steps;
mod tools;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Portico's own chores")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Everything that must pass before a change lands.
    Ci {
        /// Only the steps whose name contains this word; several may be given.
        #[arg(long)]
        only: Vec<String>,
    },
    /// Checks that the licence of every dependency is one we may use.
    Licences,
    /// Pictures of every page, wide, narrow and dark, into e2e/screenshots.
    Screenshots {
        /// The program to look at.
        #[arg(long, default_value = "target/debug/portico")]
        program: String,
    },
    /// Starts the PostgreSQL of the tests (installing it where we may) and prints its address.
    Postgres,
}

fn main() -> ExitCode {
    match run(Arguments::parse().chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> anyhow::Result<()> {
    std::env::set_current_dir(shell::root())?;
    match chore {
        Chore::Ci { only } => ci::run(&only),
        Chore::Licences => licences::check(),
        Chore::Screenshots { program } => browser::run(&program, &["screenshots"]),
        Chore::Postgres => {
            println!("{}", postgres::ensure()?);
            Ok(())
        }
    }
}
