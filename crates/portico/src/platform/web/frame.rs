//! What every page needs around its content; filled once a request by the program, drawn by [`super::layout`].

use std::sync::Arc;

use maud::Markup;

use super::assets::Assets;
use super::brand::BrandTokens;
use super::flash::Flash;

/// Everything around the content of a page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Title of the page, without the wholesaler's name.
    pub title: String,
    /// Language of the words, as HTML wants it ("en-GB").
    pub lang: String,
    /// Light or dark, if the login chose.
    pub theme: Theme,
    /// Stylesheet and script of this brand.
    pub assets: Arc<Assets>,
    /// The wholesaler.
    pub brand: BrandView,
    /// Groups of the menu, top to bottom.
    pub menu: Vec<MenuGroup>,
    /// The search field of the top bar.
    pub search: Option<SearchBox>,
    /// "Paste lines": address and word.
    pub paste: Option<(String, String)>,
    /// Who acts, and for whom.
    pub acting: Acting,
    /// The current order, for logins that have one and pages that do not show it anyway.
    pub cart: Option<CartPanel>,
    /// The bar at the bottom of narrow screens.
    pub bottom: BottomBar,
    /// What the wholesaler has to say on every page.
    pub notices: Vec<Markup>,
    /// What was just done.
    pub flash: Option<Flash>,
    /// When the session ends; none on sheets.
    pub session: Option<SessionEnd>,
    /// Whether the wholesaler's address stands at the foot: on pages of customers.
    pub foot: bool,
    /// Whether single keys do something.
    pub shortcuts: bool,
    /// The token of the session's forms.
    pub csrf: String,
    /// The fixed words of the frame in the page's language.
    pub words: Arc<FrameWords>,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device is set.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// When the session ends, for the dialog that says so beforehand and for pages without scripts.
#[derive(Clone, Debug, Default)]
pub struct SessionEnd {
    /// Seconds from now.
    pub in_s: i64,
    /// Seconds before it that are warned.
    pub early_s: i64,
    /// "You stay signed in until 16:40 …"
    pub sentence: String,
}

/// The wholesaler as the frame shows it.
#[derive(Clone, Debug, Default)]
pub struct BrandView {
    /// Name.
    pub name: String,
    /// Address of the logo; the first letter of the name stands in for a missing one.
    pub logo_url: Option<String>,
    /// "Help: 01632 960 143", at the foot of the menu.
    pub help: Option<String>,
    /// Telephone number; may be blank.
    pub phone: String,
    /// E-mail address; may be blank.
    pub email: String,
    /// Postal address for the print sheet and the foot of pages, a line each.
    pub print_lines: Vec<String>,
    /// Colour, corner, density and font.
    pub tokens: BrandTokens,
}

/// A group of menu entries.
#[derive(Clone, Debug, Default)]
pub struct MenuGroup {
    /// What it is called, where that is said.
    pub name: Option<String>,
    /// Its entries.
    pub entries: Vec<MenuEntry>,
}

/// A word of the menu.
#[derive(Clone, Debug, Default)]
pub struct MenuEntry {
    /// The word.
    pub label: String,
    /// Where it leads, or what it posts to.
    pub href: String,
    /// A count or words on the right ("6", "2 overdue").
    pub count: Option<String>,
    /// Whether the count is red.
    pub alarming: bool,
    /// Whether the page shown belongs to this entry.
    pub current: bool,
    /// Whether it is a button that posts (Sign out).
    pub posts: bool,
}

/// The search field.
#[derive(Clone, Debug, Default)]
pub struct SearchBox {
    /// Page of results, asked by GET with `q`.
    pub action: String,
    /// Address of suggestions, asked by GET with `q`; see [`super::search`].
    pub suggest: Option<String>,
    /// What is searched now.
    pub query: String,
    /// Name of the field and words in it while it is empty.
    pub label: String,
}

/// Who acts, and for whom.
#[derive(Clone, Debug, Default)]
pub struct Acting {
    /// The customer, supplier, or "Staff".
    pub company: String,
    /// The person's name.
    pub login: String,
    /// First letters, in the disc.
    pub initials: String,
    /// Other companies this login may act for: name and number.
    pub others: Vec<(String, String)>,
    /// Where the switch posts `number` to.
    pub switch_action: String,
    /// Staff looking at the portal as this customer.
    pub viewed_as: Option<ViewedAs>,
}

/// Staff looking at the portal as a customer.
#[derive(Clone, Debug, Default)]
pub struct ViewedAs {
    /// The sentence that says so.
    pub sentence: String,
    /// Buttons beside it: the word, where it posts to, and the mode it sends, if any.
    pub buttons: Vec<(String, &'static str, &'static str)>,
}

/// The panel of the current order.
#[derive(Clone, Debug, Default)]
pub struct CartPanel {
    /// The last three lines: name and quantity.
    pub lines: Vec<(String, String)>,
    /// "8 lines".
    pub line_count: String,
    /// Total of goods with its currency.
    pub total: String,
    /// "Carriage is paid from £350."
    pub hint: String,
}

/// The bar at the bottom of narrow screens.
#[derive(Clone, Debug, Default)]
pub enum BottomBar {
    /// The current order, if there is one.
    #[default]
    Cart,
    /// None.
    None,
    /// The page's own: what it comes to and its main button.
    Own(Markup),
}

/// The fixed words of the frame. Made once for a language.
#[derive(Clone, Debug, Default)]
pub struct FrameWords {
    /// "Skip to the content".
    pub skip: String,
    /// Name of the menu's landmark.
    pub menu: String,
    /// Name of the narrow menu's button.
    pub menu_open: String,
    /// Name of the narrow search button.
    pub search_open: String,
    /// "Current order".
    pub cart_title: String,
    /// "Goods".
    pub cart_goods: String,
    /// "View current order".
    pub cart_view: String,
    /// "Act for", above the other customers.
    pub acting_switch: String,
    /// The dialog before a session ends.
    pub session: SessionWords,
}

/// The words of the dialog before a session ends; `{time}` stands for the time.
#[derive(Clone, Debug, Default)]
pub struct SessionWords {
    /// Its title.
    pub title: String,
    /// It ends unless the person stays.
    pub soon: String,
    /// It ends in any case.
    pub last: String,
    /// It has ended.
    pub over: String,
    /// "Stay signed in".
    pub stay: String,
    /// "Close".
    pub close: String,
}
