//! "Your login": what a person keeps for themselves, whoever they act for.

mod details;
mod email;
mod factor;
mod factor_view;
mod mails;
mod sessions;
mod tokens;

use super::before::Answer;
use super::visit::Signed;
use crate::app::Routes;
use crate::app::frame::{self, FrameData};
use crate::platform::db::{DbError, View};
use crate::platform::web::layout::{Head, title};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use maud::{Markup, html};

/// The routes of this part.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .merge(details::routes())
        .merge(email::routes())
        .merge(factor::routes())
        .merge(mails::routes())
        .merge(sessions::routes())
        .merge(tokens::routes())
}

/// Reads what a page needs together with its frame.
async fn read<T: Send + 'static>(
    signed: &Signed,
    read: impl Fn(&mut View) -> Result<T, DbError> + Send + 'static,
) -> Result<(T, FrameData), DbError> {
    let visitor = signed.clone();
    signed.app.db.read(move |view| Ok((read(view)?, frame::read(view, &visitor)?))).await
}

/// A page of "Your login"; its title's key with `-context` is the line beneath.
fn answer(
    signed: &Signed,
    data: FrameData,
    status: StatusCode,
    (key, content): (&'static str, Markup),
) -> Answer {
    let words = &signed.words;
    let crumbs = [(words.say("me-title"), "/me")];
    let context = format!("{key}-context");
    let head = Head {
        crumbs: if key == "me-title" { &[] } else { &crumbs },
        crumbs_label: words.say("me-crumbs"),
        title: words.say(key),
        context: words.has(&context).then(|| html! { (words.say(&context)) }),
        ..Head::default()
    };
    let content = html! { (title(head)) (content) };
    Ok((status, signed.page(data, words.say(key), content)).into_response())
}
