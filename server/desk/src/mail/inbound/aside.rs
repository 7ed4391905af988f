//! Letters that wait for an administrator: the list, the message itself, and what is made of it.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::cursor::Place;
use crate::kernel::error::{DeskError, outcome};
use crate::mail::inbound::message::{Incoming, LetterNature};
use crate::mail::inbound::texts;
use crate::mail::inbound::write::{Stored, draft};
use crate::tickets::attach::path;
use bytes::Bytes;
use futures::stream::BoxStream;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::Deed;
use guichet_domain::kernel::actor::{Actor, Who};
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::mail::inbound::{Bounced, Fate, LetterLine};
use guichet_domain::tickets::view::viewer;
use guichet_domain::{CommandId, FileId, PersonId};
use guichet_store::{Conn, StoredLetter};
use object_store::ObjectStoreExt;

/// Letters on a page of the list.
pub(crate) const SHOWN: i64 = 50;

impl Desk {
    /// The letters of a fate, the newest first, and where the next page begins. Of one that speaks of
    /// a ticket that its reader does not see, no more is said than that it came, and from whom.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] for whoever is no administrator; so with everything here.
    pub async fn letters(
        &self,
        caller: Caller,
        fate: Fate,
        after: Option<&str>,
    ) -> Result<(Vec<LetterLine>, Option<String>), DeskError> {
        let mut snapshot = self.snapshot().await?;
        let actor = caller.administrator(&snapshot.directory)?;
        let conn = &mut snapshot.conn;
        let place = Place::Letters(fate);
        let before = after.and_then(|after| self.cursors.unseal(&place, caller.person, after));
        let [before] = before.unwrap_or([i64::MAX]);
        let mut letters = conn.letters(fate, before, SHOWN + 1).await?;
        let more = letters.len() as i64 > SHOWN;
        letters.truncate(usize::try_from(SHOWN).unwrap_or(usize::MAX));
        let last = letters.last().filter(|_| more);
        let next = last.map(|last| self.cursors.seal(&place, caller.person, [last.id]));
        let next = next.transpose()?;
        let mut lines = Vec::new();
        for letter in letters {
            lines.push(line(conn, letter, &actor).await?);
        }
        Ok((lines, next))
    }

    /// How many letters wait, counted up to 100.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`].
    pub async fn letters_waiting(&self, caller: Caller) -> Result<i64, DeskError> {
        let mut snapshot = self.snapshot().await?;
        caller.administrator(&snapshot.directory)?;
        Ok(snapshot.conn.count_letters(Fate::Aside, 100).await?)
    }

    /// The people whom mail does not reach, for agents.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] for whoever is no agent.
    pub async fn bounces(&self, caller: Caller) -> Result<Vec<Bounced>, DeskError> {
        let mut snapshot = self.snapshot().await?;
        caller.agent(&snapshot.directory)?;
        Ok(snapshot.conn.bounces().await?)
    }

    /// A letter as it came, part by part, to be read by an administrator; and its size.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where it is not there, or not kept.
    pub async fn original(
        &self,
        caller: Caller,
        letter: i64,
    ) -> Result<(u64, BoxStream<'static, Result<Bytes, DeskError>>), DeskError> {
        let file = self.file_of_letter(caller, letter).await?;
        let bytes = self.stream_of(file).await?;
        let by = Who::Person(caller.person);
        self.note(&Deed::LetterRead { letter }, None, &by).await?;
        Ok(bytes)
    }

    /// A letter as it came, for the program.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where it is not there, or not kept.
    pub async fn bytes_of_letter(&self, caller: Caller, letter: i64) -> Result<Vec<u8>, DeskError> {
        let file = self.file_of_letter(caller, letter).await?;
        Ok(self.files.get(&path(file)).await?.bytes().await?.to_vec())
    }

    async fn file_of_letter(&self, caller: Caller, letter: i64) -> Result<FileId, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let actor = caller.administrator(&snapshot.directory)?;
        let conn = &mut snapshot.conn;
        let letter = conn.stored_letter(letter).await?;
        let letter = letter.ok_or(DeskError::NotFound)?;
        // What answers a ticket repeats what was said there.
        if let (_, false) = about(conn, &letter, &actor).await? {
            return Err(DeskError::NotFound);
        }
        letter.file.ok_or(DeskError::NotFound)
    }

    /// Puts a letter that waits out of the way. Its bytes are kept no longer.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where it does not wait.
    pub async fn discard_letter(&self, caller: Caller, letter: i64) -> Result<(), DeskError> {
        let desk = self.clone();
        let kept = self.store.write(move |txn| {
            let desk = desk.clone();
            Box::pin(async move {
                outcome(
                    async {
                        caller.administrator(&txn.directory_now())?;
                        let known = waiting(txn, letter).await?;
                        txn.settle_letter(letter, Fate::Discarded, known.ticket)
                            .await?;
                        let (deed, by) = (Deed::LetterDiscarded { letter }, caller.person);
                        desk.note_in(txn, &deed, None, &Who::Person(by)).await?;
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

    /// Makes an incident of a letter that waits, for `affected` or, without, for whoever wrote it: a
    /// user without an account where the desk does not know them yet. `read` is the letter, read
    /// again from [`Desk::bytes_of_letter`]. Where it cannot be read, or is too long, it goes to the ticket as
    /// a file.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where it does not wait; [`DeskError::Refused`] where there is nobody
    /// to make it for.
    pub async fn ticket_of_letter(
        &self,
        caller: Caller,
        letter: i64,
        read: Incoming,
        affected: Option<PersonId>,
    ) -> Result<Reference, DeskError> {
        let original = self.bytes_of_letter(caller, letter).await?;
        let mut files = Vec::new();
        for file in &read.files {
            files.push(self.put(&file.name, &file.bytes).await?);
        }
        let unreadable = matches!(read.nature, LetterNature::Aside(_));
        if unreadable || texts::fit(Language::Fr, &read).1 {
            files.push(self.put_whole(&original).await?);
        }
        let desk = self.clone();
        let made = {
            let files = files.clone();
            self.store.write(move |txn| {
                let (desk, read, files) = (desk.clone(), read.clone(), files.clone());
                Box::pin(async move {
                    outcome(
                        desk.ticket_of(txn, caller, letter, &read, affected, &files)
                            .await,
                    )
                })
            })
        };
        match made.await.map_err(DeskError::from).flatten() {
            Ok((reference, old)) => {
                if let Some(file) = old {
                    self.files.delete(&path(file)).await?;
                }
                Ok(reference)
            }
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
        letter: i64,
        read: &Incoming,
        affected: Option<PersonId>,
        files: &[Stored],
    ) -> Result<(Reference, Option<guichet_domain::FileId>), DeskError> {
        let directory = txn.directory_now();
        caller.administrator(&directory)?;
        let known = waiting(txn, letter).await?;
        let id = self.new_command();
        let person = match whose(&directory, &known, affected) {
            Some(person) => person,
            None if affected.is_none()
                && directory.person_by_email(&known.sender).is_none()
                && known.sender.contains('@') =>
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
        let (text, _) = texts::fit(language, read);
        let draft = draft(language, &known.subject, text);
        let reference = self.report(txn, &person, id, draft, files).await?;
        txn.settle_letter(letter, Fate::Ticket, Some(reference.id))
            .await?;
        let deed = Deed::LetterTaken {
            letter,
            ticket: Some(reference),
        };
        self.note_in(txn, &deed, None, &Who::Person(caller.person))
            .await?;
        Ok((reference, known.file))
    }
}

fn whose(
    directory: &Directory,
    letter: &StoredLetter,
    affected: Option<PersonId>,
) -> Option<guichet_domain::directory::person::Person> {
    let named = affected.and_then(|person| directory.people.get(&person));
    let wrote = || directory.person_by_email(&letter.sender);
    let person = if affected.is_some() { named } else { wrote() };
    person.filter(|person| person.active).cloned()
}

async fn waiting(conn: &mut Conn, letter: i64) -> Result<StoredLetter, DeskError> {
    let known = conn
        .stored_letter(letter)
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
    letter: StoredLetter,
    actor: &Actor,
) -> Result<LetterLine, DeskError> {
    let (ticket, may) = about(conn, &letter, actor).await?;
    Ok(LetterLine {
        id: letter.id,
        at: letter.at,
        sender: letter.sender,
        name: letter.name,
        subject: if may { letter.subject } else { String::new() },
        fate: letter.fate,
        reason: letter.reason,
        ticket,
        kept: may && letter.file.is_some(),
    })
}

/// The ticket that a letter speaks of, and whether its reader may have the letter: not where it
/// speaks of a ticket that they do not see.
async fn about(
    conn: &mut Conn,
    letter: &StoredLetter,
    actor: &Actor,
) -> Result<(Option<Reference>, bool), DeskError> {
    let loaded = match letter.ticket {
        Some(ticket) => conn.loaded(ticket).await?,
        None => None,
    };
    Ok(match loaded {
        None => (None, true),
        Some(loaded) if viewer(loaded.ticket(), actor).is_some() => {
            (Some(loaded.ticket().reference()), true)
        }
        Some(_) => (None, false),
    })
}
