//! `portico doctor [--json]` and `portico audit verify [--json]`: exit 0 all holds, 1 something does not.

use super::examine;
use crate::platform::activity_chain;
use crate::platform::db::Db;
use clap::{Args, Subcommand};
use portico_types::Moment;
use std::process::ExitCode;

/// Arguments of `portico doctor`.
#[derive(Args, Clone, Debug)]
pub struct DoctorArgs {
    /// Print one JSON object as the last line.
    #[arg(long)]
    pub json: bool,
}

/// What `portico audit` can do.
#[derive(Subcommand, Clone, Debug)]
pub enum AuditCommand {
    /// Works the chain over all activity out again.
    Verify {
        /// Print one JSON object as the last line.
        #[arg(long)]
        json: bool,
    },
}

/// Runs `portico doctor`.
///
/// # Errors
/// What the database says.
pub async fn doctor(db: &Db, args: &DoctorArgs) -> anyhow::Result<ExitCode> {
    let findings = db.report(examine).await?;
    print!("{}", findings.text());
    if args.json {
        println!("{}", findings.json());
    }
    Ok(exit(findings.is_ok()))
}

/// Runs `portico audit …`.
///
/// # Errors
/// What the database says.
pub async fn audit(db: &Db, command: &AuditCommand) -> anyhow::Result<ExitCode> {
    let AuditCommand::Verify { json } = command;
    let verdict = db.report(activity_chain::verify).await?;
    println!("{} deeds sealed, the last link is {}.", verdict.sealed, verdict.head);
    if let Some(oldest) = verdict.oldest_unsealed {
        let oldest = Moment(oldest).text();
        println!("{} wait for their seal, the oldest since {oldest}.", verdict.unsealed);
    }
    for breach in &verdict.breaches {
        println!("  {breach}");
    }
    println!("{}", if verdict.is_ok() { "The chain is whole." } else { "The chain is broken." });
    if *json {
        println!("{}", verdict.json());
    }
    Ok(exit(verdict.is_ok()))
}

fn exit(is_ok: bool) -> ExitCode {
    if is_ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
