//! The words of a sheet: asked of the caller by key, so that the program's language files hold them.

use portico_types::Day;

/// Every key that a sheet asks for, with the names of its arguments. A test of the program asks each of its languages for all.
pub const KEYS: &[(&str, &[&str])] = &[
    ("account", &[]),
    ("account-name", &[]),
    ("balance", &[]),
    ("bic", &[]),
    ("carrier", &[]),
    ("charged", &[]),
    ("closing", &[]),
    ("code", &[]),
    ("company-number", &[]),
    ("contact", &[]),
    ("corrects", &[]),
    ("corrects-of", &["number", "day"]),
    ("credit-note", &["number"]),
    ("credited", &[]),
    ("customer-number", &[]),
    ("day", &[]),
    ("deliver-to", &[]),
    ("delivered", &[]),
    ("deliveries", &[]),
    ("document", &[]),
    ("due", &[]),
    ("goods", &[]),
    ("going-to", &[]),
    ("how-to-pay", &[]),
    ("in-parts", &[]),
    ("inside", &[]),
    ("invoice", &["number"]),
    ("issued", &[]),
    ("less", &["what"]),
    ("net", &[]),
    ("net-total", &[]),
    ("no-vat-on", &["net"]),
    ("notes", &[]),
    ("opening", &[]),
    ("order", &[]),
    ("ordered", &[]),
    ("packing-slip", &["number"]),
    ("page", &["page", "pages"]),
    ("parcel", &[]),
    ("parcels", &[]),
    ("payable", &[]),
    ("payment-reference", &[]),
    ("per", &["units"]),
    ("picked", &[]),
    ("picking-sheet", &["number"]),
    ("place", &[]),
    ("placed", &[]),
    ("prepaid", &[]),
    ("price", &[]),
    ("printed", &[]),
    ("product", &[]),
    ("quantity", &[]),
    ("quotation", &["number"]),
    ("remarks", &["text"]),
    ("statement", &["from", "to"]),
    ("terms", &[]),
    ("their-reference", &[]),
    ("to", &[]),
    ("to-credit", &[]),
    ("to-follow", &[]),
    ("to-pick", &[]),
    ("total", &[]),
    ("tracking", &[]),
    ("valid-until", &[]),
    ("vat", &[]),
    ("vat-elsewhere", &["currency"]),
    ("vat-number", &[]),
    ("vat-on", &["rate", "net"]),
    ("wanted", &[]),
    ("whole", &[]),
    ("your-code", &[]),
    ("your-reference", &[]),
    ("your-vat-number", &[]),
];

/// Answers the words of a key with arguments, each a name and a value.
pub type Say<'a> = dyn Fn(&str, &[(&str, &str)]) -> String + 'a;

/// Where a sheet gets its words.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The words of a key of [`KEYS`] with these arguments.
    pub say: &'a Say<'a>,
    /// A day as people read it: `2 March 2026`.
    pub day: &'a dyn Fn(Day) -> String,
    /// A unit code as people read it behind a quantity: `m` for `MTR`, nothing for pieces.
    pub unit: &'a dyn Fn(&str) -> String,
}

impl Words<'_> {
    pub(crate) fn say(&self, key: &str) -> String {
        self.with(key, &[])
    }

    pub(crate) fn with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        debug_assert!(KEYS.iter().any(|(known, _)| *known == key), "{key} is not in KEYS");
        (self.say)(key, arguments)
    }

    pub(crate) fn day(&self, day: Day) -> String {
        (self.day)(day)
    }

    pub(crate) fn unit(&self, code: &str) -> String {
        (self.unit)(code)
    }

    /// The words of the page number, with marks that the sheet fills in.
    pub(crate) fn page(&self) -> String {
        self.with("page", &[("page", "{page}"), ("pages", "{pages}")])
    }
}
