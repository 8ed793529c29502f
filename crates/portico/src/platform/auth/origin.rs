//! Whether a request that changes something was sent by one of our own pages.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};

/// Where a browser says the request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// From our own page, says the browser.
    FromUs,
    /// From another site.
    FromElsewhere,
    /// It does not say: an old browser, or no browser. The form's token decides.
    Unknown,
}

/// Reads `Sec-Fetch-Site`, else `Origin`, against the address people type (`base_url`) and the host asked for.
#[must_use]
pub fn came(headers: &HeaderMap, base_url: &str) -> Came {
    let text =
        |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    if let Some(origin) = headers.get(ORIGIN) {
        let ours = origin.to_str().is_ok_and(|origin| {
            let host = origin.split_once("://").map(|(_, host)| host);
            origin == base_url.trim_end_matches('/') || (host.is_some() && host == text(HOST))
        });
        if !ours {
            return Came::FromElsewhere;
        }
    }
    match headers.get("sec-fetch-site").map(axum::http::HeaderValue::as_bytes) {
        Some(b"same-origin") => Came::FromUs,
        Some(b"none") => Came::Unknown,
        Some(_) => Came::FromElsewhere,
        None if headers.contains_key(ORIGIN) => Came::FromUs,
        None => Came::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_us() {
        let base = "https://b2b.example";
        let table = [
            (vec![], Came::Unknown),
            (vec![("origin", "https://b2b.example")], Came::FromUs),
            (
                vec![("origin", "https://evil.example"), ("host", "b2b.example")],
                Came::FromElsewhere,
            ),
            (vec![("origin", "http://10.0.0.1:8080"), ("host", "10.0.0.1:8080")], Came::FromUs),
            (vec![("origin", "null")], Came::FromElsewhere),
            (vec![("sec-fetch-site", "same-origin")], Came::FromUs),
            (vec![("sec-fetch-site", "same-site")], Came::FromElsewhere),
            (vec![("sec-fetch-site", "cross-site")], Came::FromElsewhere),
            (vec![("sec-fetch-site", "none")], Came::Unknown),
            (
                vec![("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")],
                Came::FromElsewhere,
            ),
        ];
        for (headers, wanted) in table {
            let map: HeaderMap =
                headers.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect();
            assert_eq!(came(&map, base), wanted, "{headers:?}");
        }
    }
}
