//! The lines of the current order: each with its state, and the links that mend it.

use super::Shown;
use crate::cart::CartLine;
use crate::catalogue::{Card, StockShown};
use crate::orders::view::picture_href;
use crate::orders::{DraftLine, LineRefusal};
use crate::platform::web::dom_id;
use crate::platform::web::forms::error_line;
use crate::platform::web::icons::{Icon, icon};
use crate::platform::web::marks::{Stock, stock};
use crate::platform::web::numbers::struck;
use crate::platform::web::path_segment;
use crate::platform::web::picture::picture;
use crate::platform::web::stepper::{Saves, Stepper, save_all, stepper};
use crate::platform::web::table::{self, Column, Table, cell, row_head};
use crate::platform::words::Language;
use maud::{Markup, html};

/// The table of lines, and those that could not be added.
pub(super) fn table(shown: &Shown<'_>) -> Markup {
    let words = shown.words;
    let column = |class, key| Column { class, label: words.say(key), ..Column::default() };
    let sign = shown.buyer.customer.currency.sign();
    let (price, sum) = (
        words.fill("cart-price-in", &[("sign", &sign)]),
        words.fill("order-line-in", &[("sign", &sign)]),
    );
    let mut columns = vec![
        column("code", "order-code"),
        Column { hidden: true, ..column("c-picture", "order-picture") },
        column("c-name", "order-product"),
    ];
    if shown.page.showing.stock != StockShown::None {
        columns.push(column("c-stock nowrap", "cart-stock"));
    }
    if shown.prices() {
        columns.push(Column { class: "c-price num", label: &price, ..Column::default() });
    }
    columns.push(column("c-quantity num", "cart-quantity"));
    if shown.prices() {
        columns.push(Column { class: "c-sum num strong", label: &sum, ..Column::default() });
    }
    columns.push(Column { hidden: true, ..column("c-action", "cart-remove") });
    let rows = html! {
        @for (kept, drafted) in lines(shown) { (line(shown, kept, drafted, false)) }
        @for (sku, typed, refusal) in unplaced(shown) { (unplaced_line(shown, sku, typed, refusal)) }
    };
    let caption = words.say("cart-lines");
    html! {
        (table::table(Table { class: "cart-lines", caption, columns: &columns }, rows, None))
        (save_all(words.say("cart-save")))
    }
}

pub(super) fn lines<'a>(
    shown: &'a Shown<'_>,
) -> impl Iterator<Item = (&'a CartLine, &'a DraftLine)> {
    shown.page.view.lines.iter().zip(&shown.page.view.draft.lines)
}

/// Refused quantities of products that are not in the current order.
fn unplaced<'a>(shown: &'a Shown<'_>) -> impl Iterator<Item = &'a (String, String, LineRefusal)> {
    let has =
        |sku: &str| shown.page.view.lines.iter().any(|line| line.sku.eq_ignore_ascii_case(sku));
    shown.faults.quantities.iter().filter(move |(sku, _, _)| !has(sku))
}

/// Ids of the quantity fields of all lines that need a look.
pub(in crate::cart) fn to_look_at(shown: &Shown<'_>) -> Vec<String> {
    let of_lines = lines(shown).filter(|(kept, drafted)| wrong(shown, kept, drafted).is_some());
    let mut ids: Vec<String> = of_lines.map(|(kept, _)| field_id(&kept.sku)).collect();
    ids.extend(unplaced(shown).map(|(sku, _, _)| field_id(sku)));
    ids
}

pub(in crate::cart) fn field_id(sku: &str) -> String {
    dom_id("quantity", sku)
}

/// What is wrong with a line: of what was just typed, else of what is kept.
pub(in crate::cart) fn wrong<'a>(
    shown: &'a Shown<'_>,
    kept: &CartLine,
    drafted: &'a DraftLine,
) -> Option<(&'a LineRefusal, Option<&'a str>)> {
    let typed =
        shown.faults.quantities.iter().find(|(sku, _, _)| sku.eq_ignore_ascii_case(&kept.sku));
    match typed {
        Some((_, text, refusal)) => Some((refusal, Some(text.as_str()))),
        None => drafted.refusal.as_ref().map(|refusal| (refusal, None)),
    }
}

/// A line; as a piece of an answer it replaces the one on the page.
pub(super) fn line(shown: &Shown<'_>, kept: &CartLine, drafted: &DraftLine, piece: bool) -> Markup {
    let wrong = wrong(shown, kept, drafted);
    let tint = match wrong {
        Some((LineRefusal::PriceChanged { .. }, _)) => Some("tint-wait"),
        Some(_) => Some("tint-bad"),
        None => None,
    };
    let id = dom_id("line", &kept.sku);
    let (id, replace) = if piece { (None, Some(id)) } else { (Some(id), None) };
    html! {
        tr class=[tint] id=[id] data-replace=[replace] role="row" {
            (row_head("code", code(kept, drafted)))
            (cell("c-picture", picture(picture_href(kept.image.as_deref()).as_deref(), &kept.name)))
            (cell("c-name", html! { span.name { (kept.name) } (below(shown, kept, drafted, wrong)) }))
            @if shown.page.showing.stock != StockShown::None { (cell("c-stock nowrap", stock_of(shown, drafted))) }
            @if shown.prices() { (cell("c-price num", price(shown.words, kept, drafted))) }
            (cell("c-quantity num", quantity(shown, kept, drafted, wrong)))
            @if shown.prices() { (cell("c-sum num strong", html! { (drafted.net.grouped()) })) }
            (cell("c-action", remove(shown.words, &kept.sku, "icon-button small")))
        }
    }
}

fn code(kept: &CartLine, drafted: &DraftLine) -> Markup {
    html! { @if drafted.card.is_some() { a href={ "/products/" (path_segment(&kept.sku)) } { (kept.sku) } } @else { (kept.sku) } }
}

fn price(words: &Language, kept: &CartLine, drafted: &DraftLine) -> Markup {
    let Some(price) = drafted.price else {
        return html! {};
    };
    let per = (price.per != 1).then(|| words.fill("cart-per", &[("per", &price.per.to_string())]));
    html! {
        @if price != kept.price_seen { (struck(&kept.price_seen.grouped(), words.say("cart-before"))) " " }
        strong { (price.grouped()) }
        @if let Some(per) = per { span.second { (per) } }
    }
}

fn quantity(
    shown: &Shown<'_>,
    kept: &CartLine,
    drafted: &DraftLine,
    wrong: Option<(&LineRefusal, Option<&str>)>,
) -> Markup {
    let words = shown.words;
    let text = kept.quantity.text();
    let value = wrong.and_then(|(_, typed)| typed).unwrap_or(&text);
    let (step, least) =
        drafted.card.as_ref().map_or((1, 1), |card| (card.multiple.max(1), card.least_quantity()));
    let of_quantity = |refusal: &LineRefusal| {
        !matches!(refusal, LineRefusal::PriceChanged { .. } | LineRefusal::RemarkTooLong)
    };
    let error =
        wrong.filter(|(refusal, _)| of_quantity(refusal)).map(|_| dom_id("wrong", &kept.sku));
    let code = [("code", kept.sku.as_str())];
    stepper(Stepper {
        field: &format!("quantity.{}", kept.sku),
        id: &field_id(&kept.sku),
        value,
        step: whole_steps(step, kept.quantity.decimals),
        least: whole_steps(least, kept.quantity.decimals),
        label: &words.fill("cart-quantity-of", &code),
        less: &words.fill("cart-less-of", &code),
        more: &words.fill("cart-more-of", &code),
        hidden: &[],
        error: error.as_deref(),
        saves: Saves::AtOnce,
    })
}

/// Steps of the stepper are whole units.
fn whole_steps(units: i64, decimals: u8) -> i64 {
    let one = 10_i64.pow(u32::from(decimals));
    (units + one - 1) / one
}

/// Beneath the name: what is wrong and how to mend it, else maker, pack and remark.
fn below(
    shown: &Shown<'_>,
    kept: &CartLine,
    drafted: &DraftLine,
    wrong: Option<(&LineRefusal, Option<&str>)>,
) -> Markup {
    let words = shown.words;
    let sentence =
        wrong.map(|(refusal, _)| (refusal, fixes(words, kept, drafted.card.as_ref(), refusal)));
    html! {
        @match sentence {
            Some((LineRefusal::PriceChanged { .. }, sentence)) => span.said.wait id=(dom_id("wrong", &kept.sku)) { (sentence) },
            Some((_, sentence)) => (error_line(&dom_id("wrong", &kept.sku), sentence)),
            None => {
                span.second { (second(words, drafted)) }
                @if drafted.short > 0 && drafted.refusal.is_none() {
                    span.second { (follows(words, drafted)) }
                }
            }
        }
        (remark(shown, kept))
    }
}

pub(in crate::cart) fn second(words: &Language, drafted: &DraftLine) -> String {
    let Some(card) = &drafted.card else {
        return String::new();
    };
    let pack = match (card.pack_size, &card.pack_name) {
        (1, _) if card.unit == "piece" => words.say("cart-single").to_owned(),
        (1, _) => words.fill("cart-by-unit", &[("unit", &card.unit)]),
        (size, name) => {
            let size = card.quantity(size).grouped();
            let name = name.as_deref().unwrap_or(words.say("cart-pack"));
            words.fill("cart-pack-of", &[("name", name), ("size", &size)])
        }
    };
    let mut parts: Vec<String> = card.brand.iter().cloned().collect();
    parts.push(pack);
    if card.vat_class != "standard" {
        parts.push(words.fill("cart-vat", &[("rate", &drafted.taxed.rate.text())]));
    }
    parts.join(" · ")
}

pub(in crate::cart) fn follows(words: &Language, drafted: &DraftLine) -> String {
    let short = drafted.card.as_ref().map(|card| card.quantity(drafted.short).grouped());
    words.fill("cart-follows", &[("quantity", &short.unwrap_or_default())])
}

/// The sentence of a refusal with the links that mend it.
pub(in crate::cart) fn fixes(
    words: &Language,
    kept: &CartLine,
    card: Option<&Card>,
    refusal: &LineRefusal,
) -> Markup {
    let sku = kept.sku.as_str();
    let sentence = words.sentence(&refusal.text());
    let gone = remove(words, sku, "link");
    match (refusal, card) {
        (LineRefusal::NotAMultiple { below, above, .. }, Some(card)) => {
            let nearest = [below.map(|q| q.units), Some(above.units)];
            html! { (sentence) " " (makes(words, sku, card, &nearest)) }
        }
        (LineRefusal::BelowMinimum { .. }, Some(card)) => {
            html! { (sentence) " " (makes(words, sku, card, &[Some(card.least_quantity())])) }
        }
        (LineRefusal::InsufficientStock { available: Some(left) }, Some(card)) => {
            let step = card.multiple.max(1);
            let most = Some(left.units - left.units % step)
                .filter(|units| *units >= card.least_quantity());
            html! { (sentence) " " @if most.is_some() { (makes(words, sku, card, &[most])) " " (words.say("cart-or")) " " } (gone) }
        }
        (LineRefusal::PriceChanged { new, .. }, _) => {
            let action = format!("/cart/lines/{}/price", path_segment(sku));
            let accept = words.fill("cart-accept", &[("price", &new.grouped())]);
            html! { (sentence) " " button.link type="submit" formaction=(action) { (accept) } " " (words.say("cart-or")) " " (gone) }
        }
        (
            LineRefusal::NotAvailable
            | LineRefusal::ComesToNothing
            | LineRefusal::UnknownCode { .. }
            | LineRefusal::InsufficientStock { .. },
            _,
        ) => {
            html! { (sentence) " " (gone) }
        }
        _ => html! { (sentence) },
    }
}

/// "Make it 60 or 70".
pub(in crate::cart) fn makes(
    words: &Language,
    sku: &str,
    card: &Card,
    nearest: &[Option<i64>],
) -> Markup {
    let quantities: Vec<_> = nearest.iter().flatten().map(|units| card.quantity(*units)).collect();
    html! {
        @for (at, quantity) in quantities.iter().enumerate() {
            @if at > 0 { " " (words.say("cart-or")) " " }
            button.link type="submit" name="make" value={ (sku) ":" (quantity.text()) } {
                @if at == 0 { (words.fill("cart-make-it", &[("quantity", &quantity.grouped())])) } @else { (quantity.grouped()) }
            }
        }
    }
}

pub(in crate::cart) fn remove(words: &Language, sku: &str, class: &str) -> Markup {
    let name = words.fill("cart-remove-of", &[("code", sku)]);
    html! {
        @if class == "link" {
            button.link type="submit" name="remove" value=(sku) { (words.say("cart-remove")) }
        } @else {
            button class=(class) type="submit" name="remove" value=(sku) aria-label=(name) { (icon(Icon::Close)) }
        }
    }
}

/// The remark of a line, behind a word.
fn remark(shown: &Shown<'_>, kept: &CartLine) -> Markup {
    let words = shown.words;
    let refused =
        shown.faults.line_remarks.iter().find(|(sku, _)| sku.eq_ignore_ascii_case(&kept.sku));
    let text = refused.map(|(_, text)| text.as_str()).or(kept.remarks.as_deref()).unwrap_or("");
    let label = words.fill("cart-remark-of", &[("code", &kept.sku)]);
    let action = format!("/cart/lines/{}/remarks", path_segment(&kept.sku));
    let name = format!("remarks.{}", kept.sku);
    let wrong = refused.map(|_| dom_id("remark-wrong", &kept.sku));
    html! {
        details.line-remark open[!text.is_empty()] {
            summary { (words.say("cart-remark")) }
            span.in-row {
                input.input.grow type="text" name=(name) value=(text) aria-label=(label) aria-invalid=[wrong.as_ref().map(|_| "true")] aria-describedby=[wrong.as_deref()];
                button.button.small type="submit" formaction=(action) { (words.say("cart-remark-save")) }
            }
            @if let Some(id) = &wrong { (error_line(id, html! { (words.sentence(&LineRefusal::RemarkTooLong.text())) })) }
        }
    }
}

/// In the words of the list of products.
fn stock_of(shown: &Shown<'_>, drafted: &DraftLine) -> Markup {
    match &drafted.card {
        None => stock(Stock::NotOrderable, shown.words.say("cart-stock-none")),
        Some(card) => shown.stock.stock(card, &shown.page.showing),
    }
}

/// A quantity that was refused and whose product is not in the current order: kept on the page as typed.
fn unplaced_line(shown: &Shown<'_>, sku: &str, typed: &str, refusal: &LineRefusal) -> Markup {
    let words = shown.words;
    let wrong = dom_id("wrong", sku);
    let nearest: &[_] = match refusal {
        LineRefusal::NotAMultiple { below, above, .. } => &[*below, Some(*above)],
        LineRefusal::BelowMinimum { minimum } => &[Some(*minimum)],
        _ => &[],
    };
    let fixes = html! {
        (words.sentence(&refusal.text())) " "
        @for quantity in nearest.iter().flatten() {
            button.link type="submit" name="make" value={ (sku) ":" (quantity.text()) } { (words.fill("cart-make-it", &[("quantity", &quantity.grouped())])) } " "
        }
        (remove(words, sku, "link"))
    };
    let code = [("code", sku)];
    let field = Stepper {
        field: &format!("quantity.{sku}"),
        id: &field_id(sku),
        value: typed,
        step: 1,
        least: 1,
        label: &words.fill("cart-quantity-of", &code),
        less: &words.fill("cart-less-of", &code),
        more: &words.fill("cart-more-of", &code),
        hidden: &[],
        error: Some(&wrong),
        saves: Saves::ByButton,
    };
    html! {
        tr.tint-bad id=(dom_id("line", sku)) role="row" {
            (row_head("code", html! { (sku) }))
            (cell("c-picture", picture(None, sku)))
            (cell("c-name", html! { span.name { (words.say("cart-not-added")) } (error_line(&wrong, fixes)) }))
            @if shown.page.showing.stock != StockShown::None { (cell("c-stock nowrap", html! {})) }
            @if shown.prices() { (cell("c-price num", html! {})) }
            (cell("c-quantity num", stepper(field)))
            @if shown.prices() { (cell("c-sum num strong", html! {})) }
            (cell("c-action", remove(words, sku, "icon-button small")))
        }
    }
}

/// A code and how many, at the foot of the table; beside it what follows later.
pub(super) fn add_line(shown: &Shown<'_>) -> Markup {
    let words = shown.words;
    let (code, quantity) = (shown.fault("/code"), shown.fault("/add_quantity"));
    let said = if code.is_empty() { &quantity } else { &code };
    let typed = if said.is_empty() {
        ("", "")
    } else {
        (shown.typed.code.as_str(), shown.typed.add_quantity.as_str())
    };
    let error = (!said.is_empty()).then_some("add-wrong");
    let bad = |text: &str| (!text.is_empty()).then_some("true");
    let search = serde_urlencoded::to_string([("q", typed.0)]).unwrap_or_default();
    html! {
        div.add-line {
            input.input id="add-code" name="code" value=(typed.0) aria-label=(words.say("cart-add-code")) placeholder=(words.say("cart-add-code")) autocomplete="off" maxlength="100" aria-invalid=[bad(&code)] aria-describedby=[error];
            input.input.num id="add-quantity" name="add_quantity" value=(typed.1) aria-label=(words.say("cart-add-quantity")) placeholder="0" inputmode="numeric" autocomplete="off" maxlength="9" aria-invalid=[bad(&quantity)] aria-describedby=[error];
            button.button type="submit" formaction="/cart/add" { (words.say("cart-add")) }
            span.tail id="cart-tail" { (later(shown)) }
            @if !said.is_empty() {
                p.wrong { (error_line("add-wrong", html! {
                    (said) @if !code.is_empty() && !typed.0.trim().is_empty() { " " a href={ "/products?" (search) } { (words.fill("cart-search-for", &[("text", typed.0.trim())])) } }
                })) }
            }
        }
    }
}

/// What goes on backorder, and that a whole order waits for it.
pub(in crate::cart) fn later(shown: &Shown<'_>) -> String {
    let short: Vec<&DraftLine> =
        shown.page.view.draft.lines.iter().filter(|l| l.short > 0 && l.refusal.is_none()).collect();
    if short.is_empty() {
        return String::new();
    }
    let later = shown.words.fill("cart-later", &[("count", &short.len().to_string())]);
    let usual = shown.buyer.customer.part_deliveries;
    if shown.page.view.cart.part_deliveries.unwrap_or(usual) {
        return later;
    }
    format!("{later} {}", shown.words.say("cart-later-whole"))
}
