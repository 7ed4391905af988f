//! Merged tickets: one conversation, one place in the queue, and both as they were once that is undone.

use crate::databases::{Databases, on_both};
use crate::house::{CLAIRE, House, NADIA};
use crate::telling::{by, incident, page, person, told};
use guichet_desk::{CameWith, DeskError, RetentionPolicy};
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::refusal::{Field, Problem, Refusal, Why};
use guichet_domain::kernel::removed::{REMOVED, Removed};
use guichet_domain::kernel::time::{DAY, HOUR};
use guichet_domain::notifications::notice::Notice;
use guichet_domain::queue::query::{QueueQuery, View};
use guichet_domain::tickets::beneath::NewReaders;
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::merging::MergeEvent;
use guichet_domain::tickets::page::TicketPage;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{FileId, NewTicket, PersonId, TicketId};

on_both!(
    one_conversation_with_its_files_is_read_by_all_who_take_part,
    at_the_desk_both_are_for_the_same_team,
    what_was_waited_for_is_known_to_a_merged_one_too,
    the_old_one_is_in_nobodys_queue_and_waits_for_nothing,
    whoever_had_it_is_told_once,
    it_is_kept_as_long_as_the_other,
    the_same_command_twice_merges_once,
);

async fn comment(house: &House, who: PersonId, ticket: Reference, text: &str) {
    let text = text.to_owned();
    house.act(who, ticket.id, Command::Comment { text }).await;
}

async fn attach(house: &House, who: PersonId, ticket: Reference, name: &str) -> FileId {
    let mut upload = house.desk.upload(name).await.unwrap();
    upload.write(name.as_bytes()).await.unwrap();
    let id = house.desk.new_command();
    let update = house
        .desk
        .attach(by(who), ticket.id, id, upload, CameWith::Words(id))
        .await
        .unwrap();
    let file = update.events.iter().find_map(|one| match &one.event {
        Event::Attached { attachment, .. } => Some(attachment.file),
        _ => None,
    });
    file.unwrap()
}

async fn try_to_merge(
    house: &House,
    (old, into): (Reference, Reference),
    confirmed: bool,
) -> Result<(), DeskError> {
    // As who sees both finds it.
    let (one, other) = (
        page(house, NADIA, old.id).await.ticket,
        page(house, NADIA, into.id).await.ticket,
    );
    let confirmed = confirmed.then(|| NewReaders::of(&one, &other));
    let command = CommandEnvelope {
        id: house.desk.new_command(),
        ticket: old.id,
        command: Command::Merge { into, confirmed },
        format: Default::default(),
    };
    house.desk.carry_out(by(NADIA), command).await.map(drop)
}

async fn merge(house: &House, old: Reference, into: Reference) {
    try_to_merge(house, (old, into), true).await.unwrap();
}

async fn unmerge(house: &House, old: Reference, from: Reference) {
    let command = Command::Unmerge { from: old };
    house.act(NADIA, from.id, command).await;
}

/// What is said on a page, in order.
fn said(page: &TicketPage) -> Vec<String> {
    let texts = page.history.iter().filter_map(|one| match &one.event {
        Event::Recorded(recorded) => recorded.description,
        Event::Commented { text, .. } => Some(*text),
        _ => None,
    });
    texts.map(|text| page.texts[&text].body.clone()).collect()
}

fn names(page: &TicketPage) -> Vec<&str> {
    let files = page.ticket.attachments.iter();
    files.map(|file| file.name.as_str()).collect()
}

async fn is_hidden(house: &House, reader: PersonId, ticket: TicketId) -> bool {
    let read = house.desk.ticket_page(by(reader), ticket, None).await;
    matches!(read, Err(DeskError::NotFound))
}

async fn is_sound(house: &House) {
    // What waits to be deleted is not there yet.
    let health = house.desk.check().await.unwrap();
    assert!(health.is_good(), "{health:?}");
}

async fn one_conversation_with_its_files_is_read_by_all_who_take_part(db: Databases) {
    let house = House::build(&db).await;
    let ann = person(&house, 40, Language::En, Role::User).await;
    let eve = person(&house, 41, Language::En, Role::User).await;
    let old = incident(&house, CLAIRE, "Plus de messagerie").await;
    comment(&house, CLAIRE, old, "Depuis ce matin.").await;
    let photo = attach(&house, CLAIRE, old, "écran.png").await;
    let note = Command::Note {
        text: "Vu avec le réseau.".into(),
    };
    house.act(NADIA, old.id, note).await;
    house.clock.advance(HOUR);
    let other = incident(&house, ann, "No mail").await;
    comment(&house, ann, other, "Same for me.").await;
    let trace = attach(&house, ann, other, "trace.txt").await;
    let before = (
        page(&house, CLAIRE, old.id).await,
        page(&house, ann, other.id).await,
    );

    // Not without a word: each would read what the other wrote.
    let refused = try_to_merge(&house, (old, other), false).await;
    let refusal = match refused {
        Err(DeskError::Refused(Refusal::Invalid(errors))) => errors,
        other => panic!("{other:?}"),
    };
    assert_eq!(refusal.len(), 1);
    assert_eq!(
        (refusal[0].field, refusal[0].problem),
        (Field::Confirmation, Problem::Missing)
    );
    assert!(is_hidden(&house, ann, old.id).await);
    merge(&house, old, other).await;
    is_sound(&house).await;

    for reader in [CLAIRE, ann] {
        let page = page(&house, reader, other.id).await;
        assert_eq!(said(&page), ["Depuis ce matin.", "Same for me."]);
        assert_eq!(names(&page), ["trace.txt", "écran.png"]);
        for (ticket, file) in [(other, photo), (old, photo), (other, trace)] {
            let sent = house.desk.download(by(reader), ticket.id, file).await;
            assert!(sent.is_ok(), "{reader} {ticket}");
        }
        // The way from the old one to the new.
        let merged = house.desk.ticket_page(by(reader), old.id, None).await;
        assert_eq!(merged.unwrap().ticket.merged.unwrap().into, Some(other));
    }
    let agents = page(&house, NADIA, other.id).await;
    assert!(said(&agents).contains(&"Vu avec le réseau.".to_owned()));
    assert!(is_hidden(&house, eve, other.id).await && is_hidden(&house, eve, old.id).await);
    let download = house.desk.download(by(eve), other.id, photo).await;
    assert!(matches!(download, Err(DeskError::NotFound)));

    // What is about her is what she wrote and what is of her own ticket.
    let mut own = Vec::new();
    let export = house.desk.export_person(Some(by(CLAIRE)), CLAIRE, &mut own);
    export.await.unwrap();
    let own = String::from_utf8(own).unwrap();
    assert!(own.contains("Depuis ce matin.") && !own.contains("Same for me."));
    // What is removed at the old one is gone from the other's page, and who reads that is told.
    let shown = page(&house, NADIA, other.id).await.history.len();
    let note = page(&house, NADIA, old.id).await;
    let note = note.history.iter().find_map(|one| match one.event {
        Event::Commented {
            text,
            audience: Audience::Agents,
            ..
        } => Some(text),
        _ => None,
    });
    let redact = Command::Redact {
        what: Removed::Text(note.unwrap()),
        reason: "Nom d’un tiers".into(),
    };
    house.act(NADIA, old.id, redact).await;
    let agents = page(&house, NADIA, other.id).await;
    assert!(said(&agents).contains(&REMOVED.to_owned()));
    let told = &agents.history[shown..];
    let is_told =
        |event: &Event| matches!(event, Event::Merge(MergeEvent::Removed { from }) if *from == old);
    assert!(told.iter().any(|one| is_told(&one.event)), "{told:?}");

    // Said since: it stays where it was said.
    comment(&house, CLAIRE, other, "Et sur mon téléphone.").await;
    unmerge(&house, old, other).await;
    is_sound(&house).await;
    assert!(is_hidden(&house, ann, old.id).await && is_hidden(&house, CLAIRE, other.id).await);
    let own = page(&house, CLAIRE, old.id).await;
    assert_eq!(own.ticket, before.0.ticket);
    assert_eq!(said(&own), ["Depuis ce matin."]);
    let theirs = page(&house, ann, other.id).await;
    assert_eq!(said(&theirs), ["Same for me.", "Et sur mon téléphone."]);
    assert_eq!(names(&theirs), ["trace.txt"]);
    for (reader, ticket, file) in [
        (ann, other, photo),
        (ann, old, photo),
        (CLAIRE, other, trace),
    ] {
        let sent = house.desk.download(by(reader), ticket.id, file).await;
        assert!(matches!(sent, Err(DeskError::NotFound)), "{reader}");
    }
}

async fn at_the_desk_both_are_for_the_same_team(db: Databases) {
    let house = House::build(&db).await;
    // Of no team: what is confidential is hidden from them.
    let otto = person(&house, 50, Language::Fr, Role::Agent).await;
    let old = incident(&house, CLAIRE, "Mon bulletin de paie").await;
    comment(&house, CLAIRE, old, "Mon salaire est faux.").await;
    let other = incident(&house, CLAIRE, "Encore le bulletin").await;
    house.act(NADIA, old.id, Command::MakeConfidential).await;
    let refused = try_to_merge(&house, (old, other), true).await;
    let why = match refused {
        Err(DeskError::Refused(Refusal::Impossible { why, .. })) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(why, Why::NotForTheSame);
    let end = Command::EndConfidentiality {
        reason: "Rien de secret".into(),
    };
    house.act(NADIA, old.id, end).await;
    merge(&house, old, other).await;
    assert!(said(&page(&house, otto, other.id).await).contains(&"Mon salaire est faux.".into()));
    // The other becomes one for its team: what is part of it does with it, wherever it is found.
    house.act(NADIA, other.id, Command::MakeConfidential).await;
    assert!(is_hidden(&house, otto, old.id).await && is_hidden(&house, otto, other.id).await);
    let query = QueueQuery {
        view: View::All,
        ..QueueQuery::default()
    };
    let queue = house.desk.queue(by(otto), query).await.unwrap();
    assert!(queue.lines.is_empty());
    is_sound(&house).await;
    unmerge(&house, old, other).await;
    assert!(!is_hidden(&house, otto, old.id).await && is_hidden(&house, otto, other.id).await);
}

async fn the_old_one_is_in_nobodys_queue_and_waits_for_nothing(db: Databases) {
    let house = House::build(&db).await;
    let old = incident(&house, CLAIRE, "Plus de messagerie").await;
    let other = incident(&house, CLAIRE, "Plus de courriels").await;
    let hold = Command::Hold {
        reason: HoldReason::Vendor,
        until: Some(house.desk.now().plus(HOUR)),
        note: String::new(),
        internal: String::new(),
        problem: None,
        was: None,
    };
    house.act(NADIA, old.id, hold).await;
    let listed = async |view| -> Vec<Reference> {
        let query = QueueQuery {
            view,
            ..QueueQuery::default()
        };
        let queue = house.desk.queue(by(NADIA), query).await.unwrap();
        let lines = queue.lines.iter();
        lines.map(|line| line.summary.reference).collect()
    };
    assert!(listed(View::OnHold).await.contains(&old));
    // Of one user: nobody has to be asked.
    try_to_merge(&house, (old, other), false).await.unwrap();
    for view in [View::Open, View::OnHold, View::Unassigned] {
        assert!(!listed(view).await.contains(&old), "{view:?}");
    }
    assert!(listed(View::Done).await.contains(&old));
    assert!(listed(View::Open).await.contains(&other));
    house.clock.advance(2 * HOUR);
    assert_eq!(house.desk.run_timers().await.unwrap(), 0);
    unmerge(&house, old, other).await;
    assert!(listed(View::OnHold).await.contains(&old));
    // What came due meanwhile is done now.
    assert_eq!(house.desk.run_timers().await.unwrap(), 1);
    let now = page(&house, NADIA, old.id).await;
    assert_eq!(now.ticket.state, State::New);
    is_sound(&house).await;
}

async fn whoever_had_it_is_told_once(db: Databases) {
    let house = House::build(&db).await;
    let ann = person(&house, 40, Language::En, Role::User).await;
    let old = incident(&house, CLAIRE, "Plus de messagerie").await;
    let other = incident(&house, ann, "No mail").await;
    merge(&house, old, other).await;
    assert_eq!(told(&house, CLAIRE, Notice::Merged).await, 1);
    assert_eq!(told(&house, ann, Notice::Merged).await, 0);
    // What is answered there reaches both.
    comment(&house, NADIA, other, "Nous y travaillons.").await;
    for reader in [CLAIRE, ann] {
        assert_eq!(told(&house, reader, Notice::Message).await, 1, "{reader}");
    }
    // Nobody is asked how a ticket was that goes on elsewhere.
    assert_eq!(told(&house, CLAIRE, Notice::FeedbackAsked).await, 0);
    unmerge(&house, old, other).await;
    assert_eq!(told(&house, CLAIRE, Notice::Unmerged).await, 1);
    assert_eq!(told(&house, ann, Notice::Unmerged).await, 0);
    comment(&house, NADIA, other, "C’est réparé.").await;
    assert_eq!(told(&house, ann, Notice::Message).await, 2);
    assert_eq!(told(&house, CLAIRE, Notice::Message).await, 1);
}

async fn it_is_kept_as_long_as_the_other(db: Databases) {
    let house = House::build(&db).await;
    let old = incident(&house, CLAIRE, "Plus de messagerie").await;
    comment(&house, CLAIRE, old, "Depuis ce matin.").await;
    let other = incident(&house, CLAIRE, "Plus de courriels").await;
    merge(&house, old, other).await;
    let keep = RetentionPolicy {
        retention_closed_days: 30,
        ..RetentionPolicy::default()
    };
    house.clock.advance(60 * DAY);
    for dry in [true, false] {
        let kept = house.desk.retain(&keep, dry).await.unwrap();
        assert!(kept.emptied.is_empty(), "the other is open: {kept:?}");
    }
    let cancel = Command::Cancel {
        reason: "Plus d’actualité".into(),
    };
    house.act(NADIA, other.id, cancel).await;
    house.clock.advance(31 * DAY);
    for dry in [true, false] {
        let kept = house.desk.retain(&keep, dry).await.unwrap();
        assert_eq!(kept.emptied, [old, other]);
    }
    let page = page(&house, NADIA, other.id).await;
    assert_eq!(said(&page), [REMOVED]);
}

async fn what_was_waited_for_is_known_to_a_merged_one_too(db: Databases) {
    let house = House::build(&db).await;
    let old = incident(&house, CLAIRE, "Word se ferme").await;
    let other = incident(&house, CLAIRE, "Word plante").await;
    let draft = NewTicket {
        kind: Kind::Problem,
        subject: "Word et la mise à jour".into(),
        follows: Some(old),
        ..NewTicket::default()
    };
    let id = house.desk.new_command();
    let problem = house.desk.record(by(NADIA), id, draft).await.unwrap();
    let hold = Command::Hold {
        reason: HoldReason::Problem,
        until: Some(house.desk.now().plus(30 * DAY)),
        note: String::new(),
        internal: String::new(),
        problem: Some(problem),
        was: None,
    };
    house.act(NADIA, old.id, hold).await;
    merge(&house, old, other).await;
    house.act(NADIA, problem.id, Command::Analyse).await;
    house
        .act(NADIA, problem.id, Command::DeclareKnownError)
        .await;
    assert_eq!(
        page(&house, NADIA, old.id).await.ticket.state,
        State::Merged
    );
    unmerge(&house, old, other).await;
    assert_eq!(page(&house, NADIA, old.id).await.ticket.state, State::New);
}

async fn the_same_command_twice_merges_once(db: Databases) {
    let house = House::build(&db).await;
    let old = incident(&house, CLAIRE, "Plus de messagerie").await;
    let other = incident(&house, CLAIRE, "Plus de courriels").await;
    let command = CommandEnvelope {
        id: house.desk.new_command(),
        ticket: old.id,
        command: Command::Merge {
            into: other,
            confirmed: None,
        },
        format: Default::default(),
    };
    let there = house.another().await;
    let (first, second) = tokio::join!(
        house.desk.carry_out(by(NADIA), command.clone()),
        there.carry_out(by(NADIA), command.clone()),
    );
    assert_eq!(first.unwrap().events, second.unwrap().events);
    let page = page(&house, NADIA, other.id).await;
    let joined = page.ticket.joined.iter().map(|joined| joined.from);
    assert_eq!(joined.collect::<Vec<_>>(), [old]);
}
