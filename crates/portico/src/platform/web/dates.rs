//! Days and moments in words: "20 Nov", "Friday 27 November", "Today, 08:12".

use crate::platform::words::Language;
use portico_types::{Day, Moment, Zone};

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8",
    "month-9", "month-10", "month-11", "month-12",
];
const MONTHS_SHORT: [&str; 12] = [
    "month-short-1",
    "month-short-2",
    "month-short-3",
    "month-short-4",
    "month-short-5",
    "month-short-6",
    "month-short-7",
    "month-short-8",
    "month-short-9",
    "month-short-10",
    "month-short-11",
    "month-short-12",
];
const WEEKDAYS: [&str; 7] =
    ["weekday-1", "weekday-2", "weekday-3", "weekday-4", "weekday-5", "weekday-6", "weekday-7"];

/// Name of a month from 1 to 12.
#[must_use]
pub fn month(words: &Language, month: i8) -> &str {
    words.say(MONTHS[index(month)])
}

/// Short name of a month from 1 to 12: "Nov".
#[must_use]
pub fn month_short(words: &Language, month: i8) -> &str {
    words.say(MONTHS_SHORT[index(month)])
}

fn index(month: i8) -> usize {
    usize::try_from(month - 1).unwrap_or(0).min(11)
}

/// "12 November 2026".
#[must_use]
pub fn long(words: &Language, day: Day) -> String {
    let (year, m, d) = day.parts();
    let (year, d) = (year.to_string(), d.to_string());
    words.fill("date-long", &[("day", &d), ("month", month(words, m)), ("year", &year)])
}

/// "Friday 27 November".
#[must_use]
pub fn weekday(words: &Language, day: Day) -> String {
    let (_, m, d) = day.parts();
    let name = usize::try_from(day.weekday() - 1).unwrap_or(0).min(6);
    let args = [
        ("weekday", words.say(WEEKDAYS[name])),
        ("day", &d.to_string()),
        ("month", month(words, m)),
    ];
    words.fill("date-weekday", &args)
}

/// "20 Nov", with the year where it is not the present one.
#[must_use]
pub fn short(words: &Language, day: Day, today: Day) -> String {
    let (year, m, d) = day.parts();
    let text =
        words.fill("date-short", &[("day", &d.to_string()), ("month", month_short(words, m))]);
    if year == today.parts().0 { text } else { format!("{text} {year}") }
}

/// "Today", "Friday 27 November", with the year where it is not the present one: a heading.
#[must_use]
pub fn day(words: &Language, day: Day, today: Day) -> String {
    if day == today {
        return words.say("date-today").to_owned();
    }
    if day.parts().0 == today.parts().0 { weekday(words, day) } else { long(words, day) }
}

/// "Today, 08:12", "12 November, 14:02", with the year where it is not the present one.
#[must_use]
pub fn moment(words: &Language, at: Moment, zone: &Zone, today: Day) -> String {
    let (day, clock) = (at.day(zone), at.clock(zone));
    if day == today {
        return words.fill("date-today-at", &[("time", &clock)]);
    }
    let (year, m, d) = day.parts();
    let date = if year == today.parts().0 {
        words.fill("date-day-month", &[("day", &d.to_string()), ("month", month(words, m))])
    } else {
        long(words, day)
    };
    words.fill("date-at", &[("date", &date), ("time", &clock)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::words::Words;

    #[test]
    fn days_read_as_people_say_them() {
        let all = Words::load().unwrap();
        let en = all.language("en");
        let day = |text| Day::parse(text).unwrap();
        let today = day("2026-11-23");
        assert_eq!(long(en, day("2026-11-02")), "2 November 2026");
        assert_eq!(weekday(en, day("2026-11-27")), "Friday 27 November");
        assert_eq!(short(en, day("2026-11-20"), today), "20 Nov");
        assert_eq!(short(en, day("2025-01-05"), today), "5 Jan 2025");
        assert_eq!(super::day(en, today, today), "Today");
        assert_eq!(super::day(en, day("2026-11-20"), today), "Friday 20 November");
        assert_eq!(super::day(en, day("2025-01-05"), today), "5 January 2025");
        let zone = Zone::named("Europe/London").unwrap();
        let at = |text| moment(en, Moment::parse(text).unwrap(), &zone, today);
        assert_eq!(at("2026-11-23T08:12:00Z"), "Today, 08:12");
        assert_eq!(at("2026-06-12T14:02:00Z"), "12 June, 15:02");
        assert_eq!(at("2024-02-29T10:00:00Z"), "29 February 2024, 10:00");
    }
}
