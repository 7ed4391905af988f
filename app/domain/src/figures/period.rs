//! Periods that figures are for, in the days of the reader's time zone.

use crate::kernel::time::{Date, Timestamp, Zone, read_date, written};
use jiff::ToSpan;
use jiff::civil::{ISOWeekDate, Weekday, date};
use std::fmt::{Display, Formatter, Result as Written};
use std::str::FromStr;

/// Maximum number of days of a period: ten years, leap days included.
pub const DAYS_MAX: i32 = 3_653;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// One day.
    Day,
    /// A week from Monday to Sunday (ISO 8601).
    Week,
    /// A month of the calendar.
    Month,
    /// Three months of the calendar.
    Quarter,
    /// A year of the calendar.
    Year,
    /// Days from one to another.
    Days,
}

/// A period: whole days, both ends included. In addresses it is written as `2026-11-23`, `2026-W48`,
/// `2026-11`, `2026-Q4`, `2026`, or `2026-11-01..2026-11-10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    unit: Unit,
    first: Date,
    last: Date,
}

/// What is no period: nothing of the kind, no date of the calendar, or too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoPeriod;

impl Period {
    /// Returns the period of that unit in which a day lies; the day alone for [`Unit::Days`].
    pub fn of(unit: Unit, day: Date) -> Self {
        let (first, last) = match unit {
            Unit::Day | Unit::Days => (day, day),
            Unit::Week => {
                let since_monday = day.weekday().to_monday_zero_offset();
                let monday = day.saturating_sub(i64::from(since_monday).days());
                (monday, monday.saturating_add(6.days()))
            }
            Unit::Month => (day.first_of_month(), day.last_of_month()),
            Unit::Quarter => {
                let month = (day.month() - 1) / 3 * 3 + 1;
                let first = date(day.year(), month, 1);
                (first, first.saturating_add(2.months()).last_of_month())
            }
            Unit::Year => (day.first_of_year(), day.last_of_year()),
        };
        Self { unit, first, last }
    }

    /// Returns the days from one to another.
    ///
    /// # Errors
    /// [`NoPeriod`] if the last comes before the first, or there are more than [`DAYS_MAX`].
    pub fn between(first: Date, last: Date) -> Result<Self, NoPeriod> {
        let unit = Unit::Days;
        let period = Self { unit, first, last };
        match period.len() {
            1..=DAYS_MAX => Ok(period),
            _ => Err(NoPeriod),
        }
    }

    /// Returns how long it is.
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// Returns its first day.
    pub const fn first(self) -> Date {
        self.first
    }

    /// Returns its last day.
    pub const fn last(self) -> Date {
        self.last
    }

    /// Returns the number of its days.
    #[allow(clippy::len_without_is_empty)] // none has no day
    pub fn len(self) -> i32 {
        let since = self.first.until(self.last);
        since.map_or(i32::MAX, |span| span.get_days()) + 1
    }

    /// Returns its days, in order.
    pub fn days(self) -> impl Iterator<Item = Date> {
        let next = |day: &Date| day.tomorrow().ok();
        let days = std::iter::successors(Some(self.first), next);
        days.take_while(move |day| *day <= self.last)
    }

    /// Returns the period of the same length directly before it.
    pub fn before(self) -> Self {
        let day = self.first.yesterday().unwrap_or(self.first);
        match self.unit {
            Unit::Days => Self {
                first: self.first.saturating_sub(i64::from(self.len()).days()),
                last: day,
                ..self
            },
            unit => Self::of(unit, day),
        }
    }

    /// Returns the period of the same length directly after it.
    pub fn after(self) -> Self {
        let day = self.last.tomorrow().unwrap_or(self.last);
        match self.unit {
            Unit::Days => Self {
                first: day,
                last: self.last.saturating_add(i64::from(self.len()).days()),
                ..self
            },
            unit => Self::of(unit, day),
        }
    }

    /// Returns when it begins, and when it is over: that instant is none of it.
    pub fn bounds(self, zone: &Zone) -> (Timestamp, Timestamp) {
        let after = self.last.tomorrow();
        let end = after.map_or(Timestamp(i64::MAX), |day| midnight(day, zone));
        (midnight(self.first, zone), end)
    }
}

/// Returns the instant at which a day begins. Where the clocks skip midnight, it begins when they do.
pub fn midnight(day: Date, zone: &Zone) -> Timestamp {
    zone.instant(day.at(0, 0, 0, 0))
}

impl Display for Period {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        let (first, year) = (self.first, self.first.year());
        match self.unit {
            Unit::Day => f.write_str(&written(first)),
            Unit::Week => {
                let week = first.iso_week_date();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
            Unit::Month => write!(f, "{year:04}-{:02}", first.month()),
            Unit::Quarter => write!(f, "{year:04}-Q{}", (first.month() - 1) / 3 + 1),
            Unit::Year => write!(f, "{year:04}"),
            Unit::Days => write!(f, "{}..{}", written(first), written(self.last)),
        }
    }
}

impl FromStr for Period {
    type Err = NoPeriod;

    fn from_str(text: &str) -> Result<Self, NoPeriod> {
        if let Some((first, last)) = text.split_once("..") {
            let day = |text| read_date(text).ok_or(NoPeriod);
            return Self::between(day(first)?, day(last)?);
        }
        if let Some(day) = read_date(text) {
            return Ok(Self::of(Unit::Day, day));
        }
        let (year, part) = text.split_at_checked(4).ok_or(NoPeriod)?;
        let year: i16 = number(year)?;
        let first = |month| Date::new(year, month, 1).map_err(|_| NoPeriod);
        if part.is_empty() {
            return Ok(Self::of(Unit::Year, first(1)?));
        }
        let part = part.strip_prefix('-').ok_or(NoPeriod)?;
        match (part.strip_prefix('W'), part.strip_prefix('Q')) {
            (Some(week), _) if week.len() == 2 => {
                let week = ISOWeekDate::new(year, number(week)?, Weekday::Monday);
                Ok(Self::of(Unit::Week, week.map_err(|_| NoPeriod)?.date()))
            }
            (_, Some(quarter)) if quarter.len() == 1 => {
                let quarter: i8 = number(quarter)?;
                Ok(Self::of(Unit::Quarter, first(quarter * 3 - 2)?))
            }
            _ if part.len() == 2 => Ok(Self::of(Unit::Month, first(number(part)?)?)),
            _ => Err(NoPeriod),
        }
    }
}

fn number<T: FromStr>(digits: &str) -> Result<T, NoPeriod> {
    let whole = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| whole);
    number.ok_or(NoPeriod)
}
