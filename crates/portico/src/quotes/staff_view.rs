//! HTML of the staff's pages of quotations.

use super::kept::{Quote, QuoteHead, State};
use super::priced::{TERMS_LONGEST, TITLE_LONGEST, Typed, TypedLine};
use super::send::REASON_LONGEST;
use super::share::Share;
use super::staff_store::{Revision, StaffHead};
use super::view::{columns, lines, state_of, terms};
use crate::app::list_page::Sight;
use crate::catalogue::staff_view::{fault, refused};
use crate::orders::comment::Comment;
use crate::orders::note::{LONGEST, Note};
use crate::orders::view::comments::{CommentForm, Talk, comments};
use crate::platform::list::{Column, Value};
use crate::platform::problem::{FieldProblem, Problem};
use crate::platform::web::dates;
use crate::platform::web::forms::{Field, csrf, error_line, field, textarea};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::path_segment;
use crate::platform::web::table::{self, Column as Heading, Table, cell, row, told};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::{Day, VatPart, Zone};

/// Address of a quotation's page for staff.
#[must_use]
pub fn staff_href(number: &str) -> String {
    format!("/staff/quotes/{}", path_segment(number))
}

/// The columns of all quotations.
#[must_use]
pub fn staff_columns<'a>(words: &'a Language, sight: &'a Sight) -> Vec<Column<'a, StaffHead>> {
    let mut all = columns(words, sight.today, |row: &StaffHead| &row.head, staff_href);
    let dated = Column::new("dated", words.say("quote-dated"), |row: &StaffHead| {
        Value::time(row.head.dated_at, &sight.zone)
    });
    all.insert(
        1,
        dated.class("c-day dim nowrap").sorted("dated").draw(|row: &StaffHead| {
            html! { (dates::short(words, row.head.dated_at.day(&sight.zone), sight.today)) }
        }),
    );
    all.insert(
        2,
        Column::new("customer", words.say("staff-customer"), |row: &StaffHead| {
            Value::text(&row.customer)
        })
        .class("c-customer")
        .wide(30)
        .draw(|row| html! { (row.customer) " " span.ink-2 { (row.customer_number) } }),
    );
    all.push(
        Column::new("total", words.say("quote-total"), |row: &StaffHead| row.head.total.into())
            .class("num strong")
            .draw(|row| html! { (row.head.total.with_sign()) }),
    );
    all.push(
        Column::new("currency", words.say("order-currency"), |row: &StaffHead| {
            Value::text(row.head.total.currency.code())
        })
        .only_in_files(),
    );
    all
}

/// What the page of one quotation shows.
pub struct Page<'a> {
    /// The quotation, and whose it is.
    pub found: &'a StaffHead,
    /// The revision that is shown.
    pub quote: &'a Quote,
    /// Its VAT.
    pub vat: &'a [VatPart],
    /// The older revision that was asked for.
    pub older: Option<i64>,
    /// All that were sent.
    pub revisions: &'a [Revision],
    /// What was written about it.
    pub comments: &'a [Comment],
    /// Notes of staff.
    pub notes: &'a [Note],
    /// Links that customers sent.
    pub shares: &'a [Share],
    /// Whether it must be released before it can be converted.
    pub needs_release: bool,
    /// Whether the reader may write.
    pub writes: bool,
    /// What forms carry.
    pub csrf: &'a str,
    /// The wholesaler's zone, and the day it is there.
    pub clock: (&'a Zone, Day),
    /// What was typed where something was refused: the form, its text, and why.
    pub said: (&'a str, &'a str, Option<&'a Problem>),
}

impl Page<'_> {
    fn head(&self) -> &QuoteHead {
        &self.found.head
    }

    fn action(&self, what: &str) -> String {
        format!("{}/{what}", staff_href(&self.head().number))
    }

    fn typed(&self, form: &str) -> &str {
        if self.said.0 == form { self.said.1 } else { "" }
    }

    fn error(&self, words: &Language, form: &str) -> String {
        let problem = self.said.2.filter(|_| self.said.0 == form);
        let text = problem
            .map(|problem| problem.errors.first().map_or(&problem.text, |field| &field.text));
        text.map(|text| words.sentence(text)).unwrap_or_default()
    }
}

/// The whole content of the page of one quotation.
#[must_use]
pub fn content(words: &Language, page: &Page<'_>) -> Markup {
    let head = page.head();
    let crumbs = [(words.say("quotes-title"), "/staff/quotes")];
    let product = |sku: &str| Some(format!("/staff/products/{}", path_segment(sku)));
    let of_form = matches!(page.said.0, "text" | "note" | "reason");
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &head.number,
            state: Some(state_of(words, head, page.clock.1)),
            context: Some(context(words, page)),
            actions: Some(html! { (sheet_button(words, page)) @if page.writes { (actions(words, page)) } }),
        }))
        (refused(words, page.said.2.filter(|_| !of_form)))
        (notices(words, page))
        (terms(&page.quote.head))
        div.with-side {
            div {
                @if page.quote.lines.is_empty() { p.quote-hint { (words.say("quote-no-lines")) } } @else {
                    (lines(words, (page.quote, page.vat), (true, Some("quote-own")), product))
                    p.quote-hint { (words.fill("quote-vat-as-for", &[("country", page.quote.head.country.name())])) }
                }
                (talk(words, page))
            }
            div.quote-side { (asked(words, page)) (revisions(words, page)) (shares(words, page)) (notes(words, page)) @if page.writes { (withdrawing(words, page)) } }
        }
    }
}

fn context(words: &Language, page: &Page<'_>) -> Markup {
    let (head, found) = (&page.quote.head, page.found);
    let customer = format!("/staff/customers/{}", path_segment(&found.customer_number));
    html! {
        @if !head.title.is_empty() { (head.title) " · " }
        a href=(customer) { (found.customer) } " " (found.customer_number)
        @if let Some(by) = &head.written_by { " · " (words.fill("quote-written-by", &[("name", by)])) }
    }
}

/// A deed of one button.
fn deed(words: &Language, page: &Page<'_>, (what, key, class): (&str, &str, &str)) -> Markup {
    html! {
        form method="post" action=(page.action(what)) {
            (csrf(page.csrf))
            input type="hidden" name="version" value=(page.head().version);
            button class=(class) type="submit" { (words.say(key)) }
        }
    }
}

/// The way to the sheet of the revision that is shown, once it was sent.
fn sheet_button(words: &Language, page: &Page<'_>) -> Markup {
    let of = page.older.map(|revision| format!("?revision={revision}")).unwrap_or_default();
    html! {
        @if page.quote.head.sent_at.is_some() {
            a.button href={ (staff_href(&page.head().number)) ".pdf" (of) } download { (words.say("document-pdf")) }
        }
    }
}

fn actions(words: &Language, page: &Page<'_>) -> Markup {
    let head = page.head();
    let revises =
        matches!(head.state, State::Sent | State::Expired | State::Declined | State::Withdrawn)
            && !head.has_draft
            && head.revision > 0;
    html! {
        @if head.has_draft && head.state != State::Converted {
            @if head.revision > 0 { (deed(words, page, ("throw-away", "quote-throw-away", "button"))) }
            a.button href={ (staff_href(&head.number)) "/edit" } { (words.say("quote-edit")) }
            (deed(words, page, ("send", if head.revision > 0 { "quote-send-anew" } else { "quote-send" }, "button main")))
        }
        @if head.state == State::Sent && !head.has_draft { (deed(words, page, ("remind", "quote-remind", "button"))) }
        @if head.state == State::Sent && page.needs_release {
            @if head.promotable { (deed(words, page, ("hold", "quote-hold", "button"))) } @else { (deed(words, page, ("release", "quote-release", "button main"))) }
        }
        @if revises { (deed(words, page, ("revise", "quote-revise", "button"))) }
    }
}

/// What is good to know before anything else.
fn notices(words: &Language, page: &Page<'_>) -> Markup {
    let head = page.head();
    let number = head.revision.to_string();
    html! {
        @if let Some(older) = page.older {
            p.notice { (words.fill("quote-older", &[("revision", &older.to_string())])) " " a href=(staff_href(&head.number)) { (words.say("quote-to-latest")) } }
        } @else if head.has_draft && head.revision > 0 {
            p.notice { (words.fill("quote-draft-notice", &[("revision", &number)])) }
        }
        @if let Some(order) = &head.order {
            p.notice { (words.fill("quote-is-order", &[("order", order)])) " " a href={ "/staff/orders/" (path_segment(order)) } { (words.say("mail-order-link")) } }
        }
        @if let Some(why) = &head.why { p.notice.lines { (words.say("quote-why")) " " (why) } }
        @if let Some(at) = head.reminded_at {
            p.quote-hint { (words.fill("quote-reminded-at", &[("when", &dates::moment(words, at, page.clock.0, page.clock.1))])) }
        }
    }
}

/// What the customer asked for.
fn asked(words: &Language, page: &Page<'_>) -> Markup {
    let head = page.head();
    let Some(at) = head.asked_at else { return html! {} };
    let when = dates::moment(words, at, page.clock.0, page.clock.1);
    let by = head.asked_by.as_deref().unwrap_or("");
    section(
        "asked",
        words.say("quote-asked-for"),
        None,
        html! {
            p.gap-above { (words.fill("quote-asked-by", &[("when", &when), ("name", by)])) " " a href={ (staff_href(&head.number)) "?revision=0" } { (words.say("quote-asked-lines")) } }
            @if let Some(text) = &head.asked_remarks { p.lines { (text) } }
        },
    )
}

fn revisions(words: &Language, page: &Page<'_>) -> Markup {
    if page.revisions.is_empty() {
        return html! {};
    }
    let list = html! {
        ul.rows {
            @for one in page.revisions {
                @let when = dates::moment(words, one.sent_at, page.clock.0, page.clock.1);
                li {
                    div {
                        a.what href={ (staff_href(&page.head().number)) "?revision=" (one.revision) } { (words.fill("quote-revision", &[("revision", &one.revision.to_string())])) }
                        span.second { (when) @if let Some(by) = &one.by { ", " (by) } }
                    }
                    span { (one.total.with_sign()) }
                }
            }
        }
    };
    section("revisions", words.say("quote-revisions"), None, list)
}

fn shares(words: &Language, page: &Page<'_>) -> Markup {
    if page.shares.is_empty() {
        return html! {};
    }
    let list = html! {
        ul.rows {
            @for share in page.shares {
                @let ends = dates::short(words, share.ends, page.clock.1);
                li {
                    div {
                        span.what { (share.email) }
                        span.second {
                            @match share.last_viewed_at {
                                Some(at) => (words.fill("share-opened", &[("count", &share.views.to_string()), ("when", &dates::moment(words, at, page.clock.0, page.clock.1))])),
                                None => (words.say("share-not-opened")),
                            }
                            ", "
                            @if share.is_over { (words.say("share-over")) } @else { (words.fill("share-ends", &[("day", &ends)])) }
                        }
                    }
                    @if page.writes && !share.is_over {
                        form method="post" action=(page.action(&format!("shares/{}/revocation", share.id))) {
                            (csrf(page.csrf))
                            button.button.small type="submit" aria-label=(words.fill("share-revoke-of", &[("email", &share.email)])) { (words.say("share-revoke")) }
                        }
                    }
                }
            }
        }
    };
    section("shares", words.say("share-title"), None, list)
}

fn notes(words: &Language, page: &Page<'_>) -> Markup {
    if page.notes.is_empty() && !page.writes {
        return html! {};
    }
    let error = page.error(words, "note");
    let list = html! {
        @if !page.notes.is_empty() {
            ul.rows {
                @for note in page.notes {
                    li { div { p.lines { (note.text) } span.second { (note.by) ", " (dates::moment(words, note.at, page.clock.0, page.clock.1)) } } }
                }
            }
        }
        @if page.writes {
            form.gap-above method="post" action=(page.action("notes")) {
                (csrf(page.csrf))
                (textarea(Field { name: "note", label: words.say("quote-note"), hint: words.say("note-hint"), value: page.typed("note"), error: &error, longest: LONGEST, ..Field::default() }, 2))
                button.button.small type="submit" { (words.say("quote-note-keep")) }
            }
        }
    };
    section("notes", words.say("quote-notes"), None, list)
}

fn withdrawing(words: &Language, page: &Page<'_>) -> Markup {
    if super::send::check_open(page.head()).is_err() {
        return html! {};
    }
    let error = page.error(words, "reason");
    html! {
        details.gap-above open[page.said.0 == "reason"] {
            summary { (words.say("quote-withdraw")) }
            form.form method="post" action=(page.action("withdraw")) {
                (csrf(page.csrf))
                input type="hidden" name="version" value=(page.head().version);
                (textarea(Field { name: "reason", label: words.say("quote-withdraw-reason"), value: page.typed("reason"), error: &error, need: words.say("field-optional"), longest: REASON_LONGEST, ..Field::default() }, 2))
                button.button type="submit" { (words.say("quote-withdraw")) }
            }
        }
    }
}

fn talk(words: &Language, page: &Page<'_>) -> Markup {
    let error = page.error(words, "text");
    let form = CommentForm {
        action: page.action("comments"),
        csrf: page.csrf,
        typed: page.typed("text"),
        error: &error,
    };
    comments(
        words,
        &Talk {
            comments: page.comments,
            form: Some(&form).filter(|_| page.writes),
            wholesaler: "",
            zone: page.clock.0,
            today: page.clock.1,
            for_staff: true,
        },
    )
}

/// What the page shows on which a quotation is written.
pub struct Edit<'a> {
    /// The quotation, and whose it is.
    pub found: &'a StaffHead,
    /// Its lines as kept, in the order of what is typed; fewer where lines were typed.
    pub quote: &'a Quote,
    /// Its VAT.
    pub vat: &'a [VatPart],
    /// What is typed.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub problem: Option<&'a Problem>,
    /// What forms carry.
    pub csrf: &'a str,
}

/// The page on which a quotation is written.
#[must_use]
pub fn edit(words: &Language, edit: &Edit<'_>) -> Markup {
    let head = &edit.found.head;
    let own = staff_href(&head.number);
    let crumbs =
        [(words.say("quotes-title"), "/staff/quotes"), (head.number.as_str(), own.as_str())];
    let no_faults = Vec::new();
    let faults = edit.problem.map_or(&no_faults, |problem| &problem.errors);
    let error = |name: &str| fault(words, faults, name);
    let (bad_title, bad_terms) = (error("/title"), error("/terms"));
    let (bad_day, bad_carriage) = (error("/valid_until"), error("/carriage"));
    let sign = head.total.currency.sign();
    let carriage = words.fill("quote-carriage-in", &[("sign", &sign)]);
    let heading = words.fill("quote-edit-title", &[("number", &head.number)]);
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &heading,
            context: Some(html! { (edit.found.customer) " " (edit.found.customer_number) " · " (words.say("quote-edit-what")) }),
            ..Head::default()
        }))
        (refused(words, edit.problem))
        form.entry method="post" action={ (own) "/edit" } {
            (csrf(edit.csrf))
            input type="hidden" name="version" value=(head.version);
            button.hidden type="submit" name="deed" value="save" tabindex="-1" aria-hidden="true" { (words.say("quote-save")) }
            (table_of_lines(words, edit, faults))
            div.three {
                div {
                    (field(Field { name: "title", label: words.say("quote-title"), value: &edit.typed.title, error: &bad_title, need: words.say("field-optional"), longest: TITLE_LONGEST, ..Field::default() }))
                    (textarea(Field { name: "terms", label: words.say("quote-terms"), value: &edit.typed.terms, error: &bad_terms, need: words.say("field-optional"), longest: TERMS_LONGEST, ..Field::default() }, 4))
                }
                div {
                    (field(Field { name: "valid_until", label: words.say("quote-valid-until"), kind: "date", value: &edit.typed.valid_until, error: &bad_day, hint: words.say("quote-valid-hint"), ..Field::default() }))
                    (field(Field { name: "carriage", label: &carriage, value: &edit.typed.carriage, error: &bad_carriage, hint: words.say("quote-carriage-hint"), longest: 20, ..Field::default() }))
                }
                div.box {
                    (sums(words, edit))
                    button.button.main type="submit" name="deed" value="send" { (words.say(if head.revision > 0 { "quote-send-anew" } else { "quote-send" })) }
                    button.button.wide type="submit" name="deed" value="save" { (words.say("quote-save")) }
                    p.below { (words.say("quote-send-what")) }
                }
            }
        }
    }
}

fn sums(words: &Language, edit: &Edit<'_>) -> Markup {
    let head = &edit.found.head;
    html! {
        dl.totals {
            dt { (words.say("quote-goods")) } dd { (head.goods.grouped()) }
            @for charge in &edit.quote.charges { dt { (charge.name) } dd { (charge.net.grouped()) } }
            @for part in edit.vat { dt { (crate::orders::view::detail::vat_label(words, part)) } dd { (part.vat.grouped()) } }
            div.grand { dt { (words.say("order-total")) } dd { (head.total.with_sign()) } }
        }
    }
}

fn table_of_lines(words: &Language, edit: &Edit<'_>, faults: &[FieldProblem]) -> Markup {
    let sign = edit.found.head.total.currency.sign();
    let in_sign = |key| words.fill(key, &[("sign", &sign)]);
    let (usual, offer, sum) =
        (in_sign("quote-usual-in"), in_sign("quote-offer-in"), in_sign("order-line-in"));
    let plain = |class, label| Heading { class, label, ..Heading::default() };
    let columns = [
        plain("c-code", words.say("order-code")),
        plain("c-name", words.say("order-product")),
        plain("c-quantity num", words.say("cart-quantity")),
        plain("c-usual num", &usual),
        plain("c-offer num", &offer),
        plain("c-remarks", words.say("quote-line-remarks")),
        plain("c-sum num", &sum),
    ];
    let rows = html! {
        @for (index, line) in edit.typed.lines.iter().enumerate() { (line_row(words, edit, (index, line), faults)) }
    };
    html! {
        (table::table(Table { class: "quote-edit", caption: words.say("cart-lines"), columns: &columns }, rows, None))
        p.quote-hint { (words.say("quote-lines-hint")) }
    }
}

fn line_row(
    words: &Language,
    edit: &Edit<'_>,
    (index, line): (usize, &TypedLine),
    faults: &[FieldProblem],
) -> Markup {
    let kept =
        edit.quote.lines.get(index).filter(|kept| {
            kept.sku.eq_ignore_ascii_case(line.code.trim()) && edit.problem.is_none()
        });
    let place = format!("/lines/{index}/");
    let wrong: Vec<&FieldProblem> =
        faults.iter().filter(|fault| fault.field.starts_with(&place)).collect();
    let number = (index + 1).to_string();
    let id = format!("wrong-{index}");
    let input = |name: &str, key: &str, value: &str, class: &str| {
        let bad = wrong.iter().any(|fault| fault.field.ends_with(name));
        let label = words.fill(key, &[("line", &number)]);
        html! {
            input class=(class) name={ (name) "." (index) } value=(value) aria-label=(label) autocomplete="off" maxlength="500"
                aria-invalid=[bad.then_some("true")] aria-describedby=[bad.then_some(&id)];
        }
    };
    row(
        if wrong.is_empty() { "" } else { "tint-bad" },
        html! {
            (told("c-code", words.say("order-code"), input("code", "quote-code-of", &line.code, "in-cell")))
            (cell("c-name", html! {
                @if let Some(kept) = kept { span.name { (kept.name) } }
                @if !wrong.is_empty() { (error_line(&id, html! { @for fault in &wrong { (words.sentence(&fault.text)) " " } })) }
            }))
            (told("c-quantity num", words.say("cart-quantity"), input("quantity", "quote-quantity-of", &line.quantity, "in-cell num")))
            (cell("c-usual num dim", html! { @if let Some(usual) = kept.and_then(|kept| kept.usual) { (usual.grouped()) } }))
            (told("c-offer num", words.say("quote-offer"), input("price", "quote-price-of", &line.price, "in-cell num")))
            (told("c-remarks", words.say("quote-line-remarks"), input("remarks", "quote-remarks-of", &line.remarks, "in-cell")))
            (cell("c-sum num strong", html! { @if let Some(kept) = kept { (kept.net.grouped()) } }))
        },
    )
}
