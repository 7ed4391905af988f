//! Tickets by their words: the database's own full text over the stems of the domain.

use crate::StoreError;
use crate::conn::{Conn, Tx};
use crate::lists::Scope;
use crate::project::Reading;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::stemming::{query, stems};
use guichet_domain::{TeamId, TextId, Ticket};
use std::collections::BTreeMap;

/// What begins a word of the index that nobody wrote. It is no letter (Unicode, private use), so no
/// stem has it: nothing that is typed, on a ticket or into a search, can be such a word.
const MARK: char = '\u{e000}';

/// Carried by every ticket in a queue: a search among those then reads no further than they are.
fn open() -> String {
    format!("{MARK}open")
}

/// Carried by every ticket that no team has to itself.
fn unscoped() -> String {
    format!("{MARK}all")
}

/// Carried by what this team alone sees.
fn of_team(team: TeamId) -> String {
    format!("{MARK}team{team}")
}

/// The word that says who at the desk may find a ticket; none where nobody may.
fn scope(ticket: &Ticket) -> Option<String> {
    match (ticket.is_scoped(), ticket.team) {
        (false, _) => Some(unscoped()),
        (true, Some(team)) => Some(of_team(team)),
        (true, None) => None,
    }
}

/// The words of a ticket that nobody wrote.
pub(crate) fn marks(ticket: &Ticket) -> Vec<String> {
    let open = ticket.in_queue().then(open);
    scope(ticket).into_iter().chain(open).collect()
}

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
        words.extend(marks(&reading.ticket));
        words.sort_unstable();
        words.dedup();
        let mut room = WORDS_MAX;
        words.retain(|word| {
            room = room.saturating_sub(word.len() + 8);
            room > 0 || word.starts_with(MARK)
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
/// letters and digits, so they mean nothing to either language. Whom the tickets are for is part
/// of it: what `seen_by` may not see is no match, so it is neither counted nor passed over.
pub(crate) fn expression(
    text: &str,
    is_open: bool,
    seen_by: &Scope,
    postgres: bool,
) -> Option<String> {
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
    if is_open {
        all.push(format!("{quote}{}{quote}", open()));
    }
    let scopes = [unscoped()]
        .into_iter()
        .chain(seen_by.teams.iter().map(|team| of_team(*team)));
    let scopes: Vec<String> = scopes
        .map(|scope| format!("{quote}{scope}{quote}"))
        .collect();
    all.push(format!("({})", scopes.join(or)));
    Some(all.join(and))
}
