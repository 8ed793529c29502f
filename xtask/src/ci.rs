//! `cargo xtask ci`: everything that must pass before a change lands, in the order in which it fails fastest.

use crate::shell::{cargo, run as sh};
use crate::steps::Steps;
use crate::{licences, postgres, shell};

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
    steps.step("release", || {
        sh(cargo().args(["build", "--release", "--locked", "-p", "portico"]))
    })?;
    steps.table();
    println!("\ncargo xtask ci: everything passed");
    Ok(())
}

fn clippy() -> anyhow::Result<()> {
    sh(cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]))
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
    sh(command
        .args(["--workspace", "--locked"])
        .env("PORTICO_TEST_POSTGRES", postgres))
}
