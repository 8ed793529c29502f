//! HTML of the queue for stock.

use super::{
    AS_ORDERED, FIRST, HOLDING, Holding, LAST, OfProduct, REASON_LONGEST, SHOWN, STAFF_BACKORDERS,
    Waiting,
};
use crate::app::list_page::Sight;
use crate::platform::list::{Column, Value};
use crate::platform::problem::Problem;
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, field, radios, select};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Tab, nothing_here, tabs};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::ledger_number;
use crate::platform::web::path_segment;
use crate::platform::web::table::{self, Table, cell, name, num, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};
use portico_types::Day;
use serde::Deserialize;

/// What was typed into one of the forms of a product's queue.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    /// Which form: `priority` or `release`.
    #[serde(skip)]
    pub(super) form: String,
    /// `P-100002:1`: order and line that wait.
    pub(super) of: String,
    /// The same of a line that holds stock.
    pub(super) held_by: String,
    /// `line` or `order`.
    pub(super) reach: String,
    pub(super) priority: String,
    pub(super) reason: String,
    pub(super) release_reason: String,
}

impl Typed {
    /// The order's number and the line's in `P-100002:1`.
    pub(super) fn order_line(of: &str) -> (String, i64) {
        let (order, line) = of.rsplit_once(':').unwrap_or((of, ""));
        (order.to_owned(), line.parse().unwrap_or(0))
    }

    pub(super) fn is_whole(&self) -> bool {
        self.reach == "order"
    }
}

/// What the page of a product's queue shows.
pub(super) struct Queue<'a> {
    pub(super) sku: &'a str,
    pub(super) name: &'a str,
    pub(super) queue: &'a OfProduct,
    pub(super) today: Day,
    pub(super) csrf: &'a str,
    pub(super) edits: bool,
    pub(super) typed: &'a Typed,
    pub(super) problem: Option<&'a Problem>,
}

/// Where staff are among the lists of what waits.
pub(super) fn views(words: &Language, path: &str) -> Markup {
    let tab = |key, href| Tab { label: words.say(key), href, current: href == path, count: "" };
    let all = [tab("queue-all", STAFF_BACKORDERS.path), tab("holding-title", HOLDING.path)];
    tabs(words.say("queue-views"), &all)
}

/// The columns of all that wait.
pub(super) fn columns<'a>(words: &'a Language, sight: &'a Sight) -> Vec<Column<'a, Waiting>> {
    let (say, today) = (|key| words.say(key), sight.today);
    let mut columns = vec![
        Column::new("sku", say("queue-product-code"), |w: &Waiting| Value::text(&w.sku))
            .class("code")
            .draw(|w| html! { a href=(queue_href(&w.sku)) { (w.sku) } }),
        Column::new("name", say("queue-product"), |w: &Waiting| Value::text(&w.name))
            .class("c-name")
            .wide(40)
            .draw(|w| name(html! { (w.name) }, None)),
        Column::new("order", say("queue-order"), |w: &Waiting| Value::text(&w.order))
            .class("c-order")
            .draw(move |w| order(words, today, w)),
        Column::new("customer", say("queue-customer"), |w: &Waiting| Value::text(&w.customer_name))
            .class("c-customer")
            .wide(30)
            .draw(|w| name(html! { (w.customer_name) }, Some(&w.customer))),
        Column::new("lacking", say("queue-lacking"), |w: &Waiting| w.lacking.into())
            .class("num strong c-figure")
            .draw(|w| html! { (w.lacking.grouped()) }),
        Column::new("held", say("queue-held"), |w: &Waiting| w.held.into())
            .class("num c-figure")
            .draw(|w| ledger_number(w.held.units, &w.held.grouped())),
        Column::new("position", say("queue-position"), |w: &Waiting| Value::count(w.position))
            .class("num c-figure")
            .draw(|w| html! { (w.position) }),
        Column::new("state", say("queue-state"), move |w: &Waiting| {
            Value::word(words.say(state_words(w).2))
        })
        .class("c-state")
        .draw(move |w| state_of(words, w)),
    ];
    columns.extend(more(words));
    columns
}

fn more(words: &Language) -> Vec<Column<'_, Waiting>> {
    let say = |key| words.say(key);
    vec![
        Column::new("priority", say("queue-priority"), |w: &Waiting| Value::count(w.priority))
            .class("num")
            .hidden()
            .draw(|w| html! { (w.priority) }),
        Column::new("ordered", say("queue-ordered"), |w: &Waiting| w.ordered.into())
            .class("num")
            .hidden()
            .draw(|w| html! { (w.ordered.grouped()) }),
        Column::new("line", say("queue-line"), |w: &Waiting| Value::count(w.line))
            .class("num")
            .hidden(),
        Column::new("customer-number", say("queue-customer-number"), |w: &Waiting| {
            Value::text(&w.customer)
        })
        .only_in_files(),
        Column::new("placed", say("queue-placed"), |w: &Waiting| w.placed_day.into())
            .only_in_files(),
        Column::new("reference", say("queue-reference"), |w: &Waiting| {
            Value::maybe(w.reference.as_deref())
        })
        .only_in_files(),
    ]
}

fn queue_href(sku: &str) -> String {
    format!("/staff/stock/{}/queue", path_segment(sku))
}

fn order(words: &Language, today: Day, line: &Waiting) -> Markup {
    let day = dates::short(words, line.placed_day, today);
    html! { a href={ "/staff/orders/" (path_segment(&line.order)) } { (line.order) } span.second { (day) } }
}

fn state_words(line: &Waiting) -> (Shape, Tone, &'static str) {
    if line.could_go() {
        (Shape::Half, Tone::Info, "queue-part-could-go")
    } else if line.held.units > 0 {
        (Shape::Half, Tone::Plain, "queue-waits-for-whole")
    } else {
        (Shape::Ring, Tone::Plain, "queue-no-stock")
    }
}

fn state_of(words: &Language, line: &Waiting) -> Markup {
    let (shape, tone, key) = state_words(line);
    state(shape, tone, words.say(key))
}

/// The columns of the orders that hold others up.
pub(super) fn holding_columns<'a>(
    words: &'a Language,
    sight: &'a Sight,
) -> Vec<Column<'a, Holding>> {
    let (say, today) = (|key| words.say(key), sight.today);
    let wanted = move |w: &super::Wanted| {
        let args = [("held", w.held.grouped()), ("orders", w.orders.to_string())];
        words.fill("holding-wanted", &args.each_ref().map(|(k, v)| (*k, v.as_str())))
    };
    vec![
        Column::new("order", say("queue-order"), |h: &Holding| Value::text(&h.order))
            .class("code")
            .draw(|h| html! { a href={ "/staff/orders/" (path_segment(&h.order)) } { (h.order) } }),
        Column::new("customer", say("queue-customer"), |h: &Holding| Value::text(&h.customer_name))
            .class("c-customer")
            .draw(|h| name(html! { (h.customer_name) }, Some(&h.customer))),
        Column::new("placed", say("queue-placed"), |h: &Holding| h.placed_day.into())
            .class("c-day dim nowrap")
            .draw(move |h| html! { (dates::short(words, h.placed_day, today)) }),
        Column::new("wanted", say("holding-holds"), move |h: &Holding| {
            let all: Vec<String> =
                h.wanted.iter().map(|w| format!("{} {}", w.sku, wanted(w))).collect();
            Value::own(all.join("; "))
        })
        .class("c-wanted")
        .draw(move |h| {
            html! { @for w in &h.wanted { span.name { a href=(queue_href(&w.sku)) { (w.sku) } " " (wanted(w)) } } }
        }),
        Column::new("lacking", say("holding-lacking"), |h: &Holding| Value::count(h.lacking_lines))
            .class("num strong")
            .draw(|h| html! { (h.lacking_lines) }),
    ]
}

/// The queue of one product.
pub(super) fn queue(words: &Language, page: &Queue<'_>) -> Markup {
    let crumbs_of = format!("/staff/stock/{}", path_segment(page.sku));
    let crumbs = [(words.say("stock-title"), "/staff/stock"), (page.sku, crumbs_of.as_str())];
    let (waiting, holding) = (&page.queue.waiting, &page.queue.holding);
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &words.fill("queue-of", &[("sku", page.sku)]),
            state: None,
            context: Some(html! { (page.name) }),
            actions: None,
        }))
        @if let Some(problem) = page.problem.filter(|problem| problem.errors.is_empty()) {
            (flash(&Flash::new(FlashKind::Refused, words.sentence(&problem.text))))
        }
        @if waiting.is_empty() {
            (nothing_here(words.say("queue-nobody"), html! { (words.say("queue-nobody-what")) }, None))
        } @else {
            (section("waiting", words.say("queue-who-waits"), None, rows(words, page, waiting, true)))
            @if page.edits { (section("priority", words.say("queue-change"), None, priority_form(words, page))) }
        }
        @if !holding.is_empty() {
            (section("holding", words.say("queue-who-holds"), None, rows(words, page, holding, false)))
            @if page.edits && !waiting.is_empty() { (section("release", words.say("queue-release"), None, release_form(words, page))) }
        }
    }
}

fn rows(words: &Language, page: &Queue<'_>, lines: &[Waiting], waits: bool) -> Markup {
    let column =
        |class, key| table::Column { class, label: words.say(key), ..table::Column::default() };
    let (caption, figure) = match waits {
        true => ("queue-who-waits", "queue-lacking"),
        false => ("queue-who-holds", "queue-held"),
    };
    let mut columns =
        vec![column("c-order", "queue-order"), column("c-customer", "queue-customer")];
    if waits {
        columns.insert(0, column("num c-position", "queue-position"));
    }
    columns.extend([
        column("num strong", figure),
        column("c-priority", "queue-priority"),
        column("c-state", "queue-state"),
    ]);
    let body = html! {
        @for line in lines {
            (row("", html! {
                @if waits { (cell("num c-position", html! { (line.position) })) }
                (row_head("c-order", order(words, page.today, line)))
                (cell("c-customer", name(html! { (line.customer_name) }, Some(&line.customer))))
                (num(&if waits { line.lacking.grouped() } else { line.held.grouped() }))
                (cell("c-priority", html! { (priority_words(words, line.priority)) }))
                (cell("c-state", state_of(words, line)))
            }))
        }
    };
    let at_most = lines.len() as i64 == SHOWN;
    html! {
        (table(Table { class: "queue", caption: words.say(caption), columns: &columns }, body, None))
        @if at_most { p.gap-above { (words.fill("queue-at-most", &[("count", &SHOWN.to_string())])) } }
    }
}

/// "First of all", "As ordered", "3".
fn priority_words(words: &Language, priority: i64) -> String {
    match priority {
        FIRST => words.say("queue-priority-first").to_owned(),
        AS_ORDERED => words.say("queue-priority-as-ordered").to_owned(),
        LAST => words.say("queue-priority-last").to_owned(),
        other => other.to_string(),
    }
}

/// Lines to choose from: `P-100002:1` and how they are named.
fn choices(words: &Language, lines: &[Waiting], held: bool) -> Vec<(String, String)> {
    let choice = |line: &Waiting| {
        let number = line.line.to_string();
        let quantity = if held { line.held.grouped() } else { line.lacking.grouped() };
        let args = [
            ("order", line.order.as_str()),
            ("line", number.as_str()),
            ("customer", line.customer_name.as_str()),
            ("quantity", quantity.as_str()),
        ];
        let key = if held { "queue-choice-held" } else { "queue-choice" };
        (format!("{}:{}", line.order, line.line), words.fill(key, &args))
    };
    lines.iter().map(choice).collect()
}

fn priority_form(words: &Language, page: &Queue<'_>) -> Markup {
    let form = OneForm::of(words, page, "priority");
    let lines = choices(words, &page.queue.waiting, false);
    let chosen = if form.typed.priority.is_empty() { "1" } else { &form.typed.priority };
    let priorities: Vec<(String, String)> = (FIRST..=LAST)
        .map(|priority| match priority {
            FIRST | AS_ORDERED | LAST => {
                let said = priority_words(words, priority);
                (priority.to_string(), format!("{priority} · {said}"))
            }
            other => (other.to_string(), other.to_string()),
        })
        .collect();
    let reach = |value, key| Choice {
        value,
        label: words.say(key),
        chosen: form.typed.is_whole() == (value == "order"),
        ..Choice::default()
    };
    let reaches = [reach("line", "queue-reach-line"), reach("order", "queue-reach-order")];
    let fault = form.fault("priority");
    html! {
        p.gap-above { (words.say("queue-change-what")) }
        form.form method="post" action={ (queue_href(page.sku)) "/priority" } {
            (csrf(page.csrf))
            (select(form.field("of", "queue-line-of", ""), &as_choices(&lines, &form.typed.of)))
            div.pair {
                (select(form.field("priority", "queue-priority", &fault), &as_choices(&priorities, chosen)))
            }
            (radios(form.field("reach", "queue-reach", ""), &reaches))
            (form.reason("reason", &form.typed.reason))
            button.button type="submit" data-sending=(words.say("queue-changing")) { (words.say("queue-do-change")) }
        }
    }
}

fn release_form(words: &Language, page: &Queue<'_>) -> Markup {
    let form = OneForm::of(words, page, "release");
    let lines = choices(words, &page.queue.holding, true);
    html! {
        p.gap-above { (words.say("queue-release-what")) }
        form.form method="post" action={ (queue_href(page.sku)) "/release" } {
            (csrf(page.csrf))
            (select(form.field("held_by", "queue-line-of", ""), &as_choices(&lines, &form.typed.held_by)))
            (form.reason("release_reason", &form.typed.release_reason))
            button.button type="submit" data-sending=(words.say("queue-releasing")) { (words.say("queue-do-release")) }
        }
    }
}

fn as_choices<'a>(all: &'a [(String, String)], chosen: &str) -> Vec<Choice<'a>> {
    let choice = |(value, label): &'a (String, String)| Choice {
        value,
        label,
        chosen: value == chosen,
        ..Choice::default()
    };
    all.iter().map(choice).collect()
}

/// One of the two forms, with what was typed into it and what was wrong with that.
struct OneForm<'a> {
    words: &'a Language,
    typed: Typed,
    problem: Option<&'a Problem>,
    reason_fault: String,
}

impl<'a> OneForm<'a> {
    fn of(words: &'a Language, page: &Queue<'a>, form: &str) -> OneForm<'a> {
        let here = page.typed.form == form;
        let typed = if here { page.typed.clone() } else { Typed::default() };
        let problem = page.problem.filter(|_| here);
        let mut form = OneForm { words, typed, problem, reason_fault: String::new() };
        form.reason_fault = form.fault("reason");
        form
    }

    fn fault(&self, name: &str) -> String {
        let faults = self.problem.map_or(&[][..], |problem| problem.errors.as_slice());
        let fault = faults.iter().find(|fault| fault.field == name);
        fault.map(|fault| self.words.sentence(&fault.text)).unwrap_or_default()
    }

    fn field<'f>(&'f self, name: &'f str, key: &'static str, error: &'f str) -> Field<'f> {
        Field { name, label: self.words.say(key), error, ..Field::default() }
    }

    fn reason(&self, name: &str, value: &str) -> Markup {
        let reason = self.field(name, "queue-reason", &self.reason_fault);
        field(Field { value, longest: REASON_LONGEST, required: true, ..reason })
    }
}
