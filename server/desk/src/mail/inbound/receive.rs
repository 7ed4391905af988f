//! Taking a message in: exactly once, in one transaction.

use crate::desk::Desk;
use crate::kernel::error::{DeskError, outcome};
use crate::kernel::files::path;
use crate::mail::inbound::message::{
    InboundFile, InboundRules, Incoming, MessageNature, Undelivered,
};
use crate::mail::inbound::route::Route;
use crate::mail::inbound::texts;
use crate::mail::inbound::write::{StoredFile, draft};
use crate::notifications::account_mail::AccountEmail;
use crate::tickets::masked_files::masked;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::form::one_line;
use guichet_domain::kernel::time::DAY;
use guichet_domain::mail::inbound::{Bounced, Fate, Reason};
use guichet_domain::mail::reply_address::without_signatures;
use guichet_domain::{CommandId, FileId, NewTicket, TicketId};
use guichet_store::{StoredMessage, Txn};
use object_store::{ObjectStoreExt, PutPayload};
use std::sync::Arc;
use uuid::Uuid;

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What it became.
    pub fate: Fate,
    /// Why it did not go to a ticket, if it did not.
    pub reason: Option<Reason>,
    /// The ticket it became, or was added to.
    pub ticket: Option<TicketId>,
    /// Whether it had been taken in before; the other fields are those of the first time.
    pub again: bool,
}

impl Received {
    fn first(fate: Fate, reason: Option<Reason>, ticket: Option<TicketId>) -> Self {
        Self {
            fate,
            reason,
            ticket,
            again: false,
        }
    }
}

/// A message whose files and original are stored.
struct Filed {
    inbound: Incoming,
    files: Vec<StoredFile>,
    original: StoredFile,
    /// The original once more, for the ticket, if something is missing from text and files.
    whole: Option<StoredFile>,
    rules: InboundRules,
}

impl Desk {
    /// Takes a message in: as a comment, a new ticket, or set aside. The same message is taken in
    /// once. Nothing is lost: what goes to no ticket is kept whole for an administrator.
    ///
    /// # Errors
    /// [`DeskError`] if the database or the files do not answer; nothing was taken in then.
    pub async fn receive(
        &self,
        inbound: Incoming,
        rules: InboundRules,
    ) -> Result<Received, DeskError> {
        let filed = Arc::new(self.file(inbound, rules).await?);
        let desk = self.clone();
        let job = Arc::clone(&filed);
        let received = self.store.attempt(move |txn| {
            let (desk, filed) = (desk.clone(), Arc::clone(&job));
            Box::pin(async move { outcome(desk.take(txn, &filed).await) })
        });
        let (received, used) = match received.await {
            Ok(Ok(done)) => done,
            Ok(Err(error)) => return self.unfile(&filed, &[]).await.and(Err(error)),
            Err(error) => return self.unfile(&filed, &[]).await.and(Err(error.into())),
        };
        self.unfile(&filed, &used).await?;
        Ok(received)
    }

    /// Stores the attached files and the original message.
    async fn file(&self, inbound: Incoming, rules: InboundRules) -> Result<Filed, DeskError> {
        let mut files = Vec::new();
        if inbound.nature == MessageNature::Written {
            for file in &inbound.files {
                files.push(self.put(&file.name, &file.bytes).await?);
            }
        }
        let original = self.put_whole(&inbound.original).await?;
        let is_written = inbound.nature == MessageNature::Written;
        let whole = match is_written && texts::is_incomplete(&inbound) {
            true => Some(self.put_whole(&inbound.original).await?),
            false => None,
        };
        // What stands in store need not stand in memory too.
        let inbound = Incoming {
            original: Vec::new(),
            files: inbound
                .files
                .into_iter()
                .map(|file| InboundFile {
                    bytes: Vec::new(),
                    ..file
                })
                .collect(),
            ..inbound
        };
        Ok(Filed {
            inbound,
            files,
            original,
            whole,
            rules,
        })
    }

    pub(super) async fn put(&self, name: &str, bytes: &[u8]) -> Result<StoredFile, DeskError> {
        Ok(StoredFile::of(self.put_bytes(bytes).await?, name, bytes))
    }

    pub(super) async fn put_whole(&self, inbound: &[u8]) -> Result<StoredFile, DeskError> {
        Ok(StoredFile::whole(self.put_bytes(inbound).await?, inbound))
    }

    async fn put_bytes(&self, bytes: &[u8]) -> Result<FileId, DeskError> {
        let file = self.new_file();
        let payload = PutPayload::from(masked(bytes.to_vec()));
        self.files.put(&path(file), payload).await?;
        Ok(file)
    }

    /// Deletes the stored files nothing names.
    async fn unfile(&self, filed: &Filed, used: &[FileId]) -> Result<(), DeskError> {
        let all = filed.files.iter().chain([&filed.original]);
        let all = all.chain(&filed.whole);
        for stored in all.filter(|stored| !used.contains(&stored.file)) {
            self.files.delete(&path(stored.file)).await?;
        }
        Ok(())
    }

    /// Runs in the writer's transaction: what became of the message, and which of its files are
    /// named now.
    async fn take(
        &self,
        txn: &mut Txn,
        filed: &Filed,
    ) -> Result<(Received, Vec<FileId>), DeskError> {
        let inbound = &filed.inbound;
        let mut key = inbound.key.clone();
        if let Some(known) = txn.message_by_key(&key).await? {
            key = format!("{key} {}", inbound.content);
            let same = known.content == inbound.content;
            let known = if same {
                Some(known)
            } else {
                txn.message_by_key(&key).await?
            };
            if let Some(known) = known {
                let again = Received {
                    again: true,
                    ..Received::first(known.fate, known.reason, known.ticket)
                };
                return Ok((again, Vec::new()));
            }
            let received = Received::first(Fate::Aside, Some(Reason::SameId), None);
            return self.remember(txn, filed, key, received, Vec::new()).await;
        }
        let (received, used) = match &inbound.nature {
            MessageNature::Aside(reason) => (
                Received::first(Fate::Aside, Some(*reason), None),
                Vec::new(),
            ),
            MessageNature::Automatic(reason) => (
                Received::first(Fate::Automatic, Some(*reason), None),
                Vec::new(),
            ),
            MessageNature::Bounce(undelivered) => {
                self.note_bounces(txn, undelivered).await?;
                (Received::first(Fate::Bounce, None, None), Vec::new())
            }
            MessageNature::Written => self.act(txn, filed).await?,
        };
        self.remember(txn, filed, key, received, used).await
    }

    async fn act(
        &self,
        txn: &mut Txn,
        filed: &Filed,
    ) -> Result<(Received, Vec<FileId>), DeskError> {
        let inbound = &filed.inbound;
        let id = command(&inbound.key);
        let aside = |reason, ticket| Received::first(Fate::Aside, Some(reason), ticket);
        let (person, follows, proof) = match self.place(txn, inbound, &filed.rules).await? {
            Route::Aside(reason, ticket) => return Ok((aside(reason, ticket), Vec::new())),
            Route::Unproven(person, ticket) => {
                self.warn(txn, &person, inbound).await?;
                return Ok((aside(Reason::Unproven, Some(ticket)), Vec::new()));
            }
            Route::On(aggregate, person, proof) => {
                let ticket = aggregate.ticket().id;
                let text = texts::fit(person.language.unwrap_or_default(), inbound);
                let (files, used) = files_of(filed);
                let on = (*aggregate, &person, proof);
                let taken = self.say(txn, on, id, text, &files).await?;
                if !taken {
                    return Ok((aside(Reason::Refused, Some(ticket)), Vec::new()));
                }
                txn.clear_bounce(person.id).await?;
                let received = Received::first(Fate::Comment, None, Some(ticket));
                return Ok((received, used));
            }
            Route::New(person, follows, proof) => (person, follows, proof),
            Route::Stranger(proof) => {
                let derived = CommandId(id.text(97).0);
                let (name, email) = (&inbound.name, &inbound.sender);
                let user = self.new_user(txn, derived, name, email).await?;
                (user, None, proof)
            }
        };
        let language = person.language.unwrap_or_default();
        let (subject, text) = texts::opening(language, inbound);
        let (files, used) = files_of(filed);
        let draft = NewTicket {
            follows,
            by_mail: Some(proof),
            channel: inbound.channel.unwrap_or(Channel::Email),
            ..draft(subject, text)
        };
        match self.report(txn, &person, id, draft, &files).await {
            Ok(reference) => {
                txn.clear_bounce(person.id).await?;
                let received = Received::first(Fate::Ticket, None, Some(reference.id));
                Ok((received, used))
            }
            // Decided before anything was written.
            Err(DeskError::Refused(refusal)) => {
                tracing::warn!(%refusal, "a message makes no ticket");
                Ok((aside(Reason::Refused, None), Vec::new()))
            }
            Err(error) => Err(error),
        }
    }

    /// Notifies a person that a message in their name was set aside, without quoting it. At most
    /// once a day, so that nobody can fill their mailbox by writing in their name.
    async fn warn(
        &self,
        txn: &mut Txn,
        person: &Person,
        inbound: &Incoming,
    ) -> Result<(), DeskError> {
        let since = self.now().plus(-DAY);
        let before = txn
            .messages_aside(&inbound.sender, Reason::Unproven, since)
            .await?;
        if before == 0 {
            self.post(txn, AccountEmail::UnprovenMail, person.id, None)
                .await?;
        }
        Ok(())
    }

    async fn note_bounces(
        &self,
        txn: &mut Txn,
        undelivered: &[Undelivered],
    ) -> Result<(), DeskError> {
        let directory = txn.directory_now();
        for one in undelivered {
            if let Some(person) = directory.person_by_email(&one.address) {
                let bounced = Bounced {
                    person: person.id,
                    at: self.now(),
                    status: one.status.clone(),
                    detail: one.detail.clone(),
                };
                txn.put_bounce(&bounced).await?;
            }
        }
        Ok(())
    }

    async fn remember(
        &self,
        txn: &mut Txn,
        filed: &Filed,
        key: String,
        received: Received,
        mut used: Vec<FileId>,
    ) -> Result<(Received, Vec<FileId>), DeskError> {
        let inbound = &filed.inbound;
        let settled = matches!(received.fate, Fate::Comment | Fate::Ticket);
        let command = settled.then(|| command(&inbound.key));
        used.push(filed.original.file);
        let short = |text: &str| one_line(text).chars().take(200).collect::<String>();
        txn.put_message(&StoredMessage {
            id: 0,
            key,
            content: inbound.content.clone(),
            message: inbound.message.clone(),
            at: self.now(),
            sender: inbound.sender.clone(),
            name: short(&without_signatures(&inbound.name)),
            subject: short(&without_signatures(&inbound.subject)),
            fate: received.fate,
            reason: received.reason,
            ticket: received.ticket,
            command,
            file: Some(filed.original.file),
        })
        .await?;
        Ok((received, used))
    }
}

/// The files that go to a ticket. The original is one of them if something is missing from the text
/// and the others.
fn files_of(filed: &Filed) -> (Vec<StoredFile>, Vec<FileId>) {
    let files: Vec<StoredFile> = filed.files.iter().chain(&filed.whole).cloned().collect();
    let used = files.iter().map(|stored| stored.file).collect();
    (files, used)
}

/// Command id of a message: the same message gives the same id.
fn command(key: &str) -> CommandId {
    let name = format!("guichet:letter:{key}");
    CommandId(Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()))
}
