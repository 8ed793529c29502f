//! What every part of the API shares: the shapes of money and prices, lists, bodies and queries that
//! refuse what they do not know.

use super::problem::{AppError, FieldProblem, Problem, Text};
use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use portico_types::{Money, UnitPrice};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// An amount with exactly the currency's digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Money)]
pub struct MoneyJson {
    /// `12.34`.
    #[schema(example = "12.34")]
    pub amount: String,
    /// ISO 4217.
    #[schema(example = "GBP")]
    pub currency: String,
}

impl From<Money> for MoneyJson {
    fn from(money: Money) -> MoneyJson {
        MoneyJson { amount: money.amount(), currency: money.currency.code().to_owned() }
    }
}

/// The price of `per` units: the currency's digits at least, four decimals at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UnitPrice)]
pub struct UnitPriceJson {
    /// `2.55`.
    #[schema(example = "2.55")]
    pub amount: String,
    /// ISO 4217.
    #[schema(example = "GBP")]
    pub currency: String,
    /// For how many units.
    #[serde(default = "one")]
    #[schema(example = 1)]
    pub per: i64,
}

fn one() -> i64 {
    1
}

impl From<UnitPrice> for UnitPriceJson {
    fn from(price: UnitPrice) -> UnitPriceJson {
        UnitPriceJson {
            amount: price.amount(),
            currency: price.currency.code().to_owned(),
            per: price.per,
        }
    }
}

/// One page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// Its rows.
    pub items: Vec<T>,
    /// What to give as `after` for the next page; `null` at the end.
    pub next: Option<String>,
}

/// Rows of a page unless said otherwise.
pub const LIMIT_USUAL: i64 = 50;
/// Rows of a page at most.
pub const LIMIT_MOST: i64 = 500;

/// The `limit` of a list: 1 to 500, 50 if absent; outside it is refused, never cut silently.
pub fn limit(given: Option<&str>) -> Result<i64, AppError> {
    let Some(text) = given else {
        return Ok(LIMIT_USUAL);
    };
    match text.parse::<i64>() {
        Ok(limit) if (1..=LIMIT_MOST).contains(&limit) => Ok(limit),
        _ => {
            let text = Text::plain("api-limit").with("most", LIMIT_MOST);
            let field = FieldProblem::new("/limit", "out_of_range", text.clone());
            Err(Problem::new(422, "out_of_range", text).with_errors(vec![field]).into())
        }
    }
}

/// The refusal of an `after` that is none of ours.
#[must_use]
pub fn bad_cursor() -> AppError {
    Problem::new(422, "bad_cursor", Text::plain("api-bad-cursor")).into()
}

/// The shape of a body.
pub trait Body: DeserializeOwned {
    /// Where objects stand in it, `*` for each item of a list. serde would take a list of their members instead.
    const OBJECTS: &'static [&'static str];
}

/// The first place that holds a list instead of an object.
fn list_for_object(value: &Value, objects: &[&str]) -> Option<String> {
    objects.iter().find_map(|path| {
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        list_at(value, &parts)
    })
}

fn list_at(value: &Value, path: &[&str]) -> Option<String> {
    match (path, value) {
        ([], _) => value.is_array().then(String::new),
        (["*", rest @ ..], Value::Array(items)) => {
            let at = |(index, item)| list_at(item, rest).map(|path| format!("/{index}{path}"));
            items.iter().enumerate().find_map(at)
        }
        ([name, rest @ ..], Value::Object(members)) => {
            list_at(members.get(*name)?, rest).map(|path| format!("/{name}{path}"))
        }
        _ => None,
    }
}

/// Reads a JSON body into a shape that refuses fields it does not know. Answers with the parsed value
/// as well, for idempotency.
///
/// # Errors
/// 415, 400 `bad_json`, 422 `unknown_field` or `invalid` with the field's pointer.
pub fn body<T: Body>(headers: &HeaderMap, bytes: &Bytes) -> Result<(T, Value), AppError> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        let text = Text::plain("problem-unsupported-media-type");
        return Err(Problem::new(415, "unsupported_media_type", text).into());
    }
    let value: Value = serde_json::from_slice(bytes)
        .map_err(|_| Problem::new(400, "bad_json", Text::plain("problem-bad-request")))?;
    if let Some(path) = nul(&value).or_else(|| list_for_object(&value, T::OBJECTS)) {
        let text = Text::plain("api-wrong-type");
        return Err(Problem::invalid(vec![FieldProblem::new(path, "invalid", text)]).into());
    }
    let shape = serde_path_to_error::deserialize::<_, T>(&value).map_err(|error| {
        let path = pointer(&error.path().to_string());
        refused(&path, &error.into_inner().to_string())
    })?;
    Ok((shape, value))
}

/// Where a text with a NUL character stands, which no database of ours can keep.
fn nul(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(values) => values
            .iter()
            .enumerate()
            .find_map(|(index, value)| nul(value).map(|path| format!("/{index}{path}"))),
        Value::Object(members) => members.iter().find_map(|(name, value)| {
            let named = name.contains('\0').then(String::new);
            named.or_else(|| nul(value).map(|path| format!("/{}{path}", name.replace('/', "~1"))))
        }),
        _ => None,
    }
}

/// For routes that take no query parameters: any is refused like an unknown field.
#[derive(Clone, Copy, Debug)]
pub struct NoQuery;

impl<S: Sync> FromRequestParts<S> for NoQuery {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Nothing {}
        query::<Nothing>(parts.uri.query())
            .map(|Nothing {}| NoQuery)
            .map_err(IntoResponse::into_response)
    }
}

/// Reads a query string into a shape that refuses parameters it does not know.
///
/// # Errors
/// 422 `unknown_field` or `invalid`.
pub fn query<T: DeserializeOwned>(query: Option<&str>) -> Result<T, AppError> {
    serde_urlencoded::from_str(query.unwrap_or("")).map_err(|error| refused("", &error.to_string()))
}

/// serde names the unknown or missing field in its message only.
fn refused(path: &str, message: &str) -> AppError {
    let named = |after: &str| {
        message.strip_prefix(after).and_then(|rest| rest.split('`').next()).map(str::to_owned)
    };
    if let Some(name) = named("unknown field `") {
        let parent = match path.rsplit_once('/') {
            Some((parent, last)) if last == name => parent,
            _ => path,
        };
        let text = Text::plain("api-unknown-field").with("field", &name);
        let field = FieldProblem::new(format!("{parent}/{name}"), "unknown_field", text.clone());
        return Problem::new(422, "unknown_field", text).with_errors(vec![field]).into();
    }
    let (field, code, key) = match named("missing field `") {
        Some(name) => (format!("{path}/{name}"), "required", "field-required"),
        None => (path.to_owned(), "invalid", "api-wrong-type"),
    };
    Problem::invalid(vec![FieldProblem::new(field, code, Text { key, args: Vec::new() })]).into()
}

/// `lines[3].quantity` as `/lines/3/quantity`.
fn pointer(path: &str) -> String {
    if path == "." {
        return String::new();
    }
    let mut out = String::new();
    for part in path.split(['.', '[']) {
        let part = part.trim_end_matches(']');
        if !part.is_empty() {
            out.push('/');
            out.push_str(part);
        }
    }
    out
}

/// What a JSON number says as text, exactly; `None` for text, `null`, lists and objects.
#[must_use]
pub fn number_text(value: &Value) -> Option<String> {
    let Value::Number(number) = value else {
        return None;
    };
    if let Some(whole) = number.as_i64() {
        return Some(whole.to_string());
    }
    if let Some(whole) = number.as_u64() {
        return Some(whole.to_string());
    }
    // Shortest text that reads back the same: 12.5 stays 12.5; 1e30 becomes digits that are too large.
    // So far from every quantity, only the direction matters; the digits would fill a page.
    let float = number.as_f64()?.clamp(-1e15, 1e15);
    let tiny = float != 0.0 && float.abs() < 1e-9;
    let float = if tiny { 1e-9_f64.copysign(float) } else { float };
    Some(format!("{float}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Line {
        #[expect(dead_code, reason = "only its reading is tested")]
        code: String,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wish {
        #[expect(dead_code, reason = "only its reading is tested")]
        lines: Vec<Line>,
    }

    impl Body for Wish {
        const OBJECTS: &'static [&'static str] = &["", "/lines/*"];
    }

    fn read(text: &str) -> (u16, &'static str, String, &'static str) {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
        let error = body::<Wish>(&headers, &Bytes::from(text.to_owned())).map(|_| ()).unwrap_err();
        let problem = error.problem();
        let first = problem.errors.first();
        let field = first.map(|e| e.field.clone()).unwrap_or_default();
        (problem.status, problem.code, field, first.map_or("", |e| e.code))
    }

    #[test]
    fn what_is_not_known_is_refused_by_its_pointer() {
        assert_eq!(read("{"), (400, "bad_json", String::new(), ""));
        let unknown = read(r#"{"lines":[{"code":"A"},{"code":"B","qty":1}]}"#);
        assert_eq!(unknown, (422, "unknown_field", "/lines/1/qty".into(), "unknown_field"));
        assert_eq!(read(r#"{"line":[]}"#), (422, "unknown_field", "/line".into(), "unknown_field"));
        assert_eq!(read(r#"{}"#), (422, "invalid", "/lines".into(), "required"));
        assert_eq!(
            read(r#"{"lines":[{"code":7}]}"#),
            (422, "invalid", "/lines/0/code".into(), "invalid")
        );
        let (status, ..) = {
            let error =
                body::<Wish>(&HeaderMap::new(), &Bytes::from("{}")).map(|_| ()).unwrap_err();
            (error.problem().status,)
        };
        assert_eq!(status, 415);
    }

    #[test]
    fn a_text_that_no_database_keeps_is_refused_where_it_stands() {
        let nul = read(r#"{"lines":[{"code":"A"},{"code":"B\u0000"}]}"#);
        assert_eq!(nul, (422, "invalid", "/lines/1/code".into(), "invalid"));
    }

    #[test]
    fn a_list_is_no_object() {
        let invalid = |field: &str| (422, "invalid", field.to_owned(), "invalid");
        assert_eq!(read("[]"), invalid(""));
        assert_eq!(read("[[]]"), invalid(""));
        assert_eq!(read(r#"{"lines":[{"code":"A"},["B"]]}"#), invalid("/lines/1"));
        assert_eq!(read(r#"{"lines":{}}"#), invalid("/lines"));
    }

    #[test]
    fn numbers_are_read_exactly() {
        let text = |json: &str| number_text(&serde_json::from_str::<Value>(json).unwrap());
        assert_eq!(text("12").as_deref(), Some("12"));
        assert_eq!(text("12.0").as_deref(), Some("12"));
        assert_eq!(text("12.5").as_deref(), Some("12.5"));
        assert_eq!(text("9223372036854775808").as_deref(), Some("9223372036854775808"));
        assert_eq!(text("\"12\""), None);
        assert_eq!(text("null"), None);
        assert_eq!(text("1e300").as_deref(), Some("1000000000000000"));
        assert_eq!(text("-1e-300").as_deref(), Some("-0.000000001"));
    }
}
