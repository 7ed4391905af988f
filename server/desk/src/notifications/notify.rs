//! Notifying people: the log is followed event by event, and each recipient gets a notification in
//! the app, by e-mail, or both.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use crate::knowledge::facts::restricted;
use crate::notifications::feedback_news::of_feedback;
use crate::notifications::found::{FoundNotices, One, as_wished};
use crate::tickets::facts::working_days_on;
use guichet_domain::directory::whole::Directory;
use guichet_domain::knowledge::article::Article;
use guichet_domain::knowledge::event::ArticleEnvelope;
use guichet_domain::knowledge::evolve::evolve_article;
use guichet_domain::notifications::article_recipients::{article_recipients, notice_of};
use guichet_domain::notifications::notice::Notice;
use guichet_domain::notifications::recipients::{asks, recipients};
use guichet_domain::tickets::event::Event;
use guichet_domain::{CommandId, PersonId, Ticket, TicketId, evolve};
use guichet_store::{Conn, Logged, Notified, Position, StoreError};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Maximum number of events notified in one transaction.
const STRETCH: i64 = 500;

/// Wait before a failed attempt is repeated.
const RETRY: Duration = Duration::from_secs(1);

/// Events within this time are notified in one transaction, to save the writer's time.
const GATHER: Duration = Duration::from_millis(50);

impl Desk {
    /// Notifies of events as they happen, for as long as the future is polled.
    pub async fn keep_notifying(&self) {
        let mut head = self.store.head();
        loop {
            head.mark_unchanged();
            if let Err(error) = self.notify().await {
                tracing::error!(%error, "what happened could not be told; trying again");
                tokio::time::sleep(RETRY).await;
            } else if head.changed().await.is_err() {
                return;
            } else {
                tokio::time::sleep(GATHER).await;
            }
        }
    }

    /// Notifies of all events nobody was notified of yet.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer; what was notified so far stays so.
    pub async fn notify(&self) -> Result<(), DeskError> {
        loop {
            let (from, upto, told) = self.next_stretch().await?;
            if upto == from {
                return Ok(());
            }
            // Another process may have been quicker; then the next stretch begins where it ended.
            self.store
                .write(move |txn| {
                    let told = told.clone();
                    Box::pin(async move { txn.notify(from, upto, &told).await })
                })
                .await?;
        }
    }

    async fn next_stretch(&self) -> Result<(Position, Position, Notified), DeskError> {
        let mut snapshot = self.snapshot().await?;
        let conn = &mut snapshot.conn;
        let from = conn.notified_up_to().await?;
        let quiet = conn.suppressed_after(from).await?;
        // A history that came from elsewhere is passed over in one step, however long it is.
        if let Some((_, last)) = quiet
            .iter()
            .find(|(first, last)| (*first..=*last).contains(&(from + 1)))
        {
            return Ok((from, *last, Notified::default()));
        }
        let logged = conn.after(from, STRETCH).await?;
        let upto = logged.last().map_or(from, Logged::position);
        let mut places: BTreeMap<TicketId, BTreeSet<Position>> = BTreeMap::new();
        let mut found = FoundNotices::default();
        for one in &logged {
            let is_quiet = |p: Position| quiet.iter().any(|(f, l)| (*f..=*l).contains(&p));
            if is_quiet(one.position()) {
                continue;
            }
            match one {
                Logged::Ticket(position, envelope) => {
                    places.entry(envelope.ticket).or_default().insert(*position);
                }
                Logged::Article(position, envelope) => {
                    let ones = of_article(conn, *position, envelope, &snapshot.directory).await;
                    found.ones.extend(if_known(ones)?.unwrap_or_default());
                }
                Logged::Feedback(position, envelope) => {
                    let ones = of_feedback(conn, *position, envelope, &snapshot.directory).await;
                    found.ones.extend(if_known(ones)?.unwrap_or_default());
                }
                Logged::Entry(..) | Logged::Unreadable(..) | Logged::AuditEvent(..) => {}
            }
        }
        for (ticket, positions) in places {
            let mut of_it = FoundNotices::default();
            let read = self.look_at(conn, ticket, &positions, &snapshot.directory, &mut of_it);
            if if_known(read.await)?.is_some() {
                found.extend(of_it);
            }
        }
        let told = as_wished(conn, found, &snapshot.directory).await?;
        Ok((from, upto, told))
    }

    /// Finds the recipients of these events of one ticket.
    async fn look_at(
        &self,
        conn: &mut Conn,
        id: TicketId,
        positions: &BTreeSet<Position>,
        directory: &Directory,
        found: &mut FoundNotices,
    ) -> Result<(), StoreError> {
        let history = conn.placed_history(id).await?;
        let commands: BTreeSet<CommandId> = history
            .iter()
            .filter(|(position, _)| positions.contains(position))
            .map(|(_, envelope)| envelope.command)
            .collect();
        let texts = if history
            .iter()
            .any(|(p, e)| positions.contains(p) && matches!(e.event, Event::Commented { .. }))
        {
            conn.texts(id).await?
        } else {
            BTreeMap::new()
        };
        // What one command leads to is told once to each, however many events it has.
        let mut once: BTreeSet<(CommandId, PersonId, Notice)> = BTreeSet::new();
        let mut ticket = Ticket::unrecorded(id);
        let mut asked_at = 0;
        let mut others = BTreeMap::new();
        for (position, envelope) in &history {
            let after = evolve(ticket.clone(), envelope);
            // Whoever has the ticket that it is part of is told of what is said here.
            let into = after.merged_into();
            if let Some(into) = into.filter(|into| !others.contains_key(&into.id))
                && let Some(Some(found)) = if_known(conn.aggregate(into.id).await)?
            {
                others.insert(into.id, found.ticket().clone());
            }
            let into = into.and_then(|into| others.get(&into.id));
            let asks = asks(&ticket, &after, envelope);
            if asks {
                asked_at = *position;
            }
            if commands.contains(&envelope.command) {
                let said = match &envelope.event {
                    Event::Commented { text, .. } => texts.get(text).map(|text| text.body.as_str()),
                    _ => None,
                };
                let is_new = positions.contains(position);
                for recipient in
                    recipients(&ticket, &told_as(&after, into), envelope, said, directory)
                {
                    let first = once.insert((envelope.command, recipient.person, recipient.notice));
                    if first && is_new {
                        found.ones.push(One {
                            recipient,
                            position: *position,
                            about: id.into(),
                            at: envelope.at,
                            beside: None,
                        });
                    }
                }
                if is_new && asks {
                    let days = directory.settings.remind_after_working_days;
                    let due = working_days_on(directory, &self.zone, envelope.at, days);
                    if days > 0 {
                        found.reminders.push((id, asked_at, due));
                    }
                }
            }
            ticket = after;
        }
        Ok(())
    }
}

/// The ticket as those are told of it who have the one that it is part of, if it is.
fn told_as<'a>(ticket: &'a Ticket, into: Option<&Ticket>) -> Cow<'a, Ticket> {
    match into {
        Some(into) => Cow::Owned(ticket.clone().in_hands_of(into)),
        None => Cow::Borrowed(ticket),
    }
}

/// Who is to know of something that cannot be read, nobody can say; the others are notified.
fn if_known<T>(read: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(error) if error.is_unreadable() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Finds the recipients of an event of an article.
async fn of_article(
    conn: &mut Conn,
    position: Position,
    envelope: &ArticleEnvelope,
    directory: &Directory,
) -> Result<Vec<One>, StoreError> {
    let Some(told) = notice_of(&envelope.event) else {
        return Ok(Vec::new());
    };
    let history = conn.article_history(envelope.article).await?;
    let same = |one: &&ArticleEnvelope| one.command != envelope.command;
    let before = history.iter().take_while(same);
    let before = before.fold(Article::unwritten(envelope.article), evolve_article);
    let restricted = restricted(directory);
    let recipients = article_recipients(told, &before, &envelope.by, directory, &restricted);
    let one = |recipient| One {
        recipient,
        position,
        about: envelope.article.into(),
        at: envelope.at,
        beside: None,
    };
    Ok(recipients.into_iter().map(one).collect())
}
