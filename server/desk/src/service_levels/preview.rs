//! What rules come to, while an administrator fills them in.

use crate::desk::Desk;
use crate::directory::promise_rules::open_time;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::service_levels::explain::Known;
use guichet_domain::CalendarId;
use guichet_domain::Timestamp;
use guichet_domain::directory::business_calendar::BusinessCalendar;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::opening::OpenTime;
use guichet_domain::directory::service_level::{PromiseRules, Scope, ServiceLevel, Times};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::promise::Promise;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::{DAY, read_moment};
use guichet_domain::service_levels::sample::{SAMPLES, Samples, sample};
use std::collections::BTreeMap;

/// Minutes of the sample of a calendar: four hours.
const SAMPLE_MINUTES: u32 = 240;

impl Desk {
    /// Samples of a calendar or service level as it is filled in, for tickets recorded at a local
    /// time of its calendar (`YYYY-MM-DDTHH:MM`), else late on the next Friday. None for what cannot
    /// be counted yet.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator.
    pub async fn preview_promises(
        &self,
        caller: Caller,
        entry: Entry,
        at: &str,
    ) -> Result<Samples, DeskError> {
        let mut directory = (*self.directory().await?).clone();
        caller.administrator(&directory)?;
        let now = self.now();
        let level = match entry {
            Entry::Calendar(calendar) => example(&mut directory, calendar),
            Entry::ServiceLevel(level) => level,
            _ => return Ok(Samples::default()),
        };
        let calendar = directory.calendars.get(&level.calendar);
        let open = calendar.and_then(|calendar| open_time(&calendar.now, now));
        let Some(open) = open.filter(|open| open.hours.ever_opens()) else {
            return Ok(Samples::default());
        };
        let at = when(at, &open, now);
        let rules = alone(&level, open);
        directory.service_levels.insert(level.id, level.clone());
        let names = Known(&directory);
        let promised = level.times.iter().flat_map(|times| {
            let made = Promise::ALL.iter();
            made.filter(|promise| times.of(**promise).is_some())
                .map(|promise| (times.kind, times.priority, *promise))
        });
        let samples = promised.filter_map(|which| sample(which, at, &rules, &names));
        Ok(Samples {
            samples: samples.take(SAMPLES).collect(),
        })
    }
}

/// A service level of four hours by a calendar as it is filled in.
fn example(directory: &mut Directory, mut calendar: BusinessCalendar) -> ServiceLevel {
    calendar.id = CalendarId(calendar.id.0.max(0));
    let id = calendar.id;
    let name = calendar.name.clone();
    directory.calendars.insert(id, calendar);
    ServiceLevel {
        name,
        calendar: id,
        times: vec![Times {
            kind: Kind::Incident,
            priority: Priority::High,
            own: None,
            resolve: Some(SAMPLE_MINUTES),
        }],
        ..ServiceLevel::default()
    }
}

/// The rules of one service level for every ticket.
fn alone(level: &ServiceLevel, open: OpenTime) -> PromiseRules {
    let level = ServiceLevel {
        scope: Scope::Everything,
        active: true,
        ..level.clone()
    };
    let open = BTreeMap::from([((level.calendar, 0), open)]);
    PromiseRules::new([level], open)
}

/// The moment that was typed, else ten minutes before the end of work on the next Friday, or before
/// the last window of the week that follows.
fn when(typed: &str, open: &OpenTime, now: Timestamp) -> Timestamp {
    if let Some(typed) = read_moment(typed.trim()) {
        return open.zone.instant(typed);
    }
    let spans = open
        .spans(now)
        .take_while(|span| span.from < now.plus(10 * DAY));
    let friday = |at: Timestamp| open.zone.date(at).weekday() == jiff::civil::Weekday::Friday;
    let last = spans.filter(|span| friday(span.from)).last();
    last.map_or(now, |span| {
        span.to.plus(-10 * guichet_domain::kernel::time::MINUTE)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_sample_is_late_on_a_friday() {
        let open = OpenTime {
            zone: guichet_domain::kernel::time::Zone::utc(),
            hours: guichet_domain::directory::opening::Hours::always(),
        };
        let monday = Timestamp(1_780_272_000_000_000); // 2026-06-01T00:00:00Z
        let at = when("", &open, monday);
        assert_eq!(at.rfc3339(), "2026-06-05T23:50:00Z");
        let typed = when("2026-06-02T10:00", &open, monday);
        assert_eq!(typed.rfc3339(), "2026-06-02T10:00:00Z");
    }
}
