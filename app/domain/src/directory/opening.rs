//! Opening hours: when the desk works, and how much of the time between two moments that is.

use crate::directory::calendar::is_french_holiday;
use crate::kernel::time::{DAY, Date, MINUTE, Timestamp, Zone, date_text};
use serde::{Deserialize, Serialize};

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;

/// Days after which a moment is not looked for any longer: about ten years.
const HORIZON: i64 = 3660 * DAY;

/// Hours between two times of day on a wall clock. Holds its first minute and not its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Window {
    /// Minute of the day at which it begins, from 0.
    pub from: u16,
    /// Minute of the day at which it ends, at most 1440: midnight.
    pub to: u16,
}

/// Days in a row on which the desk is closed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Closure {
    /// First day.
    #[serde(with = "date_text")]
    pub from: Date,
    /// Last day, included.
    #[serde(with = "date_text")]
    pub to: Date,
    /// Name of the holiday, or why the desk is closed; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// When the desk works, by the clock on a wall.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Windows of each weekday from Monday on, ascending, without overlap.
    pub week: [Vec<Window>; 7],
    /// Whether the public holidays of mainland France are days off.
    pub french_holidays: bool,
    /// Other days off.
    pub closures: Vec<Closure>,
}

/// Why a date is a day off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOff<'a> {
    /// A public holiday of France.
    FrenchHoliday,
    /// A closure, with its name, which may be empty.
    Closure(&'a str),
}

impl Hours {
    /// Returns hours that are always open.
    pub fn always() -> Self {
        let all_day = Window {
            from: 0,
            to: DAY_MINUTES,
        };
        Self {
            week: std::array::from_fn(|_| vec![all_day]),
            ..Self::default()
        }
    }

    /// Returns why `date` is a day off; `None` if it is none.
    pub fn day_off(&self, date: Date) -> Option<DayOff<'_>> {
        let mut closures = self.closures.iter();
        let closed = closures.find(|closure| (closure.from..=closure.to).contains(&date));
        match closed {
            Some(closure) => Some(DayOff::Closure(&closure.name)),
            None if self.french_holidays && is_french_holiday(date) => Some(DayOff::FrenchHoliday),
            None => None,
        }
    }

    /// Returns the windows of that weekday, whether or not the date is a day off.
    pub fn weekday(&self, date: Date) -> &[Window] {
        let day = date.weekday().to_monday_zero_offset();
        usize::try_from(day)
            .ok()
            .and_then(|day| self.week.get(day))
            .map_or(&[], Vec::as_slice)
    }

    /// Returns the windows of that date; none on a day off.
    pub fn windows(&self, date: Date) -> &[Window] {
        match self.weekday(date) {
            [] => &[],
            _ if self.day_off(date).is_some() => &[],
            windows => windows,
        }
    }

    /// Whether there is a window on any day of the week.
    pub fn ever_opens(&self) -> bool {
        self.week.iter().any(|windows| !windows.is_empty())
    }
}

/// Hours in their time zone: what is open, and what is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenTime {
    /// Time zone of the clock on the wall.
    pub zone: Zone,
    /// When the desk works by it.
    pub hours: Hours,
}

/// Time during which the desk is open, without a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first moment.
    pub from: Timestamp,
    /// The first moment after it.
    pub to: Timestamp,
}

impl OpenTime {
    /// Returns the spans of open time after `from`, in order. An hour that a change of clocks skips
    /// is in none, one that it repeats is there twice.
    pub fn spans(&self, from: Timestamp) -> impl Iterator<Item = Span> {
        let end = from.plus(HORIZON);
        self.zone
            .stretches(from)
            .take_while(move |(begin, ..)| *begin < end)
            .flat_map(move |(begin, stop, east)| self.within(begin, stop.min(end), east))
    }

    /// Returns the spans between two moments with the same offset from UTC.
    fn within(&self, begin: Timestamp, stop: Timestamp, east: i64) -> impl Iterator<Item = Span> {
        let first = begin.plus(east).0.div_euclid(DAY);
        let last = stop.plus(east - 1).0.div_euclid(DAY);
        let mut date = self.zone.date(begin);
        (first..=last)
            .flat_map(move |day| {
                let today = date;
                date = today.tomorrow().unwrap_or(today);
                let at =
                    move |minute: u16| Timestamp(day * DAY - east).plus(i64::from(minute) * MINUTE);
                let windows = self.hours.windows(today).iter();
                windows.map(move |window| Span {
                    from: at(window.from).max(begin),
                    to: at(window.to).min(stop),
                })
            })
            .filter(|span| span.from < span.to)
    }

    /// Returns the open time between two moments, in microseconds; 0 if `to` is not later.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> i64 {
        self.spans(from)
            .take_while(|span| span.from < to)
            .map(|span| span.to.min(to).since(span.from))
            .sum()
    }

    /// Returns the moment at which that much open time has passed since `from`; `None` if that is
    /// more than about ten years later, or never.
    pub fn after(&self, from: Timestamp, microseconds: i64) -> Option<Timestamp> {
        if microseconds <= 0 {
            return Some(from);
        }
        let mut left = microseconds;
        for span in self.spans(from) {
            let length = span.to.since(span.from);
            if length >= left {
                return Some(span.from.plus(left));
            }
            left -= length;
        }
        None
    }
}
