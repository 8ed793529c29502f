//! The current order's sheet.

use maud::{Markup, html};

use super::super::dom_id;
use super::super::flash::{Flash, FlashKind, flash};
use super::super::forms::{Choice, Field, error_line, field, radios, textarea};
use super::super::frame::{BottomBar, Frame};
use super::super::icons::{Icon, icon};
use super::super::layout::{self, Head};
use super::super::marks::{Stock, stock};
use super::super::numbers::struck;
use super::super::picture::picture;
use super::super::stepper::{Saves, Stepper, save_all, stepper};
use super::super::table::{self, Column, Table};
use super::world::Thing;

pub fn page(frame: &Frame) -> String {
    let look = Flash {
        kind: FlashKind::Look,
        lead: "2 lines need a look".into(),
        sentence: "before the order can be placed: one quantity, one changed price.".into(),
        link: Some(("Go to the first".into(), "#quantity-FS-2014".into())),
    };
    let bar = html! { div { small { "To pay, 30 days" } div.amount { "£1,540.72" } } button.button.main type="submit" form="place" data-sending="Placing the order" { "Place order" } };
    let frame = Frame { cart: None, flash: None, bottom: BottomBar::Own(bar), ..frame.clone() };
    let content = html! {
        (layout::title(Head {
            title: "Current order",
            context: Some(html! { "Kept until you place it. Last changed today, 09:41, by Anna Bell." }),
            actions: Some(html! { a.button href="/cart.csv" { (icon(Icon::Download)) "Export" } }),
            ..Head::default()
        }))
        (flash(&look))
        form method="post" action="/cart/quantities" { (lines()) (save_all("Save quantities")) }
        form.add-line method="post" action="/cart/lines" {
            input.input name="code" aria-label="Code or name" placeholder="Add a code or name" autocomplete="off";
            input.input.num name="quantity" aria-label="Quantity" placeholder="0" inputmode="numeric" autocomplete="off";
            button.button type="submit" { "Add" }
            span.tail { "10 pieces of 2 products will follow on 19 December and 8 January, carriage paid." }
        }
        form.three id="place" method="post" action="/orders" { (deliver_to()) (books()) (totals()) }
    };
    layout::page(&frame, content).into_string()
}

fn lines() -> Markup {
    let column = |class, label| Column { class, label, ..Column::default() };
    #[rustfmt::skip]
    let columns = [
        column("code", "Code"),
        Column { class: "c-picture", label: "Picture", hidden: true, ..Column::default() },
        column("c-name", "Product"),
        column("c-stock", "Stock"),
        column("c-price num", "Price £"),
        column("c-quantity num", "Quantity"),
        column("c-sum num", "Line £"),
        Column { class: "c-action", label: "Remove", hidden: true, ..Column::default() },
    ];
    #[rustfmt::skip]
    let rows = [
        ("FS-1042", "24", "142.08"),
        ("FS-1050", "12", "88.32"),
        ("FS-1188", "6", "73.98"),
        ("FS-2014", "36", "297.00"),
        ("FS-2207", "4", "88.40"),
        ("FS-3002", "65", "321.75"),
        ("FS-3310", "72", "205.20"),
        ("FS-5006", "12", "80.64"),
    ];
    let body = html! { @for (code, quantity, sum) in rows { (line(Thing::by_code(code), quantity, sum)) } };
    table::table(
        Table { class: "cart-lines", caption: "Lines of the current order", columns: &columns },
        body,
        None,
    )
}

fn line(thing: &Thing, quantity: &str, sum: &str) -> Markup {
    let (tint, wrong) = match thing.code {
        "FS-2014" => ("tint-wait", None),
        "FS-3002" => ("tint-bad", Some(dom_id("wrong", thing.code))),
        _ => ("", None),
    };
    let second = match (tint, &wrong) {
        ("tint-wait", _) => {
            html! { span.said.wait { "Price changed since you added it: 7.95 → 8.25. " button.link type="submit" name="accept" value="FS-2014" { "Accept 8.25" } " or " button.link type="submit" name="remove" value="FS-2014" { "Remove" } } }
        }
        (_, Some(id)) => error_line(
            id,
            html! { "Sold in packs of 10. " button.link type="submit" name="make" value="FS-3002:60" { "Make it 60" } " or " button.link type="submit" name="make" value="FS-3002:70" { "70" } },
        ),
        _ => html! { span.second { (thing.second()) } },
    };
    let (shape, words) = match thing.stock.0 {
        Stock::Expected => (Stock::Expected, thing.stock.1),
        _ => (Stock::Here, "In stock"),
    };
    table::row(
        tint,
        html! {
            (table::row_head("code", html! { a href={ "/products/" (thing.code) } { (thing.code) } }))
            (table::cell("c-picture", picture(thing.picture_url().as_deref(), thing.name)))
            (table::cell("c-name", html! { span.name { (thing.name) } (second) }))
            (table::cell("c-stock nowrap", stock(shape, words)))
            (table::cell("c-price num", html! { @if tint == "tint-wait" { (struck("7.95", "Before")) " " } strong { (thing.price) } }))
            (table::cell("c-quantity num", stepper(Stepper {
                field: &format!("quantity[{}]", thing.code), id: &dom_id("quantity", thing.code), value: quantity, step: 6, least: 6,
                label: &format!("Quantity of {}", thing.code), less: "Less", more: "More", hidden: &[], error: wrong.as_deref(), saves: Saves::AtOnce,
            })))
            (table::cell("c-sum num strong", html! { (sum) }))
            (table::cell("c-action", html! { button.icon-button.small type="submit" name="remove" value=(thing.code) aria-label={ "Remove " (thing.code) } { (icon(Icon::Close)) } }))
        },
    )
}

fn deliver_to() -> Markup {
    let place = |value, label, second, chosen| Choice { value, label, second, chosen };
    let list = html! {
        (radios(Field { name: "address", label: "Deliver to", ..Field::default() }, &[
            place("1", "Canal Wharf", "12 Canal Wharf, Leeds LS11 5PS", true),
            place("2", "Roastery", "Unit 4, Kirkstall Road, Leeds LS4 2AZ", false),
            place("3", "York, Stonegate", "31 Stonegate, York YO1 8AW", false),
        ]))
        p.gap-above { a href="/addresses/new" { "Another address" } }
    };
    layout::section("deliver-to", "Deliver to", None, list)
}

fn books() -> Markup {
    let list = html! {
        div.gap-above {
            (field(Field { name: "reference", label: "Your reference", need: "needed, printed on the invoice", value: "PO 7740", longest: 60, ..Field::default() }))
            (field(Field { name: "day", label: "Deliver on", need: "if you mind", value: "2026-11-26", kind: "date", ..Field::default() }))
            (textarea(Field { name: "remarks", label: "Remarks", need: "printed on the packing list", value: "Side door, please ring. Stairs on the left.", ..Field::default() }, 2))
        }
    };
    layout::section("books", "For your books", None, list)
}

fn totals() -> Markup {
    html! {
        div.box {
            dl.totals {
                dt { "Goods, 8 lines" } dd { "1,297.37" }
                dt { "Carriage, paid from £350" } dd { "0.00" }
                dt { "VAT 20 % on 1,216.73" } dd { "243.35" }
                dt { "VAT 0 % on 80.64" } dd { "0.00" }
                div.grand { dt { "To pay, 30 days" } dd { "£1,540.72" } }
            }
            button.button.main type="submit" data-sending="Placing the order" { "Place order" }
            p.below { "Two lines above first." }
            hr;
            p.small { "Available credit after this order: £3,524.14 of £15,000.00. Orders above £1,500 go to your approver, Marta Ruiz." }
        }
    }
}
