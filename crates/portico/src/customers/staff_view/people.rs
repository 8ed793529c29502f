//! The forms of a customer's contacts and addresses, as HTML.

use super::forms::{Form, Line, countries, head};
use crate::customers::change::LINE_LONGEST;
use crate::customers::contacts::Typed as Contact;
use crate::customers::keep_address::Typed as AddressTyped;
use crate::customers::sheet::Sheet;
use crate::platform::web::forms::{csrf, tick};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Address;

/// A contact's page: `contact` is `new`, `first`, or an id.
#[must_use]
pub fn contact(
    words: &Language,
    form: &Form<'_>,
    sheet: &Sheet,
    (contact, typed): (&str, &Contact),
) -> Markup {
    let action = format!(
        "/staff/customers/{}/contacts/{}",
        path_segment(&sheet.number),
        path_segment(contact)
    );
    let line =
        |name, label, value| Line { name, label, value, longest: LINE_LONGEST, ..Line::default() };
    let fields = html! {
        (form.line(words, Line { required: true, ..line("name", "logins-name", &typed.name) }))
        @if contact != "first" { (form.line(words, Line { hint: "contact-role-hint", ..line("role", "contact-role", &typed.role) })) }
        (form.line(words, Line { kind: "email", ..line("email", "logins-email", &typed.email) }))
        (form.line(words, Line { kind: "tel", ..line("phone", "customer-phone", &typed.phone) }))
    };
    let heading = match contact {
        "new" => "contact-new",
        "first" => "contact-first",
        _ => "contact-title",
    };
    html! {
        (head(words, sheet, heading))
        (form.around(words, &action, "customer-save", fields))
        @if !["new", "first"].contains(&contact) { (removal(words, form, &action, "contact-remove")) }
    }
}

fn removal(words: &Language, form: &Form<'_>, action: &str, key: &str) -> Markup {
    html! {
        form.gap-above method="post" action={ (action) "/removal" } {
            (csrf(form.csrf))
            button.button type="submit" { (words.say(key)) }
        }
    }
}

/// An address's page: `address` is `new` or its number.
#[must_use]
pub fn address(
    words: &Language,
    form: &Form<'_>,
    sheet: &Sheet,
    (address, typed): (&str, &AddressTyped),
) -> Markup {
    let action = format!(
        "/staff/customers/{}/addresses/{}",
        path_segment(&sheet.number),
        path_segment(address)
    );
    let line = |name, label, value| Line {
        name,
        label,
        value,
        longest: Address::LONGEST,
        ..Line::default()
    };
    let needed = |name, label, value| Line { required: true, ..line(name, label, value) };
    let fields = html! {
        (form.line(words, needed("name", "address-name", &typed.name)))
        (form.line(words, line("contact", "address-contact", &typed.contact)))
        (form.line(words, needed("line1", "address-line1", &typed.line1)))
        (form.line(words, line("line2", "address-line2", &typed.line2)))
        (form.line(words, line("postcode", "address-postcode", &typed.postcode)))
        (form.line(words, needed("city", "address-city", &typed.city)))
        (form.line(words, line("region", "address-region", &typed.region)))
        (countries(words, form, &typed.country))
        (form.line(words, Line { kind: "tel", ..line("phone", "customer-phone", &typed.phone) }))
        div.field { (tick("default_delivery", "yes", words.say("address-default-delivery"), typed.default_delivery == "yes")) }
        div.field { (tick("default_invoice", "yes", words.say("address-default-invoice"), typed.default_invoice == "yes")) }
    };
    html! {
        (head(words, sheet, if address == "new" { "address-new" } else { "address-title" }))
        (form.around(words, &action, "customer-save", fields))
        @if address != "new" { (removal(words, form, &action, "address-remove")) }
    }
}
