//! HTML of a customer's account: credit, terms, whom we ask for, where goods go, who signs in.

use crate::access::{PricesShown, Visit};
use crate::cart::view::terms;
use crate::customers::credit::{CreditCheck, CreditCounts};
use crate::customers::staff_view::forms::{Form, Line};
use crate::customers::wish_contact::Parts;
use crate::customers::{Account, DeliveryAddress};
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Fact, facts};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::with_minus;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Money;

/// The longest name, address or number of a contact, in characters.
const LONGEST: usize = crate::customers::change::LINE_LONGEST;

/// What the page shows.
pub struct Page {
    /// Credit, terms and contact.
    pub account: Account,
    /// Of the balance, what is past its day.
    pub overdue: Money,
    /// Where goods and invoices go.
    pub addresses: Vec<DeliveryAddress>,
    /// Name and role of everybody who signs in.
    pub people: Vec<(String, String)>,
    /// Whether this person manages them.
    pub manages: bool,
    /// Whether this person may change contact and addresses.
    pub edits: bool,
}

/// The whole content of the page.
#[must_use]
pub fn content(visit: &Visit, page: &Page) -> Markup {
    let (words, customer) = (&visit.words, &visit.buyer.customer);
    let prices = customer.prices_shown != PricesShown::Hidden;
    html! {
        (title(Head {
            title: words.say("account-title"),
            context: Some(html! { (customer.name) ", " (customer.number) }),
            ..Head::default()
        }))
        @if customer.on_hold { (flash(&Flash::new(FlashKind::Look, words.say("account-on-hold")))) }
        @if prices { (sums(words, page)) }
        div.with-side {
            div { (whom(words, page)) (people(words, page)) }
            div { (conditions(words, visit, page)) (where_to(words, page)) }
        }
    }
}

fn signed(money: Money) -> String {
    with_minus(&money.with_sign())
}

/// Limit, balance, on order, available; what counts is said beneath.
fn sums(words: &Language, page: &Page) -> Markup {
    let account = &page.account;
    let fact = |label, figure: String| Fact {
        label: words.say(label),
        figure: html! { (figure) },
        second: "",
        tone: Tone::Plain,
    };
    let limit = match account.credit_limit {
        None => words.say("account-no-limit").to_owned(),
        Some(limit) if limit.minor == 0 => words.say("account-in-advance").to_owned(),
        Some(limit) => limit.with_sign(),
    };
    let overdue = (page.overdue.minor > 0)
        .then(|| words.fill("account-overdue", &[("amount", &page.overdue.with_sign())]));
    let on_order_counts = account.counts == CreditCounts::OwedAndOrdered;
    let on_order_key = match (account.credit_limit, on_order_counts) {
        (None, _) => "account-on-order-what",
        (Some(_), true) => "account-on-order-counts",
        (Some(_), false) => "account-on-order-not",
    };
    let mut all = vec![
        fact("account-limit", limit),
        Fact {
            second: overdue.as_deref().unwrap_or(words.say("dashboard-balance-what")),
            tone: if overdue.is_some() { Tone::Bad } else { Tone::Plain },
            ..fact("account-balance", signed(account.balance))
        },
        Fact {
            second: words.say(on_order_key),
            ..fact("dashboard-on-order", signed(account.open_orders))
        },
    ];
    if let Some(left) = account.available_credit().filter(|_| !account.pays_in_advance()) {
        let tone = if left.minor < 0 { Tone::Wait } else { Tone::Plain };
        let second = match account.check {
            CreditCheck::Off => "",
            CreditCheck::Warn => words.say("account-check-warn"),
            CreditCheck::Review => words.say("account-check-review"),
            CreditCheck::Refuse => words.say("account-check-refuse"),
            CreditCheck::Pay => words.say("account-check-pay"),
        };
        all.push(Fact { second, tone, ..fact("dashboard-available", signed(left)) });
    }
    facts(&all)
}

/// The contact, with what of it waits.
fn whom(words: &Language, page: &Page) -> Markup {
    let contact = &page.account.contact;
    let labels = ["logins-name", "logins-email", "customer-phone"];
    let edit = page.edits.then(|| html! { a href="/account/contact" aria-label=(words.say("account-contact-edit")) { (words.say("customer-edit")) } });
    let content = html! {
        @if let Some(why) = &contact.refused_why {
            (flash(&Flash::new(FlashKind::Refused, words.fill("account-contact-refused", &[("why", why)]))))
        }
        @if contact.parts.iter().all(Option::is_none) { p.ink-2 { (words.say("account-no-contact")) } }
        @else {
            dl.pairs {
                @for ((label, text), waits) in labels.iter().zip(&contact.parts).zip(contact.waiting) {
                    @if text.is_some() || waits {
                        dt { (words.say(label)) }
                        dd { (text.as_deref().unwrap_or(words.say("account-none"))) @if waits { " " (state(Shape::Half, Tone::Wait, words.say("own-waiting"))) } }
                    }
                }
            }
        }
    };
    section("contact", words.say("account-contact"), edit, content)
}

fn people(words: &Language, page: &Page) -> Markup {
    let role = |code: &str| match code {
        "viewer" => words.say("role-viewer"),
        "buyer" => words.say("role-buyer"),
        "approver" => words.say("role-approver"),
        _ => words.say("role-manager"),
    };
    let manage =
        page.manages.then(|| html! { a href="/colleagues" { (words.say("account-manage")) } });
    let list = html! {
        dl.pairs { @for (name, code) in &page.people { dt { (name) } dd { (role(code)) } } }
    };
    section("people", words.say("account-people"), manage, list)
}

fn conditions(words: &Language, visit: &Visit, page: &Page) -> Markup {
    let account = &page.account;
    let list = html! {
        dl.pairs {
            dt { (words.say("account-terms")) } dd { (terms(words, account)) }
            dt { (words.say("customer-currency")) } dd { (visit.buyer.customer.currency.code()) }
            @if let Some(number) = &account.vat_number { dt { (words.say("customer-vat-number")) } dd { (number) } }
            @if let Some((number, name)) = &account.payer { dt { (words.say("customer-invoiced-to")) } dd { (name) ", " (number) } }
        }
    };
    section("terms", words.say("customer-terms"), None, list)
}

/// The defaults, and the way to all.
fn where_to(words: &Language, page: &Page) -> Markup {
    let default = |is: fn(&DeliveryAddress) -> bool| page.addresses.iter().find(|a| is(a));
    let lines = [
        ("account-goods-to", default(|a| a.default_delivery)),
        ("account-invoices-to", default(|a| a.default_invoice)),
    ];
    let count = page.addresses.len().to_string();
    let all =
        html! { a href="/addresses" { (words.fill("account-addresses", &[("count", &count)])) } };
    let list = html! {
        dl.pairs {
            @for (key, found) in lines {
                @if let Some(found) = found { dt { (words.say(key)) } dd { (found.address.name) ", " (found.address.one_line()) } }
            }
        }
    };
    section("addresses", words.say("own-addresses-title"), Some(all), list)
}

/// The form of the contact.
#[must_use]
pub fn contact(words: &Language, form: &Form<'_>, parts: &Parts) -> Markup {
    let crumbs = [(words.say("account-title"), "/account")];
    let value = |at: usize| parts[at].as_deref().unwrap_or("");
    let line =
        |name, label, value| Line { name, label, value, longest: LONGEST, ..Line::default() };
    let fields = html! {
        (form.line(words, Line { required: true, autocomplete: "name", ..line("name", "logins-name", value(0)) }))
        (form.line(words, Line { kind: "email", autocomplete: "email", ..line("email", "logins-email", value(1)) }))
        (form.line(words, Line { kind: "tel", autocomplete: "tel", ..line("phone", "customer-phone", value(2)) }))
    };
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("account-contact"),
            context: Some(html! { (words.say("account-contact-what")) }),
            ..Head::default()
        }))
        (form.around(words, "/account/contact", "customer-save", fields))
    }
}
