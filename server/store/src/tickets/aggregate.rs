//! A ticket and its history, as a command needs them.

use crate::kernel::conn::Conn;
use crate::kernel::error::StoreError;
use crate::kernel::line::Position;
use crate::kernel::name::name;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::ids::{PersonId, TicketId};
use guichet_domain::kernel::time::Timestamp;
use guichet_domain::tickets::event::Envelope;
use guichet_domain::tickets::summary::Summary;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::view::seen;
use guichet_domain::tickets::workflow::State;
use std::collections::{BTreeMap, BTreeSet};

/// A ticket and what its row holds beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Projection {
    pub ticket: Ticket,
    pub updated_at: Timestamp,
    pub done_at: Option<Timestamp>,
}

impl Projection {
    pub fn unrecorded(id: TicketId) -> Self {
        Self {
            ticket: Ticket::unrecorded(id),
            updated_at: Timestamp::default(),
            done_at: None,
        }
    }

    /// The projection after one more event.
    pub fn after(self, envelope: &Envelope) -> Self {
        let before = self.ticket.state;
        let public = seen(envelope, Viewer::Participant).is_some();
        let ticket = guichet_domain::evolve(self.ticket, envelope);
        let done_at = match (before.is_open(), ticket.state.is_open()) {
            (true, false) => Some(envelope.at),
            (_, true) => None,
            (false, false) => self.done_at,
        };
        Self {
            updated_at: if public { envelope.at } else { self.updated_at },
            done_at,
            ticket,
        }
    }

    pub fn of(id: TicketId, history: &[Envelope]) -> Self {
        history.iter().fold(Self::unrecorded(id), Self::after)
    }

    /// Whose decision is awaited.
    pub fn awaited(&self) -> BTreeSet<PersonId> {
        match &self.ticket.approval {
            Some(approval) if self.ticket.state == State::AwaitingApproval => {
                approval.pending().collect()
            }
            _ => BTreeSet::new(),
        }
    }

    pub fn tally(&self) -> TallyKey {
        TallyKey {
            kind: name(&self.ticket.kind),
            state: self.ticket.state.name(),
            team: self.ticket.team.map_or(0, |t| t.0),
            assignee: self.ticket.assignee.map_or(0, |a| a.0),
            scoped: self.ticket.is_scoped(),
            answered: self.ticket.internal.answered_unread,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TallyKey {
    pub kind: String,
    pub state: String,
    pub team: i64,
    pub assignee: i64,
    pub scoped: bool,
    pub answered: bool,
}

/// A ticket, its history, and what lists say of it.
#[derive(Clone, Debug)]
pub struct Aggregate {
    pub(crate) projection: Projection,
    history: Vec<Envelope>,
    /// Where in the log each of it stands.
    positions: Vec<Position>,
}

impl Aggregate {
    pub(crate) fn of(id: TicketId, placed: Vec<(Position, Envelope)>) -> Option<Self> {
        let (positions, history): (Vec<Position>, Vec<Envelope>) = placed.into_iter().unzip();
        (!history.is_empty()).then(|| Self {
            projection: Projection::of(id, &history),
            history,
            positions,
        })
    }

    /// The same after these events, the last of which stands at `position`.
    pub(crate) fn after(
        before: Option<Self>,
        projection: Projection,
        events: &[Envelope],
        position: Position,
    ) -> Self {
        let (mut history, mut positions) = match before {
            Some(before) => (before.history, before.positions),
            None => Default::default(),
        };
        history.extend_from_slice(events);
        let first = position - events.len() as Position;
        positions.extend(first + 1..=position);
        Self {
            projection,
            history,
            positions,
        }
    }

    pub fn ticket(&self) -> &Ticket {
        &self.projection.ticket
    }

    pub fn history(&self) -> &[Envelope] {
        &self.history
    }

    /// Its line in lists.
    pub fn summary(&self, subject: String) -> Summary {
        Summary::of(
            &self.projection.ticket,
            subject,
            self.projection.updated_at,
            self.projection.done_at,
        )
    }

    /// The ticket before the first event of a command.
    pub fn before_command(&self, command: guichet_domain::CommandId) -> Option<Ticket> {
        let first = self
            .history
            .iter()
            .position(|envelope| envelope.command == command)?;
        self.after_first(first)
    }

    /// The ticket as it was at a position, before what stands there; nothing where it began then.
    pub fn before(&self, position: Position) -> Option<Ticket> {
        self.after_first(self.positions.partition_point(|at| *at < position))
    }

    /// The ticket as it was once what stands at a position had happened.
    pub fn at(&self, position: Position) -> Option<Ticket> {
        self.after_first(self.positions.partition_point(|at| *at <= position))
    }

    fn after_first(&self, n: usize) -> Option<Ticket> {
        let unrecorded = Ticket::unrecorded(self.projection.ticket.id);
        let first = self.history.get(..n).filter(|first| !first.is_empty())?;
        Some(first.iter().fold(unrecorded, guichet_domain::evolve))
    }

    /// What stands at a position.
    pub fn event_at(&self, position: Position) -> Option<&Envelope> {
        let n = self.positions.binary_search(&position).ok()?;
        self.history.get(n)
    }
}

impl Conn {
    /// A ticket with its history.
    ///
    /// # Errors
    /// The database does not answer, or an event cannot be read.
    pub async fn aggregate(&mut self, id: TicketId) -> Result<Option<Aggregate>, StoreError> {
        Ok(Aggregate::of(id, self.placed_history(id).await?))
    }

    /// Several tickets with their histories; or why one cannot be read. Those that are not there are
    /// left out.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn aggregates(
        &mut self,
        ids: impl IntoIterator<Item = TicketId>,
    ) -> Result<BTreeMap<TicketId, Result<Aggregate, StoreError>>, StoreError> {
        let mut aggregates = BTreeMap::new();
        for (id, history) in self.histories(ids).await? {
            let whole = history.map(|placed| Aggregate::of(id, placed));
            if let Some(whole) = whole.transpose() {
                aggregates.insert(id, whole);
            }
        }
        Ok(aggregates)
    }
}
