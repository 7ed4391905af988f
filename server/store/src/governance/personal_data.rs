//! Erasing a person (name and addresses are removed everywhere, their actions stay under their
//! number) and exporting all data known of a person.

use crate::governance::redaction::TO_SCRUB;
use crate::governance::table_class::{Personal, class_of, names_where};
use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use crate::kernel::writer::Txn;
use futures::TryStreamExt;
use guichet_domain::governance::stream_class::DataSubject;
use guichet_domain::kernel::removed::REMOVED;
use guichet_domain::kernel::stream::Stream;
use guichet_domain::knowledge::reading::asked;
use guichet_domain::{FileId, PersonId, TicketId};
use serde_json::{Map, Value, json};
use sqlx::AssertSqlSafe;
use sqlx_macros::FromRow;
use std::collections::BTreeSet;

/// Columns that prove who somebody is: left out even of the person's own export.
const SECRET: [&str; 5] = ["hash", "token", "secret", "offered", "offered_to"];

/// An event as shown to the person it concerns.
#[derive(FromRow)]
struct OwnLine {
    at: i64,
    stream: String,
    id: i64,
    actor: Option<i64>,
    #[sqlx(rename = "type")]
    name: String,
    data: String,
    address: Option<String>,
    device: Option<String>,
}

/// What was known of an erased person and must still be cleaned up outside the database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// All addresses they ever had, in lower case.
    pub addresses: BTreeSet<String>,
    /// Files that held their e-mails; nothing in the database names them any more.
    pub files: Vec<FileId>,
}

/// The name shown for an erased person.
pub fn forgotten_name(person: PersonId) -> String {
    format!("{REMOVED} {person}")
}

impl Txn {
    /// Removes a person's name and addresses from the log and everything beside it, and deletes
    /// their means of signing in. `naming` are messages by others that name the person, such as
    /// bounce reports; they are emptied too.
    ///
    /// # Errors
    /// [`StoreError`] if the database refuses.
    pub async fn forget_person(
        &mut self,
        person: PersonId,
        naming: &[i64],
    ) -> Result<Forgotten, StoreError> {
        let conn = &mut self.conn;
        let addresses = conn.addresses_of(person).await?;
        let lines: Vec<(i64, String)> = on!(&mut *conn, c => sqlx::query_as(
            "SELECT version, data FROM event WHERE stream = 'person' AND id = $1")
            .bind(person.0).fetch_all(c).await?);
        let mut names = BTreeSet::new();
        for (version, data) in lines {
            let mut data: Value =
                serde_json::from_str(&data).map_err(|e| StoreError::Entry("person".into(), e))?;
            let name = data.get("name").and_then(Value::as_str);
            names.extend(name.map(asked).filter(|name| !name.is_empty()));
            if let Some(fields) = data.as_object_mut() {
                fields.insert("name".into(), forgotten_name(person).into());
                fields.insert("email".into(), Value::Null);
            }
            let sql =
                "UPDATE event SET data = $1 WHERE stream = 'person' AND id = $2 AND version = $3";
            change!(&mut *conn, c => sqlx::query(sql).bind(data.to_string()).bind(person.0).bind(version)
                .execute(c).await?.rows_affected());
        }
        forget_mail(conn, person).await?;
        forget_questions(conn, person, &names).await?;
        let mut outbound = conn.messages_by(&addresses).await?;
        outbound.extend(naming);
        let files = conn.empty_messages(&outbound, true).await?;
        for address in &addresses {
            // Whoever wrote it, and whatever became of it.
            let sql = "UPDATE inbound_message SET subject = $1 WHERE replace(lower(subject), $2, '') <> lower(subject)";
            change!(&mut *conn, c => sqlx::query(sql).bind(REMOVED).bind(address).execute(c).await?.rows_affected());
        }
        for table in names_where(|class| class.personal == Personal::Own) {
            let sql = format!("DELETE FROM {table} WHERE person = $1");
            change!(&mut *conn, c => sqlx::query(AssertSqlSafe(sql)).bind(person.0).execute(c).await?.rows_affected());
        }
        let sql = "DELETE FROM client WHERE position IN
             (SELECT position FROM event WHERE actor = $1 OR (stream = 'access' AND id = $1))";
        change!(&mut *conn, c => sqlx::query(sql).bind(person.0).execute(c).await?.rows_affected());
        let position = self.position.to_string();
        self.conn.set_meta(TO_SCRUB, &position).await?;
        Ok(Forgotten { addresses, files })
    }
}

/// Removes questions to the knowledge base that name the person.
async fn forget_questions(
    conn: &mut Conn,
    person: PersonId,
    names: &BTreeSet<String>,
) -> Result<(), StoreError> {
    let rows: Vec<(String, String)> = on!(&mut *conn, c => sqlx::query_as("SELECT DISTINCT asked, said FROM gap")
        .fetch_all(c).await?);
    let has = |text: &str, name: &String| format!(" {text} ").contains(&format!(" {name} "));
    let naming = rows.into_iter().filter(|(question, said)| {
        let said = asked(said);
        names
            .iter()
            .any(|name| has(question, name) || has(&said, name))
    });
    for (question, said) in naming {
        let sql = "DELETE FROM gap WHERE asked = $1 AND said = $2";
        change!(&mut *conn, c => sqlx::query(sql).bind(question).bind(said).execute(c).await?.rows_affected());
    }
    let sql = "UPDATE gap SET owner = NULL WHERE owner = $1";
    change!(&mut *conn, c => sqlx::query(sql).bind(person.0).execute(c).await?.rows_affected());
    Ok(())
}

/// Removes e-mails to the person, and marks for removal those to others that name them.
async fn forget_mail(conn: &mut Conn, person: PersonId) -> Result<(), StoreError> {
    let sql = "DELETE FROM outbox WHERE person = $1 AND tries = 0";
    change!(&mut *conn, c => sqlx::query(sql).bind(person.0).execute(c).await?.rows_affected());
    // What was written to a file is found there by its line: the line goes when its time has come.
    let sql = "UPDATE outbox SET address = NULL, error = NULL, stale = TRUE WHERE person = $1";
    change!(&mut *conn, c => sqlx::query(sql).bind(person.0).execute(c).await?.rows_affected());
    let sql = "UPDATE outbox SET stale = TRUE WHERE tries > 0 AND ticket IN
         (SELECT ticket FROM participant WHERE person = $1
          UNION SELECT id FROM event WHERE stream = 'ticket' AND actor = $1)";
    change!(&mut *conn, c => sqlx::query(sql).bind(person.0).execute(c).await?.rows_affected());
    Ok(())
}

impl Conn {
    /// The addresses a person has or ever had, in lower case.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer; the same for the functions below.
    pub async fn addresses_of(&mut self, person: PersonId) -> Result<BTreeSet<String>, StoreError> {
        let lines: Vec<(String,)> = on!(self, c => sqlx::query_as(
            "SELECT data FROM event WHERE stream = 'person' AND id = $1")
            .bind(person.0).fetch_all(c).await?);
        let mut addresses = BTreeSet::new();
        for (data,) in lines {
            let data: Value =
                serde_json::from_str(&data).map_err(|e| StoreError::Entry("person".into(), e))?;
            let email = data.get("email").and_then(Value::as_str);
            addresses.extend(
                email
                    .filter(|email| !email.is_empty())
                    .map(str::to_lowercase),
            );
        }
        Ok(addresses)
    }

    /// Everything the database holds of a person except their tickets, by table and without
    /// secrets: rows of their own, e-mails from any address they ever had, and the events of their
    /// entry (`person`) and account (`access`).
    pub async fn own_rows(&mut self, person: PersonId) -> Result<Map<String, Value>, StoreError> {
        let mut own = Map::new();
        let outbound: Vec<String> = {
            let addresses = self.addresses_of(person).await?;
            let outbound = self.messages_by(&addresses).await?;
            outbound.iter().map(i64::to_string).collect()
        };
        for table in self.every_table().await? {
            let condition = match table.name.as_str() {
                name if is_own(name) => format!("person = {person}"),
                "inbound_message" if outbound.is_empty() => "false".into(),
                "inbound_message" => format!("id IN ({})", outbound.join(", ")),
                _ => continue,
            };
            let lines: Vec<String> = self.rows_where(&table, &condition).try_collect().await?;
            let mut rows = Vec::new();
            for line in lines {
                let mut row: Map<String, Value> = serde_json::from_str(&line)
                    .map_err(|e| StoreError::Entry(table.name.clone(), e))?;
                row.retain(|name, _| !SECRET.contains(&name.as_str()));
                rows.push(Value::Object(row));
            }
            own.insert(table.name, Value::Array(rows));
        }
        // What they set up: when and from where, not what it says of others.
        let mut others = Vec::new();
        for stream in Stream::ALL {
            let of = format!("e.stream = '{}'", stream.name());
            let lines = match stream.class().subject {
                DataSubject::Participants => continue,
                DataSubject::Asked => {
                    others.push(of);
                    continue;
                }
                DataSubject::Own => {
                    others.push(format!("({of} AND e.id <> $1)"));
                    format!("{of} AND e.id = $1")
                }
                DataSubject::OwnAndActor => format!("{of} AND (e.id = $1 OR e.actor = $1)"),
                DataSubject::ActorOnly => {
                    others.push(of);
                    continue;
                }
            };
            own.insert(stream.name().into(), self.own_log(person, &lines).await?);
        }
        let lines = format!("e.actor = $1 AND ({})", others.join(" OR "));
        let mut did = self.own_log(person, &lines).await?;
        for line in did.as_array_mut().into_iter().flatten() {
            if let Some(line) = line.as_object_mut() {
                line.remove("data");
            }
        }
        own.insert("did".into(), did);
        Ok(own)
    }

    /// Events selected by `lines`. The network addresses of other people are left out.
    async fn own_log(&mut self, person: PersonId, lines: &str) -> Result<Value, StoreError> {
        let sql = format!(
            "SELECT e.at, e.stream, e.id, e.actor, e.type, e.data, o.address, o.device
             FROM event e LEFT JOIN client o ON o.position = e.position
                  AND (e.actor = $1 OR e.actor IS NULL)
             WHERE {lines} ORDER BY e.position"
        );
        let lines: Vec<OwnLine> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql))
            .bind(person.0).fetch_all(c).await?);
        let mut known = Vec::new();
        for line in lines {
            let data: Value = serde_json::from_str(&line.data)
                .map_err(|e| StoreError::Entry(line.name.clone(), e))?;
            known.push(json!({
                "at": line.at, "stream": line.stream, "about": line.id, "by": line.actor, "type": line.name,
                "data": data, "address": line.address, "device": line.device,
            }));
        }
        Ok(Value::Array(known))
    }

    /// The tickets a person participates in or acted on.
    pub async fn tickets_with(&mut self, person: PersonId) -> Result<Vec<TicketId>, StoreError> {
        let sql = "SELECT ticket FROM participant WHERE person = $1
             UNION SELECT id FROM event WHERE stream = 'ticket' AND actor = $1 ORDER BY 1";
        let ids: Vec<(i64,)> =
            on!(self, c => sqlx::query_as(sql).bind(person.0).fetch_all(c).await?);
        Ok(ids.into_iter().map(|(id,)| TicketId(id)).collect())
    }
}

/// Whether rows of the table belong to a person.
fn is_own(table: &str) -> bool {
    class_of(table)
        .is_some_and(|class| matches!(class.personal, Personal::Own | Personal::OwnInPart))
}
