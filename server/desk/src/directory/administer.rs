//! Administering the directory: every change is an event in the stream of the changed entry.

use crate::desk::Desk;
use crate::directory::promise_rules::open_time;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::tickets::content::same_content;
use crate::tickets::facts::today;
use guichet_domain::directory::absence::Absence;
use guichet_domain::directory::business_calendar::{BusinessCalendar, REVISIONS_MAX};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::merge::merge_entries;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::validation::validated;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::refusal::{Field, Problem, Refusal, invalid};
use guichet_domain::{CommandId, PersonId, ServiceId, Timestamp};
use guichet_store::{StoreError, Txn};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The directory, as administrators see and edit it.
pub type Administration = Arc<Directory>;

/// An entry as submitted by its form. Number 0 creates a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryEdit {
    /// Id of the command, so that sending it twice saves once.
    pub id: CommandId,
    /// The entry as it should become.
    pub entry: Entry,
    /// The entry as the form showed it when opened; changes others made since are merged.
    #[serde(default)]
    pub was: Option<Entry>,
}

impl Desk {
    /// The whole directory, but for the tickets that are linked to disruptions: administrators do not
    /// see every ticket.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator.
    pub async fn administration(&self, caller: Caller) -> Result<Administration, DeskError> {
        let mut directory = self.directory().await?;
        caller.administrator(&directory)?;
        // The hours of before are for running clocks alone.
        if directory
            .calendars
            .values()
            .any(|one| !one.before.is_empty())
        {
            let calendars = &mut Arc::make_mut(&mut directory).calendars;
            calendars.values_mut().for_each(|one| one.before.clear());
        }
        let mut disruptions = directory.disruptions.values();
        if disruptions.any(|one| one.major.is_some() || !one.tickets.is_empty()) {
            let disruptions = &mut Arc::make_mut(&mut directory).disruptions;
            for disruption in disruptions.values_mut() {
                disruption.tickets.clear();
                disruption.major = None;
            }
        }
        Ok(directory)
    }

    /// Saves an entry, new or changed, and returns its number. Administrators may save any entry,
    /// agents only disruptions.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller may not, [`DeskError::Refused`] names fields that are
    /// missing, taken or in conflict, [`DeskError::NotFound`] if the entry does not exist.
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
                            let (entry, was) = (&mut change.entry, change.was.as_mut());
                            desk.check_links(txn, &actor, entry, was).await?;
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
    /// Same as [`Desk::administer`].
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

    /// Same as [`Desk::set_up`] for many entries, in order and in one transaction, so that an entry
    /// may name earlier ones. Returns their numbers.
    ///
    /// # Errors
    /// [`DeskError`] if an entry is refused; none is saved then.
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

    /// Same as [`Desk::set_up`] for many entries in one transaction, each independently: a refused
    /// entry does not affect the others. Returns one result per entry, in order.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database refuses; none is saved then.
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
        if let Entry::Calendar(calendar) = &mut entry {
            remembering(calendar, &txn.directory_now(), now)?;
        }
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

    /// Removes a person who can no longer sign in as substitute of others.
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

    /// Writes an entry to the log, with the client of whoever saved it.
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

/// The entry, merged with what others changed since the form was opened. An entry is either new,
/// with number 0, or must exist: numbers are given out here.
fn merged(directory: &Directory, change: &EntryEdit) -> Result<Entry, DeskError> {
    let wanted = change.entry.clone();
    if wanted.stream().id == 0 {
        return Ok(wanted);
    }
    let mut current = directory.same_entry(&wanted).ok_or(DeskError::NotFound)?;
    // No form has the hours of before; they are put back when it is saved.
    if let Entry::Calendar(calendar) = &mut current {
        calendar.before.clear();
    }
    match &change.was {
        Some(was) if was.stream() == wanted.stream() => merge_entries(was, wanted, &current)
            .map_err(|fields| DeskError::Refused(Refusal::Conflict(fields))),
        _ => Ok(wanted),
    }
}

/// Gives a calendar the hours of before, by which running clocks go on.
fn remembering(
    calendar: &mut BusinessCalendar,
    directory: &Directory,
    now: Timestamp,
) -> Result<(), DeskError> {
    if open_time(&calendar.now, now).is_none() {
        return Err(DeskError::Refused(invalid(
            Field::TimeZone,
            Problem::Unknown,
        )));
    }
    let saved = directory.calendars.get(&calendar.id);
    let empty = BusinessCalendar {
        now: calendar.now.clone(),
        ..BusinessCalendar::default()
    };
    *calendar = calendar.clone().instead_of(saved.unwrap_or(&empty));
    if calendar.before.len() > REVISIONS_MAX {
        let problem = Problem::too_many(REVISIONS_MAX);
        return Err(DeskError::Refused(invalid(Field::Hours, problem)));
    }
    Ok(())
}

/// Whether a saved person loses rights or is let in anew, so that their present sessions must end.
fn may_less(directory: &Directory, person: &Person) -> bool {
    directory.people.get(&person.id).is_some_and(|was| {
        was.can_sign_in() != person.can_sign_in()
            || person.role < was.role
            || !was.teams.is_subset(&person.teams)
    })
}
