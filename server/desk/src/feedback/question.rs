//! The question, as whoever was asked sees it.

use crate::desk::Desk;
use crate::feedback::line::said;
use crate::feedback::link::LinkToken;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::tickets::facts::facts_for;
use guichet_domain::directory::whole::Directory;
use guichet_domain::feedback::given::Feedback;
use guichet_domain::feedback::page::Question;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::feedback_why::FeedbackWhy;
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::tickets::allowed::{Availability, availability};
use guichet_domain::tickets::view::viewer;
use guichet_domain::{PersonId, Ticket};
use guichet_store::Conn;
use std::sync::Arc;

impl Desk {
    /// The question behind a signed link. Reading it changes nothing.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the link is not one of ours or no longer good,
    /// [`DeskError::Refused`] if its time has passed or it is for somebody else.
    pub async fn question_by_link(
        &self,
        token: &str,
        signed_in: Option<Caller>,
    ) -> Result<Question, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn;
        let feedback = by_token(self, conn, token, signed_in).await?;
        if !feedback.is_open(self.now()) {
            return Err(Refusal::FeedbackImpossible(FeedbackWhy::Over).into());
        }
        let person = feedback.asked.person;
        let aggregate = conn.aggregate(feedback.asked.ticket).await?;
        let aggregate = aggregate.ok_or(DeskError::NotFound)?;
        let asked = vec![feedback];
        let question = self
            .question_of(conn, &snapshot.directory, aggregate.ticket(), asked, person)
            .await?;
        question.ok_or(DeskError::NotFound)
    }

    /// The latest question about a ticket that somebody was asked, if they see the ticket and can
    /// answer it or have. `asked` is all that was asked about it, the latest first.
    pub(crate) async fn question_of(
        &self,
        conn: &mut Conn,
        directory: &Arc<Directory>,
        ticket: &Ticket,
        asked: Vec<Feedback>,
        person: PersonId,
    ) -> Result<Option<Question>, DeskError> {
        let mine = asked.into_iter().find(|one| one.asked.person == person);
        let mine = mine.filter(|one| one.is_open(self.now()) || one.answer.is_some());
        let author = directory.people.get(&person).filter(|person| person.active);
        let (Some(feedback), Some(author)) = (mine, author) else {
            return Ok(None);
        };
        let actor = author.actor();
        if viewer(ticket, &actor).is_none() {
            return Ok(None);
        }
        let facts = facts_for(directory, &self.zone, self.now(), ticket);
        let reopen = availability(Action::Reopen, ticket, &actor, &facts, self.now());
        let may_reopen = reopen == Availability::Possible;
        let subject = conn.bodies_named(ticket.id, [ticket.subject]).await?;
        let words = conn.bodies(feedback.id).await?;
        let asked = &feedback.asked;
        let agent = asked.agent.and_then(|agent| directory.people.get(&agent));
        let team = asked.team.and_then(|team| directory.teams.get(&team));
        Ok(Some(Question {
            reference: ticket.reference(),
            subject: subject.into_values().next().unwrap_or_default(),
            occasion: asked.occasion,
            until: asked.until,
            answer: said(&feedback, &words),
            agent: agent.map(|agent| agent.name.clone()),
            team: team.map(|team| team.name.clone()),
            may_reopen,
            zone: self.zone_of(author),
        }))
    }
}

/// The feedback that a signed link was made for.
pub(super) async fn by_token(
    desk: &Desk,
    conn: &mut Conn,
    token: &str,
    signed_in: Option<Caller>,
) -> Result<Feedback, DeskError> {
    let token = LinkToken::parse(token).ok_or(DeskError::NotFound)?;
    for feedback in conn.feedback_of(token.reference.id).await? {
        let person = feedback.asked.person;
        let epoch = conn.answer_epoch(person).await?;
        if desk.links.is_of(&token, &feedback, epoch) {
            if signed_in.is_some_and(|caller| caller.person != person) {
                return Err(Refusal::FeedbackImpossible(FeedbackWhy::NotYours).into());
            }
            return Ok(feedback);
        }
    }
    Err(DeskError::NotFound)
}
