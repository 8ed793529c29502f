//! HTML of a customer's addresses: the list, and the form of one, which asks for what its country needs.

use crate::access::Visit;
use crate::customers::keep_address::{Kept, Typed};
use crate::customers::staff_view::forms::{Form, Line, countries};
use crate::platform::web::forms::{csrf, tick};
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Column, Table, cell, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Address, Country, PostcodeName, RegionName};

/// One address, and what is typed of it.
pub struct One<'a> {
    /// As it stands; none: it is a new one.
    pub stored: Option<&'a Kept>,
    /// What the form holds.
    pub typed: &'a Typed,
}

/// The page of all addresses. `edits`: whether this person may change them.
#[must_use]
pub fn every(visit: &Visit, all: &[Kept], edits: bool) -> Markup {
    let words = &visit.words;
    let add = html! { a.button.main href="/addresses/new" { (words.say("customer-add")) } };
    html! {
        (title(Head {
            title: words.say("own-addresses-title"),
            context: Some(html! { (words.say(if edits { "own-addresses-what" } else { "own-addresses-read" })) }),
            actions: (edits && !all.is_empty()).then_some(add),
            ..Head::default()
        }))
        @if all.is_empty() {
            (nothing_here(words.say("own-addresses-none"), html! { (words.say("own-addresses-none-what")) }, edits.then(|| (words.say("customer-add"), "/addresses/new"))))
        } @else { (rows(words, all, edits)) }
    }
}

fn rows(words: &Language, all: &[Kept], edits: bool) -> Markup {
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let mut columns = vec![
        column("code c-code", "customer-number"),
        column("c-name", "address-title"),
        column("c-default", "address-default"),
        column("c-state", "address-state"),
    ];
    if edits {
        columns.push(Column { hidden: true, ..column("c-action", "customer-edit") });
    }
    let rows = html! {
        @for kept in all {
            @let number = &kept.address.number;
            @let href = format!("/addresses/{}", path_segment(number));
            (row("", html! {
                (row_head("code c-code", html! { @if edits { a href=(href) { (number) } } @else { (number) } }))
                (cell("c-name", lines(&kept.address.address)))
                (cell("c-default", defaults(words, kept)))
                (cell("c-state", waiting(words, kept)))
                @if edits { (cell("c-action", html! { a href=(href) aria-label=(words.fill("address-edit-this", &[("number", number)])) { (words.say("customer-edit")) } })) }
            }))
        }
    };
    let caption = words.say("own-addresses-title");
    table(Table { class: "addresses", caption, columns: &columns }, rows, None)
}

/// Name, then the rest in one line.
fn lines(a: &Address) -> Markup {
    let rest = [
        a.contact.as_deref(),
        Some(a.line1.as_str()),
        a.line2.as_deref(),
        Some(&*a.town()),
        a.region.as_deref(),
        Some(a.country.name()),
    ];
    let rest: Vec<&str> = rest.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    html! { span.name { (a.name) } span.second { (rest.join(", ")) } }
}

/// What the address is the default for.
#[must_use]
pub fn defaults(words: &Language, kept: &Kept) -> Markup {
    let is = (kept.address.default_delivery, kept.address.default_invoice);
    let key = match is {
        (true, true) => "address-is-both",
        (true, false) => "address-is-delivery",
        (false, true) => "address-is-invoice",
        (false, false) => return html! {},
    };
    html! { (words.say(key)) }
}

/// Whether the ERP has it.
#[must_use]
pub fn waiting(words: &Language, kept: &Kept) -> Markup {
    match kept.address.state.as_str() {
        "waiting" => state(Shape::Half, Tone::Wait, words.say("own-waiting")),
        "refused" => html! {
            (state(Shape::Triangle, Tone::Bad, words.say("own-refused")))
            @if let Some(why) = &kept.refused_why { span.second { (why) } }
        },
        _ => state(Shape::Disc, Tone::Good, words.say("own-ok")),
    }
}

/// The page of one address.
#[must_use]
pub fn content(words: &Language, form: &Form<'_>, one: &One<'_>) -> Markup {
    let crumbs = [(words.say("own-addresses-title"), "/addresses")];
    let number = one.stored.map(|kept| kept.address.number.as_str());
    let action = number.map_or_else(
        || "/addresses".to_owned(),
        |number| format!("/addresses/{}", path_segment(number)),
    );
    let heading = number.map_or_else(
        || words.say("own-address-new").to_owned(),
        |number| words.fill("own-address-of", &[("number", number)]),
    );
    let button = if number.is_none() { "own-address-add" } else { "customer-save" };
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &heading,
            state: one.stored.map(|kept| waiting(words, kept)),
            ..Head::default()
        }))
        (form.around(words, &action, button, fields(words, form, one)))
        @if number.is_some() {
            details.confirm.gap-above data-pop {
                summary.button { (words.say("address-remove")) }
                form.pop method="post" action={ (action) "/removal" } {
                    (csrf(form.csrf))
                    p { (words.say("own-address-sure")) }
                    button.button.small type="submit" { (words.say("own-address-yes")) }
                }
            }
        }
    }
}

/// The fields of an address: the country first, then what an address there is made of, in the order it is written there.
#[must_use]
pub fn fields(words: &Language, form: &Form<'_>, one: &One<'_>) -> Markup {
    let typed = one.typed;
    let country = Country::from_code(&typed.country);
    let postcode = postcode(words, form, typed, country);
    let rest = html! { (city(words, form, typed)) (region(words, form, typed, country)) };
    html! {
        @if let Some(kept) = changed(form, one) {
            p.hint { (words.fill("own-address-now", &[("address", &kept.address.address.one_line())])) }
        }
        (countries(words, form, &typed.country))
        p.field { button.button.small type="submit" name="look" value="yes" formnovalidate { (words.say("address-look")) } }
        (form.line(words, Line { autocomplete: "organization", ..needed("name", "address-name", &typed.name) }))
        (form.line(words, Line { autocomplete: "name", ..line("contact", "address-contact", &typed.contact) }))
        (form.line(words, Line { autocomplete: "address-line1", ..needed("line1", "address-line1", &typed.line1) }))
        (form.line(words, Line { autocomplete: "address-line2", hint: "address-line2-hint", ..line("line2", "address-line2", &typed.line2) }))
        @if country.is_some_and(Country::has_postcode_last) { (rest) (postcode) } @else { (postcode) (rest) }
        (form.line(words, Line { kind: "tel", autocomplete: "tel", ..line("phone", "address-phone", &typed.phone) }))
        (default_of(words, ("default_delivery", "address-default-delivery"), &typed.default_delivery, one.stored.is_some_and(|kept| kept.address.default_delivery)))
        (default_of(words, ("default_invoice", "address-default-invoice"), &typed.default_invoice, one.stored.is_some_and(|kept| kept.address.default_invoice)))
    }
}

/// The address as it stands, where somebody else changed it since the form was opened.
fn changed<'a>(form: &Form<'_>, one: &One<'a>) -> Option<&'a Kept> {
    let late = form.problem.is_some_and(|text| text.key == "customer-changed-meanwhile");
    one.stored.filter(|_| late)
}

fn line<'a>(name: &'a str, label: &'a str, value: &'a str) -> Line<'a> {
    Line { name, label, value, longest: Address::LONGEST, ..Line::default() }
}

fn needed<'a>(name: &'a str, label: &'a str, value: &'a str) -> Line<'a> {
    Line { required: true, ..line(name, label, value) }
}

fn city(words: &Language, form: &Form<'_>, typed: &Typed) -> Markup {
    let city = needed("city", "address-city", &typed.city);
    form.line(words, Line { autocomplete: "address-level2", ..city })
}

/// The postcode, by the country's own word; where it has none, the field is only there for what was typed already.
fn postcode(words: &Language, form: &Form<'_>, typed: &Typed, country: Option<Country>) -> Markup {
    let label = match country.map(Country::postcode_name) {
        Some(PostcodeName::Zip) => "address-zip",
        Some(PostcodeName::Eircode) => "address-eircode",
        Some(PostcodeName::Pin) => "address-pin",
        _ => "address-postcode",
    };
    let required = country.is_some_and(Country::has_postcodes);
    let field = Line { required, ..line("postcode", label, &typed.postcode) };
    form.line(words, Line { autocomplete: "postal-code", ..field })
}

/// The region, by the country's own word, with the regions to choose from where it is needed.
fn region(words: &Language, form: &Form<'_>, typed: &Typed, country: Option<Country>) -> Markup {
    let label = match country.map(Country::region_name) {
        Some(RegionName::State) => "address-state-of",
        Some(RegionName::Province) => "address-province",
        Some(RegionName::Prefecture) => "address-prefecture",
        Some(RegionName::Emirate) => "address-emirate",
        Some(RegionName::County) => "address-county",
        Some(RegionName::Department) => "address-department",
        Some(RegionName::Canton) => "address-canton",
        Some(RegionName::Region) | None => "address-region",
    };
    let regions = country.map(Country::regions).unwrap_or_default();
    let required = country.is_some_and(Country::needs_region);
    let list = if regions.is_empty() { "" } else { "address-regions" };
    let field = Line { required, list, ..line("region", label, &typed.region) };
    html! {
        (form.line(words, Line { autocomplete: "address-level1", ..field }))
        @if !regions.is_empty() {
            datalist id=(list) { @for (written, name) in &regions { option value=(written) { (name) } } }
        }
    }
}

/// A tick; whoever is the default stays it until another is.
fn default_of(words: &Language, (name, key): (&str, &str), typed: &str, stands: bool) -> Markup {
    if stands {
        return html! { p.field.hint { (words.say(key)) "." } };
    }
    html! { div.field { (tick(name, "yes", words.say(key), typed == "yes")) } }
}
