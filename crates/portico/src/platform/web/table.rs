//! Tables: caption, headings and cells with their roles written out, because narrow screens change how rows are laid out.

use maud::{Markup, html};

use super::icons::{Icon, icon};

/// A column's heading.
#[derive(Clone, Copy, Debug, Default)]
pub struct Column<'a> {
    /// Class of the column's cells ("num", "c-stock" …).
    pub class: &'a str,
    /// The heading.
    pub label: &'a str,
    /// Whether the heading is only heard (pictures, controls).
    pub hidden: bool,
    /// How the list is sorted by it, and the address that turns the order.
    pub sort: Option<Sort<'a>>,
}

/// Sorting by a column.
#[derive(Clone, Copy, Debug)]
pub struct Sort<'a> {
    /// The address that sorts by this column, or turns its order.
    pub href: &'a str,
    /// How it is sorted now.
    pub now: Sorted,
}

/// How a column is sorted now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sorted {
    /// By another column.
    Not,
    /// Smallest first.
    Up,
    /// Largest first.
    Down,
}

/// A table without its rows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Table<'a> {
    /// Which table: "products", "cart-lines", "order-lines", "orders" …
    pub class: &'a str,
    /// What it holds, for people who do not see the heading above it.
    pub caption: &'a str,
    /// Its columns.
    pub columns: &'a [Column<'a>],
}

/// The whole table; `rows` are [`row`]s, `foot` are rows too.
pub fn table(table: Table<'_>, rows: Markup, foot: Option<Markup>) -> Markup {
    html! {
        table class={ "table " (table.class) } role="table" data-arrows {
            caption.hidden { (table.caption) }
            thead role="rowgroup" { tr role="row" { @for column in table.columns { (heading(column)) } } }
            tbody role="rowgroup" { (rows) }
            @if let Some(foot) = foot { tfoot role="rowgroup" { (foot) } }
        }
    }
}

/// A row; its class is empty or "tint-wait", "tint-bad", "total".
pub fn row(class: &str, cells: Markup) -> Markup {
    html! { tr class=[(!class.is_empty()).then_some(class)] role="row" { (cells) } }
}

/// The cell that names its row: the code or number.
pub fn row_head(class: &str, content: Markup) -> Markup {
    html! { th class=[(!class.is_empty()).then_some(class)] role="rowheader" scope="row" { (content) } }
}

/// A cell.
pub fn cell(class: &str, content: Markup) -> Markup {
    html! { td class=[(!class.is_empty()).then_some(class)] role="cell" { (content) } }
}

/// A cell that means nothing without its heading: on a narrow screen, where no headings stand, it says it first.
pub fn told(class: &str, heading: &str, content: Markup) -> Markup {
    html! { td class=[(!class.is_empty()).then_some(class)] role="cell" data-head=(heading) { (content) } }
}

/// A cell with a figure: on the right, tabular.
pub fn num(content: &str) -> Markup {
    cell("num", html! { (content) })
}

/// A cell that reaches over several columns, in a foot.
pub fn wide_cell(class: &str, columns: usize, content: Markup) -> Markup {
    html! { td class=[(!class.is_empty()).then_some(class)] role="cell" colspan=(columns) { (content) } }
}

/// A name with its second line.
pub fn name(name: Markup, second: Option<&str>) -> Markup {
    html! { span.name { (name) } @if let Some(second) = second { span.second { (second) } } }
}

fn heading(column: &Column<'_>) -> Markup {
    let sorted = column.sort.map_or(Sorted::Not, |sort| sort.now);
    let aria = match sorted {
        Sorted::Not => None,
        Sorted::Up => Some("ascending"),
        Sorted::Down => Some("descending"),
    };
    html! {
        th class=[(!column.class.is_empty()).then_some(column.class)] role="columnheader" scope="col" aria-sort=[aria] {
            @match (column.sort, column.hidden) {
                (Some(sort), _) => a href=(sort.href) {
                    (column.label)
                    @if sorted == Sorted::Up { (icon(Icon::SortUp)) }
                    @if sorted == Sorted::Down { (icon(Icon::SortDown)) }
                },
                (None, true) => span.hidden { (column.label) },
                (None, false) => (column.label),
            }
        }
    }
}
