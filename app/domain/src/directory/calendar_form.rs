//! The form of a business calendar: hours and days off as they are typed, and what can be wrong.

use crate::directory::business_calendar::ZonedHours;
use crate::directory::opening::{Closure, DAY_MINUTES, Hours, Window};
use crate::kernel::form::{Form, SHORT_MAX};
use crate::kernel::refusal::{Field, Problem};
use crate::kernel::time::{Date, read_date, written};
use std::fmt::Write;

/// Maximum number of windows of a day.
pub const WINDOWS_MAX: usize = 8;

/// Maximum number of days off, or rows of them, that a calendar has of its own.
pub const CLOSURES_MAX: usize = 1000;

/// Reads windows as they are typed, such as `8:30-12:00, 13:30-18:00`; nothing for a day without
/// any. Takes `h` for the colon, leaves out minutes that are none, and takes any dash. `None` if it
/// cannot be read.
pub fn read_windows(typed: &str) -> Option<Vec<Window>> {
    let parts = typed.split([',', ';']).map(str::trim);
    let parts = parts.filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (from, to) = part.split_once(['-', '–', '—', '\u{2011}'])?;
            Some(Window {
                from: read_time(from)?,
                to: read_time(to)?,
            })
        })
        .collect()
}

/// Reads a time of day, such as `8:30`, `8h30`, `08 h 30`, `8h` or `24:00`, in minutes.
fn read_time(typed: &str) -> Option<u16> {
    let compact: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let (hour, minute) = match compact.split_once([':', 'h', 'H']) {
        Some((hour, "")) => (hour, "0"),
        Some(parts) => parts,
        None => (compact.as_str(), "0"),
    };
    let number = |digits: &str| {
        let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse::<u16>().ok()).flatten()
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    let at = hour * 60 + minute;
    (minute < 60 && at <= DAY_MINUTES).then_some(at)
}

/// Writes windows as they can be read again.
pub fn written_windows(windows: &[Window]) -> String {
    let time = |at: u16| format!("{:02}:{:02}", at / 60, at % 60);
    let written = windows.iter();
    let written = written.map(|window| format!("{}-{}", time(window.from), time(window.to)));
    written.collect::<Vec<_>>().join(", ")
}

/// Reads days off as they are typed, one a line: a date or two dates with `..` or `/` between them,
/// and perhaps a name, as in `2026-08-03..2026-08-14 Summer break`.
///
/// # Errors
/// The first line that cannot be read, as it was typed.
pub fn read_closures(typed: &str) -> Result<Vec<Closure>, String> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| read_closure(line).ok_or_else(|| line.to_owned()))
        .collect()
}

fn read_closure(line: &str) -> Option<Closure> {
    let (days, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let (from, to) = days
        .split_once("..")
        .or_else(|| days.split_once('/'))
        .unwrap_or((days, days));
    Some(Closure {
        from: read_date(from)?,
        to: read_date(to)?,
        name: name.trim().to_owned(),
    })
}

/// Writes days off as they can be read again.
pub fn written_closures(closures: &[Closure]) -> String {
    let mut text = String::new();
    for closure in closures {
        let range = match closure.from == closure.to {
            true => written(closure.from),
            false => format!("{}..{}", written(closure.from), written(closure.to)),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", format!("{range} {}", closure.name).trim_end());
    }
    text
}

impl ZonedHours {
    /// Tidies the hours and checks them.
    pub(crate) fn check(&mut self, form: &mut Form) {
        self.zone = self.zone.trim().to_owned();
        if self.zone.is_empty() {
            form.error(Field::TimeZone, Problem::Missing);
        }
        self.hours.check(form);
    }
}

impl Hours {
    fn check(&mut self, form: &mut Form) {
        for (day, windows) in self.week.iter_mut().enumerate() {
            windows.sort_unstable();
            let empty = windows.iter().any(|window| window.from >= window.to);
            let beyond = windows.iter().any(|window| window.to > DAY_MINUTES);
            let overlap = windows.is_sorted_by(|one, next| one.to <= next.from);
            if empty || beyond || !overlap {
                form.named_error(Field::Hours, &day.to_string(), Problem::Invalid);
            } else if windows.len() > WINDOWS_MAX {
                let problem = Problem::too_many(WINDOWS_MAX);
                form.named_error(Field::Hours, &day.to_string(), problem);
            }
        }
        if !self.ever_opens() {
            form.named_error(Field::Hours, "0", Problem::Missing);
        }
        self.closures.sort_unstable();
        self.closures.dedup();
        if self.closures.len() > CLOSURES_MAX {
            form.error(Field::DaysOff, Problem::too_many(CLOSURES_MAX));
        }
        for closure in &mut self.closures {
            let day = written(closure.from);
            if closure.to < closure.from || is_long(closure.from, closure.to) {
                form.named_error(Field::DaysOff, &day, Problem::Invalid);
            }
            let name = form.optional_line(Field::DaysOff, &closure.name, SHORT_MAX);
            closure.name = name.unwrap_or_default();
        }
    }
}

/// Whether there is more than a year between two dates.
fn is_long(from: Date, to: Date) -> bool {
    to.since(from).is_ok_and(|span| span.get_days() > 366)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_type_them() {
        let morning = Window { from: 510, to: 720 };
        let afternoon = Window {
            from: 810,
            to: 1080,
        };
        for typed in [
            "8:30-12:00, 13:30-18:00",
            "08h30–12h, 13h30–18h",
            " 8 h 30 - 12 ; 13 h 30 - 18 h 00 ",
        ] {
            assert_eq!(
                read_windows(typed),
                Some(vec![morning, afternoon]),
                "{typed}"
            );
        }
        assert_eq!(read_windows(" "), Some(Vec::new()));
        for typed in [
            "8",
            "8-",
            "25-26",
            "8:60-9",
            "8:30-12:00-13",
            "0-24:01",
            "a-b",
            "８-９",
        ] {
            assert_eq!(read_windows(typed), None, "{typed}");
        }
        let written = written_windows(&[morning, afternoon]);
        assert_eq!(read_windows(&written), Some(vec![morning, afternoon]));
    }

    #[test]
    fn days_off_are_read_as_they_are_written() {
        let typed =
            "2026-12-24 Veille de Noël\n\n2026-08-03..2026-08-14\n2027-01-02/2027-01-03 Pont";
        let read = read_closures(typed).unwrap_or_default();
        assert_eq!(read.len(), 3);
        assert_eq!(read_closures(&written_closures(&read)), Ok(read));
        assert_eq!(read_closures("2026-02-30"), Err("2026-02-30".to_owned()));
        assert_eq!(read_closures("demain"), Err("demain".to_owned()));
    }
}
