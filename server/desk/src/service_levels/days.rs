//! Days off from a calendar file (iCalendar, RFC 5545).

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use guichet_domain::directory::calendar_form::CLOSURES_MAX;
use guichet_domain::directory::opening::Closure;
use guichet_domain::kernel::form::SHORT_MAX;
use guichet_domain::kernel::refusal::{Field, Problem, invalid};
use guichet_domain::kernel::time::Date;
use icalendar::parser::{read_calendar, unfold};
use jiff::ToSpan;

/// Maximum size of a calendar file, in bytes.
const ICS_MAX: usize = 200_000;

/// Parts within parts of a calendar file.
const DEPTH: usize = 8;

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
        let read = tokio::task::spawn_blocking(move || days(&file)).await;
        let days = read.ok().flatten();
        days.ok_or_else(|| DeskError::Refused(invalid(Field::File, Problem::Invalid)))
    }
}

/// The days of a file; `None` if it is no calendar.
fn days(file: &str) -> Option<Vec<Closure>> {
    let file = file.trim_start_matches('\u{feff}').trim_start();
    if !file.starts_with("BEGIN:VCALENDAR") {
        return None;
    }
    let unfolded = unfold(file);
    if !is_flat(&unfolded) {
        return None;
    }
    let calendar = read_calendar(&unfolded).ok()?;
    let mut found = Vec::new();
    for event in calendar
        .components
        .iter()
        .filter(|one| one.name == "VEVENT")
    {
        let property = |name: &str| {
            let mut properties = event.properties.iter();
            properties
                .find(|one| one.name == name)
                .map(|one| one.val.as_ref())
        };
        let Some(from) = property("DTSTART").and_then(date) else {
            continue;
        };
        // The end is the first day after it (RFC 5545, 3.6.1).
        let end = property("DTEND").and_then(date);
        let last = end.and_then(|end| end.yesterday().ok());
        let to = last.filter(|last| *last >= from).unwrap_or(from);
        let name = property("SUMMARY").unwrap_or_default().replace("\\,", ",");
        let name: String = name.chars().take(SHORT_MAX).collect();
        let yearly = property("RRULE").is_some_and(|rule| rule.contains("FREQ=YEARLY"));
        for year in 0..if yearly { YEARS } else { 1 } {
            let shift = year.years();
            let (Ok(from), Ok(to)) = (from.checked_add(shift), to.checked_add(shift)) else {
                break;
            };
            found.push(Closure {
                from,
                to,
                name: name.clone(),
            });
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

/// Whether parts are within parts no deeper than a calendar has them: the parser goes down as deep as
/// they are.
fn is_flat(file: &str) -> bool {
    let mut depth = 0_usize;
    file.lines().all(|line| {
        let tag = line.get(..6).unwrap_or_default();
        if tag.eq_ignore_ascii_case("BEGIN:") {
            depth += 1;
        } else if line
            .get(..4)
            .is_some_and(|tag| tag.eq_ignore_ascii_case("END:"))
        {
            depth = depth.saturating_sub(1);
        }
        depth <= DEPTH
    })
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
        let days = days(file).unwrap_or_default();
        assert_eq!(
            written_closures(&days),
            "2026-08-03..2026-08-14 Été\n2026-12-24 Veille de Noël\n"
        );
    }

    #[test]
    fn a_day_of_every_year_is_taken_for_some() {
        let file = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260102\nRRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR\n";
        let days = days(file).unwrap_or_default();
        assert_eq!(days.len(), 10);
        assert_eq!(days.last().map(|day| day.from.year()), Some(2035));
    }

    #[test]
    fn a_file_as_deep_as_a_well_is_refused() {
        let file = format!("BEGIN:VCALENDAR\n{}", "BEGIN:VEVENT\n".repeat(70_000));
        assert_eq!(days(&file), None);
    }

    #[test]
    fn what_is_no_calendar_is_refused() {
        for file in [
            "",
            "Noël;2026-12-25",
            "BEGIN:VCARD\nEND:VCARD\n",
            "BEGIN:VCALENDAR",
        ] {
            assert!(days(file).is_none_or(|days| days.is_empty()), "{file}");
        }
    }
}
