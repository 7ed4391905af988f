//! Searching all tickets that an agent may see.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, if_readable};
use crate::tickets::line::line;
use guichet_domain::queue::search::FoundTicket;
use guichet_domain::queue::snippet::{Piece, Sought};
use guichet_domain::tickets::summary::Summary;
use guichet_domain::{TextId, Ticket, TicketId};
use guichet_store::{Filter, Order, Scope, Snapshot};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Maximum number of tickets in an answer.
const FOUND: usize = 20;

/// Number of the newest tickets that match, of which the answer has the best.
const RANKED: usize = 200;

/// Maximum number of texts of a ticket that are looked through, its own before its comments.
const TEXTS: usize = 30;

impl Desk {
    /// Tickets that have all words of a question, or are of the person whom it names and have the
    /// others, of those that the caller may see: of the newest 200
    /// first those whose subject has most of the words, then the newest; at most 20, each with the
    /// part of it that was found. And whether there are more.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is no agent.
    pub async fn search_tickets(
        &self,
        caller: Caller,
        question: String,
    ) -> Result<(Vec<FoundTicket>, bool), DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.agent(&directory)?;
        if question.trim().is_empty() {
            return Ok((Vec::new(), false));
        }
        let words = Filter {
            text: question.clone(),
            ..Filter::default()
        };
        let named = self.names.named(&question, &directory);
        let named = named.map(|(person, text)| Filter {
            affected: Some([person].into()),
            text,
            ..Filter::default()
        });
        let scope = Scope::of(&actor);
        let mut found: Vec<Summary> = Vec::new();
        let mut is_cut = false;
        for filter in [words].into_iter().chain(named) {
            let list = conn.list(&scope, &filter, Order::Newest, None, RANKED);
            let page = list.await?;
            is_cut |= page.next.is_some();
            found.extend(page.tickets);
        }
        // Found by a word and by its person, a ticket is one.
        found.sort_unstable_by_key(|summary| Reverse(summary.reference.id));
        found.dedup_by_key(|summary| summary.reference.id);
        is_cut |= found.len() > FOUND;
        let tickets = ranked(found, &question);
        let ids = tickets.iter().map(|summary| summary.reference.id);
        let mut wanted: BTreeMap<TicketId, Vec<TextId>> = BTreeMap::new();
        for (id, aggregate) in conn.aggregates(ids).await? {
            if let Some(aggregate) = if_readable(aggregate)? {
                wanted.insert(id, texts_of(aggregate.ticket()));
            }
        }
        let named: BTreeSet<(TicketId, TextId)> = wanted
            .iter()
            .flat_map(|(ticket, texts)| texts.iter().map(move |text| (*ticket, *text)))
            .collect();
        let mut texts = conn.bodies_of(named).await?;
        drop(conn);
        let bodies: BTreeMap<TicketId, Vec<String>> = wanted
            .into_iter()
            .map(|(ticket, ids)| {
                let bodies = ids.into_iter().filter_map(|id| texts.remove(&(ticket, id)));
                (ticket, bodies.collect())
            })
            .collect();
        let look = move || {
            let sought = Sought::new(&question);
            let snippets = bodies
                .into_iter()
                .map(|(ticket, bodies)| (ticket, best(&sought, &bodies)));
            snippets.collect::<BTreeMap<_, _>>()
        };
        let mut snippets = tokio::task::spawn_blocking(look)
            .await
            .map_err(|error| DeskError::Io(error.into()))?;
        let found = tickets.into_iter().map(|summary| FoundTicket {
            snippet: snippets.remove(&summary.reference.id).unwrap_or_default(),
            line: line(summary, &directory),
        });
        Ok((found.collect(), is_cut))
    }
}

/// The best of the newest tickets: what a subject says, the ticket is about.
fn ranked(mut newest: Vec<Summary>, question: &str) -> Vec<Summary> {
    let sought = Sought::new(question);
    // Those that are as good stay as they are, the newest first.
    newest.sort_by_cached_key(|summary| Reverse(sought.count(&summary.subject)));
    newest.truncate(FOUND);
    newest
}

/// What there is to read of a ticket, which its agents may all read: the subject apart, which stands
/// there anyway.
fn texts_of(ticket: &Ticket) -> Vec<TextId> {
    let own = ticket
        .texts()
        .into_iter()
        .filter(|text| *text != ticket.subject);
    let comments = ticket.comments.iter().rev().map(|comment| comment.text);
    let mut texts: Vec<TextId> = own.chain(comments).collect();
    texts.truncate(TEXTS);
    texts
}

/// The part of the text that has most of the words.
fn best(sought: &Sought, bodies: &[String]) -> Vec<Piece> {
    let found = bodies.iter().filter_map(|body| sought.snippet(body));
    let best = found.reduce(|best, other| if other.0 > best.0 { other } else { best });
    best.map_or_else(Vec::new, |(_, pieces)| pieces)
}
