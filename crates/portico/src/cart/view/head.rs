//! Where the order goes, and what the customer's books want.

use super::Shown;
use crate::cart::store::TypedAddress;
use crate::cart::typed::OTHER;
use crate::orders::place::ReferenceField;
use crate::orders::refusal::REFERENCE_LONGEST;
use crate::platform::web::dom_id;
use crate::platform::web::forms::{Choice, Field, field, radios, select, textarea};
use crate::platform::web::layout::section;
use crate::platform::web::stepper::save_all;
use maud::{Markup, html};
use portico_types::{Address, Country};

/// Fields of an address: name in the form, key of its label, key of what is said of its need, what browsers fill in.
const PARTS: [(&str, &str, &str, &str); 8] = [
    ("name", "address-name", "field-needed", "organization"),
    ("contact", "address-contact", "field-optional", "name"),
    ("line1", "address-line1", "field-needed", "address-line1"),
    ("line2", "address-line2", "field-optional", "address-line2"),
    ("postcode", "address-postcode", "address-postcode-need", "postal-code"),
    ("city", "address-city", "field-needed", "address-level2"),
    ("region", "address-region", "field-optional", "address-level1"),
    ("phone", "address-phone", "field-optional", "tel"),
];

/// The radio list of addresses, and the form of another one.
pub(in crate::cart) fn deliver_to(shown: &Shown<'_>) -> Markup {
    let words = shown.words;
    let view = &shown.page.view;
    let other = wants_other(shown);
    let lines: Vec<String> = view.addresses.iter().map(|a| street(&a.address)).collect();
    let mut choices: Vec<Choice<'_>> = view
        .addresses
        .iter()
        .zip(&lines)
        .map(|(address, line)| Choice {
            value: &address.number,
            label: &address.address.name,
            second: line,
            chosen: !other && view.chosen.as_ref().is_some_and(|chosen| chosen.id == address.id),
        })
        .collect();
    choices.push(Choice {
        value: OTHER,
        label: words.say("cart-other-address"),
        second: "",
        chosen: other,
    });
    let error = shown.fault("/delivery_address");
    let list = Field {
        name: "address",
        label: words.say("cart-deliver-to"),
        error: &error,
        ..Field::default()
    };
    let content = html! {
        div.deliver data-part {
            (radios(list, &choices))
            div.other-address { (other_address(shown)) }
        }
        (save_all(words.say("cart-save-address")))
    };
    section("deliver-to", words.say("cart-deliver-to"), None, content)
}

fn street(address: &Address) -> String {
    let whole = address.one_line();
    let rest = whole.strip_prefix(&address.name).unwrap_or(&whole);
    rest.trim_start_matches([',', ' ']).to_owned()
}

/// Whether the typed address is chosen: in the form just sent, else in what is kept, else because there is no other.
fn wants_other(shown: &Shown<'_>) -> bool {
    match &shown.typed.address {
        Some(_) => shown.typed.wants_other(),
        None => {
            shown.page.view.cart.other_address.is_some() || shown.page.view.addresses.is_empty()
        }
    }
}

fn other_address(shown: &Shown<'_>) -> Markup {
    let words = shown.words;
    let kept = shown.page.view.cart.other_address.clone().unwrap_or_default();
    let typed = if shown.typed.wants_other() { &shown.typed.other } else { &kept };
    let home = shown.buyer.customer.country.code();
    let country = if typed.country.is_empty() { home } else { &typed.country };
    let all = Country::all();
    let unknown = Country::from_code(country).is_none().then_some((country, country));
    let choices: Vec<Choice<'_>> = unknown
        .into_iter()
        .chain(all.iter().map(|c| (c.code(), c.name())))
        .map(|(value, label)| Choice {
            value,
            label,
            chosen: value == country,
            ..Choice::default()
        })
        .collect();
    let error = shown.fault("/delivery_address/country");
    html! {
        @for (part, label, need, fills) in PARTS {
            @let (name, error) = (format!("other.{part}"), shown.fault(&format!("/delivery_address/{part}")));
            (field(Field {
                name: &name, label: words.say(label), value: value(typed, part), error: &error, autocomplete: fills,
                need: words.say(need), longest: Address::LONGEST, ..Field::default()
            }))
        }
        (select(Field { name: "other.country", label: words.say("address-country"), error: &error, ..Field::default() }, &choices))
    }
}

fn value<'a>(typed: &'a TypedAddress, part: &str) -> &'a str {
    match part {
        "name" => &typed.name,
        "contact" => &typed.contact,
        "line1" => &typed.line1,
        "line2" => &typed.line2,
        "postcode" => &typed.postcode,
        "city" => &typed.city,
        "region" => &typed.region,
        _ => &typed.phone,
    }
}

/// Own reference, day, remarks.
pub(in crate::cart) fn books(shown: &Shown<'_>) -> Markup {
    let words = shown.words;
    let cart = &shown.page.view.cart;
    let text = |typed: &Option<String>, kept: &Option<String>| {
        typed.clone().or(kept.clone()).unwrap_or_default()
    };
    let reference = text(&shown.typed.reference, &cart.reference);
    let day = text(&shown.typed.requested_day, &cart.requested_day);
    let remarks = text(&shown.typed.remarks, &cart.remarks);
    let (wrong_reference, wrong_day) = (shown.fault("/reference"), shown.fault("/requested_day"));
    let wrong_remarks = shown.fault("/remarks");
    let needed = shown.page.reference == ReferenceField::Required;
    let content = html! {
        div.gap-above data-part {
            @if shown.page.reference != ReferenceField::Hidden {
                (field(Field {
                    name: "reference", label: words.say(if shown.for_staff { "entry-reference" } else { "order-reference" }), value: &reference, error: &wrong_reference,
                    need: words.say(if needed { "cart-reference-needed" } else { "cart-reference-optional" }), longest: longest(&wrong_reference, REFERENCE_LONGEST), ..Field::default()
                }))
            }
            (field(Field {
                name: "requested_day", label: words.say("cart-day"), value: &day, error: &wrong_day, kind: "date",
                need: words.say("cart-day-optional"), ..Field::default()
            }))
            (textarea(Field {
                name: "remarks", label: words.say("order-remarks"), value: &remarks, error: &wrong_remarks,
                need: words.say("cart-remarks-optional"), ..Field::default()
            }, 3))
        }
    };
    section(
        "books",
        words.say(if shown.for_staff { "entry-books" } else { "cart-books" }),
        None,
        content,
    )
}

/// A text that is too long already must stay as it is.
fn longest(wrong: &str, most: usize) -> usize {
    if wrong.is_empty() { most } else { 0 }
}

/// Id of the first field of the head with something wrong.
pub(in crate::cart) fn first_fault(shown: &Shown<'_>) -> Option<String> {
    let names = [
        ("/code", "add-code".to_owned()),
        ("/add_quantity", "add-quantity".to_owned()),
        ("/delivery_address", "deliver-to".to_owned()),
        ("/delivery_address/country", dom_id("field", "other.country")),
        ("/reference", dom_id("field", "reference")),
        ("/requested_day", dom_id("field", "requested_day")),
        ("/remarks", dom_id("field", "remarks")),
    ];
    let parts = PARTS.map(|(part, ..)| {
        (format!("/delivery_address/{part}"), dom_id("field", &format!("other.{part}")))
    });
    let mut all = names.into_iter().map(|(field, id)| (field.to_owned(), id)).chain(parts);
    all.find(|(field, _)| !shown.fault(field).is_empty()).map(|(_, id)| id)
}
