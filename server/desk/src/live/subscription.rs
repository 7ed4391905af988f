//! The live stream of one browser, and what it missed while away.

use crate::desk::Desk;
use crate::identity::sessions::Token;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::live::feed::{Change, Message, News, changes_after};
use crate::tickets::conversation_part::weight;
use guichet_domain::PersonId;
use guichet_domain::live::message::Live;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, watch};

/// Maximum number of messages a returning browser is sent; beyond, it reads its page again. Only
/// messages it may see count, so that nothing is revealed about others.
pub(crate) const WORTH_SENDING: usize = 500;

/// Maximum size of the texts in these messages, in bytes.
pub(crate) const CATCH_UP_MAX: usize = 1_000_000;

/// Maximum number of events searched for a returning browser.
const WORTH_READING: i64 = 10_000;

/// How often a stream checks whether another process has ended its session.
const LOOK: Duration = Duration::from_secs(10);

/// What a browser shows beside its page; nothing of what it does not show.
#[derive(Clone, Copy, Debug, Default)]
pub struct OnScreen {
    /// Number of unread notifications.
    pub unread: Option<i64>,
    /// Version of the incidents that come together.
    pub groups: Option<u32>,
}

/// The live stream of one browser.
pub struct Subscription {
    desk: Desk,
    caller: Caller,
    token: Token,
    changes: broadcast::Receiver<News>,
    sessions: watch::Receiver<u64>,
    notified: broadcast::Receiver<Arc<BTreeSet<PersonId>>>,
    groups: watch::Receiver<u32>,
    looks: tokio::time::Interval,
    waiting: VecDeque<(i64, Arc<Message>)>,
    /// Position up to which changes were passed on.
    position: i64,
    /// Position from which a browser that leaves now can resume.
    resume: i64,
    /// Number of unread notifications last sent; changes that leave it as it is are not sent.
    unread: i64,
}

impl Desk {
    /// Subscribes to what happens after `cursor`, as far as this person may see it, and
    /// to what is no longer as the browser shows it.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the session has ended.
    pub async fn subscribe(
        &self,
        token: Token,
        cursor: &str,
        shown: OnScreen,
    ) -> Result<Subscription, DeskError> {
        // Listening begins before looking back, so that nothing falls between the two.
        let changes = self.feed.changes.subscribe();
        let sessions = self.feed.sessions.subscribe();
        let notified = self.store.notified();
        let groups = self.comparing.versions();
        let caller = self.caller(&token).await?;
        let (missed, position) = self.missed(caller, cursor).await?;
        let now_unread = self.unread(caller.person).await?;
        let mut subscription = Subscription {
            desk: self.clone(),
            caller,
            token,
            changes,
            sessions,
            notified,
            groups,
            looks: tokio::time::interval(LOOK),
            waiting: missed.into(),
            position,
            resume: position,
            unread: now_unread,
        };
        if shown.unread.is_some_and(|unread| unread != now_unread) {
            subscription.say(Live::Unread(now_unread));
        }
        let told = self.other_groups(caller, shown).await?;
        told.into_iter().for_each(|live| subscription.say(live));
        Ok(subscription)
    }
}

impl Subscription {
    fn queue(&mut self, change: &Change) -> Result<(), DeskError> {
        let actor = self.caller.actor(&change.directory)?;
        if let Some(message) = change.for_actor(&actor) {
            self.waiting.push_back((change.resume, message));
        }
        Ok(())
    }

    fn say(&mut self, live: Live) {
        let message = Arc::new(live.into());
        self.waiting.push_back((self.resume, message));
    }

    /// The next message, and the cursor to resume from; `None` once the session has ended.
    pub async fn next(&mut self) -> Option<(String, Arc<Message>)> {
        loop {
            if let Some((position, message)) = self.waiting.pop_front() {
                let cursor = self.desk.stream_cursor(self.caller, position);
                return Some((cursor.ok()?, message));
            }
            tokio::select! {
                change = self.changes.recv() => match change {
                    Ok(News::Change(change)) if change.position > self.position => {
                        self.position = change.position;
                        self.resume = change.resume;
                        self.queue(&change).ok()?;
                    }
                    Ok(News::TooMuch(position)) if position > self.position => {
                        self.position = position;
                        self.resume = position;
                        self.say(Live::Reload);
                    }
                    Ok(_) => {}
                    Err(broadcast::error::RecvError::Lagged(_)) => {
                        self.say(Live::Reload);
                    }
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
                notified = self.notified.recv() => {
                    let mine = match notified {
                        // Nobody named is everybody.
                        Ok(people) => people.is_empty() || people.contains(&self.caller.person),
                        Err(broadcast::error::RecvError::Lagged(_)) => true,
                        Err(broadcast::error::RecvError::Closed) => return None,
                    };
                    if mine {
                        let unread = self.desk.unread(self.caller.person).await.ok()?;
                        if unread != self.unread {
                            self.unread = unread;
                            self.say(Live::Unread(unread));
                        }
                    }
                }
                changed = self.groups.changed() => {
                    changed.ok()?;
                    let version = *self.groups.borrow_and_update();
                    if self.desk.is_agent(self.caller).await.ok()? {
                        self.say(Live::Groups(version));
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
    /// What happened since `cursor`, as far as this person may see it, and what is no
    /// longer as the browser shows it.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn catch_up(
        &self,
        caller: Caller,
        cursor: &str,
        shown: OnScreen,
    ) -> Result<Vec<Live>, DeskError> {
        let (missed, _) = self.missed(caller, cursor).await?;
        let mut told: Vec<Live> = missed.iter().map(|(_, one)| one.live.clone()).collect();
        if let Some(shown) = shown.unread {
            let now = self.unread(caller.person).await?;
            told.extend((now != shown).then_some(Live::Unread(now)));
        }
        told.extend(self.other_groups(caller, shown).await?);
        Ok(told)
    }

    async fn is_agent(&self, caller: Caller) -> Result<bool, DeskError> {
        let directory = self.directory().await?;
        Ok(caller.actor(&directory)?.role.is_agent())
    }

    /// The message that other incidents come together than those the browser shows; only to agents.
    async fn other_groups(
        &self,
        caller: Caller,
        shown: OnScreen,
    ) -> Result<Option<Live>, DeskError> {
        let now = *self.comparing.versions().borrow();
        let is_other = shown.groups.is_some_and(|shown| shown != now);
        let is_told = is_other && self.is_agent(caller).await?;
        Ok(is_told.then_some(Live::Groups(now)))
    }

    /// Messages since `cursor` for this person, each with the position to resume from after it, and
    /// the position read up to.
    async fn missed(
        &self,
        caller: Caller,
        cursor: &str,
    ) -> Result<(Vec<(i64, Arc<Message>)>, i64), DeskError> {
        let head = self.store.read().await?.head().await?;
        let again = || Ok((vec![(head, Arc::new(Live::Reload.into()))], head));
        let from = self
            .cursors
            .read_stream(caller.person, cursor, self.now())
            .filter(|from| (head - WORTH_READING..=head).contains(from));
        let Some(mut position) = from else {
            return again();
        };
        let (mut notified, mut bytes) = (Vec::new(), 0);
        while position < head {
            let read = changes_after(&self.store, &self.prose, position).await?;
            if read.is_partial {
                return again();
            }
            if read.upto == position {
                break;
            }
            position = read.upto;
            for change in read.changes {
                let actor = caller.actor(&change.directory)?;
                let Some(message) = change.for_actor(&actor) else {
                    continue;
                };
                if let Live::Update(update) = &message.live {
                    bytes += update.texts.values().map(weight).sum::<usize>();
                }
                notified.push((change.resume, message));
                if notified.len() > WORTH_SENDING || bytes > CATCH_UP_MAX {
                    return again();
                }
            }
        }
        Ok((notified, position))
    }

    /// The cursor to resume the stream from after `position`, or from where the page began to be
    /// read (see [`Desk::for_page`]).
    pub(crate) fn stream_cursor(&self, caller: Caller, position: i64) -> Result<String, DeskError> {
        let position = self.page_from.map_or(position, |from| from.min(position));
        self.cursors.stream(caller.person, position, self.now())
    }
}
