//! Times in words, in a person's time zone.

use crate::kernel::format::fill;
use crate::texts::Texts;
use guichet_domain::Timestamp;
use guichet_domain::directory::card::Card;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::time::{Date, Zone, read_date};

const MONTHS_FR: [&str; 12] = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc.",
];
const MONTHS_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

fn month(language: Language, month: i8) -> &'static str {
    let months = match language {
        Language::Fr => MONTHS_FR,
        Language::En => MONTHS_EN,
    };
    usize::try_from(month - 1)
        .ok()
        .and_then(|i| months.get(i))
        .copied()
        .unwrap_or("")
}

/// The shortest form for a time: the hour, "yesterday", the day, or the day with its year.
pub fn short_time(language: Language, zone: &Zone, now: Timestamp, at: Timestamp) -> String {
    let (then, today) = (zone.civil(at), zone.date(now));
    let hour = format!("{:02}:{:02}", then.hour(), then.minute());
    if then.date() == today {
        return hour;
    }
    if today
        .yesterday()
        .is_ok_and(|yesterday| then.date() == yesterday)
    {
        return match language {
            Language::Fr => format!("hier, {hour}"),
            Language::En => format!("yesterday, {hour}"),
        };
    }
    if then.year() == today.year() {
        return format!("{} {}, {hour}", then.day(), month(language, then.month()));
    }
    format!(
        "{} {} {}",
        then.day(),
        month(language, then.month()),
        then.year()
    )
}

/// A day in full.
pub fn day(language: Language, date: Date) -> String {
    let (day, month) = (date.day(), month(language, date.month()));
    let first = day == 1 && language == Language::Fr;
    let er = if first { "er" } else { "" };
    format!("{day}{er} {month} {}", date.year())
}

/// A day that was typed into a form, ISO 8601 (`YYYY-MM-DD`); as it is if it is none.
pub fn typed_day(language: Language, iso: &str) -> String {
    match (read_date(iso), language) {
        (None, _) => iso.to_owned(),
        (Some(date), Language::Fr) => {
            format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
        }
        (Some(date), Language::En) => day(language, date),
    }
}

/// Date and hour in full.
pub fn date_time(language: Language, zone: &Zone, at: Timestamp) -> String {
    let then = zone.civil(at);
    let day = day(language, then.date());
    let at = match language {
        Language::Fr => "à",
        Language::En => "at",
    };
    format!("{day} {at} {:02}:{:02}", then.hour(), then.minute())
}

/// A person's name, with the end of their absence if they are away.
pub fn name_if_away(texts: &Texts, zone: &Zone, now: Timestamp, card: &Card) -> String {
    match &card.absence {
        Some(absence) if absence.covers(zone.date(now)) => {
            let date = day(texts.language, absence.until);
            fill(texts.absence.away, &[("who", &card.name), ("date", &date)])
        }
        _ => card.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_day_is_said_as_people_write_it() {
        assert_eq!(typed_day(Language::Fr, "2026-12-08"), "08/12/2026");
        assert_eq!(typed_day(Language::En, "2026-12-08"), "8 Dec 2026");
        assert_eq!(typed_day(Language::En, "tomorrow"), "tomorrow");
    }

    #[test]
    fn a_time_is_said_as_short_as_it_can_be() {
        let zone = Zone::utc();
        let now = Timestamp(1_795_370_940_000_000); // 2026-11-22T18:09:00Z
        let hours = |n: i64| Timestamp(now.0 - n * 3_600_000_000);
        assert_eq!(short_time(Language::Fr, &zone, now, hours(2)), "16:09");
        assert_eq!(
            short_time(Language::Fr, &zone, now, hours(24)),
            "hier, 18:09"
        );
        assert_eq!(
            short_time(Language::En, &zone, now, hours(24 * 10)),
            "12 Nov, 18:09"
        );
        assert_eq!(
            short_time(Language::Fr, &zone, now, hours(24 * 400)),
            "18 oct. 2025"
        );
        assert_eq!(
            date_time(Language::Fr, &zone, hours(24 * 21)),
            "1er nov. 2026 à 18:09"
        );
    }
}
