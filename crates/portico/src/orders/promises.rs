//! What a line that waits is promised: whoever is before it in the queue gets what comes first. Worked out when it is read,
//! from the queue and the goods expected, so it never says what held yesterday.

use crate::args;
use crate::catalogue::incoming::{self, Expected};
use crate::platform::db::{DbError, View};
use portico_types::{Day, Quantity};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A quantity that is expected on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The day it is expected here.
    pub day: Day,
    /// How much of it is for the line.
    pub quantity: Quantity,
    /// Whether the supplier confirmed the day.
    pub sure: bool,
}

/// A line that waits, as far as promises go.
#[derive(Clone, Copy, Debug)]
pub struct Lacking {
    /// Its id.
    pub line_id: i64,
    /// Its product.
    pub product_id: i64,
    /// The product's decimals.
    pub decimals: u8,
}

/// What a line gets of what is expected, after those before it got `before` of it. Pure.
#[must_use]
pub fn share(before: i64, lacking: i64, expected: &[Expected]) -> Vec<(Day, i64, bool)> {
    let (mut skip, mut open) = (before, lacking);
    let mut got: Vec<(Day, i64, bool)> = Vec::new();
    for goods in expected {
        let left = (goods.units - skip).max(0);
        skip = (skip - goods.units).max(0);
        let units = left.min(open);
        open -= units;
        match got.last_mut() {
            Some(last) if units > 0 && (last.0, last.2) == (goods.day, goods.sure) => {
                last.1 += units
            }
            _ if units > 0 => got.push((goods.day, units, goods.sure)),
            _ => {}
        }
    }
    got
}

/// The promises of these lines, by line; a line without one is absent. Two statements, and one where nothing is expected.
///
/// # Errors
/// What the database says.
pub fn of_lines(view: &mut View, lines: &[Lacking]) -> Result<HashMap<i64, Vec<Promise>>, DbError> {
    if lines.is_empty() {
        return Ok(HashMap::new());
    }
    let expected = expected(view, lines.iter().map(|line| line.product_id))?;
    let hopeful: Vec<&Lacking> =
        lines.iter().filter(|line| expected.contains_key(&line.product_id)).collect();
    if hopeful.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<_> = hopeful.iter().map(|line| args![line.line_id]).collect();
    let queued = view.all_many::<(i64, i64)>(
        "select cast(coalesce((select sum(w.backordered) from order_lines w
                 where w.product_id = l.product_id and w.backordered > 0
                   and (w.priority, w.queue_at, w.id) < (l.priority, l.queue_at, l.id)), 0) as bigint),
             l.backordered
         from order_lines l where l.id = $1 and l.backordered > 0",
        &ids,
    )?;
    let mut promises = HashMap::new();
    for (line, queued) in hopeful.into_iter().zip(queued) {
        let Some((before, lacking)) = queued.first().copied() else {
            continue;
        };
        let promise = |(day, units, sure)| Promise {
            day,
            quantity: Quantity::steps(units, line.decimals),
            sure,
        };
        let got = share(before, lacking, &expected[&line.product_id]);
        if !got.is_empty() {
            let _ = promises.insert(line.line_id, got.into_iter().map(promise).collect());
        }
    }
    Ok(promises)
}

/// The next day on which something of a product comes that nobody waits for yet, and how much, in the smallest step; by
/// product.
///
/// # Errors
/// What the database says.
pub fn next(view: &mut View, product_ids: &[i64]) -> Result<HashMap<i64, (Day, i64)>, DbError> {
    let expected = expected(view, product_ids.iter().copied())?;
    if expected.is_empty() {
        return Ok(HashMap::new());
    }
    let keys: Vec<_> = expected.keys().map(|id| args![*id]).collect();
    let waiting = view.all_many::<i64>(
        "select cast(coalesce(sum(backordered), 0) as bigint) from order_lines
         where product_id = $1 and backordered > 0",
        &keys,
    )?;
    let mut next = HashMap::new();
    for ((product_id, expected), waiting) in expected.iter().zip(waiting) {
        let before = waiting.first().copied().unwrap_or(0);
        if let Some((day, units, _)) = share(before, i64::MAX, expected).first() {
            let _ = next.insert(*product_id, (*day, *units));
        }
    }
    Ok(next)
}

fn expected(
    view: &mut View,
    product_ids: impl Iterator<Item = i64>,
) -> Result<BTreeMap<i64, Vec<Expected>>, DbError> {
    let ids: Vec<i64> = product_ids.collect::<BTreeSet<i64>>().into_iter().collect();
    let expected = incoming::promised(view, &ids)?;
    Ok(ids.into_iter().zip(expected).filter(|(_, expected)| !expected.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_before_gets_what_comes_first() {
        let day = |text| Day::parse(text).unwrap();
        let goods =
            |id, on, units, sure| Expected { id, day: day(on), units, sure, source: String::new() };
        let all = [
            goods(1, "2026-04-02", 10, true),
            goods(2, "2026-04-02", 5, true),
            goods(3, "2026-04-09", 20, false),
        ];
        let (second, ninth) = (day("2026-04-02"), day("2026-04-09"));
        assert_eq!(share(0, 4, &all), [(second, 4, true)]);
        assert_eq!(share(0, 12, &all), [(second, 12, true)], "one day is one promise");
        assert_eq!(share(12, 5, &all), [(second, 3, true), (ninth, 2, false)]);
        assert_eq!(share(30, 9, &all), [(ninth, 5, false)], "not all of it is expected");
        assert_eq!(share(35, 9, &all), []);
        assert_eq!(share(0, 9, &[]), []);
    }
}
