//! How a file is answered: kept for ever by browsers, in parts where they ask for one, and never run.

use super::File;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

/// A file shown by itself may load nothing, run nothing and style nothing.
const POLICY: &str = "sandbox; default-src 'none'; style-src 'none'";
/// What browsers may show; everything else is only handed over for saving.
const SHOWN: [&str; 6] =
    ["image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/avif", "font/woff2"];

/// What a request for a file asks beside its name.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    if_none_match: Option<String>,
    range: Option<String>,
    if_range: Option<String>,
}

impl Asked {
    /// What these headers ask.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Asked {
        let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
        let text = |name| text(name).map(str::to_owned);
        Asked {
            if_none_match: text(header::IF_NONE_MATCH),
            range: text(header::RANGE),
            if_range: text(header::IF_RANGE),
        }
    }
}

/// Which bytes are sent.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    All,
    /// From and to, both included.
    Of(usize, usize),
    None,
}

/// The answer to a request for it. Its name is its tag: what it holds never changes.
#[must_use]
pub fn answer(name: &str, file: File, asked: &Asked) -> Response<Body> {
    let tag = format!("\"{name}\"");
    let known = asked.if_none_match.as_deref().is_some_and(|tags| {
        tags.split(',').any(|one| one.trim().trim_start_matches("W/") == tag || one.trim() == "*")
    });
    let total = file.bytes.len();
    let whole = asked.if_range.as_deref().is_some_and(|wanted| wanted != tag);
    let part = match asked.range.as_deref() {
        Some(range) if !whole && !known => part(range, total),
        _ => Part::All,
    };
    let (status, body) = match part {
        _ if known => (StatusCode::NOT_MODIFIED, Body::empty()),
        Part::All => (StatusCode::OK, Body::from(file.bytes)),
        Part::Of(from, to) => {
            (StatusCode::PARTIAL_CONTENT, Body::from(file.bytes[from..=to].to_vec()))
        }
        Part::None => (StatusCode::RANGE_NOT_SATISFIABLE, Body::empty()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    dress(headers, &file.content_type);
    let said = match part {
        Part::Of(from, to) => Some(format!("bytes {from}-{to}/{total}")),
        Part::None => Some(format!("bytes */{total}")),
        Part::All => None,
    };
    let range = said.and_then(|text| HeaderValue::from_str(&text).ok());
    for (name, value) in
        [(header::ETAG, HeaderValue::from_str(&tag).ok()), (header::CONTENT_RANGE, range)]
    {
        if let Some(value) = value {
            headers.insert(name, value);
        }
    }
    response
}

fn dress(headers: &mut HeaderMap, kind: &str) {
    let shown = SHOWN.iter().find(|known| **known == kind);
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, shown.copied().unwrap_or("application/octet-stream"));
    set(header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::ACCEPT_RANGES, "bytes");
    if shown.is_none() {
        set(header::CONTENT_DISPOSITION, "attachment");
    }
}

/// One range of bytes (RFC 9110, 14.1.2); what asks for several, or cannot be read, gets all.
fn part(range: &str, total: usize) -> Part {
    let Some((from, to)) = range.strip_prefix("bytes=").and_then(|spec| spec.split_once('-'))
    else {
        return Part::All;
    };
    let (from, to) = (from.trim(), to.trim());
    let last = total.saturating_sub(1);
    let (from, to) = match (from.parse::<usize>(), to.parse::<usize>()) {
        (Ok(from), Ok(to)) if from <= to => (from, to.min(last)),
        (Ok(from), Err(_)) if to.is_empty() => (from, last),
        (Err(_), Ok(0)) if from.is_empty() => return Part::None,
        (Err(_), Ok(count)) if from.is_empty() => (total.saturating_sub(count), last),
        _ => return Part::All,
    };
    if from < total { Part::Of(from, to) } else { Part::None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: &str, headers: &[(header::HeaderName, &str)]) -> Response<Body> {
        let mut asked = HeaderMap::new();
        for (name, value) in headers {
            asked.insert(name, value.parse().unwrap());
        }
        let file = File { content_type: kind.to_owned(), bytes: b"0123456789".to_vec() };
        answer("a.jpg", file, &Asked::of(&asked))
    }

    #[test]
    fn nothing_in_a_file_can_run_and_unknown_kinds_are_only_saved() {
        let svg = of("image/svg+xml", &[]);
        assert_eq!(svg.headers()[header::CONTENT_TYPE], "image/svg+xml");
        assert_eq!(svg.headers()[header::CONTENT_SECURITY_POLICY], POLICY);
        assert_eq!(svg.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(svg.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        let html = of("text/html", &[]);
        assert_eq!(html.headers()[header::CONTENT_TYPE], "application/octet-stream");
        assert_eq!(html.headers()[header::CONTENT_DISPOSITION], "attachment");
    }

    #[test]
    fn who_has_it_gets_no_bytes_and_who_wants_a_part_gets_that() {
        let have = |tag| of("image/jpeg", &[(header::IF_NONE_MATCH, tag)]).status().as_u16();
        assert_eq!([have("\"a.jpg\""), have("\"b\", W/\"a.jpg\""), have("*")], [304, 304, 304]);
        assert_eq!(have("\"b.jpg\""), 200);
        let range = |spec: &str| {
            let answer = of("image/jpeg", &[(header::RANGE, spec)]);
            let said = answer.headers().get(header::CONTENT_RANGE);
            (answer.status().as_u16(), said.map(|v| v.to_str().unwrap().to_owned()))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(range("bytes=0-3"), (206, some("bytes 0-3/10")));
        assert_eq!(range("bytes=7-"), (206, some("bytes 7-9/10")));
        assert_eq!(range("bytes=-2"), (206, some("bytes 8-9/10")));
        assert_eq!(range("bytes=4-99"), (206, some("bytes 4-9/10")));
        assert_eq!(range("bytes=10-"), (416, some("bytes */10")));
        assert_eq!(range("bytes=-0"), (416, some("bytes */10")));
        for whole in ["bytes=0-1,4-5", "lines=1-2", "bytes=5-2", "bytes=x-y"] {
            assert_eq!(range(whole), (200, None), "{whole}");
        }
        let newer = [(header::RANGE, "bytes=0-3"), (header::IF_RANGE, "\"older.jpg\"")];
        assert_eq!(of("image/jpeg", &newer).status().as_u16(), 200);
    }
}
