//! Configuration: `portico.toml`, each value overridable by `PORTICO_…`; read once and passed on.

use crate::platform::auth::Cost;
use crate::platform::files::FilesConfig;
use serde::Deserialize;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// What the one technical person of a wholesaler sets.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// A path, `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// Address and port to listen on.
    pub listen: String,
    /// The address people type, with scheme: links in mails start with it.
    pub base_url: String,
    /// Folder for the search index, mails without SMTP, and the like.
    pub data: PathBuf,
    /// Where mail goes; absent: into files under `data/mail`.
    pub smtp: Option<Smtp>,
    /// Where pictures and other files are kept: in the database unless said otherwise.
    pub files: FilesConfig,
    /// Peers whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Serve plain HTTP beyond loopback all the same.
    pub insecure_http: bool,
    /// `text` or `json`.
    pub log: String,
    /// Serve the fixed page that benches are measured against.
    #[serde(skip)]
    pub bench: bool,
    /// Memory in KiB that hashing a password takes (argon2id).
    pub password_memory_kib: u32,
    /// Passes over that memory.
    pub password_passes: u32,
    /// Seconds that requests may take to their end when the server is asked to stop.
    pub stop_within_s: u64,
    /// Backups that the program takes by itself.
    pub backup: Backup,
    /// Who may read `/metrics`.
    pub metrics: Metrics,
    /// Gateways that customers may pay at.
    pub payments: Payments,
}

/// Gateways that customers may pay at; which of them is in use is a setting.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Payments {
    /// Whether there is the demo gateway, at which everything is paid without money.
    pub demo: bool,
    /// An account at Stripe.
    pub stripe: Option<StripeAccount>,
    /// A profile at Mollie.
    pub mollie: Option<MollieProfile>,
}

/// An account at Stripe.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StripeAccount {
    /// The secret or restricted key.
    pub key: String,
    /// What its messages are signed with; several while they are being changed.
    pub signing_secrets: Vec<String>,
    /// Another address, for tests.
    pub address: Option<String>,
}

impl std::fmt::Debug for StripeAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StripeAccount").finish_non_exhaustive()
    }
}

/// A profile at Mollie.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MollieProfile {
    /// Its key.
    pub key: String,
    /// Another address, for tests.
    pub address: Option<String>,
}

impl std::fmt::Debug for MollieProfile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MollieProfile").finish_non_exhaustive()
    }
}

/// Who may read `/metrics`: nobody, unless something is set.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Metrics {
    /// From these addresses.
    pub allow: Vec<IpAddr>,
    /// With this token.
    pub token: Option<String>,
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Metrics").field("allow", &self.allow).finish_non_exhaustive()
    }
}

/// Backups that the program takes by itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Backup {
    /// Where the backup of every day goes; absent: none is taken.
    pub folder: Option<PathBuf>,
    /// How many daily backups are kept.
    pub keep: usize,
    /// When, as `HH:MM` of the wholesaler's time zone.
    pub at: String,
    /// Whether one is taken before a new version changes the schema.
    pub before_migration: bool,
}

impl Default for Backup {
    fn default() -> Backup {
        Backup { folder: None, keep: 14, at: "02:30".to_owned(), before_migration: true }
    }
}

/// A mail server.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// `smtp://user:password@host:port` or `smtps://…`, as lettre reads it.
    pub url: String,
    /// Sender of all mails: `Portico <portal@example.com>`.
    pub from: String,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp").field("from", &self.from).finish_non_exhaustive()
    }
}

impl Default for Config {
    fn default() -> Config {
        Config {
            database: "sqlite:portico.sqlite".to_owned(),
            listen: "127.0.0.1:8080".to_owned(),
            base_url: "http://127.0.0.1:8080".to_owned(),
            data: PathBuf::from("portico-data"),
            smtp: None,
            files: FilesConfig::default(),
            trusted_proxies: Vec::new(),
            insecure_http: false,
            log: "text".to_owned(),
            bench: false,
            password_memory_kib: 19 * 1024,
            password_passes: 2,
            stop_within_s: 30,
            backup: Backup::default(),
            metrics: Metrics::default(),
            payments: Payments::default(),
        }
    }
}

impl Config {
    /// Reads the file (absent is fine unless it was named), then what the environment overrides.
    ///
    /// # Errors
    /// Names the file and the line, or the variable, that cannot be read.
    pub fn load(
        path: Option<&Path>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> anyhow::Result<Config> {
        let mut config = match path {
            Some(path) => read(path)?,
            None if Path::new("portico.toml").exists() => read(Path::new("portico.toml"))?,
            None => Config::default(),
        };
        let set = |name: &str, field: &mut String| {
            if let Some(value) = variable(name) {
                *field = value;
            }
        };
        set("PORTICO_DATABASE", &mut config.database);
        set("PORTICO_LISTEN", &mut config.listen);
        set("PORTICO_BASE_URL", &mut config.base_url);
        set("PORTICO_LOG", &mut config.log);
        if let Some(data) = variable("PORTICO_DATA") {
            config.data = PathBuf::from(data);
        }
        if let Some(url) = variable("PORTICO_SMTP_URL") {
            let from = variable("PORTICO_SMTP_FROM").ok_or_else(|| {
                anyhow::anyhow!("PORTICO_SMTP_URL is set, PORTICO_SMTP_FROM is not")
            })?;
            config.smtp = Some(Smtp { url, from });
        }
        if let Some(folder) = variable("PORTICO_FILES_FOLDER") {
            config.files.folder = Some(PathBuf::from(folder));
        }
        if let Some(s3) = &mut config.files.s3 {
            set("PORTICO_S3_KEY", &mut s3.key);
            set("PORTICO_S3_SECRET", &mut s3.secret);
        }
        if let Some(stripe) = &mut config.payments.stripe {
            set("PORTICO_STRIPE_KEY", &mut stripe.key);
            if let Some(secret) = variable("PORTICO_STRIPE_SIGNING_SECRET") {
                stripe.signing_secrets = vec![secret];
            }
        }
        if let Some(mollie) = &mut config.payments.mollie {
            set("PORTICO_MOLLIE_KEY", &mut mollie.key);
        }
        if let Some(value) = variable("PORTICO_INSECURE_HTTP") {
            config.insecure_http = value == "1" || value == "yes" || value == "true";
        }
        config.bench = variable("PORTICO_BENCH").is_some_and(|value| value == "1");
        Ok(config)
    }

    /// Where backups go that nobody named a place for.
    #[must_use]
    pub fn backup_folder(&self) -> PathBuf {
        self.backup.folder.clone().unwrap_or_else(|| self.data.join("backups"))
    }

    /// What hashing a password costs.
    #[must_use]
    pub fn password_cost(&self) -> Cost {
        Cost { memory_kib: self.password_memory_kib, passes: self.password_passes }
    }

    /// Whether people reach the portal by https: then cookies are `Secure` with the `__Host-` name.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

fn read(path: &Path) -> anyhow::Result<Config> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| anyhow::anyhow!("{} cannot be read: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| {
        let before = &text[..error.span().map_or(0, |span| span.start.min(text.len()))];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        anyhow::anyhow!("{}, line {line}, column {column}: {}", path.display(), error.message())
    })
}

/// `portico.toml` as a fresh place gets it: every key, explained, with what holds without it.
pub const TEMPLATE: &str = include_str!("config_template.toml");

/// Writes the explained configuration where there is none; `true`: it was written. One that is there stays.
///
/// # Errors
/// A folder that cannot be written to.
pub fn write_template(path: &Path) -> std::io::Result<bool> {
    match std::fs::File::create_new(path) {
        Ok(mut file) => std::io::Write::write_all(&mut file, TEMPLATE.as_bytes()).map(|()| true),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys that a table knows, as its own complaint about an unknown one lists them.
    fn keys_of(table: &str) -> Vec<String> {
        let text = format!("{table}\nunknown_key = 1\n");
        let complaint = toml::from_str::<Config>(&text).unwrap_err().message().to_owned();
        let list = complaint.split_once("expected").unwrap().1;
        list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    #[test]
    fn the_template_explains_every_key_and_changes_nothing() {
        let untouched: Config = toml::from_str(TEMPLATE).unwrap();
        assert_eq!(format!("{untouched:?}"), format!("{:?}", Config::default()));
        let uncommented = |line: &str| match line.strip_prefix('#') {
            Some(key) if key.starts_with(|c: char| c.is_lowercase() || c == '[') => key.to_owned(),
            _ => line.to_owned(),
        };
        let all: String = TEMPLATE.lines().map(|line| uncommented(line) + "\n").collect();
        let full: Config = toml::from_str(&all).unwrap();
        assert_eq!(full.stop_within_s, Config::default().stop_within_s);
        assert_eq!((full.backup.keep, full.backup.at), (14, "02:30".to_owned()));
        let tables = [
            "",
            "[smtp]",
            "[backup]",
            "[files]",
            "[files.s3]",
            "[metrics]",
            "[payments]",
            "[payments.stripe]",
            "[payments.mollie]",
        ];
        for table in tables {
            let keys = keys_of(table);
            assert!(!keys.is_empty(), "{table}");
            for key in keys {
                let there = all.lines().any(|line| {
                    let heads = ["", "files.", "payments."].map(|above| format!("[{above}{key}]"));
                    line.starts_with(&format!("{key} = ")) || heads.contains(&line.to_owned())
                });
                assert!(there, "{table} {key} is not explained");
            }
        }
    }

    #[test]
    fn a_mistake_is_told_with_its_place_and_a_file_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("portico.toml");
        std::fs::write(&file, "listen = \"0.0.0.0:80\"\n\n  lisen = \"x\"\n").unwrap();
        let told = Config::load(Some(&file), |_| None).unwrap_err().to_string();
        assert!(told.contains("portico.toml, line 3, column 3: unknown field `lisen`"), "{told}");
        assert!(!write_template(&file).unwrap());
        assert!(std::fs::read_to_string(&file).unwrap().starts_with("listen"));
        let fresh = folder.path().join("fresh.toml");
        assert!(write_template(&fresh).unwrap() && Config::load(Some(&fresh), |_| None).is_ok());
    }

    #[test]
    fn the_environment_overrides_the_file() {
        let dir = std::env::temp_dir().join(format!("portico-config-{}", std::process::id()));
        std::fs::write(&dir, "listen = \"0.0.0.0:80\"\nbase_url = \"https://b2b.example\"\n")
            .unwrap();
        let config = Config::load(Some(&dir), |name| {
            (name == "PORTICO_LISTEN").then(|| "127.0.0.1:9".to_owned())
        })
        .unwrap();
        assert_eq!(config.listen, "127.0.0.1:9");
        assert!(config.is_https());
        std::fs::write(&dir, "lisen = \"x\"\n").unwrap();
        assert!(Config::load(Some(&dir), |_| None).unwrap_err().to_string().contains("lisen"));
        std::fs::remove_file(&dir).unwrap();
    }
}
