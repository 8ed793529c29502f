//! The forms of a customer's contacts and addresses, as HTML.

use super::forms::{Form, Line, head};
use crate::customers::change::LINE_LONGEST;
use crate::customers::contacts::Typed as Contact;
use crate::customers::sheet::Sheet;
use crate::customers::view::addresses::{self, One};
use crate::platform::web::forms::csrf;
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};

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

/// An address's page.
#[must_use]
pub fn address(words: &Language, form: &Form<'_>, sheet: &Sheet, one: &One<'_>) -> Markup {
    let number = one.stored.map(|kept| kept.address.number.as_str());
    let action = format!(
        "/staff/customers/{}/addresses/{}",
        path_segment(&sheet.number),
        path_segment(number.unwrap_or("new"))
    );
    html! {
        (head(words, sheet, if number.is_none() { "address-new" } else { "address-title" }))
        (form.around(words, &action, "customer-save", addresses::fields(words, form, one)))
        @if number.is_some() { (removal(words, form, &action, "address-remove")) }
    }
}
