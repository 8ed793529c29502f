//! What of a pasted list goes in, and what needs somebody: worked out anew whenever it is looked at, so that prices,
//! assortment and packs are today's. The number of statements does not grow with the lines.

use super::keep::corrections;
use super::numbers::alternatives;
use crate::access::Buyer;
use crate::cart::lines::{check, quantities_in_cart, read};
use crate::catalogue::{self, Card, code_key, near};
use crate::orders::refusal::LINES_MOST;
use crate::orders::{Asked, LineRefusal};
use crate::platform::db::{DbError, View, args};
use crate::platform::problem::AppError;
use crate::platform::search::Search;
use portico_types::{Quantity, QuantityFault};
use std::collections::HashMap;

/// Products offered for one line.
pub const OFFERED: usize = 3;

/// A list as it stands.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Its lines, in their order.
    pub lines: Vec<Judged>,
}

/// One line, and what is to be done about it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Its number in the list.
    pub line: i64,
    /// As written.
    pub written: String,
    /// The code that was read in it.
    pub code_read: String,
    /// The code now.
    pub code: String,
    /// The quantity now, as typed.
    pub quantity: String,
    /// Whether it goes in.
    pub state: State,
}

/// Whether a line goes in.
#[derive(Clone, Debug)]
pub enum State {
    /// It does.
    Ready {
        /// The product.
        card: Box<Card>,
        /// How many.
        quantity: Quantity,
        /// Whether it is known from a correction made before.
        remembered: bool,
    },
    /// It says nought, or a table that names quantities has none here: it stays out.
    Out,
    /// Somebody has to say something.
    Needs {
        /// Why.
        why: Why,
        /// Products that may be meant, or the one whose quantity does not fit.
        offered: Vec<Card>,
    },
}

/// Why a line does not go in by itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// No code can be seen in it.
    NoCode,
    /// The code is none that is known here.
    Unknown,
    /// The code stands at several products.
    Several,
    /// No quantity can be seen in it.
    NoQuantity {
        /// The least that can be ordered.
        least: Quantity,
    },
    /// It could be any of these.
    Quantities(Vec<String>),
    /// So many cannot be ordered, and what could be: quantities of this line.
    Wrong(LineRefusal, Vec<Quantity>),
}

type Kept = (i64, String, String, String, String, Option<i64>);

/// How a line came by its product.
struct Meant {
    ids: Vec<i64>,
    remembered: bool,
}

/// Reads this person's list and judges every line of it.
///
/// # Errors
/// What the database says.
pub fn look(view: &mut View, buyer: &Buyer) -> Result<Look, AppError> {
    let kept = view.all::<Kept>(
        "select n.line, n.written, n.code_read, n.code, n.quantity, n.product_id
         from pasted_lines n join pasted_lists l on l.id = n.list_id
         where l.login_id = $1 and l.customer_id = $2 order by n.line limit $3",
        args![buyer.login.id, buyer.customer.id, i64::try_from(LINES_MOST).unwrap_or(i64::MAX)],
    )?;
    if kept.is_empty() {
        return Ok(Look::default());
    }
    let meant = meant(view, buyer, &kept)?;
    let mut wanted: Vec<i64> = meant.iter().flat_map(|meant| meant.ids.iter().copied()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let cards = catalogue::cards(view, buyer, &wanted)?;
    let cards: HashMap<i64, Card> = cards.into_iter().map(|card| (card.id, card)).collect();
    let mut sums = quantities_in_cart(view, buyer)?;
    let lines =
        kept.into_iter().zip(meant).map(|(kept, meant)| judge(kept, &meant, &cards, &mut sums));
    Ok(Look { lines: lines.collect() })
}

/// The products each line may mean: the one that was chosen, what its code says, what its code was corrected to before.
fn meant(view: &mut View, buyer: &Buyer, kept: &[Kept]) -> Result<Vec<Meant>, DbError> {
    let codes: Vec<String> = kept.iter().map(|(_, _, _, code, ..)| code.clone()).collect();
    let by_code = catalogue::meanings(view, buyer, &codes)?;
    let corrected = corrections(view, buyer, &codes)?;
    let of = |((_, _, _, code, _, chosen), ids): (&Kept, Vec<i64>)| match (chosen, ids.len()) {
        (Some(id), _) => Meant { ids: vec![*id], remembered: false },
        (None, 1) => Meant { ids, remembered: false },
        (None, _) => match corrected.get(&code_key(code)) {
            Some(id) => Meant { ids: vec![*id], remembered: true },
            None => Meant { ids, remembered: false },
        },
    };
    Ok(kept.iter().zip(by_code).map(of).collect())
}

fn judge(
    (line, written, code_read, code, quantity, _): Kept,
    meant: &Meant,
    cards: &HashMap<i64, Card>,
    sums: &mut HashMap<i64, i64>,
) -> Judged {
    let state =
        if quantity == "0" { State::Out } else { state(&code, &quantity, meant, cards, sums) };
    Judged { line, written, code_read, code, quantity, state }
}

fn state(
    code: &str,
    typed: &str,
    meant: &Meant,
    cards: &HashMap<i64, Card>,
    sums: &mut HashMap<i64, i64>,
) -> State {
    let offered: Vec<Card> = meant.ids.iter().filter_map(|id| cards.get(id)).cloned().collect();
    let needs = |why, offered| State::Needs { why, offered };
    let card = match (meant.ids.as_slice(), offered.as_slice()) {
        ([], _) if code.trim().is_empty() => return needs(Why::NoCode, Vec::new()),
        ([], _) => return needs(Why::Unknown, Vec::new()),
        ([_], [card]) => card.clone(),
        // A code that means something but has no card: a product that is closed, or no longer shown.
        ([_], _) => return needs(Why::Wrong(LineRefusal::NotAvailable, Vec::new()), Vec::new()),
        _ => return needs(Why::Several, offered),
    };
    let mut numbers: Vec<String> = typed.split('|').map(str::to_owned).collect();
    if let [one] = numbers.as_slice()
        && !one.is_empty()
        && one.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        && one.contains(',')
    {
        numbers = alternatives(one, None);
    }
    match numbers.as_slice() {
        [one] if one.trim().is_empty() => {
            let least = card.quantity(card.least_quantity());
            needs(Why::NoQuantity { least }, vec![card])
        }
        [one] => measured(card, one, meant.remembered, sums),
        [] => needs(not_a_number(), vec![card]),
        several => needs(Why::Quantities(several.to_vec()), vec![card]),
    }
}

fn not_a_number() -> Why {
    Why::Wrong(LineRefusal::Quantity(QuantityFault::NotANumber), Vec::new())
}

/// A line whose product and quantity are known: whether so many more can be ordered.
fn measured(card: Card, typed: &str, remembered: bool, sums: &mut HashMap<i64, i64>) -> State {
    let others = sums.get(&card.id).copied().unwrap_or(0);
    let fits = read(&Asked::Text(typed.to_owned()), card.quantity_decimals).and_then(|quantity| {
        match quantity.units {
            0 => Err(LineRefusal::Quantity(QuantityFault::NotPositive)),
            units => check(&card, others.saturating_add(units)).map(|()| quantity),
        }
    });
    match fits {
        Ok(quantity) => {
            sums.insert(card.id, others.saturating_add(quantity.units));
            State::Ready { card: Box::new(card), quantity, remembered }
        }
        Err(refusal) => {
            let nearest = nearest(&card, &refusal, others);
            State::Needs { why: Why::Wrong(refusal, nearest), offered: vec![card] }
        }
    }
}

/// Quantities of this line that could be ordered instead, beside what is in the order already.
fn nearest(card: &Card, refusal: &LineRefusal, others: i64) -> Vec<Quantity> {
    let sums = match refusal {
        LineRefusal::NotAMultiple { below, above, .. } => vec![*below, Some(*above)],
        LineRefusal::BelowMinimum { .. } => vec![Some(card.quantity(card.least_quantity()))],
        _ => Vec::new(),
    };
    let rest = |sum: Quantity| Some(card.quantity(sum.units - others)).filter(|q| q.units > 0);
    sums.into_iter().flatten().filter_map(rest).collect()
}

/// Puts products that may be meant beside those of these lines whose code is unknown. The index is in memory; the
/// database is asked once for all.
///
/// # Errors
/// What the index or the database says.
pub fn suggest(
    view: &mut View,
    search: &Search,
    buyer: &Buyer,
    lines: &mut [&mut Judged],
) -> Result<(), AppError> {
    let mut open: Vec<&mut Judged> = lines
        .iter_mut()
        .filter(|judged| matches!(&judged.state, State::Needs { why: Why::Unknown, .. }))
        .map(|judged| &mut **judged)
        .collect();
    let codes: Vec<String> = open.iter().map(|judged| judged.code.clone()).collect();
    let near = near(view, search, buyer, &codes, OFFERED)?;
    for (judged, cards) in open.iter_mut().zip(near) {
        if let State::Needs { offered, .. } = &mut judged.state {
            *offered = cards;
        }
    }
    Ok(())
}

impl Look {
    /// How many lines go in.
    #[must_use]
    pub fn ready(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.state, State::Ready { .. })).count()
    }

    /// How many need somebody.
    #[must_use]
    pub fn needing(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.state, State::Needs { .. })).count()
    }

    /// How many stay out because they say nought.
    #[must_use]
    pub fn out(&self) -> usize {
        self.lines.len() - self.ready() - self.needing()
    }
}
