//! The page of one ticket, as one person sees it.

use crate::desk::Desk;
use crate::directory::choices::choices;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::kernel::prose::{of, seen_by};
use crate::recurrence::beside::Recurrence;
use crate::tickets::conversation_part::{
    PART, candidates, carried, fitting, trim, weight, weight_of,
};
use crate::tickets::facts::{facts_for, for_browser};
use crate::tickets::line::line;
use crate::tickets::neighbours::{Neighbours, readable_of, visible};
use crate::tickets::people::people_of;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::prose::Text;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::facts::Facts;
use guichet_domain::tickets::line::Line;
use guichet_domain::tickets::page::{Linked, TicketPage};
use guichet_domain::tickets::view::{view, viewer};
use guichet_domain::{TextId, Ticket, TicketId, Timestamp};
use guichet_store::{Aggregate, Conn, Filter, Order, Scope, Snapshot};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// Maximum size of the texts on a page, in bytes.
pub(crate) const ROOM: usize = 1_200_000;

/// Number of other tickets of the affected user shown beside one.
const OTHERS: usize = 5;

/// Maximum number of workarounds of problems shown beside an incident.
const WORKAROUNDS: usize = 5;

/// Content of a person's page of a ticket, before its texts are read.
pub(crate) struct Outline {
    ticket: Ticket,
    history: Vec<Envelope>,
    quality: Viewer,
    removed_at: Option<Timestamp>,
    /// The entries of the history that may form the part shown.
    among: Range<usize>,
    /// Texts of the ticket in its present state.
    standing: BTreeSet<TextId>,
    facts: Facts,
}

/// What agents see beside a ticket.
#[derive(Default)]
struct AgentSide {
    others: Vec<Line>,
    /// The tickets it is linked to.
    linked: Vec<Linked>,
    /// What earlier incidents say of it.
    recurrence: Recurrence,
    /// Status code of the last bounce of the affected user's mail, if any.
    unreached: Option<String>,
}

/// Who looks at a ticket, and at which part.
pub(crate) struct Looking<'a> {
    pub actor: &'a Actor,
    pub directory: &'a Arc<Directory>,
    pub neighbours: &'a Neighbours,
    /// The part to show ends before this entry; `None` for the last part.
    pub before: Option<usize>,
}

impl Outline {
    /// The texts that may be on the page, each with its ticket.
    pub fn texts(&self) -> impl Iterator<Item = (TicketId, TextId)> {
        let entries = self.history.get(self.among.clone()).unwrap_or_default();
        let named = entries.iter().flat_map(|envelope| {
            let texts = envelope.event.texts().into_iter();
            texts.map(|text| (envelope.ticket, text))
        });
        let standing = self.standing.iter();
        standing.map(|text| (self.ticket.id, *text)).chain(named)
    }
}

impl Desk {
    /// The ticket at which something is said that is written to this one: the one that it is part of, if
    /// the caller sees that.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the ticket does not exist or is hidden from the caller.
    pub async fn addressed(
        &self,
        caller: Caller,
        ticket: TicketId,
    ) -> Result<Option<Reference>, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let actor = caller.actor(&snapshot.directory)?;
        let mut found = visible(&mut snapshot.conn, &actor, [ticket]).await?;
        let ticket = found.remove(&ticket).ok_or(DeskError::NotFound)?;
        let into = ticket.merged_into();
        let mut seen = visible(&mut snapshot.conn, &actor, into.map(|into| into.id)).await?;
        Ok(into.and_then(|into| Some(seen.remove(&into.id)?.reference())))
    }

    /// A ticket with the last part of its history, its texts, people and choices, and a stream
    /// cursor as of the same snapshot. `before` selects the part that ends before that entry,
    /// counted as the caller sees them.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the ticket does not exist or is hidden from the caller.
    pub async fn ticket_page(
        &self,
        caller: Caller,
        id: TicketId,
        before: Option<usize>,
    ) -> Result<TicketPage, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.actor(&directory)?;
        let aggregate = conn.aggregate(id).await?.ok_or(DeskError::NotFound)?;
        // Whoever may not see it has nothing more read for them.
        viewer(aggregate.ticket(), &actor).ok_or(DeskError::NotFound)?;
        let neighbours = Neighbours::of(&mut conn, aggregate.history()).await?;
        let joined = aggregate.ticket().joined.iter();
        let joined = joined.map(|joined| joined.from.id).collect::<Vec<_>>();
        let joined = readable_of(&mut conn, joined).await?;
        let looking = Looking {
            actor: &actor,
            directory: &directory,
            neighbours: &neighbours,
            before,
        };
        let outline = self.outline(&aggregate, &joined, &looking);
        let outline = outline.ok_or(DeskError::NotFound)?;
        let position = conn.head().await?;
        let bodies = conn.texts_of(outline.texts()).await?.into_iter();
        let bodies = bodies.map(|((_, text), body)| (text, body)).collect();
        let beside = match outline.quality {
            Viewer::Agent => self.beside(&mut conn, &outline.ticket, &looking).await?,
            Viewer::Participant | Viewer::Approver => AgentSide::default(),
        };
        // Nothing is read any more: no snapshot is held while texts are rendered.
        drop(conn);
        let cursor = self.stream_cursor(caller, position)?;
        Ok(self.page(outline, &bodies, beside, &looking, cursor).await)
    }

    /// Pages of several tickets, the first ones that fit into `room`, without what agents see
    /// beside a ticket; and how many more could be shown. Takes as many statements as one page.
    pub(crate) async fn ticket_pages(
        &self,
        caller: Caller,
        snapshot: Snapshot,
        ids: &[TicketId],
        room: usize,
    ) -> Result<(Vec<TicketPage>, usize), DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = snapshot;
        let actor = caller.actor(&directory)?;
        let aggregates = readable_of(&mut conn, ids.iter().copied()).await?;
        let events = aggregates.iter().flat_map(Aggregate::history);
        let neighbours = Neighbours::of(&mut conn, events).await?;
        let looking = Looking {
            actor: &actor,
            directory: &directory,
            neighbours: &neighbours,
            before: None,
        };
        let outlines: Vec<Outline> = aggregates
            .iter()
            .filter_map(|aggregate| self.outline(aggregate, &[], &looking))
            .collect();
        let mut wanted = BTreeSet::new();
        for outline in &outlines {
            wanted.extend(outline.texts());
        }
        let mut texts: BTreeMap<TicketId, BTreeMap<TextId, Text>> = BTreeMap::new();
        for ((ticket, text), body) in conn.texts_of(wanted).await? {
            texts.entry(ticket).or_default().insert(text, body);
        }
        let cursor = self.stream_cursor(caller, conn.head().await?)?;
        drop(conn);
        let (mut pages, mut left, mut taken) = (Vec::new(), outlines.len(), 0);
        for outline in outlines {
            let bodies = texts.remove(&outline.ticket.id).unwrap_or_default();
            let cursor = cursor.clone();
            let page = self.page(outline, &bodies, AgentSide::default(), &looking, cursor);
            let page = page.await;
            taken += page.texts.values().map(weight).sum::<usize>();
            if taken > room && !pages.is_empty() {
                break;
            }
            pages.push(page);
            left -= 1;
        }
        Ok((pages, left))
    }

    /// Content of a person's page of a ticket, with what was said at those that are part of it; `None`
    /// if it is hidden from them.
    fn outline(
        &self,
        aggregate: &Aggregate,
        joined: &[Aggregate],
        looking: &Looking<'_>,
    ) -> Option<Outline> {
        let Looking {
            actor,
            directory,
            neighbours,
            before,
        } = looking;
        let quality = viewer(aggregate.ticket(), actor)?;
        let mut ticket = neighbours.ticket_for(actor, view(aggregate.ticket(), quality));
        let mut history = seen_by(&neighbours.events_for(actor, aggregate.history()), quality);
        for part in joined {
            let Some(quality) = viewer(part.ticket(), actor) else {
                continue;
            };
            let said = part.history().iter().filter(|envelope| is_said(envelope));
            let said: Vec<Envelope> = said.cloned().collect();
            history.extend(seen_by(&neighbours.events_for(actor, &said), quality));
            ticket
                .attachments
                .extend(view(part.ticket(), quality).attachments);
        }
        if !joined.is_empty() {
            // A stable order: each keeps its own.
            history.sort_by_key(|envelope| envelope.at);
        }
        let removed_at = history.iter().rev().find_map(|envelope| {
            matches!(envelope.event, Event::Redacted { .. }).then_some(envelope.at)
        });
        let among = candidates(&history, before.unwrap_or(history.len()));
        trim(&mut ticket, history.get(among.clone()).unwrap_or_default());
        // What no event tells this person, the ticket as it stands does not tell either.
        let told = history.iter().flat_map(|envelope| envelope.event.texts());
        let told: BTreeSet<TextId> = told.collect();
        let standing = ticket.texts().into_iter();
        let standing = standing.filter(|text| told.contains(text)).collect();
        let facts = || facts_for(directory, &self.zone, self.now(), aggregate.ticket());
        Some(Outline {
            facts: for_browser(facts, quality),
            ticket,
            history,
            quality,
            removed_at,
            among,
            standing,
        })
    }

    async fn page(
        &self,
        outline: Outline,
        bodies: &BTreeMap<TextId, Text>,
        AgentSide {
            others,
            linked,
            recurrence,
            unreached,
        }: AgentSide,
        looking: &Looking<'_>,
        cursor: String,
    ) -> TicketPage {
        let Outline {
            ticket,
            mut history,
            quality,
            removed_at,
            among,
            standing,
            facts,
        } = outline;
        let directory = looking.directory;
        let all = history.len();
        let mut texts = self.prose.texts(of(standing.iter().copied(), bodies)).await;
        let room = ROOM
            .saturating_sub(texts.values().map(weight).sum())
            .min(PART);
        // What would not fit as it was written is not rendered either.
        let written = |envelope: &Envelope| {
            let named = envelope.event.texts();
            let bodies = named.iter().filter_map(|id| bodies.get(id));
            bodies.map(|text| carried(&text.body)).sum()
        };
        let among = fitting(&history, among, room, written);
        let entries = history.get(among.clone()).unwrap_or_default().iter();
        let named: Vec<TextId> = entries
            .flat_map(|envelope| envelope.event.texts())
            .collect();
        texts.extend(self.prose.texts(of(named, bodies)).await);
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
        TicketPage {
            people: people_of(&ticket, &history, quality, directory),
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
            choices: (quality == Viewer::Agent).then(|| choices(directory)),
            viewer: quality,
            actor: looking.actor.clone(),
            first: part.start,
            later: part.end < all,
            removed_at,
            history,
            facts,
            others,
            linked,
            similar: recurrence.similar,
            proposed: recurrence.proposed,
            unreached,
            cursor,
            now: self.now(),
            ticket,
        }
    }
}

/// Whether the event is part of what was said at a ticket, files included, rather than of how it was
/// worked on.
fn is_said(envelope: &Envelope) -> bool {
    let is_file = matches!(envelope.event, Event::Attached { .. });
    let is_removal = matches!(envelope.event, Event::Redacted { .. });
    is_file || !is_removal && !envelope.event.texts().is_empty()
}

impl Desk {
    /// The latest other tickets of the affected user, the tickets it is linked to, and whether mail
    /// reaches the affected user.
    async fn beside(
        &self,
        conn: &mut Conn,
        ticket: &Ticket,
        looking: &Looking<'_>,
    ) -> Result<AgentSide, DeskError> {
        let filter = Filter {
            affected: Some([ticket.affected].into()),
            ..Filter::default()
        };
        let scope = Scope::of(looking.actor);
        let page = conn
            .list(&scope, &filter, Order::Newest, None, OTHERS + 1)
            .await?;
        let others = page.tickets.into_iter();
        let others = others.filter(|other| other.reference.id != ticket.id);
        Ok(AgentSide {
            others: others
                .take(OTHERS)
                .map(|other| line(other, looking.directory))
                .collect(),
            linked: self.linked(conn, ticket, looking.neighbours).await?,
            recurrence: self
                .recurrence(conn, ticket, looking.neighbours, looking.directory)
                .await?,
            unreached: conn.bounce_of(ticket.affected).await?,
        })
    }

    /// The tickets that this one, as its reader may see it, is linked to.
    async fn linked(
        &self,
        conn: &mut Conn,
        ticket: &Ticket,
        neighbours: &Neighbours,
    ) -> Result<Vec<Linked>, DeskError> {
        let links = ticket.internal.links.iter().map(|link| link.to.id);
        let ids: BTreeSet<TicketId> = links.chain(ticket.follows.map(|to| to.id)).collect();
        let others: Vec<&Ticket> = ids.iter().filter_map(|id| neighbours.get(*id)).collect();
        let workaround = |other: &Ticket| {
            let problem = other.kind == Kind::Problem && ticket.kind == Kind::Incident;
            other.workaround.filter(|_| problem)
        };
        let shown = others
            .iter()
            .filter_map(|other| workaround(other))
            .take(WORKAROUNDS);
        let shown: BTreeSet<TextId> = shown.collect();
        let named = others.iter().flat_map(|other| {
            let workaround = workaround(other).filter(|text| shown.contains(text));
            let texts = [Some(other.subject), workaround];
            texts.into_iter().flatten().map(|text| (other.id, text))
        });
        let mut bodies = conn.texts_of(named).await?;
        let mut linked = Vec::new();
        for other in others {
            let subject = bodies.remove(&(other.id, other.subject));
            let workaround =
                workaround(other).and_then(|text| Some((text, bodies.remove(&(other.id, text))?)));
            let workaround = self.prose.texts(workaround).await.into_values().next();
            linked.push(Linked {
                reference: other.reference(),
                state: other.state,
                hold: other.hold.as_ref().map(|hold| hold.reason),
                subject: subject.map(|text| text.body).unwrap_or_default(),
                workaround,
                affected: other.affected,
                recorded_at: other.recorded_at,
            });
        }
        Ok(linked)
    }
}
