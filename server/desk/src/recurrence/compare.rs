//! Comparing: the log is followed, and each incident keeps those that were like it.

use crate::desk::Desk;
use crate::kernel::error::{DeskError, outcome};
use crate::recurrence::following::{Following, Found};
use crate::tickets::log::envelopes;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::tickets::comparison::similar_found;
use guichet_store::{Position, Snapshot, Txn};
use std::sync::Arc;
use std::time::Duration;

/// Wait before a failed attempt is repeated.
const RETRY: Duration = Duration::from_secs(1);

/// Incidents recorded within this time are compared together, to save the writer's time.
const GATHER: Duration = Duration::from_millis(200);

impl Desk {
    /// Compares incidents as they are recorded, for as long as the future is polled.
    pub async fn keep_comparing(&self) {
        let mut head = self.store.head();
        loop {
            head.mark_unchanged();
            if let Err(error) = self.compare().await {
                tracing::error!(%error, "incidents could not be compared; trying again");
                tokio::time::sleep(RETRY).await;
            } else if head.changed().await.is_err() {
                return;
            } else {
                tokio::time::sleep(GATHER).await;
            }
        }
    }

    /// Compares all incidents that were not compared yet with those before them.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer; what was found so far is kept.
    pub async fn compare(&self) -> Result<(), DeskError> {
        let mut comparing = self.comparing.lock().await;
        loop {
            let Snapshot {
                mut conn,
                directory,
            } = self.snapshot().await?;
            let compared = conn.compared_up_to().await?;
            let now = self.now();
            let spoken = comparing.take().filter(|known| known.speaks(&directory));
            let (following, found) = match spoken {
                Some(mut following) => {
                    let before = following.position;
                    let found = following.follow(&mut conn, now).await?;
                    if following.position == before {
                        *comparing = Some(following);
                        return Ok(());
                    }
                    (following, found)
                }
                None => Following::read(&mut conn, &directory, now, compared).await?,
            };
            drop(conn);
            let upto = following.position;
            *comparing = Some(following);
            // What another process compared stays as it found it.
            if compared.is_none_or(|compared| compared < upto) {
                self.keep_similar(compared, upto, found).await?;
            }
        }
    }

    /// Keeps what was found with each incident, unless another process was quicker.
    async fn keep_similar(
        &self,
        from: Option<Position>,
        upto: Position,
        found: Vec<Found>,
    ) -> Result<(), DeskError> {
        let (desk, found) = (self.clone(), Arc::new(found));
        let kept = self.store.attempt(move |txn| {
            let (desk, found) = (desk.clone(), Arc::clone(&found));
            Box::pin(async move { outcome(desk.keep_similar_in(txn, from, upto, &found).await) })
        });
        kept.await?
    }

    async fn keep_similar_in(
        &self,
        txn: &mut Txn,
        from: Option<Position>,
        upto: Position,
        found: &[Found],
    ) -> Result<(), DeskError> {
        if !txn.compared(from, upto).await? {
            return Ok(());
        }
        for (id, similar) in found.iter().filter(|(_, similar)| !similar.is_empty()) {
            let aggregate = txn.aggregate(*id).await?;
            let event =
                |aggregate| similar_found(guichet_store::Aggregate::ticket(aggregate), similar);
            let Some(event) = aggregate.as_ref().and_then(event) else {
                continue;
            };
            let by = (Actor::system(), self.new_command());
            let events = envelopes(*id, &by.0, by.1, self.now(), vec![event]);
            txn.append(aggregate, &events, &[]).await?;
        }
        Ok(())
    }
}
