//! Where messages go.

use crate::databases::{Databases, on_both};
use crate::desk::*;
use crate::messages::message;
use guichet_desk::{Caller, DeskError, InboundRules};
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::priority::{Impact, Urgency};
use guichet_domain::kernel::proof::Proof;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::time::DAY;
use guichet_domain::mail::inbound::{Fate, Reason};
use guichet_domain::tickets::beneath::NewReaders;
use guichet_domain::tickets::command::{Categorisation, Cause, Command, Solution};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::workflow::State;
use guichet_domain::{CategoryId, NewTicket, ServiceId};

on_both!(
    a_known_users_message_becomes_an_incident_with_its_files,
    an_answer_finds_its_ticket_by_address_reference_and_subject,
    an_answer_to_ones_own_message_goes_to_the_same_ticket,
    the_same_message_twice_is_taken_once,
    another_message_under_the_same_id_is_not_lost,
    only_whom_the_ticket_is_about_and_proven_agents_speak_on_it,
    an_answer_puts_what_waited_for_it_back_to_work,
    what_is_over_is_taken_up_by_a_new_ticket_once_it_cannot_be_reopened,
    no_message_of_a_program_starts_a_conversation,
    what_is_too_large_is_said_and_what_is_too_long_is_attached,
    a_ticket_that_is_hidden_is_none,
    a_subject_carries_no_header,
    mail_to_either_of_two_merged_tickets_arrives,
    administrators_make_tickets_of_what_waits_or_discard_it,
);

async fn a_known_users_message_becomes_an_incident_with_its_files(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let body = "--b\nContent-Type: text/plain; charset=utf-8\n\nRien ne marche.\n--b\nContent-Type: application/octet-stream; name=\"capture.png\"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgoAAAANSUhEUgAAAAEAAAAB\n--b--";
    let headers = "Subject: Écran noir\nMessage-ID: <1@exemple.fr>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b";
    let received = office
        .inbound("Claire <Claire@Exemple.fr>", headers, body)
        .await;
    assert_eq!(received.fate, Fate::Ticket);
    let (ticket, _) = office.ticket(received.ticket.unwrap()).await;
    assert_eq!(
        (ticket.kind, ticket.channel, ticket.affected),
        (Kind::Incident, Channel::Email, CLAIRE)
    );
    assert_eq!(ticket.attachments[0].media_type, "image/png");
    // For whom the description is.
    assert_eq!(ticket.attachments[0].audience, Audience::Everyone);
    assert_eq!(office.files(ticket.id).await, ["capture.png"]);
    assert_eq!(office.kept(), 2, "the file, and the message itself");
}

async fn an_answer_finds_its_ticket_by_address_reference_and_subject(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = office.reported().await;
    let thread = office.inbox.addresses.thread(reference.id);
    let reply = office.reply_address(reference, CLAIRE).await;
    let ways = [
        (format!("To: {reply}\nSubject: Re: x"), Proof::Signed),
        (format!("To: x@y.fr\nDelivered-To: {reply}"), Proof::Signed),
        (
            format!("References: <a@b> {thread}\nSubject: Re: x"),
            Proof::Claimed,
        ),
        (format!("In-Reply-To: {thread}"), Proof::Claimed),
        (format!("Subject: RE: [{reference}] Word"), Proof::Claimed),
    ];
    for (n, (headers, proof)) in ways.iter().enumerate() {
        let headers = format!("{headers}\nMessage-ID: <way{n}@exemple.fr>");
        let body = format!("Réponse {n}\n\nLe 3 mars, Nadia a écrit :\n> question");
        let received = office.inbound("claire@exemple.fr", &headers, &body).await;
        assert_eq!(
            (received.fate, received.ticket),
            (Fate::Comment, Some(reference.id)),
            "{headers}"
        );
        let said = office.said(reference.id).await;
        let (by, by_mail, text) = &said[n];
        assert_eq!((*by, *by_mail), (CLAIRE, Some(*proof)), "{headers}");
        assert_eq!(
            text,
            &format!("Réponse {n}\n\n⸻\n\nLe 3 mars, Nadia a écrit :\n> question")
        );
    }
}

async fn an_answer_to_ones_own_message_goes_to_the_same_ticket(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let first = office
        .inbound(
            "claire@exemple.fr",
            "Message-ID: <first@exemple.fr>\nSubject: Panne",
            "Au secours",
        )
        .await;
    let next = office
        .inbound(
            "claire@exemple.fr",
            "Message-ID: <2@exemple.fr>\nIn-Reply-To: <first@exemple.fr>",
            "C’est réparé",
        )
        .await;
    assert_eq!((next.fate, next.ticket), (Fate::Comment, first.ticket));
}

async fn the_same_message_twice_is_taken_once(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    for headers in [
        "Subject: Panne\nMessage-ID: <1@exemple.fr>",
        "Subject: Sans identifiant",
    ] {
        let first = office
            .inbound("claire@exemple.fr", headers, "Au secours")
            .await;
        let again = office
            .inbound("claire@exemple.fr", headers, "Au secours")
            .await;
        assert!(!first.again && again.again);
        assert_eq!(first.ticket, again.ticket);
    }
    assert_eq!(
        office
            .ticket(guichet_domain::TicketId(2))
            .await
            .0
            .comments
            .len(),
        0
    );
    assert_eq!(office.kept(), 2, "each message once");
}

async fn another_message_under_the_same_id_is_not_lost(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let headers = "Subject: Panne\nMessage-ID: <1@exemple.fr>";
    office
        .inbound("claire@exemple.fr", headers, "Au secours")
        .await;
    let other = office
        .inbound("bruno@exemple.fr", headers, "Autre chose")
        .await;
    assert_eq!(
        (other.fate, other.reason),
        (Fate::Aside, Some(Reason::SameId))
    );
    let again = office
        .inbound("bruno@exemple.fr", headers, "Autre chose")
        .await;
    assert!(again.again && office.waiting().await.len() == 1);
}

async fn only_whom_the_ticket_is_about_and_proven_agents_speak_on_it(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = office.reported().await;
    let subject = format!("Subject: [{reference}] Word");
    // Somebody else does not learn that the ticket exists: what they wrote is an incident of theirs.
    let bruno = office
        .inbound("bruno@exemple.fr", &subject, "Moi aussi")
        .await;
    assert!(bruno.fate == Fate::Ticket && bruno.ticket != Some(reference.id));
    // An agent's address alone proves nothing.
    let forged = office
        .inbound(
            "nadia@exemple.fr",
            &subject,
            "Donnez-moi votre mot de passe",
        )
        .await;
    assert_eq!(
        (forged.fate, forged.reason),
        (Fate::Aside, Some(Reason::Unproven))
    );
    let to = format!(
        "To: {}\n{subject}",
        office.reply_address(reference, NADIA).await
    );
    let nadia = office
        .inbound("nadia@exemple.fr", &to, "Depuis quand ?")
        .await;
    assert_eq!(
        (nadia.fate, nadia.ticket),
        (Fate::Comment, Some(reference.id))
    );
    // Another's reply address proves nothing for the agent either.
    let stolen = format!(
        "To: {}\nSubject: y",
        office.reply_address(reference, CLAIRE).await
    );
    let forged = office.inbound("nadia@exemple.fr", &stolen, "Encore").await;
    assert_eq!(forged.reason, Some(Reason::Unproven));
    let foreign = office
        .inbound("claire@chez-elle.fr", &stolen, "De chez moi")
        .await;
    assert_eq!(
        (foreign.reason, foreign.ticket),
        (Some(Reason::ForeignSender), Some(reference.id))
    );
    let gone = office
        .inbound("gaston@exemple.fr", &subject, "Encore là")
        .await;
    assert_eq!(gone.reason, Some(Reason::Inactive));
    let said = office.said(reference.id).await;
    assert_eq!(said.len(), 1, "{said:?}");
    let (ticket, _) = office.ticket(reference.id).await;
    assert_eq!(ticket.state, State::New, "a message moves nothing");
}

async fn an_answer_puts_what_waited_for_it_back_to_work(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = office.reported().await;
    let hold = Command::Hold {
        reason: HoldReason::User,
        until: Some(office.desk.now().plus(DAY)),
        note: "Quelle version ?".into(),
        was: None,
        internal: String::new(),
        problem: None,
    };
    office.act(NADIA, reference.id, hold).await;
    let to = format!("To: {}", office.reply_address(reference, CLAIRE).await);
    office.inbound("claire@exemple.fr", &to, "La 16.").await;
    let (ticket, _) = office.ticket(reference.id).await;
    assert_eq!(ticket.state, State::New);
}

pub async fn resolved(office: &Office) -> Reference {
    let reference = office.reported().await;
    let category = guichet_domain::directory::service::Category {
        id: CategoryId(1),
        service: ServiceId(1),
        name: guichet_domain::kernel::language::Label::new("Panne", "Failure"),
        active: true,
        asks_cause: true,
    };
    office
        .desk
        .set_up(guichet_domain::directory::entry::Entry::Category(category))
        .await
        .unwrap();
    let solved = Command::ResolveAtFirstContact {
        categorisation: Categorisation {
            service: Some(ServiceId(1)),
            category: Some(CategoryId(1)),
            impact: Some(Impact::ALL[0]),
            urgency: Some(Urgency::ALL[0]),
            priority: None,
            reason: String::new(),
            was: None,
            was_priority: None,
        },
        solution: Solution {
            permanence: Some(Permanence::Permanent),
            code: Some(ResolutionCode::UserGuidance),
            notes: "Redémarré.".into(),
            cause: Some(Cause::Unknown("Rien trouvé".into())),
        },
    };
    office.act(NADIA, reference.id, solved).await;
    reference
}

async fn what_is_over_is_taken_up_by_a_new_ticket_once_it_cannot_be_reopened(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = resolved(&office).await;
    let to = format!(
        "To: {}\nSubject: Re: Word",
        office.reply_address(reference, CLAIRE).await
    );
    let early = office.inbound("claire@exemple.fr", &to, "Merci").await;
    assert_eq!(early.fate, Fate::Comment);
    office.act(CLAIRE, reference.id, Command::Confirm).await;
    let body = "--b\nContent-Type: text/plain\n\nEncore\n--b\nContent-Type: text/plain; name=trace.txt\nContent-Disposition: attachment\n\nx\n--b--";
    let mime = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b";
    let closed = office
        .inbound("claire@exemple.fr", &format!("{to}\n{mime}"), body)
        .await;
    assert_eq!(
        (closed.fate, closed.ticket),
        (Fate::Comment, Some(reference.id))
    );
    assert_eq!(
        office.files(reference.id).await,
        ["trace.txt"],
        "files are kept on what is closed too"
    );
    office.clock.advance(15 * DAY);
    let late = office
        .inbound("claire@exemple.fr", &to, "C’est revenu")
        .await;
    assert_eq!(late.fate, Fate::Ticket);
    let (before, _) = office.ticket(reference.id).await;
    let links: Vec<_> = before
        .internal
        .links
        .iter()
        .map(|link| link.to.id)
        .collect();
    assert_eq!(links, [late.ticket.unwrap()]);
}

async fn no_message_of_a_program_starts_a_conversation(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = office.reported().await;
    let to = format!("To: {}", office.reply_address(reference, CLAIRE).await);
    for (n, (headers, reason)) in [
        ("Auto-Submitted: auto-replied", Reason::AutoSubmitted),
        (
            "Auto-Submitted: auto-generated (vacation)",
            Reason::AutoSubmitted,
        ),
        ("X-Autoreply: yes", Reason::AutoSubmitted),
        ("Precedence: bulk", Reason::Bulk),
        ("Precedence: JUNK", Reason::Bulk),
        ("Precedence: list", Reason::Bulk),
        ("List-Id: <amis.exemple.fr>", Reason::List),
        ("Return-Path: <>", Reason::NullSender),
        ("Message-ID: <guichet.letter.x@exemple.fr>", Reason::Ours),
    ]
    .into_iter()
    .enumerate()
    {
        let headers = format!("{to}\n{headers}\nSubject: Absent");
        let body = format!("Je suis absente {n} jours.");
        let received = office.inbound("claire@exemple.fr", &headers, &body).await;
        assert_eq!(
            (received.fate, received.reason),
            (Fate::Automatic, Some(reason)),
            "{headers}"
        );
    }
    let own = office
        .inbound("support@exemple.fr", "Subject: boucle", "x")
        .await;
    assert_eq!(own.reason, Some(Reason::Ours));
    let written = office
        .inbound(
            "claire@exemple.fr",
            &format!("{to}\nAuto-Submitted: no"),
            "Moi",
        )
        .await;
    assert_eq!(written.fate, Fate::Comment);
    assert_eq!(office.said(reference.id).await.len(), 1);
}

async fn what_is_too_large_is_said_and_what_is_too_long_is_attached(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let big = "A".repeat(28 * 1024 * 1024);
    let body = format!(
        "--b\nContent-Type: text/plain\n\nVoir ci-joint\n--b\nContent-Type: application/zip; name=gros.zip\nContent-Transfer-Encoding: base64\n\n{big}\n--b--"
    );
    let headers = "Subject: gros\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b";
    let received = office.inbound("claire@exemple.fr", headers, &body).await;
    let (ticket, _) = office.ticket(received.ticket.unwrap()).await;
    let mut conn = office.desk.store().read().await.unwrap();
    let texts = conn.bodies(ticket.id).await.unwrap();
    let description = &texts[&ticket.description.unwrap()];
    assert_eq!(
        description,
        "Voir ci-joint\n\nPièce jointe non conservée, trop volumineuse\u{a0}: gros.zip (21\u{a0}Mo)"
    );
    drop(conn);
    let long = office
        .inbound("claire@exemple.fr", "Subject: long", &"mot ".repeat(10_000))
        .await;
    let (ticket, _) = office.ticket(long.ticket.unwrap()).await;
    assert_eq!(office.files(ticket.id).await, ["message.eml"]);
    // What it answers is repeated in it.
    assert_eq!(ticket.attachments[0].audience, Audience::Participants);
    let reference = office.reported().await;
    let headers = format!("{headers}\nMessage-ID: <answer@exemple.fr>");
    let headers = headers.replace("gros", &format!("Re: [{reference}]"));
    let part = "--b\nContent-Type: text/csv; name=a.csv\n\na\n--b--";
    for body in [
        part.to_owned(),
        format!("--b\n\n{}\n{part}", "mot ".repeat(10_000)),
    ] {
        let headers = headers.replace("answer", &format!("answer{}", body.len()));
        let answer = office.inbound("claire@exemple.fr", &headers, &body).await;
        assert_eq!(
            (answer.fate, answer.ticket),
            (Fate::Comment, Some(reference.id))
        );
    }
    let (ticket, _) = office.ticket(reference.id).await;
    let files = ticket.attachments.iter();
    let files: Vec<_> = files
        .map(|file| (file.name.as_str(), file.audience))
        .collect();
    assert_eq!(
        files,
        [
            ("a.csv", Audience::Participants),
            ("a.csv", Audience::Participants),
            ("message.eml", Audience::Participants)
        ]
    );
    let headers = "Subject: gros\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b";
    let part = |n| format!("--b\nContent-Type: text/csv; name={n}.csv\n\n{n}\n");
    let parts: String = (1..=53).map(part).collect();
    let many = office
        .inbound("claire@exemple.fr", headers, &format!("{parts}--b--"))
        .await;
    let (ticket, _) = office.ticket(many.ticket.unwrap()).await;
    let files = office.files(ticket.id).await;
    assert_eq!(files.len(), 51, "fifty, and the message with all of them");
    assert_eq!(files.last().map(String::as_str), Some("message.eml"));
    let mut conn = office.desk.store().read().await.unwrap();
    let texts = conn.bodies(ticket.id).await.unwrap();
    let description = &texts[&ticket.description.unwrap()];
    assert_eq!(
        description,
        "Encore 3 pièces jointes dans le fichier joint message.eml."
    );
}

/// What becomes of a message does not say whether there is a ticket that its writer does not see.
async fn a_ticket_that_is_hidden_is_none(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let claire = Caller { person: CLAIRE };
    let draft = NewTicket {
        subject: "Dossier médical".into(),
        confidential: true,
        ..NewTicket::default()
    };
    let id = office.desk.new_command();
    let hidden = office.desk.record(claire, id, draft).await.unwrap();
    for (n, (subject, body)) in [("{} Panne", ""), ("Re: {} Panne", "Au secours")]
        .iter()
        .enumerate()
    {
        let mut became = Vec::new();
        for (way, reference) in [("hidden", hidden.to_string()), ("none", "INC-9999".into())] {
            let subject = subject.replace("{}", &format!("[{reference}]"));
            let headers = format!("Subject: {subject}\nMessage-ID: <{way}{n}@exemple.fr>");
            let received = office.inbound("bruno@exemple.fr", &headers, body).await;
            let (ticket, _) = office.ticket(received.ticket.unwrap()).await;
            became.push((
                received.fate,
                received.reason,
                ticket.affected,
                ticket.follows,
            ));
        }
        assert_eq!(became[0], became[1]);
        assert_eq!(became[0].0, Fate::Ticket);
    }
    let (ticket, _) = office.ticket(hidden.id).await;
    assert_eq!((ticket.comments.len(), ticket.internal.links.len()), (0, 0));
}

async fn a_subject_carries_no_header(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let subject = "Subject: =?utf-8?Q?x=0D=0ABcc:_all=40exemple.fr=0D=0A=0D=0A<script>?=";
    let received = office.inbound("claire@exemple.fr", subject, "x").await;
    let (ticket, _) = office.ticket(received.ticket.unwrap()).await;
    let mut conn = office.desk.store().read().await.unwrap();
    let subject = conn.bodies(ticket.id).await.unwrap()[&ticket.subject].clone();
    assert!(
        !subject.contains(['\r', '\n']) && subject.contains("Bcc:"),
        "{subject:?}"
    );
}

async fn administrators_make_tickets_of_what_waits_or_discard_it(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let admin = Caller { person: ADMIN };
    let original = message(
        "From: Paul <paul@ailleurs.fr>\nSubject: Bonjour",
        "Aidez-moi",
    );
    office.message(original.clone()).await;
    office.message(b"illisible".to_vec()).await;
    office
        .inbound("x@ailleurs.fr", "Subject: pub", "Achetez")
        .await;
    let waiting = office.waiting().await;
    assert_eq!(waiting.len(), 3);
    let [spam, broken, paul] = [&waiting[0], &waiting[1], &waiting[2]];
    assert_eq!(
        office.desk.bytes_of_message(admin, paul.id).await.unwrap(),
        original
    );
    for person in [CLAIRE, NADIA] {
        let caller = Caller { person };
        assert!(matches!(
            office.desk.original(caller, paul.id).await,
            Err(DeskError::Forbidden)
        ));
        assert!(matches!(
            office.desk.messages(caller, Fate::Aside, None).await,
            Err(DeskError::Forbidden)
        ));
        assert!(matches!(
            office.desk.discard_message(caller, paul.id).await,
            Err(DeskError::Forbidden)
        ));
        let read = office.inbox.inbound(original.clone()).await.unwrap();
        let made = office
            .desk
            .ticket_of_message(caller, paul.id, read, None)
            .await;
        assert!(matches!(made, Err(DeskError::Forbidden)));
    }
    let read = office.inbox.inbound(original).await.unwrap();
    let made = office
        .desk
        .ticket_of_message(admin, paul.id, read.clone(), None)
        .await
        .unwrap();
    let (ticket, _) = office.ticket(made.id).await;
    assert_eq!(ticket.channel, Channel::Email);
    let directory = office.desk.directory().await.unwrap();
    assert_eq!(directory.people[&ticket.affected].name, "Paul");
    let twice = office
        .desk
        .ticket_of_message(admin, paul.id, read, None)
        .await;
    assert!(matches!(twice, Err(DeskError::NotFound)));
    // Nobody wrote what cannot be read: somebody must be named.
    let read = office.inbox.inbound(b"illisible".to_vec()).await.unwrap();
    let nobody = office
        .desk
        .ticket_of_message(admin, broken.id, read.clone(), None)
        .await;
    assert!(matches!(nobody, Err(DeskError::Refused(_))), "{nobody:?}");
    let made = office
        .desk
        .ticket_of_message(admin, broken.id, read, Some(BRUNO))
        .await
        .unwrap();
    assert_eq!(office.files(made.id).await, ["message.eml"]);
    office.desk.discard_message(admin, spam.id).await.unwrap();
    assert_eq!(office.waiting().await, []);
    assert_eq!(
        office.kept(),
        3,
        "two originals, and the unreadable one on its ticket"
    );
}

async fn mail_to_either_of_two_merged_tickets_arrives(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let draft = NewTicket {
        subject: "Word se ferme".into(),
        ..NewTicket::default()
    };
    let id = office.desk.new_command();
    let bruno = Caller { person: BRUNO };
    let other = office.desk.record(bruno, id, draft).await.unwrap();
    let old = office.reported().await;
    let (to_old, to_other) = (
        format!("To: {}", office.reply_address(old, CLAIRE).await),
        format!("To: {}", office.reply_address(other, BRUNO).await),
    );
    // Before, whoever only reads the other writes to a ticket that is none.
    let strange = format!("Subject: Re: [{old}]");
    let foreign = office.inbound("bruno@exemple.fr", &strange, "Où ?").await;
    assert_eq!(foreign.fate, Fate::Ticket);
    merge(&office, old, other).await;
    for (who, to, text) in [
        ("claire", &to_old, "Toujours en panne."),
        ("bruno", &to_other, "Chez moi aussi."),
        ("bruno", &strange, "Je réponds à l’ancien."),
    ] {
        let from = format!("{who}@exemple.fr");
        let received = office.inbound(&from, to, text).await;
        assert_eq!(received.fate, Fate::Comment, "{who}: {text}");
    }
    let (ticket, _) = office.ticket(other.id).await;
    assert!(ticket.is_unread() && ticket.in_queue());
    let read = office
        .desk
        .ticket_page(bruno, other.id, None)
        .await
        .unwrap();
    let words: Vec<&str> = read.texts.values().map(|text| text.body.as_str()).collect();
    for text in [
        "Toujours en panne.",
        "Chez moi aussi.",
        "Je réponds à l’ancien.",
    ] {
        assert!(words.contains(&text), "{text}: {words:?}");
    }
    // Whoever has the other is told, in the words that were written.
    office
        .act(NADIA, other.id, Command::Take { was: None })
        .await;
    office.desk.notify().await.unwrap();
    let bell = async || {
        let notices = office.desk.notifications(Caller { person: NADIA }, None);
        notices.await.unwrap().lines.len()
    };
    let before = bell().await;
    office
        .inbound("claire@exemple.fr", &to_old, "Encore.")
        .await;
    office.desk.notify().await.unwrap();
    assert_eq!(bell().await, before + 1);

    let unmerge = Command::Unmerge { from: old };
    office.act(NADIA, other.id, unmerge).await;
    let words = async |ticket: Reference| -> Vec<String> {
        let said = office.said(ticket.id).await.into_iter();
        said.map(|(_, _, text)| text).collect()
    };
    assert_eq!(
        words(old).await,
        ["Toujours en panne.", "Je réponds à l’ancien.", "Encore."]
    );
    assert_eq!(words(other).await, ["Chez moi aussi."]);
    // Over: what is written to the old address takes up the other.
    merge(&office, old, other).await;
    let reason = "Réglé".to_owned();
    office
        .act(NADIA, other.id, Command::Cancel { reason })
        .await;
    let late = office.inbound("claire@exemple.fr", &to_old, "Et ?").await;
    assert_eq!(late.fate, Fate::Ticket);
    let (late, _) = office.ticket(late.ticket.unwrap()).await;
    assert_eq!(late.follows, Some(other));
}

/// Merges one into another, as somebody does who saw who reads more then.
async fn merge(office: &Office, old: Reference, into: Reference) {
    let ((one, _), (other, _)) = (office.ticket(old.id).await, office.ticket(into.id).await);
    let confirmed = Some(NewReaders::of(&one, &other));
    office
        .act(NADIA, old.id, Command::Merge { into, confirmed })
        .await;
}
