//! Money in minor units and unit prices in ten-thousandths, with checked arithmetic.

use crate::{Quantity, divide_half_up};
use rust_decimal::Decimal;
use std::fmt;
use std::str::FromStr;

/// A currency of ISO 4217.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// Pounds sterling, the currency of the demo world.
    pub const GBP: Currency = Currency(iso_currency::Currency::GBP);
    /// Euro.
    pub const EUR: Currency = Currency(iso_currency::Currency::EUR);

    /// The currency with this three-letter code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Currency> {
        iso_currency::Currency::from_code(code).map(Currency)
    }

    /// The three-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Digits after the decimal point: 2 for GBP, 0 for JPY.
    #[must_use]
    pub fn digits(self) -> u32 {
        u32::from(self.0.exponent().unwrap_or(2))
    }

    /// The sign people write before an amount: `£`.
    #[must_use]
    pub fn sign(self) -> String {
        self.0.symbol().to_string()
    }

    fn scale(self) -> i128 {
        10_i128.pow(self.digits())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What can be wrong with an amount or a sum of amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyError {
    /// The text is not a decimal number.
    NotANumber,
    /// More decimals than the currency (or, for a unit price, four) allows.
    TooManyDecimals,
    /// The amount does not fit: more than 64 bits of minor units.
    TooLarge,
    /// Two currencies in one sum.
    CurrencyMismatch,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            MoneyError::NotANumber => "not a number",
            MoneyError::TooManyDecimals => "too many decimals",
            MoneyError::TooLarge => "too large",
            MoneyError::CurrencyMismatch => "two currencies in one sum",
        })
    }
}

impl std::error::Error for MoneyError {}

/// An amount of money in minor units (pence) of its currency. May be negative: balances are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// Minor units: 1234 is 12.34 in GBP.
    pub minor: i64,
    /// Its currency.
    pub currency: Currency,
}

impl Money {
    /// An amount of so many minor units.
    #[must_use]
    pub fn new(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    /// Nothing, in this currency.
    #[must_use]
    pub fn zero(currency: Currency) -> Money {
        Money::new(0, currency)
    }

    /// Reads `12.34`; at most the currency's digits.
    pub fn parse(text: &str, currency: Currency) -> Result<Money, MoneyError> {
        Ok(Money::new(scaled(text, currency.digits())?, currency))
    }

    /// The sum; both must have one currency.
    pub fn plus(self, other: Money) -> Result<Money, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch);
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::TooLarge)?;
        Ok(Money::new(minor, self.currency))
    }

    /// The difference; both must have one currency.
    pub fn minus(self, other: Money) -> Result<Money, MoneyError> {
        let negated = other.minor.checked_neg().ok_or(MoneyError::TooLarge)?;
        self.plus(Money::new(negated, other.currency))
    }

    /// The sum of many amounts; nothing gives zero.
    pub fn sum(
        amounts: impl IntoIterator<Item = Money>,
        currency: Currency,
    ) -> Result<Money, MoneyError> {
        amounts.into_iter().try_fold(Money::zero(currency), Money::plus)
    }

    /// The amount with exactly the currency's digits and no grouping: `-12.30`. What the API says.
    #[must_use]
    pub fn amount(self) -> String {
        plain(i128::from(self.minor), self.currency.digits(), self.currency.digits())
    }

    /// The amount as people read it in a table: `1,042.30`, minus as `−`.
    #[must_use]
    pub fn grouped(self) -> String {
        grouped(&self.amount())
    }

    /// The amount with its sign, for facts and totals: `£1,042.30`.
    #[must_use]
    pub fn with_sign(self) -> String {
        let text = self.grouped();
        let sign = self.currency.sign();
        match text.strip_prefix('−') {
            Some(rest) => format!("−{sign}{rest}"),
            None => format!("{sign}{text}"),
        }
    }
}

/// The price of `per` units, in ten-thousandths of the currency's main unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitPrice {
    /// Ten-thousandths: 25500 is 2.55.
    pub ten_thousandths: i64,
    /// For how many units: 1 nearly always, 100 for screws.
    pub per: i64,
    /// Its currency.
    pub currency: Currency,
}

impl UnitPrice {
    /// A price of so many ten-thousandths for `per` units (at least 1).
    #[must_use]
    pub fn new(ten_thousandths: i64, per: i64, currency: Currency) -> UnitPrice {
        UnitPrice { ten_thousandths, per: per.max(1), currency }
    }

    /// Reads `2.55` or `0.0125`: at most four decimals.
    pub fn parse(text: &str, per: i64, currency: Currency) -> Result<UnitPrice, MoneyError> {
        Ok(UnitPrice::new(scaled(text, 4)?, per, currency))
    }

    /// Quantity × price ÷ per, rounded half away from zero to the currency's digits.
    pub fn net(self, quantity: Quantity) -> Result<Money, MoneyError> {
        let value = i128::from(self.ten_thousandths)
            .checked_mul(i128::from(quantity.units))
            .and_then(|v| v.checked_mul(self.currency.scale()))
            .ok_or(MoneyError::TooLarge)?;
        let by = 10_000 * i128::from(self.per) * 10_i128.pow(u32::from(quantity.decimals));
        let minor = i64::try_from(divide_half_up(value, by)).map_err(|_| MoneyError::TooLarge)?;
        Ok(Money::new(minor, self.currency))
    }

    /// This price less a discount in hundredths of a percent, rounded to four decimals
    /// (architecture.md §4: discounts change the unit price first).
    #[must_use]
    pub fn less(self, discount: crate::Rate) -> UnitPrice {
        let kept = 10_000 - i128::from(discount.basis_points);
        let value = divide_half_up(i128::from(self.ten_thousandths) * kept, 10_000);
        UnitPrice { ten_thousandths: i64::try_from(value).unwrap_or(i64::MAX), ..self }
    }

    /// The net price of a price that includes VAT at this rate, rounded to four decimals.
    #[must_use]
    pub fn without_vat(self, rate: crate::Rate) -> UnitPrice {
        let value = i128::from(self.ten_thousandths) * 10_000;
        let by = 10_000 + i128::from(rate.basis_points);
        let net = divide_half_up(value, by);
        UnitPrice { ten_thousandths: i64::try_from(net).unwrap_or(i64::MAX), ..self }
    }

    /// This price with VAT at this rate added, rounded to four decimals: only for showing.
    #[must_use]
    pub fn with_vat(self, rate: crate::Rate) -> UnitPrice {
        let value = i128::from(self.ten_thousandths) * (10_000 + i128::from(rate.basis_points));
        let gross = divide_half_up(value, 10_000);
        UnitPrice { ten_thousandths: i64::try_from(gross).unwrap_or(i64::MAX), ..self }
    }

    /// The amount with the currency's digits at least and four decimals at most: `2.55`, `0.0125`.
    #[must_use]
    pub fn amount(self) -> String {
        plain(i128::from(self.ten_thousandths), 4, self.currency.digits())
    }

    /// The amount as people read it: `1,042.30`.
    #[must_use]
    pub fn grouped(self) -> String {
        grouped(&self.amount())
    }

    /// Whether this price is lower than the other, `per` taken into account.
    #[must_use]
    pub fn is_below(self, other: UnitPrice) -> bool {
        i128::from(self.ten_thousandths) * i128::from(other.per)
            < i128::from(other.ten_thousandths) * i128::from(self.per)
    }
}

/// `text` as an integer of 10^-digits; refuses more decimals than that.
pub(crate) fn scaled(text: &str, digits: u32) -> Result<i64, MoneyError> {
    let plain_text = text.trim();
    let allowed = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    if plain_text.len() > 40 || !plain_text.chars().all(allowed) {
        return Err(MoneyError::NotANumber);
    }
    let value = Decimal::from_str(plain_text).map_err(|_| MoneyError::NotANumber)?.normalize();
    if value.scale() > digits {
        return Err(MoneyError::TooManyDecimals);
    }
    let factor = 10_i128.pow(digits - value.scale());
    let scaled = value.mantissa().checked_mul(factor).ok_or(MoneyError::TooLarge)?;
    i64::try_from(scaled).map_err(|_| MoneyError::TooLarge)
}

/// `value` × 10^-scale as text, trailing zeros cut down to `at_least` decimals.
pub(crate) fn plain(value: i128, scale: u32, at_least: u32) -> String {
    let unit = 10_i128.pow(scale);
    let (whole, part) = (value.abs() / unit, value.abs() % unit);
    let sign = if value < 0 { "-" } else { "" };
    let mut text = format!("{sign}{whole}");
    if scale == 0 {
        return text;
    }
    let mut decimals = format!("{part:0width$}", width = scale as usize);
    while decimals.len() > at_least as usize && decimals.ends_with('0') {
        decimals.pop();
    }
    if !decimals.is_empty() {
        text.push('.');
        text.push_str(&decimals);
    }
    text
}

/// Thousands separated by commas, minus as `−`.
pub(crate) fn grouped(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", text),
    };
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(w, p)| (w, Some(p)));
    let mut out = String::with_capacity(text.len() + 6);
    out.push_str(sign);
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    if let Some(part) = part {
        out.push('.');
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rate;
    use proptest::prelude::*;

    fn gbp(text: &str) -> Money {
        Money::parse(text, Currency::GBP).unwrap()
    }

    #[test]
    fn reads_and_writes_amounts() {
        assert_eq!(gbp("12.34").minor, 1234);
        assert_eq!(gbp("12.3").amount(), "12.30");
        assert_eq!(gbp("-0.05").amount(), "-0.05");
        assert_eq!(gbp("1234567.8").with_sign(), "£1,234,567.80");
        assert_eq!(gbp("-1042.3").grouped(), "−1,042.30");
        let jpy = Currency::from_code("JPY").unwrap();
        assert_eq!(Money::parse("1200", jpy).unwrap().amount(), "1200");
        assert_eq!(Money::parse("12.345", Currency::GBP), Err(MoneyError::TooManyDecimals));
        for bad in ["", "x", "1e3", "NaN", "1,5", "１", "--1"] {
            assert_eq!(Money::parse(bad, Currency::GBP), Err(MoneyError::NotANumber), "{bad}");
        }
        assert_eq!(Money::parse("92233720368547758.08", Currency::GBP), Err(MoneyError::TooLarge));
    }

    #[test]
    fn unit_prices_keep_four_decimals() {
        let p = UnitPrice::parse("0.0125", 1, Currency::GBP).unwrap();
        assert_eq!(p.amount(), "0.0125");
        assert_eq!(UnitPrice::parse("2.5", 1, Currency::GBP).unwrap().amount(), "2.50");
        assert_eq!(p.net(Quantity::whole(1000)).unwrap(), gbp("12.50"));
        let per_100 = UnitPrice::parse("3.99", 100, Currency::GBP).unwrap();
        assert_eq!(per_100.net(Quantity::whole(150)).unwrap(), gbp("5.99"));
        assert!(per_100.is_below(p) == (3.99 / 100.0 < 0.0125));
    }

    #[test]
    fn rounds_half_away_from_zero() {
        let p = UnitPrice::parse("0.005", 1, Currency::GBP).unwrap();
        assert_eq!(p.net(Quantity::whole(1)).unwrap(), gbp("0.01"));
        assert_eq!(p.net(Quantity::whole(3)).unwrap(), gbp("0.02"));
        let list = UnitPrice::parse("7.40", 1, Currency::GBP).unwrap();
        assert_eq!(list.less(Rate::parse("20").unwrap()).amount(), "5.92");
        assert_eq!(list.with_vat(Rate::parse("20").unwrap()).amount(), "8.88");
    }

    proptest! {
        #[test]
        fn text_round_trips(minor in -10_i64.pow(15)..10_i64.pow(15)) {
            let money = Money::new(minor, Currency::GBP);
            prop_assert_eq!(Money::parse(&money.amount(), Currency::GBP), Ok(money));
        }

        #[test]
        fn net_is_within_half_a_penny(price in 0_i64..10_000_000, quantity in 1_i64..1_000_000) {
            let net = UnitPrice::new(price, 1, Currency::GBP).net(Quantity::whole(quantity)).unwrap();
            let exact = i128::from(price) * i128::from(quantity);
            prop_assert!((i128::from(net.minor) * 100 - exact).abs() <= 50);
        }
    }
}
