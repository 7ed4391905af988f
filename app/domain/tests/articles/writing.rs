//! What is written merges, and is checked.

use crate::bench::{Bench, DESK, MAIL, author, facts, lead, person, revision, user, why};
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::article_action::ArticleWhy;
use guichet_domain::kernel::language::Language::{En, Fr};
use guichet_domain::kernel::refusal::{Field, Problem, Refusal};
use guichet_domain::knowledge::command::{ArticleCommand, Change, NewArticle};
use guichet_domain::knowledge::content::{ArticleKind, Place, Readership};
use guichet_domain::knowledge::decide::write;
use guichet_domain::knowledge::event::About;
use guichet_domain::{CategoryId, CommandId, PersonId, ServiceId, TicketId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn two_who_edit_meet_only_in_the_same_field() {
    let mut bench = Bench::solution();
    let content = bench.article.latest().unwrap().clone();
    let (title, fix) = (content.text(Fr, Place::Title), content.text(Fr, Place::Fix));
    bench
        .does(&author(), revision(Fr, Place::Title, "Word plante", title))
        .unwrap();
    bench
        .does(&lead(), revision(Fr, Place::Fix, "Réparer Office", fix))
        .unwrap();
    // In the other language too.
    bench
        .does(&lead(), revision(En, Place::Fix, "Repair Office", None))
        .unwrap();
    let late = bench.does(&author(), revision(Fr, Place::Fix, "Rien", fix));
    assert_eq!(late, Err(Refusal::Conflict(vec![Field::Fix])));
    // Nobody publishes what they have not read.
    let read = bench.article.draft.as_ref().unwrap().at;
    bench
        .does(&author(), revision(En, Place::Title, "Word closes", None))
        .unwrap();
    let unread = bench.does(&lead(), ArticleCommand::Publish { read });
    assert_eq!(unread, Err(Refusal::Conflict(vec![Field::Text])));
    bench.publish(&lead()).unwrap();
    assert_eq!(bench.reads(Place::Title), Some("Word plante"));
    let content = &bench.article.published().unwrap().content;
    assert_eq!(
        [Fr, En].map(|language| content.language_for(language)),
        [Some(Fr), Some(En)]
    );
    // Readers and service merge as texts do.
    let change = |to, was| ArticleCommand::Revise {
        texts: BTreeMap::new(),
        readers: Some(Change { to, was }),
        about: None,
    };
    let (wide, narrow) = (Readership::Everybody, Readership::Agents);
    bench
        .does(&author(), change(narrow, Readership::SignedIn))
        .unwrap();
    let late = bench.does(&lead(), change(wide, Readership::SignedIn));
    assert_eq!(late, Err(Refusal::Conflict(vec![Field::Readers])));
    // Both wanted the same: that is none, and nothing to do.
    let same = bench.does(&lead(), change(narrow, Readership::SignedIn));
    assert_eq!(why(same), ArticleWhy::AlreadySo);
}

#[test]
fn what_is_missing_or_wrong_is_named_with_its_language() {
    let new = |kind, places: &[(Place, &str)]| {
        let texts = places
            .iter()
            .map(|(place, text)| (*place, (*text).to_owned()));
        let texts = BTreeMap::from([(En, texts.collect())]);
        NewArticle {
            kind,
            texts,
            ..NewArticle::default()
        }
    };
    let errors = |new: &NewArticle| -> Vec<(Field, Option<String>, Problem)> {
        match write(new, &author(), &facts(), CommandId::default()) {
            Err(Refusal::Invalid(errors)) => errors
                .into_iter()
                .map(|one| (one.field, one.name, one.problem))
                .collect(),
            other => panic!("{other:?}"),
        }
    };
    let en = || Some("en".to_owned());
    let long = "x".repeat(501);
    let guide = ArticleKind::Guide;
    let missing = (Field::Title, None, Problem::Missing);
    assert_eq!(errors(&new(guide, &[])), std::slice::from_ref(&missing));
    assert_eq!(
        errors(&new(guide, &[(Place::Title, " \u{200b}")])),
        [missing]
    );
    let (title, keywords) = (
        (Place::Title, long.as_str()),
        (Place::Keywords, long.as_str()),
    );
    assert_eq!(
        errors(&new(guide, &[title, keywords])),
        [
            (Field::Title, en(), Problem::TooLong(200)),
            (Field::Keywords, en(), Problem::TooLong(500)),
        ]
    );
    let title = (Place::Title, "Title");
    let elsewhere = new(guide, &[title, (Place::Cause, "Cause")]);
    assert_eq!(errors(&elsewhere), [(Field::Cause, en(), Problem::Invalid)]);
    let mut about = new(guide, &[title]);
    about.about.service = Some(ServiceId(99));
    about.ticket = Some(TicketId(8));
    assert_eq!(
        errors(&about),
        [
            (Field::Service, None, Problem::Unknown),
            (Field::Link, None, Problem::Unknown)
        ]
    );
    about.ticket = None;
    about.about = About {
        service: Some(MAIL),
        categories: BTreeSet::from([CategoryId(2)]),
    };
    assert_eq!(errors(&about), [(Field::Category, None, Problem::Unknown)]);
    let refused = write(
        &new(guide, &[title]),
        &user(),
        &facts(),
        CommandId::default(),
    );
    assert!(matches!(
        refused,
        Err(Refusal::ArticleImpossible {
            why: ArticleWhy::NotYours,
            ..
        })
    ));

    // A draft may be unfinished; what is published may not, in any language.
    let mut bench = Bench::begun(&new(guide, &[title]), &author());
    let unfinished = bench.does(&author(), ArticleCommand::Submit);
    let Err(Refusal::Invalid(errors)) = unfinished else {
        panic!("{unfinished:?}")
    };
    assert_eq!(
        (errors[0].field, errors[0].name.as_deref()),
        (Field::Steps, Some("en"))
    );
    bench
        .does(&author(), revision(En, Place::Steps, "1. Do it", None))
        .unwrap();
    bench
        .does(&author(), revision(Fr, Place::Steps, "1. Faire", None))
        .unwrap();
    let untitled = bench.publish(&person(5, Role::SupportManager, DESK));
    let Err(Refusal::Invalid(errors)) = untitled else {
        panic!("{untitled:?}")
    };
    assert_eq!(
        (errors[0].field, errors[0].name.as_deref()),
        (Field::Title, Some("fr"))
    );
    // An empty text takes the language out again.
    bench.revise(&author(), Place::Steps, "").unwrap();
    bench
        .publish(&person(5, Role::SupportManager, DESK))
        .unwrap();
    let languages: Vec<_> = bench
        .article
        .published()
        .unwrap()
        .content
        .translations
        .keys()
        .collect();
    assert_eq!(languages, [&En]);
}

#[test]
fn owner_review_and_tickets_merge_and_are_checked() {
    let mut bench = Bench::solution();
    let own = |to, was| ArticleCommand::Own(Change { to, was });
    let (author_id, lead_id) = (Some(PersonId(2)), Some(PersonId(3)));
    assert_eq!(bench.article.owner, author_id);
    bench.does(&lead(), own(lead_id, author_id)).unwrap();
    assert_eq!(
        bench.does(&author(), own(None, author_id)),
        Err(Refusal::Conflict(vec![Field::Owner]))
    );
    assert!(matches!(
        bench.does(&author(), own(Some(PersonId(1)), lead_id)),
        Err(Refusal::Invalid(_))
    ));
    let plan = |to, was| ArticleCommand::PlanReview(Change { to, was });
    let later = Some(Timestamp(1_000_000));
    bench.does(&lead(), plan(later, None)).unwrap();
    assert!(matches!(
        bench.does(&lead(), plan(Some(Timestamp(1)), later)),
        Err(Refusal::Invalid(_))
    ));
    assert_eq!(
        bench.does(&lead(), plan(later, None)).map_err(|_| ()),
        Err(())
    );
    let link = |ticket| ArticleCommand::Link {
        ticket: TicketId(ticket),
    };
    bench.does(&author(), link(7)).unwrap();
    assert_eq!(why(bench.does(&author(), link(7))), ArticleWhy::AlreadySo);
    assert!(matches!(
        bench.does(&author(), link(8)),
        Err(Refusal::Invalid(_))
    ));
    bench
        .does(
            &author(),
            ArticleCommand::Unlink {
                ticket: TicketId(7),
            },
        )
        .unwrap();
    assert!(bench.article.tickets.is_empty());
    // Of a ticket that one does not see, not even that it is linked is told.
    bench.does(&author(), link(7)).unwrap();
    bench.facts.tickets.clear();
    let unseen = [
        link(7),
        link(8),
        ArticleCommand::Unlink {
            ticket: TicketId(7),
        },
    ];
    for command in unseen {
        let refused = bench.does(&author(), command);
        assert!(matches!(refused, Err(Refusal::Invalid(_))), "{refused:?}");
    }
}
