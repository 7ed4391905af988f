//! The incidents of the last days in memory, as the log has them, and how earlier ones were filed.

use crate::kernel::error::{DeskError, if_readable};
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::time::DAY;
use guichet_domain::knowledge::index::synonyms::Synonyms;
use guichet_domain::recurrence::filing::{Filing, LEARNT_MAX, Proposed, Words};
use guichet_domain::recurrence::groups::{Group, Groups, Reported};
use guichet_domain::recurrence::recent::{Compared, KEPT, Recent, WITHIN};
use guichet_domain::recurrence::signs::Signs;
use guichet_domain::recurrence::unseen::{FiledUnseen, filed_unseen};
use guichet_domain::recurrence::vocabulary::{Term, Vocabulary};
use guichet_domain::tickets::command::Categorisation;
use guichet_domain::tickets::comparison::is_compared;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::similar::Similar;
use guichet_domain::{CategoryId, CommandId, TicketId, Timestamp};
use guichet_store::{Aggregate, Conn, Logged, Position};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::watch;

/// Days that an incident is compared with others.
const WINDOW: i64 = 30;

/// Number of the command that categorises an incident, among those derived from the one that recorded
/// it.
const FILING: u32 = 96;

/// Maximum number of events read at once, and of incidents.
const STRETCH: i64 = 500;
pub(super) const AT_ONCE: usize = 200;

/// What all parts of a desk know of recent incidents.
#[derive(Clone, Default)]
pub(crate) struct Comparing {
    /// Held by whoever compares.
    pub(super) work: Arc<tokio::sync::Mutex<()>>,
    /// Nothing until it was read. Nobody waits for the database while it is held.
    known: Arc<Mutex<Option<Following>>>,
    /// Version of the groups that are shown.
    version: Arc<watch::Sender<u32>>,
}

impl Comparing {
    /// What is known now.
    pub(super) fn known(&self) -> MutexGuard<'_, Option<Following>> {
        // Whatever ended a thread that held it: it is read anew.
        self.known.lock().unwrap_or_else(|poisoned| {
            let mut known = poisoned.into_inner();
            *known = None;
            known
        })
    }

    /// The incidents that come together now, and what tells them from others.
    pub(crate) fn groups(&self, now: Timestamp) -> (u32, Vec<Group>) {
        let known = self.known();
        let groups = known.as_ref().map(|known| known.groups.shown(now));
        let groups = groups.unwrap_or_default();
        (version(&groups), groups)
    }

    /// Takes in that an agent saw nothing in a group.
    pub(super) fn dismiss(&self, tickets: &BTreeSet<TicketId>, people: usize, now: Timestamp) {
        if let Some(known) = self.known().as_mut() {
            known.groups.dismiss(tickets, people);
        }
        self.tell_groups(now);
    }

    /// Tells when other incidents come together than before.
    pub(crate) fn versions(&self) -> watch::Receiver<u32> {
        self.version.subscribe()
    }

    /// Ends a stretch that was taken in.
    pub(super) fn tell_groups(&self, now: Timestamp) {
        let (version, _) = self.groups(now);
        self.version
            .send_if_modified(|told| std::mem::replace(told, version) != version);
    }
}

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
    /// Up to where it is kept that incidents were compared; `None` if that was never kept.
    pub(super) kept: Option<Position>,
    /// What was found and may not be kept yet.
    pub(super) found: Vec<Found>,
    /// New incidents that may be categorised without an agent.
    pub(super) to_file: Vec<ToFile>,
    /// What comes together now.
    groups: Groups,
    /// Incidents of which an agent said that there is nothing to it, not taken in yet.
    dismissed: Vec<(BTreeSet<TicketId>, usize)>,
}

/// A new incident that may be categorised without an agent.
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

    /// The words that mean the same, as they were when it was read.
    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
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
        let words = Words::of(subject, description, &self.vocabulary);
        self.filing.propose(&words, in_use(directory))
    }

    /// Nothing yet, up to a position.
    pub(super) fn begun(directory: &Directory, position: Position) -> Self {
        Self {
            recent: Recent::default(),
            filing: Filing::default(),
            vocabulary: vocabulary(directory),
            synonyms: directory.settings.synonyms.clone(),
            position,
            kept: None,
            found: Vec::new(),
            to_file: Vec::new(),
            groups: Groups::default(),
            dismissed: Vec::new(),
        }
    }

    /// Ends a stretch that was taken in: which of the incidents that come together agents have seen to
    /// be nothing, and which are too long ago.
    pub(super) fn settle_groups(&mut self, now: Timestamp) {
        for (tickets, people) in std::mem::take(&mut self.dismissed) {
            self.groups.dismiss(&tickets, people);
        }
        self.groups.forget_before(now.plus(-WITHIN));
    }

    /// Takes in what tickets say now, in order of their numbers, and finds what those of them are like
    /// that are new.
    pub(super) fn take(
        &mut self,
        said: Vec<Said>,
        directory: &Directory,
        now: Timestamp,
        is_new: impl Fn(&Aggregate) -> bool,
    ) {
        self.recent.forget_before(begin(now));
        for Said {
            ticket,
            aggregate,
            subject,
            description,
        } in said
        {
            let Some(aggregate) = aggregate else {
                self.recent.remove(ticket);
                self.filing.unlearn(ticket);
                self.groups.remove(ticket);
                continue;
            };
            let ticket = aggregate.ticket();
            self.dismissed.extend(dismissed(&aggregate));
            let words = Words::of(&subject, &description, &self.vocabulary);
            let unseen = FiledUnseen::of(aggregate.history());
            match ticket.category.filter(|_| unseen != FiledUnseen::Still) {
                Some(category) => {
                    let is_judged = unseen == FiledUnseen::Never;
                    self.filing.learn(ticket.id, category, &words, is_judged);
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
                signs: Signs::of(&subject, &description, &self.vocabulary),
            };
            let mut similar = Cow::Borrowed(&ticket.internal.similar);
            if is_new(&aggregate) {
                let unseen = self.filing.propose_unseen(&words, in_use(directory));
                let to_file = unseen.and_then(|one| to_file(&aggregate, one.category, directory));
                self.to_file.extend(to_file);
                similar = Cow::Owned(self.recent.similar(&compared));
                let (ticket, position) = (ticket.id, aggregate.first_position());
                self.found.extend((!similar.is_empty()).then(|| Found {
                    ticket,
                    position,
                    similar: similar.to_vec(),
                }));
            }
            self.recent.put(&compared);
            self.groups.put(Reported::of(ticket), &similar);
        }
    }
}

/// What a ticket says, as it stands.
pub(super) struct Said {
    ticket: TicketId,
    /// The ticket; `None` if it is not compared.
    aggregate: Option<Aggregate>,
    subject: String,
    description: String,
}

impl Said {
    /// Reads what these tickets say.
    pub async fn by(conn: &mut Conn, tickets: &[TicketId]) -> Result<Vec<Self>, DeskError> {
        let mut all = Vec::new();
        for (ticket, aggregate) in conn.aggregates(tickets.iter().copied()).await? {
            // What cannot be read is compared with nothing.
            let aggregate = if_readable(aggregate)?;
            all.push(Self {
                ticket,
                aggregate: aggregate.filter(|aggregate| is_compared(aggregate.ticket())),
                subject: String::new(),
                description: String::new(),
            });
        }
        let compared = all.iter().filter_map(|said| said.aggregate.as_ref());
        let texts = compared.flat_map(|aggregate| {
            let ticket = aggregate.ticket();
            let named = [Some(ticket.subject), ticket.description];
            named.into_iter().flatten().map(|text| (ticket.id, text))
        });
        let mut bodies = conn.bodies_of(texts.collect::<Vec<_>>()).await?;
        for said in &mut all {
            let Some(aggregate) = &said.aggregate else {
                continue;
            };
            let ticket = aggregate.ticket();
            let subject = bodies.remove(&(ticket.id, ticket.subject));
            let described = ticket.description.map(|text| (ticket.id, text));
            let description = described.and_then(|text| bodies.remove(&text));
            said.subject = subject.unwrap_or_default();
            said.description = description.unwrap_or_default();
        }
        Ok(all)
    }
}

/// The tickets that may say something else after the next events, and the position of the last of
/// these; `None` if nothing happened.
pub(super) async fn touched_after(
    conn: &mut Conn,
    position: Position,
) -> Result<Option<(Vec<TicketId>, Position)>, DeskError> {
    let logged = conn.after(position, STRETCH).await?;
    let Some(last) = logged.last().map(Logged::position) else {
        return Ok(None);
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
    Ok(Some((touched.into_iter().collect(), last)))
}

/// The incidents of the last days, and the latest that were filed: all that is known is made of them.
pub(super) async fn all_known(conn: &mut Conn, now: Timestamp) -> Result<Vec<TicketId>, DeskError> {
    let recent = conn.incidents_since(begin(now), KEPT).await?;
    let filed = conn.incidents_filed(LEARNT_MAX).await?;
    let ids: BTreeSet<TicketId> = recent.into_iter().chain(filed).collect();
    Ok(ids.into_iter().collect())
}

/// What tells groups from others; 0 for none.
fn version(groups: &[Group]) -> u32 {
    if groups.is_empty() {
        return 0;
    }
    let mut hasher = DefaultHasher::new();
    groups.hash(&mut hasher);
    hasher.finish() as u32
}

/// The incidents of which an agent said that there is nothing to them and this one coming together.
fn dismissed(first: &Aggregate) -> impl Iterator<Item = (BTreeSet<TicketId>, usize)> {
    first.history().iter().filter_map(|one| match &one.event {
        Event::GroupDismissed { with, people } => {
            let every = with.iter().copied().chain([one.ticket]);
            Some((every.collect(), *people as usize))
        }
        _ => None,
    })
}

/// Whether a category, and its service, can be chosen.
fn in_use(directory: &Directory) -> impl Fn(CategoryId) -> bool {
    |category| {
        let category = directory.categories.get(&category);
        let active = category.filter(|category| category.active);
        let service = active.and_then(|category| directory.services.get(&category.service));
        service.is_some_and(|service| service.active)
    }
}

/// What categorises a new incident without an agent, if that is allowed.
fn to_file(aggregate: &Aggregate, category: CategoryId, directory: &Directory) -> Option<ToFile> {
    let category = directory.categories.get(&category)?;
    let service = directory.services.get(&category.service)?;
    let ticket = aggregate.ticket();
    let recorded = aggregate.history().first()?.command;
    Some(ToFile {
        ticket: ticket.id,
        command: CommandId(recorded.text(FILING).0),
        form: filed_unseen(ticket, category, service)?,
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
