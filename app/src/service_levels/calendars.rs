//! Business calendars: when the desk works.

use crate::directory::entry_form::{EntryForm, Sheet, entry_form, error};
use crate::directory::listing::{Row, listing};
use crate::directory::parts::{name_fields, put, put_label, read_label, tick, tick_box, ticked};
use crate::directory::section::Section;
use crate::kernel::context::{use_language, use_texts};
use crate::kernel::fields::{TextAreaField, TextField};
use crate::kernel::own_form::{OwnForm, Values, checked, value, wrong};
use crate::service_levels::days_file::DaysFile;
use crate::service_levels::preview::Preview;
use guichet_domain::CalendarId;
use guichet_domain::directory::business_calendar::{BusinessCalendar, ZonedHours};
use guichet_domain::directory::calendar_form::{
    read_closures, read_windows, written_closures, written_windows,
};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::opening::{Hours, Window};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::refusal::{Field, Problem, Refusal};
use guichet_locales::told;
use leptos::prelude::*;
use std::sync::Arc;

/// Form value of the days off.
const DAYS_OFF: &str = "days-off";

fn of(day: usize) -> String {
    format!("hours-{day}")
}

pub fn list(directory: &Directory) -> AnyView {
    let (language, texts) = (use_language(), use_texts());
    let rows = directory.calendars.values().map(|calendar| {
        let mut levels = directory.service_levels.values();
        let used = levels.any(|level| level.active && level.calendar == calendar.id);
        let days: Vec<String> = told::weekdays(texts)
            .iter()
            .zip(&calendar.now.hours.week)
            .filter(|(_, windows)| !windows.is_empty())
            .map(|(name, windows)| format!("{name} {}", written_windows(windows)))
            .collect();
        Row::new(
            format!("{}/{}", Section::Calendars.href(), calendar.id),
            calendar.name.in_language(language),
            vec![calendar.now.zone.clone(), days.join("\u{a0}· ")],
            used,
        )
    });
    let head = vec![
        guichet_locales::words::field(language, Field::TimeZone),
        guichet_locales::words::field(language, Field::Hours),
    ];
    listing(texts.service_levels.calendars, head, rows.collect())
}

fn values(calendar: &BusinessCalendar) -> Values {
    let mut values = Values::new();
    put_label(&mut values, "name", &calendar.name);
    put(&mut values, "zone", &calendar.now.zone);
    let hours = &calendar.now.hours;
    for (day, windows) in hours.week.iter().enumerate() {
        put(&mut values, &of(day), written_windows(windows));
    }
    tick(&mut values, "french-holidays", hours.french_holidays);
    put(&mut values, DAYS_OFF, written_closures(&hours.closures));
    values
}

fn read(before: &BusinessCalendar, values: &Values) -> Result<BusinessCalendar, Refusal> {
    let mut errors = Vec::new();
    let week = std::array::from_fn(|day| {
        let windows = read_windows(value(values, &of(day)));
        if windows.is_none() {
            errors.push(wrong(
                Field::Hours,
                Some(&day.to_string()),
                Problem::Invalid,
            ));
        }
        windows.unwrap_or_default()
    });
    let closures = match read_closures(value(values, DAYS_OFF)) {
        Ok(closures) => closures,
        Err(line) => {
            errors.push(wrong(Field::DaysOff, Some(&line), Problem::Invalid));
            Vec::new()
        }
    };
    let calendar = BusinessCalendar {
        id: before.id,
        name: read_label(values, "name"),
        now: ZonedHours {
            zone: value(values, "zone").trim().to_owned(),
            hours: Hours {
                week,
                french_holidays: ticked(values, "french-holidays"),
                closures,
            },
        },
        // The server knows it.
        before: Vec::new(),
    };
    checked(calendar, errors)
}

/// A calendar to begin with: weekdays from 9 to 12:30 and 13:30 to 18.
fn usual() -> BusinessCalendar {
    let window = |from, to| Window { from, to };
    let day = vec![window(540, 750), window(810, 1080)];
    let week = std::array::from_fn(|weekday| match weekday {
        0..5 => day.clone(),
        _ => Vec::new(),
    });
    BusinessCalendar {
        now: ZonedHours {
            zone: "Europe/Paris".to_owned(),
            hours: Hours {
                week,
                french_holidays: true,
                closures: Vec::new(),
            },
        },
        ..BusinessCalendar::default()
    }
}

/// The form of one calendar; `None` if there is none with that number.
pub fn form(place: EntryForm, directory: &Directory, id: i64) -> Option<AnyView> {
    let new = usual();
    let calendar = match id {
        0 => &new,
        id => directory.calendars.get(&CalendarId(id))?,
    };
    let before = calendar.clone();
    let read = move |values: &Values| Ok(Entry::Calendar(read(&before, values)?));
    let preview = Arc::new(read.clone());
    Some(entry_form(
        place,
        directory,
        Sheet {
            values: values(calendar),
            new: id == 0,
            read: Arc::new(read),
            fields: Arc::new(move |form| {
                let preview = Arc::clone(&preview);
                view! {
                    {fields(form)}
                    <Preview form read=preview/>
                }
                .into_any()
            }),
        },
    ))
}

fn fields(form: OwnForm) -> AnyView {
    let (language, texts) = (use_language(), use_texts());
    let t = &texts.service_levels;
    let state = form.state.get();
    let days = told::weekdays(texts).into_iter().enumerate();
    let days = days.map(|(day, name)| {
        let error = state.error(language, Field::Hours, Some(&day.to_string()));
        view! { <TextField name=of(day) label=name value=state.value(&of(day)) error/> }
    });
    view! {
        {name_fields(&state)}
        <TextField name="zone" label=guichet_locales::words::field(language, Field::TimeZone) hint=t.zone_hint
            value=state.value("zone") required=true error=error(&state, Field::TimeZone)/>
        <fieldset class="form" aria-describedby="week-hint">
            <legend>{t.week}</legend>
            <p class="hint" id="week-hint">{t.week_hint}</p>
            <div class="week">{days.collect_view()}</div>
        </fieldset>
        {tick_box(&state, "french-holidays", t.french_holidays)}
        <TextAreaField name=DAYS_OFF label=t.days_off hint=t.days_off_hint rows=5 value=state.value(DAYS_OFF)
            error=error(&state, Field::DaysOff)/>
        <DaysFile form field=DAYS_OFF/>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::directory::opening::Closure;
    use guichet_domain::kernel::language::Label;
    use guichet_domain::kernel::time::read_date;

    #[test]
    fn a_calendar_comes_back_as_it_was() {
        let mut calendar = usual();
        calendar.id = CalendarId(3);
        calendar.name = Label::new("Bureau", "Office");
        let day = read_date("2026-12-24").unwrap_or_default();
        calendar.now.hours.closures = vec![Closure {
            from: day,
            to: day,
            name: "Veille de Noël".to_owned(),
        }];
        assert_eq!(read(&calendar, &values(&calendar)), Ok(calendar));
    }

    #[test]
    fn hours_that_cannot_be_read_are_named() {
        let mut values = values(&usual());
        put(&mut values, "hours-2", "huit heures");
        put(&mut values, DAYS_OFF, "demain");
        let Err(Refusal::Invalid(errors)) = read(&usual(), &values) else {
            panic!("not refused");
        };
        let named: Vec<_> = errors
            .into_iter()
            .map(|error| (error.field, error.name))
            .collect();
        assert_eq!(
            named,
            [
                (Field::Hours, Some("2".to_owned())),
                (Field::DaysOff, Some("demain".to_owned()))
            ]
        );
    }
}
