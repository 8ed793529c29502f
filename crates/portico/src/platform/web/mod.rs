//! The shared parts of every page: shell, tables, fields, states, figures. No business word, no database.
//!
//! Every text is an argument; it comes from the words' file. Nothing here writes `style=` or `onclick=`: the
//! content policy forbids both. The policy may be `default-src 'none'; style-src 'self'; script-src 'self';
//! img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`.
//!
//! `sheets/` shows every part in whole pages; a test writes them to `target/look/`. Copy the structure from there.
//!
//! # A page
//! ```text
//! layout::page(&frame, html! {
//!     (layout::title(Head { title, state, context, actions, .. }))      // one h1 a page
//!     (flash::flash(&notice))                                          // what this page itself has to say
//!     (lists::facts(&[Fact { label, figure, second, tone }]))
//!     div.with-side { div { (layout::section(id, heading, aside, content)) } div { … } }
//! })
//! ```
//! Columns: `with-side` (content, 19.5 rem) · `with-facets` (11.5 rem, content) · `two` · `three`.
//! `narrow-only` and `wide-only` show a thing on one kind of screen. One `button.button.main` a page; others are
//! `button` (`small`, `quiet`, `tall`, `wide`), or `button.link` for a deed within a sentence.
//!
//! # Tables
//! [`table::table`] with [`table::row`], [`table::row_head`], [`table::cell`]; the same class stands on a column's heading
//! and cells, because narrow screens place cells by it. `num` is right-aligned, `strong` bold, `dim` grey, `lacking` amber.
//! A class `keep` keeps a small table a table on narrow screens; `no-head` hides the headings from sight.
//!
//! | table | columns in order |
//! |---|---|
//! | `products` | `code` · `c-picture` (hidden heading) · `c-name` · `c-stock nowrap` · `c-list num` · `c-price num` · `c-quantity num` · `c-mark` |
//! | `cart-lines` | `code` · `c-picture` · `c-name` · `c-stock nowrap` · `c-price num` · `c-quantity num` · `c-sum num strong` · `c-action` |
//! | `lines order-lines` | `code` · `c-picture` · `c-name` (name, ledger bar) · `num c-ordered strong` · four `num c-cell` · `c-promised` · `num c-sum` |
//! | `orders` | `code strong` · `c-day dim` · `c-reference` · `c-pieces` · `c-state` · `num strong` |
//! | `documents` | `c-tick` · `code strong` · `c-kind` · `c-day` · `c-reference` · `c-state` · `num c-amount` · `num strong c-open` · `num c-pay` · `c-action` |
//! | `backorders` | `code` · `c-picture` · `c-name` · `c-order` · `num c-waiting strong` · `num c-reserved` · `c-lane` · `c-promised` |
//! | `shipments no-head` | row head `strong` · `c-state` · carrier · `dim wide-only` · `c-action` |
//!
//! A row of products:
//! ```text
//! table::row("", html! {
//!     (row_head("code", html! { a href="/products/FS-1042" { "FS-1042" } }))
//!     (cell("c-picture", picture(url, name)))
//!     (cell("c-name", table::name(html! { "Stoneware mug" }, Some("Harrow Pottery · pack of 6"))))
//!     (cell("c-stock nowrap", stock(Stock::Here, "412 in stock")))
//!     (cell("c-list num", struck("7.40", "List price")))
//!     (cell("c-price num", price("5.92", Some("from 48: 5.55"))))
//!     (cell("c-quantity num", stepper(Stepper { field: "quantity[FS-1042]", .. })))
//!     (cell("c-mark", check_mark(CheckMark { id: &dom_id("in", "FS-1042"), .. })))
//! })
//! ```
//! A row that needs a look has the class `tint-wait` or `tint-bad` and, in `c-name`, `span.said.wait` or
//! [`forms::error_line`] instead of the second line. In `c-promised` of order lines stand `span.in-words` (the ledger in
//! words, for narrow screens) and a `span.promise { "12 on " b { "19 Dec" } span.was { "was 18 Dec" } }` a date.
//! A foot: [`table::row`]s of [`table::wide_cell`] and sums (`wide-only` where narrow screens drop them), the last `total`.
//!
//! # Other structures
//! - Products as a grid: `ul.product-grid data-arrows > li`: large picture, `div.code-row` (code, stock), `a.name`,
//!   `div.price-row` (`span.second`, `strong.price`), `div.order-row` (stepper, check mark).
//! - Above a list: `div.list-bar` (count as `strong`, chips, `span.note`, selects in `form data-auto`).
//! - One product: `div.product > div.product-pictures + div.product-body + div.product-more`; in the body
//!   `div.product-head`, `div.offer` (price: `p.price-label`, `p.price-large`, table `breaks keep`; `form.box.buy-box` of `div.row`s).
//! - Current order: the table in one form, `form.add-line`, then `form.three`: two sections (radios; fields), `div.box` with
//!   `dl.totals` (last `div.grand`), the main button, `p.below`, `hr`, `p.small`.
//! - Dashboard: `div.notice`, facts, `ul.rows.marked > li` (mark, `span.what` + `span.second`, link), `ul.rows`,
//!   `ul.rows.pictured`, `dl.pairs`, [`plot::bars`], table `orders`.
//! - Comments: `ol.comments > li` (`span.initials`, `strong`, `time`, `p`). Pay or selection bar: `div.pay-bar` (`span.what`,
//!   link, `span.sum`, main button); its page sets [`frame::BottomBar::None`].
//!
//! # Scripts
//! Pages work without them. `data-stepper` saves a quantity: POST of the form's hidden fields and this field with
//! `X-Requested-With: portico`, answered by pieces of HTML with `data-replace="ID"` ([`layout::cart_pieces`],
//! [`layout::flash_piece`], [`marks::check_mark`]). `data-arrows`: Up and Down between quantity fields (or `data-arrow` inputs).
//! `data-suggest` on the search form: GET `?q=`, answered by [`search::suggestions`]. `data-sending` on a submit button: its
//! words while the form is sent; `data-again` on a form switches the guard off. `data-auto` on a form: sent when changed.
//! `data-tick-all` on the tick box of a table's head. `data-pop` on `<details>`: closes by Escape or a press elsewhere.

pub mod assets;
pub mod bare;
pub mod brand;
pub mod colour;
pub mod dates;
pub mod flash;
pub mod forms;
pub mod frame;
pub mod icons;
pub mod layout;
pub mod ledger;
pub mod lists;
pub mod marks;
pub mod numbers;
pub mod picture;
pub mod plot;
pub mod search;
#[cfg(test)]
mod sheets;
pub mod stepper;
pub mod still_life;
pub mod table;
pub mod uploads;

/// An id for the page, made of a word and any code: `dom_id("in", "FS 10/42")` is `in-FS_20_10_2f_42`.
pub fn dom_id(word: &str, code: &str) -> String {
    use std::fmt::Write as _;
    let mut id = format!("{word}-");
    for byte in code.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            id.push(char::from(byte));
        } else {
            let _ = write!(id, "_{byte:02x}_");
        }
    }
    id
}

/// A code as one segment of a path: `CATERING/12` becomes `CATERING%2F12`.
pub fn path_segment(code: &str) -> String {
    use std::fmt::Write as _;
    let mut segment = String::new();
    for byte in code.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            segment.push(char::from(byte));
        } else {
            let _ = write!(segment, "%{byte:02X}");
        }
    }
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_segment_of_a_path() {
        assert_eq!(path_segment("CATERING/12 Ø"), "CATERING%2F12%20%C3%98");
    }

    #[test]
    fn ids_hold_no_blanks_and_differ_as_their_codes_do() {
        assert_eq!(dom_id("in", "FS-1042"), "in-FS-1042");
        assert_eq!(dom_id("in", "FS 10/42"), "in-FS_20_10_2f_42");
        assert_ne!(dom_id("in", "a b"), dom_id("in", "a_b"));
    }
}
