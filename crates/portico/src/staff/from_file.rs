//! What the configuration file or the environment says, for the page of settings: it is changed there, not here.

use crate::config::Config;
use crate::platform::db::{DbConfig, Kind};

/// A value of the configuration; never a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its name in `portico.toml`.
    pub key: &'static str,
    /// Key of its label in the words' file.
    pub words_key: &'static str,
    /// Its value; blank: not set.
    pub value: String,
}

/// The values that staff ask about.
#[must_use]
pub fn lines(config: &Config) -> Vec<Line> {
    let line = |key, words_key, value: String| Line { key, words_key, value };
    let path = |path: &std::path::Path| path.display().to_string();
    let peers: Vec<String> = config.trusted_proxies.iter().map(ToString::to_string).collect();
    let backups = config.backup.folder.as_deref().map(path).unwrap_or_default();
    let at = if backups.is_empty() { String::new() } else { config.backup.at.clone() };
    let mail = config.smtp.as_ref().map(|smtp| smtp.from.clone());
    vec![
        line("base_url", "file-base-url", config.base_url.clone()),
        line("listen", "file-listen", config.listen.clone()),
        line("database", "file-database", database(&config.database)),
        line("data", "file-data", path(&config.data)),
        line("files", "file-files", files(config)),
        line("smtp.from", "file-smtp", mail.unwrap_or_default()),
        line("backup.folder", "file-backup-folder", backups),
        line("backup.at", "file-backup-at", at),
        line("trusted_proxies", "file-proxies", peers.join(", ")),
    ]
}

/// The kind of the database; of a server neither user nor password.
fn database(text: &str) -> String {
    let Ok(config) = DbConfig::parse(text) else { return String::new() };
    match (config.kind(), config.file()) {
        (Kind::Sqlite, Some(file)) => format!("SQLite, {}", file.display()),
        (Kind::Sqlite, None) => "SQLite".to_owned(),
        (Kind::Postgres, _) => "PostgreSQL".to_owned(),
    }
}

fn files(config: &Config) -> String {
    match (&config.files.folder, &config.files.s3) {
        (Some(folder), _) => folder.display().to_string(),
        (None, Some(s3)) => format!("S3, {}", s3.bucket),
        (None, None) => "database".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Smtp;

    #[test]
    fn no_secret_of_the_file_is_shown() {
        let config = Config {
            database: "postgres://portico:hush-one@db.example/portico".to_owned(),
            smtp: Some(Smtp {
                url: "smtps://portal:hush-two@mail.example".to_owned(),
                from: "Hartwell <portal@hartwell.example>".to_owned(),
            }),
            ..Config::default()
        };
        let shown = format!("{:?}", lines(&config));
        assert!(shown.contains("PostgreSQL") && shown.contains("portal@hartwell.example"));
        assert!(!shown.contains("hush"), "{shown}");
    }
}
