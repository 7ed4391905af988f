//! Nobody speaks as somebody else by mail: what proves who wrote it, and what only says so.

use crate::databases::{Databases, on_both};
use crate::desk::*;
use base64::Engine;
use futures::TryStreamExt;
use guichet_desk::{Caller, CameWith, InboundRules, Unknown};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::proof::Proof;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::time::DAY;
use guichet_domain::mail::inbound::{Fate, Reason};
use guichet_domain::queue::query::{QueueQuery, View};
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event::Event;
use guichet_domain::{PersonId, TicketId};

on_both!(
    somebody_of_the_desk_never_speaks_without_proof,
    they_are_told_without_a_word_of_it_and_once_a_day,
    our_own_server_proves_who_wrote,
    what_senders_write_proves_nothing,
    an_equivocal_sender_is_nobody,
    what_is_claimed_is_marked_wherever_it_is_kept_and_sent,
    nobody_reads_by_which_address_somebody_else_answers,
    an_address_for_answers_ends_with_whatever_somebody_could_get_in_by,
    who_is_called_like_somebody_else_is_shown_by_their_address,
);

const PASSED: &str =
    "Authentication-Results: mx.exemple.fr; dmarc=pass header.from=exemple.fr\nReceived: from x";

/// A ticket of Claire's that Nadia watches, as the ticket's own people do.
async fn watched(office: &Office) -> Reference {
    let reference = office.reported().await;
    let watch = Command::Watch { person: NADIA };
    office.act(ADMIN, reference.id, watch).await;
    office
        .act(ADMIN, reference.id, Command::Watch { person: ADMIN })
        .await;
    office.clock.advance(60_000_000);
    for address in ["claire@exemple.fr", "nadia@exemple.fr", "agnes@exemple.fr"] {
        office.post(address).await;
    }
    reference
}

async fn somebody_of_the_desk_never_speaks_without_proof(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = watched(&office).await;
    let thread = office.inbox.addresses.thread(reference.id);
    let stolen = office.reply_address(reference, CLAIRE).await;
    let before = office.ticket(reference.id).await.1.len();
    for (n, headers) in [
        format!("Subject: [{reference}] x"),
        format!("In-Reply-To: {thread}"),
        format!("References: <a@b> {thread}"),
        format!("To: {stolen}"),
        format!("Subject: [{reference}] x\nReply-To: nadia@exemple.fr\nSender: nadia@exemple.fr\nReturn-Path: <nadia@exemple.fr>"),
    ]
    .iter()
    .enumerate()
    {
        let senders = [
            "nadia@exemple.fr",
            "agnes@exemple.fr",
            "Nadia <NADIA@exemple.FR>",
        ];
        for (m, sender) in senders.iter().enumerate() {
            let headers = format!("{headers}\nMessage-ID: <{n}.{m}@x.fr>");
            let received = office.inbound(sender, &headers, "Votre mot de passe ?").await;
            let fate = (received.fate, received.reason);
            assert_eq!(fate, (Fate::Aside, Some(Reason::Unproven)), "{sender}: {headers}");
        }
    }
    assert_eq!(office.ticket(reference.id).await.1.len(), before);
    assert!(office.post("claire@exemple.fr").await.is_empty());
    // Nor on a ticket of their own, nor when it is closed.
    let own = office
        .inbound("nadia@exemple.fr", "Subject: mon écran", "x")
        .await;
    let own = own.ticket.unwrap();
    let answer = format!("Subject: [INC-{own}] mon écran");
    let received = office.inbound("nadia@exemple.fr", &answer, "Encore").await;
    assert_eq!(received.reason, Some(Reason::Unproven));
    assert_eq!(office.said(own).await, []);
}

async fn they_are_told_without_a_word_of_it_and_once_a_day(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = watched(&office).await;
    let headers = format!("Subject: [{reference}] SECRET");
    let forged = async |n: u32| {
        let headers = format!("{headers}\nMessage-ID: <{n}@x.fr>");
        office
            .inbound("nadia@exemple.fr", &headers, "JETON http://piege.example")
            .await
    };
    forged(1).await;
    forged(2).await;
    let told = office.post("nadia@exemple.fr").await;
    assert_eq!(told.len(), 1);
    assert!(
        told[0].words.contains("a été mis de côté"),
        "{}",
        told[0].words
    );
    for word in ["JETON", "SECRET", "piege", "INC-1"] {
        assert!(!told[0].words.contains(word), "{}", told[0].words);
    }
    office.clock.advance(DAY + 1);
    forged(3).await;
    assert_eq!(office.post("nadia@exemple.fr").await.len(), 1);
}

async fn our_own_server_proves_who_wrote(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = watched(&office).await;
    let answer = |head: &str, from: &str| {
        let head = format!("{head}\nFrom: {from}\nSubject: [{reference}] x");
        crate::messages::message(&head, "Depuis quand ?")
    };
    let received = office
        .message(answer(PASSED, "Nadia <nadia@exemple.fr>"))
        .await;
    assert_eq!(
        (received.fate, received.ticket),
        (Fate::Comment, Some(reference.id))
    );
    let said = office.said(reference.id).await;
    assert_eq!((said[0].0, said[0].1), (NADIA, Some(Proof::Signed)));
    // A desk that names no server believes none.
    let mut trusting_nobody = office.inbox.clone();
    trusting_nobody.reader = trusting_nobody.reader.believing(None);
    let message = answer(PASSED, "Agnès <agnes@exemple.fr>");
    let received = trusting_nobody.take(message).await.unwrap();
    assert_eq!(received.reason, Some(Reason::Unproven));
}

async fn what_senders_write_proves_nothing(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = watched(&office).await;
    let results = "Authentication-Results: mx.exemple.fr; dmarc=pass header.from=exemple.fr";
    for head in [
        format!("Received: from y by mx.exemple.fr\n{results}"),
        format!(
            "Authentication-Results: mx.exemple.fr; dmarc=fail header.from=exemple.fr\nReceived: z\n{results}"
        ),
        format!("Subject: y\n{results}"),
        "Authentication-Results: mx.ailleurs.fr; dmarc=pass header.from=exemple.fr".into(),
        "Authentication-Results: mx.exemple.fr; dmarc=pass header.from=ailleurs.fr".into(),
        "Authentication-Results: mx.exemple.fr; spf=pass smtp.mailfrom=exemple.fr".into(),
        "ARC-Authentication-Results: i=1; mx.exemple.fr; dmarc=pass header.from=exemple.fr".into(),
    ] {
        let all = format!(
            "{head}\nFrom: nadia@exemple.fr\nIn-Reply-To: {}",
            office.inbox.addresses.thread(reference.id)
        );
        let received = office.message(crate::messages::message(&all, &head)).await;
        assert_eq!(received.reason, Some(Reason::Unproven), "{head}");
    }
    assert_eq!(office.said(reference.id).await, []);
}

async fn an_equivocal_sender_is_nobody(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = watched(&office).await;
    let reply = office.reply_address(reference, CLAIRE).await;
    for from in [
        "From: claire@exemple.fr\nFrom: x@ailleurs.fr",
        "From: claire@exemple.fr, x@ailleurs.fr",
        "From: Amis: claire@exemple.fr;",
        "From: \"nadia@exemple.fr\" <claire@exemple.fr>",
        "From: =?utf-8?Q?nadia=40exemple.fr?= <claire@exemple.fr>",
        "From: nadia@exemple.fr <claire@exemple.fr>",
    ] {
        // Not even to the address that only Claire was told.
        for more in [format!("To: {reply}"), format!("Subject: {from:.20}")] {
            let head = format!("{PASSED}\n{from}\n{more}");
            let received = office.message(crate::messages::message(&head, from)).await;
            assert_eq!(received.fate, Fate::Aside, "{head}");
            // Two addresses in a row are none.
            let reasons = [Some(Reason::Equivocal), Some(Reason::Unreadable)];
            assert!(reasons.contains(&received.reason), "{head}: {received:?}");
        }
    }
    assert_eq!(office.said(reference.id).await, []);
    assert!(!office.waiting().await.is_empty());
}

/// How sure the desk was of who opened a ticket, in the event and on the ticket.
async fn opened(office: &Office, ticket: TicketId) -> Option<Proof> {
    let (ticket, history) = office.ticket(ticket).await;
    let Event::Recorded(recorded) = &history[0].event else {
        panic!("{history:?}")
    };
    assert_eq!(ticket.by_mail, recorded.by_mail);
    recorded.by_mail
}

/// Everything that others read of a ticket: its texts, and the files that came with it.
async fn everything(office: &Office, ticket: TicketId) -> String {
    let (ticket, _) = office.ticket(ticket).await;
    let admin = Caller { person: ADMIN };
    let page = office
        .desk
        .ticket_page(admin, ticket.id, None)
        .await
        .unwrap();
    let mut all = format!("{:?}", page.texts);
    for attachment in &ticket.attachments {
        let file = office
            .desk
            .download(admin, ticket.id, attachment.file)
            .await;
        let parts: Vec<_> = file.unwrap().bytes.try_collect().await.unwrap();
        all += &String::from_utf8_lossy(&parts.concat());
    }
    all
}

async fn nobody_reads_by_which_address_somebody_else_answers(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = office.reported().await;
    let address = office.reply_address(reference, NADIA).await;
    let signature = address.split(['.', '@']).nth(1).unwrap().to_owned();
    let quoted =
        format!("Je regarde.\n-----Message d'origine-----\nÀ : Support <{address}>\n> Bonjour");
    let encoded = base64::engine::general_purpose::STANDARD.encode(&quoted);
    let attached = format!(
        "\n--b\nContent-Type: text/plain; charset=utf-8\n\n{quoted}\n--b\nContent-Type: text/html; charset=utf-8\n\n\
         <a href=\"mailto:{address}\">{address}</a>\n--b\nContent-Type: message/rfc822\n\nFrom: a@b.fr\nTo: {address}\n\n{quoted}\n--b\n\
         Content-Type: application/octet-stream; name=a.eml\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n{encoded}\n--b--"
    );
    let parts = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b";
    for (n, headers, body) in [
        (1, format!("To: {address}"), quoted.clone()),
        (
            2,
            format!("To: {address}\nSubject: {address}\n{parts}"),
            attached.clone(),
        ),
    ] {
        let headers = format!("{headers}\nMessage-ID: <{n}@exemple.fr>");
        let received = office.inbound("nadia@exemple.fr", &headers, &body).await;
        assert_eq!(received.fate, Fate::Comment, "{headers}");
    }
    // One that was set aside goes to its ticket whole.
    let headers = format!("To: {address}\nSubject: x\n{parts}\nFrom: encore@exemple.fr");
    let aside = office
        .inbound("claire@exemple.fr", &headers, &attached)
        .await;
    assert_eq!(aside.fate, Fate::Aside);
    let line = &office.waiting().await[0];
    let admin = Caller { person: ADMIN };
    let original = office.desk.bytes_of_message(admin, line.id).await.unwrap();
    assert!(!String::from_utf8_lossy(&original).contains(&signature));
    // What is typed or sent on the pages.
    let text = quoted.clone();
    office
        .act(NADIA, reference.id, Command::Comment { text })
        .await;
    let bytes = format!("To: {address}").into_bytes();
    let id = office.desk.new_command();
    let nadia = Caller { person: NADIA };
    let mut upload = office.desk.upload("mail.eml").await.unwrap();
    upload.write(&bytes).await.unwrap();
    let sent = office
        .desk
        .attach(nadia, reference.id, id, upload, CameWith::Note);
    sent.await.unwrap();
    let all = everything(&office, reference.id).await;
    assert!(
        all.contains("Je regarde.") && all.contains("support+INC-"),
        "{all}"
    );
    assert!(!all.contains(&signature), "{all}");
    for to in ["claire@exemple.fr", "agnes@exemple.fr"] {
        for inbound in office.post(to).await {
            assert!(!inbound.words.contains(&signature), "{}", inbound.words);
        }
    }
}

async fn an_address_for_answers_ends_with_whatever_somebody_could_get_in_by(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = office.reported().await;
    let person = async |id| office.desk.directory().await.unwrap().people[&id].clone();
    let mut n = 0;
    let mut says = async |sender: &str, address: &str| {
        n += 1;
        let headers =
            format!("To: {address}\nSubject: [{reference}]\nMessage-ID: <{n}.e@exemple.fr>");
        let received = office.inbound(sender, &headers, "Voilà").await;
        let (_, history) = office.ticket(reference.id).await;
        let last = history.last().and_then(|envelope| envelope.event.by_mail());
        (received.fate, last)
    };
    let signed = (Fate::Comment, Some(Proof::Signed));
    let claimed = (Fate::Comment, Some(Proof::Claimed));

    let before = office.reply_address(reference, CLAIRE).await;
    assert_eq!(says("claire@exemple.fr", &before).await, signed);
    for active in [false, true] {
        let changed = Person {
            active,
            ..person(CLAIRE).await
        };
        office.desk.set_up(Entry::Person(changed)).await.unwrap();
    }
    assert_eq!(says("claire@exemple.fr", &before).await, claimed);
    let now = office.reply_address(reference, CLAIRE).await;
    assert_eq!(says("claire@exemple.fr", &now).await, signed);

    let email = Some("claire.dubois@exemple.fr".to_owned());
    let changed = Person {
        email,
        ..person(CLAIRE).await
    };
    office.desk.set_up(Entry::Person(changed)).await.unwrap();
    assert_eq!(says("claire.dubois@exemple.fr", &now).await, claimed);

    // Another name changes nothing.
    let now = office.reply_address(reference, CLAIRE).await;
    let name = "Claire Dubois".to_owned();
    let changed = Person {
        name,
        ..person(CLAIRE).await
    };
    office.desk.set_up(Entry::Person(changed)).await.unwrap();
    assert_eq!(says("claire.dubois@exemple.fr", &now).await, signed);

    let before = office.reply_address(reference, NADIA).await;
    let changed = Person {
        role: Role::User,
        ..person(NADIA).await
    };
    office.desk.set_up(Entry::Person(changed)).await.unwrap();
    assert_ne!(says("nadia@exemple.fr", &before).await, signed);
}

/// Whether the lists that show a ticket mark that nothing proves who wrote it.
async fn in_lists(office: &Office, ticket: TicketId, person: PersonId) -> Vec<bool> {
    let query = QueueQuery {
        view: View::All,
        ..QueueQuery::default()
    };
    let queue = office.desk.queue(Caller { person: ADMIN }, query).await;
    let own = office.desk.my_tickets(Caller { person }, None, None).await;
    let lines = queue.unwrap().lines.into_iter().chain(own.unwrap().0);
    let these = lines.filter(|line| line.summary.reference.id == ticket);
    these.map(|line| line.summary.claimed).collect()
}

async fn what_is_claimed_is_marked_wherever_it_is_kept_and_sent(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let body = "--b\nContent-Type: text/plain\n\nVoir\n--b\nContent-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nx\n--b--";
    let mime = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\nSubject: Panne";
    for (sender, person) in [("claire@exemple.fr", CLAIRE), ("nadia@exemple.fr", NADIA)] {
        let mime = |key: &str| format!("{mime}\nMessage-ID: <{key}.{sender}>");
        let claimed = office.inbound(sender, &mime("claimed"), body).await;
        let claimed = claimed.ticket.unwrap();
        assert_eq!(opened(&office, claimed).await, Some(Proof::Claimed));
        let head = format!("{PASSED}\nFrom: {sender}\n{}", mime("proven"));
        let proven = office.message(crate::messages::message(&head, body)).await;
        let proven = proven.ticket.unwrap();
        assert_eq!(opened(&office, proven).await, Some(Proof::Signed));
        for (ticket, proof) in [(claimed, Proof::Claimed), (proven, Proof::Signed)] {
            let (ticket, history) = office.ticket(ticket).await;
            assert_eq!(ticket.affected, person);
            let files = history
                .iter()
                .filter(|e| matches!(e.event, Event::Attached { .. }));
            let files: Vec<_> = files.map(|envelope| envelope.event.by_mail()).collect();
            assert_eq!(files, [Some(proof)]);
            assert_eq!(
                in_lists(&office, ticket.id, person).await,
                vec![proof == Proof::Claimed; 2],
                "the desk's list, and their own"
            );
        }
    }
    let reference = office.reported().await;
    office
        .act(NADIA, reference.id, Command::Take { was: None })
        .await;
    office.post("nadia@exemple.fr").await;
    let headers = format!("Subject: [{reference}] x");
    office
        .inbound("claire@exemple.fr", &headers, "Toujours pas")
        .await;
    let [told] = &office.post("nadia@exemple.fr").await[..] else {
        panic!("told once")
    };
    assert!(
        told.words
            .contains("Claire aurait écrit, par courriel (expéditeur non vérifié)"),
        "{}",
        told.words
    );
    assert!(
        told.words.contains("Rien ne prouve que ce courriel"),
        "{}",
        told.words
    );
    let signed = format!("To: {}", office.reply_address(reference, CLAIRE).await);
    office
        .inbound("claire@exemple.fr", &signed, "Si, enfin")
        .await;
    let told = &office.post("nadia@exemple.fr").await[0];
    assert!(told.words.contains("Claire a écrit"), "{}", told.words);
    assert!(!told.words.contains("Rien ne prouve"), "{}", told.words);
}

async fn who_is_called_like_somebody_else_is_shown_by_their_address(db: Databases) {
    let rules = InboundRules {
        unknown: Unknown::Ticket,
        ..InboundRules::default()
    };
    let office = office(&db, rules).await;
    for (from, name) in [
        ("Nadia <n@ailleurs.fr>", "n@ailleurs.fr"),
        ("NÀDIA <m@ailleurs.fr>", "m@ailleurs.fr"),
        ("Paul <p@ailleurs.fr>", "Paul"),
    ] {
        let received = office.inbound(from, &format!("Subject: {name}"), "x").await;
        let (ticket, _) = office.ticket(received.ticket.unwrap()).await;
        let directory = office.desk.directory().await.unwrap();
        let person: PersonId = ticket.affected;
        let person = &directory.people[&person];
        assert_eq!((person.name.as_str(), person.role), (name, Role::User));
    }
}
