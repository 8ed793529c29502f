//! Portico's own chores: `cargo xtask ci` is what the CI runs and what you run before you push.

mod bench;
mod browser;
mod ci;
mod crash;
mod einvoice;
mod forms;
mod guards;
mod http;
mod licences;
mod memory;
mod pay_events;
mod postgres;
mod program;
mod race;
mod random;
mod shell;
mod steps;
mod tools;

use anyhow::Context;
use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
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
        program: PathBuf,
    },
    /// CPU time per request, as ratios within one run, and a mixed load, on both databases.
    Bench(bench::Options),
    /// People who want the same thing at the same moment, over HTTP, on both databases.
    Race {
        /// The program to race against.
        #[arg(long, default_value = "target/debug/portico")]
        program: PathBuf,
        /// Only the races whose name contains this word; several may be given.
        #[arg(long)]
        only: Vec<String>,
        /// Rounds of the races for one invoice and for the last credit.
        #[arg(long, default_value_t = 100)]
        rounds: usize,
    },
    /// Thousands of messages of a gateway, repeated, shuffled, forged, on both databases.
    PayEvents {
        /// Messages at least.
        #[arg(long, default_value_t = 10_000)]
        events: usize,
        /// Draws them.
        #[arg(long, default_value_t = 20_261_122)]
        seed: u64,
    },
    /// Takes each guard against a race out of a copy of the code: its race must then be lost.
    Guards {
        /// Only those whose name or race contains this word; several may be given.
        #[arg(long)]
        only: Vec<String>,
    },
    /// Kills the program while orders are placed, and amid imports, backups, restores and migrations; afterwards all is whole.
    Crash {
        /// The program to kill.
        #[arg(long, default_value = "target/release/portico")]
        program: PathBuf,
        /// Orders to place.
        #[arg(long, default_value_t = 200)]
        orders: usize,
        /// SIGKILLs.
        #[arg(long, default_value_t = 20)]
        kills: usize,
        /// Draws lines and moments.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Only these parts: orders, imports, backup, restore, migration.
        #[arg(long)]
        only: Vec<String>,
    },
    /// What a list takes of memory when it becomes a file, over HTTP, on both databases.
    Memory {
        /// The program to measure.
        #[arg(long, default_value = "target/release/portico")]
        program: PathBuf,
        /// Order lines of the list.
        #[arg(long, default_value_t = 200_000)]
        rows: usize,
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
        Chore::Screenshots { program } => browser::screenshots(&absolute(&program)?),
        Chore::Bench(mut options) => {
            options.program = absolute(&options.program)?;
            bench::run(&options)
        }
        Chore::Race { program, only, rounds } => race::run(&absolute(&program)?, &only, rounds),
        Chore::PayEvents { events, seed } => pay_events::run(events, seed),
        Chore::Guards { only } => guards::run(&only),
        Chore::Crash { program, orders, kills, seed, only } => {
            crash::run(&absolute(&program)?, crash::Plan { orders, kills, seed }, &only)
        }
        Chore::Memory { program, rows } => memory::run(&absolute(&program)?, rows),
        Chore::Postgres => {
            println!("{}", postgres::ensure()?);
            Ok(())
        }
    }
}

fn absolute(program: &Path) -> anyhow::Result<PathBuf> {
    program.canonicalize().with_context(|| format!("{} is not built", program.display()))
}
