//! The incidents of the last days in memory, as the log has them.

use crate::kernel::error::{DeskError, if_readable};
use guichet_domain::TicketId;
use guichet_domain::Timestamp;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::time::DAY;
use guichet_domain::knowledge::index::synonyms::Synonyms;
use guichet_domain::recurrence::recent::{Compared, KEPT, Recent};
use guichet_domain::recurrence::signs::Signs;
use guichet_domain::recurrence::vocabulary::{Term, Vocabulary};
use guichet_domain::tickets::comparison::is_compared;
use guichet_domain::tickets::similar::Similar;
use guichet_domain::tickets::ticket::Ticket;
use guichet_store::{Aggregate, Conn, Logged, Position};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Days that an incident is compared with others.
const WINDOW: i64 = 30;

/// Maximum number of events read at once, and of incidents.
const STRETCH: i64 = 500;
const AT_ONCE: usize = 200;

/// What all parts of a desk know of recent incidents; nothing until it was read.
pub(crate) type Comparing = Arc<Mutex<Option<Following>>>;

/// An incident, and those that are like it.
pub(super) type Found = (TicketId, Vec<Similar>);

/// The incidents of the last days, up to a position of the log.
pub(crate) struct Following {
    recent: Recent,
    vocabulary: Vocabulary,
    /// What the vocabulary is made of.
    synonyms: String,
    pub(super) position: Position,
}

impl Following {
    /// Whether the words that mean the same are still these.
    pub(super) fn speaks(&self, directory: &Directory) -> bool {
        self.synonyms == directory.settings.synonyms
    }

    /// How rare a term is among recent incidents.
    pub(super) fn rarity(&self, term: Term) -> f32 {
        self.recent.rarity(term)
    }

    /// Reads all incidents of the last days. Returns those that were not compared up to `compared`
    /// with what they are like; if none ever was, those that are open.
    pub(super) async fn read(
        conn: &mut Conn,
        directory: &Directory,
        now: Timestamp,
        compared: Option<Position>,
    ) -> Result<(Self, Vec<Found>), DeskError> {
        let synonyms = directory.settings.synonyms.clone();
        let mut following = Self {
            recent: Recent::default(),
            vocabulary: vocabulary(directory),
            synonyms,
            position: conn.head().await?,
        };
        let ids = conn.incidents_since(begin(now), KEPT).await?;
        let mut found = Vec::new();
        for some in ids.chunks(AT_ONCE) {
            let is_new = |aggregate: &Aggregate| match compared {
                Some(upto) => aggregate.first_position() > upto,
                None => aggregate.ticket().state.is_open(),
            };
            found.extend(following.take(conn, some, now, is_new).await?);
            // What waits for the processor is not kept from it.
            tokio::task::yield_now().await;
        }
        Ok((following, found))
    }

    /// Reads what happened next, if anything did. Returns the incidents recorded by it with what they
    /// are like.
    pub(super) async fn follow(
        &mut self,
        conn: &mut Conn,
        now: Timestamp,
    ) -> Result<Vec<Found>, DeskError> {
        let from = self.position;
        let logged = conn.after(from, STRETCH).await?;
        let Some(last) = logged.last().map(Logged::position) else {
            return Ok(Vec::new());
        };
        let touched: BTreeSet<TicketId> = logged
            .iter()
            .filter_map(|one| match one {
                Logged::Ticket(_, envelope) => Some(envelope),
                Logged::Article(..)
                | Logged::Feedback(..)
                | Logged::Entry(..)
                | Logged::AuditEvent(..)
                | Logged::Unreadable(..) => None,
            })
            .filter(|envelope| envelope.event.changes_comparison())
            .map(|envelope| envelope.ticket)
            .collect();
        let touched: Vec<TicketId> = touched.into_iter().collect();
        self.recent.forget_before(begin(now));
        let mut found = Vec::new();
        for some in touched.chunks(AT_ONCE) {
            let is_new = |aggregate: &Aggregate| aggregate.first_position() > from;
            found.extend(self.take(conn, some, now, is_new).await?);
        }
        self.position = last;
        Ok(found)
    }

    /// Takes in what these tickets say now, in order of their numbers. Returns the new ones with what
    /// they are like.
    async fn take(
        &mut self,
        conn: &mut Conn,
        tickets: &[TicketId],
        now: Timestamp,
        is_new: impl Fn(&Aggregate) -> bool,
    ) -> Result<Vec<Found>, DeskError> {
        let mut read = Vec::new();
        for (id, aggregate) in conn.aggregates(tickets.iter().copied()).await? {
            // What cannot be read is compared with nothing.
            let aggregate = if_readable(aggregate)?;
            let takes_part =
                |ticket: &Ticket| is_compared(ticket) && ticket.recorded_at >= begin(now);
            match aggregate.filter(|aggregate| takes_part(aggregate.ticket())) {
                Some(aggregate) => read.push(aggregate),
                None => self.recent.remove(id),
            }
        }
        let texts = read.iter().flat_map(|aggregate| {
            let ticket = aggregate.ticket();
            let named = [Some(ticket.subject), ticket.description];
            named.into_iter().flatten().map(|text| (ticket.id, text))
        });
        let bodies = conn.bodies_of(texts.collect::<Vec<_>>()).await?;
        let mut found = Vec::new();
        for aggregate in read {
            let ticket = aggregate.ticket();
            let body = |text| bodies.get(&(ticket.id, text)).map_or("", String::as_str);
            let description = ticket.description.map_or("", body);
            let compared = Compared {
                ticket: ticket.id,
                at: ticket.recorded_at,
                service: ticket.service,
                signs: Signs::of(body(ticket.subject), description, &self.vocabulary),
            };
            if is_new(&aggregate) {
                found.push((ticket.id, self.recent.similar(&compared)));
            }
            self.recent.put(&compared);
        }
        Ok(found)
    }
}

/// The first moment of the last days.
fn begin(now: Timestamp) -> Timestamp {
    now.plus(-WINDOW * DAY)
}

/// The words that mean the same.
pub(super) fn vocabulary(directory: &Directory) -> Vocabulary {
    Vocabulary::of(&Synonyms::parse(&directory.settings.synonyms))
}
