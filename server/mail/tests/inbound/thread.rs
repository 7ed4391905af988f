//! A conversation by mail: one thread for whoever reads it, and no more than what is new.

use crate::databases::{Databases, on_both};
use crate::desk::*;
use guichet_desk::InboundRules;
use guichet_domain::kernel::time::DAY;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{PersonId, TicketId};
use guichet_mail::outbound::{Carrier, Composer, Mailer};
use mail_parser::{HeaderValue, Message, MessageParser};

on_both!(
    our_emails_refer_to_what_their_reader_wrote,
    an_identifier_that_is_none_is_not_repeated,
    what_an_answer_quoted_goes_out_to_nobody_again,
    an_answer_to_what_is_resolved_keeps_it_from_closing_unread,
    many_references_ask_no_more_of_the_database,
);

const ROOT: &str = "guichet.ticket.1@exemple.fr";

/// A message of ours as its reader's mail program takes it.
pub struct Got {
    pub id: String,
    answers: Vec<String>,
    references: Vec<String>,
    pub words: String,
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    let ids = value.as_text_list().unwrap_or_default();
    ids.iter().map(ToString::to_string).collect()
}

fn got(message: &Message<'_>) -> Got {
    let (text, html) = (message.body_text(0).unwrap(), message.body_html(0).unwrap());
    Got {
        id: message.message_id().unwrap().to_owned(),
        answers: ids(message.in_reply_to()),
        references: ids(message.references()),
        words: format!("{text}\n{html}"),
    }
}

impl Office {
    /// Tells and sends what happened; what this address gets of it.
    pub async fn post(&self, to: &str) -> Vec<Got> {
        self.desk.notify().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let composer = Composer::new(
            "Support <support@exemple.fr>",
            [7; 32],
            "https://desk.exemple.fr",
            true,
        );
        let carrier = Carrier::Folder(folder.path().into());
        let mailer = Mailer::new(self.desk.clone(), carrier, composer.unwrap());
        mailer.send_all().await.unwrap();
        let mut files: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        // Time goes on between two messages.
        self.clock.advance(60_000_000);
        let mut all = Vec::new();
        for file in files {
            let bytes = std::fs::read(file).unwrap();
            let message = MessageParser::default().parse(&bytes).unwrap();
            let receiver = message.to().unwrap().first().unwrap().address().unwrap();
            if receiver == to {
                all.push(got(&message));
            }
        }
        all
    }

    async fn says(&self, by: PersonId, text: &str) {
        let text = text.to_owned();
        self.act(by, TicketId(1), Command::Comment { text }).await;
    }
}

async fn our_emails_refer_to_what_their_reader_wrote(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let report = "Message-ID: <first@poste.exemple.fr>\nSubject: Panne";
    office
        .inbound("claire@exemple.fr", report, "Au secours")
        .await;
    let receipt = &office.post("claire@exemple.fr").await[0];
    assert_eq!(receipt.references, [ROOT, "first@poste.exemple.fr"]);
    assert_eq!(receipt.answers, ["first@poste.exemple.fr"]);
    office.says(NADIA, "Quelle version ?").await;
    let question = &office.post("claire@exemple.fr").await[0];
    let before = [ROOT, "first@poste.exemple.fr", &receipt.id];
    assert_eq!(question.references, before);
    assert_eq!(question.answers, [receipt.id.as_str()]);
    // Others speak too: what they wrote is in none of her mailboxes.
    let watch = Command::Watch { person: BRUNO };
    office.act(NADIA, TicketId(1), watch).await;
    let to = |id: &str| format!("Message-ID: <{id}>\nSubject: Re: [INC-1] Panne");
    office
        .inbound(
            "bruno@exemple.fr",
            &to("bruno@poste.exemple.fr"),
            "Ici aussi",
        )
        .await;
    office.post("claire@exemple.fr").await;
    let answer = format!(
        "{}\nIn-Reply-To: <{}>",
        to("second@poste.exemple.fr"),
        question.id
    );
    office.inbound("claire@exemple.fr", &answer, "La 16").await;
    office.post("claire@exemple.fr").await;
    office.says(NADIA, "Merci.").await;
    let thanks = &office.post("claire@exemple.fr").await[0];
    assert_eq!(thanks.answers, ["second@poste.exemple.fr"]);
    assert_eq!(
        thanks.references[..4],
        [ROOT, "first@poste.exemple.fr", &receipt.id, &question.id]
    );
    assert!(
        !thanks
            .references
            .contains(&"bruno@poste.exemple.fr".to_owned())
    );
}

async fn an_identifier_that_is_none_is_not_repeated(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    for (n, id) in ["<a b@poste.fr>", "<sans-arobase>", "<é@poste.fr>", "<a@>"]
        .iter()
        .enumerate()
    {
        let headers = format!("Message-ID: {id}\nSubject: {n}");
        office
            .inbound("claire@exemple.fr", &headers, "Au secours")
            .await;
    }
    for receipt in office.post("claire@exemple.fr").await {
        assert_eq!(receipt.references.len(), 1, "{:?}", receipt.references);
        assert!(receipt.references[0].starts_with("guichet.ticket."));
    }
}

async fn what_an_answer_quoted_goes_out_to_nobody_again(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = office.reported().await;
    office
        .act(NADIA, reference.id, Command::Take { was: None })
        .await;
    office.post("nadia@exemple.fr").await;
    let to = format!(
        "To: {}\nSubject: Re: Word",
        office.reply_address(reference, CLAIRE).await
    );
    let body = "La version 16.\n\nLe 3 mars, Nadia a écrit :\n> Quelle **version** ?";
    office.inbound("claire@exemple.fr", &to, body).await;
    let told = office.post("nadia@exemple.fr").await;
    assert_eq!(told.len(), 1);
    let words = &told[0].words;
    assert!(words.contains("La version 16."), "{words}");
    for gone in ["a écrit :\n>", "Quelle", "⸻", "<details"] {
        assert!(!words.contains(gone), "{gone}: {words}");
    }
}

async fn an_answer_to_what_is_resolved_keeps_it_from_closing_unread(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reference = crate::flows::resolved(&office).await;
    let messages = office.post("claire@exemple.fr").await;
    let words: Vec<_> = messages.iter().map(|got| got.words.as_str()).collect();
    let words = words.concat();
    for said in [
        "Sans nouvelles de votre part, le ticket sera clos",
        "choisissez «\u{a0}Le problème persiste\u{a0}»",
        "mais le ticket ne sera pas rouvert",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let to = format!(
        "To: {}\nSubject: Re: Word",
        office.reply_address(reference, CLAIRE).await
    );
    office
        .inbound("claire@exemple.fr", &to, "Toujours pas")
        .await;
    let state = async || {
        let (ticket, _) = office.ticket(reference.id).await;
        (ticket.state, ticket.internal.answered_unread)
    };
    assert_eq!(state().await, (State::Resolved, true));
    office.clock.advance(30 * DAY);
    office.desk.run_timers().await.unwrap();
    assert_eq!(state().await, (State::Resolved, true));
    office.act(NADIA, reference.id, Command::MarkRead).await;
    office.desk.run_timers().await.unwrap();
    // Whoever answered has as long again.
    assert_eq!(state().await, (State::Resolved, false));
    office.clock.advance(30 * DAY);
    office.desk.run_timers().await.unwrap();
    assert_eq!(state().await, (State::Closed, false));
}

async fn many_references_ask_no_more_of_the_database(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    let reported = "Message-ID: <first@exemple.fr>\r\nSubject: Word";
    let ticket = office
        .inbound("claire@exemple.fr", reported, "Bonjour")
        .await;
    let ticket = ticket.ticket.unwrap();
    let mut asked = Vec::new();
    for (n, references) in [1, 90].into_iter().enumerate() {
        // The one that leads to the ticket stands before all others, the oldest.
        let others = (1..references).map(|one| format!(" <{one}.{n}@exemple.fr>"));
        let headers = format!(
            "Message-ID: <answer.{n}@exemple.fr>\r\nSubject: Word\r\nReferences: <first@exemple.fr>{}",
            others.collect::<String>()
        );
        let before = office.desk.store().statements_written();
        let answer = office
            .inbound("claire@exemple.fr", &headers, "Encore")
            .await;
        asked.push(office.desk.store().statements_written() - before);
        assert_eq!(answer.ticket, Some(ticket));
    }
    assert!(asked[1] < asked[0] + 20, "{asked:?}");
}
