//! The audit log: writing audit events, and reading them as an administrator.

use crate::desk::Desk;
use crate::directory::people::SHOWN;
use crate::kernel::caller::Caller;
use crate::kernel::cursor::CursorContext;
use crate::kernel::error::DeskError;
use guichet_domain::directory::settings::Settings;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::governance::audit_page::{
    AuditLine, AuditPage, AuditQuery, Audited, FieldChange, PEOPLE_MAX, Saved,
};
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::{DepartmentId, PersonId, ServiceId, TeamId};
use guichet_store::{AuditFilter, AuditRow, StoreError, Txn};
use serde_json::Value;

/// Number of lines per page.
pub(crate) const PAGE: usize = 50;

impl Desk {
    /// Writes an audit event in a transaction of its own.
    pub(crate) async fn note(
        &self,
        audited: &AuditEvent,
        about: Option<PersonId>,
        by: &Who,
    ) -> Result<(), DeskError> {
        let (desk, audited, by) = (self.clone(), audited.clone(), by.clone());
        self.store
            .write(move |txn| {
                let (desk, audited) = (desk.clone(), audited.clone());
                let by = by.clone();
                Box::pin(async move { desk.note_in(txn, &audited, about, &by).await })
            })
            .await?;
        Ok(())
    }

    /// Writes an audit event in the transaction of what it records.
    pub(crate) async fn note_in(
        &self,
        txn: &mut Txn,
        audited: &AuditEvent,
        about: Option<PersonId>,
        by: &Who,
    ) -> Result<(), StoreError> {
        let now = (self.new_command(), self.now());
        txn.note(audited, about, by, now, self.client()).await
    }

    /// Same as [`Desk::note_in`], for an action of people on their own account.
    pub(crate) async fn note_by(
        &self,
        txn: &mut Txn,
        audited: &AuditEvent,
        caller: Caller,
    ) -> Result<(), StoreError> {
        let by = Who::Person(caller.person);
        self.note_in(txn, audited, Some(caller.person), &by).await
    }

    /// Records an operation ordered from the command line.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database refuses.
    pub async fn record_operation(&self, audited: AuditEvent) -> Result<(), DeskError> {
        self.note(&audited, None, &Who::System).await
    }

    /// One page of the audit log, newest first.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator.
    pub async fn audit(&self, caller: Caller, query: AuditQuery) -> Result<AuditPage, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        let actor = caller.administrator(&directory)?;
        let zone = self.zone_of(caller.person(&directory)?);
        let day = |text: &str| text.trim().parse::<jiff::civil::Date>().ok();
        let midnight = |day: jiff::civil::Date| zone.instant(day.at(0, 0, 0, 0));
        let address = Some(query.address.trim().to_owned()).filter(|address| !address.is_empty());
        let people = meant(&directory, &query.who);
        let filter = AuditFilter {
            who: (!query.who.trim().is_empty())
                .then(|| people.iter().map(|(person, _)| *person).collect()),
            topic: query.topic,
            since: day(&query.since).map(midnight),
            until: day(&query.until)
                .and_then(|day| day.tomorrow().ok())
                .map(midnight),
            address,
        };
        let place = CursorContext::Audit(&query);
        let before = query
            .after
            .as_deref()
            .and_then(|cursor| self.cursors.unseal(&place, caller.person, cursor))
            .map(|[position]| position);
        let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
        let mut rows = match people.len() {
            0..=PEOPLE_MAX => snapshot.conn.audit(&filter, before, limit).await?,
            _ => Vec::new(),
        };
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows
            .last()
            .filter(|_| more)
            .map(|row| self.cursors.seal(&place, caller.person, [row.position]))
            .transpose()?;
        let mut lines = Vec::new();
        for row in &rows {
            let mut line = line(row, &directory)?;
            if let Audited::Event(AuditEvent::MessageTaken { ticket, .. }, _) = &mut line.what
                && let Some(reference) = *ticket
                && !snapshot.conn.sees(&actor, reference.id).await?
            {
                *ticket = None;
            }
            lines.push(line);
        }
        Ok(AuditPage {
            lines,
            next,
            meant: people.len(),
            people: people.into_iter().take(SHOWN).collect(),
        })
    }
}

/// The people a filter means: the one with that number, or those whose name or address contains its
/// words.
fn meant(directory: &Directory, who: &str) -> Vec<(PersonId, String)> {
    // As the page writes it: #12 and the name.
    let who = who.trim();
    let number = match who.strip_prefix('#') {
        Some(number) => number.split_whitespace().next(),
        None => Some(who),
    };
    match number.and_then(|number| number.parse().ok()) {
        Some(number) => vec![named(directory, PersonId(number))],
        None => directory
            .people_like(who)
            .map(|person| (person.id, person.name.clone()))
            .collect(),
    }
}

fn named(directory: &Directory, person: PersonId) -> (PersonId, String) {
    let name = directory.people.get(&person).map(|p| p.name.clone());
    (person, name.unwrap_or_else(|| format!("#{person}")))
}

fn line(row: &AuditRow, directory: &Directory) -> Result<AuditLine, StoreError> {
    let what = match row.audited()? {
        Some(audited) => {
            let about = (!audited.is_operation() && row.id != 0).then_some(PersonId(row.id));
            Audited::Event(audited, about.map(|person| named(directory, person)))
        }
        None => Audited::Saved(saved(row, directory)),
    };
    Ok(AuditLine {
        at: row.at(),
        by: row.by().map(|person| named(directory, person)),
        what,
        client: row.client(),
    })
}

/// What saving an entry changed, from the log's data before and after.
fn saved(row: &AuditRow, directory: &Directory) -> Saved {
    let read = |text: &str| cells(serde_json::from_str(text).unwrap_or_default());
    let now = read(&row.data);
    // The settings are there before anybody saves them.
    let at_first = || serde_json::to_string(&Settings::default()).ok();
    let settings = row.stream == "settings";
    let before = row
        .before
        .clone()
        .or_else(|| at_first().filter(|_| settings));
    let before = before.as_deref().map(read);
    let changes = match (&before, &now) {
        (Some(Value::Object(before)), Value::Object(now)) => {
            let mut fields: Vec<&String> = now.keys().chain(before.keys()).collect();
            fields.sort_unstable();
            fields.dedup();
            fields
                .into_iter()
                .filter(|field| before.get(*field) != now.get(*field))
                .map(|field| FieldChange {
                    field: field.clone(),
                    from: shown(field, before.get(field), directory),
                    to: shown(field, now.get(field), directory),
                })
                .collect()
        }
        _ => Vec::new(),
    };
    Saved {
        kind: row.stream.clone(),
        id: row.id,
        name: name(&now),
        new: before.is_none(),
        changes,
    }
}

/// Name of an entry: a label in both languages, a person's name, or a disruption's title.
fn name(data: &Value) -> Label {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let name = match &data["name"] {
        Value::Null => &data["title"],
        name => name,
    };
    match name {
        Value::Object(label) => {
            let fr = label.get("fr").and_then(text).unwrap_or_default();
            let en = label.get("en").and_then(text).unwrap_or_default();
            let label = Label::new(fr, en);
            let said = |language| label.said_in(language).0.to_owned();
            Label::new(said(Language::Fr), said(Language::En))
        }
        name => {
            let name = text(name).unwrap_or_default();
            Label::new(name.clone(), name)
        }
    }
}

/// Splits the priority matrix into one field per cell, so that one changed cell is one change.
fn cells(mut entry: Value) -> Value {
    if let Some(fields) = entry.as_object_mut()
        && let Some(Value::Array(rows)) = fields.remove("matrix")
    {
        for (row, columns) in rows.into_iter().enumerate() {
            for (column, cell) in columns.as_array().into_iter().flatten().enumerate() {
                fields.insert(format!("matrix {row} {column}"), cell.clone());
            }
        }
    }
    entry
}

/// A value in a few words: numbers of entries are replaced by names; `None` if not to be shown.
fn shown(field: &str, value: Option<&Value>, directory: &Directory) -> Option<Vec<Label>> {
    let same = |text: String| Label::new(text.clone(), text);
    let of = |value: &Value| -> Option<Label> {
        let named = value.as_i64().and_then(|id| match field {
            "team" | "teams" | "first_team" => Some(directory.teams.get(&TeamId(id))?.name.clone()),
            "department" | "parent" => {
                Some(directory.departments.get(&DepartmentId(id))?.name.clone())
            }
            "service" => Some(directory.services.get(&ServiceId(id))?.name.clone()),
            "manager" => Some(same(directory.people.get(&PersonId(id))?.name.clone())),
            _ => None,
        });
        named.or_else(|| match value {
            Value::String(text) => Some(same(text.clone())),
            Value::Bool(yes) => Some(same(yes.to_string())),
            Value::Number(number) => Some(same(number.to_string())),
            Value::Object(_) => serde_json::from_value(value.clone()).ok(),
            _ => None,
        })
    };
    match value {
        // Not every administrator sees the tickets.
        _ if matches!(field, "since" | "until" | "ended" | "tickets") => None,
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::Array(values)) => values.iter().map(of).collect(),
        Some(value) => Some(vec![of(value)?]),
    }
}
