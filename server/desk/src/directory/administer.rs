//! Setting up the desk: every change is an event in the stream of what it changes.

use crate::desk::Desk;
use crate::directory::people::email;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::tickets::content::same_content;
use crate::tickets::facts::today;
use guichet_domain::directory::absence::Absence;
use guichet_domain::directory::approval_policy::ApprovalPolicy;
use guichet_domain::directory::catalogue::{FieldKind, Item};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::merge::merge_entries;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::team::Department;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::form::{Form, SHORT_MAX, TEXT_MAX};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::refusal::{Field, Problem, Refusal};
use guichet_domain::{CommandId, DisruptionId, PersonId, ServiceId, Timestamp};
use guichet_store::{StoreError, Txn};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Everything an administrator sees and sets.
pub type Administration = Arc<Directory>;

/// An entry as the form gives it. With number 0 it is a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
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
    pub async fn administer(&self, caller: Caller, change: Change) -> Result<i64, DeskError> {
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
        let change = Change {
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

    fn new_changes(&self, entries: Vec<Entry>) -> Arc<Vec<Change>> {
        let change = |entry| Change {
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
        change: Change,
        by: &Who,
    ) -> Result<i64, DeskError> {
        let mut entry = check(
            &txn.directory_now(),
            change.entry,
            (self.now(), today(&self.zone, self.now())),
        )?;
        let stream = entry.stream();
        if stream.id == 0 {
            set_number(&mut entry, txn.next_entry(stream.kind).await?);
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
fn merged(directory: &Directory, change: &Change) -> Result<Entry, DeskError> {
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

/// Whether somebody above `department` is below it too.
fn is_ring(directory: &Directory, department: &Department) -> bool {
    let mut above = department.parent;
    for _ in 0..=directory.departments.len() {
        match above {
            Some(id) if id == department.id => return true,
            Some(id) => above = directory.departments.get(&id).and_then(|d| d.parent),
            None => return false,
        }
    }
    true
}

fn set_number(entry: &mut Entry, number: i64) {
    match entry {
        Entry::Person(e) => e.id.0 = number,
        Entry::Team(e) => e.id.0 = number,
        Entry::Department(e) => e.id.0 = number,
        Entry::Service(e) => e.id.0 = number,
        Entry::Category(e) => e.id.0 = number,
        Entry::Item(e) => e.id.0 = number,
        Entry::Disruption(e) => e.id = DisruptionId(number),
        Entry::Settings(_) => {}
    }
}

/// Checks what an administrator typed, and tidies it.
fn check(
    directory: &Directory,
    entry: Entry,
    (now, day): (Timestamp, Date),
) -> Result<Entry, DeskError> {
    let mut form = Form::default();
    let entry = match entry {
        Entry::Person(mut person) => {
            person.name = form.line(Field::Name, &person.name, SHORT_MAX);
            let typed = person.email.take();
            person.email = typed.and_then(|typed| email(&mut form, &typed));
            let taken = person
                .email
                .as_deref()
                .and_then(|e| directory.person_by_email(e));
            if taken.is_some_and(|other| other.id != person.id) {
                form.error(Field::Email, Problem::Taken);
            }
            if !person
                .teams
                .iter()
                .all(|team| directory.teams.contains_key(team))
            {
                form.error(Field::Team, Problem::Unknown);
            }
            if let Some(absence) = &person.absence {
                let was = directory
                    .people
                    .get(&person.id)
                    .cloned()
                    .unwrap_or_default();
                absence.check(&mut form, directory, &was, day);
            }
            // The desk is never left without somebody who can set it up.
            let them_alone = directory.administrators() == BTreeSet::from([person.id]);
            if them_alone && !person.administers() {
                let without = person.active && person.role.is_administrator();
                let (field, problem) = match without {
                    true => (Field::Email, Problem::Missing),
                    false => (Field::Value, Problem::Invalid),
                };
                form.error(field, problem);
            }
            Entry::Person(person)
        }
        Entry::Team(mut team) => {
            label(&mut form, &mut team.name);
            // Where tickets go that nobody claims there is always somebody.
            if !team.active && team.id == directory.settings.first_team && team.id.0 != 0 {
                form.error(Field::Active, Problem::FirstTeam);
            }
            Entry::Team(team)
        }
        Entry::Department(mut department) => {
            label(&mut form, &mut department.name);
            if department
                .manager
                .is_some_and(|manager| !directory.people.contains_key(&manager))
            {
                form.error(Field::Person, Problem::Unknown);
            }
            let parent = department.parent;
            if parent.is_some_and(|p| !directory.departments.contains_key(&p))
                || is_ring(directory, &department)
            {
                form.error(Field::Value, Problem::Invalid);
            }
            Entry::Department(department)
        }
        Entry::Service(mut service) => {
            label(&mut form, &mut service.name);
            if !directory.teams.contains_key(&service.team) {
                form.error(Field::Team, Problem::Missing);
            }
            Entry::Service(service)
        }
        Entry::Category(mut category) => {
            label(&mut form, &mut category.name);
            if !directory.services.contains_key(&category.service) {
                form.error(Field::Service, Problem::Missing);
            }
            Entry::Category(category)
        }
        Entry::Item(mut item) => {
            label(&mut form, &mut item.name);
            check_item(&mut form, directory, &item);
            Entry::Item(item)
        }
        Entry::Disruption(mut disruption) => {
            disruption.title = form.line(Field::Subject, &disruption.title, SHORT_MAX);
            disruption.message = form
                .optional(Field::Text, &disruption.message, TEXT_MAX)
                .unwrap_or_default();
            if disruption
                .service
                .is_some_and(|s| !directory.services.contains_key(&s))
            {
                form.error(Field::Service, Problem::Unknown);
            }
            // When it began and ended is the clock's to say.
            let was = directory.disruptions.get(&disruption.id);
            disruption.since = was.map_or(now, |was| was.since);
            disruption.ended = disruption
                .ended
                .map(|_| was.and_then(|was| was.ended).unwrap_or(now));
            Entry::Disruption(disruption)
        }
        Entry::Settings(settings) => {
            if settings.close_after_working_days > 365
                || settings.remind_after_working_days > 365
                || settings.reopen_within_days > 3650
            {
                form.error(Field::Value, Problem::Invalid);
            }
            let first = directory.teams.get(&settings.first_team);
            if !directory.teams.is_empty() && !first.is_some_and(|team| team.active) {
                form.error(Field::Team, Problem::Unknown);
            }
            Entry::Settings(settings)
        }
    };
    form.finish()?;
    Ok(entry)
}

/// Both languages are wanted; where one is left empty the other stands in for it.
fn label(form: &mut Form, label: &mut Label) {
    let fr = form.optional(Field::Name, &label.fr, SHORT_MAX);
    let en = form.optional(Field::Name, &label.en, SHORT_MAX);
    match (fr, en) {
        (None, None) if form.is_valid() => form.error(Field::Name, Problem::Missing),
        (fr, en) => {
            label.fr = fr.clone().or_else(|| en.clone()).unwrap_or_default();
            label.en = en.or(fr).unwrap_or_default();
        }
    }
}

fn check_item(form: &mut Form, directory: &Directory, item: &Item) {
    if !directory.teams.contains_key(&item.team) {
        form.error(Field::Team, Problem::Missing);
    }
    if item
        .service
        .is_some_and(|service| !directory.services.contains_key(&service))
    {
        form.error(Field::Service, Problem::Unknown);
    }
    if let ApprovalPolicy::People { people, .. } = &item.approval
        && (people.is_empty()
            || !people
                .iter()
                .all(|person| directory.people.contains_key(person)))
    {
        form.error(
            Field::Person,
            if people.is_empty() {
                Problem::Missing
            } else {
                Problem::Unknown
            },
        );
    }
    let mut keys: Vec<&str> = item.fields.iter().map(|field| field.key.as_str()).collect();
    keys.sort_unstable();
    let before = keys.len();
    keys.dedup();
    if keys.len() != before || keys.iter().any(|key| key.trim().is_empty()) {
        form.error(Field::ItemField, Problem::Invalid);
    }
    for field in &item.fields {
        if let FieldKind::Choice { choices } = &field.kind
            && choices.is_empty()
        {
            form.named_error(Field::ItemField, &field.key, Problem::Missing);
        }
    }
}
