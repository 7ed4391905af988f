//! Merging tickets and undoing it: who reads what, what is possible, and that nothing of it remains.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use common::dice::Dice;
use common::walk::{recorded, step};
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::ids::{CommandId, PersonId, TeamId, TicketId};
use guichet_domain::kernel::proof::Proof;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal, Why};
use guichet_domain::kernel::time::{DAY, HOUR, Timestamp};
use guichet_domain::tickets::beneath::NewReaders;
use guichet_domain::tickets::by_mail::{Answer, Said, answer, say};
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::deadline::Deadline;
use guichet_domain::tickets::decide::output::Decision;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::facts::Facts;
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::merging::{JOINED_MAX, MergeEvent};
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::view::viewer;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{NewTicket, allowed, decide};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Two tickets, of which one may be part of the other.
#[derive(Clone)]
struct Two {
    merged: Desk,
    other: Desk,
    commands: u128,
}

impl Two {
    fn of(merged: Desk, mut other: Desk) -> Self {
        other.ticket.id = TicketId(7);
        let commands = 1 << 40;
        Self {
            merged,
            other,
            commands,
        }
    }

    /// Both of the same user.
    fn plain() -> Self {
        Self::of(report(USER), report(USER))
    }

    fn refs(&self) -> (Reference, Reference) {
        (
            self.merged.ticket.reference(),
            self.other.ticket.reference(),
        )
    }

    fn desk(&mut self, id: TicketId) -> &mut Desk {
        match id == self.other.ticket.id {
            true => &mut self.other,
            false => &mut self.merged,
        }
    }

    fn id(&mut self) -> CommandId {
        self.commands += 1;
        CommandId(Uuid::from_u128(self.commands << 32))
    }

    fn facts(&self, on: TicketId) -> Facts {
        let (desk, beside) = match on == self.other.ticket.id {
            true => (&self.other, &self.merged),
            false => (&self.merged, &self.other),
        };
        Facts {
            others: Some(BTreeMap::from([(beside.ticket.id, beside.ticket.clone())])),
            ..desk.facts()
        }
    }

    /// Decides something on one of them, and lets it happen to both.
    fn act(&mut self, on: TicketId, by: &Actor, command: Command) -> Result<Vec<Event>, Refusal> {
        let (id, facts) = (self.id(), self.facts(on));
        let desk = self.desk(on);
        let decision = decide(&desk.ticket, by, &facts, id, command, desk.now)?;
        Ok(self.happen(on, by, decision))
    }

    fn happen(&mut self, on: TicketId, by: &Actor, decision: Decision) -> Vec<Event> {
        let now = self.desk(on).now;
        self.desk(on).texts.extend(decision.texts);
        for event in &decision.events {
            self.desk(on).happened(by.who.clone(), event.clone());
        }
        for (ticket, event) in decision.others {
            let desk = self.desk(ticket);
            desk.now = now;
            desk.happened(by.who.clone(), event);
        }
        decision.events
    }

    /// Merges, as somebody does who saw who reads more then.
    fn command(&self, confirmed: bool) -> Command {
        let readers = NewReaders::of(&self.merged.ticket, &self.other.ticket);
        Command::Merge {
            into: self.refs().1,
            confirmed: confirmed.then_some(readers),
        }
    }

    fn merge(&mut self, confirmed: bool) -> Result<Vec<Event>, Refusal> {
        let command = self.command(confirmed);
        self.act(self.merged.ticket.id, &actor(ALICE), command)
    }

    fn unmerge(&mut self) -> Result<Vec<Event>, Refusal> {
        let from = self.refs().0;
        let on = self.other.ticket.id;
        self.act(on, &actor(ALICE), Command::Unmerge { from })
    }

    /// Somebody writes to the address of the merged ticket.
    fn mail(&mut self, by: &Actor, text: &str) -> Result<Vec<Event>, Refusal> {
        let (id, on) = (self.id(), self.merged.ticket.id);
        let decision = said(&self.merged, by, text, id)?;
        Ok(self.happen(on, by, decision))
    }
}

fn said(desk: &Desk, by: &Actor, text: &str, id: CommandId) -> Result<Decision, Refusal> {
    let said = Said {
        text: text.into(),
        files: Vec::new(),
        proof: Proof::Signed,
    };
    say(&desk.ticket, by, &desk.facts(), said, (id, desk.now))
}

fn report(by: PersonId) -> Desk {
    let draft = NewTicket {
        subject: "Word ne s'ouvre plus".into(),
        description: "Depuis ce matin.".into(),
        ..NewTicket::default()
    };
    Desk::record(&draft, &actor(by)).unwrap()
}

fn hold(desk: &mut Desk, reason: HoldReason, lasts: i64) {
    let until = Some(desk.now.plus(lasts));
    let hold = Command::Hold {
        reason,
        until,
        note: String::new(),
        internal: String::new(),
        problem: None,
        was: None,
    };
    desk.done(ALICE, hold);
}

fn why(result: Result<Vec<Event>, Refusal>) -> Why {
    match result.unwrap_err() {
        Refusal::Impossible { why, .. } => why,
        other => panic!("{other}"),
    }
}

fn field(result: Result<Vec<Event>, Refusal>) -> (Field, Problem) {
    match result.unwrap_err() {
        Refusal::Invalid(errors) => match &errors[..] {
            [FieldError { field, problem, .. }] => (*field, *problem),
            other => panic!("{other:?}"),
        },
        other => panic!("{other}"),
    }
}

fn sees(ticket: &Ticket, person: PersonId) -> Option<Viewer> {
    viewer(ticket, &actor(person))
}

#[test]
fn two_of_one_user_are_merged_without_a_question_and_the_one_is_nobodys_work() {
    let mut two = Two::plain();
    hold(&mut two.merged, HoldReason::User, DAY);
    two.merge(false).unwrap();
    let merged = &two.merged.ticket;
    assert_eq!(merged.state, State::Merged);
    assert!(!merged.in_queue());
    for kind in Deadline::ALL {
        assert_eq!(kind.due(merged), None, "{kind:?}");
    }
    // Nothing can be done there but what the law may ask for.
    for person in EVERYBODY {
        let facts = two.facts(merged.id);
        let left = allowed(merged, &actor(*person), &facts, two.merged.now);
        let left: Vec<Action> = left.iter().map(|one| one.action).collect();
        assert!(left.is_empty() || left == [Action::Redact], "{left:?}");
    }
    let comment = Command::Comment {
        text: "Ici ?".into(),
    };
    let on = merged.id;
    assert_eq!(why(two.act(on, &actor(USER), comment)), Why::IsMerged);
    two.unmerge().unwrap();
    assert_eq!(two.merged.ticket.state, State::OnHold);
    let until = Deadline::HoldEnd.due(&two.merged.ticket);
    assert_eq!(until, Some(START.plus(DAY)));
}

#[test]
fn who_would_read_more_is_shown_and_the_agent_confirms_it() {
    let mut two = Two::of(report(USER), report(STRANGER));
    let missing = (Field::Confirmation, Problem::Missing);
    assert_eq!(field(two.merge(false)), missing);
    assert_eq!(two.merged.ticket.state, State::New);
    // Each sees their own before, both while they are merged, their own after.
    let seen = |two: &Two| {
        let of = |person| {
            (
                sees(&two.merged.ticket, person),
                sees(&two.other.ticket, person),
            )
        };
        [of(USER), of(STRANGER), of(REPORTER)]
    };
    let takes_part = Some(Viewer::Participant);
    let apart = [(takes_part, None), (None, takes_part), (None, None)];
    assert_eq!(seen(&two), apart);
    two.merge(true).unwrap();
    let both = (takes_part, takes_part);
    assert_eq!(seen(&two), [both, both, (None, None)]);
    two.unmerge().unwrap();
    assert_eq!(seen(&two), apart);

    // A watcher reads more too.
    let mut two = Two::plain();
    two.other.done(ALICE, Command::Watch { person: WATCHER });
    assert_eq!(field(two.merge(false)), missing);
    // And what is done to a ticket of another kind is something else.
    let mut two = Two::plain();
    two.other.ticket.kind = Kind::Problem;
    assert_eq!(field(two.merge(false)), missing);
    two.merge(true).unwrap();
}

#[test]
fn whoever_joins_or_leaves_later_reads_or_loses_both() {
    let mut two = Two::of(report(USER), report(STRANGER));
    two.merge(true).unwrap();
    let on = two.other.ticket.id;
    let watch = Command::Watch { person: WATCHER };
    two.act(on, &actor(ALICE), watch).unwrap();
    assert_eq!(sees(&two.merged.ticket, WATCHER), Some(Viewer::Participant));
    let unwatch = Command::Unwatch { person: WATCHER };
    two.act(on, &actor(ALICE), unwatch).unwrap();
    assert_eq!(sees(&two.merged.ticket, WATCHER), None);
    let change = Command::ChangeAffected {
        to: MANAGER,
        was: STRANGER,
        confirmed: true,
    };
    two.act(on, &actor(ALICE), change).unwrap();
    assert_eq!(sees(&two.merged.ticket, STRANGER), None);
    assert_eq!(sees(&two.merged.ticket, MANAGER), Some(Viewer::Participant));
    assert_eq!(sees(&two.merged.ticket, USER), Some(Viewer::Participant));
}

#[test]
fn several_are_merged_into_one_and_all_are_read_by_all() {
    let mut two = Two::of(report(USER), report(STRANGER));
    two.merge(true).unwrap();
    let first = two.merged.clone();
    let mut third = report(MANAGER);
    third.ticket.id = TicketId(43);
    let mut again = Two::of(third, two.other.clone());
    again
        .other
        .ticket
        .joined
        .clone_from(&two.other.ticket.joined);
    let (id, facts) = (again.id(), again.facts(TicketId(43)));
    let command = again.command(true);
    let third = &again.merged;
    let decision = decide(&third.ticket, &actor(ALICE), &facts, id, command, third.now).unwrap();
    let shared = decision
        .others
        .iter()
        .find_map(|(ticket, event)| match event {
            Event::Merge(MergeEvent::Shared { shares, .. }) if *ticket == first.ticket.id => {
                Some(&shares.people)
            }
            _ => None,
        });
    let shared = shared.unwrap();
    for person in [USER, STRANGER, MANAGER] {
        assert!(shared.contains(&person), "{person}");
    }
}

#[test]
fn what_cannot_be_merged_says_why() {
    let mut itself = Two::plain();
    let (own, on) = (itself.refs().0, itself.merged.ticket.id);
    let command = Command::Merge {
        into: own,
        confirmed: None,
    };
    let refused = itself.act(on, &actor(ALICE), command);
    assert_eq!(field(refused), (Field::Link, Problem::Invalid));

    let mut over = Two::plain();
    let reason = "Erreur".to_owned();
    over.other.done(ALICE, Command::Cancel { reason });
    assert_eq!(why(over.merge(true)), Why::NotInThisState);

    let mut over = Two::plain();
    let reason = "Erreur".to_owned();
    over.merged.done(ALICE, Command::Cancel { reason });
    assert_eq!(why(over.merge(true)), Why::NotInThisState);

    // The team of another sees it alone: that it is there is not told.
    let mut hidden = Two::plain();
    hidden.other.ticket.confidential = true;
    hidden.other.ticket.team = Some(TeamId(2));
    assert_eq!(field(hidden.merge(true)), (Field::Link, Problem::Unknown));
    // Whoever only takes part in it opens it to nobody.
    hidden.other.ticket.watchers.insert(ALICE);
    assert_eq!(field(hidden.merge(true)), (Field::Link, Problem::Unknown));

    let mut chain = Two::plain();
    chain.merge(true).unwrap();
    assert_eq!(why(chain.merge(true)), Why::IsMerged);
    let mut back = Two::of(chain.other.clone(), report(USER));
    back.merged.ticket.id = TicketId(9);
    assert_eq!(why(back.merge(true)), Why::HasMerged);
    let mut onto = Two::plain();
    onto.other
        .ticket
        .merged
        .clone_from(&chain.merged.ticket.merged);
    assert_eq!(why(onto.merge(true)), Why::IsMerged);

    let mut full = Two::plain();
    let one = chain.other.ticket.joined[0].clone();
    full.other.ticket.joined = vec![one; JOINED_MAX];
    assert_eq!(why(full.merge(true)), Why::Full);

    for person in [USER, STRANGER, MANAGER] {
        let mut two = Two::plain();
        let command = two.command(true);
        let on = two.merged.ticket.id;
        assert_eq!(why(two.act(on, &actor(person), command)), Why::NotYours);
    }
}

#[test]
fn what_was_confirmed_is_what_was_shown() {
    let mut two = Two::of(report(USER), report(STRANGER));
    let shown = two.command(true);
    // Somebody else has come to it since.
    two.other.done(ALICE, Command::Watch { person: WATCHER });
    let on = two.merged.ticket.id;
    let missing = (Field::Confirmation, Problem::Missing);
    assert_eq!(field(two.act(on, &actor(ALICE), shown)), missing);
    two.merge(true).unwrap();
    // Nobody reads more, but it is about somebody else.
    let mut two = Two::plain();
    (two.merged.ticket.affected, two.merged.ticket.reporter) = (REPORTER, Some(USER));
    two.other.ticket.reporter = Some(REPORTER);
    assert_eq!(field(two.merge(false)), missing);
}

/// Alice is of the first team, Bea of the second.
#[test]
fn at_the_desk_it_is_for_whom_the_other_is_for() {
    let sees_both = |two: &Two, person| {
        let sees = |ticket| sees(ticket, person) == Some(Viewer::Agent);
        (sees(&two.merged.ticket), sees(&two.other.ticket))
    };
    let confidential = |one: &mut Desk, team| {
        one.ticket.confidential = true;
        one.ticket.team = Some(TeamId(team));
    };
    let mut two = Two::plain();
    confidential(&mut two.merged, 1);
    assert_eq!(why(two.merge(true)), Why::NotForTheSame);
    let mut two = Two::plain();
    confidential(&mut two.other, 1);
    assert_eq!(why(two.merge(true)), Why::NotForTheSame);

    let mut two = Two::plain();
    (two.merged.ticket.team, two.other.ticket.team) = (Some(TeamId(2)), Some(TeamId(1)));
    two.merge(false).unwrap();
    assert_eq!(sees_both(&two, BEA), (true, true));
    let on = two.other.ticket.id;
    two.act(on, &actor(ALICE), Command::MakeConfidential)
        .unwrap();
    assert_eq!(sees_both(&two, ALICE), (true, true));
    assert_eq!(sees_both(&two, BEA), (false, false));
    let hand_over = Command::HandOver {
        team: TeamId(2),
        note: String::new(),
        was: Some(TeamId(1)),
    };
    two.act(on, &actor(ALICE), hand_over).unwrap();
    assert_eq!(sees_both(&two, ALICE), (false, false));
    assert_eq!(sees_both(&two, BEA), (true, true));
    let reason = "Plus secret".to_owned();
    let end = Command::EndConfidentiality { reason };
    two.act(on, &actor(BEA), end).unwrap();
    assert_eq!(sees_both(&two, ALICE), (true, true));
    // One that was for few is not opened with the other.
    let mut two = Two::plain();
    confidential(&mut two.merged, 1);
    confidential(&mut two.other, 1);
    two.merge(false).unwrap();
    let reason = "Plus secret".to_owned();
    let end = Command::EndConfidentiality { reason };
    two.act(on, &actor(ALICE), end).unwrap();
    assert_eq!(sees_both(&two, BEA), (false, true));
}

#[test]
fn whose_ticket_was_merged_can_be_taken_off_the_other() {
    let mut two = Two::of(report(USER), report(STRANGER));
    two.merge(true).unwrap();
    let on = two.other.ticket.id;
    let unwatch = || Command::Unwatch { person: USER };
    two.act(on, &actor(ALICE), unwatch()).unwrap();
    assert_eq!(sees(&two.other.ticket, USER), None);
    assert_eq!(sees(&two.merged.ticket, USER), Some(Viewer::Participant));
    assert_eq!(why(two.act(on, &actor(ALICE), unwatch())), Why::AlreadySo);
}

#[test]
fn it_is_undone_within_a_day() {
    let mut two = Two::plain();
    assert_eq!(why(two.unmerge()), Why::AlreadySo);
    two.merge(false).unwrap();
    two.other.now = START.plus(DAY);
    let mut later = two.clone();
    two.unmerge().unwrap();
    assert_eq!(why(two.unmerge()), Why::AlreadySo);
    later.other.now = START.plus(DAY + 1);
    // No button is shown for what cannot be done any more.
    assert_eq!(why(later.unmerge()), Why::AlreadySo);
}

#[test]
fn a_message_to_the_old_address_is_unread_work_of_the_other() {
    let mut two = Two::plain();
    two.merge(false).unwrap();
    assert!(!two.other.ticket.is_unread());
    two.mail(&actor(USER), "Toujours en panne.").unwrap();
    assert!(two.other.ticket.is_unread() && two.other.ticket.in_queue());
    assert!(!two.merged.ticket.in_queue());
    let on = two.other.ticket.id;
    two.act(on, &actor(ALICE), Command::MarkRead).unwrap();
    assert!(!two.other.ticket.is_unread());
    // What an agent writes by mail waits for nobody at the desk.
    two.mail(&actor(ALICE), "Nous regardons.").unwrap();
    assert!(!two.other.ticket.is_unread());
    // Nor does what was read before, by whoever answered it there.
    two.mail(&actor(USER), "Et maintenant ?").unwrap();
    two.mail(&actor(ALICE), "Toujours.").unwrap();
    assert!(!two.other.ticket.is_unread());
    // It keeps the other from closing by itself, and reading it gives the user time again.
    two.other.ticket.state = State::Resolved;
    two.other.ticket.closes_at = Some(START.plus(HOUR));
    assert!(Deadline::Closure.due(&two.other.ticket).is_some());
    two.mail(&actor(USER), "Non, toujours pas.").unwrap();
    assert_eq!(Deadline::Closure.due(&two.other.ticket), None);
    let mut read = two.clone();
    read.other.now = START.plus(2 * HOUR);
    read.act(on, &actor(ALICE), Command::MarkRead).unwrap();
    let due = Deadline::Closure.due(&read.other.ticket);
    assert_eq!(due, Some(read.other.now.plus(7 * DAY)));
    // Undone, it is unread where it was said.
    two.unmerge().unwrap();
    assert!(two.merged.ticket.is_unread() && !two.other.ticket.is_unread());
}

#[test]
fn who_has_answered_at_the_old_address_is_not_reminded() {
    let mut two = Two::plain();
    hold(&mut two.other, HoldReason::User, 30 * DAY);
    two.merge(false).unwrap();
    assert!(Deadline::UserReminder.due(&two.other.ticket).is_some());
    two.mail(&actor(USER), "La version 16.").unwrap();
    assert_eq!(Deadline::UserReminder.due(&two.other.ticket), None);
    assert!(two.other.ticket.is_unread());
    // What was unread when they were merged is unread work of the other.
    let mut two = Two::plain();
    let text = "Alors ?".to_owned();
    two.merged.done(USER, Command::Comment { text });
    two.merge(false).unwrap();
    assert!(two.other.ticket.is_unread());
}

#[test]
fn what_the_desk_does_by_itself_happens_beneath() {
    let mut two = Two::plain();
    hold(&mut two.merged, HoldReason::Vendor, DAY);
    two.merge(false).unwrap();
    let on = two.merged.ticket.id;
    two.act(on, &Actor::system(), Command::Resume).unwrap();
    assert_eq!(two.merged.ticket.state, State::Merged);
    two.unmerge().unwrap();
    assert_eq!(two.merged.ticket.state, State::New);
}

#[test]
fn a_message_to_the_old_address_of_what_is_over_takes_up_the_other() {
    let mut two = Two::of(report(USER), report(STRANGER));
    two.merge(true).unwrap();
    let at = |two: &Two, person, now: Timestamp| {
        let into = Some(&two.other.ticket);
        answer(&two.merged.ticket, into, &actor(person), Proof::Signed, now)
    };
    for person in [USER, STRANGER] {
        assert_eq!(at(&two, person, START), Answer::Said);
    }
    assert_eq!(at(&two, REPORTER, START), Answer::New);
    two.other.ticket.state = State::Closed;
    two.other.ticket.reopen_until = Some(START.plus(DAY));
    assert_eq!(at(&two, USER, START), Answer::Said);
    assert_eq!(at(&two, USER, START.plus(DAY + 1)), Answer::TakenUp);
}

/// Without what follows from having read what was said at the other ticket.
fn unmarked(events: &[Event]) -> Vec<&Event> {
    let of_reading =
        |event: &&Event| !matches!(event, Event::MarkedRead | Event::ClosureMoved { .. });
    events.iter().filter(of_reading).collect()
}

/// Lets the same happen in the world where nothing was merged. What is said by people who see the
/// ticket only because of the merge goes where it was said; all others are decided there anew.
fn again(
    apart: &mut Two,
    (on, by): (TicketId, &Actor),
    decided: Vec<Event>,
    anew: impl Fn(&Two) -> Result<Decision, Refusal>,
) {
    let desk = apart.desk(on).clone();
    let said = Decision {
        events: decided.clone(),
        ..Decision::default()
    };
    match anew(apart) {
        Ok(same) if same.events == decided => drop(apart.happen(on, by, same)),
        Ok(same) => {
            assert_eq!(unmarked(&same.events), unmarked(&decided));
            apart.happen(on, by, said);
        }
        Err(refusal) => {
            let hidden = viewer(&desk.ticket, by) != Some(Viewer::Agent);
            let of_merge = matches!(decided[0], Event::MarkedRead | Event::Unwatched { .. });
            assert!(hidden || of_merge, "{refusal} instead of {decided:?}");
            apart.happen(on, by, said);
        }
    }
}

proptest! {
    /// Two histories, merged, gone on with and unmerged, are what they would be without that: the same
    /// happens in two worlds, of which only one hears of the merge.
    #[test]
    fn nothing_of_an_undone_merge_remains(
        kinds in (prop::sample::select(Kind::ALL), prop::sample::select(Kind::ALL)),
        seeds in (any::<u64>(), any::<u64>()),
        before in prop::collection::vec(any::<u64>(), 0..20),
        during in prop::collection::vec(any::<u64>(), 0..12),
    ) {
        let mut two = Two::of(recorded(kinds.0, seeds.0), recorded(kinds.1, seeds.1));
        for seed in before {
            let desk = if seed % 2 == 0 { &mut two.merged } else { &mut two.other };
            let _ = step(desk, seed);
        }
        let now = two.merged.now.max(two.other.now);
        (two.merged.now, two.other.now) = (now, now);
        let mut apart = two.clone();
        let (own, other) = (two.merged.ticket.id, two.other.ticket.id);
        let command = two.command(true);
        let by = [ALICE, BEA].map(actor);
        let may = by.iter().find(|by| {
            let mut tried = two.clone();
            tried.act(own, by, command.clone()).is_ok()
        });
        // Many are over by then, or seen by nobody who could merge them.
        prop_assume!(may.is_some());
        two.act(own, may.unwrap(), command).unwrap();
        prop_assert_eq!(two.merged.ticket.state, State::Merged);
        for seed in during {
            let dice = &mut Dice(seed);
            let id = two.id();
            if dice.one_in(3) {
                let who = actor(dice.of(EVERYBODY));
                if viewer(&two.merged.ticket, &who).is_none() {
                    continue;
                }
                let Ok(decision) = said(&two.merged, &who, "Encore.", id) else {
                    continue;
                };
                let events = two.happen(own, &who, decision);
                again(&mut apart, (own, &who), events, |two| said(&two.merged, &who, "Encore.", id));
            } else if dice.one_in(6) {
                // What the desk does by itself, such as when a problem is known that was waited for.
                let system = Actor::system();
                let resume = |two: &Two| {
                    let (facts, ticket) = (two.facts(own), &two.merged.ticket);
                    decide(ticket, &system, &facts, id, Command::Resume, two.merged.now)
                };
                let Ok(decision) = resume(&two) else {
                    continue;
                };
                let events = two.happen(own, &system, decision);
                again(&mut apart, (own, &system), events, resume);
            } else {
                // The same as somebody would do who works on the other alone.
                let mut probe = two.other.clone();
                let done = step(&mut probe, seed);
                if matches!(done.command, Command::Merge { .. } | Command::Unmerge { .. }) {
                    continue;
                }
                let later = probe.now.min(now.plus(DAY));
                for world in [&mut two, &mut apart] {
                    (world.merged.now, world.other.now) = (later, later);
                    world.other.route.clone_from(&probe.route);
                }
                let decide = |two: &Two| {
                    let (facts, ticket) = (two.facts(other), &two.other.ticket);
                    decide(ticket, &done.actor, &facts, id, done.command.clone(), later)
                };
                let Ok(decision) = decide(&two) else {
                    continue;
                };
                let events = two.happen(other, &done.actor, decision);
                again(&mut apart, (other, &done.actor), events, decide);
            }
            // Neither is ever out of step beneath.
            let beneath = two.merged.ticket.alone().into_owned();
            prop_assert_eq!(&beneath, &apart.merged.ticket);
        }
        let undo = Command::Unmerge { from: two.refs().0 };
        // Whoever merged may have lost sight of the other.
        two.act(other, &Actor::system(), undo).unwrap();
        prop_assert_eq!(&two.merged.ticket, &apart.merged.ticket);
        prop_assert_eq!(&two.other.ticket, &apart.other.ticket);
    }
}
