//! What is known of the gateways' requests and answers, as tables of our own. A request beyond them is refused as the gateway
//! would refuse it; an answer beyond them is a fault of this fake and stops it.

use serde_json::Value;

/// What a value may be.
#[derive(Clone, Copy)]
pub(crate) enum Is {
    Text,
    Whole,
    Flag,
    Texts,
    Thing,
    Many,
    One(&'static [&'static str]),
    Amount,
    Anything,
}

/// A field of an answer: its name, what it is, `!` needed, `?` may be null, blank may be absent.
type Field = (&'static str, Is, &'static str);
/// A field of a request: its path with `#` for places in a list and `*` for any name; whether it is needed.
type Param = (&'static str, Is, bool);

const SESSION: &[Field] = &[
    ("id", Is::Text, "!"),
    ("object", Is::One(&["checkout.session"]), "!"),
    ("amount_subtotal", Is::Whole, "?"),
    ("amount_total", Is::Whole, "?"),
    ("automatic_tax", Is::Thing, "!"),
    ("cancel_url", Is::Text, "?"),
    ("client_reference_id", Is::Text, "?"),
    ("created", Is::Whole, "!"),
    ("currency", Is::Text, "?"),
    ("customer_email", Is::Text, "?"),
    ("expires_at", Is::Whole, "!"),
    ("livemode", Is::Flag, "!"),
    ("metadata", Is::Texts, "?"),
    ("mode", Is::One(&["payment", "setup", "subscription"]), "!"),
    ("payment_intent", Is::Anything, "?"),
    ("payment_method_types", Is::Many, "!"),
    ("payment_status", Is::One(&["no_payment_required", "paid", "unpaid"]), "!"),
    ("status", Is::One(&["complete", "expired", "open"]), "?"),
    ("success_url", Is::Text, "?"),
    ("ui_mode", Is::One(&["elements", "embedded_page", "form", "hosted_page"]), "?"),
    ("url", Is::Text, "?"),
];

const INTENT: &[Field] = &[
    ("id", Is::Text, "!"),
    ("object", Is::One(&["payment_intent"]), "!"),
    ("amount", Is::Whole, "!"),
    ("amount_capturable", Is::Whole, "!"),
    ("amount_received", Is::Whole, "!"),
    ("capture_method", Is::One(&["automatic", "automatic_async", "manual"]), "!"),
    ("confirmation_method", Is::One(&["automatic", "manual"]), "!"),
    ("created", Is::Whole, "!"),
    ("currency", Is::Text, "!"),
    ("description", Is::Text, "?"),
    ("livemode", Is::Flag, "!"),
    ("metadata", Is::Texts, "!"),
    ("payment_method_types", Is::Many, "!"),
    (
        "status",
        Is::One(&[
            "canceled",
            "processing",
            "requires_action",
            "requires_capture",
            "requires_confirmation",
            "requires_payment_method",
            "succeeded",
        ]),
        "!",
    ),
];

const REFUND: &[Field] = &[
    ("id", Is::Text, "!"),
    ("object", Is::One(&["refund"]), "!"),
    ("amount", Is::Whole, "!"),
    ("created", Is::Whole, "!"),
    ("currency", Is::Text, "!"),
    ("metadata", Is::Texts, "?"),
    ("payment_intent", Is::Text, "?"),
    (
        "reason",
        Is::One(&["duplicate", "expired_uncaptured_charge", "fraudulent", "requested_by_customer"]),
        "?",
    ),
    ("status", Is::One(&["pending", "requires_action", "succeeded", "failed", "canceled"]), "?"),
];

const DISPUTE: &[Field] = &[
    ("id", Is::Text, "!"),
    ("object", Is::One(&["dispute"]), "!"),
    ("amount", Is::Whole, "!"),
    ("created", Is::Whole, "!"),
    ("currency", Is::Text, "!"),
    ("livemode", Is::Flag, "!"),
    ("payment_intent", Is::Text, "?"),
    ("reason", Is::Text, "!"),
    ("status", Is::One(&["needs_response", "under_review", "won", "lost"]), "!"),
];

const EVENT: &[Field] = &[
    ("id", Is::Text, "!"),
    ("object", Is::One(&["event"]), "!"),
    ("api_version", Is::Text, "?"),
    ("created", Is::Whole, "!"),
    ("data", Is::Thing, "!"),
    ("livemode", Is::Flag, "!"),
    ("pending_webhooks", Is::Whole, "!"),
    ("request", Is::Thing, "?"),
    (
        "type",
        Is::One(&[
            "charge.dispute.closed",
            "charge.dispute.created",
            "charge.dispute.funds_reinstated",
            "charge.dispute.funds_withdrawn",
            "checkout.session.async_payment_failed",
            "checkout.session.async_payment_succeeded",
            "checkout.session.completed",
            "checkout.session.expired",
            "payment_intent.payment_failed",
            "refund.created",
            "refund.failed",
            "refund.updated",
        ]),
        "!",
    ),
];

const LIST: &[Field] = &[
    ("object", Is::One(&["list"]), "!"),
    ("data", Is::Many, "!"),
    ("has_more", Is::Flag, "!"),
    ("url", Is::Text, "!"),
];

const MOLLIE_PAYMENT: &[Field] = &[
    ("resource", Is::One(&["payment"]), "!"),
    ("id", Is::Text, "!"),
    ("mode", Is::One(&["live", "test"]), "!"),
    ("createdAt", Is::Text, "!"),
    ("amount", Is::Amount, "!"),
    ("amountRefunded", Is::Amount, ""),
    ("amountRemaining", Is::Amount, ""),
    ("amountChargedBack", Is::Amount, ""),
    ("description", Is::Text, "!"),
    ("method", Is::Text, "?"),
    ("metadata", Is::Anything, "?"),
    (
        "status",
        Is::One(&["open", "pending", "authorized", "paid", "canceled", "expired", "failed"]),
        "!",
    ),
    ("isCancelable", Is::Flag, ""),
    ("expiresAt", Is::Text, ""),
    ("paidAt", Is::Text, ""),
    ("profileId", Is::Text, "!"),
    ("sequenceType", Is::One(&["oneoff", "first", "recurring"]), "!"),
    ("redirectUrl", Is::Text, "?"),
    ("cancelUrl", Is::Text, "?"),
    ("webhookUrl", Is::Text, ""),
    ("_links", Is::Thing, "!"),
    ("_embedded", Is::Thing, ""),
];

const MOLLIE_REFUND: &[Field] = &[
    ("resource", Is::One(&["refund"]), "!"),
    ("id", Is::Text, "!"),
    ("mode", Is::One(&["live", "test"]), "!"),
    ("amount", Is::Amount, "!"),
    (
        "status",
        Is::One(&["queued", "pending", "processing", "refunded", "failed", "canceled"]),
        "!",
    ),
    ("createdAt", Is::Text, "!"),
    ("description", Is::Text, "!"),
    ("metadata", Is::Anything, "?"),
    ("paymentId", Is::Text, "!"),
    ("_links", Is::Thing, "!"),
];

const MOLLIE_CHARGEBACK: &[Field] = &[
    ("resource", Is::One(&["chargeback"]), "!"),
    ("id", Is::Text, "!"),
    ("amount", Is::Amount, "!"),
    ("createdAt", Is::Text, "!"),
    ("reversedAt", Is::Text, "?"),
    ("paymentId", Is::Text, "!"),
    ("_links", Is::Thing, "!"),
];

/// What a session may be asked for with: the part of it that hosted Checkout of one amount needs.
pub(crate) const SESSION_PARAMS: &[Param] = &[
    ("mode", Is::One(&["payment"]), true),
    ("client_reference_id", Is::Text, false),
    ("customer_email", Is::Text, false),
    ("expires_at", Is::Whole, false),
    ("expand.#", Is::Text, false),
    ("line_items.#.quantity", Is::Whole, true),
    ("line_items.#.price_data.currency", Is::Text, true),
    ("line_items.#.price_data.unit_amount", Is::Whole, true),
    ("line_items.#.price_data.product_data.name", Is::Text, true),
    ("metadata.*", Is::Text, false),
    ("payment_intent_data.description", Is::Text, false),
    ("payment_intent_data.metadata.*", Is::Text, false),
    ("success_url", Is::Text, true),
    ("cancel_url", Is::Text, false),
];

pub(crate) const REFUND_PARAMS: &[Param] = &[
    ("payment_intent", Is::Text, true),
    ("amount", Is::Whole, false),
    ("reason", Is::One(&["duplicate", "fraudulent", "requested_by_customer"]), false),
    ("metadata.*", Is::Text, false),
];

pub(crate) const MOLLIE_PAYMENT_FIELDS: &[Field] = &[
    ("amount", Is::Amount, "!"),
    ("description", Is::Text, "!"),
    ("redirectUrl", Is::Text, "!"),
    ("cancelUrl", Is::Text, ""),
    ("webhookUrl", Is::Text, ""),
    ("locale", Is::Text, ""),
    ("metadata", Is::Anything, ""),
];

pub(crate) const MOLLIE_REFUND_FIELDS: &[Field] =
    &[("amount", Is::Amount, "!"), ("description", Is::Text, ""), ("metadata", Is::Anything, "")];

/// Stops the fake where an answer is not what the gateway would say.
pub(crate) fn answer(what: &str, value: &Value) {
    let table = match what {
        "session" => SESSION,
        "intent" => INTENT,
        "refund" => REFUND,
        "dispute" => DISPUTE,
        "event" => EVENT,
        "list" => LIST,
        "mollie payment" => MOLLIE_PAYMENT,
        "mollie refund" => MOLLIE_REFUND,
        "mollie chargeback" => MOLLIE_CHARGEBACK,
        other => panic!("no facts of {other}"),
    };
    if let Err((field, why)) = fields(table, value) {
        panic!("the fake's {what} is not what the gateway would say: {field} {why}");
    }
}

/// Whether an object has what it needs, and nothing that is not known: the field, and what is wrong.
pub(crate) fn fields(table: &[Field], value: &Value) -> Result<(), (String, &'static str)> {
    let Some(object) = value.as_object() else {
        return Err((String::new(), "is no object"));
    };
    if let Some(name) = object.keys().find(|name| !table.iter().any(|(known, ..)| known == name)) {
        return Err((name.clone(), "is not known"));
    }
    for (name, is, need) in table {
        let fault = match object.get(*name) {
            None if *need == "!" => Some("is missing"),
            Some(Value::Null) if *need != "?" => Some("is null"),
            Some(value) if !value.is_null() && !is.holds(value) => Some("is of another kind"),
            _ => None,
        };
        if let Some(fault) = fault {
            return Err(((*name).to_owned(), fault));
        }
    }
    Ok(())
}

/// The same for the pairs of a form: the field, and Stripe's code for what is wrong.
pub(crate) fn params(
    table: &[Param],
    pairs: &[(Vec<String>, String)],
) -> Result<(), (String, &'static str)> {
    let fits = |path: &[String], known: &str| {
        let parts: Vec<&str> = known.split('.').collect();
        parts.len() == path.len()
            && parts.iter().zip(path).all(|(known, part)| match *known {
                "#" => part.is_empty() || part.parse::<u16>().is_ok(),
                "*" => !part.is_empty() && part.len() <= 40,
                known => known == part,
            })
    };
    for (path, value) in pairs {
        let Some((_, is, _)) = table.iter().find(|(known, ..)| fits(path, known)) else {
            return Err((path.join("."), "parameter_unknown"));
        };
        let (is_whole, is_one) = match is {
            Is::Whole => (value.parse::<i64>().is_ok(), true),
            Is::One(all) => (true, all.contains(&value.as_str())),
            _ => (true, !value.is_empty() && value.len() <= 5000),
        };
        if !is_whole {
            return Err((path.join("."), "parameter_invalid_integer"));
        }
        if !is_one {
            return Err((path.join("."), "parameter_invalid_empty"));
        }
    }
    let missing = table
        .iter()
        .find(|(known, _, needed)| *needed && !pairs.iter().any(|(path, _)| fits(path, known)));
    missing.map_or(Ok(()), |(known, ..)| Err(((*known).to_owned(), "parameter_missing")))
}

impl Is {
    fn holds(self, value: &Value) -> bool {
        match self {
            Is::Text => value.is_string(),
            Is::Whole => value.is_i64(),
            Is::Flag => value.is_boolean(),
            Is::Thing => value.is_object(),
            Is::Many => value.is_array(),
            Is::Anything => true,
            Is::One(all) => value.as_str().is_some_and(|text| all.contains(&text)),
            Is::Texts => {
                let all = value.as_object();
                all.is_some_and(|all| all.len() <= 50 && all.values().all(Value::is_string))
            }
            Is::Amount => {
                let text = |name: &str| value[name].as_str();
                let decimals = text("value").map(|v| v.split_once('.').map_or(0, |(_, d)| d.len()));
                let wanted = if text("currency") == Some("JPY") { 0 } else { 2 };
                let code = text("currency").is_some_and(|code| {
                    code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())
                });
                let number = text("value").is_some_and(|v| v.parse::<f64>().is_ok());
                code && number && decimals == Some(wanted)
            }
        }
    }
}
