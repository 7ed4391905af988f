//! A feedback as those see it who read it.

use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::feedback::given::{Answer, Feedback};
use guichet_domain::feedback::page::{FeedbackLine, ReviewLine, Said, Words};
use guichet_domain::feedback::view::Reading;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::{PersonId, TextId};
use std::collections::BTreeMap;

/// What was said, with its words out of `bodies`.
pub(super) fn said(feedback: &Feedback, bodies: &BTreeMap<TextId, String>) -> Option<Said> {
    let answer = feedback.answer.as_ref()?;
    Some(Said {
        at: answer.at,
        score: answer.score,
        fault: answer.fault,
        words: answer.words.map(|id| words(id, bodies)),
    })
}

fn words(id: TextId, bodies: &BTreeMap<TextId, String>) -> Words {
    Words {
        id,
        body: bodies.get(&id).cloned().unwrap_or_default(),
    }
}

/// The answer, for whoever reads all of the feedback.
pub(crate) fn said_by(feedback: &Feedback, reads: Reading) -> Option<&Answer> {
    feedback.answer.as_ref().filter(|_| reads == Reading::Whole)
}

/// The line of a feedback, as far as its reader may know it.
pub(crate) fn feedback_line(
    feedback: &Feedback,
    (reading, may_remove): (Reading, bool),
    (reference, subject): (Reference, String),
    bodies: &BTreeMap<TextId, String>,
    directory: &Directory,
) -> FeedbackLine {
    let asked = &feedback.asked;
    let whole = reading == Reading::Whole;
    let answer = said_by(feedback, reading);
    let team = asked.team.and_then(|team| directory.teams.get(&team));
    FeedbackLine {
        id: feedback.id,
        reference,
        subject,
        person: Some(asked.person).filter(|_| whole),
        agent: asked.agent.filter(|_| whole),
        team: team.map(|team| team.name.clone()),
        said: answer.and_then(|_| said(feedback, bodies)),
        by_link: answer.is_some_and(|answer| answer.by_link),
        may_remove,
        review: feedback.review.as_ref().map(|review| ReviewLine {
            at: review.at,
            by: review.by.person(),
            cause: review.cause,
            measure: words(review.measure, bodies),
            owner: review.owner,
            done_at: review.done_at,
        }),
    }
}

/// Agents with their names, in the order of these.
pub(crate) fn by_name<'a>(agents: impl Iterator<Item = &'a Person>) -> Vec<(PersonId, String)> {
    let mut named: Vec<_> = agents.map(|one| (one.id, one.name.clone())).collect();
    named.sort_by(|one, other| one.1.cmp(&other.1));
    named
}

/// People whom a line names.
pub(crate) fn people_of_line(line: &FeedbackLine) -> impl Iterator<Item = PersonId> {
    let review = line.review.iter();
    let reviewers = review.flat_map(|review| review.by.into_iter().chain([review.owner]));
    line.person.into_iter().chain(line.agent).chain(reviewers)
}
