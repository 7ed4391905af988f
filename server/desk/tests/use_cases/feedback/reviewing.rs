//! Those who read what was said, and what they do about it.

use super::*;
use crate::databases::{Databases, on_both};
use guichet_desk::{Clock, OnScreen};
use guichet_domain::kernel::time::{Zone, written};

on_both!(
    those_who_answer_for_it_review_a_bad_mark,
    what_was_said_is_its_authors_and_goes_with_the_ticket,
    a_list_goes_on_where_it_ended,
);

async fn those_who_answer_for_it_review_a_bad_mark(db: Databases) {
    let house = house(&db).await;
    let ticket = closed(&house).await;
    let cursor = house
        .desk
        .my_tickets(by(CLAIRE), None, None)
        .await
        .map(drop);
    cursor.unwrap();
    let stream = house
        .desk
        .notifications(by(LEAD), None)
        .await
        .unwrap()
        .cursor;
    let elsewhere = house
        .desk
        .notifications(by(OTHER_AGENT), None)
        .await
        .unwrap()
        .cursor;
    let form = AnswerForm {
        fault: Some(Fault::TooLong),
        words: "Trois semaines".into(),
        ..answer(1)
    };
    say(&house, ticket, form).await.unwrap();
    // Who learns of it while a page is open.
    let live = house
        .desk
        .catch_up(by(LEAD), &stream, OnScreen::default())
        .await
        .unwrap();
    assert!(live.contains(&Live::Feedback(ticket)));
    let live = house
        .desk
        .catch_up(by(OTHER_AGENT), &elsewhere, OnScreen::default())
        .await
        .unwrap();
    assert!(live.is_empty(), "{live:?}");
    for person in [NADIA, LEAD, MANAGER] {
        assert_eq!(bell(&house, person).await.first(), Some(&Notice::BadMark));
        let page = list(&house, person, FeedbackView::ToReview).await;
        assert_eq!((page.lines.len(), page.to_review), (1, 1));
        let said = page.lines[0].said.clone().unwrap();
        assert_eq!(said.words.unwrap().body, "Trois semaines");
        assert_eq!(said.fault, Some(Fault::TooLong));
        assert_eq!(read(&house, person, ticket).await.lines.len(), 1);
    }
    let feedback = read(&house, LEAD, ticket).await.lines[0].id;
    let review = |measure: &str, owner| {
        FeedbackCommand::Review(ReviewForm {
            cause: Some(Cause::Workload),
            measure: measure.into(),
            owner: Some(owner),
            corrects: None,
        })
    };
    for person in [ADMIN, OTHER_LEAD, OTHER_AGENT] {
        assert!(!bell(&house, person).await.contains(&Notice::BadMark));
        for view in FeedbackView::ALL {
            let page = list(&house, person, *view).await;
            assert!(page.lines.is_empty() && page.to_review == 0);
            assert_eq!(page.tally, Default::default());
        }
        assert!(read(&house, person, ticket).await.lines.is_empty());
        let refused = change(&house, person, feedback, review("x", NADIA)).await;
        assert!(matches!(refused, Err(DeskError::NotFound)));
    }
    let refused = house
        .desk
        .feedback(by(CLAIRE), FeedbackQuery::default())
        .await;
    assert!(matches!(refused, Err(DeskError::Forbidden)));
    let refused = change(&house, CLAIRE, feedback, review("x", NADIA)).await;
    assert!(matches!(refused, Err(DeskError::NotFound)));
    let refused = change(&house, LEAD, feedback, review("x", CLAIRE)).await;
    let unknown = invalid(Field::Owner, Problem::Unknown);
    assert!(matches!(refused, Err(DeskError::Refused(why)) if why == unknown));
    change(
        &house,
        LEAD,
        feedback,
        review("Renfort le lundi", OTHER_AGENT),
    )
    .await
    .unwrap();
    let refused = change(&house, MANAGER, feedback, review("Autre", NADIA)).await;
    assert!(matches!(
        refused,
        Err(DeskError::Refused(Refusal::Conflict(_)))
    ));
    assert_eq!(
        list(&house, NADIA, FeedbackView::ToReview).await.to_review,
        0
    );
    // Whoever is charged reads what is to be done, and nothing of what the user said.
    assert_eq!(
        bell(&house, OTHER_AGENT).await.first(),
        Some(&Notice::MeasureGiven)
    );
    let page = list(&house, OTHER_AGENT, FeedbackView::Measures).await;
    assert_eq!(page.lines.len(), 1);
    assert_eq!(page.lines[0].said, None);
    let measure = page.lines[0].review.clone().unwrap();
    assert_eq!(
        (measure.measure.body.as_str(), measure.by),
        ("Renfort le lundi", Some(LEAD))
    );
    assert!(
        list(&house, OTHER_AGENT, FeedbackView::Answers)
            .await
            .lines
            .is_empty()
    );
    let refused = change(&house, OTHER_AGENT, feedback, review("x", NADIA)).await;
    assert!(matches!(refused, Err(DeskError::Forbidden)));
    let settle = FeedbackCommand::Settle { done: true };
    change(&house, OTHER_AGENT, feedback, settle).await.unwrap();
    let page = list(&house, MANAGER, FeedbackView::Measures).await;
    assert_eq!(
        page.lines[0].review.as_ref().unwrap().done_at,
        Some(house.desk.now())
    );
    // Few people make no average, but their reasons are counted.
    assert_eq!(page.tally.average(), None);
    assert_eq!((page.tally.asked, page.tally.answered()), (1, 1));
    assert_eq!(page.tally.causes.get(&Cause::Workload), Some(&1));
    let outside = FeedbackQuery {
        view: FeedbackView::Measures,
        since: "2020-01-01".into(),
        until: "2020-12-31".into(),
        after: None,
    };
    let page = house.desk.feedback(by(MANAGER), outside).await.unwrap();
    assert!(page.lines.is_empty() && page.tally.asked == 0);
    // Of a ticket that they do not see, even a manager reads nothing.
    house.clock.advance(15 * DAY);
    let hidden = resolved(&house, true).await;
    house.act(CLAIRE, hidden, Command::Confirm).await;
    say(&house, hidden, answer(1)).await.unwrap();
    assert_eq!(
        list(&house, LEAD, FeedbackView::ToReview).await.lines.len(),
        1
    );
    let page = list(&house, MANAGER, FeedbackView::ToReview).await;
    assert!(page.lines.is_empty() && page.to_review == 0);
    assert_eq!(
        list(&house, MANAGER, FeedbackView::Answers)
            .await
            .tally
            .asked,
        1
    );
    let unseen = house.desk.feedback_of_ticket(by(MANAGER), hidden).await;
    assert!(matches!(unseen, Err(DeskError::NotFound)));
    sound(&house).await;
}

async fn document(house: &House, asks: Option<Caller>, person: PersonId) -> Value {
    let mut out = Vec::new();
    house
        .desk
        .export_person(asks, person, &mut out)
        .await
        .unwrap();
    serde_json::from_slice(&out).unwrap()
}

async fn what_was_said_is_its_authors_and_goes_with_the_ticket(db: Databases) {
    let house = house(&db).await;
    let ticket = closed(&house).await;
    let form = AnswerForm {
        words: "Trois semaines".into(),
        ..answer(2)
    };
    say(&house, ticket, form).await.unwrap();
    let line = read(&house, LEAD, ticket).await.lines.remove(0);
    let review = FeedbackCommand::Review(ReviewForm {
        cause: Some(Cause::Procedure),
        measure: "Revoir la procédure".into(),
        owner: Some(NADIA),
        corrects: None,
    });
    change(&house, LEAD, line.id, review).await.unwrap();
    // Their own export has their words; nobody else's has.
    let own = document(&house, Some(by(CLAIRE)), CLAIRE).await;
    let said = own["feedback"].to_string();
    assert!(
        said.contains("Trois semaines") && !said.contains("Revoir"),
        "{said}"
    );
    assert!(
        document(&house, None, CLAIRE)
            .await
            .to_string()
            .contains("Trois semaines")
    );
    for (asks, person) in [
        (by(ADMIN), CLAIRE),
        (by(ADMIN), LEAD),
        (by(LEAD), LEAD),
        (by(NADIA), NADIA),
    ] {
        let text = document(&house, Some(asks), person).await.to_string();
        assert!(!text.contains("Trois semaines"), "{text}");
    }
    // An administrator who sees no feedback is not told that a lead reviewed one.
    let did = document(&house, Some(by(ADMIN)), LEAD).await.to_string();
    assert!(!did.contains("\"reviewed\""), "{did}");
    let did = document(&house, Some(by(LEAD)), LEAD).await.to_string();
    assert!(did.contains("\"reviewed\""), "{did}");
    // That a lead was told of it is none of an administrator's concern either.
    bell(&house, LEAD).await;
    for person in [LEAD, NADIA, CLAIRE] {
        let text = document(&house, Some(by(ADMIN)), person).await.to_string();
        for kind in ["bad_mark", "measure_given", "feedback_asked"] {
            assert!(!text.contains(kind), "{kind}: {text}");
        }
    }
    let text = document(&house, Some(by(LEAD)), LEAD).await.to_string();
    assert!(text.contains("bad_mark"), "{text}");
    // What is removed is gone for everybody, and the rest stays.
    let words = line.said.unwrap().words.unwrap().id;
    let redact = |reason: &str| FeedbackCommand::Redact {
        text: words,
        reason: reason.into(),
    };
    let refused = change(&house, LEAD, line.id, redact(" ")).await;
    let missing = invalid(Field::Reason, Problem::Missing);
    assert!(matches!(refused, Err(DeskError::Refused(why)) if why == missing));
    change(&house, LEAD, line.id, redact("Données de santé"))
        .await
        .unwrap();
    let line = read(&house, NADIA, ticket).await.lines.remove(0);
    assert_eq!(line.said.unwrap().words.unwrap().body, REMOVED);
    assert_eq!(line.review.unwrap().measure.body, "Revoir la procédure");
    let own = document(&house, Some(by(CLAIRE)), CLAIRE).await.to_string();
    assert!(!own.contains("Trois semaines"));
    // Retention empties it with the closed ticket, counts first, and does not say it twice.
    let keep = RetentionPolicy {
        retention_closed_days: 30,
        ..RetentionPolicy::default()
    };
    house.clock.advance(30 * DAY);
    assert_eq!(house.desk.retain(&keep, false).await.unwrap().feedback, 0);
    house.clock.advance(DAY);
    assert_eq!(house.desk.retain(&keep, true).await.unwrap().feedback, 1);
    assert_eq!(house.desk.retain(&keep, false).await.unwrap().feedback, 1);
    assert_eq!(house.desk.retain(&keep, false).await.unwrap().feedback, 0);
    let line = read(&house, NADIA, ticket).await.lines.remove(0);
    assert_eq!(line.review.unwrap().measure.body, REMOVED);
    sound(&house).await;
    house.desk.store().rebuild().await.unwrap();
    sound(&house).await;
}

async fn a_list_goes_on_where_it_ended(db: Databases) {
    let house = house(&db).await;
    let mut said = Vec::new();
    for _ in 0..65 {
        let ticket = closed(&house).await;
        say(&house, ticket, answer(1)).await.unwrap();
        said.push(ticket);
        house.clock.advance(14 * DAY);
    }
    for (view, person) in [
        (FeedbackView::ToReview, LEAD),
        (FeedbackView::ToReview, NADIA),
        (FeedbackView::Answers, MANAGER),
        (FeedbackView::Answers, LEAD),
    ] {
        let mut found = Vec::new();
        let mut after = None;
        let mut pages = 0;
        loop {
            let query = FeedbackQuery {
                view,
                since: "2020-01-01".into(),
                until: "2039-01-01".into(),
                after,
            };
            let page = house.desk.feedback(by(person), query).await.unwrap();
            found.extend(page.lines.iter().map(|line| line.reference.id));
            pages += 1;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if view == FeedbackView::Answers {
            found.reverse();
        }
        assert_eq!(found, said, "{view:?} of {person:?}");
        assert_eq!(pages, 3);
    }
    // A list whose last page is full ends with it.
    let sixtieth = house.clock.now().plus(-6 * 14 * DAY);
    let query = FeedbackQuery {
        view: FeedbackView::Answers,
        since: "2020-01-01".into(),
        until: written(Zone::utc().date(sixtieth)),
        after: None,
    };
    let first = house.desk.feedback(by(LEAD), query.clone()).await.unwrap();
    let query = FeedbackQuery {
        after: first.next,
        ..query
    };
    let second = house.desk.feedback(by(LEAD), query).await.unwrap();
    assert_eq!((first.lines.len(), second.lines.len()), (30, 30));
    assert!(second.next.is_none());
    // A cursor of another list, another person, or none begins anew.
    let first = list(&house, LEAD, FeedbackView::ToReview).await;
    for (view, person, after) in [
        (FeedbackView::ToReview, MANAGER, first.next.clone()),
        (FeedbackView::ToReview, LEAD, Some("x".into())),
    ] {
        let query = FeedbackQuery {
            view,
            after,
            ..FeedbackQuery::default()
        };
        let page = house.desk.feedback(by(person), query).await.unwrap();
        assert_eq!(page.lines[0].reference.id, said[0]);
    }
}
