//! The live feed: what is committed, read once per process and handed to everybody who may see it.

use crate::neighbours::Neighbours;
use crate::part::weight;
use crate::prose::Renderer;
use crate::snapshot::{Snapshot, Snapshots};
use crate::ticket_page::update;
use crate::{Caller, Desk, DeskError, Token};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::Deed;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::prose::Texts;
use guichet_domain::live::message::Live;
use guichet_domain::tickets::event::Envelope;
use guichet_domain::tickets::view::viewer;
use guichet_domain::{PersonId, Ticket, TicketId};
use guichet_store::{Conn, Loaded, Logged, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, watch};

/// Events that are read from the log at once; so many in one go are more than is worth sending.
const CATCH_UP: i64 = 2000;
/// Messages after which a browser that was away reads its page again instead: of what it may see, so
/// that how much else happened stays untold.
pub(crate) const WORTH_SENDING: usize = 500;
/// Bytes of texts in them after which it does so too.
pub(crate) const WORTH_CARRYING: usize = 1_000_000;
/// Events that are looked through at most for a browser that was away.
const WORTH_READING: i64 = 10_000;
/// Before a failed reading is tried again.
const RETRY: Duration = Duration::from_secs(1);
/// How often a stream looks whether another process has ended its session.
const LOOK: Duration = Duration::from_secs(10);

/// What happened to one ticket between two positions.
pub(crate) struct Change {
    position: i64,
    loaded: Loaded,
    before: Option<Ticket>,
    events: Vec<Envelope>,
    neighbours: Neighbours,
    /// Those that the events name.
    texts: Texts,
    subject: String,
    directory: Arc<Directory>,
}

/// What streams are told.
#[derive(Clone)]
enum News {
    Change(Arc<Change>),
    /// More than is worth sending, up to this position.
    TooMuch(i64),
}

#[derive(Clone)]
pub(crate) struct Feed {
    changes: broadcast::Sender<News>,
    sessions: Arc<watch::Sender<u64>>,
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
                        Ok((read, upto, ends)) => {
                            position = upto.max(position);
                            // Also where another process did it.
                            if ends {
                                told.sessions_changed();
                            }
                            for change in read {
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
        Logged::Entry(_, entry) => matches!(entry, Entry::Person(_)),
        Logged::Deed(_, deed) => !matches!(
            deed,
            Deed::SignedIn { .. } | Deed::PasswordAccepted | Deed::Denied { .. }
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

/// What happened after a position, a change per ticket, up to where, and whether sessions may have
/// ended.
async fn changes_after(
    snapshots: &Snapshots,
    prose: &Renderer,
    position: i64,
) -> Result<(Vec<Change>, i64, bool), DeskError> {
    let Snapshot {
        mut conn,
        directory,
    } = snapshots.take().await?;
    let logged = conn.after(position, CATCH_UP).await?;
    let upto = logged.last().map_or(position, Logged::position);
    let ends = logged.iter().any(ends_sessions);
    let mut tickets: BTreeMap<TicketId, (i64, Vec<Envelope>)> = BTreeMap::new();
    for one in logged {
        if let Logged::Ticket(position, envelope) = one {
            let entry = tickets.entry(envelope.ticket).or_default();
            entry.0 = position;
            entry.1.push(envelope);
        }
    }
    let mut changes = Vec::new();
    for (id, (position, events)) in tickets {
        changes.extend(change(&mut conn, prose, id, position, events, &directory).await?);
    }
    changes.sort_by_key(|change| change.position);
    Ok((changes, upto, ends))
}

async fn change(
    conn: &mut Conn,
    prose: &Renderer,
    id: TicketId,
    position: i64,
    events: Vec<Envelope>,
    directory: &Arc<Directory>,
) -> Result<Option<Change>, DeskError> {
    let Some(loaded) = conn.loaded(id).await? else {
        return Ok(None);
    };
    let neighbours = Neighbours::of(conn, &events).await?;
    let subject = loaded.ticket().subject;
    let named = events.iter().flat_map(|envelope| envelope.event.texts());
    let bodies = conn.texts_named(id, named.chain([subject])).await?;
    let subject = bodies.get(&subject).cloned().unwrap_or_default();
    let texts = prose.texts(bodies).await;
    // The snapshot may hold later events than these; they come with their own change.
    let before = loaded.before(events.len());
    Ok(Some(Change {
        position,
        before,
        neighbours,
        texts,
        subject,
        events,
        loaded,
        directory: Arc::clone(directory),
    }))
}

impl Change {
    /// As this person may learn of it, if at all.
    fn for_actor(&self, actor: &Actor) -> Option<Live> {
        match viewer(self.loaded.ticket(), actor) {
            Some(quality) => {
                let update = update(
                    &self.loaded,
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
                seen.then(|| Live::Gone(self.loaded.ticket().id))
            }
        }
    }
}

/// One browser's stream.
pub struct Subscription {
    desk: Desk,
    caller: Caller,
    token: Token,
    changes: broadcast::Receiver<News>,
    sessions: watch::Receiver<u64>,
    told: broadcast::Receiver<Arc<BTreeSet<PersonId>>>,
    looks: tokio::time::Interval,
    waiting: std::collections::VecDeque<(i64, Live)>,
    position: i64,
    /// Unread notifications, as last told: what changes for others is nothing to hear of.
    unread: i64,
}

impl Desk {
    /// Follows what happens after `cursor`, as this person may see it.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`].
    ///
    /// `unread` is how many notifications the browser shows; it is told where that is not so.
    pub async fn subscribe(
        &self,
        token: Token,
        cursor: &str,
        unread: Option<i64>,
    ) -> Result<Subscription, DeskError> {
        let caller = self.caller(&token).await?;
        // Listening begins before looking back, so that nothing falls between the two.
        let changes = self.feed.changes.subscribe();
        let sessions = self.feed.sessions.subscribe();
        let (told, position) = self.missed(caller, cursor).await?;
        let now_unread = self.unread(caller.person).await?;
        let mut subscription = Subscription {
            desk: self.clone(),
            caller,
            token,
            changes,
            sessions,
            told: self.store.told(),
            looks: tokio::time::interval(LOOK),
            waiting: told.into(),
            position,
            unread: now_unread,
        };
        if unread.is_some_and(|shown| shown != now_unread) {
            let news = (position, Live::Unread(now_unread));
            subscription.waiting.push_back(news);
        }
        Ok(subscription)
    }
}

impl Subscription {
    fn queue(&mut self, change: &Change) -> Result<(), DeskError> {
        let actor = self.caller.actor(&change.directory)?;
        if let Some(live) = change.for_actor(&actor) {
            self.waiting.push_back((change.position, live));
        }
        Ok(())
    }

    /// The next message and the cursor to come back with; `None` once the session has ended.
    pub async fn next(&mut self) -> Option<(String, Live)> {
        loop {
            if let Some((position, live)) = self.waiting.pop_front() {
                let cursor = self.desk.stream_cursor(self.caller, position);
                return Some((cursor.ok()?, live));
            }
            tokio::select! {
                change = self.changes.recv() => match change {
                    Ok(News::Change(change)) if change.position > self.position => {
                        self.position = change.position;
                        self.queue(&change).ok()?;
                    }
                    Ok(News::TooMuch(position)) if position > self.position => {
                        self.position = position;
                        self.waiting.push_back((position, Live::Reload));
                    }
                    Ok(_) => {}
                    Err(broadcast::error::RecvError::Lagged(_)) => {
                        self.waiting.push_back((self.position, Live::Reload));
                    }
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
                told = self.told.recv() => {
                    let mine = match told {
                        // Nobody named is everybody.
                        Ok(people) => people.is_empty() || people.contains(&self.caller.person),
                        Err(broadcast::error::RecvError::Lagged(_)) => true,
                        Err(broadcast::error::RecvError::Closed) => return None,
                    };
                    if mine {
                        let unread = self.desk.unread(self.caller.person).await.ok()?;
                        if unread != self.unread {
                            self.unread = unread;
                            self.waiting.push_back((self.position, Live::Unread(unread)));
                        }
                    }
                }
                changed = self.sessions.changed() => {
                    changed.ok()?;
                    self.desk.caller(&self.token).await.ok()?;
                }
                // Signed out by another process.
                _ = self.looks.tick() => {
                    self.desk.caller(&self.token).await.ok()?;
                }
            }
        }
    }
}

impl Desk {
    /// What happened since `cursor`, as this person may see it.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`].
    pub async fn catch_up(&self, caller: Caller, cursor: &str) -> Result<Vec<Live>, DeskError> {
        let (told, _) = self.missed(caller, cursor).await?;
        Ok(told.into_iter().map(|(_, live)| live).collect())
    }

    /// What this person may learn of since `cursor`, each with its position, and how far it goes.
    async fn missed(
        &self,
        caller: Caller,
        cursor: &str,
    ) -> Result<(Vec<(i64, Live)>, i64), DeskError> {
        let head = self.store.read().await?.head().await?;
        let again = Ok((vec![(head, Live::Reload)], head));
        let from = self
            .cursors
            .read_stream(caller.person, cursor, self.now())
            .filter(|from| (head - WORTH_READING..=head).contains(from));
        let Some(mut position) = from else {
            return again;
        };
        let (mut told, mut bytes) = (Vec::new(), 0);
        while position < head {
            let (changes, upto, _) = changes_after(&self.snapshots, &self.prose, position).await?;
            if upto == position {
                break;
            }
            position = upto;
            for change in changes {
                let actor = caller.actor(&change.directory)?;
                let Some(live) = change.for_actor(&actor) else {
                    continue;
                };
                if let Live::Update(update) = &live {
                    bytes += update.texts.values().map(weight).sum::<usize>();
                }
                told.push((change.position, live));
                if told.len() > WORTH_SENDING || bytes > WORTH_CARRYING {
                    return again;
                }
            }
        }
        Ok((told, position))
    }

    /// Where the stream is taken up again.
    pub(crate) fn stream_cursor(&self, caller: Caller, position: i64) -> Result<String, DeskError> {
        self.cursors.stream(caller.person, position, self.now())
    }
}
