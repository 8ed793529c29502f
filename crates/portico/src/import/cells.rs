//! The columns a kind knows, and reading cells: each answer is a value or the reason why not.

use csv::StringRecord;
use portico_types::{Country, Currency, Day, Money, Rate, Sku, UnitPrice};

/// A column of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in the native form.
    pub name: &'static str,
    /// Other names it is known by.
    pub also: &'static [&'static str],
    /// Whether a file without it is refused.
    pub needed: bool,
    /// What its cells hold.
    pub shape: Shape,
}

/// The column of all attributes of a product.
pub const ATTRIBUTES: &str = "attributes";
/// How columns of single attributes begin: `attribute:Colour`. In rows that were read, what stands in all of them.
pub const ATTRIBUTE: &str = "attribute:";
/// Between name and value of an attribute, and behind each of them, in [`ATTRIBUTE`]'s cell.
pub const ATTRIBUTE_MARKS: (char, char) = ('\u{1f}', '\u{1e}');

/// What the cells of a column hold: foreign files write numbers and days in their own ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text as it stands.
    Text,
    /// A number.
    Number,
    /// A day.
    Day,
    /// A day with its time.
    Time,
    /// Yes or no.
    YesNo,
}

impl Column {
    /// A column that may be absent.
    #[must_use]
    pub const fn new(name: &'static str) -> Column {
        Column { name, also: &[], needed: false, shape: Shape::Text }
    }

    /// The same, needed.
    #[must_use]
    pub const fn needed(self) -> Column {
        Column { needed: true, ..self }
    }

    /// The same, of this shape.
    #[must_use]
    pub const fn of(self, shape: Shape) -> Column {
        Column { shape, ..self }
    }

    /// The same, known by other names too.
    #[must_use]
    pub const fn also(self, also: &'static [&'static str]) -> Column {
        Column { also, ..self }
    }
}

/// The cells of one row by the names of our columns. An empty cell is `None`.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    /// Our columns that the file has, in the order of `cells`.
    pub columns: &'a [&'static str],
    /// What stands in them.
    pub cells: &'a StringRecord,
}

/// A value, or why there is none.
pub type Cell<T> = Result<T, String>;

impl<'a> Cells<'a> {
    /// Whether the file has this column.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.columns.contains(&name)
    }

    /// The text without surrounding blanks. An apostrophe that keeps a spreadsheet from reading a
    /// formula (our refused files have them) is taken away.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        let index = self.columns.iter().position(|column| *column == name)?;
        let text = self.cells.get(index)?.trim();
        let text = match text.strip_prefix('\'') {
            Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
            _ => text,
        };
        (!text.is_empty()).then_some(text)
    }

    /// One line of text, at most so many characters.
    pub fn text(&self, name: &str, longest: usize) -> Cell<Option<String>> {
        let Some(text) = self.raw(name) else {
            return Ok(None);
        };
        if text.chars().any(char::is_control) {
            return Err(format!("`{name}` holds a line break or another control character"));
        }
        self.lines(name, longest)
    }

    /// Text of several lines, at most so many characters.
    pub fn lines(&self, name: &str, longest: usize) -> Cell<Option<String>> {
        let Some(text) = self.raw(name) else {
            return Ok(None);
        };
        if text.len() > longest && text.chars().count() > longest {
            return Err(format!("`{name}` has more than {longest} characters"));
        }
        Ok(Some(text.to_owned()))
    }

    /// One line of text that must be there.
    pub fn needed(&self, name: &str, longest: usize) -> Cell<String> {
        self.text(name, longest)?.ok_or_else(|| format!("`{name}` is empty"))
    }

    /// A product's code.
    pub fn sku(&self, name: &str) -> Cell<Option<Sku>> {
        let Some(text) = self.raw(name) else {
            return Ok(None);
        };
        let wrong = || format!("`{name}` is no code: 100 characters at most, in one line");
        Sku::new(text).map(Some).ok_or_else(wrong)
    }

    /// What `parse` makes of the text; `wrong` ends the sentence "`name` …".
    pub fn parsed<T>(
        &self,
        name: &str,
        wrong: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Cell<Option<T>> {
        let Some(text) = self.raw(name) else {
            return Ok(None);
        };
        parse(text).map(Some).ok_or_else(|| format!("`{name}` {wrong}"))
    }

    /// A whole number from `least` to `most`.
    pub fn whole(&self, name: &str, least: i64, most: i64) -> Cell<Option<i64>> {
        let wrong = format!("is not a whole number from {least} to {most}");
        let inside = |n: &i64| (least..=most).contains(n);
        self.parsed(name, &wrong, |text| text.parse().ok().filter(inside))
    }

    /// A price in ten-thousandths, 0 or more.
    pub fn price(&self, name: &str, currency: Currency) -> Cell<Option<i64>> {
        let wrong = "is not a price: a number from 0 on, a decimal point, 4 decimals at most";
        self.parsed(name, wrong, |text| {
            let price = UnitPrice::parse(text, 1, currency).ok()?.ten_thousandths;
            (0..=10_000_000_000_000).contains(&price).then_some(price)
        })
    }

    /// An amount in minor units, 0 or more.
    pub fn amount(&self, name: &str, currency: Currency) -> Cell<Option<i64>> {
        let wrong = format!("is not an amount of {currency}");
        self.parsed(name, &wrong, |text| {
            let minor = Money::parse(text, currency).ok()?.minor;
            (0..=100_000_000_000_000).contains(&minor).then_some(minor)
        })
    }

    /// A percentage from 0 to 100, in hundredths.
    pub fn percent(&self, name: &str) -> Cell<Option<i64>> {
        self.parsed(name, "is not a percentage from 0 to 100", |text| {
            let rate = Rate::parse(text).ok()?.basis_points;
            (0..=10_000).contains(&rate).then_some(rate)
        })
    }

    /// `yes` or `no` (also `true`, `false`, `1`, `0`).
    pub fn yes_no(&self, name: &str) -> Cell<Option<bool>> {
        self.parsed(name, "is neither `yes` nor `no`", |text| match &*text.to_lowercase() {
            "yes" | "true" | "1" => Some(true),
            "no" | "false" | "0" => Some(false),
            _ => None,
        })
    }

    /// A day like `2026-03-31`.
    pub fn day(&self, name: &str) -> Cell<Option<Day>> {
        self.parsed(name, "is not a day like 2026-03-31", Day::parse)
    }

    /// One of a few words.
    pub fn word(&self, name: &str, words: &[&'static str]) -> Cell<Option<&'static str>> {
        let wrong = format!("is not one of: {}", words.join(", "));
        self.parsed(name, &wrong, |text| {
            words.iter().find(|word| word.eq_ignore_ascii_case(text)).copied()
        })
    }

    /// A currency by its code.
    pub fn currency(&self, name: &str) -> Cell<Option<Currency>> {
        let wrong = "is not a currency like GBP";
        self.parsed(name, wrong, |text| Currency::from_code(&text.to_uppercase()))
    }

    /// A country by its code or its English name.
    pub fn country(&self, name: &str) -> Cell<Option<Country>> {
        self.parsed(name, "is not a country like GB", country)
    }
}

/// The country with this code or English name.
#[must_use]
pub fn country(text: &str) -> Option<Country> {
    let named = || Country::all().into_iter().find(|c| c.name().eq_ignore_ascii_case(text));
    Country::from_code(text).or_else(named)
}
