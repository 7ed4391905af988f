//! The users' portal: disruptions, their tickets, the catalogue.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::cursor::CursorContext;
use crate::kernel::error::DeskError;
use crate::tickets::line::line;
use guichet_domain::directory::catalogue::Item;
use guichet_domain::directory::disruption::Disruption;
use guichet_domain::identity::me::Me;
use guichet_domain::queue::home::Home;
use guichet_domain::tickets::line::Line;
use guichet_domain::{ItemId, TicketId};

/// Number of tickets per page of a person's own tickets.
pub(crate) const PAGE: usize = 25;

impl Desk {
    /// The signed-in person.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn me(&self, caller: Caller) -> Result<Me, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let person = caller.person(&snapshot.directory)?;
        let zone = person
            .zone
            .as_deref()
            .and_then(|name| crate::kernel::zone::zone(name, self.now()));
        let approvals = snapshot.conn.awaiting(caller.person).await?.len();
        Ok(Me {
            person: person.id,
            name: person.name.clone(),
            email: person.email.clone(),
            actor: person.actor(),
            language: person.language,
            zone: zone.unwrap_or_else(|| self.zone().clone()),
            approvals: i64::try_from(approvals).unwrap_or(i64::MAX),
            unread: snapshot.conn.unread(caller.person).await?,
        })
    }

    /// Home page of the portal: current disruptions, and up to 10 of the person's tickets, resolved
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
        let mut disruptions: Vec<Disruption> = directory
            .disruptions
            .values()
            .filter(|d| d.ended.is_none())
            .cloned()
            .collect();
        disruptions.sort_by_key(|disruption| std::cmp::Reverse(disruption.since));
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
            cursor: self.stream_cursor(caller, position)?,
        })
    }

    /// Tickets the caller participates in, newest first, and the cursor of the next page.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn my_tickets(
        &self,
        caller: Caller,
        open: Option<bool>,
        after: Option<&str>,
    ) -> Result<(Vec<Line>, Option<String>), DeskError> {
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        caller.person(&directory)?;
        let place = CursorContext::Tickets { open };
        let after = after.and_then(|after| self.cursors.unseal_key(&place, caller.person, after));
        let before = after.map(|key| TicketId(key.id));
        let page = snapshot
            .conn
            .of_person(caller.person, open, before, PAGE)
            .await?;
        let next = self.cursors.seal_key(&place, caller.person, page.next)?;
        Ok((
            page.tickets
                .into_iter()
                .map(|s| line(s, &directory))
                .collect(),
            next,
        ))
    }

    /// Active items of the service catalogue.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn catalogue(&self, caller: Caller) -> Result<Vec<Item>, DeskError> {
        let directory = self.directory().await?;
        caller.person(&directory)?;
        Ok(directory
            .items
            .values()
            .filter(|item| item.active)
            .cloned()
            .collect())
    }

    /// One active item of the service catalogue.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such item.
    pub async fn item(&self, caller: Caller, id: ItemId) -> Result<Item, DeskError> {
        let catalogue = self.catalogue(caller).await?;
        catalogue
            .into_iter()
            .find(|item| item.id == id)
            .ok_or(DeskError::NotFound)
    }
}
