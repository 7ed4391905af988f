//! Up to where incidents were compared, and which there are to compare with.

use crate::kernel::conn::{Conn, on};
use crate::kernel::error::StoreError;
use crate::kernel::line::Position;
use crate::kernel::writer::Txn;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::{TicketId, Timestamp};

/// Key in `meta` of the position up to which incidents were compared with those before them.
const COMPARED: &str = "compared";

impl Conn {
    /// Position up to which incidents were compared; `None` if none ever was.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn compared_up_to(&mut self) -> Result<Option<Position>, StoreError> {
        let known = self.meta(COMPARED).await?;
        Ok(known.and_then(|position| position.parse().ok()))
    }

    /// The latest incidents recorded since a moment that all agents see, at most `most`, in order of
    /// their numbers.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn incidents_since(
        &mut self,
        moment: Timestamp,
        most: usize,
    ) -> Result<Vec<TicketId>, StoreError> {
        let sql = "SELECT id FROM ticket WHERE kind = $1 AND scoped = FALSE AND recorded_at >= $2
                   ORDER BY id DESC LIMIT $3";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let kind = crate::kernel::name::name(&Kind::Incident);
        let rows: Vec<(i64,)> = on!(self, c => sqlx::query_as(sql)
            .bind(kind).bind(moment.0).bind(most).fetch_all(c).await?);
        Ok(rows.into_iter().rev().map(|(id,)| TicketId(id)).collect())
    }

    /// The latest incidents that all agents see and that have a category, at most `most`, in order of
    /// their numbers.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn incidents_filed(&mut self, most: usize) -> Result<Vec<TicketId>, StoreError> {
        let sql =
            "SELECT id FROM ticket WHERE kind = $1 AND scoped = FALSE AND category IS NOT NULL
                   ORDER BY id DESC LIMIT $2";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let kind = crate::kernel::name::name(&Kind::Incident);
        let rows: Vec<(i64,)> = on!(self, c => sqlx::query_as(sql)
            .bind(kind).bind(most).fetch_all(c).await?);
        Ok(rows.into_iter().rev().map(|(id,)| TicketId(id)).collect())
    }
}

impl Txn {
    /// Notes that incidents were compared up to a position, and returns up to where they were before;
    /// `None`, and nothing is noted, if another process compared as far or further.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn compared(&mut self, upto: Position) -> Result<Option<Position>, StoreError> {
        let before = self.conn.compared_up_to().await?.unwrap_or_default();
        if before >= upto {
            return Ok(None);
        }
        self.conn.set_meta(COMPARED, &upto.to_string()).await?;
        Ok(Some(before))
    }
}
