//! Every change of what is on hand, with where it came from: written by whoever changes stock, never changed
//! afterwards. The quantities of a product at a location add up to what is on hand there.

use crate::access::Staff;
use crate::args;
use crate::platform::db::{DbError, FromRow, Row, Tx, View};

/// Why stock changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What was there before there was a history.
    Opening,
    /// A file said so.
    Import,
    /// Staff added some, or took some away.
    Correction,
    /// Staff counted what is there.
    Count,
    /// It went from one location to another.
    Move,
    /// It left with a shipment.
    Shipment,
    /// It came in, or a receipt was taken back.
    GoodsIn,
    /// A customer sent it back.
    Return,
}

const KINDS: [(Kind, &str); 8] = [
    (Kind::Opening, "opening"),
    (Kind::Import, "import"),
    (Kind::Correction, "correction"),
    (Kind::Count, "count"),
    (Kind::Move, "move"),
    (Kind::Shipment, "shipment"),
    (Kind::GoodsIn, "goods_in"),
    (Kind::Return, "return"),
];

impl Kind {
    /// As stored: `correction`.
    #[must_use]
    pub fn code(self) -> &'static str {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, code)| code)
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Kind> {
        KINDS.iter().find(|(_, c)| *c == code).map(|(kind, _)| *kind)
    }
}

/// A change of stock, to be written by the transaction that makes it.
#[derive(Clone, Copy, Debug)]
pub struct Movement<'a> {
    /// The product.
    pub product_id: i64,
    /// Code of the location.
    pub location: &'a str,
    /// Why.
    pub kind: Kind,
    /// How much came (went, if negative), in the smallest step.
    pub quantity: i64,
    /// What is on hand afterwards.
    pub on_hand: i64,
    /// What the person wrote about it.
    pub reason: Option<&'a str>,
    /// Where we know it from: `staff`, `import`.
    pub source: &'a str,
    /// Who did it, where a person did.
    pub login_id: Option<i64>,
}

/// Writes movements. Nothing moves by nought, except what was counted and found right.
pub fn write(tx: &mut Tx, movements: &[Movement<'_>]) -> Result<(), DbError> {
    let now = tx.now();
    let told = movements.iter().filter(|m| m.quantity != 0 || m.kind == Kind::Count);
    let rows: Vec<_> = told
        .map(|m| {
            args![
                tx.new_id(),
                m.product_id,
                m.location,
                m.kind.code(),
                m.quantity,
                m.on_hand,
                m.reason,
                m.source,
                m.login_id,
                now
            ]
        })
        .collect();
    tx.exec_each_one(
        "insert into stock_movements (id, product_id, location, kind, quantity, on_hand, reason,
             source, login_id, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &rows,
    )
}

/// A movement as it is read.
#[derive(Clone, Debug)]
pub struct Moved {
    /// Its id: later ones are greater.
    pub id: i64,
    /// Name of the location.
    pub location: String,
    /// Why.
    pub kind: Kind,
    /// How much came or went, in the smallest step.
    pub quantity: i64,
    /// What was on hand afterwards.
    pub on_hand: i64,
    /// What the person wrote.
    pub reason: Option<String>,
    /// Name of the person.
    pub by: Option<String>,
    /// When; 0 where nobody knows.
    pub at: i64,
}

impl FromRow for Moved {
    fn from_row(r: &mut Row<'_>) -> Result<Moved, DbError> {
        Ok(Moved {
            id: r.next()?,
            location: r.next()?,
            kind: Kind::from_code(&r.next::<String>()?)
                .ok_or_else(|| DbError::Failed("a stored kind of movement is unknown".into()))?,
            quantity: r.next()?,
            on_hand: r.next()?,
            reason: r.next()?,
            by: r.next()?,
            at: r.next()?,
        })
    }
}

/// Id of a product's newest movement, 0 where there is none: what a form says it has seen.
///
/// # Errors
/// What the database says.
pub fn newest(view: &mut View, product_id: i64) -> Result<i64, DbError> {
    let newest = view.one::<Option<i64>>(
        "select max(id) from stock_movements where product_id = $1",
        args![product_id],
    )?;
    Ok(newest.flatten().unwrap_or(0))
}

/// Movements shown at a time.
pub const SHOWN: i64 = 50;

/// The movements of a product before this one (all, where there is none), newest first; one more than [`SHOWN`]
/// where there are more.
///
/// # Errors
/// What the database says.
pub fn history(
    view: &mut View,
    _: &Staff,
    product_id: i64,
    before: Option<i64>,
) -> Result<Vec<Moved>, DbError> {
    view.all(
        "select m.id, coalesce(l.name, m.location), m.kind, m.quantity, m.on_hand, m.reason, w.name, m.at
         from stock_movements m
         left join locations l on l.code = m.location
         left join logins w on w.id = m.login_id
         where m.product_id = $1 and m.id < $2
         order by m.id desc limit $3",
        args![product_id, before.unwrap_or(i64::MAX), SHOWN + 1],
    )
}
