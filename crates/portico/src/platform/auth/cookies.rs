//! The two cookies: the session, and the one that proves a form shown to nobody in particular came from us.

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, HeaderValue};

/// What a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// Who is signed in.
    Session,
    /// Forms without a session: sign-in, forgotten password, links.
    Form,
}

impl Cookie {
    /// Its name. `__Host-` binds it to this host and to https; over plain http browsers refuse that name.
    #[must_use]
    pub fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Cookie::Session, true) => "__Host-portico",
            (Cookie::Session, false) => "portico",
            (Cookie::Form, true) => "__Host-portico-form",
            (Cookie::Form, false) => "portico-form",
        }
    }

    /// Its value in a request.
    #[must_use]
    pub fn read(self, headers: &HeaderMap, https: bool) -> Option<&str> {
        let name = self.name(https);
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
            .filter(|value| !value.is_empty() && value.len() <= 100)
    }

    /// The header that sets it; nothing is put in but what we made.
    #[must_use]
    pub fn set(self, value: &str, https: bool, seconds: i64) -> HeaderValue {
        let secure = if https { "; Secure" } else { "" };
        let text = format!(
            "{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}",
            self.name(https)
        );
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
    }

    /// The header that takes it away.
    #[must_use]
    pub fn end(self, https: bool) -> HeaderValue {
        self.set("", https, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        let set = Cookie::Session.set("abc", true, 60);
        assert_eq!(set, "__Host-portico=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure");
        let plain = Cookie::Session.set("abc", false, 60);
        assert_eq!(plain, "portico=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, "portico-form=f; x=1; portico=s".parse().unwrap());
        assert_eq!(Cookie::Session.read(&headers, false), Some("s"));
        assert_eq!(Cookie::Form.read(&headers, false), Some("f"));
        assert_eq!(Cookie::Session.read(&headers, true), None);
    }
}
