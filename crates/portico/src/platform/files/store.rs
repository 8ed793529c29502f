//! Where files are kept: in the database, in a folder, or in a bucket that speaks S3.
//!
//! A file outside the database is written before the row that names it, in a transaction that comes after. What a crash
//! leaves between the two has no row, and the sweep takes it away.

use super::NewFile;
use crate::platform::problem::{AppError, Problem};
use anyhow::Context;
use futures_util::stream::{self, BoxStream, StreamExt};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    BackoffConfig, ClientOptions, ObjectMeta, ObjectStore, ObjectStoreExt, RetryConfig,
};
use serde::Deserialize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How often a bucket is asked again after a fault.
const RETRIES: usize = 3;
const CONNECT_MS: u64 = 3_000;

/// Where files are to be kept; both absent: in the database.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FilesConfig {
    /// A folder of this machine.
    pub folder: Option<PathBuf>,
    /// A bucket.
    pub s3: Option<S3Config>,
}

/// A bucket that speaks S3.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct S3Config {
    /// Its name.
    pub bucket: String,
    /// Its region.
    #[serde(default = "region")]
    pub region: String,
    /// Address of the service where it is not Amazon's: `https://s3.example.com`.
    pub endpoint: Option<String>,
    /// What stands before every name: `portico/`.
    #[serde(default)]
    pub prefix: String,
    /// Public part of the key; else `PORTICO_S3_KEY`.
    #[serde(default)]
    pub key: String,
    /// Secret part of the key; else `PORTICO_S3_SECRET`.
    #[serde(default)]
    pub secret: String,
    /// How long one answer may take, in milliseconds.
    #[serde(default = "answer_ms")]
    pub answer_ms: u64,
}

fn region() -> String {
    "us-east-1".to_owned()
}

fn answer_ms() -> u64 {
    10_000
}

impl std::fmt::Debug for S3Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("S3Config").field("bucket", &self.bucket).finish_non_exhaustive()
    }
}

/// Where files are kept.
#[derive(Clone)]
pub enum Store {
    /// Beside their rows.
    Database,
    /// Outside.
    Objects {
        /// The folder or the bucket.
        objects: Arc<dyn ObjectStore>,
        /// What stands before every name.
        prefix: String,
    },
}

/// An object that nobody may have named yet.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) changed_ms: i64,
}

impl Store {
    /// The place that the configuration names.
    ///
    /// # Errors
    /// A folder that cannot be made, or a bucket without key.
    pub fn of(config: &FilesConfig) -> anyhow::Result<Store> {
        match (&config.folder, &config.s3) {
            (None, None) => Ok(Store::Database),
            (Some(_), Some(_)) => {
                anyhow::bail!("[files] names a folder and a bucket; one of them is enough")
            }
            (Some(folder), None) => {
                std::fs::create_dir_all(folder)
                    .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
                let objects = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
                Ok(Store::Objects { objects: Arc::new(objects), prefix: String::new() })
            }
            (None, Some(s3)) => bucket(s3),
        }
    }

    /// Whether files stand outside the database.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        matches!(self, Store::Objects { .. })
    }

    /// Writes the files, unless they go into the database with their rows.
    ///
    /// # Errors
    /// 503 where the place does not take one; those before it are left to the sweep.
    pub async fn put(&self, files: &[NewFile]) -> Result<(), AppError> {
        let Store::Objects { objects, .. } = self else {
            return Ok(());
        };
        for file in files {
            let put = objects.put(&self.path(&file.name), file.bytes.clone().into()).await;
            put.map_err(|error| out_of_reach(&error))?;
        }
        Ok(())
    }

    /// The bytes under this name; `None` where the place has none.
    ///
    /// # Errors
    /// 503 where the place does not answer.
    pub async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, AppError> {
        let Store::Objects { objects, .. } = self else {
            return Ok(None);
        };
        let read = async { objects.get(&self.path(name)).await?.bytes().await };
        match read.await {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(out_of_reach(&error)),
        }
    }

    /// Takes a file away; it may be gone already.
    pub(super) async fn remove(&self, name: &str) -> Result<(), AppError> {
        let Store::Objects { objects, .. } = self else {
            return Ok(());
        };
        match objects.delete(&self.path(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(out_of_reach(&error)),
        }
    }

    /// All that stands there, in any order, so many at a time.
    pub(super) fn list(
        &self,
        at_a_time: usize,
    ) -> BoxStream<'static, Result<Vec<Found>, AppError>> {
        let Store::Objects { objects, prefix } = self else {
            return stream::empty().boxed();
        };
        let folder = (!prefix.is_empty()).then(|| Path::from(prefix.as_str()));
        let found = |object: Result<ObjectMeta, object_store::Error>| {
            let object = object.map_err(|error| out_of_reach(&error))?;
            let changed_ms = object.last_modified.timestamp_millis();
            Ok(object.location.filename().map(|name| Found { name: name.to_owned(), changed_ms }))
        };
        objects
            .list(folder.as_ref())
            .chunks(at_a_time)
            .map(move |chunk| chunk.into_iter().filter_map(|one| found(one).transpose()).collect())
            .boxed()
    }

    fn path(&self, name: &str) -> Path {
        match self {
            Store::Objects { prefix, .. } if !prefix.is_empty() => {
                Path::from(prefix.as_str()).join(name)
            }
            _ => Path::from(name),
        }
    }
}

fn bucket(s3: &S3Config) -> anyhow::Result<Store> {
    anyhow::ensure!(
        !s3.key.is_empty() && !s3.secret.is_empty(),
        "the bucket {} has no key: set PORTICO_S3_KEY and PORTICO_S3_SECRET",
        s3.bucket
    );
    // It may be set already: mails by SMTP do the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let time = Duration::from_millis(s3.answer_ms);
    let options = ClientOptions::new()
        .with_timeout(time)
        .with_connect_timeout(Duration::from_millis(CONNECT_MS.min(s3.answer_ms)));
    let backoff = BackoffConfig {
        init_backoff: Duration::from_millis(50),
        max_backoff: Duration::from_secs(1),
        ..BackoffConfig::default()
    };
    let retry = RetryConfig { backoff, max_retries: RETRIES, retry_timeout: time * 3 };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&s3.bucket)
        .with_region(&s3.region)
        .with_access_key_id(&s3.key)
        .with_secret_access_key(&s3.secret)
        .with_retry(retry);
    let mut http = false;
    if let Some(endpoint) = &s3.endpoint {
        http = endpoint.starts_with("http://");
        builder = builder.with_endpoint(endpoint);
    }
    let builder = builder.with_client_options(options.with_allow_http(http));
    let objects = builder.build().context("the bucket cannot be used")?;
    Ok(Store::Objects { objects: Arc::new(objects), prefix: s3.prefix.clone() })
}

fn out_of_reach(error: &object_store::Error) -> AppError {
    tracing::warn!(%error, "the place of files does not answer");
    Problem::try_later().into()
}
