//! A confidential ticket, visible to its team only.

use super::house::category;
use super::incident::categorisation;
use super::lifecycle::{take, worker};
use super::play::Play;
use super::texts;
use crate::Error;
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::tickets::command::Command;
use guichet_domain::{NewTicket, ServiceId};

/// Plays the one ticket that only its team sees.
pub fn confidential(play: &mut Play<'_>) -> Result<(), Error> {
    let user = play.world.user(&mut play.dice, play.english);
    let (subject, description) = play.talk().confidential;
    let draft = NewTicket {
        subject: subject.into(),
        description: description.into(),
        affected: Some(user),
        confidential: true,
        service: Some(ServiceId(10)),
        impact: Some(Impact::Low),
        urgency: Some(Urgency::High),
        ..NewTicket::default()
    };
    play.record(user, &draft)?;
    play.wait(4, 60);
    take(play)?;
    let by = worker(play);
    let fault = texts::FRENCH.iter().find(|fault| fault.service == 10);
    if let Some(fault) = fault {
        let mut form = categorisation(fault);
        form.category = Some(category(10, 2));
        form.urgency = draft.urgency;
        play.act(by, Command::Categorise(form))?;
    }
    play.wait(10, 60);
    play.act(by, Command::Diagnose)
}
