//! What articles do for their readers, counted, and what was asked in vain.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use crate::knowledge::{LEAD, PAUL, PAYROLL, caller, house, publish, solution, written};
use guichet_desk::DeskError;
use guichet_domain::ArticleId;
use guichet_domain::NewTicket;
use guichet_domain::PersonId;
use guichet_domain::TicketId;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::settings::Settings;
use guichet_domain::kernel::language::Language::Fr;
use guichet_domain::kernel::time::DAY;
use guichet_domain::knowledge::content::Readership;
use guichet_domain::knowledge::index::Index;
use guichet_domain::knowledge::reading::{
    Gap, GapReason, GapTask, NotHelpful, Usefulness, Verdict,
};
use guichet_domain::knowledge::workspace::ArticleView;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::offered::Offered;

on_both!(
    what_helped_comes_first_the_day_after,
    a_ticket_about_it_comes_before_one_that_mentions_it,
    a_reader_counts_once_a_day,
    what_helps_most_comes_first,
    what_is_asked_in_vain_is_told_without_who_asked,
    what_is_not_for_all_agents_is_on_no_list,
    words_that_mean_the_same_count_at_once,
    an_index_changes_with_what_it_finds_and_not_otherwise,
);

async fn published(house: &House, readers: Readership, title: &str) -> ArticleId {
    let id = written(house, NADIA, solution(readers, title, "Voici")).await;
    publish(house, LEAD, id).await;
    id
}

async fn useful(house: &House, article: ArticleId) -> Usefulness {
    let list = house
        .desk
        .articles_to_work_on(caller(NADIA), ArticleView::All, Fr);
    let (lines, _) = list.await.unwrap();
    let line = lines.into_iter().find(|line| line.id == article).unwrap();
    line.work.unwrap().useful
}

async fn opens(house: &House, article: ArticleId, question: &str) {
    let page = house
        .desk
        .article_page(caller(CLAIRE), article, question, Fr);
    page.await.unwrap();
}

async fn asks(house: &House, question: &str) {
    let found = house.desk.help_page(caller(CLAIRE), question.into(), Fr);
    found.await.unwrap();
}

async fn judges(house: &House, article: ArticleId, verdict: Verdict) {
    let judged = house
        .desk
        .judge_article(caller(CLAIRE), article, verdict, Fr);
    judged.await.unwrap();
}

async fn gaps(house: &House) -> Vec<Gap> {
    house.desk.gaps(caller(NADIA), Fr).await.unwrap().gaps
}

fn reasons(gaps: &[Gap]) -> Vec<(&str, GapReason)> {
    gaps.iter()
        .map(|gap| (gap.said.as_str(), gap.reason))
        .collect()
}

async fn a_reader_counts_once_a_day(db: Databases) {
    let house = house(&db).await;
    let id = published(&house, Readership::SignedIn, "Imprimante").await;
    for _ in 0..3 {
        opens(&house, id, "").await;
        let question = "imprimante".to_owned();
        judges(&house, id, Verdict::Helped { question }).await;
    }
    // Nor does whoever changes their mind, until tomorrow.
    let unhelpful = || Verdict::DidNot {
        question: String::new(),
        reason: Some(NotHelpful::DoesNotWork),
        why: String::new(),
    };
    judges(&house, id, unhelpful()).await;
    // Those who write it are no readers of it.
    house
        .desk
        .article_page(caller(NADIA), id, "", Fr)
        .await
        .unwrap();
    let once = Usefulness {
        views: 1,
        helpful: 1,
        unhelpful: 0,
        deflections: 1,
    };
    assert_eq!(useful(&house, id).await, once);
    house.clock.advance(DAY);
    opens(&house, id, "").await;
    judges(&house, id, unhelpful()).await;
    let twice = Usefulness {
        views: 2,
        unhelpful: 1,
        ..once
    };
    assert_eq!(useful(&house, id).await, twice);
    house.clock.advance(91 * DAY);
    assert_eq!(useful(&house, id).await, Usefulness::default());
    let hidden = published(&house, Readership::Agents, "Interne").await;
    let judged = house
        .desk
        .judge_article(caller(CLAIRE), hidden, unhelpful(), Fr);
    assert!(matches!(judged.await, Err(DeskError::NotFound)));
}

async fn what_helps_most_comes_first(db: Databases) {
    let house = house(&db).await;
    let seen = published(&house, Readership::SignedIn, "Écran").await;
    let solved = published(&house, Readership::SignedIn, "Imprimante").await;
    let internal = published(&house, Readership::Agents, "Interne").await;
    published(&house, Readership::SignedIn, "Lu par personne").await;
    let useful = async || {
        let lines = house.desk.most_useful(caller(CLAIRE), Fr).await.unwrap();
        lines.into_iter().map(|line| line.id).collect::<Vec<_>>()
    };
    assert_eq!(useful().await, []);
    opens(&house, seen, "").await;
    let question = "imprimante".to_owned();
    judges(
        &house,
        solved,
        Verdict::Helped {
            question: question.clone(),
        },
    )
    .await;
    let judged =
        house
            .desk
            .judge_article(caller(NADIA), internal, Verdict::Helped { question }, Fr);
    judged.await.unwrap();
    assert_eq!(useful().await, [solved, seen]);
}

async fn what_is_asked_in_vain_is_told_without_who_asked(db: Databases) {
    let house = house(&db).await;
    let id = published(&house, Readership::SignedIn, "Imprimante de l’accueil").await;
    for question in [
        "Zircon ?",
        "zircon",
        "IMPRIMANTE",
        "mon mdp: zircon",
        "appeler le 0612345678",
    ] {
        asks(&house, question).await;
    }
    let found = gaps(&house).await;
    assert_eq!(
        reasons(&found),
        [
            ("IMPRIMANTE", GapReason::NotOpened),
            ("Zircon ?", GapReason::NothingFound)
        ]
    );
    // Whoever opens an answer has found it; somebody else, who asked nothing, takes nothing back.
    let luc = Person {
        id: PersonId(7),
        name: "luc".into(),
        email: Some("luc@exemple.fr".into()),
        active: true,
        ..Person::default()
    };
    house.desk.set_up(Entry::Person(luc)).await.unwrap();
    let page = house
        .desk
        .article_page(caller(PersonId(7)), id, "imprimante", Fr);
    page.await.unwrap();
    assert_eq!(gaps(&house).await.len(), 2);
    opens(&house, id, "imprimante").await;
    // The same person the day after counts once more.
    house.clock.advance(DAY);
    asks(&house, "zircon").await;
    let found = gaps(&house).await;
    assert_eq!(reasons(&found), [("zircon", GapReason::NothingFound)]);
    assert_eq!(
        (found[0].times, found[0].last_day),
        (2, house.desk.now().0 / DAY)
    );
    // An article that did not help, in the reader's words.
    let verdict = Verdict::DidNot {
        question: "bourrage".into(),
        reason: Some(NotHelpful::Unclear),
        why: "quelle trappe".into(),
    };
    judges(&house, id, verdict).await;
    let found = gaps(&house).await;
    assert!(reasons(&found).contains(&("quelle trappe", GapReason::Unhelpful)));
    // A report that no article answers, unless it is confidential or something was offered.
    let report = async |subject: &str, confidential, shown: &[ArticleId]| {
        let new = NewTicket {
            subject: subject.into(),
            confidential,
            offered: Offered {
                shown: shown.iter().copied().collect(),
                ..Offered::default()
            },
            ..NewTicket::default()
        };
        let id = house.desk.new_command();
        house.desk.record(caller(CLAIRE), id, new).await.unwrap();
    };
    report("Zeppelin", false, &[]).await;
    report("Zébu", true, &[]).await;
    report("Zinc", false, &[id]).await;
    report("Imprimante de l’accueil", false, &[]).await;
    let found = gaps(&house).await;
    // Whoever sees the ticket reads its subject there, and nobody else.
    let told = |gaps: &[Gap]| {
        let told = gaps.iter().filter(|gap| gap.reason == GapReason::NoArticle);
        told.map(|gap| gap.said.clone()).collect::<Vec<_>>()
    };
    assert_eq!(told(&found), ["Zeppelin", "Zébu"]);
    let others = house.desk.gaps(caller(PAUL), Fr).await.unwrap();
    assert_eq!(told(&others.gaps), ["Zeppelin"]);
    let zebu = found.iter().find(|gap| gap.said == "Zébu").unwrap().clone();
    let theirs = house.desk.see_to_gap(caller(PAUL), GapTask::Settle(zebu));
    assert!(matches!(theirs.await, Err(DeskError::NotFound)));

    let zircon = found
        .iter()
        .find(|gap| gap.asked == "zircon")
        .unwrap()
        .clone();
    let take = house
        .desk
        .see_to_gap(caller(NADIA), GapTask::Take(zircon.clone()));
    take.await.unwrap();
    let owners: Vec<_> = gaps(&house)
        .await
        .into_iter()
        .filter_map(|gap| gap.owner)
        .collect();
    assert_eq!(owners, [NADIA]);
    let settle = GapTask::Settle(zircon);
    house
        .desk
        .see_to_gap(caller(NADIA), settle.clone())
        .await
        .unwrap();
    let again = house.desk.see_to_gap(caller(NADIA), settle.clone()).await;
    assert!(matches!(again, Err(DeskError::NotFound)));
    assert!(matches!(
        house.desk.see_to_gap(caller(CLAIRE), settle).await,
        Err(DeskError::Forbidden)
    ));
    assert!(matches!(
        house.desk.gaps(caller(CLAIRE), Fr).await,
        Err(DeskError::Forbidden)
    ));
    house.clock.advance(91 * DAY);
    assert_eq!(gaps(&house).await, []);
}

async fn what_is_not_for_all_agents_is_on_no_list(db: Databases) {
    let house = house(&db).await;
    let mut new = solution(Readership::SignedIn, "Zircon de la paie", "Voici");
    new.about.service = Some(PAYROLL);
    let pay = written(&house, PAUL, new).await;
    publish(&house, PAUL, pay).await;
    // What an agent of that team looks for tells the others nothing of what they find.
    let found = house
        .desk
        .help_page(caller(PAUL), "zircon".into(), Fr)
        .await
        .unwrap();
    assert_eq!(found.lines.len(), 1);
    let verdict = Verdict::DidNot {
        question: "zircon".into(),
        reason: None,
        why: String::new(),
    };
    house
        .desk
        .judge_article(caller(PAUL), pay, verdict, Fr)
        .await
        .unwrap();
    assert_eq!(gaps(&house).await, []);
    let theirs = house.desk.gaps(caller(PAUL), Fr).await.unwrap();
    let settle = GapTask::Settle(theirs.gaps[0].clone());
    let others = house.desk.see_to_gap(caller(NADIA), settle).await;
    assert!(matches!(others, Err(DeskError::NotFound)));
    assert_eq!(
        (theirs.gaps.len(), theirs.titles[&pay].as_str()),
        (1, "Zircon de la paie")
    );
}

async fn words_that_mean_the_same_count_at_once(db: Databases) {
    let house = house(&db).await;
    let id = published(&house, Readership::SignedIn, "Badge perdu").await;
    let finds = async || {
        let found = house
            .desk
            .help_page(caller(CLAIRE), "mon zapette".into(), Fr);
        found.await.unwrap().lines.len()
    };
    assert_eq!(finds().await, 0);
    let settings = Settings {
        synonyms: "badge = zapette\nune seule".into(),
        ..Settings::default()
    };
    house.desk.set_up(Entry::Settings(settings)).await.unwrap();
    assert_eq!(finds().await, 1);
    let index = house.desk.article_index(caller(CLAIRE), Fr).await.unwrap();
    let index = Index::read(&index.bytes()).unwrap();
    assert_eq!(index.answers("zapette", None, 3)[0].article, id);
    let long = Settings {
        synonyms: "x".repeat(20_001),
        ..Settings::default()
    };
    let refused = house.desk.set_up(Entry::Settings(long)).await;
    assert!(matches!(refused, Err(DeskError::Refused(_))));
}

async fn an_index_changes_with_what_it_finds_and_not_otherwise(db: Databases) {
    let house = house(&db).await;
    published(&house, Readership::SignedIn, "Imprimante").await;
    let version = async |who| {
        let file = house.desk.article_index(caller(who), Fr).await.unwrap();
        file.version().to_owned()
    };
    let (users, agents) = (version(CLAIRE).await, version(NADIA).await);
    // What is for agents alone changes not a bit of what users get.
    published(&house, Readership::Agents, "Zircon").await;
    written(
        &house,
        NADIA,
        solution(Readership::SignedIn, "Brouillon", "Voici"),
    )
    .await;
    assert_eq!(version(CLAIRE).await, users);
    assert_ne!(version(NADIA).await, agents);
    published(&house, Readership::SignedIn, "Écran").await;
    assert_ne!(version(CLAIRE).await, users);
    let file = house.desk.article_index(caller(CLAIRE), Fr).await.unwrap();
    let bytes = String::from_utf8_lossy(&file.bytes()).to_lowercase();
    assert!(
        bytes.contains("imprimante") && !bytes.contains("zircon") && !bytes.contains("brouillon")
    );
}

async fn what_helped_comes_first_the_day_after(db: Databases) {
    let house = house(&db).await;
    let mut ids = Vec::new();
    for fix in ["Réparez-le.", "Remplacez-le."] {
        let new = solution(Readership::SignedIn, "Zircomètre en panne", fix);
        let id = written(&house, NADIA, new).await;
        publish(&house, LEAD, id).await;
        ids.push(id);
    }
    let [first, second] = ids[..] else {
        panic!("{ids:?}")
    };
    let found = async || {
        let page = house
            .desk
            .help_page(caller(CLAIRE), "zircomètre".into(), Fr);
        let lines = page.await.unwrap().lines;
        lines.iter().map(|line| line.id).collect::<Vec<_>>()
    };
    assert_eq!(found().await, [first, second]);
    let question = String::from("zircomètre");
    let helped = Verdict::Helped { question };
    let judged = house.desk.judge_article(caller(CLAIRE), second, helped, Fr);
    judged.await.unwrap();
    // An index does not change with each reader.
    assert_eq!(found().await, [first, second]);
    house.clock.advance(DAY);
    assert_eq!(found().await, [second, first]);
    let index = house.desk.article_index(caller(CLAIRE), Fr).await.unwrap();
    let index = Index::read(&index.bytes()).unwrap();
    let hits = index.answers("zircomètre", None, 9);
    assert_eq!(
        hits.iter().map(|hit| hit.article).collect::<Vec<_>>(),
        [second, first]
    );
    // And is forgotten with those who said it.
    house.clock.advance(100 * DAY);
    assert_eq!(found().await, [first, second]);
}

async fn a_ticket_about_it_comes_before_one_that_mentions_it(db: Databases) {
    let house = house(&db).await;
    let about = house.incident("Zircomètre du labo en panne").await;
    let mut mention = Vec::new();
    // More than a page of a list looks through.
    for n in 0..60 {
        let ticket = house.incident(&format!("Autre chose {n}")).await;
        let text = String::from("Le zircomètre du labo est en panne aussi.");
        house.act(CLAIRE, ticket, Command::Comment { text }).await;
        mention.push(ticket);
    }
    let question = "zircomètre panne".to_owned();
    let found = house.desk.search_tickets(caller(NADIA), question);
    let (found, is_cut) = found.await.unwrap();
    let ids: Vec<TicketId> = found
        .iter()
        .map(|one| one.line.summary.reference.id)
        .collect();
    mention.reverse();
    assert_eq!((ids[0], &ids[1..], is_cut), (about, &mention[..19], true));
    assert!(found[1].snippet.iter().any(|piece| piece.is_match));
    // Whose name it is, theirs are found, though it stands in none of them.
    let question = "claire zircomètre labo".to_owned();
    let found = house.desk.search_tickets(caller(NADIA), question).await;
    assert_eq!(found.unwrap().0[0].line.summary.reference.id, about);
    let nobody = house
        .desk
        .search_tickets(caller(NADIA), "paul zircomètre".into());
    assert_eq!(nobody.await.unwrap().0, []);
}
