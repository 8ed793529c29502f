//! Writing elements: nothing that is empty, nothing that XML forbids, amounts as the standards want them.

mod cii;
mod ubl;

pub use cii::cii;
pub use ubl::ubl;

use crate::invoice::{Invoice, Line, OrderReference, Party, VatPart};
use portico_types::{Money, Taxed, VatCategory};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Writing into memory cannot fail.
const IN_MEMORY: &str = "writing into memory";

/// A document being written, element by element in the order of its schema.
struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// The whole document: a root with its namespaces, and what `fill` writes into it.
    fn document(root: &str, namespaces: &[(&str, &str)], fill: impl FnOnce(&mut Xml)) -> String {
        let mut xml = Xml(Writer::new(Vec::with_capacity(8 * 1024)));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml.event(Event::Start(BytesStart::new(root).with_attributes(namespaces.iter().copied())));
        fill(&mut xml);
        xml.event(Event::End(BytesEnd::new(root)));
        String::from_utf8(xml.0.into_inner()).expect("only text was written")
    }

    fn event(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect(IN_MEMORY);
    }

    /// An element around others; left out if nothing is written into it.
    fn group(&mut self, name: &str, fill: impl FnOnce(&mut Xml)) {
        let before = self.0.get_ref().len();
        self.event(Event::Start(BytesStart::new(name)));
        let inside = self.0.get_ref().len();
        fill(self);
        if self.0.get_ref().len() == inside {
            self.0.get_mut().truncate(before);
        } else {
            self.event(Event::End(BytesEnd::new(name)));
        }
    }

    /// An element with nothing in it, where the schema wants it all the same.
    fn empty(&mut self, name: &str) {
        self.event(Event::Empty(BytesStart::new(name)));
    }

    /// An element with text; left out if there is nothing to read in it.
    fn text(&mut self, name: &str, text: &str) {
        self.with(name, &[], text);
    }

    /// An element with text, if there is one.
    fn maybe(&mut self, name: &str, text: Option<&str>) {
        self.text(name, text.unwrap_or_default());
    }

    /// An element with attributes and text; left out if there is nothing to read in it.
    fn with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        let text = clean(text);
        if text.is_empty() {
            return;
        }
        let kept = attributes.iter().copied().filter(|(_, value)| !value.is_empty());
        self.event(Event::Start(BytesStart::new(name).with_attributes(kept)));
        self.event(Event::Text(BytesText::new(&text)));
        self.event(Event::End(BytesEnd::new(name)));
    }
}

/// The text without what XML 1.0 forbids, each run of blanks as one; line ends are kept.
fn clean(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let kept: String = line.chars().filter(|c| may_stand(*c)).collect();
        kept.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn may_stand(c: char) -> bool {
    // Blanks are kept here and folded afterwards.
    c == '\t'
        || (c >= ' ' && !matches!(c, '\u{7f}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'))
}

/// The amount of so many minor units in the document's currency: `12.30`.
fn amount(invoice: &Invoice, minor: i64) -> String {
    Money::new(minor, invoice.currency).amount()
}

/// The price of a line with all its decimals.
fn price(invoice: &Invoice, line: &Line) -> String {
    line.price(invoice.currency).amount()
}

/// The rate of a category as `21` or `5.5`; none outside the scope of VAT, which has no rate.
fn percent(vat: Taxed) -> Option<String> {
    (vat.category != VatCategory::OutOfScope).then(|| vat.rate.text())
}

/// A party's VAT number. A document outside the scope of VAT may name none (BR-O-02).
fn vat_number<'a>(invoice: &Invoice, party: &'a Party) -> Option<&'a str> {
    let is_outside = |part: &VatPart| part.vat.category == VatCategory::OutOfScope;
    if invoice.vat.iter().any(is_outside) { None } else { party.vat_number.as_deref() }
}

/// The one order that the document charges; none if there are several, as both forms have room for one.
fn only_order(invoice: &Invoice) -> Option<&OrderReference> {
    match invoice.orders.as_slice() {
        [order] => Some(order),
        _ => None,
    }
}

/// The buyer's number of an order, else ours.
fn buyers_number(order: &OrderReference) -> &str {
    let given = order.reference.as_deref().filter(|reference| !reference.trim().is_empty());
    given.unwrap_or(&order.number)
}

/// What the buyer asked to be named; where several orders are charged and it asked for nothing, these.
fn buyer_reference(invoice: &Invoice) -> Option<String> {
    let given = invoice.buyer_reference.clone().filter(|text| !text.trim().is_empty());
    let orders = || invoice.orders.iter().map(buyers_number).collect::<Vec<_>>().join(", ");
    given.or_else(|| (invoice.orders.len() > 1).then(orders))
}

/// All notes as one, a paragraph each: Peppol takes a single one.
fn note(invoice: &Invoice) -> String {
    invoice.notes.join("\n")
}

/// The sum to write, none where it is nought and may be left out.
fn amount_unless_nought(invoice: &Invoice, minor: i64) -> Option<String> {
    (minor != 0).then(|| amount(invoice, minor))
}

#[cfg(test)]
mod tests;
