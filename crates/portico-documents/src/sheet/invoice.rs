//! The sheet of an invoice or a credit note.

use super::{
    Block, Fact, Head, Sheet, Total, Words, address_lines, facts, goods_columns, goods_row, head,
    sums, ways_to_pay,
};
use crate::invoice::{Corrected, Invoice, Kind};
use portico_types::Money;

/// The invoice as a sheet.
pub(crate) fn sheet(invoice: &Invoice, words: &Words<'_>) -> Sheet {
    let title = match invoice.kind {
        Kind::Invoice => words.with("invoice", &[("number", &invoice.number)]),
        Kind::CreditNote => words.with("credit-note", &[("number", &invoice.number)]),
    };
    let mut sheet = head(
        Head {
            title,
            day: invoice.issued,
            language: &invoice.language,
            seller: &invoice.seller,
            buyer: &invoice.buyer,
            to_label: words.say("to"),
        },
        words,
    );
    sheet.also = deliver_to(invoice, words);
    sheet.facts = head_facts(invoice, words);
    sheet.columns = goods_columns(&invoice.lines, invoice.currency, words);
    let has_codes = sheet.columns.len() == 6;
    let row = |line| goods_row(line, has_codes, invoice.currency, words);
    sheet.rows = invoice.lines.iter().map(row).collect();
    sheet.totals = totals(invoice, words);
    sheet.say_below(blocks(invoice, words));
    sheet
}

fn head_facts(invoice: &Invoice, words: &Words<'_>) -> Vec<Fact> {
    let orders: Vec<&str> = invoice.orders.iter().map(|order| order.number.as_str()).collect();
    let references = invoice.orders.iter().filter_map(|order| order.reference.as_deref());
    let mut references: Vec<&str> =
        invoice.buyer_reference.as_deref().into_iter().chain(references).collect();
    references.dedup();
    let corrects = |c: &Corrected| match c.issued {
        Some(day) => words.with("corrects-of", &[("number", &c.number), ("day", &words.day(day))]),
        None => c.number.clone(),
    };
    let corrects: Vec<String> = invoice.corrects.iter().map(corrects).collect();
    let delivered = invoice.delivery.as_ref().and_then(|delivery| delivery.day);
    let due = words.say("due");
    let mut facts = facts(vec![
        (words.say("issued"), Some(words.day(invoice.issued))),
        (due.clone(), invoice.due.map(|day| words.day(day))),
        (words.say("corrects"), Some(corrects.join(", "))),
        (words.say("your-reference"), Some(references.join(", "))),
        (words.say("order"), Some(orders.join(", "))),
        (words.say("delivered"), delivered.map(|day| words.day(day))),
        (words.say("customer-number"), invoice.buyer.number.clone()),
        (words.say("your-vat-number"), invoice.buyer.vat_number.clone()),
    ]);
    // The one fact that people look for.
    facts.iter_mut().for_each(|fact| fact.strong = fact.label == due);
    facts
}

/// Where the goods went, unless that is the address above.
fn deliver_to(invoice: &Invoice, words: &Words<'_>) -> Option<Block> {
    let delivery = invoice.delivery.as_ref()?;
    let place = delivery.place.as_ref()?;
    let is_same_name = delivery.name.as_ref().is_none_or(|name| *name == invoice.buyer.name);
    if *place == invoice.buyer.address && is_same_name {
        return None;
    }
    let name = delivery.name.clone().into_iter();
    let lines = name.chain(address_lines(place, invoice.seller.address.country)).collect();
    Some(Block { label: words.say("deliver-to"), lines, ..Block::default() })
}

fn totals(invoice: &Invoice, words: &Words<'_>) -> Vec<Total> {
    let totals = &invoice.totals;
    let mut list = sums(&invoice.charges, &invoice.vat, totals, invoice.currency, words);
    if totals.prepaid_minor != 0 {
        let prepaid = Money::new(-totals.prepaid_minor, invoice.currency).grouped();
        list.push(Total { label: words.say("prepaid"), value: prepaid, strong: false });
        let key = if invoice.kind == Kind::Invoice { "payable" } else { "to-credit" };
        let payable = Money::new(totals.payable_minor, invoice.currency).with_sign();
        list.push(Total { label: words.say(key), value: payable, strong: true });
    }
    if let Some(vat) = invoice.vat_elsewhere {
        let label = words.with("vat-elsewhere", &[("currency", vat.currency.code())]);
        let value = Money::new(vat.vat_minor, vat.currency).grouped();
        list.push(Total { label, value, strong: false });
    }
    list
}

fn blocks(invoice: &Invoice, words: &Words<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    // The law wants the reason why nothing is charged to be read on the paper.
    let mut reasons: Vec<String> = invoice
        .vat
        .iter()
        .filter_map(|part| part.exemption.as_ref())
        .map(|e| e.text.clone())
        .collect();
    reasons.dedup();
    if !reasons.is_empty() {
        blocks.push(Block { label: words.say("vat"), lines: reasons, ..Block::default() });
    }
    if let Some(terms) = invoice.terms.clone().filter(|terms| !terms.trim().is_empty()) {
        blocks.push(Block { label: words.say("terms"), lines: vec![terms], ..Block::default() });
    }
    if invoice.kind == Kind::Invoice && invoice.totals.payable_minor > 0 {
        blocks.extend(ways_to_pay(&invoice.means, words));
    }
    let notes: Vec<String> =
        invoice.notes.iter().filter(|note| !note.trim().is_empty()).cloned().collect();
    if !notes.is_empty() {
        blocks.push(Block { label: words.say("notes"), lines: notes, ..Block::default() });
    }
    blocks
}
