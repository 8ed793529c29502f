//! What is written says what the document says. Whether it is valid is for the public validator (`cargo xtask ci --only einvoice`).

use super::*;
use crate::samples;

/// The texts of all elements of this name, in order.
fn all_of(xml: &str, name: &str) -> Vec<String> {
    let opening = format!("<{name}");
    xml.split(&opening)
        .skip(1)
        .filter(|rest| rest.starts_with(['>', ' ']))
        .filter_map(|rest| rest.split_once('>'))
        .filter_map(|(_, rest)| rest.split_once('<'))
        .map(|(text, _)| text.to_owned())
        .collect()
}

#[test]
fn both_forms_say_every_sum_of_every_sample() {
    for (name, invoice) in samples::all() {
        let (ubl, cii) = (ubl(&invoice), cii(&invoice));
        let text = |minor| amount(&invoice, minor);
        let totals = &invoice.totals;
        for (minor, in_ubl, in_cii) in [
            (totals.lines_minor, "cbc:LineExtensionAmount", "ram:LineTotalAmount"),
            (totals.net_minor, "cbc:TaxExclusiveAmount", "ram:TaxBasisTotalAmount"),
            (totals.gross_minor, "cbc:TaxInclusiveAmount", "ram:GrandTotalAmount"),
            (totals.payable_minor, "cbc:PayableAmount", "ram:DuePayableAmount"),
        ] {
            assert!(all_of(&ubl, in_ubl).contains(&text(minor)), "{name}: {in_ubl}");
            assert!(all_of(&cii, in_cii).contains(&text(minor)), "{name}: {in_cii}");
        }
        let parts: Vec<_> = invoice.vat.iter().map(|part| text(part.vat_minor)).collect();
        assert_eq!(all_of(&cii, "ram:CalculatedAmount"), parts, "{name}");
        let nets: Vec<_> = invoice.lines.iter().map(|line| text(line.net_minor)).collect();
        assert_eq!(all_of(&ubl, "cbc:LineExtensionAmount")[1..], nets, "{name}");
        assert_eq!(all_of(&cii, "ram:LineTotalAmount")[..nets.len()], nets, "{name}");
    }
}

#[test]
fn a_credit_note_is_positive_and_names_its_invoice() {
    let note = ubl(&samples::credit_note());
    assert!(note.contains("<CreditNote xmlns=") && !note.contains(">-"), "{note}");
    assert_eq!(all_of(&note, "cbc:CreditNoteTypeCode"), ["381"]);
    assert!(note.contains(
        "<cac:InvoiceDocumentReference><cbc:ID>INV-2026-0042</cbc:ID><cbc:IssueDate>2026-03-02<"
    ));
    assert!(!note.contains("cbc:DueDate") && !note.contains("Invoice>"));
    assert_eq!(all_of(&cii(&samples::credit_note()), "ram:TypeCode")[0], "381");
}

#[test]
fn outside_the_scope_of_vat_there_is_no_rate_and_no_vat_number() {
    let mut invoice = samples::invoice();
    let vat = samples::nought(VatCategory::OutOfScope);
    invoice.lines.iter_mut().for_each(|line| line.vat = vat);
    invoice.charges.clear();
    invoice.sum_up().unwrap();
    for xml in [ubl(&invoice), cii(&invoice)] {
        for absent in ["Percent>", "NL123456789B01", "NL987654321B02"] {
            assert!(!xml.contains(absent), "{absent} in {xml}");
        }
    }
}

#[test]
fn one_order_is_named_and_several_stand_at_their_lines() {
    let one = ubl(&samples::invoice());
    assert!(one.contains("<cac:OrderReference><cbc:ID>PO-7781</cbc:ID><cbc:SalesOrderID>SO-1009<"));
    let mut invoice = samples::invoice();
    invoice.buyer_reference = None;
    invoice.orders[0].reference = Some(" ".to_owned());
    assert_eq!(all_of(&ubl(&invoice), "cbc:SalesOrderID"), ["SO-1009"]);
    assert!(ubl(&invoice).contains("<cac:OrderReference><cbc:ID>SO-1009<"), "ours in its place");
    let second = OrderReference { number: "SO-1011".to_owned(), reference: Some("B".to_owned()) };
    invoice.orders.push(second);
    let several = ubl(&invoice);
    assert_eq!(all_of(&several, "cbc:BuyerReference"), ["SO-1009, B"]);
    assert!(!several.contains("OrderReference>") && !several.contains("OrderLineReference>"));
    assert_eq!(all_of(&several, "cbc:Value"), ["SO-1009", "SO-1009"]);
}

#[test]
fn prices_keep_their_decimals_and_their_unit() {
    let (_, invoice) = samples::all().into_iter().find(|(name, _)| name == "prices").unwrap();
    let xml = ubl(&invoice);
    assert_eq!(all_of(&xml, "cbc:PriceAmount"), ["3.99", "1.2345", "0.005"]);
    assert_eq!(all_of(&xml, "cbc:BaseQuantity"), ["100"]);
    assert_eq!(all_of(&xml, "cbc:InvoicedQuantity"), ["150", "12.5", "1"]);
    assert_eq!(all_of(&xml, "cbc:LineExtensionAmount")[1..], ["5.99", "15.43", "0.01"]);
}

#[test]
fn text_stays_text() {
    let xml = ubl(&samples::hostile());
    assert!(xml.contains("&lt;Ampersand &amp; &quot;Sons&quot;&gt; ]]&gt; #eval("), "{xml}");
    assert!(xml.chars().all(|c| c == '\n' || may_stand(c)), "a forbidden character was written");
    assert!(
        xml.contains(">#panic() [x] {y} &lt;b&gt;&amp;amp;&lt;/b&gt;\ntab</cbc:Name>"),
        "{xml}"
    );
    assert_eq!(all_of(&xml, "cbc:Note")[0].lines().count(), 2, "a blank note is left out");
}

#[test]
fn nothing_empty_is_written() {
    let mut invoice = samples::invoice();
    invoice.buyer.trading_name = Some(" \u{1} ".to_owned());
    invoice.buyer.contact = Some(crate::Contact::default());
    invoice.terms = Some(String::new());
    invoice.delivery = None;
    let xml = ubl(&invoice);
    for name in ["cac:Delivery", "cac:PaymentTerms", "/>"] {
        assert!(!xml.contains(name), "{name} in {xml}");
    }
    assert_eq!(xml.matches("<cac:Contact>").count(), 1, "the seller's alone");
    assert_eq!(xml.matches("<cac:PartyName>").count(), 1, "the seller's alone");
}
