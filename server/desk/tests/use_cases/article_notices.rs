//! Who is notified of what happens to articles.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use crate::knowledge::{LEAD, PAUL, caller, does, house, publish, solution, written};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::service::Service;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::time::DAY;
use guichet_domain::knowledge::command::{ArticleCommand, Change};
use guichet_domain::knowledge::content::Readership;
use guichet_domain::notifications::bell::NoticeAbout;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::{PersonId, ServiceId, TeamId};

on_both!(
    an_owner_is_reminded_once_that_a_review_is_due,
    whoever_reviews_is_asked_and_whoever_wrote_is_told,
);

/// What somebody finds under the bell about articles, the latest first.
async fn bell(house: &House, person: PersonId) -> Vec<(Notice, Option<String>)> {
    house.desk.notify().await.unwrap();
    let notices = house
        .desk
        .notifications(caller(person), None)
        .await
        .unwrap();
    let lines = notices
        .lines
        .into_iter()
        .filter_map(|line| match line.about {
            NoticeAbout::Article { title, .. } => Some((line.notice, title)),
            NoticeAbout::Ticket { .. } => None,
        });
    lines.collect()
}

/// Kinds of the e-mails in the outbox to somebody, in order.
async fn mailed(house: &House, person: PersonId) -> Vec<String> {
    let (now, far) = (house.desk.now(), house.desk.now().plus(DAY));
    let taken = house
        .desk
        .store()
        .write(move |txn| Box::pin(async move { txn.take_emails(now, far, 100).await }));
    let taken = taken.await.unwrap().into_iter().map(|row| row.outbound);
    taken
        .filter(|email| email.person == person)
        .map(|email| email.kind)
        .collect()
}

async fn plan(house: &House, by: PersonId, article: guichet_domain::ArticleId, days: i64) {
    let mut conn = house.desk.store().read().await.unwrap();
    let was = conn.article(article).await.unwrap().unwrap().review_at;
    let to = Some(house.desk.now().plus(days * DAY));
    does(
        house,
        by,
        article,
        ArticleCommand::PlanReview(Change { to, was }),
    )
    .await
    .unwrap();
}

async fn an_owner_is_reminded_once_that_a_review_is_due(db: Databases) {
    let house = house(&db).await;
    let id = written(
        &house,
        NADIA,
        solution(Readership::SignedIn, "Word se ferme", "x"),
    )
    .await;
    publish(&house, LEAD, id).await;
    plan(&house, NADIA, id, 10).await;
    house.desk.run_timers().await.unwrap();
    assert_eq!(bell(&house, NADIA).await, []);
    house.clock.advance(11 * DAY);
    for _ in 0..3 {
        house.desk.run_timers().await.unwrap();
        let due = (Notice::ReviewDue, Some("Word se ferme".to_owned()));
        assert_eq!(bell(&house, NADIA).await, [due]);
    }
    assert_eq!(mailed(&house, NADIA).await, ["review_due"]);
    for other in [CLAIRE, LEAD, PAUL] {
        assert_eq!(bell(&house, other).await, [], "{other:?}");
    }
    // Looked at, it is read.
    house.desk.look_at_article(caller(NADIA), id).await.unwrap();
    let notices = house.desk.notifications(caller(NADIA), None).await.unwrap();
    assert_eq!((notices.unread, notices.lines[0].read), (0, true));
    // Another date is another review, and another owner has not heard of it.
    plan(&house, NADIA, id, 5).await;
    house.clock.advance(6 * DAY);
    house.desk.run_timers().await.unwrap();
    assert_eq!(bell(&house, NADIA).await.len(), 2);
    let own = Change {
        to: Some(LEAD),
        was: Some(NADIA),
    };
    does(&house, NADIA, id, ArticleCommand::Own(own))
        .await
        .unwrap();
    house.desk.run_timers().await.unwrap();
    assert_eq!(bell(&house, LEAD).await.len(), 1);
    assert_eq!(bell(&house, NADIA).await.len(), 2);
    // Nobody is reminded of what readers no longer see.
    let reason = "Dépassé".into();
    does(&house, LEAD, id, ArticleCommand::Archive { reason })
        .await
        .unwrap();
    plan(&house, LEAD, id, 5).await;
    house.clock.advance(6 * DAY);
    house.desk.run_timers().await.unwrap();
    assert_eq!(bell(&house, LEAD).await.len(), 1);
    assert_eq!(house.desk.store().check().await.unwrap(), []);
}

async fn whoever_reviews_is_asked_and_whoever_wrote_is_told(db: Databases) {
    let house = house(&db).await;
    let service = Service {
        id: ServiceId(7),
        name: Label::new("Poste", "Workplace"),
        team: TeamId(1),
        active: true,
        ..Service::default()
    };
    house.desk.set_up(Entry::Service(service)).await.unwrap();
    let mut new = solution(Readership::SignedIn, "Écran noir", "x");
    new.about.service = Some(ServiceId(7));
    let id = written(&house, NADIA, new).await;
    does(&house, NADIA, id, ArticleCommand::Submit)
        .await
        .unwrap();
    let titled = |notice| (notice, Some("Écran noir".to_owned()));
    assert_eq!(bell(&house, LEAD).await, [titled(Notice::ReviewAsked)]);
    // Who leads another team is not asked, nor is whoever asks told.
    for other in [PAUL, NADIA, CLAIRE] {
        assert_eq!(bell(&house, other).await, [], "{other:?}");
    }
    let reason = "Il manque une étape".into();
    does(&house, LEAD, id, ArticleCommand::SendBack { reason })
        .await
        .unwrap();
    assert_eq!(bell(&house, NADIA).await, [titled(Notice::SentBack)]);
    assert_eq!(bell(&house, LEAD).await.len(), 1);
    // What is about no service is for those who lead whoever wrote it.
    let id = written(
        &house,
        NADIA,
        solution(Readership::SignedIn, "Sans service", "x"),
    )
    .await;
    does(&house, NADIA, id, ArticleCommand::Submit)
        .await
        .unwrap();
    let asked = (Notice::ReviewAsked, Some("Sans service".to_owned()));
    assert_eq!(bell(&house, LEAD).await[0], asked);
    assert_eq!(bell(&house, PAUL).await, []);
}
