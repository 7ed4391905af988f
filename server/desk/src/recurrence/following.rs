//! The incidents of the last days in memory, as the log has them, and how earlier ones were filed.

use crate::kernel::error::{DeskError, if_readable};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::time::DAY;
use guichet_domain::knowledge::index::synonyms::Synonyms;
use guichet_domain::recurrence::filing::{FILES_ITSELF, Filing, LEARNT_MAX, Proposed, Words};
use guichet_domain::recurrence::recent::{Compared, KEPT, Recent};
use guichet_domain::recurrence::signs::Signs;
use guichet_domain::recurrence::vocabulary::{Term, Vocabulary};
use guichet_domain::tickets::command::Categorisation;
use guichet_domain::tickets::comparison::is_compared;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::similar::Similar;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{CommandId, TicketId, Timestamp};
use guichet_store::{Aggregate, Conn, Logged, Position};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Days that an incident is compared with others.
const WINDOW: i64 = 30;

/// Number of the command that categorises an incident, among those derived from the one that recorded
/// it.
const FILING: u32 = 97;

/// Maximum number of events read at once, and of incidents.
const STRETCH: i64 = 500;
const AT_ONCE: usize = 200;

/// What all parts of a desk know of recent incidents; nothing until it was read.
pub(crate) type Comparing = Arc<Mutex<Option<Following>>>;

/// An incident that is like others.
#[derive(Clone)]
pub(super) struct Found {
    pub ticket: TicketId,
    /// Position at which it was recorded.
    pub position: Position,
    pub similar: Vec<Similar>,
}

/// The incidents of the last days and how earlier ones were filed, up to a position of the log.
pub(crate) struct Following {
    recent: Recent,
    filing: Filing,
    vocabulary: Vocabulary,
    /// What the vocabulary is made of.
    synonyms: String,
    pub(super) position: Position,
    /// What was found and may not be kept yet.
    pub(super) found: Vec<Found>,
    /// New incidents that may be categorised without an agent.
    pub(super) to_file: Vec<ToFile>,
}

/// A new incident that may be categorised without an agent.
#[derive(Clone)]
pub(super) struct ToFile {
    pub ticket: TicketId,
    /// Command that categorises it: the same in every process, so that it is done once.
    pub command: CommandId,
    pub form: Categorisation,
}

impl Following {
    /// Whether the words that mean the same are still these.
    pub(super) fn speaks(&self, directory: &Directory) -> bool {
        self.synonyms == directory.settings.synonyms
    }

    /// How rare a term is among recent incidents.
    pub(super) fn rarity(&self, term: Term) -> f32 {
        self.recent.rarity(term)
    }

    /// What an incident is most likely about, of the categories that are in use.
    pub(super) fn propose(
        &self,
        subject: &str,
        description: &str,
        directory: &Directory,
    ) -> Option<Proposed> {
        let is_in_use = |category| {
            let category = directory.categories.get(&category);
            category
                .filter(|category| category.active)
                .is_some_and(|category| {
                    let service = directory.services.get(&category.service);
                    service.is_some_and(|service| service.active)
                })
        };
        let words = Words::of(subject, description, &self.vocabulary);
        self.filing.propose(&words, is_in_use)
    }

    /// Reads all incidents of the last days, and those whose filing is learnt from. What those are like that were not compared up to
    /// `compared` is found; if none ever was, what those are like that are open.
    pub(super) async fn read(
        conn: &mut Conn,
        directory: &Directory,
        now: Timestamp,
        compared: Option<Position>,
    ) -> Result<Self, DeskError> {
        let synonyms = directory.settings.synonyms.clone();
        let mut following = Self {
            recent: Recent::default(),
            filing: Filing::default(),
            vocabulary: vocabulary(directory),
            synonyms,
            position: conn.head().await?,
            found: Vec::new(),
            to_file: Vec::new(),
        };
        let recent = conn.incidents_since(begin(now), KEPT).await?;
        let filed = conn.incidents_since(Timestamp(0), LEARNT_MAX).await?;
        let ids: BTreeSet<TicketId> = recent.into_iter().chain(filed).collect();
        let ids: Vec<TicketId> = ids.into_iter().collect();
        for some in ids.chunks(AT_ONCE) {
            let is_new = |aggregate: &Aggregate| match compared {
                Some(upto) => aggregate.first_position() > upto,
                None => aggregate.ticket().state.is_open(),
            };
            following.take(conn, directory, some, now, is_new).await?;
            // What waits for the processor is not kept from it.
            tokio::task::yield_now().await;
        }
        Ok(following)
    }

    /// Reads what happened next, and finds what the incidents are like that were recorded by it.
    /// Whether anything happened.
    pub(super) async fn follow(
        &mut self,
        conn: &mut Conn,
        directory: &Directory,
        now: Timestamp,
    ) -> Result<bool, DeskError> {
        let from = self.position;
        let logged = conn.after(from, STRETCH).await?;
        let Some(last) = logged.last().map(Logged::position) else {
            return Ok(false);
        };
        let touched: BTreeSet<TicketId> = logged
            .iter()
            .filter_map(|one| match one {
                Logged::Ticket(_, envelope) => Some(envelope),
                Logged::Article(..)
                | Logged::Feedback(..)
                | Logged::Entry(..)
                | Logged::AuditEvent(..)
                | Logged::Unreadable(..) => None,
            })
            .filter(|envelope| envelope.event.changes_comparison())
            .map(|envelope| envelope.ticket)
            .collect();
        let touched: Vec<TicketId> = touched.into_iter().collect();
        self.recent.forget_before(begin(now));
        for some in touched.chunks(AT_ONCE) {
            let is_new = |aggregate: &Aggregate| aggregate.first_position() > from;
            self.take(conn, directory, some, now, is_new).await?;
        }
        self.position = last;
        Ok(true)
    }

    /// Takes in what these tickets say now, in order of their numbers, and finds what the new ones are
    /// like.
    async fn take(
        &mut self,
        conn: &mut Conn,
        directory: &Directory,
        tickets: &[TicketId],
        now: Timestamp,
        is_new: impl Fn(&Aggregate) -> bool,
    ) -> Result<(), DeskError> {
        let mut read = Vec::new();
        for (id, aggregate) in conn.aggregates(tickets.iter().copied()).await? {
            // What cannot be read is compared with nothing.
            let aggregate = if_readable(aggregate)?;
            match aggregate.filter(|aggregate| is_compared(aggregate.ticket())) {
                Some(aggregate) => read.push(aggregate),
                None => {
                    self.recent.remove(id);
                    self.filing.unlearn(id);
                }
            }
        }
        let texts = read.iter().flat_map(|aggregate| {
            let ticket = aggregate.ticket();
            let named = [Some(ticket.subject), ticket.description];
            named.into_iter().flatten().map(|text| (ticket.id, text))
        });
        let bodies = conn.bodies_of(texts.collect::<Vec<_>>()).await?;
        for aggregate in read {
            let ticket = aggregate.ticket();
            let body = |text| bodies.get(&(ticket.id, text)).map_or("", String::as_str);
            let (subject, description) =
                (body(ticket.subject), ticket.description.map_or("", body));
            match ticket.category.filter(|_| !filed_itself(&aggregate)) {
                Some(category) => {
                    let words = Words::of(subject, description, &self.vocabulary);
                    self.filing.learn(ticket.id, category, &words);
                }
                None => self.filing.unlearn(ticket.id),
            }
            if ticket.recorded_at < begin(now) {
                continue;
            }
            let compared = Compared {
                ticket: ticket.id,
                at: ticket.recorded_at,
                service: ticket.service,
                signs: Signs::of(subject, description, &self.vocabulary),
            };
            if is_new(&aggregate) {
                let proposed = self.propose(subject, description, directory);
                let to_file =
                    proposed.and_then(|proposed| to_file(&aggregate, proposed, directory));
                self.to_file.extend(to_file);
                let similar = self.recent.similar(&compared);
                let (ticket, position) = (ticket.id, aggregate.first_position());
                self.found.extend((!similar.is_empty()).then_some(Found {
                    ticket,
                    position,
                    similar,
                }));
            }
            self.recent.put(&compared);
        }
        Ok(())
    }
}

/// Whether the desk itself categorised the ticket: it does not learn from what it said.
fn filed_itself(aggregate: &Aggregate) -> bool {
    let mut latest = aggregate.history().iter().rev();
    let latest = latest.find(|envelope| {
        matches!(
            envelope.event,
            Event::Categorised { .. } | Event::ResolvedAtFirstContact(_)
        )
    });
    latest.is_some_and(|envelope| envelope.by == Who::System)
}

/// What categorises a new incident without an agent; `None` unless administrators allow it for the
/// service, it is sure enough, and whoever reported it said how much it matters.
fn to_file(aggregate: &Aggregate, proposed: Proposed, directory: &Directory) -> Option<ToFile> {
    let ticket = aggregate.ticket();
    let category = directory.categories.get(&proposed.category)?;
    let service = directory.services.get(&category.service)?;
    let is_open = ticket.state == State::New && ticket.category.is_none();
    if !is_open || !service.files_itself || proposed.sure < FILES_ITSELF {
        return None;
    }
    let recorded = aggregate.history().first()?.command;
    Some(ToFile {
        ticket: ticket.id,
        command: CommandId(recorded.text(FILING).0),
        form: Categorisation {
            service: Some(service.id),
            category: Some(category.id),
            impact: Some(ticket.impact?),
            urgency: Some(ticket.urgency?),
            priority: None,
            reason: String::new(),
            was: None,
            was_priority: None,
        },
    })
}

/// The first moment of the last days.
fn begin(now: Timestamp) -> Timestamp {
    now.plus(-WINDOW * DAY)
}

/// The words that mean the same.
pub(super) fn vocabulary(directory: &Directory) -> Vocabulary {
    Vocabulary::of(&Synonyms::parse(&directory.settings.synonyms))
}
