//! Tickets by their words: the database's own full text over the stems of the domain.

use crate::StoreError;
use crate::conn::{Conn, Tx};
use crate::project::Reading;
use guichet_domain::TextId;
use guichet_domain::search::{query, stems};
use guichet_domain::ticket::Reference;
use std::collections::BTreeMap;

/// A word no stem can be, which every ticket in a queue carries: a search among those then reads
/// no further than they are.
const OPEN: &str = "zzopen";

/// So many bytes of words are found of one ticket: PostgreSQL takes no more than a mebibyte, and a
/// ticket must stay writable whatever has been pasted into it.
const WORDS_MAX: usize = 800_000;

impl Conn {
    pub(crate) async fn put_words(
        &mut self,
        reading: &Reading,
        texts: &BTreeMap<TextId, String>,
        exists: bool,
    ) -> Result<(), StoreError> {
        let mut words: Vec<String> = texts.values().flat_map(|text| stems(text)).collect();
        words.extend(
            reading
                .ticket
                .external
                .iter()
                .flat_map(|external| stems(external)),
        );
        words.push(reading.ticket.id.to_string());
        if reading.ticket.in_queue() {
            words.push(OPEN.into());
        }
        words.sort_unstable();
        words.dedup();
        let mut room = WORDS_MAX;
        words.retain(|word| {
            room = room.saturating_sub(word.len() + 8);
            room > 0 || word == OPEN
        });
        let words = words.join(" ");
        let ticket = reading.ticket.id;
        if exists {
            match self.settled().await? {
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
        self.pending.words(ticket, words);
        Ok(())
    }
}

impl Conn {
    /// Forgets every word of every ticket.
    pub(crate) async fn clear_words(&mut self) -> Result<(), StoreError> {
        match self.settled().await? {
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

    /// The words of every ticket as lines of text, in order.
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

/// The query in the database's language; `None` where nothing is searched for. Words are folded to
/// letters and digits, so they mean nothing to either language.
pub(crate) fn expression(text: &str, open: bool, postgres: bool) -> Option<String> {
    let (and, or, quote) = if postgres {
        (" & ", " | ", "'")
    } else {
        (" AND ", " OR ", "\"")
    };
    // A reference is found by its number: the letters before it change with the kind.
    let text: Vec<String> = text
        .split_whitespace()
        .map(|word| {
            word.parse::<Reference>()
                .map_or(word.to_owned(), |reference| reference.id.to_string())
        })
        .collect();
    let mut all: Vec<String> = query(&text.join(" "))
        .into_iter()
        .map(|any| {
            let any: Vec<String> = any
                .into_iter()
                .map(|stem| format!("{quote}{stem}{quote}"))
                .collect();
            format!("({})", any.join(or))
        })
        .collect();
    if all.is_empty() {
        return None;
    }
    if open {
        all.push(format!("{quote}{OPEN}{quote}"));
    }
    Some(all.join(and))
}
