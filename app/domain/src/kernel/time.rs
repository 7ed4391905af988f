//! Instants, and local dates and times in a time zone.

pub use jiff::civil::Date;
use jiff::civil::{DateTime, Time};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// Instant, in microseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A minute, in microseconds.
pub const MINUTE: i64 = 60_000_000;

/// An hour, in microseconds.
pub const HOUR: i64 = 60 * MINUTE;

/// A day of 24 hours, in microseconds.
pub const DAY: i64 = 24 * HOUR;

impl Timestamp {
    /// Returns the instant that many microseconds later; earlier if negative.
    pub const fn plus(self, microseconds: i64) -> Self {
        Self(self.0.saturating_add(microseconds))
    }

    /// Returns the microseconds from `earlier` to this instant; negative if `earlier` is later.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    fn instant(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or_default()
    }

    /// Formats the instant by RFC 3339 in UTC, to the second, as `<time datetime>` needs it.
    pub fn rfc3339(self) -> String {
        let civil = Offset::UTC.to_datetime(self.instant());
        let (date, hour, minute) = (written(civil.date()), civil.hour(), civil.minute());
        format!("{date}T{hour:02}:{minute:02}:{:02}Z", civil.second())
    }
}

// The parser and formatter of the library are not used: with their error messages they would make
// the client larger than many a page.

/// Formats a date by ISO 8601: `YYYY-MM-DD`.
pub fn written(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// Reads the value of `<input type="date">` (HTML Standard, "valid date string").
pub fn read_date(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let year = number(year, 4)?;
    Date::new(year, small(month)?, small(day)?).ok()
}

/// Dates as serde keeps them: by ISO 8601, to be named in `#[serde(with)]`.
pub mod date_text {
    use super::{Date, read_date, written};
    use serde::{Deserialize, Deserializer, Serializer, de};

    /// Writes a date as `YYYY-MM-DD`.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&written(*date))
    }

    /// Reads a date as it is written.
    ///
    /// # Errors
    /// Those of the deserializer, and one for what is no date.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = String::deserialize(deserializer)?;
        read_date(&text).ok_or_else(|| de::Error::custom("not a date"))
    }
}

/// Reads the value of `<input type="datetime-local">`: a date, `T`, hours and minutes, and
/// optionally seconds (HTML Standard, "valid local date and time string").
pub fn read_moment(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once('T')?;
    let (hour, rest) = time.split_once(':')?;
    let (minute, second) = rest.split_once(':').unwrap_or((rest, "00"));
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?;
    Some(read_date(date)?.to_datetime(time))
}

fn small(digits: &str) -> Option<i8> {
    number(digits, 2)?.try_into().ok()
}

fn number(digits: &str, count: usize) -> Option<i16> {
    let whole = digits.len() == count && digits.bytes().all(|byte| byte.is_ascii_digit());
    whole.then(|| digits.parse().ok()).flatten()
}

/// Time zone, as UTC offsets and the instants from which they apply.
///
/// The server has the time zone database and sends the browser this extract, so that both print the
/// same text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// IANA name, for example `Europe/Paris`.
    pub name: String,
    /// Pairs in ascending order: second of Unix time, and seconds east of UTC from then on.
    pub offsets: Vec<(i64, i32)>,
}

impl Zone {
    /// Returns UTC.
    pub fn utc() -> Self {
        Self {
            name: "UTC".into(),
            offsets: Vec::new(),
        }
    }

    fn offset_at(&self, second: i64) -> Offset {
        let after = self.offsets.partition_point(|(from, _)| *from <= second);
        let seconds = after
            .checked_sub(1)
            .and_then(|i| self.offsets.get(i))
            .map_or(0, |(_, s)| *s);
        Offset::from_seconds(seconds).unwrap_or(Offset::UTC)
    }

    /// Returns the stretches of constant offset from `from` on, in order: where each begins and ends,
    /// and its microseconds east of UTC.
    pub fn stretches(&self, from: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp, i64)> {
        let second = from.0.div_euclid(1_000_000);
        let after = self.offsets.partition_point(|(at, _)| *at <= second);
        let start = |i: usize| self.offsets.get(i).map(|(at, _)| Timestamp(at * 1_000_000));
        (after..=self.offsets.len()).map(move |i| {
            let begin = match i.checked_sub(1) {
                Some(before) if i > after => start(before).unwrap_or(from),
                _ => from,
            };
            let end = start(i).unwrap_or(Timestamp(i64::MAX));
            let east = i.checked_sub(1).and_then(|before| self.offsets.get(before));
            (
                begin,
                end,
                east.map_or(0, |(_, s)| i64::from(*s) * 1_000_000),
            )
        })
    }

    /// Returns the local date and time in this zone at that instant.
    pub fn civil(&self, at: Timestamp) -> DateTime {
        let offset = self.offset_at(at.0.div_euclid(1_000_000));
        offset.to_datetime(at.instant())
    }

    /// Returns the date in this zone at that instant.
    pub fn date(&self, at: Timestamp) -> Date {
        self.civil(at).date()
    }

    /// Returns the instant at which the local time in this zone is `civil`. In the hour that a
    /// change of clocks repeats or skips, the offset from before the change is used.
    pub fn instant(&self, civil: DateTime) -> Timestamp {
        let naive = Offset::UTC
            .to_timestamp(civil)
            .map_or(0, |t| t.as_microsecond());
        let second = naive.div_euclid(1_000_000);
        let guess = self.offset_at(second - i64::from(self.offset_at(second).seconds()));
        let earlier = self.offset_at(second - i64::from(guess.seconds()) - 3600);
        let at = |offset: Offset| Timestamp(naive - i64::from(offset.seconds()) * 1_000_000);
        if self.civil(at(earlier)) == civil {
            at(earlier)
        } else {
            at(guess)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Paris in 2026: CET until 29 March 01:00 UTC, CEST until 25 October 01:00 UTC.
    fn paris() -> Zone {
        let at = |d: Date| {
            Offset::UTC
                .to_timestamp(d.at(1, 0, 0, 0))
                .map_or(0, |t| t.as_second())
        };
        Zone {
            name: "Europe/Paris".into(),
            offsets: vec![
                (0, 3600),
                (at(date(2026, 3, 29)), 7200),
                (at(date(2026, 10, 25)), 3600),
            ],
        }
    }

    #[test]
    fn winter_and_summer_differ_by_an_hour() {
        let zone = paris();
        let winter = zone.instant(date(2026, 1, 15).at(9, 30, 0, 0));
        let summer = zone.instant(date(2026, 7, 15).at(9, 30, 0, 0));
        assert_eq!(winter.rfc3339(), "2026-01-15T08:30:00Z");
        assert_eq!(summer.rfc3339(), "2026-07-15T07:30:00Z");
        assert_eq!(zone.civil(summer), date(2026, 7, 15).at(9, 30, 0, 0));
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        for text in ["2026-02-28", "2024-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(read_date(text).map(written).as_deref(), Some(text));
        }
        for text in [
            "",
            "2026",
            "2026-02-29",
            "2026-13-01",
            "26-01-01",
            "2026-1-1",
            "2026-01-01T00:00",
            "2026-01-01-01",
            "+026-01-01",
            "2026-01-0é",
            "-001-01-01",
            "2026-+1-01",
        ] {
            assert_eq!(read_date(text), None, "{text}");
        }
        let moment = date(2026, 7, 28).at(9, 30, 0, 0);
        for text in ["2026-07-28T09:30", "2026-07-28T09:30:00"] {
            assert_eq!(read_moment(text), Some(moment), "{text}");
        }
        for text in [
            "2026-07-28",
            "2026-07-28T9:30",
            "2026-07-28T24:00",
            "2026-07-28T09:30Z",
        ] {
            assert_eq!(read_moment(text), None, "{text}");
        }
    }

    #[test]
    fn the_repeated_hour_is_the_first_of_the_two() {
        let zone = paris();
        let twice = zone.instant(date(2026, 10, 25).at(2, 30, 0, 0));
        assert_eq!(twice.rfc3339(), "2026-10-25T00:30:00Z");
    }
}
