//! How the list of products is drawn: as a table or as a grid of pictures. The address says it, else the login's own
//! choice, else the wholesaler's.

use super::asked::Asked;
use crate::access::visit::Visit;
use crate::platform::db::{DbError, View};
use crate::platform::list::views;
use crate::platform::settings::{self, Setting, SettingValue};

/// The list whose view a login keeps.
pub const LIST: &str = "products";

/// How the list is drawn for whoever chose nothing: `table` or `grid`.
pub const VIEW: Setting<Drawn> = Setting { key: "catalogue.view", default: || Drawn::Table };

/// Ways to draw the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// A row each, the quantity at its end.
    Table,
    /// A picture each.
    Grid,
}

impl Drawn {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Drawn {
        match self {
            Drawn::Table => Drawn::Grid,
            Drawn::Grid => Drawn::Table,
        }
    }

    /// As stored and in addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Drawn::Table => "table",
            Drawn::Grid => "grid",
        }
    }
}

impl SettingValue for Drawn {
    fn read(text: &str) -> Option<Drawn> {
        [Drawn::Table, Drawn::Grid].into_iter().find(|drawn| drawn.code() == text)
    }

    fn write(&self) -> String {
        self.code().to_owned()
    }
}

/// How this person's list is drawn.
///
/// # Errors
/// What the database says.
pub fn drawn(view: &mut View, visit: &Visit, asked: &Asked) -> Result<Drawn, DbError> {
    if let Some(asked) = Drawn::read(&asked.view) {
        return Ok(asked);
    }
    let kept = views::kept(view, visit.login_id(), LIST)?;
    match kept.as_deref().and_then(Drawn::read) {
        Some(own) => Ok(own),
        None => settings::get(view, &VIEW),
    }
}
