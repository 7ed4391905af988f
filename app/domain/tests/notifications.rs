//! Who is told of what happened: everybody who is to know, and nobody who may not.
#![allow(clippy::unwrap_used)]

mod common;

use common::any_event::{KINDS, event};
use common::commands::attachment;
use common::desk::*;
use common::dice::Dice;
use common::walk::{recorded, step, walks};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::evolve;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::ids::{CategoryId, CommandId, ItemId, PersonId, TeamId, TicketId};
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::priority;
use guichet_domain::kernel::promise::{Promise, Rank};
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::notifications::preferences::{Channels, Topic, Wishes};
use guichet_domain::notifications::recipients::{Recipient, quoted, recipients, reminded};
use guichet_domain::tickets::command;
use guichet_domain::tickets::command::{Cause, Command, Solution};
use guichet_domain::tickets::decide::remind_user::remind_user;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::view::{seen, view, viewer};
use guichet_domain::tickets::workflow::State;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Everybody of the desk, each with an address: `p10@exemple.fr`.
fn directory() -> Directory {
    let mut directory = Directory::default();
    for person in EVERYBODY {
        let who = actor(*person);
        directory.save(Entry::Person(Person {
            id: *person,
            name: format!("Personne {person}"),
            email: Some(format!("p{person}@exemple.fr")),
            role: who.role,
            teams: who.teams,
            active: true,
            ..Person::default()
        }));
    }
    directory
}

/// Text that names everybody, so that every comment would tell all of them.
fn naming_everybody() -> String {
    let names: Vec<String> = EVERYBODY.iter().map(|p| format!("@p{p}")).collect();
    names.join(" ")
}

/// Nobody is told what they may not see, nobody what they did, nobody twice.
fn told_rightly(before: &Ticket, after: &Ticket, happened: &Envelope, all: &Directory) {
    let said = naming_everybody();
    let found = recipients(before, after, happened, Some(&said), all);
    let mut people = BTreeSet::new();
    for recipient in &found {
        assert!(people.insert(recipient.person), "{recipient:?} twice");
        let who = actor(recipient.person);
        assert_eq!(
            recipient.own,
            happened.by.person() == Some(recipient.person)
        );
        assert!(
            !recipient.own || recipient.notice == Notice::Recorded,
            "{recipient:?}"
        );
        if recipient.notice == Notice::ApprovalWithdrawn {
            assert!(viewer(before, &who).is_some(), "{recipient:?}");
            continue;
        }
        let quality = viewer(after, &who).unwrap_or_else(|| panic!("{recipient:?}: {happened:?}"));
        let learnt = seen(happened, quality);
        let learnt = learnt.unwrap_or_else(|| panic!("{recipient:?}: {happened:?}"));
        // What goes out with it is before their eyes on the page as well.
        if let Some(text) = quoted(&learnt.event) {
            let page = serde_json::to_string(&(view(after, quality), &learnt)).unwrap();
            assert!(
                page.contains(&text.to_string()),
                "{recipient:?}: {happened:?}"
            );
        }
    }
}

proptest! {
    #![proptest_config(common::cases(256))]

    #[test]
    fn nobody_is_told_what_they_may_not_see(
        steps in prop::collection::vec((0..KINDS, any::<u64>()), 1..40),
    ) {
        let all = directory();
        let mut ticket = Ticket::unrecorded(TicketId(42));
        for (kind, seed) in steps {
            let dice = &mut Dice(seed);
            let event = event(kind, dice);
            let happened = Envelope {
                ticket: TicketId(42),
                at: START,
                by: dice.maybe(|d| Who::Person(d.of(EVERYBODY))).unwrap_or_default(),
                command: CommandId(dice.uuid()),
                event,
            };
            let after = evolve(ticket.clone(), &happened);
            told_rightly(&ticket, &after, &happened, &all);
            ticket = after;
        }
    }

    #[test]
    fn whatever_is_decided_is_told_rightly((kind, seed, steps) in walks()) {
        let all = directory();
        let mut desk = recorded(kind, seed);
        for seed in steps {
            step(&mut desk, seed);
        }
        let mut ticket = Ticket::unrecorded(TicketId(42));
        for happened in &desk.log {
            let after = evolve(ticket.clone(), happened);
            told_rightly(&ticket, &after, happened, &all);
            // Everybody whose decision comes to be awaited hears of it, and of its end.
            let awaited = |t: &Ticket| -> BTreeSet<PersonId> {
                let open = t.state == State::AwaitingApproval;
                t.approval.iter().filter(|_| open).flat_map(|a| a.pending()).collect()
            };
            let found = recipients(&ticket, &after, happened, None, &all);
            let by = happened.by.person();
            for person in awaited(&after).difference(&awaited(&ticket)).filter(|p| Some(**p) != by) {
                prop_assert!(found.iter().any(|t| t.person == *person && t.notice == Notice::ApprovalAsked));
            }
            for person in awaited(&ticket).difference(&awaited(&after)).filter(|p| Some(**p) != by) {
                prop_assert!(found.iter().any(|t| t.person == *person), "{person} waits on");
            }
            ticket = after;
        }
    }
}

/// Whom the last of these events told what.
fn notified(desk: &Desk, happened: &[Envelope]) -> Vec<(PersonId, Notice)> {
    let all = directory();
    let mut ticket = Ticket::unrecorded(desk.ticket.id);
    let mut told_of = Vec::new();
    for one in &desk.log {
        let after = evolve(ticket.clone(), one);
        if happened.contains(one) {
            let said = match &one.event {
                Event::Commented { text, .. } => desk.texts.get(text).map(String::as_str),
                _ => None,
            };
            told_of.extend(
                recipients(&ticket, &after, one, said, &all)
                    .into_iter()
                    .map(|Recipient { person, notice, .. }| (person, notice)),
            );
        }
        ticket = after;
    }
    told_of
}

fn incident() -> Desk {
    let draft = NewTicket {
        kind: Kind::Incident,
        subject: "Word ne s'ouvre plus".into(),
        affected: Some(USER),
        reporter: Some(REPORTER),
        service: Some(OPEN),
        ..NewTicket::default()
    };
    let mut desk = Desk::record(&draft, &actor(ALICE)).unwrap();
    desk.done(ALAN, Command::Watch { person: WATCHER });
    desk
}

#[test]
fn a_report_is_acknowledged_to_those_it_is_about() {
    let desk = incident();
    let first = &desk.log[..1];
    assert_eq!(
        notified(&desk, first),
        [(USER, Notice::Recorded), (REPORTER, Notice::Recorded)]
    );
    let draft = NewTicket {
        subject: "x".into(),
        ..NewTicket::default()
    };
    let own = Desk::record(&draft, &actor(USER)).unwrap();
    assert_eq!(notified(&own, &own.log[..1]), [(USER, Notice::Recorded)]);
}

/// A file that comes with a report is part of it; one that comes later is an answer.
#[test]
fn files_of_a_report_are_no_answer() {
    let desk = incident();
    let mut file = desk.log[0].clone();
    file.by = Who::Person(USER);
    file.event = Event::Attached {
        attachment: attachment(&mut Dice(7)),
        unread: true,
        by_mail: None,
    };
    let before = evolve(Ticket::unrecorded(TicketId(42)), &desk.log[0]);
    let answered = |file: &Envelope| {
        let after = evolve(before.clone(), file);
        let all = recipients(&before, &after, file, None, &directory());
        all.iter().any(|one| one.notice == Notice::Answered)
    };
    assert!(!answered(&file));
    file.at = file.at.plus(1);
    assert!(answered(&file));
}

#[test]
fn the_conversation_goes_to_the_other_side() {
    let mut desk = incident();
    desk.done(ALICE, Command::Take { was: None });
    let comment = |text: &str| Command::Comment { text: text.into() };
    let asked = desk.done(ALICE, comment("Depuis quand ?"));
    assert_eq!(
        notified(&desk, &asked),
        [USER, REPORTER, WATCHER].map(|person| (person, Notice::Message))
    );
    let answer = desk.done(USER, comment("Depuis ce matin"));
    assert_eq!(
        notified(&desk, &answer),
        [
            (REPORTER, Notice::Message),
            (WATCHER, Notice::Message),
            (ALICE, Notice::Answered)
        ]
    );
    // A note tells whom it names, where they may read it.
    let note = Command::Note {
        text: "@p11 et @p1, qu'en dites-vous ?".into(),
    };
    let noted = desk.done(ALICE, note);
    assert_eq!(notified(&desk, &noted), [(ALAN, Notice::Mentioned)]);
    assert!(matches!(
        &noted[0].event,
        Event::Commented {
            audience: Audience::Agents,
            ..
        }
    ));
    assert_eq!(
        quoted(&noted[0].event),
        None,
        "what is internal never goes out"
    );
}

#[test]
fn the_ways_of_a_ticket_are_told_to_its_people() {
    let mut desk = incident();
    let hold = Command::Hold {
        was: None,
        reason: HoldReason::Vendor,
        until: Some(desk.now.plus(time::DAY)),
        note: String::new(),
        internal: String::new(),
        problem: None,
    };
    let handed = desk.done(
        ALICE,
        Command::HandOver {
            team: TeamId(2),
            note: "Réseau".into(),
            was: desk.ticket.team,
        },
    );
    assert_eq!(
        notified(&desk, &handed),
        [(BEA, Notice::HandedOver), (BOB, Notice::HandedOver)]
    );
    let assigned = desk.done(BOB, Command::Assign { to: BEA, was: None });
    assert_eq!(notified(&desk, &assigned), [(BEA, Notice::Assigned)]);
    let everybody = [USER, REPORTER, WATCHER];
    let held = desk.done(BEA, hold);
    assert_eq!(notified(&desk, &held), everybody.map(|p| (p, Notice::Held)));
    let solution = Solution {
        permanence: Some(Permanence::Permanent),
        code: Some(ResolutionCode::Configuration),
        notes: "Réglé".into(),
        cause: Some(Cause::Unknown("Non reproduit".into())),
    };
    desk.done(BEA, Command::Resume);
    let category = commands_categorise(&desk);
    desk.done(BEA, category);
    let resolved = desk.done(BEA, Command::Resolve(solution));
    assert_eq!(
        notified(&desk, &resolved),
        everybody.map(|p| (p, Notice::Resolved))
    );
    // Whoever confirms knows it already.
    let confirmed = desk.done(USER, Command::Confirm);
    assert_eq!(
        notified(&desk, &confirmed),
        [(REPORTER, Notice::Closed), (WATCHER, Notice::Closed)]
    );
    let reopened = desk.done(
        USER,
        Command::Reopen {
            reason: "Encore".into(),
        },
    );
    assert_eq!(notified(&desk, &reopened), [(BEA, Notice::Answered)]);
}

fn commands_categorise(desk: &Desk) -> Command {
    Command::Categorise(command::Categorisation {
        service: Some(OPEN),
        category: Some(CategoryId(1)),
        impact: Some(priority::Impact::Low),
        urgency: Some(priority::Urgency::Low),
        priority: None,
        reason: String::new(),
        was: desk.ticket.classification(),
        was_priority: desk.ticket.other_priority(),
    })
}

#[test]
fn approvers_are_asked_reminded_and_released() {
    // Manager or sponsor: one of them is enough.
    let draft = NewTicket {
        kind: Kind::Request,
        subject: "A badge".into(),
        affected: Some(USER),
        item: Some(ItemId(3)),
        ..NewTicket::default()
    };
    let mut desk = Desk::record(&draft, &actor(USER)).unwrap();
    desk.done(ALICE, Command::Take { was: None });
    desk.done(ALICE, Command::Evaluate);
    let evaluated = desk.done(
        ALICE,
        Command::SubmitEvaluation(command::Assessment {
            feasible: true,
            cost: Some(Cents(100)),
            impact: "Aucun".into(),
            reason: String::new(),
        }),
    );
    let asked = [MANAGER, SPONSOR];
    assert_eq!(
        notified(&desk, &evaluated),
        asked.map(|p| (p, Notice::ApprovalAsked))
    );
    let late: Vec<PersonId> = reminded(&desk.ticket, &directory())
        .iter()
        .map(|t| t.person)
        .collect();
    assert_eq!(late, asked);
    // While their question is open, it is not they who are awaited.
    let question = desk.done(
        MANAGER,
        Command::AskBack {
            question: "Pourquoi ?".into(),
        },
    );
    assert_eq!(notified(&desk, &question), [(USER, Notice::Message)]);
    assert!(reminded(&desk.ticket, &directory()).is_empty());
    let answer = desk.done(
        USER,
        Command::Comment {
            text: "Pour entrer".into(),
        },
    );
    assert_eq!(
        notified(&desk, &answer),
        [MANAGER, SPONSOR, ALICE].map(|p| (p, Notice::Answered))
    );
    let approved = desk.done(
        MANAGER,
        Command::Approve {
            comment: String::new(),
        },
    );
    assert_eq!(
        notified(&desk, &approved),
        [
            (USER, Notice::Decided),
            (SPONSOR, Notice::ApprovalWithdrawn),
            (ALICE, Notice::Decided)
        ]
    );
    assert!(reminded(&desk.ticket, &directory()).is_empty());
}

#[test]
fn everybody_chooses_by_what_ways() {
    let mut wishes = Wishes::default();
    let told = |watching, own| Recipient {
        person: USER,
        notice: Notice::Recorded,
        watching,
        own,
    };
    let both = |w: &Wishes, t: Recipient| (w.of(&t).app, w.of(&t).mail);
    assert_eq!(both(&wishes, told(false, false)), (true, true));
    assert_eq!(
        both(&wishes, told(true, false)),
        (true, false),
        "mail of what one watches is asked for"
    );
    assert_eq!(
        both(&wishes, told(false, true)),
        (false, true),
        "a receipt is no news"
    );
    let off = Channels {
        app: true,
        mail: false,
    };
    wishes.0.insert(Topic::Notice(Notice::Recorded), off);
    assert_eq!(both(&wishes, told(false, false)), (true, false));
    let read: Wishes = serde_json::from_str(&serde_json::to_string(&wishes).unwrap()).unwrap();
    assert_eq!(read, wishes);
}

#[test]
fn a_promise_is_told_to_each_rank_and_to_no_user() {
    let mut desk = incident();
    let told = |desk: &mut Desk, percent, to: &[Rank]| {
        let event = Event::Escalated {
            promise: Promise::Resolve,
            percent,
            to: to.iter().copied().collect(),
            due: None,
            next: None,
        };
        let happened = desk.happened(Who::System, event);
        notified(desk, &[happened])
    };
    // The team of its service: Alice and Alan, who leads it.
    let team = |notice| vec![(ALICE, notice), (ALAN, notice)];
    assert_eq!(
        told(&mut desk, 75, &[Rank::Assignee]),
        team(Notice::DueSoon)
    );
    desk.done(ALICE, Command::Take { was: None });
    assert_eq!(
        told(&mut desk, 80, &[Rank::Assignee]),
        [(ALICE, Notice::DueSoon)]
    );
    assert_eq!(told(&mut desk, 90, &[Rank::Team]), team(Notice::DueSoon));
    assert_eq!(
        told(&mut desk, 100, &[Rank::Lead]),
        [(ALAN, Notice::Overdue)]
    );
    // There is no support manager at this desk.
    assert_eq!(told(&mut desk, 150, &[Rank::Manager]), []);
    assert_eq!(told(&mut desk, 200, &[]), []);
}

#[test]
fn whoever_is_asked_is_reminded_and_whoever_only_watches_is_not() {
    let mut desk = incident();
    desk.done(ALICE, Command::Take { was: None });
    desk.done(
        ALICE,
        Command::Hold {
            reason: HoldReason::User,
            until: Some(desk.now.plus(30 * time::DAY)),
            note: String::new(),
            internal: String::new(),
            problem: None,
            was: None,
        },
    );
    let next = desk.ticket.hold.as_ref().unwrap().reminders.next;
    assert_eq!(next, Some(desk.now.plus(3 * time::DAY)));
    for (turn, users, agent) in [
        (1, Notice::Awaited, None),
        (2, Notice::Awaited, None),
        (3, Notice::ClosureOffered, Some((ALICE, Notice::Unanswered))),
    ] {
        let due = desk.ticket.hold.as_ref().unwrap().reminders.next.unwrap();
        assert_eq!(remind_user(&desk.ticket, None, due.plus(-1)), None);
        let event = remind_user(&desk.ticket, Some(due.plus(3 * time::DAY)), due).unwrap();
        let happened = desk.happened(Who::System, event);
        let mut expected = vec![(USER, users), (REPORTER, users)];
        expected.extend(agent);
        assert_eq!(notified(&desk, &[happened]), expected, "{turn}");
    }
    assert_eq!(desk.ticket.hold.as_ref().unwrap().reminders.next, None);
    // Switched off: nobody is told, and nothing is due any more.
    let off = desk.happened(
        Who::System,
        Event::UserReminded {
            told: 0,
            next: None,
        },
    );
    assert_eq!(notified(&desk, &[off]), []);
}
