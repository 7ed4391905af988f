//! The home page of the portal.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::tickets::line::line;
use guichet_domain::directory::disruption::Announcement;
use guichet_domain::queue::home::Home;
use guichet_store::Snapshot;

impl Desk {
    /// Home page of the portal: what is announced, and up to 10 of the person's tickets, resolved
    /// ones that await their confirmation first, then open ones.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn home(&self, caller: Caller) -> Result<Home, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        caller.person(&directory)?;
        let position = snapshot.conn.head().await?;
        let page = snapshot
            .conn
            .of_person(caller.person, Some(true), None, 10)
            .await?;
        let disruptions = self.announced(&mut snapshot.conn, &directory).await?;
        // What is resolved waits for the user's word: it comes first among the tickets.
        let done = snapshot
            .conn
            .of_person(caller.person, Some(false), None, 10)
            .await?;
        let waiting = done
            .tickets
            .into_iter()
            .filter(|summary| summary.state.is_done());
        let open = waiting
            .chain(page.tickets)
            .take(10)
            .map(|s| line(s, &directory))
            .collect();
        Ok(Home {
            disruptions,
            open,
            has_items: directory.items.values().any(|item| item.active),
            cursor: self.stream_cursor(caller, position)?,
        })
    }

    /// What is announced of disruptions: everybody may know of it.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn announcements(&self, caller: Caller) -> Result<Vec<Announcement>, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        caller.person(&directory)?;
        self.announced(&mut conn, &directory).await
    }
}
