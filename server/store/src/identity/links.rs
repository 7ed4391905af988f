//! One-time links. Only hashes of their tokens are kept.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use crate::kernel::name::name;
use guichet_domain::identity::link::Purpose;
use guichet_domain::{PersonId, Timestamp};

/// A link that works once, and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeLink {
    /// What it lets its holder do.
    pub purpose: Purpose,
    /// For whom it was made.
    pub person: PersonId,
    /// The e-mail address it was sent to; using it proves control of that address.
    pub email: String,
    /// When it stops working.
    pub expires_at: Timestamp,
}

impl Conn {
    /// Stores a link under its token hash; earlier links of this person for the same purpose become
    /// void.
    pub async fn keep_link(
        &mut self,
        token: &str,
        link: &OneTimeLink,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let purpose = name(&link.purpose);
        change!(self, c => sqlx::query(
            "DELETE FROM link WHERE expires_at <= $1 OR person = $2 AND purpose = $3")
            .bind(now.0).bind(link.person.0).bind(&purpose).execute(c).await?.rows_affected());
        change!(self, c => sqlx::query(
            "INSERT INTO link (token, purpose, person, email, expires_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(token).bind(&purpose).bind(link.person.0).bind(&link.email).bind(link.expires_at.0)
            .execute(c).await?.rows_affected());
        Ok(())
    }

    /// The link with this token hash; `None` if there is none or it has expired.
    pub async fn link(
        &mut self,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<OneTimeLink>, StoreError> {
        let row: Option<(String, i64, String, i64)> = on!(self, c => sqlx::query_as(
            "SELECT purpose, person, email, expires_at FROM link WHERE token = $1 AND expires_at > $2")
            .bind(token).bind(now.0).fetch_optional(c).await?);
        row.map(|(purpose, person, email, expires_at)| {
            let purpose = serde_json::from_value(purpose.into())
                .map_err(|e| StoreError::Entry("link".into(), e))?;
            Ok(OneTimeLink {
                purpose,
                person: PersonId(person),
                email,
                expires_at: Timestamp(expires_at),
            })
        })
        .transpose()
    }

    /// Voids all links of a person, whatever their purpose.
    pub async fn void_links(&mut self, person: PersonId) -> Result<(), StoreError> {
        change!(self, c => sqlx::query("DELETE FROM link WHERE person = $1")
            .bind(person.0).execute(c).await?.rows_affected());
        Ok(())
    }
}
