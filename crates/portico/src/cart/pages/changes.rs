//! What the form of the current order asks for. Every button sends the whole form, and all of it is kept, so that
//! nothing typed is lost, with scripts or without.

use super::{Refused, shown};
use crate::access::form::{Fields, VisitForm};
use crate::access::session;
use crate::access::visit::Visit;
use crate::app::{App, frame};
use crate::cart::keep::{Faults, add_typed, keep};
use crate::cart::order::{keep_refused, order};
use crate::cart::typed::Typed;
use crate::cart::view::{self, Shown};
use crate::cart::{accept_price, empty as empty_cart, product_in_cart};
use crate::catalogue::view::RowWords;
use crate::orders::view::order_href;
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, Problem, Text};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};

type Answer = Result<Response, AppError>;
type Sent = VisitForm<Fields>;

/// `POST /cart/lines`: quantities of one product or of many, remarks and head too where the form has them.
pub(super) async fn lines(State(app): State<App>, headers: HeaderMap, sent: Sent) -> Answer {
    kept(&app, &headers, sent).await
}

/// `POST /cart/head`: address, reference, day, remarks.
pub(super) async fn head(State(app): State<App>, headers: HeaderMap, sent: Sent) -> Answer {
    kept(&app, &headers, sent).await
}

/// `POST /cart/lines/{sku}/remarks`: the remark of a line stands in the form like everything else.
pub(super) async fn lines_remarks(
    State(app): State<App>,
    Path(sku): Path<String>,
    headers: HeaderMap,
    sent: Sent,
) -> Answer {
    let VisitForm { visit, form, mut fields } = sent;
    for (name, _) in &mut fields {
        if name == "line_remarks" {
            *name = format!("remarks.{sku}");
        }
    }
    kept(&app, &headers, VisitForm { visit, form, fields }).await
}

async fn kept(app: &App, headers: &HeaderMap, sent: Sent) -> Answer {
    let VisitForm { visit, fields, .. } = sent;
    let typed = Typed::read(&fields);
    let (buyer, wanted) = (visit.buyer.clone(), typed.clone());
    let kept = move |tx: &mut Tx| keep(tx, &buyer, &wanted);
    let faults = app.db.write(kept).await?;
    if headers.get("x-requested-with").is_some_and(|value| value == "portico") {
        return pieces(app, visit, typed, faults).await;
    }
    after(app, visit, typed, faults).await
}

/// Back to where the form stands, or the page of the current order with what could not be kept.
async fn after(app: &App, visit: Visit, typed: Typed, faults: Faults) -> Answer {
    if faults.is_empty() {
        return Ok(Redirect::to(back(&typed.from)).into_response());
    }
    let refused = Refused { typed, faults, problem: None };
    shown(app, visit, StatusCode::UNPROCESSABLE_ENTITY, refused).await
}

/// Only paths of our own.
fn back(from: &str) -> &str {
    let ours = from.starts_with('/')
        && !from.starts_with("//")
        && !from.contains('\\')
        && from.len() <= 2_000
        && from.bytes().all(|byte| byte.is_ascii_graphic());
    if ours { from } else { "/cart" }
}

/// Pieces of HTML for a page with scripts: see `assets/js/fragments.js`.
async fn pieces(app: &App, visit: Visit, typed: Typed, faults: Faults) -> Answer {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        Ok((super::read(view, &by.buyer)?, frame::read(view, &by)?))
    };
    let (page, data) = app.db.read(read).await?;
    let shown = Shown {
        words: &visit.words,
        stock: RowWords::new(&visit.words),
        buyer: &visit.buyer,
        csrf: &visit.csrf,
        page: &page,
        typed: &typed,
        faults: &faults,
        problem: None,
        for_staff: false,
    };
    let frame_words = app.look.frame_words(&visit.words);
    let html = view::pieces::answer(&shown, data.cart.as_ref(), &frame_words);
    Ok(Html(html.into_string()).into_response())
}

/// `POST /cart/lines/{sku}/price`: the new price is seen and agreed to.
pub(super) async fn price(State(app): State<App>, Path(sku): Path<String>, sent: Sent) -> Answer {
    let VisitForm { visit, fields, .. } = sent;
    let typed = Typed::read(&fields);
    let (buyer, wanted) = (visit.buyer.clone(), typed.clone());
    let done = move |tx: &mut Tx| -> Result<Faults, AppError> {
        let faults = keep(tx, &buyer, &wanted)?;
        let id = product_in_cart(tx, &buyer, &sku)?
            .ok_or_else(|| AppError::from(Problem::not_found()))?;
        accept_price(tx, &buyer, id)?;
        Ok(faults)
    };
    let faults = app.db.write(done).await?;
    after(&app, visit, typed, faults).await
}

/// `POST /cart/add`: a code and how many of it.
pub(super) async fn add(State(app): State<App>, sent: Sent) -> Answer {
    let VisitForm { visit, fields, .. } = sent;
    let typed = Typed::read(&fields);
    let (buyer, wanted) = (visit.buyer.clone(), typed.clone());
    let done = move |tx: &mut Tx| -> Result<Faults, AppError> {
        let mut faults = keep(tx, &buyer, &wanted)?;
        match add_typed(tx, &buyer, &wanted.code, &wanted.add_quantity) {
            Ok(_) => {}
            Err(AppError::Refused(problem)) if problem.status == 422 => {
                faults.head.extend(problem.errors)
            }
            Err(other) => return Err(other),
        }
        Ok(faults)
    };
    let faults = app.db.write(done).await?;
    after(&app, visit, typed, faults).await
}

/// `POST /cart/empty`.
pub(super) async fn empty(State(app): State<App>, sent: Sent) -> Answer {
    let visit = sent.visit;
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        empty_cart(tx, &visit.buyer)?;
        let said = Text::plain("cart-emptied");
        Ok(session::flash(tx, visit.session.id, &visit.words, &said)?)
    };
    app.db.write(done).await?;
    Ok(Redirect::to("/cart").into_response())
}

/// `POST /orders`: Place order.
pub(super) async fn place(State(app): State<App>, sent: Sent) -> Answer {
    let VisitForm { visit, fields, .. } = sent;
    let typed = Typed::read(&fields);
    let (buyer, wanted) = (visit.buyer.clone(), typed.clone());
    let placed = app.db.write(move |tx: &mut Tx| order(tx, &buyer, &wanted)).await;
    let problem = match placed {
        Ok(number) => {
            return Ok(Redirect::to(&format!("{}?placed=1", order_href(&number))).into_response());
        }
        Err(AppError::Refused(problem)) if problem.code != "not_allowed" => *problem,
        Err(other) => return Err(other),
    };
    let (buyer, wanted) = (visit.buyer.clone(), typed.clone());
    let faults = app.db.write(move |tx: &mut Tx| keep_refused(tx, &buyer, &wanted)).await?;
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    shown(&app, visit, status, Refused { typed, faults, problem: Some(problem) }).await
}

#[cfg(test)]
mod tests {
    use super::back;

    #[test]
    fn only_paths_of_our_own_are_gone_back_to() {
        assert_eq!(back("/products?q=mug"), "/products?q=mug");
        for bad in ["", "https://evil.example", "//evil.example", "/\\evil.example", "/a b"] {
            assert_eq!(back(bad), "/cart", "{bad}");
        }
    }
}
