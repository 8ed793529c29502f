//! HTML of documents for staff: the list's columns, the forms that issue.

use super::DocumentType;
use super::invoice::chargeable;
use super::kept::{Document, DocumentDetail, DocumentLine};
use super::list::DocumentRow;
use super::staff::document_href;
use super::view::{of_kind_and_day, state_of, tick_column};
use super::warnings_view::warnings;
use crate::access::form::Fields;
use crate::access::{CustomerHead, StaffRole};
use crate::app::list_page::Sight;
use crate::orders::staff_store::CustomerName;
use crate::orders::view::order_href;
use crate::orders::{OrderDetail, OrderLine};
use crate::platform::list::{Column, Value};
use crate::platform::problem::Problem;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Field, csrf, error_line, field, textarea};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::numbers::{empty, with_minus};
use crate::platform::web::path_segment;
use crate::platform::web::table::{self, Table, cell, row, row_head};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_documents::Breach;
use portico_types::Money;

/// Free lines of the form.
pub const FREE_LINES: usize = 3;

/// The columns of the list of all documents.
#[must_use]
pub fn columns<'a>(words: &'a Language, sight: &'a Sight) -> Vec<Column<'a, DocumentRow>> {
    let today = sight.today;
    let amount = |money: Money| html! { (with_minus(&money.with_sign())) };
    let tick = sight.acts.then(|| tick_column(words, false));
    let mut columns: Vec<_> = tick.into_iter().collect();
    columns.extend([
        Column::new("number", words.say("transactions-number"), |row: &DocumentRow| {
            Value::text(&row.head.number)
        })
        .class("code strong")
        .draw(|row| html! { a href=(document_href(&row.head.number)) { (row.head.number) } }),
        Column::new("customer", words.say("staff-customer"), |row: &DocumentRow| {
            Value::text(&row.customer)
        })
        .class("c-name")
        .wide(28)
        .draw(|row| html! { a href={ "/staff/customers/" (path_segment(&row.customer_number)) } { (row.customer) } }),
        Column::new("customer_number", words.say("staff-customer-number"), |row: &DocumentRow| {
            Value::text(&row.customer_number)
        })
        .class("code")
        .hidden(),
    ]);
    columns.extend(of_kind_and_day(words, today));
    columns.extend([
        Column::new("orders", words.say("transactions-orders"), |row: &DocumentRow| {
            Value::own(row.orders.join(", "))
        })
        .class("c-order"),
        Column::new("reference", words.say("order-reference"), |row: &DocumentRow| {
            Value::maybe(row.head.reference.as_deref().or(row.head.corrects.as_deref()))
        })
        .class("c-reference")
        .hidden(),
        Column::new("state", words.say("order-state"), |row: &DocumentRow| {
            Value::word(row.head.state().text())
        })
        .class("c-state")
        .draw(move |row| state_of(words, &row.head, today)),
        Column::new("currency", words.say("staff-currency"), |row: &DocumentRow| {
            Value::word(row.head.total.currency.code())
        })
        .only_in_files(),
        Column::new("amount", words.say("transactions-amount"), |row: &DocumentRow| {
            row.head.signed(row.head.total).into()
        })
        .class("num c-amount")
        .draw(move |row| amount(row.head.signed(row.head.total))),
        Column::new("open", words.say("document-open"), |row: &DocumentRow| {
            row.head.signed(row.head.open).into()
        })
        .class("num strong c-open")
        .draw(move |row| match row.head.open.minor {
            0 => empty(),
            _ => amount(row.head.signed(row.head.open)),
        }),
    ]);
    columns
}

/// What staff may do with a document.
#[must_use]
pub fn buttons(words: &Language, role: StaffRole, head: &Document) -> Markup {
    let may = role >= StaffRole::Write && head.kind == DocumentType::Invoice;
    html! {
        @if may { a.button href={ "/staff/credit-notes/new?corrects=" (path_segment(&head.number)) } { (words.say("credit-new")) } }
    }
}

/// The form that raises an invoice.
pub struct InvoiceForm<'a> {
    /// The order.
    pub order: &'a OrderDetail,
    /// Its customer.
    pub customer: &'a CustomerName,
    /// The rules beyond EN 16931 that the invoice would break.
    pub breaches: &'a [Breach],
    /// What the form carries.
    pub csrf: &'a str,
    /// Once for each form.
    pub form: &'a str,
    /// What was typed.
    pub typed: &'a Fields,
    /// Why it was not taken.
    pub problem: Option<&'a Problem>,
}

fn typed<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

/// The sentence about line `at` of what was sent, if there is one.
fn fault(words: &Language, problem: Option<&Problem>, at: usize) -> Option<String> {
    let prefix = format!("/lines/{at}/");
    let error = problem?.errors.iter().find(|error| error.field.starts_with(&prefix))?;
    Some(words.sentence(&error.text))
}

/// The whole content of the page that raises an invoice.
#[must_use]
pub fn invoice(words: &Language, form: &InvoiceForm<'_>) -> Markup {
    let order = form.order;
    let href = format!("/staff{}", order_href(&order.head.number));
    let open: Vec<&OrderLine> = order.lines.iter().filter(|line| chargeable(line).1 > 0).collect();
    let column = |class, label| table::Column { class, label, ..table::Column::default() };
    let columns = [
        column("code", words.say("document-code")),
        column("c-name", words.say("document-product")),
        column("num", words.say("invoice-ordered")),
        column("num", words.say("invoice-left-us")),
        column("num", words.say("invoice-before")),
        column("num c-quantity", words.say("invoice-now")),
    ];
    let rows = html! { @for (at, line) in open.iter().enumerate() { (invoice_row(words, form, (at, line))) } };
    let charges = order.charges.iter().filter(|charge| !charge.invoiced);
    let table =
        Table { class: "lines keep", caption: words.say("document-lines"), columns: &columns };
    html! {
        (title(Head {
            crumbs: &[(words.say("orders-title"), "/staff/orders"), (&order.head.number, &href)],
            crumbs_label: words.say("crumbs-label"),
            title: words.say("invoice-new"),
            context: Some(html! { (form.customer.name) }),
            ..Head::default()
        }))
        @if let Some(problem) = form.problem { (flash(&Flash::new(FlashKind::Refused, words.sentence(&problem.text)))) }
        @if open.is_empty() {
            p { (words.say("invoice-nothing")) }
        } @else {
            (warnings(words, form.breaches, false))
            form method="post" action={ (href) "/invoice" } {
                (csrf(form.csrf))
                input type="hidden" name="form" value=(form.form);
                (table::table(table, rows, None))
                @for charge in charges { p.small { (words.fill("invoice-with-charge", &[("name", &charge.name), ("amount", &charge.net.with_sign())])) } }
                p { button.button.main type="submit" data-sending=(words.say("invoice-sending")) { (words.say("invoice-issue")) } }
            }
        }
    }
}

fn invoice_row(
    words: &Language,
    form: &InvoiceForm<'_>,
    (at, line): (usize, &OrderLine),
) -> Markup {
    let (shipped, _) = chargeable(line);
    let name = format!("quantity-{}", line.line);
    let value = typed(form.typed, &name).map_or_else(|| line.steps(shipped).text(), str::to_owned);
    let label = words.fill("invoice-now-of", &[("name", &line.name)]);
    let left = line.stages.of(crate::orders::Stage::Shipped);
    let said = fault(words, form.problem, at);
    let id = format!("wrong-{}", line.line);
    row(
        "",
        html! {
            (row_head("code", html! { (line.sku) }))
            (cell("c-name", html! { (line.name) @if let Some(said) = &said { (error_line(&id, html! { (said) })) } }))
            (cell("num", html! { (line.quantity.grouped()) }))
            (cell("num", html! { (line.steps(left).grouped()) }))
            (cell("num", html! { (line.steps(line.invoiced).grouped()) }))
            (cell("num c-quantity", html! { input.in-cell name=(name) value=(value) inputmode="decimal" autocomplete="off" data-arrow aria-label=(label) aria-invalid=[said.as_ref().map(|_| "true")] aria-describedby=[said.as_ref().map(|_| id.as_str())]; }))
        },
    )
}

/// The form that gives a credit note.
pub struct CreditForm<'a> {
    /// The invoice that is corrected.
    pub invoice: Option<&'a DocumentDetail>,
    /// The customer, where no invoice is corrected.
    pub customer: Option<&'a CustomerHead>,
    /// The rules beyond EN 16931 that the credit note would break.
    pub breaches: &'a [Breach],
    /// What the form carries.
    pub csrf: &'a str,
    /// Once for each form.
    pub form: &'a str,
    /// What was typed.
    pub typed: &'a Fields,
    /// Why it was not taken.
    pub problem: Option<&'a Problem>,
}

/// The whole content of the page that gives a credit note.
#[must_use]
pub fn credit(words: &Language, form: &CreditForm<'_>) -> Markup {
    let number = form.invoice.map(|invoice| invoice.head.number.clone()).unwrap_or_default();
    let back = document_href(&number);
    let documents = (words.say("staff-documents-title"), "/staff/documents");
    let with_invoice = [documents, (number.as_str(), back.as_str())];
    let crumbs = if form.invoice.is_some() { &with_invoice[..] } else { &with_invoice[..1] };
    let of = form.problem.and_then(|p| p.errors.iter().find(|e| e.field == "reason"));
    let wrong = of.map(|error| words.sentence(&error.text));
    html! {
        (title(Head {
            crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("credit-new"),
            context: Some(html! { @if form.invoice.is_some() { (words.fill("credit-of-invoice", &[("number", &number)])) @if let Some(number) = typed(form.typed, "of_return") { " · " (words.fill("credit-of-return", &[("number", number)])) } } @else { (words.say("credit-free")) } }),
            ..Head::default()
        }))
        @if let Some(problem) = form.problem { (flash(&Flash::new(FlashKind::Refused, words.sentence(&problem.text)))) }
        (warnings(words, form.breaches, false))
        form method="post" action="/staff/credit-notes" {
            (csrf(form.csrf))
            input type="hidden" name="form" value=(form.form);
            @if let Some(invoice) = form.invoice {
                input type="hidden" name="corrects" value=(invoice.head.number);
                @if let Some(number) = typed(form.typed, "of_return") { input type="hidden" name="of_return" value=(number); }
                (credit_lines(words, form, invoice))
            } @else {
                (field(Field { name: "customer", label: words.say("staff-customer-number"), value: typed(form.typed, "customer").unwrap_or(""), ..Field::default() }))
                @if let Some(customer) = form.customer { p.small { (customer.name) } }
            }
            (free_lines(words, form))
            (textarea(Field { name: "reason", label: words.say("document-reason"), hint: words.say("credit-reason-hint"), value: typed(form.typed, "reason").unwrap_or(""), error: wrong.as_deref().unwrap_or(""), ..Field::default() }, 2))
            p { button.button.main type="submit" data-sending=(words.say("invoice-sending")) { (words.say("credit-issue")) } }
        }
    }
}

fn credit_lines(words: &Language, form: &CreditForm<'_>, invoice: &DocumentDetail) -> Markup {
    let column = |class, label| table::Column { class, label, ..table::Column::default() };
    let price = format!("{} {}", words.say("document-price"), invoice.head.total.currency.sign());
    let columns = [
        column("code", words.say("document-code")),
        column("c-name", words.say("document-product")),
        column("num", &price),
        column("num", words.say("credit-charged")),
        column("num", words.say("credit-before")),
        column("num c-quantity", words.say("credit-now")),
    ];
    let rows = html! { @for (at, line) in invoice.lines.iter().enumerate() { (credit_row(words, form, (at, line))) } };
    let table =
        Table { class: "lines keep", caption: words.say("document-lines"), columns: &columns };
    section("of-invoice", words.say("credit-goods"), None, table::table(table, rows, None))
}

fn credit_row(
    words: &Language,
    form: &CreditForm<'_>,
    (at, line): (usize, &DocumentLine),
) -> Markup {
    let name = format!("quantity-{}", line.line);
    let value = typed(form.typed, &name).unwrap_or("");
    let label = words.fill("credit-now-of", &[("name", &line.name)]);
    let said = fault(words, form.problem, at);
    let id = format!("wrong-{}", line.line);
    let before = portico_types::Quantity::steps(line.credited, line.quantity.decimals);
    row(
        "",
        html! {
            (row_head("code", html! { @if line.sku.is_empty() { (empty()) } @else { (line.sku) } }))
            (cell("c-name", html! { (line.name) @if let Some(said) = &said { (error_line(&id, html! { (said) })) } }))
            (cell("num", html! { (line.price.grouped()) }))
            (cell("num", html! { (line.quantity.grouped()) }))
            (cell("num", html! { (before.grouped()) }))
            (cell("num c-quantity", html! { input.in-cell name=(name) value=(value) inputmode="decimal" autocomplete="off" data-arrow aria-label=(label) aria-invalid=[said.as_ref().map(|_| "true")] aria-describedby=[said.as_ref().map(|_| id.as_str())]; }))
        },
    )
}

/// Lines for what is no product: a price correction, goodwill.
fn free_lines(words: &Language, form: &CreditForm<'_>) -> Markup {
    let column = |class, label| table::Column { class, label, ..table::Column::default() };
    let columns = [
        column("c-name", words.say("credit-what-for")),
        column("num", words.say("document-quantity")),
        column("num", words.say("credit-price-each")),
        column("num", words.say("credit-vat-rate")),
    ];
    let first = form.invoice.map_or(0, |invoice| invoice.lines.len());
    let filled = |n: usize| {
        ["name", "price"]
            .iter()
            .any(|f| typed(form.typed, &format!("{f}-{n}")).is_some_and(|t| !t.trim().is_empty()))
    };
    let input = |name: String, class: &'static str, label: &str, n: usize| {
        let label = words.fill("credit-line-of", &[("what", label), ("line", &n.to_string())]);
        html! { input class={ "in-cell " (class) } name=(name) value=(typed(form.typed, &name).unwrap_or("")) autocomplete="off" aria-label=(label); }
    };
    let rows = html! {
        @for n in 1..=FREE_LINES {
            @let at = first + (1..n).filter(|n| filled(*n)).count();
            @let said = fault(words, form.problem, at).filter(|_| filled(n));
            (row("", html! {
                (row_head("c-name", html! { (input(format!("name-{n}"), "wide", words.say("credit-what-for"), n)) @if let Some(said) = &said { (error_line(&format!("wrong-free-{n}"), html! { (said) })) } }))
                (cell("num", input(format!("free-quantity-{n}"), "", words.say("document-quantity"), n)))
                (cell("num", input(format!("price-{n}"), "", words.say("credit-price-each"), n)))
                (cell("num", input(format!("vat-{n}"), "", words.say("credit-vat-rate"), n)))
            }))
        }
    };
    let table = Table {
        class: "lines keep free-lines",
        caption: words.say("credit-other"),
        columns: &columns,
    };
    section("other", words.say("credit-other"), None, table::table(table, rows, None))
}
