//! Numbers, days and yes-or-no words as foreign files write them, turned into ours: `1234.50`,
//! `2026-03-31`, `yes`. What does not fit is told, never guessed.

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

/// In which order a day is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DayOrder {
    /// 2026-03-31
    Ymd,
    /// 31.03.2026
    Dmy,
    /// 3/31/2026
    Mdy,
}

impl DayOrder {
    /// All, in the order they are offered.
    pub const ALL: [DayOrder; 3] = [DayOrder::Ymd, DayOrder::Dmy, DayOrder::Mdy];

    /// As mappings write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            DayOrder::Ymd => "ymd",
            DayOrder::Dmy => "dmy",
            DayOrder::Mdy => "mdy",
        }
    }

    fn example(self) -> &'static str {
        match self {
            DayOrder::Ymd => "2026-03-31",
            DayOrder::Dmy => "31.03.2026",
            DayOrder::Mdy => "03/31/2026",
        }
    }
}

/// A number with its decimals behind a point and nothing between its digits.
///
/// # Errors
/// The end of a sentence that begins with the column.
pub fn number(text: &str, decimal: char, grouping: Option<char>) -> Result<String, String> {
    let wrong = || {
        let mark = if decimal == ',' { "comma" } else { "point" };
        format!("is not a number with a decimal {mark}: {text}")
    };
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "£€$%".contains(c));
    // Some systems write the sign behind the number.
    let (bare, is_negative) = match (bare.strip_prefix(['-', '\u{2212}']), bare.strip_suffix('-')) {
        (Some(rest), None) | (None, Some(rest)) => (rest.trim(), true),
        (None, None) => (bare, false),
        (Some(_), Some(_)) => return Err(wrong()),
    };
    let (whole, decimals) = match bare.split_once(decimal) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (bare, None),
    };
    let whole = ungrouped(whole, grouping).ok_or_else(wrong)?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_empty = whole.is_empty() && decimals.is_none_or(str::is_empty);
    if is_empty || !digits(&whole) || !decimals.is_none_or(digits) {
        return Err(wrong());
    }
    let sign = if is_negative { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { &whole };
    Ok(match decimals {
        Some(decimals) if !decimals.is_empty() => format!("{sign}{whole}.{decimals}"),
        _ => format!("{sign}{whole}"),
    })
}

/// The digits without the mark between groups of three; `None` if a group has another length.
fn ungrouped(whole: &str, grouping: Option<char>) -> Option<String> {
    let Some(grouping) = grouping else {
        return Some(whole.to_owned());
    };
    let is_mark = |c: char| c == grouping || (grouping == ' ' && "\u{a0}\u{202f}".contains(c));
    let mut groups = whole.split(is_mark);
    let mut digits = groups.next().unwrap_or_default().to_owned();
    let mut marks = 0;
    for group in groups {
        marks += 1;
        if group.len() != 3 || digits.is_empty() || (marks == 1 && digits.len() > 3) {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

/// A day, with its time if one is written: `2026-03-31` or `2026-03-31T08:15:00`.
///
/// # Errors
/// The end of a sentence that begins with the column.
pub fn moment(text: &str, order: DayOrder) -> Result<String, String> {
    let text = text.trim();
    let read = || {
        let (day, time) = match text.split_once([' ', 'T']) {
            Some((day, time)) => (day, Some(time.trim())),
            None => (text, None),
        };
        let day = day_of(day.trim_end_matches(','), order)?;
        match time {
            None => Some(day.to_string()),
            Some(time) => Some(DateTime::from_parts(day, time_of(time)?).to_string()),
        }
    };
    read().ok_or_else(|| format!("is not a day like {}: {text}", order.example()))
}

/// A day alone; a time behind it is read over.
///
/// # Errors
/// As `moment`.
pub fn day(text: &str, order: DayOrder) -> Result<String, String> {
    moment(text, order).map(|text| text[..10].to_owned())
}

fn day_of(text: &str, order: DayOrder) -> Option<Date> {
    let bytes = text.as_bytes();
    // Unmistakable in every order.
    let iso = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
    let order = if iso { DayOrder::Ymd } else { order };
    let separated: Vec<&str> = text.split(['.', '/', '-']).collect();
    let digits = bytes.len() == 8 && bytes.iter().all(u8::is_ascii_digit);
    let parts: [&str; 3] = match (separated.as_slice(), order) {
        ([one, two, three], _) => [one, two, three],
        ([_], DayOrder::Ymd) if digits => [&text[..4], &text[4..6], &text[6..]],
        ([_], _) if digits => [&text[..2], &text[2..4], &text[4..]],
        _ => return None,
    };
    let [year, month, day] = match order {
        DayOrder::Ymd => parts,
        DayOrder::Dmy => [parts[2], parts[1], parts[0]],
        DayOrder::Mdy => [parts[2], parts[0], parts[1]],
    };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn time_of(text: &str) -> Option<Time> {
    let lower = text.to_ascii_lowercase();
    let half = ["am", "pm"].into_iter().find(|half| lower.ends_with(half));
    let clock = half.map_or(lower.as_str(), |half| lower[..lower.len() - half.len()].trim());
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let parts: Vec<i8> = clock.split(':').map(str::parse).collect::<Result<_, _>>().ok()?;
    let (hour, minute, second) = match parts[..] {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some("pm") => hour % 12 + 12,
        Some(_) => hour % 12,
    };
    Time::new(hour, minute, second, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_their_grouping_and_nothing_else() {
        let cases = [
            ("1234.50", '.', None, "1234.50"),
            ("1.234,50", ',', Some('.'), "1234.50"),
            ("1\u{202f}234\u{a0}567,5", ',', Some(' '), "1234567.5"),
            ("1'234.50", '.', Some('\''), "1234.50"),
            ("-0,5", ',', Some('.'), "-0.5"),
            ("12,50-", ',', None, "-12.50"),
            ("€ 12,50", ',', None, "12.50"),
            ("12,5 %", ',', None, "12.5"),
            (",5", ',', None, "0.5"),
            ("00012", ',', Some('.'), "00012"),
        ];
        for (text, decimal, grouping, expected) in cases {
            assert_eq!(number(text, decimal, grouping).as_deref(), Ok(expected), "{text}");
        }
        let wrong = [
            ("1.1", ',', Some('.')),
            ("1.1", ',', None),
            ("1,1", '.', None),
            ("1234.567,0", ',', Some('.')),
            ("1,2,3", ',', None),
            ("abc", '.', None),
            ("", '.', None),
            ("-", '.', None),
            ("-5-", '.', None),
            ("1,5.000", ',', Some('.')),
        ];
        for (text, decimal, grouping) in wrong {
            assert!(number(text, decimal, grouping).is_err(), "{text}");
        }
    }

    #[test]
    fn days_are_read_in_the_order_that_is_said() {
        use DayOrder::{Dmy, Mdy, Ymd};
        let cases = [
            ("15.3.2011", Dmy, "2011-03-15"),
            ("03/15/2011", Mdy, "2011-03-15"),
            ("2011/3/15", Ymd, "2011-03-15"),
            ("20110315", Ymd, "2011-03-15"),
            ("15032011", Dmy, "2011-03-15"),
            ("2011-03-15", Dmy, "2011-03-15"),
            ("15-03-2011 08:18", Dmy, "2011-03-15T08:18:00"),
            ("3/15/2011 8:18:05 PM", Mdy, "2011-03-15T20:18:05"),
            ("3/15/2011 12:01 am", Mdy, "2011-03-15T00:01:00"),
            ("2011-03-15 08:18:00.000", Ymd, "2011-03-15T08:18:00"),
        ];
        for (text, order, expected) in cases {
            assert_eq!(moment(text, order).as_deref(), Ok(expected), "{text}");
        }
        for (text, order) in [
            ("31/12/2011", Mdy),
            ("15.3.11", Dmy),
            ("30.2.2011", Dmy),
            ("yesterday", Ymd),
            ("15.3.2011 25:00", Dmy),
        ] {
            assert!(moment(text, order).is_err(), "{text}");
        }
        assert_eq!(day("15.3.2011 08:18", Dmy).as_deref(), Ok("2011-03-15"));
    }
}
