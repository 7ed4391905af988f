//! A desk with one article, and its people.

use guichet_domain::kernel::actor::{Actor, Role, Who};
use guichet_domain::kernel::article_action::ArticleWhy;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::language::Language::Fr;
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::knowledge::article::Article;
use guichet_domain::knowledge::command::{ArticleCommand, NewArticle, TextChange};
use guichet_domain::knowledge::content::{Place, Readership};
use guichet_domain::knowledge::decide::{ArticleDecision, decide_article, write};
use guichet_domain::knowledge::event::{About, ArticleEnvelope};
use guichet_domain::knowledge::evolve::evolve_article;
use guichet_domain::knowledge::facts::ArticleFacts;
use guichet_domain::tickets::facts::ServiceFacts;
use guichet_domain::{
    ArticleId, CategoryId, CommandId, PersonId, ServiceId, TeamId, TicketId, Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub const MAIL: ServiceId = ServiceId(1);
/// Restricted to its team.
pub const PAYROLL: ServiceId = ServiceId(2);
pub const DESK: TeamId = TeamId(1);
pub const PAY: TeamId = TeamId(2);

pub fn person(id: i64, role: Role, team: TeamId) -> Actor {
    Actor {
        who: Who::Person(PersonId(id)),
        role,
        teams: BTreeSet::from([team]),
    }
}

pub fn user() -> Actor {
    person(1, Role::User, TeamId(9))
}

pub fn author() -> Actor {
    person(2, Role::Agent, DESK)
}

pub fn lead() -> Actor {
    person(3, Role::TeamLead, DESK)
}

pub fn facts() -> ArticleFacts {
    let service = |team, restricted, category| ServiceFacts {
        team,
        restricted,
        categories: BTreeSet::from([CategoryId(category)]),
        no_cause: Default::default(),
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
pub struct Bench {
    pub article: Article,
    pub texts: BTreeMap<guichet_domain::TextId, String>,
    pub log: Vec<ArticleEnvelope>,
    pub now: i64,
    pub facts: ArticleFacts,
}

impl Bench {
    pub fn begun(new: &NewArticle, by: &Actor) -> Self {
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

    pub fn solution() -> Self {
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

    pub fn command(&mut self) -> CommandId {
        self.now += 1_000;
        CommandId(uuid::Uuid::from_u64_pair(0, self.now.unsigned_abs()))
    }

    pub fn happen(&mut self, by: &Actor, command: CommandId, decision: ArticleDecision) {
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

    pub fn does(&mut self, by: &Actor, command: ArticleCommand) -> Result<(), Refusal> {
        let id = self.command();
        let now = Timestamp(self.now);
        let decision = decide_article(&self.article, by, &self.facts, id, command, now)?;
        self.happen(by, id, decision);
        Ok(())
    }

    /// When the draft was changed last.
    pub fn read(&self) -> Timestamp {
        let draft = self.article.draft.as_ref();
        draft.map_or(Timestamp(0), |draft| draft.at)
    }

    pub fn publish(&mut self, by: &Actor) -> Result<(), Refusal> {
        let read = self.read();
        self.does(by, ArticleCommand::Publish { read })
    }

    pub fn discard(&mut self, by: &Actor) -> Result<(), Refusal> {
        let read = self.read();
        self.does(by, ArticleCommand::Discard { read })
    }

    pub fn revise(&mut self, by: &Actor, place: Place, text: &str) -> Result<(), Refusal> {
        let was = self
            .article
            .latest()
            .and_then(|content| content.text(Fr, place));
        self.does(by, revision(Fr, place, text, was))
    }

    pub fn reads(&self, place: Place) -> Option<&str> {
        let content = &self.article.published()?.content;
        Some(self.texts[&content.text(Fr, place)?].as_str())
    }
}

pub fn revision(
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

pub fn why(refused: Result<(), Refusal>) -> ArticleWhy {
    match refused {
        Err(Refusal::ArticleImpossible { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}
