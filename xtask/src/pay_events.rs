//! `cargo xtask pay-events`: thousands of messages of a gateway in a process of its own, each sent one to five times, shuffled, with
//! forgeries among them; afterwards every invoice is open by exactly what the gateway does not have. On both databases.

use crate::{postgres, shell};
use anyhow::Context;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// The fake gateways, killed when dropped.
struct Fake(Child);

impl Drop for Fake {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs it with so many events at least, drawn from this seed.
///
/// # Errors
/// An invoice that differs, a forged message that was believed, or what surrounds it.
pub fn run(events: usize, seed: u64) -> anyhow::Result<()> {
    println!("seed {seed}, {events} events at least");
    shell::run(shell::cargo().args(["build", "-q", "--workspace", "--bins"]))?;
    let mut child = Command::new(shell::root().join("target/debug/portico-pay-fake"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("the fake gateways do not start")?;
    let said = child.stdout.take().context("they say where they are")?;
    let _fake = Fake(child);
    let mut base = String::new();
    BufReader::new(said).read_line(&mut base)?;
    postgres::ensure()?;
    shell::run(
        shell::cargo()
            .args(["nextest", "run", "--workspace", "--test-threads", "1", "--no-capture"])
            .arg("every_invoice_is_open_by_what_the_gateway_does_not_have")
            .env("PORTICO_PAY_FAKE", base.trim())
            .env("PORTICO_EVENTS", events.to_string())
            .env("PORTICO_SEED", seed.to_string()),
    )
}
