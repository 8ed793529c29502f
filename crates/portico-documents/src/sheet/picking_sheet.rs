//! The sheet that a goods-out note is picked by: where it lies, what it is, how much, a box to tick.

use super::{Cell, Column, Head, Row, Sheet, Words, code_width, facts, head};
use crate::code128::code128;
use crate::invoice::Party;
use portico_types::{Day, Quantity};

/// The paper of one goods-out note for whoever picks it.
#[derive(Clone, Debug)]
pub struct PickingSheet {
    /// Number of the note; scanners read it from its bar code.
    pub number: String,
    /// The day it is set.
    pub day: Day,
    /// Language of the paper.
    pub language: String,
    /// Whose warehouse it is.
    pub seller: Party,
    /// Who receives, at the address of delivery.
    pub receiver: Party,
    /// Our number of the order.
    pub order: String,
    /// The day it was placed.
    pub placed: Day,
    /// The day it is wished for.
    pub wanted: Option<Day>,
    /// What the customer calls the order.
    pub reference: Option<String>,
    /// Whether all of the order goes at once.
    pub whole: bool,
    /// What the customer said about the order.
    pub remarks: Option<String>,
    /// What is to be picked, as it is walked.
    pub lines: Vec<PickLine>,
}

/// A line of a picking sheet.
#[derive(Clone, Debug)]
pub struct PickLine {
    /// Where it lies.
    pub place: String,
    /// Our code.
    pub sku: String,
    /// What it is.
    pub name: String,
    /// What the customer wrote at the line.
    pub note: Option<String>,
    /// Unit code.
    pub unit: String,
    /// How much is to be picked.
    pub quantity: Quantity,
}

pub(crate) fn sheet(picks: &PickingSheet, words: &Words<'_>) -> Sheet {
    let mut sheet = head(
        Head {
            title: words.with("picking-sheet", &[("number", &picks.number)]),
            day: picks.day,
            language: &picks.language,
            seller: &picks.seller,
            buyer: &picks.receiver,
            to_label: words.say("going-to"),
        },
        words,
    );
    sheet.ask_for(&picks.receiver);
    let deliveries = words.say(if picks.whole { "whole" } else { "in-parts" });
    sheet.facts = facts(vec![
        (words.say("order"), Some(picks.order.clone())),
        (words.say("placed"), Some(words.day(picks.placed))),
        (words.say("their-reference"), picks.reference.clone()),
        (words.say("customer-number"), picks.receiver.number.clone()),
        (words.say("wanted"), picks.wanted.map(|day| words.day(day))),
        (words.say("deliveries"), Some(deliveries)),
        (words.say("printed"), Some(words.day(picks.day))),
    ]);
    sheet.code = Some(code128(&picks.number));
    let remarks = picks.remarks.as_deref().unwrap_or_default().trim();
    if !remarks.is_empty() {
        sheet.before = vec![words.with("remarks", &[("text", remarks)])];
    }
    let column = |key: &str, end, width| Column { label: words.say(key), end, width, tick: false };
    let lines = || picks.lines.iter();
    sheet.columns = vec![
        column("place", false, code_width(lines().map(|line| line.place.as_str()))),
        column("code", false, code_width(lines().map(|line| line.sku.as_str()))),
        column("product", false, Some(0)),
        column("to-pick", true, None),
        Column { tick: true, ..column("picked", true, None) },
    ];
    sheet.rows = lines().map(|line| row(line, words)).collect();
    sheet
}

fn row(line: &PickLine, words: &Words<'_>) -> Row {
    let product: Cell =
        [Some(line.name.clone()), line.note.clone()].into_iter().flatten().collect();
    let long = product.iter().map(String::len).sum::<usize>() > 600;
    let quantity = format!("{} {}", line.quantity.grouped(), words.unit(&line.unit));
    let quantity = vec![quantity.trim().to_owned()];
    let cells =
        vec![vec![line.place.clone()], vec![line.sku.clone()], product, quantity, Vec::new()];
    Row { cells, strong: false, long }
}
