//! Files attached to tickets.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::tickets::content::same_content;
use crate::tickets::masked_files::masked;
use crate::tickets::upload::Upload;
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use guichet_domain::kernel::audience::Audience;
use guichet_domain::live::message::Update;
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::view::{spoken, view, viewer};
use guichet_domain::{CommandId, FileId, TicketId};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use sha2::{Digest, Sha256};

/// What a file is attached with, which decides who may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum CameWith {
    /// An internal note, or anything for agents only.
    Note,
    /// The comment or other text of this command; if it had none, the file is an answer of its own.
    Words(CommandId),
}

/// A file about to be sent to a person who may see it.
pub struct Download {
    /// Name, type and size of the file, as recorded on the ticket.
    pub attachment: Attachment,
    /// Size in bytes.
    pub size: u64,
    /// Content in parts: no more is held in memory than is being sent.
    pub bytes: BoxStream<'static, Result<Bytes, DeskError>>,
}

/// An inspected file: what was found, and its content as stored.
struct Looked {
    /// SHA-256 of the content as uploaded, in hexadecimal.
    hash: String,
    media_type: &'static str,
    bytes: Vec<u8>,
}

impl Looked {
    fn into(bytes: Vec<u8>) -> Self {
        Self {
            hash: hex::encode(Sha256::digest(&bytes)),
            media_type: media_type(&bytes),
            bytes: masked(bytes),
        }
    }
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
        // One is looked into at a time: that takes it whole.
        let place = self.looks.acquire().await;
        let bytes = upload.read().await?;
        let looked = tokio::task::spawn_blocking(move || Looked::into(bytes));
        let looked = looked.await.map_err(std::io::Error::other)?;
        let name = upload.name;
        let content = self.content(caller, "attach", &(ticket, &name, with, looked.hash))?;
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
        // Drawn here: nobody can name, or write over, a file by guessing.
        let file = self.new_file();
        let attachment = Attachment {
            file,
            name: clean(&name),
            media_type: looked.media_type.to_owned(),
            size: i64::try_from(looked.bytes.len()).unwrap_or(i64::MAX),
            audience,
        };
        let new = PutOptions::from(PutMode::Create);
        self.files
            .put_opts(&path(file), PutPayload::from(looked.bytes), new)
            .await?;
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
        let quality = viewer(aggregate.ticket(), &actor).ok_or(DeskError::NotFound)?;
        let seen = view(aggregate.ticket(), quality);
        let attachment = seen
            .attachments
            .into_iter()
            .find(|a| a.file == file)
            .ok_or(DeskError::NotFound)?;
        let (size, bytes) = self.stream_of(file).await?;
        Ok(Download {
            attachment,
            size,
            bytes,
        })
    }

    /// Size of a file, and its content in parts.
    pub(crate) async fn stream_of(
        &self,
        file: FileId,
    ) -> Result<(u64, BoxStream<'static, Result<Bytes, DeskError>>), DeskError> {
        let found = self.files.get(&path(file)).await?;
        let size = found.meta.size;
        Ok((size, found.into_stream().map_err(DeskError::from).boxed()))
    }
}

pub(crate) fn path(file: FileId) -> Path {
    let name = file.to_string();
    Path::from(format!("{}/{name}", name.get(..2).unwrap_or("00")))
}

/// The last part of a path, from any system, without hidden characters.
pub(crate) fn clean(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !is_hidden(*c)).take(200).collect();
    if name.trim().is_empty() || name == "." || name == ".." {
        "fichier".into()
    } else {
        name
    }
}

/// Whether a character is a control character or changes the direction of text, so that one name
/// could look like another (Unicode, bidirectional formatting).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Media type detected from the content. Readable bytes are text; markup is never more than text.
pub(crate) fn media_type(bytes: &[u8]) -> &'static str {
    match infer::get(bytes) {
        Some(kind) if kind.mime_type() == "text/html" || kind.mime_type() == "text/xml" => {
            "text/plain"
        }
        Some(kind) => kind.mime_type(),
        None if std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0')) => "text/plain",
        None => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_come_from_bytes() {
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n...."), "image/png");
        assert_eq!(
            media_type(b"<html><script>alert(1)</script></html>"),
            "text/plain"
        );
        assert_eq!(
            media_type(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            "text/plain"
        );
        assert_eq!(media_type(b"bonjour"), "text/plain");
        assert_eq!(media_type(&[0, 159, 146, 150]), "application/octet-stream");
    }

    #[test]
    fn names_are_never_paths() {
        assert_eq!(clean("../../etc/passwd"), "passwd");
        assert_eq!(clean("C:\\Users\\x\\rapport.pdf"), "rapport.pdf");
        assert_eq!(clean(".."), "fichier");
        assert_eq!(clean("a\r\nb.txt"), "ab.txt");
    }
}
