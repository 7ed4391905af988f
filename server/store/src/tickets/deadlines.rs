//! Deadlines of tickets: one table, read by one timer.

use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use crate::kernel::line::Position;
use crate::kernel::pending::{ROWS, Rows};
use crate::kernel::tx::{Tx, on_tx};
use crate::kernel::writer::Txn;
use futures::future::BoxFuture;
use guichet_domain::tickets::deadline::Deadline;
use guichet_domain::{TicketId, Timestamp};
use sqlx::{AssertSqlSafe, QueryBuilder};
use std::collections::BTreeMap;

/// Maximum number of deadlines read at once.
const AT_ONCE: usize = 500;

/// A deadline of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The ticket it concerns.
    pub ticket: TicketId,
    /// What is to happen then.
    pub kind: Deadline,
    /// When it is due.
    pub due: Timestamp,
    /// Position of the event that set it; `None` for deadlines derived from the ticket itself.
    pub position: Option<Position>,
}

/// When something is due, and the event that set it.
type When = (Timestamp, Option<Position>);

/// Deadlines waiting to be written; `None` deletes one.
#[derive(Default)]
pub(crate) struct DeadlineRows(BTreeMap<(TicketId, Deadline), Option<When>>);

impl DeadlineRows {
    pub fn set(&mut self, ticket: TicketId, kind: Deadline, due: Option<When>) {
        self.0.insert((ticket, kind), due);
    }
}

impl Rows for DeadlineRows {
    fn write(self: Box<Self>, tx: &mut Tx) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            let mut set = Vec::new();
            for ((ticket, kind), due) in self.0 {
                match due {
                    Some((due, position)) => set.push((ticket, kind, due, position)),
                    None => {
                        let sql = "DELETE FROM deadline WHERE ticket = $1 AND kind = $2";
                        on_tx!(tx, c => sqlx::query(sql).bind(ticket.0).bind(kind.name())
                            .execute(c).await?.rows_affected());
                    }
                }
            }
            for part in set.chunks(ROWS) {
                on_tx!(tx, c => {
                    let mut query =
                        QueryBuilder::new("INSERT INTO deadline (ticket, kind, due, position) ");
                    query.push_values(part, |mut row, (ticket, kind, due, position)| {
                        row.push_bind(ticket.0).push_bind(kind.name()).push_bind(due.0)
                            .push_bind(*position);
                    });
                    query.push(
                        " ON CONFLICT (ticket, kind) DO UPDATE SET due = excluded.due, position = excluded.position",
                    );
                    query.build().execute(c).await?.rows_affected()
                });
            }
            Ok(())
        })
    }
}

impl Conn {
    /// Deadlines due by `now`, after `after`, in order, at most 500. Kinds set by a newer program
    /// are left to it.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn due(
        &mut self,
        now: Timestamp,
        after: Option<&Due>,
    ) -> Result<Vec<Due>, StoreError> {
        let known: Vec<String> = Deadline::ALL
            .iter()
            .map(|kind| format!("'{}'", kind.name()))
            .collect();
        let sql = format!(
            "SELECT due, ticket, kind, position FROM deadline
             WHERE due <= $1 AND (due, ticket, kind) > ($2, $3, $4) AND kind IN ({})
             ORDER BY due, ticket, kind LIMIT {AT_ONCE}",
            known.join(", ")
        );
        let (due, ticket, kind) = after.map_or((i64::MIN, 0, ""), |at| {
            (at.due.0, at.ticket.0, at.kind.name())
        });
        let rows: Vec<(i64, i64, String, Option<i64>)> = on!(self, c => sqlx::query_as(AssertSqlSafe(sql))
            .bind(now.0).bind(due).bind(ticket).bind(kind).fetch_all(c).await?);
        let found = rows
            .into_iter()
            .filter_map(|(due, ticket, kind, position)| {
                Some(Due {
                    due: Timestamp(due),
                    ticket: TicketId(ticket),
                    kind: Deadline::from_name(&kind)?,
                    position,
                })
            });
        Ok(found.collect())
    }

    /// Deletes all deadlines that are derived from the log; they are made again from it.
    pub(crate) async fn clear_deadlines(&mut self) -> Result<(), StoreError> {
        for kind in Deadline::ALL.iter().filter(|kind| kind.is_of_log()) {
            change!(self, c => sqlx::query("DELETE FROM deadline WHERE kind = $1").bind(kind.name())
                .execute(c).await?.rows_affected());
        }
        Ok(())
    }
}

impl Txn {
    /// Sets a deadline for what the event at `position` began.
    pub(crate) fn set_deadline(
        &mut self,
        ticket: TicketId,
        kind: Deadline,
        due: Timestamp,
        position: Position,
    ) {
        let rows: &mut DeadlineRows = self.conn.pending.rows();
        rows.set(ticket, kind, Some((due, Some(position))));
    }

    /// Deletes the deadline set by the event at `position`. Returns whether it existed: another
    /// process may have been quicker.
    pub(crate) async fn take_deadline(
        &mut self,
        ticket: TicketId,
        kind: Deadline,
        position: Position,
    ) -> Result<bool, StoreError> {
        let sql = "DELETE FROM deadline WHERE ticket = $1 AND kind = $2 AND position = $3";
        let taken = change!(&mut self.conn, c => sqlx::query(sql)
            .bind(ticket.0).bind(kind.name()).bind(position).execute(c).await?.rows_affected());
        Ok(taken > 0)
    }
}
