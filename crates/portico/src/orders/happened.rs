//! What happened to an order: moves of its lines, decisions on it, comments, its hand-over; newest first. Three
//! statements, however much happened; the comments were read for the page already.

use super::comment::{Comment, Side};
use super::kept::OrderHead;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Moment, Quantity};
use serde_json::Value;

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub at: Moment,
    /// Name of the person who did it, where a person did: for staff, who see it with every event.
    pub by: Option<String>,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum What {
    /// Quantities went from one stage to another by one deed.
    Moved(Moved),
    /// A deed on the whole order: `order_confirmed`, `order_refused` …, and what was written.
    Deed {
        /// The verb as kept.
        verb: String,
        /// What they wrote.
        text: Option<String>,
        /// What is kept of it: `return`, `shipment`, `day`.
        facts: Value,
    },
    /// Somebody wrote a comment.
    Commented {
        /// Whose it is.
        side: Side,
        /// Whose name the reader hears.
        by: String,
        /// What they wrote.
        text: String,
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
    /// What moved them: `shipment:S-88`, `note:N-7`, `staff` …
    pub source: String,
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
        let (name, by, source) = (row.next()?, row.next()?, row.next()?);
        Ok(Event { at, by, what: What::Moved(Moved { from, to, lines, quantity, name, source }) })
    }
}

/// Everything that happened to this order, newest first. Head and comments were read for the person who asks.
///
/// # Errors
/// What the database says.
pub fn happened(
    view: &mut View,
    head: &OrderHead,
    comments: &[Comment],
) -> Result<Vec<Event>, DbError> {
    let mut events = view.all::<Event>(
        "select max(m.at), m.from_stage, m.to_stage, count(distinct m.order_line_id),
             cast(sum(m.quantity) as bigint), max(l.quantity_decimals), min(l.name), max(w.name), m.source
         from line_moves m join order_lines l on l.id = m.order_line_id
         left join logins w on w.id = m.login_id
         where m.order_id = $1 group by m.source, m.from_stage, m.to_stage
         order by max(m.at) desc, m.from_stage desc, m.to_stage limit $2",
        args![head.id, MOST],
    )?;
    let deeds = view.all::<(i64, String, Option<String>, Option<String>, String)>(
        "select a.at, a.verb, l.name, a.free_text, a.facts
         from activity a left join logins l on l.id = a.login_id
         where a.object = $1 and a.verb not in ('order_placed', 'order_noted', 'order_commented',
             'order_answered', 'order_comment_read')
         order by a.id desc limit $2",
        args![&format!("order:{}", head.number), MOST],
    )?;
    let deed = |(at, verb, by, text, facts): (i64, String, Option<String>, _, String)| {
        let facts = serde_json::from_str(&facts).unwrap_or_default();
        Event { at: Moment(at), by, what: What::Deed { verb, text, facts } }
    };
    events.extend(deeds.into_iter().map(deed));
    let handed_over = view.one::<Option<i64>>(
        "select finished_at from outbox where queue = 'erp' and idempotency_key = $1 and state = 'done'",
        args![&head.number],
    )?;
    if let Some(at) = handed_over.flatten() {
        events.push(Event { at: Moment(at), by: None, what: What::HandedOver });
    }
    events.extend(comments.iter().map(commented));
    events.sort_by_key(|event| std::cmp::Reverse(event.at.0));
    Ok(events)
}

fn commented(comment: &Comment) -> Event {
    let (side, by, text) = (comment.side, comment.by.clone(), comment.text.clone());
    Event { at: comment.at, by: None, what: What::Commented { side, by, text } }
}
