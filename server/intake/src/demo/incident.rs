//! Plays incidents.

use super::house::category;
use super::lifecycle::{close, take, wait_for, worker};
use super::plan::{Burst, Ending};
use super::play::Play;
use super::texts::Fault;
use crate::Error;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::time::{DAY, HOUR};
use guichet_domain::tickets::command::{Categorisation, Cause, Command, Solution};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::link::Relation;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{NewTicket, PersonId, ServiceId, TeamId};

/// Reports an incident, and plays it as far as `fate` says.
pub fn incident(
    play: &mut Play<'_>,
    fault: &Fault,
    fate: Ending,
    burst: Option<&Burst>,
) -> Result<(), Error> {
    let user = play.world.user(&mut play.dice, play.english);
    let by_phone = play.dice.percent(38);
    let recorder = tell(play, fault, user, by_phone)?;
    let restricted = play
        .world
        .directory
        .services
        .get(&ServiceId(fault.service))
        .is_some_and(|service| service.restricted);
    let over = matches!(fate, Ending::Over | Ending::Done);
    if over && by_phone && !restricted && play.dice.percent(45) {
        play.wait(4, 14);
        let solution = solution(play, fault);
        let categorisation = categorisation(fault);
        play.act(
            recorder,
            Command::ResolveAtFirstContact {
                categorisation,
                solution,
            },
        )?;
        return end(play, fault, fate, user);
    }
    if over && fate == Ending::Over && play.dice.percent(3) {
        play.wait(20, 300);
        let reason = play.say(play.talk().cancels);
        return play.act(user, Command::Cancel { reason });
    }
    if fate == Ending::New {
        if play.dice.percent(30) {
            play.wait(30, 200);
            let text = play.say(play.talk().user_asks);
            play.act(user, Command::Comment { text })?;
        }
        return Ok(());
    }
    categorise(play, fault)?;
    if fate == Ending::Categorised {
        if play.dice.percent(50) {
            play.wait(5, 60);
            take(play)?;
        }
        return Ok(());
    }
    work(play, fault, fate, user, burst)?;
    if !over {
        return Ok(());
    }
    play.wait(20, 900);
    resolve(play, fault)?;
    end(play, fault, fate, user)?;
    link_late(play, burst)
}

/// Reports the incident: the user on the portal, or the agent who answers the phone.
fn tell(
    play: &mut Play<'_>,
    fault: &Fault,
    user: PersonId,
    by_phone: bool,
) -> Result<PersonId, Error> {
    let recorder = if by_phone {
        play.world.agent(&mut play.dice, None)
    } else {
        user
    };
    let knows_service = by_phone || play.dice.percent(65);
    let floor = play.say(play.talk().floors);
    let computer = format!("PC-{:04}", play.dice.between(100, 1900));
    let fill = |text: &str| text.replace("{floor}", &floor).replace("{pc}", &computer);
    let noticed = play.at.plus(-play.dice.between(0, 4 * 60) * 60_000_000);
    let draft = NewTicket {
        kind: Kind::Incident,
        subject: fill(fault.subject),
        description: fill(fault.description),
        affected: Some(user),
        channel: match (by_phone, play.dice.percent(75)) {
            (true, true) => Channel::Phone,
            (true, false) => Channel::Email,
            (false, _) => Channel::Portal,
        },
        noticed_at: play.dice.percent(50).then_some(noticed),
        service: knows_service.then_some(ServiceId(fault.service)),
        impact: Some(fault.impact),
        urgency: Some(fault.urgency),
        ..NewTicket::default()
    };
    play.record(recorder, &draft)?;
    Ok(recorder)
}

pub fn categorisation(fault: &Fault) -> Categorisation {
    Categorisation {
        service: Some(ServiceId(fault.service)),
        category: Some(category(fault.service, fault.place)),
        impact: Some(fault.impact),
        urgency: Some(fault.urgency),
        priority: None,
        reason: String::new(),
        was: None,
        was_priority: None,
    }
}

fn solution(play: &mut Play<'_>, fault: &Fault) -> Solution {
    let recorded = play.ticket.internal.cause.is_some() && !play.ticket.internal.cause_unknown;
    let cause = if recorded {
        Cause::AsRecorded
    } else if play.dice.percent(85) {
        Cause::Known(fault.cause.into())
    } else {
        Cause::Unknown(play.talk().no_cause.into())
    };
    Solution {
        permanence: Some(fault.permanence),
        code: Some(fault.code),
        notes: fault.solution.into(),
        cause: Some(cause),
    }
}

fn resolve(play: &mut Play<'_>, fault: &Fault) -> Result<(), Error> {
    let by = worker(play);
    let solution = solution(play, fault);
    play.act(by, Command::Resolve(solution))
}

/// Categorises it, first by the agent who has it, who assigns it to another team if that one knows
/// better.
fn categorise(play: &mut Play<'_>, fault: &Fault) -> Result<(), Error> {
    play.wait(4, 90);
    let agent = play.world.agent(&mut play.dice, play.ticket.team);
    play.act(agent, Command::Categorise(categorisation(fault)))?;
    let team = play
        .world
        .directory
        .services
        .get(&ServiceId(fault.service))
        .map(|service| service.team);
    match team {
        Some(team) if play.ticket.team != Some(team) => {
            play.wait(1, 10);
            hand_over(play, agent, team)
        }
        _ => Ok(()),
    }
}

fn hand_over(play: &mut Play<'_>, by: PersonId, team: TeamId) -> Result<(), Error> {
    let note = play.say(play.talk().hand_overs);
    let was = play.ticket.team;
    play.act(by, Command::HandOver { team, note, was })
}

/// Plays the work on it, from taking it to knowing the cause, with what comes between.
fn work(
    play: &mut Play<'_>,
    fault: &Fault,
    fate: Ending,
    user: PersonId,
    burst: Option<&Burst>,
) -> Result<(), Error> {
    play.wait(5, 240);
    take(play)?;
    play.wait(5, 60);
    let by = worker(play);
    play.act(by, Command::Diagnose)?;
    if play.dice.percent(60) {
        play.wait(5, 90);
        let text = play.say(play.talk().findings);
        play.act(by, Command::AddFinding { text })?;
    }
    if play.dice.percent(20) {
        play.wait(2, 40);
        let text = play.say(play.talk().notes);
        play.act(by, Command::Note { text })?;
    }
    if play.dice.percent(30) {
        play.wait(5, 60);
        let text = play.say(play.talk().agent_tells);
        play.act(by, Command::Comment { text })?;
    }
    if let Ending::OnHold(reason) = fate {
        let problem = burst.and_then(|burst| burst.problem);
        let problem = problem.filter(|(_, since)| *since < play.at);
        let problem = problem.map(|(id, _)| Reference {
            kind: Kind::Problem,
            id,
        });
        return wait_for(play, reason, problem);
    }
    if play.dice.percent(22) {
        ask_and_wait(play, user)?;
    }
    let team = TeamId(play.dice.between(2, 6));
    if !play.ticket.is_scoped() && play.ticket.team != Some(team) && play.dice.percent(9) {
        play.wait(20, 200);
        hand_over(play, by, team)?;
        play.wait(20, 300);
        take(play)?;
    }
    if fate == Ending::Diagnosing {
        if play.dice.percent(35) {
            play.wait(30, 300);
            let text = play.say(play.talk().user_asks);
            play.act(user, Command::Comment { text })?;
        }
        return Ok(());
    }
    if play.dice.percent(45) {
        play.wait(20, 240);
        let by = worker(play);
        let text = fault.cause.to_owned();
        let was = play.ticket.internal.cause;
        play.act(by, Command::RecordCause { text, was })?;
    }
    if let Some((problem, since)) = burst.and_then(|burst| burst.problem)
        && since < play.at
    {
        let to = Reference {
            kind: Kind::Problem,
            id: problem,
        };
        let by = worker(play);
        let relation = Relation::CausedBy;
        play.act(
            by,
            Command::Link {
                to: vec![to],
                relation,
            },
        )?;
    }
    Ok(())
}

fn ask_and_wait(play: &mut Play<'_>, user: PersonId) -> Result<(), Error> {
    play.wait(5, 120);
    let by = worker(play);
    let text = play.say(play.talk().agent_asks);
    play.act(by, Command::Comment { text })?;
    play.act(
        by,
        Command::Hold {
            reason: HoldReason::User,
            until: Some(play.at.plus(7 * DAY)),
            note: String::new(),
            was: None,
            internal: String::new(),
            problem: None,
        },
    )?;
    play.wait(20, 1500);
    let text = play.say(play.talk().user_answers);
    play.act(user, Command::Comment { text })
}

/// Plays what follows the resolution: confirmation by the user, reopening, closure.
fn end(play: &mut Play<'_>, fault: &Fault, fate: Ending, user: PersonId) -> Result<(), Error> {
    if fate == Ending::Done {
        return Ok(());
    }
    if play.dice.percent(6) {
        play.wait(300, 4000);
        let reason = play.say(play.talk().reopens);
        play.act(user, Command::Reopen { reason })?;
        play.wait(30, 900);
        if play.ticket.assignee.is_none() {
            take(play)?;
        }
        resolve(play, fault)?;
    }
    close(play, user)
}

/// Links the incident to a problem that was recorded after the incident was over.
fn link_late(play: &mut Play<'_>, burst: Option<&Burst>) -> Result<(), Error> {
    let Some((problem, since)) = burst.and_then(|burst| burst.problem) else {
        return Ok(());
    };
    let linked = play
        .ticket
        .internal
        .links
        .iter()
        .any(|link| link.to.id == problem);
    if linked || since.plus(HOUR) >= play.end || play.ticket.state == State::Cancelled {
        return Ok(());
    }
    play.at = play.at.max(since.plus(HOUR));
    let by = worker(play);
    let to = Reference {
        kind: Kind::Problem,
        id: problem,
    };
    let relation = Relation::CausedBy;
    play.act(
        by,
        Command::Link {
            to: vec![to],
            relation,
        },
    )
}
