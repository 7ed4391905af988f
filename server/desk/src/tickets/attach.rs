//! Files attached to tickets.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::kernel::files::{clean, path};
use crate::tickets::content::same_content;
use crate::tickets::neighbours::tickets_of;
use crate::tickets::store_file::Download;
use crate::tickets::upload::Upload;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::prose::Format;
use guichet_domain::live::message::Update;
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::view::{spoken, view, viewer};
use guichet_domain::{CommandId, FileId, Ticket, TicketId};

use object_store::ObjectStoreExt;

/// What a file is attached with, which decides who may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum CameWith {
    /// An internal note, or anything for agents only.
    Note,
    /// The comment or other text of this command; if it had none, the file is an answer of its own.
    Words(CommandId),
}

impl Desk {
    /// Stores a file and attaches it. Its media type is detected from the content, not the name.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] and [`DeskError::Refused`] as for [`Desk::carry_out`]; the file is
    /// not kept then.
    pub async fn attach(
        &self,
        caller: Caller,
        ticket: TicketId,
        id: CommandId,
        mut upload: Upload,
        with: CameWith,
    ) -> Result<Update, DeskError> {
        // Whoever may not see the ticket stores nothing.
        let mut snapshot = self.snapshot().await?;
        let actor = caller.actor(&snapshot.directory)?;
        let aggregate = snapshot.conn.aggregate(ticket).await?;
        let aggregate = aggregate.ok_or(DeskError::NotFound)?;
        viewer(aggregate.ticket(), &actor).ok_or(DeskError::NotFound)?;
        drop(snapshot);
        let (inspected, place) = self.inspect(&mut upload).await?;
        let name = upload.name;
        let content = self.content(caller, "attach", &(ticket, &name, with, &inspected.hash))?;
        // The same upload twice is one: what came with the first is there already.
        let mut conn = self.store.read().await?;
        if let Some(done) = conn.done(id).await?
            && done.stream == Some(ticket.into())
        {
            same_content(&mut conn, &done, &content).await?;
            return self.answer(caller, ticket, id).await;
        }
        drop(conn);
        let audience = match with {
            CameWith::Note => Audience::Agents,
            CameWith::Words(command) => self.said_to(ticket, command).await?,
        };
        let attachment = self.store_file(clean(&name), inspected, audience).await?;
        let file = attachment.file;
        drop(place);
        let command = Command::Attach {
            attachments: vec![attachment],
        };
        let outcome = self
            .carry_out_any(
                caller,
                CommandEnvelope {
                    id,
                    ticket,
                    command,
                    format: Format::Plain,
                },
                content,
            )
            .await;
        let kept = outcome.as_ref().is_ok_and(|update| {
            let ours = |event: &Event| matches!(event, Event::Attached { attachment, .. } if attachment.file == file);
            update.events.iter().any(|envelope| ours(&envelope.event))
        });
        if !kept {
            self.files.delete(&path(file)).await?;
        }
        outcome
    }

    /// Audience of the text of a command.
    async fn said_to(&self, ticket: TicketId, command: CommandId) -> Result<Audience, DeskError> {
        let aggregate = self.store.read().await?.aggregate(ticket).await?;
        let aggregate = aggregate.ok_or(DeskError::NotFound)?;
        let said = aggregate
            .history()
            .iter()
            .rfind(|envelope| envelope.command == command)
            .and_then(|envelope| envelope.event.said_to());
        Ok(said.unwrap_or_else(|| spoken(aggregate.ticket())))
    }

    /// A file of a ticket, if the caller may see both.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such file or the caller may not see it.
    pub async fn download(
        &self,
        caller: Caller,
        ticket: TicketId,
        file: FileId,
    ) -> Result<Download, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let actor = caller.actor(&snapshot.directory)?;
        let aggregate = snapshot
            .conn
            .aggregate(ticket)
            .await?
            .ok_or(DeskError::NotFound)?;
        let ticket = aggregate.ticket();
        viewer(ticket, &actor).ok_or(DeskError::NotFound)?;
        // Those of the tickets that are part of it stand among its own.
        let joined = ticket.joined.iter().map(|joined| joined.from.id);
        let joined = tickets_of(&mut snapshot.conn, joined).await?;
        let files = |ticket: &Ticket| {
            let quality = viewer(ticket, &actor)?;
            let mut files = view(ticket, quality).attachments.into_iter();
            files.find(|attachment| attachment.file == file)
        };
        let attachment = [ticket].into_iter().chain(joined.values()).find_map(files);
        let attachment = attachment.ok_or(DeskError::NotFound)?;
        self.sent(attachment).await
    }
}
