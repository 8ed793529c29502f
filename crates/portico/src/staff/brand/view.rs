//! HTML of the pages of the brand.

use super::{Proposal, Unfit};
use crate::platform::problem::FieldProblem;
use crate::platform::settings::SettingValue;
use crate::platform::web::brand::{BrandTokens, Density};
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, field, radios, tick};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Fact, facts};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::table::{self, Column, Table, cell, row, row_head};
use crate::platform::web::uploads::file_field;
use crate::platform::words::Language;
use maud::{Markup, html};

/// What the form shows.
pub(super) struct Page<'a> {
    pub(super) proposal: &'a Proposal,
    pub(super) faults: &'a [FieldProblem],
    /// The nearest colour that fits, where the one typed does not.
    pub(super) unfit: Option<&'a Unfit>,
    pub(super) csrf: &'a str,
    /// Whether this person changes it.
    pub(super) edits: bool,
}

/// The form, or for who may only read: what is set.
pub(super) fn form(words: &Language, page: &Page<'_>) -> Markup {
    let context = words.say(if page.edits { "brand-context" } else { "settings-context-read" });
    html! {
        (title(Head { title: words.say("brand-title"), context: Some(html! { (context) }), ..Head::default() }))
        @if page.edits { (fields(words, page)) } @else { (what_is_set(words, page.proposal)) }
    }
}

fn what_is_set(words: &Language, set: &Proposal) -> Markup {
    let colour = if set.colour.is_empty() { words.say("brand-ours") } else { &set.colour };
    let yes = |name: &str| words.say(if name.is_empty() { "setting-none" } else { "brand-own" });
    html! {
        dl.pairs.columns {
            dt { (words.say("brand-logo")) } dd { (yes(&set.logo)) }
            dt { (words.say("brand-colour")) } dd { (colour) }
            dt { (words.say("brand-corner")) } dd { (set.corner) " px" }
            dt { (words.say("brand-density")) } dd { (words.say(&format!("brand-density-{}", set.density))) }
            dt { (words.say("brand-font")) } dd { (yes(&set.font)) }
        }
    }
}

/// The sentence about a field, where something is wrong with it.
fn said(words: &Language, page: &Page<'_>, name: &str) -> String {
    let fault = page.faults.iter().find(|fault| fault.field == name);
    fault.map(|fault| words.sentence(&fault.text)).unwrap_or_default()
}

fn fields(words: &Language, page: &Page<'_>) -> Markup {
    let set = page.proposal;
    let sentence = |name: &str| said(words, page, name);
    let (logo, colour, corner) = (sentence("new-logo"), sentence("colour"), sentence("corner"));
    let (density, font) = (sentence("density"), sentence("new-font"));
    let ours = BrandTokens::default().light.hex();
    let value = if set.colour.is_empty() { &ours } else { &set.colour };
    html! {
        @if !page.faults.is_empty() { (flash(&Flash::new(FlashKind::Refused, words.say("settings-not-saved")))) }
        @if let Some(unfit) = page.unfit { (instead(words, page, unfit)) }
        form.form method="post" action="/staff/brand" enctype="multipart/form-data" {
            (csrf(page.csrf))
            input type="hidden" name="logo" value=(set.logo);
            input type="hidden" name="font" value=(set.font);
            @if !set.logo.is_empty() {
                p.brand-logo { img src={ "/files/" (set.logo) } alt=(words.say("brand-logo-now")); }
            }
            (file_field(&Field { name: "new-logo", label: words.say("brand-logo"), hint: words.say("brand-logo-hint"), error: &logo, ..Field::default() }, "image/jpeg,image/png,image/webp", false))
            @if !set.logo.is_empty() { (tick("no-logo", "yes", words.say("brand-no-logo"), false)) }
            (field(Field { name: "colour", kind: "color", label: words.say("brand-colour"), value, hint: words.say("brand-colour-hint"), error: &colour, ..Field::default() }))
            (tick("ours", "yes", words.say("brand-ours"), set.colour.is_empty()))
            (field(Field { name: "corner", kind: "number", label: words.say("brand-corner"), value: &set.corner, hint: words.say("brand-corner-hint"), error: &corner, ..Field::default() }))
            (densities(words, &set.density, &density))
            (file_field(&Field { name: "new-font", label: words.say("brand-font"), hint: words.say("brand-font-hint"), error: &font, ..Field::default() }, ".woff2,font/woff2", false))
            @if !set.font.is_empty() { (tick("no-font", "yes", words.say("brand-device-font"), false)) }
            button.button.main type="submit" { (words.say("brand-look")) }
        }
    }
}

/// The same proposal with the nearest colour that can be read upon.
fn instead(words: &Language, page: &Page<'_>, unfit: &Unfit) -> Markup {
    let proposal = Proposal { colour: unfit.nearest.clone(), ..page.proposal.clone() };
    let take = words.fill("brand-take", &[("nearest", &unfit.nearest)]);
    html! { p.gap-below { a.button href={ "/staff/brand/preview?" (proposal.query()) } { (take) } } }
}

fn densities(words: &Language, set: &str, error: &str) -> Markup {
    let all = [Density::Compact, Density::Normal, Density::Roomy].map(|density| density.write());
    let said =
        |value: &String, end: &str| words.say(&format!("brand-density-{value}{end}")).to_owned();
    let texts: Vec<[String; 2]> = all.iter().map(|v| [said(v, ""), said(v, "-what")]).collect();
    let choices: Vec<Choice<'_>> = all
        .iter()
        .zip(&texts)
        .map(|(value, [label, second])| Choice { value, label, second, chosen: value == set })
        .collect();
    let of =
        Field { name: "density", label: words.say("brand-density"), error, ..Field::default() };
    html! { p.label { (words.say("brand-density")) } (radios(of, &choices)) }
}

/// What everybody would see, and the form that makes it so.
pub(super) fn preview(words: &Language, proposal: &Proposal, token: &str) -> Markup {
    let back = format!("/staff/brand?{}", proposal.query());
    let hidden = [
        ("colour", &proposal.colour),
        ("corner", &proposal.corner),
        ("density", &proposal.density),
        ("logo", &proposal.logo),
        ("font", &proposal.font),
    ];
    let actions = html! {
        form.inline method="post" action="/staff/brand/choice" {
            (csrf(token))
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            a.button href=(back) { (words.say("brand-back")) } " "
            a.button href={ "/staff/brand/preview.pdf?" (proposal.query()) } download { (words.say("brand-paper")) } " "
            button.button.main type="submit" { (words.say("brand-save")) }
        }
    };
    html! {
        (title(Head { title: words.say("brand-preview"), context: Some(html! { (words.say("brand-preview-context")) }), actions: Some(actions), ..Head::default() }))
        (sample(words))
    }
}

/// Figures, states, a table and a field: what pages are made of.
fn sample(words: &Language) -> Markup {
    let fact = |label, figure: &'static str, second, tone| Fact {
        label,
        figure: html! { (figure) },
        second,
        tone,
    };
    let figures = [
        fact(
            words.say("dashboard-balance"),
            "£1,204.50",
            words.say("dashboard-balance-what"),
            Tone::Plain,
        ),
        fact(
            words.say("dashboard-on-order"),
            "£386.10",
            words.say("dashboard-on-order-what"),
            Tone::Plain,
        ),
        fact(words.say("dashboard-available"), "£3,409.40", "", Tone::Plain),
    ];
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let columns = [
        column("code strong", "order-number"),
        column("c-state", "order-state"),
        column("num strong", "order-total"),
    ];
    let orders = [
        ("P-100231", Shape::Disc, Tone::Good, "order-state-delivered", "182.40"),
        ("P-100230", Shape::Half, Tone::Info, "order-state-part", "96.00"),
        ("P-100229", Shape::Triangle, Tone::Bad, "order-state-refused", "1,044.10"),
    ];
    let body = html! {
        @for (number, shape, tone, key, total) in orders {
            (row("", html! {
                (row_head("code strong", html! { a href="#main" { (number) } }))
                (cell("c-state", html! { (state(shape, tone, words.say(key))) }))
                (cell("num strong", html! { (total) }))
            }))
        }
    };
    let caption = words.say("dashboard-recent");
    html! {
        (facts(&figures))
        (flash(&Flash::new(FlashKind::Done, words.say("brand-sample-flash"))))
        (section("sample", caption, None, table::table(Table { class: "orders", caption, columns: &columns }, body, None)))
        (field(Field { name: "sample", label: words.say("order-reference"), value: "PO 7740", ..Field::default() }))
        p { a href="#main" { (words.say("dashboard-all-orders")) } " " button.button type="button" { (words.say("dashboard-view")) } }
    }
}
