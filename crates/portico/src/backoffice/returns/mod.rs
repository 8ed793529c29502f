//! Returns: goods that a customer sends back, per order line. `receive` books them; staff and the customer read them.

pub mod list;
pub mod pages;
pub mod receive;
pub mod staff;
mod staff_view;
pub mod store;
pub mod view;

#[cfg(test)]
mod tests;

/// What becomes of goods that came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They lie on the shelf again.
    Stock,
    /// They are of no use any more.
    WrittenOff,
}

impl Fate {
    /// As stored and as in forms.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Fate::Stock => "stock",
            Fate::WrittenOff => "written_off",
        }
    }

    /// The fate with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Fate> {
        [Fate::Stock, Fate::WrittenOff].into_iter().find(|fate| fate.text() == text)
    }
}
