//! Who may do what in which state, and what comes of it.

use crate::bench::{Bench, DESK, MAIL, PAY, PAYROLL, author, lead, person, user, why};
use guichet_domain::TeamId;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::article_action::{ArticleAction as A, ArticleWhy};
use guichet_domain::kernel::language::Language::Fr;
use guichet_domain::kernel::refusal::{Field, Refusal};
use guichet_domain::kernel::removed::Removed;
use guichet_domain::knowledge::allowed::{allowed_on_article, why_not};
use guichet_domain::knowledge::article::ArticleState;
use guichet_domain::knowledge::command::{ArticleCommand, Change};
use guichet_domain::knowledge::content::Place;
use guichet_domain::knowledge::event::About;
use std::collections::BTreeMap;

/// Situations of an article of the desk's service, by the letters of the table below.
fn situations() -> [(char, Bench); 7] {
    let draft = Bench::solution;
    let review = || {
        let mut bench = draft();
        bench.does(&author(), ArticleCommand::Submit).unwrap();
        bench
    };
    let published = || {
        let mut bench = review();
        bench.publish(&lead()).unwrap();
        bench
    };
    let beside = || {
        let mut bench = published();
        bench.revise(&author(), Place::Fix, "Autrement").unwrap();
        bench
    };
    let waiting = || {
        let mut bench = beside();
        bench.does(&author(), ArticleCommand::Submit).unwrap();
        bench
    };
    let archived = || {
        let mut bench = published();
        let reason = "Dépassé".into();
        bench
            .does(&lead(), ArticleCommand::Archive { reason })
            .unwrap();
        bench
    };
    let given_up = || {
        let mut bench = draft();
        bench.discard(&author()).unwrap();
        bench
    };
    [
        ('d', draft()),
        ('r', review()),
        ('p', published()),
        ('b', beside()),
        ('w', waiting()),
        ('a', archived()),
        ('g', given_up()),
    ]
}

/// In which of the situations above whoever publishes, another agent, and the author may do what:
/// draft, in review, published, draft beside it, in review beside it, archived, given up.
const TABLE: [(A, &str, &str, &str); 15] = [
    (A::Revise, "drpbwg", "dpbg", "dpbg"),
    (A::Submit, "dbg", "dbg", "dbg"),
    (A::SendBack, "rw", "", "rw"),
    (A::Publish, "drbwg", "", ""),
    (A::Discard, "drbw", "db", "db"),
    (A::Archive, "p", "", ""),
    (A::Restore, "pa", "pa", "pa"),
    (A::Own, "drpbwag", "drpbwag", "drpbwag"),
    (A::PlanReview, "drpbwag", "drpbwag", "drpbwag"),
    (A::Link, "drpbwag", "drpbwag", "drpbwag"),
    (A::Unlink, "", "", ""),
    (A::Attach, "drpbwg", "dpbg", "dpbg"),
    // There is no file in any of them.
    (A::Detach, "", "", ""),
    // The desk itself does it.
    (A::Remind, "", "", ""),
    (A::Redact, "drpbwag", "drpbwag", "drpbwag"),
];

#[test]
fn the_table_of_who_may_do_what() {
    assert_eq!(TABLE.map(|(action, ..)| action).as_slice(), A::ALL);
    let colleague = person(4, Role::Agent, DESK);
    for (letter, bench) in situations() {
        for (action, publisher, agent, own) in TABLE {
            for (who, may) in [
                (lead(), publisher),
                (person(5, Role::SupportManager, TeamId(9)), publisher),
                (person(5, Role::Administrator, TeamId(9)), publisher),
                (colleague.clone(), agent),
                // Who leads another team is an agent as others are.
                (person(5, Role::TeamLead, PAY), agent),
                (author(), own),
                (user(), ""),
            ] {
                let refused = why_not(action, &bench.article, &who, &bench.facts);
                assert_eq!(
                    refused.is_none(),
                    may.contains(letter),
                    "{action:?} {letter} {who:?}: {refused:?}"
                );
                let shown = allowed_on_article(&bench.article, &who, &bench.facts);
                let shown = shown.iter().find(|one| one.action == action);
                assert!(refused.is_some() || shown.is_some_and(|one| one.why_not.is_none()));
                assert!(who != user() || shown.is_none());
            }
        }
    }
}

#[test]
fn states_follow_the_lifecycle() {
    let states = situations().map(|(letter, bench)| (letter, bench.article.state()));
    assert_eq!(
        states,
        [
            ('d', ArticleState::Draft),
            ('r', ArticleState::InReview),
            ('p', ArticleState::Published),
            ('b', ArticleState::Published),
            ('w', ArticleState::Published),
            ('a', ArticleState::Archived),
            ('g', ArticleState::Archived),
        ]
    );
}

#[test]
fn readers_keep_what_was_published_until_the_next_is() {
    let mut bench = Bench::solution();
    assert_eq!(bench.reads(Place::Fix), None);
    bench.does(&author(), ArticleCommand::Submit).unwrap();
    bench.publish(&lead()).unwrap();
    bench
        .revise(&author(), Place::Fix, "Mettre à jour")
        .unwrap();
    assert_eq!(bench.reads(Place::Fix), Some("Sans compléments"));
    bench.publish(&lead()).unwrap();
    assert_eq!(bench.reads(Place::Fix), Some("Mettre à jour"));
    // What it said before comes back as a draft first.
    bench
        .does(&author(), ArticleCommand::Restore { number: 1 })
        .unwrap();
    assert_eq!(bench.reads(Place::Fix), Some("Mettre à jour"));
    bench.publish(&lead()).unwrap();
    assert_eq!(bench.reads(Place::Fix), Some("Sans compléments"));
    let numbers: Vec<u32> = bench
        .article
        .versions
        .iter()
        .map(|version| version.number)
        .collect();
    assert_eq!(numbers, [1, 2, 3]);
    // Taken from readers, and given back.
    bench
        .does(
            &lead(),
            ArticleCommand::Archive {
                reason: "Dépassé".into(),
            },
        )
        .unwrap();
    assert_eq!(bench.reads(Place::Fix), None);
    bench
        .does(&author(), ArticleCommand::Restore { number: 2 })
        .unwrap();
    assert_eq!(
        (bench.reads(Place::Fix), bench.article.state()),
        (None, ArticleState::Archived)
    );
    bench.publish(&lead()).unwrap();
    assert_eq!(bench.reads(Place::Fix), Some("Mettre à jour"));
}

#[test]
fn where_the_service_says_so_agents_publish_at_once() {
    let mut bench = Bench::solution();
    assert_eq!(why(bench.publish(&author())), ArticleWhy::NotPublisher);
    bench.facts.unreviewed.insert(MAIL);
    bench.publish(&author()).unwrap();
    // Whom the lead named publishes too, and nobody because of another service.
    let mut bench = Bench::solution();
    bench.facts.publishes.insert(PAYROLL);
    assert_eq!(why(bench.publish(&author())), ArticleWhy::NotPublisher);
    bench.facts.publishes.insert(MAIL);
    bench.publish(&author()).unwrap();
}

#[test]
fn who_moves_an_article_does_not_choose_who_publishes_it() {
    let elsewhere = person(5, Role::TeamLead, TeamId(9));
    let mut bench = Bench::solution();
    bench.publish(&lead()).unwrap();
    let was = About {
        service: Some(MAIL),
        ..About::default()
    };
    let revise = ArticleCommand::Revise {
        texts: BTreeMap::new(),
        readers: None,
        about: Some(Change {
            to: About::default(),
            was,
        }),
    };
    // What is about no service every lead publishes, but not over what another one published.
    bench.does(&elsewhere, revise).unwrap();
    assert_eq!(why(bench.publish(&elsewhere)), ArticleWhy::NotPublisher);
    bench.publish(&lead()).unwrap();
    bench.revise(&author(), Place::Fix, "Autrement").unwrap();
    bench.publish(&elsewhere).unwrap();
}

#[test]
fn what_was_given_up_or_written_meanwhile_is_not_lost() {
    let mut bench = Bench::solution();
    let read = bench.read();
    bench
        .revise(&lead(), Place::Cause, "Un complément")
        .unwrap();
    let late = bench.does(&author(), ArticleCommand::Discard { read });
    assert_eq!(late, Err(Refusal::Conflict(vec![Field::Text])));
    bench.discard(&author()).unwrap();
    assert_eq!(bench.article.state(), ArticleState::Archived);
    assert_eq!(why(bench.discard(&author())), ArticleWhy::AlreadySo);
    // Its service still says for whom it is, and whoever goes on has all of it.
    bench.revise(&author(), Place::Fix, "Le réparer").unwrap();
    assert_eq!(bench.article.state(), ArticleState::Draft);
    assert!(
        bench
            .article
            .latest()
            .unwrap()
            .text(Fr, Place::Cause)
            .is_some()
    );
}

/// Nobody answers as the person whose mail an article was copied from.
#[test]
fn a_text_loses_the_signatures_of_reply_addresses() {
    let mut bench = Bench::solution();
    let signed = "Écrivez à support+INC-401.ccd4axyn6yr4uena@exemple.fr";
    bench.revise(&author(), Place::Fix, signed).unwrap();
    bench.publish(&lead()).unwrap();
    let said = "Écrivez à support+INC-401@exemple.fr";
    assert_eq!(bench.reads(Place::Fix), Some(said));
}

#[test]
fn a_text_that_was_written_over_can_be_removed() {
    let mut bench = Bench::solution();
    let secret = bench
        .article
        .latest()
        .unwrap()
        .text(Fr, Place::Fix)
        .unwrap();
    bench.revise(&author(), Place::Fix, "Sans le code").unwrap();
    let redact = || ArticleCommand::Redact {
        what: Removed::Text(secret),
        reason: "Un code".into(),
    };
    // What the article never had is not there to be removed.
    assert!(matches!(
        bench.does(&author(), redact()),
        Err(Refusal::Invalid(_))
    ));
    bench.facts.texts = bench.log.iter().flat_map(|one| one.event.texts()).collect();
    bench.does(&author(), redact()).unwrap();
}
