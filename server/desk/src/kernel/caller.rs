//! The signed-in person on whose behalf a use case runs.

use crate::kernel::error::DeskError;
use guichet_domain::PersonId;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Actor;
use guichet_store::Txn;

/// A signed-in person. Roles and teams are looked up anew for every use case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Number of the person.
    pub person: PersonId,
}

impl Caller {
    /// The person as they are now; [`DeskError::SignedOut`] if their account was closed.
    pub(crate) fn person(self, directory: &Directory) -> Result<&Person, DeskError> {
        directory
            .people
            .get(&self.person)
            .filter(|person| person.active)
            .ok_or(DeskError::SignedOut)
    }

    pub(crate) fn actor(self, directory: &Directory) -> Result<Actor, DeskError> {
        Ok(self.person(directory)?.actor())
    }

    /// Same as [`Caller::actor`]; [`DeskError::Forbidden`] if the person is not an agent.
    pub(crate) fn agent(self, directory: &Directory) -> Result<Actor, DeskError> {
        let actor = self.actor(directory)?;
        if actor.role.is_agent() {
            Ok(actor)
        } else {
            Err(DeskError::Forbidden)
        }
    }

    pub(crate) fn administrator(self, directory: &Directory) -> Result<Actor, DeskError> {
        let actor = self.actor(directory)?;
        if actor.role.is_administrator() {
            Ok(actor)
        } else {
            Err(DeskError::Forbidden)
        }
    }

    pub(crate) fn in_txn(self, txn: &Txn) -> Result<Actor, DeskError> {
        self.actor(&txn.directory_now())
    }
}
