//! Secrets and what expires: kept beside the log, with no way out of here but a comparison.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use guichet_domain::{PersonId, Timestamp};

/// The password hash of somebody who can sign in.
pub struct Account {
    pub person: PersonId,
    pub hash: String,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({})", self.person)
    }
}

impl Conn {
    pub async fn account(&mut self, person: PersonId) -> Result<Option<Account>, StoreError> {
        let row: Option<(String,)> = on!(self, c => sqlx::query_as(
            "SELECT hash FROM account WHERE person = $1").bind(person.0).fetch_optional(c).await?);
        Ok(row.map(|(hash,)| Account { person, hash }))
    }

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

    /// How often something failed of late, and until when it is to wait.
    pub async fn throttle(&mut self, key: &str) -> Result<(i64, Timestamp), StoreError> {
        let row: Option<(i64, i64)> = on!(self, c => sqlx::query_as(
            "SELECT n, until FROM throttle WHERE key = $1").bind(key).fetch_optional(c).await?);
        Ok(row.map_or((0, Timestamp(0)), |(n, until)| (n, Timestamp(until))))
    }

    pub async fn set_throttle(
        &mut self,
        key: &str,
        n: i64,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        change!(self, c => sqlx::query(
            "INSERT INTO throttle (key, n, until) VALUES ($1, $2, $3)
             ON CONFLICT (key) DO UPDATE SET n = excluded.n, until = excluded.until, told = FALSE")
            .bind(key).bind(n).bind(until.0).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Whether this is the first to be told of a wait: the log hears of each wait once.
    pub async fn say_throttled(&mut self, key: &str) -> Result<bool, StoreError> {
        let told = change!(self, c => sqlx::query(
            "UPDATE throttle SET told = TRUE WHERE key = $1 AND NOT told")
            .bind(key).execute(c).await?.rows_affected());
        Ok(told > 0)
    }

    /// Forgets what nobody has tried since.
    pub async fn forget_throttles(&mut self, before: Timestamp) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("DELETE FROM throttle WHERE until < $1")
            .bind(before.0).execute(c).await?.rows_affected());
        Ok(())
    }

    pub async fn clear_throttle(&mut self, key: &str) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("DELETE FROM throttle WHERE key = $1").bind(key).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Forgets what is counted of one person, under keys that begin so and go on with their number.
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

    pub async fn meta(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        let row: Option<(String,)> = on!(self, c => sqlx::query_as(
            "SELECT value FROM meta WHERE key = $1").bind(key).fetch_optional(c).await?);
        Ok(row.map(|(value,)| value))
    }

    /// Everything that is kept beside the log under a name.
    pub async fn all_meta(&mut self) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT key, value FROM meta ORDER BY key";
        Ok(on!(self, c => sqlx::query_as(sql).fetch_all(c).await?))
    }

    pub async fn drop_meta(&mut self, key: &str) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("DELETE FROM meta WHERE key = $1").bind(key).execute(c).await?.rows_affected());
        Ok(())
    }

    pub async fn set_meta(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        change!(self, c => sqlx::query(
            "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
            .bind(key).bind(value).execute(c).await?.rows_affected());
        Ok(())
    }
}
