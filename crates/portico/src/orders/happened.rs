//! What happened to an order: moves of its lines, decisions on it, its hand-over; newest first.

use super::kept::OrderHead;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Moment, Quantity};

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum What {
    /// Quantities went from one stage to another at the same moment.
    Moved(Moved),
    /// A deed on the whole order: `order_confirmed`, `order_refused` …, by whom, and what they wrote.
    Deed {
        /// The verb as kept.
        verb: String,
        /// Name of the person.
        by: Option<String>,
        /// What they wrote.
        text: Option<String>,
    },
    /// The ERP has it.
    HandedOver,
}

/// Quantities that moved together.
#[derive(Clone, Debug)]
pub struct Moved {
    /// Stage before; blank where the line came to be.
    pub from: String,
    /// Stage after.
    pub to: String,
    /// How many lines.
    pub lines: i64,
    /// How many of them, where it is one line.
    pub quantity: Quantity,
    /// Name of the product, where it is one line.
    pub name: String,
}

/// Events shown at most.
const MOST: i64 = 100;

impl FromRow for Event {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let at = Moment(row.next()?);
        let (from, to, lines) = (row.next()?, row.next()?, row.next()?);
        let units = row.next()?;
        let decimals = u8::try_from(row.next::<i64>()?).unwrap_or(0);
        let quantity = Quantity::steps(units, decimals);
        let name = row.next()?;
        Ok(Event { at, what: What::Moved(Moved { from, to, lines, quantity, name }) })
    }
}

/// Everything that happened to this order, newest first. The head was read for the person who asks.
///
/// # Errors
/// What the database says.
pub fn happened(view: &mut View, head: &OrderHead) -> Result<Vec<Event>, DbError> {
    let mut events = view.all::<Event>(
        "select m.at, m.from_stage, m.to_stage, count(*), cast(sum(m.quantity) as bigint),
             max(l.quantity_decimals), min(l.name)
         from line_moves m join order_lines l on l.id = m.order_line_id
         where m.order_id = $1 group by m.at, m.from_stage, m.to_stage
         order by m.at desc, m.from_stage desc, m.to_stage limit $2",
        args![head.id, MOST],
    )?;
    let deeds = view.all::<(i64, String, Option<String>, Option<String>)>(
        "select a.at, a.verb, l.name, a.free_text from activity a left join logins l on l.id = a.login_id
         where a.object = $1 and a.verb <> 'order_placed' order by a.id desc limit $2",
        args![&format!("order:{}", head.number), MOST],
    )?;
    let deed = |(at, verb, by, text)| Event { at: Moment(at), what: What::Deed { verb, by, text } };
    events.extend(deeds.into_iter().map(deed));
    let handed_over = view.one::<Option<i64>>(
        "select finished_at from outbox where queue = 'erp' and idempotency_key = $1 and state = 'done'",
        args![&head.number],
    )?;
    if let Some(at) = handed_over.flatten() {
        events.push(Event { at: Moment(at), what: What::HandedOver });
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.at.0));
    Ok(events)
}
