//! The prices of one product, in a list or for a customer: shown, set and ended. Whose they are is the caller's.

use super::shown_here;
use crate::access::form::StaffForm;
use crate::access::visit::StaffVisit;
use crate::access::{StaffRole, session};
use crate::app::{App, frame};
use crate::catalogue::kept_product::{self, KeptProduct};
use crate::catalogue::set_price::{self, Typed};
use crate::catalogue::staff_view::set_price::{self as view, OfProduct};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::wholesaler;
use crate::pricing::edit_prices::{self, Whose};
use crate::pricing::history::Amount;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// Where prices of a product are shown, and whose they are.
pub(super) struct Shown {
    /// Words and address of what stands above.
    pub crumbs: Vec<(String, String)>,
    /// Address of the page, without the code.
    pub path: String,
    /// Whose prices.
    pub whose: Whose,
    /// Whether new ones include VAT.
    pub includes_vat: bool,
    /// Whether this person sets them.
    pub edits: bool,
}

/// A price as a form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    sku: String,
    from_quantity: String,
    price: String,
    per: String,
    valid_from: String,
    valid_until: String,
    ends_earlier: String,
    seen_price: String,
    seen_per: String,
    seen_until: String,
}

impl Sent {
    fn typed(&self) -> Typed {
        Typed {
            from_quantity: self.from_quantity.clone(),
            price: self.price.clone(),
            per: self.per.clone(),
            valid_from: self.valid_from.clone(),
            valid_until: self.valid_until.clone(),
            ends_earlier: !self.ends_earlier.is_empty(),
            seen: self.seen(),
        }
    }

    /// The price as the form showed it.
    fn seen(&self) -> Option<Amount> {
        let price = self.seen_price.parse().ok()?;
        let until = Some(self.seen_until.clone()).filter(|until| !until.is_empty());
        Some(Amount { price, per: self.seen_per.parse().ok()?, until })
    }
}

fn product(view: &mut View, visit: &StaffVisit, sku: &str) -> Result<KeptProduct, AppError> {
    let product = kept_product::get(view, &visit.staff, &sku.replace('\0', ""))?;
    product.ok_or_else(|| Problem::not_found().into())
}

/// The page, with what was typed and why it was not taken; where no product has the code, the field that asks for one.
pub(super) async fn page(
    app: &App,
    visit: StaffVisit,
    place: impl Fn(&mut View, &StaffVisit) -> Result<Shown, AppError> + Send + 'static,
    sent: Sent,
    failed: Option<(StatusCode, Problem)>,
) -> Result<Response, AppError> {
    let (by, sku) = (visit.clone(), sent.sku.clone());
    let read = move |view: &mut View| -> Result<_, AppError> {
        let shown = place(view, &by)?;
        let product = kept_product::get(view, &by.staff, &sku.replace('\0', ""))?;
        let prices = match &product {
            Some(product) => edit_prices::of_product(view, &by.staff, shown.whose, product.id)?,
            None => Vec::new(),
        };
        Ok((shown, product, prices, wholesaler::today(view)?, frame::read(view, &by)?))
    };
    let (shown, product, prices, today, data) = app.db.read(read).await?;
    let typed = sent.typed();
    let crumbs: Vec<(&str, &str)> =
        shown.crumbs.iter().map(|(word, href)| (word.as_str(), href.as_str())).collect();
    let Some(product) = product else {
        let content = view::asks(&visit.words, &crumbs, &shown.path, (&sent.sku, shown.edits));
        let title = visit.words.say("price-of-product");
        return Ok((StatusCode::NOT_FOUND, visit.page(data, title, content)).into_response());
    };
    let page = OfProduct {
        crumbs: &crumbs,
        path: &shown.path,
        product: &product,
        prices: &prices,
        currency: shown.whose.currency,
        includes_vat: shown.includes_vat,
        today,
        csrf: &visit.csrf,
        edits: shown.edits,
        failed: failed.as_ref().map(|(_, problem)| (&typed, problem)),
    };
    let content = view::content(&visit.words, &page);
    let status = failed.as_ref().map_or(StatusCode::OK, |(status, _)| *status);
    Ok((status, visit.page(data, &product.sku, content)).into_response())
}

/// Sets a price.
pub(super) async fn set(
    app: &App,
    sent: StaffForm<Sent>,
    place: impl Fn(&mut View, &StaffVisit) -> Result<Shown, AppError> + Clone + Send + 'static,
) -> Result<Response, AppError> {
    let deed =
        |tx: &mut Tx, by: &StaffVisit, (whose, product): (Whose, &KeptProduct), sent: &Sent| {
            let wish = set_price::wish(product, &sent.typed(), whose.currency)?;
            edit_prices::set(tx, &by.staff, whose, &wish)
        };
    done(app, sent, place, ("price-set", deed)).await
}

/// Ends a price.
pub(super) async fn end(
    app: &App,
    sent: StaffForm<Sent>,
    place: impl Fn(&mut View, &StaffVisit) -> Result<Shown, AppError> + Clone + Send + 'static,
) -> Result<Response, AppError> {
    let deed =
        |tx: &mut Tx, by: &StaffVisit, (whose, product): (Whose, &KeptProduct), sent: &Sent| {
            let quantity = set_price::from_quantity(product, &sent.from_quantity);
            let quantity = quantity.map_err(|_| AppError::from(Problem::not_found()))?;
            let seen = sent.seen().ok_or_else(|| AppError::from(Problem::not_found()))?;
            let today = wholesaler::today(tx)?;
            let which = (product.id, quantity, sent.valid_from.as_str());
            edit_prices::end(tx, &by.staff, whose, which, (&seen, today))
        };
    done(app, sent, place, ("price-ended", deed)).await
}

type Deed = fn(&mut Tx, &StaffVisit, (Whose, &KeptProduct), &Sent) -> Result<(), AppError>;

/// Does it and goes back to the product's prices; or shows them with why not.
async fn done(
    app: &App,
    sent: StaffForm<Sent>,
    place: impl Fn(&mut View, &StaffVisit) -> Result<Shown, AppError> + Clone + Send + 'static,
    (said, deed): (&'static str, Deed),
) -> Result<Response, AppError> {
    let StaffForm { visit, form, .. } = sent;
    visit.needs(StaffRole::Write)?;
    let (by, sent, of) = (visit.clone(), form.clone(), place.clone());
    let done = move |tx: &mut Tx| -> Result<String, AppError> {
        let shown = of(tx, &by)?;
        let product = product(tx, &by, &sent.sku)?;
        deed(tx, &by, (shown.whose, &product), &sent)?;
        let text = Text::plain(said).with("sku", &product.sku);
        session::flash(tx, by.session.id, &by.words, &text)?;
        let query = serde_urlencoded::to_string([("sku", &product.sku)]).unwrap_or_default();
        Ok(format!("{}?{query}", shown.path))
    };
    match app.db.write(done).await {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(error) => page(app, visit, place, form, Some(shown_here(error)?)).await,
    }
}
