//! Checks of entries that administrators save: names, addresses, references between entries.

use crate::directory::approval_policy::ApprovalPolicy;
use crate::directory::catalogue::{FieldKind, Item};
use crate::directory::entry::Entry;
use crate::directory::mail_sender::{MailSender, SENDERS_MAX};
use crate::directory::team::Department;
use crate::directory::whole::Directory;
use crate::kernel::email::email_address;
use crate::kernel::form::{Form, SHORT_MAX, TEXT_MAX};
use crate::kernel::ids::PersonId;
use crate::kernel::language::Label;
use crate::kernel::refusal::{Field, Problem, Refusal};
use crate::kernel::time::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Returns the entry as it is saved, with its texts cleaned and checked. `today` is the date in the
/// time zone of the desk. The browser runs the same checks before anything is sent.
///
/// # Errors
/// [`Refusal::Invalid`] with every wrong field.
pub fn validated(
    entry: Entry,
    directory: &Directory,
    now: Timestamp,
    today: Date,
) -> Result<Entry, Refusal> {
    let mut form = Form::default();
    let entry = match entry {
        Entry::Person(mut person) => {
            person.name = form.line(Field::Name, &person.name, SHORT_MAX);
            let typed = person.email.take();
            person.email = typed.and_then(|typed| form.email(Field::Email, &typed));
            let taken = person
                .email
                .as_deref()
                .and_then(|e| directory.person_by_email(e));
            if taken.is_some_and(|other| other.id != person.id) {
                form.error(Field::Email, Problem::Taken);
            }
            for (field, text) in [
                (Field::Telephone, &mut person.telephone),
                (Field::Place, &mut person.place),
                (Field::Computer, &mut person.computer),
            ] {
                let typed = text.take().unwrap_or_default();
                *text = form.optional_line(field, &typed, SHORT_MAX);
            }
            let is_known = |id: PersonId| directory.people.contains_key(&id) && id != person.id;
            if person.manager.is_some_and(|manager| !is_known(manager)) {
                form.error(Field::Manager, Problem::Unknown);
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
                absence.check(&mut form, directory, &was, today);
            }
            // The desk always keeps at least one administrator who can sign in.
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
            // The team that gets tickets without a service must stay active.
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
            let before = directory.services.get(&service.id);
            let is_agent = |id: &PersonId| directory.agents().any(|agent| agent.id == *id);
            let was_named = |id| before.is_some_and(|before| before.publishers.contains(id));
            if !service
                .publishers
                .iter()
                .all(|id| is_agent(id) || was_named(id))
            {
                form.error(Field::Person, Problem::Unknown);
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
            self::item(&mut form, directory, &item);
            Entry::Item(item)
        }
        Entry::Disruption(disruption) => {
            Entry::Disruption(disruption.checked(&mut form, directory, now))
        }
        Entry::Calendar(mut calendar) => {
            label(&mut form, &mut calendar.name);
            calendar.now.check(&mut form);
            Entry::Calendar(calendar)
        }
        Entry::ServiceLevel(mut level) => {
            label(&mut form, &mut level.name);
            level.check(&mut form, directory);
            Entry::ServiceLevel(level)
        }
        Entry::Settings(mut settings) => {
            if settings.close_after_working_days > 365
                || settings.remind_after_working_days > 365
                || settings.remind_user_after_working_days > 365
                || settings.feedback_every_days > 365
                || settings.reopen_within_days > 3650
                || !(1..=30).contains(&settings.invitation_days)
            {
                form.error(Field::Value, Problem::Invalid);
            }
            let synonyms = form.optional(Field::Keywords, &settings.synonyms, TEXT_MAX);
            settings.synonyms = synonyms.unwrap_or_default();
            senders(&mut form, &mut settings.mail_senders);
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

/// Checks the programs whose messages become tickets: each has an address of its own.
fn senders(form: &mut Form, senders: &mut [MailSender]) {
    if senders.len() > SENDERS_MAX {
        form.error(Field::Email, Problem::too_many(SENDERS_MAX));
    }
    let mut known = BTreeSet::new();
    for sender in senders {
        match email_address(&sender.address) {
            Some(address) if known.insert(address.clone()) => sender.address = address,
            Some(_) => form.named_error(Field::Email, &sender.address, Problem::Taken),
            None => form.named_error(Field::Email, &sender.address, Problem::Invalid),
        }
    }
}

/// Checks a label. If one language is empty, it gets the wording of the other.
fn label(form: &mut Form, label: &mut Label) {
    let fr = form.optional_line(Field::Name, &label.fr, SHORT_MAX);
    let en = form.optional_line(Field::Name, &label.en, SHORT_MAX);
    match (fr, en) {
        (None, None) if form.is_valid() => form.error(Field::Name, Problem::Missing),
        (fr, en) => {
            label.fr = fr.clone().or_else(|| en.clone()).unwrap_or_default();
            label.en = en.or(fr).unwrap_or_default();
        }
    }
}

fn item(form: &mut Form, directory: &Directory, item: &Item) {
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

/// Whether `department` is, directly or indirectly, its own parent.
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
