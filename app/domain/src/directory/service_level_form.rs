//! What can be wrong with a service level as it is typed.

use crate::directory::service_level::{
    MINUTES_MAX, PERCENT_MAX, STEPS_MAX, Scope, ServiceLevel, Times,
};
use crate::directory::whole::Directory;
use crate::kernel::form::Form;
use crate::kernel::promise::Promise;
use crate::kernel::refusal::{Field, Problem};

/// Reads a time as people type it, in minutes: `30`, `30 min`, `2 h`, `2h30`, `1:30`. `None` if it
/// cannot be read.
pub fn read_minutes(typed: &str) -> Option<u32> {
    let compact: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let compact = compact.to_ascii_lowercase();
    let number = |digits: &str| {
        let plain = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse::<u32>().ok()).flatten()
    };
    let minutes = |text: &str| match text.trim_end_matches("min").trim_end_matches("mn") {
        "" => Some(0),
        digits => number(digits),
    };
    match compact.split_once(['h', ':']) {
        Some((hours, rest)) => number(hours)?.checked_mul(60)?.checked_add(minutes(rest)?),
        None => minutes(&compact).filter(|_| compact.starts_with(|c: char| c.is_ascii_digit())),
    }
}

/// Writes minutes as they can be read again: `30 min`, `2 h`, `2 h 30`.
pub fn written_minutes(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}\u{a0}min"),
        (hours, 0) => format!("{hours}\u{a0}h"),
        (hours, minutes) => format!("{hours}\u{a0}h\u{a0}{minutes:02}"),
    }
}

impl ServiceLevel {
    /// Tidies the service level and checks it.
    pub(crate) fn check(&mut self, form: &mut Form, directory: &Directory) {
        let (field, is_known) = match self.scope {
            Scope::Item(item) => (Field::Item, directory.items.contains_key(&item)),
            Scope::Service(service) => (Field::Service, directory.services.contains_key(&service)),
            Scope::Team(team) => (Field::Team, directory.teams.contains_key(&team)),
            Scope::Everything => (Field::Value, true),
        };
        if !is_known {
            form.error(field, Problem::Missing);
        }
        if !directory.calendars.contains_key(&self.calendar) {
            form.error(Field::Calendar, Problem::Missing);
        }
        let promises = |times: &Times| times.own.is_some() || times.resolve.is_some();
        self.times.retain(promises);
        self.times.sort_by_key(|times| (times.kind, times.priority));
        if self.times.is_empty() {
            form.error(Field::Times, Problem::Missing);
        }
        let twice = |pair: &[Times]| {
            let [one, next] = pair else { return false };
            (one.kind, one.priority) == (next.kind, next.priority)
        };
        let fits = |minutes: Option<u32>| minutes.is_none_or(|m| (1..=MINUTES_MAX).contains(&m));
        let all_fit = |times: &Times| Promise::ALL.iter().all(|promise| fits(times.of(*promise)));
        if !self.times.iter().all(all_fit) || self.times.windows(2).any(twice) {
            form.error(Field::Times, Problem::Invalid);
        }
        self.steps.sort_unstable();
        self.steps.dedup();
        if self.steps.len() > STEPS_MAX {
            form.error(Field::Escalation, Problem::too_many(STEPS_MAX));
        }
        let mut steps = self.steps.iter();
        if !steps.all(|step| (1..=PERCENT_MAX).contains(&step.percent)) {
            form.error(Field::Escalation, Problem::Invalid);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_type_them() {
        for (typed, minutes) in [
            ("30", 30),
            ("30 min", 30),
            ("2 h", 120),
            ("2h30", 150),
            ("1:30", 90),
            ("2 h 05 min", 125),
            ("48\u{a0}h", 2880),
        ] {
            assert_eq!(read_minutes(typed), Some(minutes), "{typed}");
            assert_eq!(read_minutes(&written_minutes(minutes)), Some(minutes));
        }
        for typed in [
            "",
            "min",
            "h",
            "-3",
            "1.5",
            "2 jours",
            "9999999",
            "99999h99999h",
        ] {
            assert_eq!(read_minutes(typed), None, "{typed}");
        }
    }
}
