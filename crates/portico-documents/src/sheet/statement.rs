//! The sheet of a statement of account: opening, entries, closing, and how old what is open is.

use super::{Cell, Column, Head, Part, Row, Sheet, Total, Words, facts, head, ways_to_pay};
use crate::invoice::{Party, PaymentMeans};
use portico_types::{Currency, Day, Money};

/// A statement of account for a period. Balances may be negative: then the wholesaler owes.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Who writes it.
    pub seller: Party,
    /// Whose account it is.
    pub customer: Party,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Language of the paper.
    pub language: String,
    /// First day of the period.
    pub from: Day,
    /// Last day of the period.
    pub to: Day,
    /// Balance before the first day, in minor units.
    pub opening_minor: i64,
    /// What happened, oldest first.
    pub entries: Vec<Entry>,
    /// Balance after the last day.
    pub closing_minor: i64,
    /// What is open by age, the youngest first.
    pub ageing: Vec<Age>,
    /// Ways to pay.
    pub means: Vec<PaymentMeans>,
}

/// A document or payment of a statement.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The day it counts from.
    pub day: Day,
    /// What it is, in words: `Invoice`, `Payment`.
    pub kind: String,
    /// Its number.
    pub number: String,
    /// What the customer calls it.
    pub reference: Option<String>,
    /// Until when it is due.
    pub due: Option<Day>,
    /// What it adds to the balance: negative for a credit note or payment.
    pub amount_minor: i64,
    /// The balance after it.
    pub balance_minor: i64,
}

/// An age of what is open.
#[derive(Clone, Debug)]
pub struct Age {
    /// `Not due`, `1 to 30 days late`.
    pub label: String,
    /// What is open of this age.
    pub amount_minor: i64,
    /// Whether its day is over.
    pub is_late: bool,
}

pub(crate) fn sheet(statement: &Statement, words: &Words<'_>) -> Sheet {
    let s = statement;
    let money = |minor| Money::new(minor, s.currency);
    let (from, to) = (words.day(s.from), words.day(s.to));
    let mut sheet = head(
        Head {
            title: words.with("statement", &[("from", &from), ("to", &to)]),
            day: s.to,
            language: &s.language,
            seller: &s.seller,
            buyer: &s.customer,
            to_label: words.say("to"),
        },
        words,
    );
    sheet.facts = facts(vec![
        (words.say("customer-number"), s.customer.number.clone()),
        (words.say("opening"), Some(money(s.opening_minor).with_sign())),
        (words.say("closing"), Some(money(s.closing_minor).with_sign())),
    ]);
    sheet.bar = bar(s);
    sheet.columns = columns(s, words);
    let opening = vec![vec![from], vec![words.say("opening")], vec![String::new()]];
    let mut rows = vec![row(opening, [0, 0], s.opening_minor, s.currency)];
    rows.extend(s.entries.iter().map(|entry| {
        let due = entry.due.map(|day| words.day(day)).unwrap_or_default();
        // The reference stands below the document: beside it, seven columns would not fit the paper.
        let document = [Some(format!("{} {}", entry.kind, entry.number)), entry.reference.clone()];
        let document = document.into_iter().flatten().collect();
        let cells = vec![vec![words.day(entry.day)], document, vec![due]];
        let sides = [entry.amount_minor.max(0), (-entry.amount_minor).max(0)];
        row(cells, sides, entry.balance_minor, s.currency)
    }));
    sheet.rows = rows;
    let closing = money(s.closing_minor).with_sign();
    sheet.totals = vec![Total { label: words.say("closing"), value: closing, strong: true }];
    if s.closing_minor > 0 {
        sheet.say_below(ways_to_pay(&s.means, words));
    }
    sheet
}

fn columns(statement: &Statement, words: &Words<'_>) -> Vec<Column> {
    let code = statement.currency.code();
    let column = |key: &str, end, width| Column { label: words.say(key), end, width, tick: false };
    let sum = |key: &str| {
        let label = format!("{} {code}", words.say(key));
        Column { label, end: true, width: None, tick: false }
    };
    vec![
        column("day", false, None),
        column("document", false, Some(0)),
        column("due", false, None),
        sum("charged"),
        sum("credited"),
        sum("balance"),
    ]
}

fn row(texts: Vec<Cell>, sides: [i64; 2], balance_minor: i64, currency: Currency) -> Row {
    let money = |minor| Money::new(minor, currency).grouped();
    let side = |minor: i64| if minor == 0 { String::new() } else { money(minor) };
    let sums = [side(sides[0]), side(sides[1]), money(balance_minor)];
    let cells = texts.into_iter().chain(sums.map(|text| vec![text])).collect();
    Row { cells, ..Row::default() }
}

/// The parts of what is open, in thousandths of it.
fn bar(statement: &Statement) -> Vec<Part> {
    let whole: i128 = statement.ageing.iter().map(|age| i128::from(age.amount_minor.max(0))).sum();
    let share = |minor: i64| match i64::try_from(i128::from(minor.max(0)) * 1_000 / whole.max(1)) {
        Ok(0) if minor > 0 => 1,
        Ok(share) => share,
        Err(_) => 0,
    };
    let before = |at: usize, late: bool| {
        statement.ageing.iter().take(at).filter(|age| age.is_late == late).count()
    };
    let part = |(at, age): (usize, &Age)| Part {
        label: age.label.clone(),
        value: Money::new(age.amount_minor, statement.currency).grouped(),
        share: share(age.amount_minor),
        shade: if age.is_late { 2 + before(at, true) } else { before(at, false).min(1) },
    };
    statement.ageing.iter().enumerate().map(part).collect()
}
