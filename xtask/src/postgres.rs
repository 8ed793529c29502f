//! The PostgreSQL of the tests: one server on loopback, made on first use, without durability and with quick deadlock checks.

use crate::{shell, tools};
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const PORT: &str = "54329";
const PLACE: &str = "/var/tmp/portico-test-postgres";
const OPTIONS: &str = "-p 54329 -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off \
                       -c full_page_writes=off -c deadlock_timeout=50ms -c max_connections=300";

/// Makes sure that a test server runs and answers its address; `PORTICO_TEST_POSTGRES` names one that is there already.
///
/// # Errors
/// Where there is no PostgreSQL and we may not install it, or the server does not start.
pub fn ensure() -> anyhow::Result<String> {
    if let Ok(url) = std::env::var("PORTICO_TEST_POSTGRES") {
        return Ok(url);
    }
    let programs = programs()?;
    let data = Path::new(PLACE).join("data");
    if !data.join("PG_VERSION").exists() {
        make(&programs, &data)?;
    }
    if !answers(&programs) {
        let log = Path::new(PLACE).join("log");
        let mut start = server(&programs.join("pg_ctl"));
        start.arg("-D").arg(&data).arg("-l").arg(log);
        // pg_ctl hands its standard output to the server: with a pipe, whoever reads it would wait for ever.
        shell::run(
            start
                .args(["-w", "-o", OPTIONS, "start"])
                .stdout(std::process::Stdio::null()),
        )?;
    }
    Ok(format!("postgres://postgres@127.0.0.1:{PORT}/postgres"))
}

/// The folder of the newest server programs, installing them where we may.
fn programs() -> anyhow::Result<PathBuf> {
    if let Some(found) = newest() {
        return Ok(found);
    }
    if !tools::is_root() {
        bail!("PostgreSQL is missing. Install with: apt-get install postgresql");
    }
    tools::install(&["postgresql"])?;
    newest().context("postgresql was installed, /usr/lib/postgresql has no server all the same")
}

fn newest() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<PathBuf> = versions
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|programs| programs.join("initdb").exists())
        .collect();
    found.sort();
    found.pop()
}

fn make(programs: &Path, data: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(PLACE)?;
    if tools::is_root() {
        shell::run(Command::new("chown").args(["postgres", PLACE]))?;
    }
    let mut initdb = server(&programs.join("initdb"));
    initdb.args([
        "--auth=trust",
        "--username=postgres",
        "--encoding=UTF8",
        "--no-sync",
    ]);
    shell::output(
        initdb
            .args(["--lc-collate=C", "--lc-ctype=C.UTF-8", "-D"])
            .arg(data),
    )?;
    Ok(())
}

fn answers(programs: &Path) -> bool {
    let mut ready = Command::new(programs.join("pg_isready"));
    ready.args(["-q", "-h", "127.0.0.1", "-p", PORT]);
    ready.status().is_ok_and(|status| status.success())
}

/// PostgreSQL refuses to run as root.
fn server(program: &Path) -> Command {
    if !tools::is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command
        .args(["-u", "postgres", "--"])
        .arg(program)
        .current_dir("/");
    command
}
