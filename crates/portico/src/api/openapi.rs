//! The OpenAPI document, generated from the handlers.

use crate::app::Routes;
use crate::{access, backoffice, billing, cart, catalogue, customers, orders, quotes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

#[derive(OpenApi)]
#[openapi(
    info(title = "Portico", description = "The portal's API. Amounts, quantities, errors and idempotency are said in docs/api.md."),
    paths(
        access::api::me,
        customers::api::get_account,
        customers::api::change_account,
        customers::api::list_addresses,
        customers::address_api::add,
        customers::address_api::change,
        customers::address_api::close,
        catalogue::api::all,
        catalogue::api::one,
        cart::api::get,
        cart::api::empty,
        cart::api::change,
        cart::api::add,
        cart::api::set,
        cart::api::remove,
        cart::place_api::create,
        orders::api::list,
        orders::api::get,
        orders::backorders_api::list,
        orders::approval_api::decide,
        cart::reorder_api::again,
        orders::api::write_comment,
        orders::change_api::ask,
        quotes::api::list,
        quotes::api::get,
        quotes::api::order,
        quotes::api::ask,
        quotes::api::write_comment,
        quotes::api::share_quote,
        quotes::api::revoke_share,
        quotes::api::decline_quote,
        billing::pay::api::create,
        billing::pay::api::get,
        backoffice::api::list,
        backoffice::api::get,
        backoffice::api::confirm,
        backoffice::api::stock,
        backoffice::warehouse_api::ship,
        backoffice::warehouse_api::goods_in,
        backoffice::warehouse_api::stock_movement,
        billing::api::list,
        billing::api::get,
        billing::api::get_statement,
        billing::staff_api::issue,
    ),
    security(("token" = [])),
    modifiers(&Bearer),
)]
struct Document;

struct Bearer;

impl utoipa::Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = document.components.get_or_insert_with(Default::default);
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// Members that are left out where they do not apply: a supplier's token has no customer.
const AT_TIMES: [(&str, &str); 2] = [("Me", "customer"), ("Me", "supplier")];

/// The document.
#[must_use]
pub fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
        let generated = serde_json::to_value(Document::openapi()).unwrap_or_default();
        with_errors(with_members(with_named_items(generated)))
    });
    &DOCUMENT
}

/// The generator writes the rows of a list out once more; they have a name.
fn with_named_items(mut document: Value) -> Value {
    let shapes = document["components"]["schemas"].as_object_mut();
    let known: BTreeSet<String> = shapes.iter().flat_map(|all| all.keys()).cloned().collect();
    for (name, shape) in shapes.into_iter().flatten() {
        if let Some(row) = name.strip_prefix("List_").filter(|row| known.contains(*row)) {
            let path = format!("#/components/schemas/{row}");
            shape["properties"]["items"]["items"] = json!({ "$ref": path });
        }
    }
    document
}

/// What we answer always has all its members: what is unknown is `null`. So every shape that is answered requires them.
fn with_members(mut document: Value) -> Value {
    let mut names = BTreeSet::new();
    let operations = document["paths"].as_object().into_iter().flat_map(Map::values);
    let operations = operations.filter_map(Value::as_object).flat_map(Map::values);
    for responses in operations.map(|operation| &operation["responses"]) {
        collect(responses, &document, &mut names);
    }
    for name in names {
        require(&name, &mut document["components"]["schemas"][&name]);
    }
    document
}

/// The names of all shapes that are reached from here.
fn collect(value: &Value, document: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            let named = members.get("$ref").and_then(Value::as_str);
            if let Some(name) = named.and_then(|path| path.strip_prefix("#/components/schemas/"))
                && names.insert(name.to_owned())
            {
                collect(&document["components"]["schemas"][name], document, names);
            }
            members.values().for_each(|value| collect(value, document, names));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, document, names)),
        _ => {}
    }
}

fn require(name: &str, shape: &mut Value) {
    if let Some(parts) = shape.get_mut("allOf").and_then(Value::as_array_mut) {
        parts.iter_mut().for_each(|part| require(name, part));
    }
    let Some(properties) = shape.get("properties").and_then(Value::as_object) else {
        return;
    };
    let always = |member: &&String| !AT_TIMES.contains(&(name, member.as_str()));
    let required: Value = properties.keys().filter(always).cloned().collect();
    shape["required"] = required;
}

/// Every call may be refused, always in the same shape.
fn with_errors(mut document: Value) -> Value {
    let text = || json!({ "type": "string" });
    document["components"]["schemas"]["FieldProblem"] = json!({
        "type": "object",
        "description": "What is wrong with one field or line; some codes have further members.",
        "required": ["field", "code", "detail"],
        "properties": { "field": text(), "code": text(), "detail": text() },
    });
    document["components"]["schemas"]["Problem"] = json!({
        "type": "object",
        "description": "Why a call was refused. `code` never changes with the language.",
        "required": ["type", "title", "status", "code", "detail", "errors"],
        "properties": {
            "type": text(), "title": text(), "status": { "type": "integer" }, "code": text(),
            "detail": text(),
            "errors": { "type": "array", "items": { "$ref": "#/components/schemas/FieldProblem" } },
        },
    });
    let paths = document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    let operations = paths.filter_map(Value::as_object_mut).flat_map(Map::values_mut);
    for operation in operations {
        operation["responses"]["default"] = json!({
            "description": "refused",
            "content": { "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" }
            } },
        });
    }
    document
}

/// The document as text, for the command line and for reading.
#[must_use]
pub fn text() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| format!("{:#}\n", document()));
    &TEXT
}

/// `/api/openapi.json`.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/api/openapi.json", answer)
}

async fn answer() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text()).into_response()
}
