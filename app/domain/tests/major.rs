//! Major incidents: who leads, until when, and what is due.
#![allow(clippy::unwrap_used)]

mod common;

use common::any_event;
use common::desk::*;
use common::dice::Dice;
use guichet_domain::evolve;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::ids::{CommandId, DisruptionId, TextId, TicketId};
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal, Why};
use guichet_domain::kernel::time::{HOUR, MINUTE, Timestamp};
use guichet_domain::recurrence::major::resolves_children;
use guichet_domain::tickets::command::{Cause, Command, Solution};
use guichet_domain::tickets::deadline::Deadline;
use guichet_domain::tickets::decide::tell::tell;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::link::{Link, Relation};
use guichet_domain::tickets::major::{Major, MajorCommand, MajorEvent, TASKS_MAX};
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::telling::{Known, Source, Telling};
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::workflow::State;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn incident() -> Desk {
    let draft = NewTicket {
        kind: Kind::Incident,
        subject: "La messagerie ne répond plus".into(),
        service: Some(OPEN),
        affected: Some(USER),
        ..NewTicket::default()
    };
    Desk::record(&draft, &actor(ALICE)).unwrap()
}

fn declare(desk: &mut Desk, next: i64) -> Result<Vec<Envelope>, Refusal> {
    let declare = MajorCommand::Declare {
        leader: Some(BEA),
        reason: "Tout le siège est touché.".into(),
        next_update: Some(desk.now.plus(next)),
        disruption: DisruptionId(3),
    };
    desk.act(&actor(ALICE), Command::Major(declare))
}

fn ask(desk: &mut Desk, command: MajorCommand) -> Result<Vec<Envelope>, Refusal> {
    desk.act(&actor(ALICE), Command::Major(command))
}

fn major(desk: &Desk) -> &Major {
    desk.ticket.internal.major.as_ref().unwrap()
}

fn step_down() -> MajorCommand {
    MajorCommand::StepDown {
        reason: "Trois postes seulement.".into(),
    }
}

fn review() -> MajorCommand {
    MajorCommand::Review {
        happened: "Le disque était plein.".into(),
        helped: "La sonde.".into(),
        was: None,
    }
}

fn task(to: guichet_domain::PersonId) -> MajorCommand {
    MajorCommand::GiveTask {
        text: "Appeler l’hébergeur".into(),
        to: Some(to),
        until: None,
    }
}

fn wrong(refused: Result<Vec<Envelope>, Refusal>) -> Vec<(Field, Option<String>, Problem)> {
    let Err(Refusal::Invalid(errors)) = refused else {
        panic!("{refused:?}");
    };
    let one = |FieldError {
                   field,
                   name,
                   problem,
               }| (field, name, problem);
    errors.into_iter().map(one).collect()
}

fn why(refused: Result<Vec<Envelope>, Refusal>) -> Why {
    match refused {
        Err(Refusal::Impossible { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn it_goes_from_its_declaration_to_its_review() {
    let mut desk = incident();
    assert_eq!(why(ask(&mut desk, step_down())), Why::NotInThisState);
    declare(&mut desk, HOUR).unwrap();
    assert_eq!((major(&desk).leader, major(&desk).is_on()), (BEA, true));
    assert_eq!(why(declare(&mut desk, HOUR)), Why::AlreadySo);
    assert_eq!(why(ask(&mut desk, review())), Why::NotInThisState);

    ask(&mut desk, task(ALAN)).unwrap();
    ask(
        &mut desk,
        MajorCommand::Lead {
            leader: BOB,
            was: BEA,
        },
    )
    .unwrap();
    let stale = ask(
        &mut desk,
        MajorCommand::Lead {
            leader: ALAN,
            was: BEA,
        },
    );
    assert_eq!(stale, Err(Refusal::Conflict(vec![Field::Leader])));
    ask(&mut desk, MajorCommand::FinishTask { task: 0 }).unwrap();
    let again = ask(&mut desk, MajorCommand::FinishTask { task: 0 });
    assert_eq!(why(again), Why::AlreadySo);
    assert_eq!(
        why(ask(&mut desk, MajorCommand::FinishTask { task: 7 })),
        Why::AlreadySo
    );

    ask(&mut desk, step_down()).unwrap();
    assert_eq!(major(&desk).ended_at, Some(desk.now));
    assert_eq!(why(ask(&mut desk, step_down())), Why::NotInThisState);
    // What will be done about it is given out afterwards.
    ask(&mut desk, review()).unwrap();
    // Whoever has not seen it overwrites nothing.
    let stale = ask(&mut desk, review());
    let both = vec![Field::Happened, Field::Helped];
    assert_eq!(stale, Err(Refusal::Conflict(both)));
    ask(&mut desk, task(BEA)).unwrap();
    assert!(major(&desk).review.is_some());
    let open: Vec<bool> = major(&desk)
        .tasks
        .iter()
        .map(|one| one.done_at.is_none())
        .collect();
    assert_eq!(open, [false, true]);

    // Declared once more, what is open stays, and it is led and reviewed anew.
    declare(&mut desk, HOUR).unwrap();
    let now = major(&desk);
    assert_eq!((now.is_on(), now.leader, now.tasks.len()), (true, BEA, 2));
    assert_eq!(now.review, None);
}

#[test]
fn every_wrong_field_is_named() {
    let mut desk = incident();
    let nothing = MajorCommand::Declare {
        leader: None,
        reason: " ".into(),
        next_update: None,
        disruption: DisruptionId(3),
    };
    assert_eq!(
        wrong(ask(&mut desk, nothing)),
        [
            (Field::Leader, None, Problem::Missing),
            (Field::Reason, None, Problem::Missing),
            (Field::NextUpdate, None, Problem::Missing),
        ]
    );
    let late = MajorCommand::Declare {
        leader: Some(USER),
        reason: "é".repeat(2_001),
        next_update: Some(desk.now),
        disruption: DisruptionId(3),
    };
    assert_eq!(
        wrong(ask(&mut desk, late)),
        [
            (Field::Leader, None, Problem::Unknown),
            (Field::Reason, None, Problem::TooLong(2_000)),
            (Field::NextUpdate, None, Problem::InThePast),
        ]
    );
    declare(&mut desk, HOUR).unwrap();
    let update = |fr: &str, en: String| MajorCommand::Update {
        fr: fr.into(),
        en,
        next_update: None,
    };
    assert_eq!(
        wrong(ask(&mut desk, update("\n", String::new()))),
        [
            (Field::Text, Some("fr".into()), Problem::Missing),
            (Field::NextUpdate, None, Problem::Missing),
        ]
    );
    let long = "x".repeat(20_001);
    assert_eq!(
        wrong(ask(&mut desk, update("Trouvé", long.clone())))[0],
        (Field::Text, Some("en".into()), Problem::TooLong(20_000))
    );
    let bare = MajorCommand::GiveTask {
        text: String::new(),
        to: None,
        until: Some(desk.now),
    };
    assert_eq!(
        wrong(ask(&mut desk, bare)),
        [
            (Field::Task, None, Problem::Missing),
            (Field::Person, None, Problem::Missing),
            (Field::Until, None, Problem::InThePast),
        ]
    );
    assert_eq!(wrong(ask(&mut desk, task(USER)))[0].2, Problem::Unknown);
    ask(&mut desk, step_down()).unwrap();
    let review = MajorCommand::Review {
        happened: String::new(),
        helped: long,
        was: None,
    };
    assert_eq!(
        wrong(ask(&mut desk, review)),
        [
            (Field::Happened, None, Problem::Missing),
            (Field::Helped, None, Problem::TooLong(20_000)),
        ]
    );
}

#[test]
fn there_are_so_many_tasks_and_no_more() {
    let mut desk = incident();
    declare(&mut desk, HOUR).unwrap();
    for _ in 0..TASKS_MAX {
        ask(&mut desk, task(ALAN)).unwrap();
    }
    assert_eq!(
        wrong(ask(&mut desk, task(ALAN)))[0].2,
        Problem::TooMany(100)
    );
}

#[test]
fn only_agents_do_it_and_only_of_what_all_of_them_see() {
    for person in EVERYBODY {
        let mut desk = incident();
        let before = desk.ticket.clone();
        let command = MajorCommand::Declare {
            leader: Some(BEA),
            reason: "Tout le siège".into(),
            next_update: Some(desk.now.plus(HOUR)),
            disruption: DisruptionId(3),
        };
        let done = desk.act(&actor(*person), Command::Major(command));
        let is_agent = [ALICE, ALAN, BEA, BOB, ADMIN].contains(person);
        assert_eq!(done.is_ok(), is_agent, "{person:?}");
        assert_eq!(desk.ticket == before, !is_agent);
    }
    let mut secret = incident();
    secret
        .act(&actor(ALICE), Command::MakeConfidential)
        .unwrap();
    assert_eq!(why(declare(&mut secret, HOUR)), Why::OnlyForItsTeam);
    // Nor is what everybody knows of filed where only some agents see it.
    let mut known = incident();
    declare(&mut known, HOUR).unwrap();
    let mut form = common::commands::categorisation(&known.ticket, &mut Dice(1), false);
    (form.service, form.category) = (Some(RESTRICTED), Some(guichet_domain::CategoryId(3)));
    let filed = known.act(&actor(BEA), Command::Categorise(form));
    assert_eq!(why(filed), Why::IsMajor);
    // The other way round: what everybody knows of is hidden no more, nor something else.
    let mut known = incident();
    declare(&mut known, HOUR).unwrap();
    assert_eq!(
        why(known.act(&actor(ALICE), Command::MakeConfidential)),
        Why::IsMajor
    );
    let convert = Command::Convert {
        to: Kind::Request,
        item: Some(guichet_domain::ItemId(1)),
        fields: Default::default(),
    };
    assert_eq!(why(known.act(&actor(ALICE), convert.clone())), Why::IsMajor);
    ask(&mut known, step_down()).unwrap();
    known.act(&actor(ALICE), Command::MakeConfidential).unwrap();
}

#[test]
fn its_leader_is_reminded_once_of_each_time_that_was_named() {
    let mut desk = incident();
    assert_eq!(Deadline::MajorUpdate.due(&desk.ticket), None);
    declare(&mut desk, HOUR).unwrap();
    let due = desk.now.plus(HOUR);
    assert_eq!(Deadline::MajorUpdate.due(&desk.ticket), Some(due));
    let missed = |ticket: &Ticket, now| {
        let told = tell(ticket, &facts(now), now);
        told.contains(&Event::Major(MajorEvent::UpdateMissed))
    };
    assert!(!missed(&desk.ticket, due.plus(-1)));
    assert!(missed(&desk.ticket, due));
    let happened = |event| Envelope {
        ticket: desk.ticket.id,
        at: due,
        by: Who::System,
        command: CommandId::default(),
        event: Event::Major(event),
    };
    let reminded = evolve(desk.ticket.clone(), &happened(MajorEvent::UpdateMissed));
    assert!(!missed(&reminded, due.plus(9 * HOUR)));
    assert_eq!(Deadline::MajorUpdate.due(&reminded), None);
    let updated = MajorEvent::Updated {
        fr: None,
        en: None,
        next_update: due.plus(HOUR),
    };
    let updated = evolve(reminded, &happened(updated));
    assert!(!missed(&updated, due.plus(HOUR - 1)));
    assert!(missed(&updated, due.plus(HOUR)));
    // Nobody waits for news of what has ended.
    ask(&mut desk, step_down()).unwrap();
    assert!(!missed(&desk.ticket, due.plus(HOUR)));
    assert_eq!(Deadline::MajorUpdate.due(&desk.ticket), None);
}

#[test]
fn children_are_resolved_with_the_resolution_that_ended_it_and_no_other() {
    let resolve = |desk: &mut Desk| {
        if desk.ticket.classification().is_none() {
            let mut form = common::commands::categorisation(&desk.ticket, &mut Dice(1), false);
            (form.service, form.category) = (Some(OPEN), Some(NO_CAUSE));
            desk.act(&actor(ALICE), Command::Categorise(form)).unwrap();
        }
        let solution = Solution {
            permanence: Some(Permanence::Permanent),
            code: Some(ResolutionCode::Other),
            notes: "Le serveur a redémarré.".into(),
            cause: Some(Cause::Known("Disque plein".into())),
        };
        desk.act(&actor(ALICE), Command::Resolve(solution)).unwrap();
    };
    let notes = |desk: &Desk| resolves_children(&desk.ticket).map(|one| one.notes);
    // It was one like others again when it was resolved.
    let mut stepped_down = incident();
    declare(&mut stepped_down, HOUR).unwrap();
    ask(&mut stepped_down, step_down()).unwrap();
    resolve(&mut stepped_down);
    assert_eq!(notes(&stepped_down), None);
    // Resolved, taken up again, and resolved anew.
    let mut ended = incident();
    declare(&mut ended, HOUR).unwrap();
    assert_eq!(notes(&ended), None);
    resolve(&mut ended);
    let first = ended.ticket.resolution.as_ref().map(|one| one.notes);
    assert!(first.is_some());
    assert_eq!(notes(&ended), first);
    let reopen = Command::Reopen {
        reason: "Encore".into(),
    };
    ended.act(&actor(ALICE), reopen).unwrap();
    assert_eq!(notes(&ended), None);
    resolve(&mut ended);
    assert_eq!(notes(&ended), None);
    // What only some agents read is told to nobody's users.
    let mut hidden = incident();
    declare(&mut hidden, HOUR).unwrap();
    resolve(&mut hidden);
    hidden.ticket.confidential = true;
    assert_eq!(notes(&hidden), None);
}

/// A child of a major incident, and what it is told of it.
fn child(of: Reference, relation: Relation) -> Desk {
    let mut desk = incident();
    desk.ticket.id = TicketId(70);
    let link = Link { to: of, relation };
    desk.ticket.internal.links.insert(link);
    desk
}

fn telling(of: Reference, known: Known, resolve: Option<ResolutionCode>) -> Telling {
    Telling {
        known,
        source: Source {
            problem: of,
            text: TextId::default(),
        },
        text: "La messagerie répond de nouveau.".into(),
        to: BTreeSet::from([USER]),
        resolve,
    }
}

#[test]
fn a_child_is_resolved_with_its_parent_in_any_state_that_is_open() {
    let parent = Reference {
        kind: Kind::Incident,
        id: TicketId(7),
    };
    let code = Some(ResolutionCode::Other);
    for state in State::ALL {
        let mut one = child(parent, Relation::ChildOf);
        one.ticket.state = *state;
        let done = one.act(
            &actor(ALICE),
            Command::TellUser(telling(parent, Known::Fix, code)),
        );
        let is_open = [
            State::New,
            State::Categorised,
            State::Diagnosing,
            State::OnHold,
        ];
        assert_eq!(done.is_ok(), is_open.contains(state), "{state:?}");
        if done.is_ok() {
            assert_eq!(one.ticket.state, State::Resolved);
            assert_eq!(
                one.ticket.resolution.as_ref().unwrap().code,
                ResolutionCode::Other
            );
        }
    }
    // A workaround resolves it as one.
    let mut one = child(parent, Relation::ChildOf);
    let workaround = telling(parent, Known::Workaround, code);
    one.act(&actor(ALICE), Command::TellUser(workaround))
        .unwrap();
    let permanence = one.ticket.resolution.as_ref().unwrap().permanence;
    assert_eq!(permanence, Permanence::Workaround);
    // The parent was something else when they were linked.
    let before = Reference {
        kind: Kind::Request,
        ..parent
    };
    let mut one = child(before, Relation::ChildOf);
    let told = telling(parent, Known::Fix, code);
    one.act(&actor(ALICE), Command::TellUser(told)).unwrap();
    assert_eq!(one.ticket.state, State::Resolved);
    // Other links are not enough, and what is only told resolves nothing.
    for relation in [
        Relation::RelatedTo,
        Relation::ParentOf,
        Relation::DuplicateOf,
        Relation::CausedBy,
    ] {
        let mut one = child(parent, relation);
        let done = one.act(
            &actor(ALICE),
            Command::TellUser(telling(parent, Known::Fix, code)),
        );
        assert!(done.is_err(), "{relation:?}");
    }
    let mut one = child(parent, Relation::ChildOf);
    let update = one.act(
        &actor(ALICE),
        Command::TellUser(telling(parent, Known::Update, code)),
    );
    assert_eq!(wrong(update), [(Field::Value, None, Problem::Invalid)]);
    one.act(
        &actor(ALICE),
        Command::TellUser(telling(parent, Known::Update, None)),
    )
    .unwrap();
    assert_eq!(
        (one.ticket.state, one.ticket.workaround),
        (State::New, None)
    );
    let action = Command::TellUser(telling(parent, Known::Fix, code)).action();
    assert_eq!(action, Action::ResolveWithParent);
}

proptest! {
    /// Said a second time, over all that happened: it is on if it was declared and neither stepped
    /// down nor ended since.
    #[test]
    fn it_lasts_until_it_is_stepped_down_or_nobody_works_on_it(seed in any::<u64>(), steps in 1..40_usize) {
        let mut dice = Dice(seed);
        let mut ticket = incident().ticket;
        let (mut on, mut given, mut done) = (false, 0_usize, BTreeSet::new());
        let mut was = false;
        for n in 0..steps {
            let event = match dice.below(4) {
                0 => Event::Confirmed { to: dice.of(&[State::Closed, State::New, State::Diagnosing]), reopen_until: START },
                _ => Event::Major(any_event::major(&mut dice)),
            };
            let at = Timestamp(START.0 + n as i64 * MINUTE);
            match &event {
                Event::Major(MajorEvent::Declared { .. }) => { on = true; was = true; }
                Event::Major(MajorEvent::SteppedDown { .. }) => on = false,
                Event::Major(MajorEvent::TaskGiven { .. }) if was => given += 1,
                Event::Major(MajorEvent::TaskDone { task }) if was && (*task as usize) < given => {
                    done.insert(*task);
                }
                _ => {}
            }
            ticket = evolve(ticket, &Envelope { ticket: TicketId(1), at, by: Who::System, command: CommandId::default(), event });
            on &= !matches!(ticket.state, State::Closed);
            let major = ticket.internal.major.as_ref();
            prop_assert_eq!(major.is_some(), was);
            prop_assert_eq!(major.is_some_and(|one| one.is_on()), on);
            let tasks = major.map(|one| one.tasks.clone()).unwrap_or_default();
            prop_assert_eq!(tasks.len(), given);
            prop_assert_eq!(tasks.iter().filter(|one| one.done_at.is_some()).count(), done.len());
        }
    }
}
