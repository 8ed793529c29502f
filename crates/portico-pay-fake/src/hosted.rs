//! The page that a payer is sent to, with a button for each thing that can happen.

use crate::Fake;
use crate::books::{Act, House, day};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

const BUTTONS: [(&str, &str); 4] = [
    ("pay", "Pay"),
    ("pay-later", "Pay by a slow method"),
    ("decline", "Be declined"),
    ("cancel", "Cancel"),
];

pub(crate) async fn page(State(fake): State<Fake>, Path(id): Path<String>) -> Response {
    let books = fake.lock();
    let Some(pay) = books.pay(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let buttons: String = BUTTONS
        .iter()
        .map(|(act, word)| format!(r#"<form method="post" action="/checkout/{id}/{act}"><button>{word}</button></form>"#))
        .collect();
    Html(format!(
        "<!doctype html><html lang=en><title>Fake checkout</title><h1>Fake checkout</h1><p>{} {} minor units, since {}: {:?}</p>{buttons}",
        pay.currency, pay.amount, day(pay.created), pay.state
    ))
    .into_response()
}

pub(crate) async fn act(
    State(fake): State<Fake>,
    Path((id, act)): Path<(String, String)>,
) -> Response {
    let Some(act) = Act::named(&act) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if let Err(why) = fake.act(&id, act) {
        return (StatusCode::CONFLICT, why).into_response();
    }
    let books = fake.lock();
    let Some(pay) = books.pay(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let target = match (act, pay.house) {
        (Act::Decline, House::Stripe) => format!("/checkout/{id}"),
        (Act::Cancel, _) => pay.cancel_url.clone().unwrap_or_else(|| pay.return_url.clone()),
        _ => pay.return_url.replace("{CHECKOUT_SESSION_ID}", &id),
    };
    Redirect::to(&target).into_response()
}
