//! Why an order waits for a review: found when it arrives, kept with it, shown to staff.

use super::{REVIEW, Review};
use crate::customers::credit::{self, CreditCheck, CreditCounts};
use crate::orders::store::number_key;
use crate::platform::db::{DbError, FromRow, Row, Tx, args};
use crate::platform::settings::{self, Setting};

/// Orders of a customer who has fewer earlier orders than this; 0: the rule is off.
pub const FIRST_ORDERS: Setting<i64> =
    Setting { key: "backoffice.review_first_orders", default: || 1 };
/// Orders that come to more than this, in minor units.
pub const ABOVE: Setting<Option<i64>> =
    Setting { key: "backoffice.review_above_minor", default: || None };
/// Orders over the credit limit of whoever pays, where such orders are taken at all.
pub const OVER_CREDIT: Setting<bool> =
    Setting { key: "backoffice.review_over_credit", default: || true };
/// Orders with remarks, on the order or a line.
pub const REMARKS: Setting<bool> = Setting { key: "backoffice.review_remarks", default: || false };

/// Why an order waits. Amounts are in minor units of the order's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Over the credit limit by this much.
    OverCredit(i64),
    /// Staff look at every order of this customer.
    Customer,
    /// The customer has so few earlier orders.
    FirstOrders(i64),
    /// It comes to more than this.
    Above(i64),
    /// It has remarks.
    Remarks,
    /// Every order is reviewed.
    Always,
}

impl Reason {
    /// As stored: `over_credit:41200`.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Reason::OverCredit(by) => format!("over_credit:{by}"),
            Reason::Customer => "customer".to_owned(),
            Reason::FirstOrders(earlier) => format!("first_orders:{earlier}"),
            Reason::Above(limit) => format!("above:{limit}"),
            Reason::Remarks => "remarks".to_owned(),
            Reason::Always => "always".to_owned(),
        }
    }

    /// The reason of this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Reason> {
        let (code, found) = text.split_once(':').unwrap_or((text, "0"));
        let found = found.parse().ok()?;
        Some(match code {
            "over_credit" => Reason::OverCredit(found),
            "customer" => Reason::Customer,
            "first_orders" => Reason::FirstOrders(found),
            "above" => Reason::Above(found),
            "remarks" => Reason::Remarks,
            "always" => Reason::Always,
            _ => return None,
        })
    }
}

/// All of them as they are stored.
#[must_use]
pub fn text_of(reasons: &[Reason]) -> String {
    reasons.iter().map(|reason| reason.text()).collect::<Vec<_>>().join(" ")
}

/// What was stored.
#[must_use]
pub fn read(text: &str) -> Vec<Reason> {
    text.split_whitespace().filter_map(Reason::from_text).collect()
}

/// The rules as they are set.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    review: Review,
    first_orders: i64,
    above_minor: Option<i64>,
    over_credit: bool,
    /// Orders over the limit are placed and held.
    holds_credit: bool,
    counts: CreditCounts,
    remarks: bool,
}

/// What of an order the rules look at.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    total_minor: i64,
    /// Of the whole credit row: what is owed, and what is on order with this order in it.
    owed_minor: i64,
    ordered_minor: i64,
    limit_minor: Option<i64>,
    /// By how much it went over when it was placed.
    over_minor: Option<i64>,
    customer: bool,
    earlier: i64,
    remarks: bool,
}

impl FromRow for Facts {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Facts {
            total_minor: row.next()?,
            owed_minor: row.next()?,
            ordered_minor: row.next()?,
            limit_minor: row.next()?,
            over_minor: row.next()?,
            customer: row.next()?,
            earlier: row.next()?,
            remarks: row.next()?,
        })
    }
}

/// Why an order with these facts waits by these rules; nothing: it does not. Pure.
#[must_use]
pub fn check(rules: Rules, facts: Facts) -> Vec<Reason> {
    let by_credit = over_credit(rules, facts);
    let by_rule = [
        by_credit,
        facts.customer.then_some(Reason::Customer),
        (facts.earlier < rules.first_orders).then_some(Reason::FirstOrders(facts.earlier)),
        rules.above_minor.filter(|limit| facts.total_minor > *limit).map(Reason::Above),
        (rules.remarks && facts.remarks).then_some(Reason::Remarks),
    ];
    match rules.review {
        // Nothing else is reviewed then.
        Review::Off => by_credit.filter(|_| rules.holds_credit).into_iter().collect(),
        Review::Rules => by_rule.into_iter().flatten().collect(),
        Review::Always => {
            let mut all: Vec<Reason> = by_rule.into_iter().flatten().collect();
            all.retain(|reason| matches!(reason, Reason::OverCredit(_) | Reason::Customer));
            all.push(Reason::Always);
            all
        }
    }
}

/// By how much the order is over the credit limit, where that is a reason to wait: as it was when it was placed, where such
/// orders are held; else as it is now, by the rule.
fn over_credit(rules: Rules, facts: Facts) -> Option<Reason> {
    if rules.holds_credit {
        return facts.over_minor.map(Reason::OverCredit);
    }
    let used = rules.counts.used(facts.owed_minor, facts.ordered_minor);
    let over = facts.limit_minor.map_or(0, |limit| used.saturating_sub(limit));
    (rules.over_credit && over > 0).then_some(Reason::OverCredit(over))
}

/// Why this order waits; nothing: it is confirmed as it arrives.
///
/// # Errors
/// What the database says.
pub fn of(tx: &mut Tx, number: &str) -> Result<Vec<Reason>, DbError> {
    let credit = settings::get(tx, &credit::CHECK)?;
    let rules = Rules {
        review: settings::get(tx, &REVIEW)?,
        first_orders: settings::get(tx, &FIRST_ORDERS)?,
        above_minor: settings::get(tx, &ABOVE)?,
        // Where people are only warned, that is all there is to it.
        over_credit: settings::get(tx, &OVER_CREDIT)? && credit != CreditCheck::Warn,
        holds_credit: credit == CreditCheck::Review,
        counts: settings::get(tx, &credit::COUNTS)?,
        remarks: settings::get(tx, &REMARKS)?,
    };
    if rules.review == Review::Off && !rules.holds_credit {
        return Ok(Vec::new());
    }
    let facts = tx.one::<Facts>(
        "select o.total_minor, coalesce(r.owed_minor, 0), coalesce(r.ordered_minor, 0),
             p.credit_limit_minor, o.credit_over_minor, c.review_always,
             (select count(*) from (select 1 from orders e where e.customer_id = o.customer_id
                  and e.id <> o.id and e.status in ('placed', 'confirmed') limit $2) earlier),
             o.remarks is not null or exists (select 1 from order_lines l
                  where l.order_id = o.id and l.remarks is not null)
         from orders o
         join customers c on c.id = o.customer_id
         join customers p on p.id = coalesce(c.invoiced_to, c.id)
         left join credit r on r.customer_id = p.id and r.currency = o.currency
         where o.number_key = $1",
        args![&number_key(number), rules.first_orders.max(0)],
    )?;
    // A command whose order is not ours to know (the contract's own test) waits where all wait.
    let unknown = match rules.review {
        Review::Always => vec![Reason::Always],
        _ => Vec::new(),
    };
    Ok(facts.map_or(unknown, |facts| check(rules, facts)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules {
        review: Review::Rules,
        first_orders: 2,
        above_minor: Some(100_000),
        over_credit: true,
        holds_credit: false,
        counts: CreditCounts::OwedAndOrdered,
        remarks: true,
    };
    const FACTS: Facts = Facts {
        total_minor: 100_000,
        owed_minor: 300_000,
        ordered_minor: 200_000,
        limit_minor: Some(500_000),
        over_minor: None,
        customer: false,
        earlier: 2,
        remarks: false,
    };

    #[test]
    fn each_rule_holds_from_its_edge_on() {
        assert_eq!(check(RULES, FACTS), []);
        let found = |facts| check(RULES, facts);
        assert_eq!(found(Facts { total_minor: 100_001, ..FACTS }), [Reason::Above(100_000)]);
        assert_eq!(found(Facts { owed_minor: 300_001, ..FACTS }), [Reason::OverCredit(1)]);
        assert_eq!(found(Facts { owed_minor: 900_009, limit_minor: None, ..FACTS }), []);
        let only_owed = Rules { counts: CreditCounts::Owed, ..RULES };
        assert_eq!(check(only_owed, Facts { ordered_minor: 900_000, ..FACTS }), []);
        assert_eq!(found(Facts { earlier: 1, ..FACTS }), [Reason::FirstOrders(1)]);
        assert_eq!(found(Facts { remarks: true, ..FACTS }), [Reason::Remarks]);
        assert_eq!(found(Facts { customer: true, ..FACTS }), [Reason::Customer]);
        let flagged = Facts { customer: true, earlier: 0, remarks: true, ..FACTS };
        let off = Rules {
            review: Review::Off,
            first_orders: 0,
            above_minor: None,
            over_credit: false,
            holds_credit: false,
            counts: CreditCounts::OwedAndOrdered,
            remarks: false,
        };
        let holds = Rules { holds_credit: true, ..off };
        let over = Facts { over_minor: Some(7), ..flagged };
        assert_eq!(
            check(holds, over),
            [Reason::OverCredit(7)],
            "held although nothing is reviewed"
        );
        assert_eq!(check(off, over), []);
        assert_eq!(check(holds, Facts { owed_minor: 900_000, ..flagged }), [], "as it was placed");
        assert_eq!(check(off, flagged), []);
        assert_eq!(check(Rules { review: Review::Rules, ..off }, flagged), [Reason::Customer]);
        let always = check(Rules { review: Review::Always, ..RULES }, flagged);
        assert_eq!(always, [Reason::Customer, Reason::Always]);
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let all = [
            Reason::OverCredit(41_200),
            Reason::Customer,
            Reason::FirstOrders(0),
            Reason::Above(7),
            Reason::Remarks,
            Reason::Always,
        ];
        assert_eq!(read(&text_of(&all)), all);
        assert_eq!(read("unknown:1 over_credit:x "), []);
    }
}
