//! The live feed: what is committed, read once per process and handed to everybody who may see it.

use crate::kernel::error::DeskError;
use crate::kernel::prose::Renderer;
use crate::kernel::snapshot::{Snapshot, Snapshots};
use crate::tickets::neighbours::Neighbours;
use crate::tickets::update::update;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::prose::Texts;
use guichet_domain::live::message::Live;
use guichet_domain::tickets::event::Envelope;
use guichet_domain::tickets::view::viewer;
use guichet_domain::{Ticket, TicketId};
use guichet_store::{Aggregate, Conn, Logged, Store};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, watch};

/// Events that are read from the log at once; so many in one go are more than is worth sending.
const CATCH_UP: i64 = 2000;

/// Before a failed reading is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// What happened to one ticket between two positions.
pub(crate) struct Change {
    pub(super) position: i64,
    aggregate: Aggregate,
    before: Option<Ticket>,
    events: Vec<Envelope>,
    neighbours: Neighbours,
    /// Those that the events name.
    texts: Texts,
    subject: String,
    pub(super) directory: Arc<Directory>,
}

/// What streams are told.
#[derive(Clone)]
pub(super) enum News {
    Change(Arc<Change>),
    /// More than is worth sending, or something that cannot be read, up to this position.
    TooMuch(i64),
}

#[derive(Clone)]
pub(crate) struct Feed {
    pub(super) changes: broadcast::Sender<News>,
    pub(super) sessions: Arc<watch::Sender<u64>>,
}

impl Feed {
    pub fn start(store: &Store, snapshots: Snapshots, prose: Renderer) -> Self {
        let (changes, _) = broadcast::channel(4096);
        let feed = Self {
            changes: changes.clone(),
            sessions: Arc::new(watch::channel(0).0),
        };
        let (mut head, told) = (store.head(), feed.clone());
        tokio::spawn(async move {
            let mut position = *head.borrow_and_update();
            while head.changed().await.is_ok() {
                let now = *head.borrow_and_update();
                if prose.keeps() && removed(&snapshots, position, now).await {
                    prose.forget();
                }
                if changes.receiver_count() == 0 {
                    position = now;
                } else if now - position >= CATCH_UP {
                    position = now;
                    // Nobody listening is no fault; nor is it below.
                    let _ = changes.send(News::TooMuch(now));
                } else {
                    match changes_after(&snapshots, &prose, position).await {
                        Ok(read) => {
                            position = read.upto.max(position);
                            // Also where another process did it.
                            if read.ends {
                                told.sessions_changed();
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

    /// Somebody signed out somewhere: streams look whether their session still is.
    pub fn sessions_changed(&self) {
        self.sessions.send_modify(|n| *n += 1);
    }
}

/// Whether sessions may have ended with it.
fn ends_sessions(logged: &Logged) -> bool {
    match logged {
        Logged::Ticket(..) => false,
        // Whatever it was.
        Logged::Unreadable(..) => true,
        Logged::Entry(_, entry) => matches!(entry, Entry::Person(_)),
        Logged::AuditEvent(_, audited) => !matches!(
            audited,
            AuditEvent::SignedIn { .. } | AuditEvent::PasswordAccepted | AuditEvent::Denied { .. }
        ),
    }
}

/// Whether something was removed between two positions, in this process or another. It was where
/// that cannot be told.
async fn removed(snapshots: &Snapshots, after: i64, upto: i64) -> bool {
    let asked = async {
        let mut snapshot = snapshots.take().await?;
        snapshot.conn.removed_between(after, upto).await
    };
    asked.await.unwrap_or(true)
}

/// What was read of the log after a position.
pub(super) struct Stretch {
    /// One for each ticket, in order.
    pub changes: Vec<Change>,
    pub upto: i64,
    /// Sessions may have ended.
    ends: bool,
    /// Something of it cannot be read here: whoever follows reads their page again, which says what
    /// of it can be shown.
    pub is_partial: bool,
}

/// What happened after a position. A ticket that cannot be read holds up no other.
pub(super) async fn changes_after(
    snapshots: &Snapshots,
    prose: &Renderer,
    position: i64,
) -> Result<Stretch, DeskError> {
    let Snapshot {
        mut conn,
        directory,
    } = snapshots.take().await?;
    let logged = conn.after(position, CATCH_UP).await?;
    let upto = logged.last().map_or(position, Logged::position);
    let ends = logged.iter().any(ends_sessions);
    let mut tickets: BTreeMap<TicketId, (i64, Vec<Envelope>)> = BTreeMap::new();
    let mut is_partial = false;
    for one in logged {
        match one {
            Logged::Ticket(position, envelope) => {
                let entry = tickets.entry(envelope.ticket).or_default();
                entry.0 = position;
                entry.1.push(envelope);
            }
            Logged::Unreadable(..) => is_partial = true,
            Logged::Entry(..) | Logged::AuditEvent(..) => {}
        }
    }
    let mut changes = Vec::new();
    for (id, (position, events)) in tickets {
        match change(&mut conn, prose, id, position, events, &directory).await {
            Ok(read) => changes.extend(read),
            Err(error) if error.is_unreadable() => is_partial = true,
            Err(error) => return Err(error),
        }
    }
    changes.sort_by_key(|change| change.position);
    Ok(Stretch {
        changes,
        upto,
        ends,
        is_partial,
    })
}

async fn change(
    conn: &mut Conn,
    prose: &Renderer,
    id: TicketId,
    position: i64,
    events: Vec<Envelope>,
    directory: &Arc<Directory>,
) -> Result<Option<Change>, DeskError> {
    let Some(aggregate) = conn.aggregate(id).await? else {
        return Ok(None);
    };
    let neighbours = Neighbours::of(conn, &events).await?;
    let subject = aggregate.ticket().subject;
    let named = events.iter().flat_map(|envelope| envelope.event.texts());
    let bodies = conn.texts_named(id, named.chain([subject])).await?;
    let subject = bodies.get(&subject).cloned().unwrap_or_default();
    let texts = prose.texts(bodies).await;
    // The snapshot may hold later events than these; they come with their own change.
    let before = aggregate.before(events.len());
    Ok(Some(Change {
        position,
        before,
        neighbours,
        texts,
        subject,
        events,
        aggregate,
        directory: Arc::clone(directory),
    }))
}

impl Change {
    /// As this person may learn of it, if at all.
    pub(super) fn for_actor(&self, actor: &Actor) -> Option<Live> {
        match viewer(self.aggregate.ticket(), actor) {
            Some(quality) => {
                let update = update(
                    &self.aggregate,
                    &self.neighbours.events_for(actor, &self.events),
                    &self.texts,
                    &self.subject,
                    quality,
                    &self.directory,
                );
                // Nothing to learn: not even that something happened.
                (!update.events.is_empty()).then(|| Live::Update(Box::new(update)))
            }
            None => {
                let seen = self
                    .before
                    .as_ref()
                    .is_some_and(|before| viewer(before, actor).is_some());
                seen.then(|| Live::Gone(self.aggregate.ticket().id))
            }
        }
    }
}
