//! HTML of several products changed at once: the form, the look at what it would do, what came of it.

use super::products::{state_of, thousands};
use super::{column, fault, refused};
use crate::catalogue::batch::{Batch, Becomes, Fields, Line, MOST, Of, Verdict};
use crate::catalogue::product_sections::STATES;
use crate::catalogue::staff_find::Offered;
use crate::platform::problem::Problem;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, field, select, tick};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::marks::{Shape, Tone, state};
use crate::platform::web::numbers::empty;
use crate::platform::web::path_segment;
use crate::platform::web::table::{Column, Table, cell, name, row, row_head, table};
use crate::platform::words::Language;
use maud::{Markup, html};

/// What the form shows.
pub struct Form<'a> {
    /// The chosen products.
    pub products: &'a [Of],
    /// Categories, brands and tags to choose from.
    pub offered: &'a Offered,
    /// What forms carry.
    pub csrf: &'a str,
    /// What was sent: what was chosen, and what was typed.
    pub typed: &'a [(String, String)],
    /// Why it was not written down.
    pub problem: Option<&'a Problem>,
    /// Why nothing can be changed: none were chosen, or too many.
    pub refused: Option<&'a Problem>,
}

impl Form<'_> {
    fn value(&self, name: &str) -> &str {
        self.typed.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }
}

fn head(words: &Language, context: &str) -> Markup {
    let crumbs = [(words.say("staff-products-title"), "/staff/products")];
    title(Head {
        crumbs: &crumbs,
        crumbs_label: words.say("crumbs-label"),
        title: words.say("batch-title"),
        context: (!context.is_empty()).then(|| html! { (context) }),
        ..Head::default()
    })
}

/// What is to be changed, and of which products.
#[must_use]
pub fn form(words: &Language, page: &Form<'_>) -> Markup {
    if let Some(problem) = page.refused {
        return html! {
            (head(words, ""))
            (flash(&Flash::new(FlashKind::Refused, words.sentence(&problem.text))))
            p { a.button href="/staff/products" { (words.say("batch-back")) } }
        };
    }
    let count = words.fill("batch-of", &[("count", &page.products.len().to_string())]);
    html! {
        (head(words, &count))
        (refused(words, page.problem))
        form.form.gap-below method="post" action="/staff/products/batches" {
            (csrf(page.csrf))
            @for (name, value) in page.typed.iter().filter(|(name, _)| matches!(name.as_str(), "product" | "all" | "of")) {
                input type="hidden" name=(name) value=(value);
            }
            (fields(words, page))
            button.button.main type="submit" { (words.say("batch-look")) }
        }
        (section("chosen", words.say("batch-chosen"), None, chosen(words, page.products)))
    }
}

fn fields(words: &Language, page: &Form<'_>) -> Markup {
    let faults = page.problem.map_or(&[][..], |problem| problem.errors.as_slice());
    let one = |name: &'static str, label: &'static str, hint: &'static str| {
        let error = fault(words, faults, name);
        let hint = if hint.is_empty() { "" } else { words.say(hint) };
        let (label, value) = (words.say(label), page.value(name));
        let list = match name {
            "new_category" => "category",
            "new_brand" => "brand",
            _ => "tag",
        };
        let longest = 1_000;
        field(Field { name, label, value, hint, list, error: &error, longest, ..Field::default() })
    };
    let clear = |name: &'static str, key: &'static str| {
        html! { div.field { (tick(name, "yes", words.say(key), page.value(name) == "yes")) } }
    };
    html! {
        (state_field(words, page, &fault(words, faults, "new_state")))
        (one("new_category", "product-category", "product-category-hint"))
        (clear("no_category", "batch-no-category"))
        (one("new_brand", "product-brand", ""))
        (clear("no_brand", "batch-no-brand"))
        (one("add_tags", "batch-add-tags", "batch-tags-hint"))
        (one("remove_tags", "batch-remove-tags", ""))
        @for (of, names) in page.offered { datalist id=(of) { @for (name, _) in names { option value=(name) {} } } }
    }
}

fn state_field(words: &Language, page: &Form<'_>, error: &str) -> Markup {
    let keys = [
        "product-state-sellable",
        "product-state-visible",
        "product-state-hidden",
        "product-state-closed",
    ];
    let chosen = page.value("new_state");
    let stays = Choice { value: "", label: words.say("batch-stays"), ..Choice::default() };
    let one = |(value, key): (&&'static str, &'static str)| Choice {
        value,
        label: words.say(key),
        chosen: *value == chosen,
        ..Choice::default()
    };
    let choices: Vec<Choice<'_>> =
        std::iter::once(stays).chain(STATES.iter().zip(keys).map(one)).collect();
    let of = Field {
        name: "new_state",
        label: words.say("product-state"),
        hint: words.say("batch-blank"),
        error,
        ..Field::default()
    };
    select(of, &choices)
}

/// The chosen products as they are now.
fn chosen(words: &Language, products: &[Of]) -> Markup {
    let columns = [
        column(words, "code", "stock-code"),
        column(words, "c-name", "stock-product"),
        column(words, "c-state", "product-state"),
        column(words, "", "product-category"),
        column(words, "", "product-brand"),
        column(words, "", "product-tags"),
    ];
    let body = html! {
        @for one in products {
            (row("", html! {
                (row_head("code", code(&one.sku)))
                (cell("c-name", name(html! { (one.name) }, None)))
                (cell("c-state", state_of(words, &one.fields.state)))
                (cell("", said(one.fields.category.as_deref())))
                (cell("", said(one.fields.brand.as_deref())))
                (cell("", said(Some(one.fields.tags.join("; ").as_str()))))
            }))
        }
    };
    table(
        Table { class: "batch", caption: words.say("batch-chosen"), columns: &columns },
        body,
        None,
    )
}

fn code(sku: &str) -> Markup {
    html! { a href={ "/staff/products/" (path_segment(sku)) } { (sku) } }
}

fn said(text: Option<&str>) -> Markup {
    match text.filter(|text| !text.is_empty()) {
        Some(text) => html! { (text) },
        None => empty(),
    }
}

/// A batch: what it would do and the button that does it; or what came of it.
#[must_use]
pub fn one(words: &Language, batch: &Batch, token: &str, edits: bool) -> Markup {
    let (done, changes) = (batch.done_at.is_some(), batch.count(Verdict::Changes));
    html! {
        (head(words, &told(words, batch)))
        @if done { (flash(&Flash::new(FlashKind::Done, counted(words, "batch-done", changes)))) }
        (wish(words, batch))
        @if !done && edits {
            @if changes == 0 { (flash(&Flash::new(FlashKind::Look, words.say("batch-none-changes")))) } @else {
                form.gap-above.gap-below method="post" action={ "/staff/products/batches/" (batch.id) "/done" } {
                    (csrf(token))
                    button.button.main type="submit" { (counted(words, "batch-do", changes)) }
                    "  " a href="/staff/products" { (words.say("batch-leave")) }
                }
            }
        }
        (section("products", words.say("batch-chosen"), None, lines(words, batch)))
    }
}

fn counted(words: &Language, key: &str, count: usize) -> String {
    words.fill(key, &[("count", &count.to_string())])
}

/// How many are so: "37 change, 3 are so already".
fn told(words: &Language, batch: &Batch) -> String {
    let count = |verdict: Verdict| Some(batch.count(verdict)).filter(|count| *count > 0);
    let keys = match batch.done_at {
        None => ["batch-count-change", "batch-count-same", "batch-count-left", "batch-count-owned"],
        Some(_) => {
            ["batch-count-changed", "batch-count-same", "batch-count-left", "batch-count-owned"]
        }
    };
    let told = Verdict::ALL.into_iter().zip(keys);
    let told = told.filter_map(|(verdict, key)| Some(counted(words, key, count(verdict)?)));
    told.collect::<Vec<_>>().join(" · ")
}

/// What is to be changed, in words.
fn wish(words: &Language, batch: &Batch) -> Markup {
    let wish = &batch.wish;
    let becomes = |becomes: &Becomes| match becomes {
        Becomes::AsItIs => None,
        Becomes::Nothing => Some(html! { (words.say("batch-taken-away")) }),
        Becomes::This(name) => Some(html! { (name) }),
    };
    let tags = |names: &[String]| (!names.is_empty()).then(|| html! { (names.join("; ")) });
    let pairs = [
        ("product-state", wish.state.as_deref().map(|stored| state_of(words, stored))),
        ("product-category", becomes(&wish.category)),
        ("product-brand", becomes(&wish.brand)),
        ("batch-add-tags", tags(&wish.added)),
        ("batch-remove-tags", tags(&wish.removed)),
    ];
    html! {
        dl.pairs.gap-below {
            @for (key, value) in pairs { @if let Some(value) = value { dt { (words.say(key)) } dd { (value) } } }
        }
    }
}

/// A field that a batch may change: the key of its heading, and what stands in it.
type Shown = (&'static str, fn(&Language, &Fields) -> Markup);

/// The fields that this batch is about.
fn about(batch: &Batch) -> Vec<Shown> {
    let wish = &batch.wish;
    let all: [(bool, Shown); 4] = [
        (wish.state.is_some(), ("product-state", |words, of| state_of(words, &of.state))),
        (
            wish.category != Becomes::AsItIs,
            ("product-category", |_, of| said(of.category.as_deref())),
        ),
        (wish.brand != Becomes::AsItIs, ("product-brand", |_, of| said(of.brand.as_deref()))),
        (
            !wish.added.is_empty() || !wish.removed.is_empty(),
            ("product-tags", |_, of| said(Some(of.tags.join("; ").as_str()))),
        ),
    ];
    all.into_iter().filter(|(is, _)| *is).map(|(_, shown)| shown).collect()
}

fn lines(words: &Language, batch: &Batch) -> Markup {
    let shown = about(batch);
    let mut columns: Vec<Column<'_>> =
        vec![column(words, "code", "stock-code"), column(words, "c-name", "stock-product")];
    columns.extend(shown.iter().map(|(key, _)| column(words, "", key)));
    columns.push(column(words, "c-state", "several-result"));
    let body = html! { @for line in &batch.lines { (one_line(words, batch, line, &shown)) } };
    table(
        Table { class: "batch", caption: words.say("batch-chosen"), columns: &columns },
        body,
        None,
    )
}

fn one_line(words: &Language, batch: &Batch, line: &Line, shown: &[Shown]) -> Markup {
    // Before it is done, what each field becomes stands above what it is; afterwards there is only what it is.
    let to = (batch.done_at.is_none() && line.verdict == Verdict::Changes)
        .then(|| batch.wish.of(&line.now));
    let tint = if line.verdict == Verdict::Meanwhile { "tint-wait" } else { "" };
    row(
        tint,
        html! {
            (row_head("code", code(&line.sku)))
            (cell("c-name", name(html! { (line.name) }, None)))
            @for (_, of) in shown {
                (cell("", html! {
                    (now_and_then(of(words, &line.now), to.as_ref().map(|to| of(words, to)), words))
                }))
            }
            (cell("c-state", verdict(words, line.verdict, batch.done_at.is_some())))
        },
    )
}

/// What stands in a field, below what it becomes where that is something else.
fn now_and_then(now: Markup, then: Option<Markup>, words: &Language) -> Markup {
    match then.filter(|then| then.0 != now.0) {
        Some(then) => html! { (then) span.second { (words.say("batch-now")) " " (now) } },
        None => now,
    }
}

fn verdict(words: &Language, verdict: Verdict, done: bool) -> Markup {
    let (shape, tone, key) = match (verdict, done) {
        (Verdict::Changes, false) => (Shape::Ring, Tone::Info, "batch-changes"),
        (Verdict::Changes, true) => (Shape::Disc, Tone::Good, "batch-changed"),
        (Verdict::Same, _) => (Shape::Dash, Tone::Plain, "batch-same"),
        (Verdict::Meanwhile, _) => (Shape::Triangle, Tone::Wait, "batch-meanwhile"),
        (Verdict::Owned, _) => (Shape::Dash, Tone::Plain, "batch-owned"),
    };
    state(shape, tone, words.say(key))
}

/// The bar below the list that leads to the form: the ticked products, or all that fit.
#[must_use]
pub fn bar(words: &Language, query: &str) -> Markup {
    let most = words.fill("batch-bar-most", &[("most", &thousands(MOST))]);
    html! {
        form.list-bar.gap-above.no-print id="batch" method="get" action="/staff/products/batches/new" {
            input type="hidden" name="of" value=(query);
            button.button type="submit" { (words.say("batch-ticked")) }
            button.button type="submit" name="all" value="yes" { (words.say("batch-all")) }
            span.ink-2 { (most) }
        }
    }
}
