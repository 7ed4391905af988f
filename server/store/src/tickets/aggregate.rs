//! A ticket with its history, as commands need it.

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

/// A ticket, and the times its row holds beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Projection {
    pub ticket: Ticket,
    pub updated_at: Timestamp,
    pub done_at: Option<Timestamp>,
}

impl Projection {
    /// A ticket without any event.
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

    /// The projection of a whole history.
    pub fn of(id: TicketId, history: &[Envelope]) -> Self {
        history.iter().fold(Self::unrecorded(id), Self::after)
    }

    /// The people whose approval is awaited.
    pub fn awaited(&self) -> BTreeSet<PersonId> {
        match &self.ticket.approval {
            Some(approval) if self.ticket.state == State::AwaitingApproval => {
                approval.pending().collect()
            }
            _ => BTreeSet::new(),
        }
    }

    /// The count this ticket belongs to.
    pub fn tally(&self) -> TallyKey {
        let (scoped, team) = self.ticket.scope();
        TallyKey {
            kind: name(&self.ticket.kind),
            state: self.ticket.state.name(),
            team: team.map_or(0, |t| t.0),
            assignee: self.ticket.assignee.map_or(0, |a| a.0),
            scoped,
            answered: self.ticket.is_unread(),
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

/// A ticket, its history, and the times lists show.
#[derive(Clone, Debug)]
pub struct Aggregate {
    pub(crate) projection: Projection,
    history: Vec<Envelope>,
    /// Position of each event of the history.
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

    /// The aggregate after these events, the last of which stands at `position`.
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

    /// The ticket after its whole history.
    pub fn ticket(&self) -> &Ticket {
        &self.projection.ticket
    }

    /// All its events, oldest first.
    pub fn history(&self) -> &[Envelope] {
        &self.history
    }

    /// Position of its first event.
    pub fn first_position(&self) -> Position {
        self.positions.first().copied().unwrap_or_default()
    }

    /// Its line in lists, with this subject.
    pub fn summary(&self, subject: String) -> Summary {
        Summary::of(
            &self.projection.ticket,
            subject,
            self.projection.updated_at,
            self.projection.done_at,
        )
    }

    /// The ticket before the first event of a command; `None` if there is no such command, or it
    /// recorded the ticket.
    pub fn before_command(&self, command: guichet_domain::CommandId) -> Option<Ticket> {
        let first = self
            .history
            .iter()
            .position(|envelope| envelope.command == command)?;
        self.after_first(first)
    }

    /// The ticket before the event at a position; `None` if it did not exist yet.
    pub fn before(&self, position: Position) -> Option<Ticket> {
        self.after_first(self.positions.partition_point(|at| *at < position))
    }

    /// The ticket after the event at a position; `None` if it did not exist yet.
    pub fn at(&self, position: Position) -> Option<Ticket> {
        self.after_first(self.positions.partition_point(|at| *at <= position))
    }

    fn after_first(&self, n: usize) -> Option<Ticket> {
        let unrecorded = Ticket::unrecorded(self.projection.ticket.id);
        let first = self.history.get(..n).filter(|first| !first.is_empty())?;
        Some(first.iter().fold(unrecorded, guichet_domain::evolve))
    }

    /// The event at a position, if it is of this ticket.
    pub fn event_at(&self, position: Position) -> Option<&Envelope> {
        let n = self.positions.binary_search(&position).ok()?;
        self.history.get(n)
    }
}

impl Conn {
    /// A ticket with its history; `None` if there is no such ticket.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or an event cannot be read.
    pub async fn aggregate(&mut self, id: TicketId) -> Result<Option<Aggregate>, StoreError> {
        Ok(Aggregate::of(id, self.placed_history(id).await?))
    }

    /// Several tickets with their histories, or the error that kept one from being read. Missing
    /// ones are left out.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
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
