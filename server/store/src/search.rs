//! Tickets by their words: the database's own full text over the stems of the domain.

use crate::StoreError;
use crate::conn::Conn;
use crate::project::Reading;
use guichet_domain::TextId;
use guichet_domain::search::{query, stems};
use std::collections::BTreeMap;

/// A word no stem can be, which every open ticket carries: a search among open tickets then reads
/// no further than they are.
const OPEN: &str = "zzopen";

impl Conn {
    pub(crate) async fn put_words(
        &mut self,
        reading: &Reading,
        texts: &BTreeMap<TextId, String>,
        exists: bool,
    ) -> Result<(), StoreError> {
        let mut words: Vec<String> = texts.values().flat_map(|text| stems(text)).collect();
        words.extend(reading.ticket.external.iter().flat_map(|external| stems(external)));
        words.push(reading.ticket.id.to_string());
        if reading.ticket.state.is_open() {
            words.push(OPEN.into());
        }
        words.sort_unstable();
        words.dedup();
        let words = words.join(" ");
        let id = reading.ticket.id.0;
        match self {
            Self::Sqlite(tx) => {
                if exists {
                    sqlx::query("DELETE FROM ticket_text WHERE rowid = $1").bind(id).execute(&mut **tx).await?;
                }
                sqlx::query("INSERT INTO ticket_text (rowid, words) VALUES ($1, $2)")
                    .bind(id)
                    .bind(words)
                    .execute(&mut **tx)
                    .await?;
            }
            Self::Postgres(tx) => {
                sqlx::query(
                    "INSERT INTO ticket_text (ticket, words) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))
                     ON CONFLICT (ticket) DO UPDATE SET words = excluded.words",
                )
                .bind(id)
                .bind(words)
                .execute(&mut **tx)
                .await?;
            }
        }
        Ok(())
    }
}

/// The query in the database's language; `None` where nothing is searched for. Words are folded to
/// letters and digits, so they mean nothing to either language.
pub(crate) fn expression(text: &str, open: bool, postgres: bool) -> Option<String> {
    let (and, or, quote) = if postgres { (" & ", " | ", "'") } else { (" AND ", " OR ", "\"") };
    let mut all: Vec<String> = query(text)
        .into_iter()
        .map(|any| {
            let any: Vec<String> = any.into_iter().map(|stem| format!("{quote}{stem}{quote}")).collect();
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
