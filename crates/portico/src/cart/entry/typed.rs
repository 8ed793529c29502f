//! What the form of the order entry sends. Pure; nothing is judged here.

use crate::cart::paste::keep::Change;
use crate::cart::paste::typed::changes;
use crate::cart::typed::Typed;
use std::collections::BTreeMap;

/// Everything the form may have said; what was not in it is absent.
#[derive(Clone, Debug, Default)]
pub struct EntryTyped {
    /// What every form of a current order says: quantities, where to, the books.
    pub order: Typed,
    /// Prices set by hand: code, price and reason, as typed.
    pub prices: BTreeMap<String, (String, String)>,
    /// A note that never leaves the staff.
    pub note: Option<String>,
    /// Whether part deliveries are welcome, where it was said.
    pub part_deliveries: Option<bool>,
    /// Whether the form held the ticks below.
    pub has_exceptions: bool,
    /// An order value outside its limits is let through.
    pub waives_value: bool,
    /// More than the credit limit is let through.
    pub passes_credit: bool,
    /// Why.
    pub waive_reason: String,
    /// Lines to be pasted.
    pub pasted: String,
    /// Changes of pasted lines that need somebody, by their number.
    pub changes: BTreeMap<i64, Change>,
    /// Code of a line whose new price is accepted.
    pub accept: Option<String>,
    /// `add`, `place`, `empty`; anything else saves.
    pub deed: String,
}

/// How names of the fields of pasted lines begin, so that they differ from those of lines.
pub const PASTED: &str = "pasted-";

impl EntryTyped {
    /// Reads the fields of a form.
    #[must_use]
    pub fn read(fields: &[(String, String)]) -> EntryTyped {
        let (of_pasted, rest): (Vec<_>, Vec<_>) =
            fields.iter().cloned().partition(|(name, _)| name.starts_with(PASTED));
        let unprefixed: Vec<(String, String)> = of_pasted
            .into_iter()
            .map(|(name, value)| (name[PASTED.len()..].to_owned(), value))
            .collect();
        let mut typed = EntryTyped {
            order: Typed::read(&rest),
            changes: changes(&unprefixed).0,
            ..EntryTyped::default()
        };
        for (name, value) in &rest {
            typed.field(name, value);
        }
        typed
    }

    fn field(&mut self, name: &str, value: &str) {
        let text = value.to_owned();
        if let Some(sku) = name.strip_prefix("price.") {
            self.prices.entry(sku.to_uppercase()).or_default().0 = text;
            return;
        }
        if let Some(sku) = name.strip_prefix("reason.") {
            self.prices.entry(sku.to_uppercase()).or_default().1 = text;
            return;
        }
        match name {
            "quantity" => self.order.add_quantity = text,
            "note" => self.note = Some(text),
            "part_deliveries" => {
                self.part_deliveries = match value {
                    "yes" => Some(true),
                    "no" => Some(false),
                    _ => None,
                };
            }
            "exceptions" => self.has_exceptions = true,
            "waives_value" => self.waives_value = value == "yes",
            "passes_credit" => self.passes_credit = value == "yes",
            "waive_reason" => self.waive_reason = text,
            "paste" => self.pasted = text,
            "accept" => self.accept = Some(text),
            "take" => text.clone_into(&mut self.order.code),
            "deed" => self.deed = text,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_lines_and_of_pasted_lines_do_not_meet() {
        let fields = [
            ("code", "MUG"),
            ("quantity", "3"),
            ("quantity.FS:3", "12"),
            ("price.fs:3", "2.50"),
            ("reason.FS:3", "As agreed"),
            ("pasted-code.7", "OTHER"),
            ("pasted-make", "7:60"),
            ("make", "FS:3:24"),
            ("exceptions", "1"),
            ("passes_credit", "yes"),
        ];
        let fields: Vec<_> = fields.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec();
        let typed = EntryTyped::read(&fields);
        assert_eq!((typed.order.code.as_str(), typed.order.add_quantity.as_str()), ("MUG", "3"));
        assert_eq!(typed.order.quantities, [("FS:3".to_owned(), "24".to_owned())]);
        assert_eq!(typed.prices["FS:3"], ("2.50".to_owned(), "As agreed".to_owned()));
        assert_eq!(typed.changes[&7].code.as_deref(), Some("OTHER"));
        assert_eq!(typed.changes[&7].quantity.as_deref(), Some("60"));
        assert!(typed.has_exceptions && typed.passes_credit && !typed.waives_value);
    }
}
