//! Moments (Unix milliseconds, UTC) and days (of the wholesaler's calendar).

use jiff::{Timestamp, civil, tz::TimeZone};
use std::fmt;
use std::str::FromStr;

/// A point in time, Unix milliseconds UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// `2026-03-31T08:15:30.123Z`.
    #[must_use]
    pub fn text(self) -> String {
        format!("{:.3}", self.timestamp())
    }

    /// Reads RFC 3339 with an offset.
    #[must_use]
    pub fn parse(text: &str) -> Option<Moment> {
        Timestamp::from_str(text).ok().map(|t| Moment(t.as_millisecond()))
    }

    /// The day it falls on in this zone.
    #[must_use]
    pub fn day(self, zone: &Zone) -> Day {
        Day(self.timestamp().to_zoned(zone.0.clone()).date())
    }

    /// The time of day in this zone: `14:02`.
    #[must_use]
    pub fn clock(self, zone: &Zone) -> String {
        self.timestamp().to_zoned(zone.0.clone()).strftime("%H:%M").to_string()
    }
}

/// The wholesaler's time zone: days begin and end there.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Zone {
    /// UTC.
    #[must_use]
    pub fn utc() -> Zone {
        Zone(TimeZone::UTC)
    }

    /// The zone with this name of the tz database, like `Europe/London`.
    #[must_use]
    pub fn named(name: &str) -> Option<Zone> {
        TimeZone::get(name).ok().map(Zone)
    }

    /// The moment a local date and time (`2010-12-01T08:26:00`) names here.
    #[must_use]
    pub fn moment_of(&self, local: &str) -> Option<Moment> {
        let local = civil::DateTime::from_str(local).ok()?;
        let zoned = local.to_zoned(self.0.clone()).ok()?;
        Some(Moment(zoned.timestamp().as_millisecond()))
    }
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(civil::Date);

impl Day {
    /// Reads `2026-03-31`, and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Day> {
        let shape = text.len() == 10 && text.bytes().filter(|b| *b == b'-').count() == 2;
        if !shape {
            return None;
        }
        civil::Date::from_str(text).ok().map(Day)
    }

    /// `2026-03-31`.
    #[must_use]
    pub fn text(self) -> String {
        self.0.to_string()
    }

    /// This many days later (earlier if negative); stays put at the calendar's ends.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Day {
        Day(self.0.saturating_add(jiff::Span::new().days(days)))
    }

    /// Year, month 1–12, day 1–31.
    #[must_use]
    pub fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// Monday is 1, Sunday 7.
    #[must_use]
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// The day at which it begins here, as a moment.
    #[must_use]
    pub fn start(self, zone: &Zone) -> Moment {
        let zoned = self.0.to_zoned(zone.0.clone());
        Moment(zoned.map_or(0, |z| z.timestamp().as_millisecond()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_read_as_the_contract_says() {
        let moment = Moment::parse("2026-03-31T08:15:30.123Z").unwrap();
        assert_eq!(moment.text(), "2026-03-31T08:15:30.123Z");
        assert_eq!(Moment(1_774_944_930_000).text(), "2026-03-31T08:15:30.000Z");
    }

    #[test]
    fn days_end_in_the_wholesalers_zone_and_survive_the_changed_clock() {
        let london = Zone::named("Europe/London").unwrap();
        let late = Moment::parse("2026-03-31T23:30:00Z").unwrap();
        assert_eq!(late.day(&london).text(), "2026-04-01");
        assert_eq!(late.day(&Zone::utc()).text(), "2026-03-31");
        let change = Day::parse("2026-03-29").unwrap();
        assert_eq!(change.plus_days(1).start(&london).0 - change.start(&london).0, 23 * 3_600_000);
        assert_eq!(Day::parse("2026-02-30"), None);
        assert_eq!(Day::parse("20260201"), None);
        assert_eq!(change.weekday(), 7);
    }
}
