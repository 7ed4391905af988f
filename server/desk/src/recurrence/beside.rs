//! What earlier incidents say of one, as an agent reads it beside the ticket: which were like it and
//! why, and what it is most likely about.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::recurrence::following::{Following, vocabulary};
use crate::tickets::neighbours::Neighbours;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::form::{SUBJECT_MAX, TEXT_MAX};
use guichet_domain::recurrence::recent::SHOWN;
use guichet_domain::recurrence::signs::Signs;
use guichet_domain::tickets::comparison::is_compared;
use guichet_domain::tickets::page::{ProposedCategory, SimilarLine};
use guichet_domain::{TextId, Ticket, TicketId};
use guichet_store::Conn;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Maximum number of words that say why.
const WORDS: usize = 4;

/// What earlier incidents say of one.
#[derive(Default)]
pub(crate) struct Recurrence {
    pub similar: Vec<SimilarLine>,
    pub proposed: Option<ProposedCategory>,
}

impl Desk {
    /// What an incident with these words is most likely about. No more of them is read than an
    /// incident can have.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent.
    pub async fn propose(
        &self,
        caller: Caller,
        subject: &str,
        description: &str,
    ) -> Result<Option<ProposedCategory>, DeskError> {
        let directory = self.directory().await?;
        caller.agent(&directory)?;
        let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
        let (subject, description) = (cut(subject, SUBJECT_MAX), cut(description, TEXT_MAX));
        let known = self.comparing.known();
        let known = known.as_ref();
        Ok(known.and_then(|known| proposed(known, &subject, &description, &directory)))
    }

    /// What earlier incidents say of this ticket, as its reader may see it. Why is said by what stands
    /// there now: nothing that was removed says anything.
    pub(crate) async fn recurrence(
        &self,
        conn: &mut Conn,
        ticket: &Ticket,
        neighbours: &Neighbours,
        directory: &Directory,
    ) -> Result<Recurrence, DeskError> {
        let similar = ticket.internal.similar.iter();
        let others: Vec<&Ticket> = similar
            .filter_map(|one| neighbours.get(one.ticket))
            .take(SHOWN)
            .collect();
        let is_proposed =
            ticket.category.is_none() && is_compared(ticket) && ticket.state.is_open();
        if others.is_empty() && !is_proposed {
            return Ok(Recurrence::default());
        }
        let every = others.iter().copied().chain([ticket]);
        let named = every.flat_map(|one| {
            let texts = [Some(one.subject), one.description];
            texts.into_iter().flatten().map(|text| (one.id, text))
        });
        let bodies = conn.bodies_of(named.collect::<Vec<_>>()).await?;
        let body = |of: &Ticket, text: Option<TextId>| said(&bodies, of.id, text);
        let (subject, description) = (
            body(ticket, Some(ticket.subject)),
            body(ticket, ticket.description),
        );
        let known = self.comparing.known();
        let known = known.as_ref();
        // Made anew only where the settings have changed, or nothing was read yet.
        let vocabulary = match known.filter(|known| known.speaks(directory)) {
            Some(known) => Cow::Borrowed(known.vocabulary()),
            None => Cow::Owned(vocabulary(directory)),
        };
        let mine = Signs::of(subject, description, &vocabulary);
        let rarity = |term| known.map_or(1.0, |known| known.rarity(term));
        let lines = others.iter().map(|other| {
            let (subject, description) = (
                body(other, Some(other.subject)),
                body(other, other.description),
            );
            let theirs = Signs::of(subject, description, &vocabulary);
            let words = mine.shared(&theirs, rarity).into_iter();
            SimilarLine {
                reference: other.reference(),
                state: other.state,
                hold: other.hold.as_ref().map(|hold| hold.reason),
                code: other.resolution.as_ref().map(|resolution| resolution.code),
                subject: subject.to_owned(),
                words: words.take(WORDS).collect(),
                same_service: other.service.is_some() && other.service == ticket.service,
                recorded_at: other.recorded_at,
            }
        });
        let proposed = known
            .filter(|_| is_proposed)
            .and_then(|known| proposed(known, subject, description, directory));
        Ok(Recurrence {
            similar: lines.collect(),
            proposed,
        })
    }
}

/// What an incident is most likely about, and of which service that is.
fn proposed(
    known: &Following,
    subject: &str,
    description: &str,
    directory: &Directory,
) -> Option<ProposedCategory> {
    let proposed = known.propose(subject, description, directory)?;
    Some(ProposedCategory {
        service: directory.categories.get(&proposed.category)?.service,
        category: proposed.category,
        sure: proposed.sure,
        words: proposed.words,
    })
}

fn said(
    bodies: &BTreeMap<(TicketId, TextId), String>,
    ticket: TicketId,
    text: Option<TextId>,
) -> &str {
    let body = text.and_then(|text| bodies.get(&(ticket, text)));
    body.map_or("", String::as_str)
}
