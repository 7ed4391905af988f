//! One ticket, as one person sees it.

use crate::desk::Desk;
use crate::directory::choices::choices;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::kernel::prose::{of, seen_by};
use crate::tickets::conversation_part::{
    PART, candidates, carried, fitting, trim, weight, weight_of,
};
use crate::tickets::facts::{facts_for, for_browser};
use crate::tickets::line::line;
use crate::tickets::neighbours::Neighbours;
use crate::tickets::people::people_of;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::page::TicketPage;
use guichet_domain::tickets::view::{view, viewer};
use guichet_domain::{TextId, TicketId};
use guichet_store::{Filter, Order, Scope};
use std::collections::BTreeSet;

/// Bytes of a page that its texts take at most, for what its ticket says and what was said.
pub(crate) const ROOM: usize = 1_200_000;

impl Desk {
    /// A ticket with the last part of its history, its texts, people and choices, and the position
    /// it was read at. `before` asks for the part that ends before that entry, as this person
    /// counts them.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where it is not there for this person.
    pub async fn ticket_page(
        &self,
        caller: Caller,
        id: TicketId,
        before: Option<usize>,
    ) -> Result<TicketPage, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        let conn = &mut snapshot.conn;
        let actor = caller.actor(&directory)?;
        let aggregate = conn.aggregate(id).await?.ok_or(DeskError::NotFound)?;
        let quality = viewer(aggregate.ticket(), &actor).ok_or(DeskError::NotFound)?;
        let position = conn.head().await?;
        let now = self.now();
        let neighbours = Neighbours::of(conn, aggregate.history()).await?;
        let mut ticket = neighbours.ticket_for(&actor, view(aggregate.ticket(), quality));
        let mut history = seen_by(&neighbours.events_for(&actor, aggregate.history()), quality);
        let removed_at = history.iter().rev().find_map(|envelope| {
            matches!(envelope.event, Event::Redacted { .. }).then_some(envelope.at)
        });
        let all = history.len();
        let among = candidates(&history, before.unwrap_or(all));
        trim(&mut ticket, history.get(among.clone()).unwrap_or_default());
        // What no event tells this person, the ticket as it stands does not tell either.
        let told = history.iter().flat_map(|envelope| envelope.event.texts());
        let told: BTreeSet<TextId> = told.collect();
        let mut standing = ticket.texts();
        standing.retain(|text| told.contains(text));
        let entries = history.get(among.clone()).unwrap_or_default().iter();
        let named = entries.flat_map(|envelope| envelope.event.texts());
        let wanted = standing.iter().copied().chain(named);
        let bodies = conn.texts_named(id, wanted).await?;
        let facts = for_browser(
            facts_for(&directory, &self.zone, now, aggregate.ticket()),
            quality,
        );
        let others = if quality == Viewer::Agent {
            let filter = Filter {
                affected: Some(ticket.affected),
                ..Filter::default()
            };
            let page = conn
                .list(&Scope::of(&actor), &filter, Order::Newest, None, 6)
                .await?;
            page.tickets
                .into_iter()
                .filter(|other| other.reference.id != id)
                .take(5)
                .map(|other| line(other, &directory))
                .collect()
        } else {
            Vec::new()
        };
        let unreached = if quality == Viewer::Agent {
            conn.bounce_of(ticket.affected).await?
        } else {
            None
        };
        // Nothing is read any more: no snapshot is held while texts are rendered.
        drop(snapshot.conn);
        let mut texts = self
            .prose
            .texts(of(standing.iter().copied(), &bodies))
            .await;
        let room = ROOM
            .saturating_sub(texts.values().map(weight).sum())
            .min(PART);
        // What would not fit as it was written is not rendered either.
        let written = |envelope: &Envelope| {
            let named = envelope.event.texts();
            let bodies = named.iter().filter_map(|id| bodies.get(id));
            bodies.map(|body| carried(body)).sum()
        };
        let among = fitting(&history, among, room, written);
        let entries = history.get(among.clone()).unwrap_or_default().iter();
        let named = entries.flat_map(|envelope| envelope.event.texts());
        texts.extend(self.prose.texts(of(named, &bodies)).await);
        let part = fitting(&history, among, room, |envelope| {
            weight_of(envelope, &texts)
        });
        history.truncate(part.end);
        history.drain(..part.start);
        let texts = history
            .iter()
            .flat_map(|envelope| envelope.event.texts())
            .chain(standing)
            .filter_map(|id| Some((id, texts.get(&id)?.clone())))
            .collect();
        Ok(TicketPage {
            people: people_of(&ticket, &history, &directory),
            texts,
            item: ticket
                .item
                .and_then(|item| directory.items.get(&item))
                .cloned(),
            service: ticket
                .service
                .and_then(|s| directory.services.get(&s))
                .map(|s| s.name.clone()),
            category: ticket
                .category
                .and_then(|c| directory.categories.get(&c))
                .map(|c| c.name.clone()),
            team: ticket
                .team
                .and_then(|t| directory.teams.get(&t))
                .map(|t| t.name.clone()),
            choices: (quality == Viewer::Agent).then(|| choices(&directory)),
            viewer: quality,
            actor,
            first: part.start,
            later: part.end < all,
            removed_at,
            history,
            facts,
            others,
            unreached,
            cursor: self.stream_cursor(caller, position)?,
            now,
            ticket,
        })
    }
}
