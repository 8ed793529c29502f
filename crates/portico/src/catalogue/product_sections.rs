//! A product as staff type it: its sections, what stands in their fields, and what typed fields mean.

use super::kept_product::{KeptProduct, Parts};
use super::tags;
use crate::platform::problem::{FieldProblem, Text};
use portico_types::{Day, Quantity, UnitPrice};
use sha2::{Digest, Sha256};

/// A part of a product's page that is saved by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Name, description, brand, category, what joins variants.
    Texts,
    /// EAN, the maker's code, the day it was listed.
    Codes,
    /// Unit, pack, minimum, multiple.
    Selling,
    /// Base price and VAT class.
    Price,
    /// Whether it is sold, and how its stock is kept.
    State,
    /// Words that rules go by.
    Tags,
    /// Names and values.
    Attributes,
    /// The assortments it is named for.
    Assortments,
    /// What a kit consists of.
    Components,
}

/// All sections with their codes, in the order of the page.
pub const SECTIONS: [(Section, &str); 9] = [
    (Section::Texts, "texts"),
    (Section::State, "state"),
    (Section::Price, "price"),
    (Section::Selling, "selling"),
    (Section::Codes, "codes"),
    (Section::Tags, "tags"),
    (Section::Attributes, "attributes"),
    (Section::Assortments, "assortments"),
    (Section::Components, "components"),
];

impl Section {
    /// As it stands in an address.
    #[must_use]
    pub fn code(self) -> &'static str {
        SECTIONS.iter().find(|(section, _)| *section == self).map_or("", |(_, code)| code)
    }

    /// The section with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Section> {
        SECTIONS.iter().find(|(_, c)| *c == code).map(|(section, _)| *section)
    }

    /// Whether the portal holds it even where an ERP owns the product.
    #[must_use]
    pub fn is_ours(self) -> bool {
        matches!(self, Section::Assortments | Section::Tags)
    }

    /// Its fields as they would be typed.
    #[must_use]
    pub fn fields(self, product: &KeptProduct, parts: &Parts) -> Vec<(&'static str, String)> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let steps = |units| Quantity::steps(units, product.quantity_decimals).text();
        match self {
            Section::Texts => vec![
                ("name", product.name.clone()),
                ("description", product.description.clone()),
                ("brand", text(&product.brand)),
                ("category", text(&product.category)),
                ("group", text(&product.group)),
            ],
            Section::Codes => vec![
                ("ean", text(&product.ean)),
                ("maker_code", text(&product.maker_code)),
                ("listed_day", product.listed_day.clone()),
            ],
            Section::Selling => vec![
                ("unit", product.unit.clone()),
                ("pack_size", steps(product.pack_size)),
                ("pack_name", text(&product.pack_name)),
                ("minimum", steps(product.minimum)),
                ("multiple", steps(product.multiple)),
            ],
            Section::Price => vec![
                ("price", product.base.amount()),
                ("per", product.base.per.to_string()),
                ("vat_class", product.vat_class.clone()),
            ],
            Section::State => vec![
                ("state", product.state.clone()),
                ("stock_kind", product.stock_kind.clone()),
                ("when_out", product.when_out.clone()),
                ("stock_label", product.stock_label.clone()),
            ],
            Section::Tags => vec![("tags", parts.tags.join("; "))],
            Section::Attributes => vec![("attributes", attributes(parts))],
            Section::Assortments => vec![("assortments", parts.assortments.join("\n"))],
            Section::Components => vec![("components", components(parts))],
        }
    }

    /// What stands in its fields, in short: a form says by it what it has seen.
    #[must_use]
    pub fn seen(self, product: &KeptProduct, parts: &Parts) -> String {
        use std::fmt::Write as _;
        let mut hash = Sha256::new();
        for (name, value) in self.fields(product, parts) {
            hash.update(name);
            hash.update([0]);
            hash.update(value);
            hash.update([0]);
        }
        let mut text = String::new();
        for byte in &hash.finalize()[..8] {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

fn attributes(parts: &Parts) -> String {
    let lines: Vec<String> =
        parts.attributes.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    lines.join("\n")
}

fn components(parts: &Parts) -> String {
    let line = |(sku, quantity, decimals): &(String, i64, i64)| {
        let decimals = u8::try_from(*decimals).unwrap_or(0);
        format!("{} {sku}", Quantity::steps(*quantity, decimals).text())
    };
    parts.components.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The words of each choice, as stored.
pub const STATES: [&str; 4] = ["sellable", "visible", "hidden", "closed"];
/// How stock is kept.
pub const STOCK_KINDS: [&str; 3] = ["tracked", "untracked", "supplier"];
/// What happens when nothing is free.
pub const STOCK_LABELS: [&str; 5] = ["rule", "limited", "pre_order", "discontinued", "sold_out"];
/// What happens when nothing is free.
pub const WHEN_OUT: [&str; 3] = ["backorder", "show", "hide"];

/// Reads typed fields; keeps every fault.
pub(super) struct Reader<'t> {
    typed: &'t [(String, String)],
    /// What is wrong so far.
    pub(super) faults: Vec<FieldProblem>,
}

impl<'t> Reader<'t> {
    /// Of these fields.
    pub(super) fn new(typed: &'t [(String, String)]) -> Reader<'t> {
        Reader { typed, faults: Vec::new() }
    }

    /// What was typed into a field; `None` where the form does not have it.
    fn raw(&self, name: &str) -> Option<&'t str> {
        self.typed.iter().find(|(n, _)| n == name).map(|(_, value)| value.trim())
    }

    fn fault(&mut self, name: &str, text: Text) {
        self.faults.push(FieldProblem::new(name, "invalid", text));
    }

    fn line(&mut self, name: &str, most: usize) -> Option<String> {
        let text = self.raw(name)?;
        if text.chars().count() > most {
            self.fault(name, Text::plain("field-too-long").with("most", most));
            return None;
        }
        if text.chars().any(char::is_control) {
            self.fault(name, Text::plain("product-one-line"));
            return None;
        }
        Some(text.to_owned())
    }

    fn optional(&mut self, name: &str, most: usize, field: &mut Option<String>) {
        if let Some(text) = self.line(name, most) {
            *field = Some(text).filter(|text| !text.is_empty());
        }
    }

    fn needed(&mut self, name: &str, most: usize, field: &mut String) {
        match self.line(name, most) {
            Some(text) if text.is_empty() => self.fault(name, Text::plain("product-needed")),
            Some(text) => *field = text,
            None => {}
        }
    }

    fn choice(&mut self, name: &str, all: &[&str], field: &mut String) {
        match self.raw(name) {
            Some(text) if all.contains(&text) => *field = text.to_owned(),
            Some(_) => self.fault(name, Text::plain("product-no-choice")),
            None => {}
        }
    }

    fn quantity(&mut self, name: &str, decimals: u8, field: &mut i64) {
        let Some(text) = self.raw(name) else { return };
        match Quantity::parse(text, decimals) {
            Ok(quantity) => *field = quantity.units,
            Err(fault) => {
                self.fault(name, Text::plain(super::correct_stock::words_of(fault)));
            }
        }
    }

    fn price(&mut self, product: &mut KeptProduct) {
        let currency = product.base.currency;
        if let Some(text) = self.raw("per") {
            match text.parse::<i64>() {
                Ok(per @ 1..=1_000_000) => product.base.per = per,
                _ => self.fault("per", Text::plain("product-bad-per")),
            }
        }
        if let Some(text) = self.raw("price") {
            match UnitPrice::parse(text, product.base.per, currency) {
                Ok(price) if (0..=MOST).contains(&price.ten_thousandths) => product.base = price,
                _ => self.fault("price", Text::plain("product-bad-price")),
            }
        }
    }

    /// Reads the fields of a section into the product.
    pub(super) fn read(&mut self, section: Section, product: &mut KeptProduct) {
        match section {
            Section::Texts => {
                self.needed("name", 200, &mut product.name);
                if let Some(text) = self.raw("description") {
                    let text = text.replace("\r\n", "\n");
                    match text.chars().count() {
                        0..=10_000 => product.description = text,
                        _ => self.fault(
                            "description",
                            Text::plain("field-too-long").with("most", 10_000),
                        ),
                    }
                }
                self.optional("brand", 100, &mut product.brand);
                self.optional("category", 100, &mut product.category);
                self.optional("group", 100, &mut product.group);
            }
            Section::Codes => {
                self.optional("ean", 40, &mut product.ean);
                self.optional("maker_code", 100, &mut product.maker_code);
                match self.raw("listed_day").map(Day::parse) {
                    Some(Some(day)) => product.listed_day = day.text(),
                    Some(None) => self.fault("listed_day", Text::plain("check-no-day")),
                    None => {}
                }
            }
            Section::Selling => {
                let decimals = product.quantity_decimals;
                self.needed("unit", 40, &mut product.unit);
                self.quantity("pack_size", decimals, &mut product.pack_size);
                self.optional("pack_name", 40, &mut product.pack_name);
                self.quantity("minimum", decimals, &mut product.minimum);
                self.quantity("multiple", decimals, &mut product.multiple);
            }
            Section::Price => {
                self.price(product);
                self.needed("vat_class", 40, &mut product.vat_class);
            }
            Section::State => {
                self.choice("state", &STATES, &mut product.state);
                self.choice("stock_kind", &STOCK_KINDS, &mut product.stock_kind);
                self.choice("when_out", &WHEN_OUT, &mut product.when_out);
                self.choice("stock_label", &STOCK_LABELS, &mut product.stock_label);
            }
            Section::Tags | Section::Attributes | Section::Assortments | Section::Components => {}
        }
    }

    /// Names and values, a pair a line: `Colour: sand`.
    pub(super) fn attributes(&mut self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for line in self.lines("attributes", 100) {
            match line.split_once(':') {
                Some((name, value))
                    if !name.trim().is_empty()
                        && !value.trim().is_empty()
                        && line.chars().count() <= 500 =>
                {
                    found.push((name.trim().to_owned(), value.trim().to_owned()));
                }
                _ => {
                    self.fault(
                        "attributes",
                        Text::plain("product-bad-attribute").with("line", line),
                    );
                }
            }
        }
        found
    }

    /// Names of tags.
    pub(super) fn tags(&mut self) -> Vec<String> {
        let names = tags::read(self.raw("tags").unwrap_or_default());
        if let Some(long) = tags::unfit(&names) {
            let text = Text::plain("tag-unfit").with("tag", long).with("most", tags::LONGEST);
            self.fault("tags", text);
        }
        if names.len() > tags::MOST {
            self.fault("tags", Text::plain("tags-too-many").with("most", tags::MOST));
        }
        names
    }

    /// Codes of assortments, one a line or with commas.
    pub(super) fn assortments(&mut self) -> Vec<String> {
        let lines = self.lines("assortments", 1_000);
        let codes = lines.iter().flat_map(|line| line.split([',', ';']));
        codes.map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()).collect()
    }

    /// Quantity and code of each component, one a line: `2 MUG-SAND`.
    pub(super) fn components(&mut self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for line in self.lines("components", 200) {
            match line.split_once(char::is_whitespace) {
                Some((quantity, sku)) => found.push((quantity.to_owned(), sku.trim().to_owned())),
                None => self.no_component(line),
            }
        }
        found
    }

    /// A line that names no component.
    pub(super) fn no_component(&mut self, line: &str) {
        self.fault("components", Text::plain("product-bad-component").with("line", line));
    }

    /// Something is wrong with this field.
    pub(super) fn wrong(&mut self, name: &str, key: &'static str, what: &str) {
        self.fault(name, Text::plain(key).with("what", what));
    }

    fn lines(&mut self, name: &str, most: usize) -> Vec<&'t str> {
        let text = self.raw(name).unwrap_or_default();
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        if lines.len() > most {
            self.fault(name, Text::plain("product-too-many-lines").with("most", most));
        }
        lines
    }
}

/// The highest price taken, in ten-thousandths: ten million of the main unit.
const MOST: i64 = 100_000_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_found_by_their_codes() {
        for (section, code) in SECTIONS {
            assert_eq!((section.code(), Section::from_code(code)), (code, Some(section)));
        }
        assert_eq!(Section::from_code("sku"), None);
    }

    #[test]
    fn lines_are_read_or_told() {
        let typed = |name: &str, text: &str| vec![(name.to_owned(), text.to_owned())];
        let fields = typed("attributes", "Colour: sand\r\n\r\nSize: 350 ml: about\nno colon");
        let mut reader = Reader::new(&fields);
        let found = reader.attributes();
        assert_eq!(found[1], ("Size".to_owned(), "350 ml: about".to_owned()));
        assert_eq!((found.len(), reader.faults.len()), (2, 1));
        let fields = typed("components", "2 MUG-SAND\n1.5  RIBBON M\nLOST");
        let mut reader = Reader::new(&fields);
        let found = reader.components();
        assert_eq!(found[1], ("1.5".to_owned(), "RIBBON M".to_owned()));
        assert_eq!((found.len(), reader.faults.len()), (2, 1));
    }
}
