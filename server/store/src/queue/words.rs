//! Full-text index of tickets: the database's own, over stems made by the domain.

use crate::kernel::conn::Conn;
use crate::kernel::error::StoreError;
use crate::kernel::tx::Tx;
use crate::queue::marks::{MARK, marks};
use crate::queue::rows::TicketRows;
use crate::queue::stems::stems_of;
use crate::tickets::aggregate::Projection;
use guichet_domain::TextId;
use guichet_domain::kernel::prose::Text;
use guichet_domain::kernel::stemming::stems;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Maximum size of the indexed words of one ticket, in bytes: PostgreSQL accepts up to one
/// mebibyte, and a ticket must stay writable whatever was pasted into it.
const WORDS_MAX: usize = 800_000;

impl Conn {
    /// Indexes the words of a ticket; `exists` if it was indexed before.
    pub(crate) async fn put_words(
        &mut self,
        projection: &Projection,
        texts: &BTreeMap<TextId, Text>,
        exists: bool,
    ) -> Result<(), StoreError> {
        let said: Vec<Arc<[String]>> = texts
            .iter()
            .map(|(id, text)| stems_of(*id, &text.body))
            .collect();
        let external = projection.ticket.external.iter();
        let mut beside: Vec<String> = external.flat_map(|external| stems(external)).collect();
        beside.push(projection.ticket.id.to_string());
        beside.extend(marks(&projection.ticket));
        let said = said.iter().flat_map(|stems| stems.iter());
        let mut words: Vec<&str> = said.chain(&beside).map(String::as_str).collect();
        words.sort_unstable();
        words.dedup();
        let mut room = WORDS_MAX;
        words.retain(|word| {
            room = room.saturating_sub(word.len() + 8);
            room > 0 || word.starts_with(MARK)
        });
        let words = words.join(" ");
        let ticket = projection.ticket.id;
        if exists {
            match self.changing().await? {
                Tx::Sqlite(tx) => {
                    sqlx::query("DELETE FROM ticket_text WHERE rowid = $1")
                        .bind(ticket.0)
                        .execute(&mut **tx)
                        .await?;
                }
                Tx::Postgres(tx) => {
                    sqlx::query("DELETE FROM ticket_text WHERE ticket = $1")
                        .bind(ticket.0)
                        .execute(&mut **tx)
                        .await?;
                }
            }
        }
        self.pending.rows::<TicketRows>().words(ticket, words);
        Ok(())
    }
}

impl Conn {
    /// Empties the full-text index.
    pub(crate) async fn clear_words(&mut self) -> Result<(), StoreError> {
        match self.changing().await? {
            Tx::Sqlite(tx) => {
                let sql = "INSERT INTO ticket_text (ticket_text) VALUES ('delete-all')";
                sqlx::query(sql).execute(&mut **tx).await?;
            }
            Tx::Postgres(tx) => {
                sqlx::query("DELETE FROM ticket_text")
                    .execute(&mut **tx)
                    .await?;
            }
        }
        Ok(())
    }

    /// The indexed words of every ticket as sorted lines of text.
    pub(crate) async fn words(&mut self) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> = match self.settled().await? {
            Tx::Sqlite(tx) => {
                // The index keeps no texts, but tells its terms.
                let sql = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.ticket_word USING fts5vocab(main, ticket_text, instance)";
                sqlx::query(sql).execute(&mut **tx).await?;
                let sql = "SELECT doc || '|' || group_concat(term, ' ' ORDER BY term) FROM temp.ticket_word GROUP BY doc";
                sqlx::query_as(sql).fetch_all(&mut **tx).await?
            }
            Tx::Postgres(tx) => {
                let sql = "SELECT ticket || '|' || array_to_string(tsvector_to_array(words), ' ') FROM ticket_text";
                sqlx::query_as(sql).fetch_all(&mut **tx).await?
            }
        };
        // Each database has an order of its own.
        let in_order = |(line,): (String,)| {
            let mut words: Vec<&str> = line.split([' ', '|']).collect();
            words.sort_unstable();
            words.dedup();
            let ticket = line.split('|').next().unwrap_or_default();
            format!("{ticket}|{}", words.join(" "))
        };
        let mut lines: Vec<String> = rows.into_iter().map(in_order).collect();
        lines.sort_unstable();
        Ok(lines)
    }
}
