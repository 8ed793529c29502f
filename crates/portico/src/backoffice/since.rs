//! What changed since an order was placed, for staff who decide on it: prices, products, the customer's credit and state.
//! Five statements, however many lines.

use crate::access::{Staff, customer_head};
use crate::catalogue;
use crate::orders::{OrderDetail, Stage};
use crate::platform::db::{DbError, View, args};
use portico_types::{Money, Quantity, UnitPrice};
use std::collections::HashMap;

/// What changed of one line.
#[derive(Clone, Debug, PartialEq)]
pub enum LineNow {
    /// The customer would pay another price today.
    Price {
        /// On the order.
        old: UnitPrice,
        /// Today.
        new: UnitPrice,
    },
    /// The product is not sold any more.
    NotSold,
    /// Some of it lacks stock, and this much is free by now.
    Free {
        /// How much lacks stock.
        lacking: Quantity,
        /// What is free.
        free: Quantity,
    },
    /// Some of it lacks stock, and nothing is free.
    Lacking {
        /// How much.
        lacking: Quantity,
    },
}

/// What is other than when the order was placed.
#[derive(Clone, Debug, Default)]
pub struct Since {
    /// No order is taken from the customer at present.
    pub on_hold: bool,
    /// The customer was closed.
    pub closed: bool,
    /// Over the credit limit by this much, this order counted.
    pub over_credit: Option<Money>,
    /// By line: its number, code and name, and what changed.
    pub lines: Vec<(i64, String, LineNow)>,
}

impl Since {
    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        !self.on_hold && !self.closed && self.over_credit.is_none() && self.lines.is_empty()
    }
}

struct LineFacts {
    product_id: Option<i64>,
    sold: bool,
    free: i64,
}

/// What changed since this order was placed. It was read for the staff who ask.
///
/// # Errors
/// What the database says.
pub fn since(
    view: &mut View,
    staff: &Staff,
    order: &OrderDetail,
    customer: &str,
) -> Result<Since, DbError> {
    let Some(head) = customer_head(view, staff, customer)? else { return Ok(Since::default()) };
    let facts = facts(view, order.head.id)?;
    let ids: Vec<i64> = facts.values().filter_map(|line| line.product_id).collect();
    let tariffs = catalogue::tariffs(view, &head, &ids)?;
    let (closed, over) = standing(view, order)?;
    let mut sums: HashMap<i64, i64> = HashMap::new();
    for line in &order.lines {
        if let Some(id) = facts.get(&line.line).and_then(|fact| fact.product_id) {
            *sums.entry(id).or_default() += line.quantity.units - line.stages.of(Stage::Cancelled);
        }
    }
    let mut lines = Vec::new();
    for line in &order.lines {
        let Some(fact) = facts.get(&line.line) else { continue };
        let name = format!("{} {}", line.sku, line.name);
        let now = fact.product_id.and_then(|id| tariffs.get(&id)?.at(*sums.get(&id)?));
        if !fact.sold {
            lines.push((line.line, name.clone(), LineNow::NotSold));
        } else if let Some(new) = now.filter(|new| *new != line.price) {
            lines.push((line.line, name.clone(), LineNow::Price { old: line.price, new }));
        }
        let lacking = line.stages.of(Stage::Backordered);
        if lacking > 0 && line.supplied_from == "stock" {
            let (lacking, free) = (line.steps(lacking), line.steps(fact.free.max(0)));
            let now = match free.units {
                0 => LineNow::Lacking { lacking },
                _ => LineNow::Free { lacking, free },
            };
            lines.push((line.line, name, now));
        }
    }
    Ok(Since { on_hold: head.on_hold, closed, over_credit: over, lines })
}

fn facts(view: &mut View, order_id: i64) -> Result<HashMap<i64, LineFacts>, DbError> {
    let rows = view.all::<(i64, Option<i64>, Option<String>, i64)>(
        "select l.line, l.product_id, p.state, coalesce(s.on_hand - s.allocated, 0)
         from order_lines l
         left join products p on p.id = l.product_id
         left join stock s on s.product_id = l.product_id and s.location = $2
         where l.order_id = $1 order by l.line limit 5000",
        args![order_id, catalogue::stock::MAIN],
    )?;
    let fact = |(line, product_id, state, free): (i64, Option<i64>, Option<String>, i64)| {
        (line, LineFacts { product_id, sold: state.as_deref() == Some("sellable"), free })
    };
    Ok(rows.into_iter().map(fact).collect())
}

/// Whether the customer is closed, and by how much whoever pays is over the limit.
fn standing(view: &mut View, order: &OrderDetail) -> Result<(bool, Option<Money>), DbError> {
    let row = view.one::<(bool, Option<i64>, i64)>(
        "select c.closed_at is not null, p.credit_limit_minor,
             coalesce(r.owed_minor + r.ordered_minor, 0)
         from customers c
         join customers p on p.id = coalesce(c.invoiced_to, c.id)
         left join credit r on r.customer_id = p.id and r.currency = $2
         where c.id = $1",
        args![order.head.customer_id, order.head.total.currency.code()],
    )?;
    let Some((closed, limit, standing)) = row else { return Ok((false, None)) };
    let over = limit.map(|limit| standing - limit).filter(|over| *over > 0);
    Ok((closed, over.map(|minor| Money::new(minor, order.head.total.currency))))
}
