//! HTML of the customer's pages of quotations.

use super::convert;
use super::decline;
use super::kept::{Quote, QuoteHead, State};
use super::pages::Said;
use super::share::{self, Share};
use super::view::{columns, lines, quote_href, state_of, terms};
use crate::access::Buyer;
use crate::app::list_page::Sight;
use crate::customers::DeliveryAddress;
use crate::orders::comment::Comment;
use crate::orders::place::ReferenceField;
use crate::orders::refusal::{REFERENCE_LONGEST, REMARK_LONGEST};
use crate::orders::view::comments::{CommentForm, Talk, comments};
use crate::orders::view::{order_href, shows_prices};
use crate::platform::list::{Column, Value};
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, field, select, textarea};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::path_segment;
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, VatPart, Zone};

/// The columns of a customer's quotations.
#[must_use]
pub fn quote_columns<'a>(words: &'a Language, sight: &'a Sight) -> Vec<Column<'a, QuoteHead>> {
    let mut all = columns(words, sight.today, |head: &QuoteHead| head, quote_href);
    let dated = Column::new("dated", words.say("quote-dated"), |head: &QuoteHead| {
        Value::time(head.dated_at, &sight.zone)
    });
    all.insert(
        1,
        dated.class("c-day dim nowrap").sorted("dated").draw(|head: &QuoteHead| {
            html! { (dates::short(words, head.dated_at.day(&sight.zone), sight.today)) }
        }),
    );
    if sight.prices {
        all.push(
            Column::new("total", words.say("quote-total"), |head: &QuoteHead| head.total.into())
                .class("num strong")
                .draw(|head| html! { @if head.revision > 0 { (head.total.with_sign()) } }),
        );
        all.push(
            Column::new("currency", words.say("order-currency"), |head: &QuoteHead| {
                Value::text(head.total.currency.code())
            })
            .only_in_files(),
        );
    }
    all
}

/// What the page of one quotation shows.
pub struct Page<'a> {
    /// Who reads it.
    pub buyer: &'a Buyer,
    /// What forms carry.
    pub csrf: &'a str,
    /// The quotation.
    pub quote: &'a Quote,
    /// Its VAT.
    pub vat: &'a [VatPart],
    /// What was written about it.
    pub comments: &'a [Comment],
    /// Its links.
    pub shares: &'a [Share],
    /// Where it may go.
    pub addresses: &'a [DeliveryAddress],
    /// Whether a reference is asked for.
    pub reference: ReferenceField,
    /// Whether it must be released first.
    pub needs_release: bool,
    /// The wholesaler's name.
    pub wholesaler: &'a str,
    /// The wholesaler's zone.
    pub zone: &'a Zone,
    /// The day it is there.
    pub today: Day,
    /// What was typed and refused.
    pub said: &'a Said,
}

impl Page<'_> {
    fn prices(&self) -> bool {
        shows_prices(self.buyer)
    }

    fn action(&self, what: &str) -> String {
        format!("{}/{what}", quote_href(&self.quote.head.number))
    }

    /// What was typed into this form, where it was refused.
    fn typed(&self, form: &str, name: &str) -> &str {
        if self.said.form == form { self.said.typed(name) } else { "" }
    }

    /// What is wrong with a field of this form.
    fn fault(&self, words: &Language, form: &str, name: &str) -> String {
        let errors = self.said.problem.iter().filter(|_| self.said.form == form);
        let mut all = errors.flat_map(|problem| &problem.errors);
        let found = all.find(|error| error.field.trim_start_matches('/') == name);
        found.map(|error| words.sentence(&error.text)).unwrap_or_default()
    }
}

/// The whole content of the page.
#[must_use]
pub fn content(words: &Language, page: &Page<'_>) -> Markup {
    let head = &page.quote.head;
    let asked = head.revision == 0;
    let (prices, usual) = (page.prices() && !asked, Some("quote-usual"));
    let product = |sku: &str| Some(format!("/products/{}", path_segment(sku)));
    let shares = share::check(page.buyer, head).is_ok();
    let crumbs = [(words.say("quotes-title"), "/quotes")];
    let print = html! {
        button.button.script-only type="button" data-print { (words.say("order-print")) }
        @if prices && head.sent_at.is_some() { a.button href={ (quote_href(&head.number)) ".pdf" } download { (words.say("document-pdf")) } }
        @if shares { a.button href="#share" { (words.say("share-button")) } }
    };
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &head.number,
            state: Some(state_of(words, head, page.today)),
            context: Some(html! { (context(words, page)) }),
            actions: Some(print),
        }))
        (refused(words, page))
        (standing(words, page))
        (terms(head))
        div.with-side {
            div {
                @if asked {
                    @if let Some(text) = &head.asked_remarks { p.notice.lines { (text) } }
                }
                (lines(words, (page.quote, page.vat), (prices, usual), product))
                @if prices { p.quote-hint { (words.fill("quote-vat-as-for", &[("country", head.country.name())])) } }
                (talk(words, page))
            }
            div.quote-side { (converting(words, page)) (sharing(words, page, shares)) (declining(words, page)) }
        }
    }
}

fn context(words: &Language, page: &Page<'_>) -> String {
    let head = &page.quote.head;
    let day = dates::long(words, head.dated_at.day(page.zone));
    let fill = [("day", day.as_str()), ("wholesaler", page.wholesaler)];
    let said = match head.revision {
        0 => words.fill("quote-asked-on", &fill),
        1 => words.fill("quote-from", &fill),
        _ => words.fill("quote-from-revised", &fill),
    };
    if head.title.is_empty() { said } else { format!("{}. {said}", head.title) }
}

/// Why what was asked for was not done, where no field says it.
fn refused(words: &Language, page: &Page<'_>) -> Markup {
    let Some(problem) = &page.said.problem else { return html! {} };
    let on_lines: Vec<String> = problem
        .errors
        .iter()
        .filter(|error| error.field.starts_with("/lines/"))
        .map(|error| {
            let at = error.field.split('/').nth(2).and_then(|at| at.parse::<usize>().ok());
            let sku = at.and_then(|at| page.quote.lines.get(at)).map_or("", |line| &line.sku);
            format!("{sku}: {}", words.sentence(&error.text))
        })
        .collect();
    html! {
        (flash(&Flash::new(FlashKind::Refused, words.sentence(&problem.text))))
        @if !on_lines.is_empty() { ul.quote-hint { @for line in &on_lines { li { (line) } } } }
    }
}

/// What became of a quotation that is not open.
fn standing(words: &Language, page: &Page<'_>) -> Markup {
    let head = &page.quote.head;
    let why = |key: &str| {
        let lead = words.fill(key, &[("wholesaler", page.wholesaler)]);
        let why = head.why.clone().unwrap_or_default();
        flash(&Flash { lead, ..Flash::new(FlashKind::Look, why) })
    };
    match (head.state, &head.order) {
        (State::Converted, Some(order)) => flash(&Flash {
            link: Some((words.say("mail-order-link").to_owned(), order_href(order))),
            ..Flash::new(FlashKind::Done, words.fill("quote-is-order", &[("order", order)]))
        }),
        (State::Declined, _) => why("quote-was-declined"),
        (State::Withdrawn, _) => why("quote-was-withdrawn"),
        (State::Draft, _) => {
            let said = words.fill("quote-is-asked", &[("wholesaler", page.wholesaler)]);
            flash(&Flash::new(FlashKind::Done, said))
        }
        _ => html! {},
    }
}

fn talk(words: &Language, page: &Page<'_>) -> Markup {
    let error = page.fault(words, "comments", "text");
    let form = crate::orders::comment::may_write(page.buyer).is_ok().then(|| CommentForm {
        action: page.action("comments"),
        csrf: page.csrf,
        typed: page.typed("comments", "text"),
        error: &error,
    });
    comments(
        words,
        &Talk {
            comments: page.comments,
            form: form.as_ref(),
            wholesaler: page.wholesaler,
            zone: page.zone,
            today: page.today,
            for_staff: false,
        },
    )
}

/// The one form that ends the page; where it cannot be converted, why.
fn converting(words: &Language, page: &Page<'_>) -> Markup {
    let head = &page.quote.head;
    match convert::check(page.buyer, head, page.needs_release) {
        Ok(()) => html! { (convert_form(words, page)) },
        Err(super::Refusal::NotReleased) => html! {
            div.box.convert { h2 { (words.say("quote-convert")) } p { (words.say("quote-not-released")) } }
        },
        Err(_) => html! {},
    }
}

fn convert_form(words: &Language, page: &Page<'_>) -> Markup {
    let head = &page.quote.head;
    let fault = |name| page.fault(words, "order", name);
    let (wrong_reference, wrong_day) = (fault("reference"), fault("requested_day"));
    let (wrong_remarks, wrong_address) = (fault("remarks"), fault("delivery_address"));
    let needed = page.reference == ReferenceField::Required;
    let chosen = page.typed("order", "delivery_address");
    let told: Vec<String> = page.addresses.iter().map(|a| a.address.one_line()).collect();
    let addresses: Vec<Choice<'_>> = page
        .addresses
        .iter()
        .zip(&told)
        .map(|(address, told)| Choice {
            value: &address.number,
            label: told,
            chosen: address.number == chosen,
            ..Choice::default()
        })
        .collect();
    let total = head.total.with_sign();
    let seen = page.said.total.unwrap_or(head.total);
    let label = if page.prices() {
        words.fill("quote-convert-for", &[("total", &seen.with_sign())])
    } else {
        words.say("quote-convert").to_owned()
    };
    let limit = page.buyer.order_limit.filter(|limit| head.total.minor > limit.minor);
    html! {
        form.box.convert method="post" action=(page.action("order")) data-part {
            (csrf(page.csrf))
            input type="hidden" name="revision" value=(head.revision);
            input type="hidden" name="expected_total" value=(seen.amount());
            h2 { (words.say("quote-convert")) }
            @if page.reference != ReferenceField::Hidden {
                (field(Field { name: "reference", label: words.say("order-reference"), value: page.typed("order", "reference"), error: &wrong_reference,
                    need: words.say(if needed { "cart-reference-needed" } else { "cart-reference-optional" }), longest: REFERENCE_LONGEST, ..Field::default() }))
            }
            @if addresses.is_empty() { p.small { (words.say("field-no-address")) } } @else {
                (select(Field { name: "delivery_address", label: words.say("cart-deliver-to"), error: &wrong_address, ..Field::default() }, &addresses))
            }
            (field(Field { name: "requested_day", label: words.say("cart-day"), kind: "date", value: page.typed("order", "requested_day"), error: &wrong_day, need: words.say("cart-day-optional"), ..Field::default() }))
            (textarea(Field { name: "remarks", label: words.say("order-remarks"), value: page.typed("order", "remarks"), error: &wrong_remarks, need: words.say("cart-remarks-optional"),
                longest: REMARK_LONGEST, ..Field::default() }, 2))
            @if seen != head.total { p.small { (words.fill("quote-total-there", &[("old", &total), ("new", &seen.with_sign())])) } }
            button.button.main type="submit" data-sending=(words.say("cart-placing")) { (label) }
            p.below {
                @match limit {
                    Some(limit) => (words.fill("quote-to-approver", &[("limit", &limit.with_sign())])),
                    None => (words.say("quote-as-offered")),
                }
            }
        }
    }
}

fn sharing(words: &Language, page: &Page<'_>, may: bool) -> Markup {
    let list = html! {
        @if !page.shares.is_empty() { ul.rows { @for share in page.shares { (one_share(words, page, share)) } } }
        @if may { (share_form(words, page)) }
    };
    if page.shares.is_empty() && !may {
        return html! {};
    }
    section("share", words.say("share-title"), None, list)
}

fn one_share(words: &Language, page: &Page<'_>, share: &Share) -> Markup {
    let opened = match share.last_viewed_at {
        Some(at) => {
            let when = dates::moment(words, at, page.zone, page.today);
            words.fill("share-opened", &[("count", &share.views.to_string()), ("when", &when)])
        }
        None => words.say("share-not-opened").to_owned(),
    };
    let ends = dates::short(words, share.ends, page.today);
    let until = if share.is_over {
        words.say("share-over").to_owned()
    } else {
        words.fill("share-ends", &[("day", &ends)])
    };
    let revokes = !share.is_over && page.buyer.may_order() && page.buyer.view_as.is_none();
    html! {
        li {
            div { span.what { (share.email) } span.second { (opened) ", " (until) } }
            @if revokes {
                form method="post" action=(page.action(&format!("shares/{}/revocation", share.id))) {
                    (csrf(page.csrf))
                    button.button.small type="submit" aria-label=(words.fill("share-revoke-of", &[("email", &share.email)])) { (words.say("share-revoke")) }
                }
            }
        }
    }
}

fn share_form(words: &Language, page: &Page<'_>) -> Markup {
    let fault = |name| page.fault(words, "shares", name);
    let (email, message, ends) = (fault("email"), fault("message"), fault("ends"));
    let is_open = page.said.form == "shares" || page.shares.is_empty();
    html! {
        details.gap-above open[is_open] {
            summary { (words.say("share-button")) }
            form.form method="post" action=(page.action("shares")) data-part {
                (csrf(page.csrf))
                (field(Field { name: "email", label: words.say("share-email"), kind: "email", value: page.typed("shares", "email"), error: &email, required: true, autocomplete: "off", longest: 200, ..Field::default() }))
                (textarea(Field { name: "message", label: words.say("share-message"), value: page.typed("shares", "message"), error: &message, need: words.say("field-optional"), longest: share::MESSAGE_LONGEST, ..Field::default() }, 2))
                (field(Field { name: "ends", label: words.say("share-until"), kind: "date", value: page.typed("shares", "ends"), error: &ends, need: words.say("field-optional"), ..Field::default() }))
                button.button type="submit" { (words.say("share-send")) }
                p.quote-hint { (words.say("share-what")) }
            }
        }
    }
}

fn declining(words: &Language, page: &Page<'_>) -> Markup {
    if decline::check(page.buyer, &page.quote.head).is_err() {
        return html! {};
    }
    let error = page.fault(words, "decline", "reason");
    let key = if page.quote.head.revision == 0 { "quote-take-back" } else { "quote-decline" };
    html! {
        details.gap-above open[page.said.form == "decline"] {
            summary { (words.say(key)) }
            form.form method="post" action=(page.action("decline")) {
                (csrf(page.csrf))
                (textarea(Field { name: "reason", label: words.say("quote-decline-reason"), value: page.typed("decline", "reason"), error: &error, need: words.say("field-optional"), longest: super::send::REASON_LONGEST, ..Field::default() }, 2))
                button.button type="submit" { (words.say(key)) }
            }
        }
    }
}
