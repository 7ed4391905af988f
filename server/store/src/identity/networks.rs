//! Networks people recently signed in from: wrong passwords tried elsewhere do not lock them out
//! there.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use guichet_domain::{PersonId, Timestamp};

/// Maximum number of networks kept per person, the most recent ones.
const EACH: i64 = 20;

impl Conn {
    /// Records that a person signed in from `network`; the record counts until `until`.
    ///
    /// # Errors
    /// [`StoreError`] if the database refuses.
    pub async fn remember_network(
        &mut self,
        person: PersonId,
        network: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        change!(self, c => sqlx::query(
            "INSERT INTO known_network (person, network, until) VALUES ($1, $2, $3)
             ON CONFLICT (person, network) DO UPDATE SET until = excluded.until")
            .bind(person.0).bind(network).bind(until.0).execute(c).await?.rows_affected());
        change!(self, c => sqlx::query(
            "DELETE FROM known_network WHERE person = $1 AND network NOT IN
               (SELECT network FROM known_network WHERE person = $1 ORDER BY until DESC, network LIMIT $2)")
            .bind(person.0).bind(EACH).execute(c).await?.rows_affected());
        Ok(())
    }

    /// Whether a person signed in from `network` and that record still counts at `now`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn knows_network(
        &mut self,
        person: PersonId,
        network: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let row: Option<(i64,)> = on!(self, c => sqlx::query_as(
            "SELECT until FROM known_network WHERE person = $1 AND network = $2 AND until > $3")
            .bind(person.0).bind(network).bind(now.0).fetch_optional(c).await?);
        Ok(row.is_some())
    }
}
