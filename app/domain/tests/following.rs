//! A page of the queue that follows by itself is a part of the list as the list would be made anew.
#![allow(clippy::unwrap_used)]

use guichet_domain::kernel::actor::{Actor, Role, Who};
use guichet_domain::kernel::ids::{PersonId, TeamId, TicketId};
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::promise::Promise;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::time::Timestamp;
use guichet_domain::queue::following::{place, recount};
use guichet_domain::queue::query::{Placement, QueueQuery, Sort, View};
use guichet_domain::tickets::clock::Due;
use guichet_domain::tickets::line::Line;
use guichet_domain::tickets::summary::Summary;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::workflow::State;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::{BTreeMap, BTreeSet};

const PAGE: usize = 6;

fn me() -> Actor {
    Actor {
        who: Who::Person(PersonId(1)),
        role: Role::Agent,
        teams: BTreeSet::from([TeamId(1), TeamId(2)]),
    }
}

prop_compose! {
    fn changed(id: i64)(
        kind in select(&[Kind::Incident, Kind::Request][..]),
        state in select(&[State::New, State::OnHold, State::AwaitingApproval, State::UnderEvaluation, State::Resolved, State::Closed][..]),
        priority in select(&[Priority::Critical, Priority::Low][..]),
        team in proptest::option::of(1..4_i64),
        assignee in proptest::option::of(1..3_i64),
        (scoped, answered) in (any::<bool>(), any::<bool>()),
        done in proptest::option::of(0..5_i64),
        (recorded, due) in (0..5_i64, proptest::option::of(0..5_i64)),
    ) -> Line {
        let ticket = Ticket::unrecorded(TicketId(id));
        let blank = Summary::of(&ticket, String::new(), Timestamp(0), None);
        let summary = Summary {
            reference: Reference { kind, id: TicketId(id) },
            state,
            priority,
            team: team.map(TeamId),
            assignee: assignee.map(PersonId),
            scoped,
            answered,
            done_at: done.map(Timestamp),
            recorded_at: Timestamp(recorded),
            due: due.map(|at| Due { promise: Promise::Own, at: Timestamp(at), soon: Timestamp(at) }),
            ..blank
        };
        Line { summary, affected: String::new(), assignee: None, service: None, item: None }
    }
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    (1..24_i64).prop_flat_map(|n| (1..=n).map(changed).collect::<Vec<_>>())
}

fn queries() -> impl Strategy<Value = QueueQuery> {
    let state = proptest::option::weighted(0.2, select(&[State::New, State::OnHold][..]));
    let team = proptest::option::weighted(0.2, select(&[TeamId(1), TeamId(3)][..]));
    let priority = proptest::option::weighted(0.2, Just(Priority::Critical));
    let sort = proptest::option::of(select(&[Sort::Due, Sort::Priority][..]));
    (select(View::ALL), state, team, priority, sort).prop_map(
        |(view, state, team, priority, sort)| QueueQuery {
            view,
            sort,
            state,
            team,
            priority,
            ..QueueQuery::default()
        },
    )
}

/// The list made anew, in the words of the screen: what it shows, and what comes first.
fn anew(all: &BTreeMap<TicketId, Line>, query: &QueueQuery) -> Vec<Line> {
    let (me, actor) = (Some(PersonId(1)), me());
    let mine = |team: Option<TeamId>| team.is_some_and(|team| actor.teams.contains(&team));
    let mut list: Vec<Line> = all
        .values()
        .filter(|line| {
            let s = &line.summary;
            let is_over = matches!(s.state, State::Resolved | State::Closed);
            let waits = !is_over || s.answered;
            let theirs = [State::OnHold, State::AwaitingApproval].contains(&s.state);
            let to_do = waits && (!theirs || s.answered);
            (mine(s.team) || !s.scoped)
                && match query.view {
                    View::ToDo => to_do && (mine(s.team) || s.assignee == me),
                    View::Unassigned => to_do && s.assignee.is_none(),
                    View::MyTeams => to_do && mine(s.team),
                    View::Mine => to_do && s.assignee == me,
                    View::OnHold => theirs,
                    View::ToEvaluate => {
                        s.reference.kind == Kind::Request
                            && [State::New, State::UnderEvaluation].contains(&s.state)
                    }
                    View::Open => waits,
                    View::Done => !waits,
                    View::All => true,
                }
                && query.state.is_none_or(|state| state == s.state)
                && query.team.is_none_or(|team| Some(team) == s.team)
                && query.priority.is_none_or(|priority| priority == s.priority)
        })
        .cloned()
        .collect();
    list.sort_by_key(|line| {
        let s = &line.summary;
        let id = s.reference.id.0;
        let by_due = (
            s.due.map_or(i64::MAX, |due| due.at.0),
            s.priority.rank(),
            id,
        );
        match query.view {
            View::Done => (-s.done_at.map_or(-1, |at| at.0), 0, -id),
            View::All => (0, 0, -id),
            View::ToDo if query.sort != Some(Sort::Priority) => by_due,
            _ if query.sort == Some(Sort::Due) => by_due,
            _ => (s.priority.rank(), s.recorded_at.0, id),
        }
    });
    list
}

fn ids(lines: &[Line]) -> Vec<TicketId> {
    lines.iter().map(|line| line.summary.reference.id).collect()
}

proptest! {
    #[test]
    fn a_page_that_follows_is_a_part_of_the_list(
        all in lines(),
        query in queries(),
        first in 0..8_usize,
        changes in proptest::collection::vec((1..26_i64).prop_flat_map(changed), 1..6),
    ) {
        let mut all: BTreeMap<TicketId, Line> =
            all.into_iter().map(|line| (line.summary.reference.id, line)).collect();
        let list = anew(&all, &query);
        let first = if first < list.len() { first } else { 0 };
        let query = QueueQuery { after: (first > 0).then(String::new), ..query };
        let mut page: Vec<Line> = list.iter().skip(first).take(PAGE).cloned().collect();
        let is_last = list.len() <= first + PAGE;
        let mut counts: BTreeMap<String, i64> = BTreeMap::new();
        let count = |all: &BTreeMap<TicketId, Line>, view| {
            anew(all, &QueueQuery { view, ..QueueQuery::default() }).len() as i64
        };
        for view in View::ALL {
            counts.insert(view.name(), count(&all, *view));
        }
        for line in changes {
            let id = line.summary.reference.id;
            let before = page.clone();
            place(&mut page, &line, &query, &me(), is_last);
            let was = all.insert(id, line.clone());
            let list = anew(&all, &query);
            // In order, and nothing of the list is left out in between.
            let (shown, whole) = (ids(&page), ids(&list));
            prop_assert!(shown.is_empty() || whole.windows(shown.len()).any(|run| run == shown),
                "{shown:?} of {whole:?}");
            let start = whole.iter().position(|one| shown.first() == Some(one)).unwrap_or_default();
            prop_assert_eq!(&page, &list[start..start + page.len()]);
            if first == 0 {
                prop_assert!(start == 0);
            }
            if first == 0 && is_last {
                prop_assert_eq!(shown, whole);
            }
            // Nothing but the ticket that changed comes or goes.
            let rest = |lines: &[Line]| {
                ids(lines).into_iter().filter(|one| *one != id).collect::<Vec<_>>()
            };
            prop_assert_eq!(rest(&page), rest(&before));
            // Where whoever looks saw it, it stood.
            let sees = |line: &Line| !line.summary.scoped || line.summary.team.is_some_and(|team| me().teams.contains(&team));
            let was = was.filter(|was| sees(was)).map(|was| Placement::from(&was.summary));
            if sees(&line) {
                recount(&mut counts, was.as_ref(), &Placement::from(&line.summary), &me());
                for view in View::ALL {
                    prop_assert_eq!(counts[&view.name()], count(&all, *view), "{:?}", view);
                }
            } else {
                for view in View::ALL {
                    counts.insert(view.name(), count(&all, *view));
                }
            }
        }
    }
}
