//! Working days: Monday to Friday, without holidays; by default the public holidays of France.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// Holiday of the desk: on the same date every year, relative to Easter, or on one date only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum Holiday {
    /// The same date every year.
    Fixed {
        /// Month, from 1 to 12.
        month: i8,
        /// Day of the month, from 1.
        day: i8,
    },
    /// A date relative to Easter Sunday.
    Easter {
        /// Days after Easter Sunday; negative for days before it.
        days: i16,
    },
    /// One date in one year.
    Once {
        /// Year of the Gregorian calendar.
        year: i16,
        /// Month, from 1 to 12.
        month: i8,
        /// Day of the month, from 1.
        day: i8,
    },
}

/// Days on which nobody works, apart from Saturdays and Sundays. Administrators can edit them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Holidays, in no particular order.
    pub holidays: Vec<Holiday>,
}

impl Default for Calendar {
    /// Returns the public holidays of mainland France (Code du travail, article L3133-1).
    fn default() -> Self {
        let fixed = [
            (1, 1),
            (5, 1),
            (5, 8),
            (7, 14),
            (8, 15),
            (11, 1),
            (11, 11),
            (12, 25),
        ];
        let moving = [1, 39, 50];
        Self {
            holidays: fixed
                .into_iter()
                .map(|(month, day)| Holiday::Fixed { month, day })
                .chain(moving.into_iter().map(|days| Holiday::Easter { days }))
                .collect(),
        }
    }
}

/// The public holidays of mainland France.
static FRANCE: LazyLock<Calendar> = LazyLock::new(Calendar::default);

/// Whether `date` is a public holiday of mainland France.
pub fn is_french_holiday(date: Date) -> bool {
    FRANCE.holidays.iter().any(|holiday| holiday.falls_on(date))
}

impl Calendar {
    /// Whether `date` is a day from Monday to Friday and no holiday.
    pub fn is_working_day(&self, date: Date) -> bool {
        !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
            && !self.holidays.iter().any(|holiday| holiday.falls_on(date))
    }

    /// Returns the date that is `days` working days after `date`, which itself does not count.
    pub fn add_working_days(&self, date: Date, days: u32) -> Date {
        let mut left = days;
        let mut day = date;
        while left > 0 {
            let Ok(next) = day.tomorrow() else { return day };
            day = next;
            if self.is_working_day(day) {
                left -= 1;
            }
        }
        day
    }
}

impl Holiday {
    fn falls_on(self, date: Date) -> bool {
        match self {
            Self::Fixed { month, day } => date.month() == month && date.day() == day,
            Self::Once { year, month, day } => {
                date.year() == year && date.month() == month && date.day() == day
            }
            Self::Easter { days } => {
                let easter = date.day_of_year().saturating_sub(days);
                // Most days are none that Easter could make a holiday, whichever day it falls on.
                EASTER.contains(&easter)
                    && easter_sunday(date.year()).is_some_and(|day| day.day_of_year() == easter)
            }
        }
    }
}

/// Days of the year on which Easter Sunday can fall: 22 March at the earliest, 25 April at the latest.
const EASTER: RangeInclusive<i16> = 81..=116;

/// Returns Easter Sunday of the Gregorian calendar (Meeus, "Astronomical Algorithms", chapter 8:
/// algorithm of Jones and Butcher).
fn easter_sunday(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_as_published() {
        // Dates of the Bureau des longitudes.
        for (year, month, day) in [
            (2016, 3, 27),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2038, 4, 25),
        ] {
            assert_eq!(easter_sunday(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn easter_falls_in_its_five_weeks() {
        for year in 1583..=4099 {
            let easter = easter_sunday(year).expect("a date");
            assert!(EASTER.contains(&easter.day_of_year()), "{easter}");
            assert_eq!(easter.weekday(), Weekday::Sunday);
        }
    }

    #[test]
    fn holidays_of_2026() {
        let calendar = Calendar::default();
        let weekday_holidays: Vec<Date> = date(2026, 1, 1)
            .series(jiff::Span::new().days(1))
            .take_while(|d| d.year() == 2026)
            .filter(|d| !matches!(d.weekday(), Weekday::Saturday | Weekday::Sunday))
            .filter(|d| !calendar.is_working_day(*d))
            .collect();
        let expected = [
            (1, 1),
            (4, 6),
            (5, 1),
            (5, 8),
            (5, 14),
            (5, 25),
            (7, 14),
            (11, 11),
            (12, 25),
        ];
        assert_eq!(weekday_holidays, expected.map(|(m, d)| date(2026, m, d)));
    }

    #[test]
    fn five_working_days_over_a_long_weekend() {
        // Thursday 30 April 2026; the 1st and 8th of May are holidays, both Fridays.
        let calendar = Calendar::default();
        assert_eq!(
            calendar.add_working_days(date(2026, 4, 30), 5),
            date(2026, 5, 11)
        );
    }
}
