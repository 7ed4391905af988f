//! What is removed is gone for whoever could read it, and nobody else learns that it was there.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::audience::{Audience, Viewer};
use guichet_domain::kernel::ids::CommandId;
use guichet_domain::kernel::refusal::{Refusal, Why};
use guichet_domain::kernel::removed::Removed;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::view;
use guichet_domain::tickets::view::seen;

fn redact(what: Removed) -> Command {
    Command::Redact {
        what,
        reason: "A password.".into(),
    }
}

fn desk() -> Desk {
    Desk::record(&common::typed::draft(), &actor(USER)).unwrap()
}

#[test]
fn who_could_read_a_text_learns_that_it_is_gone() {
    let mut desk = desk();
    let note = Command::Note {
        text: "hunter2".into(),
    };
    let comment = Command::Comment {
        text: "hunter3".into(),
    };
    for (command, audience) in [(note, Audience::Agents), (comment, Audience::Participants)] {
        let text = desk.done(ALICE, command)[0].event.texts()[0];
        let gone = desk.done(ALICE, redact(Removed::Text(text)));
        let told = |viewer| seen(&gone[0], viewer).is_some();
        assert_eq!(told(Viewer::Participant), audience != Audience::Agents);
        assert!(told(Viewer::Agent) && !told(Viewer::Approver));
        let again = desk.refused(ALICE, redact(Removed::Text(text)));
        assert!(
            matches!(again, Refusal::Invalid(_)),
            "gone is gone: {again:?}"
        );
    }
}

#[test]
fn a_file_goes_with_its_place_in_the_list() {
    let mut desk = desk();
    let attachment = common::commands::attachment(&mut common::dice::Dice(1));
    let file = attachment.file;
    let attach = Command::Attach {
        attachments: vec![attachment],
    };
    desk.done(ALICE, attach);
    assert_eq!(desk.ticket.attachments.len(), 1);
    desk.done(ALICE, redact(Removed::File(file)));
    assert!(desk.ticket.attachments.is_empty());
}

#[test]
fn a_reason_is_needed_and_users_ask_somebody_who_works_on_the_ticket() {
    let mut desk = desk();
    let subject = Removed::Text(desk.ticket.subject);
    let reason = String::new();
    let none = desk.refused(
        ALICE,
        Command::Redact {
            what: subject,
            reason,
        },
    );
    assert!(matches!(none, Refusal::Invalid(_)));
    for other in [USER, STRANGER] {
        let refused = desk.refused(other, redact(subject));
        let why = Why::NotYours;
        let action = Action::Redact;
        assert_eq!(refused, Refusal::Impossible { action, why });
    }
    // Nothing else of the ticket can be named: not what was never there, not everything at once.
    let unknown = Removed::Text(CommandId::default().text(7));
    assert!(matches!(
        desk.refused(ALICE, redact(unknown)),
        Refusal::Invalid(_)
    ));
    desk.refused(ALICE, redact(Removed::All));
}

#[test]
fn a_rule_empties_everything_once() {
    let mut desk = desk();
    let all = Command::Redact {
        what: Removed::All,
        reason: String::new(),
    };
    let events = desk.act(&Actor::system(), all.clone()).unwrap();
    assert!(matches!(
        events[0].event,
        Event::Redacted { reason: None, .. }
    ));
    assert!(view::readable(&desk.log).is_empty());
    let again = desk.act(&Actor::system(), all).unwrap_err();
    let (action, why) = (Action::Redact, Why::AlreadySo);
    assert_eq!(again, Refusal::Impossible { action, why });
}
