//! The sheet of a quotation.

use super::{Block, Head, Sheet, Words, facts, goods_columns, goods_row, head, sums};
use crate::arithmetic::arithmetic;
use crate::invoice::{Charge, Line, Party};
use portico_types::{Currency, Day};

/// An offer with a last valid day.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// Its number.
    pub number: String,
    /// Day it was sent.
    pub issued: Day,
    /// Last day on which it can become an order.
    pub valid_until: Option<Day>,
    /// What the customer calls it.
    pub reference: Option<String>,
    /// Who offers, and whom to ask.
    pub seller: Party,
    /// To whom.
    pub buyer: Party,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Language of the paper.
    pub language: String,
    /// What is offered.
    pub lines: Vec<Line>,
    /// Carriage, fees and discounts.
    pub charges: Vec<Charge>,
    /// What is said before the lines.
    pub introduction: Vec<String>,
    /// Payment and delivery terms.
    pub terms: Option<String>,
    /// What is said after the sums.
    pub notes: Vec<String>,
}

pub(crate) fn sheet(quotation: &Quotation, words: &Words<'_>) -> Sheet {
    let q = quotation;
    let mut sheet = head(
        Head {
            title: words.with("quotation", &[("number", &q.number)]),
            day: q.issued,
            language: &q.language,
            seller: &q.seller,
            buyer: &q.buyer,
            to_label: words.say("to"),
        },
        words,
    );
    let contact = q.seller.contact.as_ref().and_then(|contact| contact.name.clone());
    sheet.facts = facts(vec![
        (words.say("issued"), Some(words.day(q.issued))),
        (words.say("valid-until"), q.valid_until.map(|day| words.day(day))),
        (words.say("your-reference"), q.reference.clone()),
        (words.say("customer-number"), q.buyer.number.clone()),
        (words.say("contact"), contact),
    ]);
    sheet.before = q.introduction.clone();
    sheet.columns = goods_columns(&q.lines, q.currency, words);
    let has_codes = sheet.columns.len() == 6;
    sheet.rows = q.lines.iter().map(|line| goods_row(line, has_codes, q.currency, words)).collect();
    // Sums that do not fit cannot have been offered; a paper without them says nothing wrong.
    if let Ok((vat, totals)) = arithmetic(&q.lines, &q.charges, q.currency) {
        sheet.totals = sums(&q.charges, &vat, &totals, q.currency, words);
    }
    let block = |key: &str, lines: Vec<String>| {
        (!lines.is_empty()).then(|| Block { label: words.say(key), lines, ..Block::default() })
    };
    let terms = q.terms.clone().into_iter().collect();
    let blocks =
        [block("terms", terms), block("notes", q.notes.clone())].into_iter().flatten().collect();
    sheet.say_below(blocks);
    sheet
}
