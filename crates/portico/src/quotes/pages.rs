//! Pages of quotations for customers, and the one that a shared link opens.

use super::convert::{Convert, convert};
use super::customer_view::{self as view, Page};
use super::kept::QuoteHead;
use super::paper_view::paper;
use super::store::{self, QUOTES};
use super::view::quote_href;
use super::{NEEDS_RELEASE, comment, decline, request, share, shared_view};
use crate::access::form::{Fields, VisitForm};
use crate::access::session;
use crate::access::visit::Visit;
use crate::access::{Buyer, Speech};
use crate::app::list_page::{ListPage, Said as ListSaid, WayOn, no_offers, nothing_there};
use crate::app::{App, Routes, frame, papers};
use crate::cart::checkout::Said as OrderSaid;
use crate::cart::keep::Faults;
use crate::cart::lines::lock;
use crate::cart::pages::{Refused, shown as cart_shown};
use crate::cart::typed::Typed as CartTyped;
use crate::customers::addresses;
use crate::orders::DeliverTo;
use crate::orders::place::REFERENCE;
use crate::orders::view::{order_href, shows_prices};
use crate::platform::auth::Secret;
use crate::platform::db::{Tx, View};
use crate::platform::idempotency::{self, Answer as KeptAnswer, Key, content_hash, is_good_key};
use crate::platform::problem::{AppError, Problem, Text};
use crate::platform::{settings, wholesaler};
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use portico_types::Money;

type Answer = Result<Response, AppError>;

static LIST: ListPage<Visit, QuoteHead> = ListPage {
    listing: &QUOTES,
    file: "/quotes/export",
    rows_of_page: 30,
    long_when_filtered: false,
    class: "quotes",
    said: ListSaid {
        title: "quotes-title",
        context: "quotes-context",
        none: "quotes-none",
        none_what: "quotes-none-what",
    },
    way_on: WayOn::Nowhere,
    rows: store::listed,
    columns: view::quote_columns,
    given: no_offers,
    above: nothing_there,
    below: nothing_there,
};

/// Keeps what a link opens out of search engines.
const HIDDEN: [(&str, &str); 1] = [("x-robots-tag", "noindex, nofollow")];

/// The routes of this slice for customers, and the link that is shared.
#[must_use]
pub fn routes() -> Routes {
    LIST.routes()
        .post("/quotes", asked)
        .get("/quotes/{number}", one)
        .post("/quotes/{number}/order", ordered)
        .post("/quotes/{number}/comments", commented)
        .post("/quotes/{number}/decline", declined)
        .post("/quotes/{number}/shares", shared)
        .post("/quotes/{number}/shares/{id}/revocation", revoked)
        .get("/shared/{secret}", opened)
}

/// What a page says beside the quotation: which form was refused, what was typed, and why.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The form: `order`, `comments`, `shares`, `decline`.
    pub form: &'static str,
    /// What was typed.
    pub fields: Fields,
    /// Why it was refused.
    pub problem: Option<Problem>,
    /// What the order would come to there, where that differs from the quotation.
    pub total: Option<Money>,
}

impl Said {
    /// What was typed into a field.
    #[must_use]
    pub fn typed(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// `/quotes/Q-1001`, and its sheet with `.pdf` behind the number.
async fn one(State(app): State<App>, visit: Visit, Path(number): Path<String>) -> Answer {
    if let Some(number) = number.strip_suffix(".pdf") {
        return sheet(&app, visit, number.to_owned()).await;
    }
    shown(&app, visit, number, Said::default()).await
}

/// The sheet, for whoever sees prices.
async fn sheet(app: &App, visit: Visit, number: String) -> Answer {
    let home = app.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let quote = store::get(view, &visit.buyer, &number)?.filter(|_| shows_prices(&visit.buyer));
        paper(view, &home, &quote.ok_or_else(Problem::not_found)?)
    };
    let paper = app.db.read(read).await?;
    papers::answer(app, paper).await
}

async fn shown(app: &App, visit: Visit, number: String, said: Said) -> Answer {
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let quote = store::get(view, &by.buyer, &number)?.ok_or_else(Problem::not_found)?;
        let vat = quote.vat()?;
        let name = settings::get(view, &wholesaler::NAME)?;
        let comments = comment::list(view, &quote.head)?;
        let comments = crate::orders::comment::as_customer(comments, &name);
        let shares = share::list(view, &quote.head)?;
        let of = (addresses::list(view, &by.buyer)?, settings::get(view, &REFERENCE)?);
        let clock = (wholesaler::zone(view)?, wholesaler::today(view)?);
        let release = settings::get(view, &NEEDS_RELEASE)?;
        let data = frame::read(view, &by)?;
        Ok(((quote, vat), (comments, shares, of), (name, clock, release), data))
    };
    let ((quote, vat), (comments, shares, of), (name, clock, release), data) =
        app.db.read(read).await?;
    let page = Page {
        buyer: &visit.buyer,
        csrf: &visit.csrf,
        quote: &quote,
        vat: &vat,
        comments: &comments,
        shares: &shares,
        addresses: &of.0,
        reference: of.1,
        needs_release: release,
        wholesaler: &name,
        zone: &clock.0,
        today: clock.1,
        said: &said,
    };
    let content = view::content(&visit.words, &page);
    let status = said.problem.as_ref().map_or(200, |problem| problem.status);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    Ok((status, visit.page(data, &quote.head.number, content)).into_response())
}

/// The page again, with what was typed, where a deed was refused for a reason that it can show.
async fn after(
    app: &App,
    visit: Visit,
    (number, form, fields): (String, &'static str, Fields),
    done: Result<String, AppError>,
) -> Answer {
    match done {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(AppError::Refused(problem)) if matches!(problem.status, 409 | 422) => {
            let total = new_total(&problem, visit.buyer.customer.currency);
            let said = Said { form, fields, problem: Some(*problem), total };
            shown(app, visit, number, said).await
        }
        Err(other) => Err(other),
    }
}

/// The total that a refusal names instead of the one that was seen.
fn new_total(problem: &Problem, currency: portico_types::Currency) -> Option<Money> {
    let error = problem.errors.iter().find(|error| error.field == "/expected_total")?;
    let (_, new) = error.more.iter().find(|(name, _)| *name == "new")?;
    Money::parse(new.get("amount")?.as_str()?, currency).ok()
}

/// `POST /quotes/{number}/order`: Convert to Order.
async fn ordered(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: VisitForm<Fields>,
) -> Answer {
    let VisitForm { visit, fields, .. } = sent;
    let typed = Said { fields: fields.clone(), ..Said::default() };
    let some = |name| Some(typed.typed(name).to_owned()).filter(|text| !text.trim().is_empty());
    let how = Convert {
        revision: typed.typed("revision").parse().ok(),
        expected_total: Money::parse(typed.typed("expected_total"), visit.buyer.customer.currency)
            .ok(),
        said: OrderSaid {
            deliver_to: some("delivery_address").map(DeliverTo::Number),
            reference: some("reference"),
            remarks: some("remarks"),
            requested_day: some("requested_day"),
            part_deliveries: None,
        },
    };
    let (by, of) = (visit.buyer.clone(), number.clone());
    let deed = move |tx: &mut Tx| -> Result<String, AppError> {
        let placed = convert(tx, &by, &of, &how)?;
        Ok(format!("{}?placed=1", order_href(&placed.number)))
    };
    let done = app.db.write(deed).await;
    after(&app, visit, (number, "order", fields), done).await
}

/// `POST /quotes/{number}/comments`.
async fn commented(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: VisitForm<Fields>,
) -> Answer {
    let VisitForm { visit, fields, .. } = sent;
    let (by, of, typed) = (visit.clone(), number.clone(), fields.clone());
    let deed = move |tx: &mut Tx| -> Result<String, AppError> {
        let said = Said { fields: typed.clone(), ..Said::default() };
        comment::write(tx, &by.buyer, &of, said.typed("text"))?;
        session::flash(tx, by.session.id, &by.words, &Text::plain("comment-written"))?;
        Ok(quote_href(&of))
    };
    let done = app.db.write(deed).await;
    after(&app, visit, (number, "comments", fields), done).await
}

/// `POST /quotes/{number}/decline`.
async fn declined(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: VisitForm<Fields>,
) -> Answer {
    let VisitForm { visit, fields, .. } = sent;
    let (by, of, typed) = (visit.clone(), number.clone(), fields.clone());
    let deed = move |tx: &mut Tx| -> Result<String, AppError> {
        let said = Said { fields: typed.clone(), ..Said::default() };
        decline::decline(tx, &by.buyer, &of, said.typed("reason"))?;
        session::flash(tx, by.session.id, &by.words, &Text::plain("quote-declined"))?;
        Ok(quote_href(&of))
    };
    let done = app.db.write(deed).await;
    after(&app, visit, (number, "decline", fields), done).await
}

/// `POST /quotes/{number}/shares`: Share Quote.
async fn shared(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: VisitForm<Fields>,
) -> Answer {
    let VisitForm { visit, fields, .. } = sent;
    let said = Said { fields: fields.clone(), ..Said::default() };
    let typed = share::Typed {
        email: said.typed("email").to_owned(),
        message: said.typed("message").to_owned(),
        ends: said.typed("ends").to_owned(),
    };
    let (by, of, secret) = (visit.clone(), number.clone(), Secret::of(app.ids.secret()));
    let deed = move |tx: &mut Tx| -> Result<String, AppError> {
        let sent = share::share(tx, &by.buyer, &of, (&typed, &secret))?;
        let said = Text::plain("share-sent").with("email", &sent.email);
        session::flash(tx, by.session.id, &by.words, &said)?;
        Ok(quote_href(&of))
    };
    let done = app.db.write(deed).await;
    after(&app, visit, (number, "shares", fields), done).await
}

/// `POST /quotes/{number}/shares/{id}/revocation`.
async fn revoked(
    State(app): State<App>,
    Path((number, id)): Path<(String, String)>,
    sent: VisitForm<Fields>,
) -> Answer {
    let visit = sent.visit;
    let id: i64 = id.parse().map_err(|_| Problem::not_found())?;
    let (by, of) = (visit.clone(), number.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        share::revoke(tx, &by.buyer, &of, id)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("share-revoked"))?)
    };
    app.db.write(deed).await?;
    Ok(Redirect::to(&quote_href(&number)).into_response())
}

/// `POST /quotes`: the form of the current order asks for a quotation instead of an order; once for the key of the
/// current order, so that a second click gets the first quotation.
async fn asked(State(app): State<App>, sent: VisitForm<Fields>) -> Answer {
    let VisitForm { visit, fields, .. } = sent;
    let typed = CartTyped::read(&fields);
    let (by, wanted) = (visit.clone(), typed.clone());
    let deed = move |tx: &mut Tx| -> Result<String, AppError> {
        let number = ask_once(tx, &by.buyer, &wanted)?;
        let said = Text::plain("quote-asked-done").with("number", &number);
        session::flash(tx, by.session.id, &by.words, &said)?;
        Ok(number)
    };
    let problem = match app.db.write(deed).await {
        Ok(number) => return Ok(Redirect::to(&quote_href(&number)).into_response()),
        Err(AppError::Refused(problem)) if problem.status == 422 => *problem,
        Err(other) => return Err(other),
    };
    let (by, wanted) = (visit.buyer.clone(), typed.clone());
    let keep = move |tx: &mut Tx| crate::cart::keep::keep(tx, &by, &wanted);
    let faults: Faults = app.db.write(keep).await?;
    let refused = Refused { typed, faults, problem: Some(problem) };
    cart_shown(&app, visit, StatusCode::UNPROCESSABLE_ENTITY, refused).await
}

fn ask_once(tx: &mut Tx, buyer: &Buyer, typed: &CartTyped) -> Result<String, AppError> {
    let ask = |tx: &mut Tx| -> Result<String, AppError> {
        let _ = lock(tx, buyer)?;
        if !crate::cart::keep::keep(tx, buyer, typed)?.is_empty() {
            return Err(Problem::invalid(Vec::new()).into());
        }
        request::request(tx, buyer, (None, typed.remarks.as_deref().unwrap_or_default()))
    };
    if !is_good_key(&typed.place_key) {
        return ask(tx);
    }
    let key = Key {
        scope: format!("customer:{}:login:{}", buyer.customer.id, buyer.login.id),
        key: format!("quote-{}", typed.place_key),
        route: "POST /quotes".to_owned(),
        content_hash: content_hash(&serde_json::Value::from(typed.place_key.as_str())),
    };
    let done = idempotency::once(tx, &key, |tx| {
        Ok(KeptAnswer { status: 303, body: ask(tx)?, location: None })
    })?;
    Ok(done.answer().body.clone())
}

/// `GET /shared/{secret}`: the quotation of a link, signed in or not; its sheet with `.pdf` behind the secret; a calm page
/// where it opens nothing.
async fn opened(State(app): State<App>, Path(secret): Path<String>, request: Request) -> Answer {
    let peer =
        request.extensions().get::<ConnectInfo<std::net::SocketAddr>>().map(|info| info.0.ip());
    let client = crate::platform::auth::address::client(
        peer,
        request.headers(),
        &app.config.trusted_proxies,
    );
    let from = crate::platform::auth::address::neighbourhood(client);
    let (shown, as_sheet) = match secret.strip_suffix(".pdf") {
        Some(secret) => (secret.to_owned(), true),
        None => (secret, false),
    };
    let secret = Secret::shown(&shown);
    let shared = app.db.write(move |tx: &mut Tx| share::open(tx, &secret, &from)).await?;
    let language = shared.as_ref().map(|shared| shared.language.as_str());
    let words = Speech::of(&app, language, request.headers());
    let speech = words.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        Ok((frame::brand(view, &speech)?, wholesaler::zone(view)?, wholesaler::today(view)?))
    };
    let (brand, zone, today) = app.db.read(read).await?;
    let Some(shared) = shared else {
        let content = shared_view::ended(&words);
        let page = frame::bare_page(&app, &words, brand, words.say("shared-ended"), content);
        return Ok((StatusCode::GONE, page).into_response());
    };
    if as_sheet {
        let home = app.clone();
        let read = move |view: &mut View| paper(view, &home, &shared.quote);
        let paper = app.db.read(read).await?;
        return Ok((HIDDEN, papers::answer(&app, paper).await?).into_response());
    }
    let vat = shared.quote.vat()?;
    let content =
        shared_view::content(&words, (&shared, &vat, &shown), (&brand.name, &zone, today));
    let title = shared.quote.head.number.clone();
    let page = frame::bare_page(&app, &words, brand, &title, content);
    Ok((HIDDEN, page).into_response())
}
