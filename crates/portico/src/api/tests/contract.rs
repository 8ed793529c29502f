//! The generated document against api.md: routes, methods, members, both ways; and the page that shows it.

use super::*;
use crate::api::openapi::{document, text};
use crate::testkit::world::in_world;
use std::collections::{BTreeMap, BTreeSet};

/// Every route that api.md marks A or B: method, path below `/api/v1`, what is sent, what is answered.
const ROUTES: &[(&str, &str, &str, &str)] = &[
    ("GET", "me", "", "200 Me"),
    ("GET", "products", "", "200 List_ProductSummary"),
    ("GET", "products/{sku}", "", "200 Product"),
    ("GET", "cart", "", "200 Cart"),
    ("PATCH", "cart", "CartChange", "200 Cart"),
    ("DELETE", "cart", "", "204"),
    ("POST", "cart/lines", "[AddLine]", "200 AddedLines"),
    ("PUT", "cart/lines/{sku}", "SetLine", "200 LineSet"),
    ("DELETE", "cart/lines/{sku}", "", "204"),
    ("POST", "orders", "NewOrder", "201 Order"),
    ("GET", "orders", "", "200 List_OrderSummary"),
    ("GET", "orders/{number}", "", "200 Order"),
    ("POST", "orders/{number}/comments", "NewComment", "201 Comment"),
    ("POST", "orders/{number}/changes", "NewChange", "201 Change"),
    ("GET", "backorders", "", "200 List_Backorder"),
    ("POST", "orders/{number}/approval", "Approval", "200 Order"),
    ("POST", "orders/{number}/reorder", "Reorder", "200 AddedLines"),
    ("GET", "quotes", "", "200 List_QuoteSummary"),
    ("GET", "quotes/{number}", "", "200 Quote"),
    ("POST", "quotes", "AskForQuote", "201 Quote"),
    ("POST", "quotes/{number}/order", "ConvertQuote", "201 Order"),
    ("POST", "quotes/{number}/comments", "NewComment", "201 Comment"),
    ("POST", "quotes/{number}/shares", "ShareQuote", "201 QuoteShare"),
    ("DELETE", "quotes/{number}/shares/{id}", "", "204"),
    ("POST", "quotes/{number}/decline", "DeclineQuote", "200 Quote"),
    ("GET", "account", "", "200 Account"),
    ("PATCH", "account", "AccountChange", "200 Account"),
    ("GET", "addresses", "", "200 List_CustomerAddress"),
    ("POST", "addresses", "KeepAddress", "201 CustomerAddress"),
    ("PUT", "addresses/{id}", "KeepAddress", "200 CustomerAddress"),
    ("DELETE", "addresses/{id}", "", "204"),
    ("GET", "staff/orders", "", "200 List_OrderSummary"),
    ("GET", "staff/orders/{number}", "", "200 Order"),
    ("POST", "staff/orders/{number}/confirmation", "Confirmation", "200 Order"),
    ("POST", "staff/orders/{number}/shipments", "NewShipment", "201 Shipment"),
    ("POST", "staff/goods-in", "NewGoodsIn", "201 GoodsIn"),
    ("POST", "staff/stock-movements", "NewStockMovement", "201 StockMovement"),
    ("GET", "staff/stock/{sku}", "", "200 StaffStock"),
    ("GET", "documents", "", "200 List_Document"),
    ("GET", "documents/{number}", "", "200 DocumentDetail"),
    ("GET", "statement", "", "200 Statement"),
    ("POST", "staff/documents", "NewDocument", "201 DocumentDetail"),
    ("POST", "payments", "NewPayment", "201 Payment"),
    ("GET", "payments/{number}", "", "200 Payment"),
];

/// Query parameters of the lists.
const QUERIES: &[(&str, &str)] = &[
    ("quotes", "after limit status"),
    ("products", "after bought brand category in_stock limit list q sort"),
    ("orders", "after delivery from limit q reference status to"),
    ("staff/orders", "after delivery from limit q reference status to"),
    ("backorders", "after limit q"),
    ("addresses", "after limit"),
    ("documents", "after from limit overdue q state to type"),
    ("statement", "currency from to"),
];

const ADDRESS: &str = "id name contact line1 line2 postcode city region country phone";
const HEAD: &str = "number wholesaler_number reference status hand_over delivery payment placed_at placed_by source \
                    requested_day part_deliveries delivery_address remarks totals";
const QUOTE: &str = "number revision status sent_at valid_until reference totals order";
const DOCUMENT: &str =
    "number type issued_day due_day state overdue total open pending orders reference";
const PRODUCT: &str = "sku name brand unit quantity_decimals pack minimum multiple price price_includes_vat vat_rate \
                       stock orderable backorder_allowed in_cart image category group";

/// What is answered. Every member is always there, but for those marked `?`. Some shapes contain another's members:
/// see [`answered`].
const ANSWERED: &[(&str, &str)] = &[
    ("Money", "amount currency"),
    ("UnitPrice", "amount currency per"),
    ("Problem", "type title status code detail errors"),
    ("FieldProblem", "field code detail"),
    ("Me", "login role sees_orders order_limit customer? supplier? customers scopes token_ends"),
    ("Login", "id name email language"),
    ("MyCustomer", "number name currency language"),
    ("MySupplier", "number"),
    ("Membership", "number name role"),
    ("Pack", "size name"),
    ("Stock", "state quantity more label next"),
    ("ProductLocation", "location name quantity more"),
    ("NextStock", "day quantity"),
    ("Attribute", "name value"),
    ("ProductCodes", "ean maker own"),
    ("PriceBreak", "from price"),
    ("Component", "sku quantity"),
    ("Cart", "lines totals delivery_address reference remarks requested_day credit"),
    ("CartCredit", "state check limit available over"),
    ("CartLine", "sku name quantity price net vat_rate remarks state previous_price"),
    ("Totals", "goods charges net vat vat_by_rate total"),
    ("VatByRate", "rate category taxable vat"),
    ("LineSet", "line totals"),
    ("AddedLines", "added not_added"),
    ("Added", "index code sku quantity"),
    ("NotAdded", "index code quantity reason suggestions"),
    ("Suggestion", "sku name"),
    (
        "OrderLine",
        "line parent_line sku name unit quantity price discount_percent net vat_rate remarks supplied_from \
         pending allocated backordered shipped cancelled returned invoiced promises",
    ),
    ("Promise", "day quantity sure"),
    (
        "Backorder",
        "order line sku name reference quantity held could_ship_now reason ordered_at promises",
    ),
    ("Charge", "kind name net vat_rate"),
    ("Comment", "at by side text"),
    ("Change", "state at by reason requested_day delivery_address lines"),
    ("ChangeLine", "line old_quantity quantity"),
    (
        "Account",
        "number name vat_number currency credit_limit balance open_orders available_credit overdue \
         payment_terms contact waiting",
    ),
    ("PaymentTerms", "days end_of_month"),
    ("Contact", "name email phone"),
    ("Shipment", "number shipped_day carrier tracking tracking_url arrived_day parcels lines"),
    ("Parcel", "carrier tracking tracking_url"),
    ("ShippedLine", "line quantity"),
    ("GoodsIn", "number received_at reference purchase_order lines covered"),
    ("GoodsInLine", "sku quantity on_hand"),
    ("CoveredLine", "order line quantity"),
    ("StockMovement", "sku change reason on_hand free"),
    ("StaffStock", "sku locations free"),
    ("StockLocation", "location on_hand allocated"),
    ("DocumentLine", "line order order_line sku name quantity unit price net vat_rate"),
    ("Applied", "number amount day"),
    ("StatementEntry", "day number type debit credit balance open due_day"),
    ("Ageing", "not_due days_1_30 days_31_60 days_61_90 days_over_90 unapplied_credit"),
    ("Statement", "currency from to opening entries closing ageing"),
    ("Payment", "number status amount applies_to redirect_url"),
    ("AppliesTo", "number amount"),
    ("List_Document", "items next"),
    ("List_ProductSummary", "items next"),
    ("List_OrderSummary", "items next"),
    ("List_Backorder", "items next"),
    ("List_CustomerAddress", "items next"),
    ("List_QuoteSummary", "items next"),
    ("QuoteSummary", QUOTE),
    ("QuoteLine", "line sku name quantity unit price net vat_rate"),
    ("QuoteShare", "id email ends views open"),
    ("Address", ADDRESS),
    ("Document", DOCUMENT),
    ("OrderHead", HEAD),
    ("ProductSummary", PRODUCT),
];

/// All that is answered.
fn answered() -> BTreeMap<&'static str, String> {
    let own = ANSWERED.iter().map(|(name, members)| (*name, (*members).to_owned()));
    let mut all: BTreeMap<_, _> = own.collect();
    let more = "description images attributes codes breaks components locations";
    all.insert("Product", format!("{PRODUCT} {more}"));
    all.insert("Order", format!("{HEAD} lines charges to_charge shipments documents comments"));
    all.insert("Quote", format!("{QUOTE} lines charges terms comments shares"));
    all.insert("DocumentDetail", format!("{DOCUMENT} lines charges totals applied corrects"));
    all.insert("OrderSummary", format!("{HEAD} line_count"));
    all.insert("CustomerAddress", format!("{ADDRESS} default_delivery default_invoice state"));
    all
}

/// What is sent; members marked `?` may be left out.
const SENT: &[(&str, &str)] = &[
    ("NewDocument", "type order? corrects? customer? lines? reason?"),
    ("NewDocumentLine", "line? quantity name? price? vat_rate?"),
    ("NewPayment", "documents? amount? keep_rest_as_credit?"),
    ("PaymentDocument", "number amount?"),
    ("AskForQuote", "lines? remarks?"),
    ("ConvertQuote", "revision? delivery_address? reference? remarks? requested_day?"),
    ("DeclineQuote", "reason?"),
    ("ShareQuote", "email message? ends?"),
    (
        "NewOrder",
        "lines? delivery_address? reference? remarks? requested_day? part_deliveries? expected_total?",
    ),
    ("NewOrderLine", "code quantity remarks? price?"),
    ("CartChange", "delivery_address? reference? remarks? requested_day? part_deliveries?"),
    (
        "KeepAddress",
        "id? state? name? contact? line1? line2? postcode? city? region? country? phone? \
         default_delivery? default_invoice?",
    ),
    ("AccountChange", "contact?"),
    ("ContactChange", "name? email? phone?"),
    ("SetLine", "quantity remarks?"),
    ("AddLine", "code quantity"),
    ("Confirmation", "decision reason?"),
    ("Approval", "decision reason? expected_total?"),
    ("Reorder", "lines?"),
    ("NewComment", "text"),
    ("NewChange", "lines requested_day? delivery_address? reason?"),
    ("NewChangeLine", "line quantity"),
    ("NewShipment", "lines carrier? tracking?"),
    ("NewShippedLine", "line quantity"),
    ("NewGoodsIn", "lines reference? purchase_order?"),
    ("NewGoodsInLine", "sku quantity"),
    ("NewStockMovement", "sku change reason"),
];

fn schema(name: &str) -> &'static Value {
    &document()["components"]["schemas"][name]
}

/// Members of a shape, those that may be left out with a `?`.
fn members(shape: &'static Value) -> BTreeSet<String> {
    let shape = match shape["$ref"].as_str() {
        Some(path) => schema(path.rsplit('/').next().unwrap()),
        None => shape,
    };
    let parts = shape["allOf"].as_array().into_iter().flatten().flat_map(members);
    let required = shape["required"].as_array();
    let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|one| one == name));
    let own = shape["properties"].as_object().into_iter().flat_map(|all| all.keys());
    let mark = |name: &String| {
        if is_required(name) { name.clone() } else { format!("{name}?") }
    };
    parts.chain(own.map(mark)).collect()
}

fn words(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// The name of the shape in a body; `[Name]` for a list of it.
fn shape_in(body: &Value) -> String {
    let shape = &body["content"]["application/json"]["schema"];
    let name = |shape: &Value| {
        shape["$ref"].as_str().map(|path| path.rsplit('/').next().unwrap().to_owned())
    };
    name(shape).or_else(|| name(&shape["items"]).map(|one| format!("[{one}]"))).unwrap_or_default()
}

#[test]
fn the_document_has_every_route_of_the_contract_and_no_other() {
    let mut documented = BTreeSet::new();
    for (path, operations) in document()["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let path = path.strip_prefix("/api/v1/").unwrap().to_owned();
            let responses = operation["responses"].as_object().unwrap();
            let (status, response) =
                responses.iter().find(|(status, _)| *status != "default").unwrap();
            assert!(responses.contains_key("default"), "{path}");
            let answered = format!("{status} {}", shape_in(response)).trim().to_owned();
            let sent = shape_in(&operation["requestBody"]);
            documented.insert((method.to_uppercase(), path, sent, answered));
        }
    }
    let own = |(m, p, s, a): &(&str, &str, &str, &str)| {
        ((*m).to_owned(), (*p).to_owned(), (*s).to_owned(), (*a).to_owned())
    };
    assert_eq!(documented, ROUTES.iter().map(own).collect());
    let routes = crate::app::router::routes().list();
    let ours = routes.iter().filter_map(|route| {
        let path = route.path.strip_prefix("/api/v1/")?;
        Some((route.method.to_owned(), path.to_owned()))
    });
    let routes: BTreeSet<_> = ours.collect();
    assert_eq!(routes, documented.into_iter().map(|(m, p, ..)| (m, p)).collect());
}

#[test]
fn the_document_has_every_member_of_the_contract_and_no_other() {
    let mut shapes: BTreeMap<&str, String> = answered();
    shapes.extend(SENT.iter().map(|(name, members)| (*name, (*members).to_owned())));
    for (name, expected) in &shapes {
        assert_eq!(members(schema(name)), words(expected), "{name}");
    }
    let documented = document()["components"]["schemas"].as_object().unwrap().keys();
    let unknown: Vec<_> = documented
        .filter(|name| !shapes.contains_key(name.as_str()) && *name != "DeliveryAddressChoice")
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn the_document_has_every_parameter_of_the_contract_and_no_other() {
    let parameters = |path: &str, method: &str, place: &str| -> BTreeSet<String> {
        let list = document()["paths"][&format!("/api/v1/{path}")][method]["parameters"].as_array();
        let here = list.into_iter().flatten().filter(|one| one["in"] == place);
        here.map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    let queries: BTreeMap<_, _> = QUERIES.iter().copied().collect();
    for (method, path, ..) in ROUTES.iter().copied() {
        let expected = if method == "GET" { queries.get(path) } else { None };
        let method = method.to_lowercase();
        assert_eq!(parameters(path, &method, "query"), words(expected.unwrap_or(&"")), "{path}");
        let named: BTreeSet<String> = path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .map(str::to_owned)
            .collect();
        assert_eq!(parameters(path, &method, "path"), named, "{path}");
    }
    assert_eq!(parameters("orders", "post", "header"), words("Idempotency-Key"));
}

/// Whether a value of this shape may be `null`.
fn may_be_null(shape: &Value) -> bool {
    let is_null = |one: &Value| one == "null" || one["type"] == "null";
    let listed = |name: &str| shape[name].as_array().is_some_and(|all| all.iter().any(is_null));
    listed("type")
        || listed("oneOf")
        || listed("anyOf")
        || shape["type"].is_null() && shape["$ref"].is_null()
}

/// Compares an answer with its documented shape: no member more, none less, `null` only where it is said.
fn compare(path: &str, value: &Value, shape: &'static Value) {
    if let Some(name) = shape["$ref"].as_str() {
        return compare(path, value, schema(name.rsplit('/').next().unwrap()));
    }
    if value.is_null() {
        assert!(may_be_null(shape), "{path} is null");
        return;
    }
    if let Some(one) = shape["oneOf"].as_array() {
        let shape = one.iter().find(|one| one["type"] != "null").unwrap();
        return compare(path, value, shape);
    }
    match value {
        Value::Array(items) => {
            for item in items {
                compare(&format!("{path}[]"), item, &shape["items"]);
            }
        }
        Value::Object(object) if !members(shape).is_empty() => {
            let known = members(shape);
            for name in object.keys() {
                assert!(
                    known.contains(name) || known.contains(&format!("{name}?")),
                    "{path}.{name}"
                );
            }
            for name in known.iter().filter(|name| !name.ends_with('?')) {
                compare(&format!("{path}.{name}"), &object[name], property(shape, name));
            }
        }
        Value::String(_) => assert!(shape["type"].to_string().contains("string"), "{path}"),
        Value::Number(_) => assert!(
            ["number", "integer"].iter().any(|kind| shape["type"].to_string().contains(kind)),
            "{path}"
        ),
        _ => {}
    }
}

fn property(shape: &'static Value, name: &str) -> &'static Value {
    let own = &shape["properties"][name];
    let parts = || shape["allOf"].as_array().into_iter().flatten();
    let of = |part: &'static Value| match part["$ref"].as_str() {
        Some(path) => property(schema(path.rsplit('/').next().unwrap()), name),
        None => property(part, name),
    };
    if own.is_null() { parts().map(of).find(|found| !found.is_null()).unwrap_or(own) } else { own }
}

in_world!(answers_have_the_documented_shapes, |world| {
    let mut anna = world.program("anna@").await;
    let rows =
        json!([{ "code": "MUG-SAND", "quantity": 12 }, { "code": "NO-SUCH", "quantity": 1 }]);
    let added = send(&mut anna, "POST", "/api/v1/cart/lines", &rows).await.json();
    compare("AddedLines", &added, schema("AddedLines"));
    let path = "/api/v1/cart/lines/MUG-SAND";
    let set = send(&mut anna, "PUT", path, &json!({ "quantity": 24 })).await.json();
    compare("LineSet", &set, schema("LineSet"));
    let mut asked = 0;
    for (who, numbers) in [
        ("anna@", "P-100001"),
        ("isla@", "P-100001"),
        ("bella@", "P-100009"),
        ("will@", "P-100002"),
    ] {
        let mut client = world.program(who).await;
        for (method, path, _, answered) in ROUTES.iter().copied() {
            if method != "GET" {
                continue;
            }
            let at = path.replace("{sku}", "MUG-SAND").replace("{number}", numbers);
            let page = client.get(&format!("/api/v1/{at}")).await;
            if page.status == 200 {
                asked += 1;
                compare(&format!("{who} {path}"), &page.json(), schema(&answered[4..]));
            }
        }
    }
    assert!(asked > 20, "{asked}");
});

in_world!(the_document_and_its_page_come_with_the_program, |world| {
    let mut anybody = world.anybody();
    let page = anybody.get("/api/openapi.json").await;
    assert_eq!((page.status.as_u16(), page.html.as_str()), (200, text()));
    assert_eq!(page.headers["content-type"], "application/json");
    assert_eq!(&page.json(), document());
    let index = anybody.get("/api/docs/").await;
    assert_eq!(anybody.get("/api/docs").await.location(), Some("/api/docs/"));
    let policy = index.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("http"), "{policy}");
    assert!(policy.contains("script-src 'self';"), "{policy}");
    // No script stands in the page itself, and all it asks for is ours.
    let asked: Vec<&str> = index
        .html
        .split(['"', '\''])
        .filter(|part| part.starts_with("./") || part.ends_with(".css") || part.ends_with(".js"))
        .map(|part| part.trim_start_matches("./"))
        .collect();
    assert!(asked.len() >= 5, "{}", index.html);
    assert!(!index.html.contains("//") && !index.html.contains("onload"), "{}", index.html);
    for file in asked {
        assert_eq!(anybody.get(&format!("/api/docs/{file}")).await.status, 200, "{file}");
    }
    let start = anybody.get("/api/docs/swagger-initializer.js").await.html;
    assert!(start.contains("/api/openapi.json") && !start.contains("https://"), "{start}");
    assert!(start.contains("\"validatorUrl\": \"none\""), "{start}");
    assert_eq!(anybody.get("/api/docs/no-such-file").await.status, 404);
});
