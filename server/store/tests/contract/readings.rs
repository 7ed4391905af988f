//! What lists, counts and clocks say after something happened.

use crate::common::world::START;
use crate::common::*;
use guichet_domain::kernel::actor::{Actor, Who};
use guichet_domain::kernel::approval_rule::ApprovalRule;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::ids::{PersonId, ServiceId, TeamId, TicketId};
use guichet_domain::kernel::priority::{Impact, Priority, Urgency};
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::tickets::approval::Approval;
use guichet_domain::tickets::evaluation::Evaluation;
use guichet_domain::tickets::event;
use guichet_domain::tickets::event::{Event, Imported};
use guichet_domain::tickets::hold::{Hold, HoldReason};
use guichet_domain::tickets::resolution::{Permanence, Resolution, ResolutionCode};
use guichet_domain::tickets::summary::Summary;
use guichet_domain::tickets::workflow::State;
use guichet_store::{Filter, Order, Scope, Store, Tally};
use std::collections::BTreeSet;

on_both!(
    a_row_says_what_the_ticket_says,
    people_find_what_concerns_them,
    a_person_pages_through_their_tickets,
    decisions_are_awaited_until_they_are_taken,
    counts_follow_every_move,
    what_is_due_is_found,
    a_foreign_name_is_found_and_stands_once,
);

async fn row(store: &Store, id: TicketId) -> Summary {
    let mut conn = store.read().await.unwrap();
    let scope = Scope {
        teams: (0..20).map(TeamId).collect(),
    };
    let page = conn
        .list(&scope, &Filter::default(), Order::Newest, None, 1000)
        .await
        .unwrap();
    page.tickets
        .into_iter()
        .find(|row| row.reference.id == id)
        .unwrap()
}

async fn a_row_says_what_the_ticket_says(db: Database) {
    let store = db.open().await;
    let (told, recorded) = Notified::incident("L'écran « clignote »", START);
    let recorded = event::Recorded {
        reporter: Some(PersonId(2)),
        confidential: true,
        ..recorded
    };
    let id = record_told(&store, told, recorded).await.id;
    let rating = Imported::Rating {
        impact: Impact::High,
        urgency: Urgency::High,
        priority: Priority::Critical,
    };
    let owner = Imported::Owner {
        team: Some(TeamId(2)),
        assignee: Some(PersonId(12)),
        handed_over: false,
    };
    let category = Imported::Category {
        service: Some(ServiceId(4)),
        category: None,
    };
    let hold = Hold {
        reason: HoldReason::Vendor,
        until: Some(START.plus(900)),
        before: State::Diagnosing,
        problem: None,
        reminders: Default::default(),
    };
    let told = Notified::event(Event::Imported { change: rating }, START.plus(100))
        .and(Event::Imported { change: owner })
        .and(Event::Imported { change: category })
        .and(Event::Held {
            to: State::OnHold,
            hold,
            note: None,
        });
    carry_out(&store, Some(id), told).await.unwrap();
    let mut said = Notified::event(Event::MarkedRead, START.plus(200));
    let text = said.command.text(0);
    said.events = vec![Event::Commented {
        text,
        audience: Audience::Agents,
        unread: true,
        by_mail: None,
    }];
    said.texts = vec![(text, "interne".into())];
    carry_out(&store, Some(id), said).await.unwrap();

    let expected = Summary {
        reference: Reference {
            kind: Kind::Incident,
            id,
        },
        state: State::OnHold,
        before: Some(State::Diagnosing),
        hold: Some(HoldReason::Vendor),
        hold_until: Some(START.plus(900)),
        priority: Priority::Critical,
        subject: "L'écran « clignote »".into(),
        affected: PersonId(1),
        reporter: Some(PersonId(2)),
        team: Some(TeamId(2)),
        assignee: Some(PersonId(12)),
        service: Some(ServiceId(4)),
        item: None,
        scoped: true,
        answered: true,
        claimed: false,
        reopenings: 0,
        recorded_at: START,
        // The note came later, but not before everybody's eyes.
        updated_at: START.plus(100),
        done_at: None,
        closes_at: None,
        due: None,
        paused_since: None,
    };
    assert_eq!(row(&store, id).await, expected);
    let aggregate = store
        .read()
        .await
        .unwrap()
        .aggregate(id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(aggregate.summary(expected.subject.clone()), expected);

    // Done, reopened, done again: the row knows when.
    let moved = |to, at| Notified::event(moved_to(to), START.plus(at));
    for (to, at, done) in [
        (State::Resolved, 300, Some(300)),
        (State::Closed, 400, Some(300)),
        (State::Diagnosing, 500, None),
        (State::Cancelled, 600, Some(600)),
    ] {
        carry_out(&store, Some(id), moved(to, at)).await.unwrap();
        assert_eq!(
            row(&store, id).await.done_at,
            done.map(|at| START.plus(at)),
            "{to:?}"
        );
    }
    // A new subject stands in the list; the old one is not lost.
    let mut edited = Notified::event(Event::MarkedRead, START.plus(700));
    let text = edited.command.text(0);
    edited.events = vec![Event::Edited {
        subject: Some(text),
        description: None,
    }];
    edited.texts = vec![(text, "Écran remplacé".into())];
    carry_out(&store, Some(id), edited).await.unwrap();
    assert_eq!(row(&store, id).await.subject, "Écran remplacé");
    assert_eq!(store.check().await.unwrap(), []);
}

pub fn moved_to(to: State) -> Event {
    let change = Imported::State {
        to,
        hold: None,
        reopened: false,
        closed: false,
        resolution: None,
    };
    Event::Imported { change }
}

async fn of(store: &Store, person: i64, open: Option<bool>) -> Vec<i64> {
    let mut conn = store.read().await.unwrap();
    let page = conn
        .of_person(PersonId(person), open, None, 100)
        .await
        .unwrap();
    assert_eq!(page.next, None);
    page.tickets.iter().map(|row| row.reference.id.0).collect()
}

async fn people_find_what_concerns_them(db: Database) {
    let store = db.open().await;
    let one = recorded(&store, "Un").await.id;
    let (told, recorded) = Notified::incident("Deux", START);
    let recorded = event::Recorded {
        affected: PersonId(2),
        reporter: Some(PersonId(3)),
        ..recorded
    };
    record_told(&store, told, recorded).await;
    assert_eq!(
        (of(&store, 1, None).await, of(&store, 2, None).await),
        (vec![1], vec![2])
    );
    assert_eq!(of(&store, 3, None).await, [2]);

    let watch = |person| {
        Notified::event(
            Event::Watched {
                person: PersonId(person),
            },
            START,
        )
    };
    let unwatch = |person| {
        Notified::event(
            Event::Unwatched {
                person: PersonId(person),
            },
            START,
        )
    };
    carry_out(
        &store,
        Some(one),
        watch(3).and(Event::Watched {
            person: PersonId(4),
        }),
    )
    .await
    .unwrap();
    assert_eq!(
        (of(&store, 3, None).await, of(&store, 4, None).await),
        (vec![2, 1], vec![1])
    );
    carry_out(&store, Some(one), unwatch(4)).await.unwrap();
    assert!(of(&store, 4, None).await.is_empty());
    // Who is affected stays so when they stop watching; another affected person takes their place.
    carry_out(&store, Some(one), watch(1)).await.unwrap();
    carry_out(&store, Some(one), unwatch(1)).await.unwrap();
    assert_eq!(of(&store, 1, None).await, [1]);
    let change = Imported::Affected {
        person: PersonId(9),
    };
    carry_out(
        &store,
        Some(one),
        Notified::event(Event::Imported { change }, START),
    )
    .await
    .unwrap();
    assert_eq!(
        (of(&store, 1, None).await, of(&store, 9, None).await),
        (vec![], vec![1])
    );

    carry_out(
        &store,
        Some(one),
        Notified::event(moved_to(State::Closed), START),
    )
    .await
    .unwrap();
    assert_eq!(
        (
            of(&store, 3, Some(true)).await,
            of(&store, 3, Some(false)).await
        ),
        (vec![2], vec![1])
    );
    assert_eq!(store.check().await.unwrap(), []);
}

async fn a_person_pages_through_their_tickets(db: Database) {
    let store = db.open().await;
    for n in 0..25 {
        recorded(&store, &format!("Billet {n}")).await;
    }
    let mut conn = store.read().await.unwrap();
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let page = conn.of_person(PersonId(1), None, before, 10).await.unwrap();
        assert!(page.tickets.iter().all(|row| !row.answered));
        seen.extend(page.tickets.iter().map(|row| row.reference.id.0));
        let Some(next) = page.next else { break };
        before = Some(TicketId(next.id));
    }
    assert!(seen.into_iter().eq((1..=25).rev()));
}

async fn decisions_are_awaited_until_they_are_taken(db: Database) {
    let store = db.open().await;
    let awaiting = |person| {
        let store = store.clone();
        async move {
            let waiting = store
                .read()
                .await
                .unwrap()
                .awaiting(PersonId(person))
                .await
                .unwrap();
            waiting.into_iter().map(|id| id.0).collect::<Vec<_>>()
        }
    };
    let asked = |people: &[i64]| Event::Evaluated {
        to: State::AwaitingApproval,
        evaluation: Evaluation {
            feasible: true,
            cost: None,
            impact: None,
            standard: false,
        },
        reason: None,
        approval: Some(Approval {
            rule: ApprovalRule::All,
            approvers: people.iter().map(|id| PersonId(*id)).collect(),
            approved_by: BTreeSet::new(),
            asked_back: false,
        }),
    };
    let (a, b) = (
        recorded(&store, "Police").await.id,
        recorded(&store, "Écran").await.id,
    );
    carry_out(&store, Some(b), Notified::event(asked(&[5]), START))
        .await
        .unwrap();
    carry_out(&store, Some(a), Notified::event(asked(&[5, 6]), START))
        .await
        .unwrap();
    assert_eq!(
        (awaiting(5).await, awaiting(6).await, awaiting(7).await),
        (vec![1, 2], vec![1], vec![])
    );

    let yes = Notified {
        by: Who::Person(PersonId(5)),
        ..Notified::event(
            Event::Approved {
                to: State::AwaitingApproval,
                comment: None,
            },
            START,
        )
    };
    carry_out(&store, Some(a), yes).await.unwrap();
    assert_eq!((awaiting(5).await, awaiting(6).await), (vec![2], vec![1]));
    // Another cost: everybody is asked again.
    carry_out(&store, Some(a), Notified::event(asked(&[5, 6]), START))
        .await
        .unwrap();
    assert_eq!(awaiting(5).await, [1, 2]);
    carry_out(
        &store,
        Some(a),
        Notified::event(moved_to(State::Cancelled), START),
    )
    .await
    .unwrap();
    assert_eq!((awaiting(5).await, awaiting(6).await), (vec![2], vec![]));
    assert_eq!(store.check().await.unwrap(), []);
}

async fn counts_follow_every_move(db: Database) {
    let store = db.open().await;
    // As an agent of these teams, number 10, sees it: all, by team, by agent, either, nobody's.
    let tally = |state, [n, ours, mine, theirs, unassigned]: [i64; 5]| Tally {
        kind: Kind::Incident,
        state,
        n,
        ours,
        mine,
        theirs,
        unassigned,
        answered: false,
    };
    let counted = |teams: &[i64]| {
        let actor = Actor {
            who: Who::Person(PersonId(10)),
            teams: teams.iter().map(|id| TeamId(*id)).collect(),
            ..Actor::default()
        };
        let store = store.clone();
        async move {
            let mut tallies = store.read().await.unwrap().tallies(&actor).await.unwrap();
            tallies.sort_by_key(|t| t.state);
            tallies
        }
    };
    assert_eq!(counted(&[1]).await, []);
    let ids = [
        recorded(&store, "Un").await.id,
        recorded(&store, "Deux").await.id,
        recorded(&store, "Trois").await.id,
    ];
    let (told, recorded) = Notified::incident("Confidentiel", START);
    record_told(
        &store,
        told,
        event::Recorded {
            confidential: true,
            team: Some(TeamId(2)),
            ..recorded
        },
    )
    .await;
    assert_eq!(counted(&[1]).await, [tally(State::New, [3, 3, 0, 3, 3])]);
    assert_eq!(counted(&[2]).await, [tally(State::New, [4, 1, 0, 1, 4])]);

    carry_out(
        &store,
        Some(ids[0]),
        Notified::event(Event::Assigned { to: PersonId(10) }, START),
    )
    .await
    .unwrap();
    carry_out(
        &store,
        Some(ids[1]),
        Notified::event(moved_to(State::Resolved), START),
    )
    .await
    .unwrap();
    let handed = Event::HandedOver {
        team: TeamId(2),
        note: None,
    };
    carry_out(&store, Some(ids[2]), Notified::event(handed, START))
        .await
        .unwrap();
    assert_eq!(
        counted(&[]).await,
        [
            tally(State::New, [2, 0, 1, 1, 1]),
            tally(State::Resolved, [1, 0, 0, 0, 1]),
        ]
    );
    assert_eq!(
        counted(&[1, 2]).await,
        [
            tally(State::New, [3, 3, 1, 3, 2]),
            tally(State::Resolved, [1, 1, 0, 1, 1]),
        ]
    );
    assert_eq!(store.check().await.unwrap(), []);
}

async fn what_is_due_is_found(db: Database) {
    let store = db.open().await;
    let ids: Vec<TicketId> = [
        recorded(&store, "a").await.id,
        recorded(&store, "b").await.id,
    ]
    .into();
    let hold = Hold {
        reason: HoldReason::User,
        until: Some(START.plus(50)),
        before: State::New,
        problem: None,
        reminders: Default::default(),
    };
    let held = Event::Held {
        to: State::OnHold,
        hold,
        note: None,
    };
    carry_out(&store, Some(ids[0]), Notified::event(held, START))
        .await
        .unwrap();
    let mut solved = Notified::event(Event::MarkedRead, START);
    let notes = solved.command.text(0);
    let resolution = Resolution {
        permanence: Permanence::Permanent,
        code: ResolutionCode::Other,
        notes,
        first_contact: false,
        cause_known: false,
        at: START,
    };
    let closes_at = Some(START.plus(90));
    solved.events = vec![Event::Resolved {
        to: State::Resolved,
        resolution,
        closes_at,
        cause: None,
        with: None,
    }];
    solved.texts = vec![(notes, "réglé".into())];
    carry_out(&store, Some(ids[1]), solved).await.unwrap();
    let due = |at| {
        let store = store.clone();
        async move {
            let due = store
                .read()
                .await
                .unwrap()
                .due(START.plus(at), None)
                .await
                .unwrap();
            due.into_iter()
                .map(|one| one.ticket.0)
                .collect::<BTreeSet<_>>()
        }
    };
    assert_eq!(due(49).await, BTreeSet::new());
    assert_eq!(due(50).await, BTreeSet::from([1]));
    assert_eq!(due(90).await, BTreeSet::from([1, 2]));
    // As long as nobody has read what was answered, it stays open.
    let mut said = Notified::event(Event::MarkedRead, START.plus(91));
    let text = said.command.text(0);
    said.events = vec![Event::Commented {
        text,
        audience: guichet_domain::kernel::audience::Audience::Participants,
        unread: true,
        by_mail: None,
    }];
    said.texts = vec![(text, "toujours pas".into())];
    carry_out(&store, Some(ids[1]), said).await.unwrap();
    assert_eq!(due(92).await, BTreeSet::from([1]));
    let read = Notified::event(Event::MarkedRead, START.plus(93));
    carry_out(&store, Some(ids[1]), read).await.unwrap();
    assert_eq!(due(93).await, BTreeSet::from([1, 2]));
    // Once it is done it is no longer due.
    carry_out(
        &store,
        Some(ids[0]),
        Notified::event(Event::Resumed { to: State::New }, START.plus(60)),
    )
    .await
    .unwrap();
    let closed = Event::Closed {
        to: State::Closed,
        reason: None,
        reopen_until: START.plus(999),
    };
    carry_out(
        &store,
        Some(ids[1]),
        Notified::event(closed, START.plus(95)),
    )
    .await
    .unwrap();
    assert_eq!(due(i64::MAX - START.0).await, BTreeSet::new());
}

async fn a_foreign_name_is_found_and_stands_once(db: Database) {
    let store = db.open().await;
    let named = || {
        let (told, recorded) = Notified::incident("Importé", START);
        (
            told,
            event::Recorded {
                external: Some("INC0000045".into()),
                ..recorded
            },
        )
    };
    let (told, recorded) = named();
    let id = record_told(&store, told, recorded).await.id;
    let mut conn = store.read().await.unwrap();
    assert_eq!(conn.by_external("INC0000045").await.unwrap(), Some(id));
    assert_eq!(conn.by_external("INC0000046").await.unwrap(), None);
    drop(conn);
    let (mut told, recorded) = named();
    told.events = vec![Event::Recorded(Box::new(recorded))];
    carry_out(&store, None, told).await.unwrap_err();
    assert_eq!(store.read().await.unwrap().head().await.unwrap(), 1);
}
