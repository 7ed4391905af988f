//! Public holidays: on a date every year, relative to Easter, or once.

use crate::directory::parts::put;
use crate::directory::rows::{Rows, Words, row_list};
use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::fields::{SelectField, TextField};
use crate::kernel::own_form::{OwnForm, Values, lines, number, several, value, wrong};
use guichet_domain::directory::calendar::Holiday;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem};
use leptos::prelude::*;

/// Form value that lists the numbers of the rows.
pub const NAME: &str = "holidays";

fn of(number: u32, field: &str) -> String {
    format!("holiday-{number}-{field}")
}

pub fn put_all(values: &mut Values, holidays: &[Holiday]) {
    let numbers = 1..=u32::try_from(holidays.len()).unwrap_or_default();
    put(values, NAME, lines(numbers.clone()));
    for (n, holiday) in numbers.zip(holidays) {
        let mut put_in = |field: &str, value: String| put(values, &of(n, field), value);
        match holiday {
            Holiday::Fixed { month, day } => {
                put_in("rule", "fixed".into());
                put_in("month", month.to_string());
                put_in("day", day.to_string());
            }
            Holiday::Easter { days } => {
                put_in("rule", "easter".into());
                put_in("days", days.to_string());
            }
            Holiday::Once { year, month, day } => {
                put_in("rule", "once".into());
                put_in("year", year.to_string());
                put_in("month", month.to_string());
                put_in("day", day.to_string());
            }
        }
    }
}

/// Days of each month in a leap year.
const DAYS: [i8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

fn read_one(values: &Values, n: u32) -> Option<Holiday> {
    let month: Option<i8> = number(values, &of(n, "month")).filter(|m| (1..=12).contains(m));
    let last = month
        .and_then(|m| usize::try_from(m - 1).ok())
        .and_then(|i| DAYS.get(i).copied());
    let day = number(values, &of(n, "day")).filter(|day| (1..=last.unwrap_or(31)).contains(day));
    match value(values, &of(n, "rule")) {
        "easter" => {
            let days = number(values, &of(n, "days")).filter(|days| (-100..=250).contains(days));
            Some(Holiday::Easter { days: days? })
        }
        "once" => {
            let year = number(values, &of(n, "year")).filter(|year| (1970..=2199).contains(year));
            Some(Holiday::Once {
                year: year?,
                month: month?,
                day: day?,
            })
        }
        _ => Some(Holiday::Fixed {
            month: month?,
            day: day?,
        }),
    }
}

pub fn read_all(values: &Values, errors: &mut Vec<FieldError>) -> Vec<Holiday> {
    let rows = several(values, NAME).into_iter();
    rows.filter_map(|n| {
        let read = read_one(values, n);
        if read.is_none() {
            errors.push(wrong(Field::Value, Some(&of(n, "rule")), Problem::Invalid));
        }
        read
    })
    .collect()
}

pub fn fields(form: OwnForm, rows: Rows) -> AnyView {
    let t = &use_texts().admin;
    let words = Words {
        legend: t.holiday_n,
        add: t.add_holiday,
        movable: false,
    };
    view! {
        <fieldset class="form">
            <legend>{t.holidays}</legend>
            <p class="hint">{t.holidays_hint}</p>
            {row_list(rows, words, move |n| row(&form.state.get(), n))}
        </fieldset>
    }
    .into_any()
}

fn row(state: &FormState, n: u32) -> AnyView {
    let (language, t) = (use_language(), &use_texts().admin);
    let first = if state.value(&of(n, "rule")).is_empty() {
        "fixed".to_owned()
    } else {
        state.value(&of(n, "rule"))
    };
    let error = state.error(language, Field::Value, Some(&of(n, "rule")));
    let rule = RwSignal::new(first.clone());
    let rules = [
        ("fixed", t.holiday_fixed),
        ("easter", t.holiday_easter),
        ("once", t.holiday_once),
    ];
    let rules = rules.map(|(value, label)| (value.to_owned(), label.to_owned()));
    let months = t.months.split(',').enumerate();
    let months = months.map(|(i, month)| ((i + 1).to_string(), month.to_owned()));
    let dated = move || *rule.read() == "easter";
    let typed = |field| state.value(&of(n, field));
    view! {
        <div class="field-row">
            <div on:change=move |ev| rule.set(event_target_value(&ev))>
                <SelectField name=of(n, "rule") label=t.holiday_rule options=rules.to_vec() value=first
                    required=true error/>
            </div>
            <div hidden=dated>
                <TextField name=of(n, "day") kind="number" label=t.day value=typed("day") required=true error=None/>
            </div>
            <div hidden=dated>
                <SelectField name=of(n, "month") label=t.month options=months.collect() value=typed("month")
                    required=true error=None/>
            </div>
            <div hidden=move || *rule.read() != "once">
                <TextField name=of(n, "year") kind="number" label=t.year value=typed("year") required=true error=None/>
            </div>
            <div hidden=move || *rule.read() != "easter">
                <TextField name=of(n, "days") kind="number" label=t.after_easter hint=t.easter_hint
                    value=typed("days") required=true error=None/>
            </div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::directory::calendar::Calendar;

    #[test]
    fn holidays_come_back_as_they_were() {
        let mut holidays = Calendar::default().holidays;
        holidays.push(Holiday::Once {
            year: 2027,
            month: 2,
            day: 29,
        });
        holidays.push(Holiday::Easter { days: -2 });
        let (mut values, mut errors) = (Values::new(), Vec::new());
        put_all(&mut values, &holidays);
        assert_eq!(read_all(&values, &mut errors), holidays);
        assert_eq!(errors, []);
    }

    #[test]
    fn the_thirty_first_of_april_is_wrong() {
        let (mut values, mut errors) = (Values::new(), Vec::new());
        put_all(&mut values, &[Holiday::Fixed { month: 4, day: 31 }]);
        assert_eq!(read_all(&values, &mut errors), []);
        assert_eq!(errors.len(), 1);
    }
}
