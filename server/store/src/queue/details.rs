//! Columns of a ticket's row that lists do not show.

use crate::kernel::conn::{Conn, on};
use crate::kernel::error::StoreError;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::tickets::resolution::ResolutionCode;
use guichet_domain::{CategoryId, Ticket, TicketId};
use serde::de::DeserializeOwned;
use sqlx::QueryBuilder;
use std::collections::BTreeMap;

/// Columns of a ticket's row that lists do not show; used by the export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Category of the ticket, if it has one.
    pub category: Option<CategoryId>,
    /// How the ticket was reported.
    pub channel: Channel,
    /// Impact, if it was assessed.
    pub impact: Option<Impact>,
    /// Urgency, if it was assessed.
    pub urgency: Option<Urgency>,
    /// Resolution code, if the ticket is resolved.
    pub code: Option<ResolutionCode>,
    /// Reference in the program the ticket was imported from.
    pub external: Option<String>,
}

impl Details {
    pub(crate) fn of(ticket: &Ticket) -> Self {
        Self {
            category: ticket.category,
            channel: ticket.channel,
            impact: ticket.impact,
            urgency: ticket.urgency,
            code: ticket.resolution.as_ref().map(|resolution| resolution.code),
            external: ticket.external.clone(),
        }
    }
}

#[derive(sqlx_macros::FromRow)]
struct Row {
    id: i64,
    category: Option<i64>,
    channel: String,
    impact: Option<String>,
    urgency: Option<String>,
    code: Option<String>,
    external: Option<String>,
}

impl Row {
    fn details(self) -> Result<Details, StoreError> {
        Ok(Details {
            category: self.category.map(CategoryId),
            channel: read(&self.channel)?,
            impact: self.impact.as_deref().map(read).transpose()?,
            urgency: self.urgency.as_deref().map(read).transpose()?,
            code: self.code.as_deref().map(read).transpose()?,
            external: self.external,
        })
    }
}

fn read<T: DeserializeOwned>(name: &str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(name.to_owned()))
        .map_err(|error| StoreError::Entry(name.to_owned(), error))
}

impl Conn {
    /// Details of these tickets. Visibility is not checked: ask only for tickets of a list that was
    /// read within a scope.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row cannot be read.
    pub async fn details(
        &mut self,
        tickets: &[TicketId],
    ) -> Result<BTreeMap<TicketId, Details>, StoreError> {
        if tickets.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows: Vec<Row> = on!(self, c => {
            let mut query = QueryBuilder::new(
                "SELECT id, category, channel, impact, urgency, code, external FROM ticket WHERE id IN ",
            );
            query.push_tuples(tickets, |mut row, ticket| {
                row.push_bind(ticket.0);
            });
            query.build_query_as().persistent(false).fetch_all(c).await?
        });
        rows.into_iter()
            .map(|row| Ok((TicketId(row.id), row.details()?)))
            .collect()
    }
}
