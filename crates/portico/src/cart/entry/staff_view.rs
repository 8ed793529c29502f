//! HTML of the page an order is entered on.

use super::typed::EntryTyped;
use crate::cart::CartLine;
use crate::cart::paste::{Look, State as LineState};
use crate::cart::view::{Shown, head as cart_head, lines as cart_lines, paste, totals};
use crate::catalogue::Card;
use crate::orders::exceptions::{Allowed, REASON_LONGEST};
use crate::orders::{DraftLine, LineRefusal, note};
use crate::platform::problem::FieldProblem;
use crate::platform::web::dom_id;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::forms::{Choice, Field, csrf, error_line, field, select, textarea, tick};
use crate::platform::web::layout::{Head, section, title};
use crate::platform::web::lists::{Fact, calm_facts};
use crate::platform::web::marks::Tone;
use crate::platform::web::numbers::with_minus;
use crate::platform::web::path_segment;
use crate::platform::web::table::{self, Column, Table, cell, row, row_head};
use crate::platform::words::Language;
use maud::{Markup, html};

pub(super) fn href(number: &str) -> String {
    format!("/staff/customers/{}/order", path_segment(number))
}

pub(super) fn column<'a>(words: &'a Language, class: &'a str, key: &'a str) -> Column<'a> {
    Column { class, label: words.say(key), ..Column::default() }
}

/// What the page shows on which an order is entered.
pub struct Entry<'a> {
    /// The current order as its own page shows it.
    pub shown: Shown<'a>,
    /// What was typed, where some of it was refused.
    pub typed: &'a EntryTyped,
    /// Prices set by hand that could not be kept.
    pub prices: &'a [(String, FieldProblem)],
    /// What this person may settle by hand.
    pub may: Allowed,
    /// Code and name of the price lists the customer buys by.
    pub lists: &'a [(String, String)],
    /// Pasted lines that need somebody.
    pub pasted: &'a Look,
    /// What may have been meant by a code that is none.
    pub offered: &'a [Card],
    /// Pasted lines shown at once.
    pub most: usize,
}

/// The page an order is entered on.
#[must_use]
pub fn content(entry: &Entry<'_>) -> Markup {
    let (shown, words) = (&entry.shown, entry.shown.words);
    let customer = &shown.buyer.customer;
    let to = href(&customer.number);
    let crumbs = [
        (words.say("orders-title"), "/staff/orders"),
        (words.say("entry-find-title"), "/staff/orders/new"),
    ];
    let empties = !shown.page.view.lines.is_empty() || entry.pasted.needing() > 0;
    let name = words.fill("entry-title", &[("name", &customer.name)]);
    let own = format!("/staff/customers/{}", path_segment(&customer.number));
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: &name,
            context: Some(html! { a href=(own) { (customer.number) } " · " (words.say("entry-what")) }),
            actions: empties.then(|| emptying(words, shown.csrf, &to)),
            ..Head::default()
        }))
        (said(entry))
        (facts(entry))
        form.entry id="entry" method="post" action=(to) data-quick={ (to) "/suggest" } {
            (csrf(shown.csrf))
            input type="hidden" name="place_key" value=(shown.page.view.cart.place_key);
            input type="hidden" name="expected_total" value=(shown.page.view.draft.total.amount());
            (quick(entry))
            (pasting(entry))
            @if shown.page.view.lines.is_empty() {
                p.hint.entry-none { (words.say("entry-empty")) }
            } @else { (lines(entry)) }
            div.three { (cart_head::deliver_to(shown)) (books(entry)) (ending(entry)) }
        }
    }
}

fn emptying(words: &Language, token: &str, to: &str) -> Markup {
    html! {
        details.confirm data-pop {
            summary.button { (words.say("cart-empty-it")) }
            form.pop method="post" action=(to) {
                (csrf(token))
                p { (words.say("entry-empty-sure")) }
                button.button.small type="submit" name="deed" value="empty" { (words.say("cart-empty-yes")) }
            }
        }
    }
}

/// The line above everything: what was refused, or what needs a look.
fn said(entry: &Entry<'_>) -> Markup {
    let (shown, words) = (&entry.shown, entry.shown.words);
    let faults = shown.faults.count() + entry.prices.len();
    let link = first(entry).map(|id| (words.say("cart-first").to_owned(), format!("#{id}")));
    match (shown.problem, faults) {
        (Some(problem), _) => {
            let sentence = words.sentence(&problem.text);
            flash(&Flash { link, ..Flash::new(FlashKind::Refused, sentence) })
        }
        (None, 0) => html! {},
        (None, _) => {
            let sentence = words.fill("cart-faults", &[("count", &faults.to_string())]);
            flash(&Flash { link, ..Flash::new(FlashKind::Refused, sentence) })
        }
    }
}

/// Id of the first field with something wrong.
fn first(entry: &Entry<'_>) -> Option<String> {
    let shown = &entry.shown;
    if !shown.fault("/code").is_empty() {
        return Some("quick-code".to_owned());
    }
    if !shown.fault("/add_quantity").is_empty() {
        return Some("quick-quantity".to_owned());
    }
    if let Some((sku, fault)) = entry.prices.first() {
        return Some(dom_id(fault.field.trim_start_matches('/'), sku));
    }
    let of_lines = cart_lines::to_look_at(shown).into_iter().next();
    let reason =
        (!shown.fault("/exceptions/reason").is_empty()).then(|| dom_id("field", "waive_reason"));
    of_lines.or_else(|| cart_head::first_fault(shown)).or(reason)
}

/// What is good to know of the customer while the telephone is in the other hand.
fn facts(entry: &Entry<'_>) -> Markup {
    let (shown, words) = (&entry.shown, entry.shown.words);
    let (customer, account) = (&shown.buyer.customer, &shown.page.account);
    let lists: Vec<&str> = entry.lists.iter().map(|(_, name)| name.as_str()).collect();
    let lists =
        if lists.is_empty() { words.say("entry-base-price").to_owned() } else { lists.join(", ") };
    let discount = (customer.discount.basis_points > 0)
        .then(|| words.fill("entry-discount", &[("percent", &customer.discount.text())]));
    let (credit, limit) = match (account.credit_limit, account.available_credit()) {
        (Some(limit), Some(left)) => (
            with_minus(&left.with_sign()),
            words.fill("entry-credit-of", &[("limit", &limit.with_sign())]),
        ),
        _ => (words.say("entry-no-limit").to_owned(), String::new()),
    };
    let over = account.available_credit().is_some_and(|left| left.minor < 0);
    let part = words.say(if customer.part_deliveries { "entry-part-yes" } else { "entry-part-no" });
    let minimum = shown.page.view.draft.minimum.map(|minimum| minimum.with_sign());
    let maximum = shown.page.view.draft.maximum.map(|maximum| maximum.with_sign());
    let maximum = maximum.map(|maximum| words.fill("entry-maximum", &[("maximum", &maximum)]));
    let fact = |label, figure: &str| Fact {
        label: words.say(label),
        figure: html! { (figure) },
        second: "",
        tone: Tone::Plain,
    };
    let credit_tone = if over || customer.on_hold { Tone::Wait } else { Tone::Plain };
    let second = if customer.on_hold { words.say("order-on-hold") } else { limit.as_str() };
    let all = [
        Fact { second: discount.as_deref().unwrap_or(""), ..fact("entry-price-lists", &lists) },
        fact("entry-terms", &totals::terms(words, account)),
        Fact { second, tone: credit_tone, ..fact("entry-credit", &credit) },
        fact("entry-part", part),
        Fact {
            second: maximum.as_deref().unwrap_or(""),
            ..fact("entry-minimum", minimum.as_deref().unwrap_or(words.say("entry-no-minimum")))
        },
    ];
    calm_facts(&all)
}

/// A code, a quantity, the next one: as the quick order of customers.
fn quick(entry: &Entry<'_>) -> Markup {
    let (shown, words) = (&entry.shown, entry.shown.words);
    let (code, quantity) = (shown.fault("/code"), shown.fault("/add_quantity"));
    let wrong = if code.is_empty() { &quantity } else { &code };
    let bad = |text: &str| (!text.is_empty()).then_some("true");
    let described = (!wrong.is_empty()).then_some("quick-wrong");
    let typed = match wrong.is_empty() {
        true => ("", ""),
        false => (shown.typed.code.as_str(), shown.typed.add_quantity.as_str()),
    };
    html! {
        div.quick {
            div.quick-code {
                label for="quick-code" { (words.say("quick-code")) }
                input.input id="quick-code" name="code" value=(typed.0) autocomplete="off" spellcheck="false" maxlength="200" autofocus[quantity.is_empty()]
                    role="combobox" aria-expanded="false" aria-controls="quick-options" aria-autocomplete="list" aria-invalid=[bad(&code)] aria-describedby=[described];
                div.suggestions id="quick-options" hidden {}
            }
            div.quick-quantity {
                label for="quick-quantity" { (words.say("cart-quantity")) }
                input.input.num id="quick-quantity" name="quantity" value=(typed.1) inputmode="decimal" autocomplete="off" maxlength="12" autofocus[!quantity.is_empty()]
                    aria-invalid=[bad(&quantity)] aria-describedby=[described];
            }
            button.button type="submit" name="deed" value="add" { (words.say("cart-add")) }
            @if !wrong.is_empty() {
                div.quick-wrong {
                    (error_line("quick-wrong", html! { (wrong) }))
                    @for card in entry.offered {
                        button.link type="submit" name="take" value=(card.sku) { (words.fill("paste-take", &[("code", &card.sku)])) " " span.second { (card.name) } }
                    }
                }
            }
        }
    }
}

/// Many lines at once, and those of them that need somebody.
fn pasting(entry: &Entry<'_>) -> Markup {
    let words = entry.shown.words;
    let needs = |line: &&crate::cart::paste::Judged| matches!(line.state, LineState::Needs { .. });
    let open: Vec<_> = entry.pasted.lines.iter().filter(needs).take(entry.most).collect();
    let wrong = entry.shown.fault("lines");
    let columns = [
        column(words, "code", "paste-line"),
        column(words, "c-written", "paste-written"),
        column(words, "c-typed", "paste-code"),
        column(words, "c-typed num", "cart-quantity"),
        column(words, "c-name", "paste-why"),
        Column { hidden: true, ..column(words, "c-action", "paste-leave") },
    ];
    let count = entry.pasted.needing().to_string();
    let text = Field {
        name: "paste",
        label: words.say("entry-paste-label"),
        hint: words.say("entry-paste-hint"),
        value: if wrong.is_empty() { "" } else { &entry.typed.pasted },
        error: &wrong,
        ..Field::default()
    };
    html! {
        details.entry-paste open[!wrong.is_empty()] {
            summary { (words.say("entry-paste")) }
            (textarea(text, 6))
            button.button type="submit" name="deed" value="add" { (words.say("entry-paste-add")) }
        }
        @if !open.is_empty() {
            (section("pasted", &words.fill("paste-needing", &[("count", &count)]), None, html! {
                (table::table(Table { class: "paste-lines", caption: words.say("paste-needing-caption"), columns: &columns }, html! { @for line in &open { (paste::needing_row(words, line, super::typed::PASTED)) } }, None))
                p.paste-check { button.button type="submit" { (words.say("paste-check")) } }
            }))
        }
    }
}

fn lines(entry: &Entry<'_>) -> Markup {
    let (shown, words) = (&entry.shown, entry.shown.words);
    let sign = shown.buyer.customer.currency.sign();
    let in_sign = |key| words.fill(key, &[("sign", &sign)]);
    let (price, sum, hand) =
        (in_sign("cart-price-in"), in_sign("order-line-in"), in_sign("entry-by-hand-in"));
    let mut columns = vec![
        column(words, "code", "order-code"),
        column(words, "c-name", "order-product"),
        column(words, "c-stock nowrap", "cart-stock"),
        column(words, "c-quantity num", "cart-quantity"),
        Column { class: "c-price num", label: &price, ..Column::default() },
    ];
    if entry.may.price {
        columns.push(Column { class: "c-hand", label: &hand, ..Column::default() });
    }
    columns.push(Column { class: "c-sum num strong", label: &sum, ..Column::default() });
    columns.push(Column { hidden: true, ..column(words, "c-action", "cart-remove") });
    let rows = html! {
        @for (kept, drafted) in shown.page.view.lines.iter().zip(&shown.page.view.draft.lines) { (line(entry, kept, drafted)) }
    };
    let caption = words.say("cart-lines");
    html! {
        (table::table(Table { class: "entry-lines", caption, columns: &columns }, rows, None))
        p.paste-check { button.button type="submit" { (words.say("entry-save")) } @let later = cart_lines::later(shown); @if !later.is_empty() { span { (later) } } }
    }
}

fn line(entry: &Entry<'_>, kept: &CartLine, drafted: &DraftLine) -> Markup {
    let (shown, words) = (&entry.shown, entry.shown.words);
    let wrong = cart_lines::wrong(shown, kept, drafted);
    let text = kept.quantity.text();
    let typed = wrong.and_then(|(_, typed)| typed).unwrap_or(&text);
    let id = dom_id("wrong", &kept.sku);
    let of_quantity = wrong.is_some_and(|(refusal, _)| {
        !matches!(refusal, LineRefusal::PriceChanged { .. } | LineRefusal::RemarkTooLong)
    });
    let label = words.fill("cart-quantity-of", &[("code", &kept.sku)]);
    let product = format!("/staff/products/{}", path_segment(&kept.sku));
    let is_bad = wrong.is_some() || entry.prices.iter().any(|(sku, _)| *sku == kept.sku);
    row(
        if is_bad { "tint-bad" } else { "" },
        html! {
            (row_head("code", html! { a href=(product) { (kept.sku) } }))
            (cell("c-name", html! {
                span.name { (kept.name) }
                @match wrong {
                    Some((refusal, _)) => (error_line(&id, mend(words, kept, drafted, refusal))),
                    None => span.second { (cart_lines::second(words, drafted)) @if drafted.short > 0 { " · " (cart_lines::follows(words, drafted)) } },
                }
            }))
            (cell("c-stock nowrap", html! { @if let Some(card) = &drafted.card { (shown.stock.stock(card, &shown.page.showing)) } }))
            (cell("c-quantity num", html! {
                input.in-cell data-arrow id=(cart_lines::field_id(&kept.sku)) name={ "quantity." (kept.sku) } value=(typed) aria-label=(label) inputmode="decimal" maxlength="12" autocomplete="off" aria-invalid=[of_quantity.then_some("true")] aria-describedby=[of_quantity.then_some(&id)];
            }))
            (cell("c-price num", html! { @if let Some(price) = drafted.usual { (price.grouped()) @if price.per != 1 { span.second { (words.fill("cart-per", &[("per", &price.per.to_string())])) } } } }))
            @if entry.may.price { (cell("c-hand", by_hand(entry, kept))) }
            (cell("c-sum num strong", html! { (drafted.net.grouped()) }))
            (cell("c-action", cart_lines::remove(words, &kept.sku, "icon-button small")))
        },
    )
}

/// What is wrong with a line, and what mends it.
fn mend(words: &Language, kept: &CartLine, drafted: &DraftLine, refusal: &LineRefusal) -> Markup {
    match refusal {
        LineRefusal::PriceChanged { new, .. } => html! {
            (words.sentence(&refusal.text())) " "
            button.link type="submit" name="accept" value=(kept.sku) { (words.fill("cart-accept", &[("price", &new.grouped())])) }
        },
        _ => cart_lines::fixes(words, kept, drafted.card.as_ref(), refusal),
    }
}

/// A price set by hand, and why.
fn by_hand(entry: &Entry<'_>, kept: &CartLine) -> Markup {
    let words = entry.shown.words;
    let typed = entry.typed.prices.get(&kept.sku.to_uppercase());
    let fault = entry.prices.iter().find(|(sku, _)| *sku == kept.sku).map(|(_, fault)| fault);
    let set = kept.set_price.as_ref();
    let (price, reason) = match (fault, typed) {
        (Some(_), Some((price, reason))) => (price.clone(), reason.clone()),
        _ => (
            set.map(|set| set.price.amount()).unwrap_or_default(),
            set.map(|set| set.reason.clone()).unwrap_or_default(),
        ),
    };
    let id = dom_id("hand-wrong", &kept.sku);
    let bad = |field: &str| fault.is_some_and(|fault| fault.field == field).then_some("true");
    let code = [("code", kept.sku.as_str())];
    html! {
        span.in-row {
            input.in-cell.num id=(dom_id("price", &kept.sku)) name={ "price." (kept.sku) } value=(price) aria-label=(words.fill("entry-price-of", &code)) inputmode="decimal" maxlength="14" autocomplete="off" aria-invalid=[bad("/price")] aria-describedby=[fault.map(|_| &id)];
            input.in-cell.why id=(dom_id("reason", &kept.sku)) name={ "reason." (kept.sku) } value=(reason) placeholder=(words.say("entry-reason")) aria-label=(words.fill("entry-reason-of", &code)) maxlength=(REASON_LONGEST) autocomplete="off" aria-invalid=[bad("/reason")] aria-describedby=[fault.map(|_| &id)];
        }
        @if let Some(fault) = fault { (error_line(&id, html! { (words.sentence(&fault.text)) })) }
    }
}

/// Reference, day, note for the customer's papers; and what only staff read.
fn books(entry: &Entry<'_>) -> Markup {
    let (shown, words) = (&entry.shown, entry.shown.words);
    let cart = &shown.page.view.cart;
    let note = entry.typed.note.clone().or(cart.note.clone()).unwrap_or_default();
    let wrong = shown.fault("/note");
    let usual = if shown.buyer.customer.part_deliveries {
        "entry-part-usual-yes"
    } else {
        "entry-part-usual-no"
    };
    let said = entry.typed.part_deliveries.or(cart.part_deliveries);
    let choice =
        |value, key, chosen| Choice { value, label: words.say(key), chosen, ..Choice::default() };
    let choices = [
        choice("", usual, said.is_none()),
        choice("yes", "entry-part-yes", said == Some(true)),
        choice("no", "entry-part-no", said == Some(false)),
    ];
    let part =
        Field { name: "part_deliveries", label: words.say("entry-part"), ..Field::default() };
    let own = Field {
        name: "note",
        label: words.say("entry-note"),
        hint: words.say("note-hint"),
        need: words.say("field-optional"),
        value: &note,
        error: &wrong,
        longest: if wrong.is_empty() { note::LONGEST } else { 0 },
        ..Field::default()
    };
    html! { div { (cart_head::books(shown)) div.gap-above { (select(part, &choices)) (textarea(own, 2)) } } }
}

/// What it comes to, what is let through beside the rules, and Place order.
fn ending(entry: &Entry<'_>) -> Markup {
    let (shown, words) = (&entry.shown, entry.shown.words);
    let open = cart_lines::to_look_at(shown).len();
    html! {
        div.box {
            (totals::sums(shown))
            (totals::over_credit(shown))
            (exceptions(entry))
            button.button.main type="submit" name="deed" value="place" data-sending=(words.say("cart-placing")) { (words.say("entry-place")) }
            p.below { @if open > 0 { (words.fill("cart-lines-first", &[("count", &open.to_string())])) } @else { (words.say("entry-then")) } }
            @let hints = totals::hints(shown);
            @if !hints.is_empty() { hr; @for hint in &hints { p.small { (hint) } } }
        }
    }
}

fn exceptions(entry: &Entry<'_>) -> Markup {
    let (shown, words, may) = (&entry.shown, entry.shown.words, entry.may);
    if !may.value && !may.credit {
        return html! {};
    }
    let kept = &shown.page.view.cart.exceptions;
    let (value, credit, reason) = match entry.typed.has_exceptions {
        true => (entry.typed.waives_value, entry.typed.passes_credit, &entry.typed.waive_reason),
        false => (kept.value, kept.credit, &kept.reason),
    };
    let wrong = shown.fault("/exceptions/reason");
    let why = Field {
        name: "waive_reason",
        label: words.say("entry-waive-reason"),
        need: words.say("entry-waive-reason-need"),
        value: reason,
        error: &wrong,
        longest: REASON_LONGEST,
        ..Field::default()
    };
    html! {
        hr;
        fieldset.entry-exceptions {
            legend { (words.say("entry-exceptions")) }
            input type="hidden" name="exceptions" value="1";
            @if may.value { (tick("waives_value", "yes", words.say("entry-waives-value"), value)) }
            @if may.credit { (tick("passes_credit", "yes", words.say("entry-passes-credit"), credit)) }
            (field(why))
        }
    }
}
