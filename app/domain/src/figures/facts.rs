//! Facts of a ticket that figures count: a fold of its events. They hold moments and what the ticket
//! was then, never a figure.

use crate::kernel::audience::Audience;
use crate::kernel::channel::Channel;
use crate::kernel::hold_reason::HoldReason;
use crate::kernel::ids::{CategoryId, ItemId, PersonId, ServiceId, TeamId, TicketId};
use crate::kernel::money::Cents;
use crate::kernel::priority::Priority;
use crate::kernel::promise::Promise;
use crate::kernel::reference::Kind;
use crate::kernel::time::Timestamp;
use crate::tickets::clock::Stand;
use crate::tickets::event::{Envelope, Event, Imported};
use crate::tickets::evolve::evolve;
use crate::tickets::ticket::Ticket;
use crate::tickets::workflow::State;
use serde::{Deserialize, Serialize};

/// A stretch of time in which nothing changed that figures depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// When it began; it lasts until the next one begins.
    pub from: Timestamp,
    /// State of the ticket: [`State::Merged`] while it is part of another one.
    pub state: State,
    /// What it waited for, if it was on hold.
    pub hold: Option<HoldReason>,
    /// Team in charge.
    pub team: Option<TeamId>,
    /// Agent in charge.
    pub assignee: Option<PersonId>,
    /// Priority.
    pub priority: Priority,
}

/// How the work on a ticket ended, for the time being or for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Resolved at first contact: by the step that categorised it.
    FirstContact,
    /// Resolved otherwise, fulfilled, or its risk accepted.
    Done,
    /// Refused, as not feasible or by an approver.
    Refused,
    /// Cancelled.
    Cancelled,
}

/// A moment at which the work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// How.
    pub end: End,
    /// Team in charge then.
    pub team: Option<TeamId>,
    /// When the work began that ended: the ticket was recorded or reopened.
    pub since: Timestamp,
    /// Whether the time to resolve was kept; `None` if none was promised.
    pub kept: Option<bool>,
}

/// Something that happened at a moment, by the team in charge then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// Team in charge: of a hand-over the one that handed it over.
    pub team: Option<TeamId>,
}

/// An approval that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaited {
    /// When it was asked for.
    pub at: Timestamp,
    /// When it was decided, or needed no more; `None` while it is awaited.
    pub until: Option<Timestamp>,
}

/// Facts of a ticket.
///
/// What a ticket is about is as it is known now: who corrects a category late moves the figures of the
/// period in which the ticket was recorded. Who was in charge is as it was at each moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketFacts {
    /// The ticket.
    pub ticket: TicketId,
    /// Its kind.
    pub kind: Kind,
    /// How it reached the desk.
    pub channel: Channel,
    /// Its service, if known.
    pub service: Option<ServiceId>,
    /// Its category, if known.
    pub category: Option<CategoryId>,
    /// Catalogue item of a request.
    pub item: Option<ItemId>,
    /// The affected user.
    pub affected: PersonId,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Team that it was recorded for.
    pub recorded_for: Option<TeamId>,
    /// Cost of a request, as it was evaluated last.
    pub cost: Option<Cents>,
    /// Stretches of its life, in order; never empty.
    pub spans: Vec<Span>,
    /// When an agent first was in charge.
    pub owned_at: Option<Moment>,
    /// Whether the time to own was kept; `None` if none was promised, or nobody is in charge yet.
    pub owned_in_time: Option<bool>,
    /// When the desk first told the user something: an answer, a question, a solution.
    pub answered_at: Option<Moment>,
    /// Each time that the work ended, in order.
    pub ended: Vec<Ended>,
    /// Each time that it was reopened, in order.
    pub reopened: Vec<Moment>,
    /// Each time that it was handed over, in order.
    pub handed_over: Vec<Moment>,
    /// Each time that an approval was asked for, in order.
    pub awaited: Vec<Awaited>,
}

impl TicketFacts {
    /// Returns the facts of a whole history; `None` if it is empty.
    pub fn of(history: &[Envelope]) -> Option<Self> {
        let first = history.first()?;
        let recorded = evolve(Ticket::unrecorded(first.ticket), first);
        let start = (Self::recorded(&recorded), recorded);
        let rest = history.iter().skip(1);
        let (facts, _) = rest.fold(start, |(facts, before), envelope| {
            let after = evolve(before.clone(), envelope);
            (facts.after(&before, &after, envelope), after)
        });
        Some(facts)
    }

    /// Returns the facts of a ticket that was just recorded.
    pub fn recorded(ticket: &Ticket) -> Self {
        let at = ticket.recorded_at;
        Self {
            ticket: ticket.id,
            kind: ticket.kind,
            channel: ticket.channel,
            service: ticket.service,
            category: ticket.category,
            item: ticket.item,
            affected: ticket.affected,
            recorded_at: at,
            recorded_for: ticket.team,
            cost: None,
            spans: vec![span(ticket, at)],
            owned_at: None,
            owned_in_time: None,
            answered_at: None,
            ended: Vec::new(),
            reopened: Vec::new(),
            handed_over: Vec::new(),
            awaited: Vec::new(),
        }
    }

    /// Returns the facts after one more event, which made `before` into `after`.
    #[must_use]
    pub fn after(mut self, before: &Ticket, after: &Ticket, envelope: &Envelope) -> Self {
        let at = envelope.at;
        let of = |ticket: &Ticket| Moment {
            at,
            team: ticket.team,
        };
        self.kind = after.kind;
        self.service = after.service;
        self.category = after.category;
        self.item = after.item;
        self.affected = after.affected;
        self.cost = after.evaluation.as_ref().and_then(|e| e.cost);
        let now = span(after, at);
        if self.spans.last().is_none_or(|last| !last.is_as(&now)) {
            self.spans.push(now);
        }
        if self.owned_at.is_none() && after.first_owner.is_some() {
            self.owned_at = Some(of(after));
        }
        if self.owned_at.is_some() && self.owned_in_time.is_none() {
            self.owned_in_time = kept(after, Promise::Own);
        }
        if self.answered_at.is_none() && answers(before, envelope) {
            self.answered_at = Some(of(before));
        }
        if is_reopened(&envelope.event) {
            self.reopened.push(of(before));
        }
        if is_handed_over(&envelope.event) {
            self.handed_over.push(of(before));
        }
        // As the ticket stands by itself: that it is part of another ends no work.
        let (was, is) = (before.alone(), after.alone());
        self.awaits(was.state, is.state, at);
        let ends = end(&envelope.event, was.state, is.state);
        if let Some(end) = ends {
            self.ended.push(Ended {
                at,
                end,
                team: before.team,
                since: self.reopened.last().map_or(self.recorded_at, |one| one.at),
                kept: None,
            });
        }
        // The clocks are told by an event of their own, after what stopped them.
        let last = self.ended.last_mut().filter(|last| last.at == at);
        if let Some((last, kept)) = last.zip(kept(after, Promise::Resolve)) {
            last.kept = Some(kept);
        }
        self
    }

    fn awaits(&mut self, was: State, is: State, at: Timestamp) {
        let awaiting = State::AwaitingApproval;
        if was != awaiting && is == awaiting {
            self.awaited.push(Awaited { at, until: None });
        } else if was == awaiting && is != awaiting {
            let last = self.awaited.last_mut();
            last.into_iter().for_each(|last| last.until = Some(at));
        }
    }

    /// Returns how the ticket stood at that moment; `None` before it was recorded.
    pub fn stood_at(&self, at: Timestamp) -> Option<&Span> {
        let after = self.spans.partition_point(|span| span.from <= at);
        self.spans.get(after.checked_sub(1)?)
    }

    /// Returns its spans with the moment at which each ended; the last lasts until `now`.
    pub fn lasted(&self, now: Timestamp) -> impl Iterator<Item = (&Span, Timestamp)> {
        let ends = self.spans.iter().skip(1).map(|next| next.from);
        self.spans.iter().zip(ends.chain([now]))
    }

    /// Returns how long it was in each of these states between two moments, in microseconds.
    pub fn time_in(
        &self,
        (from, until): (Timestamp, Timestamp),
        counts: impl Fn(&Span) -> bool,
    ) -> i64 {
        let lasted = self.lasted(until).filter(|(span, _)| counts(span));
        lasted
            .map(|(span, end)| end.min(until).since(span.from.max(from)).max(0))
            .sum()
    }
}

impl Span {
    fn is_as(&self, other: &Self) -> bool {
        Self {
            from: other.from,
            ..*self
        } == *other
    }

    /// Whether the desk had work to do.
    pub const fn is_open(&self) -> bool {
        self.state.is_open()
    }
}

fn span(ticket: &Ticket, from: Timestamp) -> Span {
    Span {
        from,
        state: ticket.state,
        hold: ticket.hold.as_ref().map(|hold| hold.reason),
        team: ticket.team,
        assignee: ticket.assignee,
        priority: ticket.priority,
    }
}

/// Whether a promise was kept, once its clock has stopped.
fn kept(ticket: &Ticket, promise: Promise) -> Option<bool> {
    match ticket.clocks.as_ref()?.of(promise).stand {
        Stand::Stopped { kept } => kept,
        Stand::Untargeted | Stand::Running | Stand::Paused { .. } => None,
    }
}

/// Whether the desk tells the user something with the event.
fn answers(before: &Ticket, envelope: &Envelope) -> bool {
    let by_requester = |ticket: &Ticket| {
        let by = envelope.by.person();
        by.is_some_and(|person| ticket.is_requester(person))
    };
    match &envelope.event {
        Event::Commented {
            audience, unread, ..
        } => *audience != Audience::Agents && !unread && !by_requester(before),
        Event::Held { note, .. } => note.is_some(),
        Event::AskedBack { .. }
        | Event::Told { .. }
        | Event::WorkaroundRecorded { .. }
        | Event::Resolved { .. }
        | Event::ResolvedAtFirstContact(_)
        | Event::Fulfilled { .. } => true,
        Event::Evaluated { to, .. } => *to == State::Refused,
        _ => false,
    }
}

fn is_reopened(event: &Event) -> bool {
    matches!(
        event,
        Event::Reopened { .. }
            | Event::Imported {
                change: Imported::State { reopened: true, .. }
            }
    )
}

fn is_handed_over(event: &Event) -> bool {
    matches!(
        event,
        Event::HandedOver { .. }
            | Event::Imported {
                change: Imported::Owner {
                    handed_over: true,
                    ..
                }
            }
    )
}

/// How the work ended with an event that took the ticket from one state to another, if it did.
fn end(event: &Event, was: State, is: State) -> Option<End> {
    if !was.is_open() || is.is_open() {
        return None;
    }
    Some(match (event, is) {
        (_, State::Cancelled) => End::Cancelled,
        (_, State::Refused) => End::Refused,
        (Event::ResolvedAtFirstContact(_), _) => End::FirstContact,
        _ => End::Done,
    })
}
