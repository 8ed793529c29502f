//! One note: the field that picks, what came of it, the lines, the parcels.

use super::state_of;
use crate::backoffice::goods_out::pick::{CODE_LONGEST, Scanned};
use crate::backoffice::goods_out::store::{NoteDetail, Scan};
use crate::backoffice::goods_out::{NoteLine, State};
use crate::catalogue::staff_view::{column, fault};
use crate::orders::shipping::carriers::Carrier;
use crate::orders::shipping::ship::TEXT_LONGEST;
use crate::platform::problem::Problem;
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Field, csrf, field};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::marks::{Shape, Tone, mark};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Table, cell, row, row_head, table, told};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, Zone};
use serde::Deserialize;
use std::collections::BTreeSet;

/// What the field of picking sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    /// What was scanned or typed.
    pub code: String,
    /// The form's key.
    pub form: String,
}

/// What the page shows.
pub struct Page<'a> {
    /// The note.
    pub detail: &'a NoteDetail,
    /// Carriers that are offered.
    pub carriers: &'a [Carrier],
    /// The clock on the wholesaler's wall, and the day it is there.
    pub clock: (&'a Zone, Day),
    /// What forms carry.
    pub csrf: &'a str,
    /// The key of the field's form.
    pub form: &'a str,
    /// Who reads it.
    pub login_id: i64,
    /// Whether this person picks.
    pub writes: bool,
    /// What came of a scan.
    pub scanned: Option<&'a Scanned>,
    /// Why something was not done.
    pub problem: Option<&'a Problem>,
    /// Carriers and tracking numbers as typed, parcel by parcel.
    pub parcels: &'a [(String, String)],
}

impl Page<'_> {
    fn href(&self, below: &str) -> String {
        format!("/staff/goods-out/{}{below}", path_segment(&self.detail.note.number))
    }

    fn picks(&self) -> bool {
        self.writes && self.detail.note.state == State::Open
    }

    /// Parcels that hold something, by their numbers.
    fn filled(&self) -> BTreeSet<i64> {
        self.detail.scans.iter().map(|scan| scan.parcel).collect()
    }
}

/// Whether a scan did what was wanted.
#[must_use]
pub fn is_good(scanned: &Scanned) -> bool {
    matches!(
        scanned,
        Scanned::Counted { .. }
            | Scanned::Again
            | Scanned::Undone { .. }
            | Scanned::NextParcel(_)
            | Scanned::Complete
    )
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, page: &Page<'_>) -> Markup {
    let note = &page.detail.note;
    let crumbs = [(words.say("notes-of-goods-title"), "/staff/goods-out")];
    let (zone, today) = page.clock;
    let by = note.created_by.clone().unwrap_or_default();
    let made = dates::moment(words, note.created_at, zone, today);
    let context = html! {
        a href={ "/staff/orders/" (path_segment(&note.order)) } { (note.order) }
        " · " (note.customer) ", " (note.customer_number)
        " · " (words.fill("note-made-when", &[("when", &made), ("name", &by)]))
    };
    let papers = html! {
        a.button href=(page.href("/sheet")) { (words.say("note-sheet")) }
        a.button href=(page.href("/slip")) { (words.say("note-slip")) }
    };
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &note.number,
            state: Some(state_of(words, note.state, note.begun)),
            context: Some(context),
            actions: Some(papers),
        }))
        @if !page.picks() { (refused(words, page)) }
        @if page.picks() { (scan_field(words, page)) }
        @if note.state == State::Open {
            div.scanned role="status" aria-live="assertive" { (scanned(words, page, Place::Page)) }
        }
        @if note.state == State::Packed && page.writes { (send_off(words, page)) }
        (picked(words, page, Place::Page))
        @if page.writes { (other_ways(words, page)) }
    }
}

fn refused(words: &Language, page: &Page<'_>) -> Markup {
    match page.problem {
        Some(problem) if problem.errors.is_empty() => {
            flash(&Flash::new(FlashKind::Refused, words.sentence(&problem.text)))
        }
        Some(_) => flash(&Flash::new(FlashKind::Refused, words.say("nothing-saved"))),
        None => html! {},
    }
}

/// The one field: it keeps the cursor; a script sends what is scanned without leaving the page.
fn scan_field(words: &Language, page: &Page<'_>) -> Markup {
    html! {
        form.scan method="post" action=(page.href("")) data-scan data-again data-lost=(words.say("pick-not-sent")) {
            (csrf(page.csrf))
            input type="hidden" name="form" value=(page.form);
            div.field {
                div.field-head { label for="scan" { (words.say("pick-field")) } }
                div.in-row {
                    input.grow type="text" id="scan" name="code" value="" maxlength=(CODE_LONGEST) autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="done" autofocus aria-describedby="scan-hint";
                    button.button.tall type="submit" { (words.say("pick-count")) }
                }
                p.hint id="scan-hint" { (words.say("pick-hint")) }
            }
        }
    }
}

/// Where pieces of the page stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Page,
    Answer,
}

/// The pieces that a scan changes, for a page with scripts.
#[must_use]
pub fn pieces(words: &Language, page: &Page<'_>) -> Markup {
    html! { (scanned(words, page, Place::Answer)) (picked(words, page, Place::Answer)) }
}

/// What came of the last scan; what it stands in stays, so that it is read out.
fn scanned(words: &Language, page: &Page<'_>, place: Place) -> Markup {
    let id = (place == Place::Page).then_some("scanned");
    let replace = (place == Place::Answer).then_some("scanned");
    html! { div id=[id] data-replace=[replace] { (came_of_it(words, page)) } }
}

/// How far the note is, and its lines.
fn picked(words: &Language, page: &Page<'_>, place: Place) -> Markup {
    let id = (place == Place::Page).then_some("picked");
    let replace = (place == Place::Answer).then_some("picked");
    html! {
        div id=[id] data-replace=[replace] {
            @if page.detail.note.state == State::Open {
                @if let Some(name) = somebody_else(page) { p.also { (mark(Shape::Diamond, Tone::Wait)) " " (words.fill("pick-also", &[("name", name)])) } }
            }
            (progress(words, page))
            (lines(words, page))
        }
    }
}

/// The newest scan of another person, while both pick.
fn somebody_else<'a>(page: &'a Page<'_>) -> Option<&'a str> {
    let other = |scan: &&Scan| scan.login_id != Some(page.login_id);
    page.detail.scans.iter().find(other).and_then(|scan| scan.by.as_deref())
}

/// A large calm line: green for what was counted, amber for what was not.
fn came_of_it(words: &Language, page: &Page<'_>) -> Markup {
    if let Some(problem) = page.problem {
        return said(Shape::Triangle, Tone::Bad, &words.sentence(&problem.text));
    }
    let Some(scanned) = page.scanned else {
        return html! {};
    };
    let line = |position: i64| page.detail.lines.iter().find(|line| line.position == position);
    let about = |key, position: i64, more: &[(&'static str, &str)]| {
        let Some(line) = line(position) else { return String::new() };
        let (picked, of) = (line.steps(line.picked).grouped(), line.quantity.grouped());
        let mut args = vec![("sku", line.sku.as_str()), ("name", line.name.as_str())];
        args.extend([("picked", picked.as_str()), ("of", of.as_str())]);
        args.extend(more.iter().map(|(name, value)| (*name, *value)));
        words.fill(key, &args)
    };
    let wait = |text: &str| said(Shape::Triangle, Tone::Wait, text);
    match scanned {
        Scanned::Counted { position, quantity } => {
            let quantity = quantity.grouped();
            let text = about("pick-counted", *position, &[("quantity", quantity.as_str())]);
            said(Shape::Disc, Tone::Good, &text)
        }
        Scanned::Undone { position, quantity } => {
            let quantity = quantity.grouped();
            let text = about("pick-undone", *position, &[("quantity", quantity.as_str())]);
            said(Shape::Half, Tone::Info, &text)
        }
        Scanned::NextParcel(parcel) => {
            let text = words.fill("pick-next-parcel", &[("parcel", &parcel.to_string())]);
            said(Shape::Half, Tone::Info, &text)
        }
        Scanned::TooMany { position, by } => {
            let by = by.clone().unwrap_or_default();
            let key = if by.is_empty() { "pick-too-many" } else { "pick-too-many-by" };
            wait(&about(key, *position, &[("by", by.as_str())]))
        }
        Scanned::NotHere(code) => wait(&words.fill("pick-not-here", &[("code", code)])),
        Scanned::BadQuantity(code) => wait(&words.fill("pick-bad-quantity", &[("code", code)])),
        Scanned::ParcelIsEmpty(parcel) => {
            wait(&words.fill("pick-parcel-empty", &[("parcel", &parcel.to_string())]))
        }
        Scanned::Again => said(Shape::Ring, Tone::Info, words.say("pick-again")),
        Scanned::NothingToUndo => wait(words.say("pick-nothing-to-undo")),
        Scanned::NotComplete => wait(words.say("pick-not-complete")),
        Scanned::Complete => said(Shape::Disc, Tone::Good, words.say("note-packed")),
    }
}

fn said(shape: Shape, tone: Tone, text: &str) -> Markup {
    html! { p class={ "came-of-it " (tone.class()) } { (mark(shape, tone)) span { (text) } } }
}

fn progress(words: &Language, page: &Page<'_>) -> Markup {
    let note = &page.detail.note;
    let (picked, lines) = (note.lines_picked.to_string(), note.lines.to_string());
    let complete = note.lines > 0 && note.lines_picked == note.lines;
    html! {
        p.progress {
            strong { (words.fill("pick-progress", &[("picked", &picked), ("lines", &lines)])) }
            @if note.state == State::Open {
                " · " (words.fill("pick-parcel", &[("parcel", &note.parcels.to_string())]))
                @if complete { " · " (words.say("pick-complete")) }
            }
        }
    }
}

fn lines(words: &Language, page: &Page<'_>) -> Markup {
    let columns = [
        column(words, "code", "order-code"),
        column(words, "c-name", "order-product"),
        column(words, "num c-ordered", "pick-asked"),
        column(words, "num strong c-picked", "pick-picked"),
        column(words, "c-parcels", "pick-in-parcel"),
    ];
    let rows = html! { @for line in &page.detail.lines { (line_row(words, page, line)) } };
    let shown = Table { class: "picking", caption: words.say("order-lines"), columns: &columns };
    section("lines", words.say("order-lines"), None, table(shown, rows, None))
}

fn line_row(words: &Language, page: &Page<'_>, line: &NoteLine) -> Markup {
    let mut parcels: BTreeSet<i64> = BTreeSet::new();
    let of_line = page.detail.scans.iter().filter(|scan| scan.position == line.position);
    parcels.extend(of_line.map(|scan| scan.parcel));
    let parcels: Vec<String> = parcels.iter().map(ToString::to_string).collect();
    let (shape, tone) = match (line.picked, line.rest()) {
        (_, 0) => (Shape::Disc, Tone::Good),
        (0, _) => (Shape::Ring, Tone::Plain),
        _ => (Shape::Half, Tone::Info),
    };
    row(
        if line.rest() == 0 { "done" } else { "" },
        html! {
            (row_head("code", html! { (line.sku) }))
            (cell("c-name", html! {
                span.name { (line.name) }
                @if let Some(text) = &line.remarks { span.second { (words.fill("order-line-remark", &[("text", text)])) } }
            }))
            (told("num c-ordered", words.say("pick-asked"), html! { (line.quantity.grouped()) }))
            (cell("num strong c-picked", html! { (mark(shape, tone)) " " (line.steps(line.picked).grouped()) }))
            (told("c-parcels", words.say("pick-in-parcel"), html! { (parcels.join(", ")) }))
        },
    )
}

/// The form that sends packed parcels on their way: carrier and tracking number of each.
fn send_off(words: &Language, page: &Page<'_>) -> Markup {
    let faults = page.problem.map_or(&[][..], |problem| problem.errors.as_slice());
    let count = page.filled().len().max(1);
    let content = html! {
        form.form method="post" action=(page.href("/shipment")) {
            (csrf(page.csrf))
            datalist id="carriers" { @for carrier in page.carriers { option value=(carrier.name) {} } }
            @for parcel in 1..=count { (parcel_fields(words, page, (parcel, count), faults)) }
            @if page.carriers.is_empty() { p.hint { a href="/staff/carriers" { (words.say("note-carriers-keep")) } } }
            button.button.main type="submit" data-sending=(words.say("note-shipping")) { (words.say("note-ship")) }
        }
    };
    section("send-off", words.say("note-send-off"), None, content)
}

fn parcel_fields(
    words: &Language,
    page: &Page<'_>,
    (parcel, count): (usize, usize),
    faults: &[crate::platform::problem::FieldProblem],
) -> Markup {
    let typed = page.parcels.get(parcel - 1).cloned().unwrap_or_default();
    let only = [page.carriers.first()].into_iter().flatten().filter(|_| page.carriers.len() == 1);
    let offered = only.map(|carrier| carrier.name.clone()).next().unwrap_or_default();
    let carrier = if page.parcels.is_empty() { offered } else { typed.0 };
    let (carrier_name, tracking_name) = (format!("carrier-{parcel}"), format!("tracking-{parcel}"));
    let error = fault(words, faults, &tracking_name);
    let of = [("parcel", parcel.to_string()), ("count", count.to_string())];
    let label = |one: &'static str, several: &'static str| match count {
        1 => words.say(one).to_owned(),
        _ => words.fill(several, &[(of[0].0, of[0].1.as_str()), (of[1].0, of[1].1.as_str())]),
    };
    let (carrier_label, tracking_label) = (
        label("shipment-carrier", "note-carrier-of"),
        label("shipment-tracking", "note-tracking-of"),
    );
    html! {
        div.pair {
            (field(Field { name: &carrier_name, label: &carrier_label, need: words.say("field-optional"), value: &carrier, list: "carriers", longest: TEXT_LONGEST, autocomplete: "off", ..Field::default() }))
            (field(Field { name: &tracking_name, label: &tracking_label, need: words.say("field-optional"), value: &typed.1, error: &error, longest: TEXT_LONGEST, autocomplete: "off", focus: parcel == 1, ..Field::default() }))
        }
    }
}

/// Without scanning; with less than was asked for; not at all.
fn other_ways(words: &Language, page: &Page<'_>) -> Markup {
    let note = &page.detail.note;
    let post = |below: &str, content: Markup| {
        html! { form method="post" action=(page.href(below)) { (csrf(page.csrf)) (content) } }
    };
    let complete = note.lines_picked == note.lines;
    let button = |key| html! { button.button type="submit" { (words.say(key)) } };
    let content = html! {
        div.note-deeds {
            @if note.state == State::Open {
                @if complete {
                    (post("/packing", button("note-close")))
                } @else {
                    (post("/picking", html! { input type="hidden" name="form" value=(page.form); (button("note-pick-all")) }))
                    @if page.detail.scans.iter().any(|scan| scan.quantity > 0) {
                        (post("/packing", html! { input type="hidden" name="short" value="yes"; (button("note-close-short")) }))
                    }
                }
            }
            @if note.state == State::Packed { (post("/opening", button("note-open-again"))) }
            @if matches!(note.state, State::Open | State::Packed) { (post("/withdrawal", button("note-withdraw"))) }
        }
        p.hint.note-deeds-hint { (words.say("note-ways-hint")) }
    };
    match note.state {
        State::Open | State::Packed => section("ways", words.say("note-ways"), None, content),
        State::Shipped | State::Withdrawn => html! {},
    }
}
