//! What a message leads to, written in the transaction that remembers it.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::mail::inbound::texts;
use crate::tickets::attach::{clean, media_type};
use crate::tickets::log::envelopes;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::form::{SHORT_MAX, one_line};
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::proof::Proof;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::stemming::fold;
use guichet_domain::kernel::stream::Stream;
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::tickets::channel::Channel;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::view::spoken;
use guichet_domain::{CommandId, FileId, NewTicket, PersonId, decide};
use guichet_store::{Aggregate, Txn};

/// A file of a message, in store already.
#[derive(Clone, Debug)]
pub struct Stored {
    pub file: FileId,
    pub attachment: Attachment,
}

impl Stored {
    /// The message itself, whole. It repeats what it answers, and is nothing for approvers.
    pub fn whole(file: FileId, bytes: &[u8]) -> Self {
        let mut stored = Self::of(file, "message.eml", bytes);
        stored.attachment.audience = Audience::Participants;
        stored
    }

    /// Files that came with words for `to`: for those and nobody more.
    fn attachments(files: &[Self], to: Audience) -> Vec<Attachment> {
        let attachment = |file: &Self| Attachment {
            audience: file.attachment.audience.max(to),
            ..file.attachment.clone()
        };
        files.iter().map(attachment).collect()
    }

    pub fn of(file: FileId, name: &str, bytes: &[u8]) -> Self {
        let name: String = one_line(&clean(name)).chars().take(SHORT_MAX).collect();
        let attachment = Attachment {
            file,
            name: if name.is_empty() {
                "fichier".into()
            } else {
                name
            },
            media_type: media_type(bytes).to_owned(),
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            audience: Audience::Everyone,
        };
        Self { file, attachment }
    }
}

impl Desk {
    /// Says on a ticket what a message says. `false` where the ticket does not take it; nothing is
    /// written then.
    pub(super) async fn say(
        &self,
        txn: &mut Txn,
        (aggregate, person, proof): (Aggregate, &Person, Proof),
        id: CommandId,
        text: String,
        files: &[Stored],
    ) -> Result<bool, DeskError> {
        let ticket = aggregate.ticket().id;
        if text.is_empty() {
            let files = Stored::attachments(files, spoken(aggregate.ticket()));
            return self
                .add_files(txn, aggregate, (person, proof), id, files, false)
                .await;
        }
        let actor = person.actor();
        let now = self.now();
        let command = Command::Comment { text };
        let facts = self.facts_of(&txn.directory_now(), &aggregate, &command, now);
        let Ok(decision) = decide(aggregate.ticket(), &actor, &facts, id, command, now) else {
            return Ok(false);
        };
        let mut events = decision.events;
        let said_to = events.iter().find_map(Event::said_to);
        mark(&mut events, proof);
        let events = envelopes(ticket, &actor, id, now, events);
        txn.append(Some(aggregate), &events, &decision.texts)
            .await?;
        if !files.is_empty()
            && let Some(aggregate) = txn.aggregate(ticket).await?
        {
            let files = Stored::attachments(files, said_to.unwrap_or(Audience::Participants));
            self.add_files(txn, aggregate, (person, proof), id, files, true)
                .await?;
        }
        Ok(true)
    }

    /// Records what a message says as an incident.
    pub(super) async fn report(
        &self,
        txn: &mut Txn,
        person: &Person,
        id: CommandId,
        draft: NewTicket,
        files: &[Stored],
    ) -> Result<Reference, DeskError> {
        let caller = Caller { person: person.id };
        let proof = draft.by_mail.unwrap_or(Proof::Claimed);
        let draft = NewTicket {
            channel: Channel::Email,
            affected: Some(person.id),
            by_mail: Some(proof),
            ..draft
        };
        let reference = self
            .record_in(txn, caller, id, draft, Channel::Email)
            .await?;
        if !files.is_empty()
            && let Some(aggregate) = txn.aggregate(reference.id).await?
        {
            // With the description, which is for everyone.
            let files = Stored::attachments(files, Audience::Everyone);
            self.add_files(txn, aggregate, (person, proof), id, files, true)
                .await?;
        }
        Ok(reference)
    }

    /// Attaches what came with a message. `said`: its words stand on the ticket already, and the
    /// files then do too, even where nothing else is attached any more.
    async fn add_files(
        &self,
        txn: &mut Txn,
        aggregate: Aggregate,
        (person, proof): (&Person, Proof),
        id: CommandId,
        attachments: Vec<Attachment>,
        said: bool,
    ) -> Result<bool, DeskError> {
        let (actor, now) = (person.actor(), self.now());
        let ticket = aggregate.ticket().id;
        let command = Command::Attach {
            attachments: attachments.clone(),
        };
        let facts = self.facts_of(&txn.directory_now(), &aggregate, &command, now);
        let mut events = match decide(aggregate.ticket(), &actor, &facts, id, command, now) {
            Ok(decision) => decision.events,
            Err(_) if said => attachments
                .into_iter()
                .map(|attachment| Event::Attached {
                    attachment,
                    unread: !person.role.is_agent(),
                    by_mail: None,
                })
                .collect(),
            Err(_) => return Ok(false),
        };
        mark(&mut events, proof);
        let events = envelopes(ticket, &actor, id, now, events);
        txn.append(Some(aggregate), &events, &[]).await?;
        Ok(true)
    }

    /// Makes a user of somebody who wrote and is not known: without an account, so that they cannot
    /// sign in.
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

/// Notes how sure it is who wrote what was said and sent.
fn mark(events: &mut [Event], proof: Proof) {
    for event in events {
        if let Event::Commented { by_mail, .. } | Event::Attached { by_mail, .. } = event {
            *by_mail = Some(proof);
        }
    }
}

/// The draft of a new incident.
pub fn draft(language: Language, subject: &str, text: String) -> NewTicket {
    NewTicket {
        subject: texts::subject(language, subject),
        description: text,
        ..NewTicket::default()
    }
}
