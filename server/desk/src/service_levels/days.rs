//! Days off from a calendar file (iCalendar, RFC 5545).

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use guichet_domain::directory::calendar_form::CLOSURES_MAX;
use guichet_domain::directory::opening::Closure;
use guichet_domain::kernel::form::SHORT_MAX;
use guichet_domain::kernel::refusal::{Field, Problem, invalid};
use guichet_domain::kernel::time::Date;
use jiff::ToSpan;

/// Maximum size of a calendar file, in bytes.
const ICS_MAX: usize = 200_000;

/// Years for which a day that comes back every year is taken.
const YEARS: i16 = 10;

impl Desk {
    /// The days of a calendar file: its events of a day or more, and those of every year for ten
    /// years. Nothing is saved.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator, [`DeskError::Refused`] if the
    /// file is too large or no calendar.
    pub async fn calendar_days(
        &self,
        caller: Caller,
        file: String,
    ) -> Result<Vec<Closure>, DeskError> {
        let directory = self.directory().await?;
        caller.administrator(&directory)?;
        if file.len() > ICS_MAX {
            let problem = Problem::too_long(ICS_MAX);
            return Err(DeskError::Refused(invalid(Field::File, problem)));
        }
        let this_year = self.zone.date(self.now()).year();
        days(&file, this_year)
            .ok_or_else(|| DeskError::Refused(invalid(Field::File, Problem::Invalid)))
    }
}

/// An event of the file, as far as it is read.
#[derive(Default)]
struct Found {
    start: String,
    end: String,
    name: String,
    rule: String,
}

/// The days of a file; `None` if it is no calendar. Yearly days are taken from `this_year` on.
fn days(file: &str, this_year: i16) -> Option<Vec<Closure>> {
    let file = file.trim_start_matches('\u{feff}').trim_start();
    if !file.starts_with("BEGIN:VCALENDAR") {
        return None;
    }
    let (mut found, mut event) = (Vec::new(), None::<Found>);
    for line in unfold(file).lines() {
        let Some((property, value)) = line.split_once(':') else {
            continue;
        };
        // What stands behind the name are parameters.
        let name = property.split(';').next().unwrap_or_default();
        match (name.to_ascii_uppercase().as_str(), &mut event) {
            ("BEGIN", _) if value.trim() == "VEVENT" => event = Some(Found::default()),
            ("END", _) if value.trim() == "VEVENT" => {
                let event = event.take().unwrap_or_default();
                found.extend(event.days(this_year));
            }
            ("DTSTART", Some(event)) => value.trim().clone_into(&mut event.start),
            ("DTEND", Some(event)) => value.trim().clone_into(&mut event.end),
            ("SUMMARY", Some(event)) => event.name = text(value),
            ("RRULE", Some(event)) => value.trim().clone_into(&mut event.rule),
            _ => {}
        }
        if found.len() > CLOSURES_MAX {
            break;
        }
    }
    found.sort();
    found.dedup();
    found.truncate(CLOSURES_MAX);
    Some(found)
}

impl Found {
    /// The days of the event; none unless it lasts a day or more.
    fn days(&self, this_year: i16) -> Vec<Closure> {
        let Some(from) = date(&self.start) else {
            return Vec::new();
        };
        // The end is the first day after it (RFC 5545, 3.6.1).
        let to = match self.end.as_str() {
            "" => Some(from),
            end => date(end)
                .and_then(|end| end.yesterday().ok())
                .filter(|to| *to >= from),
        };
        let Some(to) = to else {
            return Vec::new();
        };
        self.years(from, this_year)
            .filter_map(|years| {
                let shift = years.years();
                Some(Closure {
                    from: from.checked_add(shift).ok()?,
                    to: to.checked_add(shift).ok()?,
                    name: self.name.clone(),
                })
            })
            .collect()
    }

    /// By how many years it comes back: only rules of every year are followed, for some years.
    fn years(&self, from: Date, this_year: i16) -> std::ops::Range<i16> {
        let part = |name: &str| {
            let mut parts = self.rule.split(';');
            parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
        };
        if part("FREQ") != Some("YEARLY") {
            return 0..1;
        }
        let first = this_year.saturating_sub(from.year()).max(0);
        let count = part("COUNT").and_then(|count| count.parse::<i16>().ok());
        let until = part("UNTIL").and_then(|until| until.get(..4)?.parse::<i16>().ok());
        let last = until.map_or(i16::MAX, |until| {
            until.saturating_sub(from.year()).saturating_add(1)
        });
        let end = first
            .saturating_add(YEARS)
            .min(count.unwrap_or(i16::MAX))
            .min(last);
        first..end
    }
}

/// A text of the file, with its escapes taken away (RFC 5545, 3.3.11).
fn text(value: &str) -> String {
    let plain = value.trim().replace("\\,", ",").replace("\\;", ";");
    let line = plain.replace("\\n", " ").replace("\\N", " ");
    line.chars().take(SHORT_MAX).collect()
}

/// Lines that were folded, whole again (RFC 5545, 3.1).
fn unfold(file: &str) -> String {
    let lines = file.replace("\r\n", "\n");
    lines.replace("\n ", "").replace("\n\t", "")
}

/// The day of a start or end that is a date, or midnight of no particular zone.
fn date(when: &str) -> Option<Date> {
    let (day, time) = when.split_once('T').unwrap_or((when, "000000"));
    let digits = day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || time != "000000" {
        return None;
    }
    let (year, rest) = day.split_at(4);
    let (month, day) = rest.split_at(2);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::directory::calendar_form::written_closures;

    #[test]
    fn days_are_read_with_their_names() {
        let file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x\r\n\
            BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261224\r\nSUMMARY:Veille de Noël\r\nEND:VEVENT\r\n\
            BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20260803\r\nDTEND;VALUE=DATE:20260815\r\nSUMMARY:Été\r\nEND:VEVENT\r\n\
            BEGIN:VEVENT\r\nUID:3\r\nDTSTART:20260901T090000Z\r\nDTEND:20260901T100000Z\r\nSUMMARY:Réunion\r\nEND:VEVENT\r\n\
            END:VCALENDAR\r\n";
        let days = days(file, 2026).unwrap_or_default();
        assert_eq!(
            written_closures(&days),
            "2026-08-03..2026-08-14 Été\n2026-12-24 Veille de Noël\n"
        );
    }

    #[test]
    fn a_day_of_every_year_is_taken_for_some() {
        let file = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260102\nRRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR\n";
        let days = days(file, 2026).unwrap_or_default();
        assert_eq!(days.len(), 10);
        assert_eq!(days.last().map(|day| day.from.year()), Some(2035));
    }

    #[test]
    fn only_days_to_come_of_every_year_are_taken_and_only_whole_ones() {
        let one = |lines: &str| {
            let file =
                format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n");
            written_closures(&days(&file, 2026).unwrap_or_default())
        };
        let old = one("DTSTART:20100102\nRRULE:FREQ=YEARLY");
        assert!(
            old.starts_with("2026-01-02\n") && old.ends_with("2035-01-02\n"),
            "{old}"
        );
        assert_eq!(
            one("DTSTART:20250102\nRRULE:FREQ=YEARLY;COUNT=2"),
            "2026-01-02\n"
        );
        assert_eq!(
            one("DTSTART:20250102\nRRULE:FREQ=YEARLY;UNTIL=20260201"),
            "2026-01-02\n"
        );
        assert_eq!(one("DTSTART:20260901T000000\nDTEND:20260901T010000"), "");
        assert_eq!(one("DTSTART:20260902\nDTEND:20260901"), "");
        assert_eq!(
            one("DTSTART;VALUE=DATE:20260902\nSUMMARY:Fermé\\, tout\n  le jour"),
            "2026-09-02 Fermé, tout le jour\n"
        );
    }

    #[test]
    fn a_file_of_any_shape_is_read_line_by_line() {
        let deep = format!(
            "BEGIN:VCALENDAR\n{}",
            "BEGIN:A\nX;P=a\nEND:v\n".repeat(10_000)
        );
        assert_eq!(days(&deep, 2026), Some(Vec::new()));
        let deep = format!("BEGIN:VCALENDAR\n{}", "BEGIN:VEVENT\n".repeat(15_000));
        assert_eq!(days(&deep, 2026), Some(Vec::new()));
    }

    #[test]
    fn what_is_no_calendar_is_refused() {
        for file in [
            "",
            "Noël;2026-12-25",
            "BEGIN:VCARD\nEND:VCARD\n",
            "BEGIN:VCALENDAR",
        ] {
            assert!(
                days(file, 2026).is_none_or(|days| days.is_empty()),
                "{file}"
            );
        }
    }
}
