//! The incidents that were like a ticket, and why, as an agent reads it.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::recurrence::following::vocabulary;
use crate::tickets::neighbours::Neighbours;
use guichet_domain::directory::whole::Directory;
use guichet_domain::recurrence::signs::Signs;
use guichet_domain::tickets::page::SimilarLine;
use guichet_domain::{TextId, Ticket, TicketId};
use guichet_store::Conn;
use std::collections::BTreeMap;

/// Maximum number of words that say why.
const WORDS: usize = 4;

impl Desk {
    /// The incidents that this ticket, as its reader may see it, was like when it was recorded. Why is
    /// said by what stands there now: nothing that was removed says anything.
    pub(crate) async fn similar_lines(
        &self,
        conn: &mut Conn,
        ticket: &Ticket,
        neighbours: &Neighbours,
        directory: &Directory,
    ) -> Result<Vec<SimilarLine>, DeskError> {
        let similar = ticket.internal.similar.iter();
        let others: Vec<&Ticket> = similar
            .filter_map(|one| neighbours.get(one.ticket))
            .collect();
        if others.is_empty() {
            return Ok(Vec::new());
        }
        let every = others.iter().copied().chain([ticket]);
        let named = every.flat_map(|one| {
            let texts = [Some(one.subject), one.description];
            texts.into_iter().flatten().map(|text| (one.id, text))
        });
        let bodies = conn.bodies_of(named.collect::<Vec<_>>()).await?;
        let body = |of: &Ticket, text: Option<TextId>| said(&bodies, of.id, text);
        let vocabulary = vocabulary(directory);
        let signs = |of: &Ticket| {
            let (subject, description) = (Some(of.subject), of.description);
            Signs::of(body(of, subject), body(of, description), &vocabulary)
        };
        let mine = signs(ticket);
        // While incidents are being compared, nobody waits for what is rare among them.
        let known = self.comparing.try_lock().ok();
        let known = known.as_ref().and_then(|known| known.as_ref());
        let rarity = |term| known.map_or(1.0, |known| known.rarity(term));
        let lines = others.iter().map(|other| SimilarLine {
            reference: other.reference(),
            state: other.state,
            hold: other.hold.as_ref().map(|hold| hold.reason),
            code: other.resolution.as_ref().map(|resolution| resolution.code),
            subject: body(other, Some(other.subject)).to_owned(),
            words: mine
                .shared(&signs(other), rarity)
                .into_iter()
                .take(WORDS)
                .collect(),
            same_service: other.service.is_some() && other.service == ticket.service,
            recorded_at: other.recorded_at,
        });
        Ok(lines.collect())
    }
}

fn said(
    bodies: &BTreeMap<(TicketId, TextId), String>,
    ticket: TicketId,
    text: Option<TextId>,
) -> &str {
    let body = text.and_then(|text| bodies.get(&(ticket, text)));
    body.map_or("", String::as_str)
}
