//! Whole histories at once: what another program recorded, and what a demonstration invents.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::tickets::facts::{facts, facts_to_ask, today};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Who;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::facts::Facts;
use guichet_domain::{CommandId, ItemId, PersonId, TextId, TicketId, Timestamp};
use std::sync::Arc;

/// What happened to one ticket elsewhere, oldest first. Each step has a command of its own, so
/// that the same history twice is taken once.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The ticket's name there.
    pub external: Option<String>,
    pub steps: Vec<Step>,
    pub texts: Vec<(TextId, String)>,
}

#[derive(Clone, Debug)]
pub struct Step {
    pub command: CommandId,
    pub at: Timestamp,
    pub by: Who,
    pub event: Event,
}

impl Desk {
    /// What a decision at that instant would have rested on, were the directory then what it is
    /// now: for those who play a history through the workflow before it is taken in.
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

    /// Takes in histories, as many in one transaction as are given, and answers for each with the
    /// ticket and how many of its steps were new.
    ///
    /// # Errors
    /// The database refuses; nothing of the lot is taken then.
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
                        let texts: Vec<(TextId, String)> = history
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
