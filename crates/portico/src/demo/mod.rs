//! `portico demo`: the company all tests know, and around it a made-up wholesale trade of real size.

mod books;
mod buyers;
mod cli;
mod families;
mod figures;
mod fill;
mod goods;
mod logins;
mod money;
mod pictures;
mod quotes;
mod sales;
mod shapes;
mod shelf;
mod warehouse;

pub use cli::Options;

use crate::args;
use crate::config::Config;
use crate::platform::db::{Db, DbConfig, DbError, Kind};
use anyhow::{Context, bail};
use std::path::PathBuf;

/// How many tables there are.
const TABLES_SQLITE: &str = "select count(*) from sqlite_master";
/// How many tables there are, but for those of the server itself.
const TABLES_POSTGRES: &str =
    "select count(*) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')";

/// Where a demo lives: a folder of its own, unless a database was named.
pub struct Place {
    /// The configuration it runs by.
    pub config: Config,
    folder: Option<PathBuf>,
}

/// Chooses the place: the database that was named, else a fresh folder.
///
/// # Errors
/// A file that is there already, or a folder that cannot be made.
pub fn place(mut config: Config, database: Option<String>) -> anyhow::Result<Place> {
    config.payments.demo = true;
    if config.base_url == Config::default().base_url {
        config.base_url = format!("http://{}", config.listen);
    }
    if let Some(database) = database {
        let config = Config { database, ..config };
        refuse_used_file(&config.database)?;
        return Ok(Place { config, folder: None });
    }
    let name = format!("portico-demo-{}-{:x}", std::process::id(), rand::random::<u32>());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    config.database = format!("sqlite:{}", folder.join("portico.sqlite").display());
    config.data = folder.join("data");
    Ok(Place { config, folder: Some(folder) })
}

impl Drop for Place {
    /// A folder that was made for the demo goes with it.
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

fn refuse_used_file(database: &str) -> anyhow::Result<()> {
    let config = DbConfig::parse(database)?;
    if config.kind() != Kind::Sqlite {
        return Ok(());
    }
    let path = database.strip_prefix("sqlite:").unwrap_or(database);
    match std::fs::metadata(path) {
        Ok(found) if found.len() > 0 => {
            bail!("{path} is not empty: the demo only moves into a fresh place")
        }
        _ => Ok(()),
    }
}

/// Refuses a database in which anything is kept. Ask before its schema is brought up to date.
///
/// # Errors
/// A sentence that says so.
pub async fn refuse_used(db: &Db) -> anyhow::Result<()> {
    let sql = match db.kind() {
        Kind::Sqlite => TABLES_SQLITE,
        Kind::Postgres => TABLES_POSTGRES,
    };
    let tables = db.read(move |view| view.one::<i64>(sql, args![])).await?;
    if tables.unwrap_or(0) > 0 {
        bail!("the database is not empty: the demo only moves into a fresh place");
    }
    Ok(())
}

/// Builds the whole world in a migrated, empty database, writes the files that were asked for, and says who can sign in.
///
/// # Errors
/// What the database says, or a file that cannot be written.
pub async fn build(db: &Db, now: i64, options: &Options) -> anyhow::Result<()> {
    let begun = std::time::Instant::now();
    let bench = options.bench()?;
    let company = fill::fill(db, now, options.size()).await?;
    let known = logins::all(db, &company).await?;
    if let Some((count, file)) = bench {
        logins::write(&file, &logins::bench(db, made_up(db, count).await?).await?)?;
    }
    if let Some(file) = &options.logins_file {
        logins::write(file, &known)?;
    }
    db.count_rows().await?;
    println!("Hartwell & Pike is open, built in {:.1} s.", begun.elapsed().as_secs_f64());
    println!("{}", logins::told(&company));
    Ok(())
}

/// Ids and names of the first made-up customers whose buyers may order.
async fn made_up(db: &Db, count: usize) -> Result<Vec<(i64, String)>, DbError> {
    let (first, count) = (buyers::FIRST_ID, i64::try_from(count).unwrap_or(i64::MAX));
    db.read(move |view| {
        view.all(
            "select id, name from customers where id >= $1 and not on_hold order by id limit $2",
            args![first, count],
        )
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::on_both;

    on_both!(a_database_with_anything_in_it_is_refused, |db| {
        let refused = refuse_used(&db).await.unwrap_err().to_string();
        assert!(refused.contains("not empty"), "{refused}");
    });

    #[test]
    fn a_file_that_is_there_is_refused_and_a_fresh_folder_goes_with_the_demo() {
        let used = std::env::temp_dir().join(format!("portico-used-{}", std::process::id()));
        std::fs::write(&used, "x").unwrap();
        assert!(place(Config::default(), Some(used.display().to_string())).is_err());
        std::fs::remove_file(&used).unwrap();
        assert!(place(Config::default(), Some(used.display().to_string())).is_ok());
        let fresh = place(Config::default(), None).unwrap();
        let folder = fresh.folder.clone().unwrap();
        assert!(folder.is_dir() && fresh.config.database.starts_with("sqlite:"));
        drop(fresh);
        assert!(!folder.exists());
    }
}
