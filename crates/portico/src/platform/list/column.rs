//! A column of a list: its heading, how a cell is drawn on the page, and its plain value in files.

use maud::{Markup, html};
use portico_types::{Day, Moment, Money, Quantity, UnitPrice, Zone};
use std::borrow::Cow;

/// A plain value, as files hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing.
    Empty,
    /// A text; in files it is never a formula, whatever it begins with.
    Text(Cow<'a, str>),
    /// A number: `units / 10^decimals`, always shown with these decimals.
    Number {
        /// In the smallest step.
        units: i64,
        /// Digits after the point.
        decimals: u8,
    },
    /// A day.
    Day(Day),
    /// A moment on the wholesaler's clock: the day and `09:12`.
    Time(Day, String),
}

impl<'a> Value<'a> {
    /// A text that the row holds.
    #[must_use]
    pub fn text(text: &'a str) -> Value<'a> {
        if text.is_empty() { Value::Empty } else { Value::Text(Cow::Borrowed(text)) }
    }

    /// A text made for this.
    #[must_use]
    pub fn own(text: String) -> Value<'a> {
        if text.is_empty() { Value::Empty } else { Value::Text(Cow::Owned(text)) }
    }

    /// A word of the reader's language.
    #[must_use]
    pub fn word(word: &str) -> Value<'a> {
        Value::own(word.to_owned())
    }

    /// A text or nothing.
    #[must_use]
    pub fn maybe(text: Option<&'a str>) -> Value<'a> {
        text.map_or(Value::Empty, Value::text)
    }

    /// A count.
    #[must_use]
    pub fn count(count: i64) -> Value<'a> {
        Value::Number { units: count, decimals: 0 }
    }

    /// A moment on the clock of this zone.
    #[must_use]
    pub fn time(at: Moment, zone: &Zone) -> Value<'a> {
        Value::Time(at.day(zone), at.clock(zone))
    }

    /// The value as plain text: what CSV holds, before anything is done about formulas.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Value::Empty => Cow::Borrowed(""),
            Value::Text(text) => Cow::Borrowed(text),
            Value::Number { units, decimals } => Cow::Owned(number(*units, *decimals)),
            Value::Day(day) => Cow::Owned(day.text()),
            Value::Time(day, clock) => Cow::Owned(format!("{} {clock}", day.text())),
        }
    }
}

/// `-1234.50`: no groups, a point, a plain minus.
fn number(units: i64, decimals: u8) -> String {
    let places = usize::from(decimals);
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let minus = if units < 0 { "-" } else { "" };
    if places == 0 { format!("{minus}{whole}") } else { format!("{minus}{whole}.{part}") }
}

impl From<Money> for Value<'_> {
    fn from(money: Money) -> Self {
        let decimals = u8::try_from(money.currency.digits()).unwrap_or(2);
        Value::Number { units: money.minor, decimals }
    }
}

impl From<Quantity> for Value<'_> {
    fn from(quantity: Quantity) -> Self {
        Value::Number { units: quantity.units, decimals: quantity.decimals }
    }
}

impl From<UnitPrice> for Value<'_> {
    fn from(price: UnitPrice) -> Self {
        Value::Number { units: price.ten_thousandths, decimals: 4 }
    }
}

impl From<Day> for Value<'_> {
    fn from(day: Day) -> Self {
        Value::Day(day)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Empty, Into::into)
    }
}

type Valued<'a, R> = Box<dyn for<'r> Fn(&'r R) -> Value<'r> + 'a>;
type Drawn<'a, R> = Box<dyn Fn(&R) -> Markup + 'a>;

/// A column of a list of `R`.
pub struct Column<'a, R> {
    /// Its name, in small letters: kept with the login, never shown.
    pub name: &'static str,
    /// Its heading, with unit or currency.
    pub heading: Cow<'a, str>,
    /// Class of heading and cells ("num", "c-day dim" …).
    pub class: &'static str,
    /// Whether it is shown to whoever chose nothing.
    pub by_default: bool,
    /// The order of the listing that it stands for.
    pub sort: Option<&'static str>,
    /// Width in a spreadsheet, in characters.
    pub width: u16,
    value: Valued<'a, R>,
    draw: Option<Drawn<'a, R>>,
    only: Only,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    Anywhere,
    OnPages,
    InFiles,
}

impl<'a, R> Column<'a, R> {
    /// A column of this name and heading; on the page it is drawn as its plain value until [`Column::draw`] says otherwise.
    pub fn new(
        name: &'static str,
        heading: impl Into<Cow<'a, str>>,
        value: impl for<'r> Fn(&'r R) -> Value<'r> + 'a,
    ) -> Column<'a, R> {
        Column {
            name,
            heading: heading.into(),
            class: "",
            by_default: true,
            sort: None,
            width: 14,
            value: Box::new(value),
            draw: None,
            only: Only::Anywhere,
        }
    }

    /// Of this class, heading and cells; the first column's cells are the rows' heads.
    #[must_use]
    pub fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    /// Drawn so on the page.
    #[must_use]
    pub fn draw(mut self, draw: impl Fn(&R) -> Markup + 'a) -> Self {
        self.draw = Some(Box::new(draw));
        self
    }

    /// Not shown unless ticked.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.by_default = false;
        self
    }

    /// Its heading sorts by this order of the listing.
    #[must_use]
    pub fn sorted(mut self, sort: &'static str) -> Self {
        self.sort = Some(sort);
        self
    }

    /// So many characters wide in a spreadsheet.
    #[must_use]
    pub fn wide(mut self, width: u16) -> Self {
        self.width = width;
        self
    }

    /// Always on the page, never in files, and not to choose: pictures, buttons, tick boxes.
    #[must_use]
    pub fn only_on_pages(mut self) -> Self {
        self.only = Only::OnPages;
        self
    }

    /// In files, always; never on the page: what a spreadsheet needs and a page says in words.
    #[must_use]
    pub fn only_in_files(mut self) -> Self {
        self.only = Only::InFiles;
        self
    }

    /// Whether a login may leave it out or move it.
    #[must_use]
    pub fn is_chosen(&self) -> bool {
        self.only == Only::Anywhere
    }

    /// Whether it can stand on the page.
    #[must_use]
    pub fn is_on_pages(&self) -> bool {
        self.only != Only::InFiles
    }

    /// Whether it can stand in a file.
    #[must_use]
    pub fn is_in_files(&self) -> bool {
        self.only != Only::OnPages
    }

    /// The plain value of a row.
    pub fn value<'r>(&self, row: &'r R) -> Value<'r> {
        (self.value)(row)
    }

    /// The cell of a row.
    pub fn cell(&self, row: &R) -> Markup {
        match (&self.draw, (self.value)(row)) {
            (Some(draw), _) => draw(row),
            (None, Value::Empty) => crate::platform::web::numbers::empty(),
            (None, value) => html! { (value.plain()) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_types::Currency;

    #[test]
    fn numbers_keep_their_decimals_and_a_plain_minus() {
        let pounds = Currency::from_code("GBP").unwrap();
        let plain = |value: Value<'_>| value.plain().into_owned();
        assert_eq!(plain(Money::new(-123_450, pounds).into()), "-1234.50");
        assert_eq!(plain(Money::new(5, pounds).into()), "0.05");
        assert_eq!(plain(Quantity::steps(1500, 3).into()), "1.500");
        assert_eq!(plain(Value::count(-7)), "-7");
        assert_eq!(plain(Value::Number { units: i64::MIN, decimals: 2 }), "-92233720368547758.08");
        assert_eq!(plain(None::<Money>.into()), "");
        assert_eq!(plain(Day::parse("2026-03-04").into()), "2026-03-04");
    }
}
