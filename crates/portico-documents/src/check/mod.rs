//! Our own check of a document before it is issued: EN 16931, the Peppol rules on top of it, and national ones, to the exact cent.
//!
//! The public validator (`cargo xtask ci --only einvoice`) checks the written files in CI; it cannot run where documents are issued, does
//! not know the Peppol rules, and lets VAT be off by almost one unit. This one can, does, and does not.

mod codes;
mod core;
mod ids;
mod national;
mod numbers;
mod peppol;
mod sums;
mod vat;

pub use ids::{IdFault, endpoint, legal_id};

use crate::invoice::Invoice;

/// Which body's rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// EN 16931: a document that breaks one is no invoice; it is not issued.
    Core,
    /// Peppol BIS Billing 3: it is a good invoice, and no access point takes it.
    Peppol,
    /// A rule of the seller's country, as Peppol checks it.
    National,
}

/// A rule that a document breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The rule's id as validators name it: `BR-CO-15`, `PEPPOL-EN16931-R003`, `NL-R-001`.
    pub rule: &'static str,
    /// Whose rule it is.
    pub layer: Layer,
    /// The field: `buyer.vat_number`, `lines[3].net_minor`.
    pub at: String,
    /// What is wanted, as a short English sentence for staff.
    pub text: &'static str,
}

/// Every rule that this document breaks, the core first; empty if it is good.
#[must_use]
pub fn check(invoice: &Invoice) -> Vec<Breach> {
    let mut found = Found::default();
    core::check(invoice, &mut found);
    vat::check(invoice, &mut found);
    sums::check(invoice, &mut found);
    peppol::check(invoice, &mut found);
    national::check(invoice, &mut found);
    found.0.sort_by_key(|breach| breach.layer);
    found.0
}

/// The breaches found so far.
#[derive(Default)]
struct Found(Vec<Breach>);

impl Found {
    /// Notes a breach unless `is_kept`.
    fn core(&mut self, is_kept: bool, rule: &'static str, at: &str, text: &'static str) {
        self.note(is_kept, Layer::Core, (rule, at, text));
    }

    fn peppol(&mut self, is_kept: bool, rule: &'static str, at: &str, text: &'static str) {
        self.note(is_kept, Layer::Peppol, (rule, at, text));
    }

    fn national(&mut self, is_kept: bool, rule: &'static str, at: &str, text: &'static str) {
        self.note(is_kept, Layer::National, (rule, at, text));
    }

    fn note(&mut self, is_kept: bool, layer: Layer, said: (&'static str, &str, &'static str)) {
        if !is_kept {
            let (rule, at, text) = said;
            self.0.push(Breach { rule, layer, at: at.to_owned(), text });
        }
    }
}

/// Whether there is something to read.
fn is_said(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests;
