//! Sessions, and sign-ins that await a second factor. Only hashes of tokens are kept.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use guichet_domain::identity::client::Client;
use guichet_domain::{PersonId, Timestamp};
use sqlx_macros::FromRow;

/// Maximum number of sign-ins one person may have pending.
const PENDING_MAX: i64 = 20;

/// A signed-in browser.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// Whose session it is.
    pub person: PersonId,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it ends, whether used or not.
    pub expires_at: Timestamp,
    /// When it was last used, approximately.
    pub used_at: Timestamp,
    /// Network address and device of its last recorded use.
    pub client: Client,
    /// Whether it was opened, or later confirmed, with a second factor.
    pub strong: bool,
    /// Its public name in lists: the first 16 characters of the token's hash. Empty if not opened
    /// yet.
    pub id: String,
}

#[derive(FromRow)]
struct Row {
    id: String,
    person: i64,
    created_at: i64,
    expires_at: i64,
    used_at: i64,
    address: String,
    device: String,
    strong: bool,
}

impl From<Row> for Session {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            person: PersonId(row.person),
            created_at: Timestamp(row.created_at),
            expires_at: Timestamp(row.expires_at),
            used_at: Timestamp(row.used_at),
            client: Client {
                address: row.address,
                device: row.device,
            },
            strong: row.strong,
        }
    }
}

impl Conn {
    /// Opens a session and deletes expired ones. `token` is the hash of the token the browser
    /// keeps.
    pub async fn open_session(&mut self, token: &str, session: &Session) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("DELETE FROM session WHERE expires_at <= $1")
            .bind(session.created_at.0).execute(c).await?.rows_affected());
        change!(self, c => sqlx::query(
            "INSERT INTO session (token, person, created_at, expires_at, used_at, address, device, strong, number)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8,
                     (SELECT COALESCE(MAX(number), 0) + 1 FROM session WHERE person = $2))")
            .bind(token).bind(session.person.0).bind(session.created_at.0).bind(session.expires_at.0)
            .bind(session.used_at.0).bind(&session.client.address).bind(&session.client.device)
            .bind(session.strong).execute(c).await?.rows_affected());
        Ok(())
    }

    /// The session with this token hash; `None` if there is none or it has expired.
    pub async fn session(
        &mut self,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        let row: Option<Row> = on!(self, c => sqlx::query_as(
            "SELECT substr(token, 1, 16) AS id, person, created_at, expires_at, used_at, address, device, strong
             FROM session WHERE token = $1 AND expires_at > $2")
            .bind(token).bind(now.0).fetch_optional(c).await?);
        Ok(row.map(Session::from))
    }

    /// Sessions of a person that have not expired, the most recently used first.
    pub async fn sessions(
        &mut self,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(
            "SELECT substr(token, 1, 16) AS id, person, created_at, expires_at, used_at, address, device, strong
             FROM session WHERE person = $1 AND expires_at > $2 ORDER BY used_at DESC, token")
            .bind(person.0).bind(now.0).fetch_all(c).await?);
        Ok(rows.into_iter().map(Session::from).collect())
    }

    /// Records when and from where a session was used.
    pub async fn use_session(
        &mut self,
        token: &str,
        now: Timestamp,
        client: &Client,
    ) -> Result<(), StoreError> {
        change!(self, c => sqlx::query(
            "UPDATE session SET used_at = $2, address = $3, device = $4 WHERE token = $1")
            .bind(token).bind(now.0).bind(&client.address).bind(&client.device)
            .execute(c).await?.rows_affected());
        Ok(())
    }

    /// Ends a person's least recently used sessions beyond `most`. Returns how many were ended.
    pub async fn cap_sessions(&mut self, person: PersonId, most: u32) -> Result<u64, StoreError> {
        Ok(change!(self, c => sqlx::query(
            "DELETE FROM session WHERE person = $1 AND token NOT IN
               (SELECT token FROM session WHERE person = $1 ORDER BY used_at DESC, number DESC LIMIT $2)")
            .bind(person.0).bind(i64::from(most)).execute(c).await?.rows_affected()))
    }

    /// Replaces the token hash of a session. Returns whether there was such a session.
    pub async fn renew_session(&mut self, token: &str, new: &str) -> Result<bool, StoreError> {
        let renewed = change!(self, c => sqlx::query("UPDATE session SET token = $2 WHERE token = $1")
            .bind(token).bind(new).execute(c).await?.rows_affected());
        Ok(renewed > 0)
    }

    /// Marks a session as confirmed by a second factor.
    pub async fn strengthen_session(&mut self, token: &str) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("UPDATE session SET strong = TRUE WHERE token = $1")
            .bind(token).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Ends a session. Returns whether there was one.
    pub async fn close_session(&mut self, token: &str) -> Result<bool, StoreError> {
        let closed = change!(self, c => sqlx::query("DELETE FROM session WHERE token = $1")
            .bind(token).execute(c).await?.rows_affected());
        Ok(closed > 0)
    }

    /// Ends a session of a person by its [`Session::id`]. Returns whether there was one.
    pub async fn close_session_of(
        &mut self,
        person: PersonId,
        id: &str,
    ) -> Result<bool, StoreError> {
        let closed = change!(self, c => sqlx::query(
            "DELETE FROM session WHERE person = $1 AND substr(token, 1, 16) = $2")
            .bind(person.0).bind(id).execute(c).await?.rows_affected());
        Ok(closed > 0)
    }

    /// Ends all sessions of a person except the one with token hash `except`, and all pending
    /// sign-ins. Returns how many sessions were ended.
    pub async fn close_sessions(
        &mut self,
        person: PersonId,
        except: &str,
    ) -> Result<u64, StoreError> {
        change!(self, c => sqlx::query("DELETE FROM pending_sign_in WHERE person = $1")
            .bind(person.0).execute(c).await?.rows_affected());
        Ok(
            change!(self, c => sqlx::query("DELETE FROM session WHERE person = $1 AND token <> $2")
            .bind(person.0).bind(except).execute(c).await?.rows_affected()),
        )
    }

    /// Ends every access of a person: sessions except `except`, pending sign-ins, one-time links,
    /// an offered second factor, and the signed reply addresses that prove their answers by mail.
    /// Returns how many sessions were ended.
    pub async fn end_access(&mut self, person: PersonId, except: &str) -> Result<u64, StoreError> {
        self.void_links(person).await?;
        self.void_answers(person).await?;
        self.withdraw_offer(person, except).await?;
        self.close_sessions(person, except).await
    }

    /// Records that the password was right, until the second factor is given or `expires_at`.
    pub async fn open_pending_sign_in(
        &mut self,
        token: &str,
        person: PersonId,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("DELETE FROM pending_sign_in WHERE expires_at <= $1")
            .bind(now.0).execute(c).await?.rows_affected());
        change!(self, c => sqlx::query(
            "INSERT INTO pending_sign_in (token, person, expires_at) VALUES ($1, $2, $3)")
            .bind(token).bind(person.0).bind(expires_at.0).execute(c).await?.rows_affected());
        change!(self, c => sqlx::query(
            "DELETE FROM pending_sign_in WHERE person = $1 AND token <> $3 AND token NOT IN
               (SELECT token FROM pending_sign_in WHERE person = $1 ORDER BY expires_at DESC, token LIMIT $2)")
            .bind(person.0).bind(PENDING_MAX).bind(token).execute(c).await?.rows_affected());
        Ok(())
    }

    /// The person whose sign-in awaits a second factor under this token hash, unless it has
    /// expired.
    pub async fn pending_sign_in(
        &mut self,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<PersonId>, StoreError> {
        let row: Option<(i64,)> = on!(self, c => sqlx::query_as(
            "SELECT person FROM pending_sign_in WHERE token = $1 AND expires_at > $2")
            .bind(token).bind(now.0).fetch_optional(c).await?);
        Ok(row.map(|(person,)| PersonId(person)))
    }

    /// Forgets a pending sign-in.
    pub async fn close_pending_sign_in(&mut self, token: &str) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("DELETE FROM pending_sign_in WHERE token = $1")
            .bind(token).execute(c).await?.rows_affected());
        Ok(())
    }
}
