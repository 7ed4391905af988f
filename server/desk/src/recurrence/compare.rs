//! Comparing: the log is followed, and each incident keeps those that were like it.

use crate::desk::Desk;
use crate::kernel::error::{DeskError, if_readable, outcome};
use crate::recurrence::following::{Following, Found, ToFile};
use crate::tickets::log::envelopes;
use guichet_domain::TicketId;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::prose::Format;
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::tickets::comparison::similar_found;
use guichet_domain::tickets::similar::Similar;
use guichet_store::{Aggregate, Position, Snapshot, Txn};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Wait before a failed attempt is repeated.
const RETRY: Duration = Duration::from_secs(1);

/// Incidents recorded within this time are compared together, to save the writer's time.
const GATHER: Duration = Duration::from_millis(200);

/// How much longer it rests than it worked while there is more to compare: whoever records comes
/// first.
const REST: u32 = 4;

impl Desk {
    /// Compares incidents as they are recorded, for as long as the future is polled.
    pub async fn keep_comparing(&self) {
        let mut head = self.store.head();
        loop {
            head.mark_unchanged();
            let start = Instant::now();
            match self.compare_next().await {
                Err(error) => {
                    tracing::error!(%error, "incidents could not be compared; trying again");
                    tokio::time::sleep(RETRY).await;
                }
                Ok(true) => tokio::time::sleep(start.elapsed() * REST).await,
                Ok(false) if head.changed().await.is_err() => return,
                Ok(false) => tokio::time::sleep(GATHER).await,
            }
        }
    }

    /// Compares all incidents that were not compared yet with those before them.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer; what was found so far is kept.
    pub async fn compare(&self) -> Result<(), DeskError> {
        while self.compare_next().await? {}
        Ok(())
    }

    /// Same as [`Desk::compare`], for what happened next; whether anything did.
    async fn compare_next(&self) -> Result<bool, DeskError> {
        let mut comparing = self.comparing.lock().await;
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let compared = conn.compared_up_to().await?;
        let now = self.now();
        let spoken = comparing.take().filter(|known| known.speaks(&directory));
        let (mut following, anything) = match spoken {
            Some(mut following) => {
                let anything = following.follow(&mut conn, &directory, now).await?;
                (following, anything)
            }
            None => {
                let read = Following::read(&mut conn, &directory, now, compared);
                (read.await?, true)
            }
        };
        drop(conn);
        if anything {
            self.keep_similar(following.position, following.found.clone())
                .await?;
            following.found.clear();
        }
        let to_file = std::mem::take(&mut following.to_file);
        *comparing = Some(following);
        drop(comparing);
        self.file_by_itself(to_file).await?;
        Ok(anything)
    }

    /// Categorises incidents without an agent. What cannot be done so is left to one.
    async fn file_by_itself(&self, to_file: Vec<ToFile>) -> Result<(), DeskError> {
        for ToFile {
            ticket,
            command,
            form,
        } in to_file
        {
            let command = CommandEnvelope {
                id: command,
                ticket,
                command: Command::Categorise(form),
                format: Format::Plain,
            };
            match self.carry_out_for_itself(command).await {
                Ok(()) | Err(DeskError::Refused(_) | DeskError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Keeps what was found up to a position with each incident, once, whichever process found it
    /// first.
    async fn keep_similar(&self, upto: Position, found: Vec<Found>) -> Result<(), DeskError> {
        let (desk, found) = (self.clone(), Arc::new(found));
        let kept = self.store.attempt(move |txn| {
            let (desk, found) = (desk.clone(), Arc::clone(&found));
            Box::pin(async move { outcome(desk.keep_similar_in(txn, upto, &found).await) })
        });
        kept.await?
    }

    async fn keep_similar_in(
        &self,
        txn: &mut Txn,
        upto: Position,
        found: &[Found],
    ) -> Result<(), DeskError> {
        let Some(before) = txn.compared(upto).await? else {
            return Ok(());
        };
        let found: BTreeMap<TicketId, &[Similar]> = found
            .iter()
            .filter(|found| found.position > before)
            .map(|found| (found.ticket, found.similar.as_slice()))
            .collect();
        for (id, aggregate) in txn.aggregates(found.keys().copied()).await? {
            let aggregate = if_readable(aggregate)?;
            let event = |aggregate: &Aggregate| similar_found(aggregate.ticket(), found[&id]);
            let Some(event) = aggregate.as_ref().and_then(event) else {
                continue;
            };
            let by = (Actor::system(), self.new_command());
            let events = envelopes(id, &by.0, by.1, self.now(), vec![event]);
            txn.append(aggregate, &events, &[]).await?;
        }
        Ok(())
    }
}
