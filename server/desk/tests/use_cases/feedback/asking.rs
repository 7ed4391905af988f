//! Who is asked how they were served, and by what.

use super::*;
use crate::databases::{Databases, on_both};

on_both!(
    whoever_was_served_is_asked_once_a_fortnight,
    one_email_says_that_it_is_closed_and_asks,
);

async fn whoever_was_served_is_asked_once_a_fortnight(db: Databases) {
    let house = house(&db).await;
    let first = resolved(&house, false).await;
    assert!(!is_asked(&house, first).await, "it is not closed yet");
    house.act(CLAIRE, first, Command::Confirm).await;
    assert!(is_asked(&house, first).await);
    let question = read(&house, CLAIRE, first).await.question.unwrap();
    assert_eq!(question.agent.as_deref(), Some("nadia"));
    assert_eq!(question.team.unwrap().fr, "Poste de travail");
    assert_eq!(question.until, house.desk.now().plus(30 * DAY));
    // What nobody answered is shown to nobody.
    for person in [NADIA, LEAD, MANAGER] {
        let read = read(&house, person, first).await;
        assert!(read.question.is_none() && read.lines.is_empty());
    }
    house.clock.advance(14 * DAY - 1);
    let second = closed(&house).await;
    assert!(!is_asked(&house, second).await);
    house.clock.advance(1);
    let cancelled = house.incident("Erreur").await;
    let reason = String::new();
    house
        .act(CLAIRE, cancelled, Command::Cancel { reason })
        .await;
    assert!(!is_asked(&house, cancelled).await);
    // Whatever closes it, here time.
    let third = resolved(&house, false).await;
    house.clock.advance(10 * DAY);
    house.desk.run_timers().await.unwrap();
    let page = house.desk.ticket_page(by(CLAIRE), third, None).await;
    assert_eq!(page.unwrap().ticket.state, State::Closed);
    assert!(is_asked(&house, third).await);
    // Two at once ask once.
    house.clock.advance(15 * DAY);
    let (one, other) = (resolved(&house, false).await, resolved(&house, false).await);
    tokio::join!(
        house.act(CLAIRE, one, Command::Confirm),
        house.act(CLAIRE, other, Command::Confirm)
    );
    let asked = [is_asked(&house, one).await, is_asked(&house, other).await];
    assert_eq!(asked.iter().filter(|asked| **asked).count(), 1);
    // A question that is over is shown no more.
    house.clock.advance(31 * DAY);
    assert!(!is_asked(&house, third).await);
    sound(&house).await;
}

async fn one_email_says_that_it_is_closed_and_asks(db: Databases) {
    let house = house(&db).await;
    // Whoever closes it themselves is told nothing but the question.
    let own = closed(&house).await;
    let mails = mailed(&house, CLAIRE).await;
    let kinds: Vec<&str> = mails.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["recorded", "resolved", "feedback_asked"]);
    assert!(
        mails
            .iter()
            .all(|(kind, asked)| asked.is_some() == (kind == "feedback_asked"))
    );
    assert_eq!(
        bell(&house, CLAIRE).await.first(),
        Some(&Notice::FeedbackAsked)
    );
    // What was answered is not asked by e-mail any more.
    house.clock.advance(15 * DAY);
    let answered = closed(&house).await;
    say(&house, answered, answer(4)).await.unwrap();
    let kinds: Vec<String> = mailed(&house, CLAIRE)
        .await
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    assert_eq!(kinds, ["recorded", "resolved"]);
    // Where the end itself is told, the question goes with it.
    house.clock.advance(15 * DAY);
    resolved(&house, false).await;
    house.clock.advance(10 * DAY);
    house.desk.run_timers().await.unwrap();
    let mails = mailed(&house, CLAIRE).await;
    let closing = mails.iter().find(|(kind, _)| kind == "closed").unwrap();
    let asked = closing.1.as_ref().unwrap();
    assert!(asked.path.starts_with("/feedback/INC-"));
    assert!(mails.iter().all(|(kind, _)| kind != "feedback_asked"));
    // Unless they want no e-mail that it was closed.
    let none = Channels {
        app: false,
        mail: false,
    };
    let wishes = Wishes([(Topic::Notice(Notice::Closed), none)].into());
    house.desk.choose_wishes(by(CLAIRE), wishes).await.unwrap();
    house.clock.advance(15 * DAY);
    resolved(&house, false).await;
    house.clock.advance(10 * DAY);
    house.desk.run_timers().await.unwrap();
    let mails = mailed(&house, CLAIRE).await;
    assert!(
        mails
            .iter()
            .any(|(kind, asked)| kind == "feedback_asked" && asked.is_some())
    );
    // Nor any question.
    let wishes = Wishes([(Topic::Notice(Notice::FeedbackAsked), none)].into());
    house.desk.choose_wishes(by(CLAIRE), wishes).await.unwrap();
    house.clock.advance(15 * DAY);
    resolved(&house, false).await;
    house.clock.advance(10 * DAY);
    house.desk.run_timers().await.unwrap();
    let mails = mailed(&house, CLAIRE).await;
    let closing = mails.iter().find(|(kind, _)| kind == "closed").unwrap();
    assert!(closing.1.is_none());
    assert!(read(&house, CLAIRE, own).await.question.is_none());
}
