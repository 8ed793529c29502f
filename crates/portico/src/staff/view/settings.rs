//! The page of settings.

use super::setting;
use crate::platform::problem::FieldProblem;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{csrf, tick};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::words::Language;
use crate::staff::change_settings::Shown;
use crate::staff::from_file::Line;
use maud::{Markup, html};
use portico_types::{Currency, Day, Zone};

/// What the page shows.
pub struct Settings<'a> {
    /// All settings with their values.
    pub all: &'a [Shown],
    /// What the configuration file says.
    pub file: &'a [Line],
    /// The wholesaler's currency.
    pub currency: Currency,
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person changes them.
    pub edits: bool,
    /// What was typed and is not saved.
    pub typed: &'a [(String, String)],
    /// What is wrong with it.
    pub faults: &'a [FieldProblem],
    /// What is looked for.
    pub wanted: &'a Wanted,
    /// Where and when it is, for moments.
    pub clock: (&'a Zone, Day),
}

/// What is looked for on the page.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// Words of label, explanation, key or value.
    pub q: String,
    /// `yes`: only what differs from its default.
    pub changed: String,
}

impl Wanted {
    /// Address of the page that shows this.
    #[must_use]
    pub fn href(&self) -> String {
        let pairs = [("q", self.q.trim()), ("changed", self.changed.as_str())];
        let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
        if query.is_empty() {
            "/staff/settings".to_owned()
        } else {
            format!("/staff/settings?{query}")
        }
    }

    fn fits(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.q.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

/// Headings by the first word of the keys.
const GROUPS: [(&str, &str); 10] = [
    ("wholesaler", "settings-wholesaler"),
    ("backoffice", "settings-backoffice"),
    ("orders", "settings-orders"),
    ("catalogue", "settings-catalogue"),
    ("mails", "settings-mails"),
    ("sections", "settings-sections"),
    ("customers", "settings-customers"),
    ("import", "settings-import"),
    ("access", "settings-access"),
    ("running", "settings-running"),
];

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, page: &Settings<'_>) -> Markup {
    let context = words.say(if page.edits { "settings-context" } else { "settings-context-read" });
    let (groups, any) = groups(words, page);
    let save = (page.edits && any).then(|| {
        html! { button.button.main type="submit" form="settings" { (words.say("settings-save")) } }
    });
    html! {
        (title(Head { title: words.say("settings-title"), context: Some(html! { (context) }), actions: save, ..Head::default() }))
        @if !page.faults.is_empty() { (flash(&Flash::new(FlashKind::Refused, words.say("settings-not-saved")))) }
        (search(words, page))
        @if !any { (nothing(words)) }
        @else if page.edits {
            form.settings id="settings" method="post" action="/staff/settings" {
                (csrf(page.csrf))
                input type="hidden" name="q" value=(page.wanted.q);
                input type="hidden" name="changed" value=(page.wanted.changed);
                (groups)
                button.button type="submit" { (words.say("settings-save")) }
            }
        } @else { (groups) }
        @if page.wanted.changed.is_empty() { (from_file(words, page)) }
    }
}

fn search(words: &Language, page: &Settings<'_>) -> Markup {
    let (wanted, label) = (page.wanted, words.say("settings-search"));
    html! {
        form.list-bar.no-print method="get" action="/staff/settings" role="search" aria-label=(words.say("settings-title"))
            data-filter="settings-rows" {
            input.input.grow type="search" name="q" value=(wanted.q) placeholder=(label) aria-label=(label) maxlength="200";
            (tick("changed", "yes", words.say("settings-only-changed"), wanted.changed == "yes"))
            button.button.small type="submit" { (words.say("list-show")) }
            p.said.ink-2 role="status" data-none=(words.say("settings-none-fit")) {}
        }
    }
}

fn nothing(words: &Language) -> Markup {
    let all = Some((words.say("settings-show-all"), "/staff/settings"));
    nothing_here(
        words.say("settings-none-fit"),
        html! { (words.say("settings-none-fit-what")) },
        all,
    )
}

/// The groups that have a setting to show, and whether one has.
fn groups(words: &Language, page: &Settings<'_>) -> (Markup, bool) {
    let fits = |shown: &&Shown| {
        let is_wanted = page.wanted.changed.is_empty() || shown.changed.is_some();
        is_wanted && page.wanted.fits(&setting::text(words, shown))
    };
    let wanted: Vec<&Shown> = page.all.iter().filter(fits).collect();
    let content = html! {
        div data-rows="settings-rows" {
            @for (start, heading) in GROUPS {
                @let of_group: Vec<_> = wanted.iter().filter(|s| group(s.entry.key) == start).collect();
                @if !of_group.is_empty() {
                    (section(start, words.say(heading), None, html! { div.gap-above { @for shown in of_group { (setting::one(words, page, shown)) } } }))
                }
            }
        }
    };
    (content, !wanted.is_empty())
}

/// The group of a key; what no heading is for stands with the last one.
fn group(key: &str) -> &str {
    let start = key.split('.').next().unwrap_or(key);
    let known = GROUPS.iter().any(|(group, _)| *group == start);
    if known { start } else { "access" }
}

/// What stands in the file, for those who look for it here.
fn from_file(words: &Language, page: &Settings<'_>) -> Markup {
    let fits = |line: &&Line| {
        page.wanted.fits(&format!("{} {} {}", words.say(line.words_key), line.key, line.value))
    };
    let lines: Vec<&Line> = page.file.iter().filter(fits).collect();
    if lines.is_empty() {
        return html! {};
    }
    let rows = html! {
        p.hint.note.gap-above { (words.say("settings-file-what")) }
        div data-rows="settings-rows" {
            @for line in lines {
                dl.pairs.setting data-row {
                    dt { (words.say(line.words_key)) " " code { (line.key) } }
                    dd { @if line.value.is_empty() { (words.say("setting-none")) } @else { (line.value) } }
                }
            }
        }
    };
    section("file", words.say("settings-file"), None, rows)
}
