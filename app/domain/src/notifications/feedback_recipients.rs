//! Recipients of notifications about feedback.

use crate::directory::person::Person;
use crate::directory::whole::Directory;
use crate::feedback::event::{FeedbackEnvelope, FeedbackEvent};
use crate::feedback::given::Feedback;
use crate::feedback::view::{Reading, reading};
use crate::kernel::ids::PersonId;
use crate::notifications::notice::Notice;
use crate::notifications::recipients::Recipient;
use crate::tickets::ticket::Ticket;

/// Returns everybody to be notified of what happened to a feedback. `before` and `after` are the
/// feedback around the event, `ticket` is what it is about. Nobody is notified of what they did
/// themselves, but for the question: whoever closed their own ticket is asked as well.
pub fn feedback_recipients(
    before: &Feedback,
    after: &Feedback,
    envelope: &FeedbackEnvelope,
    ticket: &Ticket,
    directory: &Directory,
) -> Vec<Recipient> {
    let by = envelope.by.person();
    let active = |person: &&Person| person.active;
    let tell = |person: &Person, notice| Recipient {
        person: person.id,
        notice,
        watching: false,
        own: Some(person.id) == by,
    };
    let one = |person: PersonId| directory.people.get(&person).filter(active);
    match &envelope.event {
        FeedbackEvent::Asked(asked) => {
            let asked = one(asked.person).into_iter();
            asked
                .map(|person| tell(person, Notice::FeedbackAsked))
                .collect()
        }
        // Once, however often it is changed until somebody has reviewed it.
        FeedbackEvent::Given { .. } if after.awaits_review() && !before.told => {
            let reads =
                |person: &&Person| reading(after, ticket, &person.actor()) == Some(Reading::Whole);
            let people = directory.people.values().filter(active).filter(reads);
            let told = people.map(|person| tell(person, Notice::BadMark));
            told.filter(|recipient| !recipient.own).collect()
        }
        FeedbackEvent::Reviewed { owner, .. } => {
            let had = before.review.as_ref().map(|review| review.owner);
            let owner = one(*owner).filter(|owner| had != Some(owner.id));
            let told = owner.map(|owner| tell(owner, Notice::MeasureGiven));
            told.filter(|recipient| !recipient.own)
                .into_iter()
                .collect()
        }
        FeedbackEvent::Given { .. }
        | FeedbackEvent::MeasureSettled { .. }
        | FeedbackEvent::Redacted { .. } => Vec::new(),
    }
}
