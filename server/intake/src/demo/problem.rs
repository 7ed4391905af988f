//! Plays problems.

use super::lifecycle::{take, worker};
use super::plan::{Burst, Ending};
use super::play::Play;
use super::texts::PROBLEMS;
use crate::Error;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::tickets::command::{Cause, Command, Solution};
use guichet_domain::tickets::link::Relation;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::{NewTicket, PersonId, ServiceId};

/// Records a problem for a fault that several people reported, and plays it as far as `fate` says.
pub fn problem(play: &mut Play<'_>, burst: &Burst, fate: Ending) -> Result<(), Error> {
    let Some((subject, description, cause, workaround)) =
        PROBLEMS.get(burst.recurring.wrapping_sub(1))
    else {
        return Ok(());
    };
    let service = super::texts::FRENCH
        .iter()
        .find(|fault| fault.recurring == burst.recurring);
    let service = service.map(|fault| ServiceId(fault.service));
    let team = service.and_then(|service| play.world.directory.services.get(&service));
    let team = team.map(|service| service.team);
    let recorder: PersonId = play.world.agent(&mut play.dice, team);
    let draft = NewTicket {
        kind: Kind::Problem,
        subject: (*subject).into(),
        description: (*description).into(),
        service,
        ..NewTicket::default()
    };
    play.record(recorder, &draft)?;
    for incident in &burst.incidents {
        if *incident < play.ticket.id {
            let to = Reference {
                kind: Kind::Incident,
                id: *incident,
            };
            let relation = Relation::Causes;
            play.act(
                recorder,
                Command::Link {
                    to: vec![to],
                    relation,
                },
            )?;
        }
    }
    if fate == Ending::New {
        return Ok(());
    }
    play.wait(60, 900);
    take(play)?;
    let by = worker(play);
    play.act(by, Command::Analyse)?;
    play.wait(60, 900);
    let text = (*workaround).to_owned();
    let was = play.ticket.workaround;
    play.act(
        by,
        Command::RecordWorkaround {
            text,
            was,
            internal: String::new(),
        },
    )?;
    if fate == Ending::Analysed {
        return Ok(());
    }
    play.wait(600, 6000);
    let text = (*cause).to_owned();
    let was = play.ticket.internal.cause;
    play.act(by, Command::RecordCause { text, was })?;
    play.act(by, Command::DeclareKnownError)?;
    if fate == Ending::KnownError {
        return Ok(());
    }
    play.wait(600, 9000);
    play.act(by, Command::StartFix)?;
    if fate == Ending::Fixing {
        return Ok(());
    }
    play.wait(600, 12_000);
    let notes = play.say(&[
        "La correction est en place.",
        "La correction est passée avec la mise à jour du mois.",
    ]);
    let solution = Solution {
        permanence: Some(Permanence::Permanent),
        code: Some(ResolutionCode::Configuration),
        notes,
        cause: Some(Cause::AsRecorded),
    };
    play.act(by, Command::Resolve(solution))?;
    play.wait(3000, 9000);
    let reason = "Aucun nouveau signalement.".to_owned();
    play.act(by, Command::Close { reason })
}
