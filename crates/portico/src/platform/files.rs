//! Files kept in the database, such as pictures of products: read by name, answered so that nothing in them can run.
//!
//! A file never changes under its name, so browsers may keep it for ever. Anybody who knows a name may fetch it: what is
//! not for everybody gets a name that cannot be guessed.

use super::db::{DbError, View};
use crate::args;
use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};

/// The longest name.
const NAME_MAX: usize = 100;
/// A file shown by itself may load nothing, run nothing and style nothing.
const POLICY: &str = "sandbox; default-src 'none'; style-src 'none'";
/// What browsers may show; everything else is only handed over for saving.
const SHOWN: [&str; 5] = ["image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/avif"];

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its media type.
    pub content_type: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The file with this name, if there is one.
pub fn read(view: &mut View, name: &str) -> Result<Option<File>, DbError> {
    if !is_name(name) {
        return Ok(None);
    }
    let row = view.one::<(String, Vec<u8>)>(
        "select content_type, bytes from files where name = $1",
        args![name],
    )?;
    Ok(row.map(|(content_type, bytes)| File { content_type, bytes }))
}

fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    (1..=NAME_MAX).contains(&name.len()) && name.chars().all(plain)
}

/// The answer to a request for it.
#[must_use]
pub fn answer(file: File) -> Response<Body> {
    let shown = SHOWN.iter().find(|kind| **kind == file.content_type);
    let content_type = *shown.unwrap_or(&"application/octet-stream");
    let mut response = Response::new(Body::from(file.bytes));
    let headers = response.headers_mut();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, content_type);
    set(header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if shown.is_none() {
        set(header::CONTENT_DISPOSITION, "attachment");
    }
    *response.status_mut() = StatusCode::OK;
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::db::Tx;
    use crate::testkit::on_both;

    on_both!(a_file_is_found_by_its_plain_name_only, |db| {
        let put = |tx: &mut Tx| {
            tx.exec_each_one(
                "insert into files (name, content_type, bytes, created_at) values ($1, $2, $3, 0)",
                &[args!["mug-sand.svg", "image/svg+xml", b"<svg/>".as_slice()]],
            )
        };
        db.write(put).await.unwrap();
        let found = db.read(|view| read(view, "mug-sand.svg")).await.unwrap();
        assert_eq!(found.map(|file| file.bytes), Some(b"<svg/>".to_vec()));
        for other in ["mug", "", "../mug-sand.svg", "mug-sand.svg\0", "x/y"] {
            assert_eq!(db.read(move |view| read(view, other)).await.unwrap(), None, "{other}");
        }
    });

    #[test]
    fn nothing_in_a_file_can_run_and_unknown_kinds_are_only_saved() {
        let of = |kind: &str| answer(File { content_type: kind.to_owned(), bytes: vec![1] });
        let svg = of("image/svg+xml");
        assert_eq!(svg.headers()[header::CONTENT_TYPE], "image/svg+xml");
        assert_eq!(svg.headers()[header::CONTENT_SECURITY_POLICY], POLICY);
        assert_eq!(svg.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(svg.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        let html = of("text/html");
        assert_eq!(html.headers()[header::CONTENT_TYPE], "application/octet-stream");
        assert_eq!(html.headers()[header::CONTENT_DISPOSITION], "attachment");
    }
}
