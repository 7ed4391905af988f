//! Importing people from a file: what would change, and changing it.

use crate::desk::Desk;
use crate::directory::administer::EntryEdit;
use crate::directory::people_file::{Column, Row, rows};
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::tickets::facts::today;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::people_import::{
    PeopleImport, PersonChange, PersonLine, UnreadablePeople,
};
use guichet_domain::directory::person::Person;
use guichet_domain::directory::team::Department;
use guichet_domain::directory::validation::validated;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::kernel::actor::{Role, Who};
use guichet_domain::kernel::email::email_address;
use guichet_domain::kernel::form::one_line;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal};
use guichet_domain::kernel::stemming::fold;
use guichet_domain::{DepartmentId, PersonId, TeamId};
use guichet_store::Txn;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Desk {
    /// What a file of people would change, for an administrator or, with `None`, for the program.
    /// `create` makes the departments that the file names and the desk does not have.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator.
    pub async fn preview_people(
        &self,
        caller: Option<Caller>,
        file: Vec<u8>,
        create: bool,
    ) -> Result<Result<PeopleImport, UnreadablePeople>, DeskError> {
        let directory = self.directory().await?;
        if let Some(caller) = caller {
            caller.administrator(&directory)?;
        }
        let now = self.now();
        let today = today(&self.zone, now);
        let planned = move || {
            let (rows, unknown) = rows(&file)?;
            let plan = Plan::of((*directory).clone(), &rows, create, (now, today));
            Ok(plan.report(unknown))
        };
        let planned = tokio::task::spawn_blocking(planned).await;
        Ok(planned.map_err(std::io::Error::other)?)
    }

    /// Takes in the people of a file: adds those the desk does not know, changes those it knows by
    /// their address, in one transaction. A line that is wrong leaves the others alone. Cells that
    /// are empty change nothing.
    ///
    /// # Errors
    /// Same as [`Desk::preview_people`].
    pub async fn import_people(
        &self,
        caller: Option<Caller>,
        file: Vec<u8>,
        create: bool,
    ) -> Result<Result<PeopleImport, UnreadablePeople>, DeskError> {
        let directory = self.directory().await?;
        if let Some(caller) = caller {
            caller.administrator(&directory)?;
        }
        let read = tokio::task::spawn_blocking(move || rows(&file)).await;
        let (rows, unknown) = match read.map_err(std::io::Error::other)? {
            Ok((rows, unknown)) => (Arc::new(rows), unknown),
            Err(error) => return Ok(Err(error)),
        };
        let desk = self.clone();
        let imported = self.store.attempt(move |txn| {
            let (desk, rows, unknown) = (desk.clone(), Arc::clone(&rows), unknown.clone());
            Box::pin(
                async move { outcome(desk.import_in(txn, caller, &rows, unknown, create).await) },
            )
        });
        let imported = imported.await??;
        self.feed.sessions_changed();
        self.hand_on().await?;
        Ok(Ok(imported))
    }

    async fn import_in(
        &self,
        txn: &mut Txn,
        caller: Option<Caller>,
        rows: &[Row],
        unknown: Vec<String>,
        create: bool,
    ) -> Result<PeopleImport, DeskError> {
        let directory = txn.directory_now();
        let by = match caller {
            Some(caller) => caller.administrator(&directory)?.who,
            None => Who::System,
        };
        let now = self.now();
        let today = today(&self.zone, now);
        let plan = Plan::of((*directory).clone(), rows, create, (now, today));
        // Numbers are the desk's to give: what was planned with others is saved with its own.
        let (mut departments, mut people) = (BTreeMap::new(), BTreeMap::new());
        for department in plan.directory.departments.values() {
            if !directory.departments.contains_key(&department.id) {
                let entry = Entry::Department(Department {
                    id: DepartmentId(0),
                    ..department.clone()
                });
                let number = self.save_in(txn, self.edit(entry), &by).await?;
                departments.insert(department.id, DepartmentId(number));
            }
        }
        for person in plan.touched() {
            let mut person = person.clone();
            let planned = person.id;
            if !directory.people.contains_key(&planned) {
                person.id = PersonId(0);
            }
            let department = person.department;
            let given = department.and_then(|one| departments.get(&one)).copied();
            person.department = given.or(department);
            // Their manager may come later in the file.
            let manager = person.manager.take();
            let before = directory
                .people
                .get(&planned)
                .and_then(|known| known.manager);
            person.manager = before.filter(|_| manager.is_some());
            let number = self
                .save_in(txn, self.edit(Entry::Person(person)), &by)
                .await?;
            people.insert(planned, (PersonId(number), manager));
        }
        let numbers: BTreeMap<PersonId, PersonId> = people
            .iter()
            .map(|(planned, (number, _))| (*planned, *number))
            .collect();
        for (number, manager) in people.values() {
            let wanted = manager.map(|manager| numbers.get(&manager).copied().unwrap_or(manager));
            let known = txn.directory_now().people.get(number).cloned();
            if let Some(person) = known.filter(|person| person.manager != wanted) {
                let person = Person {
                    manager: wanted,
                    ..person
                };
                self.save_in(txn, self.edit(Entry::Person(person)), &by)
                    .await?;
            }
        }
        let report = plan.report(unknown);
        let tally = report.tally();
        let audited = AuditEvent::PeopleImported {
            people: (tally.added + tally.changed) as u64,
            unread: tally.wrong as u64,
        };
        self.note_in(txn, &audited, None, &by).await?;
        Ok(report)
    }

    fn edit(&self, entry: Entry) -> EntryEdit {
        EntryEdit {
            id: self.new_command(),
            entry,
            was: None,
        }
    }
}

/// What is to become of the people of a file, on a directory that it has been applied to.
struct Plan {
    directory: Directory,
    lines: Vec<(PersonLine, Option<PersonId>)>,
    new_departments: Vec<String>,
}

impl Plan {
    fn of(
        mut directory: Directory,
        rows: &[Row],
        create: bool,
        (now, today): (guichet_domain::Timestamp, Date),
    ) -> Self {
        let mut new_departments = Vec::new();
        for row in rows {
            let Some(name) = row.get(Column::Department).map(one_line) else {
                continue;
            };
            if department(&directory, &name).is_none() && !new_departments.contains(&name) {
                new_departments.push(name.clone());
                if create {
                    let id = directory.departments.keys().max().map_or(0, |id| id.0) + 1;
                    let new = Department {
                        id: DepartmentId(id),
                        name: Label::new(name.clone(), name),
                        ..Department::default()
                    };
                    directory.save(Entry::Department(new));
                }
            }
        }
        let mut by_email: BTreeMap<String, PersonId> = BTreeMap::new();
        for person in directory.people.values() {
            by_email.extend(person.email.clone().map(|email| (email, person.id)));
        }
        let mut first_lines: BTreeMap<String, u64> = BTreeMap::new();
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let email = row.get(Column::Email).unwrap_or_default();
            let address = email_address(email);
            let twice = address
                .as_ref()
                .and_then(|address| first_lines.get(address));
            let (change, person) = match (&address, twice) {
                (_, Some(line)) => (PersonChange::Twice(*line), None),
                (address, None) => {
                    let known = address.as_ref().and_then(|address| by_email.get(address));
                    let known = known.and_then(|id| directory.people.get(id)).cloned();
                    planned(&mut directory, row, address.clone(), known, (now, today))
                }
            };
            if let (Some(address), Some(person)) = (address, person) {
                first_lines.insert(address.clone(), row.line);
                by_email.insert(address, person);
            }
            let line = PersonLine {
                line: row.line,
                name: row.name().map(|name| one_line(&name)).unwrap_or_default(),
                email: email.to_owned(),
                change,
            };
            lines.push((line, person));
        }
        let mut plan = Self {
            directory,
            lines,
            new_departments,
        };
        plan.managers(rows, &by_email);
        plan
    }

    /// Finds the managers, who may stand anywhere in the file.
    fn managers(&mut self, rows: &[Row], by_email: &BTreeMap<String, PersonId>) {
        let mut by_name: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
        for person in self.directory.people.values() {
            by_name
                .entry(fold(&person.name))
                .or_default()
                .push(person.id);
        }
        for (row, (line, person)) in rows.iter().zip(&mut self.lines) {
            let (Some(wanted), Some(id)) = (row.get(Column::Manager), *person) else {
                continue;
            };
            let named = by_name.get(&fold(wanted)).filter(|all| all.len() == 1);
            let named = named.and_then(|all| all.first());
            let address = email_address(wanted);
            let found = address.and_then(|address| by_email.get(&address)).or(named);
            let Some(manager) = found.copied().filter(|manager| *manager != id) else {
                // Nothing of a wrong line is taken.
                if line.change == PersonChange::Added {
                    self.directory.people.remove(&id);
                }
                line.change = PersonChange::Wrong(vec![unknown(Field::Manager, wanted)]);
                *person = None;
                continue;
            };
            if let Some(known) = self.directory.people.get_mut(&id)
                && known.manager != Some(manager)
            {
                known.manager = Some(manager);
                match &mut line.change {
                    PersonChange::Changed(fields) => fields.push(Field::Manager),
                    change @ PersonChange::Same => {
                        *change = PersonChange::Changed(vec![Field::Manager]);
                    }
                    PersonChange::Added | PersonChange::Twice(_) | PersonChange::Wrong(_) => {}
                }
            }
        }
    }

    /// The people who are added or changed, as they become.
    fn touched(&self) -> impl Iterator<Item = &Person> {
        self.lines.iter().filter_map(|(line, person)| {
            let is_touched = matches!(line.change, PersonChange::Added | PersonChange::Changed(_));
            person
                .filter(|_| is_touched)
                .and_then(|id| self.directory.people.get(&id))
        })
    }

    fn report(self, unknown_columns: Vec<String>) -> PeopleImport {
        PeopleImport {
            lines: self.lines.into_iter().map(|(line, _)| line).collect(),
            unknown_columns,
            new_departments: self.new_departments,
        }
    }
}

fn unknown(field: Field, name: &str) -> FieldError {
    FieldError {
        field,
        name: Some(one_line(name)),
        problem: Problem::Unknown,
    }
}

/// What becomes of one row; the person it becomes is in the directory then.
fn planned(
    directory: &mut Directory,
    row: &Row,
    address: Option<String>,
    known: Option<Person>,
    (now, today): (guichet_domain::Timestamp, Date),
) -> (PersonChange, Option<PersonId>) {
    let mut errors = Vec::new();
    let mut problem = |field, problem| {
        errors.push(FieldError {
            field,
            name: None,
            problem,
        });
    };
    if address.is_none() {
        let is_empty = row.get(Column::Email).is_none();
        let why = if is_empty {
            Problem::Missing
        } else {
            Problem::Invalid
        };
        problem(Field::Email, why);
    }
    if row.name().is_none() && known.is_none() {
        problem(Field::Name, Problem::Missing);
    }
    let mut person = known.clone().unwrap_or_else(|| Person {
        id: PersonId(directory.people.keys().max().map_or(0, |id| id.0) + 1),
        email: address,
        may_join: true,
        active: true,
        ..Person::default()
    });
    if let Some(name) = row.name() {
        person.name = one_line(&name);
    }
    if let Some(text) = row.get(Column::Role) {
        match role(text) {
            Some(role) => person.role = role,
            None => errors.push(unknown(Field::Role, text)),
        }
    }
    if let Some(names) = row.get(Column::Team) {
        let mut teams = BTreeSet::new();
        for name in names
            .split([';', '|', ','])
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            match team(directory, name) {
                Some(team) => drop(teams.insert(team)),
                None => errors.push(unknown(Field::Team, name)),
            }
        }
        person.teams = teams;
    }
    if let Some(name) = row.get(Column::Department) {
        match department(directory, name) {
            Some(department) => person.department = Some(department),
            None => errors.push(unknown(Field::Department, name)),
        }
    }
    if let Some(text) = row.get(Column::Language) {
        match language(text) {
            Some(language) => person.language = Some(language),
            None => errors.push(unknown(Field::Language, text)),
        }
    }
    for (column, field) in [
        (Column::Telephone, &mut person.telephone),
        (Column::Place, &mut person.place),
        (Column::Computer, &mut person.computer),
    ] {
        if let Some(text) = row.get(column) {
            *field = Some(one_line(text));
        }
    }
    if errors.is_empty() {
        match validated(Entry::Person(person), directory, now, today) {
            Ok(Entry::Person(person)) => {
                let id = person.id;
                let change = match &known {
                    None => PersonChange::Added,
                    Some(known) => changed(known, &person),
                };
                directory.save(Entry::Person(person));
                return (change, Some(id));
            }
            Err(Refusal::Invalid(wrong)) => errors = wrong,
            Ok(_) | Err(_) => errors.push(unknown(Field::Value, "")),
        }
    }
    (PersonChange::Wrong(errors), None)
}

fn changed(before: &Person, after: &Person) -> PersonChange {
    let fields = [
        (Field::Name, before.name != after.name),
        (Field::Role, before.role != after.role),
        (Field::Team, before.teams != after.teams),
        (Field::Department, before.department != after.department),
        (Field::Telephone, before.telephone != after.telephone),
        (Field::Place, before.place != after.place),
        (Field::Computer, before.computer != after.computer),
        (Field::Language, before.language != after.language),
    ];
    let fields = fields.into_iter().filter(|(_, differs)| *differs);
    let fields: Vec<Field> = fields.map(|(field, _)| field).collect();
    if fields.is_empty() {
        PersonChange::Same
    } else {
        PersonChange::Changed(fields)
    }
}

fn is_called(label: &Label, name: &str) -> bool {
    let name = fold(name);
    fold(&label.fr) == name || fold(&label.en) == name
}

fn department(directory: &Directory, name: &str) -> Option<DepartmentId> {
    let mut all = directory.departments.values();
    all.find(|one| is_called(&one.name, name)).map(|one| one.id)
}

fn team(directory: &Directory, name: &str) -> Option<TeamId> {
    let mut all = directory.teams.values();
    all.find(|one| is_called(&one.name, name)).map(|one| one.id)
}

fn role(text: &str) -> Option<Role> {
    let text: String = fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
    Some(match text.as_str() {
        "user" | "utilisateur" | "utilisatrice" => Role::User,
        "agent" | "technicien" | "technicienne" => Role::Agent,
        "teamlead" | "responsabledequipe" | "chefdequipe" => Role::TeamLead,
        "supportmanager" | "responsabledusupport" | "responsablesupport" => Role::SupportManager,
        "administrator" | "admin" | "administrateur" | "administratrice" => Role::Administrator,
        _ => return None,
    })
}

fn language(text: &str) -> Option<Language> {
    let text = fold(text.trim());
    let code = text.split(['-', '_']).next().unwrap_or_default();
    match code {
        "fr" | "francais" | "french" => Some(Language::Fr),
        "en" | "anglais" | "english" => Some(Language::En),
        _ => None,
    }
}
