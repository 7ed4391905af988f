//! The demonstration: the same every time, true to the workflow, and open to those it names.

mod common;

use common::desk;
use common::log::log;
use guichet_desk::{Caller, DeskError, SignIn};
use guichet_domain::directory::disruption::Phase;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{TicketId, evolve};
use guichet_intake::{Error, demo};
use std::collections::{BTreeMap, BTreeSet};

fn fold(log: &[Envelope]) -> BTreeMap<TicketId, Ticket> {
    let mut tickets = BTreeMap::new();
    for envelope in log {
        let ticket = tickets
            .remove(&envelope.ticket)
            .unwrap_or_else(|| Ticket::unrecorded(envelope.ticket));
        tickets.insert(envelope.ticket, evolve(ticket, envelope));
    }
    tickets
}

#[tokio::test]
async fn the_same_number_at_the_same_time_gives_the_same_events() {
    let (one, two) = (desk().await, desk().await);
    demo::load(&one.desk, 300, |_| ()).await.expect("demo");
    demo::load(&two.desk, 300, |_| ()).await.expect("demo");
    assert_eq!(log(&one.desk).await, log(&two.desk).await);
}

#[tokio::test]
async fn it_holds_what_it_promises() {
    let house = desk().await;
    let demo = demo::load(&house.desk, demo::TICKETS, |_| ())
        .await
        .expect("demo");
    let directory = house.desk.directory().await.expect("directory");
    assert_eq!(directory.teams.len(), 6);
    assert_eq!(directory.people.len(), 40);
    assert_eq!(directory.items.len(), 13);
    assert_eq!(directory.departments.len(), 8);
    let now = house.desk.now();
    let disruptions: Vec<_> = directory.disruptions.values().collect();
    let phases: Vec<_> = disruptions.iter().map(|one| one.phase(now)).collect();
    assert_eq!(phases, [Phase::Current, Phase::Planned]);
    for one in disruptions {
        assert!(!one.title.fr.is_empty() && !one.title.en.is_empty());
    }
    let articles = house.desk.give_out_articles().await.expect("articles");
    assert!(articles.len() >= 60, "{} articles", articles.len());
    for (id, article) in &articles {
        assert!(
            article.is_published && article.new.texts.len() == 2,
            "article {id}"
        );
    }
    assert_eq!(demo.accounts.len(), 10);
    let log = log(&house.desk).await;
    let tickets = fold(&log);
    assert_eq!(tickets.len(), demo::TICKETS);
    let open: Vec<&Ticket> = tickets.values().filter(|t| t.state.is_open()).collect();
    assert!((40..=60).contains(&open.len()), "{} are open", open.len());
    let states: BTreeSet<(Kind, State)> = tickets.values().map(|t| (t.kind, t.state)).collect();
    use State::*;
    for state in [
        New,
        Categorised,
        Diagnosing,
        OnHold,
        Resolved,
        Closed,
        Cancelled,
    ] {
        assert!(
            states.contains(&(Kind::Incident, state)),
            "an incident {state:?}"
        );
    }
    for state in [
        New,
        UnderEvaluation,
        AwaitingApproval,
        Approved,
        InFulfilment,
        OnHold,
        Fulfilled,
        Closed,
        Refused,
    ] {
        assert!(
            states.contains(&(Kind::Request, state)),
            "a request {state:?}"
        );
    }
    for state in [New, RootCauseAnalysis, KnownError, FixInProgress] {
        assert!(
            states.contains(&(Kind::Problem, state)),
            "a problem {state:?}"
        );
    }
    let reasons: Vec<HoldReason> = open
        .iter()
        .filter_map(|t| Some(t.hold.as_ref()?.reason))
        .collect();
    for reason in HoldReason::ALL {
        assert!(reasons.contains(reason), "on hold for {reason:?}");
    }
    assert_eq!(tickets.values().filter(|t| t.confidential).count(), 1);
    let any = |test: &dyn Fn(&Ticket) -> bool| tickets.values().any(test);
    assert!(any(&|t| t.reopenings > 0));
    assert!(any(&|t| t.hand_overs > 1));
    assert!(any(&|t| t.restricted));
    assert!(any(&|t| t.internal.answered_unread));
    assert!(any(&|t| t
        .comments
        .iter()
        .any(|c| c.audience == Audience::Agents)));
    assert!(any(&|t| t
        .resolution
        .as_ref()
        .is_some_and(|r| r.first_contact)));
    assert!(any(
        &|t| t.kind == Kind::Problem && t.internal.links.len() >= 3
    ));
    assert!(any(
        &|t| t.kind == Kind::Incident && !t.internal.links.is_empty()
    ));
    let paul = directory
        .person_by_email("paul.mercier@exemple.fr")
        .expect("Paul")
        .id;
    assert!(any(&|t| t.state == AwaitingApproval
        && t.approval
            .as_ref()
            .is_some_and(|a| a.approvers.contains(&paul))));
    let now = house.desk.now();
    assert!(
        log.iter().all(|envelope| envelope.at <= now),
        "nothing lies in the future"
    );
    assert!(house.desk.store().check().await.expect("check").is_empty());
}

/// The arrows of the workflow, written down a second time.
const ARROWS: &[(Kind, State, &[State])] = {
    use Kind::*;
    use State::*;
    &[
        (Incident, New, &[Categorised, OnHold, Resolved, Cancelled]),
        (
            Incident,
            Categorised,
            &[Diagnosing, OnHold, Resolved, Cancelled],
        ),
        (Incident, Diagnosing, &[OnHold, Resolved, Cancelled]),
        (
            Incident,
            OnHold,
            &[New, Categorised, Diagnosing, Resolved, Cancelled],
        ),
        (Incident, Resolved, &[Closed, Diagnosing]),
        (Incident, Closed, &[Diagnosing]),
        (
            Request,
            New,
            &[AwaitingApproval, Approved, UnderEvaluation, Cancelled],
        ),
        (
            Request,
            UnderEvaluation,
            &[AwaitingApproval, Approved, Refused, OnHold, Cancelled],
        ),
        (Request, AwaitingApproval, &[Approved, Refused, Cancelled]),
        (
            Request,
            Approved,
            &[InFulfilment, AwaitingApproval, Cancelled],
        ),
        (
            Request,
            InFulfilment,
            &[Fulfilled, OnHold, AwaitingApproval, Cancelled],
        ),
        (Request, OnHold, &[UnderEvaluation, InFulfilment, Cancelled]),
        (Request, Fulfilled, &[Closed, InFulfilment]),
        (Request, Closed, &[InFulfilment]),
        (
            Problem,
            New,
            &[RootCauseAnalysis, KnownError, OnHold, Cancelled],
        ),
        (
            Problem,
            RootCauseAnalysis,
            &[
                KnownError,
                FixInProgress,
                Resolved,
                RiskAccepted,
                OnHold,
                Cancelled,
            ],
        ),
        (
            Problem,
            KnownError,
            &[
                RootCauseAnalysis,
                FixInProgress,
                Resolved,
                RiskAccepted,
                OnHold,
                Cancelled,
            ],
        ),
        (
            Problem,
            FixInProgress,
            &[
                RootCauseAnalysis,
                KnownError,
                Resolved,
                RiskAccepted,
                OnHold,
                Cancelled,
            ],
        ),
        (Problem, Resolved, &[Closed, RootCauseAnalysis]),
    ]
};

#[tokio::test]
async fn every_ticket_keeps_to_the_workflow() {
    let house = desk().await;
    demo::load(&house.desk, 1000, |_| ()).await.expect("demo");
    let mut tickets: BTreeMap<TicketId, Ticket> = BTreeMap::new();
    let mut at = BTreeMap::new();
    for envelope in log(&house.desk).await {
        let before = tickets
            .remove(&envelope.ticket)
            .unwrap_or_else(|| Ticket::unrecorded(envelope.ticket));
        let recorded = matches!(envelope.event, Event::Recorded(_));
        let (kind, from) = (before.kind, before.state);
        let after = evolve(before, &envelope);
        if !recorded && after.state != from {
            let known = ARROWS
                .iter()
                .any(|(k, f, to)| *k == kind && *f == from && to.contains(&after.state));
            assert!(
                known,
                "{} went from {from:?} to {:?}",
                after.reference(),
                after.state
            );
        }
        let last = at
            .insert(envelope.ticket, envelope.at)
            .unwrap_or(envelope.at);
        assert!(
            last <= envelope.at,
            "{} goes back in time",
            after.reference()
        );
        assert!(!matches!(envelope.event, Event::Imported { .. }));
        tickets.insert(envelope.ticket, after);
    }
    // Nobody decides what they ask for or benefit from.
    for ticket in tickets.values() {
        let approvers = ticket.approval.iter().flat_map(|a| &a.approved_by);
        for approver in approvers {
            assert!(!ticket.is_requester(*approver));
        }
    }
}

#[tokio::test]
async fn about_one_in_twenty_five_is_open() {
    let house = desk().await;
    demo::load(&house.desk, 2000, |_| ()).await.expect("demo");
    let tickets = fold(&log(&house.desk).await);
    let open = tickets.values().filter(|t| t.state.is_open()).count();
    assert!((70..=100).contains(&open), "{open} of 2000 are open");
    let recorded_by_users = tickets
        .values()
        .filter(|t| t.recorded_by == Who::Person(t.affected))
        .count();
    assert!(
        (1000..1700).contains(&recorded_by_users),
        "{recorded_by_users}"
    );
}

#[tokio::test]
async fn any_number_of_tickets_can_be_had() {
    for n in [0, 1, 7, 50, 80, 81] {
        let house = desk().await;
        let demo = demo::load(&house.desk, n, |_| ()).await.expect("demo");
        assert_eq!(demo.tickets, n);
        assert_eq!(fold(&log(&house.desk).await).len(), n);
    }
}

#[tokio::test]
async fn its_people_can_sign_in_and_others_are_refused_twice() {
    let house = desk().await;
    let demo = demo::load(&house.desk, 5, |_| ()).await.expect("demo");
    for account in &demo.accounts {
        let signed_in = house
            .desk
            .sign_in(&account.email, demo.password, None)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", account.email));
        let SignIn::In(_, Caller { person }) = signed_in else {
            panic!("{} needs more than a password", account.email);
        };
        let directory = house.desk.directory().await.expect("directory");
        assert_eq!(directory.people[&person].name, account.name);
    }
    let wrong = house
        .desk
        .sign_in("claire.dubois@exemple.fr", "guichet-demo-2025", None)
        .await;
    assert!(matches!(wrong, Err(DeskError::WrongPassword)));
    let again = demo::load(&house.desk, 5, |_| ()).await;
    assert!(matches!(again, Err(Error::NotEmpty)));
}
