//! Absences people enter for themselves.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::tickets::facts::today;
use guichet_domain::directory::absence::Absence;
use guichet_domain::directory::absence_form;
use guichet_domain::directory::absence_form::OwnAbsence;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::form::Form;
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::kernel::time::written;
use jiff::civil::Date;

impl Desk {
    /// The caller's present or next absence; its fields are empty if there is none.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
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

    /// Saves the caller's absence, and hands over what awaits them if it begins today.
    ///
    /// # Errors
    /// [`DeskError::Refused`] names the field that is wrong.
    pub async fn choose_absence(&self, caller: Caller, own: OwnAbsence) -> Result<(), DeskError> {
        let desk = self.clone();
        self.store
            .attempt(move |txn| {
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
    let typed = [&own.from, &own.until, &own.substitute];
    if typed.iter().all(|text| text.trim().is_empty()) {
        return Ok(None);
    }
    let mut form = Form::default();
    let days = absence_form::days(&mut form, &own.from, &own.until);
    let email = own.substitute.trim();
    let substitute = directory.person_by_email(email).map(|person| person.id);
    if !email.is_empty() && substitute.is_none() {
        form.error(Field::Person, Problem::Unknown);
    }
    let absence = days.map(|(from, until)| Absence {
        from,
        until,
        substitute,
    });
    if let Some(absence) = &absence {
        absence.check(&mut form, directory, person, today);
    }
    form.finish()?;
    Ok(absence)
}
