//! Setting up the desk: every change is an event in the stream of what it changes.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::tickets::content::same_content;
use crate::tickets::facts::today;
use guichet_domain::directory::absence::Absence;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::merge::merge_entries;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::validation::validated;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::{CommandId, PersonId, ServiceId};
use guichet_store::{StoreError, Txn};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Everything an administrator sees and sets.
pub type Administration = Arc<Directory>;

/// An entry as the form gives it. With number 0 it is a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryEdit {
    pub id: CommandId,
    pub entry: Entry,
    /// What the form showed when it was opened: what others changed since is kept.
    #[serde(default)]
    pub was: Option<Entry>,
}

impl Desk {
    /// Everything that is set up.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] for whoever is no administrator.
    pub async fn administration(&self, caller: Caller) -> Result<Administration, DeskError> {
        let directory = self.directory().await?;
        caller.administrator(&directory)?;
        Ok(directory)
    }

    /// Saves an entry, new or changed, and answers with its number.
    ///
    /// # Errors
    /// [`DeskError::Refused`] names what is missing or taken.
    pub async fn administer(&self, caller: Caller, change: EntryEdit) -> Result<i64, DeskError> {
        let disruption = matches!(change.entry, Entry::Disruption(_));
        let person = matches!(change.entry, Entry::Person(_));
        let team = matches!(change.entry, Entry::Team(_));
        let service = matches!(change.entry, Entry::Service(_));
        let desk = self.clone();
        let number = self
            .store
            .attempt(move |txn| {
                let (desk, change) = (desk.clone(), change.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            let directory = txn.directory_now();
                            // Agents announce disruptions; the rest is for administrators.
                            let actor = if disruption {
                                caller.agent(&directory)?
                            } else {
                                caller.administrator(&directory)?
                            };
                            let content = desk.content(caller, "administer", &change)?;
                            if let Some(done) = txn.done(change.id).await? {
                                let wanted = change.entry.stream().kind;
                                let saved = done.stream.filter(|saved| saved.kind == wanted);
                                let saved = saved.ok_or(DeskError::Reused(None))?;
                                same_content(txn, &done, &content).await?;
                                return Ok(saved.id);
                            }
                            let mut change = change;
                            change.entry = merged(&directory, &change)?;
                            txn.remember(change.id, content);
                            desk.save_in(txn, change, &actor.who).await
                        }
                        .await,
                    )
                })
            })
            .await??;
        if person {
            self.feed.sessions_changed();
        }
        if service {
            self.settle_service(ServiceId(number)).await?;
        }
        if person || team {
            self.hand_on().await?;
        }
        Ok(number)
    }

    /// Saves an entry on behalf of the program itself: set-up, demonstration, import, command line.
    ///
    /// # Errors
    /// As [`Desk::administer`].
    pub async fn set_up(&self, entry: Entry) -> Result<i64, DeskError> {
        let desk = self.clone();
        let change = EntryEdit {
            id: self.new_command(),
            entry,
            was: None,
        };
        let saved = self
            .store
            .attempt(move |txn| {
                let (desk, change) = (desk.clone(), change.clone());
                Box::pin(async move { outcome(desk.save_in(txn, change, &Who::System).await) })
            })
            .await?;
        self.feed.sessions_changed();
        saved
    }

    fn new_changes(&self, entries: Vec<Entry>) -> Arc<Vec<EntryEdit>> {
        let change = |entry| EntryEdit {
            id: self.new_command(),
            entry,
            was: None,
        };
        Arc::new(entries.into_iter().map(change).collect())
    }

    /// As [`Desk::set_up`] for many entries, in the order given and in one transaction: an entry
    /// may name the ones before it. Answers with their numbers.
    ///
    /// # Errors
    /// An entry is refused; nothing of the lot is saved then.
    pub async fn set_up_all(&self, entries: Vec<Entry>) -> Result<Vec<i64>, DeskError> {
        let desk = self.clone();
        let changes = self.new_changes(entries);
        let numbers = self
            .store
            .write(move |txn| {
                let (desk, changes) = (desk.clone(), Arc::clone(&changes));
                Box::pin(async move {
                    let mut numbers = Vec::with_capacity(changes.len());
                    for change in changes.iter() {
                        let saved = desk.save_in(txn, change.clone(), &Who::System).await;
                        numbers.push(saved.map_err(|error| match error {
                            DeskError::Store(error) => error,
                            // Those before it are written already: only a failure rolls them back.
                            other => {
                                let which = change.entry.stream();
                                StoreError::Setting(format!("{which} cannot be set up: {other}"))
                            }
                        })?);
                    }
                    Ok(numbers)
                })
            })
            .await?;
        Ok(numbers)
    }

    /// As [`Desk::set_up`] for many entries in one transaction, each for itself: what becomes of one
    /// that is refused changes nothing for the others. Answers in the order given.
    ///
    /// # Errors
    /// The database refuses; nothing of the lot is saved then.
    pub async fn set_up_each(
        &self,
        entries: Vec<Entry>,
    ) -> Result<Vec<Result<i64, DeskError>>, DeskError> {
        let desk = self.clone();
        let changes = self.new_changes(entries);
        let saved = self
            .store
            .write(move |txn| {
                let (desk, changes) = (desk.clone(), Arc::clone(&changes));
                Box::pin(async move {
                    let mut saved = Vec::with_capacity(changes.len());
                    for change in changes.iter() {
                        match desk.save_in(txn, change.clone(), &Who::System).await {
                            Err(DeskError::Store(error)) => return Err(error),
                            // What is refused was not begun to be written.
                            other => saved.push(other),
                        }
                    }
                    Ok(saved)
                })
            })
            .await?;
        self.feed.sessions_changed();
        Ok(saved)
    }

    pub(crate) async fn save_in(
        &self,
        txn: &mut Txn,
        change: EntryEdit,
        by: &Who,
    ) -> Result<i64, DeskError> {
        let now = self.now();
        let today = today(&self.zone, now);
        let mut entry = validated(change.entry, &txn.directory_now(), now, today)?;
        let stream = entry.stream();
        if stream.id == 0 {
            entry.set_number(txn.next_entry(stream.kind).await?);
        }
        let number = entry.stream().id;
        let less = match &entry {
            Entry::Person(person) => may_less(&txn.directory_now(), person).then_some(person.id),
            _ => None,
        };
        self.put_entry(txn, entry, by, change.id).await?;
        if let Some(person) = less {
            self.end_access(txn, person, by).await?;
            self.no_substitute(txn, person, by).await?;
        }
        Ok(number)
    }

    /// Nobody is stood in for by somebody who cannot sign in any more.
    async fn no_substitute(
        &self,
        txn: &mut Txn,
        gone: PersonId,
        by: &Who,
    ) -> Result<(), StoreError> {
        let directory = txn.directory_now();
        if directory.people.get(&gone).is_some_and(Person::can_sign_in) {
            return Ok(());
        }
        for person in directory.people.values() {
            let Some(absence) = person.absence.filter(|a| a.substitute == Some(gone)) else {
                continue;
            };
            let absence = Some(Absence {
                substitute: None,
                ..absence
            });
            let person = Person {
                absence,
                ..person.clone()
            };
            self.put_entry(txn, Entry::Person(person), by, self.new_command())
                .await?;
        }
        Ok(())
    }

    /// Writes an entry into the log, and where whoever saved it was.
    pub(crate) async fn put_entry(
        &self,
        txn: &mut Txn,
        entry: Entry,
        by: &Who,
        id: CommandId,
    ) -> Result<(), StoreError> {
        // What the program does by itself is done nowhere.
        let client = self.client().filter(|_| by.person().is_some());
        txn.save(entry, by, (id, self.now()), client).await
    }
}

/// The entry with what others changed since the form was opened. Numbers are given out here: an
/// entry is new, with 0, or one that is there.
fn merged(directory: &Directory, change: &EntryEdit) -> Result<Entry, DeskError> {
    let wanted = change.entry.clone();
    if wanted.stream().id == 0 {
        return Ok(wanted);
    }
    let current = directory.same_entry(&wanted).ok_or(DeskError::NotFound)?;
    match &change.was {
        Some(was) if was.stream() == wanted.stream() => merge_entries(was, wanted, &current)
            .map_err(|fields| DeskError::Refused(Refusal::Conflict(fields))),
        _ => Ok(wanted),
    }
}

/// Whether somebody may less than before, or is let in anew: what they could get in by until now is
/// not to outlive that.
fn may_less(directory: &Directory, person: &Person) -> bool {
    directory.people.get(&person.id).is_some_and(|was| {
        was.can_sign_in() != person.can_sign_in()
            || person.role < was.role
            || !was.teams.is_subset(&person.teams)
    })
}
