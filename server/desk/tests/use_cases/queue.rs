//! The queue: what the database lists and counts is what the domain says that a list shows, and a page
//! that follows what streams say is what the database would list.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use guichet_desk::{Caller, OnScreen, Subscription};
use guichet_domain::TicketId;
use guichet_domain::kernel::actor::{Actor, Role, Who};
use guichet_domain::kernel::ids::TeamId;
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::DAY;
use guichet_domain::live::message::Live;
use guichet_domain::queue::following::{place, recount};
use guichet_domain::queue::page::Queue;
use guichet_domain::queue::query::{QueueQuery, View};
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::workflow::State;
use std::collections::BTreeMap;
use std::time::Duration;

on_both!(
    lists_and_counts_are_what_the_domain_says,
    a_page_follows_by_itself,
    no_part_of_a_page_misses_what_another_saw,
);

fn nadia() -> Actor {
    Actor {
        who: Who::Person(NADIA),
        role: Role::Agent,
        teams: [TeamId(1)].into(),
    }
}

async fn queue(house: &House, query: &QueueQuery) -> Queue {
    let nadia = Caller { person: NADIA };
    house.desk.queue(nadia, query.clone()).await.unwrap()
}

fn ids(queue: &Queue) -> Vec<TicketId> {
    let lines = queue.lines.iter();
    lines.map(|line| line.summary.reference.id).collect()
}

fn cancel() -> Command {
    Command::Cancel {
        reason: String::new(),
    }
}

fn hold(house: &House) -> Command {
    Command::Hold {
        reason: HoldReason::Vendor,
        until: Some(house.desk.now().plus(DAY)),
        note: String::new(),
        was: None,
        internal: String::new(),
        problem: None,
    }
}

fn said(text: &str) -> Command {
    Command::Comment { text: text.into() }
}

/// One in each state that matters, with and without an agent.
async fn several(house: &House) -> Vec<TicketId> {
    let mut tickets = Vec::new();
    for n in 0..6 {
        tickets.push(house.incident(&format!("Panne {n}")).await);
    }
    house.act(NADIA, tickets[0], hold(house)).await;
    let mine = Command::Assign {
        to: NADIA,
        was: None,
    };
    house.act(NADIA, tickets[1], mine).await;
    house.act(CLAIRE, tickets[2], cancel()).await;
    house
        .act(CLAIRE, tickets[3], said("Toujours en panne"))
        .await;
    tickets
}

async fn lists_and_counts_are_what_the_domain_says(db: Databases) {
    let house = House::build(&db).await;
    several(&house).await;
    let all = QueueQuery {
        view: View::All,
        ..QueueQuery::default()
    };
    let all = queue(&house, &all).await.lines;
    assert_eq!(all.len(), 6);
    let mut queries = Vec::new();
    for view in View::ALL {
        let plain = QueueQuery {
            view: *view,
            ..QueueQuery::default()
        };
        for state in [State::New, State::OnHold, State::Cancelled] {
            queries.push(QueueQuery {
                state: Some(state),
                ..plain.clone()
            });
        }
        for kind in [Kind::Incident, Kind::Request] {
            queries.push(QueueQuery {
                kind: Some(kind),
                ..plain.clone()
            });
        }
        for assignee in [NADIA, CLAIRE] {
            queries.push(QueueQuery {
                assignee: Some(assignee),
                ..plain.clone()
            });
        }
        for team in [TeamId(1), TeamId(9)] {
            queries.push(QueueQuery {
                team: Some(team),
                ..plain.clone()
            });
        }
        queries.push(QueueQuery {
            priority: Some(Priority::Critical),
            ..plain.clone()
        });
        queries.push(QueueQuery {
            answered: true,
            ..plain.clone()
        });
        queries.push(plain);
    }
    for query in queries {
        let listed = queue(&house, &query).await;
        let mut expected = all.clone();
        expected.retain(|line| query.matches(&line.summary, &nadia()));
        expected.sort_by(|one, other| query.order(&one.summary, &other.summary));
        assert_eq!(listed.lines, expected, "{query:?}");
        let is_plain = QueueQuery {
            view: query.view,
            ..QueueQuery::default()
        } == query;
        if is_plain {
            let counted = listed.counts[&query.view.name()];
            assert_eq!(counted, expected.len() as i64, "{query:?}");
        }
    }
}

/// Takes in what the stream says until it speaks of this ticket, in the state it is in by then.
async fn follow(
    stream: &mut Subscription,
    until: (TicketId, State),
    pages: &mut BTreeMap<String, (QueueQuery, Queue)>,
) {
    loop {
        let next = tokio::time::timeout(Duration::from_secs(60), stream.next());
        let message = next.await.unwrap().unwrap().1;
        let Live::Update(update) = &message.live else {
            continue;
        };
        let moved = update.moved.unwrap();
        for (query, queue) in pages.values_mut() {
            let is_last = queue.next.is_none();
            place(&mut queue.lines, &update.line, query, &nadia(), is_last);
            let was = moved.was.as_ref();
            recount(&mut queue.counts, was, &moved.now, &nadia());
        }
        if (update.reference.id, moved.now.state) == until {
            return;
        }
    }
}

async fn a_page_follows_by_itself(db: Databases) {
    let house = House::build(&db).await;
    let tickets = several(&house).await;
    let token = house.sign_in("nadia").await;
    let mut pages = BTreeMap::new();
    for view in View::ALL {
        let query = QueueQuery {
            view: *view,
            ..QueueQuery::default()
        };
        let page = queue(&house, &query).await;
        pages.insert(view.name(), (query, page));
    }
    let cursor = &pages[&View::All.name()].1.cursor;
    let mut stream = house
        .desk
        .subscribe(token, cursor, OnScreen::default())
        .await
        .unwrap();
    house.act(NADIA, tickets[4], hold(&house)).await;
    house.act(NADIA, tickets[0], Command::Resume).await;
    house.act(CLAIRE, tickets[5], cancel()).await;
    let new = house.incident("Une de plus").await;
    house.act(CLAIRE, new, said("Et encore")).await;
    let mine = Command::Assign {
        to: NADIA,
        was: None,
    };
    house.act(NADIA, new, mine).await;
    house.act(NADIA, new, hold(&house)).await;
    follow(&mut stream, (new, State::OnHold), &mut pages).await;
    for (query, followed) in pages.values() {
        let made = queue(&house, query).await;
        assert_eq!(ids(followed), ids(&made), "{query:?}");
        assert_eq!(followed.lines, made.lines, "{query:?}");
        assert_eq!(followed.counts, made.counts, "{query:?}");
    }
}

/// A page is read in parts, each in a snapshot of its own; its stream is opened with the cursor of
/// any of them.
async fn no_part_of_a_page_misses_what_another_saw(db: Databases) {
    let house = House::build(&db).await;
    let nadia = Caller { person: NADIA };
    let ticket = house.incident("Écran noir").await;
    let page = house.desk.for_page();
    let early = page.ticket_page(nadia, ticket, None).await.unwrap();
    let said = Command::Note {
        text: "Vu entre les deux".to_owned(),
    };
    house.act(NADIA, ticket, said).await;
    let late = page.queue(nadia, QueueQuery::default()).await.unwrap();
    let bell = page.notifications(nadia, None).await.unwrap();
    for cursor in [early.cursor, late.cursor, bell.cursor] {
        let missed = house
            .desk
            .catch_up(nadia, &cursor, OnScreen::default())
            .await
            .unwrap();
        let told = missed.iter().filter(|live| match live {
            Live::Update(update) => update.texts.values().any(|t| t.body == "Vu entre les deux"),
            Live::Gone(_)
            | Live::Reload
            | Live::Unread(_)
            | Live::Groups(_)
            | Live::Feedback(_) => false,
        });
        assert_eq!(told.count(), 1);
    }
}
