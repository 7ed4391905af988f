//! Who reads what.

use crate::bench::{Bench, PAY, PAYROLL, author, facts, lead, person, user};
use guichet_domain::FileId;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::knowledge::command::{ArticleCommand, Change};
use guichet_domain::knowledge::content::{Place, Readership};
use guichet_domain::knowledge::view::{Looker, SeenArticle, reads, view_article, works_on};
use guichet_domain::tickets::attachment::Attachment;
use std::collections::BTreeMap;

/// Who reads what was published, as the knowledge base promises it: for each readership who of
/// nobody in particular (the desk shows articles, or does not), a user, and an agent. An article of
/// a restricted service is read by agents of its team.
#[test]
fn who_reads_what() {
    let (user, agent, pay) = (user(), author(), person(6, Role::Agent, PAY));
    let lookers = [
        Looker::Anonymous { allowed: true },
        Looker::Anonymous { allowed: false },
        Looker::SignedIn(&user),
        Looker::SignedIn(&agent),
        Looker::SignedIn(&pay),
    ];
    let expected = |readers| match readers {
        Readership::Everybody => [true, false, true, true, true],
        Readership::SignedIn => [false, false, true, true, true],
        Readership::Agents => [false, false, false, true, true],
    };
    for readers in Readership::ALL {
        let mut bench = Bench::solution();
        let was = Readership::SignedIn;
        let _ = bench.does(
            &author(),
            ArticleCommand::Revise {
                texts: BTreeMap::new(),
                readers: Some(Change { to: *readers, was }),
                about: None,
            },
        );
        let seen =
            |bench: &Bench, looker| view_article(&bench.article, looker, &bench.facts.restricted);
        // A draft is for agents alone.
        for looker in lookers {
            let is_agent = matches!(looker, Looker::SignedIn(actor) if actor.role.is_agent());
            assert_eq!(seen(&bench, looker).is_some(), is_agent);
        }
        bench.publish(&lead()).unwrap();
        let shown = lookers.map(|looker| seen(&bench, looker).is_some());
        assert_eq!(shown, expected(*readers), "{readers:?}");
        // Those who are no agents get no more than what was published.
        bench.revise(&author(), Place::Fix, "Secret").unwrap();
        for looker in lookers {
            let is_agent = matches!(looker, Looker::SignedIn(actor) if actor.role.is_agent());
            match seen(&bench, looker) {
                Some(SeenArticle::Whole(article)) => assert!(is_agent && article.draft.is_some()),
                Some(SeenArticle::Published(article)) => {
                    assert!(!is_agent);
                    assert_eq!(
                        Some(&article.content),
                        bench.article.published().map(|v| &v.content)
                    );
                }
                None => {}
            }
        }
        bench.discard(&author()).unwrap();
        bench
            .does(
                &lead(),
                ArticleCommand::Archive {
                    reason: "Non".into(),
                },
            )
            .unwrap();
        assert!(
            lookers[..3]
                .iter()
                .all(|looker| seen(&bench, *looker).is_none())
        );

        // The same article, of a service that is its team's.
        let mut facts = facts();
        facts.publishes.insert(PAYROLL);
        let mut content = bench.article.versions[0].content.clone();
        content.service = Some(PAYROLL);
        let shown = lookers.map(|looker| reads(&content, looker, &facts.restricted));
        assert_eq!(shown, [false, false, false, false, true]);
        bench.article.versions[0].content = content;
        let works =
            [&user, &agent, &pay].map(|who| works_on(&bench.article, who, &facts.restricted));
        assert_eq!(works, [false, false, true]);
    }
}

#[test]
fn a_file_for_agents_is_no_reader_s() {
    let mut bench = Bench::solution();
    let file = |n: u128, audience| Attachment {
        file: FileId(uuid::Uuid::from_u128(n)),
        name: format!("capture-{n}.png"),
        media_type: "image/png".into(),
        size: 3,
        audience,
    };
    let attachments = vec![file(1, Audience::Everyone), file(2, Audience::Agents)];
    bench
        .does(&author(), ArticleCommand::Attach { attachments })
        .unwrap();
    // An article has no participants.
    let attachments = vec![file(3, Audience::Participants)];
    let refused = bench.does(&author(), ArticleCommand::Attach { attachments });
    assert!(matches!(refused, Err(Refusal::Invalid(_))));
    bench.publish(&lead()).unwrap();
    let user = user();
    let seen = view_article(
        &bench.article,
        Looker::SignedIn(&user),
        &bench.facts.restricted,
    );
    let Some(SeenArticle::Published(seen)) = seen else {
        panic!("{seen:?}")
    };
    assert_eq!(seen.files, [file(1, Audience::Everyone)]);
    // Emptied, it is gone for everybody.
    let what = Removed::File(FileId(uuid::Uuid::from_u128(1)));
    let reason = String::from("Un visage");
    bench
        .does(&author(), ArticleCommand::Redact { what, reason })
        .unwrap();
    assert_eq!(bench.article.files, [file(2, Audience::Agents)]);
    let everything = ArticleCommand::Redact {
        what: Removed::All,
        reason: "Non".into(),
    };
    assert!(bench.does(&author(), everything).is_err());
}

/// Readers get the files of the version that they read: those of a draft come with it, and those taken
/// out of it go with it.
#[test]
fn files_come_and_go_with_the_version() {
    let mut bench = Bench::solution();
    let file = |n: u128| Attachment {
        file: FileId(uuid::Uuid::from_u128(n)),
        name: format!("capture-{n}.png"),
        media_type: "image/png".into(),
        size: 3,
        audience: Audience::Everyone,
    };
    let attach = |bench: &mut Bench, n| {
        let attachments = vec![file(n)];
        bench.does(&author(), ArticleCommand::Attach { attachments })
    };
    let user = user();
    let seen = |bench: &Bench| {
        let looker = Looker::SignedIn(&user);
        match view_article(&bench.article, looker, &bench.facts.restricted) {
            Some(SeenArticle::Published(seen)) => seen.files,
            other => panic!("{other:?}"),
        }
    };
    attach(&mut bench, 1).unwrap();
    bench.publish(&lead()).unwrap();
    assert_eq!(seen(&bench), [file(1)]);
    // In the draft beside it one comes and one goes.
    attach(&mut bench, 2).unwrap();
    let detach = |n| ArticleCommand::Detach { file: file(n).file };
    bench.does(&author(), detach(1)).unwrap();
    assert_eq!(seen(&bench), [file(1)]);
    assert!(
        bench.does(&author(), detach(1)).is_err(),
        "it is out already"
    );
    bench.publish(&lead()).unwrap();
    assert_eq!(seen(&bench), [file(2)]);
    // What an earlier version had, it has again.
    bench
        .does(&author(), ArticleCommand::Restore { number: 1 })
        .unwrap();
    bench.publish(&lead()).unwrap();
    assert_eq!(seen(&bench), [file(1)]);
    // Texts name files by their names: no two are called the same.
    let mut twin = file(9);
    twin.name = "capture-1.png".into();
    let attachments = vec![twin];
    let taken = bench.does(&author(), ArticleCommand::Attach { attachments });
    assert!(matches!(taken, Err(Refusal::Invalid(_))));
    // While somebody else reviews it, its files stay as its texts do.
    attach(&mut bench, 3).unwrap();
    bench.does(&author(), ArticleCommand::Submit).unwrap();
    assert!(attach(&mut bench, 4).is_err());
    assert!(bench.does(&author(), detach(3)).is_err());
}
