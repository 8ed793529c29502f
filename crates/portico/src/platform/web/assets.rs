//! The stylesheet, the script and the icon: joined once, named by their hash, kept compressed.
//!
//! The app holds one [`Assets`] (made again when the brand's settings change) and answers
//! `GET /assets/{name}` with [`answer`].

use std::io::Write as _;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use super::brand::BrandTokens;

/// The style files in the order of their layers; tokens come first because they name the layers.
const STYLES: &[&str] = &[
    include_str!("../../../assets/css/tokens.css"),
    include_str!("../../../assets/css/reset.css"),
    include_str!("../../../assets/css/base.css"),
    include_str!("../../../assets/css/layout.css"),
    include_str!("../../../assets/css/menu.css"),
    include_str!("../../../assets/css/topbar.css"),
    include_str!("../../../assets/css/search.css"),
    include_str!("../../../assets/css/panel.css"),
    include_str!("../../../assets/css/button.css"),
    include_str!("../../../assets/css/state.css"),
    include_str!("../../../assets/css/picture.css"),
    include_str!("../../../assets/css/field.css"),
    include_str!("../../../assets/css/stepper.css"),
    include_str!("../../../assets/css/table.css"),
    include_str!("../../../assets/css/products.css"),
    include_str!("../../../assets/css/orders.css"),
    include_str!("../../../assets/css/quotes.css"),
    include_str!("../../../assets/css/lists.css"),
    include_str!("../../../assets/css/list.css"),
    include_str!("../../../assets/css/import.css"),
    include_str!("../../../assets/css/staff.css"),
    include_str!("../../../assets/css/prices.css"),
    include_str!("../../../assets/css/warehouse.css"),
    include_str!("../../../assets/css/flash.css"),
    include_str!("../../../assets/css/facts.css"),
    include_str!("../../../assets/css/pager.css"),
    include_str!("../../../assets/css/ledger.css"),
    include_str!("../../../assets/css/timeline.css"),
    include_str!("../../../assets/css/plot.css"),
    include_str!("../../../assets/css/boxes.css"),
    include_str!("../../../assets/css/ordering.css"),
    include_str!("../../../assets/css/sign-in.css"),
    include_str!("../../../assets/css/session.css"),
    include_str!("../../../assets/css/nothing.css"),
    include_str!("../../../assets/css/print.css"),
    include_str!("../../../assets/css/utilities.css"),
];

/// The script files; the first holds what the others share.
const SCRIPTS: &[&str] = &[
    include_str!("../../../assets/js/fragments.js"),
    include_str!("../../../assets/js/stepper.js"),
    include_str!("../../../assets/js/arrows.js"),
    include_str!("../../../assets/js/saves.js"),
    include_str!("../../../assets/js/combo.js"),
    include_str!("../../../assets/js/search.js"),
    include_str!("../../../assets/js/quick.js"),
    include_str!("../../../assets/js/submit.js"),
    include_str!("../../../assets/js/small.js"),
    include_str!("../../../assets/js/pay.js"),
    include_str!("../../../assets/js/filter.js"),
    include_str!("../../../assets/js/session.js"),
    include_str!("../../../assets/js/pick.js"),
];

/// One file as it is served.
#[derive(Debug)]
struct Asset {
    name: String,
    content_type: &'static str,
    plain: Bytes,
    gzip: Bytes,
}

/// All files of the look for one brand.
#[derive(Debug)]
pub struct Assets {
    files: [Asset; 3],
    /// Where the stylesheet is fetched instead, for a page that shows a brand before it holds.
    styled_from: Option<String>,
}

impl Assets {
    /// Joins and compresses the files for this brand; `letter` stands on the icon of the browser's tab.
    pub fn new(brand: &BrandTokens, letter: char) -> Arc<Self> {
        let (tokens, rest) = STYLES.split_at(1);
        let css = format!("{}{}{}", tokens.concat(), brand.css(), rest.concat());
        let js = format!("(() => {{\n\"use strict\";\n{}}})();\n", SCRIPTS.concat());
        Arc::new(Self::of(brand, letter, css, js))
    }

    /// The same files, but the stylesheet is fetched from this address.
    pub fn styled_from(brand: &BrandTokens, letter: char, address: String) -> Arc<Self> {
        let js = format!("(() => {{\n\"use strict\";\n{}}})();\n", SCRIPTS.concat());
        Arc::new(Self { styled_from: Some(address), ..Self::of(brand, letter, String::new(), js) })
    }

    fn of(brand: &BrandTokens, letter: char, css: String, js: String) -> Self {
        Self {
            styled_from: None,
            files: [
                Asset::new("css", "text/css; charset=utf-8", css),
                Asset::new("js", "text/javascript; charset=utf-8", js),
                Asset::new("svg", "image/svg+xml", icon(brand, letter)),
            ],
        }
    }

    /// Address of the stylesheet.
    pub fn style_url(&self) -> String {
        self.styled_from.clone().unwrap_or_else(|| self.files[0].url())
    }

    /// Address of the script.
    pub fn script_url(&self) -> String {
        self.files[1].url()
    }

    /// Address of the icon.
    pub fn icon_url(&self) -> String {
        self.files[2].url()
    }
}

impl Asset {
    fn new(ending: &str, content_type: &'static str, text: String) -> Self {
        let hash: String = Sha256::digest(text.as_bytes())
            .iter()
            .take(6)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let name = format!("portico-{hash}.{ending}");
        let gzip = Bytes::from(gzip(text.as_bytes()));
        Self { name, content_type, plain: Bytes::from(text), gzip }
    }

    fn url(&self) -> String {
        format!("/assets/{}", self.name)
    }
}

/// Answers `GET /assets/{name}`. A file of the right name may be kept for ever; one of an older or
/// newer brand or version (several servers, a page left open) is answered with today's, unkept.
pub fn answer(assets: &Assets, name: &str, request: &HeaderMap) -> Response<Body> {
    let ending = name.rsplit('.').next().unwrap_or_default();
    let found = assets
        .files
        .iter()
        .find(|file| name.starts_with("portico-") && file.name.ends_with(&format!(".{ending}")));
    let Some(file) = found else {
        return plain_status(StatusCode::NOT_FOUND);
    };
    let keep = if file.name == name { "public, max-age=31536000, immutable" } else { "no-cache" };
    let zipped = accepts_gzip(request);
    let body = if zipped { file.gzip.clone() } else { file.plain.clone() };
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if zipped {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

fn plain_status(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

fn accepts_gzip(request: &HeaderMap) -> bool {
    let accepted = request
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    accepted.split(',').any(|part| {
        let mut words = part.split(';').map(str::trim);
        words.next() == Some("gzip") && words.next() != Some("q=0")
    })
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("a Vec takes every byte");
    encoder.finish().expect("a Vec takes every byte")
}

fn icon(brand: &BrandTokens, letter: char) -> String {
    let letter =
        if letter.is_alphanumeric() { letter.to_uppercase().to_string() } else { String::new() };
    format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="{}" fill="{}"/>"#,
            r#"<text x="16" y="23" font-family="system-ui,sans-serif" font-size="20" font-weight="600" text-anchor="middle" fill="white">{}</text></svg>"#
        ),
        brand.corner_px.min(10),
        brand.light.css(),
        letter
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(encoding: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(encoding).unwrap());
        headers
    }

    #[test]
    fn files_are_kept_for_ever_under_their_hash_only() {
        let assets = Assets::new(&BrandTokens::default(), 'F');
        let name = assets.style_url().trim_start_matches("/assets/").to_owned();
        let kept = answer(&assets, &name, &request("br, gzip"));
        assert_eq!(kept.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(kept.headers()[header::CONTENT_ENCODING], "gzip");
        let other = answer(&assets, "portico-000000000000.css", &request("gzip;q=0"));
        assert_eq!(other.status(), StatusCode::OK);
        assert_eq!(other.headers()[header::CACHE_CONTROL], "no-cache");
        assert!(!other.headers().contains_key(header::CONTENT_ENCODING));
        assert_eq!(answer(&assets, "else.css", &request("gzip")).status(), StatusCode::NOT_FOUND);
        assert_eq!(
            answer(&assets, "portico-1.html", &request("gzip")).status(),
            StatusCode::NOT_FOUND
        );
    }

    #[test]
    fn another_brand_has_another_address() {
        let other = BrandTokens { corner_px: 0, ..Default::default() };
        assert_ne!(
            Assets::new(&BrandTokens::default(), 'F').style_url(),
            Assets::new(&other, 'F').style_url()
        );
    }

    #[test]
    fn style_and_script_leave_room_in_a_first_visit_of_60_kb() {
        let assets = Assets::new(&BrandTokens::default(), 'F');
        let total: usize = assets.files.iter().map(|file| file.gzip.len()).sum();
        assert!(total < 30_000, "{total} bytes");
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere_and_layers_come_first() {
        let all = STYLES.concat();
        assert!(!all.contains("http") && !all.contains("@import") && !all.contains("data:"));
        let layers = all
            .find("@layer reset, base, layout, components, utilities;")
            .expect("the layers are named");
        assert!(layers < all.find('{').expect("there are rules"));
    }
}
