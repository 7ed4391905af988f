//! Second factors: a sealed secret for each person, and hashes of codes for when it is lost.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use guichet_domain::{PersonId, Timestamp};
use sqlx::FromRow;

/// Somebody's second factor. Secrets are sealed; the key is not known here.
#[derive(Clone, Default, FromRow)]
pub struct Factor {
    /// The one that counts; none while the first is offered.
    pub secret: Option<String>,
    since: i64,
    /// The last time step in which a code was accepted: none of it or before is accepted again.
    pub step: i64,
    /// One that a first code has yet to confirm.
    pub offered: Option<String>,
    offered_at: i64,
    /// The session, or half of one, that it is offered to, by the hash of its token.
    pub offered_to: String,
}

impl std::fmt::Debug for Factor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Factor(since {})", self.since)
    }
}

impl Factor {
    pub fn since(&self) -> Timestamp {
        Timestamp(self.since)
    }

    pub fn offered_at(&self) -> Timestamp {
        Timestamp(self.offered_at)
    }
}

impl Conn {
    pub async fn factor(&mut self, person: PersonId) -> Result<Option<Factor>, StoreError> {
        Ok(on!(self, c => sqlx::query_as(
            "SELECT secret, since, step, offered, offered_at, offered_to FROM factor WHERE person = $1")
            .bind(person.0).fetch_optional(c).await?))
    }

    /// Offers a secret to one session, by the hash of its token; the one that counts, if any, goes
    /// on counting.
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

    /// From now on the offered secret counts; `step` is where its first code was good.
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

    /// What is offered is offered no more, but to the session `except`.
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

    /// A code of this time step was accepted.
    pub async fn use_factor(&mut self, person: PersonId, step: i64) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("UPDATE factor SET step = $2 WHERE person = $1")
            .bind(person.0).bind(step).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Everything that is sealed: of each person the secret that counts, and one that is offered.
    pub async fn sealed(&mut self) -> Result<Vec<(PersonId, [Option<String>; 2])>, StoreError> {
        let rows: Vec<(i64, Option<String>, Option<String>)> = on!(self, c => sqlx::query_as(
            "SELECT person, secret, offered FROM factor ORDER BY person").fetch_all(c).await?);
        let row = |(person, secret, offered)| (PersonId(person), [secret, offered]);
        Ok(rows.into_iter().map(row).collect())
    }

    /// Puts these in the place of what was sealed; whoever is not among them has nothing sealed.
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

    /// Forgets every second factor and recovery code, and ends every session.
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

    /// Forgets the factor and its recovery codes; answers whether one counted.
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

    /// Replaces the recovery codes by these, given as hashes.
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

    /// Uses a recovery code up; answers whether there was such a one.
    pub async fn use_recovery_code(
        &mut self,
        person: PersonId,
        hash: &str,
    ) -> Result<bool, StoreError> {
        let used = change!(self, c => sqlx::query("DELETE FROM recovery_code WHERE person = $1 AND hash = $2")
            .bind(person.0).bind(hash).execute(c).await?.rows_affected());
        Ok(used > 0)
    }

    /// How many recovery codes are left.
    pub async fn recovery_codes(&mut self, person: PersonId) -> Result<i64, StoreError> {
        let (n,): (i64,) = on!(self, c => sqlx::query_as(
            "SELECT COUNT(*) FROM recovery_code WHERE person = $1").bind(person.0).fetch_one(c).await?);
        Ok(n)
    }
}
