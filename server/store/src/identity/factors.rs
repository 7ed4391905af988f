//! Second factors: a sealed secret per person, and hashes of recovery codes.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use guichet_domain::{PersonId, Timestamp};
use sqlx_macros::FromRow;

/// The second factor of a person. Secrets are encrypted; the key is not known to the store.
#[derive(Clone, Default, FromRow)]
pub struct Factor {
    /// The active secret, sealed; `None` while the first one is only offered.
    pub secret: Option<String>,
    since: i64,
    /// The last time step in which a code was accepted: codes of it or earlier steps are refused.
    pub step: i64,
    /// A sealed secret that a first code has yet to confirm.
    pub offered: Option<String>,
    offered_at: i64,
    /// Token hash of the session or pending sign-in that `offered` was shown to.
    pub offered_to: String,
}

impl std::fmt::Debug for Factor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Factor(since {})", self.since)
    }
}

impl Factor {
    /// When the active secret was confirmed; 0 if none was yet.
    pub fn since(&self) -> Timestamp {
        Timestamp(self.since)
    }

    /// When the secret awaiting confirmation was offered.
    pub fn offered_at(&self) -> Timestamp {
        Timestamp(self.offered_at)
    }
}

impl Conn {
    /// The second factor of a person, active or only offered; `None` if there is neither.
    pub async fn factor(&mut self, person: PersonId) -> Result<Option<Factor>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT secret, since, step, offered, offered_at, offered_to FROM factor WHERE person = $1")
            .bind(person.0).fetch_optional(c).await?))
    }

    /// Offers a new secret to one session, named by its token hash; an active secret stays active.
    pub async fn offer_factor(
        &mut self,
        person: PersonId,
        sealed: &str,
        to: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        change!(self, c => sqlx::query(
            "INSERT INTO factor (person, since, step, offered, offered_at, offered_to) VALUES ($1, 0, 0, $2, $3, $4)
             ON CONFLICT (person) DO UPDATE SET offered = excluded.offered, offered_at = excluded.offered_at,
                offered_to = excluded.offered_to")
            .bind(person.0).bind(sealed).bind(now.0).bind(to).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Makes the offered secret the active one; `step` is the time step of its first code.
    pub async fn confirm_factor(
        &mut self,
        person: PersonId,
        step: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        change!(self, c => sqlx::query(
            "UPDATE factor SET secret = offered, offered = NULL, offered_to = '', since = $2, step = $3 WHERE person = $1")
            .bind(person.0).bind(now.0).bind(step).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Withdraws an offered secret, unless it was offered to the session `except`.
    pub(crate) async fn withdraw_offer(
        &mut self,
        person: PersonId,
        except: &str,
    ) -> Result<(), StoreError> {
        change!(self, c => sqlx::query(
            "UPDATE factor SET offered = NULL, offered_to = '' WHERE person = $1 AND offered_to <> $2")
            .bind(person.0).bind(except).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Records that a code of this time step was accepted.
    pub async fn use_factor(&mut self, person: PersonId, step: i64) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("UPDATE factor SET step = $2 WHERE person = $1")
            .bind(person.0).bind(step).execute(c).await?.rows_affected());
        Ok(())
    }

    /// All sealed secrets by person: the active one and the offered one.
    pub async fn sealed(&mut self) -> Result<Vec<(PersonId, [Option<String>; 2])>, StoreError> {
        let rows: Vec<(i64, Option<String>, Option<String>)> = on!(self, c => sqlx::query_as(
            "SELECT person, secret, offered FROM factor ORDER BY person").fetch_all(c).await?);
        let row = |(person, secret, offered)| (PersonId(person), [secret, offered]);
        Ok(rows.into_iter().map(row).collect())
    }

    /// Replaces all sealed secrets by these; people not among them keep none.
    pub async fn seal_again(
        &mut self,
        sealed: &[(PersonId, [Option<String>; 2])],
    ) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("UPDATE factor SET secret = NULL, offered = NULL")
            .execute(c).await?.rows_affected());
        for (person, [secret, offered]) in sealed {
            change!(self, c => sqlx::query("UPDATE factor SET secret = $2, offered = $3 WHERE person = $1")
                .bind(person.0).bind(secret).bind(offered).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Deletes all second factors, recovery codes, pending sign-ins and sessions.
    pub async fn drop_sealed(&mut self) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM factor",
            "DELETE FROM recovery_code",
            "DELETE FROM pending_sign_in",
            "DELETE FROM session",
        ] {
            change!(self, c => sqlx::query(sql).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Deletes a person's second factor and recovery codes. Returns whether a factor was active.
    pub async fn remove_factor(&mut self, person: PersonId) -> Result<bool, StoreError> {
        let counted = self
            .factor(person)
            .await?
            .is_some_and(|factor| factor.secret.is_some());
        change!(self, c => sqlx::query("DELETE FROM factor WHERE person = $1")
            .bind(person.0).execute(c).await?.rows_affected());
        self.set_recovery_codes(person, &[]).await?;
        Ok(counted)
    }

    /// Replaces the recovery codes of a person by these, given as hashes.
    pub async fn set_recovery_codes(
        &mut self,
        person: PersonId,
        hashes: &[String],
    ) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("DELETE FROM recovery_code WHERE person = $1")
            .bind(person.0).execute(c).await?.rows_affected());
        for hash in hashes {
            change!(self, c => sqlx::query("INSERT INTO recovery_code (person, hash) VALUES ($1, $2)")
                .bind(person.0).bind(hash).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Uses up a recovery code. Returns whether there was such a code.
    pub async fn use_recovery_code(
        &mut self,
        person: PersonId,
        hash: &str,
    ) -> Result<bool, StoreError> {
        let used = change!(self, c => sqlx::query("DELETE FROM recovery_code WHERE person = $1 AND hash = $2")
            .bind(person.0).bind(hash).execute(c).await?.rows_affected());
        Ok(used > 0)
    }

    /// Number of recovery codes a person has left.
    pub async fn recovery_codes(&mut self, person: PersonId) -> Result<i64, StoreError> {
        let (n,): (i64,) = on!(self, c => sqlx::query_as(
            "SELECT COUNT(*) FROM recovery_code WHERE person = $1").bind(person.0).fetch_one(c).await?);
        Ok(n)
    }
}
