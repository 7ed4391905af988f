//! Comparing: the log is followed, and each incident keeps those that were like it.

use crate::desk::Desk;
use crate::kernel::error::{DeskError, if_readable, outcome};
use crate::recurrence::following::{
    AT_ONCE, Following, Found, Said, ToFile, all_known, touched_after,
};
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

/// How much longer it rests than it worked while there is more to compare, and for how long at most:
/// whoever records comes first.
const REST: u32 = 4;
const REST_MAX: Duration = Duration::from_secs(1);

/// Number of jobs of the writer, in the time of [`GATHER`], from which on it is left to others, and
/// how many times that lasts at most: ten seconds.
const BUSY: u64 = 50;
const GIVES_WAY: u32 = 50;

/// Number of events in which nothing was found that may happen before it is noted that they were
/// followed.
const UNKEPT: Position = 1_000;

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
                Ok(true) => tokio::time::sleep((start.elapsed() * REST).min(REST_MAX)).await,
                Ok(false) if head.changed().await.is_err() => return,
                Ok(false) => {}
            }
            self.give_way().await;
        }
    }

    /// Waits a moment, and longer while many have the writer do something, though not for ever.
    async fn give_way(&self) {
        for _ in 0..GIVES_WAY {
            let (_, before) = self.store.commits();
            tokio::time::sleep(GATHER).await;
            let (_, now) = self.store.commits();
            if now - before < BUSY {
                return;
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
        let _work = self.comparing.work.lock().await;
        let snapshot = self.snapshot().await?;
        let known = self.comparing.known().as_ref().map(|known| {
            let speaks = known.speaks(&snapshot.directory);
            speaks.then_some(known.position)
        });
        let anything = match known.flatten() {
            Some(position) => self.follow(snapshot, position).await?,
            None => {
                self.read_all(snapshot).await?;
                true
            }
        };
        if anything {
            self.settle_compared().await?;
        }
        Ok(anything)
    }

    /// Takes in what happened next; whether anything did.
    async fn follow(&self, snapshot: Snapshot, from: Position) -> Result<bool, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = snapshot;
        let Some((touched, last)) = touched_after(&mut conn, from).await? else {
            return Ok(false);
        };
        let said = Said::by(&mut conn, &touched).await?;
        drop(conn);
        let is_new = |aggregate: &Aggregate| aggregate.first_position() > from;
        if let Some(known) = self.comparing.known().as_mut() {
            known.take(said, &directory, self.now(), is_new);
            known.settle_groups(self.now());
            known.position = last;
        }
        if !touched.is_empty() {
            self.comparing.tell_groups(self.now());
        }
        Ok(true)
    }

    /// Reads all incidents that are compared with or learnt from, in small pieces. What those are like
    /// that were not compared yet is found; if none ever was, what those are like that are open.
    async fn read_all(&self, snapshot: Snapshot) -> Result<(), DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = snapshot;
        let now = self.now();
        let compared = conn.compared_up_to().await?;
        let mut following = Following::begun(&directory, conn.head().await?);
        following.kept = compared;
        let all = all_known(&mut conn, now).await?;
        // What happens meanwhile is followed afterwards: no piece is older than the position.
        drop(conn);
        for some in all.chunks(AT_ONCE) {
            let said = Said::by(&mut self.store.read().await?, some).await?;
            let is_new = |aggregate: &Aggregate| match compared {
                Some(upto) => aggregate.first_position() > upto,
                None => aggregate.ticket().state.is_open(),
            };
            following.take(said, &directory, now, is_new);
            // What waits for the processor is not kept from it.
            tokio::task::yield_now().await;
        }
        following.settle_groups(now);
        *self.comparing.known() = Some(following);
        self.comparing.tell_groups(now);
        Ok(())
    }

    /// Keeps what was found, and files what is to be filed.
    async fn settle_compared(&self) -> Result<(), DeskError> {
        let (upto, kept, mut found, to_file) = match self.comparing.known().as_mut() {
            Some(known) => (
                known.position,
                known.kept,
                std::mem::take(&mut known.found),
                std::mem::take(&mut known.to_file),
            ),
            None => return Ok(()),
        };
        // Nothing is written where there is nothing to say: it is found again, or rather not, after a
        // restart.
        let is_silent = found.is_empty() && kept.is_some_and(|kept| upto < kept + UNKEPT);
        let settled = async {
            // Before it is noted that they were compared: what is cut off here is done again.
            self.file_by_itself(to_file).await?;
            if is_silent {
                return Ok(kept);
            }
            found.sort_by_key(|found| found.position);
            // In pieces, so that nobody waits long for the writer.
            let pieces = found.chunks(AT_ONCE);
            for piece in pieces {
                let last = piece.last().map_or(upto, |found| found.position);
                self.keep_similar(last.min(upto), piece.to_vec()).await?;
            }
            self.keep_similar(upto, Vec::new()).await?;
            Ok(Some(upto))
        };
        let settled: Result<Option<Position>, DeskError> = settled.await;
        let mut known = self.comparing.known();
        match (&settled, known.as_mut()) {
            (Ok(kept), Some(known)) => known.kept = *kept,
            // All that is not kept yet is found once more.
            _ => *known = None,
        }
        settled.map(drop)
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
                Err(error @ DeskError::Store(_)) => return Err(error),
                Err(error) => tracing::info!(%ticket, %error, "an incident is left to an agent"),
                Ok(()) => {}
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
