//! What the doctor counts on its way: how many, and how much, by currency and exactly.

use portico_types::{Currency, Money};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Decimals of the exact sum while it is kept: prices have 4, quantities up to 4, the rest is for `per`.
const DECIMALS: u32 = 12;

/// Sums of one currency.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// Quantity × price before rounding, by `per` and decimals of the quantity.
    exact: BTreeMap<(i64, u32), i128>,
    /// Sum of the rounded nets of lines, in minor units.
    pub goods_minor: i128,
    /// Sum of the charges, in minor units.
    pub charges_minor: i128,
    /// Sum of the credit notes, in minor units.
    pub credit_notes_minor: i128,
}

impl Sums {
    /// Adds a line: quantity in steps of so many decimals, price in ten-thousandths for `per` units.
    pub fn add_line(
        &mut self,
        (quantity, decimals): (i64, u32),
        (price, per): (i64, i64),
        net_minor: i64,
    ) {
        let product = i128::from(quantity) * i128::from(price);
        *self.exact.entry((per.max(1), decimals)).or_default() += product;
        self.goods_minor += i128::from(net_minor);
    }

    /// The exact sum as text, four decimals at least.
    #[must_use]
    pub fn goods_exact(&self) -> String {
        let scaled = self.exact.iter().map(|((per, decimals), sum)| {
            sum * 10_i128.pow(DECIMALS.saturating_sub(4 + decimals)) / i128::from(*per)
        });
        let text = decimal(scaled.sum(), DECIMALS);
        let cut = text.trim_end_matches('0');
        let decimals = cut.len() - cut.find('.').map_or(cut.len(), |dot| dot + 1);
        let zeros = "0".repeat(4_usize.saturating_sub(decimals));
        format!("{cut}{zeros}")
    }
}

fn decimal(value: i128, decimals: u32) -> String {
    let unit = 10_i128.pow(decimals);
    let sign = if value < 0 { "-" } else { "" };
    let (whole, part) = (value.abs() / unit, value.abs() % unit);
    if decimals == 0 {
        return format!("{sign}{whole}");
    }
    format!("{sign}{whole}.{part:0width$}", width = decimals as usize)
}

/// Everything counted.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// Sales orders.
    pub orders: i64,
    /// Their lines.
    pub order_lines: i64,
    /// Invoices, credit notes, payments, refunds and chargebacks.
    pub documents: i64,
    /// The wholesaler's currency.
    pub currency: Option<Currency>,
    /// Sums by the code of their currency.
    pub sums: BTreeMap<String, Sums>,
}

impl Totals {
    /// As in api.md §5: the sums of the wholesaler's currency; others stand beside them.
    #[must_use]
    pub fn json(&self) -> Value {
        let main = self.currency.map_or("", Currency::code);
        let one = |code: &str| {
            let sums = self.sums.get(code).cloned().unwrap_or_default();
            let digits = Currency::from_code(code).map_or(2, Currency::digits);
            json!({
                "currency": code,
                "goods_exact": sums.goods_exact(),
                "goods_booked": decimal(sums.goods_minor, digits),
                "charges": decimal(sums.charges_minor, digits),
                "credit_notes_total": decimal(sums.credit_notes_minor, digits),
            })
        };
        let mut totals = one(main);
        let others: Vec<Value> = self.sums.keys().filter(|c| *c != main).map(|c| one(c)).collect();
        totals["orders"] = json!(self.orders);
        totals["order_lines"] = json!(self.order_lines);
        totals["documents"] = json!(self.documents);
        totals["other_currencies"] = json!(others);
        totals
    }

    /// A few lines for a person.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!(
            "{} orders with {} lines, {} documents\n",
            self.orders, self.order_lines, self.documents
        );
        for (code, sums) in &self.sums {
            let money = |minor: i128| {
                let currency = Currency::from_code(code)?;
                Some(Money::new(i64::try_from(minor).ok()?, currency).grouped())
            };
            let shown = |minor| money(minor).unwrap_or_else(|| minor.to_string());
            text.push_str(&format!(
                "{code}: goods {} booked, {} before rounding; charges {}; credit notes {}\n",
                shown(sums.goods_minor),
                sums.goods_exact(),
                shown(sums.charges_minor),
                shown(sums.credit_notes_minor)
            ));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_sum_keeps_every_decimal() {
        let mut sums = Sums::default();
        assert_eq!(sums.goods_exact(), "0.0000");
        sums.add_line((6, 0), (25_500, 1), 1_530);
        sums.add_line((1, 0), (10, 1), 0);
        assert_eq!(sums.goods_exact(), "15.3010");
        sums.add_line((125, 2), (125, 100), 0);
        assert_eq!(sums.goods_exact(), "15.30115625");
        assert_eq!(sums.goods_minor, 1_530);
        assert_eq!(decimal(-1_205, 2), "-12.05");
    }
}
