//! An event that cannot be read, of a newer program on the same database or damaged, holds up
//! nothing but its own ticket.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use guichet_desk::{Caller, DeskError, OnScreen, Subscription};
use guichet_domain::TicketId;
use guichet_domain::kernel::time::DAY;
use guichet_domain::live::message::Live;
use guichet_domain::queue::query::QueueQuery;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::workflow::State;
use std::time::Duration;

on_both!(
    streams_go_on,
    the_others_are_notified_of_the_rest,
    timers_go_on,
    it_is_not_counted_among_what_is_left,
);

/// Two tickets on hold until tomorrow.
async fn desk_with_two(db: &Databases) -> (House, TicketId, TicketId) {
    let house = House::build(db).await;
    let damaged = house.incident("Imprimante").await;
    let sound = house.incident("Réseau").await;
    let until = Some(house.desk.now().plus(DAY));
    for ticket in [damaged, sound] {
        let hold = Command::Hold {
            reason: HoldReason::Vendor,
            until,
            note: String::new(),
            was: None,
            internal: String::new(),
            problem: None,
        };
        house.act(NADIA, ticket, hold).await;
    }
    house.desk.notify().await.unwrap();
    (house, damaged, sound)
}

/// Writes the line, as another process would.
async fn write(house: &House, ticket: TicketId, (kind, v, data): (&str, i64, &str)) {
    house
        .run(format!(
            "INSERT INTO event (position, stream, id, version, at, command, type, v, data)
             SELECT (SELECT MAX(position) + 1 FROM event), 'ticket', {ticket}, MAX(version) + 1,
               MAX(at), '00000000-0000-0000-0000-0000000000ff', '{kind}', {v}, '{data}'
             FROM event WHERE stream = 'ticket' AND id = {ticket}"
        ))
        .await;
}

/// A kind that is not known here, a later form of one that is, and no JSON at all.
const LINES: [(&str, i64, &str); 3] = [
    ("teleported", 1, "{}"),
    ("commented", 99, "{}"),
    ("commented", 2, "{\"text"),
];

async fn next(stream: &mut Subscription) -> Live {
    loop {
        let next = tokio::time::timeout(Duration::from_secs(60), stream.next());
        match &next.await.unwrap().unwrap().1.live {
            Live::Unread(_) => {}
            other => return other.clone(),
        }
    }
}

async fn streams_go_on(db: Databases) {
    for line in LINES {
        let (house, damaged, sound) = desk_with_two(&db).await;
        let token = house.sign_in("nadia").await;
        let nadia = Caller { person: NADIA };
        let queue = house
            .desk
            .queue(nadia, QueueQuery::default())
            .await
            .unwrap();
        let subscribed = house
            .desk
            .subscribe(token, &queue.cursor, OnScreen::default())
            .await;
        let mut stream = subscribed.unwrap();
        write(&house, damaged, line).await;
        let note = |text: &str| Command::Note { text: text.into() };
        house.act(NADIA, sound, note("Bonjour")).await;
        assert_eq!(next(&mut stream).await, Live::Reload, "{line:?}");
        // Afterwards as before.
        house.act(NADIA, sound, note("Encore")).await;
        match next(&mut stream).await {
            Live::Update(update) => assert_eq!(update.reference.id, sound, "{line:?}"),
            other => panic!("{line:?}: {other:?}"),
        }
        let missed = house
            .desk
            .catch_up(nadia, &queue.cursor, OnScreen::default())
            .await
            .unwrap();
        assert_eq!(missed, [Live::Reload], "{line:?}");
        // The ticket itself is not shown as it is not.
        let page = house.desk.ticket_page(nadia, damaged, None).await;
        assert!(
            matches!(page, Err(DeskError::Store(_))),
            "{line:?}: {page:?}"
        );
        let page = house.desk.ticket_page(nadia, sound, None).await.unwrap();
        let said = page.texts.values().filter(|text| text.body == "Encore");
        assert_eq!(said.count(), 1, "{line:?}");
    }
}

async fn the_others_are_notified_of_the_rest(db: Databases) {
    for line in LINES {
        let (house, damaged, sound) = desk_with_two(&db).await;
        let claire = Caller { person: CLAIRE };
        let before = house.desk.me(claire).await.unwrap().unread;
        write(&house, damaged, line).await;
        let text = "Bonjour".to_owned();
        house.act(NADIA, sound, Command::Comment { text }).await;
        house.desk.notify().await.unwrap();
        let after = house.desk.me(claire).await.unwrap().unread;
        assert_eq!(after, before + 1, "{line:?}");
        let mut conn = house.desk.store().read().await.unwrap();
        let head = conn.head().await.unwrap();
        assert_eq!(conn.notified_up_to().await.unwrap(), head, "{line:?}");
    }
}

async fn timers_go_on(db: Databases) {
    for line in LINES {
        let (house, damaged, sound) = desk_with_two(&db).await;
        write(&house, damaged, line).await;
        house.clock.advance(2 * DAY);
        assert_eq!(house.desk.run_timers().await.unwrap(), 1, "{line:?}");
        let nadia = Caller { person: NADIA };
        let page = house.desk.ticket_page(nadia, sound, None).await.unwrap();
        assert_eq!(page.ticket.state, State::New, "{line:?}");
    }
}

/// What cannot be shown is no request more that waits behind the others.
async fn it_is_not_counted_among_what_is_left(db: Databases) {
    let (house, damaged, sound) = desk_with_two(&db).await;
    for ticket in [damaged, sound] {
        let wait = format!("INSERT INTO approval (person, ticket) VALUES ({NADIA}, {ticket})");
        house.run(wait).await;
    }
    let waiting = async || {
        let found = house
            .desk
            .approvals(Caller { person: NADIA })
            .await
            .unwrap();
        (found.pages.len(), found.more)
    };
    assert_eq!(waiting().await, (2, 0));
    write(&house, damaged, LINES[0]).await;
    assert_eq!(waiting().await, (1, 0));
}
