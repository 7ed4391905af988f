//! Writing what a message leads to, in the transaction that records the message.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::kernel::files::{clean, media_type};
use crate::tickets::facts::facts_for;
use crate::tickets::log::{append_to_others, envelopes};
use crate::tickets::record_with_files::attach;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::form::{SHORT_MAX, one_line};
use guichet_domain::kernel::proof::Proof;
use guichet_domain::kernel::prose::Format;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::stemming::fold;
use guichet_domain::kernel::stream::Stream;
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::tickets::by_mail::{Said, files_of_report, say};
use guichet_domain::{CommandId, FileId, NewTicket, PersonId};
use guichet_store::{Aggregate, Txn};

/// A file of a message, already in the file storage.
#[derive(Clone, Debug)]
pub struct StoredFile {
    pub file: FileId,
    pub attachment: Attachment,
}

impl StoredFile {
    /// The original message as a file. It quotes what it answers, so approvers may not see it.
    pub fn whole(file: FileId, bytes: &[u8]) -> Self {
        let mut stored = Self::of(file, "message.eml", bytes);
        stored.attachment.audience = Audience::Participants;
        stored
    }

    fn attachments(files: &[Self]) -> Vec<Attachment> {
        files.iter().map(|file| file.attachment.clone()).collect()
    }

    pub fn of(file: FileId, name: &str, bytes: &[u8]) -> Self {
        let attachment = Attachment {
            file,
            name: clean(name),
            media_type: media_type(bytes).to_owned(),
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            audience: Audience::Everyone,
        };
        Self { file, attachment }
    }
}

impl Desk {
    /// Adds a message to a ticket as a comment. Returns `false`, and writes nothing, if the ticket
    /// does not take it.
    pub(super) async fn say(
        &self,
        txn: &mut Txn,
        (aggregate, person, proof): (Aggregate, &Person, Proof),
        id: CommandId,
        text: String,
        files: &[StoredFile],
    ) -> Result<bool, DeskError> {
        let (actor, now) = (person.actor(), self.now());
        let ticket = aggregate.ticket().id;
        let facts = facts_for(&txn.directory_now(), &self.zone, now, aggregate.ticket());
        let said = Said {
            text,
            files: StoredFile::attachments(files),
            proof,
        };
        let decision = say(aggregate.ticket(), &actor, &facts, said, (id, now));
        let Ok(decision) = decision else {
            return Ok(false);
        };
        let texts = decision.texts_in(Format::Plain);
        let events = decision.events;
        let events = envelopes(ticket, &actor, id, now, events);
        txn.append(Some(aggregate), &events, &texts).await?;
        append_to_others(txn, decision.others, &actor, id, now).await?;
        Ok(true)
    }

    /// Records a message as an incident.
    pub(super) async fn report(
        &self,
        txn: &mut Txn,
        person: &Person,
        id: CommandId,
        draft: NewTicket,
        files: &[StoredFile],
    ) -> Result<Reference, DeskError> {
        let caller = Caller { person: person.id };
        let proof = draft.by_mail.unwrap_or(Proof::Claimed);
        let channel = draft.channel;
        let draft = NewTicket {
            affected: Some(person.id),
            by_mail: Some(proof),
            ..draft
        };
        let reference = self.record_in(txn, caller, id, draft, channel).await?;
        if !files.is_empty() {
            let files = files_of_report(StoredFile::attachments(files), Some(proof));
            attach(txn, reference, &person.actor(), id, files).await?;
        }
        Ok(reference)
    }

    /// Creates a user without an account for an unknown sender; they cannot sign in.
    pub(super) async fn new_user(
        &self,
        txn: &mut Txn,
        id: CommandId,
        name: &str,
        email: &str,
    ) -> Result<Person, DeskError> {
        let name: String = one_line(name).chars().take(SHORT_MAX).collect();
        let local = email.split('@').next().unwrap_or(email);
        // Who calls themselves like somebody the desk knows is shown by their address.
        let same = |known: &Person| fold(&known.name) == fold(&name);
        let name = if txn.directory_now().people.values().any(same) {
            email.to_owned()
        } else {
            name
        };
        let person = Person {
            id: PersonId(txn.next_entry(Stream::Person).await?),
            name: if name.is_empty() {
                local.to_owned()
            } else {
                name
            },
            email: Some(email.to_owned()),
            active: true,
            ..Person::default()
        };
        let entry = Entry::Person(person.clone());
        self.put_entry(txn, entry, &guichet_domain::kernel::actor::Who::System, id)
            .await?;
        Ok(person)
    }
}

/// Draft of a new incident, whose words are shown as they came.
pub fn draft(subject: String, text: String) -> NewTicket {
    NewTicket {
        channel: Channel::Email,
        subject,
        description: text,
        ..NewTicket::default()
    }
}
