//! One customer on one page, as HTML.

use super::forms::{prices_key, stock_key, treatment_key};
use super::list::state_of;
use crate::catalogue::staff_view::own_prices::{Lists, lists};
use crate::customers::contacts::Contact;
use crate::customers::keep_address::Kept;
use crate::customers::sheet::Sheet;
use crate::customers::staff_store::{Happened, LoginOf};
use crate::customers::view::addresses::{defaults, waiting};
use crate::orders::staff_store::StaffRow;
use crate::orders::view::state_of as order_state;
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::csrf;
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Fact, Happened as Event, facts, time_line};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::path_segment;
use crate::platform::web::table::{Column, Table, cell, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Country, Currency, Day, Money, Zone};

/// What the page shows.
pub struct One<'a> {
    /// The customer.
    pub sheet: &'a Sheet,
    /// Its further contacts.
    pub contacts: &'a [Contact],
    /// Its addresses.
    pub addresses: &'a [Kept],
    /// Who may sign in for it.
    pub logins: &'a [LoginOf],
    /// Its latest orders.
    pub orders: &'a [StaffRow],
    /// What happened.
    pub happened: &'a [Happened],
    /// Codes and names of the price lists it buys by, and of all in its currency.
    pub price_lists: [&'a [(String, String)]; 2],
    /// The wholesaler's zone.
    pub zone: &'a Zone,
    /// The day it is.
    pub today: Day,
    /// What forms carry.
    pub csrf: &'a str,
    /// Whether this person may change things.
    pub writes: bool,
}

impl One<'_> {
    fn href(&self, below: &str) -> String {
        format!("/staff/customers/{}{below}", path_segment(&self.sheet.number))
    }

    fn edits(&self) -> bool {
        self.writes && self.sheet.erp_ref.is_none()
    }
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, one: &One<'_>) -> Markup {
    let sheet = one.sheet;
    let crumbs = [(words.say("customers-title"), "/staff/customers")];
    let country = Country::from_code(&sheet.country).map_or("", Country::name);
    let kept = sheet.kept_by().map(|erp| words.fill("customer-kept-by", &[("erp", erp)]));
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &sheet.name,
            state: Some(state_of(words, sheet.closed_at.is_some(), sheet.on_hold)),
            context: Some(html! { (sheet.number) " · " (country) }),
            actions: Some(actions(words, one)),
        }))
        @if let Some(kept) = kept { (flash(&Flash::new(FlashKind::Info, kept))) }
        (figures(words, one))
        div.with-side {
            div {
                (orders(words, one))
                (contacts(words, one))
                (addresses(words, one))
                (logins(words, one))
            }
            div {
                (details(words, one))
                (terms(words, one))
                (reviewed(words, one))
                (prices(words, one))
                (happened(words, one))
            }
        }
    }
}

fn actions(words: &Language, one: &One<'_>) -> Markup {
    let closed = one.sheet.closed_at.is_some();
    html! {
        a.button href=(one.href("/statement")) { (words.say("statement-button")) }
        @if one.writes {
            form method="post" action=(one.href("/state")) {
                (csrf(one.csrf))
                input type="hidden" name="version" value=(one.sheet.version);
                input type="hidden" name="open" value=(if closed { "yes" } else { "no" });
                button.button type="submit" { (words.say(if closed { "customer-reopen" } else { "customer-close" })) }
            }
        }
        @if !closed && one.writes {
            a.button href=(one.href("/order")) { (words.say("entry-for")) }
            form method="post" action="/staff/quotes" { (csrf(one.csrf)) button.button type="submit" name="number" value=(one.sheet.number) { (words.say("quote-begin")) } }
        }
        @if !closed {
            form method="post" action=(one.href("/view-as")) {
                (csrf(one.csrf))
                button.button.main type="submit" { (words.say("customer-view-as")) }
            }
        }
    }
}

fn money(sheet: &Sheet, minor: i64) -> String {
    Currency::from_code(&sheet.currency)
        .map_or_else(|| minor.to_string(), |currency| Money::new(minor, currency).with_sign())
}

fn figures(words: &Language, one: &One<'_>) -> Markup {
    let sheet = one.sheet;
    let limit = sheet.credit_limit_minor.map(|minor| money(sheet, minor));
    let limit = limit.map_or_else(
        || words.say("customer-no-limit").to_owned(),
        |limit| words.fill("customer-limit-of", &[("limit", &limit)]),
    );
    let last = one.orders.first().map(|order| &order.order.head);
    let day = last.map(|head| dates::short(words, head.placed_day, one.today));
    let number = last.map_or_else(
        || html! { (words.say("customer-no-orders")) },
        |head| html! { a href={ "/staff/orders/" (path_segment(&head.number)) } { (head.number) } },
    );
    let fact =
        |label, figure, second| Fact { label: words.say(label), figure, second, tone: Tone::Plain };
    facts(&[
        fact("customer-owed", html! { (money(sheet, sheet.owed_minor)) }, &limit),
        fact("customer-on-order", html! { (money(sheet, sheet.ordered_minor)) }, ""),
        fact("customer-last-order", number, day.as_deref().unwrap_or("")),
    ])
}

fn edit(words: &Language, shown: bool, href: &str) -> Option<Markup> {
    shown.then(|| html! { a href=(href) { (words.say("customer-edit")) } })
}

fn listed(rows: &[(&str, String)]) -> Markup {
    html! {
        dl.pairs { @for (label, value) in rows { @if !value.is_empty() { dt { (label) } dd { (value) } } } }
    }
}

fn details(words: &Language, one: &One<'_>) -> Markup {
    let sheet = one.sheet;
    let rows = [
        (words.say("customer-vat-number"), sheet.vat_number.clone().unwrap_or_default()),
        (
            words.say("customer-vat-treatment"),
            words.say(treatment_key(&sheet.vat_treatment)).to_owned(),
        ),
        (
            words.say("customer-language"),
            match sheet.language.as_str() {
                "en" => words.say("customer-language-en").to_owned(),
                other => other.to_owned(),
            },
        ),
        (words.say("customer-invoiced-to"), sheet.invoiced_to.clone().unwrap_or_default()),
        (words.say("customer-registration"), sheet.registration.clone().unwrap_or_default()),
        (words.say("customer-endpoint"), sheet.endpoint.clone().unwrap_or_default()),
        (words.say("customer-buyer-reference"), sheet.buyer_reference.clone().unwrap_or_default()),
    ];
    let aside = edit(words, one.edits(), &one.href("/details"));
    section("details", words.say("customer-details"), aside, listed(&rows))
}

fn terms(words: &Language, one: &One<'_>) -> Markup {
    let sheet = one.sheet;
    let days = words.fill("customer-days", &[("days", &sheet.payment_days.to_string())]);
    let days = match sheet.payment_end_of_month {
        true => format!("{days}, {}", words.say("customer-end-of-month").to_lowercase()),
        false => days,
    };
    let limit = sheet.credit_limit_minor.map(|minor| money(sheet, minor));
    let minimum = sheet.minimum_order_minor.map(|minor| money(sheet, minor));
    let maximum = sheet.maximum_order_minor.map(|minor| money(sheet, minor));
    let approvals = sheet.approvals_needed.map(|needed| needed.to_string());
    let yes_no =
        |flag: bool| words.say(if flag { "customer-yes" } else { "customer-no" }).to_owned();
    let every = || words.say("customer-every-product").to_owned();
    let rows = [
        (words.say("customer-payment-days"), days),
        (
            words.say("customer-credit-limit"),
            limit.unwrap_or_else(|| words.say("customer-no-limit").to_owned()),
        ),
        (words.say("customer-discount"), format!("{} %", sheet.discount_text())),
        (
            words.say("customer-minimum"),
            minimum.unwrap_or_else(|| words.say("customer-as-setting").to_owned()),
        ),
        (
            words.say("customer-maximum"),
            maximum.unwrap_or_else(|| words.say("customer-as-setting").to_owned()),
        ),
        (
            words.say("customer-approvals"),
            approvals.unwrap_or_else(|| words.say("customer-as-setting").to_owned()),
        ),
        (words.say("customer-assortment"), sheet.assortment.clone().unwrap_or_else(every)),
        (words.say("customer-currency"), sheet.currency.clone()),
        (words.say("customer-prices-shown"), words.say(prices_key(&sheet.prices_shown)).to_owned()),
        (
            words.say("customer-stock-shown"),
            words.say(stock_key(sheet.stock_shown.as_deref().unwrap_or(""))).to_owned(),
        ),
        (words.say("customer-part-deliveries"), yes_no(sheet.part_deliveries)),
        (words.say("customer-on-hold"), yes_no(sheet.on_hold)),
        (words.say("customer-pays-online"), yes_no(sheet.pays_online)),
    ];
    let aside = edit(words, one.writes, &one.href("/terms"));
    section("terms", words.say("customer-terms"), aside, listed(&rows))
}

/// Whether staff look at every order of it: the portal's own, whoever keeps the rest.
fn reviewed(words: &Language, one: &One<'_>) -> Markup {
    let always = one.sheet.review_always;
    let said = if always { "customer-review-always" } else { "customer-review-by-rule" };
    let button = if always { "customer-review-stop" } else { "customer-review-begin" };
    let content = html! {
        p.gap-above { (words.say(said)) }
        @if one.writes {
            form method="post" action=(one.href("/review")) {
                (csrf(one.csrf))
                input type="hidden" name="version" value=(one.sheet.version);
                input type="hidden" name="always" value=(if always { "no" } else { "yes" });
                button.link type="submit" { (words.say(button)) }
            }
        }
    };
    section("review", words.say("customer-review"), None, content)
}

/// The price lists it buys by, and the way to its own prices.
fn prices(words: &Language, one: &One<'_>) -> Markup {
    let [given, all] = one.price_lists;
    let shown = Lists {
        number: &one.sheet.number,
        given,
        all,
        csrf: one.csrf,
        edits: one.writes,
        failed: None,
    };
    let aside = html! { a href=(one.href("/prices")) { (words.say("own-prices-own")) } };
    section("prices", words.say("customer-price-lists"), Some(aside), lists(words, &shown))
}

fn columns<'a>(words: &'a Language, keys: &[(&'a str, &'a str)]) -> Vec<Column<'a>> {
    let column = |(class, key): &(&'a str, &'a str)| Column {
        class,
        label: words.say(key),
        ..Column::default()
    };
    keys.iter().map(column).collect()
}

fn contacts(words: &Language, one: &One<'_>) -> Markup {
    let keys = [
        ("", "logins-name"),
        ("", "contact-role"),
        ("", "logins-email"),
        ("", "customer-phone"),
        ("", "customer-edit"),
    ];
    let columns = columns(words, &keys);
    let [name, email, phone] = &one.sheet.contact;
    let has_first = one.sheet.contact.iter().any(Option::is_some);
    let text = |text: &Option<String>| html! { (text.as_deref().unwrap_or("")) };
    let link = |which: &str, shown: bool| {
        html! { @if shown { a href=(one.href(&format!("/contacts/{which}"))) { (words.say("customer-edit")) } } }
    };
    let rows = html! {
        (row("", html! {
            (row_head("", text(name))) (cell("ink-2", html! { (words.say("contact-first")) }))
            (cell("", text(email))) (cell("", text(phone))) (cell("", link("first", one.edits())))
        }))
        @for contact in one.contacts {
            (row("", html! {
                (row_head("", html! { (contact.name) })) (cell("", text(&contact.role)))
                (cell("", text(&contact.email))) (cell("", text(&contact.phone)))
                (cell("", link(&contact.id.to_string(), one.writes)))
            }))
        }
    };
    let aside = one
        .writes
        .then(|| html! { a href=(one.href("/contacts/new")) { (words.say("customer-add")) } });
    let content = html! {
        @if has_first || !one.contacts.is_empty() || one.edits() {
            (table(Table { class: "", caption: words.say("contacts-title"), columns: &columns }, rows, None))
        } @else { p.ink-2 { (words.say("contacts-none")) } }
    };
    section("contacts", words.say("contacts-title"), aside, content)
}

fn addresses(words: &Language, one: &One<'_>) -> Markup {
    let keys = [
        ("code", "customer-number"),
        ("", "address-title"),
        ("", "address-default"),
        ("", "address-state"),
        ("", "customer-edit"),
    ];
    let columns = columns(words, &keys);
    let rows = html! {
        @for kept in one.addresses {
            @let a = &kept.address;
            (row("", html! {
                (row_head("code", html! { (a.number) }))
                (cell("", html! { (a.address.name) ", " (a.address.one_line()) ", " (a.address.country.name()) }))
                (cell("ink-2", defaults(words, kept)))
                (cell("", waiting(words, kept)))
                (cell("", html! { @if one.writes { a href=(one.href(&format!("/addresses/{}", path_segment(&a.number)))) { (words.say("customer-edit")) } } }))
            }))
        }
    };
    let aside = one
        .writes
        .then(|| html! { a href=(one.href("/addresses/new")) { (words.say("customer-add")) } });
    let content = html! {
        @if one.addresses.is_empty() { p.ink-2 { (words.say("addresses-none")) } }
        @else { (table(Table { class: "", caption: words.say("addresses-title"), columns: &columns }, rows, None)) }
    };
    section("addresses", words.say("addresses-title"), aside, content)
}

fn logins(words: &Language, one: &One<'_>) -> Markup {
    let keys = [
        ("", "logins-name"),
        ("", "logins-email"),
        ("", "logins-role"),
        ("", "logins-state"),
        ("", "customer-view-as"),
    ];
    let columns = columns(words, &keys);
    let rows = html! {
        @for login in one.logins {
            (row("", html! {
                (row_head("", html! { a href={ "/staff/logins/" (login.id) } { (login.name) } }))
                (cell("", html! { (login.email) }))
                (cell("", html! { (role(words, &login.role)) }))
                (cell("nowrap", if login.has_password { state(Shape::Disc, Tone::Good, words.say("logins-active")) } else { state(Shape::Ring, Tone::Plain, words.say("logins-pending")) }))
                (cell("", html! {
                    @if one.sheet.closed_at.is_none() {
                        form method="post" action=(one.href("/view-as")) {
                            (csrf(one.csrf))
                            input type="hidden" name="login" value=(login.id);
                            button.link type="submit" { (words.fill("customer-view-with", &[("name", &login.name)])) }
                        }
                    }
                }))
            }))
        }
    };
    let invite = format!("/staff/logins?customer={}#invite", path_segment(&one.sheet.number));
    let aside = one.writes.then(|| html! { a href=(invite) { (words.say("logins-invite")) } });
    let content = html! {
        @if one.logins.is_empty() { p.ink-2 { (words.say("customer-no-logins")) } }
        @else { (table(Table { class: "", caption: words.say("logins-title"), columns: &columns }, rows, None)) }
    };
    section("logins", words.say("logins-title"), aside, content)
}

fn role<'a>(words: &'a Language, code: &str) -> &'a str {
    match code {
        "viewer" => words.say("role-viewer"),
        "buyer" => words.say("role-buyer"),
        "approver" => words.say("role-approver"),
        _ => words.say("role-manager"),
    }
}

fn orders(words: &Language, one: &One<'_>) -> Markup {
    let keys = [
        ("code strong", "order-number"),
        ("", "order-placed"),
        ("", "order-state"),
        ("num strong", "order-total"),
    ];
    let columns = columns(words, &keys);
    let rows = html! {
        @for order in one.orders {
            @let head = &order.order.head;
            (row("", html! {
                (row_head("code strong", html! { a href={ "/staff/orders/" (path_segment(&head.number)) } { (head.number) } }))
                (cell("dim", html! { (dates::short(words, head.placed_day, one.today)) }))
                (cell("", order_state(words, head, false, one.today)))
                (cell("num strong", html! { (head.total.with_sign()) }))
            }))
        }
    };
    let all = format!("/staff/orders?q={}", path_segment(&one.sheet.number));
    let aside = (!one.orders.is_empty())
        .then(|| html! { a href=(all) { (words.say("staff-all-orders")) } });
    let content = html! {
        @if one.orders.is_empty() { p.ink-2 { (words.say("customer-no-orders-what")) } }
        @else { (table(Table { class: "orders-short", caption: words.say("customer-orders"), columns: &columns }, rows, None)) }
    };
    section("orders", words.say("customer-orders"), aside, content)
}

fn happened(words: &Language, one: &One<'_>) -> Markup {
    let told: Vec<(String, String)> = one
        .happened
        .iter()
        .map(|event| (sentence(words, event), dates::moment(words, event.at, one.zone, one.today)))
        .collect();
    let events: Vec<Event<'_>> = told
        .iter()
        .map(|(said, when)| Event {
            shape: Shape::Disc,
            tone: Tone::Plain,
            sentence: html! { (said) },
            when,
        })
        .collect();
    let content = html! {
        @if events.is_empty() { p.ink-2 { (words.say("customer-nothing-happened")) } } @else { (time_line(&events)) }
    };
    section("happened", words.say("order-happened"), None, content)
}

/// What was done as a sentence, made now of what was kept.
fn sentence(words: &Language, event: &Happened) -> String {
    let by = event.by.as_deref().unwrap_or_else(|| words.say("activity-nobody"));
    let object = event.object.split_once(':').map_or("", |(_, id)| id);
    let facts: serde_json::Value = serde_json::from_str(&event.facts).unwrap_or_default();
    let mode = facts["mode"].as_str().unwrap_or_default();
    let key = match (event.verb.as_str(), mode) {
        ("view_as_mode", "order") => "activity-view-as-order".to_owned(),
        ("view_as_mode", _) => "activity-view-as-read".to_owned(),
        ("order_placed", _) if facts["by_staff"] == true => "activity-order-placed-for".to_owned(),
        (verb, _) => format!("activity-{}", verb.replace('_', "-")),
    };
    let known = if words.has(&key) { key.as_str() } else { "activity-other" };
    words.fill(known, &[("name", by), ("object", object), ("verb", &event.verb.replace('_', " "))])
}
