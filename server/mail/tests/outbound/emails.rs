//! What an e-mail says, to whom, in which language, and what it never says.

use crate::databases::{Databases, on_both};
use crate::house::*;
use crate::sink::header;
use guichet_desk::Caller;
use guichet_domain::feedback::command::AnswerForm;
use guichet_domain::feedback::fault::Fault;
use guichet_domain::feedback::score::Score;
use guichet_domain::kernel::ids::ItemId;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::DAY;
use guichet_domain::knowledge::command::{ArticleCommand, Change, NewArticle};
use guichet_domain::knowledge::content::{ArticleKind, Place};
use guichet_domain::knowledge::page::ArticleCommandEnvelope;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::notifications::preferences::{Channels, Topic, Wishes};
use guichet_domain::tickets::command::{Assessment, Cause, Command, Solution};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::{NewTicket, TicketId};
use std::collections::BTreeMap;

on_both!(
    the_conversation_is_one_thread,
    everybody_reads_their_own_language_and_hours,
    what_is_internal_never_goes_out,
    nobody_is_sent_what_they_may_no_longer_see,
    approvers_are_asked_reminded_and_released,
    whoever_is_given_work_or_asked_reads_what_it_is_about,
    a_resolution_says_what_happens_next,
    whoever_has_no_address_or_does_not_want_it_gets_none,
    headers_take_no_line_break,
    a_history_from_elsewhere_is_told_to_nobody,
    a_forgotten_password_is_a_link_that_works_once_and_lies_nowhere,
    an_owner_is_written_to_as_long_as_the_review_is_due,
    the_end_of_a_ticket_asks_one_question_with_five_links,
);

/// The text of a message as its reader sees it, in both forms.
fn read(message: &str) -> String {
    let message = mail_parser::MessageParser::default()
        .parse(message.as_bytes())
        .unwrap();
    let (text, html) = (message.body_text(0).unwrap(), message.body_html(0).unwrap());
    format!("{text}\n{html}").replace("\r\n", "\n")
}

fn to(messages: &[String], address: &str) -> Vec<String> {
    messages
        .iter()
        .filter(|m| header(m, "To").unwrap().contains(address))
        .cloned()
        .collect()
}

async fn the_conversation_is_one_thread(db: Databases) {
    let house = House::build(&db).await;
    let ticket = house.incident(CLAIRE, "Word").await;
    let first = house.files().await;
    house.clock.advance(DAY);
    house.act(NADIA, ticket, Command::Take { was: None }).await;
    house.say(NADIA, ticket, "Quelle **version** ?").await;
    let second = house.files().await;
    assert_eq!((first.len(), second.len()), (1, 1));
    let (first, second) = (&first[0], &second[0]);
    let root = "<guichet.ticket.1@exemple.fr>";
    assert_eq!(header(first, "References").as_deref(), Some(root));
    assert_eq!(header(first, "In-Reply-To").as_deref(), Some(root));
    let id = header(first, "Message-ID").unwrap();
    assert_eq!(header(second, "In-Reply-To").unwrap(), id);
    assert_eq!(
        header(second, "References").unwrap(),
        format!("{root} {id}")
    );
    assert_eq!(header(first, "Subject"), header(second, "Subject"));
    assert_eq!(header(first, "Subject").as_deref(), Some("[INC-1] Word"));
    assert_eq!(
        header(first, "Auto-Submitted").as_deref(),
        Some("auto-generated")
    );
    assert!(
        header(first, "List-Id")
            .unwrap()
            .contains("<guichet.exemple.fr>")
    );
    let reply = header(second, "Reply-To").unwrap();
    assert!(reply.contains("support+INC-1."), "{reply}");
    let said = read(second);
    assert!(said.contains("Nadia Benali vous a écrit"), "{said}");
    assert!(said.contains("Quelle **version** ?") && said.contains("<strong>version</strong>"));
    assert!(said.contains("https://desk.exemple.fr/tickets/INC-1"));
    assert!(
        said.contains("[Enregistrement] › Catégorisation"),
        "the progress line: {said}"
    );
    for fetched in ["<img", "src=", "<link", "@import", "url("] {
        assert!(!said.contains(fetched), "nothing is fetched: {fetched}");
    }
}

async fn everybody_reads_their_own_language_and_hours(db: Databases) {
    let house = House::build(&db).await;
    let ticket = house.incident(BRUNO, "Word does not open").await;
    house.files().await;
    let hold = Command::Hold {
        was: None,
        reason: HoldReason::Vendor,
        until: Some(house.desk.now().plus(DAY)),
        note: "Waiting".into(),
        internal: String::new(),
        problem: None,
    };
    house.act(NADIA, ticket, Command::Take { was: None }).await;
    house.act(NADIA, ticket, hold).await;
    let outbound = house.files().await;
    let said = read(&outbound[0]);
    assert!(said.contains("The work is on hold"), "{said}");
    // 18:09 UTC is 13:09 in Montréal.
    assert!(said.contains("23 Nov 2026 at 13:09"), "{said}");
    assert!(said.contains("[On hold]"), "{said}");
}

async fn what_is_internal_never_goes_out(db: Databases) {
    let house = House::build(&db).await;
    let ticket = house.incident(CLAIRE, "Word").await;
    house.files().await;
    house.act(NADIA, ticket, Command::Take { was: None }).await;
    let note = Command::Note {
        text: "secret entre nous @admin @claire".into(),
    };
    house.act(NADIA, ticket, note).await;
    let outbound = house.files().await;
    assert_eq!(
        outbound.len(),
        1,
        "to the agent who is named, not to the user"
    );
    assert!(
        header(&outbound[0], "To")
            .unwrap()
            .contains("admin@exemple.fr")
    );
    let said = read(&outbound[0]);
    assert!(
        said.contains("Nadia Benali vous a mentionné") && !said.contains("secret"),
        "{said}"
    );
    assert!(
        said.contains("https://desk.exemple.fr/desk/INC-1"),
        "{said}"
    );
}

async fn nobody_is_sent_what_they_may_no_longer_see(db: Databases) {
    let house = House::build(&db).await;
    let ticket = house.incident(CLAIRE, "Word").await;
    house.files().await;
    let watch = Command::Watch { person: BRUNO };
    house.act(NADIA, ticket, watch).await;
    let wishes = Wishes(
        [(
            Topic::Watched,
            Channels {
                app: true,
                mail: true,
            },
        )]
        .into(),
    );
    house
        .desk
        .choose_wishes(Caller { person: BRUNO }, wishes)
        .await
        .unwrap();
    house.say(NADIA, ticket, "Un mot").await;
    // Before it is sent, he watches no more.
    let unwatch = Command::Unwatch { person: BRUNO };
    house.act(NADIA, ticket, unwatch).await;
    let outbound = house.files().await;
    assert_eq!(to(&outbound, "claire@").len(), 1);
    assert_eq!(to(&outbound, "bruno@").len(), 0);
    assert_eq!(
        house
            .desk
            .mail(Caller { person: ADMIN })
            .await
            .unwrap()
            .waiting,
        0
    );
}

async fn approvers_are_asked_reminded_and_released(db: Databases) {
    let house = House::build(&db).await;
    let ticket = house.request(CLAIRE).await;
    house.act(NADIA, ticket, Command::Take { was: None }).await;
    house.act(NADIA, ticket, Command::Evaluate).await;
    let assessment = Assessment {
        feasible: true,
        cost: Some(Cents(24_900)),
        impact: "Deux jours".into(),
        reason: String::new(),
    };
    house
        .act(NADIA, ticket, Command::SubmitEvaluation(assessment))
        .await;
    let outbound = house.files().await;
    let asked = to(&outbound, "marc@");
    assert_eq!(asked.len(), 1);
    let said = read(&asked[0]);
    for part in [
        "Votre décision est attendue",
        "Claire Dubois",
        "Écran",
        "249,00\u{a0}€",
        "Deux jours",
        "Lire et décider",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(
        said.contains("une réponse à ce courriel ne compte pas"),
        "{said}"
    );
    assert_eq!(
        header(&asked[0], "Reply-To"),
        None,
        "they decide on its page"
    );
    // Two working days after a Sunday evening: on Tuesday.
    house.clock.advance(2 * DAY - 1);
    house.desk.run_timers().await.unwrap();
    assert_eq!(house.files().await.len(), 0);
    house.clock.advance(1);
    for _ in 0..2 {
        house.desk.run_timers().await.unwrap();
    }
    let outbound = house.files().await;
    assert_eq!(outbound.len(), 1, "once");
    assert!(read(&outbound[0]).contains("Rappel"));
    // A question, answered: from there they have time again, and are reminded again.
    let question = Command::AskBack {
        question: "Quelle taille ?".into(),
    };
    house.act(MANAGER, ticket, question).await;
    house.say(CLAIRE, ticket, "24 pouces").await;
    house.files().await;
    house.clock.advance(2 * DAY);
    for _ in 0..2 {
        house.desk.run_timers().await.unwrap();
    }
    let outbound = house.files().await;
    assert_eq!(outbound.len(), 1, "once more");
    assert!(read(&outbound[0]).contains("Rappel"));
    let cancel = Command::Cancel {
        reason: "Plus besoin".into(),
    };
    house.act(CLAIRE, ticket, cancel).await;
    let outbound = house.files().await;
    let said = read(&to(&outbound, "marc@")[0]);
    assert!(
        said.contains("Votre décision n’est plus attendue"),
        "{said}"
    );
    assert!(!said.contains("Plus besoin"), "no more than that: {said}");
}

async fn a_resolution_says_what_happens_next(db: Databases) {
    let house = House::build(&db).await;
    let ticket = house.incident(CLAIRE, "Word").await;
    house.files().await;
    house.act(NADIA, ticket, Command::Take { was: None }).await;
    let solution = Solution {
        permanence: Some(Permanence::Permanent),
        code: Some(ResolutionCode::Configuration),
        notes: "Réinstallé <script>alert(1)</script>".into(),
        cause: Some(Cause::Unknown("Secret de fabrication".into())),
    };
    house.first_contact(NADIA, ticket, solution).await;
    let outbound = house.files().await;
    let said = read(&outbound[0]);
    assert!(said.contains("C’est résolu"), "{said}");
    assert!(said.contains("Sans nouvelles de votre part"), "{said}");
    assert!(!said.contains("Secret de fabrication"));
    let html = said.split("<!DOCTYPE").nth(1).unwrap();
    assert!(!html.contains("<script"), "{html}");
}

async fn whoever_has_no_address_or_does_not_want_it_gets_none(db: Databases) {
    let house = House::build(&db).await;
    house.incident(PAUL, "Word").await;
    assert_eq!(house.files().await.len(), 0);
    let off = Channels {
        app: true,
        mail: false,
    };
    let wishes = Wishes([(Topic::Notice(Notice::Recorded), off)].into());
    house
        .desk
        .choose_wishes(Caller { person: CLAIRE }, wishes)
        .await
        .unwrap();
    house.incident(CLAIRE, "Word").await;
    assert_eq!(house.files().await.len(), 0);
    assert_eq!(
        house
            .desk
            .mail(Caller { person: ADMIN })
            .await
            .unwrap()
            .waiting,
        0
    );
}

async fn headers_take_no_line_break(db: Databases) {
    let house = House::build(&db).await;
    let draft = NewTicket {
        subject: "Bonjour\r\nBcc: victime@exemple.fr\u{2028}X-Evil: 1".into(),
        affected: Some(CLAIRE),
        ..NewTicket::default()
    };
    let tried = house
        .desk
        .record(Caller { person: CLAIRE }, house.desk.new_command(), draft)
        .await;
    house.desk.notify().await.unwrap();
    let hostile = "Claire\r\nBcc: victime@exemple.fr\r\n\r\ncorps";
    house.rename(CLAIRE, hostile).await;
    house
        .incident(CLAIRE, "Un sujet\tlong ".repeat(14).trim())
        .await;
    let outbound = house.files().await;
    assert!(!outbound.is_empty(), "{tried:?}");
    for outbound in &outbound {
        let head = outbound.replace("\r\n", "\n");
        let head = head.split("\n\n").next().unwrap().to_owned();
        for line in head.lines() {
            assert!(
                !line.starts_with("Bcc") && !line.starts_with("X-Evil"),
                "{head}"
            );
            assert!(line.len() <= 998, "{}", line.len());
        }
        assert!(outbound.contains("multipart/alternative"), "{head}");
    }
}

async fn a_history_from_elsewhere_is_told_to_nobody(db: Databases) {
    let house = House::build(&db).await;
    let ticket = house.incident(CLAIRE, "Word").await;
    house.files().await;
    let aggregate = house
        .desk
        .store()
        .read()
        .await
        .unwrap()
        .aggregate(ticket)
        .await
        .unwrap()
        .unwrap();
    let texts = house
        .desk
        .store()
        .read()
        .await
        .unwrap()
        .texts(ticket)
        .await
        .unwrap();
    let steps = aggregate.history().iter().map(|e| guichet_desk::Step {
        command: house.desk.new_command(),
        at: e.at,
        by: e.by.clone(),
        event: e.event.clone(),
    });
    let history = guichet_desk::History {
        external: Some("INC0000045".into()),
        steps: steps.collect(),
        texts: texts.into_iter().collect(),
    };
    house.desk.take_in(vec![history]).await.unwrap();
    house.desk.notify().await.unwrap();
    assert_eq!(house.files().await.len(), 0);
    // What happens to it here is told.
    house.say(NADIA, TicketId(ticket.0 + 1), "Bonjour").await;
    assert_eq!(to(&house.files().await, "claire@").len(), 1);
}

async fn a_forgotten_password_is_a_link_that_works_once_and_lies_nowhere(db: Databases) {
    let house = House::build(&db).await;
    house
        .desk
        .set_password(CLAIRE, "quatre pommes vertes au marché")
        .await
        .unwrap();
    house.desk.ask_for_reset("claire@exemple.fr").await.unwrap();
    let outbound = house.files().await;
    assert_eq!(outbound.len(), 1);
    let said = read(&outbound[0]);
    assert!(said.contains("Choisir un nouveau mot de passe"), "{said}");
    let link = said.split("https://desk.exemple.fr/link/").nth(1).unwrap();
    let token: String = link
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let token = guichet_desk::Token::parse(&token).unwrap();
    let shown = house.desk.link(&token).await.unwrap();
    assert_eq!(shown.email, "claire@exemple.fr");
    assert_eq!(header(&outbound[0], "Reply-To"), None);
}

async fn an_owner_is_written_to_as_long_as_the_review_is_due(db: Databases) {
    let house = House::build(&db).await;
    let caller = Caller { person: NADIA };
    let texts = BTreeMap::from([(Place::Title, "Où est l’écran <b> ?".to_owned())]);
    let write = async || {
        let new = NewArticle {
            kind: ArticleKind::Faq,
            texts: BTreeMap::from([(Language::Fr, texts.clone())]),
            ..NewArticle::default()
        };
        let id = house.desk.new_command();
        house.desk.write_article(caller, id, new).await.unwrap()
    };
    let plan = async |article, days: i64, was| {
        let to = Some(house.desk.now().plus(days * DAY));
        let command = ArticleCommandEnvelope {
            id: house.desk.new_command(),
            article,
            command: ArticleCommand::PlanReview(Change { to, was }),
        };
        house.desk.change_article(caller, command).await.unwrap();
        to
    };
    let (first, second) = (write().await, write().await);
    plan(first, 1, None).await;
    let due = plan(second, 1, None).await;
    house.clock.advance(2 * DAY);
    house.desk.run_timers().await.unwrap();
    house.desk.notify().await.unwrap();
    // What was seen to before the e-mail went out is not spoken of.
    plan(second, 30, due).await;
    let outbound = house.files().await;
    let written = to(&outbound, "nadia@");
    assert_eq!(written.len(), 1, "{written:?}");
    let said = read(&written[0]);
    for part in [
        "Il est temps de revoir un article",
        "Où est l’écran <b> ?",
        "Ouvrir l’article",
        &format!("/knowledge/{first}"),
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

async fn whoever_is_given_work_or_asked_reads_what_it_is_about(db: Databases) {
    let house = House::build(&db).await;
    let ticket = house.incident(CLAIRE, "Word ne s’ouvre plus").await;
    house.act(NADIA, ticket, Command::Take { was: None }).await;
    house.files().await;
    let assign = Command::Assign {
        to: ADMIN,
        was: Some(NADIA),
    };
    house.act(NADIA, ticket, assign).await;
    let given = to(&house.files().await, "admin@");
    let said = read(&given[0]);
    // As the user typed it, and in the user's name.
    assert!(
        said.contains("Depuis **ce matin**.") && !said.contains("<strong>ce matin"),
        "{said}"
    );
    assert!(said.contains("Ce qu’a écrit Claire Dubois"), "{said}");

    let draft = NewTicket {
        kind: Kind::Request,
        subject: "Un écran".into(),
        description: "Le mien scintille, j’ai mal aux yeux.".into(),
        item: Some(ItemId(1)),
        ..NewTicket::default()
    };
    let request = house.record(CLAIRE, draft).await;
    house.act(NADIA, request, Command::Take { was: None }).await;
    house.act(NADIA, request, Command::Evaluate).await;
    let assessment = Assessment {
        feasible: true,
        cost: Some(Cents(24_900)),
        impact: "Deux jours".into(),
        reason: String::new(),
    };
    house.files().await;
    let submit = Command::SubmitEvaluation(assessment);
    house.act(NADIA, request, submit).await;
    let asked = to(&house.files().await, "marc@");
    let said = read(&asked[0]);
    assert!(
        said.contains("Le mien scintille, j’ai mal aux yeux."),
        "{said}"
    );
}

async fn the_end_of_a_ticket_asks_one_question_with_five_links(db: Databases) {
    let house = House::build(&db).await;
    let ticket = house.incident(BRUNO, "<b>Word</b>").await;
    house.act(NADIA, ticket, Command::Take { was: None }).await;
    let solution = Solution {
        permanence: Some(Permanence::Permanent),
        code: Some(ResolutionCode::Configuration),
        notes: "Installed again.".into(),
        cause: Some(Cause::Known("Broken.".into())),
    };
    house.first_contact(NADIA, ticket, solution).await;
    house.files().await;
    let reason = "We agreed on the phone.".into();
    house.act(NADIA, ticket, Command::Close { reason }).await;
    let outbound = house.files().await;
    assert_eq!(outbound.len(), 1, "one e-mail, not two");
    let said = read(&outbound[0]);
    assert!(said.contains("How did we handle your ticket?"), "{said}");
    assert!(said.contains("We agreed on the phone."), "{said}");
    // Each mark in both forms, by one signature; the best first in the text.
    let base = "https://desk.exemple.fr/feedback/INC-1.";
    let at = said.find(base).unwrap() + base.len();
    let signature = &said[at..at + 16];
    assert!(
        signature
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'))
    );
    let (text, html) = said.split_once("<!DOCTYPE").unwrap();
    for mark in 1..=5 {
        let link = format!("{base}{signature}?score={mark}");
        assert!(
            text.contains(&link) && html.contains(&link),
            "{link}: {said}"
        );
    }
    assert!(text.find("score=5") < text.find("score=1"));
    // In the hours of its reader: the desk is in Paris.
    assert!(said.contains("until 22 Dec 2026 at 13:09"), "{said}");
    assert!(said.contains("read by Nadia Benali"), "{said}");
    assert!(!html.contains("<b>Word"), "{html}");
    // What the user says goes into no e-mail: it is read where it can be removed.
    let question = house
        .desk
        .feedback_of_ticket(Caller { person: BRUNO }, ticket);
    assert!(question.await.unwrap().question.is_some());
    let form = AnswerForm {
        score: Score::new(1),
        fault: Some(Fault::TooLong),
        words: "Three weeks without it".into(),
        reopen: None,
    };
    let (bruno, id) = (Caller { person: BRUNO }, house.desk.new_command());
    house
        .desk
        .answer_feedback(bruno, ticket, id, form)
        .await
        .unwrap();
    house.desk.notify().await.unwrap();
    let outbound = house.files().await;
    let said = read(&to(&outbound, "nadia@exemple.fr")[0]);
    assert!(
        said.contains("Un utilisateur a donné une mauvaise note"),
        "{said}"
    );
    assert!(
        said.contains("1 sur 5 (très mal)") && said.contains("C’était trop long"),
        "{said}"
    );
    assert!(said.contains("https://desk.exemple.fr/feedback"), "{said}");
    assert!(!said.contains("Three weeks"), "{said}");
    assert_eq!(outbound.len(), 1);
    // A mark that has become a good one meanwhile is told to nobody.
    let good = AnswerForm {
        score: Score::new(5),
        ..AnswerForm::default()
    };
    let bad = AnswerForm {
        score: Score::new(2),
        ..AnswerForm::default()
    };
    for form in [good.clone(), bad, good] {
        let id = house.desk.new_command();
        house
            .desk
            .answer_feedback(bruno, ticket, id, form)
            .await
            .unwrap();
    }
    house.desk.notify().await.unwrap();
    assert!(house.files().await.is_empty());
}
