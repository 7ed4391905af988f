//! Instants, and how they read on somebody's wall.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

pub const MINUTE: i64 = 60_000_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

impl Timestamp {
    pub const fn plus(self, microseconds: i64) -> Self {
        Self(self.0.saturating_add(microseconds))
    }

    /// Microseconds from `earlier` to this instant; negative when it lies after.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    fn instant(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or_default()
    }

    /// RFC 3339 in UTC, as `<time datetime>` wants it.
    pub fn rfc3339(self) -> String {
        self.instant().to_string()
    }
}

/// The clock of a place, as far as it is needed: UTC offsets and the instants they begin.
///
/// The server knows the zone database and hands the browser these few lines of it, so that both
/// print the same text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// IANA name, for example `Europe/Paris`.
    pub name: String,
    /// Ascending: from this second of Unix time on, this many seconds east of UTC.
    pub offsets: Vec<(i64, i32)>,
}

impl Zone {
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

    /// What a wall clock in this zone shows at that instant.
    pub fn civil(&self, at: Timestamp) -> DateTime {
        let offset = self.offset_at(at.0.div_euclid(1_000_000));
        TimeZone::fixed(offset).to_datetime(at.instant())
    }

    pub fn date(&self, at: Timestamp) -> Date {
        self.civil(at).date()
    }

    /// The instant at which a wall clock in this zone shows `civil`. In the hour that a change
    /// of clocks repeats or skips, the offset in force before the change counts.
    pub fn instant(&self, civil: DateTime) -> Timestamp {
        let naive = TimeZone::UTC
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
            TimeZone::UTC
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
    fn the_repeated_hour_is_the_first_of_the_two() {
        let zone = paris();
        let twice = zone.instant(date(2026, 10, 25).at(2, 30, 0, 0));
        assert_eq!(twice.rfc3339(), "2026-10-25T00:30:00Z");
    }
}
