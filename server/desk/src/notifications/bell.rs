//! Notifications in the app, listed under the bell.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::cursor::CursorContext;
use crate::kernel::error::{DeskError, if_readable, outcome};
use crate::notifications::article_news::article_of;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::stream::StreamId;
use guichet_domain::notifications::bell::{NoticeAbout, NoticeLine, Notices};
use guichet_domain::notifications::notice::Notice;
use guichet_domain::tickets::view::{seen, viewer};
use guichet_domain::{ArticleId, PersonId, Ticket, TicketId, Timestamp};
use guichet_store::{Notification, Which};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Number of notifications per page.
pub(crate) const PAGE: usize = 30;

impl Desk {
    /// The caller's notifications, latest first, from the cursor `after` on.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn notifications(
        &self,
        caller: Caller,
        after: Option<&str>,
    ) -> Result<Notices, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        let actor = caller.actor(&directory)?;
        let place = CursorContext::Notifications;
        let before = after
            .and_then(|after| self.cursors.unseal(&place, caller.person, after))
            .unwrap_or([i64::MAX; 2]);
        let before = (Timestamp(before[0]), before[1]);
        let conn = &mut snapshot.conn;
        let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
        let found = conn.notifications(caller.person, before, limit).await?;
        let full = found.len() == PAGE;
        let next = found
            .last()
            .filter(|_| full)
            .map(|last| {
                let at = [last.at.0, last.position];
                self.cursors.seal(&place, caller.person, at)
            })
            .transpose()?;
        // Two statements, however many there are.
        let mut tickets = BTreeMap::new();
        let named = found.iter().filter_map(|one| one.about.ticket());
        for (id, aggregate) in conn.aggregates(named).await? {
            if let Some(aggregate) = if_readable(aggregate)? {
                tickets.insert(id, aggregate);
            }
        }
        let subjects = tickets
            .iter()
            .map(|(id, aggregate)| (*id, aggregate.ticket().subject));
        let subjects = conn.bodies_of(subjects).await?;
        let mut articles = BTreeMap::new();
        for id in found.iter().filter_map(|one| one.about.article()) {
            if let Entry::Vacant(place) = articles.entry(id) {
                let found = article_of(conn, id, &actor, &directory).await?;
                place.insert(found.map(|(_, title)| title));
            }
        }
        let mut lines = Vec::new();
        for one in found {
            if let Some(article) = one.about.article() {
                lines.push(NoticeLine {
                    id: self.notice_id(caller, &one)?,
                    notice: one.notice,
                    about: NoticeAbout::Article {
                        article,
                        title: articles.get(&article).cloned().flatten(),
                    },
                    by: None,
                    by_mail: None,
                    at: one.at,
                    read: one.read_at.is_some(),
                });
                continue;
            }
            let Some(id) = one.about.ticket() else {
                continue;
            };
            let Some(aggregate) = tickets.get(&id) else {
                continue;
            };
            let ticket = aggregate.ticket();
            // It may have become somebody else's since: then no more is said than that it was.
            let quality = viewer(ticket, &actor);
            let happened = quality
                .and_then(|quality| seen(aggregate.event_at(one.position)?, quality))
                .filter(|_| one.notice != Notice::ApprovalReminded);
            let by_mail = happened.as_ref().and_then(|one| one.event.by_mail());
            let by = happened
                .and_then(|envelope| directory.people.get(&envelope.by.person()?))
                .map(|person| person.name.clone());
            // Whoever sees it no more is told of nothing since, not even what kind it is now.
            let known = match quality {
                Some(_) => ticket.reference(),
                None => aggregate
                    .at(one.position)
                    .unwrap_or_else(|| Ticket::unrecorded(id))
                    .reference(),
            };
            let subject = quality.and_then(|_| subjects.get(&(id, ticket.subject)));
            lines.push(NoticeLine {
                id: self.notice_id(caller, &one)?,
                notice: one.notice,
                about: NoticeAbout::Ticket {
                    reference: known,
                    subject: subject.cloned(),
                    at_the_desk: quality == Some(Viewer::Agent)
                        && !ticket.participants().contains(&caller.person),
                },
                by,
                by_mail,
                at: one.at,
                read: one.read_at.is_some(),
            });
        }
        let unread = conn.unread(caller.person).await?;
        let cursor = self.stream_cursor(caller, conn.head().await?)?;
        Ok(Notices {
            lines,
            next,
            unread,
            cursor,
        })
    }

    fn notice_id(&self, caller: Caller, one: &Notification) -> Result<String, DeskError> {
        let position = self
            .cursors
            .seal(&CursorContext::Notice, caller.person, [one.position])?;
        Ok(format!("{position}.{}", one.notice.name()))
    }

    /// Number of unread notifications of a person.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer.
    pub(crate) async fn unread(&self, person: PersonId) -> Result<i64, DeskError> {
        Ok(self.store.read().await?.unread(person).await?)
    }

    /// Marks one notification as read, or all of them. An unknown `id` changes nothing.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn mark_read(&self, caller: Caller, id: Option<&str>) -> Result<(), DeskError> {
        let which = match id {
            None => Which::All,
            Some(id) => {
                let named = id.split_once('.').and_then(|(position, notice)| {
                    let [position] =
                        self.cursors
                            .unseal(&CursorContext::Notice, caller.person, position)?;
                    Some(Which::One(position, Notice::from_name(notice)?))
                });
                let Some(which) = named else { return Ok(()) };
                which
            }
        };
        self.mark(caller, which).await
    }

    /// Marks the notifications of a ticket as read, when the caller looks at it.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn look_at_ticket(&self, caller: Caller, ticket: TicketId) -> Result<(), DeskError> {
        self.mark_about(caller, ticket.into()).await
    }

    /// Marks the notifications of an article as read, when the caller looks at it.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn look_at_article(
        &self,
        caller: Caller,
        article: ArticleId,
    ) -> Result<(), DeskError> {
        self.mark_about(caller, article.into()).await
    }

    async fn mark_about(&self, caller: Caller, about: StreamId) -> Result<(), DeskError> {
        let mut conn = self.store.read().await?;
        let unread = conn.unread_of(caller.person, about).await?;
        drop(conn);
        if unread {
            self.mark(caller, Which::Of(about)).await?;
        }
        Ok(())
    }

    async fn mark(&self, caller: Caller, which: Which) -> Result<(), DeskError> {
        let now = self.now();
        self.store
            .attempt(move |txn| {
                Box::pin(async move {
                    outcome(
                        async {
                            caller.in_txn(txn)?;
                            txn.mark_read(caller.person, which, now).await?;
                            Ok(())
                        }
                        .await,
                    )
                })
            })
            .await?
    }
}
