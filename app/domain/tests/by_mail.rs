//! What a message leads to on a ticket, said in the words of the desk: whom it believes, and what it
//! takes.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::ids::FileId;
use guichet_domain::kernel::proof::Proof;
use guichet_domain::kernel::time::DAY;
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::tickets::by_mail::{Answer, Said, answer, files_of_report, say};
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{CommandId, NewTicket, Ticket};

fn desk() -> Desk {
    let draft = NewTicket {
        subject: "Word ne s’ouvre plus".into(),
        ..NewTicket::default()
    };
    Desk::record(&draft, &actor(USER)).unwrap()
}

fn in_state(state: State) -> Ticket {
    Ticket {
        state,
        ..desk().ticket
    }
}

fn file(audience: Audience) -> Attachment {
    Attachment {
        file: FileId::default(),
        name: "capture.png".into(),
        media_type: "image/png".into(),
        size: 3,
        audience,
    }
}

#[test]
fn what_is_over_is_taken_up_by_a_new_incident() {
    for (state, expected) in [
        (State::New, Answer::Said),
        (State::OnHold, Answer::Said),
        (State::Resolved, Answer::Said),
        (State::Cancelled, Answer::TakenUp),
        (State::Refused, Answer::TakenUp),
        (State::Closed, Answer::TakenUp),
    ] {
        let ticket = in_state(state);
        assert_eq!(
            answer(&ticket, None, &actor(USER), Proof::Claimed, START),
            expected,
            "{state:?}"
        );
    }
    // As long as it can be reopened it is answered on.
    let closed = Ticket {
        reopen_until: Some(START.plus(DAY)),
        ..in_state(State::Closed)
    };
    for (now, expected) in [
        (START.plus(DAY), Answer::Said),
        (START.plus(DAY + 1), Answer::TakenUp),
    ] {
        assert_eq!(
            answer(&closed, None, &actor(USER), Proof::Signed, now),
            expected
        );
    }
}

#[test]
fn nobody_of_the_desk_speaks_without_proof_and_nothing_is_betrayed_to_others() {
    let ticket = in_state(State::New);
    let of = |by: &Actor, proof| answer(&ticket, None, by, proof, START);
    for (who, claimed, signed) in [
        (USER, Answer::Said, Answer::Said),
        (ALICE, Answer::Unproven, Answer::Said),
        (ADMIN, Answer::Unproven, Answer::Said),
        (STRANGER, Answer::New, Answer::New),
    ] {
        assert_eq!(of(&actor(who), Proof::Claimed), claimed, "{who}");
        assert_eq!(of(&actor(who), Proof::Signed), signed, "{who}");
    }
}

fn said(text: &str, files: Vec<Attachment>, proof: Proof) -> Said {
    Said {
        text: text.into(),
        files,
        proof,
    }
}

#[test]
fn words_and_files_come_together_for_the_same_people_and_bear_their_proof() {
    let desk = desk();
    let at = (CommandId::default(), desk.now);
    let files = vec![file(Audience::Everyone), file(Audience::Agents)];
    let message = said("Toujours en panne", files, Proof::Claimed);
    let facts = desk.facts();
    let decision = say(&desk.ticket, &actor(USER), &facts, message, at).unwrap();
    let spoken = decision.events.iter().find_map(Event::said_to).unwrap();
    let mut brought = Vec::new();
    for event in &decision.events {
        assert_eq!(event.by_mail(), Some(Proof::Claimed), "{event:?}");
        if let Event::Attached { attachment, .. } = event {
            brought.push(attachment.audience);
        }
    }
    assert_eq!(brought.len(), 2);
    assert!(
        brought.iter().all(|to| spoken.includes(*to)),
        "{spoken:?} {brought:?}"
    );
    assert_eq!(decision.texts.len(), 1);
    // Without a word the files are the answer.
    let message = said("", vec![file(Audience::Everyone)], Proof::Signed);
    let decision = say(&desk.ticket, &actor(USER), &facts, message, at).unwrap();
    assert_eq!((decision.events.len(), decision.texts.len()), (1, 0));
    // Nothing at all is nothing.
    assert!(
        say(
            &desk.ticket,
            &actor(USER),
            &facts,
            said("", vec![], Proof::Signed),
            at
        )
        .is_err()
    );
}

#[test]
fn what_a_ticket_does_not_take_is_refused_and_the_files_of_its_own_report_are_kept() {
    let desk = desk();
    let at = (CommandId::default(), desk.now);
    let ticket = in_state(State::Cancelled);
    let message = said("Encore", vec![file(Audience::Everyone)], Proof::Signed);
    assert!(say(&ticket, &actor(USER), &desk.facts(), message, at).is_err());
    let files = vec![file(Audience::Participants)];
    let events = files_of_report(files, Some(Proof::Claimed));
    let [
        Event::Attached {
            attachment,
            by_mail,
            unread: false,
        },
    ] = &events[..]
    else {
        panic!("{events:?}");
    };
    assert_eq!(attachment.audience, Audience::Participants);
    assert_eq!(*by_mail, Some(Proof::Claimed));
}
