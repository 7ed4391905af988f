//! Adding the starting set to an empty desk, whole or not at all.

use crate::desk::Desk;
use crate::directory::administer::EntryEdit;
use crate::directory::starting_items::items;
use crate::directory::starting_set::{ROUTINE, SERVICES, contents};
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::tickets::content::same_content;
use guichet_domain::directory::beginning::StartingSet;
use guichet_domain::directory::catalogue::Item;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::service::{Category, Service};
use guichet_domain::directory::standing::takes_starting_set;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::refusal::{Field, Problem, Refusal, invalid};
use guichet_domain::{CommandId, ServiceId, TeamId};
use guichet_store::Txn;

impl Desk {
    /// Adds the starting set: services with their categories, and a catalogue, given to the team
    /// where tickets begin. Returns what was added. Everything is saved in one transaction, as if
    /// the administrator had saved each entry.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator, [`DeskError::Refused`] if the
    /// desk has services or a catalogue already, or no team.
    pub async fn add_starting_set(
        &self,
        caller: Caller,
        id: CommandId,
    ) -> Result<StartingSet, DeskError> {
        let desk = self.clone();
        let added = self.store.attempt(move |txn| {
            let desk = desk.clone();
            Box::pin(async move { outcome(desk.add_starting_set_in(txn, caller, id).await) })
        });
        added.await?
    }

    async fn add_starting_set_in(
        &self,
        txn: &mut Txn,
        caller: Caller,
        id: CommandId,
    ) -> Result<StartingSet, DeskError> {
        let directory = txn.directory_now();
        let by = caller.administrator(&directory)?.who;
        let content = self.content(caller, "add-starting-set", &id)?;
        if let Some(done) = txn.done(id).await? {
            same_content(txn, &done, &content).await?;
            return Ok(contents());
        }
        if !takes_starting_set(&directory) {
            return Err(DeskError::Refused(Refusal::AlreadyBegun));
        }
        let team = first_team(&directory)?;
        // The first entry bears the command, by which it is known again.
        txn.remember(id, content);
        let mut command = Some(id);
        let mut services = Vec::with_capacity(SERVICES.len());
        for (name, categories) in SERVICES {
            let service = Entry::Service(Service {
                name: Label::new(name.0, name.1),
                team,
                active: true,
                ..Service::default()
            });
            let id = command.take().unwrap_or_else(|| self.new_command());
            let service = ServiceId(self.add_in(txn, service, id, &by).await?);
            for (fr, en) in *categories {
                let category = Entry::Category(Category {
                    service,
                    name: Label::new(*fr, *en),
                    asks_cause: !ROUTINE.contains(fr),
                    active: true,
                    ..Category::default()
                });
                let id = self.new_command();
                self.add_in(txn, category, id, &by).await?;
            }
            services.push(service);
        }
        for (place, item) in items(team) {
            let service = place.and_then(|place| services.get(place)).copied();
            let item = Entry::Item(Item { service, ..item });
            let id = self.new_command();
            self.add_in(txn, item, id, &by).await?;
        }
        Ok(contents())
    }

    async fn add_in(
        &self,
        txn: &mut Txn,
        entry: Entry,
        id: CommandId,
        by: &Who,
    ) -> Result<i64, DeskError> {
        let new = EntryEdit {
            id,
            entry,
            was: None,
        };
        self.save_in(txn, new, by).await
    }
}

/// The team where tickets begin; another that is active if there is none such.
fn first_team(directory: &Directory) -> Result<TeamId, DeskError> {
    let first = directory.teams.get(&directory.settings.first_team);
    let mut active = directory.teams.values().filter(|team| team.active);
    let team = first
        .filter(|team| team.active)
        .or_else(|| active.next())
        .map(|team| team.id);
    team.ok_or_else(|| DeskError::Refused(invalid(Field::Team, Problem::Missing)))
}
