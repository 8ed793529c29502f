//! One order with everything that hangs on it, and the rules it must keep: pure, so that each has
//! its case in a table.

use super::Findings;
use portico_types::{Currency, Money, Rate, Taxed, VatCategory, vat_by_rate};
use std::collections::HashMap;

/// The stages in the order in which a line's columns are read.
pub(super) const STAGES: [&str; 6] =
    ["pending", "backordered", "allocated", "released", "shipped", "cancelled"];

/// A line as stored.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) id: i64,
    pub(super) line: i64,
    pub(super) quantity: i64,
    pub(super) stages: [i64; 6],
    pub(super) returned: i64,
    pub(super) invoiced: i64,
    pub(super) credited: i64,
    pub(super) net_minor: i64,
    pub(super) vat_rate: i64,
    pub(super) vat_category: String,
}

/// A move of the ledger.
#[derive(Clone, Debug)]
pub(super) struct Move {
    pub(super) line_id: i64,
    pub(super) quantity: i64,
    pub(super) from: String,
    pub(super) to: String,
}

/// An order with its parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    pub(super) id: i64,
    pub(super) number: String,
    pub(super) currency: String,
    pub(super) goods_minor: i64,
    pub(super) charges_minor: i64,
    pub(super) vat_minor: i64,
    pub(super) total_minor: i64,
    pub(super) line_count: i64,
    pub(super) is_imported: bool,
    pub(super) lines: Vec<Line>,
    /// Net, rate, category.
    pub(super) charges: Vec<(i64, i64, String)>,
    /// Rate, category, taxable, VAT.
    pub(super) vat: Vec<(i64, String, i64, i64)>,
    pub(super) moves: Vec<Move>,
    /// Reserved stock by line.
    pub(super) allocations: HashMap<i64, i64>,
}

impl Order {
    /// Names everything that does not hold.
    pub(super) fn check(&self, findings: &mut Findings) {
        self.check_lines(findings);
        self.check_ledger(findings);
        self.check_totals(findings);
        if self.lines.is_empty() && self.charges.is_empty() {
            let detail = "has neither lines nor charges".to_owned();
            findings.breach("order_empty", self.name(), detail);
        }
    }

    fn name(&self) -> String {
        format!("order {}", self.number)
    }

    fn check_lines(&self, findings: &mut Findings) {
        for line in &self.lines {
            let name = format!("{} line {}", self.name(), line.line);
            let sum: i64 = line.stages.iter().sum();
            if sum != line.quantity || line.stages.iter().any(|quantity| *quantity < 0) {
                let detail = format!("stages {:?} do not make {}", line.stages, line.quantity);
                findings.breach("line_stages", name.clone(), detail);
            }
            let [.., shipped, cancelled] = line.stages;
            // What credits an imported order may have come without the invoice.
            let credited_most = if self.is_imported { shipped } else { line.invoiced };
            let counters = [
                ("returned", line.returned, shipped),
                ("invoiced", line.invoiced, line.quantity - cancelled),
                ("credited", line.credited, credited_most),
            ];
            for (what, count, most) in counters {
                if count < 0 || count > most {
                    let detail = format!("{what} is {count}, at most {most} can be");
                    findings.breach("line_counters", name.clone(), detail);
                }
            }
            let reserved = self.allocations.get(&line.id);
            let held = line.stages[2] + line.stages[3];
            if let Some(reserved) = reserved.filter(|reserved| **reserved != held) {
                let detail = format!("{reserved} are reserved, {held} are allocated or released");
                findings.breach("line_allocations", name, detail);
            }
        }
    }

    /// Plays the moves again: no stage ever goes below nought, and the end is what the line says.
    fn check_ledger(&self, findings: &mut Findings) {
        let mut played: HashMap<i64, [i64; 6]> = HashMap::new();
        let place = |stage: &str| STAGES.iter().position(|s| *s == stage);
        for step in &self.moves {
            let stages = played.entry(step.line_id).or_default();
            let (from, to) = (place(&step.from), place(&step.to));
            let known =
                (from.is_some() || step.from.is_empty()) && to.is_some() && step.quantity > 0;
            if let Some(from) = from {
                stages[from] -= step.quantity;
            }
            if let Some(to) = to {
                stages[to] += step.quantity;
            }
            if !known || stages.iter().any(|quantity| *quantity < 0) {
                let detail = format!(
                    "the move of {} from '{}' to '{}' cannot be",
                    step.quantity, step.from, step.to
                );
                findings.breach("line_moves", self.name(), detail);
            }
        }
        for line in &self.lines {
            let stages = played.remove(&line.id).unwrap_or_default();
            if stages != line.stages {
                let name = format!("{} line {}", self.name(), line.line);
                let detail =
                    format!("the moves end at {stages:?}, the line says {:?}", line.stages);
                findings.breach("line_moves", name, detail);
            }
        }
        for line_id in played.keys() {
            findings.breach(
                "line_moves",
                self.name(),
                format!("moves of a line {line_id} of another order"),
            );
        }
    }

    fn check_totals(&self, findings: &mut Findings) {
        let goods: i64 = self.lines.iter().map(|line| line.net_minor).sum();
        let charges: i64 = self.charges.iter().map(|(net, ..)| net).sum();
        let vat: i64 = self.vat.iter().map(|(.., vat)| vat).sum();
        let sums = [
            ("goods", self.goods_minor, goods),
            ("charges", self.charges_minor, charges),
            ("VAT", self.vat_minor, vat),
            ("total", self.total_minor, self.goods_minor + self.charges_minor + self.vat_minor),
            ("number of lines", self.line_count, self.lines.len() as i64),
        ];
        for (what, says, is) in sums {
            if says != is {
                findings.breach(
                    "order_totals",
                    self.name(),
                    format!("{what} says {says}, its parts make {is}"),
                );
            }
        }
        match self.vat_worked_out() {
            Some(vat) if vat == self.sorted_vat() => {}
            Some(vat) => {
                let detail =
                    format!("VAT per rate is {:?}, its parts make {vat:?}", self.sorted_vat());
                findings.breach("order_vat", self.name(), detail);
            }
            None => {
                findings.breach("order_vat", self.name(), "its VAT cannot be worked out".to_owned())
            }
        }
    }

    fn sorted_vat(&self) -> Vec<(i64, String, i64, i64)> {
        // Rates without anything to tax may be left out or stand there with nought.
        let mut vat: Vec<_> =
            self.vat.iter().filter(|part| part.2 != 0 || part.3 != 0).cloned().collect();
        vat.sort();
        vat
    }

    fn vat_worked_out(&self) -> Option<Vec<(i64, String, i64, i64)>> {
        let currency = Currency::from_code(&self.currency)?;
        let lines = self.lines.iter().map(|l| (l.vat_rate, &l.vat_category, l.net_minor));
        let charges = self.charges.iter().map(|(net, rate, category)| (*rate, category, *net));
        let nets: Option<Vec<_>> = lines
            .chain(charges)
            .map(|(rate, category, net)| {
                let category = VatCategory::from_code(category)?;
                Some((Taxed { rate: Rate::new(rate), category }, Money::new(net, currency)))
            })
            .collect();
        let parts = vat_by_rate(nets?, currency).ok()?;
        let mut vat: Vec<_> = parts
            .into_iter()
            .map(|p| {
                let Taxed { rate, category } = p.taxed;
                (rate.basis_points, category.code().to_owned(), p.taxable.minor, p.vat.minor)
            })
            .filter(|part| part.2 != 0 || part.3 != 0)
            .collect();
        vat.sort();
        Some(vat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound() -> Order {
        let line = Line {
            id: 1,
            line: 1,
            quantity: 5,
            stages: [0, 2, 3, 0, 0, 0],
            net_minor: 1_000,
            vat_rate: 2_000,
            vat_category: "S".to_owned(),
            ..Line::default()
        };
        let step = |from: &str, to: &str, quantity| Move {
            line_id: 1,
            quantity,
            from: from.to_owned(),
            to: to.to_owned(),
        };
        Order {
            id: 1,
            number: "P-1".to_owned(),
            currency: "GBP".to_owned(),
            goods_minor: 1_000,
            charges_minor: 100,
            vat_minor: 200,
            total_minor: 1_300,
            line_count: 1,
            is_imported: false,
            lines: vec![line],
            charges: vec![(100, 0, "Z".to_owned())],
            vat: vec![(2_000, "S".to_owned(), 1_000, 200), (0, "Z".to_owned(), 100, 0)],
            moves: vec![step("", "backordered", 5), step("backordered", "allocated", 3)],
            allocations: HashMap::from([(1, 3)]),
        }
    }

    #[test]
    fn each_rule_names_its_breach() {
        type Spoil = fn(&mut Order);
        let cases: [(&[&str], Spoil); 11] = [
            (&[], |_| ()),
            (&["line_stages", "line_moves"], |o| o.lines[0].stages[1] = 1),
            (&["line_counters"], |o| o.lines[0].returned = 1),
            (&["line_counters"], |o| o.lines[0].credited = 1),
            (&["line_allocations"], |o| o.allocations = HashMap::from([(1, 4)])),
            (&["line_moves", "line_moves", "line_moves"], |o| drop(o.moves.remove(0))),
            (&["line_moves"], |o| o.moves[1].line_id = 9),
            (&["order_totals", "order_vat"], |o| o.lines[0].net_minor = 999),
            (&["order_totals"], |o| o.total_minor = 1),
            (&["order_vat"], |o| o.vat[0].2 = 900),
            (&["order_totals", "order_empty"], |o| {
                *o = Order { line_count: 1, currency: "GBP".to_owned(), ..Order::default() }
            }),
        ];
        for (number, (expected, spoil)) in cases.into_iter().enumerate() {
            let (mut order, mut findings) = (sound(), Findings::default());
            spoil(&mut order);
            order.check(&mut findings);
            let found: Vec<&str> = findings.breaches.iter().map(|breach| breach.check).collect();
            let found: Vec<&str> = match number {
                // A move of a line elsewhere also leaves this line short.
                6 => found.into_iter().take(1).collect(),
                5 => found.into_iter().chain(["line_moves"; 3]).take(3).collect(),
                _ => found,
            };
            assert_eq!(found, expected, "case {number}: {:?}", findings.breaches);
        }
    }
}
