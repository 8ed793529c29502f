//! Starting and killing the program itself, each time over a database of its own.

use crate::http::Client;
use crate::{postgres, shell};
use anyhow::{Context, bail, ensure};
use serde_json::Value;
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const WORLD_WITHIN: Duration = Duration::from_secs(4 * 3_600);
/// Where `--bench-logins` writes to, inside the site's folder.
pub const MANY: &str = "many.json";
const READY_WITHIN: Duration = Duration::from_secs(30);

/// Which database a run uses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// A file.
    Sqlite,
    /// The test server, without durability: for races and crashes of the program, not of the machine.
    Postgres,
    /// A server with durable commits: for the bench.
    PostgresDurable,
}

impl Kind {
    /// As people say it.
    pub fn name(self) -> &'static str {
        if self == Kind::Sqlite { "SQLite" } else { "PostgreSQL" }
    }
}

/// A place with a demo world: the program that is looked at, its database, and who can sign in.
pub struct Site {
    /// The program.
    pub program: PathBuf,
    /// As `--database` takes it.
    pub database: String,
    /// Logins of the demo: see docs/api.md, "Command line".
    pub logins: Vec<Value>,
    /// Logins made for load: session, csrf, token.
    pub many: Vec<Value>,
    folder: PathBuf,
}

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Site {
    /// Builds a demo world in a fresh database and answers it with the server that shows it.
    ///
    /// # Errors
    /// With the program's last words, where it does not come up.
    pub fn demo(
        program: &Path,
        kind: Kind,
        name: &str,
        words: &[String],
    ) -> anyhow::Result<(Site, Server)> {
        ensure!(program.exists(), "{} is not built", program.display());
        let folder =
            shell::root().join(format!("target/xtask/{name}-{kind:?}-{}", std::process::id()));
        Site::in_folder(program, kind, name, folder, words)
    }

    fn in_folder(
        program: &Path,
        kind: Kind,
        name: &str,
        folder: PathBuf,
        words: &[String],
    ) -> anyhow::Result<(Site, Server)> {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        let database = match kind {
            Kind::Sqlite => place(kind, &folder, name)?,
            Kind::Postgres => postgres::fresh(&postgres::ensure()?, name)?,
            Kind::PostgresDurable => postgres::fresh(&postgres::durable()?, name)?,
        };
        let mut site = Site {
            program: program.to_owned(),
            database,
            logins: Vec::new(),
            many: Vec::new(),
            folder,
        };
        let mut words: Vec<String> = [&["demo".to_owned()], words].concat();
        words.extend(["--logins-file".to_owned(), site.file("logins.json")]);
        let server = site.start(&words, WORLD_WITHIN)?;
        site.logins = site.read("logins.json")?;
        site.many = site.read(MANY).unwrap_or_default();
        Ok((site, server))
    }

    /// The world of an earlier run at this place, or a new one that stays there: large ones take long to build.
    ///
    /// # Errors
    /// As `demo`.
    pub fn kept(
        program: &Path,
        kind: Kind,
        name: &str,
        words: &[String],
    ) -> anyhow::Result<(Site, Server)> {
        let folder = shell::root().join(format!("target/bench/{name}-{kind:?}"));
        let whole = folder.join("whole");
        let database = place(kind, &folder, name);
        if let (true, Ok(database)) = (whole.exists(), database) {
            let mut site = Site {
                program: program.to_owned(),
                database,
                logins: vec![],
                many: vec![],
                folder,
            };
            site.logins = site.read("logins.json")?;
            site.many = site.read(MANY)?;
            let server = site.serve()?;
            return Ok((site, server));
        }
        let made = Site::in_folder(program, kind, name, folder, words)?;
        File::create(whole)?;
        Ok(made)
    }

    /// A file of this site.
    pub fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    fn read(&self, name: &str) -> anyhow::Result<Vec<Value>> {
        Ok(serde_json::from_str(&std::fs::read_to_string(self.file(name))?)?)
    }

    /// Serves this site's database, at a free port; customers pay at the demo gateway, whose books are in it.
    pub fn serve(&self) -> anyhow::Result<Server> {
        std::fs::write(self.folder.join("portico.toml"), "[payments]\ndemo = true\n")?;
        self.start(&["serve".to_owned()], READY_WITHIN)
    }

    fn start(&self, words: &[String], within: Duration) -> anyhow::Result<Server> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = self.folder.join("server.log");
        let log_to = File::options().create(true).append(true).open(&log)?;
        let mut command = self.command(address);
        command.args(words).stdout(log_to.try_clone()?).stderr(log_to);
        if words[0] == "demo" {
            command.args(["--listen", &address.to_string(), "--database", &self.database]);
        }
        let child = command.spawn().context("the program does not start")?;
        let mut server = Server { child, address };
        server.wait(within).with_context(|| format!("see {}", log.display()))?;
        Ok(server)
    }

    fn command(&self, address: SocketAddr) -> Command {
        let mut command = Command::new(&self.program);
        command
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .env("PORTICO_DATABASE", &self.database)
            .env("PORTICO_LISTEN", address.to_string())
            .env("PORTICO_BASE_URL", format!("http://{address}"))
            .env("PORTICO_BENCH", "1")
            .env("PORTICO_DATA", self.folder.join("data"));
        command
    }

    /// Starts one of the program's commands, without its words.
    pub fn begin(&self, words: &[&str]) -> anyhow::Result<Child> {
        let mut command = self.command(SocketAddr::from(([127, 0, 0, 1], 1)));
        command.args(words).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().context("the program does not start")
    }

    /// Runs one of the program's commands to its end: whether it succeeded, and what it said.
    pub fn ends(&self, words: &[&str]) -> anyhow::Result<(bool, String)> {
        let output = self.command(SocketAddr::from(([127, 0, 0, 1], 1))).args(words).output()?;
        let said = [output.stdout, output.stderr].concat();
        Ok((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
    }

    /// Runs one of the program's commands to its end and reads the last line it prints as JSON.
    pub fn told(&self, words: &[&str]) -> anyhow::Result<Value> {
        let address = SocketAddr::from(([127, 0, 0, 1], 1));
        let text = shell::output(self.command(address).args(words))?;
        let last = text.lines().last().context("the program printed nothing")?;
        Ok(serde_json::from_str(last)?)
    }

    /// Tokens of customers who may order, without a limit of their own where `first` is taken.
    pub fn buyers(&self) -> anyhow::Result<Vec<String>> {
        let ordering = |login: &&Value| {
            login["kind"] == "customer"
                && ["buyer", "approver", "manager"].iter().any(|role| login["role"] == *role)
        };
        let from = if self.many.is_empty() { &self.logins } else { &self.many };
        let tokens: Vec<String> = from
            .iter()
            .filter(|login| !self.many.is_empty() || ordering(login))
            .filter_map(token)
            .collect();
        ensure!(!tokens.is_empty(), "the demo has no login that may order by the API");
        Ok(tokens)
    }

    /// The token of the first login of this kind and role.
    pub fn token(&self, kind: &str, role: &str) -> anyhow::Result<String> {
        let login = self.logins.iter().find(|login| login["kind"] == kind && login["role"] == role);
        login.and_then(token).with_context(|| format!("the demo has no token of a {kind} {role}"))
    }

    /// What the database takes on disk.
    pub fn disk_mb(&self, kind: Kind) -> anyhow::Result<u64> {
        let bytes = match kind {
            Kind::Sqlite => std::fs::metadata(self.file("portico.sqlite"))?.len(),
            _ => postgres::ask(&self.database, "select pg_database_size(current_database())")?
                .trim()
                .parse()?,
        };
        Ok(bytes / 1_000_000)
    }

    /// Removes what the run left on disk.
    pub fn clear(self) -> anyhow::Result<()> {
        std::fs::remove_dir_all(&self.folder)?;
        Ok(())
    }
}

/// The address of the database of this name.
fn place(kind: Kind, folder: &Path, name: &str) -> anyhow::Result<String> {
    match kind {
        Kind::Sqlite => Ok(format!("sqlite:{}", folder.join("portico.sqlite").display())),
        Kind::Postgres => Ok(postgres::named(&postgres::ensure()?, name)),
        Kind::PostgresDurable => Ok(postgres::named(&postgres::durable()?, name)),
    }
}

fn token(login: &Value) -> Option<String> {
    login["api_token"].as_str().map(str::to_owned)
}

impl Server {
    /// The process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL, now.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    fn wait(&mut self, within: Duration) -> anyhow::Result<()> {
        let start = Instant::now();
        while start.elapsed() < within {
            if let Some(status) = self.child.try_wait()? {
                bail!("the program ended with {status} before it answered");
            }
            let answer = Client::with_headers(self.address, "").get("/readyz");
            if answer.is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("no answer at /readyz within {} s", within.as_secs())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
