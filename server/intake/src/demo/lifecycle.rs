//! Steps that tickets of every kind take: assignment, hold, closure.

use super::play::Play;
use crate::Error;
use guichet_domain::PersonId;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::hold::HoldReason;

/// The assignee, or a member of the team if there is none.
pub fn worker(play: &mut Play<'_>) -> PersonId {
    match play.ticket.assignee {
        Some(assignee) => assignee,
        None => play.world.agent(&mut play.dice, play.ticket.team),
    }
}

/// Assigns it: mostly an agent takes it, sometimes another of the team assigns it to them.
pub fn take(play: &mut Play<'_>) -> Result<(), Error> {
    let agent = play.world.agent(&mut play.dice, play.ticket.team);
    let giver = play.world.agent(&mut play.dice, play.ticket.team);
    if giver != agent && play.dice.percent(20) {
        let was = play.ticket.assignee;
        return play.act(giver, Command::Assign { to: agent, was });
    }
    let was = play.ticket.assignee;
    play.act(agent, Command::Take { was })
}

/// Puts it on hold, and leaves it there.
pub fn wait_for(
    play: &mut Play<'_>,
    reason: HoldReason,
    awaited: Option<Reference>,
) -> Result<(), Error> {
    // A problem that nobody has recorded yet cannot be awaited.
    let reason = match (reason, awaited) {
        (HoldReason::Problem, None) => HoldReason::Vendor,
        (reason, _) => reason,
    };
    play.wait(20, 400);
    let by = worker(play);
    let [user, vendor, change, problem] = play.talk().holds;
    let (note, days) = match reason {
        HoldReason::User => (user, (2, 6)),
        HoldReason::Vendor => (vendor, (3, 9)),
        HoldReason::Change => (change, (2, 8)),
        HoldReason::Problem => (problem, (5, 15)),
    };
    let now = play.world.now;
    let until = Some(play.world.morning(&mut play.dice, now, days));
    if reason == HoldReason::User {
        let text = play.say(play.talk().agent_asks);
        play.act(by, Command::Comment { text })?;
    }
    let note = note.to_owned();
    play.act(
        by,
        Command::Hold {
            reason,
            until,
            note,
            was: None,
            internal: String::new(),
            problem: awaited,
        },
    )
}

/// Closes it: by the user, by an agent who heard it from them, or automatically.
pub fn close(play: &mut Play<'_>, user: PersonId) -> Result<(), Error> {
    let by_itself = play
        .ticket
        .closes_at
        .filter(|at| *at > play.at && *at < play.end);
    match (play.dice.between(1, 100), by_itself) {
        (61..=100, Some(at)) => {
            play.at = at;
            let reason = String::new();
            play.act(None, Command::Close { reason })
        }
        (50..=60, _) => {
            play.wait(60, 2000);
            let by = worker(play);
            let reason = play.say(play.talk().closes);
            play.act(by, Command::Close { reason })
        }
        _ => {
            play.wait(10, 3000);
            play.act(user, Command::Confirm)
        }
    }
}
