//! Disruptions: what agents announce, what everybody reads of it, and the tickets about them, of which
//! nobody learns more than they may see.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use guichet_desk::{Caller, DeskError, EntryEdit};
use guichet_domain::directory::disruption::{Disruption, DisruptionUpdate, Phase};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::team::Team;
use guichet_domain::governance::audit_page::{AuditQuery, Audited};
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::ids::{DisruptionId, PersonId, TeamId};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal};
use guichet_domain::kernel::time::{DAY, HOUR};
use guichet_domain::queue::disruptions::DisruptionLine;
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::{TicketId, Timestamp};
use std::collections::BTreeSet;

on_both!(
    what_is_announced_is_told_until_a_day_after_its_last_word,
    two_agents_say_something_at_once,
    a_ticket_that_an_agent_may_not_see_is_as_one_that_is_not_there,
    administrators_learn_of_no_ticket_they_do_not_see,
);

/// An agent of another team.
const OTTO: PersonId = PersonId(3);
/// An administrator in no team.
const ADA: PersonId = PersonId(4);

async fn build(db: &Databases) -> House {
    let house = House::build(db).await;
    let team = Team {
        id: TeamId(2),
        name: Label::new("Réseau", "Network"),
        active: true,
    };
    house.desk.set_up(Entry::Team(team)).await.unwrap();
    for (id, role, team) in [
        (OTTO, Role::Agent, Some(TeamId(2))),
        (ADA, Role::Administrator, None),
    ] {
        let person = Person {
            id,
            name: format!("Personne {id}"),
            email: Some(format!("p{id}@exemple.fr")),
            role,
            teams: team.into_iter().collect(),
            active: true,
            ..Person::default()
        };
        house.desk.set_up(Entry::Person(person)).await.unwrap();
    }
    house
}

fn by(person: PersonId) -> Caller {
    Caller { person }
}

async fn save(
    house: &House,
    person: PersonId,
    wanted: &Disruption,
    was: Option<&Disruption>,
) -> Result<DisruptionId, DeskError> {
    let change = EntryEdit {
        id: house.desk.new_command(),
        entry: Entry::Disruption(wanted.clone()),
        was: was.map(|was| Entry::Disruption(was.clone())),
    };
    let saved = house.desk.administer(by(person), change).await;
    saved.map(DisruptionId)
}

async fn line(house: &House, person: PersonId, id: DisruptionId) -> DisruptionLine {
    let lines = house.desk.disruptions(by(person)).await.unwrap();
    let mut lines = lines.into_iter();
    lines.find(|line| line.disruption.id == id).unwrap()
}

fn titled(title: &str) -> Disruption {
    Disruption {
        title: Label::new(title, ""),
        ..Disruption::default()
    }
}

fn said(text: &str) -> DisruptionUpdate {
    DisruptionUpdate {
        at: Timestamp::default(),
        text: Label::new(text, ""),
    }
}

async fn announced(house: &House) -> Vec<(String, Phase)> {
    let all = house.desk.announcements(by(CLAIRE)).await.unwrap();
    let home = house.desk.home(by(CLAIRE)).await.unwrap();
    assert_eq!(home.disruptions, all);
    let all = all.into_iter().map(|one| (one.title.fr, one.phase));
    all.collect()
}

async fn confidential(house: &House) -> TicketId {
    let draft = NewTicket {
        subject: "Dossier".into(),
        confidential: true,
        ..NewTicket::default()
    };
    let id = house.desk.new_command();
    let recorded = house.desk.record(by(CLAIRE), id, draft).await;
    recorded.unwrap().id
}

async fn what_is_announced_is_told_until_a_day_after_its_last_word(db: Databases) {
    let house = build(&db).await;
    let now = house.desk.now();
    let failure = Disruption {
        since: now.plus(-HOUR),
        ..titled("Panne")
    };
    let work = Disruption {
        since: now.plus(HOUR),
        until: Some(now.plus(3 * HOUR)),
        maintenance: true,
        ..titled("Travaux")
    };
    let work = save(&house, NADIA, &work, None).await.unwrap();
    let failure = save(&house, NADIA, &failure, None).await.unwrap();
    let panne = |phase| ("Panne".to_owned(), phase);
    let travaux = |phase| ("Travaux".to_owned(), phase);
    assert_eq!(
        announced(&house).await,
        [panne(Phase::Current), travaux(Phase::Planned)]
    );
    house.clock.advance(HOUR);
    assert_eq!(
        announced(&house).await,
        [travaux(Phase::Current), panne(Phase::Current)],
        "what was planned begins by itself"
    );
    house.clock.advance(2 * HOUR);
    assert!(line(&house, NADIA, work).await.overdue);

    for (id, word) in [(work, ""), (failure, "Tout marche.")] {
        let was = line(&house, NADIA, id).await.disruption;
        let over = Disruption {
            ended: Some(Timestamp(1)),
            last_word: Label::new(word, ""),
            ..was.clone()
        };
        save(&house, NADIA, &over, Some(&was)).await.unwrap();
        let ended = line(&house, NADIA, id).await;
        assert_eq!(ended.phase, Phase::Ended);
        assert_eq!(ended.disruption.ended, Some(house.desk.now()));
    }
    assert_eq!(announced(&house).await, [panne(Phase::Ended)]);
    house.clock.advance(DAY);
    assert!(announced(&house).await.is_empty());
}

async fn two_agents_say_something_at_once(db: Databases) {
    let house = build(&db).await;
    let id = save(&house, NADIA, &titled("Panne"), None).await.unwrap();
    let was = line(&house, NADIA, id).await.disruption;
    let with = |text| Disruption {
        updates: vec![said(text)],
        ..was.clone()
    };
    save(&house, NADIA, &with("Vu."), Some(&was)).await.unwrap();
    house.clock.advance(HOUR);
    save(&house, OTTO, &with("Trouvé."), Some(&was))
        .await
        .unwrap();
    let all = house.desk.announcements(by(CLAIRE)).await.unwrap();
    let told: Vec<_> = all[0]
        .updates
        .iter()
        .map(|update| (update.text.fr.as_str(), house.desk.now().since(update.at)))
        .collect();
    assert_eq!(told, [("Vu.", HOUR), ("Trouvé.", 0)]);
}

async fn a_ticket_that_an_agent_may_not_see_is_as_one_that_is_not_there(db: Databases) {
    let house = build(&db).await;
    let (open, hidden) = (house.incident("Panne").await, confidential(&house).await);
    let missing = TicketId(99);
    let linking = |tickets: &[TicketId]| Disruption {
        tickets: tickets.iter().copied().collect(),
        ..titled("Panne")
    };
    let refused = |id: TicketId| FieldError {
        field: Field::Link,
        name: Some(id.to_string()),
        problem: Problem::Unknown,
    };
    for other in [hidden, missing] {
        let answer = save(&house, OTTO, &linking(&[open, other]), None).await;
        match answer {
            Err(DeskError::Refused(Refusal::Invalid(errors))) => {
                assert_eq!(errors, [refused(other)]);
            }
            answer => panic!("{answer:?}"),
        }
    }
    let id = save(&house, NADIA, &linking(&[open, hidden]), None).await;
    let id = id.unwrap();
    let seen = line(&house, NADIA, id).await;
    assert_eq!(seen.disruption.tickets, BTreeSet::from([open, hidden]));
    let subjects: Vec<_> = seen.linked.iter().map(|one| &one.subject).collect();
    assert_eq!(subjects, ["Panne", "Dossier"]);

    // Otto sees one, may name no other even though it is linked, and takes none away.
    let was = line(&house, OTTO, id).await;
    assert_eq!(was.disruption.tickets, BTreeSet::from([open]));
    assert_eq!(was.linked.len(), 1);
    let guess = Disruption {
        tickets: [open, hidden].into(),
        ..was.disruption.clone()
    };
    let answer = save(&house, OTTO, &guess, Some(&was.disruption)).await;
    assert!(matches!(answer, Err(DeskError::Refused(_))), "{answer:?}");
    let without = Disruption {
        tickets: BTreeSet::new(),
        ..was.disruption.clone()
    };
    let saved = save(&house, OTTO, &without, Some(&was.disruption)).await;
    saved.unwrap();
    let left = line(&house, NADIA, id).await;
    assert_eq!(left.disruption.tickets, BTreeSet::from([hidden]));
}

async fn administrators_learn_of_no_ticket_they_do_not_see(db: Databases) {
    let house = build(&db).await;
    let hidden = confidential(&house).await;
    let id = save(&house, NADIA, &titled("Panne"), None).await.unwrap();
    let was = line(&house, NADIA, id).await.disruption;
    let linked = Disruption {
        tickets: [hidden].into(),
        ..was.clone()
    };
    save(&house, NADIA, &linked, Some(&was)).await.unwrap();
    let directory = house.desk.administration(by(ADA)).await.unwrap();
    assert!(directory.disruptions[&id].tickets.is_empty());
    let kept = house.desk.directory().await.unwrap();
    assert_eq!(kept.disruptions[&id].tickets, BTreeSet::from([hidden]));
    let page = house.desk.audit(by(ADA), AuditQuery::default()).await;
    let page = page.unwrap();
    let Audited::Saved(saved) = &page.lines[0].what else {
        panic!("the last thing that happened was saving");
    };
    let changed: Vec<_> = saved.changes.iter().map(|change| &change.field).collect();
    assert_eq!(changed, ["tickets"]);
    assert_eq!(
        (&saved.changes[0].from, &saved.changes[0].to),
        (&None, &None)
    );
}
