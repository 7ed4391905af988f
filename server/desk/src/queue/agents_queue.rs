//! The agents' queue: standing views, filters, counts.

use crate::desk::Desk;
use crate::directory::choices::choices;
use crate::kernel::caller::Caller;
use crate::kernel::cursor::CursorContext;
use crate::kernel::error::DeskError;
use crate::tickets::line::line;
use guichet_domain::PersonId;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::queue::page::Queue;
use guichet_domain::queue::query::{QueueQuery, Sort, View};
use guichet_domain::tickets::workflow::State;
use guichet_store::{Conn, Filter, Order, Scope, Tally};
use std::collections::{BTreeMap, BTreeSet};

/// Number of tickets per page.
pub(crate) const PAGE: usize = 50;

/// Maximum number of people whom a name means.
const MEANT: usize = 200;

impl Desk {
    /// The counts of the standing views alone, for the pages beside the queue.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an agent.
    pub async fn queue_counts(&self, caller: Caller) -> Result<BTreeMap<String, i64>, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let actor = caller.agent(&snapshot.directory)?;
        counts(&mut snapshot.conn, &actor).await
    }

    /// One page of the queue, the counts of the standing views, and a stream cursor as of the same
    /// snapshot.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an agent.
    pub async fn queue(&self, caller: Caller, query: QueueQuery) -> Result<Queue, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        let conn = &mut snapshot.conn;
        let actor = caller.agent(&directory)?;
        let position = conn.head().await?;
        let (mut filter, order) = filter(&query, &actor);
        filter.affected = affected(&query.who, &directory);
        let place = CursorContext::Queue(&query);
        let after = query.after.as_deref();
        let after = after.and_then(|after| self.cursors.unseal_key(&place, caller.person, after));
        let page = conn
            .list(&Scope::of(&actor), &filter, order, after, PAGE)
            .await?;
        let counts = counts(conn, &actor).await?;
        Ok(Queue {
            lines: page
                .tickets
                .into_iter()
                .map(|summary| line(summary, &directory))
                .collect(),
            next: self.cursors.seal_key(&place, caller.person, page.next)?,
            cursor: self.stream_cursor(caller, position)?,
            counts,
            choices: choices(&directory),
        })
    }
}

/// Numbers of tickets in the standing views, by the name of the view.
async fn counts(conn: &mut Conn, actor: &Actor) -> Result<BTreeMap<String, i64>, DeskError> {
    let tallies = conn.tallies(actor).await?;
    let named = View::ALL.iter();
    Ok(named
        .map(|view| (view.name(), count(*view, &tallies)))
        .collect())
}

/// Filter and order of a standing view, narrowed by the other criteria of the query.
pub(crate) fn filter(query: &QueueQuery, actor: &Actor) -> (Filter, Order) {
    let mut filter = Filter {
        kind: query.kind,
        states: query.state.into_iter().collect(),
        priority: query.priority,
        service: query.service,
        teams: query.team.map(|team| BTreeSet::from([team])),
        assignee: query.assignee,
        answered: query.answered,
        text: query.text.clone(),
        ..Filter::default()
    };
    let order = match query.sort() {
        Sort::Due => Order::Due,
        Sort::Priority => Order::Priority,
        Sort::Done => Order::Done,
        Sort::Newest => Order::Newest,
    };
    match query.view {
        View::ToDo => {
            (filter.open, filter.to_do) = (Some(true), true);
            let person = actor.person().unwrap_or_default();
            filter.theirs = Some((person, actor.teams.clone()));
        }
        View::Unassigned => {
            (filter.open, filter.to_do) = (Some(true), true);
            filter.unassigned = true;
        }
        View::MyTeams => {
            (filter.open, filter.to_do) = (Some(true), true);
            filter.teams = Some(match query.team {
                Some(team) => actor
                    .teams
                    .iter()
                    .copied()
                    .filter(|mine| *mine == team)
                    .collect(),
                None => actor.teams.clone(),
            });
        }
        View::Mine => {
            (filter.open, filter.to_do) = (Some(true), true);
            if query.assignee.is_some() && query.assignee != actor.person() {
                shows_nothing(&mut filter);
            }
            filter.assignee = actor.person();
        }
        View::OnHold => {
            filter.open = Some(true);
            let waiting = State::ALL.iter().copied().filter(|state| state.waits());
            narrow(&mut filter, query, &waiting.collect::<Vec<_>>());
        }
        View::ToEvaluate => {
            filter.open = Some(true);
            narrow(&mut filter, query, &[State::New, State::UnderEvaluation]);
            if query.kind.is_some_and(|kind| kind != Kind::Request) {
                shows_nothing(&mut filter);
            }
            filter.kind = Some(Kind::Request);
        }
        View::Open => filter.open = Some(true),
        View::Done => filter.open = Some(false),
        View::All => {}
    }
    (filter, order)
}

/// The people whom a name or address means, as far as it is looked for; nobody else's tickets are
/// shown then. `None` if it is blank.
pub(crate) fn affected(who: &str, directory: &Directory) -> Option<BTreeSet<PersonId>> {
    if who.trim().is_empty() {
        return None;
    }
    let people = directory.people_like(who).take(MEANT);
    Some(people.map(|person| person.id).collect())
}

/// Limits the filter to these states, or to the one chosen in the query if it is among them.
fn narrow(filter: &mut Filter, query: &QueueQuery, states: &[State]) {
    filter.states = states.to_vec();
    if let Some(state) = query.state {
        filter.states.retain(|s| *s == state);
        if filter.states.is_empty() {
            shows_nothing(filter);
        }
    }
}

/// Makes the filter match nothing, because the criteria contradict each other.
fn shows_nothing(filter: &mut Filter) {
    filter.teams = Some(BTreeSet::new());
}

fn count(view: View, tallies: &[Tally]) -> i64 {
    let of = |tally: &Tally| {
        let in_queue = tally.in_queue();
        let to_do = tally.state.is_to_do(tally.answered);
        match view {
            View::ToDo if to_do => tally.theirs,
            View::Unassigned if to_do => tally.unassigned,
            View::MyTeams if to_do => tally.ours,
            View::Mine if to_do => tally.mine,
            View::OnHold if tally.state.waits() => tally.n,
            View::ToEvaluate
                if tally.kind == Kind::Request
                    && matches!(tally.state, State::New | State::UnderEvaluation) =>
            {
                tally.n
            }
            View::Open if in_queue => tally.n,
            View::Done if !in_queue => tally.n,
            View::All => tally.n,
            _ => 0,
        }
    };
    tallies.iter().map(of).sum()
}
