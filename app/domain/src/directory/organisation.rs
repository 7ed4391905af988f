//! The parts of the organisation that approvals need.

use crate::directory::person::Person;
use crate::directory::whole::Directory;
use crate::kernel::ids::PersonId;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The parts of the organisation that approvals need.
pub trait Organisation {
    /// Returns the line manager of this person; `None` at the top.
    fn line_manager(&self, person: PersonId) -> Option<PersonId>;
    /// Returns the administrators who can sign in.
    fn administrators(&self) -> BTreeSet<PersonId>;
    /// Whether this person can sign in, and so decide.
    fn is_active(&self, person: PersonId) -> bool;
    /// Returns the substitute of this person, whom they or an administrator named; `None` if they
    /// are not away now or have none.
    fn substitute(&self, person: PersonId) -> Option<PersonId>;
}

impl Directory {
    /// Returns the line manager of this person: their own, or that of their department or of the one
    /// above it; `None` at the top.
    pub fn line_manager(&self, person: PersonId) -> Option<PersonId> {
        let theirs = self.people.get(&person)?;
        if let Some(manager) = theirs.manager.filter(|manager| *manager != person) {
            return Some(manager);
        }
        let mut department = theirs.department;
        // The manager of a department answers to the one above it.
        for _ in 0..32 {
            let here = self.departments.get(&department?)?;
            match here.manager {
                Some(manager) if manager != person => return Some(manager),
                _ => department = here.parent,
            }
        }
        None
    }
}

/// The directory on a day, in the time zone of the desk. The day decides who is away.
#[derive(Clone, Copy, Debug)]
pub struct OnDay<'a>(pub &'a Directory, pub Date);

impl Organisation for OnDay<'_> {
    fn line_manager(&self, person: PersonId) -> Option<PersonId> {
        self.0.line_manager(person)
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
