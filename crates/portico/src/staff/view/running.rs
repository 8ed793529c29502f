//! The page of how the portal runs, as HTML.

use super::closing::{ClosingPart, part};
use crate::platform::backups::Backup;
use crate::platform::closing::Closing;
use crate::platform::outbox::Count;
use crate::platform::problem::FieldProblem;
use crate::platform::web::dates;
use crate::platform::web::forms::csrf;
use crate::platform::web::layout::{Head, section, title};
use crate::platform::words::Language;
use crate::staff::close_portal::Typed;
use maud::{Markup, html};
use portico_types::{Moment, Zone};

/// A backup older than this is worth a word, in milliseconds.
const OLD_MS: i64 = 48 * 3_600_000;

/// What the page shows.
pub struct Running {
    /// The newest backup.
    pub backup: Option<Backup>,
    /// Commands and mails that are not finished.
    pub unfinished: Vec<Count>,
    /// Since when the database stands by, where it was restored.
    pub standby_since: Option<i64>,
    /// The closing for customers, if one holds.
    pub closing: Option<Closing>,
    /// A closing that was typed and not taken, and why.
    pub unsaved: (Option<Typed>, Vec<FieldProblem>),
    /// The wholesaler's time zone.
    pub zone: Zone,
    /// The moment it is.
    pub now: i64,
    /// Whether this person may release it.
    pub releases: bool,
    /// What forms carry.
    pub csrf: String,
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, running: &Running) -> Markup {
    html! {
        (title(Head { title: words.say("running-title"), context: Some(html! { (words.say("running-context")) }), ..Head::default() }))
        @if let Some(since) = running.standby_since {
            (section("standby", words.say("running-standby"), None, standby(words, running, since)))
        }
        (section("closing", words.say("closing-title"), None, html! { div.gap-above { (closing(words, running)) } }))
        (section("backup", words.say("running-backup"), None, backup(words, running)))
        (section("outbox", words.say("running-unfinished"), None, unfinished(words, running)))
        (section("version", words.say("running-version"), None, html! {
            dl.pairs { dt { (words.say("running-program")) } dd { (env!("CARGO_PKG_VERSION")) } }
        }))
    }
}

fn closing(words: &Language, running: &Running) -> Markup {
    let shown = ClosingPart {
        now: running.closing.as_ref(),
        typed: running.unsaved.0.as_ref(),
        faults: &running.unsaved.1,
        edits: running.releases,
        csrf: &running.csrf,
        clock: (&running.zone, Moment(running.now).day(&running.zone)),
    };
    part(words, &shown)
}

fn standby(words: &Language, running: &Running, since: i64) -> Markup {
    html! {
        p { (words.fill("running-standby-what", &[("since", &moment(words, running, since))])) }
        @if running.releases {
            form method="post" action="/staff/running/release" {
                (csrf(&running.csrf))
                button.button.main type="submit" { (words.say("running-release")) }
            }
        } @else {
            p { (words.say("running-owner-releases")) }
        }
    }
}

fn backup(words: &Language, running: &Running) -> Markup {
    let Some(backup) = &running.backup else {
        return html! { p { (words.say("running-no-backup")) } };
    };
    let size = format!("{:.1} MB", backup.bytes as f64 / 1_000_000.0);
    html! {
        @if running.now - backup.taken_at > OLD_MS { p { strong { (words.say("running-backup-old")) } } }
        dl.pairs {
            dt { (words.say("running-backup-taken")) } dd { (moment(words, running, backup.taken_at)) }
            dt { (words.say("running-backup-size")) } dd { (size) }
            dt { (words.say("running-backup-rows")) } dd { (backup.rows) }
            dt { (words.say("running-backup-place")) } dd { (backup.place) }
        }
    }
}

fn unfinished(words: &Language, running: &Running) -> Markup {
    if running.unfinished.is_empty() {
        return html! { p { (words.say("running-all-done")) } };
    }
    html! {
        dl.pairs {
            @for count in &running.unfinished {
                dt { (words.say(&format!("running-{}-{}", count.queue, count.state))) }
                dd { (words.fill("running-count", &[("count", &count.count.to_string()), ("oldest", &moment(words, running, count.oldest))])) }
            }
        }
    }
}

fn moment(words: &Language, running: &Running, at: i64) -> String {
    dates::moment(words, Moment(at), &running.zone, Moment(running.now).day(&running.zone))
}
