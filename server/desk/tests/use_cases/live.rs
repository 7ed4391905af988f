//! What a stream tells while it is being opened.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use guichet_desk::{Caller, OnScreen};
use guichet_domain::TicketId;
use guichet_domain::live::message::Live;
use guichet_domain::tickets::command::Command;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

on_both!(
    nothing_is_missed_between_two_steps_of_opening,
    a_tab_that_another_leads_learns_the_number_it_missed,
);

fn on_screen(unread: Option<i64>) -> OnScreen {
    OnScreen {
        unread,
        ..OnScreen::default()
    }
}

/// A ticket with a notification that Nadia has not read.
async fn unread_notification(house: &House) -> TicketId {
    let ticket = house.incident("Écran noir").await;
    let mine = Command::Assign {
        to: NADIA,
        was: None,
    };
    house.act(NADIA, ticket, mine).await;
    let more = Command::Comment {
        text: "Et encore".into(),
    };
    house.act(CLAIRE, ticket, more).await;
    house.desk.notify().await.unwrap();
    ticket
}

/// The notification is read at each point where opening the stream waits for the database.
async fn nothing_is_missed_between_two_steps_of_opening(db: Databases) {
    let house = House::build(&db).await;
    let nadia = Caller { person: NADIA };
    let mut steps = 0_usize;
    loop {
        let ticket = unread_notification(&house).await;
        let token = house.sign_in("nadia").await;
        let cursor = house.desk.notifications(nadia, None).await.unwrap().cursor;
        let mut opening = pin!(house.desk.subscribe(token, &cursor, on_screen(Some(1))));
        let mut left = steps;
        let opened = poll_fn(|cx| match left.checked_sub(1) {
            // What it waited for has come, and it has not gone on.
            None => Poll::Ready(None),
            Some(fewer) => {
                left = fewer;
                opening.as_mut().poll(cx).map(Some)
            }
        });
        let done = opened.await;
        house.desk.look_at_ticket(nadia, ticket).await.unwrap();
        let is_open = done.is_some();
        let mut stream = match done {
            Some(stream) => stream.unwrap(),
            None => opening.await.unwrap(),
        };
        let next = tokio::time::timeout(Duration::from_secs(60), stream.next());
        let told = next.await.expect("the number is told").unwrap().1;
        assert_eq!(told.live, Live::Unread(0), "after {steps} steps");
        if is_open {
            break;
        }
        steps += 1;
    }
    assert!(steps > 0, "opening never waits");
}

async fn a_tab_that_another_leads_learns_the_number_it_missed(db: Databases) {
    let house = House::build(&db).await;
    let nadia = Caller { person: NADIA };
    let ticket = unread_notification(&house).await;
    let page = house.desk.notifications(nadia, None).await.unwrap();
    assert_eq!(page.unread, 1);
    house.desk.look_at_ticket(nadia, ticket).await.unwrap();
    let caught = |shown| house.desk.catch_up(nadia, &page.cursor, on_screen(shown));
    assert_eq!(caught(Some(1)).await.unwrap(), [Live::Unread(0)]);
    assert_eq!(caught(Some(0)).await.unwrap(), []);
    assert_eq!(caught(None).await.unwrap(), []);
}
