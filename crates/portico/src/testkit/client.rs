//! A person at a browser, or a program with a token: calls the router in memory, keeps cookies, fills in what forms
//! carry by themselves.

use super::page::Page;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, header};
use std::collections::BTreeMap;
use tower::ServiceExt;

/// Fields that every form of ours carries; they are taken from the last page seen.
const CARRIED: [&str; 2] = ["csrf", "customer"];

/// Somebody who calls the portal.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookies: BTreeMap<String, String>,
    carried: BTreeMap<&'static str, String>,
    bearer: Option<String>,
}

impl Client {
    /// Nobody in particular.
    #[must_use]
    pub fn new(router: Router) -> Client {
        Client { router, cookies: BTreeMap::new(), carried: BTreeMap::new(), bearer: None }
    }

    /// With this cookie.
    #[must_use]
    pub fn with_cookie(mut self, name: &str, value: &str) -> Client {
        self.cookies.insert(name.to_owned(), value.to_owned());
        self
    }

    /// A program with this token; it sends no cookies.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Client {
        self.bearer = Some(token.to_owned());
        self
    }

    /// Value of a cookie.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// The token it sends.
    #[must_use]
    pub fn bearer(&self) -> Option<&str> {
        self.bearer.as_deref()
    }

    /// What forms of the page seen last carry: token and company.
    #[must_use]
    pub fn carried(&self) -> Vec<(&'static str, String)> {
        self.carried.iter().map(|(name, value)| (*name, value.clone())).collect()
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).expect("paths in tests are well formed"))
            .await
    }

    /// Sends a form of the page seen last; its token and company go along, unless `fields` say otherwise. Without a page
    /// seen before, the front page is opened first.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        if self.carried.is_empty() && !self.cookies.is_empty() {
            self.get("/").await;
        }
        let carried = self.carried.clone();
        let ours = carried.iter().map(|(name, value)| (*name, value.as_str()));
        let ours = ours.filter(|(name, _)| !fields.iter().any(|(given, _)| given == name));
        let all: Vec<(&str, &str)> = ours.chain(fields.iter().copied()).collect();
        self.post_raw(path, &all).await
    }

    /// Sends a form with one file, in the field `files`, as a browser does.
    pub async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        (name, content): (&str, &[u8]),
    ) -> Page {
        let page = self.get(path).await;
        let carried = CARRIED.map(|name| (name, page.hidden(name).unwrap_or_default()));
        let ours = carried.iter().map(|(name, value)| (*name, value.as_str()));
        let mut body = String::new();
        for (name, value) in ours.chain(fields.iter().copied()) {
            let head = format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend([head.as_str(), value, "\r\n"]);
        }
        let head = "--XX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"";
        body.extend([head, name, "\"\r\nContent-Type: application/octet-stream\r\n\r\n"]);
        let body = [body.as_bytes(), content, b"\r\n--XX--\r\n"].concat();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX")
            .header(header::CONTENT_LENGTH, body.len());
        self.send(request.body(Body::from(body)).expect("paths in tests are well formed")).await
    }

    /// Sends exactly these fields.
    pub async fn post_raw(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = serde_urlencoded::to_string(fields).expect("texts can be encoded");
        let request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).expect("paths in tests are well formed")).await
    }

    /// Calls the API: `("POST", "/api/v1/orders")`; JSON `null` sends no body. Headers like `Idempotency-Key` stand beside.
    pub async fn json(
        &mut self,
        call: (&str, &str),
        headers: &[(&str, &str)],
        body: &serde_json::Value,
    ) -> Page {
        let mut request = Request::builder().method(call.0).uri(call.1);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            request = request.header(header::CONTENT_TYPE, "application/json");
            Body::from(body.to_string())
        };
        self.send(request.body(body).expect("paths in tests are well formed")).await
    }

    /// Sends any request, with cookies or token, and keeps what comes back.
    ///
    /// # Panics
    /// Where the router cannot answer.
    pub async fn send(&mut self, mut request: Request<Body>) -> Page {
        let headers = request.headers_mut();
        headers.entry(header::HOST).or_insert(header::HeaderValue::from_static("127.0.0.1:8080"));
        if let Some(token) = &self.bearer {
            let value = format!("Bearer {token}").parse().expect("a token is plain ASCII");
            headers.insert(header::AUTHORIZATION, value);
        } else if !self.cookies.is_empty() {
            let pairs: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            headers
                .insert(header::COOKIE, pairs.join("; ").parse().expect("a cookie is plain ASCII"));
        }
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body in memory can be read");
        self.keep_cookies(&parts.headers);
        let html = String::from_utf8_lossy(&bytes).into_owned();
        let page = Page { status: parts.status, headers: parts.headers, html };
        for name in CARRIED {
            if let Some(value) = page.hidden(name) {
                self.carried.insert(name, value);
            }
        }
        page
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for set in headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok()) {
            let pair = set.split(';').next().unwrap_or("");
            if let Some((name, value)) = pair.split_once('=') {
                if value.is_empty() || set.contains("Max-Age=0") {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::Html;
    use axum::routing::get;

    async fn echo(headers: HeaderMap, body: String) -> String {
        let cookie = headers.get(header::COOKIE).map_or("", |v| v.to_str().unwrap());
        format!("{cookie}|{body}")
    }

    #[tokio::test]
    async fn forms_carry_what_the_last_page_gave_and_cookies_are_kept() {
        let page = || async {
            let html = r#"<form><input type="hidden" name="csrf" value="t1"><input type="hidden" name="customer" value="c7"></form>"#;
            ([(header::SET_COOKIE, "portico=s; Path=/")], Html(html))
        };
        let mut client = Client::new(Router::new().route("/", get(page).post(echo)));
        client.get("/").await;
        assert_eq!(
            client.post("/", &[("q", "1 2")]).await.html,
            "portico=s|csrf=t1&customer=c7&q=1+2"
        );
        assert_eq!(client.post("/", &[("csrf", "x")]).await.html, "portico=s|customer=c7&csrf=x");
        let mut program = client.with_token("abc");
        assert_eq!(
            program.json(("POST", "/"), &[], &serde_json::json!({"a": 1})).await.html,
            "|{\"a\":1}"
        );
    }
}
