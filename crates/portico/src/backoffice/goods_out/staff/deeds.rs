//! What staff do with a note beside scanning: pick all, pack, open again, take back, send off.

use super::note::{Said, answer, href};
use crate::access::form::{Fields, StaffForm};
use crate::access::session;
use crate::access::visit::StaffVisit;
use crate::access::{Staff, StaffRole};
use crate::app::App;
use crate::backoffice::goods_out::{dispatch, give_up, pack, pick};
use crate::orders::shipping::ship::NewParcel;
use crate::platform::db::Tx;
use crate::platform::problem::{AppError, Text};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

/// Does a deed with a note, says so, and goes back to the note.
async fn done<F>(
    app: &App,
    visit: StaffVisit,
    number: String,
    (said, deed): (Said, F),
) -> Result<Response, AppError>
where
    F: Fn(&mut Tx, &Staff, &str) -> Result<Text, AppError> + Send + 'static,
{
    visit.needs(StaffRole::Write)?;
    let (by, of) = (visit.clone(), number.clone());
    let deed = move |tx: &mut Tx| -> Result<(), AppError> {
        let text = deed(tx, &by.staff, &of)?;
        Ok(session::flash(tx, by.session.id, &by.words, &text)?)
    };
    match app.db.write(deed).await {
        Ok(()) => Ok(Redirect::to(&href(&number)).into_response()),
        Err(error) => answer(app, visit, number, (error, said)).await,
    }
}

fn value(fields: &Fields, name: &str) -> String {
    fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default()
}

/// `POST …/picking`: everything that is still to be picked lies in the open parcel.
pub(super) async fn pick_all(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    let form = value(&fields, "form");
    let deed = move |tx: &mut Tx, staff: &Staff, of: &str| {
        pick::all(tx, staff, of, &form)?;
        Ok(Text::plain("note-all-picked"))
    };
    done(&app, visit, number, (Said::default(), deed)).await
}

/// `POST …/packing`: closes the note; with `short`, with what is picked of it.
pub(super) async fn pack(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    let short = value(&fields, "short") == "yes";
    let deed = move |tx: &mut Tx, staff: &Staff, of: &str| {
        if short {
            pack::close_short(tx, staff, of)?;
            return Ok(Text::plain("note-packed-short"));
        }
        pack::close(tx, staff, of)?;
        Ok(Text::plain("note-packed"))
    };
    done(&app, visit, number, (Said::default(), deed)).await
}

/// `POST …/opening`: a packed note is picked again.
pub(super) async fn open_again(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let deed = |tx: &mut Tx, staff: &Staff, of: &str| {
        pack::open_again(tx, staff, of)?;
        Ok(Text::plain("note-opened-again"))
    };
    done(&app, sent.visit, number, (Said::default(), deed)).await
}

/// `POST …/withdrawal`: what the note released is reserved as before.
pub(super) async fn withdraw(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let deed = |tx: &mut Tx, staff: &Staff, of: &str| {
        give_up::withdraw(tx, staff, of)?;
        Ok(Text::plain("note-withdrawn"))
    };
    done(&app, sent.visit, number, (Said::default(), deed)).await
}

/// `POST …/shipment`: the parcels leave, `carrier` and `tracking` of each in their order.
pub(super) async fn ship(
    State(app): State<App>,
    Path(number): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, AppError> {
    let StaffForm { visit, fields, .. } = sent;
    let all = |name: &str| -> Vec<String> {
        let begins = format!("{name}-");
        fields.iter().filter(|(n, _)| n.starts_with(&begins)).map(|(_, v)| v.clone()).collect()
    };
    let typed: Vec<(String, String)> = all("carrier").into_iter().zip(all("tracking")).collect();
    let parcels: Vec<NewParcel> = typed
        .iter()
        .map(|(carrier, tracking)| NewParcel {
            carrier: carrier.clone(),
            tracking: tracking.clone(),
        })
        .collect();
    let deed = move |tx: &mut Tx, staff: &Staff, of: &str| {
        let shipment = dispatch::of_note(tx, staff, of, &parcels)?;
        Ok(Text::plain("note-shipped").with("shipment", shipment))
    };
    done(&app, visit, number, (Said { parcels: typed, ..Said::default() }, deed)).await
}
