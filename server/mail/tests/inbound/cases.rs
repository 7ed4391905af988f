//! Messages that other desks have lost, changed or taken for answers: one example of each kind, and
//! what becomes of it.

use crate::databases::{Databases, on_both};
use crate::desk::*;
use guichet_desk::{Caller, DeskError, InboundRules, Incoming, MessageNature, Unknown};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::mail_sender::MailSender;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::ids::PersonId;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::kernel::time::DAY;
use guichet_domain::mail::inbound::{Fate, Reason};
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::workflow::State;
use guichet_mail::inbound::read;
use std::path::Path;

on_both!(
    words_are_shown_as_they_came,
    what_no_person_wrote_moves_nothing,
    a_bounce_in_words_is_noted_beside_the_address,
    programs_that_are_let_in_make_tickets,
    the_original_goes_with_its_words,
    the_original_of_a_message_that_waited_is_kept_too,
);

/// The message of this name in the folder beside this file.
pub fn case(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inbound/cases");
    std::fs::read(folder.join(name)).unwrap()
}

fn inbound(name: &str) -> Incoming {
    read(case(name), &crate::corpus::addresses()).inbound
}

#[test]
fn each_case_is_read_as_it_was_written() {
    for (name, subject, text) in [
        (
            "backslash-plain.eml",
            "Partage",
            "Chemin : \\\\srv-fic\\commun\\_archives\nJournal : C:\\!temp\\*.log\nCode AT&amp;T et __init__.py",
        ),
        ("cs-iso-2022-jp.eml", "cs iso-2022-jp", "プリンター"),
        ("raw-latin1-headers.eml", "Écran cassé", "x"),
        ("no-charset-latin1.eml", "nolatin", "Écran cassé à côté"),
        (
            "html-pre-wrap.eml",
            "pre-wrap",
            "Etape 1\nEtape 2\nEtape 3\n\n  a   b\n  c",
        ),
        (
            "forward-outlook-plain.eml",
            "TR: Coupure du site de Lyon",
            "Bonjour, pouvez-vous regarder ? Merci\n\nDe : Fournisseur <noc@fournisseur.example>\nEnvoyé : jeudi 26 novembre 2026 09:12\nÀ : Claire Dubois\nObjet : Coupure du site de Lyon\n\nLe lien 4021 est coupé depuis 08:55.",
        ),
        (
            "sent-from-sentence.eml",
            "Scanner",
            "Bonjour,\nEnvoyé depuis le scanner du 2e étage, le document n'arrive jamais.\nDepuis celui du 3e il arrive. Erreur 4021.\nMerci",
        ),
    ] {
        let inbound = inbound(name);
        assert_eq!(inbound.nature, MessageNature::Written, "{name}");
        assert_eq!(
            (inbound.subject.as_str(), inbound.text.as_str()),
            (subject, text),
            "{name}"
        );
    }
    assert_eq!(inbound("raw-latin1-headers.eml").name, "Renée Dubois");
}

#[test]
fn what_stands_within_a_signature_is_read_and_said_to_be_unverified() {
    // With lengths known beforehand (DER), and without (BER), as some programs write them.
    for name in ["smime-opaque.eml", "smime-opaque-ber.eml"] {
        let inbound = inbound(name);
        assert_eq!(
            inbound.text, "Le VPN ne répond plus depuis 9 h.\nErreur 4021.",
            "{name}"
        );
        assert!(inbound.unverified && inbound.files.is_empty(), "{name}");
    }
    assert!(!inbound("backslash-plain.eml").unverified);
    // What cannot be opened stays the file that it is.
    let broken = String::from_utf8(case("smime-opaque.eml")).unwrap();
    let broken = broken
        .replace("MIIG", "AAAA")
        .replace("MIIF", "AAAA")
        .replace("MIIH", "AAAA");
    let read = read(broken.into_bytes(), &crate::corpus::addresses()).inbound;
    assert_eq!(read.files[0].name, "smime.p7m");
}

#[test]
fn nobodys_answers_are_told_from_answers() {
    for (name, nature) in [
        (
            "read-receipt.eml",
            MessageNature::Automatic(Reason::Receipt),
        ),
        (
            "out-of-office-no-header.eml",
            MessageNature::Automatic(Reason::Absence),
        ),
    ] {
        assert_eq!(inbound(name).nature, nature, "{name}");
    }
    let MessageNature::Bounce(all) = inbound("bounce-plain-unknown.eml").nature else {
        panic!("it is a bounce");
    };
    assert_eq!(all[0].address, "claire.dubois@exemple.fr");
    assert_eq!((all.len(), all[0].status.as_str()), (1, "550"));
}

const DUBOIS: PersonId = PersonId(6);

/// The author of the cases, at a desk.
async fn with_author(office: &Office) {
    let person = Person {
        id: DUBOIS,
        name: "Claire Dubois".into(),
        email: Some("claire.dubois@exemple.fr".into()),
        active: true,
        ..Person::default()
    };
    office.desk.set_up(Entry::Person(person)).await.unwrap();
}

async fn words_are_shown_as_they_came(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    with_author(&office).await;
    let nadia = Caller { person: NADIA };
    for (name, html) in [
        (
            "backslash-plain.eml",
            "<p class=\"typed\">Chemin : \\\\srv-fic\\commun\\_archives<br>Journal : C:\\!temp\\*.log<br>Code AT&amp;amp;T et __init__.py</p>\n",
        ),
        (
            "html-pre-wrap.eml",
            "<p class=\"typed\">Etape 1<br>Etape 2<br>Etape 3<br><br>  a   b<br>  c</p>\n",
        ),
    ] {
        let received = office.message(case(name)).await;
        assert_eq!(received.fate, Fate::Ticket);
        let page = office
            .desk
            .ticket_page(nadia, received.ticket.unwrap(), None);
        let page = page.await.unwrap();
        let text = page.ticket.description.unwrap();
        assert_eq!(page.texts[&text].html, html);
    }
    let received = office.message(case("subject-300.eml")).await;
    let page = office
        .desk
        .ticket_page(nadia, received.ticket.unwrap(), None);
    let page = page.await.unwrap();
    let subject = &page.texts[&page.ticket.subject].body;
    let text = &page.texts[&page.ticket.description.unwrap()].body;
    assert!(subject.starts_with("Bonjour, depuis ce matin") && subject.ends_with('…'));
    assert!(
        text.starts_with('…') && text.ends_with("NUMERO 4021 FIN"),
        "{text}"
    );
    for (name, file) in [
        ("name-slash-date.eml", "Devis 26-11-2026.pdf".to_owned()),
        (
            "name-long.eml",
            format!("{}…{}.pdf", "a".repeat(130), "a".repeat(65)),
        ),
    ] {
        let received = office.message(case(name)).await;
        assert_eq!(office.files(received.ticket.unwrap()).await, [file]);
    }
}

async fn what_no_person_wrote_moves_nothing(db: Databases) {
    let rules = InboundRules {
        unknown: Unknown::Ticket,
        ..InboundRules::default()
    };
    let office = office(&db, rules).await;
    let reference = office.reported().await;
    let wait = Command::Hold {
        reason: HoldReason::User,
        note: "Quelle version ?".into(),
        until: Some(office.desk.now().plus(DAY)),
        was: None,
        internal: String::new(),
        problem: None,
    };
    office
        .act(NADIA, reference.id, Command::Take { was: None })
        .await;
    office.act(NADIA, reference.id, wait).await;
    let reply = office.reply_address(reference, CLAIRE).await;
    let people = office.desk.directory().await.unwrap().people.len();
    for (headers, body, reason) in [
        (
            "Subject: Lu : [INC-1] Word",
            "Votre message a été lu.",
            Reason::Receipt,
        ),
        (
            "Subject: Abwesenheitsnotiz: [INC-1] Word",
            "Bis Montag.",
            Reason::Absence,
        ),
        (
            "Subject: Respuesta automática: [INC-1] Word",
            "Vuelvo el lunes.",
            Reason::Absence,
        ),
        (
            "Subject: Re: [INC-1] Word\nX-Autorespond: [INC-1] Word",
            "Absent.",
            Reason::AutoSubmitted,
        ),
        (
            "Subject: Re: [INC-1] Word\nX-Notes-Item: 1; type=300; name=$AssistMail",
            "x",
            Reason::AutoSubmitted,
        ),
        (
            "Subject: Re: [INC-1] Word\nPrecedence: auto_reply",
            "x",
            Reason::AutoSubmitted,
        ),
    ] {
        let headers = format!("To: {reply}\n{headers}");
        let received = office.inbound("claire@exemple.fr", &headers, body).await;
        assert_eq!(
            (received.fate, received.reason),
            (Fate::Automatic, Some(reason)),
            "{headers}"
        );
    }
    for role in [
        "noreply@ailleurs.fr",
        "postmaster@ailleurs.fr",
        "root@srv.exemple.fr",
    ] {
        let received = office
            .inbound(role, "Subject: [INC-1] alerte", "Disque plein")
            .await;
        assert_eq!(
            (received.fate, received.reason),
            (Fate::Automatic, Some(Reason::Role)),
            "{role}"
        );
    }
    let (ticket, _) = office.ticket(reference.id).await;
    assert_eq!(ticket.state, State::OnHold);
    assert_eq!(office.said(reference.id).await, []);
    let after = office.desk.directory().await.unwrap().people.len();
    assert_eq!(after, people, "nobody is made of it");
}

async fn a_bounce_in_words_is_noted_beside_the_address(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    with_author(&office).await;
    let nadia = Caller { person: NADIA };
    // The desk has never written there: whoever says so makes it up.
    let received = office.message(case("bounce-plain-unknown.eml")).await;
    assert_eq!(received.fate, Fate::Bounce);
    assert_eq!(office.desk.bounces(nadia).await.unwrap(), []);
    office.message(case("backslash-plain.eml")).await;
    let sent = office.post("claire.dubois@exemple.fr").await;
    assert!(!sent.is_empty());
    let mut again = case("bounce-plain-unknown.eml");
    again.extend_from_slice(b"\r\nencore");
    let again = String::from_utf8(again)
        .unwrap()
        .replace("@pc.exemple.fr", "2@pc.exemple.fr");
    let received = office.message(again.into_bytes()).await;
    assert_eq!(received.fate, Fate::Bounce);
    let bounces = office.desk.bounces(nadia).await.unwrap();
    assert_eq!(
        (bounces[0].person, bounces[0].status.as_str()),
        (DUBOIS, "550")
    );
    assert!(bounces[0].detail.contains("550 no mailbox by that name"));
}

async fn programs_that_are_let_in_make_tickets(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let alert =
        "Subject: PROBLEM: srv-web-2 disk full\nAuto-Submitted: auto-generated\nPrecedence: bulk";
    let before = office
        .inbound("noreply@zabbix.exemple.fr", alert, "99 %")
        .await;
    assert_eq!(before.fate, Fate::Automatic);
    let mut settings = office.desk.directory().await.unwrap().settings.clone();
    settings.mail_senders = vec![MailSender {
        address: "noreply@zabbix.exemple.fr".into(),
        channel: Channel::Monitoring,
    }];
    office.desk.set_up(Entry::Settings(settings)).await.unwrap();
    let received = office
        .inbound("Zabbix <NoReply@zabbix.exemple.fr>", alert, "99 %, encore")
        .await;
    assert_eq!(received.fate, Fate::Ticket);
    let (ticket, _) = office.ticket(received.ticket.unwrap()).await;
    assert_eq!(ticket.channel, Channel::Monitoring);
    // Nothing is ever sent there, and what reports on our mail is not let in.
    assert!(office.post("noreply@zabbix.exemple.fr").await.is_empty());
    let receipt = "Subject: Lu : [INC-1] x";
    let receipt = office
        .inbound("noreply@zabbix.exemple.fr", receipt, "lu")
        .await;
    assert_eq!(receipt.fate, Fate::Automatic);
}

async fn the_original_goes_with_its_words(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = office.reported().await;
    let reply = office.reply_address(reference, CLAIRE).await;
    let said = office
        .inbound(
            "claire@exemple.fr",
            &format!("To: {reply}"),
            "Mon mot de passe est azerty",
        )
        .await;
    assert_eq!(said.fate, Fate::Comment);
    let (_, history) = office.ticket(reference.id).await;
    let commented = history.iter().rev().find_map(|one| match &one.event {
        Event::Commented { text, .. } => Some((one.command, *text)),
        _ => None,
    });
    let (command, text) = commented.unwrap();
    let original = async |person| {
        let caller = Caller { person };
        let original = office
            .desk
            .original_on_ticket(caller, reference.id, command);
        original.await.map(|(size, _)| size)
    };
    assert!(original(NADIA).await.unwrap() > 50);
    // Users, also its author, have what the ticket shows.
    for person in [CLAIRE, BRUNO] {
        assert!(matches!(original(person).await, Err(DeskError::NotFound)));
    }
    // Long after mail is forgotten, it is there as long as its words.
    let kept = office.kept();
    assert_eq!(kept, 1);
    office
        .act(
            ADMIN,
            reference.id,
            Command::Redact {
                what: Removed::Text(text),
                reason: "secret".into(),
            },
        )
        .await;
    assert!(matches!(original(NADIA).await, Err(DeskError::NotFound)));
    assert_eq!(office.kept(), 0, "the bytes are gone at once");
}

async fn the_original_of_a_message_that_waited_is_kept_too(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let received = office
        .inbound("paul@ailleurs.fr", "Subject: Bonjour", "Je suis nouveau")
        .await;
    assert_eq!(received.fate, Fate::Aside);
    let admin = Caller { person: ADMIN };
    let waiting = office.waiting().await;
    let bytes = office
        .desk
        .bytes_of_message(admin, waiting[0].id)
        .await
        .unwrap();
    let content = guichet_mail::inbound::content(bytes, &office.inbox.reader)
        .await
        .unwrap();
    let made = office
        .desk
        .ticket_of_message(admin, waiting[0].id, content, None);
    let reference = made.await.unwrap();
    let (_, history) = office.ticket(reference.id).await;
    let command = history[0].command;
    let original = office
        .desk
        .original_on_ticket(admin, reference.id, command)
        .await;
    assert!(original.is_ok());
}

#[test]
fn a_path_of_windows_is_a_name_without_its_escapes() {
    let message = String::from_utf8(case("name-slash-date.eml")).unwrap();
    for (given, read) in [
        (
            r"C:\Users\claire\rapport.docx",
            r"C:\Users\claire\rapport.docx",
        ),
        (r"\\\\srv\\commun\\plan.dwg", r"\\srv\commun\plan.dwg"),
        (r#"un \"nom\".txt"#, r#"un "nom".txt"#),
    ] {
        let message = message.replace("Devis 26/11/2026.pdf", given).into_bytes();
        let inbound = guichet_mail::inbound::read(message, &crate::corpus::addresses()).inbound;
        assert_eq!(inbound.files[0].name, read, "{given}");
    }
}
