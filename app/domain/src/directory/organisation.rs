//! The organisation as approval needs it.

use crate::directory::person::Person;
use crate::directory::whole::Directory;
use crate::kernel::ids::PersonId;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The organisation as approval needs it.
pub trait Organisation {
    /// Who answers for this person; nobody at the top.
    fn line_manager(&self, person: PersonId) -> Option<PersonId>;
    fn administrators(&self) -> BTreeSet<PersonId>;
    /// Can still sign in and decide.
    fn is_active(&self, person: PersonId) -> bool;
    /// Who stands in for this person now, as they or an administrator said; nobody while they are
    /// there.
    fn substitute(&self, person: PersonId) -> Option<PersonId>;
}

/// The directory on a day of the desk's calendar.
#[derive(Clone, Copy, Debug)]
pub struct OnDay<'a>(pub &'a Directory, pub Date);

impl Organisation for OnDay<'_> {
    fn line_manager(&self, person: PersonId) -> Option<PersonId> {
        let mut department = self.0.people.get(&person)?.department;
        // The manager of a department answers to the one above it.
        for _ in 0..32 {
            let here = self.0.departments.get(&department?)?;
            match here.manager {
                Some(manager) if manager != person => return Some(manager),
                _ => department = here.parent,
            }
        }
        None
    }

    fn administrators(&self) -> BTreeSet<PersonId> {
        self.0.administrators()
    }

    fn is_active(&self, person: PersonId) -> bool {
        self.0.people.get(&person).is_some_and(Person::can_sign_in)
    }

    fn substitute(&self, person: PersonId) -> Option<PersonId> {
        let absence = self.0.people.get(&person)?.absence.as_ref()?;
        absence.substitute.filter(|_| absence.covers(self.1))
    }
}
