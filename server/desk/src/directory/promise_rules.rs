//! The rules by which times are promised, read from the directory.

use crate::kernel::zone::zone;
use guichet_domain::Timestamp;
use guichet_domain::directory::business_calendar::ZonedHours;
use guichet_domain::directory::opening::OpenTime;
use guichet_domain::directory::service_level::PromiseRules;
use guichet_domain::directory::whole::Directory;

/// The rules of the directory's service levels and calendars.
pub(crate) fn promise_rules(directory: &Directory, now: Timestamp) -> PromiseRules {
    let calendars = directory.calendars.values();
    let open = calendars.flat_map(|calendar| {
        let revisions = calendar.revisions();
        revisions
            .filter_map(|(revision, hours)| Some(((calendar.id, revision), open_time(hours, now)?)))
    });
    PromiseRules::new(directory.service_levels.values().cloned(), open.collect())
}

/// The open time of hours; `None` if their time zone is unknown.
pub(crate) fn open_time(hours: &ZonedHours, now: Timestamp) -> Option<OpenTime> {
    Some(OpenTime {
        zone: zone(&hours.zone, now)?,
        hours: hours.hours.clone(),
    })
}
