//! `cargo xtask ci`: everything that must pass before a change lands, in the order in which it fails fastest.

use crate::shell::{cargo, run as sh};
use crate::steps::Steps;
use crate::{browser, crash, einvoice, licences, postgres, race, shell};

/// A few; `cargo xtask race` alone does a hundred.
const RACE_ROUNDS: usize = 20;
/// A short one; `cargo xtask crash` alone does more.
const CRASH: crash::Plan = crash::Plan { orders: 40, kills: 4, seed: 1 };

/// Runs all steps, or those whose name contains one of the given words.
///
/// # Errors
/// The first step that fails, with the command that runs it alone.
pub fn run(only: &[String]) -> anyhow::Result<()> {
    let mut steps = Steps::new(only);
    steps.step("fmt", || sh(cargo().args(["fmt", "--all", "--check"])))?;
    steps.step("licences", licences::check)?;
    steps.step("clippy", clippy)?;
    steps.step("docs", docs)?;
    steps.step("tests", tests)?;
    steps.step("einvoice", einvoice::check)?;
    steps.step("program", program)?;
    let program = shell::root().join("target/debug/portico");
    steps.step("race", || race::run(&program, &[], RACE_ROUNDS))?;
    steps.step("crash", || crash::run(&program, CRASH, &[]))?;
    steps.step("browser", || browser::run(&program, &["journeys", "axe"]))?;
    steps.table();
    println!("\ncargo xtask ci: everything passed");
    Ok(())
}

/// The program that races, crashes and browsers run: of the tests' profile, whose dependencies are built by now. A release
/// build would build them all again and find nothing more.
fn program() -> anyhow::Result<()> {
    sh(cargo().args(["build", "--workspace", "--bins", "--locked"]))
}

fn clippy() -> anyhow::Result<()> {
    sh(cargo().args(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))
}

fn docs() -> anyhow::Result<()> {
    sh(cargo().env("RUSTDOCFLAGS", "-D warnings").args([
        "doc",
        "--workspace",
        "--no-deps",
        "--document-private-items",
        "--locked",
    ]))
}

/// All tests, on SQLite and on PostgreSQL: the tests read the server's address from the environment
/// and fail without it.
fn tests() -> anyhow::Result<()> {
    let postgres = postgres::ensure()?;
    let mut command = cargo();
    if shell::has("cargo-nextest") {
        command.args(["nextest", "run", "--no-fail-fast"]);
    } else {
        command.args(["test", "--no-fail-fast"]);
    }
    sh(command.args(["--workspace", "--locked"]).env("PORTICO_TEST_POSTGRES", postgres))
}
