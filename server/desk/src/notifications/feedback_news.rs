//! News of feedback: whom it is told, and what an e-mail says of it.

use crate::desk::Desk;
use crate::feedback::line::said_by;
use crate::kernel::error::DeskError;
use crate::notifications::found::One;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::feedback::event::{FeedbackEnvelope, FeedbackEvent};
use guichet_domain::feedback::evolve::evolve_feedback;
use guichet_domain::feedback::fault::Fault;
use guichet_domain::feedback::given::Feedback;
use guichet_domain::feedback::page::Question;
use guichet_domain::feedback::score::Score;
use guichet_domain::feedback::view::{Reading, reading};
use guichet_domain::kernel::reference::Reference;
use guichet_domain::notifications::feedback_recipients::feedback_recipients;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::notifications::preferences::{Topic, Wishes};
use guichet_domain::notifications::recipients::{Recipient, recipients};
use guichet_domain::{CommandId, PersonId, Ticket, TicketId, evolve};
use guichet_store::{Conn, Logged, Position, StoreError};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What happened to a feedback, for somebody who reads it.
#[derive(Clone, Debug)]
pub struct FeedbackNews {
    /// What happened, from the recipient's point of view.
    pub notice: Notice,
    /// Reference of the ticket.
    pub reference: Reference,
    /// Subject of the ticket.
    pub subject: String,
    /// The mark and what was wrong, for whoever reads it; never the words, which can be removed
    /// where they are kept and nowhere else.
    pub said: Option<(Score, Option<Fault>)>,
}

/// The question that goes with an e-mail, and the path of its signed link.
#[derive(Clone, Debug)]
pub struct MailedQuestion {
    /// The question, as whoever is asked sees it.
    pub question: Question,
    /// Path of the page on which it is answered.
    pub path: String,
}

/// Finds the recipients of an event of a feedback. The question is told with the event of the ticket
/// that led to it.
pub(super) async fn of_feedback(
    conn: &mut Conn,
    position: Position,
    envelope: &FeedbackEnvelope,
    directory: &Directory,
) -> Result<Vec<One>, StoreError> {
    let (mut before, mut after) = (Feedback::unasked(envelope.feedback), None);
    for (at, one) in conn.feedback_history(envelope.feedback).await? {
        if at < position {
            before = evolve_feedback(before, &one);
        } else if at == position {
            after = Some(evolve_feedback(before.clone(), &one));
        }
    }
    let Some(after) = after else {
        return Ok(Vec::new());
    };
    let id = after.asked.ticket;
    let history = conn.placed_history(id).await?;
    let steps = history.iter().scan(Ticket::unrecorded(id), |ticket, one| {
        let was = ticket.clone();
        *ticket = evolve(was.clone(), &one.1);
        Some((was, ticket.clone(), one))
    });
    let ticket = history
        .iter()
        .fold(Ticket::unrecorded(id), |ticket, (_, one)| {
            evolve(ticket, one)
        });
    let told = feedback_recipients(&before, &after, envelope, &ticket, directory);
    let mut told = told.into_iter().map(|recipient| One {
        recipient,
        position,
        about: id.into(),
        at: envelope.at,
        beside: None,
    });
    if !matches!(envelope.event, FeedbackEvent::Asked(_)) {
        return Ok(told.collect());
    }
    let ends = |was: &Ticket, now: &Ticket| was.state != now.state && now.state.is_final();
    let mut ended =
        steps.filter(|(was, now, (_, one))| one.command == envelope.command && ends(was, now));
    let Some((was, now, (at, end))) = ended.next() else {
        return Ok(Vec::new());
    };
    let one = told.next().map(|one| One {
        position: *at,
        beside: beside(
            &recipients(&was, &now, end, None, directory),
            one.recipient.person,
        ),
        ..one
    });
    Ok(one.into_iter().collect())
}

/// By what the same person is told of the same end.
fn beside(told: &[Recipient], person: PersonId) -> Option<Recipient> {
    told.iter().find(|one| one.person == person).cloned()
}

/// Whether the question goes with e-mails of this kind.
pub(super) const fn may_ask(notice: Notice) -> bool {
    matches!(
        notice,
        Notice::Closed | Notice::Refused | Notice::FeedbackAsked
    )
}

impl Desk {
    /// The question that the end of a ticket by `command` led to, if this person was asked, has not
    /// answered, and wants to be asked by e-mail.
    pub(super) async fn mailed_question(
        &self,
        conn: &mut Conn,
        directory: &Arc<Directory>,
        (ticket, command): (TicketId, CommandId),
        person: &Person,
    ) -> Result<Option<MailedQuestion>, DeskError> {
        let wishes = conn.wishes(&BTreeSet::from([person.id])).await?;
        let wishes = wishes.get(&person.id).cloned();
        let channels = wishes
            .unwrap_or_else(Wishes::default)
            .channels(Topic::Notice(Notice::FeedbackAsked));
        let asked = conn.feedback_of(ticket).await?.into_iter().find(|one| {
            let is_this = one.asked_by == command && one.asked.person == person.id;
            is_this && one.answer.is_none() && one.is_open(self.now())
        });
        let (Some(feedback), true) = (asked, channels.mail) else {
            return Ok(None);
        };
        let Some(aggregate) = conn.aggregate(ticket).await? else {
            return Ok(None);
        };
        let epoch = conn.answer_epoch(person.id).await?;
        let ticket = aggregate.ticket();
        let path = self.links.path(ticket.reference(), &feedback, epoch);
        let asked = vec![feedback];
        let question = self.question_of(conn, directory, ticket, asked, person.id);
        Ok(question
            .await?
            .map(|question| MailedQuestion { question, path }))
    }

    /// News of the feedback to which the event at `position` belongs; `None` if this person reads
    /// it no more, or there is nothing to tell any more.
    pub(super) async fn feedback_news(
        &self,
        conn: &mut Conn,
        notice: Notice,
        position: Position,
        person: &Person,
    ) -> Result<Option<FeedbackNews>, DeskError> {
        let logged = conn.after(position - 1, 1).await?;
        let Some(Logged::Feedback(_, envelope)) = logged.into_iter().next() else {
            return Ok(None);
        };
        let Some(feedback) = conn.feedback(envelope.feedback).await? else {
            return Ok(None);
        };
        let id = feedback.asked.ticket;
        let Some(aggregate) = conn.aggregate(id).await? else {
            return Ok(None);
        };
        let ticket = aggregate.ticket();
        let owner = feedback.review.as_ref().map(|review| review.owner);
        let reads = reading(&feedback, ticket, &person.actor()).filter(|reads| match notice {
            Notice::BadMark => *reads == Reading::Whole && feedback.has_bad_mark(),
            _ => owner == Some(person.id),
        });
        let Some(reads) = reads else {
            return Ok(None);
        };
        let subject = conn.bodies_named(id, [ticket.subject]).await?;
        Ok(Some(FeedbackNews {
            notice,
            reference: ticket.reference(),
            subject: subject.into_values().next().unwrap_or_default(),
            said: said_by(&feedback, reads).map(|answer| (answer.score, answer.fault)),
        }))
    }
}
