//! The PostgreSQL of tests and bench: servers on loopback, made on first use, installing the programs where we may.

use crate::{shell, tools};
use anyhow::{Context, bail};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A server of ours: where it lives and how it is set.
struct Cluster {
    place: &'static str,
    port: &'static str,
    options: &'static str,
    /// Whether it can be asked for encryption.
    encrypts: bool,
}

/// For tests: without durability, and with quick deadlock checks.
const TESTS: Cluster = Cluster {
    place: "/var/tmp/portico-test-postgres",
    port: "54329",
    options: "-c fsync=off -c full_page_writes=off -c deadlock_timeout=50ms -c max_connections=300",
    encrypts: true,
};

/// For the bench: what was acknowledged survives a power cut.
const BENCH: Cluster = Cluster {
    place: "/var/tmp/portico-bench-postgres",
    port: "54330",
    options: "-c fsync=on -c synchronous_commit=on -c shared_buffers=512MB -c max_wal_size=4GB",
    encrypts: false,
};

/// Makes sure that the test server runs and answers its address; `PORTICO_TEST_POSTGRES` names one that is there already.
///
/// # Errors
/// Where there is no PostgreSQL and we may not install it, or the server does not start.
pub fn ensure() -> anyhow::Result<String> {
    std::env::var("PORTICO_TEST_POSTGRES").or_else(|_| TESTS.running())
}

/// The same for the bench: a server of its own with durable commits.
pub fn durable() -> anyhow::Result<String> {
    BENCH.running()
}

/// The first process of the bench's server; its children do the work.
pub fn durable_pid() -> anyhow::Result<u32> {
    let file = Path::new(BENCH.place).join("data/postmaster.pid");
    let text = std::fs::read_to_string(file)?;
    Ok(text.lines().next().unwrap_or_default().parse()?)
}

/// The address of the database of this name on that server.
pub fn named(server: &str, name: &str) -> String {
    let base = server.rsplit_once('/').map_or(server, |(base, _)| base);
    format!("{base}/portico_{name}")
}

/// Makes an empty database, in place of one of that name, and answers its address.
pub fn fresh(server: &str, name: &str) -> anyhow::Result<String> {
    ask(server, &format!("drop database if exists portico_{name} with (force)"))?;
    let make = format!(
        "create database portico_{name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'"
    );
    ask(server, &make)?;
    Ok(named(server, name))
}

/// Runs one statement and answers what psql prints.
pub fn ask(server: &str, statement: &str) -> anyhow::Result<String> {
    let mut psql = Command::new("psql");
    psql.env("PGOPTIONS", "--client-min-messages=warning");
    shell::output(psql.args([server, "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", statement]))
}

impl Cluster {
    fn running(&self) -> anyhow::Result<String> {
        let programs = programs()?;
        // Two runs at once must not both make it.
        let lock = File::create(format!("{}.lock", self.place))?;
        lock.lock()?;
        let data = Path::new(self.place).join("data");
        if !data.join("PG_VERSION").exists() {
            self.make(&programs, &data)?;
        }
        if !self.answers(&programs) {
            self.start(&programs, &data)?;
        }
        if self.encrypts {
            self.encrypt(&data)?;
        }
        Ok(format!("postgres://postgres@127.0.0.1:{}/postgres", self.port))
    }

    fn make(&self, programs: &Path, data: &Path) -> anyhow::Result<()> {
        std::fs::create_dir_all(self.place)?;
        if tools::is_root() {
            shell::run(Command::new("chown").args(["postgres", self.place]))?;
        }
        let mut initdb = as_server(&programs.join("initdb"));
        initdb.args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync"]);
        shell::output(initdb.args(["--lc-collate=C", "--lc-ctype=C.UTF-8", "-D"]).arg(data))?;
        Ok(())
    }

    /// Gives the server a certificate for `localhost` from a root of its own (`root.crt` beside it), so that tests can
    /// ask for encryption.
    fn encrypt(&self, data: &Path) -> anyhow::Result<()> {
        if data.join("server.crt").exists() {
            return Ok(());
        }
        tools::ensure(&[("openssl", "openssl")])?;
        let openssl = |words: &str| {
            shell::output(Command::new("openssl").args(words.split(' ')).current_dir(data))
                .map(drop)
        };
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
        std::fs::write(data.join("names.ext"), "subjectAltName=DNS:localhost\n")?;
        openssl(&format!(
            "req -x509 {key} -days 3650 -keyout root.key -out root.crt -subj /CN=Tests"
        ))?;
        openssl(&format!("req {key} -keyout server.key -out server.csr -subj /CN=localhost"))?;
        openssl(
            "x509 -req -in server.csr -CA root.crt -CAkey root.key -days 3650 -out server.new -extfile names.ext",
        )?;
        if tools::is_root() {
            let mut chown = Command::new("chown");
            shell::run(
                chown.args(["postgres", "server.key", "server.new", "root.crt"]).current_dir(data),
            )?;
        }
        std::fs::rename(data.join("server.new"), data.join("server.crt"))?;
        let server = format!("postgres://postgres@127.0.0.1:{}/postgres", self.port);
        ask(&server, "alter system set ssl = on")?;
        ask(&server, "select pg_reload_conf()").map(drop)
    }

    fn start(&self, programs: &Path, data: &Path) -> anyhow::Result<()> {
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {}",
            self.port, self.options
        );
        let mut start = as_server(&programs.join("pg_ctl"));
        start.arg("-D").arg(data).arg("-l").arg(Path::new(self.place).join("log"));
        // pg_ctl hands its output to the server: with a pipe, whoever reads it would wait for ever.
        shell::run(start.args(["-w", "-o", &options, "start"]).stdout(Stdio::null()))
    }

    fn answers(&self, programs: &Path) -> bool {
        let mut ready = Command::new(programs.join("pg_isready"));
        ready.args(["-q", "-h", "127.0.0.1", "-p", self.port]);
        ready.status().is_ok_and(|status| status.success())
    }
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
    let programs = versions.flatten().map(|version| version.path().join("bin"));
    let mut found: Vec<PathBuf> = programs.filter(|bin| bin.join("initdb").exists()).collect();
    found.sort();
    found.pop()
}

/// PostgreSQL refuses to run as root.
fn as_server(program: &Path) -> Command {
    if !tools::is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program).current_dir("/");
    command
}
