//! Files in the database, in a folder and in a bucket: a small server that speaks S3 stands in for the latter, with faults.

use super::*;
use crate::platform::problem::Problem;
use crate::testkit::{in_world, on_both};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

const DAY_MS: i64 = 24 * 3_600_000;

fn picture(name: &str) -> NewFile {
    NewFile { name: name.to_owned(), content_type: "image/jpeg", bytes: name.as_bytes().to_vec() }
}

async fn kept(db: &Db, store: &Store, names: &[&str]) {
    let files: Vec<NewFile> = names.iter().map(|name| picture(name)).collect();
    store.put(&files).await.unwrap();
    let to = store.clone();
    let done: Result<(), DbError> = db.write(move |tx| keep(tx, &to, &files)).await;
    done.unwrap();
}

async fn found(db: &Db, store: &Store, name: &str) -> bool {
    let file = read(db, store, name).await.unwrap();
    file.is_some_and(|file| file.bytes == name.as_bytes() && file.content_type == "image/jpeg")
}

async fn released(db: &Db, name: &'static str) {
    let done: Result<(), DbError> = db.write(move |tx| release(tx, &[name.to_owned()])).await;
    done.unwrap();
}

on_both!(a_file_is_found_by_its_plain_name_only, |db| {
    kept(&db, &Store::Database, &["mug-sand.jpg"]).await;
    assert!(found(&db, &Store::Database, "mug-sand.jpg").await);
    for other in ["mug", "", "../mug-sand.jpg", "mug-sand.jpg\0", "x/y"] {
        assert_eq!(read(&db, &Store::Database, other).await.unwrap(), None, "{other}");
    }
});

/// A folder with files in it, and the store over it.
fn folder() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let config = FilesConfig { folder: Some(folder.path().join("files")), s3: None };
    let store = Store::of(&config).unwrap();
    (folder, store)
}

/// Sets when a file of the folder was last written.
fn written(folder: &tempfile::TempDir, name: &str, ms: i64) {
    let file = std::fs::File::options().write(true).open(folder.path().join("files").join(name));
    let at = SystemTime::UNIX_EPOCH + Duration::from_millis(ms.unsigned_abs());
    file.unwrap().set_modified(at).unwrap();
}

in_world!(what_nobody_names_goes_after_its_time_and_nothing_else, |world| {
    let (db, clock) = (world.db.clone(), world.clock.clone());
    let (folder, store) = folder();
    let now = clock.now_ms();
    kept(&db, &store, &["used.jpg", "left.jpg"]).await;
    // A crash between the file and its row.
    store.put(&[picture("lost.jpg"), picture("young.jpg")]).await.unwrap();
    for name in ["used.jpg", "left.jpg", "lost.jpg"] {
        written(&folder, name, now - 2 * DAY_MS);
    }
    written(&folder, "young.jpg", now - DAY_MS + 1);
    assert_eq!(sweep(&db, &store).await.unwrap(), 1);
    assert_eq!(store.get("lost.jpg").await.unwrap(), None);
    assert!(store.get("young.jpg").await.unwrap().is_some(), "its row may be on the way");
    written(&folder, "young.jpg", now + 100 * DAY_MS);
    released(&db, "left.jpg").await;
    clock.advance(30 * DAY_MS);
    assert_eq!(sweep(&db, &store).await.unwrap(), 0, "30 days are not over yet");
    assert!(found(&db, &store, "left.jpg").await, "old pages still show it");
    clock.advance(1);
    assert_eq!(sweep(&db, &store).await.unwrap(), 1);
    assert!(!found(&db, &store, "left.jpg").await);
    assert_eq!(store.get("left.jpg").await.unwrap(), None);
    assert!(found(&db, &store, "used.jpg").await);
});

in_world!(a_file_taken_up_again_stays, |world| {
    let (db, clock) = (world.db.clone(), world.clock.clone());
    kept(&db, &Store::Database, &["logo.jpg"]).await;
    released(&db, "logo.jpg").await;
    let again: Result<(), DbError> = db.write(|tx| take_up(tx, &["logo.jpg".to_owned()])).await;
    again.unwrap();
    clock.advance(60 * DAY_MS);
    assert_eq!(sweep(&db, &Store::Database).await.unwrap(), 0);
    assert!(found(&db, &Store::Database, "logo.jpg").await);
});

/// How the bucket answers next.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    Unavailable,
    Silent,
}

/// A bucket in memory that asks for a signature.
#[derive(Clone, Default)]
struct Bucket {
    objects: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
    faults: Arc<Mutex<VecDeque<Fault>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Bucket {
    fn fails(&self, faults: &[Fault]) {
        self.faults.lock().unwrap().extend(faults);
    }

    /// What was asked since this was last called.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

async fn object(
    State(bucket): State<Bucket>,
    method: Method,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    bucket.asked.lock().unwrap().push(format!("{method} {key}"));
    let signed = headers.get("authorization").and_then(|value| value.to_str().ok());
    let date = headers.contains_key("x-amz-date") && headers.contains_key("x-amz-content-sha256");
    let ours = "AWS4-HMAC-SHA256 Credential=KEY/";
    if !date || !signed.is_some_and(|text| text.starts_with(ours) && text.contains("Signature=")) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let fault = bucket.faults.lock().unwrap().pop_front();
    match fault {
        Some(Fault::Unavailable) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Some(Fault::Silent) => std::future::pending().await,
        None => {}
    }
    let mut objects = bucket.objects.lock().unwrap();
    match method {
        Method::PUT => {
            objects.insert(key, body.to_vec());
            [("etag", "\"1\"")].into_response()
        }
        Method::DELETE => {
            objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => match objects.get(&key) {
            Some(bytes) => {
                let head = [("etag", "\"1\""), ("last-modified", "Wed, 21 Oct 2015 07:28:00 GMT")];
                (head, bytes.clone()).into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        },
    }
}

/// The bucket, answering on this machine, and a store over it.
async fn bucket(answer_ms: u64) -> (Bucket, Store) {
    let bucket = Bucket::default();
    let router = axum::Router::new()
        .route("/goods/{*key}", axum::routing::any(object))
        .with_state(bucket.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let text = format!(
        "[s3]\nbucket = \"goods\"\nendpoint = \"http://{address}\"\nprefix = \"portico\"\n\
         key = \"KEY\"\nsecret = \"SECRET\"\nanswer_ms = {answer_ms}"
    );
    let store = Store::of(&toml::from_str(&text).unwrap()).unwrap();
    (bucket, store)
}

on_both!(a_bucket_keeps_files_and_one_fault_is_asked_again, |db| {
    let (bucket, store) = bucket(10_000).await;
    kept(&db, &store, &["mug.jpg"]).await;
    assert!(found(&db, &store, "mug.jpg").await);
    assert_eq!(bucket.asked(), ["PUT portico/mug.jpg", "GET portico/mug.jpg"]);
    bucket.fails(&[Fault::Unavailable]);
    assert!(found(&db, &store, "mug.jpg").await, "a second try answers");
    assert_eq!(bucket.asked().len(), 2);
    bucket.fails(&[Fault::Unavailable]);
    kept(&db, &store, &["jug.jpg"]).await;
    assert!(found(&db, &store, "jug.jpg").await);
    bucket.objects.lock().unwrap().clear();
    assert_eq!(read(&db, &store, "mug.jpg").await.unwrap(), None, "gone is not there");
    assert_eq!(read(&db, &store, "unknown.jpg").await.unwrap(), None);
    assert!(!bucket.asked().contains(&"GET portico/unknown.jpg".to_owned()), "no row, no question");
});

on_both!(a_bucket_that_does_not_answer_is_told_as_such, |db| {
    let (bucket, store) = bucket(150).await;
    kept(&db, &store, &["mug.jpg"]).await;
    bucket.fails(&[Fault::Silent; 8]);
    let failed = read(&db, &store, "mug.jpg").await.unwrap_err().problem();
    assert_eq!(failed, Problem::try_later());
    let failed = store.put(&[picture("jug.jpg")]).await.unwrap_err().problem();
    assert_eq!(failed.status, 503);
});

#[test]
fn a_place_that_cannot_be_is_told_at_the_start() {
    let of = |text: &str| Store::of(&toml::from_str(text).unwrap()).err().map(|e| e.to_string());
    assert_eq!(of(""), None);
    assert!(of("[s3]\nbucket = \"b\"").unwrap().contains("PORTICO_S3_KEY"));
    let both = "folder = \"x\"\n[s3]\nbucket = \"b\"\nkey = \"k\"\nsecret = \"s\"";
    assert!(of(both).unwrap().contains("one of them is enough"));
    let secret: S3Config =
        toml::from_str("bucket = \"b\"\nkey = \"k\"\nsecret = \"s3cr3t\"").unwrap();
    assert!(!format!("{secret:?}").contains("s3cr3t"), "a secret is never written down");
}
