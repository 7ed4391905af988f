//! Messages awaiting an administrator: listing, reading, discarding, and making tickets of them.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::cursor::CursorContext;
use crate::kernel::error::{DeskError, outcome};
use crate::kernel::files::path;
use crate::mail::inbound::message::{Incoming, MessageNature};
use crate::mail::inbound::texts;
use crate::mail::inbound::write::{StoredFile, draft};
use bytes::Bytes;
use futures::stream::BoxStream;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::kernel::actor::{Actor, Who};
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::email::email_address;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::mail::inbound::{Bounced, Fate, InboundLine};
use guichet_domain::tickets::view::viewer;
use guichet_domain::{CommandId, FileId, PersonId, TicketId};
use guichet_store::{Conn, StoredMessage};
use object_store::ObjectStoreExt;

/// Number of messages per page.
pub(crate) const SHOWN: i64 = 50;

impl Desk {
    /// Messages with this fate, newest first, and the cursor of the next page. For a message about
    /// a ticket the caller may not see, only sender and arrival are returned.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator; the same for all functions
    /// here, unless they say otherwise.
    pub async fn messages(
        &self,
        caller: Caller,
        fate: Fate,
        after: Option<&str>,
    ) -> Result<(Vec<InboundLine>, Option<String>), DeskError> {
        let mut snapshot = self.snapshot().await?;
        let actor = caller.administrator(&snapshot.directory)?;
        let conn = &mut snapshot.conn;
        let place = CursorContext::InboundMessages(fate);
        let before = after.and_then(|after| self.cursors.unseal(&place, caller.person, after));
        let [before] = before.unwrap_or([i64::MAX]);
        let mut messages = conn.messages(fate, before, SHOWN + 1).await?;
        let more = messages.len() as i64 > SHOWN;
        messages.truncate(usize::try_from(SHOWN).unwrap_or(usize::MAX));
        let last = messages.last().filter(|_| more);
        let next = last.map(|last| self.cursors.seal(&place, caller.person, [last.id]));
        let next = next.transpose()?;
        let mut lines = Vec::new();
        for inbound in messages {
            lines.push(line(conn, inbound, &actor).await?);
        }
        Ok((lines, next))
    }

    /// Number of messages set aside, counted up to 100.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator.
    pub async fn messages_waiting(&self, caller: Caller) -> Result<i64, DeskError> {
        let mut snapshot = self.snapshot().await?;
        caller.administrator(&snapshot.directory)?;
        Ok(snapshot.conn.count_messages(Fate::Aside, 100).await?)
    }

    /// The recorded bounces: people whose mail does not arrive.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an agent.
    pub async fn bounces(&self, caller: Caller) -> Result<Vec<Bounced>, DeskError> {
        let mut snapshot = self.snapshot().await?;
        caller.agent(&snapshot.directory)?;
        Ok(snapshot.conn.bounces().await?)
    }

    /// The original of a message, for an administrator to read: size and content in parts. Recorded
    /// in the audit log.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such message, it is hidden from the caller, or its
    /// original is not kept.
    pub async fn original(
        &self,
        caller: Caller,
        inbound: i64,
    ) -> Result<(u64, BoxStream<'static, Result<Bytes, DeskError>>), DeskError> {
        let file = self.file_of_message(caller, inbound).await?;
        let bytes = self.stream_of(file).await?;
        let by = Who::Person(caller.person);
        self.note(&AuditEvent::MessageRead { message: inbound }, None, &by)
            .await?;
        Ok(bytes)
    }

    /// The original of the message whose words reached a ticket with a command: size and content in
    /// parts. Recorded in the audit log.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the caller does not see the ticket as an agent, or no original is
    /// kept.
    pub async fn original_on_ticket(
        &self,
        caller: Caller,
        ticket: TicketId,
        command: CommandId,
    ) -> Result<(u64, BoxStream<'static, Result<Bytes, DeskError>>), DeskError> {
        let mut snapshot = self.snapshot().await?;
        let actor = caller.actor(&snapshot.directory)?;
        let aggregate = snapshot.conn.aggregate(ticket).await?;
        let aggregate = aggregate.ok_or(DeskError::NotFound)?;
        if viewer(aggregate.ticket(), &actor) != Some(Viewer::Agent) {
            return Err(DeskError::NotFound);
        }
        let original = snapshot.conn.original_of(ticket, command).await?;
        let (message, file) = original.ok_or(DeskError::NotFound)?;
        drop(snapshot);
        let bytes = self.stream_of(file).await?;
        let by = Who::Person(caller.person);
        self.note(&AuditEvent::MessageRead { message }, None, &by)
            .await?;
        Ok(bytes)
    }

    /// The original of a message, for the program to parse.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such message, it is hidden from the caller, or its
    /// original is not kept.
    pub async fn bytes_of_message(
        &self,
        caller: Caller,
        inbound: i64,
    ) -> Result<Vec<u8>, DeskError> {
        let file = self.file_of_message(caller, inbound).await?;
        Ok(self.files.get(&path(file)).await?.bytes().await?.to_vec())
    }

    async fn file_of_message(&self, caller: Caller, inbound: i64) -> Result<FileId, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let actor = caller.administrator(&snapshot.directory)?;
        let conn = &mut snapshot.conn;
        let inbound = conn.stored_message(inbound).await?;
        let inbound = inbound.ok_or(DeskError::NotFound)?;
        // What answers a ticket repeats what was said there.
        if let (_, false) = about(conn, &inbound, &actor).await? {
            return Err(DeskError::NotFound);
        }
        inbound.file.ok_or(DeskError::NotFound)
    }

    /// Discards a message awaiting a decision, and deletes its original.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if it awaits no decision.
    pub async fn discard_message(&self, caller: Caller, inbound: i64) -> Result<(), DeskError> {
        let desk = self.clone();
        let kept = self.store.attempt(move |txn| {
            let desk = desk.clone();
            Box::pin(async move {
                outcome(
                    async {
                        caller.administrator(&txn.directory_now())?;
                        let known = waiting(txn, inbound).await?;
                        txn.discard_message(inbound).await?;
                        let (audited, by) = (
                            AuditEvent::MessageDiscarded { message: inbound },
                            caller.person,
                        );
                        desk.note_in(txn, &audited, None, &Who::Person(by)).await?;
                        Ok(known.file)
                    }
                    .await,
                )
            })
        });
        if let Some(file) = kept.await?? {
            self.files.delete(&path(file)).await?;
        }
        Ok(())
    }

    /// Makes an incident of a message awaiting a decision, for `affected` or, if `None`, for its
    /// author, who becomes a user without an account if unknown. `read` is the message, parsed
    /// again from [`Desk::bytes_of_message`]. If it cannot be parsed or is too long, the original
    /// is attached to the ticket.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if it awaits no decision, [`DeskError::Refused`] if there is nobody
    /// to make it for.
    pub async fn ticket_of_message(
        &self,
        caller: Caller,
        inbound: i64,
        read: Incoming,
        affected: Option<PersonId>,
    ) -> Result<Reference, DeskError> {
        let original = self.bytes_of_message(caller, inbound).await?;
        let mut files = Vec::new();
        for file in &read.files {
            files.push(self.put(&file.name, &file.bytes).await?);
        }
        let unreadable = matches!(read.nature, MessageNature::Aside(_));
        if unreadable || texts::is_incomplete(&read) {
            files.push(self.put_whole(&original).await?);
        }
        let desk = self.clone();
        let made = {
            let files = files.clone();
            self.store.attempt(move |txn| {
                let (desk, read, files) = (desk.clone(), read.clone(), files.clone());
                Box::pin(async move {
                    outcome(
                        desk.ticket_of(txn, caller, inbound, &read, affected, &files)
                            .await,
                    )
                })
            })
        };
        match made.await.map_err(DeskError::from).flatten() {
            Ok(reference) => Ok(reference),
            Err(error) => {
                for stored in files {
                    self.files.delete(&path(stored.file)).await?;
                }
                Err(error)
            }
        }
    }

    async fn ticket_of(
        &self,
        txn: &mut guichet_store::Txn,
        caller: Caller,
        inbound: i64,
        read: &Incoming,
        affected: Option<PersonId>,
        files: &[StoredFile],
    ) -> Result<Reference, DeskError> {
        let directory = txn.directory_now();
        caller.administrator(&directory)?;
        let known = waiting(txn, inbound).await?;
        let id = self.new_command();
        let person = match whose(&directory, &known, affected) {
            Some(person) => person,
            None if affected.is_none()
                && directory.person_by_email(&known.sender).is_none()
                && email_address(&known.sender).is_some() =>
            {
                let derived = CommandId(id.text(97).0);
                self.new_user(txn, derived, &known.name, &known.sender)
                    .await?
            }
            None => {
                use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal};
                return Err(DeskError::Refused(Refusal::Invalid(vec![FieldError {
                    field: Field::Affected,
                    name: None,
                    problem: Problem::Unknown,
                }])));
            }
        };
        let language = person.language.unwrap_or_default();
        let (subject, text) = texts::opening(language, read);
        let draft = draft(subject, text);
        let reference = self.report(txn, &person, id, draft, files).await?;
        txn.settle_message(inbound, reference.id, id).await?;
        let audited = AuditEvent::MessageTaken {
            message: inbound,
            ticket: Some(reference),
        };
        self.note_in(txn, &audited, None, &Who::Person(caller.person))
            .await?;
        Ok(reference)
    }
}

fn whose(
    directory: &Directory,
    inbound: &StoredMessage,
    affected: Option<PersonId>,
) -> Option<guichet_domain::directory::person::Person> {
    let named = affected.and_then(|person| directory.people.get(&person));
    let wrote = || directory.person_by_email(&inbound.sender);
    let person = if affected.is_some() { named } else { wrote() };
    person.filter(|person| person.active).cloned()
}

async fn waiting(conn: &mut Conn, inbound: i64) -> Result<StoredMessage, DeskError> {
    let known = conn
        .stored_message(inbound)
        .await?
        .ok_or(DeskError::NotFound)?;
    let waits = matches!(known.fate, Fate::Aside | Fate::Automatic | Fate::Bounce);
    if waits {
        Ok(known)
    } else {
        Err(DeskError::NotFound)
    }
}

async fn line(
    conn: &mut Conn,
    inbound: StoredMessage,
    actor: &Actor,
) -> Result<InboundLine, DeskError> {
    let (ticket, may) = about(conn, &inbound, actor).await?;
    Ok(InboundLine {
        id: inbound.id,
        at: inbound.at,
        sender: inbound.sender,
        name: inbound.name,
        subject: if may { inbound.subject } else { String::new() },
        fate: inbound.fate,
        reason: inbound.reason,
        ticket,
        kept: may && inbound.file.is_some(),
    })
}

/// The ticket a message is about, and whether the actor may read the message: not if it is about a
/// ticket they may not see.
async fn about(
    conn: &mut Conn,
    inbound: &StoredMessage,
    actor: &Actor,
) -> Result<(Option<Reference>, bool), DeskError> {
    let aggregate = match inbound.ticket {
        Some(ticket) => conn.aggregate(ticket).await?,
        None => None,
    };
    Ok(match aggregate {
        None => (None, true),
        Some(aggregate) if viewer(aggregate.ticket(), actor).is_some() => {
            (Some(aggregate.ticket().reference()), true)
        }
        Some(_) => (None, false),
    })
}
