//! Promised times in the decider: what a ticket is due for, who is told, and what changed rules move.
#![allow(clippy::unwrap_used)]

mod common;

use common::cases;
use common::desk::*;
use common::promised::{level, office, rules};
use common::walk::{recorded, step, walks};
use guichet_domain::directory::opening::Closure;
use guichet_domain::directory::service_level::{Matter, PromiseRules, Scope, ServiceLevel, Times};
use guichet_domain::kernel::ids::{
    CalendarId, CategoryId, CommandId, ServiceLevelId, TeamId, TicketId,
};
use guichet_domain::kernel::priority::{Impact, Priority, Urgency};
use guichet_domain::kernel::promise::{Promise, Rank};
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::{HOUR, MINUTE, Timestamp, Zone, read_date, read_moment};
use guichet_domain::tickets::classification::Classification;
use guichet_domain::tickets::clock::{Clock, Stand};
use guichet_domain::tickets::command::{Categorisation, Cause, Command, Solution, Waited};
use guichet_domain::tickets::deadline::Deadline;
use guichet_domain::tickets::decide::escalate::escalate;
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::winding::counted_again;
use guichet_domain::{Ticket, evolve};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn at(text: &str) -> Timestamp {
    Zone::utc().instant(read_moment(text).unwrap())
}

/// A ticket and its log, decided with the rules.
struct Story {
    ticket: Ticket,
    log: Vec<Envelope>,
    rules: Arc<PromiseRules>,
    commands: u128,
}

impl Story {
    fn begin(draft: &NewTicket, when: &str, rules: Arc<PromiseRules>) -> Self {
        let mut facts = facts(at(when));
        facts.promises = Some(Arc::clone(&rules));
        facts.number = Some(TicketId(42));
        let id = CommandId::default();
        let recorded = guichet_domain::record(draft, &actor(ALICE), &facts, id, at(when)).unwrap();
        let mut story = Self {
            ticket: Ticket::unrecorded(TicketId(42)),
            log: Vec::new(),
            rules,
            commands: 1,
        };
        story.take(recorded.events, at(when));
        story
    }

    fn take(&mut self, events: Vec<Event>, when: Timestamp) {
        for event in events {
            let envelope = Envelope {
                ticket: self.ticket.id,
                at: when,
                by: actor(ALICE).who,
                command: CommandId(uuid::Uuid::from_u128(self.commands)),
                event,
            };
            self.ticket = evolve(self.ticket.clone(), &envelope);
            self.log.push(envelope);
        }
    }

    fn act(&mut self, command: Command, when: &str) {
        self.commands += 1000;
        let mut facts = facts(at(when));
        facts.promises = Some(Arc::clone(&self.rules));
        let id = CommandId(uuid::Uuid::from_u128(self.commands));
        let decided =
            guichet_domain::decide(&self.ticket, &actor(ALICE), &facts, id, command, at(when));
        self.take(decided.unwrap().events, at(when));
    }

    fn escalate(&mut self, when: &str) -> Vec<(Promise, u16, BTreeSet<Rank>)> {
        let events = escalate(&self.ticket, &self.rules, at(when));
        self.take(events.clone(), at(when));
        let told = |event| match event {
            Event::Escalated {
                promise,
                percent,
                to,
                ..
            } => (promise, percent, to),
            other => panic!("{other:?}"),
        };
        events.into_iter().map(told).collect()
    }

    fn clock(&self, promise: Promise) -> Clock {
        self.ticket.clocks.clone().unwrap().of(promise).clone()
    }

    fn due(&self, promise: Promise) -> Option<Timestamp> {
        self.clock(promise).due
    }
}

fn incident() -> NewTicket {
    NewTicket {
        subject: "Imprimante en panne".into(),
        affected: Some(USER),
        ..NewTicket::default()
    }
}

fn hold(reason: HoldReason, until: &str) -> Command {
    Command::Hold {
        reason,
        until: Some(at(until)),
        note: String::new(),
        internal: String::new(),
        problem: None,
        was: None,
    }
}

fn hold_instead(reason: HoldReason, until: &str, was: HoldReason) -> Command {
    Command::Hold {
        reason,
        until: Some(at(until)),
        note: String::new(),
        internal: String::new(),
        problem: None,
        was: Some(Waited {
            reason: was,
            until: Some(at(until)),
            problem: None,
        }),
    }
}

/// High impact, medium urgency: high.
fn categorise() -> Command {
    Command::Categorise(Categorisation {
        service: Some(OPEN),
        category: Some(CategoryId(1)),
        impact: Some(Impact::High),
        urgency: Some(Urgency::Medium),
        priority: None,
        reason: String::new(),
        was: None,
        was_priority: None,
    })
}

/// Medium impact and urgency, instead of that: moderate.
fn categorise_less() -> Command {
    let Command::Categorise(form) = categorise() else {
        panic!();
    };
    Command::Categorise(Categorisation {
        impact: Some(Impact::Medium),
        urgency: Some(Urgency::Medium),
        was: Some(Classification {
            service: OPEN,
            category: CategoryId(1),
            impact: Impact::High,
            urgency: Urgency::Medium,
        }),
        ..form
    })
}

fn resolve() -> Command {
    Command::Resolve(Solution {
        permanence: Some(Permanence::Permanent),
        code: Some(ResolutionCode::ALL[0]),
        notes: "C’est réparé.".into(),
        cause: Some(Cause::Unknown("Rien trouvé.".into())),
    })
}

/// Friday 5 pm before a long weekend: Whit Monday 2026 is 25 May.
#[test]
fn a_weekend_and_a_holiday_are_left_out() {
    let story = Story::begin(&incident(), "2026-05-22T17:50", rules());
    assert_eq!(story.due(Promise::Own), Some(at("2026-05-26T09:20")));
    // 10 minutes on Friday; 3 hours, 4 hours and 50 minutes on Tuesday and Wednesday.
    assert_eq!(story.due(Promise::Resolve), Some(at("2026-05-27T09:50")));
}

#[test]
fn the_clock_stands_still_for_the_user_alone() {
    let mut story = Story::begin(&incident(), "2026-06-01T09:00", rules());
    story.act(Command::Take { was: None }, "2026-06-01T09:20");
    assert_eq!(
        story.clock(Promise::Own).stand,
        Stand::Stopped { kept: Some(true) }
    );
    assert_eq!(story.due(Promise::Resolve), Some(at("2026-06-02T10:00")));
    // For the vendor it goes on.
    story.act(
        hold(HoldReason::Vendor, "2026-06-03T09:00"),
        "2026-06-01T10:00",
    );
    assert_eq!(story.due(Promise::Resolve), Some(at("2026-06-02T10:00")));
    // For the user it does not, from then on: an hour was used and another.
    story.act(
        hold_instead(HoldReason::User, "2026-06-03T09:00", HoldReason::Vendor),
        "2026-06-01T11:00",
    );
    assert_eq!(story.due(Promise::Resolve), None);
    assert!(story.ticket.clocks.as_ref().unwrap().paused_since() == Some(at("2026-06-01T11:00")));
    story.act(Command::Resume, "2026-06-04T09:00");
    assert_eq!(story.due(Promise::Resolve), Some(at("2026-06-04T17:00")));
}

#[test]
fn each_is_told_once_whatever_was_missed() {
    let mut story = Story::begin(&incident(), "2026-06-01T09:00", rules());
    assert_eq!(
        Deadline::Escalation.due(&story.ticket),
        Some(at("2026-06-01T09:22")).map(|t| t.plus(MINUTE / 2))
    );
    assert_eq!(story.escalate("2026-06-01T09:10"), []);
    let assignee = BTreeSet::from([Rank::Assignee]);
    let both = BTreeSet::from([Rank::Assignee, Rank::Lead]);
    assert_eq!(
        story.escalate("2026-06-01T09:23"),
        [(Promise::Own, 75, assignee.clone())]
    );
    assert_eq!(story.escalate("2026-06-01T09:23"), []);
    assert_eq!(
        story.escalate("2026-06-01T09:30"),
        [(Promise::Own, 100, both.clone())]
    );
    // The program was away for a week: no warning of what is over, and nobody twice.
    let manager = BTreeSet::from([Rank::Manager]);
    assert_eq!(
        story.escalate("2026-06-08T09:00"),
        [
            (Promise::Own, 150, manager.clone()),
            (Promise::Resolve, 100, both),
            (Promise::Resolve, 150, manager),
        ]
    );
    assert_eq!(story.escalate("2026-06-30T09:00"), []);
    assert_eq!(Deadline::Escalation.due(&story.ticket), None);
}

#[test]
fn nobody_is_told_outside_the_hours() {
    let mut story = Story::begin(&incident(), "2026-06-01T17:00", rules());
    let mut when = at("2026-06-01T17:00");
    let mut told = Vec::new();
    while when < at("2026-06-06T00:00") {
        if Deadline::Escalation
            .due(&story.ticket)
            .is_some_and(|due| due <= when)
        {
            let events = escalate(&story.ticket, &story.rules, when);
            assert!(!events.is_empty());
            story.take(events, when);
            told.push(when);
        }
        when = when.plus(MINUTE);
    }
    assert_eq!(told.len(), 6);
    for when in told {
        let hour = Zone::utc().civil(when).hour();
        assert!(
            (9..12).contains(&hour) || (14..=18).contains(&hour),
            "{}",
            when.rfc3339()
        );
    }
}

#[test]
fn what_has_run_is_taken_along_and_a_closed_ticket_begins_anew() {
    let mut story = Story::begin(&incident(), "2026-06-01T09:00", rules());
    story.act(Command::Take { was: None }, "2026-06-01T09:20");
    story.act(categorise(), "2026-06-01T10:00");
    // 4 hours, of which one was used: 2 until noon, one after it.
    assert_eq!(story.due(Promise::Resolve), Some(at("2026-06-01T15:00")));
    story.act(resolve(), "2026-06-01T11:00");
    assert_eq!(
        story.clock(Promise::Resolve).stand,
        Stand::Stopped { kept: Some(true) }
    );
    story.act(
        Command::Reopen {
            reason: "Encore".into(),
        },
        "2026-06-02T09:00",
    );
    assert_eq!(story.due(Promise::Resolve), Some(at("2026-06-02T11:00")));
    story.act(resolve(), "2026-06-02T11:01");
    assert_eq!(
        story.clock(Promise::Resolve).stand,
        Stand::Stopped { kept: Some(false) }
    );
    story.act(
        Command::Close {
            reason: "Vu".into(),
        },
        "2026-06-02T14:00",
    );
    assert_eq!(
        story.clock(Promise::Resolve).stand,
        Stand::Stopped { kept: Some(false) }
    );
    story.act(
        Command::Reopen {
            reason: "Encore".into(),
        },
        "2026-06-03T09:00",
    );
    assert_eq!(story.due(Promise::Resolve), Some(at("2026-06-03T15:00")));
    // Whoever had it still has it.
    assert_eq!(
        story.clock(Promise::Own).stand,
        Stand::Stopped { kept: Some(true) }
    );
}

#[test]
fn changed_rules_count_for_what_comes_after_them_unless_they_are_applied() {
    let mut story = Story::begin(&incident(), "2026-06-01T09:00", rules());
    let before = story.due(Promise::Resolve);
    let closed = Closure {
        from: read_date("2026-06-01").unwrap(),
        to: read_date("2026-06-01").unwrap(),
        name: String::new(),
    };
    let open = BTreeMap::from([
        ((CalendarId(1), 0), office(Vec::new())),
        ((CalendarId(1), 1), office(vec![closed])),
    ]);
    story.rules = Arc::new(PromiseRules::new([level()], open));
    story.act(Command::Take { was: None }, "2026-06-01T10:00");
    story.act(
        hold(HoldReason::User, "2026-06-03T09:00"),
        "2026-06-01T11:00",
    );
    story.act(Command::Resume, "2026-06-01T11:30");
    assert_eq!(
        story.due(Promise::Resolve),
        before.map(|due| due.plus(HOUR / 2))
    );
    // As if the day had always been a closure: nothing was used on it.
    let again = counted_again(&story.log, &story.rules).unwrap();
    assert_eq!(again.resolve.due, Some(at("2026-06-03T10:00")));
}

#[test]
fn of_a_longer_time_people_are_told_anew_and_of_what_is_no_step_nobody() {
    let mut story = Story::begin(&incident(), "2026-06-01T09:00", rules());
    story.act(categorise(), "2026-06-01T09:00");
    story.act(Command::Take { was: None }, "2026-06-01T09:00");
    // High: 4 hours, half of them again by the evening.
    let told = story.escalate("2026-06-01T17:30");
    assert_eq!(told.iter().map(|one| one.1).collect::<Vec<_>>(), [100, 150]);
    // Moderate: 8 hours, of which 81 percent have passed.
    story.act(categorise_less(), "2026-06-01T17:30");
    let told = story.escalate("2026-06-02T10:00");
    assert_eq!(told.iter().map(|one| one.1).collect::<Vec<_>>(), [100]);
    // The last step is taken out of the rules before it is due.
    let fewer = ServiceLevel {
        steps: Vec::new(),
        ..level()
    };
    let open = BTreeMap::from([((CalendarId(1), 0), office(Vec::new()))]);
    story.rules = Arc::new(PromiseRules::new([fewer], open));
    let told = story.escalate("2026-06-02T16:30");
    assert!(told.iter().all(|(_, _, to)| to.is_empty()));
    assert_eq!(Deadline::Escalation.due(&story.ticket), None);
}

#[test]
fn tickets_from_before_have_no_clock_until_they_are_closed_and_come_back() {
    let none = Arc::new(PromiseRules::default());
    let mut story = Story::begin(&incident(), "2026-06-01T09:00", none);
    story.rules = rules();
    story.act(Command::Take { was: None }, "2026-06-01T10:00");
    story.act(categorise(), "2026-06-01T10:10");
    assert_eq!(story.ticket.clocks, None);
    assert!(counted_again(&story.log, &story.rules).is_some());
    story.act(resolve(), "2026-06-01T11:00");
    story.act(
        Command::Close {
            reason: "Vu".into(),
        },
        "2026-06-01T11:10",
    );
    story.act(
        Command::Reopen {
            reason: "Encore".into(),
        },
        "2026-06-02T09:00",
    );
    assert_eq!(story.due(Promise::Resolve), Some(at("2026-06-02T15:00")));
}

#[test]
fn the_scope_that_is_most_precise_counts() {
    let open = BTreeMap::from([((CalendarId(1), 0), office(Vec::new()))]);
    let of = |id, scope, resolve: Option<u32>| ServiceLevel {
        id: ServiceLevelId(id),
        scope,
        times: vec![Times {
            kind: Kind::Incident,
            priority: Priority::Moderate,
            own: None,
            resolve,
        }],
        ..level()
    };
    let rules = PromiseRules::new(
        [
            of(1, Scope::Everything, Some(10)),
            of(2, Scope::Team(TeamId(1)), Some(20)),
            of(3, Scope::Service(OPEN), Some(30)),
            of(4, Scope::Service(OPEN), Some(40)),
            of(5, Scope::Team(TeamId(2)), None),
        ],
        open,
    );
    let target = |service, team| {
        let matter = Matter {
            kind: Kind::Incident,
            priority: Priority::Moderate,
            item: None,
            service,
            team: Some(TeamId(team)),
        };
        rules
            .target(Promise::Resolve, &matter)
            .map(|target| target.minutes)
    };
    assert_eq!(target(Some(OPEN), 1), Some(30));
    assert_eq!(target(Some(RESTRICTED), 1), Some(20));
    assert_eq!(target(None, 2), Some(10));
    assert_eq!(target(None, 3), Some(10));
}

proptest! {
    #![proptest_config(cases(300))]

    /// Whatever is done with a ticket, what its events say of the clocks is what its whole history
    /// says.
    #[test]
    fn the_clocks_of_a_walk_are_those_of_its_history((kind, seed, steps) in walks()) {
        let rules = rules();
        let mut desk = recorded(kind, seed & !1);
        for seed in steps {
            step(&mut desk, seed);
            let counted = counted_again(&desk.log, &rules);
            prop_assert!(counted.is_some());
            prop_assert_eq!(&desk.ticket.clocks, &counted);
        }
    }
}
