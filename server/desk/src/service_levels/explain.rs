//! Why a ticket is due when it is.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::tickets::facts::facts;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::promise::Promise;
use guichet_domain::service_levels::explanation::{Explanation, Names, explain};
use guichet_domain::tickets::view::viewer;
use guichet_domain::{CalendarId, ServiceLevelId, TicketId};

/// Names in the directory.
pub(super) struct Known<'a>(pub &'a Directory);

impl Names for Known<'_> {
    fn level(&self, id: ServiceLevelId) -> Label {
        let level = self.0.service_levels.get(&id);
        level.map(|level| level.name.clone()).unwrap_or_default()
    }

    fn calendar(&self, id: CalendarId) -> Label {
        let calendar = self.0.calendars.get(&id);
        calendar.map(|one| one.name.clone()).unwrap_or_default()
    }
}

impl Desk {
    /// Every step of the sum of a ticket's promise, for agents.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such ticket or the caller does not see it as an agent.
    pub async fn explain(
        &self,
        caller: Caller,
        ticket: TicketId,
        promise: Promise,
    ) -> Result<Explanation, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        let actor = caller.actor(&directory)?;
        let aggregate = snapshot.conn.aggregate(ticket).await?;
        let aggregate = aggregate.ok_or(DeskError::NotFound)?;
        if viewer(aggregate.ticket(), &actor) != Some(Viewer::Agent) {
            return Err(DeskError::NotFound);
        }
        let now = self.now();
        let rules = facts(&directory, &self.zone, now).promises;
        let rules = rules.unwrap_or_default();
        let names = Known(&directory);
        Ok(explain(aggregate.history(), promise, &rules, &names, now))
    }
}
