//! `/metrics`: how the program does, in the text that Prometheus reads. Numbers only, no name of anybody; for those
//! addresses or that token only that the configuration names.

use crate::app::{App, Routes, errors};
use crate::catalogue::follow;
use crate::platform::auth::{address, secrets};
use crate::platform::backups;
use crate::platform::db::{DbError, View, args};
use crate::platform::metrics::{self, Gauges};
use crate::platform::{changes, outbox};
use axum::extract::{ConnectInfo, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;

/// The route of this page.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/metrics", shown)
}

async fn shown(State(app): State<App>, parts: Parts) -> Response {
    if !may_read(&app, &parts) {
        return errors::not_found().await.into_response();
    }
    let gauges = match gauges(&app).await {
        Ok(gauges) => gauges,
        Err(error) => {
            // What is known without the database is told all the same.
            tracing::warn!(%error, "the database could not be asked for its numbers");
            let mut gauges = Gauges::default();
            gauges.set("portico_database_answers", "Whether the database answers.", &[], 0);
            gauges
        }
    };
    let text = app.metrics.text(gauges, &app.db.lanes());
    ([(CONTENT_TYPE, metrics::CONTENT)], text).into_response()
}

/// Whether this address or this token may.
fn may_read(app: &App, parts: &Parts) -> bool {
    let config = &app.config.metrics;
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let from = address::client(peer, &parts.headers, &app.config.trusted_proxies);
    let shown = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = shown.and_then(|text| text.strip_prefix("Bearer "));
    let by_token = config.token.as_deref().zip(token).is_some_and(|(a, b)| secrets::same(a, b));
    by_token || config.allow.contains(&from)
}

async fn gauges(app: &App) -> Result<Gauges, DbError> {
    let cursor = app.search.position();
    app.db.report(move |view| read(view, cursor.as_deref())).await
}

fn read(view: &mut View, cursor: Option<&str>) -> Result<Gauges, DbError> {
    let mut gauges = Gauges::default();
    let now = view.now();
    gauges.set("portico_database_answers", "Whether the database answers.", &[], 1);
    for waiting in outbox::counts(view)? {
        let of = [("queue", waiting.queue.as_str()), ("state", waiting.state.as_str())];
        gauges.set(
            "portico_outbox_commands",
            "Commands and mails not finished.",
            &of,
            waiting.count,
        );
        if waiting.state == "waiting" {
            let age = (now - waiting.oldest).max(0) / 1_000;
            let of = [("queue", waiting.queue.as_str())];
            gauges.set("portico_outbox_oldest_seconds", "Age of the oldest that waits.", &of, age);
        }
    }
    let sessions = view.one::<i64>(
        "select count(*) from sessions where ended_at is null and ends_at > $1",
        args![now],
    )?;
    gauges.set(
        "portico_sessions_open",
        "Sessions that have not ended.",
        &[],
        sessions.unwrap_or(0),
    );
    let behind = match cursor.and_then(|text| text.parse().ok()) {
        Some(cursor) => changes::behind(view, follow::TOPIC, cursor)?,
        None => -1,
    };
    gauges.set(
        "portico_search_behind",
        "Changes of products the search has yet to read; -1: it is filled anew.",
        &[],
        behind,
    );
    if let Some(backup) = backups::last(view)? {
        let age = (now - backup.taken_at).max(0) / 1_000;
        gauges.set("portico_backup_age_seconds", "Age of the newest backup.", &[], age);
        gauges.set("portico_backup_bytes", "Size of the newest backup.", &[], backup.bytes);
    }
    Ok(gauges)
}

#[cfg(test)]
mod tests {
    use crate::app::{App, Parts as AppParts, router};
    use crate::config::{Config, Metrics};
    use crate::platform::search::Search;
    use crate::testkit::client::Client;
    use crate::testkit::in_world;
    use crate::testkit::world::World;

    /// The same program, with a token for monitors.
    fn watched(world: &World, metrics: Metrics) -> App {
        let (db, clock) = (world.db.clone(), world.clock.clone());
        let config = Config { metrics, ..world.app.config.clone() };
        let search = Search::in_memory().unwrap();
        let ids = world.app.ids.clone();
        App::new(AppParts::with_search(search, config, db, clock, ids).unwrap())
    }

    in_world!(the_numbers_are_told_to_whoever_may_and_hold_no_name, |world| {
        let token = Some("a-token-of-a-monitor".to_owned());
        let app = watched(&world, Metrics { token, ..Metrics::default() });
        let client = || Client::new(router::router(&app));
        assert_eq!(client().get("/metrics").await.status, 404);
        assert_eq!(client().with_token("a-token-of-a-monitoR").get("/metrics").await.status, 404);
        let _ = client().get("/orders/P-100001").await;
        let told = client().with_token("a-token-of-a-monitor").get("/metrics").await;
        assert_eq!(told.status, 200);
        for part in [
            "portico_request_seconds_count{method=\"GET\",route=\"/orders/{number}\",status=\"303\"} 1",
            "portico_db_jobs_total{lane=\"write\"}",
            "portico_build{version=",
            "portico_sessions_open{} 0",
            "portico_database_answers{} 1",
            "# EOF",
        ] {
            assert!(told.html.contains(part), "{part} is not in\n{}", told.html);
        }
        assert!(!told.html.contains("P-100001"), "paths are told as their routes");
        let anybody =
            watched(&world, Metrics { allow: vec!["0.0.0.0".parse().unwrap()], token: None });
        let told = Client::new(router::router(&anybody)).get("/metrics").await;
        assert_eq!(told.status, 200, "by the address it comes from");
    });

    in_world!(a_server_that_stops_is_not_ready_for_more, |world| {
        assert_eq!(world.anybody().get("/readyz").await.status, 200);
        world.app.stopping.store(true, std::sync::atomic::Ordering::SeqCst);
        let page = world.anybody().get("/readyz").await;
        assert_eq!(
            (page.status.as_u16(), world.anybody().get("/healthz").await.status.as_u16()),
            (503, 200)
        );
    });
}
