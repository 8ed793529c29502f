//! The pages of the brand: everybody of the staff sees it, owners propose, look and save.

use super::{Proposal, Unfit, check, keep_font, keep_logo, known, save, view};
use crate::access::upload::StaffUpload;
use crate::access::visit::StaffVisit;
use crate::access::{StaffForm, StaffRole, session};
use crate::app::papers::{self, Outfit, Paper};
use crate::app::{App, Routes, frame};
use crate::billing::seller;
use crate::platform::brand::{self, Brand};
use crate::platform::db::{Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::web::assets::{self, Assets};
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use portico_documents::{Invoice, samples};

/// Bytes of the form.
const BODY_MAX: usize = 20 * 1024 * 1024;

/// The routes of the brand.
#[must_use]
pub fn routes() -> Routes {
    let proposed = axum::routing::post(proposed).layer(DefaultBodyLimit::max(BODY_MAX));
    Routes::new()
        .get("/staff/brand", show)
        .add("/staff/brand", Method::POST, proposed)
        .get("/staff/brand/preview", preview)
        .get("/staff/brand/preview.css", stylesheet)
        .get("/staff/brand/preview.pdf", sample)
        .post("/staff/brand/choice", chosen)
}

/// What the form shows again.
#[derive(Default)]
struct Typed {
    status: StatusCode,
    proposal: Proposal,
    faults: Vec<FieldProblem>,
    unfit: Option<Unfit>,
}

async fn show(
    State(app): State<App>,
    visit: StaffVisit,
    Query(typed): Query<Proposal>,
) -> Result<Response, AppError> {
    let proposal = if typed == Proposal::default() {
        Proposal::from(&app.db.read(brand::read).await?)
    } else {
        typed
    };
    shown(visit, Typed { proposal, ..Typed::default() }).await
}

async fn shown(visit: StaffVisit, typed: Typed) -> Result<Response, AppError> {
    let by = visit.clone();
    let data = visit.app.db.read(move |view| frame::read(view, &by)).await?;
    let page = view::Page {
        proposal: &typed.proposal,
        faults: &typed.faults,
        unfit: typed.unfit.as_ref(),
        csrf: &visit.csrf,
        edits: visit.staff.role >= StaffRole::Owner,
    };
    let content = view::form(&visit.words, &page);
    Ok((typed.status, visit.page(data, visit.words.say("brand-title"), content)).into_response())
}

/// `POST /staff/brand`: takes the files, then shows the proposal.
async fn proposed(State(app): State<App>, sent: StaffUpload) -> Result<Response, AppError> {
    sent.visit.needs(StaffRole::Owner)?;
    let text = |name: &str| sent.typed(name).to_owned();
    let mut proposal = Proposal {
        colour: text("colour"),
        corner: text("corner"),
        density: text("density"),
        logo: text("logo"),
        font: text("font"),
    };
    if sent.typed("ours") == "yes" {
        proposal.colour = String::new();
    }
    if sent.typed("no-logo") == "yes" {
        proposal.logo = String::new();
    }
    if sent.typed("no-font") == "yes" {
        proposal.font = String::new();
    }
    let StaffUpload { visit, files, .. } = sent;
    let mut faults = Vec::new();
    for mut file in files {
        let is_font = file.field == "new-font";
        let kept = match file.bytes()? {
            bytes if is_font => keep_font(&app, bytes).await?,
            bytes => keep_logo(&app, bytes).await?,
        };
        match (kept, is_font) {
            (Ok(name), true) => proposal.font = name,
            (Ok(name), false) => proposal.logo = name,
            (Err(why), _) => faults.push(FieldProblem::new(file.field.clone(), "invalid", why)),
        }
    }
    let (more, unfit) = check(&proposal).err().unwrap_or_default();
    faults.extend(more);
    if faults.is_empty() {
        let to = format!("/staff/brand/preview?{}", proposal.query());
        return Ok(Redirect::to(&to).into_response());
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    shown(visit, Typed { status, proposal, faults, unfit }).await
}

/// The brand that an address means, if it can be one.
async fn meant(app: &App, proposal: &Proposal) -> Result<Brand, AppError> {
    let brand = check(proposal).map_err(|_| Problem::not_found())?;
    let wanted = brand.clone();
    app.db.read(move |view: &mut View| known(view, &wanted)).await?;
    Ok(brand)
}

/// A page as everybody would see it, for this person alone.
async fn preview(
    State(app): State<App>,
    visit: StaffVisit,
    Query(proposal): Query<Proposal>,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Owner)?;
    let brand = meant(&app, &proposal).await?;
    let by = visit.clone();
    let data = app.db.read(move |view| frame::read(view, &by)).await?;
    let mut frame = visit.frame(data, visit.words.say("brand-preview"));
    frame.brand.logo_url = brand.logo_url();
    let letter = frame.brand.name.chars().next().unwrap_or('P');
    let style = format!("/staff/brand/preview.css?{}", proposal.query());
    frame.assets = Assets::styled_from(&brand.tokens(), letter, style);
    let content = view::preview(&visit.words, &proposal, &visit.csrf);
    Ok(frame::draw(&frame, content).into_response())
}

/// `GET /staff/brand/preview.pdf`: an invoice of the wholesaler as it would look.
async fn sample(
    State(app): State<App>,
    visit: StaffVisit,
    Query(proposal): Query<Proposal>,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Owner)?;
    let brand = meant(&app, &proposal).await?;
    let seller = app.db.read(seller::seller).await?;
    let invoice = Invoice { seller, language: "en".to_owned(), ..samples::invoice() };
    let outfit = Outfit::of(&app, &brand).await?;
    papers::answer_in(&app, Paper::Document(Box::new(invoice)), outfit).await
}

async fn stylesheet(
    State(app): State<App>,
    visit: StaffVisit,
    Query(proposal): Query<Proposal>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    visit.needs(StaffRole::Owner)?;
    let brand = meant(&app, &proposal).await?;
    let all = Assets::new(&brand.tokens(), 'P');
    let mut answer = assets::answer(&all, "portico-preview.css", &headers);
    let keep = header::HeaderValue::from_static("no-store");
    answer.headers_mut().insert(header::CACHE_CONTROL, keep);
    Ok(answer)
}

async fn chosen(State(app): State<App>, sent: StaffForm<Proposal>) -> Result<Response, AppError> {
    let StaffForm { visit, form: proposal, .. } = sent;
    visit.needs(StaffRole::Owner)?;
    let brand = match check(&proposal) {
        Ok(brand) => brand,
        Err((faults, unfit)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return shown(visit, Typed { status, proposal, faults, unfit }).await;
        }
    };
    let by = visit.clone();
    let done = move |tx: &mut Tx| -> Result<(), AppError> {
        save(tx, &by.staff, &brand)?;
        Ok(session::flash(tx, by.session.id, &by.words, &Text::plain("brand-saved"))?)
    };
    app.db.write(done).await?;
    Ok(Redirect::to("/staff/brand").into_response())
}
