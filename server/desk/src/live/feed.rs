//! The live feed: commits are read once per process and passed to everyone who may see them.

use crate::kernel::error::{DeskError, if_readable};
use crate::kernel::prose::Renderer;
use crate::live::feedback_change::{FeedbackChange, FoundFeedback, feedback_changes};
use crate::tickets::neighbours::Neighbours;
use crate::tickets::update::update;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::prose::Texts;
use guichet_domain::live::message::{Live, Moved};
use guichet_domain::queue::query::Placement;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::merging::MergeEvent;
use guichet_domain::tickets::view::viewer;
use guichet_domain::{TextId, Ticket, TicketId};
use guichet_store::{Aggregate, Logged, Snapshot, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{broadcast, watch};

/// Number of events read at once; more in one go are not worth sending.
const CATCH_UP: i64 = 2000;

/// Wait before a failed read is repeated.
const RETRY: Duration = Duration::from_secs(1);

/// Something that happened between two positions, and whom it may be told.
pub(crate) struct Change {
    /// Position of the first event, and of the last.
    first: i64,
    pub(super) position: i64,
    /// Where to resume after this change: nothing that is sent after it happened before.
    pub(super) resume: i64,
    pub(super) directory: Arc<Directory>,
    of: ChangeOf,
}

enum ChangeOf {
    Ticket(Box<TicketChange>),
    Feedback(Box<FeedbackChange>),
}

impl Change {
    /// The message for this person; `None` if they may not learn of the change.
    pub(super) fn for_actor(&self, actor: &Actor) -> Option<Arc<Message>> {
        match &self.of {
            ChangeOf::Ticket(change) => change.for_actor(actor, &self.directory),
            ChangeOf::Feedback(change) => {
                let ticket = change.for_actor(actor)?;
                Some(Arc::new(Live::Feedback(ticket).into()))
            }
        }
    }
}

/// Events of one ticket between two positions.
struct TicketChange {
    aggregate: Aggregate,
    before: Option<Ticket>,
    /// Place in the queue after these events.
    now: Placement,
    events: Vec<Envelope>,
    neighbours: Arc<Neighbours>,
    /// Texts named by the events.
    texts: Texts,
    subject: String,
    prepared: Mutex<BTreeMap<AudienceClass, Option<Arc<Message>>>>,
}

/// People who see the same of a change; it is prepared once for all of them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct AudienceClass {
    quality: Viewer,
    /// Whether they saw the ticket as agents before.
    saw: bool,
    /// The tickets named by the change that they may see.
    shown: BTreeSet<TicketId>,
}

/// A message of the live stream, and its serialized form.
pub struct Message {
    /// The message itself.
    pub live: Live,
    /// The message as JSON.
    pub json: String,
}

impl From<Live> for Message {
    fn from(live: Live) -> Self {
        let json = serde_json::to_string(&live).unwrap_or_default();
        Self { live, json }
    }
}

/// What is passed to streams.
#[derive(Clone)]
pub(super) enum News {
    Change(Arc<Change>),
    /// More changes than worth sending, or unreadable ones, up to this position.
    TooMuch(i64),
}

#[derive(Clone)]
pub(crate) struct Feed {
    pub(super) changes: broadcast::Sender<News>,
    pub(super) sessions: Arc<watch::Sender<u64>>,
}

impl Feed {
    pub fn start(store: &Store, prose: Renderer) -> Self {
        let (changes, _) = broadcast::channel(4096);
        let feed = Self {
            changes: changes.clone(),
            sessions: Arc::new(watch::channel(0).0),
        };
        let (mut head, notified) = (store.head(), feed.clone());
        let store = store.clone();
        tokio::spawn(async move {
            let mut position = *head.borrow_and_update();
            while head.changed().await.is_ok() {
                let now = *head.borrow_and_update();
                let keeps = prose.keeps() || store.keeps_words();
                if keeps && removed(&store, position, now).await {
                    prose.forget();
                    store.forget_words();
                }
                if changes.receiver_count() == 0 {
                    position = now;
                } else if now - position >= CATCH_UP {
                    position = now;
                    // Nobody listening is no fault; nor is it below.
                    let _ = changes.send(News::TooMuch(now));
                } else {
                    match changes_after(&store, &prose, position).await {
                        Ok(read) => {
                            position = read.upto.max(position);
                            // Also where another process did it.
                            if read.ends {
                                notified.sessions_changed();
                            }
                            if read.is_partial {
                                let _ = changes.send(News::TooMuch(position));
                                continue;
                            }
                            for change in read.changes {
                                let _ = changes.send(News::Change(Arc::new(change)));
                            }
                        }
                        Err(error) => {
                            tracing::error!(%error, "the live feed could not read the log");
                            // Looked at again, though nothing more may happen.
                            head.mark_changed();
                            tokio::time::sleep(RETRY).await;
                        }
                    }
                }
            }
        });
        feed
    }

    /// Tells streams to check whether their session still exists.
    pub fn sessions_changed(&self) {
        self.sessions.send_modify(|n| *n += 1);
    }
}

/// Whether sessions may have ended with an event.
fn ends_sessions(logged: &Logged) -> bool {
    match logged {
        Logged::Ticket(..) | Logged::Article(..) | Logged::Feedback(..) => false,
        // Whatever it was.
        Logged::Unreadable(..) => true,
        Logged::Entry(_, entry) => matches!(entry, Entry::Person(_)),
        Logged::AuditEvent(_, audited) => !matches!(
            audited,
            AuditEvent::SignedIn { .. } | AuditEvent::PasswordAccepted | AuditEvent::Denied { .. }
        ),
    }
}

/// Whether something was removed between two positions, by any process; `true` if that cannot be
/// determined.
async fn removed(store: &Store, after: i64, upto: i64) -> bool {
    let asked = async { store.read().await?.removed_between(after, upto).await };
    asked.await.unwrap_or(true)
}

/// Events read from the log after a position.
pub(super) struct Stretch {
    /// One change per ticket and per feedback, in log order.
    pub changes: Vec<Change>,
    pub upto: i64,
    /// Whether sessions may have ended.
    ends: bool,
    /// Whether something could not be read here: followers then read their page again, which shows
    /// what can be shown.
    pub is_partial: bool,
}

/// Events found of one ticket.
struct FoundEvents {
    first: i64,
    last: i64,
    events: Vec<Envelope>,
}

/// The changes after a position. A ticket that cannot be read holds up no other.
pub(super) async fn changes_after(
    store: &Store,
    prose: &Renderer,
    position: i64,
) -> Result<Stretch, DeskError> {
    let Snapshot {
        mut conn,
        directory,
    } = store.snapshot().await?;
    let logged = conn.after(position, CATCH_UP).await?;
    let upto = logged.last().map_or(position, Logged::position);
    let ends = logged.iter().any(ends_sessions);
    let mut tickets: BTreeMap<TicketId, FoundEvents> = BTreeMap::new();
    let mut feedback = BTreeMap::new();
    let mut is_partial = false;
    for one in logged {
        match one {
            Logged::Ticket(position, envelope) => {
                let found = tickets
                    .entry(envelope.ticket)
                    .or_insert_with(|| FoundEvents {
                        first: position,
                        last: position,
                        events: Vec::new(),
                    });
                found.last = position;
                found.events.push(envelope);
            }
            Logged::Feedback(position, envelope) => {
                let found: &mut FoundFeedback = feedback.entry(envelope.feedback).or_default();
                found.add(position, &envelope.event);
            }
            Logged::Unreadable(..) => is_partial = true,
            Logged::Article(..) | Logged::Entry(..) | Logged::AuditEvent(..) => {}
        }
    }
    let mut changes = Vec::new();
    let mut aggregates = conn.aggregates(tickets.keys().copied()).await?;
    let events = tickets.values().flat_map(|found| &found.events);
    let neighbours = Arc::new(Neighbours::of(&mut conn, events).await?);
    let mut wanted = BTreeSet::new();
    for (id, found) in &tickets {
        let texts = found.events.iter().flat_map(|one| one.event.texts());
        wanted.extend(texts.map(|text| (*id, text)));
    }
    let subjects = aggregates
        .iter()
        .filter_map(|(id, one)| Some((*id, one.as_ref().ok()?.ticket().subject)));
    wanted.extend(subjects);
    let mut bodies = conn.texts_of(wanted).await?;
    let feedback = feedback_changes(&mut conn, feedback).await?;
    // Nothing is read any more: no snapshot is held while texts are rendered.
    drop(conn);
    for (id, found) in tickets {
        let Some(aggregate) = aggregates.remove(&id) else {
            continue;
        };
        let Some(aggregate) = if_readable(aggregate)? else {
            is_partial = true;
            continue;
        };
        let subject = aggregate.ticket().subject;
        let subject = bodies.get(&(id, subject));
        let subject = subject.map(|text| text.body.clone()).unwrap_or_default();
        let named = found.events.iter().flat_map(|one| one.event.texts());
        let named: BTreeSet<TextId> = named.collect();
        let texts = named
            .into_iter()
            .filter_map(|text| Some((text, bodies.remove(&(id, text))?)));
        // What is read here may have later events too; they come with a change of their own.
        let now = aggregate.at(found.last);
        let change = TicketChange {
            before: aggregate.before(found.first),
            now: Placement::of(now.as_ref().unwrap_or(aggregate.ticket())),
            neighbours: Arc::clone(&neighbours),
            texts: prose.texts(texts).await,
            subject,
            events: found.events,
            aggregate,
            prepared: Mutex::default(),
        };
        changes.push(Change {
            first: found.first,
            position: found.last,
            resume: found.last,
            directory: Arc::clone(&directory),
            of: ChangeOf::Ticket(Box::new(change)),
        });
    }
    changes.extend(feedback.into_iter().map(|change| Change {
        first: change.position,
        position: change.position,
        resume: change.position,
        directory: Arc::clone(&directory),
        of: ChangeOf::Feedback(Box::new(change)),
    }));
    changes.sort_by_key(|change| change.position);
    // Events of several tickets alternate: what comes later may have begun before.
    let mut begun = i64::MAX;
    for change in changes.iter_mut().rev() {
        change.resume = change.position.min(begun - 1);
        begun = begun.min(change.first);
    }
    Ok(Stretch {
        changes,
        upto,
        ends,
        is_partial,
    })
}

impl TicketChange {
    /// The message for this person; `None` if they may not learn of the change.
    fn for_actor(&self, actor: &Actor, directory: &Directory) -> Option<Arc<Message>> {
        let saw = self.before.as_ref().map(|before| viewer(before, actor));
        let Some(quality) = viewer(self.aggregate.ticket(), actor) else {
            let gone = || Message::from(Live::Gone(self.aggregate.ticket().id));
            return saw.flatten().map(|_| Arc::new(gone()));
        };
        let audience = AudienceClass {
            quality,
            saw: saw.flatten() == Some(Viewer::Agent),
            shown: self.neighbours.shown_to(actor, &self.events),
        };
        let Ok(mut prepared) = self.prepared.lock() else {
            return self.prepare(&audience, actor, directory);
        };
        let message = prepared.entry(audience.clone());
        message
            .or_insert_with(|| self.prepare(&audience, actor, directory))
            .clone()
    }

    /// Prepares the message for an audience that includes `actor`.
    fn prepare(
        &self,
        audience: &AudienceClass,
        actor: &Actor,
        directory: &Directory,
    ) -> Option<Arc<Message>> {
        let was = self.before.as_ref().filter(|_| audience.saw);
        let moved = (audience.quality == Viewer::Agent).then(|| Moved {
            was: was.map(Placement::of),
            now: self.now,
        });
        let update = update(
            &self.aggregate,
            &self.neighbours.events_for(actor, &self.events),
            &self.texts,
            &self.subject,
            audience.quality,
            moved,
            directory,
        );
        if !update.events.is_empty() {
            return Some(Arc::new(Live::Update(Box::new(update)).into()));
        }
        // Who read what was said at a ticket that was part of this one is shown it no longer. Otherwise
        // there is nothing to learn: not even that something happened.
        let parts = |one: &Envelope| matches!(one.event, Event::Merge(MergeEvent::Parted { .. }));
        let reads = audience.quality == Viewer::Participant && self.events.iter().any(parts);
        reads.then(|| Arc::new(Live::Reload.into()))
    }
}
