//! Major incidents: declared, told of and resolved with all that belong to them.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use crate::telling::{by, incident, page, person, told};
use guichet_desk::{Administration, DeskError, EntryEdit};
use guichet_domain::directory::catalogue::Item;
use guichet_domain::directory::disruption::{Disruption, DisruptionUpdate};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::service::{Category, Service};
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::kernel::prose::Format;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::{Field, Problem, Refusal, Why};
use guichet_domain::kernel::time::HOUR;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::recurrence::major::{DeclareMajor, MajorPage, StepDownMajor, UpdateMajor};
use guichet_domain::tickets::command::{Categorisation, Cause, Command, CommandEnvelope, Solution};
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::major::{MajorCommand, MajorEvent};
use guichet_domain::tickets::me_too::MeToo;
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::workflow::State;
use guichet_domain::{CategoryId, DisruptionId, ItemId, PersonId, ServiceId, TeamId, TicketId};

on_both!(
    it_is_announced_and_has_its_children_in_one_act,
    everybody_is_told_once_how_it_stands_and_in_their_language,
    nothing_is_written_of_what_is_refused,
    nobody_else_does_it_or_learns_of_it,
    its_leader_is_reminded_once_whichever_process_does_it,
    what_is_open_is_a_list,
    it_may_last_for_days_and_become_something_else,
    stepping_it_down_ends_what_is_announced,
);

pub fn form(house: &House, incident: Reference, children: &[Reference]) -> DeclareMajor {
    DeclareMajor {
        incident: incident.id,
        leader: Some(NADIA),
        reason: "Tout le siège est touché.".into(),
        next_update: Some(house.desk.now().plus(HOUR)),
        title: Label::new("Messagerie indisponible", "Mail unavailable"),
        message: Label::new("Nous cherchons.", ""),
        service: None,
        children: children.to_vec(),
    }
}

pub async fn declare(house: &House, incident: Reference, children: &[Reference]) {
    let (id, form) = (house.desk.new_command(), form(house, incident, children));
    house.desk.declare_major(by(NADIA), id, form).await.unwrap();
}

pub fn news(house: &House, incident: Reference) -> UpdateMajor {
    UpdateMajor {
        incident: incident.id,
        text: Label::new("La panne est trouvée.", "We found it."),
        next_update: Some(house.desk.now().plus(2 * HOUR)),
    }
}

pub async fn major(house: &House, incident: Reference) -> MajorPage {
    house.desk.major(by(NADIA), incident.id).await.unwrap()
}

pub async fn disruptions(house: &House) -> Vec<Disruption> {
    let lines = house.desk.disruptions(by(NADIA)).await.unwrap();
    lines.into_iter().map(|line| line.disruption).collect()
}

pub async fn resolve(house: &House, incident: Reference) {
    let solution = Solution {
        permanence: Some(Permanence::Workaround),
        code: Some(ResolutionCode::Other),
        notes: "Le serveur a **redémarré**.".into(),
        cause: Some(Cause::Unknown("Rien dans le journal".into())),
    };
    categorise(house, incident).await;
    let command = CommandEnvelope {
        id: house.desk.new_command(),
        ticket: incident.id,
        command: Command::Resolve(solution),
        format: Format::Markdown,
    };
    house.desk.carry_out(by(NADIA), command).await.unwrap();
}

pub async fn categorise(house: &House, incident: Reference) {
    let ticket = page(house, NADIA, incident.id).await.ticket;
    if ticket.category.is_some() {
        return;
    }
    let service = Service {
        id: ServiceId(1),
        name: Label::new("Messagerie", "Mail"),
        team: TeamId(1),
        active: true,
        ..Service::default()
    };
    house.desk.set_up(Entry::Service(service)).await.unwrap();
    let category = Category {
        id: CategoryId(1),
        service: ServiceId(1),
        name: Label::new("Panne", "Failure"),
        active: true,
        asks_cause: true,
    };
    house.desk.set_up(Entry::Category(category)).await.unwrap();
    let form = Categorisation {
        service: Some(ServiceId(1)),
        category: Some(CategoryId(1)),
        impact: Some(Impact::Low),
        urgency: Some(Urgency::Low),
        priority: None,
        reason: String::new(),
        was: None,
        was_priority: None,
    };
    house
        .act(NADIA, incident.id, Command::Categorise(form))
        .await;
}

pub async fn state(house: &House, ticket: Reference) -> State {
    page(house, NADIA, ticket.id).await.ticket.state
}

async fn it_is_announced_and_has_its_children_in_one_act(db: Databases) {
    let house = House::build(&db).await;
    let (ann, bob) = (
        person(&house, 40, Language::En, Role::User).await,
        person(&house, 41, Language::Fr, Role::User).await,
    );
    let first = incident(&house, CLAIRE, "Plus de messagerie").await;
    let children = [
        incident(&house, ann, "No mail").await,
        incident(&house, bob, "Courriels bloqués").await,
    ];
    let before = major(&house, first).await;
    assert_eq!((before.major, before.can_be_declared), (None, true));
    let id = house.desk.new_command();
    let wanted = form(&house, first, &children);
    for _ in 0..2 {
        let again = house.desk.declare_major(by(NADIA), id, wanted.clone());
        again.await.unwrap();
    }
    let now = major(&house, first).await;
    let shown: Vec<Reference> = now.children.iter().map(|one| one.reference).collect();
    assert_eq!(shown, children);
    assert_eq!((now.people, now.can_be_declared), (3, false));
    let declared = now.major.unwrap();
    assert_eq!((declared.leader, declared.is_on()), (NADIA, true));
    assert_eq!(now.texts[&declared.reason], "Tout le siège est touché.");
    // Once, and everybody reads it; nobody who is no agent learns of which ticket.
    let announced = disruptions(&house).await;
    let [announced] = &announced[..] else {
        panic!("{announced:?}");
    };
    assert_eq!(announced.title.en, "Mail unavailable");
    assert_eq!(
        (announced.major, announced.id),
        (Some(first.id), declared.disruption)
    );
    let home = house.desk.home(by(ann)).await.unwrap();
    assert_eq!(home.disruptions.len(), 1);
    assert!(home.disruptions[0].me_too);
    // Who says that it happens to them too becomes a child.
    let id = house.desk.new_command();
    let draft = NewTicket {
        me_too: Some(MeToo::Disruption(announced.id)),
        ..NewTicket::default()
    };
    let carl = person(&house, 42, Language::Fr, Role::User).await;
    let too = house.desk.record(by(carl), id, draft).await.unwrap();
    let now = major(&house, first).await;
    assert!(now.children.iter().any(|one| one.reference == too));
    // Its leader was told, and nobody for what they did themselves.
    assert_eq!(told(&house, NADIA, Notice::LeadGiven).await, 0);
    let olga = person(&house, 43, Language::Fr, Role::Agent).await;
    let lead = MajorCommand::Lead {
        leader: olga,
        was: NADIA,
    };
    house.act(NADIA, first.id, Command::Major(lead)).await;
    assert_eq!(told(&house, olga, Notice::LeadGiven).await, 1);
}

async fn everybody_is_told_once_how_it_stands_and_in_their_language(db: Databases) {
    let house = House::build(&db).await;
    let ann = person(&house, 40, Language::En, Role::User).await;
    let first = incident(&house, CLAIRE, "Plus de messagerie").await;
    let children = [
        incident(&house, ann, "No mail").await,
        incident(&house, ann, "No mail at all").await,
        // She reported both, and is told by one of them.
        incident(&house, CLAIRE, "Courriels bloqués").await,
    ];
    declare(&house, first, &children).await;
    let id = house.desk.new_command();
    let wanted = news(&house, first);
    for _ in 0..2 {
        let sent = house.desk.update_major(by(NADIA), id, wanted.clone());
        sent.await.unwrap();
    }
    for person in [CLAIRE, ann] {
        assert_eq!(
            told(&house, person, Notice::UpdateTold).await,
            1,
            "{person}"
        );
    }
    let said = |page: guichet_domain::tickets::page::TicketPage| {
        let told = page.history.iter().find_map(|one| match &one.event {
            Event::Told { text, .. } => Some(*text),
            _ => None,
        });
        told.map(|text| page.texts[&text].body.clone())
    };
    assert_eq!(
        said(page(&house, ann, children[0].id).await).unwrap(),
        "We found it."
    );
    assert_eq!(
        said(page(&house, CLAIRE, children[2].id).await).unwrap(),
        "La panne est trouvée."
    );
    let announced = disruptions(&house).await;
    assert_eq!(announced[0].updates.len(), 1);
    assert_eq!(announced[0].updates[0].text, wanted.text);
    let now = major(&house, first).await.major.unwrap();
    assert_eq!(Some(now.next_update), wanted.next_update);
    assert_eq!(announced[0].next_update, wanted.next_update);
    // The next one is told anew.
    let id = house.desk.new_command();
    house
        .desk
        .update_major(by(NADIA), id, news(&house, first))
        .await
        .unwrap();
    assert_eq!(told(&house, ann, Notice::UpdateTold).await, 2);
    // A child that has become confidential does not keep an agent of another team from it.
    house
        .act(NADIA, children[0].id, Command::MakeConfidential)
        .await;
    let olga = person(&house, 43, Language::Fr, Role::Agent).await;
    let next = house.desk.new_command();
    let wanted = news(&house, first);
    house
        .desk
        .update_major(by(olga), next, wanted)
        .await
        .unwrap();
    assert_eq!(told(&house, ann, Notice::UpdateTold).await, 3);
    let seen = house.desk.major(by(olga), first.id).await.unwrap();
    assert_eq!(seen.children.len(), 2);
    // The same id with other words is another thing.
    let other = UpdateMajor {
        text: Label::new("Autre chose", ""),
        ..news(&house, first)
    };
    let reused = house.desk.update_major(by(NADIA), id, other).await;
    assert!(matches!(reused, Err(DeskError::Reused(_))), "{reused:?}");
}

async fn nothing_is_written_of_what_is_refused(db: Databases) {
    let house = House::build(&db).await;
    let first = incident(&house, CLAIRE, "Plus de messagerie").await;
    let wrong = DeclareMajor {
        leader: None,
        reason: " ".into(),
        next_update: None,
        title: Label::default(),
        ..form(&house, first, &[])
    };
    let id = house.desk.new_command();
    let refused = house.desk.declare_major(by(NADIA), id, wrong).await;
    let Err(DeskError::Refused(Refusal::Invalid(errors))) = refused else {
        panic!("{refused:?}");
    };
    let fields: Vec<Field> = errors.iter().map(|error| error.field).collect();
    assert_eq!(
        fields,
        [
            Field::Subject,
            Field::Leader,
            Field::Reason,
            Field::NextUpdate
        ]
    );
    // One of the children is not there: neither is the rest.
    let unknown = Reference {
        id: TicketId(9_999),
        ..first
    };
    let id = house.desk.new_command();
    let wrong = form(&house, first, &[unknown]);
    let refused = house.desk.declare_major(by(NADIA), id, wrong).await;
    let Err(DeskError::Refused(Refusal::Invalid(errors))) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(errors[0].problem, Problem::Unknown);
    assert_eq!(disruptions(&house).await, []);
    assert_eq!(major(&house, first).await.major, None);
    // What is wrong with an update changes nothing either.
    declare(&house, first, &[]).await;
    let id = house.desk.new_command();
    let wrong = UpdateMajor {
        text: Label::new(" ", "x".repeat(20_001)),
        ..news(&house, first)
    };
    let refused = house.desk.update_major(by(NADIA), id, wrong).await;
    assert!(matches!(refused, Err(DeskError::Refused(_))), "{refused:?}");
    assert_eq!(disruptions(&house).await[0].updates, []);
    // What goes with it is said and ended there alone.
    let announced = disruptions(&house).await.remove(0);
    let ended = Disruption {
        ended: Some(house.desk.now()),
        ..announced.clone()
    };
    let update = DisruptionUpdate {
        text: Label::new("Autre chose", ""),
        ..DisruptionUpdate::default()
    };
    let more = Disruption {
        updates: vec![update],
        ..announced.clone()
    };
    for (wanted, allowed) in [(ended, false), (more, false), (announced, true)] {
        let edit = EntryEdit {
            id: house.desk.new_command(),
            entry: Entry::Disruption(wanted),
            was: None,
        };
        let saved = house.desk.administer(by(NADIA), edit).await;
        assert_eq!(saved.is_ok(), allowed, "{saved:?}");
    }
    // Declared twice, it is announced once.
    let again = form(&house, first, &[]);
    let id = house.desk.new_command();
    let refused = house.desk.declare_major(by(NADIA), id, again).await;
    let Err(DeskError::Refused(Refusal::Impossible { why, .. })) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(why, Why::AlreadySo);
    assert_eq!(disruptions(&house).await.len(), 1);
}

async fn nobody_else_does_it_or_learns_of_it(db: Databases) {
    let house = House::build(&db).await;
    let first = incident(&house, CLAIRE, "Plus de messagerie").await;
    let id = house.desk.new_command();
    for person in [CLAIRE, PersonId(999)] {
        let refused = house
            .desk
            .declare_major(by(person), id, form(&house, first, &[]))
            .await;
        assert!(refused.is_err(), "{person}");
        let refused = house
            .desk
            .update_major(by(person), id, news(&house, first))
            .await;
        assert!(refused.is_err(), "{person}");
        assert!(house.desk.major(by(person), first.id).await.is_err());
        assert!(house.desk.majors(by(person)).await.is_err());
    }
    // The ways around what everybody is told are closed.
    declare(&house, first, &[]).await;
    for command in [
        MajorCommand::Declare {
            leader: Some(NADIA),
            reason: "Ainsi".into(),
            next_update: Some(house.desk.now().plus(HOUR)),
            disruption: DisruptionId(1),
        },
        MajorCommand::Update {
            fr: "Ainsi".into(),
            en: String::new(),
            next_update: Some(house.desk.now().plus(HOUR)),
        },
        MajorCommand::StepDown {
            reason: "Ainsi".into(),
        },
    ] {
        let command = CommandEnvelope {
            id: house.desk.new_command(),
            ticket: first.id,
            command: Command::Major(command),
            format: Format::Plain,
        };
        let refused = house.desk.carry_out(by(NADIA), command).await;
        assert!(matches!(refused, Err(DeskError::Forbidden)), "{refused:?}");
    }
    // Its own user learns nothing of who leads and why, nor does an administrator of which ticket.
    let seen = page(&house, CLAIRE, first.id).await;
    assert_eq!(seen.ticket.internal.major, None);
    assert!(
        !seen
            .history
            .iter()
            .any(|one| matches!(one.event, Event::Major(_)))
    );
    let admin = person(&house, 44, Language::Fr, Role::Administrator).await;
    let all: Administration = house.desk.administration(by(admin)).await.unwrap();
    assert!(
        all.disruptions
            .values()
            .all(|one| one.major.is_none() && one.tickets.is_empty())
    );
    // A confidential one is not there for an agent of another team, declared or not.
    let secret = NewTicket {
        subject: "Dossier médical".into(),
        confidential: true,
        ..NewTicket::default()
    };
    let id = house.desk.new_command();
    let secret = house.desk.record(by(CLAIRE), id, secret).await.unwrap();
    let olga = person(&house, 43, Language::Fr, Role::Agent).await;
    let id = house.desk.new_command();
    let refused = house
        .desk
        .declare_major(by(olga), id, form(&house, secret, &[]))
        .await;
    assert!(matches!(refused, Err(DeskError::NotFound)), "{refused:?}");
    let refused = house.desk.major(by(olga), secret.id).await;
    assert!(matches!(refused, Err(DeskError::NotFound)), "{refused:?}");
    // One that has ended can be hidden: it goes from every list of theirs.
    let listed = house.desk.majors(by(olga)).await.unwrap();
    assert_eq!(listed.on.len(), 1);
    let step_down = StepDownMajor {
        incident: first.id,
        reason: "Fausse alerte".into(),
        last_word: Label::default(),
    };
    let id = house.desk.new_command();
    house
        .desk
        .step_down_major(by(NADIA), id, step_down)
        .await
        .unwrap();
    house.act(NADIA, first.id, Command::MakeConfidential).await;
    let listed = house.desk.majors(by(olga)).await.unwrap();
    assert_eq!((listed.on.len(), listed.to_review.len()), (0, 0));
    let told = house.desk.disruptions(by(olga)).await.unwrap();
    assert!(told.iter().all(|line| line.disruption.major.is_none()));
    assert_eq!(
        house.desk.majors(by(NADIA)).await.unwrap().to_review.len(),
        1
    );
}

async fn its_leader_is_reminded_once_whichever_process_does_it(db: Databases) {
    let house = House::build(&db).await;
    let olga = person(&house, 43, Language::Fr, Role::Agent).await;
    let first = incident(&house, CLAIRE, "Plus de messagerie").await;
    let wanted = DeclareMajor {
        leader: Some(olga),
        ..form(&house, first, &[])
    };
    let id = house.desk.new_command();
    house
        .desk
        .declare_major(by(NADIA), id, wanted)
        .await
        .unwrap();
    house.desk.run_timers().await.unwrap();
    assert_eq!(told(&house, olga, Notice::UpdateMissed).await, 0);
    house.clock.advance(HOUR);
    let other = house.another().await;
    house.desk.run_timers().await.unwrap();
    other.run_timers().await.unwrap();
    house.clock.advance(9 * HOUR);
    other.run_timers().await.unwrap();
    assert_eq!(told(&house, olga, Notice::UpdateMissed).await, 1);
    let id = house.desk.new_command();
    house
        .desk
        .update_major(by(NADIA), id, news(&house, first))
        .await
        .unwrap();
    house.clock.advance(2 * HOUR);
    house.desk.run_timers().await.unwrap();
    assert_eq!(told(&house, olga, Notice::UpdateMissed).await, 2);
    // Where nobody leads it any more, those in charge of the incident are.
    let gone = Person {
        id: olga,
        name: "Olga".into(),
        role: Role::Agent,
        active: false,
        ..Person::default()
    };
    let id = house.desk.new_command();
    let sent = house.desk.update_major(by(NADIA), id, news(&house, first));
    sent.await.unwrap();
    house
        .act(NADIA, first.id, Command::Take { was: None })
        .await;
    house.desk.set_up(Entry::Person(gone)).await.unwrap();
    house.clock.advance(2 * HOUR);
    house.desk.run_timers().await.unwrap();
    assert_eq!(told(&house, NADIA, Notice::UpdateMissed).await, 1);
}

async fn what_is_open_is_a_list(db: Databases) {
    let house = House::build(&db).await;
    let mut all = Vec::new();
    for n in 0..3 {
        let one = incident(&house, CLAIRE, &format!("Panne {n}")).await;
        declare(&house, one, &[]).await;
        house.clock.advance(HOUR / 60);
        all.push(one);
    }
    resolve(&house, all[0]).await;
    resolve(&house, all[1]).await;
    let review = MajorCommand::Review {
        happened: "Disque plein".into(),
        helped: "La sonde".into(),
        was: None,
    };
    house.act(NADIA, all[1].id, Command::Major(review)).await;
    let give = |text: &str, until: Option<i64>| MajorCommand::GiveTask {
        text: text.into(),
        to: Some(NADIA),
        until: until.map(|hours| house.desk.now().plus(hours * HOUR)),
    };
    for (incident, task) in [
        (all[0], give("Sans date", None)),
        (all[1], give("Plus tard", Some(9))),
        (all[2], give("D’abord", Some(1))),
        (all[2], give("C’est fait", Some(1))),
    ] {
        house.act(NADIA, incident.id, Command::Major(task)).await;
    }
    let done = MajorCommand::FinishTask { task: 1 };
    house.act(NADIA, all[2].id, Command::Major(done)).await;
    house.clock.advance(2 * HOUR);
    let list = house.desk.majors(by(NADIA)).await.unwrap();
    let of = |lines: &[guichet_domain::recurrence::major::MajorLine]| -> Vec<Reference> {
        lines.iter().map(|line| line.incident).collect()
    };
    assert_eq!(of(&list.on), [all[2]]);
    assert_eq!(of(&list.to_review), [all[0]]);
    assert_eq!(of(&list.reviewed), [all[1]]);
    let tasks: Vec<(&str, bool)> = list
        .tasks
        .iter()
        .map(|task| (task.text.as_str(), task.is_late))
        .collect();
    assert_eq!(
        tasks,
        [
            ("D’abord", true),
            ("Plus tard", false),
            ("Sans date", false)
        ]
    );
    let reviewed = major(&house, all[1]).await;
    let is_review = |event: &Event| matches!(event, Event::Major(MajorEvent::Reviewed { .. }));
    assert!(reviewed.timeline.iter().any(|one| is_review(&one.event)));
}

async fn it_may_last_for_days_and_become_something_else(db: Databases) {
    let house = House::build(&db).await;
    let first = incident(&house, CLAIRE, "Plus de messagerie").await;
    declare(&house, first, &[]).await;
    for _ in 0..55 {
        let id = house.desk.new_command();
        let sent = house.desk.update_major(by(NADIA), id, news(&house, first));
        sent.await.unwrap();
    }
    let home = house.desk.home(by(CLAIRE)).await.unwrap();
    assert_eq!(home.disruptions[0].updates.len(), 50);
    let step_down = StepDownMajor {
        incident: first.id,
        reason: "Ce n’était qu’une question.".into(),
        last_word: Label::default(),
    };
    let id = house.desk.new_command();
    let done = house.desk.step_down_major(by(NADIA), id, step_down);
    done.await.unwrap();
    let item = Item {
        id: ItemId(1),
        name: Label::new("Boîte aux lettres", "Mailbox"),
        team: TeamId(1),
        active: true,
        ..Item::default()
    };
    house.desk.set_up(Entry::Item(item)).await.unwrap();
    let convert = Command::Convert {
        to: Kind::Request,
        item: Some(ItemId(1)),
        fields: Default::default(),
    };
    house.act(NADIA, first.id, convert).await;
    // What is left to do about it can still be done.
    let review = MajorCommand::Review {
        happened: "Rien".into(),
        helped: "Demander".into(),
        was: None,
    };
    house.act(NADIA, first.id, Command::Major(review)).await;
    assert!(major(&house, first).await.major.unwrap().review.is_some());
}

async fn stepping_it_down_ends_what_is_announced(db: Databases) {
    let house = House::build(&db).await;
    let ann = person(&house, 40, Language::En, Role::User).await;
    let first = incident(&house, CLAIRE, "Plus de messagerie").await;
    let child = incident(&house, ann, "No mail").await;
    declare(&house, first, &[child]).await;
    let step_down = StepDownMajor {
        incident: first.id,
        reason: "Trois postes seulement.".into(),
        last_word: Label::new("Fausse alerte.", "False alarm."),
    };
    let id = house.desk.new_command();
    for _ in 0..2 {
        let done = house.desk.step_down_major(by(NADIA), id, step_down.clone());
        done.await.unwrap();
    }
    let announced = disruptions(&house).await;
    assert!(announced[0].ended.is_some());
    assert_eq!(announced[0].last_word.en, "False alarm.");
    assert_eq!(state(&house, child).await, State::New);
    let now = major(&house, first).await;
    assert!(!now.major.unwrap().is_on());
    assert!(now.can_be_declared);
    // Its resolution is that of an incident like others now, but for what belonged to it.
    let id = house.desk.new_command();
    let refused = house
        .desk
        .update_major(by(NADIA), id, news(&house, first))
        .await;
    assert!(matches!(refused, Err(DeskError::Refused(_))), "{refused:?}");
}
