//! Form for an absence and its substitute, and its checks.

use crate::directory::absence::Absence;
use crate::directory::person::Person;
use crate::directory::whole::Directory;
use crate::kernel::form::Form;
use crate::kernel::refusal::{Field, Problem};
use crate::kernel::time::read_date;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Reads the first and the last day as they were typed (ISO 8601). Adds an error to `form` for each
/// that is missing or not a date.
pub fn days(form: &mut Form, from: &str, until: &str) -> Option<(Date, Date)> {
    let mut day = |field, typed: &str| {
        let day = read_date(typed.trim());
        if day.is_none() {
            let problem = if typed.trim().is_empty() {
                Problem::Missing
            } else {
                Problem::Invalid
            };
            form.error(field, problem);
        }
        day
    };
    let (from, until) = (day(Field::From, from), day(Field::Until, until));
    from.zip(until)
}

impl Absence {
    /// Adds an error to `form` for each field that is wrong: the absence must not end before it
    /// begins or in the past, and the substitute must be somebody else who can sign in. An absence
    /// that is saved for `of` already is not checked, so that other fields can still be saved.
    pub fn check(&self, form: &mut Form, directory: &Directory, of: &Person, today: Date) {
        if of.absence.as_ref() == Some(self) {
            return;
        }
        if self.until < self.from {
            form.error(Field::Until, Problem::Invalid);
        } else if self.until < today {
            form.error(Field::Until, Problem::InThePast);
        }
        if let Some(substitute) = self.substitute {
            let other = directory.people.get(&substitute);
            if !other.is_some_and(Person::can_sign_in) {
                form.error(Field::Person, Problem::Unknown);
            } else if substitute == of.id {
                form.error(Field::Person, Problem::Invalid);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::kernel::ids::PersonId;
    use crate::kernel::refusal::{FieldError, Refusal};
    use jiff::civil::date;

    fn errors(form: Form) -> Vec<(Field, Problem)> {
        match form.finish() {
            Ok(()) => Vec::new(),
            Err(Refusal::Invalid(errors)) => {
                let pair = |error: FieldError| (error.field, error.problem);
                errors.into_iter().map(pair).collect()
            }
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn each_day_that_is_none_is_named() {
        let read = |from, until| {
            let mut form = Form::default();
            let days = days(&mut form, from, until);
            (days, errors(form))
        };
        let whole = Some((date(2026, 12, 24), date(2027, 1, 3)));
        assert_eq!(read(" 2026-12-24", "2027-01-03 "), (whole, Vec::new()));
        for (from, until, problems) in [
            ("2026-12-24", " ", vec![(Field::Until, Problem::Missing)]),
            ("24/12", "2027-01-03", vec![(Field::From, Problem::Invalid)]),
            (
                "",
                "2026-02-30",
                vec![
                    (Field::From, Problem::Missing),
                    (Field::Until, Problem::Invalid),
                ],
            ),
        ] {
            assert_eq!(read(from, until), (None, problems));
        }
    }

    #[test]
    fn it_ends_once_it_began_and_somebody_else_stands_in() {
        let person = |id, active, email: Option<&str>| Person {
            id: PersonId(id),
            active,
            email: email.map(str::to_owned),
            ..Person::default()
        };
        let mut directory = Directory::default();
        for person in [
            person(1, true, Some("a@exemple.fr")),
            person(2, true, Some("b@exemple.fr")),
            person(3, false, Some("c@exemple.fr")),
            person(4, true, None),
        ] {
            directory.people.insert(person.id, person);
        }
        let today = date(2026, 11, 26);
        let said = |from: Date, until: Date, substitute: Option<i64>, is_kept: bool| {
            let absence = Absence {
                from,
                until,
                substitute: substitute.map(PersonId),
            };
            let mut of = directory.people[&PersonId(1)].clone();
            of.absence = is_kept.then_some(absence);
            let mut form = Form::default();
            absence.check(&mut form, &directory, &of, today);
            errors(form)
        };
        let (past, next) = (date(2026, 11, 25), date(2026, 12, 1));
        assert_eq!(said(past, today, Some(2), false), []);
        assert_eq!(
            said(next, today, None, false),
            [(Field::Until, Problem::Invalid)]
        );
        assert_eq!(
            said(past, past, None, false),
            [(Field::Until, Problem::InThePast)]
        );
        assert_eq!(said(past, past, None, true), [], "it was said in time");
        assert_eq!(said(past, next, Some(3), true), [], "who left since");
        assert_eq!(
            said(today, next, Some(1), false),
            [(Field::Person, Problem::Invalid)]
        );
        for nobody in [3, 4, 5] {
            assert_eq!(
                said(today, next, Some(nobody), false),
                [(Field::Person, Problem::Unknown)]
            );
        }
    }
}

/// Fields of the form in which people enter their own absence. All are empty for no absence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAbsence {
    /// First day (ISO 8601).
    pub from: String,
    /// Last day (ISO 8601).
    pub until: String,
    /// E-mail address of the substitute; may be empty.
    pub substitute: String,
}
