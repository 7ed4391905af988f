//! A change to a feedback, on its way to those who may know of it.

use crate::kernel::error::{DeskError, if_readable};
use guichet_domain::feedback::event::FeedbackEvent;
use guichet_domain::feedback::given::Feedback;
use guichet_domain::feedback::view::{Reading, reading};
use guichet_domain::kernel::actor::Actor;
use guichet_domain::tickets::view::viewer;
use guichet_domain::{FeedbackId, Ticket, TicketId};
use guichet_store::Conn;
use std::collections::BTreeMap;

/// A feedback that changed, and its ticket.
pub(super) struct FeedbackChange {
    /// Position of its last event.
    pub position: i64,
    /// Whether what is to be done changed, beside what the user said.
    of_measure: bool,
    feedback: Feedback,
    ticket: Ticket,
}

impl FeedbackChange {
    /// The ticket whose pages show something else now to this person; `None` if they may not know.
    pub fn for_actor(&self, actor: &Actor) -> Option<TicketId> {
        let is_author = actor.person() == Some(self.feedback.asked.person);
        let author_sees = is_author && viewer(&self.ticket, actor).is_some();
        let reads = match reading(&self.feedback, &self.ticket, actor) {
            Some(Reading::Whole) => true,
            // When the user says something is none of their concern.
            Some(Reading::Measure) => self.of_measure,
            None => false,
        };
        (author_sees || reads).then_some(self.ticket.id)
    }
}

/// What was found of a feedback in a stretch of the log.
#[derive(Clone, Copy, Default)]
pub(super) struct FoundFeedback {
    position: i64,
    of_measure: bool,
}

impl FoundFeedback {
    /// Adds one more event.
    pub fn add(&mut self, position: i64, event: &FeedbackEvent) {
        self.position = position;
        self.of_measure |= match event {
            FeedbackEvent::Reviewed { .. } | FeedbackEvent::MeasureSettled { .. } => true,
            FeedbackEvent::Asked(_)
            | FeedbackEvent::Given { .. }
            | FeedbackEvent::Redacted { .. } => false,
        };
    }
}

/// The changes to these feedbacks, of which the position of the last event is given. One whose
/// ticket cannot be read is passed over: its pages show nothing of it.
pub(super) async fn feedback_changes(
    conn: &mut Conn,
    found: BTreeMap<FeedbackId, FoundFeedback>,
) -> Result<Vec<FeedbackChange>, DeskError> {
    let mut changed = Vec::new();
    for (id, feedback) in conn.feedback_each(found.keys().copied()).await? {
        let found = found.get(&id).copied().unwrap_or_default();
        changed.extend(if_readable(feedback)?.map(|feedback| (found, feedback)));
    }
    let named = changed.iter().map(|(_, feedback)| feedback.asked.ticket);
    let tickets = conn.aggregates(named.collect::<Vec<_>>()).await?;
    let mut known = BTreeMap::new();
    for (id, aggregate) in tickets {
        if let Some(aggregate) = if_readable(aggregate)? {
            known.insert(id, aggregate.ticket().clone());
        }
    }
    let changed = changed.into_iter().filter_map(|(found, feedback)| {
        let ticket = known.get(&feedback.asked.ticket)?.clone();
        Some(FeedbackChange {
            position: found.position,
            of_measure: found.of_measure,
            feedback,
            ticket,
        })
    });
    Ok(changed.collect())
}
