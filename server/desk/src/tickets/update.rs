//! Updates: what happened to a ticket, as one person may see it.

use crate::kernel::prose::{named, seen_by};
use crate::tickets::line::line;
use crate::tickets::people::people_of;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::prose::Texts;
use guichet_domain::live::message::{Moved, Update};
use guichet_domain::tickets::event::Envelope;
use guichet_domain::tickets::view::{seen, view};
use guichet_store::Aggregate;

/// The update for a viewer: the events they may see, which must name no ticket hidden from them,
/// and the move in the queue, for agents.
pub(crate) fn update(
    aggregate: &Aggregate,
    events: &[Envelope],
    texts: &Texts,
    subject: &str,
    quality: Viewer,
    moved: Option<Moved>,
    directory: &Directory,
) -> Update {
    let mut ticket = view(aggregate.ticket(), quality);
    // The page knows the people of those that are part of it and that its reader may see.
    ticket.joined.clear();
    let mut summary = aggregate.summary(subject.to_owned());
    if quality != Viewer::Agent {
        summary = summary.for_user();
        // As of what they know of: a row says when participants last learned something.
        let known = aggregate.history().iter().rev();
        let known = known.filter(|envelope| seen(envelope, quality).is_some());
        summary.updated_at = known.map(|envelope| envelope.at).next().unwrap_or_default();
    }
    let events = seen_by(events, quality);
    Update {
        reference: ticket.reference(),
        line: line(summary, directory),
        moved,
        texts: named(&events, texts),
        people: people_of(&ticket, &events, quality, directory),
        events,
    }
}
