//! Telling the users of a problem's incidents: to whom, in which language, once; and those to whom it
//! happens too.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use crate::knowledge::{LEAD, publish, solution, written};
use guichet_desk::{Caller, DeskError};
use guichet_domain::directory::disruption::Disruption;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::ids::{CommandId, DisruptionId};
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::kernel::time::{DAY, HOUR};
use guichet_domain::knowledge::command::NewArticle;
use guichet_domain::knowledge::content::Readership;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::recurrence::telling::TellUsers;
use guichet_domain::tickets::command::{Cause, Command, Solution};
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::link::Relation;
use guichet_domain::tickets::me_too::MeToo;
use guichet_domain::tickets::page::TicketPage;
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::telling::Known;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{PersonId, TextId, TicketId};

on_both!(
    a_workaround_is_told_once_to_each_in_their_language,
    what_changed_meanwhile_is_not_told_as_it_was,
    a_fix_resolves_the_incidents_and_each_may_say_that_it_still_happens,
    what_waits_for_the_problem_goes_on_when_it_is_known,
    nobody_tells_or_is_told_of_what_the_agent_does_not_see,
    it_happens_to_somebody_else_too,
    nothing_else_is_reported_by_me_too,
    an_article_about_an_unsolved_problem_is_another_way,
);

const OTTO: PersonId = PersonId(50);

/// Another user.
const OTHER: PersonId = PersonId(45);

pub fn by(person: PersonId) -> Caller {
    Caller { person }
}

pub async fn person(house: &House, number: i64, language: Language, role: Role) -> PersonId {
    let id = PersonId(number);
    let person = Person {
        id,
        name: format!("Personne {number}"),
        email: Some(format!("p{number}@exemple.fr")),
        role,
        language: Some(language),
        active: true,
        ..Person::default()
    };
    house.desk.set_up(Entry::Person(person)).await.unwrap();
    id
}

pub async fn incident(house: &House, of: PersonId, subject: &str) -> Reference {
    let draft = NewTicket {
        subject: subject.into(),
        ..NewTicket::default()
    };
    let id = house.desk.new_command();
    house.desk.record(by(of), id, draft).await.unwrap()
}

/// A problem that causes these incidents.
async fn problem(house: &House, incidents: &[Reference]) -> Reference {
    let draft = NewTicket {
        kind: Kind::Problem,
        subject: "Word se ferme après la mise à jour".into(),
        follows: incidents.first().copied(),
        causes: incidents.iter().skip(1).copied().collect(),
        ..NewTicket::default()
    };
    let id = house.desk.new_command();
    house.desk.record(by(NADIA), id, draft).await.unwrap()
}

async fn workaround(house: &House, problem: Reference, text: &str) {
    let was = page(house, NADIA, problem.id).await.ticket.workaround;
    let record = Command::RecordWorkaround {
        text: text.into(),
        internal: String::new(),
        was,
    };
    house.act(NADIA, problem.id, record).await;
}

pub async fn page(house: &House, reader: PersonId, ticket: TicketId) -> TicketPage {
    house
        .desk
        .ticket_page(by(reader), ticket, None)
        .await
        .unwrap()
}

async fn source(house: &House, problem: Reference, known: Known) -> TextId {
    let page = house
        .desk
        .telling(by(NADIA), problem.id, known)
        .await
        .unwrap();
    page.source.expect("there is something to tell").0
}

async fn tell(
    house: &House,
    id: CommandId,
    problem: Reference,
    known: Known,
    resolve: bool,
) -> Result<usize, DeskError> {
    let form = TellUsers {
        problem: problem.id,
        known,
        source: source(house, problem, known).await,
        fr: "Ouvrez Word en mode sans échec.".into(),
        en: "Open Word in safe mode.".into(),
        resolve,
    };
    house.desk.tell_users(by(NADIA), id, form).await
}

/// What is under somebody's bell of this kind, by ticket.
pub async fn told(house: &House, person: PersonId, notice: Notice) -> usize {
    house.desk.notify().await.unwrap();
    let notices = house.desk.notifications(by(person), None).await.unwrap();
    notices
        .lines
        .iter()
        .filter(|line| line.notice == notice)
        .count()
}

async fn resolve(house: &House, problem: Reference) {
    house.act(NADIA, problem.id, Command::Analyse).await;
    let solution = Solution {
        permanence: Some(Permanence::Permanent),
        code: Some(ResolutionCode::VendorFix),
        notes: "La mise à jour est retirée.".into(),
        cause: Some(Cause::Known("La mise à jour".into())),
    };
    house
        .act(NADIA, problem.id, Command::Resolve(solution))
        .await;
}

async fn a_workaround_is_told_once_to_each_in_their_language(db: Databases) {
    let house = House::build(&db).await;
    let ann = person(&house, 40, Language::En, Role::User).await;
    let incidents = [
        incident(&house, CLAIRE, "Word se ferme").await,
        incident(&house, ann, "Word closes").await,
        incident(&house, CLAIRE, "Word se ferme encore").await,
    ];
    let problem = problem(&house, &incidents).await;
    let nothing = house
        .desk
        .telling(by(NADIA), problem.id, Known::Workaround)
        .await
        .unwrap();
    assert_eq!((nothing.source, nothing.lines), (None, vec![]));
    workaround(&house, problem, "Mode sans échec").await;
    let before = house
        .desk
        .telling(by(NADIA), problem.id, Known::Workaround)
        .await
        .unwrap();
    let lines: Vec<_> = before
        .lines
        .iter()
        .map(|line| (line.incident, line.to.len(), line.language))
        .collect();
    let expected = [
        (incidents[0], 1, Language::Fr),
        (incidents[1], 1, Language::En),
        (incidents[2], 0, Language::Fr),
    ];
    assert_eq!(lines, expected);
    let id = house.desk.new_command();
    assert_eq!(
        tell(&house, id, problem, Known::Workaround, false)
            .await
            .unwrap(),
        2
    );
    // The same command once more tells nobody.
    assert_eq!(
        tell(&house, id, problem, Known::Workaround, false)
            .await
            .unwrap(),
        2
    );
    for (person, n) in [(CLAIRE, 1), (ann, 1)] {
        assert_eq!(told(&house, person, Notice::WorkaroundTold).await, n);
    }
    // It stands on each of them, in the language of its user.
    for (reader, incident, text) in [
        (CLAIRE, incidents[0], "Ouvrez Word en mode sans échec."),
        (ann, incidents[1], "Open Word in safe mode."),
        (CLAIRE, incidents[2], "Ouvrez Word en mode sans échec."),
    ] {
        let page = page(&house, reader, incident.id).await;
        let known = page.ticket.workaround.unwrap();
        assert_eq!(page.texts[&known].body, text);
        let said = serde_json::to_string(&(&page.ticket, &page.history)).unwrap();
        assert!(
            !said.contains("\"problem\":{"),
            "a user learns nothing of problems: {said}"
        );
    }
    let after = house
        .desk
        .telling(by(NADIA), problem.id, Known::Workaround)
        .await
        .unwrap();
    assert_eq!((after.lines, after.told), (vec![], 3));
    // Who comes later is told later, and nobody else again.
    let late = incident(&house, ann, "Word closes again").await;
    let bob = person(&house, 41, Language::Fr, Role::User).await;
    let other = incident(&house, bob, "Word ne reste pas ouvert").await;
    let link = Command::Link {
        to: vec![late, other],
        relation: Relation::Causes,
    };
    house.act(NADIA, problem.id, link).await;
    let id = house.desk.new_command();
    assert_eq!(
        tell(&house, id, problem, Known::Workaround, false)
            .await
            .unwrap(),
        1
    );
    assert_eq!(told(&house, ann, Notice::WorkaroundTold).await, 1);
    assert_eq!(told(&house, bob, Notice::WorkaroundTold).await, 1);
    // Another workaround is told anew.
    workaround(&house, problem, "Désactivez les compléments").await;
    let again = house
        .desk
        .telling(by(NADIA), problem.id, Known::Workaround)
        .await
        .unwrap();
    assert_eq!(again.lines.len(), 5);
}

async fn what_changed_meanwhile_is_not_told_as_it_was(db: Databases) {
    let house = House::build(&db).await;
    let incidents = [incident(&house, CLAIRE, "Word se ferme").await];
    let problem = problem(&house, &incidents).await;
    workaround(&house, problem, "Mode sans échec").await;
    let shown = source(&house, problem, Known::Workaround).await;
    workaround(&house, problem, "Non : redémarrez").await;
    let form = TellUsers {
        problem: problem.id,
        known: Known::Workaround,
        source: shown,
        fr: "Mode sans échec".into(),
        en: String::new(),
        resolve: false,
    };
    let id = house.desk.new_command();
    let refused = house.desk.tell_users(by(NADIA), id, form.clone()).await;
    assert!(
        matches!(refused, Err(DeskError::Refused(Refusal::Conflict(_)))),
        "{refused:?}"
    );
    for (fr, resolve) in [
        (" \n", false),
        (&"é".repeat(20_001)[..], false),
        ("Oui", true),
    ] {
        let form = TellUsers {
            source: source(&house, problem, Known::Workaround).await,
            fr: fr.into(),
            resolve,
            ..form.clone()
        };
        let refused = house.desk.tell_users(by(NADIA), id, form).await;
        assert!(
            matches!(refused, Err(DeskError::Refused(Refusal::Invalid(_)))),
            "{refused:?}"
        );
    }
    assert_eq!(told(&house, CLAIRE, Notice::WorkaroundTold).await, 0);
}

async fn a_fix_resolves_the_incidents_and_each_may_say_that_it_still_happens(db: Databases) {
    let house = House::build(&db).await;
    let ann = person(&house, 40, Language::En, Role::User).await;
    let incidents = [
        incident(&house, CLAIRE, "Word se ferme").await,
        incident(&house, ann, "Word closes").await,
        incident(&house, ann, "Word closed").await,
    ];
    let problem = problem(&house, &incidents).await;
    let cancel = Command::Cancel {
        reason: String::new(),
    };
    house.act(ann, incidents[2].id, cancel).await;
    resolve(&house, problem).await;
    let before = house.desk.telling(by(NADIA), problem.id, Known::Fix);
    assert_eq!(
        before.await.unwrap().told,
        0,
        "nobody was told of what was cancelled"
    );
    let id = house.desk.new_command();
    assert_eq!(
        tell(&house, id, problem, Known::Fix, true).await.unwrap(),
        2
    );
    for (person, incident) in [(CLAIRE, incidents[0]), (ann, incidents[1])] {
        // Once: by what was told, and not by the resolution as well.
        assert_eq!(told(&house, person, Notice::FixTold).await, 1);
        assert_eq!(told(&house, person, Notice::Resolved).await, 0);
        let ticket = page(&house, person, incident.id).await.ticket;
        assert_eq!(ticket.state, State::Resolved);
        assert_eq!(ticket.resolution.unwrap().code, ResolutionCode::VendorFix);
        assert!(ticket.closes_at.is_some());
    }
    assert_eq!(
        page(&house, ann, incidents[2].id).await.ticket.state,
        State::Cancelled
    );
    let still = Command::Reopen {
        reason: "Cela arrive encore".into(),
    };
    house.act(CLAIRE, incidents[0].id, still).await;
    assert_eq!(
        page(&house, CLAIRE, incidents[0].id).await.ticket.state,
        State::Diagnosing
    );
    // The other one closes by itself.
    house.clock.advance(30 * DAY);
    house.desk.run_timers().await.unwrap();
    assert_eq!(
        page(&house, ann, incidents[1].id).await.ticket.state,
        State::Closed
    );
}

async fn what_waits_for_the_problem_goes_on_when_it_is_known(db: Databases) {
    let house = House::build(&db).await;
    let incidents = [
        incident(&house, CLAIRE, "Word se ferme").await,
        incident(&house, CLAIRE, "Word encore").await,
    ];
    let problem = problem(&house, &incidents).await;
    let hold = |reason, problem| Command::Hold {
        reason,
        until: Some(house.desk.now().plus(DAY)),
        note: String::new(),
        internal: String::new(),
        problem,
        was: None,
    };
    house
        .act(
            NADIA,
            incidents[0].id,
            hold(HoldReason::Problem, Some(problem)),
        )
        .await;
    house
        .act(NADIA, incidents[1].id, hold(HoldReason::Vendor, None))
        .await;
    house
        .act(NADIA, problem.id, Command::DeclareKnownError)
        .await;
    assert_eq!(
        page(&house, NADIA, incidents[0].id).await.ticket.state,
        State::New
    );
    assert_eq!(
        page(&house, NADIA, incidents[1].id).await.ticket.state,
        State::OnHold
    );
}

async fn nobody_tells_or_is_told_of_what_the_agent_does_not_see(db: Databases) {
    let house = House::build(&db).await;
    let otto = person(&house, OTTO.0, Language::Fr, Role::Agent).await;
    let incidents = [
        incident(&house, CLAIRE, "Word se ferme").await,
        incident(&house, CLAIRE, "Word et le dossier de Paul").await,
    ];
    let problem = problem(&house, &incidents).await;
    workaround(&house, problem, "Mode sans échec").await;
    house
        .act(NADIA, incidents[1].id, Command::MakeConfidential)
        .await;
    let seen = house
        .desk
        .telling(by(otto), problem.id, Known::Workaround)
        .await
        .unwrap();
    let lines: Vec<_> = seen.lines.iter().map(|line| line.incident).collect();
    assert_eq!((lines, seen.told), (vec![incidents[0]], 0));
    for (reader, expected) in [(CLAIRE, "Forbidden"), (NADIA, "NotFound")] {
        let ticket = if reader == NADIA {
            incidents[0].id
        } else {
            problem.id
        };
        let refused = house.desk.telling(by(reader), ticket, Known::Fix).await;
        assert_eq!(format!("{:?}", refused.unwrap_err()), expected);
        let form = TellUsers {
            problem: ticket,
            known: Known::Workaround,
            source: seen.source.clone().unwrap().0,
            fr: "Bonjour".into(),
            en: String::new(),
            resolve: false,
        };
        let id = house.desk.new_command();
        let refused = house.desk.tell_users(by(reader), id, form).await;
        assert_eq!(format!("{:?}", refused.unwrap_err()), expected);
    }
}

/// A disruption about these tickets.
async fn announce(house: &House, tickets: &[TicketId]) -> MeToo {
    let disruption = Disruption {
        id: DisruptionId(7),
        title: Label::new("Word se ferme", "Word closes"),
        since: house.desk.now(),
        tickets: tickets.iter().copied().collect(),
        ..Disruption::default()
    };
    house
        .desk
        .set_up(Entry::Disruption(disruption))
        .await
        .unwrap();
    MeToo::Disruption(DisruptionId(7))
}

async fn me_too(house: &House, person: PersonId, what: MeToo) -> Result<Reference, DeskError> {
    let draft = NewTicket {
        description: "Sur mon portable".into(),
        me_too: Some(what),
        ..NewTicket::default()
    };
    house
        .desk
        .record(by(person), house.desk.new_command(), draft)
        .await
}

async fn it_happens_to_somebody_else_too(db: Databases) {
    let house = House::build(&db).await;
    let ann = person(&house, 40, Language::En, Role::User).await;
    let first = incident(&house, CLAIRE, "Word se ferme").await;
    let problem = problem(&house, &[first]).await;
    workaround(&house, problem, "Ouvrez Word en mode sans échec").await;
    let what = announce(&house, &[first.id, problem.id]).await;
    let announced = house.desk.announcements(by(ann)).await.unwrap();
    assert!(announced[0].me_too);
    let seen = house
        .desk
        .me_too(by(ann), what, Language::En)
        .await
        .unwrap();
    assert_eq!((seen.title.as_str(), seen.mine), ("Word closes", None));
    let mine = me_too(&house, ann, what).await.unwrap();
    let own = page(&house, ann, mine.id).await;
    assert_eq!(own.texts[&own.ticket.subject].body, "Word closes");
    assert_eq!(
        own.texts[&own.ticket.workaround.unwrap()].body,
        "Ouvrez Word en mode sans échec"
    );
    assert_eq!(own.ticket.state, State::OnHold);
    // Nothing of the others, and no mail about what is on the screen but the receipt.
    let said = serde_json::to_string(&(&own.ticket, &own.history, &own.linked)).unwrap();
    assert!(
        !said.contains(&format!("\"id\":{}", problem.id.0)),
        "{said}"
    );
    assert!(!said.contains(&format!("\"id\":{}", first.id.0)), "{said}");
    house.desk.notify().await.unwrap();
    assert_eq!(told(&house, ann, Notice::WorkaroundTold).await, 0);
    assert_eq!(told(&house, ann, Notice::Held).await, 0);
    // Once is enough.
    assert_eq!(me_too(&house, ann, what).await.unwrap(), mine);
    let seen = house
        .desk
        .me_too(by(ann), what, Language::En)
        .await
        .unwrap();
    assert_eq!(seen.mine, Some(mine));
    // The agent finds it under the problem, and tells them of the fix.
    let agent = page(&house, NADIA, problem.id).await;
    assert!(agent.linked.iter().any(|one| one.reference == mine));
    let waits = agent
        .linked
        .iter()
        .find(|one| one.reference == mine)
        .unwrap();
    assert_eq!(waits.state, State::OnHold);
    let to_tell = house
        .desk
        .telling(by(NADIA), problem.id, Known::Workaround)
        .await
        .unwrap();
    let lines: Vec<_> = to_tell.lines.iter().map(|line| line.incident).collect();
    assert_eq!(lines, [first], "who has it on the screen is not told again");
    resolve(&house, problem).await;
    let id = house.desk.new_command();
    assert_eq!(
        tell(&house, id, problem, Known::Fix, true).await.unwrap(),
        2
    );
    assert_eq!(told(&house, ann, Notice::FixTold).await, 1);
    assert_eq!(
        page(&house, ann, mine.id).await.ticket.state,
        State::Resolved
    );
    let events = page(&house, NADIA, mine.id).await.history;
    let with = events.iter().find_map(|one| match &one.event {
        Event::Resolved { with, .. } => *with,
        _ => None,
    });
    assert_eq!(with, Some(problem));
}

async fn nothing_else_is_reported_by_me_too(db: Databases) {
    let house = House::build(&db).await;
    let first = incident(&house, CLAIRE, "Word se ferme").await;
    person(&house, OTHER.0, Language::Fr, Role::User).await;
    // Under an incident that is announced; what it says to its own user is for nobody else.
    workaround(
        &house,
        first,
        "Madame Dubois, prenez l’imprimante du bureau 12",
    )
    .await;
    let what = announce(&house, &[first.id]).await;
    let child = me_too(&house, OTHER, what).await.unwrap();
    assert_eq!(page(&house, OTHER, child.id).await.ticket.workaround, None);
    let parent = page(&house, NADIA, first.id).await;
    let links: Vec<_> = parent.ticket.internal.links.iter().collect();
    assert_eq!(
        (links[0].to, links[0].relation),
        (child, Relation::ParentOf)
    );
    assert_eq!(page(&house, OTHER, child.id).await.ticket.state, State::New);
    // What became confidential is nobody's parent, and nothing is offered or recorded.
    house.act(NADIA, first.id, Command::MakeConfidential).await;
    assert!(!house.desk.announcements(by(CLAIRE)).await.unwrap()[0].me_too);
    let refused = me_too(&house, OTHER, what).await;
    assert!(matches!(refused, Err(DeskError::NotFound)), "{refused:?}");
    // What is over, planned, or not there.
    let ended = Disruption {
        id: DisruptionId(8),
        title: Label::new("Panne", "Fault"),
        ended: Some(house.desk.now()),
        ..Disruption::default()
    };
    let planned = Disruption {
        id: DisruptionId(9),
        title: Label::new("Travaux", "Work"),
        since: house.desk.now().plus(HOUR),
        ..Disruption::default()
    };
    for entry in [ended, planned] {
        house.desk.set_up(Entry::Disruption(entry)).await.unwrap();
    }
    for id in [8, 9, 10] {
        let what = MeToo::Disruption(DisruptionId(id));
        let refused = me_too(&house, CLAIRE, what).await;
        assert!(
            matches!(refused, Err(DeskError::NotFound)),
            "{id}: {refused:?}"
        );
        let refused = house.desk.me_too(by(CLAIRE), what, Language::Fr).await;
        assert!(matches!(refused, Err(DeskError::NotFound)), "{id}");
    }
}

async fn an_article_about_an_unsolved_problem_is_another_way(db: Databases) {
    let house = crate::knowledge::house(&db).await;
    let ann = person(&house, 40, Language::Fr, Role::User).await;
    let first = incident(&house, CLAIRE, "Word se ferme").await;
    let problem = problem(&house, &[first]).await;
    workaround(&house, problem, "Mode sans échec").await;
    let readers = Readership::SignedIn;
    let mut articles = Vec::new();
    for (ticket, title) in [(problem, "Word se ferme"), (first, "Le cas de Claire")] {
        let new = NewArticle {
            ticket: Some(ticket.id),
            ..solution(readers, title, "Ouvrez-le en mode sans échec.")
        };
        let article = written(&house, LEAD, new).await;
        publish(&house, LEAD, article).await;
        articles.push(article);
    }
    let seen = async |reader, article| {
        let page = house
            .desk
            .article_page(by(reader), article, "", Language::Fr);
        page.await.unwrap()
    };
    assert!(seen(ann, articles[0]).await.me_too);
    assert!(
        !seen(ann, articles[1]).await.me_too,
        "one person's incident is nobody else's"
    );
    let mine = me_too(&house, ann, MeToo::Article(articles[0]))
        .await
        .unwrap();
    let own = page(&house, ann, mine.id).await.ticket;
    assert_eq!((own.state, own.workaround.is_some()), (State::OnHold, true));
    // From the other one there is nothing to be told of.
    let refused = me_too(&house, ann, MeToo::Article(articles[1])).await;
    assert!(matches!(refused, Err(DeskError::NotFound)), "{refused:?}");
    // An article that is not for them is not there.
    let new = solution(Readership::Agents, "Interne", "Rien");
    let hidden = written(&house, LEAD, new).await;
    publish(&house, LEAD, hidden).await;
    let refused = me_too(&house, ann, MeToo::Article(hidden)).await;
    assert!(matches!(refused, Err(DeskError::NotFound)), "{refused:?}");
    // Once the problem is solved nothing happens to anybody any more.
    resolve(&house, problem).await;
    assert!(!seen(ann, articles[0]).await.me_too);
}
