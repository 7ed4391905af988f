//! Articles: who may do what in which state, what comes of it, and who sees it. The tables are
//! written from what the knowledge base promises, not from its code.
#![allow(clippy::unwrap_used)]

mod common;

use common::dice::Dice;
use guichet_domain::kernel::actor::{Actor, Role, Who};
use guichet_domain::kernel::article_action::{ArticleAction as A, ArticleWhy};
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::language::Language::{self, En, Fr};
use guichet_domain::kernel::refusal::{Field, Problem, Refusal};
use guichet_domain::kernel::removed::Removed;
use guichet_domain::knowledge::allowed::{allowed_on_article, why_not};
use guichet_domain::knowledge::article::{Article, ArticleState};
use guichet_domain::knowledge::command::{ArticleCommand, Change, NewArticle, TextChange};
use guichet_domain::knowledge::content::{ArticleKind, Place, Readership};
use guichet_domain::knowledge::decide::{ArticleDecision, decide_article, write};
use guichet_domain::knowledge::event::{About, ArticleEnvelope, ArticleEvent};
use guichet_domain::knowledge::evolve::evolve_article;
use guichet_domain::knowledge::facts::ArticleFacts;
use guichet_domain::knowledge::view::{Looker, SeenArticle, reads, view_article, works_on};
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::tickets::facts::ServiceFacts;
use guichet_domain::{
    ArticleId, CategoryId, CommandId, FileId, PersonId, ServiceId, TeamId, TicketId, Timestamp,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const MAIL: ServiceId = ServiceId(1);
/// Restricted to its team.
const PAYROLL: ServiceId = ServiceId(2);
const DESK: TeamId = TeamId(1);
const PAY: TeamId = TeamId(2);

fn person(id: i64, role: Role, team: TeamId) -> Actor {
    Actor {
        who: Who::Person(PersonId(id)),
        role,
        teams: BTreeSet::from([team]),
    }
}

fn user() -> Actor {
    person(1, Role::User, TeamId(9))
}

fn author() -> Actor {
    person(2, Role::Agent, DESK)
}

fn lead() -> Actor {
    person(3, Role::TeamLead, DESK)
}

fn facts() -> ArticleFacts {
    let service = |team, restricted, category| ServiceFacts {
        team,
        restricted,
        categories: BTreeSet::from([CategoryId(category)]),
    };
    ArticleFacts {
        services: Arc::new(BTreeMap::from([
            (MAIL, service(DESK, false, 1)),
            (PAYROLL, service(PAY, true, 2)),
        ])),
        agents: Arc::new(
            (2..6)
                .map(|n| (PersonId(n), BTreeSet::from([DESK])))
                .collect(),
        ),
        restricted: BTreeMap::from([(PAYROLL, PAY)]),
        tickets: BTreeSet::from([TicketId(7)]),
        ..ArticleFacts::default()
    }
}

/// A desk with one article, its log and its clock.
struct Bench {
    article: Article,
    texts: BTreeMap<guichet_domain::TextId, String>,
    log: Vec<ArticleEnvelope>,
    now: i64,
    facts: ArticleFacts,
}

impl Bench {
    fn begun(new: &NewArticle, by: &Actor) -> Self {
        let mut bench = Self {
            article: Article::unwritten(ArticleId(5)),
            texts: BTreeMap::new(),
            log: Vec::new(),
            now: 1_000,
            facts: facts(),
        };
        let id = bench.command();
        let decision = write(new, by, &bench.facts, id).unwrap();
        bench.happen(by, id, decision);
        bench
    }

    fn solution() -> Self {
        let mut new = NewArticle {
            about: About {
                service: Some(MAIL),
                ..About::default()
            },
            readers: Readership::SignedIn,
            ..NewArticle::default()
        };
        let texts = [
            (Place::Title, "Word se ferme"),
            (Place::Fix, "Sans compléments"),
        ];
        new.texts.insert(
            Fr,
            texts.map(|(place, text)| (place, text.to_owned())).into(),
        );
        Self::begun(&new, &author())
    }

    fn command(&mut self) -> CommandId {
        self.now += 1_000;
        CommandId(uuid::Uuid::from_u64_pair(0, self.now.unsigned_abs()))
    }

    fn happen(&mut self, by: &Actor, command: CommandId, decision: ArticleDecision) {
        self.texts.extend(decision.texts);
        for event in decision.events {
            for text in event.texts() {
                assert!(
                    self.texts.contains_key(&text),
                    "{event:?} names a text that is not there"
                );
            }
            let envelope = ArticleEnvelope {
                article: self.article.id,
                at: Timestamp(self.now),
                by: by.who.clone(),
                command,
                event,
            };
            self.article = evolve_article(self.article.clone(), &envelope);
            self.log.push(envelope);
        }
    }

    fn does(&mut self, by: &Actor, command: ArticleCommand) -> Result<(), Refusal> {
        let id = self.command();
        let now = Timestamp(self.now);
        let decision = decide_article(&self.article, by, &self.facts, id, command, now)?;
        self.happen(by, id, decision);
        Ok(())
    }

    /// When the draft was changed last.
    fn read(&self) -> Timestamp {
        let draft = self.article.draft.as_ref();
        draft.map_or(Timestamp(0), |draft| draft.at)
    }

    fn publish(&mut self, by: &Actor) -> Result<(), Refusal> {
        let read = self.read();
        self.does(by, ArticleCommand::Publish { read })
    }

    fn discard(&mut self, by: &Actor) -> Result<(), Refusal> {
        let read = self.read();
        self.does(by, ArticleCommand::Discard { read })
    }

    fn revise(&mut self, by: &Actor, place: Place, text: &str) -> Result<(), Refusal> {
        let was = self
            .article
            .latest()
            .and_then(|content| content.text(Fr, place));
        self.does(by, revision(Fr, place, text, was))
    }

    fn reads(&self, place: Place) -> Option<&str> {
        let content = &self.article.published()?.content;
        Some(self.texts[&content.text(Fr, place)?].as_str())
    }
}

fn revision(
    language: Language,
    place: Place,
    text: &str,
    was: Option<guichet_domain::TextId>,
) -> ArticleCommand {
    let change = TextChange {
        text: text.into(),
        was,
    };
    ArticleCommand::Revise {
        texts: BTreeMap::from([(language, BTreeMap::from([(place, change)]))]),
        readers: None,
        about: None,
    }
}

fn why(refused: Result<(), Refusal>) -> ArticleWhy {
    match refused {
        Err(Refusal::ArticleImpossible { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

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
const TABLE: [(A, &str, &str, &str); 13] = [
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
    (A::Attach, "drpbwag", "drpbwag", "drpbwag"),
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
        name: "capture.png".into(),
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

/// A random command of somebody at random.
fn any_step(dice: &mut Dice, bench: &Bench) -> (Actor, ArticleCommand) {
    let who = dice.of(&[user(), author(), lead(), person(6, Role::Agent, PAY)]);
    let content = bench.article.latest().cloned().unwrap_or_default();
    let language = dice.of(&[Fr, En]);
    let place = dice.of(Place::ALL);
    let text = dice.of(&["", "un", "deux"]);
    let was = if dice.one_in(5) {
        None
    } else {
        content.text(language, place)
    };
    let command = match dice.below(10) {
        0..=3 => revision(language, place, text, was),
        4 => ArticleCommand::Submit,
        5 => ArticleCommand::SendBack {
            reason: text.into(),
        },
        6 => ArticleCommand::Publish {
            read: bench
                .article
                .draft
                .as_ref()
                .map_or(Timestamp(0), |draft| draft.at),
        },
        7 => dice.of(&[
            ArticleCommand::Discard { read: bench.read() },
            ArticleCommand::Archive {
                reason: text.into(),
            },
        ]),
        8 => ArticleCommand::Restore {
            number: dice.below(4) as u32,
        },
        _ => ArticleCommand::Revise {
            texts: BTreeMap::new(),
            readers: Some(Change {
                to: dice.of(Readership::ALL),
                was: content.readers,
            }),
            about: None,
        },
    };
    (who, command)
}

proptest! {
    /// Whatever happens in whatever order: what readers see is what was published last, word for
    /// word; versions are numbered without a gap and never change; the log, stored and read again,
    /// gives the same article; what is refused leaves everything as it was.
    #[test]
    fn histories_hold(seed: u64) {
        let mut dice = Dice(seed);
        let mut bench = Bench::solution();
        for _ in 0..40 {
            let before = bench.article.clone();
            let (who, command) = any_step(&mut dice, &bench);
            let offered = why_not(command.action(), &before, &who, &bench.facts).is_none();
            let done = bench.does(&who, command.clone());
            prop_assert!(offered || done.is_err());
            if done.is_err() {
                prop_assert_eq!(&before, &bench.article);
            } else {
                // What was published stays word for word; the last of it is the draft that was.
                let mut versions = before.versions.clone();
                if matches!(command, ArticleCommand::Publish { .. }) {
                    let last = bench.article.versions.last().unwrap();
                    prop_assert_eq!(&last.content, &before.draft.unwrap().content);
                    versions.push(last.clone());
                }
                prop_assert_eq!(&versions, &bench.article.versions);
            }
            let numbers = bench.article.versions.iter().map(|version| version.number as usize);
            prop_assert!(numbers.eq(1..=bench.article.versions.len()));
            if let Some(version) = bench.article.published() {
                for texts in version.content.translations.values() {
                    let is_said = |place| texts.contains_key(&place);
                    let helps = is_said(Place::Fix) || is_said(Place::Workaround);
                    prop_assert!(is_said(Place::Title) && helps);
                }
            }
        }
        let mut again = Article::unwritten(bench.article.id);
        for envelope in &bench.log {
            use guichet_domain::kernel::stream::StreamEvent;
            let event = ArticleEvent::read(envelope.event.store()).unwrap();
            prop_assert_eq!(&event, &envelope.event);
            prop_assert_eq!(event.beside().texts, event.texts());
            again = evolve_article(again, &ArticleEnvelope { event, ..envelope.clone() });
        }
        prop_assert_eq!(again, bench.article);
    }
}
