//! The sheet that goes with the goods: what is in the parcels, and what is to follow. No prices.

use super::{Block, Cell, Column, Fact, Head, Row, Sheet, Words, code_width, facts, head};
use crate::invoice::Party;
use portico_types::{Day, Quantity};

/// The paper that goes with the goods of one shipment, or of one goods-out note that is still here.
#[derive(Clone, Debug)]
pub struct PackingSlip {
    /// Number of the shipment or note.
    pub number: String,
    /// The day the goods left; until then the day it is set.
    pub day: Day,
    /// Language of the paper.
    pub language: String,
    /// Who sends.
    pub seller: Party,
    /// Who receives, at the address of delivery.
    pub receiver: Party,
    /// Our number of the order.
    pub order: String,
    /// What the customer calls the order.
    pub reference: Option<String>,
    /// What is in it.
    pub lines: Vec<SlipLine>,
    /// The parcels, where they are known.
    pub parcels: Vec<SlipParcel>,
    /// What is to be read by whoever unpacks it.
    pub notes: Vec<String>,
}

/// A line of a packing slip.
#[derive(Clone, Debug)]
pub struct SlipLine {
    /// Our code.
    pub sku: String,
    /// What it is.
    pub name: String,
    /// What the customer wrote at the line.
    pub note: Option<String>,
    /// Unit code.
    pub unit: String,
    /// How much is in it.
    pub quantity: Quantity,
    /// How much of that is in which parcel, by its number, where there are several.
    pub parcels: Vec<(i64, Quantity)>,
    /// How much was ordered.
    pub ordered: Quantity,
    /// How much is to follow.
    pub to_follow: Quantity,
}

/// A parcel of a packing slip.
#[derive(Clone, Debug)]
pub struct SlipParcel {
    /// 1, 2, 3 …
    pub number: i64,
    /// Who brings it.
    pub carrier: Option<String>,
    /// What the carrier knows it by.
    pub tracking: Option<String>,
}

pub(crate) fn sheet(slip: &PackingSlip, words: &Words<'_>) -> Sheet {
    let mut sheet = head(
        Head {
            title: words.with("packing-slip", &[("number", &slip.number)]),
            day: slip.day,
            language: &slip.language,
            seller: &slip.seller,
            buyer: &slip.receiver,
            to_label: words.say("going-to"),
        },
        words,
    );
    sheet.ask_for(&slip.receiver);
    sheet.facts = facts(vec![
        (words.say("day"), Some(words.day(slip.day))),
        (words.say("order"), Some(slip.order.clone())),
        (words.say("your-reference"), slip.reference.clone()),
        (words.say("customer-number"), slip.receiver.number.clone()),
    ]);
    let follows = slip.lines.iter().any(|line| line.to_follow.units > 0);
    let column = |key: &str, end, width| Column { label: words.say(key), end, width, tick: false };
    sheet.columns = vec![
        column("code", false, code_width(slip.lines.iter().map(|line| line.sku.as_str()))),
        column("product", false, Some(0)),
        column("ordered", true, None),
        column("inside", true, None),
    ];
    if follows {
        sheet.columns.push(column("to-follow", true, None));
    }
    sheet.rows = slip.lines.iter().map(|line| row(line, follows, words)).collect();
    sheet.say_below(blocks(slip, words));
    sheet
}

fn row(line: &SlipLine, follows: bool, words: &Words<'_>) -> Row {
    let unit = words.unit(&line.unit);
    let with_unit = |quantity: Quantity| format!("{} {unit}", quantity.grouped()).trim().to_owned();
    let place = |(parcel, quantity): &(i64, Quantity)| {
        format!("{} {parcel}: {}", words.say("parcel"), with_unit(*quantity))
    };
    let places: Vec<String> = line.parcels.iter().map(place).collect();
    let places = (!places.is_empty()).then(|| places.join("  ·  "));
    let product: Cell =
        [Some(line.name.clone()), line.note.clone(), places].into_iter().flatten().collect();
    let long = product.iter().map(String::len).sum::<usize>() > 600;
    let mut cells = vec![vec![line.sku.clone()], product];
    cells.extend([line.ordered.grouped(), with_unit(line.quantity)].map(|text| vec![text]));
    if follows {
        let rest = line.to_follow;
        cells.push(vec![if rest.units > 0 { rest.grouped() } else { String::new() }]);
    }
    Row { cells, strong: false, long }
}

fn blocks(slip: &PackingSlip, words: &Words<'_>) -> Vec<Block> {
    let parcel = |parcel: &SlipParcel| {
        let tracking =
            parcel.tracking.as_ref().map(|code| format!("{} {code}", words.say("tracking")));
        let said: Vec<String> = [parcel.carrier.clone(), tracking].into_iter().flatten().collect();
        Fact {
            label: format!("{} {}", words.say("parcel"), parcel.number),
            value: said.join("  ·  "),
            strong: false,
        }
    };
    let block = |key: &str, block: Block| Block { label: words.say(key), ..block };
    let mut blocks = Vec::new();
    if !slip.parcels.is_empty() {
        let facts = slip.parcels.iter().map(parcel).collect();
        blocks.push(block("parcels", Block { facts, ..Block::default() }));
    }
    if !slip.notes.is_empty() {
        blocks.push(block("notes", Block { lines: slip.notes.clone(), ..Block::default() }));
    }
    blocks
}
