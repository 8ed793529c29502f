//! The current order as a file: what the page shows, written as every other file is.

use crate::access::visit::Visit;
use crate::access::{Buyer, PricesShown};
use crate::app::{App, lists};
use crate::cart::{CartLine, CartView, view_with_draft};
use crate::orders::DraftLine;
use crate::platform::db::View;
use crate::platform::export::{Format, Head, Sheet};
use crate::platform::list::{Pairs, Value};
use crate::platform::problem::{AppError, Problem};
use crate::platform::wholesaler;
use crate::platform::words::Language;
use axum::extract::{Query, State};
use axum::response::Response;
use tokio::task::spawn_blocking;

/// Headings and widths in a workbook; what follows them are prices.
const HEADS: [(&str, u16); 4] =
    [("order-code", 16), ("order-product", 44), ("cart-quantity", 10), ("product-unit", 10)];
const PRICES: [(&str, u16); 4] = [
    ("products-your-price", 12),
    ("price-list-per", 8),
    ("cart-file-net", 12),
    ("price-list-currency", 10),
];
const LAST: [(&str, u16); 1] = [("order-remarks", 30)];

/// `GET /cart/export?as=csv|xlsx`.
pub(super) async fn export(
    State(app): State<App>,
    visit: Visit,
    Query(pairs): Query<Pairs>,
) -> Result<Response, AppError> {
    let csv = pairs.iter().any(|(name, value)| name == "as" && value == "csv");
    let format = if csv { Format::Csv } else { Format::Xlsx };
    let busy = |_| AppError::from(Problem::try_later());
    let sending = app.exports.sending.clone().try_acquire_owned().map_err(busy)?;
    let making = app.exports.making.clone().acquire_owned().await;
    let making = making.map_err(|_| AppError::from(Problem::try_later()))?;
    let (by, folder) = (visit.clone(), app.exports.folder().to_owned());
    let made = app.db.report(move |view: &mut View| -> Result<_, AppError> {
        let cart = view_with_draft(view, &by.buyer)?;
        let mut sheet = Sheet::new(format, &folder, by.words.say("cart-title"))?;
        write(&mut sheet, &by.words, &by.buyer, &cart)?;
        Ok((sheet, wholesaler::today(view)?))
    });
    let (sheet, today) = made.await?;
    let file = spawn_blocking(move || sheet.finish()).await.map_err(anyhow::Error::new)??;
    drop(making);
    let (number, kind) = (&visit.buyer.customer.number, format.text());
    lists::answer(
        file,
        format.media_type(),
        &format!("current-order-{number}-{}.{kind}", today.text()),
        sending,
    )
}

fn write(
    sheet: &mut Sheet,
    words: &Language,
    buyer: &Buyer,
    cart: &CartView,
) -> Result<(), AppError> {
    let prices = buyer.customer.prices_shown != PricesShown::Hidden;
    let shown = HEADS.iter().chain(PRICES.iter().filter(|_| prices)).chain(&LAST);
    let heads: Vec<Head<'_>> =
        shown.map(|(key, width)| Head { label: words.say(key), width: *width }).collect();
    sheet.head(&heads)?;
    for (kept, drafted) in cart.lines.iter().zip(&cart.draft.lines) {
        sheet.row(&values(kept, drafted, prices))?;
    }
    Ok(())
}

fn values<'a>(kept: &'a CartLine, drafted: &'a DraftLine, prices: bool) -> Vec<Value<'a>> {
    let unit = drafted.card.as_ref().map(|card| card.unit.as_str());
    let mut values = vec![
        Value::text(&kept.sku),
        Value::text(&kept.name),
        kept.quantity.into(),
        Value::maybe(unit),
    ];
    if prices {
        let price = drafted.price.unwrap_or(kept.price_seen);
        let per = Value::Number { units: price.per, decimals: 0 };
        let currency = Value::own(price.currency.code().to_owned());
        values.extend([Some(price).into(), per, drafted.net.into(), currency]);
    }
    values.push(Value::maybe(kept.remarks.as_deref()));
    values
}
