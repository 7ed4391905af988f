//! A list of tickets in the database's language.

use crate::queue::filter::{Filter, Key, Order, Scope, numbers};
use guichet_domain::tickets::workflow::State;
use std::fmt::Write;

/// Tickets that one page looks through at most where no index bounds the list: its filters may
/// fit few of them, or none.
const LOOKED_AT: usize = 5000;

/// Matches that one page of a search among all tickets, closed ones included, looks through.
const SEARCHED: usize = 50;

pub(crate) const COLUMNS: &str = "id, kind, state, before_hold, hold, hold_until, priority, subject, affected, reporter, \
     team, assignee, service, item, scoped, answered, claimed, reopenings, recorded_at, updated_at, done_at, closes_at";

/// A row of these columns as SQLite writes JSON, where truth is no number.
pub(crate) fn as_json() -> String {
    let member = |column: &str| match column {
        "scoped" | "answered" | "claimed" => {
            format!("'{column}', json(iif({column}, 'true', 'false'))")
        }
        _ => format!("'{column}', {column}"),
    };
    let members: Vec<String> = COLUMNS.split(", ").map(member).collect();
    format!("json_object({})", members.join(", "))
}

/// A list in the database's language.
pub(crate) struct Select<'a> {
    pub scope: &'a Scope,
    pub filter: &'a Filter,
    pub order: Order,
    /// Only what has been finished.
    pub finished: bool,
    pub after: Option<Key>,
    pub text: bool,
    pub postgres: bool,
}

impl Select<'_> {
    /// Open tickets are few, and so are those of one person.
    fn is_few(&self) -> bool {
        self.filter.open == Some(true) || self.filter.affected.is_some()
    }

    /// Whether the list is looked through a window at a time.
    pub fn is_window(&self) -> bool {
        !self.is_few() && self.order != Order::Priority
    }

    /// Whether that window is one of matches.
    fn is_search(&self) -> bool {
        self.text && !self.is_few()
    }

    /// The matches of the words, and what their numbers are called.
    fn matches(&self) -> (&'static str, String) {
        let (id, matches) = if self.postgres {
            ("ticket", "words @@ $1::tsquery")
        } else {
            ("rowid", "ticket_text MATCH $1")
        };
        let after = match self.after {
            Some(Key { id: last, .. }) if self.is_search() => format!(" AND {id} < {last}"),
            _ => String::new(),
        };
        (
            id,
            format!("FROM ticket_text WHERE {matches}{after} ORDER BY {id} DESC"),
        )
    }

    pub fn page(&self, limit: usize) -> String {
        let by = self.by();
        let (place, conditions) = (self.place(), self.conditions());
        if self.is_search() {
            // The matches are few, and are looked up once.
            let limit = limit + 1;
            return format!(
                "SELECT {COLUMNS} FROM ticket WHERE {place} AND {conditions} ORDER BY {by} LIMIT {limit}"
            );
        }
        let from = if self.is_window() {
            let by = self.by();
            format!(
                "(SELECT * FROM ticket WHERE {place} ORDER BY {by} LIMIT {LOOKED_AT}) AS seen WHERE {conditions}"
            )
        } else {
            format!("ticket WHERE {place} AND {conditions}")
        };
        let limit = limit + 1;
        format!(
            "SELECT {COLUMNS} FROM ticket WHERE id IN (SELECT id FROM {from} ORDER BY {by} LIMIT {limit}) ORDER BY {by}"
        )
    }

    /// The last ticket of a window that is full.
    pub fn end(&self) -> String {
        if self.is_search() {
            let (id, matches) = self.matches();
            let last = SEARCHED - 1;
            let zero = "CAST(0 AS BIGINT)";
            return format!("SELECT {zero}, {zero}, {id} {matches} LIMIT 1 OFFSET {last}");
        }
        let at = if self.order == Order::Done {
            "done_at"
        } else {
            "id - id"
        };
        let (place, by, last) = (self.place(), self.by(), LOOKED_AT - 1);
        format!(
            "SELECT priority, {at}, id FROM ticket WHERE {place} ORDER BY {by} LIMIT 1 OFFSET {last}"
        )
    }

    pub fn by(&self) -> &'static str {
        match self.order {
            Order::Priority => "priority, recorded_at, id",
            Order::Done => "done_at DESC, id DESC",
            Order::Newest => "id DESC",
        }
    }

    /// Where in the log of all tickets that may be seen this page lies.
    fn place(&self) -> String {
        let mut sql = self.scope.condition();
        // Writing to a String cannot fail.
        let _ = match (self.order, self.after) {
            (Order::Priority, Some(Key { rank, at, id })) => {
                write!(
                    sql,
                    " AND (priority, recorded_at, id) > ({rank}, {at}, {id})"
                )
            }
            (Order::Done, Some(Key { at, id, .. })) => {
                write!(sql, " AND (done_at, id) < ({at}, {id})")
            }
            (Order::Newest, Some(Key { id, .. })) => write!(sql, " AND id < {id}"),
            (_, None) => Ok(()),
        };
        if self.finished {
            sql.push_str(" AND done_at IS NOT NULL");
        }
        sql
    }

    fn conditions(&self) -> String {
        let filter = self.filter;
        let mut all: Vec<String> = Vec::new();
        match filter.open {
            Some(true) => all.push("open = TRUE".into()),
            // An unread answer may keep in queues what has been finished: it is both.
            Some(false) if !self.finished => all.push("done_at IS NOT NULL".into()),
            Some(false) | None => {}
        }
        if let Some(kind) = filter.kind {
            all.push(format!("kind = '{}'", crate::kernel::name::name(&kind)));
        }
        if !filter.states.is_empty() {
            // A state that contradicts the rest is not looked for.
            let fits = |state: &&State| filter.open != Some(false) || !state.is_open();
            let states = filter.states.iter().filter(fits);
            let states: Vec<String> = states.map(|state| format!("'{}'", state.name())).collect();
            if states.is_empty() {
                return "FALSE".into();
            }
            all.push(format!("state IN ({})", states.join(", ")));
        }
        if let Some(priority) = filter.priority {
            all.push(format!("priority = {}", priority.rank()));
        }
        if let Some(service) = filter.service {
            all.push(format!("service = {service}"));
        }
        if let Some(teams) = &filter.teams {
            all.push(format!(
                "team IN ({})",
                numbers(teams.iter().map(|t| t.0).chain([0]))
            ));
        }
        if let Some(assignee) = filter.assignee {
            all.push(format!("assignee = {assignee}"));
        }
        if filter.unassigned {
            all.push("assignee IS NULL".into());
        }
        if filter.answered {
            all.push("answered = TRUE".into());
        }
        if let Some(affected) = filter.affected {
            all.push(format!("affected = {affected}"));
        }
        if self.text {
            // Few tickets are looked through in their order and compared with the matches, however
            // many those are; among all, the matches are looked up by their number.
            let (own, newest) = if self.is_few() {
                ("id + 0", usize::MAX >> 1)
            } else {
                ("id", SEARCHED)
            };
            let (id, matches) = self.matches();
            // Those of one person are compared one by one.
            if self.postgres && filter.affected.is_some() {
                all.push("EXISTS (SELECT 1 FROM ticket_text WHERE ticket_text.ticket = ticket.id AND words @@ $1::tsquery OFFSET 0)".into());
                return all.join(" AND ");
            }
            all.push(format!("{own} IN (SELECT {id} {matches} LIMIT {newest})"));
        }
        if all.is_empty() {
            "TRUE".into()
        } else {
            all.join(" AND ")
        }
    }
}
