//! Password hashes, throttling of failed attempts, and the key-value table `meta`.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use guichet_domain::{PersonId, Timestamp};
use std::collections::BTreeSet;

/// The password hash of a person who can sign in.
pub struct Account {
    /// Whose account it is.
    pub person: PersonId,
    /// Password hash in PHC string format.
    pub hash: String,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({})", self.person)
    }
}

impl Conn {
    /// The account of a person; `None` if they have no password.
    pub async fn account(&mut self, person: PersonId) -> Result<Option<Account>, StoreError> {
        let row: Option<(String,)> = on!(self, c => sqlx::query_as(
            "SELECT hash FROM account WHERE person = $1").bind(person.0).fetch_optional(c).await?);
        Ok(row.map(|(hash,)| Account { person, hash }))
    }

    /// Everybody who has a password.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn with_accounts(&mut self) -> Result<BTreeSet<PersonId>, StoreError> {
        let rows: Vec<(i64,)> =
            on!(self, c => sqlx::query_as("SELECT person FROM account").fetch_all(c).await?);
        Ok(rows.into_iter().map(|(person,)| PersonId(person)).collect())
    }

    /// Sets or replaces the password hash of a person.
    pub async fn set_password(
        &mut self,
        person: PersonId,
        hash: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        change!(self, c => sqlx::query(
            "INSERT INTO account (person, hash, changed_at) VALUES ($1, $2, $3)
             ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at")
            .bind(person.0).bind(hash).bind(now.0).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Number of recent failures under a key, and until when the next attempt must wait.
    pub async fn throttle(&mut self, key: &str) -> Result<(i64, Timestamp), StoreError> {
        let row: Option<(i64, i64)> = on!(self, c => sqlx::query_as(
            "SELECT n, until FROM throttle WHERE key = $1").bind(key).fetch_optional(c).await?);
        Ok(row.map_or((0, Timestamp(0)), |(n, until)| (n, Timestamp(until))))
    }

    /// Records `n` failures under a key, with the next attempt to wait until `until`.
    pub async fn set_throttle(
        &mut self,
        key: &str,
        n: i64,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        change!(self, c => sqlx::query(
            "INSERT INTO throttle (key, n, until) VALUES ($1, $2, $3)
             ON CONFLICT (key) DO UPDATE SET n = excluded.n, until = excluded.until, logged = FALSE")
            .bind(key).bind(n).bind(until.0).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Whether this is the first refusal of a wait: each wait is logged once.
    pub async fn say_throttled(&mut self, key: &str) -> Result<bool, StoreError> {
        let logged = change!(self, c => sqlx::query(
            "UPDATE throttle SET logged = TRUE WHERE key = $1 AND NOT logged")
            .bind(key).execute(c).await?.rows_affected());
        Ok(logged > 0)
    }

    /// Forgets failures whose wait ended before an instant.
    pub async fn forget_throttles(&mut self, before: Timestamp) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("DELETE FROM throttle WHERE until < $1")
            .bind(before.0).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Forgets the failures under a key.
    pub async fn clear_throttle(&mut self, key: &str) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("DELETE FROM throttle WHERE key = $1").bind(key).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Forgets the failures of a person, under keys that start with one of `beginnings` and their
    /// number.
    pub async fn clear_throttles_of(
        &mut self,
        person: PersonId,
        beginnings: &[&str],
    ) -> Result<(), StoreError> {
        for beginning in beginnings {
            let key = format!("{beginning}:{person}");
            let longer = format!("{key}:%");
            change!(self, c => sqlx::query("DELETE FROM throttle WHERE key = $1 OR key LIKE $2")
                .bind(&key).bind(&longer).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// A value of the table `meta`, by name; `None` if not set.
    pub async fn meta(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        let row: Option<(String,)> = on!(self, c => sqlx::query_as(
            "SELECT value FROM meta WHERE key = $1").bind(key).fetch_optional(c).await?);
        Ok(row.map(|(value,)| value))
    }

    /// All names and values of the table `meta`, in order of names.
    pub async fn all_meta(&mut self) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT key, value FROM meta ORDER BY key";
        Ok(on!(self, c => sqlx::query_as(sql).fetch_all(c).await?))
    }

    /// Removes a value from the table `meta`.
    pub async fn drop_meta(&mut self, key: &str) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("DELETE FROM meta WHERE key = $1").bind(key).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Sets a value of the table `meta`.
    pub async fn set_meta(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        change!(self, c => sqlx::query(
            "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
            .bind(key).bind(value).execute(c).await?.rows_affected());
        Ok(())
    }
}
