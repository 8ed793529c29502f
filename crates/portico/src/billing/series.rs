//! Numbers of documents: a row for each series and year, drawn in the transaction that issues, so that none is ever missing.

use crate::platform::db::{DbError, Tx, args};
use portico_types::Day;

/// The next number of this series in the year of this day: 42. The series' row stays locked until the transaction ends, so
/// this is the last lock a deed takes. A transaction that fails gives its number back.
///
/// # Errors
/// What the database says.
pub fn draw(tx: &mut Tx, series: &'static str, day: Day) -> Result<i64, DbError> {
    let year = i64::from(day.parts().0);
    let drawn = tx.one::<i64>(
        "insert into number_series (series, year, last) values ($1, $2, 1)
         on conflict (series, year) do update set last = number_series.last + 1 returning last",
        args![series, year],
    )?;
    drawn.ok_or_else(|| DbError::Failed("a series gave no number".to_owned()))
}

/// `INV-2026-0042`: what stands before it, the year, and four digits or more.
#[must_use]
pub fn number(prefix: &str, day: Day, drawn: i64) -> String {
    format!("{prefix}{}-{drawn:04}", day.parts().0)
}

/// Whether a number looks like one of this series, of whatever year.
#[must_use]
pub fn is_of(prefix: &str, number: &str) -> bool {
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (start, rest) = number.split_at_checked(prefix.len()).unwrap_or_default();
    let Some((year, drawn)) = rest.split_once('-') else { return false };
    start.eq_ignore_ascii_case(prefix)
        && year.len() == 4
        && drawn.len() >= 4
        && all_digits(year)
        && all_digits(drawn)
}
