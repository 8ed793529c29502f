//! What the form of the current order sends, read from names and values. Pure; nothing is judged here.

use super::store::TypedAddress;

/// Everything a form may have said; what was not in it is absent.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Quantities by code, as typed; the last word on a code counts.
    pub quantities: Vec<(String, String)>,
    /// Remarks of lines by code, as typed.
    pub line_remarks: Vec<(String, String)>,
    /// Number of the chosen delivery address, or `other`.
    pub address: Option<String>,
    /// The address typed for this order.
    pub other: TypedAddress,
    /// The customer's own reference.
    pub reference: Option<String>,
    /// Day wished for.
    pub requested_day: Option<String>,
    /// For people at the wholesaler.
    pub remarks: Option<String>,
    /// A code to add, and how many.
    pub code: String,
    /// How many of it; blank: the least.
    pub add_quantity: String,
    /// Path of the page the form stands on.
    pub from: String,
    /// The idempotency key of Place order.
    pub place_key: String,
    /// The total the person saw, as an amount.
    pub expected_total: String,
}

/// The address `other` of the radio list.
pub const OTHER: &str = "other";

impl Typed {
    /// Reads the fields of a form.
    #[must_use]
    pub fn read(fields: &[(String, String)]) -> Typed {
        let mut typed = Typed::default();
        let mut single = (None, None);
        for (name, value) in fields {
            match name.as_str() {
                "sku" => single.0 = Some(value.clone()),
                "quantity" => single.1 = Some(value.clone()),
                _ => typed.field(name, value),
            }
        }
        if let (Some(sku), Some(quantity)) = single {
            typed.set(&sku, &quantity);
        }
        // Buttons speak last, wherever they stand.
        for (name, value) in fields {
            match name.as_str() {
                "remove" => typed.set(value, "0"),
                "make" => {
                    if let Some((sku, quantity)) = value.rsplit_once(':') {
                        typed.set(sku, quantity);
                    }
                }
                _ => {}
            }
        }
        typed
    }

    fn field(&mut self, name: &str, value: &str) {
        if let Some(sku) = name.strip_prefix("quantity.") {
            return self.set(sku, value);
        }
        if let Some(sku) = name.strip_prefix("remarks.") {
            return self.line_remarks.push((sku.to_owned(), value.to_owned()));
        }
        if let Some(part) = name.strip_prefix("other.") {
            return self.other_part(part, value);
        }
        let text = value.to_owned();
        match name {
            "address" => self.address = Some(text),
            "reference" => self.reference = Some(text),
            "requested_day" => self.requested_day = Some(text),
            "remarks" => self.remarks = Some(text),
            "code" => self.code = text,
            "add_quantity" => self.add_quantity = text,
            "from" => self.from = text,
            "place_key" => self.place_key = text,
            "expected_total" => self.expected_total = text,
            _ => {}
        }
    }

    fn other_part(&mut self, part: &str, value: &str) {
        let other = &mut self.other;
        let field = match part {
            "name" => &mut other.name,
            "contact" => &mut other.contact,
            "line1" => &mut other.line1,
            "line2" => &mut other.line2,
            "postcode" => &mut other.postcode,
            "city" => &mut other.city,
            "region" => &mut other.region,
            "country" => &mut other.country,
            "phone" => &mut other.phone,
            _ => return,
        };
        value.clone_into(field);
    }

    fn set(&mut self, sku: &str, quantity: &str) {
        let key = sku.to_uppercase();
        self.quantities.retain(|(other, _)| other.to_uppercase() != key);
        self.quantities.push((sku.to_owned(), quantity.to_owned()));
    }

    /// Whether the typed address is meant.
    #[must_use]
    pub fn wants_other(&self) -> bool {
        self.address.as_deref() == Some(OTHER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        let fields: Vec<_> =
            fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Typed::read(&fields)
    }

    #[test]
    fn buttons_speak_last_and_fields_of_a_line_carry_its_code() {
        let read = typed(&[
            ("make", "FS:3:60"),
            ("quantity.FS:3", "65"),
            ("quantity.FS-1", "12"),
            ("remarks.FS-1", "blue"),
            ("remove", "fs-2"),
            ("quantity.FS-2", "4"),
        ]);
        let expected = [("FS-1", "12"), ("FS:3", "60"), ("fs-2", "0")];
        let quantities: Vec<_> =
            read.quantities.iter().map(|(s, q)| (s.as_str(), q.as_str())).collect();
        let mut sorted = quantities.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, expected);
        assert_eq!(read.line_remarks, [("FS-1".to_owned(), "blue".to_owned())]);
    }

    #[test]
    fn one_product_and_the_head_are_read() {
        let read = typed(&[
            ("sku", "A"),
            ("quantity", "3"),
            ("address", "other"),
            ("other.city", "Leeds"),
            ("reference", ""),
        ]);
        assert_eq!(read.quantities, [("A".to_owned(), "3".to_owned())]);
        assert!(read.wants_other() && read.other.city == "Leeds");
        assert_eq!((read.reference.as_deref(), read.remarks), (Some(""), None));
    }
}
