//! Rules about a row of a foreign file: does it stand for something we want?

use super::Some1;
use super::values::number;
use anyhow::ensure;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A rule about one cell. Exactly one of its conditions is given.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The column of the file.
    pub column: String,
    /// The cell is one of these, in any case.
    #[serde(default, skip_serializing_if = "super::is_none")]
    pub one_of: Some1,
    /// The cell begins with this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_with: Option<String>,
    /// The cell ends with this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_with: Option<String>,
    /// The cell is empty (or, with `false`, is not).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<bool>,
    /// The cell is a number below this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<toml::Value>,
    /// The cell is a number above this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub above: Option<toml::Value>,
}

/// How numbers are written in the file.
#[derive(Clone, Copy, Debug)]
pub struct Marks {
    /// Before the decimals.
    pub decimal: char,
    /// Between groups of three digits.
    pub grouping: Option<char>,
}

impl Rule {
    /// Exactly one condition is given, and it can be read.
    ///
    /// # Errors
    /// What is wrong, as the end of a sentence that begins with the rule.
    pub fn check(&self) -> anyhow::Result<()> {
        let given = [
            !self.one_of.all().is_empty(),
            self.starts_with.is_some(),
            self.ends_with.is_some(),
            self.empty.is_some(),
            self.below.is_some(),
            self.above.is_some(),
        ];
        ensure!(
            given.iter().filter(|given| **given).count() == 1,
            "needs exactly one of: one_of, starts_with, ends_with, empty, below, above"
        );
        let bounds = [&self.below, &self.above];
        let mut bounds = bounds.into_iter().flatten();
        ensure!(
            bounds.all(|bound| limit(bound).is_some()),
            "compares with something that is no number"
        );
        Ok(())
    }

    /// Whether it holds for this cell.
    #[must_use]
    pub fn holds(&self, cell: &str, marks: Marks) -> bool {
        let cell = cell.trim();
        let lower = cell.to_lowercase();
        let below = |bound: &toml::Value, is_below: bool| {
            let read = number(cell, marks.decimal, marks.grouping).ok();
            let read = read.and_then(|text| text.parse::<Decimal>().ok());
            let (Some(read), Some(bound)) = (read, limit(bound)) else { return false };
            if is_below { read < bound } else { read > bound }
        };
        match (&self.starts_with, &self.ends_with, self.empty) {
            (Some(start), ..) => return lower.starts_with(&start.to_lowercase()),
            (_, Some(end), _) => return lower.ends_with(&end.to_lowercase()),
            (.., Some(empty)) => return cell.is_empty() == empty,
            _ => {}
        }
        match (&self.below, &self.above) {
            (Some(bound), _) => below(bound, true),
            (_, Some(bound)) => below(bound, false),
            _ => self.one_of.all().iter().any(|word| word.trim().to_lowercase() == lower),
        }
    }
}

fn limit(bound: &toml::Value) -> Option<Decimal> {
    match bound {
        toml::Value::Integer(number) => Some(Decimal::from(*number)),
        toml::Value::Float(number) => number.to_string().parse().ok(),
        toml::Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_condition_holds_for_what_it_says_and_for_nothing_else() {
        let marks = Marks { decimal: ',', grouping: Some('.') };
        let rule = |text: &str| {
            let rule: Rule = toml::from_str(&format!("column = \"a\"\n{text}")).unwrap();
            rule.check().unwrap();
            rule
        };
        let cases = [
            ("one_of = ['POST', 'M']", "post", true),
            ("one_of = 'M'", "MM", false),
            ("starts_with = 'C'", "C546557", true),
            ("starts_with = 'C'", "546557", false),
            ("ends_with = '-X'", "12-x ", true),
            ("empty = true", "  ", true),
            ("empty = false", "  ", false),
            ("below = 0", "-0,5", true),
            ("below = 0", "0", false),
            ("below = 0", "nothing", false),
            ("above = 1.5", "1.000,0", true),
            ("above = 1000", "1.000,0", false),
        ];
        for (condition, cell, holds) in cases {
            assert_eq!(rule(condition).holds(cell, marks), holds, "{condition} {cell}");
        }
        let none: Rule = toml::from_str("column = 'a'").unwrap();
        assert!(none.check().is_err());
        let two: Rule = toml::from_str("column = 'a'\nempty = true\nbelow = 0").unwrap();
        assert!(two.check().is_err());
    }
}
