//! When somebody is away, as they say it themselves.

use crate::carry_out::outcome;
use crate::facts::today;
use crate::{Caller, Desk, DeskError};
use guichet_domain::absence::Absence;
use guichet_domain::directory::{Directory, Entry, Person};
use guichet_domain::form::Form;
use guichet_domain::refusal::{Field, Problem};
use guichet_domain::time::{read_date, written};
use guichet_domain::wire::OwnAbsence;
use jiff::civil::Date;

impl Desk {
    /// When somebody is away, now or next; nothing in its fields where they are not.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`].
    pub async fn my_absence(&self, caller: Caller) -> Result<OwnAbsence, DeskError> {
        let directory = self.directory().await?;
        let person = caller.person(&directory)?;
        let Some(absence) = &person.absence else {
            return Ok(OwnAbsence::default());
        };
        let substitute = absence.substitute.and_then(|id| directory.people.get(&id));
        Ok(OwnAbsence {
            from: written(absence.from),
            until: written(absence.until),
            substitute: substitute.and_then(|p| p.email.clone()).unwrap_or_default(),
        })
    }

    /// Keeps when somebody is away, and hands on what awaits them if that is today.
    ///
    /// # Errors
    /// [`DeskError::Refused`] names the field that is wrong.
    pub async fn choose_absence(&self, caller: Caller, own: OwnAbsence) -> Result<(), DeskError> {
        let desk = self.clone();
        self.store
            .write(move |txn| {
                let (desk, own) = (desk.clone(), own.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            let directory = txn.directory_now();
                            let person = caller.person(&directory)?;
                            let day = today(&desk.zone, desk.now());
                            let absence = read(&own, &directory, person, day)?;
                            if person.absence == absence {
                                return Ok(());
                            }
                            let who = person.actor().who;
                            let entry = Entry::Person(Person {
                                absence,
                                ..person.clone()
                            });
                            let id = desk.new_command();
                            Ok(desk.put_entry(txn, entry, &who, id).await?)
                        }
                        .await,
                    )
                })
            })
            .await??;
        self.hand_on().await?;
        Ok(())
    }
}

fn read(
    own: &OwnAbsence,
    directory: &Directory,
    person: &Person,
    today: Date,
) -> Result<Option<Absence>, DeskError> {
    let mut form = Form::default();
    let mut date = |field, typed: &str| {
        let date = read_date(typed.trim());
        if date.is_none() {
            let missing = typed.trim().is_empty();
            form.error(
                field,
                if missing {
                    Problem::Missing
                } else {
                    Problem::Invalid
                },
            );
        }
        date
    };
    let typed = [&own.from, &own.until, &own.substitute];
    if typed.iter().all(|text| text.trim().is_empty()) {
        return Ok(None);
    }
    let (from, until) = (date(Field::From, &own.from), date(Field::Until, &own.until));
    let email = own.substitute.trim();
    let substitute = directory.person_by_email(email).map(|person| person.id);
    if !email.is_empty() && substitute.is_none() {
        form.error(Field::Person, Problem::Unknown);
    }
    let absence = from.zip(until).map(|(from, until)| Absence {
        from,
        until,
        substitute,
    });
    if let Some(absence) = &absence {
        check(&mut form, absence, directory, person, today);
    }
    form.finish()?;
    Ok(absence)
}

/// An absence ends after it began and not in the past, and its substitute is somebody else who can
/// sign in.
pub(crate) fn check(
    form: &mut Form,
    absence: &Absence,
    directory: &Directory,
    person: &Person,
    today: Date,
) {
    if absence.until < absence.from {
        form.error(Field::Until, Problem::Invalid);
    } else if absence.until < today && person.absence.as_ref() != Some(absence) {
        form.error(Field::Until, Problem::InThePast);
    }
    if let Some(substitute) = absence.substitute {
        let other = directory.people.get(&substitute);
        if !other.is_some_and(|other| other.active && other.email.is_some()) {
            form.error(Field::Person, Problem::Unknown);
        } else if substitute == person.id {
            form.error(Field::Person, Problem::Invalid);
        }
    }
}
