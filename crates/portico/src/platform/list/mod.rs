//! Lists of rows, all alike: what may be asked of one ([`Listing`]), what was asked ([`Asked`]), which page of it
//! ([`Paging`], [`Page`]), its columns ([`Column`]) on the page and in a file, and which of them a login wants ([`columns`]).
//!
//! # A list in five pieces
//! ```text
//! // 1. what may be asked: a static, beside the reading (orders/store.rs)
//! pub static ORDERS: Listing = Listing {
//!     name: "orders", path: "/orders",
//!     sorts: &[Sort::down("placed"), Sort::down("total")],           // the first is the list's own order
//!     asks: &[Ask::search("orders-search"), Ask::choice("status", "order-state", &STATES), Ask::days("orders-placed")],
//! };
//!
//! // 2. reading: one literal for each order and direction; `paging` says which, from where and how many
//! pub fn list(view: &mut View, buyer: &Buyer, filter: &Filter) -> Result<Page<OrderRow>, DbError> {
//!     let sql = match (filter.paging.sort, filter.paging.is_read_down()) {
//!         ("total", true) => LARGEST, ("total", false) => SMALLEST, (_, true) => NEWEST, (_, false) => OLDEST,
//!     };
//!     let (key, id) = filter.paging.from_number();                  // `from_text()` where the key is a text
//!     let rows = view.all::<OrderHead>(sql, args![.., key, id, filter.paging.limit + 1])?;   // one more than wanted
//!     Ok(filter.paging.page(rows, |row| Cursor::number(row.total.minor, row.id)))
//! }
//!
//! // 3. columns: in the view; a column that the person may not see is not there
//! pub fn columns<'a>(words: &'a Language, today: Day) -> Vec<Column<'a, OrderRow>> {
//!     vec![
//!         Column::new("number", words.say("order-number"), |row| Value::text(&row.head.number))
//!             .class("code strong").draw(|row| html! { a href=(order_href(&row.head.number)) { (row.head.number) } }),
//!         Column::new("total", "Total £", |row| row.head.total.into()).class("num strong").sorted("total"),
//!         Column::new("vat", "VAT £", |row| row.head.vat.into()).class("num").hidden(),  // there for whoever ticks it
//!     ]
//! }
//!
//! // 4. the page: `asked` by the extractor's pairs, `kept` beside the rows, then one call draws it all
//! let asked = ORDERS.asked(&pairs, ROWS);
//! let kept = columns::kept(view, visit.login_id(), ORDERS.name)?;
//! view::list(ListView { listing: &ORDERS, asked: &asked, words, columns: &columns, kept: &kept, page: &page, .. })
//!
//! // 5. the file, at the list's path + `/export`: the same reading, page by page, the same columns (app/lists.rs)
//! let export = Export { listing: &ORDERS, asked: &asked, pairs: &pairs, of: "C-1001", title: words.say("orders-title") };
//! app::lists::export(&app, &visit, export, move |view, sheet, kept| {
//!     let columns = columns(&by.words, wholesaler::today(view)?);
//!     sheet.all(view, (&columns, kept), &filter.paging, |view, paging| list(view, &by.buyer, &filter.on(paging)))
//! }).await
//! ```
//! CONTRIBUTING.md ("How to add a list") has the same as a check list.

pub mod asked;
pub mod column;
pub mod columns;
pub mod cursor;
pub mod paging;
pub mod view;
pub mod views;

pub use asked::{Asked, Wrong};
pub use column::{Column, Value};
pub use columns::Kept;
pub use cursor::{Cursor, Key};
pub(crate) use paging::by_number;
pub use paging::{At, Page, Paging};

/// Names and values of an address, as they stand there; axum's `Query<Pairs>` reads any address.
pub type Pairs = Vec<(String, String)>;

/// What may be asked of one list.
#[derive(Debug)]
pub struct Listing {
    /// Its name, in small letters: names files and the columns a login keeps.
    pub name: &'static str,
    /// Address of its page; `/export` behind it is the file.
    pub path: &'static str,
    /// How it can be sorted; the first is the list's own order.
    pub sorts: &'static [Sort],
    /// Search and filters, in the order of the form.
    pub asks: &'static [Ask],
}

/// One order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// Its name in addresses: `?sort=total`, turned `?sort=-total`; [`Column::sorted`] names the column.
    pub name: &'static str,
    /// Whether the largest comes first when nobody turned it.
    pub down: bool,
}

impl Sort {
    /// Smallest first, until turned.
    #[must_use]
    pub const fn up(name: &'static str) -> Sort {
        Sort { name, down: false }
    }

    /// Largest or newest first, until turned.
    #[must_use]
    pub const fn down(name: &'static str) -> Sort {
        Sort { name, down: true }
    }
}

/// Something that may be asked of a list: a field of the form above it.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// Name in the address. Of days, `from` and `to` stand there instead.
    pub name: &'static str,
    /// Key of its words.
    pub label: &'static str,
    /// What kind it is.
    pub kind: AskKind,
}

/// Kinds of fields above a list.
#[derive(Clone, Copy, Debug)]
pub enum AskKind {
    /// Words to search for, at most [`SEARCH_LONGEST`] characters.
    Search,
    /// One of these: value in the address, key of its words.
    Choice(&'static [(&'static str, &'static str)]),
    /// One of what the page offers by [`view::ListView::given`] (categories, people): the value is checked by whoever reads.
    Given,
    /// A code or number, as somebody has it before them.
    Text,
    /// From a day to a day.
    Days,
    /// Ticked or not.
    Yes,
}

/// Most characters that are searched for.
pub const SEARCH_LONGEST: usize = 200;

impl Ask {
    /// The search field, `q` in addresses.
    #[must_use]
    pub const fn search(label: &'static str) -> Ask {
        Ask { name: "q", label, kind: AskKind::Search }
    }

    /// One of several; `choices` without the one that means any.
    #[must_use]
    pub const fn choice(
        name: &'static str,
        label: &'static str,
        choices: &'static [(&'static str, &'static str)],
    ) -> Ask {
        Ask { name, label, kind: AskKind::Choice(choices) }
    }

    /// One of several that only the page knows.
    #[must_use]
    pub const fn given(name: &'static str, label: &'static str) -> Ask {
        Ask { name, label, kind: AskKind::Given }
    }

    /// A short field for a code.
    #[must_use]
    pub const fn text(name: &'static str, label: &'static str) -> Ask {
        Ask { name, label, kind: AskKind::Text }
    }

    /// From a day to a day, `from` and `to` in addresses; both count.
    #[must_use]
    pub const fn days(label: &'static str) -> Ask {
        Ask { name: "from", label, kind: AskKind::Days }
    }

    /// A tick box.
    #[must_use]
    pub const fn yes(name: &'static str, label: &'static str) -> Ask {
        Ask { name, label, kind: AskKind::Yes }
    }
}

/// A text as a pattern of `like … escape '!'` that fits wherever it stands.
#[must_use]
pub fn contains(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '!' | '%' | '_') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
