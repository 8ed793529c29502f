//! Icons: drawn in `assets/icons`, written into the page, always hidden from assistive technology.

use maud::{Markup, PreEscaped};

/// The few icons of the portal; a word always stands beside or behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A magnifying glass.
    Search,
    /// A clipboard, for pasting lines.
    Paste,
    /// An arrow onto a line, for exports.
    Download,
    /// A chevron, for things that open.
    Down,
    /// A cross, for removing.
    Close,
    /// A tick.
    Check,
    /// Three lines, for the narrow menu.
    Menu,
    /// Three shorter and shorter lines, for filters.
    Filter,
    /// A star: not marked.
    Star,
    /// A filled star: marked.
    StarFull,
    /// Minus, for the stepper.
    Minus,
    /// Plus, for the stepper.
    Plus,
    /// A small triangle upwards: sorted ascending.
    SortUp,
    /// A small triangle downwards: sorted descending.
    SortDown,
}

/// The icon as inline SVG, one `1em`-like square, in the colour of the text around it.
pub fn icon(icon: Icon) -> Markup {
    let svg = match icon {
        Icon::Search => include_str!("../../../assets/icons/search.svg"),
        Icon::Paste => include_str!("../../../assets/icons/paste.svg"),
        Icon::Download => include_str!("../../../assets/icons/download.svg"),
        Icon::Down => include_str!("../../../assets/icons/down.svg"),
        Icon::Close => include_str!("../../../assets/icons/close.svg"),
        Icon::Check => include_str!("../../../assets/icons/check.svg"),
        Icon::Menu => include_str!("../../../assets/icons/menu.svg"),
        Icon::Filter => include_str!("../../../assets/icons/filter.svg"),
        Icon::Star => include_str!("../../../assets/icons/star.svg"),
        Icon::StarFull => include_str!("../../../assets/icons/star-full.svg"),
        Icon::Minus => include_str!("../../../assets/icons/minus.svg"),
        Icon::Plus => include_str!("../../../assets/icons/plus.svg"),
        Icon::SortUp => include_str!("../../../assets/icons/sort-up.svg"),
        Icon::SortDown => include_str!("../../../assets/icons/sort-down.svg"),
    };
    PreEscaped(svg.trim_end().to_owned())
}
