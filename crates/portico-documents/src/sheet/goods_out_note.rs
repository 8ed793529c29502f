//! The sheet that goes with the goods: what is in the parcels, and what is to follow. No prices.

use super::{Block, Cell, Column, Fact, Head, Row, Sheet, Words, facts, head};
use crate::invoice::Party;
use portico_types::{Day, Quantity};

/// The paper that goes with the goods of one shipment.
#[derive(Clone, Debug)]
pub struct GoodsOutNote {
    /// Its number.
    pub number: String,
    /// The day the goods leave.
    pub day: Day,
    /// Language of the paper.
    pub language: String,
    /// Who sends.
    pub seller: Party,
    /// Who receives, at the address of delivery.
    pub receiver: Party,
    /// Our number of the order.
    pub order: Option<String>,
    /// What the customer calls the order.
    pub reference: Option<String>,
    /// Who brings it.
    pub carrier: Option<String>,
    /// What is in it.
    pub lines: Vec<NoteLine>,
    /// The parcels, where they are known.
    pub parcels: Vec<NoteParcel>,
    /// What is to be read by whoever unpacks it.
    pub notes: Vec<String>,
}

/// A line of a goods-out note.
#[derive(Clone, Debug)]
pub struct NoteLine {
    /// Our code.
    pub sku: String,
    /// What it is.
    pub name: String,
    /// Batch, location, or what else stands below.
    pub note: Option<String>,
    /// Unit code.
    pub unit: String,
    /// How much is in it.
    pub quantity: Quantity,
    /// How much was ordered.
    pub ordered: Quantity,
    /// How much is to follow.
    pub to_follow: Quantity,
}

/// A parcel of a goods-out note.
#[derive(Clone, Debug)]
pub struct NoteParcel {
    /// Its name or number.
    pub name: String,
    /// Its weight in words: `4.2 kg`.
    pub weight: Option<String>,
    /// Where it can be followed.
    pub tracking: Option<String>,
}

pub(crate) fn sheet(note: &GoodsOutNote, words: &Words<'_>) -> Sheet {
    let mut sheet = head(
        Head {
            title: words.with("goods-out-note", &[("number", &note.number)]),
            day: note.day,
            language: &note.language,
            seller: &note.seller,
            buyer: &note.receiver,
            to_label: words.say("deliver-to"),
        },
        words,
    );
    sheet.facts = facts(vec![
        (words.say("day"), Some(words.day(note.day))),
        (words.say("order"), note.order.clone()),
        (words.say("your-reference"), note.reference.clone()),
        (words.say("carrier"), note.carrier.clone()),
        (words.say("customer-number"), note.receiver.number.clone()),
    ]);
    let column = |key: &str, end, width| Column { label: words.say(key), end, width };
    sheet.columns = vec![
        column("code", false, Some(30)),
        column("product", false, Some(0)),
        column("ordered", true, None),
        column("to-follow", true, None),
        column("quantity", true, None),
    ];
    sheet.rows = note.lines.iter().map(|line| row(line, words)).collect();
    sheet.say_below(blocks(note, words));
    sheet
}

fn row(line: &NoteLine, words: &Words<'_>) -> Row {
    let product: Cell =
        [Some(line.name.clone()), line.note.clone()].into_iter().flatten().collect();
    let to_follow =
        if line.to_follow.units == 0 { String::new() } else { line.to_follow.grouped() };
    let quantity = format!("{} {}", line.quantity.grouped(), words.unit(&line.unit));
    let long = product.iter().map(String::len).sum::<usize>() > 600;
    let numbers = [line.ordered.grouped(), to_follow, quantity.trim().to_owned()];
    let mut cells = vec![vec![line.sku.clone()], product];
    cells.extend(numbers.map(|text| vec![text]));
    Row { cells, strong: false, long }
}

fn blocks(note: &GoodsOutNote, words: &Words<'_>) -> Vec<Block> {
    let parcel = |parcel: &NoteParcel| {
        let tracking =
            parcel.tracking.as_ref().map(|code| format!("{} {code}", words.say("tracking")));
        let weight = parcel.weight.as_ref().map(|kg| format!("{} {kg}", words.say("weight")));
        let said: Vec<String> = [weight, tracking].into_iter().flatten().collect();
        Fact {
            label: format!("{} {}", words.say("parcel"), parcel.name),
            value: said.join("  ·  "),
            strong: false,
        }
    };
    let mut blocks = Vec::new();
    if !note.parcels.is_empty() {
        let facts = note.parcels.iter().map(parcel).collect();
        blocks.push(Block { label: words.say("parcels"), facts, ..Block::default() });
    }
    if !note.notes.is_empty() {
        blocks.push(Block {
            label: words.say("notes"),
            lines: note.notes.clone(),
            ..Block::default()
        });
    }
    blocks
}
