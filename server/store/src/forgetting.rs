//! A person is forgotten: their name and address go out of everything, what they did stays under
//! their number. And all that is known of one, before that.

use crate::StoreError;
use crate::conn::{Conn, on};
use crate::redact::TO_SCRUB;
use crate::writer::Txn;
use futures::TryStreamExt;
use guichet_domain::ticket::REMOVED;
use guichet_domain::{PersonId, TicketId};
use serde_json::{Map, Value};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

/// Tables in which a line is somebody's own, beside those that tickets need.
const OWN: [&str; 9] = [
    "account",
    "session",
    "half_session",
    "factor",
    "recovery_code",
    "link",
    "preference",
    "notification",
    "outbox",
];
/// What proves who somebody is: not even they are told.
const SECRET: [&str; 4] = ["hash", "token", "secret", "offered"];

/// What somebody is called who was forgotten.
pub fn forgotten_name(person: PersonId) -> String {
    format!("{REMOVED} {person}")
}

impl Txn {
    /// Takes a person's name and address out of the log and of everything beside it, and ends
    /// whatever they could sign in with. Answers with the addresses they ever had.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn forget_person(
        &mut self,
        person: PersonId,
    ) -> Result<BTreeSet<String>, StoreError> {
        let conn = &mut self.conn;
        let lines: Vec<(i64, String)> = on!(&mut *conn, c => sqlx::query_as(
            "SELECT version, data FROM event WHERE stream = 'person' AND id = $1")
            .bind(person.0).fetch_all(c).await?);
        let mut addresses = BTreeSet::new();
        for (version, data) in lines {
            let mut data: Value =
                serde_json::from_str(&data).map_err(|e| StoreError::Entry("person".into(), e))?;
            if let Some(fields) = data.as_object_mut() {
                fields.insert("name".into(), forgotten_name(person).into());
                if let Some(Value::String(email)) = fields.insert("email".into(), Value::Null) {
                    addresses.insert(email.to_lowercase());
                }
            }
            let sql =
                "UPDATE event SET data = $1 WHERE stream = 'person' AND id = $2 AND version = $3";
            on!(&mut *conn, c => sqlx::query(sql).bind(data.to_string()).bind(person.0).bind(version)
                .execute(c).await?.rows_affected());
        }
        forget_mail(conn, person, &addresses).await?;
        let own = OWN.iter().filter(|table| **table != "outbox");
        for table in own.chain(&["bounce"]) {
            let sql = format!("DELETE FROM {table} WHERE person = $1");
            on!(&mut *conn, c => sqlx::query(AssertSqlSafe(sql)).bind(person.0).execute(c).await?.rows_affected());
        }
        let sql = "DELETE FROM origin WHERE position IN
             (SELECT position FROM event WHERE actor = $1 OR (stream = 'access' AND id = $1))";
        on!(&mut *conn, c => sqlx::query(sql).bind(person.0).execute(c).await?.rows_affected());
        let position = self.position.to_string();
        self.conn.set_meta(TO_SCRUB, &position).await?;
        Ok(addresses)
    }
}

/// Letters to them, letters that name them, letters by them.
async fn forget_mail(
    conn: &mut Conn,
    person: PersonId,
    addresses: &BTreeSet<String>,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM outbox WHERE person = $1 AND tries = 0";
    on!(&mut *conn, c => sqlx::query(sql).bind(person.0).execute(c).await?.rows_affected());
    // What was written to a file is found there by its line: the line goes when its time has come.
    let sql = "UPDATE outbox SET address = NULL, error = NULL, stale = TRUE WHERE person = $1";
    on!(&mut *conn, c => sqlx::query(sql).bind(person.0).execute(c).await?.rows_affected());
    let sql = "UPDATE outbox SET stale = TRUE WHERE tries > 0 AND ticket IN
         (SELECT ticket FROM participant WHERE person = $1
          UNION SELECT id FROM event WHERE stream = 'ticket' AND actor = $1)";
    on!(&mut *conn, c => sqlx::query(sql).bind(person.0).execute(c).await?.rows_affected());
    for address in addresses {
        let sql =
            "UPDATE letter SET sender = $1, name = $1, message = NULL WHERE lower(sender) = $2";
        on!(&mut *conn, c => sqlx::query(sql).bind(REMOVED).bind(address).execute(c).await?.rows_affected());
    }
    Ok(())
}

impl Conn {
    /// What the database holds of a person outside the log, by table and without secrets.
    ///
    /// # Errors
    /// The database does not answer; so below.
    pub async fn own_rows(&mut self, person: PersonId) -> Result<Map<String, Value>, StoreError> {
        let mut own = Map::new();
        for table in self.every_table().await? {
            if !OWN.contains(&table.name.as_str()) {
                continue;
            }
            let condition = format!("person = {person}");
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
        Ok(own)
    }

    /// The tickets that somebody is in or did anything on.
    pub async fn tickets_with(&mut self, person: PersonId) -> Result<Vec<TicketId>, StoreError> {
        let sql = "SELECT ticket FROM participant WHERE person = $1
             UNION SELECT id FROM event WHERE stream = 'ticket' AND actor = $1 ORDER BY 1";
        let ids: Vec<(i64,)> =
            on!(self, c => sqlx::query_as(sql).bind(person.0).fetch_all(c).await?);
        Ok(ids.into_iter().map(|(id,)| TicketId(id)).collect())
    }
}
