//! Taking in whole histories, imported from another program or invented for a demonstration.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::tickets::facts::{facts, facts_to_ask, today};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::prose::Text;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::facts::Facts;
use guichet_domain::{CommandId, ItemId, PersonId, TextId, TicketId, Timestamp};
use std::sync::Arc;

/// What happened to one ticket elsewhere, oldest first. Each step has its own command id, so that
/// the same history is taken in once.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The ticket's reference in the other program.
    pub external: Option<String>,
    /// The events, oldest first.
    pub steps: Vec<Step>,
    /// The texts the events name.
    pub texts: Vec<(TextId, Text)>,
}

/// One event of an imported history.
#[derive(Clone, Debug)]
pub struct Step {
    /// Id of the command, derived from the source so that it is the same every time.
    pub command: CommandId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub by: Who,
    /// What happened.
    pub event: Event,
}

impl Desk {
    /// The facts a decision at that instant would have been based on, if the directory had been as
    /// it is now. For playing a history through the workflow before it is taken in.
    pub fn facts_at(
        &self,
        directory: &Arc<Directory>,
        item: Option<ItemId>,
        affected: PersonId,
        reporter: Option<PersonId>,
        at: Timestamp,
    ) -> Facts {
        let mut facts = facts_to_ask(
            facts(directory, &self.zone, at),
            directory,
            item,
            (affected, reporter),
            today(&self.zone, at),
        );
        facts.people = Some(directory.people.keys().copied().collect());
        facts
    }

    /// Takes in histories, all in one transaction. Returns for each the ticket and the number of
    /// steps that were new.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database refuses; none is taken in then.
    pub async fn take_in(
        &self,
        histories: Vec<History>,
    ) -> Result<Vec<(TicketId, usize)>, DeskError> {
        let histories = std::sync::Arc::new(histories);
        let taken = self
            .store
            .write(move |txn| {
                let histories = std::sync::Arc::clone(&histories);
                Box::pin(async move {
                    let before = txn.position();
                    let mut taken = Vec::new();
                    for history in histories.iter() {
                        let known = match &history.external {
                            Some(external) => txn.by_external(external).await?,
                            None => None,
                        };
                        let aggregate = match known {
                            Some(id) => txn.aggregate(id).await?,
                            None => None,
                        };
                        let ticket = known.unwrap_or_else(|| txn.next_ticket());
                        let done: std::collections::BTreeSet<CommandId> = aggregate
                            .iter()
                            .flat_map(|l| l.history())
                            .map(|envelope| envelope.command)
                            .collect();
                        let events: Vec<Envelope> = history
                            .steps
                            .iter()
                            .filter(|step| !done.contains(&step.command))
                            .map(|step| Envelope {
                                ticket,
                                at: step.at,
                                by: step.by.clone(),
                                command: step.command,
                                event: step.event.clone(),
                            })
                            .collect();
                        let named: std::collections::BTreeSet<TextId> = events
                            .iter()
                            .flat_map(|envelope| envelope.event.texts())
                            .collect();
                        let texts: Vec<(TextId, Text)> = history
                            .texts
                            .iter()
                            .filter(|(id, _)| named.contains(id))
                            .cloned()
                            .collect();
                        if !events.is_empty() {
                            txn.append(aggregate, &events, &texts).await?;
                        }
                        taken.push((ticket, events.len()));
                    }
                    // It happened elsewhere, or never: nobody is told of it now.
                    txn.suppress(before).await?;
                    Ok(taken)
                })
            })
            .await?;
        Ok(taken)
    }
}
