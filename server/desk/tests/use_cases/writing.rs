//! What agents write articles with: of a ticket, beside one, in lists, version by version.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use crate::knowledge::{
    LEAD, PAUL, PAYROLL, caller, does, house, page, publish, solution, written,
};
use guichet_desk::DeskError;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::service::{Category, Service};
use guichet_domain::kernel::article_action::{ArticleAction, ArticleWhy};
use guichet_domain::kernel::ids::{CategoryId, ServiceId, TeamId};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::language::Language::Fr;
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::kernel::refusal::{Field, Problem, Refusal};
use guichet_domain::kernel::time::DAY;
use guichet_domain::knowledge::command::{ArticleCommand, Change, NewArticle, TextChange};
use guichet_domain::knowledge::content::{Place, Readership};
use guichet_domain::knowledge::workspace::{ArticleView, Edition, Run, Workspace};
use guichet_domain::tickets::command::{Categorisation, Cause, Command, Solution};
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::{ArticleId, PersonId, TicketId, Timestamp};
use std::collections::BTreeMap;

on_both!(
    an_article_made_of_a_ticket_takes_what_was_told_and_shows_what_was_not,
    articles_stand_beside_the_tickets_they_answer,
    versions_are_compared_word_by_word_and_taken_up_again,
    lists_say_what_there_is_to_do,
    who_may_publish_is_set_by_service,
    a_preview_is_what_will_be_shown,
);

const MAIL: ServiceId = ServiceId(2);

async fn with_mail(house: &House, change: impl FnOnce(&mut Service)) {
    let mut mail = Service {
        id: MAIL,
        name: Label::new("Messagerie", "Mail"),
        team: TeamId(1),
        active: true,
        ..Service::default()
    };
    change(&mut mail);
    house.desk.set_up(Entry::Service(mail)).await.unwrap();
    let category = Category {
        id: CategoryId(1),
        service: MAIL,
        name: Label::new("Panne", "Failure"),
        active: true,
        asks_cause: true,
    };
    house.desk.set_up(Entry::Category(category)).await.unwrap();
}

async fn resolved(house: &House) -> TicketId {
    let ticket = house.incident("Outlook ne s’ouvre plus").await;
    let categorise = Command::Categorise(Categorisation {
        service: Some(MAIL),
        category: Some(CategoryId(1)),
        impact: Some(Impact::ALL[0]),
        urgency: Some(Urgency::ALL[0]),
        priority: None,
        reason: String::new(),
        was: None,
        was_priority: None,
    });
    house.act(NADIA, ticket, categorise).await;
    let finding = Command::AddFinding {
        text: "Le compte de Mme Petit est bloqué".into(),
    };
    house.act(NADIA, ticket, Command::Take { was: None }).await;
    house.act(NADIA, ticket, Command::Diagnose).await;
    house.act(NADIA, ticket, finding).await;
    let resolve = Command::Resolve(Solution {
        permanence: Some(Permanence::Permanent),
        code: Some(ResolutionCode::Configuration),
        notes: "Ouvrez-le **sans compléments**.".into(),
        cause: Some(Cause::Known("Un complément est périmé".into())),
    });
    house.act(NADIA, ticket, resolve).await;
    ticket
}

async fn opened(house: &House, by: PersonId, article: ArticleId) -> Workspace {
    house.desk.workspace(caller(by), article).await.unwrap()
}

async fn an_article_made_of_a_ticket_takes_what_was_told_and_shows_what_was_not(db: Databases) {
    let house = house(&db).await;
    with_mail(&house, |_| {}).await;
    let ticket = resolved(&house).await;
    let proposal = house
        .desk
        .proposal(caller(NADIA), Some(ticket))
        .await
        .unwrap();
    let told = BTreeMap::from([
        (Place::Title, "Outlook ne s’ouvre plus".to_owned()),
        (Place::Fix, "Ouvrez-le **sans compléments**.".to_owned()),
    ]);
    assert_eq!(proposal.told, told);
    let internal: Vec<&str> = proposal
        .internal
        .iter()
        .map(|(_, text)| text.as_str())
        .collect();
    assert_eq!(
        internal,
        [
            "Un complément est périmé",
            "Le compte de Mme Petit est bloqué"
        ]
    );
    assert!(
        proposal
            .internal
            .iter()
            .all(|(place, _)| *place == Place::Cause)
    );
    assert_eq!(
        (proposal.service, proposal.category),
        (Some(MAIL), Some(CategoryId(1)))
    );

    let mut new = solution(
        Readership::SignedIn,
        "Outlook ne s’ouvre plus",
        "Ouvrez-le.",
    );
    new.ticket = Some(ticket);
    let article = written(&house, NADIA, new).await;
    let workspace = opened(&house, NADIA, article).await;
    assert_eq!(
        workspace
            .tickets
            .iter()
            .map(|one| one.id)
            .collect::<Vec<_>>(),
        [ticket]
    );

    // Nobody else's: not the user's, though the ticket is theirs; not of a ticket one does not see.
    for (who, ticket) in [(CLAIRE, Some(ticket)), (CLAIRE, None)] {
        let refused = house.desk.proposal(caller(who), ticket).await;
        assert!(matches!(refused, Err(DeskError::Forbidden)));
    }
    let refused = house.desk.proposal(caller(NADIA), Some(TicketId(99))).await;
    assert!(matches!(refused, Err(DeskError::NotFound)));
}

async fn articles_stand_beside_the_tickets_they_answer(db: Databases) {
    let house = house(&db).await;
    with_mail(&house, |_| {}).await;
    let ticket = resolved(&house).await;
    let answers = solution(
        Readership::SignedIn,
        "Outlook ne démarre plus",
        "Ouvrez-le.",
    );
    let answers = written(&house, NADIA, answers).await;
    publish(&house, LEAD, answers).await;
    let other = solution(Readership::SignedIn, "Badge perdu", "Passez à l’accueil.");
    let other = written(&house, NADIA, other).await;
    let beside = async |by| house.desk.articles_beside(caller(by), ticket).await;
    let ids = |lines: &[guichet_domain::knowledge::page::ArticleLine]| {
        lines.iter().map(|line| line.id).collect::<Vec<_>>()
    };
    let found = beside(NADIA).await.unwrap();
    assert_eq!(
        (ids(&found.linked), ids(&found.found)),
        (vec![], vec![answers])
    );
    for article in [answers, other] {
        does(&house, NADIA, article, ArticleCommand::Link { ticket })
            .await
            .unwrap();
    }
    // What is linked stands there whatever it says, and no longer among what may answer.
    let found = beside(NADIA).await.unwrap();
    assert_eq!(
        (ids(&found.linked), ids(&found.found)),
        (vec![answers, other], vec![])
    );
    assert!(matches!(beside(CLAIRE).await, Err(DeskError::Forbidden)));
}

async fn versions_are_compared_word_by_word_and_taken_up_again(db: Databases) {
    let house = house(&db).await;
    let new = solution(Readership::SignedIn, "Wi-Fi", "Le code est à l’accueil.");
    let id = written(&house, NADIA, new).await;
    publish(&house, LEAD, id).await;
    let workspace = opened(&house, NADIA, id).await;
    let fix = workspace.article.latest().unwrap().text(Fr, Place::Fix);
    let change = TextChange {
        text: "Le code est au standard.".into(),
        was: fix,
    };
    let revise = ArticleCommand::Revise {
        texts: BTreeMap::from([(Fr, BTreeMap::from([(Place::Fix, change)]))]),
        readers: None,
        about: None,
    };
    does(&house, NADIA, id, revise).await.unwrap();
    let compare = async |by, from, to| house.desk.compare_editions(caller(by), id, from, to).await;
    let (first, second) = (Edition::Version(1), Edition::Version(2));
    // What is newest, against the version before.
    let shown = compare(NADIA, None, None).await.unwrap();
    assert_eq!((shown.from, shown.to), (Some(first), Edition::Draft));
    let fix = shown
        .texts
        .iter()
        .find(|text| text.place == Place::Fix)
        .unwrap();
    assert_eq!(
        fix.runs,
        [
            Run::Kept("Le code est ".into()),
            Run::Removed("à l’accueil".into()),
            Run::Added("au standard".into()),
            Run::Kept(".".into()),
        ]
    );
    publish(&house, LEAD, id).await;
    does(&house, NADIA, id, ArticleCommand::Restore { number: 1 })
        .await
        .unwrap();
    let shown = compare(NADIA, Some(first), Some(Edition::Draft))
        .await
        .unwrap();
    let is_kept = |run: &Run| matches!(run, Run::Kept(_));
    assert!(shown.texts.iter().all(|text| text.runs.iter().all(is_kept)));
    // Readers see the second version until the draft is published.
    assert!(
        page(&house, CLAIRE, id)
            .await
            .unwrap()
            .texts
            .values()
            .any(|text| text.body.contains("standard"))
    );
    let alone = compare(NADIA, None, Some(second)).await.unwrap();
    assert_eq!(alone.from, None);

    let missing = compare(NADIA, None, Some(Edition::Version(9))).await;
    assert!(matches!(missing, Err(DeskError::NotFound)));
    assert!(matches!(
        compare(CLAIRE, None, None).await,
        Err(DeskError::Forbidden)
    ));
}

async fn lists_say_what_there_is_to_do(db: Databases) {
    let house = house(&db).await;
    let article = async |title: &str| {
        let new = solution(Readership::SignedIn, title, "Voici");
        written(&house, NADIA, new).await
    };
    let (draft, review, published) = (
        article("Brouillon").await,
        article("Relecture").await,
        article("Publié").await,
    );
    does(&house, NADIA, review, ArticleCommand::Submit)
        .await
        .unwrap();
    publish(&house, LEAD, published).await;
    let archived = article("Archivé").await;
    publish(&house, LEAD, archived).await;
    let reason = "Dépassé".to_owned();
    does(&house, LEAD, archived, ArticleCommand::Archive { reason })
        .await
        .unwrap();
    let own = ArticleCommand::Own(Change {
        to: Some(LEAD),
        was: Some(NADIA),
    });
    does(&house, NADIA, published, own).await.unwrap();
    let at = Timestamp(house.desk.now().0 + DAY);
    let plan = ArticleCommand::PlanReview(Change {
        to: Some(at),
        was: None,
    });
    does(&house, NADIA, published, plan).await.unwrap();
    let list = async |by, view| {
        let (lines, counts) = house
            .desk
            .articles_to_work_on(caller(by), view, Fr)
            .await
            .unwrap();
        assert_eq!(counts.get(&view).copied().unwrap_or_default(), lines.len());
        lines.into_iter().map(|line| line.id).collect::<Vec<_>>()
    };
    assert_eq!(
        list(NADIA, ArticleView::All).await,
        [draft, published, review]
    );
    assert_eq!(list(NADIA, ArticleView::Drafts).await, [draft]);
    assert_eq!(list(NADIA, ArticleView::InReview).await, [review]);
    assert_eq!(list(NADIA, ArticleView::Archived).await, [archived]);
    assert_eq!(list(LEAD, ArticleView::Mine).await, [published]);
    assert_eq!(list(LEAD, ArticleView::Due).await, []);
    house.clock.advance(DAY);
    assert_eq!(list(LEAD, ArticleView::Due).await, [published]);
    // Of a restricted service, other teams do not even see that there is one.
    let mut pay = solution(Readership::Agents, "Paie", "Voici");
    pay.about.service = Some(PAYROLL);
    let pay = written(&house, PAUL, pay).await;
    assert_eq!(list(NADIA, ArticleView::Drafts).await, [draft]);
    assert_eq!(list(PAUL, ArticleView::Drafts).await, [draft, pay]);
    assert!(matches!(
        house.desk.workspace(caller(NADIA), pay).await,
        Err(DeskError::NotFound)
    ));
    let refused = house
        .desk
        .articles_to_work_on(caller(CLAIRE), ArticleView::All, Fr)
        .await;
    assert!(matches!(refused, Err(DeskError::Forbidden)));
}

async fn who_may_publish_is_set_by_service(db: Databases) {
    let house = house(&db).await;
    let may = async |set: &dyn Fn(&mut Service)| {
        with_mail(&house, set).await;
        let mut new: NewArticle = solution(Readership::SignedIn, "Outlook", "Voici");
        new.about.service = Some(MAIL);
        let id = written(&house, NADIA, new).await;
        let workspace = opened(&house, NADIA, id).await;
        let offered = workspace
            .allowed
            .iter()
            .find(|one| one.action == ArticleAction::Publish);
        let why = offered.unwrap().why_not;
        let read = workspace.article.draft.unwrap().at;
        let done = does(&house, NADIA, id, ArticleCommand::Publish { read }).await;
        assert_eq!(done.is_ok(), why.is_none());
        why
    };
    assert_eq!(may(&|_| {}).await, Some(ArticleWhy::NotPublisher));
    assert_eq!(may(&|mail| mail.unreviewed = true).await, None);
    assert_eq!(
        may(&|mail| mail.publishers = [LEAD].into()).await,
        Some(ArticleWhy::NotPublisher)
    );
    assert_eq!(may(&|mail| mail.publishers = [NADIA].into()).await, None);
    // Who is no agent publishes nothing.
    let named = Entry::Service(Service {
        id: MAIL,
        name: Label::new("Messagerie", "Mail"),
        team: TeamId(1),
        publishers: [CLAIRE].into(),
        active: true,
        ..Service::default()
    });
    let refused = house.desk.set_up(named).await;
    let Err(DeskError::Refused(Refusal::Invalid(errors))) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        (errors[0].field, errors[0].problem),
        (Field::Person, Problem::Unknown)
    );
}

async fn a_preview_is_what_will_be_shown(db: Databases) {
    let house = house(&db).await;
    let text = "Voici **comment**.";
    let shown = house
        .desk
        .preview(caller(NADIA), None, vec![text.into(), "<script>".into()])
        .await
        .unwrap();
    let id = written(&house, NADIA, solution(Readership::SignedIn, "Titre", text)).await;
    let page = page(&house, NADIA, id).await.unwrap();
    assert!(page.texts.values().any(|text| text.html == shown[0]));
    assert!(!shown[1].contains("<script>"));
    let refused = house
        .desk
        .preview(caller(CLAIRE), None, vec![text.into()])
        .await;
    assert!(matches!(refused, Err(DeskError::Forbidden)));
}
