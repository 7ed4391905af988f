//! Random ways through a ticket's life.

use super::commands::command;
use super::desk::*;
use super::dice::Dice;
use super::promised::rules;
use guichet_domain::allowed;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::ids::{ItemId, PersonId};
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::kernel::time::{DAY, HOUR};
use guichet_domain::tickets::allowed::Availability;
use guichet_domain::tickets::approval::Route;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event::Envelope;
use guichet_domain::tickets::record::NewTicket;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::workflow;
use proptest::prelude::*;

/// A ticket of that kind as somebody may record it, with a watcher and by chance another reporter.
pub fn recorded(kind: Kind, seed: u64) -> Desk {
    let dice = &mut Dice(seed);
    let by = dice.of(&[USER, USER, REPORTER, MANAGER, ALICE, BEA]);
    let reporter = (by == ALICE || by == BEA) && dice.one_in(3);
    let draft = NewTicket {
        kind,
        subject: "Word ne s'ouvre plus".into(),
        description: if dice.one_in(2) {
            "Depuis **ce matin**.".into()
        } else {
            String::new()
        },
        affected: Some(dice.of(&[USER, USER, MANAGER])),
        reporter: reporter.then(|| dice.of(&[REPORTER, MANAGER])),
        channel: dice.of(Channel::ALL),
        noticed_at: dice.maybe(|d| START.plus(-HOUR * d.below(9) as i64)),
        confidential: dice.one_in(4),
        service: dice.maybe(|d| d.of(&[OPEN, OPEN, RESTRICTED])),
        impact: dice.maybe(|d| d.of(Impact::ALL)),
        urgency: dice.maybe(|d| d.of(Urgency::ALL)),
        item: (kind == Kind::Request).then(|| ItemId(dice.below(6) as i64 + 1)),
        ..NewTicket::default()
    };
    // Every other desk promises times.
    let promises = seed.is_multiple_of(2).then(rules);
    let mut desk = Desk::record_by(&draft, &actor(by), promises).unwrap();
    if dice.one_in(2) {
        desk.act(&Actor::system(), Command::Watch { person: WATCHER })
            .unwrap();
    }
    desk
}

/// What one step of a walk was and did.
pub struct Step {
    pub before: Ticket,
    pub actor: Actor,
    pub command: Command,
    pub result: Result<Vec<Envelope>, Refusal>,
    /// Whose approval the item wanted at that moment.
    pub route: Option<Route>,
}

/// One step: mostly something this actor may do, sometimes anything at all.
pub fn step(desk: &mut Desk, seed: u64) -> Step {
    let dice = &mut Dice(seed);
    let hours = if dice.one_in(12) {
        DAY * dice.below(16) as i64
    } else {
        HOUR
    };
    desk.now = desk.now.plus(hours);
    if dice.one_in(10) {
        // Administrators change whose approval the item wants.
        let other = wanted(
            dice.below(5) as i64,
            desk.ticket.affected,
            desk.ticket.reporter,
        );
        desk.route = dice.maybe(|_| other);
    }
    let mut actor = dice.of(&actors());
    if dice.one_in(3) {
        actor = super::desk::actor(dice.of(&[USER, ALICE, ALAN]));
    } else if let Some(approval) = desk.ticket.approval.as_ref().filter(|_| dice.one_in(3)) {
        let approvers: Vec<PersonId> = approval.approvers.iter().copied().collect();
        actor = super::desk::actor(dice.of(&approvers));
    }
    let possible: Vec<Action> = allowed(&desk.ticket, &actor, &desk.facts(), desk.now)
        .into_iter()
        .filter(|a| a.availability == Availability::Possible)
        .filter(|a| a.action != Action::Cancel && a.action != Action::Convert || dice.one_in(6))
        .map(|a| a.action)
        .collect();
    let moving: Vec<Action> = possible
        .iter()
        .copied()
        .filter(|a| {
            workflow::targets(desk.ticket.kind, *a, desk.ticket.state)
                .next()
                .is_some()
                || *a == Action::Take
        })
        .collect();
    let (from, wild) = match dice.below(10) {
        0..=1 => (Action::ALL, true),
        2..=5 => (&moving[..], dice.one_in(6)),
        _ => (&possible[..], dice.one_in(6)),
    };
    let action = dice.of(if from.is_empty() { Action::ALL } else { from });
    let command = command(action, &desk.ticket, desk.now, dice, wild);
    let before = desk.ticket.clone();
    let route = desk.facts().route.flatten();
    let result = desk.act(&actor, command.clone());
    Step {
        before,
        actor,
        command,
        result,
        route,
    }
}

/// A ticket of any kind and the steps to take with it.
pub fn walks() -> impl Strategy<Value = (Kind, u64, Vec<u64>)> {
    let kind = prop::sample::select(Kind::ALL);
    (
        kind,
        any::<u64>(),
        prop::collection::vec(any::<u64>(), 1..50),
    )
}

/// As [`walks`], where the suite says the kind.
pub fn long_walks() -> impl Strategy<Value = (u64, Vec<u64>)> {
    (any::<u64>(), prop::collection::vec(any::<u64>(), 1..60))
}
