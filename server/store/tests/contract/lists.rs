//! Lists against a model in memory: every page, every filter, every scope.

use crate::common::filling::{command_id, tell};
use crate::common::world::START;
use crate::common::*;
use crate::readings::moved_to;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::ids::{PersonId, ServiceId, TeamId};
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::clock::{Clock, Clocks, Pause, Stand};
use guichet_domain::tickets::event::{Event, Imported, Recorded};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::summary::Summary;
use guichet_domain::tickets::workflow::State;
use guichet_store::{Conn, Filter, Key, Order, Scope, Store, Tally};
use std::collections::BTreeSet;

on_both!(
    pages_visit_each_ticket_once_in_order,
    every_filter_gives_what_it_says,
    scoped_tickets_are_for_their_team,
    what_follows_a_window_is_reached,
);

const MANY: usize = 1_100;

/// Tickets of every sort; many share a priority and an instant, so that only the number is left to
/// tell them apart.
async fn fill(store: &Store, n: usize) -> Vec<Summary> {
    store
        .write(move |txn| {
            Box::pin(async move {
                let dice = &mut Dice(7);
                let mut all = Vec::with_capacity(n);
                for _ in 0..n {
                    let (told, recorded) = any_ticket(dice);
                    let ticket = tell(txn, None, &told).await?;
                    let done_at = (!ticket.state.is_open()).then_some(told.at);
                    assert_eq!(ticket.affected, recorded.affected);
                    all.push(Summary::of(
                        &ticket,
                        told.texts[0].1.clone(),
                        told.at,
                        done_at,
                    ));
                }
                Ok(all)
            })
        })
        .await
        .unwrap()
}

fn any_ticket(dice: &mut Dice) -> (Notified, Recorded) {
    let command = command_id();
    let text = command.text(0);
    let recorded = Recorded {
        kind: dice.of(Kind::ALL),
        affected: PersonId(dice.below(9) + 1),
        confidential: dice.one_in(6),
        service: dice.maybe(|d| ServiceId(d.below(4) + 1)),
        priority: dice.of(Priority::ALL),
        team: dice.maybe(|d| TeamId(d.below(3) + 1)),
        ..Notified::incident("", START).1
    };
    let recorded = Recorded {
        subject: text,
        clocks: dice.one_in(2).then(|| due(dice)),
        ..recorded
    };
    let team = recorded.team;
    let owner = Imported::Owner {
        team,
        assignee: dice.maybe(|d| PersonId(d.below(3) + 10)),
        handed_over: false,
    };
    let mut told = Notified::event(
        Event::Recorded(Box::new(recorded.clone())),
        START.plus(dice.below(40)),
    )
    .and(Event::Imported { change: owner })
    .and(moved_to(dice.of(State::ALL)));
    told.command = command;
    told.texts = vec![(
        text,
        dice.of(&["Imprimante", "Réseau", "Écran", "Clavier"])
            .to_owned(),
    )];
    if dice.one_in(5) {
        let text = command.text(1);
        told.events.push(Event::Commented {
            text,
            audience: Audience::Everyone,
            unread: true,
            by_mail: None,
        });
        told.texts.push((text, "toujours en panne".into()));
    }
    (told, recorded)
}

/// A clock that runs and one that stands still, or both still.
fn due(dice: &mut Dice) -> Clocks {
    let at = START.plus(dice.below(50));
    let clock = |stand| Clock {
        stand,
        since: START,
        due: (stand == Stand::Running).then_some(at),
        soon: None,
        sum: None,
    };
    let paused = Stand::Paused {
        why: Pause::Hold(HoldReason::User),
    };
    let resolve = match dice.one_in(4) {
        true => paused,
        false => Stand::Running,
    };
    Clocks {
        own: clock(paused),
        resolve: clock(resolve),
    }
}

/// The same filter, said a second time.
fn fits(filter: &Filter, row: &Summary) -> bool {
    let in_queue = row.state.is_open() || row.answered;
    filter
        .open
        .is_none_or(|open| if open { in_queue } else { !row.state.is_open() })
        && filter.kind.is_none_or(|kind| row.reference.kind == kind)
        && (filter.states.is_empty() || filter.states.contains(&row.state))
        && filter
            .priority
            .is_none_or(|priority| row.priority == priority)
        && filter
            .service
            .is_none_or(|service| row.service == Some(service))
        && filter
            .teams
            .as_ref()
            .is_none_or(|teams| row.team.is_some_and(|team| teams.contains(&team)))
        && filter
            .assignee
            .is_none_or(|assignee| row.assignee == Some(assignee))
        && filter.theirs.as_ref().is_none_or(|(person, teams)| {
            row.assignee == Some(*person) || row.team.is_some_and(|team| teams.contains(&team))
        })
        && (!filter.unassigned || row.assignee.is_none())
        && (!filter.answered || row.answered)
        && filter
            .affected
            .as_ref()
            .is_none_or(|affected| affected.contains(&row.affected))
        && (!filter.to_do
            || row.answered
            || ![State::OnHold, State::AwaitingApproval].contains(&row.state))
        && (filter.text.is_empty() || filter.text == row.subject)
}

fn expected(all: &[Summary], scope: &Scope, filter: &Filter, order: Order) -> Vec<Summary> {
    let mut rows: Vec<Summary> = all
        .iter()
        .filter(|row| !row.scoped || row.team.is_some_and(|team| scope.teams.contains(&team)))
        .filter(|row| fits(filter, row) && (order != Order::Done || row.done_at.is_some()))
        .cloned()
        .collect();
    // What is searched for among all tickets comes newest first, whatever the list.
    let searched =
        !filter.text.is_empty() && filter.open != Some(true) && filter.affected.is_none();
    let by = if searched { Order::Newest } else { order };
    rows.sort_by_key(|row| {
        let id = row.reference.id.0;
        match by {
            Order::Priority => (row.priority.rank(), row.recorded_at.0, id),
            Order::Due => {
                let at = row.due.map_or(i64::MAX, |due| due.at.0);
                (at, row.priority.rank(), id)
            }
            Order::Done => (0, -row.done_at.unwrap().0, -id),
            Order::Newest => (0, 0, -id),
        }
    });
    rows
}

/// Every page of a list, one after the other.
async fn pages(
    conn: &mut Conn,
    scope: &Scope,
    filter: &Filter,
    order: Order,
    limit: usize,
) -> Vec<Summary> {
    let (mut rows, mut after): (Vec<Summary>, Option<Key>) = (Vec::new(), None);
    loop {
        let page = conn.list(scope, filter, order, after, limit).await.unwrap();
        assert!(page.tickets.len() <= limit);
        rows.extend(page.tickets);
        if page.next.is_none() {
            return rows;
        }
        assert_ne!(page.next, after, "each page goes on");
        after = page.next;
    }
}

fn everything() -> Scope {
    Scope {
        teams: (1..=3).map(TeamId).collect(),
    }
}

async fn pages_visit_each_ticket_once_in_order(db: Database) {
    let store = db.open().await;
    let all = fill(&store, MANY).await;
    let mut conn = store.read().await.unwrap();
    for order in [Order::Priority, Order::Done, Order::Newest] {
        for (open, limit) in [
            (None, 97),
            (Some(true), 10),
            (Some(false), 50),
            (None, MANY),
        ] {
            let filter = Filter {
                open,
                ..Filter::default()
            };
            let rows = pages(&mut conn, &everything(), &filter, order, limit).await;
            let expected = expected(&all, &everything(), &filter, order);
            assert_eq!(rows, expected, "{order:?} {open:?}");
        }
    }
}

async fn every_filter_gives_what_it_says(db: Database) {
    let store = db.open().await;
    let all = fill(&store, MANY).await;
    let mut conn = store.read().await.unwrap();
    let teams = |ids: &[i64]| Some(ids.iter().map(|id| TeamId(*id)).collect::<BTreeSet<_>>());
    let none = Filter::default;
    let alone = [
        none(),
        Filter {
            open: Some(true),
            ..none()
        },
        Filter {
            open: Some(false),
            ..none()
        },
        Filter {
            kind: Some(Kind::Request),
            ..none()
        },
        Filter {
            states: vec![State::OnHold],
            ..none()
        },
        Filter {
            states: vec![State::New, State::UnderEvaluation, State::Closed],
            ..none()
        },
        Filter {
            priority: Some(Priority::High),
            ..none()
        },
        Filter {
            service: Some(ServiceId(2)),
            ..none()
        },
        Filter {
            teams: teams(&[1]),
            ..none()
        },
        Filter {
            teams: teams(&[1, 3]),
            ..none()
        },
        Filter {
            teams: teams(&[]),
            ..none()
        },
        Filter {
            assignee: Some(PersonId(11)),
            ..none()
        },
        Filter {
            theirs: Some((PersonId(11), [TeamId(1)].into())),
            ..none()
        },
        Filter {
            unassigned: true,
            ..none()
        },
        Filter {
            answered: true,
            ..none()
        },
        Filter {
            affected: Some([PersonId(4)].into()),
            ..none()
        },
        Filter {
            text: "Réseau".into(),
            ..none()
        },
    ];
    let orders = [Order::Priority, Order::Due, Order::Done, Order::Newest];
    // What stands in no queue has no place by when it is due.
    let fits = |order, open| order != Order::Due || open == Some(true);
    for filter in &alone {
        for order in orders.into_iter().filter(|order| fits(*order, filter.open)) {
            let rows = pages(&mut conn, &everything(), filter, order, 60).await;
            assert_eq!(
                rows,
                expected(&all, &everything(), filter, order),
                "{order:?} {filter:?}"
            );
        }
    }
    // And combined, as chance has it.
    let (dice, mut found, mut empty) = (&mut Dice(11), 0, 0);
    for _ in 0..300 {
        let open = dice.of(&[None, Some(true), Some(false)]);
        let filter = Filter {
            open,
            kind: dice.one_in(4).then(|| dice.of(Kind::ALL)),
            states: if dice.one_in(4) {
                vec![dice.of(State::ALL), dice.of(State::ALL)]
            } else {
                Vec::new()
            },
            priority: dice.one_in(4).then(|| dice.of(Priority::ALL)),
            service: dice.one_in(4).then(|| ServiceId(dice.below(5) + 1)),
            teams: dice
                .one_in(4)
                .then(|| BTreeSet::from([TeamId(dice.below(3) + 1), TeamId(dice.below(3) + 1)])),
            assignee: dice.one_in(5).then(|| PersonId(dice.below(4) + 10)),
            theirs: dice.one_in(6).then(|| (PersonId(10), [TeamId(2)].into())),
            unassigned: dice.one_in(6),
            answered: dice.one_in(5),
            affected: dice.one_in(6).then(|| {
                (0..dice.below(3))
                    .map(|_| PersonId(dice.below(10) + 1))
                    .collect()
            }),
            to_do: dice.one_in(4),
            text: if dice.one_in(5) {
                "Imprimante".into()
            } else {
                String::new()
            },
        };
        let order = dice.of(&orders);
        if !fits(order, open) {
            continue;
        }
        let rows = pages(&mut conn, &everything(), &filter, order, 7).await;
        assert_eq!(
            rows,
            expected(&all, &everything(), &filter, order),
            "{order:?} {filter:?}"
        );
        if rows.is_empty() {
            empty += 1
        } else {
            found += 1
        }
    }
    assert!(
        found > 100 && empty > 20,
        "{found} with, {empty} without a result"
    );
}

async fn scoped_tickets_are_for_their_team(db: Database) {
    let store = db.open().await;
    let all = fill(&store, 400).await;
    let mut conn = store.read().await.unwrap();
    for teams in [vec![], vec![2], vec![1, 3]] {
        let scope = Scope {
            teams: teams.into_iter().map(TeamId).collect(),
        };
        for order in [Order::Priority, Order::Done, Order::Newest] {
            let filter = Filter::default();
            let rows = pages(&mut conn, &scope, &filter, order, 30).await;
            assert!(rows.len() < all.len());
            assert_eq!(rows, expected(&all, &scope, &filter, order));
        }
        let me = PersonId(11);
        let actor = Actor {
            who: Who::Person(me),
            teams: scope.teams.clone(),
            ..Default::default()
        };
        let tallies = conn.tallies(&actor).await.unwrap();
        let visible = expected(&all, &scope, &Filter::default(), Order::Newest);
        let rows = |sort: &dyn Fn(&Summary) -> bool| -> i64 {
            visible.iter().filter(|row| sort(row)).count() as i64
        };
        let is_ours = |row: &Summary| row.team.is_some_and(|team| scope.teams.contains(&team));
        assert!(rows(&|row| row.assignee == Some(me)) > 0);
        for state in State::ALL {
            for kind in [Kind::Incident, Kind::Request] {
                let sort = |answered| {
                    let here = move |row: &Summary| {
                        row.state == *state
                            && row.reference.kind == kind
                            && row.answered == answered
                    };
                    Tally {
                        kind,
                        state: *state,
                        n: rows(&here),
                        ours: rows(&|row| here(row) && is_ours(row)),
                        mine: rows(&|row| here(row) && row.assignee == Some(me)),
                        theirs: rows(&|row| {
                            here(row) && (is_ours(row) || row.assignee == Some(me))
                        }),
                        unassigned: rows(&|row| here(row) && row.assignee.is_none()),
                        answered,
                    }
                };
                let mut counted: Vec<Tally> = tallies
                    .iter()
                    .filter(|tally| tally.kind == kind && tally.state == *state)
                    .cloned()
                    .collect();
                counted.sort_by_key(|tally| tally.answered);
                let mut expected = vec![sort(false), sort(true)];
                expected.retain(|tally| tally.n > 0);
                assert_eq!(counted, expected);
            }
        }
    }
    // A scoped ticket without a team is for nobody at the desk.
    assert!(all.iter().any(|row| row.scoped && row.team.is_none()));
}

/// Where a filter fits few tickets a page may end before it is full; the next goes on from there.
async fn what_follows_a_window_is_reached(db: Database) {
    let store = db.open().await;
    fill(&store, 20).await;
    let copies = if db.is_postgres() {
        "generate_series(1, 12000) n"
    } else {
        "generated"
    };
    let with = "WITH RECURSIVE generated(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM generated WHERE n < 12000)";
    let sql = format!(
        "{with} INSERT INTO ticket (id, kind, state, open, state_before, hold, hold_until, priority, subject,
            affected, reporter, team, assignee, service, item, scoped, answered, reopenings, recorded_at,
            updated_at, done_at, closes_at, external)
            SELECT id + 20 * n, kind, state, open, state_before, hold, hold_until, priority,
            subject, affected, reporter, team, assignee, 1, item, FALSE, answered, reopenings, recorded_at,
            updated_at, done_at, closes_at, external FROM ticket, {copies} WHERE id = (SELECT MIN(id) FROM ticket
            WHERE done_at IS NOT NULL)"
    );
    let mut raw = db.raw().await;
    raw.run(&sql).await;
    raw.run("UPDATE ticket SET service = 99, scoped = FALSE WHERE id IN (SELECT MIN(id) FROM ticket WHERE done_at IS NOT NULL)").await;
    let mut conn = store.read().await.unwrap();
    let filter = Filter {
        service: Some(ServiceId(99)),
        ..Filter::default()
    };
    for order in [Order::Done, Order::Newest] {
        let first = conn
            .list(&everything(), &filter, order, None, 10)
            .await
            .unwrap();
        assert!(
            first.tickets.is_empty() && first.next.is_some(),
            "{order:?}"
        );
        let rows = pages(&mut conn, &everything(), &filter, order, 10).await;
        assert_eq!(rows.len(), 1, "{order:?}");
        let rows = pages(&mut conn, &everything(), &Filter::default(), order, 500).await;
        let ids: BTreeSet<_> = rows.iter().map(|row| row.reference.id).collect();
        assert!(rows.len() > 12_000 && ids.len() == rows.len(), "each once");
    }
}
