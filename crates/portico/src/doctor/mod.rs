//! `portico doctor`: whether everything that must always hold does hold, over the whole database.
//! Each breach is named; nothing is mended.

pub mod cli;
mod documents;
mod hand_over;
mod order;
mod orders;
mod platform;
mod quotes;
mod shelf;
mod shipments;
mod stock;
#[cfg(test)]
mod tests;
mod totals;

use crate::platform::db::{DbError, View};
use serde_json::{Value, json};
pub use totals::Totals;

/// Breaches kept in full; beyond that they are only counted.
const TOLD: usize = 1_000;

/// Something that must hold and does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which rule: `line_stages`, `order_totals` …
    pub check: &'static str,
    /// Where: `order P-1 line 2`.
    pub object: String,
    /// What is wrong.
    pub detail: String,
}

/// All that was found.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The first breaches.
    pub breaches: Vec<Breach>,
    /// How many there are in all.
    pub count: usize,
    /// What holds but is worth a look.
    pub warnings: Vec<String>,
    /// What was counted on the way.
    pub totals: Totals,
}

impl Findings {
    /// Notes a breach.
    fn breach(&mut self, check: &'static str, object: String, detail: String) {
        self.count += 1;
        if self.breaches.len() < TOLD {
            self.breaches.push(Breach { check, object, detail });
        }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.count == 0
    }

    /// The object of api.md §5.
    #[must_use]
    pub fn json(&self) -> Value {
        let breach = |b: &Breach| json!({"check": b.check, "object": b.object, "detail": b.detail});
        let breaches: Vec<Value> = self.breaches.iter().map(breach).collect();
        json!({
            "ok": self.is_ok(), "breaches": breaches, "breach_count": self.count,
            "warnings": self.warnings, "totals": self.totals.json(),
        })
    }

    /// A readable summary.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.totals.text();
        for warning in &self.warnings {
            text.push_str(&format!("  worth a look: {warning}\n"));
        }
        for breach in self.breaches.iter().take(50) {
            text.push_str(&format!("  {}: {}: {}\n", breach.check, breach.object, breach.detail));
        }
        if self.count > 50 {
            text.push_str(&format!("  … and {} more\n", self.count - 50));
        }
        text.push_str(&match self.count {
            0 => "Everything holds.\n".to_owned(),
            count => format!("{count} breaches.\n"),
        });
        text
    }
}

/// Looks at everything.
///
/// # Errors
/// What the database says.
pub fn examine(view: &mut View) -> Result<Findings, DbError> {
    let mut findings = Findings::default();
    orders::examine(view, &mut findings)?;
    stock::examine(view, &mut findings)?;
    shelf::examine(view, &mut findings)?;
    shipments::examine(view, &mut findings)?;
    quotes::examine(view, &mut findings)?;
    hand_over::examine(view, &mut findings)?;
    documents::examine(view, &mut findings)?;
    platform::examine(view, &mut findings)?;
    Ok(findings)
}
