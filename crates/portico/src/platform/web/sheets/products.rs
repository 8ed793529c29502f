//! Sheets of products: table, grid, one product, search.

use maud::{Markup, html};

use super::super::dom_id;
use super::super::forms::{Choice, inline_select};
use super::super::frame::Frame;
use super::super::icons::{Icon, icon};
use super::super::layout::{self, Head};
use super::super::lists::{Facet, Facets, Pager, chip, facets, pager};
use super::super::marks::{CheckMark, Stock, check_mark, stock};
use super::super::numbers::{price, struck};
use super::super::picture::{PictureSize, picture, picture_of};
use super::super::plot::small_bars;
use super::super::search::{
    SuggestFoot, SuggestGroup, SuggestRest, Suggestion, marked, suggestions,
};
use super::super::stepper::{Saves, Stepper, save_all, stepper};
use super::super::table::{self, Column, Sort, Sorted, Table};
use super::world::{THINGS, Thing};

pub fn table_page(frame: &Frame) -> String {
    list_page(
        frame,
        html! {
            form method="post" action="/cart/quantities" {
                input type="hidden" name="csrf" value="token";
                (products_table())
                (save_all("Save quantities"))
            }
        },
    )
}

pub fn grid_page(frame: &Frame) -> String {
    list_page(
        frame,
        html! {
            form method="post" action="/cart/quantities" {
                input type="hidden" name="csrf" value="token";
                (grid())
                (save_all("Save quantities"))
            }
        },
    )
}

fn list_page(frame: &Frame, list: Markup) -> String {
    let view = |value, label| Choice { value, label, ..Choice::default() };
    let content = html! {
        (layout::title(Head { title: "Products", actions: Some(html! { a.button href="/products.csv" { (icon(Icon::Download)) "Price list" } }), ..Head::default() }))
        div.with-facets {
            (filters())
            div {
                div.list-bar {
                    strong { "1,359 products" }
                    (chip("In stock", "/products?stock=few", "Remove the filter In stock")) (chip("Few left", "/products", "Remove the filter Few left"))
                    a.ink-2 href="/products" { "Clear" }
                    span.note { "Prices £ each, without VAT" }
                    form method="get" action="/products" data-auto { (inline_select("view", "View", &[view("table", "Table"), view("grid", "Grid")])) }
                }
                (list)
                (pager(Pager { label: "Pages", shown: "1 to 16 of 1,359", previous: Some(("Previous", "/products?before=a")), next: Some(("Next", "/products?after=b")) }))
            }
        }
    };
    layout::page(frame, content).into_string()
}

fn filters() -> Markup {
    facets(Facets {
        action: "/products",
        kept: &[("q", "")],
        open: "Filter (3)",
        apply: "Show",
        groups: &[
            Facet {
                legend: "Show",
                name: "show",
                options: &[
                    ("bought", "Bought before", "212", false),
                    ("cart", "In current order", "8", false),
                    ("new", "New since last visit", "17", false),
                ],
                more: None,
            },
            Facet {
                legend: "Stock",
                name: "stock",
                options: &[
                    ("here", "In stock", "1,204", true),
                    ("few", "Few left", "61", true),
                    ("expected", "Expected", "94", true),
                    ("none", "Not orderable", "23", false),
                ],
                more: None,
            },
            Facet {
                legend: "Range",
                name: "range",
                options: &[
                    ("tableware", "Tableware", "318", false),
                    ("candles", "Candles", "164", false),
                    ("textiles", "Textiles", "141", false),
                ],
                more: Some(("11 more", "/products?all=range")),
            },
        ],
    })
}

fn products_table() -> Markup {
    let column = |class, label| Column { class, label, ..Column::default() };
    #[rustfmt::skip]
    let columns = [
        Column { class: "code", label: "Code", sort: Some(Sort { href: "/products?sort=-code", now: Sorted::Up, }), ..Column::default() },
        Column { class: "c-picture", label: "Picture", hidden: true, ..Column::default() },
        column("c-name", "Product"),
        column("c-stock", "Stock"),
        column("c-list num", "List"),
        column("c-price num", "Your price"),
        column("c-quantity num", "Quantity"),
        column("c-mark", "In order"),
    ];
    let rows = html! { @for thing in THINGS { (table::row("", product_cells(thing))) } };
    table::table(Table { class: "products", caption: "Products", columns: &columns }, rows, None)
}

fn product_cells(thing: &Thing) -> Markup {
    let in_order = (thing.quantity != "0").then(|| format!("{} in order", thing.quantity));
    let mark = CheckMark {
        id: &dom_id("in", thing.code),
        quantity: in_order.as_deref().map(|long| (thing.quantity, long)),
        long: false,
        replaces: false,
    };
    html! {
        (table::row_head("code", html! { a href={ "/products/" (thing.code) } { (thing.code) } }))
        (table::cell("c-picture", picture(thing.picture_url().as_deref(), thing.name)))
        (table::cell("c-name", table::name(html! { (thing.name) }, Some(&thing.second()))))
        (table::cell("c-stock nowrap", thing.stock()))
        (table::cell("c-list num", html! { @if !thing.list.is_empty() { (struck(thing.list, "List price")) } }))
        (table::cell("c-price num", price(thing.price, (!thing.cheaper.is_empty()).then_some(thing.cheaper))))
        (table::cell("c-quantity num", quantity(thing, Saves::AtOnce)))
        (table::cell("c-mark", check_mark(mark)))
    }
}

fn quantity(thing: &Thing, saves: Saves) -> Markup {
    if thing.stock.0 == Stock::NotOrderable {
        return html! { a href="/products?like=FS-4101" { "Like this one" } };
    }
    stepper(Stepper {
        field: &format!("quantity[{}]", thing.code),
        id: &dom_id("quantity", thing.code),
        value: thing.quantity,
        step: 6,
        least: 6,
        label: &format!("Quantity of {}", thing.code),
        less: &format!("Less of {}", thing.code),
        more: &format!("More of {}", thing.code),
        hidden: &[],
        error: None,
        saves,
    })
}

fn grid() -> Markup {
    html! {
        ul.product-grid data-arrows {
            @for thing in THINGS {
                @let in_order = (thing.quantity != "0").then(|| format!("{} in order", thing.quantity));
                li {
                    (picture_of(thing.picture_url().as_deref(), thing.name, PictureSize::Large, ""))
                    div.code-row { span { (thing.code) } (thing.stock()) }
                    a.name href={ "/products/" (thing.code) } { (thing.name) }
                    div.price-row { span.second { (thing.cheaper) } span { @if !thing.list.is_empty() { (struck(thing.list, "List price")) " " } strong.price { (thing.price) } } }
                    div.order-row {
                        (quantity(thing, Saves::AtOnce))
                        (check_mark(CheckMark { id: &dom_id("in", thing.code), quantity: in_order.as_deref().map(|long| (thing.quantity, long)), long: false, replaces: false }))
                    }
                }
            }
        }
    }
}

pub fn product_page(frame: &Frame) -> String {
    let thing = Thing::by_code("FS-1042");
    let content = html! {
        nav.crumbs aria-label="Where you are" { ol { li { a href="/products" { "Products" } } li { a href="/products?range=tableware" { "Tableware" } } li { a href="/products?range=mugs" { "Mugs" } } } }
        div.product {
            div.product-pictures {
                (picture_of(Some("/pictures/mug.svg"), thing.name, PictureSize::Large, "A sand-coloured stoneware mug"))
                div.thumbs { @for at in 1..=4 { a href={ "?picture=" (at) } aria-current=[(at == 1).then_some("true")] { (picture_of(Some("/pictures/mug.svg"), thing.name, PictureSize::Middle, &format!("Picture {at}"))) } } }
            }
            div.product-body {
                div.product-head { p.code { (thing.code) } h1 { (thing.name) } p.ink-2 { "Harrow Pottery. Your code AC-MUG-S " a href="/products/FS-1042/code" { "Change" } } }
                div.offer { (offer()) (buy_box(thing)) }
                (layout::section("about", "About it", None, html! { p.prose.gap-above { "Thrown and glazed in Stoke-on-Trent. Heavy foot, comfortable handle, stacks three high under a machine. Glaze varies a little from piece to piece. Dishwasher and microwave safe." } }))
                (layout::section("details", "Details", None, html! {
                    dl.pairs.columns {
                        dt { "Maker’s code" } dd { "HP-350-SND" } dt { "Size" } dd { "Ø 86 × 98 mm, 350 ml" }
                        dt { "EAN" } dd { "5 012345 104208" } dt { "Made in" } dd { "United Kingdom" }
                        dt { "Pack" } dd { "6 pieces" } dt { "VAT" } dd { "20 %" }
                    }
                }))
            }
            div.product-more {
                section.section aria-labelledby="bought" {
                    div.section-head.no-rule { h2 id="bought" { "What you bought" } span.aside { "300 pieces in 12 months" } }
                    (small_bars("Pieces bought by month", &[(12, "D"), (0, "J"), (18, "F"), (12, "M"), (0, "A"), (24, "M"), (12, "J"), (12, "J"), (0, "A"), (18, "S"), (30, "O"), (12, "N")]))
                    p.second.ink-2 { "Last: 24 on 12 November at 5.92, " a href="/orders/SO-10466" { "SO-10466" } }
                }
            }
        }
    };
    layout::page(frame, content).into_string()
}

fn offer() -> Markup {
    let column = |class, label| Column { class, label, ..Column::default() };
    let rows = html! {
        @for (from, each, save) in [("6", "5.92", "–"), ("48", "5.55", "6 %"), ("144", "5.20", "12 %")] {
            (table::row("", html! { (table::row_head("", html! { (from) })) (table::num(each)) (table::num(save)) }))
        }
    };
    html! {
        div {
            p.price-label { "Your price, each, without VAT" }
            p.price-large { "£5.92 " (struck("£7.40", "List price")) }
            (table::table(Table { class: "breaks keep", caption: "Quantity breaks", columns: &[column("", "From"), column("num", "Each £"), column("num", "You save")] }, rows, None))
        }
    }
}

fn buy_box(thing: &Thing) -> Markup {
    html! {
        form.box.buy-box method="post" action="/cart/quantities" {
            div.row { (thing.stock()) span.small { "480 more on 4 December" } }
            div.row { (quantity(thing, Saves::ByButton)) button.button.main type="submit" data-sending="Updating the order" { "Update order" } }
            p.small { "Packs of 6, at least 6. 24 more pieces bring you to 5.55 each: you would pay £266.40 for 48." }
            hr;
            div.row { (check_mark(CheckMark { id: "in-FS-1042", quantity: Some(("24", "24 in current order")), long: true, replaces: false })) strong { "£142.08" } }
        }
    }
}

/// The products' page with the search pop-up open.
pub fn search_page(frame: &Frame) -> String {
    let html = table_page(frame);
    let closed = r#"<div class="suggest" id="suggestions" data-suggestions hidden></div>"#;
    assert!(html.contains(closed));
    let open = html! { div.suggest id="suggestions" data-suggestions { (pop_up()) } };
    html.replace(closed, &open.into_string())
        .replace(r#"name="q" value="" placeholder"#, r#"name="q" value="tea" placeholder"#)
        .replace(r#"aria-expanded="false""#, r#"aria-expanded="true""#)
}

fn pop_up() -> Markup {
    let product = |code: &'static str| {
        let thing = Thing::by_code(code);
        let rest = SuggestRest::Product {
            picture: None,
            name: thing.name,
            second: thing.maker,
            stock: thing.stock(),
            price: thing.price,
            add: Some(("/cart/lines", &[("code", "FS-1107"), ("quantity", "1")])),
        };
        Suggestion {
            href: format!("/products/{code}"),
            code: html! { (code) },
            what: marked(thing.name, "tea"),
            rest,
        }
    };
    let other = |code: &str, what: &str, words: Markup| Suggestion {
        href: format!("/orders/{code}"),
        code: marked(code, "tea"),
        what: marked(what, "tea"),
        rest: SuggestRest::Words(words),
    };
    #[rustfmt::skip]
    let groups = [
        SuggestGroup { name: "Products", options: vec![product("FS-1107"), product("FS-3002"), product("FS-5006")], },
        SuggestGroup { name: "Your own codes", options: vec![other("AC-TEA-01", "Assam loose-leaf tea, 250 g tin", html! { "FS-5006" })], },
        SuggestGroup { name: "Orders and documents", options: vec![other("SO-10402", "Reference “Tea bar, Canal Wharf”", stock(Stock::Here, "Delivered"))], },
    ];
    suggestions(
        &groups,
        SuggestFoot {
            keys: &[
                (&["↑", "↓"], "choose"),
                (&["Enter"], "open"),
                (&["Alt", "Enter"], "add one pack"),
            ],
            all: ("All 41 results for “tea”", "/products?q=tea"),
            label: "Suggestions",
        },
    )
}
