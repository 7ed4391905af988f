//! Answers: by the link or on the page, changed and taken back.

use super::*;
use crate::databases::{Databases, on_both};

on_both!(
    a_link_answers_for_one_person_until_it_expires,
    an_answer_and_a_reopening_are_one_step,
    what_is_taken_back_is_kept_nowhere,
    whoever_sees_the_ticket_no_more_answers_no_more,
);

/// The token of the signed link in the only question that waits to be sent to Claire.
async fn token(house: &House) -> String {
    let mails = mailed(house, CLAIRE).await;
    let asked = mails.into_iter().find_map(|(_, asked)| asked).unwrap();
    asked.path.strip_prefix("/feedback/").unwrap().to_owned()
}

async fn a_link_answers_for_one_person_until_it_expires(db: Databases) {
    let house = house(&db).await;
    let ticket = closed(&house).await;
    let token = token(&house).await;
    let desk = &house.desk;
    let head = async || desk.store().read().await.unwrap().head().await.unwrap();
    let before = head().await;
    for shown in [None, Some(by(CLAIRE))] {
        let question = desk.question_by_link(&token, shown).await.unwrap();
        assert_eq!(question.reference.id, ticket);
        assert_eq!(question.answer, None);
    }
    assert_eq!(head().await, before, "opening it answers nothing");
    let by_link = async |token: &str, caller, form| {
        let id = desk.new_command();
        desk.answer_feedback_by_link(token, caller, id, form).await
    };
    by_link(&token, None, answer(2)).await.unwrap();
    by_link(&token.to_uppercase(), None, answer(5))
        .await
        .unwrap();
    let line = read(&house, NADIA, ticket).await.lines.remove(0);
    assert_eq!(line.said.unwrap().score.number(), 5);
    assert!(line.by_link);
    // The same command sent twice is one, with other content none.
    let (id, before) = (desk.new_command(), head().await);
    for _ in 0..2 {
        let again = desk.answer_feedback_by_link(&token, None, id, answer(4));
        again.await.unwrap();
    }
    assert_eq!(head().await, before + 1);
    let other = desk
        .answer_feedback_by_link(&token, None, id, answer(1))
        .await;
    assert!(matches!(other, Err(DeskError::Reused(_))));
    // Another person's, a forged one, and none.
    let not_yours = Refusal::FeedbackImpossible(FeedbackWhy::NotYours);
    for other in [NADIA, MANAGER] {
        let refused = by_link(&token, Some(by(other)), answer(1)).await;
        assert!(matches!(refused, Err(DeskError::Refused(why)) if why == not_yours));
        let refused = desk.question_by_link(&token, Some(by(other))).await;
        assert!(matches!(refused, Err(DeskError::Refused(why)) if why == not_yours));
    }
    let (reference, signature) = token.split_once('.').unwrap();
    let last = if signature.ends_with('a') { 'b' } else { 'a' };
    let forged = [
        format!("{reference}.{}{last}", &signature[..15]),
        format!("INC-9999.{signature}"),
        format!("{reference}.{}", "a".repeat(16)),
        reference.to_owned(),
        String::new(),
        "é".repeat(100),
        format!("{reference}.{signature}.{signature}"),
    ];
    for forged in forged {
        let refused = by_link(&forged, None, answer(1)).await;
        assert!(matches!(refused, Err(DeskError::NotFound)), "{forged}");
        let refused = desk.question_by_link(&forged, None).await;
        assert!(matches!(refused, Err(DeskError::NotFound)), "{forged}");
    }
    // It is over to the microsecond.
    house.clock.advance(30 * DAY);
    by_link(&token, None, answer(3)).await.unwrap();
    house.clock.advance(1);
    let over = Refusal::FeedbackImpossible(FeedbackWhy::Over);
    let refused = by_link(&token, None, answer(1)).await;
    assert!(matches!(refused, Err(DeskError::Refused(why)) if why == over));
    let refused = desk.question_by_link(&token, None).await;
    assert!(matches!(refused, Err(DeskError::Refused(why)) if why == over));
    let refused = say(&house, ticket, answer(1)).await;
    assert!(matches!(refused, Err(DeskError::Refused(why)) if why == over));
    // What was said is still shown to who said it.
    let question = read(&house, CLAIRE, ticket).await.question.unwrap();
    assert_eq!(question.answer.unwrap().score.number(), 3);
    // A link goes with the ways of signing in of whom it is for, and with the person.
    let second = closed(&house).await;
    let token = self::token(&house).await;
    assert!(desk.question_by_link(&token, None).await.is_ok());
    desk.end_sessions_of(by(ADMIN), CLAIRE).await.unwrap();
    let gone = desk.question_by_link(&token, None).await;
    assert!(matches!(gone, Err(DeskError::NotFound)));
    assert!(is_asked(&house, second).await);
    sound(&house).await;
}

async fn an_answer_and_a_reopening_are_one_step(db: Databases) {
    let house = house(&db).await;
    let ticket = closed(&house).await;
    let state = async || {
        let page = house.desk.ticket_page(by(CLAIRE), ticket, None).await;
        page.unwrap().ticket.state
    };
    let reopening = |score, reason: &str| AnswerForm {
        fault: Some(Fault::NotSolved),
        words: "Rien n’a changé".into(),
        reopen: Some(reason.into()),
        ..answer(score)
    };
    // Half of it is none of it.
    let refused = say(&house, ticket, reopening(1, " ")).await;
    let missing = invalid(Field::Reason, Problem::Missing);
    assert!(matches!(refused, Err(DeskError::Refused(why)) if why == missing));
    let refused = say(&house, ticket, reopening(1, &"x".repeat(2_001))).await;
    assert!(matches!(
        refused,
        Err(DeskError::Refused(Refusal::Invalid(_)))
    ));
    assert!(read(&house, NADIA, ticket).await.lines.is_empty());
    assert_eq!(state().await, State::Closed);
    // Whoever is content reopens nothing.
    say(&house, ticket, reopening(4, "encore")).await.unwrap();
    assert_eq!(state().await, State::Closed);
    assert!(
        read(&house, CLAIRE, ticket)
            .await
            .question
            .unwrap()
            .may_reopen
    );
    say(&house, ticket, reopening(1, "Toujours bloqué"))
        .await
        .unwrap();
    assert_eq!(state().await, State::Diagnosing);
    let page = house
        .desk
        .ticket_page(by(OTHER_AGENT), ticket, None)
        .await
        .unwrap();
    let texts: Vec<&str> = page.texts.values().map(|text| text.body.as_str()).collect();
    assert!(texts.contains(&"Toujours bloqué"));
    assert!(
        !texts.contains(&"Rien n’a changé"),
        "what they said is not for all agents"
    );
    assert!(
        !read(&house, CLAIRE, ticket)
            .await
            .question
            .unwrap()
            .may_reopen
    );
    // Too late, or reopened meanwhile: nothing is written.
    let stale = say(&house, ticket, reopening(2, "encore")).await;
    assert!(matches!(
        stale,
        Err(DeskError::Refused(Refusal::Impossible { .. }))
    ));
    let said = read(&house, NADIA, ticket)
        .await
        .lines
        .remove(0)
        .said
        .unwrap();
    assert_eq!(said.score.number(), 1);
    // Nobody else answers for her.
    for other in [NADIA, LEAD, ADMIN] {
        let id = house.desk.new_command();
        let refused = house
            .desk
            .answer_feedback(by(other), ticket, id, answer(5))
            .await;
        assert!(matches!(refused, Err(DeskError::NotFound)));
    }
    sound(&house).await;
}

/// Every text of feedback that the database holds.
async fn texts(house: &House, feedback: FeedbackId) -> Vec<String> {
    let mut conn = house.desk.store().read().await.unwrap();
    let bodies = conn.bodies(feedback).await.unwrap();
    bodies
        .into_values()
        .filter(|body| body != REMOVED)
        .collect()
}

async fn what_is_taken_back_is_kept_nowhere(db: Databases) {
    let house = house(&db).await;
    let ticket = closed(&house).await;
    let words = |words: &str| AnswerForm {
        words: words.into(),
        ..answer(1)
    };
    say(&house, ticket, words("Ma femme est malade"))
        .await
        .unwrap();
    let id = read(&house, LEAD, ticket).await.lines[0].id;
    say(&house, ticket, words("Trop long")).await.unwrap();
    assert_eq!(texts(&house, id).await, ["Trop long"]);
    // The same again is nothing, however often it is sent.
    let head = async || {
        house
            .desk
            .store()
            .read()
            .await
            .unwrap()
            .head()
            .await
            .unwrap()
    };
    let before = head().await;
    for _ in 0..30 {
        say(&house, ticket, words("Trop long")).await.unwrap();
    }
    assert_eq!(head().await, before);
    let review = |measure: &str, corrects| {
        FeedbackCommand::Review(ReviewForm {
            cause: Some(Cause::Workload),
            measure: measure.into(),
            owner: Some(NADIA),
            corrects,
        })
    };
    change(&house, LEAD, id, review("Gronder Oscar", None))
        .await
        .unwrap();
    let done = FeedbackCommand::Settle { done: true };
    change(&house, NADIA, id, done).await.unwrap();
    let at = read(&house, LEAD, ticket).await.lines[0]
        .review
        .as_ref()
        .map(|review| review.at);
    house.clock.advance(DAY);
    change(&house, LEAD, id, review("Renfort", at))
        .await
        .unwrap();
    let mut left = texts(&house, id).await;
    left.sort();
    assert_eq!(left, ["Renfort", "Trop long"]);
    // Another measure is not done because the one before was.
    assert_eq!(list(&house, LEAD, FeedbackView::ToDo).await.lines.len(), 1);
    // A mark that becomes bad anew after its review waits again, and is told again, once.
    let told = |notices: Vec<Notice>| notices.iter().filter(|n| **n == Notice::BadMark).count();
    assert_eq!(told(bell(&house, LEAD).await), 1);
    house.clock.advance(DAY);
    for mark in [5, 1, 5, 2, 4, 1] {
        say(&house, ticket, answer(mark)).await.unwrap();
    }
    assert_eq!(told(bell(&house, LEAD).await), 2);
    assert_eq!(
        list(&house, LEAD, FeedbackView::ToReview).await.to_review,
        1
    );
    // It cannot be changed for ever.
    let mut last = Ok(());
    for n in 0..20_u8 {
        last = say(&house, ticket, answer(n % 5 + 1)).await;
    }
    let often = Refusal::FeedbackImpossible(FeedbackWhy::TooOften);
    assert!(matches!(last, Err(DeskError::Refused(why)) if why == often));
    sound(&house).await;
}

async fn whoever_sees_the_ticket_no_more_answers_no_more(db: Databases) {
    let house = house(&db).await;
    let ticket = closed(&house).await;
    let token = token(&house).await;
    let reason = "Encore".into();
    house.act(CLAIRE, ticket, Command::Reopen { reason }).await;
    let other = Command::ChangeAffected {
        to: OTHER_LEAD,
        was: CLAIRE,
        confirmed: true,
    };
    house.act(NADIA, ticket, other).await;
    let head = async || {
        house
            .desk
            .store()
            .read()
            .await
            .unwrap()
            .head()
            .await
            .unwrap()
    };
    let before = head().await;
    let id = house.desk.new_command();
    let refused = house
        .desk
        .answer_feedback_by_link(&token, None, id, answer(1))
        .await;
    assert!(matches!(refused, Err(DeskError::NotFound)), "{refused:?}");
    let refused = say(&house, ticket, answer(1)).await;
    assert!(matches!(refused, Err(DeskError::NotFound)), "{refused:?}");
    assert_eq!(head().await, before);
    let unseen = house.desk.question_by_link(&token, None).await;
    assert!(matches!(unseen, Err(DeskError::NotFound)));
}
