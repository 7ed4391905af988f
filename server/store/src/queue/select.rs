//! Lists of tickets as SQL.

use crate::queue::filter::{Filter, Key, Order, Scope, numbers};
use guichet_domain::tickets::workflow::State;
use std::fmt::Write;

/// Maximum number of tickets one page looks through where no index bounds the list, since few or
/// none may match the filter.
const LOOKED_AT: usize = 5000;

/// Number of matches that one page looks through, in a search among all tickets, if it is not longer.
const SEARCHED: usize = 50;

pub(crate) const COLUMNS: &str = "id, kind, state, state_before, hold, hold_until, priority, subject, affected, reporter, \
     team, assignee, service, item, scoped, answered, claimed, reopenings, recorded_at, updated_at, done_at, closes_at, \
     due_at, due_soon, due_promise, paused_at";

/// Value of `due_at` for what stands in a queue and is not due: it comes last.
pub(crate) const NOT_DUE: i64 = i64::MAX;

/// SQL of a row of [`COLUMNS`] as a JSON object on SQLite, which stores booleans as numbers.
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

/// Number of the newest tickets that are looked through for each match of a page, on PostgreSQL, before
/// the index is asked.
const NEWEST: usize = 20;

/// SQL of the matches of a search on PostgreSQL, the newest first. Its planner does not know how
/// common a word is that stands in few texts, and walks all tickets for it. A common word is found
/// among the newest at once; for any other the index is asked, which has few.
fn newest_first(matches: &str, after: &str, most: usize) -> String {
    let newest = NEWEST * most;
    format!(
        "FROM (WITH recent AS MATERIALIZED (
             SELECT ticket FROM (SELECT ticket, words FROM ticket_text WHERE TRUE{after}
                 ORDER BY ticket DESC LIMIT {newest}) AS newest
             WHERE {matches} ORDER BY ticket DESC LIMIT {most}),
           indexed AS MATERIALIZED (SELECT ticket FROM ticket_text WHERE {matches}{after})
         (SELECT ticket FROM recent WHERE (SELECT COUNT(*) FROM recent) = {most})
         UNION ALL
         (SELECT ticket FROM indexed WHERE (SELECT COUNT(*) FROM recent) < {most})) AS found
         ORDER BY ticket DESC"
    )
}

/// A list of tickets as SQL.
pub(crate) struct Select<'a> {
    pub scope: &'a Scope,
    pub filter: &'a Filter,
    pub order: Order,
    /// Whether only finished tickets are listed.
    pub finished: bool,
    pub after: Option<Key>,
    pub text: bool,
    /// Maximum number of tickets of the page.
    pub limit: usize,
    pub postgres: bool,
}

impl Select<'_> {
    /// Whether the candidates are few: open tickets, or those of one person.
    fn is_few(&self) -> bool {
        self.filter.open == Some(true) || self.filter.affected.is_some()
    }

    /// Whether the list is looked through one window at a time.
    pub fn is_window(&self) -> bool {
        !self.is_few() && !matches!(self.order, Order::Priority | Order::Due)
    }

    /// Number of matches of the window.
    fn searched(&self) -> usize {
        self.limit.max(SEARCHED)
    }

    /// Whether that window is one of search matches.
    fn is_search(&self) -> bool {
        self.text && !self.is_few()
    }

    /// Name of the id column of the full-text table, and SQL of the matching rows.
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
        if self.postgres && self.is_search() {
            return (id, newest_first(matches, &after, self.searched()));
        }
        (
            id,
            format!("FROM ticket_text WHERE {matches}{after} ORDER BY {id} DESC"),
        )
    }

    /// SQL of a page, with one ticket more, which tells whether there is a next page.
    pub fn page(&self) -> String {
        let by = self.by();
        let (place, conditions) = (self.place(), self.conditions());
        if self.is_search() {
            // The matches are few, and are looked up once.
            let limit = self.limit + 1;
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
        let limit = self.limit + 1;
        format!(
            "SELECT {COLUMNS} FROM ticket WHERE id IN (SELECT id FROM {from} ORDER BY {by} LIMIT {limit}) ORDER BY {by}"
        )
    }

    /// SQL of the last ticket of a full window.
    pub fn end(&self) -> String {
        if self.is_search() {
            let (id, matches) = self.matches();
            let last = self.searched() - 1;
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

    /// SQL of the order.
    pub fn by(&self) -> &'static str {
        match self.order {
            Order::Priority => "priority, recorded_at, id",
            Order::Due => "due_at, priority, id",
            Order::Done => "done_at DESC, id DESC",
            Order::Newest => "id DESC",
        }
    }

    /// SQL condition: visible, and after the previous page.
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
            (Order::Due, Some(Key { rank, at, id })) => {
                write!(sql, " AND (due_at, priority, id) > ({at}, {rank}, {id})")
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
            // What stands in a queue has a place by when it is due; only these lists use that index.
            Some(true) if self.order == Order::Due => all.push("due_at IS NOT NULL".into()),
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
            // By due time, the index of priorities would have all of one sorted.
            let own = match self.order {
                Order::Due => "priority + 0",
                Order::Priority | Order::Done | Order::Newest => "priority",
            };
            all.push(format!("{own} = {}", priority.rank()));
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
        if let Some((person, teams)) = &filter.theirs {
            all.push(format!(
                "(assignee = {person} OR team IN ({}))",
                numbers(teams.iter().map(|t| t.0).chain([0]))
            ));
        }
        if filter.unassigned {
            all.push("assignee IS NULL".into());
        }
        if filter.answered {
            all.push("answered = TRUE".into());
        }
        if filter.to_do {
            let waiting = State::ALL.iter().filter(|state| state.waits());
            let waiting: Vec<String> = waiting.map(|state| format!("'{}'", state.name())).collect();
            all.push(format!(
                "(answered = TRUE OR state NOT IN ({}))",
                waiting.join(", ")
            ));
        }
        if let Some(affected) = &filter.affected {
            // One person is looked up in an index of theirs.
            all.push(match affected.first() {
                Some(person) if affected.len() == 1 => format!("affected = {person}"),
                _ => format!(
                    "affected IN ({})",
                    numbers(affected.iter().map(|person| person.0).chain([0]))
                ),
            });
        }
        if self.text {
            // Few tickets are looked through in their order and compared with the matches, however
            // many those are; among all, the matches are looked up by their number.
            let (own, newest) = if self.is_few() {
                ("id + 0", usize::MAX >> 1)
            } else {
                ("id", self.searched())
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
