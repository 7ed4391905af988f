//! Time zones, reduced to the offsets a page needs.

use guichet_domain::Timestamp;
use guichet_domain::kernel::time::{DAY, Zone};
use jiff::tz::TimeZone;

/// Offsets of an IANA time zone from 2000 until two years after `now`; `None` for an unknown zone.
pub fn zone(name: &str, now: Timestamp) -> Option<Zone> {
    let zone = TimeZone::get(name).ok()?;
    let start = jiff::Timestamp::from_second(946_684_800).ok()?;
    let end = jiff::Timestamp::from_microsecond(now.plus(730 * DAY).0).ok()?;
    let mut offsets = vec![(start.as_second(), zone.to_offset(start).seconds())];
    for transition in zone.following(start).take_while(|t| t.timestamp() <= end) {
        offsets.push((
            transition.timestamp().as_second(),
            transition.offset().seconds(),
        ));
    }
    Some(Zone {
        name: name.to_owned(),
        offsets,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paris_changes_twice_a_year() {
        let now = Timestamp(1_780_000_000_000_000);
        let paris = zone("Europe/Paris", now).unwrap_or_default();
        // 22 November 2026, 18:09 in Paris.
        assert_eq!(
            paris.civil(Timestamp(1_795_367_340_000_000)).to_string(),
            "2026-11-22T18:09:00"
        );
        // 1 July 2016, noon in Paris.
        assert_eq!(
            paris.civil(Timestamp(1_467_367_200_000_000)).to_string(),
            "2016-07-01T12:00:00"
        );
        assert!(zone("Atlantis/Capital", now).is_none());
    }
}
