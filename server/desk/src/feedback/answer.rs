//! Answering a question, signed in or by the signed link.

use crate::desk::Desk;
use crate::feedback::decided::{append, is_done};
use crate::feedback::question::by_token;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use guichet_domain::feedback::command::AnswerForm;
use guichet_domain::feedback::decide::give;
use guichet_domain::feedback::given::Feedback;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::prose::Format;
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::tickets::view::viewer;
use guichet_domain::{CommandId, TicketId};
use guichet_store::Txn;

/// Which text of a command is the identifier of the second one in the same form.
const SECOND: u32 = 97;

impl Desk {
    /// Answers the latest question about a ticket that the caller was asked, or changes the answer.
    /// The same command sent twice is carried out once.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if they were asked nothing about it, [`DeskError::Refused`] if the
    /// time has passed, the ticket cannot be reopened, or fields are wrong, [`DeskError::Reused`]
    /// if the id was used for another command. Nothing is written then.
    pub async fn answer_feedback(
        &self,
        caller: Caller,
        ticket: TicketId,
        id: CommandId,
        form: AnswerForm,
    ) -> Result<(), DeskError> {
        let desk = self.clone();
        let answered = self.store.attempt(move |txn| {
            let (desk, form) = (desk.clone(), form.clone());
            Box::pin(async move {
                outcome(
                    async {
                        caller.in_txn(txn)?;
                        let asked = txn.feedback_of(ticket).await?.into_iter();
                        let mut mine = asked.filter(|one| one.asked.person == caller.person);
                        let feedback = mine.next().ok_or(DeskError::NotFound)?;
                        desk.give_in(txn, feedback, id, &form, false).await
                    }
                    .await,
                )
            })
        });
        answered.await?
    }

    /// Same as [`Desk::answer_feedback`], for whoever has the signed link. `signed_in` is who else the
    /// browser is signed in as.
    ///
    /// # Errors
    /// Same as [`Desk::answer_feedback`]; [`DeskError::NotFound`] if the link is not one of ours,
    /// [`DeskError::Refused`] if it is for somebody else.
    pub async fn answer_feedback_by_link(
        &self,
        token: &str,
        signed_in: Option<Caller>,
        id: CommandId,
        form: AnswerForm,
    ) -> Result<(), DeskError> {
        let (desk, token) = (self.clone(), token.to_owned());
        let answered = self.store.attempt(move |txn| {
            let (desk, form, token) = (desk.clone(), form.clone(), token.clone());
            Box::pin(async move {
                outcome(
                    async {
                        let feedback = by_token(&desk, txn, &token, signed_in).await?;
                        desk.give_in(txn, feedback, id, &form, true).await
                    }
                    .await,
                )
            })
        });
        answered.await?
    }

    async fn give_in(
        &self,
        txn: &mut Txn,
        feedback: Feedback,
        id: CommandId,
        form: &AnswerForm,
        by_link: bool,
    ) -> Result<(), DeskError> {
        let author = Caller {
            person: feedback.asked.person,
        };
        let actor = author.in_txn(txn)?;
        let ticket = feedback.asked.ticket;
        let aggregate = txn.aggregate(ticket).await?.ok_or(DeskError::NotFound)?;
        // Whoever does not see the ticket any more says nothing of it either.
        viewer(aggregate.ticket(), &actor).ok_or(DeskError::NotFound)?;
        // Why it is reopened is said on the ticket: what is kept of it here tells nothing of that.
        let kept = AnswerForm {
            reopen: form.reopen.as_ref().map(|_| String::new()),
            ..form.clone()
        };
        let content = self.content(author, "answer_feedback", &kept)?;
        if is_done(txn, id, &feedback, &content).await? {
            return Ok(());
        }
        let now = self.now();
        let words = feedback.answer.as_ref().and_then(|answer| answer.words);
        let said = txn.bodies_named(feedback.id, words).await?;
        let said = said.values().next().map(String::as_str);
        let decision = give(&feedback, (author.person, said), id, form, by_link, now)?;
        let by = (Who::Person(author.person), id, content);
        append(txn, feedback, decision, by, now).await?;
        // Both or neither: a refusal undoes the answer as well.
        let is_bad = form.score.is_some_and(|score| score.is_bad());
        if let Some(reason) = form.reopen.clone().filter(|_| is_bad) {
            let command = CommandEnvelope {
                id: CommandId(id.text(SECOND).0),
                ticket,
                command: Command::Reopen { reason },
                format: Format::Plain,
            };
            let content = self.content(author, "reopen_by_feedback", &command.command)?;
            self.carry_out_in(txn, Some((author, content)), command)
                .await?;
        }
        Ok(())
    }
}
