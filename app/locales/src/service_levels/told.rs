//! Due times in words.

use crate::kernel::format::fill;
use crate::kernel::times::{date_time, day, short_time};
use crate::texts::{Texts, texts_in};
use guichet_domain::Timestamp;
use guichet_domain::kernel::hold_reason::HoldReason;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::promise::{Promise, Rank};
use guichet_domain::kernel::time::{HOUR, MINUTE, Zone};
use guichet_domain::tickets::clock::{Clock, Clocks, Pause, Stand};

const DAYS_FR: [&str; 7] = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."];
const DAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// How pressing a due time is, by which it is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressing {
    /// There is time.
    No,
    /// The time is nearly over.
    Soon,
    /// The time is over.
    Late,
}

impl Pressing {
    /// How pressing it is at `now`.
    pub fn at(now: Timestamp, soon: Timestamp, due: Timestamp) -> Self {
        if due < now {
            Self::Late
        } else if soon <= now {
            Self::Soon
        } else {
            Self::No
        }
    }
}

/// A stretch of time, in microseconds, to the minute: `9 min`, `1 h 10`, `2 j 3 h`.
pub fn lasting(language: Language, microseconds: i64) -> String {
    let minutes = microseconds.max(0) / MINUTE;
    let (days, hours, left) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let day = match language {
        Language::Fr => "j",
        Language::En => "d",
    };
    match (days, hours, left) {
        (0, 0, left) => format!("{left}\u{a0}min"),
        (0, hours, 0) => format!("{hours}\u{a0}h"),
        (0, hours, left) => format!("{hours}\u{a0}h\u{a0}{left:02}"),
        (days, 0, _) => format!("{days}\u{a0}{day}"),
        (days, hours, _) => format!("{days}\u{a0}{day}\u{a0}{hours}\u{a0}h"),
    }
}

/// Working time, in microseconds, in hours and minutes: `9 min`, `35 h 10`.
pub fn working_time(microseconds: i64) -> String {
    let minutes = microseconds.max(0) / MINUTE;
    match (minutes / 60, minutes % 60) {
        (0, left) => format!("{left}\u{a0}min"),
        (hours, 0) => format!("{hours}\u{a0}h"),
        (hours, left) => format!("{hours}\u{a0}h\u{a0}{left:02}"),
    }
}

/// A moment near now: the hour, tomorrow, the day of the week, or the date.
pub fn near(texts: &Texts, zone: &Zone, now: Timestamp, at: Timestamp) -> String {
    let (then, today) = (zone.civil(at), zone.date(now));
    let hour = format!("{:02}:{:02}", then.hour(), then.minute());
    if today
        .tomorrow()
        .is_ok_and(|tomorrow| then.date() == tomorrow)
    {
        return fill(texts.service_levels.tomorrow, &[("time", &hour)]);
    }
    let ahead = then.date().since(today).map_or(0, |span| span.get_days());
    if (2..7).contains(&ahead) {
        return format!("{} {hour}", weekday(texts.language, zone, at));
    }
    short_time(texts.language, zone, now, at)
}

fn weekday(language: Language, zone: &Zone, at: Timestamp) -> &'static str {
    let names = match language {
        Language::Fr => DAYS_FR,
        Language::En => DAYS_EN,
    };
    let at = zone.date(at).weekday().to_monday_zero_offset();
    let at = usize::try_from(at).unwrap_or_default();
    names.get(at).copied().unwrap_or_default()
}

/// A moment with its day of the week, in full.
pub fn with_weekday(language: Language, zone: &Zone, at: Timestamp) -> String {
    let name = weekday(language, zone, at);
    format!("{name} {}", date_time(language, zone, at))
}

/// A moment within a sentence, with the whole name of its day: `le lundi 30 nov. 2026 à 11:50`.
pub fn in_a_sentence(language: Language, zone: &Zone, at: Timestamp) -> String {
    let texts = texts_in(language);
    let day = zone.date(at).weekday().to_monday_zero_offset();
    let day = usize::try_from(day).unwrap_or_default();
    let name = weekdays(texts).get(day).copied().unwrap_or_default();
    let rest = date_time(language, zone, at);
    match language {
        Language::Fr => format!("le {} {rest}", name.to_lowercase()),
        Language::En => format!("{name}, {rest}"),
    }
}

/// A day with its day of the week.
pub fn day_with_weekday(language: Language, zone: &Zone, at: Timestamp) -> String {
    let name = weekday(language, zone, at);
    format!("{name} {}", day(language, zone.date(at)))
}

/// How far a due time is: `dans 1 h 10`, `lun. 11:50`, `en retard de 9 min`.
pub fn due(texts: &Texts, zone: &Zone, now: Timestamp, at: Timestamp) -> String {
    let t = &texts.service_levels;
    let ahead = at.since(now);
    if ahead < 0 {
        // What has just passed is late by a minute at least.
        let time = lasting(texts.language, (-ahead).max(MINUTE));
        return fill(t.late, &[("time", &time)]);
    }
    if ahead < 12 * HOUR {
        return fill(t.within, &[("time", &lasting(texts.language, ahead))]);
    }
    near(texts, zone, now, at)
}

/// Why a clock is paused, in words.
pub const fn pause(texts: &Texts, why: Pause) -> &'static str {
    let t = &texts.service_levels;
    match why {
        Pause::Approval => t.waits_approval,
        Pause::Hold(HoldReason::User) => t.waits_user,
        Pause::Hold(HoldReason::Vendor) => t.waits_vendor,
        Pause::Hold(HoldReason::Change) => t.waits_change,
        Pause::Hold(HoldReason::Problem) => t.waits_problem,
    }
}

/// A clock in words, for agents.
pub fn clock(texts: &Texts, zone: &Zone, now: Timestamp, clock: &Clock) -> String {
    let t = &texts.service_levels;
    match clock.stand {
        Stand::Untargeted => t.nothing.to_owned(),
        Stand::Running => match clock.due {
            Some(at) => due(texts, zone, now, at),
            None => t.nothing.to_owned(),
        },
        Stand::Paused { why } => {
            let since = short_time(texts.language, zone, now, clock.since);
            fill(t.paused, &[("since", &since), ("why", pause(texts, why))])
        }
        Stand::Stopped { kept } => match kept {
            Some(true) => t.kept,
            Some(false) => t.missed,
            None => t.over,
        }
        .to_owned(),
    }
}

/// What is promised to the user, in a sentence; `None` if there is nothing to say. `asked` says whether
/// the reader is whose answer may be awaited.
pub fn promised(
    texts: &Texts,
    zone: &Zone,
    now: Timestamp,
    clocks: &Clocks,
    asked: bool,
) -> Option<String> {
    let t = &texts.service_levels;
    let said = |text: &str, at: Timestamp| {
        fill(text, &[("when", &in_a_sentence(texts.language, zone, at))])
    };
    if clocks.paused_since().is_some() {
        let waits = |clock: &Clock| {
            let user = Pause::Hold(HoldReason::User);
            clock.stand == Stand::Paused { why: user }
        };
        let text = match asked && (waits(&clocks.own) || waits(&clocks.resolve)) {
            true => t.yours_paused,
            false => t.yours_paused_otherwise,
        };
        return Some(text.to_owned());
    }
    let next = clocks.due()?;
    Some(match (next.at < now, next.promise) {
        (true, _) => said(t.yours_late, next.at),
        (false, Promise::Own) => said(t.answer_before, next.at),
        (false, Promise::Resolve) => said(t.solve_before, next.at),
    })
}

/// Name of a promise.
pub const fn promise(texts: &Texts, promise: Promise) -> &'static str {
    match promise {
        Promise::Own => texts.service_levels.own,
        Promise::Resolve => texts.service_levels.resolve,
    }
}

/// Who is told, in words.
pub const fn rank(texts: &Texts, rank: Rank) -> &'static str {
    let t = &texts.service_levels;
    match rank {
        Rank::Assignee => t.to_assignee,
        Rank::Team => t.to_team,
        Rank::Lead => t.to_lead,
        Rank::Manager => t.to_manager,
    }
}

/// Names of the days of the week, from Monday on.
pub const fn weekdays(texts: &Texts) -> [&'static str; 7] {
    let t = &texts.service_levels;
    [
        t.monday,
        t.tuesday,
        t.wednesday,
        t.thursday,
        t.friday,
        t.saturday,
        t.sunday,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::kernel::time::DAY;

    #[test]
    fn a_due_time_is_said_as_people_say_it() {
        let zone = Zone::utc();
        let now = Timestamp(1_795_370_940_000_000); // Sunday 2026-11-22T18:09:00Z
        let (fr, en) = (texts_in(Language::Fr), texts_in(Language::En));
        let at = |minutes: i64| now.plus(minutes * MINUTE);
        assert_eq!(due(fr, &zone, now, at(70)), "dans 1\u{a0}h\u{a0}10");
        assert_eq!(due(fr, &zone, now, at(-9)), "en retard de 9\u{a0}min");
        assert_eq!(due(en, &zone, now, at(-9)), "9\u{a0}min late");
        assert_eq!(due(fr, &zone, now, at(0)), "dans 0\u{a0}min");
        assert_eq!(due(fr, &zone, now, at(24 * 60)), "demain, 18:09");
        assert_eq!(due(en, &zone, now, at(3 * 24 * 60)), "Wed 18:09");
        assert_eq!(due(fr, &zone, now, at(30 * 24 * 60)), "22 déc., 18:09");
        let late = now.plus(-2 * DAY - 3 * HOUR);
        assert_eq!(
            due(fr, &zone, now, late),
            "en retard de 2\u{a0}j\u{a0}3\u{a0}h"
        );
        assert_eq!(working_time(35 * HOUR + 10 * MINUTE), "35\u{a0}h\u{a0}10");
        assert_eq!(
            in_a_sentence(Language::Fr, &zone, now),
            "le dimanche 22 nov. 2026 à 18:09"
        );
        assert_eq!(
            with_weekday(Language::Fr, &zone, now),
            "dim. 22 nov. 2026 à 18:09"
        );
    }

    #[test]
    fn it_is_late_only_after_the_moment() {
        let now = Timestamp(10 * MINUTE);
        let at = |soon: i64, due: i64| {
            Pressing::at(now, Timestamp(soon * MINUTE), Timestamp(due * MINUTE))
        };
        assert_eq!(at(11, 12), Pressing::No);
        assert_eq!(at(10, 12), Pressing::Soon);
        assert_eq!(at(9, 10), Pressing::Soon);
        assert_eq!(at(8, 9), Pressing::Late);
    }
}
