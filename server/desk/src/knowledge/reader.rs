//! Whoever reads articles: somebody, or, where the desk allows it, nobody in particular.

use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::knowledge::view::Looker;

/// Whoever reads articles; nobody in particular if there is no actor.
pub(super) struct Reader(Option<Actor>);

impl Reader {
    /// The reader who calls; [`DeskError::SignedOut`] if nobody does and the desk does not allow it.
    pub fn of(caller: Option<Caller>, directory: &Directory) -> Result<Self, DeskError> {
        match caller {
            Some(caller) => Ok(Self(Some(caller.actor(directory)?))),
            None if directory.settings.open_articles => Ok(Self(None)),
            None => Err(DeskError::SignedOut),
        }
    }

    /// As the rules of the knowledge base see them.
    pub fn looker(&self) -> Looker<'_> {
        match &self.0 {
            Some(actor) => Looker::SignedIn(actor),
            None => Looker::Anonymous { allowed: true },
        }
    }
}
